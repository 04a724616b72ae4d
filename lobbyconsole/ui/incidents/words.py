"""What an incident's codes are called on screen, and how its countdowns read."""

from __future__ import annotations

from datetime import datetime, tzinfo

from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.services import incident_words as shared
from lobbyconsole.services.incident_dues import Due, Footage
from lobbyconsole.ui.translation import clock_text, date_text, in_sector, language, mss, phrases, translate, with_aside

# The zones in the order of the plan drawing; their letters are keys.
ZONES = (
    "entrance", "reception", "waiting", "counters", "self_service", "self_service_24h", "vip", "experience",
    "back_office", "exterior", "whole_hall",
)  # fmt: skip
LETTERS = "ABCDEFGHIJK"
STATES = {
    "open": QT_TRANSLATE_NOOP("Incidents", "Open"),
    "ended": QT_TRANSLATE_NOOP("Incidents", "Over, not reviewed"),
    "reviewed": QT_TRANSLATE_NOOP("Incidents", "Reviewed"),
}
HURT = {
    "no": QT_TRANSLATE_NOOP("Incidents", "Nobody hurt"),
    "yes": QT_TRANSLATE_NOOP("Incidents", "Somebody hurt"),
    "unknown": QT_TRANSLATE_NOOP("Incidents", "Hurt: not known"),
}
GRADES = ("", "Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ")
CHANNELS = {
    "phone": QT_TRANSLATE_NOOP("Incidents", "Telephone"),
    "writing": QT_TRANSLATE_NOOP("Incidents", "In writing"),
    "system": QT_TRANSLATE_NOOP("Incidents", "Through the system"),
}
KINDS = {
    "first": QT_TRANSLATE_NOOP("Incidents", "First report"),
    "follow_up": QT_TRANSLATE_NOOP("Incidents", "Follow-up"),
    "final": QT_TRANSLATE_NOOP("Incidents", "Final report"),
    "ics201": QT_TRANSLATE_NOOP("Incidents", "Briefing (ICS 201)"),
    "ics214": QT_TRANSLATE_NOOP("Incidents", "Activity log (ICS 214)"),
}


def own(text: Text) -> str:
    """Content in the reader's language and in the words of the hall's sector."""
    return in_sector(text.zh) if language() == "zh" else text.en


def zone_text(library: Library, zone: str) -> str:
    return own(shared.term(library, "zones", zone)) if zone else translate("Incidents", "Where: not said")


def hazard_text(library: Library, hazard: str) -> str:
    return own(shared.term(library, "hazards", hazard)) if hazard else translate("Incidents", "Kind: not said")


def grade_text(level: int) -> str:
    """Grade III, Ⅲ级."""
    if not 1 <= level <= 4:
        return translate("Incidents", "Not graded")
    return translate("Incidents", "Grade {level}").format(level=grade_sign(level))


def grade_sign(level: int) -> str:
    """Ⅲ; in English by its letters, which are as narrow as the others."""
    return GRADES[level] if language() == "zh" else ("", "I", "II", "III", "IV")[level]


def grade_tone(level: int) -> str:
    """The level of its pill."""
    return "act" if level in (1, 2) else "watch" if level == 3 else "neutral"


def state_text(state: str) -> str:
    return translate("Incidents", STATES.get(state, state))


def state_tone(state: str) -> str:
    return {"open": "act", "ended": "watch"}.get(state, "ok")


def moment_text(at: datetime | None, zone: tzinfo, now: datetime) -> str:
    """10:42 today, else with the date."""
    if at is None:
        return "–"
    day, clock = at.astimezone(zone).date(), clock_text(at, zone)
    return clock if day == now.astimezone(zone).date() else f"{date_text(day)} {clock}"


def left_text(seconds: float) -> str:
    """12:30 left, or 5:10 overdue; days where it is far."""
    days = int(abs(seconds) // 86_400)
    span = translate("Incidents", "{days} d").format(days=days) if days else mss(abs(seconds))
    if seconds < 0:
        return translate("Incidents", "{span} overdue").format(span=span)
    return translate("Incidents", "{span} left").format(span=span)


def due_text(due: Due, library: Library | None) -> str:
    """First report to the superior's duty line; whether it is owed only by a grade that nobody has given."""
    stage = translate("Incidents", KINDS[due.stage])
    to = own(shared.contact(library, due.to)) if library is not None else due.to
    said = translate("Incidents", "{report} to {to}").format(report=stage, to=to)
    if not due.assumed:
        return said
    return with_aside(said, translate("Incidents", "due if graded {grade}").format(grade=grade_sign(due.assumed)))


def update_text(due: Due, zone: tzinfo, now: datetime) -> str:
    """How often it is repeated and when it was told last; "" for a report that is owed once."""
    if not due.repeat:
        return ""
    every = translate("Incidents", "every {n} min until it is over").format(n=due.repeat)
    if not due.sent:
        return every
    last = translate("Incidents", "last told {time}").format(time=moment_text(due.sent[-1], zone, now))
    return phrases(every, last)


def video_text(video: Footage, now: datetime) -> str:
    """How long the recorder still keeps it."""
    if video.state == "secured":
        return translate("Incidents", "Secured")
    if video.state == "lost":
        return translate("Incidents", "Lost")
    left = video.days_left(now)
    if left <= 0:
        return translate("Incidents", "May be overwritten already")
    return translate("Incidents", "{days} d until overwritten").format(days=left)


def size_text(size: int) -> str:
    """1.2 MB, 340 KB."""
    return f"{size / 1_048_576:.1f} MB" if size >= 1_048_576 else f"{max(1, size // 1024)} KB"
