"""The live picture as plain data, for `status --json` and for whoever reads the hall without a screen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.explain import explain
from lobbyconsole.domain.lobby import IN_LINE, fold
from lobbyconsole.domain.picture import Picture, paint, tickets_of_day
from lobbyconsole.domain.waits import Estimate
from lobbyconsole.services.history import History
from lobbyconsole.store.hall import Store

_AHEAD = ("target_in_min", "recovery_in_min")


def picture_with_waits(store: Store, branch: Branch, history: History, at: datetime) -> Picture:
    """The floor at that instant with the waits as they would have been told there: learned from the days before it
    and from who had ended until then. Reads some weeks of a hall that keeps no memory of them."""
    from lobbyconsole.services.hall_memory import told_at

    lobby = fold(fact for fact in history.facts_of_day(branch.day_of(at)) if fact.at <= at)
    try:
        told = told_at(store, branch, list(tickets_of_day(branch, lobby, at).values()), lobby.counters, at)
    except ValueError:  # more counters than the simulator takes: the plain walk has to do
        told = None
    return paint(branch, lobby, at, told=told)


def _minutes(expected: Estimate | None, learning: bool) -> dict[str, float | None] | None:
    """Minutes; the range's ends are None while the hall is too young for them."""
    if expected is None:
        return None
    p10, p90 = (None, None) if learning else (round(expected.p10 / 60, 2), round(expected.p90 / 60, 2))
    return {"p10": p10, "p50": round(expected.p50 / 60, 2), "p90": p90}


def breaches(branch: Branch, picture: Picture) -> list[dict[str, Any]]:
    """Who will probably pass the target of their service, or the recovery limit, and in how many minutes; soonest
    first. Who has passed both is in none: nothing is left to foresee."""
    found = []
    for row in picture.rows:
        for block in row.blocks:
            if block.projected_s is None:
                continue
            ahead = {
                name: round((limit - block.waited_s) / 60, 2) if block.waited_s < limit <= block.projected_s else None
                for name, limit in zip(_AHEAD, (row.target_s, branch.recovery_s), strict=True)
            }
            if any(minutes is not None for minutes in ahead.values()):
                found.append({"ticket": block.key, "number": block.number, "service": row.id, **ahead})
    return sorted(found, key=lambda one: (min(one[name] for name in _AHEAD if one[name] is not None), one["ticket"]))


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds)


def picture_as_json(branch: Branch, picture: Picture) -> dict[str, Any]:
    """Waits in seconds, expected waits in minutes, shares from 0 to 1, times in ISO format with the hall's zone."""
    figures = picture.figures
    counts = figures.counts
    waiting = []
    for row in picture.rows:
        for block in row.blocks:
            ticket = picture.tickets[block.key]
            waiting.append(
                {
                    "ticket": block.key,
                    "number": block.number,
                    "service": row.id,
                    "state": ticket.state,
                    "priority": block.priority,
                    "waited_s": _whole(block.waited_s),
                    "level": block.level,
                    "eta": _minutes(block.expected, picture.learning),
                    "why": str(explain(branch, picture.tickets, picture.counters, block.key, picture.at)),
                }
            )
    return {
        "at": picture.at.astimezone(branch.tz).isoformat(timespec="seconds"),
        "branch": branch.code,
        "business_day": branch.day_of(picture.at).isoformat(),
        "figures": {
            "waiting": figures.waiting,
            "longest_wait_s": _whole(figures.longest_s),
            "longest_wait_ticket": figures.longest_number,
            "newcomer_min": _minutes(figures.newcomer, picture.learning),
            "within_target": None if figures.share_within is None else round(figures.share_within, 4),
            "judged": figures.judged,
            "p90_wait_s": _whole(figures.p90_s),
            "counters_open": figures.counters_open,
            "counters_total": figures.counters_total,
            "issued": counts.issued,
            "called": counts.called,
            "finished": counts.finished,
            "no_show": counts.no_show,
            "left": counts.left,
            "cancelled": counts.cancelled,
            "misprints": counts.misprints,
        },
        "services": [
            {
                "service": row.id,
                "prefix": row.prefix,
                "waiting": len(row.blocks) - row.held,
                "held": row.held,
                "longest_wait_s": _whole(row.longest_s),
                "level": row.level,
                "counters_open": row.counters_open,
                "closed": row.closed,
                "newcomer_min": _minutes(row.newcomer, picture.learning),
                "handling_s": _whole(picture.handling_s.get(row.id)),
            }
            for row in picture.rows
        ],
        "counters": [
            {
                "counter": tile.id,
                "activity": tile.activity,
                "staff": tile.staff,
                "services": list(tile.service_ids),
                "number": tile.number,
                "since_s": _whole(tile.since_s),
                "reason": tile.reason,
                "returns_at": tile.returns_at.astimezone(branch.tz).isoformat() if tile.returns_at else None,
                "asks_for_manager_s": _whole(tile.asked_s),
            }
            for tile in picture.tiles
        ],
        "waiting": waiting,
        "learning": picture.learning,
        "breaches": breaches(branch, picture),
        "in_line": sum(1 for ticket in picture.tickets.values() if ticket.state in IN_LINE),
        "feeds": [
            {
                "feed": feed.name,
                "state": feed.state,
                "since": feed.since.astimezone(branch.tz).isoformat() if feed.since else None,
                "problem": feed.problem,
                "taken_over": feed.taken_over,
                "unmapped": feed.unmapped,
                "gaps": feed.gaps,
            }
            for feed in picture.feeds
        ],
        "data_quality": [
            {"code": flagged.code, "about": flagged.subject, "ticket": flagged.key} for flagged in picture.flagged
        ],
    }
