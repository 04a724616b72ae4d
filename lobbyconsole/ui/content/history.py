"""An item's versions with who, when and why; the difference between any two; what waits for a second person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lobbyconsole.services.library.book import differences
from lobbyconsole.services.library.shelf import Version
from lobbyconsole.ui import style
from lobbyconsole.ui.content.diff import DiffView
from lobbyconsole.ui.content.words import Names, instant_words, origin_words, standing_words
from lobbyconsole.ui.forms import Choice
from lobbyconsole.ui.theme import TARGET
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, Label, Pill, clear_layout
from lobbyconsole.ui.widgets.floor_forms import Flow, KeyButton

MOST = 60  # versions listed
KEYS = {"approve": "A", "refuse": "D", "try": "W"}  # of what waits; the newest such version has them


class VersionCard(Card):
    """One version: where it stands, who made it, when and why, and what can be done with it."""

    asked = Signal(str, object)  # changes, back, approve, refuse; the version

    def __init__(self, version: Version, zone: tzinfo, can_go_back: bool) -> None:
        super().__init__(level="watch" if version.standing == "proposed" else "")
        self.version = version
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 10, 14, 10)
        rows.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(10)
        level, words = standing_words(version)
        head.addWidget(Pill(level, words))
        head.addWidget(Label(self.who(zone), 14, BOLD, wrap=True), 1)
        rows.addLayout(head)
        if version.why:
            rows.addWidget(Label(version.why, 14, wrap=True))
        for text in self._more(zone):
            rows.addWidget(Label(text, 12, role="muted", wrap=True))
        self.verbs = Flow()
        for name, text, kind in self._verbs(can_go_back):
            button = KeyButton(text, KEYS[name], kind) if name in KEYS else Button(text, kind)
            button.setProperty("verb", name)
            button.clicked.connect(lambda _=False, name=name: self.asked.emit(name, version))
            self.verbs.add(button)
        rows.addWidget(self.verbs)
        self.verbs.setVisible(bool(self.verbs.items()))

    def who(self, zone: tzinfo) -> str:
        if self.version.standing in ("shipped",) or not self.version.by:
            return translate("Content", "Came with the program")
        return f"{self.version.by} · {instant_words(self.version.at, zone)}"

    def _more(self, zone: tzinfo) -> list[str]:
        version, found = self.version, []
        if origin := origin_words(version.origin):
            found.append(origin)
        if version.decided_by:
            text = translate("Content", "Decided by {staff}, {time}")
            found.append(text.format(staff=version.decided_by, time=instant_words(version.decided_at, zone)))
        if version.refusal:
            found.append(translate("Content", "Refused because: {why}").format(why=version.refusal))
        if version.walked is not None:
            found.append(
                translate("Content", "Walked to an end in this version.")
                if version.walked
                else "▲ " + translate("Content", "Nobody has walked this version to an end yet (5).")
            )
        if version.item is None:
            found.append(translate("Content", "Its wording cannot be read by this program."))
        return found

    def _verbs(self, can_go_back: bool) -> list[tuple[str, str, str]]:
        found = []
        if self.version.standing == "proposed":
            walked = self.version.walked is not False
            found.append(("approve", translate("Content", "Approve…"), "primary" if walked else "secondary"))
            found.append(("refuse", translate("Content", "Do not approve…"), "secondary"))
            if not walked:
                found.append(("try", translate("Content", "Walk it…"), "primary"))
        if self.version.version:
            found.append(("changes", translate("Content", "What it changed"), "quiet"))
        if can_go_back and self.version.standing in ("former", "shipped"):
            found.append(("back", translate("Content", "Go back to this…"), "quiet"))
        return found


class HistoryPage(QWidget):
    """Versions above, the difference between two of them below."""

    asked = Signal(str, object)  # back, approve, refuse; the version

    def __init__(self) -> None:
        super().__init__()
        self.versions: list[Version] = []
        self._family, self._names = "", Names()
        self._zone: tzinfo = UTC
        self.about = Label("", 14, role="muted", wrap=True)
        self.cards = QVBoxLayout()
        self.cards.setSpacing(8)
        self.compare = QWidget()
        line = Flow()
        self.compare_label = Label("", 14, BOLD)
        self.old, self.new = Choice(), Choice()
        for part in (self.compare_label, self.old, self.new):
            line.add(part)
        for choice in (self.old, self.new):
            choice.activated.connect(lambda _at: self._compare())
        held = QVBoxLayout(self.compare)
        held.setContentsMargins(0, 8, 0, 0)
        held.addWidget(line)
        self.line = line
        self.diff = DiffView()
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(4, 2, 12, 12)
        rows.setSpacing(8)
        rows.addWidget(self.about)
        rows.addLayout(self.cards)
        rows.addWidget(self.compare)
        rows.addWidget(self.diff)
        rows.addStretch(1)
        self.area = plain_area(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)

    def show_versions(self, family: str, versions: Sequence[Version], names: Names, zone: tzinfo) -> None:
        """Another item, or it has another version."""
        self.versions, self._family, self._names, self._zone = list(versions)[:MOST], family, names, zone
        clear_layout(self.cards)
        own = [version for version in self.versions if version.version]
        self.about.setText(
            ""
            if own
            else translate(
                "Content", "Nobody has changed this here. What was done by it keeps the version it was done by."
            )
        )
        self.about.setVisible(not own)
        for version in self.versions:
            card = VersionCard(version, self._zone, can_go_back=version.item is not None)
            card.asked.connect(self._asked)
            self.cards.addWidget(card)
        for choice in (self.old, self.new):
            choice.clear()
            for at, version in enumerate(self.versions):
                choice.addItem(self._name(version), at)
        several = len(self.versions) > 1
        self.compare.setVisible(several)
        self.diff.setVisible(several)
        self.compare_label.setText(translate("Content", "Compare"))
        self.compare_label.setMinimumHeight(style.current().px(TARGET))
        self.old.setAccessibleName(translate("Content", "The older version"))
        self.new.setAccessibleName(translate("Content", "The newer version"))
        self.line.updateGeometry()
        if several:
            self._set(self._before(self.versions[0]), 0)

    def _verb_buttons(self) -> list[QWidget]:
        cards = [item.widget() for at in range(self.cards.count()) if (item := self.cards.itemAt(at)) is not None]
        return [button for card in cards if isinstance(card, VersionCard) for button in card.verbs.items()]

    def take_key(self, event: QKeyEvent) -> bool:
        """A key of what waits for a second person."""
        for button in self._verb_buttons():
            if isinstance(button, KeyButton) and button.hit(event):
                button.click()
                return True
        return False

    def lead(self, verb: str) -> None:
        """The keyboard to the first button of this verb."""
        for button in self._verb_buttons():
            if button.property("verb") == verb:
                button.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def _name(self, version: Version) -> str:
        _, words = standing_words(version)
        if not version.by:
            return translate("Content", "As shipped")
        return f"{instant_words(version.at, self._zone)} · {version.by} · {words}"

    def _before(self, version: Version) -> int:
        """What a version was made from, as far as it is among them; else the next older one."""
        for at, other in enumerate(self.versions):
            if other.version and other.version == version.base:
                return at
        at = self.versions.index(version)
        return min(at + 1, len(self.versions) - 1)

    def _set(self, old: int, new: int) -> None:
        self.old.setCurrentIndex(old)
        self.new.setCurrentIndex(new)
        self._compare()

    def _compare(self) -> None:
        old, new = (self.versions[choice.currentIndex()].item for choice in (self.old, self.new))
        if old is None or new is None:
            self.diff.show_changes(self._family, old, new, [], self._names)
            return
        self.diff.show_changes(self._family, old, new, differences(old, new), self._names)

    def _asked(self, name: str, version: Any) -> None:
        if name != "changes":
            self.asked.emit(name, version)
            return
        if len(self.versions) > 1:
            self._set(self._before(version), self.versions.index(version))
        # The cards of the difference come over the next turns of the loop.
        QTimer.singleShot(60, self, lambda: self.area.ensureWidgetVisible(self.diff, 0, 200))
        self.old.setFocus(Qt.FocusReason.OtherFocusReason)
