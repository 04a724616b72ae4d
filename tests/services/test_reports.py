"""Reports from a real store: small days computed by hand, what is not known is said, same input, same bytes."""

from __future__ import annotations

import csv
import random
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.paper import Amount, Bars, Block, Figure, Link, Missing, Note, Paper, Table
from lobbyconsole.domain.sample import sample_branch, simulate_day
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.library.compiled import load_library
from lobbyconsole.services.reports.book import RACK, definition_version
from lobbyconsole.services.reports.idle import idle_us
from lobbyconsole.services.reports.measures import MEASURES, REASONS
from lobbyconsole.store.desks import Passing
from lobbyconsole.store.rows import SpellRow
from tests.fakes import FixedClock
from tests.services.meeting_hall import MeetingHall, instant, open_meeting_hall, workweek

BANK = workweek(sample_branch("bank"))
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, MONDAY = (date(2026, 11, day) for day in (17, 18, 19, 20, 23))
DAYS = (WEDNESDAY, THURSDAY, FRIDAY)
NOW = instant(BANK, MONDAY, "08:20")
ASKINGS = [(shelf.kind.id, period) for shelf in RACK for period in shelf.kind.periods]


@pytest.fixture(scope="module")
def facts() -> list[f.Fact]:
    return [fact for day in DAYS for fact in simulate_day(BANK, day)]


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory, facts: list[f.Fact]) -> Iterator[MeetingHall]:
    hall = open_meeting_hall(tmp_path_factory.mktemp("busy"), BANK, FixedClock(NOW), facts)
    yield hall
    hall.close()


def goto(clock: FixedClock, at: datetime) -> None:
    """Let time pass until then."""
    clock.advance(at - clock())


def figures(paper: Paper, *, link: str = "") -> dict[str, Figure]:
    """By the English label."""
    return {
        str(block.label): block
        for block in paper.blocks()
        if isinstance(block, Figure) and link in ("", block.link.kind)
    }


def tables(paper: Paper) -> dict[str, Table]:
    return {str(block.title): block for block in paper.blocks() if isinstance(block, Table)}


def key(paper: Paper, kpi: str) -> Block:
    return next(block for block in paper.blocks() if block.source == kpi)


def cells(table: Table, row: int = 0) -> list[object]:
    return [cell.n if isinstance(cell, Amount) else str(cell) for cell in table.rows[row].cells]


# --- the rack ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "period"), ASKINGS)
def test_every_report_is_made_for_every_period_and_leads_to_its_rows(busy: MeetingHall, kind: str, period: str) -> None:
    reports = busy.work.reports
    paper = reports.make(kind, period, THURSDAY)
    assert Paper.from_json(paper.to_json()).to_json() == paper.to_json()
    assert paper.sections[-1].id == "basis"
    assert len({section.id for section in paper.sections}) == len(paper.sections)
    for block in paper.blocks():
        if isinstance(block, (Figure, Table, Bars)):
            assert block.link.first == paper.first
            found = reports.rows(kind, period, THURSDAY, block.link)
            assert found.columns, block.link
            assert all(len(row.cells) == len(found.columns) for row in found.rows)
        if isinstance(block, Figure) and block.value is None:
            assert block.note is not None, block.label
        if isinstance(block, Table):
            assert all(len(row.cells) == len(block.columns) for row in block.rows)


def test_every_key_figure_is_measured_or_has_its_reason_and_no_other() -> None:
    kpis = load_library().kpis
    assert kpis is not None
    assert set(MEASURES) | set(REASONS) == {kpi.id for kpi in kpis.items}
    assert not set(MEASURES) & set(REASONS)


def test_every_key_figure_of_the_library_is_in_the_paper(busy: MeetingHall) -> None:
    kpis = load_library().kpis
    assert kpis is not None
    paper = busy.work.reports.make("key_figures", "month", THURSDAY)
    told = {block.source for block in paper.blocks()}
    assert {kpi.id for kpi in kpis.items if "bank" in kpi.sectors} <= told


def test_unknown_reports_and_periods_are_refused(busy: MeetingHall) -> None:
    reports = busy.work.reports
    for asking in (("nope", "day", FRIDAY), ("waiting", "year", FRIDAY), ("waiting", "week", date(1, 1, 1))):
        with pytest.raises(Refused):
            reports.make(*asking)


# --- the same input, the same bytes -----------------------------------------------------------------------------------


def test_shuffled_facts_in_another_hall_give_the_same_bytes(
    busy: MeetingHall, facts: list[f.Fact], tmp_path: Path
) -> None:
    shuffled = list(facts)
    random.Random(3).shuffle(shuffled)
    other = open_meeting_hall(tmp_path / "other", BANK, FixedClock(NOW + timedelta(days=4)), shuffled)
    try:
        for kind, period in ASKINGS:
            paper = busy.work.reports.make(kind, period, THURSDAY, NOW)
            assert other.work.reports.make(kind, period, THURSDAY, NOW).to_json() == paper.to_json()
            for number, reports in enumerate((busy.work.reports, other.work.reports)):
                reports.write_csv(paper, tmp_path / f"{number}.csv", "zh")
                reports.write_xlsx(paper, tmp_path / f"{number}.xlsx", "zh")
            for ending in ("csv", "xlsx"):
                assert (tmp_path / f"0.{ending}").read_bytes() == (tmp_path / f"1.{ending}").read_bytes()
    finally:
        other.close()


def test_each_paper_says_by_which_definitions_and_of_which_days(busy: MeetingHall) -> None:
    paper = busy.work.reports.make("waiting", "week", THURSDAY)
    basis = [str(block.words) for block in paper.sections[-1].blocks if isinstance(block, Note)]
    version = definition_version(load_library())
    assert basis == [
        f"Key figures as defined in version {version} of the library.",
        "Business days looked at: 2026-11-16 to 2026-11-22.",
        "Compared with 2026-11-09 to 2026-11-15.",
    ]
    midweek = busy.work.reports.make("waiting", "week", THURSDAY, instant(BANK, THURSDAY, "12:00"))
    assert str(midweek.sections[-1].blocks[-1].words) == "The period goes on: counted up to Thu 19 Nov 12:00."  # type: ignore[union-attr]


# --- a little day, by hand --------------------------------------------------------------------------------------------


def visit(
    name: str, at: datetime, wait_min: float | None, serve_min: float = 5, *, service: str = "cash", counter: str = "1",
    rating: int | None = None, marks: tuple[str, ...] = (), no_show: bool = False,
) -> list[f.Fact]:  # fmt: skip
    """One customer; without a wait they left after 4 minutes."""
    told: list[f.Fact] = [
        f.TicketIssued(id=f"i{name}", at=at, ticket=name, number=name, service=service, channel="kiosk")
    ]
    told += [
        f.TicketMarked(id=f"m{name}{mark}", at=at + timedelta(seconds=30), ticket=name, mark=mark) for mark in marks
    ]
    if wait_min is None:
        return [*told, f.TicketLeft(id=f"l{name}", at=at + timedelta(minutes=4), ticket=name)]
    call = at + timedelta(minutes=wait_min)
    end = call + timedelta(minutes=serve_min)
    told.append(f.TicketCalled(id=f"c{name}", at=call, ticket=name, counter=counter, staff="8001"))
    if no_show:
        return [*told, f.TicketNoShow(id=f"n{name}", at=end, ticket=name, counter=counter)]
    told.append(f.TicketStarted(id=f"s{name}", at=call, ticket=name, counter=counter))
    told.append(f.TicketFinished(id=f"e{name}", at=end, ticket=name, counter=counter))
    if rating is not None:
        told.append(f.TicketRated(id=f"r{name}", at=end, ticket=name, score=rating))
    return told


def little_day(day: date = THURSDAY) -> list[f.Fact]:
    at = instant(BANK, day, "10:00")
    return [
        *visit("A1", at, 5, 4, rating=5),
        *visit("A2", at + timedelta(minutes=5), 25, 6, rating=2, marks=("recovery",)),
        *visit("A3", at + timedelta(minutes=10), 3, 8, service="noncash", counter="2"),
        *visit("A4", at + timedelta(minutes=15), None),
        *visit("A5", at + timedelta(minutes=20), 7, 1, no_show=True),
    ]


def test_a_day_by_hand(tmp_path: Path) -> None:
    hall = open_meeting_hall(tmp_path, BANK, FixedClock(NOW), [*little_day(), *little_day_before()])
    try:
        reports = hall.work.reports
        paper = reports.make("waiting", "day", THURSDAY)
        found = figures(paper)
        assert found["Customers"].value == 5
        assert found["Mean wait"].value == pytest.approx(60 * (5 + 25 + 3 + 7) / 4)
        assert [other.value for other in found["Mean wait"].against] == [60]
        assert str(found["Mean wait"].against[0].label) == "previous business day"
        assert found["9 in 10 waited no longer than"].value is None  # fewer than 20 were called
        assert found["Waited beyond the recovery limit"].value == 1
        assert found["Left without being served"].value == pytest.approx(20)
        assert found["Did not answer the call"].value == pytest.approx(25)
        services = tables(paper)["Services"]
        assert [cells(services, row)[1:3] for row in range(2)] == [[4, 60 * 37 / 3], [1, 180]]
        assert services.rows[0].link == Link("tickets", "service:cash", "2026-11-19", "2026-11-19")
        own = reports.rows("waiting", "day", THURSDAY, services.rows[0].link)
        assert [row.cells[0] for row in own.rows] == ["A1", "A2", "A4", "A5"]
        late = reports.rows("waiting", "day", THURSDAY, found["Waited beyond the recovery limit"].link)
        assert [(row.cells[0], row.link) for row in late.rows] == [("A2", Link("ticket", "A2"))]

        keys = reports.make("key_figures", "day", THURSDAY)
        assert getattr(key(keys, "wait_over_20"), "value", None) == 1
        assert getattr(key(keys, "recovery_rate"), "value", None) == 100
        assert getattr(key(keys, "completion_rate"), "value", None) == pytest.approx(75)
        assert getattr(key(keys, "service_avg"), "value", None) == pytest.approx(60 * (4 + 6 + 8) / 3)
        assert getattr(key(keys, "rating_positive"), "value", None) == 50
        assert isinstance(key(keys, "complaint_per_1000"), Missing)
        assert isinstance(key(keys, "cash_cover"), Missing)

        desks = tables(reports.make("desks", "day", THURSDAY))
        assert cells(desks["Counters"])[:7] == ["1", 3, 3, 2, 1, 0, 300]
        assert cells(desks["Counters"], 1)[:7] == ["2", 1, 1, 1, 0, 0, 480]
        assert cells(desks["Staff numbers"])[:4] == ["8001", 4, 4, 3]
        people = reports.rows("desks", "day", THURSDAY, desks["Staff numbers"].rows[0].link or Link("tickets"))
        assert len(people.rows) == 4
    finally:
        hall.close()


def little_day_before() -> list[f.Fact]:
    return visit("B1", instant(BANK, WEDNESDAY, "10:00"), 1)


def test_week_and_month_take_the_days_together(tmp_path: Path) -> None:
    facts = [
        *visit("A", instant(BANK, date(2026, 11, 30), "10:00"), 2),
        *visit("B", instant(BANK, date(2026, 12, 1), "10:00"), 6),
    ]
    hall = open_meeting_hall(tmp_path, BANK, FixedClock(instant(BANK, date(2026, 12, 2), "09:00")), facts)
    try:
        make = hall.work.reports.make
        assert figures(make("waiting", "month", date(2026, 11, 3)))["Customers"].value == 1
        december = figures(make("waiting", "month", date(2026, 12, 31)))["Mean wait"]
        assert (december.value, december.against[0].value) == (360, 120)
        week = make("waiting", "week", date(2026, 12, 1))
        assert figures(week)["Mean wait"].value == 240
        (people, _) = [block for block in week.blocks() if isinstance(block, Bars) and block.link.key == "all"]
        assert [(str(bar.label), bar.value) for bar in people.bars][:3] == [
            ("Day(day='2026-11-30')", 1), ("Day(day='2026-12-01')", 1), ("Day(day='2026-12-02')", None),
        ]  # fmt: skip
    finally:
        hall.close()


def test_the_leap_day_and_the_week_over_new_year(tmp_path: Path) -> None:
    facts = [
        *visit("L", instant(BANK, date(2028, 2, 29), "10:00"), 2),
        *visit("O", instant(BANK, date(2026, 12, 31), "10:00"), 2),
        *visit("N", instant(BANK, date(2027, 1, 2), "10:00"), 4),
    ]
    hall = open_meeting_hall(tmp_path, BANK, FixedClock(instant(BANK, date(2028, 3, 1), "09:00")), facts)
    try:
        make = hall.work.reports.make
        assert figures(make("waiting", "month", date(2028, 2, 1)))["Customers"].value == 1
        for day in (date(2026, 12, 28), date(2027, 1, 3)):
            week = make("waiting", "week", day)
            assert (week.first, week.last) == ("2026-12-28", "2027-01-03")
            assert figures(week)["Mean wait"].value == 180
        assert figures(make("waiting", "day", date(2028, 2, 29)))["Customers"].value == 1
    finally:
        hall.close()


def test_hours_before_the_cut_over_belong_to_the_day_before(tmp_path: Path) -> None:
    night = replace(BANK, cutover=time(4))
    facts = visit("N", instant(night, FRIDAY, "01:30"), 3)
    hall = open_meeting_hall(tmp_path, night, FixedClock(NOW), facts)
    try:
        assert figures(hall.work.reports.make("waiting", "day", THURSDAY))["Customers"].value == 1
        assert not figures(hall.work.reports.make("waiting", "day", FRIDAY))
        halves = next(
            block for block in hall.work.reports.make("waiting", "day", THURSDAY).blocks() if isinstance(block, Bars)
        )
        assert halves.bars[0].label == "01:30–02:00"
    finally:
        hall.close()


def test_holidays_and_shifted_workdays(tmp_path: Path) -> None:
    facts = [
        *visit("S", instant(BANK, date(2026, 9, 30), "10:00"), 2),
        *visit("O", instant(BANK, date(2026, 10, 8), "10:00"), 4),
    ]
    hall = open_meeting_hall(tmp_path, BANK, FixedClock(instant(BANK, date(2026, 10, 12), "09:00")), facts)
    try:
        make = hall.work.reports.make
        after = figures(make("waiting", "day", date(2026, 10, 8)))["Mean wait"]
        assert [(other.value, other.link.first) for other in after.against] == [(120, "2026-09-30")]
        week = make("waiting", "week", date(2026, 10, 8))
        bars = next(block for block in week.blocks() if isinstance(block, Bars))
        # 1 to 7 October are holidays, Saturday the 10th is worked.
        assert [getattr(bar.label, "day", "") for bar in bars.bars] == ["2026-10-08", "2026-10-09", "2026-10-10"]
    finally:
        hall.close()


def test_who_waits_still_counts_up_to_the_instant_of_the_report(tmp_path: Path) -> None:
    at = instant(BANK, FRIDAY, "10:00")
    told = [f.TicketIssued(id="i", at=at, ticket="t", number="A001", service="cash")]
    hall = open_meeting_hall(tmp_path, BANK, FixedClock(at + timedelta(minutes=25)), told)
    try:
        make = hall.work.reports.make
        for minutes, over in ((15, 0), (25, 1)):
            paper = make("waiting", "day", FRIDAY, at + timedelta(minutes=minutes))
            assert figures(paper)["Waited beyond the recovery limit"].value == over
            assert figures(paper)["Still waiting"].value == 1
    finally:
        hall.close()


def test_who_is_at_a_counter_is_neither_done_nor_undone(tmp_path: Path) -> None:
    at = instant(BANK, FRIDAY, "10:00")
    told = [*visit("A1", at, 1), *visit("A2", at, 9)[:-1]]
    hall = open_meeting_hall(tmp_path, BANK, FixedClock(at + timedelta(minutes=12)), told)
    try:
        paper = hall.work.reports.make("key_figures", "day", FRIDAY)
        assert getattr(key(paper, "completion_rate"), "value", None) == 100
    finally:
        hall.close()


# --- nothing ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def quiet(tmp_path: Path) -> Iterator[MeetingHall]:
    hall = open_meeting_hall(tmp_path, BANK, FixedClock(NOW))
    yield hall
    hall.close()


@pytest.mark.parametrize(("kind", "period"), ASKINGS)
def test_an_empty_hall_invents_nothing(quiet: MeetingHall, kind: str, period: str, tmp_path: Path) -> None:
    paper = quiet.work.reports.make(kind, period, date(2026, 3, 10))
    for block in paper.blocks():
        if isinstance(block, Figure) and block.value:
            assert block.source in ("rounds", "meeting"), block  # nothing was there to be counted
    quiet.work.reports.write_csv(paper, tmp_path / "a.csv", "en")
    quiet.work.reports.write_xlsx(paper, tmp_path / "a.xlsx", "en")


# --- the manager's own work -------------------------------------------------------------------------------------------


def test_rounds_late_missed_and_voluntary_apart(tmp_path: Path) -> None:
    clock = FixedClock(instant(BANK, THURSDAY, "10:00"))
    hall = open_meeting_hall(tmp_path, BANK, clock)
    try:
        rounds = hall.work.rounds

        def walk(due: str | None, began: str, fail: bool = False) -> str:
            goto(clock, instant(BANK, THURSDAY, began))
            at = None if due is None else instant(BANK, THURSDAY, due)
            opened = rounds.begin("patrol_hourly", by="8001", due_at=at)
            bad = next(item for item in opened.checklist.items if item.scale.type == "pass_fail")
            for item in opened.checklist.items:
                verdict = "na" if item.scale.type != "pass_fail" else "fail" if fail and item == bad else "pass"
                rounds.answer(opened.round.key, item.id, said=verdict, note="seen")
            rounds.finish(opened.round.key, by="8001")
            return str(bad.text)

        walk("10:00", "10:05")
        walk("11:00", "11:20")
        bad = walk(None, "11:40", fail=True)
        goto(clock, instant(BANK, THURSDAY, "19:00"))
        paper = hall.work.reports.make("rounds", "day", THURSDAY)
        patrol = next(row for row in tables(paper)["Checklists"].rows if row.link and row.link.key == "patrol_hourly")
        due, done, late, missed, kept, _, _, free = [getattr(cell, "n", None) for cell in patrol.cells[1:]]
        assert (done, late, free) == (2, 1, 1)
        assert missed == due - 2  # type: ignore[operator]
        assert kept == pytest.approx(200 / due)  # type: ignore[operator]
        assert figures(paper)["Voluntary rounds"].value == 1
        whole = hall.work.rounds.kept(THURSDAY, THURSDAY, clock())
        assert figures(paper)["Scheduled rounds done"].value == pytest.approx(100 * whole[0] / whole[1])
        keys = hall.work.reports.make("key_figures", "day", THURSDAY)
        assert getattr(key(keys, "patrol_rate"), "value", None) == figures(paper)["Scheduled rounds done"].value
        listed = hall.work.reports.rows("rounds", "day", THURSDAY, patrol.link or Link("rounds"))
        assert len(listed.rows) == 3

        points = hall.work.reports.make("touchpoints", "day", THURSDAY)
        worst = tables(points)["Items that failed most"]
        assert [str(worst.rows[0].cells[0]), cells(worst)[2]] == [bad, 1]
        own = {row.touchpoint: row for row in rounds.touchpoints(THURSDAY, THURSDAY)}
        for row in tables(points)["Touchpoints"].rows:
            assert row.link is not None
            assert getattr(row.cells[1], "n", None) == pytest.approx(
                100 * own[row.link.key].points / own[row.link.key].possible
            )
            assert hall.work.reports.rows("touchpoints", "day", THURSDAY, row.link).rows
    finally:
        hall.close()


def test_actions_support_and_equipment(tmp_path: Path) -> None:
    clock = FixedClock(instant(BANK, WEDNESDAY, "10:00"))
    hall = open_meeting_hall(tmp_path, BANK, clock)
    try:
        records, make = hall.work.records, hall.work.reports.make
        due = instant(BANK, THURSDAY, "12:00").isoformat()
        done = records.open("actions", {"finding": "Cups", "owner": "cleaner", "due": due}, by="8001")
        records.open("actions", {"finding": "=cmd|' /C calc'!A0", "owner": "cleaner", "due": due}, by="8001")
        machine = records.open("equipment", {"name": "Kiosk 2", "kind": "kiosk", "zone": "self_service"})
        fault = records.open("faults", {"equipment": machine.subject, "fault": "No paper", "down": True})
        asked = records.open("support", {"question": "Line down", "department": "it"})
        slow = records.open("support", {"question": "Stamp", "department": "operations"})
        goto(clock, instant(BANK, WEDNESDAY, "10:20"))
        records.edit(asked.subject, {"answer": "we come"})
        records.move(asked.subject, "answer")
        goto(clock, instant(BANK, WEDNESDAY, "12:00"))
        records.edit(fault.subject, {"remedy": "paper"})
        records.move(fault.subject, "repair")
        goto(clock, instant(BANK, THURSDAY, "11:00"))
        records.edit(done.subject, {"evidence": "washed"}, by="8002")
        records.move(done.subject, "report", by="8002")
        records.move(done.subject, "verify", by="8003")
        goto(clock, instant(BANK, FRIDAY, "09:00"))

        found = figures(make("actions", "week", FRIDAY))
        assert [found[label].value for label in ("Opened", "Verified and closed", "Closed by their time")] == [
            2,
            1,
            100,
        ]
        assert [found[label].value for label in ("Open tasks", "Overdue tasks")] == [1, 1]
        wednesday = figures(make("actions", "day", WEDNESDAY))
        assert [wednesday[label].value for label in ("Opened", "Open tasks", "Overdue tasks")] == [2, 2, 0]

        support = make("support", "week", FRIDAY)
        assert figures(support)["Mean working minutes until the first answer"].value == pytest.approx(20)
        assert figures(support)["First answer in time"].value == 50  # one in time, one late and unanswered
        by_department = {str(row.cells[0]): row for row in tables(support)["Timeliness by department"].rows}
        assert [getattr(cell, "n", None) for cell in by_department["Technology"].cells[1:6]] == [1, 1, 100, 20, 0]
        assert by_department["Operations"].verdict == "bad"
        assert slow.state == "sent"
        keys = make("key_figures", "week", FRIDAY)
        assert getattr(key(keys, "backoffice_response"), "value", None) == pytest.approx(20)
        assert getattr(key(keys, "compliance_findings"), "value", None) == 1

        equipment = make("equipment", "day", WEDNESDAY)
        told = figures(equipment)
        assert [told[label].value for label in ("Faults reported", "Faults that stopped a machine")] == [1, 1]
        assert told["Mean working minutes until repaired"].value == pytest.approx(120)
        assert told["Machine availability"].value == pytest.approx(75)  # two of eight hours
        assert told["Opening hours of all machines for each stop"].value == pytest.approx(6)
        assert cells(tables(equipment)["Machines with faults"])[0] == "Kiosk 2"
        assert getattr(key(make("key_figures", "day", WEDNESDAY), "kiosk_availability"), "value", None) == 75
    finally:
        hall.close()


def test_a_request_that_was_asked_back_is_not_solved(tmp_path: Path) -> None:
    clock = FixedClock(instant(BANK, WEDNESDAY, "10:00"))
    hall = open_meeting_hall(tmp_path, BANK, clock)
    try:
        records, make = hall.work.records, hall.work.reports.make
        asked = records.open("support", {"question": "Line down", "department": "it"})
        goto(clock, instant(BANK, WEDNESDAY, "10:20"))
        records.move(asked.subject, "ask_back")
        goto(clock, instant(BANK, WEDNESDAY, "16:00"))
        found = figures(make("support", "day", WEDNESDAY))
        assert found["Mean working minutes until the first answer"].value == pytest.approx(20)
        assert [found[label].value for label in ("Mean working minutes until solved", "Solved in time")] == [None, None]
        row = tables(make("support", "day", WEDNESDAY))["Timeliness by department"].rows[0]
        assert getattr(row.cells[6], "n", None) == 0, "nothing is solved"
    finally:
        hall.close()


def test_a_machine_that_is_gone_stops_no_other(tmp_path: Path) -> None:
    clock = FixedClock(instant(BANK, TUESDAY, "10:00"))
    hall = open_meeting_hall(tmp_path, BANK, clock)
    try:
        records, make = hall.work.records, hall.work.reports.make
        one, two = (
            records.open("equipment", {"name": name, "kind": "kiosk", "zone": "self_service"}) for name in ("A", "B")
        )
        records.open("faults", {"equipment": one.subject, "fault": "Dead", "down": True})
        records.open("faults", {"equipment": "record:equipment/SB26-9999", "fault": "Never listed", "down": True})
        stopped = records.open("faults", {"equipment": two.subject, "fault": "No paper", "down": True})
        records.move(one.subject, "retire", reason="scrap")
        goto(clock, instant(BANK, WEDNESDAY, "11:00"))
        records.move(stopped.subject, "repair", values={"remedy": "paper"})
        goto(clock, instant(BANK, THURSDAY, "08:20"))
        told = figures(make("equipment", "day", WEDNESDAY))
        assert told["Machine availability"].value == pytest.approx(75), "two of the eight hours of B"
        assert getattr(key(make("key_figures", "day", WEDNESDAY), "kiosk_availability"), "value", None) == 75
    finally:
        hall.close()


def test_what_people_wrote_never_becomes_a_formula_and_chinese_stays(tmp_path: Path) -> None:
    clock = FixedClock(instant(BANK, FRIDAY, "09:00"))
    hall = open_meeting_hall(tmp_path / "网点 数据", BANK, clock)
    try:
        for finding in ("=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-2+3", "饮水机“缺杯”,\n请补"):
            hall.work.records.open("actions", {"finding": finding, "owner": "cleaner"}, by="8001")
        goto(clock, instant(BANK, FRIDAY, "10:00"))
        paper = hall.work.reports.make("actions", "day", FRIDAY)
        target = tmp_path / "报表 九月.csv"
        hall.work.reports.write_csv(paper, target, "zh")
        assert target.read_bytes().startswith(b"\xef\xbb\xbf")
        with target.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream))
        found = [cell for row in rows for cell in row]
        assert not [cell for cell in found if cell[:1] in ("=", "+", "-", "@")]
        assert "'=cmd|' /C calc'!A0" in found
        assert "饮水机“缺杯”,\n请补" in found
        assert "整改" in found[:12] or any("整改" in cell for cell in rows[1])
        book = tmp_path / "报表.xlsx"
        hall.work.reports.write_xlsx(paper, book, "zh")
        with zipfile.ZipFile(book) as archive:
            sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/" in name]
            strings = archive.read("xl/sharedStrings.xml").decode()
            assert len({info.date_time for info in archive.infolist()}) == 1
        assert all("<f>" not in sheet for sheet in sheets)
        assert "=cmd|' /C calc'!A0" in strings
        assert "饮水机" in strings
    finally:
        hall.close()


def test_meetings_and_attendance(tmp_path: Path) -> None:
    clock = FixedClock(instant(BANK, THURSDAY, "08:20"))
    hall = open_meeting_hall(tmp_path, BANK, clock)
    try:
        meeting = hall.meetings.begin("morning", by="8001").meeting.key
        hall.meetings.attend(meeting, "8001", "present")
        hall.meetings.attend(meeting, "8002", "present")
        hall.meetings.attend(meeting, "8003", "absent", reason="leave")
        hall.meetings.close(meeting, by="8001")
        goto(clock, instant(BANK, FRIDAY, "03:00"))
        paper = hall.work.reports.make("meetings", "day", THURSDAY)
        morning = next(
            row for row in tables(paper)["Meetings by kind"].rows if str(row.cells[0]) == str(agenda_title(hall))
        )
        assert [getattr(cell, "n", None) for cell in morning.cells[1:5]] == [1, 1, 2, 1]
        assert figures(paper)["Attendance, of those noted"].value == pytest.approx(200 / 3)
        assert figures(paper)["Morning, closing and daily analysis held"].value == pytest.approx(100 / 3)
        assert tables(paper)["Each meeting"].rows[0].link == Link("meeting", meeting)
        keys = hall.work.reports.make("key_figures", "day", THURSDAY)
        assert getattr(key(keys, "meeting_rate"), "value", None) == pytest.approx(100 / 3)
    finally:
        hall.close()


def agenda_title(hall: MeetingHall) -> object:
    return hall.work.library.library().briefings["morning"].title


def test_a_jump_and_what_it_cost(tmp_path: Path) -> None:
    at = instant(BANK, THURSDAY, "10:00")
    told: list[f.Fact] = [
        f.TicketIssued(id=f"i{name}", at=at + timedelta(minutes=late), ticket=name, number=name, service="cash",
                       channel="kiosk")
        for name, late in (("A1", 0), ("A2", 1))
    ]  # fmt: skip
    told.append(f.TicketCalled(id="c2", at=at + timedelta(minutes=10), ticket="A2", counter="1", reason="known to us"))
    told.append(f.TicketFinished(id="e2", at=at + timedelta(minutes=16), ticket="A2", counter="1"))
    told.append(f.TicketCalled(id="c1", at=at + timedelta(minutes=16), ticket="A1", counter="1"))
    told.append(f.TicketFinished(id="e1", at=at + timedelta(minutes=20), ticket="A1", counter="1"))
    hall = open_meeting_hall(tmp_path, BANK, FixedClock(NOW), told)
    try:
        paper = hall.work.reports.make("fairness", "day", THURSDAY)
        found = figures(paper)
        assert found["Called out of turn with a reason"].value == 1
        assert found["Of all calls"].value == 50
        assert found["Calls that overtook somebody"].value == 1
        assert found["Times somebody was passed over"].value == 1
        assert found["Waiting they paid for it"].value == pytest.approx(360)
        assert cells(tables(paper)["Jumps"])[:2] == ["10:10", "A2"]
        rows = hall.work.reports.rows("fairness", "day", THURSDAY, found["Of all calls"].link)
        assert [row.cells[0] for row in rows.rows] == ["A2"]
    finally:
        hall.close()


# --- idle counters ----------------------------------------------------------------------------------------------------


def test_idle_while_another_line_is_long_by_hand() -> None:
    minute = 60_000_000
    spells = [SpellRow("1", 0, 100 * minute, "open", "", "", "d"), SpellRow("2", 0, 30 * minute, "open", "", "", "d")]
    legs = [Passing("d", "cash", "1", number * minute, None, None) for number in range(6)]  # six from minute 5 on
    legs[0] = Passing("d", "cash", "1", 0, 40 * minute, 60 * minute)  # five from minute 40 on
    busy = Passing("d", "other", "1", 0, 0, 20 * minute)  # counter 1 serves for twenty minutes
    busy_too = Passing("d", "other", "2", 0, 0, 25 * minute)
    # Long from 5 to 40; both counters busy until 20, from then on one stands idle.
    assert idle_us([*legs, busy, busy_too], spells, 100 * minute) == 20 * minute
    assert idle_us(legs, [], 100 * minute) is None
    assert idle_us([], spells, 100 * minute) == 0


def test_a_counter_nobody_closed_is_not_open_all_night(tmp_path: Path) -> None:
    at = instant(BANK, THURSDAY, "16:00")
    told: list[f.Fact] = [
        f.CounterOpened(id="o", at=at, counter="1", staff="8001"),
        f.CounterPaused(id="p", at=at + timedelta(minutes=30), counter="1", reason="meal"),
        f.CounterOpened(id="o2", at=at + timedelta(minutes=40), counter="1", staff="8001"),
        *visit("A1", at, 1),
    ]
    hall = open_meeting_hall(tmp_path, BANK, FixedClock(NOW), told)
    try:
        paper = hall.work.reports.make("desks", "day", THURSDAY)
        row = cells(tables(paper)["Counters"])
        end = BANK.day_span(THURSDAY)[1]
        assert row[8] == pytest.approx(((end - at).total_seconds() - 600) / 3600)
        assert row[10:] == [1, 600]
        assert cells(tables(paper)["Pauses by reason"]) == ["meal", 1, 600]
    finally:
        hall.close()
