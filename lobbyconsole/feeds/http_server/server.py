"""The server itself: binds first, so that a taken port is told in words; guards connections; ends within a second."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.feeds.http_server.guard import Guard, Limits, Program

log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
ANY = "0.0.0.0"
STOP_WITHIN_S = 0.6  # what running answers get; everything together stays under a second

T = TypeVar("T")


class ServerTrouble(Exception):
    """The port cannot be opened; `message` says what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class _Quiet(logging.LoggerAdapter[logging.Logger]):
    """uvicorn warns at every garbled request; on a hall's network that is a scanner, not news."""

    level = logging.ERROR

    def isEnabledFor(self, level: int) -> bool:
        return level >= logging.ERROR and super().isEnabledFor(level)


class _Protocol(H11Protocol):
    """h11 as uvicorn drives it, with a deadline for request headers and a limit of connections per peer."""

    limits: Limits
    peers: defaultdict[str, int]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.logger = _Quiet(log)  # type: ignore[assignment]
        self._deadline: asyncio.TimerHandle | None = None
        self._peer: str | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        peer = self.client[0] if self.client else ""
        full = len(self.connections) > self.limits.connections * 2
        if full or self.peers[peer] >= self.limits.connections_per_peer:
            transport.abort()
            return
        self._peer = peer
        self.peers[peer] += 1
        self._expect_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        self._headers_came()
        if self._peer is not None:
            self.peers[self._peer] -= 1
            if not self.peers[self._peer]:
                del self.peers[self._peer]
            self._peer = None
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self._expect_headers()
        else:
            self._headers_came()

    def _expect_headers(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(self.limits.header_s, self._too_late)

    def _headers_came(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_late(self) -> None:
        self._deadline = None
        if self.conn.their_state is h11.IDLE:
            self.transport.abort()


class _Server(uvicorn.Server):
    """uvicorn's server that says when it listens and ends without waiting for those who do not go."""

    def __init__(self, config: uvicorn.Config, ready: threading.Event) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for listening in self.servers:
            listening.close()
        for sock in sockets or ():
            sock.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        deadline = time.monotonic() + STOP_WITHIN_S
        while self.server_state.tasks and time.monotonic() < deadline:
            await asyncio.sleep(0.01)
        for task in list(self.server_state.tasks):
            task.cancel()
        await asyncio.sleep(0.02)
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)


def bind(host: str, port: int) -> socket.socket:
    """A listening address of our own. Raises ServerTrouble with what to do."""
    # With the protocol named, asyncio turns Nagle's delay off: 40 ms of every answer on a kept connection otherwise.
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform == "win32":
            # Windows would let another program take the port over.
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        sock.listen(128)
    except OSError as error:
        sock.close()
        text = QT_TRANSLATE_NOOP(
            "Messages", "Port {port} cannot be opened ({reason}). Choose another one in the settings."
        )
        if error.errno in (errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", 0)):
            text = QT_TRANSLATE_NOOP(
                "Messages", "Port {port} is in use by another program. Choose another one in the settings."
            )
        elif error.errno in (errno.EACCES, getattr(errno, "WSAEACCES", 0)):
            text = QT_TRANSLATE_NOOP(
                "Messages", "This computer does not allow port {port}. Choose another one in the settings."
            )
        raise ServerTrouble(Message(text, {"port": port, "reason": error.strerror or error})) from error
    sock.setblocking(False)
    return sock


class HttpServer:
    """Serves one program. `port` 0 takes any free one (tests). `on_stop` runs in the server's loop before it ends."""

    def __init__(
        self,
        program: Program,
        *,
        host: str = LOOPBACK,
        port: int = 0,
        limits: Limits | None = None,
        name: str = "http",
        check_host: bool = False,
        on_stop: Callable[[], None] | None = None,
    ) -> None:
        self.host = host
        self.port = port
        self._limits = limits or Limits()
        self._program = Guard(program, self._limits, check_host)
        self._name = name
        self._on_stop = on_stop
        self._thread: threading.Thread | None = None
        self._server: _Server | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def running(self) -> bool:
        """Whether the door is open; False also after the server died."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, within_s: float = 5.0) -> None:
        """Open the door. Raises ServerTrouble."""
        if self.running:
            return
        sock = bind(self.host, self.port)
        self.port = sock.getsockname()[1]
        ready = threading.Event()
        peers: defaultdict[str, int] = defaultdict(int)
        config = uvicorn.Config(
            self._program,
            http=type("Protocol", (_Protocol,), {"limits": self._limits, "peers": peers}),
            ws="none",
            loop="asyncio",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            h11_max_incomplete_event_size=self._limits.header_bytes,
            limit_concurrency=self._limits.connections,
        )
        server = self._server = _Server(config, ready)

        async def serve() -> None:
            self._loop = asyncio.get_running_loop()
            await server.serve(sockets=[sock])

        def work() -> None:
            try:
                asyncio.run(serve())
            except Exception:
                log.exception("the server %s ended", self._name)
            finally:
                sock.close()
                ready.set()

        self._thread = threading.Thread(target=work, name=f"{self._name} door", daemon=True)
        self._thread.start()
        if not ready.wait(within_s) or not server.started:
            self.stop()
            text = QT_TRANSLATE_NOOP(
                "Messages", "Port {port} cannot be opened ({reason}). Choose another one in the settings."
            )
            raise ServerTrouble(Message(text, {"port": self.port, "reason": "-"}))

    def stop(self) -> None:
        """Shut the door and free the port. From any thread, any number of times."""
        thread, server, loop = self._thread, self._server, self._loop
        if thread is None or server is None:
            return

        def begin_to_end() -> None:
            server.should_exit = True
            if self._on_stop is not None:
                self._on_stop()

        try:
            if loop is None:
                server.should_exit = True
            else:
                loop.call_soon_threadsafe(begin_to_end)
        except RuntimeError:
            pass  # its loop has ended by itself
        thread.join(5.0)
        if thread.is_alive():
            log.error("the server %s does not end", self._name)
        self._thread = self._server = self._loop = None


async def settled(future: Future[T], within_s: float, when_done: Callable[[], None] | None = None) -> T:
    """Await a future of another thread. Raises TimeoutError; the work goes on all the same.

    Unlike asyncio.wrap_future it never cancels the other side and does not mind when the loop is gone first.
    `when_done` runs at once, on the thread that finished the work.
    """
    loop = asyncio.get_running_loop()
    done = asyncio.Event()

    def tell(_: Future[T]) -> None:
        if when_done is not None:
            when_done()
        try:
            loop.call_soon_threadsafe(done.set)
        except RuntimeError:
            log.debug("an answer came after its server was stopped")

    future.add_done_callback(tell)
    async with asyncio.timeout(within_s):
        await done.wait()
    return future.result()
