"""What the registers say: corrective actions, machines out of order, notices, and how fast the back office answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from lobbyconsole.domain.paper import Amount, Block, Day, Figure, Link, Note, Row, Table, Value, words
from lobbyconsole.domain.registers import BY_ID
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.domain.working_time import worked_s
from lobbyconsole.services.briefing.context import (
    MOST_ROWS,
    Context,
    Found,
    days_link,
    missing,
    no_day,
    span,
)
from lobbyconsole.store.instants import from_us, to_us
from lobbyconsole.store.rooms import RecordRow


def _values(row: RecordRow) -> dict[str, Any]:
    found = json.loads(row.body)
    return found if isinstance(found, dict) else {}


def _link(row: RecordRow) -> Link:
    return Link("record", f"{row.register_id}/{row.record}")


def _state(row: RecordRow) -> Value:
    return BY_ID[row.register_id].state(row.state).title


def _opened_by(rows: Sequence[RecordRow], now_us: int) -> list[RecordRow]:
    """Those that were there by then: a paper of an earlier time does not look ahead."""
    return [row for row in rows if row.opened_at is None or row.opened_at <= now_us]


# --- corrective actions -----------------------------------------------------------------------------------------------


def open_tasks(at: Context, source: str) -> Found:
    """Corrective actions that are open, the overdue first."""
    now_us = to_us(at.now)
    rows = _opened_by(at.records.rows("actions", open_only=True), now_us)
    link = Link("register", "actions")
    if not rows:
        return Found((Note(source, words(QT_TRANSLATE_NOOP("Briefing", "No task is open.")), link, "good"),))

    def late(row: RecordRow) -> bool:
        # What is done and waits for its re-check is no longer late.
        return row.state == "open" and row.due_at is not None and row.due_at < now_us

    rows.sort(key=lambda row: (not late(row), row.due_at is None, row.due_at or 0, row.record))
    count = sum(map(late, rows))
    table = tuple(
        Row(
            (row.summary, at.role(row.owner), "–" if row.due_at is None else at.moment(row.due_at), _state(row)),
            _link(row),
            "bad" if late(row) else "none",
        )
        for row in rows[:MOST_ROWS]
    )
    blocks: tuple[Block, ...] = (
        Figure(source, words(QT_TRANSLATE_NOOP("Briefing", "Open tasks")), float(len(rows)), "count", link),
        Figure(source, words(QT_TRANSLATE_NOOP("Briefing", "Overdue tasks")), float(count), "count", link, 0.0, "down",
               "bad" if count else "good"),
        Table(source, at.title(source), tuple(words(text) for text in _TASKS), table, link, len(rows) - len(table)),
    )  # fmt: skip
    text = QT_TRANSLATE_NOOP("Briefing", "Open tasks: {open}, overdue: {late}")
    return Found(blocks, words(text, open=Amount(len(rows)), late=Amount(count)), "bad" if count else "none")


_TASKS = (
    QT_TRANSLATE_NOOP("Briefing", "Finding"),
    QT_TRANSLATE_NOOP("Briefing", "Owner"),
    QT_TRANSLATE_NOOP("Briefing", "Due"),
    QT_TRANSLATE_NOOP("Briefing", "State"),
)

# --- equipment --------------------------------------------------------------------------------------------------------


def equipment_down(at: Context, source: str) -> Found:
    """Faults that are not repaired, those that stopped a machine first."""
    rows = _opened_by(at.records.rows("faults", open_only=True), to_us(at.now))
    link = Link("register", "faults")
    if not rows:
        return Found((Note(source, words(QT_TRANSLATE_NOOP("Briefing", "No fault is open.")), link, "good"),))
    names = {f"{row.register_id}/{row.record}": row.summary for row in at.records.rows("equipment")}
    rows.sort(key=lambda row: (not _values(row).get("down"), row.opened_at or 0, row.record))
    stopped = sum(bool(_values(row).get("down")) for row in rows)
    table = []
    for row in rows[:MOST_ROWS]:
        values = _values(row)
        subject = str(values.get("equipment", "")).removeprefix("record:")
        down = bool(values.get("down"))
        table.append(
            Row(
                (
                    names.get(subject) or names.get(f"equipment/{subject}") or subject,
                    row.summary,
                    words(_STOPPED if down else _RUNS),
                    "–" if row.opened_at is None else at.moment(row.opened_at),
                    _state(row),
                ),
                _link(row),
                "bad" if down else "watch",
            )
        )
    blocks: tuple[Block, ...] = (
        Figure(source, words(QT_TRANSLATE_NOOP("Briefing", "Machines out of order")), float(stopped), "count", link,
               0.0, "down", "bad" if stopped else "good"),
        Table(source, at.title(source), tuple(words(text) for text in _FAULTS), tuple(table), link,
              len(rows) - len(table)),
    )  # fmt: skip
    text = QT_TRANSLATE_NOOP("Briefing", "Machines out of order: {count}")
    return Found(blocks, words(text, count=Amount(stopped)) if stopped else None, "watch" if stopped else "none")


_STOPPED = QT_TRANSLATE_NOOP("Briefing", "out of order")
_RUNS = QT_TRANSLATE_NOOP("Briefing", "still in use")
_FAULTS = (
    QT_TRANSLATE_NOOP("Briefing", "Equipment"),
    QT_TRANSLATE_NOOP("Briefing", "Fault"),
    QT_TRANSLATE_NOOP("Briefing", "In use"),
    QT_TRANSLATE_NOOP("Briefing", "Reported"),
    QT_TRANSLATE_NOOP("Briefing", "State"),
)


def equipment_uptime(at: Context, source: str) -> Found:
    """Share of the opening hours in which the registered machines were not stopped by a fault."""
    if at.window is None:
        return no_day(at, source)
    first, last = at.window
    machines = [row for row in at.records.rows("equipment") if row.state != "retired"]
    if not machines:
        return missing(at, source, words(QT_TRANSLATE_NOOP("Briefing", "No equipment is registered.")))
    begin, end = at.branch.day_span(first)[0], at.until(last)
    each = worked_s(begin, end, at.open_spans)
    if not each:
        return no_day(at, source)
    stopped: dict[str, list[tuple[datetime, datetime]]] = {}
    for row in at.records.rows("faults"):
        values = _values(row)
        if not values.get("down") or row.opened_at is None or row.state == "mistaken":
            continue
        since = max(begin, _instant(values.get("since")) or from_us(row.opened_at))
        until = min(end, end if row.closed_at is None else from_us(row.closed_at))
        if since < until:
            stopped.setdefault(str(values.get("equipment", "")), []).append((since, until))
    lost = sum(worked_s(a, b, at.open_spans) for spans in stopped.values() for a, b in _joined(spans))
    share = 100 * max(0.0, 1 - lost / (each * len(machines)))
    target, verdict = at.judged("kiosk_availability", share)
    link = days_link("register", "faults", first, last)
    text = QT_TRANSLATE_NOOP("Briefing", "{count} registered, opening hours of {days}; by the faults reported")
    note = words(text, count=Amount(len(machines)), days=span(first, last))
    return Found((Figure(source, at.title(source), share, "pct", link, target, "up", verdict, note=note),))


def _instant(text: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo is not None else None


def _joined(spans: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Two faults of one machine at a time stop it once."""
    found: list[tuple[datetime, datetime]] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found


# --- notices ----------------------------------------------------------------------------------------------------------


def notices(at: Context, source: str) -> Found:
    """Notices that are open and not past their end, what comes into force first on top."""
    rows = []
    for row in _opened_by(at.records.rows("notices", open_only=True), to_us(at.now)):
        values = _values(row)
        expires = _day(values.get("expires"))
        if expires is None or expires >= at.day:
            rows.append((_day(values.get("effective")), row, str(values.get("sender") or "–")))
    link = Link("register", "notices")
    if not rows:
        return Found((Note(source, words(QT_TRANSLATE_NOOP("Briefing", "No notice waits for us.")), link, "good"),))
    rows.sort(key=lambda entry: (entry[0] or date.max, entry[1].record))
    table = []
    for effective, row, sender in rows[:MOST_ROWS]:
        late = row.due_at is not None and row.due_at < to_us(at.now) and row.state == "new"
        when: Value = "–" if effective is None else Day(effective.isoformat())
        table.append(Row((row.summary, sender, when, _state(row)), _link(row), "bad" if late else "none"))
    columns = tuple(words(text) for text in _NOTICES)
    block = Table(source, at.title(source), columns, tuple(table), link, len(rows) - len(table))
    text = QT_TRANSLATE_NOOP("Briefing", "Notices to carry out: {count}")
    return Found((block,), words(text, count=Amount(len(rows))))


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return None


_NOTICES = (
    QT_TRANSLATE_NOOP("Briefing", "Notice"),
    QT_TRANSLATE_NOOP("Briefing", "From"),
    QT_TRANSLATE_NOOP("Briefing", "In force from"),
    QT_TRANSLATE_NOOP("Briefing", "State"),
)

# --- the back office --------------------------------------------------------------------------------------------------


def backoffice_response(at: Context, source: str) -> Found:
    """First answers to support requests in time, by department; looked at over 30 days in a daily meeting."""
    if at.window is None:
        return no_day(at, source)
    first, last = at.window
    if first == last:
        first = last - timedelta(days=29)
    begin, until = at.branch.day_span(first)[0], at.until(last)
    link = days_link("register", "support", first, last)
    sums: dict[str, list[float]] = {}  # asked, answered, in time, minutes until the answer, still unanswered and late
    for row in at.records.rows("support"):
        if row.opened_at is None or not to_us(begin) <= row.opened_at < to_us(until):
            continue
        record = at.records.record("support", row.record)
        clocks = {reading.clock: reading for reading in at.records.clocks(record, at.now)} if record else {}
        respond = clocks.get("respond")
        if respond is None:
            continue
        cell = sums.setdefault(str(_values(row).get("department", "")), [0.0] * 5)
        cell[0] += 1
        if respond.stopped_at is not None or not respond.running:
            cell[1] += 1
            cell[2] += not respond.late
            cell[3] += respond.used_s / 60
        else:
            cell[4] += respond.late
    if not sums:
        text = QT_TRANSLATE_NOOP("Briefing", "No support request was sent, {days}.")
        return Found((Note(source, words(text, days=span(first, last)), link),))
    answered = sum(cell[1] for cell in sums.values())
    minutes = sum(cell[3] for cell in sums.values())
    mean = minutes / answered if answered else None
    target, verdict = at.judged("backoffice_response", mean)
    kpi = at.kpi("backoffice_response")
    label = kpi.title if kpi else at.title(source)
    note = words(QT_TRANSLATE_NOOP("Briefing", "Working minutes until the first answer; {count} answered"),
                 count=Amount(answered))  # fmt: skip
    rows = tuple(
        Row(
            (
                _department(name), Amount(cell[0]), Amount(cell[1]), Amount(cell[2]),
                Amount(cell[3] / cell[1], "min") if cell[1] else "–", Amount(cell[4]),
            ),
            link,
            "bad" if cell[4] else "none",
        )
        for name, cell in sorted(sums.items())
    )  # fmt: skip
    columns = tuple(words(text) for text in _SUPPORT)
    title = words(QT_TRANSLATE_NOOP("Briefing", "Support requests, {days}"), days=span(first, last))
    return Found((
        Figure(source, label, mean, "min", link, target, "down", verdict, note=note),
        Table(source, title, columns, rows, link),
    ))  # fmt: skip


def _department(name: str) -> Value:
    entry = BY_ID["support"].field("department")
    choices = entry.choices if entry else ()
    return next((choice.label for choice in choices if choice.id == name), name)


_SUPPORT = (
    QT_TRANSLATE_NOOP("Briefing", "Department"),
    QT_TRANSLATE_NOOP("Briefing", "Asked"),
    QT_TRANSLATE_NOOP("Briefing", "Answered"),
    QT_TRANSLATE_NOOP("Briefing", "In time"),
    QT_TRANSLATE_NOOP("Briefing", "Mean"),
    QT_TRANSLATE_NOOP("Briefing", "Late, no answer yet"),
)
