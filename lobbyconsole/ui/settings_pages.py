"""What settings pages are made of: a form on a card, and a list whose items open to forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.config import Settings
from lobbyconsole.domain.branch import NumberRule, Service
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.ui import icons, style
from lobbyconsole.ui.forms import Field, Form, get_path, set_path
from lobbyconsole.ui.translation import language, translate
from lobbyconsole.ui.widgets.banner import Action, Strip
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, EmptyState, Label, Press, draw_focus

Store = Callable[[str, Any], str]  # (dotted path in Settings, value) -> what is wrong, "" when it is taken

# What the model may refuse; said here so that the translators see it.
REFUSALS = (
    QT_TRANSLATE_NOOP("Settings", "number width must be 1 to 6 digits"),
    QT_TRANSLATE_NOOP("Settings", "number range must rise and fit the width"),
    QT_TRANSLATE_NOOP("Settings", "prefix must be at most 3 characters"),
    QT_TRANSLATE_NOOP("Settings", "target must be 30 s to 4 h and handling time 10 s to 4 h"),
    QT_TRANSLATE_NOOP("Settings", "a counter needs a number"),
    QT_TRANSLATE_NOOP("Settings", "two counters share a number"),
    QT_TRANSLATE_NOOP("Settings", "a day must open before it closes"),
    QT_TRANSLATE_NOOP("Settings", "two queue sources share a name"),
    QT_TRANSLATE_NOOP("Settings", "the name desk belongs to the own desk"),
    QT_TRANSLATE_NOOP("Settings", "call pads and webhook need different ports"),
    QT_TRANSLATE_NOOP("Settings", "write address=counter, the address from 0 to 255"),
    QT_TRANSLATE_NOOP("Settings", "two counters share an address"),
)


def refusal_text(error: Exception) -> str:
    """Why the model refuses a value, in the reader's words, as a sentence."""
    words = (
        translate("Settings", str(error)) if str(error) in REFUSALS else translate("Settings", "that is not possible")
    )
    return words[:1].upper() + words[1:] + ("。" if language() == "zh" else ".")


def numbers_preview(rule: NumberRule) -> str:
    """The numbers as they will be given: the first three and the last."""
    free = (
        number
        for number in range(rule.first, rule.last + 1)
        if not any(first <= number <= last for first, last in rule.reserved)
    )
    first = [rule.show(number) for number, _ in zip(free, range(3), strict=False)]
    return f"{' '.join(first)} … {rule.show(rule.last)}"


class ItemHead(Press):
    """The line that opens and closes an item of a list."""

    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._detail = ""

    def set_words(self, title: str, detail: str) -> None:
        self.setText(title)
        self._detail = detail
        self.setAccessibleName(f"{title} {detail}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, style.current().px(44))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        side, left = theme.px(16), theme.px(12)
        sign = "chevron-down" if self.isChecked() else "chevron-right"
        picture = icons.pixmap(sign, theme.color("muted"), side, self.devicePixelRatioF())
        painter.drawPixmap(left, (self.height() - side) // 2, picture)
        left += side + theme.px(8)
        for text, font, tone in (
            (self.text(), theme.font(14, BOLD), "text"),
            (self._detail, theme.font(14), "muted"),
        ):
            metrics = QFontMetrics(font)
            words = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, self.width() - left - theme.px(12)))
            painter.setFont(font)
            painter.setPen(theme.color(tone))
            box = QRectF(left, 0, self.width() - left, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
            left += metrics.horizontalAdvance(words) + theme.px(12)
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), 8, theme)
        painter.end()


class Page(QWidget):
    """One group's forms. `show_settings` fills it; `store` takes a change."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(12)

    def show_settings(self, settings: Settings) -> None:
        """Fill in the values."""

    def retranslate(self) -> None:
        """Put all words in again."""

    def focus_field(self, path: str) -> None:
        """Put the keyboard on a field."""


class FormPage(Page):
    """Fields of one value at a path of the settings, on a card; `below` may be added under it."""

    def __init__(self, store: Store, at: str, fields: Sequence[Field]) -> None:
        super().__init__(store)
        self._at = at
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(20, 10, 20, 10)
        self.form = Form(fields)
        self.form.edited.connect(self._edited)
        inside.addWidget(self.form)
        self.box.addWidget(card)

    def _edited(self, path: str, value: object) -> None:
        self.form.set_wrong(path, self.store(f"{self._at}.{path}", value))

    def show_settings(self, settings: Settings) -> None:
        self.form.show_value(get_path(settings, self._at))

    def retranslate(self) -> None:
        self.form.retranslate()

    def focus_field(self, path: str) -> None:
        if path in self.form.rows:
            self.form.rows[path].editor.setFocus(Qt.FocusReason.TabFocusReason)


class ListPage(Page):
    """A list of like things: each opens to a form; they can be added, moved and taken out (and put back)."""

    def __init__(
        self,
        store: Store,
        at: str,
        fields: Sequence[Field],
        told: Callable[[Any], tuple[str, str]],
        new: Callable[[Sequence[Any]], Any],
        words: tuple[str, str, str],
    ) -> None:
        """`told` gives title and detail of an item, `new` a further one; `words`: add, nothing yet, how (English)."""
        super().__init__(store)
        self._at, self._fields, self._told, self._new, self._words = at, fields, told, new, words
        self._items: tuple[Any, ...] = ()
        self._settings = Settings()
        self._cards: list[tuple[Card, ItemHead, Form, Label]] = []
        self._open = -1
        self._wrong = Label("", 14, role="act", wrap=True)
        self._wrong.hide()
        self._empty = EmptyState(icon="info")
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self._back: Strip | None = None
        self._add = Button("", icon="plus")
        self._add.clicked.connect(self._add_one)
        self.box.addWidget(self._empty)
        self.box.addLayout(self._list)
        self.box.addWidget(self._wrong)
        row = QHBoxLayout()
        row.addWidget(self._add)
        row.addStretch(1)
        self.box.addLayout(row)
        self.retranslate()

    def show_settings(self, settings: Settings) -> None:
        self._settings = settings
        items = get_path(settings, self._at)
        if len(items) != len(self._items):
            self._items = items
            self._build()
        self._items = items
        for item, (_, head, form, preview) in zip(items, self._cards, strict=True):
            head.set_words(*self._told(item))
            form.show_value(item)
            self._show_preview(preview, item)
        self._empty.setVisible(not items)

    def _show_preview(self, preview: Label, item: Any) -> None:
        if isinstance(item, Service):
            words = translate("Settings", "Numbers will read {numbers}").format(numbers=numbers_preview(item.numbers))
            preview.setText(words)

    def _service_choices(self) -> list[tuple[str, str, str]]:
        return [(s.id, s.numbers.prefix or s.id, s.title(language())) for s in self._settings.branch.services]

    def _build(self) -> None:
        for card, *_ in self._cards:
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = []
        for at in range(len(self._items)):
            self._cards.append(self._card(at))
            self._list.addWidget(self._cards[-1][0])

    def _card(self, at: int) -> tuple[Card, ItemHead, Form, Label]:
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(4, 4, 4, 4)
        inside.setSpacing(0)
        head = ItemHead()
        body = QWidget()
        below = QVBoxLayout(body)
        below.setContentsMargins(16, 0, 16, 12)
        form = Form(self._fields, self._service_choices)
        form.edited.connect(lambda path, value: self._edited(at, path, value))
        preview = Label("", 14, BOLD, wrap=True)
        buttons = QHBoxLayout()
        up, down, out = Button(kind="quiet"), Button(kind="quiet"), Button(kind="quiet")
        up.setText(translate("Settings", "Move up"))
        down.setText(translate("Settings", "Move down"))
        out.setText(translate("Settings", "Take out"))
        up.setEnabled(at > 0)
        down.setEnabled(at < len(self._items) - 1)
        up.clicked.connect(lambda: self._move(at, at - 1))
        down.clicked.connect(lambda: self._move(at, at + 1))
        out.clicked.connect(lambda: self._take_out(at))
        for button in (up, down, out):
            buttons.addWidget(button)
        buttons.addStretch(1)
        below.addWidget(form)
        below.addWidget(preview)
        below.addLayout(buttons)
        preview.setHidden(not any(field.path == "numbers.prefix" for field in self._fields))
        head.toggled.connect(body.setVisible)
        head.toggled.connect(lambda on: self._opened(at, on))
        head.setChecked(at == self._open)
        body.setVisible(at == self._open)
        inside.addWidget(head)
        inside.addWidget(body)
        return card, head, form, preview

    def _opened(self, at: int, on: bool) -> None:
        if on:
            self._open = at
            for other, (_, head, *_) in enumerate(self._cards):
                if other != at:
                    head.setChecked(False)
        elif self._open == at:
            self._open = -1

    def _edited(self, at: int, path: str, value: object) -> None:
        form = self._cards[at][2]
        try:
            changed = set_path(self._items[at], path, value)
        except ValueError as error:
            form.set_wrong(path, refusal_text(error))
            return
        form.set_wrong(path, self._set((*self._items[:at], changed, *self._items[at + 1 :])))

    def _set(self, items: tuple[Any, ...]) -> str:
        wrong = self.store(self._at, items)
        self._wrong.setText(wrong)
        self._wrong.setVisible(bool(wrong))
        return wrong

    def _add_one(self) -> None:
        self._open = len(self._items)
        if not self._set((*self._items, self._new(self._items))):
            form = self._cards[-1][2]
            next(iter(form.rows.values())).editor.setFocus()

    def _move(self, at: int, to: int) -> None:
        items = list(self._items)
        items.insert(to, items.pop(at))
        self._open = to
        if not self._set(tuple(items)):
            for other, (_, head, *_) in enumerate(self._cards):
                head.setChecked(other == to)

    def _take_out(self, at: int) -> None:
        before, title = self._settings, self._told(self._items[at])[0]
        self._open = -1
        if self._set((*self._items[:at], *self._items[at + 1 :])):
            return
        self._forget_back()
        self._back = Strip("plain", closable=True)
        self._back.closed.connect(self._forget_back)
        put_back = Action(translate("Settings", "Put back"), "", lambda: self._put_back(before))
        self._back.say(translate("Settings", "{item} was taken out.").format(item=title), [put_back])
        self.box.insertWidget(self.box.count() - 1, self._back)

    def _put_back(self, before: Settings) -> None:
        self._forget_back()
        # A service takes its places at the counters with it, so both come back.
        if self._at == "branch.services":
            self.store(
                "branch",
                replace(self._settings.branch, services=before.branch.services, counters=before.branch.counters),
            )
        else:
            self._set(get_path(before, self._at))

    def _forget_back(self) -> None:
        if self._back is not None:
            self._back.hide()
            self._back.deleteLater()
            self._back = None

    def retranslate(self) -> None:
        add, nothing, how = self._words
        self._add.setText(translate("Settings", add))
        self._empty.set_texts(translate("Settings", nothing), translate("Settings", how))
        self._build()
        self.show_settings(self._settings)
