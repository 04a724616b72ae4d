"""What ratings, states and times of a review are called on screen."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.services.incident_words import contact
from lobbyconsole.ui.translation import date_text, in_sector, language, mss, translate

RATINGS = {
    "performed": QT_TRANSLATE_NOOP("Reviews", "Performed"),
    "some": QT_TRANSLATE_NOOP("Reviews", "Some challenges"),
    "major": QT_TRANSLATE_NOOP("Reviews", "Major challenges"),
    "unable": QT_TRANSLATE_NOOP("Reviews", "Unable"),
}
TONES = {"performed": "ok", "some": "watch", "major": "act", "unable": "act"}
STATES = {
    "late": QT_TRANSLATE_NOOP("Reviews", "Overdue"),
    "waiting": QT_TRANSLATE_NOOP("Reviews", "To be held"),
    "begun": QT_TRANSLATE_NOOP("Reviews", "Begun"),
    "signed": QT_TRANSLATE_NOOP("Reviews", "Signed"),
}
LEVELS = {"late": "act", "waiting": "watch", "begun": "watch", "signed": "ok"}
LOOKS = {
    "never": QT_TRANSLATE_NOOP("Reviews", "Never looked through here"),
    "overdue": QT_TRANSLATE_NOOP("Reviews", "Overdue"),
    "soon": QT_TRANSLATE_NOOP("Reviews", "Due soon"),
    "good": QT_TRANSLATE_NOOP("Reviews", "Looked through"),
}
LOOK_LEVELS = {"never": "watch", "overdue": "act", "soon": "watch", "good": "ok"}
OUTCOMES = {
    "resolved": QT_TRANSLATE_NOOP("Reviews", "Resolved"),
    "handed_over": QT_TRANSLATE_NOOP("Reviews", "Handed over"),
    "escalated": QT_TRANSLATE_NOOP("Reviews", "Escalated"),
    "broken_off": QT_TRANSLATE_NOOP("Reviews", "Broken off"),
}
HOURS = timedelta(hours=48)


def own(text: Text) -> str:
    """Content in the reader's language and in the words of the hall's sector."""
    return in_sector(text.zh) if language() == "zh" else text.en


def rating_text(rating: str) -> str:
    return translate("Reviews", RATINGS[rating]) if rating in RATINGS else rating


def role_text(library: Library, role: str) -> str:
    """A role or contact as it is called."""
    return own(contact(library, role)) if role else ""


def day_text(at: datetime | None, zone: tzinfo, now: datetime) -> str:
    """11-21, with the year where it is another one."""
    if at is None:
        return "–"
    local = at.astimezone(zone)
    return date_text(local.date(), year=local.year != now.astimezone(zone).year)


def moment_text(at: datetime | None, zone: tzinfo, now: datetime) -> str:
    """A day with its clock."""
    return "–" if at is None else f"{day_text(at, zone, now)} {at.astimezone(zone):%H:%M}"


def due_text(due: datetime | None, now: datetime, zone: tzinfo) -> str:
    """Until 24 Nov; overdue for 3 days."""
    if due is None:
        return translate("Reviews", "no date")
    if due < now:
        days = (now - due).days
        if not days:
            return translate("Reviews", "overdue since today")
        return translate("Reviews", "overdue for {days} d").format(days=days)
    return translate("Reviews", "until {day}").format(day=day_text(due, zone, now))


def spent_text(seconds: float | None) -> str:
    return "–" if seconds is None else mss(seconds)
