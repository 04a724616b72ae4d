"""The minutes of a meeting flowed onto a sheet: who was there, what was shown and decided, tasks, signatures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter

from lobbyconsole.domain.paper import Paper
from lobbyconsole.domain.registers import BY_ID
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.ui.paper.printed import MUTED, add_blocks, add_foot, body, first_height, flag, heading, title
from lobbyconsole.ui.paper.sheet import HIGH, PT, WIDE, Align, Cell, Sheet, pen
from lobbyconsole.ui.paper.words import amount, day_words, fixed, made_words, told, window_words

if TYPE_CHECKING:
    from lobbyconsole.domain.meetings import Attendance
    from lobbyconsole.services.briefing.minutes import Minutes, MinutesSection, TaskLine


def minutes_sheet(minutes: Minutes, reader: str, paper: Paper | None = None, zone: tzinfo | None = None) -> Sheet:
    """The minutes; a draft is marked as one on every page."""
    sheet = Sheet(reader)
    flag(sheet, fixed(QT_TRANSLATE_NOOP("Paper", "{branch}: minutes"), reader, branch=told(minutes.branch, reader)))
    title(sheet, told(minutes.title, reader))
    state = _state_words(minutes, reader)
    sheet.text("　".join((day_words(minutes.day, reader), state)), 10, align="center", color=MUTED, after=6)
    for label, words in _particulars(minutes, reader, zone):
        labelled(sheet, label, words)
    sheet.space(4)
    for number, section in enumerate(minutes.sections, 1):
        _section(sheet, number, section)
    number = len(minutes.sections)
    if minutes.tasks:
        number += 1
        heading(sheet, number, fixed(QT_TRANSLATE_NOOP("Paper", "Tasks taken"), reader))
        _tasks(sheet, minutes.tasks, zone)
    _signatures(sheet, minutes, zone)
    version = fixed(QT_TRANSLATE_NOOP("Paper", "Agenda version {version}"), reader, version=minutes.version or "–")
    window = window_words(paper, reader, short=True) if paper is not None else ""
    made = made_words(paper, reader, zone) if paper is not None else ""
    add_foot(sheet, (version, window, made))
    if not minutes.final:
        _mark_draft(sheet, fixed(QT_TRANSLATE_NOOP("Paper", "Draft"), reader))
    return sheet


def labelled(sheet: Sheet, label: str, words: str) -> None:
    colon = "：" if sheet.reader == "zh" else ": "
    sheet.text(f"{label}{colon}{words}", 10.5, leading=1.55)


def _mark_draft(sheet: Sheet, words: str) -> None:
    def op(painter: QPainter) -> None:
        painter.save()
        painter.translate(WIDE / 2, HIGH / 2)
        painter.rotate(-52)
        box = QRectF(-WIDE / 2, -60 * PT, WIDE, 120 * PT)
        sheet.words(painter, box, Align.AlignCenter, words, 96, True, "#E9ECEF")
        painter.restore()

    for page in sheet.pages:
        page.insert(0, op)


def _state_words(minutes: Minutes, reader: str) -> str:
    if minutes.final:
        return fixed(QT_TRANSLATE_NOOP("Paper", "Final minutes"), reader)
    return fixed(QT_TRANSLATE_NOOP("Paper", "Draft: the meeting is not closed"), reader)


def _particulars(minutes: Minutes, reader: str, zone: tzinfo | None) -> list[tuple[str, str]]:
    begun, closed = _clock(minutes.begun_at, zone), _clock(minutes.closed_at, zone)
    if begun[:10] == closed[:10]:
        closed = closed[11:]
    found = [(fixed(QT_TRANSLATE_NOOP("Paper", "Time"), reader), f"{begun or '–'} – {closed or '…'}")]
    if minutes.chair:
        found.append((fixed(QT_TRANSLATE_NOOP("Paper", "Chair"), reader), minutes.chair))
    for label, entries in (
        (QT_TRANSLATE_NOOP("Paper", "Present ({count})"), minutes.present),
        (QT_TRANSLATE_NOOP("Paper", "Late ({count})"), minutes.late),
        (QT_TRANSLATE_NOOP("Paper", "Absent ({count})"), minutes.absent),
    ):
        if entries:
            found.append((fixed(label, reader, count=len(entries)), _people(entries, reader)))
    return found


def _people(entries: Iterable[Attendance], reader: str) -> str:
    open_, close, comma = ("（", "）", "、") if reader == "zh" else (" (", ")", ", ")
    pin = fixed(QT_TRANSLATE_NOOP("Paper", "by PIN"), reader)
    shown = []
    for entry in entries:
        more = [part for part in (entry.reason, pin if entry.proof == "pin" else "") if part]
        shown.append(f"{entry.staff}{open_}{comma.join(more)}{close}" if more else entry.staff)
    return comma.join(shown)


def _section(sheet: Sheet, number: int, section: MinutesSection) -> None:
    reader = sheet.reader
    side = fixed(
        QT_TRANSLATE_NOOP("Paper", "planned {planned}, took {spent}"),
        reader,
        planned=amount(section.planned_min, "min", reader=reader),
        spent=amount(section.spent_s, "s", reader=reader),
    )
    heading(sheet, number, told(section.title, reader), side if section.spent_s else "", first_height(section.blocks))
    if section.headline is not None:
        body(sheet, told(section.headline, reader))
    add_blocks(sheet, section.blocks, told(section.title, reader))
    if section.written.strip():
        sheet.space(2)
        sheet.text(fixed(QT_TRANSLATE_NOOP("Paper", "Decided and remarked"), reader), 10.5, bold=True, keep=16)
        body(sheet, section.written)


def _tasks(sheet: Sheet, tasks: Sequence[TaskLine], zone: tzinfo | None) -> None:
    reader = sheet.reader
    heads = [
        fixed(QT_TRANSLATE_NOOP("Paper", "Number"), reader),
        fixed(QT_TRANSLATE_NOOP("Paper", "Finding"), reader),
        fixed(QT_TRANSLATE_NOOP("Paper", "Action"), reader),
        fixed(QT_TRANSLATE_NOOP("Paper", "Owner"), reader),
        fixed(QT_TRANSLATE_NOOP("Paper", "Due"), reader),
        fixed(QT_TRANSLATE_NOOP("Paper", "State"), reader),
    ]
    rows = []
    for task in tasks:
        texts = (task.number, task.finding, task.action, task.owner, _due(task.due, zone), _state(task.state, reader))
        rows.append([Cell(text or "–") for text in texts])
    sheet.space(2)
    sheet.table(heads, rows)
    sheet.space(5)


def _due(due: str, zone: tzinfo | None) -> str:
    try:
        at = datetime.fromisoformat(due)
    except ValueError:
        return due
    return f"{at.astimezone(zone) if at.tzinfo else at:%m-%d %H:%M}"


def _state(state: str, reader: str) -> str:
    known = {entry.id: entry.title for entry in BY_ID["actions"].states}
    return told(known.get(state, state), reader) if state else ""


def _clock(at: datetime | None, zone: tzinfo | None) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at is not None else ""


def _signatures(sheet: Sheet, minutes: Minutes, zone: tzinfo | None) -> None:
    reader = sheet.reader
    sheet.space(14)
    labels = [
        fixed(QT_TRANSLATE_NOOP("Paper", "Chair (signature)"), reader),
        fixed(QT_TRANSLATE_NOOP("Paper", "Minutes taken by (signature)"), reader),
        fixed(QT_TRANSLATE_NOOP("Paper", "Date"), reader),
    ]

    def draw(painter: QPainter, box: QRectF) -> None:
        gap, step = 16 * PT, 26 * PT
        metrics = QFontMetricsF(sheet.font(10.5))
        room = (box.width() - gap) / 2
        for at, label in enumerate(labels):
            column, row = (at, 0) if at < 2 else (1, 1)  # the date stands under the second name
            left, top = box.left() + column * (room + gap), box.top() + row * step
            wide = metrics.horizontalAdvance(label) + 5 * PT
            cell = QRectF(left, top, wide, 22 * PT)
            sheet.words(painter, cell, Align.AlignLeft | Align.AlignVCenter, label, 10.5)
            painter.setPen(pen("#000000", 0.5 * PT))
            painter.drawLine(QPointF(left + wide, top + 19 * PT), QPointF(left + room, top + 19 * PT))

    sheet.drawing(54, draw)
    if minutes.absent or minutes.read:
        sheet.space(4)
        sheet.text(fixed(QT_TRANSLATE_NOOP("Paper", "Read by those who were not there"), reader), 10.5, bold=True,
                   keep=36)  # fmt: skip
        read = dict(minutes.read)
        numbers = sorted({entry.staff for entry in minutes.absent} | set(read))
        heads = [
            fixed(QT_TRANSLATE_NOOP("Paper", "Staff number"), reader),
            fixed(QT_TRANSLATE_NOOP("Paper", "Read at"), reader),
            fixed(QT_TRANSLATE_NOOP("Paper", "Signature"), reader),
        ]
        rows = [[Cell(number), Cell(_clock(read.get(number), zone)), Cell("")] for number in numbers]
        sheet.table(heads, rows, least=(90, 140, 170))
