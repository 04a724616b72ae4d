"""A round in progress: its items, each answer saved at once, handing over, signing, finishing and giving up."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lobbyconsole.domain.rounds import RUNNING
from lobbyconsole.domain.words import Message
from lobbyconsole.services.rounds import OpenRound
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.card_camera import CameraPanel
from lobbyconsole.ui.people_sign import Signing
from lobbyconsole.ui.round_board import Board, Shown
from lobbyconsole.ui.round_photos import PATTERNS, keep_file, keep_image
from lobbyconsole.ui.translation import counted, language, say, translate
from lobbyconsole.ui.widgets.areas import plain_area
from lobbyconsole.ui.widgets.basics import Card, ElidedLabel, Label
from lobbyconsole.ui.widgets.floor_forms import Flow, KeyButton
from lobbyconsole.ui.widgets.floor_panel import Said
from lobbyconsole.ui.widgets.round_item import Draft, ItemCard, draft_of
from lobbyconsole.ui.widgets.round_parts import Ask, Progress

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.staff import Proof


class Runner(QWidget):
    """`changed` after something was saved, `closed(key)` when the round is finished or given up."""

    changed = Signal()
    closed = Signal(str)
    paper_wanted = Signal()

    def __init__(self, console: Callable[[], Console], by: Callable[[], str]) -> None:
        super().__init__()
        self._console, self._by = console, by
        self.shown: OpenRound | None = None
        self._board: Board | None = None
        self.cards: list[ItemCard] = []
        self._at = 0
        self._waiting: deque[tuple[str, Draft]] = deque()
        self._busy: str | None = None  # the round whose answer is on its way
        self._after: Callable[[], object] | None = None  # once all is saved
        self._unsaved: set[str] = set()
        self._behind: set[str] = set()  # items another face has answered and whose cards do not show it yet
        self.progress = Progress()
        self.count = Label("", 14, role="muted")
        head = QHBoxLayout()
        head.setContentsMargins(24, 16, 24, 0)
        head.setSpacing(14)
        head.addWidget(self.progress, 1)
        head.addWidget(self.count)
        inner = QWidget()
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(24, 8, 24, 16)
        self._list.setSpacing(10)
        self._list.addStretch(1)
        self.area = plain_area(inner)
        self.said = Said()
        self.ask = Ask()
        self.signing = Signing(self, lambda: console().work.staff, self.ask, self._refused)
        self.finish_button = KeyButton("", "F", "primary")
        self.hand_button, self.drop_button = KeyButton("", "H"), KeyButton("", "G")
        self.paper_button = KeyButton("", "C")
        self.paper_button.clicked.connect(self.paper_wanted)
        self.camera = CameraPanel()
        self.carded = ""  # the round that a paper card just went on with
        self.finish_button.clicked.connect(self.finish)
        self.hand_button.clicked.connect(self.hand_over)
        self.drop_button.clicked.connect(self.give_up)
        self._who = ElidedLabel("", 12, role="muted")
        line = QHBoxLayout()
        line.setSpacing(8)
        verbs = Flow()
        for button in (self.finish_button, self.hand_button, self.drop_button, self.paper_button):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            verbs.add(button)
        line.addWidget(verbs, 1)
        line.addWidget(self._who)
        self._verbs = verbs
        foot = Card()
        below = self._below = QVBoxLayout(foot)
        below.setSpacing(8)
        below.addWidget(self.said)
        below.addWidget(self.ask)
        below.addWidget(self.camera)
        below.addWidget(self.signing.pin)
        below.addLayout(line)
        held = self._held = QHBoxLayout()
        held.addWidget(foot)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addLayout(head)
        rows.addWidget(self.area, 1)
        rows.addLayout(held)
        self.retranslate()

    # --- showing

    def show_round(self, shown: Shown, board: Board) -> None:
        """Take a round in hand; it goes on at the first item without an answer."""
        opened = shown.open
        same = self.shown is not None and self.shown.round.key == opened.round.key
        self.shown, self._board = opened, board
        if not same:
            self._unsaved.clear()
            self._behind.clear()
            self.signing.dismiss()
            self.said.say("")
            self._make_cards(opened)
        self._refresh()
        if not same:
            item = opened.round.next_item(opened.checklist)
            self._go(opened.checklist.items.index(item) if item else 0)

    def _make_cards(self, opened: OpenRound) -> None:
        for card in self.cards:
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []
        for number, item in enumerate(opened.checklist.items):
            card = ItemCard(item, number + 1)
            card.answered.connect(partial(self._answered, item.id))
            card.done.connect(self._go_on)
            card.entered.connect(partial(self._mark, number))
            card.photos_wanted.connect(partial(self._photo, number))
            self.cards.append(card)
            self._list.insertWidget(number, card)
        self._dress_cards()
        for card in self.cards:
            card.show_draft(draft_of(opened.round.answers.get(card.item.id), card.item))

    def _dress_cards(self) -> None:
        if self._board is None:
            return
        board = self._board
        roles = [name for name, role in board.library.roles.items() if role.kind in ("staff", "support")]
        for card in self.cards:
            card.dress(board.library, board.branch, roles, lambda: self._console().live.clock.now())

    def _refresh(self) -> None:
        if self.shown is None:
            return
        done = sum(bool(card.draft.verdict(card.item)) for card in self.cards)
        total = len(self.cards)
        self.progress.show_count(done, total)
        hint = translate("Rounds", "keys 1 2 3 answer")
        self.count.setText(f"{done} / {total} · {hint}")
        left = counted(
            translate("Rounds", "{count} item has no answer yet."),
            translate("Rounds", "{count} items have no answer yet."),
            total - done,
        ).format(count=total - done)
        self.finish_button.set_possible(left if done < total else "")
        runner = self.shown.round.runner
        who = translate("Rounds", "in the hands of {staff}").format(staff=runner) if runner else ""
        self._who.setText(who)
        self.count.setToolTip(who)
        self._fit_foot()

    def _fit_foot(self) -> None:
        """The keys stay on one line as long as they can: a second one is taken from the items."""
        keys = sum(button.sizeHint().width() + Flow.GAP for button in self._verbs.items())
        tight = self.width() - 2 * (24 + 16) < keys
        outer, inner = (6, 4) if tight else (24, 16)
        self._held.setContentsMargins(outer, 0, outer, 8 if tight else 14)
        self._below.setContentsMargins(inner, 6 if tight else 10, inner, 6 if tight else 10)
        left = self.width() - 2 * (outer + inner) - keys
        self._who.setVisible(left >= self._who.sizeHint().width() + 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_foot()

    def _mark(self, number: int) -> None:
        self._at = number
        for at, card in enumerate(self.cards):
            card.set_current(at == number)
        self.area.ensureWidgetVisible(self.cards[number], 0, style.current().px(60))

    def _go(self, number: int) -> None:
        if not self.cards:
            return
        number = max(0, min(len(self.cards) - 1, number))
        self._mark(number)
        if self.isVisible():
            self.cards[number].begin()
        # New cards have no place yet.
        QTimer.singleShot(0, self.cards[number], lambda: self._reveal(number))

    def _reveal(self, number: int) -> None:
        if number < len(self.cards):
            self.area.ensureWidgetVisible(self.cards[number], 0, style.current().px(60))

    def _go_on(self) -> None:
        """The next item without an answer; when there is none, the end."""
        order = [*range(self._at + 1, len(self.cards)), *range(self._at)]
        for number in order:
            if not self.cards[number].draft.verdict(self.cards[number].item):
                self._go(number)
                return
        if self._ask_finding():
            return
        self._refresh()
        if self.finish_button.isEnabled():
            self.finish_button.setFocus()

    def take_up(self) -> None:
        """Take the keyboard at what comes first: an open item, or a finding of a paper card."""
        opened = self.shown
        if opened is not None and (opened.round.channel == "paper" or self.carded == opened.round.key):
            item = opened.round.next_item(opened.checklist)
            if item is not None:
                self._at = opened.checklist.items.index(item)
            elif self._ask_finding():
                return
        self.begin()

    def _ask_finding(self) -> bool:
        """What failed on a paper card has nobody yet who puts it right: asked here as if it were answered now."""
        if self.shown is None or (self.shown.round.channel != "paper" and self.carded != self.shown.round.key):
            return False
        card = next((card for card in self.cards if card.unassigned()), None)
        if card is not None:
            self._mark(self.cards.index(card))
            card.open_note()
        return card is not None

    def current(self) -> ItemCard | None:
        """The item one is on."""
        return self.cards[self._at] if self._at < len(self.cards) else None

    def begin(self) -> None:
        """Take the keyboard."""
        self._go(self._at)

    # --- saving: one after the other, so that the last answer to an item is the last one saved

    def _answered(self, item: str, draft: Draft) -> None:
        self._waiting.append((item, draft))
        self._unsaved.add(item)
        self._refresh()
        self._save_next()

    def _save_next(self) -> None:
        if self._busy is not None or self.shown is None:
            return
        if not self._waiting:
            after, self._after = self._after, None
            if after is not None:
                after()
            return
        item, draft = self._waiting.popleft()
        key, by, rounds, tongue = self.shown.round.key, self._by(), self._console().work, language()
        self._busy = key
        tasks.run(
            self,
            lambda: rounds.rounds.answer(key, item, by=by, tongue=tongue, **draft.arguments()),
            partial(self._saved, key, item),
            partial(self._not_saved, key, item),
        )

    def _saved(self, key: str, item: str, opened: OpenRound) -> None:
        self._busy = None
        if self.shown is not None and self.shown.round.key == key:
            if all(waiting != item for waiting, _ in self._waiting):
                self._unsaved.discard(item)
            self._merge(opened, own=item)
        self._save_next()
        if not self._waiting:
            self.changed.emit()

    def _not_saved(self, key: str, item: str, error: BaseException) -> None:
        self._busy = None
        self._after = None
        if self.shown is not None and self.shown.round.key == key:
            self._waiting = deque(entry for entry in self._waiting if entry[0] != item)
            self._unsaved.discard(item)
            card = next(card for card in self.cards if card.item.id == item)
            card.show_draft(draft_of(self.shown.round.answers.get(item), card.item))
            card.say_trouble(_words(error))
            self._mark(self.cards.index(card))
            self._refresh()
        self._save_next()

    def take_over(self, opened: OpenRound) -> None:
        """Show what another face did to this round; what is being typed or saved here stays."""
        before = self.shown
        if before is None or before.round.key != opened.round.key or self.saving():
            return
        if opened.round.state != RUNNING:
            self._ended(opened.round.key)
        elif opened.round != before.round or self._behind:
            self._merge(opened)
            self.changed.emit()

    def _merge(self, opened: OpenRound, own: str = "") -> None:
        before, after = self.shown.round.answers if self.shown else {}, opened.round.answers
        self.shown = opened
        self._behind |= {name for name in {*before, *after} if before.get(name) != after.get(name)}
        self._behind.discard(own)  # its card has shown it all along
        for card in self.cards:
            answer = after.get(card.item.id)
            if card.item.id not in self._behind or card.item.id in self._unsaved:
                continue
            if _is_typed_in(card):
                words = translate("Rounds", "Meanwhile {staff} answered this item; what you type stays.")
                card.said.say(words.format(staff=(answer.by if answer else "") or "–"), "watch")
                continue
            self._behind.discard(card.item.id)
            card.say_trouble("")
            card.show_draft(draft_of(answer, card.item))
            card.finding.strip.show_photos(card.draft.photos, lambda: self._console().work.attachments)
        self._refresh()

    def saving(self) -> bool:
        """Whether an answer is still on its way."""
        return self._busy is not None or bool(self._waiting)

    def _once_saved(self, then: Callable[[], object]) -> None:
        self._after = then
        self._save_next()

    # --- photos

    def _photo(self, number: int, source: str) -> None:
        work = self._console().work
        if source == "clipboard":
            image = QGuiApplication.clipboard().image()
            if image.isNull():
                self.cards[number].say_trouble(translate("Rounds", "There is no picture on the clipboard."))
                return
            self._keep(number, lambda: keep_image(work.attachments, image))
            return
        if source == "camera":
            self.camera.ask(lambda taken: self._keep(number, lambda: work.attachments.keep(taken, "camera.jpg")))
            return
        title, kinds = translate("Rounds", "Choose a photo"), translate("Rounds", "Photos")
        path, _ = QFileDialog.getOpenFileName(self, title, "", f"{kinds} ({PATTERNS})")
        if path:
            self.add_photo_file(number, path)

    def add_photo_file(self, number: int, path: str) -> None:
        """Keep a file as a photo of an item."""
        work = self._console().work
        self._keep(number, lambda: keep_file(work.attachments, path))

    def _keep(self, number: int, work: Callable[[], Any]) -> None:
        card = self.cards[number]
        card.say_trouble("")

        def kept(found: Any) -> None:
            card.add_photo(found.sha256)
            card.finding.strip.show_photos(card.draft.photos, lambda: self._console().work.attachments)

        tasks.run(card, work, kept, lambda error: card.say_trouble(_words(error)))

    def show_photos(self) -> None:
        """Show the photos there are."""
        for card in self.cards:
            card.finding.strip.show_photos(card.draft.photos, lambda: self._console().work.attachments)

    # --- ending

    def finish(self) -> None:
        """Close the round: open findings are given to their owners, names are asked for, then it is scored."""
        if self.shown is None or not self.finish_button.isEnabled():
            return
        for card in self.cards:
            if card.unassigned():
                self._answered(card.item.id, card.with_finding())
                card.show_draft(card.with_finding())
        self._once_saved(self._sign_first)

    def _sign_first(self) -> None:
        if self.shown is None:
            return
        self.said.say("")
        question = translate("Rounds", "Your staff number signs this round:")
        runner = self.shown.round.runner or self._by()  # whoever took it over signs it, not who is on duty
        self.signing.who(question, translate("Rounds", "Sign"), self._sign_second, runner)

    def _sign_second(self, runner: str, proof: Proof | None) -> None:
        if self.shown is not None and self.shown.second:
            question = translate("Rounds", "An item asks for two people. Staff number of the second person:")
            self.signing.who(
                question, translate("Rounds", "Sign"), lambda second, other: self._close(runner, proof, second, other)
            )
        else:
            self._close(runner, proof)

    def _close(self, runner: str, proof: Proof | None, second: str = "", other: Proof | None = None) -> None:
        if self.shown is None:
            return
        key, work = self.shown.round.key, self._console().work
        tasks.run(
            self,
            lambda: work.rounds.close(key, by=runner, proof=proof, second=second, second_proof=other),
            lambda _: self._ended(key),
            self._refused,
        )

    def hand_over(self) -> None:
        """Somebody else goes on with it; who has a PIN takes it over with that."""
        if self.shown is None:
            return
        key = self.shown.round.key

        def hand(to: str, proof: Proof | None) -> None:
            work, by = self._console().work, self._by()
            tasks.run(self, lambda: work.rounds.hand_over(key, to, by=by, proof=proof), self._handed, self._refused)

        question = translate("Rounds", "Staff number of who goes on with this round:")
        self.signing.who(question, translate("Rounds", "Hand over"), hand)

    def _handed(self, opened: OpenRound) -> None:
        self.shown = opened
        self.said.say(translate("Rounds", "{staff} goes on with it.").format(staff=opened.round.runner), "ok")
        self._refresh()
        self.changed.emit()

    def give_up(self) -> None:
        """Break it off for a reason."""
        if self.shown is None:
            return
        key = self.shown.round.key

        def drop(reason: str) -> None:
            work, by = self._console().work, self._by()
            tasks.run(
                self, lambda: work.rounds.give_up(key, by=by, reason=reason), lambda _: self._ended(key), self._refused
            )

        self.signing.dismiss()
        question = translate("Rounds", "Why is this round broken off? Its time stays due.")
        self.ask.ask(question, translate("Rounds", "Give up"), drop)

    def _ended(self, key: str) -> None:
        self.shown = None
        self.closed.emit(key)

    def _refused(self, error: BaseException) -> None:
        self.said.say(_words(error), "act")

    # --- keys, language, looks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.take_key(event):
            super().keyPressEvent(event)

    def take_key(self, event: QKeyEvent) -> bool:
        """Answers, ways through the items, and the verbs at the foot."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self._go(self._at + step)
            return True
        card = self.current()
        if card is not None and card.take_key(event):
            return True
        for button in (self.finish_button, self.hand_button, self.drop_button, self.paper_button):
            if button.hit(event):
                button.click()
                return True
        return False

    def retranslate(self) -> None:
        self.finish_button.set_words(translate("Rounds", "Sign and finish"))
        self.hand_button.set_words(translate("Rounds", "Hand over"))
        self.drop_button.set_words(translate("Rounds", "Give up"))
        self.paper_button.set_words(translate("Cards", "Paper card"))
        self._dress_cards()
        self._refresh()


def _is_typed_in(card: ItemCard) -> bool:
    """Whether words stand in a card that are not saved yet."""
    fields = (card.finding.note, card.finding.action, *((card.field,) if card.field is not None else ()))
    return any(field.isModified() for field in fields)


def _words(error: BaseException) -> str:
    message = getattr(error, "message", None)
    if isinstance(message, Message):
        return say(message)
    return translate("Rounds", "That was not saved: {reason}").format(reason=str(error) or type(error).__name__)
