"""Reads a queue server's picture over HTTP: GET and nothing else, one host, bounded in time and size."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import logging
import ssl
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

import httpx
import jmespath
import msgspec

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.feeds.door import FeedTrouble
from lobbyconsole.feeds.mapping import Record, decode, records_of
from lobbyconsole.feeds.profile import Profile
from lobbyconsole.feeds.push.token import REST_S, Tokens
from lobbyconsole.feeds.queue_server import (
    NATIVE,
    PAGE,
    HttpSource,
    PushSource,
    filled,
    plain_base,
    refuse_unless_base,
    values_of,
)

SECRETS_OF = {"password": 4, "client_credentials": 2}  # words that the account itself takes
CLOCK_S = 1e8  # three years; a date that is further off is no clock
DETAILS = 30  # tickets asked for one by one after one look
FROZEN_S = 2.0  # after that a Date header that did not move is from a stored answer
HOPS = 3  # redirects on the same server that are followed
PAGES = 400  # of one picture; more is a profile that reads years of history
LONGEST_RETRY_S = 60.0  # what a server's Retry-After may ask for

logging.getLogger("httpx").setLevel(logging.WARNING)  # it writes a line for each request


class Missed(Exception):
    """One look that failed and may succeed the next time. `wait_s`: how long the server asked to be left alone."""

    def __init__(self, message: Message, wait_s: float = 0.0) -> None:
        super().__init__(str(message))
        self.message = message
        self.wait_s = wait_s


@dataclass(frozen=True, slots=True)
class Picture:
    """All rows of one look, and how far the server's clock is ahead (s), when its answers said so."""

    rows: list[Record]
    ahead_s: float | None = None


@dataclass(slots=True)
class _Kept:
    """An answer and the mark under which the server can say that it still holds."""

    mark: Mapping[str, str]
    rows: list[Record]


@dataclass(slots=True)
class Address:
    """Where a server is: the profile's base, or the address of the settings in its place; and the values of {names}."""

    base: str
    values: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, ours: str, theirs: str) -> Address:
        """`ours` from the settings, `theirs` from the profile. Raises FeedTrouble."""
        base = ours.strip() or theirs
        try:
            refuse_unless_base(base)
        except ValueError as error:
            text = QT_TRANSLATE_NOOP("Messages", "The address of the queue server cannot be used: {reason}")
            raise FeedTrouble(Message(text, {"reason": str(error)}), for_good=True) from error
        return cls(plain_base(base), {**values_of(theirs), **values_of(base)})

    def fill(self, text: str) -> str:
        """The text with its {names} filled in. Raises FeedTrouble for one without value."""
        try:
            return filled(text, self.values)
        except KeyError as error:
            words = QT_TRANSLATE_NOOP("Messages", "The address must end in ?{name}=… for this profile")
            raise FeedTrouble(Message(words, {"name": str(error.args[0])}), for_good=True) from error

    def url(self, path: str) -> str:
        return self.base + self.fill(path)

    def heard_at(self, base: str) -> str:
        """The address of the server's own messages, where the profile gives one. Raises FeedTrouble."""
        return Address.of(self.fill(base), "").base if base else self.base


def tls_of(http: HttpSource) -> ssl.SSLContext:
    """The authorities of this computer, and the bank's own where the profile names a file. Raises FeedTrouble."""
    context = ssl.create_default_context()
    try:
        if http.ca_file:
            context.load_verify_locations(http.ca_file)
    except (OSError, ssl.SSLError) as error:
        text = QT_TRANSLATE_NOOP("Messages", "The certificate file {file} cannot be read")
        raise FeedTrouble(Message(text, {"file": http.ca_file}), again_in_s=REST_S) from error
    return context


def secret_headers(http: HttpSource, secret: str) -> dict[str, str]:
    """How the secret is sent. Raises FeedTrouble when there is none, or one that fits in no header."""
    if http.secret == "none":
        return {}
    if not secret or not secret.isascii() or not secret.isprintable():
        text = QT_TRANSLATE_NOOP("Messages", "The queue server wants a key. Enter it under Settings › Queue sources.")
        raise FeedTrouble(Message(text), again_in_s=REST_S)
    match http.secret:
        case "bearer":
            return {"Authorization": f"Bearer {secret}"}
        case "basic":
            return {"Authorization": "Basic " + base64.b64encode(secret.encode()).decode()}
        case _:
            return {http.secret_header: secret}


def push_headers(push: PushSource, secret: str) -> dict[str, str]:
    """How the secret is sent where the server's own messages are heard. Raises FeedTrouble as `secret_headers`."""
    if push.secret == "none":
        return {}
    bearer = secret_headers(HttpSource(secret="bearer"), secret)
    return bearer if push.secret == "bearer" else {"Cookie": f"{push.cookie}={secret}"}


class Puller:
    """One server, asked again and again; an async context. `old`: a row so old that pages before it may stay away."""

    def __init__(
        self,
        profile: Profile,
        address: Address,
        secrets: Sequence[str],
        *,
        now: Callable[[], datetime],
        old: Callable[[Record], bool],
    ) -> None:
        assert profile.http is not None
        self._http = profile.http
        self._profile = profile
        self._one = msgspec.structs.replace(profile, records=self._http.detail_records)
        self._urls = [address.url(path) for path in self._http.paths]
        self._detail = address.url(self._http.detail) if self._http.detail else ""
        self._headers = {} if self._http.secret == "oauth" else secret_headers(self._http, " ".join(secrets[:1]))
        self._now = now
        self._old = old
        self._kept: dict[str, _Kept] = {}
        self._ends: dict[str, int] = {}  # the last page of a list, where it was the last time
        self._dates: dict[str, tuple[datetime, float]] = {}
        self._ahead: float | None = None
        self._client = httpx.AsyncClient(
            headers={
                "Accept": "application/json",
                "User-Agent": "lobbyconsole",
                "Connection": "keep-alive" if self._http.keep_alive else "close",
                **self._http.headers,
            },
            timeout=httpx.Timeout(self._http.read_timeout_s, connect=self._http.connect_timeout_s),
            limits=httpx.Limits(max_keepalive_connections=4 if self._http.keep_alive else 0, keepalive_expiry=30),
            verify=tls_of(self._http),
            trust_env=False,  # a proxy meant for the internet must not see what the hall's own server says
            follow_redirects=False,
        )
        self._tokens: Tokens | None = None
        if self._http.secret == "oauth":
            self._tokens = Tokens(self._http, _token_url(self._http, address), secrets, self._client)

    async def push_secret(self, secrets: Sequence[str]) -> str:
        """What to listen with: the last of the secrets, or the token that we look with."""
        if self._tokens is None or len(secrets) > SECRETS_OF[self._http.grant]:
            return secrets[-1] if secrets else ""
        return await self._tokens.current()

    async def __aenter__(self) -> Puller:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def read(self) -> Picture:
        """The whole picture. Raises Missed, or FeedTrouble where asking again cannot help."""
        self._ahead = None
        rows: list[Record] = []
        for url in self._urls:
            marker = f"{{{PAGE}}}"
            rows += await self._pages(url, marker) if marker in url else await self._get(url, self._profile)
        return Picture(rows, self._ahead)

    async def missing(self, natives: Iterable[str]) -> list[Record]:
        """The rows of tickets that were open and are not in the picture any more, where the server still has them."""
        rows: list[Record] = []
        for native in list(natives)[:DETAILS] if self._detail else ():
            with contextlib.suppress(Missed):  # it is gone altogether: that is for the comparison to tell
                rows += await self._get(self._detail.replace(f"{{{NATIVE}}}", quote(native, safe="")), self._one)
        return rows

    # --- pages ------------------------------------------------------------------------------------------------------

    async def _pages(self, url: str, marker: str) -> list[Record]:
        """The newest pages of a list that grows at its end, back to one whose rows are all old."""
        size, known = self._http.page_size, {}

        async def page(number: int) -> list[Record]:
            if number not in known:
                known[number] = await self._get(url.replace(marker, str(number)), self._profile)
            if len(known) > PAGES:
                text = QT_TRANSLATE_NOOP("Messages", "The list of the queue server has no end")
                raise FeedTrouble(Message(text))
            return known[number]

        last = self._ends.get(url, 1)
        step = 1
        low = 0  # the highest page known to be full
        while len(await page(last)) >= size:  # it ends further on: take longer and longer steps
            low, last, step = last, last + step, step * 2
        while not known[last] and last - low > 1:  # it ends somewhere between a full page and an empty one
            middle = (low + last) // 2
            if len(await page(middle)) >= size:
                low = middle
            else:
                last = middle
        if last > 1 and not known[last]:
            last -= 1
        self._ends[url] = last
        rows: list[Record] = []
        for number in range(last, 0, -1):
            found = await page(number)
            rows = [*found, *rows]
            if found and all(self._old(row) for row in found):
                break
        return rows

    # --- one answer -------------------------------------------------------------------------------------------------

    async def _get(self, url: str, profile: Profile) -> list[Record]:
        try:
            async with asyncio.timeout(self._http.connect_timeout_s + self._http.read_timeout_s):
                return await self._followed(url, profile)
        except TimeoutError as error:
            raise _missed("it takes too long") from error
        except httpx.TimeoutException as error:
            raise _missed("it takes too long") from error
        except httpx.DecodingError as error:
            raise Missed(Message(_NO_JSON)) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError) as error:
            raise _missed(str(error) or type(error).__name__) from error

    async def _followed(self, url: str, profile: Profile) -> list[Record]:
        target, home, again = httpx.URL(url), httpx.URL(url), False
        for _ in range(HOPS + 1):
            kept = self._kept.get(url)
            if self._tokens is not None:
                self._headers = {"Authorization": f"Bearer {await self._tokens.current()}"}
            headers = {**self._headers, **(kept.mark if kept is not None else {})}
            asked = time.monotonic()
            async with self._client.stream("GET", target, headers=headers) as response:
                self._clock(url, response.headers, asked)
                if response.has_redirect_location:
                    target = response.url.join(response.headers["location"])
                    if (target.scheme, target.host, target.port) != (home.scheme, home.host, home.port):
                        text = QT_TRANSLATE_NOOP(
                            "Messages",
                            "The queue server sends us on to {host}. That is another address: nothing is sent there.",
                        )
                        raise FeedTrouble(Message(text, {"host": target.host}))
                    continue
                if response.status_code == httpx.codes.NOT_MODIFIED and kept is not None:
                    return kept.rows
                if response.status_code == httpx.codes.UNAUTHORIZED and self._tokens is not None and not again:
                    self._tokens.refused()  # it may have been taken back before its time
                    again = True
                    continue
                _refuse_status(response)
                rows = self._rows(await self._body(response), profile)
                self._keep(url, response.headers, rows)
                return rows
        raise _missed("it sends us round in circles")

    async def _body(self, response: httpx.Response) -> bytes:
        most, body = self._http.most_mb * 1024 * 1024, bytearray()
        async for chunk in response.aiter_bytes():  # decompressed: a small answer may be a large one
            body += chunk
            if len(body) > most:
                text = QT_TRANSLATE_NOOP("Messages", "The answer of the queue server is larger than {most} MB")
                raise FeedTrouble(Message(text, {"most": self._http.most_mb}))
        return bytes(body)

    def _rows(self, body: bytes, profile: Profile) -> list[Record]:
        text = decode(body)
        if text.lstrip()[:1] == "<":
            raise Missed(
                Message(QT_TRANSLATE_NOOP("Messages", "The queue server answers with a web page, not with data"))
            )
        try:
            payload: Any = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise Missed(Message(_NO_JSON)) from error
        if profile.records and jmespath.search(profile.records, payload) is None:
            # Some say "error" with status 200. An empty list would mean that everybody is gone.
            text = QT_TRANSLATE_NOOP("Messages", "The answer of the queue server has no list at {path}")
            raise Missed(Message(text, {"path": profile.records}))
        return list(records_of(payload, profile))

    def _keep(self, url: str, headers: httpx.Headers, rows: list[Record]) -> None:
        mark = {}
        if tag := headers.get("etag"):
            mark["If-None-Match"] = tag
        elif changed := headers.get("last-modified"):
            mark["If-Modified-Since"] = changed
        if mark and len(self._kept) < PAGES:
            self._kept[url] = _Kept(mark, rows)
        else:
            self._kept.pop(url, None)

    def _clock(self, url: str, headers: httpx.Headers, asked: float) -> None:
        """The server's clock by its Date header: cut to whole seconds, and said about half way through the look."""
        answered = time.monotonic()
        try:
            said = parsedate_to_datetime(headers["date"])
            age = float(headers.get("age", 0))
        except (KeyError, ValueError, TypeError, OverflowError):  # a year of twenty digits
            return
        if said.tzinfo is None or not 0 <= age < CLOCK_S:
            return
        before, at = self._dates.get(url, (None, 0.0))
        if said == before and answered - at > FROZEN_S:
            return  # a stored answer, or a date that stands still
        self._dates[url] = (said, answered if said != before else at)
        middle = self._now().timestamp() - (answered - asked) / 2
        ahead = said.timestamp() + 0.5 + age - middle
        self._ahead = ahead if abs(ahead) < CLOCK_S else None


def _token_url(http: HttpSource, address: Address) -> str:
    return http.token if "://" in http.token else address.url(http.token)


_NO_JSON = QT_TRANSLATE_NOOP("Messages", "The answer of the queue server is not JSON")


def _missed(reason: str) -> Missed:
    text = QT_TRANSLATE_NOOP("Messages", "The queue server does not answer: {reason}")
    return Missed(Message(text, {"reason": reason.splitlines()[0][:160]}))


def _refuse_status(response: httpx.Response) -> None:
    status = response.status_code
    if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        text = QT_TRANSLATE_NOOP(
            "Messages",
            "The queue server refuses our key ({status}). Enter the right one under Settings › Queue sources.",
        )
        raise FeedTrouble(Message(text, {"status": status}), again_in_s=REST_S)
    if status == httpx.codes.OK:
        return
    text = QT_TRANSLATE_NOOP("Messages", "The queue server answers with the error {status}")
    try:
        wait = float(response.headers.get("retry-after", 0))
    except ValueError:
        wait = 0.0
    raise Missed(Message(text, {"status": status}), min(LONGEST_RETRY_S, max(0.0, wait)))
