"""The blocks of a paper as widgets: a figure's card, a chart, a sentence, what is missing, and their titled cards."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.domain.paper import Bars, Day, Figure, Link, Missing, Moment, Note, Table, Words
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.ui import style
from lobbyconsole.ui.paper.table import TableBlock
from lobbyconsole.ui.paper.words import (
    LEVELS,
    against_words,
    amount,
    bar_words,
    change,
    fixed,
    left_off_words,
    number_and_unit,
    target_words,
    tick_words,
    told,
    verdict_words,
)
from lobbyconsole.ui.theme import RADIUS, Theme
from lobbyconsole.ui.translation import phrases
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, Card, Label, draw_focus, draw_mark
from lobbyconsole.ui.widgets.basics import Figure as Number
from lobbyconsole.ui.widgets.card_press import CardPress
from lobbyconsole.ui.widgets.charts import Chart, Point, Series

CARD = 216  # px at 100 %, the least width of a figure's card
CHART = 430  # the same of a chart
BARE = ("s", "pct")  # units that are part of the number; the others stand once, in the title or the reading line
MANY = 14  # points from which on a series is a line

Wanted = Callable[[object], object]


class Sign(QWidget):
    """● ▲ ■ with what it means, small."""

    def __init__(self, level: str, words: str) -> None:
        super().__init__()
        self._level, self._words = level, words
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        theme = style.current()
        metrics = QFontMetrics(theme.font(12))
        return QSize(theme.px(16) + metrics.horizontalAdvance(self._words), metrics.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(style.current().px(16), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        color, side = theme.level_text(self._level), theme.px(10)
        draw_mark(painter, self._level, QRectF(0, (self.height() - side) / 2, side, side), color)
        painter.setPen(color)
        painter.setFont(theme.font(12))
        left = theme.px(16)
        words = QFontMetrics(theme.font(12)).elidedText(
            self._words, Qt.TextElideMode.ElideRight, max(0, self.width() - left)
        )
        painter.drawText(QRectF(left, 0, self.width() - left, self.height()), Qt.AlignmentFlag.AlignVCenter, words)


class FigureCard(CardPress):
    """One figure: large, with its target, the verdict in colour, sign and words, and the same figure of other times."""

    def __init__(self, figure: Figure, wanted: Wanted, scale: float = 1.0) -> None:
        super().__init__()
        self.figure = figure
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda: wanted(figure.link))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 10, 12, 10)
        rows.setSpacing(2)
        name = told(figure.label)
        rows.addWidget(_through(Label(name, 14 * scale, role="muted", wrap=True)))
        said = [name]
        if figure.value is None:
            missing = fixed(QT_TRANSLATE_NOOP("Paper", "not known"))
            rows.addWidget(_through(Label(missing, 20 * scale, BOLD, "muted")))
            said.append(missing)
        else:
            number = Number(30 * scale, 14 * scale)
            text, unit = number_and_unit(figure.value, figure.unit, figure.at_least)
            number.set_figure(text, unit, LEVELS[figure.verdict])
            rows.addWidget(_through(number))
            said.append(f"{text} {unit}".strip())
        if figure.verdict != "none":
            words = verdict_words(figure.verdict, target=figure.target is not None)
            rows.addWidget(_through(Sign(LEVELS[figure.verdict], words)))
            said.append(words)
        target = target_words(figure)
        if target:
            rows.addWidget(_through(Label(target, 12 * scale, role="muted", wrap=True)))
            said.append(target)
        for other in figure.against:
            words = against_words(figure, other)
            role = {1: "ok_text", -1: "act"}.get(change(figure, other), "muted")
            rows.addWidget(_through(Label(words, 12 * scale, role=role, wrap=True)))
            said.append(words)
        if figure.note is not None:
            words = told(figure.note)
            rows.addWidget(_through(Label(words, 12 * scale, role="muted", wrap=True)))
            said.append(words)
        rows.addStretch(1)
        self.setAccessibleName(phrases(*said))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, level = style.current(), LEVELS[self.figure.verdict]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(theme.color("accent" if self.underMouse() else "border"))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        if level:
            painter.setClipRect(QRectF(0, 0, 4, self.height()))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.level(level))
            painter.drawRoundedRect(box, RADIUS, RADIUS)
            painter.setClipping(False)
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), RADIUS, theme)


class FigureGrid(QWidget):
    """Cards side by side, all of a width, each line as high as its highest; `fill`: few of them take all the room."""

    GAP = 10

    def __init__(self, cards: Sequence[QWidget], least: float = CARD, fill: bool = False) -> None:
        super().__init__()
        self._cards, self._least, self._fill = list(cards), least, fill
        for card in self._cards:
            card.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def columns(self, width: int = 0) -> int:
        """How many stand side by side."""
        fit = max(1, ((width or self.width()) + self.GAP) // (style.current().px(self._least) + self.GAP))
        count = len(self._cards)
        if count <= fit:
            return count if self._fill else max(count, min(fit, 3))
        return -(-count // -(-count // fit))  # lines as equal as can be

    def _arrange(self, width: int, move: bool) -> int:
        columns = self.columns(width)
        wide = (width - self.GAP * (columns - 1)) // columns
        top = 0
        for start in range(0, len(self._cards), columns):
            line = self._cards[start : start + columns]
            high = max(_height(card, wide) for card in line)
            if move:
                for at, card in enumerate(line):
                    card.setGeometry(at * (wide + self.GAP), top, wide, high)
            top += high + self.GAP
        return max(0, top - self.GAP)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(width, False)

    def sizeHint(self) -> QSize:
        return QSize(style.current().px(self._least), self._arrange(max(1, self.width()), False))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self.width(), True)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a card has changed its mind about its height
            self.updateGeometry()
            self._arrange(self.width(), True)
        return super().event(event)


def _height(card: QWidget, wide: int) -> int:
    high = card.heightForWidth(wide) if card.hasHeightForWidth() else -1
    return max(high, card.minimumSizeHint().height()) if high >= 0 else card.sizeHint().height()


class NoteLine(CardPress):
    """A sentence, with its sign; pressed when there is more behind it."""

    def __init__(self, note: Note, wanted: Wanted, scale: float = 1.0) -> None:
        super().__init__()
        self.note = note
        words = told(note.words)
        self.setAccessibleName(phrases(words, verdict_words(note.verdict)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 6, 4, 6)
        row.setSpacing(8)
        level = LEVELS[note.verdict]
        if level:
            row.addWidget(_through(Sign(level, "")), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(_through(Label(words, 14 * scale, role="accent" if note.link else "text", wrap=True)), 1)
        if note.link is None:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        else:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.clicked.connect(lambda: wanted(note.link))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        if self.note.link is not None and self.underMouse():
            painter.fillRect(self.rect(), theme.color("accent_soft"))
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), 4, theme)


class MissingLines(QWidget):
    """What was asked for and is not known, and why."""

    def __init__(self, missing: Sequence[Missing], scale: float = 1.0) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(4, 2, 4, 2)
        rows.setSpacing(3)
        rows.addWidget(Label(fixed(QT_TRANSLATE_NOOP("Paper", "Not known")), 12 * scale, BOLD, "muted"))
        for entry in missing:
            words = missing_words(entry)
            rows.addWidget(Label(words, 12 * scale, role="muted", wrap=True))


def missing_words(entry: Missing, reader: str = "") -> str:
    """Satisfaction: no ratings came in."""
    what, reason = told(entry.what, reader), told(entry.reason, reader)
    if what == reason:
        return reason
    return fixed(QT_TRANSLATE_NOOP("Paper", "{what}: {reason}"), reader, what=what, reason=reason)


class Titled(Card):
    """A surface with the title of what is on it; the title is pressed for the rows behind it."""

    link_wanted = Signal(object)

    def __init__(self, title: str, link: Link | None, content: QWidget, foot: str = "", scale: float = 1.0) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 8, 12, 10)
        rows.setSpacing(4)
        self.title = _TitlePress(title, scale) if link is not None else None
        if self.title is not None:
            self.title.clicked.connect(lambda: self.link_wanted.emit(link))
            rows.addWidget(self.title, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            rows.addWidget(Label(title, 14 * scale, BOLD, wrap=True))
        rows.addWidget(content)
        if foot:
            rows.addWidget(Label(foot, 12 * scale, role="muted", wrap=True))


class _TitlePress(QAbstractButton):
    def __init__(self, words: str, scale: float) -> None:
        super().__init__()
        self._scale = scale
        self.setText(words)
        self.setAccessibleName(words)
        self.setToolTip(fixed(QT_TRANSLATE_NOOP("Paper", "Show what this was computed from")))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def _look(self, theme: Theme) -> tuple[QFontMetrics, str]:
        return QFontMetrics(theme.font(14 * self._scale, BOLD)), f"{self.text()}  ›"

    def sizeHint(self) -> QSize:
        theme = style.current()
        metrics, words = self._look(theme)
        return QSize(metrics.horizontalAdvance(words) + theme.px(8), max(theme.px(24), metrics.height() + 4))

    def minimumSizeHint(self) -> QSize:
        return QSize(style.current().px(60), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.current()
        painter = QPainter(self)
        metrics, words = self._look(theme)
        painter.setFont(theme.font(14 * self._scale, BOLD))
        painter.setPen(theme.color("accent" if self.underMouse() or self.hasFocus() else "text"))
        text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, self.width() - theme.px(4))
        painter.drawText(self.rect().adjusted(theme.px(2), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), 4, theme)


def series_of(bars: Bars, reader: str = "") -> Series:
    """A series of the paper for a chart."""
    points = tuple(
        Point(
            told(bar.label, reader),
            bar.value,
            bar_words(bar, bars.unit, reader),
            LEVELS[bar.verdict],
            bars.link,
            bar_words(bar, bars.unit if bars.unit in BARE else "", reader),
            tick_words(bar.label, reader),
        )
        for bar in bars.bars
    )
    target = ""
    if bars.target is not None:
        value = amount(bars.target, bars.unit, reader=reader)
        target = fixed(QT_TRANSLATE_NOOP("Paper", "Target {value}"), reader, value=value)
    return Series(
        points,
        kind=kind_of(bars),
        target=bars.target,
        target_said=target,
        say=lambda value: amount(value, bars.unit if bars.unit in BARE else "", reader=reader),
        unit=bars.unit,
        name=told(bars.title, reader),
    )


def kind_of(bars: Bars) -> str:
    """Bars; a line where there are many points in the order of time."""
    timed = all(isinstance(bar.label, Day | Moment) for bar in bars.bars)
    return "line" if timed and len(bars.bars) >= MANY else "bars"


def bars_block(bars: Bars, wanted: Wanted, scale: float = 1.0) -> QWidget:
    """The chart of a series; where nothing at all is known, words."""
    if all(bar.value is None for bar in bars.bars):
        content: QWidget = Label(fixed(QT_TRANSLATE_NOOP("Paper", "Nothing is known of it.")), 14 * scale, role="muted")
    else:
        chart = Chart(series_of(bars))
        chart.link_wanted.connect(wanted)
        content = chart
    card = Titled(told(bars.title), bars.link, content, told(bars.note) if bars.note else "", scale)
    card.link_wanted.connect(wanted)
    return card


def table_block(table: Table, wanted: Wanted, scale: float = 1.0) -> QWidget:
    """A table with its title and how many rows are left off."""
    if table.rows:
        content: QWidget = TableBlock(table, wanted, scale)
    else:
        content = Label(fixed(QT_TRANSLATE_NOOP("Paper", "None.")), 14 * scale, role="muted")
    foot = left_off_words(table.left_off) if table.left_off else ""
    card = Titled(told(table.title), table.link, content, foot, scale)
    card.link_wanted.connect(wanted)
    return card


def headline(words: Words, scale: float = 1.0) -> Label:
    """The one sentence of a section."""
    return Label(told(words), 16 * scale, NORMAL, wrap=True)


def _through(widget: QWidget) -> QWidget:
    """A part of a card: the pointer is the card's."""
    widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    widget.setForegroundRole(QPalette.ColorRole.WindowText)  # or else it takes its button's
    return widget


def restyled(event: QEvent) -> bool:
    """Whether what is shown must be made anew: another theme, text size or language."""
    return event.type() in (QEvent.Type.StyleChange, QEvent.Type.LanguageChange)
