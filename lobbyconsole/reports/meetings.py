"""Meetings: which were held of those that were due, and who was there."""

from __future__ import annotations

from dataclasses import dataclass

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import Amount, Block, Day, Link, Note, PaperSection, Row, Value, words
from lobbyconsole.domain.reporting import Asked, ReportKind, percent, share, table
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP

KIND = ReportKind("meetings", Text("Meetings and attendance", "会议与出席"))


@dataclass(frozen=True, slots=True)
class Kind:
    """One agenda: due, held with minutes, times somebody was present or absent, tasks taken."""

    agenda: str
    title: Value
    due: int = 0
    held: int = 0
    present: int = 0
    absent: int = 0
    tasks: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """One meeting."""

    key: str
    title: Value
    day: str
    chair: str
    present: int
    absent: int
    tasks: int
    closed: bool


@dataclass(frozen=True, slots=True)
class Data:
    """`three`: (held, due) of morning, closing and daily analysis, now and in the period before."""

    kinds: tuple[Kind, ...]
    held: tuple[Held, ...]
    three: tuple[int, int]
    three_before: tuple[int, int]
    attendance_before: tuple[int, int]


_KINDS = (
    QT_TRANSLATE_NOOP("Briefing", "Meeting"),
    QT_TRANSLATE_NOOP("Briefing", "Due"),
    QT_TRANSLATE_NOOP("Briefing", "Held with minutes"),
    QT_TRANSLATE_NOOP("Briefing", "Present"),
    QT_TRANSLATE_NOOP("Briefing", "Absent"),
    QT_TRANSLATE_NOOP("Briefing", "Attendance"),
    QT_TRANSLATE_NOOP("Briefing", "Tasks"),
)
_HELD = (
    QT_TRANSLATE_NOOP("Briefing", "Day"),
    QT_TRANSLATE_NOOP("Briefing", "Meeting"),
    QT_TRANSLATE_NOOP("Briefing", "Chair"),
    QT_TRANSLATE_NOOP("Briefing", "Present"),
    QT_TRANSLATE_NOOP("Briefing", "Absent"),
    QT_TRANSLATE_NOOP("Briefing", "Tasks"),
    QT_TRANSLATE_NOOP("Briefing", "Minutes"),
)
_RATE = QT_TRANSLATE_NOOP("Briefing", "Morning, closing and daily analysis held")
_OF = QT_TRANSLATE_NOOP("Briefing", "{done} of {counted}")
_ATTENDANCE = QT_TRANSLATE_NOOP("Briefing", "Attendance, of those noted")
_TASKS = QT_TRANSLATE_NOOP("Briefing", "Tasks taken in meetings")
_NONE = QT_TRANSLATE_NOOP("Briefing", "No meeting was due and none was held, {days}.")
_CLOSED, _RUNNING = QT_TRANSLATE_NOOP("Briefing", "closed"), QT_TRANSLATE_NOOP("Briefing", "not closed")


def make(asked: Asked, data: Data) -> tuple[PaperSection, ...]:
    """By agenda, then each meeting."""
    link = asked.link("meeting")
    if not data.kinds:
        note = Note("meeting_rate", words(_NONE, days=asked.whole), link)
        return (PaperSection("kinds", Text("Meetings held", "会议召开"), 0, None, (note,)),)
    present, absent = sum(kind.present for kind in data.kinds), sum(kind.absent for kind in data.kinds)
    rows = [
        Row((kind.title, Amount(kind.due), Amount(kind.held), Amount(kind.present), Amount(kind.absent),
             percent(share(kind.present, kind.present + kind.absent)), Amount(kind.tasks)),
            link, "bad" if kind.held < kind.due else "none")
        for kind in data.kinds
    ]  # fmt: skip
    was_there, was_not = data.attendance_before
    blocks: list[Block] = [
        asked.rate("meeting_rate", _RATE, share(*data.three), "meeting", before=share(*data.three_before),
                   note=words(_OF, done=Amount(data.three[0]), counted=Amount(data.three[1]))),
        asked.rate("", _ATTENDANCE, share(present, present + absent), "meeting",
                   before=share(was_there, was_there + was_not)),
        asked.count(_TASKS, sum(kind.tasks for kind in data.kinds), "meeting"),
        table("meeting_rate", Text("Meetings by kind", "各类会议"), _KINDS, rows, link),
    ]  # fmt: skip
    sections = [PaperSection("kinds", Text("Meetings held", "会议召开"), 0, None, tuple(blocks))]
    if data.held:
        each = [
            Row((Day(held.day), held.title, held.chair or "–", Amount(held.present), Amount(held.absent),
                 Amount(held.tasks), words(_CLOSED if held.closed else _RUNNING)),
                Link("meeting", held.key), "none" if held.closed else "watch")
            for held in data.held
        ]  # fmt: skip
        block = table("meeting_rate", Text("Each meeting", "会议明细"), _HELD, each, link)
        sections.append(PaperSection("each", Text("Each meeting", "会议明细"), 0, None, (block,)))
    return tuple(sections)
