"""Fetches an access token (OAuth 2.0): the one POST that ever goes to a queue server, as the standard has it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence

import httpx

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.feeds.door import FeedTrouble
from lobbyconsole.feeds.queue_server import HttpSource

EARLY_S = 60.0  # a token is fetched anew so long before it ends
SHORTEST_S = 30.0  # and never more often than this
MOST_BYTES = 64 * 1024
REST_S = 30.0  # after a refusal: servers lock who tries too often


class Tokens:
    """The access token of one account; its secret is "client_id client_secret", with "user password" where asked."""

    def __init__(self, http: HttpSource, url: str, words: Sequence[str], client: httpx.AsyncClient) -> None:
        names = ["client_id", "client_secret", *(["username", "password"] if http.grant == "password" else [])]
        if len(words) < len(names):
            text = QT_TRANSLATE_NOOP(
                "Messages", "The key of this queue source has {many} parts, with blanks between: {parts}"
            )
            values = {"many": len(names), "parts": " ".join(names)}
            raise FeedTrouble(Message(text, values), again_in_s=REST_S)
        self._form = {"grant_type": http.grant, **dict(zip(names, words, strict=False))}
        self._url = url
        self._client = client
        self._token = ""
        self._until = 0.0
        self._turn = asyncio.Lock()  # who looks and who listens need one at the same time

    def refused(self) -> None:
        """The server did not take the token: the next one is a new one."""
        self._until = 0.0

    async def current(self) -> str:
        """A token that holds for a while. Raises FeedTrouble, and httpx errors while the server does not answer."""
        async with self._turn:
            if not self._token or time.monotonic() >= self._until:
                await self._fetch()
            return self._token

    async def _fetch(self) -> None:
        async with self._client.stream("POST", self._url, data=self._form) as response:
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise httpx.ReadError("the answer to the question for a token has no end")
        if response.status_code in (400, 401, 403):
            text = QT_TRANSLATE_NOOP(
                "Messages",
                "The queue server refuses our account ({status}). Enter the right one under Settings › Queue sources.",
            )
            raise FeedTrouble(Message(text, {"status": response.status_code}), again_in_s=REST_S)
        try:
            answer = json.loads(body)
            token, lasts = str(answer["access_token"]), float(answer.get("expires_in") or 300)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise httpx.ReadError(f"no token ({response.status_code})") from error
        if not token.isascii() or not token.isprintable():
            raise httpx.ReadError("no token")
        self._token, self._until = token, time.monotonic() + max(SHORTEST_S, lasts - EARLY_S)
