"""What a hall is set up to be: services, counters, numbering, targets, opening hours and the calling rule's figures."""

# Not `from __future__ import annotations`: what msgspec reads would be compiled from text at its first decoding, and
# that is at the start.

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct, field

PRIORITIES: tuple[str, ...] = ("normal", "elderly", "disabled", "pregnant", "infant", "vip")


class NumberRule(Struct, frozen=True, kw_only=True):
    """How tickets of one service are numbered: `prefix` + zero-padded number in [first, last], wrapping at the end.

    `restart` "daily" starts at `first` again at the branch's cut-over; "never" carries on overnight.
    `reserved` are (first, last) ranges never given by the desk, e.g. printed paper tickets.
    `standby` is the range used after taking over from a lost queue machine.
    """

    prefix: str = "A"
    width: int = 3
    first: int = 1
    last: int = 899
    restart: str = "daily"
    reserved: tuple[tuple[int, int], ...] = ()
    standby: tuple[int, int] = (900, 999)

    def __post_init__(self) -> None:
        if not 1 <= self.width <= 6:
            raise ValueError("number width must be 1 to 6 digits")
        if not 0 <= self.first < self.last or len(str(self.last)) > self.width:
            raise ValueError("number range must rise and fit the width")
        if len(self.prefix) > 3:
            raise ValueError("prefix must be at most 3 characters")
        if self.restart not in ("daily", "never"):
            raise ValueError("restart must be daily or never")

    def show(self, number: int) -> str:
        """The number as printed, e.g. A012."""
        return f"{self.prefix}{number:0{self.width}d}"


class Service(Struct, frozen=True, kw_only=True):
    """One queue. `target_s`: wait to stay within; `typical_s`: handling time assumed until measured (both seconds)."""

    id: str
    title_zh: str
    title_en: str
    numbers: NumberRule = NumberRule()
    target_s: int = 600
    typical_s: int = 300

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("a service needs an id")
        if not 30 <= self.target_s <= 4 * 3600 or not 10 <= self.typical_s <= 4 * 3600:
            raise ValueError("target must be 30 s to 4 h and handling time 10 s to 4 h")

    def title(self, language: str) -> str:
        """The name on screen; the other language when one is missing."""
        first, second = (self.title_zh, self.title_en) if language.startswith("zh") else (self.title_en, self.title_zh)
        return first or second or self.id


class CounterPlace(Struct, frozen=True, kw_only=True):
    """One counter as built: its number on the wall and the services it takes, in order."""

    id: str
    services: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("a counter needs a number")


class CallingRule(Struct, frozen=True, kw_only=True):
    """The figures of the published calling rule (minutes, jumps per hour); see calling.py for its words."""

    head_start_min: dict[str, int] = field(
        default_factory=lambda: {"elderly": 10, "disabled": 10, "pregnant": 10, "infant": 10, "vip": 5}
    )
    appointment_head_start_min: int = 10
    appointment_early_min: int = 5
    order_step_min: int = 3
    jumps_per_hour: int = 6
    starving_min: int = 20
    requeue_limit: int = 2
    recall_limit: int = 3

    def __post_init__(self) -> None:
        if any(not 0 <= minutes <= 60 for minutes in self.head_start_min.values()):
            raise ValueError("a head start must be 0 to 60 minutes")
        if set(self.head_start_min) - set(PRIORITIES):
            raise ValueError("unknown priority class in head starts")
        if not 0 <= self.jumps_per_hour <= 600 or not 1 <= self.starving_min <= 240:
            raise ValueError("jumps per hour must be 0 to 600 and the starving limit 1 to 240 minutes")


class OpeningHours(Struct, frozen=True, kw_only=True):
    """Opening and closing time by weekday (Monday first); None is a closed day."""

    week: tuple[tuple[time, time] | None, ...] = ((time(9), time(17)),) * 7

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise ValueError("opening hours need seven days")
        if any(span is not None and span[0] >= span[1] for span in self.week):
            raise ValueError("a day must open before it closes")


class Branch(Struct, frozen=True, kw_only=True):
    """The hall. One database is one hall. `recovery_s`: a customer who waited this long is owed a recovery.

    `assembly`: where people gather after an evacuation, in the hall's own words.
    """

    name_zh: str = "示例网点"
    name_en: str = "Sample branch"
    code: str = "0001"
    sector: str = "bank"
    zone: str = "Asia/Shanghai"
    cutover: time = time(4)
    hours: OpeningHours = OpeningHours()
    services: tuple[Service, ...] = ()
    counters: tuple[CounterPlace, ...] = ()
    calling: CallingRule = field(default_factory=CallingRule)
    recovery_s: int = 1200
    assembly: str = ""

    def __post_init__(self) -> None:
        ids = [service.id for service in self.services]
        if len(set(ids)) != len(ids):
            raise ValueError("two services share an id")
        places = [counter.id for counter in self.counters]
        if len(set(places)) != len(places):
            raise ValueError("two counters share a number")
        for counter in self.counters:
            missing = set(counter.services) - set(ids)
            if missing:
                raise ValueError(f"counter {counter.id} takes unknown services: {', '.join(sorted(missing))}")
        if self.sector not in ("bank", "telecom"):
            raise ValueError("sector must be bank or telecom")
        ZoneInfo(self.zone)  # raises ZoneInfoNotFoundError, a KeyError, for an unknown zone

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def name(self, language: str) -> str:
        first, second = (self.name_zh, self.name_en) if language.startswith("zh") else (self.name_en, self.name_zh)
        return first or second or self.code

    def service(self, service_id: str) -> Service | None:
        return next((service for service in self.services if service.id == service_id), None)

    def counter(self, counter_id: str) -> CounterPlace | None:
        return next((counter for counter in self.counters if counter.id == counter_id), None)

    def day_of(self, at: datetime) -> date:
        """The business day an instant belongs to: the local date, with the hours before the cut-over counted back."""
        day = at.astimezone(self.tz).date()
        # Not by the time on the clock: daylight saving may skip or repeat the cut-over, and the span begins only once.
        # More than one day back where a zone once skipped a whole date: that date's span is empty.
        while at < self.day_span(day)[0]:
            day -= timedelta(days=1)
        return day

    def day_span(self, day: date) -> tuple[datetime, datetime]:
        """The UTC instants [start, end) of a business day."""
        start = datetime.combine(day, self.cutover, self.tz)
        end = datetime.combine(day + timedelta(days=1), self.cutover, self.tz)
        return start.astimezone(UTC), end.astimezone(UTC)
