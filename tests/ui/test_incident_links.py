"""A dispute is linked with the customer's ticket, the complaint and the risk by one key and a few signs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from tests.services.conftest import hall, open_hall  # noqa: F401 - fixtures
from tests.ui.test_incidents_screen import Desk, desk  # noqa: F401 - fixtures


def test_ticket_complaint_and_risk_are_linked_and_named(desk: Desk) -> None:  # noqa: F811
    ticket = desk.hall.desk.issue("cash").result()
    values = {"date": "2026-11-20", "kind": "complaint", "touchpoint": "queue", "words": "waited too long"}
    complaint = desk.work.records.open("voices", values, by="8001")
    key = desk.note("dispute at the counter")
    screen = desk.screen(key)
    desk.qtbot.waitUntil(lambda: bool(desk.hall.live.snapshot.picture.tickets), timeout=8000)
    for typed in (ticket.number.lower(), complaint.key, "r_complaint"):
        desk.qtbot.keyClick(screen.page, Qt.Key.Key_K)
        desk.fill(to=typed)
    links = desk.incident(key).links
    assert f"ticket:{ticket.key}" in links
    assert f"record:voices/{complaint.key}" in links
    assert any(link.startswith("risk:") for link in links)
    QApplication.processEvents()
    shown = [label.text() for label in screen.page.links.findChildren(QLabel)]
    assert ticket.number in shown  # its number, not its key
    assert any("waited too long" in words for words in shown)


def test_what_is_not_found_or_means_several_is_said(desk: Desk) -> None:  # noqa: F811
    key = desk.note("dispute at the counter")
    screen = desk.screen(key)
    for typed in ("Z999", "", "a"):
        screen.doing.verb("link")
        desk.fill(to=typed)
    assert desk.incident(key).links == ()
