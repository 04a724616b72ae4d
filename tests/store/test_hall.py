"""Appending and asking: what goes in comes out, once, together with the tables, in one transaction."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.lobby import Book, Change, fold
from lobbyconsole.store.codec import OpaqueFact
from lobbyconsole.store.connection import reading
from lobbyconsole.store.hall import DATABASE, Store
from lobbyconsole.store.journal import GENESIS, NewFact
from lobbyconsole.store.writer import COMMITS_FOLDED_IN
from tests.domain.strategies import HALL, NINE, minute
from tests.store.halls import KEY, a_morning, filled, journal_rows, now, open_hall, record, served, tables

DAY = date(2026, 3, 11)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_hall(tmp_path) as opened:
        yield opened


def leg(store: Store, ticket: str, number: int = 0) -> dict[str, Any]:
    with store.reader() as db:
        cursor = db.execute("SELECT * FROM leg WHERE ticket = ? AND leg = ?", (ticket, number))
        return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))


# --- a new hall ------------------------------------------------------------------------------------------------------


def test_a_new_hall_is_empty_and_says_so(store: Store) -> None:
    assert store.head() == (0, GENESIS)
    assert store.last_at() is None
    assert store.days() == []
    assert store.cursor("machine") == ""
    assert store.facts_of("ticket:a") == []
    assert store.day_facts(*HALL.day_span(DAY)) == []
    assert store.search_tickets("A001") == []
    assert store.verify().ok


def test_what_is_on_the_disk_tells_nothing(tmp_path: Path) -> None:
    with open_hall(tmp_path) as store:
        record(store, [f.EventNoted(id="n", at=NINE, text="seldom words")])
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"seldom" not in content
    assert b"SQLite" not in content
    assert b"journal" not in content


def test_every_commit_waits_for_the_disk(store: Store) -> None:
    with store.writer.transaction() as db:
        pragmas = {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
        assert pragmas == {"journal_mode": "wal", "synchronous": 2}
        assert int(db.execute("PRAGMA foreign_keys").fetchone()[0]) == 1
        assert int(db.execute("PRAGMA busy_timeout").fetchone()[0]) > 0


# --- append ----------------------------------------------------------------------------------------------------------


def test_facts_and_tables_come_back_after_a_restart(tmp_path: Path) -> None:
    told = a_morning()
    with filled(tmp_path, told) as store:
        before, kept = journal_rows(store), tables(store)
    with open_hall(tmp_path) as store:
        assert journal_rows(store) == before
        assert tables(store) == kept
        assert store.head()[0] == len(told)
        assert store.last_at() == told[-1].at
        assert store.days() == [DAY]
        assert {fact.id for fact in store.day_facts(*HALL.day_span(DAY))} == {fact.id for fact in told}
        assert store.verify().ok


def test_append_says_how_many_facts_were_new(store: Store) -> None:
    told = served("a", 0)
    assert record(store, told[:1]) == 1
    again = store.append_all([Change(fact, None, None) for fact in told], {}, now())
    assert (again.new, again.known) == (3, ("a-issued",))
    assert [row[1] for row in journal_rows(store)] == [fact.id for fact in told]
    assert leg(store, "a")["outcome"] == "finished"
    assert store.verify().ok


def test_a_fact_twice_in_one_batch_is_kept_once(store: Store) -> None:
    fact = served("a", 0)[0]
    assert store.append([Change(fact, None, None), Change(fact, None, None)], {}, now()) == 1
    assert store.verify().ok


def test_a_picture_that_lacked_a_known_fact_does_not_spoil_the_tables(store: Store) -> None:
    told = served("a", 0)
    record(store, told)
    poor = Book()  # somebody's memory that has only seen the last fact and one that is new
    changes = [poor.add(told[-1]), poor.add(f.TicketRated(id="a-rated", at=minute(30), ticket="a", score=5))]
    assert store.append([change for change in changes if change], {}, now()) == 1
    assert leg(store, "a")["rating"] == 5
    assert leg(store, "a")["wait_ms"] == 5 * 60_000
    assert store.verify().ok


def test_a_batch_that_was_rolled_back_is_forgotten(store: Store) -> None:
    book = Book()
    story = served("a", 0)
    record(store, story[:1], book)
    changes = [change for fact in story[1:] if (change := book.add(fact)) is not None]
    with suppress(ZeroDivisionError), store.writer.transaction():
        steps = {"ticket:a": (changes[0].before, changes[-1].after)}
        store.writer.append_within([NewFact.of(change.fact, 0) for change in changes], steps, {}, 0)
        raise ZeroDivisionError
    assert store.head()[0] == 1
    store.append(changes, {}, now())
    assert store.verify().ok


def test_a_caller_without_memory_does_not_spoil_the_tables(store: Store) -> None:
    for fact in [*served("a", 0), *served("b", 1)[:2]]:
        record(store, [fact], Book())
    assert leg(store, "a")["wait_ms"] == 5 * 60_000
    assert leg(store, "a")["outcome"] == "finished"
    assert store.verify().ok


def test_a_change_without_before_and_after_asks_for_a_refold(store: Store) -> None:
    record(store, served("a", 0))
    rated = f.TicketRated(id="a-rated", at=minute(30), ticket="a", score=4)
    store.append([Change(rated, None, None)], {}, now())
    assert leg(store, "a")["rating"] == 4
    assert store.verify().ok


def test_an_undone_issue_takes_the_ticket_out_of_the_tables(store: Store) -> None:
    book = Book()
    issued = served("a", 0)[0]
    record(store, [issued], book)
    record(store, [f.ActionUndone(id="u", at=minute(0.1), undoes=(issued.id,), about="ticket:a")], book)
    assert all(rows == [] for rows in tables(store).values())
    assert [row[1] for row in journal_rows(store)] == ["a-issued", "u"]
    assert store.verify().ok


def test_a_late_fact_moves_a_ticket_to_another_hour_and_day(store: Store) -> None:
    book = Book()
    record(store, [f.TicketCalled(id="c", at=minute(0), ticket="a", counter="1")], book)
    assert leg(store, "a")["business_day"] == "2026-03-11"
    assert leg(store, "a")["flags"] == "issue_unknown"
    early = minute(-7 * 60)  # two in the morning: still the day before
    record(store, [f.TicketIssued(id="i", at=early, ticket="a", number="A1", service="cash")], book)
    assert (leg(store, "a")["business_day"], leg(store, "a")["hour"]) == ("2026-03-10", 2)
    assert store.days() == [date(2026, 3, 10)]
    assert store.verify().ok


def test_cursors_move_with_their_facts_or_not_at_all(store: Store) -> None:
    record(store, served("a", 0), cursors={"machine": "row 4", "folder": "x"})
    assert (store.cursor("machine"), store.cursor("folder"), store.cursor("other")) == ("row 4", "x", "")
    naive = f.EventNoted(id="n", at=datetime(2026, 3, 11), text="")  # noqa: DTZ001 - that is the point
    with pytest.raises(ValueError, match="zone"):
        store.append([Change(naive, None, None)], {"machine": "row 9"}, now())
    assert store.cursor("machine") == "row 4"
    store.append([], {"machine": "row 5"}, now())
    assert store.cursor("machine") == "row 5"


def test_facts_of_a_newer_program_are_kept_and_left_out_of_the_picture(tmp_path: Path) -> None:
    body = b'{"kind":"ticket.sang","v":1,"at":"2026-03-11T01:10:00Z","id":"song","ticket":"a"}'
    song = OpaqueFact(id="song", at=minute(10), name="ticket.sang", about="ticket:a", body=body)
    with open_hall(tmp_path) as store:
        record(store, served("a", 0))
        store.append([Change(song, None, None)], {}, now())
        assert "song" not in {fact.id for fact in store.facts_of("ticket:a")}
        assert "song" not in {fact.id for fact in store.day_facts(*HALL.day_span(DAY))}
        assert song in [entry.fact for entry in store.entries("ticket:a")]
        report = store.verify()
        assert report.ok
        assert report.unjudged == 1


@pytest.mark.parametrize("text", ["with\0nought", "现金'; DROP TABLE leg; --", "x" * 10_000, "\u202e", "😀"])
def test_any_text_is_only_text(store: Store, text: str) -> None:
    facts = served(text, 0, number=text, service=text)
    record(store, facts)
    assert store.facts_of("ticket:" + text) == sorted(facts, key=f.order_key)
    assert [hit.ticket for hit in store.search_tickets(text)] in ([text], [])
    assert store.verify().ok


@pytest.mark.parametrize("year", [1, 1970, 9999])
def test_any_time_is_only_a_time(store: Store, year: int) -> None:
    at = datetime(year, 12, 31, 23, 59, tzinfo=UTC) if year > 1970 else datetime(year, 1, 1, tzinfo=UTC)
    record(store, [f.TicketIssued(id="i", at=at, ticket="a", number="A1", service="cash")])
    assert store.facts_of("ticket:a")[0].at == at
    assert store.verify().ok


def test_a_number_too_big_for_a_column_is_kept_in_the_journal(store: Store) -> None:
    record(store, [*served("a", 0), f.TicketRated(id="r", at=minute(30), ticket="a", score=10**30)])
    assert leg(store, "a")["rating"] is None
    assert store.verify().ok


# --- what is kept of a ticket ----------------------------------------------------------------------------------------


def test_a_leg_row_tells_times_in_microseconds_and_durations_in_milliseconds(store: Store) -> None:
    record(store, served("a", 61, wait=12.5, handle=4, service="cards", priority="elderly", source="machine"))
    row = leg(store, "a")
    joined = int(minute(61).timestamp()) * 1_000_000
    assert row["issued_at"] == row["joined_at"] == row["cohort_at"] == joined
    assert (row["wait_ms"], row["handling_ms"]) == (750_000, 220_000)
    assert (row["business_day"], row["hour"]) == ("2026-03-11", 10)
    assert (row["state"], row["outcome"], row["counter"], row["service"]) == ("finished", "finished", "1", "cards")
    assert (row["priority"], row["source"], row["visit"], row["number"]) == ("elderly", "machine", "a", "A")


def test_each_stage_of_a_visit_is_a_leg_with_its_own_cohort(store: Store) -> None:
    story = served("a", 0)[:3]
    story.append(f.TicketTransferred(id="t", at=minute(65), ticket="a", to_service="cards"))
    record(store, story)
    assert (leg(store, "a", 0)["state"], leg(store, "a", 1)["state"]) == ("transferred", "waiting")
    assert (leg(store, "a", 0)["hour"], leg(store, "a", 1)["hour"]) == (9, 10)
    with store.reader() as db:
        cells = db.execute("SELECT hour, service, issued, tickets, transferred FROM rollup_hour").fetchall()
    assert cells == [(9, "cash", 1, 1, 1), (10, "cards", 1, 0, 0)]


def test_a_changed_target_judges_from_now_on_and_never_former_tickets(tmp_path: Path) -> None:
    branches = [HALL]
    times = [now()]
    strict = replace(HALL, services=tuple(replace(service, target_s=60) for service in HALL.services))
    with open_hall(tmp_path, branch=lambda: branches[-1], clock=lambda: times[-1]) as store:
        book = Book()
        story = served("a", 0, wait=5)
        record(store, story[:1], book)
        branches.append(strict)
        record(store, story[1:], book)  # joined under the old target of ten minutes
        later = (now() - NINE).total_seconds() / 60 + 10
        record(store, served("b", later, wait=5), book)
        with store.reader() as db:
            judged = db.execute("SELECT hour, within_target, beyond_target FROM rollup_hour ORDER BY hour").fetchall()
        assert judged == [(9, 1, 0), (18, 0, 1)]
        assert store.verify().ok
        kept = tables(store)
        store.rebuild_tables()
        assert tables(store) == kept
    with open_hall(tmp_path, branch=HALL) as store:  # and back again
        assert store.verify().ok


def test_a_target_set_while_the_clock_was_ahead_gives_way_to_the_next_one(tmp_path: Path) -> None:
    branches, times = [HALL], [now()]
    with open_hall(tmp_path, branch=lambda: branches[-1], clock=lambda: times[-1]) as store:
        book = Book()
        record(store, served("a", 0, wait=5), book)
        for year, target in ((2031, 30), (2026, 60)):  # the PC's clock is mended in between
            times.append(now().replace(year=year))
            branches.append(replace(HALL, services=tuple(replace(s, target_s=target) for s in HALL.services)))
            store.append([], {"machine": str(year)}, times[-1])
        later = (now() - NINE).total_seconds() / 60 + 10
        record(store, [*served("b", later, wait=0.7), *served("c", later + 5 * 366 * 1440, wait=0.7)], book)
        with store.reader() as db:
            judged = db.execute("SELECT sum(within_target), sum(beyond_target) FROM rollup_hour").fetchone()
        assert judged == (3, 0)
        assert store.verify().ok


def test_a_changed_cutover_also_moves_what_a_fast_clock_put_into_the_future(tmp_path: Path) -> None:
    branches = [HALL]
    with open_hall(tmp_path, branch=lambda: branches[-1]) as store:
        book = Book()
        ahead = (now() - NINE).total_seconds() / 60 + 9 * 60  # three in the morning to come
        record(store, [*served("a", 0), *served("b", ahead)], book)
        record(store, [f.CounterOpened(id="o", at=minute(ahead), counter="1")], book)
        assert leg(store, "b")["business_day"] == "2026-03-11"
        branches.append(replace(HALL, cutover=time(2)))
        record(store, served("c", 1), book)
        assert leg(store, "b")["business_day"] == "2026-03-12"
        assert leg(store, "a")["business_day"] == "2026-03-11"
        assert store.verify().ok


# --- the picture of a day --------------------------------------------------------------------------------------------


def test_the_picture_of_a_day_needs_no_other_day(tmp_path: Path) -> None:
    told: list[f.Fact] = []
    for day in range(5):
        base = day * 1440
        told += [
            f.CounterOpened(
                id=f"o{day}", at=minute(base), counter="1", staff="7", services=("cash",) if day == 0 else ()
            ),
            f.HelpAsked(id=f"h{day}", at=minute(base + 5), counter="1"),
            f.HelpAnswered(id=f"ha{day}", at=minute(base + 6), counter="1"),
            f.QueueClosed(id=f"qc{day}", at=minute(base + 7), service="cards"),
            f.FeedRestored(id=f"fu{day}", at=minute(base), feed="machine"),
            f.EventNoted(id=f"e{day}", at=minute(base + 1), text=str(day)),
            *served(f"t{day}", base + 10),
            *served(f"late{day}", base + 470)[:1],  # left over, called the next morning
            f.TicketCalled(id=f"late{day}-called", at=minute(base + 1440 + 2), ticket=f"late{day}", counter="1"),
            f.TicketFinished(id=f"late{day}-done", at=minute(base + 1440 + 9), ticket=f"late{day}"),
            f.TicketRated(id=f"echo{day}", at=minute(base + 1440 + 3), ticket=f"t{day}", score=5),
            f.CounterClosed(id=f"c{day}", at=minute(base + 480), counter="1"),
        ]
    with filled(tmp_path, sorted(told, key=f.order_key)) as store:
        start, end = HALL.day_span(date(2026, 3, 14))
        facts = store.day_facts(start, end)
        assert len(facts) < len(told) / 2
        whole, part = fold(told), fold(facts)
        assert set(part.tickets) == {"t3", "late3", "late2"}
        for key, ticket in part.tickets.items():
            assert ticket == whole.tickets[key]
        then = fold([fact for fact in told if fact.at < end])
        ours, true = part.counters["1"], then.counters["1"]
        assert (ours.state, ours.since, ours.services, ours.asked_at) == (true.state, true.since, true.services, None)
        assert ours.spells == true.spells[-len(ours.spells) :]
        assert len(ours.spells) == 2  # of that day, and of the day before to tell since when it was closed
        assert part.queues["cards"].closed
        assert part.feeds["machine"].state == "up"
        assert [note.text for note in part.hall.notes] == ["3"]


def test_a_counter_that_is_open_overnight_is_open_in_the_morning(tmp_path: Path) -> None:
    told = [f.CounterOpened(id="o", at=minute(0), counter="1", staff="7"), *served("a", 5)]
    with filled(tmp_path, told) as store:
        part = fold(store.day_facts(*HALL.day_span(date(2026, 3, 20))))
        assert part.counters["1"] == fold(told).counters["1"]
        assert part.tickets == {}


def test_an_undone_closing_before_the_day_does_not_count(tmp_path: Path) -> None:
    told: list[f.Fact] = []
    for day in range(3):
        told.append(f.CounterOpened(id=f"o{day}", at=minute(day * 1440), counter="1"))
        told.append(f.CounterClosed(id=f"c{day}", at=minute(day * 1440 + 480), counter="1"))
    told.append(f.ActionUndone(id="u", at=minute(2 * 1440 + 480.1), undoes=("c2",), about="counter:1"))
    with filled(tmp_path, told) as store:
        assert store.verify().ok
        part = fold(store.day_facts(*HALL.day_span(date(2026, 3, 20))))
        assert part.counters["1"].state == "open"
        assert part.counters["1"].since == minute(2 * 1440)


# --- questions -------------------------------------------------------------------------------------------------------


def test_a_ticket_is_found_by_its_number(tmp_path: Path) -> None:
    told: list[f.Fact] = []
    for day in range(60):
        told += served(f"d{day}", 1440 * day, number="A012")
    told += served("other", 60, number="B112")
    with filled(tmp_path, told, batch=200) as store:
        hits = store.search_tickets("A012", 5)
        assert [hit.ticket for hit in hits] == ["d59", "d58", "d57", "d56", "d55"]
        assert (hits[0].day, hits[0].state, hits[0].number) == (date(2026, 5, 9), "finished", "A012")
        assert [hit.ticket for hit in store.search_tickets(" a012 ", 1)] == ["d59"]  # as people type it
        assert [hit.ticket for hit in store.search_tickets("Ａ０１２", 1)] == ["d59"]  # through an input method
        assert len(store.search_tickets("12", 100)) == 31  # a part of a number: the last month
        assert [hit.ticket for hit in store.search_tickets("B112", 5)] == ["other"]  # a whole one: any time
        assert [hit.ticket for hit in store.search_tickets("d7")] == ["d7"]
        for nothing in ("", "  ", "%", "_", "Z999"):
            assert store.search_tickets(nothing) == []


def test_the_story_of_a_ticket_comes_with_the_time_of_recording(store: Store) -> None:
    story = served("a", 0)
    record(store, reversed(story))
    entries = store.entries("ticket:a")
    assert [entry.fact for entry in entries] == story
    assert [entry.seq for entry in entries] == [4, 3, 2, 1]
    assert {entry.recorded_at for entry in entries} == {now()}
    between = store.entries(start=minute(0), end=minute(5))
    assert [entry.fact.id for entry in between] == ["a-issued"]
    assert [entry.seq for entry in store.entries_after(2, 1)] == [3]
    with pytest.raises(ValueError, match="start"):
        store.entries()


def test_known_ids_are_told(store: Store) -> None:
    record(store, served("a", 0))
    ids = ["a-issued", "x", *(f"y{n}" for n in range(1500)), "a-finished"]
    assert store.known(ids) == {"a-issued", "a-finished"}


def test_runs_of_timed_jobs_are_kept(store: Store) -> None:
    assert store.last_run("backup") is None
    run = store.begin_job("backup", NINE)
    kept = store.last_run("backup")
    assert kept is not None
    assert (kept.id, kept.outcome, kept.ended_at, kept.due_at) == (run, "running", None, NINE)
    store.end_job(run, "done", "12 MB")
    store.begin_job("backup", NINE + timedelta(days=1))
    done = store.last_run("backup", outcome="done")
    assert done is not None
    assert (done.id, done.note, done.ended_at) == (run, "12 MB", now())


def test_small_texts_about_the_hall_are_kept(store: Store) -> None:
    store.set_meta("hall", "x")
    store.set_meta("hall", "y")
    assert (store.meta("hall"), store.meta("nothing")) == ("y", None)
    with pytest.raises(ValueError, match="own"):
        store.set_meta("head", "0:")


def test_a_hall_kept_by_former_rules_says_so(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        assert not store.outdated
        store.set_meta("rules", "0")
        assert store.outdated
    with open_hall(tmp_path) as store:
        assert store.outdated
        store.rebuild_tables()
        assert not store.outdated
        assert store.verify().ok


def test_many_threads_read_while_one_writes(tmp_path: Path) -> None:
    told = a_morning(40)
    seen: list[int] = []
    troubles: list[BaseException] = []
    done = threading.Event()
    with open_hall(tmp_path) as store:

        def look() -> None:
            try:
                while not done.is_set():
                    with store.reader() as db:  # one transaction: both answers are of the same moment
                        rows = db.execute("SELECT count(*) FROM journal").fetchone()[0]
                        head = db.execute("SELECT value FROM meta WHERE key = 'head'").fetchone()[0]
                    assert head.startswith(f"{rows}:")
                    seen.append(rows)
            except BaseException as error:  # noqa: BLE001 - a thread's failure must reach the test
                troubles.append(error)

        threads = [threading.Thread(target=look) for _ in range(3)]
        for thread in threads:
            thread.start()
        book = Book()
        for fact in told:
            record(store, [fact], book)
        done.set()
        for thread in threads:
            thread.join()
        assert not troubles
        assert len(set(seen)) > 3
        assert store.verify().ok


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = open_hall(tmp_path)
    store.close()
    with pytest.raises(RuntimeError, match="closed"):
        store.last_at()


def test_the_log_is_folded_into_the_database_when_asked_at_an_idle_moment(tmp_path: Path) -> None:
    def without_the_log() -> int:
        copy = tmp_path / "copy"
        copy.mkdir(exist_ok=True)
        shutil.copy(tmp_path / "hall" / DATABASE, copy / DATABASE)
        with reading(copy / DATABASE, KEY) as db:
            return int(db.execute("SELECT count(*) FROM journal").fetchone()[0])

    open_hall(tmp_path / "hall").close()  # the empty tables are in the database
    with filled(tmp_path / "hall", batch=1) as store:
        rows = store.head()[0]
        assert rows > COMMITS_FOLDED_IN
        assert without_the_log() == 0
        store.checkpoint()
        assert without_the_log() == rows
        record(store, [f.HelpAsked(id="late", at=now(), counter="1")])
        store.checkpoint()
        assert without_the_log() == rows, "one commit is not worth the while"
        store.writer.checkpoint(1)
        assert without_the_log() == rows + 1
