"""What is being written: an item as plain values, changed field by field, checked a moment after each change."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from lobbyconsole.domain.plan_graph import numbers
from lobbyconsole.services.library.book import FAMILIES
from lobbyconsole.services.library.checks import Path, Problem, examine
from lobbyconsole.services.library.plan_draft import graph_of_values
from lobbyconsole.ui.content.specs import Spec, blank, free_id, optional_name, specs_of
from lobbyconsole.ui.content.titles import SHOWN_FOR
from lobbyconsole.ui.content.words import Names, headline, reason_words
from lobbyconsole.ui.translation import translate

CHECK_MS = 200
MOST_UNDO = 30


class Sheet(QObject):
    """One item in hand. Edits call `put` and the list verbs; `checked` follows when it is known what is wrong."""

    changed = Signal()
    checked = Signal()

    def __init__(self, family: str, value: dict[str, Any], names: Names, key: str, base: str, is_new: bool) -> None:
        super().__init__()
        self.family, self.names, self.key, self.base, self.is_new = family, names, key, base, is_new
        self.shape = FAMILIES[family]
        self.tree = value
        self.item: Any | None = None  # the item it would be; None while something is wrong
        self.problems: list[Problem] = []
        self.taken: frozenset[str] = frozenset()  # ids that other items have
        self.walked: dict[str, tuple[str, ...]] = {}  # of a plan: versions walked to an end, and by which steps
        self._undo: list[dict[str, Any]] = []
        self._typing: Path | None = None  # what was written last: letter after letter is one change
        self._aside: dict[tuple[Path, str], Any] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CHECK_MS)
        self._timer.timeout.connect(self.check)

    # --- values

    def get(self, path: Path) -> Any:
        """The value at a place; None when there is none."""
        value: Any = self.tree
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def put(self, path: Path, value: Any) -> None:
        """Another value at a place."""
        holder = self.get(path[:-1])
        if holder is None or holder[path[-1]] == value:
            return
        if self._typing != path:
            self._remember()
            self._typing = path
        holder[path[-1]] = value
        self._told()

    def settle(self, path: Path, shape: Any) -> None:
        """A field others hang on was changed: what no longer means anything is put aside, and comes back with it."""
        part = self.get(path)
        empty = blank(shape)
        for spec in specs_of(shape):
            rule = SHOWN_FOR.get(spec.key)
            if rule is None:
                continue
            if part.get(rule[0]) in rule[1]:
                kept = self._aside.pop((path, spec.name), None)
                if kept is not None and part.get(spec.name) in (None, "", []):
                    part[spec.name] = kept
            elif part.get(spec.name) not in (None, "", []):
                self._aside[path, spec.name] = part[spec.name]
                part[spec.name] = empty[spec.name]
        self._told()

    # --- lists

    def add(self, path: Path, shape: Any) -> int:
        """One more part at the end of a list; where it is."""
        self._remember()
        parts = self.get(path)
        last = parts[-1] if parts else None
        made = blank(shape, last)
        if "id" in made:
            made["id"] = free_id([str(part.get("id", "")) for part in parts], str(path[-1]))
        parts.append(made)
        self._told()
        return len(parts) - 1

    def double(self, path: Path, at: int) -> int:
        """A copy of a part after it; where it is."""
        self._remember()
        parts = self.get(path)
        made = copy.deepcopy(parts[at])
        if isinstance(made, dict) and "id" in made:
            known = [str(part.get("id", "")) for part in parts]
            made["id"] = free_id(known, str(path[-1]), near=str(parts[at]["id"]))
        parts.insert(at + 1, made)
        self._told()
        return at + 1

    def add_words(self, path: Path) -> int:
        """One more text at the end of a list of texts."""
        self._remember()
        self.get(path).append({"en": "", "zh": ""})
        self._told()
        return len(self.get(path)) - 1

    def remove(self, path: Path, at: int) -> None:
        """Take a part out."""
        self._remember()
        del self.get(path)[at]
        self._told()

    def move(self, path: Path, at: int, by: int) -> bool:
        """A part up (-1) or down (1); False at the end of the list."""
        parts = self.get(path)
        to = at + by
        if not (0 <= at < len(parts) and 0 <= to < len(parts)):
            return False
        self._remember()
        parts[at], parts[to] = parts[to], parts[at]
        self._told()
        return True

    @property
    def can_undo(self) -> bool:
        return bool(self._undo)

    def undo(self) -> None:
        """As it was before the last change; what was written in one field in one go is one change."""
        if self._undo:
            self.tree = self._undo.pop()
            self._typing = None
            self._told()

    def change(self, verb: Callable[[dict[str, Any]], Any]) -> Any:
        """A change of several places at once; what the verb answers."""
        self._remember()
        found = verb(self.tree)
        if self._undo[-1] == self.tree:
            self._undo.pop()
        else:
            self._told()
        return found

    def _remember(self) -> None:
        self._typing = None
        self._undo = [*self._undo[-MOST_UNDO + 1 :], copy.deepcopy(self.tree)]

    def _told(self) -> None:
        self._timer.start()
        self.changed.emit()

    # --- what is wrong

    def check(self) -> None:
        """Look at once."""
        self._timer.stop()
        self.item, problems = examine(self.tree, self.shape)
        told = {problem.path for problem in problems}
        problems += [problem for problem in _unnamed(self.tree, self.shape, ()) if problem.path not in told]
        if self.is_new and self.tree.get("id") in self.taken:
            problems.append(Problem(("id",), f"id {self.tree['id']} stands twice"))
        if problems:
            self.item = None
        self.problems = problems
        self.checked.emit()

    def why(self, path: Path) -> str:
        """What is wrong with the very value at a place, in the reader's words."""
        return next((self.said(problem) for problem in self.problems if problem.path == path), "")

    def said(self, problem: Problem) -> str:
        """What is wrong, in the reader's words; steps by their numbers."""
        if self.family != "plans":
            return reason_words(problem.reason)
        graph = graph_of_values(self.tree)
        return reason_words(
            problem.reason, {node.id: str(number) for node, number in zip(graph.nodes, numbers(graph), strict=True)}
        )

    def wrong_below(self, path: Path) -> int:
        """How many things are wrong at a place or in it."""
        return sum(problem.path[: len(path)] == path for problem in self.problems)

    def steps(self) -> list[tuple[str, str]]:
        """The steps of a plan in the order of their numbers: (id, number and words)."""
        graph = graph_of_values(self.tree)
        found = []
        for number, step in sorted(zip(numbers(graph), self.tree.get("steps", ()), strict=True), key=lambda it: it[0]):
            words = headline({"text": step.get("text")}, self.names.tongue) or translate("Content", "(still empty)")
            found.append((str(step.get("id", "")), f"{number} · {words[:60]}"))
        return found


def _unnamed(value: Any, shape: Any, path: Path) -> list[Problem]:
    """Names that must be chosen and are not."""
    found: list[Problem] = []
    for spec in specs_of(shape):
        inner = value.get(spec.name) if isinstance(value, dict) else None
        place = (*path, spec.name)
        if spec.kind == "choice" and spec.source and inner == "" and not optional_name(spec):
            found.append(Problem(place, f"{spec.name} is missing"))
        for deeper, part in _inside(spec, inner):
            found += _unnamed(part, spec.shape, (*place, *deeper))
    return found


def _inside(spec: Spec, value: Any) -> Iterator[tuple[Path, Any]]:
    if spec.kind == "group" and isinstance(value, dict):
        yield (), value
    elif spec.kind == "parts" and isinstance(value, list):
        for at, part in enumerate(value):
            yield (at,), part
