"""Reviews on a real store: filled by the run, signed once, and lessons that only a changed plan or a reason closes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.content_facts import RETIRE
from lobbyconsole.domain.paper import Figure, Note, Table
from lobbyconsole.domain.sample import sample_branch
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.review_desk import ReviewDesk
from lobbyconsole.services.review_papers import review_paper
from tests.fakes import FixedClock
from tests.services.meeting_hall import MeetingHall, instant, of, open_meeting_hall, workweek
from tests.services.rehearsing import rehearse
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
    for place in range(len(hall.work.reviews.open(run).objectives)):
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
    rehearse(library, "fire", before)
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
    rehearse(library, "fire", version)
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
    rehearse(library, "robbery", version)
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
    assert counts() == [0.0, plans, 0.0, plans, 0.0, 0.0, 0.0]
    held(hall.work.drills, hall.work.walkthroughs, clock)
    hall.work.reviews.look_through("fire", by="8001")
    clock.advance(60)
    assert counts() == [0.0, plans - 1, 0.0, plans - 1, 0.0, 0.0, 0.0]
    earlier = hall.meetings.compose(agenda, FRIDAY, before)
    assert [block.value for block in of(earlier, "drills_due") if isinstance(block, Figure)][1] == plans
    clock.advance(400 * 86400)
    paper = hall.meetings.compose(agenda, clock().date(), clock())
    figures = [block.value for block in of(paper, "drills_due") if isinstance(block, Figure)]
    assert figures == [1.0, plans - 1, 1.0, plans - 1, 0.0, 1.0, 0.0]  # and the drill's review is overdue
    table = next(block for block in of(paper, "drills_due") if isinstance(block, Table))
    assert table.rows[0].verdict == "bad"


def ended(hall: MeetingHall, clock: FixedClock, plan: str = "fire") -> tuple[str, str]:
    """A plan walked in earnest and its incident over: (run, incident)."""
    walk = hall.work.walkthroughs.start(plan, by="8001")
    walk_through(hall.work.walkthroughs, clock, walk.walk.key)
    clock.advance(60)
    hall.work.incidents.end(walk.walk.incident, by="8001")
    return "walk:" + walk.walk.key, walk.walk.incident


def test_who_has_a_pin_signs_with_it_and_afterwards_there_are_only_corrections(
    hall: MeetingHall, clock: FixedClock
) -> None:
    work = hall.work
    work.staff.add("8001")
    work.staff.set_pin("8001", "7391")
    run, _ = ended(hall, clock)
    rate_all(hall, run)
    with pytest.raises(Refused):  # nothing is signed yet that could be corrected
        work.reviews.correct(run, "so", by="8002")
    with pytest.raises(Refused):  # typing the number is not enough for who has a PIN
        work.reviews.sign(run, "performed", by="8001")
    proof = work.staff.prove("8001", "7391")
    with pytest.raises(Refused):  # nor is the PIN of another
        work.reviews.sign(run, "performed", by="8002", proof=proof)
    signed = work.reviews.sign(run, "performed", by="8001", proof=proof)
    assert (signed.review.signed_by, signed.review.proof) == ("8001", "pin")
    step = signed.record.steps[0] if signed.record else None
    assert step is not None
    for refused in (
        lambda: work.reviews.rate(run, 0, "unable", words="no", by="8001"),
        lambda: work.reviews.rate_step(run, step.step, step.turn, "unable", words="no", by="8001"),
        lambda: work.reviews.answer(run, 0, "no", by="8001"),
        lambda: work.reviews.sign(run, "unable", by="8001", proof=work.staff.prove("8001", "7391")),
        lambda: work.reviews.correct(run, "so", by="8001"),
        lambda: work.reviews.correct(run, " ", by="8001", proof=work.staff.prove("8001", "7391")),
    ):
        with pytest.raises(Refused):
            refused()
    work.staff.add("8002")
    corrected = work.reviews.correct(run, "it was the side door", about=f"step:{step.step}:1", by="8002")
    assert [(said.words, said.by, said.proof) for said in corrected.review.corrections] == [
        ("it was the side door", "8002", "name")
    ]
    assert corrected.review.rating == "performed"


def test_a_step_is_rated_by_its_time_until_people_say_otherwise(hall: MeetingHall, clock: FixedClock) -> None:
    reviews = hall.work.reviews
    run, _ = ended(hall, clock)
    form = reviews.open(run)
    assert form.record is not None
    step = form.record.steps[0]
    assert form.step_rating(step) == ("performed", False)
    with pytest.raises(Refused):
        reviews.rate_step(run, step.step, step.turn, "major", by="8001")
    with pytest.raises(ValueError, match="was not visited"):
        reviews.rate_step(run, step.step, 9, "performed", by="8001")
    after = reviews.rate_step(run, step.step, step.turn, "major", words="nobody looked behind the vault", by="8001")
    assert after.step_rating(step) == ("major", True)
    assert after.suggested == form.suggested  # a step's rating is its own; abilities and times make the proposal


def test_an_incident_without_a_plan_has_a_form_of_its_own_and_a_lesson_names_its_plan(
    hall: MeetingHall, clock: FixedClock
) -> None:
    work = hall.work
    key = work.incidents.note("a loud dispute at the desk", by="8001").key
    run = "incident:" + key
    assert not work.reviews.open(run).ended
    clock.advance(600)
    work.incidents.end(key, by="8001")
    assert work.reviews.unsigned() == [run]
    form = work.reviews.open(run)
    assert (form.plan, form.record, len(form.objectives), len(form.questions)) == (None, None, 6, 4)
    due = clock() + timedelta(days=7)
    with pytest.raises(Refused):
        work.reviews.add_lesson(run, "One person speaks.", "lobby_manager", due, by="8001")
    lesson = work.reviews.add_lesson(run, "One person speaks.", "lobby_manager", due, plan="media_visit", by="8001")
    assert lesson.text("plan") == "media_visit"
    rate_all(hall, run)
    work.reviews.answer(run, 3, "Speak in the side room.", by="8001")
    work.reviews.sign(run, "some", words="well kept", by="8002")
    assert work.reviews.unsigned() == []
    incident = work.incidents.incident(key)
    assert incident is not None
    assert (incident.state, incident.rating, incident.reviewed_by) == ("reviewed", "some", "8002")


def test_an_incident_opened_again_is_reviewed_anew_and_the_old_signature_stays(
    hall: MeetingHall, clock: FixedClock
) -> None:
    work = hall.work
    run, key = ended(hall, clock)
    rate_all(hall, run)
    work.reviews.sign(run, "performed", by="8001")
    clock.advance(60)
    work.incidents.reopen(key, "it smoked again", by="8001")
    clock.advance(60)
    work.incidents.end(key, by="8001")
    anew = "incident:" + key
    assert work.reviews.unsigned() == [anew]
    assert work.reviews.open(anew).run == anew
    rate_all(hall, anew)
    work.reviews.sign(anew, "some", by="8002")
    assert work.reviews.unsigned() == []
    assert work.reviews.open(run).review.rating == "performed"
    for _ in range(2):  # and once more: what was signed for the second time belongs to that
        clock.advance(60)
        work.incidents.reopen(key, "again", by="8001")
        clock.advance(60)
        work.incidents.end(key, by="8001")
        assert work.reviews.open(anew).review.signed_at is None
        rate_all(hall, anew)
        work.reviews.sign(anew, "some", by="8002")


def test_a_review_goes_on_after_a_restart_where_it_was(tmp_path: Path, clock: FixedClock) -> None:
    first = open_meeting_hall(tmp_path, BANK, clock)
    run, _ = ended(first, clock)
    first.work.reviews.rate(run, 0, "some", words="late", by="8001")
    first.work.reviews.answer(run, 0, "the list was old", by="8001")
    before = first.work.reviews.open(run).review
    first.close()
    again = open_meeting_hall(tmp_path, BANK, clock)
    try:
        assert again.work.reviews.open(run).review == before
        assert again.work.reviews.unsigned() == [run]
    finally:
        again.close()


def test_the_desk_lists_what_is_late_first_and_what_may_close_a_lesson(hall: MeetingHall, clock: FixedClock) -> None:
    work, desk = hall.work, ReviewDesk(hall.work)
    run, key = ended(hall, clock)
    assert [(row.run, row.state) for row in desk.reviews(clock())] == [(run, "waiting")]
    work.reviews.rate(run, 0, "performed", by="8001")
    assert [row.state for row in desk.reviews(clock())] == ["begun"]
    assert [row.state for row in desk.reviews(clock() + timedelta(days=8))] == ["late"]
    lesson = work.reviews.add_lesson(run, "A list by the door.", "teller", clock() + timedelta(days=3), by="8001")
    assert [(row.ready, row.late(clock())) for row in desk.lessons(clock())] == [(0, False)]
    assert [row.late(clock() + timedelta(days=4)) for row in desk.lessons(clock())] == [True]
    clock.advance(60)
    fire = work.library.library().plans["fire"]
    better = replace(fire, kit=(*fire.kit, Text("List", "名单")))
    version = work.library.propose("plans", better, by="8001", why="lesson").waiting[0].version
    opened = desk.lesson(lesson.key)
    assert (opened.versions, [edition.version for edition in opened.waiting]) == ((), [version])
    rehearse(work.library, "fire", version)
    work.library.approve("plans", "fire", version, by="8002")
    opened = desk.lesson(lesson.key)
    assert [edition.version for edition, _, _, _ in opened.versions] == [version]
    assert [change.path.partition("[")[0] for change in opened.versions[0][1]] == ["kit"]
    work.reviews.close_lesson(lesson.subject, version, by="8001")
    assert [edition.version for edition, *_ in desk.lesson(lesson.key).versions] == [version]
    plans = {row.plan.id: row for row in desk.plans(clock())}
    assert (plans["fire"].lessons, plans["fire"].due.standing) == (0, "good")
    rate_all(hall, run)
    work.reviews.sign(run, "performed", by="8001")
    assert [(row.run, row.state, row.rating) for row in desk.reviews(clock())] == [(run, "signed", "performed")]
    assert key == work.reviews.open(run).incident.key  # type: ignore[union-attr]


def test_the_paper_of_a_review_has_its_steps_ratings_lessons_and_who_signed(
    hall: MeetingHall, clock: FixedClock
) -> None:
    work = hall.work
    run, key = ended(hall, clock)
    lesson = work.reviews.add_lesson(run, "A list by the door.", "teller", clock() + timedelta(days=3), by="8001")
    draft = review_paper(work.reviews.open(run), [lesson], work.library.library(), BANK, clock())
    assert any("nobody has signed" in str(block.words) for block in draft.blocks() if isinstance(block, Note))
    rate_all(hall, run)
    work.reviews.sign(run, "some", words="well done", by="8002")
    work.reviews.correct(run, "it was 10:02", by="8003")
    form = work.reviews.open(run)
    paper = review_paper(form, [lesson], work.library.library(), BANK, clock())
    assert [section.id for section in paper.sections] == [
        "facts", "steps", "rated", "reports", "asked", "lessons", "signed",
    ]  # fmt: skip
    text = paper.to_json()
    for words in (key, "A list by the door.", "well done", "8002", "it was 10:02", lesson.key):
        assert words in text
    steps = next(block for block in paper.blocks() if isinstance(block, Table) and len(block.columns) == 5)
    assert form.record is not None
    assert len(steps.rows) == len(form.record.steps)
    assert paper == review_paper(form, [lesson], work.library.library(), BANK, clock() + timedelta(days=2))  # as signed


def test_the_briefing_says_reviews_and_lessons_that_are_overdue(hall: MeetingHall, clock: FixedClock) -> None:
    run, _ = ended(hall, clock)
    hall.work.reviews.add_lesson(run, "A list by the door.", "teller", clock() + timedelta(days=3), by="8001")

    def said() -> list[float | None]:
        paper = hall.meetings.compose("risk_meeting", clock().date(), clock())
        return [block.value for block in of(paper, "drills_due") if isinstance(block, Figure)][-2:]

    assert said() == [0.0, 0.0]
    clock.advance(5 * 86400)
    assert said() == [0.0, 1.0]
    clock.advance(5 * 86400)
    assert said() == [1.0, 1.0]
    paper = hall.meetings.compose("risk_meeting", clock().date(), clock())
    table = [block for block in of(paper, "drills_due") if isinstance(block, Table)][-1]
    assert [(row.link.kind, row.link.key.partition("/")[0]) for row in table.rows if row.link] == [
        ("record", "lessons"), ("review", run),
    ]  # fmt: skip
    rate_all(hall, run)
    hall.work.reviews.sign(run, "performed", by="8001")
    clock.advance(60)
    assert said() == [0.0, 1.0]


def test_signature_and_incident_are_told_in_one_breath(hall: MeetingHall, clock: FixedClock) -> None:
    """A kill between two transactions left an incident reviewed by a review nobody had signed."""
    work = hall.work
    told: list[list[str]] = []
    hall.live.subscribe_facts(lambda facts: told.append([fact.kind for fact in facts]))
    run, _ = ended(hall, clock)
    rate_all(hall, run)
    work.reviews.sign(run, "some", words="well done", by="8002")
    assert [batch for batch in told if "review.signed" in batch] == [["incident.reviewed", "review.signed"]]
    begun = work.drills.begin_now("power_outage", by="8001").drill  # its incident was left open by a crash
    work.walkthroughs.end(begun.walk, "enough", by="8001")
    told.clear()
    finished = work.drills.drill(begun.key)
    assert finished is not None
    rate_all(hall, "drill:" + begun.key)
    with pytest.raises(Refused, match="not over"):
        work.reviews.sign("drill:" + begun.key, "some", by="8002")
    incident = work.incidents.incident(begun.key)
    assert incident is not None
    assert (incident.rating, incident.ended_at) == ("", None)  # refused as a whole


def test_an_exercise_whose_incident_a_crash_left_open_ends_with_the_signature(
    hall: MeetingHall, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = hall.work
    monkeypatch.setattr(type(work.drills), "_end_incident", lambda *_: None)  # killed before it
    done = held(work.drills, work.walkthroughs, clock)
    run = "drill:" + done.drill.key
    rate_all(hall, run)
    told: list[list[str]] = []
    hall.live.subscribe_facts(lambda facts: told.append([fact.kind for fact in facts]))
    work.reviews.sign(run, "performed", by="8001")
    assert told == [["incident.ended", "incident.reviewed", "review.signed"]]
    incident = work.incidents.incident(done.drill.key)
    assert incident is not None
    assert incident.state == "reviewed"


def test_a_lesson_closed_by_two_windows_at_the_same_instant_is_closed_once(
    hall: MeetingHall, clock: FixedClock
) -> None:
    work, library = hall.work, hall.work.library
    run, _ = ended(hall, clock)
    lesson = work.reviews.add_lesson(run, "Keep a list.", "lobby_manager", clock() + timedelta(days=9), by="8001")
    clock.advance(60)
    fire = library.library().plans["fire"]
    better = replace(fire, kit=(*fire.kit, Text("List of staff by the door", "门口人员名单")))
    version = library.propose("plans", better, by="8001", why="lesson").waiting[0].version
    rehearse(library, "fire", version)
    library.approve("plans", "fire", version, by="8002")
    start, told = Barrier(4), list[str]()

    def close(by: str) -> None:
        start.wait()
        try:
            if by == "8001":
                work.reviews.refuse_lesson(lesson.subject, "too dear", by="8004")
            else:
                work.reviews.close_lesson(lesson.subject, version, by=by)
        except Refused as error:
            told.append(str(error))

    windows = [Thread(target=close, args=(by,)) for by in ("8001", "8002", "8002", "8003")]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    assert len(told) == 3
    after = work.records.record("lessons", lesson.key)
    assert after is not None
    assert len([fact for fact in after.history if fact.kind == "record.moved"]) == 1


def test_a_lesson_of_a_plan_retired_meanwhile_is_not_closed_by_its_retirement(
    hall: MeetingHall, clock: FixedClock
) -> None:
    work, library = hall.work, hall.work.library
    run, _ = ended(hall, clock)
    lesson = work.reviews.add_lesson(run, "Keep a list.", "lobby_manager", clock() + timedelta(days=9), by="8001")
    clock.advance(60)
    library.retire("plans", "fire", by="8001", why="the building has its own")
    library.approve("plans", "fire", RETIRE, by="8002")
    for version in ("", RETIRE):
        with pytest.raises(Refused):
            work.reviews.close_lesson(lesson.subject, version, by="8001")
    form = work.reviews.open(run)  # what was done by it can still be reviewed
    assert form.plan is not None
    rate_all(hall, run)
    work.reviews.sign(run, "performed", by="8001")
    for same in ("8001", " 8001 ", "８００１"):
        with pytest.raises(Refused):
            work.reviews.refuse_lesson(lesson.subject, "no such plan any more", by=same)
    assert work.reviews.refuse_lesson(lesson.subject, "no such plan any more", by="8002").state == "refused"
