"""CloudEvents 1.0 (structured, binary, batch) with our event types, turned into facts: a pure reading for all doors."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.branch import PRIORITIES
from lobbyconsole.domain.facts import INFERRED, MANUAL, REPORTED, Fact, natural_id
from lobbyconsole.feeds.mapping import text_of, without_persons

FUTURE = timedelta(minutes=2)  # an event later than this cannot have happened; it counts from its arrival
NEVER_SET = 2000  # nor one of a year before this: so tell clocks that nobody has set
TEXT = 80  # characters of any one value that go further
_EPOCH = re.compile(r"/feed/[^/]+/([^/]+)/?$")


class BadEvent(ValueError):
    """What was sent cannot be understood; the text tells the sender's technician why."""


# --- CloudEvents 1.0 -------------------------------------------------------------------------------------------------


class Event(msgspec.Struct, frozen=True):
    """One CloudEvent, as far as it concerns us."""

    id: str
    source: str
    type: str
    specversion: str
    time: str = ""
    data: Any = None
    data_base64: str = ""
    sequence: str | int = ""


def events_of(kind: str, attributes: Mapping[str, str], body: bytes) -> list[Event] | None:
    """The CloudEvents of one message; None when it is no CloudEvent. Raises BadEvent.

    kind: its content type. attributes: what its transport carries beside the body (binary mode), by the attributes'
    own names; empty in the other modes.
    """
    kind = kind.partition(";")[0].strip().lower()
    if "specversion" in attributes:
        names = ("id", "source", "type", "specversion", "time", "sequence")
        found = {name: attributes[name] for name in names if name in attributes}
        return [_event({**found, "data": json_of(body) if body else None})]
    if kind == "application/cloudevents+json":
        return [_event(json_of(body))]
    if kind == "application/cloudevents-batch+json":
        batch = json_of(body)
        if not isinstance(batch, list):
            raise BadEvent("a batch is a JSON array")
        return [_event(item, f"event {at}: ") for at, item in enumerate(batch)]
    if kind not in ("application/json", ""):
        raise BadEvent(f"content type {kind!r} is not understood")
    plain = json_of(body)
    if isinstance(plain, Mapping) and "specversion" in plain:
        return [_event(plain)]
    return None


def json_of(body: bytes) -> Any:
    """The JSON in a body. Raises BadEvent."""
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadEvent(f"the body is not JSON: {error}") from error


def _event(plain: Any, where: str = "") -> Event:
    try:
        event = msgspec.convert(plain, Event)
    except msgspec.ValidationError as error:
        raise BadEvent(f"{where}{error}") from error
    if event.specversion != "1.0":
        raise BadEvent(f"{where}specversion {event.specversion!r} is not 1.0")
    if not (event.id and event.source and event.type):
        raise BadEvent(f"{where}id, source and type must not be empty")
    if event.data_base64:
        try:
            data = json_of(base64.b64decode(event.data_base64, validate=True))
        except binascii.Error as error:
            raise BadEvent(f"{where}data_base64 is not base64") from error
        return msgspec.structs.replace(event, data=data, data_base64="")
    return event


class _Reader:
    """Reads one event's data into a fact. Values it does not know are collected in `unmapped`."""

    def __init__(self, event: Event, feed: str, now: datetime, services: Mapping[str, str], where: str) -> None:
        if not isinstance(event.data, Mapping):
            raise BadEvent(f"{where}data is not a JSON object")
        self.event, self.feed, self.now, self.where = event, feed, now, where
        self.data: Mapping[str, Any] = event.data
        self.services = services
        self.unmapped: list[tuple[str, str]] = []
        epoch = _EPOCH.search(event.source)
        self.epoch = epoch.group(1) if epoch else ""

    def text(self, *names: str, needed: bool = False) -> str:
        """The first of these fields that is filled, short and without anything that looks like a person."""
        for name in names:
            value = self.data.get(name)
            if isinstance(value, (str, int, float)) and (found := text_of(value)):
                return without_persons(found)[:TEXT]
        if needed:
            raise BadEvent(f"{self.where}data.{names[0]} is missing")
        return ""

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.data.get(name)
        return tuple(without_persons(text_of(item))[:TEXT] for item in value) if isinstance(value, list) else ()

    def whole(self, name: str) -> int | None:
        value = text_of(self.data.get(name))
        return int(value) if value.isdecimal() and len(value) < 10 else None

    def service(self, *names: str, needed: bool = False) -> str:
        value = self.text(*names, needed=needed)
        return self.services.get(value, value)

    def instant(self, name: str) -> datetime | None:
        value = self.data.get(name)
        return _instant(value, f"{self.where}data.{name}") if isinstance(value, str) and value else None

    def envelope(self) -> dict[str, Any]:
        event = self.event
        at = _instant(event.time, f"{self.where}time") if event.time else None
        late = at is None or at > self.now + FUTURE or at.year < NEVER_SET
        certainty = self.text("certainty")
        seq = event.sequence if event.sequence != "" else self.data.get("seq", 0)
        return {
            "id": natural_id("event", self.feed, event.source, event.id),
            "at": self.now if at is None or late else at,
            "clock": "arrival" if late else "vendor",
            "source": self.feed,
            "certainty": certainty if certainty in (REPORTED, INFERRED, MANUAL) else REPORTED,
            "seq": int(seq) if str(seq).isdecimal() and len(str(seq)) < 16 else 0,
            "by": self.text("by"),
        }

    def ticket(self) -> dict[str, Any]:
        key = self.data.get("ticket_key")
        if not isinstance(key, (str, int)) or not text_of(key):
            raise BadEvent(f"{self.where}data.ticket_key is missing")
        # A printed number is given again tomorrow; who sends such keys adds when the ticket was created.
        named = natural_id(self.feed, self.epoch, text_of(key), self.text("ticket_created"))
        return {**self.envelope(), "ticket": named}

    def counter(self) -> dict[str, Any]:
        return {**self.envelope(), "counter": self.text("counter", needed=True)}

    def priority(self, needed: bool = False) -> str:
        value = self.text("priority", needed=needed)
        if value and value not in PRIORITIES:
            self.unmapped.append(("priority", value))
        return value if value in PRIORITIES else "normal"

    def fact(self) -> Fact | None:
        """The fact; None for a type we do not know (which is then among `unmapped`)."""
        name = self.event.type.removeprefix("lobby.")
        counter, staff, reason = self.text("counter"), self.text("staff"), self.text("reason")
        match name if self.event.type.startswith("lobby.") else "":
            case "ticket.issued":
                return f.TicketIssued(
                    **self.ticket(),
                    number=self.text("display_no", "number", needed=True),
                    service=self.service("service", "queue", needed=True),
                    priority=self.priority(),
                    channel=self.text("channel") or "kiosk",
                    then=tuple(self.services.get(name, name) for name in self.texts("then")),
                    ahead=self.whole("ahead"),
                    appointment_at=self.instant("appointment_at"),
                    to_counter=self.text("to_counter"),
                )
            case "ticket.called":
                place = self.text("counter", needed=True)
                return f.TicketCalled(**self.ticket(), counter=place, staff=staff, reason=reason)
            case "ticket.recalled":
                return f.TicketRecalled(**self.ticket(), counter=counter)
            case "ticket.started":
                return f.TicketStarted(**self.ticket(), counter=counter, staff=staff)
            case "ticket.held":
                return f.TicketHeld(**self.ticket(), reason=reason)
            case "ticket.resumed":
                return f.TicketResumed(**self.ticket())
            case "ticket.requeued":
                return f.TicketRequeued(**self.ticket(), reason=reason)
            case "ticket.transferred":
                service, place = self.service("to_service", "to_queue"), self.text("to_counter")
                if not (service or place or self.text("to_staff")):
                    raise BadEvent(f"{self.where}data.to_queue or data.to_counter is missing")
                return f.TicketTransferred(
                    **self.ticket(), to_service=service, to_counter=place, to_staff=self.text("to_staff"), reason=reason
                )
            case "ticket.priority_changed" | "ticket.prioritised":
                return f.TicketPrioritised(**self.ticket(), priority=self.priority(needed=True), reason=reason)
            case "ticket.finished":
                return f.TicketFinished(**self.ticket(), counter=counter, result=self.text("result"))
            case "ticket.no_show":
                return f.TicketNoShow(**self.ticket(), counter=counter)
            case "ticket.cancelled":
                return f.TicketCancelled(**self.ticket(), reason=reason)
            case "ticket.left":
                return f.TicketLeft(**self.ticket(), reason=reason)
            case "ticket.rated":
                score = self.whole("score")
                if score is None or not 1 <= score <= 5:
                    self.unmapped.append(("score", self.text("score", needed=True)))
                    return None
                return f.TicketRated(**self.ticket(), score=score)
            case "counter.opened":
                services = tuple(self.services.get(name, name) for name in self.texts("services"))
                return f.CounterOpened(**self.counter(), staff=staff, services=services)
            case "counter.paused":
                return f.CounterPaused(**self.counter(), reason=reason, until=self.instant("until"))
            case "counter.resumed":
                return f.CounterResumed(**self.counter())
            case "counter.closed":
                return f.CounterClosed(**self.counter(), reason=reason)
            case "help.asked":
                return f.HelpAsked(**self.counter(), reason=reason)
            case "queue.opened":
                return f.QueueOpened(**self.envelope(), service=self.service("queue", "service", needed=True))
            case "queue.closed":
                service = self.service("queue", "service", needed=True)
                return f.QueueClosed(**self.envelope(), service=service, reason=reason)
            case "feed.up":
                return f.FeedRestored(**self.envelope(), feed=self.feed)
            case "feed.down":
                return f.FeedLost(**self.envelope(), feed=self.feed, problem=self.text("error"))
            case "feed.reset":
                epoch, cause = self.text("new_epoch"), self.text("cause")
                return f.FeedReset(**self.envelope(), feed=self.feed, epoch=epoch, cause=cause)
            case "feed.gap":
                since = self.instant("from")
                if since is None:
                    raise BadEvent(f"{self.where}data.from is missing")
                return f.FeedGap(**self.envelope(), feed=self.feed, since=since)
            case _:
                self.unmapped.append(("type", without_persons(self.event.type)[:TEXT]))
                return None


def _instant(value: str, where: str) -> datetime:
    try:
        at = datetime.fromisoformat(value)
        if at.tzinfo is None:
            raise BadEvent(f"{where} has no offset from UTC")
        at = at.astimezone(UTC)
    except BadEvent:
        raise
    except (ValueError, OverflowError) as error:
        raise BadEvent(f"{where} is no RFC 3339 time") from error
    if not 2 <= at.year <= 9990:
        raise BadEvent(f"{where} is beyond all calendars")
    return at


def facts_of(
    events: Sequence[Event], feed: str, now: datetime, services: Mapping[str, str] | None = None
) -> list[Fact]:
    """The facts of these events, unknown types and values as FeedUnmapped. Raises BadEvent if any is not right."""
    found: list[Fact] = []
    for at, event in enumerate(events):
        reader = _Reader(event, feed, now, services or {}, f"event {at}: " if len(events) > 1 else "")
        fact = reader.fact()
        if fact is not None:
            found.append(fact)
        for field, value in reader.unmapped:
            # One a day for each value is enough to mend a profile, and a talkative sender cannot fill the journal.
            fact_id = natural_id(feed, "unmapped", field, value, now.date())
            found.append(f.FeedUnmapped(id=fact_id, at=now, source=feed, feed=feed, field=field, value=value))
    return found
