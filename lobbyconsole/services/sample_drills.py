"""Drills of the sample hall: some held in the last months, one overdue, some planned, and an outdated printed set.

Staff are staff numbers; nobody in it is real.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from lobbyconsole.domain import drill_facts as told
from lobbyconsole.domain import incident_facts as noted
from lobbyconsole.domain import walkthrough_facts as walked
from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.drills import answer_id, options, roles_of
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.plan_facts import PlanPrinted
from lobbyconsole.domain.sample_words import in_words
from lobbyconsole.domain.walkthrough import fold_walk
from lobbyconsole.services.plan_sheets import numbers_on
from lobbyconsole.services.sample_reviews import tell_drill_reviews
from lobbyconsole.services.work import Work

MOST_STEPS = 60
STAFF = ("8001", "8002", "8003", "8004", "8005", "8011", "8012", "8013", "8014", "8015")


@dataclass(frozen=True, slots=True)
class Held:
    """A drill that was held: how many days ago, at what time, which injects and criteria failed."""

    plan: str
    days: int
    at: str
    shift: str
    missed: tuple[int, ...] = ()
    unmet: tuple[int, ...] = ()
    slow: int = 0  # every so manieth step took twice its target; 0: none
    mode: str = "walk"


HELD = (
    Held("power_outage", 24, "08:32", "closed"),
    Held("fire", 36, "14:35", "afternoon", missed=(2,), unmet=(1,), slow=3),
    Held("medical_emergency", 52, "09:10", "morning", slow=5),
    Held("robbery", 71, "17:10", "closed", unmet=(0,), slow=4),
    Held("network_outage", 96, "14:40", "afternoon"),
    Held("complaint_escalation", 5, "08:40", "closed", missed=(1,), mode="table"),
    Held("crowd_surge", 118, "08:30", "closed", mode="table"),
    Held("evacuation", 204, "09:05", "morning", slow=4),
    Held("fire", 221, "09:00", "morning"),
    Held("telecom_fraud", 401, "14:45", "afternoon", missed=(0,)),
)
PLANNED = (("robbery", 2, "14:30", "afternoon", "walk"), ("earthquake", 6, "09:00", "morning", "walk"),
           ("data_leak", 9, "08:40", "closed", "table"), ("bank_run", -3, "14:30", "afternoon", "table"))  # fmt: skip
PRINTED = ("power_outage", "fire", "robbery", "medical_emergency", "evacuation", "network_outage")


def tell_sample_drills(work: Work, now: datetime, lang: str = "zh") -> int:
    """Record them; how many. Not for the GUI thread."""
    tz = work.subjects.live.snapshot.branch.tz
    plans = {plan.id: plan for plan in work.walkthroughs.plans()}
    today = now.astimezone(tz).date()
    facts: list[Fact] = []
    numbers: dict[int, int] = {}

    def number(at: datetime) -> str:
        year = at.astimezone(tz).year
        numbers[year] = numbers.get(year, 0) + 1
        return f"DR-{year}-{numbers[year]:04}"

    held = [
        (datetime.combine(today - timedelta(days=held.days), time.fromisoformat(held.at), tz), held) for held in HELD
    ]
    for at, drill in sorted(held, key=lambda entry: entry[0]):
        if drill.plan in plans:
            facts += _held(work, number(at), plans[drill.plan], drill, at, lang)
    told_of = len(HELD)
    for plan, days, clock, shift, mode in PLANNED:
        if plan in plans:
            due = datetime.combine(today + timedelta(days=days), time.fromisoformat(clock), tz)
            key = number(due)
            facts.append(_Teller(key)(
                told.DrillPlanned, now - timedelta(days=10), drill=key, plan=plan, exercise=plans[plan].drill.id,
                due_at=due, shift=shift, mode=mode,
            ))  # fmt: skip
            told_of += 1
    facts += _printed(work, [plans[name] for name in PRINTED if name in plans], now)
    work.subjects.live.record(in_words(sorted(facts, key=lambda fact: fact.at), lang)).result(60)
    tell_drill_reviews(work, now, lang)
    return told_of


class _Teller:
    def __init__(self, name: str) -> None:
        self._name, self._number = name, 0

    def __call__(self, kind: type[Fact], at: datetime, by: str = "8001", **more: Any) -> Fact:
        self._number += 1
        return kind(id=f"sample-{self._name}-{self._number}", at=at, source="console", seq=self._number, by=by, **more)


def _held(work: Work, key: str, plan: Plan, held: Held, at: datetime, lang: str) -> Iterator[Fact]:
    tell, drill = _Teller(key), {"drill": key}
    version, kept = work.library.keeping("plans", plan, at)
    yield from kept
    yield tell(told.DrillPlanned, at - timedelta(days=12), plan=plan.id, exercise=plan.drill.id, due_at=at,
               mode=held.mode, shift=held.shift, **drill)  # fmt: skip
    walk = f"{at:%Y%m%d}-{key[-4:]}" if held.mode == "walk" else ""
    yield tell(told.DrillBegun, at, plan=plan.id, version=version, exercise=plan.drill.id, mode=held.mode,
               shift=held.shift, walk=walk, **drill)  # fmt: skip
    if walk:
        steps = list(_walk(key, walk, plan, version, held, at, lang))
        yield from steps
        end = max(fact.at for fact in steps) + timedelta(minutes=2)
        for place, inject in enumerate(plan.drill.injects):
            yield tell(told.DrillInjectMet, at + timedelta(minutes=inject.at_min + 1), place=place,
                       met=place not in held.missed, **drill)  # fmt: skip
            end = max(end, at + timedelta(minutes=inject.at_min + 3))
        for place in range(len(plan.drill.pass_criteria)):
            yield tell(told.DrillJudged, end, place=place, met=place not in held.unmet, **drill)
    else:
        end = at + timedelta(minutes=3)
        others = work.walkthroughs.plans()
        for place in range(len(plan.drill.injects)):
            offered = [option.id for option in options(plan, others, key, place)]
            right = answer_id(plan, place)
            answer = next(name for name in offered if (name == right) != (place in held.missed))
            yield tell(
                told.DrillAnswered, at + timedelta(seconds=30 * (place + 1)), place=place, answer=answer, **drill
            )
    for at_role, role in enumerate(roles_of(plan)):
        if at_role % 3 != 2:
            yield tell(told.DrillTookPart, at + timedelta(minutes=1), role=role, staff=STAFF[at_role % len(STAFF)],
                       **drill)  # fmt: skip
    yield tell(told.DrillFinished, end, **drill)


def _walk(key: str, name: str, plan: Plan, version: str, held: Held, at: datetime, lang: str) -> Iterator[Fact]:
    """The plan led to an end by the first way on, in its targets or, every so often, beyond them."""
    tell, walk, incident = _Teller(name), {"walk": name}, {"incident": key}
    yield tell(noted.IncidentNoted, at, what=plan.title.say(lang), drill=key, hazard=plan.hazard, **incident)
    facts = [tell(walked.WalkBegun, at, plan=plan.id, version=version, drill=key, **incident, **walk)]
    gone = at
    for count in range(1, MOST_STEPS):
        state = fold_walk(facts, plan)
        if state is None or not state.step:
            break
        here = plan.step(state.step)
        slow = bool(held.slow) and count % held.slow == 0
        gone += timedelta(seconds=(here.target_s or here.timer_s or 40) * (2 if slow and here.target_s else 0.6))
        ways = here.branches
        to = ways[min(state.turn, len(ways)) - 1].goto if ways else ""
        facts.append(tell(walked.StepDone, gone, step=here.id, turn=state.turn, to=to, **walk))
    yield from facts
    yield tell(noted.IncidentEnded, gone + timedelta(seconds=30), words="演练结束", **incident)


def _printed(work: Work, plans: list[Plan], now: datetime) -> Iterator[Fact]:
    """Some papers hang: a fire plan of an older wording, a phone sheet with a number that has changed since."""
    library = work.library.library()
    at = now - timedelta(days=60)
    tell = _Teller("printed")
    for plan in plans:
        version, _ = work.library.keeping("plans", plan, at)
        old = "0" * len(version) if plan.id == "fire" else version
        yield tell(PlanPrinted, at, plan=plan.id, papers=("page", "roles"), language="zh", versions=((plan.id, old),),
                   numbers=numbers_on([plan], library))  # fmt: skip
    everybody = list(numbers_on(work.plan_prints.plans().values(), library))
    if everybody:
        everybody[0] = (everybody[0][0], "8000-0000")
        yield tell(PlanPrinted, at, plan="", papers=("phones",), language="zh", versions=(), numbers=tuple(everybody))
