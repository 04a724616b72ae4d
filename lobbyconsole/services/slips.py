"""Printing tickets: the road from issuing to paper, on which no ghost is left in the queue.

Issue, print, tell the journal what the printer said. When it failed and slips are required, the ticket is put on hold
with the reason `not_printed`: nobody is called who holds no number. It stays there until a person chooses: print again
(`reprint`), tell the number (`tell`), or take it out (`void`). A crash between issue and paper is found at the next
start.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from lobbyconsole.config import Printing, Settings
from lobbyconsole.domain.facts import TicketPrinted
from lobbyconsole.domain.lobby import HELD, WAITING, Book, Ticket
from lobbyconsole.domain.picture import Picture
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused
from lobbyconsole.services.desk import SLIP_OWED, Desk
from lobbyconsole.services.live import Live, Outcome
from lobbyconsole.services.numbers import DESK
from lobbyconsole.services.slip_text import Line, PrintTrouble, Slip, lines_of, slip_of, strip_lines

log = logging.getLogger(__name__)

NOT_PRINTED = "not_printed"  # reason of the hold, known to the faces
TOLD = "told"  # the number was told or written by hand
LIMIT_S = 20.0  # a driver that hangs is left behind after this
RECORD_S = 10.0


class SlipResult(msgspec.Struct, frozen=True):
    """How it ended. `printed` None: no printer is set up. `held`: the ticket is aside until somebody chooses."""

    ticket: Ticket | None
    printed: bool | None
    problem: Message | None = None
    code: str = ""
    held: bool = False
    uncertain: bool = False  # the slip may have come out, or may still


class PrinterState(msgspec.Struct, frozen=True):
    """`state`: none (no printer set up), unknown, ok, paper_low, or trouble with its message."""

    state: str
    message: Message | None = None


SystemPrint = Callable[[Sequence[Line], Printing], None]  # raises PrintTrouble; see ui/print_system.py


def unprinted(picture: Picture) -> tuple[Ticket, ...]:
    """Tickets that stand aside because their slip never came: each waits for reprint, tell or void."""
    return tuple(
        ticket for ticket in picture.tickets.values() if ticket.state == HELD and ticket.held_reason == NOT_PRINTED
    )


class SlipService:
    """Prints one slip after the other on its own thread. Its verbs may be called from any thread and never wait."""

    def __init__(
        self,
        live: Live,
        desk: Desk,
        settings: Callable[[], Settings],
        system: SystemPrint | None = None,
        *,
        required: Callable[[], bool] = lambda: True,
        limit_s: float = LIMIT_S,
    ) -> None:
        self._live = live
        self._desk = desk
        self._settings = settings
        self._system = system
        self._required = required
        self._limit_s = limit_s
        self._jobs: queue.SimpleQueue[Callable[[bool], None] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._under_way: dict[str, Future[SlipResult]] = {}
        self._stopping = False
        self._stuck: threading.Thread | None = None
        self._state = PrinterState("unknown")
        self._started_at = live.clock.now()
        self._thread = threading.Thread(target=self._work, name="slips", daemon=True)

    def start(self) -> None:
        """Begin to print, and set aside what a crash left between issue and paper."""
        self._started_at = self._live.clock.now()
        self._thread.start()
        if self._settings().printing.printer != "none":
            self._jobs.put(lambda stopping: None if stopping else self._recover())

    def stop(self) -> None:
        """Finish the slip in the printer; what has not begun counts as not printed. Before `live` stops."""
        with self._lock:
            self._stopping = True
        self._jobs.put(None)
        if self._thread.is_alive():
            self._thread.join(self._limit_s + RECORD_S)

    @property
    def state(self) -> PrinterState:
        """What the printer last said."""
        return PrinterState("none") if self._settings().printing.printer == "none" else self._state

    # --- verbs ---

    def issue_and_print(
        self, service: str, *, issued: Callable[[Ticket], None] | None = None, **wishes: Any
    ) -> Future[SlipResult]:
        """Issue (`wishes` as for Desk.issue) and print. `issued` hears of the number at once, on the recorder's thread.

        A refusal to issue is the future's exception; trouble with paper is part of the result.
        """
        outer: Future[SlipResult] = Future()

        def given(inner: Future[Ticket]) -> None:
            error = inner.exception()
            if error is not None:
                outer.set_exception(error)
                return
            ticket = inner.result()
            if issued is not None:
                issued(ticket)
            self._enqueue(ticket, outer, fresh=True)

        # That paper is owed is on record with the ticket itself: should we die now, the next start knows it.
        owed = self._settings().printing.printer != "none"
        self._desk.issue(service, slip_owed=owed, **wishes).add_done_callback(given)
        return outer

    def reprint(self, ticket_key: str) -> Future[SlipResult]:
        """Print once more. A ticket that stood aside for want of its slip goes back to its place in the line."""
        outer: Future[SlipResult] = Future()

        def found(inner: Future[Ticket]) -> None:
            error = inner.exception()
            if error is not None:
                outer.set_exception(error)
            else:
                self._enqueue(inner.result(), outer, fresh=False)

        self._look_up(ticket_key).add_done_callback(found)
        return outer

    def tell(self, ticket_key: str, *, by: str = "") -> Future[Ticket]:
        """The customer knows the number without paper: told, or written by hand. Back into the line."""
        self._desk.printed(ticket_key, False, TOLD)
        return self._desk.resume(ticket_key, by=by)

    def void(self, ticket_key: str, *, by: str = "") -> Future[Ticket]:
        """Take the ticket out of the queue; its number is not given again today."""
        return self._desk.cancel(ticket_key, NOT_PRINTED, by=by)

    def test_strip(self, printing: Printing | None = None) -> Future[SlipResult]:
        """Print a test strip with these settings, or those in force."""
        chosen = printing or self._settings().printing
        outer: Future[SlipResult] = Future()

        def job(stopping: bool) -> None:
            try:
                self._print(strip_lines(f"{chosen.encoding} · {chosen.paper_mm} mm"), chosen, stopping)
            except PrintTrouble as error:
                outer.set_result(SlipResult(None, False, error.message, error.code, uncertain=error.uncertain))
            else:
                outer.set_result(SlipResult(None, None if chosen.printer == "none" else True))

        self._jobs.put(job)
        return outer

    def check(self) -> Future[PrinterState]:
        """Ask the printer how it is, where the line goes both ways."""
        outer: Future[PrinterState] = Future()

        def job(stopping: bool) -> None:
            printing = self._settings().printing
            if not stopping and printing.printer in ("escpos_network", "escpos_device"):
                try:
                    self._bounded(lambda: self._ask(printing))
                except PrintTrouble as error:
                    self._state = PrinterState("trouble", error.message)
            outer.set_result(self.state)

        self._jobs.put(job)
        return outer

    # --- on the recorder's thread ---

    def _look_up(self, ticket_key: str) -> Future[Ticket]:
        def read(book: Book, now: datetime) -> Outcome:
            ticket = book.ticket(ticket_key)
            if ticket is None:
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This ticket is not known.")))
            return Outcome((), ticket)

        return self._live.run(read)

    def _enqueue(self, ticket: Ticket, outer: Future[SlipResult], fresh: bool) -> None:
        if self._settings().printing.printer == "none":
            outer.set_result(SlipResult(ticket, None))
            return
        with self._lock:
            under_way = self._under_way.get(ticket.key)
            if under_way is None:
                self._under_way[ticket.key] = outer
        if under_way is not None:  # the same request twice: one slip, one answer
            under_way.add_done_callback(lambda done: outer.set_result(done.result()))
            return
        said = [fact for fact in self._live.book.facts_of("ticket:" + ticket.key) if isinstance(fact, TicketPrinted)]
        if fresh and said and said[-1].problem != SLIP_OWED:  # the same request, answered before
            held = ticket.state == HELD and ticket.held_reason == NOT_PRINTED
            self._finish(ticket.key, outer, SlipResult(ticket, ticket.printed, held=held))
            return
        self._jobs.put(lambda stopping: self._slip(ticket, outer, fresh, stopping))

    def _finish(self, key: str, outer: Future[SlipResult], result: SlipResult) -> None:
        with self._lock:
            self._under_way.pop(key, None)
        outer.set_result(result)

    # --- on the slips' thread ---

    def _work(self) -> None:
        while True:
            job = self._jobs.get()
            if job is None:
                break
            try:
                job(self._stopping)
            except Exception:
                log.exception("a print job failed")
        while not self._jobs.empty():  # nobody is left waiting for an answer
            job = self._jobs.get()
            if job is not None:
                job(True)

    def _slip(self, ticket: Ticket, outer: Future[SlipResult], fresh: bool, stopping: bool) -> None:
        result = SlipResult(ticket, True)
        try:
            slip = self._contents(ticket, fresh)
            self._print(lines_of(slip), self._settings().printing, stopping)
        except PrintTrouble as error:
            result = SlipResult(ticket, False, error.message, error.code, uncertain=error.uncertain)
        except Exception:
            log.exception("the slip of %s", ticket.number)
            text = QT_TRANSLATE_NOOP("Messages", "The slip could not be made; see the log.")
            result = SlipResult(ticket, False, Message(text), "failed")
        try:
            result = self._record(result, fresh)
        except Refused as error:  # undone or cancelled meanwhile: the slip, if any, is void
            result = replace(result, problem=error.message, code="void")
        except TimeoutError:
            text = QT_TRANSLATE_NOOP("Messages", "What the printer said could not be recorded yet.")
            result = replace(result, problem=Message(text), code="unrecorded")
        finally:
            self._finish(ticket.key, outer, result)

    def _record(self, result: SlipResult, fresh: bool) -> SlipResult:
        assert result.ticket is not None
        assert result.printed is not None
        key = result.ticket.key
        ticket = self._desk.printed(key, result.printed, result.code).result(RECORD_S)
        aside = ticket.state == HELD and ticket.held_reason == NOT_PRINTED
        if result.printed and aside:
            ticket = self._desk.resume(key).result(RECORD_S)
            aside = False
        elif not result.printed and fresh and ticket.state == WAITING and self._required():
            # Whoever is at a counter already stays there: the clerk sees them, and the result says no paper came.
            with contextlib.suppress(Refused):  # called in this very moment
                ticket = self._desk.hold(key, NOT_PRINTED, only_waiting=True).result(RECORD_S)
                aside = True
        return replace(result, ticket=ticket, held=aside)

    def _contents(self, ticket: Ticket, fresh: bool) -> Slip:
        branch = self._settings().branch

        def read(book: Book, now: datetime) -> Outcome:
            place = 0
            for other in book.open_tickets():
                if other.state == WAITING and other.service == ticket.service and other.key != ticket.key:
                    mine, theirs = ticket.line_since, other.line_since
                    place += mine is None or theirs is None or theirs <= mine
            return Outcome((), (place, now))

        ahead, now = self._live.run(read).result(RECORD_S)
        if fresh or ticket.held_reason == NOT_PRINTED:  # the first slip this customer gets
            return slip_of(ticket, branch, ahead=ahead, wait_s=ticket.promise_s)
        if ticket.state not in (WAITING, HELD):
            return slip_of(ticket, branch, now=now)
        picture = self._live.snapshot.picture
        blocks = [block for row in picture.rows for block in row.blocks if block.key == ticket.key]
        wait: tuple[float, ...] = ()
        if blocks and blocks[0].expected is not None:
            wait = (blocks[0].expected.p10, blocks[0].expected.p90)
        return slip_of(ticket, branch, ahead=ahead, wait_s=wait, now=now)

    def _print(self, lines: Sequence[Line], printing: Printing, stopping: bool) -> None:
        if printing.printer == "none":
            return
        if stopping:
            text = QT_TRANSLATE_NOOP("Messages", "The program was closed before the slip was printed.")
            raise PrintTrouble("closing", Message(text))
        try:
            self._bounded(lambda: self._put_on_paper(lines, printing))
        except PrintTrouble as error:
            self._state = PrinterState("trouble", error.message)
            raise

    def _put_on_paper(self, lines: Sequence[Line], printing: Printing) -> None:
        if printing.printer == "system":
            if self._system is None:
                text = QT_TRANSLATE_NOOP("Messages", "System printers need the console's window.")
                raise PrintTrouble("setup", Message(text))
            self._system(lines, printing)
            self._state = PrinterState("unknown")
        else:
            from lobbyconsole.services.escpos_slip import encoded, send_slip  # not at every start

            self._told(send_slip(encoded(lines, printing), printing))

    def _ask(self, printing: Printing) -> None:
        from lobbyconsole.services.escpos_slip import open_line, status

        until = time.monotonic() + 5.0
        line = open_line(printing, until)
        try:
            self._told(status(line, until))
        finally:
            line.close()

    def _told(self, state: str) -> None:
        words = {
            "paper_low": QT_TRANSLATE_NOOP("Messages", "The ticket printer is nearly out of paper."),
            "unknown": QT_TRANSLATE_NOOP("Messages", "This printer does not tell whether it has paper."),
        }
        self._state = PrinterState(state, Message(words[state]) if state in words else None)

    def _bounded(self, work: Callable[[], None]) -> None:
        """Do the work on a thread of its own, and leave it behind when a driver or device never returns."""
        if self._stuck is not None and self._stuck.is_alive():
            text = QT_TRANSLATE_NOOP("Messages", "The printer has not let go of the former slip. Switch it off and on.")
            raise PrintTrouble("busy", Message(text))
        found: list[BaseException] = []

        def job() -> None:
            try:
                work()
            except BaseException as error:  # noqa: BLE001 - carried over to the thread that waits
                found.append(error)

        thread = threading.Thread(target=job, name="slip in the printer", daemon=True)
        thread.start()
        thread.join(self._limit_s)
        if thread.is_alive():
            self._stuck = thread
            text = QT_TRANSLATE_NOOP("Messages", "The printer did not answer in {seconds} s.")
            raise PrintTrouble("no_answer", Message(text, {"seconds": round(self._limit_s)}), uncertain=True)
        if found:
            raise found[0]

    def _recover(self) -> None:
        """Tickets whose slip was under way when the program last died stand aside until somebody chooses."""

        def read(book: Book, now: datetime) -> Outcome:
            owed = []
            for ticket in book.open_tickets():
                # What was issued since the start is this run's own business.
                if ticket.issued_at is None or ticket.issued_at >= self._started_at:
                    continue
                if ticket.printed is False and ticket.state == WAITING and ticket.source == DESK:
                    said = [fact for fact in book.facts_of("ticket:" + ticket.key) if isinstance(fact, TicketPrinted)]
                    if said and said[-1].problem == SLIP_OWED:
                        owed.append(ticket.key)
            return Outcome((), owed)

        with self._lock:
            mine = set(self._under_way)
        for key in self._live.run(read).result(RECORD_S):
            if key not in mine and self._required():
                self._desk.printed(key, False, "interrupted")
                self._desk.hold(key, NOT_PRINTED, only_waiting=True)
