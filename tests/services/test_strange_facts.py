"""What a merged file or a newer program may bring: every screen's and report's service still answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

from lobbyconsole.domain import content_facts as c
from lobbyconsole.domain import incident_facts as i
from lobbyconsole.domain import meeting_facts as m
from lobbyconsole.domain import register_facts as r
from lobbyconsole.domain import round_facts as d
from lobbyconsole.domain import staff_facts as s
from lobbyconsole.domain import walkthrough_facts as w
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.lobby import Change
from lobbyconsole.domain.sample import sample_branch
from lobbyconsole.services.library.shelf import shelf
from lobbyconsole.services.reports.book import RACK
from tests.fakes import FixedClock
from tests.services.meeting_hall import MeetingHall, instant, open_meeting_hall, workweek

BANK = workweek(sample_branch("bank"))
FRIDAY = date(2026, 11, 20)
NOW = instant(BANK, FRIDAY, "10:00")


def strange() -> list[Fact]:
    """Facts each of which decodes, and none of which this program would have made."""
    count = iter(range(10_000))

    def told(make: Callable[..., Fact], **more: Any) -> Fact:
        number = next(count)
        return make(id=f"s{number:04d}", at=NOW - timedelta(minutes=300 - number), source="hq", by="8001", **more)

    def values(**pairs: str) -> tuple[tuple[str, str], ...]:
        return tuple(pairs.items())

    return [
        told(m.MeetingBegun, meeting="a/b", agenda="morning", version="gone", day="2026-11-20x", paper="{"),
        told(m.MeetingBegun, meeting="no day", agenda="morning", version="", day="", paper=""),
        told(m.MeetingBegun, meeting="other day", agenda="stand_up", version="", day="2026-11-20", paper="[]"),
        told(m.MeetingClosed, meeting="never begun"),
        told(m.AttendanceTaken, meeting="other day", staff="张三", presence="on the phone"),
        told(m.TaskTaken, meeting="other day", section="?", record="nowhere"),
        told(d.RoundBegun, round="x/y", checklist="of next year", version="v", due_at=NOW, channel="drone"),
        told(d.RoundAnswered, round="x/y", item="?", verdict="perhaps", value=1e308, deducted=-1e308),
        told(d.RoundFinished, round="x/y"),
        told(d.RoundBegun, round="known", checklist="patrol_hourly", version="not here", due_at=NOW),
        told(d.RoundSigned, round="only signed", part="third", proof="face"),
        told(r.RecordOpened, register="widgets", record="1", values=values(a="1")),
        told(r.RecordOpened, register="actions", record="a/b/c", values=values(
            finding="[1, 2]", owner="{}", due='"soon"', zone="7", touchpoint="null", item="true", systemic='"?"')),
        told(r.RecordOpened, register="support", record="ZC26-1", values=values(question="no json", department="[]")),
        told(r.RecordMoved, register="support", record="ZC26-1", to="on hold"),
        told(r.RecordOpened, register="equipment", record="SB1", values=values(name="3", kind="{}", zone="[]")),
        told(r.RecordOpened, register="faults", record="GZ1", values=values(
            equipment="[]", fault="1", down='"yes"', since='"2026-11-20"')),
        told(r.RecordOpened, register="notices", record="TZ1", values=values(
            title="0", effective='"2026-13-45"', expires='"x"', reply_by='"never"')),
        told(r.RecordOpened, register="outside_checks", record="WJ1", values=values(
            date='"2026-11-20"', touchpoint="[]", score="1e308", out_of="1e-308", source="{}")),
        told(r.RecordOpened, register="outside_checks", record="WJ2", values=values(
            date='"20261120"', touchpoint='"queueing"', score="-5", out_of="NaN")),
        told(r.RecordOpened, register="voices", record="SY1", values=values(date="20261120", kind="[]", words="{}")),
        told(r.RecordOpened, register="voices", record="SY2", values=values(
            date='"2026-11-20"', kind='"complaint"', words="{}", touchpoint="[]")),
        told(r.RecordEdited, register="shift_log", record="never opened", values=values(entry="1", follow_up='"?"')),
        told(r.RecordAttached, register="shift_log", record="never opened", sha256="../../x", name="", size=-1),
        told(c.ContentProposed, family="spells", item="fire", version="v", body="{}", base="", why="", approval=False),
        told(c.ContentRetired, family="checklists", item="never there", why=""),
        told(c.ContentApproved, family="plans", item="fire", version="unknown"),
        told(c.ContentProposed, family="briefings", item="morning", version="later", body='{"id":"morning","x":[]}',
             base="", why="", approval=False),
        told(c.ContentReverted, family="checklists", item="patrol_hourly", version="unknown", why=""),
        told(s.StaffPinFailed, staff="nobody"),
        told(s.StaffPinSet, staff="1/2", hash="?"),
        told(s.StaffAdded, staff="张三", roles=("wizard",)),
        told(i.IncidentNoted, incident="INC-2026-last", what="x", hurt="perhaps", hazard="aliens", floor="{"),
        told(i.IncidentNoted, incident="a/b", what=""),
        told(i.IncidentToldMore, incident="a/b", field="began_at", value="2026-11-20"),
        told(i.IncidentToldMore, incident="a/b", field="mood", value="bad"),
        told(i.IncidentGraded, incident="a/b", level=99),
        told(i.IncidentReviewed, incident="a/b", rating="so so"),
        told(w.WalkBegun, walk="a/b", plan="of next year", version="v", incident="a/b", level=-1),
        told(w.StepDone, walk="a/b", step="?", turn=7, to="??"),
        told(w.WalkBegun, walk="known", plan="fire", version="not here"),
        told(w.WalkEnded, walk="never begun", reason=""),
    ]  # fmt: skip


@pytest.fixture(params=[1, 2])
def hall(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[MeetingHall]:
    facts = strange() * 2
    Random(request.param).shuffle(facts)
    found = open_meeting_hall(tmp_path, BANK, FixedClock(NOW))
    for fact in facts:
        found.store.append([Change(fact, None, None)], {}, NOW)
    yield found
    found.close()


def test_every_service_answers_over_facts_it_would_not_have_made(hall: MeetingHall) -> None:
    work = hall.work
    week = (FRIDAY - timedelta(days=7), FRIDAY + timedelta(days=7))
    asked: dict[str, Callable[[], Any]] = {
        "timetable": lambda: work.rounds.timetable(FRIDAY, NOW),
        "overdue": lambda: work.rounds.overdue(NOW),
        "past": lambda: work.rounds.past(*week),
        "touchpoints": lambda: work.rounds.touchpoints(*week),
        "rounds": lambda: [work.rounds.get(key) for key in ("x/y", "known", "only signed")],
        "meetings": lambda: work.meetings.timetable(FRIDAY, NOW),
        "held": lambda: work.meetings.past(date(2000, 1, 1), date(2100, 1, 1)),
        "running": lambda: work.meetings.running(NOW),
        "begin": lambda: work.meetings.begin("morning", by="8001"),
        "get": lambda: [work.meetings.get(key) for key in ("a/b", "no day", "other day", "never begun")],
        "shelf": lambda: shelf(work.library),
        "updates": lambda: work.library.updates(),
        "journey": lambda: work.journey.look(7, NOW),
        "roster": lambda: (work.staff.roster(everybody=True), work.staff.has_pin("1/2"), work.staff.seen()),
        "incidents": lambda: (work.incidents.incidents(*week), work.incidents.open_incidents()),
        "incident": lambda: [work.incidents.incident(key) for key in ("a/b", "INC-2026-last")],
        "note": lambda: work.incidents.note("water on the floor"),
        "walks": lambda: (work.walkthroughs.running(), work.walkthroughs.walk("known"), work.walkthroughs.walk("a/b")),
        "start": lambda: work.walkthroughs.start("fire", by="8001"),
        "open": lambda: [work.records.open("actions", {"finding": "x", "owner": "cleaner"}),
                         work.records.open("support", {"question": "x", "department": "it"})],
        "clocks": lambda: [
            work.records.clocks(record, NOW)
            for name in ("actions", "support", "faults", "notices", "shift_log", "voices", "outside_checks")
            for row in work.records.rows(name) if (record := work.records.record(name, row.record))
        ],
        "verify": lambda: hall.store.verify().ok or 1 / 0,
    }  # fmt: skip
    for shelf_ in RACK:
        for period in shelf_.kind.periods:
            asked[f"{shelf_.kind.id} {period}"] = partial(work.reports.make, shelf_.kind.id, period, FRIDAY, NOW)
    for agenda in work.meetings.agendas():
        asked[f"paper {agenda.id}"] = partial(work.meetings.compose, agenda.id, FRIDAY, NOW)
    wrong = {}
    for name, ask in asked.items():
        try:
            ask()
        except Exception as error:  # noqa: BLE001 - whatever it is, it must be none
            wrong[name] = repr(error)[:160]
    assert wrong == {}


def test_an_incident_is_noted_whatever_others_are_called(tmp_path: Path) -> None:
    hall = open_meeting_hall(tmp_path, BANK, FixedClock(NOW))
    try:
        incidents = hall.work.incidents
        odd = i.IncidentNoted(id="x", at=NOW, source="hq", incident="INC-2026-last", what="x")
        hall.live.record((odd,)).result(5)
        assert incidents.note("water on the floor").key == "INC-2026-0001"
    finally:
        hall.close()
