"""The declared tables are those of the migrated schema, and can be queried through SQLModel."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool
from sqlcipher3 import dbapi2
from sqlmodel import SQLModel, func, select

from lobbyconsole.store import tables
from lobbyconsole.store.connection import connect_reading
from lobbyconsole.store.hall import DATABASE
from lobbyconsole.store.rows import HourCell, LegRow, SpellRow
from tests.store.halls import KEY, behind_its_back, filled


def drift(folder: Path) -> list[object]:
    """What Alembic would have to do to bring the database to the models."""
    engine = create_engine(
        "sqlite://", creator=lambda: connect_reading(folder / DATABASE, KEY), module=dbapi2, poolclass=NullPool
    )
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        found = compare_metadata(MigrationContext.configure(connection, opts=options), SQLModel.metadata)
    engine.dispose()
    return list(found)


def test_the_models_and_the_migrated_schema_are_the_same(tmp_path: Path) -> None:
    filled(tmp_path).close()
    assert drift(tmp_path) == []


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE leg ADD COLUMN lane INTEGER",
        "ALTER TABLE leg DROP COLUMN rating",
        "DROP INDEX leg_day",
        "CREATE INDEX more ON leg (visit)",
        "CREATE TABLE lane (id INTEGER NOT NULL PRIMARY KEY) STRICT",
    ],
)
def test_a_difference_would_be_seen(tmp_path: Path, change: str) -> None:
    filled(tmp_path).close()
    with behind_its_back(tmp_path) as db:
        db.execute(change)
    assert len(drift(tmp_path)) == 1


def test_the_rows_we_write_have_the_columns_of_the_tables() -> None:
    assert set(LegRow._fields) | {"id"} == set(tables.LegTable.model_fields)
    assert set(SpellRow._fields) | {"id"} == set(tables.SpellTable.model_fields)
    assert {*HourCell._fields, "business_day", "hour", "service"} == set(tables.RollupHourTable.model_fields)


def test_a_session_reads_and_cannot_write(tmp_path: Path) -> None:
    with filled(tmp_path) as store:
        with tables.reading_session(store) as session:
            legs = session.exec(select(tables.LegTable).where(tables.LegTable.number == "a007")).all()
            assert [leg.ticket for leg in legs] == ["a007"]  # the column ignores case, as people do
            assert session.exec(select(func.count()).select_from(tables.JournalTable)).one() == store.head()[0]
        with tables.reading_session(store) as session:
            session.add(tables.MetaTable(key="x", value="y"))
            with pytest.raises(OperationalError, match="readonly"):
                session.commit()


def test_a_session_sees_one_moment(tmp_path: Path) -> None:
    with filled(tmp_path) as store, tables.reading_session(store) as session:
        count = select(func.count()).select_from(tables.MetaTable)
        before = session.exec(count).one()
        store.set_meta("x", "y")
        assert session.exec(count).one() == before
