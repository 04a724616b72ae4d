"""Schema 1: the journal, the tables kept from it, cursors, job runs. Never edited after release: add a migration."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    # One row per fact, never changed. `hash` = SHA-256(previous hash, seq, recorded_at, body); the first one follows
    # 32 zero bytes. Times are microseconds since 1970 in UTC.
    """
    CREATE TABLE journal (
        seq INTEGER NOT NULL PRIMARY KEY,
        fact_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        subject TEXT NOT NULL,
        at INTEGER NOT NULL,
        recorded_at INTEGER NOT NULL,
        body BLOB NOT NULL,
        hash BLOB NOT NULL
    ) STRICT
    """,
    "CREATE UNIQUE INDEX journal_fact ON journal (fact_id)",
    "CREATE INDEX journal_subject ON journal (subject, at)",
    "CREATE INDEX journal_at ON journal (at)",
    # Counters and feeds live for years: their last fact of a kind must be found without reading all of them.
    "CREATE INDEX journal_other ON journal (subject, kind, at) WHERE kind NOT GLOB 'ticket.*'",
    # What was last said of a counter's services may be years old, and most openings say nothing of them.
    """CREATE INDEX journal_services ON journal (subject, at) WHERE instr(body, '"services":')""",
    # One row per leg of a ticket; see rows.LegRow.
    """
    CREATE TABLE leg (
        id INTEGER NOT NULL PRIMARY KEY,
        ticket TEXT NOT NULL,
        leg INTEGER NOT NULL,
        visit TEXT NOT NULL,
        number TEXT NOT NULL COLLATE NOCASE,
        service TEXT NOT NULL,
        priority TEXT NOT NULL,
        channel TEXT NOT NULL,
        source TEXT NOT NULL,
        state TEXT NOT NULL,
        issued_at INTEGER,
        joined_at INTEGER,
        called_at INTEGER,
        last_called_at INTEGER,
        calls INTEGER NOT NULL,
        counter TEXT NOT NULL,
        staff TEXT NOT NULL,
        started_at INTEGER,
        ended_at INTEGER,
        outcome TEXT NOT NULL,
        to_counter TEXT NOT NULL,
        to_staff TEXT NOT NULL,
        reason TEXT NOT NULL,
        requeues INTEGER NOT NULL,
        marks TEXT NOT NULL,
        rating INTEGER,
        flags TEXT NOT NULL,
        promise_s TEXT NOT NULL,
        appointment_at INTEGER,
        cohort_at INTEGER NOT NULL,
        business_day TEXT NOT NULL,
        hour INTEGER NOT NULL,
        wait_ms INTEGER,
        handling_ms INTEGER
    ) STRICT
    """,
    "CREATE UNIQUE INDEX leg_ticket ON leg (ticket, leg)",
    "CREATE INDEX leg_day ON leg (business_day, service)",
    # With the number in it, a part of a number is looked for without touching the rows.
    "CREATE INDEX leg_cohort ON leg (cohort_at, number)",
    "CREATE INDEX leg_number ON leg (number, cohort_at)",
    # The last number the own desk gave for a service; empty in a hall whose numbers come from a machine.
    "CREATE INDEX leg_desk ON leg (service, issued_at) WHERE source = 'desk'",
    """
    CREATE INDEX leg_open ON leg (service, cohort_at)
    WHERE state IN ('waiting', 'held', 'called', 'serving')
    """,
    # Stretches of counter states; see rows.SpellRow.
    """
    CREATE TABLE spell (
        id INTEGER NOT NULL PRIMARY KEY,
        counter TEXT NOT NULL,
        since INTEGER NOT NULL,
        until INTEGER,
        state TEXT NOT NULL,
        staff TEXT NOT NULL,
        reason TEXT NOT NULL,
        business_day TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX spell_counter ON spell (counter, since)",
    "CREATE INDEX spell_day ON spell (business_day)",
    # Sums by business day, local hour and service of joining; see rows.HourCell.
    """
    CREATE TABLE rollup_hour (
        business_day TEXT NOT NULL,
        hour INTEGER NOT NULL,
        service TEXT NOT NULL,
        issued INTEGER NOT NULL,
        tickets INTEGER NOT NULL,
        misprints INTEGER NOT NULL,
        called INTEGER NOT NULL,
        finished INTEGER NOT NULL,
        no_show INTEGER NOT NULL,
        cancelled INTEGER NOT NULL,
        left_unserved INTEGER NOT NULL,
        transferred INTEGER NOT NULL,
        wait_n INTEGER NOT NULL,
        wait_ms INTEGER NOT NULL,
        within_target INTEGER NOT NULL,
        beyond_target INTEGER NOT NULL,
        gone_early INTEGER NOT NULL,
        gone_late INTEGER NOT NULL,
        over_recovery INTEGER NOT NULL,
        handling_n INTEGER NOT NULL,
        handling_ms INTEGER NOT NULL,
        handling_odd INTEGER NOT NULL,
        jumped INTEGER NOT NULL,
        flagged INTEGER NOT NULL,
        PRIMARY KEY (business_day, hour, service)
    ) STRICT, WITHOUT ROWID
    """,
    # Waits in one-minute buckets, by hour for a day's profile and by day for quantiles over a year.
    """
    CREATE TABLE rollup_wait (
        business_day TEXT NOT NULL,
        hour INTEGER NOT NULL,
        service TEXT NOT NULL,
        minute INTEGER NOT NULL,
        called INTEGER NOT NULL,
        gone INTEGER NOT NULL,
        PRIMARY KEY (business_day, hour, service, minute)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE rollup_wait_day (
        business_day TEXT NOT NULL,
        service TEXT NOT NULL,
        minute INTEGER NOT NULL,
        called INTEGER NOT NULL,
        gone INTEGER NOT NULL,
        PRIMARY KEY (business_day, service, minute)
    ) STRICT, WITHOUT ROWID
    """,
    # How far each feed has been read; moved in the transaction that keeps its facts.
    """
    CREATE TABLE feed_cursor (
        feed TEXT NOT NULL PRIMARY KEY,
        cursor TEXT NOT NULL,
        at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    # What the timetable has run: a table of its own, so that no log has to be kept for it.
    """
    CREATE TABLE job_run (
        id INTEGER NOT NULL PRIMARY KEY,
        job TEXT NOT NULL,
        due_at INTEGER NOT NULL,
        started_at INTEGER NOT NULL,
        ended_at INTEGER,
        outcome TEXT NOT NULL,
        note TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX job_run_job ON job_run (job, due_at)",
    # Targets, zone and cut-over with the instant they begin at; see yardstick.py.
    """
    CREATE TABLE yardstick (
        since INTEGER NOT NULL PRIMARY KEY,
        body TEXT NOT NULL
    ) STRICT
    """,
    "CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "INSERT INTO meta (key, value) VALUES ('head', '0:')",
)
