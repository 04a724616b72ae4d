"""The deep check finds whatever was changed behind the journal's back, and names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lobbyconsole.store import journal
from lobbyconsole.store.connection import reading
from lobbyconsole.store.errors import DamagedDatabase
from lobbyconsole.store.hall import DATABASE
from lobbyconsole.store.verify import VerifyReport, verify
from tests.store.halls import KEY, behind_its_back, filled, open_hall


def verify_after(folder: Path, *statements: str) -> VerifyReport:
    """What the deep check says of a morning that somebody has worked on."""
    filled(folder).close()
    with behind_its_back(folder) as db:
        for statement in statements:
            assert db.execute(statement).rowcount != 0, statement
    return looked_at(folder)


def looked_at(folder: Path) -> VerifyReport:
    """The deep check without the cheap one of the start, which would refuse some of these halls."""
    with reading(folder / DATABASE, KEY) as db:
        return verify(db)


def test_an_untouched_hall_is_whole(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        stages: list[tuple[str, int, int]] = []
        report = store.verify(progress=lambda *told: stages.append(told))
        assert report.ok
        assert report.complete
        assert report.first_bad_seq is None
        assert (report.rows, report.head.seq) == (store.head()[0], store.head()[0])
        assert stages[0][0] == "pages"
        assert stages[-1][0] == "rollups"
        assert stages[-1][1] == stages[-1][2]


def bad(report: VerifyReport) -> list[tuple[int, str]]:
    return [(row.seq, row.what) for row in report.bad_rows]


def test_a_changed_fact_is_named(tmp_path: Path) -> None:
    report = verify_after(
        tmp_path,
        "UPDATE journal SET body = CAST(replace(body, '\"1\"', '\"2\"') AS BLOB) WHERE fact_id = 'a002-called'",
    )
    assert [what for _, what in bad(report)] == ["altered"]
    assert report.first_bad_seq == report.bad_rows[0].seq
    assert not report.ok
    assert any(difference.table == "leg" and "counter" in difference.detail for difference in report.differences)


def test_a_changed_hash_is_named_with_the_row_it_no_longer_carries(tmp_path: Path) -> None:
    report = verify_after(tmp_path, "UPDATE journal SET hash = randomblob(32) WHERE seq = 7")
    assert bad(report) == [(7, "altered"), (8, "altered")]
    assert not report.differences


def test_a_changed_time_of_recording_is_named(tmp_path: Path) -> None:
    assert bad(verify_after(tmp_path, "UPDATE journal SET recorded_at = recorded_at + 1 WHERE seq = 9")) == [
        (9, "altered")
    ]


@pytest.mark.parametrize("column", ["fact_id", "kind", "subject", "at"])
def test_a_column_that_contradicts_its_fact_is_named(tmp_path: Path, column: str) -> None:
    value = "at + 1" if column == "at" else "'ticket:other'"
    report = verify_after(tmp_path, f"UPDATE journal SET {column} = {value} WHERE seq = 9")
    assert (9, "columns") in bad(report)
    assert report.bad_rows[0].detail == column


def test_a_missing_row_is_named(tmp_path: Path) -> None:
    report = verify_after(tmp_path, "DELETE FROM journal WHERE seq IN (9, 10)")
    assert bad(report) == [(9, "missing")]
    assert report.bad_rows[0].until == 10
    assert report.differences


def test_a_missing_end_is_named(tmp_path: Path) -> None:
    report = verify_after(tmp_path, "DELETE FROM journal WHERE seq > 100")
    assert bad(report)[0] == (101, "missing")


def test_an_inserted_row_is_named(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        end = store.head()[0]
    report = verify_after(
        tmp_path / "again",
        f"INSERT INTO journal SELECT {end + 1}, 'forged', kind, subject, at, recorded_at, "
        "CAST(replace(body, fact_id, 'forged') AS BLOB), hash FROM journal WHERE seq = 9",
    )
    assert {(end + 1, "altered"), (end + 1, "end")} <= set(bad(report))


def test_a_row_forged_with_a_fitting_hash_does_not_fit_the_remembered_end(tmp_path: Path) -> None:
    filled(tmp_path).close()
    with behind_its_back(tmp_path) as db:
        row = journal.JournalRow(*db.execute("SELECT * FROM journal ORDER BY seq DESC LIMIT 1").fetchone())
        body = row.body.replace(row.fact_id.encode(), b"forged")
        digest = journal.link(row.hash, row.seq + 1, row.recorded_at, body)
        forged = (row.seq + 1, "forged", row.kind, row.subject, row.at, row.recorded_at, body, digest)
        db.execute(journal.INSERT, forged)
    with pytest.raises(DamagedDatabase, match="ends at"):  # already the cheap look at every start sees it
        open_hall(tmp_path)


def test_a_row_squeezed_in_before_the_first_is_named(tmp_path: Path) -> None:
    report = verify_after(
        tmp_path,
        "INSERT INTO journal SELECT 0, 'forged', kind, subject, at, recorded_at, "
        "CAST(replace(body, fact_id, 'forged') AS BLOB), hash FROM journal WHERE seq = 9",
    )
    assert (0, "altered") in bad(report)


def test_two_rows_that_changed_places_are_named(tmp_path: Path) -> None:
    report = verify_after(
        tmp_path,
        "UPDATE journal SET seq = -1 WHERE seq = 20",
        "UPDATE journal SET seq = 20 WHERE seq = 50",
        "UPDATE journal SET seq = 50 WHERE seq = -1",
    )
    assert {20, 50} <= {seq for seq, _ in bad(report)}
    assert report.first_bad_seq == 20


def test_an_unreadable_row_is_named_and_hides_no_other(tmp_path: Path) -> None:
    report = verify_after(tmp_path, "UPDATE journal SET body = x'00ff' WHERE seq = 9")
    assert (9, "unreadable") in bad(report)
    assert report.complete
    assert report.unjudged == 1


@pytest.mark.parametrize(
    ("statement", "table", "what"),
    [
        ("UPDATE leg SET wait_ms = wait_ms - 1000 WHERE ticket = 'a007'", "leg", "differs"),
        ("UPDATE leg SET number = 'A999' WHERE ticket = 'a007'", "leg", "differs"),
        ("DELETE FROM leg WHERE ticket = 'a007'", "leg", "missing"),
        ("UPDATE leg SET ticket = 'zzz' WHERE ticket = 'a007'", "leg", "extra"),
        ("UPDATE rollup_hour SET within_target = within_target + 1 WHERE hour = 10", "rollup_hour", "differs"),
        ("DELETE FROM rollup_hour WHERE hour = 10", "rollup_hour", "missing"),
        ("UPDATE rollup_hour SET business_day = '2020-01-01' WHERE hour = 10", "rollup_hour", "extra"),
        ("UPDATE rollup_wait SET called = called + 1 WHERE minute = 2", "rollup_wait", "differs"),
        ("UPDATE rollup_wait_day SET gone = 9 WHERE minute = 2", "rollup_wait_day", "differs"),
        ("DELETE FROM rollup_wait_day WHERE minute = 2", "rollup_wait_day", "missing"),
        ("UPDATE spell SET until = until + 1 WHERE counter = '1'", "spell", "differs"),
        ("DELETE FROM spell WHERE counter = '1'", "spell", "missing"),
        ("UPDATE spell SET counter = '3' WHERE counter = '1'", "spell", "extra"),
    ],
)
def test_a_kept_row_that_is_not_what_the_journal_says_is_named(
    tmp_path: Path, statement: str, table: str, what: str
) -> None:
    report = verify_after(tmp_path, statement)
    assert not report.ok
    assert not report.bad_rows
    assert (table, what) in {(difference.table, difference.what) for difference in report.differences}
    assert {difference.table for difference in report.differences} <= {table} | (
        {"rollup_hour", "rollup_wait", "rollup_wait_day"} if table == "leg" else set()
    )


def test_rebuilding_mends_the_tables(tmp_path: Path) -> None:
    verify_after(tmp_path, "DELETE FROM leg", "UPDATE rollup_hour SET issued = 7", "DELETE FROM spell")
    with open_hall(tmp_path) as store:
        assert not store.verify().ok
        store.rebuild_tables()
        assert store.verify().ok


def test_a_backup_remembers_how_the_journal_was(tmp_path: Path) -> None:
    # Somebody with the key who forges every hash from a row on is found by the heads that backups keep.
    with filled(tmp_path) as store:
        seq, digest = store.head()
        assert store.verify(anchors={seq: digest}).ok
        assert bad(store.verify(anchors={seq: bytes(32)})) == [(seq, "anchor")]
        assert bad(store.verify(anchors={seq + 5: digest})) == [(seq + 5, "anchor")]


@pytest.mark.parametrize("stage", ["pages", "journal", "tables", "rollups"])
def test_the_check_can_be_cancelled_at_any_stage(tmp_path: Path, stage: str) -> None:
    reached: list[str] = []
    with filled(tmp_path) as store:
        report = store.verify(
            progress=lambda told, done, total: reached.append(told), cancelled=lambda: stage in reached
        )
        assert not report.complete or stage == "rollups"  # the last look comes after the last row
        assert store.verify().ok


def test_a_cancelled_rebuild_leaves_everything_as_it_was(tmp_path: Path) -> None:
    from lobbyconsole.store.refold import Stopped

    with filled(tmp_path) as store:
        with pytest.raises(Stopped):
            store.rebuild_tables(cancelled=lambda: True)
        assert store.verify().ok


def test_of_many_problems_a_thousand_are_named_and_all_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lobbyconsole.store.verify.NAMED", 10)
    report = verify_after(tmp_path, "UPDATE journal SET recorded_at = recorded_at + 1", "UPDATE leg SET channel = 'x'")
    assert len(report.bad_rows) == 10
    assert report.bad_row_count == report.rows
    assert len(report.differences) == 10
    assert report.difference_count == 40


def test_the_first_bad_row_is_told(tmp_path: Path) -> None:
    report = verify_after(tmp_path, "UPDATE journal SET recorded_at = 0 WHERE seq IN (40, 12, 99)")
    assert report.first_bad_seq == 12
