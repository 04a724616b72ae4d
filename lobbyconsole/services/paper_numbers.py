"""Paper numbers written while the machine was out: typed in afterwards row by row, and the unused ones given back.

What was typed is nothing but late facts of the floor, so a crash loses no more than the row under the fingers.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Literal

import msgspec

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.branch import Branch, NumberRule, Service
from lobbyconsole.domain.entities import CANCELLED, FINISHED, LEFT, NO_SHOW, Ticket
from lobbyconsole.domain.lobby import Book
from lobbyconsole.domain.standing import standing_facts
from lobbyconsole.domain.steps import step_ticket
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused
from lobbyconsole.services.desk_core import fresh_id
from lobbyconsole.services.live import Live, Outcome
from lobbyconsole.services.numbers import DESK
from lobbyconsole.store.desk_memory import DeskMemory
from lobbyconsole.store.hall import Store
from lobbyconsole.store.instants import to_us
from lobbyconsole.store.journal import facts_of, undone_in

PAPER = "paper"
DAYS_BACK = 7  # a hall closes, and somebody types the slips in on Monday
ANSWER_S = 15.0
Ended = Literal["finished", "left", "no_show"]


class RefusedAt(Refused):
    """A row that cannot be so: `field` is where."""

    def __init__(self, field: str, message: Message) -> None:
        super().__init__(message)
        self.field = field


class PaperRow(msgspec.Struct, frozen=True):
    """One slip. `called` None: never called. `ended` None: nobody wrote down when; its service time stays unknown."""

    number: int
    taken: datetime
    called: datetime | None
    counter: str
    outcome: Ended
    ended: datetime | None = None


class PaperRange(msgspec.Struct, frozen=True):
    """Numbers of one service set aside for paper by one press. `rows`: what has been typed, by number."""

    id: str
    day: date
    service: str
    first: int
    last: int
    since: datetime
    rows: dict[int, PaperRow]

    @property
    def missing(self) -> list[int]:
        """The numbers nobody has typed yet."""
        return [number for number in range(self.first, self.last + 1) if number not in self.rows]


class TypedRow(msgspec.Struct, frozen=True):
    """A row as the keys gave it: times like 1432, `outcome` 1, 2 or 3."""

    taken: str
    called: str = ""
    counter: str = ""
    outcome: str = "1"
    ended: str = ""


OUTCOMES: dict[str, Ended] = {"1": "finished", "2": "left", "3": "no_show"}


class PaperNumbers:
    """The paper numbers of one hall. Reads and waits for the disk: not for the GUI thread."""

    def __init__(self, store: Store, live: Live) -> None:
        self._store = store
        self._live = live
        self._running = itertools.count(1)

    @property
    def _branch(self) -> Branch:
        return self._live.snapshot.branch

    # --- looking ---

    def ranges(self, *, done: bool = False) -> list[PaperRange]:
        """Ranges of the last week in which numbers are missing; with `done` also the others. The oldest first."""
        branch = self._branch
        today = branch.day_of(self._live.clock.now())
        found = [
            paper
            for service in branch.services
            for paper in self._of(service, branch)
            if today - timedelta(days=DAYS_BACK) <= paper.day <= today and (done or paper.missing)
        ]
        order = {service.id: at for at, service in enumerate(branch.services)}
        return sorted(found, key=lambda paper: (paper.day, order[paper.service], paper.first, paper.id))

    def range(self, name: str) -> PaperRange:
        """One of them. Raises Refused when it has been given back."""
        found = next((paper for paper in self.ranges(done=True) if paper.id == name), None)
        if found is None:
            gone = self._service_of(name)
            if gone:
                text = QT_TRANSLATE_NOOP(
                    "Messages",
                    "The service of these numbers ({service}) is no longer in the settings. Put it back to type them"
                    " in.",
                )
                raise Refused(Message(text, {"service": gone}))
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "These paper numbers have been given back.")))
        return found

    def _service_of(self, name: str) -> str:
        """The service of a range, where the settings no longer have it; else ""."""
        fact_id = name.partition(":")[0]
        aside = next((fact for fact in self._live.waiting if fact.id == fact_id), None)
        aside = aside or DeskMemory(self._store).fact(fact_id)
        service = aside.service if isinstance(aside, f.NumbersReserved) else ""
        return service if service and self._branch.service(service) is None else ""

    def _facts(self, subject: str) -> list[f.Fact]:
        """Those of the journal, and those that wait for the disk."""
        waiting = [fact for fact in self._live.waiting if fact.subject == subject]
        return standing_facts([*self._store.facts_of(subject), *waiting])

    def _queue_facts(self, subject: str, since: datetime) -> list[f.Fact]:
        """Those of the last days and whatever takes one back: a queue has the facts of all its years."""
        waiting = [fact for fact in self._live.waiting if fact.subject == subject]
        with self._store.reader() as db:
            kept = facts_of(db, subject, after=to_us(since) - 1) + undone_in(db, subject)
        return standing_facts([*kept, *waiting])

    def _of(self, service: Service, branch: Branch) -> list[PaperRange]:
        found: list[PaperRange] = []
        there: dict[date, set[int]] = {}
        for fact in self._reserved(service.id):
            day = branch.day_of(fact.at)
            known = there.setdefault(day, set())
            # Two presses set the same numbers aside; each slip is typed once.
            for first, last in runs(set(range(fact.first, fact.last + 1)) - known):
                rows = {
                    number: row
                    for number in range(first, last + 1)
                    if (row := self._row(branch, day, service, number)) is not None
                }
                name = fact.id if not known.intersection(range(fact.first, first)) else f"{fact.id}:{first}"
                found.append(PaperRange(name, day, service.id, first, last, fact.at, rows))
                known.update(range(first, last + 1))
        return found

    def _reserved(self, service: str) -> list[f.NumbersReserved]:
        """What was set aside for paper in the last days, the oldest first."""
        recent = self._live.clock.now() - timedelta(days=DAYS_BACK + 1)
        return [
            fact
            for fact in self._queue_facts("queue:" + service, recent)
            if isinstance(fact, f.NumbersReserved) and fact.purpose == PAPER and fact.at >= recent
        ]

    def _row(self, branch: Branch, day: date, service: Service, number: int) -> PaperRow | None:
        ticket: Ticket | None = None
        sure = True
        for fact in self._facts("ticket:" + _key(day, service.id, number)):
            if isinstance(fact, f.TicketFact):
                ticket = step_ticket(ticket, fact)
                sure = fact.certainty != f.INFERRED
        if ticket is None or ticket.issued_at is None:
            return None
        leg = ticket.leg
        outcome: Ended = {LEFT: "left", CANCELLED: "left", NO_SHOW: "no_show"}.get(ticket.state, FINISHED)  # type: ignore[assignment]
        ended = leg.ended_at if sure else None
        return PaperRow(number, ticket.issued_at, leg.called_at, leg.counter, outcome, ended)

    # --- typing ---

    def read(self, paper: PaperRange, number: int, typed: TypedRow, now: datetime) -> PaperRow:
        """What was typed as a row. Raises RefusedAt for what cannot have been."""
        branch = self._branch
        outcome = OUTCOMES.get(typed.outcome.strip())
        if outcome is None:
            raise RefusedAt("outcome", Message(QT_TRANSLATE_NOOP("Messages", "1 served, 2 left, 3 did not come.")))
        taken = _instant(branch, paper.day, typed.taken, "taken")
        if taken is None:
            raise RefusedAt("taken", Message(QT_TRANSLATE_NOOP("Messages", "When was it taken? Four digits: 1432.")))
        called = _instant(branch, paper.day, typed.called, "called")
        ended = _instant(branch, paper.day, typed.ended, "ended")
        begun = paper.since.replace(second=0, microsecond=0)
        if taken < begun:
            text = QT_TRANSLATE_NOOP("Messages", "The paper numbers were set aside at {time}: it cannot be earlier.")
            raise RefusedAt("taken", Message(text, {"time": _clock(branch, begun)}))
        for field, at in (("taken", taken), ("called", called), ("ended", ended)):
            if at is not None and at > now:
                raise RefusedAt(field, Message(QT_TRANSLATE_NOOP("Messages", "This time has not come yet.")))
        if called is None and outcome != "left":
            raise RefusedAt("called", Message(QT_TRANSLATE_NOOP("Messages", "When was it called? Four digits: 1432.")))
        if called is not None and called < taken:
            text = QT_TRANSLATE_NOOP("Messages", "Called before it was taken ({time}).")
            raise RefusedAt("called", Message(text, {"time": _clock(branch, taken)}))
        counter = typed.counter.strip()
        if called is not None and (not counter or branch.counter(counter) is None):
            text = QT_TRANSLATE_NOOP("Messages", "Which counter? There are: {known}.")
            known = ", ".join(place.id for place in branch.counters)
            raise RefusedAt("counter", Message(text, {"known": known}))
        after = called or taken
        if ended is None and called is None:
            raise RefusedAt("ended", Message(QT_TRANSLATE_NOOP("Messages", "About when did the customer leave?")))
        if ended is not None and ended < after:
            text = QT_TRANSLATE_NOOP("Messages", "It ended before it began ({time}).")
            raise RefusedAt("ended", Message(text, {"time": _clock(branch, after)}))
        return PaperRow(number, taken, called, counter if called is not None else "", outcome, ended)

    def save(self, name: str, number: int, typed: TypedRow, *, by: str = "") -> PaperRow:
        """Record one row, in the place of what was typed for this number before. Raises RefusedAt, Refused."""

        def decide(book: Book, now: datetime) -> Outcome:
            paper = self.range(name)
            if not paper.first <= number <= paper.last:
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This number was not set aside for paper.")))
            row = self.read(paper, number, typed, now)
            if paper.rows.get(number) == row:
                return Outcome((), row)
            return Outcome((*self._undone(paper, number, now, by), *self._told(paper, row, by)), row)

        row: PaperRow = self._live.run(decide).result(ANSWER_S)
        return row

    def forget(self, name: str, number: int, *, by: str = "") -> None:
        """Take a row back: it was typed for the wrong number."""

        def decide(book: Book, now: datetime) -> Outcome:
            return Outcome(self._undone(self.range(name), number, now, by))

        self._live.run(decide).result(ANSWER_S)

    def give_back(self, name: str, *, by: str = "") -> Message:
        """The numbers nobody typed may be given again; gives the sentence that says which. Raises Refused."""

        def decide(book: Book, now: datetime) -> Outcome:
            paper = self.range(name)
            service = self._branch.service(paper.service)
            if not paper.missing or service is None:
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "None of them is unused.")))
            subject = "queue:" + paper.service
            back = set(paper.missing)
            pressed = [
                fact
                for fact in self._reserved(paper.service)
                if self._branch.day_of(fact.at) == paper.day and back.intersection(range(fact.first, fact.last + 1))
            ]
            ids = tuple(fact.id for fact in pressed)
            facts: list[f.Fact] = [f.ActionUndone(**self._envelope(now, by), undoes=ids, about=subject)]
            there: set[int] = set()
            for fact in pressed:
                left = set(range(fact.first, fact.last + 1)) - back - there
                there |= left
                for first, last in runs(left):
                    # With the time of its press, or what was taken before this moment would be refused at the next
                    # correction.
                    kept = f.NumbersReserved(
                        **self._envelope(fact.at, by, f.MANUAL), service=paper.service, first=first, last=last,
                        purpose=PAPER,
                    )  # fmt: skip
                    facts.append(kept)
            text = QT_TRANSLATE_NOOP("Messages", "Given back: {what}.")
            return Outcome(facts, Message(text, {"what": shown_runs(service.numbers, paper.missing)}))

        said: Message = self._live.run(decide).result(ANSWER_S)
        return said

    def _envelope(self, at: datetime, by: str, certainty: str = f.REPORTED) -> dict[str, Any]:
        return {"id": fresh_id(), "at": at, "source": DESK, "seq": next(self._running), "by": by,
                "certainty": certainty}  # fmt: skip

    def _undone(self, paper: PaperRange, number: int, now: datetime, by: str) -> Sequence[f.Fact]:
        subject = "ticket:" + _key(paper.day, paper.service, number)
        ids = tuple(fact.id for fact in self._facts(subject) if isinstance(fact, f.TicketFact))
        return (f.ActionUndone(**self._envelope(now, by), undoes=ids, about=subject),) if ids else ()

    def _told(self, paper: PaperRange, row: PaperRow, by: str) -> Sequence[f.Fact]:
        service = self._branch.service(paper.service)
        assert service is not None  # its range was found by it
        key = _key(paper.day, paper.service, row.number)
        shown = service.numbers.show(row.number)
        found: list[f.Fact] = [
            f.TicketIssued(
                **self._envelope(row.taken, by, f.MANUAL), ticket=key, number=shown, service=service.id, channel=PAPER
            )
        ]
        if row.called is not None:
            found.append(
                f.TicketCalled(**self._envelope(row.called, by, f.MANUAL), ticket=key, counter=row.counter)
            )  # fmt: skip
        # Who served without a note of the end took no known time: at the call, marked as concluded. A service of no
        # length is left out of the averages.
        over = row.ended or row.called or row.taken
        more = self._envelope(over, by, f.MANUAL if row.ended is not None else f.INFERRED)
        if row.outcome == "finished":
            found.append(f.TicketFinished(**more, ticket=key, counter=row.counter))
        elif row.outcome == "no_show":
            found.append(f.TicketNoShow(**more, ticket=key, counter=row.counter))
        else:
            found.append(f.TicketLeft(**more, ticket=key))
        return found


def _key(day: date, service: str, number: int) -> str:
    """The same slip always has the same key, so that nobody types it in twice."""
    return f.natural_id(PAPER, day.isoformat(), service, number)


def _clock(branch: Branch, at: datetime) -> str:
    return f"{at.astimezone(branch.tz):%H:%M}"


def _instant(branch: Branch, day: date, typed: str, field: str) -> datetime | None:
    """1432, 932, 14:32 of a business day as an instant; None for nothing. Raises RefusedAt."""
    digits = typed.strip().replace("：", "").replace(":", "").replace(".", "")
    if not digits:
        return None
    if not (digits.isascii() and digits.isdecimal() and len(digits) in (3, 4)):
        raise RefusedAt(field, Message(QT_TRANSLATE_NOOP("Messages", "A time is three or four digits: 932, 1432.")))
    hour, minute = int(digits[:-2]), int(digits[-2:])
    if hour > 23 or minute > 59:
        raise RefusedAt(field, Message(QT_TRANSLATE_NOOP("Messages", "There is no such time of day.")))
    start, _ = branch.day_span(day)
    local = start.astimezone(branch.tz)
    at = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return (at if at >= local else at + timedelta(days=1)).astimezone(start.tzinfo)


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Unbroken stretches, each as (first, last)."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def shown_runs(rule: NumberRule, numbers: Iterable[int]) -> str:
    """As printed: A013, A031–A050."""
    return ", ".join(
        rule.show(first) if first == last else f"{rule.show(first)}–{rule.show(last)}" for first, last in runs(numbers)
    )
