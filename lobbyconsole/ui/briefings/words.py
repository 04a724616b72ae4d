"""Meetings in the reader's words: states, presences, reasons, values of a paper, tasks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.meetings import Attendance
from lobbyconsole.domain.paper import Value, Verdict, Words, said
from lobbyconsole.domain.registers.actions import ACTIONS
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.services.briefing.minutes import TaskLine
from lobbyconsole.ui.briefings.board import Line
from lobbyconsole.ui.round_words import own, span_text
from lobbyconsole.ui.translation import clock_text, date_text, language, say, translate

# Why somebody is absent: kept as a code where it is one of these, as typed otherwise.
REASONS: Mapping[str, str] = {
    "leave": QT_TRANSLATE_NOOP("Meetings", "On leave"),
    "sick": QT_TRANSLATE_NOOP("Meetings", "Sick"),
    "shift": QT_TRANSLATE_NOOP("Meetings", "Other shift"),
    "training": QT_TRANSLATE_NOOP("Meetings", "Training"),
    "errand": QT_TRANSLATE_NOOP("Meetings", "Out on business"),
    "post": QT_TRANSLATE_NOOP("Meetings", "At the post"),
}


def reason_text(reason: str) -> str:
    """A reason in words; a typed one stays as typed."""
    text = REASONS.get(reason)
    return reason if text is None else translate("Meetings", text)


def presence_text(entry: Attendance | None) -> str:
    """here, late, absent (why), or not noted yet."""
    if entry is None:
        return translate("Meetings", "not noted")
    reason = reason_text(entry.reason)
    match entry.presence:
        case "present":
            return translate("Meetings", "here (PIN)") if entry.proof == "pin" else translate("Meetings", "here")
        case "late":
            text = translate("Meetings", "late")
        case _:
            text = translate("Meetings", "absent")
    return f"{text} · {reason}" if reason else text


def state_text(line: Line, now: datetime) -> tuple[str, str]:
    """(words, colour token) at the right end of a line."""
    match line.state:
        case "running":
            return translate("Meetings", "running"), "accent"
        case "closed":
            return translate("Meetings", "{count} there").format(count=line.present), "muted"
        case "missed":
            return translate("Meetings", "not held"), "muted"
        case "overdue":
            late = span_text((now - line.at).total_seconds()) if line.at else ""
            return translate("Meetings", "{span} late").format(span=late), "watch_text"
    ahead = (line.at - now).total_seconds() if line.at else 0.0
    if ahead < 60 and line.state == "due":
        return translate("Meetings", "now"), "accent"
    if ahead < 90 * 60:
        words = translate("Meetings", "in {span}").format(span=span_text(ahead))
        return words, "accent" if line.state == "due" else "muted"
    return "", "muted"


def value_text(value: Value | Message) -> str:
    """A value of a paper as it is read."""
    if isinstance(value, Message):
        return own(say(value))
    found = said(value, language())
    return own(say(found) if isinstance(found, Message) else found)


def words_text(words: Words | None) -> str:
    """A sentence of a paper; empty for none."""
    return "" if words is None else value_text(words)


LEVEL_OF: Mapping[Verdict, str] = {"good": "ok", "watch": "watch", "bad": "act", "none": ""}


def day_text(day: str) -> str:
    """A business day as a reader writes it."""
    try:
        return date_text(datetime.fromisoformat(day).date(), year=True)
    except ValueError:
        return day


def when_text(begun: datetime | None, closed: datetime | None, zone: tzinfo) -> str:
    """08:21–08:36, or since 08:21 while it runs."""
    if begun is None:
        return ""
    if closed is None:
        return translate("Meetings", "since {time}").format(time=clock_text(begun, zone))
    return f"{clock_text(begun, zone)}–{clock_text(closed, zone)}"


def task_state(task: TaskLine) -> str:
    """What became of it: its present state in the register."""
    if not task.state:
        return ""
    return ACTIONS.state(task.state).title.say(language())


def task_about(task: TaskLine, library: Library, zone: tzinfo) -> str:
    """Who, until when, and how it stands: Cleaner · until Sun 22 Nov 17:00 · to do."""
    owner = own(library.role_title(task.owner, language())) if task.owner else ""
    due = ""
    if task.due:
        try:
            at = datetime.fromisoformat(task.due)
            due = translate("Meetings", "until {time}").format(
                time=f"{date_text(at.astimezone(zone).date())} {clock_text(at, zone)}"
            )
        except ValueError:
            due = task.due
    return " · ".join(part for part in (owner, due, task_state(task)) if part)


def task_line(task: TaskLine, library: Library) -> str:
    """One line: number, finding and owner."""
    owner = own(library.role_title(task.owner, language())) if task.owner else ""
    return " · ".join(part for part in (task.number, task.finding, owner) if part)
