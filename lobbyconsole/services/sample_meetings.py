"""Past days and the meetings held on them, for the sample hall. Staff are staff numbers; nobody in it is real."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.briefings import Agenda
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.meeting_facts import (
    AttendanceTaken,
    MeetingBegun,
    MeetingClosed,
    MeetingFact,
    MinutesRead,
    SectionEdited,
    SectionEntered,
)
from lobbyconsole.domain.sample import simulate_day
from lobbyconsole.domain.sample_roster import staff_of
from lobbyconsole.domain.sample_words import in_words
from lobbyconsole.services.work import Work

DAYS_TOLD = (1, 2, 3, 7)  # days back whose tickets are told: what a morning looks back on and compares with
MEETINGS_BACK = 3
HELD = ("morning", "closing", "daily_analysis")
CHAIRS = {"morning": "8001", "closing": "8002", "daily_analysis": "8001"}
AWAY = (("leave", 0.5), ("shift", 0.3), ("training", 0.2))
WRITTEN = {
    "yesterday": "等候区10:30前补足纸杯，11:00高峰前提前增开5号台。",
    "today": "工号8005在10:00–11:30机动支援取号机。",
    "open_items": "3号自助终端今日催修，修复前引导至2号机。",
    "notices": "个人账户核实新口径已学习，随机提问1人，回答正确。",
    "result": "等候关怀偏低，原因是高峰时段无人巡视座位区。",
    "measure": "高峰时段大堂助理每15分钟巡视一次，由8005负责，本周复查。",
}


def tell_sample_meetings(work: Work, now: datetime, lang: str = "zh") -> int:
    """Record past days and the meetings of the last three; how many meetings. Not for the GUI thread."""
    branch, live = work.subjects.live.snapshot.branch, work.subjects.live
    today = work.rounds.day_of(now)
    for back in DAYS_TOLD:
        day = today - timedelta(days=back)
        if work.workdays.calendar.is_open(day):
            live.record(in_words(simulate_day(branch, day, day.toordinal()), lang)).result(60)
    told = 0
    for back in range(MEETINGS_BACK, 0, -1):
        day = today - timedelta(days=back)
        for due in work.meetings.timetable(day, now):
            if due.agenda.id in HELD and not due.meeting:
                held = _meeting(work, branch, due.agenda, day, due.due_at, back)
                live.record(in_words(held, lang)).result(60)
                told += 1
    return told


def _meeting(work: Work, branch: Branch, agenda: Agenda, day: date, due_at: datetime, back: int) -> Iterator[Fact]:
    chance = random.Random(f"{agenda.id} {day}")
    at = due_at + timedelta(seconds=chance.randint(-20, 150))
    paper = work.meetings.compose(agenda.id, day, at).to_json()
    version, kept = work.library.keeping("briefings", agenda, at)
    yield from kept
    key, chair, number = f"sample-{agenda.id}-{day:%Y%m%d}", CHAIRS[agenda.id], 0

    def told(kind: type[MeetingFact], **more: Any) -> Fact:
        nonlocal number
        number += 1
        by = more.pop("by", chair)
        return kind(id=f"{key}-{number}", at=at, source="console", seq=number, by=by, meeting=key, **more)

    yield told(MeetingBegun, agenda=agenda.id, version=version, day=day.isoformat(), paper=paper)
    away = ""
    for section in agenda.sections:
        yield told(SectionEntered, section=section.id)
        if section is agenda.sections[0]:
            people = sorted(
                {"8001", "8002", "8003", "8005", *(staff_of(branch, place.id) for place in branch.counters)}
            )
            away = chance.choice([number for number in people if number != chair])
            for staff in people:
                at += timedelta(seconds=3)
                yield from _attends(told, staff, away, chance)
        at += timedelta(seconds=60 * section.minutes * chance.uniform(0.55, 1.15))
        if section.id in WRITTEN:
            yield told(SectionEdited, section=section.id, text=WRITTEN[section.id])
    yield told(MeetingClosed)
    if back > 1 and away:
        at += timedelta(hours=chance.uniform(2, 5))
        yield told(MinutesRead, staff=away, by=away)


def _attends(told: Any, staff: str, away: str, chance: random.Random) -> Iterator[Fact]:
    if staff == away:
        reason = chance.choices([name for name, _ in AWAY], [weight for _, weight in AWAY])[0]
        yield told(AttendanceTaken, staff=staff, presence="absent", reason=reason)
    else:
        late = chance.random() < 0.06
        yield told(AttendanceTaken, staff=staff, presence="late" if late else "present")
