"""Figures of reports against a plain recount from the facts, over random weeks: other code, same numbers."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lobbyconsole.domain import meeting_facts as m
from lobbyconsole.domain import register_facts as r
from lobbyconsole.domain import round_facts as d
from lobbyconsole.domain.content.checklists import Checklist
from lobbyconsole.domain.content.editions import version_of
from lobbyconsole.domain.content_facts import ContentKept
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.lobby import Change
from lobbyconsole.domain.paper import Amount, Figure, Paper, Table
from lobbyconsole.domain.sample import sample_branch
from lobbyconsole.services.library.book import body_of
from lobbyconsole.services.library.compiled import load_library
from tests.fakes import FixedClock
from tests.services.meeting_hall import instant, open_meeting_hall, workweek

BANK = workweek(sample_branch("bank"))
MONDAY = date(2026, 11, 16)
WEEK = [MONDAY + timedelta(days=number) for number in range(5)]
NOW = instant(BANK, MONDAY + timedelta(days=7), "08:20")


def clock_times(when: str) -> list[time]:
    """The times of a day in "workdays 08:30,12:00" or "every 60m 09:00-11:00", minute by minute."""
    kind, rest = when.split(" ", 1)
    if kind == "workdays":
        return [time.fromisoformat(text) for text in rest.split(",")]
    assert kind == "every", when
    step, span = rest.split(" ")
    first, last = (time.fromisoformat(text) for text in span.split("-"))
    found, minute = [], first.hour * 60 + first.minute
    while minute <= last.hour * 60 + last.minute:
        found.append(time(minute // 60, minute % 60))
        minute += int(step.removesuffix("m"))
    return found


def daily() -> list[Checklist]:
    library = load_library()
    fitting = [entry for entry in library.checklists.values() if entry.when.split(" ")[0] in ("workdays", "every")]
    return [entry for entry in fitting if "bank" in (entry.sectors or ("bank",))][:3]


class Week:
    """A random week as facts, and what a plain count of them comes to."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.facts: list[Fact] = []
        self.lists = daily()
        self.kept: dict[str, dict[str, float]] = {entry.id: defaultdict(float) for entry in self.lists}
        self.percents: dict[str, list[float]] = defaultdict(list)
        self.points: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0, 0])
        self.meetings: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        self.respond: list[tuple[float, bool]] = []
        self.solve: list[tuple[float, bool]] = []
        self.late = [0, 0]
        for checklist in self.lists:
            body = body_of(checklist)
            kept = {"family": "checklists", "item": checklist.id, "version": version_of(body), "body": body}
            self.tell(ContentKept, instant(BANK, MONDAY, "05:00"), **kept)
            for day in WEEK:
                for at in clock_times(checklist.when):
                    self.due(checklist, datetime.combine(day, at, BANK.tz).astimezone(UTC))
                if self.dice.random() < 0.3:
                    self.round(checklist, instant(BANK, day, "11:11"), None)
        for day in WEEK:
            self.meeting(day)
        for number in range(self.dice.randrange(1, 6)):
            self.request(number)

    def tell(self, make: Any, at: datetime, **more: Any) -> None:
        self.facts.append(make(id=f"{len(self.facts):06d}", at=at, source="console", by="8001", **more))

    def due(self, checklist: Checklist, at: datetime) -> None:
        cell = self.kept[checklist.id]
        cell["due"] += 1
        fate = self.dice.choice(["none", "done", "done", "late", "given_up", "left"])
        if fate == "none":
            return
        begun = at + timedelta(minutes=self.dice.randrange(16, 50) if fate == "late" else self.dice.randrange(-9, 16))
        self.round(checklist, begun, at, ends={"given_up": "given_up", "left": ""}.get(fate, "finished"))
        if fate in ("done", "late"):
            cell["done"] += 1
            cell["late"] += fate == "late"

    def round(self, checklist: Checklist, at: datetime, due: datetime | None, *, ends: str = "finished") -> None:
        key = f"r{len(self.facts)}"
        version = version_of(body_of(checklist))
        self.tell(d.RoundBegun, at, round=key, checklist=checklist.id, version=version, due_at=due)
        earned = possible = 0.0
        red = False
        for number, item in enumerate(checklist.items):
            told = []
            for _ in range(self.dice.choice([1, 1, 2])):  # changed once, now and then
                said = self.dice.choice(["pass", "pass", "fail", "na"])
                value = float(self.dice.randrange(6)) if item.scale.type == "score_0_5" and said != "na" else None
                told.append((said, value))
            for again, (said, value) in enumerate(told):
                when = at + timedelta(seconds=number + 1, milliseconds=again)
                self.tell(d.RoundAnswered, when, round=key, item=item.id, verdict=said, value=value)
            said, value = told[-1]
            if said == "na":
                continue
            worth = item.weight * value / 5 if value is not None else item.weight * (said == "pass")
            possible, earned = possible + item.weight, earned + worth
            red = red or (said == "fail" and item.critical)
            if ends == "finished" and item.touchpoint:
                cell = self.points[item.touchpoint]
                cell[0], cell[1] = cell[0] + worth, cell[1] + item.weight
                cell[2], cell[3] = cell[2] + 1, cell[3] + (said == "fail")
        if ends == "given_up":
            self.tell(d.RoundGivenUp, at + timedelta(minutes=5), round=key, reason="alarm")
        if ends != "finished":
            return
        self.tell(d.RoundFinished, at + timedelta(minutes=5), round=key)
        if possible:
            self.percents[checklist.id].append(100 * earned / possible)
            red = red or 100 * earned / possible < checklist.pass_score - 1e-9
        self.kept[checklist.id]["red"] += red
        self.kept[checklist.id]["voluntary"] += due is None

    def meeting(self, day: date) -> None:
        for agenda in ("morning", "closing"):
            if self.dice.random() < 0.3:
                continue
            at, key = instant(BANK, day, "08:20" if agenda == "morning" else "17:10"), f"m{len(self.facts)}"
            self.tell(m.MeetingBegun, at, meeting=key, agenda=agenda, version="v", day=day.isoformat(), paper="")
            there: dict[str, str] = {}
            for number in range(self.dice.randrange(9)):
                who, how = f"10{self.dice.randrange(5):02d}", self.dice.choice(["present", "late", "absent", ""])
                self.tell(m.AttendanceTaken, at + timedelta(seconds=number + 1), meeting=key, staff=who, presence=how)
                there[who] = how
            closed = self.dice.random() < 0.8
            if closed:
                self.tell(m.MeetingClosed, at + timedelta(minutes=10), meeting=key)
            cell = self.meetings[agenda]
            cell[0] += closed
            cell[1] += sum(how in ("present", "late") for how in there.values())
            cell[2] += sum(how == "absent" for how in there.values())

    def request(self, number: int) -> None:
        def working(since: datetime, until: datetime) -> int:
            minutes = 0
            while since < until:
                local = since.astimezone(BANK.tz)
                minutes += local.date() in [*WEEK, MONDAY + timedelta(7)] and 9 <= local.hour < 17
                since += timedelta(minutes=1)
            return minutes

        opened = instant(BANK, self.dice.choice(WEEK), "08:00") + timedelta(minutes=self.dice.randrange(720))
        more = {"register": "support", "record": f"ZC26-{number + 1:04d}"}
        values = (("question", '"x"'), ("department", '"it"'))
        self.tell(r.RecordOpened, opened, values=values, **more)
        at, state, used, answered = opened, "sent", 0, None
        ways = ("", "answered", "waiting", "answered solved", "solved", "waiting answered",
                "answered waiting answered solved")  # fmt: skip
        for to in self.dice.choice(ways).split():
            then = at + timedelta(minutes=self.dice.choice([7, 31, 200, 900]))
            if then >= NOW:
                break
            self.tell(r.RecordMoved, then, to=to, **more)
            used += working(at, then) if state != "waiting" else 0
            if answered is None:
                answered = working(opened, then)
            at, state = then, to
        if answered is None:
            self.late[0] += working(opened, NOW) > 30
        else:
            self.respond.append((answered, answered <= 30))
        if state == "solved":
            self.solve.append((used, used <= 480))
        else:
            self.late[1] += used + (working(at, NOW) if state != "waiting" else 0) > 480


def table(paper: Paper, title: str) -> Table:
    return next(block for block in paper.blocks() if isinstance(block, Table) and str(block.title) == title)


def number(cell: Any) -> float | None:
    return cell.n if isinstance(cell, Amount) else None


def figure(paper: Paper, label: str) -> Figure:
    return next(block for block in paper.blocks() if isinstance(block, Figure) and str(block.label) == label)


def near(value: float | None) -> Any:
    return None if value is None else pytest.approx(value, abs=0.051)  # as rounded for the table


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_a_random_week_counted_by_other_code(seed: int) -> None:
    week = Week(seed)
    told = [*week.facts, *week.dice.sample(week.facts, 20)]  # some twice, and all in any order
    week.dice.shuffle(told)
    with tempfile.TemporaryDirectory() as folder:
        hall = open_meeting_hall(Path(folder), BANK, FixedClock(NOW), made=instant(BANK, MONDAY, "05:00"))
        try:
            hall.store.append([Change(fact, None, None) for fact in told], {}, NOW)
            make = hall.work.reports.make
            rounds, points, meetings, support = (
                make(kind, "week", MONDAY) for kind in ("rounds", "touchpoints", "meetings", "support")
            )
        finally:
            hall.close()

    rows = {str(row.cells[0]): row.cells for row in table(rounds, "Checklists").rows}
    for checklist in week.lists:
        cells, kept = rows[str(checklist.title)], week.kept[checklist.id]
        scores = week.percents[checklist.id]
        assert [number(cells[place]) for place in (1, 2, 3, 4)] == [
            kept["due"], kept["done"], kept["late"], kept["due"] - kept["done"],
        ]  # fmt: skip
        assert number(cells[6]) == near(sum(scores) / len(scores) if scores else None)
        assert [number(cells[7]), number(cells[8])] == [kept["red"], kept["voluntary"]]

    terms = {str(row.cells[0]): row.cells for row in table(points, "Touchpoints").rows}
    library = load_library()
    for name, (earned, possible, answers, failed) in week.points.items():
        cells = terms[library.vocab["touchpoints"][name].en]
        assert number(cells[1]) == near(100 * earned / possible)
        assert [number(cells[4]), number(cells[5])] == [answers, failed]

    kinds = {str(row.cells[0]): row.cells for row in table(meetings, "Meetings by kind").rows}
    for agenda, (held, present, absent) in week.meetings.items():
        cells = kinds[str(library.briefings[agenda].title)]
        assert [number(cells[place]) for place in (1, 2, 3, 4)] == [5, held, present, absent]

    for label, found, late in (("the first answer", week.respond, week.late[0]), ("solved", week.solve, week.late[1])):
        mean = sum(minutes for minutes, _ in found) / len(found) if found else None
        assert figure(support, f"Mean working minutes until {label}").value == near(mean)
        judged = len(found) + late
        share = 100 * sum(good for _, good in found) / judged if judged else None
        asked = "First answer in time" if label == "the first answer" else "Solved in time"
        assert figure(support, asked).value == near(share)
