"""A body that a sender pushed to us in its own words, read by a technician's profile: a pure reading for all doors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from lobbyconsole.domain.facts import Fact
from lobbyconsole.feeds.cloudevents import BadEvent
from lobbyconsole.feeds.mapping import BadRecord, Mapper, records_of
from lobbyconsole.feeds.observe import reconcile
from lobbyconsole.feeds.profile import Profile
from lobbyconsole.feeds.telling import State


def by_profile(
    plain: Any,
    profile: Profile,
    memory: State,
    now: datetime,
    source: str,
    *,
    beside: Mapping[str, str] | None = None,
    dated: bool = False,
) -> tuple[State, list[Fact], Sequence[Mapping[str, Any]]]:
    """The new memory, the facts and the records of a body. Raises BadEvent when any record is not right.

    beside: what the transport says besides the body, as further columns.  dated: an event must tell its time.
    """
    mapper = Mapper(profile)
    records = [{**record, **(beside or {})} for record in records_of(plain, profile)]
    found = []
    for record in records:
        try:
            seen = mapper.map(record, now=now)
        except BadRecord as error:
            raise BadEvent(f"the body cannot be mapped: {error}") from error
        if seen is not None and dated and profile.mode == "events" and seen.at is None:
            raise BadEvent("it is kept by the broker and has no time of its own")
        if seen is not None:
            found.append(seen)
    # Not "live": between two messages nothing happened, whereas a poller's pause is a gap.
    state, facts = reconcile(memory, found, now, profile=profile, source=source, complete=False, live=False)
    return state, facts, records
