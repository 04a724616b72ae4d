"""Hears a Socket.IO server: one WebSocket whose socket is ours, so that it can be cut whatever the server does."""

from __future__ import annotations

import contextlib
import logging
import selectors
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import engineio.exceptions
import socketio
import socketio.exceptions
import websocket

from lobbyconsole.feeds.queue_server import BEGUN, ENDED, PushSource

Heard = Callable[[str, Any], None]

STEP_S = 10.0  # each of: the connection, the welcome, the answer to our joining

# The library writes to the log what belongs to a connection's everyday life; what matters comes as PushEnded.
_quiet = logging.getLogger("lobbyconsole.feeds.push.wire")
_quiet.setLevel(logging.CRITICAL + 1)
_quiet.propagate = False


class PushEnded(Exception):
    """The line ended or was never made; the text says why, for the log."""


class SocketIo:
    """One connection. `run` works on a thread of its own; `stop` may be called from any and ends it at once."""

    def __init__(
        self,
        source: PushSource,
        base: str,
        join_with: Mapping[str, str],
        headers: Mapping[str, str],
        tls: ssl.SSLContext,
        heard: Heard,
    ) -> None:
        self._source = source
        self._base = base
        self._join_with = dict(join_with)
        self._headers = dict(headers)
        self._tls = tls
        self._heard = heard
        self._stopping = threading.Event()
        self._step = threading.Event()
        self._welcome = self._joined = False
        self._why = ""
        self._socket: socket.socket | None = None
        self._threads: list[threading.Thread] = []
        self._wire: Any = None

    def stop(self) -> None:
        """Cut the line."""
        self._stopping.set()
        self._step.set()
        self._cut()

    def run(self) -> None:
        """Tell what is heard until the line ends. Always ends with PushEnded."""
        told = False
        try:
            self._connect()
            told = True
            self._heard(BEGUN, None)
            while not self._ended:
                self._step.wait()
                self._step.clear()
            raise PushEnded(self._why or "stopped")
        except (engineio.exceptions.EngineIOError, socketio.exceptions.SocketIOError) as error:
            raise PushEnded(self._why or str(error)) from error
        except (OSError, ValueError, websocket.WebSocketException) as error:
            raise PushEnded(str(error) or type(error).__name__) from error
        finally:
            self._stopping.set()
            self._cut()
            if self._wire is not None:
                self._wire.eio.queue.put(None)  # wakes the writer, which would sleep until its own time is over
            for thread in self._threads:
                thread.join(2)
            if self._socket is not None:
                self._socket.close()  # only now: a number that is free again could be another socket's
            if told:
                self._heard(ENDED, None)

    @property
    def _ended(self) -> bool:
        return self._stopping.is_set() or bool(self._why)

    # --- connecting -------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._socket = self._reach()
        self._go_on()
        wire = self._wire = self._client()
        parts = urlsplit(self._base)
        path = (parts.path + self._source.path).strip("/")
        wire.connect(
            f"{parts.scheme}://{parts.netloc}",
            headers=self._headers,
            transports=["websocket"],
            namespaces=[self._source.namespace],
            socketio_path=path,
            wait=False,
        )
        self._until(lambda: self._welcome, "the server did not let us in")
        if self._source.join:
            wire.emit(self._source.join, self._join_with or None, namespace=self._source.namespace)
            if self._source.joined:
                self._until(lambda: self._joined, "the server did not answer our joining")

    def _go_on(self) -> None:
        """After a socket became ours: a stop that came before could not cut it."""
        if self._stopping.is_set():
            raise PushEnded("stopped")

    def _until(self, happened: Callable[[], bool], otherwise: str) -> None:
        deadline = time.monotonic() + STEP_S
        while not happened():
            if self._ended:
                raise PushEnded(self._why or "stopped")
            if not self._step.wait(max(0.0, deadline - time.monotonic())):
                raise PushEnded(otherwise)
            self._step.clear()

    def _reach(self) -> socket.socket:
        """A connected socket, with TLS where the address says so. Looks up now and then whether it shall stop."""
        parts = urlsplit(self._base)
        host, secure = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        trouble: OSError | None = None
        for family, kind, protocol, _, where in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            line = socket.socket(family, kind, protocol)
            try:
                self._open(line, where)
                if not secure:
                    return line
                safe = self._tls.wrap_socket(line, server_hostname=host, do_handshake_on_connect=False)
                self._socket = safe
                self._go_on()
                safe.do_handshake()
                return safe
            except OSError as error:
                trouble = error
                line.close()
        raise trouble or OSError("no such host")

    def _open(self, line: socket.socket, where: Any) -> None:
        line.setblocking(False)
        line.connect_ex(where)
        deadline = time.monotonic() + STEP_S
        with selectors.DefaultSelector() as selector:
            selector.register(line, selectors.EVENT_WRITE)
            while not selector.select(0.2):
                if self._stopping.is_set():
                    raise OSError("stopped")
                if time.monotonic() > deadline:
                    raise TimeoutError("it takes too long")
        if code := line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            raise OSError(code, "no connection")
        line.settimeout(STEP_S)

    def _client(self) -> Any:
        wire = socketio.Client(
            reconnection=False,
            logger=_quiet,
            engineio_logger=_quiet,
            handle_sigint=False,
            request_timeout=STEP_S,
            websocket_extra_options={"socket": self._socket, "suppress_origin": True},
        )
        # The library starts a thread for each message; here each is read in its turn, on the reader's thread.
        wire.eio.start_background_task = self._task
        wire.on("*", self._event, namespace=self._source.namespace)
        wire.on("connect", lambda: self._moved(welcome=True), namespace=self._source.namespace)
        wire.on("connect_error", lambda said=None: self._moved(why=_short(said)), namespace=self._source.namespace)
        wire.on("disconnect", lambda *said: self._moved(why=_short(*said)), namespace=self._source.namespace)
        return wire

    def _task(self, target: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if self._wire is not None and target in self._wire.eio.handlers.values():
            try:
                return target(*args, **kwargs)
            except Exception as error:  # noqa: BLE001 - whatever nonsense the server sent must end this line, not the thread
                self._moved(why=f"nonsense: {_short(error)}")
                self._cut()
                return None

        def guarded() -> None:
            try:
                target(*args, **kwargs)
            except Exception as error:  # noqa: BLE001 - the same: the library's reader trips over a line that was cut
                self._moved(why=_short(error))
            finally:
                self._moved(why="the line was closed")

        thread = threading.Thread(target=guarded, name="socketio", daemon=True)
        self._threads.append(thread)
        thread.start()
        return thread

    # --- hearing ----------------------------------------------------------------------------------------------------

    def _event(self, name: str, *bodies: Any) -> None:
        if name == self._source.refused:
            self._moved(why=f"the room was refused: {_short(*bodies)}")
            return
        if name == self._source.joined:
            self._moved(joined=True)
        if not self._stopping.is_set():
            self._heard(name, bodies[0] if bodies else None)

    def _moved(self, *, welcome: bool = False, joined: bool = False, why: str = "") -> None:
        self._welcome |= welcome
        self._joined |= joined
        self._why = self._why or why
        self._step.set()

    def _cut(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


def _short(*said: Any) -> str:
    text = " ".join(str(part) for part in said if part)
    return text[:160] or "the line was closed"
