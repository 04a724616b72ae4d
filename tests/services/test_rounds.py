"""Rounds on a real store: what is due, answers that survive anything, corrective actions, handover, signatures."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from lobbyconsole.config import Settings, WorkingCalendar
from lobbyconsole.domain.content.checklists import CheckItem, Checklist, OnFail, Option, Scale
from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.facts import TicketIssued
from lobbyconsole.domain.lobby import Change
from lobbyconsole.domain.staff_facts import StaffAdded
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.library.book import LibraryBook
from lobbyconsole.services.records import Records
from lobbyconsole.services.rounds import Due, Rounds
from lobbyconsole.services.snapshot import Outcome
from lobbyconsole.services.subjects import Subjects
from lobbyconsole.services.workdays import Workdays
from lobbyconsole.store.errors import DiskFull
from lobbyconsole.store.hall import Store
from tests.fakes import FixedClock
from tests.services.conftest import MORNING, SmallHall

W = Text("words", "字")
FRIDAY = date(2026, 11, 20)


def item(name: str, **more: Any) -> CheckItem:
    scale = more.pop("scale", Scale(type="pass_fail"))
    on_fail = OnFail(action=Text("Refill", "补充"), owner="cleaner", due_min=30)
    return CheckItem(id=name, text=Text(name, "项" + name), touchpoint="queueing", zone="waiting", standard=W,
                     scale=scale, weight=2, critical=False, on_fail=on_fail, **more)  # fmt: skip


def checklist(name: str, when: str, *items: CheckItem, **more: Any) -> Checklist:
    return Checklist(id=name, title=W, kind="patrol", when=when, zone="whole_hall", owner="lobby_manager", minutes=10,
                     pass_score=80, summary=W, items=items or (item(name + "1"), item(name + "2")), **more)  # fmt: skip


LISTS = (
    checklist("opening", "workdays 08:30"),
    checklist("patrol", "every 60m 09:00-11:00"),
    checklist("weekly", "weekly thu 16:00"),
    checklist("spot", "on_demand", item("cups", scale=Scale(type="number", unit="count", min=10)),
              item("mood", scale=Scale(type="choice", options=(Option(id="good", ok=True, label=W),
                                                               Option(id="bad", ok=False, label=W)))),
              item("words", scale=Scale(type="text")), item("face", scale=Scale(type="score_0_5", min_ok=3)),
              item("photo", scale=Scale(type="photo"))),
    checklist("double", "on_demand", item("vault", second_signature=True)),
    checklist("shop", "on_demand", sectors=("telecom",)),
)  # fmt: skip


@dataclass
class RoundHall:
    hall: SmallHall
    settings: Settings
    rounds: Rounds
    records: Records
    book: LibraryBook

    def states(self, day: date = FRIDAY) -> list[tuple[str, str, str]]:
        found = self.rounds.timetable(day, self.hall.time())
        return [(due.checklist.id, local(due), due.state) for due in found]


def local(due: Due) -> str:
    return f"{due.due_at.astimezone(UTC) + timedelta(hours=8):%H:%M}"


@pytest.fixture
def opened(open_hall: Callable[[], SmallHall], monkeypatch: pytest.MonkeyPatch) -> Callable[[], RoundHall]:
    library = Library(checklists={entry.id: entry for entry in LISTS})
    monkeypatch.setattr("lobbyconsole.services.library.book.load_library", lambda: library)
    box: list[Settings] = [Settings(branch=open_hall().branch)]

    def again() -> RoundHall:
        hall = open_hall()
        subjects = Subjects(hall.store, hall.live)
        workdays = Workdays(lambda: box[0])
        book = LibraryBook(subjects)
        records = Records(subjects, workdays, lambda: hall.branch.tz)
        rounds = Rounds(subjects, book, records, workdays, lambda: hall.branch)
        return RoundHall(hall, box[0], rounds, records, book)

    return again


@pytest.fixture
def there(opened: Callable[[], RoundHall]) -> RoundHall:
    return opened()


# --- due --------------------------------------------------------------------------------------------------------------


def test_the_day_at_nine(there: RoundHall) -> None:
    assert there.states() == [
        ("opening", "08:30", "overdue"),
        ("patrol", "09:00", "due"),
        ("patrol", "10:00", "later"),
        ("patrol", "11:00", "later"),
    ]
    assert [due.checklist.id for due in there.rounds.checklists_due(there.hall.time())] == ["opening", "patrol"]


def test_eight_who_begin_the_same_round_at_once_begin_one(there: RoundHall) -> None:
    due = there.rounds.timetable(FRIDAY, there.hall.time())[1]
    gate = threading.Event()

    def hold(book: object, now: datetime) -> Outcome:
        gate.wait(10)
        return Outcome(())

    there.hall.live.run(hold)
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(there.rounds.begin, "patrol", by=f"800{n}", due_at=due.due_at) for n in range(8)]
        time.sleep(0.2)  # all eight wait for the recorder, which decides on them in one transaction
        gate.set()
        begun = [one.result() for one in asked]
    assert len({state.round.key for state in begun}) == 1
    assert len(there.rounds.running()) == 1


def test_a_round_answers_its_time_and_only_that(there: RoundHall) -> None:
    rounds = there.rounds
    due = rounds.timetable(FRIDAY, there.hall.time())[1]
    state = rounds.begin("patrol", by="8001", due_at=due.due_at)
    assert there.states()[1] == ("patrol", "09:00", "running")
    for entry in state.checklist.items:
        rounds.answer(state.round.key, entry.id, said="pass", by="8001")
    rounds.finish(state.round.key, by="8001")
    assert [state for _, _, state in there.states()] == ["overdue", "done", "later", "later"]
    there.hall.pass_minutes(61)
    assert [state for _, _, state in there.states()] == ["overdue", "done", "due", "later"]


def test_with_a_full_disk_a_time_is_answered_by_one_round(
    opened: Callable[[], RoundHall], monkeypatch: pytest.MonkeyPatch
) -> None:
    there = opened()
    folder = there.hall.folder

    def full(*_: Any) -> Any:
        raise DiskFull(folder)

    due = there.rounds.timetable(FRIDAY, there.hall.time())[1]
    with monkeypatch.context() as patched:
        patched.setattr(Store, "append_all", full)
        first = there.rounds.begin("patrol", by="8001", due_at=due.due_at)
        again = there.rounds.begin("patrol", by="8002", due_at=due.due_at)
        assert again.round.key == first.round.key
        there = opened()
        assert there.rounds.begin("patrol", by="8002", due_at=due.due_at).round.key == first.round.key


def test_a_running_round_goes_on_although_its_checklist_was_retired_or_changed(there: RoundHall) -> None:
    due = there.rounds.timetable(FRIDAY, there.hall.time())[1]
    state = there.rounds.begin("patrol", by="8001", due_at=due.due_at)
    there.book.propose("checklists", checklist("patrol", "every 60m 09:00-11:00", item("new")), by="8001", why="x")
    assert there.rounds.begin("patrol", by="8001", due_at=due.due_at).checklist == state.checklist
    there.book.retire("checklists", "patrol", by="8001", why="x")
    assert there.rounds.begin("patrol", by="8002", due_at=due.due_at).round.key == state.round.key
    for entry in state.checklist.items:
        there.rounds.answer(state.round.key, entry.id, said="pass", by="8001")
    assert there.rounds.finish(state.round.key, by="8001").score.percent == 100
    with pytest.raises(Refused, match="not in use"):
        there.rounds.begin("patrol", by="8001")


@pytest.mark.parametrize("deducted", [-5.0, float("nan"), float("inf"), float("-inf"), 3.0])
def test_no_deduction_earns_more_than_everything_or_less_than_nothing(there: RoundHall, deducted: float) -> None:
    key = there.rounds.begin("spot", by="8001").round.key
    try:
        there.rounds.answer(key, "cups", value=3.0, deducted=deducted, by="8001")
    except Refused:
        return
    state = there.rounds.get(key)
    assert state is not None
    assert 0 <= state.score.points <= state.score.possible


def test_an_item_that_failed_again_after_its_action_was_closed_opens_another(there: RoundHall) -> None:
    key = there.rounds.begin("patrol", by="8001").round.key
    first = there.rounds.answer(key, "patrol1", said="fail", action="Refill", by="8001").round.answers["patrol1"].opened
    there.records.move(first, "report", by="8002", values={"evidence": "done"})
    there.records.move(first, "verify", by="8003")
    second = there.rounds.answer(key, "patrol1", said="fail", action="Again", by="8001").round.answers["patrol1"].opened
    assert second != first
    closed = there.records.record("actions", first.rpartition("/")[2])
    assert closed is not None
    assert (closed.state, closed.text("action")) == ("verified", "Refill"), "what was checked stays as it was"


def test_another_schedule_counts_from_now_on_and_rewrites_no_past_day(there: RoundHall) -> None:
    rounds, book = there.rounds, there.book
    there.hall.time.set(MORNING)
    due = rounds.timetable(FRIDAY, there.hall.time())[1]
    key = rounds.begin("patrol", by="8001", due_at=due.due_at).round.key
    for name in ("patrol1", "patrol2"):
        rounds.answer(key, name, said="pass", by="8001")
    rounds.finish(key, by="8001")
    there.hall.pass_minutes(8 * 60)  # 17:00: the day's times are over
    before = there.states()
    assert [state for _, _, state in before] == ["overdue", "done", "missed", "overdue"]
    book.propose("checklists", checklist("patrol", "every 30m 09:15-15:15"), by="8001", why="closer")
    assert there.states() == before, "what has been is judged by what was in force"
    book.propose("checklists", checklist("extra", "workdays 10:00"), by="8001", why="new")
    assert there.states() == before, "nobody can have missed what was not asked for yet"
    book.retire("checklists", "patrol", by="8001", why="no more")
    book.retire("checklists", "opening", by="8001", why="no more")
    late = [(name, at, "missed" if state == "overdue" else state) for name, at, state in before]
    assert there.states() == late, "nor does retiring wipe off what was missed"
    kept = rounds.kept(FRIDAY, FRIDAY, there.hall.time())
    assert kept == (1, 4)
    there.hall.pass_minutes(3 * 24 * 60)
    monday = FRIDAY + timedelta(days=3)
    assert [name for name, _, _ in there.states(monday)] == ["extra"]
    book.restore("checklists", "opening", by="8001")
    there.hall.pass_minutes(24 * 60)
    assert [name for name, _, _ in there.states(monday)] == ["extra"]
    assert sorted(name for name, _, _ in there.states(monday + timedelta(days=1))) == ["extra", "opening"]


def test_a_time_before_the_cut_over_belongs_to_the_night_after_its_day(there: RoundHall) -> None:
    there.book.propose("checklists", checklist("night", "workdays 00:30"), by="8001", why="late hall")
    there.hall.pass_minutes(15 * 60 + 20)  # 00:20 on Saturday, which is still Friday
    due = next(due for due in there.rounds.timetable(FRIDAY, there.hall.time()) if due.checklist.id == "night")
    assert (f"{due.due_at:%Y-%m-%d %H:%M}", due.state) == ("2026-11-20 16:30", "due")
    key = there.rounds.begin("night", by="8001", due_at=due.due_at).round.key
    for name in ("night1", "night2"):
        there.rounds.answer(key, name, said="pass", by="8001")
    there.rounds.finish(key, by="8001")
    assert [state for name, _, state in there.states() if name == "night"] == ["done"]


def test_a_voluntary_round_bends_no_schedule(there: RoundHall) -> None:
    state = there.rounds.begin("patrol", by="8001")
    for entry in state.checklist.items:
        there.rounds.answer(state.round.key, entry.id, said="pass")
    there.rounds.finish(state.round.key)
    assert [state for _, _, state in there.states()] == ["overdue", "due", "later", "later"]
    assert there.rounds.kept(FRIDAY, FRIDAY, there.hall.time()) == (0, 1)


def test_what_was_slept_through_is_overdue_once(there: RoundHall) -> None:
    there.hall.pass_minutes(3 * 24 * 60 + 150)  # Monday 11:30, after a week end
    overdue = there.rounds.overdue(there.hall.time())
    assert sorted(due.checklist.id for due in overdue) == ["opening", "patrol", "weekly"]
    state = there.rounds.begin("opening", due_at=next(due.due_at for due in overdue if due.checklist.id == "opening"))
    for entry in state.checklist.items:
        there.rounds.answer(state.round.key, entry.id, said="pass")
    there.rounds.finish(state.round.key)
    assert "opening" not in {due.checklist.id for due in there.rounds.overdue(there.hall.time())}


def of_a_new_hall(there: RoundHall) -> Rounds:
    """The rounds as a hall knows them that was made when the test began."""
    hall, branch = there.hall, there.hall.branch
    workdays = Workdays(lambda: there.settings)
    return Rounds(
        Subjects(hall.store, hall.live), there.book, there.records, workdays, lambda: branch, begun=hall.store.begun_at
    )


def told(rounds: Rounds, now: datetime, day: date = FRIDAY) -> list[tuple[str, str, str]]:
    return [(due.checklist.id, local(due), due.state) for due in rounds.timetable(day, now)]


def test_nothing_was_missed_before_the_hall_had_a_console(there: RoundHall) -> None:
    hall, rounds = there.hall, of_a_new_hall(there)  # Friday 09:00: set up now, and nothing told yet
    thursday = FRIDAY - timedelta(days=1)
    assert rounds.begun_on(hall.time()) == FRIDAY
    assert rounds.timetable(thursday, hall.time()) == []  # the weekly one neither
    assert told(rounds, hall.time()) == [
        ("patrol", "09:00", "due"), ("patrol", "10:00", "later"), ("patrol", "11:00", "later"),
    ]  # fmt: skip
    assert rounds.overdue(hall.time()) == []
    assert rounds.kept(thursday, FRIDAY, hall.time()) == (0, 0)
    hall.pass_minutes(75)  # what falls due from now on is asked for, also while nobody has done anything
    assert told(rounds, hall.time())[:2] == [("patrol", "09:00", "missed"), ("patrol", "10:00", "due")]
    assert rounds.begun_on(hall.time()) == FRIDAY
    hall.pass_minutes(3 * 24 * 60)  # Monday
    monday = FRIDAY + timedelta(days=3)
    assert [(due.checklist.id, hall.branch.day_of(due.due_at)) for due in rounds.overdue(hall.time())] == [
        ("opening", monday), ("patrol", monday),
    ]  # fmt: skip


def test_a_hall_set_up_after_noon_has_missed_nothing_that_morning(open_hall: Callable[[], SmallHall], there: RoundHall,
                                                                  tmp_path: Path) -> None:  # fmt: skip
    clock = FixedClock(MORNING + timedelta(hours=5))  # 14:00
    with Store.open(tmp_path / "new", bytes(32), branch=there.hall.branch, clock=clock) as store:
        assert store.begun_at() == clock()
        rounds = of_a_new_hall(there)
        rounds._begun = store.begun_at
        for hours in (0, 1, 9):
            now = clock() + timedelta(hours=hours)
            assert told(rounds, now) == []
            assert (rounds.overdue(now), rounds.kept(FRIDAY, FRIDAY, now)) == ([], (0, 0))
        # The queue machine tells of the whole morning, and of last week: nobody could have done a round then.
        early = TicketIssued(id="q", at=clock() - timedelta(days=6), ticket="a", number="A1", service="cash")
        store.append([Change(early, None, None)], {}, clock())
        assert store.begun_at() == clock()
        assert rounds.timetable(FRIDAY - timedelta(days=1), clock()) == []
        # But what was done in the registers, or signed, was done here: a file of another computer's work.
        staff = StaffAdded(id="s", at=clock() - timedelta(days=9), staff="8001")
        store.append([Change(staff, None, None)], {}, clock())
        assert store.begun_at() == staff.at


def test_a_round_done_late_on_the_first_day_counts(there: RoundHall) -> None:
    hall = there.hall
    hall.pass_minutes(20)
    rounds = of_a_new_hall(there)
    rounds._begun = lambda: MORNING + timedelta(minutes=20)
    assert told(rounds, hall.time())[0] == ("patrol", "10:00", "later")
    rounds.begin("opening", by="8001", due_at=MORNING - timedelta(minutes=30))
    assert told(rounds, hall.time())[0] == ("opening", "08:30", "running")


def test_asked_to_begin_twice_it_is_one_round(there: RoundHall) -> None:
    at = there.rounds.timetable(FRIDAY, there.hall.time())[1].due_at
    first = there.rounds.begin("patrol", due_at=at)
    assert there.rounds.begin("patrol", due_at=at).round.key == first.round.key
    there.rounds.give_up(first.round.key, reason="fire alarm")
    assert there.states()[1][2] == "due"
    assert there.rounds.begin("patrol", due_at=at).round.key != first.round.key


def test_holidays_shifted_workdays_and_own_days(there: RoundHall, opened: Callable[[], RoundHall]) -> None:
    week = msgspec.structs.replace(
        there.settings.branch.hours, week=(*there.settings.branch.hours.week[:5], None, None)
    )
    own = WorkingCalendar(own_days="2026-11-21 开 集中办理")
    settings = replace_settings(there.settings, hours=week, calendar=own)
    there.rounds._workdays._settings = lambda: settings  # the same book with other settings
    assert there.states(date(2026, 10, 1)) == []  # National Day
    assert len(there.states(date(2026, 10, 10))) == 4  # a Saturday that is worked
    assert len(there.states(date(2026, 11, 21))) == 4  # the branch's own
    assert there.states(date(2026, 11, 22)) == []


def replace_settings(settings: Settings, *, hours: Any, calendar: WorkingCalendar) -> Settings:

    return msgspec.structs.replace(
        settings, branch=msgspec.structs.replace(settings.branch, hours=hours), calendar=calendar
    )


# --- answering --------------------------------------------------------------------------------------------------------


def test_every_scale_and_what_it_comes_to(there: RoundHall) -> None:
    rounds = there.rounds
    key = rounds.begin("spot").round.key
    rounds.answer(key, "cups", value=9)
    rounds.answer(key, "mood", choice="good")
    rounds.answer(key, "words", note="all fine")
    rounds.answer(key, "face", value=3)
    state = rounds.answer(key, "photo", photos=("ab" * 32,))
    assert {name: answer.verdict for name, answer in state.round.answers.items()} == {
        "cups": "fail", "mood": "pass", "words": "pass", "face": "pass", "photo": "pass",
    }  # fmt: skip
    assert rounds.answer(key, "words", note="shouting", said="fail").round.answers["words"].verdict == "fail"
    assert rounds.answer(key, "cups", said="na").round.answers["cups"].verdict == "na"
    assert not rounds.answer(key, "cups").round.answered("cups")


def test_a_restart_in_the_middle_goes_on_at_the_item(opened: Callable[[], RoundHall]) -> None:
    there = opened()
    key = there.rounds.begin("patrol", by="8001").round.key
    there.rounds.answer(key, "patrol1", said="fail", note="no cups")
    again = opened()
    assert [row.round for row in again.rounds.running()] == [key]
    state = again.rounds.get(key)
    assert state is not None
    assert state.round.answers["patrol1"].note == "no cups"
    following = state.round.next_item(state.checklist)
    assert following is not None
    assert following.id == "patrol2"


def test_a_failed_item_opens_its_corrective_action_once(there: RoundHall) -> None:
    key = there.rounds.begin("patrol", by="8001").round.key
    there.rounds.answer(key, "patrol1", said="fail", note="缺杯", owner="cleaner", by="8001")
    state = there.rounds.answer(key, "patrol1", said="fail", note="缺杯 2", owner="cleaner", by="8001")
    rows = there.records.caused_by("round:" + key)
    assert [(row.record, row.summary, row.owner, row.item, row.zone) for row in rows] == [
        ("ZG26-0001", "缺杯 2", "cleaner", "patrol1", "waiting")
    ]
    assert state.round.answers["patrol1"].opened == "record:actions/ZG26-0001"
    record = there.records.record("actions", "ZG26-0001")
    assert record is not None
    assert record.text("action") == "补充"
    assert datetime.fromisoformat(record.text("due")) == MORNING + timedelta(minutes=30)
    there.rounds.answer(key, "patrol2", said="fail")  # just failed: nothing is opened
    assert len(there.records.rows("actions")) == 1


def test_the_action_follows_a_changed_answer_and_goes_when_the_item_is_met_after_all(there: RoundHall) -> None:
    key = there.rounds.begin("patrol", by="8001").round.key
    there.rounds.answer(key, "patrol1", said="fail", note="缺杯", owner="cleaner", by="8001")
    later = there.hall.time() + timedelta(hours=2)
    there.rounds.answer(
        key, "patrol1", said="fail", note="缺杯", owner="security_guard", action="搬水", due_at=later, by="8001"
    )
    (row,) = there.records.caused_by("round:" + key)
    record = there.records.record("actions", row.record)
    assert record is not None
    assert (record.values["owner"], record.values["action"]) == ("security_guard", "搬水")
    assert record.values["due"] == later.isoformat()
    there.rounds.answer(key, "patrol1", said="pass", by="8001")
    assert there.records.rows("actions", open_only=True) == []
    there.rounds.answer(key, "patrol1", said="fail", note="又缺", owner="cleaner", by="8001")
    assert [row.summary for row in there.records.rows("actions", open_only=True)] == ["又缺"]


def test_an_answer_and_what_becomes_of_its_action_are_one_transaction(there: RoundHall) -> None:
    told: list[list[str]] = []
    key = there.rounds.begin("patrol", by="8001").round.key
    there.hall.live.subscribe_facts(lambda facts: told.append([fact.kind for fact in facts]))
    there.rounds.answer(key, "patrol1", said="fail", note="缺杯", owner="cleaner", by="8001")
    there.rounds.answer(key, "patrol1", said="fail", note="缺水", owner="cleaner", by="8001")
    there.rounds.answer(key, "patrol1", said="pass", by="8001")
    assert told == [
        ["record.opened", "round.answered"],
        ["record.edited", "round.answered"],
        ["record.moved", "round.answered"],
    ]


def test_an_action_that_has_gone_its_own_way_is_left_alone(there: RoundHall) -> None:
    key = there.rounds.begin("patrol", by="8001").round.key
    state = there.rounds.answer(key, "patrol1", said="fail", note="缺杯", owner="cleaner", by="8001")
    subject = state.round.answers["patrol1"].opened
    there.records.move(subject, "report", by="8002", values={"evidence": "已补"})
    there.records.move(subject, "verify", by="8003")
    state = there.rounds.answer(key, "patrol1", said="pass", by="8001")
    assert state.round.answers["patrol1"].verdict == "pass"
    record = there.records.record("actions", subject.partition("/")[2])
    assert record is not None
    assert record.state == "verified"


def test_the_same_item_and_zone_within_a_month_is_systemic(there: RoundHall) -> None:
    for _ in range(2):
        key = there.rounds.begin("patrol").round.key
        there.rounds.answer(key, "patrol1", said="fail", note="again", owner="cleaner")
        there.rounds.give_up(key, reason="test")
        there.hall.pass_minutes(24 * 60)
    second = there.records.record("actions", "ZG26-0002")
    assert second is not None
    assert second.values["systemic"] is True
    assert second.links == (("repeats", "record:actions/ZG26-0001"),)
    there.hall.pass_minutes(31 * 24 * 60)
    key = there.rounds.begin("patrol").round.key
    there.rounds.answer(key, "patrol1", said="fail", note="long after", owner="cleaner")
    third = there.records.record("actions", "ZG26-0003")
    assert third is not None
    assert "systemic" not in third.values


def test_a_round_is_closed_only_when_it_is_whole(there: RoundHall) -> None:
    key = there.rounds.begin("patrol").round.key
    with pytest.raises(Refused, match="2 items have no answer"):
        there.rounds.finish(key)
    for name in ("patrol1", "patrol2"):
        there.rounds.answer(key, name, said="pass")
    done = there.rounds.finish(key, note="quiet")
    assert (done.round.state, done.score.percent, done.round.note) == ("finished", 100, "quiet")
    for refused in (
        lambda: there.rounds.finish(key),
        lambda: there.rounds.answer(key, "patrol1", said="fail"),
        lambda: there.rounds.hand_over(key, "8002"),
        lambda: there.rounds.give_up(key, reason="x"),
    ):
        with pytest.raises(Refused, match="closed already"):
            refused()


def test_handover_and_two_signatures(there: RoundHall) -> None:
    key = there.rounds.begin("double", by="8001").round.key
    there.rounds.answer(key, "vault", said="pass", by="8001")
    with pytest.raises(Refused, match="second person must sign"):
        there.rounds.finish(key, by="8001")
    with pytest.raises(Refused, match="Another person"):
        there.rounds.sign(key, by="8001", part="second")
    assert there.rounds.sign(key, by="8002", part="second").second == ()
    state = there.rounds.hand_over(key, "8003", by="8001", reason="lunch")
    there.rounds.sign(key, by="8003")
    assert (state.round.runner, there.rounds.finish(key, by="8003").round.state) == ("8003", "finished")


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda rounds, key: rounds.begin("nothing"), "not in use here"),
        (lambda rounds, key: rounds.answer(key, "moon", said="pass"), "not in the checklist"),
        (lambda rounds, key: rounds.answer("none", "patrol1", said="pass"), "no such round"),
        (lambda rounds, key: rounds.hand_over(key, " "), "staff number"),
        (lambda rounds, key: rounds.sign(key, by=""), "staff number"),
        (lambda rounds, key: rounds.give_up(key, reason=" "), "say why"),
    ],
)
def test_bad_requests_are_refused_in_words(there: RoundHall, act: Callable[[Rounds, str], Any], words: str) -> None:
    key = there.rounds.begin("patrol").round.key
    with pytest.raises(Refused, match=words):
        act(there.rounds, key)


def test_an_old_round_keeps_the_wording_it_was_made_by(there: RoundHall) -> None:
    key = there.rounds.begin("patrol", by="8001").round.key
    mine = replace(LISTS[1], items=(item("patrol1"), item("patrol9")))
    there.book.propose("checklists", mine, by="8001", why="new machine")
    old, new = there.rounds.get(key), there.rounds.begin("patrol")
    assert old is not None
    assert [entry.id for entry in old.checklist.items] == ["patrol1", "patrol2"]
    assert [entry.id for entry in new.checklist.items] == ["patrol1", "patrol9"]
    there.book.retire("checklists", "patrol", by="8001", why="double work")
    assert "patrol" not in {entry.id for entry in there.rounds.checklists()}
    assert there.rounds.get(key) is not None


def test_with_a_full_disk_the_round_goes_on(there: RoundHall, monkeypatch: pytest.MonkeyPatch) -> None:
    from lobbyconsole.store.errors import DiskFull

    key = there.rounds.begin("patrol").round.key
    whole = there.hall.store.append_all

    def full(*args: Any) -> Any:
        raise DiskFull(there.hall.folder)

    monkeypatch.setattr(there.hall.store, "append_all", full)
    there.rounds.answer(key, "patrol1", said="fail", note="no cups")
    state = there.rounds.answer(key, "patrol2", said="pass")
    assert state.score.open == 0
    monkeypatch.setattr(there.hall.store, "append_all", whole)
    there.rounds.finish(key)


def test_touchpoints_add_up_over_finished_rounds(there: RoundHall) -> None:
    for said in ("pass", "fail"):
        key = there.rounds.begin("patrol").round.key
        there.rounds.answer(key, "patrol1", said=said)
        there.rounds.answer(key, "patrol2", said="na")
        there.rounds.finish(key)
    running = there.rounds.begin("patrol").round.key
    there.rounds.answer(running, "patrol1", said="fail")
    assert [
        (row.touchpoint, row.points, row.possible, row.failed) for row in there.rounds.touchpoints(FRIDAY, FRIDAY)
    ] == [("queueing", 2, 4, 1)]
    assert len(there.rounds.past(FRIDAY, FRIDAY)) == 3
    assert there.hall.store.verify().ok


def test_what_nobody_wrote_is_said_in_the_language_of_who_works(there: RoundHall) -> None:
    key = there.rounds.begin("patrol", by="8001").round.key
    for name, tongue in (("patrol1", "en"), ("patrol2", "zh")):
        there.rounds.answer(key, name, said="fail", owner="cleaner", by="8001", tongue=tongue)
    found = {row.item: there.records.record("actions", row.record) for row in there.records.caused_by("round:" + key)}
    assert [(found[name].text("finding"), found[name].text("action")) for name in ("patrol1", "patrol2")] == [  # type: ignore[union-attr]
        ("patrol1", "Refill"), ("项patrol2", "补充"),
    ]  # fmt: skip
    there.rounds.answer(key, "patrol1", said="pass", by="8001", tongue="en")
    dropped = there.records.record("actions", found["patrol1"].key)  # type: ignore[union-attr]
    assert dropped is not None
    assert dropped.stays[-1].reason == "The answer of the round was changed"
