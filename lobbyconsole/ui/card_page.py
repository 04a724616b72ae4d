"""A round on paper: the card as it will be printed, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.ui import style
from lobbyconsole.ui.round_card import CardSheet, card_image, pages_text
from lobbyconsole.ui.round_words import own
from lobbyconsole.ui.translation import language, translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Card, Label
from lobbyconsole.ui.widgets.floor_forms import Flow, KeyButton
from lobbyconsole.ui.widgets.floor_panel import Said

WIDEST = 620  # px at 100 %


class _Preview(QWidget):
    """The sheets below each other, as wide as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._images: list[QImage] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_images(self, images: list[QImage]) -> None:
        self._images = images
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def _sheet(self, width: int) -> tuple[float, float]:
        wide = min(width - 2, style.current().px(WIDEST))
        return wide, wide * 297 / 210

    def heightForWidth(self, width: int) -> int:
        return round(len(self._images) * (self._sheet(width)[1] + 12))

    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(max(320, self.width())))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        wide, high = self._sheet(self.width())
        for at, image in enumerate(self._images):
            box = QRectF((self.width() - wide) / 2, at * (high + 12), wide, high)
            painter.drawImage(box, image)
            painter.setPen(QPen(style.current().color("border"), 1))
            painter.drawRect(box)


class CardPage(QWidget):
    """`wanted`: print, save, type or read."""

    wanted = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sheet: CardSheet | None = None
        self.title, self.about = Label("", 20, BOLD, wrap=True), Label("", 14, role="muted", wrap=True)
        self.back = KeyButton("", "Esc")
        self.back.clicked.connect(self.left)
        self.back.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.said = Said()
        self.print_button, self.save_button = KeyButton("", "P", "primary"), KeyButton("", "S")
        self.type_button, self.read_button = KeyButton("", "T"), KeyButton("", "R")
        self._verbs = {
            "print": self.print_button, "save": self.save_button, "type": self.type_button, "read": self.read_button,
        }  # fmt: skip
        line = Flow()
        for verb, button in self._verbs.items():
            button.clicked.connect(lambda _=False, verb=verb: self.wanted.emit(verb))
            line.add(button)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.back)
        card = Card()
        above = QVBoxLayout(card)
        above.setContentsMargins(16, 12, 16, 12)
        above.setSpacing(8)
        above.addWidget(self.about)
        above.addWidget(line)
        above.addWidget(self.said)
        self.preview = _Preview()
        inner = QWidget()
        held = QVBoxLayout(inner)
        held.setContentsMargins(0, 0, 0, 0)
        held.addWidget(self.preview)
        held.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 16, 24, 16)
        rows.setSpacing(10)
        rows.addLayout(head)
        rows.addWidget(card)
        rows.addWidget(plain_area(inner), 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.retranslate()

    def show_sheet(self, sheet: CardSheet) -> None:
        """Take a card in hand."""
        self.sheet = sheet
        self.said.say("")
        self.retranslate()

    def begin(self) -> None:
        """Take the keyboard."""
        self.print_button.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
            return
        for button in self._verbs.values():
            if button.hit(event):
                button.click()
                return
        super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.back.set_words(translate("Rounds", "Back"))
        self.print_button.set_words(translate("Cards", "Print"))
        self.save_button.set_words(translate("Cards", "Save as PDF"))
        self.type_button.set_words(translate("Cards", "Type it in"))
        self.read_button.set_words(translate("Cards", "Read a photo or scan"))
        if self.sheet is not None:
            title = own(self.sheet.checklist.title.say(language()))
            self.title.setText(translate("Cards", "Paper card: {title}").format(title=title))
            self.setAccessibleName(self.title.text())
            words = translate("Cards", "{pages}, fill it in with a dark pen, then type it in or read its picture.")
            self.about.setText(words.format(pages=pages_text(self.sheet.pages)))
            self.preview.show_images([card_image(self.sheet, at, 5.0) for at in range(len(self.sheet.pages))])
