"""Stands before a program: rate, host name, header and body size and time, security headers, a decent end."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import logging
import socket
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

log = logging.getLogger(__name__)

DRAIN_BYTES = 2_000_000  # of a body that is refused anyway: a sender that is cut off never reads the refusal
DRAIN_S = 2.0
REMEMBERED_PEERS = 1_024

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Program = Callable[[Scope, Receive, Send], Awaitable[None]]

# For every answer of every door. A page adds what it needs itself; the strictest policy is the default.
SECURITY_HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a peer may do. Sizes in bytes, times in seconds, `requests_per_s` and `burst` for each peer address."""

    body_bytes: int = 65_536
    header_bytes: int = 16_384
    connections: int = 256
    connections_per_peer: int = 32
    requests_per_s: float = 20.0
    burst: int = 80
    header_s: float = 5.0
    body_s: float = 10.0


class Buckets:
    """A token bucket for each peer; the longest unseen peers are forgotten."""

    def __init__(self, rate: float, burst: int, ticks: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._burst = burst
        self._ticks = ticks
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, peer: str) -> float:
        """Take one token: 0 when there was one, else the seconds until there will be."""
        now = self._ticks()
        level, seen = self._levels.pop(peer, (float(self._burst), now))
        level = min(float(self._burst), level + (now - seen) * self._rate)
        wait = 0.0 if level >= 1 else (1 - level) / self._rate
        self._levels[peer] = (level - 1 if wait == 0.0 else level, now)
        while len(self._levels) > REMEMBERED_PEERS:
            self._levels.popitem(last=False)
        return wait


async def answer(send: Send, status: int, error: str, *headers: tuple[bytes, bytes]) -> None:
    """A short JSON answer from below the program."""
    body = json.dumps({"error": error}).encode()
    all_headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
        *headers,
    ]
    await send({"type": "http.response.start", "status": status, "headers": all_headers})
    await send({"type": "http.response.body", "body": body})


def local_name(host: str) -> bool:
    """Whether a Host header names this computer in a way no foreign web site can (an address, or a name without dots).

    A page of the internet can let its own name point to this computer (DNS rebinding); its name has a dot.
    """
    name = host.rpartition(":")[0] if host.count(":") == 1 else host
    name = name.strip("[]").rstrip(".").lower()
    try:
        ipaddress.ip_address(name)
    except ValueError:
        own = socket.gethostname().lower().partition(".")[0]
        return bool(name) and ("." not in name or name.partition(".")[0] == own)
    return True


class _Cut(Exception):
    """The body is too large or too slow."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status = status
        self.error = error


class Guard:
    """Stands before a program: rate, host, body size and time, security headers, and a decent end."""

    def __init__(self, program: Program, limits: Limits, check_host: bool) -> None:
        self._program = program
        self._limits = limits
        self._check_host = check_host
        self._buckets = Buckets(limits.requests_per_s, limits.burst)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        begun = False

        async def guarded(message: MutableMapping[str, Any]) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                own = {name.lower() for name, _ in message.get("headers", ())}
                extra = [pair for pair in SECURITY_HEADERS if pair[0] not in own]
                message = {**message, "headers": [*message.get("headers", ()), *extra]}
            await send(message)

        try:
            await self._admit(scope, receive, guarded)
        except asyncio.CancelledError:
            # The door is being shut while an answer was due.
            if not begun:
                await answer(guarded, 503, "closing", (b"retry-after", b"2"))
        except Exception:
            log.exception("a request to %r failed", scope["path"])
            if not begun:
                await answer(guarded, 500, "internal")

    async def _admit(self, scope: Scope, receive: Receive, send: Send) -> None:
        peer = scope["client"][0] if scope.get("client") else ""
        headers: dict[bytes, bytes] = dict(scope["headers"])
        wait = self._buckets.wait_s(peer)
        if wait > 0:
            await answer(send, 429, "too_many_requests", (b"retry-after", str(int(wait) + 1).encode()))
            return
        # h11 counts only what comes in pieces; headers that fit into one packet reach us whole.
        if sum(len(name) + len(value) + 4 for name, value in scope["headers"]) > self._limits.header_bytes:
            await answer(send, 431, "headers_too_large")
            return
        if self._check_host and not local_name(headers.get(b"host", b"").decode("latin-1")):
            await answer(send, 421, "host")
            return
        try:
            body = await self._body(headers, receive)
        except _Cut as cut:
            await answer(send, cut.status, cut.error)
            return
        if body is None:
            return  # the peer went away
        given = False

        async def replay() -> MutableMapping[str, Any]:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._program(scope, replay, send)

    async def _body(self, headers: dict[bytes, bytes], receive: Receive) -> bytes | None:
        """The whole body; None when the peer left. A body is small here, so that no program ever meets half of one."""
        most = self._limits.body_bytes
        declared = headers.get(b"content-length", b"0")
        size = int(declared) if declared.isdigit() else 0
        if size > most and (size > DRAIN_BYTES or b"expect" in headers):
            raise _Cut(413, "body_too_large")
        allowed_s = self._limits.body_s if size <= most else DRAIN_S
        parts: list[bytes] = []
        read = 0
        try:
            async with asyncio.timeout(allowed_s):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return None
                    part = message.get("body", b"")
                    read += len(part)
                    if read > DRAIN_BYTES:
                        break
                    if read <= most:
                        parts.append(part)
                    if not message.get("more_body", False):
                        break
        except TimeoutError:
            raise _Cut(413 if max(size, read) > most else 408, "body_too_slow") from None
        if read > most:
            raise _Cut(413, "body_too_large")
        return b"".join(parts)
