"""What stands in the library and where it comes from: one line an item for the list, and the versions of one item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from lobbyconsole.domain.content.editions import Edition, version_of
from lobbyconsole.domain.content.library import Library, dangling, texts
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.content_facts import RESTORE, RETIRE
from lobbyconsole.services.library.book import FAMILIES, LibraryBook, body_of, item_of
from lobbyconsole.store import reads

Origin = Literal["shipped", "changed", "added", "proposed"]  # proposed: there is only what waits for approval


@dataclass(frozen=True, slots=True)
class Entry:
    """One item in the list. `item` as in force; for what never was in force, as proposed."""

    family: str
    id: str
    title: Text
    origin: Origin
    item: Any
    retired: bool = False
    waiting: int = 0
    update: bool = False
    searched: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an item. `version` "" : what the program ships now. `item` None: its wording cannot be read."""

    version: str
    standing: str  # as Edition.standing, or "shipped"
    item: Any | None
    at: datetime | None = None
    by: str = ""
    why: str = ""
    origin: str = ""
    base: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    refusal: str = ""
    walked: bool | None = None  # of a proposed plan: whether somebody walked it to an end; None where nobody has to


def title_of(library: Library, family: str, item: Any) -> Text:
    """What an item is called; touchpoints have their names in the vocabulary."""
    title = getattr(item, "title", None)
    if isinstance(title, Text):
        return title
    term = library.vocab.get(family, {}).get(item.id)
    return Text(term.en, term.zh) if term is not None else Text(item.id, item.id)


def shelf(book: LibraryBook) -> list[Entry]:
    """Every item the branch can change, family by family in the order of the library. Not for the screen's thread."""
    library, shipped = book.library(), book.shipped()
    with book.store.reader() as db:
        states = {(row[0], row[1]): row for row in reads.content_states(db)}
    updates = set(book.updates())
    found: list[Entry] = []
    for family in FAMILIES:
        base: Mapping[str, Any] = getattr(shipped, family)
        own = [item for kind, item in states if kind == family and item not in base]
        for name in (*base, *own):
            entry = _entry(book, library, family, name, states.get((family, name)), base.get(name))
            if entry is not None:
                found.append(replace(entry, update=(family, name) in updates))
    return found


def _entry(book: LibraryBook, library: Library, family: str, name: str, row: Any, shipped: Any) -> Entry | None:
    in_force, retired, waiting = (row[2], row[3], row[4]) if row is not None else ("", False, 0)
    item, origin = shipped, "shipped"
    if in_force:
        wording = book.wording(family, name, in_force)
        same = shipped is not None and in_force == version_of(body_of(shipped))
        if wording is not None and not same:
            item, origin = wording, "changed" if shipped is not None else "added"
    if item is None:
        item, origin = _proposed(book, family, name), "proposed"
    if item is None:
        return None
    title = title_of(library, family, item)
    words = "\n".join([name, title.en, title.zh, *(f"{text.en}\n{text.zh}" for text in texts(item))])
    return Entry(
        family, name, title, origin, item, bool(retired), int(waiting), searched=words.casefold()  # type: ignore[arg-type]
    )  # fmt: skip


def _proposed(book: LibraryBook, family: str, name: str) -> Any | None:
    editions = book.editions(family, name).editions
    for edition in reversed(editions):
        if edition.standing in ("proposed", "former") and edition.body:
            return _read(family, edition.body)
    return None


def versions(book: LibraryBook, family: str, name: str) -> list[Version]:
    """All versions of an item, the newest first, what the program ships now last."""
    state = book.editions(family, name)
    found = [_version(family, edition) for edition in reversed(state.editions)]
    if any(version.version in (RETIRE, RESTORE) for version in found):  # they are about what is in force
        item = book.in_force(family, name)
        found = [replace(version, item=item) if version.version in (RETIRE, RESTORE) else version for version in found]
    if family == "plans":
        found = [
            replace(version, walked=book.may_be_approved(family, name, version.version))
            if version.standing == "proposed" and version.version not in (RETIRE, RESTORE) else version
            for version in found
        ]  # fmt: skip
    shipped = getattr(book.shipped(), family).get(name)
    if shipped is not None:
        found.append(Version("", "shipped" if state.in_force else "in_force", shipped, origin="shipped"))
    return found


def base_of(book: LibraryBook, family: str, name: str) -> Any | None:
    """What the branch's own version was made from; None when that is not known any more."""
    own = book.editions(family, name).current
    return book.wording(family, name, own.base) if own is not None and own.base else None


def _version(family: str, edition: Edition) -> Version:
    return Version(
        edition.version, edition.standing, _read(family, edition.body), edition.at, edition.by, edition.why,
        edition.origin, edition.base, edition.decided_by, edition.decided_at, edition.refusal,
    )  # fmt: skip


def _read(family: str, body: str) -> Any | None:
    try:
        return item_of(family, body)
    except ValueError:
        return None


def leads_nowhere(library: Library, family: str, item: Any) -> list[str]:
    """Names an item refers to that would not be in the library, in order, each once."""
    part: dict[str, Any] = {family: {**getattr(library, family), item.id: item}}
    with_it = replace(library, **part)
    start = {"plans": "plans/", "checklists": "checklists/", "briefings": "briefings/"}.get(family)
    mine = f"{start}{item.id}" if start else f"{family}#{item.id}"
    rules = {f"playbooks#{rule.id}" for rule in getattr(item, "items", ())} if family == "playbooks" else set()
    found = [
        wrong.name
        for wrong in dangling(with_it)
        if wrong.where == mine or wrong.where.startswith(f"{mine}#") or wrong.where in rules
    ]
    return list(dict.fromkeys(found))
