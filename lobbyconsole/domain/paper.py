"""A paper, of a meeting or a report: figures, tables, bars and what is missing, each linked to what it was made of.

It is data, not text: sentences are templates with values, put into the reader's language when they are shown. The JSON
of a paper is kept in the journal for ever: fields are only added, with defaults; a template once used is never changed
(a new one is written), for its translation is looked up by it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message

VERSION = 1
CONTEXT = "Briefing"

Verdict = Literal["good", "watch", "bad", "none"]
SERIOUS: tuple[Verdict, ...] = ("none", "good", "watch", "bad")
# What a verdict means of a figure with a target, on the screen and in files.
VERDICT_WORDS: dict[Verdict, str] = {
    "good": QT_TRANSLATE_NOOP("Briefing", "target met"),
    "watch": QT_TRANSLATE_NOOP("Briefing", "near the limit"),
    "bad": QT_TRANSLATE_NOOP("Briefing", "target missed"),
    "none": "",
}

# Chinese; English for one; English for others. "s" and "pct" are written without words.
_UNITS: dict[str, tuple[str, str, str]] = {
    "min": ("{n} 分钟", "{n} min", "{n} min"),
    "hours": ("{n} 小时", "{n} h", "{n} h"),
    "people": ("{n} 人", "{n} person", "{n} people"),
    "tickets": ("{n} 张票", "{n} ticket", "{n} tickets"),
    "count": ("{n} 项", "{n} item", "{n} items"),
    "times": ("{n} 次", "{n} time", "{n} times"),
    "days": ("{n} 天", "{n} day", "{n} days"),
    "score": ("{n} 分", "{n} point", "{n} points"),
    "answers": ("{n} 次判定", "{n} answer", "{n} answers"),
}
_WEEKDAYS = (("周一", "Mon"), ("周二", "Tue"), ("周三", "Wed"), ("周四", "Thu"), ("周五", "Fri"), ("周六", "Sat"),
             ("周日", "Sun"))  # fmt: skip
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


# --- values -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit: "s" (shown m:ss), "pct" (0 to 100), or a key of `_UNITS`, or "" for the bare number.

    `at_least`: it is more, nobody knows how much.
    """

    n: float
    unit: str = ""
    at_least: bool = False

    def say(self, language: str) -> str:
        if self.unit == "s":
            seconds = max(0, round(self.n))
            text = f"{seconds // 60}:{seconds % 60:02}"
        elif self.unit == "pct":
            text = f"{_plain(self.n)} %" if not language.startswith("zh") else f"{_plain(self.n)}%"
        else:
            chinese, one, many = _UNITS.get(self.unit, ("{n}", "{n}", "{n}"))
            text = (chinese if language.startswith("zh") else one if self.n == 1 else many).format(n=_plain(self.n))
        return f"≥ {text}" if self.at_least else text


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day, YYYY-MM-DD."""

    day: str

    def say(self, language: str) -> str:
        try:
            at = date.fromisoformat(self.day)
        except ValueError:
            return self.day
        chinese, english = _WEEKDAYS[at.weekday()]
        if language.startswith("zh"):
            return f"{at.month}月{at.day}日 {chinese}"
        return f"{english} {at.day} {_MONTHS[at.month - 1]}"


@dataclass(frozen=True, slots=True)
class Moment:
    """A local wall-clock time, YYYY-MM-DDTHH:MM."""

    local: str

    def say(self, language: str) -> str:
        try:
            at = datetime.fromisoformat(self.local)
        except ValueError:
            return self.local
        return f"{Day(at.date().isoformat()).say(language)} {at:%H:%M}"


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence with named places. `text` is the English template, marked for the translators of "Briefing"."""

    text: str
    values: tuple[tuple[str, Value], ...] = ()

    def message(self, language: str) -> Message:
        """The sentence for a face, its values already in the reader's language."""
        return Message(self.text, {name: said(value, language) for name, value in self.values}, CONTEXT)

    def __str__(self) -> str:
        return str(self.message("en"))


# What stands in a cell or in a sentence: plain text as somebody wrote it, or something that knows both languages.
Value: TypeAlias = str | Amount | Day | Moment | Text | Words


def words(text: str, **values: Value) -> Words:
    """Words with their values by name, kept in the order of the names."""
    return Words(text, tuple(sorted(values.items())))


def said(value: Value, language: str) -> str | Message:
    """A value in the reader's language; words stay a message, which only a face can translate."""
    if isinstance(value, Words):
        return value.message(language)
    return value if isinstance(value, str) else value.say(language)


def _plain(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


# --- blocks -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Link:
    """What something was computed from.

    `kind` and `key`: "kpi" (the key figure's id), "tickets" (which of them: "all", "over_recovery", a mark ...),
    "ticket", "touchpoint", "round", "rounds", "record" (register/key), "register", "meeting", "calendar", "standard"
    (family/id), "drill" (its number, or a page). `first` to `last`: the business days looked at.
    """

    kind: str
    key: str = ""
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Against:
    """The same figure of another time."""

    label: Words
    value: float
    link: Link


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `value` None: not known, and `note` says why. `better`: "up", "down" or "" (neither).

    `source` is the data source of the vocabulary it belongs to, here and in the other blocks.
    """

    source: str
    label: Text | Words
    value: float | None
    unit: str
    link: Link
    target: float | None = None
    better: str = ""
    verdict: Verdict = "none"
    at_least: bool = False
    against: tuple[Against, ...] = ()
    note: Words | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, what it leads to, and how it is judged as a whole."""

    cells: tuple[Value, ...]
    link: Link | None = None
    verdict: Verdict = "none"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; `left_off` more are not shown and stand behind `link`."""

    source: str
    title: Text | Words
    columns: tuple[Words, ...]
    rows: tuple[Row, ...]
    link: Link
    left_off: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """`value` None: nothing is known for it."""

    label: Value
    value: float | None
    verdict: Verdict = "none"
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """A series for a chart, with the target as a line."""

    source: str
    title: Text | Words
    unit: str
    bars: tuple[Bar, ...]
    link: Link
    target: float | None = None
    note: Words | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence that is all there is to say, e.g. that nothing is open."""

    source: str
    words: Words
    link: Link | None = None
    verdict: Verdict = "none"


@dataclass(frozen=True, slots=True)
class Missing:
    """What the agenda asks for and the console does not know, and why."""

    source: str
    what: Text | Words
    reason: Words


Block: TypeAlias = Figure | Table | Bars | Note | Missing


@dataclass(frozen=True, slots=True)
class PaperSection:
    """`id` is the agenda's; its prompts and outputs stand in the agenda, which is kept in the version used."""

    id: str
    title: Text
    minutes: int
    headline: Words | None = None
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """`day` is the business day the meeting belongs to, `first` to `last` the days it looks back on ("" for none).

    `made_at` is the instant of composing, ISO with zone.
    """

    agenda: str
    title: Text
    branch: Text
    day: str
    made_at: str
    first: str = ""
    last: str = ""
    sections: tuple[PaperSection, ...] = ()
    version: int = VERSION

    def section(self, name: str) -> PaperSection | None:
        return next((section for section in self.sections if section.id == name), None)

    def blocks(self) -> Iterator[Block]:
        for section in self.sections:
            yield from section.blocks

    def to_json(self) -> str:
        """Canonical: the same paper gives the same bytes."""
        return json.dumps(_plain_value(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Paper:
        """The paper in that JSON, also of a newer program (what is unknown is said). ValueError for none at all."""
        try:
            found = _of(json.loads(text))
        except (TypeError, KeyError, AttributeError, RecursionError) as error:
            raise ValueError("this is no paper") from error
        if not isinstance(found, cls):
            raise ValueError("this is no paper")
        return found


def judge(value: float | None, target: float | None, warn: float | None, better: str) -> Verdict:
    """Good when the target is met, watch while the warning limit is not passed, else bad; none without a target."""
    if value is None or target is None or not better:
        return "none"
    sign = 1 if better == "up" else -1
    if sign * (value - target) >= -1e-9:
        return "good"
    return "watch" if warn is not None and sign * (value - warn) >= -1e-9 else "bad"


# --- JSON -------------------------------------------------------------------------------------------------------------

_TAGS: dict[str, type[Any]] = {
    "amount": Amount, "day": Day, "moment": Moment, "words": Words, "text": Text, "link": Link, "against": Against,
    "figure": Figure, "row": Row, "table": Table, "bar": Bar, "bars": Bars, "note": Note, "missing": Missing,
    "section": PaperSection, "paper": Paper,
}  # fmt: skip
_TAG_OF = {made: tag for tag, made in _TAGS.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, tuple):
        return [_plain_value(entry) for entry in value]
    if is_dataclass(value):
        plain: dict[str, Any] = {"is": _TAG_OF[type(value)]}
        for entry in fields(value):
            inner = getattr(value, entry.name)
            if entry.default is MISSING or inner != entry.default or entry.name == "version":
                plain[entry.name] = _plain_value(inner)
        return plain
    return value


def _of(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_of(entry) for entry in value)
    if not isinstance(value, dict):
        return value
    made = _TAGS.get(value.get("is", ""))
    if made is None:
        reason = Words(QT_TRANSLATE_NOOP("Briefing", "This part was made by a newer version of the program."))
        return Missing(str(value.get("source", "")), reason, reason)
    known = {entry.name for entry in fields(made)}
    return made(**{name: _of(inner) for name, inner in value.items() if name in known})
