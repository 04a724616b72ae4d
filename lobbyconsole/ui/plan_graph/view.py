"""The drawn graph: chosen by click or arrow keys, zoomed, moved; the way to the chosen step is lit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from lobbyconsole.domain.plan_graph import NEXT, straight_on, way_to
from lobbyconsole.ui import style
from lobbyconsole.ui.content.words import Names
from lobbyconsole.ui.plan_graph.scene import Scene
from lobbyconsole.ui.plan_graph.words import Reading, title_words
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.basics import BOLD, IconButton, Label
from lobbyconsole.ui.widgets.floor_forms import KeyButton

LEAST, MOST, STEP = 0.3, 2.0, 1.2


class Canvas(QWidget):
    """The painted graph. Down follows the way on, Up goes back; left and right choose a branch, or what is beside."""

    chosen = Signal(int, int)  # place of a step, which of its branches
    entered = Signal(int)
    zoom_wanted = Signal(str)  # in, out, fit

    def __init__(self) -> None:
        super().__init__()
        self.scene: Scene | None = None
        self.reading: Reading | None = None
        self.zoom = 1.0
        self.here, self.branch = -1, NEXT
        self.walked: tuple[int, ...] | None = None  # a way to light instead of the shortest one
        self.wrong: Mapping[int, str] = {}
        self._lit: Collection[tuple[int, int]] = frozenset()
        self._on_way: Collection[int] = frozenset()
        self._grip: tuple[QPoint, int, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def light(self) -> None:
        """Work out again which way is lit."""
        if self.scene is None:
            return
        graph = self.scene.graph
        if not 0 <= self.here < len(graph.nodes):
            self._lit, self._on_way = frozenset(), frozenset()
            self.update()
            return
        way = self.walked if self.walked is not None else way_to(graph, self.here)
        if self.walked is None and self.branch == NEXT:
            way = (*way, *straight_on(graph, self.here)[1:])
        exits = set()
        for here, after in pairwise(way):
            place = next(one.place for one in graph.nodes[here].exits if graph.at.get(one.to) == after)
            exits.add((here, place))
        if self.branch != NEXT:
            exits.add((self.here, self.branch))
        self._lit, self._on_way = frozenset(exits), frozenset(way)
        self.update()

    def sizeHint(self) -> QSize:
        if self.scene is None:
            return QSize(10, 10)
        layout = self.scene.layout
        return QSize(int(layout.wide * self.zoom) + 1, int(layout.high * self.zoom) + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.scene is None:
            return
        painter = QPainter(self)
        painter.scale(self.zoom, self.zoom)
        self.scene.paint(painter, self.here, self._lit, self._on_way, self.wrong, self.hasFocus(), self.branch)

    # --- keys and pointer

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, scene = event.key(), self.scene
        zooms = {Qt.Key.Key_Plus: "in", Qt.Key.Key_Equal: "in", Qt.Key.Key_Minus: "out", Qt.Key.Key_0: "fit"}
        held = event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier)
        if scene is None or held:
            super().keyPressEvent(event)
        elif key in zooms:
            self.zoom_wanted.emit(zooms[Qt.Key(key)])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home):
            side = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key), 0)
            branch = self.branch + side
            if side and self._branches() and NEXT <= branch < len(self._branches()):
                self.chosen.emit(self.here, branch)
                return
            to = self._towards(key)
            if to >= 0:
                self.chosen.emit(to, NEXT)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.here >= 0:
            self.entered.emit(self.here)
        else:
            super().keyPressEvent(event)

    def _branches(self) -> tuple[str, ...]:
        return self.scene.cards[self.here].branches if self.scene is not None and self.here >= 0 else ()

    def _towards(self, key: int) -> int:
        scene = self.scene
        assert scene is not None
        graph, boxes = scene.graph, scene.layout.boxes
        if self.here < 0 or key == Qt.Key.Key_Home:
            return graph.first
        if key == Qt.Key.Key_Down:
            ways = graph.nodes[self.here].exits
            wanted = next((way for way in ways if way.place == self.branch), ways[0] if ways else None)
            return graph.at.get(wanted.to, -1) if wanted is not None else -1
        if key == Qt.Key.Key_Up:
            way = way_to(graph, self.here)
            return way[-2] if len(way) > 1 else next(iter(graph.before(self.here)), -1)
        mine = boxes[self.here]
        side = -1 if key == Qt.Key.Key_Left else 1
        beside = [
            (abs(box.y - mine.y) > 1, abs(box.y - mine.y) * 2 + abs(box.x - mine.x), at)
            for at, box in enumerate(boxes[: len(graph.nodes)])
            if (box.x + box.wide / 2 - mine.x - mine.wide / 2) * side > mine.wide / 4
        ]
        return min(beside)[2] if beside else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        found = self.scene.at(event.position() * (1 / self.zoom)) if self.scene is not None else -1
        if found >= 0:
            self.chosen.emit(found, NEXT)
            return
        area = self._area()
        if area is not None:
            bars = area.horizontalScrollBar().value(), area.verticalScrollBar().value()
            self._grip = (event.globalPosition().toPoint(), *bars)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        area = self._area()
        if self._grip is not None and area is not None:
            moved = event.globalPosition().toPoint() - self._grip[0]
            area.horizontalScrollBar().setValue(self._grip[1] - moved.x())
            area.verticalScrollBar().setValue(self._grip[2] - moved.y())
            return
        found = self.scene.at(event.position() * (1 / self.zoom)) if self.scene is not None else -1
        self.setCursor(Qt.CursorShape.PointingHandCursor if found >= 0 else Qt.CursorShape.ArrowCursor)
        self.setToolTip(self._whole(found) if found >= 0 else "")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.here >= 0:
            self.entered.emit(self.here)

    def _area(self) -> QScrollArea | None:
        viewport = self.parentWidget()
        found = viewport.parentWidget() if viewport is not None else None
        return found if isinstance(found, QScrollArea) else None

    def _whole(self, at: int) -> str:
        """All words of a box: some are cut on it."""
        assert self.scene is not None
        card = self.scene.cards[at]
        return "\n".join(
            part for part in (f"{card.number} · {card.head}", card.words, card.foot, *card.branches) if part
        )


class _Area(QScrollArea):
    """Moves by wheel, zooms with Ctrl; the arrow keys are the canvas's."""

    resized = Signal()

    def __init__(self, canvas: Canvas) -> None:
        super().__init__()
        self._canvas = canvas
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(canvas)
        canvas.setAutoFillBackground(False)
        self.setCornerWidget(QWidget())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._canvas.zoom_wanted.emit("in" if event.angleDelta().y() > 0 else "out")
            event.accept()
        else:
            super().wheelEvent(event)


class GraphView(QWidget):
    """Title and zoom above, the graph below."""

    chosen = Signal(int, int)
    entered = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.canvas = Canvas()
        self.area = _Area(self.canvas)
        self.title = Label("", 14, BOLD)
        self.less, self.more = IconButton("minus"), IconButton("plus")
        self.fit = KeyButton("", "0")
        self.percent = Label("", 12, role="muted")
        self._wide = True  # as wide as there is room for; until somebody zooms
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.title, 1)
        for part in (self.less, self.percent, self.more, self.fit):
            head.addWidget(part)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addLayout(head)
        rows.addWidget(self.area, 1)
        self.less.clicked.connect(lambda: self._zoom("out"))
        self.more.clicked.connect(lambda: self._zoom("in"))
        self.fit.clicked.connect(lambda: self._zoom("fit"))
        self.canvas.zoom_wanted.connect(self._zoom)
        self.area.resized.connect(self._room_changed)
        self.canvas.chosen.connect(self.chosen)
        self.canvas.entered.connect(self.entered)
        self.setFocusProxy(self.canvas)
        self._tree: Mapping[str, Any] = {}
        self._names = Names()
        self.retranslate()

    def show_tree(self, tree: Mapping[str, Any], names: Names, wrong: Mapping[int, str]) -> None:
        """Draw a draft (or a plan in plain values)."""
        self._tree, self._names = tree, names
        reading = Reading(tree, names)
        self.canvas.reading, self.canvas.scene = reading, Scene(reading, style.current())
        self.canvas.wrong = wrong
        self.canvas.light()
        self._resize()

    def show_wrong(self, wrong: Mapping[int, str]) -> None:
        """The same graph; something else is wrong with it."""
        self.canvas.wrong = wrong
        self.canvas.update()

    def stand_on(self, step: int, branch: int = NEXT, walked: tuple[int, ...] | None = None) -> None:
        """Light the way to a step and bring it into sight. `walked`: the way that was gone, where it is known."""
        canvas = self.canvas
        canvas.here, canvas.branch, canvas.walked = step, branch, walked
        canvas.light()
        scene, reading = canvas.scene, canvas.reading
        if scene is None or reading is None or not 0 <= step < len(reading.steps):
            return
        words = f"{reading.numbers[step]} · {title_words(reading.steps[step], reading.names)}"
        canvas.setAccessibleDescription(words)
        self._see()

    def _see(self) -> None:
        scene, step = self.canvas.scene, self.canvas.here
        if scene is not None and 0 <= step < len(scene.layout.boxes):
            box = scene.box(step)
            x, y = box.center().x() * self.canvas.zoom, box.center().y() * self.canvas.zoom
            half_wide, half_high = box.width() * self.canvas.zoom / 2, box.height() * self.canvas.zoom / 2
            room = self.area.viewport().size()
            margin_x = int(min(half_wide + 30, room.width() / 2))
            margin_y = int(min(half_high + 60, room.height() / 2))
            self.area.ensureVisible(int(x), int(y), margin_x, margin_y)

    def _zoom(self, way: str) -> None:
        scene = self.canvas.scene
        if scene is None:
            return
        room = self.area.viewport().size()
        if way == "fit":
            zoom = min(room.width() / scene.layout.wide, room.height() / scene.layout.high)
            self._wide = False
            self.canvas.zoom = max(LEAST, min(1.0, zoom))
        else:
            self._wide = False
            self.canvas.zoom = max(LEAST, min(MOST, self.canvas.zoom * (STEP if way == "in" else 1 / STEP)))
        self._resize()

    def _resize(self) -> None:
        canvas = self.canvas
        if canvas.scene is not None and self._wide:
            room = self.area.width() - self.area.verticalScrollBar().sizeHint().width()
            # A wide plan is not made so small that nobody reads it: then one moves sideways.
            canvas.zoom = max(0.72, min(1.0, (room - 2) / canvas.scene.layout.wide))
        canvas.resize(canvas.sizeHint())
        self.percent.setText(f"{round(canvas.zoom * 100)}%")
        canvas.update()
        QTimer.singleShot(0, self, self._see)

    def _room_changed(self) -> None:
        if self._wide:
            self._resize()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.canvas.scene is not None:
            self.show_tree(self._tree, self._names, self.canvas.wrong)

    def point_of(self, step: int) -> QPointF:
        """Where a box is on the canvas, in pixels."""
        assert self.canvas.scene is not None
        return self.canvas.scene.box(step).center() * self.canvas.zoom

    def retranslate(self) -> None:
        self.title.setText(translate("PlanGraph", "The plan drawn"))
        self.less.set_name(translate("PlanGraph", "Smaller (−)"))
        self.more.set_name(translate("PlanGraph", "Larger (+)"))
        self.fit.set_words(translate("PlanGraph", "All of it"))
        self.canvas.setAccessibleName(translate("PlanGraph", "The plan drawn; arrow keys go along it"))
