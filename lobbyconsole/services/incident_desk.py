"""Everything one incident's page shows, the list beside it, and what presses on every screen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from lobbyconsole.config import Incidents as Rules
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.content.lists import Risk
from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.incidents import Incident
from lobbyconsole.domain.register import Record
from lobbyconsole.domain.registers import BY_ID
from lobbyconsole.domain.walkthrough_roles import stands_in
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused
from lobbyconsole.services.incident_dues import Due, Footage, dues_of, footage_of
from lobbyconsole.services.incident_grade import Unended, Ungraded, unended, ungraded
from lobbyconsole.services.incident_links import ticket_numbers
from lobbyconsole.services.incident_words import log_text, walk_text
from lobbyconsole.services.walkthroughs import OpenWalk
from lobbyconsole.services.work import Work
from lobbyconsole.store.instants import from_us

# The hazards a hall meets most, in the order of the quick tiles; then the others of the vocabulary.
COMMON = ("medical_injury", "customer_conduct", "equipment", "utilities", "it_systems", "public_security",
          "crowd_liquidity", "fraud_identity", "lost_found")  # fmt: skip
MOST_PRESSING = 60
OWNER = "lobby_manager"


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list. `at`: when it began, as far as known."""

    incident: str
    state: str
    level: int
    hazard: str
    what: str
    zone: str
    drill: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the whole story: of the incident or of a plan that was walked for it."""

    at: datetime
    told_at: datetime
    words: Text
    by: str = ""
    kind: str = ""
    fact: str = ""  # of the incident's own log: what a correction names
    plan: Text | None = None
    corrects: str = ""

    @property
    def late(self) -> bool:
        return self.told_at - self.at > timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One incident with all that belongs to it."""

    incident: Incident
    library: Library
    branch: Branch
    walks: tuple[OpenWalk, ...] = ()
    dues: tuple[Due, ...] = ()
    footage: tuple[Footage, ...] = ()
    story: tuple[Entry, ...] = ()
    records: tuple[tuple[str, str], ...] = ()  # (subject, summary) of what was opened because of it
    risks: tuple[Risk, ...] = ()
    plans: tuple[Plan, ...] = ()
    floor: Mapping[str, Any] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)  # of tickets linked, by link
    ahead: timedelta = timedelta(0)  # how far its times lie ahead of the hall's clock, which was set back since
    owner: str = OWNER  # the role that sees to what comes of it: a deputy while the usual one's people are not here

    @property
    def ungraded(self) -> Ungraded | None:
        """That a grade is asked for, and what it is treated as until then."""
        return ungraded(self.incident, self.walks, self.ahead)

    @property
    def unended(self) -> Unended | None:
        """That its plans have ended and it has not."""
        return unended(self.incident, self.walks)

    @property
    def tickets(self) -> tuple[str, ...]:
        """Numbers that were at the counters when it was noted."""
        counters = self.floor.get("counters", ())
        return tuple(str(tile["number"]) for tile in counters if tile.get("number"))


@dataclass(frozen=True, slots=True)
class Pressing:
    """What must not be forgotten, for the strip on every screen."""

    dues: tuple[Due, ...] = ()
    footage: tuple[tuple[str, Footage], ...] = ()  # (incident, camera)
    open: int = 0
    ungraded: tuple[Ungraded, ...] = ()  # the most urgent first
    unended: tuple[Unended, ...] = ()


class IncidentDesk:
    """Reads for the screen and the reminders; call it from a worker."""

    def __init__(self, work: Work, rules: Rules, branch: Branch) -> None:
        self._work, self._rules, self._branch = work, rules, branch

    def rows(self, first: date, last: date) -> list[Listed]:
        """The incidents of these business days and all without a signed review, the newest first."""
        found = {row.incident: row for row in self._work.incidents.incidents(first, last)}
        found |= {row.incident: row for row in self._work.incidents.open_incidents()}
        rows = sorted(found.values(), key=lambda row: (row.noted_at or 0, row.incident), reverse=True)
        return [
            Listed(row.incident, row.state, row.level, row.hazard, row.what, row.zone, row.drill,
                   from_us(row.began_at or row.noted_at or 0))
            for row in rows
        ]  # fmt: skip

    def sheet(self, key: str) -> Sheet:
        """One incident. Raises Refused."""
        incident = self._work.incidents.incident(key)
        if incident is None:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "There is no such incident.")))
        library = self._work.library.library()
        walks = walks_of(self._work, key)
        hazard, ahead = incident.value("hazard"), self._ahead(key)
        return Sheet(
            incident, library, self._branch, walks,
            tuple(dues_of(incident, walks, self._rules, ahead)), tuple(footage_of(incident, self._rules)),
            self._story(incident, walks, library), self._records(incident),
            self._risks(incident, walks, library), tuple(fitting(self._work.walkthroughs.plans(), hazard,
                                                                 incident.value("what"))),
            floor_of(incident), ticket_numbers(self._work, tuple(incident.links)), ahead,
            stands_in(OWNER, library.roles, self._work.staff.roster(), self._work.staff.away()),
        )  # fmt: skip

    def pressing(self) -> Pressing:
        """What incidents without a signed review still ask for: reports, video, a grade, an end; no exercises."""
        dues: list[Due] = []
        footage: list[tuple[str, Footage]] = []
        asked: list[Ungraded] = []
        still: list[Unended] = []
        rows = [row for row in self._work.incidents.open_incidents() if not row.drill]
        for row in rows[:MOST_PRESSING]:
            incident = self._work.incidents.incident(row.incident)
            if incident is None or incident.drill:
                continue
            walks, ahead = walks_of(self._work, row.incident), self._ahead(row.incident)
            dues += [due for due in dues_of(incident, walks, self._rules, ahead) if due.made_at is None]
            asked += [found for found in (ungraded(incident, walks, ahead),) if found is not None]
            still += [found for found in (unended(incident, walks),) if found is not None]
            footage += [(row.incident, video) for video in footage_of(incident, self._rules) if not video.state]
        dues.sort(key=lambda due: due.due_at)
        footage.sort(key=lambda pair: pair[1].until)
        asked.sort(key=lambda found: (found.act_at, found.incident))
        still.sort(key=lambda found: (found.plan_ended, found.incident))
        opened = sum(row.state == "open" for row in rows)
        return Pressing(tuple(dues), tuple(footage), opened, tuple(asked), tuple(still))

    def _ahead(self, key: str) -> timedelta:
        """Once it and its walkthroughs were read."""
        return self._work.incidents.ahead.get(key, timedelta(0))

    def _story(self, incident: Incident, walks: tuple[OpenWalk, ...], library: Library) -> tuple[Entry, ...]:
        found = [
            Entry(line.at, line.told_at, log_text(line, library, self._branch.tz), line.by, line.kind, line.fact,
                  None, line.corrects)
            for line in incident.log
            if not (line.kind == "incident.linked" and line.about.startswith("walk:"))
        ]  # fmt: skip
        for state in walks:
            for line in state.walk.timeline:
                if line.kind in ("walk.report_made", "walk.level_set"):
                    continue  # the incident tells it too
                words = walk_text(line, state.plan, library)
                found.append(Entry(line.at, line.told_at or line.at, words, line.by, line.kind, "", state.plan.title))
        return tuple(sorted(found, key=lambda entry: (entry.at, entry.told_at)))

    def _records(self, incident: Incident) -> tuple[tuple[str, str], ...]:
        found = {
            f"record:{row.register_id}/{row.record}": row.summary
            for row in self._work.records.caused_by("incident:" + incident.key)
        }
        for link in incident.links:
            register, _, key = link.removeprefix("record:").partition("/")
            if link.startswith("record:") and link not in found:
                record = self._work.records.record(register, key)
                found[link] = _summary(register, record)
        return tuple(found.items())

    def _risks(self, incident: Incident, walks: tuple[OpenWalk, ...], library: Library) -> tuple[Risk, ...]:
        items = library.risks.items if library.risks is not None else ()
        plans = {state.walk.plan for state in walks}
        linked = {link.removeprefix("risk:") for link in incident.links if link.startswith("risk:")}
        return tuple(risk for risk in items if risk.id in linked or plans & set(risk.plans))


def left_open(work: Work, incident: str, ended: OpenWalk) -> tuple[Ungraded | None, Unended | None]:
    """What an incident still asks for when a plan of it has ended: a grade, an end. On a worker; without a hall too."""
    found = work.incidents.incident(incident)
    if found is None:
        return None, None
    walks = {state.walk.key: state for state in walks_of(work, incident)} | {ended.walk.key: ended}
    return ungraded(found, tuple(walks.values())), unended(found, tuple(walks.values()))


def walks_of(work: Work, key: str) -> tuple[OpenWalk, ...]:
    """The walkthroughs of an incident, also one that runs and is not in the tables yet."""
    walks = work.walkthroughs
    found = [state for row in walks.walks_of(key) if (state := walks.walk(row.walk)) is not None]
    known = {state.walk.key for state in found}
    for state in walks.running():  # a full disk keeps what runs off the tables
        if state.walk.incident == key and state.walk.key not in known:
            found.append(state)
    return tuple(found)


def fitting(plans: list[Plan], hazard: str, what: str) -> list[Plan]:
    """Plans for it, the best first: its name or much of it in the words, then those of the hazard."""
    words = what.lower()

    def score(plan: Plan) -> int:
        named = plan.title.zh in what or plan.title.en.lower() in words
        shared = sum(plan.title.zh[at : at + 2] in what for at in range(len(plan.title.zh) - 1))
        shared += sum(len(word) > 3 and word in words for word in plan.title.en.lower().split())
        return 100 * named + 5 * (plan.hazard == hazard and bool(hazard)) + 2 * min(shared, 6)

    scored = [(score(plan), plan) for plan in plans]
    return [plan for points, plan in sorted(scored, key=lambda pair: -pair[0]) if points > 1]


def floor_of(incident: Incident) -> dict[str, Any]:
    """The hall when it was noted; empty where nobody kept it."""
    try:
        found = json.loads(incident.floor) if incident.floor else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _summary(register: str, record: Record | None) -> str:
    """What a record is called in one line."""
    known = BY_ID.get(register)
    return record.text(known.summary_field) if record is not None and known is not None else ""
