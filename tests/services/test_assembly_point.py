"""The assembly point is a setting of the hall: in the head count, on the printed plans, and known when they are old."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from lobbyconsole.config import Settings
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import Table
from lobbyconsole.domain.sample import sample_branch
from lobbyconsole.domain.walkthrough import commander
from lobbyconsole.services.plan_file import plan_file
from lobbyconsole.services.plan_prints import Papers, PlanPrints
from lobbyconsole.services.plan_sheets import one_page, role_cards
from lobbyconsole.services.work import Work
from tests.fakes import FixedClock
from tests.services.conftest import SmallHall, hall, open_hall  # noqa: F401 - fixtures
from tests.services.meeting_hall import MeetingHall, instant, open_meeting_hall, workweek

BANK = workweek(sample_branch("bank"))
PLACED = msgspec.structs.replace(BANK, assembly="北侧停车场 <P2>")
AT = instant(BANK, date(2026, 11, 20), "10:00")


@pytest.fixture
def meeting(tmp_path: Path) -> Iterator[MeetingHall]:
    made = open_meeting_hall(tmp_path, BANK, FixedClock(AT))
    yield made
    made.close()


def test_a_branch_from_before_has_none() -> None:
    told = msgspec.json.decode(msgspec.json.encode(BANK))
    del told["assembly"]
    assert msgspec.convert(told, Branch).assembly == ""


def test_it_stands_at_the_step_that_counts_and_nowhere_else(meeting: MeetingHall) -> None:
    library = meeting.work.library.library()
    plan = library.plans["evacuation"]
    for paper in (one_page(plan, library, PLACED, AT), role_cards(plan, library, PLACED, AT)):
        cells = [
            cell for block in paper.blocks() if isinstance(block, Table) for row in block.rows for cell in row.cells
        ]
        said = [cell for cell in cells if isinstance(cell, Text) and "P2" in cell.zh]
        assert len(said) == 1
        assert said[0].en.endswith("(assembly point: 北侧停车场 <P2>)")
        assert said[0].zh.endswith("（集合点：北侧停车场 <P2>）")
    assert "P2" not in one_page(library.plans["power_outage"], library, PLACED, AT).to_json()
    page = plan_file(library, PLACED, AT.date())
    assert "北侧停车场 \\u003cP2>" in page
    assert plan_file(library, BANK, AT.date()).count("集合点：") == 0


def test_a_new_place_makes_old_what_carries_it_and_no_phone_sheet(meeting: MeetingHall) -> None:
    places = [BANK]
    prints = PlanPrints(meeting.work.subjects, meeting.work.library, lambda: places[-1])
    made: list[tuple[str, Papers]] = [(plan, which) for plan, which, _ in prints.papers(AT)]
    prints.note_printed([*made, ("", "file")], "zh", by="8001")
    later = AT + timedelta(minutes=1)
    assert prints.outdated(later) == []
    places.append(PLACED)
    old = prints.outdated(later)
    assert {entry.names for entry in old} == {("assembly_point",)}
    assert ("", "file") in {(entry.plan, entry.papers) for entry in old}
    assert ("", "phones") not in {(entry.plan, entry.papers) for entry in old}
    assert ("evacuation", "page") in {(entry.plan, entry.papers) for entry in old}
    assert not [entry for entry in old if entry.plan == "power_outage"]


def test_a_head_count_begins_there_and_another_place_of_the_moment_does_not_change_the_setting(
    hall: SmallHall,  # noqa: F811
) -> None:
    place = msgspec.structs.replace(hall.branch, assembly="north car park")
    walks = Work(hall.store, hall.live, lambda: Settings(branch=place)).walkthroughs
    first = walks.start("evacuation", by="8001")
    walks.count_heads(first.walk.key, ("8001",), (), place=walks.assembly_point(), by="8001")
    state = walks.count_heads(first.walk.key, place="school yard", by="8001")
    assert state.walk.heads is not None
    assert state.walk.heads.place == "school yard"
    assert walks.assembly_point() == "north car park"
    without = Work(hall.store, hall.live, lambda: Settings(branch=hall.branch)).walkthroughs
    assert without.assembly_point() == "school yard"


def test_who_leads_is_whoever_has_that_role_last(hall: SmallHall) -> None:  # noqa: F811
    walks = Work(hall.store, hall.live, lambda: Settings(branch=hall.branch)).walkthroughs
    key = walks.start("evacuation", by="8001").walk.key
    assert commander(walks.take_role(key, "incident_lead", "8002", by="8001").walk) == "8002"
    state = walks.hand_over(key, "8001", briefing="back", by="8002")  # the one who began it is not the leader any more
    assert commander(state.walk) == "8001"
    assert state.walk.timeline[-2].words == "back"
    assert len(walks.hand_over(key, "8001", by="8002").walk.timeline) == len(state.walk.timeline)
