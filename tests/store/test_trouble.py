"""What the world does to a database is told in words, leaves nothing half-written, and loses no fact."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.lobby import Book, Change
from lobbyconsole.store import errors, schema
from lobbyconsole.store.connection import connect
from lobbyconsole.store.errors import (
    DamagedDatabase,
    DatabaseLocked,
    DiskFull,
    FolderUnavailable,
    MigrationFailed,
    NewerDatabase,
    ReadOnlyFolder,
    StorageError,
    WrongKey,
)
from lobbyconsole.store.hall import BACKUPS, DATABASE, Store
from lobbyconsole.store.migrations import SCHEMA, all_steps
from lobbyconsole.store.sidefile import SideFile
from tests.domain.strategies import NINE, minute
from tests.store.halls import (
    KEY,
    a_morning,
    behind_its_back,
    filled,
    journal_rows,
    now,
    open_hall,
    record,
    served,
    tables,
)

TROUBLES = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, StorageError)]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MB, if we may mount one."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("may not mount a small disk here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False)


def bulky(number: int) -> Change:
    return Change(f.EventNoted(id=f"n{number}", at=minute(number), text="x" * 20_000), None, None)


def fill(store: Store) -> tuple[int, DiskFull]:
    """Append until the disk is full; how many were told to be safe, and what was said then."""
    for number in range(1000):
        try:
            store.append([bulky(number)], {"machine": str(number)}, now())
        except DiskFull as error:
            return number, error
    raise AssertionError("the small disk never filled up")


# --- disk full -------------------------------------------------------------------------------------------------------


def test_a_full_disk_is_told_and_nothing_is_half_written(small_disk: Path, tmp_path: Path) -> None:
    with open_hall(small_disk) as store:
        side = SideFile([small_disk, tmp_path], KEY)
        record(store, a_morning(4))
        kept = tables(store)
        safe, error = fill(store)
        assert "full" in str(error.message)
        assert str(small_disk) in str(error.message)
        for _ in range(3):  # and it stays told
            with pytest.raises(DiskFull):
                store.append([bulky(5000)], {"machine": "lost"}, now())
        assert tables(store) == kept
        assert store.cursor("machine") == str(safe - 1)
        where = side.append([bulky(5000).fact], {"machine": "lost"}, now())
        assert where.parent in (small_disk, tmp_path)
        (small_disk / "filler").unlink(missing_ok=True)
        subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)  # somebody made room
        with side.drained() as batches:
            for batch in batches:
                store.append([Change(fact, None, None) for fact in batch.facts], batch.cursors, batch.recorded_at)
        assert store.cursor("machine") == "lost"
        assert store.known(["n5000"]) == {"n5000"}
        assert not side.waiting
        assert store.verify().ok
    with open_hall(small_disk) as store:
        assert store.known([f"n{number}" for number in range(safe)]) == {f"n{number}" for number in range(safe)}
        assert store.verify().ok


def test_a_database_that_may_not_grow_is_a_full_disk_too(tmp_path: Path) -> None:
    # The same without rights to mount: SQLite's own limit gives the same result code.
    with filled(tmp_path) as store:
        before = journal_rows(store), tables(store)
        with store.writer.transaction() as db:
            pages = db.execute("PRAGMA page_count").fetchone()[0]
        store.writer._db.execute(f"PRAGMA max_page_count = {pages}")
        _, error = fill(store)
        assert isinstance(error, StorageError)
        head = store.head()
        store.writer._db.execute("PRAGMA max_page_count = 1000000")
        assert (journal_rows(store)[: len(before[0])], tables(store)) == before
        assert store.head() == head
        assert store.append([bulky(9999)], {}, now()) == 1
        assert store.verify().ok


def test_a_full_disk_at_the_first_start_is_told(small_disk: Path) -> None:
    (small_disk / "filler").write_bytes(os.urandom(2 * 1024 * 1024 - 16 * 1024))
    with pytest.raises(DiskFull):
        open_hall(small_disk)
    (small_disk / "filler").unlink()
    with open_hall(small_disk) as store:
        assert store.verify().ok


def test_a_full_disk_during_a_backup_is_told_and_leaves_nothing_behind(small_disk: Path, tmp_path: Path) -> None:
    from lobbyconsole.store.backup import backup

    with filled(tmp_path / "hall", a_morning(400), batch=400) as store:
        (small_disk / "filler").write_bytes(os.urandom(1024 * 1024 + 512 * 1024))
        with pytest.raises(DiskFull):
            backup(store, small_disk)
        assert [path.name for path in small_disk.iterdir()] == ["filler"]
        assert store.verify().ok


# --- locked, read-only, gone -----------------------------------------------------------------------------------------


def test_a_locked_database_is_told_and_goes_on_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lobbyconsole.store.connection.BUSY_MS", 50)
    with filled(tmp_path) as store, behind_its_back(tmp_path) as other:
        store.writer._db.execute("PRAGMA busy_timeout = 50")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseLocked, match="Another program"):
            store.append([bulky(1)], {}, now())
        assert store.last_at() is not None  # reading goes on meanwhile
        other.execute("ROLLBACK")
        assert store.append([bulky(1)], {}, now()) == 1
        assert store.verify().ok


def test_a_write_waits_a_while_for_another_program(tmp_path: Path) -> None:
    with filled(tmp_path) as store, behind_its_back(tmp_path) as other:
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.2, lambda: other.execute("COMMIT"))
        timer.start()
        assert store.append([bulky(1)], {}, now()) == 1
        timer.join()


def test_what_another_program_appended_is_followed(tmp_path: Path) -> None:
    # The command line may ingest while the window is open.
    with open_hall(tmp_path) as one, open_hall(tmp_path) as two:
        for number in range(6):
            assert (one, two)[number % 2].append([bulky(number)], {}, now()) == 1
        assert one.head() == two.head()
        assert one.append([bulky(0)], {}, now()) == 0
        assert one.verify().ok


def test_what_another_program_wrote_of_a_ticket_is_not_overlooked(tmp_path: Path) -> None:
    issued, called, started, finished = served("a", 0)
    with open_hall(tmp_path) as one, open_hall(tmp_path) as two:
        book = Book()
        record(one, [issued, called], book)
        two.append([Change(finished, None, None)], {}, now())
        record(one, [started], book)  # this picture knows nothing of the end
        assert one.verify().ok
        assert one.kpis((NINE.date(), NINE.date())).counts.finished == 1


def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    filled(tmp_path / "hall").close()
    with _read_only(tmp_path / "hall"), pytest.raises((ReadOnlyFolder, FolderUnavailable)) as told:
        open_hall(tmp_path / "hall")
    assert isinstance(told.value, ReadOnlyFolder)
    with open_hall(tmp_path / "hall") as store:
        assert store.verify().ok


class _read_only:
    """A folder nobody may write: by its mode, or by a mount where we are above modes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> None:
        if os.geteuid() != 0:
            self.folder.chmod(0o500)
            for path in self.folder.iterdir():
                path.chmod(0o400)
            return
        for options in (["--bind"], ["-o", "remount,bind,ro"]):
            if subprocess.run(["mount", *options, str(self.folder), str(self.folder)], check=False).returncode:
                pytest.skip("may not mount here")

    def __exit__(self, *exc: object) -> None:
        if os.geteuid() == 0:
            subprocess.run(["umount", str(self.folder)], check=True)
            return
        self.folder.chmod(0o700)
        for path in self.folder.iterdir():
            path.chmod(0o600)


def test_a_folder_that_cannot_be_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FolderUnavailable, match="cannot be reached"):
        open_hall(tmp_path / "file" / "hall")


def test_a_bug_stays_a_bug(tmp_path: Path) -> None:
    with open_hall(tmp_path) as store:
        with pytest.raises(dbapi2.OperationalError, match="no such table"), store.reader() as db:
            db.execute("SELECT * FROM moon")
        with pytest.raises(ZeroDivisionError), store.writer.transaction():
            raise ZeroDivisionError
        assert store.append([bulky(1)], {}, now()) == 1


def test_an_error_of_a_readers_own_files_is_not_ours(tmp_path: Path) -> None:
    with open_hall(tmp_path) as store, pytest.raises(FileNotFoundError), store.reader():
        (tmp_path / "nothing").read_text()


@pytest.mark.parametrize("kind", TROUBLES)
def test_every_trouble_is_told_in_whole_sentences(kind: type[StorageError]) -> None:
    places = {"found": 2, "known": 1, "backup": "x.db", "file": "x.db"}
    text = str(kind(Path("hall"), **places).message)  # type: ignore[arg-type]
    assert "hall" in text
    assert text.count(".") >= 2
    assert "{" not in text


# --- key, schema, migrations -----------------------------------------------------------------------------------------


def test_a_wrong_key_is_told_apart_from_damage(tmp_path: Path) -> None:
    filled(tmp_path).close()
    before = (tmp_path / DATABASE).read_bytes()
    with pytest.raises(WrongKey, match="Nothing was changed"):
        open_hall(tmp_path, key=bytes(32))
    assert (tmp_path / DATABASE).read_bytes() == before
    with pytest.raises(ValueError, match="32 bytes"):
        open_hall(tmp_path, key=b"short")


@pytest.mark.parametrize("spoil", [slice(0, 100), slice(0, 4096), slice(40, 60)])
def test_a_damaged_beginning_is_told_apart_from_a_wrong_key(tmp_path: Path, spoil: slice) -> None:
    filled(tmp_path).close()
    content = bytearray((tmp_path / DATABASE).read_bytes())
    content[spoil] = bytes(len(content[spoil]))
    (tmp_path / DATABASE).write_bytes(content)
    with pytest.raises(DamagedDatabase):
        open_hall(tmp_path)


def test_the_salt_in_the_file_may_be_lost(tmp_path: Path) -> None:
    filled(tmp_path).close()
    with (tmp_path / DATABASE).open("rb+") as file:
        file.write(bytes(16))
    with open_hall(tmp_path) as store:
        assert store.verify().ok


def test_a_newer_database_is_refused_untouched(tmp_path: Path) -> None:
    filled(tmp_path).close()
    with behind_its_back(tmp_path) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    before = (tmp_path / DATABASE).read_bytes()
    with pytest.raises(NewerDatabase, match=f"schema {SCHEMA + 1}, this one knows {SCHEMA}"):
        open_hall(tmp_path)
    assert (tmp_path / DATABASE).read_bytes() == before
    assert not (tmp_path / BACKUPS).exists()


def schema_text(folder: Path) -> list[tuple[object, ...]]:
    with behind_its_back(folder) as db:
        return [*db.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY name"), (schema.schema_of(db),)]


NEXT_STEP = ("CREATE TABLE lane (id INTEGER NOT NULL PRIMARY KEY) STRICT", "ALTER TABLE leg ADD COLUMN lane INTEGER")


@pytest.mark.parametrize("broken", ["CREATE TABLE leg (id)", "INSERT INTO nowhere VALUES (1)", "nonsense"])
def test_a_failing_migration_rolls_back_every_step_of_it(tmp_path: Path, broken: str) -> None:
    with filled(tmp_path) as store:
        rows = journal_rows(store)
    before = schema_text(tmp_path)
    steps = (*all_steps(), (*NEXT_STEP, broken))
    with pytest.raises(MigrationFailed) as told, behind_its_back(tmp_path) as db:
        schema.migrate(db, tmp_path, KEY, tmp_path / BACKUPS, now(), steps)
    assert "as it was before" in str(told.value.message)
    assert schema_text(tmp_path) == before  # the table, the column and the number are gone again
    copies = list((tmp_path / BACKUPS).glob(f"before-schema-{SCHEMA + 1}-from-{SCHEMA}-*.db"))
    assert len(copies) == 1
    assert copies[0].name in str(told.value.message)
    db = connect(copies[0], KEY)
    assert db.execute("SELECT * FROM journal ORDER BY seq").fetchall() == rows
    db.close()
    with open_hall(tmp_path) as store:
        assert journal_rows(store) == rows


def test_a_migration_makes_a_copy_first_and_keeps_the_last_five(tmp_path: Path) -> None:
    filled(tmp_path).close()
    for number in range(8):
        with behind_its_back(tmp_path) as db:
            db.execute(f"PRAGMA user_version = {SCHEMA}")
            with suppress(dbapi2.Error):
                db.execute("DROP TABLE lane")
            step = ("CREATE TABLE lane (id INTEGER NOT NULL PRIMARY KEY) STRICT",)
            at = now().replace(minute=number)
            assert schema.migrate(db, tmp_path, KEY, tmp_path / BACKUPS, at, (*all_steps(), step)) == SCHEMA
            assert schema.schema_of(db) == SCHEMA + 1
    assert len(list((tmp_path / BACKUPS).glob("before-schema-*.db"))) == schema.COPIES_KEPT


def test_an_interrupted_first_start_begins_anew(tmp_path: Path) -> None:
    (tmp_path / DATABASE).touch()
    with open_hall(tmp_path) as store:
        assert store.append([bulky(1)], {}, now()) == 1


# --- nothing heavy at the start --------------------------------------------------------------------------------------


def test_opening_and_replaying_imports_nothing_heavy(tmp_path: Path) -> None:
    filled(tmp_path).close()
    program = f"""
import sys
from datetime import UTC, datetime
from pathlib import Path
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.lobby import Book
from lobbyconsole.store.hall import Store
from lobbyconsole.store.sidefile import SideFile
from lobbyconsole.store import backup, recover, dashboards, verify
now = datetime(2026, 3, 11, 10, tzinfo=UTC)
folder = Path({str(tmp_path)!r})
with Store.open(folder, bytes(range(32)), branch=Branch(), clock=lambda: now) as store:
    assert not SideFile([folder], store.key).waiting
    assert len(Book(store.day_facts(*Branch().day_span(now.date())))) > 40
heavy = {{"sqlalchemy", "sqlmodel", "pydantic", "keyring", "cryptography", "argon2", "PySide6", "numpy", "sqlite3"}}
print(sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr


def test_the_book_of_a_failed_append_can_be_appended_later(tmp_path: Path) -> None:
    # As the recorder does it: changes wait in memory, more come, then all are appended at once.
    with open_hall(tmp_path) as store:
        book, waiting = Book(), []
        store.writer._db.execute("PRAGMA query_only = ON")
        for fact in a_morning(6):
            change = book.add(fact)
            assert change is not None
            waiting.append(change)
            with pytest.raises(ReadOnlyFolder):
                store.append(waiting, {}, now())
        store.writer._db.execute("PRAGMA query_only = OFF")
        assert store.append(waiting, {}, now()) == len(waiting)
        assert store.verify().ok
