"""F12 before the hall is open, or when it cannot be: the shipped plans are walked, and the hall takes them over later.

Imported before the first paint, so that nothing heavy may be imported at its top.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.banner import Action

if TYPE_CHECKING:
    from lobbyconsole.config import Settings
    from lobbyconsole.domain.branch import Branch
    from lobbyconsole.domain.words import Message
    from lobbyconsole.services.aside import AsideHall
    from lobbyconsole.services.console import Console
    from lobbyconsole.ui.aside_screen import AsideScreen
    from lobbyconsole.ui.main_window import MainWindow
    from lobbyconsole.ui.unlock import LockedPage

SLOW_MS = 3000  # so long may the hall take to open before the plans are offered in words
SOON_MS = 300
TICK_MS = 1000

log = logging.getLogger(__name__)


class Ways(Protocol):
    """What the command line decided, see app.Options."""

    @property
    def folder(self) -> Path: ...


class Opening(Protocol):
    """What is needed of the program."""

    settings: Settings | None
    opened: Console | None

    @property
    def window(self) -> MainWindow: ...
    @property
    def options(self) -> Ways: ...
    @property
    def sector(self) -> str: ...


class WithoutHall(QObject):
    """One per program. Also the shell of its screen (screen.Shell), which is none of the window's own."""

    def __init__(self, program: Opening) -> None:
        super().__init__(program.window)
        self._program = program
        self._window = program.window
        self._usual = program.window.command
        program.window.command = self.command  # type: ignore[method-assign]
        self._hall: AsideHall | None = None
        self._screen: AsideScreen | None = None
        self._on_show = False
        self._second = QTimer(self)
        self._second.setInterval(TICK_MS)
        self._second.timeout.connect(self._tell)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(SLOW_MS)
        self._slow.timeout.connect(self._offer_in_words)
        program.window.closing.connect(self._stop)

    # --- for the program

    def wait(self) -> None:
        """The hall is being opened: where that takes long, the plans are offered."""
        self._slow.start()

    def offer(self, page: LockedPage) -> None:
        """A page that waits for something stands there now."""
        self._slow.stop()
        page.plans_wanted.connect(self.open)
        if self._on_show:
            self.open()  # the step stays in front, whatever the page has to say
        else:
            QTimer.singleShot(SOON_MS, self, self._prepare)

    def hand_over(self, console: Console) -> None:
        """On the worker that has opened the hall: what was done without it goes into its journal."""
        try:
            told = self._hall.subjects.seal() if self._hall is not None else ()
            from lobbyconsole.services.aside_taken import take_over

            words = translate("Emergency", "Walked while the hall could not be opened; taken over from the side file.")
            take_over(console, self._program.options.folder, told, words)
        except Exception as error:  # the hall is open, and that comes first; the side file waits for the next start
            log.exception("the side file was not taken over")
            tasks.hub().trouble.emit(error)

    def end(self) -> str:
        """The hall is open: its own screens take over. Gives the one to go to, "" where none of ours was on show."""
        self._stop()
        self._window.command = self._usual  # type: ignore[method-assign]
        self._window.banners.keep(set(), "aside:")
        screen, self._screen = self._screen, None
        if screen is None:
            return ""
        shown, self._on_show = self._on_show, False
        typed = screen.picker.wish.text()
        self._window.stack.removeWidget(screen)
        screen.hide()
        screen.deleteLater()
        if shown and typed:
            QTimer.singleShot(0, self._window, lambda: self._type_on(typed))
        return "emergency" if shown else ""

    def _type_on(self, typed: str) -> None:
        picker = getattr(self._window.built("emergency"), "picker", None)
        if picker is not None and picker.isVisible():
            picker.wish.setText(typed)

    def _stop(self) -> None:
        self._second.stop()
        self._slow.stop()

    # --- the screen

    def open(self) -> None:
        """Show the plans, or the step one is at."""
        screen = self._made()
        self._on_show = True
        self._window.stack.setCurrentWidget(screen)
        self._window.top_bar.set_place(translate("Screens", "Emergency"), "")
        screen.setFocus()
        self._second.start()
        self._tell()

    def _prepare(self) -> None:
        """While nobody presses: everything that the first press would have to load, on a worker."""
        if self._hall is None and self._program.opened is None:
            folder, branch = self._program.options.folder, self._branch()

            def make() -> AsideHall:
                import lobbyconsole.ui.aside_screen  # noqa: F401
                from lobbyconsole.services.aside import AsideHall

                hall = AsideHall(folder, branch)
                hall.work.walkthroughs.plans()
                return hall

            tasks.run(self, make, self._prepared, lambda error: log.info("no plans were prepared: %s", error))

    def _prepared(self, hall: AsideHall) -> None:
        if self._hall is None and self._program.opened is None:
            self._hall = hall

    def _made(self) -> AsideScreen:
        if self._screen is None:
            from lobbyconsole.services.aside import AsideHall
            from lobbyconsole.ui.aside_screen import AsideScreen

            if self._hall is None:
                self._hall = AsideHall(self._program.options.folder, self._branch())
            self._screen = AsideScreen(self._hall, style.current())
            self._screen.shell = self
            self._screen.changed.connect(self._tell)
            self._window.stack.addWidget(self._screen)
        return self._screen

    def _branch(self) -> Branch:
        """The hall as its settings tell it; where they cannot be read, one of its kind."""
        from lobbyconsole.domain.branch import Branch

        settings = self._program.settings
        return settings.branch if settings is not None else Branch(sector=self._program.sector)

    def _offer_in_words(self) -> None:
        if self._window.page() is None and self._program.opened is None:
            text = translate("Emergency", "The hall is still being opened. The emergency plans are there already.")
            plans = Action(translate("SetUp", "Emergency plans"), "F12", self.open)
            self._window.banners.put("aside:slow", "watch", text, [plans])

    def _tell(self) -> None:
        """Where it is kept; and on the pages, what is being walked."""
        screen = self._screen
        if screen is None or not isValid(screen):
            return
        banners = self._window.banners
        shown = self._on_show
        if shown:
            banners.keep({"aside:kept"}, "aside:")
            self._tell_place(screen)
            return
        from lobbyconsole.ui.emergency.strips import walk_strips

        strips = walk_strips(screen.running, screen.hall.live.clock.now(), self._back_to)
        banners.keep({"aside:" + strip.key for strip in strips}, "aside:")
        for strip in strips:
            banners.put("aside:" + strip.key, strip.level, strip.text, [strip.action], side=strip.clock)

    def _tell_place(self, screen: AsideScreen) -> None:
        subjects = screen.hall.subjects
        place = subjects.kept_in
        level = "watch" if place == subjects.usual else "act"
        if place is None:
            text = translate(
                "Emergency",
                "The hall is not open, and nothing can be written on this computer: what you do is known only while "
                "the program runs. Note the times on paper.",
            )
        elif place == subjects.usual:
            text = translate(
                "Emergency", "The hall is not open. What you do is kept in a file and goes into its journal later."
            )
        else:
            text = translate(
                "Emergency",
                "The hall is not open, and its folder cannot be written. What you do is kept in {file} and goes into "
                "the journal later.",
            ).format(file=place)
        self._window.banners.put("aside:kept", level, text)

    def _back_to(self, key: str) -> None:
        self._made().show_key(key)
        self.open()

    # --- what its screen asks of the window (screen.Shell)

    @property
    def staff(self) -> str:
        """Who is on duty, as the window knows it."""
        return self._window.staff

    @staff.setter
    def staff(self, number: str) -> None:
        self._window.set_staff(number)

    def go(self, screen_id: str) -> None:
        """Back to what stands there: the page, or the floor as it was last known."""
        window = self._window
        self._on_show = False
        below = window.page() or window.built("floor")
        if below is not None:
            window.stack.setCurrentWidget(below)
            below.setFocus()
        window.top_bar.set_place("" if window.page() is None else window.windowTitle(), "")
        self._tell()

    def say(self, message: Message | str, level: str = "watch") -> None:
        self._window.say(message, level)

    def command(self, name: str, argument: str = "") -> bool:
        """In the place of the window's own until the hall is open: F12 leads here, all else where it always did."""
        settings = self._program.settings
        if name != "emergency" or (settings is not None and not settings.set_up) or self._program.opened is not None:
            return self._usual(name, argument)
        if self._screen is not None and self._on_show:
            return self._screen.command(name, argument)
        self.open()
        return True
