"""Believable rounds of the sample hall: two full weeks, a thin quarter before, strangers' visits, self-evaluations.

Staff are staff numbers; nobody in it is real.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from lobbyconsole.domain.content.checklists import CheckItem, Checklist
from lobbyconsole.domain.evaluation import KIND, quarter_of
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.round_facts import RoundAnswered, RoundBegun, RoundFact, RoundFinished, RoundSigned
from lobbyconsole.domain.rounds import FAIL, NOT_APPLICABLE, PASS, verdict
from lobbyconsole.domain.sample_words import in_words
from lobbyconsole.services.rounds import Due
from lobbyconsole.services.work import Work

RUNNERS = ("8001", "8002", "8005")
PATIENCE = timedelta(minutes=45)  # what fell due since is left to do
SKIPPED = {"peak_watch": 0.35, "fire_patrol": 0.05, "patrol_hourly": 0.08}
WEAK = {"waiting_care": 0.2, "queueing": 0.1, "self_service": 0.09, "triage": 0.07, "departure": 0.09}
NOTES = ("已当场提醒", "现场已处理", "待补充", "高峰时段未到位", "今日第二次")
RUNNING = "patrol_hourly"
# The weeks before: once each a week is enough for a trend. Care while waiting got better, self-service worse.
EARLIER_WEEKS = 11
EARLIER = ("touchpoint_daily", "patrol_hourly", "opening_hall", "closing_hall", "self_service_daily", "conduct_daily",
           "weekly_hall", "hygiene_twice")  # fmt: skip
WORSE_THEN = {"waiting_care": 0.02, "self_service": -0.007, "queueing": 0.008}  # a week back
VISITS = "mystery_shopper"
STRANGERS = {"greeting": 0.4, "waiting_care": 0.25, "queueing": 0.15}
QUARTERS = 4  # self-evaluations, the newest half done
TAKEN_OFF: Mapping[str, tuple[float, str]] = {
    "se05": (0.5, "高峰时段座位不足3个"),
    "se06": (1.0, "一份费率公示未标注更新日期"),
    "sf02": (1.0, "抽查时自助区无人值守"),
    "sf04": (0.5, "两名员工说不清优先规则"),
    "sf06": (0.5, "急救包缺退热贴"),
    "sg02": (1.5, "抽查10人次，3人次超过10秒"),
    "sg03": (2.0, "月末两日高峰等候超过10分钟"),
    "sg07": (0.5, "一次晨会缺签到"),
    "sc02": (1.0, "一件投诉未写明原因"),
    "sc06": (0.5, "一件回访晚于承诺时间"),
}


def tell_sample_rounds(work: Work, now: datetime, days: int = 13, weeks: int = EARLIER_WEEKS, lang: str = "zh") -> int:
    """Record the rounds of the last days up to `now`, and the weeks before; how many. Not for the GUI thread.

    One round of today is left in the middle.
    """
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
            work.subjects.live.record(in_words(facts, lang)).result(60)
    earlier = [*_earlier_weeks(work, now, branch_day - timedelta(days=days + 1), weeks), *_evaluations(work, now)]
    work.subjects.live.record(in_words(earlier, lang)).result(60)
    return told + sum(isinstance(fact, RoundBegun) for fact in earlier)


def _earlier_weeks(work: Work, now: datetime, last: date, weeks: int) -> Iterator[Fact]:
    """One round of each of EARLIER a week, on a day by chance, and every stranger's visit."""
    for back in range(weeks):
        dues: dict[str, list[Due]] = {}
        for day in (last - timedelta(days=7 * back + number) for number in range(7)):
            for due in work.rounds.timetable(day, now):
                dues.setdefault(due.checklist.id, []).append(due)
        weak = {name: max(0.0, chance + WORSE_THEN.get(name, 0.0) * (back + 1)) for name, chance in WEAK.items()}
        for name in (*EARLIER, VISITS):
            if name in dues:
                chance = random.Random(f"{name} {last.isoformat()} {back}")
                outside = name == VISITS
                yield from _round(work, chance.choice(dues[name]), chance, now, weak=STRANGERS if outside else weak)


def _evaluations(work: Work, now: datetime) -> Iterator[Fact]:
    """The self-evaluations of the last quarters; of the present one two chapters are done and one is under way."""
    quarter = quarter_of(work.rounds.day_of(now))
    chapters = [checklist for checklist in work.rounds.checklists() if checklist.kind == KIND]
    for back in range(QUARTERS):
        for number, checklist in enumerate(chapters):
            if back == 0 and number > 2:
                continue
            before = _noon(quarter.last) - timedelta(days=15 - number)
            at = now - timedelta(days=9 - 3 * number) if back == 0 else before
            stop_after = 5 if back == 0 and number == 2 else None
            yield from _chapter(work, checklist, at, back, stop_after)
        quarter = quarter_of(quarter.first - timedelta(days=1))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(4), UTC)


def _chapter(work: Work, checklist: Checklist, at: datetime, back: int, stop_after: int | None) -> Iterator[Fact]:
    key = f"sample-{checklist.id}-{at:%Y%m%d}"
    version, kept = work.library.keeping("checklists", checklist, at)
    yield from kept
    told = _Teller(key, RUNNERS[0], at)
    yield told(RoundBegun, checklist=checklist.id, version=version)
    for number, item in enumerate(checklist.items[:stop_after]):
        told.at += timedelta(minutes=4)
        lost, why = TAKEN_OFF.get(item.id, (0.0, ""))
        lost = min(float(item.weight), lost + (0.5 if back > 1 and lost else 0.0))
        proof = (f"record:outside_checks/WJ{at:%y}-{6 + number % 4:04d}",) if lost or number % 3 == 0 else ()
        if lost and (number + back) % 4 != 3:
            yield told(RoundAnswered, item=item.id, verdict=FAIL, note=why, deducted=lost, evidence=proof)
        else:
            yield told(RoundAnswered, item=item.id, verdict=PASS, evidence=proof)
    if stop_after is None:
        yield told(RoundSigned, part="runner", proof="name")
        yield told(RoundFinished)


class _Teller:
    """Tells the facts of one round after another."""

    def __init__(self, key: str, by: str, at: datetime) -> None:
        self.at, self._key, self._by, self._number = at, key, by, 0

    def __call__(self, kind: type[RoundFact], by: str = "", **more: Any) -> Fact:
        self._number += 1
        return kind(
            id=f"{self._key}-{self._number}", at=self.at, source="console", seq=self._number, by=by or self._by,
            round=self._key, **more,
        )  # fmt: skip


def _round(
    work: Work, due: Due, chance: random.Random, now: datetime, stop_after: int | None = None,
    weak: Mapping[str, float] = WEAK,
) -> Iterator[Fact]:  # fmt: skip
    checklist, key = due.checklist, f"sample-{due.checklist.id}-{due.due_at:%Y%m%d%H%M}"
    runner = chance.choice(RUNNERS)
    version, kept = work.library.keeping("checklists", checklist, due.due_at)
    yield from kept
    told = _Teller(key, runner, due.due_at + timedelta(minutes=chance.uniform(-2, 9)))
    step = timedelta(minutes=checklist.minutes / len(checklist.items))
    if stop_after is not None:
        told = _Teller(key, RUNNERS[0], now - step * (stop_after + 1))
    channel = "outside" if checklist.id == VISITS else "screen"
    yield told(RoundBegun, checklist=checklist.id, version=version, due_at=due.due_at, channel=channel)
    for item in checklist.items[:stop_after]:
        told.at += step * chance.uniform(0.6, 1.0)
        yield told(RoundAnswered, item=item.id, **_answer(item, chance, weak))
    if stop_after is None:
        yield told(RoundSigned, part="runner", proof="name")
        if any(item.second_signature for item in checklist.items):
            yield told(RoundSigned, by="8003", part="second", proof="name")
        yield told(RoundFinished)


def _answer(item: CheckItem, chance: random.Random, weak: Mapping[str, float]) -> dict[str, Any]:
    bad = chance.random() < weak.get(item.touchpoint, 0.025) * (0.25 if item.critical else 1)
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
