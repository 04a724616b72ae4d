"""The floor's right column: what needs the manager next, and three buttons; see floor_today.py for the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.lobby import HELD
from lobbyconsole.domain.picture import ACT, Picture
from lobbyconsole.ui import style
from lobbyconsole.ui.translation import language, mss, translate
from lobbyconsole.ui.widgets import labels
from lobbyconsole.ui.widgets.basics import BOLD, NORMAL, Button, Card, EmptyState, Label, Pill
from lobbyconsole.ui.widgets.floor_forms import Flow

if TYPE_CHECKING:
    pass

_ANY_DIGIT = str.maketrans("123456789", "000000000")
MOST_RECOVERIES = 3  # cards; more are told as a number
_MARKS = {ACT: ("■", "act"), "watch": ("▲", "watch_text"), "": ("●", "muted")}  # signs with their colours


class Need(msgspec.Struct, frozen=True):
    """Something that needs the manager: a counter that asks, a number without its slip, a customer waiting too long,
    a service whose customers have passed its target, or one whose numbers somebody stopped."""

    kind: str  # help, slip, recovery, behind or stopped; grade or over
    key: str  # counter id, ticket key, service id or incident
    name: str
    since_s: float
    reason: str = ""
    count: int = 0  # customers past the target
    target_s: int = 0
    counter: str = ""  # one that takes the service and stands closed or paused; "" when all that take it are open
    level: str = ACT
    words: tuple[str, ...] = ()  # of the buttons, where whoever asks says them (ASKS: then `name` and `reason` are too)


def needs_of(picture: Picture, branch: Branch) -> list[Need]:
    """Who needs the manager now, counters first, longest first."""
    found = [
        Need("help", tile.id, tile.id, tile.asked_s, _asked_reason(picture, tile.id))
        for tile in picture.tiles
        if tile.asked_s is not None
    ]
    found.sort(key=lambda need: -need.since_s)
    found += [
        Need("slip", ticket.key, ticket.number, (picture.at - ticket.state_since).total_seconds())
        for ticket in picture.tickets.values()
        if ticket.state == HELD and ticket.held_reason == labels.NOT_PRINTED and ticket.state_since is not None
    ]
    late = [
        Need("recovery", block.key, block.number or block.key, block.waited_s)
        for row in picture.rows
        for block in row.blocks
        if block.waited_s >= branch.recovery_s and not _recovered(picture, block.key)
    ]
    late.sort(key=lambda need: -need.since_s)
    stopped = [
        Need("stopped", row.id, row.title_zh if language() == "zh" else row.title_en, 0.0, row.closed_why)
        for row in picture.rows
        if row.closed_why  # an emergency plan may have stopped them and be over
    ]
    return found + late + _behind(picture, branch) + stopped


def _behind(picture: Picture, branch: Branch) -> list[Need]:
    """Services with customers past the target who are not owed a recovery yet; the longest wait first.

    What would help most is not judged here: it says how it stands, and which counter could be opened.
    """
    found = []
    for row in picture.rows:
        waits = [block.waited_s for block in row.blocks if row.target_s < block.waited_s < branch.recovery_s]
        if not waits:
            continue
        could = [tile for tile in picture.tiles if tile.known and row.id in tile.service_ids]
        spare = next((tile.id for tile in could if tile.activity == "closed"), "")
        spare = spare or next((tile.id for tile in could if tile.activity == "paused"), "")
        title = row.title_zh if language() == "zh" else row.title_en
        found.append(Need("behind", row.id, title, max(waits), count=len(waits), target_s=row.target_s, counter=spare))
    return sorted(found, key=lambda need: -need.since_s)


_CHOICES = {
    "help": ("answer", "counter"),
    "slip": ("reprint", "tell", "void"),
    "recovery": ("ticket", "recovery"),
    "behind": ("open",),
    "stopped": ("give",),
    "grade": ("grade",),
    "over": ("over", "look"),
}
ASKS = ("grade", "over")  # of incidents: said by who watches them, see incidents/asks.py


def _asked_reason(picture: Picture, counter_id: str) -> str:
    counter = picture.counters.get(counter_id)  # the last known picture comes without counters and tickets
    return counter.asked_reason if counter is not None else ""


def _recovered(picture: Picture, key: str) -> bool:
    ticket = picture.tickets.get(key)
    return ticket is not None and "recovery" in ticket.marks


class RunningText(QWidget):
    """Words with a wait in them: another text every second. A label would have the whole list laid out anew each time;
    this asks for it only when the words take another height."""

    def __init__(self, size: float, weight: QFont.Weight = NORMAL, role: str = "text") -> None:
        super().__init__()
        self._size, self._weight, self._role = size, weight, role
        self._text = self._shape = ""
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._dress()

    def text(self) -> str:
        return self._text

    def setText(self, text: str) -> None:
        if text == self._text:
            return
        self._text = text
        self.setAccessibleName(text)
        shape = text.translate(_ANY_DIGIT)  # digits are alike in width
        if shape != self._shape:
            self._shape = shape
            if self.heightForWidth(self.width()) != self.height():
                self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(1, width), 10_000)
        return self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, self._shape or "0").height()

    def sizeHint(self) -> QSize:
        wide = style.current().px(230)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(style.current().px(60), self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(style.current().color(self._role))
        painter.drawText(self.rect(), Qt.TextFlag.TextWordWrap, self._text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.heightForWidth(self.width()) != self.height():
            self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and style.is_dressing():
            self._dress()

    def _dress(self) -> None:
        self.setFont(style.current().font(self._size, self._weight))
        self.updateGeometry()
        self.update()


class NeedCard(Card):
    """One need with what can be done about it."""

    acted = Signal(str, str, str)  # what to do (a word of _CHOICES), kind, key

    def __init__(self, need: Need) -> None:
        super().__init__(level=need.level)
        self.need = need
        self._minutes = 20
        self._mark = Label("■", 14, role="act")
        self._title = RunningText(14, BOLD)
        self._text = RunningText(13, role="muted")
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        self.buttons: dict[str, Button] = {}
        row = Flow()
        for at, what in enumerate(_CHOICES[need.kind]):
            button = self.buttons[what] = Button("", "secondary" if at else "primary")
            button.clicked.connect(lambda _=False, what=what: self._press(what))
            row.add(button)
        self._rows = QVBoxLayout(self)
        self._rows.setSpacing(4)
        self._rows.addLayout(head)
        self._rows.addWidget(self._text)
        self._rows.addSpacing(4)
        self._rows.addWidget(row)
        self._dress()
        self.show_need(need, 20)

    def _press(self, what: str) -> None:
        self.acted.emit(what, self.need.kind, self.need.counter if what == "open" else self.need.key)

    def show_need(self, need: Need, minutes: int, drift: float = 0.0) -> None:
        """The same need, later; `minutes`: the recovery limit."""
        self.need, self._minutes = need, minutes
        wait = mss(need.since_s + drift)
        words: tuple[str, ...]
        self.set_level(need.level)
        if self._mark.text() != _MARKS[need.level][0]:
            self._mark.setText(_MARKS[need.level][0])
            self._mark.set_role(_MARKS[need.level][1])
        if need.kind in ASKS:
            title, text, words = need.name, need.reason, need.words
        elif need.kind == "help":
            title = translate("Next", "Counter {counter} asks for you").format(counter=need.name)
            text = translate("Next", "for {wait}").format(wait=wait)
            text += f" · {need.reason}" if need.reason else ""
            words = (translate("Next", "Answer"), translate("Next", "Show counter"))
        elif need.kind == "slip":
            title = translate("Next", "{number} has no slip").format(number=need.name)
            text = translate("Next", "Not printed for {wait}; it stands aside.").format(wait=wait)
            words = (
                translate("Next", "Print again"),
                translate("Next", "Number told"),
                translate("Next", "Take it out"),
            )
        elif need.kind == "behind":
            title, text, words = _behind_words(need, wait)
        elif need.kind == "stopped":
            title = translate("Next", "No numbers are given for {service}").format(service=need.name)
            text, words = need.reason, (translate("Next", "Give numbers again"),)
        else:
            title = translate("Next", "{number} has waited {wait}").format(number=need.name, wait=wait)
            text = translate("Next", "Over the {minutes} min limit: speak to the customer.").format(minutes=minutes)
            words = (translate("Next", "Open ticket"), translate("Next", "Made good"))
        self._title.setText(title)
        self._text.setText(text)
        for button, shown in zip(self.buttons.values(), words, strict=True):
            if button.text() != shown:
                button.setText(shown)
                button.setAccessibleName(f"{shown}, {title}")
            button.setVisible(bool(shown))
        self.setAccessibleName(f"{title}. {text}")

    def _dress(self) -> None:
        px = style.current().px
        self._rows.setContentsMargins(px(15), px(11), px(12), px(11))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()


def _behind_words(need: Need, wait: str) -> tuple[str, str, tuple[str, ...]]:
    minutes = round(need.target_s / 60)
    if need.count == 1:
        title = translate("Next", "{service}: one customer past {minutes} min")
    else:
        title = translate("Next", "{service}: {count} customers past {minutes} min")
    title = title.format(service=need.name, count=need.count, minutes=minutes)
    if not need.counter:
        text = translate("Next", "The longest has waited {wait}. Every counter that takes it is open.")
        return title, text.format(wait=wait), ("",)
    text = translate("Next", "The longest has waited {wait}. Counter {counter} takes it and is not open.")
    words = (translate("Next", "Show counter {counter}").format(counter=need.counter),)
    return title, text.format(wait=wait, counter=need.counter), words


class NextList(Card):
    """What needs the manager. Suggested actions will stand here too; until then nothing pretends to be one."""

    acted = Signal(str, str, str)
    asked = Signal(str, str, str)  # the same of an incident's card
    changed = Signal()  # cards came or went

    def __init__(self) -> None:
        super().__init__()
        self._cards: dict[tuple[str, str], NeedCard] = {}
        self._branch: Branch | None = None
        self._picture: Picture | None = None
        self._asks: tuple[Need, ...] = ()
        self._title = Label("", 14, BOLD, "muted")
        self._count = Pill("act", "0")
        self._count.hide()
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._title)
        head.addWidget(self._count)
        head.addStretch(1)
        self._empty = EmptyState()
        self._more = Label("", 12, role="muted", wrap=True)
        self._more.hide()
        inner = QWidget()
        inner.setProperty("ground", "plain")
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(10)
        self._list.addWidget(self._more)
        self._list.addStretch(1)
        self._scroll = scrolled(inner)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 12, 14, 12)
        rows.setSpacing(8)
        rows.addLayout(head)
        rows.addWidget(self._empty, 1)
        rows.addWidget(self._scroll, 1)
        self.retranslate()

    @property
    def cards(self) -> list[NeedCard]:
        """The cards on show, in order."""
        return list(self._cards.values())

    def show_asks(self, asks: tuple[Need, ...]) -> None:
        """What incidents ask for: the urgent ones before whoever waits, the others after them."""
        self._asks = asks
        if self._picture is not None and self._branch is not None:
            self.show_picture(self._picture, self._branch)

    def show_picture(self, picture: Picture, branch: Branch) -> None:
        """Show who needs the manager in a newer picture."""
        self._picture, self._branch = picture, branch
        needs = [need for need in self._asks if need.level == ACT] + needs_of(picture, branch)
        needs += [need for need in self._asks if need.level != ACT]
        late = [need for need in needs if need.kind == "recovery"]
        left_off = {need.key for need in late[MOST_RECOVERIES:]}
        wanted = {(n.kind, n.key): n for n in needs if n.kind != "recovery" or n.key not in left_off}
        minutes = round(branch.recovery_s / 60)
        if list(wanted) != list(self._cards):
            self._remake(wanted)
        for key, need in wanted.items():
            self._cards[key].show_need(need, minutes)
        rest = len(late) - MOST_RECOVERIES
        self._more.setVisible(rest > 0)
        if rest > 0:
            self._more.setText(
                translate("Next", "and {count} more beyond {minutes} min").format(count=rest, minutes=minutes)
            )
        self._count.setVisible(bool(needs))
        self._count.set_status("act" if any(need.level == ACT for need in needs) else "neutral", str(len(needs)))
        self._empty.setVisible(not needs)
        self._scroll.setVisible(bool(needs))

    def _remake(self, wanted: dict[tuple[str, str], Need]) -> None:
        for key in [key for key in self._cards if key not in wanted]:
            card = self._cards.pop(key)
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        for at, (key, need) in enumerate(wanted.items()):
            known = self._cards.pop(key, None)
            if known is None:
                known = NeedCard(need)
                known.acted.connect(self.asked if key[0] in ASKS else self.acted)
            else:
                self._list.removeWidget(known)
            self._cards[key] = known
            self._list.insertWidget(at, known)
            known.show()
        self.changed.emit()

    def tick(self, drift: float) -> None:
        """`drift` seconds have passed since the picture."""
        if self._branch is not None:
            for card in self._cards.values():
                card.show_need(card.need, round(self._branch.recovery_s / 60), drift)

    def wanted_height(self) -> int:
        """The height at which all cards are in sight."""
        cards = sum(card.sizeHint().height() + 10 for card in self._cards.values())
        return cards + self._title.sizeHint().height() + style.current().px(44)

    def retranslate(self) -> None:
        self._title.setText(translate("Next", "Next"))
        self.setAccessibleName(translate("Next", "Next"))
        self._empty.set_texts(
            translate("Next", "Nothing needs you now"),
            translate(
                "Next",
                "A counter that asks for you, a queue past its target, or a customer who has waited beyond the limit"
                " appears here.",
            ),
        )
        self.tick(0.0)


class QuickButtons(QWidget):
    """Issue, note, find: always in reach."""

    wanted = Signal(str)  # issue, note, find

    def __init__(self) -> None:
        super().__init__()
        self.buttons = {name: Button("") for name in ("issue", "note", "find")}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _=False, name=name: self.wanted.emit(name))
            row.addWidget(button, 1)
        self.retranslate()

    def retranslate(self) -> None:
        texts = {
            "issue": (translate("Floor", "Issue"), "N"),
            "note": (translate("Floor", "Note"), "I"),
            "find": (translate("Floor", "Find"), "K"),
        }
        for name, (words, key) in texts.items():
            shown, keys = f"{words} ^{key}", f"{words}, Ctrl+{key}"
            self.buttons[name].setText(shown)
            self.buttons[name].setAccessibleName(keys)


def scrolled(inner: QWidget) -> QScrollArea:
    """A frameless area that scrolls upwards and downwards only."""
    area = QScrollArea()
    area.setViewport(QWidget())  # transparent, and cheaper than to ask for Qt's (see floor_ground.Column)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    return area
