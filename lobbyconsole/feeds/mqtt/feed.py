"""A client of the hall's MQTT broker: a session that survives us, and no acknowledgement before facts are durable."""

from __future__ import annotations

import logging
import ssl
import struct
from collections import Counter, deque
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

import msgspec
from paho.mqtt.client import MQTT_ERR_SUCCESS, Client, ConnectFlags, DisconnectFlags, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.facts import Fact, natural_id
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.feeds.cloudevents import BadEvent
from lobbyconsole.feeds.door import FeedTrouble, Link
from lobbyconsole.feeds.mqtt.address import Broker
from lobbyconsole.feeds.mqtt.reading import Received, facts_in, put_aside
from lobbyconsole.feeds.profile import Profile
from lobbyconsole.feeds.telling import dump, load

log = logging.getLogger(__name__)

SESSION_S = 7 * 86_400  # the broker keeps our messages over a long holiday
IN_FLIGHT = 64  # messages the broker may send before we acknowledge one
MOST_WAITING = 1_000  # messages without acknowledgement (QoS 0) that we keep in memory
LARGEST_PACKET = 1_048_576  # the broker does not send us more than this
CONNECT_S = 1.5  # for one step of connecting; a feed must stop within two seconds
ANSWER_S = 10.0  # for the broker's yes to connecting and to the subscription
IDLE_S, BUSY_S = 0.2, 0.01  # how long one look at the line may take, without and with something to acknowledge
TRIES = 3  # at recording one message, before it is put aside
TRY_AGAIN_S = 0.5
CLASH_S = 60.0  # two with one name must not throw each other out every second
MOST_REASONS = 50  # of messages put aside, told apart

YOUNG_S = 2 * CLASH_S  # a connection that is closed again so soon
SILENT, TAKEN_OVER, BAD_VERSION = 0x8D, 0x8E, frozenset({0x01, 0x84})
NOT_LET_IN = frozenset({0x04, 0x05, 0x86, 0x87, 0x8A, 0x8C})
BROKEN_LINE = (ValueError, LookupError, TypeError, OSError, struct.error)  # what nonsense on the line ends in


class _Cursor(msgspec.Struct, omit_defaults=True):
    """heard: when the broker last answered. topic: what our session is subscribed to. state: a profile's memory.

    dropped: how often in a row the broker closed a young connection without a word.
    """

    heard: datetime | None = None
    topic: str = ""
    state: str = ""
    dropped: int = 0


@dataclass(slots=True)
class _Delivery:
    """A message on its way into the journal; acknowledged in the order of arrival."""

    mid: int
    qos: int
    facts: list[Fact]
    cursor: str
    future: Future[int]
    tries: int = 1
    again_at: float | None = None
    aside: bool = False


class _TlsLine(ssl.SSLSocket):
    """Closed at once when the two sides do not come to terms; paho leaves that to the garbage collector."""

    def do_handshake(self, block: bool = False) -> None:
        try:
            super().do_handshake(block)
        except OSError:
            self.close()
            raise


class Mqtt:
    """One topic of one broker. `counts`: messages accepted, new facts, bad, kept.

    password: from the keyring, asked at each run.  profile: reads bodies that are no CloudEvents.
    lost_after_s: a silent broker is noticed well within it.
    """

    def __init__(
        self,
        broker: Broker,
        password: Callable[[], str | None],
        *,
        profile: Profile | None = None,
        lost_after_s: float = 15.0,
        clash_s: float = CLASH_S,
    ) -> None:
        self.broker = broker
        self.lost_after_s = lost_after_s
        self.profile = profile
        self.counts: Counter[str] = Counter()
        self._password = password
        self._clash_s = clash_s

    def run(self, link: Link) -> None:
        """Listen until the link says stop. Raises FeedTrouble: refused, lost, silent, somebody with our name."""
        session = _Session(self, link, self._password() or None, self._clash_s)
        try:
            session.open()
            session.listen()
        finally:
            session.close()


class _Session:
    """One connection, from first to last on the feed's own thread: paho's network loop runs when we call it."""

    def __init__(self, feed: Mqtt, link: Link, password: str | None, clash_s: float) -> None:
        self._feed, self._broker, self._link = feed, feed.broker, link
        self._clash_s = clash_s
        self._cursor = _cursor(link.cursor)
        self._memory = load(self._cursor.state)
        self._before = self._memory  # what the profile remembered before the message under way
        self._inbox: deque[MQTTMessage] = deque()
        self._under_way: deque[_Delivery] = deque()
        self._reasons: set[str] = set()
        self._trouble: FeedTrouble | None = None
        self._ready = self._ended = self._closing = False
        self._since = monotonic()
        self._client = client = Client(
            CallbackAPIVersion.VERSION2, self._broker.client, protocol=MQTTProtocolVersion.MQTTv5, manual_ack=True
        )
        client.connect_timeout = CONNECT_S
        client.on_connect, client.on_subscribe = self._connected, self._subscribed
        client.on_message, client.on_disconnect = self._received, self._disconnected
        client.on_log = self._heard
        if self._broker.user:
            client.username_pw_set(self._broker.user, password)

    # --- the connection -----------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Connect, take up our session and subscribe. Raises FeedTrouble."""
        broker, client = self._broker, self._client
        if broker.tls:
            try:
                context = ssl.create_default_context(cafile=broker.ca or None)
                context.sslsocket_class = _TlsLine
                client.tls_set_context(context)
            except OSError as error:
                raise FeedTrouble(
                    Message(
                        QT_TRANSLATE_NOOP("Messages", "The certificate file {file} cannot be used: {reason}"),
                        {"file": Path(broker.ca).name, "reason": error.strerror or str(error)},
                    )
                ) from error
        wishes = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
        wishes.SessionExpiryInterval = SESSION_S
        wishes.ReceiveMaximum = IN_FLIGHT
        wishes.MaximumPacketSize = LARGEST_PACKET
        keepalive = max(2, int(self._feed.lost_after_s / 3))
        try:
            client.connect(broker.host, broker.port, keepalive=keepalive, clean_start=False, properties=wishes)
        except ssl.SSLCertVerificationError as error:
            raise FeedTrouble(
                Message(
                    QT_TRANSLATE_NOOP("Messages", "The certificate of the broker {broker} is not trusted: {reason}"),
                    {"broker": broker.place, "reason": error.verify_message},
                )
            ) from error
        except (OSError, ValueError) as error:
            raise self._silent(getattr(error, "strerror", None) or str(error)) from error
        deadline = monotonic() + min(ANSWER_S, self._feed.lost_after_s)
        while not self._ready and not self._link.wait(0):
            self._look(IDLE_S)
            if monotonic() > deadline:
                text = QT_TRANSLATE_NOOP("Messages", "The broker {broker} took the connection and then kept silent.")
                raise FeedTrouble(Message(text, {"broker": broker.place}))

    def listen(self) -> None:
        """Take in what comes until the link says stop."""
        while not self._link.wait(0):
            if len(self._inbox) < MOST_WAITING:
                self._look(BUSY_S if self._under_way else IDLE_S)
            else:
                self._link.wait(BUSY_S)  # the line fills up behind it, and the broker keeps the rest
            self._acknowledge()
            self._take_in()

    def close(self) -> None:
        """Say goodbye, so that the broker keeps what comes for the next time; safe after any failure."""
        self._closing = True
        with suppress(*BROKEN_LINE):
            if self._ready:
                self._acknowledge()
                self._link.deliver((), self._cursor_now())
            if self._client.is_connected():
                self._client.disconnect()
        # It has no public way to let go of a line that is already broken.
        self._client._reset_sockets()

    def _look(self, seconds: float) -> None:
        """One look at the line. Raises what is wrong with it."""
        try:
            done = self._client.loop(seconds)
        except BROKEN_LINE as error:
            log.info("the line to %s: %r", self._broker.place, error)
            raise self.lost(str(error)) from error
        if self._trouble is not None:
            raise self._trouble
        if done != MQTT_ERR_SUCCESS:
            raise self.lost()

    def _heard(self, client: Client, data: Any, level: int, words: str) -> None:
        # The only place where paho tells of the broker's answer to a ping.
        if words.startswith("Received ") and self._ready:
            self._cursor.heard = self._link.now()
            self._link.alive()

    def _connected(
        self, client: Client, data: Any, flags: ConnectFlags, reason: ReasonCode, properties: Properties | None
    ) -> None:
        if reason.is_failure:
            self._trouble = self._refused(reason)
            return
        if not flags.session_present and self._cursor.heard is not None:
            # The broker has forgotten us (restarted without its memory, or we were away for too long).
            since = self._cursor.heard
            gap = natural_id(self._link.name, "session lost", since)
            now = self._link.now()
            self._deliver(0, 0, [f.FeedGap(id=gap, at=now, source=self._link.name, feed=self._link.name, since=since)])
        elif self._cursor.topic not in ("", self._broker.topic):
            client.unsubscribe(self._cursor.topic)
        options = SubscribeOptions(qos=1, retainHandling=SubscribeOptions.RETAIN_SEND_IF_NEW_SUB)
        client.subscribe(self._broker.topic, options=options)

    def _subscribed(
        self, client: Client, data: Any, mid: int, reasons: list[ReasonCode], properties: Properties | None
    ) -> None:
        if reasons[0].is_failure:
            text = QT_TRANSLATE_NOOP("Messages", "The broker {broker} does not let {user} read the topic {topic}.")
        elif reasons[0].value == 0:
            text = QT_TRANSLATE_NOOP(
                "Messages",
                "The broker {broker} does not repeat what was not taken (topic {topic}): events would be lost.",
            )
        else:
            self._ready = True
            self._cursor.topic = self._broker.topic
            self._cursor.heard = self._link.now()
            self._link.alive()
            return
        user = self._broker.user or self._broker.client
        self._trouble = FeedTrouble(
            Message(text, {"broker": self._broker.place, "user": user, "topic": self._broker.topic})
        )

    def _disconnected(
        self, client: Client, data: Any, flags: DisconnectFlags, reason: ReasonCode, properties: Properties | None
    ) -> None:
        if self._closing or self._trouble is not None:
            return
        told = {"client": self._broker.client, "broker": self._broker.place}
        if reason.value == TAKEN_OVER and flags.is_disconnect_packet_from_server:
            text = QT_TRANSLATE_NOOP(
                "Messages",
                "Another program has taken the name {client} at the broker {broker}. Is a second console open with a"
                " copy of this hall? Each event reaches only one of the two. Close one, or give it another name"
                " (?client=NAME in the address); this one tries again in a minute.",
            )
            self._trouble = FeedTrouble(Message(text, told), again_in_s=self._clash_s)
        elif flags.is_disconnect_packet_from_server:
            self._trouble = self.lost(str(reason))
        elif reason.value == SILENT:
            self._trouble = FeedTrouble(
                Message(QT_TRANSLATE_NOOP("Messages", "The broker {broker} is connected but silent."), told)
            )
        elif self._ready:
            # Older brokers close the first of two with one name without saying why.
            self._cursor.dropped = self._cursor.dropped + 1 if monotonic() - self._since < YOUNG_S else 1
            if self._cursor.dropped > 1:
                text = QT_TRANSLATE_NOOP(
                    "Messages",
                    "The broker {broker} closes the connection again and again. Most often a second program uses the"
                    " name {client}: is another console open with a copy of this hall? Each event reaches only one of"
                    " the two. Close one, or give it another name (?client=NAME in the address).",
                )
                self._trouble = FeedTrouble(Message(text, told), again_in_s=self._clash_s)

    def _silent(self, reason: str) -> FeedTrouble:
        text = QT_TRANSLATE_NOOP("Messages", "The broker {broker} does not answer: {reason}")
        return FeedTrouble(Message(text, {"broker": self._broker.place, "reason": reason}))

    def lost(self, reason: str = "") -> FeedTrouble:
        """The words for a line that broke."""
        text = QT_TRANSLATE_NOOP("Messages", "The connection to the broker {broker} was lost.")
        if reason:
            text = QT_TRANSLATE_NOOP("Messages", "The connection to the broker {broker} was lost: {reason}")
        return FeedTrouble(Message(text, {"broker": self._broker.place, "reason": reason}))

    def _refused(self, reason: ReasonCode) -> FeedTrouble:
        if reason.value in BAD_VERSION:
            text = QT_TRANSLATE_NOOP("Messages", "The broker {broker} is too old: MQTT version 5 is needed.")
        elif reason.value in NOT_LET_IN:
            text = QT_TRANSLATE_NOOP(
                "Messages", "The broker {broker} does not let {user} in. Check user and password of {feed}."
            )
        else:
            text = QT_TRANSLATE_NOOP("Messages", "The broker {broker} refuses the connection: {reason}")
        user = self._broker.user or self._broker.client
        told = {"broker": self._broker.place, "user": user, "feed": self._link.name, "reason": str(reason)}
        return FeedTrouble(Message(text, told))

    # --- the messages -------------------------------------------------------------------------------------------------

    def _received(self, client: Client, data: Any, message: MQTTMessage) -> None:
        self._inbox.append(message)

    def _take_in(self) -> None:
        """Read what has come. A profile reads the next message only when what it learned from the last is saved."""
        most = IN_FLIGHT if self._feed.profile is None else 1
        while self._inbox and len(self._under_way) < most and not self._ended:
            message = self._inbox.popleft()
            self._before = self._memory
            try:
                facts, self._memory = facts_in(
                    _read(message), self._link.name, self._link.now(), self._feed.profile, self._memory
                )
            except BadEvent as error:
                facts = [self._aside(str(error))]
            except Exception as error:  # one message must never stop those behind it
                log.exception("a message of %s could not be read", self._link.name)
                facts = [self._aside(f"a defect of this program: {type(error).__name__}")]
            self._deliver(message.mid, message.qos, facts)

    def _aside(self, reason: str) -> Fact:
        self._feed.counts["bad"] += 1
        if reason not in self._reasons and len(self._reasons) >= MOST_REASONS:
            reason = "other reasons"
        self._reasons.add(reason)
        return put_aside(self._link.name, self._link.now(), reason)

    def _deliver(self, mid: int, qos: int, facts: list[Fact]) -> None:
        cursor = self._cursor_now()
        self._under_way.append(_Delivery(mid, qos, facts, cursor, self._link.deliver(facts, cursor)))

    def _cursor_now(self) -> str:
        state = dump(self._memory) if self._feed.profile is not None else ""
        return msgspec.json.encode(msgspec.structs.replace(self._cursor, state=state)).decode()

    def _acknowledge(self) -> None:
        """Say yes to what is durable, the oldest first; what could not be recorded is tried again, then put aside."""
        while self._under_way and self._under_way[0].future.done() and not self._ended:
            first = self._under_way[0]
            if first.again_at is not None:
                if monotonic() < first.again_at:
                    return
                first.again_at = None
                first.tries += 1
                first.future = self._link.deliver(first.facts, first.cursor)
                continue
            error = first.future.exception()
            if error is None:
                self._under_way.popleft()
                self._feed.counts["accepted"] += 1
                self._feed.counts["new"] += first.future.result()
                if first.qos:
                    self._client.ack(first.mid, first.qos)
            elif isinstance(error, CancelledError):
                self._ended = True  # the hall is being closed: the broker sends it again next time
            elif first.tries < TRIES:
                first.again_at = monotonic() + TRY_AGAIN_S
            elif first.aside:
                text = QT_TRANSLATE_NOOP("Messages", "What came from {broker} could not be recorded; it comes again.")
                raise FeedTrouble(Message(text, {"broker": self._broker.place})) from error
            else:
                log.info("a message of %s is put aside: %r", self._link.name, error)
                self._memory = self._before
                first.facts, first.cursor = [self._aside(f"it cannot be recorded: {error}")], self._cursor_now()
                first.aside, first.tries = True, 0
                first.again_at = monotonic()


def _cursor(text: str) -> _Cursor:
    try:
        return msgspec.json.decode(text, type=_Cursor) if text else _Cursor()
    except (msgspec.DecodeError, UnicodeError):
        return _Cursor()


def _read(message: MQTTMessage) -> Received:
    """paho's message as ours. Raises BadEvent for a topic or property that is no text."""
    try:
        topic = message.topic
    except UnicodeDecodeError as error:
        raise BadEvent("its topic is no text") from error
    properties = message.properties
    attributes: Mapping[str, str] = dict(getattr(properties, "UserProperty", ()) or ())
    kind = str(getattr(properties, "ContentType", "") or "")
    return Received(topic, bytes(message.payload), kind, attributes, bool(message.retain))
