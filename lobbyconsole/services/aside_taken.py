"""Takes over what was walked without the hall (aside.py) into its journal. Every start asks, so nothing heavy here."""

from __future__ import annotations

import logging
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from lobbyconsole.domain.facts import Fact, natural_id
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.store.aside import (
    FOREIGN,
    NAME,
    SPOILT,
    TAKEN,
    Read,
    identity,
    is_taken,
    keep_identity,
    read_batches,
    set_aside,
    waiting,
)
from lobbyconsole.store.errors import StorageError

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console
    from lobbyconsole.store.hall import Store

SOURCE = "side_file"  # of every fact that was told this way
META = "hall"
AHEAD = timedelta(minutes=1)  # a side file that ends later than this from now was written by a wrong clock

log = logging.getLogger(__name__)


def take_over(console: Console, folder: Path, told: Sequence[Fact] = (), words: str = "") -> int:
    """Put what waits beside the hall (and `told`, which could not be written) into its journal; gives how many facts.

    All in one transaction: a kill leaves all or nothing, and a second time adds nothing. Raises nothing of the disk's:
    what cannot be taken over now waits where it is. `words` become a note in the timeline of each walkthrough. What was
    walked in another hall is not taken over, and said.
    """
    hall = hall_name(console, folder)
    files = waiting(folder)
    if not files and not told:
        return 0
    read = {path: found for path in files if (found := read_batches(path)) is not None}
    every = {fact.id: fact for facts in (*(found.facts(hall) for found in read.values()), told) for fact in facts}
    there = _recorded(console, every.values())
    missing = {name: fact for name, fact in every.items() if name not in there}
    if missing:
        now = console.live.clock.now()
        facts = _by_the_right_clock(missing.values(), now)
        console.live.record([*facts, *_notes(facts, now, words)]).result()
        if console.live.unsaved[0]:
            return 0  # the disk is full: the file stays until a start that can write
        there = _recorded(console, every.values())
    for path, found in read.items():
        if not all(fact.id in there for fact in found.facts(hall)):
            continue
        try:
            _put_away(console, path, found, hall, missing)
        except OSError as error:
            log.info("%s stays as it is: %s", path, error)
    if missing:
        text = QT_TRANSLATE_NOOP(
            "Messages", "What was done while the hall could not be opened is in its journal now ({count} entries)."
        )
        console.live.tell(Message(text, {"count": len(missing)}))
    return len(missing)


def hall_name(console: Console, folder: Path) -> str:
    """What tells this hall from every other: in its database, and beside it for when that cannot be read. "" where it
    can be kept nowhere."""
    store: Store = console.work.store
    beside, name = identity(folder), ""
    try:
        name = store.meta(META) or ""
        if not name:  # a database that was made or put together anew keeps the name of its folder
            name = beside or os.urandom(16).hex()
            store.set_meta(META, name)
        keep_identity(folder, name)
    except (OSError, StorageError) as error:
        log.info("the hall's name is not kept: %s", error)
    return name


def _put_away(console: Console, path: Path, found: Read, hall: str, missing: Mapping[str, Fact]) -> None:
    """A file whose facts, as far as they are ours, are in the journal. Raises OSError."""
    count = found.foreign(hall)
    if count:
        kept = set_aside(path, FOREIGN)
        text = QT_TRANSLATE_NOOP(
            "Messages",
            "Plans walked in another hall were not taken over ({count} entries). They are kept in {file}. Put it into"
            " that hall's data folder as {name}: there they are taken over.",
        )
        console.live.tell(Message(text, {"count": count, "file": str(kept), "name": NAME}))
    elif is_taken(path) and not any(fact.id in missing for fact in found.facts()):
        path.unlink()  # an earlier opening recorded them, this one has found them
    elif not found.batches and found.whole:
        path.unlink()  # nothing was ever promised
    elif not is_taken(path):
        set_aside(path, TAKEN if found.whole else SPOILT)


def _recorded(console: Console, facts: Iterable[Fact]) -> frozenset[str]:
    """Ids of those facts that the journal has."""
    subjects = {fact.subject for fact in facts}
    if not subjects:
        return frozenset()
    store = console.work.subjects.store
    return frozenset(fact.id for subject in subjects for fact in store.facts_of(subject))


def _by_the_right_clock(facts: Collection[Fact], now: datetime) -> list[Fact]:
    """The facts, all moved back by as much as their last one lies ahead: only the clock can have been wrong."""
    ahead = max(fact.at for fact in facts) - now
    return [fact.at_time(fact.at - ahead) for fact in facts] if ahead > AHEAD else list(facts)


def _notes(facts: Sequence[Fact], now: datetime, words: str) -> list[Fact]:
    """One line in the timeline of each walkthrough; its id follows from the facts, so that it stands there once."""
    from lobbyconsole.domain import walkthrough_facts as f

    found: Mapping[str, Fact] = {fact.walk: fact for fact in facts if isinstance(fact, f.WalkFact)}
    return [
        f.WalkNoted(
            id=natural_id(SOURCE, last.id), at=max(now, last.at + timedelta(microseconds=1)), source=SOURCE, walk=walk,
            text=words,
        )
        for walk, last in found.items() if words
    ]  # fmt: skip
