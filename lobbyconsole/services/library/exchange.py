"""Content as one file, so that a region can hand out its standard: written the same for the same items, read warily.

    {"format": "lobbyconsole-content", "version": 1, "origin": "East region",
    "items": [
    {"family": "checklists", "version": "0123456789abcdef", "body": { ... }},
    ...
    ], "sum": "..."}

`body` is the item as canonical JSON, `version` its name (editions.version_of), `sum` the SHA-256 of all versions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from lobbyconsole.domain.content.editions import version_of
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused
from lobbyconsole.services.library.book import (
    FAMILIES,
    IMPORT,
    Change,
    LibraryBook,
    body_of,
    differences,
    item_of,
    needs_two,
)
from lobbyconsole.services.library.checks import ID, LONGEST_ID, bad_letter, examine
from lobbyconsole.services.library.shelf import leads_nowhere

if TYPE_CHECKING:
    from lobbyconsole.services.staff import Proof

FORMAT, VERSION = "lobbyconsole-content", 1
LARGEST_FILE = 20_000_000  # bytes; the whole shipped library has 700,000
LARGEST_ITEM = 1_000_000
MOST_ITEMS = 2_000
LONGEST_ORIGIN = 80
SUFFIX = ".lcstandard"

Kind = Literal["new", "changed", "same", "waits", "refused"]


class _Line(msgspec.Struct, frozen=True):
    family: str
    version: str
    body: msgspec.Raw


class _File(msgspec.Struct, frozen=True):
    format: str
    version: int
    origin: str
    items: list[_Line]
    sum: str


class _Head(msgspec.Struct, frozen=True):
    format: str = ""
    version: int = 0


class _Id(msgspec.Struct, frozen=True):
    id: str = ""


@dataclass(frozen=True, slots=True)
class Package:
    """A file that was read: what it says it comes from, and (family, version, body) of its items as they stand."""

    origin: str
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """One item of a file beside what is in force here. `reason`: why it is refused; `missing`: names it refers to that
    are not here; `two`: it will wait for a second person."""

    family: str
    id: str
    kind: Kind
    item: Any | None = None
    before: Any | None = None
    changes: tuple[Change, ...] = ()
    reason: Message | None = None
    missing: tuple[str, ...] = ()
    two: bool = False
    retired: bool = False


def pack(origin: str, items: Iterable[tuple[str, Any]]) -> bytes:
    """(family, item) pairs as one file; the same items give the same bytes, whatever their order."""
    lines = sorted((family, item.id, version_of(body := body_of(item)), body) for family, item in items)
    head = {"format": FORMAT, "version": VERSION, "origin": origin.strip()[:LONGEST_ORIGIN]}
    rows = [
        f'{{"family":"{family}","version":"{version}","body":{body}}}' for family, _, version, body in lines
    ]  # fmt: skip
    total = _sum((family, version) for family, _, version, _ in lines)
    start = msgspec.json.encode(head).decode().removesuffix("}")
    return f'{start},"items":[\n{",".join(f"{row}{chr(10)}" for row in rows)}],"sum":"{total}"}}\n'.encode()


def unpack(data: bytes) -> Package:
    """The file that `data` is. Raises Refused with the reason when it is none, or not whole."""
    if len(data) > LARGEST_FILE:
        raise _no(QT_TRANSLATE_NOOP("Messages", "The file is larger than {most} MB."), most=LARGEST_FILE // 1_000_000)
    try:
        head = msgspec.json.decode(data, type=_Head)
    except (ValueError, RecursionError):
        raise _no(
            QT_TRANSLATE_NOOP("Messages", "This is no file with standards, or it is not whole. Please fetch it again.")
        ) from None
    if head.format != FORMAT:
        raise _no(QT_TRANSLATE_NOOP("Messages", "This is no file with standards."))
    if head.version > VERSION:
        raise _no(
            QT_TRANSLATE_NOOP("Messages", "The file was written by a newer program. Please update this one first.")
        )
    try:
        found = msgspec.json.decode(data, type=_File)
    except (ValueError, RecursionError):
        raise _no(QT_TRANSLATE_NOOP("Messages", "The file is not built as it should be; it was altered.")) from None
    if len(found.items) > MOST_ITEMS:
        raise _no(QT_TRANSLATE_NOOP("Messages", "The file has more than {most} items."), most=MOST_ITEMS)
    if found.sum != _sum((line.family, line.version) for line in found.items):
        raise _no(QT_TRANSLATE_NOOP("Messages", "The file was altered: its sum does not fit what is in it."))
    origin = "".join(letter for letter in found.origin if letter.isprintable()).strip()[:LONGEST_ORIGIN]
    try:
        return Package(origin, tuple((line.family, line.version, bytes(line.body).decode()) for line in found.items))
    except UnicodeDecodeError:
        raise _no(QT_TRANSLATE_NOOP("Messages", "The file is not built as it should be; it was altered.")) from None


def judge(book: LibraryBook, package: Package) -> list[Arrival]:
    """What the file would bring, item by item, before anything happens. Not for the screen's thread."""
    seen: set[tuple[str, str]] = set()
    read: list[Arrival] = []
    for family, version, body in package.lines:
        arrival = _read(family, version, body)
        if arrival.kind != "refused" and (family, arrival.id) in seen:
            reason = Message(QT_TRANSLATE_NOOP("Messages", "It stands twice in the file."))
            arrival = Arrival(family, arrival.id, "refused", reason=reason)
        seen.add((family, arrival.id))
        read.append(arrival)
    library = book.library()
    parts: dict[str, dict[str, Any]] = {}
    for arrival in read:
        if arrival.item is not None:
            parts.setdefault(arrival.family, dict(getattr(library, arrival.family)))[arrival.id] = arrival.item
    changed: dict[str, Any] = dict(parts)
    together = replace(library, **changed)
    return [_beside(book, together, arrival) if arrival.item is not None else arrival for arrival in read]


def take_over(
    book: LibraryBook, package: Package, arrivals: Sequence[Arrival], *, by: str, why: str,
    progress: Callable[[int, int], object] = lambda done, total: None, proof: Proof | None = None,
) -> list[tuple[Arrival, Message]]:  # fmt: skip
    """Propose each; what was refused, with its reason. Items that need a second person wait for one."""
    refused: list[tuple[Arrival, Message]] = []
    origin = f"{IMPORT}:{package.origin}" if package.origin else IMPORT
    for at, arrival in enumerate(arrivals):
        if arrival.item is not None:
            try:
                book.propose(arrival.family, arrival.item, by=by, why=why, origin=origin, proof=proof)
            except Refused as error:
                refused.append((arrival, error.message))
        progress(at + 1, len(arrivals))
    return refused


def _read(family: str, version: str, body: str) -> Arrival:
    """One item as it stands in the file."""

    def no(text: str, name: str = "", **values: object) -> Arrival:
        return Arrival(family[:40], name[:LONGEST_ID], "refused", reason=Message(text, values))

    try:
        name = msgspec.json.decode(body, type=_Id).id
    except (ValueError, RecursionError):
        name = ""
    if family not in FAMILIES:
        return no(QT_TRANSLATE_NOOP("Messages", "This program knows no content of the kind {kind}."), name,
                  kind=family[:40])  # fmt: skip
    if len(body) > LARGEST_ITEM:
        return no(QT_TRANSLATE_NOOP("Messages", "It is too large."), name)
    if not ID.match(name) or len(name) > LONGEST_ID:
        return no(QT_TRANSLATE_NOOP("Messages", "Its id may not be used."), name if not bad_letter(name) else "")
    if version_of(body) != version:
        return no(QT_TRANSLATE_NOOP("Messages", "It was altered after it was written."), name)
    try:
        value = msgspec.json.decode(body)
        item, problems = examine(value, FAMILIES[family])
    except (ValueError, RecursionError):
        return no(QT_TRANSLATE_NOOP("Messages", "It cannot be read."), name)
    if problems or item is None:
        path = ".".join(str(step) for step in problems[0].path)
        text = QT_TRANSLATE_NOOP("Messages", "It is wrong at {place}: {reason}")
        return no(text, name, place=path or "-", reason=problems[0].reason)
    return Arrival(family, name, "new", item_of(family, body_of(item)))


def _beside(book: LibraryBook, library: Any, arrival: Arrival) -> Arrival:
    """The same item beside what is in force here."""
    family, item = arrival.family, arrival.item
    state = book.editions(family, arrival.id)
    before = book.in_force(family, arrival.id)
    body = body_of(item)
    kind: Kind = "new" if before is None else "changed"
    if before is not None and body_of(before) == body:
        kind = "same"
    elif any(waiting.body == body for waiting in state.waiting):
        kind = "waits"
    changes = tuple(differences(before, item)) if kind == "changed" else ()
    return Arrival(
        family, arrival.id, kind, item, before, changes, None, tuple(leads_nowhere(library, family, item)),
        needs_two(family, item) or needs_two(family, before), state.retired,
    )  # fmt: skip


def _sum(lines: Iterable[tuple[str, str]]) -> str:
    total = hashlib.sha256()
    for family, version in lines:
        total.update(f"{family} {version}\n".encode())
    return total.hexdigest()


def _no(text: str, **values: object) -> Refused:
    return Refused(Message(text, values))
