"""What to do when the floor looks so: triggers, actions in order, and how to see whether it helped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lobbyconsole.domain.content.text import Comparison, Item, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A live measurement against a value."""

    metric: str
    op: Comparison
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger(Watch):
    """When a rule speaks: the condition has held `hold_min`, not again before `cooldown_min`, in such hours."""

    hold_min: int
    cooldown_min: int
    window: Literal["peak", "lunch", "any", "manual"]
    also: Watch | None = None  # "and" in the files


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    type: str
    role: str
    within_min: int
    text: Text
    script: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Whether it helped: a metric back inside `value` after so long, or marked customers rated against unmarked."""

    measure: Literal["threshold", "cohort"]
    metric: str
    text: Text
    after_min: int | None = None
    op: Comparison | None = None
    value: float | None = None
    window_days: int | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalate:
    after_min: int
    to: str
    plan: str = ""
    playbook: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Item):
    """One rule of a playbook; `actions` in recommended order."""

    title: Text
    level: Literal["info", "warn", "urgent"]
    why: Text
    trigger: Trigger
    actions: tuple[Advice, ...]
    effect: Effect
    escalate: Escalate


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook(Item):
    title: Text
    items: tuple[Rule, ...]
    approval: bool = False
