"""An incident nobody has graded: what it is treated as until somebody does, and how urgently it is asked.

Also what stays open when a plan has ended: the incident itself. Computed from the facts: a restart asks again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.incidents import Incident
from lobbyconsole.services.walkthroughs import OpenWalk

ASK_AFTER = timedelta(minutes=5)  # a quiet card until then: who notes in ten seconds has other things to do first
ACT_AFTER = timedelta(minutes=15)
OVER_ACT_AFTER = timedelta(hours=1)
ASSUMED_WORST = 2  # grade I is for people to say
USUAL = 3
HURTING = ("medical_injury",)  # hazards where "not known" is treated as hurt

Why = Literal["hurt", "hurt_unknown", "plan", "usual"]


@dataclass(frozen=True, slots=True)
class Proposed:
    """The grade (1 to 4) an incident is treated as while nobody has graded it; `plan`: the one that speaks for it."""

    level: int
    why: Why
    plan: Text | None = None


@dataclass(frozen=True, slots=True)
class Ungraded:
    """An incident whose grade is asked for. `watch_at`, `act_at`: from when it is urgent, and very urgent."""

    incident: str
    what: str
    since: datetime
    proposed: Proposed
    watch_at: datetime
    act_at: datetime

    def level(self, now: datetime) -> str:
        """ "ok" (asked quietly), "watch" or "act"."""
        return "act" if now >= self.act_at else "watch" if now >= self.watch_at else "ok"


@dataclass(frozen=True, slots=True)
class Unended:
    """An incident that is open although its plans have ended, the last one at `plan_ended`."""

    incident: str
    what: str
    plan: Text
    plan_ended: datetime

    def level(self, now: datetime) -> str:
        """ "watch", after an hour "act"."""
        return "act" if now - self.plan_ended >= OVER_ACT_AFTER else "watch"


def proposed_grade(incident: Incident, walks: Sequence[OpenWalk]) -> Proposed:
    """People hurt, or a plan that knows grade I or II: II. A plan for lesser things: its most serious. Else III."""
    hurt = incident.value("hurt")
    if hurt == "yes":
        return Proposed(ASSUMED_WORST, "hurt")
    found = Proposed(USUAL, "usual")
    if hurt != "no" and incident.value("hazard") in HURTING:
        found = Proposed(ASSUMED_WORST, "hurt_unknown")
    for state in walks:
        known = [state.walk.level] if state.walk.level else [severity.level for severity in state.plan.severity]
        if not known:
            continue
        level = state.walk.level or max(ASSUMED_WORST, min(known))
        if level < found.level or found.why == "usual":
            found = Proposed(level, "plan", state.plan.title)
    return found


def is_asked(incident: Incident) -> bool:
    """Whether a grade is asked for: not of an exercise, nor of what was reviewed without one."""
    return not (incident.level or incident.drill or incident.rating)


def ungraded(incident: Incident, walks: Sequence[OpenWalk], ahead: timedelta = timedelta(0)) -> Ungraded | None:
    """None where it has a grade, or nobody asks for one. `ahead`: of its times, where the clock was set back since."""
    if incident.noted_at is None or not is_asked(incident):
        return None
    asked, found = incident.noted_at, proposed_grade(incident, walks)
    watch, act = asked + ASK_AFTER, asked + ACT_AFTER
    ends = [at for at in (incident.ended_at, _last_end(walks)) if at is not None]
    if ends:  # the plan is walked, or it is over: there is time to say it
        act = min(act, *ends)
    if found.why == "hurt":
        act = min(act, next((said.at for said in incident.said["hurt"] if said.value == "yes"), act))
    return Ungraded(incident.key, incident.value("what"), asked, found, min(watch, act) - ahead, act - ahead)


def unended(incident: Incident, walks: Sequence[OpenWalk]) -> Unended | None:
    """None where it is over, an exercise, or a plan of it is still being walked."""
    ended = _last_end(walks)
    if not incident.open or incident.drill or ended is None:
        return None
    last = max((state for state in walks if state.walk.ended_at is not None), key=lambda s: s.walk.ended_at or ended)
    return Unended(incident.key, incident.value("what"), last.plan.title, ended)


def _last_end(walks: Sequence[OpenWalk]) -> datetime | None:
    """When the last plan of an incident ended; None while one runs, and where there was none."""
    ends = [state.walk.ended_at for state in walks if state.walk.ended_at is not None]
    return max(ends) if ends and len(ends) == len(walks) else None
