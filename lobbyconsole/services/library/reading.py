"""Content files (YAML) read into the model: a wrong one is refused with its line and the reason, the rest works."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import msgspec
import yaml

from lobbyconsole.domain.content.briefings import Agenda
from lobbyconsole.domain.content.checklists import Checklist
from lobbyconsole.domain.content.growth import Cases, Feedback, Improvements, Recognition, Reference, Training
from lobbyconsole.domain.content.library import Library, Term, texts
from lobbyconsole.domain.content.lists import (
    Contact,
    Form,
    KeyFigures,
    RiskRegister,
    Role,
    Script,
    ServiceCatalogue,
    Touchpoint,
)
from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.content.playbooks import Playbook
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.services.library.checks import ID, PLACE, ids, strange

LARGEST_FILE = 1_000_000  # bytes; the largest shipped one has 80,000
SCHEMA_VERSION = 1
_AT = re.compile(r" - at `(?:key in )?\$(?P<path>[^`]*)`$")
_STEP = re.compile(r"\.([A-Za-z_]\w*)|\[(\d+|\.\.\.)\]")
# Field names that Python keeps for itself.
_RENAMED = {"and": "also", "pass": "passed"}

# `type` of a file -> where it goes in the library, and its shape. One: the file is one item. Many: `items` of such.
_ONE: dict[str, tuple[str, type[Any]]] = {
    "checklist": ("checklists", Checklist),
    "plan": ("plans", Plan),
    "briefing": ("briefings", Agenda),
    "playbooks": ("playbooks", Playbook),
}
_MANY: dict[str, type[Any]] = {
    "roles": Role,
    "contacts": Contact,
    "touchpoints": Touchpoint,
    "scripts": Script,
    "forms": Form,
    "references": Reference,
}
_WHOLE: dict[str, type[Any]] = {
    "services": ServiceCatalogue,
    "kpis": KeyFigures,
    "risks": RiskRegister,
    "training": Training,
    "improvement": Improvements,
    "feedback": Feedback,
    "cases": Cases,
    "recognition": Recognition,
}
_IGNORED = frozenset({"trace"})  # where each sentence comes from: for reviewers, not for the program


class ContentError(Exception):
    """A content file that cannot be used: `message` says which, in which line, and why."""

    def __init__(self, reason: str, file: str, line: int = 0) -> None:
        if line:
            text = QT_TRANSLATE_NOOP("Messages", "The content file {file} is wrong in line {line}: {reason}")
        else:
            text = QT_TRANSLATE_NOOP("Messages", "The content file {file} is wrong: {reason}")
        self.message = Message(text, {"file": file, "line": line, "reason": reason})
        self.reason, self.file, self.line = reason, file, line
        super().__init__(str(self.message))


@dataclass(slots=True)
class Reading:
    """A library and the files that were refused."""

    library: Library = field(default_factory=Library)
    refused: list[ContentError] = field(default_factory=list)


def content_files(folder: Path) -> list[Path]:
    """The content files of a folder, in a steady order."""
    return sorted((path for path in folder.rglob("*.yaml") if path.is_file()), key=lambda path: path.as_posix())


def read_folder(folder: Path) -> Reading:
    """Read every file below a folder. Never raises for what is in a file."""
    reading = Reading()
    parts: dict[str, Any] = {}
    for path in content_files(folder):
        name = path.relative_to(folder).as_posix()
        try:
            kind, value = read_file(path, name)
            _place(parts, kind, value, name)
        except ContentError as error:
            reading.refused.append(error)
    reading.library = Library(**parts)
    return reading


def read_file(path: Path, name: str = "") -> tuple[str, Any]:
    """One file as (kind, item or document). Raises ContentError."""
    name = name or path.name
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ContentError(f"larger than {LARGEST_FILE:,} bytes", name)
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ContentError(error.strerror or str(error), name) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ContentError("not UTF-8 text", name, line) from error
    return read_text(text, name)


def read_text(text: str, name: str) -> tuple[str, Any]:
    """Content in YAML text as (kind, item or document). Raises ContentError."""
    lines: dict[str, int] = {}
    value = _loaded(text, name, lines)
    if not isinstance(value, dict):
        raise ContentError("the file must hold fields, such as id and title", name, 1)
    kind, version = value.pop("type", None), value.pop("schema_version", None)
    if version != SCHEMA_VERSION:
        raise ContentError(f"schema_version is {version}; this program reads {SCHEMA_VERSION}", name, 1)
    shape = _shape(kind)
    if shape is None:
        raise ContentError(f"type {kind} is not known", name, lines.get(".type", 1))
    if unknown := strange(value, shape):
        key = unknown.rsplit(".", 1)[-1]
        raise ContentError(f"{key} is not a field here", name, _line(lines, unknown))
    try:
        found = msgspec.convert(value, shape)
    except msgspec.ValidationError as error:
        at = _AT.search(str(error))
        path = at["path"] if at else ""
        place = _named(value, path)
        reason = str(error)[: at.start()] if at else str(error)
        raise ContentError(f"{place}{reason}", name, _line(lines, path)) from error
    for where, bad in _bad_words(found, kind):
        raise ContentError(bad, name, lines.get(where, 0) or _line_of_words(text, where))
    return str(kind), found


def _shape(kind: Any) -> Any:
    if kind in _ONE:
        return _ONE[kind][1]
    if kind in _MANY:
        return _Items[_MANY[kind]]
    if kind == "vocab":
        return dict[str, dict[str, Term]]
    if kind in _IGNORED:
        return dict[str, Any]
    return _WHOLE.get(kind)


class _Many:
    """dict[str, ...] with one key, `items`: lists of items have nothing else at the top."""

    def __getitem__(self, item: type[Any]) -> Any:
        return dict[Literal["items"], tuple[item, ...]]  # type: ignore[valid-type]


_Items = _Many()


def _place(parts: dict[str, Any], kind: str, value: Any, name: str) -> None:
    """Put what a file holds where it belongs. Raises ContentError for an id that is there already."""
    if kind in _IGNORED:
        return
    if kind in _ONE:
        place = _ONE[kind][0]
        stem = Path(name).stem
        if value.id != stem:
            raise ContentError(f"the id {value.id} differs from the file's name", name)
        if value.id in parts.setdefault(place, {}):
            raise ContentError(f"{value.id} stands in another file already", name)
        parts[place][value.id] = value
    elif kind in _MANY:
        items = parts.setdefault(kind, {})
        for item in value["items"]:
            if item.id in items:
                raise ContentError(f"{item.id} stands twice", name)
            items[item.id] = item
    elif kind in parts:
        raise ContentError(f"there is another file of type {kind}", name)
    else:
        parts[kind] = value


# --- YAML with its lines ----------------------------------------------------------------------------------------------


def _loaded(text: str, name: str, lines: dict[str, int]) -> Any:
    """The YAML text as plain values; `lines` takes path -> line for every value. Raises ContentError."""
    Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loader = Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            raise ContentError("the file is empty", name)
        _walk(node, "", lines, name, set())
        return _plain(loader.construct_document(node))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise ContentError(error.problem or "not YAML", name, mark.line + 1 if mark else 0) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise ContentError("a character that may not stand in a file", name, line) from error
    except (yaml.YAMLError, ValueError) as error:  # ValueError: 2026-13-45 read as a date
        raise ContentError(str(error), name) from error
    except RecursionError as error:
        raise ContentError("nested too deeply", name) from error
    finally:
        loader.dispose()


def _walk(node: Any, path: str, lines: dict[str, int], name: str, seen: set[int]) -> None:
    """Note the line of every value; refuse keys that stand twice and anchors (a file must read as it is written)."""
    line = node.start_mark.line + 1
    if id(node) in seen:
        raise ContentError("references inside the file (&, *) are not allowed", name, line)
    seen.add(id(node))
    lines.setdefault(path, line)
    if isinstance(node, yaml.MappingNode):
        keys: set[str] = set()
        for key, value in node.value:
            word = _RENAMED.get(str(key.value), str(key.value))
            if word in keys:
                raise ContentError(f"{key.value} stands twice", name, key.start_mark.line + 1)
            keys.add(word)
            lines[f"{path}.{word}"] = key.start_mark.line + 1
            _walk(value, f"{path}.{word}", lines, name, seen)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _walk(value, f"{path}[{index}]", lines, name, seen)


def _plain(value: Any) -> Any:
    """Values as the model names them: renamed fields, text keys."""
    if isinstance(value, dict):
        return {_RENAMED.get(str(key), str(key)): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value


def _line(lines: dict[str, int], path: str) -> int:
    """The line of a value, or of the nearest thing around it that has one."""
    while path:
        if path in lines:
            return lines[path]
        path = re.sub(r"(\.\w+|\[[^\]]*\])$", "", path) if re.search(r"(\.\w+|\[[^\]]*\])$", path) else ""
    return lines.get("", 0)


def _line_of_words(text: str, words: str) -> int:
    start = text.find(words[:30]) if words else -1
    return text.count("\n", 0, start) + 1 if start >= 0 else 0


# --- what msgspec does not check --------------------------------------------------------------------------------------


def _named(value: Any, path: str) -> str:
    """The ids on the way to a value ("items pa01: "), because a line alone is hard to find in an editor of lists."""
    names: list[str] = []
    for step in _STEP.finditer(path):
        key: Any = step[1] if step[1] is not None else step[2]
        try:
            value = value[int(key)] if step[1] is None and key.isdigit() else value[key]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            names.append(value["id"])
    return "/".join(names) + ": " if names else ""


def _bad_words(found: Any, kind: Any) -> Iterator[tuple[str, str]]:
    """(words, reason) of texts and ids that no screen could show rightly."""
    if kind in _IGNORED:
        return
    document = tuple(found.values()) if isinstance(found, dict) else (found,)
    for text in texts(document):
        if set(PLACE.findall(text.en)) != set(PLACE.findall(text.zh)):
            yield text.en, f"the placeholders differ between the languages: {text.en}"
        if text.en != text.en.strip() or text.zh != text.zh.strip():
            yield text.en, f"blanks at the ends of a text: {text.en}"
    for name in ids(document):
        if not ID.match(name):
            yield name, f"the id {name} may hold letters, digits and underscores only, and begins with a letter"
