"""What changed between two versions, field by field: where, what it was, what it is; changed words are marked."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import is_dataclass, replace
from html import escape
from typing import Any

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.domain.content.plans import Plan, graph_of
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.plan_graph import numbers
from lobbyconsole.services.library.book import FAMILIES, NAMED_BY, Change
from lobbyconsole.ui import style
from lobbyconsole.ui.content.fields import TONGUES, tongue_words
from lobbyconsole.ui.content.slices import Slices
from lobbyconsole.ui.content.specs import Spec, spec_at, specs_of
from lobbyconsole.ui.content.words import NOTHING, Names, field_title, headline, path_words, value_words
from lobbyconsole.ui.translation import language, translate
from lobbyconsole.ui.widgets.basics import BOLD, Card, Label, clear_layout

_TOKEN = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)
_STEP_PATH = re.compile(r"steps\[([^\]]+)\](.*)$")
_FIELD = re.compile(r"([a-z_]+)(?:\[[^\]]*\])?")
MOST_TOKENS = 1500
LINES = 14  # of a part that is new or gone


def marked(old: str, new: str, color: str) -> tuple[str, str]:
    """Both texts as HTML, with what differs underlaid in their own way; any text of content is escaped."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if not before or not after or len(before) + len(after) > MOST_TOKENS:
        return _html(old), _html(new)
    match = difflib.SequenceMatcher(None, before, after, autojunk=False)
    kept = [part for at, _, size in match.get_matching_blocks() for part in before[at : at + size]]
    if _words(kept) < 0.4 * max(_words(before), _words(after)):  # another text: marks in it would only confuse
        return _html(old), _html(new)
    left, right = "", ""
    for kind, a, b, c, d in match.get_opcodes():
        gone, come = _html("".join(before[a:b])), _html("".join(after[c:d]))
        if kind == "equal":
            left, right = left + gone, right + come
        else:
            left += f'<span style="text-decoration: line-through; font-weight: bold;">{gone}</span>' if gone else ""
            right += f'<span style="color: {color}; font-weight: bold;">{come}</span>' if come else ""
    return left, right


def _words(tokens: Sequence[str]) -> int:
    return sum(not token.isspace() for token in tokens)


def _html(text: str) -> str:
    return escape(text).replace("\n", "<br>")


class _Side(QLabel):
    """One side of a change, on a soft ground: what it was, or what it is."""

    def __init__(self, html: str, plain: str, tone: str) -> None:
        super().__init__()
        self._tone = tone
        self.setTextFormat(Qt.TextFormat.RichText)  # made by `marked`, which escapes
        self.setText(html)
        self.setWordWrap(True)
        self.setAccessibleName(plain)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._dress()

    def _dress(self) -> None:
        theme = style.current()
        self.setFont(theme.font(14))
        self.setContentsMargins(theme.px(24), 6, 10, 6)
        colors = self.palette()
        colors.setColor(QPalette.ColorRole.WindowText, theme.color("text"))
        self.setPalette(colors)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(f"{self._tone}_soft"))
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        painter.setPen(theme.level_text(self._tone))
        painter.setFont(theme.font(14, BOLD))
        sign = {"act": "−", "ok": "+"}[self._tone]
        painter.drawText(QRectF(theme.px(8), 6, theme.px(16), painter.fontMetrics().height()), 0, sign)
        painter.end()
        super().paintEvent(event)


class ChangeCard(Card):
    """One change: its place, then old and new side by side, or one below the other when it is narrow."""

    def __init__(self, place: Sequence[str], pairs: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 10, 14, 12)
        rows.setSpacing(6)
        rows.addWidget(Label(" › ".join(place), 12, BOLD, "muted", wrap=True))
        self._boxes: list[QBoxLayout] = []
        color = style.current().ok_text
        for name, old, new in pairs:
            if name:
                rows.addWidget(Label(name, 12, role="muted"))
            box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
            box.setSpacing(8)
            left, right = marked(old, new, color)
            for html, plain, tone in ((left, old, "act"), (right, new, "ok")):
                if plain:
                    box.addWidget(_Side(html, plain, tone), 1, Qt.AlignmentFlag.AlignTop)
            rows.addLayout(box)
            self._boxes.append(box)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < style.current().px(560)
        turned = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        for box in self._boxes:
            if box.direction() != turned:
                box.setDirection(turned)


def change_card(family: str, change: Change, items: tuple[Any, ...], names: Names) -> ChangeCard:
    """A change as a card."""
    return ChangeCard(path_words(family, change.path, items, names.tongue), pairs_of(family, change, items, names))


def pairs_of(family: str, change: Change, items: tuple[Any, ...], names: Names) -> list[tuple[str, str, str]]:
    """(what it is about, old, new) of a change: each language by itself where texts changed."""
    old, new = change.was, change.now
    if isinstance(old, Text) or isinstance(new, Text):
        found = []
        for tongue in TONGUES:
            was, now = (value.say(tongue) if isinstance(value, Text) else "" for value in (old, new))
            if was != now:
                found.append((tongue_words(tongue), was, now))
        return found
    if old is None and new is None and change.old:  # only the order
        return _moves(change, items, names)
    spec = spec_at(FAMILIES[family], tuple(step[1] for step in _FIELD.finditer(change.path)))
    return [("", _full(old, spec, names), _full(new, spec, names))]


def _moves(change: Change, items: tuple[Any, ...], names: Names) -> list[tuple[str, str, str]]:
    """What stands elsewhere now: each with what it stood behind, and stands behind now."""
    field = change.path.rpartition(".")[2]
    known: dict[str, str] = {}
    for item in items:
        for part in getattr(item, field, None) or ():
            for key in NAMED_BY:
                known.setdefault(str(getattr(part, key, "")), headline(part, names.tongue))
    was, now = ([name for name in text.split(" ") if name in known] for text in (change.old, change.new))
    both = set(was) & set(now)
    before, after = [name for name in was if name in both], [name for name in now if name in both]
    match = difflib.SequenceMatcher(None, before, after, autojunk=False)
    stayed = {name for at, _, size in match.get_matching_blocks() for name in before[at : at + size]}

    def behind(order: list[str], name: str) -> str:
        at = order.index(name)
        if not at:
            return translate("Content", "first")
        return translate("Content", "behind “{part}”").format(part=known[order[at - 1]] or order[at - 1])

    return [
        (translate("Content", "Stands elsewhere: {part}").format(part=known[name] or name), behind(was, name),
         behind(now, name))
        for name in after if name not in stayed
    ]  # fmt: skip


def with_steps(names: Names, items: Sequence[Any]) -> Names:
    """The names, and of plans what their steps are called: the number on paper and the words."""
    steps: dict[str, str] = {}
    for item in items:  # the newer one first
        if isinstance(item, Plan):
            graph = graph_of(item.start, item.steps)
            for step, number in zip(item.steps, numbers(graph), strict=True):
                steps.setdefault(step.id, f"{number} · {names.said(step.text)}")
    return replace(names, groups={**names.groups, "steps": steps}) if steps else names


def summary(changes: Sequence[Change]) -> str:
    """How a plan's steps changed, in one line; empty where none did."""
    new, gone, moved = 0, 0, 0
    changed: set[str] = set()
    ways: set[str] = set()
    for change in changes:
        found = _STEP_PATH.match(change.path)
        if change.path == "steps" and change.was is None and change.now is None:
            moved += 1
        elif found is not None and not found[2]:
            new, gone = new + (change.was is None), gone + (change.now is None)
        elif found is not None:
            changed.add(found[1])
            if found[2].startswith((".next", ".branches")):
                ways.add(found[1])
    parts = [
        (new, translate("Content", "new steps: {n}")), (gone, translate("Content", "steps taken out: {n}")),
        (len(changed), translate("Content", "changed steps: {n}")),
        (len(ways), translate("Content", "of these with other ways on: {n}")),
        (moved, translate("Content", "the order is another")),
    ]  # fmt: skip
    return " · ".join(text.format(n=count) for count, text in parts if count)


def _full(value: Any, spec: Spec | None, names: Names) -> str:
    """A value, and of a part its fields line by line, texts in both languages."""
    if value is None:
        return ""
    if not is_dataclass(value) or isinstance(value, Text):
        words = value_words(spec, value, names)
        return words if words != NOTHING else ""
    lines: list[str] = []
    colon = "：" if language() == "zh" else ": "
    for part in specs_of(type(value)):
        inner = getattr(value, part.name)
        words = f"{inner.zh} / {inner.en}" if isinstance(inner, Text) else value_words(part, inner, names)
        if part.name == "branches" and inner:
            words = "; ".join(f"{names.said(one.when)} → {names.name('steps', one.goto)}" for one in inner)
        if inner not in (None, "", (), False) and part.name not in ("id", "source"):
            lines.append(f"{field_title(part.owner, part.name)}{colon}{words}")
    return "\n".join([*lines[:LINES], "…"] if len(lines) > LINES else lines)


class DiffView(QWidget):
    """All changes between two versions; built in slices."""

    def __init__(self) -> None:
        super().__init__()
        self._slices = Slices(self)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        self.changes: list[Change] = []

    @property
    def busy(self) -> bool:
        return self._slices.busy

    def show_changes(self, family: str, old: Any, new: Any, changes: Sequence[Change], names: Names) -> None:
        """Other versions."""
        self._slices.stop()
        clear_layout(self._rows)
        self.changes = list(changes)
        self._slices.run(self._build(family, tuple(x for x in (new, old) if x is not None), names))

    def _build(self, family: str, items: tuple[Any, ...], names: Names) -> Iterator[None]:
        if not self.changes:
            self._rows.addWidget(Label(translate("Content", "There is no difference."), 14, role="muted", wrap=True))
        words = summary(self.changes) if family == "plans" else ""
        if words:
            self._rows.addWidget(Label(words, 14, BOLD, wrap=True))
        names = with_steps(names, items)
        for change in self.changes:
            self._rows.addWidget(change_card(family, change, items, names))
            yield
        yield
