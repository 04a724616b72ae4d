"""Rounds kept: what was due and done, what was late or missed; voluntary rounds apart, they bend nothing."""

from __future__ import annotations

from dataclasses import dataclass

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import Amount, Block, Moment, Note, PaperSection, Row, Value, words
from lobbyconsole.domain.reporting import Asked, ReportKind, Series, percent, share, table
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP

KIND = ReportKind("rounds", Text("Rounds kept", "巡检执行"))


@dataclass(frozen=True, slots=True)
class Kept:
    """One checklist: due times that have passed, done, of them late; voluntary rounds; mean score in percent."""

    checklist: str
    title: Value
    due: int = 0
    done: int = 0
    late: int = 0
    missed: int = 0
    voluntary: int = 0
    mean: float | None = None
    red: int = 0


@dataclass(frozen=True, slots=True)
class Missed:
    """A due time that nobody answered."""

    title: Value
    due_at: Moment
    owner: Value


@dataclass(frozen=True, slots=True)
class Data:
    """`before`: (done, due) of the period before; by_day: percent of the due ones done."""

    checklists: tuple[Kept, ...]
    missed: tuple[Missed, ...]
    before: tuple[int, int]
    by_day: Series


_HEADS = (
    QT_TRANSLATE_NOOP("Briefing", "Round"),
    QT_TRANSLATE_NOOP("Briefing", "Due"),
    QT_TRANSLATE_NOOP("Briefing", "Done"),
    QT_TRANSLATE_NOOP("Briefing", "Of them late"),
    QT_TRANSLATE_NOOP("Briefing", "Missed"),
    QT_TRANSLATE_NOOP("Briefing", "Kept"),
    QT_TRANSLATE_NOOP("Briefing", "Mean score"),
    QT_TRANSLATE_NOOP("Briefing", "Failed rounds"),
    QT_TRANSLATE_NOOP("Briefing", "Voluntary"),
)
_MISSED = (
    QT_TRANSLATE_NOOP("Briefing", "Round"),
    QT_TRANSLATE_NOOP("Briefing", "Due"),
    QT_TRANSLATE_NOOP("Briefing", "Owner"),
)
_DONE = QT_TRANSLATE_NOOP("Briefing", "Scheduled rounds done")
_OF = QT_TRANSLATE_NOOP("Briefing", "{done} of {counted}")
_LATE = QT_TRANSLATE_NOOP("Briefing", "Begun more than 15 minutes after their time")
_FREE = QT_TRANSLATE_NOOP("Briefing", "Voluntary rounds")
_NOT_COUNTED = QT_TRANSLATE_NOOP("Briefing", "They do not count for the rounds kept.")
_NONE_DUE = QT_TRANSLATE_NOOP("Briefing", "No round was due, {days}.")
_BY_DAY = QT_TRANSLATE_NOOP("Briefing", "Scheduled rounds done by day")
_HEADLINE = QT_TRANSLATE_NOOP("Briefing", "{missed} of {counted} scheduled rounds were not done")


def make(asked: Asked, data: Data) -> tuple[PaperSection, ...]:
    """Kept as a whole and by checklist, then those missed."""
    due, done = sum(entry.due for entry in data.checklists), sum(entry.done for entry in data.checklists)
    late, free = sum(entry.late for entry in data.checklists), sum(entry.voluntary for entry in data.checklists)
    link = asked.link("rounds")
    blocks: list[Block] = []
    if due:
        note = words(_OF, done=Amount(done), counted=Amount(due))
        blocks.append(
            asked.rate("patrol_rate", _DONE, share(done, due), "rounds", before=share(*data.before), note=note)
        )
        blocks.append(asked.count(_LATE, late, "rounds", unit="count", better="down"))
    else:
        blocks.append(Note("patrol_rate", words(_NONE_DUE, days=asked.whole), link))
    blocks.append(asked.count(_FREE, free, "rounds", note=words(_NOT_COUNTED)))
    if data.checklists:
        rows = [
            Row((entry.title, Amount(entry.due), Amount(entry.done), Amount(entry.late), Amount(entry.missed),
                 percent(share(entry.done, entry.due)), percent(entry.mean), Amount(entry.red),
                 Amount(entry.voluntary)),
                asked.link("rounds", entry.checklist), asked.judged("patrol_rate", share(entry.done, entry.due))[1])
            for entry in data.checklists
        ]  # fmt: skip
        blocks.append(table("patrol_rate", Text("Checklists", "检查表"), _HEADS, rows, link))
    if asked.period != "day" and sum(value is not None for _, value in data.by_day) > 1:
        blocks.append(asked.chart("patrol_rate", words(_BY_DAY), "pct", data.by_day, link, kpi="patrol_rate"))
    headline = words(_HEADLINE, missed=Amount(due - done), counted=Amount(due)) if due > done else None
    sections = [PaperSection("kept", Text("Rounds kept", "巡检执行"), 0, headline, tuple(blocks))]
    if data.missed:
        missed = [Row((entry.title, entry.due_at, entry.owner), link, "bad") for entry in data.missed]
        block = table("patrol_rate", Text("Rounds not done", "未完成的巡检"), _MISSED, missed, link)
        sections.append(PaperSection("missed", Text("Rounds not done", "未完成的巡检"), 0, None, (block,)))
    return tuple(sections)
