"""A round's standard: what is looked at, how it is answered, what a failure asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lobbyconsole.domain.content.text import Item, Text, unique


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer of a choice, and whether it is a good one."""

    id: str
    ok: bool
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How an item is answered. `min`, `max`: limits of a number in `unit`; `min_ok`: least passing score of 0 to 5."""

    type: Literal["pass_fail", "score_0_5", "number", "choice", "text", "photo"]
    unit: str = ""
    min: float | None = None
    max: float | None = None
    min_ok: int | None = None
    options: tuple[Option, ...] = ()

    def __post_init__(self) -> None:
        if self.type == "number":
            if self.min is None and self.max is None:
                raise ValueError("a number needs min or max")
            if self.min is not None and self.max is not None and self.min > self.max:
                raise ValueError("min is above max")
        if self.type == "score_0_5" and not 0 <= (-1 if self.min_ok is None else self.min_ok) <= 5:
            raise ValueError("a score needs min_ok from 0 to 5")
        if self.type == "choice":
            good = [option.ok for option in self.options]
            if len(good) < 2 or all(good) or not any(good):
                raise ValueError("a choice needs good and bad options")
            if len({option.id for option in self.options}) != len(good):
                raise ValueError("two options share an id")


@dataclass(frozen=True, slots=True, kw_only=True)
class OnFail:
    """What a failed item asks for: the action, the role that owns it, the minutes it may take, a plan to offer."""

    action: Text
    owner: str
    due_min: int
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckItem:
    """One thing to look at. `weight` 1 to 5; a failed `critical` item makes the whole round red."""

    id: str
    text: Text
    touchpoint: str
    zone: str
    standard: Text
    scale: Scale
    weight: int
    critical: bool
    on_fail: OnFail
    source: tuple[str, ...] = ()
    second_signature: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.weight <= 5:
            raise ValueError("weight is 1 to 5")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist(Item):
    """A round's standard. `minutes` it takes; `pass_score` in percent below which the round is red."""

    title: Text
    kind: str
    when: str
    zone: str
    owner: str
    minutes: int
    pass_score: float
    summary: Text
    items: tuple[CheckItem, ...]
    approval: bool = False  # a change needs a second person

    def __post_init__(self) -> None:
        unique("item", (item.id for item in self.items))
        if not self.items:
            raise ValueError("a checklist needs items")
