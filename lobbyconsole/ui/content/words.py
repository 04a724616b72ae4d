"""Content in the reader's words: names of fields and values, places in an item, schedules, reasons, where it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, is_dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.content_facts import RESTORE, RETIRE
from lobbyconsole.domain.schedule import parse_when
from lobbyconsole.services.library.book import BACK, FAMILIES, IMPORT, NAMED_BY, UPDATE
from lobbyconsole.services.library.checks import Path
from lobbyconsole.ui.content.specs import Spec, spec_at, specs_of
from lobbyconsole.ui.content.titles import FAMILY_ONE, FAMILY_TITLES, REASONS, TITLES, VALUES
from lobbyconsole.ui.translation import in_sector, language, translate, weekday_text

if TYPE_CHECKING:
    from lobbyconsole.domain.content.library import Library
    from lobbyconsole.services.library.shelf import Entry, Version

NOTHING = "–"
LOCALE = "zh-CN"  # where the hall's telephone numbers hold
_STEP = re.compile(r"([a-z_]+)(?:\[([^\]]*)\])?")
_HEADS = ("title", "text", "label", "inject", "criteria", "when", "duty", "content", "action", "say", "may")


@dataclass(frozen=True)
class Names:
    """What everything that can be referred to is called, in one language: lists of the library and its vocabulary."""

    tongue: str = "en"
    sector: str = "bank"
    groups: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, library: Library, sector: str, tongue: str) -> Names:
        """Made anew when the library or the language changes; cheap enough for a worker, not for a keystroke."""

        def said(text: Any) -> str:
            words: str = text.say(tongue)
            return in_sector(words, sector) if tongue == "zh" else words

        groups: dict[str, dict[str, str]] = {
            group: {name: said(term) for name, term in terms.items()} for group, terms in library.vocab.items()
        }
        for part in ("roles", "contacts", "plans", "forms", "checklists", "scripts", "briefings", "references"):
            groups[part] = {name: said(item.title) for name, item in getattr(library, part).items()}
        groups["numbers"] = {name: contact.defaults.get(LOCALE, "") for name, contact in library.contacts.items()}
        groups["people"] = {**groups["roles"], **groups["contacts"]}
        groups["rules"] = {name: said(rule.title) for name, rule in library.rules().items()}
        groups["risks"] = {item.id: said(item.title) for item in library.risks.items} if library.risks else {}
        return cls(tongue, sector, groups)

    def name(self, group: str, name: str) -> str:
        """What a name of a group is called; the bare name when it is not known."""
        return self.groups.get(group, {}).get(name, name)

    def said(self, text: Text | None) -> str:
        """A text of content in this language and the words of the hall."""
        if text is None:
            return ""
        words = text.say(self.tongue)
        return in_sector(words, self.sector) if self.tongue == "zh" else words


def field_title(owner: str, name: str) -> str:
    """What a field is called."""
    found = TITLES.get(f"{owner}.{name}") or TITLES.get(name)
    return translate("Content", found) if found else name


def family_title(family: str, one: bool = False) -> str:
    """What a family is called, or one of it."""
    return translate("Content", (FAMILY_ONE if one else FAMILY_TITLES)[family])


def option_words(spec: Spec, value: Any, names: Names) -> str:
    """A value of a closed list, or of a list of names, as it is read."""
    if value in (None, ""):
        return NOTHING
    if spec.source:
        return names.name(spec.source, str(value))
    found = VALUES.get(f"{spec.owner}.{value}") or VALUES.get(str(value))
    return translate("Content", found) if found else str(value)


def value_words(spec: Spec | None, value: Any, names: Names) -> str:
    """Any value of content as it is read, texts in the language of `names`."""
    if value is None or value == "" or value == ():
        return NOTHING
    if isinstance(value, Text):
        return names.said(value)
    if isinstance(value, bool):
        return translate("Content", "Yes") if value else translate("Content", "No")
    if isinstance(value, tuple):
        return "; ".join(value_words(spec, inner, names) for inner in value)
    if isinstance(value, dict):
        return "; ".join(f"{name} {inner}" for name, inner in value.items())
    if is_dataclass(value):
        return headline(value, names.tongue) or _parts_words(value, names)
    if spec is not None and spec.kind == "schedule":
        return when_words(str(value))
    if spec is not None and spec.kind in ("choice", "names"):
        return option_words(spec, value, names)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _parts_words(value: Any, names: Names) -> str:
    """A part without words of its own by its values: Number · minutes · 10."""
    found = [(spec, getattr(value, spec.name)) for spec in specs_of(type(value)) if spec.name not in ("id", "source")]
    return " · ".join(value_words(spec, inner, names) for spec, inner in found if inner not in (None, "", (), False))


def headline(part: Any, tongue: str) -> str:
    """The words a part of an item is known by, from the model or from plain values; empty when it has none yet."""
    for name in _HEADS:
        found = part.get(name) if isinstance(part, dict) else getattr(part, name, None)
        if isinstance(found, Text):
            return found.say(tongue)
        if isinstance(found, dict) and (words := str(found.get(tongue) or found.get("en") or found.get("zh") or "")):
            return words
    return ""


def path_words(family: str, path: str, items: tuple[Any, ...], tongue: str) -> list[str]:
    """A place in an item as one would say it: Items, “Water is there”, Weight. `items`: the versions it is in."""
    found: list[str] = []
    shape: Any = FAMILIES[family]
    values: list[Any] = list(items)
    for step in _STEP.finditer(path):
        name, which = step[1], step[2]
        owner = shape.__name__ if isinstance(shape, type) else ""
        found.append(field_title(owner, name))
        values = [inner for value in values if (inner := getattr(value, name, None)) is not None]
        spec = spec_at(shape, (name,)) if owner else None
        shape = spec.shape if spec is not None else None
        if which is None:
            continue
        values = [inner for value in values if (inner := _named(value, which)) is not None]
        words = next((head for value in values if (head := headline(value, tongue))), "")
        found.append(words or which)
    return found


def _named(value: Any, which: str) -> Any:
    if not isinstance(value, tuple):
        return None
    for inner in value:
        if which in (str(getattr(inner, key)) for key in NAMED_BY if getattr(inner, key, "")):
            return inner
    if which.isdigit() and 0 < int(which) <= len(value):
        return value[int(which) - 1]
    return None


def place_words(shape: Any, path: Path, value: Any, tongue: str) -> str:
    """A place in what is being written, for the list of what is wrong."""
    found: list[str] = []
    steps: list[str] = []
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            value = None
        if isinstance(step, int):
            found.append(headline(value, tongue)[:24] or str(step + 1))
        elif step not in ("en", "zh"):
            spec = spec_at(shape, (*steps, step))
            found.append(field_title(spec.owner, step) if spec is not None else step)
            steps.append(step)
    return " › ".join(found)


def reason_words(reason: str, called: Mapping[str, str] | None = None) -> str:
    """Why something is wrong, in the reader's words; what nobody foresaw is shown as it is.

    `called`: what the parts it names by their ids are called, e.g. the number of a step.
    """
    known = called or {}
    for pattern, text in REASONS:
        found = re.fullmatch(pattern, reason, re.DOTALL)
        if found is not None:
            words = translate("Content", text)
            named = {name: known.get(value or "", value or "") for name, value in found.groupdict().items()}
            if found.groupdict().get("circle"):
                around = [known.get(step, step) for step in found["circle"].split(" > ")]
                named["circle"] = " → ".join([*around, around[0]])
            elif "circle" in named:
                named["circle"] = named["name"]
            return words.format(**named) if "{" in words else words
    return reason


# --- where an item stands ---------------------------------------------------------------------------------------------


def standings(entry: Entry) -> list[tuple[str, str]]:
    """(level, words) of everything to be said about where an item stands, the most pressing first."""
    found: list[tuple[str, str]] = []
    if entry.waiting:
        found.append(("watch", translate("Content", "Waiting for approval")))
    if entry.update:
        found.append(("watch", translate("Content", "Update offered")))
    if entry.retired:
        found.append(("neutral", translate("Content", "Retired")))
    if entry.origin == "changed":
        found.append(("ok", translate("Content", "Changed here")))
    elif entry.origin == "added":
        found.append(("ok", translate("Content", "Our own")))
    elif not found:
        found.append(("neutral", translate("Content", "As shipped")))
    return found


def standing_words(version: Version) -> tuple[str, str]:
    """(level, words) of one version."""
    return {
        "proposed": ("watch", translate("Content", "Waiting for approval")),
        "in_force": ("ok", translate("Content", "In force")),
        "refused": ("act", translate("Content", "Refused")),
        "former": ("neutral", translate("Content", "Earlier")),
        "agreed": ("ok", translate("Content", "Agreed")),
        "shipped": ("neutral", translate("Content", "Shipped")),
    }[version.standing]


def origin_words(origin: str) -> str:
    """Where a version comes from; empty for the branch's own."""
    kind, _, name = origin.partition(":")
    if kind == IMPORT:
        return translate("Content", "From the file of {name}").format(name=name) if name else translate(
            "Content", "From a file"
        )  # fmt: skip
    if kind == UPDATE:
        return translate("Content", "The shipped version taken")
    if kind in (RETIRE, RESTORE):
        return translate("Content", "To be retired") if kind == RETIRE else translate("Content", "To be used again")
    return translate("Content", "Back to an earlier version") if kind == BACK else ""


def instant_words(at: Any, zone: tzinfo) -> str:
    """Day and time in the hall."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at is not None else ""


# --- schedules --------------------------------------------------------------------------------------------------------

# Kinds of schedules with something to begin from; the person changes the figures.
SCHEDULES: Mapping[str, str] = {
    "on_demand": "on_demand", "workdays": "workdays 08:30", "every": "every 60m 09:00-17:00",
    "weekly": "weekly fri 15:30",
    "half_monthly": "half_monthly day 1,16 17:30", "monthly": "monthly day 5 16:00",
    "quarterly": "quarterly month 3 day 18 14:00", "yearly": "yearly 12-10 14:00", "random": "random 2/day 09:30-16:30",
}  # fmt: skip


def schedule_kind_words(kind: str) -> str:
    """What a kind of schedule is called."""
    return {
        "on_demand": translate("Content", "When needed"),
        "workdays": translate("Content", "Every open day"),
        "every": translate("Content", "Again and again through the day"),
        "weekly": translate("Content", "Every week"),
        "half_monthly": translate("Content", "Twice a month"),
        "monthly": translate("Content", "Every month"),
        "quarterly": translate("Content", "Every quarter"),
        "yearly": translate("Content", "Every year"),
        "random": translate("Content", "At random times"),
    }.get(kind, kind)


def when_words(text: str) -> str:
    """A schedule as one would say it; as it is written when it is none."""
    try:
        plan = parse_when(text)
    except ValueError:
        return text
    comma = "、" if language() == "zh" else ", "
    times = comma.join(f"{at:%H:%M}" for at in plan.times)
    until = f"{plan.until:%H:%M}" if plan.until else ""
    days = [str(day) for day in plan.days]
    match plan.kind:
        case "workdays":
            return translate("Content", "Every open day at {times}").format(times=times)
        case "every":
            words = translate("Content", "Every {minutes} minutes from {first} to {last}")
            return words.format(minutes=plan.every_min, first=times, last=until)
        case "weekly":
            return translate("Content", "Every {weekday} at {times}").format(
                weekday=weekday_text(plan.days[0]), times=times
            )
        case "monthly":
            return translate("Content", "On day {day} of every month at {times}").format(day=days[0], times=times)
        case "half_monthly":
            words = translate("Content", "On days {one} and {two} of every month at {times}")
            return words.format(one=days[0], two=days[1], times=times)
        case "quarterly":
            words = translate("Content", "In month {month} of every quarter, on day {day} at {times}")
            return words.format(month=plan.month, day=days[0], times=times)
        case "yearly":
            words = translate("Content", "Every year on {month}-{day} at {times}")
            return words.format(month=f"{plan.month:02}", day=f"{plan.days[0]:02}", times=times)
        case "random":
            words = {
                "day": translate("Content", "{count} times a day at random between {first} and {last}"),
                "week": translate("Content", "{count} times a week at random between {first} and {last}"),
                "month": translate("Content", "{count} times a month at random between {first} and {last}"),
            }[plan.period]
            return words.format(count=plan.count, first=times, last=until)
    return translate("Content", "When needed")
