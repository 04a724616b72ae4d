"""Rounds in the reader's words: states, spans, scales, verdicts, points in time."""

from __future__ import annotations

from datetime import datetime, tzinfo

from lobbyconsole.domain.content.checklists import CheckItem
from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.rounds import FAIL, NOT_APPLICABLE, PASS
from lobbyconsole.ui.round_board import Line
from lobbyconsole.ui.translation import clock_text, counted, date_text, in_sector, language, translate


def own(text: str) -> str:
    """Words of the content, in those of the hall's sector."""
    return in_sector(text) if language() == "zh" else text


def span_text(seconds: float) -> str:
    """A span in the largest unit that says enough: 22 min, 3 h, 2 days."""
    minutes = max(0, round(seconds / 60))
    if minutes < 100:
        return translate("Rounds", "{count} min").format(count=minutes)
    if minutes < 36 * 60:
        return translate("Rounds", "{count} h").format(count=round(minutes / 60))
    return counted(
        translate("Rounds", "{count} day"), translate("Rounds", "{count} days"), round(minutes / 1440)
    ).format(count=round(minutes / 1440))


def state_text(line: Line, now: datetime) -> tuple[str, str]:
    """(words, colour token) at the right end of a line."""
    match line.state:
        case "done":
            if line.percent is None:
                return translate("Rounds", "done"), "muted"
            return f"{line.percent:.0f}", "act" if line.red else "ok_text"
        case "running":
            return translate("Rounds", "running"), "accent"
        case "given_up":
            return translate("Rounds", "given up"), "muted"
        case "missed":
            return translate("Rounds", "missed"), "muted"
        case "overdue":
            late = span_text((now - line.at).total_seconds()) if line.at else ""
            return translate("Rounds", "{span} late").format(span=late), "watch_text"
        case "due":
            ahead = (line.at - now).total_seconds() if line.at else 0
            if ahead >= 60:
                return translate("Rounds", "in {span}").format(span=span_text(ahead)), "accent"
            return translate("Rounds", "due now"), "accent"
    if line.at is not None and 0 < (line.at - now).total_seconds() < 90 * 60:
        return translate("Rounds", "in {span}").format(span=span_text((line.at - now).total_seconds())), "muted"
    if line.at is None and line.minutes:  # something to be chosen: how long it takes
        return span_text(line.minutes * 60), "muted"
    return "", "muted"


def when_text(at: datetime | None, zone: tzinfo, day: bool) -> str:
    """10:30, or 11-21 10:30."""
    if at is None:
        return ""
    local = at.astimezone(zone)
    # Not by strftime: ten thousand past rounds ask at once.
    return f"{local.month:02}-{local.day:02} {local.hour:02}:{local.minute:02}" if day else clock_text(at, zone)


def due_text(due: datetime, now: datetime, zone: tzinfo) -> tuple[str, str]:
    """(how much time is left, level) of something that must be done until then."""
    left = (due - now).total_seconds()
    if left < 0:
        return translate("Rounds", "{span} late").format(span=span_text(-left)), "act"
    if left < 2 * 3600:
        return translate("Rounds", "{span} left").format(span=span_text(left)), "watch"
    if due.astimezone(zone).date() == now.astimezone(zone).date():
        return translate("Rounds", "today {time}").format(time=clock_text(due, zone)), ""
    return f"{date_text(due.astimezone(zone).date())} {clock_text(due, zone)}", ""


def verdict_text(verdict: str) -> str:
    """Met, Not met, Does not apply."""
    return {
        PASS: translate("Rounds", "Met"),
        FAIL: translate("Rounds", "Not met"),
        NOT_APPLICABLE: translate("Rounds", "N/A"),
    }.get(verdict, "")


def limits_text(item: CheckItem, library: Library | None = None) -> str:
    """What a number must lie between, with its unit; without a library the bare numbers."""
    scale = item.scale
    unit = unit_text(item, library) if library is not None else ""
    low = "" if scale.min is None else f"{scale.min:g}"
    high = "" if scale.max is None else f"{scale.max:g}"
    if low and high:
        return f"{low}–{high}{unit}"
    return f"≥ {low}{unit}" if low else f"≤ {high}{unit}"


def unit_text(item: CheckItem, library: Library) -> str:
    """The unit as written after a number."""
    if not item.scale.unit:
        return ""
    word = library.term("units", item.scale.unit, language())
    return word if word == "%" else f" {word}"


def about_text(item: CheckItem, library: Library) -> str:
    """Touchpoint and weight: 等候 · 权重 2."""
    point = library.term("touchpoints", item.touchpoint, language())
    weight = translate("Rounds", "weight {weight}").format(weight=item.weight)
    parts = [own(point), weight]
    if item.critical:
        parts.append(translate("Rounds", "critical"))
    if item.second_signature:
        parts.append(translate("Rounds", "two signatures"))
    return " · ".join(parts)
