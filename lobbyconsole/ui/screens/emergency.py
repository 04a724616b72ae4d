"""The emergency: pick a plan in two keys, walk it step by step; what runs is back after any crash."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.services.walkthroughs import OpenWalk
from lobbyconsole.ui import tasks
from lobbyconsole.ui.emergency.picker import PlanPicker
from lobbyconsole.ui.emergency.walk_page import WalkPage
from lobbyconsole.ui.emergency.words import say_text
from lobbyconsole.ui.screen import QT_TRANSLATE_NOOP, Screen
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import translate
from lobbyconsole.ui.widgets.basics import Button

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.live import Snapshot

TICK_MS = 250


class Loaded(NamedTuple):
    """What the screen shows: the library, the plans of this hall, and what is being walked."""

    library: Library
    plans: list[Plan]
    running: list[OpenWalk]


def load(console: Console) -> Loaded:
    """Everything the screen needs; on a worker."""
    work = console.work
    return Loaded(work.library.library(), work.walkthroughs.plans(), work.walkthroughs.running())


class EmergencyScreen(Screen):
    """The right next step, in large type."""

    id: ClassVar[str] = "emergency"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("Screens", "Emergency")
    icon: ClassVar[str] = "emergency"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Enter", QT_TRANSLATE_NOOP("Screens", "Start the plan that fits best")),
        ("Space", QT_TRANSLATE_NOOP("Screens", "The step is done")),
        ("1 … 9", QT_TRANSLATE_NOOP("Screens", "Choose a way on")),
        ("X", QT_TRANSLATE_NOOP("Screens", "The step cannot be done, and why")),
        ("N B R", QT_TRANSLATE_NOOP("Screens", "Note, back a step, report made")),
        ("P E", QT_TRANSLATE_NOOP("Screens", "Start the other plan as well, end this one")),
        ("Esc", QT_TRANSLATE_NOOP("Screens", "Make small: the plan goes on")),
    )

    def __init__(self, console: Console, theme: Theme) -> None:
        super().__init__(console, theme)
        self._loaded: Loaded | None = None
        self._snapshot: Snapshot | None = None
        self._loading = False
        self._key = ""  # the walkthrough on show
        self._wanted = ""  # a plan asked for before the list was there
        self._busy = False
        self.picker, self.page = PlanPicker(), WalkPage()
        self.picker.chosen.connect(self.start)
        self._tabs = QWidget()
        self._tab_row = QHBoxLayout(self._tabs)
        self._tab_row.setContentsMargins(20, 8, 20, 0)
        self._tab_row.addStretch(1)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.picker)
        self.pages.addWidget(self.page)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._tabs)
        rows.addWidget(self.pages, 1)
        page = self.page
        page.done.connect(
            lambda step, turn, to: self._do(lambda key: self._walks.done(key, step, turn, to=to, by=self._by()))
        )
        page.skipped.connect(
            lambda step, turn, why: self._do(lambda key: self._walks.skip(key, step, turn, why, by=self._by()))
        )
        page.back.connect(lambda step: self._do(lambda key: self._walks.back(key, step, by=self._by())))
        page.noted.connect(lambda words: self._do(lambda key: self._walks.note(key, words, by=self._by())))
        page.ended.connect(lambda why: self._do(lambda key: self._walks.end(key, why, by=self._by())))
        page.reported.connect(lambda place: self._do(lambda key: self._walks.reported(key, place, by=self._by())))
        page.called.connect(lambda who: self._do(lambda key: self._walks.called(key, who, by=self._by())))
        page.opened.connect(self.start_beside)
        page.small.connect(self._make_small)
        page.closed.connect(self._close_walk)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._unwatch: Callable[[], None] | None = None
        self.reload()

    @property
    def _walks(self):  # type: ignore[no-untyped-def]
        return self.console.work.walkthroughs

    def _by(self) -> str:
        return self.shell.staff if self.shell is not None else ""

    # --- loading

    def reload(self) -> None:
        """Read plans and what is running."""
        if self._loading:
            return
        self._loading = True
        tasks.run(self, lambda: load(self.console), self._show_loaded, self._failed)

    def _failed(self, error: BaseException) -> None:
        self._loading = False
        tasks.hub().trouble.emit(error)

    def _show_loaded(self, found: Loaded) -> None:
        self._loading = False
        self._loaded = found
        self.picker.show_plans(found.plans, frozenset(state.walk.plan for state in found.running))
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self.start(wanted)
            return
        keys = [state.walk.key for state in found.running]
        if self._key not in keys and self.pages.currentWidget() is self.picker and keys:
            self._key = keys[-1]
        shown = next((state for state in found.running if state.walk.key == self._key), None)
        if shown is not None:
            self._show_walk(shown)
        self._show_tabs()

    def _show_tabs(self) -> None:
        running = self._loaded.running if self._loaded is not None else []
        while self._tab_row.count() > 1:
            item = self._tab_row.takeAt(0)
            part = item.widget() if item is not None else None
            if part is not None:
                part.hide()
                part.deleteLater()
        walking = self.pages.currentWidget() is self.page
        self._tabs.setVisible(len(running) > 1 or (bool(running) and not walking))
        for at, state in enumerate(running):
            here = walking and state.walk.key == self._key
            button = Button(say_text(state.plan.title), "danger" if here else "secondary")
            button.clicked.connect(lambda _=False, key=state.walk.key: self.show_key(key))
            self._tab_row.insertWidget(at, button)
        more = Button(translate("Emergency", "Another plan"), icon="plus")
        more.clicked.connect(self.pick)
        self._tab_row.insertWidget(len(running), more)

    # --- walking

    def pick(self) -> None:
        """To the tiles; what runs goes on."""
        self.pages.setCurrentWidget(self.picker)
        self.picker.begin()
        self._show_tabs()

    def start(self, plan: str, parent: str = "", incident: str = "") -> None:
        """Start a plan, or go on with it where it is running."""
        if self._loaded is None:
            self._wanted = plan
            return
        picture = self._snapshot.picture if self._snapshot is not None else None
        by = self._by()
        self._run(lambda: self._walks.start(plan, by=by, parent=parent, incident=incident, picture=picture))

    def start_beside(self, plan: str) -> None:
        """The plan that this step opens; this one goes on."""
        state = self.page.state
        if state is not None:
            self.start(plan, parent=state.walk.key, incident=state.walk.incident)

    def show_key(self, key: str) -> None:
        """Show one of those that are running."""
        found = self._loaded.running if self._loaded is not None else []
        state = next((state for state in found if state.walk.key == key), None)
        if state is not None:
            self._show_walk(state)
            self._show_tabs()

    def _do(self, verb: Callable[[str], OpenWalk]) -> None:
        key = self._key
        if key:
            self._run(lambda: verb(key))

    def _run(self, work: Callable[[], OpenWalk]) -> None:
        if self._busy:
            return  # a second press while the first is being recorded means the same step
        self._busy = True
        tasks.run(self, work, self._recorded, self._refused)

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        tasks.hub().trouble.emit(error)

    def _recorded(self, state: OpenWalk) -> None:
        self._busy = False
        if self._loaded is not None:
            others = [known for known in self._loaded.running if known.walk.key != state.walk.key]
            running = [*others, state] if state.walk.running else others
            running.sort(key=lambda known: (known.walk.begun_at is None, known.walk.begun_at, known.walk.key))
            self._loaded = self._loaded._replace(running=running)
            self.picker.show_plans(self._loaded.plans, frozenset(known.walk.plan for known in running))
        self._show_walk(state)
        self._show_tabs()

    def _show_walk(self, state: OpenWalk) -> None:
        if self._loaded is None:
            return
        self._key = state.walk.key
        first = self.pages.currentWidget() is not self.page
        self.pages.setCurrentWidget(self.page)
        branch = self.console.settings.current.branch
        self.page.show_walk(state, self._loaded.library, branch, self.console.live.clock.now())
        if self._snapshot is not None:
            self.page.show_floor(self._snapshot.picture)
        if first:
            self.page.setFocus()

    def _make_small(self) -> None:
        if self.shell is not None:
            self.shell.go("floor")

    def _close_walk(self) -> None:
        self._key = ""
        running = self._loaded.running if self._loaded is not None else []
        if running:
            self._show_walk(running[-1])
            self._show_tabs()
            return
        self.pick()
        self._make_small()

    def _tick(self) -> None:
        self.page.tick(self.console.live.clock.now())

    # --- the window

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        if self.pages.currentWidget() is self.page:
            self.page.show_floor(snapshot.picture)

    def command(self, name: str, argument: str = "") -> bool:
        if name == "emergency":
            if argument:
                self.start(argument)
            elif not (self._loaded is not None and self._loaded.running):
                self.pick()
            return True
        return False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self.reload()
        if self.pages.currentWidget() is self.picker:
            self.picker.begin()
        else:
            self.page.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.pages.currentWidget() is self.page:
            self.page.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.page.update()

    def retranslate(self) -> None:
        self.picker.retranslate()
        self.page.retranslate()
        state = self.page.state
        if state is not None and self._loaded is not None:
            self._show_walk_words(state)
        self._show_tabs()

    def _show_walk_words(self, state: OpenWalk) -> None:
        if self._loaded is not None:
            branch = self.console.settings.current.branch
            self.page.show_walk(state, self._loaded.library, branch, self.console.live.clock.now())
