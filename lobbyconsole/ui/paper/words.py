"""The values of a paper in a reader's words: numbers and units, targets, comparisons, verdicts. From any thread."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from typing import TypeAlias

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import (
    CONTEXT,
    VERDICT_WORDS,
    Against,
    Amount,
    Bar,
    Day,
    Figure,
    Note,
    Paper,
    Value,
    Verdict,
    Words,
)
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.ui.translation import in_sector, language, say_in

Said: TypeAlias = Value | Text | Words

LEVELS = {"good": "ok", "watch": "watch", "bad": "act", "none": ""}
CLOSE = 1e-9

_SERIOUS = {
    "good": QT_TRANSLATE_NOOP("Labels", "OK"),
    "watch": QT_TRANSLATE_NOOP("Labels", "Watch"),
    "bad": QT_TRANSLATE_NOOP("Labels", "Act now"),
}
_SPAN = re.compile(r"^\d\d:\d\d–\d\d:\d\d$")
_NUMBER = re.compile(r"^((?:≥ )?[-−]?[\d:.,]+)\s*(.*)$")


def fixed(text: str, reader: str = "", **values: object) -> str:
    """A sentence marked under "Paper", in "zh" or "en" (empty: as the screen speaks)."""
    return say_in(Message(text, values, "Paper"), reader or language())


def told(value: Said, reader: str = "") -> str:
    """A value, label or sentence of a paper in a language, in the words of the hall's sector."""
    reader = reader or language()
    if isinstance(value, Words):
        return say_in(value.message(reader), reader)
    if isinstance(value, str):
        return value  # as somebody wrote it
    words = value.say(reader)
    return in_sector(words) if reader == "zh" and isinstance(value, Text) else words


def flush_right(cells: Iterable[Said]) -> bool:
    """Whether the cells of a column end at its right edge: numbers, and dashes where there is none."""
    found = [cell for cell in cells if not (isinstance(cell, str) and cell in ("", "–"))]
    return bool(found) and all(isinstance(cell, Amount) for cell in found)


def number_and_unit(value: float, unit: str, at_least: bool = False, reader: str = "") -> tuple[str, str]:
    """The number and its unit apart, so that one can stand large and the other small: ("14:32", "")."""
    whole = Amount(value, unit, at_least).say(reader or language())
    found = _NUMBER.match(whole)
    return (found[1], found[2]) if found else (whole, "")


def amount(value: float, unit: str, at_least: bool = False, reader: str = "") -> str:
    """A number with its unit."""
    return Amount(value, unit, at_least).say(reader or language())


def target_words(figure: Figure, reader: str = "") -> str:
    """Target ≤ 10:00; empty when there is none."""
    if figure.target is None:
        return ""
    value = amount(figure.target, figure.unit, reader=reader)
    limit = {"up": f"≥ {value}", "down": f"≤ {value}"}.get(figure.better, value)
    return fixed(QT_TRANSLATE_NOOP("Paper", "Target {value}"), reader, value=limit)


def verdict_words(verdict: Verdict, reader: str = "", target: bool = False) -> str:
    """What a sign means, of a figure with a target or of anything else; empty for none."""
    if verdict not in _SERIOUS:
        return ""
    if target:
        return say_in(Message(VERDICT_WORDS[verdict], {}, CONTEXT), reader or language())
    return say_in(Message(_SERIOUS[verdict], {}, "Labels"), reader or language())


def change(figure: Figure, other: Against) -> int:
    """Has the figure become better (1) or worse (-1) since the other time; 0: equal, or nobody says which is better."""
    if figure.value is None or abs(figure.value - other.value) < CLOSE or not figure.better:
        return 0
    return 1 if (figure.value > other.value) == (figure.better == "up") else -1


def against_words(figure: Figure, other: Against, reader: str = "") -> str:
    """Yesterday 12:10  ↑ 2:22."""
    then = f"{told(other.label, reader)} {amount(other.value, figure.unit, reader=reader)}"
    if figure.value is None:
        return then
    difference = figure.value - other.value
    shown = amount(abs(difference), figure.unit, reader=reader)
    if shown == amount(0, figure.unit, reader=reader):
        same = fixed(QT_TRANSLATE_NOOP("Paper", "unchanged"), reader)  # not in the f-string: no extractor looks there
        return f"{then}  {same}"
    return f"{then}  {'↑' if difference > 0 else '↓'} {shown}"


def bar_words(bar: Bar, unit: str, reader: str = "") -> str:
    """What stands over a bar or beside its label; a dash for what is not known."""
    return "–" if bar.value is None else amount(bar.value, unit, bar.at_least, reader)


def tick_words(label: Value, reader: str = "") -> str:
    """A label as short as can be, below a bar: 11-20 of a day, the beginning of 09:30–10:00; else as it is."""
    if isinstance(label, Day) and label.day[4:5] == "-":
        return label.day[5:] if (reader or language()) == "zh" else told(label, "en").partition(" ")[2]
    words = told(label, reader)
    return words.partition("–")[0] if _SPAN.match(words) else words


def left_off_words(count: int, reader: str = "") -> str:
    """How many rows more there are."""
    return fixed(QT_TRANSLATE_NOOP("Paper", "{count} more are not shown here"), reader, count=count)


def day_words(day: str, reader: str = "") -> str:
    """2026年11月21日 周六; Sat 21 Nov 2026."""
    reader = reader or language()
    try:
        year = date.fromisoformat(day).year
    except ValueError:
        return day
    return f"{year}年{Day(day).say(reader)}" if reader == "zh" else f"{Day(day).say(reader)} {year}"


def held_words(paper: Paper, reader: str = "") -> str:
    """The day of the meeting; empty where it is the last of those looked at, as in a report."""
    return "" if paper.day == paper.last else day_words(paper.day, reader)


def window_words(paper: Paper, reader: str = "", short: bool = False) -> str:
    """The days the paper looks back on, `short` as 2026-11-20; empty for none."""
    if not paper.first or not paper.last:
        return ""
    first, last = paper.first, paper.last
    if not short:
        first, last = day_words(first, reader), day_words(last, reader)
    span = first if first == last else fixed(QT_TRANSLATE_NOOP("Paper", "{first} to {last}"), reader,
                                             first=first, last=last)  # fmt: skip
    return fixed(QT_TRANSLATE_NOOP("Paper", "Data: {span}"), reader, span=span)


def definition_words(paper: Paper, reader: str = "") -> str:
    """By which version of the key figures a report was made; empty where the paper does not say."""
    for block in paper.blocks():
        if isinstance(block, Note) and block.source == "basis":
            version = dict(block.words.values).get("version")
            if isinstance(version, str):
                return fixed(QT_TRANSLATE_NOOP("Paper", "Definitions {version}"), reader, version=version)
    return ""


def made_words(paper: Paper, reader: str = "", zone: tzinfo | None = None) -> str:
    """When the paper was composed, by the hall's clock; without a zone by that of this computer."""
    try:
        at = datetime.fromisoformat(paper.made_at).astimezone(zone)
    except ValueError:
        return ""
    return fixed(QT_TRANSLATE_NOOP("Paper", "Composed {at}"), reader, at=f"{at:%Y-%m-%d %H:%M}")
