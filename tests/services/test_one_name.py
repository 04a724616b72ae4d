"""A hall that was set up in one language has one name: every paper of an emergency carries it in both."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from lobbyconsole.config import Incidents as Rules
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.sample import sample_branch
from lobbyconsole.services.drill_sheet import drill_sheet
from lobbyconsole.services.incident_desk import IncidentDesk
from lobbyconsole.services.incident_papers import KINDS, paper_of
from lobbyconsole.services.library.compiled import load_library
from lobbyconsole.services.plan_file import plan_file
from lobbyconsole.services.plan_sheets import one_page, phone_sheet, role_cards
from tests.fakes import FixedClock
from tests.services.meeting_hall import instant, open_meeting_hall, workweek

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
NAMES = pytest.mark.parametrize(("zh", "en"), [("环路支行", ""), ("", "Ring Road Branch")])


def hall_named(zh: str, en: str) -> Branch:
    return replace(sample_branch("bank"), name_zh=zh, name_en=en)


@NAMES
def test_the_printed_set_and_the_file_for_phones_need_one_name(zh: str, en: str) -> None:
    branch, library = hall_named(zh, en), load_library()
    plan = library.plans["power_outage"]
    name = Text(zh or en, zh or en)
    assert one_page(plan, library, branch, NOW).branch == name
    assert role_cards(plan, library, branch, NOW).branch == name
    assert phone_sheet([plan], library, branch, NOW).branch == name
    assert drill_sheet(plan, None, library, branch, NOW).branch == name
    assert f"{zh or en} emergency plans" in plan_file(library, branch, NOW.date())


@NAMES
def test_the_papers_of_an_incident_need_one_name(zh: str, en: str, tmp_path: Path) -> None:
    branch = workweek(hall_named(zh, en))
    hall = open_meeting_hall(tmp_path, branch, FixedClock(instant(branch, date(2026, 11, 20), "10:38")))
    try:
        picture = hall.live.snapshot.picture
        noted = hall.work.incidents.note("smoke from a socket", where="waiting", by="8001", picture=picture)
        sheet = IncidentDesk(hall.work, Rules(), branch).sheet(noted.key)
        for kind in KINDS:
            assert paper_of(sheet, kind, hall.time(), "8001").branch == Text(zh or en, zh or en)
    finally:
        hall.close()


@pytest.mark.parametrize(("tongue", "name"), [("en", "Power cut"), ("zh", "停电")])
def test_what_a_plan_notes_is_named_as_its_reader_speaks(tongue: str, name: str, tmp_path: Path) -> None:
    branch = workweek(sample_branch("bank"))
    hall = open_meeting_hall(tmp_path, branch, FixedClock(instant(branch, date(2026, 11, 20), "10:38")))
    try:
        rehearsed = hall.work.drills.begin_now("power_outage", by="8001", tongue=tongue)
        assert rehearsed.walk is not None
        hall.work.drills.call_off(rehearsed.drill.key, "enough", by="8001")
        walked = hall.work.walkthroughs.start("power_outage", by="8001", tongue=tongue)
        day = date(2026, 11, 20)
        named = {row.incident: row.what for row in hall.work.incidents.incidents(day, day)}
        for key in (rehearsed.walk.walk.incident, walked.walk.incident):
            assert named[key] == name
    finally:
        hall.close()
