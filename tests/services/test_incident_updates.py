"""Updates upward and grades on a real store: after restarts, under a clock set back, in two windows at once."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lobbyconsole.config import Incidents as Rules
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.sample import sample_branch
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.incident_desk import IncidentDesk
from lobbyconsole.services.incident_dues import Due
from lobbyconsole.services.incident_papers import paper_of, text_of
from lobbyconsole.services.library.book import body_of, item_of
from tests.fakes import FixedClock
from tests.services.meeting_hall import MeetingHall, instant, open_meeting_hall, workweek

BANK: Branch = workweek(sample_branch("bank"))
FRIDAY = date(2026, 11, 20)
RULES = Rules()


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[MeetingHall]:
    made = open_meeting_hall(tmp_path, BANK, FixedClock(instant(BANK, FRIDAY, "10:00")))
    yield made
    made.close()


def desk(hall: MeetingHall) -> IncidentDesk:
    return IncidentDesk(hall.work, RULES, BANK)


def update(hall: MeetingHall, key: str) -> Due:
    return next(due for due in desk(hall).sheet(key).dues if due.repeat)


def run(hall: MeetingHall, hurt: str = "no") -> tuple[str, str]:
    key = hall.work.incidents.note("a queue out to the street", hurt=hurt, by="8001").key
    hall.work.incidents.grade(key, 2, by="8001")
    return key, hall.work.walkthroughs.start("bank_run", incident=key, by="8001").walk.key


def end_walk(hall: MeetingHall, walk: str) -> None:
    hall.work.walkthroughs.end(walk, "over", by="8001")


def test_an_update_presses_again_and_again_until_the_incident_is_over(hall: MeetingHall) -> None:
    key, walk = run(hall)
    begun = hall.time()
    for sent in range(1, 4):
        due = update(hall, key)
        assert due.made_at is None
        assert due.due_at == begun + timedelta(minutes=15) if sent == 1 else hall.time() + timedelta(minutes=15)
        hall.time.advance(16 * 60)
        assert update(hall, key).level(hall.time()) == "act"
        assert any(due.repeat for due in desk(hall).pressing().dues)
        hall.work.walkthroughs.reported(walk, 1, words=f"update {sent}", by="8001")
        assert update(hall, key).level(hall.time()) == "ok"
    hall.time.advance(9 * 60)
    assert update(hall, key).level(hall.time()) == "watch"
    assert [report.text for report in desk(hall).sheet(key).incident.reports] == [f"update {n}" for n in (1, 2, 3)]
    end_walk(hall, walk)
    assert update(hall, key).made_at is None, "the plan has ended, the incident has not"
    hall.work.incidents.end(key, by="8001")
    assert update(hall, key).made_at is not None
    assert not any(due.repeat for due in desk(hall).pressing().dues)
    hall.work.incidents.reopen(key, "they are back", by="8001")
    assert update(hall, key).due_at == hall.time() + timedelta(minutes=15)


def test_the_final_report_ends_the_updates_while_the_plan_runs(hall: MeetingHall) -> None:
    key, walk = run(hall)
    hall.work.walkthroughs.reported(walk, 1, by="8001")
    hall.work.incidents.report_up(key, "final", "superior_duty", "all paid", by="8001")
    assert update(hall, key).made_at is not None
    state = hall.work.walkthroughs.walk(walk)
    assert state is not None
    assert all(owed.made_at is not None for owed in state.owed() if owed.repeat), "the side panel says the same"


def test_an_update_told_from_the_incidents_page_counts_too(hall: MeetingHall) -> None:
    key, _ = run(hall)
    hall.time.advance(60)
    hall.work.incidents.report_up(key, "first", "superior_duty", "a crowd", by="8001")
    hall.time.advance(600)
    hall.work.incidents.report_up(key, "follow_up", "superior_duty", "no change", by="8001")
    assert update(hall, key).due_at == hall.time() + timedelta(minutes=15)


def test_a_second_press_is_the_same_update_and_a_later_one_another(hall: MeetingHall) -> None:
    key, walk = run(hall)
    for _ in range(3):
        hall.time.advance(1)
        hall.work.walkthroughs.reported(walk, 1, by="8001")
    assert len(desk(hall).sheet(key).incident.reports) == 1
    hall.time.advance(60)
    hall.work.walkthroughs.reported(walk, 1, by="8001")
    assert len(desk(hall).sheet(key).incident.reports) == 2
    hall.work.walkthroughs.reported(walk, 0, by="8001")
    hall.time.advance(60)
    hall.work.walkthroughs.reported(walk, 0, by="8001")
    assert len(desk(hall).sheet(key).incident.reports) == 3, "what is owed once is made once"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_never_skipped_by_restarts_and_clocks_and_never_owed_after_the_end(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    """Early and late sends, kills, clocks a year ahead or back: no update is further off than its interval."""
    dice = random.Random(seed)
    folder = tmp_path_factory.mktemp("updates")
    clock = FixedClock(instant(BANK, FRIDAY, "10:00"))
    hall = open_meeting_hall(folder, BANK, clock)
    try:
        key, walk = run(hall)
        every = timedelta(minutes=15)
        for _ in range(9):
            act = dice.choice(["send", "send", "wait", "kill", "back", "ahead"])
            if act == "wait":
                clock.advance(dice.randint(1, 3000))
            elif act == "send":
                clock.advance(10)
                before = len(desk(hall).sheet(key).incident.reports)
                hall.work.walkthroughs.reported(walk, 1, by="8001")
                assert len(desk(hall).sheet(key).incident.reports) == before + 1, "no send is lost"
                assert update(hall, key).due_at - hall.live.clock.now() <= every
            else:
                hall.close()
                if act != "kill":
                    clock.set(clock() + (-1 if act == "back" else 1) * timedelta(days=dice.randint(1, 400)))
                hall = open_meeting_hall(folder, BANK, clock)
            due = update(hall, key)
            assert due.made_at is None
            assert due.due_at - hall.live.clock.now() <= every
            if act == "back":  # and it does come: time counts from when this clock met it
                clock.advance(16 * 60)
                assert update(hall, key).level(hall.live.clock.now()) == "act"
        end_walk(hall, walk)
        hall.work.incidents.end(key, by="8001")
        for _ in range(2):
            assert all(due.made_at is not None for due in desk(hall).sheet(key).dues if due.repeat)
            assert not any(due.repeat for due in desk(hall).pressing().dues)
            hall.work.walkthroughs.reported(walk, 1, words="told afterwards", by="8001")  # late, and owed no more
            hall.close()
            clock.advance(dice.randint(-400, 400) * 86_400)
            hall = open_meeting_hall(folder, BANK, clock)
        assert hall.store.verify().ok
    finally:
        hall.close()


@pytest.mark.parametrize("back", [timedelta(minutes=40), timedelta(hours=9), timedelta(days=6000)])
def test_after_the_clock_was_set_back_an_incident_has_one_time(
    hall: MeetingHall, tmp_path: Path, back: timedelta
) -> None:
    """Its page, its plans and a plan begun later: each update is owed an interval after the last one was told."""
    key, walk = run(hall)
    hall.time.advance(600)
    hall.work.walkthroughs.reported(walk, 1, by="8001")
    hall.close()
    hall.time.set(hall.time() - back)
    again = open_meeting_hall(tmp_path, BANK, hall.time)
    every = pytest.approx(15 * 60, abs=1)

    def left_s() -> list[float]:
        return [due.left_s(again.time()) for due in desk(again).sheet(key).dues if due.repeat and due.made_at is None]

    try:
        assert left_s() == [every]  # as the screens look at once
        again.time.advance(600)
        again.work.incidents.report_up(key, "follow_up", "superior_duty", "no change", by="8001")
        assert left_s() == [every]
        again.work.walkthroughs.end(walk, "over", by="8001")
        again.work.incidents.end(key, by="8001")
        again.time.advance(300)
        again.work.incidents.reopen(key, "they are back", by="8001")
        assert left_s() == [every]
        second = again.work.walkthroughs.start("system_crash", incident=key, by="8001").walk
        place = next(
            at for at, report in enumerate(again.work.walkthroughs.plan("system_crash").reporting) if report.repeat
        )
        again.time.advance(60)
        again.work.walkthroughs.reported(second.key, place, by="8001")
        owed = next(due for due in desk(again).sheet(key).dues if due.walk == second.key and due.place == place)
        wanted = 60 * owed.repeat
        assert owed.left_s(again.time()) == pytest.approx(wanted, abs=1)
        log = desk(again).sheet(key).incident.log
        assert log[-1].at - log[0].at == pytest.approx(
            timedelta(seconds=600 + 600 + 300 + 60), abs=timedelta(seconds=1)
        )
        assert again.store.verify().ok
    finally:
        again.close()


@pytest.mark.parametrize("back", [timedelta(minutes=40), timedelta(days=6000)])
def test_after_the_clock_was_set_back_first_report_and_grade_are_asked_in_time(
    hall: MeetingHall, tmp_path: Path, back: timedelta
) -> None:
    """Not when the wrong clock comes to where the right one was: in 40 minutes, or in sixteen years."""
    graded = hall.work.incidents.note("a robbery", by="8001").key
    hall.work.incidents.grade(graded, 1, by="8001")
    unasked = hall.work.incidents.note("somebody fell", by="8001").key
    hall.time.advance(60)
    hall.close()
    hall.time.set(hall.time() - back)
    again = open_meeting_hall(tmp_path, BANK, hall.time)
    try:
        assert {due.incident for due in desk(again).pressing().dues} == {graded, unasked}
        again.time.advance(16 * 60)
        found = desk(again).pressing()
        assert [due.level(again.time()) for due in found.dues if due.incident == graded][:1] == ["act"]
        assert [asked.level(again.time()) for asked in found.ungraded] == ["act"]
        again.work.incidents.log(graded, "the police are here", by="8001")
        log = desk(again).sheet(graded).incident.log
        assert log[-1].at - log[0].at == pytest.approx(timedelta(minutes=16), abs=timedelta(seconds=1))
        again.work.incidents.end(graded, by="8001")
        final = next(due for due in desk(again).sheet(graded).dues if due.stage == "final")
        assert final.left_s(again.time()) == pytest.approx(3600 * RULES.final_hours, abs=1)
    finally:
        again.close()


def test_a_walk_of_an_old_plan_keeps_its_wording(hall: MeetingHall, monkeypatch: pytest.MonkeyPatch) -> None:
    walks = hall.work.walkthroughs
    now = walks.plan("bank_run")
    old = item_of("plans", body_of(now).replace(',"repeat":15', ""))
    assert isinstance(old, Plan)
    monkeypatch.setattr(walks, "plan", lambda name: old)  # as the library had it before
    walk = walks.start("bank_run", by="8001").walk.key
    walks.reported(walk, 1, by="8001")
    state = walks.walk(walk)
    assert state is not None
    made = next(owed for owed in state.owed() if owed.place == 1)
    assert (made.repeat, made.made_at is not None) == (0, True)
    hall.time.advance(3600)
    walks.reported(walk, 1, by="8001")
    again = walks.walk(walk)
    assert again is not None
    assert len(again.walk.sent[1]) == 1


def test_the_briefing_says_which_report_is_next(hall: MeetingHall) -> None:
    key, walk = run(hall)
    hall.work.walkthroughs.reported(walk, 0, by="8001")
    hall.work.walkthroughs.reported(walk, 2, by="8001")
    hall.time.advance(300)
    hall.work.walkthroughs.reported(walk, 1, by="8001")
    paper = paper_of(desk(hall).sheet(key), "ics201", hall.time())
    said = paper.to_json()
    assert "every 15 min" in said
    assert "每15分钟" in said
    assert "10:20" in said
    assert text_of(desk(hall).sheet(key), "follow_up", hall.time(), "en")


# --- grades ---------------------------------------------------------------------------------------------------------


def test_nobody_graded_it_and_something_is_owed_all_the_same(hall: MeetingHall) -> None:
    key = hall.work.incidents.note("a quarrel", by="8001").key
    (first,) = desk(hall).sheet(key).dues
    assert (first.stage, first.assumed, first.due_at - hall.time()) == ("first", 3, timedelta(minutes=30))
    hurt = hall.work.incidents.note("somebody fell", hurt="yes", by="8001").key
    dues = desk(hall).sheet(hurt).dues
    assert [(due.stage, due.assumed) for due in dues] == [("first", 2), ("follow_up", 2)]
    assert dues[0].due_at - hall.time() == timedelta(minutes=10)
    hall.work.incidents.grade(hurt, 4, why="a scratch", by="8001")
    assert [(due.stage, due.assumed) for due in desk(hall).sheet(hurt).dues] == [("first", 0)]


def test_a_grade_is_asked_for_at_once_when_somebody_is_hurt(hall: MeetingHall) -> None:
    work = hall.work
    quiet = work.incidents.note("a quarrel", hurt="no", by="8001").key
    hurt = work.incidents.note("a fall", hurt="yes", by="8001").key
    asked = desk(hall).pressing().ungraded
    assert [(found.incident, found.level(hall.time())) for found in asked] == [(hurt, "act"), (quiet, "ok")]
    hall.time.advance(6 * 60)
    assert [found.level(hall.time()) for found in desk(hall).pressing().ungraded] == ["act", "watch"]
    hall.time.advance(10 * 60)
    assert [found.level(hall.time()) for found in desk(hall).pressing().ungraded] == ["act", "act"]
    work.incidents.tell_more(quiet, "hurt", "yes", why="seen later", by="8001")
    assert desk(hall).pressing().ungraded[1].proposed.level == 2
    for key in (quiet, hurt):
        work.incidents.grade(key, 3, by="8001")
    assert desk(hall).pressing().ungraded == ()
    with pytest.raises(Refused):
        work.incidents.grade(hurt, 2, by="8001")
    work.incidents.grade(hurt, 2, why="two taken to hospital", by="8002")
    lines = [line for line in desk(hall).sheet(hurt).incident.log if line.kind == "incident.graded"]
    assert [(line.about, line.words, line.by) for line in lines] == [
        ("3", "", "8001"), ("2", "two taken to hospital", "8002")
    ]  # fmt: skip


def test_what_the_plan_knows_speaks_for_a_grade(hall: MeetingHall) -> None:
    walks = hall.work.walkthroughs
    fire = walks.start("fire", by="8001").walk.incident
    found = desk(hall).sheet(fire).ungraded
    assert found is not None
    assert (found.proposed.level, found.proposed.why) == (2, "plan")
    lost = walks.start("queue_machine_failure", by="8001").walk.incident
    other = desk(hall).sheet(lost).ungraded
    assert other is not None
    assert other.proposed.level == 3


def test_after_the_walkthrough_grade_and_end_are_asked_for_and_stay_asked_for(hall: MeetingHall) -> None:
    state = hall.work.walkthroughs.start("power_outage", by="8001")
    key = state.walk.incident
    assert desk(hall).pressing().unended == ()
    hall.time.advance(120)
    end_walk(hall, state.walk.key)
    (asked,), (still,) = desk(hall).pressing().ungraded, desk(hall).pressing().unended
    assert asked.level(hall.time()) == "act"
    assert (still.incident, still.plan_ended, still.level(hall.time())) == (key, hall.time(), "watch")
    hall.time.advance(3601)
    assert desk(hall).pressing().unended[0].level(hall.time()) == "act"
    hall.work.incidents.end(key, ended_at=still.plan_ended, by="8001")
    assert desk(hall).pressing().unended == ()
    found = desk(hall).sheet(key)
    assert found.incident.ended_at == still.plan_ended
    assert found.ungraded is not None, "over, and nobody has said how serious it was"


def test_an_exercise_asks_for_neither(hall: MeetingHall) -> None:
    state = hall.work.walkthroughs.start("power_outage", by="8001", drill="DR-2026-0001")
    end_walk(hall, state.walk.key)
    pressing = desk(hall).pressing()
    assert (pressing.ungraded, pressing.unended) == ((), ())
    assert not any(due.assumed for due in desk(hall).sheet(state.walk.incident).dues)


def test_what_was_reviewed_without_a_grade_is_left_alone(hall: MeetingHall) -> None:
    key = hall.work.incidents.note("a quarrel", by="8001").key
    hall.work.incidents.end(key, by="8001")
    assert desk(hall).sheet(key).ungraded is not None
    hall.work.incidents.review(key, "performed", by="8001")
    found = desk(hall).sheet(key)
    assert (found.ungraded, found.dues) == (None, ())


def test_a_lesson_is_closed_by_somebody(hall: MeetingHall) -> None:
    due = (hall.time() + timedelta(days=7)).isoformat()
    values = {"lesson": "say the waiting time", "plan": "bank_run", "owner": "lobby_manager", "due": due}
    lesson = hall.work.records.open("lessons", values, by="8001")
    for nobody in ("", "  ", "–"):
        with pytest.raises(Refused) as refused:
            hall.work.reviews.close_lesson(lesson.subject, "any", by=nobody)
        assert "staff number" in refused.value.message.text
        with pytest.raises(Refused):
            hall.work.reviews.refuse_lesson(lesson.subject, "too dear", by=nobody)
    again = hall.work.records.record("lessons", lesson.key)
    assert again is not None
    assert again.state == "open"
