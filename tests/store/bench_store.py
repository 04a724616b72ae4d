"""Measures the store against plain sqlcipher3, and makes halls with a past: `python -m tests.store.bench_store 1 10`.

The floor of recording replays, on a plain connection with the same pragmas, exactly the rows the store wrote: what is
above it is what our Python costs. Times are medians of a few rounds; compare ratios, the disk decides the rest.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.branch import Branch, CounterPlace, NumberRule, Service
from lobbyconsole.domain.lobby import Book, Change
from lobbyconsole.store import codec, dashboards, journal
from lobbyconsole.store.connection import Connection, connect
from lobbyconsole.store.hall import DATABASE, Store
from lobbyconsole.store.instants import to_us
from lobbyconsole.store.projection import INSERT_LEG, INSERT_SPELL
from lobbyconsole.store.rows import HANDLING_MS, LAST_MINUTE, MISPRINT_MS, LegRow, SpellRow

KEY = bytes(range(32))  # a test key
SERVICES = ("cash", "cards", "firms", "wealth", "loans", "elder")
_NUMBERS = {
    name: NumberRule(prefix=sign, width=4, last=8999, standby=(9000, 9999))
    for name, sign in zip(SERVICES, "ABCDEF", strict=True)
}
HALL = Branch(
    services=tuple(Service(id=name, title_zh=name, title_en=name, numbers=_NUMBERS[name]) for name in SERVICES),
    counters=tuple(CounterPlace(id=str(number), services=SERVICES) for number in range(1, 13)),
)
LAST_DAY = date(2026, 3, 10)
NOW = datetime(2026, 3, 11, 1, 0, tzinfo=UTC)
_SECOND = 1_000_000
_TARGET_MS, _RECOVERY_MS = HALL.services[0].target_s * 1000, HALL.recovery_s * 1000


# --- halls with a past -----------------------------------------------------------------------------------------------


def make_history(
    folder: Path, key: bytes = KEY, *, tickets: int = 150_000, days: int = 365, last_day: date = LAST_DAY, seed: int = 1
) -> None:
    """A hall whose journal and tables hold so many tickets, whole enough to pass `verify`. About 25 s for 150,000."""
    Store.open(folder, key, branch=HALL, clock=lambda: NOW).close()
    with _bulk(folder, key) as db:
        head = journal.Head(0, journal.GENESIS)
        for number in range(days):
            day = last_day - timedelta(days=days - 1 - number)
            per_day = tickets * (number + 1) // days - tickets * number // days
            legs, spells, told = _a_day(day, per_day, random.Random(f"{seed} {day}"))
            rows, head = journal.chained(head, (journal.NewFact.of(fact, to_us(fact.at)) for fact in told))
            db.executemany(journal.INSERT, rows)
            db.executemany(INSERT_LEG, legs)
            db.executemany(INSERT_SPELL, spells)
        db.execute("UPDATE meta SET value = ? WHERE key = 'head'", (str(head),))
        _roll_up(db)


def make_tables(folder: Path, key: bytes = KEY, *, tickets: int = 1_000_000, days: int = 365) -> None:
    """A hall whose tables hold so many tickets, without a journal: for queries only. About 10 s a million."""
    Store.open(folder, key, branch=HALL, clock=lambda: NOW).close()
    begin = to_us(HALL.day_span(LAST_DAY - timedelta(days=days - 1))[0]) // _SECOND
    names = "CASE i % 6 " + " ".join(f"WHEN {at} THEN '{name}'" for at, name in enumerate(SERVICES)) + " END"
    with _bulk(folder, key) as db:
        db.execute(
            f"""
            INSERT INTO leg ({", ".join(LegRow._fields)})
            WITH RECURSIVE count (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM count WHERE i + 1 < {tickets}),
            told AS (
                SELECT i, {names} AS service,
                    {begin} + 86400 * (i * {days} / {tickets}) + 5 * 3600 + (i * 7919) % 28800 AS joined,
                    (abs(random()) % 1500) * (abs(random()) % 1000) AS wait_ms,
                    60000 + abs(random()) % 600000 AS handling_ms, abs(random()) % 100 AS fate
                FROM count
            )
            SELECT 't' || i, 0, 't' || i, printf('A%04d', i % 9000), service, 'normal', 'desk', 'machine',
                CASE WHEN fate < 4 THEN 'left' WHEN fate < 9 THEN 'no_show' ELSE 'finished' END,
                joined * 1000000, joined * 1000000,
                CASE WHEN fate >= 4 THEN joined * 1000000 + wait_ms * 1000 END,
                CASE WHEN fate >= 4 THEN joined * 1000000 + wait_ms * 1000 END,
                fate >= 4, 1 + i % 12, '', NULL, joined * 1000000 + (wait_ms + handling_ms) * 1000,
                CASE WHEN fate < 4 THEN 'left' WHEN fate < 9 THEN 'no_show' ELSE 'finished' END,
                '', '', '', 0, '', NULL, '', '', NULL, joined * 1000000,
                date(joined + 4 * 3600, 'unixepoch'), (joined + 8 * 3600) % 86400 / 3600,
                CASE WHEN fate >= 4 THEN wait_ms END, CASE WHEN fate >= 9 THEN handling_ms END
            FROM told
            """
        )
        _roll_up(db)


class _bulk:
    """A connection for filling a hall nobody has open: no journal mode, no waiting for the disk, indexes last."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._db = connect(folder / DATABASE, key)
        self._indexes: list[str] = []

    def __enter__(self) -> Connection:
        db = self._db
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -200000"):
            db.execute(f"PRAGMA {pragma}").fetchall()
        found = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL").fetchall()
        for name, sql in found:
            self._indexes.append(sql)
            db.execute(f"DROP INDEX {name}")
        db.execute("BEGIN")
        return db

    def __exit__(self, *exc: object) -> None:
        for sql in self._indexes:
            self._db.execute(sql)
        self._db.execute("COMMIT")
        self._db.execute("PRAGMA journal_mode = WAL").fetchall()
        self._db.close()


def _a_day(day: date, tickets: int, dice: random.Random) -> tuple[list[LegRow], list[SpellRow], list[f.Fact]]:
    """A day's rows, computed directly, and its facts. The same figures as `rows.leg_rows` gives; a test says so."""
    start = to_us(HALL.day_span(day)[0]) + 5 * 3600 * _SECOND  # nine o'clock
    name = day.isoformat()
    legs: list[LegRow] = []
    told: list[f.Fact] = []
    spells: list[SpellRow] = []
    for place in HALL.counters:
        begin, end = start, start + 9 * 3600 * _SECOND
        told.append(f.CounterOpened(id=f"{name}o{place.id}", at=_at(begin), counter=place.id, staff=f"10{place.id}"))
        told.append(f.CounterClosed(id=f"{name}c{place.id}", at=_at(end), counter=place.id))
        spells.append(SpellRow(place.id, begin, end, "open", f"10{place.id}", "", name))
    for number in range(tickets):
        key, service = f"{name}-{number:05d}", SERVICES[number % 6]
        shown = f"{'ABCDEF'[number % 6]}{number:04d}"
        joined = start + dice.randrange(8 * 3600) * _SECOND
        wait, handling = int(dice.expovariate(1 / 420)) + 1, 60 + dice.randrange(600)
        called = joined + wait * _SECOND
        fate = dice.randrange(100)
        counter = str(1 + number % 12)
        issued = f.TicketIssued(
            id=f"{key}i", at=_at(joined), ticket=key, number=shown, service=service, source="machine"
        )
        story: list[f.Fact] = [issued]
        if fate < 4:
            story.append(f.TicketLeft(id=f"{key}l", at=_at(called), ticket=key, source="machine"))
            fields: tuple[Any, ...] = ("left", None, None, 0, "", None, called, "left", None, None)
        else:
            story.append(f.TicketCalled(id=f"{key}c", at=_at(called), ticket=key, counter=counter, source="machine"))
            begun = called + 15 * _SECOND
            ended = begun + (handling if fate >= 9 else 60) * _SECOND
            if fate < 9:
                story.append(f.TicketNoShow(id=f"{key}n", at=_at(ended), ticket=key, source="machine"))
                fields = ("no_show", called, called, 1, counter, None, ended, "no_show", wait * 1000, None)
            else:
                story.append(f.TicketStarted(id=f"{key}s", at=_at(begun), ticket=key, source="machine"))
                story.append(f.TicketFinished(id=f"{key}f", at=_at(ended), ticket=key, source="machine"))
                fields = (
                    "finished",
                    called,
                    called,
                    1,
                    counter,
                    begun,
                    ended,
                    "finished",
                    wait * 1000,
                    handling * 1000,
                )
        state, first, last, calls, at_counter, begun_at, ended_at, outcome, wait_ms, handling_ms = fields
        hour = (joined // _SECOND + 8 * 3600) % 86400 // 3600
        legs.append(
            LegRow(
                key, 0, key, shown, service, "normal", "desk", "machine", state, joined, joined, first, last, calls,
                at_counter, "", begun_at, ended_at, outcome, "", "", "", 0, "", None, "", "", None, joined, name, hour,
                wait_ms, handling_ms,
            )
        )  # fmt: skip
        told += story
    told.sort(key=f.order_key)
    return legs, spells, told


def _at(us: int) -> datetime:
    return datetime.fromtimestamp(us // _SECOND, UTC)


def _roll_up(db: Connection) -> None:
    """The roll-ups of all legs, in SQL: minutes faster than in Python, and a second opinion on rows.hour_cell."""
    db.execute(
        """
        CREATE TEMP VIEW seen AS SELECT *,
            CASE WHEN called_at IS NULL AND ended_at IS NOT NULL AND joined_at IS NOT NULL
                THEN max(0, ended_at - joined_at) / 1000 END AS uncalled
        FROM leg
        """
    )
    misprint = f"(outcome = 'cancelled' AND uncalled < {MISPRINT_MS})"
    gone = f"(uncalled IS NOT NULL AND NOT {misprint})"
    usual = f"(handling_ms BETWEEN {HANDLING_MS[0]} AND {HANDLING_MS[1]})"
    db.execute(
        f"""
        INSERT INTO rollup_hour SELECT business_day, hour, service, count(*), sum(leg = 0), total({misprint}),
            sum(called_at IS NOT NULL), sum(outcome = 'finished'), sum(outcome = 'no_show'),
            sum(outcome = 'cancelled'), sum(outcome = 'left'), sum(outcome = 'transferred'), count(wait_ms),
            coalesce(sum(wait_ms), 0), total(wait_ms <= {_TARGET_MS}), total(wait_ms > {_TARGET_MS}),
            total({gone} AND uncalled <= {_TARGET_MS}), total({gone} AND uncalled > {_TARGET_MS}),
            total(coalesce(wait_ms, CASE WHEN {gone} THEN uncalled END) > {_RECOVERY_MS}),
            total({usual}), coalesce(sum(CASE WHEN {usual} THEN handling_ms END), 0),
            total(handling_ms IS NOT NULL AND NOT {usual}), sum(reason <> ''), sum(flags <> '')
        FROM seen GROUP BY business_day, hour, service
        """
    )
    minute = f"min(coalesce(wait_ms, uncalled) / 60000, {LAST_MINUTE})"
    for table, places in (("rollup_wait", "business_day, hour, service"), ("rollup_wait_day", "business_day, service")):
        db.execute(
            f"INSERT INTO {table} SELECT {places}, {minute} AS minute, count(wait_ms), sum(wait_ms IS NULL) "
            f"FROM seen WHERE wait_ms IS NOT NULL OR {gone} GROUP BY {places}, minute"
        )


# --- recording -------------------------------------------------------------------------------------------------------


class _Noted:
    """Stands in for the writing connection and notes what is written, to be replayed as the floor."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self.written: list[tuple[str, list[Any]]] = []

    def execute(self, sql: str, values: Sequence[Any] = ()) -> Any:
        if not sql.startswith(("SELECT", "PRAGMA", "SAVEPOINT")):
            self.written.append((sql, [values]))
        return self._db.execute(sql, values)

    def executemany(self, sql: str, values: Iterable[Sequence[Any]]) -> Any:
        rows = list(values)
        if rows:
            self.written.append((sql, rows))
        return self._db.executemany(sql, rows)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._db, name)


def a_busy_day(tickets: int = 800) -> list[f.Fact]:
    """Facts of one day, five to a ticket, in the order of happening."""
    _, _, told = _a_day(NOW.date(), tickets, random.Random(3))
    told += [
        f.TicketPrinted(id=x.id + "p", at=x.at, ticket=x.ticket, ok=True) for x in told if isinstance(x, f.TicketIssued)
    ]
    return sorted(told, key=f.order_key)


def recording(rounds: int = 5, facts: int = 1500) -> dict[str, float]:
    """Durable facts a second, single and by hundreds: our append, and its floor on a plain connection."""
    told = a_busy_day()[: 2 * facts]
    found: dict[str, list[float]] = {}
    for _ in range(rounds):
        for name, batch in (("single", 1), ("batch", 100)):
            count = facts if batch == 1 else 2 * facts
            with tempfile.TemporaryDirectory() as ours, tempfile.TemporaryDirectory() as plain:
                noted = _write(Path(ours), told[:count], batch, found.setdefault(name, []))
                floor, rows_only = found.setdefault(name + "_floor", []), found.setdefault(name + "_journal_floor", [])
                _replay(Path(plain) / "a", noted, count, floor)
                alone = [step for step in noted if step[0] in ("BEGIN IMMEDIATE", "COMMIT") or "journal" in step[0]]
                _replay(Path(plain) / "b", alone, count, rows_only)
    return {name: statistics.median(values) for name, values in found.items()}


def _write(folder: Path, told: list[f.Fact], batch: int, speeds: list[float]) -> list[tuple[str, list[Any]]]:
    for measured in (False, True):
        where = folder / str(measured)
        with Store.open(where, KEY, branch=HALL, clock=lambda: NOW) as store:
            book = Book()
            changes = [change for fact in told if (change := book.add(fact)) is not None]
            noted = _Noted(store.writer._db)
            if not measured:
                store.writer._db = noted  # type: ignore[assignment]
            begun = time.perf_counter()
            for start in range(0, len(changes), batch):
                store.append(changes[start : start + batch], {"machine": str(start)}, NOW)
            if measured:
                speeds.append(len(told) / (time.perf_counter() - begun))
            else:
                written = noted.written
    return written


def _replay(folder: Path, steps: list[tuple[str, list[Any]]], facts: int, speeds: list[float]) -> None:
    Store.open(folder, KEY, branch=HALL, clock=lambda: NOW).close()
    db = connect(folder / DATABASE, KEY)
    begun = time.perf_counter()
    for sql, rows in steps:
        if len(rows) == 1:
            db.execute(sql, rows[0])
        else:
            db.executemany(sql, rows)
    speeds.append(facts / (time.perf_counter() - begun))
    db.close()


# --- reading ---------------------------------------------------------------------------------------------------------


def median_ms(work: Callable[[], object], rounds: int = 7) -> float:
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times)


def replaying(facts: int = 4000) -> dict[str, float]:
    """Milliseconds to show a day again: reading and decoding its facts, and folding them."""
    told = a_busy_day()[:facts]
    with (
        tempfile.TemporaryDirectory() as folder,
        Store.open(Path(folder), KEY, branch=HALL, clock=lambda: NOW) as store,
    ):
        store.append([change for fact in told for change in [Change(fact, None, None)]], {}, NOW)
        span = HALL.day_span(NOW.date())
        read = store.day_facts(*span)
        assert len(read) == len(told)
        lines = [codec.encode(fact) for fact in told]
        return {
            "facts": len(read),
            "read": median_ms(lambda: store.day_facts(*span)),
            "fold": median_ms(lambda: Book(read)),
            "both": median_ms(lambda: Book(store.day_facts(*span))),
            "decode_us": 1000 * median_ms(lambda: [codec.decode(line) for line in lines]) / len(lines),
            "encode_us": 1000 * median_ms(lambda: [codec.encode(fact) for fact in told]) / len(told),
        }


def queries(folder: Path, key: bytes = KEY, days: int = 365) -> dict[str, float]:
    """Milliseconds of each dashboard query over all days, median of seven (a first one uncounted)."""
    first, last = LAST_DAY - timedelta(days=days - 1), LAST_DAY
    month = last - timedelta(days=29)
    with Store.open(folder, key, branch=HALL, clock=lambda: NOW) as store:

        def asking(query: Callable[..., object], *values: Any, **named: Any) -> Callable[[], object]:
            def ask() -> object:
                with store.reader() as db:
                    return query(db, *values, **named)

            ask()
            return ask

        questions: dict[str, Callable[[], object]] = {
            "kpis, all days": asking(dashboards.kpis, first, last, now=NOW),
            "kpis, all days, two services": asking(dashboards.kpis, first, last, SERVICES[:2], now=NOW),
            "kpis, one day": asking(dashboards.kpis, last, last, now=NOW),
            "P80 and P90, all days": asking(dashboards.wait_quantiles, first, last, shares=(0.8, 0.9)),
            "heat map, all days": asking(dashboards.heat_map, first, last),
            "daily series, all days": asking(dashboards.daily_series, first, last),
            "daily series, 30 days": asking(dashboards.daily_series, month, last),
            "by hour, 30 days": asking(dashboards.hourly, month, last),
            "half hours, one day": asking(dashboards.half_hours, last),
            "days": lambda: store.days(),
            "search, part of a number": lambda: store.search_tickets("12", 20),
            "search, whole number": lambda: store.search_tickets("A0012", 20),
        }
        return {name: median_ms(ask) for name, ask in questions.items()}


def raw_heat_map(folder: Path, key: bytes = KEY) -> float:
    """Milliseconds of the heat map from the legs themselves: what the roll-ups save."""
    with Store.open(folder, key, branch=HALL, clock=lambda: NOW) as store, store.reader() as db:
        sql = "SELECT business_day, hour, count(*), sum(wait_ms) FROM leg GROUP BY business_day, hour"
        return median_ms(lambda: db.execute(sql).fetchall(), 1)


def report(millions: Sequence[int]) -> Iterator[str]:
    """The figures as lines of text."""
    speeds = recording()
    for name in ("single", "batch"):
        floor = speeds[name + "_floor"]
        yield f"append, {name}: {speeds[name]:,.0f}/s, floor {floor:,.0f}/s, ratio {speeds[name] / floor:.2f}"
        alone = speeds[name + "_journal_floor"]
        yield f"  against the journal rows alone: floor {alone:,.0f}/s, ratio {speeds[name] / alone:.2f}"
    for name, value in replaying().items():
        yield f"replay, {name}: {value:,.1f}"
    for count in millions:
        with tempfile.TemporaryDirectory() as folder:
            begun = time.perf_counter()
            make_tables(Path(folder), tickets=count * 1_000_000)
            size = (Path(folder) / DATABASE).stat().st_size / 1e6
            yield f"{count} M tickets made in {time.perf_counter() - begun:.0f} s, {size:,.0f} MB"
            for name, value in queries(Path(folder)).items():
                yield f"  {name}: {value:.1f} ms"
            yield f"  (heat map from the legs themselves: {raw_heat_map(Path(folder)):,.0f} ms)"


if __name__ == "__main__":
    for line in report([int(argument) for argument in sys.argv[1:]]):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
