"""Heads noted outside the database: a journal cut short, rewritten or replaced is found; a restore is no reproach."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lobbyconsole.store import journal
from lobbyconsole.store.anchors import FILE, RESTORED, known_heads, note, noted
from lobbyconsole.store.backup import backup, restore
from lobbyconsole.store.hall import BACKUPS, DATABASE, Store
from lobbyconsole.store.journal import Head, JournalRow
from lobbyconsole.store.recover import recover
from tests.conftest import ExpectedLog
from tests.domain.strategies import HALL
from tests.store.halls import KEY, a_morning, behind_its_back, filled, now, open_hall

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)


def head_of(store: Store) -> Head:
    return Head(*store.head())


def forged(folder: Path, first: int) -> None:
    """Somebody with the key and this program's source drops row `first` and writes all hashes from there anew."""
    with behind_its_back(folder) as db:
        rows = [JournalRow(*row) for row in db.execute(f"SELECT {journal.COLUMNS} FROM journal ORDER BY seq")]
        db.execute("DELETE FROM journal WHERE seq >= ?", (first,))
        seq, digest = first - 1, rows[first - 2].hash
        for row in rows[first:]:
            seq, digest = seq + 1, journal.link(digest, seq + 1, row.recorded_at, row.body)
            db.execute(journal.INSERT, (*row._replace(seq=seq)[:-1], digest))
        db.execute("UPDATE meta SET value = ? WHERE key = 'head'", (str(Head(seq, digest)),))


def test_a_journal_rewritten_with_the_key_is_found_by_what_the_backup_noted(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        backup(store, tmp_path / BACKUPS)
        noted_seq = store.head()[0]
    forged(tmp_path, 5)
    with open_hall(tmp_path) as store:
        store.rebuild_tables()
        assert store.verify(anchors={}).ok, "in itself it is whole"
        report = store.verify()
        assert [(row.seq, row.what) for row in report.bad_rows] == [(noted_seq, "anchor")]
        assert report.anchors == 1
        assert store.contradicted(store.noted_heads()) == noted_seq


def test_a_database_put_back_by_hand_is_found(tmp_path: Path) -> None:
    filled(tmp_path, a_morning(4)).close()
    shutil.copy(tmp_path / DATABASE, tmp_path / "older")
    with filled(tmp_path) as store:
        note(tmp_path, NOON, head_of(store))
        seq = store.head()[0]
    shutil.copy(tmp_path / "older", tmp_path / DATABASE)
    with open_hall(tmp_path) as store:
        assert [(row.seq, row.what) for row in store.verify().bad_rows] == [(seq, "anchor")]


def test_an_untouched_hall_has_all_its_noted_heads(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        backup(store, tmp_path / BACKUPS, second=tmp_path / "stick")
        assert store.noted_heads() == store.noted_heads(tmp_path / "stick") == dict([store.head()])
        assert store.contradicted(store.noted_heads()) is None
        assert store.verify().ok
        assert (tmp_path / "stick" / FILE).read_text() == (tmp_path / BACKUPS / FILE).read_text()


def test_a_restore_makes_void_what_was_noted_behind_it(tmp_path: Path) -> None:
    with filled(tmp_path, a_morning(4)) as store:
        first = backup(store, tmp_path / BACKUPS).rename(tmp_path / "first.db")
        early = head_of(store)
    with filled(tmp_path) as store:
        backup(store, tmp_path / BACKUPS)
    assert len(known_heads((tmp_path, tmp_path / BACKUPS))) == 2
    restore(first, tmp_path, KEY, now=datetime.now(UTC) + timedelta(days=400))
    with open_hall(tmp_path) as store:
        assert store.noted_heads() == {early.seq: early.hash}
        assert store.verify().ok


def test_a_recovery_notes_what_it_brought_back(tmp_path: Path, expected_log: ExpectedLog) -> None:
    expected_log("recovered")
    with filled(tmp_path) as store:
        note(tmp_path, NOON, head_of(store))
    path = tmp_path / DATABASE
    path.write_bytes(path.read_bytes()[: 6 * 4096])
    recover(tmp_path, KEY, branch=HALL, clock=now)
    with open_hall(tmp_path) as store:
        assert store.noted_heads().get(store.head()[0], bytes(32)) == store.head()[1]
        assert store.contradicted(store.noted_heads()) is None


def test_lines_that_cannot_be_read_cost_only_themselves(tmp_path: Path) -> None:
    one, two = Head(7, bytes(32)), Head(9, b"\1" * 32)
    note(tmp_path, NOON, one)
    with (tmp_path / FILE).open("a") as file:
        file.write("head 2026-11-20T04:00:00Z eight 00\nhead 2026-11-2")  # the last one torn by a power cut
    note(tmp_path, NOON, two)
    note(tmp_path, NOON + timedelta(days=1), two)  # a day without anything
    assert [line.head for line in noted(tmp_path)] == [one, two]
    (tmp_path / FILE).write_bytes(b"\xff\xfe")
    assert known_heads((tmp_path, tmp_path / "nowhere")) == {}


def test_notes_that_contradict_each_other_fit_no_journal(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        head = head_of(store)
        note(tmp_path, NOON, head)
        (tmp_path / "stick").mkdir()
        note(tmp_path / "stick", NOON, Head(head.seq, bytes(32)))
        assert store.contradicted(store.noted_heads()) is None
        assert store.contradicted(store.noted_heads(tmp_path / "stick")) == head.seq


def test_a_restore_counts_in_the_order_of_the_file_when_the_clock_was_set_back(tmp_path: Path) -> None:
    note(tmp_path, NOON, Head(7, bytes(32)))
    note(tmp_path, NOON - timedelta(days=2), Head(3, bytes(32)), RESTORED)
    note(tmp_path, NOON - timedelta(days=1), Head(4, bytes(32)))
    assert sorted(known_heads([tmp_path])) == [3, 4]
