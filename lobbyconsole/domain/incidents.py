"""An incident folded from its facts: what is known, since when, who was told, and every word ever said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from lobbyconsole.domain import incident_facts as f
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.standing import standing_facts
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from lobbyconsole.domain.content.plans import Plan

LATE = timedelta(minutes=5)
SUPERIOR = "superior_duty"  # the contact a hall reports to
RATINGS = ("performed", "some", "major", "unable")
STAGES = ("first", "follow_up", "final")
HURT = ("no", "yes", "unknown")

# What may be told of an incident after it was noted, with its label: the fields a report upward asks for.
FIELDS: Mapping[str, str] = {
    "what": QT_TRANSLATE_NOOP("Incidents", "What happened"),
    "where": QT_TRANSLATE_NOOP("Incidents", "Where"),
    "hurt": QT_TRANSLATE_NOOP("Incidents", "People hurt"),
    "hazard": QT_TRANSLATE_NOOP("Incidents", "Kind"),
    "began_at": QT_TRANSLATE_NOOP("Incidents", "Began"),
    "people": QT_TRANSLATE_NOOP("Incidents", "People involved (roles, staff numbers, how many customers)"),
    "cause": QT_TRANSLATE_NOOP("Incidents", "Cause as known"),
    "amount": QT_TRANSLATE_NOOP("Incidents", "Money and property"),
    "harm": QT_TRANSLATE_NOOP("Incidents", "Harm and customers' reaction"),
    "trend": QT_TRANSLATE_NOOP("Incidents", "Likely development"),
    "measures": QT_TRANSLATE_NOOP("Incidents", "Measures taken"),
    "needs": QT_TRANSLATE_NOOP("Incidents", "Help needed"),
}


class Said(msgspec.Struct, frozen=True):
    """A value of a field, who said it and when; `why` where it corrects another."""

    value: str
    at: datetime
    by: str = ""
    why: str = ""


class LogLine(msgspec.Struct, frozen=True):
    """One line of an incident's log. `fact` is its id; `late`: told more than five minutes after it happened."""

    fact: str
    at: datetime
    told_at: datetime
    kind: str
    by: str = ""
    words: str = ""
    about: str = ""  # field, stage, contact, camera, file, link
    corrects: str = ""

    @property
    def late(self) -> bool:
        """Whether it was told so long after it happened that a reader should know."""
        return self.told_at - self.at > LATE


class Evidence(msgspec.Struct, frozen=True):
    """A file that was kept: SHA-256 of its content in hexadecimal, its name, its size in bytes, where it came from
    ("file", "clipboard", "photo" ...), when (aware UTC) and by which staff number."""

    sha256: str
    name: str
    size: int
    origin: str
    at: datetime
    by: str = ""


class Report(msgspec.Struct, frozen=True):
    """A report that went upward: `stage` one of STAGES, `to` a contact's or role's id, the very text that was told,
    `channel` "phone", "writing", "system" or a plan's own word, when (aware UTC) and by which staff number."""

    stage: str
    to: str
    text: str
    channel: str
    at: datetime
    by: str = ""


class Incident(msgspec.Struct, frozen=True):
    """One incident as its facts tell it.

    `noted_at`: when it was noted (detection), `began_at`: when it began, as far as known, `ended_at`: when it was over.
    `said`: every field's values, the last one stands. `recordings`: camera -> secured (True) or lost.
    `flags`: "never_noted", "ended_before_it_began".
    """

    key: str
    noted_at: datetime | None = None
    by: str = ""
    floor: str = ""
    drill: str = ""
    level: int = 0
    ended_at: datetime | None = None
    said: Mapping[str, tuple[Said, ...]] = {}
    log: tuple[LogLine, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    recordings: Mapping[str, bool] = {}
    reports: tuple[Report, ...] = ()
    links: tuple[str, ...] = ()
    rating: str = ""
    reviewed_at: datetime | None = None
    reviewed_by: str = ""
    flags: tuple[str, ...] = ()

    def value(self, field: str) -> str:
        """What stands in a field now; "" when nothing was said."""
        said = self.said.get(field)
        return said[-1].value if said else ""

    @property
    def open(self) -> bool:
        return self.noted_at is not None and self.ended_at is None

    @property
    def began_at(self) -> datetime | None:
        """When it began, as far as known: never later than it was noted."""
        try:
            told = datetime.fromisoformat(self.value("began_at"))
        except ValueError:
            return self.noted_at
        if self.noted_at is None or told.tzinfo is None:
            return self.noted_at
        return min(told, self.noted_at)

    @property
    def state(self) -> str:
        """ "open", "ended" (no review yet) or "reviewed"."""
        return "open" if self.ended_at is None else "reviewed" if self.rating else "ended"


def fold_incident(facts: Iterable[Fact]) -> Incident | None:
    """The incident that these facts tell, whatever their order; None when nothing valid is known."""
    found: Incident | None = None
    for fact in standing_facts(facts):
        if isinstance(fact, f.IncidentFact):
            found = _step(found or Incident(fact.incident, flags=("never_noted",)), fact)
    return found


def _step(state: Incident, fact: f.IncidentFact) -> Incident:
    state = replace(state, log=(*state.log, _line(fact)))
    match fact:
        case f.IncidentNoted():
            noted = replace(
                state,
                noted_at=state.noted_at or fact.at,
                by=state.by or fact.by,
                floor=state.floor or fact.floor,
                drill=state.drill or fact.drill,
                flags=tuple(flag for flag in state.flags if flag != "never_noted"),
            )
            first = {"what": fact.what, "where": fact.where, "hurt": fact.hurt, "hazard": fact.hazard}
            first["began_at"] = "" if fact.began_at is None else fact.began_at.isoformat()
            said = dict(noted.said)
            for name, value in first.items():
                if value:  # what was told before the note itself (a clock set back) is the later word
                    said[name] = (Said(value, fact.at, fact.by), *said.get(name, ()))
            return replace(noted, said=said)
        case f.IncidentToldMore():
            word = Said(fact.value, fact.at, fact.by, fact.why)
            return replace(state, said={**state.said, fact.field: (*state.said.get(fact.field, ()), word)})
        case f.EvidenceKept():
            kept = Evidence(fact.sha256, fact.name, fact.size, fact.origin, fact.at, fact.by)
            return replace(state, evidence=(*state.evidence, kept))
        case f.RecordingSecured():
            return replace(state, recordings={**state.recordings, fact.camera: not fact.lost})
        case f.IncidentGraded():
            return replace(state, level=fact.level)
        case f.IncidentReported():
            report = Report(fact.stage, fact.to, fact.text, fact.channel, fact.at, fact.by)
            return replace(state, reports=(*state.reports, report))
        case f.IncidentLinked():
            return state if fact.to in state.links else replace(state, links=(*state.links, fact.to))
        case f.IncidentEnded():
            ended = fact.at if fact.ended_at is None else min(fact.ended_at, fact.at)
            wrong = state.began_at is not None and ended < state.began_at
            flags = (*(flag for flag in state.flags if flag != _BACKWARDS), *((_BACKWARDS,) if wrong else ()))
            return replace(state, ended_at=ended, flags=flags)
        case f.IncidentReopened():
            return replace(state, ended_at=None, rating="", reviewed_at=None, reviewed_by="")
        case f.IncidentReviewed():
            return replace(state, rating=fact.rating, reviewed_at=fact.at, reviewed_by=fact.by)
    return state


def updates_over(incident: Incident, plan: Plan) -> tuple[tuple[str, ...], datetime | None]:
    """(the plan's contacts who need no further updates, when the incident was reopened, where it was).

    All of them once it is over; those who had the final report, and everybody once the superior had it. A final report
    from before the incident was reopened ends nothing.
    """
    places = tuple(dict.fromkeys(report.to for report in plan.reporting))
    reopened = next((line.at for line in reversed(incident.log) if line.kind == f.IncidentReopened.kind), None)
    if incident.ended_at is not None:
        return places, reopened
    final = {report.to for report in incident.reports
             if report.stage == "final" and (reopened is None or report.at > reopened)}  # fmt: skip
    return tuple(to for to in places if to in final or SUPERIOR in final), reopened


_BACKWARDS = "ended_before_it_began"


def _line(fact: f.IncidentFact) -> LogLine:
    at, words, about, corrects = fact.at, "", "", ""
    match fact:
        case f.IncidentNoted():
            at, words, about = min(fact.began_at or fact.at, fact.at), fact.what, fact.where
        case f.IncidentToldMore():
            words, about = fact.value, fact.field
        case f.IncidentLogged():
            at, words, corrects = min(fact.happened_at or fact.at, fact.at), fact.text, fact.corrects
        case f.EvidenceKept():
            words, about = fact.name, fact.sha256
        case f.RecordingSecured():
            words, about = "lost" if fact.lost else "secured", fact.camera
        case f.IncidentGraded():
            words, about = fact.why, str(fact.level)
        case f.IncidentReported():
            words, about = fact.to, fact.stage
        case f.IncidentLinked():
            about = fact.to
        case f.IncidentEnded():
            at, words = min(fact.ended_at or fact.at, fact.at), fact.words
        case f.IncidentReopened():
            words = fact.why
        case f.IncidentReviewed():
            words, about = fact.words, fact.rating
    return LogLine(fact.id, at, fact.at, fact.kind, fact.by, words, about, corrects)
