"""What is wrong with a piece of content, as plain values: one set of checks for files, imports and what one types."""

from __future__ import annotations

import re
import types
import unicodedata
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.content.text import Text, unique
from lobbyconsole.domain.schedule import parse_when
from lobbyconsole.services.library.plan_draft import fault_places

ID = re.compile(r"^[A-Za-z][A-Za-z0-9_]*$")
PLACE = re.compile(r"\{(\w*)\}")
LONGEST_ID = 60
Path = tuple[str | int, ...]

# What the model says about a whole part, and the field of it that a person has to look at.
_AT_FIELD = (
    ("weight is", "weight"), ("a number needs", "min"), ("min is above", "min"), ("a score needs", "min_ok"),
    ("a choice needs", "options"), ("two options", "options"), ("a checklist needs", "items"),
    ("the minutes of the sections", "duration_min"), ("an end has no", "next"), ("an end needs", "outcome"),
    ("a decision needs", "branches"), ("a step needs", "next"), ("timer_s belongs", "timer_s"),
    ("floor belongs", "floor"), ("a report is repeated", "repeat"),
    ("injects go", "injects"), ("the first step", "start"), ("no end can be", "steps"), ("item ", "items"),
    ("section ", "sections"), ("field ", "fields"), ("level ", "severity"), ("role ", "roles"), ("step ", "steps"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where (names of fields and places in lists) and why, in plain English."""

    path: Path
    reason: str


@cache
def hints(shape: Any) -> dict[str, Any]:
    """The types of a model's fields."""
    return get_type_hints(shape)


def examine(value: Any, shape: type[Any]) -> tuple[Any | None, list[Problem]]:
    """The item that plain values mean, or None and everything that is wrong with them, in reading order."""
    found = list(_walk(value, shape, ()))
    if found:
        return None, found
    return msgspec.convert(value, shape), []


def _walk(value: Any, shape: Any, path: Path) -> Iterator[Problem]:
    origin = get_origin(shape)
    if origin in (Union, types.UnionType):
        parts = get_args(shape)
        if value is None and types.NoneType in parts:
            return
        rest = [part for part in parts if part is not types.NoneType]
        if len(rest) == 1:
            yield from _walk(value, rest[0], path)
            return
    if shape is Text:
        yield from _text(value, path)
    elif origin is tuple and isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _walk(inner, get_args(shape)[0], (*path, at))
    elif isinstance(shape, type) and is_dataclass(shape) and isinstance(value, dict):
        yield from _part(value, shape, path)
    else:
        if isinstance(value, str) and (bad := bad_letter(value)):
            yield Problem(path, bad)
            return
        yield from _converted(value, shape, path)


def _part(value: dict[str, Any], shape: Any, path: Path) -> Iterator[Problem]:
    known = {entry.name: entry for entry in fields(shape)}
    clean, told = True, set[Path]()
    for name in value:
        if name not in known:
            yield Problem((*path, name), f"{name} is not a field here")
            clean = False
    for name, entry in known.items():
        if name not in value:
            if entry.default is MISSING and entry.default_factory is MISSING:
                yield Problem((*path, name), f"{name} is missing")
                clean = False
            continue
        for problem in _field(name, value[name], hints(shape)[name], (*path, name)):
            yield problem
            told.add(problem.path)
    if shape is Plan:  # each with its place, also while something else is wrong
        for place, fault in fault_places(value):
            if place not in told:
                yield Problem(place, fault.reason)
            told.add(place)
        yield from _second_rung(value.get("ladder"), path)
    if clean and not told:
        for problem in _converted(value, shape, path):
            field = next((to for start, to in _AT_FIELD if problem.reason.startswith(start) and to in known), "")
            yield Problem((*problem.path, field), problem.reason) if field else problem


def _second_rung(ladder: Any, path: Path) -> Iterator[Problem]:
    """Nobody stands on two rungs. Asked here and not by the model: halls have plans in use from before it was asked."""
    rungs = [rung.get("role") for rung in ladder if isinstance(rung, dict)] if isinstance(ladder, list) else []
    try:
        unique("rung", (role for role in rungs if isinstance(role, str) and role))
    except ValueError as error:
        yield Problem((*path, "ladder"), str(error))


def _field(name: str, value: Any, hint: Any, path: Path) -> Iterator[Problem]:
    if name == "id" and isinstance(value, str):
        if not ID.match(value) or len(value) > LONGEST_ID:
            shown = value[:LONGEST_ID]
            yield Problem(
                path, f"the id {shown} may hold letters, digits and underscores only, and begins with a letter"
            )
        return
    if name == "when" and hint is str and isinstance(value, str):
        try:
            parse_when(value)
        except ValueError:
            yield Problem(path, f"{value} is no schedule")
        return
    yield from _walk(value, hint, path)


def _text(value: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(value, dict) or set(value) != {"en", "zh"} or not all(isinstance(v, str) for v in value.values()):
        yield Problem(path, "a text needs both languages")
        return
    clean = True
    for tongue, name in (("en", "English"), ("zh", "Chinese")):
        words = value[tongue]
        bad = bad_letter(words)
        if not words.strip():
            bad = f"the {name} text is missing"
        elif not bad and words != words.strip():
            bad = f"blanks at the ends of a text: {words}"
        if bad:
            clean = False
            yield Problem((*path, tongue), bad)
    if clean and set(PLACE.findall(value["en"])) != set(PLACE.findall(value["zh"])):
        yield Problem(path, f"the placeholders differ between the languages: {value['en']}")


def bad_letter(words: str) -> str:
    """Why a text cannot stand anywhere: control characters and signs that turn the reading direction; or empty."""
    for letter in words:
        kind = unicodedata.category(letter)
        if kind == "Cs" or (kind == "Cc" and letter not in "\n\t") or "\u202a" <= letter <= "\u202e":
            return "a character that may not stand in a text"
    return ""


def _converted(value: Any, shape: Any, path: Path) -> Iterator[Problem]:
    try:
        msgspec.convert(value, shape)
    except (msgspec.ValidationError, OverflowError) as error:
        yield Problem(path, str(error).partition(" - at `")[0])


# --- for whole files --------------------------------------------------------------------------------------------------


def strange(value: Any, shape: Any, path: str = "") -> str:
    """The path of the first field that the model does not know; empty when all are known."""
    origin = get_origin(shape)
    if origin in (Union, types.UnionType):
        return next((found for part in get_args(shape) if (found := strange(value, part, path))), "")
    if origin is tuple and isinstance(value, list):
        inner = get_args(shape)[0]
        return next((found for i, item in enumerate(value) if (found := strange(item, inner, f"{path}[{i}]"))), "")
    if origin is dict and isinstance(value, dict):
        key_type, inner = get_args(shape)
        allowed = get_args(key_type) if get_origin(key_type) is Literal else None
        for key, item in value.items():
            if allowed is not None and key not in allowed:
                return f"{path}.{key}"
            if found := strange(item, inner, f"{path}.{key}"):
                return found
    if is_dataclass(shape) and isinstance(shape, type) and isinstance(value, dict):
        known = {entry.name for entry in fields(shape)}
        for key, item in value.items():
            if key not in known:
                return f"{path}.{key}"
            if found := strange(item, hints(shape)[key], f"{path}.{key}"):
                return found
    return ""


def ids(value: Any) -> Iterator[str]:
    """Every id in a piece of content."""
    if isinstance(value, tuple):
        for inner in value:
            yield from ids(inner)
    elif is_dataclass(value):
        for entry in fields(value):
            inner = getattr(value, entry.name)
            if entry.name == "id":
                yield inner
            elif isinstance(inner, tuple):
                yield from ids(inner)
