"""What an incident owes: reports with their deadlines, by grade and by plan, and the video to secure in time.

Computed from the facts alone, so that a restart changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lobbyconsole.config import Incidents as Rules
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.incidents import SUPERIOR as SUPERIOR
from lobbyconsole.domain.incidents import Incident, Report
from lobbyconsole.domain.walkthrough import Owed, going_on
from lobbyconsole.services.incident_grade import Proposed, is_asked, proposed_grade
from lobbyconsole.services.walkthroughs import OpenWalk

WRITTEN = ("writing", "system")
WATCH_AT_MOST_S = 1800.0
DAYS_WATCH, DAYS_ACT = 10, 3  # days left before the recorder writes over


@dataclass(frozen=True, slots=True)
class Due:
    """A report that is owed. `walk` and `place` name it where a plan asks for it; `asks`: what is to be in it.

    `repeat`: minutes between updates (0: once), `sent` when they went; such a one is made (`made_at`) only when no more
    are owed. `assumed`: owed only if the incident, which nobody has graded, has this grade.
    """

    incident: str
    stage: str
    to: str
    since: datetime
    due_at: datetime
    made_at: datetime | None = None
    walk: str = ""
    place: int = -1
    asks: Text | None = None
    repeat: int = 0
    sent: tuple[datetime, ...] = ()
    assumed: int = 0

    def left_s(self, now: datetime) -> float:
        """Seconds until it is due; negative when it is overdue."""
        return (self.due_at - now).total_seconds()

    def level(self, now: datetime) -> str:
        """ "act" when overdue, "watch" when less than half of its time (30 minutes at most) is left, else "ok"."""
        if self.made_at is not None:
            return "ok"
        left = self.left_s(now)
        if left < 0:
            return "act"
        whole = (self.due_at - self.since).total_seconds()
        return "watch" if left <= min(whole / 2, WATCH_AT_MOST_S) else "ok"


@dataclass(frozen=True, slots=True)
class Footage:
    """The video of a camera: until when the recorder keeps it. `state`: "", "secured" or "lost"."""

    camera: str
    zone: str
    until: datetime
    state: str = ""

    def days_left(self, now: datetime) -> int:
        """Whole days left; 0 or less: it may be gone already."""
        return int((self.until - now) // timedelta(days=1))

    def level(self, now: datetime) -> str:
        """How much it presses."""
        if self.state:
            return "ok"
        left = self.days_left(now)
        return "act" if left <= DAYS_ACT else "watch" if left <= DAYS_WATCH else "ok"


def dues_of(incident: Incident, walks: Sequence[OpenWalk], rules: Rules, ahead: timedelta = timedelta(0)) -> list[Due]:
    """The reports an incident owes, the most urgent first; those made last.

    What nobody has graded owes what its proposed grade does, and says so. `ahead`: how far its times lie ahead of the
    hall's clock, which was set back since.
    """
    found = [due for state in walks for due in _by_plan(incident, state)]
    if incident.noted_at is not None and (incident.level or is_asked(incident)):
        asked = {due.to for due in found if due.stage == "first"}
        grade = Proposed(incident.level, "usual") if incident.level else proposed_grade(incident, walks)
        by_grade = _by_grade(incident, incident.noted_at - ahead, rules, asked, grade.level, ahead)
        found += by_grade if incident.level else [replace(due, assumed=grade.level) for due in by_grade]
    return sorted(found, key=lambda due: (due.made_at is not None, due.due_at, due.to, due.place))


def _by_plan(incident: Incident, state: OpenWalk) -> Iterable[Due]:
    """Where a plan asks for several to one place, each report made there is one of them."""
    asked: list[str] = []
    begun = state.walk.begun_at
    in_order = sorted(state.owed(), key=lambda owed: (state.plan.reporting[owed.place].within_min, owed.place))
    for at, owed in enumerate(in_order):
        told = [report.at for report in _told_to(incident, owed.to)][asked.count(owed.to) :]
        asked.append(owed.to)
        if owed.repeat and begun is not None:
            owed = _with_told(state, owed, begun, told)
            told = []
        since = owed.since or begun or owed.due_at
        yield Due(incident.key, "first" if not at else "follow_up", owed.to, since, owed.due_at,
                  owed.made_at or next(iter(told), None), state.walk.key, owed.place,
                  state.plan.reporting[owed.place].content, owed.repeat, owed.sent)  # fmt: skip


def _with_told(state: OpenWalk, owed: Owed, begun: datetime, told: Sequence[datetime]) -> Owed:
    """The same update, with what was told there from the incident's own page."""
    sent = tuple(sorted({*owed.sent, *(at for at in told if at >= begun)}))
    if sent == owed.sent:
        return owed
    report = state.plan.reporting[owed.place]
    found = going_on(owed.place, report, state.heard(begun), sent, owed.made_at is not None, state.again, state.heard)
    return found or owed


def _by_grade(
    incident: Incident, noted: datetime, rules: Rules, asked: set[str], level: int, ahead: timedelta
) -> Iterable[Due]:
    major = level <= 2
    minutes = rules.first_major_min if major else rules.first_minor_min
    upward = _told_to(incident, SUPERIOR)  # who told the police has not told the superior
    if SUPERIOR not in asked:  # the plan's own time is shorter or as long
        made = next((report.at for report in upward), None)
        yield Due(incident.key, "first", SUPERIOR, noted, noted + timedelta(minutes=minutes), made)
    if major:
        later = [r.at for r in upward if r.stage != "first" and r.channel in WRITTEN]
        due = noted + timedelta(hours=rules.written_hours)
        yield Due(incident.key, "follow_up", SUPERIOR, noted, due, later[0] if later else None)
    if incident.ended_at is not None and level <= 3:
        final = next((report.at for report in upward if report.stage == "final"), None)
        ended = incident.ended_at - ahead
        due = ended + timedelta(hours=rules.final_hours)
        yield Due(incident.key, "final", SUPERIOR, ended, due, final)


def _told_to(incident: Incident, to: str) -> list[Report]:
    """The incident's own reports to a place, in order."""
    return [report for report in incident.reports if report.to == to]


def cameras(text: str) -> list[tuple[str, str]]:
    """(camera, zone) from "name@zone; name@zone"; the zone may be left out."""
    found = []
    for part in text.replace("；", ";").split(";"):
        name, _, zone = part.partition("@")
        if name.strip():
            found.append((name.strip(), zone.strip()))
    return found


def footage_of(incident: Incident, rules: Rules) -> list[Footage]:
    """The cameras to secure: those of the zone, of the whole hall, and any that somebody named."""
    since = incident.began_at or incident.noted_at
    if since is None:
        return []
    until, where = since + timedelta(days=rules.recorder_days), incident.value("where")
    known = cameras(rules.cameras)
    wanted = [(name, zone) for name, zone in known if not zone or not where or where in (zone, "whole_hall")]
    if not known:
        wanted = [(f"zone:{where or 'whole_hall'}", where or "whole_hall")]
    names = {name for name, _ in wanted}
    wanted += [(name, "") for name in incident.recordings if name not in names]
    return [
        Footage(name, zone, until, _state(incident.recordings.get(name))) for name, zone in wanted
    ]  # fmt: skip


def _state(secured: bool | None) -> str:
    return "" if secured is None else "secured" if secured else "lost"
