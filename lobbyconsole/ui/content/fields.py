"""One field of what is being written: its name, a control for its kind, and what is wrong with it, in place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lobbyconsole.services.library.checks import Path
from lobbyconsole.ui import icons, style
from lobbyconsole.ui.content.sheet import Sheet
from lobbyconsole.ui.content.specs import Spec, optional_name
from lobbyconsole.ui.content.words import (
    SCHEDULES,
    field_title,
    option_words,
    schedule_kind_words,
    when_words,
)
from lobbyconsole.ui.forms import SEGMENTS, Choice
from lobbyconsole.ui.register_fields import LongText
from lobbyconsole.ui.theme import TARGET
from lobbyconsole.ui.translation import language, translate
from lobbyconsole.ui.widgets.basics import IconButton, Label, Press, draw_focus
from lobbyconsole.ui.widgets.choices import SegmentedChoice, Switch
from lobbyconsole.ui.widgets.floor_forms import Flow, KeyButton

LETTERS = 30  # up to so many letters closed choices stand side by side
LONGEST = 4000
TONGUES = ("zh", "en")


def tongue_words(tongue: str) -> str:
    """What a language is called in itself."""
    return {"zh": "中文", "en": "English"}[tongue]


class Edit(QWidget):
    """Base: title above the control, what is wrong below it."""

    settled = Signal()  # others hang on this value
    grows = False  # made of many widgets: `grow` makes them, so that whoever builds the form can pause

    def __init__(self, sheet: Sheet, path: Path, spec: Spec) -> None:
        super().__init__()
        self.sheet, self.path, self.spec = sheet, path, spec
        self.title = Label("", 12, role="muted", wrap=True)
        self.wrong = Label("", 12, role="act", wrap=True)
        self.wrong.hide()
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(3)
        self.rows.addWidget(self.title)
        self.title.setText(field_title(spec.owner, spec.name))
        self.build()
        self.rows.addWidget(self.wrong)
        if not self.grows:
            self.refresh()

    def build(self) -> None:
        """Make the control."""

    def refresh(self) -> None:
        """Show the value there is."""

    def grow(self) -> Iterator[None]:
        """Make what it is made of, one by one."""
        yield from ()

    def first(self) -> QWidget:
        """Where the keyboard goes."""
        return self

    def value(self) -> Any:
        return self.sheet.get(self.path)

    def put(self, value: Any) -> None:
        self.sheet.put(self.path, value)

    def show_wrong(self) -> None:
        """Say what is wrong here."""
        self._say(self.sheet.why(self.path))

    def _say(self, words: str, control: QWidget | None = None) -> None:
        empty = self.value() in ("", None, [])  # not wrong yet, only not there
        self.wrong.set_role("watch_text" if empty else "act")
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))
        if control is not None:
            mark(control, bool(words) and not empty)


def mark(control: QWidget, wrong: bool) -> None:
    """Give a control the edge of one that is wrong, or take it away."""
    if bool(control.property("wrong")) != wrong:
        control.setProperty("wrong", wrong)
        control.style().unpolish(control)
        control.style().polish(control)


class TextEdit(Edit):
    """The same words in both languages, side by side; one below the other when it is narrow."""

    def build(self) -> None:
        tongues = TONGUES if language() == "zh" else TONGUES[::-1]
        self.halves: dict[str, LongText] = {}
        self.box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.box.setSpacing(8)
        for tongue in tongues:
            half = self.halves[tongue] = LongText(LONGEST)
            half.setPlaceholderText(tongue_words(tongue))
            half.setAccessibleName(f"{self.title.text()} {tongue_words(tongue)}")
            half.textChanged.connect(lambda tongue=tongue: self._typed(tongue))
            half.installEventFilter(self)
            self.box.addWidget(half, 1, Qt.AlignmentFlag.AlignTop)
        self.rows.addLayout(self.box)

    def refresh(self) -> None:
        value = self.value() or {}
        for tongue, half in self.halves.items():
            words = str(value.get(tongue, ""))
            if half.toPlainText() != words:
                half.blockSignals(True)
                half.setPlainText(words)
                half.blockSignals(False)

    def first(self) -> QWidget:
        return next(iter(self.halves.values()))

    def control_at(self, path: Path) -> QWidget:
        """The half of the language a path ends in."""
        return self.halves.get(str(path[-1])) or self.first()

    def _typed(self, tongue: str) -> None:
        words = self.halves[tongue].toPlainText().strip()
        value = self.value()
        if value is None:
            value = {"en": "", "zh": ""}
        changed = {**value, tongue: words}
        self.put(None if self.spec.optional and not any(changed.values()) else changed)

    def show_wrong(self) -> None:
        said = [self.sheet.why((*self.path, tongue)) for tongue in self.halves]
        words = " ".join(dict.fromkeys(filter(None, [self.sheet.why(self.path), *said])))
        self._say(words)
        missing = bool(words) and any((self.value() or {}).get(tongue) == "" for tongue in TONGUES)
        self.wrong.set_role("watch_text" if missing else "act")
        for tongue, half in self.halves.items():
            half.setAccessibleDescription(self.sheet.why((*self.path, tongue)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if pressed and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():  # type: ignore[attr-defined]
            self.focusNextChild()
            return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < style.current().px(440)
        turned = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self.box.direction() != turned:
            self.box.setDirection(turned)
        # How many lines a text takes is known only after it was laid out at its new width.
        for half in self.halves.values():
            QTimer.singleShot(0, half, half.updateGeometry)


class LineEdit(Edit):
    """One line: an id, a group, names with commas between them."""

    def build(self) -> None:
        self.line = QLineEdit()
        self.line.setMaxLength(400)
        self.line.setAccessibleName(self.title.text())
        self.line.textEdited.connect(self._typed)
        self.rows.addWidget(self.line)

    def refresh(self) -> None:
        value = self.value()
        words = ", ".join(value) if isinstance(value, list) else str(value or "")
        if self._read(self.line.text()) != value or not self.line.hasFocus():
            self.line.setText(words)

    def first(self) -> QWidget:
        return self.line

    def _read(self, text: str) -> Any:
        if self.spec.kind == "names":
            return [part.strip() for part in text.replace("，", ",").split(",") if part.strip()]
        return text.strip()

    def _typed(self, text: str) -> None:
        self.put(self._read(text))

    def show_wrong(self) -> None:
        self._say(self.sheet.why(self.path), self.line)


class NumberEdit(LineEdit):
    """A number as one types it; what is none is said here and kept, not corrected."""

    def refresh(self) -> None:
        value = self.value()
        words = "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
        if self._read(self.line.text()) != value or not self.line.hasFocus():
            self.line.setText(words)

    def _read(self, text: str) -> Any:
        text = text.strip().replace("，", "").replace(",", "").replace("。", ".")
        if not text:
            return None if self.spec.optional else ""
        try:
            number = float(text)
        except ValueError:
            return text
        if number != number or abs(number) > 1e9:
            return text
        return int(number) if number.is_integer() and (self.spec.whole or "." not in text) else number


class SwitchEdit(Edit):
    """Yes or no, its name beside it."""

    def build(self) -> None:
        self.rows.removeWidget(self.title)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.switch = Switch(self.title.text())
        self.switch.clicked.connect(lambda: self.put(self.switch.isChecked()))
        line.addWidget(self.switch)
        self.title.set_role("text")
        line.addWidget(self.title, 1)
        self.rows.addLayout(line)

    def refresh(self) -> None:
        self.switch.setChecked(bool(self.value()))

    def first(self) -> QWidget:
        return self.switch


class ChoiceEdit(Edit):
    """One of a closed list, or of the names the library has."""

    def build(self) -> None:
        spec = self.spec
        letters = sum(len(self._words(value)) for value in spec.choices)
        self.control: SegmentedChoice | Choice
        if spec.choices and len(spec.choices) <= SEGMENTS + 1 and letters <= LETTERS:
            self.control = SegmentedChoice([(value, self._words(value)) for value in spec.choices])
            self.control.chosen.connect(self._chosen)
            self.rows.addWidget(self.control, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            self.control = Choice()
            self.control.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            self.control.setMinimumContentsLength(6)
            self.control.activated.connect(lambda _at: self._chosen(self.control.currentData()))
            self.rows.addWidget(self.control)
        self.control.setAccessibleName(self.title.text())

    def _words(self, value: Any) -> str:
        return option_words(self.spec, value, self.sheet.names)

    def _options(self) -> list[tuple[Any, str]]:
        spec, value = self.spec, self.value()
        if spec.choices:
            found = [(choice, self._words(choice)) for choice in spec.choices]
        elif spec.source == "steps":
            found = list(self.sheet.steps())
        else:
            found = list(self.sheet.names.groups.get(spec.source, {}).items())
        if optional_name(spec) and not spec.choices:
            found.insert(0, ("", "–"))
        if value not in [option for option, _ in found]:
            found.insert(0, (value, translate("Content", "Please choose") if value in ("", None) else str(value)))
        return found

    def refresh(self) -> None:
        if isinstance(self.control, SegmentedChoice):
            self.control.set_value(self.value())
            return
        options = self._options()
        control = self.control
        control.blockSignals(True)
        if [control.itemData(at) for at in range(control.count())] != [value for value, _ in options] or (
            self.spec.source == "steps"
        ):
            control.clear()
            for value, words in options:
                control.addItem(words, value)
        control.setCurrentIndex(next((at for at, (value, _) in enumerate(options) if value == self.value()), 0))
        control.blockSignals(False)

    def first(self) -> QWidget:
        return self.control

    def _chosen(self, value: Any) -> None:
        self.put(value)
        self.settled.emit()

    def show_wrong(self) -> None:
        self._say(self.sheet.why(self.path), self.control if isinstance(self.control, Choice) else None)


class ScheduleEdit(Edit):
    """When it is due: a kind to begin from, its figures as they are written, and what that means in words."""

    def build(self) -> None:
        self.kind, self.line = Choice(), QLineEdit()
        for kind in SCHEDULES:
            self.kind.addItem(schedule_kind_words(kind), kind)
        self.kind.activated.connect(self._choose)
        self.kind.setAccessibleName(self.title.text())
        self.line.textEdited.connect(self._typed)
        self.line.setAccessibleName(translate("Content", "Schedule, as it is written"))
        self.means = Label("", 12, role="muted", wrap=True)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.kind)
        line.addWidget(self.line, 1000)
        line.addStretch(1)
        self.rows.addLayout(line)
        self.rows.addWidget(self.means)

    def refresh(self) -> None:
        value = str(self.value() or "")
        if not self.line.hasFocus():
            self.line.setText(value)
        at = self.kind.findData(value.split(" ", 1)[0])
        self.kind.setCurrentIndex(at)
        words = when_words(value)
        said = words != value and value != "on_demand"
        self.means.setText(words if said else "")
        self.means.setVisible(said)
        self.line.setVisible(value != "on_demand")

    def first(self) -> QWidget:
        return self.kind

    def _choose(self, _at: int) -> None:
        self.put(SCHEDULES[self.kind.currentData()])
        self.refresh()
        self.line.setFocus()

    def _typed(self, text: str) -> None:
        self.put(text.strip().replace("：", ":").replace("，", ","))
        self.refresh()

    def show_wrong(self) -> None:
        self._say(self.sheet.why(self.path), self.line)


class _Chip(Press):
    """One name that is chosen; pressing takes it away."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setText(words)
        self.setAccessibleName(translate("Content", "Take away: {name}").format(name=words))
        self.setToolTip(self.accessibleName())

    def sizeHint(self) -> QSize:
        theme = style.current()
        width = QFontMetrics(theme.font(14)).horizontalAdvance(self.text())
        return QSize(width + theme.px(44), theme.px(TARGET))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 3.5, -0.5, -3.5)
        painter.setPen(theme.color("accent" if self.underMouse() else "border"))
        painter.setBrush(theme.color("accent_soft"))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setFont(theme.font(14))
        painter.setPen(theme.color("text"))
        room = self.rect().adjusted(theme.px(12), 0, -theme.px(30), 0)
        text = QFontMetrics(painter.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        side = theme.px(14)
        cross = icons.pixmap("close", theme.color("muted"), side, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - side - theme.px(10), (self.height() - side) // 2, cross)
        if self.hasFocus():
            draw_focus(painter, box, box.height() / 2, theme)


class _Chips(Flow):
    """As high as its lines: a form with many fields above and below may not squeeze them."""

    def minimumSizeHint(self) -> QSize:
        wide = max(self.width(), style.current().px(260))
        return QSize(super().minimumSizeHint().width(), self.heightForWidth(wide))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()


class NamesEdit(Edit):
    """Several names: closed ones are pressed, those of the library are chosen one by one."""

    def build(self) -> None:
        self.flow = _Chips()
        self.more: Choice | None = None
        if self.spec.choices:
            for value in self.spec.choices:
                button = KeyButton(option_words(self.spec, value, self.sheet.names))
                button.setCheckable(True)
                button.clicked.connect(lambda _=False, value=value: self._turn(value))
                self.flow.add(button)
        else:
            self.more = Choice()
            self.more.activated.connect(self._add)
            self.more.setAccessibleName(translate("Content", "Add to {field}").format(field=self.title.text()))
        self.rows.addWidget(self.flow)
        if self.more is not None:
            self.rows.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def refresh(self) -> None:
        value = list(self.value() or ())
        if self.spec.choices:
            for button, choice in zip(self.flow.items(), self.spec.choices, strict=True):
                button.setChecked(choice in value)  # type: ignore[attr-defined]
            return
        self.flow.clear()
        for name in value:
            chip = _Chip(self.sheet.names.name(self.spec.source, name))
            chip.clicked.connect(lambda _=False, name=name: self._turn(name))
            self.flow.add(chip)
        self.flow.setVisible(bool(value))
        assert self.more is not None
        self.more.clear()
        self.more.addItem(translate("Content", "Add…"), "")
        for name, words in self.sheet.names.groups.get(self.spec.source, {}).items():
            if name not in value:
                self.more.addItem(words, name)

    def first(self) -> QWidget:
        return self.more if self.more is not None else self.flow.items()[0]

    def _turn(self, name: str) -> None:
        value = list(self.value() or ())
        if name in value:
            value.remove(name)
        elif self.spec.choices:
            value = [choice for choice in self.spec.choices if choice in value or choice == name]
        else:
            value.append(name)
        self.put(value)
        self.refresh()
        if self.more is not None:
            self.more.setFocus()

    def _add(self, _at: int) -> None:
        assert self.more is not None
        name = self.more.currentData()
        if name:
            self._turn(name)


class PairsEdit(Edit):
    """Telephone numbers by the place they hold in: zh-CN 110."""

    def build(self) -> None:
        self.lines = QVBoxLayout()
        self.lines.setSpacing(4)
        self.rows.addLayout(self.lines)
        self._pairs: list[tuple[QLineEdit, QLineEdit]] = []

    def refresh(self) -> None:
        pairs = list((self.value() or {}).items())
        while len(self._pairs) < len(pairs) + 1:
            self._more()
        for at, (place, number) in enumerate(self._pairs):
            if place.hasFocus() or number.hasFocus():
                continue
            place.setText(pairs[at][0] if at < len(pairs) else "")
            number.setText(pairs[at][1] if at < len(pairs) else "")

    def first(self) -> QWidget:
        return self._pairs[0][1]

    def _more(self) -> None:
        place, number = QLineEdit(), QLineEdit()
        drop = IconButton("trash", translate("Content", "Take away"))
        place.setPlaceholderText(translate("Content", "Place, e.g. zh-CN"))
        number.setPlaceholderText(translate("Content", "Number"))
        for part in (place, number):
            part.setAccessibleName(part.placeholderText())
            part.setMaxLength(60)
            part.textEdited.connect(self._typed)
        drop.clicked.connect(lambda: self._drop(place, number))
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(place, 1)
        line.addWidget(number, 2)
        line.addWidget(drop)
        self.lines.addLayout(line)
        self._pairs.append((place, number))

    def _drop(self, place: QLineEdit, number: QLineEdit) -> None:
        place.clear()
        number.clear()
        self._typed("")

    def _typed(self, _text: str) -> None:
        pairs = [(place.text().strip(), number.text().strip()) for place, number in self._pairs]
        self.put({place: number for place, number in pairs if place})
        if all(place for place, _ in pairs):
            self._more()
