"""Gathers what reports about the manager's own work show: touchpoints, rounds, actions, support, machines, meetings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from lobbyconsole.domain.journey import DayTally, OutsideMark, Tally, outside_score, split, total
from lobbyconsole.domain.paper import Value
from lobbyconsole.domain.registers import BY_ID
from lobbyconsole.domain.reporting import share
from lobbyconsole.reports import actions, equipment, meetings, rounds, support, touchpoints
from lobbyconsole.services.figures import Timely, machine_key, stopped_by, timely, together, uptime, values_of
from lobbyconsole.services.journey import outside_marks
from lobbyconsole.services.reports.desk import Desk
from lobbyconsole.services.rounds import GRACE
from lobbyconsole.store import reads as store
from lobbyconsole.store.instants import from_us, to_us
from lobbyconsole.store.reads import RecordRow

MOST_FAILING = 12
THREE = ("morning", "closing", "daily_analysis")  # kpis: meeting_rate


# --- touchpoints ------------------------------------------------------------------------------------------------------


def tallies(at: Desk, first: date, last: date) -> list[DayTally]:
    """What answers came to, by day and touchpoint."""
    rows = store.touchpoint_days(at.db, first.isoformat(), last.isoformat())
    return [
        DayTally(date.fromisoformat(day), name, bool(outside), Tally(points, possible, answers, failed))
        for day, name, outside, points, possible, answers, failed in rows
    ]


def marks_between(at: Desk, first: date, last: date) -> list[OutsideMark]:
    """What strangers gave, typed in, about these days."""
    return outside_marks(at.records.rows("outside_checks"), first, last)


def gather_touchpoints(at: Desk) -> touchpoints.Data:
    """Own scores against those of the period before, beside what strangers gave."""
    first, last = at.days
    found = tallies(at, first, last)
    then = tallies(at, *at.asked.before) if at.asked.before else []
    own, visits = split(found, first, last, outside=False), split(found, first, last, outside=True)
    before = split(then, *at.asked.before, outside=False) if at.asked.before else {}
    marks: dict[str, list[OutsideMark]] = {}
    for mark in marks_between(at, first, last):
        marks.setdefault(mark.touchpoint, []).append(mark)
    known = list(at.library.vocab.get("touchpoints", {}))
    names = known + sorted({*own, *visits, *marks} - set(known))
    points = []
    for name in names:
        outside = outside_score(visits.get(name, Tally()), marks.get(name, ()))
        points.append(
            touchpoints.Point(name, own.get(name, Tally()), before.get(name, Tally()), outside.percent, outside.answers)
        )
    texts = {item.id: item.text for checklist in at.library.checklists.values() for item in checklist.items}
    failing = sorted(
        store.weakest_items(at.db, first.isoformat(), last.isoformat()),
        key=lambda row: (-row[3], row[2], row[0], row[1]),
    )
    return touchpoints.Data(
        total=total(own.values()),
        before=total(before.values()),
        points=tuple(points),
        failing=tuple(
            touchpoints.Failing(point, texts.get(item, item), answers, failed, last_round)
            for point, item, answers, failed, last_round in failing[:MOST_FAILING]
        ),
        by_day=[(day, _score(found, day)) for day in at.asked.days],
    )


def _score(found: Iterable[DayTally], day: date) -> float | None:
    return total(split(found, day, day, outside=False).values()).percent


# --- rounds -----------------------------------------------------------------------------------------------------------


def gather_rounds(at: Desk) -> rounds.Data:
    """What was due against what was done; rounds without a time of their own are voluntary."""
    first, last = at.days
    done_rows = {row.round: row for row in at.rounds.past(first - timedelta(days=1), last + timedelta(days=7))}
    found: dict[str, dict[str, float]] = {}
    percents: dict[str, list[float]] = {}
    missed = []
    for due in at.dues(first, last):
        if not due.passed:
            continue
        cell = found.setdefault(due.checklist.id, {})
        cell["due"] = cell.get("due", 0) + 1
        cell[due.state if due.state == "done" else "missed"] = (
            cell.get(due.state if due.state == "done" else "missed", 0) + 1
        )
        row = done_rows.get(due.round) if due.state == "done" else None
        if due.state != "done":
            missed.append(
                rounds.Missed(due.checklist.title, at.moment(to_us(due.due_at)), at.role(due.checklist.owner))
            )
        elif row is not None and row.begun_at is not None and from_us(row.begun_at) > due.due_at + GRACE:
            cell["late"] = cell.get("late", 0) + 1
        if due.state == "done":
            cell["red"] = cell.get("red", 0) + due.red
            if due.percent is not None:
                percents.setdefault(due.checklist.id, []).append(due.percent)
    for row in done_rows.values():
        if row.due_at is None and row.state == "finished" and row.channel != "outside":
            day = date.fromisoformat(row.business_day)
            if first <= day <= last:
                cell = found.setdefault(row.checklist, {})
                cell["voluntary"] = cell.get("voluntary", 0) + 1
                cell["red"] = cell.get("red", 0) + bool(row.red)
                if row.percent is not None:
                    percents.setdefault(row.checklist, []).append(row.percent)
    order = {name: number for number, name in enumerate(at.library.checklists)}
    kept = []
    for name in sorted(found, key=lambda name: (order.get(name, len(order)), name)):
        cell, scores = found[name], percents.get(name, [])
        kept.append(
            rounds.Kept(
                name, at.checklist_title(name), mean=sum(scores) / len(scores) if scores else None,
                **{key: int(value) for key, value in cell.items()},
            )
        )  # fmt: skip
    before = at.passed(*at.asked.before) if at.asked.before else (0, 0)
    by_day = [] if first == last else [(day, share(*at.passed(day, day))) for day in at.asked.days]
    return rounds.Data(tuple(kept), tuple(missed), before, by_day)


# --- corrective actions -----------------------------------------------------------------------------------------------


def _state(row: RecordRow) -> Value:
    return BY_ID[row.register_id].state(row.state).title


def overdue(row: RecordRow, until: datetime) -> bool:
    """Whether its time was up at that instant. What is done and waits for its re-check is no longer late."""
    return row.due_at is not None and row.due_at < to_us(until) and row.state != "done"


def open_at(rows: Iterable[RecordRow], until: datetime) -> list[RecordRow]:
    """Records that were there and not closed at an instant. A time before the last reopening is not known any more."""
    at = to_us(until)
    return [
        row
        for row in rows
        if row.opened_at is not None and row.opened_at < at and (row.closed_at is None or row.closed_at >= at)
    ]


def _between(
    rows: Iterable[RecordRow], when: Callable[[RecordRow], int | None], begin: int, end: int
) -> list[RecordRow]:
    found = [(at, row.record, row) for row in rows if (at := when(row)) is not None and begin <= at < end]
    return [row for _, _, row in sorted(found, key=lambda entry: entry[:2])]


def _opened(row: RecordRow) -> int | None:
    return row.opened_at


def _closed(row: RecordRow) -> int | None:
    return row.closed_at


def gather_actions(at: Desk) -> actions.Data:
    """From the register as it stands; what was opened later is not looked at."""
    first, last = at.days
    until = at.until(last)
    begin, end = to_us(at.branch.day_span(first)[0]), to_us(until)
    rows = at.records.rows("actions")

    def told(row: RecordRow) -> actions.Action:
        return actions.Action(
            key=row.record,
            finding=row.summary,
            owner=at.role(row.owner),
            state=_state(row),
            opened_at=from_us(row.opened_at or 0),
            due=None if row.due_at is None else at.moment(row.due_at),
            late=overdue(row, until),
            systemic=bool(values_of(row).get("systemic")),
        )

    closed = _between(rows, _closed, begin, end)
    verified = [row for row in closed if row.state == "verified"]
    before_opened = before_verified = None
    if at.asked.before:
        then = to_us(at.branch.day_span(at.asked.before[0])[0]), to_us(at.branch.day_span(at.asked.before[1])[1])
        before_opened = len(_between(rows, _opened, *then))
        before_verified = sum(row.state == "verified" for row in _between(rows, _closed, *then))
    return actions.Data(
        opened=tuple(map(told, _between(rows, _opened, begin, end))),
        open=tuple(told(row) for row in sorted(open_at(rows, until), key=lambda row: row.record)),
        verified=len(verified),
        in_time=sum(row.due_at is None or (row.closed_at or 0) <= row.due_at for row in verified),
        dropped=sum(row.state == "dropped" for row in closed),
        before_opened=before_opened,
        before_verified=before_verified,
    )


# --- support ----------------------------------------------------------------------------------------------------------


def _clock(cell: Timely) -> support.Clock:
    return support.Clock(cell.asked, cell.met, cell.in_time, cell.mean_min, cell.late)


def gather_support(at: Desk) -> support.Data:
    """Both clocks of the requests that were sent in the period, as they stand now."""
    respond = timely(at, "support", "respond", *at.days, "department")
    solve = timely(at, "support", "solve", *at.days, "department")
    before_respond = before_solve = None
    if at.asked.before:
        before_respond = together(timely(at, "support", "respond", *at.asked.before, "department").values()).mean_min
        before_solve = together(timely(at, "support", "solve", *at.asked.before, "department").values()).mean_min
    entry = BY_ID["support"].field("department")
    titles = {choice.id: choice.label for choice in entry.choices} if entry else {}
    return support.Data(
        departments={
            name: (titles.get(name, name), _clock(respond.get(name, Timely())), _clock(solve.get(name, Timely())))
            for name in sorted({*respond, *solve})
        },
        respond=_clock(together(respond.values())),
        solve=_clock(together(solve.values())),
        before_respond=before_respond,
        before_solve=before_solve,
    )


# --- equipment --------------------------------------------------------------------------------------------------------


def _machine(row: RecordRow) -> str:
    return machine_key(str(values_of(row).get("equipment", "")))


def gather_equipment(at: Desk) -> equipment.Data:
    """Faults reported in the period, their two clocks, and the availability of the machines."""
    first, last = at.days
    until = at.until(last)
    machines = {row.record: row for row in at.records.rows("equipment")}
    rows = [row for row in at.records.rows("faults") if row.state != "mistaken"]
    faults = _between(rows, _opened, to_us(at.branch.day_span(first)[0]), to_us(until))
    up = uptime(at, first, last)
    lost: dict[str, float] = {}
    for name, seconds in (up.lost_s if up else {}).items():
        key = machine_key(name)
        lost[key] = lost.get(key, 0.0) + seconds
    kinds = {
        choice.id: choice.label for field in [BY_ID["equipment"].field("kind")] if field for choice in field.choices
    }
    found = []
    for key in sorted({*map(_machine, faults), *lost}):
        own = [row for row in faults if _machine(row) == key]
        stops = sum(stopped_by(row) is not None for row in own)
        row = machines.get(key)
        hours = max(0.0, up.open_s - lost.get(key, 0.0)) / 3600 if up else None
        found.append(
            equipment.Machine(
                key if row else "", row.summary if row else key,
                kinds.get(str(values_of(row).get("kind", "")), "–") if row else "–", len(own), stops,
                lost.get(key, 0.0) / 3600, hours / stops if hours is not None and stops else None,
            )
        )  # fmt: skip
    arrive = together(timely(at, "faults", "arrive", first, last, "equipment").values())
    repair = together(timely(at, "faults", "repair", first, last, "equipment").values())
    stops = sum(stopped_by(row) is not None for row in faults)
    running_h = (up.open_s * up.machines - up.own_s) / 3600 if up else None
    before = at.asked.before
    then = uptime(at, *before) if before else None
    return equipment.Data(
        machines=tuple(found),
        registered=sum(row.state != "retired" for row in machines.values()),
        faults=len(faults),
        stops=stops,
        still_open=len(open_at(rows, until)),
        arrive_min=arrive.mean_min,
        repair_min=repair.mean_min,
        repaired=repair.met + repair.late,
        repaired_in_time=repair.in_time,
        share=up.share if up else None,
        interval_h=running_h / stops if running_h is not None and stops else None,
        before_faults=_faults_between(at, rows, *before) if before else None,
        before_share=then.share if then else None,
        before_repair_min=(
            together(timely(at, "faults", "repair", *before, "equipment").values()).mean_min if before else None
        ),
    )


def _faults_between(at: Desk, rows: list[RecordRow], first: date, last: date) -> int:
    return len(_between(rows, _opened, to_us(at.branch.day_span(first)[0]), to_us(at.branch.day_span(last)[1])))


# --- meetings ---------------------------------------------------------------------------------------------------------


def held_of(at: Desk, first: date, last: date, agendas: Iterable[str]) -> tuple[int, int]:
    """(held with minutes, due) of some agendas."""
    wanted = set(agendas)
    due = [entry for entry in at.meeting_times(first, last) if entry.agenda.id in wanted and entry.passed]
    return sum(entry.state == "closed" for entry in due), len(due)


def gather_meetings(at: Desk) -> meetings.Data:
    """From the timetable and the meetings kept."""
    first, last = at.days
    rows = [row for row in reversed(at.meetings.past(first, last)) if _begun_by(row.begun_at, at.now)]
    cells: dict[str, list[int]] = {}
    for entry in at.meeting_times(first, last):
        if entry.passed:
            cells.setdefault(entry.agenda.id, [0] * 5)[0] += 1
    for row in rows:
        cell = cells.setdefault(row.agenda, [0] * 5)
        closed = row.closed_at is not None
        for place, value in enumerate((closed, row.present, row.absent, row.tasks), 1):
            cell[place] += value
    order = {name: number for number, name in enumerate(at.library.briefings)}
    before = at.asked.before
    then = at.meetings.past(*before) if before else []
    return meetings.Data(
        kinds=tuple(
            meetings.Kind(name, at.agenda_title(name), *cells[name])
            for name in sorted(cells, key=lambda name: (order.get(name, len(order)), name))
        ),
        held=tuple(
            meetings.Held(
                row.meeting, at.agenda_title(row.agenda), row.day.isoformat(), row.chair, row.present, row.absent,
                row.tasks, row.closed_at is not None,
            )
            for row in rows
        ),
        three=held_of(at, first, last, THREE),
        three_before=held_of(at, *before, THREE) if before else (0, 0),
        attendance_before=(sum(row.present for row in then), sum(row.absent for row in then)),
    )  # fmt: skip


def _begun_by(begun_at: datetime | None, now: datetime) -> bool:
    return begun_at is None or begun_at <= now
