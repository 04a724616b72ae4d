"""The wall of a presentation: the section in hand, painted large, in as many pages as it takes."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from lobbyconsole.domain.content.library import Library
from lobbyconsole.services.briefing.minutes import MinutesSection
from lobbyconsole.ui import style
from lobbyconsole.ui.briefings.stage_layout import HEAD, SIDE, Head, Page, head_height, head_of, head_size, spread
from lobbyconsole.ui.briefings.stage_tiles import WRAP, text_height
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.widgets.basics import BOLD

WIDE, HIGH = 1440, 900  # px: the wall the sizes are made for
NOTCH = 120  # eighths of a degree: what a wheel turns at once
LEAST, MOST = 0.72, 3.0  # how far they follow a smaller or larger one


def wall_theme(width: int, height: int) -> Theme:
    """The theme at a wall's size: letters follow the monitor, and half of what the reader added to the text size."""
    theme = style.current()
    fit = max(LEAST, min(MOST, min(width / WIDE, height / HIGH)))
    return theme.scaled(round(100 * fit * (1 + (theme.scale - 1) / 2)))


class Stage(QWidget):
    """Shows a section; `page_changed` after turning, `link_wanted` when something linked is clicked."""

    page_changed = Signal()
    link_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._section: MinutesSection | None = None
        self._library: Library | None = None
        self._head = Head("", "")
        self._size: float = HEAD
        self.pages: list[Page] = []
        self.page = 0
        self._rolled = 0
        self.setMouseTracking(True)

    @property
    def theme(self) -> Theme:
        window = self.window()
        return wall_theme(window.width(), window.height())

    def show_section(self, section: MinutesSection, library: Library) -> None:
        """Another section, from its first page; or the same with new words, where one was."""
        same = self._section is not None and self._section.id == section.id
        self._section, self._library = section, library
        if not same:
            self.page = 0
        self.lay_out()

    def lay_out(self) -> None:
        """Find every tile its place; the size, look or language may have changed."""
        if self._section is None or self._library is None:
            return
        theme = self.theme
        side = theme.px(SIDE)
        width = max(1, self.width() - 2 * side)
        self._head = head_of(self._section, self._library)
        self._size = head_size(self._head, theme, width, self.height())
        top = theme.px(38) + head_height(self._head, theme, width, self._size)
        room = QRectF(side, top, width, max(1.0, self.height() - top - theme.px(20)))
        self.pages = spread(self._section, theme, self._library, room)
        self.page = min(self.page, len(self.pages) - 1)
        self.setAccessibleName(self._head.headline)
        told = [place.tile.spoken() for place in self.pages[self.page].places]
        self.setAccessibleDescription("\n".join([self._head.about, *told]))
        self.page_changed.emit()
        self.update()

    def turn(self, by: int) -> bool:
        """To the next (1) or former (-1) page of the section; False when there is none."""
        wanted = self.page + by
        if not 0 <= wanted < len(self.pages):
            return False
        self.page = wanted
        self.lay_out()
        return True

    def headline(self) -> str:
        """What stands on top."""
        return self._head.headline

    def texts(self) -> list[str]:
        """What is on the page, in words."""
        return [place.tile.spoken() for place in self.pages[self.page].places] if self.pages else []

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self.theme
        painter.fillRect(self.rect(), theme.color("background"))
        if not self.pages:
            return
        side = theme.px(SIDE)
        box = QRectF(side, theme.px(38), self.width() - 2 * side, self.height())
        font = theme.font(self._size, BOLD)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        painter.drawText(box, int(WRAP), self._head.headline)
        if self._head.about:
            box.setTop(box.top() + text_height(self._head.headline, font, box.width()) + theme.px(6))
            painter.setFont(theme.font(21))
            painter.setPen(theme.color("muted"))
            painter.drawText(box, int(WRAP), self._head.about)
        for place in self.pages[self.page].places:
            painter.save()
            painter.setClipRect(place.box.adjusted(-1, -1, 1, 1))
            place.tile.paint(painter, place.box)
            painter.restore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()

    def link_at(self, at: QPointF) -> object:
        """What the tile at a point was computed from; the innermost wins."""
        found: object = None
        for place in self.pages[self.page].places if self.pages else ():
            for box, link in place.tile.links:
                if box.contains(at):
                    found = link
        return found

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        linked = self.link_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if linked else Qt.CursorShape.ArrowCursor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A notch turns a page; a touchpad's many small steps add up to one."""
        self._rolled += event.angleDelta().y()
        if abs(self._rolled) >= NOTCH:
            self.turn(-1 if self._rolled > 0 else 1)
            self._rolled = 0

    def mousePressEvent(self, event: QMouseEvent) -> None:
        link = self.link_at(event.position())
        if link is not None:
            self.link_wanted.emit(link)
