"""What is done with records: opened, edited, moved on, noted, signed, given photos, printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QFileDialog

from lobbyconsole.domain.register import Attachment, Move, Record, frozen, move_refusal
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.records import said, signed
from lobbyconsole.ui import tasks
from lobbyconsole.ui.forms import print_document
from lobbyconsole.ui.register_forms import (
    POST,
    REASON,
    STAFF,
    PhotoView,
    move_form,
    note_form,
    opening_form,
    read_form,
)
from lobbyconsole.ui.register_print import record_document
from lobbyconsole.ui.register_sign import with_proof
from lobbyconsole.ui.register_stage import RegisterStage
from lobbyconsole.ui.register_words import refusal, told
from lobbyconsole.ui.translation import language, translate

if TYPE_CHECKING:
    from lobbyconsole.services.staff import Proof


class RegisterDoing(QObject):
    """The verbs of the screen. Everything is asked of the services on a worker and shown when it is durable."""

    def __init__(self, screen: RegisterStage) -> None:
        super().__init__(screen)
        self.screen = screen
        panel = screen.panel
        panel.edited.connect(self.edit)
        panel.move_wanted.connect(self.move)
        panel.verb_wanted.connect(self._verb)
        panel.follow.connect(screen.open_subject)
        panel.file_wanted.connect(self.show_file)

    def _verb(self, name: str) -> None:
        verbs: dict[str, Callable[[], None]] = {
            "note": self.note, "read": self.read, "attach": self.attach, "print": self.print_record,
        }  # fmt: skip
        verbs[name]()

    def record(self) -> Record | None:
        shown = self.screen.panel.shown
        return shown.record if shown is not None else None

    def _do(self, work: Callable[[], Record], done: str, after: Callable[[Record], object] | None = None) -> None:
        """Ask the service; a refusal is said in the form that asked, or in the panel."""
        screen, panel = self.screen, self.screen.panel

        def went(record: Record) -> None:
            panel.close_form()
            panel.say(done, "ok")
            screen.took(record)
            if after is not None:
                after(record)

        tasks.run(screen, work, went, screen.tell_refused)

    # --- verbs

    def new(self) -> None:
        """Ask for a new record."""
        screen = self.screen
        if screen.lists is None:
            return
        records, register, staff = screen.records, screen.register, screen.staff()
        form = opening_form(register, screen.words, screen.now, staff)
        panel = screen.panel
        panel.show_nothing()
        screen.key = ""

        def save(values: dict[str, Any]) -> None:
            def went(record: Record) -> None:
                panel.close_form()
                screen.took(record)
                screen.to_list()
                if screen.shell is not None:
                    text = translate("Registers", "Saved as {number}.").format(number=record.key)
                    screen.shell.say(text, "ok")

            tasks.run(screen, lambda: records.open(register.id, values, by=staff), went, screen.tell_refused)

        panel.show()
        panel.ask(form, save)
        screen.place()
        form.begin()

    def edit(self, field: str, value: object) -> None:
        """A field of the open record was given another value."""
        screen, record = self.screen, self.record()
        if record is None:
            return
        records, staff = screen.records, screen.staff()

        def refused(error: BaseException) -> None:
            if isinstance(error, Refused):
                screen.panel.refuse(field, refusal(error.message))
            else:
                screen.tell_refused(error)

        def went(changed: Record) -> None:
            screen.panel.say(translate("Registers", "Saved."), "ok")
            screen.took(changed)

        tasks.run(screen, lambda: records.edit(record.subject, {field: value}, by=staff), went, refused)

    def move(self, move: Move) -> None:
        """Take the open record on; what is missing is asked in place."""
        screen, record = self.screen, self.record()
        if record is None:
            return
        register, staff, records = screen.register, screen.staff(), screen.records
        form = move_form(register, record, move, screen.words, screen.now, staff)
        closed = frozen(register, record, screen.now())
        done = translate("Registers", "{number}: {state}").format(
            number=record.key, state=told(register.state(move.to).title)
        )

        def go(given: dict[str, Any]) -> None:
            values = {name: value for name, value in given.items() if not name.startswith("__")}
            by, post = given.get(STAFF) or staff, given.get(POST) or screen.post
            roles = (post,) if post else ()
            no = move_refusal(register, record, move, by=by, roles=roles, reason="x")
            if no == ("not_you", move.id):  # said before a PIN is asked that could not help; the form stays
                screen.tell_refused(said(register, no))
                return

            def take(proof: Proof | None) -> None:
                self._do(
                    lambda: records.move(
                        record.subject, move.id, by=by, roles=(post,) if post else (), reason=given.get(REASON, ""),
                        values=None if closed else values, proof=proof,
                    ),
                    done,
                )  # fmt: skip

            with_proof(screen, by if signed(move) else "", take)

        if form is None:
            go({})
        else:
            screen.panel.ask(form, go)

    def note(self) -> None:
        """A few words more."""
        screen, record = self.screen, self.record()
        if record is None:
            return
        records, staff = screen.records, screen.staff()
        form = note_form(screen.words, screen.now)
        screen.panel.ask(
            form,
            lambda given: self._do(
                lambda: records.note(record.subject, given[REASON], by=staff), translate("Registers", "Note added.")
            ),
        )

    def read(self) -> None:
        """Somebody signs that they have read it."""
        screen, record = self.screen, self.record()
        if record is None:
            return
        records = screen.records
        known = {to for role, to in record.links if role == "read_by"}
        staff = screen.staff() if f"staff:{screen.staff()}" not in known else ""
        form = read_form(screen.words, screen.now, staff)

        def sign(given: dict[str, Any]) -> None:
            done = translate("Registers", "{staff} has read it").format(staff=given[STAFF])
            with_proof(
                screen,
                given[STAFF],
                lambda proof: self._do(lambda: records.read_by(record.subject, given[STAFF], proof=proof), done),
            )

        screen.panel.ask(form, sign)

    def attach(self) -> None:
        """Ask for a photo and keep it with the record."""
        from lobbyconsole.ui.round_photos import PATTERNS

        title = translate("Registers", "Add a photo")
        path, _ = QFileDialog.getOpenFileName(self.screen, title, str(Path.home()), PATTERNS)
        if path:
            self.attach_file(path)

    def attach_file(self, path: str) -> None:
        """Keep a photo with the open record."""
        screen, record = self.screen, self.record()
        if record is None:
            return
        records, staff, work = screen.records, screen.staff(), screen.console.work

        def keep() -> Record:
            from lobbyconsole.ui.round_photos import keep_file

            kept = keep_file(work.attachments, path)
            return records.attach(record.subject, kept.sha256, kept.name, kept.size, kept.media, by=staff)

        self._do(keep, translate("Registers", "Photo added."))

    def show_file(self, file: Attachment) -> None:
        """A photo in the place of the form; Esc puts it away."""
        screen, work = self.screen, self.screen.console.work
        side = max(200, screen.panel.width() - 40)

        def read() -> QImage:
            from lobbyconsole.ui.round_photos import decoded

            return decoded(work.attachments.read(file.sha256), side, file.name)

        def show(image: QImage) -> None:
            if screen.panel.shown is not None:
                screen.panel.ask(PhotoView(file.name, image), lambda _given: screen.panel.give_up())

        tasks.run(screen, read, show, screen.tell_refused)

    def print_record(self) -> None:
        """The open record on A4."""
        document = self.document()
        if document is not None:
            print_document(self.screen, document)

    def document(self) -> QTextDocument | None:
        """The open record as it is printed."""
        screen, shown = self.screen, self.screen.panel.shown
        if shown is None:
            return None
        branch = screen.console.live.snapshot.branch.name(language())
        return record_document(screen.register, shown, screen.words, branch, screen.now())
