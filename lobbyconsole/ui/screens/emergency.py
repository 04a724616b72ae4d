"""The emergency: pick a plan in two keys, walk it step by step; what runs is back after any crash."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from msgspec.structs import replace
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.words import Message
from lobbyconsole.services import floor_actions
from lobbyconsole.services.battery import on_battery
from lobbyconsole.services.floor_actions import FloorChange
from lobbyconsole.services.walkthroughs import OpenWalk, Walkthroughs
from lobbyconsole.ui import tasks
from lobbyconsole.ui.drills.band import DrillBand
from lobbyconsole.ui.drills.words import drill_word
from lobbyconsole.ui.emergency.ahead import made
from lobbyconsole.ui.emergency.calm import CalmPage
from lobbyconsole.ui.emergency.heads_desk import HeadsDesk
from lobbyconsole.ui.emergency.heads_desk import offer as offer_heads
from lobbyconsole.ui.emergency.heads_page import HeadsPage
from lobbyconsole.ui.emergency.paper_desk import PaperDesk
from lobbyconsole.ui.emergency.paper_page import PaperPage
from lobbyconsole.ui.emergency.picker import PlanPicker
from lobbyconsole.ui.emergency.walk_page import WalkPage
from lobbyconsole.ui.emergency.watch import Loaded, load, watch_of
from lobbyconsole.ui.emergency.words import say_text
from lobbyconsole.ui.round_photos import PATTERNS, keep_file, keep_image
from lobbyconsole.ui.screen import QT_TRANSLATE_NOOP, Screen
from lobbyconsole.ui.theme import Theme
from lobbyconsole.ui.translation import language, say, translate
from lobbyconsole.ui.widgets.basics import BOLD, Button, Label
from lobbyconsole.ui.widgets.floor_forms import Flow

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.live import Snapshot

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
        self.picker, self.page, self.calm = made(PlanPicker), made(WalkPage), made(CalmPage)
        self.paper = made(PaperPage)
        self.picker.chosen.connect(self.start)
        self.picker.left.connect(self._leave_picker)
        self._tabs = Flow()
        self.pages = QStackedWidget()
        self.heads = made(HeadsPage)
        for part in (self.picker, self.page, self.calm, self.paper, self.heads):
            self.pages.addWidget(part)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self.drill = DrillBand(console)
        self.drill.by = self._by
        self.drill.real.connect(lambda: self.command("emergency"))
        self.drill.score.connect(self._score_drill)
        self.drill.floor_changed.connect(self._show_floor)
        self._tabs_row = QVBoxLayout()
        self._tabs_row.addWidget(self._tabs)
        rows.addLayout(self._tabs_row)
        rows.addWidget(self.drill)
        rows.addWidget(self.pages, 1)
        self._connect()
        self._paper_desk = PaperDesk(self.paper, console, self._by)
        self._paper_desk.changed.connect(self.reload)
        self.paper.left.connect(self._leave_paper)
        self._heads_desk = HeadsDesk(self.heads, self)
        self.heads.left.connect(self._leave_paper)
        for each in (self.page, self.calm):
            each.heads_wanted.connect(self._heads_desk.open)
        self.picker.papers_wanted.connect(self.show_paper)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._power = QTimer(self)
        self._power.setInterval(BATTERY_MS)
        self._power.timeout.connect(self._look_at_power)

    def _connect(self) -> None:
        page = self.page

        def walks() -> Walkthroughs:
            return self._walks

        for each in (page, self.calm):
            each.done.connect(lambda step, turn, to: self._do(lambda k, by: walks().done(k, step, turn, to=to, by=by)))
            each.skipped.connect(lambda s, turn, why: self._do(lambda k, by: walks().skip(k, s, turn, why, by=by)))
            each.noted.connect(lambda words: self._do(lambda key, by: walks().note(key, words, by=by)))
            each.small.connect(self._make_small)
            each.closed.connect(self._close_walk)
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
        for shown in (page, self.calm):
            shown.floor_wanted.connect(self._change_floor)
        page.calm_wanted.connect(lambda: self._set_calm(True))
        self.calm.full.connect(lambda: self._set_calm(False))

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
        if self.pages.currentWidget() is self.paper:
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
        return self.pages.currentWidget() in (self.page, self.calm, self.heads)

    def _asking(self) -> bool:
        return self.page.sheet.isVisible() or self.calm.sheet.isVisible()

    def show_paper(self) -> None:
        """Type in what was written on paper; what runs goes on."""
        self.pages.setCurrentWidget(self.paper)
        self._paper_desk.open()
        self._show_tabs()
        self.paper.begin()

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
        """With two plans at once: which is on show, and the others with one press."""
        running = self._loaded.running if self._loaded is not None else []
        self._tabs.clear()
        walking = self._walking()
        self._tabs.setVisible(len(running) > 1 or (bool(running) and not walking))
        if self.pages.currentWidget() is self.picker:
            self.drill.show_walk(None, None, self.console.live.clock.now())
        around = (20, 10, 20, 0) if not walking else (12, 8, 12, 8) if len(running) > 1 else (0, 0, 0, 0)
        self._tabs_row.setContentsMargins(*around)
        for state in running if self._tabs.isVisibleTo(self) else ():
            here = walking and state.walk.key == self._key
            title = f"◆ {drill_word()} · " if state.walk.drill else ""
            button = Button(title + say_text(state.plan.title), "danger" if here else "secondary")
            button.clicked.connect(lambda _=False, key=state.walk.key: self.show_key(key))
            self._tabs.add(button)
        if not walking and any(state.walk.drill for state in running):
            words = translate("Emergency", "Here it is in earnest: a plan begun now breaks the drill off.")
            warned = Label(words, 14, BOLD, "act")
            warned.setMinimumHeight(self._tabs.items()[-1].sizeHint().height())
            self._tabs.add(warned)

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
            self._was_asked = False
            self._show_walk(state)
            self._show_tabs()
        else:
            self._key, self._was_asked = key, False

    def _do(self, verb: Callable[[str, str], OpenWalk]) -> None:
        key, by = self._key, self._by()
        if key:
            self._run(lambda: verb(key, by))

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

    def _show_walk(self, state: OpenWalk) -> None:
        if self._loaded is None:
            return
        counting = self.pages.currentWidget() is self.heads and self._key == state.walk.key
        self._key = state.walk.key
        calm = self._calm.get(self._key, self._battery or state.walk.level in CALM_LEVELS)
        wanted: QWidget = self.heads if counting else self.calm if calm else self.page
        first = self.pages.currentWidget() is not wanted
        self.pages.setCurrentWidget(wanted)
        self._timer.setInterval(1000 if calm else TICK_MS)
        now = self.console.live.clock.now()
        self.page.asking.by = self._by()
        self.page.show_walk(state, self._loaded.library, self.console.live.snapshot.branch, now)
        self.calm.show_walk(state, self._loaded.library, now)
        self.drill.show_walk(state, self._loaded.library, now)
        self._show_floor()
        if counting:
            self._heads_desk.show()
        if first and self.isVisible():
            wanted.setFocus()

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
        if self.pages.currentWidget() is self.page:
            self.page.tick(now)
        elif self.pages.currentWidget() is self.calm:
            self.calm.tick(now)
        elif self.pages.currentWidget() is self.heads:
            self.heads.tick(now)

    def _look_at_power(self) -> None:
        tasks.run(self, on_battery, self._show_power, lambda _: None)

    def _show_power(self, battery: bool) -> None:
        changed, self._battery = battery != self._battery, battery
        if changed and self._key and self.page.state is not None and self._walking():
            self._show_walk(self.page.state)

    # --- photos and the floor

    def _photo(self, source: str) -> None:
        attachments = self.console.work.attachments
        if source == "clipboard":
            image = QGuiApplication.clipboard().image()
            if image.isNull():
                self._warn(translate("Rounds", "There is no picture on the clipboard."))
                return
            self._keep_photo(lambda: keep_image(attachments, image))
        elif source == "camera":
            self.page.camera.ask(lambda taken: self._keep_photo(lambda: attachments.keep(taken, "camera.jpg")))
        else:
            title, kinds = translate("Rounds", "Choose a photo"), translate("Rounds", "Photos")
            path, _ = QFileDialog.getOpenFileName(self, title, "", f"{kinds} ({PATTERNS})")
            if path:
                self.add_photo_file(path)

    def add_photo_file(self, path: str) -> None:
        """Keep a file as a photo of the present step."""
        attachments = self.console.work.attachments
        self._keep_photo(lambda: keep_file(attachments, path))

    def _keep_photo(self, keep: Callable[[], Any]) -> None:
        key, by, state = self._key, self._by(), self.page.state
        step = say_text(state.step.text) if state is not None and state.step is not None else ""
        if key:
            self._run(lambda: self._walks.note(key, step, photos=(keep().sha256,), by=by))

    def _warn(self, words: str) -> None:
        if self.shell is not None:
            self.shell.say(words)

    def _why(self, plan: Plan) -> str:
        """The reason told with what is done on the floor; in one language, so that it is known again."""
        return plan.title.zh

    def _show_floor(self) -> None:
        snapshot, state = self._snapshot, self.page.state
        if snapshot is None:
            return
        change = None
        if state is not None:
            change = offer_heads(state)
        if change is None and snapshot.live and state is not None and not state.walk.drill:
            change = self._offer(state, snapshot)
        diverted = snapshot.branch.service(change.service) if change is not None else None
        service = diverted.title(language()) if diverted is not None else ""
        if self.pages.currentWidget() is self.calm:  # on the battery nothing is painted that nobody sees
            self.calm.show_floor_change(change, service)
            return
        self.page.show_floor(self.drill.floor(snapshot), change, service)
        if self.drill.past is not None:
            serving = self.page.view.serving
            serving.say(translate("Drills", "At the counters then (played again)"), serving.figure.text())

    def _offer(self, state: OpenWalk, snapshot: Snapshot) -> FloorChange | None:
        """What this step may do; or, at a later one, the way back from what an earlier one did."""
        step = state.step
        why = self._why(state.plan)
        papers = self._loaded.papers if self._loaded is not None else 0
        if step is not None and step.floor and not (step.floor == "paper_numbers" and papers):
            return floor_actions.change_of(step.floor, why, snapshot)
        for turn in reversed(state.walk.turns):
            kind = state.plan.step(turn.step).floor
            if kind in ("pause_calling", "close_counters", "stop_numbers", "divert_service"):
                found = floor_actions.change_of(kind, why, snapshot)
                if found.back:
                    return replace(found, ahead=())
        if papers and any(state.plan.step(turn.step).floor == "paper_numbers" for turn in state.walk.turns):
            return FloorChange("back_fill", ("",) * papers)
        return None

    def _change_floor(self, change: FloorChange, back: bool) -> None:
        snapshot, state, by = self._snapshot, self.page.state, self._by()
        if change.kind == "back_fill":
            self.show_paper()
            return
        if change.kind in ("head_count", "heads_missing"):
            self._heads_desk.open()
            return
        if snapshot is None or state is None:
            return
        desk, why, key = self.console.desk, self._why(state.plan), state.walk.key

        def work() -> OpenWalk:
            done: Message = (
                floor_actions.take_back(desk, change, by=by)
                if back
                else floor_actions.act(desk, change, why, snapshot, by=by)
            )
            return self._walks.note(key, say(done), by=by)

        self._run(work)

    # --- the window

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        if self.pages.currentWidget() in (self.page, self.calm):
            self._show_floor()

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
        self._tell_watch()

    def setFocus(self, *_: Any) -> None:
        """The keyboard belongs to the field of the picker, or to the step."""
        if self.pages.currentWidget() is self.paper:
            self.paper.begin()
        elif self._walking():
            self.pages.currentWidget().setFocus()
        else:
            self.picker.begin()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        self._power.stop()
        self._tell_watch()

    def _tell_watch(self) -> None:
        watch = watch_of(self.shell)
        if watch is not None:
            watch.show()

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
        for part in (self.picker, self.page, self.calm, self.paper, self.heads, self.drill):
            part.retranslate()
        state = self.page.state
        if state is not None and self._loaded is not None and self._key and self._walking():
            self._show_walk(state)
        self._show_tabs()
