"""CloudEvents 1.0 in their HTTP binding: which headers carry what."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

from lobbyconsole.feeds import cloudevents
from lobbyconsole.feeds.cloudevents import Event


def events_of(headers: Mapping[str, str], body: bytes) -> list[Event] | None:
    """The CloudEvents of a request, whichever mode; None when it is no CloudEvent. Raises BadEvent."""
    attributes = {name[3:].lower(): unquote(value) for name, value in headers.items() if name.lower().startswith("ce-")}
    return cloudevents.events_of(headers.get("content-type", ""), attributes, body)
