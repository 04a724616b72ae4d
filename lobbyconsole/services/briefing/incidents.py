"""What a meeting hears of incidents: those not over, and those over but not reviewed."""

from __future__ import annotations

from datetime import timedelta

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import Amount, Block, Figure, Link, Note, Row, Table, Value, Verdict, words
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.services.briefing.context import MOST_ROWS, Context, Found
from lobbyconsole.store.emergency import IncidentRow, open_incidents
from lobbyconsole.store.instants import to_us

UNREVIEWED = timedelta(days=7)  # a review comes within a week
_COLUMNS = (
    QT_TRANSLATE_NOOP("Briefing", "Incident"),
    QT_TRANSLATE_NOOP("Briefing", "What happened"),
    QT_TRANSLATE_NOOP("Briefing", "Grade"),
    QT_TRANSLATE_NOOP("Briefing", "Since"),
    QT_TRANSLATE_NOOP("Briefing", "State"),
)
_NOT_OVER = QT_TRANSLATE_NOOP("Briefing", "not over")
_TO_REVIEW = QT_TRANSLATE_NOOP("Briefing", "over, to be reviewed")


def open_ones(at: Context, source: str) -> Found:
    """Incidents without a signed review, as this day knows them; exercises left out."""
    now = to_us(at.now)
    rows = [row for row in open_incidents(at.db) if not row.drill and row.noted_at is not None and row.noted_at <= now]
    link = Link("incident")
    if not rows:
        return Found((Note(source, words(QT_TRANSLATE_NOOP("Briefing", "No incident is open.")), link, "good"),))
    link = Link("incident", "", min(row.business_day for row in rows), at.day.isoformat())
    still = [row for row in rows if _open(row, now)]
    rows.sort(key=lambda row: (not _open(row, now), row.level or 9, -(row.noted_at or 0)))
    late = any(row.ended_at is not None and row.ended_at < to_us(at.now - UNREVIEWED) for row in rows)
    verdict: Verdict = "bad" if any(row.level in (1, 2) for row in still) else "watch" if still or late else "none"
    table = tuple(Row(_cells(at, row, now), Link("incident", row.incident), _verdict(row, now)) for row in
                  rows[:MOST_ROWS])  # fmt: skip
    blocks: tuple[Block, ...] = (
        Figure(source, words(QT_TRANSLATE_NOOP("Briefing", "Incidents not over")), float(len(still)), "count", link,
               0.0, "down", "bad" if still else "good"),
        Table(source, at.title(source), tuple(words(text) for text in _COLUMNS), table, link, len(rows) - len(table)),
    )  # fmt: skip
    text = QT_TRANSLATE_NOOP("Briefing", "Incidents not over: {open}; to be reviewed: {ended}")
    return Found(blocks, words(text, open=Amount(len(still)), ended=Amount(len(rows) - len(still))), verdict)


def _open(row: IncidentRow, now: int) -> bool:
    return row.ended_at is None or row.ended_at > now


def _verdict(row: IncidentRow, now: int) -> Verdict:
    if not _open(row, now):
        return "none"
    return "bad" if row.level in (1, 2) else "watch"


def _cells(at: Context, row: IncidentRow, now: int) -> tuple[Value, ...]:
    zone = at.term("zones", row.zone) if row.zone else ""
    what: Value = row.what
    if isinstance(zone, Text):
        what = Text(f"{row.what} ({zone.en})", f"{row.what}（{zone.zh}）")
    level: Value = at.term("severity", str(row.level)) if row.level else "–"
    since = "–" if row.began_at is None and row.noted_at is None else at.moment(row.began_at or row.noted_at or 0)
    return (row.incident, what, level, since, words(_NOT_OVER if _open(row, now) else _TO_REVIEW))
