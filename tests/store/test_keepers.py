"""Rounds, records, content and meetings: kept with the journal, right in any order of arrival, checked by verify."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.content.checklists import CheckItem, Checklist, OnFail, Scale
from lobbyconsole.domain.content.editions import version_of
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.content_facts import ContentApproved, ContentKept, ContentProposed
from lobbyconsole.domain.lobby import Change
from lobbyconsole.domain.meeting_facts import AttendanceTaken, MeetingBegun, MeetingClosed
from lobbyconsole.domain.register_facts import RecordEdited, RecordMoved, RecordOpened
from lobbyconsole.domain.round_facts import RoundAnswered, RoundBegun, RoundFinished
from lobbyconsole.store.connection import connect
from lobbyconsole.store.hall import DATABASE, Store
from lobbyconsole.store.keepers import KEEPERS
from tests.domain.strategies import minute
from tests.store.halls import KEY, a_morning, now, open_hall, record

W = Text("words", "字")


def item(name: str, **more: Any) -> CheckItem:
    return CheckItem(id=name, text=W, touchpoint="queueing", zone="waiting", standard=W,
                     scale=Scale(type="pass_fail"), weight=2, critical=more.pop("critical", False),
                     on_fail=OnFail(action=W, owner="cleaner", due_min=30))  # fmt: skip


CHECKLIST = Checklist(id="list", title=W, kind="patrol", when="on_demand", zone="whole_hall", owner="lobby_manager",
                      minutes=5, pass_score=80, summary=W, items=(item("i1"), item("i2", critical=True)))  # fmt: skip
BODY = msgspec.json.encode(CHECKLIST).decode()
VERSION = version_of(BODY)


def story() -> list[f.Fact]:
    return [
        ContentKept(id="k", at=minute(0), family="checklists", item="list", version=VERSION, body=BODY),
        RoundBegun(id="b", at=minute(1), round="r1", checklist="list", version=VERSION, due_at=minute(0), by="8001"),
        RoundAnswered(id="a1", at=minute(2), round="r1", item="i1", verdict="pass"),
        RoundAnswered(id="a2", at=minute(3), round="r1", item="i2", verdict="fail", opened="record:actions/ZG-1"),
        RecordOpened(id="o", at=minute(3), register="actions", record="ZG-1", cause="round:r1", values=(
            ("finding", '"no cups"'), ("owner", '"cleaner"'), ("due", json.dumps(minute(60).isoformat())),
            ("zone", '"waiting"'), ("item", '"i2"'))),
        RoundFinished(id="f", at=minute(4), round="r1"),
        RecordEdited(id="e", at=minute(30), register="actions", record="ZG-1", values=(("evidence", '"cups"'),)),
        RecordMoved(id="m", at=minute(31), register="actions", record="ZG-1", to="done", by="8002"),
        RecordMoved(id="v", at=minute(40), register="actions", record="ZG-1", to="verified", by="8003"),
        MeetingBegun(id="mb", at=minute(50), meeting="m1", agenda="closing", version="x", day="2026-03-11", paper="{}"),
        AttendanceTaken(id="t", at=minute(51), meeting="m1", staff="1001", presence="present"),
        AttendanceTaken(id="t2", at=minute(51), meeting="m1", staff="1002", presence="absent"),
        MeetingClosed(id="mc", at=minute(55), meeting="m1"),
        ContentProposed(id="p", at=minute(70), family="plans", item="fire", version="v1", body="{}", base="", why="w",
                        approval=True, by="8001"),
        ContentApproved(id="ap", at=minute(71), family="plans", item="fire", version="v1", by="8002"),
    ]  # fmt: skip


def append(store: Store, facts: Sequence[f.Fact]) -> None:
    store.append([Change(fact, None, None) for fact in facts], {}, now())


def kept(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    with store.reader() as db:
        return {
            table.name: sorted(db.execute(f"SELECT {', '.join(table.columns)} FROM {table.name}").fetchall(), key=repr)
            for keeper in KEEPERS
            for table in keeper.tables
        }


def rows(store: Store, query: str) -> list[tuple[Any, ...]]:
    with store.reader() as db:
        return db.execute(query).fetchall()


def test_what_is_kept_of_a_round_a_record_and_a_meeting(tmp_path: Path) -> None:
    with open_hall(tmp_path) as store:
        append(store, story())
        columns = "round, state, business_day, answered, failed, critical, points, possible, red"
        assert rows(store, f"SELECT {columns} FROM round") == [("r1", "finished", "2026-03-11", 2, 1, 1, 2.0, 4.0, 1)]
        assert rows(store, "SELECT item, verdict, points, weight, critical, opened FROM round_item ORDER BY item") == [
            ("i1", "pass", 2.0, 2.0, 0, ""),
            ("i2", "fail", 0.0, 2.0, 1, "record:actions/ZG-1"),
        ]
        assert rows(store, "SELECT state, is_open, owner, summary, zone, item, cause, flags FROM record") == [
            ("verified", 0, "cleaner", "no cups", "waiting", "i2", "round:r1", "")
        ]
        assert rows(store, "SELECT present, absent FROM meeting") == [(1, 1)]
        assert rows(store, "SELECT family, item, in_force, waiting FROM content_state ORDER BY family") == [
            ("checklists", "list", "", 0),
            ("plans", "fire", "v1", 0),
        ]
        assert store.verify().ok


@pytest.mark.parametrize("seed", range(6))
def test_any_order_and_doubles_keep_the_same_rows(tmp_path: Path, seed: int) -> None:
    draw = Random(seed)
    shuffled = [*story(), *draw.sample(story(), 5)]
    draw.shuffle(shuffled)
    with open_hall(tmp_path / "plain") as plain, open_hall(tmp_path / "shuffled") as other:
        append(plain, story())
        while shuffled:  # in batches of any size, among the facts of a floor
            size = draw.randint(1, 4)
            append(other, shuffled[:size])
            del shuffled[:size]
        record(other, a_morning(5))
        assert kept(other) == kept(plain)
        assert other.verify().ok


def test_the_tables_can_be_made_anew_from_the_journal(tmp_path: Path) -> None:
    with open_hall(tmp_path) as store:
        append(store, story())
        before = kept(store)
        with store.writer.transaction() as db:
            db.execute("DELETE FROM round_item")
            db.execute("UPDATE record SET owner = 'x'")
        store.rebuild_tables()
        assert kept(store) == before


@pytest.mark.parametrize(
    ("spoil", "table", "what"),
    [
        ("UPDATE round SET points = 4", "round", "differs"),
        ("DELETE FROM round_item WHERE item = 'i2'", "round_item", "missing"),
        ("UPDATE record SET owner = 'guard'", "record", "differs"),
        ("INSERT INTO meeting VALUES ('m9', '', '', '', '', NULL, NULL, 0, 0, 0, '')", "meeting", "extra"),
        ("UPDATE content_version SET body = '{}' WHERE family = 'checklists'", "content_version", "differs"),
        ("DELETE FROM content_state", "content_state", "missing"),
    ],
)
def test_a_changed_row_is_found(tmp_path: Path, spoil: str, table: str, what: str) -> None:
    with open_hall(tmp_path) as store:
        append(store, story())
    db = connect(tmp_path / DATABASE, KEY)
    db.execute(spoil)
    db.close()
    with open_hall(tmp_path) as store:
        report = store.verify()
    assert (table, what) in {(found.table, found.what) for found in report.differences}


def test_a_round_told_before_its_wording_is_scored_when_that_arrives(tmp_path: Path) -> None:
    with open_hall(tmp_path) as store:
        append(store, story()[1:])
        assert rows(store, "SELECT points, red FROM round") == [(None, None)]
        append(store, story()[:1])
        assert rows(store, "SELECT points, red FROM round") == [(2.0, 1)]
        assert store.verify().ok


def test_nonsense_in_facts_is_kept_and_breaks_nothing(tmp_path: Path) -> None:
    odd: list[f.Fact] = [
        ContentKept(id="1", at=minute(0), family="checklists", item="odd", version="odd", body="no checklist"),
        RoundBegun(id="2", at=minute(1), round="r/2", checklist="odd", version="odd"),
        RoundAnswered(id="3", at=minute(2), round="r/2", item="x", verdict="maybe", value=float("1e300")),
        RecordOpened(id="4", at=minute(3), register="unknown", record="1", values=(("a", "{"), ("due", '"soon"'))),
        RecordMoved(id="5", at=minute(4), register="actions", record="", to="nowhere"),
        RecordOpened(id="6", at=minute(5), register="actions", record="x/y", values=(("due", '"tomorrow"'),)),
        f.ActionUndone(id="7", at=minute(6), undoes=("4",), about="record:unknown/1"),
        f.ActionUndone(id="8", at=minute(6), undoes=("nothing",), about="meeting:none"),
    ]
    with open_hall(tmp_path) as store:
        append(store, odd)
        assert store.verify().ok
        assert {row[0] for row in rows(store, "SELECT record FROM record")} == {"", "x/y"}


def test_ten_thousand_rounds_do_not_slow_the_next_one(tmp_path: Path) -> None:
    """Not a timing: the work for one fact must not grow with what is there, so the plan may not scan."""
    with open_hall(tmp_path) as store, store.reader() as db:
        for keeper in KEEPERS:
            for table in keeper.tables:
                plan = db.execute(
                    f"EXPLAIN QUERY PLAN SELECT * FROM {table.name} WHERE {table.where}", ("x",) * table.keys
                ).fetchall()
                assert all("SCAN" not in row[3] for row in plan), (table.name, plan)


def test_the_day_of_a_round_is_the_day_it_was_due(tmp_path: Path) -> None:
    late = minute(1) + timedelta(days=1)
    with open_hall(tmp_path) as store:
        append(store, [RoundBegun(id="b", at=late, round="r", checklist="l", version="v", due_at=minute(0))])
        assert rows(store, "SELECT business_day FROM round") == [("2026-03-11",)]


@pytest.mark.parametrize(("register", "key"), [("../..", "ZG-1"), ("a/b", "c"), ("", "/"), ("/", "")])
def test_a_slash_in_a_register_is_kept_like_any_other(tmp_path: Path, register: str, key: str) -> None:
    """The subject of a record is cut in two at its first slash: its row must stand where that says."""
    with open_hall(tmp_path) as store:
        for at in range(3):
            note = RecordEdited(id=f"e{at}", at=minute(at), register=register, record=key, values=(("x", str(at)),))
            assert record(store, [note]) == 1
        assert store.verify().ok
        store.rebuild_tables()
        assert store.verify().ok
