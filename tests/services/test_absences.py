"""Who is not here: marked on a real store, ended by itself, never named for a role while somebody else is here."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobbyconsole.domain.sample import sample_branch
from lobbyconsole.domain.walkthrough_roles import candidates, chain, stands_in
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.head_sheet import in_the_hall
from lobbyconsole.services.library.compiled import load_library
from lobbyconsole.services.staff import Staff, StaffMember
from lobbyconsole.services.subjects import Subjects
from tests.fakes import FixedClock
from tests.services.conftest import SmallHall
from tests.services.meeting_hall import MeetingHall, instant, of, open_meeting_hall, workweek

BANK = workweek(sample_branch("bank"))
FRIDAY = date(2026, 11, 20)

Open = Callable[[], tuple[SmallHall, Staff]]


@pytest.fixture
def opened(open_hall: Callable[[], SmallHall]) -> Open:
    def again() -> tuple[SmallHall, Staff]:
        hall = open_hall()
        return hall, Staff(Subjects(hall.store, hall.live), hall.key, ticks=hall.time.monotonic)

    return again


@pytest.fixture
def there(opened: Open) -> tuple[SmallHall, Staff]:
    hall, staff = opened()
    staff.add("1001", ["lobby_manager"], by="1001")
    staff.add("1002", ["teller"], by="1001")
    return hall, staff


def test_one_press_marks_for_the_day_and_the_day_ends_it(there: tuple[SmallHall, Staff], opened: Open) -> None:
    hall, staff = there
    member = staff.mark_away("1002", "sick", by="1001")
    (absence,) = member.absences
    assert (absence.reason, absence.by, absence.since) == ("sick", "1001", hall.time())
    assert list(staff.away()) == ["1002"]
    hall, staff = opened()
    assert list(staff.away()) == ["1002"], "a restart forgets nobody"
    day = hall.branch.day_of(hall.time())
    assert absence.until == hall.branch.day_span(day)[1]
    hall.time.set(absence.until - timedelta(seconds=1))
    assert list(staff.away(hall.time())) == ["1002"]
    assert staff.away(absence.until) == {}, "it ended by itself"


def test_here_again_and_a_longer_one_and_a_second_press(there: tuple[SmallHall, Staff]) -> None:
    hall, staff = there
    staff.mark_away("1002", "sick", by="1001")
    assert len(staff.mark_away("1002", "sick", by="1001").absences) == 1, "a second press is the same mark"
    longer = hall.time() + timedelta(days=3)
    member = staff.mark_away("1002", "sick", until=longer, by="1001")
    held = member.away(hall.time())
    assert held is not None
    assert held.ends == longer
    assert sum(absence.holds(hall.time()) for absence in member.absences) == 1
    hall.time.advance(60)
    assert staff.mark_back("1002", by="1002").away(hall.time()) is None
    hall.time.advance(60)
    assert staff.away() == {}
    assert len(staff.mark_back("1002").absences) == 2, "once more changes nothing"


def test_from_and_until_are_for_later_too_and_can_be_taken_back(there: tuple[SmallHall, Staff]) -> None:
    hall, staff = there
    begin = hall.time() + timedelta(days=2)
    member = staff.mark_away("1002", "training", since=begin, until=begin + timedelta(days=1), by="1001")
    assert staff.away() == {}
    ahead = member.away_next(hall.time())
    assert ahead is not None
    assert ahead.since == begin
    assert staff.away(begin)["1002"].reason == "training"
    assert staff.mark_back("1002").absences[0].back_at is None, "back from what holds now, and nothing does"
    assert staff.mark_back("1002", mark=ahead.mark).away_next(hall.time()) is None
    assert staff.away(begin) == {}


@pytest.mark.parametrize(("since", "until"), [(0, -1), (0, 0), (5, 4), (-9, -1), (0, 24 * 400)])
def test_times_without_sense_are_refused(there: tuple[SmallHall, Staff], since: int, until: int) -> None:
    hall, staff = there
    with pytest.raises(Refused):
        staff.mark_away("1002", "out", since=hall.time() + timedelta(hours=since),
                        until=hall.time() + timedelta(hours=until))  # fmt: skip
    with pytest.raises(Refused):
        staff.mark_away("7777", "out")
    staff.leave("1002")
    with pytest.raises(Refused):
        staff.mark_away("1002", "out")


def sits(hall: SmallHall, staff: str) -> None:
    """Open counter 1 for somebody, and wait until the picture shows since when."""
    opened = hall.time()
    hall.desk.open_counter("1", staff=staff).result(10)
    for _ in range(500):
        counter = hall.live.snapshot.picture.counters.get("1")  # not there before its first fact is shown
        spells = counter.spells if counter is not None else ()
        if spells and spells[-1].since >= opened and not spells[-1].until:
            return
        time.sleep(0.01)
    raise AssertionError("the picture never showed it")


def test_who_signs_on_at_a_counter_afterwards_is_here(there: tuple[SmallHall, Staff]) -> None:
    hall, staff = there
    sits(hall, "1002")
    hall.time.advance(60)
    staff.mark_away("1002", "sick", by="1001")
    assert list(staff.away()) == ["1002"], "the counter was left signed on"
    assert in_the_hall(hall.live.snapshot.picture, ["1001"], staff.away())[0] == ("1001",)
    hall.time.advance(60)
    hall.desk.close_counter("1").result(10)
    hall.time.advance(60)
    sits(hall, "1002")
    assert staff.away() == {}
    assert in_the_hall(hall.live.snapshot.picture, ["1001"], staff.away())[0] == ("1001", "1002")


ROLES = load_library().roles
NAMES = sorted(name for name, role in ROLES.items() if role.kind == "staff")


@given(
    st.lists(st.lists(st.sampled_from(NAMES), max_size=2), min_size=1, max_size=6),
    st.sets(st.integers(0, 5)),
    st.sets(st.integers(0, 5)),
    st.sampled_from(NAMES),
)
def test_an_absent_holder_is_never_named_before_a_present_deputy(
    skills: list[list[str]], absent: set[int], busy: set[int], role: str
) -> None:
    roster = [StaffMember(str(1000 + at), tuple(roles), listed=True) for at, roles in enumerate(skills)]
    away = {str(1000 + at) for at in absent}
    found = candidates(role, ROLES, roster, [str(1000 + at) for at in busy], away)
    assert not away & {number for number, _ in found}
    assert {number for number, _ in found} == {member.number for member in roster} - away


@given(
    st.lists(st.lists(st.sampled_from(NAMES), max_size=2), max_size=6),
    st.sets(st.integers(0, 5)),
    st.sampled_from(NAMES),
)
def test_what_falls_to_a_role_falls_to_somebody_who_is_here(
    skills: list[list[str]], absent: set[int], role: str
) -> None:
    roster = [StaffMember(str(1000 + at), tuple(roles), listed=True) for at, roles in enumerate(skills)]
    away = {str(1000 + at) for at in absent}
    found = stands_in(role, ROLES, roster, away)
    here = {name for member in roster if member.number not in away for name in member.roles}
    if role in here or not any(role in member.roles for member in roster):
        assert found == role
    else:
        deputies = [name for name in chain(role, ROLES) if name in here]
        assert found == (deputies[0] if deputies else role)


@pytest.mark.parametrize("role", [name for name in NAMES if len(chain(name, ROLES)) > 1])
def test_a_role_whose_holder_is_away_falls_to_its_first_deputy_who_is_here(role: str) -> None:
    first, *others = chain(role, ROLES)[1:]
    roster = [StaffMember("1000", (role,), listed=True), StaffMember("1001", (first,), listed=True)]
    assert stands_in(role, ROLES, roster, {"1000"}) == first
    assert stands_in(role, ROLES, roster, set()) == role
    if others:
        roster.append(StaffMember("1002", (others[0],), listed=True))
        assert stands_in(role, ROLES, roster, {"1000", "1001"}) == others[0]


def test_a_briefing_says_who_is_not_here_and_who_is_next(tmp_path: Path) -> None:
    hall = open_meeting_hall(tmp_path, BANK, FixedClock(instant(BANK, FRIDAY, "08:30")))
    try:
        staff = hall.work.staff
        assert "The console keeps no roster yet." in _staffing(hall), "without a list nothing is made up"
        staff.add("8001", ["lobby_manager"])
        staff.add("6001", ["security_guard"])
        staff.add("8002", [ROLES["lobby_manager"].deputy])
        assert "Nobody is marked as not here." in _staffing(hall)
        staff.mark_away("8001", "sick", by="8002")
        said = _staffing(hall)
        assert "病假" in said
        assert "8001" in said
        assert "8002" in said, "the deputy is named"
        hall.time.advance(86_400 * 3)
        assert "病假" not in _staffing(hall)
    finally:
        hall.close()


def _staffing(hall: MeetingHall) -> str:
    now = hall.time()
    blocks = of(hall.meetings.compose("morning", BANK.day_of(now), now), "staffing.today")
    return str(blocks)
