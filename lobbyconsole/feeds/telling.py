"""What a feed remembers between two looks (its cursor), and how it tells a fact: times, clocks, ids, order."""

from __future__ import annotations

import base64
import copy
import zlib
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any, TypeVar

import msgspec

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.facts import INFERRED, REPORTED, Fact, natural_id
from lobbyconsole.feeds.counts import Line, business_day
from lobbyconsole.feeds.mapping import Observation
from lobbyconsole.feeds.profile import Profile

SKEW_CORRECTED_S = 2.0  # a clock that is off by more is corrected ...
SKEW_UNUSABLE_S = 120.0  # ... and by more than this is not used at all
IN_LINE = frozenset({"waiting", "held"})
AT_COUNTER = frozenset({"called", "serving"})
SHOWN_EARLIER = "carried"  # state of a row whose ticket goes on in another row


class Row(msgspec.Struct, array_like=True):
    """What must be remembered of one native row (mode snapshot) or ticket (mode events) to tell what changes."""

    key: str  # of the ticket; rows of one redirected ticket share it
    native: str
    mark: str  # digest of the last observation
    state: str  # what our facts say
    seen: str  # what the source last said
    created: datetime | None = None
    number: str = ""
    service: str = ""
    counter: str = ""
    called: datetime | None = None  # by the source's clock
    started: datetime | None = None
    calls: int = 0
    priority: str = "normal"
    last: datetime | None = None  # time of the last fact
    count: int = 0  # facts so far; orders facts of the same time
    epoch: int = 1
    misses: int = 0
    times: int = 1  # mode events: how often this number was issued today


class State(msgspec.Struct):
    """All a feed must remember. `horizon`: unknown rows created before it are history and not told again."""

    epoch: int = 1
    horizon: datetime | None = None
    polled: datetime | None = None
    rows: dict[str, Row] = {}
    lines: dict[str, Line] = {}
    skews: list[float] = []
    tops: dict[str, tuple[str, int]] = {}
    unmapped: list[str] = []
    problems: dict[str, int] = {}
    position: int = 0  # mode events on SQL: the last number read
    recent: list[str] = []
    picture: str = ""  # digest of the rows as last seen ...
    moved: datetime | None = None  # ... and since when they have looked like that

    @property
    def skew_s(self) -> float | None:
        """The source's clock minus ours in seconds, smoothed; None while unknown."""
        return round(median(self.skews), 2) if self.skews else None

    @property
    def waiting(self) -> int:
        """How many wait, as far as this feed knows."""
        return sum(row.state in IN_LINE for row in self.rows.values()) + sum(
            len(line.waiting) for line in self.lines.values()
        )


def dump(state: State) -> str:
    """The state as a cursor text."""
    raw = msgspec.json.encode(state)
    return raw.decode() if len(raw) < 2000 else "z" + base64.b64encode(zlib.compress(raw, 1)).decode()


def load(cursor: str) -> State:
    """The state in a cursor; a fresh one for an empty or unreadable text."""
    try:
        packed = cursor.startswith("z")
        raw = zlib.decompress(base64.b64decode(cursor[1:], validate=True)) if packed else cursor.encode()
        return msgspec.json.decode(raw, type=State) if raw else State()
    except (ValueError, zlib.error):  # msgspec's errors are ValueErrors
        return State()


def day_of(at: datetime, profile: Profile) -> date:
    """The business day of an instant."""
    return business_day(at, profile.tz, profile.cutover_time)


NEVER = datetime(1, 1, 1, tzinfo=UTC)
_T = TypeVar("_T", bound=f.TicketFact)


class Teller:
    """One comparison: works on copies and collects facts."""

    def __init__(
        self, old: State, now: datetime | None, profile: Profile, source: str, complete: bool, live: bool
    ) -> None:
        self.old = old
        self.state = copy.copy(old)
        for name in ("rows", "lines", "skews", "tops", "unmapped", "problems", "recent"):
            setattr(self.state, name, copy.copy(getattr(old, name)))
        self.now = now
        self.profile = profile
        self.source = source
        self.complete = complete
        self.live = live and now is not None
        self.facts: list[Fact] = []
        self.zone = profile.tz
        self.cutover = profile.cutover_time
        self.busy: dict[str, set[str]] | None = None  # counter -> identities at it

    def day(self, at: datetime) -> date:
        return business_day(at, self.zone, self.cutover)

    def local(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def problem(self, code: str) -> None:
        """Count something odd about the source, for its page."""
        self.state.problems[code] = self.state.problems.get(code, 0) + 1

    def heard(self, observations: list[Observation]) -> None:
        """What every observation brings beside its ticket: unknown values, problems, the source's clock."""
        for observation in observations:
            for code in observation.problems:
                self.problem(code)
            for field, value in observation.unmapped:
                self.problem(f"unmapped:{field}")
                if f"{field}={value}" not in self.state.unmapped and len(self.state.unmapped) < 200:
                    self.state.unmapped.append(f"{field}={value}")
                    at = self.now or observation.at or observation.created
                    if at is not None:
                        fact_id = natural_id(self.source, "unmapped", field, value)
                        self.facts.append(
                            f.FeedUnmapped(
                                id=fact_id, at=at, source=self.source, feed=self.source, field=field, value=value
                            )
                        )
        if not self.live or self.now is None:
            return
        clock = next((seen.now for seen in observations if seen.now is not None), None)
        if clock is not None:
            self.sample((clock - self.now).total_seconds())

    def sample(self, seconds: float) -> None:
        """By how much the source's clock is ahead of ours, in seconds; the last nine are kept."""
        self.state.skews = [*self.state.skews[-8:], round(seconds, 2)]

    def corrected(self, raw: datetime) -> tuple[datetime, str]:
        """An instant of the source on our clock, and whose clock that is."""
        skew = self.state.skew_s or 0.0
        at, clock = raw, "vendor"
        if self.now is not None:
            if abs(skew) > SKEW_UNUSABLE_S:
                return self.now, "arrival"
            if abs(skew) > max(SKEW_CORRECTED_S, self.profile.poll_s):
                at, clock = raw - timedelta(seconds=skew), "skewed"
            if at > self.now:  # nothing is seen before it happens
                clock = clock if (at - self.now).total_seconds() <= SKEW_CORRECTED_S else "arrival"
                at = self.now
        return at, clock

    def tell(
        self, cls: type[_T], row: Row, ident: str, raw: datetime | None, *, certainty: str = REPORTED,
        exact: bool = False, **fields: Any,
    ) -> datetime:  # fmt: skip
        """One fact about a row's ticket; gives its time.

        The order in which the source showed things is certain, its times are not: a fact never goes before the one that
        was told earlier, unless `exact` (contradictory times of one row, which the fold flags).
        """
        if raw is None:
            at, clock = self.now or row.last or NEVER, "arrival" if self.now else "vendor"
            certainty = certainty if self.now else INFERRED
        else:
            at, clock = self.corrected(raw)
        if row.last is not None and at < row.last and not exact:
            if (row.last - at).total_seconds() > SKEW_CORRECTED_S:
                self.problem("backwards")
            at = row.last
        if at == NEVER:
            self.problem("no_time")
        row.count += 1
        row.last = at if row.last is None else max(at, row.last)
        # The source's own time names the occurrence where there is one: a second pass then gives the same id even if
        # it sees other things in between.
        occurrence = f"#{row.count}" if raw is None else raw.isoformat()
        fact_id = natural_id(self.source, row.epoch, ident, cls.kind, occurrence)
        self.facts.append(
            cls(
                id=fact_id, at=at, source=self.source, certainty=certainty, clock=clock, seq=row.count, ticket=row.key,
                **fields,
            )
        )  # fmt: skip
        return at

    def day_start(self, at: datetime) -> datetime:
        return datetime.combine(self.day(at), self.cutover, self.zone).astimezone(UTC)

    def call(
        self, ident: str, row: Row, counter: str, staff: str, raw: datetime | None, certainty: str = REPORTED
    ) -> None:
        """A call; where the profile says so, it closes what the counter had before."""
        self.tell(f.TicketCalled, row, ident, raw, certainty=certainty, counter=counter, staff=staff)
        row.state, row.counter = "called", counter or row.counter
        if "next_call" not in self.profile.finish or not counter:
            return
        if self.busy is None:
            self.busy = {}
            for other, held in self.state.rows.items():
                if held.state in AT_COUNTER and held.counter:
                    self.busy.setdefault(held.counter, set()).add(other)
        for others in self.busy.values():
            others.discard(ident)
        for other in sorted(self.busy.get(counter, ())):
            before = copy.copy(self.state.rows[other])
            self.tell(f.TicketFinished, before, other, raw, certainty=INFERRED, counter=counter)
            before.state = "finished"
            self.state.rows[other] = before
        self.busy[counter] = {ident}

    def free(self, ident: str, row: Row) -> None:
        """A ticket is at its counter no more."""
        if self.busy is not None:
            self.busy.get(row.counter, set()).discard(ident)
