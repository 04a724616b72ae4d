"""What the rounds screen does with paper: its pages, and the way from a card to a round."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from lobbyconsole.domain import cards
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.checklists import Checklist
from lobbyconsole.domain.words import Message, Refused
from lobbyconsole.services import camera, card_reading
from lobbyconsole.services.card_reading import SheetRead
from lobbyconsole.services.round_cards import AlreadyDone, RoundCards
from lobbyconsole.services.rounds import OpenRound
from lobbyconsole.ui import tasks
from lobbyconsole.ui.card_page import CardPage
from lobbyconsole.ui.card_reader import ReaderPage
from lobbyconsole.ui.round_card import CardSheet, print_card, write_card
from lobbyconsole.ui.round_typing import TypingPage
from lobbyconsole.ui.round_words import own
from lobbyconsole.ui.translation import language, say, translate

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console

PICTURES = "*.jpg *.jpeg *.png *.webp *.gif *.bmp *.heic *.heif"


class CardDesk(QObject):
    """`recorded(key)` when a card became a round, `left` when one goes back."""

    recorded = Signal(str)
    left = Signal()
    shown = Signal(object)  # a page

    def __init__(self, parent: QWidget, console: Callable[[], Console], by: Callable[[], str]) -> None:
        super().__init__(parent)
        self._window, self._console, self._by = parent, console, by
        self._branch = Branch()
        self.round_key = ""
        self.due_at: datetime | None = None
        self._busy = False
        self._sheet: CardSheet | None = None
        self.page, self.typing, self.reader = CardPage(), TypingPage(), ReaderPage()
        self.pages: tuple[QWidget, ...] = (self.page, self.typing, self.reader)
        self.page.wanted.connect(self._do)
        self.page.left.connect(self.left)
        for page in (self.typing, self.reader):
            page.left.connect(self._back)
        self.typing.wanted.connect(self._typed)
        self.typing.form_wanted.connect(self._other_form)
        self.reader.files_wanted.connect(self.choose_files)
        self.reader.camera_wanted.connect(self._with_camera)
        self.reader.wanted.connect(self._read)

    def _cards(self) -> RoundCards:
        """On a worker thread."""
        work = self._console().work
        return RoundCards(work.subjects, work.library, work.rounds, self._branch.tz)

    # --- a card in hand

    def open(self, checklist: str, branch: Branch, *, round_key: str = "", due_at: datetime | None = None) -> None:
        """Show the card of a round in hand, a scheduled time or a checklist."""
        self._branch, self.round_key, self.due_at = branch, round_key, due_at
        by = self._by()

        def issue() -> CardSheet:
            issued = self._cards().issue(checklist, round_key=round_key, due_at=due_at, by=by)
            library = self._console().work.library.library()
            return CardSheet(issued.checklist, issued.version, issued.pages, branch, library, issued.printed_at)

        tasks.run(self, issue, self._issued)

    def _issued(self, sheet: CardSheet) -> None:
        self._sheet = sheet
        lacks = card_reading.missing()
        self.page.show_sheet(sheet)
        self.page.read_button.set_possible(say(lacks) if lacks else "")
        self.shown.emit(self.page)
        self.page.begin()

    def _do(self, verb: str) -> None:
        if self._sheet is None:
            return
        if verb == "print":
            self.print_it()
        elif verb == "save":
            self.save_it()
        elif verb == "type":
            self.typing.show_sheet(self._sheet, self._now())
            self.shown.emit(self.typing)
            self.typing.begin()
        elif card_reading.missing() is None:
            self.reader.clear()
            lacks = camera.missing()
            self.reader.dress(self._sheet.library, self._branch, self._now(), say(lacks) if lacks else "")
            self.shown.emit(self.reader)
            self.reader.begin()

    def _now(self) -> datetime:
        return self._console().live.clock.now()

    def _back(self) -> None:
        self.reader.taking.dismiss()
        self.shown.emit(self.page)
        self.page.begin()

    # --- printing

    def print_it(self) -> None:
        """To a printer of the system."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        if self._sheet is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setFullPage(True)
        dialog = QPrintDialog(printer, self._window)
        if dialog.exec() != QPrintDialog.DialogCode.Accepted:
            return
        printer.setFullPage(True)
        try:
            print_card(self._sheet, printer, printer.resolution() / 25.4)
        except Refused as error:
            self.page.said.say(say(error.message), "act")
        else:
            self.page.said.say(translate("Cards", "The card was sent to the printer, at its true size."), "ok")

    def save_it(self) -> None:
        """As a PDF, where the person says."""
        if self._sheet is None:
            return
        name = own(self._sheet.checklist.title.say(language())).replace("/", "-")
        title = translate("Cards", "Save as PDF")
        path, _ = QFileDialog.getSaveFileName(self._window, title, str(Path.home() / f"{name}.pdf"), "*.pdf")
        if path:
            self.write(path)

    def write(self, path: str) -> None:
        """Write the PDF."""
        sheet = self._sheet
        if sheet is None:
            return
        done = translate("Cards", "Saved: {path}").format(path=path)
        tasks.run(
            self, lambda: write_card(sheet, path), lambda _: self.page.said.say(done, "ok"),
            lambda error: self.page.said.say(_words(error), "act"),
        )  # fmt: skip

    # --- typing

    def _other_form(self, digits: str) -> None:
        now, sheet = self._now(), self._sheet

        def find() -> CardSheet | None:
            checklist, version = self._cards().form(digits)
            if sheet is None or version == sheet.version:
                return sheet
            card = cards.card_id(version, now, due_at=self.due_at if checklist.id == sheet.checklist.id else None)
            return CardSheet(
                checklist, version, cards.lay_out(checklist, card), self._branch, sheet.library, sheet.printed_at
            )

        def found(other: CardSheet | None) -> None:
            if other is None or self.typing.sheet is None or other.version == self.typing.sheet.version:
                return
            if self._sheet is not None and other.checklist.id != self._sheet.checklist.id:
                self.round_key, self.due_at = "", None  # another checklist answers no time of this one
            self._sheet = other
            self.typing.show_sheet(other, now)

        tasks.run(self, find, found, lambda error: self.typing.say(_words(error)))

    def _typed(self, at: datetime, given: Sequence[cards.Given]) -> None:
        if self._sheet is not None:
            self.typing.set_now(self._now())
            self._record(self._sheet.checklist, at, given, self.typing.say)

    # --- reading

    def choose_files(self) -> None:
        """Pictures of one card's sheets."""
        title, kinds = translate("Cards", "Pictures of the card"), translate("Rounds", "Photos")
        paths, _ = QFileDialog.getOpenFileNames(self._window, title, "", f"{kinds} ({PICTURES})")
        if paths:
            self.read_files(paths)

    def read_files(self, paths: Sequence[str]) -> None:
        """Read them one after the other."""
        for path in paths:
            self._take_in(Path(path).name, partial(card_reading.picture_of, path))

    def _with_camera(self) -> None:
        name = translate("Cards", "The camera's picture")
        self.reader.taking.ask(lambda content: self._take_in(name, partial(card_reading.picture_in, content, name)))

    def _take_in(self, name: str, picture: Callable[[], Any]) -> None:
        self.reader.said.say(translate("Cards", "{name} is being read…").format(name=name), "watch")

        def read() -> SheetRead:
            known = self._cards()
            return card_reading.read_sheet(picture(), known.wording)

        def done(sheet: SheetRead) -> None:
            self.reader.said.say("")
            if not self.reader.sheets:
                self.round_key, self.due_at = sheet.id.round_key, sheet.id.due_at
                other = self._sheet is not None and self._sheet.checklist.id != sheet.checklist.id
                if other:
                    words = translate("Cards", "This is a card of another checklist; it is recorded as what it is.")
                    self.reader.said.say(words, "watch")
            self.reader.set_now(self._now())
            self.reader.add_sheet(sheet, name)

        tasks.run(self, read, done, lambda error: self.reader.say_trouble(f"{name}: {_words(error)}"))

    def _read(self, checklist: Checklist, card: cards.CardId, at: datetime, given: Sequence[cards.Given]) -> None:
        self._record(checklist, at, given, self.reader.say_trouble)

    # --- recording

    def _record(
        self, checklist: Checklist, at: datetime, given: Sequence[cards.Given], trouble: Callable[[str], object]
    ) -> None:
        if self._busy:
            return
        self._busy = True
        by, key, due = self._by(), self.round_key, self.due_at

        def done(opened: OpenRound) -> None:
            self._busy = False
            self.recorded.emit(opened.round.key)

        def refused(error: BaseException) -> None:
            self._busy = False
            if isinstance(error, AlreadyDone):
                self.due_at = None  # the words say what a second Enter does
            trouble(_words(error))

        tasks.run(
            self, lambda: self._cards().record(checklist, at, given, by=by, round_key=key, due_at=due), done, refused
        )

    def retranslate(self) -> None:
        """Other words on every page."""
        self.page.retranslate()
        self.typing.retranslate()
        self.reader.retranslate()


def _words(error: BaseException) -> str:
    message = getattr(error, "message", None)
    if isinstance(message, Message):
        return say(message)
    return str(error) or type(error).__name__
