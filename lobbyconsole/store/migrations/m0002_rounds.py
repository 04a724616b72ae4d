"""Schema 2: rounds and their items, register records, content versions, meetings. Never edited after release."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    # One row per round; see keepers.py. Times are microseconds since 1970 in UTC; points by its checklist's weights.
    """
    CREATE TABLE round (
        round TEXT NOT NULL PRIMARY KEY,
        checklist TEXT NOT NULL,
        version TEXT NOT NULL,
        state TEXT NOT NULL,
        channel TEXT NOT NULL,
        runner TEXT NOT NULL,
        begun_at INTEGER,
        due_at INTEGER,
        ended_at INTEGER,
        business_day TEXT NOT NULL,
        answered INTEGER NOT NULL,
        failed INTEGER NOT NULL,
        critical INTEGER NOT NULL,
        not_applicable INTEGER NOT NULL,
        points REAL,
        possible REAL,
        red INTEGER,
        flags TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX round_day ON round (business_day, checklist)",
    "CREATE INDEX round_due ON round (checklist, due_at)",
    "CREATE INDEX round_running ON round (begun_at) WHERE state = 'running'",
    "CREATE INDEX round_version ON round (version)",
    # One row per answered item of a round, for touchpoint trends and blind spots.
    """
    CREATE TABLE round_item (
        round TEXT NOT NULL,
        item TEXT NOT NULL,
        touchpoint TEXT NOT NULL,
        zone TEXT NOT NULL,
        verdict TEXT NOT NULL,
        value REAL,
        points REAL,
        weight REAL,
        critical INTEGER NOT NULL,
        channel TEXT NOT NULL,
        at INTEGER NOT NULL,
        business_day TEXT NOT NULL,
        opened TEXT NOT NULL,
        PRIMARY KEY (round, item)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX round_item_day ON round_item (business_day, touchpoint)",
    "CREATE INDEX round_item_item ON round_item (item, business_day)",
    # One row per record of any register; `body` are its values as JSON.
    """
    CREATE TABLE record (
        register_id TEXT NOT NULL,
        record TEXT NOT NULL,
        state TEXT NOT NULL,
        is_open INTEGER NOT NULL,
        owner TEXT NOT NULL,
        summary TEXT NOT NULL,
        zone TEXT NOT NULL,
        item TEXT NOT NULL,
        cause TEXT NOT NULL,
        opened_at INTEGER,
        changed_at INTEGER NOT NULL,
        closed_at INTEGER,
        due_at INTEGER,
        body TEXT NOT NULL,
        flags TEXT NOT NULL,
        PRIMARY KEY (register_id, record)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX record_open ON record (register_id, changed_at) WHERE is_open = 1",
    "CREATE INDEX record_opened ON record (register_id, opened_at)",
    "CREATE INDEX record_item ON record (item, opened_at) WHERE item <> ''",
    "CREATE INDEX record_cause ON record (cause) WHERE cause <> ''",
    # Every wording anything was recorded by, and which of the branch's own is in force.
    """
    CREATE TABLE content_version (
        family TEXT NOT NULL,
        item TEXT NOT NULL,
        version TEXT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (family, item, version)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE content_state (
        family TEXT NOT NULL,
        item TEXT NOT NULL,
        in_force TEXT NOT NULL,
        retired INTEGER NOT NULL,
        waiting INTEGER NOT NULL,
        PRIMARY KEY (family, item)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE meeting (
        meeting TEXT NOT NULL PRIMARY KEY,
        agenda TEXT NOT NULL,
        version TEXT NOT NULL,
        day TEXT NOT NULL,
        chair TEXT NOT NULL,
        begun_at INTEGER,
        closed_at INTEGER,
        present INTEGER NOT NULL,
        absent INTEGER NOT NULL,
        tasks INTEGER NOT NULL,
        flags TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX meeting_day ON meeting (day, agenda)",
)
