"""The call pad: tellers without a vendor's keypad call from a page on their own PC, paired with one counter.

The page asks for the counter's state and is answered when it changes; each click carries an id of its own and the
ticket it was meant for, so that neither a repeated click nor one made on an old picture calls or ends the wrong one.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections import Counter as Tally
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lobbyconsole.config import asset
from lobbyconsole.domain.lobby import Book
from lobbyconsole.domain.words import Message, Refused
from lobbyconsole.feeds.http_server import settled
from lobbyconsole.services.desk import Desk
from lobbyconsole.services.desk_checks import LONG_AGO, present_at
from lobbyconsole.services.live import Live, Outcome, Snapshot
from lobbyconsole.services.pairing import Pad, PadBook, PairingRefused
from lobbyconsole.web.padview import View, may_fetch, millis, tile_of, view
from lobbyconsole.web.pulse import Pulse

log = logging.getLogger(__name__)

COOKIE = "lobby_pad"
COOKIE_LIFE_S = 400 * 24 * 3600  # as long as browsers keep any cookie; renewed whenever the page is opened
HEADER = "x-call-pad"  # a page of another site cannot send it without asking us first, and we never allow that
LONGEST_POLL_S = 25.0  # the page asks for eight
POLLS_PER_PAD = 4
VERB_WITHIN_S = 8.0
REMEMBERED_CLICKS = 4_000

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
STATIC = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/pad.css": ("pad.css", "text/css; charset=utf-8"),
    "/pad.js": ("pad.js", "text/javascript; charset=utf-8"),
    "/words.json": ("words.json", "application/json"),
    "/icon.png": ("icon.png", "image/png"),
}
ON_PRESENT = frozenset({"next", "recall", "start", "finish", "no_show", "hold", "transfer", "call_held"})
ON_HELD = frozenset({"call_held", "resume_held"})

Verb = Literal[
    "next", "recall", "start", "finish", "no_show", "transfer", "hold", "call_held", "resume_held",
    "pause", "resume", "open", "close", "help",
]  # fmt: skip
# Codes as the console's own forms use them (ui/widgets/labels.py); chosen, never typed: free text would sooner or later
# hold somebody's name. Why the manager is asked has no codes there, so it goes as words in the console's language.
Reason = Literal[
    "", "lunch", "break", "meeting", "cash", "system", "other", "form", "papers", "copy",
    "approval", "complaint", "care", "equipment",
]  # fmt: skip


class Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One click. `ticket` is whom the page showed at the counter ("" for nobody), `held` a ticket on hold."""

    verb: Verb
    request_id: Annotated[str, Meta(pattern="^[A-Za-z0-9_-]{8,64}$")]
    ticket: Annotated[str, Meta(max_length=200)] = ""
    held: Annotated[str, Meta(max_length=200)] = ""
    service: Annotated[str, Meta(max_length=100)] = ""
    counter: Annotated[str, Meta(max_length=100)] = ""
    staff: Annotated[str, Meta(pattern="^[A-Za-z0-9-]{0,12}$")] = ""
    reason: Reason = ""
    minutes: Annotated[int, Meta(ge=0, le=480)] = 0


class PairRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The code as typed."""

    code: Annotated[str, Meta(max_length=20)]


class CallPad:
    """The program behind the page. One instance for each time the door is opened; `close` when it is shut.

    language() is the console's, "zh" or "en"; say(message, language) words a message of the Qt-free rooms.
    """

    def __init__(
        self,
        desk: Desk,
        live: Live,
        pads: PadBook,
        *,
        language: Callable[[], str] = lambda: "zh",
        say: Callable[[Message, str], str] = lambda message, language: str(message),
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._desk = desk
        self._live = live
        self._pads = pads
        self._language = language
        self._say = say
        self._ticks = ticks
        self._files = _read_files()
        self._words: dict[str, dict[str, str]] = msgspec.json.decode(self._files["/words.json"][0])
        self._version = hashlib.sha256(b"".join(content for content, *_ in self._files.values())).hexdigest()[:12]
        self._pulse = Pulse()
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)  # one click at a time at a counter
        self._pairing = asyncio.Lock()
        self._clicks: OrderedDict[str, View] = OrderedDict()
        self._polls: Tally[str] = Tally()
        self._seen: dict[str, float] = {}
        self._views: dict[str, tuple[Snapshot, str, View | None, str]] = {}
        self._leave = (live.subscribe(lambda snapshot: self._pulse.strike()), pads.on_change(self._pulse.strike))
        routes = [Route(path, self._static, methods=["GET"]) for path in STATIC]
        routes += [
            Route("/api/state", self._state, methods=["GET"]),
            Route("/api/act", self._act, methods=["POST"]),
            Route("/api/pair", self._pair, methods=["POST"]),
            Route("/api/unpair", self._unpair, methods=["POST"]),
        ]
        self.app = Starlette(routes=routes)

    def close(self) -> None:
        """Stop listening to the floor and let all held answers go. In the server's loop."""
        for leave in self._leave:
            leave()
        self._pulse.close()

    def online(self) -> frozenset[str]:
        """Ids of the pads that asked within the last minute, for the console's list."""
        now = self._ticks()
        return frozenset(pad for pad, seen in self._seen.items() if now - seen < 60)

    # --- the page -----------------------------------------------------------------------------------------------------

    async def _static(self, request: Request) -> Response:
        content, kind, tag = self._files[request.url.path]
        headers = {"cache-control": "no-cache", "etag": tag, "content-security-policy": PAGE_POLICY}
        if request.headers.get("if-none-match") == tag:
            response = Response(status_code=304, headers=headers)
        else:
            response = Response(content, media_type=kind, headers=headers)
        token = request.cookies.get(COOKIE, "")
        if request.url.path == "/" and self._pads.pad(token) is not None:
            _give(response, token)
        return response

    # --- state --------------------------------------------------------------------------------------------------------

    async def _state(self, request: Request) -> Response:
        """The counter's state; with `since`, as soon as it is another one than that, or after `wait` seconds."""
        if (refusal := _foreign(request)) is not None:
            return refusal
        pad = self._pad_of(request)
        if pad is None:
            return self._unpaired()
        since = request.query_params.get("since", "")
        wait = min(LONGEST_POLL_S, _number(request.query_params.get("wait", "0")))
        until = self._ticks() + (wait if self._polls[pad.id] < POLLS_PER_PAD else 0.0)
        self._polls[pad.id] += 1
        try:
            while True:
                self._seen[pad.id] = self._ticks()
                payload = self._payload(pad.counter)
                left = until - self._ticks()
                if payload["v"] != since or left <= 0 or self._pulse.closing or await request.is_disconnected():
                    return _json(200, payload)
                await self._pulse.wait(min(left, 2.0))
                if self._pad_of(request) is None:
                    return self._unpaired()
        finally:
            self._polls[pad.id] -= 1
            if not self._polls[pad.id]:
                del self._polls[pad.id]

    def _payload(self, counter: str) -> View:
        """The counter's view, its version and the hall's time now."""
        snapshot = self._live.snapshot
        language = self._language()
        known = self._views.get(counter)
        if known is None or known[0] is not snapshot or known[1] != language:
            shown = view(snapshot.picture, snapshot.branch, counter)
            about = {
                **(shown or {"error": "no_counter", "counter": counter}),
                "live": snapshot.live,
                "storage": self._both(snapshot.health.storage) if snapshot.health.storage else None,
                "lang": language,
                "app": self._version,
            }
            version = hashlib.sha256(msgspec.json.encode(about)).hexdigest()[:16]
            known = self._views[counter] = (snapshot, language, about, version)
        return {**(known[2] or {}), "v": known[3], "now": millis(self._live.clock.now())}

    # --- clicks -------------------------------------------------------------------------------------------------------

    async def _act(self, request: Request) -> Response:
        if (refusal := _foreign(request)) is not None:
            return refusal
        pad = self._pad_of(request)
        if pad is None:
            return self._unpaired()
        try:
            act = msgspec.json.decode(await request.body(), type=Act)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            return _json(400, {"error": "bad_request", "reason": str(error)})
        click = f"{pad.id}:{act.request_id}"
        async with self._turns[pad.counter]:
            if click in self._clicks:
                return self._told(200, pad, self._clicks[click])
            before: list[Snapshot] = []
            try:
                stale = await self._out_of_date(act, pad)
                if stale:
                    return self._told(409, pad, {"error": stale})
                future = self._do(act, pad, self._live.snapshot, click)
                result = await settled(future, VERB_WITHIN_S, lambda: before.append(self._live.snapshot))
            except Refused as refused:
                return self._told(409, pad, {"error": "refused", "message": self._both(refused.message)})
            except TimeoutError:
                return self._told(504, pad, {"error": "slow"})
            # The next picture holds what was done: the answer shows it, and the next click is judged by it.
            for _ in range(200):
                if self._live.snapshot is not before[0]:
                    break
                await asyncio.sleep(0.01)
            done: View = {"ok": True, "nobody": act.verb == "next" and result is None}
            self._clicks[click] = done
            while len(self._clicks) > REMEMBERED_CLICKS:
                self._clicks.popitem(last=False)
            return self._told(200, pad, done)

    async def _out_of_date(self, act: Act, pad: Pad) -> str:
        """Why the click does not fit the floor as it is now; "" when it does."""
        snapshot = self._live.snapshot
        tile = tile_of(snapshot.picture, pad.counter)
        if tile is None or not tile.known:
            return "no_counter"
        if not snapshot.live:
            return "starting"

        def look(book: Book, now: datetime) -> Outcome:
            # Asked of the recorder: its picture may be some milliseconds behind what the manager did on the floor.
            at_counter = present_at(book, pad.counter)
            last = max(at_counter, key=lambda ticket: ticket.leg.last_called_at or LONG_AGO, default=None)
            held = book.ticket(act.held) if act.held else None
            return Outcome((), (last.key if last else "", held))

        present, held = await settled(self._live.run(look), VERB_WITHIN_S)
        if act.verb in ON_PRESENT and act.ticket != present:
            return "changed"
        if act.verb in ON_HELD and (held is None or not may_fetch(held, tile)):
            return "changed"
        if act.verb in ("hold", "transfer") and not present:
            return "changed"
        return ""

    def _do(self, act: Act, pad: Pad, snapshot: Snapshot, click: str) -> Future[Any]:
        desk, counter = self._desk, pad.counter
        tile = tile_of(snapshot.picture, counter)
        by = act.staff or (tile.staff if tile else "")
        match act.verb:
            case "next":
                return desk.call_next(counter, expect=act.ticket, by=by, request_id=click)
            case "recall":
                return desk.recall(counter, expect=act.ticket, by=by, request_id=click)
            case "start":
                return desk.start(counter, expect=act.ticket, by=by, request_id=click)
            case "finish":
                return desk.finish(counter, expect=act.ticket, by=by, request_id=click)
            case "no_show":
                return desk.no_show(counter, expect=act.ticket, by=by, request_id=click)
            case "transfer":
                return desk.transfer(
                    act.ticket, to_service=act.service, to_counter=act.counter, by=by, request_id=click
                )
            case "hold":
                return desk.hold(act.ticket, act.reason, by=by, request_id=click)
            case "call_held":
                return desk.call(act.held, counter, reason="return", by=by, request_id=click)
            case "resume_held":
                return desk.resume(act.held, by=by, request_id=click)
            case "pause":
                until = self._live.clock.now() + timedelta(minutes=act.minutes) if act.minutes else None
                return desk.pause_counter(counter, act.reason, until, by=by, request_id=click)
            case "resume":
                return desk.resume_counter(counter, by=by, request_id=click)
            case "open":
                return desk.open_counter(counter, staff=act.staff, by=by, request_id=click)
            case "close":
                return desk.close_counter(counter, by=by, request_id=click)
            case "help":
                why = self._words[self._language()]["reason_" + act.reason] if act.reason else ""
                return desk.ask_help(counter, why, by=by, request_id=click)

    # --- pairing ------------------------------------------------------------------------------------------------------

    async def _pair(self, request: Request) -> Response:
        if (refusal := _foreign(request)) is not None:
            return refusal
        try:
            asked = msgspec.json.decode(await request.body(), type=PairRequest)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            return _json(400, {"error": "bad_request", "reason": str(error)})
        code = "".join(sign for sign in asked.code if sign in "0123456789")
        peer = request.client.host if request.client else ""
        async with self._pairing:  # one at a time: each costs memory and time on purpose
            try:
                pad, token = await asyncio.to_thread(self._pads.pair, code, peer)
            except PairingRefused as refused:
                wait = int(refused.wait_s + 0.999)
                status = {"slow": 429, "unsaved": 507}.get(refused.error, 403)
                response = _json(status, {"error": refused.error, "wait_s": wait})
                if wait:
                    response.headers["retry-after"] = str(wait)
                return response
        log.info("a call pad was paired with counter %s", pad.counter)
        response = self._told(200, pad, {"ok": True})
        _give(response, token)
        return response

    async def _unpair(self, request: Request) -> Response:
        if (refusal := _foreign(request)) is not None:
            return refusal
        pad = self._pad_of(request)
        if pad is not None:
            try:
                self._pads.revoke(pad.id)
            except OSError as error:
                log.warning("a call pad was revoked but not saved: %s", error)
        response = self._unpaired()
        response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
        return response

    def _pad_of(self, request: Request) -> Pad | None:
        return self._pads.pad(request.cookies.get(COOKIE, ""))

    # --- answers ------------------------------------------------------------------------------------------------------

    def _told(self, status: int, pad: Pad, result: View) -> Response:
        return _json(status, {**result, "state": self._payload(pad.counter)})

    def _unpaired(self) -> Response:
        branch = self._live.snapshot.branch
        names = {"zh": branch.name("zh"), "en": branch.name("en"), "sector": branch.sector}
        about = {"error": "unpaired", "lang": self._language(), "branch": names, "app": self._version}
        return _json(401, about)

    def _both(self, message: Message) -> dict[str, str]:
        return {language: self._say(message, language) for language in ("zh", "en")}


def _read_files() -> dict[str, tuple[bytes, str, str]]:
    """Path -> content, kind, tag. In memory: no request ever names a file."""
    found = {}
    for path, (name, kind) in STATIC.items():
        content = asset("resources", "callpad", name).read_bytes()
        found[path] = (content, kind, f'"{hashlib.sha256(content).hexdigest()[:16]}"')
    return found


def _give(response: Response, token: str) -> None:
    # Not "secure": the page is plain HTTP inside the hall, and a browser would not send it at all.
    response.set_cookie(COOKIE, token, max_age=COOKIE_LIFE_S, path="/", httponly=True, samesite="strict")


def _foreign(request: Request) -> Response | None:
    """A refusal for requests that did not come from our own page."""
    origin = request.headers.get("origin")
    own = {f"{scheme}://{request.headers.get('host', '')}" for scheme in ("http", "https")}
    site = request.headers.get("sec-fetch-site", "same-origin")
    if not request.headers.get(HEADER) or (origin is not None and origin not in own) or site != "same-origin":
        return _json(403, {"error": "foreign"})
    if request.method == "POST" and not request.headers.get("content-type", "").startswith("application/json"):
        return _json(415, {"error": "json_only"})
    return None


def _number(text: str) -> float:
    try:
        return max(0.0, float(text)) if text.replace(".", "", 1).isdigit() else 0.0
    except ValueError:
        return 0.0


def _json(status: int, content: View) -> Response:
    return Response(msgspec.json.encode(content), status_code=status, media_type="application/json")
