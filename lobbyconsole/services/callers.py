"""The serial callers: reads their keys, has the own desk do them, and answers their displays once that is durable.

Two threads: one never does anything but read the line and echo, so that nothing is heard late; the other looks at the
counter, asks the desk and writes the displays. A press that could not be dealt with at once is told as such on the
display and forgotten, never carried out later.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, wait
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from lobbyconsole.config import Callers as Wish
from lobbyconsole.domain.lobby import Book
from lobbyconsole.domain.words import Message, Refused
from lobbyconsole.feeds.caller_frames import (
    FROM_HOST,
    Decoder,
    Frame,
    Press,
    Rated,
    beep,
    meaning,
    show,
    ticket_digits,
)
from lobbyconsole.services.caller_echoes import ECHOES, Echoes
from lobbyconsole.services.caller_keys import (
    ABOUT_WHOM,
    CHANGED,
    NOT_ALLOWED,
    NOT_ASSIGNED,
    NOT_READY,
    CounterNow,
    Sight,
    carry_out,
    counter_now,
    sights,
    who_rates,
)
from lobbyconsole.services.caller_port import LINE_ERRORS, PortTrouble, open_port
from lobbyconsole.services.live import Live, Outcome, Snapshot

if TYPE_CHECKING:
    import serial

    from lobbyconsole.services.desk import Desk

log = logging.getLogger(__name__)

RETRY_S = 1.0  # between two tries to open the port
SILENCE_S = 0.1  # after which a frame that has begun will not be finished
STALE_S = 3.0  # a press this old is not carried out any more
LOOK_S = 2.0
VERB_S = 8.0
CODE_S = 2.0  # how long a code stays on a display
GLANCE_S = 1.0  # a display changed by somebody else less long ago was not read yet when the key was pressed
TURN_S = 0.1  # between two looks at what the displays should show
QUIET_S = 0.03  # silence on the line before we speak without being asked
AT_A_TURN = 4  # displays written at once: a frame holds the line for 16 ms
WAITING_S = 2.0  # between two changes of nothing but the number of people waiting
AGAIN_S = 60.0  # a display is written again, for one that was without power
HOST_S = 600.0  # how long another host on the line is remembered
LEARN_S = 300.0
MOST_WAITING_PRESSES = 200


@dataclass(frozen=True, slots=True)
class CallerState:
    """How the line is, for the screens. `state`: off, starting, open, lost (not there), trouble (cannot be opened)."""

    state: str = "off"
    device: str = ""
    message: Message | None = None
    last_frame_at: datetime | None = None
    frames: int = 0
    done: int = 0
    damaged: int = 0
    late: int = 0
    unknown: tuple[tuple[int, datetime], ...] = ()  # addresses without a counter, the last heard first
    pads: tuple[tuple[int, datetime], ...] = ()  # addresses heard, with the last time
    other_host: bool = False
    learning: bool = False
    heard: tuple[int, datetime] | None = None  # the last key while learning
    refused: tuple[str, Message, datetime] | None = None  # counter, why, when


@dataclass(slots=True)
class _Display:
    """What an address was last sent. The worker's own."""

    sight: Sight | None = None
    sent_at: float = -1e9
    changed_at: float = -1e9
    by_itself: bool = True  # its own key changed it last
    code_until: float = 0.0
    outdated: Snapshot | None = None  # this picture is from before its last key


@dataclass(slots=True)
class _Job:
    wanted: Press | Rated
    raw: bytes
    at: float
    learning: bool


@dataclass(slots=True)
class _Line:
    """One opening of the line, from its settings to its two threads."""

    wish: Wish
    stop: threading.Event = field(default_factory=threading.Event)
    jobs: queue.Queue[_Job] = field(default_factory=lambda: queue.Queue(MOST_WAITING_PRESSES))
    threads: list[threading.Thread] = field(default_factory=list)


class _NotReadyNow(Exception):
    """The recorder did not answer in time, or is gone."""


class Callers:
    """The line and its callers. `apply` opens, moves and shuts it; all else happens by itself. Any thread."""

    def __init__(self, desk: Desk, live: Live, *, ticks: Callable[[], float] = time.monotonic) -> None:
        self._desk = desk
        self._live = live
        self._ticks = ticks
        self._applying = threading.Lock()
        self._lock = threading.Lock()  # all below
        self._writing = threading.Lock()
        self._echoes = Echoes()
        self._line: _Line | None = None
        self._wish = Wish()
        self._table: dict[int, str] = {}
        self._port: serial.Serial | None = None
        self._opened = 0
        self._state = CallerState()
        self._unknown: dict[int, datetime] = {}
        self._pads: dict[int, datetime] = {}
        self._other_host = -1e9
        self._last_byte = -1e9
        self._learn_until = -1e9
        self._sights: tuple[Snapshot, dict[int, str], dict[str, Sight]] | None = None  # the worker's own

    # --- for everybody

    def apply(self, wish: Wish) -> None:
        """Bring the line to this setting. Waits for a line that is given up, two seconds at most."""
        with self._applying:
            old, line = self._wish, self._line
            with self._lock:
                self._wish, self._table = wish, wish.counters()
                self._unknown = {at: when for at, when in self._unknown.items() if at not in self._table}
            same = (old.enabled, old.port, old.baud) == (wish.enabled, wish.port, wish.baud)
            if same and (line is not None) == wish.enabled:
                return
            self._give_up()
            if wish.enabled:
                self._begin(wish)

    def stop(self) -> None:
        """Shut the line."""
        with self._applying:
            self._give_up()

    def learn(self, on: bool) -> None:
        """While learning, a key shows its address here and on its own display, and does nothing else."""
        with self._lock:
            self._learn_until = self._ticks() + LEARN_S if on else -1e9
            self._state = replace(self._state, heard=None)

    @property
    def state(self) -> CallerState:
        """How the line is now."""
        now = self._ticks()
        with self._lock:
            newest = sorted(self._unknown.items(), key=lambda one: one[1], reverse=True)
            return replace(
                self._state,
                unknown=tuple(newest),
                pads=tuple(sorted(self._pads.items())),
                other_host=now - self._other_host < HOST_S,
                learning=now < self._learn_until,
            )

    # --- the line

    def _begin(self, wish: Wish) -> None:
        line = self._line = _Line(wish)
        with self._lock:
            self._state = CallerState(state="starting")
            self._unknown, self._pads = {}, {}
            self._other_host = -1e9
        for work, name in ((self._read_line, "caller-line"), (self._do_keys, "caller-keys")):
            line.threads.append(threading.Thread(target=work, args=(line,), name=name, daemon=True))
        for thread in line.threads:
            thread.start()

    def _give_up(self) -> None:
        line, self._line = self._line, None
        if line is None:
            return
        line.stop.set()
        for thread in line.threads:
            thread.join(2.0)
        with self._lock:
            self._state = CallerState()

    def _read_line(self, line: _Line) -> None:
        """The reader's thread: open the port, read it, open it again when it is lost."""
        while not line.stop.is_set():
            try:
                port = open_port(line.wish.port, line.wish.baud)
            except PortTrouble as trouble:
                self._told(state="lost" if trouble.gone else "trouble", message=trouble.message, device="")
                line.stop.wait(RETRY_S)
                continue
            self._echoes.opened()
            with self._lock:
                self._port, self._opened = port, self._opened + 1
            self._told(state="open", message=None, device=str(port.port))
            try:
                self._read_port(line, port)
            except LINE_ERRORS as error:
                log.info("the callers' port is lost: %s", error)
                line.stop.wait(RETRY_S / 4)  # an adapter that is pulled out takes a moment to be gone from the list
            finally:
                with self._lock:
                    self._port = None
                with self._writing, suppress(*LINE_ERRORS):
                    port.close()

    def _read_port(self, line: _Line, port: serial.Serial) -> None:
        decoder = Decoder()
        last, damaged = self._ticks(), 0
        while not line.stop.is_set():
            data = port.read(max(1, min(port.in_waiting, 4096)))
            now = self._ticks()
            if data:
                last = self._last_byte = now
                found = decoder.feed(data)
            elif decoder.inside and now - last > SILENCE_S:
                found = decoder.quiet()
            else:
                found = []
            for frame in found:
                self._heard(line, port, frame, now)
            if decoder.damaged != damaged or found:
                new, damaged = decoder.damaged - damaged, decoder.damaged
                with self._lock:
                    self._state = replace(self._state, damaged=self._state.damaged + new)

    def _heard(self, line: _Line, port: serial.Serial, frame: Frame, now: float) -> None:
        """A good frame: ours come back, another host's, a caller's key repeated, or a key."""
        raw = frame.encoded()
        if self._echoes.came_back(frame, raw, now):
            return
        at = self._live.clock.now()
        wanted = meaning(frame)
        with self._lock:
            self._state = replace(self._state, frames=self._state.frames + 1, last_frame_at=at)
            if wanted is None:
                if frame.function in FROM_HOST:
                    self._other_host = now
                return
            self._pads[frame.address] = at
            learning = now < self._learn_until
            if learning:
                self._state = replace(self._state, heard=(frame.address, at))
            known = frame.address in self._table
            if not known:
                self._unknown[frame.address] = at
            # A line that another host serves may be full of addresses that are none of our business.
            echo = known or learning or now - self._other_host > HOST_S
            once_s = self._wish.once_ms / 1000
        times = self._echoes.pressed(frame.address, raw, now, once_s)
        if echo and times <= ECHOES:
            self._write(port, frame.echo())
        if times > 1:
            return
        if isinstance(wanted, Press) and wanted.key == "idle" and not learning:
            self._echoes.dealt_with(frame.address, raw, now)
            return
        try:
            line.jobs.put_nowait(_Job(wanted, raw, now, learning))
        except queue.Full:
            self._echoes.dealt_with(frame.address, raw, now)
            with self._lock:
                self._state = replace(self._state, late=self._state.late + 1)

    def _write(self, port: serial.Serial | None, *frames: Frame) -> bool:
        """Send; False when the line is not open or does not take it."""
        for frame in frames:
            raw = frame.encoded()
            if port is None or port is not self._port:
                return False
            self._echoes.wrote(frame, raw, self._ticks(), self._wish.baud)
            try:
                with self._writing:
                    port.write(raw)
            except LINE_ERRORS as error:
                log.info("a caller could not be answered: %s", error)  # the reader finds out what is wrong
                return False
        return True

    def _told(self, **changes: Any) -> None:
        with self._lock:
            self._state = replace(self._state, **changes)

    # --- the keys

    def _do_keys(self, line: _Line) -> None:
        """The worker's thread: presses one after the other, and in between the displays."""
        displays: dict[int, _Display] = {}
        opened, looked = 0, -1e9
        while not line.stop.is_set():
            job: _Job | None = None
            with suppress(queue.Empty):
                job = line.jobs.get(timeout=TURN_S)
            with self._lock:
                if self._opened != opened:  # whatever hangs on a line that was plugged in shows nothing we know of
                    opened, displays = self._opened, {}
            if job is not None:
                try:
                    self._do(line, job, displays.setdefault(job.wanted.address, _Display()))
                except Exception:  # one key that fails must not take the others' with it
                    log.exception("a caller's key failed")
                finally:
                    self._echoes.dealt_with(job.wanted.address, job.raw, self._ticks())
            if self._ticks() - looked >= TURN_S and not line.stop.is_set():
                looked = self._ticks()
                self._refresh(displays)

    def _do(self, line: _Line, job: _Job, display: _Display) -> None:
        wanted, address = job.wanted, job.wanted.address
        if job.learning:
            digits = tuple(int(sign) for sign in f"{address:03d}")
            self._write(self._port, show(address, None, digits))
            display.sight, display.code_until = None, self._ticks() + CODE_S
            return
        counter = self._table.get(address, "")
        snapshot = self._live.snapshot
        if not counter or snapshot.branch.counter(counter) is None:
            if self._ticks() - self._other_host > HOST_S and isinstance(wanted, Press):
                self._say_code(address, display, NOT_ASSIGNED)
            return
        try:
            if self._ticks() - job.at > STALE_S or not snapshot.live:
                raise _NotReadyNow
            if isinstance(wanted, Rated):
                self._rate(line, counter, wanted)
            else:
                self._press(line, job.at, counter, wanted, display)
        except _NotReadyNow:
            with self._lock:
                self._state = replace(self._state, late=self._state.late + 1)
            if isinstance(wanted, Press):
                self._say_code(address, display, NOT_READY)
        except Refused as refused:
            self._refused(counter, refused.message)
            if isinstance(wanted, Press):
                self._say_code(address, display, NOT_ALLOWED)

    def _press(self, line: _Line, at: float, counter: str, press: Press, display: _Display) -> None:
        here, _ = self._look(line, counter)
        if press.key in ABOUT_WHOM and display.sight is not None:
            unread = not display.by_itself and at - display.changed_at < GLANCE_S
            if unread or display.sight.ticket != here.sight.ticket:
                self._say_code(press.address, display, CHANGED)
                # Until the code has given way to the ticket nobody can have read whom the key is about.
                display.sight, display.by_itself = here.sight, False
                display.changed_at = display.code_until - GLANCE_S
                return
        done = carry_out(self._desk, self._live.snapshot.branch, here, press)
        if isinstance(done, int):
            self._say_code(press.address, display, done)
            return
        nobody = False
        if done is not None:
            nobody = self._answer(line, done, VERB_S) is None and press.key == "next"
            with self._lock:
                self._state = replace(self._state, done=self._state.done + 1)
        here, display.outdated = self._look(line, counter)
        self._show(press.address, display, here.sight, by_itself=True)
        if nobody and self._wish.tone:
            self._write(self._port, beep(press.address))

    def _rate(self, line: _Line, counter: str, rated: Rated) -> None:
        if rated.score is None:
            return

        def look(book: Book, now: datetime) -> Outcome:
            return Outcome((), who_rates(book, counter, now))

        ticket = self._answer(line, self._live.run(look), LOOK_S)
        if ticket:
            self._answer(line, self._desk.rate(str(ticket), rated.score), VERB_S)
            with self._lock:
                self._state = replace(self._state, done=self._state.done + 1)

    def _look(self, line: _Line, counter: str) -> tuple[CounterNow, Snapshot]:
        """The counter as the recorder knows it, and the picture that is older than this."""

        def look(book: Book, now: datetime) -> Outcome:
            snapshot = self._live.snapshot
            return Outcome((), (counter_now(snapshot.branch, book, counter, now), snapshot))

        found: tuple[CounterNow, Snapshot] = self._answer(line, self._live.run(look), LOOK_S)
        return found

    def _answer(self, line: _Line, future: Future[Any], seconds: float) -> Any:
        """What the recorder answers. Raises _NotReadyNow when it does not within the time, or the line is shut."""
        until = self._ticks() + seconds
        while not wait([future], timeout=TURN_S).done:
            if line.stop.is_set() or self._ticks() > until:
                raise _NotReadyNow
        try:
            return future.result()
        except CancelledError:
            raise _NotReadyNow from None

    def _refused(self, counter: str, message: Message) -> None:
        self._told(refused=(counter, message, self._live.clock.now()))

    # --- the displays

    def _say_code(self, address: int, display: _Display, code: int) -> None:
        """What cannot be done, as a digit, with a tone; the display goes back to normal by itself."""
        frames = [show(address, None, (code,))]
        if self._wish.tone:
            frames.append(beep(address))
        self._write(self._port, *frames)
        display.code_until = self._ticks() + CODE_S
        display.sent_at = -1e9

    def _show(self, address: int, display: _Display, sight: Sight, *, by_itself: bool) -> None:
        if not self._write(self._port, show(address, sight.waiting, ticket_digits(sight.number))):
            return
        now = self._ticks()
        if display.sight is not None and display.sight.ticket != sight.ticket:
            display.changed_at, display.by_itself = now, by_itself
        display.sight, display.sent_at, display.code_until = sight, now, 0.0

    def _refresh(self, displays: dict[int, _Display]) -> None:
        """Bring the displays to what the floor shows, without crowding the line."""
        now = self._ticks()
        port, table = self._port, self._table
        if port is None or now - self._last_byte < QUIET_S or now < self._echoes.busy_until:
            return
        snapshot = self._live.snapshot
        picture = snapshot.picture
        if not snapshot.live:
            return
        if self._sights is None or self._sights[0] is not snapshot or self._sights[1] is not table:
            wanted = set(table.values())
            found = sights(snapshot.branch, picture.tickets.values(), picture.counters, picture.at, wanted)
            self._sights = (snapshot, table, found)
        found = self._sights[2]
        written = 0
        for address, counter in table.items():
            display = displays.setdefault(address, _Display())
            sight = found[counter]
            if display.code_until > now or display.outdated is snapshot or snapshot.branch.counter(counter) is None:
                continue
            shown = display.sight
            who = shown is None or shown.ticket != sight.ticket
            age = now - display.sent_at
            if who or age > AGAIN_S or (shown != sight and age > WAITING_S):
                self._show(address, display, sight, by_itself=False)
                written += 1
                if written >= AT_A_TURN:
                    return
