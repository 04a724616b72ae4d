"""Reports, briefing and log of an incident on a real store: prefilled, honest about what is missing, due in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from lobbyconsole.config import Incidents as Rules
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.paper import Figure, Note, Paper, Table
from lobbyconsole.domain.sample import sample_branch
from lobbyconsole.domain.words import Refused
from lobbyconsole.services import attachments as files
from lobbyconsole.services.incident_desk import IncidentDesk, fitting
from lobbyconsole.services.incident_dues import cameras
from lobbyconsole.services.incident_papers import KINDS, draft, paper_of, text_of
from lobbyconsole.services.sample_incidents import tell_sample_incidents
from tests.fakes import FixedClock
from tests.services.meeting_hall import MeetingHall, instant, of, open_meeting_hall, workweek

BANK: Branch = workweek(sample_branch("bank"))
FRIDAY = date(2026, 11, 20)
RULES = Rules(cameras="Camera 1@entrance; Camera 2@waiting；Door")


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[MeetingHall]:
    made = open_meeting_hall(tmp_path, BANK, FixedClock(instant(BANK, FRIDAY, "10:38")))
    yield made
    made.close()


def desk(hall: MeetingHall) -> IncidentDesk:
    return IncidentDesk(hall.work, RULES, BANK)


def note(hall: MeetingHall, **more: Any) -> str:
    picture = hall.live.snapshot.picture
    return hall.work.incidents.note("smoke from a socket", where="waiting", by="8001", picture=picture, **more).key


def test_a_first_report_is_prefilled_and_says_what_nobody_has_said(hall: MeetingHall) -> None:
    key = note(hall)
    made = draft(desk(hall).sheet(key), "first", hall.time())
    assert {line.field for line in made.missing} >= {"cause", "people", "harm", "trend", "hazard"}
    assert "Not known yet" in made.text("en")
    assert "尚不清楚" in made.text("zh")
    incidents = hall.work.incidents
    incidents.tell_more(key, "hazard", "fire_safety", by="8001")
    incidents.tell_more(key, "hurt", "no", why="all asked", by="8001")
    incidents.tell_more(key, "people", "1 customer", by="8001")
    for field in ("cause", "harm", "trend"):
        incidents.tell_more(key, field, f"the {field}", by="8001")
    incidents.log(key, "socket switched off", by="8002")
    incidents.grade(key, 3, by="8001")
    made = draft(desk(hall).sheet(key), "first", hall.time(), "8001")
    assert made.missing == ()
    english, chinese = made.text("en"), made.text("zh")
    assert "the cause" in english
    assert "10:38 socket switched off" in english
    assert "III, serious" in english
    assert "Ⅲ级" in chinese
    assert "消防与疏散" in chinese
    assert "等候0人" in chinese  # the floor as it was


def test_the_walkthroughs_timeline_stands_in_the_report_and_in_the_log(hall: MeetingHall) -> None:
    key = note(hall, hazard="utilities")
    walks = hall.work.walkthroughs
    state = walks.start("power_outage", incident=key, by="8001")
    hall.time.advance(60)
    state = walks.done(state.walk.key, state.walk.step, state.walk.turn, by="8001")
    sheet = desk(hall).sheet(key)
    assert state.plan.steps[0].text.en in draft(sheet, "first", hall.time()).text("en")
    briefing = paper_of(sheet, "ics201", hall.time())
    assert [section.id for section in briefing.sections] == ["situation", "objectives", "story", "organisation",
                                                             "resources"]  # fmt: skip
    assert any(isinstance(block, Note) for block in briefing.sections[1].blocks)
    log = paper_of(sheet, "ics214", hall.time())
    rows = [row for block in log.sections[1].blocks if isinstance(block, Table) for row in block.rows]
    assert len(rows) == len(sheet.story) >= 3


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_goes_through_json_and_says_the_same(hall: MeetingHall, kind: str) -> None:
    tell_sample_incidents(hall.work, hall.time())
    for row in desk(hall).rows(FRIDAY - timedelta(days=30), FRIDAY):
        sheet = desk(hall).sheet(row.incident)
        paper = paper_of(sheet, kind, hall.time(), "8001")
        assert Paper.from_json(paper.to_json()) == paper
        for language in ("zh", "en"):
            assert row.incident in text_of(sheet, kind, hall.time(), language, "8001")


def test_the_samples_are_sound_and_only_todays_is_open(hall: MeetingHall) -> None:
    assert tell_sample_incidents(hall.work, hall.time()) == 4
    rows = desk(hall).rows(FRIDAY - timedelta(days=30), FRIDAY)
    assert [row.state for row in rows] == ["open", "ended", "ended", "reviewed"]
    assert all(not desk(hall).sheet(row.incident).incident.flags for row in rows)
    for row in rows:
        for state in desk(hall).sheet(row.incident).walks:
            assert state.walk.flags == ()
            assert state.walk.outcome
    assert [due.level(hall.time()) for due in desk(hall).pressing().dues] == ["ok"]
    assert hall.store.verify().ok


def test_deadlines_by_grade_and_by_plan_escalate_and_outlive_a_restart(hall: MeetingHall, tmp_path: Path) -> None:
    key = note(hall)
    assert [due.assumed for due in desk(hall).sheet(key).dues] == [3]
    hall.work.incidents.grade(key, 2, by="8001")
    first, written = desk(hall).sheet(key).dues
    assert (first.stage, first.due_at - hall.time()) == ("first", timedelta(minutes=10))
    assert (written.stage, written.due_at - hall.time()) == ("follow_up", timedelta(hours=12))
    assert first.level(hall.time()) == "ok"
    hall.time.advance(6 * 60)
    assert first.level(hall.time()) == "watch"
    hall.time.advance(5 * 60)
    assert [due.level(hall.time()) for due in desk(hall).pressing().dues] == ["act", "ok"]
    hall.close()
    again = open_meeting_hall(tmp_path, BANK, hall.time)
    try:
        assert [due.level(again.time()) for due in desk(again).pressing().dues] == ["act", "ok"]
        again.work.incidents.report_up(key, "first", "superior_duty", "smoke", by="8001")
        assert [due.stage for due in desk(again).pressing().dues] == ["follow_up"]
        again.work.incidents.report_up(key, "follow_up", "superior_duty", "by telephone", by="8001")
        assert [due.stage for due in desk(again).pressing().dues] == ["follow_up"], "it is owed in writing"
        again.work.incidents.report_up(key, "follow_up", "superior_duty", "all", channel="writing", by="8001")
        again.work.incidents.end(key, by="8001")
        assert [due.stage for due in desk(again).pressing().dues] == ["final"]
    finally:
        again.live.stop()
        again.store.close()


def test_a_plans_report_made_to_the_same_place_is_made(hall: MeetingHall) -> None:
    key = note(hall)
    walk = hall.work.walkthroughs.start("power_outage", incident=key, by="8001")
    due = desk(hall).sheet(key).dues[0]
    assert (due.to, due.walk, due.place) == ("superior_duty", walk.walk.key, 0)
    hall.work.incidents.report_up(key, "first", "superior_duty", "no power", by="8001")
    made = next(due for due in desk(hall).sheet(key).dues if due.walk)
    assert made.made_at is not None


def test_a_first_report_does_not_call_off_the_update_a_plan_asks_for_after_it(hall: MeetingHall) -> None:
    key = note(hall)
    hall.work.incidents.grade(key, 3, by="8001")
    hall.work.walkthroughs.start("bank_run", incident=key, by="8001")

    def owed() -> list[tuple[str, str]]:
        return [(due.to, due.stage) for due in desk(hall).sheet(key).dues if due.made_at is None]

    assert owed() == [("superior_duty", "first"), ("pr_duty", "follow_up"), ("superior_duty", "follow_up")]
    hall.work.incidents.report_up(key, "first", "superior_duty", "a crowd", by="8001")
    assert owed() == [("pr_duty", "follow_up"), ("superior_duty", "follow_up")]
    hall.work.incidents.report_up(key, "follow_up", "superior_duty", "no change", by="8001")
    assert owed() == [("pr_duty", "follow_up"), ("superior_duty", "follow_up")], "every 15 minutes, until it is over"


def test_who_told_the_police_still_owes_the_superior(hall: MeetingHall) -> None:
    key = note(hall)
    hall.work.incidents.grade(key, 2, by="8001")
    for stage, channel in (("first", "phone"), ("follow_up", "writing")):
        hall.work.incidents.report_up(key, stage, "police", "a forged card", channel=channel, by="8001")
    assert [due.made_at for due in desk(hall).sheet(key).dues] == [None, None]
    hall.work.incidents.report_up(key, "follow_up", "superior_duty", "all", channel="writing", by="8001")
    assert all(due.made_at for due in desk(hall).sheet(key).dues)


def test_an_exercise_presses_nobody(hall: MeetingHall) -> None:
    key = hall.work.incidents.note("drill", drill="fire_d1", by="8001").key
    hall.work.incidents.grade(key, 1, by="8001")
    hall.time.advance(3600)
    found = desk(hall).pressing()
    assert (found.dues, found.footage, found.open) == ((), (), 0)


def test_video_is_to_be_secured_before_the_recorder_writes_over_it(hall: MeetingHall) -> None:
    assert cameras("a@b; c；d @ e") == [("a", "b"), ("c", ""), ("d", "e")]
    key = note(hall)
    footage = desk(hall).sheet(key).footage
    assert [video.camera for video in footage] == ["Camera 2", "Door"]
    assert [video.level(hall.time()) for video in footage] == ["ok", "ok"]
    later = hall.time() + timedelta(days=21)
    assert footage[0].level(later) == "watch"
    assert footage[0].level(later + timedelta(days=7)) == "act"
    hall.work.incidents.secure_recording(key, "Camera 2", by="8003")
    hall.work.incidents.secure_recording(key, "Door", lost=True, by="8003")
    footage = desk(hall).sheet(key).footage
    assert [video.state for video in footage] == ["secured", "lost"]
    assert [video.level(later + timedelta(days=30)) for video in footage] == ["ok", "ok"]


def test_a_late_entry_and_a_correction_are_seen_as_such(hall: MeetingHall) -> None:
    key = note(hall)
    began = hall.time()
    hall.time.advance(20 * 60)
    line = hall.work.incidents.log(key, "guard came", happened_at=began + timedelta(minutes=2), by="8002").log[-1]
    hall.work.incidents.log(key, "two guards came", happened_at=line.at, corrects=line.fact, by="8002")
    story = desk(hall).sheet(key).story
    assert [(entry.late, bool(entry.corrects)) for entry in story] == [(False, False), (True, False), (True, True)]
    text = text_of(desk(hall).sheet(key), "ics214", hall.time(), "zh")
    assert "（补记于10:58:00）" in text
    assert "更正：two guards came" in text


def test_any_file_is_evidence_up_to_a_size_said_in_words(hall: MeetingHall, tmp_path: Path, monkeypatch) -> None:
    keep = hall.work.attachments.keep_evidence
    paper = tmp_path / "statement.txt"
    paper.write_bytes(b"what was seen")
    kept = keep(paper)
    assert hall.work.attachments.read(kept.sha256) == b"what was seen"
    assert (kept.name, kept.size) == ("statement.txt", 13)
    monkeypatch.setattr(files, "MOST_FILE_BYTES", 12)
    with pytest.raises(Refused, match="larger than"):
        keep(paper)
    with pytest.raises(Refused, match="cannot be read"):
        keep(tmp_path / "gone.pdf")
    (tmp_path / "empty").write_bytes(b"")
    with pytest.raises(Refused, match="empty"):
        keep(tmp_path / "empty")


def test_the_plan_that_fits_is_named_in_the_words_or_is_of_the_hazard(hall: MeetingHall) -> None:
    plans = hall.work.walkthroughs.plans()
    assert fitting(plans, "", "大厅突然停电")[0].id == "power_outage"
    assert fitting(plans, "medical_injury", "an old man fell")[0].hazard == "medical_injury"
    assert fitting(plans, "", "xyz") == []


def test_a_meeting_hears_of_what_is_open(hall: MeetingHall) -> None:
    paper = hall.meetings.compose("closing", FRIDAY, hall.time())
    assert any(isinstance(block, Note) for block in of(paper, "open_incidents"))
    key = note(hall)
    hall.work.incidents.grade(key, 1, by="8001")
    hall.work.incidents.note("drill", drill="d", by="8001")
    hall.time.advance(60)
    blocks = of(hall.meetings.compose("closing", FRIDAY, hall.time()), "open_incidents")
    figure, table = blocks
    assert isinstance(figure, Figure)
    assert isinstance(table, Table)
    assert (figure.value, figure.verdict) == (1.0, "bad")
    assert [row.cells[0] for row in table.rows] == [key]
