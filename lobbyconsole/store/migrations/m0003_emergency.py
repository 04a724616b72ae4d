"""Schema 3: incidents and walkthroughs, each as its facts tell it. Never edited after release."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE incident (
        incident TEXT NOT NULL PRIMARY KEY,
        state TEXT NOT NULL,
        level INTEGER NOT NULL,
        hazard TEXT NOT NULL,
        what TEXT NOT NULL,
        zone TEXT NOT NULL,
        hurt TEXT NOT NULL,
        drill TEXT NOT NULL,
        noted_at INTEGER,
        began_at INTEGER,
        ended_at INTEGER,
        reports INTEGER NOT NULL,
        rating TEXT NOT NULL,
        business_day TEXT NOT NULL,
        flags TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX incident_day ON incident (business_day)",
    "CREATE INDEX incident_open ON incident (noted_at) WHERE state <> 'reviewed'",
    """
    CREATE TABLE walk (
        walk TEXT NOT NULL PRIMARY KEY,
        plan TEXT NOT NULL,
        version TEXT NOT NULL,
        incident TEXT NOT NULL,
        drill TEXT NOT NULL,
        level INTEGER NOT NULL,
        lead TEXT NOT NULL,
        begun_at INTEGER,
        ended_at INTEGER,
        outcome TEXT NOT NULL,
        step TEXT NOT NULL,
        done INTEGER NOT NULL,
        skipped INTEGER NOT NULL,
        flags TEXT NOT NULL
    ) STRICT
    """,
    # What a start looks for before anything else.
    "CREATE INDEX walk_running ON walk (begun_at) WHERE ended_at IS NULL",
    "CREATE INDEX walk_plan ON walk (plan, begun_at)",
    "CREATE INDEX walk_incident ON walk (incident) WHERE incident <> ''",
)
