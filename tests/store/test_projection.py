"""Whatever arrives in whatever order and batches: the kept tables equal a refold of the journal, row by row."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.lobby import Book, Change, fold
from lobbyconsole.store.hall import Store
from tests.domain.strategies import HALL, HAPPENING, _strategy, any_facts, minute, shuffled
from tests.store.halls import now, record, tables
from tests.store.halls import open_hall as open_durable_hall

_COUNTER_KINDS = tuple(kind for kind in HAPPENING if issubclass(kind, f.CounterFact))
_counter_day = st.lists(st.one_of([_strategy(kind) for kind in _COUNTER_KINDS]), max_size=12)


def open_hall(folder: Path) -> Store:
    """A hall that does not wait for the disk: hundreds of them are opened here, and none meets a power cut."""
    store = open_durable_hall(folder)
    store.writer._db.execute("PRAGMA synchronous = OFF")
    return store


def check_against_refold(store: Store) -> None:
    report = store.verify()
    assert report.ok, report
    kept = tables(store)
    store.rebuild_tables()
    assert tables(store) == kept


@given(shuffled(any_facts()), st.integers(1, 6))
@settings(max_examples=40)
def test_the_tables_do_not_depend_on_the_order_of_arrival(case: tuple[list[f.Fact], list[f.Fact]], batch: int) -> None:
    told, arriving = case
    with tempfile.TemporaryDirectory() as folder:
        with open_hall(Path(folder) / "shuffled") as store:
            book = Book()
            for start in range(0, len(arriving), batch):
                record(store, arriving[start : start + batch], book)
            check_against_refold(store)
            shuffled_tables = tables(store)
        with open_hall(Path(folder) / "sorted") as store:
            record(store, sorted(told, key=f.order_key))
            assert tables(store) == shuffled_tables


@given(shuffled(any_facts()), st.data())
@settings(max_examples=40)
def test_nor_on_what_the_caller_remembers(case: tuple[list[f.Fact], list[f.Fact]], data: st.DataObject) -> None:
    # Callers that forget subjects, ask for a refold, or send what is known already.
    with tempfile.TemporaryDirectory() as folder, open_hall(Path(folder)) as store:
        book = Book()
        for fact in case[1]:
            if data.draw(st.booleans()):
                change: Change | None = Change(fact, None, None)
                book.forget(fact.subject)
            else:
                if fact.subject not in book:
                    for known in store.facts_of(fact.subject):
                        book.add(known)
                change = book.add(fact)
            if change is not None:
                store.append([change], {}, now())
        check_against_refold(store)
        with store.reader() as db:
            assert db.execute("SELECT count(*) FROM journal").fetchone()[0] == len(case[0])


@given(st.lists(_counter_day, min_size=3, max_size=5), st.data())
@settings(max_examples=35)
def test_counters_come_out_right_over_days_of_late_facts(days: list[list[f.Fact]], data: st.DataObject) -> None:
    # Days that end with a closing, so that refolds really start in the middle; some facts undone; all in any order.
    told: list[f.Fact] = []
    for number, day in enumerate(days):
        later = timedelta(days=number)
        told += [replace(fact, id=f"{number}-{at}", at=fact.at + later) for at, fact in enumerate(day)]
        told += [f.CounterClosed(id=f"close{number}-{i}", at=minute(300) + later, counter=i) for i in ("1", "2", "9")]
    for at, fact in enumerate(data.draw(st.lists(st.sampled_from(told), max_size=3))):
        skewed = fact.at + timedelta(hours=data.draw(st.integers(-30, 30)))
        told.append(f.ActionUndone(id=f"undo{at}", at=skewed, undoes=(fact.id,), about=fact.subject))
    with tempfile.TemporaryDirectory() as folder, open_hall(Path(folder)) as store:
        for fact in data.draw(st.permutations(told)):
            store.append([Change(fact, None, None)], {}, now())
        check_against_refold(store)
        for number in range(len(days)):
            start, end = HALL.day_span(date(2026, 3, 11 + number))
            part = fold(store.day_facts(start, end))
            then = fold([fact for fact in told if fact.at < end])
            for counter, ours in part.counters.items():
                true = then.counters[counter]
                assert (ours.state, ours.since, ours.staff, ours.skills) == (
                    true.state,
                    true.since,
                    true.staff,
                    true.skills,
                )
                assert (ours.services, ours.asked_at) == (true.services, true.asked_at)
                assert ours.spells == true.spells[len(true.spells) - len(ours.spells) :]


@given(any_facts())
@settings(max_examples=40)
def test_the_picture_of_the_day_is_the_fold_of_all_its_facts(told: list[f.Fact]) -> None:
    with tempfile.TemporaryDirectory() as folder, open_hall(Path(folder)) as store:
        record(store, told)
        start, end = HALL.day_span(HALL.day_of(now()))
        whole, part = fold(told), fold(store.day_facts(start, end))
        assert part.tickets == whole.tickets
        assert part.counters == whole.counters
        assert part.queues == whole.queues
        assert part.feeds == whole.feeds


def _two_days() -> list[f.Fact]:
    return [
        f.CounterOpened(id="open0", at=minute(0), counter="1"),
        f.CounterClosed(id="close0", at=minute(480), counter="1"),
        f.CounterOpened(id="open1", at=minute(1440), counter="1"),
        f.CounterPaused(id="pause1", at=minute(1500), counter="1"),
        f.CounterClosed(id="close1", at=minute(1920), counter="1"),
    ]


@pytest.mark.parametrize("minutes", [1.0, 1000.0, 3000.0])  # told in time, a day later, two days later
@pytest.mark.parametrize("undone", ["open0", "close0", "open1", "pause1", "close1"])
def test_what_is_undone_is_undone_however_late_it_is_told(tmp_path: Path, undone: str, minutes: float) -> None:
    told = _two_days()
    with open_hall(tmp_path) as store:
        record(store, told)
        at = next(fact.at for fact in told if fact.id == undone) + timedelta(minutes=minutes)
        store.append(
            [Change(f.ActionUndone(id="u", at=at, undoes=(undone,), about="counter:1"), None, None)], {}, now()
        )
        check_against_refold(store)


def test_a_skewed_undo_before_the_last_closing_still_counts_for_what_follows_it(tmp_path: Path) -> None:
    with open_hall(tmp_path) as store:
        told = _two_days()
        record(store, told[:3])
        early = f.ActionUndone(id="u", at=minute(100), undoes=("open1",), about="counter:1")
        store.append([Change(early, None, None)], {}, now())
        for fact in told[3:]:  # each refolds from the closing of the day before
            store.append([Change(fact, None, None)], {}, now())
        check_against_refold(store)
        with store.reader() as db:
            assert db.execute("SELECT count(*) FROM spell").fetchone()[0] == 1
