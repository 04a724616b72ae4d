"""What the registers say: corrective actions, machines out of order, notices, and how fast the back office answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from lobbyconsole.domain.paper import Amount, Block, Day, Figure, Link, Note, Row, Table, Value, words
from lobbyconsole.domain.registers import BY_ID
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.services.briefing.context import (
    MOST_ROWS,
    Context,
    Found,
    days_link,
    missing,
    no_day,
    span,
)
from lobbyconsole.services.figures import timely, together, uptime, values_of
from lobbyconsole.store.instants import to_us
from lobbyconsole.store.reads import RecordRow


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
    rows.sort(key=lambda row: (not values_of(row).get("down"), row.opened_at or 0, row.record))
    stopped = sum(bool(values_of(row).get("down")) for row in rows)
    table = []
    for row in rows[:MOST_ROWS]:
        values = values_of(row)
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
    if all(row.state == "retired" for row in at.records.rows("equipment")):
        return missing(at, source, words(QT_TRANSLATE_NOOP("Briefing", "No equipment is registered.")))
    found = uptime(at, first, last)
    if found is None:
        return no_day(at, source)
    share = found.share
    target, verdict = at.judged("kiosk_availability", share)
    link = days_link("register", "faults", first, last)
    text = QT_TRANSLATE_NOOP("Briefing", "{count} registered, opening hours of {days}; by the faults reported")
    note = words(text, count=Amount(found.machines), days=span(first, last))
    return Found((Figure(source, at.title(source), share, "pct", link, target, "up", verdict, note=note),))


# --- notices ----------------------------------------------------------------------------------------------------------


def notices(at: Context, source: str) -> Found:
    """Notices that are open and not past their end, what comes into force first on top."""
    rows = []
    for row in _opened_by(at.records.rows("notices", open_only=True), to_us(at.now)):
        values = values_of(row)
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
    link = days_link("register", "support", first, last)
    sums = timely(at, "support", "respond", first, last, "department")
    if not sums:
        text = QT_TRANSLATE_NOOP("Briefing", "No support request was sent, {days}.")
        return Found((Note(source, words(text, days=span(first, last)), link),))
    total = together(sums.values())
    answered, mean = total.met, total.mean_min
    target, verdict = at.judged("backoffice_response", mean)
    kpi = at.kpi("backoffice_response")
    label = kpi.title if kpi else at.title(source)
    note = words(QT_TRANSLATE_NOOP("Briefing", "Working minutes until the first answer; {count} answered"),
                 count=Amount(answered))  # fmt: skip
    rows = tuple(
        Row(
            (
                _department(name), Amount(cell.asked), Amount(cell.met), Amount(cell.in_time),
                "–" if cell.mean_min is None else Amount(cell.mean_min, "min"), Amount(cell.late),
            ),
            link,
            "bad" if cell.late else "none",
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
