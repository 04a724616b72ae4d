"""Replays as a queue source: which recording a setting means, and in which halls one may be played.

Replayed facts go into a journal like any others, open and close the same counters and are called by the same rule.
Among real customers nothing could take them out again. So a replay plays in an exercise hall only: one that was made
for it (see exercise.py), or a demo that is thrown away.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path

from lobbyconsole.config import FeedSetting
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.facts import ActionUndone, CounterFact, Fact, QueueFact, TicketFact, order_key
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.feeds.door import Feed, FeedTrouble
from lobbyconsole.store.hall import Store

MOST_FACTS = 200_000  # of one recording; a busy day has some thousand

# What plays and reads recordings is imported where it is used: every hall asks at its start whether it is for exercise.


def replay_of(plan: FeedSetting, branch: Branch, store: Store, *, exercise: bool) -> Feed:
    """The replay a setting means. Raises FeedTrouble: not in this hall, no such day or file, nothing in it."""
    from lobbyconsole.feeds.replay import Replay

    if not exercise:
        text = QT_TRANSLATE_NOOP(
            "Messages",
            "Not played here: this hall serves real customers, and replayed tickets would stay in its books."
            " “lobbyconsole exercise” makes an exercise hall from a day of this one.",
        )
        raise FeedTrouble(Message(text), for_good=True)
    day = _day(plan.address)
    found = of_day(store, branch, day) if day is not None else _of_file(Path(plan.address))
    facts = sorted((fact for fact in found if fact.source != plan.name), key=order_key)
    first = next((fact.at for fact in facts if isinstance(fact, TicketFact)), None)
    if first is None:
        text = QT_TRANSLATE_NOOP("Messages", "There is no customer to be replayed in {address}.")
        raise FeedTrouble(Message(text, {"address": plan.address or "“”"}), for_good=True)
    start = first
    if plan.start_at:
        start = datetime.combine(branch.day_of(first), time.fromisoformat(plan.start_at), branch.tz)
    return Replay(facts, speed=float(plan.speed), start_at=start)


def of_day(store: Store, branch: Branch, day: date) -> list[Fact]:
    """What happened in the line and at the counters on a business day of this hall."""
    start, end = branch.day_span(day)
    return list(of_the_floor(entry.fact for entry in store.entries(start=start, end=end)))


def _of_file(path: Path) -> list[Fact]:
    from lobbyconsole.services.ingest import open_source

    try:
        found = list(islice(of_the_floor(open_source(path, None, None, exercise=True).facts), MOST_FACTS + 1))
    except OSError as error:
        text = QT_TRANSLATE_NOOP("Messages", "The recording {path} cannot be read: {reason}")
        raise FeedTrouble(Message(text, {"path": path, "reason": error.strerror or error}), for_good=True) from error
    if len(found) > MOST_FACTS:
        text = QT_TRANSLATE_NOOP("Messages", "The recording {path} is longer than a day: more than {most} facts.")
        raise FeedTrouble(Message(text, {"path": path, "most": MOST_FACTS}), for_good=True)
    return found


def of_the_floor(facts: Iterable[Fact]) -> Iterable[Fact]:
    """Those of the facts that a replay tells."""
    # What became of the queue sources, the settings and the notes of that day is not part of the play.
    return (fact for fact in facts if isinstance(fact, (TicketFact, CounterFact, QueueFact, ActionUndone)))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
