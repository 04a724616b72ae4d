"""The branch's own hand in the library: changed, approved, retired, taken back, and what was shipped newer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.content_facts import ContentApproved, ContentProposed
from lobbyconsole.domain.lobby import Change
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.library.book import LibraryBook, body_of, differences, item_of
from lobbyconsole.services.library.compiled import load_library
from lobbyconsole.services.library.shelf import shelf, versions
from lobbyconsole.services.subjects import Subjects
from tests.services.conftest import MORNING, SmallHall
from tests.services.rehearsing import rehearse


@pytest.fixture(scope="module")
def shipped() -> Library:
    return load_library()


@pytest.fixture
def opened(open_hall: Callable[[], SmallHall]) -> Callable[[], LibraryBook]:
    def again() -> LibraryBook:
        hall = open_hall()
        return LibraryBook(Subjects(hall.store, hall.live))

    return again


def test_every_item_survives_the_way_to_the_journal_and_back(shipped: Library) -> None:
    for family in ("checklists", "plans", "briefings", "playbooks", "scripts", "forms", "roles", "contacts"):
        for item in getattr(shipped, family).values():
            assert item_of(family, body_of(item)) == item
            assert body_of(item_of(family, body_of(item))) == body_of(item)


def test_a_change_is_in_force_at_once_and_after_a_restart(opened: Callable[[], LibraryBook], shipped: Library) -> None:
    book = opened()
    mine = replace(shipped.checklists["patrol_hourly"], minutes=7)
    state = book.propose("checklists", mine, by="8001", why="shorter here")
    assert state.current is not None
    assert (state.current.by, state.current.why) == ("8001", "shorter here")
    assert book.library().checklists["patrol_hourly"].minutes == 7
    assert book.shipped().checklists["patrol_hourly"].minutes != 7
    again = opened()
    assert again.library().checklists["patrol_hourly"].minutes == 7
    again.revert("checklists", "patrol_hourly", "", by="8002", why="as shipped")
    assert again.library().checklists["patrol_hourly"] == shipped.checklists["patrol_hourly"]
    with pytest.raises(Refused, match="Nothing was changed"):
        again.propose("checklists", shipped.checklists["patrol_hourly"], by="8001", why="x")
    with pytest.raises(Refused, match="say why"):
        again.propose("checklists", mine, by="8001", why=" ")


def test_a_plan_waits_for_a_second_person(opened: Callable[[], LibraryBook], shipped: Library) -> None:
    book = opened()
    mine = replace(shipped.plans["fire"], review_months=3)
    version = book.propose("plans", mine, by="8001", why="closer look").waiting[0].version
    assert book.library().plans["fire"] == shipped.plans["fire"]
    with pytest.raises(Refused, match="Another person"):
        book.approve("plans", "fire", version, by="8001")
    with pytest.raises(Refused, match="Another person"):
        book.approve("plans", "fire", version, by="")
    rehearse(book, "fire", version)
    book.approve("plans", "fire", version, by="8002")
    assert book.library().plans["fire"].review_months == 3
    with pytest.raises(Refused, match="no such proposal"):
        book.approve("plans", "fire", version, by="8002")


def test_a_plan_of_before_rungs_were_compared_is_still_read(
    opened: Callable[[], LibraryBook], shipped: Library
) -> None:
    """It is in force somewhere, perhaps being walked; only a new change to it is asked to be better."""
    plan = shipped.plans["mass_complaint"]
    twice = replace(plan, ladder=(*plan.ladder, replace(plan.ladder[0], may=Text("More", "更多"))))
    assert item_of("plans", body_of(twice)) == twice
    assert [change.path for change in differences(plan, twice)]
    with pytest.raises(Refused, match="stands twice"):
        opened().propose("plans", twice, by="8001", why="x")


@pytest.mark.parametrize("same", ["a07", "A07 ", " Ａ０７", "ａ０７"])
def test_nobody_approves_their_own_in_other_letters(
    opened: Callable[[], LibraryBook], shipped: Library, same: str
) -> None:
    book = opened()
    mine = replace(shipped.plans["fire"], summary=Text("Ours", "我们的"))
    version = book.propose("plans", mine, by="A07", why="closer look").waiting[0].version
    with pytest.raises(Refused, match="Another person"):
        book.approve("plans", "fire", version, by=same)
    after = MORNING + timedelta(hours=1)
    told = ContentApproved(id="x1", at=after, source="console", by=same, family="plans", item="fire", version=version)
    book.store.append([Change(told, None, None)], {}, MORNING)  # from a merged file, past every question
    state = book.editions("plans", "fire")
    assert (state.in_force, state.flags) == ("", ("approved_own",))


def test_who_proposes_and_who_approves_is_a_person(opened: Callable[[], LibraryBook], shipped: Library) -> None:
    book = opened()
    mine = replace(shipped.plans["fire"], summary=Text("Ours", "我们的"))
    for nobody in ("", "  ", "张三"):
        with pytest.raises(Refused, match="staff number"):
            book.propose("plans", mine, by=nobody, why="closer look")
    version = book.propose("plans", mine, by="8001", why="closer look").waiting[0].version
    with pytest.raises(Refused):
        book.approve("plans", "fire", version, by="张三")
    assert book.library().plans["fire"] == shipped.plans["fire"]


def test_a_wording_of_a_newer_program_leaves_what_was_shipped_in_use(
    opened: Callable[[], LibraryBook], shipped: Library
) -> None:
    book = opened()
    for number, body in enumerate(('{"id":"patrol_hourly","shape":3}', "no json", "[]")):
        told = ContentProposed(
            id=f"n{number}", at=MORNING, source="hq", by="8001", family="checklists", item="patrol_hourly",
            version=f"{number:016x}", body=body, base="", why="newer", approval=False,
        )  # fmt: skip
        book.store.append([Change(told, None, None)], {}, MORNING)
        again = opened()
        assert again.library().checklists["patrol_hourly"] == shipped.checklists["patrol_hourly"]
        assert again.in_force("checklists", "patrol_hourly") == shipped.checklists["patrol_hourly"]
        assert any(entry.id == "patrol_hourly" for entry in shelf(again))
        assert versions(again, "checklists", "patrol_hourly")[0].item is None
        with pytest.raises(Refused):
            again.revert("checklists", "patrol_hourly", f"{number:016x}", by="8002", why="x")
        book = again
    mine = replace(shipped.checklists["patrol_hourly"], minutes=9)
    book.propose("checklists", mine, by="8001", why="readable again")
    assert book.library().checklists["patrol_hourly"] == mine


def test_an_item_is_added_retired_and_restored(opened: Callable[[], LibraryBook], shipped: Library) -> None:
    book = opened()
    own = replace(shipped.checklists["patrol_hourly"], id="patrol_vip", title=Text("VIP patrol", "贵宾室巡检"))
    book.propose("checklists", own, by="8001", why="we have a VIP room")
    assert book.library().checklists["patrol_vip"].title.zh == "贵宾室巡检"
    book.retire("checklists", "patrol_vip", by="8001", why="room closed")
    assert "patrol_vip" not in book.library().checklists
    book.restore("checklists", "patrol_vip", by="8001")
    assert "patrol_vip" in book.library().checklists


def test_a_newer_shipped_version_is_offered_and_never_forced(
    opened: Callable[[], LibraryBook], shipped: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened()
    mine = replace(shipped.checklists["patrol_hourly"], minutes=7)
    book.propose("checklists", mine, by="8001", why="shorter here")
    assert book.updates() == []
    newer = replace(
        shipped, checklists={**shipped.checklists, "patrol_hourly": replace(mine, minutes=5, pass_score=99)}
    )
    monkeypatch.setattr("lobbyconsole.services.library.book.load_library", lambda: newer)
    later = opened()
    assert later.updates() == [("checklists", "patrol_hourly")]
    assert later.library().checklists["patrol_hourly"].minutes == 7
    changes = differences(later.library().checklists["patrol_hourly"], newer.checklists["patrol_hourly"])
    assert [(change.path, change.old, change.new) for change in changes if change.path == "minutes"] == [
        ("minutes", "7", "5")
    ]
    assert [change.path for change in changes] == ["minutes", "pass_score"]
    later.decline_update("checklists", "patrol_hourly", by="8001")
    assert later.updates() == []


def test_differences_name_items_by_their_ids(shipped: Library) -> None:
    old = shipped.checklists["patrol_hourly"]
    first, second, *rest = old.items
    new = replace(old, items=(replace(first, weight=1, text=Text("New words", "新字")), *rest))
    paths = [change.path for change in differences(old, new)]
    assert paths == [f"items[{first.id}].text", f"items[{first.id}].weight", f"items[{second.id}]"]
    moved = replace(old, items=(second, first, *rest))
    assert [change.path for change in differences(old, moved)] == ["items"]
    assert differences(old, old) == []
