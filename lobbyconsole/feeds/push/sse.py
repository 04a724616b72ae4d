"""Hears server-sent events (Mercure and the like): one GET that never ends, bounded in size, cut off on silence."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import httpx
from httpx_sse import EventSource, SSEError

from lobbyconsole.feeds.queue_server import BEGUN, ENDED

MOST_BYTES = 1_000_000  # of one event; a line without end must not fill the memory
SILENCE_S = 300.0  # many servers send a comment every 15 to 60 seconds; a line that is dead is opened anew


class _Bounded(httpx.AsyncByteStream):
    """A stream that breaks when too much comes without an event."""

    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream
        self.bytes = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            self.bytes += len(chunk)
            if self.bytes > MOST_BYTES:
                raise httpx.ReadError("an event without end")
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


async def listen(
    client: httpx.AsyncClient, url: str, headers: dict[str, str], heard: Callable[[str, str], None]
) -> None:
    """Tell `heard` that it began, and then each event as (name, data), until the line ends. Raises httpx errors."""
    timeout = httpx.Timeout(20.0, read=SILENCE_S)
    asked = {"Accept": "text/event-stream", "Cache-Control": "no-store", **headers}
    async with client.stream("GET", url, headers=asked, timeout=timeout, follow_redirects=False) as response:
        if response.status_code != httpx.codes.OK:
            raise httpx.ReadError(f"HTTP {response.status_code}")
        assert isinstance(response.stream, httpx.AsyncByteStream)
        bounded = _Bounded(response.stream)
        response.stream = bounded
        source = EventSource(response)
        begun = False
        try:
            if "text/event-stream" not in response.headers.get("content-type", ""):
                raise httpx.ReadError("no event stream")
            heard(BEGUN, "")
            begun = True
            async for event in source.aiter_sse():
                bounded.bytes = 0
                heard(event.event or "message", event.data)
        except SSEError as error:
            raise httpx.ReadError(str(error)) from error
        finally:
            if begun:
                heard(ENDED, "")
