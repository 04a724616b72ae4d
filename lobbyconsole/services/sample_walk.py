"""A plan of the sample hall that is being walked this very moment, for pictures of the walkthrough."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from lobbyconsole.domain import incident_facts as told
from lobbyconsole.domain import walkthrough_facts as walked
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.sample_words import spoken
from lobbyconsole.services.incidents import floor_text
from lobbyconsole.services.work import Work

OUTAGE, LEAVING = "power_outage", "evacuation"
TAKEN = {OUTAGE: (0, 1), LEAVING: (0,)}  # the branch taken at each choice on the way
STEPS = {OUTAGE: 3, LEAVING: 4}


def begin_sample_walk(work: Work, now: datetime, plan: str = OUTAGE, lang: str = "zh") -> str:
    """Tell of a plan that began five minutes ago and stands at a telling step; its key. Never in a real hall."""
    wording = work.walkthroughs.plan(plan)
    began = now - timedelta(minutes=4, seconds=52)
    version, kept = work.library.keeping("plans", wording, began, "8001")
    incident, key = f"INC-{now:%Y}-0117", f"{now:%Y%m%d}-{plan}"
    facts: list[Fact] = list(kept)

    def tell(kind: type[Fact], after_s: float, by: str = "8001", **more: Any) -> None:
        at = began + timedelta(seconds=after_s)
        facts.append(kind(id=f"{key}-{len(facts)}", at=at, source="console", seq=len(facts), by=by, **more))

    floor = floor_text(work.subjects.live.snapshot.picture)
    tell(told.IncidentNoted, 0, incident=incident, what=wording.title.say(lang), hazard=wording.hazard, floor=floor)
    tell(walked.WalkBegun, 0, walk=key, plan=plan, version=version, incident=incident, level=3)
    tell(told.IncidentLinked, 0, incident=incident, to="walk:" + key)
    tell(walked.RoleTaken, 9, walk=key, role=wording.roles[0].role, staff="8002")
    tell(
        walked.WalkNoted,
        42,
        "8002",
        walk=key,
        text=spoken("老年客户1人受惊，已陪护", lang),
        happened_at=began + timedelta(seconds=30),
    )
    step, ways = wording.start, list(TAKEN[plan])
    for number in range(STEPS[plan]):
        here = wording.step(step)
        to = here.branches[ways.pop(0) if ways else 0].goto if here.branches else ""
        tell(walked.StepDone, 12 + 40 * number, "8001" if number else "8002", walk=key, step=step, to=to)
        step = here.next or to
    work.subjects.live.record(facts).result(60)
    return key


def count_sample_heads(
    work: Work, key: str, staff: Sequence[str], people: Sequence[str], lang: str = "zh"
) -> None:  # fmt: skip
    """Begin its head count; most of them are there already."""
    work.walkthroughs.count_heads(key, staff, people, place=spoken("北侧停车场", lang), by="8001")
    for who in (*(f"staff:{name}" for name in staff[:-1]), *(f"ticket:{name}" for name in people[::2])):
        work.walkthroughs.seen(key, who, by="8001")
