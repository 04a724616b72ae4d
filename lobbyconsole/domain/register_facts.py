"""What can happen to a record of any register: opened, edited, moved on, noted, given a file, linked."""

from __future__ import annotations

from typing import ClassVar

from lobbyconsole.domain.facts import Fact


class RecordFact(Fact, frozen=True, kw_only=True):
    """A fact about one record. `register` is the id of its register, `record` the record's own key."""

    register: str
    record: str

    @property
    def subject(self) -> str:
        return f"record:{self.register}/{self.record}"


class RecordOpened(RecordFact, frozen=True, kw_only=True):
    """A record was made. `values`: (field, JSON text) of what was filled in. `cause`: the subject it comes from."""

    kind: ClassVar[str] = "record.opened"
    rank: ClassVar[int] = 0
    values: tuple[tuple[str, str], ...]
    cause: str = ""


class RecordEdited(RecordFact, frozen=True, kw_only=True):
    """Fields got other values, as (field, JSON text); the former ones stand in the facts before. `why` where asked."""

    kind: ClassVar[str] = "record.edited"
    rank: ClassVar[int] = 20
    values: tuple[tuple[str, str], ...]
    why: str = ""


class RecordMoved(RecordFact, frozen=True, kw_only=True):
    """The record went on to another state, with a reason where the register asks for one.

    `proof`: where another person or a signature was asked for, how `by` was known: "pin" or "name" (typed only).
    """

    kind: ClassVar[str] = "record.moved"
    rank: ClassVar[int] = 40
    to: str
    reason: str = ""
    proof: str = ""


class RecordNoted(RecordFact, frozen=True, kw_only=True):
    """Somebody added a few words; no personal data belongs here."""

    kind: ClassVar[str] = "record.noted"
    rank: ClassVar[int] = 30
    text: str


class RecordAttached(RecordFact, frozen=True, kw_only=True):
    """A file was added: `sha256` names it in the attachments, `name` is what it was called, `size` in bytes."""

    kind: ClassVar[str] = "record.attached"
    rank: ClassVar[int] = 32
    sha256: str
    name: str
    size: int
    media: str = ""


class RecordLinked(RecordFact, frozen=True, kw_only=True):
    """The record has to do with another subject (`round:...`, `record:...`, `ticket:...`), in such a way."""

    kind: ClassVar[str] = "record.linked"
    rank: ClassVar[int] = 34
    to: str
    role: str = ""


RECORD_FACTS: tuple[type[Fact], ...] = (
    RecordOpened,
    RecordEdited,
    RecordMoved,
    RecordNoted,
    RecordAttached,
    RecordLinked,
)
