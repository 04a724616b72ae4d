"""Brings the standards from the hall to the screen on workers, and hears of what changes in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from lobbyconsole.ui import tasks
from lobbyconsole.ui.content.words import Names
from lobbyconsole.ui.translation import spoken_sector

if TYPE_CHECKING:
    from lobbyconsole.services.console import Console
    from lobbyconsole.services.library.book import LibraryBook
    from lobbyconsole.services.library.drafts import Draft, Drafts
    from lobbyconsole.services.library.reading import ContentError
    from lobbyconsole.services.library.shelf import Entry, Version

GATHER_MS = 200


@dataclass(frozen=True)
class Loaded:
    """All standards, the drafts of them, their names in both languages, and shipped files that cannot be used."""

    book: LibraryBook
    drafts: Drafts
    entries: Sequence[Entry]
    open_drafts: Mapping[str, Draft]
    names: Mapping[str, Names]
    refused: Sequence[ContentError]


@dataclass(frozen=True)
class Opened:
    """One item with everything about it. `entry` None: the draft of one that is new."""

    key: str
    entry: Entry | None
    draft: Draft | None
    versions: Sequence[Version] = ()
    own: Any | None = None
    shipped: Any | None = None
    base: Any | None = None
    offered: bool = False
    two: bool = False
    version: str = ""  # of what is in force


class ContentLoader(QObject):
    """Reads on workers; tells the screen on its own thread."""

    loaded = Signal(object)  # Loaded
    failed = Signal(object)

    def __init__(self, parent: QObject, console: Callable[[], Console]) -> None:
        super().__init__(parent)
        self._console = console
        self._task: tasks.Task | None = None
        self._stop: Callable[[], None] | None = None
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(GATHER_MS)
        self._gather.timeout.connect(self.load)

    @property
    def busy(self) -> bool:
        return self._task is not None

    def load(self) -> None:
        """Bring the list. What was asked for before is forgotten."""
        if self._task is not None:
            self._task.cancel()
        console = self._console()
        self._task = tasks.run(self, lambda: load_all(console), self._show, self._trouble)

    def _show(self, found: Loaded) -> None:
        self._task = None
        if self._stop is None:
            self._stop = self._console().work.subjects.watch(self._heard)
        self.loaded.emit(found)

    def _trouble(self, error: BaseException) -> None:
        self._task = None
        self.failed.emit(error)

    def _heard(self, subjects: frozenset[str]) -> None:
        """On the recorder's thread."""
        if any(subject.startswith("content:") for subject in subjects):
            tasks.hub().on_main_thread(lambda: self._gather.start() if isValid(self) else None)

    def stop(self) -> None:
        """Nobody looks."""
        self._gather.stop()
        if self._stop is not None:
            self._stop()
            self._stop = None


def load_all(console: Console) -> Loaded:
    """Everything the list needs. On a worker: it loads modules and, the first time, the library."""
    from lobbyconsole.services.library.compiled import refused_files
    from lobbyconsole.services.library.drafts import Drafts
    from lobbyconsole.services.library.shelf import shelf

    book = console.work.library
    drafts = Drafts(console.folder)
    library, sector = book.library(), spoken_sector()
    names = {tongue: Names.of(library, sector, tongue) for tongue in ("zh", "en")}
    open_drafts = {draft.key: draft for draft in drafts.all()}
    return Loaded(book, drafts, shelf(book), open_drafts, names, refused_files())


def open_one(loaded: Loaded, key: str) -> Opened | None:
    """One item. On a worker."""
    from lobbyconsole.domain.content.editions import version_of
    from lobbyconsole.services.library.book import body_of, needs_two
    from lobbyconsole.services.library.shelf import base_of, versions

    family, _, name = key.partition("/")
    draft = loaded.drafts.get(key)
    if name.startswith("+"):
        return Opened(key, None, draft) if draft is not None else None
    entry = next((entry for entry in loaded.entries if (entry.family, entry.id) == (family, name)), None)
    if entry is None:
        return None
    book = loaded.book
    shipped = getattr(book.shipped(), family).get(name)
    own = book.in_force(family, name) if entry.origin in ("changed", "added") else None
    version = version_of(body_of(entry.item)) if entry.origin != "proposed" else ""
    return Opened(
        key, entry, draft, versions(book, family, name), own, shipped, base_of(book, family, name), entry.update,
        needs_two(family, entry.item), version,
    )  # fmt: skip
