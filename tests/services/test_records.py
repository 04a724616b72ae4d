"""The registers on a real store: numbers, refusals in words, clocks in working time, a restart, eight at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lobbyconsole.config import Settings
from lobbyconsole.domain.lobby import Change
from lobbyconsole.domain.register_facts import RecordOpened
from lobbyconsole.domain.registers import BY_ID
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.record_files import Preview, Row, preview, take_over
from lobbyconsole.services.records import Records
from lobbyconsole.services.subjects import Subjects
from lobbyconsole.services.workdays import Workdays
from lobbyconsole.store.errors import DiskFull
from lobbyconsole.store.hall import Store
from tests.services.conftest import MORNING, SmallHall

FINDING = {"finding": "饮水机缺杯", "owner": "cleaner"}


@dataclass
class RecordHall:
    hall: SmallHall
    records: Records


@pytest.fixture
def opened(open_hall: Callable[[], SmallHall]) -> Callable[[], RecordHall]:
    def again() -> RecordHall:
        hall = open_hall()
        workdays = Workdays(lambda: Settings(branch=hall.branch))
        return RecordHall(hall, Records(Subjects(hall.store, hall.live), workdays, lambda: hall.branch.tz))

    return again


@pytest.fixture
def there(opened: Callable[[], RecordHall]) -> RecordHall:
    return opened()


def test_a_corrective_action_from_finding_to_verified(there: RecordHall) -> None:
    due = (MORNING + timedelta(minutes=30)).isoformat()
    action = there.records.open("actions", {**FINDING, "due": due, "zone": "waiting"}, by="8001")
    assert (action.key, action.state, action.opened_by) == ("ZG26-0001", "open", "8001")
    there.hall.pass_minutes(40)
    clock = there.records.clocks(action, there.hall.time())[0]
    assert (clock.late_s, clock.running) == (600, True)
    with pytest.raises(Refused, match="fill in"):
        there.records.move(action.subject, "report", by="8002")
    done = there.records.move(action.subject, "report", by="8002", values={"evidence": "补了两百个杯子"})
    assert done.state == "done"
    with pytest.raises(Refused, match="Another person"):
        there.records.move(action.subject, "verify", by="8002")
    verified = there.records.move(action.subject, "verify", by="8003")
    assert [stay.state for stay in verified.stays] == ["open", "done", "verified"]
    assert there.records.rows("actions", open_only=True) == []
    assert [move.id for move in there.records.moves(verified)] == ["reopen"]
    assert there.hall.store.verify().ok


def test_numbers_go_on_after_a_restart_and_are_never_given_twice(opened: Callable[[], RecordHall]) -> None:
    there = opened()
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: there.records.open("actions", {**FINDING, "item": f"i{n}"}).key, range(40)))
    assert sorted(made) == [f"ZG26-{n:04d}" for n in range(1, 41)]
    again = opened()
    assert again.records.open("actions", FINDING).key == "ZG26-0041"
    assert again.records.open("support", {"question": "系统慢", "department": "it"}).key == "ZC26-0001"
    again.hall.pass_minutes(60 * 24 * 50)  # another year
    assert again.records.open("actions", FINDING).key == "ZG27-0001"


def test_no_number_is_given_twice_while_the_disk_is_full(
    opened: Callable[[], RecordHall], monkeypatch: pytest.MonkeyPatch
) -> None:
    there = opened()
    folder = there.hall.folder

    def full(*_: Any) -> Any:
        raise DiskFull(folder)

    there.records.open("actions", FINDING)
    with monkeypatch.context() as patched:
        patched.setattr(Store, "append_all", full)
        assert there.records.open("actions", {**FINDING, "finding": "first"}).key == "ZG26-0002"
        there = opened()  # the computer is started again, the disk is still full
        assert there.records.open("actions", {**FINDING, "finding": "second"}).key == "ZG26-0003"
    there = opened()
    found = [there.records.record("actions", f"ZG26-000{number}") for number in (2, 3)]
    assert [record.text("finding") for record in found if record] == ["first", "second"]


def test_what_another_program_wrote_meanwhile_is_not_written_over(there: RecordHall) -> None:
    there.records.open("actions", FINDING)
    theirs = RecordOpened(id="x1", at=MORNING, source="console", register="actions", record="ZG26-0002",
                          values=(("finding", '"theirs"'), ("owner", '"cleaner"')))  # fmt: skip
    there.hall.store.append([Change(theirs, None, None)], {}, MORNING)  # e.g. `lobbyconsole ingest` beside the window
    assert there.records.open("actions", FINDING).key == "ZG26-0003"
    record = there.records.record("actions", "ZG26-0002")
    assert record is not None
    assert (record.text("finding"), record.flags) == ("theirs", ())


def test_a_number_nobody_can_count_on_from_is_passed_over(there: RecordHall) -> None:
    for number, key in enumerate(("ZG26-0001", "ZG26-the-last", "ZG26-00²")):
        odd = RecordOpened(id=f"x{number}", at=MORNING, source="console", register="actions", record=key, values=())
        there.hall.store.append([Change(odd, None, None)], {}, MORNING)
    assert there.records.open("actions", FINDING).key == "ZG26-0002"


def test_a_support_request_has_two_clocks_that_count_opening_hours(there: RecordHall) -> None:
    there.hall.pass_minutes(7 * 60 + 45)  # 16:45, a quarter of an hour before closing
    asked = there.records.open("support", {"question": "权限缺失", "department": "it"}, by="8001")
    there.hall.pass_minutes(16 * 60 + 25)  # 9:10 the next morning
    readings = {reading.clock: reading for reading in there.records.clocks(asked, there.hall.time())}
    assert (readings["respond"].used_s, readings["respond"].late) == (25 * 60, False)
    answered = there.records.move(asked.subject, "answer", values={"answer": "正在处理"})
    there.hall.pass_minutes(60)
    readings = {reading.clock: reading for reading in there.records.clocks(answered, there.hall.time())}
    assert (readings["respond"].stopped_at is not None, readings["solve"].used_s) == (True, 85 * 60)


def test_notes_links_and_files_are_added_and_nothing_is_lost(opened: Callable[[], RecordHall]) -> None:
    there = opened()
    action = there.records.open("actions", FINDING, by="8001")
    there.records.note(action.subject, "  asked the cleaner ", by="8001")
    there.records.link(action.subject, "ticket:a", "about")
    there.records.link(action.subject, "ticket:a", "about")
    there.records.attach(action.subject, "ab" * 32, "照片 1.jpg", 12, "image/jpeg", by="8001")
    there.records.edit(action.subject, {"zone": "waiting", "owner": "cleaner"}, by="8001")
    record = opened().records.record("actions", action.key)
    assert record is not None
    assert [text for _, _, text in record.notes] == ["asked the cleaner"]
    assert record.links == (("about", "ticket:a"),)
    assert (record.attachments[0].name, record.text("zone")) == ("照片 1.jpg", "waiting")


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda records, one: records.open("actions", {}), "must be filled in"),
        (lambda records, one: records.open("actions", {"finding": "x" * 600, "owner": "a"}), "too long"),
        (lambda records, one: records.open("actions", {**FINDING, "colour": "red"}), "no field"),
        (lambda records, one: records.open("support", {"question": "x", "department": "moon"}), "choose one"),
        (lambda records, one: records.edit(one, {"due": "soon"}), "date or a time"),
        (lambda records, one: records.edit(one, {"owner": ""}), "must be filled in"),
        (lambda records, one: records.edit("record:actions/none", {"owner": "a"}), "no record"),
        (lambda records, one: records.edit("record:moon/1", {}), "no record"),
        (lambda records, one: records.move(one, "verify", by="8003"), "present state"),
        (lambda records, one: records.move(one, "drop", by="8003"), "say why"),
        (lambda records, one: records.note(one, " "), "say why"),
    ],
)
def test_bad_requests_are_refused_in_words(there: RecordHall, act: Callable[[Records, str], Any], words: str) -> None:
    one = there.records.open("actions", FINDING).subject
    with pytest.raises(Refused, match=words):
        act(there.records, one)
    assert len(there.records.rows("actions")) == 1


def test_a_shift_log_is_closed_by_the_handover_and_signed_by_another(there: RecordHall) -> None:
    entry = there.records.open("shift_log", {"entry": "二号机卡纸", "follow_up": True, "written_by": "8001"}, by="8001")
    there.records.edit(entry.subject, {"entry": "二号机卡纸，已报修"}, by="8001")
    there.records.move(entry.subject, "hand_over", by="8001")
    with pytest.raises(Refused, match="no longer be changed"):
        there.records.edit(entry.subject, {"entry": "nothing happened"}, by="8001")
    with pytest.raises(Refused, match="Another person"):
        there.records.move(entry.subject, "sign", by="8001")
    assert there.records.move(entry.subject, "sign", by="8002").state == "signed"
    old = there.records.open("shift_log", {"entry": "x"}, by="8001")
    there.hall.pass_minutes(24 * 60)
    with pytest.raises(Refused, match="no longer be changed"):
        there.records.edit(old.subject, {"entry": "y"}, by="8001")
    there.records.note(old.subject, "too late for the entry", by="8001")


def test_a_clock_set_back_by_an_hour_does_not_turn_the_story_round(opened: Callable[[], RecordHall]) -> None:
    there = opened()
    action = there.records.open("actions", FINDING, by="8001")
    there.hall.pass_minutes(60)
    there.records.move(action.subject, "report", by="8002", values={"evidence": "done"})
    again = opened()  # the new start takes the computer's clock as it is
    again.hall.time.advance(-3600)
    restarted = opened()
    moved = restarted.records.move(action.subject, "return", by="8003", reason="not clean")
    assert [stay.state for stay in moved.stays] == ["open", "done", "open"]
    assert moved.flags == ()


def test_a_file_taken_over_again_brings_nothing_twice(opened: Callable[[], RecordHall], tmp_path: Path) -> None:
    there = opened()
    file = tmp_path / "值班 日志.csv"
    file.write_text("事项\n甲\n甲\n乙\n", encoding="utf-8")

    def found(there: RecordHall) -> Preview:
        return preview(
            file, BY_ID["shift_log"], lambda entry: (), MORNING,
            taken=lambda ids: there.records.opened_before("shift_log", ids),
        )  # fmt: skip

    first = found(there)
    assert take_over(there.records, "shift_log", first.rows[:2], by="8001") == 2
    assert take_over(there.records, "shift_log", first.rows, by="8001") == 1  # looked at before the first was done
    there = opened()
    again = found(there)
    assert [row.why is None for row in again.rows] == [False, False, False]
    assert "taken over before" in again.bad[0].why.text  # type: ignore[union-attr]
    assert take_over(there.records, "shift_log", first.rows, by="8001") == 0
    assert take_over(there.records, "actions", [replace(first.rows[0], values=FINDING)], by="8001") == 1
    file.write_text("事项\n甲\n丙\n", encoding="utf-8")  # another file
    assert len(found(there).good) == 2
    assert sorted(row.summary for row in there.records.rows("shift_log")) == ["乙", "甲", "甲"]
    assert there.hall.store.verify().ok


def test_with_a_full_disk_a_file_taken_over_again_brings_nothing_twice(
    there: RecordHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [Row(2, {"entry": "x"}, "x", None, "f:2"), Row(3, {"entry": "y"}, "y", None, "f:3")]

    def full(*args: Any, **more: Any) -> Any:
        raise DiskFull("full")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "append", full)
        patch.setattr(Store, "append_all", full)
        assert take_over(there.records, "shift_log", rows[:1]) == 1
        assert take_over(there.records, "shift_log", rows) == 1
        assert take_over(there.records, "shift_log", rows) == 0
