"""What bands, gaps and levels of the risk register are called on screen."""

from __future__ import annotations

from datetime import datetime, tzinfo

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.risks import Gap
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.services.risks import Board, KnownRisk
from lobbyconsole.ui.reviews.words import day_text, own
from lobbyconsole.ui.translation import translate

LEVELS = {"red": "act", "yellow": "watch", "green": "ok"}  # a band's sign and colour
BANDS = {
    "red": QT_TRANSLATE_NOOP("Risks", "Red: act"),
    "yellow": QT_TRANSLATE_NOOP("Risks", "Yellow: watch"),
    "green": QT_TRANSLATE_NOOP("Risks", "Green: keep"),
}
CONTROLS = {
    "preventive": QT_TRANSLATE_NOOP("Risks", "Prevents"),
    "detective": QT_TRANSLATE_NOOP("Risks", "Notices"),
    "corrective": QT_TRANSLATE_NOOP("Risks", "Repairs"),
}
GAPS = {
    "likelihood": QT_TRANSLATE_NOOP("Risks", "Likelihood in question"),
    "look": QT_TRANSLATE_NOOP("Risks", "To be looked at again"),
    "no_plan": QT_TRANSLATE_NOOP("Risks", "High risk without a plan"),
    "no_drill": QT_TRANSLATE_NOOP("Risks", "Plan without practice"),
    "no_review": QT_TRANSLATE_NOOP("Risks", "Incident without a review"),
}
MENDS = {
    "likelihood": QT_TRANSLATE_NOOP("Risks", "Rate it again"),
    "look": QT_TRANSLATE_NOOP("Risks", "Rate it again"),
    "no_plan": QT_TRANSLATE_NOOP("Risks", "To the plans"),
    "no_drill": QT_TRANSLATE_NOOP("Risks", "Plan a drill"),
    "no_review": QT_TRANSLATE_NOOP("Risks", "Hold the review"),
}
GAP_LEVELS = {"likelihood": "watch", "look": "watch", "no_plan": "act", "no_drill": "act", "no_review": "act"}


def category_text(board: Board, risk: KnownRisk) -> str:
    """Technical, 技术."""
    found = board.library.risks.categories.get(risk.category) if board.library.risks is not None else None
    return own(found) if isinstance(found, Text) else risk.category


def question_text(risk: KnownRisk) -> str:
    """Rated 2, but 4 incidents in 12 months."""
    count, rated = len(risk.incidents), risk.rating.likelihood
    return asked_text(rated, count, risk.speaks)


def asked_text(rated: int, count: int, speaks: int) -> str:
    """The numbers that contradict a likelihood."""
    text = translate("Risks", "Likelihood rated {rated}, but incidents in 12 months: {count}. They speak for {speaks}.")
    return text.format(rated=rated, count=count, speaks=speaks)


def gap_text(gap: Gap, board: Board, zone: tzinfo, now: datetime) -> str:
    """What is missing, in a sentence with its numbers."""
    plan = board.plans.get(gap.subject)
    title = own(plan.title) if plan is not None else gap.subject
    match gap.kind:
        case "likelihood":
            text = translate("Risks", "rated {rated}, but incidents in 12 months: {count}")
            return text.format(rated=gap.rated, count=gap.count)
        case "look":
            return translate("Risks", "was to be looked at again by {day}").format(day=day_text(gap.since, zone, now))
        case "no_plan":
            return translate("Risks", "no plan in force covers it")
        case "no_drill" if gap.since is None:
            return translate("Risks", "{plan}: never practised here").format(plan=title)
        case "no_drill":
            days = (now - gap.since).days if gap.since is not None else 0
            text = translate("Risks", "{plan}: last practised {days} days ago, 180 are allowed")
            return text.format(plan=title, days=days)
    return translate("Risks", "over since {day}, nobody has signed a review").format(day=day_text(gap.since, zone, now))


def gap_level(gap: Gap, board: Board) -> str:
    """How serious: a plan that is missing or not practised is as serious as its risk."""
    risk = board.risk(gap.risk)
    if gap.kind in ("no_plan", "no_drill") and risk is not None:
        return LEVELS[risk.rating.band]
    return GAP_LEVELS[gap.kind]


def gap_title(gap: Gap, board: Board) -> str:
    """What it is about: the risk, or the incident."""
    risk = board.risk(gap.risk)
    if risk is not None:
        return own(risk.title)
    event = next((event for event in board.happened if event.incident == gap.subject), None)
    return f"{gap.subject} {event.what}" if event is not None else gap.subject
