"""Incidents: noted in ten seconds, added to line by line, reported upward, ended, reviewed; nothing is ever edited.

Verbs wait until their facts are durable (a few milliseconds) and raise Refused in words. With a full disk they go on:
the facts wait in memory and in the side file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from lobbyconsole.domain import incident_facts as told
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.incidents import FIELDS, HURT, RATINGS, STAGES, Incident, fold_incident
from lobbyconsole.domain.picture import Picture
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused
from lobbyconsole.services.subjects import Subjects
from lobbyconsole.store import emergency as kept
from lobbyconsole.store.emergency import IncidentRow
from lobbyconsole.store.lookup import keys_of

LONGEST_WORDS = 2_000
REAL, DRILL = "INC", "DR"  # what numbers begin with


class Incidents:
    """The incidents of one hall."""

    def __init__(self, subjects: Subjects, branch: Callable[[], Branch]) -> None:
        self._subjects = subjects
        self._branch = branch
        # How far the times of an incident lie ahead of a clock that was set back since.
        self.ahead: dict[str, timedelta] = {}

    def note(
        self, what: str, *, where: str = "", hurt: str = "unknown", hazard: str = "",
        began_at: datetime | None = None, by: str = "", drill: str = "", picture: Picture | None = None,
    ) -> Incident:  # fmt: skip
        """Note an incident: what, where, people hurt or not; everything else later."""
        if not what.strip():
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please say in a few words what happened.")))
        if hurt not in HURT:
            raise ValueError(f"{hurt!r} is not one of {HURT}")

        def decision(now: datetime) -> tuple[Sequence[Fact], str]:
            number = self.next_number(now, DRILL if drill else REAL)
            return (
                told.IncidentNoted(
                    **self._subjects.envelope(now, by), incident=number, what=clipped(what), where=where, hurt=hurt,
                    hazard=hazard, began_at=began_at, drill=drill, floor="" if picture is None else floor_text(picture),
                ),
            ), number  # fmt: skip

        return self._incident(self._subjects.decide(decision))

    def tell_more(self, incident: str, field: str, value: str, *, why: str = "", by: str = "") -> Incident:
        """Say one field, or say it anew with a reason."""
        if field not in FIELDS:
            raise ValueError(f"an incident has no field {field!r}")

        def facts(state: Incident, envelope: dict[str, Any]) -> Sequence[Fact]:
            if state.value(field) == value.strip():
                return ()
            if state.value(field) and not why.strip():
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please say why this is corrected.")))
            return (told.IncidentToldMore(**envelope, incident=incident, field=field, value=clipped(value), why=why),)

        return self._of_incident(incident, by, facts)

    def log(self, incident: str, text: str, *, happened_at: datetime | None = None, corrects: str = "",
            by: str = "") -> Incident:  # fmt: skip
        """A line of the log; a correction is a new line that names the old one."""
        if not text.strip():
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please write something.")))

        def facts(state: Incident, envelope: dict[str, Any]) -> Sequence[Fact]:
            if corrects and all(line.fact != corrects for line in state.log):
                raise ValueError(f"{incident} has no line {corrects}")
            line = told.IncidentLogged(
                **envelope, incident=incident, text=clipped(text), happened_at=happened_at, corrects=corrects
            )
            return (line,)

        return self._of_incident(incident, by, facts)

    def keep_evidence(self, incident: str, sha256: str, name: str, *, size: int = 0, origin: str = "",
                      by: str = "") -> Incident:  # fmt: skip
        """A file that was kept; the same content once."""

        def facts(state: Incident, envelope: dict[str, Any]) -> Sequence[Fact]:
            if any(kept.sha256 == sha256 for kept in state.evidence):
                return ()
            return (
                told.EvidenceKept(**envelope, incident=incident, sha256=sha256, name=name, size=size, origin=origin),
            )

        return self._of_incident(incident, by, facts)

    def secure_recording(self, incident: str, camera: str, *, lost: bool = False, by: str = "") -> Incident:
        """The video of a camera is safe, or known to be lost."""

        def facts(state: Incident, envelope: dict[str, Any]) -> Sequence[Fact]:
            if state.recordings.get(camera) is (not lost):
                return ()
            return (told.RecordingSecured(**envelope, incident=incident, camera=camera, lost=lost),)

        return self._of_incident(incident, by, facts)

    def grade(self, incident: str, level: int, *, why: str = "", by: str = "") -> Incident:
        """Grade it, 1 (the most serious) to 4; another grade later with a reason: both stay in the log."""
        if level not in (1, 2, 3, 4):
            raise ValueError(f"{level} is no level")

        def facts(state: Incident, envelope: dict[str, Any]) -> Sequence[Fact]:
            if state.level == level:
                return ()
            if state.level and not why.strip():
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please say why this is corrected.")))
            return (told.IncidentGraded(**envelope, incident=incident, level=level, why=clipped(why)),)

        return self._of_incident(incident, by, facts)

    def report_up(self, incident: str, stage: str, to: str, text: str, *, channel: str = "phone",
                  by: str = "") -> Incident:  # fmt: skip
        """A report went upward, with this very text."""
        if stage not in STAGES:
            raise ValueError(f"{stage!r} is not one of {STAGES}")
        if not text.strip():
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please write something.")))

        def facts(state: Incident, envelope: dict[str, Any]) -> Sequence[Fact]:
            made = told.IncidentReported(
                **envelope, incident=incident, stage=stage, to=to, text=text.strip(), channel=channel
            )
            return (made,)

        return self._of_incident(incident, by, facts)

    def link(self, incident: str, to: str, *, by: str = "") -> Incident:
        """It has to do with a subject of the journal, or a risk."""

        def facts(state: Incident, envelope: dict[str, Any]) -> Sequence[Fact]:
            if to in state.links:
                return ()
            return (told.IncidentLinked(**envelope, incident=incident, to=to),)

        return self._of_incident(incident, by, facts)

    def end(self, incident: str, *, ended_at: datetime | None = None, words: str = "",
                     by: str = "") -> Incident:  # fmt: skip
        """It is over. Refused while a plan of it is being walked."""

        def facts(state: Incident, envelope: dict[str, Any]) -> Sequence[Fact]:
            if self._walked(incident):
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "A plan of it is still running. End that first.")))
            if state.ended_at is not None and ended_at is None:
                return ()
            return (told.IncidentEnded(**envelope, incident=incident, ended_at=ended_at, words=clipped(words)),)

        return self._of_incident(incident, by, facts)

    def reopen(self, incident: str, why: str, *, by: str = "") -> Incident:
        """It was not over after all."""
        if not why.strip():
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please say why.")))

        def facts(state: Incident, envelope: dict[str, Any]) -> Sequence[Fact]:
            if state.ended_at is None:
                return ()
            return (told.IncidentReopened(**envelope, incident=incident, why=clipped(why)),)

        return self._of_incident(incident, by, facts)

    def review(self, incident: str, rating: str, *, words: str = "", by: str = "") -> Incident:
        """Sign the after-action review."""
        if rating not in RATINGS:
            raise ValueError(f"{rating!r} is not one of {RATINGS}")

        def facts(state: Incident, envelope: dict[str, Any]) -> Sequence[Fact]:
            return self.reviewing(state, rating, envelope["at"], words=words, by=by)

        return self._of_incident(incident, by, facts)

    def reviewing(
        self, state: Incident, rating: str, now: datetime, *, words: str = "", by: str = ""
    ) -> list[Fact]:  # fmt: skip
        """The facts of `review`, for who records more in the same breath. Recorder's thread only.

        An exercise is over with its drill.
        """
        if not by.strip():
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please give the staff number.")))
        facts: list[Fact] = []
        if state.ended_at is None:
            if not state.drill or self._walked(state.key):
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "The incident is not over yet.")))
            facts.append(told.IncidentEnded(**self._subjects.envelope(now, by), incident=state.key))
        reviewed = told.IncidentReviewed(
            **self._subjects.envelope(now, by), incident=state.key, rating=rating, words=clipped(words)
        )
        return [*facts, reviewed]

    def incident(self, key: str) -> Incident | None:
        """An incident; None when there is none."""
        found = fold_incident(self._subjects.facts("incident:" + key))
        if found is not None:
            self._keep_ahead(key, found.log[-1].at)
        return found

    def incidents(self, first: date, last: date) -> list[IncidentRow]:
        """Incidents of these business days, the newest first."""
        with self._subjects.store.reader() as db:
            return kept.incidents_between(db, first.isoformat(), last.isoformat())

    def open_incidents(self) -> list[IncidentRow]:
        """Incidents without a signed review."""
        with self._subjects.store.reader() as db:
            return kept.open_incidents(db)

    # --- shared ---

    def _walked(self, incident: str) -> bool:
        with self._subjects.store.reader() as db:
            return any(row.ended_at is None for row in kept.walks_of(db, incident))

    def next_number(self, now: datetime, series: str = REAL) -> str:
        """The next number, e.g. INC-2026-0117. On the recorder's thread: nobody else takes the same.

        Drills are counted on their own: what really happened has numbers without gaps.
        """
        year = f"{now.astimezone(self._branch().tz):%Y}"
        begin = f"{series}-{year}-"
        with self._subjects.store.reader() as db:
            last = kept.numbers_of_year(db, year, series)
            known = keys_of(db, "drill") if series == DRILL else []
        for family in ("incident", "drill"):
            known += [found.partition(":")[2] for found in self._subjects.recent(family)]
        taken = [int(key[len(begin) :]) for key in known if key.startswith(begin) and key[len(begin) :].isdecimal()]
        return f"{begin}{max([last, *taken]) + 1:04}"

    def number_for(self, drill: str, now: datetime) -> str:
        """A new incident's number: of a drill its own, as long as no other incident of it has that."""
        if not drill:
            return self.next_number(now)
        if drill.startswith(DRILL + "-") and self.incident(drill) is None:
            return drill
        return self.next_number(now, DRILL)

    def _incident(self, key: str) -> Incident:
        found = self.incident(key)
        if found is None:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "There is no such incident.")))
        return found

    def _keep_ahead(self, key: str, told_at: datetime) -> None:
        """What was told last is the latest that is known to have been: from there its time goes on."""
        known = self.ahead.get(key, timedelta(0))
        if told_at - known > (now := self._subjects.live.clock.now()):
            self.ahead[key] = told_at - now

    def _of_incident(self, key: str, by: str, facts: Callable[[Incident, dict[str, Any]], Sequence[Fact]]) -> Incident:
        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            state = self._incident(key)
            return facts(state, self._subjects.envelope(now + self.ahead.get(key, timedelta(0)), by)), None

        self._subjects.decide(decision)
        return self._incident(key)


def floor_text(picture: Picture) -> str:
    """The hall at a moment as canonical JSON: who waits where and what each counter is doing; numbers only."""
    now = {
        "at": picture.at.isoformat(),
        "waiting": picture.figures.waiting,
        "longest_s": picture.figures.longest_s,
        "rows": [
            {"service": row.id, "waiting": [block.number for block in row.blocks], "held": row.held}
            for row in picture.rows
        ],
        "counters": [
            {"counter": tile.id, "activity": tile.activity, "number": tile.number, "staff": tile.staff}
            for tile in picture.tiles
        ],
    }
    return json.dumps(now, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def clipped(text: str) -> str:
    """Words as a fact keeps them."""
    return text.strip()[:LONGEST_WORDS]
