"""Opens a hall: its key, store and services, its queue sources and timed jobs, and closes them in the right order."""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from time import monotonic, sleep

from lobbyconsole.bootstrap.callers import LazyCallers
from lobbyconsole.bootstrap.in_use import join
from lobbyconsole.bootstrap.pads import LazyPadDoor, ShutDoor
from lobbyconsole.bootstrap.place import folder_of
from lobbyconsole.bootstrap.sources import build_feed
from lobbyconsole.config import FeedSetting, Printing, Settings, load_settings
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused
from lobbyconsole.feeds.door import Feed, FeedTrouble
from lobbyconsole.services.announcer import Announcer, Player, SystemVoice
from lobbyconsole.services.clock import Clock, wall_time
from lobbyconsole.services.console import Console
from lobbyconsole.services.desk import Desk
from lobbyconsole.services.history import History
from lobbyconsole.services.intake import Intake
from lobbyconsole.services.live import Live
from lobbyconsole.services.pairing import PadBook
from lobbyconsole.services.settings import SettingsBook
from lobbyconsole.services.slip_text import Line
from lobbyconsole.services.slips import SlipService
from lobbyconsole.services.upkeep import Backups, backup_is_due, close_past_days, journal_notices
from lobbyconsole.services.work import Work
from lobbyconsole.store.desk_memory import DeskMemory
from lobbyconsole.store.errors import DamagedDatabase, ReadOnlyFolder
from lobbyconsole.store.hall import BACKUPS, DATABASE, Store
from lobbyconsole.store.sidefile import SideFile

log = logging.getLogger(__name__)

DEMO_TIME = time(10, 42)
LATER_S = 2.0
SMALL_FILE = 65_536  # bytes of a file that holds one line a person gave
EXERCISE = "exercise"  # kept with a hall that was made for replays, see exercise.py


@dataclass
class OpenHall:
    """A hall that is open: its console and what must be closed again."""

    console: Console
    store: Store
    folder: Path
    closers: list[Callable[[], None]]

    def close(self) -> None:
        """Stop everything, last opened first. Safe to repeat."""
        close_all(self.closers)


def close_all(closers: list[Callable[[], None]]) -> None:
    """Call them all, the last first, whatever fails."""
    while closers:
        closer = closers.pop()
        try:
            closer()
        except Exception:
            log.exception("closing failed")


def first_line(path: Path) -> str:
    """The first line of a small text file a person gave. Raises Refused for what is no text."""
    try:
        with path.open("rb") as file:  # a device or a film given by mistake must not fill the memory
            begin = file.read(SMALL_FILE + 1)
        if len(begin) > SMALL_FILE:
            raise Refused(Message("{path} is no text file.", {"path": path}))
        lines = begin.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise Refused(Message("{path} is no text file.", {"path": path})) from None
    return lines[0] if lines else ""


def passphrase_from(options: argparse.Namespace) -> str | None:
    """The passphrase given to the window or the command line; None when there is none."""
    given: str | None = getattr(options, "passphrase", None)
    if given is not None:
        return given
    if options.passphrase_file is not None:
        return first_line(options.passphrase_file)
    return os.environ.get("LOBBYCONSOLE_PASSPHRASE")


def key_of(options: argparse.Namespace, *, ask: bool = True) -> tuple[Path, bytes]:
    """The data folder and its key. `ask` allows a question at a terminal. Raises CredentialError when not to be had."""
    from lobbyconsole.credentials import NeedsPassphrase, find_keyring, open_vault, vault_info

    folder = folder_of(options)
    recovery_file = getattr(options, "recovery_key_file", None)
    if recovery_file is not None:
        return folder, open_vault(folder, recovery_key=first_line(recovery_file).strip())
    passphrase = passphrase_from(options)
    try:
        kept = passphrase is None and vault_info(folder).keyring  # else no keyring has it: do not look for one, 0.1 s
        return folder, open_vault(folder, passphrase, keyring=find_keyring() if kept else None)
    except NeedsPassphrase:
        if not ask or not sys.stdin.isatty():
            raise
        import getpass

        return folder, open_vault(folder, getpass.getpass("Passphrase: "))


def make_vault(folder: Path, passphrase: str | None) -> tuple[bytes, str]:
    """The key of a new hall and its recovery key: in the keyring, or under the passphrase where there is none."""
    from lobbyconsole.credentials import create_vault, find_keyring

    return create_vault(folder, passphrase, find_keyring())


def open_or_create(options: argparse.Namespace, told: Callable[[object], None] = lambda words: None) -> OpenHall:
    """Open the data folder; when it is empty, make its key first and tell the recovery key once."""
    from lobbyconsole.credentials import VAULT, NoVault

    folder = folder_of(options)
    if (folder / VAULT).exists():
        _, key = key_of(options)
    elif (folder / DATABASE).exists() or any((folder / BACKUPS).glob("*.db")):
        # A new key would only hide that the old one is missing.
        raise NoVault
    else:
        key, recovery_key = make_vault(folder, passphrase_from(options))
        told(f"Made {folder}. Its recovery key, shown this once (write it down): {recovery_key}")
    return open_hall(folder, key, feeds=False, upkeep=False)


def open_store(
    folder: Path, key: bytes, settings: Callable[[], Settings], *, reading: bool = False
) -> tuple[Store, list[Message]]:
    """The store of a data folder; a damaged database is set aside and recovered, which the messages then tell.

    `reading`: nothing is to be recorded, so a folder that may not be written is good enough; the messages tell it.
    """

    def branch() -> Branch:
        return settings().branch

    notices: list[Message] = []

    def only_read() -> tuple[Store, list[Message]]:
        text = QT_TRANSLATE_NOOP("Messages", "The folder {folder} may not be written: the hall is only read.")
        store = Store.open_reading(folder, key, branch=branch, clock=wall_time)
        return store, [Message(text, {"folder": folder})]

    there = folder / DATABASE
    if reading and there.exists() and not (os.access(folder, os.W_OK) and os.access(there, os.W_OK)):
        return only_read()
    try:
        store = Store.open(folder, key, branch=branch, clock=wall_time)
    except ReadOnlyFolder:
        if not reading:
            raise
        return only_read()
    except DamagedDatabase:
        from lobbyconsole.store.recover import recover

        second = settings().safety.second_folder
        report = recover(folder, key, (Path(second),) if second else (), branch=branch, clock=wall_time)
        notices = report.messages()
        store = Store.open(folder, key, branch=branch, clock=wall_time)
    if store.outdated:
        store.rebuild_tables()  # a newer program counts differently; the journal has everything it needs
    return store, notices


def open_hall(
    folder: Path,
    key: bytes,
    *,
    settings: Settings | None = None,
    clock: Clock | None = None,
    feeds: bool = True,
    upkeep: bool = True,
    running: bool = False,
    at_journal_end: bool = False,
    in_memory_settings: bool = False,
    reading: bool = False,
) -> OpenHall:
    """Open a data folder whose key is known and start its services. Raises StorageError or SettingsError.

    `reading`: nothing will be recorded; a folder that may not be written is opened as it is, and a notice tells so.
    `running`: a window stands before it, so slips are printed, calls spoken and timed jobs run.
    `at_journal_end` sets the hall's clock to the time of the last fact, to show a hall that is not running.
    """
    settings = settings or load_settings(folder)
    current = [settings]
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # where it cannot be made the store says so in words
    closers: list[Callable[[], None]] = [join(folder)]  # nobody may restore a backup under an open hall
    try:
        return _opened(
            closers,
            folder,
            key,
            current,
            clock=clock,
            feeds=feeds,
            upkeep=upkeep,
            running=running,
            at_journal_end=at_journal_end,
            in_memory_settings=in_memory_settings,
            reading=reading,
        )
    except BaseException:
        close_all(closers)  # what was half opened must not stay open: its threads, its database
        raise


def _opened(
    closers: list[Callable[[], None]],
    folder: Path,
    key: bytes,
    current: list[Settings],
    *,
    clock: Clock | None,
    feeds: bool,
    upkeep: bool,
    running: bool,
    at_journal_end: bool,
    in_memory_settings: bool,
    reading: bool,
) -> OpenHall:
    """The work of `open_hall`; whatever it opens it notes in `closers` at once."""
    settings = current[0]
    store, notices = open_store(folder, key, lambda: current[0], reading=reading)
    closers.append(store.close)
    notices += journal_notices(store, settings.safety)
    if is_exercise(store):
        text = QT_TRANSLATE_NOOP(
            "Messages", "This is an exercise hall: its customers are replayed, nothing here is real."
        )
        notices.append(Message(text))
    last = DeskMemory(store).last_happened_at() if at_journal_end else None
    if last is not None:
        clock = Clock(offset=last - wall_time())
    side_file = SideFile((folder,), key)
    live = Live(store, settings.branch, clock or Clock(), side_file, notices=notices)
    live.start()
    closers.append(live.stop)
    if live.unsaved[0]:
        live.record(()).result()  # what waited in the side file is in the journal before anybody reads it
    if running:
        side_file.hold_reserve()
    book = SettingsBook(None if in_memory_settings else folder, settings, live)
    book.subscribe(lambda _old, new: current.__setitem__(0, new))
    if upkeep:
        close_past_days(live, settings.branch)
    desk = Desk(live, DeskMemory(store), lambda: current[0].branch)
    history = History(store, lambda: current[0].branch)
    shown: dict[str, str] = {}  # a demo has no vault; its secrets go with it

    def secret(name: str) -> str:
        return shown.get(name, "") if in_memory_settings else secret_for_feed(folder, key, name)

    def set_secret(name: str, value: str) -> None:
        if in_memory_settings:
            shown[name] = value
        else:
            keep_secret(folder, key, name, value)
        intake.restart(name)

    def replay(plan: FeedSetting) -> Feed:
        from lobbyconsole.bootstrap.replays import replay_of

        return replay_of(plan, current[0].branch, store, exercise=in_memory_settings or is_exercise(store))

    intake = Intake(live, lambda plan: build_feed(plan, book, live, secret, replay))
    if feeds:
        intake.start(settings.feeds)
        closers.append(intake.stop)
        book.subscribe(lambda old, new: intake.change(new.feeds) if old.feeds != new.feeds else None)
        book.subscribe(lambda old, new: reopen_webhooks(intake, new) if old.webhook != new.webhook else None)
    backups = Backups(store, live, lambda: current[0].safety, folder)
    if running:
        closers.append(later(lambda: start_timetable(store, live, book, backups, sample=in_memory_settings)))
    slips = SlipService(live, desk, lambda: current[0], print_on_system, required=lambda: current[0].printing.required)
    announcer = Announcer(
        live,
        lambda: current[0],
        lambda: find_player(current[0].voice.device),
        find_voice,
        quiet_hours=lambda: quiet_hours(current[0]),
    )
    if running:
        slips.start()
        closers.append(slips.stop)
        closers.append(later(lambda: started(announcer)))
        closers.append(live.subscribe_facts(announcer.on_facts))
    pads = PadBook(folder, now=live.clock.now)
    call_pad = ShutDoor() if not running else LazyPadDoor(desk, live, pads, lambda: current[0])
    if isinstance(call_pad, LazyPadDoor):
        call_pad.apply(settings.call_pad)
        closers.append(call_pad.stop)
        book.subscribe(lambda old, new: call_pad.apply(new.call_pad) if old.call_pad != new.call_pad else None)
    callers = LazyCallers(desk, live) if running else None
    if callers is not None:
        callers.apply(settings.callers)
        closers.append(callers.stop)
        book.subscribe(lambda old, new: callers.apply(new.callers) if old.callers != new.callers else None)
    console = Console(
        live=live,
        desk=desk,
        history=history,
        intake=intake,
        settings=book,
        slips=slips,
        announcer=announcer,
        pads=pads,
        call_pad=call_pad,
        folder=folder,
        set_secret=set_secret,
        work=Work(store, live, lambda: book.current),
        callers=callers,
        backups=backups,
    )
    return OpenHall(console, store, folder, closers)


def is_exercise(store: Store) -> bool:
    """Whether this hall was made for replays."""
    return store.meta(EXERCISE) == "1"


def quiet_hours(settings: Settings) -> tuple[time, time] | None:
    """When no call is spoken."""
    voice = settings.voice
    if not (voice.quiet_from and voice.quiet_to):
        return None
    return time.fromisoformat(voice.quiet_from), time.fromisoformat(voice.quiet_to)


def find_player(device: str) -> Player:
    """This computer's way to play a sound."""
    from lobbyconsole.ui.player import find_player

    return find_player(device)


def find_voice(player: Player) -> SystemVoice | None:
    """This computer's own voice, if it has one."""
    from lobbyconsole.ui.player import find_voice

    return find_voice(player)


def print_on_system(lines: Sequence[Line], printing: Printing) -> None:
    """Print a slip on a printer of the operating system."""
    from lobbyconsole.ui.print_system import print_lines

    print_lines(lines, printing)


def later(start: Callable[[], Callable[[], None]], after_s: float = LATER_S) -> Callable[[], None]:
    """Start something the floor need not wait for, once that is on screen: its imports would take turns with ours.

    Gives the way to stop it: what has not begun never does, what has is waited for.
    """
    stops: list[Callable[[], None]] = []
    over = threading.Event()
    thread = threading.Thread(
        target=lambda: None if over.wait(after_s) else stops.append(start()), name="start-later", daemon=True
    )
    thread.start()

    def stop() -> None:
        over.set()
        thread.join()
        for stopping in stops:
            stopping()

    return stop


def started(announcer: Announcer) -> Callable[[], None]:
    """Let the announcer look for a sound device and speak; gives the way to stop it."""
    announcer.start()
    return announcer.stop


def start_timetable(
    store: Store, live: Live, settings: SettingsBook, backups: Backups, *, sample: bool = False
) -> Callable[[], None]:
    """Start the timed jobs of a running hall and what looks ahead; gives the way to stop them."""
    from lobbyconsole.jobs import Job, Timetable
    from lobbyconsole.services.foresight import Foresight

    branch = settings.current.branch
    at = time.fromisoformat(settings.current.safety.backup_at)
    turn = datetime.combine(datetime.now(UTC), branch.cutover)
    closing_time, learning_time = ((turn + timedelta(minutes=minutes)).time() for minutes in (1, 5))
    foresight = Foresight(store, live, sample=sample)
    timetable = Timetable(
        branch.tz,
        (
            Job("backup", backups.nightly, at=at),
            Job("day", lambda: close_past_days(live, settings.current.branch).result(60), at=closing_time),
            Job("foresight", foresight.nightly, at=learning_time),
        ),
    )
    timetable.start()
    foresight.start()
    if backup_is_due(store, branch.tz, at, wall_time()):
        timetable.run_soon("backup")

    def changed(old: Settings, new: Settings) -> None:
        if old.safety.backup_at != new.safety.backup_at:
            timetable.move("backup", time.fromisoformat(new.safety.backup_at))

    leave = settings.subscribe(changed)

    def stop() -> None:
        leave()
        timetable.stop()
        foresight.stop()

    return stop


def secret_of(folder: Path, key: bytes, name: str) -> str:
    """A feed's password or token; "" when none was given."""
    from lobbyconsole.credentials import find_keyring, get_secret

    return get_secret(folder, key, f"feed:{name}", keyring=find_keyring()) or ""


def secret_for_feed(folder: Path, key: bytes, name: str) -> str:
    """As `secret_of`; a keyring or a file that cannot be read is trouble of the feed, in words, and no defect."""
    from lobbyconsole.credentials import CredentialError

    try:
        return secret_of(folder, key, name)
    except CredentialError as error:
        raise FeedTrouble(error.message) from error


def keep_secret(folder: Path, key: bytes, name: str, secret: str) -> None:
    """Keep a feed's password or token. Raises CredentialError or OSError."""
    from lobbyconsole.credentials import find_keyring, set_secret

    set_secret(folder, key, f"feed:{name}", secret, keyring=find_keyring())


def reopen_webhooks(intake: Intake, settings: Settings) -> None:
    """Let the webhooks follow their door: opened, moved or shut."""
    for feed in settings.feeds:
        if feed.kind == "webhook" and feed.enabled:
            intake.restart(feed.name)


def open_demo(
    sector: str = "bank", at: time | None = DEMO_TIME, *, running: bool = False, lang: str = "zh"
) -> OpenHall:
    """A sample branch in a folder that is thrown away, its day running; the clock starts at `at` local time."""
    from lobbyconsole.domain.sample import sample_branch
    from lobbyconsole.domain.sample_records import sample_records
    from lobbyconsole.domain.sample_staff import sample_staff

    branch = sample_branch(sector)
    now = datetime.now(UTC)
    offset = timedelta(0)
    if at is not None:
        local = now.astimezone(branch.tz)
        offset = datetime.combine(local.date(), at, branch.tz) - local
    simulator = FeedSetting(name="simulator", kind="simulator", lost_after_s=60, profile="en" if lang == "en" else "")
    settings = Settings(set_up=True, branch=branch, feeds=(simulator,))
    folder = Path(tempfile.mkdtemp(prefix="lobbyconsole-demo-"))
    try:
        hall = open_hall(
            folder,
            os.urandom(32),
            settings=settings,
            clock=Clock(offset=offset),
            running=running,
            in_memory_settings=True,
        )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    hall.closers.insert(0, lambda: shutil.rmtree(folder, ignore_errors=True))
    began = hall.console.live.clock.now().astimezone(branch.tz)
    hall.console.live.record([*sample_records(began, sector, lang), *sample_staff(began)])
    tell_sample_rounds(hall, running, lang)
    return hall


def tell_sample_rounds(hall: OpenHall, running: bool, lang: str = "zh") -> None:
    """Let the sample branch have done its rounds and held its meetings: at once, or once a window's floor is there."""

    def tell() -> Callable[[], None]:
        from lobbyconsole.services import (
            sample_content,
            sample_drills,
            sample_incidents,
            sample_meetings,
            sample_rounds,
        )

        sample_rounds.tell_sample_rounds(hall.console.work, hall.console.live.clock.now(), lang=lang)
        sample_content.tell_sample_content(hall.console.work, hall.console.live.clock.now(), lang)
        sample_incidents.tell_sample_incidents(hall.console.work, hall.console.live.clock.now(), lang)
        sample_meetings.tell_sample_meetings(hall.console.work, hall.console.live.clock.now(), lang)
        sample_drills.tell_sample_drills(hall.console.work, hall.console.live.clock.now(), lang)
        return lambda: None

    if running:
        hall.closers.append(later(tell))
    else:
        tell()


@contextlib.contextmanager
def closing(hall: OpenHall) -> Iterator[OpenHall]:
    """The hall, closed at the end whatever happens."""
    try:
        yield hall
    finally:
        hall.close()


def settle(hall: OpenHall, seconds: float = 10.0) -> None:
    """Wait until what the sources have to tell at once is in the picture."""
    expecting = any(feed.enabled for feed in hall.console.settings.current.feeds)
    deadline = monotonic() + seconds
    seen = -1
    while monotonic() < deadline:
        seq = hall.console.live.snapshot.seq
        if seq == seen and (seq > 0 or not expecting):
            return
        seen = seq
        sleep(0.2)
