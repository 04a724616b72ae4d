"""What the editor's page and its verbs know of the bench a plan is written on and of the page it is walked on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.services.library.checks import Path
from lobbyconsole.ui.content.sheet import Sheet
from lobbyconsole.ui.widgets.choices import SegmentedChoice


@dataclass(frozen=True)
class Tried:
    """What is walked. `kind`: draft, proposed or in_force; `walked`: it was walked to an end in this version."""

    plan: Plan
    kind: str
    version: str
    by: str = ""  # who proposed it
    walked: bool = False


class Bench(Protocol):
    """A form that takes the whole page. ui/plan_graph/bench.py is the one there is."""

    number_wanted: Any
    try_wanted: Any

    @property
    def busy(self) -> bool: ...

    def build(self) -> Iterator[Any]: ...

    def finish(self) -> None: ...

    def draw(self) -> None: ...

    def show_wrong(self) -> None: ...

    def show_view(self, view: str) -> None: ...

    def show_side(self, side: str) -> None: ...

    def control_at(self, path: Path) -> QWidget | None: ...

    def area_of(self, control: QWidget) -> Any: ...

    def begin(self) -> None: ...

    def undone(self) -> None: ...


MakeBench = Callable[[Sheet, frozenset[str], SegmentedChoice, SegmentedChoice], Bench]
