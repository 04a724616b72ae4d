"""What a sample hall learned: a signed review, one half done, lessons in every state, and risks as the hall rates them.

Staff are staff numbers; nobody in it is real.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from lobbyconsole.domain import review_facts as said
from lobbyconsole.domain import risk_facts as risked
from lobbyconsole.domain.content.editions import version_of
from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.content_facts import ContentApproved, ContentKept, ContentProposed
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.plan_facts import PlanLookedThrough
from lobbyconsole.domain.register_facts import RecordEdited, RecordMoved, RecordOpened
from lobbyconsole.domain.sample_words import in_words
from lobbyconsole.services.library.book import body_of
from lobbyconsole.services.work import Work
from lobbyconsole.store import emergency as kept

Said = tuple[str, str]  # Chinese, English
NONE = ("", "")
KIT = Text("Non-slip mats and a warning sign for rainy days, by the entrance", "雨天防滑垫与警示牌（入口处）")
LOOKED = (("fire", 40), ("robbery", 75), ("evacuation", 40), ("medical_emergency", 130), ("power_outage", 350),
          ("telecom_fraud", 20), ("violent_customer", 172))  # fmt: skip
# risk, days ago, likelihood, impact, why, months until it is looked at again
RATED: tuple[tuple[str, int, int, int, Said, int], ...] = (
    ("r_wait", 33, 5, 3, ("月初月末高峰超过目标，现场观察频繁", "Peaks at the turn of the month are over target"), 3),
    ("r_attitude", 33, 3, 3, ("神秘人检查得分稳定", "Mystery visits score steadily"), 6),
    ("r_complaint", 33, 3, 4, NONE, 6),
    ("r_kiosk_fault", 28, 4, 2, NONE, 6),
    ("r_system_crash", 64, 3, 4, NONE, 6),
    ("r_network", 64, 2, 4, ("双线路已投用", "The second line is in use"), 6),
    ("r_power", 200, 3, 3, NONE, 6),
    ("r_fire", 120, 2, 5, ("消防设施年检合格", "Fire equipment passed its yearly check"), 12),
    ("r_robbery", 120, 1, 5, NONE, 12),
    ("r_violence", 80, 3, 4, NONE, 6),
    ("r_bank_run", 120, 1, 5, NONE, 12),
    ("r_crowd", 33, 4, 4, ("养老金发放日排队到门外", "On pension days the queue reaches the street"), 3),
    ("r_medical", 50, 3, 4, NONE, 6),
    ("r_fall", 50, 2, 3, ("雨天地面湿滑", "Wet floors on rainy days"), 6),
    ("r_cash", 40, 2, 4, NONE, 6),
    ("r_fraud", 20, 5, 4, ("本月劝阻两起疑似诈骗汇款", "Two suspicious transfers stopped this month"), 3),
    ("r_data_leak", 70, 2, 5, NONE, 6),
    ("r_staff_short", 33, 4, 3, NONE, 3),
)
WORDS: Mapping[str, Said] = {
    "asked_twice": ("交接时重复询问了一次", "Asked twice at the handover"),
    "answer": ("发现及时，岗位分工清楚；对外广播晚了一分钟",
        "Noticed at once, roles clear; the announcement came a minute late"),
    "conclusion": ("按预案完成；防滑垫改为雨天必铺，纳入营业前检查",
        "Performed by the plan; mats lie out on every rainy day from now on"),
    "drilled": ("按方案完成，岗位清楚，口令已统一", "Held as planned; roles clear, one wording for all"),
    "correction": ("广播晚了约半分钟，以录音为准", "Half a minute late, by the recording"),
    "second_line": ("备用线路切换步骤写进预案，每季度切换一次",
        "Write the switch to the second line into the plan; switch every quarter"),
    "kit": ("预案物资清单加防滑垫和警示牌", "Mats and a warning sign belong to the plan's kit"),
    "rainy": ("复盘改进：雨天防滑", "From the review: rainy days"),
    "counter_kits": ("每个柜台配一个急救包", "A first-aid kit at every counter"),
    "in_reach": ("大堂急救包30秒内可取到，不必逐台配备",
        "The kit in the hall is reached within 30 seconds"),
    "family": ("明确由谁联系家属", "Say who calls the family"),
    "called": ("电话已逐个拨通核对", "Every number was called"),
    "more_counters": ("每月1日至3日、25日至月末多排一人办理业务",
        "One counter more from the 25th to the 3rd"),
    "leak": ("自助区空调冷凝水渗漏，机具停用", "Water from the air conditioning over the machines"),
    "pipes": ("管路老化，物业未定期清洗", "Old pipes, seldom cleaned"),
}  # fmt: skip


def tell_sample_reviews(work: Work, now: datetime, lang: str = "zh") -> int:
    """Record them after the sample incidents; how many facts. Not for the screen's thread."""
    found = [*_reviews(work, now, lang), *_risks(work, now, lang), *_looks(work, now, lang)]
    if found:
        work.subjects.live.record(in_words(sorted(found, key=lambda fact: fact.at), lang)).result(60)
    return len(found)


def tell_drill_reviews(work: Work, now: datetime, lang: str = "zh") -> None:
    """Record those of the drills, after the drills."""
    found = in_words(sorted(_drills(work, now, lang), key=lambda fact: fact.at), lang)
    if found:
        work.subjects.live.record(found).result(60)


class _Teller:
    def __init__(self, name: str) -> None:
        self._name, self._number = name, 0

    def __call__(self, kind: type[Any], at: datetime, by: str = "8001", **more: Any) -> Any:
        self._number += 1
        return kind(id=f"sample-review-{self._name}-{self._number}", at=at, source="console", seq=self._number, by=by,
                    **more)  # fmt: skip


class _Say:
    """The sample's words in one language."""

    def __init__(self, lang: str) -> None:
        self._at = int(lang != "zh")

    def __call__(self, name: str) -> str:
        return WORDS[name][self._at]


def _reviews(work: Work, now: datetime, lang: str) -> Iterator[Fact]:
    say = _Say(lang)
    with work.subjects.store.reader() as db:
        walks = [row for row in kept.ended_walks(db) if not row.drill and row.ended_at is not None]
    for row in walks:
        run = "walk:" + row.walk
        form = work.reviews.open(run, now)
        if form.plan is None or form.walk is None or form.walk.ended_at is None:
            continue
        reviewed = form.incident is not None and bool(form.incident.rating)
        tell, at = _Teller(row.walk), form.walk.ended_at + timedelta(days=1)
        of = len(form.objectives)
        for place in range(of if reviewed else max(1, of // 2)):
            rating, words = ("some", say("asked_twice")) if place == 1 else ("performed", "")
            yield tell(said.ObjectiveRated, at + timedelta(minutes=place), run=run, place=place, rating=rating,
                       words=words)  # fmt: skip
        if form.questions:
            yield tell(said.ReviewAnswered, at + timedelta(minutes=20), run=run, place=0,
                       words=say("answer"))  # fmt: skip
        if reviewed:
            yield tell(said.ReviewSigned, at + timedelta(hours=1), "8003", run=run, rating="performed",
                       words=say("conclusion"), proof="name")  # fmt: skip
            yield tell(said.ReviewCorrected, at + timedelta(days=3), "8003", run=run, about="question:0",
                       words=say("correction"), proof="name")  # fmt: skip
            yield from _lessons(tell, run, form.plan, at, now, say)
        else:
            yield from _lesson(tell, f"FP{now:%y}-0014", run, form.plan,
                               say("second_line"), at, now + timedelta(days=16), "lobby_manager")  # fmt: skip


def _drills(work: Work, now: datetime, lang: str) -> Iterator[Fact]:
    """The drills were talked over within the week and signed; the latest is still to be."""
    say = _Say(lang)
    held = [drill for drill in work.drills.drills() if drill.state == "finished" and drill.ended_at is not None]
    held.sort(key=lambda drill: drill.ended_at or now)
    for drill in held[:-1]:
        form = work.reviews.open(f"drill:{drill.key}", now)
        tell, at = _Teller(drill.key), (drill.ended_at or now) + timedelta(days=2)
        short = not all(word.met for word in (*drill.injects.values(), *drill.criteria.values()))
        for place in range(len(form.objectives)):
            rating, words = ("some", say("asked_twice")) if short and place == 1 else ("performed", "")
            yield tell(said.ObjectiveRated, at + timedelta(minutes=place), run=form.run, place=place, rating=rating,
                       words=words)  # fmt: skip
        yield tell(said.ReviewSigned, at + timedelta(hours=1), "8003", run=form.run,
                   rating="some" if short else "performed", words=say("drilled"), proof="name")  # fmt: skip


def _lessons(tell: _Teller, run: str, plan: Plan, at: datetime, now: datetime, say: _Say) -> Iterator[Fact]:
    """One closed by a changed plan, one refused, one still to be seen to."""
    year, noted = f"{now:%y}", at + timedelta(minutes=30)
    yield from _lesson(tell, f"FP{year}-0011", run, plan,
                       say("kit"), noted,
                       noted + timedelta(days=14), "shift_leader")  # fmt: skip
    old, new = body_of(plan), body_of(replace(plan, kit=(*plan.kit, KIT)))
    version = version_of(new)
    about = {"family": "plans", "item": plan.id}
    yield tell(ContentKept, noted + timedelta(days=2), version=version_of(old), body=old, **about)
    yield tell(ContentProposed, noted + timedelta(days=2, minutes=1), version=version, body=new, base=version_of(old),
               why=say("rainy"), approval=True, **about)  # fmt: skip
    yield tell(ContentApproved, noted + timedelta(days=3), "8003", version=version, **about)
    lesson = {"register": "lessons", "record": f"FP{year}-0011"}
    yield tell(RecordEdited, noted + timedelta(days=3, minutes=5), values=(("version", f'"{version}"'),), **lesson)
    yield tell(RecordMoved, noted + timedelta(days=3, minutes=5), to="changed", reason="", **lesson)
    yield from _lesson(tell, f"FP{year}-0012", run, plan,
                       say("counter_kits"), noted, noted + timedelta(days=20),
                       "safety_officer")  # fmt: skip
    yield tell(RecordMoved, noted + timedelta(days=5), "8003", register="lessons", record=f"FP{year}-0012",
               to="refused", reason=say("in_reach"))  # fmt: skip
    yield from _lesson(tell, f"FP{year}-0013", run, plan,
                       say("family"), noted, now + timedelta(days=9),
                       "lobby_manager")  # fmt: skip


def _lesson(
    tell: _Teller, key: str, run: str, plan: Plan, words: str, at: datetime, due: datetime, owner: str
) -> Iterator[Fact]:
    values = (("lesson", f'"{words}"'), ("plan", f'"{plan.id}"'), ("owner", f'"{owner}"'),
              ("due", f'"{due.isoformat()}"'), ("run", f'"{run}"'))  # fmt: skip
    yield tell(RecordOpened, at, register="lessons", record=key, values=values, cause=run)


def _looks(work: Work, now: datetime, lang: str) -> Iterator[Fact]:
    plans = {plan.id: plan for plan in work.walkthroughs.plans()}
    say, tell = _Say(lang), _Teller("looks")
    for name, days in LOOKED:
        if name in plans:
            yield tell(PlanLookedThrough, now - timedelta(days=days), "8003", plan=name,
                       version=version_of(body_of(plans[name])), words=say("called"))  # fmt: skip


def _risks(work: Work, now: datetime, lang: str) -> Iterator[Fact]:
    known = {risk.id for risk in work.risks.board(now).risks}
    say, tell = _Say(lang), _Teller("risks")
    for name, days, likelihood, impact, why, months in RATED:
        if name in known:
            at = now - timedelta(days=days)
            yield tell(risked.RiskRated, at, "8003", risk=name, likelihood=likelihood, impact=impact,
                       why=why[lang != "zh"], owner="lobby_manager",
                       review_at=at + timedelta(days=30 * months))  # fmt: skip
    if "r_wait" in known:
        yield tell(risked.RiskControlNoted, now - timedelta(days=30), risk="r_wait", control="preventive",
                   words=say("more_counters"))  # fmt: skip
    own = "own-leak"
    yield tell(risked.RiskAdded, now - timedelta(days=12), "8002", risk=own,
               title=say("leak"),
               category="technical", cause=say("pipes"), plans=("self_service_failure",))  # fmt: skip
    yield tell(risked.RiskRated, now - timedelta(days=12, minutes=-1), "8002", risk=own, likelihood=3, impact=3,
               owner="lobby_manager", review_at=now + timedelta(days=78))  # fmt: skip
