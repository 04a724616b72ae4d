"""Builds the emergency's screen while nobody presses, in short pieces, so that F12 finds it laid out and painted once.

The pages are made before the screen that holds them: all at once they would hold up the floor for 70 ms.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from lobbyconsole.ui import style
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import language

if TYPE_CHECKING:
    from lobbyconsole.ui.emergency.watch import Loaded

Part = TypeVar("Part", bound=QWidget)
POLISHED_AT_ONCE = 40
PAUSE_MS = 10  # between two pieces: whatever else waits for the main thread goes first

log = logging.getLogger(__name__)


class _Made(NamedTuple):
    part: QWidget
    theme: Theme
    language: str


_ahead: dict[type[QWidget], _Made] = {}


def made(kind: type[Part]) -> Part:
    """A page of this kind: the one that was built ahead if it still speaks and looks right, else a new one."""
    found = _ahead.pop(kind, None)
    if found is not None and isValid(found.part):
        if (found.theme, found.language) == (style.current(), language()) and isinstance(found.part, kind):
            return found.part
        found.part.deleteLater()
    return kind()


class Ahead(QTimer):
    """Builds for a window (a MainWindow), piece by piece; each takes a frame or two at most."""

    def __init__(self, window: Any, loaded: Loaded) -> None:
        super().__init__(window)
        self._pieces = _build(window, loaded)
        self.setInterval(PAUSE_MS)
        self.timeout.connect(self._go_on)
        window.closing.connect(self.stop)
        self.start()

    def _go_on(self) -> None:
        try:
            next(self._pieces)
        except StopIteration:
            self.stop()
        except Exception:  # F12 then builds what is missing, and says what is wrong
            self.stop()
            log.exception("the emergency was not built ahead")


def _build(window: Any, loaded: Loaded) -> Iterator[None]:
    """Ends when somebody needs the screen."""
    from lobbyconsole.ui.emergency.calm import CalmPage
    from lobbyconsole.ui.emergency.heads_page import HeadsPage
    from lobbyconsole.ui.emergency.paper_page import PaperPage
    from lobbyconsole.ui.emergency.picker import PlanPicker
    from lobbyconsole.ui.emergency.walk_page import WalkPage

    def needed() -> bool:
        return not isValid(window) or window.page() is not None or window.here() == "emergency"

    kinds: tuple[type[QWidget], ...] = (WalkPage, PlanPicker, CalmPage, PaperPage, HeadsPage)
    for kind in kinds:
        if needed():
            return
        part = kind()
        part.setParent(window)  # hidden, and gone with it
        part.hide()
        _ahead[kind] = _Made(part, style.current(), language())
        yield
    if needed():
        return
    screen = window.built("emergency")
    yield
    if screen is None or needed():
        return
    for name in ("calm", "paper", "heads"):
        getattr(screen, name)  # made at the first look
        yield
        if needed():
            return
    screen.picker.show_plans(loaded.plans, frozenset(state.walk.plan for state in loaded.running))
    yield
    screen.resize(window.stack.size())
    every = [screen, *screen.findChildren(QWidget)]
    for at in range(0, len(every), POLISHED_AT_ONCE):
        for part in every[at : at + POLISHED_AT_ONCE]:
            if isValid(part):
                part.ensurePolished()
        yield
    if loaded.running:
        return
    for page in (screen.picker, screen.page):
        if needed():
            return
        if page is screen.page:
            _walk_once(screen, loaded)
            yield
        page.resize(screen.size())
        page.layout().activate()
        yield
        if needed():
            return
        _paint_once(page)
        yield


def _walk_once(screen: Any, loaded: Loaded) -> None:
    """Show the first step of a plan on the page that nobody sees: what it needs is made and measured."""
    from lobbyconsole.domain.walkthrough import fold_walk
    from lobbyconsole.domain.walkthrough_facts import WalkBegun
    from lobbyconsole.services.walkthroughs import OpenWalk

    live, plan = screen.console.live, loaded.plans[0]
    now = live.clock.now()
    walk = fold_walk([WalkBegun(id="ahead", at=now, walk="ahead", plan=plan.id, version="")], plan)
    if walk is not None:
        screen.page.show_walk(OpenWalk(walk, plan), loaded.library, live.snapshot.branch, now)
        screen.page.show_side()
        screen.page.show_floor(live.snapshot, None)
        screen.page.state = None  # nobody is walking it


def _paint_once(page: QWidget) -> None:
    """The first paint of a page reads its glyphs; later ones take a third of it."""
    size = page.size()
    ground = QPixmap(QSize(max(1, size.width()), max(1, size.height())))
    page.render(ground)
