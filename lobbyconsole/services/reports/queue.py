"""Gathers what reports about the queue show: waiting, counters and staff, fairness."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from lobbyconsole.domain.lobby import COUNTER_OPEN, COUNTER_PAUSED
from lobbyconsole.reports import desks, fairness, waiting
from lobbyconsole.services.fairness import ledger_of_past
from lobbyconsole.services.reports.desk import Desk
from lobbyconsole.store import desks as store
from lobbyconsole.store.dashboards import DayFigures, Kpis, daily_series, half_hours, kpis
from lobbyconsole.store.instants import to_us
from lobbyconsole.store.rows import SpellRow


def flow_of(found: Kpis) -> waiting.Flow:
    """Key figures of the store as the report shows them."""
    counts = found.counts
    return waiting.Flow(
        customers=counts.tickets - counts.misprints,
        called=counts.called,
        mean_s=found.mean_wait_s,
        p90_s=found.p90.seconds,
        p90_at_least=found.p90.at_least,
        within=_percent(found.within_target),
        over=counts.over_recovery + found.waiting_over_recovery,
        left=_percent(found.left_rate),
        no_show=_percent(found.no_show_rate),
        handling_s=found.mean_handling_s,
        waiting=found.waiting,
    )


def _percent(rate: float | None) -> float | None:
    return None if rate is None else 100 * rate


def _day_flow(found: DayFigures) -> waiting.Flow:
    counts = found.counts
    return waiting.Flow(
        counts.tickets - counts.misprints, counts.called, found.mean_wait_s, found.p90.seconds, found.p90.at_least,
        None, counts.over_recovery, None, None, found.mean_handling_s,
    )  # fmt: skip


def gather_waiting(at: Desk) -> waiting.Data:
    """The flow, by service, by day, by half hour."""
    first, last = at.days
    before = at.kpis(*at.asked.before) if at.asked.before else None
    there = before is not None and before.counts.tickets > before.counts.misprints
    named = [service.id for service in at.branch.services]
    services = []
    for name in (*named, *_unnamed(at, named)):
        found = kpis(at.db, first, last, (name,), now=at.until(last))
        if found.counts.issued > found.counts.misprints:
            services.append((name, flow_of(found)))
    series = daily_series(at.db, first, last) if first != last else []
    return waiting.Data(
        total=flow_of(at.kpis(first, last)),
        before=flow_of(before) if before is not None and there else None,
        services=tuple(services),
        days=tuple((entry.day, _day_flow(entry)) for entry in series),
        half_hours=tuple(
            waiting.HalfHourWait(half.begins_min, half.ends_min, half.joined, half.p90.seconds, half.p90.at_least)
            for half in half_hours(at.db, first, last=last)
        ),
    )


def _unnamed(at: Desk, named: list[str]) -> list[str]:
    """Services of that time that the branch no longer has."""
    return [name for name in store.services_seen(at.db, *at.days) if name not in named]


# --- counters and staff -----------------------------------------------------------------------------------------------


def gather_desks(at: Desk) -> desks.Data:
    """Work from the legs, hours and pauses from the counters' own states."""
    first, last = at.days
    spells = store.spells(at.db, first, last)
    pauses: dict[str, tuple[int, float]] = {}
    for spell in spells:
        if spell.state == COUNTER_PAUSED:
            count, total = pauses.get(spell.reason, (0, 0.0))
            pauses[spell.reason] = (count + 1, total + _lasted_s(at, spell))
    return desks.Data(
        counters=_works(store.sums(at.db, first, last, "counter"), _states(at, spells, "counter"), bool(spells)),
        staff=_works(store.sums(at.db, first, last, "staff"), _states(at, spells, "staff"), bool(spells)),
        pauses=tuple(
            (reason, count, total)
            for reason, (count, total) in sorted(pauses.items(), key=lambda entry: (-entry[1][1], entry[0]))
        ),
    )


def _works(
    sums: list[store.DeskSum], states: dict[str, tuple[float, int, float]], told: bool
) -> tuple[desks.Work, ...]:
    found = []
    for row in sums:
        opened, pauses, paused = states.get(row.key, (0.0, 0, 0.0))
        found.append(
            desks.Work(
                row.key, row.called, row.calls, row.finished, row.no_show, row.transferred, row.mean_s,
                row.handling_ms / 1000, row.rated, row.good, opened if told and opened else None, pauses, paused,
            )
        )  # fmt: skip
    return tuple(found)


def _states(at: Desk, spells: Iterable[SpellRow], by: store.By) -> dict[str, tuple[float, int, float]]:
    """(seconds open, pauses, seconds paused) by counter or staff number."""
    found: dict[str, tuple[float, int, float]] = {}
    for spell in spells:
        key = spell.counter if by == "counter" else spell.staff
        opened, pauses, paused = found.get(key, (0.0, 0, 0.0))
        if spell.state == COUNTER_OPEN:
            found[key] = (opened + _lasted_s(at, spell), pauses, paused)
        elif spell.state == COUNTER_PAUSED:
            found[key] = (opened, pauses + 1, paused + _lasted_s(at, spell))
    return found


def _lasted_s(at: Desk, spell: SpellRow) -> float:
    """How long a state lasted, up to the end of its own business day: a counter nobody closed is not open all night."""
    end = to_us(at.until(date.fromisoformat(spell.business_day)))
    return max(0, min(end, spell.until or end) - spell.since) / 1e6


# --- fairness ---------------------------------------------------------------------------------------------------------


def gather_fairness(at: Desk) -> fairness.Data:
    """Reasons noted with the calls; for a single day the ledger of jumps, which refolds that day."""
    first, last = at.days
    before = at.asked.before
    return fairness.Data(
        noted=store.out_of_turn(at.db, first, last),
        classes=[
            (name, called, total / known / 1000 if known else None)
            for name, called, total, known in store.by_priority(at.db, first, last)
        ],
        called=at.kpis(first, last).counts.called,
        before_noted=sum(row[4] for row in store.out_of_turn(at.db, *before)) if before else None,
        ledger=_ledger(at, first) if first == last else None,
    )


def _ledger(at: Desk, day: date) -> fairness.Ledger:
    found = ledger_of_past(at.history, at.branch, day, at.now)
    return fairness.Ledger(
        jumps=[
            fairness.Jumped(
                jump.ticket.key, jump.ticket.number, _clock(at, jump.at), jump.service, jump.counter, jump.because,
                jump.reason, len(jump.paid), jump.paid_s,
            )
            for jump in found.jumps
        ],
        calls=found.calls,
        passed=found.people,
        paid_s=found.paid_s,
        starved=found.starved,
        longest_s=found.longest_s,
        fullest_hour=found.fullest_hour,
    )  # fmt: skip


def _clock(at: Desk, when: datetime) -> str:
    return f"{when.astimezone(at.branch.tz):%H:%M}"
