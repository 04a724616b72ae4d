"""Wakes the requests that are held open until the floor changes."""

from __future__ import annotations

import asyncio

COALESCE_S = 0.05  # a burst of facts wakes the pads this often at most


class Pulse:
    """Wakes whoever waits when the floor changed. Struck from any thread, awaited in the server's loop."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._event = asyncio.Event()
        self._struck = False
        self.closing = False

    def strike(self) -> None:
        loop = self._loop
        if loop is None or self._struck:
            return
        self._struck = True
        try:
            loop.call_soon_threadsafe(loop.call_later, COALESCE_S, self._wake)
        except RuntimeError:
            self._loop = None  # the server has stopped

    def close(self) -> None:
        """Let everybody go: the server stops. In its loop."""
        self.closing = True
        self._wake()

    async def wait(self, seconds: float) -> None:
        """Until struck, or `seconds` have passed."""
        self._loop = asyncio.get_running_loop()
        event = self._event
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            pass

    def _wake(self) -> None:
        self._struck = False
        event, self._event = self._event, asyncio.Event()
        event.set()
