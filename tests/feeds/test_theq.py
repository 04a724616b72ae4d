"""TheQ as it was seen running: what its rows say, told once, whatever the zone of its database and web server."""

import dataclasses
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.lobby import fold
from lobbyconsole.feeds.mapping import Mapper, Observation
from lobbyconsole.feeds.observe import State, reconcile
from lobbyconsole.feeds.profile import load_profile
from lobbyconsole.feeds.sql_poll import SqlPoll
from tests.fakes import FixedClock
from tests.feeds.links import ListLink

RECORDING = Path(__file__).parent / "recordings" / "theq.jsonl"
PROFILE = load_profile(Path(__file__).resolve().parents[2] / "resources" / "profiles" / "theq.toml")
NINE = datetime(2026, 3, 11, 1, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NINE + timedelta(seconds=seconds)


def test_a_service_changed_at_the_counter_is_told_anew_with_ids_of_its_own():
    """The begin of serving stays as it was there, but the ticket was transferred, called and begun again."""
    seen = Observation(native="1", number="A0", service="8", state="waiting", created=at(0), joined=at(1))
    serving = dataclasses.replace(seen, state="serving", counter="3", called=at(2), started=at(3))
    state, told = State(), []
    for second, row in [(1.5, seen), (4, serving), (6, dataclasses.replace(serving, service="12"))]:
        state, facts = reconcile(state, [row], at(second), profile=PROFILE, source="theq")
        told += facts
    assert [fact.kind for fact in told[-3:]] == ["ticket.transferred", "ticket.called", "ticket.started"]
    assert len({fact.id for fact in told}) == len(told)
    (ticket,) = fold(told).tickets.values()
    assert (ticket.state, ticket.service, ticket.counter, ticket.flags) == ("serving", "12", "3", ())


def test_a_second_service_that_begins_and_ends_between_two_looks_is_told_with_its_begin():
    seen = Observation(native="1", number="A0", service="8", state="waiting", created=at(0), joined=at(1))
    serving = dataclasses.replace(seen, state="serving", counter="3", called=at(2), started=at(3))
    back = dataclasses.replace(serving, state="waiting", counter="")
    done = dataclasses.replace(serving, state="finished", called=at(7), started=at(8), ended=at(9))
    state, told = State(), []
    for second, row in [(1.5, seen), (4, serving), (6, back), (10, done)]:
        state, facts = reconcile(state, [row], at(second), profile=PROFILE, source="theq")
        told += facts
    ends = [(fact.kind, fact.at) for fact in told[-3:]]
    assert ends == [("ticket.called", at(7)), ("ticket.started", at(8)), ("ticket.finished", at(9))]


def test_numbers_that_fall_in_the_middle_of_a_morning_are_told_once():
    """TheQ counts a day from 11:00 of its database's zone; its numbers run through all services of one letter."""
    waiting = Observation(native="0", service="8", state="waiting")
    rows = [
        dataclasses.replace(waiting, native=str(i), number=f"A{60 + i}", service=str(8 + i % 3), created=at(i))
        for i in range(9)
    ]
    after = [
        dataclasses.replace(waiting, native=str(i), number=f"A{i}", service=str(8 + i % 3), created=at(i))
        for i in range(9, 15)
    ]
    state, told = State(), []
    for count in range(len(after) + 1):
        now = at(9 + count)
        state, facts = reconcile(state, [*rows, *after[:count]], now, profile=PROFILE, source="theq")
        told += facts
    assert [fact.kind for fact in told if fact.kind != "ticket.issued"] == ["feed.reset"]
    assert {ticket.state for ticket in fold(told).tickets.values()} == {"waiting"}
    assert len(fold(told).tickets) == 15


# --- the recording: TheQ under way over a UTC midnight, web server in Vancouver, database session in Shanghai ---------


@pytest.fixture(scope="module")
def recording():
    """(header, facts) as the feed tells them."""
    lines = [json.loads(line) for line in RECORDING.read_text(encoding="utf-8").splitlines()]
    header, mapper = lines[0], Mapper(PROFILE)
    state, told = State(), []
    rows: list[list[object]] = []
    for line in lines[1:]:
        rows = line.get("rows", rows)
        now = datetime.fromisoformat(line["at"])
        records = (dict(zip(header["columns"], row, strict=True)) for row in rows)
        seen = [found for record in records if (found := mapper.map(record))]
        state, facts = reconcile(state, seen, now, profile=PROFILE, source="theq")
        told += facts
    assert state.problems == {"duplicate_number": 2}
    return header, told


def test_one_number_given_twice_is_two_tickets(recording):
    """Three receptionists at once (TheQ counts before it writes), and one after a customer was put back."""
    _, told = recording
    issued = [fact for fact in told if isinstance(fact, f.TicketIssued)]
    assert {number for number, many in Counter(fact.number for fact in issued).items() if many > 1} == {"E1", "A8"}
    assert len({fact.ticket for fact in issued}) == len(issued) == 10
    assert len({fact.id for fact in told}) == len(told)


def test_waits_are_those_of_whoever_pressed_the_keys(recording):
    header, told = recording
    pressed: dict[int, dict[str, datetime]] = {}
    for moment, what, ticket in header["operations"]:
        pressed.setdefault(ticket, {}).setdefault(what, datetime.fromisoformat(moment))
    truth = sorted((done["called"] - done["issued"]).total_seconds() for done in pressed.values() if "called" in done)
    tickets = fold(told).tickets.values()
    calls = [next((leg.called_at for leg in ticket.legs if leg.called_at), None) for ticket in tickets]
    waits = sorted(
        (called - ticket.issued_at).total_seconds()
        for ticket, called in zip(tickets, calls, strict=True)
        if called is not None and ticket.issued_at is not None
    )
    assert len(waits) == len(truth) == 6
    assert all(abs(wait - true) < 1 for wait, true in zip(waits, truth, strict=True))
    midnight = datetime(2026, 11, 23, tzinfo=UTC)
    assert min(fact.at for fact in told) < midnight < max(fact.at for fact in told)


def test_nobody_is_named_in_the_recording(recording):
    header, _ = recording
    assert header["columns"] == [
        "citizen_id", "ticket_number", "priority", "service_id", "desk", "state",
        "joined_at", "invited_at", "served_at", "closed_at", "vendor_now",
    ]  # fmt: skip


# --- the query on a real PostgreSQL, when there is one ----------------------------------------------------------------

TABLES = """
    CREATE TABLE citizenstate (cs_id int, cs_state_name text); CREATE TABLE periodstate (ps_id int, ps_name text);
    CREATE TABLE srstate (sr_state_id int, sr_code text);
    CREATE TABLE citizen (citizen_id int PRIMARY KEY, office_id int, ticket_number text, citizen_name text,
        start_time timestamp, priority int, cs_id int);
    CREATE TABLE servicereq (sr_id int PRIMARY KEY, citizen_id int, service_id int, sr_state_id int, sr_number int);
    CREATE TABLE period (period_id serial PRIMARY KEY, sr_id int, csr_id int, ps_id int, time_start timestamp,
        time_end timestamp);
    INSERT INTO citizenstate VALUES (1, 'Active'), (2, 'Received Services'), (3, 'Left before receiving services');
    INSERT INTO periodstate VALUES (1, 'Waiting'), (2, 'Ticket Creation'), (3, 'Invited'), (4, 'Being Served'),
        (5, 'On hold');
    INSERT INTO srstate VALUES (1, 'Pending'), (2, 'Active'), (3, 'Complete');
"""
WAITING, CREATION, INVITED, SERVED, HOLD = 1, 2, 3, 4, 5


@pytest.mark.parametrize("web_zone", ["UTC", "America/Vancouver"])
@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/Vancouver"])
def test_times_are_right_whatever_the_zone_of_database_and_web_server(postgresql, zone, web_zone):
    import psycopg
    from sqlalchemy.engine import make_url

    base = datetime.now(UTC) - timedelta(minutes=10)
    place = make_url(postgresql).set(drivername="postgresql").render_as_string(hide_password=False)

    def t(minutes: float) -> datetime:
        return base + timedelta(minutes=minutes)

    def naive(minutes: float) -> datetime:
        return t(minutes).astimezone(ZoneInfo(web_zone)).replace(tzinfo=None)

    def ticket(connection, number: int, state: int, requests: list[tuple[int, int]], *periods) -> None:
        connection.execute(
            "INSERT INTO citizen VALUES (%s, 1, %s, 'Somebody', %s, 2, %s)", (number, f"A{number}", t(0), state)
        )
        for index, (service, done) in enumerate(requests):
            connection.execute(
                "INSERT INTO servicereq VALUES (%s, %s, %s, %s, %s)",
                (10 * number + index, number, service, done, index + 1),
            )
        for index, staff, step, begin, end in periods:
            connection.execute(
                "INSERT INTO period (sr_id, csr_id, ps_id, time_start, time_end) VALUES (%s, %s, %s, %s, %s)",
                (10 * number + index, staff, step, begin, end),
            )

    drop = "DROP TABLE IF EXISTS citizen, servicereq, period, citizenstate, periodstate, srstate"
    with psycopg.connect(place, autocommit=True) as owner:
        name = owner.info.dbname
        owner.execute(f"ALTER DATABASE \"{name}\" SET timezone = '{zone}'")  # as a machine's own zone would be
    try:
        with psycopg.connect(place, autocommit=True) as connection:
            connection.execute(f"{drop}; {TABLES}")
            # Another service and back: the newest period is in the first request; one begin is the web server's.
            ticket(
                connection, 1, 1, [(8, 2), (9, 3)],
                (0, 1, CREATION, t(0), t(1)), (0, 1, WAITING, t(1), t(2)), (0, 4, INVITED, t(2), t(3)),
                (0, 4, SERVED, t(3), t(4)), (1, 4, SERVED, naive(4), t(5)), (0, 4, SERVED, t(5), None),
            )  # fmt: skip
            # Another service: serving goes on in it.
            ticket(
                connection, 2, 1, [(8, 3), (9, 2)],
                (0, 1, CREATION, t(0), t(1)), (0, 1, WAITING, t(1), t(2)), (0, 5, INVITED, t(2), t(3)),
                (0, 5, SERVED, t(3), t(4)), (1, 5, SERVED, naive(4), None),
            )  # fmt: skip
            # Still at the desk where tickets are made; served straight away; closed at night while waiting, or on hold.
            ticket(connection, 3, 1, [(8, 2)], (0, 1, CREATION, t(0), naive(0)))
            ticket(connection, 4, 2, [(8, 3)], (0, 1, CREATION, t(0), t(1)), (0, 1, SERVED, t(1), t(2)))
            ticket(connection, 5, 2, [(8, 3)], (0, 1, CREATION, t(0), t(1)), (0, 1, WAITING, t(1), t(9)))
            ticket(
                connection, 7, 2, [(8, 3)],
                (0, 1, CREATION, t(0), t(1)), (0, 1, WAITING, t(1), t(2)), (0, 5, INVITED, t(2), t(3)),
                (0, 5, SERVED, t(3), t(4)), (0, 5, HOLD, t(4), t(9)),
            )  # fmt: skip
            # Called, back in the line, then left: that is no no-show.
            ticket(
                connection, 6, 3, [(8, 3)],
                (0, 1, CREATION, t(0), t(1)), (0, 1, WAITING, t(1), t(2)), (0, 5, INVITED, t(2), t(3)),
                (0, 5, WAITING, t(3), t(4)),
            )  # fmt: skip
        link = ListLink(FixedClock(datetime.now(UTC)), name="theq", stop_after=1)
        SqlPoll(PROFILE, postgresql).run(link)
        assert PROFILE.sql is not None
        with psycopg.connect(place) as connection:
            cursor = connection.execute(PROFILE.sql.query)
            assert cursor.description is not None
            names = [column.name for column in cursor.description]
            rows = {row[0]: dict(zip(names, row, strict=True)) for row in cursor}
    finally:
        with psycopg.connect(place, autocommit=True) as owner:
            owner.execute(f'{drop}; ALTER DATABASE "{name}" RESET timezone')

    states = {number: (row["state"], row["service_id"], row["desk"]) for number, row in rows.items()}
    assert states == {
        1: ("Being Served", 8, 4), 2: ("Being Served", 9, 5), 4: ("Received Services", 8, 1),
        5: ("Closed at night", 8, None), 6: ("Left before receiving services", 8, None),
        7: ("Closed at night", 8, 5),
    }  # fmt: skip
    assert [rows[1][name] for name in ("joined_at", "invited_at", "served_at")] == [t(1), t(2), t(5)]
    assert rows[2]["served_at"] == t(4)
    assert (rows[4]["joined_at"], rows[4]["served_at"], rows[4]["closed_at"]) == (t(1), t(1), t(2))
    board = {seen.number: (seen.state, seen.counter) for seen in fold(link.facts).tickets.values()}
    assert board == {
        "A1": ("serving", "4"), "A2": ("serving", "5"), "A4": ("finished", ""), "A5": ("cancelled", ""),
        "A6": ("left", ""), "A7": ("cancelled", ""),
    }  # fmt: skip
    assert link.skews
    assert abs(link.skews[-1]) < 2
