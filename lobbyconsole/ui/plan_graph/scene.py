"""What the drawing of a plan is made of: boxes with words, measured in the fonts in use, and lines; its painting."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPen, QPolygonF

from lobbyconsole.domain.plan_graph import NEXT, Graph
from lobbyconsole.domain.plan_layout import Layout, Line, Room, Size, lay_out
from lobbyconsole.ui import style
from lobbyconsole.ui.plan_graph.words import (
    Reading,
    allowed_words,
    branch_words,
    extras,
    kind_words,
    missing_numbers,
    role_words,
    title_words,
)
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, draw_mark

WIDE, COLUMN = 208, 122  # px at 100 %: a box, and each branch of one
PAD, LINES, BRANCH_LINES = 10, 3, 3
WRAP = int(Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True)
class Card:
    """The words of one box. `kind` as in the plan; "ghost": a step that is led to and does not exist."""

    number: str
    kind: str
    head: str
    words: str
    foot: str
    branches: tuple[str, ...] = ()
    no_number: bool = False


class Scene:
    """A draft, ready to be painted. Places are those of the list of steps; ghosts come after them."""

    def __init__(self, reading: Reading, theme: Theme) -> None:
        self.graph: Graph = reading.graph
        self.theme = theme
        self.cards = [self._card(reading, at) for at in range(len(reading.steps))]
        ends: list[tuple[int, int, str]] = []  # source, place of the exit, target's id
        for at, node in enumerate(self.graph.nodes):
            ends += [(at, way.place, way.to) for way in node.exits]
        ghosts = {name: 0 for _, _, name in ends if name and name not in self.graph.at}
        for name in ghosts:
            ghosts[name] = len(self.cards)
            text = translate("PlanGraph", "This step does not exist: {id}").format(id=name)
            self.cards.append(Card("?", "ghost", "", text, ""))
        sizes = [self._size(card) for card in self.cards]
        self.exits: list[tuple[int, int]] = []  # source and place of each line
        lines = []
        for source, place, name in ends:
            target = self.graph.at.get(name, ghosts.get(name, -1))
            if target < 0:
                continue
            count = max(1, len(self.cards[source].branches))
            part = sizes[source].wide / (count if place != NEXT else 1)
            lines.append(Line(source, target, part * (max(place, 0) + 0.5)))
            self.exits.append((source, place))
        self.lines = lines
        px = theme.px
        room = Room(float(px(26)), float(px(34)), float(px(9)), float(px(14)))
        self.layout: Layout = lay_out(sizes, lines, room)

    def _card(self, reading: Reading, at: int) -> Card:
        step, names = reading.steps[at], reading.names
        branches: tuple[str, ...] = ()
        if any(way.place != NEXT for way in self.graph.nodes[at].exits):
            branches = tuple(
                branch_words(reading.branch(at, way.place), names) for way in self.graph.nodes[at].exits
            )  # fmt: skip
        head = " · ".join([kind_words(step, names), role_words(step, names)])
        foot = " · ".join(part for part in (allowed_words(step), *extras(step, names)) if part)
        lacks = bool(missing_numbers(step, names))
        return Card(
            str(reading.numbers[at]), str(step.get("kind")), head, title_words(step, names), foot, branches, lacks
        )  # fmt: skip

    def _size(self, card: Card) -> Size:
        px = self.theme.px
        wide = float(max(px(WIDE), px(COLUMN) * len(card.branches)))
        high = float(px(PAD) + px(20) + self._lines(card.words, 13, wide, LINES, card.kind == "decision") + px(PAD))
        if card.foot:
            high += px(18)
        if card.branches:
            high += self._branch_high(card) + px(8)
        return Size(wide, high)

    def _lines(self, words: str, size: float, wide: float, most: int, bold: bool = False) -> float:
        metrics = QFontMetrics(self.theme.font(size, BOLD if bold else NORMAL))
        room = QRectF(0, 0, wide - 2 * self.theme.px(PAD), 10_000).toRect()
        return min(metrics.boundingRect(room, WRAP, words).height(), most * metrics.lineSpacing() + 2) + 1

    def _branch_high(self, card: Card) -> float:
        return max(
            self._lines(words, 12, self.theme.px(COLUMN) + self.theme.px(8), BRANCH_LINES) for words in card.branches
        ) + self.theme.px(8)

    def box(self, at: int) -> QRectF:
        """Where a box lies."""
        found = self.layout.boxes[at]
        return QRectF(found.x, found.y, found.wide, found.high)

    def at(self, point: QPointF) -> int:
        """The step under a point; -1 for none."""
        return next((at for at in range(len(self.graph.nodes)) if self.box(at).contains(point)), -1)

    # --- painting

    def paint(
        self, painter: QPainter, selected: int, lit: Collection[tuple[int, int]], on_way: Collection[int],
        wrong: Mapping[int, str], focus: bool, branch: int = NEXT,
    ) -> None:  # fmt: skip
        """`lit`: exits (step, place) of the lit way; `on_way`: its steps; `wrong`: level of what is wrong by step."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        order = sorted(range(len(self.lines)), key=lambda at: self.exits[at] in lit)
        for at in order:
            self._line(painter, at, self.exits[at] in lit)
        for at, card in enumerate(self.cards):
            self._box(painter, at, card, at == selected, at in on_way, wrong.get(at, ""), focus, branch)

    def _line(self, painter: QPainter, at: int, lit: bool) -> None:
        theme = self.theme
        points = [QPointF(x, y) for x, y in self.layout.lines[at]]
        back = points[-1].y() <= points[0].y()
        pen = QPen(theme.color("accent" if lit else "muted"), 3.0 * theme.scale if lit else 1.4 * theme.scale)
        if back:
            pen.setDashPattern([4.0, 2.5] if not lit else [3.0, 1.6])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        tip = theme.px(8 if lit else 7)
        path = _rounded([*points[:-1], points[-1] - QPointF(0, tip * 0.8)], theme.px(6))
        painter.drawPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent" if lit else "muted"))
        end = points[-1]
        painter.drawPolygon(
            QPolygonF([end, end + QPointF(-tip * 0.6, -tip * 1.2), end + QPointF(tip * 0.6, -tip * 1.2)])
        )

    def _box(
        self, painter: QPainter, at: int, card: Card, here: bool, on_way: bool, wrong: str, focus: bool, branch: int
    ) -> None:  # fmt: skip
        theme, px, box = self.theme, self.theme.px, self.box(at)
        radius = px(18) if card.kind == "end" else px(9)
        edge, wide = ("accent", 2.0) if on_way else ("muted", 1.2)
        style_ = Qt.PenStyle.SolidLine
        if card.kind == "ghost" or wrong == "act":
            edge, wide, style_ = "act", 2.4, Qt.PenStyle.DashLine
        painter.setPen(QPen(theme.color(edge), wide * theme.scale, style_))
        ground = "accent_soft" if here else "sunken" if card.kind == "end" else "surface"
        painter.setBrush(theme.color("act_soft" if card.kind == "ghost" else ground))
        painter.drawRoundedRect(box, radius, radius)
        if here:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), (3.4 if focus else 2.4) * theme.scale))
            painter.drawRoundedRect(box.adjusted(-px(3), -px(3), px(3), px(3)), radius + px(3), radius + px(3))
        if card.kind == "end":  # two lines around: also told apart without colour
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color(edge), 1.0 * theme.scale))
            painter.drawRoundedRect(box.adjusted(px(3), px(3), -px(3), -px(3)), radius - px(3), radius - px(3))
        left, top = box.left() + px(PAD), box.top() + px(PAD)
        room = QRectF(left, top, box.width() - 2 * px(PAD), px(18))
        draw_number(painter, QRectF(left, top - px(1), px(20), px(20)), card.kind, card.number, on_way or here)
        mark = px(10)
        if wrong or card.no_number:
            spot = QRectF(room.right() - mark, top + px(4), mark, mark)
            level = wrong or "watch"
            draw_mark(painter, level, spot, theme.level_text(level))
            room.setRight(room.right() - mark - px(5))
        room.setLeft(left + px(25))
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("muted"))
        _elided(painter, room, card.head)
        high = self._lines(card.words, 13, box.width(), LINES, card.kind == "decision")
        painter.setFont(theme.font(13, BOLD if card.kind == "decision" else NORMAL))
        painter.setPen(theme.color("text"))
        words = QRectF(left, top + px(20), box.width() - 2 * px(PAD), high + 1)
        _wrapped(painter, words, card.words, LINES)
        y = words.bottom()
        if card.foot:
            painter.setFont(theme.font(12, BOLD))
            painter.setPen(theme.color("text"))
            _elided(painter, QRectF(left, y, words.width(), px(18)), card.foot)
            y += px(18)
        if card.branches:
            self._branches(painter, card, QRectF(box.left(), y + px(6), box.width(), box.bottom() - y - px(6)),
                           branch if here else NEXT)  # fmt: skip

    def _branches(self, painter: QPainter, card: Card, room: QRectF, chosen: int) -> None:
        theme, px = self.theme, self.theme.px
        painter.setPen(QPen(theme.color("border"), 1.0 * theme.scale))
        painter.drawLine(QPointF(room.left() + 1, room.top()), QPointF(room.right() - 1, room.top()))
        wide = room.width() / len(card.branches)
        for at, words in enumerate(card.branches):
            part = QRectF(room.left() + at * wide, room.top(), wide, room.height())
            if at:
                painter.setPen(QPen(theme.color("border"), 1.0 * theme.scale))
                painter.drawLine(part.topLeft() + QPointF(0, 1), part.bottomLeft() - QPointF(0, 1))
            if at == chosen:
                painter.setPen(QPen(theme.color("accent"), 2.0 * theme.scale))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(part.adjusted(px(2), px(2), -px(2), -px(2)), px(5), px(5))
            painter.setFont(theme.font(12))
            painter.setPen(theme.color("text"))
            _wrapped(painter, part.adjusted(px(6), px(4), -px(6), -px(3)), words, BRANCH_LINES, middle=True)


def draw_number(painter: QPainter, dot: QRectF, kind: str, number: str, strong: bool) -> None:
    """The number of a step in the sign of its kind: a diamond where the way parts, two rings at an end."""
    theme = style.current()
    painter.setPen(QPen(theme.color("accent" if strong else "muted"), 1.2 * theme.scale))
    painter.setBrush(theme.color("accent" if strong else "sunken"))
    if kind in ("decision", "timer"):
        middle, half = dot.center(), dot.width() * 0.6
        diamond = [(0.0, -half), (half, 0.0), (0.0, half), (-half, 0.0)]
        painter.drawPolygon(QPolygonF([middle + QPointF(x, y) for x, y in diamond]))
    else:
        painter.drawEllipse(dot)
    if kind == "end":
        painter.setBrush(Qt.BrushStyle.NoBrush)
        out = dot.width() * 0.12
        painter.drawEllipse(dot.adjusted(-out, -out, out, out))
    painter.setFont(theme.font(11 if len(number) > 1 else 12, BOLD))
    painter.setPen(theme.color("on_accent" if strong else "text"))
    painter.drawText(dot, Qt.AlignmentFlag.AlignCenter, number)


def _elided(painter: QPainter, room: QRectF, words: str) -> None:
    metrics = QFontMetrics(painter.font())
    text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


def _wrapped(painter: QPainter, room: QRectF, words: str, most: int, middle: bool = False) -> None:
    """Words on a few lines; what does not fit ends in …"""
    metrics = QFontMetrics(painter.font())
    flags = WRAP | int(Qt.AlignmentFlag.AlignHCenter if middle else Qt.AlignmentFlag.AlignLeft)
    limit = (most + 0.5) * metrics.lineSpacing()  # a line more would be a whole one
    area = QRectF(0, 0, room.width(), 10_000).toRect()
    shown = words
    if metrics.boundingRect(area, WRAP, words).height() > limit:
        least, largest = 0, len(words)
        while least < largest:
            half = (least + largest + 1) // 2
            fits = metrics.boundingRect(area, WRAP, words[:half].rstrip() + "…").height() <= limit
            least, largest = (half, largest) if fits else (least, half - 1)
        shown = words[:least].rstrip() + "…"
    painter.drawText(room, flags, shown)


def _rounded(points: list[QPointF], radius: float) -> QPainterPath:
    """A line along these points with its corners taken off."""
    path = QPainterPath(points[0])
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        come, go = corner - before, after - corner
        long_in, long_out = abs(come.x()) + abs(come.y()), abs(go.x()) + abs(go.y())
        cut = min(radius, long_in / 2, long_out / 2)
        if cut <= 0:
            continue
        path.lineTo(corner - come * (cut / long_in))
        path.quadTo(corner, corner + go * (cut / long_out))
    path.lineTo(points[-1])
    return path
