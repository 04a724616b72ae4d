"""The head count at the assembly point: how many are missing in large type, and each to be ticked off by digits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lobbyconsole.domain.head_count import STAFF, TICKET, HeadCount
from lobbyconsole.ui import style
from lobbyconsole.ui.emergency.parts import BigButton, OwnLabel, dressed
from lobbyconsole.ui.emergency.sheet import Answer, Sheet
from lobbyconsole.ui.emergency.words import say_text
from lobbyconsole.ui.translation import clock_text, mss, translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, Press, draw_focus
from lobbyconsole.ui.widgets.floor_forms import Flow

if TYPE_CHECKING:
    from lobbyconsole.services.walkthroughs import OpenWalk

MOST_CHOICES = 9
LOW = 420  # px at 100 %


class HeadTile(Press):
    """One who was in the hall: the number, and since when they are there. A press ticks, another takes it back."""

    def __init__(self, who: str, at: str, dark: bool) -> None:
        super().__init__()
        self.who, self._at, self._dark = who, at, dark
        self.setText(who.partition(":")[2])
        kind = translate("Emergency", "staff") if who.startswith(STAFF) else translate("Emergency", "customer")
        state = at or translate("Emergency", "missing")
        self.setAccessibleName(f"{kind} {self.text()}: {state}")

    def sizeHint(self) -> QSize:
        theme = style.current()
        wide = QFontMetrics(theme.font(17, BOLD)).horizontalAdvance(self.text()) + theme.px(30)
        return QSize(max(theme.px(96), wide), max(52, theme.px(50)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = dressed(self._dark)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, edge = ("ok_soft", "ok") if self._at else ("surface", "act")
        painter.setPen(QPen(theme.color(edge), 1 if self._at else 2))
        painter.setBrush(theme.color(ground))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 8, 8)
        room = self.rect().adjusted(6, 4, -6, -4)
        painter.setPen(theme.color("text"))
        painter.setFont(theme.font(17, NORMAL if self._at else BOLD))
        below = f"✓ {self._at}" if self._at else translate("Emergency", "missing")
        centre = Qt.AlignmentFlag.AlignHCenter
        painter.drawText(room, int(centre | Qt.AlignmentFlag.AlignTop), self.text())
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("muted" if self._at else "act"))
        painter.drawText(room, int(centre | Qt.AlignmentFlag.AlignBottom), below)
        if self.hasFocus():
            draw_focus(painter, self.rect().toRectF(), 8, theme)


class HeadsPage(QWidget):
    """It says what was pressed; the screen records it."""

    left = Signal()
    seen = Signal(str, bool)  # who, whether they are there
    added = Signal(object, object, str)  # staff, people, place
    counted = Signal(int)
    paper_wanted = Signal(str)  # print or pdf

    def __init__(self) -> None:
        super().__init__()
        self.state: OpenWalk | None = None
        self._zone: tzinfo | None = None
        self._dark = False
        self._shown: object = None
        self.tiles: list[HeadTile] = []
        self._title = OwnLabel(14, style.current().muted, BOLD, wrap=True)
        self._missing = OwnLabel(56, style.current().act, BOLD, wrap=True)
        self._sums = OwnLabel(22, style.current().text, wrap=True)
        self._says = OwnLabel(16, style.current().text, wrap=True)
        self._says.hide()
        self.line = QLineEdit()
        self.line.setMaxLength(20)
        self.line.installEventFilter(self)
        self._flow = Flow()
        inner = QWidget()
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, 6, 0)
        rows.setSpacing(8)
        for part in (self._title, self._missing, self._sums, self.line, self._says, self._flow):
            rows.addWidget(part)
        rows.addStretch(1)
        self._area = plain_area(inner)
        self.sheet = Sheet()
        self.customers, self.place = BigButton("", "F2"), BigButton("", "F3")
        self.paper, self.back = BigButton("", "F4"), BigButton("", "Esc")
        self.customers.clicked.connect(self.ask_customers)
        self.place.clicked.connect(self.ask_place)
        self.paper.clicked.connect(self.ask_paper)
        self.back.clicked.connect(self.left)
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(8)
        for button in (self.customers, self.place, self.paper, self.back):
            foot.addWidget(button, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(28, 14, 24, 14)
        page.setSpacing(8)
        page.addWidget(self._area, 1)
        page.addWidget(self.sheet, 1)
        page.addWidget(self._foot)
        self.setAutoFillBackground(False)
        self.retranslate()

    # --- showing

    def missing_text(self) -> str:
        """What stands there in large type."""
        return self._missing.text()

    def show_walk(self, state: OpenWalk, zone: tzinfo, now: datetime, dark: bool) -> None:
        """The head count of a walkthrough as it stands; `dark`: it is walked in the calm view."""
        self.state, self._zone = state, zone
        heads = state.walk.heads
        if dark != self._dark:
            self._dark, self._shown = dark, None
            self.sheet._dark = dark
            for button in (*self._buttons(), self.sheet.keep, self.sheet.cancel):
                button._dark = dark
        if heads is None:
            return
        theme = dressed(dark)
        gone = heads.all_missing
        words = translate("Emergency", "✓ All are there")
        if gone:
            words = translate("Emergency", "■ {count} missing").format(count=gone)
        if not heads.expected:
            words = translate("Emergency", "Nobody was known to be in the hall")
        self._missing.setText(words)
        self._missing.set_color(theme.act if gone else theme.ok)
        self._sums.set_color(theme.text)
        self._says.set_color(theme.text)
        self._title.set_color(theme.muted)
        self._sums.setText(sums_text(heads))
        self.tick(now)
        shown = (heads, theme.name, theme.scale, say_text)
        if shown != self._shown:
            self._shown = shown
            self._show_tiles(heads, zone)

    def say(self, words: str) -> None:
        """What was done, in place."""
        self._tell(words)

    def _tell(self, words: str) -> None:
        self._says.setText(words)
        self._says.setVisible(bool(words))

    def _buttons(self) -> tuple[BigButton, ...]:
        return (self.customers, self.place, self.paper, self.back)

    def _show_tiles(self, heads: HeadCount, zone: tzinfo) -> None:
        self._flow.clear()
        self.tiles = []
        for who in sorted(heads.expected, key=lambda who: (who in heads.seen, not who.startswith(STAFF), who)):
            at = heads.seen.get(who)
            tile = HeadTile(who, "" if at is None else clock_text(at, zone), self._dark)
            tile.clicked.connect(lambda _=False, who=who, here=at is None: self.seen.emit(who, here))
            self.tiles.append(tile)
            self._flow.add(tile)

    def tick(self, now: datetime) -> None:
        """How long it has been going on."""
        heads = self.state.walk.heads if self.state is not None else None
        if heads is None or self.state is None:
            return
        parts = [translate("Emergency", "Head count"), say_text(self.state.plan.title)]
        if self.state.walk.drill:
            parts.insert(0, translate("Emergency", "■ DRILL"))
        if heads.place:
            parts.append(translate("Emergency", "assembly point: {place}").format(place=heads.place))
        last = max(heads.seen.values(), default=heads.begun_at)
        until = now + self.state.ahead if heads.all_missing else max(last, heads.counted_at or last)
        parts.append(mss(max(0.0, (until - heads.begun_at).total_seconds())))
        words = " · ".join(parts)
        if words != self._title.text():
            self._title.setText(words)

    # --- keys

    def setFocus(self, *_: object) -> None:
        """Digits tick people off."""
        (self.sheet if self.sheet.isVisible() else self.line).setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.sheet.isVisible():
            self.sheet.keyPressEvent(event)
        elif not self._key(event):
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent) -> bool:
        known: dict[int, Callable[[], object]] = {
            Qt.Key.Key_F2: self.ask_customers, Qt.Key.Key_F3: self.ask_place, Qt.Key.Key_F4: self.ask_paper,
            Qt.Key.Key_Escape: self.left.emit, Qt.Key.Key_Return: self._enter, Qt.Key.Key_Enter: self._enter,
        }  # fmt: skip
        if event.key() not in known:
            return False
        if not event.isAutoRepeat():
            known[event.key()]()
        return True

    def _enter(self) -> None:
        heads = self.state.walk.heads if self.state is not None else None
        typed = self.line.text().strip()
        if heads is None or not typed:
            return
        self.line.clear()
        found = matching(heads, typed)
        self._tell("")
        if len(found) == 1:
            self._tick_off(heads, found[0])
        elif found:
            answers = [Answer(who.partition(":")[2], who) for who in found[:MOST_CHOICES]]
            self._ask(translate("Emergency", "Which one?"), lambda who: self._tick_off(heads, who), answers)
        else:
            title = translate("Emergency", "{who} was not known to be in the hall. Who is it?").format(who=typed)
            answers = [
                Answer(translate("Emergency", "A customer with this number"), TICKET),
                Answer(translate("Emergency", "Staff or somebody at work here"), STAFF),
                Answer(translate("Emergency", "A slip of the finger"), ""),
            ]
            self._ask(title, lambda kind: self.seen.emit(kind + typed, True) if kind else None, answers)

    def _tick_off(self, heads: HeadCount, who: str) -> None:
        if who in heads.seen:
            words = translate("Emergency", "{who} is there already; a press on the tile takes it back.")
            self._tell(words.format(who=who.partition(":")[2]))
        else:
            self.seen.emit(who, True)

    # --- questions

    def ask_customers(self) -> None:
        """A count without numbers: nobody asks two hundred people for their slips."""
        title = translate("Emergency", "How many customers stand there?")
        self._ask(title, self._take_count, [], translate("Emergency", "A number, then Enter"))

    def _take_count(self, words: str) -> None:
        if words.isdecimal() and int(words) <= 9999:
            self.counted.emit(int(words))
        else:
            self._tell(translate("Emergency", "A number, please."))

    def ask_place(self) -> None:
        """Where people stand."""
        title = translate("Emergency", "Where is the assembly point?")
        self._ask(
            title,
            lambda words: self.added.emit((), (), words),
            [],
            translate("Emergency", "In a few words, then Enter"),
        )

    def ask_paper(self) -> None:
        """On paper: with a pen in the rain it goes faster."""
        answers = [
            Answer(translate("Emergency", "Print the roll call"), "print"),
            Answer(translate("Emergency", "Save it as a PDF"), "pdf"),
        ]
        self._ask(translate("Emergency", "The roll call on paper"), self.paper_wanted.emit, answers)

    def _ask(self, title: str, then: Callable[[str], object], answers: list[Answer], line: str | None = None) -> None:
        self._area.hide()
        self._foot.hide()
        self.sheet.ask(title, then, answers, line, closed=self._answered)

    def _answered(self) -> None:
        self._area.show()
        self._foot.show()
        if self.isVisible():
            self.setFocus()

    # --- look

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), dressed(self._dark).color("background"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._shown = None
            self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        """With little room the figure is smaller, so that somebody to tick off is in sight."""
        low = self.height() / style.current().scale < LOW
        self._title.setVisible(not low)  # which plan it is, the screen says above
        for label, size in ((self._missing, 30 if low else 56), (self._sums, 16 if low else 22), (self._title, 14)):
            label.set_size(size)

    def retranslate(self) -> None:
        self._shown = None
        hint = translate("Emergency", "Staff number or digits of a slip, then Enter")
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(hint)
        self.customers.set_words(translate("Emergency", "Count customers"))
        self.place.set_words(translate("Emergency", "Assembly point"))
        self.paper.set_words(translate("Emergency", "On paper"))
        self.back.set_words(translate("Emergency", "Back"))
        self.sheet.retranslate()


def sums_text(heads: HeadCount) -> str:
    """Staff 4 of 6 · customers 12 of 18, and who of the staff is missing by name of number."""
    words = translate("Emergency", "Staff {here} of {all} · customers {there} of {expected}").format(
        here=heads.here(STAFF), all=len(heads.of(STAFF)), there=heads.here(TICKET), expected=len(heads.of(TICKET))
    )
    if heads.counted_at is not None:
        words += " · " + translate("Emergency", "counted {count}").format(count=heads.counted)
    return words


def matching(heads: HeadCount, typed: str) -> list[str]:
    """Whom the digits can mean: a staff number, a whole number, else the digits of slips. Missing ones first."""
    wanted = typed.upper()
    exact = [who for who in heads.expected if who.partition(":")[2].upper() == wanted]
    if exact:
        return exact
    if not typed.isdecimal():
        return []
    digits = [
        who
        for who in heads.of(TICKET)
        if (rest := "".join(sign for sign in who.removeprefix(TICKET) if sign.isdecimal())) and int(rest) == int(typed)
    ]
    return sorted(digits, key=lambda who: who in heads.seen)
