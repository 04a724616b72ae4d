"""Data sources the console keeps nothing for yet, and the sentence that says so."""

from __future__ import annotations

from lobbyconsole.domain.paper import words
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.services.briefing.context import Context, Found, missing

_ROSTER = QT_TRANSLATE_NOOP("Briefing", "The console keeps no roster yet.")
_BOOKINGS = QT_TRANSLATE_NOOP("Briefing", "The console keeps no bookings yet.")
_COMPLAINTS = QT_TRANSLATE_NOOP("Briefing", "The console keeps no complaints yet.")
_CALLBACKS = QT_TRANSLATE_NOOP("Briefing", "The console keeps no callbacks yet.")
_EXAMS = QT_TRANSLATE_NOOP("Briefing", "The console keeps no exams yet.")
_PRAISE = QT_TRANSLATE_NOOP("Briefing", "The console keeps no praise or awards yet.")
_IDEAS = QT_TRANSLATE_NOOP("Briefing", "The console keeps no suggestions yet.")
_ASSISTS = QT_TRANSLATE_NOOP("Briefing", "The console does not record help between halls yet.")
_RISKS = QT_TRANSLATE_NOOP("Briefing", "The console keeps no risk events apart from incidents.")
_SALES = QT_TRANSLATE_NOOP("Briefing", "The console keeps no referrals yet.")
_PLANS = QT_TRANSLATE_NOOP("Briefing", "The console does not follow improvement plans yet.")
_WEATHER = QT_TRANSLATE_NOOP("Briefing", "No weather source is connected.")

REASONS: dict[str, str] = {
    "staffing.today": _ROSTER,
    "staffing.week": _ROSTER,
    "bookings.today": _BOOKINGS,
    "open_complaints": _COMPLAINTS,
    "complaint_trend": _COMPLAINTS,
    "callbacks_due": _CALLBACKS,
    "exams_due": _EXAMS,
    "exam_results": _EXAMS,
    "service_star": _PRAISE,
    "praise_log": _PRAISE,
    "suggestions": _IDEAS,
    "today.assists": _ASSISTS,
    "today.risk_events": _RISKS,
    "cross_sell": _SALES,
    "improvement_status": _PLANS,
    "weather.today": _WEATHER,
}


def not_kept(at: Context, source: str) -> Found:
    """Honest emptiness."""
    return missing(at, source, words(REASONS[source]))
