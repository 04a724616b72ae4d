"""What was found, in place: a note, photos, who puts it right until when, and the suggested action."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.checklists import OnFail
from lobbyconsole.domain.content.library import Library
from lobbyconsole.services import camera
from lobbyconsole.ui import icons, style
from lobbyconsole.ui.round_words import own, span_text
from lobbyconsole.ui.translation import language, say, translate
from lobbyconsole.ui.widgets.basics import Button, Label
from lobbyconsole.ui.widgets.round_thumbs import PhotoStrip

NARROW = 560  # px at 100 %; with less the fields stand below each other
LEAST_NOTE = 230  # px at 100 % for what was seen, or its hint's width where that is less
SPANS = (10, 30, 60, 120, 240)  # minutes on offer besides the item's own
TODAY, TOMORROW = "today", "tomorrow"


def due_instant(choice: int | str, now: datetime, branch: Branch) -> datetime:
    """When it must be done: minutes from now, or the end of today's or tomorrow's opening hours."""
    if isinstance(choice, int):
        return now + timedelta(minutes=choice)
    day = branch.day_of(now) + timedelta(days=1 if choice == TOMORROW else 0)
    span = branch.hours.week[day.weekday()]
    end = branch.day_span(day)[1]
    if span is None:
        return end - timedelta(minutes=1)
    at = datetime.combine(day, span[1], branch.tz)
    return at if at > now else end - timedelta(minutes=1)


class Picker(QComboBox):
    """A list to choose from, with its arrow; the wheel scrolls the page and never the choice."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.currentTextChanged.connect(lambda _: self.updateGeometry())

    def wheelEvent(self, event: QEvent) -> None:
        event.ignore()

    def sizeHint(self) -> QSize:
        theme = style.current()
        words = self.fontMetrics().horizontalAdvance(self.currentText()) + theme.px(78)
        return QSize(max(theme.px(96), min(words, theme.px(210))), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(style.current().px(96), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = style.current()
        side = theme.px(16)
        painter = QPainter(self)
        picture = icons.pixmap("chevron-down", theme.color("muted"), side, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - side - theme.px(8), (self.height() - side) // 2, picture)


class Finding(QWidget):
    """`changed` when something was settled: a choice, a photo, or the keyboard leaves a changed field."""

    changed = Signal()
    photos_wanted = Signal(str)  # "file", "clipboard" or "camera"

    def __init__(self) -> None:
        super().__init__()
        self._action_given = ""
        self._wide: bool | None = None
        self._full = True
        self._line = QFrame()
        self._line.setFixedHeight(1)
        self.note, self.action = QLineEdit(), QLineEdit()
        self.note.setMaxLength(300)
        self.action.setMaxLength(300)
        self.owner, self.due = Picker(), Picker()
        self.photo = Button("", icon="camera")
        menu = QMenu(self.photo)
        self._from_file, self._from_clipboard = QAction(menu), QAction(menu)
        self._from_file.triggered.connect(lambda: self.photos_wanted.emit("file"))
        self._from_clipboard.triggered.connect(lambda: self.photos_wanted.emit("clipboard"))
        self._from_camera = QAction(menu)
        self._from_camera.triggered.connect(lambda: self.photos_wanted.emit("camera"))
        menu.addActions([self._from_file, self._from_clipboard, self._from_camera])
        menu.setToolTipsVisible(True)
        self._menu = menu
        self.photo.clicked.connect(self._ask_photo)
        self.strip = PhotoStrip()
        self._action_label = Label("", 12, role="muted")
        self._todo = QWidget()
        todo = QHBoxLayout(self._todo)
        todo.setContentsMargins(0, 0, 0, 0)
        todo.setSpacing(8)
        todo.addWidget(self._action_label)
        todo.addWidget(self.action, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        rows.addWidget(self._line)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        rows.addLayout(self._grid)
        rows.addWidget(self.strip)
        for field in (self.note, self.action):
            field.editingFinished.connect(self._left)
        self.owner.activated.connect(lambda _: self.changed.emit())
        for picker in (self.owner, self.due):
            picker.currentTextChanged.connect(lambda _: self._fit())
        for part in (self.owner, self.due, self._todo):
            part.setParent(self)  # shown before it has a place it would be a window of its own for a moment
        self._arrange(True)
        self._dress()

    def fill(self, on_fail: OnFail, library: Library, roles: Sequence[str]) -> None:
        """Offer the item's own owner, time and action."""
        self.owner.clear()
        for role in roles:
            self.owner.addItem(own(library.role_title(role, language())), role)
        self.owner.setCurrentIndex(max(0, self.owner.findData(on_fail.owner)))
        self.due.clear()
        for minutes in sorted({*SPANS, on_fail.due_min}):
            if minutes < 24 * 60:
                words = translate("Rounds", "within {span}").format(span=span_text(minutes * 60))
                self.due.addItem(words, minutes)
        self.due.addItem(translate("Rounds", "today"), TODAY)
        self.due.addItem(translate("Rounds", "by tomorrow"), TOMORROW)
        if on_fail.due_min >= 2 * 24 * 60:
            words = translate("Rounds", "within {span}").format(span=span_text(on_fail.due_min * 60))
            self.due.addItem(words, on_fail.due_min)
        wanted = self.due.findData(on_fail.due_min)
        self.due.setCurrentIndex(wanted if wanted >= 0 else self.due.findData(TOMORROW))
        if self.action.text() in ("", self._action_given):
            self._action_given = own(on_fail.action.say(language()))
            self.action.setText(self._action_given)

    def set_full(self, full: bool) -> None:
        """All fields for what failed; note and photo only for the rest."""
        if full != self._full:
            self._full = full
            self._arrange(self._wide is not False)
            self._fit()

    def settled(self) -> None:
        """What stands here was saved."""
        for field in (self.note, self.action):
            field.setModified(False)

    def _left(self) -> None:
        if self.note.isModified() or self.action.isModified():
            self.changed.emit()

    def _ask_photo(self) -> None:
        self._offer_camera()
        self._menu.popup(self.photo.mapToGlobal(self.photo.rect().bottomLeft()))

    def _offer_camera(self) -> None:
        """Looked for each time: a camera may be plugged in meanwhile."""
        lacks = camera.missing()
        self._from_camera.setEnabled(lacks is None)
        self._from_camera.setToolTip(say(lacks) if lacks is not None else "")

    def _arrange(self, wide: bool) -> None:
        self._wide = wide
        while self._grid.count():
            self._grid.takeAt(0)
        for field in (self.owner, self.due, self._todo):
            field.setVisible(self._full)
        for column in range(4):
            self._grid.setColumnStretch(column, 0)
        self._grid.setColumnStretch(0, 1)
        if wide:
            line = [self.note, self.owner, self.due, self.photo] if self._full else [self.note, self.photo]
            for at, field in enumerate(line):
                self._grid.addWidget(field, 0, at)
            if self._full:
                self._grid.addWidget(self._todo, 1, 0, 1, 4)
            return
        self._grid.addWidget(self.note, 0, 0, 1, 3)
        if self._full:
            self._grid.setColumnStretch(1, 1)
            for at, field in enumerate((self.owner, self.due, self.photo)):
                self._grid.addWidget(field, 1, at)
            self._grid.addWidget(self._todo, 2, 0, 1, 3)
        else:
            self._grid.addWidget(self.photo, 0, 3)

    def _dress(self) -> None:
        theme = style.current()
        self._line.setStyleSheet(f"background: {theme.border}; border: 0;")
        self.photo.set_icon("camera")

    def retranslate(self) -> None:
        self.note.setPlaceholderText(translate("Rounds", "What did you see? (Enter: next item)"))
        self.note.setAccessibleName(translate("Rounds", "Note"))
        self.owner.setAccessibleName(translate("Rounds", "Who puts it right"))
        self.owner.setToolTip(translate("Rounds", "Who puts it right"))
        self.due.setAccessibleName(translate("Rounds", "Until when"))
        self.due.setToolTip(translate("Rounds", "Until when"))
        self.action.setAccessibleName(translate("Rounds", "What is to be done"))
        self._action_label.setText(translate("Rounds", "To do"))
        self.photo.setText(translate("Rounds", "Photo"))
        self._from_file.setText(translate("Rounds", "From a file…"))
        self._from_clipboard.setText(translate("Rounds", "From the clipboard (Ctrl+V)"))
        self._from_camera.setText(translate("Cards", "With the camera"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """One line where what was seen still has room beside who and until when, whose words differ in length."""
        theme = style.current()
        beside = (self.owner, self.due, self.photo) if self._full else (self.photo,)
        taken = sum(field.sizeHint().width() + self._grid.horizontalSpacing() for field in beside)
        hint = self.note.fontMetrics().horizontalAdvance(self.note.placeholderText()) + theme.px(20)
        wide = self.width() >= theme.px(NARROW) and self.width() - taken >= min(hint, theme.px(LEAST_NOTE))
        if wide is not self._wide:
            self._arrange(wide)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()
