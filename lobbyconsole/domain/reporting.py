"""What every report is asked with: the period, what it is compared with, and how figures and series are laid out."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.naming import Naming, span
from lobbyconsole.domain.paper import Against, Amount, Bar, Bars, Day, Figure, Link, Row, Table, Value, Words, words
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP

Period = Literal["day", "week", "month"]
PERIODS: tuple[Period, ...] = ("day", "week", "month")
Series: TypeAlias = Sequence[tuple[date, float | None]]

_BEFORE: dict[str, str] = {
    "day": QT_TRANSLATE_NOOP("Briefing", "previous business day"),
    "week": QT_TRANSLATE_NOOP("Briefing", "the week before"),
    "month": QT_TRANSLATE_NOOP("Briefing", "the month before"),
}
ONCE = (QT_TRANSLATE_NOOP("Briefing", "the open day before"),)  # minutes closed with these words are still translated


@dataclass(frozen=True, slots=True)
class ReportKind:
    """One report of the rack and the periods it can be made for."""

    id: str
    title: Text
    periods: tuple[Period, ...] = PERIODS


@dataclass(frozen=True, slots=True)
class Rows:
    """What a figure was computed from; `left_off` more are not listed."""

    columns: tuple[Words, ...]
    rows: tuple[Row, ...]
    left_off: int = 0


def window(period: Period, day: date) -> tuple[date, date]:
    """The day itself, its week from Monday (ISO), or its month."""
    if period == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if period == "month":
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day, day


@dataclass(frozen=True)
class Asked(Naming):
    """One asking. `before`: the days compared with (None: there are none); `days`: those shown in a series.

    `until`: the instant up to which what goes on was counted.
    """

    branch: Branch
    library: Library
    period: Period
    first: date
    last: date
    before: tuple[date, date] | None
    days: tuple[date, ...]
    until: datetime

    @property
    def whole(self) -> Value:
        """The period in words."""
        return span(self.first, self.last)

    def link(self, kind: str, key: str = "") -> Link:
        """To what happened in the period."""
        return Link(kind, key, self.first.isoformat(), self.last.isoformat())

    def against(self, value: float | None, kind: str, key: str = "") -> tuple[Against, ...]:
        """The same figure of the period before, where there is one."""
        if value is None or self.before is None:
            return ()
        first, last = self.before
        link = Link(kind, key, first.isoformat(), last.isoformat())
        return (Against(words(_BEFORE[self.period]), value, link),)

    def count(
        self, label: str | Text | Words, value: float, kind: str, key: str = "", *, unit: str = "count",
        before: float | None = None, better: str = "", none_wanted: bool = False, note: Words | None = None,
    ) -> Figure:  # fmt: skip
        """A figure that is counted; with `none_wanted` anything above nought is bad."""
        verdict: Literal["good", "bad", "none"] = ("bad" if value else "good") if none_wanted else "none"
        return Figure(
            kind, words(label) if isinstance(label, str) else label, float(value), unit, self.link(kind, key),
            0.0 if none_wanted else None, "down" if none_wanted else better, verdict, False,
            self.against(before, kind, key), note,
        )  # fmt: skip

    def rate(
        self, kpi: str, label: str, value: float | None, kind: str, key: str = "", *, unit: str = "pct",
        scale: float = 1, before: float | None = None, better: str = "up", note: Words | None = None,
    ) -> Figure:  # fmt: skip
        """A figure judged by the target of a key figure ("" for none)."""
        found = self.kpi(kpi) if kpi else None
        target, verdict = self.judged(kpi, value, scale) if kpi else (None, "none")
        if value is None and note is None:
            note = words(NOTHING)
        return Figure(
            kpi or kind, words(label), value, unit, self.link(kind, key), target,
            found.direction if found else better, verdict, False, self.against(before, kind, key), note,
        )  # fmt: skip

    def chart(
        self, source: str, title: Text | Words, unit: str, series: Series, link: Link, *, kpi: str = "",
        scale: float = 1, note: Words | None = None,
    ) -> Bars:  # fmt: skip
        """A series by day, each bar judged by the target of a key figure."""
        bars = tuple(
            Bar(Day(day.isoformat()), value, self.judged(kpi, value, scale)[1] if kpi else "none")
            for day, value in series
        )
        return Bars(source, title, unit, bars, link, self.judged(kpi, None, scale)[0] if kpi else None, note)


NOTHING = QT_TRANSLATE_NOOP("Briefing", "There is nothing to compute it from.")


def columns(*texts: str) -> tuple[Words, ...]:
    """The heads of a table."""
    return tuple(words(text) for text in texts)


def table(source: str, title: Text | Words, heads: Sequence[str], rows: Sequence[Row], link: Link) -> Table:
    """A table of all its rows."""
    return Table(source, title, columns(*heads), tuple(rows), link)


def seconds(value: float | None) -> Value:
    """A duration in a cell."""
    return "–" if value is None else Amount(value, "s")


def minutes(value: float | None) -> Value:
    """Minutes in a cell."""
    return "–" if value is None else Amount(value, "min")


def percent(value: float | None) -> Value:
    """A share in a cell, given as 0 to 100."""
    return "–" if value is None else Amount(value, "pct")


def share(part: float, whole: float) -> float | None:
    """Percent; None of nothing."""
    return 100 * part / whole if whole else None
