"""Incidents of the sample hall: three of the last weeks and one of today, with the plans walked for them.

Staff are staff numbers, customers are counted; nobody in it is real.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lobbyconsole.domain import incident_facts as told
from lobbyconsole.domain import walkthrough_facts as walked
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.sample_words import in_words
from lobbyconsole.services.sample_reviews import tell_sample_reviews
from lobbyconsole.services.work import Work

FLOOR = (
    '{"at":"%s","counters":[{"activity":"serving","counter":"1","number":"A031","staff":"8011"},'
    '{"activity":"serving","counter":"2","number":"A032","staff":"8012"},'
    '{"activity":"serving","counter":"3","number":"B014","staff":"8013"},'
    '{"activity":"idle","counter":"4","number":"","staff":"8014"},'
    '{"activity":"paused","counter":"5","number":"","staff":"8015"}],'
    '"longest_s":%d,"rows":[],"waiting":%d}'
)
MOST_STEPS = 40


@dataclass(frozen=True, slots=True)
class Sample:
    """One incident: what is noted at once and what is told later. `says`: minutes after it, field, value."""

    back: timedelta
    what: str
    where: str
    hurt: str
    hazard: str
    level: int
    plan: str = ""
    minutes: int = 0  # it lasted; 0: it is still open
    says: tuple[tuple[int, str, str], ...] = ()
    lines: tuple[tuple[int, int, str], ...] = ()  # told after, happened after, words
    rating: str = ""
    waiting: int = 9
    longest_s: int = 512
    secured: bool = False


SAMPLES = (
    Sample(timedelta(days=19, hours=1), "等候区一名客户滑倒，膝部擦伤", "waiting", "yes", "medical_injury", 4,
           "customer_injury", 26,
           ((6, "people", "客户1人；工号8002、8005参与处置"), (9, "cause", "入口雨水带入，防滑垫移位"),
            (15, "measures", "现场包扎，铺设防滑垫，专人陪同"), (20, "trend", "客户情绪平稳，家属已到场"),
            (21, "harm", "1人轻微擦伤，无投诉"), (22, "amount", "无")),
           ((4, 3, "已在现场放置警示牌"),), "performed", secured=True),
    Sample(timedelta(days=8, minutes=30), "业务系统响应中断，全部业务无法办理", "counters", "no", "it_systems", 3,
           "network_outage", 17,
           ((5, "cause", "运营商线路抖动，备用线路切换失败"), (8, "people", "等候客户23人"),
            (12, "trend", "预计15分钟内恢复"), (14, "harm", "客户情绪平稳，3人选择离开"),
            (16, "measures", "广播说明，转人工预受理")),
           ((16, 6, "与后台确认故障范围：本厅及相邻两家"),), "", 23, 1260),
    Sample(timedelta(days=2, hours=2), "客户因等候时间过长在大堂高声争执", "reception", "no", "customer_conduct", 4,
           "", 14, ((4, "people", "客户1人；工号8001、8003到场"), (10, "measures", "请至洽谈室沟通，优先安排办理")),
           ((12, 2, "安保到场，未发生肢体接触"), (13, 13, "客户接受解释，已办结离开")), "", 17, 1480, True),
    Sample(timedelta(minutes=12), "自助区天花板漏水，地面湿滑", "self_service", "no", "utilities", 3, "", 0,
           ((2, "measures", "拉警戒线，2台机具停用并挂牌"), (6, "cause", "疑似空调冷凝管破裂，物业检修中")),
           ((4, 3, "已致电物业值班，10分钟内到场"), (9, 3, "保洁到场铺设吸水垫")), "", 12, 640),
)  # fmt: skip


def tell_sample_incidents(work: Work, now: datetime, lang: str = "zh") -> int:
    """Record them; how many. Not for the GUI thread."""
    tz = work.subjects.live.snapshot.branch.tz
    plans = {plan.id: plan for plan in work.walkthroughs.plans()}
    for number, sample in enumerate(SAMPLES, 1):
        at = now - sample.back
        key = f"INC-{at.astimezone(tz):%Y}-{number:04d}"
        facts = list(_incident(key, sample, at))
        if sample.plan in plans:
            facts += _walk(work, key, sample, at)
        work.subjects.live.record(in_words(sorted(facts, key=lambda fact: fact.at), lang)).result(60)
    tell_sample_reviews(work, now, lang)
    return len(SAMPLES)


class _Teller:
    def __init__(self, name: str) -> None:
        self._name, self._number = name, 0

    def __call__(self, kind: type[Fact], at: datetime, by: str = "8001", **more: Any) -> Fact:
        self._number += 1
        return kind(id=f"sample-{self._name}-{self._number}", at=at, source="console", seq=self._number, by=by, **more)


def _incident(key: str, sample: Sample, at: datetime) -> Iterator[Fact]:
    tell, incident = _Teller(key), {"incident": key}
    floor = FLOOR % (at.isoformat(), sample.longest_s, sample.waiting)
    yield tell(told.IncidentNoted, at, what=sample.what, where=sample.where, hurt=sample.hurt, hazard=sample.hazard,
               began_at=at - timedelta(minutes=1), floor=floor, **incident)  # fmt: skip
    yield tell(told.IncidentGraded, at + timedelta(minutes=1), level=sample.level, **incident)
    for after, field, value in sample.says:
        yield tell(told.IncidentToldMore, at + timedelta(minutes=after), field=field, value=value, **incident)
    for after, happened, words in sample.lines:
        yield tell(told.IncidentLogged, at + timedelta(minutes=after), "8002", text=words,
                   happened_at=at + timedelta(minutes=happened), **incident)  # fmt: skip
    if not sample.minutes:
        return
    end = at + timedelta(minutes=sample.minutes)
    yield tell(told.IncidentReported, at + timedelta(minutes=8), stage="first", to="superior_duty",
               text=sample.what, **incident)  # fmt: skip
    yield tell(told.IncidentEnded, end, words="现场恢复正常", **incident)
    if sample.secured:
        yield tell(told.RecordingSecured, end + timedelta(hours=2), "8003", camera=f"zone:{sample.where}", **incident)
    yield tell(told.IncidentReported, end + timedelta(hours=20), stage="final", to="superior_duty",
               text=sample.what, channel="writing", **incident)  # fmt: skip
    if sample.rating:
        yield tell(told.IncidentReviewed, end + timedelta(days=2), "8003", rating=sample.rating,
                   words="防滑垫改为雨天必铺，纳入营业前检查", **incident)  # fmt: skip


def _walk(work: Work, key: str, sample: Sample, at: datetime) -> Iterator[Fact]:
    """The plan led from its start to an end by the first way on, one step after another."""
    plan = work.walkthroughs.plan(sample.plan)
    version, kept = work.library.keeping("plans", plan, at)
    yield from kept
    name = f"{at:%Y%m%d}-{key[-4:]}"
    tell, walk = _Teller(name), {"walk": name}
    yield tell(walked.WalkBegun, at, plan=plan.id, version=version, incident=key, level=sample.level, **walk)
    yield tell(told.IncidentLinked, at, incident=key, to="walk:" + name)
    yield tell(walked.RoleTaken, at + timedelta(seconds=20), role=plan.roles[0].role, staff="8001", **walk)
    for place in range(len(plan.reporting)):
        yield tell(walked.ReportMade, at + timedelta(minutes=3 + place), owed=place, channel="phone", words="", **walk)
    step, visits, gone = plan.start, dict[str, int](), at + timedelta(seconds=30)
    pause = timedelta(minutes=max(1, sample.minutes - 2)) / max(4, len(plan.steps))
    for _ in range(MOST_STEPS):
        here = plan.step(step)
        turn = visits[step] = visits.get(step, 0) + 1
        gone += pause
        ways = here.branches
        to = ways[min(turn, len(ways)) - 1].goto if ways else ""
        yield tell(walked.StepDone, gone, step=step, turn=turn, to=to, **walk)
        for contact in here.contacts[:1]:
            yield tell(walked.CallMade, gone, contact=contact, number="", reached=True, step=step, **walk)
        if here.kind == "end":
            return
        step = here.next or to
