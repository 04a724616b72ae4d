"""The day on the floor's side: the rounds that are due, a word when the hall is quiet, and the notes of the day."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.lobby import Note
from lobbyconsole.domain.picture import Picture
from lobbyconsole.ui import style
from lobbyconsole.ui.floor_side import scrolled
from lobbyconsole.ui.translation import clock_text, in_sector, language, translate
from lobbyconsole.ui.widgets import labels
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, Label, Press, clear_layout, draw_focus, draw_mark

if TYPE_CHECKING:
    from lobbyconsole.services.live import Snapshot
    from lobbyconsole.ui.round_due import DueRound, DueWork

MOST_NOTES = 30
MOST_DUE = 4  # lines; more are told as a number
QUIET_SHARE = 0.5  # of the target: nobody has waited longer when a moment is called quiet


def quiet_moment(picture: Picture) -> bool:
    """Whether the hall can spare somebody: nobody near the target, and no more waiting than open counters."""
    waiting = [(block, row) for row in picture.rows for block in row.blocks if not block.held]
    counters = sum(tile.activity not in ("closed", "paused") for tile in picture.tiles)
    near = any(block.waited_s > QUIET_SHARE * row.target_s for block, row in waiting)
    return counters > 0 and not near and len(waiting) <= counters


class DueLine(Press):
    """One round that is due: sign, time, title and how late it is. A press opens it."""

    def __init__(self, due: DueRound, branch: Branch, now: datetime) -> None:
        super().__init__()
        self.due = due
        self._level = {"overdue": "watch", "running": "ok", "due": "ok"}.get(due.state, "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._at = clock_text(due.at, branch.tz)
        self._title = due_title(due)
        minutes = max(0, round((now - due.at).total_seconds() / 60))
        late = translate("Today", "{count} min late").format(count=minutes)
        if minutes >= 100:
            late = translate("Today", "{count} h late").format(count=round(minutes / 60))
        ahead = round((due.at - now).total_seconds() / 60)
        soon = translate("Today", "in {count} min").format(count=ahead) if ahead > 0 else translate("Today", "due")
        words = {"running": translate("Today", "in progress"), "due": soon}
        self.state = late if due.state == "overdue" else words.get(due.state, "")
        self.setAccessibleName(" ".join(part for part in (self._at, self._title, self.state) if part))
        self.setToolTip(self.accessibleName())

    def sizeHint(self) -> QSize:
        return QSize(120, style.current().px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("sunken"))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        side = theme.px(9)
        box = QRectF(theme.px(2), (self.height() - side) / 2, side, side)
        if self._level == "watch":
            draw_mark(painter, "watch", box, theme.level("watch"))
        else:
            painter.setPen(QPen(theme.color("accent" if self._level else "muted"), 1.5))
            painter.setBrush(theme.color("accent") if self.due.state == "running" else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(box)
        middle = Qt.AlignmentFlag.AlignVCenter
        room = self.rect().adjusted(theme.px(20), 0, -theme.px(2), 0)
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("watch_text" if self._level == "watch" else "muted"))
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, self.state)
        room.setRight(room.right() - painter.fontMetrics().horizontalAdvance(self.state) - theme.px(8))
        painter.setFont(theme.font(14))
        painter.setPen(theme.color("text"))
        words = painter.fontMetrics().elidedText(
            f"{self._at}  {self._title}", Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, words)
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), 6, theme)


def due_title(due: DueRound) -> str:
    """What a due round is called."""
    title = due.title.get(language(), due.checklist)
    return in_sector(title) if language() == "zh" else title


class Today(Card):
    """The rounds that are due, and the notes of the day, newest first."""

    note_wanted = Signal()
    round_wanted = Signal(str)  # checklist@ISO time, see the rounds screen's command
    meeting_wanted = Signal(str)  # a meeting's key, or its agenda

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[tuple[Note, ...], str] = ((), "")
        self._work: DueWork | None = None
        self._due_shown: tuple[object, ...] = ()
        self._title = Label("", 14, BOLD, "muted")
        self._due = Label("", 12, role="muted", wrap=True)
        self._none = Label("", 14, role="muted", wrap=True)
        self.quiet = Button("", "quiet")
        self.quiet.clicked.connect(self._take_quiet)
        self.quiet.hide()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        inner = QWidget()
        inner.setProperty("ground", "plain")
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(8)
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        for part in (self._lines, self._list):
            inside.addLayout(part)
        inside.insertWidget(1, self._due)
        inside.insertWidget(0, self.quiet)
        inside.addWidget(self._none)
        inside.addStretch(1)
        self._scroll = scrolled(inner)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 12, 14, 12)
        rows.setSpacing(8)
        rows.addWidget(self._title)
        rows.addWidget(self._scroll, 1)
        self._snapshot: Snapshot | None = None
        self.retranslate()

    def show_due(self, work: DueWork) -> None:
        """What rounds are due now; comes once the floor has been live for a while."""
        self._work = work
        self._show_due()

    def due_lines(self) -> list[DueLine]:
        """The lines on show."""
        found = [self._lines.itemAt(at).widget() for at in range(self._lines.count())]
        return [line for line in found if isinstance(line, DueLine)]

    def _show_due(self) -> None:
        work, snapshot = self._work, self._snapshot
        if work is None or snapshot is None:
            return
        key = (work, language(), snapshot.branch.tz)
        if key != self._due_shown:
            self._due_shown = key
            clear_layout(self._lines)
            for due in (*work.meetings, *work.rounds)[:MOST_DUE]:
                line = DueLine(due, snapshot.branch, work.now)
                line.clicked.connect(lambda _=False, due=due: self._want(due))
                self._lines.addWidget(line)
            self._due.setText(self._rest(work, snapshot.branch))
            self._due.setVisible(bool(self._due.text()))
        ripe = next((due for due in work.rounds if due.state in ("due", "overdue")), None)
        quiet = ripe is not None and snapshot.live and quiet_moment(snapshot.picture)
        self.quiet.setVisible(quiet)
        if quiet and ripe is not None:
            words = translate("Today", "A quiet moment: {round}, {count} min")
            text = words.format(round=due_title(ripe), count=ripe.minutes)
            if text != self.quiet.accessibleName():
                self.quiet.setAccessibleName(text)
                self.quiet.setToolTip(text)
            room = max(60, self.width() - style.current().px(60))
            self.quiet.setText(self.quiet.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room))

    def _rest(self, work: DueWork, branch: Branch) -> str:
        more = len(work.rounds) + len(work.meetings) - MOST_DUE
        if more > 0:
            return translate("Today", "and {count} more").format(count=more)
        if work.rounds or work.next is None:
            return "" if work.rounds else translate("Today", "No more rounds today.")
        at = clock_text(work.next.at, branch.tz)
        return translate("Today", "Next: {time} {round}").format(time=at, round=due_title(work.next))

    def _want(self, due: DueRound) -> None:
        if self._work is not None and due in self._work.meetings:
            self.meeting_wanted.emit(due.key or due.checklist)
            return
        self.round_wanted.emit(f"{due.checklist}@{due.at.isoformat()}")

    def _take_quiet(self) -> None:
        ripe = next((due for due in self._work.rounds if due.state in ("due", "overdue")), None) if self._work else None
        if ripe is not None:
            self._want(ripe)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the notes of a newer picture."""
        self._snapshot = snapshot
        self._show_due()
        branch = snapshot.branch
        day = branch.day_of(snapshot.picture.at)
        notes = tuple(note for note in snapshot.picture.notes if branch.day_of(note.at) == day)[-MOST_NOTES:]
        key = (notes, labels.zone("waiting"))  # a new language shows them anew
        if key == self._shown:
            return
        self._shown = key
        clear_layout(self._list)
        for note in sorted(notes, key=lambda note: note.at, reverse=True):
            self._list.addWidget(_note_row(note, branch))
        self._none.setVisible(not notes)

    def texts(self) -> list[str]:
        """The notes as shown."""
        return [row.accessibleName() for row in self.findChildren(QWidget, "note")]

    def wanted_height(self) -> int:
        """A comfortable height."""
        return style.current().px(196)

    def retranslate(self) -> None:
        self._title.setText(translate("Today", "Today"))
        self.setAccessibleName(translate("Today", "Today"))
        self._none.setText(translate("Today", "No notes yet. Ctrl+I notes an event in a few words."))
        self._due.setVisible(bool(self._due.text()))
        if not self.quiet.accessibleName():
            self.quiet.setAccessibleName(translate("Today", "Today"))
        if self._snapshot is not None:
            self.show_snapshot(self._snapshot)


def _note_row(note: Note, branch: Branch) -> QWidget:
    row = QWidget()
    row.setObjectName("note")
    at = clock_text(note.at, branch.tz)
    zone = labels.zone(note.zone) if note.zone else ""
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(10)
    line.addWidget(Label(at, 14, BOLD), 0, Qt.AlignmentFlag.AlignTop)
    text = QVBoxLayout()
    text.setSpacing(0)
    text.addWidget(Label(note.text, 14, wrap=True))
    about = " · ".join(part for part in (zone, note.by) if part)
    if about:
        text.addWidget(Label(about, 12, role="muted", wrap=True))
    line.addLayout(text, 1)
    row.setAccessibleName(" ".join(part for part in (at, note.text, zone) if part))
    return row
