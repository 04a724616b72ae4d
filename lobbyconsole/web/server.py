"""Opens and shuts the call pad's door as the settings say, and tells the console what it says to people about it."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Sequence

from lobbyconsole.config import Door
from lobbyconsole.domain.words import Message
from lobbyconsole.feeds.http_server import ANY, LOOPBACK, HttpServer, Limits, ServerTrouble
from lobbyconsole.web.callpad import CallPad

# A hall has thirty counters at most; a page holds one request open and sends another for a click.
PAD_LIMITS = Limits(body_bytes=4_096, header_bytes=8_192, connections=256, connections_per_peer=24)


class PadDoor:
    """The call pad's server. `make` builds the program anew each time the door is opened.

    apply() may be called from any thread, takes under a second and never raises for what the network does.
    """

    def __init__(self, make: Callable[[], CallPad], limits: Limits = PAD_LIMITS) -> None:
        self._make = make
        self._limits = limits
        self._lock = threading.Lock()
        self._server: HttpServer | None = None
        self._pad: CallPad | None = None
        self._door = Door()
        self.trouble: Message | None = None

    @property
    def open(self) -> bool:
        """Whether pads can reach it now."""
        return self._server is not None and self._server.running

    @property
    def port(self) -> int:
        """The port it listens on; 0 when shut."""
        return self._server.port if self._server is not None and self._server.running else 0

    @property
    def online(self) -> frozenset[str]:
        """Ids of the pads that are connected."""
        return self._pad.online() if self._pad is not None and self.open else frozenset()

    @property
    def addresses(self) -> Sequence[str]:
        """What a teller types into the browser, e.g. "http://10.1.2.3:8471/"."""
        server = self._server
        return addresses(server.host, server.port) if server is not None and server.running else ()

    def apply(self, door: Door) -> Message | None:
        """Open, shut or move the door. Gives what is wrong and what to do, or None. Again with the same: a new try."""
        with self._lock:
            if door == self._door and self.open == door.enabled and self.trouble is None:
                return None
            self._shut()
            self._door = door
            self.trouble = None
            if door.enabled:
                self._open(door)
            return self.trouble

    def stop(self) -> None:
        """Shut the door; the settings stay."""
        with self._lock:
            self._shut()

    def _open(self, door: Door) -> None:
        pad = self._make()
        server = HttpServer(
            pad.app,
            host=ANY if door.network else LOOPBACK,
            port=door.port,
            limits=self._limits,
            name="call pad",
            check_host=True,
            on_stop=pad.close,
        )
        try:
            server.start()
        except ServerTrouble as trouble:
            pad.close()
            self.trouble = trouble.message
            return
        self._server, self._pad = server, pad

    def _shut(self) -> None:
        if self._server is not None:
            self._server.stop()
        if self._pad is not None:
            self._pad.close()  # a server that died by itself could not say so
        self._server = self._pad = None


def addresses(host: str, port: int) -> Sequence[str]:
    """Under which addresses others reach a door bound to `host`."""
    if host == LOOPBACK:
        return (f"http://{LOOPBACK}:{port}/",)
    found: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        # Nothing is sent: connecting a datagram socket only asks the system which of its addresses it would use.
        probe.connect(("192.0.2.1", 9))
        found.append(probe.getsockname()[0])
    with contextlib.suppress(OSError):
        found += [str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    kept = dict.fromkeys(address for address in found if not address.startswith("127."))
    return tuple(f"http://{address}:{port}/" for address in kept)
