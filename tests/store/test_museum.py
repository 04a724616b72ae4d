"""A database of every released schema opens, shows what it always showed, and passes the deep check."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from lobbyconsole.store.connection import reading
from lobbyconsole.store.hall import DATABASE
from lobbyconsole.store.migrations import SCHEMA, all_steps
from lobbyconsole.store.schema import schema_of
from tests.domain.strategies import HALL
from tests.store.halls import open_hall

MUSEUM = sorted((Path(__file__).parent / "databases").glob("schema*.db"))


def test_every_schema_is_in_the_museum() -> None:
    assert [path.name for path in MUSEUM] == [f"schema{number}-test-key-only.db" for number in range(1, SCHEMA + 1)]


@pytest.mark.parametrize("path", MUSEUM, ids=lambda path: path.stem)
def test_an_old_database_opens_and_shows_what_it_always_showed(tmp_path: Path, path: Path) -> None:
    """Made by make_museum.py with the program of its time; the key beside it protects nothing."""
    card = json.loads(path.with_suffix(".json").read_text("utf-8"))
    key = bytes.fromhex(card["test_key"])
    shutil.copy(path, tmp_path / DATABASE)
    with reading(tmp_path / DATABASE, key) as db:
        assert schema_of(db) == card["schema"]
    with open_hall(tmp_path, branch=HALL, key=key) as store:
        assert store.head() == (card["rows"], bytes.fromhex(card["head"]))
        assert [day.isoformat() for day in store.days()] == card["days"]
        assert len(store.facts_of("ticket:a007")) == card["facts_of_a007"]
        if store.outdated:  # the rules of counting have changed since; the journal has not
            store.rebuild_tables()
            assert not store.outdated
        else:
            figures = store.kpis((store.days()[0], store.days()[-1]))
            assert figures.counts._asdict() == card["counts"]
        assert store.verify(anchors={card["rows"]: bytes.fromhex(card["head"])}).ok


def test_there_are_as_many_steps_as_schemas() -> None:
    assert len(all_steps()) == SCHEMA
