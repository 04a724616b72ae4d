"""Settings, People: who works here by staff number, their roles, their PINs, and who has left."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout
from shiboken6 import isValid

from lobbyconsole.ui import tasks
from lobbyconsole.ui.people_cards import PersonCard, RoleWords
from lobbyconsole.ui.people_sign import refusal_words
from lobbyconsole.ui.settings_pages import Page, Store
from lobbyconsole.ui.translation import language, translate
from lobbyconsole.ui.widgets.basics import BOLD, Button, Card, EmptyState, Label
from lobbyconsole.ui.widgets.floor_forms import Flow
from lobbyconsole.ui.widgets.floor_panel import Said

if TYPE_CHECKING:
    from lobbyconsole.domain.staff import Absence, StaffMember
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.staff import Staff


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the page shows, as it was brought from the hall."""

    roster: Sequence[StaffMember]
    seen: Sequence[str]
    roles: Sequence[RoleWords]
    away: Mapping[str, Absence] = field(default_factory=dict)


class PeoplePage(Page):
    """Everything is asked of the service on a worker and shown when it is durable."""

    def __init__(self, store: Store, console: Console, by: Callable[[], str]) -> None:
        super().__init__(store)
        self._console, self._by = console, by
        self._stop: Callable[[], None] | None = None
        self._loaded: Loaded | None = None
        self._open = ""
        self._asked = 0  # a list that was asked for earlier and comes later is out of date
        self._wanted: dict[str, tuple[str, ...]] = {}
        self._saving: set[str] = set()  # whose roles are on their way
        self.cards: dict[str, PersonCard] = {}
        self._about = Label("", 14, role="muted", wrap=True)
        self.number = QLineEdit()
        self.number.setMaxLength(16)
        self.number.returnPressed.connect(lambda: self.add(self.number.text()))
        self.add_button = Button("", "primary", icon="plus")
        self.add_button.clicked.connect(lambda: self.add(self.number.text()))
        self.said = Said()
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.number, 1)
        line.addWidget(self.add_button)
        self._seen_title = Label("", 12, role="muted", wrap=True)
        self.seen = Flow()
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(20, 14, 20, 16)
        inside.setSpacing(8)
        inside.addWidget(self._about)
        inside.addLayout(line)
        inside.addWidget(self.said)
        inside.addWidget(self._seen_title)
        inside.addWidget(self.seen)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.nobody = EmptyState(icon="team")
        self._left_title = Label("", 14, BOLD, "muted")
        self.left = Flow()
        self.box.addWidget(card)
        self.box.addWidget(self.nobody)
        self.box.addLayout(self._list)
        self.box.addWidget(self._left_title)
        self.box.addWidget(self.left)
        self._show(Loaded((), (), ()))
        self._loaded = None
        self.nobody.hide()
        self.retranslate()

    def staff(self) -> Staff:
        """The service; not on the GUI thread."""
        return self._console.work.staff

    # --- bringing and showing

    def reload(self) -> None:
        """Bring the list from the hall."""
        work, tongue = self._console.work, language()
        self._asked += 1
        asked = self._asked

        def bring() -> Loaded:
            roles = [
                RoleWords(name, role.title.say(tongue), role.duty.say(tongue))
                for name, role in work.library.library().roles.items()
                if role.kind == "staff"
            ]
            return Loaded(work.staff.roster(everybody=True), work.staff.seen(), roles, work.staff.away())

        tasks.run(self, bring, partial(self._brought, asked), lambda error: self.said.say(refusal_words(error), "act"))

    def _brought(self, asked: int, loaded: Loaded) -> None:
        if self._stop is None and self.isVisible():
            self._stop = self.staff().watch(
                lambda: tasks.hub().on_main_thread(lambda: self.reload() if isValid(self) else None)
            )
        if asked == self._asked:
            self._show(loaded)

    def _show(self, loaded: Loaded) -> None:
        self._loaded = loaded
        here = [member for member in loaded.roster if not member.left]
        gone = [member for member in loaded.roster if member.left]
        numbers = [member.number for member in here]
        for number in set(self.cards) - set(numbers):
            card = self.cards.pop(number)
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        for at, member in enumerate(here):
            found = self.cards.get(member.number)
            if found is None:
                found = self.cards[member.number] = PersonCard(self, member.number)
                found.head.toggled.connect(partial(self._opened, member.number))
                self._list.insertWidget(at, found)
            if member.number not in self._saving:
                found.show_member(member, loaded.roles, member.number == self._open)
                snapshot = self._console.live.snapshot
                found.show_absence(loaded.away.get(member.number), snapshot.branch, self._console.live.clock.now())
        self.nobody.setVisible(not here)
        self._fill(self.seen, [(number, "＋ " + number, self.add) for number in loaded.seen])
        self._seen_title.setVisible(bool(loaded.seen))
        self.seen.setVisible(bool(loaded.seen))
        again = translate("People", "{number}: back again")
        self._fill(self.left, [(one.number, again.format(number=one.number), self.add_again) for one in gone])
        self._left_title.setVisible(bool(gone))
        self.left.setVisible(bool(gone))

    def _fill(self, flow: Flow, entries: Sequence[tuple[str, str, Callable[[str], None]]]) -> None:
        flow.clear()
        for number, words, call in entries:
            button = Button(words)
            button.clicked.connect(lambda _=False, call=call, number=number: call(number))
            flow.add(button)

    def _opened(self, number: str, on: bool) -> None:
        if not on:
            self._open = "" if self._open == number else self._open
            return
        self._open = number
        for other, card in self.cards.items():
            if other != number:
                card.head.setChecked(False)

    # --- doing

    def add(self, number: str) -> None:
        """Put somebody on the list, ready to be given roles."""
        by, staff = self._by(), self.staff
        if not number.strip():
            self.number.setFocus()
            return

        def added(member: StaffMember) -> None:
            self._open = member.number
            self.number.clear()
            self.did(translate("People", "{number} is on the list.").format(number=member.number))

        tasks.run(self, lambda: staff().add(number, (), by), added, self.failed)

    def add_again(self, number: str) -> None:
        """Who had left is back, with the roles of before."""
        by, staff = self._by(), self.staff

        def back() -> StaffMember:
            before = staff().member(number)
            return staff().add(number, before.roles if before else (), by)

        words = translate("People", "{number} is on the list.").format(number=number)
        tasks.run(self, back, lambda _: self.did(words), self.failed)

    def set_roles(self, number: str, roles: Sequence[str]) -> None:
        """Saved at once, like every setting; one after the other, so that the last choice is the last one saved."""
        self._wanted[number] = tuple(roles)
        if number not in self._saving:
            self._save_roles(number)

    def _save_roles(self, number: str) -> None:
        roles, by, staff = self._wanted.pop(number), self._by(), self.staff
        self._saving.add(number)

        def saved(_: object) -> None:
            self._saving.discard(number)
            if number in self._wanted:
                self._save_roles(number)
            else:
                self.reload()

        def refused(error: BaseException) -> None:
            self._saving.discard(number)
            self._wanted.pop(number, None)
            self.failed(error)

        tasks.run(self, lambda: staff().set_roles(number, roles, by), saved, refused)

    def leave(self, number: str) -> None:
        """Off the list."""
        by, staff = self._by(), self.staff
        words = translate("People", "{number} is no longer on the list. What was signed stays.").format(number=number)
        tasks.run(self, lambda: staff().leave(number, by), lambda _: self.did(words), self.failed)

    def mark_away(self, number: str, reason: str, since: datetime | None, until: datetime | None) -> None:
        """Not here: roles, head counts and owners name somebody else meanwhile."""
        by, staff = self._by(), self.staff
        words = translate("People", "{number} is marked as not here.").format(number=number)
        tasks.run(self, lambda: staff().mark_away(number, reason, since=since, until=until, by=by),
                  lambda _: self.did(words), self.failed)  # fmt: skip

    def mark_back(self, number: str, mark: str = "") -> None:
        """Here again."""
        by, staff = self._by(), self.staff
        words = translate("People", "{number} is here again.").format(number=number)
        tasks.run(self, lambda: staff().mark_back(number, mark=mark, by=by), lambda _: self.did(words), self.failed)

    def wrong(self, words: str) -> None:
        """Say what was not understood."""
        self.said.say(words, "watch")

    def by(self) -> str:
        """Who is at the console, as far as anybody said."""
        return self._by()

    def did(self, words: str) -> None:
        """It is done and durable."""
        self.said.say(words, "ok")
        self.reload()

    def failed(self, error: BaseException) -> None:
        """Why it was not done."""
        self.said.say(refusal_words(error), "act")
        self.reload()

    # --- the page

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._stop is not None:
            self._stop()
            self._stop = None

    def retranslate(self) -> None:
        self._about.setText(
            translate(
                "People",
                "People are known here by their staff number; no name is kept. Whoever has a PIN signs rounds, records"
                " and meetings with it.",
            )
        )
        self.number.setPlaceholderText(translate("People", "Staff number"))
        self.number.setAccessibleName(translate("People", "Staff number"))
        self.add_button.setText(translate("People", "Add"))
        self._seen_title.setText(translate("People", "Signed on at a counter lately and not on the list:"))
        self._left_title.setText(translate("People", "No longer here"))
        self.nobody.set_texts(
            translate("People", "Nobody is on the list yet"),
            translate("People", "Type a staff number above, or press one that has signed on at a counter."),
        )
        for card in self.cards.values():
            card.retranslate()
        if self._loaded is not None and self.isVisible():
            self.reload()

    def focus_field(self, path: str) -> None:
        self.number.setFocus(Qt.FocusReason.TabFocusReason)
