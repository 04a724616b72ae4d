"""Periods and layouts: pure, without a hall."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import Bars, Figure, Missing, Table, words
from lobbyconsole.domain.reporting import Asked, Period, window
from lobbyconsole.domain.sample import sample_branch
from lobbyconsole.reports import actions, fairness, key_figures
from lobbyconsole.reports.key_figures import KeyFigure
from lobbyconsole.services.library.compiled import load_library

BANK = sample_branch("bank")
NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)


def asked(period: Period = "week", day: date = date(2026, 11, 18)) -> Asked:
    first, last = window(period, day)
    days = tuple(first + timedelta(days=number) for number in range((last - first).days + 1))
    return Asked(BANK, load_library(), period, first, last, window(period, first - timedelta(days=1)), days, NOW)


@pytest.mark.parametrize(
    ("period", "day", "first", "last"),
    [
        ("day", "2028-02-29", "2028-02-29", "2028-02-29"),
        ("week", "2026-11-18", "2026-11-16", "2026-11-22"),
        ("week", "2026-11-22", "2026-11-16", "2026-11-22"),
        ("week", "2027-01-01", "2026-12-28", "2027-01-03"),  # ISO: the last week of the old year
        ("week", "2026-12-28", "2026-12-28", "2027-01-03"),
        ("month", "2026-01-31", "2026-01-01", "2026-01-31"),
        ("month", "2026-02-01", "2026-02-01", "2026-02-28"),
        ("month", "2028-02-10", "2028-02-01", "2028-02-29"),
        ("month", "2026-12-31", "2026-12-01", "2026-12-31"),
    ],
)
def test_windows(period: Period, day: str, first: str, last: str) -> None:
    assert window(period, date.fromisoformat(day)) == (date.fromisoformat(first), date.fromisoformat(last))


def test_the_period_before_january_is_december_and_before_march_the_whole_of_february() -> None:
    assert asked("month", date(2027, 1, 15)).before == (date(2026, 12, 1), date(2026, 12, 31))
    assert asked("month", date(2028, 3, 31)).before == (date(2028, 2, 1), date(2028, 2, 29))
    assert asked("week", date(2027, 1, 4)).before == (date(2026, 12, 28), date(2027, 1, 3))


def only(sections: tuple[object, ...], kind: type) -> list[object]:
    return [block for section in sections for block in getattr(section, "blocks", ()) if isinstance(block, kind)]


def test_a_key_figure_is_judged_by_its_own_target_and_a_longer_period_by_as_many_days() -> None:
    data = key_figures.Data({"wait_over_20": KeyFigure(9.0, "tickets", days=5), "wait_avg": KeyFigure(660, "s", 60)})
    mean, over = only(key_figures.make(asked(), data), Figure)
    assert isinstance(over, Figure)
    assert isinstance(mean, Figure)
    assert (over.target, over.verdict) == (0, "watch")  # the limit is 3 a day: 15 in five days
    assert (mean.target, mean.verdict) == (600, "watch")


def test_more_than_is_known_is_good_for_nobody() -> None:
    data = key_figures.Data({"wait_peak": KeyFigure(300.0, "s", 60, at_least=True)})
    (peak,) = only(key_figures.make(asked(), data), Figure)
    assert isinstance(peak, Figure)
    assert (peak.verdict, peak.at_least) == ("none", True)


def test_what_cannot_be_told_is_missing_with_its_reason_and_never_a_figure() -> None:
    data = key_figures.Data({"satisfaction": KeyFigure(reason=words("No survey is kept."))})
    sections = key_figures.make(asked(), data)
    assert [section.id for section in sections] == ["missing"]
    (block,) = only(sections, Missing)
    assert isinstance(block, Missing)
    assert isinstance(block.what, Text)
    assert (block.what.zh, str(block.reason)) == ("客户满意度提升", "No survey is kept.")


def action(key: str, age: timedelta, *, late: bool = False) -> actions.Action:
    return actions.Action(key, "x", "cleaner", Text("To do", "待整改"), NOW - age, None, late, False)


def test_ages_of_open_actions() -> None:
    ages = (0, 3, 4, 7, 8, 30, 31, 99)
    still = tuple(action(f"ZG-{days:02}", timedelta(days=days, hours=1)) for days in ages)
    (chart,) = only(actions.make(asked(), actions.Data((), still, 0, 0, 0, None, None)), Bars)
    assert isinstance(chart, Bars)
    assert [bar.value for bar in chart.bars] == [2, 2, 2, 2]
    assert [str(bar.label) for bar in chart.bars] == ["0 to 3 days", "4 to 7 days", "8 to 30 days", "over 30 days"]


def test_the_overdue_come_first() -> None:
    still = (action("ZG-1", timedelta(days=9)), action("ZG-2", timedelta(days=1), late=True))
    (found,) = only(actions.make(asked(), actions.Data((), still, 0, 0, 0, None, None)), Table)
    assert isinstance(found, Table)
    assert [row.cells[0] for row in found.rows] == ["ZG-2", "ZG-1"]


def test_what_jumps_cost_is_told_for_a_single_day_only() -> None:
    data = fairness.Data([("2026-11-18", "vip", "1", "cash", 3)], [("normal", 90, 300.0)], 100, None, None)
    sections = fairness.make(asked(), data)
    assert len(only(sections, Missing)) == 1
    count, rate = only(sections, Figure)
    assert isinstance(count, Figure)
    assert isinstance(rate, Figure)
    assert (count.value, rate.value) == (3, 3)
