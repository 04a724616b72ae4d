"""What the floor's panels ask with: buttons that show their key, and small forms answered by keyboard alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.ui import style
from lobbyconsole.ui.theme import TARGET
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, Button, Label, Press, draw_focus


class KeyButton(Press):
    """A button with its key beside the words. `primary` once a card; checkable ones show themselves chosen."""

    def __init__(self, words: str = "", key: str = "", kind: str = "secondary") -> None:
        super().__init__()
        self.key = key
        self.kind = kind
        self.place = 0  # in an ordered choice: which it is, 1 the first
        self._least = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_words(words)

    def set_words(self, words: str) -> None:
        self.setText(words)
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: str) -> None:
        """secondary or primary."""
        if kind != self.kind:
            self.kind = kind
            self.update()

    def set_possible(self, why_not: str) -> None:
        """Empty: can be pressed; else greyed, and the reason is the tooltip."""
        self.setEnabled(not why_not)
        self.setToolTip(why_not)
        self.setAccessibleDescription(why_not)

    def _key_width(self) -> int:
        theme = style.current()
        if not self.key:
            return 0
        return max(theme.px(18), QFontMetrics(theme.font(12)).horizontalAdvance(self.key) + theme.px(8))

    def sizeHint(self) -> QSize:
        theme = style.current()
        words = QFontMetrics(theme.font(14, BOLD)).horizontalAdvance(self.text())
        key = self._key_width() + theme.px(8) if self.key else 0
        place = theme.px(22) if self.place else 0
        return QSize(words + key + place + theme.px(22), theme.px(TARGET))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hit(self, event: QKeyEvent) -> bool:
        """Whether a pressed key is this button's."""
        return bool(self.key) and self.isEnabled() and event.text().upper() == self.key.upper()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.isCheckable() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # Space chooses; Enter is the answer to the whole form
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        primary = self.kind == "primary" and self.isEnabled()
        ground, words, edge = "surface", "text", "border"
        if primary:
            ground, words, edge = "accent", "on_accent", "accent"
        elif on:
            ground, words, edge = "accent_soft", "text", "accent"
        elif not self.isEnabled():
            ground, words = "sunken", "muted"
        elif self.underMouse() or self.isDown():
            ground, edge = "sunken", "muted"
        painter.setPen(QPen(theme.color(edge), 1.5 if on else 1))
        painter.setBrush(theme.color(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75), 8, 8)
        left, right = theme.px(11), self.width() - theme.px(9)
        if self.key:
            wide = self._key_width()
            right -= wide
            box = QRectF(right, (self.height() - theme.px(20)) / 2, wide, theme.px(20))
            painter.setPen(QPen(theme.color("on_accent" if primary else "border"), 1))
            painter.setBrush(theme.color("accent" if primary else "sunken"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            painter.setFont(theme.font(12))
            painter.setPen(theme.color("on_accent" if primary else "muted"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.key)
            right -= theme.px(6)
        if self.place:
            dot = QRectF(left, (self.height() - theme.px(18)) / 2, theme.px(18), theme.px(18))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(dot)
            painter.setPen(theme.color("on_accent"))
            painter.setFont(theme.font(12, BOLD))
            painter.drawText(dot, Qt.AlignmentFlag.AlignCenter, str(self.place))
            left += theme.px(22)
        font = theme.font(14, BOLD if primary or on else NORMAL)
        painter.setFont(font)
        painter.setPen(theme.color(words))
        room = QRect(left, 0, right - left, self.height())
        text = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), 8, theme)


class Flow(QWidget):
    """Children side by side, in as many lines as the width asks for; `even` ones all as wide as the widest."""

    GAP = 6

    def __init__(self, even: bool = False) -> None:
        super().__init__()
        self._even = even
        self._items: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, item: QWidget) -> None:
        item.setParent(self)
        item.show()
        self._items.append(item)
        self.updateGeometry()

    def clear(self) -> None:
        for item in self._items:
            item.hide()
            item.deleteLater()
        self._items = []
        self.updateGeometry()

    def items(self) -> list[QWidget]:
        return list(self._items)

    def _arrange(self, width: int, move: bool) -> int:
        x = y = line = 0
        shown = [
            (item, item.sizeHint().expandedTo(item.minimumSize()).boundedTo(item.maximumSize()))
            for item in self._items if not item.isHidden()
        ]  # fmt: skip
        column = 0
        if self._even and shown:
            widest = max(size.width() for _, size in shown)
            columns = max(1, min(len(shown), (width + self.GAP) // (widest + self.GAP)))
            column = (width + self.GAP) // columns - self.GAP
        for item, size in shown:
            wide = column or min(size.width(), width)
            if x and x + wide > width:
                x, y, line = 0, y + line + self.GAP, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), QSize(wide, size.height())))
            x += wide + self.GAP
            line = max(line, size.height())
        return y + line

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(width, False)

    def sizeHint(self) -> QSize:
        widest = sum(item.sizeHint().width() + self.GAP for item in self._items if not item.isHidden())
        return QSize(min(widest, style.current().px(300)), self._arrange(max(1, self.width()), False))

    def minimumSizeHint(self) -> QSize:
        widest = max((item.sizeHint().width() for item in self._items if not item.isHidden()), default=0)
        return QSize(min(widest, style.current().px(200)), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange(self.width(), True)
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        self._arrange(self.width(), True)  # what was added while it was hidden lies in one heap
        super().showEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange(self.width(), True)
            self.updateGeometry()
        return super().event(event)


class Option(msgspec.Struct, frozen=True):
    """One thing to choose: its value, words and key."""

    value: Any
    words: str
    key: str = ""
    why_not: str = ""


class Choice(Flow):
    """A group of options: one, or several in the order they were chosen; with `at_once` a press is the answer."""

    changed = Signal()
    chosen = Signal(object)  # value, for groups answered at once

    def __init__(
        self, options: Sequence[Option], value: Any = None, several: bool = False, at_once: bool = False, name: str = ""
    ) -> None:
        super().__init__(even=True)
        self._several, self._at_once = several, at_once
        self._options: list[Option] = []
        self._picked: list[Any] = []
        self.setAccessibleName(name)
        self.set_options(options)
        self.set_value(value)

    def set_options(self, options: Sequence[Option]) -> None:
        """Other options, or the same in other words; what was picked stays picked if it still is there."""
        self.clear()
        self._options = list(options)
        self._picked = [value for value in self._picked if any(option.value == value for option in options)]
        for option in options:
            button = KeyButton(option.words, option.key)
            button.setCheckable(not self._at_once)
            button.set_possible(option.why_not)
            button.clicked.connect(lambda _=False, value=option.value: self._press(value))
            self.add(button)
        self._show()

    def value(self) -> Any:
        """The value picked (None: none), or the tuple of values."""
        if self._several:
            return tuple(self._picked)
        return self._picked[0] if self._picked else None

    def set_value(self, value: Any) -> None:
        self._picked = list(value or ()) if self._several else [] if value is None else [value]
        self._show()

    def step(self, by: int) -> None:
        """Pick the next or previous option."""
        values = [option.value for option in self._options if not option.why_not]
        if values:
            at = values.index(self._picked[0]) + by if self._picked and self._picked[0] in values else 0
            self._press(values[max(0, min(len(values) - 1, at))], toggle=False)

    def button(self, value: Any) -> KeyButton | None:
        """The button of a value."""
        for option, item in zip(self._options, self.items(), strict=True):
            if option.value == value and isinstance(item, KeyButton):
                return item
        return None

    def take_key(self, event: QKeyEvent) -> bool:
        """Press the option whose key it is; False when it is nobody's."""
        for option, item in zip(self._options, self.items(), strict=True):
            if isinstance(item, KeyButton) and item.hit(event):
                self._press(option.value)
                return True
        return False

    def _press(self, value: Any, toggle: bool = True) -> None:
        if self._at_once:
            self.chosen.emit(value)
            return
        if self._several:
            if value in self._picked:
                self._picked.remove(value)
            else:
                self._picked.append(value)
        else:
            self._picked = [value]
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        for option, item in zip(self._options, self.items(), strict=True):
            if isinstance(item, KeyButton):
                item.setChecked(option.value in self._picked)
                item.place = (
                    self._picked.index(option.value) + 1 if self._several and option.value in self._picked else 0
                )
                item.updateGeometry()
                item.update()
        self._arrange(self.width(), True)
        self.updateGeometry()


class Form(QWidget):
    """A question in place: groups of options and lines of text, answered by keys, clicks or Enter."""

    answered = Signal(dict)

    def __init__(self, title: str, confirm: str = "") -> None:
        super().__init__()
        self._choices: dict[str, Choice] = {}
        self._lines: dict[str, QLineEdit] = {}
        self._stepped = ""
        self._last: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._layout.addWidget(Label(title, 14, BOLD, wrap=True))
        self.setAccessibleName(title)
        self._confirm: Button | None = None
        if confirm:
            self._confirm = Button(confirm, "primary")
            self._confirm.clicked.connect(self.answer)
            self._layout.addWidget(self._confirm)

    def _add(self, widget: QWidget, label: str) -> None:
        at = self._layout.count() - (1 if self._confirm else 0)
        if label:
            self._layout.insertWidget(at, Label(label, 12, role="muted", wrap=True))
            at += 1
        self._layout.insertWidget(at, widget)
        self._last = widget

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab in the last field goes to the button, which was made before it, and not out of the form."""
        last, confirm = self._last, self._confirm
        if forward and last is not None and last.hasFocus() and confirm is not None and confirm.isEnabled():
            confirm.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().focusNextPrevChild(forward)

    def choice(
        self,
        name: str,
        options: Sequence[Option],
        value: Any = None,
        label: str = "",
        several: bool = False,
        at_once: bool = False,
        stepped: bool = False,
    ) -> Choice:
        """A group of options; `stepped`: the up and down keys go through it."""
        group = Choice(options, value, several, at_once, label)
        group.chosen.connect(lambda chosen: self.answered.emit({**self.values(), name: chosen}))
        self._choices[name] = group
        if stepped:
            self._stepped = name
        self._add(group, label)
        return group

    def line(self, name: str, label: str, value: str = "", hint: str = "", longest: int = 60) -> QLineEdit:
        """A line of text."""
        field = QLineEdit(value)
        field.setPlaceholderText(hint)
        field.setMaxLength(longest)
        field.setAccessibleName(label or hint)
        self._lines[name] = field
        self._add(field, label)
        return field

    def values(self) -> dict[str, Any]:
        """What is chosen and typed, by name."""
        found: dict[str, Any] = {name: choice.value() for name, choice in self._choices.items()}
        return found | {name: line.text().strip() for name, line in self._lines.items()}

    def answer(self) -> None:
        """Give the answer as it stands."""
        self.answered.emit(self.values())

    def begin(self) -> None:
        """Take the keyboard where typing begins."""
        if self._lines and not self._choices.keys() - self._lines.keys():
            next(iter(self._lines.values())).setFocus()
        elif self._lines and any(line.property("first") for line in self._lines.values()):
            next(line for line in self._lines.values() if line.property("first")).setFocus()

    def take_key(self, event: QKeyEvent) -> bool:
        """A key pressed while the form is open; False when it means nothing here."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._confirm is not None and self._confirm.isEnabled():
                self.answer()
            return True
        if self._stepped and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._choices[self._stepped].step(1 if event.key() == Qt.Key.Key_Down else -1)
            return True
        return any(choice.take_key(event) for choice in self._choices.values())
