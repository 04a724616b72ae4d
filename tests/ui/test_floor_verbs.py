"""What one does on the floor, by key and by click, on a real hall: keys do what they say, refusals stay in place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit

from lobbyconsole.config import Printing
from lobbyconsole.ui.screens.floor import FloorScreen
from lobbyconsole.ui.widgets.floor_forms import KeyButton
from tests.ui.floor_samples import BRANCH, RunningHall, busy_with_calls, floor_of, running


@pytest.fixture
def hall(tmp_path: Path, qapp) -> Iterator[RunningHall]:
    with running(busy_with_calls(), tmp_path) as hall:
        yield hall


@pytest.fixture
def floor(hall: RunningHall, qtbot) -> FloorScreen:
    screen = floor_of(hall, qtbot)
    screen.activateWindow()
    screen.setFocus()
    return screen


def press(qtbot, floor: FloorScreen, keys: str) -> None:
    """Keys one after the other, each to whatever has the keyboard then."""
    named = {"↵": Qt.Key.Key_Return, "⎋": Qt.Key.Key_Escape, "␣": Qt.Key.Key_Space, "↓": Qt.Key.Key_Down}
    for key in keys:
        target = floor.window().focusWidget() or floor
        qtbot.keyClick(target, named[key]) if key in named else qtbot.keyClick(target, key)


def tile(floor: FloorScreen, counter: str):
    assert floor.snapshot is not None
    return next(tile for tile in floor.picture.tiles if tile.id == counter)


def ticket(floor: FloorScreen, key: str):
    assert floor.snapshot is not None
    return floor.picture.tickets[key]


def test_numbers_that_a_plan_stopped_are_given_again_from_the_list_of_what_is_next(
    hall: RunningHall, floor: FloorScreen, qtbot
) -> None:
    service = BRANCH.services[0].id
    floor.console.desk.close_queue(service, "业务系统故障").result()
    qtbot.waitUntil(lambda: "stopped" in [card.need.kind for card in floor.next.cards])
    card = next(card for card in floor.next.cards if card.need.kind == "stopped")
    assert "业务系统故障" in card.accessibleName()
    card.buttons["give"].click()
    qtbot.waitUntil(lambda: "stopped" not in [card.need.kind for card in floor.next.cards])
    assert not next(row for row in floor.picture.rows if row.id == service).closed


# --- counters


def test_a_digit_and_space_call_the_next_customer(floor: FloorScreen, qtbot) -> None:
    assert tile(floor, "1").number == "A036"
    press(qtbot, floor, "1␣")
    qtbot.waitUntil(lambda: tile(floor, "1").number == "A049")  # 21 minutes: before every head start
    assert tile(floor, "1").activity == "called"
    assert ticket(floor, "desk:A036").state == "finished"
    qtbot.waitUntil(lambda: "A049" in floor.counter_panel.said.text())


def test_start_finish_and_recall_by_key(floor: FloorScreen, qtbot) -> None:
    press(qtbot, floor, "7")
    assert floor.counter_panel.isVisible()
    press(qtbot, floor, "R")
    qtbot.waitUntil(lambda: tile(floor, "7").calls == 2)
    press(qtbot, floor, "S")
    qtbot.waitUntil(lambda: tile(floor, "7").activity == "serving")
    press(qtbot, floor, "F")
    qtbot.waitUntil(lambda: tile(floor, "7").activity == "idle")


def test_no_show(floor: FloorScreen, qtbot) -> None:
    press(qtbot, floor, "7N")
    qtbot.waitUntil(lambda: ticket(floor, "desk:V006").state == "no_show")


def test_hold_with_a_reason(floor: FloorScreen, qtbot) -> None:
    press(qtbot, floor, "2H2")
    qtbot.waitUntil(lambda: ticket(floor, "desk:A037").state == "held")
    assert ticket(floor, "desk:A037").held_reason == "papers"


@pytest.mark.parametrize(
    ("key", "expected"), [("B", ("personal", "", "")), ("4", ("cash", "4", "")), ("=", ("cash", "", "1034"))]
)
def test_transfer_to_a_service_a_counter_or_the_same_person(floor: FloorScreen, qtbot, key: str, expected) -> None:
    press(qtbot, floor, "2T" + key)
    qtbot.waitUntil(lambda: len(ticket(floor, "desk:A037").legs) == 2)
    leg = ticket(floor, "desk:A037").leg
    assert (leg.service, leg.to_counter, leg.to_staff) == expected


def test_pause_with_reason_and_return_and_resume(floor: FloorScreen, qtbot) -> None:
    press(qtbot, floor, "3P1↓↵")
    qtbot.waitUntil(lambda: floor.picture.counters["3"].state == "paused")
    counter = floor.picture.counters["3"]
    assert counter.reason == "lunch"
    assert counter.returns_at is not None
    assert counter.since is not None
    assert 19 <= (counter.returns_at - counter.since).total_seconds() / 60 <= 21
    press(qtbot, floor, "P")
    qtbot.waitUntil(lambda: floor.picture.counters["3"].state == "open")


def test_open_with_staff_number_and_services_then_close(floor: FloorScreen, qtbot) -> None:
    press(qtbot, floor, "5O")
    press(qtbot, floor, "1066")
    form = floor.counter_panel.form
    assert form is not None
    buttons = {button.text(): button for button in form.findChildren(KeyButton)}
    qtbot.mouseClick(buttons["Corporate"], Qt.MouseButton.LeftButton)
    press(qtbot, floor, "↵")
    qtbot.waitUntil(lambda: tile(floor, "5").activity == "idle")
    assert tile(floor, "5").staff == "1066"
    assert tile(floor, "5").service_ids == ("cash", "personal", "corporate")
    floor.counter_panel.setFocus()
    press(qtbot, floor, "C")
    qtbot.waitUntil(lambda: tile(floor, "5").activity == "closed")


def test_services_in_the_order_pressed(floor: FloorScreen, qtbot) -> None:
    press(qtbot, floor, "3VABCA↵")  # off, off, corporate, then cash again
    qtbot.waitUntil(lambda: tile(floor, "3").service_ids == ("corporate", "cash"))


def test_another_person_signs_on_with_what_they_may_do_and_off_again(floor: FloorScreen, qtbot) -> None:
    press(qtbot, floor, "3W")
    press(qtbot, floor, "1077")
    form = floor.counter_panel.form
    assert form is not None
    buttons = {button.text(): button for button in form.findChildren(KeyButton)}
    cash = next(button for words, button in buttons.items() if words.endswith(BRANCH.services[0].title("en")))
    qtbot.mouseClick(cash, Qt.MouseButton.LeftButton)
    press(qtbot, floor, "↵")
    qtbot.waitUntil(lambda: tile(floor, "3").staff == "1077")
    assert tile(floor, "3").service_ids == ("cash",)
    assert floor.picture.counters["3"].skills == ("cash",)
    floor.counter_panel.setFocus()
    press(qtbot, floor, "W")
    form = floor.counter_panel.form
    assert form is not None
    next(iter(form.findChildren(QLineEdit))).clear()
    press(qtbot, floor, "↵")
    qtbot.waitUntil(lambda: tile(floor, "3").activity != "closed" and floor.picture.counters["3"].staff == "")
    assert tile(floor, "3").service_ids == ("cash", "personal")


def test_skills_that_leave_a_counter_nothing_to_do_are_refused(floor: FloorScreen, qtbot) -> None:
    press(qtbot, floor, "3W")
    form = floor.counter_panel.form
    assert form is not None
    buttons = {button.text(): button for button in form.findChildren(KeyButton)}
    qtbot.mouseClick(buttons["Corporate"], Qt.MouseButton.LeftButton)
    press(qtbot, floor, "↵")
    qtbot.waitUntil(lambda: "1040" in floor.counter_panel.said.text())
    assert tile(floor, "3").service_ids == ("cash", "personal")


def test_a_call_for_the_manager_is_answered(floor: FloorScreen, qtbot) -> None:
    assert [card.need.kind for card in floor.next.cards] == ["help", "recovery", "behind"]
    press(qtbot, floor, "4A")
    qtbot.waitUntil(lambda: [card.need.kind for card in floor.next.cards] == ["recovery", "behind"])


def test_the_card_answers_a_call_too(floor: FloorScreen, qtbot) -> None:
    qtbot.mouseClick(floor.next.cards[0].buttons["answer"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: tile(floor, "4").asked_s is None)


def test_a_recovery_given_takes_the_card_away(floor: FloorScreen, qtbot) -> None:
    card = floor.next.cards[1]
    assert "A049 has waited 21:" in card.accessibleName()
    qtbot.mouseClick(card.buttons["recovery"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "recovery" not in [card.need.kind for card in floor.next.cards])
    assert ticket(floor, "desk:A049").marks == ("recovery",)


def test_a_queue_past_its_target_names_the_counter_that_could_open(floor: FloorScreen, qtbot) -> None:
    card = next(card for card in floor.next.cards if card.need.kind == "behind")
    row = next(row for row in floor.picture.rows if row.id == card.need.key)
    limit = floor.console.live.snapshot.branch.recovery_s
    late = [block.number for block in row.blocks if row.target_s < block.waited_s < limit]
    assert card.need.count == len(late) > 0
    counter = card.need.counter
    assert row.id in tile(floor, counter).service_ids
    assert tile(floor, counter).activity == "closed"
    qtbot.mouseClick(card.buttons["open"], Qt.MouseButton.LeftButton)
    assert floor.counter_panel.counter == counter
    floor.counter_panel.setFocus()
    press(qtbot, floor, "O")
    press(qtbot, floor, "1066↵")
    qtbot.waitUntil(lambda: tile(floor, counter).activity == "idle")
    # With every counter open that takes it there is nothing to press.
    spare = next(card for card in floor.next.cards if card.need.kind == "behind")
    assert spare.need.counter == ""
    assert spare.buttons["open"].isHidden()
    assert "Every counter that takes it is open." in spare.accessibleName()


def test_what_cannot_be_done_says_why_in_place(floor: FloorScreen, qtbot) -> None:
    press(qtbot, floor, "5␣")
    assert floor.counter_panel.said.text() == "The counter is closed; open it first (O)."
    button = floor.counter_panel.buttons["call_next"]
    assert not button.isEnabled()
    assert button.toolTip() == floor.counter_panel.said.text()


def test_a_refusal_of_the_desk_is_said_in_place(floor: FloorScreen, qtbot, hall: RunningHall) -> None:
    for _ in range(3):
        hall.desk.recall("7").result(10)
    press(qtbot, floor, "7R")
    qtbot.waitUntil(lambda: floor.counter_panel.said.text() != "")
    assert floor.counter_panel.said.text() == "V006 was called 4 times; mark it as a no-show."
    assert floor.counter_panel.isVisible()


def test_click_on_a_tile_opens_its_panel_beside_it(floor: FloorScreen, qtbot) -> None:
    rect = floor.tiles.rect_of("6")
    qtbot.mouseClick(floor.tiles, Qt.MouseButton.LeftButton, pos=rect.topLeft() + QPoint(rect.width() // 2, 20))
    panel = floor.counter_panel
    assert panel.isVisible()
    assert panel.counter == "6"
    place = rect.translated(floor.tiles.mapTo(floor, QPoint(0, 0)))
    assert not panel.geometry().intersects(place)
    assert floor.rect().contains(panel.geometry())
    press(qtbot, floor, "⎋")
    assert panel.isHidden()


def test_arrow_keys_go_from_counter_to_counter(floor: FloorScreen, qtbot) -> None:
    floor.tiles.setFocus()
    qtbot.keyClick(floor.tiles, Qt.Key.Key_Right)
    assert floor.tiles.accessibleName().startswith("Counter 2, Serving, A037")
    qtbot.keyClick(floor.tiles, Qt.Key.Key_Return)
    qtbot.keyClick(floor.counter_panel, Qt.Key.Key_Down)
    assert floor.counter_panel.counter == "6"


def test_a_verb_key_works_from_the_tile(floor: FloorScreen, qtbot) -> None:
    floor.tiles.setFocus()
    qtbot.keyClick(floor.tiles, "F")
    qtbot.waitUntil(lambda: ticket(floor, "desk:A036").state == "finished")


# --- tickets


def test_click_on_a_block_opens_its_story(floor: FloorScreen, qtbot) -> None:
    rect = floor.rows.block_rect(0, 2)
    qtbot.mouseClick(floor.rows, Qt.MouseButton.LeftButton, pos=rect.center())
    panel = floor.ticket_panel
    assert panel.isVisible()
    assert panel.number.text() == "A038"
    qtbot.waitUntil(lambda: len(panel.story.texts()) == 1)
    assert "Issued · Personal cash" in panel.story.texts()[0]
    assert "A038 waits: " in panel.why.text()
    assert panel.facts.texts()[0].startswith("waited 14:3")
    assert panel.legs.texts() == ["Personal cash: joined 10:27"]


def test_the_number_on_a_tile_opens_the_ticket(floor: FloorScreen, qtbot) -> None:
    rect = floor.tiles.rect_of("6")
    qtbot.mouseClick(floor.tiles, Qt.MouseButton.LeftButton, pos=rect.topLeft() + QPoint(30, rect.height() * 2 // 3))
    assert floor.ticket_panel.number.text() == "C008"
    qtbot.waitUntil(lambda: len(floor.ticket_panel.story.texts()) == 3)


def test_enter_on_a_block_opens_it_and_esc_gives_the_keyboard_back(floor: FloorScreen, qtbot) -> None:
    floor.rows.setFocus()
    qtbot.keyClick(floor.rows, Qt.Key.Key_Down)
    qtbot.keyClick(floor.rows, Qt.Key.Key_Right)
    assert floor.rows.accessibleName().startswith("B021 · Watch · waited 8:0")
    qtbot.keyClick(floor.rows, Qt.Key.Key_Return)
    assert floor.ticket_panel.number.text() == "B021"
    press(qtbot, floor, "⎋")
    assert floor.ticket_panel.isHidden()
    assert floor.focusWidget() is floor.rows


def test_call_out_of_order_needs_a_reason_and_is_told_in_the_story(floor: FloorScreen, qtbot) -> None:
    floor.open_ticket("desk:C011")
    press(qtbot, floor, "C6↓↵")
    qtbot.waitUntil(lambda: tile(floor, "6").number == "C011")
    assert ticket(floor, "desk:C011").leg.out_of_order == "complaint"
    qtbot.waitUntil(lambda: len(floor.ticket_panel.story.texts()) == 2)
    assert "out of order: Complaint or long wait" in floor.ticket_panel.story.texts()[1]
    assert floor.ticket_panel.why.text() == "C011 was called out of order to counter 6: Complaint or long wait."


def test_priority_hold_resume_and_marks_by_key(floor: FloorScreen, qtbot) -> None:
    floor.open_ticket("desk:A040")
    press(qtbot, floor, "P2")
    qtbot.waitUntil(lambda: ticket(floor, "desk:A040").priority == "disabled")
    press(qtbot, floor, "H1")
    qtbot.waitUntil(lambda: ticket(floor, "desk:A040").state == "held")
    qtbot.waitUntil(lambda: floor.ticket_panel.buttons["hold"].text() == "Resume")
    press(qtbot, floor, "H")
    qtbot.waitUntil(lambda: ticket(floor, "desk:A040").state == "waiting")
    press(qtbot, floor, "1")
    qtbot.waitUntil(lambda: ticket(floor, "desk:A040").marks == ("water",))
    qtbot.waitUntil(lambda: floor.ticket_panel.mark_buttons["water"].isChecked())
    press(qtbot, floor, "1")
    qtbot.waitUntil(lambda: ticket(floor, "desk:A040").marks == ())


@pytest.mark.parametrize(("key", "state"), [("L", "left"), ("X", "cancelled")])
def test_left_and_cancel(floor: FloorScreen, qtbot, key: str, state: str) -> None:
    floor.open_ticket("desk:A041")
    press(qtbot, floor, key)
    qtbot.waitUntil(lambda: ticket(floor, "desk:A041").state == state)
    qtbot.waitUntil(lambda: not floor.ticket_panel.buttons["left"].isEnabled())


def test_requeue_after_a_no_show_as_often_as_the_rule_allows(floor: FloorScreen, qtbot) -> None:
    floor.open_ticket("desk:V006")
    press(qtbot, floor, "Q")
    qtbot.waitUntil(lambda: ticket(floor, "desk:V006").state == "waiting")
    qtbot.waitUntil(lambda: floor.ticket_panel.buttons["requeue"].toolTip() == "It is in the line.")


def test_an_undone_fact_is_marked_in_the_story(floor: FloorScreen, qtbot, hall: RunningHall) -> None:
    hall.desk.hold("desk:A042", "form", by="8001").result(10)
    held = hall.live.last_action
    assert held is not None
    hall.desk.undo(held).result(10)
    floor.open_ticket("desk:A042")
    qtbot.waitUntil(lambda: len(floor.ticket_panel.story.texts()) == 3)
    assert "Put on hold · Filling in a form · by 8001 · undone" in floor.ticket_panel.story.texts()[1]


# --- numbers and notes


def test_two_keys_give_a_number(floor: FloorScreen, qtbot) -> None:
    floor.command("issue")
    press(qtbot, floor, "A")
    qtbot.waitUntil(floor.issue_panel.given.isVisible)
    assert floor.issue_panel.given.number.text() == "A050"
    assert "12 ahead" in floor.issue_panel.given.accessibleName()
    assert "wait " in floor.issue_panel.given.accessibleName()


def test_priority_booking_and_several_services(floor: FloorScreen, qtbot) -> None:
    floor.command("issue")
    press(qtbot, floor, "1+CB")
    floor.issue_panel.booked.setText("11:30")
    press(qtbot, floor, "↵")
    qtbot.waitUntil(floor.issue_panel.given.isVisible)
    given = next(t for t in floor.picture.tickets.values() if t.number == "C012")
    assert given.priority == "elderly"
    assert given.then == ("personal",)
    assert given.appointment_at is not None
    assert given.appointment_at.astimezone(BRANCH.tz).strftime("%H:%M") == "11:30"


def test_a_wrong_booked_time_is_said_and_nothing_is_given(floor: FloorScreen, qtbot) -> None:
    issued = floor.picture.figures.counts.issued
    floor.command("issue")
    floor.issue_panel.booked.setText("25:00")
    press(qtbot, floor, "A")
    assert floor.issue_panel.said.text() == "Write the booked time as 15:30."
    assert floor.picture.figures.counts.issued == issued


def test_a_closed_queue_refuses_in_place(floor: FloorScreen, qtbot, hall: RunningHall) -> None:
    hall.desk.close_queue("wealth").result(10)
    floor.command("issue")
    press(qtbot, floor, "V")
    qtbot.waitUntil(lambda: floor.issue_panel.said.text() != "")
    assert "No numbers are given" in floor.issue_panel.said.text()


def test_a_number_whose_slip_does_not_come_stands_aside_until_one_chooses(qtbot, tmp_path: Path, qapp) -> None:
    broken = Printing(printer="escpos_device", address=str(tmp_path / "no" / "printer"))
    with running(busy_with_calls(), tmp_path / "hall", broken) as hall:
        floor = floor_of(hall, qtbot)
        floor.setFocus()
        floor.command("issue")
        press(qtbot, floor, "A")
        given = floor.issue_panel.given
        qtbot.waitUntil(given.choices.isVisible)
        assert given.slip.text() != ""
        qtbot.waitUntil(lambda: "slip" in [card.need.kind for card in floor.next.cards])
        card = next(card for card in floor.next.cards if card.need.kind == "slip")
        assert card.accessibleName().startswith("A050 has no slip")
        tell = given.choices.button("tell")
        assert tell is not None
        qtbot.mouseClick(tell, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: "slip" not in [card.need.kind for card in floor.next.cards])
        number = next(ticket for ticket in floor.picture.tickets.values() if ticket.number == "A050")
        assert number.state == "waiting"


def test_a_number_without_a_slip_is_taken_out_from_its_card(qtbot, tmp_path: Path, qapp) -> None:
    broken = Printing(printer="escpos_device", address=str(tmp_path / "no" / "printer"))
    with running(busy_with_calls(), tmp_path / "hall", broken) as hall:
        floor = floor_of(hall, qtbot)
        floor.setFocus()
        floor.command("issue")
        press(qtbot, floor, "A")
        qtbot.waitUntil(lambda: "slip" in [card.need.kind for card in floor.next.cards])
        card = next(card for card in floor.next.cards if card.need.kind == "slip")
        assert [button.text() for button in card.buttons.values()] == ["Print again", "Number told", "Take it out"]
        qtbot.mouseClick(card.buttons["void"], Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: "slip" not in [card.need.kind for card in floor.next.cards])
        number = next(ticket for ticket in floor.picture.tickets.values() if ticket.number == "A050")
        assert number.state == "cancelled"


def test_a_note_in_a_line_and_enter(floor: FloorScreen, qtbot) -> None:
    floor.command("note")
    press(qtbot, floor, "Lamp out↓↓↵")
    qtbot.waitUntil(lambda: len(floor.today.texts()) == 3)
    assert floor.today.texts()[0].endswith("Lamp out Entrance")
    qtbot.waitUntil(lambda: floor.note_panel.said.text() == "Recorded: Lamp out")
    assert floor.note_panel.line.text() == ""
    qtbot.waitUntil(floor.note_panel.isHidden)  # it goes by itself


def test_an_empty_note_is_refused_and_nothing_typed_is_lost(floor: FloorScreen, qtbot) -> None:
    floor.command("note")
    press(qtbot, floor, "↵")
    qtbot.waitUntil(lambda: floor.note_panel.said.text() == "Write a few words first.")
    press(qtbot, floor, "Ok")
    assert floor.note_panel.line.text() == "Ok"


def test_one_panel_at_a_time_on_the_right(floor: FloorScreen, qtbot) -> None:
    floor.command("note")
    floor.command("issue")
    assert [panel for panel in floor.side_panels if panel.isVisible()] == [floor.issue_panel]
    floor.open_ticket("desk:A042")
    assert [panel for panel in floor.side_panels if panel.isVisible()] == [floor.ticket_panel]
    press(qtbot, floor, "⎋")
    assert not any(panel.isVisible() for panel in floor.side_panels)


def test_digits_typed_quickly_are_one_number(qtbot, tmp_path: Path) -> None:
    from tests.ui.floor_samples import huge

    with running(huge(40, 30), tmp_path) as hall:
        floor = floor_of(hall, qtbot)
        floor.setFocus()
        press(qtbot, floor, "2")
        assert floor.counter_panel.counter == "2"
        press(qtbot, floor, "7")
        assert floor.counter_panel.counter == "27"
        press(qtbot, floor, "⎋")
        qtbot.wait(1300)
        press(qtbot, floor, "0")
        assert floor.counter_panel.counter == "10"
