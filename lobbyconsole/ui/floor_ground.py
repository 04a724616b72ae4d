"""Where things stand on the floor: a column that shares out its height among the cards, and scrolls when it must."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

GAP = 12  # px between cards
MARGIN = 16  # px around


class Slot(msgspec.Struct, frozen=True):
    """One card of the column. `heights(width)` gives its least and comfortable height; `grows` takes what is left."""

    widget: QWidget
    heights: Callable[[int], tuple[int, int]]
    grows: bool = False


def shared(wanted: Sequence[tuple[int, int, bool]], room: int) -> list[int]:
    """Heights for (least, comfortable, grows) in `room` px: what grows gives way first, then all the others alike.

    When even the least do not fit, everything gets its least and the column scrolls.
    """
    least = sum(item[0] for item in wanted)
    comfortable = sum(item[1] for item in wanted)
    if room >= comfortable:
        growing = [at for at, item in enumerate(wanted) if item[2]]
        heights = [item[1] for item in wanted]
        for at in growing:
            heights[at] += (room - comfortable) // len(growing)
        return heights
    if room <= least:
        return [item[0] for item in wanted]
    heights = [item[1] for item in wanted]
    missing = comfortable - room
    for gives in (True, False):
        slack = sum(item[1] - item[0] for item in wanted if item[2] is gives)
        taken = min(missing, slack)
        for at, item in enumerate(wanted):
            if item[2] is gives and slack:
                heights[at] -= round(taken * (item[1] - item[0]) / slack)
        missing -= taken
    return heights


class Column(QScrollArea):
    """Cards below each other; scrolls when the least they need is more than there is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        # A viewport of our own is transparent, as Qt's is not. To give Qt's to Python, PySide would make every widget
        # class it knows to find the right one, 20 ms of the start.
        self.setViewport(QWidget())
        self.ground = QWidget()
        self.ground.setProperty("ground", "plain")
        self.setWidget(self.ground)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.slots: list[Slot] = []

    def set_slots(self, slots: Sequence[Slot]) -> None:
        """The cards, from above to below."""
        self.slots = list(slots)
        for slot in slots:
            if slot.widget.parent() is not self.ground:
                slot.widget.setParent(self.ground)
            slot.widget.show()

    def arrange(self, left: int, right: int) -> None:
        """Share out the height; `left` and `right` are margins in px."""
        outer, room = self.width(), self.height()
        width = outer - left - right
        gaps = GAP * (len(self.slots) - 1)
        needed = sum(slot.heights(width)[0] for slot in self.slots) + gaps + 2 * MARGIN
        scrolls = needed > room
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if self.verticalScrollBarPolicy() != policy:
            self.setVerticalScrollBarPolicy(policy)
        bar = self.verticalScrollBar().sizeHint().width() if scrolls else 0
        if scrolls:
            width = outer - left - max(right, bar + 4)
        wanted = [(*slot.heights(width), slot.grows) for slot in self.slots]
        heights = shared(wanted, room - gaps - 2 * MARGIN + 2)
        top = MARGIN - 1
        for slot, height in zip(self.slots, heights, strict=True):
            slot.widget.setGeometry(QRect(left, top, width, height))
            top += height + GAP
        # Not under the bar: a ground wider than what is seen of it could be pushed to the side.
        self.ground.resize(outer - bar, max(room, top - GAP + MARGIN - 1))
