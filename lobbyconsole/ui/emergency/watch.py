"""Which plans run, known in the whole window: the red banner, the rail's badge, and the screen's words kept ready."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from lobbyconsole.services.walkthroughs import SET_BACK
from lobbyconsole.ui import tasks
from lobbyconsole.ui.emergency.papers import papers_of
from lobbyconsole.ui.emergency.people import People, load_people
from lobbyconsole.ui.emergency.strips import walk_strips
from lobbyconsole.ui.translation import translate

if TYPE_CHECKING:
    from lobbyconsole.domain.content.library import Library
    from lobbyconsole.domain.content.plans import Plan
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.walkthroughs import OpenWalk

SOON_MS = 60  # several facts of one press come one upon the other
LATE_MS = 500
TICK_MS = 1000
BUILD_MS = 50  # after the floor is live and the first look: build the screen while nobody waits for it


class Loaded(NamedTuple):
    """What the screen shows: the library, the plans of this hall, what is being walked, who is here, and how many paper
    numbers nobody has typed in."""

    library: Library
    plans: list[Plan]
    running: list[OpenWalk]
    people: People
    papers: int = 0


def load(console: Console) -> Loaded:
    """Everything the screen needs; on a worker."""
    work = console.work
    papers = sum(len(paper.missing) for paper in papers_of(console).ranges())
    return Loaded(
        work.library.library(), work.walkthroughs.plans(), work.walkthroughs.running(), load_people(console), papers
    )


class WalkWatch(QObject):
    """One per window (a MainWindow, which leads here and so cannot be imported), from when the hall is open.

    `loaded` is None until the first look is done.
    """

    idle = Signal(object)  # Loaded; once: now the screen can be built, nobody waits for anything

    def __init__(self, window: Any, loaded: Loaded | None = None) -> None:
        super().__init__(window)
        self.setObjectName("walk_watch")
        self._window = window
        self._centre = tasks.hub()
        self.loaded: Loaded | None = None
        self._busy = self._again = self._was_built = self._was_late = False
        self._leave: Callable[[], None] | None = None
        self._watched: object = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.look)
        self._second = QTimer(self)
        self._second.setInterval(TICK_MS)
        self._second.timeout.connect(self.show)
        self._build = QTimer(self)
        self._build.setSingleShot(True)
        self._build.setInterval(BUILD_MS)
        self._build.timeout.connect(self._build_screen)
        window.closing.connect(self.stop)
        if loaded is not None:
            self._found(loaded)

    def stop(self) -> None:
        """Look no more."""
        for timer in (self._soon, self._second, self._build):
            timer.stop()
        if self._leave is not None:
            self._leave()
            self._leave = None

    def look(self) -> None:
        """Read what is running."""
        console = self._window.console
        if console is None:
            return
        if self._busy:
            self._again = True
            return
        if self.loaded is None and self._window.here() == "emergency" and not self._was_late:
            self._was_late = True  # somebody was quicker than the start: their first step is read first
            QTimer.singleShot(LATE_MS, self, self.look)
            return
        self._busy = True
        tasks.run(self, lambda: load(console), self._found, self._not_found)

    def _found(self, loaded: Loaded) -> None:
        self._busy = False
        self.loaded = loaded
        self._follow()
        self.show()
        if not self._was_built:
            self._was_built = True
            self._build.start()
        if self._again:
            self._again = False
            self._soon.start()

    def _not_found(self, error: BaseException) -> None:
        self._busy = False  # the screen itself says what is wrong; a banner must not say something false

    def _follow(self) -> None:
        console = self._window.console
        if self._leave is None and console is not None:
            self._leave = console.work.subjects.watch(self._saw)

    def _saw(self, subjects: frozenset[str]) -> None:
        """On the recorder's thread."""
        if any(subject.startswith(("walk:", "content:", "staff:")) for subject in subjects):
            self._centre.on_main_thread(lambda: self._soon.start() if isValid(self) else None)

    def _build_screen(self) -> None:
        if self.loaded is not None:
            self.idle.emit(self.loaded)

    # --- the window

    def told(self, running: list[OpenWalk]) -> None:
        """The screen has just recorded something: the banner need not wait for another look."""
        if self.loaded is not None:
            self.loaded = self.loaded._replace(running=running)
            self.show()

    def show(self) -> None:
        """The banners on every other screen, and the badge."""
        window, loaded = self._window, self.loaded
        running = loaded.running if loaded is not None else []
        self._second.start() if running else self._second.stop()
        drills = sum(bool(state.walk.drill) for state in running)
        window.rail.set_badge("emergency", len(running) - drills, "act")
        window.rail.set_badge("drills", drills, "watch")
        away = window.here() != "emergency"
        console = window.console
        if console is None:
            return
        now = console.live.clock.now()
        strips = walk_strips(running if away else (), now, lambda key: window.command("emergency", "walk:" + key))
        for strip in strips:
            window.banners.put("walk:" + strip.key, strip.level, strip.text, [strip.action], side=strip.clock)
        window.banners.keep({"walk:" + strip.key for strip in strips}, "walk:")
        behind = max((state.ahead for state in running), default=SET_BACK)
        if behind > SET_BACK:
            text = translate(
                "Emergency",
                "This computer's clock is {minutes} min behind what was recorded. The plan's times go on from there;"
                " please set the clock right.",
            ).format(minutes=round(behind.total_seconds() / 60))
            window.banners.put("clock:behind", "watch", text, closable=True)
        else:
            window.banners.drop("clock:behind")


def watch_of(window: object) -> WalkWatch | None:
    """The window's watch; None before the hall is open, and where a screen stands alone."""
    return window.findChild(WalkWatch, "walk_watch") if isinstance(window, QObject) else None
