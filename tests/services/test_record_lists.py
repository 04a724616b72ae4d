"""Lists of records: deadlines that stand still, what is late, failures of a machine, views that survive anything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from lobbyconsole.domain.words import Refused
from lobbyconsole.services.record_lists import RecordLists, staff_who_read
from lobbyconsole.services.record_views import MOST, RecordViews, View
from tests.services.conftest import MORNING
from tests.services.test_records import FINDING, RecordHall, opened, there  # noqa: F401 - fixtures


def test_the_nearest_deadline_of_a_request_moves_on_and_stands_still(there: RecordHall) -> None:  # noqa: F811
    lists, now = RecordLists(there.records), there.hall.time
    asked = there.records.open("support", {"question": "权限缺失", "department": "it"}, by="8001")
    line = lists.lines("support", now())[0]
    assert (line.clock, line.due, line.late(now())) == ("respond", MORNING + timedelta(minutes=30), False)
    there.hall.pass_minutes(40)
    assert lists.lines("support", now())[0].late(now())
    there.records.move(asked.subject, "answer", values={"answer": "在查"})
    assert lists.lines("support", now())[0].clock == "solve"
    there.records.move(asked.subject, "ask_back")
    line = lists.lines("support", now())[0]
    assert (line.paused, line.due, line.late(now())) == (True, None, False)
    assert lists.line("support", asked.key, now()) == line
    counts = lists.counts(now(), now().date())
    assert (counts["support"].open, counts["support"].late) == (1, 0)


def test_an_action_is_late_from_its_due_time_on_and_no_more_once_it_is_done(there: RecordHall) -> None:  # noqa: F811
    lists, now = RecordLists(there.records), there.hall.time
    due = (MORNING + timedelta(minutes=30)).isoformat()
    action = there.records.open("actions", {**FINDING, "due": due}, by="8001")
    there.hall.pass_minutes(31)
    assert lists.lines("actions", now())[0].late(now())
    assert lists.counts(now(), now().date())["actions"].late == 1
    there.records.move(action.subject, "report", by="8002", values={"evidence": "ok"})
    assert lists.lines("actions", now())[0].due is None
    assert lists.line("actions", action.key, now()) == lists.lines("actions", now())[0]


def test_failures_of_a_machine_count_from_repair_to_the_next_fault(there: RecordHall) -> None:  # noqa: F811
    lists, now = RecordLists(there.records), there.hall.time
    machine = there.records.open("equipment", {"name": "K1", "kind": "kiosk", "zone": "waiting"})
    for hours in (2, 3):
        fault = there.records.open("faults", {"equipment": machine.subject, "fault": "卡纸", "down": True})
        there.hall.pass_minutes(60 * hours)
        there.records.move(fault.subject, "repair", values={"remedy": "清理"})
        there.hall.pass_minutes(60 * 10)
        there.records.note(fault.subject, "written long after")
    mistaken = there.records.open("faults", {"equipment": machine.subject, "fault": "没电"})
    there.records.move(mistaken.subject, "mistake", reason="插头松了")
    found = lists.failures(machine.subject, now())
    assert (len(found.faults), found.open) == (2, 0)
    assert found.down_s == pytest.approx(5 * 3600, abs=5)
    assert found.between_s == pytest.approx(10 * 3600, abs=5)
    assert lists.failures("record:equipment/none", now()).between_s is None


def test_who_reads_a_notice_signs_once_and_with_a_number(there: RecordHall) -> None:  # noqa: F811
    notice = there.records.open("notices", {"title": "x", "effective": "2026-11-20"}, by="8001")
    for _ in range(2):
        record = there.records.read_by(notice.subject, " 1001 ")
    assert [staff for staff, _ in staff_who_read(record)] == ["1001"]
    for name in ("张三", "", "x" * 17, "anna"):
        with pytest.raises(Refused, match="staff number"):
            there.records.read_by(notice.subject, name)
    assert there.hall.store.verify().ok


def test_a_notice_holds_until_its_last_day(there: RecordHall) -> None:  # noqa: F811
    lists, now = RecordLists(there.records), there.hall.time
    there.records.open("notices", {"title": "x", "effective": "2026-11-01", "expires": "2026-11-20"})
    line = lists.lines("notices", now())[0]
    assert line.current(MORNING.date())
    assert not line.current(MORNING.date() + timedelta(days=1))
    assert lists.counts(now(), MORNING.date() + timedelta(days=1))["notices"].open == 0


def test_who_writes_in_the_shift_log_is_its_author_and_cannot_sign_it(there: RecordHall) -> None:  # noqa: F811
    entry = there.records.open("shift_log", {"entry": "x"}, by="8001")
    assert entry.text("written_by") == "8001"
    there.records.move(entry.subject, "hand_over", by="8002")
    with pytest.raises(Refused, match="Another person"):
        there.records.move(entry.subject, "sign", by="8001")
    signed = there.records.move(entry.subject, "sign", by="8003")
    assert (signed.state, signed.text("successor"), signed.flags) == ("signed", "8003", ())


def test_one_bad_row_keeps_all_of_a_batch_out(there: RecordHall) -> None:  # noqa: F811
    with pytest.raises(Refused):
        there.records.open_many("actions", [FINDING, {}])
    assert there.records.rows("actions") == []
    assert there.records.open_many("actions", [FINDING] * 3) == 3
    assert len(there.records.rows("actions")) == 3


def test_views_are_kept_replaced_and_never_too_many(tmp_path: Path, expected_log: Callable[..., None]) -> None:
    views = RecordViews(tmp_path)
    assert views.views("actions") == []
    views.keep("actions", View("急", text="a"))
    assert views.keep("actions", View("急", text="b"))[0].text == "b"
    for number in range(40):
        views.keep("actions", View(f"v{number:02}"))
    assert len(views.views("actions")) == MOST
    views.keep_post("8001", "cleaner")
    assert RecordViews(tmp_path).post("8001") == "cleaner"
    assert all(view.name != "v39" for view in views.drop("actions", "v39"))
    (tmp_path / "register-views.json").write_text('{"views": {"actions": [1, {"name": 3}, {"name": "k", "text": 5}]}}')
    assert views.views("actions") == [View("k")]
    (tmp_path / "register-views.json").write_text("[nonsense")
    expected_log("cannot be read; beginning anew")
    assert views.views("actions") == []
