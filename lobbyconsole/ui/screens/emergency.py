"""The emergency: pick a plan in two keys, walk it step by step; what runs is back after any crash."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from lobbyconsole.services.battery import on_battery
from lobbyconsole.services.walkthroughs import OpenWalk, Walkthroughs
from lobbyconsole.ui import tasks
from lobbyconsole.ui.drills.band import DrillBand
from lobbyconsole.ui.drills.words import drill_word
from lobbyconsole.ui.emergency.after import AfterWalk
from lobbyconsole.ui.emergency.ahead import made
from lobbyconsole.ui.emergency.floor_desk import FloorDesk
from lobbyconsole.ui.emergency.heads_desk import HeadsDesk
from lobbyconsole.ui.emergency.photo_desk import PhotoDesk
from lobbyconsole.ui.emergency.picker import PlanPicker
from lobbyconsole.ui.emergency.walk_page import WalkPage
from lobbyconsole.ui.emergency.walk_tabs import WalkTabs
from lobbyconsole.ui.emergency.watch import Loaded, load, watch_of
from lobbyconsole.ui.emergency.words import place_of
from lobbyconsole.ui.screen import QT_TRANSLATE_NOOP, Screen
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import language, translate

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.live import Snapshot
    from lobbyconsole.ui.emergency.calm import CalmPage
    from lobbyconsole.ui.emergency.heads_page import HeadsPage
    from lobbyconsole.ui.emergency.paper_page import PaperPage

TICK_MS = 250
BATTERY_MS = 20_000
CALM_LEVELS = (1, 2)


class EmergencyScreen(Screen):
    """The right next step, in large type."""

    id: ClassVar[str] = "emergency"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("Screens", "Emergency")
    icon: ClassVar[str] = "emergency"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Enter", QT_TRANSLATE_NOOP("Screens", "Start the plan that fits best")),
        ("Space", QT_TRANSLATE_NOOP("Screens", "The step is done")),
        ("1 … 9", QT_TRANSLATE_NOOP("Screens", "Choose a way on, or an answer")),
        ("X", QT_TRANSLATE_NOOP("Screens", "The step cannot be done, and why")),
        ("N P", QT_TRANSLATE_NOOP("Screens", "Note, photo")),
        ("B R", QT_TRANSLATE_NOOP("Screens", "Back a step; the most urgent report was made")),
        ("K J", QT_TRANSLATE_NOOP("Screens", "The call was answered, was not answered")),
        ("F U", QT_TRANSLATE_NOOP("Screens", "What the step may do on the floor, and back")),
        ("W H A G", QT_TRANSLATE_NOOP("Screens", "Roles, command, add a step, grade")),
        ("C O T", QT_TRANSLATE_NOOP("Screens", "Calm view, another plan, next tab")),
        ("M", QT_TRANSLATE_NOOP("Screens", "Everything else that can be done, with its letter")),
        ("L", QT_TRANSLATE_NOOP("Screens", "Head count at the assembly point")),
        ("F2 … F7 0", QT_TRANSLATE_NOOP("Screens", "One hand: cannot, note, reported, back, floor, answered; more")),
        ("F6", QT_TRANSLATE_NOOP("Screens", "Among the tiles: type in paper numbers")),
        ("E", QT_TRANSLATE_NOOP("Screens", "End the plan before its end")),
        ("Esc", QT_TRANSLATE_NOOP("Screens", "Make small: the plan goes on")),
    )

    def __init__(self, console: Console, theme: Theme) -> None:
        super().__init__(console, theme)
        self._loaded: Loaded | None = None
        self._snapshot: Snapshot | None = None
        self._loading = self._busy = self._was_asked = False
        self._key = ""  # the walkthrough on show
        self._wanted: tuple[str, str, str] | None = None  # a plan asked for before the list was there
        self._calm: dict[str, bool] = {}  # what somebody chose by hand for a walkthrough
        self._battery = False
        self.picker, self.page = made(PlanPicker), made(WalkPage)
        self.picker.chosen.connect(self.start)
        self.picker.left.connect(self._leave_picker)
        self.tabs = WalkTabs(self)
        self.tabs.chosen.connect(self.show_key)
        self.photos = PhotoDesk(self)
        self.pages = QStackedWidget()
        self._built: dict[str, Any] = {"picker": self.picker, "page": self.page}
        for part in self._built.values():
            self.pages.addWidget(part)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._floor_desk = FloorDesk(self)
        self.drill = DrillBand(console)
        self.drill.by = self._by
        self.drill.real.connect(lambda: self.command("emergency"))
        self.drill.score.connect(self._score_drill)
        self.drill.floor_changed.connect(self._floor_desk.show)
        rows.addLayout(self.tabs.row)
        rows.addWidget(self.drill)
        rows.addWidget(self.pages, 1)
        self._connect()
        self._after = AfterWalk(self)
        self.page.absent.connect(self._after.absent)
        self.picker.papers_wanted.connect(self.show_paper)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._power = QTimer(self)
        self._power.setInterval(BATTERY_MS)
        self._power.timeout.connect(self._look_at_power)

    # --- pages that are made when they are wanted: a first step at the very start waits for none of them

    @property
    def calm(self) -> CalmPage:
        """The calm view."""
        if "calm" not in self._built:
            from lobbyconsole.ui.emergency.calm import CalmPage

            self._take("calm", made(CalmPage))
            self._follow(self.calm)
            self.calm.full.connect(lambda: self._set_calm(False))
        found: CalmPage = self._built["calm"]
        return found

    @property
    def paper(self) -> PaperPage:
        """Where paper numbers are typed in."""
        if "paper" not in self._built:
            from lobbyconsole.ui.emergency.paper_desk import PaperDesk
            from lobbyconsole.ui.emergency.paper_page import PaperPage

            self._take("paper", made(PaperPage))
            self._paper_desk = PaperDesk(self.paper, self.console, self._by)
            self._paper_desk.changed.connect(self.reload)
            self.paper.left.connect(self._leave_paper)
        found: PaperPage = self._built["paper"]
        return found

    @property
    def heads(self) -> HeadsPage:
        """The head count."""
        if "heads" not in self._built:
            from lobbyconsole.ui.emergency.heads_page import HeadsPage

            self._take("heads", made(HeadsPage))
            self._heads_desk = HeadsDesk(self.heads, self)
            self.heads.left.connect(self._leave_paper)
        found: HeadsPage = self._built["heads"]
        return found

    def _take(self, name: str, page: QWidget) -> None:
        self._built[name] = page
        self.pages.addWidget(page)

    def shows(self, *names: str) -> bool:
        """Whether one of these pages is in front: "picker", "page", "calm", "paper", "heads"."""
        front = self.pages.currentWidget()
        return any(self._built.get(name) is front for name in names)

    def _follow(self, each: WalkPage | CalmPage) -> None:
        """What both views of a step can be told."""

        def walks() -> Walkthroughs:
            return self._walks

        each.done.connect(lambda step, turn, to: self._do(lambda k, by: walks().done(k, step, turn, to=to, by=by)))
        each.skipped.connect(lambda s, turn, why: self._do(lambda k, by: walks().skip(k, s, turn, why, by=by)))
        each.noted.connect(lambda words: self._do(lambda key, by: walks().note(key, words, by=by)))
        each.small.connect(self._make_small)
        each.closed.connect(self._close_walk)
        each.floor_wanted.connect(self._floor_desk.change)
        each.heads_wanted.connect(self.count_heads)

    def _connect(self) -> None:
        page = self.page
        self._follow(page)

        def walks() -> Walkthroughs:
            return self._walks

        page.back.connect(lambda step: self._do(lambda key, by: walks().back(key, step, by=by)))
        page.added.connect(lambda words: self._do(lambda key, by: walks().add(key, words, by=by)))
        page.ended.connect(lambda why: self._do(lambda key, by: walks().end(key, why, by=by)))
        page.reported.connect(lambda place: self._do(lambda key, by: walks().reported(key, place, by=by)))
        page.called.connect(
            lambda who, number, ok: self._do(lambda k, by: walks().called(k, who, number=number, reached=ok, by=by))
        )
        page.graded.connect(lambda level: self._do(lambda key, by: walks().set_level(key, level, by=by)))
        page.role_taken.connect(
            lambda role, staff: self._do(lambda key, by: walks().take_role(key, role, staff, by=by))
        )
        page.handed_over.connect(
            lambda to, words: self._do(lambda key, by: walks().hand_over(key, to, briefing=words, by=by))
        )
        page.opened.connect(self.start_beside)
        page.pick.connect(self.pick)
        page.photo_wanted.connect(self._photo)
        page.calm_wanted.connect(lambda: self._set_calm(True))

    @property
    def _walks(self) -> Walkthroughs:
        return self.console.work.walkthroughs

    def _by(self) -> str:
        return self.shell.staff if self.shell is not None else ""

    # --- loading

    def reload(self) -> None:
        """Read plans and what is running; what the window's watch has read already is shown at once."""
        watch = watch_of(self.shell)
        if watch is not None and watch.loaded is not None and self._loaded is None:
            self.show_loaded(watch.loaded)
        if self._loading:
            return
        self._loading = True
        tasks.run(self, lambda: load(self.console), self.show_loaded, self._failed)

    def _failed(self, error: BaseException) -> None:
        self._loading = False
        tasks.hub().trouble.emit(error)

    def show_loaded(self, found: Loaded) -> None:
        """The plans, and the walkthrough that was on show or came in first."""
        self._loading = False
        self._loaded = found
        self.page.people = found.people
        real = [state.walk.plan for state in found.running if not state.walk.drill]
        self.picker.show_plans(found.plans, frozenset(real))
        self.picker.show_papers(found.papers)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.start(*wanted)
            return
        if self.shows("paper"):
            self._show_tabs()
            return
        keys = [state.walk.key for state in found.running]
        if self._busy:  # the hand was quicker: what it started comes on show by itself
            self._show_tabs()
            return
        if self._key not in keys and not self._was_asked and not self._walking() and keys:
            self._key = keys[-1]
        shown = next((state for state in found.running if state.walk.key == self._key), None)
        if shown is not None:
            self._show_walk(shown)
        self._show_tabs()

    def _walking(self) -> bool:
        return self.shows("page", "calm", "heads")

    def leading(self) -> OpenWalk | None:
        """The walkthrough whose step is on show."""
        return self.page.state if self._key and self.shows("page", "calm") else None

    def _asking(self) -> bool:
        return any(page.sheet.isVisible() for name, page in self._built.items() if name in ("page", "calm"))

    def show_paper(self) -> None:
        """Type in what was written on paper; what runs goes on."""
        self.pages.setCurrentWidget(self.paper)
        self._paper_desk.open()
        self._show_tabs()
        self.paper.begin()

    def count_heads(self) -> None:
        """Begin the head count of the walkthrough on show, or go on with it."""
        if self.page.state is not None:
            self.pages.setCurrentWidget(self.heads)
            self._heads_desk.open()

    def _leave_paper(self) -> None:
        state = self.page.state
        self.pages.setCurrentWidget(self.page)
        if self._key and state is not None and state.walk.key == self._key:
            self._show_walk(state)
            self._show_tabs()
        else:
            self.pick()

    def is_calm(self) -> bool:
        """Whether the walkthrough on show is led in the calm view."""
        state = self.page.state
        level = state.walk.level if state is not None else 0
        return self._calm.get(self._key, self._battery or level in CALM_LEVELS)

    def _show_tabs(self) -> None:
        if self.shows("picker"):
            self.drill.show_walk(None, None, self.console.live.clock.now())
        running = self._loaded.running if self._loaded is not None else []
        self.tabs.show_walks(running, self._key if self._walking() else "", drill_word())

    # --- walking

    def pick(self) -> None:
        """To the tiles; what runs goes on."""
        self._was_asked = True
        self._key = ""
        if self._loaded is not None:
            real = [known.walk.plan for known in self._loaded.running if not known.walk.drill]
            self.picker.show_plans(self._loaded.plans, frozenset(real))
        self.pages.setCurrentWidget(self.picker)
        self.picker.begin()
        self._show_tabs()
        self._tell_window()

    def _leave_picker(self) -> None:
        running = self._loaded.running if self._loaded is not None else []
        if running:
            self.show_key(running[-1].walk.key)
        else:
            self._make_small()

    def start(self, plan: str, parent: str = "", incident: str = "") -> None:
        """Start a plan, or go on with it where it is running."""
        if self._loaded is None:
            self._wanted = (plan, parent, incident)
            return
        picture = self._snapshot.picture if self._snapshot is not None else None
        by, tongue = self._by(), language()
        self._run(
            lambda: self._walks.start(plan, by=by, parent=parent, incident=incident, picture=picture, tongue=tongue)
        )

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
            self._was_asked = False
            self._show_walk(state)
            self._show_tabs()
        else:
            self._key, self._was_asked = key, False

    def _do(self, verb: Callable[[str, str], OpenWalk]) -> None:
        key, by = self._key, self._by()
        if key:
            self._run(lambda: verb(key, by))

    def _run(self, work: Callable[[], OpenWalk], then: Callable[[], object] = lambda: None) -> None:
        if self._busy:
            return  # a second press while the first is being recorded means the same step
        self._busy = True

        def recorded(state: OpenWalk) -> None:
            self._recorded(state)
            then()

        tasks.run(self, work, recorded, self._refused)

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        tasks.hub().trouble.emit(error)

    def _recorded(self, state: OpenWalk) -> None:
        self._busy = False
        self._was_asked = False
        if self._loaded is not None:
            others = [known for known in self._loaded.running if known.walk.key != state.walk.key]
            running = [*others, state] if state.walk.running else others
            running.sort(key=lambda known: (known.walk.begun_at is None, known.walk.begun_at, known.walk.key))
            self._loaded = self._loaded._replace(running=running)
            watch = watch_of(self.shell)
            if watch is not None:
                watch.told(running)
        self._show_walk(state)
        self._show_tabs()
        self._after.look(state)

    def _show_walk(self, state: OpenWalk) -> None:
        if self._loaded is None:
            return
        counting = self.shows("heads") and self._key == state.walk.key
        self._key = state.walk.key
        calm = self._calm.get(self._key, self._battery or state.walk.level in CALM_LEVELS)
        wanted: QWidget = self.heads if counting else self.calm if calm else self.page
        first = self.pages.currentWidget() is not wanted
        self.pages.setCurrentWidget(wanted)
        self._timer.setInterval(1000 if calm else TICK_MS)
        now = self.console.live.clock.now()
        self.page.asking.by = self._by()
        branch = self.console.live.snapshot.branch
        self.page.show_walk(state, self._loaded.library, branch, now)
        if "calm" in self._built:
            self.calm.show_walk(state, self._loaded.library, now, place_of(state, branch))
        self.drill.show_walk(state, self._loaded.library, now)
        self._floor_desk.show()
        if counting:
            self._heads_desk.show()
        if first and self.isVisible():
            wanted.setFocus()
            self._tell_window()

    def _set_calm(self, calm: bool) -> None:
        if self._key and self.page.state is not None:
            self._calm[self._key] = calm
            self._show_walk(self.page.state)

    def _make_small(self) -> None:
        if self.shell is not None:
            self.shell.go("floor")

    def _score_drill(self, key: str) -> None:
        self._key = ""
        self.pick()
        self._was_asked = False
        if self.shell is not None:
            self.shell.command("drill", key + " score")

    def _close_walk(self) -> None:
        drill = self.drill.key
        self._key = ""
        running = self._loaded.running if self._loaded is not None else []
        if running:
            self._show_walk(running[-1])
            self._show_tabs()
            return
        if drill:
            self._score_drill(drill)
            return
        self.pick()
        self._was_asked = False
        self._make_small()
        if self.shell is not None:
            self.shell.say(translate("Emergency", "Its review waits under Reviews."), "ok")

    def _tick(self) -> None:
        now = self.console.live.clock.now()
        self.drill.tick(now)
        for name in ("page", "calm", "heads"):
            if self.shows(name):
                self._built[name].tick(now)

    def _look_at_power(self) -> None:
        tasks.run(self, on_battery, self._show_power, lambda _: None)

    def _show_power(self, battery: bool) -> None:
        changed, self._battery = battery != self._battery, battery
        if changed and self._key and self.page.state is not None and self._walking():
            self._show_walk(self.page.state)

    # --- photos

    def _photo(self, source: str) -> None:
        self.photos.take(source)

    def warn(self, words: str) -> None:
        if self.shell is not None:
            self.shell.say(words)

    def papers_set_aside(self, count: int) -> None:
        """So many more are to be typed in one day: known at once, and counted anew."""
        if self._loaded is not None:
            self._loaded = self._loaded._replace(papers=self._loaded.papers + count)
            self._floor_desk.show()
        self.reload()

    # --- the window

    def kept_free(self) -> list[QRect]:
        """The row of large buttons, over its whole width: nothing may lie on what a shaking hand looks for."""
        name = next((name for name in ("page", "calm", "heads", "paper") if self.shows(name)), "")
        if not name:
            return []
        page = self._built[name]
        foot = page.sheet.foot if page.sheet.isVisible() else page._foot
        if not foot.isVisible():
            return []
        return [QRect(0, foot.mapTo(self, foot.rect().topLeft()).y(), self.width(), foot.height())]

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        if self.shows("page", "calm"):
            self._floor_desk.show()

    def command(self, name: str, argument: str = "") -> bool:
        if name != "emergency":
            return False
        everything = self._loaded.running if self._loaded is not None else []
        running = [state for state in everything if not state.walk.drill]  # the key means what is real
        if argument == "paper":
            self.show_paper()
        elif argument.startswith("walk:"):
            self.show_key(argument.partition(":")[2])
        elif argument:
            self.start(argument)
        elif running and (not self._walking() or self.drill.key):
            self.show_key(running[-1].walk.key)
        elif not running and not (self._walking() and self._busy):
            self.pick()
            self._was_asked = bool(everything)
        return True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self._power.start()
        self._look_at_power()
        self.reload()
        self.setFocus()
        self._tell_window()

    def setFocus(self, *_: Any) -> None:
        """The keyboard belongs to the field of the picker, or to the step."""
        if self.shows("paper"):
            self.paper.begin()
        elif self._walking():
            self.pages.currentWidget().setFocus()
        else:
            self.picker.begin()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        self._power.stop()
        self._tell_window()

    def _tell_window(self) -> None:
        """Its strips are about what is not on show here."""
        watch, reminders = watch_of(self.shell), getattr(self.shell, "incidents", None)
        if watch is not None:
            watch.show()
        if reminders is not None:
            reminders.tick()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = self.pages.currentWidget()
        if self._walking() and not self._asking() and self.drill.take_key(event):
            return
        if here is not self.picker:
            here.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.page.update()

    def retranslate(self) -> None:
        for part in (*self._built.values(), self.drill):
            part.retranslate()
        state = self.page.state
        if state is not None and self._loaded is not None and self._key and self._walking():
            self._show_walk(state)
        self._show_tabs()
