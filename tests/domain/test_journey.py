"""The journey's figures: blind spots by their rule, weeks that lose nothing, sheets that add up."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobbyconsole.domain.content.checklists import CheckItem, Checklist, OnFail, Scale
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.evaluation import Quarter, Sheet, chapter_of, quarter_of
from lobbyconsole.domain.journey import (
    FEWEST_OUTSIDE,
    FEWEST_OWN,
    DayTally,
    Outside,
    OutsideMark,
    Point,
    Tally,
    Voice,
    blind_spots,
    direction,
    judged,
    level,
    of_days,
    outside_score,
    split,
    total,
    weeks,
)
from lobbyconsole.domain.rounds import FAIL, FINISHED, NOT_APPLICABLE, PASS, RUNNING, Answer, Round

MONDAY = date(2026, 11, 16)
AT = datetime(2026, 11, 20, 1, tzinfo=UTC)
tallies = st.builds(
    lambda possible, share, answers: Tally(possible * share, possible, answers, 0),
    st.floats(0, 500), st.floats(0, 1), st.integers(0, 200),
)  # fmt: skip
days = st.dates(date(2026, 8, 1), date(2026, 12, 31))
marks = st.builds(
    OutsideMark, st.text("ab1", max_size=3), days, st.sampled_from(["greeting", "queueing"]), st.floats(-5, 120),
    st.floats(0.5, 100),
)  # fmt: skip


def own(percent: float, answers: int = 40) -> Tally:
    return Tally(percent, 100, answers, 0)


# --- blind spots ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mine", "outside", "complaints", "verdict"),
    [
        (own(96), Outside(72.0, 8), 0, "blind"),
        (own(96), Outside(72.0, 2), 0, "few_outside"),  # two marks are no score
        (own(96), Outside(90.0, 8), 0, "agrees"),
        (own(96), Outside(84.0, 8), 0, "blind"),
        (own(92), Outside(84.0, 8), 0, "agrees"),  # 8 points apart may be chance
        (own(96), Outside(86.0, 8), 0, "agrees"),  # lower, yet good enough
        (own(96), Outside(95.0, 8), 3, "blind"),  # strangers content, customers not
        (own(96), Outside(), 3, "blind"),
        (own(96), Outside(), 2, "few_outside"),
        (own(96), Outside(), None, "few_outside"),
        (own(80), Outside(60.0, 8), 9, "weak"),  # the hall sees it itself
        (own(96, 9), Outside(60.0, 8), 9, "few_own"),
        (Tally(), Outside(), None, "few_own"),
    ],
)
def test_the_rule_for_blind_spots(mine: Tally, outside: Outside, complaints: int | None, verdict: str) -> None:
    found = judged(mine, outside, complaints)
    assert found.verdict == verdict
    assert (found.own_answers, found.outside_answers, found.complaints) == (mine.answers, outside.answers, complaints)
    assert (found.by_outside or found.by_complaints) == (verdict == "blind")


@given(tallies, st.floats(0, 100), st.integers(0, 20), st.one_of(st.none(), st.integers(0, 20)))
def test_a_blind_spot_always_has_its_reason_and_enough_answers(
    mine: Tally, percent: float, answers: int, complaints: int | None
) -> None:
    found = judged(mine, Outside(percent if answers else None, answers), complaints)
    if found.verdict == "blind":
        assert mine.answers >= FEWEST_OWN
        assert found.own is not None
        assert found.own >= 90
        assert (found.by_outside and answers >= FEWEST_OUTSIDE) or (found.by_complaints and (complaints or 0) >= 3)
    else:
        assert (found.by_outside, found.by_complaints) == (False, False)


def test_the_widest_gap_comes_first() -> None:
    points = [
        Point("b", judgement=judged(own(95), Outside(80.0, 5), 0)),
        Point("a", judgement=judged(own(99), Outside(70.0, 5), 0)),
        Point("calm", judgement=judged(own(99), Outside(98.0, 5), 0)),
        Point("loud", judgement=judged(own(99), Outside(), 7)),
    ]
    assert [point.name for point in blind_spots(points)] == ["a", "b", "loud"]


# --- sums -------------------------------------------------------------------------------------------------------------


def test_strangers_marks_and_visits_by_hand() -> None:
    typed = [
        OutsideMark("1", MONDAY, "greeting", 8, 10),
        OutsideMark("2", MONDAY, "greeting", 45, 90),
        OutsideMark("3", MONDAY, "greeting", 12, 10),  # more than there is: full
    ]
    assert outside_score(Tally(), typed) == Outside((80 + 50 + 100) / 3, 3)
    # Two answers of a visit that came to 60 percent, and three marks that came to 230.
    found = outside_score(Tally(6, 10, 2, 1), typed)
    assert found.percent == pytest.approx((230 + 120) / 5)
    assert found.answers == 5
    assert outside_score(Tally(), []) == Outside(None, 0)


@given(tallies, st.lists(marks, max_size=8))
def test_an_outside_score_lies_between_its_marks(visits: Tally, typed: list[OutsideMark]) -> None:
    found = outside_score(visits, typed)
    if found.percent is not None:
        assert -1e-6 <= found.percent <= 100 + 1e-6
    assert found.answers in (0, visits.answers + len(typed))


@given(st.lists(st.builds(DayTally, days, st.sampled_from(["greeting", "queueing"]), st.booleans(), tallies)), days)
def test_weeks_lose_nothing_and_invent_nothing(told: list[DayTally], last: date) -> None:
    found = weeks(told, (), last, 60)
    for name, series in found.items():
        assert len(series) == 60
        assert [week.monday.weekday() for week in series] == [0] * 60
        assert series[-1].monday <= last < series[-1].monday + timedelta(days=7)
        told_here = total(day.tally for day in told if day.touchpoint == name and not day.outside and day.day <= last)
        shown = total(week.own for week in series)
        assert (shown.answers, shown.failed) == (told_here.answers, told_here.failed)
        assert shown.possible == pytest.approx(told_here.possible)


@given(st.lists(st.builds(DayTally, days, st.just("greeting"), st.booleans(), tallies)), days)
def test_two_stretches_that_meet_are_the_whole(told: list[DayTally], cut: date) -> None:
    first, last = date(2026, 8, 1), date(2026, 12, 31)
    both = [split(told, first, cut, outside=False), split(told, cut + timedelta(days=1), last, outside=False)]
    whole = split(told, first, last, outside=False).get("greeting", Tally())
    parts = total(part.get("greeting", Tally()) for part in both)
    assert parts.answers == whole.answers
    assert parts.points == pytest.approx(whole.points)


def test_signs_and_arrows_say_nothing_of_too_little() -> None:
    assert [level(own(p).percent, 40) for p in (90, 89.9, 75, 74.9)] == ["ok", "watch", "watch", "act"]
    assert level(50.0, FEWEST_OWN - 1) == ""
    assert direction(own(90), own(87)) == "up"
    assert direction(own(90), own(93)) == "down"
    assert direction(own(90), own(91)) == "flat"
    assert direction(own(90), own(50, 3)) == ""


def test_complaints_and_praise_are_counted_apart() -> None:
    voices = [
        Voice("1", MONDAY, "greeting", praise=False), Voice("2", MONDAY, "greeting", praise=True),
        Voice("3", MONDAY - timedelta(days=9), "greeting", praise=False),
    ]  # fmt: skip
    assert of_days({"greeting": voices}, MONDAY, MONDAY) == {"greeting": (1, 1)}
    assert of_days({"greeting": voices}, MONDAY - timedelta(days=9), MONDAY) == {"greeting": (2, 1)}


# --- self-evaluation --------------------------------------------------------------------------------------------------


def criterion(name: str, weight: int, critical: bool = False) -> CheckItem:
    words = Text(name, "项" + name)
    return CheckItem(id=name, text=words, touchpoint="greeting", zone="entrance", standard=words,
                     scale=Scale(type="pass_fail"), weight=weight, critical=critical,
                     on_fail=OnFail(action=words, owner="cleaner", due_min=30))  # fmt: skip


def chapter(name: str, *items: CheckItem) -> Checklist:
    words = Text(name, "章" + name)
    return Checklist(id=name, title=words, kind="self_evaluation", when="on_demand", zone="whole_hall",
                     owner="branch_head", minutes=10, pass_score=90, summary=words, items=items)  # fmt: skip


def answered(state: str = FINISHED, **answers: Any) -> Round:
    given = {name: Answer(name, at=AT, **more) for name, more in answers.items()}
    return Round("r1", "one", "v", state, AT, answers=given)


def test_a_sheet_by_hand() -> None:
    one = chapter("one", criterion("a", 5), criterion("b", 4), criterion("c", 3))
    two = chapter("two", criterion("d", 2))
    first = chapter_of(one, answered(
        a={"verdict": FAIL, "deducted": 1.5, "note": "sign worn", "evidence": ("round:r9",), "photos": ("ab",)},
        b={"verdict": PASS, "evidence": ("record:actions/ZG26-0001",)}, c={"verdict": NOT_APPLICABLE},
    ))  # fmt: skip
    sheet = Sheet(Quarter(2026, 4), (first, chapter_of(two, None)))
    assert (sheet.points, sheet.possible, first.full) == (7.5, 9.0, 12.0)
    assert sheet.percent == pytest.approx(100 * 7.5 / 9)
    assert [(c.item.id, c.lost, c.reason) for c in sheet.lost] == [("a", 1.5, "sign worn")]
    assert [(c.item.id, proof) for c, proof in sheet.evidence] == [
        ("a", "round:r9"), ("a", "photo:ab"), ("b", "record:actions/ZG26-0001"),
    ]  # fmt: skip
    assert (sheet.open, sheet.finished) == (1, False)


def test_what_was_left_out_of_a_finished_chapter_lost_its_points() -> None:
    done = chapter_of(chapter("one", criterion("a", 5), criterion("b", 4)), answered(a={"verdict": PASS}))
    assert (done.score.points, done.score.possible) == (5, 9)
    going_on = chapter_of(done.checklist, answered(RUNNING, a={"verdict": PASS}))
    assert (going_on.score.points, going_on.score.possible, going_on.score.open) == (5, 5, 1)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_quarters_meet_without_a_gap(day: date) -> None:
    quarter = quarter_of(day)
    assert quarter.first <= day <= quarter.last
    assert quarter_of(quarter.last + timedelta(days=1)) == quarter.next
    assert quarter < quarter.next
