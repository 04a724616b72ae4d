"""Rounds when clocks change, computers sleep and calendars jump: every time asked for once, nothing done is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from lobbyconsole.config import Settings, WorkingCalendar
from lobbyconsole.domain.content.library import Library
from lobbyconsole.services.library.book import LibraryBook
from lobbyconsole.services.records import Records
from lobbyconsole.services.rounds import Due, Rounds
from lobbyconsole.services.subjects import Subjects
from lobbyconsole.services.workdays import Workdays
from tests.services.conftest import SmallHall
from tests.services.test_rounds import checklist

LISTS = (
    checklist("opening", "workdays 08:30"),
    checklist("night", "every 30m 01:00-04:00"),
    checklist("month", "monthly day 31 16:00"),
    checklist("half", "half_monthly day 15,30 09:00"),
    checklist("year", "yearly 02-29 10:00"),
    checklist("quarter", "quarterly month 2 day 30 11:00"),
)


class There:
    """Rounds of a hall that may be moved to another zone or calendar."""

    def __init__(self, hall: SmallHall) -> None:
        self.hall, self.branch, self.own_days = hall, hall.branch, ""
        subjects = Subjects(hall.store, hall.live)
        workdays = Workdays(self.settings)
        self._kept: Settings | None = None
        book = LibraryBook(subjects)
        records = Records(subjects, workdays, lambda: self.branch.tz)
        self.rounds = Rounds(subjects, book, records, workdays, lambda: self.branch)

    def settings(self) -> Settings:
        made = Settings(branch=self.branch, calendar=WorkingCalendar(own_days=self.own_days))
        if made != self._kept:
            self._kept = made
        return self._kept or made

    def move(self, **changes: object) -> None:
        self.branch = msgspec.structs.replace(self.branch, **changes)

    def every_day(self) -> None:
        span = self.branch.hours.week[0]
        self.move(hours=msgspec.structs.replace(self.branch.hours, week=(span,) * 7))

    def dues(self, name: str, first: date, last: date) -> list[Due]:
        now = self.branch.day_span(last)[1] + timedelta(days=9)
        return [due for due in self.rounds.dues(first, last, now) if due.checklist.id == name]

    def local(self, name: str, first: date, last: date) -> list[str]:
        return [f"{due.due_at.astimezone(self.branch.tz):%m-%d %H:%M}" for due in self.dues(name, first, last)]

    def do(self, name: str, due_at: datetime) -> None:
        state = self.rounds.begin(name, by="8001", due_at=due_at)
        for entry in state.checklist.items:
            self.rounds.answer(state.round.key, entry.id, said="pass", by="8001")
        self.rounds.finish(state.round.key, by="8001")


@pytest.fixture
def there(open_hall: Callable[[], SmallHall], monkeypatch: pytest.MonkeyPatch) -> There:
    library = Library(checklists={entry.id: entry for entry in LISTS})
    monkeypatch.setattr("lobbyconsole.services.library.book.load_library", lambda: library)
    return There(open_hall())


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31)])
def test_in_the_night_of_a_clock_change_each_time_is_asked_once(there: There, day: date) -> None:
    there.move(zone="Europe/Warsaw")
    there.every_day()
    night = there.dues("night", day - timedelta(days=1), day + timedelta(days=1))
    instants = [due.due_at for due in night]
    assert len(set(instants)) == len(instants), "two local times may be one instant"
    assert instants == sorted(instants)
    for due in night:
        there.do("night", due.due_at)
    after = there.dues("night", day - timedelta(days=1), day + timedelta(days=1))
    assert {due.state for due in after} == {"done"}
    assert len({due.round for due in after}) == len(after)


def test_the_clock_of_this_computer_is_set_back_in_the_middle_of_a_round(there: There) -> None:
    due_at = there.hall.time() - timedelta(minutes=5)
    state = there.rounds.begin("opening", by="8001", due_at=due_at)
    items = [entry.id for entry in state.checklist.items]
    there.rounds.answer(state.round.key, items[0], said="fail", by="8001")
    there.hall.time.set(there.hall.time() - timedelta(hours=1))
    there.rounds.answer(state.round.key, items[0], said="pass", by="8001")
    there.rounds.answer(state.round.key, items[1], said="pass", by="8001")
    done = there.rounds.finish(state.round.key, by="8001")
    assert (done.round.state, done.score.percent, done.round.flags) == ("finished", 100, ())


def test_month_ends_and_leap_days_of_a_leap_year_and_of_none(there: There) -> None:
    there.every_day()
    there.own_days = "2027-02-28 open; 2028-02-28 open; 2028-02-29 open"
    for year, last in ((2027, 28), (2028, 29)):
        first, end = date(year, 2, 1), date(year, 3, 1)
        assert there.local("month", first, end) == [f"02-{last} 16:00"]
        assert there.local("half", first, end)[1] == f"02-{last} 09:00"
        assert there.local("year", first, end) == [f"02-{last} 10:00"]
        assert there.local("quarter", first, end) == [f"02-{last} 11:00"]
    there.do("year", there.dues("year", date(2028, 2, 29), date(2028, 2, 29))[0].due_at)
    assert [due.state for due in there.dues("year", date(2028, 2, 1), date(2028, 3, 1))] == ["done"]


def test_what_falls_into_the_spring_festival_is_asked_on_the_first_open_day_once(there: There) -> None:
    there.move(hours=msgspec.structs.replace(there.branch.hours, week=(*there.branch.hours.week[:5], None, None)))
    first, last = date(2026, 2, 10), date(2026, 3, 3)
    times = there.local("opening", first, last)
    assert "02-14 08:30" in times, "a Saturday that is worked"
    assert not [text for text in times if "02-15" <= text[:5] <= "02-23"], "the festival"
    assert there.local("half", first, last) == ["02-24 09:00", "02-28 09:00"]
    there.own_days = "2026-02-24 closed 搬迁; 2026-02-28 closed"
    assert there.local("half", first, last) == ["02-25 09:00", "03-02 09:00"]


def test_a_holiday_that_is_shifted_afterwards_takes_no_round_that_was_done_away(there: There) -> None:
    first = there.dues("half", date(2026, 11, 17), date(2026, 11, 30))
    assert [f"{due.due_at.astimezone(there.branch.tz):%d}" for due in first] == ["30"]
    there.do("half", first[0].due_at)
    there.own_days = "2026-11-30 closed 停电"
    moved = there.dues("half", date(2026, 11, 17), date(2026, 12, 2))
    assert [(f"{due.due_at.astimezone(there.branch.tz):%m-%d}", due.state) for due in moved] == [("12-01", "missed")]
    assert there.rounds.past(date(2026, 11, 1), date(2026, 12, 31))[0].state == "finished"


def test_a_computer_that_sleeps_over_a_month_end_finds_each_round_once(there: There) -> None:
    there.every_day()
    there.hall.time.set(datetime(2027, 1, 29, 8, 0, tzinfo=UTC))
    assert {due.checklist.id for due in there.rounds.overdue(there.hall.time())} >= {"opening", "night"}
    there.hall.time.set(datetime(2027, 2, 3, 1, 30, tzinfo=UTC))  # it slept for five days
    overdue = there.rounds.overdue(there.hall.time())
    names = [due.checklist.id for due in overdue]
    assert len(names) == len(set(names))
    assert {"month", "half", "opening", "night"} <= set(names)
    there.do("month", next(due.due_at for due in overdue if due.checklist.id == "month"))
    assert "month" not in {due.checklist.id for due in there.rounds.overdue(there.hall.time())}
    assert there.local("month", date(2027, 1, 29), date(2027, 2, 3)) == ["01-31 16:00"]


def test_another_zone_from_now_on_asks_for_nothing_twice_on_the_day_of_the_change(there: There) -> None:
    day = there.rounds.day_of(there.hall.time())
    there.do("opening", there.dues("opening", day, day)[0].due_at)
    there.move(zone="Asia/Tokyo")
    assert len(there.dues("opening", day, day)) == 1
