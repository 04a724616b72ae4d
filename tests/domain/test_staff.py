"""The staff list as its facts tell it in any order, the waits after wrong PINs, and PINs that will not do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobbyconsole.domain.facts import ActionUndone, Fact
from lobbyconsole.domain.staff import WAITS_S, fold_staff, pin_fault, plain_pin
from lobbyconsole.domain.staff_facts import (
    StaffAdded,
    StaffAway,
    StaffBack,
    StaffLeft,
    StaffPinCleared,
    StaffPinFailed,
    StaffPinProved,
    StaffPinSet,
    StaffRolesSet,
)

NINE = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def at(minutes: float, **more: Any) -> dict[str, Any]:
    return {"id": f"f{minutes}", "at": NINE + timedelta(minutes=minutes), "staff": "1001", **more}


STORY: tuple[Fact, ...] = (
    StaffAdded(**at(0), roles=("teller",)),
    StaffPinSet(**at(1), hash="first"),
    StaffPinFailed(**at(2)),
    StaffPinFailed(**at(3)),
    StaffPinProved(**at(4)),
    StaffPinFailed(**at(5)),
    StaffRolesSet(**at(6), roles=("lobby_manager",)),
)


def test_the_list_is_the_same_in_whatever_order_it_is_told() -> None:
    folded = {fold_staff(told) for told in permutations(STORY)}
    assert len(folded) == 1
    member = folded.pop()
    assert member is not None
    assert (member.number, member.roles, member.pin_hash, member.wrong) == ("1001", ("lobby_manager",), "first", 1)
    assert member.listed
    assert not member.left


def test_who_left_and_comes_back_has_the_same_pin_and_no_way_round_a_wait() -> None:
    gone = fold_staff([*STORY, StaffLeft(**at(7))])
    assert gone is not None
    assert gone.left
    back = fold_staff([*STORY, StaffLeft(**at(7)), StaffAdded(**at(8), roles=())])
    assert back is not None
    assert (back.left, back.has_pin, back.wrong, back.roles) == (False, True, 1, ())


def test_a_pin_that_was_set_or_cleared_begins_without_wrong_tries() -> None:
    cleared = fold_staff([*STORY, StaffPinCleared(**at(7))])
    assert cleared is not None
    assert (cleared.has_pin, cleared.wrong) == (False, 0)
    again = fold_staff([*STORY, StaffPinSet(**at(7), hash="second")])
    assert again is not None
    assert (again.pin_hash, again.wrong) == ("second", 0)


def test_what_was_undone_counts_for_nothing_and_nobody_is_made_of_nothing() -> None:
    undone = ActionUndone(id="u", at=NINE + timedelta(hours=1), undoes=("f6",), about="staff:1001")
    member = fold_staff([*STORY, undone])
    assert member is not None
    assert member.roles == ("teller",)
    assert fold_staff([]) is None
    failed = fold_staff([StaffPinFailed(**at(0))])
    assert failed is not None
    assert not failed.listed


def test_the_hash_does_not_show_where_a_person_is_printed() -> None:
    assert "first" not in repr(fold_staff(STORY))


def test_waits_grow_and_end() -> None:
    told: list[Fact] = [StaffPinSet(**at(0), hash="x")]
    waits = []
    for number in range(1, 12):
        told.append(StaffPinFailed(**at(number)))
        member = fold_staff(told)
        assert member is not None
        waits.append(member.wait_s(NINE + timedelta(minutes=number)))
        assert member.wait_s(NINE + timedelta(minutes=number, seconds=WAITS_S[-1])) == 0
    assert waits == sorted(waits)
    assert waits[:2] == [0, 0]
    assert waits[-1] == WAITS_S[-1]


def test_a_clock_set_back_makes_no_wait_longer() -> None:
    member = fold_staff([StaffPinSet(**at(0), hash="x"), *(StaffPinFailed(**at(n)) for n in range(1, 5))])
    assert member is not None
    assert member.wait_s(NINE - timedelta(days=400)) == WAITS_S[4]


@pytest.mark.parametrize(
    ("pin", "fault"),
    [
        ("4826", None), ("48261795", None), ("0407", None), ("1989", None),
        ("482", "length"), ("482617953", "length"), ("", "length"), ("48a6", "length"), ("48 26", "length"),
        ("٤٨٢٦", "length"), ("-482", "length"),
        ("1111", "simple"), ("1234", "simple"), ("4321", "simple"), ("7890", "simple"), ("0123", "simple"),
        ("1212", "simple"), ("123123", "simple"), ("00000000", "simple"), ("5201314", "simple"), ("2580", "simple"),
        ("1001", "own_number"), ("110015", "own_number"),
    ],
)  # fmt: skip
def test_pins_that_will_do_and_that_will_not(pin: str, fault: str | None) -> None:
    assert pin_fault(pin, "1001") == fault


def test_a_part_of_the_own_number_will_not_do_either() -> None:
    assert pin_fault("6642", "A-166420") == "own_number"
    assert pin_fault("6642", "A-16") is None


def test_full_width_digits_are_the_same_digits() -> None:
    assert plain_pin(" ４８２６ ") == "4826"


@given(st.text(alphabet="0123456789", min_size=4, max_size=8), st.text(max_size=16))
def test_any_number_and_any_pin_get_an_answer(pin: str, number: str) -> None:
    assert pin_fault(pin, number) in (None, "simple", "own_number")


def marked(minutes: float, mark: str, since: float, until: float, reason: str = "sick") -> StaffAway:
    return StaffAway(**at(minutes, id=mark), reason=reason, since=NINE + timedelta(minutes=since),
                     until=NINE + timedelta(minutes=until))  # fmt: skip


def test_an_absence_holds_for_its_time_and_no_longer() -> None:
    member = fold_staff([*STORY, marked(10, "m", 10, 60)])
    assert member is not None
    assert [member.away(NINE + timedelta(minutes=when)) is not None for when in (9, 10, 59, 60)] == [
        False, True, True, False
    ]  # fmt: skip
    assert member.away_next(NINE) is not None
    assert member.away_next(NINE + timedelta(minutes=10)) is None


def test_who_is_back_is_back_whatever_the_order_and_the_clock() -> None:
    facts = (
        marked(10, "m", 10, 600), marked(11, "n", 2000, 3000, "training"), StaffBack(**at(30, id="b"), mark="m"),
        StaffBack(**at(5, id="c"), mark="n"),  # told by a clock that was behind
    )  # fmt: skip
    for told in permutations(facts):
        member = fold_staff([*STORY, *told])
        assert member is not None
        assert member.away(NINE + timedelta(minutes=29)) is not None
        assert member.away(NINE + timedelta(minutes=30)) is None
        assert member.away_next(NINE) is None or member.away_next(NINE).mark == "m"  # type: ignore[union-attr]
        assert [absence.void for absence in member.absences] == [False, True]


@given(
    st.lists(st.tuples(st.integers(0, 90), st.integers(1, 60)), max_size=6),
    st.lists(st.integers(0, 6), max_size=3),
    st.randoms(use_true_random=False),
)
def test_absences_told_in_any_order_are_the_same(spans: list[tuple[int, int]], backs: list[int], dice: Any) -> None:
    facts: list[Fact] = [marked(100 + n, f"m{n}", since, since + long) for n, (since, long) in enumerate(spans)]
    facts += [StaffBack(**at(150 + n, id=f"b{n}"), mark=f"m{which}") for n, which in enumerate(backs)]
    told = [*STORY, *facts]
    shuffled = [*told, *facts]
    dice.shuffle(shuffled)
    assert fold_staff(shuffled) == fold_staff(told)
