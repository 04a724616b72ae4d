"""Reviews on a real store: filled by the run, signed once, and lessons that only a changed plan or a reason closes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import Figure, Table
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


def rate_all(hall: MeetingHall, run: str) -> None:
    for place in range(len(hall.work.reviews.open(run).plan.drill.objectives)):
        hall.work.reviews.rate(run, place, "performed", by="8001")


def test_the_form_of_a_drill_is_filled_by_its_run_and_signed_once(hall: MeetingHall, clock: FixedClock) -> None:
    work = hall.work
    done = held(work.drills, work.walkthroughs, clock)
    run = "drill:" + done.drill.key
    form = work.reviews.open(run)
    assert form.run == "walk:" + done.drill.walk
    assert form.record is not None
    assert form.score is not None
    assert len(form.record.steps) > 3
    assert form.score.passed
    assert work.reviews.unsigned() == [form.run]
    with pytest.raises(Refused):  # not rated yet
        work.reviews.sign(run, "performed", by="8001")
    with pytest.raises(Refused):  # a challenge wants its words
        work.reviews.rate(run, 0, "major", by="8001")
    rate_all(hall, run)
    signed = work.reviews.sign(run, "performed", words="good", by="8001")
    assert signed.review.signed_by == "8001"
    assert work.reviews.unsigned() == []
    with pytest.raises(Refused):
        work.reviews.rate(run, 0, "unable", words="no", by="8001")
    assert signed.walk is not None
    incident = work.incidents.incident(signed.walk.incident)
    assert incident is not None
    assert incident.state == "reviewed"  # the exercise's own, so that nothing of it stays open


def test_a_real_run_is_signed_only_when_its_incident_is_over(hall: MeetingHall, clock: FixedClock) -> None:
    work = hall.work
    walk = work.walkthroughs.start("fire", by="8001")
    run = "walk:" + walk.walk.key
    rate_all(hall, run)
    with pytest.raises(Refused):
        work.reviews.sign(run, "some", by="8001")
    walk_through(work.walkthroughs, clock, walk.walk.key)
    with pytest.raises(Refused):
        work.reviews.sign(run, "some", by="8001")
    work.incidents.end(walk.walk.incident, by="8001")
    work.reviews.sign(run, "some", by="8001")
    incident = work.incidents.incident(walk.walk.incident)
    assert incident is not None
    assert incident.rating == "some"


def test_a_lesson_closes_only_with_a_later_version_or_a_reason(hall: MeetingHall, clock: FixedClock) -> None:
    work = hall.work
    library = work.library
    fire = library.library().plans["fire"]
    early = replace(fire, summary=Text("Out.", "撤。"))
    before = library.propose("plans", early, by="8001", why="clearer").waiting[0].version
    library.approve("plans", "fire", before, by="8002")
    clock.advance(60)
    done = held(work.drills, work.walkthroughs, clock)
    run = "drill:" + done.drill.key
    due = clock() + timedelta(days=14)
    lesson = work.reviews.add_lesson(run, "Keep the list of staff by the door.", "lobby_manager", due, by="8001")
    assert [row.record for row in work.reviews.open(run).lessons] == [lesson.key]
    for version in ("", before, "0123456789abcdef"):
        with pytest.raises(Refused):
            work.reviews.close_lesson(lesson.subject, version, by="8001")
    with pytest.raises(Refused):  # nor by the registers' own way round
        work.records.move(lesson.subject, "changed", by="8003", values={"version": before})
    clock.advance(60)
    better = replace(early, kit=(*early.kit, Text("List of staff by the door", "门口人员名单")))
    version = library.propose("plans", better, by="8001", why="lesson").waiting[0].version
    with pytest.raises(Refused):  # proposed is not approved
        work.reviews.close_lesson(lesson.subject, version, by="8001")
    library.approve("plans", "fire", version, by="8002")
    closed = work.reviews.close_lesson(lesson.subject, version, by="8001")
    assert closed.state == "changed"
    assert [change.path.partition("[")[0] for change in work.reviews.changed(closed)] == ["kit"]
    other = work.reviews.add_lesson(run, "Buy a second loudspeaker.", "lobby_manager", due, by="8001")
    with pytest.raises(Refused):
        work.reviews.refuse_lesson(other.subject, " ", by="8002")
    with pytest.raises(Refused):  # who noted it does not refuse it
        work.reviews.refuse_lesson(other.subject, "too dear", by="8001")
    assert work.reviews.refuse_lesson(other.subject, "too dear", by="8002").state == "refused"


def test_plans_are_overdue_by_their_own_months_and_an_approved_change_counts_as_a_look(
    hall: MeetingHall, clock: FixedClock
) -> None:
    reviews, library = hall.work.reviews, hall.work.library
    assert {entry.standing for entry in reviews.due(clock())} == {"never"}
    assert reviews.look_through("fire", by="8001").standing == "good"
    version = library.propose(
        "plans", replace(library.library().plans["robbery"], summary=Text("x", "某")), by="8001", why="w"
    ).waiting[0].version  # fmt: skip
    assert next(entry for entry in reviews.due(clock()) if entry.plan == "robbery").standing == "never"
    library.approve("plans", "robbery", version, by="8002")
    clock.advance(60)
    looked = {entry.plan: entry.standing for entry in reviews.due(clock()) if entry.last}
    assert looked == {"fire": "good", "robbery": "good"}
    later = clock() + timedelta(days=31 * library.library().plans["fire"].review_months)
    assert next(entry for entry in reviews.due(later) if entry.plan == "fire").standing == "overdue"


def test_the_briefing_has_figures_for_drills_and_plans_and_a_paper_of_an_earlier_time_does_not_look_ahead(
    hall: MeetingHall, clock: FixedClock
) -> None:
    plans = len(hall.work.walkthroughs.plans())
    agenda = next(
        agenda.id for agenda in hall.work.meetings.agendas() if agenda.id == "risk_meeting"
    )  # fmt: skip

    def counts() -> list[float | None]:
        paper = hall.meetings.compose(agenda, FRIDAY, clock())
        return [block.value for block in of(paper, "drills_due") if isinstance(block, Figure)]

    before = clock()
    assert counts() == [0.0, plans, 0.0, plans]
    held(hall.work.drills, hall.work.walkthroughs, clock)
    hall.work.reviews.look_through("fire", by="8001")
    clock.advance(60)
    assert counts() == [0.0, plans - 1, 0.0, plans - 1]
    earlier = hall.meetings.compose(agenda, FRIDAY, before)
    assert [block.value for block in of(earlier, "drills_due") if isinstance(block, Figure)][1] == plans
    clock.advance(400 * 86400)
    paper = hall.meetings.compose(agenda, clock().date(), clock())
    figures = [block.value for block in of(paper, "drills_due") if isinstance(block, Figure)]
    assert figures == [1.0, plans - 1, 1.0, plans - 1]
    table = next(block for block in of(paper, "drills_due") if isinstance(block, Table))
    assert table.rows[0].verdict == "bad"
