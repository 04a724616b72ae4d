"""The live picture as plain data, for `status --json` and for whoever reads the hall without a screen."""

from __future__ import annotations

from typing import Any

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.explain import explain
from lobbyconsole.domain.lobby import IN_LINE
from lobbyconsole.domain.picture import Picture
from lobbyconsole.domain.waits import Estimate, estimate


def _minutes(expected: Estimate | None) -> dict[str, float] | None:
    if expected is None:
        return None
    return {name: round(getattr(expected, name) / 60, 2) for name in ("p10", "p50", "p90")}


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
            rest = None if block.projected_s is None else max(0.0, block.projected_s - block.waited_s)
            waiting.append(
                {
                    "ticket": block.key,
                    "number": block.number,
                    "service": row.id,
                    "state": ticket.state,
                    "priority": block.priority,
                    "waited_s": _whole(block.waited_s),
                    "level": block.level,
                    "eta": None if rest is None else _minutes(estimate(rest, picture.spread)),
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
            "newcomer_min": _minutes(figures.newcomer),
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
                "newcomer_min": _minutes(row.newcomer),
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
