"""A past day as a film: its facts folded step by step, so that any minute of it can be shown at once."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.facts import (
    EventNoted,
    Fact,
    FeedGap,
    FeedLost,
    FeedRestored,
    TicketFact,
    order_key,
)  # fmt: skip
from lobbyconsole.domain.lobby import Book, Entity, Leg, Lobby, Ticket, lobby_of
from lobbyconsole.domain.measures import DayCounts
from lobbyconsole.domain.picture import Picture, paint
from lobbyconsole.domain.settled import Settled

JOINED = timedelta(minutes=5)  # times beyond the target so close to each other are one story
CHECKPOINT = 200  # facts between two full lists of what stands where; a seek applies fewer than that


class Stopped(Exception):
    """Nobody wants this film any more."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the day. `count`: customers beyond the target in it; `text`: a note's words or a source's name."""

    start: datetime
    end: datetime
    count: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Longest:
    """The longest wait of the day: `at` a moment before it ended."""

    at: datetime
    number: str
    key: str
    seconds: float


class DayFilm:
    """One business day, ready to be looked at at any instant, from any thread. Made on a worker.

    The picture at an instant equals History.picture_at: the fold of all facts up to then. `now` ends a running day.
    """

    def __init__(
        self,
        branch: Branch,
        day: date,
        facts: Iterable[Fact],
        now: datetime,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self.branch, self.day = branch, day
        ordered = sorted(facts, key=order_key)
        self._times: list[datetime] = []
        self._changes: list[tuple[str, Entity | None]] = []
        self._checkpoints: list[dict[str, Entity]] = []
        state: dict[str, Entity] = {}
        book = Book()
        for at, fact in enumerate(ordered):
            if at % CHECKPOINT == 0:
                if stop():
                    raise Stopped
                self._checkpoints.append(dict(state))
            change = book.add(fact)
            after = change.after if change is not None else book.entity(fact.subject)
            self._times.append(fact.at)
            self._changes.append((fact.subject, after))
            _put(state, fact.subject, after)
        self._checkpoints = self._checkpoints or [{}]
        start, end = branch.day_span(day)
        self._lock = threading.Lock()
        self._settled = Settled(branch, start)  # from one picture to the next only what differs is counted anew
        inside = [fact for fact in ordered if start <= fact.at < end]
        human = [fact.at for fact in inside if isinstance(fact, TicketFact | EventNoted)]
        hours = branch.hours.week[day.weekday()]
        marks = [datetime.combine(day, time, branch.tz) for time in hours or ()]
        last = min(end - timedelta(seconds=1), max(start, now))
        self.left = max(start, whole_minutes(min([*marks, *human], default=start + timedelta(hours=4)), -5))
        self.right = min(end - timedelta(seconds=1), whole_minutes(max([*marks, *human], default=last), 5))
        self.right = max(self.right, self.left + timedelta(minutes=30))
        self.last = max(self.left, min(self.right, last))  # the latest instant there is something to see of
        self._lost = _unseen(inside, self.last)
        if stop():
            raise Stopped
        self.final = self.picture(self.last)

    def __len__(self) -> int:
        return len(self._times)

    def picture(self, at: datetime) -> Picture:
        """The floor at that instant."""
        at = min(max(at, self.left), self.last)
        with self._lock:
            return paint(self.branch, self._lobby(at), at, settled=self._settled)

    def _lobby(self, at: datetime) -> Lobby:
        upto = bisect_right(self._times, at)
        point = min(upto // CHECKPOINT, len(self._checkpoints) - 1)
        state = dict(self._checkpoints[point])
        for subject, after in self._changes[point * CHECKPOINT : upto]:
            _put(state, subject, after)
        return lobby_of(state, self._times[upto - 1] if upto else None, upto)

    # --- what there is to jump to

    @property
    def counts(self) -> DayCounts:
        """How the day's tickets came out."""
        return self.final.figures.counts

    @cached_property
    def longest(self) -> Longest | None:
        """The longest wait; None when nobody waited."""
        waits = [(end - begun, ticket, end) for ticket, _, begun, end in self._waits()]
        if not waits:
            return None
        span, ticket, end = max(waits, key=lambda wait: (wait[0], wait[1].key))
        at = max(end - timedelta(seconds=1), end - span)
        return Longest(at, ticket.number or ticket.key, ticket.key, span.total_seconds())

    @cached_property
    def breaches(self) -> tuple[Span, ...]:
        """Stretches in which at least one customer had waited beyond the target."""
        targets = {service.id: float(service.target_s) for service in self.branch.services}
        beyond = []
        for _, leg, begun, end in self._waits():
            passed = begun + timedelta(seconds=targets.get(leg.service, 600.0))
            if passed < end:
                beyond.append((passed, end))
        found: list[Span] = []
        for start, end in sorted(beyond):
            if found and start <= found[-1].end + JOINED:
                found[-1] = Span(found[-1].start, max(found[-1].end, end), found[-1].count + 1)
            else:
                found.append(Span(start, end, 1))
        return tuple(found)

    @cached_property
    def notes(self) -> tuple[Span, ...]:
        """What the manager noted that day."""
        found = [note for note in self.final.notes if self.left <= note.at <= self.last]
        return tuple(Span(note.at, note.at, text=note.text) for note in sorted(found, key=lambda note: note.at))

    @property
    def gaps(self) -> tuple[Span, ...]:
        """Stretches in which a source could not be seen."""
        return self._lost

    def _waits(self) -> Iterable[tuple[Ticket, Leg, datetime, datetime]]:
        for ticket in self.final.tickets.values():
            for leg in ticket.legs:
                end = leg.called_at or leg.ended_at or self.last
                if leg.joined_at is not None and leg.joined_at < end and self.left <= end <= self.last:
                    yield ticket, leg, leg.joined_at, end


def _put(state: dict[str, Entity], subject: str, after: Entity | None) -> None:
    if after is None:
        state.pop(subject, None)
    else:
        state[subject] = after


def whole_minutes(at: datetime, minutes: int) -> datetime:
    """Down (negative) or up to whole steps of so many minutes."""
    step = abs(minutes) * 60
    second = at.timestamp()
    whole = second // step * step if minutes < 0 else -(-second // step) * step
    return at + timedelta(seconds=whole - second)


def _unseen(facts: Iterable[Fact], until: datetime) -> tuple[Span, ...]:
    """From each loss of a source to its return, and the gaps recorded; overlapping ones of a source joined."""
    spans: list[tuple[str, datetime, datetime]] = []
    lost: dict[str, datetime] = {}
    for fact in facts:
        if isinstance(fact, FeedLost):
            lost.setdefault(fact.feed, fact.at)
        elif isinstance(fact, FeedRestored) and fact.feed in lost:
            spans.append((fact.feed, lost.pop(fact.feed), fact.at))
        elif isinstance(fact, FeedGap):
            spans.append((fact.feed, fact.since, fact.at))
    spans += [(feed, since, until) for feed, since in lost.items() if since < until]
    joined: list[Span] = []
    for feed, start, end in sorted(spans):
        if joined and joined[-1].text == feed and start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, end), text=feed)
        else:
            joined.append(Span(start, end, text=feed))
    return tuple(sorted(joined, key=lambda span: span.start))


# --- what each source told today -------------------------------------------------------------------------------------
