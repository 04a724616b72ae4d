"""The printed set knows when it is out of date: a new version of a plan, a changed number, a plan no longer used."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.content_facts import RETIRE
from lobbyconsole.domain.sample import sample_branch
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.plan_prints import Papers, PlanPrints, last_prints
from tests.fakes import FixedClock
from tests.services.meeting_hall import MeetingHall, instant, open_meeting_hall, workweek
from tests.services.rehearsing import rehearse

BANK = workweek(sample_branch("bank"))
CLOCK_AT = instant(BANK, date(2026, 11, 20), "10:00")
LATER = CLOCK_AT + timedelta(minutes=1)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[MeetingHall]:
    made = open_meeting_hall(tmp_path, BANK, FixedClock(CLOCK_AT))
    yield made
    made.close()


def of(hall: MeetingHall) -> PlanPrints:
    return PlanPrints(hall.work.subjects, hall.work.library, lambda: BANK)


def print_all(prints: PlanPrints) -> None:
    made: list[tuple[str, Papers]] = [(plan, which) for plan, which, _ in prints.papers(CLOCK_AT)]
    prints.note_printed([*made, ("", "file")], "zh", by="8001")


def test_what_was_never_printed_is_said_and_printing_all_leaves_nothing(hall: MeetingHall) -> None:
    prints = of(hall)
    plans = prints.plans()
    assert [entry.why for entry in prints.outdated(CLOCK_AT)] == ["never_printed"] * (2 * len(plans) + 2)
    print_all(prints)
    assert of(hall).outdated(LATER) == []
    assert prints.printed("fire")["page"].by == "8001"


def test_a_plan_approved_anew_makes_its_papers_and_the_file_old_and_no_others(hall: MeetingHall) -> None:
    prints = of(hall)
    print_all(prints)
    plan = prints.plans()["fire"]
    changed = replace(plan, summary=Text("Out at once.", "立即撤离。"))
    editions = hall.work.library.propose("plans", changed, by="8001", why="drill")
    assert prints.outdated(LATER) == []  # not yet approved: what hangs there still holds
    rehearse(hall.work.library, "fire", editions.waiting[0].version)
    hall.work.library.approve("plans", "fire", editions.waiting[0].version, by="8002")
    found = {(entry.plan, entry.papers, entry.why) for entry in prints.outdated(LATER)}
    assert found == {("fire", "page", "new_version"), ("fire", "roles", "new_version"), ("", "file", "new_version")}
    prints.note_printed([("fire", "page"), ("fire", "roles"), ("", "file")], "zh")
    assert prints.outdated(LATER) == []


def test_a_changed_number_makes_the_sheets_that_carry_it_old_and_names_the_contact(hall: MeetingHall) -> None:
    prints, library = of(hall), hall.work.library
    print_all(prints)
    contact = library.library().contacts["superior_duty"]
    library.propose("contacts", replace(contact, defaults={"zh-CN": "010-55550100"}), by="8001", why="their new line")
    found = prints.outdated(LATER)
    assert {entry.why for entry in found} == {"numbers_changed"}
    assert {entry.names for entry in found} == {("superior_duty",)}
    assert {("", "phones"), ("", "file"), ("fire", "page")} <= {(entry.plan, entry.papers) for entry in found}
    calling = {
        name for name, plan in prints.plans().items()
        if "superior_duty" in {report.to for report in plan.reporting} | {c for s in plan.steps for c in s.contacts}
    }  # fmt: skip
    assert {entry.plan for entry in found} == calling | {""}
    page = next(paper for plan, which, paper in prints.papers(LATER, "fire") if which == "page")
    assert "010-55550100" in page.to_json()


def test_a_retired_plan_is_to_be_taken_off_the_wall_and_cannot_be_printed(hall: MeetingHall) -> None:
    prints = of(hall)
    print_all(prints)
    hall.work.library.retire("plans", "fire", by="8001", why="the building has its own")
    hall.work.library.approve("plans", "fire", RETIRE, by="8002")
    found = {(entry.plan, entry.papers, entry.why) for entry in prints.outdated(LATER)}
    assert {("fire", "page", "not_in_use"), ("fire", "roles", "not_in_use")} <= found
    with pytest.raises(Refused):
        prints.papers(CLOCK_AT, "fire")


def test_prints_told_in_any_order_and_twice_give_the_same_last_one(hall: MeetingHall) -> None:
    prints = of(hall)
    for language in ("zh", "en", "zh"):
        prints.note_printed([("fire", "page")], language)
    facts = hall.work.subjects.facts("plan:fire")
    expected = last_prints(facts, LATER)
    for seed in range(10):
        told = [*facts, *facts]
        random.Random(seed).shuffle(told)
        assert last_prints(told, LATER) == expected
