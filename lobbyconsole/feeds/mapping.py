"""From a raw record (a database row, a line of a file, a JSON object) to an observation, by the profile alone: pure."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import jmespath
import jmespath.exceptions

from lobbyconsole.domain.facts import natural_id
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.feeds.profile import ENDED_STATES, EVENTS, PERSONAL_COLUMN, STATES, Condition, Profile, TimeColumn

Record = Mapping[str, Any]

MAX_PEOPLE = 5000  # in one queue; more is no count of people
MAX_TEXT = 40  # characters of any one value that go further
_EARLIEST = 1980  # years before that are how databases write "no time" (0001, 1899, 1900, 1970)

# What looks like a person, whatever its column is called: identity card, mobile number, mail address, bank card.
_PERSONAL = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)"
    r"|(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)|[\w.+-]+@[\w-]+\.[\w.]+|(?<!\d)62\d{14,17}(?!\d)"
)
_DATE_TIME = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[T\s]*(上午|下午|AM|PM)?\s*(\d{1,2})[:时点](\d{1,2})(?:[:分](\d{1,2})(?:[.,](\d{1,9}))?)?[分秒]?\s*(AM|PM)?)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?:(上午|下午)\s*)?(\d{1,2})[:时点](\d{1,2})(?:[:分](\d{1,2})(?:[.,](\d{1,9}))?)?[分秒]?")


class BadRecord(ValueError):
    """A record that cannot become an observation; it is kept aside and counted. `message` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What one record said, in our words. Times are aware UTC on the source's own clock, not yet corrected.

    native: the source's key. state: one of profile.STATES, "" when the source said something unknown.
    event: one of profile.EVENTS (mode events). waiting, open_counters, current: mode counts.
    unmapped: (field, value) the profile does not know. problems: codes such as "bad_time:called".
    """

    native: str = ""
    number: str = ""
    service: str = ""
    counter: str = ""
    staff: str = ""
    priority: str = "normal"
    parent: str = ""
    state: str = ""
    event: str = ""
    event_id: str = ""
    to_service: str = ""
    to_counter: str = ""
    score: int | None = None
    calls: int | None = None
    waiting: int | None = None
    open_counters: int | None = None
    current: str = ""
    version: int | None = None
    created: datetime | None = None
    joined: datetime | None = None
    called: datetime | None = None
    started: datetime | None = None
    ended: datetime | None = None
    at: datetime | None = None
    now: datetime | None = None
    line: int = 0
    unmapped: tuple[tuple[str, str], ...] = ()
    problems: tuple[str, ...] = ()


def text_of(value: Any) -> str:
    """A native value as short clean text; whole floats lose their point, true and false become 1 and 0."""
    if value is None:
        return ""
    if type(value) is str and len(value) <= 200 and value.isascii() and "\x00" not in value:
        return value.strip()
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bytes):
        value = decode(value)
    # JSON may hold half a character ("\\ud800"), which nothing can save: it becomes a question mark.
    return str(value)[:1000].replace("\x00", "").encode(errors="replace").decode().strip()[:200]


def without_persons(text: str) -> str:
    """The text with anything that looks like an identity card, phone, mail or bank card taken out."""
    return _PERSONAL.sub("…", text) if len(text) > 6 else text


def without_personal_fields(record: Record) -> dict[str, str]:
    """The record as it may be shown and kept: personal columns dropped, personal content taken out, values short."""
    return {
        str(name): without_persons(text_of(value))[:80]
        for name, value in record.items()
        if not PERSONAL_COLUMN.search(str(name))
    }


def decode(raw: bytes, encoding: str = "auto") -> str:
    """Text of one line or value. auto: UTF-8 (a BOM is dropped), else GB18030; what fits neither becomes U+FFFD."""
    if encoding != "auto":
        return raw.decode(encoding, errors="replace").removeprefix("\ufeff")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def records_of(payload: Any, profile: Profile) -> Iterator[Record]:
    """The records inside a JSON payload: at the JMESPath `profile.records`, else the payload itself or its items."""
    found = jmespath.search(profile.records, payload) if profile.records else payload
    for item in found if isinstance(found, list) else [found]:
        if isinstance(item, Mapping):
            yield item


# --- times -----------------------------------------------------------------------------------------------------------


def _fraction(digits: str | None) -> int:
    return int((digits or "0")[:6].ljust(6, "0"))


def _hour(hour: int, *half: str | None) -> int:
    marks = {mark.upper() for mark in half if mark}
    if marks & {"下午", "PM"} and hour < 12:
        return hour + 12
    return 0 if marks & {"上午", "AM"} and hour == 12 else hour


def _clock(text: str) -> time:
    found = _CLOCK.fullmatch(text)
    if not found:
        raise ValueError(f"no time of day: {text[:MAX_TEXT]!r}")
    half, hour, minute, second, digits = found.groups()
    return time(_hour(int(hour), half), int(minute), int(second or 0), _fraction(digits))


def _moment(text: str) -> datetime:
    """ISO 8601 and the usual ways to write a date with Chinese or other signs; naive unless the text has an offset."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    found = _DATE_TIME.fullmatch(text)
    if not found:
        raise ValueError(f"no date and time: {text[:MAX_TEXT]!r}")
    year, month, day, half, hour, minute, second, digits, half_after = found.groups()
    return datetime(  # noqa: DTZ001 - the zone is the caller's to give
        int(year), int(month), int(day),
        _hour(int(hour or 0), half, half_after), int(minute or 0), int(second or 0), _fraction(digits),
    )  # fmt: skip


class _Clock:
    """Reads one time column of a profile."""

    def __init__(self, spec: TimeColumn, profile: Profile) -> None:
        self.spec = spec
        self.zone = UTC if spec.format == "utc" else ZoneInfo(spec.zone or profile.zone)
        self.hall = profile.tz
        self.null = {"", "null", "none", "nan", "nat", *(word.lower() for word in spec.null)}
        self.when = _condition(spec.when) if spec.when else None

    def read(self, record: Record, now: datetime | None) -> datetime | None:
        """The instant in UTC; None when it is not there yet. Raises ValueError when it cannot be read."""
        if self.when is not None and not self.when(record):
            return None
        for name in self.spec.columns:
            value = record.get(name)
            if value is None or text_of(value).lower() in self.null:
                continue
            found = self._read(value, record, now)
            if found is not None:
                return found
        return None

    def _read(self, value: Any, record: Record, now: datetime | None) -> datetime | None:
        form = self.spec.format
        if form in ("epoch_s", "epoch_ms", "ticks", "jsondate"):
            number = float(re.sub(r"^/?\\?/Date\((-?\d+)([+-]\d{4})?\)\\?/$", r"\1", text_of(value)))
            seconds = number if form == "epoch_s" else number / 1000
            if form == "ticks":
                seconds = (number - 621_355_968_000_000_000) / 10_000_000
            if not 0 < seconds < 253_402_300_000:
                return None
            return self._kept(datetime.fromtimestamp(seconds, UTC))
        if form == "seconds_of_day":
            midnight = datetime.combine(self._day(record), time())
            return self._kept(midnight + timedelta(seconds=float(value)))
        if isinstance(value, datetime):
            return self._kept(value)
        if isinstance(value, timedelta):  # MySQL TIME comes as one
            value = str(value)
        if form == "time" or isinstance(value, time):
            clock = value if isinstance(value, time) else _clock(text_of(value))
            if self.spec.date:
                return self._kept(datetime.combine(self._day(record), clock))
            if now is None:
                raise ValueError("a time of day without a date")
            # Just after midnight, late hours belong to the day that has ended.
            here = now.astimezone(self.hall)
            moment = datetime.combine(here.date(), clock, self.zone)
            return self._kept(moment - timedelta(days=1) if moment > here + timedelta(hours=12) else moment)
        text = text_of(value)
        return self._kept(datetime.strptime(text, form) if "%" in form else _moment(text))  # noqa: DTZ007 - zone below

    def _day(self, record: Record) -> date:
        value = record.get(self.spec.date)
        if isinstance(value, datetime):
            return value.date()
        return value if isinstance(value, date) else _moment(text_of(value)).date()

    def _kept(self, moment: datetime) -> datetime | None:
        if moment.year < _EARLIEST:
            return None
        return (moment if moment.tzinfo else moment.replace(tzinfo=self.zone)).astimezone(UTC)


# --- columns ---------------------------------------------------------------------------------------------------------

_MISSING = object()


def _column(spec: str, is_json: bool) -> Callable[[Record], Any]:
    """Reads one column. A column that a table or CSV does not have at all is an error; a JSON field may be absent."""
    if "{" in spec:
        names = re.split(r"\{([^}]*)\}", spec)
        parts = [(text, _column(text, is_json) if index % 2 else None) for index, text in enumerate(names)]
        return lambda record: "".join(text if get is None else text_of(get(record)) for text, get in parts)
    path = jmespath.compile(spec) if is_json and not spec.startswith("@") else None

    def get(record: Record) -> Any:
        value = record.get(spec, _MISSING)
        if value is not _MISSING:
            return value
        if path is not None:
            found = _found(path, record)
            return None if isinstance(found, (dict, list)) else found
        raise BadRecord(Message(QT_TRANSLATE_NOOP("Messages", "The column {column} is missing"), {"column": spec}))

    return get


def _found(path: Any, record: Record) -> Any:
    """What stands at a JMESPath; None where the record has another form than the path takes for granted."""
    try:
        return path.search(record)
    except jmespath.exceptions.JMESPathError:
        return None


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _condition(rule: Condition) -> Callable[[Record], bool]:
    def test(record: Record) -> bool:
        value = record.get(rule.column)
        text = text_of(value)
        match rule.op:
            case "empty":
                return not text
            case "filled":
                return bool(text)
            case "in" | "not in":
                listed = rule.value if isinstance(rule.value, list) else [rule.value]
                return (text in {text_of(item) for item in listed}) == (rule.op == "in")
            case "==" | "!=":
                left, right = _number(text), _number(text_of(rule.value))
                same = left == right if left is not None and right is not None else text == text_of(rule.value)
                return same == (rule.op == "==")
        left, right = _number(text), _number(text_of(rule.value))
        if left is None or right is None:
            return False
        return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[rule.op]

    return test


class Mapper:
    """A profile made ready. `map` is pure: the same record gives the same observation."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        is_json = profile.transport in ("webhook", "push", "mqtt") or (
            profile.folder is not None and profile.folder.format == "jsonl"
        )
        self._derived = [(name, jmespath.compile(spec)) for name, spec in profile.derived.items() if is_json]
        columns = profile.columns
        self._get = {
            name: _column(spec, is_json) for name in columns.__struct_fields__ if (spec := getattr(columns, name))
        }
        self._clocks = {
            name: _Clock(spec, profile) for name in profile.times.__struct_fields__
            if (spec := getattr(profile.times, name)) is not None
        }  # fmt: skip
        self._ignore = [[_condition(part) for part in rule.where] for rule in profile.ignore]

    def map(self, record: Record, *, line: int = 0, now: datetime | None = None) -> Observation | None:
        """The observation; None for a row the profile leaves out. Raises BadRecord.

        `now`: when the record was read, for times of day without a date.
        """
        unmapped: list[tuple[str, str]] = []
        problems: list[str] = []
        if self._derived:
            record = dict(record)
            for name, path in self._derived:
                record[name] = _found(path, record)
        if any(all(test(record) for test in rule) for rule in self._ignore):
            return None
        if line and "@line" not in record:
            record = {**record, "@line": line}

        def text(name: str) -> str:
            get = self._get.get(name)
            return without_persons(text_of(get(record)))[:MAX_TEXT] if get else ""

        def mapped(name: str, table: Mapping[str, str]) -> str:
            value = text(name)
            if not table or value in table:
                return table.get(value, value)
            if value:
                unmapped.append((name, value))
            return value

        def whole(name: str, most: int = 10**15) -> int | None:
            value = text(name)
            number = _number(value)
            if number is not None and abs(number) > most:
                number = None
            if value and number is None:
                problems.append(f"bad_number:{name}")
            return None if number is None else int(number)

        times: dict[str, datetime | None] = {}
        for name, clock in self._clocks.items():
            try:
                times[name] = clock.read(record, now)
            except (ValueError, OverflowError):
                times[name] = None
                problems.append(f"bad_time:{name}")

        get_native = self._get.get("native")
        native = text_of(get_native(record)) if get_native else ""
        if native != without_persons(native) or len(native) > MAX_TEXT:
            native = natural_id("native", native)
        if self.profile.mode == "snapshot" and not native:
            raise BadRecord(Message(QT_TRANSLATE_NOOP("Messages", "The key of the ticket is empty")))
        state, event = "", ""
        if self.profile.mode == "snapshot":
            state = self._state(text, times, unmapped)
        elif self.profile.mode == "events":
            value = text("event")
            event = self.profile.events.get(value, value if value in EVENTS else "")
            if not event:
                unmapped.append(("event", value))
        if "ignore" in (state, event):
            return None
        priority = text("priority")
        if priority and priority not in self.profile.priorities:
            unmapped.append(("priority", priority))
        staff = text("staff")
        if re.search(r"[\u3400-\u9fff]", staff):  # a name where a number belongs
            staff = "S" + natural_id("staff", staff)[:6]
        observation = Observation(
            native=native,
            number=text("number"),
            service=mapped("service", self.profile.services),
            counter=mapped("counter", self.profile.counters),
            staff=staff,
            priority=self.profile.priorities.get(priority, "normal"),
            parent=text("parent"),
            state=state,
            event=event,
            event_id=text("event_id"),
            to_service=mapped("to_service", self.profile.services),
            to_counter=mapped("to_counter", self.profile.counters),
            score=whole("score"),
            calls=whole("calls"),
            waiting=whole("waiting", MAX_PEOPLE),
            open_counters=whole("open_counters", MAX_PEOPLE),
            current=text("current"),
            version=whole("version"),
            line=line,
            unmapped=tuple(unmapped),
            problems=tuple(problems),
            **times,
        )
        if self.profile.mode == "counts" and (observation.at is None or observation.waiting is None):
            raise BadRecord(Message(QT_TRANSLATE_NOOP("Messages", "A picture of a queue needs a time and a number")))
        return observation

    def _state(
        self, text: Callable[[str], str], times: Mapping[str, datetime | None], unmapped: list[tuple[str, str]]
    ) -> str:
        profile = self.profile
        if "status" in self._get:
            value = text("status")
            state = profile.status.get(value, value if not profile.status and value in STATES else "")
            if not state:
                unmapped.append(("status", value))
                return ""
        else:
            told = (("ended", "finished"), ("started", "serving"), ("called", "called"))
            state = next((state for name, state in told if times.get(name) is not None), "waiting")
        if "ended" in profile.finish and times.get("ended") is not None and state not in (ENDED_STATES | {"ignore"}):
            state = "finished"
        held = text("hold").lower() not in ("", "0", "false", "f", "n", "no", "否")
        return "held" if held and state == "waiting" else state
