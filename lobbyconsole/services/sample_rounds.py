"""A believable week of rounds for the sample hall, told as facts. Staff are staff numbers; nobody in it is real."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from lobbyconsole.domain.content.checklists import CheckItem
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.round_facts import RoundAnswered, RoundBegun, RoundFact, RoundFinished, RoundSigned
from lobbyconsole.domain.rounds import FAIL, NOT_APPLICABLE, PASS, verdict
from lobbyconsole.services.rounds import Due
from lobbyconsole.services.work import Work

RUNNERS = ("8001", "8002", "8005")
PATIENCE = timedelta(minutes=45)  # what fell due since is left to do
SKIPPED = {"peak_watch": 0.35, "fire_patrol": 0.05, "patrol_hourly": 0.08}
WEAK = {"waiting_care": 0.2, "queueing": 0.1, "self_service": 0.09, "triage": 0.07, "departure": 0.09}
NOTES = ("已当场提醒", "现场已处理", "待补充", "高峰时段未到位", "今日第二次")
RUNNING = "patrol_hourly"


def tell_sample_rounds(work: Work, now: datetime, days: int = 6) -> int:
    """Record the rounds of the last days up to `now`; how many. One is left in the middle. Not for the GUI thread."""
    branch_day = work.rounds.day_of(now)
    told = 0
    for back in range(days, -1, -1):
        day = branch_day - timedelta(days=back)
        facts: list[Fact] = []
        dues = work.rounds.timetable(day, now)
        running = next((due for due in reversed(dues) if due.checklist.id == RUNNING and due.due_at <= now), None)
        for due in dues:
            chance = random.Random(f"{due.checklist.id} {due.due_at.isoformat()}")
            if back == 0 and due is running:
                facts += _round(work, due, chance, now, stop_after=4)
            elif due.due_at < now - PATIENCE and chance.random() > SKIPPED.get(due.checklist.id, 0.02):
                facts += _round(work, due, chance, now)
            else:
                continue
            told += 1
        if facts:
            work.subjects.live.record(facts).result(60)
    return told


def _round(work: Work, due: Due, chance: random.Random, now: datetime, stop_after: int | None = None) -> Iterator[Fact]:
    checklist, key = due.checklist, f"sample-{due.checklist.id}-{due.due_at:%Y%m%d%H%M}"
    runner = chance.choice(RUNNERS)
    version, kept = work.library.keeping("checklists", checklist, due.due_at)
    yield from kept
    at = due.due_at + timedelta(minutes=chance.uniform(-2, 9))
    step = timedelta(minutes=checklist.minutes / len(checklist.items))
    if stop_after is not None:
        runner, at = RUNNERS[0], now - step * (stop_after + 1)
    number = 0

    def told(kind: type[RoundFact], **more: Any) -> Fact:
        nonlocal number
        number += 1
        return kind(
            id=f"{key}-{number}", at=at, source="console", seq=number, by=runner, round=key, **more,
        )  # fmt: skip

    yield told(RoundBegun, checklist=checklist.id, version=version, due_at=due.due_at)
    for item in checklist.items[:stop_after]:
        at += step * chance.uniform(0.6, 1.0)
        yield told(RoundAnswered, item=item.id, **_answer(item, chance))
    if stop_after is None:
        yield told(RoundSigned, part="runner", proof="name")
        if any(item.second_signature for item in checklist.items):
            yield RoundSigned(
                id=f"{key}-second", at=at, source="console", seq=number, by="8003", round=key, part="second",
                proof="name",
            )  # fmt: skip
        yield told(RoundFinished)


def _answer(item: CheckItem, chance: random.Random) -> dict[str, Any]:
    bad = chance.random() < WEAK.get(item.touchpoint, 0.025) * (0.25 if item.critical else 1)
    scale = item.scale
    note = chance.choice(NOTES) if bad else ""
    match scale.type:
        case "pass_fail":
            said = FAIL if bad else NOT_APPLICABLE if chance.random() < 0.04 else PASS
            return {"verdict": said, "note": note}
        case "score_0_5":
            least = scale.min_ok or 0
            value = float(max(0, least - 1) if bad else chance.randint(least, 5))
            return {"verdict": verdict(item, value=value), "value": value, "note": note}
        case "number":
            value = _measured(item, bad, chance)
            return {"verdict": verdict(item, value=value), "value": value, "note": note}
        case "choice":
            option = chance.choice([option for option in scale.options if option.ok is not bad])
            return {"verdict": PASS if option.ok else FAIL, "choice": option.id, "note": note}
    return {"verdict": PASS if scale.type == "text" else NOT_APPLICABLE, "note": "正常" if scale.type == "text" else ""}


def _measured(item: CheckItem, bad: bool, chance: random.Random) -> float:
    low, high = item.scale.min, item.scale.max
    if low is not None and high is not None:
        return round(high + 1 if bad else chance.uniform(low, high))
    if low is not None:
        return round(max(0.0, low - 1) if bad else low + chance.randint(0, 3))
    assert high is not None
    return round(high + 1 if bad else max(0.0, high - chance.randint(0, 3)))
