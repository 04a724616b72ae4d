"""What the tables say about one ticket: its rows, and what each row adds to the roll-ups. Pure arithmetic, no SQL.

Figures follow the definitions of queue science: a wait runs from joining to the first call and is counted where the
customer *joined* (never where the call was); whoever left uncalled, or still waits, is counted and not forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lobbyconsole.domain.lobby import CANCELLED, FINISHED, LEFT, NO_SHOW, TRANSFERRED, Leg, Spell, Ticket
from lobbyconsole.store.instants import opt_us, to_us
from lobbyconsole.store.yardstick import Yardsticks

# Raise it when the fold or the figures below change their meaning: halls kept by other rules then say so
# (`Store.outdated`), until `rebuild_tables` has gone over their journal.
RULES = "2"

MISPRINT_MS = 60_000  # cancelled within a minute: a misprint, not a customer
HANDLING_MS = (10_000, 4 * 3_600_000)  # outside: a slip of the finger, a forgotten ticket; counted apart
LAST_MINUTE = 480  # waits of eight hours and more share the last bucket


class LegRow(NamedTuple):
    """One stage of a visit as table `leg` keeps it. Times in microseconds since 1970, durations in milliseconds.

    `cohort_at` is when this stage joined its line, or the first thing known of it; it decides day and hour.
    `state` is the ticket's state on its current leg and the outcome on the earlier ones.
    """

    ticket: str
    leg: int
    visit: str
    number: str
    service: str
    priority: str
    channel: str
    source: str
    state: str
    issued_at: int | None
    joined_at: int | None
    called_at: int | None
    last_called_at: int | None
    calls: int
    counter: str
    staff: str
    started_at: int | None
    ended_at: int | None
    outcome: str
    to_counter: str
    to_staff: str
    reason: str
    requeues: int
    marks: str
    rating: int | None
    flags: str
    promise_s: str
    appointment_at: int | None
    cohort_at: int
    business_day: str
    hour: int
    wait_ms: int | None
    handling_ms: int | None


class HourCell(NamedTuple):
    """What one leg adds to its (business day, local hour, service). Counts, and milliseconds in `..._ms`.

    `tickets` counts first legs; `gone_early` and `gone_late` ended uncalled before and after the target;
    `over_recovery` waited beyond the recovery limit, called or not; `handling_odd` are left out of the mean.
    """

    issued: int
    tickets: int
    misprints: int
    called: int
    finished: int
    no_show: int
    cancelled: int
    left_unserved: int
    transferred: int
    wait_n: int
    wait_ms: int
    within_target: int
    beyond_target: int
    gone_early: int
    gone_late: int
    over_recovery: int
    handling_n: int
    handling_ms: int
    handling_odd: int
    jumped: int
    flagged: int


class WaitCell(NamedTuple):
    """One wait in its one-minute bucket: ended by a call, or cut off because the customer was gone first."""

    minute: int
    called: int
    gone: int


def leg_rows(ticket: Ticket | None, yardsticks: Yardsticks) -> list[LegRow]:
    """The rows of one ticket; none for a ticket of which nothing valid is known."""
    if ticket is None:
        return []
    last = len(ticket.legs) - 1
    issued_at = opt_us(ticket.issued_at)
    marks, flags = ",".join(ticket.marks), ",".join(ticket.flags)
    promise = ",".join(map(str, ticket.promise_s))
    rating = ticket.rating
    if rating is not None and abs(rating) >= 2**63:
        rating = None  # nonsense that no column holds; the journal has it
    appointment_at = opt_us(ticket.appointment_at)
    rows: list[LegRow] = []
    cohort_at = issued_at
    for index, leg in enumerate(ticket.legs):
        joined_at = opt_us(leg.joined_at)
        cohort_at = _cohort(leg, joined_at, cohort_at, ticket)
        day, hour = yardsticks.place(cohort_at)
        wait, handling = leg.wait_s, leg.handling_s
        rows.append(
            LegRow(
                ticket.key,
                index,
                ticket.visit,
                ticket.number,
                leg.service,
                ticket.priority,
                ticket.channel,
                ticket.source,
                ticket.state if index == last else leg.outcome,
                issued_at,
                joined_at,
                opt_us(leg.called_at),
                opt_us(leg.last_called_at),
                leg.calls,
                leg.counter,
                leg.staff,
                opt_us(leg.started_at),
                opt_us(leg.ended_at),
                leg.outcome,
                leg.to_counter,
                leg.to_staff,
                leg.out_of_order,
                ticket.requeues,
                marks,
                rating,
                flags,
                promise,
                appointment_at,
                cohort_at,
                day,
                hour,
                None if wait is None else round(wait * 1000),
                None if handling is None else round(handling * 1000),
            )
        )
    return rows


def _cohort(leg: Leg, joined_at: int | None, before: int | None, ticket: Ticket) -> int:
    """When the leg joined; of a leg seen only from its call on, the first thing known of it."""
    if joined_at is not None:
        return joined_at
    known = [at for at in (leg.called_at, leg.started_at, leg.ended_at) if at is not None]
    if known:
        return to_us(min(known))
    if before is not None:
        return before
    return 0 if ticket.state_since is None else to_us(ticket.state_since)


def hour_cell(row: LegRow, yardsticks: Yardsticks) -> HourCell:
    """What this row adds to its hour. It depends on the row and its time's yardstick alone, so it can be taken back."""
    target_ms, recovery_ms = yardsticks.limits(row.cohort_at, row.service)
    wait, handling, outcome = row.wait_ms, row.handling_ms, row.outcome
    uncalled = uncalled_ms(row)
    misprint = uncalled is not None and outcome == CANCELLED and uncalled < MISPRINT_MS
    within = wait is not None and wait <= target_ms
    gone = uncalled is not None and not misprint
    late = uncalled is not None and gone and uncalled > target_ms
    over = (wait is not None and wait > recovery_ms) or (uncalled is not None and gone and uncalled > recovery_ms)
    usual = handling is not None and HANDLING_MS[0] <= handling <= HANDLING_MS[1]
    return HourCell(
        1,
        int(row.leg == 0),
        int(misprint),
        int(row.called_at is not None),
        int(outcome == FINISHED),
        int(outcome == NO_SHOW),
        int(outcome == CANCELLED),
        int(outcome == LEFT),
        int(outcome == TRANSFERRED),
        int(wait is not None),
        wait or 0,
        int(within),
        int(wait is not None and not within),
        int(gone and not late),
        int(late),
        int(over),
        int(usual),
        handling if usual and handling is not None else 0,
        int(handling is not None and not usual),
        int(row.reason != ""),
        int(row.flags != ""),
    )


def uncalled_ms(row: LegRow) -> int | None:
    """How long somebody waited who was gone (left, cancelled, sent elsewhere) without having been called."""
    if row.called_at is not None or row.ended_at is None or row.joined_at is None:
        return None
    return max(0, row.ended_at - row.joined_at) // 1000


def wait_cell(row: LegRow) -> WaitCell | None:
    """The bucket this row's wait falls into; None while it waits, or when its joining is unknown."""
    if row.wait_ms is not None:
        return WaitCell(min(row.wait_ms // 60_000, LAST_MINUTE), 1, 0)
    gone = uncalled_ms(row)
    if gone is None or (row.outcome == CANCELLED and gone < MISPRINT_MS):
        return None
    return WaitCell(min(gone // 60_000, LAST_MINUTE), 0, 1)


class SpellRow(NamedTuple):
    """A stretch of one counter state as table `spell` keeps it; `until` is empty while it lasts."""

    counter: str
    since: int
    until: int | None
    state: str
    staff: str
    reason: str
    business_day: str


def spell_rows(counter: str, spells: Iterable[Spell], yardsticks: Yardsticks) -> list[SpellRow]:
    """The rows of one counter's spells."""
    rows = []
    for spell in spells:
        since = to_us(spell.since)
        day, _ = yardsticks.place(since)
        rows.append(SpellRow(counter, since, opt_us(spell.until), spell.state, spell.staff, spell.reason, day))
    return rows
