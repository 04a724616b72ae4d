"""The window's program: Qt's set-up, one window per hall, the order of the start, failures in place, the end."""

from __future__ import annotations

import gc
import json
import logging
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from lobbyconsole.files import write_whole
from lobbyconsole.ui import style, tasks
from lobbyconsole.ui.bridge import Bridge
from lobbyconsole.ui.icons import window_icon
from lobbyconsole.ui.main_window import MainWindow
from lobbyconsole.ui.prefetch import import_emergency, import_screens, know_classes
from lobbyconsole.ui.qt import check_none
from lobbyconsole.ui.translation import Languages, clock_text, translate
from lobbyconsole.ui.without_hall import WithoutHall

if TYPE_CHECKING:
    from concurrent.futures import Future

    from lobbyconsole.config import Look, Settings
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.live import Snapshot
    from lobbyconsole.ui.emergency.watch import Loaded
    from lobbyconsole.ui.recovery import Recovery
    from lobbyconsole.ui.wall_keeper import WallKeeper

# Until the first paint nothing heavy is imported, not even the settings model or the domain: together they cost as
# much as the bare window itself. Their imports stand in the functions that run after it.

log = logging.getLogger(__name__)

LAST_PICTURE = "last_picture.json"
WINDOW_STATE = "window.json"
REMEMBER_MS = 180_000
EMERGENCY_AFTER_MS, AFTER_LIVE_MS = 120, 500
COLLECT_AFTER_MS = 5000
MOST_CRASH_FILES = 20
FRAME = (16, 40)  # px a window manager puts around a window, about; it is known only once the window is shown
LOOK: dict[str, Any] = {"language": "system", "theme": "system", "text_scale": 100, "sound": True}  # as in config.Look


class Opener(Protocol):
    """Opens the hall; called on a worker thread, again with a passphrase after credentials.NeedsPassphrase."""

    def __call__(self, passphrase: str | None = None) -> Console: ...


@dataclass(frozen=True)
class Options:
    """What the command line decided. `language` and `theme` overrule the settings for this start."""

    folder: Path
    demo: bool = False
    language: str = ""
    theme: str = ""
    text_scale: int = 0
    # Makes the key of a new hall and gives the recovery key; raises NeedsPassphrase when there is no keyring.
    make_vault: Callable[[str | None], str] | None = None
    # Tries a recovery key and says whether this computer has a keyring; raises WrongRecoveryKey.
    try_recovery: Callable[[str], bool] | None = None
    # Keeps the key under a new passphrase, or in the keyring for None; the next opening needs neither.
    keep_key: Callable[[str, str | None], None] | None = None
    # Makes this program the folder's one window and gives the way out; None while another is that. See in_use.py.
    hold: Callable[[], Callable[[], None] | None] = lambda: lambda: None
    mark: Callable[[str], None] = lambda name: None  # told "first_paint", "last_known" and "live", for the benchmark


def run(options: Options, open_console: Opener, arguments: list[str] | None = None) -> int:
    """Show the window, open the hall behind it, and return the exit code when the window is closed."""
    check_none()
    options.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    leave = options.hold()
    if leave is None:
        from lobbyconsole.ui.single_instance import turn_away

        return turn_away(options.folder, options.language or str(peek_look(options.folder).get("language", "system")))
    app = QApplication.instance()
    if app is None:
        QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
        # Fusion: the same under every desktop; our stylesheet lies on it. Not by setStyle: that gives a QStyle back,
        # and PySide then makes every style class and enum it knows, 12 ms.
        app = QApplication([sys.argv[0], "-style", "Fusion", *(arguments or [])])
    assert isinstance(app, QApplication)
    app.setApplicationName("lobbyconsole")
    app.setDesktopFileName("lobbyconsole")
    app.setWindowIcon(window_icon())
    program = Program(app, options, open_console)
    with Hooks(program):
        program.start()
        code = app.exec()
        program.stop()
    leave()
    return code


# ---------------------------------------------------------------------------------------------- the last known picture
def remember(folder: Path, snapshot: Snapshot) -> None:
    """Keep the floor for the next start. Without notes and single tickets' stories: this file is not encrypted."""
    import msgspec
    from msgspec.structs import replace

    from lobbyconsole.services.live import Health

    picture = replace(snapshot.picture, tickets={}, counters={}, notes=(), flagged=())
    kept = replace(snapshot, picture=picture, health=Health(), undo=None, live=False)
    try:
        write_whole(folder / LAST_PICTURE, msgspec.json.encode(kept))
    except OSError as error:
        log.info("the last picture was not kept: %s", error)


def recall(folder: Path) -> Snapshot | None:
    """The floor as the last session left it; None when there is none that this version can read."""
    path = folder / LAST_PICTURE
    try:
        raw = path.read_bytes()
    except OSError:
        return None
    import msgspec
    from msgspec.structs import replace

    from lobbyconsole.services.live import Snapshot

    try:
        return replace(msgspec.json.decode(raw, type=Snapshot), live=False)
    except (msgspec.MsgspecError, TypeError, ValueError, KeyError) as error:
        log.info("the last picture cannot be read: %s", error)
        return None


# --------------------------------------------------------------------------------------------- before the hall is open
class _Early:
    """One service of a hall that is not open yet: verbs refuse in words; once it is open, everything goes through."""

    def __init__(self, program: Program, part: str) -> None:
        self._program, self._part = program, part

    def __getattr__(self, name: str) -> Any:
        if self._program.opened is not None:
            return getattr(getattr(self._program.opened, self._part), name)
        early: dict[tuple[str, str], Any] = {
            ("live", "snapshot"): self._program.window.snapshot,
            ("live", "subscribe"): lambda _callback: lambda: None,
            ("settings", "current"): self._program.settings,
            ("settings", "subscribe"): lambda _callback: lambda: None,
            ("history", "days"): list,
            ("history", "search"): lambda *_: [],
            ("history", "story"): lambda *_: [],
        }
        if (self._part, name) in early:
            return early[self._part, name]
        if (self._part, name) == ("live", "clock"):
            from lobbyconsole.services.clock import Clock

            return Clock()
        return _refuse


def _refuse(*_: object, **__: object) -> Future[Any]:
    from concurrent.futures import Future

    from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused

    future: Future[Any] = Future()
    future.set_exception(
        Refused(Message(QT_TRANSLATE_NOOP("Messages", "The hall is still being opened. Try again in a moment.")))
    )
    return future


class Program:
    """One run of the window: holds what lives as long as it does."""

    def __init__(self, app: QApplication, options: Options, open_console: Opener) -> None:
        self.app, self.options, self._open_console = app, options, open_console
        self.settings: Settings | None = None  # as read at start; later those of the open hall
        self.opened: Console | None = None
        self.wall: WallKeeper | None = None
        self._look: dict[str, Any] = LOOK | peek_look(options.folder)
        self._sector = peek_sector(options.folder)
        self._leave_settings: Callable[[], None] = lambda: None
        self._server: QObject | None = None
        given = {"language": options.language, "theme": options.theme, "text_scale": options.text_scale}
        self._overruled = {name: value for name, value in given.items() if value}
        style.load_fonts()
        self._languages = Languages(app)
        self._dress()
        self.window = MainWindow()
        self.window.defect = self.defect  # type: ignore[method-assign]
        self.window.show_look(self._look | self._overruled)
        self.window.look_changed.connect(self._switch)
        self.window.staff_changed.connect(lambda _: self._keep_window())
        self.bridge = Bridge(self.window)
        self._after_live = QTimer(self.window)
        self._after_live.setSingleShot(True)
        self._after_live.timeout.connect(self._afterwards)
        self._collector_is_off = False
        self._remembering = QTimer(self.window)
        self._remembering.setInterval(REMEMBER_MS)
        self._remembering.timeout.connect(self._remember)
        self._without = WithoutHall(self)

    @property
    def sector(self) -> str:
        """What kind of hall it is, as far as anybody knows."""
        return self._sector

    @cached_property
    def recovery(self) -> Recovery:
        """The way back into a hall whose key is lost."""
        from lobbyconsole.ui.recovery import Recovery

        return Recovery(self)

    # --- start
    def start(self) -> None:
        """Show the window; everything else waits for its first paint."""
        state = _read_json(self.options.folder / WINDOW_STATE)
        width, height = (state.get("size") or [1440, 900])[:2]
        room = self.app.primaryScreen().availableSize() - QSize(*FRAME)
        self.window.resize(QSize(int(width), int(height)).boundedTo(room))
        self.window.set_staff(str(state.get("staff") or ""))
        if state.get("maximized"):
            self.window.setWindowState(Qt.WindowState.WindowMaximized)
        self.app.styleHints().colorSchemeChanged.connect(self._scheme_changed)
        self.window.painted.connect(self._after_paint)
        self.window.top_bar.set_state("neutral", translate("Shell", "Opening"))
        self._collector_is_off = not gc.isenabled()  # by bootstrap.window, for the start
        if self._collector_is_off:
            QTimer.singleShot(COLLECT_AFTER_MS, self.window, gc.enable)
        self.window.show()

    def _after_paint(self) -> None:
        self.options.mark("first_paint")
        if not self.options.demo:
            from lobbyconsole.config import SettingsError, load_settings

            try:
                self.settings = load_settings(self.options.folder)
            except SettingsError as error:
                self._trouble(error, again=self._after_paint)
                return
            if not self.settings.set_up and self.options.make_vault is not None:
                self._set_up(self.settings)
                return
        self.open()  # on its own thread, while the last picture is painted
        self._show_floor()

    def _set_up(self, settings: Settings) -> None:
        from lobbyconsole.ui.setup import SetupWizard

        assert self.options.make_vault is not None
        wizard = SetupWizard(settings, self.options.make_vault)
        wizard.look_changed.connect(lambda look: self.wear({f: getattr(look, f) for f in LOOK}))
        wizard.hall.sector.chosen.connect(self._speak_of)
        wizard.drafted.connect(self._keep_draft)
        wizard.done.connect(self._set_up_done)
        self.window.top_bar.set_state("ok")
        self.window.show_page(wizard)

    def _keep_draft(self, settings: Settings) -> None:
        """What was answered so far, so that a power cut during set-up costs nothing."""
        from lobbyconsole.config import save_settings

        try:
            save_settings(self.options.folder, settings)
        except OSError as error:
            self.window.trouble(error)

    def _set_up_done(self, settings: Settings, passphrase: str | None) -> None:
        from lobbyconsole.config import save_settings

        try:
            save_settings(self.options.folder, settings)
        except OSError as error:
            self.window.trouble(error)
            return
        self.settings = settings
        self._show_floor()
        self.open(passphrase)

    def _show_floor(self) -> None:
        """The floor with the last known picture, marked as such; what is done there has to wait for the hall."""
        from lobbyconsole.services.console import Console

        parts: dict[str, Any] = {field.name: _Early(self, field.name) for field in fields(Console)}
        early = Console(**parts)
        self.window.use(early, is_open=False)
        self.window.show_page(None)
        last = None if self.options.demo else recall(self.options.folder)
        if last is not None:
            at = clock_text(last.picture.at, last.branch.tz)
            self.window.top_bar.set_state("watch", translate("Shell", "Last known {time}, connecting…").format(time=at))
            self.window.show_snapshot(last)
            self.window.go("floor")
            self.options.mark("last_known")

    def open(self, passphrase: str | None = None) -> None:
        """Open the hall on a worker thread."""
        self._without.wait()
        tasks.run(
            self.window,
            lambda: self._opened(passphrase),
            lambda found: self._is_open(*found),
            lambda error: self._not_open(error, passphrase),
        )

    def _opened(self, passphrase: str | None) -> tuple[Console, Loaded | None]:
        """On the worker: the hall, and what is being walked in it; what was done without it is then part of it."""
        from lobbyconsole.ui.emergency.resume import what_runs

        console = self._open_console(passphrase) if passphrase is not None else self._open_console()
        self._without.hand_over(console)
        return console, what_runs(console)

    def _is_open(self, console: Console, walking: Loaded | None = None) -> None:
        self.opened = console
        place = self._without.end()
        self.settings = console.settings.current
        self._leave_settings = console.settings.subscribe(self._settings_changed)
        self._speak_of(console.settings.current.branch.sector)
        self.wear({name: getattr(console.settings.current.look, name) for name in LOOK})
        self.window.show_page(None)
        self.window.use(console)
        self.window.top_bar.set_state("ok")
        self.window.show_snapshot(console.live.snapshot)
        if walking is not None:  # a plan was being walked when the program ended: its step comes before the floor
            from lobbyconsole.ui.emergency.watch import WalkWatch

            WalkWatch(self.window, walking)
        self.window.go("emergency" if walking is not None else place or self.window.here() or "floor")
        self.bridge.arrived.connect(self.window.show_snapshot)
        self._put_up_wall(console)
        self.bridge.follow(console.live.subscribe)
        self._remembering.start()
        self.options.mark("live")
        QTimer.singleShot(EMERGENCY_AFTER_MS, self.window, self._look_ahead)

    def _look_ahead(self) -> None:
        """F12 comes before everything else that is not on the floor."""
        tasks.run(self.window, import_emergency, self._watch_walks, self._watch_walks)

    def _watch_walks(self, _: object) -> None:
        from lobbyconsole.ui.emergency.ahead import Ahead
        from lobbyconsole.ui.emergency.watch import WalkWatch, watch_of

        know_classes(self.window)
        watch = watch_of(self.window) or WalkWatch(self.window)
        watch.idle.connect(lambda loaded: Ahead(self.window, loaded))
        watch.look()
        self._after_live.start(AFTER_LIVE_MS)

    def _afterwards(self) -> None:
        """What the live floor need not wait for."""
        from lobbyconsole.ui.single_instance import listen

        self._server = listen(self.options.folder, self.window)
        import_screens(self.window, self._imported)
        self.window.follow_due()

    def _imported(self) -> None:
        if self._collector_is_off:
            # What is there now stays to the end. Looked through for rubbish together with the day's facts it held up
            # the window for 50 ms at a time, at the worst moment: when many facts come in.
            gc.freeze()

    def _put_up_wall(self, console: Console) -> None:
        from lobbyconsole.ui.wall_keeper import WallKeeper

        self.wall = self.window.wall = WallKeeper(self.window)
        self.bridge.arrived.connect(self.wall.show_snapshot)
        self.wall.show_snapshot(console.live.snapshot)
        self.wall.use(console.settings.current.wall)

    def _not_open(self, error: BaseException, passphrase: str | None) -> None:
        from lobbyconsole.credentials import NeedsPassphrase, WrongPassphrase
        from lobbyconsole.ui.unlock import PassphrasePage

        wrong = passphrase is not None and isinstance(error, WrongPassphrase)
        if isinstance(error, NeedsPassphrase) or wrong:
            page = PassphrasePage(wrong=wrong, recovery=self.options.try_recovery is not None)
            page.given.connect(self.open)
            page.recovery_wanted.connect(self.recovery.ask)
            self.window.top_bar.set_state("ok")
            self.window.show_page(page)
            self._without.offer(page)
        else:
            self._trouble(error, again=lambda: self.open(passphrase))

    def _trouble(self, error: BaseException, again: Callable[[], object]) -> None:
        """What keeps the hall from being opened, in the place of the floor, with a way on."""
        from lobbyconsole.credentials import KeyringUnavailable, WrongPassphrase
        from lobbyconsole.ui.unlock import TroublePage

        file = "" if hasattr(error, "message") else keep_crash(self.options.folder, error)
        key_missing = isinstance(error, KeyringUnavailable | WrongPassphrase) and self.options.try_recovery is not None
        page = TroublePage(error, file, recovery=key_missing)
        page.again.connect(again)
        page.recovery_wanted.connect(self.recovery.ask)
        self.window.top_bar.set_state("act", translate("Shell", "Not open"))
        self.window.show_page(page)
        self._without.offer(page)

    # --- end
    def stop(self) -> None:
        """Let go of the hall in an orderly way; closing it is the caller's. Safe to repeat."""
        if not isValid(self.window):
            return
        self._remembering.stop()
        self._after_live.stop()
        self.bridge.leave()
        self._leave_settings()
        if self.wall is not None:
            self.wall.close()
            self.wall = None
        self._keep_window()
        self._remember(at_once=True)
        self.window.close()  # a screen may have something to save when it goes
        tasks.wait_for_all()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(self.window, QEvent.Type.DeferredDelete)

    def _remember(self, at_once: bool = False) -> None:
        snapshot = self.window.snapshot
        if snapshot is None or not snapshot.live or self.options.demo:
            return
        if at_once:
            remember(self.options.folder, snapshot)
        else:
            tasks.run(self.window, lambda: remember(self.options.folder, snapshot))

    def _keep_window(self) -> None:
        window = self.window
        state = {
            "size": [
                window.normalGeometry().width() or window.width(),
                window.normalGeometry().height() or window.height(),
            ],
            "maximized": window.isMaximized(),
            "staff": window.staff,
        }
        try:
            write_whole(self.options.folder / WINDOW_STATE, json.dumps(state).encode())
        except OSError as error:
            log.info("the window's place was not kept: %s", error)

    # --- look
    def wear(self, look: dict[str, Any]) -> None:
        """Put a look in force: language, theme and text size, at once. What changes is no longer overruled."""
        if look == self._look:
            return
        self._overruled = {name: value for name, value in self._overruled.items() if look[name] == self._look[name]}
        self._look = dict(look)
        self._dress()
        self.window.show_look(self._look | self._overruled)
        self.window.set_theme(style.current())

    def _speak_of(self, sector: str) -> None:
        """A telecom hall has other words for some things than a bank: said from now on."""
        if sector != self._sector:
            self._sector = sector
            self._languages.use((self._look | self._overruled)["language"], sector)

    def _dress(self) -> None:
        look = self._look | self._overruled
        language = self._languages.use(look["language"], self._sector)
        style.apply(self.app, style.pick(look["theme"], int(look["text_scale"]), language))
        if self.wall is not None:
            self.wall.dress(style.current())

    def _scheme_changed(self) -> None:
        if (self._look | self._overruled)["theme"] == "system":
            self._dress()
            self.window.set_theme(style.current())

    def _switch(self, name: str, value: object) -> None:
        """A quick switch: seen at once, saved behind."""
        self._overruled.pop(name, None)
        self.wear(self._look | {name: value})
        if self.opened is None:
            return
        import msgspec

        book = self.opened.settings
        new = msgspec.structs.replace(book.current, look=msgspec.structs.replace(book.current.look, **{name: value}))
        tasks.run(self.window, lambda: book.change(new, by=self.window.staff).result(30))

    def _settings_changed(self, _old: Settings, new: Settings) -> None:
        look: Look = new.look
        tasks.hub().on_main_thread(lambda: self._speak_of(new.branch.sector))
        tasks.hub().on_main_thread(lambda: self.wear({name: getattr(look, name) for name in LOOK}))
        tasks.hub().on_main_thread(lambda: self.wall.use(new.wall) if self.wall is not None else None)

    # --- defects
    def defect(self, error: BaseException) -> None:
        """A defect of the program: kept in a file, said in plain words."""
        log.error("defect", exc_info=error)
        self.window.say_defect(keep_crash(self.options.folder, error))


def peek_look(folder: Path) -> dict[str, Any]:
    """The look from the settings file without its model, for the first paint; the model checks it right after."""
    look = _read_json(folder / "settings.json").get("look")
    if not isinstance(look, dict):
        return {}
    return {name: look[name] for name, usual in LOOK.items() if isinstance(look.get(name), type(usual))}


def peek_sector(folder: Path) -> str:
    """What kind of hall the settings file says it is."""
    branch = _read_json(folder / "settings.json").get("branch")
    return "telecom" if isinstance(branch, dict) and branch.get("sector") == "telecom" else "bank"


def _read_json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


# ------------------------------------------------------------------------------------------------------------- defects
def keep_crash(folder: Path, error: BaseException) -> str:
    """Write what happened to the data folder's crash/; gives the file's path, "" when even that failed."""
    from lobbyconsole import __version__

    now = datetime.now(UTC)
    story = "".join(traceback.format_exception(error))
    text = f"lobbyconsole {__version__}\nPython {sys.version}\n{sys.platform}\n{now.isoformat()}\n\n{story}"
    try:
        crashes = folder / "crash"
        crashes.mkdir(exist_ok=True)
        for old in sorted(crashes.glob("crash-*.txt"))[: -MOST_CRASH_FILES + 1]:
            old.unlink()
        path = crashes / f"crash-{now:%Y%m%d-%H%M%S-%f}.txt"
        write_whole(path, text.encode())
    except OSError as trouble:
        log.info("no crash file: %s", trouble)
        return ""
    return str(path)


class Hooks:
    """Catches what nobody caught, and the system's wish that we end, while the window runs."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._told: set[str] = set()

    def __enter__(self) -> None:
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._caught
        threading.excepthook = self._caught_in_thread
        self._signals: dict[int, Any] = {}
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._signals[number] = signal.signal(number, self._asked_to_end)
        self._bell = tasks.SignalBell(bool(self._signals))

    def __exit__(self, *_: object) -> None:
        sys.excepthook, threading.excepthook = self._before
        self._bell.close()
        for number, handler in self._signals.items():
            signal.signal(number, handler)

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        # A defect in a paint event comes back sixty times a second; one file and one sentence are enough.
        place = "".join(traceback.format_exception_only(error)) + "".join(traceback.format_tb(trace)[-1:])
        if place not in self._told:
            self._told.add(place)
            tasks.hub().on_main_thread(lambda: self._program.window.trouble(error))

    def _caught_in_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self._caught(caught.exc_type, caught.exc_value, caught.exc_traceback)

    def _asked_to_end(self, _number: int, _frame: FrameType | None) -> None:
        self._program.app.quit()
