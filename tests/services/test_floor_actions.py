"""What a plan may do on the floor, by the desk's verbs on a real store, and its way back; battery and stand-ins."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from lobbyconsole.domain.branch import CounterPlace
from lobbyconsole.domain.walkthrough_roles import candidates, chain
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.battery import on_battery
from lobbyconsole.services.floor_actions import FloorChange, act, change_of, paper_range, take_back
from lobbyconsole.services.library.compiled import load_library
from tests.services.conftest import SmallHall

WHY = "停电"


def change(hall: SmallHall, kind: str) -> FloorChange:
    hall.live.record(()).result()
    time.sleep(0.02)  # a picture may be painted a few milliseconds after the fact
    return change_of(kind, WHY, hall.live.snapshot)


def test_calling_is_paused_and_goes_on_only_where_we_paused_it(hall: SmallHall) -> None:
    for counter in ("1", "2", "3"):
        hall.desk.open_counter(counter).result()
    hall.desk.pause_counter("3", "午餐").result()
    hall.desk.issue("cash").result()
    hall.desk.call_next("1").result()
    found = change(hall, "pause_calling")
    assert (found.ahead, found.back) == (("1", "2"), ())
    assert act(hall.desk, found, WHY, hall.live.snapshot).values == {"what": "1, 2"}
    found = change(hall, "pause_calling")
    assert (found.ahead, found.back) == ((), ("1", "2"))
    take_back(hall.desk, found)
    change(hall, "pause_calling")
    assert {tile.id for tile in hall.live.snapshot.picture.tiles if tile.activity == "paused"} == {"3"}


def test_counters_with_somebody_there_are_not_closed_and_ours_open_again(hall: SmallHall) -> None:
    for counter in ("1", "2"):
        hall.desk.open_counter(counter).result()
    hall.desk.issue("cash").result()
    hall.desk.call_next("1").result()
    act(hall.desk, change(hall, "close_counters"), WHY, hall.live.snapshot)
    assert change(hall, "close_counters").back == ("2",)  # number 3 was never open
    assert {tile.id for tile in hall.live.snapshot.picture.tiles if tile.activity == "closed"} == {"2", "3"}
    take_back(hall.desk, change(hall, "close_counters"))
    assert change(hall, "close_counters").ahead == ("2",)


def test_no_more_numbers_and_numbers_again(hall: SmallHall) -> None:
    act(hall.desk, change(hall, "stop_numbers"), WHY, hall.live.snapshot)
    with pytest.raises(Refused):
        hall.desk.issue("cash").result()
    take_back(hall.desk, change(hall, "stop_numbers"))
    hall.desk.issue("cash").result()
    hall.desk.close_queue("corporate", "会议").result()
    assert change(hall, "stop_numbers").back == ()  # what others stopped is theirs


def test_paper_goes_on_where_the_desk_stopped_and_the_desk_leaves_it_alone(hall: SmallHall) -> None:
    hall.desk.issue("cash").result()
    until = time.monotonic() + 10
    while hall.live.snapshot.picture.figures.waiting < 1 and time.monotonic() < until:
        time.sleep(0.01)  # the picture follows the fact
    assert paper_range(hall.live.snapshot, "cash") == (2, 51)
    done = act(hall.desk, change(hall, "paper_numbers"), WHY, hall.live.snapshot)
    assert done.values == {"what": "A002–A051, C001–C050"}
    assert hall.desk.issue("cash").result().number == "A052"


def test_the_line_in_need_is_diverted_to_counters_that_can_take_it_and_back(hall: SmallHall) -> None:
    branch = hall.branch
    places = [replace(branch.counters[0], services=("corporate",)), *branch.counters[1:]]
    hall.live.set_branch(replace(branch, counters=tuple(places)))
    assert change(hall, "divert_service").ahead == ()  # nobody waits
    for counter in ("1", "2"):
        hall.desk.open_counter(counter).result()
    hall.desk.sign_on("3", "0731", ["corporate"]).result()
    hall.desk.open_counter("3").result()
    hall.desk.issue("corporate").result()
    for _ in range(3):
        hall.desk.issue("cash").result()
    found = change(hall, "divert_service")
    assert (found.service, found.ahead, found.back) == ("cash", ("1",), ())  # 2 takes it; who sits at 3 may not
    assert act(hall.desk, found, WHY, hall.live.snapshot).values == {"what": "1", "service": "A"}
    found = change(hall, "divert_service")
    assert (found.ahead, found.back) == ((), ("1",))
    hall.desk.call_next("1").result()  # the corporate customer came first
    called = hall.desk.call_next("1").result()
    assert called is not None
    assert called.number == "A001"
    done = take_back(hall.desk, change(hall, "divert_service"))
    assert done.values == {"what": "1"}
    change(hall, "divert_service")
    assert hall.live.snapshot.picture.counters["1"].services == ("corporate",)


def test_a_line_no_open_counter_takes_comes_before_the_longest(hall: SmallHall) -> None:
    branch = replace(hall.branch, counters=(CounterPlace(id="1", services=("cash",)),))
    hall.live.set_branch(branch)
    hall.desk.open_counter("1").result()
    for name in ("cash", "cash", "corporate"):
        hall.desk.issue(name).result()
    assert change(hall, "divert_service").service == "corporate"


def test_nothing_to_do_is_said(hall: SmallHall) -> None:
    with pytest.raises(Refused):
        act(hall.desk, change(hall, "pause_calling"), WHY, hall.live.snapshot)
    with pytest.raises(Refused):
        take_back(hall.desk, change(hall, "close_counters"))


def test_the_shipped_plans_say_what_they_may_do_where_their_text_does() -> None:
    found = {
        (plan.id, step.id): step.floor for plan in load_library().plans.values() for step in plan.steps if step.floor
    }
    assert found[("power_outage", "s4")] == "pause_calling"
    assert found[("queue_machine_failure", "s4")] == "paper_numbers"
    assert found[("crowd_surge", "s1")] == "divert_service"
    assert set(found.values()) == {
        "pause_calling", "close_counters", "stop_numbers", "divert_service", "paper_numbers", "head_count"
    }  # fmt: skip


# --- battery ----------------------------------------------------------------------------------------------------------


def supply(folder: Path, name: str, **lines: str) -> None:
    (folder / name).mkdir(parents=True)
    for key, value in lines.items():
        (folder / name / key).write_text(value + "\n")


def test_a_battery_that_drains_and_no_mains_is_battery(tmp_path: Path) -> None:
    assert not on_battery(tmp_path / "nothing")
    supply(tmp_path, "BAT0", type="Battery", status="Discharging")
    assert on_battery(tmp_path)
    supply(tmp_path, "AC", type="Mains", online="1")
    assert not on_battery(tmp_path)
    (tmp_path / "AC" / "online").write_text("0\n")
    assert on_battery(tmp_path)


def test_the_battery_of_a_mouse_is_nothing(tmp_path: Path) -> None:
    supply(tmp_path, "hidpp", type="Battery", status="Discharging", scope="Device")
    assert not on_battery(tmp_path)


# --- roles ------------------------------------------------------------------------------------------------------------


class Person(NamedTuple):
    number: str
    roles: tuple[str, ...]


class Post(NamedTuple):
    deputy: str


POSTS = {"caller": Post("teller"), "teller": Post("shift"), "shift": Post("caller")}


def test_deputies_in_a_circle_come_to_an_end() -> None:
    assert chain("caller", POSTS) == ["caller", "teller", "shift"]


def test_who_has_the_role_comes_first_then_deputies_then_whoever_is_free() -> None:
    roster = [Person("1", ()), Person("2", ("teller",)), Person("3", ("caller",)), Person("4", ("teller",))]
    assert candidates("caller", POSTS, roster) == [("3", "caller"), ("2", "teller"), ("4", "teller"), ("1", "")]
    assert candidates("caller", POSTS, roster, busy=["3"])[0] == ("2", "teller")
    assert ("3", "caller") in candidates("caller", POSTS, roster, busy=["3"])
