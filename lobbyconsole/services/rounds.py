"""Rounds: what is due today, running a round answer by answer, its corrective actions, scores and trends.

Verbs wait until their facts are durable (a few milliseconds; not for the GUI thread) and raise Refused in words.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, Literal

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.checklists import CheckItem, Checklist
from lobbyconsole.domain.content.library import for_sector
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.register import is_staff_number
from lobbyconsole.domain.registers import BY_ID
from lobbyconsole.domain.round_facts import (
    RoundAnswered,
    RoundBegun,
    RoundFinished,
    RoundGivenUp,
    RoundHandedOver,
    RoundSigned,
)
from lobbyconsole.domain.rounds import (
    FAIL,
    FINISHED,
    GIVEN_UP,
    NOT_APPLICABLE,
    PASS,
    RUNNING,
    Round,
    Score,
    fold_round,
    score,
    verdict,
    wants_second,
)
from lobbyconsole.domain.schedule import due_times, parse_when
from lobbyconsole.domain.staff import same_number
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused
from lobbyconsole.services.library.book import LibraryBook
from lobbyconsole.services.records import Records
from lobbyconsole.services.staff import Proof, Staff, plain_number
from lobbyconsole.services.subjects import Subjects
from lobbyconsole.services.workdays import Workdays
from lobbyconsole.store import reads
from lobbyconsole.store.instants import from_us, to_us
from lobbyconsole.store.reads import RecordRow, RoundRow, TouchpointRow

GRACE = timedelta(minutes=15)  # a round begun within so long of its time is punctual
OPENS_BEFORE = timedelta(minutes=60)  # earlier than this a scheduled round is not yet on offer
OVERDUE_KEPT = timedelta(days=7)  # what was missed longer ago is missed and no longer asked for

_CHANGED = Text("The answer of the round was changed", "巡检结果已更改")
_ANOTHER = Message(QT_TRANSLATE_NOOP("Messages", "Another person must do this."))

DueState = Literal["later", "due", "overdue", "running", "done", "missed"]


@dataclass(frozen=True, slots=True)
class Due:
    """One scheduled time of a checklist and what became of it. `round` is the key of the round that answers it.

    `lapsed`: begun and never finished, and its day is over. Beginning alone keeps no round.
    """

    checklist: Checklist
    due_at: datetime
    state: DueState
    round: str = ""
    percent: float | None = None
    red: bool = False
    lapsed: bool = False

    @property
    def passed(self) -> bool:
        """Whether it counts for the rounds kept: done, or its time has passed."""
        return self.lapsed or self.state in ("done", "missed", "overdue")


@dataclass(frozen=True, slots=True)
class OpenRound:
    """A round with the wording it is made by and its score so far."""

    round: Round
    checklist: Checklist
    score: Score
    second: tuple[str, ...]  # items that still ask for a second person's signature


class Rounds:
    """The rounds of one hall."""

    def __init__(
        self, subjects: Subjects, library: LibraryBook, records: Records, workdays: Workdays,
        branch: Callable[[], Branch], staff: Staff | None = None,
        begun: Callable[[], datetime | None] | None = None,
    ) -> None:  # fmt: skip
        self._begun = begun
        self._subjects = subjects
        self._staff = staff
        self._library = library
        self._records = records
        self._workdays = workdays
        self._branch = branch

    def day_of(self, at: datetime) -> date:
        """The business day of an instant."""
        return self._branch().day_of(at)

    # --- what is due ---

    def checklists(self) -> list[Checklist]:
        """Checklists that fit this hall, in the library's order."""
        return list(for_sector(self._library.library().checklists, self._branch().sector).values())

    def timetable(self, day: date, now: datetime) -> list[Due]:
        """Every scheduled time of a business day, in order, with what became of it."""
        return self._between(day, day, now)

    def checklists_due(self, now: datetime) -> list[Due]:
        """What could be done now: due or overdue, the oldest first."""
        today = self.timetable(self._branch().day_of(now), now)
        return [due for due in today if due.state in ("due", "overdue")]

    def overdue(self, now: datetime) -> list[Due]:
        """What should have been done in the last days and was not, each checklist once, the oldest first.

        A computer that was off over a schedule finds each missed checklist here once and not once for every time.
        """
        today = self._branch().day_of(now)
        latest: dict[str, Due] = {}
        done: dict[str, datetime] = {}
        for due in self._between(today - OVERDUE_KEPT, today, now):
            name = due.checklist.id
            if due.state in ("done", "running"):
                done[name] = due.due_at
            elif due.state in ("overdue", "missed"):
                latest[name] = due
        # A later round that was done makes up for the earlier one that was not.
        left = [due for name, due in latest.items() if name not in done or done[name] < due.due_at]
        return sorted(left, key=lambda due: (due.due_at, due.checklist.id))

    def _between(self, first: date, last: date, now: datetime) -> list[Due]:
        branch = self._branch()
        first = max(first, self.begun_on(now))
        if first > last:
            return []
        spells = self._library.spells("checklists")
        in_force = self.checklists()
        asked: list[tuple[datetime, Checklist]] = []
        for name, told in spells.items():
            for (since, standard), (until, _) in pairwise((*told, (None, None))):
                if standard is not None and for_sector({name: standard}, branch.sector):
                    asked += [
                        (at, standard) for at in self._times(standard, first, last, branch)
                        if (since is None or since <= at) and (until is None or at < until)
                    ]  # fmt: skip
        if not asked:
            return []
        asked.sort(key=lambda entry: (entry[0], entry[1].id))
        with self._subjects.store.reader() as db:
            rows = reads.rounds_due(db, list(spells), to_us(asked[0][0]), to_us(asked[-1][0]) + 1)
        answered: dict[tuple[str, int], RoundRow] = {}
        for row in rows:
            key = (row.checklist, row.due_at or 0)
            # Of two rounds for one time the finished one counts; a broken-off one answers nothing.
            if row.state == FINISHED or (row.state == RUNNING and key not in answered):
                answered[key] = row
        usable = {checklist.id for checklist in in_force}
        following: dict[str, datetime] = {}
        found: list[Due] = []
        begun = self.begun_at(now)
        for at, checklist in reversed(asked):
            answer = answered.get((checklist.id, to_us(at)))
            if at < begun and answer is None:
                continue  # of the first day, before the console came
            due = self._due(checklist, at, following.get(checklist.id), answer, now)
            following[checklist.id] = at
            if checklist.id not in usable and due.state == "due":
                continue  # taken out of use before it was late
            if checklist.id not in usable and due.state == "overdue":
                due = replace(due, state="missed")  # nobody can make up for it any more
            found.append(due)
        return sorted(found, key=lambda due: (due.due_at, due.checklist.id))

    def _times(self, checklist: Checklist, first: date, last: date, branch: Branch) -> list[datetime]:
        """The instants at which a checklist is due on these business days."""
        try:
            schedule = parse_when(checklist.when)
        except ValueError:
            return []  # a branch's own slip must not hide all other rounds
        times = due_times(schedule, first, last, self._workdays.calendar.is_open, checklist.id)
        # What is due before the cut-over is due in the night after the day.
        local = (at if at.time() >= branch.cutover else at + timedelta(days=1) for at in times)
        # In the night of a clock change two local times may be one instant.
        return sorted({at.replace(tzinfo=branch.tz).astimezone(UTC) for at in local})

    def begun_on(self, now: datetime) -> date:
        """The business day on which the console came: nobody missed what was due before."""
        return self._branch().day_of(self.begun_at(now)) if self._begun is not None else date.min

    def begun_at(self, now: datetime) -> datetime:
        """The instant of it: on the first day only what is due after it is asked for."""
        at = self._begun() if self._begun is not None else datetime.min.replace(tzinfo=UTC)
        return now if at is None else min(at, now)

    def _due(
        self, checklist: Checklist, at: datetime, following: datetime | None, row: RoundRow | None, now: datetime
    ) -> Due:
        if row is not None:
            state: DueState = "done" if row.state == FINISHED else "running"
            lapsed = state == "running" and now >= self._branch().day_span(self._branch().day_of(at))[1]
            return Due(checklist, at, state, row.round, row.percent, bool(row.red), lapsed)
        if now < at - min(OPENS_BEFORE, timedelta(minutes=checklist.minutes + 15)):
            return Due(checklist, at, "later")
        if now <= at + GRACE:
            return Due(checklist, at, "due")
        # Overdue until the next time of the same checklist, or the end of its day, takes its place.
        ends = following or self._branch().day_span(self._branch().day_of(at))[1]
        return Due(checklist, at, "overdue" if now < ends else "missed")

    # --- running a round ---

    def get(self, key: str) -> OpenRound | None:
        """A round with its wording; None when there is no such round or its wording has not arrived."""
        found = fold_round(self._subjects.facts("round:" + key))
        if found is None:
            return None
        checklist = self._library.wording("checklists", found.checklist, found.version)
        if not isinstance(checklist, Checklist):
            return None
        scored = score(checklist, found.answers, finished=found.state == FINISHED)
        return OpenRound(found, checklist, scored, wants_second(checklist, found))

    def running(self) -> list[RoundRow]:
        """Rounds nobody has finished: what a crash or a busy hour left behind."""
        with self._subjects.store.reader() as db:
            return reads.running_rounds(db)

    def begin(
        self, checklist: str, *, by: str = "", due_at: datetime | None = None, channel: str = "screen",
        inspector: str = "",
    ) -> OpenRound:  # fmt: skip
        """Begin a round, or go on with the one that is running for the same time. Without `due_at` it is voluntary."""

        def decision(now: datetime) -> tuple[Sequence[Fact], str]:
            if due_at is not None and (there := self._answering(checklist, due_at)):
                return (), there  # also one of a checklist that was retired meanwhile
            standard = self._library.checklist(checklist)
            if standard is None:
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This checklist is not in use here.")))
            version, kept = self._library.keeping("checklists", standard, now, by)
            # Whoever types in a mystery shopper's form writes down what a stranger saw.
            seen_by = "outside" if standard.kind == "mystery_shopper" else channel
            key = f"{now.astimezone(self._branch().tz):%Y%m%d}-{uuid.uuid4().hex[:8]}"
            begun = RoundBegun(
                **self._subjects.envelope(now, by), round=key, checklist=checklist, version=version, due_at=due_at,
                channel=seen_by, inspector=inspector,
            )  # fmt: skip
            return (*kept, begun), key

        return self._known(self._subjects.decide(decision))

    def _answering(self, checklist: str, due_at: datetime) -> str:
        """The round that answers this time already; one of this moment, or with a full disk, is in no table yet."""
        with self._subjects.store.reader() as db:
            rows = reads.rounds_due(db, (checklist,), to_us(due_at), to_us(due_at) + 1)
        found = next((row.round for row in rows if row.state in (RUNNING, FINISHED)), "")
        if found:
            return found
        begun = [
            fact.round for fact in self._subjects.recent_facts("round")
            if isinstance(fact, RoundBegun) and (fact.checklist, fact.due_at) == (checklist, due_at)
        ]  # fmt: skip
        waiting = ((key, fold_round(self._subjects.facts("round:" + key))) for key in begun)
        return next((key for key, state in waiting if state and state.state != GIVEN_UP), "")

    def answer(
        self, key: str, item: str, *, by: str = "", said: str = "", value: float | None = None, choice: str = "",
        note: str = "", photos: tuple[str, ...] = (), action: str = "", owner: str = "",
        due_at: datetime | None = None, deducted: float | None = None, evidence: tuple[str, ...] = (),
        once: bool = False, tongue: str = "zh",
    ) -> OpenRound:  # fmt: skip
        """Answer an item, or change its answer. `said`: PASS, FAIL or NOT_APPLICABLE where the scale leaves it open.

        A failed item with an `action` or an `owner` opens its corrective action in the same breath; changing the
        answer again goes on with that action: it is told the new words, owner and time, or dropped when the item is
        met after all. `said` "" with nothing else takes the answer back. `once`: no second action is opened while the
        item stays failed, also when the first is closed by now. `tongue`: what nobody wrote is said in this language.
        """

        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            state = self._running(key)
            wanted = next((entry for entry in state.checklist.items if entry.id == item), None)
            if wanted is None:
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This item is not in the checklist.")))
            meant = self._meant(wanted, said, value, choice, note, photos)
            before = state.round.answers.get(item)
            opened = before.opened if before and self._still_open(before.opened) else ""
            facts: list[Fact] = []
            if opened and meant != FAIL:
                with suppress(Refused):  # it has gone its own way meanwhile; the answer stands
                    facts += self._records.moving(opened, "drop", now, by=by, reason=_CHANGED.say(tongue))
            elif opened and (action.strip() or owner):
                told = {"action": action.strip(), "owner": owner, "finding": note.strip()}
                changed = {name: value for name, value in told.items() if value}
                if due_at is not None:
                    changed["due"] = due_at.isoformat()
                with suppress(Refused):
                    facts += self._records.editing(opened, changed, now, by=by)
            standing = before.opened if before and before.verdict == meant == FAIL else ""
            if meant == FAIL and not opened and not (once and standing) and (action.strip() or owner):
                due = due_at or now + timedelta(minutes=wanted.on_fail.due_min)
                values: dict[str, Any] = {
                    "finding": note.strip() or wanted.text.say(tongue),
                    "action": action.strip() or wanted.on_fail.action.say(tongue),
                    "owner": owner or wanted.on_fail.owner,
                    "due": due.isoformat(),
                    "zone": wanted.zone,
                    "touchpoint": wanted.touchpoint,
                    "item": item,
                }
                record = self._records.opening("actions", values, now, by=by, cause="round:" + key)
                opened = record.subject
                facts += record.facts
            facts.append(
                RoundAnswered(
                    **self._subjects.envelope(now, by), round=key, item=item, verdict=meant, value=value, choice=choice,
                    note=note.strip(), photos=photos, action=action.strip(), owner=owner, due_at=due_at,
                    opened=opened or standing, deducted=deducted, evidence=evidence,
                )
            )  # fmt: skip
            return facts, None

        self._subjects.decide(decision)
        return self._known(key)

    def _still_open(self, subject: str) -> bool:
        """Whether a corrective action is still to be done: only then a changed answer goes on with it."""
        register, _, key = subject.removeprefix("record:").partition("/")
        record = self._records.record(register, key) if subject else None
        return record is not None and BY_ID[register].state(record.state).open

    def _meant(
        self, item: CheckItem, said: str, value: float | None, choice: str, note: str, photos: tuple[str, ...]
    ) -> str:
        if said == NOT_APPLICABLE:
            return NOT_APPLICABLE
        if item.scale.type == "pass_fail":
            return said if said in (PASS, FAIL) else ""
        if said == FAIL and item.scale.type in ("text", "photo"):
            return FAIL  # what is written or photographed may be bad, or cannot be had: a person says so
        return verdict(item, value=value, choice=choice, note=note, photos=len(photos))

    def hand_over(self, key: str, to: str, *, by: str = "", reason: str = "", proof: Proof | None = None) -> OpenRound:
        """Another person (staff number) goes on with it; who has a PIN takes it over with the `proof` of that."""
        to = plain_number(to)
        if not to:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please give the staff number of who goes on.")))
        how = self._how(to, proof)
        return self._told(key, RoundHandedOver, by, to=to, reason=reason.strip(), proof=how)

    def sign(self, key: str, *, by: str, part: str = "runner", proof: Proof | None = None) -> OpenRound:
        """Put a name to it; `part` "second" for the second person. Who has a PIN signs with the `proof` of it."""
        how = self._how(by, proof)

        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            return (self._signature(self._running(key), now, by, part, how),), None

        self._subjects.decide(decision)
        return self._known(key)

    def close(
        self, key: str, *, by: str, proof: Proof | None = None, second: str = "", second_proof: Proof | None = None,
        note: str = "",
    ) -> OpenRound:  # fmt: skip
        """Sign, have signed by a second person where that is asked for, and finish: all of it or nothing."""
        how = self._how(by, proof)
        second_how = self._how(second, second_proof) if second else ""

        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            state = self._running(key)
            facts: list[Fact] = [self._signature(state, now, by, "runner", how)]
            if second:
                if same_number(second, by):
                    raise Refused(_ANOTHER)
                facts.append(self._signature(state, now, second, "second", second_how))
            self._ready(state, signed=bool(second))
            facts.append(RoundFinished(**self._subjects.envelope(now, plain_number(by)), round=key, note=note.strip()))
            return facts, None

        self._subjects.decide(decision)
        return self._known(key)

    def _how(self, by: str, proof: Proof | None) -> str:
        """How a signer is known: by a PIN, or by the number they typed. Raises Refused."""
        if not is_staff_number(plain_number(by)):
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please give your staff number.")))
        return self._staff.signature(by, proof) if self._staff is not None else "name"

    def _signature(self, state: OpenRound, now: datetime, by: str, part: str, how: str) -> RoundSigned:
        by = plain_number(by)
        others = [signature.by for signature in state.round.signatures if signature.part != part]
        if part == "second":
            others.append(state.round.runner)
        if any(same_number(by, other) for other in others):
            raise Refused(_ANOTHER)
        if self._staff is not None and (part == "second" or _asks_for_two(state)):
            self._staff.must_be_listed(by)  # of two people one made up would leave one
        envelope = self._subjects.envelope(now, by)
        return RoundSigned(**envelope, round=state.round.key, part=part, proof=how)

    def _ready(self, state: OpenRound, *, signed: bool = False) -> None:
        """Whether a round can be closed: every item has its answer, the second signature is there or comes now."""
        if state.score.open:
            text = QT_TRANSLATE_NOOP("Messages", "{count} items have no answer yet.")
            if state.score.open == 1:
                text = QT_TRANSLATE_NOOP("Messages", "{count} item has no answer yet.")
            raise Refused(Message(text, {"count": state.score.open}))
        if state.second and not signed:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "A second person must sign this round first.")))

    def finish(self, key: str, *, by: str = "", note: str = "") -> OpenRound:
        """Close the round. Every item must have its answer; where two must sign, both must have done so."""

        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            state = self._running(key)
            self._ready(state)
            if _asks_for_two(state) and not _signed_by_runner(state.round):
                text = QT_TRANSLATE_NOOP("Messages", "Whoever made this round must sign it first.")
                raise Refused(Message(text))
            return (RoundFinished(**self._subjects.envelope(now, by), round=key, note=note.strip()),), None

        self._subjects.decide(decision)
        return self._known(key)

    def give_up(self, key: str, *, by: str = "", reason: str) -> OpenRound:
        """Break it off for a reason; what it was due for stays due."""
        if not reason.strip():
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please say why.")))
        return self._told(key, RoundGivenUp, by, reason=reason.strip())

    # --- looking back ---

    def past(self, first: date, last: date) -> list[RoundRow]:
        """Rounds of these business days, newest first."""
        with self._subjects.store.reader() as db:
            return reads.rounds_between(db, first.isoformat(), last.isoformat())

    def touchpoints(self, first: date, last: date) -> list[TouchpointRow]:
        """What answers about each touchpoint came to, own rounds and outside visits apart."""
        with self._subjects.store.reader() as db:
            return reads.touchpoints_between(db, first.isoformat(), last.isoformat())

    def dues(self, first: date, last: date, now: datetime) -> list[Due]:
        """As `timetable`, for many days at once."""
        return self._between(first, last, now)

    def kept(self, first: date, last: date, now: datetime) -> tuple[int, int]:
        """(scheduled rounds that were done, scheduled rounds whose time has passed) of these days."""
        counted = [due for due in self._between(first, last, now) if due.passed]
        return sum(due.state == "done" for due in counted), len(counted)

    # --- shared ---

    def _running(self, key: str) -> OpenRound:
        state = self._known(key)
        if state.round.state != RUNNING:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This round is closed already.")))
        return state

    def _known(self, key: str) -> OpenRound:
        found = self.get(key)
        if found is None:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "There is no such round.")))
        return found

    def _told(self, key: str, make: Any, by: str, **more: Any) -> OpenRound:
        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            self._running(key)
            return (make(**self._subjects.envelope(now, by), round=key, **more),), None

        self._subjects.decide(decision)
        return self._known(key)


def _asks_for_two(state: OpenRound) -> bool:
    """Whether an answered item asks for two signatures, there or not."""
    return any(item.second_signature and state.round.answered(item.id) for item in state.checklist.items)


def _signed_by_runner(found: Round) -> bool:
    """Whether the one who has the round in hand put their name to it; who handed it over signed for nobody else."""
    return any(
        entry.part == "runner" and (not found.runner or same_number(entry.by, found.runner))
        for entry in found.signatures
    )


def begun_at(row: RoundRow) -> datetime | None:
    """When a kept round was begun."""
    return None if row.begun_at is None else from_us(row.begun_at)


def instant(kept: int | None) -> datetime | None:
    """A time as a row keeps it."""
    return None if kept is None else from_us(kept)


__all__ = ["Due", "DueState", "OpenRound", "RecordRow", "RoundRow", "Rounds", "begun_at", "instant"]
