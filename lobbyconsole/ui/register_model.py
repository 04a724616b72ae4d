"""The lines of one register for the list: filtered in memory over prepared text, sorted by any column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import compress
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from lobbyconsole.domain.register import Field, Register
from lobbyconsole.services.record_lists import Line
from lobbyconsole.ui.register_words import Words, left, told, tone_level
from lobbyconsole.ui.translation import translate

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines are shown. `show`: open, mine, late, current or all."""

    text: str = ""
    show: str = "open"
    state: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines that have a text in them, and what else may be looked for in each."""

    text: str
    lines: list[Line]
    searched: list[str]


@dataclass(frozen=True, slots=True)
class Column:
    """`entry` is the field it shows; the others are known by their id."""

    id: str
    entry: Field | None = None


def columns_of(register: Register) -> tuple[Column, ...]:
    """Number, the listed fields (what a record is called first), state, owner, time left, last change."""
    listed = sorted(
        (entry for entry in register.fields if entry.listed), key=lambda entry: entry.name != register.summary_field
    )
    found = [Column("number"), *(Column(entry.name, entry) for entry in listed)]
    found.insert(2, Column("state"))
    owner = register.field(register.owner_field)
    if owner is not None and not owner.listed:
        found.append(Column("owner", owner))
    if register.clocks:
        found.insert(3, Column("clock"))
    return (*found, Column("changed"))


def _changed(pair: tuple[Line, str]) -> datetime:
    """The order a register begins with, and by far the most used."""
    return pair[0].changed_at or LONG_AGO


class Lines(QAbstractTableModel):
    """Lines of one register. `lines()` are those shown, in the order shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.register: Register | None = None
        self.words = Words()
        self.columns: tuple[Column, ...] = ()
        self.now = LONG_AGO
        self.wanted = Wanted()
        self.mine: frozenset[str] = frozenset()  # staff number and posts of who looks
        self._sort = ("changed", True)
        self._all: list[tuple[Line, str]] = []  # in the order of the sort, with what may be looked for
        self._base: _Part | None = None  # what passes everything but the text
        self._found = _Part("", [], [])  # what was found last: whoever types on looks only there
        self._shown: list[Line] = []

    # --- what is shown

    def show_register(self, register: Register, words: Words, lines: Sequence[tuple[Line, str]], now: datetime) -> None:
        """Another register, or the same anew; (line, text to look in) from a worker."""
        self.beginResetModel()
        if register is not self.register:
            self._sort = ("changed", True)
        self.register, self.words, self.now = register, words, now
        self.columns = columns_of(register)
        self._all = list(lines)
        self._put_in_order()
        self._choose()
        self.endResetModel()

    def put(self, changed: Sequence[tuple[Line, str]]) -> None:
        """Lines that have changed or are new."""
        keys = {line.key for line, _ in changed}
        self.beginResetModel()
        self._all = [*changed, *(pair for pair in self._all if pair[0].key not in keys)]
        self._put_in_order()
        self._choose()
        self.endResetModel()

    def want(self, wanted: Wanted, mine: frozenset[str] | None = None) -> None:
        """Other filters."""
        others = (wanted.show, wanted.state, wanted.owner) != (self.wanted.show, self.wanted.state, self.wanted.owner)
        if mine is not None and mine != self.mine:
            self.mine, others = mine, True
        if others:
            self._base = None
        self.wanted = wanted
        self.beginResetModel()
        self._choose()
        self.endResetModel()

    def sort_by(self, column: str, descending: bool) -> None:
        """Put the lines in order of a column."""
        if (column, descending) == self._sort:
            return
        self._sort = (column, descending)
        self.beginResetModel()
        self._put_in_order()
        self._choose()
        self.endResetModel()

    @property
    def sorted_by(self) -> tuple[str, bool]:
        return self._sort

    def tick(self, now: datetime) -> None:
        """Time went on: what is late may have changed."""
        self.now = now
        if self.wanted.show == "late":
            self._base = None
            self.want(self.wanted)
        elif self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, len(self.columns) - 1))

    def lines(self) -> list[Line]:
        """Those shown."""
        return list(self._shown)

    def line(self, row: int) -> Line | None:
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, key: str) -> int:
        """Where a record stands; -1 when it is not shown."""
        keys = [line.key for line in self._shown] if key else []
        return keys.index(key) if key in keys else -1

    def total(self) -> int:
        return len(self._all)

    def owners(self) -> list[str]:
        """Owners that occur."""
        return sorted({line.owner for line, _ in self._all if line.owner})

    def today(self) -> date:
        return self.now.astimezone(self.words.zone).date()

    def _choose(self) -> None:
        if self._base is None:
            passed = [pair for pair in self._all if self._passes(pair[0])]
            self._base = self._found = _Part("", [pair[0] for pair in passed], [pair[1] for pair in passed])
        text = self.wanted.text.casefold()
        found = self._found if text.startswith(self._found.text) else self._base
        for term in text.split():
            if term in found.text.split():
                continue
            hits = [term in searched for searched in found.searched]
            found = _Part(text, list(compress(found.lines, hits)), list(compress(found.searched, hits)))
        self._found = found
        self._shown = found.lines

    def _passes(self, line: Line) -> bool:
        wanted = self.wanted
        if wanted.state and line.state != wanted.state:
            return False
        if wanted.owner and line.owner != wanted.owner:
            return False
        if wanted.show == "all":
            return True
        # The cheap question first: of 50,000 records nearly all are closed.
        if wanted.show != "current" and not line.is_open:
            return False
        if line.ends and not line.current(self.today()):
            return False
        if wanted.show == "current":
            return line.state != "expired"
        if wanted.show == "late":
            return line.late(self.now)
        return wanted.show != "mine" or line.owner in self.mine

    def _put_in_order(self) -> None:
        name, descending = self._sort
        self._base = None
        register, words = self.register, self.words
        column = next((column for column in self.columns if column.id == name), None)
        if register is None or column is None:
            return
        states = [state.id for state in register.states]

        def key(pair: tuple[Line, str]) -> Any:
            line = pair[0]
            if name == "number":
                return (len(line.key), line.key)
            if name == "state":
                return states.index(line.state) if line.state in states else len(states)
            if name == "clock":
                return line.due or NEVER
            assert column.entry is not None
            value = line.values.get(name)
            if column.entry.kind in ("number", "yes_no"):
                return float(value) if isinstance(value, (int, float)) else float("-inf")
            if column.entry.kind in ("date", "time"):
                return str(value or "")
            return words.value(column.entry, value).casefold()

        self._all.sort(key=_changed if name == "changed" else key, reverse=descending)

    # --- Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's way
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's way
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.cell(line, self.columns[index.column()])[0]
        return None

    def cell(self, line: Line, column: Column) -> tuple[str, str]:
        """Text and level ("" plain) of one cell."""
        assert self.register is not None
        if column.id == "number":
            return line.key, ""
        if column.id == "state":
            state = self.register.state(line.state)
            if not line.current(self.today()) and line.state != "expired":
                return translate("Registers", "No longer in force"), "neutral"
            return told(state.title), tone_level(state)
        if column.id == "clock":
            return left(line, self.now) if line.is_open and line.current(self.today()) else ("", "")
        if column.id == "changed":
            return self.words.instant(line.changed_at), ""
        assert column.entry is not None
        text = self.words.value(column.entry, line.values.get(column.entry.name))
        return (text.replace("\n", " ") if column.entry.kind == "long" else text), ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.title(self.columns[section]) if section < len(self.columns) else None

    def title(self, column: Column) -> str:
        """What a column is called."""
        if column.entry is not None:
            return told(column.entry.title)
        return {
            "number": translate("Registers", "Number"),
            "state": translate("Registers", "State"),
            "clock": translate("Registers", "Time left"),
            "changed": translate("Registers", "Changed"),
        }[column.id]
