"""Standards out to a file and in from one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused
from lobbyconsole.files import save_as
from lobbyconsole.services.library.exchange import (
    LARGEST_FILE,
    SUFFIX,
    Arrival,
    Package,
    judge,
    pack,
    take_over,
    unpack,
)
from lobbyconsole.ui import tasks
from lobbyconsole.ui.content.arrivals import refusal_words
from lobbyconsole.ui.content.asking import Ask, AskExport
from lobbyconsole.ui.content.stage import ContentStage
from lobbyconsole.ui.translation import counted, language, translate

MOST_REFUSED = 8


class ContentPorting(QObject):
    """Export and import; files are read and written on workers."""

    def __init__(self, screen: ContentStage) -> None:
        super().__init__(screen)
        self.screen = screen
        screen.arrivals.take_wanted.connect(self.take)
        screen.arrivals.closed.connect(screen.leave_arrivals)

    # --- out

    def export(self) -> None:
        """Ask what goes into the file, and where it is to be."""
        screen, loaded = self.screen, self.screen.loaded
        if loaded is None:
            return
        own = sum(entry.origin in ("changed", "added") and not entry.retired for entry in loaded.entries)
        options: list[tuple[object, str]] = []
        if own:
            options.append(("own", translate("Content", "All our own ({count})").format(count=own)))
        if screen.opened is not None and screen.opened.entry is not None:
            options.append(("one", translate("Content", "Only this one")))
        options.append(("all", translate("Content", "Everything in force")))
        form = AskExport(screen.console.live.snapshot.branch.name(language()), options)

        def answered(which: str, name: str) -> None:
            suggested = str(Path.home() / f"standards{SUFFIX}")
            title = translate("Content", "Save standards as a file")
            path, _ = QFileDialog.getSaveFileName(screen, title, suggested, f"*{SUFFIX}")
            if path:
                self.export_to(path, which, name)

        form.answered.connect(answered)
        screen.ask(form)

    def export_to(self, path: str, which: str, name: str) -> None:
        """Write the file: `which` is own, one or all."""
        screen, loaded, opened = self.screen, self.screen.loaded, self.screen.opened
        if loaded is None:
            return
        chosen = []
        for entry in loaded.entries:
            here = opened is not None and opened.key == f"{entry.family}/{entry.id}"
            fits = {"own": entry.origin in ("changed", "added") and not entry.retired,
                    "one": here, "all": not entry.retired and entry.origin != "proposed"}[which]  # fmt: skip
            if fits:
                chosen.append((entry.family, entry.item))

        def write() -> int:
            save_as(Path(path), pack(name, chosen))
            return len(chosen)

        def went(count: int) -> None:
            screen.close_form()
            words = counted(
                translate("Content", "{count} item saved in {file}."),
                translate("Content", "{count} items saved in {file}."),
                count,
            )
            screen.say(words.format(count=count, file=Path(path).name))

        tasks.run(screen, write, went, screen.tell_refused)

    # --- in

    def load(self) -> None:
        """Ask for a file and show what it would bring."""
        title = translate("Content", "Read standards from a file")
        path, _ = QFileDialog.getOpenFileName(self.screen, title, str(Path.home()), f"*{SUFFIX} *.json")
        if path:
            self.load_from(path)

    def load_from(self, path: str) -> None:
        """Show what a file would bring."""
        screen, loaded = self.screen, self.screen.loaded
        if loaded is None:
            return

        def look() -> tuple[Package, list[Arrival]]:
            file = Path(path)
            if file.stat().st_size > LARGEST_FILE:
                text = QT_TRANSLATE_NOOP("Messages", "The file is larger than {most} MB.")
                raise Refused(Message(text, {"most": LARGEST_FILE // 1_000_000}))
            package = unpack(file.read_bytes())
            return package, judge(loaded.book, package)

        def show(found: tuple[Package, list[Arrival]]) -> None:
            screen.close_form()
            screen.say("")
            screen.arrivals.show_arrivals(Path(path).name, *found, loaded.names[language()])
            screen.show_arrivals()

        tasks.run(screen, look, show, screen.tell_refused)

    def take(self) -> None:
        """Ask who and why, and propose what was picked."""
        screen, loaded, package = self.screen, self.screen.loaded, self.screen.arrivals.package
        picked = screen.arrivals.picked()
        if loaded is None or package is None or not picked:
            return
        waiting = sum(arrival.two for arrival in picked)
        about = translate("Content", "{count} come into force at once, {waiting} wait for a second person.")
        form = Ask(
            translate("Content", "Take over these standards"),
            about.format(count=len(picked) - waiting, waiting=waiting),
            translate("Content", "Take over"), lambda: screen.console.work.staff, screen.staff(),
        )  # fmt: skip

        def answered(by: str, why: str) -> None:
            def work(task: tasks.Task) -> list[tuple[Arrival, Message]]:
                return take_over(loaded.book, package, picked, by=by, why=why, progress=task.report, proof=form.proof)

            def went(refused: list[Any]) -> None:
                screen.close_form()
                screen.leave_arrivals()
                lines = [
                    counted(
                        translate("Content", "{count} standard proposed."),
                        translate("Content", "{count} standards proposed."),
                        len(picked) - len(refused),
                    ).format(count=len(picked) - len(refused))
                ]
                lines += [f"{arrival.id}: {refusal_words(why_not)}" for arrival, why_not in refused[:MOST_REFUSED]]
                screen.say("\n".join(lines), "watch" if refused else "ok")
                screen.reload()

            tasks.run(screen, work, went, screen.tell_refused, lambda done, all_: form.say_progress(f"{done} / {all_}"))

        form.answered.connect(answered)
        screen.ask(form)
