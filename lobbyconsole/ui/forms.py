"""Forms made from the settings model: a field's type, limits and titles say which control it gets and what is wrong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, is_dataclass, replace
from datetime import time
from itertools import permutations
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec
from PySide6.QtCore import QEvent, QSize, Qt, QTime, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextDocument, QWheelEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QTimeEdit,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from lobbyconsole import config
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.ui import icons, style
from lobbyconsole.ui.theme import TARGET
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.basics import Button, Label, clear_layout
from lobbyconsole.ui.widgets.choices import SegmentedChoice, Switch

# Values of Literal fields in words; what is not here is a proper name and shown as it is.
_OPTIONS = {
    "system": QT_TRANSLATE_NOOP("Settings", "System"),
    "zh": QT_TRANSLATE_NOOP("Settings", "Chinese"),
    "en": QT_TRANSLATE_NOOP("Settings", "English"),
    "light": QT_TRANSLATE_NOOP("Settings", "Light"),
    "dark": QT_TRANSLATE_NOOP("Settings", "Dark"),
    "contrast": QT_TRANSLATE_NOOP("Settings", "High contrast"),
    "clips": QT_TRANSLATE_NOOP("Settings", "Recordings"),
    "none": QT_TRANSLATE_NOOP("Settings", "None"),
    "escpos_network": QT_TRANSLATE_NOOP("Settings", "Slip printer, network"),
    "escpos_device": QT_TRANSLATE_NOOP("Settings", "Slip printer, device file"),
    "bitmap": QT_TRANSLATE_NOOP("Settings", "As a picture"),
    "sql": QT_TRANSLATE_NOOP("Settings", "Database, read only"),
    "folder": QT_TRANSLATE_NOOP("Settings", "Watched folder"),
    "webhook": QT_TRANSLATE_NOOP("Settings", "Webhook"),
    "push": QT_TRANSLATE_NOOP("Settings", "Push service"),
    "mqtt": QT_TRANSLATE_NOOP("Settings", "MQTT broker"),
    "simulator": QT_TRANSLATE_NOOP("Settings", "Simulated hall"),
    "replay": QT_TRANSLATE_NOOP("Settings", "Replay of a day"),
    "bank": QT_TRANSLATE_NOOP("Settings", "Bank branch"),
    "telecom": QT_TRANSLATE_NOOP("Settings", "Telecom hall"),
    "daily": QT_TRANSLATE_NOOP("Settings", "Every day"),
    "never": QT_TRANSLATE_NOOP("Settings", "Carries on"),
}
_OWN_NAMES = {"zh": "简体中文", "en": "English"}  # so that one who reads only that language finds it
_OPTIONS_AT = {  # where the same value means something else
    ("printer", "system"): QT_TRANSLATE_NOOP("Settings", "System printer"),
    ("engine", "system"): QT_TRANSLATE_NOOP("Settings", "This computer's voice"),
}
SEGMENTS, LETTERS = 4, 30  # up to so many short options stand side by side; else they fold into a list


def option_text(value: object, field: str = "") -> str:
    """A value of a closed list in the reader's words; `field`: the name of what it is a value of."""
    if field == "language" and isinstance(value, str) and value in _OWN_NAMES:
        return _OWN_NAMES[value]
    if isinstance(value, str) and (field, value) in _OPTIONS_AT:
        return translate("Settings", _OPTIONS_AT[field, value])
    if isinstance(value, tuple):
        return " + ".join(option_text(part) for part in value)
    return translate("Settings", _OPTIONS[value]) if isinstance(value, str) and value in _OPTIONS else str(value)


# --------------------------------------------------------------------------------------------------------------- fields
@dataclass(frozen=True)
class Field:
    """One value of a form. `path` is dotted from the form's own value; `scale` divides what is shown (60: minutes)."""

    path: str
    kind: str  # switch, number, text, choice, order, time, span (first, last), spans (several)
    title: str = ""
    about: str = ""
    low: int = 0
    high: int = 1_000_000
    unit: str = ""  # English, marked under "Time" with {minutes} or {seconds} in it
    scale: int = 1
    options: tuple[Any, ...] = ()
    longest: int = 200
    pattern: str = ""
    kinds: tuple[str, ...] = ()  # shown for values of these kinds only; empty: for all

    def wrong(self, value: Any) -> str:
        """What is wrong with a value, in the reader's words; empty when nothing is."""
        if value is None:
            return translate("Settings", "Write it like 500-599; several with a comma between them.")
        if self.kind == "text" and self.pattern and not re.search(self.pattern, str(value)):
            return translate("Settings", "“{value}” does not have the right form.").format(value=value)
        return ""


def fields_of(model: type, prefix: str = "") -> Iterator[Field]:
    """The fields of a settings struct that a person can change, in the order of the model."""
    for name, hint in get_type_hints(model, include_extras=True).items():
        title, about, limits = "", "", msgspec.Meta()
        if get_origin(hint) is Annotated:
            hint, *extras = get_args(hint)
            limits = next((extra for extra in extras if isinstance(extra, msgspec.Meta)), limits)
            title, about = limits.title or "", limits.description or ""
        made = _field(prefix + name, hint, limits)
        if made is not None:
            yield replace(made, title=title or name, about=about, kinds=(limits.extra or {}).get("kinds", ()))


def _field(path: str, hint: Any, limits: msgspec.Meta) -> Field | None:
    if hint is bool:
        return Field(path, "switch")
    if hint is int:
        low = int(limits.ge if limits.ge is not None else 0)
        return Field(path, "number", low=low, high=int(limits.le if limits.le is not None else 1_000_000))
    if hint is str:
        return Field(path, "text", longest=limits.max_length or 200, pattern=limits.pattern or "")
    if get_origin(hint) is Literal:
        return Field(path, "choice", options=get_args(hint))
    if get_origin(hint) is tuple and get_origin(get_args(hint)[0]) is Literal:
        # A short list of names in an order of its own: every order is an option.
        names = get_args(get_args(hint)[0])
        least = limits.min_length or 0
        orders = [order for size in range(least, len(names) + 1) for order in permutations(names, size)]
        return Field(path, "choice", options=tuple(orders))
    return None


def groups() -> Iterator[tuple[str, str, type, bool]]:
    """The groups of the settings model as (name, English title, struct, whether it is a list of them)."""
    for name, hint in get_type_hints(config.Settings, include_extras=True).items():
        title = ""
        if get_origin(hint) is Annotated:
            hint, *extras = get_args(hint)
            title = next((e.title for e in extras if isinstance(e, msgspec.Meta) and e.title), "")
        listed = get_origin(hint) is tuple
        struct = get_args(hint)[0] if listed else hint
        if title and isinstance(struct, type) and struct is not NoneType and issubclass(struct, msgspec.Struct):
            yield name, title, struct, listed


def settings_index() -> list[tuple[str, str, str, str]]:
    """Every setting for the search: (path, title, title of its group, more words)."""
    found = [("people", translate("Settings", "People"), "", "People PIN 工号 签名")]
    for name, title, struct, listed in groups():
        group = translate("Settings", title)
        found.append((name, group, "", title))
        for field in () if listed else fields_of(struct):
            words = f"{field.title} {field.about} {translate('Settings', field.about) if field.about else ''}"
            found.append((f"{name}.{field.path}", translate("Settings", field.title), group, words))
    return found


def get_path(value: Any, path: str) -> Any:
    """A value by dotted path through structs and dataclasses."""
    for part in path.split("."):
        value = value[part] if isinstance(value, dict) else getattr(value, part)
    return value


def set_path(owner: Any, path: str, value: Any) -> Any:
    """`owner` with one value replaced. Raises ValueError when the model refuses it."""
    first, _, rest = path.partition(".")
    if rest:
        value = set_path(get_path(owner, first), rest, value)
    if isinstance(owner, dict):
        return {**owner, first: value}
    if is_dataclass(owner) and not isinstance(owner, type):
        return replace(owner, **{first: value})
    return msgspec.structs.replace(owner, **{first: value})


def span_text(spans: Sequence[tuple[int, int]]) -> str:
    """Ranges as a person writes them: 500-599, 700-720."""
    return ", ".join(f"{first}-{last}" for first, last in spans)


def parse_spans(text: str) -> tuple[tuple[int, int], ...] | None:
    """Ranges from what a person wrote; None when it is not ranges. Chinese commas and dashes count too."""
    found = []
    for part in filter(None, re.split(r"[,，、;；\s]+", re.sub(r"\s*[-–—~～至]\s*", "-", text.strip()))):
        match = re.fullmatch(r"(\d{1,6})-(\d{1,6})", part)
        if match is None or int(match[1]) > int(match[2]):
            return None
        found.append((int(match[1]), int(match[2])))
    return tuple(found)


# ------------------------------------------------------------------------------------------------------------ controls
LEAST_CHOICE = 160  # px at 100 %


class Choice(QComboBox):
    """One of many. The wheel scrolls the page, never a value by accident."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def minimumSizeHint(self) -> QSize:
        """One long entry must not push what is beside it out of sight."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), style.current().px(LEAST_CHOICE)), hint.height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and not self.toolTip() and self._is_cut():
            QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), self.currentText(), self)
            return True
        return super().event(event)

    def showPopup(self) -> None:
        """Qt counts the lines without the frame that the style draws around them: the last one would be cut."""
        super().showPopup()
        view = self.view()
        lines = min(self.count(), self.maxVisibleItems())
        short = sum(view.sizeHintForRow(at) for at in range(lines)) - view.viewport().height()
        popup = view.window()
        if short > 0 and popup is not self.window():
            room = self.screen().availableGeometry()
            high = min(popup.height() + short, room.height())
            top = max(room.top(), min(popup.y(), room.bottom() + 1 - high))
            popup.setGeometry(popup.x(), top, popup.width(), high)

    def _is_cut(self) -> bool:
        room = self.width() - style.current().px(12 + TARGET)  # its padding and the arrow
        return self.fontMetrics().horizontalAdvance(self.currentText()) > room

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = style.current()
        side = theme.px(16)
        painter = QPainter(self)
        picture = icons.pixmap("chevron-down", theme.color("muted"), side, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - side - theme.px(8), (self.height() - side) // 2, picture)
        painter.end()


class Number(QSpinBox):
    """A whole number with its unit; arrow keys step."""

    def __init__(self, low: int, high: int) -> None:
        super().__init__()
        self.setRange(low, high)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setKeyboardTracking(False)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def set_unit(self, words: str) -> None:
        """e.g. "{minutes} min": what stands around the number."""
        before, _, rest = words.partition("{")
        self.setPrefix(before)
        self.setSuffix(rest.partition("}")[2])

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class TimeField(QTimeEdit):
    """A time of day, 24 hours."""

    def __init__(self, value: QTime) -> None:
        super().__init__(value)
        self.setDisplayFormat("HH:mm")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setKeyboardTracking(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Order(QWidget):
    """Some of a few things, in an order: pressed ones carry their place."""

    changed = Signal(object)  # tuple of ids

    def __init__(self, options: Sequence[tuple[str, str, str]] = ()) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._options: list[tuple[str, str, str]] = []
        self._buttons: list[Button] = []
        self._value: tuple[str, ...] = ()
        self.set_options(options)

    def set_options(self, options: Sequence[tuple[str, str, str]]) -> None:
        """(id, short word, name) of each thing."""
        if list(options) == self._options:
            return
        self._options = list(options)
        clear_layout(self._row)
        self._buttons = []
        for name, _, _ in self._options:
            button = Button()
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, name=name: self._press(name))
            self._buttons.append(button)
            self._row.addWidget(button)
        self._row.addStretch(1)
        self._show()

    def value(self) -> tuple[str, ...]:
        return self._value

    def set_value(self, value: Sequence[str]) -> None:
        self._value = tuple(value)
        self._show()

    def _press(self, name: str) -> None:
        rest = tuple(other for other in self._value if other != name)
        self._value = rest if name in self._value else (*rest, name)
        self._show()
        self.changed.emit(self._value)

    def _show(self) -> None:
        for button, (name, short, title) in zip(self._buttons, self._options, strict=True):
            place = self._value.index(name) + 1 if name in self._value else 0
            button.setText(f"{place} · {short}" if place else short)
            button.setChecked(bool(place))
            button.setToolTip(title)
            button.setAccessibleName(f"{title} {place or ''}".strip())


class Row(QWidget):
    """Title and explanation, the control beside them (below, when it is narrow), and what is wrong in place."""

    def __init__(self, editor: QWidget) -> None:
        super().__init__()
        self.editor = editor
        self._title = Label(wrap=True)
        self._about = Label("", 12, role="muted", wrap=True)
        self._wrong = Label("", 12, role="act", wrap=True)
        self._about.hide()
        self._wrong.hide()
        words = QVBoxLayout()
        words.setSpacing(2)
        for part in (self._title, self._about, self._wrong):
            words.addWidget(part)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 6, 0, 6)
        self._box.setSpacing(8)
        self._box.addLayout(words, 1)
        self._box.addWidget(editor)
        self._dress()

    def set_words(self, title: str, about: str) -> None:
        self._title.setText(title)
        self._about.setText(about)
        self._about.setVisible(bool(about))
        self.editor.setAccessibleName(title)
        self.editor.setAccessibleDescription(about)

    def set_wrong(self, words: str) -> None:
        """What is wrong with the value; empty: nothing."""
        self._wrong.setText(words)
        self._wrong.setVisible(bool(words))
        if self.editor.property("wrong") != bool(words):
            self.editor.setProperty("wrong", bool(words))
            self.editor.style().unpolish(self.editor)
            self.editor.style().polish(self.editor)

    def wrong(self) -> str:
        return self._wrong.text()

    def _dress(self) -> None:
        theme = style.current()
        if isinstance(self.editor, (QLineEdit, QComboBox)):
            self.editor.setMinimumWidth(theme.px(220))
        elif isinstance(self.editor, (QSpinBox, QTimeEdit)):
            self.editor.setFixedWidth(theme.px(120))
        self._turn()

    def _turn(self) -> None:
        theme = style.current()
        wide = max(self.editor.sizeHint().width(), self.editor.minimumWidth())
        narrow = self.width() < wide + theme.px(180)
        turned = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._box.direction() != turned:
            self._box.setDirection(turned)
            self._box.setAlignment(self.editor, Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag(0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()


class FieldRow(Row):
    """A row for a Field; `edited(value)` when a person changed it to something that is right."""

    edited = Signal(object)

    def __init__(self, field: Field, choices: Callable[[], Sequence[tuple[str, str, str]]] | None = None) -> None:
        self.field = field
        self._choices = choices
        super().__init__(self._make())
        self._connect()
        self.retranslate()

    def _make(self) -> QWidget:
        field = self.field
        if field.kind == "switch":
            return Switch()
        if field.kind == "number":
            return Number(-(-field.low // field.scale), field.high // field.scale)
        if field.kind == "choice":
            words = "".join(option_text(value, field.path) for value in field.options)
            letters = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in words)
            return SegmentedChoice() if len(field.options) <= SEGMENTS and letters <= LETTERS else Choice()
        if field.kind == "order":
            return Order()
        if field.kind == "time":
            return TimeField(QTime(0, 0))
        text = QLineEdit()
        text.setMaxLength(field.longest)
        return text

    def _connect(self) -> None:
        editor = self.editor
        if isinstance(editor, Switch):
            editor.clicked.connect(self._changed)
        elif isinstance(editor, Number):
            editor.valueChanged.connect(self._changed)
        elif isinstance(editor, TimeField):
            editor.timeChanged.connect(self._changed)
        elif isinstance(editor, SegmentedChoice):
            editor.chosen.connect(self._changed)
        elif isinstance(editor, Choice):
            editor.activated.connect(self._changed)
        elif isinstance(editor, Order):
            editor.changed.connect(self._changed)
        elif isinstance(editor, QLineEdit):
            editor.textEdited.connect(self._changed)

    def value(self) -> Any:
        editor = self.editor
        if isinstance(editor, Switch):
            return editor.isChecked()
        if isinstance(editor, Number):
            return editor.value() * self.field.scale
        if isinstance(editor, (SegmentedChoice, Order)):
            return editor.value()
        if isinstance(editor, Choice):
            return self.field.options[editor.currentIndex()]
        if isinstance(editor, TimeField):
            return time(editor.time().hour(), editor.time().minute())
        assert isinstance(editor, QLineEdit)
        text = editor.text().strip()
        if self.field.kind in ("span", "spans"):
            spans = parse_spans(text)
            if self.field.kind == "span":
                return spans[0] if spans and len(spans) == 1 else None
            return spans
        return text

    def set_value(self, value: Any) -> None:
        """Show a value; nothing is told. A field somebody is typing in is left alone."""
        editor = self.editor
        self.blockSignals(True)
        if isinstance(editor, Switch):
            editor.setChecked(bool(value))
        elif isinstance(editor, Number):
            if round(value / self.field.scale) != editor.value() and not editor.hasFocus():
                editor.setValue(round(value / self.field.scale))
        elif isinstance(editor, (SegmentedChoice, Order)):
            editor.set_value(value)
        elif isinstance(editor, Choice):
            editor.setCurrentIndex(self.field.options.index(value) if value in self.field.options else -1)
        elif isinstance(editor, TimeField):
            editor.setTime(QTime(value.hour, value.minute))
        elif isinstance(editor, QLineEdit) and not (editor.hasFocus() and (self.wrong() or value == self.value())):
            spans = value if self.field.kind == "spans" else (value,)
            editor.setText(span_text(spans) if self.field.kind in ("span", "spans") else str(value))
        self.blockSignals(False)

    def _changed(self) -> None:
        if self.signalsBlocked():
            return
        wrong = self.field.wrong(self.value())
        self.set_wrong(wrong)
        if not wrong:
            self.edited.emit(self.value())

    def retranslate(self) -> None:
        field = self.field
        about = translate("Settings", field.about) if field.about else ""
        self.set_words(translate("Settings", field.title), about)
        if field.unit and isinstance(self.editor, Number):
            self.editor.set_unit(translate("Time", field.unit))
        options = [(value, option_text(value, field.path)) for value in field.options]
        if isinstance(self.editor, SegmentedChoice):
            self.editor.set_options(options, self.editor.value())
        elif isinstance(self.editor, Choice):
            at = self.editor.currentIndex()
            self.editor.clear()
            self.editor.addItems([words for _, words in options])
            self.editor.setCurrentIndex(at)
        elif isinstance(self.editor, Order) and self._choices is not None:
            self.editor.set_options(self._choices())


class Form(QWidget):
    """Rows for the fields of one value; `edited(path, value)`."""

    edited = Signal(str, object)

    def __init__(
        self, fields: Sequence[Field], choices: Callable[[], Sequence[tuple[str, str, str]]] | None = None
    ) -> None:
        super().__init__()
        self.rows: dict[str, FieldRow] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for field in fields:
            row = self.rows[field.path] = FieldRow(field, choices)
            row.edited.connect(lambda value, path=field.path: self.edited.emit(path, value))
            layout.addWidget(row)

    def show_value(self, owner: Any) -> None:
        """Show all fields of `owner`."""
        for path, row in self.rows.items():
            row.set_value(get_path(owner, path))
            if row.field.kinds:
                row.setVisible(owner.kind in row.field.kinds)

    def set_wrong(self, path: str, words: str) -> None:
        if path in self.rows:
            self.rows[path].set_wrong(words)

    def retranslate(self) -> None:
        for row in self.rows.values():
            row.retranslate()


def print_text(parent: QWidget, text: str) -> None:
    """Send plain text to a printer of the system."""
    print_document(parent, QTextDocument(text))


def print_document(parent: QWidget, document: QTextDocument) -> None:
    """Ask for the printer (the system's own dialog, with its "to file") and print."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    if dialog.exec() == QPrintDialog.DialogCode.Accepted:
        document.print_(printer)
