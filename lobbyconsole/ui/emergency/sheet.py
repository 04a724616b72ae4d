"""A question in the place of the step: large numbered answers and, where words are wanted, a line. No dialog opens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lobbyconsole.ui import style
from lobbyconsole.ui.emergency.parts import BigButton, OwnLabel, dressed
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD

LONGEST = 300
DIGITS = tuple("123456789")
LEAST_ANSWER = 250  # px at 100 %


class Answer(NamedTuple):
    """One large button: words, what it means, and its key; without one it gets the next digit."""

    words: str
    value: str
    key: str = ""


class Sheet(QWidget):
    """Asks one thing. Digits answer while the line is empty, Enter takes the line, Esc goes back."""

    def __init__(self, dark: bool = False) -> None:
        super().__init__()
        self._dark = dark
        self._then: Callable[[str], object] = lambda _: None
        self._closed: Callable[[], object] = lambda: None
        self._columns = 0
        self.answers: list[BigButton] = []
        self.title = OwnLabel(22, dressed(dark).text, BOLD, wrap=True)
        self.line = QLineEdit()
        self.line.setMaxLength(LONGEST)
        self.line.returnPressed.connect(self._take_line)
        self.line.installEventFilter(self)
        self.keep, self.cancel = BigButton("", "⏎", "primary", dark=dark), BigButton("", "Esc", dark=dark)
        self.keep.clicked.connect(self._take_line)
        self.cancel.clicked.connect(self.close_sheet)
        inner = QWidget()
        self._grid = QGridLayout()
        self._grid.setSpacing(10)
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(28, 18, 28, 10)
        rows.setSpacing(14)
        rows.addWidget(self.title)
        rows.addWidget(self.line)
        rows.addLayout(self._grid)
        rows.addStretch(1)
        self.foot = QWidget()
        foot = QHBoxLayout(self.foot)
        foot.setContentsMargins(28, 4, 28, 16)
        foot.setSpacing(10)
        foot.addWidget(self.keep, 3)
        foot.addWidget(self.cancel, 2)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(plain_area(inner), 1)
        outer.addWidget(self.foot)
        self.hide()
        self.retranslate()

    def ask(
        self, title: str, then: Callable[[str], object], answers: Sequence[Answer] = (), line: str | None = None,
        closed: Callable[[], object] = lambda: None,
    ) -> None:  # fmt: skip
        """Ask; `then` gets an answer's value or the line's words. `line`: what stands in it while it is empty."""
        self._then, self._closed = then, closed
        self.title.set_color(dressed(self._dark).text)
        self.title.setText(title)
        for button in self.answers:
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.answers = []
        for at, answer in enumerate(answers, 1):
            key = answer.key or (str(at) if at <= 9 else "")
            button = BigButton(answer.words, key, "way", dark=self._dark)
            button.clicked.connect(lambda _=False, value=answer.value: self._answer(value))
            self.answers.append(button)
        self._columns = 0
        self._arrange()
        self.line.clear()
        self.line.setVisible(line is not None)
        self.keep.setVisible(line is not None)
        if line is not None:
            self.line.setPlaceholderText(line)
        self.line.setAccessibleName(title)
        self.show()
        (self.line if line is not None else self).setFocus()

    def close_sheet(self) -> None:
        """Nothing was answered."""
        self._done()

    def _done(self) -> None:
        self.hide()
        closed, self._closed = self._closed, lambda: None
        closed()

    def _answer(self, value: str) -> None:
        then = self._then
        self._done()
        then(value)

    def _take_line(self) -> None:
        words = self.line.text().strip()
        if words:
            self._answer(words)
        else:
            self.line.setFocus()

    def _arrange(self) -> None:
        columns = max(1, min(2, self.width() // style.current().px(LEAST_ANSWER)))
        if columns == self._columns:
            return
        self._columns = columns
        for button in self.answers:
            self._grid.removeWidget(button)
        for at, button in enumerate(self.answers):
            self._grid.addWidget(button, at // columns, at % columns)
            button.show()
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.close_sheet()
                return True
            if not self.line.text() and event.text().isdigit():
                return self._pressed(event)
        return False

    def _pressed(self, event: QKeyEvent) -> bool:
        for button in self.answers:
            if button.hit(event):
                button.click()
                return True
        place = int(event.text()) - 1 if event.text() in DIGITS else -1
        if 0 <= place < len(self.answers) and self.answers[place].isEnabled():
            self.answers[place].click()  # where a letter is its key the place counts as well: one hand
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
        elif not self._pressed(event):
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.keep.set_words(translate("Emergency", "Keep"))
        self.cancel.set_words(translate("Emergency", "Back"))
