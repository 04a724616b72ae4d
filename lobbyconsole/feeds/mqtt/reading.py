"""What one MQTT message means: a CloudEvent (structured or binary), or a body that a profile maps. A pure reading.

A message that the broker keeps for newcomers ("retained") is a state and not an event: it comes again with every new
session. CloudEvents carry their own id, so that reading one twice adds nothing; a kept message without a time of its
own says nothing about when, and is put aside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.facts import Fact, natural_id
from lobbyconsole.feeds.cloudevents import TEXT, BadEvent, events_of, facts_of, json_of
from lobbyconsole.feeds.mapping import without_persons
from lobbyconsole.feeds.profile import Profile
from lobbyconsole.feeds.pushed import by_profile
from lobbyconsole.feeds.telling import State

LARGEST = 65_536  # bytes of one message, as at the webhook
MOST_EVENTS = 500  # in one message


@dataclass(frozen=True, slots=True)
class Received:
    """One message as the broker gave it; `attributes` are its user properties."""

    topic: str
    body: bytes
    kind: str = ""  # its content type
    attributes: Mapping[str, str] = field(default_factory=dict)
    retained: bool = False


def facts_in(
    message: Received, feed: str, now: datetime, profile: Profile | None, memory: State
) -> tuple[list[Fact], State]:
    """The facts of a message, and what a profile remembers after it. Raises BadEvent."""
    if not message.body and not message.attributes:
        return [], memory  # so a kept message is taken back
    if len(message.body) > LARGEST:
        raise BadEvent(f"it is longer than {LARGEST} bytes")
    events = events_of(message.kind, message.attributes, message.body)
    if events is not None:
        if len(events) > MOST_EVENTS:
            raise BadEvent(f"more than {MOST_EVENTS} events in one message")
        if message.retained and not all(event.time for event in events):
            raise BadEvent("it is kept by the broker and has no time of its own")
        return facts_of(events, feed, now), memory
    if profile is None:
        raise BadEvent("this is no CloudEvent, and no profile says how to read it")
    plain = json_of(message.body)
    if not isinstance(plain, (dict, list)):
        raise BadEvent("the body is not a JSON object")
    levels = {f"@level{at}": level for at, level in enumerate(message.topic.split("/"), 1)}
    state, facts, _ = by_profile(
        plain,
        profile,
        memory,
        now,
        feed,
        beside={"@topic": message.topic, **levels},
        dated=message.retained,
    )
    return facts, state


def put_aside(feed: str, now: datetime, reason: str) -> Fact:
    """What is told of a message that cannot be read: once a day for each reason, so that nobody fills the journal."""
    value = without_persons(reason)[:TEXT]
    fact_id = natural_id(feed, "unmapped", "message", value, now.date())
    return f.FeedUnmapped(id=fact_id, at=now, source=feed, feed=feed, field="message", value=value)
