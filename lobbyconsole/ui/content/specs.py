"""Which control every field of content gets, read off the model; and what a new part begins with."""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from lobbyconsole.domain.content.text import Text
from lobbyconsole.services.library.book import FAMILIES
from lobbyconsole.services.library.checks import Path, hints
from lobbyconsole.ui.content.titles import SHOWN_FOR, SOURCES

# Numbers that are best chosen from a few; the model has their limits.
FEW = {"CheckItem.weight": (1, 2, 3, 4, 5), "Scale.min_ok": (1, 2, 3, 4, 5)}
WIDE = {"text", "words", "parts", "group", "names", "pairs", "schedule"}  # take a line of their own

# What a new part begins with, where an empty value would be wrong or tedious.
_BEGIN: Mapping[str, Any] = {
    "Checklist.when": "on_demand", "Checklist.minutes": 5, "Checklist.pass_score": 90.0, "CheckItem.weight": 3,
    "OnFail.due_min": 30, "Agenda.when": "on_demand", "Agenda.duration_min": 5, "Section.minutes": 5,
    "Plan.review_months": 12, "DrillScript.duration_min": 30, "DrillScript.every_months": 6,
    "DrillScript.kind": "tabletop",
    "Reporting.within_min": 30, "Advice.within_min": 5, "Trigger.hold_min": 3, "Trigger.cooldown_min": 15,
    "Effect.after_min": 10, "Effect.op": "<=", "Effect.value": 10.0, "Escalate.after_min": 15, "Trigger.window": "any",
    "Scale.type": "pass_fail", "Plan.start": "s1", "Step.next": "", "DrillScript.id": "drill_1",
}  # fmt: skip


_STEP_ORDER = (
    "id", "kind", "role", "text", "say", "avoid", "target_s", "timer_s", "next", "outcome", "branches", "contacts",
    "opens_plan", "floor", "form",
)  # fmt: skip


def specs_of(shape: Any) -> tuple[Spec, ...]:
    """The fields of a model in its order; texts of the head first."""
    return _specs_of(shape)


@dataclass(frozen=True, slots=True)
class Spec:
    """One field: `kind` is text, line, schedule, switch, number, choice, names, words, parts, group or pairs."""

    owner: str  # the model's name
    name: str
    kind: str
    optional: bool = False
    choices: tuple[Any, ...] = ()  # of a closed list
    source: str = ""  # where names come from
    shape: Any = None  # of parts and groups
    whole: bool = False  # a number without a fraction

    @property
    def key(self) -> str:
        return f"{self.owner}.{self.name}"

    @property
    def wide(self) -> bool:
        return self.kind in WIDE

    def shown(self, part: Mapping[str, Any]) -> bool:
        """Whether the field means anything, the rest of its part being so."""
        rule = SHOWN_FOR.get(self.key)
        return rule is None or part.get(rule[0]) in rule[1] or part.get(self.name) not in (None, "", [])


@cache
def _specs_of(shape: Any) -> tuple[Spec, ...]:
    found = [_spec(shape.__name__, entry.name, hints(shape)[entry.name]) for entry in fields(shape)]
    order = {"id": 0, "title": 1, "when": 2 if shape in FAMILIES.values() else 3}
    if shape.__name__ == "Step":  # where it leads before what else it brings
        return tuple(sorted(found, key=lambda spec: _STEP_ORDER.index(spec.name) if spec.name in _STEP_ORDER else 99))
    last = {"sectors": 1, "source": 2, "approval": 1} if shape in FAMILIES.values() else {"source": 1, "sectors": 1}
    return tuple(sorted(found, key=lambda spec: (last.get(spec.name, 0), order.get(spec.name, 3))))


def _spec(owner: str, name: str, hint: Any) -> Spec:
    optional = False
    if get_origin(hint) in (Union, types.UnionType):
        parts = [part for part in get_args(hint) if part is not types.NoneType]
        optional, hint = len(parts) < len(get_args(hint)), parts[0]
    source = SOURCES.get(f"{owner}.{name}", SOURCES.get(name, ""))
    if f"{owner}.{name}" in ("Role.kind", "DrillScript.kind", "Step.kind"):
        source = ""
    if f"{owner}.{name}" in FEW:
        return Spec(owner, name, "choice", optional, FEW[f"{owner}.{name}"])
    if hint is Text:
        return Spec(owner, name, "text", optional)
    if hint is bool:
        return Spec(owner, name, "switch")
    if hint in (int, float):
        return Spec(owner, name, "number", optional, whole=hint is int)
    if hint is str:
        if name == "when":
            return Spec(owner, name, "schedule")
        return Spec(owner, name, "choice" if source else "line", optional, source=source)
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Literal:
        return Spec(owner, name, "choice", optional, inside)
    if origin is tuple:
        if inside[0] is Text:
            return Spec(owner, name, "words")
        if is_dataclass(inside[0]):
            return Spec(owner, name, "parts", shape=inside[0])
        if get_origin(inside[0]) is Literal:
            return Spec(owner, name, "names", choices=get_args(inside[0]))
        return Spec(owner, name, "names", source=source)
    if origin is dict:
        return Spec(owner, name, "pairs")
    return Spec(owner, name, "group", optional, shape=hint)


def optional_name(spec: Spec) -> bool:
    """Whether a field of one name may be left empty: the model has it empty when nothing is said."""
    if spec.optional or spec.name in ("default_staff", "deputy", "unit", "mark", "form", "outcome"):
        return True
    return spec.key in (
        "OnFail.plan", "Step.opens_plan", "Step.next", "Advice.script", "Escalate.plan", "Escalate.playbook",
    )  # fmt: skip


def spec_at(shape: Any, path: Path) -> Spec | None:
    """The field a path leads to, places in lists left out; None when it leads nowhere."""
    found: Spec | None = None
    for step in path:
        if isinstance(step, int):
            continue
        spec = next((spec for spec in specs_of(shape) if spec.name == step), None) if is_dataclass(shape) else None
        if spec is None:
            return found
        found = spec
        shape = spec.shape
    return found


def blank(shape: Any, like: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A new part as plain values. `like`: one beside it, whose names (zone, post, touchpoint) are taken over."""
    made: dict[str, Any] = {}
    specs = {spec.name: spec for spec in specs_of(shape)}
    for entry in fields(shape):
        spec = specs[entry.name]
        if spec.key in _BEGIN:
            made[entry.name] = _BEGIN[spec.key]
        elif like is not None and spec.kind == "choice" and spec.source not in ("", "steps") and entry.name in like:
            made[entry.name] = like[entry.name]
        elif entry.default is not MISSING:
            made[entry.name] = list(entry.default) if isinstance(entry.default, tuple) else entry.default
        else:
            made[entry.name] = _nothing(spec, like)
    return made


def _nothing(spec: Spec, like: Mapping[str, Any] | None) -> Any:
    inner = like.get(spec.name) if like is not None else None
    match spec.kind:
        case "text":
            return {"en": "", "zh": ""}
        case "switch":
            return False
        case "number":
            return None if spec.optional else 0
        case "choice":
            return spec.choices[0] if spec.choices else ""
        case "words" | "parts" | "names":
            return []
        case "pairs":
            return {}
        case "group":
            return None if spec.optional else blank(spec.shape, inner if isinstance(inner, dict) else None)
    return ""


def begin(family: str) -> dict[str, Any]:
    """A new item of a family, as much of it as can be there before anything is said."""
    made = blank(FAMILIES[family])
    if family == "plans":
        step = next(spec.shape for spec in specs_of(FAMILIES[family]) if spec.name == "steps")
        made["steps"] = [
            {**blank(step), "id": "s1", "next": "s2"},
            {**blank(step), "id": "s2", "kind": "end", "outcome": "resolved"},
        ]
    for name in ("items", "sections", "fields"):
        spec = next((spec for spec in specs_of(FAMILIES[family]) if spec.name == name and spec.shape), None)
        if spec is not None:
            made[name] = [{**blank(spec.shape), "id": free_id([], name)}]
    return made


def free_id(known: Sequence[str], name: str, near: str = "") -> str:
    """An id that is not among `known`, in the manner of the last one (pa07 after pa06)."""
    last = near or (known[-1] if known else "")
    stem = last.rstrip("0123456789") or {"items": "item_", "steps": "s", "sections": "part_"}.get(name, "n")
    digits = last[len(stem) :]
    if last and not digits and not last.endswith("_"):
        stem = f"{last}_"
    number = int(digits) if digits else 0
    while True:
        number += 1
        made = f"{stem}{number:0{len(digits)}d}"
        if made not in known:
            return made
