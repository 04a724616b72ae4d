"""The printed set: every step stands on it once, under its number, and every branch says where it goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import Paper, Table, Value
from lobbyconsole.domain.sample import sample_branch
from lobbyconsole.services.library.compiled import load_library
from lobbyconsole.services.plan_sheets import one_page, phone_sheet, role_cards, step_numbers

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
BANK = sample_branch("bank")
PLANS = sorted(load_library().plans)


def table(paper: Paper, section: str) -> Table:
    found = paper.section(section)
    assert found is not None
    return next(block for block in found.blocks if isinstance(block, Table))


def without_numbers(cell: Value) -> Text:
    """What to do, without the telephone numbers below it."""
    assert isinstance(cell, Text)
    return Text(cell.en.partition("\n")[0], cell.zh.partition("\n")[0])


def test_a_step_that_calls_somebody_has_the_number_below_it_or_a_line_to_write_it_on() -> None:
    library = load_library()
    rows = table(one_page(library.plans["fire"], library, BANK, NOW), "steps").rows
    cells = [cell.zh for row in rows if isinstance(cell := row.cells[1], Text)]
    assert any("消防救援 119" in cell for cell in cells)
    assert any("安防监控中心 ____" in cell for cell in cells)


@pytest.mark.parametrize("name", PLANS)
def test_every_step_has_one_number_and_stands_once_on_the_page_and_on_one_card(name: str) -> None:
    library = load_library()
    plan = library.plans[name]
    numbers = step_numbers(plan)
    assert sorted(numbers.values()) == list(range(1, len(plan.steps) + 1))
    assert numbers[plan.start] == 1
    page = one_page(plan, library, BANK, NOW)
    assert [without_numbers(row.cells[1]) for row in table(page, "steps").rows] == [
        plan.step(step).text for step in sorted(numbers, key=lambda step: numbers[step])
    ]
    cards = role_cards(plan, library, BANK, NOW)
    told = [without_numbers(row.cells[1]) for block in cards.blocks() if isinstance(block, Table) for row in block.rows]
    doing = [step.text for step in plan.steps if step.kind != "end"]
    assert sorted(text.en for text in told) == sorted(text.en for text in doing)
    assert page.to_json() == one_page(plan, library, BANK, NOW).to_json()
    assert Paper.from_json(cards.to_json()) == cards


def test_a_branch_says_the_number_it_goes_to() -> None:
    library = load_library()
    plan = library.plans["armed_attack"]
    numbers = step_numbers(plan)
    rows = table(one_page(plan, library, BANK, NOW), "steps").rows
    for step in plan.steps:
        for branch in step.branches:
            cell = rows[numbers[step.id] - 1].cells[-1]
            assert f"{branch.when.zh} → {numbers[branch.goto]}" in cell.zh  # type: ignore[union-attr]


def test_the_page_names_the_version_it_was_printed_from() -> None:
    library = load_library()
    plan = library.plans["fire"]
    first = one_page(plan, library, BANK, NOW)
    changed = replace(plan, summary=replace(plan.summary, en="Out."))
    assert first.agenda != one_page(changed, library, BANK, NOW).agenda
    assert first.agenda == role_cards(plan, library, BANK, NOW).agenda


def test_the_phone_sheet_has_each_number_once_and_shows_what_is_missing() -> None:
    library = load_library()
    sheet = phone_sheet(list(library.plans.values()), library, BANK, NOW)
    rows = table(sheet, "phones").rows
    titles = [row.cells[0] for row in rows]
    assert len(titles) == len({title.zh for title in titles})  # type: ignore[union-attr]
    assert "110" in [row.cells[1] for row in rows]
    assert {row.verdict for row in rows if not row.cells[1]} == {"bad"}
