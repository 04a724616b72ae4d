"""The window: rail, top bar, what it has to say, and the screens, each built when it is first shown."""

from __future__ import annotations

import importlib
import importlib.util
import logging
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.focus_home import FocusHome
from lobbyconsole.ui.icons import RESOURCES
from lobbyconsole.ui.rail import Rail, screen_keys
from lobbyconsole.ui.shortcuts import COMMANDS, KeysOverlay
from lobbyconsole.ui.top_bar import LookPanel, TopBar
from lobbyconsole.ui.translation import date_text, language, say, translate
from lobbyconsole.ui.widgets.banner import BannerArea, Toasts
from lobbyconsole.ui.window_banners import show_banners

if TYPE_CHECKING:
    from lobbyconsole.domain.words import Message
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.live import Snapshot
    from lobbyconsole.ui.incidents.keeper import IncidentKeeper
    from lobbyconsole.ui.round_due import DueWork
    from lobbyconsole.ui.screen import Screen
    from lobbyconsole.ui.search import Entry as Found
    from lobbyconsole.ui.theme import Theme
    from lobbyconsole.ui.wall_keeper import WallKeeper

log = logging.getLogger(__name__)

PROGRAM = "lobbyconsole"
QUIET_MIN = 15
LOOK_AGAIN_S = 0.4  # nobody can have read an offer that took another one's place in less


class Entry(NamedTuple):
    """A screen of the rack. `path` is module:class; a screen whose module is not there is left out."""

    id: str
    title: str
    icon: str
    path: str
    at_bottom: bool = False


_RACK = "lobbyconsole.ui.screens"
SCREENS: tuple[Entry, ...] = (
    Entry("floor", QT_TRANSLATE_NOOP("Screens", "Floor"), "floor", f"{_RACK}.floor:FloorScreen"),
    Entry("rounds", QT_TRANSLATE_NOOP("Screens", "Rounds"), "rounds", f"{_RACK}.rounds:RoundsScreen"),
    Entry("emergency", QT_TRANSLATE_NOOP("Screens", "Emergency"), "emergency", f"{_RACK}.emergency:EmergencyScreen"),
    Entry("incidents", QT_TRANSLATE_NOOP("Screens", "Incidents"), "warning", f"{_RACK}.incidents:IncidentsScreen"),
    Entry("drills", QT_TRANSLATE_NOOP("Screens", "Drills"), "calendar", f"{_RACK}.drills:DrillsScreen"),
    Entry("briefings", QT_TRANSLATE_NOOP("Screens", "Briefings"), "briefing", f"{_RACK}.briefings:BriefingsScreen"),
    Entry("registers", QT_TRANSLATE_NOOP("Screens", "Registers"), "registers", f"{_RACK}.registers:RegistersScreen"),
    Entry("touchpoints", QT_TRANSLATE_NOOP("Screens", "Journey"), "pin", f"{_RACK}.touchpoints:TouchpointsScreen"),
    Entry("reports", QT_TRANSLATE_NOOP("Screens", "Reports"), "insights", f"{_RACK}.reports:ReportsScreen"),
    Entry("reviews", QT_TRANSLATE_NOOP("Screens", "Reviews"), "review", f"{_RACK}.reviews:ReviewsScreen"),
    Entry("risks", QT_TRANSLATE_NOOP("Screens", "Risks"), "risk", f"{_RACK}.risks:RisksScreen"),
    Entry("history", QT_TRANSLATE_NOOP("Screens", "History"), "history", f"{_RACK}.history:HistoryScreen"),
    Entry("fairness", QT_TRANSLATE_NOOP("Screens", "Fairness"), "fairness", f"{_RACK}.fairness:FairnessScreen"),
    Entry("feeds", QT_TRANSLATE_NOOP("Screens", "Sources"), "data-quality", f"{_RACK}.feeds:FeedsScreen"),
    Entry("content", QT_TRANSLATE_NOOP("Screens", "Standards"), "edit", f"{_RACK}.content:ContentScreen"),
    Entry("settings", QT_TRANSLATE_NOOP("Screens", "Settings"), "settings", f"{_RACK}.settings:SettingsScreen", True),
)
# Commands that belong to a screen other than the floor.
HOME_OF = {
    "day": "history", "round": "rounds", "setting": "settings", "ledger": "fairness", "record": "registers",
    "meeting": "briefings", "touchpoint": "touchpoints", "report": "reports", "content": "content",
    "emergency": "emergency", "incident": "incidents", "drill": "drills", "review": "reviews", "risk": "risks",
}  # fmt: skip


class MainWindow(QWidget):
    """Everything around the screens. `console` may be a stand-in until the hall is open (app.py)."""

    painted = Signal()  # the first paint is on its way to the glass
    closing = Signal()
    look_changed = Signal(str, object)
    staff_changed = Signal(str)

    def __init__(self, console: Console | None = None, rack: tuple[Entry, ...] = SCREENS) -> None:
        super().__init__()
        self.console = console
        self.snapshot: Snapshot | None = None
        self.staff = ""
        self.wall: WallKeeper | None = None  # once the hall is open
        self.incidents: IncidentKeeper | None = None  # the same
        self._rack = {entry.id: entry for entry in rack if _is_there(entry)}
        self._screens: dict[str, Screen] = {}
        self._stale: set[str] = set()
        self._here = ""
        self._page: QWidget | None = None  # what stands in the place of the screens: set-up, passphrase, trouble
        self._was_painted = False
        self._is_open = True
        self._look: dict[str, object] = {}
        self._acting: set[str] | None = None  # services with somebody past the target; None before the first picture
        self._quiet_until = float("-inf")
        self.rail = Rail()
        for at, entry in enumerate(self._rack.values(), 1):
            self.rail.add(entry.id, entry.title, entry.icon, screen_keys(at), entry.at_bottom)
        self.top_bar, self.banners = TopBar(), BannerArea()
        self.stack = QStackedWidget()
        content = QVBoxLayout()
        content.setSpacing(0)
        self._below = QWidget()
        below = QVBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.banners)
        below.addWidget(self.stack, 1)
        content.addWidget(self.top_bar)
        content.addWidget(self._below, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(content, 1)
        self.rail.wanted.connect(self.go)
        self.toasts = Toasts(self._below, self._kept_free)
        self.toasts.undo_wanted.connect(self.undo)
        self._look_panel: LookPanel | None = None
        self._keys_panel: KeysOverlay | None = None
        self._find_panel: Any = None
        self.top_bar.look_wanted.connect(lambda: self.command("look"))
        self.top_bar.feeds_wanted.connect(lambda: self.go("feeds"))
        self.top_bar.staff_changed.connect(self._staff_changed)
        self._offer: tuple[str, ...] = ()  # the action whose undo is offered
        self._offer_changed_at = 0.0
        self._ticking = QTimer(self)
        self._ticking.setInterval(250)
        self._ticking.timeout.connect(self._count_down)
        self._commands: Mapping[str, Callable[[], object]] = {
            "find": lambda: self._find().toggle(),
            "note_incident": lambda: self.incidents.note() if self.incidents is not None else None,
            "undo": self.undo,
            "take_over": self.take_over,
            "look": self._toggle_look,
            "full_screen": self._toggle_full_screen,
            "keys": self._toggle_keys,
        }
        for keys, call in [
            *((c.keys, lambda _=False, name=c.id: self.command(name)) for c in COMMANDS),
            *((screen_keys(at), lambda _=False, name=name: self._jump(name)) for at, name in enumerate(self._rack, 1)),
        ]:
            if keys:
                QShortcut(QKeySequence(keys), self).activated.connect(call)
        tasks.hub().trouble.connect(self.trouble)
        FocusHome(self, self.stack)
        self.retranslate()

    # --- screens
    def built(self, screen_id: str) -> Screen | None:
        """A screen, built now if need be; None when it cannot be, which the window then says."""
        if screen_id in self._screens or screen_id not in self._rack or self.console is None:
            return self._screens.get(screen_id)
        module, _, name = self._rack[screen_id].path.partition(":")
        try:
            made: Screen = getattr(importlib.import_module(module), name)(self.console, style.current())
        except Exception as error:  # noqa: BLE001 - one broken screen must not take the others with it
            self.trouble(error)
            return None
        made.shell = self
        self._screens[screen_id] = made
        self._stale.add(screen_id)
        self.stack.addWidget(made)
        return made

    def go(self, screen_id: str) -> None:
        """Show a screen; it catches up with what happened while it was not on show."""
        if self._page is not None or (not self._is_open and screen_id != "floor"):
            return
        screen = self.built(screen_id)
        if screen is None:
            self.rail.mark(self._here)
            return
        self._here = screen_id
        self.rail.mark(screen_id)
        self.stack.setCurrentWidget(screen)
        if not self.rail.isAncestorOf(QApplication.focusWidget() or self):
            screen.setFocus()
        if self.snapshot is not None and screen_id in self._stale:
            self._give(screen)
        self._show_place()
        self._show_badges()

    def _jump(self, screen_id: str) -> None:
        """By its keys, or out of a page: the keyboard goes along, wherever it was, so that the screen's keys work."""
        self.go(screen_id)
        if self._page is None and self._here in self._screens:
            self._screens[self._here].setFocus()

    def use(self, console: Console, is_open: bool = True) -> None:
        """Take a console. A stand-in (not `is_open`) lets the floor be looked at, and nothing else."""
        self.console = console
        self._is_open = is_open
        self.rail.set_open(is_open and self._page is None)
        for screen in self._screens.values():
            screen.console = console

    def here(self) -> str:
        """Which screen is on show."""
        return self._here

    def _give(self, screen: Screen) -> None:
        assert self.snapshot is not None
        self._stale.discard(self._here)
        try:
            screen.show_snapshot(self.snapshot)
        except Exception as error:  # noqa: BLE001 - the clock, the banners and the other screens go on
            self.trouble(error)

    def show_page(self, page: QWidget | None) -> None:
        """Put a page in the place of the screens (set-up, passphrase, trouble); None gives the place back."""
        if self._page is not None:
            self.stack.removeWidget(self._page)
            self._page.hide()
            self._page.deleteLater()
        self._page = page
        self.rail.set_open(page is None and self._is_open)
        self.top_bar.staff.setVisible(page is None)
        if page is not None:
            self.stack.addWidget(page)
            self.stack.setCurrentWidget(page)
            page.setFocus()
        elif self._here in self._screens:
            self.stack.setCurrentWidget(self._screens[self._here])
            self._screens[self._here].setFocus()
        self._show_place()

    def page(self) -> QWidget | None:
        """What stands in the place of the screens, if anything."""
        return self._page

    # --- pictures
    def show_snapshot(self, snapshot: Snapshot) -> None:
        """A newer picture: for the bar, the banners and the screen on show; the others are caught up later."""
        self.snapshot = snapshot
        self._stale = set(self._screens)
        self.top_bar.show_snapshot(snapshot)
        self._show_place()
        show_banners(self.banners, snapshot, getattr(self.console, "callers", None), self)
        self._show_badges()
        self._count_down()
        self._sound(snapshot)
        if self._here in self._screens and self._page is None:
            self._give(self._screens[self._here])

    def _show_place(self) -> None:
        title, subtitle = (self._page.windowTitle() or PROGRAM) if self._page is not None else "", ""
        if self._page is None and self._here in self._rack:
            screen = self._screens.get(self._here)
            title = translate("Screens", (screen.title if screen else "") or self._rack[self._here].title)
            subtitle = screen.subtitle() if screen else ""
        if not subtitle and self.snapshot is not None and self._page is None:
            branch = self.snapshot.branch
            day = branch.day_of(self.snapshot.picture.at)
            subtitle = f"{branch.name(language())} · {date_text(day)}"
        self.top_bar.set_place(title, subtitle)
        self.setWindowTitle(f"{title or PROGRAM} · {subtitle}" if subtitle else PROGRAM)

    def _show_badges(self) -> None:
        if self.snapshot is None:
            return
        picture = self.snapshot.picture
        late = sum(1 for row in picture.rows for block in row.blocks if block.level == "act" and not block.held)
        asked = sum(1 for tile in picture.tiles if tile.asked_s is not None)
        self.rail.set_badge("floor", 0 if self._here == "floor" else late + asked)
        lost = sum(1 for feed in picture.feeds if feed.state == "down")
        self.rail.set_badge("feeds", lost or len(picture.flagged), "act" if lost else "watch")

    def follow_due(self) -> None:
        """From now on tell what rounds are due. Loads the content: not before the floor is live."""
        from lobbyconsole.ui.incidents.keeper import IncidentKeeper
        from lobbyconsole.ui.learned import follow_learning
        from lobbyconsole.ui.round_due import DueWatch

        self.incidents = IncidentKeeper(self)
        self.incidents.start()
        due = DueWatch(self, lambda: self.console)
        due.changed.connect(self._show_due)
        self.closing.connect(due.stop)
        due.start()
        follow_learning(self)

    def _show_due(self, work: DueWork) -> None:
        self.rail.set_badge("rounds", work.count, "watch")
        self.rail.set_badge("briefings", work.meetings_due, "watch")
        floor: Any = self._screens.get("floor")
        if floor is not None:
            floor.today.show_due(work)

    def _sound(self, snapshot: Snapshot) -> None:
        """One short tone when a queue newly needs somebody to act, on whichever screen one is."""
        if not snapshot.live:
            return
        acting = {row.id for row in snapshot.picture.rows if row.level == "act"}
        new = acting - self._acting if self._acting is not None else set()
        self._acting = acting
        announcer = getattr(self.console, "announcer", None)  # a hall without a loudspeaker has none
        if new and announcer is not None and self._look.get("sound", True) and time.monotonic() > self._quiet_until:
            announcer.tone(RESOURCES / "sounds" / "act_now.wav")

    def quiet(self, minutes: int = QUIET_MIN) -> None:
        """No tone for a while."""
        self._quiet_until = time.monotonic() + minutes * 60
        self.say(translate("Shell", "No tone for {minutes} minutes.").format(minutes=minutes), "ok")

    # --- what can be done from anywhere (screen.Shell)
    def command(self, name: str, argument: str = "") -> bool:
        """Run a command; False when nobody could."""
        if name in self._commands:
            self._commands[name]()
            return True
        if self._page is not None:
            return False
        for screen_id in dict.fromkeys((self._here, HOME_OF.get(name, "floor"))):
            screen = self.built(screen_id)
            if screen is None:
                continue
            if screen_id == self._here:
                if screen.command(name, argument):
                    return True
            else:
                self.go(screen_id)
                return screen.command(name, argument)
        return False

    def say(self, message: Message | str, level: str = "watch") -> None:
        """A sentence in place that goes by itself."""
        self.toasts.say(message if isinstance(message, str) else say(message), level)

    def trouble(self, error: BaseException) -> None:
        """A failure nobody took care of: a refusal in its own words; a defect is kept in a file and said plainly."""
        message = getattr(error, "message", None)
        if message is not None and hasattr(message, "context"):
            self.say(message)
        elif isinstance(error, OSError):
            reason = error.strerror or str(error)
            text = translate("Shell", "That could not be written: {reason}. Nothing else is affected.")
            self.say(text.format(reason=reason), "act")
        else:
            self.defect(error)

    def defect(self, error: BaseException) -> None:
        """Set by app.run to keep a crash file; without it the log has the story."""
        log.error("defect", exc_info=error)
        self.say_defect("")

    def say_defect(self, file: str) -> None:
        """Plain words for a defect of the program."""
        text = translate("Shell", "Something in the program failed. What is recorded is safe, and you can go on.")
        if file:
            text += " " + translate("Shell", "A report was kept: {file}").format(file=file)
        self.say(text, "act")

    def undo(self) -> None:
        """Take the last action back, if it still can be."""
        if self.snapshot is None or self.snapshot.undo is None or not self.snapshot.live or self.console is None:
            self.say(translate("Shell", "There is nothing to undo."))
            return
        if time.monotonic() - self._offer_changed_at < LOOK_AGAIN_S:  # who reached for the key meant the one before
            text = translate("Shell", "Something else was done just now: {action} Press again to take that back.")
            self.say(text.format(action=say(self.snapshot.undo.label)))
            return
        tasks.watch(self.console.desk.undo(self.snapshot.undo, by=self.staff), self._say_done, parent=self)

    def take_over(self) -> None:
        """The own desk goes on for every source that is lost."""
        states = {feed.name: feed for feed in self.snapshot.picture.feeds} if self.snapshot else {}
        links = self.snapshot.health.links if self.snapshot and self.snapshot.live else ()
        lost = [
            link.name
            for link in links
            if link.state == "down" and not (link.name in states and states[link.name].taken_over)
        ]
        if not lost or self.console is None:
            self.say(translate("Shell", "No queue source is lost."))
            return
        for name in lost:
            future = self.console.desk.take_over(name, by=self.staff)
            tasks.watch(future, lambda _: self._say_done(translate("Shell", "The own desk runs now.")), parent=self)

    def hand_back(self, name: str) -> None:
        """A queue machine that is back leads again."""
        if self.console is not None:
            future = self.console.desk.hand_back(name, by=self.staff)
            done = translate("Shell", "The queue machine leads again.")
            tasks.watch(future, lambda _: self._say_done(done), parent=self)

    def _say_done(self, message: Message | str) -> None:
        self.say(message, "ok")

    def _count_down(self) -> None:
        undo = self.snapshot.undo if self.snapshot is not None and self.snapshot.live else None
        left = 0.0
        if undo is not None and self.console is not None:
            left = (undo.until - self.console.live.clock.now()).total_seconds()
            if undo.ids != self._offer:
                if self._offer and self.toasts.undo_text():
                    self._offer_changed_at = time.monotonic()
                self._offer = undo.ids
            self.toasts.offer_undo(say(undo.label), -int(-left // 1))
        if left > 0:
            if not self._ticking.isActive():
                self._ticking.start()
        else:
            self._ticking.stop()
            self.toasts.offer_undo("", 0)

    # --- panels
    def _kept_free(self) -> list[QRect]:
        """Where no passing message may lie, in the place below the bar."""
        screen = self._screens.get(self._here)
        if screen is None or self._page is not None:
            return []
        return [QRect(screen.mapTo(self._below, box.topLeft()), box.size()) for box in screen.kept_free()]

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _toggle_look(self) -> None:
        if self._look_panel is None:
            self._look_panel = LookPanel(self._below)
            self._look_panel.changed.connect(self.look_changed)
            self._look_panel.quiet_wanted.connect(self.quiet)
        self._look_panel.show_look(self._look)
        self._look_panel.toggle()

    def _toggle_keys(self) -> None:
        if self._keys_panel is None:
            self._keys_panel = KeysOverlay(self._below)
        screens = [
            (screen_keys(at), translate("Screens", entry.title)) for at, entry in enumerate(self._rack.values(), 1)
        ]
        screens = [(keys, words) for keys, words in screens if keys]
        here = self._screens.get(self._here)
        own = [(keys, translate("Screens", words)) for keys, words in (here.keys if here else ())]
        title = translate("Screens", self._rack[self._here].title) if self._here in self._rack else ""
        self._keys_panel.fill(screens, title, own)
        self._keys_panel.toggle()

    def _find(self) -> Any:
        if self._find_panel is None:
            from lobbyconsole.ui.search import FindPanel

            self._find_panel = FindPanel(
                self._below,
                self._findable,
                lambda: self.snapshot,
                lambda: self.console.history if self.console and self.snapshot and self.snapshot.live else None,
                lambda key: self.command("ticket", key),
            )
        return self._find_panel

    def _findable(self) -> list[Found]:
        from lobbyconsole.ui.search import everything

        return everything(self, [(entry.id, entry.title, entry.icon) for entry in self._rack.values()])

    # --- look
    def show_look(self, look: dict[str, object]) -> None:
        """What the quick switches show: fields of config.Look."""
        self._look = dict(look)
        if self._look_panel is not None:
            self._look_panel.show_look(self._look)

    def set_theme(self, theme: Theme) -> None:
        """Pass a theme to the screens; the window's own parts follow the style by themselves."""
        for screen in self._screens.values():
            screen.set_theme(theme)
        self.retranslate()  # widths have changed with the text size

    def set_staff(self, staff: str) -> None:
        self.staff = staff
        self.top_bar.staff.set_staff(staff)

    def _staff_changed(self, staff: str) -> None:
        self.staff = staff
        self.staff_changed.emit(staff)

    def retranslate(self) -> None:
        self.rail.retranslate()
        self.top_bar.retranslate()
        if self._find_panel is not None:
            self._find_panel.retranslate()
        if self._look_panel is not None:
            self._look_panel.show_look(self._look)
        if self._keys_panel is not None:
            self._keys_panel.close_panel()
        if self.incidents is not None:
            self.incidents.retranslate()
        self.toasts.clear_message()
        for screen in self._screens.values():
            screen.retranslate()
        if self.snapshot is not None:
            self.show_snapshot(self.snapshot)
        self._show_place()

    # --- Qt
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), style.current().color("background"))
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)


def _is_there(entry: Entry) -> bool:
    try:
        return importlib.util.find_spec(entry.path.partition(":")[0]) is not None
    except ModuleNotFoundError:
        return False
