"""The feed of a queue server's own web interface: its picture is fetched, at once whenever it says that it changed."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import importlib
import json
import logging
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Future
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.feeds.door import FeedTrouble, Link
from lobbyconsole.feeds.liveness import Patience, stands_still
from lobbyconsole.feeds.mapping import BadRecord, Mapper, Observation, Record, records_of
from lobbyconsole.feeds.observe import State, dump, load, reconcile
from lobbyconsole.feeds.profile import Profile, ProfileError
from lobbyconsole.feeds.queue_server import BEGUN, ENDED
from lobbyconsole.feeds.telling import AT_COUNTER, IN_LINE

if TYPE_CHECKING:
    from lobbyconsole.feeds.push.pull import Address, Picture, Puller

log = logging.getLogger(__name__)

SAVE_EVERY_S = 300.0  # a cursor without new facts is saved so often
DAYS_READ = timedelta(days=2)  # of a list in pages; older ones are history
UNHEARD_POLL_S = 2.0  # while the server's own messages are not heard, it is asked so often
REST_SHARE = 4  # the server is left alone for so many times as long as the look took ...
LONGEST_REST_S = 10.0  # ... but not longer
AGAIN_S, AGAIN_LONGEST_S = 0.5, 8.0  # before the line for messages is opened again
PARTS = {"sse": ("httpx_sse",), "socketio": ("socketio", "websocket")}  # by kind of push: what must be installed
OPEN = IN_LINE | AT_COUNTER
HEARD_S = 60.0  # a record that was heard is compared with later pictures for so long
MOST_BODIES = 1000
LOOK_UP_S = 0.1  # how often the stop is looked for


class Push:
    """One queue server. `address` takes the place of the profile's base; `secret` is asked for at every start.

    Raises ProfileError when the profile does not say what to fetch.
    """

    def __init__(self, profile: Profile, address: str = "", secret: Callable[[], str | None] | None = None) -> None:
        if profile.http is None:
            raise ProfileError("a table [http] is missing", profile.file)
        self.profile = profile
        self.lost_after_s = profile.lost_after_s
        self.hearing = False  # whether the server's own messages come through just now
        self.reads = 0
        self._address = address
        self._secret = secret
        self._mapper = Mapper(profile)
        self._seen: dict[bytes, Observation | None] = {}
        self._bodies: list[Any] = []
        self._heard: dict[str, tuple[Observation, float]] = {}  # native -> what was heard last, and when
        self._versions: dict[str, int] = {}
        self._values: Mapping[str, str] = {}  # what the address gave, as fields of every record
        # A record that changes with the time of reading must be mapped each time.
        self._timed = '"@now"' in msgspec.json.encode((profile.columns, profile.times)).decode()

    def run(self, link: Link) -> None:
        """Fetch and hear until the link says stop. Raises FeedTrouble when the server is lost, or stands still."""
        kind = self.profile.push.kind if self.profile.push is not None else ""
        for module in ("httpx", *PARTS.get(kind, ())):
            try:
                importlib.import_module(module)
            except ImportError as error:
                text = QT_TRANSLATE_NOOP("Messages", "The program part {part} for this queue source is not installed")
                raise FeedTrouble(Message(text, {"part": module}), for_good=True) from error
        asyncio.run(self._run(link))

    async def _run(self, link: Link) -> None:
        """Follow the server, and leave it at once when the link says stop."""
        loop, over = asyncio.get_running_loop(), threading.Event()
        work = asyncio.create_task(self._work(link))

        def watch() -> None:
            while not over.is_set():
                if link.wait(LOOK_UP_S):
                    if not over.is_set():
                        loop.call_soon_threadsafe(work.cancel)
                    return

        watcher = threading.Thread(target=watch, name=f"push {link.name}", daemon=True)
        watcher.start()
        try:
            await work
        except asyncio.CancelledError:
            if not work.cancelled():
                raise
        finally:
            over.set()
            watcher.join(2 * LOOK_UP_S)

    async def _work(self, link: Link) -> None:
        from lobbyconsole.feeds.push.pull import Address, Puller, push_headers

        assert self.profile.http is not None
        address = Address.of(self._address, self.profile.http.base)
        self._values = {f"@{name}": value for name, value in address.values.items()}
        secrets = ((self._secret() if self._secret is not None else "") or "").split()
        changed = asyncio.Event()
        puller = Puller(self.profile, address, secrets, now=link.now, old=lambda record: self._old(record, link))
        async with puller:
            listener = None
            if self.profile.push is not None:
                self._say_what_is_missing(address)
                if self.profile.push.secret != "none" and self.profile.http.secret != "oauth":
                    push_headers(self.profile.push, secrets[-1] if secrets else "")  # wanting, it is told at once
                listener = asyncio.create_task(self._listen(address, lambda: puller.push_secret(secrets), changed))
            try:
                await self._follow(link, puller, changed)
            finally:
                self.hearing = False
                if listener is not None:
                    listener.cancel()
                    await asyncio.gather(listener, return_exceptions=True)

    def _say_what_is_missing(self, address: Address) -> None:
        """Raises FeedTrouble when the address leaves out what listening needs: else that would only be in the log."""
        push = self.profile.push
        assert push is not None
        address.heard_at(push.base)
        for text in (push.path, *push.join_with.values()):
            address.fill(text)

    # --- fetching ---------------------------------------------------------------------------------------------------

    async def _follow(self, link: Link, puller: Puller, changed: asyncio.Event) -> None:
        from lobbyconsole.feeds.push.pull import Missed

        book = _Book(link, self.profile)
        patience = Patience(self.lost_after_s, time.monotonic)
        try:
            while True:
                changed.clear()
                begun = time.monotonic()
                try:
                    picture = await puller.read()
                except Missed as missed:
                    if patience.missed():
                        raise FeedTrouble(missed.message) from missed
                    await asyncio.sleep(max(missed.wait_s, min(self.profile.poll_s, UNHEARD_POLL_S)))
                    continue
                self.reads += 1
                patience.answered()
                self._take_bodies(book)  # said while the picture was on its way
                await self._take(book, puller, picture, begun)
                await self._pause(book, changed, time.monotonic() - begun)
        except asyncio.CancelledError:
            link.deliver((), dump(book.state))
            raise

    async def _pause(self, book: _Book, changed: asyncio.Event, took: float) -> None:
        """Until something changed, or it is time to look again anyway; never so short that the server has no rest."""
        push = self.profile.push
        begun = time.monotonic()
        rest = min(LONGEST_REST_S, REST_SHARE * took)
        poll = self.profile.poll_s if push is None or self.hearing else min(self.profile.poll_s, UNHEARD_POLL_S)
        due = begun + max(poll, rest)
        while (left := due - time.monotonic()) > 0:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await changed.wait()
            if not changed.is_set() or push is None:
                continue
            changed.clear()
            self._take_bodies(book)
            due = min(due, max(begun + rest, time.monotonic() + push.settle_ms / 1000))

    async def _take(self, book: _Book, puller: Puller, picture: Picture, begun: float) -> None:
        """Compare a whole picture, asked for at `begun`, with the last one."""
        observations = self._newest(self._observations(picture, book.link), begun)
        there = {seen.native for seen in observations}
        lost = [row.native for row in book.state.rows.values() if row.state in OPEN and row.native not in there]
        if lost and (rows := await puller.missing(lost)):
            picture = dataclasses.replace(picture, rows=[*picture.rows, *rows])
            observations = self._newest(self._observations(picture, book.link), begun)
        self._versions = {seen.native: seen.version for seen in observations if seen.version is not None}
        book.compare(observations, complete=self.profile.mode == "snapshot", live=self._live(picture))
        if picture.ahead_s is not None and book.state.skew_s is None:
            book.link.skew(round(picture.ahead_s, 2))
        frozen = stands_still(
            book.state, self._marks(picture), book.link.now(), profile=self.profile, source=book.link.name
        )
        if frozen is not None:
            book.link.deliver((), dump(book.state))
            raise frozen
        book.link.alive()

    def _newest(self, rows: list[Observation], begun: float) -> list[Observation]:
        """The rows of a picture, with those in their place that were heard and are newer."""
        now = time.monotonic()
        self._heard = {native: (seen, at) for native, (seen, at) in self._heard.items() if now - at < HEARD_S}
        heard = dict(self._heard)
        found = []
        for row in rows:
            seen, at = heard.pop(row.native, (row, 0.0))
            both = row.version is not None and seen.version is not None
            newer = (seen.version or 0) > (row.version or 0) if both else at > begun
            found.append(seen if newer else row)
        return found + [seen for seen, at in heard.values() if at > begun]

    def _live(self, picture: Picture) -> bool:
        """Whether the time a row appeared tells the server's clock: not if a message may have hastened the look."""
        return picture.ahead_s is not None or self.profile.times.now is not None or self.profile.push is None

    def _marks(self, picture: Picture) -> list[bytes]:
        return list(self._seen) if not self._timed else [_mark(row) for row in picture.rows]

    def _observations(self, picture: Picture, link: Link) -> list[Observation]:
        """Rows mapped; those that did not change since the last look are not mapped again."""
        now = link.now()
        seen: dict[bytes, Observation | None] = {}
        found: list[Observation] = []
        problem: BadRecord | None = None
        for row in picture.rows:
            mark = _mark(row)
            try:
                fresh = self._timed or mark not in self._seen
                seen[mark] = self._map(row, link) if fresh else self._seen[mark]
            except BadRecord as error:
                problem = error
                continue
            observation = seen[mark]
            if observation is None:
                continue
            if picture.ahead_s is not None and self.profile.times.now is None:
                observation = dataclasses.replace(observation, now=now + timedelta(seconds=picture.ahead_s))
            found.append(observation)
        if problem is not None and not found:
            raise FeedTrouble(problem.message)
        self._seen = seen
        return found

    def _map(self, row: Record, link: Link) -> Observation | None:
        now = link.now()
        return self._mapper.map({**row, **self._values, "@now": now.isoformat()}, now=now)

    def _old(self, record: Record, link: Link) -> bool:
        try:
            seen = self._map(record, link)
        except BadRecord:
            return False
        return seen is not None and seen.created is not None and seen.created < link.now() - DAYS_READ

    # --- hearing ----------------------------------------------------------------------------------------------------

    async def _listen(self, address: Address, secret: Callable[[], Awaitable[str]], changed: asyncio.Event) -> None:
        """Keep the line for messages open; every time it opens, the whole picture is due."""
        push = self.profile.push
        assert push is not None
        again = AGAIN_S

        def heard(name: str, body: Any) -> None:
            nonlocal again
            if name == BEGUN:
                self.hearing, again = True, AGAIN_S
                log.info("%s is heard", self.profile.name)
                changed.set()
            elif name == ENDED:
                self.hearing = False
                changed.set()
            elif name in push.observed:
                del self._bodies[: max(0, len(self._bodies) - MOST_BODIES)]
                self._bodies.append(body)
                changed.set()
            elif name in push.changed or ("*" in push.changed and name != push.joined):
                changed.set()

        while True:
            try:
                key = await secret() if push.secret != "none" else ""
                await (self._sse if push.kind == "sse" else self._socketio)(address, key, heard)
                why = "closed"
            except Exception as error:  # noqa: BLE001 - a line that breaks in any way is opened anew; fetching goes on
                why = str(error) or type(error).__name__
            log.info("%s is not heard: %s", self.profile.name, why[:200])
            await asyncio.sleep(again)
            again = min(AGAIN_LONGEST_S, 2 * again)

    async def _sse(self, address: Address, secret: str, heard: Callable[[str, Any], None]) -> None:
        import httpx

        from lobbyconsole.feeds.push.pull import push_headers, tls_of
        from lobbyconsole.feeds.push.sse import listen

        http, push = self.profile.http, self.profile.push
        assert http is not None
        assert push is not None
        url = address.heard_at(push.base) + address.fill(push.path)
        headers = push_headers(push, secret)
        async with httpx.AsyncClient(verify=tls_of(http), trust_env=False) as client:
            await listen(client, url, headers, heard)

    async def _socketio(self, address: Address, secret: str, heard: Callable[[str, Any], None]) -> None:
        from lobbyconsole.feeds.push.pull import push_headers, tls_of
        from lobbyconsole.feeds.push.socketio_push import SocketIo

        http, push = self.profile.http, self.profile.push
        assert http is not None
        assert push is not None
        loop = asyncio.get_running_loop()
        ended: asyncio.Future[None] = loop.create_future()
        line = SocketIo(
            push,
            address.heard_at(push.base),
            {name: address.fill(value) for name, value in push.join_with.items()},
            push_headers(push, secret),
            tls_of(http),
            lambda name, body: _soon(loop, heard, name, body),
        )

        def work() -> None:
            try:
                line.run()
            except Exception as error:  # noqa: BLE001 - handed to whoever waits
                _soon(loop, _fail, ended, error)

        thread = threading.Thread(target=work, name=f"push {self.profile.name} line", daemon=True)
        thread.start()
        try:
            await ended
        finally:
            line.stop()
            thread.join(1.5)

    def _take_bodies(self, book: _Book) -> None:
        """Records that the server sent by itself: they say nothing about rows that are not in them."""
        push = self.profile.push
        if push is None or not self._bodies:
            return
        bodies, self._bodies = self._bodies, []
        for body in bodies:
            found = []
            try:
                records = list(records_of(body, msgspec.structs.replace(self.profile, records=push.records)))
            except ValueError:  # a body of another form than the profile's JMESPath takes for granted
                continue
            for record in records:
                try:
                    seen = self._map(record, book.link)
                except BadRecord as error:
                    log.info("%s: a record that was heard is left out: %s", self.profile.name, error)
                    continue
                if seen is None or (seen.version or 0) < self._versions.get(seen.native, 0):
                    continue  # on its way for longer than a picture that was asked for later
                if seen.version is not None:
                    self._versions[seen.native] = seen.version
                self._heard[seen.native] = (seen, time.monotonic())
                found.append(seen)
            book.compare(found, complete=False, live=False)


class _Book:
    """What the feed knows, and the link it tells."""

    def __init__(self, link: Link, profile: Profile) -> None:
        self.link = link
        self.profile = profile
        self.state: State = load(link.cursor)
        self._saved = time.monotonic()
        self._pending: Future[int] | None = None

    def compare(self, observations: list[Observation], *, complete: bool, live: bool) -> None:
        """Tell what changed."""
        if self._pending is not None and self._pending.done() and self._pending.exception() is not None:
            # What was handed over did not become durable: compare with the saved cursor again.
            self.state = load(self.link.cursor)
        self._pending = None if self._pending is None or self._pending.done() else self._pending
        facts: list[Fact]
        self.state, facts = reconcile(
            self.state,
            observations,
            self.link.now(),
            profile=self.profile,
            source=self.link.name,
            complete=complete,
            live=live,
        )
        if facts or time.monotonic() - self._saved >= SAVE_EVERY_S:
            self._pending = self.link.deliver(facts, dump(self.state))
            self._saved = time.monotonic()
        if self.state.skew_s is not None:
            self.link.skew(self.state.skew_s)


def _mark(row: Record) -> bytes:
    return json.dumps(row, sort_keys=True, ensure_ascii=False).encode(errors="replace")


def _soon(loop: asyncio.AbstractEventLoop, what: Callable[..., Any], *args: Any) -> None:
    with contextlib.suppress(RuntimeError):  # the feed has ended meanwhile
        loop.call_soon_threadsafe(what, *args)


def _fail(ended: asyncio.Future[None], error: Exception) -> None:
    if not ended.done():
        ended.set_exception(error)
