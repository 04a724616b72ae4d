"""What a file with standards would bring, item by item, before anything happens; and the way to propose it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from lobbyconsole.domain.words import Message
from lobbyconsole.services.library.exchange import Arrival, Package
from lobbyconsole.ui.content.diff import change_card
from lobbyconsole.ui.content.slices import Slices
from lobbyconsole.ui.content.words import Names, family_title, reason_words
from lobbyconsole.ui.translation import in_a_row, listed, say, translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, Label, Pill, clear_layout

MOST_CHANGES = 30


def refusal_words(message: Message) -> str:
    """Why an item was refused, its reason in the reader's words too."""
    reason = message.values.get("reason")
    values = dict(message.values)
    if isinstance(reason, str):
        values["reason"] = reason_words(reason)
    return say(Message(message.text, values))


class ArrivalCard(Card):
    """One item of the file: what it is, what it would do here, whether it is to be taken."""

    def __init__(self, arrival: Arrival, names: Names) -> None:
        super().__init__(level={"refused": "act", "changed": "watch", "new": "ok"}.get(arrival.kind, ""))
        self.arrival, self._names = arrival, names
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 8, 14, 8)
        rows.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(10)
        title = self._title()
        self.pick: QCheckBox | None = None
        if arrival.kind in ("new", "changed"):
            self.pick = QCheckBox()
            self.pick.setChecked(True)
            self.pick.setAccessibleName(translate("Content", "Take {name}").format(name=title))
            head.addWidget(self.pick)
        head.addWidget(Label(title, 14, BOLD, wrap=True), 1)
        head.addWidget(Pill(*self._state()))
        rows.addLayout(head)
        for words, role in self._about():
            rows.addWidget(Label(words, 12, role=role, wrap=True))
        self.more = Button("", "quiet")
        self.more.clicked.connect(self._turn)
        rows.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.setVisible(bool(arrival.changes))
        self._changes = QVBoxLayout()
        rows.addLayout(self._changes)
        self._open = False
        self._say_more()

    def _title(self) -> str:
        arrival = self.arrival
        title = getattr(arrival.item, "title", None)
        return self._names.said(title) if title is not None else arrival.id or translate("Content", "(without an id)")

    def _state(self) -> tuple[str, str]:
        return {
            "new": ("ok", translate("Content", "New here")),
            "changed": ("watch", translate("Content", "Changed")),
            "same": ("neutral", translate("Content", "The same")),
            "waits": ("neutral", translate("Content", "Waits already")),
            "refused": ("act", translate("Content", "Refused")),
        }[self.arrival.kind]

    def _about(self) -> list[tuple[str, str]]:
        arrival, found = self.arrival, []
        family = family_title(arrival.family, one=True) if arrival.family in _families() else arrival.family
        found.append((f"{family} · {arrival.id}", "muted"))
        if arrival.reason is not None:
            found.append((refusal_words(arrival.reason), "act"))
        if arrival.two and arrival.kind in ("new", "changed"):
            found.append((translate("Content", "It will wait until a second person approves it."), "muted"))
        if arrival.retired:
            found.append((translate("Content", "It is retired here and stays so."), "watch_text"))
        if arrival.missing and arrival.kind in ("new", "changed"):
            words = translate("Content", "It refers to what is not here: {names}")
            found.append((words.format(names=listed(arrival.missing)), "watch_text"))
        return found

    def _turn(self) -> None:
        self._open = not self._open
        clear_layout(self._changes)
        if self._open:
            items = (self.arrival.item, self.arrival.before)
            for change in self.arrival.changes[:MOST_CHANGES]:
                self._changes.addWidget(change_card(self.arrival.family, change, items, self._names))
            more = len(self.arrival.changes) - MOST_CHANGES
            if more > 0:
                text = translate("Registers", "… and {count} more").format(count=more)
                self._changes.addWidget(Label(text, 12, role="muted"))
        self._say_more()

    def _say_more(self) -> None:
        count = len(self.arrival.changes)
        self.more.setText(
            translate("Content", "Hide the differences")
            if self._open
            else translate("Content", "Show the differences ({count})").format(count=count)
        )


def _families() -> Mapping[str, str]:
    from lobbyconsole.ui.content.titles import FAMILY_TITLES

    return FAMILY_TITLES


class ArrivalsPage(QWidget):
    """The whole file; nothing has happened while it is shown."""

    take_wanted = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.package: Package | None = None
        self.cards: list[ArrivalCard] = []
        self._slices = Slices(self)
        self.head = Label("", 16, BOLD, wrap=True)
        self.about = Label("", 14, role="muted", wrap=True)
        self.take, self.cancel = Button("", "primary"), Button("", "quiet")
        self.take.clicked.connect(self.take_wanted)
        self.cancel.clicked.connect(self.closed)
        verbs = QHBoxLayout()
        verbs.setSpacing(8)
        verbs.addWidget(self.take)
        verbs.addWidget(self.cancel)
        verbs.addStretch(1)
        content = QWidget()
        self._rows = QVBoxLayout(content)
        self._rows.setContentsMargins(4, 2, 12, 12)
        self._rows.setSpacing(8)
        self.area = plain_area(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        for part in (self.head, self.about):
            whole.addWidget(part)
        whole.addLayout(verbs)
        whole.addWidget(self.area, 1)

    @property
    def busy(self) -> bool:
        return self._slices.busy

    def show_arrivals(self, file: str, package: Package, arrivals: Sequence[Arrival], names: Names) -> None:
        """What a file holds."""
        self.package = package
        self._slices.stop()
        clear_layout(self._rows)
        self.cards = []
        counts = {kind: sum(one.kind == kind for one in arrivals) for kind in ("new", "changed", "same", "refused")}
        origin = package.origin or file
        self.head.setText(translate("Content", "Standards of {name}").format(name=origin))
        text = translate("Content", "{file}: {new} new, {changed} changed, {same} the same, {refused} refused.")
        told = text.format(file=file, **counts)
        self.about.setText(in_a_row(told, translate("Content", "Nothing has been taken over yet.")))
        self.cancel.setText(translate("Registers", "Cancel"))
        order = {"refused": 0, "changed": 1, "new": 2, "waits": 3, "same": 4}
        self._slices.run(self._build(sorted(arrivals, key=lambda one: order[one.kind]), names), self._count)
        self._count()
        (self.take if self.take.isEnabled() else self.cancel).setFocus()

    def _build(self, arrivals: Sequence[Arrival], names: Names) -> Iterator[None]:
        for arrival in arrivals:
            card = ArrivalCard(arrival, names)
            if card.pick is not None:
                card.pick.toggled.connect(lambda _on: self._count())
            self.cards.append(card)
            self._rows.addWidget(card)
            yield
        self._rows.addStretch(1)
        yield

    def picked(self) -> list[Arrival]:
        """What is to be taken over."""
        self._slices.finish()
        return [card.arrival for card in self.cards if card.pick is not None and card.pick.isChecked()]

    def _count(self) -> None:
        count = sum(card.pick is not None and card.pick.isChecked() for card in self.cards)
        self.take.setText(translate("Content", "Propose {count}…").format(count=count))
        self.take.setEnabled(count > 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
