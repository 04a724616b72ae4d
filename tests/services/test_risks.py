"""The risk register on a real store: the shipped risks as the hall rates them, questioned by its own incidents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from lobbyconsole.domain.content_facts import RESTORE, RETIRE
from lobbyconsole.domain.paper import Block, Day, Figure, Link, Table
from lobbyconsole.domain.sample import sample_branch
from lobbyconsole.domain.words import Refused
from tests.fakes import FixedClock
from tests.services.meeting_hall import MeetingHall, instant, of, open_meeting_hall, workweek
from tests.services.test_drills import held, walk_through

BANK = workweek(sample_branch("bank"))
FRIDAY = date(2026, 11, 20)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(instant(BANK, FRIDAY, "10:00"))


@pytest.fixture
def hall(tmp_path: Path, clock: FixedClock) -> Iterator[MeetingHall]:
    made = open_meeting_hall(tmp_path, BANK, clock)
    yield made
    made.close()


def power_cut(hall: MeetingHall, clock: FixedClock) -> str:
    """One incident for which the plan was walked to its end."""
    walk = hall.work.walkthroughs.start("power_outage", by="8001")
    walk_through(hall.work.walkthroughs, clock, walk.walk.key)
    clock.advance(60)
    hall.work.incidents.end(walk.walk.incident, by="8001")
    return walk.walk.incident


def test_it_starts_from_the_shipped_register_and_the_hall_rates_it(hall: MeetingHall, clock: FixedClock) -> None:
    risks = hall.work.risks
    board = risks.board()
    library = hall.work.library.library()
    assert library.risks is not None
    assert {risk.id for risk in board.risks} == {item.id for item in library.risks.items if "bank" in item.sectors}
    assert [risk.rating.score for risk in board.risks] == sorted(
        (risk.rating.score for risk in board.risks), reverse=True
    )
    assert not any(risk.rated for risk in board.risks)
    due = clock() + timedelta(days=90)
    rated = risks.rate("r_power", 5, 5, owner="security_guard", review_at=due, why="old wiring", by="8003")
    assert (rated.rating.score, rated.rating.band, rated.owner, rated.look_at) == (25, "red", "security_guard", due)
    assert risks.board().risks[0].id == "r_power"
    with pytest.raises(ValueError, match="no rating"):
        risks.rate("r_power", 6, 1)
    with pytest.raises(Refused):
        risks.rate("r_nothing", 1, 1)
    with pytest.raises(Refused):
        risks.rate("r_power", 2, 2, review_at=clock() - timedelta(days=1))


def test_four_incidents_in_a_year_question_a_two_and_keeping_it_asks_for_a_reason(
    hall: MeetingHall, clock: FixedClock
) -> None:
    risks = hall.work.risks
    risks.rate("r_power", 2, 4, by="8001")
    for _ in range(4):
        power_cut(hall, clock)
        clock.advance(20 * 86400)
    known = risks.board().risk("r_power")
    assert known is not None
    assert (known.rating.likelihood, len(known.incidents), known.speaks) == (2, 4, 4)
    gap = next(gap for gap in risks.board().gaps if gap.kind == "likelihood" and gap.risk == "r_power")
    assert (gap.rated, gap.count, gap.speaks) == (2, 4, 4)
    with pytest.raises(Refused, match="4"):
        risks.rate("r_power", 2, 4, by="8001")
    assert risks.rate("r_power", 2, 4, why="the new cable lies since June", by="8001").speaks == 0
    power_cut(hall, clock)
    later = risks.board().risk("r_power")
    assert later is not None
    assert later.speaks == 4  # one more than was known then
    clock.advance(400 * 86400)
    past = risks.board().risk("r_power")
    assert past is not None
    assert (past.speaks, past.incidents) == (0, ())


def test_gaps_close_where_they_are_mended(hall: MeetingHall, clock: FixedClock) -> None:
    work = hall.work
    incident = power_cut(hall, clock)
    clock.advance(8 * 86400)

    def kinds(subject: str) -> set[str]:
        return {gap.kind for gap in work.risks.board().gaps if gap.subject == subject or gap.risk == subject}

    assert kinds(incident) == {"no_review"}
    assert kinds("fire") == {"no_drill"}
    assert kinds("power_outage") == set()  # walked in earnest a week ago
    run = work.reviews.open("incident:" + incident).run
    for place in range(len(work.reviews.open(run).objectives)):
        work.reviews.rate(run, place, "performed", by="8001")
    work.reviews.sign(run, "performed", by="8001")
    held(work.drills, work.walkthroughs, clock)
    assert kinds(incident) == kinds("fire") == set()
    planned = work.drills.plan_drill("robbery", clock() + timedelta(days=5), by="8001")
    assert work.risks.board().planned["robbery"].key == planned.key
    clock.advance(181 * 86400)
    gap = next(gap for gap in work.risks.board().gaps if gap.subject == "fire")
    assert gap.since is not None  # practised once, too long ago
    own = work.risks.add("A crane over the roof", "operational", 4, 4, by="8001")
    assert kinds(own.id) == {"no_plan"}
    rated = work.risks.rate("r_cash", 2, 2, review_at=clock() + timedelta(days=10), by="8001")
    clock.advance(11 * 86400)
    assert kinds(rated.id) == {"look"}


def test_an_incident_counts_for_the_risk_it_is_linked_to_and_a_drill_never_does(
    hall: MeetingHall, clock: FixedClock
) -> None:
    work = hall.work
    key = work.incidents.note("the note counter jams", by="8001").key
    work.incidents.link(key, "risk:r_cash", by="8001")
    held(work.drills, work.walkthroughs, clock)
    board = work.risks.board()
    cash, fire = board.risk("r_cash"), board.risk("r_fire")
    assert cash is not None
    assert fire is not None
    assert [event.incident for event in cash.incidents] == [key]
    assert fire.incidents == ()
    assert "fire" in board.practised


def test_a_risk_of_its_own_a_control_an_action_and_one_that_does_not_apply(
    hall: MeetingHall, clock: FixedClock
) -> None:
    risks = hall.work.risks
    with pytest.raises(Refused):
        risks.add("  ", "service", 1, 1)
    own = risks.add("Roof leaks", "technical", 3, 3, plans=("self_service_failure",), cause="old", by="8002")
    assert own.title.zh == "Roof leaks"
    risks.note_control(own.id, "preventive", "look daily", by="8001")
    with pytest.raises(Refused):
        risks.note_control(own.id, "preventive", " ")
    record = risks.action(own.id, "Mend the pipe", "lobby_manager", clock() + timedelta(days=9), by="8001")
    assert [row.record for row in risks.actions(own.id)] == [record.key]
    with pytest.raises(Refused):
        risks.set_aside("r_robbery", "")
    risks.set_aside("r_robbery", "no cash here", by="8003")
    risks.set_aside("r_robbery", "no cash here", by="8003")
    board = risks.board()
    assert [risk.id for risk in board.aside] == ["r_robbery"]
    assert not any(gap.risk == "r_robbery" for gap in board.gaps)
    assert board.risk(own.id) is not None
    risks.rate("r_robbery", 1, 5, by="8003")
    assert risks.board().aside == ()


def test_the_register_is_the_same_after_a_restart(tmp_path: Path, clock: FixedClock) -> None:
    first = open_meeting_hall(tmp_path, BANK, clock)
    first.work.risks.rate("r_power", 4, 4, why="old wiring", by="8001")
    own = first.work.risks.add("Roof leaks", "technical", 3, 3, by="8002")
    before = first.work.risks.board(clock())
    first.close()
    again = open_meeting_hall(tmp_path, BANK, clock)
    try:
        after = again.work.risks.board(clock())
        assert [(risk.id, risk.state) for risk in after.risks] == [(risk.id, risk.state) for risk in before.risks]
        assert after.risk(own.id) is not None
        assert after.gaps == before.gaps
    finally:
        again.close()


def test_the_briefing_says_what_was_rated_anew_and_does_not_look_ahead(hall: MeetingHall, clock: FixedClock) -> None:
    def blocks(now: FixedClock) -> list[Block]:
        return of(hall.meetings.compose("risk_meeting", now().date(), now()), "risk_register")

    def figures() -> list[float | None]:
        return [block.value for block in blocks(clock) if isinstance(block, Figure)]

    red = sum(risk.rating.band == "red" for risk in hall.work.risks.board().risks)
    assert figures() == [red, 0.0]
    hall.work.risks.rate("r_power", 5, 5, why="old wiring", by="8001")
    clock.advance(60)
    assert figures() == [red + 1, 1.0]
    table = next(block for block in blocks(clock) if isinstance(block, Table))
    assert table.rows[0].cells[2:] == ("5 × 5 = 25", Day("2026-11-20"), "old wiring")
    assert table.rows[0].link == Link("risk", "r_power")
    earlier = hall.meetings.compose("risk_meeting", FRIDAY, clock() - timedelta(hours=1))
    assert [block.value for block in of(earlier, "risk_register") if isinstance(block, Figure)] == [red, 0.0]


def test_a_false_alarm_is_no_practice(hall: MeetingHall, clock: FixedClock) -> None:
    """F12, the wrong tile, ended at once: the plan is as unpractised as before."""
    work = hall.work
    assert "fire" not in work.risks.board().practised
    walk = work.walkthroughs.start("fire", by="8001").walk
    work.walkthroughs.end(walk.key, "pressed by mistake", by="8001")
    assert "fire" not in work.risks.board().practised
    assert "no_drill" in {gap.kind for gap in work.risks.board().gaps if gap.subject == "fire"}
    walk = work.walkthroughs.start("fire", by="8001").walk
    walk_through(work.walkthroughs, clock, walk.key)
    assert "fire" in work.risks.board().practised


def test_a_likelihood_kept_with_a_reason_is_not_asked_about_again_until_the_next_rating(
    hall: MeetingHall, clock: FixedClock
) -> None:
    risks = hall.work.risks
    hall.work.incidents.note("glass broken", by="8001")
    risks.rate("r_power", 5, 4, why="old wiring", by="8001")
    clock.advance(366 * 86400)

    def speaks() -> int:
        known = risks.board().risk("r_power")
        assert known is not None
        asked = [gap for gap in risks.board().gaps if gap.kind == "likelihood" and gap.risk == "r_power"]
        assert bool(asked) == bool(known.speaks)
        return known.speaks

    assert speaks() == 2  # a year without any: what was said of it then was no answer to that
    with pytest.raises(Refused, match="speak for likelihood 2"):
        risks.rate("r_power", 5, 4, by="8001")
    assert risks.rate("r_power", 5, 4, why="the grid is worked on all winter", by="8001").speaks == 0
    assert speaks() == 0
    clock.advance(30 * 86400)
    assert speaks() == 0
    with pytest.raises(Refused, match="speak for likelihood 2"):
        risks.rate("r_power", 5, 4, by="8001")


def test_linked_twice_and_walked_too_it_is_one_incident(hall: MeetingHall, clock: FixedClock) -> None:
    work = hall.work
    key = power_cut(hall, clock)
    for _ in range(2):
        work.incidents.link(key, "risk:r_power", by="8001")
    known = work.risks.board().risk("r_power")
    assert known is not None
    assert [event.incident for event in known.incidents] == [key]


def test_a_retired_plan_leaves_a_gap_and_used_again_closes_it(hall: MeetingHall, clock: FixedClock) -> None:
    work = hall.work
    own = work.risks.add("Roof leaks", "technical", 4, 4, plans=("power_outage",), by="8002")

    def kinds() -> set[tuple[str, str]]:
        gaps = work.risks.board().gaps_of(own.id)
        return {(gap.kind, gap.subject) for gap in gaps}

    assert kinds() == {("no_drill", "power_outage")}
    work.library.retire("plans", "power_outage", by="8001", why="x")
    assert kinds() == {("no_drill", "power_outage")}  # proposed is not retired
    work.library.approve("plans", "power_outage", RETIRE, by="8002")
    assert kinds() == {("no_plan", "")}
    work.library.restore("plans", "power_outage", by="8001")
    work.library.approve("plans", "power_outage", RESTORE, by="8002")
    assert kinds() == {("no_drill", "power_outage")}
    held(work.drills, work.walkthroughs, clock, "power_outage")
    assert kinds() == set()
