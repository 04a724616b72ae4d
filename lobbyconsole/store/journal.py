"""The journal's rows and the chain that ties each one to the row before it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from lobbyconsole.domain.facts import Fact
from lobbyconsole.store.codec import OpaqueFact, decode, encode, kind_of, spoilt
from lobbyconsole.store.connection import Connection
from lobbyconsole.store.instants import from_us, to_us

GENESIS = bytes(32)

INSERT = (
    "INSERT INTO journal (seq, fact_id, kind, subject, at, recorded_at, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
COLUMNS = "seq, fact_id, kind, subject, at, recorded_at, body, hash"

# Said word for word, these let SQLite use the indexes journal_other and journal_services.
NOT_TICKET = "kind NOT GLOB 'ticket.*'"
NAMES_SERVICES = """instr(body, '"services":')"""


class JournalRow(NamedTuple):
    """One row of the journal. Times in microseconds since 1970."""

    seq: int
    fact_id: str
    kind: str
    subject: str
    at: int
    recorded_at: int
    body: bytes
    hash: bytes


class Head(msgspec.Struct, frozen=True):
    """Where the journal ends: the last row's number and hash."""

    seq: int
    hash: bytes

    @classmethod
    def from_text(cls, text: str) -> Head:
        seq, _, digest = text.partition(":")
        return cls(int(seq), bytes.fromhex(digest) or GENESIS)

    def __str__(self) -> str:
        return f"{self.seq}:{'' if self.hash == GENESIS else self.hash.hex()}"


class Entry(msgspec.Struct, frozen=True):
    """A fact with its place in the journal and the time it was recorded."""

    seq: int
    recorded_at: datetime
    fact: Fact


class NewFact(NamedTuple):
    """What is about to be appended: a fact, its line, and the time of recording in microseconds."""

    fact: Fact
    body: bytes
    recorded_at: int

    @classmethod
    def of(cls, fact: Fact, recorded_at: int) -> NewFact:
        return cls(fact, encode(fact), recorded_at)


def link(previous: bytes, seq: int, recorded_at: int, body: bytes) -> bytes:
    """The hash of a row that follows one with the hash `previous`."""
    return hashlib.sha256(
        previous + seq.to_bytes(8, "big", signed=True) + recorded_at.to_bytes(8, "big", signed=True) + body
    ).digest()


def chained(head: Head, new: Iterable[NewFact]) -> tuple[list[JournalRow], Head]:
    """The rows of new facts, tied to the head, and the head after them."""
    seq, digest = head.seq, head.hash
    rows = []
    for fact, body, recorded_at in new:
        seq += 1
        digest = link(digest, seq, recorded_at, body)
        rows.append(JournalRow(seq, fact.id, kind_of(fact), fact.subject, to_us(fact.at), recorded_at, body, digest))
    return rows, Head(seq, digest)


def stored_head(db: Connection) -> Head:
    """Where the journal ends according to the note kept with every append (and not according to its rows)."""
    return Head.from_text(db.execute("SELECT value FROM meta WHERE key = 'head'").fetchone()[0])


def known_ids(db: Connection, ids: Sequence[str]) -> set[str]:
    """Which of these facts are in the journal."""
    found: set[str] = set()
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        marks = ",".join("?" * len(part))
        found.update(row[0] for row in db.execute(f"SELECT fact_id FROM journal WHERE fact_id IN ({marks})", part))
    return found


def fact_of(row: JournalRow) -> Fact:
    """The fact in a row; never raises, since one spoilt row must not hide a day."""
    try:
        return decode(row.body)
    except ValueError:
        return spoilt(row.fact_id, row.kind, row.subject, row.body, from_us(row.at))


def foldable(fact: Fact) -> bool:
    """Whether the domain can fold it; facts of a newer program are kept and left out of the picture."""
    return not isinstance(fact, OpaqueFact)


def facts_of(db: Connection, subject: str, *, after: int | None = None, until: int | None = None) -> list[Fact]:
    """The foldable facts of one subject with `after` < at <= `until`, in no particular order beyond their time."""
    query = f"SELECT {COLUMNS} FROM journal WHERE subject = ?"
    values: list[object] = [subject]
    if after is not None:
        query += " AND at > ?"
        values.append(after)
    if until is not None:
        query += " AND at <= ?"
        values.append(until)
    facts = (fact_of(JournalRow(*row)) for row in db.execute(query + " ORDER BY at, seq", values))
    return [fact for fact in facts if foldable(fact)]


def undone_in(db: Connection, subject: str) -> list[Fact]:
    """All compensating facts of one subject that is no ticket, whatever their time."""
    rows = db.execute(
        f"SELECT {COLUMNS} FROM journal INDEXED BY journal_other "
        f"WHERE subject = ? AND kind = 'action.undone' AND {NOT_TICKET} ORDER BY at",
        (subject,),
    )
    facts = (fact_of(JournalRow(*row)) for row in rows)
    return [fact for fact in facts if foldable(fact)]


def rows_after(db: Connection, seq: int = 0) -> Iterator[JournalRow]:
    """The journal's rows behind a number, in order, one at a time."""
    for row in db.execute(f"SELECT {COLUMNS} FROM journal WHERE seq > ? ORDER BY seq", (seq,)):
        yield JournalRow(*row)


def entry_of(row: JournalRow) -> Entry:
    """What the world outside this room sees of a row."""
    return Entry(row.seq, from_us(row.recorded_at), fact_of(row))
