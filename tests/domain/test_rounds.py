"""A round from its facts, whatever their order, and its score by every scale."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobbyconsole.domain.content.checklists import CheckItem, Checklist, OnFail, Option, Scale
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.facts import ActionUndone
from lobbyconsole.domain.round_facts import (
    RoundAnswered,
    RoundBegun,
    RoundFinished,
    RoundGivenUp,
    RoundHandedOver,
    RoundSigned,
)
from lobbyconsole.domain.rounds import (
    FAIL,
    PASS,
    Answer,
    Round,
    fold_round,
    score,
    touchpoint_scores,
    verdict,
    wants_second,
)

AT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
WORDS = Text("words", "字")


def item(name: str, *, scale: Scale | None = None, weight: int = 2, critical: bool = False, **more) -> CheckItem:
    return CheckItem(
        id=name, text=WORDS, touchpoint=more.pop("touchpoint", "queueing"), zone="waiting", standard=WORDS,
        scale=scale or Scale(type="pass_fail"), weight=weight, critical=critical,
        on_fail=OnFail(action=WORDS, owner="facilities", due_min=30), **more,
    )  # fmt: skip


def checklist(*items: CheckItem, pass_score: float = 80) -> Checklist:
    return Checklist(
        id="list", title=WORDS, kind="patrol", when="on_demand", zone="whole_hall", owner="lobby_manager", minutes=5,
        pass_score=pass_score, summary=WORDS, items=items,
    )  # fmt: skip


def answer(name: str, said: str, **more) -> Answer:
    return Answer(name, said, AT, **more)


def facts():
    return [
        RoundBegun(id="b", at=AT, round="r", checklist="list", version="v1", due_at=AT, by="8001"),
        RoundAnswered(id="a1", at=AT + timedelta(seconds=10), round="r", item="i1", verdict="pass", by="8001"),
        RoundAnswered(
            id="a2", at=AT + timedelta(seconds=20), round="r", item="i2", verdict="fail", note="n", by="8001"
        ),
        RoundAnswered(id="a3", at=AT + timedelta(seconds=30), round="r", item="i2", verdict="pass", by="8001"),
        RoundHandedOver(id="h", at=AT + timedelta(seconds=40), round="r", to="8002", by="8001"),
        RoundAnswered(id="a4", at=AT + timedelta(seconds=50), round="r", item="i3", verdict="na", by="8002"),
        RoundSigned(id="s", at=AT + timedelta(seconds=60), round="r", part="runner", proof="pin", by="8002"),
        RoundFinished(id="f", at=AT + timedelta(seconds=70), round="r", by="8002"),
    ]


def told(facts) -> Round:
    found = fold_round(facts)
    assert found is not None
    return found


def test_a_round_as_it_went():
    round_ = told(facts())
    assert (round_.state, round_.runner, round_.version, round_.ended_at) == (
        "finished", "8002", "v1", AT + timedelta(seconds=70),
    )  # fmt: skip
    assert {name: found.verdict for name, found in round_.answers.items()} == {"i1": "pass", "i2": "pass", "i3": "na"}
    assert [signature.by for signature in round_.signatures] == ["8002"]
    assert round_.flags == ()


@given(st.integers(0, 10_000), st.lists(st.integers(0, 7), max_size=6))
def test_any_order_and_doubles_give_the_same_round(seed, twice):
    shuffled = facts() + [facts()[index] for index in twice]
    Random(seed).shuffle(shuffled)
    assert fold_round(shuffled) == fold_round(facts())


@given(st.integers(0, 8))
def test_a_crash_anywhere_leaves_the_round_at_its_item(length):
    if length == 0:
        assert fold_round([]) is None
        return
    half = told(facts()[:length])
    standard = checklist(item("i1"), item("i2"), item("i3"))
    following = half.next_item(standard)
    done = {fact.item for fact in facts()[:length] if isinstance(fact, RoundAnswered)}
    assert (following.id if following else None) == next(
        (name for name in ("i1", "i2", "i3") if name not in done), None
    )


def test_what_cannot_be_right_is_kept_and_flagged():
    late = RoundAnswered(id="x", at=AT + timedelta(hours=1), round="r", item="i1", verdict="fail")
    again = RoundGivenUp(id="y", at=AT + timedelta(hours=2), round="r", reason="no")
    round_ = told([*facts(), late, again])
    assert round_.answers["i1"].verdict == "pass"
    assert (round_.state, round_.flags) == ("finished", ("answered_late", "ended_twice"))
    assert told(facts()[1:3]).flags == ("never_begun",)


def test_an_undone_answer_counts_for_nothing():
    undone = ActionUndone(id="u", at=AT + timedelta(seconds=35), undoes=("a3",), about="round:r")
    assert told([*facts(), undone]).answers["i2"].verdict == "fail"
    taken_back = RoundAnswered(id="t", at=AT + timedelta(seconds=65), round="r", item="i1", verdict="")
    assert not told([*facts(), taken_back]).answered("i1")


# --- scores -----------------------------------------------------------------------------------------------------------

CHOICE = Scale(type="choice", options=(Option(id="a", ok=True, label=WORDS), Option(id="b", ok=False, label=WORDS)))


@pytest.mark.parametrize(
    ("scale", "given_answer", "expected"),
    [
        (Scale(type="score_0_5", min_ok=3), {"value": 3}, PASS),
        (Scale(type="score_0_5", min_ok=3), {"value": 2}, FAIL),
        (Scale(type="score_0_5", min_ok=0), {"value": 0}, PASS),
        (Scale(type="score_0_5", min_ok=3), {}, ""),
        (Scale(type="number", unit="s", max=60), {"value": 60}, PASS),
        (Scale(type="number", unit="s", max=60), {"value": 60.01}, FAIL),
        (Scale(type="number", unit="celsius", min=18, max=26), {"value": 17.9}, FAIL),
        (Scale(type="number", unit="celsius", min=18, max=26), {"value": float("nan")}, FAIL),
        (CHOICE, {"choice": "a"}, PASS),
        (CHOICE, {"choice": "b"}, FAIL),
        (CHOICE, {"choice": "gone"}, ""),
        (Scale(type="text"), {"note": "  "}, ""),
        (Scale(type="text"), {"note": "ok"}, PASS),
        (Scale(type="photo"), {"photos": 1}, PASS),
        (Scale(type="photo"), {}, ""),
    ],
)
def test_the_verdict_of_every_scale(scale, given_answer, expected):
    assert verdict(item("x", scale=scale), **given_answer) == expected


def test_scores_are_weighted_and_not_applicable_never_helps():
    standard = checklist(item("i1", weight=5), item("i2", weight=3), item("i3", weight=2))
    answers = {name: answer(name, said) for name, said in (("i1", "pass"), ("i2", "fail"), ("i3", "na"))}
    found = score(standard, answers, finished=True)
    assert (found.points, found.possible, found.percent, found.failed, found.red) == (5, 8, 62.5, ("i2",), True)
    nothing = score(standard, {name: answer(name, "na") for name in ("i1", "i2", "i3")}, finished=True)
    assert nothing.percent is None
    assert not nothing.red


def test_a_failed_critical_item_makes_the_round_red_whatever_the_rest():
    standard = checklist(item("i1", weight=5), item("i2", weight=1, critical=True), pass_score=10)
    found = score(standard, {"i1": answer("i1", "pass"), "i2": answer("i2", "fail")}, finished=False)
    assert found.red
    assert found.critical == ("i2",)


def test_leaving_out_is_never_better_than_failing():
    standard = checklist(item("i1"), item("i2"))
    open_ = score(standard, {"i1": answer("i1", "pass")}, finished=True)
    failed = score(standard, {"i1": answer("i1", "pass"), "i2": answer("i2", "fail")}, finished=True)
    assert open_.percent == failed.percent == 50
    assert score(standard, {"i1": answer("i1", "pass")}, finished=False).percent == 100


def test_partial_points_of_a_score_and_of_a_deduction():
    standard = checklist(item("i1", scale=Scale(type="score_0_5", min_ok=3), weight=5), item("i2", weight=4))
    answers = {"i1": answer("i1", "pass", value=4), "i2": answer("i2", "fail", deducted=1.5, note="missing list")}
    found = score(standard, answers, finished=True)
    assert found.points == 4 + 2.5
    assert found.percent == pytest.approx(100 * 6.5 / 9)


@given(st.lists(st.tuples(st.integers(1, 5), st.sampled_from(["pass", "fail", "na", ""]), st.booleans()), min_size=1))
def test_a_score_stays_within_its_bounds(rows):
    standard = checklist(
        *(item(f"i{n}", weight=weight, critical=critical) for n, (weight, _, critical) in enumerate(rows))
    )
    answers = {f"i{n}": answer(f"i{n}", said) for n, (_, said, _) in enumerate(rows)}
    for finished in (False, True):
        found = score(standard, answers, finished=finished)
        assert 0 <= found.points <= found.possible
        assert found.percent is None or 0 <= found.percent <= 100
        assert found.open + found.not_applicable + len(found.failed) <= len(rows)
    # Turning any "does not apply" into a pass never lowers the score.
    for n, (_, said, _) in enumerate(rows):
        if said == "na":
            better = score(standard, {**answers, f"i{n}": answer(f"i{n}", "pass")}, finished=True).percent
            before = score(standard, answers, finished=True).percent
            assert better is not None
            assert before is None or better >= before - 1e-9


def test_touchpoints_have_their_own_scores():
    standard = checklist(item("i1"), item("i2", touchpoint="greeting"))
    scores = touchpoint_scores(standard, {"i1": answer("i1", "pass"), "i2": answer("i2", "fail")}, finished=True)
    assert {name: found.percent for name, found in scores.items()} == {"queueing": 100, "greeting": 0}


def test_a_second_signature_is_another_person():
    standard = checklist(item("i1", second_signature=True), item("i2"))
    begun = [*facts()[:2]]
    assert wants_second(standard, told(begun)) == ("i1",)

    def signed(by: str) -> RoundSigned:
        return RoundSigned(id=by, at=AT + timedelta(minutes=1), round="r", part="second", proof="pin", by=by)

    assert wants_second(standard, told([*begun, signed("8001")])) == ("i1",)
    assert wants_second(standard, told([*begun, signed("8002")])) == ()
