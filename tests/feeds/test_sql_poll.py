"""SQL polling of real SQLite files: read-only, short, patient with a slow one, honest about one that stands still."""

import sqlite3
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from lobbyconsole.domain.facts import Fact, FeedUnmapped
from lobbyconsole.domain.lobby import fold
from lobbyconsole.feeds.door import FeedTrouble
from lobbyconsole.feeds.observe import load
from lobbyconsole.feeds.profile import Columns, Profile, ProfileError, SqlSource, TimeColumn, Times, load_profile
from lobbyconsole.feeds.sql_poll import SqlPoll

PROFILES = Path(__file__).resolve().parents[2] / "resources" / "profiles"

PROFILE = Profile(
    name="q",
    transport="sql",
    zone="UTC",
    lost_after_s=15,
    sql=SqlSource(query="SELECT id, no, t, c, st FROM q WHERE no <> '100' -- 12:30 or 100%"),
    columns=Columns(native="id", number="no", status="st"),
    times=Times(created=TimeColumn(column="t"), called=TimeColumn(column="c")),
    status={"waiting": "waiting", "called": "called"},
)


class Clock:
    """Monotonic seconds that move when the feed waits."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.start = datetime(2026, 3, 11, 1, 0, tzinfo=UTC)

    def __call__(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return self.start + timedelta(seconds=self.seconds - 1000)


class Link:
    """A link that does the next thing of a script at every wait, and stops at its end."""

    name = "q"

    def __init__(self, clock: Clock, *script: Any, cursor: str = "") -> None:
        self.clock = clock
        self.script = list(script)
        self.cursor = cursor
        self.facts: list[Fact] = []
        self.alive_at: list[float] = []
        self.skews: list[float] = []
        self.broken = False

    def deliver(self, facts: Sequence[Fact], cursor: str | None = None) -> Future[int]:
        done: Future[int] = Future()
        if self.broken:
            done.set_exception(OSError("disk full"))
            return done
        self.facts += facts
        self.cursor = self.cursor if cursor is None else cursor
        done.set_result(len(facts))
        return done

    def alive(self) -> None:
        self.alive_at.append(self.clock.seconds)

    def skew(self, seconds: float) -> None:
        self.skews.append(seconds)

    def now(self) -> datetime:
        return self.clock.now()

    def wait(self, seconds: float) -> bool:
        self.clock.seconds += seconds
        if not self.script:
            return True
        step = self.script.pop(0)
        if callable(step):
            step()
        return False


class Table:
    """A vendor's SQLite file."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.path = folder / "vendor's 100% #1.db"
        self.clock = clock
        self.write("CREATE TABLE q (id INTEGER PRIMARY KEY, no TEXT, t TEXT, c TEXT, st TEXT)")

    def write(self, sql: str, *values: Any) -> None:
        with sqlite3.connect(self.path) as connection:
            connection.execute(sql, values)
        connection.close()

    def issue(self, native: int) -> None:
        self.write(
            "INSERT INTO q VALUES (?, ?, ?, NULL, 'waiting')", native, f"A{native:03d}", str(self.clock.now())[:19]
        )

    def call(self, native: int) -> None:
        self.write("UPDATE q SET st = 'called', c = ? WHERE id = ?", str(self.clock.now())[:19], native)

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def table(tmp_path, clock):
    return Table(tmp_path, clock)


def poll(table: Table, link: Link, profile: Profile = PROFILE) -> SqlPoll:
    feed = SqlPoll(profile, table.url, clock=link.clock)
    feed.run(link)
    return feed


def test_a_day_is_followed_and_the_cursor_goes_on_where_it_stopped(table, clock):
    table.issue(1)
    link = Link(clock, lambda: table.issue(2), lambda: table.call(1), None, None)
    poll(table, link)
    assert [fact.kind for fact in link.facts] == ["ticket.issued", "ticket.issued", "ticket.called"]
    assert len(link.alive_at) == 5
    table.issue(3)
    again = Link(clock, None, cursor=link.cursor)
    poll(table, again)
    assert [fact.kind for fact in again.facts] == ["ticket.issued"]
    lobby = fold([*link.facts, *again.facts])
    assert sorted((ticket.number, ticket.state) for ticket in lobby.tickets.values()) == [
        ("A001", "called"), ("A002", "waiting"), ("A003", "waiting"),
    ]  # fmt: skip


def test_nothing_but_the_select_is_ever_sent_and_the_file_cannot_be_written(table, clock):
    from sqlalchemy import event
    from sqlalchemy.exc import OperationalError

    table.issue(1)
    sent: list[str] = []
    feed = SqlPoll(PROFILE, table.url, clock=clock)
    engine = feed._engine()
    event.listen(engine, "before_cursor_execute", lambda _c, _cur, statement, *_: sent.append(statement))
    for _ in range(3):
        feed._read(engine, load(""))
    assert {statement.strip() for statement in sent} == {PROFILE.sql.query} if PROFILE.sql else False
    with engine.connect() as connection, pytest.raises(OperationalError, match="readonly"):
        connection.exec_driver_sql("INSERT INTO q (id) VALUES (99)")
    engine.dispose()
    before = table.path.read_bytes()
    poll(table, Link(clock, None, None))
    assert table.path.read_bytes() == before
    assert {path.name for path in table.path.parent.iterdir()} == {table.path.name}


def test_a_look_never_keeps_the_writer_waiting(table, tmp_path):
    """2,000 rows, and a vendor that writes all the time; one who lost patience with a lock would end in an error."""
    with sqlite3.connect(table.path) as connection:
        connection.executemany(
            "INSERT INTO q VALUES (?, ?, ?, NULL, 'waiting')",
            [(native, f"A{native}", "2026-03-11 01:00:00") for native in range(1, 2001)],
        )
    connection.close()
    stop, held = threading.Event(), []

    def vendor() -> None:
        writer = sqlite3.connect(table.path, timeout=1.0, isolation_level=None)
        while not stop.is_set():
            writer.execute("UPDATE q SET no = no WHERE id = 1")
            time.sleep(0.002)
        writer.close()

    thread = threading.Thread(target=vendor)
    thread.start()
    feed = SqlPoll(PROFILE, table.url)
    engine = feed._engine()
    for _ in range(20):
        feed._read(engine, load(""))
        held.append(feed.held_ms)
    stop.set()
    thread.join()
    engine.dispose()
    assert min(held) < 50  # the best of them: a busy machine may stop any single look


def test_a_locked_database_is_waited_for(table, clock):
    """Somebody else keeps the file locked for a while; the look takes longer and succeeds."""
    table.issue(1)
    locker = sqlite3.connect(table.path, isolation_level=None, check_same_thread=False)
    locker.execute("BEGIN EXCLUSIVE")
    timer = threading.Timer(0.7, lambda: locker.execute("COMMIT"))
    timer.start()
    link = Link(clock, None)
    poll(table, link)
    timer.join()
    locker.close()
    assert [fact.kind for fact in link.facts] == ["ticket.issued"]


def test_missed_looks_are_late_before_they_are_lost(table, clock):
    table.issue(1)
    hidden = table.path.with_suffix(".away")
    link = Link(
        clock,
        lambda: table.path.rename(hidden),
        *[None] * 10,
        lambda: hidden.rename(table.path),
        lambda: table.issue(2),
        None,
    )
    poll(table, link)  # away for 11 s: late
    assert [fact.kind for fact in link.facts] == ["ticket.issued", "ticket.issued"]
    table.path.rename(hidden)
    hidden.rename(table.path)
    link = Link(clock, lambda: table.path.rename(hidden), *[None] * 60, cursor=link.cursor)
    begun = clock.seconds
    with pytest.raises(FeedTrouble) as trouble:
        poll(table, link)
    assert 15 <= clock.seconds - begun <= 18
    assert "does not answer" in str(trouble.value.message)


def test_a_database_that_is_not_there_is_said_at_once(tmp_path, clock):
    feed = SqlPoll(PROFILE, f"sqlite:///{tmp_path / 'none.db'}", clock=clock)
    with pytest.raises(FeedTrouble, match="does not answer"):
        feed.run(Link(clock, None))
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("url", ["", "nonsense", "klingon://x/y"])
def test_an_address_that_cannot_be_used_is_said_in_words(url, clock):
    with pytest.raises(FeedTrouble, match=r"address|driver"):
        SqlPoll(PROFILE, url, clock=clock).run(Link(clock))


def test_a_frozen_database_is_stale_and_not_up(table, clock):
    profile = msgspec.structs.replace(PROFILE, stale_after_s=60)
    table.issue(1)
    feed = SqlPoll(profile, table.url, clock=clock)
    link = Link(clock, *[None] * 100)
    with pytest.raises(FeedTrouble, match="nothing has moved for 1 minutes while 1 wait"):
        feed.run(link)
    assert link.alive_at[-1] - link.alive_at[0] < 60
    before = len(link.alive_at)
    with pytest.raises(FeedTrouble):  # the intake runs it again: still frozen, still not up
        feed.run(link)
    assert len(link.alive_at) == before
    table.issue(2)
    link.script = [None]
    feed.run(link)  # it moves again: up
    assert len(link.alive_at) > before


def test_an_empty_hall_may_stand_still(table, clock):
    profile = msgspec.structs.replace(PROFILE, stale_after_s=60)
    link = Link(clock, *[None] * 100)
    poll(table, link, profile)
    assert len(link.alive_at) == 101


def test_what_did_not_become_durable_is_read_again(table, clock):
    table.issue(1)
    link = Link(clock, None, None, None)
    link.broken = True
    poll(table, link)
    assert link.cursor == ""
    link.broken, link.script = False, [None]
    poll(table, link)
    assert [fact.kind for fact in link.facts] == ["ticket.issued"]


def test_a_profile_that_does_not_fit_the_table_is_said(table, clock):
    table.issue(1)
    profile = msgspec.structs.replace(PROFILE, columns=Columns(native="id", number="nummer", status="st"))
    with pytest.raises(FeedTrouble, match="nummer"):
        poll(table, Link(clock, None), profile)
    profile = msgspec.structs.replace(PROFILE, status={"x": "waiting"})
    link = Link(clock, None, None)
    poll(table, link, profile)
    assert [fact.value for fact in link.facts if isinstance(fact, FeedUnmapped)] == ["waiting"]


def test_a_profile_that_would_write_is_refused():
    with pytest.raises(ProfileError):
        SqlPoll(msgspec.structs.replace(PROFILE, sql=SqlSource(query="DELETE FROM q")))
    with pytest.raises(ProfileError):
        SqlPoll(msgspec.structs.replace(PROFILE, sql=None))


def test_an_append_only_log_is_read_from_its_last_number(tmp_path, clock):
    table = Table(tmp_path, clock)
    table.write("CREATE TABLE log (i INTEGER PRIMARY KEY, e TEXT, no TEXT, t TEXT)")
    profile = Profile(
        name="log",
        transport="sql",
        mode="events",
        zone="UTC",
        sql=SqlSource(query="SELECT i, e, no, t FROM log WHERE i > :after ORDER BY i"),
        columns=Columns(event="e", event_id="i", number="no"),
        times=Times(at=TimeColumn(column="t")),
    )

    def line(index: int, event: str) -> None:
        table.write("INSERT INTO log VALUES (?, ?, 'A001', ?)", index, event, str(clock.now())[:19])

    line(1, "issued")
    line(3, "called")
    link = Link(clock, lambda: line(2, "held"), lambda: line(4, "finished"), None)  # 2 is committed after 3
    poll(table, link, profile)
    assert [fact.kind for fact in link.facts] == ["ticket.issued", "ticket.called", "ticket.held", "ticket.finished"]
    assert load(link.cursor).position == 4
    again = Link(clock, None, cursor=link.cursor)
    poll(table, again, profile)
    assert again.facts == []


def test_gbk_text_declared_as_latin1_is_read(tmp_path, clock):
    table = Table(tmp_path, clock)
    table.write(
        "INSERT INTO q VALUES (1, ?, '2026-03-11 01:00:00', NULL, ?)", "A1", "等待".encode("gbk").decode("latin-1")
    )
    assert PROFILE.sql is not None
    source = msgspec.structs.replace(PROFILE.sql, encoding="gbk")
    link = Link(clock, None)
    poll(table, link, msgspec.structs.replace(PROFILE, sql=source, status={"等待": "waiting"}))
    assert [fact.kind for fact in link.facts] == ["ticket.issued"]


def test_the_password_comes_from_the_keyring_and_is_in_no_message(clock):
    profile = msgspec.structs.replace(PROFILE, sql=SqlSource(query="SELECT 1", connect_timeout_s=1))
    feed = SqlPoll(profile, "postgresql+psycopg://reader@127.0.0.1:9/none", lambda: "s3cret", clock=clock)
    engine = feed._engine()
    assert engine.url.password == "s3cret"
    engine.dispose()
    with pytest.raises(FeedTrouble) as trouble:
        feed.run(Link(clock))
    assert "s3cret" not in str(trouble.value)


# --- real servers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
def test_a_real_server_is_read_and_refuses_to_be_written(kind, clock, request):
    url = request.getfixturevalue(kind)
    from sqlalchemy import create_engine, text
    from sqlalchemy.exc import DBAPIError

    owner = create_engine(url)
    with owner.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS q"))
        connection.execute(
            text("CREATE TABLE q (id int, no varchar(9), t timestamp NULL, c timestamp NULL, st varchar(9))")
        )
        values = {"t": clock.now().replace(tzinfo=None)}
        connection.execute(text("INSERT INTO q VALUES (1, 'A001', :t, NULL, 'waiting')"), values)
    link = Link(clock, None, None)
    feed = SqlPoll(PROFILE, url, clock=clock)
    feed.run(link)
    assert [fact.kind for fact in link.facts] == ["ticket.issued"]
    engine = feed._engine()
    with engine.connect() as connection, pytest.raises(DBAPIError, match=r"(?i)read.only"):
        connection.exec_driver_sql("INSERT INTO q (id) VALUES (2)")
    engine.dispose()
    owner.dispose()


def test_the_shipped_sqlite_queries_run_on_the_systems_own_tables(tmp_path, clock):
    """The columns of FQM's and MADO-queue's tables, as seen in the running systems."""
    table = Table(tmp_path, clock)
    table.write(
        "CREATE TABLE serials (id INTEGER PRIMARY KEY, number INTEGER, timestamp DATETIME, date DATE, name TEXT,"
        " n BOOLEAN, p BOOLEAN, pdt DATETIME, pulledBy INTEGER, on_hold BOOLEAN, status TEXT, office_id INTEGER,"
        " task_id INTEGER)"
    )
    table.write(
        "INSERT INTO serials VALUES"
        " (1, 101, datetime('now'), date('now'), 'Somebody', 1, 0, NULL, 0, 0, 'Waiting', 1, 2),"
        " (2, 100, datetime('now'), date('now'), NULL, 0, 1, NULL, 0, 0, 'Waiting', 1, 1)"
    )
    clock.start = datetime.now(UTC) + timedelta(seconds=5)
    link = Link(clock, None)
    poll(table, link, load_profile(PROFILES / "fqm.toml"))
    assert [(fact.kind, getattr(fact, "number", "")) for fact in link.facts] == [("ticket.issued", "101")]
    assert "Somebody" not in repr(link.facts) + link.cursor
