"""The rows a figure was computed from: tickets, rounds, items of a touchpoint, records, meetings. Read only."""

from __future__ import annotations

from datetime import date

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import Amount, Day, Link, Row, Value
from lobbyconsole.domain.registers import BY_ID
from lobbyconsole.domain.reporting import Rows, columns, percent, seconds
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.services.reports.desk import Desk
from lobbyconsole.store import desks, reads, visits
from lobbyconsole.store.instants import to_us

MOST = 2_000

# Where the rows of a key figure lie: (kind of link, its key).
_BEHIND: dict[str, tuple[str, str]] = {
    "customers": ("tickets", "all"),
    "wait_avg": ("tickets", "called"),
    "wait_p90": ("tickets", "called"),
    "wait_peak": ("tickets", "called"),
    "within_target": ("tickets", "called"),
    "wait_over_20": ("tickets", "over_recovery"),
    "recovery_rate": ("tickets", "over_recovery"),
    "recovery_gap": ("tickets", "rated"),
    "preaccept_rate": ("tickets", "preaccept"),
    "abandon_rate": ("tickets", "left"),
    "no_show_rate": ("tickets", "no_show"),
    "service_avg": ("tickets", "handled"),
    "completion_rate": ("tickets", "called"),
    "wrong_queue": ("tickets", "transferred"),
    "idle_counter": ("tickets", "called"),
    "rating_positive": ("tickets", "rated"),
    "kiosk_availability": ("register", "faults"),
    "complaint_per_1000": ("register", "voices"),
    "praise_count": ("register", "voices"),
    "compliance_findings": ("register", "actions"),
    "backoffice_response": ("register", "support"),
    "mystery_score": ("rounds", "outside"),
    "touchpoint_score": ("rounds", ""),
    "patrol_rate": ("rounds", ""),
    "fire_patrol_rate": ("rounds", "fire_patrol"),
    "aed_ready": ("rounds", "emergency_kit_monthly"),
    "meeting_rate": ("meeting", ""),
}
_TICKETS = (
    QT_TRANSLATE_NOOP("Briefing", "Ticket"),
    QT_TRANSLATE_NOOP("Briefing", "Service"),
    QT_TRANSLATE_NOOP("Briefing", "Came"),
    QT_TRANSLATE_NOOP("Briefing", "Waited"),
    QT_TRANSLATE_NOOP("Briefing", "Counter"),
    QT_TRANSLATE_NOOP("Briefing", "Staff number"),
    QT_TRANSLATE_NOOP("Briefing", "Handling time"),
    QT_TRANSLATE_NOOP("Briefing", "State"),
    QT_TRANSLATE_NOOP("Briefing", "Marks"),
    QT_TRANSLATE_NOOP("Briefing", "Rating"),
)
_ROUNDS = (
    QT_TRANSLATE_NOOP("Briefing", "Day"),
    QT_TRANSLATE_NOOP("Briefing", "Round"),
    QT_TRANSLATE_NOOP("Briefing", "Due"),
    QT_TRANSLATE_NOOP("Briefing", "Begun"),
    QT_TRANSLATE_NOOP("Briefing", "Staff number"),
    QT_TRANSLATE_NOOP("Briefing", "Score"),
    QT_TRANSLATE_NOOP("Briefing", "Failed"),
    QT_TRANSLATE_NOOP("Briefing", "State"),
)
_ITEMS = (
    QT_TRANSLATE_NOOP("Briefing", "Item"),
    QT_TRANSLATE_NOOP("Briefing", "Zone"),
    QT_TRANSLATE_NOOP("Briefing", "Seen"),
    QT_TRANSLATE_NOOP("Briefing", "Result"),
)
_RECORDS = (
    QT_TRANSLATE_NOOP("Briefing", "Number"),
    QT_TRANSLATE_NOOP("Briefing", "About"),
    QT_TRANSLATE_NOOP("Briefing", "Owner"),
    QT_TRANSLATE_NOOP("Briefing", "Opened"),
    QT_TRANSLATE_NOOP("Briefing", "Due"),
    QT_TRANSLATE_NOOP("Briefing", "Closed"),
    QT_TRANSLATE_NOOP("Briefing", "State"),
)
_MEETINGS = (
    QT_TRANSLATE_NOOP("Briefing", "Day"),
    QT_TRANSLATE_NOOP("Briefing", "Meeting"),
    QT_TRANSLATE_NOOP("Briefing", "Chair"),
    QT_TRANSLATE_NOOP("Briefing", "Present"),
    QT_TRANSLATE_NOOP("Briefing", "Absent"),
    QT_TRANSLATE_NOOP("Briefing", "Tasks"),
)
_STATES = {
    "waiting": Text("waiting", "等候中"),
    "held": Text("held", "已挂起"),
    "called": Text("called", "已叫号"),
    "serving": Text("being served", "办理中"),
    "finished": Text("finished", "已办结"),
    "no_show": Text("no-show", "过号"),
    "left": Text("left", "已弃号"),
    "cancelled": Text("cancelled", "已取消"),
    "transferred": Text("sent on", "已转办"),
    "running": Text("running", "进行中"),
    "given_up": Text("broken off", "已中止"),
}
_VERDICTS = {
    "pass": Text("met", "达标"),
    "fail": Text("not met", "不达标"),
    "na": Text("does not apply", "不适用"),
}


def rows(at: Desk, link: Link) -> Rows:
    """The rows behind a link; those of the period when it names no days."""
    try:
        first, last = date.fromisoformat(link.first), date.fromisoformat(link.last)
    except ValueError:
        first, last = at.days
    kind, key = link.kind, link.key
    if kind == "kpi":
        kind, key = _BEHIND.get(key, ("", ""))
    if kind in ("tickets", "ticket"):
        return _tickets(at, first, last, key or "all")
    if kind in ("rounds", "checklist", "round"):
        return _rounds(at, first, last, key)
    if kind == "touchpoint":
        return _items(at, first, last, key)
    if kind in ("register", "record") and key.partition("/")[0] in BY_ID:
        return _records(at, first, last, key.partition("/")[0])
    if kind == "meeting":
        return _meetings(at, first, last)
    return Rows((), ())


def _cut(heads: tuple[str, ...], found: list[Row]) -> Rows:
    return Rows(columns(*heads), tuple(found[:MOST]), max(0, len(found) - MOST))


def _tickets(at: Desk, first: date, last: date, which: str) -> Rows:
    waited: dict[tuple[str, int], int] = {}
    if which == "over_recovery":
        # Who waits still is late by the clock, which the rows do not know.
        late = visits.late_visits(at.db, first, last, at.until(last))
        waited = {(visit.ticket, visit.joined_at): visit.wait_ms for visit in late}
        found = [
            row for row in desks.visits(at.db, first, last, "all", 1_000_000)
            if (row.ticket, row.joined_at or 0) in waited
        ]  # fmt: skip
    else:
        found = desks.visits(at.db, first, last, which, 1_000_000)
    listed = []
    for row in found[: MOST + 1]:
        wait = waited.get((row.ticket, row.joined_at or 0), row.wait_ms)
        cells: tuple[Value, ...] = (
            row.number,
            at.service(row.service),
            "–" if row.joined_at is None else at.moment(row.joined_at),
            seconds(None if wait is None else wait / 1000),
            row.counter or "–",
            row.staff or "–",
            seconds(None if row.handling_ms is None else row.handling_ms / 1000),
            _STATES.get(row.state, row.state),
            _marks(at, row.marks),
            "–" if row.rating is None else Amount(row.rating),
        )
        listed.append(Row(cells, Link("ticket", row.ticket)))
    return Rows(columns(*_TICKETS), tuple(listed[:MOST]), max(0, len(found) - MOST))


def _marks(at: Desk, marks: str) -> Value:
    if not marks:
        return "–"
    terms = [at.term("marks", mark) for mark in marks.split(",")]
    return Text(
        ", ".join(term.en if isinstance(term, Text) else str(term) for term in terms),
        "、".join(term.zh if isinstance(term, Text) else str(term) for term in terms),
    )


def _rounds(at: Desk, first: date, last: date, which: str) -> Rows:
    found = reads.rounds_between(at.db, first.isoformat(), last.isoformat())
    if which == "outside":
        found = [row for row in found if row.channel == "outside"]
    elif which in at.library.checklists:
        found = [row for row in found if row.checklist == which]
    listed = [
        Row(
            (
                Day(row.business_day), at.checklist_title(row.checklist),
                "–" if row.due_at is None else at.moment(row.due_at),
                "–" if row.begun_at is None else at.moment(row.begun_at), row.runner or "–", percent(row.percent),
                Amount(row.failed), _STATES.get(row.state, row.state),
            ),
            Link("round", row.round),
            "bad" if row.red else "none",
        )
        for row in found
    ]  # fmt: skip
    return _cut(_ROUNDS, listed)


def _items(at: Desk, first: date, last: date, touchpoint: str) -> Rows:
    texts = {item.id: item.text for checklist in at.library.checklists.values() for item in checklist.items}
    listed = [
        Row(
            (texts.get(item, item), at.term("zones", zone), at.moment(when), _VERDICTS.get(verdict, verdict)),
            Link("round", key),
            "bad" if verdict == "fail" else "none",
        )
        for key, item, zone, when, verdict in desks.answers(at.db, first, last, touchpoint)
    ]
    return _cut(_ITEMS, listed)


def _records(at: Desk, first: date, last: date, register: str) -> Rows:
    """Records that were there in the period: opened, closed or still open in it."""
    begin, end = to_us(at.branch.day_span(first)[0]), to_us(at.branch.day_span(last)[1])
    listed = []
    for row in sorted(at.records.rows(register), key=lambda row: (row.opened_at or 0, row.record)):
        if row.opened_at is None or row.opened_at >= end or (row.closed_at is not None and row.closed_at < begin):
            continue
        times = ("–" if when is None else at.moment(when) for when in (row.opened_at, row.due_at, row.closed_at))
        cells: tuple[Value, ...] = (
            row.record, row.summary, at.role(row.owner), *times, BY_ID[register].state(row.state).title,
        )  # fmt: skip
        listed.append(Row(cells, Link("record", f"{register}/{row.record}")))
    return _cut(_RECORDS, listed)


def _meetings(at: Desk, first: date, last: date) -> Rows:
    listed = [
        Row(
            (Day(row.day.isoformat()), at.agenda_title(row.agenda), row.chair or "–", Amount(row.present),
             Amount(row.absent), Amount(row.tasks)),
            Link("meeting", row.meeting),
        )
        for row in reversed(at.meetings.past(first, last))
    ]  # fmt: skip
    return _cut(_MEETINGS, listed)
