"""Doubles of queue servers on loopback: one that answers as a test says, and the link a feed under test is given."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.lobby import Book
from lobbyconsole.feeds.door import Feed, FeedTrouble
from lobbyconsole.feeds.push.pull import Puller


@dataclass
class Request:
    """What a client asked."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: str = ""
    at: float = field(default_factory=time.monotonic)


Answer = Callable[[socket.socket, Request], None]


def http(body: bytes | str | Any, status: str = "200 OK", *, length: int | None = None, **headers: str) -> bytes:
    """An answer as it goes over the wire."""
    raw = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
    head = {"Content-Type": "application/json", "Content-Length": str(len(raw) if length is None else length)}
    head |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in head.items()), "Connection: close"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + raw


def http_date(at: datetime | None = None) -> str:
    return format_datetime(at or datetime.now(UTC), usegmt=True)


class Vendor:
    """A server that does to each request what `answer` says; by default it gives `rows` as JSON."""

    def __init__(self, answer: Answer | None = None, port: int = 0) -> None:
        self.rows: Any = []
        self.answer = answer
        self.requests: list[Request] = []
        self.closing = threading.Event()
        self._lines: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port: int = self._listener.getsockname()[1]
        self._main = threading.Thread(target=self._accept, name="vendor")
        self._main.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Vendor:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.closing.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()
        for thread in (self._main, *self._threads):
            thread.join(5)

    def cut(self) -> None:
        """Break all connections."""
        for line in list(self._lines):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while not self.closing.is_set():
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(line,), name="vendor-line")
            self._threads.append(thread)
            thread.start()

    def _serve(self, line: socket.socket) -> None:
        self._lines.add(line)
        with contextlib.suppress(OSError), line:
            raw = b""
            while b"\r\n\r\n" not in raw:
                piece = line.recv(65536)
                if not piece:
                    return
                raw += piece
            head, _, body = raw.partition(b"\r\n\r\n")
            first, *rest = head.decode("latin-1").split("\r\n")
            method, path, _ = first.split(" ", 2)
            headers = {name.lower(): value.strip() for name, _, value in (part.partition(":") for part in rest)}
            while len(body) < int(headers.get("content-length", 0)):
                body += line.recv(65536)
            request = Request(method, path, headers, body.decode("latin-1"))
            self.requests.append(request)
            if self.answer is not None:
                self.answer(line, request)
            else:
                line.sendall(http(self.rows, Date=http_date()))
        self._lines.discard(line)


class HallLink:
    """A link in real time whose clock a test may move, and which keeps what it is told."""

    def __init__(self, name: str = "q", cursor: str = "") -> None:
        self.name = name
        self.cursor = cursor
        self.book = Book()
        self.facts: list[Fact] = []
        self.told_at: list[float] = []
        self.alive_at: list[float] = []
        self.skews: list[float] = []
        self.ahead = timedelta()
        self.broken = False
        self.stopping = threading.Event()

    def deliver(self, facts: Sequence[Fact], cursor: str | None = None) -> Future[int]:
        done: Future[int] = Future()
        if self.broken:
            done.set_exception(OSError("disk full"))
            return done
        self.facts += facts
        self.told_at += [time.monotonic()] * len(facts)
        self.cursor = self.cursor if cursor is None else cursor
        done.set_result(sum(self.book.add(fact) is not None for fact in facts))
        return done

    def alive(self) -> None:
        self.alive_at.append(time.monotonic())

    def skew(self, seconds: float) -> None:
        self.skews.append(seconds)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def wait(self, seconds: float) -> bool:
        return self.stopping.wait(seconds)

    @property
    def kinds(self) -> list[str]:
        return [fact.kind for fact in self.facts]

    def states(self) -> dict[str, str]:
        """Number -> state of every ticket on the board."""
        return {ticket.number: ticket.state for ticket in self.book.lobby().tickets.values()}


class Nobody(Puller):
    """A server that knows nothing of tickets which are missing from its list."""

    def __init__(self) -> None:
        """Nothing is asked of it."""

    async def missing(self, natives: Iterable[str]) -> list[Mapping[str, Any]]:
        return []


class Running:
    """A feed that runs against a link on a thread of its own, as the intake runs it."""

    def __init__(self, feed: Feed, link: HallLink) -> None:
        self.link = link
        self.feed = feed
        self.trouble: FeedTrouble | None = None
        self.defect: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="feed")

    def _run(self) -> None:
        try:
            self.feed.run(self.link)
        except FeedTrouble as trouble:
            self.trouble = trouble
        except BaseException as defect:  # noqa: BLE001 - shown by the test that meets it
            self.defect = defect

    def __enter__(self) -> Running:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> float:
        """Stop the feed; gives how long that took."""
        begun = time.monotonic()
        self.link.stopping.set()
        self._thread.join(10)
        assert not self._thread.is_alive(), "the feed does not stop"
        if self.defect is not None:
            raise self.defect
        return time.monotonic() - begun

    def until(self, happened: Callable[[], Any], within: float = 4.0) -> float:
        """Wait until it happened; gives how long that took. A feed in trouble ends the waiting."""
        begun = time.monotonic()
        while not happened():
            assert self.trouble is None, f"in trouble: {self.trouble}"
            assert self.defect is None, f"a defect: {self.defect!r}"
            assert time.monotonic() - begun < within, f"not within {within} s; told so far: {self.link.kinds}"
            time.sleep(0.005)
        return time.monotonic() - begun

    def troubled(self, within: float = 4.0) -> str:
        """Wait for the trouble; gives its words."""
        self._thread.join(within)
        if self.defect is not None:
            raise self.defect
        assert self.trouble is not None, "no trouble"
        return str(self.trouble.message)
