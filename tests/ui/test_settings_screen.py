"""Settings: the forms come from the model, changes are saved by themselves, what cannot be is told beside the field."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
import pytest
from PySide6.QtCore import Qt, QTime
from PySide6.QtWidgets import QApplication, QLineEdit

from lobbyconsole.bootstrap.hall import OpenHall, open_hall
from lobbyconsole.config import FeedSetting, Settings, load_settings
from lobbyconsole.domain.branch import Branch, CounterPlace, NumberRule, Service
from lobbyconsole.ui import forms, style, tasks
from lobbyconsole.ui.branch_pages import HoursPage, RulePage
from lobbyconsole.ui.forms import Field, fields_of, parse_spans, settings_index, span_text
from lobbyconsole.ui.screens import settings as screen_module
from lobbyconsole.ui.screens.settings import SettingsScreen
from lobbyconsole.ui.settings_pages import FormPage, ListPage, numbers_preview
from lobbyconsole.ui.theme import LIGHT

BRANCH = Branch(
    name_en="East Gate",
    services=(
        Service(id="cash", title_zh="个人现金", title_en="Cash"),
        Service(id="corporate", title_zh="对公业务", title_en="Corporate", numbers=NumberRule(prefix="C")),
    ),
    counters=(CounterPlace(id="1", services=("cash",)), CounterPlace(id="2", services=("corporate", "cash"))),
)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[OpenHall]:
    settings = Settings(set_up=True, branch=BRANCH)
    opened = open_hall(tmp_path, os.urandom(32), settings=settings, feeds=False, upkeep=False)
    yield opened
    opened.close()


@pytest.fixture
def screen(hall: OpenHall, qapp: QApplication, qtbot, monkeypatch) -> Iterator[SettingsScreen]:
    style.apply(qapp, LIGHT)
    monkeypatch.setattr(screen_module, "SAVE_MS", 20)
    made = SettingsScreen(hall.console, LIGHT)
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.show()
    yield made
    made.hide()  # saves what waits, while the hall is still open
    tasks.wait_for_all()


def current(hall: OpenHall) -> Settings:
    return hall.console.settings.current


def form(screen: SettingsScreen, group: str) -> Any:
    page = screen.page(group)
    assert isinstance(page, FormPage)
    return page.form


def saved(qtbot, screen: SettingsScreen) -> None:
    qtbot.waitUntil(lambda: screen._state.text() == "✓ Saved", timeout=10_000)


# ------------------------------------------------------------------------------------------------------------ the model
def test_every_field_of_the_model_has_a_control() -> None:
    # A setting is one field in config.py; its form is not written anywhere.
    left = {"version", "set_up", "branch"}  # not for people; the branch has pages of its own
    known = {name for name, *_ in forms.groups()}
    assert set(Settings.__struct_fields__) - left == known
    for _, title, struct, _ in forms.groups():
        fields = list(fields_of(struct))
        assert {field.path for field in fields} == set(get_type_hints(struct)), struct
        assert title
        assert all(field.title and field.title != field.path for field in fields), struct


def test_limits_of_the_model_are_limits_of_the_control() -> None:
    scale = next(field for field in fields_of(Settings().look.__class__) if field.path == "text_scale")
    assert (scale.kind, scale.low, scale.high) == ("number", 100, 200)
    name = next(field for field in fields_of(FeedSetting) if field.path == "name")
    assert name.wrong("Main Street")
    assert not name.wrong("main_street")


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("500-599", ((500, 599),)),
        ("500 - 599，700–720", ((500, 599), (700, 720))),
        ("1-2、3-4; 5~6", ((1, 2), (3, 4), (5, 6))),
        ("", ()),
        ("599-500", None),
        ("many", None),
        ("1-2-3", None),
    ],
)
def test_ranges_as_people_write_them(text: str, spans: Any) -> None:
    assert parse_spans(text) == spans
    if spans:
        assert parse_spans(span_text(spans)) == spans


def test_the_search_knows_every_setting() -> None:
    found = {path for path, *_ in settings_index()}
    assert {"look.theme", "voice.volume", "feeds", "safety.keep"} <= found


# ------------------------------------------------------------------------------------------------------------- changing
def test_a_change_is_saved_by_itself(qtbot, screen: SettingsScreen, hall: OpenHall, tmp_path: Path) -> None:
    row = form(screen, "voice").rows["volume"]
    row.editor.setValue(35)
    saved(qtbot, screen)
    assert current(hall).voice.volume == 35
    assert load_settings(tmp_path).voice.volume == 35


def test_a_change_is_recorded_with_who_made_it(qtbot, screen: SettingsScreen, hall: OpenHall) -> None:
    screen.shell = type("Shell", (), {"staff": "8001"})()
    form(screen, "voice").rows["volume"].editor.setValue(36)
    saved(qtbot, screen)
    facts: list[Any] = [entry.fact for entry in hall.store.entries_after(0)]
    (fact,) = [fact for fact in facts if type(fact).__name__ == "SettingsChanged"]
    assert fact.by == "8001"
    assert fact.changes == (("voice.volume", "80", "36"),)


def test_many_keys_make_one_saving(qtbot, screen: SettingsScreen, hall: OpenHall) -> None:
    changes: list[Any] = []
    leave = hall.console.settings.subscribe(lambda old, new: changes.append(new))
    screen._timer.setInterval(300)
    field = form(screen, "hall").rows["name_en"].editor
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "West Gate")
    saved(qtbot, screen)
    leave()
    assert current(hall).branch.name_en == "West Gate"
    assert len(changes) == 1


def test_what_waits_is_saved_when_the_screen_is_left(qtbot, screen: SettingsScreen, hall: OpenHall) -> None:
    screen._timer.setInterval(60_000)
    form(screen, "voice").rows["volume"].editor.setValue(12)
    screen.hide()
    qtbot.waitUntil(lambda: current(hall).voice.volume == 12)


def test_a_wrong_value_is_told_beside_the_field_and_not_saved(screen: SettingsScreen, hall: OpenHall) -> None:
    row = form(screen, "safety").rows["backup_at"]
    row.editor.setText("25:00")
    row.editor.textEdited.emit("25:00")
    assert "25:00" in row.wrong()
    assert row._wrong.isVisible()
    assert row.editor.property("wrong")
    row.editor.setText("20:15")
    row.editor.textEdited.emit("20:15")
    assert row.wrong() == ""
    assert screen._draft.safety.backup_at == "20:15"


def test_a_time_zone_nobody_knows_is_refused(screen: SettingsScreen) -> None:
    row = form(screen, "hall").rows["zone"]
    row.editor.setText("Asia/Atlantis")
    row.editor.textEdited.emit("Asia/Atlantis")
    assert row.wrong()
    assert screen._draft.branch.zone == "Asia/Shanghai"


def test_rules_across_fields_are_told_too(screen: SettingsScreen) -> None:
    for group in ("call_pad", "webhook"):
        rows = form(screen, group).rows
        rows["port"].editor.setValue(9000)
        rows["enabled"].editor.click()
    assert form(screen, "webhook").rows["enabled"].wrong() == "Call pads and webhook need different ports."
    assert not screen._draft.webhook.enabled


def test_a_full_disk_is_told_in_place(qtbot, screen: SettingsScreen, hall: OpenHall, monkeypatch) -> None:
    def full(*_: object, **__: object) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(hall.console.settings), "change", full)
    form(screen, "voice").rows["volume"].editor.setValue(5)
    qtbot.waitUntil(lambda: "No space left" in screen._state.text())


def test_a_change_from_elsewhere_is_seen_and_what_waits_here_stays(
    qtbot, screen: SettingsScreen, hall: OpenHall
) -> None:
    screen._timer.setInterval(60_000)
    form(screen, "voice").rows["volume"].editor.setValue(7)
    form(screen, "look")
    new = msgspec.structs.replace(current(hall), look=msgspec.structs.replace(current(hall).look, theme="dark"))
    hall.console.settings.change(new)
    qtbot.waitUntil(lambda: form(screen, "look").rows["theme"].value() == "dark")
    screen.flush()
    qtbot.waitUntil(lambda: current(hall).voice.volume == 7)
    assert current(hall).look.theme == "dark"


def test_the_order_of_languages_is_a_choice(qtbot, screen: SettingsScreen, hall: OpenHall) -> None:
    row = form(screen, "voice").rows["languages"]
    at = row.field.options.index(("en", "zh"))
    row.editor.setCurrentIndex(at)
    row.editor.activated.emit(at)
    saved(qtbot, screen)
    assert current(hall).voice.languages == ("en", "zh")


def test_the_wheel_changes_nothing_by_accident(qtbot, screen: SettingsScreen) -> None:
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent

    row = form(screen, "voice").rows["volume"]
    before = row.value()
    none = Qt.MouseButton.NoButton
    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, 120), QPoint(0, 120), none,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(row.editor, event)
    assert row.value() == before


# ----------------------------------------------------------------------------------------------------------- the branch
def listed(screen: SettingsScreen, group: str) -> Any:
    page = screen.page(group)
    assert isinstance(page, ListPage)
    return page


def test_a_service_is_added_changed_and_saved(qtbot, screen: SettingsScreen, hall: OpenHall) -> None:
    page = listed(screen, "services")
    page._add.click()
    assert len(page._cards) == 3
    rows = page._cards[2][2].rows
    rows["title_en"].editor.setText("Wealth")
    rows["title_en"].editor.textEdited.emit("Wealth")
    rows["target_s"].editor.setValue(5)
    rows["numbers.prefix"].editor.setText("V")
    rows["numbers.prefix"].editor.textEdited.emit("V")
    saved(qtbot, screen)
    service = current(hall).branch.services[2]
    assert (service.title_en, service.target_s, service.numbers.prefix) == ("Wealth", 300, "V")


def test_the_numbers_are_shown_as_they_will_be_given(screen: SettingsScreen) -> None:
    assert numbers_preview(NumberRule(reserved=((2, 10),))) == "A001 A011 A012 … A899"
    page = listed(screen, "services")
    page._cards[0][1].setChecked(True)
    rows = page._cards[0][2].rows
    rows["numbers.first"].editor.setValue(101)
    assert "A101 A102 A103" in page._cards[0][3].text()


def test_an_impossible_range_is_told_beside_it(screen: SettingsScreen) -> None:
    page = listed(screen, "services")
    row = page._cards[0][2].rows["numbers.last"]
    row.editor.setValue(5000)
    assert row.wrong() == "Number range must rise and fit the width."
    assert screen._draft.branch.services[0].numbers.last == 899


def test_reserved_ranges_are_typed_as_people_write_them(screen: SettingsScreen) -> None:
    row = listed(screen, "services")._cards[0][2].rows["numbers.reserved"]
    row.editor.setText("500-")
    row.editor.textEdited.emit("500-")
    assert row.wrong()
    row.editor.setText("500-599, 700-720")
    row.editor.textEdited.emit("500-599, 700-720")
    assert screen._draft.branch.services[0].numbers.reserved == ((500, 599), (700, 720))


def test_a_service_taken_out_leaves_its_counters_and_can_be_put_back(screen: SettingsScreen) -> None:
    page = listed(screen, "services")
    page._take_out(1)
    assert [service.id for service in screen._draft.branch.services] == ["cash"]
    assert screen._draft.branch.counters[1].services == ("cash",)
    assert page._back is not None
    page._back._actions[0].call()
    assert screen._draft.branch == BRANCH
    assert len(page._cards) == 2


def test_services_are_put_in_another_order(screen: SettingsScreen) -> None:
    listed(screen, "services")._move(1, 0)
    assert [service.id for service in screen._draft.branch.services] == ["corporate", "cash"]


def test_a_counter_takes_services_in_the_order_they_are_pressed(screen: SettingsScreen) -> None:
    page = listed(screen, "counters")
    order = page._cards[0][2].rows["services"].editor
    assert order.value() == ("cash",)
    order._buttons[1].click()
    assert list(screen._draft.branch.counters[0].services) == ["cash", "corporate"]
    order._buttons[0].click()
    assert list(screen._draft.branch.counters[0].services) == ["corporate"]
    assert "1 · C" in order._buttons[1].text()


def test_two_counters_may_not_share_a_number(screen: SettingsScreen) -> None:
    page = listed(screen, "counters")
    row = page._cards[1][2].rows["id"]
    row.editor.setText("1")
    row.editor.textEdited.emit("1")
    assert row.wrong() == "Two counters share a number."
    assert screen._draft.branch.counters[1].id == "2"


def test_a_new_counter_has_the_next_number(screen: SettingsScreen) -> None:
    listed(screen, "counters")._add.click()
    assert screen._draft.branch.counters[2] == CounterPlace(id="3", services=("corporate", "cash"))


def test_a_queue_source_is_added_switched_off(screen: SettingsScreen) -> None:
    page = listed(screen, "feeds")
    assert page._empty.isVisible()
    page._add.click()
    (feed,) = screen._draft.feeds
    assert not feed.enabled
    row = page._cards[0][2].rows["name"]
    row.editor.setText("desk")
    row.editor.textEdited.emit("desk")
    assert row.wrong() == "The name desk belongs to the own desk."


def test_speed_and_beginning_are_asked_of_a_replay_only(screen: SettingsScreen) -> None:
    page = listed(screen, "feeds")
    page._add.click()
    rows = page._cards[0][2].rows
    replay = FeedSetting(name="source1", kind="replay", enabled=False)
    broker = FeedSetting(name="source1", kind="mqtt", enabled=False)
    for feed, shown in ((broker, False), (replay, True), (broker, False), (replay, True)):
        page.store("feeds", (feed,))
        assert [not rows[name].isHidden() for name in ("speed", "start_at", "address")] == [shown, shown, True]


def test_the_week_is_edited_day_by_day(screen: SettingsScreen) -> None:
    page = screen.page("hours")
    assert isinstance(page, HoursPage)
    page._days[6][1].click()
    page._days[0][3].setTime(QTime(18, 30))
    week = screen._draft.branch.hours.week
    assert week[6] is None
    assert week[0] == (time(9), time(18, 30))
    page._days[0][3].setTime(QTime(8, 0))
    assert page._wrong.text() == "A day must open before it closes."
    assert screen._draft.branch.hours.week[0] == (time(9), time(18, 30))


def test_the_rule_is_shown_as_it_will_hang_on_the_wall(screen: SettingsScreen, tmp_path: Path) -> None:
    page = screen.page("rule")
    assert isinstance(page, RulePage)
    before = page._text.text()
    rows: Any = page.form.rows
    rows["starving_min"].editor.setValue(25)
    assert "25" in page._text.text()
    assert page._text.text() != before
    rows["head_start_min.elderly"].editor.setValue(12)
    assert screen._draft.branch.calling.head_start_min["elderly"] == 12
    target = tmp_path / "rule.pdf"
    page.write_pdf(str(target))
    assert target.read_bytes().startswith(b"%PDF")
    plain = page.document().toPlainText()
    assert all(line in plain for line in page.lines())


# -------------------------------------------------------------------------------------------------------------- finding
def test_the_search_leads_to_the_field(screen: SettingsScreen) -> None:
    assert screen.command("setting", "voice.volume")
    assert screen._here == "voice"
    assert QApplication.focusWidget() is form(screen, "voice").rows["volume"].editor
    assert not screen.command("setting", "nothing.at.all")
    assert not screen.command("ticket", "A001")


def test_every_group_opens_in_both_themes_and_at_200_percent(qapp: QApplication, screen: SettingsScreen) -> None:
    style.apply(qapp, LIGHT.scaled(200))
    try:
        screen.resize(1155, 608)
        screen.set_theme(style.current())
        for name in screen._makers:
            page = screen.page(name)
            QApplication.processEvents()
            assert page.width() <= screen._scroll.viewport().width(), name
            for row in page.findChildren(forms.Row):
                if row.isVisible():
                    assert row.editor.geometry().right() <= row.width(), (name, row.editor.accessibleName())
    finally:
        style.apply(qapp, LIGHT)


def test_every_control_has_a_name_and_can_be_reached(screen: SettingsScreen) -> None:
    for name in screen._makers:
        page = screen.page(name)
        for row in page.findChildren(forms.FieldRow):
            assert row.editor.accessibleName(), (name, row.field.path)
            if isinstance(row.editor, QLineEdit):
                assert row.editor.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_field_somebody_types_in_is_left_alone(screen: SettingsScreen) -> None:
    row = form(screen, "hall").rows["name_en"]
    row.editor.setFocus()
    row.editor.setText("West ")
    row.editor.textEdited.emit("West ")  # the value is stripped, the field is not
    assert screen._draft.branch.name_en == "West"
    assert row.editor.text() == "West "


def test_a_field_with_a_scale_shows_minutes(screen: SettingsScreen) -> None:
    field = Field("recovery_s", "number", scale=60, low=60, high=600)
    row: Any = forms.FieldRow(field)
    row.set_value(90)
    assert row.editor.value() == 2
    assert replace(field, scale=1).high == 600
    row.deleteLater()


def test_a_word_shared_by_several_choices_says_what_is_meant_by_each() -> None:
    from lobbyconsole.ui.forms import option_text

    assert option_text("system", "language") == option_text("system", "theme") == "System"
    assert option_text("system", "printer") == "System printer"
    assert option_text("system", "engine") == "This computer's voice"


def test_a_language_is_offered_under_its_own_name() -> None:
    from lobbyconsole.ui.forms import option_text

    assert [option_text(value, "language") for value in ("zh", "en")] == ["简体中文", "English"]
    assert option_text(("zh", "en"), "languages") == "Chinese + English"  # what is spoken, in the reader's words


def test_a_second_change_while_the_first_is_being_saved_is_not_lost(screen: SettingsScreen, qtbot, monkeypatch) -> None:
    book = screen.console.settings
    screen.show_group("printing")
    assert screen._store("printing.printer", "system") == ""
    screen._timer.stop()
    screen._save()
    assert screen._store("printing.address", "Back office") == ""  # before the first has come back
    qtbot.waitUntil(lambda: book.current.printing.address == "Back office", timeout=5000)
    assert book.current.printing.printer == "system"
