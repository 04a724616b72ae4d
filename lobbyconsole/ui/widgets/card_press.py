"""Base of the buttons that are cards of labels: as large as the labels ask; some with an edge in colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter

from lobbyconsole.ui import style
from lobbyconsole.ui.widgets.basics import Press, draw_focus


class CardPress(Press):
    """Its layout decides its size; a button alone would ask for that of a button."""

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else QSize()

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return layout.minimumSize() if layout is not None else QSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else 0

    def paint_edged(self, role: str) -> None:
        """The card with its left edge in the colour of `role`; called from paintEvent."""
        theme = style.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(theme.color("border"))
        painter.setBrush(theme.color("sunken" if self.underMouse() else "surface"))
        painter.drawRoundedRect(box, 8, 8)
        painter.setClipRect(QRectF(0, 0, 4, self.height()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(role))
        painter.drawRoundedRect(box, 8, 8)
        painter.setClipping(False)
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), 8, theme)
