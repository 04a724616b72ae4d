"""The webhook's door: who may post, what is answered when, and how it is told whether the sender is still there."""

from __future__ import annotations

import asyncio
import binascii
import hmac
import logging
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from standardwebhooks import Webhook as Signer
from standardwebhooks.webhooks import EmptyWebhookSecretError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lobbyconsole.config import Door
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.feeds.cloudevents import BadEvent, facts_of, json_of
from lobbyconsole.feeds.door import FeedTrouble, Link
from lobbyconsole.feeds.http_server import ANY, LOOPBACK, HttpServer, Limits, ServerTrouble, settled
from lobbyconsole.feeds.mapping import without_personal_fields
from lobbyconsole.feeds.profile import Profile
from lobbyconsole.feeds.pushed import by_profile
from lobbyconsole.feeds.telling import State, dump, load
from lobbyconsole.feeds.webhook.cloudevents import events_of

log = logging.getLogger(__name__)

# One sender may post 200 events a second for ever, and a burst after a break; beyond that it is told to wait.
LIMITS = Limits(body_bytes=65_536, connections=256, connections_per_peer=128, requests_per_s=300.0, burst=900)
WINDOW = timedelta(minutes=5)  # how far a signed time stamp may be from our clock
DURABLE_WITHIN_S = 10.0
IN_FLIGHT = 256  # deliveries under way; the next sender is asked to come back
QUIET_S = 1_800.0  # a sender silent for so long is no longer believed to be there
REGISTER_EVERY_S = 600.0
LEAST_TOKEN = 16
RECENT = 50
MOST_EVENTS = 500  # in one body

MapBody = Callable[[Mapping[str, Any]], Sequence[Fact]]


class Denied(Exception):
    """Not a sender of ours; the text says in one word why, and nothing that helps to guess."""


@dataclass(frozen=True, slots=True)
class Received:
    """One body as it may be shown on the profile page: no persons in it, and the facts it gave."""

    at: datetime
    record: Mapping[str, str]
    facts: tuple[Fact, ...]
    problem: str = ""


class Keys:
    """The secrets a sender may use: `whsec_...` signs (Standard Webhooks), anything else is a bearer token.

    Several, separated by blanks, are all good: so a secret is changed without losing a post.
    """

    def __init__(self, text: str) -> None:
        words = text.split()
        self._tokens = [word.encode() for word in words if not word.startswith("whsec_")]
        self._signers = [Signer(word) for word in words if word.startswith("whsec_")]
        if not words or any(len(token) < LEAST_TOKEN for token in self._tokens):
            raise ValueError("a token needs at least 16 characters")

    def check(self, headers: Mapping[str, str], body: bytes, now: datetime) -> float | None:
        """Seconds by which the sender's clock is ahead of ours, if it signed. Raises Denied."""
        if headers.get("webhook-signature"):
            return self._signed(headers, body, now)
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not given:
            raise Denied("no_credentials")
        if not any(hmac.compare_digest(token, given.strip().encode()) for token in self._tokens):
            raise Denied("wrong_token")
        return None

    def _signed(self, headers: Mapping[str, str], body: bytes, now: datetime) -> float:
        try:
            stamp = datetime.fromtimestamp(int(headers.get("webhook-timestamp", "")), UTC)
            text = body.decode()
        except (ValueError, OverflowError, OSError) as error:
            raise Denied("bad_timestamp") from error
        ahead = (stamp - now).total_seconds()
        name = headers.get("webhook-id", "")
        given = [part.encode() for part in headers["webhook-signature"].split()]
        right = [signer.sign(name, stamp, text).encode() for signer in self._signers]
        if not name or not any(hmac.compare_digest(ours, theirs) for ours in right for theirs in given):
            raise Denied("wrong_signature")
        if abs(ahead) > WINDOW.total_seconds():
            raise Denied("timestamp_too_old" if ahead < 0 else "timestamp_too_new")
        return ahead


class Webhook:
    """One sender's webhook: POST /events, GET /health. `port` is where it really listens.

    secret: from the keyring, asked once at each run; see Keys.  services: the sender's queue names -> our services.
    map_body: facts of a body that is no CloudEvent; profile: the same by a technician's file, with the feed's memory.
    register: called at the start and then every ten minutes, for senders that forget a receiver (Qmatic's add-on drops
    it after one failed post). It may call out; it runs on the feed's thread.
    """

    def __init__(
        self,
        door: Door,
        secret: Callable[[], str | None],
        *,
        port: int | None = None,
        services: Mapping[str, str] | None = None,
        map_body: MapBody | None = None,
        profile: Profile | None = None,
        register: Callable[[], None] | None = None,
        lost_after_s: float = 15.0,
        quiet_s: float = QUIET_S,
        limits: Limits = LIMITS,
        durable_within_s: float = DURABLE_WITHIN_S,
    ) -> None:
        self.lost_after_s = lost_after_s
        self.port = door.port if port is None else port
        self.registered_at: datetime | None = None
        self.last_received_at: datetime | None = None
        self.counts: Counter[str] = Counter()  # accepted, new, and refusals by their word
        self.recent: deque[Received] = deque(maxlen=RECENT)
        self._enabled = door.enabled
        self._host = ANY if door.network else LOOPBACK
        self._secret = secret
        self._services = services or {}
        self._map_body = map_body
        self._profile = profile
        self._register = register
        self._quiet_s = quiet_s
        self._limits = limits
        self._durable_within_s = durable_within_s

    def run(self, link: Link) -> None:
        """Listen until the link says stop. Raises FeedTrouble: switched off, no secret, port taken."""
        if not self._enabled:
            raise FeedTrouble(Message(QT_TRANSLATE_NOOP("Messages", "The webhook is switched off in the settings.")))
        try:
            keys = Keys(self._secret() or "")
        except (ValueError, binascii.Error, EmptyWebhookSecretError) as error:
            raise FeedTrouble(
                Message(
                    QT_TRANSLATE_NOOP(
                        "Messages",
                        "The webhook {feed} has no usable secret. Make one in the settings for the queue system.",
                    ),
                    {"feed": link.name},
                )
            ) from error
        app = _App(self, link, keys)
        server = HttpServer(
            app.program, host=self._host, port=self.port, limits=self._limits, name=f"webhook {link.name}"
        )
        try:
            server.start()
        except ServerTrouble as trouble:
            raise FeedTrouble(trouble.message) from trouble
        self.port = server.port
        try:
            self._watch(link, server)
        finally:
            server.stop()

    def _watch(self, link: Link, server: HttpServer) -> None:
        heard = link.now()  # until it has had the time to say something, the sender is believed to be there
        step = max(0.05, min(1.0, self.lost_after_s / 5))
        register_at = link.now()
        while not link.wait(step):
            now = link.now()
            if not server.running:
                raise FeedTrouble(
                    Message(
                        QT_TRANSLATE_NOOP("Messages", "The webhook {feed} stopped by itself and is opened again."),
                        {"feed": link.name},
                    )
                )
            if self._register is not None and now >= register_at:
                register_at = now + timedelta(seconds=self._registered(link, now))
            heard = max(heard, self.last_received_at or heard)
            if (now - heard).total_seconds() < self._quiet_s:
                link.alive()

    def _registered(self, link: Link, now: datetime) -> float:
        """Register with the sender; gives the seconds until it is done again."""
        assert self._register is not None
        try:
            self._register()
        except (OSError, RuntimeError, ValueError) as error:
            log.info("registering %s failed: %s", link.name, error)
            return min(30.0, REGISTER_EVERY_S)
        self.registered_at = now
        return REGISTER_EVERY_S

    # --- what a body means --------------------------------------------------------------------------------------------

    def read(
        self, headers: Mapping[str, str], body: bytes, link: Link, memory: State | None
    ) -> tuple[list[Fact], State | None]:
        """The facts of a request, and the memory to be saved with them if a profile mapped it. Raises BadEvent."""
        events = events_of(headers, body)
        now = link.now()
        if events is not None:
            if len(events) > MOST_EVENTS:
                raise BadEvent(f"more than {MOST_EVENTS} events in one body")
            facts = facts_of(events, link.name, now, self._services)
            for event in events[-RECENT:]:
                self._remember(now, event.data, facts if len(events) == 1 else ())
            return facts, None
        plain = json_of(body)
        if self._profile is not None:
            return self._by_profile(plain, link, memory or State())
        if self._map_body is None:
            raise BadEvent("this is no CloudEvent, and no profile says how to read it")
        found: list[Fact] = []
        for record in plain if isinstance(plain, list) else [plain]:
            if not isinstance(record, Mapping):
                raise BadEvent("the body is not a JSON object")
            try:
                facts = list(self._map_body(record))
            except (KeyError, ValueError, TypeError) as error:
                self._remember(now, record, (), str(error))
                raise BadEvent(f"the body cannot be mapped: {error}") from error
            self._remember(now, record, facts)
            found += facts
        return found, None

    def _by_profile(self, plain: Any, link: Link, memory: State) -> tuple[list[Fact], State]:
        assert self._profile is not None
        now = link.now()
        try:
            state, facts, records = by_profile(plain, self._profile, memory, now, link.name)
        except BadEvent as error:
            self._remember(now, plain, (), str(error))
            raise
        for record in records:
            self._remember(now, record, facts)
        return facts, state

    def _remember(self, at: datetime, record: Any, facts: Sequence[Fact], problem: str = "") -> None:
        plain = without_personal_fields(record) if isinstance(record, Mapping) else {}
        self.recent.append(Received(at, plain, tuple(facts), problem))


class _App:
    """The program behind the door; one for each run of the feed."""

    def __init__(self, feed: Webhook, link: Link, keys: Keys) -> None:
        self._feed = feed
        self._link = link
        self._keys = keys
        self._flying = 0
        self._turn = asyncio.Lock()  # a profile's memory goes from one body to the next
        self._memory: State | None = None
        post = [Route(path, self._events, methods=["POST"]) for path in ("/", "/events")]
        self.program = Starlette(routes=[*post, Route("/health", self._health, methods=["GET"])])

    async def _events(self, request: Request) -> Response:
        body = await request.body()
        if (refusal := self._refusal(request.headers, body)) is not None:
            return refusal
        if self._flying >= IN_FLIGHT:
            return self._later("busy", 1)
        self._flying += 1
        try:
            if self._feed._profile is None:
                facts, _ = self._feed.read(request.headers, body, self._link, None)
                return await self._deliver(facts, None)
            async with self._turn:
                if self._memory is None:
                    self._memory = load(self._link.cursor)
                facts, memory = self._feed.read(request.headers, body, self._link, self._memory)
                response = await self._deliver(facts, None if memory is None else dump(memory))
                # What was not saved was not learned either.
                self._memory = memory if memory is not None and response.status_code < 300 else None
                return response
        except BadEvent as error:
            self._feed.counts["bad"] += 1
            return _json(400, {"error": "bad_event", "reason": str(error)})
        finally:
            self._flying -= 1

    async def _deliver(self, facts: Sequence[Fact], cursor: str | None) -> Response:
        """Acknowledge only what is durable: whoever has our yes will not send it again."""
        feed = self._feed
        if not facts and cursor is None:
            return _json(200, {"accepted": 0, "new": 0})
        try:
            new = await settled(self._link.deliver(facts, cursor), feed._durable_within_s)
        except TimeoutError:
            return self._later("not_yet_durable", 5)
        except Exception:
            log.exception("what was posted to %s could not be recorded", self._link.name)
            return self._later("not_recorded", 5)
        feed.counts["accepted"] += len(facts)
        feed.counts["new"] += new
        unmapped = sum(fact.kind == "feed.unmapped" for fact in facts)
        told = {"accepted": len(facts), "new": new, **({"unmapped": unmapped} if unmapped else {})}
        return _json(202 if new else 200, told)

    async def _health(self, request: Request) -> Response:
        """For the sender's technician, and for senders that ask before they post. Counts as a sign of life."""
        if (refusal := self._refusal(request.headers, await request.body())) is not None:
            return refusal
        feed, now = self._feed, self._link.now()
        last = feed.last_received_at
        return _json(
            200,
            {
                "status": "ok",
                "feed": self._link.name,
                "time": now.isoformat(),
                "last_received_s": None if last is None else round((now - last).total_seconds(), 1),
                "registered_at": None if feed.registered_at is None else feed.registered_at.isoformat(),
                "counts": dict(feed.counts),
            },
        )

    def _refusal(self, headers: Mapping[str, str], body: bytes) -> Response | None:
        feed = self._feed
        try:
            ahead = self._keys.check(headers, body, self._link.now())
        except Denied as denied:
            feed.counts[str(denied)] += 1
            response = _json(401, {"error": "denied", "reason": str(denied)})
            response.headers["www-authenticate"] = "Bearer"
            return response
        if ahead is not None:
            self._link.skew(ahead)
        feed.last_received_at = self._link.now()
        self._link.alive()
        return None

    def _later(self, error: str, seconds: int) -> Response:
        self._feed.counts[error] += 1
        response = _json(503, {"error": error})
        response.headers["retry-after"] = str(seconds)
        return response


def _json(status: int, content: Mapping[str, Any]) -> Response:
    return Response(msgspec.json.encode(content), status_code=status, media_type="application/json")
