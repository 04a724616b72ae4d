"""Touchpoints: own score, trend, where a stranger saw it otherwise, and the items that failed most."""

from __future__ import annotations

from dataclasses import dataclass

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.journey import Tally, direction
from lobbyconsole.domain.paper import Amount, Block, Note, PaperSection, Row, Value, words
from lobbyconsole.domain.reporting import Asked, ReportKind, Series, percent, table
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP

KIND = ReportKind("touchpoints", Text("Touchpoints", "接触点"))


@dataclass(frozen=True, slots=True)
class Point:
    """One touchpoint: own answers of the period and of the one before, strangers' score."""

    name: str
    own: Tally
    before: Tally
    outside: float | None
    outside_answers: int


@dataclass(frozen=True, slots=True)
class Failing:
    """An item that failed: what it asks, how often of how many answers, and the round in which it failed last."""

    touchpoint: str
    text: Value
    answers: int
    failed: int
    last_round: str


@dataclass(frozen=True, slots=True)
class Data:
    """Points in the order of the journey; `total` by day for the series."""

    total: Tally
    before: Tally
    points: tuple[Point, ...]
    failing: tuple[Failing, ...]
    by_day: Series


_POINTS = (
    QT_TRANSLATE_NOOP("Briefing", "Touchpoint"),
    QT_TRANSLATE_NOOP("Briefing", "Score"),
    QT_TRANSLATE_NOOP("Briefing", "Before"),
    QT_TRANSLATE_NOOP("Briefing", "Trend"),
    QT_TRANSLATE_NOOP("Briefing", "Answers"),
    QT_TRANSLATE_NOOP("Briefing", "Failed"),
    QT_TRANSLATE_NOOP("Briefing", "Seen by strangers"),
)
_TRENDS = {
    "up": QT_TRANSLATE_NOOP("Briefing", "better"),
    "flat": QT_TRANSLATE_NOOP("Briefing", "as before"),
    "down": QT_TRANSLATE_NOOP("Briefing", "worse"),
    "": QT_TRANSLATE_NOOP("Briefing", "too few answers"),
}
_ITEMS = (
    QT_TRANSLATE_NOOP("Briefing", "Item"),
    QT_TRANSLATE_NOOP("Briefing", "Touchpoint"),
    QT_TRANSLATE_NOOP("Briefing", "Failed"),
    QT_TRANSLATE_NOOP("Briefing", "Answers"),
)
_NONE = QT_TRANSLATE_NOOP("Briefing", "No round was finished for {days}: no touchpoint has a score.")
_CLEAN = QT_TRANSLATE_NOOP("Briefing", "{days}: nothing failed at any touchpoint.")
_UNSEEN = QT_TRANSLATE_NOOP("Briefing", "Not looked at: {points}")
_BY_DAY = QT_TRANSLATE_NOOP("Briefing", "Score of all touchpoints by day")
_MET = QT_TRANSLATE_NOOP("Briefing", "Touchpoint standard met")


def make(asked: Asked, data: Data) -> tuple[PaperSection, ...]:
    """Scores, then the worst items."""
    link = asked.link("rounds")
    seen = [point for point in data.points if point.own.answers or point.outside is not None]
    if not seen:
        note = Note("touchpoint_score", words(_NONE, days=asked.whole), link)
        return (PaperSection("scores", Text("Scores", "得分"), 0, None, (note,)),)
    rows = [_row(asked, point) for point in seen]
    blocks: list[Block] = [
        asked.rate("touchpoint_score", _MET, data.total.percent, "rounds", before=data.before.percent),
        table("touchpoint_score", Text("Touchpoints", "接触点"), _POINTS, rows, link),
    ]
    if asked.period != "day" and sum(value is not None for _, value in data.by_day) > 1:
        blocks.append(asked.chart("touchpoint_score", words(_BY_DAY), "pct", data.by_day, link, kpi="touchpoint_score"))
    unseen = [point.name for point in data.points if point not in seen]
    if unseen:
        blocks.append(Note("touchpoint_score", words(_UNSEEN, points=_list(asked, unseen)), link))
    worst: Block = Note("touchpoint_score", words(_CLEAN, days=asked.whole), link, "good")
    if data.failing:
        items = [
            Row((item.text, asked.term("touchpoints", item.touchpoint), Amount(item.failed), Amount(item.answers)),
                asked.link("round", item.last_round), "bad")
            for item in data.failing
        ]  # fmt: skip
        worst = table("touchpoint_score", Text("Items that failed most", "失分最多的检查项"), _ITEMS, items, link)
    return (
        PaperSection("scores", Text("Scores", "得分"), 0, None, tuple(blocks)),
        PaperSection("items", Text("Worst items", "薄弱项"), 0, None, (worst,)),
    )


def _row(asked: Asked, point: Point) -> Row:
    cells: tuple[Value, ...] = (
        asked.term("touchpoints", point.name), percent(point.own.percent), percent(point.before.percent),
        words(_TRENDS[direction(point.own, point.before)]), Amount(point.own.answers), Amount(point.own.failed),
        percent(point.outside),
    )  # fmt: skip
    verdict = asked.judged("touchpoint_score", point.own.percent)[1]
    return Row(cells, asked.link("touchpoint", point.name), verdict)


def _list(asked: Asked, names: list[str]) -> Text:
    said = [asked.term("touchpoints", name) for name in names]
    english = ", ".join(term.en if isinstance(term, Text) else str(term) for term in said)
    return Text(english, "、".join(term.zh if isinstance(term, Text) else str(term) for term in said))
