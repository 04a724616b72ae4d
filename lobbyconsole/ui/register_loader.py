"""Brings a register from the hall to the screen, hears of what changes in it, and keeps the counts fresh."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from lobbyconsole.domain.registers import BY_ID
from lobbyconsole.services.record_lists import Count, Line, RecordLists
from lobbyconsole.services.record_views import RecordViews, View
from lobbyconsole.ui import tasks
from lobbyconsole.ui.register_stage import RegisterStage
from lobbyconsole.ui.register_words import Words
from lobbyconsole.ui.translation import language

GATHER_MS = 150  # what changed together is looked up together
MANY = 3_000  # of a longer register the open records are shown first: the rest takes its seconds


@dataclass(frozen=True)
class Loaded:
    """What a worker brought for one register."""

    register: str
    language: str
    words: Words
    lines: Sequence[tuple[Line, str]]
    counts: Mapping[str, Count]
    views: Sequence[View]
    post: str


class RegisterLoader(QObject):
    """Reads on workers; tells the screen on its own thread."""

    loaded = Signal(object)  # Loaded
    changed = Signal(object, object)  # lines that changed in the register on show, and the numbers asked about
    counted = Signal(object)

    def __init__(self, screen: RegisterStage) -> None:
        super().__init__(screen)
        self.screen = screen
        self.lists: RecordLists | None = None
        self.views: RecordViews | None = None
        self._loading: tasks.Task | None = None
        self._shown = ""  # the register whose lines were brought last
        self._turn = 0
        self._stop_watching: Callable[[], None] | None = None
        self._changed: set[str] = set()
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(GATHER_MS)
        self._gather.timeout.connect(self._look_again)

    @property
    def busy(self) -> bool:
        """Whether a register is on its way."""
        return self._loading is not None

    def load(self) -> None:
        """Bring the register on show."""
        if self._loading is not None:
            self._loading.cancel()
        screen = self.screen
        register, work, folder = screen.register, screen.console.work, screen.console.folder
        branch = screen.console.live.snapshot.branch
        sector, zone, tongue = branch.sector, branch.tz, language()
        now, staff = screen.now(), screen.staff()
        lists, views, shown = self.lists, self.views, self._shown
        self._turn += 1
        turn = self._turn

        def bring() -> tuple[RecordLists, RecordViews, Loaded]:
            reader = lists or RecordLists(work.records)
            saved = views or RecordViews(folder)
            words = Words.of(work.library.library(), sector, zone)
            for entry in register.fields:
                if entry.refers:
                    name = BY_ID[entry.refers].summary_field
                    for line in reader.lines(entry.refers, now):
                        words.records[line.subject] = str(line.values.get(name) or line.key)
            counts = reader.counts(now, now.astimezone(zone).date())
            post = saved.post(staff) if staff else ""

            def loaded(open_only: bool) -> Loaded:
                rows = reader.lines(register.id, now, open_only=open_only)
                lines = [(line, words.searched(register, line)) for line in rows]
                return Loaded(register.id, tongue, words, lines, counts, saved.views(register.id), post)

            if shown != register.id and reader.records.has_more_than(register.id, MANY):
                first = loaded(open_only=True)
                tasks.hub().on_main_thread(lambda: self._show_first(turn, reader, saved, first))
            return reader, saved, loaded(open_only=False)

        self._loading = tasks.run(self, bring, self._show)

    def _show_first(self, turn: int, lists: RecordLists, views: RecordViews, loaded: Loaded) -> None:
        if isValid(self) and turn == self._turn and self._loading is not None:
            self._take(lists, views, loaded)

    def _show(self, result: tuple[RecordLists, RecordViews, Loaded]) -> None:
        self._loading = None
        self._take(*result)

    def _take(self, lists: RecordLists, views: RecordViews, loaded: Loaded) -> None:
        self.lists, self.views = lists, views
        if loaded.register != self.screen.register.id:
            return
        if self._stop_watching is None and self.screen.isVisible():
            self._stop_watching = self.lists.records.watch(self._heard)
        self._shown = loaded.register
        self.loaded.emit(loaded)

    def stop(self) -> None:
        """Nobody looks: hear of nothing until the next load."""
        if self._stop_watching is not None:
            self._stop_watching()
            self._stop_watching = None

    def _heard(self, subjects: frozenset[str]) -> None:
        """On the recorder's thread."""
        found = {subject for subject in subjects if subject.startswith("record:")}
        if found:
            tasks.hub().on_main_thread(lambda: self.note_changes(found))

    def note_changes(self, subjects: set[str]) -> None:
        """These have changed: look them up soon, together with what comes meanwhile."""
        if not isValid(self):
            return
        self._changed |= subjects
        if not self._gather.isActive():
            self._gather.start()

    def _look_again(self) -> None:
        screen, lists = self.screen, self.lists
        register, words, now = screen.register, screen.words, screen.now()
        changed, self._changed = self._changed, set()
        start = f"record:{register.id}/"
        keys = [subject.removeprefix(start) for subject in changed if subject.startswith(start)]
        if lists is None or not screen.isVisible():
            return

        def look() -> list[tuple[Line, str]]:
            found = [lists.line(register.id, key, now) for key in keys]
            return [(line, words.searched(register, line)) for line in found if line is not None]

        def show(found: list[tuple[Line, str]]) -> None:
            if register is screen.register and found:
                self.changed.emit(found, keys)

        tasks.run(self, look, show)
        self.count()

    def count(self) -> None:
        """Count anew what is open and late."""
        screen, lists, now = self.screen, self.lists, self.screen.now()
        if lists is not None:
            today = now.astimezone(screen.words.zone).date()
            tasks.run(self, lambda: lists.counts(now, today), self.counted.emit)
