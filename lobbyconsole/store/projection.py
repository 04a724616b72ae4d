"""Keeps the tables in step with the journal, inside the transaction that appends to it.

What a ticket contributed before is read from its stored rows, not from anybody's memory: so the roll-ups always equal
the sum of the leg rows, whatever the caller knew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeVar

from lobbyconsole.domain.facts import Fact, order_key
from lobbyconsole.domain.lobby import OPEN_STATES, Counter, Entity, Spell, Ticket, fold_subject
from lobbyconsole.store.connection import Connection
from lobbyconsole.store.journal import facts_of, undone_in
from lobbyconsole.store.rows import HourCell, LegRow, SpellRow, hour_cell, leg_rows, spell_rows, wait_cell
from lobbyconsole.store.yardstick import BEGINNING, Yardstick, Yardsticks

LEG_COLUMNS: Final = ", ".join(LegRow._fields)
SPELL_COLUMNS: Final = ", ".join(SpellRow._fields)
_HOUR_COLUMNS: Final = ("business_day", "hour", "service", *HourCell._fields)

INSERT_LEG: Final = f"INSERT INTO leg ({LEG_COLUMNS}) VALUES ({', '.join('?' * len(LegRow._fields))})"
INSERT_SPELL: Final = f"INSERT INTO spell ({SPELL_COLUMNS}) VALUES ({', '.join('?' * len(SpellRow._fields))})"
_SELECT_LEGS: Final = f"SELECT {LEG_COLUMNS} FROM leg WHERE ticket = ? ORDER BY leg"
_ADD_HOUR: Final = (
    f"INSERT INTO rollup_hour ({', '.join(_HOUR_COLUMNS)}) VALUES ({', '.join('?' * len(_HOUR_COLUMNS))}) "
    "ON CONFLICT (business_day, hour, service) DO UPDATE SET "
    + ", ".join(f"{name} = {name} + excluded.{name}" for name in HourCell._fields)
)
_ADD_WAIT: Final = (
    "INSERT INTO rollup_wait (business_day, hour, service, minute, called, gone) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (business_day, hour, service, minute) DO UPDATE SET "
    "called = called + excluded.called, gone = gone + excluded.gone"
)
_ADD_WAIT_DAY: Final = (
    "INSERT INTO rollup_wait_day (business_day, service, minute, called, gone) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (business_day, service, minute) DO UPDATE SET "
    "called = called + excluded.called, gone = gone + excluded.gone"
)

FAMILIES: Final = frozenset({"ticket", "counter", "queue", "feed", "hall"})  # subjects the domain folds

K = TypeVar("K")
Place = tuple[str, int, str]  # business day, hour, service
Step = tuple[Entity | None, Entity | None]  # a subject before and after the new facts of a batch


class Deltas:
    """What the roll-ups have to gain and lose; sums of whole numbers, so adding and taking away is exact."""

    def __init__(self) -> None:
        self.hours: dict[Place, list[int]] = {}
        self.waits: dict[tuple[str, int, str, int], list[int]] = {}

    def add(self, row: LegRow, yardsticks: Yardsticks, sign: int = 1) -> None:
        """Add (or with sign -1 take away) what one row contributes."""
        place = (row.business_day, row.hour, row.service)
        _sum(self.hours, place, hour_cell(row, yardsticks), sign)
        wait = wait_cell(row)
        if wait is not None:
            _sum(self.waits, (*place, wait.minute), (wait.called, wait.gone), sign)

    def wait_days(self) -> dict[tuple[str, str, int], list[int]]:
        """The waits by day instead of hour."""
        days: dict[tuple[str, str, int], list[int]] = {}
        for (day, _, service, minute), counts in self.waits.items():
            _sum(days, (day, service, minute), counts, 1)
        return days

    def write(self, db: Connection) -> None:
        """Bring the roll-up tables up to date; cells that have become empty go, as if they had never been."""
        hours = [(*place, *counts) for place, counts in self.hours.items() if any(counts)]
        db.executemany(_ADD_HOUR, hours)
        waits = [(*place, *counts) for place, counts in self.waits.items() if any(counts)]
        if waits:
            days = self.wait_days()
            db.executemany(_ADD_WAIT, waits)
            db.executemany(_ADD_WAIT_DAY, [(*place, *counts) for place, counts in days.items() if any(counts)])
            db.executemany(
                "DELETE FROM rollup_wait WHERE business_day = ? AND hour = ? AND service = ? AND minute = ? "
                "AND called = 0 AND gone = 0",
                [place for place, counts in self.waits.items() if min(counts) < 0],
            )
            db.executemany(
                "DELETE FROM rollup_wait_day WHERE business_day = ? AND service = ? AND minute = ? "
                "AND called = 0 AND gone = 0",
                [place for place, counts in days.items() if min(counts) < 0],
            )
        lost = [place for place, counts in self.hours.items() if counts[0] < 0]  # `issued` counts every row
        if lost:
            db.executemany(
                "DELETE FROM rollup_hour WHERE business_day = ? AND hour = ? AND service = ? AND issued = 0", lost
            )


def _sum(into: dict[K, list[int]], key: K, counts: Sequence[int], sign: int) -> None:
    cell = into.get(key)
    if cell is None:
        into[key] = [sign * count for count in counts]
    else:
        for index, count in enumerate(counts):
            cell[index] += sign * count


def stored_legs(db: Connection, ticket: str) -> list[LegRow]:
    """A ticket's rows as they stand."""
    return [LegRow(*row) for row in db.execute(_SELECT_LEGS, (ticket,))]


class Written:
    """The tickets written last with the rows they have now, so that the next fact of one need not read them back.

    Only good for as long as nobody else writes; whoever holds it empties it then.
    """

    def __init__(self, most: int = 2_000) -> None:
        self._most = most
        self._rows: dict[str, tuple[Ticket, list[LegRow]]] = {}

    def clear(self) -> None:
        self._rows.clear()

    def rows_of(self, key: str, before: Entity | None) -> list[LegRow] | None:
        """The rows as they stand, if `before` is the very ticket they were made of."""
        known = self._rows.get(key)
        return known[1] if known is not None and known[0] is before else None

    def put(self, key: str, ticket: Ticket | None, rows: list[LegRow]) -> None:
        self._rows.pop(key, None)
        if ticket is not None and ticket.state in OPEN_STATES:  # little is told of one that has ended
            self._rows[key] = (ticket, rows)
            if len(self._rows) > self._most:
                del self._rows[next(iter(self._rows))]


def keep_tickets(
    db: Connection, tickets: Mapping[str, Step | None], yardsticks: Yardsticks, written: Written | None = None
) -> None:
    """Bring the rows and roll-ups of these tickets (by key) up to date.

    A step, the ticket (before, after), saves folding the journal again. It is believed only if its `before` is what the
    rows say; a caller who lacked a fact, and None, get a refold.
    """
    written = written or Written(0)
    deltas = Deltas()
    for key, step in tickets.items():
        old = None if step is None else written.rows_of(key, step[0])
        believed = old is not None
        if old is None:
            old = stored_legs(db, key)
            believed = step is not None and leg_rows(_ticket(step[0]), yardsticks) == old
        after = _ticket(step[1]) if believed and step is not None else refolded_ticket(db, key)
        new = leg_rows(after, yardsticks)
        _change_legs(db, key, old, new, yardsticks, deltas)
        written.put(key, after, new)
    deltas.write(db)


def _ticket(entity: Entity | None) -> Ticket | None:
    return entity if isinstance(entity, Ticket) else None


def _change_legs(
    db: Connection, key: str, old: list[LegRow], new: list[LegRow], yardsticks: Yardsticks, deltas: Deltas
) -> None:
    for index, row in enumerate(new):
        if index >= len(old):
            db.execute(INSERT_LEG, row)
            deltas.add(row, yardsticks)
        elif row != old[index]:
            _update_leg(db, old[index], row)
            deltas.add(old[index], yardsticks, -1)
            deltas.add(row, yardsticks)
    for row in old[len(new) :]:
        db.execute("DELETE FROM leg WHERE ticket = ? AND leg = ?", (key, row.leg))
        deltas.add(row, yardsticks, -1)


def refolded_ticket(db: Connection, key: str) -> Ticket | None:
    """The ticket as the journal tells it."""
    return _ticket(fold_in_order(facts_of(db, "ticket:" + key)))


def fold_in_order(facts: Iterable[Fact]) -> Entity | None:
    """One subject from its facts in any order, some perhaps twice; None for a subject of no known kind."""
    ordered = sorted({fact.id: fact for fact in facts}.values(), key=order_key)
    if not ordered or ordered[0].subject.partition(":")[0] not in FAMILIES:
        return None
    return fold_subject(ordered)


def _update_leg(db: Connection, old: LegRow, new: LegRow) -> None:
    # Only what changed: SQLite rewrites the entry of every index that has a column in the SET list, changed or not.
    changed = [name for name, before, after in zip(LegRow._fields, old, new, strict=True) if before != after]
    places = ", ".join(f"{name} = ?" for name in changed)
    values = [getattr(new, name) for name in changed]
    db.execute(f"UPDATE leg SET {places} WHERE ticket = ? AND leg = ?", (*values, old.ticket, old.leg))


# --- counters --------------------------------------------------------------------------------------------------------


def keep_counter(db: Connection, counter: str, touched: int, yardsticks: Yardsticks) -> None:
    """Bring a counter's spells up to date after facts at or after `touched` (microseconds) came into the journal.

    Refolds from the journal, from the last moment before at which the counter was certainly closed and empty: late
    facts and undone ones come out right, and nobody needs to hold a year of a counter's facts in memory.
    """
    cut = closed_before(db, counter, touched)
    new = spell_rows(counter, spells_after(db, counter, cut), yardsticks)
    since = -(2**63) if cut is None else cut
    old = [
        SpellRow(*row)
        for row in db.execute(
            f"SELECT {SPELL_COLUMNS} FROM spell WHERE counter = ? AND since > ? ORDER BY since, id", (counter, since)
        )
    ]
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    if same < len(old):
        ids = db.execute(
            "SELECT id FROM spell WHERE counter = ? AND since > ? ORDER BY since, id LIMIT -1 OFFSET ?",
            (counter, since, same),
        ).fetchall()
        db.executemany("DELETE FROM spell WHERE id = ?", ids)
    db.executemany(INSERT_SPELL, new[same:])


def spells_after(db: Connection, counter: str, cut: int | None) -> tuple[Spell, ...]:
    """The spells the journal gives a counter behind a moment at which it was closed."""
    entity = fold_in_order([*facts_of(db, "counter:" + counter, after=cut), *undone_in(db, "counter:" + counter)])
    return entity.spells if isinstance(entity, Counter) else ()


def closed_before(db: Connection, counter: str, instant: int, *, skip: int = 0) -> int | None:
    """The last moment before `instant` when this counter was closed and nothing of it carried on, or None.

    A spell ended there, and the only fact of that moment is a closing: everything later folds the same without what
    came before. `skip` goes that many sessions further back.
    """
    found = 0
    rows = db.execute(
        "SELECT until FROM spell WHERE counter = ? AND since < ? AND until < ? ORDER BY since DESC, id DESC",
        (counter, instant, instant),
    )
    for (until,) in rows:
        kinds = db.execute(
            "SELECT kind FROM journal WHERE subject = ? AND at = ? LIMIT 2", ("counter:" + counter, until)
        ).fetchall()
        if kinds == [("counter.closed",)]:
            if found == skip:
                return int(until)
            found += 1
    return None


# --- targets, zone, cut-over -----------------------------------------------------------------------------------------


def load_yardsticks(db: Connection) -> Yardsticks | None:
    """The figures the tables are measured with; None in a database that has none yet."""
    kept = [
        (since, Yardstick.from_json(body))
        for since, body in db.execute("SELECT since, body FROM yardstick ORDER BY since")
    ]
    return Yardsticks(kept) if kept else None


def change_yardstick(db: Connection, old: Yardsticks | None, stick: Yardstick, since: int) -> Yardsticks:
    """New figures from `since` on. Legs and spells that begin later (a clock ahead of ours) are measured anew."""
    db.execute("DELETE FROM yardstick WHERE since >= ?", (since,))
    begins = BEGINNING if old is None or not db.execute("SELECT count(*) FROM yardstick").fetchone()[0] else since
    db.execute("INSERT INTO yardstick (since, body) VALUES (?, ?)", (begins, stick.to_json()))
    new = load_yardsticks(db)
    if new is None:
        raise AssertionError("a yardstick was just written")
    if old is None:
        return new
    deltas = Deltas()
    later = [LegRow(*row) for row in db.execute(f"SELECT {LEG_COLUMNS} FROM leg WHERE cohort_at >= ?", (begins,))]
    for row in later:
        day, hour = new.place(row.cohort_at)
        moved = row._replace(business_day=day, hour=hour)
        deltas.add(row, old, -1)
        deltas.add(moved, new)
        if moved != row:
            _update_leg(db, row, moved)
    deltas.write(db)
    spells = db.execute("SELECT id, since FROM spell WHERE since >= ?", (begins,)).fetchall()
    db.executemany(
        "UPDATE spell SET business_day = ? WHERE id = ?",
        [(new.place(since_us)[0], row_id) for row_id, since_us in spells],
    )
    return new
