"""Words nobody should write, in every place that takes words: refused in words or kept whole, and never a crash."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lobbyconsole.domain.sample import sample_branch
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.record_files import write_csv, write_xlsx
from tests.fakes import FixedClock
from tests.services.meeting_hall import MeetingHall, instant, open_meeting_hall, workweek

BANK = workweek(sample_branch("bank"))
FRIDAY = date(2026, 11, 20)
WORDS = {
    "nul": "a\0b",
    "surrogate": "a\ud800b",
    "undecodable": b"\xd5\xd5\xc6\xac".decode("utf-8", "surrogateescape"),
    "emoji": "👩‍👩‍👧🏽‍🚒",
    "right-to-left": "\u202eabc\u2066",
    "lines": "one\r\ntwo\u2028three\x0bfour",
    "formula": "=cmd|' /C calc'!A0",
    "long": "长" * 200_000,
    "controls": "".join(map(chr, range(1, 32))) + "x\x7f\x85\ufffe\uffff",
}


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[MeetingHall]:
    found = open_meeting_hall(tmp_path, BANK, FixedClock(instant(BANK, FRIDAY, "10:00")))
    yield found
    found.close()


def doings(hall: MeetingHall, words: str) -> list[Callable[[], Any]]:
    """Every verb that takes words, with these."""
    work = hall.work
    records, rounds, meetings, incidents = work.records, work.rounds, work.meetings, work.incidents
    finding = records.open("actions", {"finding": "x", "owner": "cleaner"}, by="8001").subject
    name = next(entry.id for entry in rounds.checklists() if entry.kind == "patrol")
    running = rounds.begin(name, by="8001")
    item = running.checklist.items[0].id
    meeting = meetings.begin("morning", by="8001")
    section = meeting.agenda.sections[0].id
    incident = incidents.note("x").key
    key, held = running.round.key, meeting.meeting.key
    return [
        lambda: records.open("actions", {"finding": words, "owner": "cleaner"}, by="8001"),
        lambda: records.open("voices", {"date": "2026-11-20", "kind": "complaint", "touchpoint": "queueing",
                                        "words": words}),
        lambda: records.open("support", {"question": "x", "department": "it"}, by=words),
        lambda: records.open("support", {"question": "x", "department": "it", "ticket": words}),
        lambda: records.open("actions", {"finding": "x", "owner": words}, cause=words),
        lambda: records.edit(finding, {"action": words}, why=words),
        lambda: records.note(finding, words, by="8001"),
        lambda: records.attach(finding, "a" * 64, words, 3, "image/png"),
        lambda: records.link(finding, "record:actions/" + words, words),
        lambda: records.move(finding, "drop", reason=words),
        lambda: records.read_by(finding, words),
        lambda: records.record("actions", words),
        lambda: rounds.answer(key, item, said="fail", note=words, action=words, owner="cleaner", by="8001"),
        lambda: rounds.answer(key, item, said="pass", note=words, photos=(words,), evidence=(words,)),
        lambda: rounds.answer(key, words, said="pass"),
        lambda: rounds.hand_over(key, words),
        lambda: rounds.hand_over(key, "8002", reason=words),
        lambda: rounds.sign(key, by=words),
        lambda: rounds.begin(words, by="8001"),
        lambda: rounds.begin(name, by=words, inspector=words),
        lambda: rounds.give_up(key, reason=words),
        lambda: meetings.edit(held, section, words),
        lambda: meetings.attend(held, "1001", "absent", reason=words),
        lambda: meetings.attend(held, words, "present"),
        lambda: meetings.take_task(held, section, words, owner="cleaner", action=words),
        lambda: meetings.enter(held, words),
        lambda: meetings.get(words),
        lambda: incidents.note(words, where=words, hazard=words, by="8001"),
        lambda: incidents.tell_more(incident, "people", words),
        lambda: incidents.log(incident, words),
        lambda: incidents.report_up(incident, "first", words, words),
        lambda: incidents.keep_evidence(incident, "a" * 64, words),
        lambda: incidents.end(incident, words=words),
        lambda: work.staff.add(words),
        lambda: work.staff.add("9001", [words]),
        lambda: work.staff.set_pin("9001", words),
        lambda: work.library.retire("forms", "activity_log", by="8001", why=words),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", WORDS)
def test_every_place_that_takes_words_takes_these_or_says_why_not(hall: MeetingHall, kind: str, tmp_path: Path) -> None:
    wrong = []
    for number, doing in enumerate(doings(hall, WORDS[kind])):
        try:
            doing()
        except Refused:
            continue
        except Exception as error:  # noqa: BLE001 - whatever it is, it must be none
            wrong.append((number, repr(error)[:150]))
    assert wrong == []
    assert hall.store.verify().ok
    # What was kept can be written down, whatever it is.
    rows = [[record.record, record.summary, record.body] for record in hall.work.records.rows("actions")]
    write_csv(tmp_path / "out.csv", ["number", "finding", "all"], rows)
    write_xlsx(tmp_path / "out.xlsx", "t", ["number", "finding", "all"], rows, hall.time())
    for report in ("actions", "rounds", "meetings"):
        paper = hall.work.reports.make(report, "day", FRIDAY)
        hall.work.reports.write_csv(paper, tmp_path / "report.csv", "zh")
        hall.work.reports.write_xlsx(paper, tmp_path / "report.xlsx", "zh")
