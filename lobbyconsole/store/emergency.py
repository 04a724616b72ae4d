"""Reads of incidents and walkthroughs. Every function takes a read connection and gives plain values."""

from __future__ import annotations

from typing import NamedTuple

from lobbyconsole.store.connection import Connection


class IncidentRow(NamedTuple):
    """An incident as kept; times in microseconds since 1970."""

    incident: str
    state: str
    level: int
    hazard: str
    what: str
    zone: str
    hurt: str
    drill: str
    noted_at: int | None
    began_at: int | None
    ended_at: int | None
    reports: int
    rating: str
    business_day: str
    flags: str


class WalkRow(NamedTuple):
    """A walkthrough as kept; times in microseconds since 1970. `step`: where it stands, "" once it has ended."""

    walk: str
    plan: str
    version: str
    incident: str
    drill: str
    level: int
    lead: str
    begun_at: int | None
    ended_at: int | None
    outcome: str
    step: str
    done: int
    skipped: int
    flags: str


_INCIDENT = ", ".join(IncidentRow._fields)
_WALK = ", ".join(WalkRow._fields)


def running_walks(db: Connection) -> list[WalkRow]:
    """Walkthroughs nobody has ended, the oldest first."""
    rows = db.execute(f"SELECT {_WALK} FROM walk WHERE ended_at IS NULL AND begun_at IS NOT NULL ORDER BY begun_at")
    return [WalkRow(*row) for row in rows]


def walks_of(db: Connection, incident: str) -> list[WalkRow]:
    """The walkthroughs of an incident, the oldest first."""
    rows = db.execute(f"SELECT {_WALK} FROM walk WHERE incident = ? AND incident <> '' ORDER BY begun_at", (incident,))
    return [WalkRow(*row) for row in rows]


def ended_walks(db: Connection, most: int = 500) -> list[WalkRow]:
    """Walkthroughs that are over, the latest first."""
    rows = db.execute(f"SELECT {_WALK} FROM walk WHERE ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT ?", (most,))
    return [WalkRow(*row) for row in rows]


def last_walks(db: Connection) -> dict[tuple[str, bool], int]:
    """(plan, whether a drill) -> when it was last walked to an end, in microseconds; a false alarm is none."""
    rows = db.execute(
        "SELECT plan, drill <> '', max(ended_at) FROM walk WHERE ended_at IS NOT NULL AND outcome <> 'broken_off' "
        "GROUP BY plan, drill <> ''"
    )
    return {(plan, bool(drill)): ended for plan, drill, ended in rows}


def open_incidents(db: Connection) -> list[IncidentRow]:
    """Incidents without a signed review, the newest first."""
    rows = db.execute(
        f"SELECT {_INCIDENT} FROM incident WHERE state <> 'reviewed' ORDER BY noted_at DESC, incident DESC"
    )
    return [IncidentRow(*row) for row in rows]


def first_incident_at(db: Connection) -> int | None:
    """When the first incident was noted, exercises left out, in microseconds; None without any."""
    row = db.execute("SELECT min(noted_at) FROM incident WHERE drill = ''").fetchone()
    return None if row[0] is None else int(row[0])


def incidents_between(db: Connection, first: str, last: str) -> list[IncidentRow]:
    """Incidents of these business days, the newest first."""
    rows = db.execute(
        f"SELECT {_INCIDENT} FROM incident WHERE business_day BETWEEN ? AND ? "
        "ORDER BY business_day DESC, noted_at DESC, incident DESC",
        (first, last),
    )
    return [IncidentRow(*row) for row in rows]


def numbers_of_year(db: Connection, year: str, series: str = "INC") -> int:
    """The highest number of that year in a series: the next one's is one more."""
    row = db.execute(
        "SELECT max(CAST(substr(incident, ?) AS INTEGER)) FROM incident WHERE incident GLOB ?",
        (len(f"{series}-{year}-") + 1, f"{series}-{year}-[0-9]*"),
    ).fetchone()
    return int(row[0] or 0)
