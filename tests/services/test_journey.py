"""The journey on a real store: scores by touchpoint, strangers, complaints, actions, waits, self-evaluations."""

from __future__ import annotations

import csv
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from lobbyconsole.config import Settings, WorkingCalendar
from lobbyconsole.domain.content.checklists import CheckItem, Checklist, OnFail, Scale
from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.content.lists import Touchpoint
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.evaluation import Quarter
from lobbyconsole.domain.journey import Tally
from lobbyconsole.domain.register import Field
from lobbyconsole.domain.registers import BY_ID
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.evaluations import Evaluations
from lobbyconsole.services.journey import Journey, Journeys
from lobbyconsole.services.record_files import preview, take_over
from lobbyconsole.services.work import Work
from lobbyconsole.services.workdays import Workdays
from tests.services.conftest import SmallHall

W = Text("words", "字")
FRIDAY = date(2026, 11, 20)


def item(name: str, touchpoint: str, weight: int = 2) -> CheckItem:
    return CheckItem(
        id=name, text=Text(name, "项" + name), touchpoint=touchpoint, zone="waiting", standard=W,
        scale=Scale(type="pass_fail"), weight=weight, critical=False,
        on_fail=OnFail(action=Text("Refill", "补充"), owner="cleaner", due_min=30),
    )  # fmt: skip


def checklist(name: str, kind: str, *items: CheckItem, when: str = "on_demand") -> Checklist:
    return Checklist(id=name, title=Text(name, "表" + name), kind=kind, when=when, zone="whole_hall",
                     owner="lobby_manager", minutes=10, pass_score=80, summary=W, items=items)  # fmt: skip


def touchpoint(name: str, *zones: str) -> Touchpoint:
    return Touchpoint(id=name, zones=zones, expectation=W, standard=W, signals=W, typical_failure=W, remedy=W,
                      checklists=(), playbooks=())  # fmt: skip


LISTS = (
    checklist("patrol", "patrol", *(item(f"g{n}", "greeting", 1) for n in range(10)),
              *(item(f"q{n}", "queueing", 2) for n in range(5)), item("air", "environment")),
    checklist("visit", "mystery_shopper", item("v1", "greeting", 3), item("v2", "greeting", 1)),
    checklist("self_a", "self_evaluation", item("a1", "greeting", 5), item("a2", "queueing", 4),
              when="quarterly month 3 day 15 10:00"),
    checklist("self_b", "self_evaluation", item("b1", "greeting", 3)),
)  # fmt: skip
POINTS = (
    touchpoint("greeting", "entrance"),
    touchpoint("queueing", "waiting"),
    touchpoint("environment", "whole_hall"),
)


@dataclass
class JourneyHall:
    hall: SmallHall
    work: Work

    @property
    def journeys(self) -> Journeys:
        return self.work.journey

    def look(self, days: int = 7) -> Journey:
        return self.journeys.look(days, self.hall.time())

    def round(self, name: str, **failed: str) -> str:
        """A finished round; named items failed, with the note given."""
        opened = self.work.rounds.begin(name, by="8001")
        for entry in opened.checklist.items:
            note = failed.get(entry.id)
            said = "pass" if note is None else "fail"
            self.work.rounds.answer(opened.round.key, entry.id, said=said, note=note or "", by="8001")
        self.work.rounds.finish(opened.round.key, by="8001")
        return opened.round.key

    def mark(self, score: float, out_of: float = 10, day: date = FRIDAY, point: str = "greeting") -> str:
        values: dict[str, Any] = {"date": day.isoformat(), "source": "mystery", "touchpoint": point, "about": "hello",
                                  "score": score, "out_of": out_of}  # fmt: skip
        return self.work.records.open("outside_checks", values, by="8001").subject

    def voice(self, kind: str = "complaint", point: str = "greeting") -> str:
        values = {"date": FRIDAY.isoformat(), "kind": kind, "touchpoint": point, "words": "nobody looked up"}
        return self.work.records.open("voices", values, by="8001").subject


@pytest.fixture
def there(hall: SmallHall, monkeypatch: pytest.MonkeyPatch) -> JourneyHall:
    library = Library(
        checklists={entry.id: entry for entry in LISTS}, touchpoints={point.id: point for point in POINTS}
    )
    monkeypatch.setattr("lobbyconsole.services.library.book.load_library", lambda: library)
    settings = Settings(branch=hall.branch)
    return JourneyHall(hall, Work(hall.store, hall.live, lambda: settings))


def test_an_empty_hall_says_nothing(there: JourneyHall) -> None:
    journey = there.look()
    assert [point.name for point in journey.way] == ["greeting", "queueing"]
    assert [point.name for point in journey.along] == ["environment"]
    assert (journey.first, journey.last) == (FRIDAY - timedelta(days=6), FRIDAY)
    for point in journey.points:
        assert (point.own, point.level, point.direction, point.complaints, point.waits) == (Tally(), "", "", None, None)
        assert point.judgement.verdict == "few_own"
        assert len(point.series) == 13
    assert not journey.keeps_voices


def test_scores_by_hand(there: JourneyHall) -> None:
    first = there.round("patrol", q0="no time told")
    there.hall.pass_minutes(60)
    last = there.round("patrol", q0="again", q1="idle counter")
    journey = there.look()
    greeting, queueing = journey.way
    assert greeting.own == Tally(20, 20, 20, 0)
    assert queueing.own == Tally(14, 20, 10, 3)
    assert (queueing.own.percent, queueing.level) == (70, "act")
    assert [(weak.item, weak.answers, weak.failed, weak.last_round) for weak in queueing.weak] == [
        ("q0", 2, 2, last), ("q1", 2, 1, last),
    ]  # fmt: skip
    assert first != last
    assert queueing.series[-1].own == queueing.own
    # What is running counts for nothing yet.
    running = there.work.rounds.begin("patrol", by="8001")
    there.work.rounds.answer(running.round.key, "g0", said="fail", by="8001")
    assert there.look().way[0].own == Tally(20, 20, 20, 0)


def test_an_older_week_is_before_and_moves_the_arrow(there: JourneyHall) -> None:
    there.round("patrol", **{f"g{n}": "late" for n in range(5)})
    there.hall.pass_minutes(8 * 24 * 60)
    there.round("patrol")
    greeting = there.look().way[0]
    assert (greeting.own.percent, greeting.before.percent, greeting.direction) == (100, 50, "up")
    assert there.look(30).way[0].own.percent == 75
    # The blind spots are judged over the same long stretch, whatever is on show.
    assert there.look(7).way[0].judgement == there.look(30).way[0].judgement


def test_strangers_see_what_we_do_not(there: JourneyHall) -> None:
    there.round("patrol")
    there.round("visit", v1="nobody looked up")  # 1 of 4 points in two answers
    assert there.look().way[0].judgement.verdict == "few_outside"
    gone = there.mark(0)
    there.mark(6, day=FRIDAY - timedelta(days=30))
    there.mark(8, day=FRIDAY - timedelta(days=200))  # too long ago
    there.work.records.move(gone, "withdraw", by="8001", reason="another branch")
    journey = there.look()
    judgement = journey.way[0].judgement
    assert judgement.outside_answers == 3
    assert judgement.outside == pytest.approx((2 * 25 + 60) / 3)
    assert (judgement.verdict, judgement.by_outside, judgement.by_complaints) == ("blind", True, False)
    assert journey.way[0].own == Tally(10, 10, 10, 0)  # a stranger's answers are not ours
    assert [(mark.points, mark.out_of) for mark in journey.marks] == [(6.0, 10.0)]
    assert [(visit.touchpoint, visit.tally) for visit in journey.visits] == [("greeting", Tally(1, 4, 2))]


def test_complaints_are_counted_and_praise_is_none(there: JourneyHall) -> None:
    there.round("patrol")
    there.voice("praise")
    there.voice("suggestion")
    assert (there.look().way[0].complaints, there.look().way[0].praise) == (0, 1)
    dropped = there.voice()
    for _ in range(2):
        there.voice()
    assert there.look().way[0].judgement.by_complaints
    there.work.records.move(dropped, "drop", by="8001", reason="twice written")
    found = there.look().way[0]
    assert (found.complaints, found.judgement.verdict) == (2, "few_outside")


def test_open_actions_stand_where_they_belong(there: JourneyHall) -> None:
    opened = there.work.rounds.begin("patrol", by="8001")
    there.work.rounds.answer(opened.round.key, "q0", said="fail", owner="cleaner", note="no time told", by="8001")
    there.work.records.open("actions", {"finding": "lamp", "owner": "cleaner"}, by="8001")
    named = there.work.records.open("actions", {"finding": "sign", "owner": "cleaner", "item": "air"}, by="8001")
    journey = there.look()
    assert len(journey.way[1].open_actions) == 1
    assert journey.along[0].open_actions == (named.key,)
    assert [journey.actions[key].finding for key in journey.homeless] == ["lamp"]
    there.hall.pass_minutes(31)
    assert there.look().way[1].late_actions == 1
    there.work.records.move(named.subject, "drop", by="8001", reason="no")
    assert there.look().along[0].open_actions == ()


def test_the_queue_is_read_where_it_is(there: JourneyHall) -> None:
    hall = there.hall
    hall.desk.open_counter("1").result(10)
    hall.desk.issue("cash").result(10)
    hall.pass_minutes(7)
    hall.desk.call_next("1").result(10)
    greeting, queueing = there.look().way
    assert greeting.waits is None
    assert queueing.waits is not None
    assert (queueing.waits.kind, queueing.waits.value, queueing.waits.count) == ("wait", 420.0, 1)


def test_outside_checks_come_in_as_a_file(there: JourneyHall, tmp_path: Path) -> None:
    path = tmp_path / "暗访 结果.csv"
    rows = [
        ["检查日期", "检查来源", "接触点", "检查项目", "得分", "满分"],
        ["2026-11-18", "神秘人暗访", "迎接", "进门问候", "6", "10"],
        ["2026-11-18", "第三方评估", "迎接", "引导", "many", "10"],
    ]
    with path.open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows(rows)
    register = BY_ID["outside_checks"]

    def options(entry: Field) -> list[tuple[str, str]]:
        return [("greeting", "迎接")] if entry.kind == "touchpoint" else []

    found = preview(path, register, options, there.hall.time().astimezone(there.hall.branch.tz))
    assert (len(found.good), len(found.bad)) == (1, 1)
    assert take_over(there.work.records, "outside_checks", found.rows, by="8001") == 1
    assert there.look().marks[0].percent == 60


# --- self-evaluation --------------------------------------------------------------------------------------------------


def test_a_quarter_is_evaluated_chapter_by_chapter(there: JourneyHall) -> None:
    book, now = there.journeys.evaluations, there.hall.time()
    assert book.quarter(now) == Quarter(2026, 4)
    assert [chapter.id for chapter in book.chapters()] == ["self_a", "self_b"]
    begun = book.begin("self_a", now, by="8001")
    assert book.begin("self_a", now, by="8002").round == begun.round  # goes on, and does not begin anew
    proof = "record:actions/ZG26-0001"
    given = book.give(begun.round, "a1", lost=1.5, reason="sign worn", evidence=[proof], photos=["ab"], by="8001")
    assert (given.score.points, given.score.possible, given.score.open) == (3.5, 5, 1)
    assert (given.criteria[0].reason, given.criteria[0].evidence, given.criteria[0].photos) == (
        "sign worn", (proof,), ("ab",),
    )  # fmt: skip
    with pytest.raises(Refused, match="no answer yet"):
        book.finish(begun.round, by="8001")
    book.give(begun.round, "a2", applies=False, by="8001")
    assert book.finish(begun.round, by="8001").finished
    sheet = book.sheet(Quarter(2026, 4))
    assert (sheet.points, sheet.possible, sheet.open, sheet.finished) == (3.5, 5, 1, False)
    assert [(total.quarter, total.points, total.chapters) for total in book.history(now)] == [
        (Quarter(2026, 4), 3.5, 1)
    ]
    # It answers the quarter's scheduled time, though that is still to come.
    states = [due.state for due in there.work.rounds.timetable(date(2026, 12, 15), now)]
    assert states == ["done"]


def test_points_are_taken_off_with_a_reason_or_not_at_all(there: JourneyHall) -> None:
    book = there.journeys.evaluations
    key = book.begin("self_b", there.hall.time(), by="8001").round
    for lost, reason in ((1.0, " "), (0.3, "odd"), (3.5, "more than there is"), (-1.0, "a present")):
        with pytest.raises(Refused):
            book.give(key, "b1", lost=lost, reason=reason, by="8001")
    with pytest.raises(Refused):
        book.give(key, "nothing", by="8001")
    assert book.give(key, "b1", lost=3.0, reason="all of it", by="8001").score.points == 0
    assert book.give(key, "b1", evidence=["round:x"], by="8001").score.points == 3
    assert book.take_back(key, "b1", by="8001").score.open == 1


def test_a_deduction_opens_its_corrective_action_once(there: JourneyHall) -> None:
    book, records = there.journeys.evaluations, there.work.records
    key = book.begin("self_a", there.hall.time(), by="8001").round
    with pytest.raises(Refused, match="No points"):
        book.open_action(key, "a1", by="8001")
    book.give(key, "a1", lost=0.5, reason="sign worn", evidence=["round:x"], by="8001")
    assert records.rows("actions") == []  # it is offered, not forced
    opened = book.open_action(key, "a1", action="Print it anew", by="8001").criteria[0]
    (row,) = records.caused_by("round:" + key)
    assert (opened.opened, opened.lost, opened.reason) == (f"record:actions/{row.record}", 0.5, "sign worn")
    assert opened.evidence == ("round:x",)
    assert (row.summary, row.owner, row.item) == ("sign worn", "cleaner", "a1")
    book.open_action(key, "a1", by="8002")
    book.give(key, "a1", lost=0.5, reason="sign worn", evidence=["round:x", "round:y"], by="8001")
    records.move(opened.opened, "report", by="8002", values={"evidence": "done"})
    records.move(opened.opened, "verify", by="8003")
    book.give(key, "a1", lost=0.5, reason="sign worn", by="8001")  # also when it is closed by now
    again = book.open_action(key, "a1", by="8001").criteria[0]
    assert again.opened == opened.opened
    assert len(records.rows("actions")) == 1
    # Another deduction after full points is another finding; with full points again its action goes.
    assert book.give(key, "a1", by="8001").criteria[0].opened == ""
    book.give(key, "a1", lost=1.0, reason="gone", by="8001")
    second = book.open_action(key, "a1", by="8001").criteria[0].opened
    assert second not in ("", opened.opened)
    book.give(key, "a1", by="8001")
    assert records.rows("actions", open_only=True) == []
    book.give(key, "a2", lost=1.0, reason="queue", by="8001")
    book.finish(key, by="8001")
    with pytest.raises(Refused, match="closed already"):
        book.open_action(key, "a2", by="8001")


def test_eight_who_ask_at_once_get_one_action(there: JourneyHall) -> None:
    book = there.journeys.evaluations
    key = book.begin("self_a", there.hall.time(), by="8001").round
    book.give(key, "a1", lost=0.5, reason="sign worn", by="8001")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: book.open_action(key, "a1", by="8001"), range(8)))
    assert len(there.work.records.rows("actions")) == 1


def test_a_quarter_whose_last_day_is_closed_answers_its_own_time_and_not_the_next_ones(there: JourneyHall) -> None:
    chapter = replace(LISTS[2], when="quarterly month 3 day 31 10:00")
    there.work.library.propose("checklists", chapter, by="8001", why="at the very end")
    closed = "2026-12-31 closed; 2027-01-01 closed; 2027-01-02 open; 2027-03-31 open"
    settings = Settings(branch=there.hall.branch, calendar=WorkingCalendar(own_days=closed))
    work = there.work
    book = Evaluations(work.subjects, work.library, work.rounds, Workdays(lambda: settings), lambda: there.hall.branch)
    due = [book._due("self_a", quarter) for quarter in (Quarter(2026, 4), Quarter(2027, 1))]
    assert [at and at.astimezone(there.hall.branch.tz).isoformat()[:16] for at in due] == [
        "2027-01-02T10:00", "2027-03-31T10:00",
    ]  # fmt: skip


def test_a_past_quarter_keeps_its_sheet(there: JourneyHall) -> None:
    book = there.journeys.evaluations
    key = book.begin("self_b", there.hall.time(), by="8001").round
    book.give(key, "b1", lost=0.5, reason="dust", by="8001")
    book.finish(key, by="8001")
    there.hall.pass_minutes(60 * 24 * 60)
    now = there.hall.time()
    assert book.quarter(now) == Quarter(2027, 1)
    assert [total.quarter for total in book.history(now)] == [Quarter(2026, 4)]
    assert book.sheet(Quarter(2026, 4)).points == 2.5
    assert book.sheet(Quarter(2027, 1)).points == 0
    assert there.hall.store.verify().ok
