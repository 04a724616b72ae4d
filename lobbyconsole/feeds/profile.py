"""A technician's profile of one queue source: TOML text read into a frozen, checked model without passwords."""

from __future__ import annotations

import re
import tomllib
from datetime import datetime, time
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import jmespath
import jmespath.exceptions
import msgspec

from lobbyconsole.domain.branch import PRIORITIES
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.feeds.queue_server import HttpSource, PushSource, mistakes

# What a row can say about its ticket. "transferred": back in the line after a transfer (or, where the source goes on
# in a new row, see Columns.parent, the end of this one).
STATES = (
    "waiting", "held", "called", "serving", "finished", "no_show", "cancelled", "left", "transferred",
)  # fmt: skip
ENDED_STATES = frozenset({"finished", "no_show", "cancelled", "left"})
# What one line of an append-only log can say (mode "events").
EVENTS = (
    "issued", "called", "recalled", "started", "held", "resumed", "requeued", "transferred", "prioritised", "finished",
    "no_show", "cancelled", "left", "rated", "opened", "paused", "counter_resumed", "closed", "signed_on", "signed_off",
    "help",
)  # fmt: skip
COUNTER_EVENTS = frozenset({"opened", "paused", "counter_resumed", "closed", "signed_on", "signed_off", "help"})
TIME_FORMATS = frozenset({"auto", "utc", "local", "time", "ticks", "jsondate", "epoch_s", "epoch_ms", "seconds_of_day"})

# Columns that hold persons. They are dropped from every record at the door and may not be mapped.
PERSONAL_COLUMN = re.compile(
    r"身份证|证件号|姓名|客户名|手机|电话|住址|地址|微信|邮箱|银行卡|卡号"
    r"|^(id_?card(_?no)?|idno|cert_?no|customer_?name|client_?name|citizen_?name|full_?name|qnmae|nome_cliente|nome"
    r"|documento|documento_cliente|phone|mobile|cell|tel|telephone|telefone|.*_phone|phone_.*|e?mail|.*_email|wx_?id"
    r"|wechat|openid|open_?id|address|card_?no|passport)$",
    re.IGNORECASE,
)


class ProfileError(Exception):
    """A profile that cannot be used; `message` says which file, which line where known, and why."""

    def __init__(self, reason: str, file: str = "", line: int = 0) -> None:
        where = Path(file).name or "?"
        if line:
            text = QT_TRANSLATE_NOOP("Messages", "The profile {file} is wrong in line {line}: {reason}")
        else:
            text = QT_TRANSLATE_NOOP("Messages", "The profile {file} is wrong: {reason}")
        self.message = Message(text, {"file": where, "line": line, "reason": reason})
        self.reason = reason
        self.file = file
        self.line = line
        super().__init__(str(self.message))


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the file. An unknown key is a mistake, never ignored."""


class Condition(_Part, frozen=True):
    """`column` `op` `value`, e.g. number == 100. `in` wants a list; `empty` and `filled` want no value."""

    column: str
    op: Literal["==", "!=", "<", "<=", ">", ">=", "in", "not in", "empty", "filled"] = "=="
    value: str | int | float | bool | list[str | int | float] | None = None


class IgnoreRule(_Part, frozen=True):
    """Rows to leave out: those for which every condition holds."""

    where: tuple[Condition, ...]


class TimeColumn(_Part, frozen=True):
    """Where a time stands and how it is written.

    column: one name, or several of which the first that is filled counts.
    format: auto (ISO text or a database time; naive is read in `zone`), utc (naive is UTC), local (naive is in the
        hall's zone), time (HH:MM[:SS] of the day in `date`), seconds_of_day (with `date`), epoch_s, epoch_ms, ticks
        (.NET, 100 ns since year 1), jsondate (/Date(ms)/), or a strptime pattern with % signs.
    date: the column that holds the day, for formats without one.
    zone: zone of naive times in this column; default: the profile's.
    null: values that mean "not yet" besides the empty one and dates before 1980.
    when: the time counts only when this holds.
    """

    column: str | tuple[str, ...]
    format: str = "auto"
    date: str = ""
    zone: str = ""
    null: tuple[str, ...] = ()
    when: Condition | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,) if isinstance(self.column, str) else self.column


class Times(_Part, frozen=True):
    """The times of a row. created: part of its identity. joined: begin of waiting, where that is another column.

    at: time of an event or of a picture. now: the source's clock as it answered, for measuring its difference to ours.
    """

    created: TimeColumn | None = None
    joined: TimeColumn | None = None
    called: TimeColumn | None = None
    started: TimeColumn | None = None
    ended: TimeColumn | None = None
    at: TimeColumn | None = None
    now: TimeColumn | None = None


class Columns(_Part, frozen=True):
    """Which column (JSON: JMESPath) holds what; "{a}{b}" joins columns; "@line" is the record's number in its file.

    native: the source's own key of the ticket. event: kind of an event; event_id: its key. calls: how often called.
    hold: parked when true. parent: native key of the row which this one carries on (redirected, with a new row).
    waiting, open_counters, current: a hall picture in mode "counts". version: a number that only grows as a ticket
    changes, by which a row that was on its way for long is known to be old.
    """

    native: str = ""
    number: str = ""
    service: str = ""
    counter: str = ""
    staff: str = ""
    status: str = ""
    calls: str = ""
    hold: str = ""
    priority: str = ""
    parent: str = ""
    event: str = ""
    event_id: str = ""
    to_service: str = ""
    to_counter: str = ""
    score: str = ""
    waiting: str = ""
    open_counters: str = ""
    current: str = ""
    version: str = ""


class SqlSource(_Part, frozen=True):
    """One SELECT on an SQLAlchemy URL without a password. In mode "events" `:after` stands for the last number read.

    encoding: what text really is that the database declares as Latin-1 (GBK in old Chinese MySQL tables); else empty.
    """

    query: str
    url: str = ""
    encoding: str = ""
    connect_timeout_s: float = 15.0
    statement_timeout_s: float = 15.0


class FolderSource(_Part, frozen=True):
    """Files that appear in a folder.

    style: append (files grow, or appear complete, and are never read twice) or rewrite (a file is the whole picture of
        now and is written anew each time; of several files the newest counts).
    encoding: auto tries UTF-8 (with or without BOM), then GB18030.  fields: column names of a file without header.
    """

    pattern: str = "*.csv"
    format: Literal["csv", "jsonl"] = "csv"
    delimiter: str = ","
    encoding: str = "auto"
    header: bool = True
    fields: tuple[str, ...] = ()
    style: Literal["append", "rewrite"] = "append"


class Profile(_Part, frozen=True):
    """One queue source as its technician describes it.

    mode: snapshot (a row is a ticket's current picture, compared with the last), events (a row is one event) or counts
        (a row is one queue's picture: people waiting, counters open, number called).
    finish: what proves that a ticket was served: its own status, its ended time, the next call at the same counter
        (then inferred), or that its row is gone while at a counter (inferred).
    transfer: a changed service and/or counter of a waiting ticket is a transfer.
    derived: further fields of a JSON record, each worked out of it (and of those before) by a JMESPath.
    services, counters, priorities, status, events: native value -> ours.
    gone_after: so many complete polls without a row mean that it is gone.
    lost_after_s: the stated time after which the floor says that the source is lost; never under 15 s or three polls.
    stale_after_s: rows wait and nothing moved for so long: the source is reported as standing still. 0: never.
    """

    name: str
    transport: Literal["sql", "folder", "webhook", "push", "mqtt"]
    mode: Literal["snapshot", "events", "counts"] = "snapshot"
    title_zh: str = ""
    title_en: str = ""
    zone: str = "Asia/Shanghai"
    cutover: str = "04:00"
    poll_s: float = 1.0
    lost_after_s: float = 15.0
    stale_after_s: float = 1200.0
    gone_after: int = 2
    channel: str = "kiosk"
    records: str = ""
    finish: tuple[Literal["status", "ended", "next_call", "gone"], ...] = ("status",)
    transfer: tuple[Literal["service", "counter"], ...] = ("service",)
    sql: SqlSource | None = None
    folder: FolderSource | None = None
    http: HttpSource | None = None
    push: PushSource | None = None
    derived: dict[str, str] = {}
    columns: Columns = Columns()
    times: Times = Times()
    status: dict[str, str] = {}
    events: dict[str, str] = {}
    services: dict[str, str] = {}
    counters: dict[str, str] = {}
    priorities: dict[str, str] = {}
    ignore: tuple[IgnoreRule, ...] = ()
    file: str = ""

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def cutover_time(self) -> time:
        return time.fromisoformat(self.cutover)

    def title(self, language: str) -> str:
        """The name on screen; the other language when one is missing."""
        first, second = (self.title_zh, self.title_en) if language.startswith("zh") else (self.title_en, self.title_zh)
        return first or second or self.name


# --- one SELECT, nothing else ----------------------------------------------------------------------------------------

_FORBIDDEN = re.compile(
    r"\b(insert|update|delete|merge|upsert|replace\s+into|drop|alter|create|truncate|grant|revoke|call|exec|execute"
    r"|into|attach|detach|pragma|lock|unlock|vacuum|reindex|commit|rollback|savepoint"
    r"|waitfor|nextval|setval|dblink\w*|load_file|load_extension|sleep|pg_sleep\w*|benchmark"
    r"|get_lock|openrowset|opendatasource|for\s+(no\s+key\s+)?(update|share|key\s+share)|pg_\w*lock\w*"
    r"|(xp|sp)_\w+|lo_\w+|dbms_\w+|utl_\w+)\b",
    re.IGNORECASE,
)


def refuse_unless_select(query: str) -> str:
    """The query when it is a single SELECT (or WITH ... SELECT) that can write nothing.

    Quoted text and names and comments are set aside first, so that a column called "update" may be quoted.
    Raises ValueError with the reason.
    """
    if "/*!" in query:
        raise ValueError("a comment that MySQL executes (/*!) is not allowed")
    bare: list[str] = []
    rest = query.strip()
    token = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[\w $-]+\]|--[^\n]*|/\*.*?\*/""", re.DOTALL)
    position = 0
    for found in token.finditer(rest):
        text = found.group()
        if text.startswith(("'", '"')) and "\\" in text:
            raise ValueError("a backslash in quoted text is read differently by different databases")
        bare.append(rest[position : found.start()])
        bare.append(" " if text.startswith(("--", "/*")) else " '' ")
        position = found.end()
    bare.append(rest[position:])
    plain = "".join(bare).strip().rstrip(";").rstrip()
    if any(sign in plain for sign in ("/*", "*/", "#", '"', "`", "$$")) or plain.count("'") % 2:
        raise ValueError("a quotation mark or comment is not closed")
    if not re.match(r"(select|with)\b", plain, re.IGNORECASE):
        raise ValueError("only one SELECT is allowed (it may begin with WITH)")
    if ";" in plain:
        raise ValueError("only one statement is allowed")
    if bad := _FORBIDDEN.search(plain):
        raise ValueError(f"the word {bad.group().upper()} is not allowed in a query that may only read")
    return query.strip().rstrip(";").rstrip()


# --- reading and checking ---------------------------------------------------------------------------------------------


def load_profile(path: Path | str) -> Profile:
    """Read and check a profile file. Raises ProfileError with file, line where known, and reason."""
    path = Path(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ProfileError(error.strerror or str(error), str(path)) from error
    except UnicodeDecodeError as error:
        raise ProfileError("the file is not UTF-8 text", str(path)) from error
    return parse_profile(text, str(path))


def parse_profile(text: str, file: str = "") -> Profile:
    """The profile in TOML text. Raises ProfileError."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        raise ProfileError(str(error), file, int(found.group(1)) if found else 0) from error
    content.setdefault("name", Path(file).stem)
    content["file"] = file
    try:
        profile = msgspec.convert(content, Profile)
    except msgspec.ValidationError as error:
        raise ProfileError(str(error), file, _line_of(text, str(error))) from error
    for key, reason in _mistakes(profile):
        raise ProfileError(reason, file, _line_of(text, key))
    return profile


def dump_profile(profile: Profile) -> str:
    """The profile as TOML text that `parse_profile` reads back (for the wizard). Comments are not kept."""
    plain = msgspec.to_builtins(profile)
    plain.pop("file", None)
    default = msgspec.to_builtins(Profile(name="", transport="folder"))
    lines: list[str] = []
    tables: list[tuple[str, dict[str, Any]]] = []
    for key, value in plain.items():
        if value is None or (value == default.get(key) and key not in ("name", "transport", "mode", "zone")):
            continue
        if isinstance(value, dict):
            tables.append((key, value))
        elif key == "ignore":
            tables += [("[ignore]", rule) for rule in value]
        else:
            lines.append(f"{_key(key)} = {_toml(value)}")
    for name, table in tables:
        lines += ["", f"[{name}]"]
        lines += [f"{_key(key)} = {_toml(value)}" for key, value in table.items() if value not in (None, "", [], ())]
    return "\n".join(lines) + "\n"


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else msgspec.json.encode(key).decode()


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        pairs = (f"{_key(key)} = {_toml(item)}" for key, item in value.items() if item not in (None, "", [], ()))
        return "{ " + ", ".join(pairs) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return msgspec.json.encode(value).decode()


def _line_of(text: str, problem: str) -> int:
    """The line (from 1) that the innermost key named in `problem` stands in; 0 when it cannot be told."""
    found = re.search(r"unknown field `([^`]+)`", problem)
    path = re.search(r"\$\.([\w.\[\]]+)", problem)
    names = [part for part in re.split(r"[.\[\]]+", path.group(1)) if part and part != "..."] if path else []
    if found:
        names.append(found.group(1))
    if not found and not path and re.fullmatch(r"[\w.]+", problem):
        names = problem.split(".")
    lines = text.splitlines()
    for name in reversed(names):
        key = re.compile(rf"""(^|[\s{{,.\[])["']?{re.escape(name)}["']?\s*(=|\]|\.)""")
        for number, line in enumerate(lines, 1):
            if key.search(line.split("#")[0]):
                return number
    return 0


def _mistakes(profile: Profile) -> list[tuple[str, str]]:
    """(key, reason) of everything that cannot be right, the first being the most important."""
    found: list[tuple[str, str]] = []

    def check(holds: bool, key: str, reason: str) -> None:
        if not holds:
            found.append((key, reason))

    columns, times = profile.columns, profile.times
    check(bool(re.fullmatch(r"[\w.-]{1,40}", profile.name)), "name", "a name is 1 to 40 letters, digits, . _ or -")
    zones = [("zone", profile.zone)]
    stamps = [(f"times.{key}", getattr(times, key)) for key in times.__struct_fields__ if getattr(times, key)]
    zones += [(f"{key}.zone", stamp.zone) for key, stamp in stamps if stamp.zone]
    for key, zone in zones:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):
            found.append((key, f"the time zone {zone!r} is not known"))
    for key, stamp in stamps:
        check(
            stamp.format in TIME_FORMATS or "%" in stamp.format,
            f"{key}.format",
            f"{stamp.format!r} is no time format; known are {', '.join(sorted(TIME_FORMATS))} or a pattern with %",
        )
        check(stamp.format != "seconds_of_day" or bool(stamp.date), key, "seconds_of_day needs the column of the date")
        if "%" in stamp.format:
            try:
                datetime(2026, 1, 2, tzinfo=profile.tz if not found else None).strftime(stamp.format)
            except ValueError as error:
                found.append((f"{key}.format", str(error)))
    try:
        _ = profile.cutover_time
    except ValueError:
        found.append(("cutover", "the cut-over is a time such as 04:00"))
    check(0.2 <= profile.poll_s <= 3600, "poll_s", "the poll interval is 0.2 to 3600 seconds")
    check(15 <= profile.lost_after_s <= 86400, "lost_after_s", "a source may be late for at least 15 seconds")
    check(profile.lost_after_s >= 3 * profile.poll_s, "lost_after_s", "lost means at least three missed polls")
    check(1 <= profile.gone_after <= 100, "gone_after", "gone_after is 1 to 100 polls")
    check(profile.stale_after_s == 0 or profile.stale_after_s >= 60, "stale_after_s", "0, or at least 60 seconds")
    if profile.transport == "sql":
        check(profile.sql is not None, "transport", "a table [sql] with the query is missing")
    if profile.transport == "folder":
        check(profile.folder is not None, "transport", "a table [folder] is missing")
    if profile.transport == "push":
        check(profile.http is not None, "transport", "a table [http] is missing")
    found += mistakes(profile.http, profile.push)
    if profile.sql is not None:
        try:
            refuse_unless_select(profile.sql.query)
        except ValueError as error:
            found.append(("sql.query", str(error)))
        check(not re.search(r"//[^/@:]*:[^@/]+@", profile.sql.url), "sql.url", "a password never stands in a profile")
    if profile.folder is not None:
        check(len(profile.folder.delimiter) == 1, "folder.delimiter", "the delimiter is one character")
        check(profile.folder.header or bool(profile.folder.fields), "folder.fields", "without header, name the fields")
    if profile.mode == "snapshot":
        check(bool(columns.native), "columns", "mode snapshot needs columns.native, the source's key of a ticket")
        check(bool(columns.number), "columns", "mode snapshot needs columns.number")
    elif profile.mode == "events":
        check(bool(columns.event), "columns", "mode events needs columns.event, the kind of the event")
        some = columns.native or columns.number or columns.counter
        check(bool(some), "columns", "an event needs a ticket or a counter")
    else:
        for name in ("service", "waiting"):
            check(bool(getattr(columns, name)), "columns", f"mode counts needs columns.{name}")
        check(times.at is not None, "times", "mode counts needs times.at, when the picture was taken")
    for table, allowed in (("status", STATES), ("events", EVENTS), ("priorities", PRIORITIES)):
        for native, ours in getattr(profile, table).items():
            ok = ours in allowed or (table != "priorities" and ours == "ignore")
            check(ok, f"{table}.{native}", f"{ours!r} is not one of {', '.join(allowed)}")
    check("ended" not in profile.finish or times.ended is not None, "finish", "finish by ended needs times.ended")
    check("next_call" not in profile.finish or bool(columns.counter), "finish", "finish by next_call needs a counter")
    for name in columns.__struct_fields__:
        spec = getattr(columns, name)
        for part in re.findall(r"\{([^}]*)\}", spec) or ([spec] if spec else []):
            check(not PERSONAL_COLUMN.search(part), f"columns.{name}", f"{part!r} is personal and may not be read")
        if spec and not spec.startswith("@") and "{" not in spec and profile.transport in ("webhook", "push", "mqtt"):
            found += _no_path(f"columns.{name}", spec)
    for name, spec in profile.derived.items():
        persons = [word for word in re.findall(r"\w+", spec) if PERSONAL_COLUMN.search(word)]
        check(not persons, f"derived.{name}", f"{persons[:1]} is personal and may not be read")
        found += _no_path(f"derived.{name}", spec)
    found += _no_path("records", profile.records)
    found += _no_path("http.detail_records", profile.http.detail_records if profile.http else "")
    found += _no_path("push.records", profile.push.records if profile.push else "")
    return found


def _no_path(key: str, spec: str) -> list[tuple[str, str]]:
    try:
        if spec:
            jmespath.compile(spec)
    except jmespath.exceptions.ParseError as error:
        return [(key, f"no JMESPath: {str(error).splitlines()[0]}")]
    return []
