"""The next morning says what was changed, by whom, what hangs there and no longer holds, and which lessons are open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import Figure, Note, Paper, Table
from lobbyconsole.domain.sample import sample_branch
from lobbyconsole.services.plan_prints import Papers, PlanPrints
from tests.fakes import FixedClock
from tests.services.meeting_hall import MeetingHall, instant, of, open_meeting_hall, workweek
from tests.services.rehearsing import rehearse

BANK = workweek(sample_branch("bank"))
FRIDAY, MONDAY, TUESDAY, WEDNESDAY = (date(2026, 11, day) for day in (20, 23, 24, 25))
AT = instant(BANK, FRIDAY, "15:00")


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[MeetingHall]:
    made = open_meeting_hall(tmp_path, BANK, FixedClock(AT))
    yield made
    made.close()


def morning(hall: MeetingHall, day: date) -> Paper:
    return hall.meetings.compose("morning", day, instant(BANK, day, "08:20"))


def cells(paper: Paper, source: str) -> list[list[str]]:
    tables = [block for block in of(paper, source) if isinstance(block, Table)]
    return [
        [cell.say("en") if hasattr(cell, "say") else str(cell) for cell in row.cells]
        for table in tables for row in table.rows
    ]  # fmt: skip


def test_a_changed_plan_is_named_with_both_people_and_only_until_the_next_meeting(hall: MeetingHall) -> None:
    library = hall.work.library
    plan = library.library().plans["fire"]
    changed = replace(plan, summary=Text("Out at once.", "立即撤离。"))
    editions = library.propose("plans", changed, by="8001", why="drill")
    (row,) = cells(morning(hall, MONDAY), "standards_changed")
    assert row == [plan.title.en, "waits for a second person", "Fri 20 Nov", "8001", "drill"]
    rehearse(library, "fire", editions.waiting[0].version)
    library.approve("plans", "fire", editions.waiting[0].version, by="8002")
    paper = morning(hall, MONDAY)  # over the week end
    (row,) = cells(paper, "standards_changed")
    assert row == [plan.title.en, "changed", "Fri 20 Nov", "8001, 8002", "drill"]
    table = next(block for block in of(paper, "standards_changed") if isinstance(block, Table))
    assert table.rows[0].link is not None
    assert (table.rows[0].link.kind, table.rows[0].link.key) == ("standard", "plans/fire")
    assert [type(block) for block in of(morning(hall, TUESDAY), "standards_changed")] == [Note]
    assert [type(block) for block in of(morning(hall, FRIDAY), "standards_changed")] == [Note]  # not before it was done


def test_a_retired_checklist_and_one_taken_in_again_are_named(hall: MeetingHall) -> None:
    library = hall.work.library
    name = next(name for name, item in library.library().checklists.items() if not item.approval)
    title = library.library().checklists[name].title.en
    library.retire("checklists", name, by="8001", why="too long")
    assert cells(morning(hall, MONDAY), "standards_changed")[0][:2] == [title, "no longer used"]
    hall.time.advance(60)
    library.restore("checklists", name, by="8002", why="missed")
    assert [row[:2] for row in cells(morning(hall, MONDAY), "standards_changed")] == [
        [title, "used again"], [title, "no longer used"],
    ]  # fmt: skip


def test_a_print_that_no_longer_holds_is_named(hall: MeetingHall) -> None:
    prints, library = PlanPrints(hall.work.subjects, hall.work.library, lambda: BANK), hall.work.library
    (note,) = of(morning(hall, MONDAY), "printed_plans")
    assert isinstance(note, Note)
    assert "never printed" in str(note.words)
    made: list[tuple[str, Papers]] = [(plan, which) for plan, which, _ in prints.papers(AT)]
    prints.note_printed([*made, ("", "file")], "zh", by="8001")
    (note,) = of(morning(hall, MONDAY), "printed_plans")
    assert isinstance(note, Note)
    assert note.verdict == "good"
    plan = prints.plans()["fire"]
    editions = library.propose("plans", replace(plan, summary=Text("Out.", "撤。")), by="8001", why="drill")
    rehearse(library, "fire", editions.waiting[0].version)
    library.approve("plans", "fire", editions.waiting[0].version, by="8002")
    assert [row[0] for row in cells(morning(hall, MONDAY), "printed_plans")] == [
        f"{plan.title.en}: the page", f"{plan.title.en}: role cards", "File of all plans for phones",
    ]  # fmt: skip


def test_an_open_lesson_is_named_before_it_is_overdue(hall: MeetingHall) -> None:
    walk = hall.work.walkthroughs.start("power_outage", by="8001").walk.key
    hall.work.walkthroughs.end(walk, "over", by="8001")
    hall.work.reviews.add_lesson(
        "walk:" + walk, "A torch by each door.", "teller", instant(BANK, TUESDAY, "12:00"), by="8001"
    )

    def said(day: date) -> tuple[float | None, float | None, str]:
        blocks = of(morning(hall, day), "drills_due")
        figures = {str(block.label): block.value for block in blocks if isinstance(block, Figure)}
        table = [block for block in blocks if isinstance(block, Table)][-1]
        assert "A torch by each door." in str(table.rows[-1].cells[0])
        return figures["Lessons open"], figures["Lessons overdue"], table.rows[-1].verdict

    assert said(MONDAY) == (1.0, 0.0, "none")
    assert said(WEDNESDAY) == (1.0, 1.0, "bad")
