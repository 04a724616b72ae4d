"""Papers from a real store: figures equal what the facts say, what is not known is said, same input, same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from lobbyconsole.domain import facts as f
from lobbyconsole.domain import measures
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.lobby import CANCELLED, NO_SHOW, Leg, Ticket, fold
from lobbyconsole.domain.paper import Bars, Figure, Missing, Note, Paper, Row, Table
from lobbyconsole.domain.sample import sample_branch, simulate_day
from lobbyconsole.services.briefing.rack import SOURCES
from lobbyconsole.services.library.compiled import load_library
from tests.fakes import FixedClock
from tests.services.meeting_hall import MeetingHall, figure, instant, of, open_meeting_hall, workweek

BANK = workweek(sample_branch("bank"))
FRIDAY = date(2026, 11, 20)
THURSDAY, WEDNESDAY, LAST_THURSDAY = date(2026, 11, 19), date(2026, 11, 18), date(2026, 11, 12)
LAST_FRIDAYS = (date(2026, 11, 6), date(2026, 11, 13))
DAYS = (*LAST_FRIDAYS, LAST_THURSDAY, WEDNESDAY, THURSDAY)


@pytest.fixture(scope="module")
def days() -> dict[date, list[f.Fact]]:
    return {day: simulate_day(BANK, day) for day in sorted(DAYS)}


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory, days: dict[date, list[f.Fact]]) -> Iterator[MeetingHall]:
    clock = FixedClock(instant(BANK, FRIDAY, "08:20"))
    hall = open_meeting_hall(
        tmp_path_factory.mktemp("busy"), BANK, clock, (fact for day in days.values() for fact in day)
    )
    yield hall
    hall.close()


def morning(hall: MeetingHall, day: date = FRIDAY, clock: str = "08:20", agenda: str = "morning") -> Paper:
    return hall.meetings.compose(agenda, day, instant(hall.branch, day, clock))


def tickets(facts: list[f.Fact]) -> list[Ticket]:
    return list(fold(facts).tickets.values())


def legs(facts: list[f.Fact]) -> list[Leg]:
    return [leg for ticket in tickets(facts) for leg in ticket.legs]


# --- the rack ---------------------------------------------------------------------------------------------------------


def test_every_data_source_of_the_vocabulary_has_an_entry_and_no_other() -> None:
    assert set(SOURCES) == set(load_library().vocab["data_sources"])


def test_every_agenda_composes_and_every_source_says_something(busy: MeetingHall) -> None:
    for agenda in busy.meetings.agendas():
        paper = morning(busy, agenda=agenda.id)
        assert [section.id for section in paper.sections] == [section.id for section in agenda.sections]
        for section, filled in zip(agenda.sections, paper.sections, strict=True):
            said = [block.source for block in filled.blocks]
            assert set(said) == set(section.auto), agenda.id
        assert Paper.from_json(paper.to_json()).to_json() == paper.to_json()


def test_the_same_input_gives_the_same_bytes(busy: MeetingHall, tmp_path: Path, days: dict[date, list[f.Fact]]) -> None:
    first = [morning(busy, agenda=agenda.id).to_json() for agenda in busy.meetings.agendas()]
    assert first == [morning(busy, agenda=agenda.id).to_json() for agenda in busy.meetings.agendas()]
    # In another hall that heard the same facts in another order, at another time.
    other = open_meeting_hall(tmp_path, BANK, FixedClock(instant(BANK, FRIDAY, "20:00")),
                              (fact for day in sorted(days, reverse=True) for fact in days[day]))  # fmt: skip
    try:
        assert [morning(other, agenda=agenda.id).to_json() for agenda in other.meetings.agendas()] == first
    finally:
        other.close()


def test_figures_tables_and_bars_lead_to_what_they_were_computed_from(busy: MeetingHall) -> None:
    for agenda in busy.meetings.agendas():
        for block in morning(busy, agenda=agenda.id).blocks():
            if isinstance(block, (Figure, Table, Bars)):
                assert block.link.kind, block
                assert block.link.kind in ("register",) or block.link.first <= block.link.last != ""
            if isinstance(block, Figure) and block.value is None:
                assert block.note is not None


# --- figures against the facts ----------------------------------------------------------------------------------------


def test_yesterdays_figures_equal_the_facts(busy: MeetingHall, days: dict[date, list[f.Fact]]) -> None:
    paper = morning(busy)
    there, all_legs = tickets(days[THURSDAY]), legs(days[THURSDAY])
    end = BANK.day_span(THURSDAY)[1]
    counts = measures.day_counts(there)
    assert figure(paper, "yesterday.kpis", "customers").value == counts.issued
    assert figure(paper, "yesterday.kpis", "wait_avg").value == pytest.approx(measures.mean_wait(all_legs))
    handled = measures.handling_times(all_legs)
    assert figure(paper, "yesterday.kpis", "service_avg").value == pytest.approx(sum(handled) / len(handled))
    good, judged = measures.within_target(
        [(leg, BANK.service(leg.service).target_s) for leg in all_legs],  # type: ignore[union-attr]
        end,
    )
    assert figure(paper, "yesterday.kpis", "within_target").value == pytest.approx(100 * good / judged, abs=0.3)
    p90 = measures.wait_percentile(measures.stays(all_legs, end), 0.9)
    assert figure(paper, "yesterday.kpis", "wait_p90").value == pytest.approx(p90, abs=60)  # one-minute buckets
    called = sum(leg.called_at is not None for leg in all_legs)
    missed = sum(leg.outcome == NO_SHOW for leg in all_legs)
    assert figure(paper, "yesterday.kpis", "no_show_rate").value == pytest.approx(100 * missed / called)
    wait = figure(paper, "yesterday.kpis", "wait_avg")
    assert (wait.target, wait.verdict) == (600, "good" if (wait.value or 0) <= 600 else "bad")
    assert [(str(other.label), other.link.first) for other in wait.against] == [
        ("previous business day", "2026-11-18"),
        ("same day last week", "2026-11-12"),
    ]
    assert wait.against[1].value == pytest.approx(measures.mean_wait(legs(days[LAST_THURSDAY])))


def test_half_a_day_is_not_counted_against_a_whole_one(busy: MeetingHall) -> None:
    noon = morning(busy, THURSDAY, "12:00", "closing")
    assert figure(noon, "today.kpis", "customers").against == ()
    assert len(figure(noon, "today.kpis", "wait_avg").against) == 2
    assert len(figure(morning(busy, THURSDAY, "17:25", "closing"), "today.kpis", "customers").against) == 2


def waited_too_long(facts: list[f.Fact]) -> list[tuple[Ticket, float]]:
    found = []
    for ticket in tickets(facts):
        for leg in ticket.legs:
            until = leg.called_at or leg.ended_at
            if leg.joined_at is None or until is None or (ticket.state == CANCELLED and measures.is_misprint(ticket)):
                continue
            waited = (until - leg.joined_at).total_seconds()
            if waited > BANK.recovery_s:
                found.append((ticket, waited))
    return sorted(found, key=lambda entry: -entry[1])


def test_late_tickets_and_who_was_recovered(busy: MeetingHall, days: dict[date, list[f.Fact]]) -> None:
    paper = morning(busy)
    late = waited_too_long(days[THURSDAY])
    assert late  # the day has some
    assert figure(paper, "yesterday.kpis", "wait_over_20").value == len(late)
    share, table = of(paper, "yesterday.overtime_tickets")
    assert isinstance(share, Figure)
    assert isinstance(table, Table)
    recovered = sum("recovery" in ticket.marks for ticket, _ in late)
    assert share.value == pytest.approx(100 * recovered / len(late))
    assert len(table.rows) + table.left_off == len(late)
    assert [row.cells[0] for row in table.rows] == [ticket.number for ticket, _ in late[: len(table.rows)]]
    assert [row.link and row.link.key for row in table.rows] == [ticket.key for ticket, _ in late[: len(table.rows)]]


def test_the_same_weekdays_are_shown_as_what_they_are(busy: MeetingHall, days: dict[date, list[f.Fact]]) -> None:
    told, chart = of(morning(busy), "forecast.today")
    assert isinstance(told, Missing)
    assert str(told.reason) == "The console does not forecast yet."
    assert isinstance(chart, Bars)
    assert str(chart.title) == "For Fri 20 Nov: average of the last 2 such weekdays"
    came = sum(measures.day_counts(tickets(days[day])).issued for day in LAST_FRIDAYS)
    assert sum(bar.value or 0 for bar in chart.bars) == pytest.approx(came / 2)


def test_one_such_weekday_is_no_average(busy: MeetingHall) -> None:
    _, chart = of(morning(busy, LAST_FRIDAYS[1]), "forecast.today")
    assert isinstance(chart, Bars)
    assert str(chart.title) == "For Fri 13 Nov: the last such weekday"


def test_at_the_closing_meeting_the_day_ahead_is_the_next_open_one(busy: MeetingHall) -> None:
    titles = [str(block.title) for block in of(morning(busy, THURSDAY, "17:25", "closing"), "forecast.today")
              if isinstance(block, Bars)]  # fmt: skip
    assert titles == ["For Fri 20 Nov: average of the last 2 such weekdays"]
    friday = of(morning(busy, FRIDAY, "17:25", "closing"), "forecast.today")
    assert [type(block) for block in friday] == [Missing]  # no Monday is known


def test_services_counters_channels_and_marks(busy: MeetingHall, days: dict[date, list[f.Fact]]) -> None:
    paper = morning(busy, THURSDAY, "17:25", "closing")
    there = tickets(days[THURSDAY])
    counted = figure(paper, "today.recoveries", "recovery")
    assert counted.value == sum("recovery" in ticket.marks for ticket in there)
    weekly = morning(busy, agenda="one_to_one")
    (table,) = of(weekly, "handling_by_counter")
    assert isinstance(table, Table)
    assert sum(getattr(row.cells[1], "n", 0) for row in table.rows) == sum(
        len(measures.handling_times(legs(day))) for day in days.values()
    )
    (mix,) = of(morning(busy, agenda="monthly"), "channel_mix")
    assert isinstance(mix, Bars)
    assert sum(bar.value or 0 for bar in mix.bars) == pytest.approx(100)


def test_a_rare_meeting_looks_back_to_the_one_before(busy: MeetingHall) -> None:
    paper = morning(busy, date(2026, 11, 25), "15:00", "monthly")
    # 25 October was a Sunday: the last one was due on the Monday.
    assert (paper.first, paper.last) == ("2026-10-26", "2026-11-24")
    assert figure(paper, "today.kpis", "customers").link.first == "2026-10-26"
    weekly = morning(busy, date(2026, 11, 23), "16:30", "weekly")
    assert (weekly.first, weekly.last) == ("2026-11-16", "2026-11-22")


# --- little or nothing ------------------------------------------------------------------------------------------------


@pytest.fixture
def quiet(tmp_path: Path) -> Iterator[MeetingHall]:
    hall = open_meeting_hall(tmp_path, BANK, FixedClock(instant(BANK, FRIDAY, "08:20")))
    yield hall
    hall.close()


def test_an_empty_hall_says_so_everywhere(quiet: MeetingHall) -> None:
    for agenda in quiet.meetings.agendas():
        for block in morning(quiet, agenda=agenda.id).blocks():
            assert isinstance(block, (Missing, Note, Figure, Table)), block
            # Rounds that were due, and drills never held: that none was done is known.
            if isinstance(block, (Figure, Table)):
                assert block.source in ("checklist_misses", "drills_due", "risk_register")
    (told,) = of(morning(quiet), "yesterday.kpis")
    assert isinstance(told, Missing)
    assert str(told.reason).startswith("No ticket is recorded for Thu 19 Nov")


def one_ticket(branch: Branch, at: datetime) -> list[f.Fact]:
    call, end = at + timedelta(minutes=3), at + timedelta(minutes=8)
    return [
        f.TicketIssued(id="i", at=at, ticket="t", number="A001", service="cash", channel="kiosk"),
        f.TicketCalled(id="c", at=call, ticket="t", counter="1"),
        f.TicketStarted(id="s", at=call, ticket="t", counter="1"),
        f.TicketFinished(id="e", at=end, ticket="t", counter="1"),
    ]


def test_a_day_of_one_customer(tmp_path: Path) -> None:
    facts = one_ticket(BANK, instant(BANK, THURSDAY, "10:00"))
    hall = open_meeting_hall(tmp_path, BANK, FixedClock(instant(BANK, FRIDAY, "08:20")), facts)
    try:
        paper = morning(hall)
        assert figure(paper, "yesterday.kpis", "customers").value == 1
        assert figure(paper, "yesterday.kpis", "wait_avg").value == 180
        p90 = figure(paper, "yesterday.kpis", "wait_p90")
        assert (p90.value, p90.verdict) == (None, "none")
        assert str(p90.note) == "Fewer than 20 were called: too few to say."
        assert figure(paper, "yesterday.kpis", "wait_avg").against == ()
        note = of(paper, "yesterday.peak_wait")[-1]
        assert isinstance(note, Note)
        (none_late,) = of(paper, "yesterday.overtime_tickets")
        assert isinstance(none_late, Note)
        assert none_late.verdict == "good"
    finally:
        hall.close()


def test_after_a_week_end_yesterday_is_friday_and_after_the_holiday_the_day_before_it(busy: MeetingHall) -> None:
    monday = morning(busy, date(2026, 11, 23))
    assert figure_link(monday) == "2026-11-20"
    # 1 to 7 October 2026 are holidays: the last open day is 30 September.
    assert figure_link(morning(busy, date(2026, 10, 8))) == "2026-09-30"
    # 10 October 2026 is a Saturday that is worked.
    assert figure_link(morning(busy, date(2026, 10, 12))) == "2026-10-10"


def test_a_morning_briefing_held_late_is_still_about_the_day_before(busy: MeetingHall) -> None:
    late = instant(BANK, FRIDAY, "10:42")
    assert figure_link(busy.meetings.compose("morning", FRIDAY, late)) == THURSDAY.isoformat()
    evening = busy.meetings.compose("closing", FRIDAY, instant(BANK, FRIDAY, "16:40"))  # and one held early
    assert figure_link(evening) == FRIDAY.isoformat()


def figure_link(paper: Paper) -> str:
    return paper.first


def test_a_day_the_branch_itself_closed_is_passed_over(tmp_path: Path) -> None:
    facts = one_ticket(BANK, instant(BANK, WEDNESDAY, "10:00"))
    hall = open_meeting_hall(
        tmp_path, BANK, FixedClock(instant(BANK, FRIDAY, "08:20")), facts, "2026-11-19 closed move"
    )
    try:
        assert figure(morning(hall), "yesterday.kpis", "customers").link.first == "2026-11-18"
    finally:
        hall.close()


def test_the_month_end_and_the_leap_day(quiet: MeetingHall) -> None:
    assert morning(quiet, date(2026, 12, 1)).first == "2026-11-30"
    assert morning(quiet, date(2028, 3, 1)).first == "2028-02-29"
    assert morning(quiet, date(2027, 1, 4)).first in ("2026-12-31", "2027-01-01")  # 1 January: see the calendar's end


def test_who_still_waits_is_counted_as_far_as_they_have_waited(tmp_path: Path) -> None:
    at = instant(BANK, FRIDAY, "10:00")
    facts = [f.TicketIssued(id="i", at=at, ticket="t", number="A001", service="cash")]
    hall = open_meeting_hall(tmp_path, BANK, FixedClock(at + timedelta(minutes=25)), facts)
    try:
        early = hall.meetings.compose("closing", FRIDAY, at + timedelta(minutes=15))
        late = hall.meetings.compose("closing", FRIDAY, at + timedelta(minutes=25))
        assert figure(early, "today.kpis", "wait_over_20").value == 0
        assert figure(late, "today.kpis", "wait_over_20").value == 1
        share, table = of(late, "today.overtime_tickets")
        assert isinstance(table, Table)
        assert [str(cell) for cell in table.rows[0].cells][-1] == "no"
        assert isinstance(share, Figure)
        assert (share.value, share.verdict) == (0, "bad")
    finally:
        hall.close()


# --- rounds and registers ---------------------------------------------------------------------------------------------


def test_touchpoints_checks_and_registers(tmp_path: Path) -> None:
    clock = FixedClock(instant(BANK, THURSDAY, "10:00"))
    hall = open_meeting_hall(tmp_path, BANK, clock)
    try:
        rounds, records = hall.work.rounds, hall.work.records
        opened = rounds.begin("patrol_hourly", by="8001", due_at=instant(BANK, THURSDAY, "10:00"))
        bad = next(item for item in opened.checklist.items if item.scale.type == "pass_fail")
        for item in opened.checklist.items:
            verdict = "na" if item.scale.type != "pass_fail" else "fail" if item == bad else "pass"
            rounds.answer(opened.round.key, item.id, said=verdict, note="seen")
        done = rounds.finish(opened.round.key, by="8001")
        records.open("actions", {"finding": "Cups are missing", "owner": "cleaner",
                                 "due": instant(BANK, THURSDAY, "11:00").isoformat()})  # fmt: skip
        records.open("actions", {"finding": "Light is out", "owner": "cleaner",
                                 "due": instant(BANK, FRIDAY, "18:00").isoformat()})  # fmt: skip
        machine = records.open("equipment", {"name": "Kiosk 2", "kind": "kiosk", "zone": "self_service"})
        records.open("faults", {"equipment": machine.subject, "fault": "No paper", "down": True})
        records.open("notices", {"title": "New forms", "effective": "2026-11-23"})
        records.open("notices", {"title": "Old rule", "effective": "2026-01-01", "expires": "2026-10-31"})
        records.open("support", {"question": "Line down", "department": "it"})
        clock.set(instant(BANK, FRIDAY, "08:20"))
        paper = morning(hall)
        (scores, *_) = of(paper, "touchpoint_scores")
        assert isinstance(scores, Table)
        own = {row.touchpoint: row for row in rounds.touchpoints(THURSDAY, THURSDAY)}
        for row in scores.rows:
            assert row.link is not None
            point = own[row.link.key]
            assert getattr(row.cells[1], "n", None) == pytest.approx(100 * point.points / point.possible)
        weak = of(paper, "weakest_touchpoints")[0]
        assert isinstance(weak, Table)
        assert weak.rows[0].cells[-1] == bad.text
        assert done.round.key
        tasks = of(paper, "open_tasks")
        assert [block.value for block in tasks if isinstance(block, Figure)] == [2, 1]
        assert [row.cells[0] for row in rows(tasks[-1])] == ["Cups are missing", "Light is out"]
        assert [row.verdict for row in rows(tasks[-1])] == ["bad", "none"]
        assert [row.cells[0] for row in rows(of(paper, "equipment_down")[-1])] == ["Kiosk 2"]
        assert [row.cells[0] for row in rows(of(paper, "notices")[-1])] == ["New forms"]
        analysis = morning(hall, FRIDAY, "18:00", "daily_analysis")
        response = of(analysis, "backoffice_response")
        assert isinstance(response[0], Figure)
        assert response[0].value is None  # not answered: no mean is made up
        assert rows(response[1])[0].verdict == "bad"
        monday = morning(hall, date(2026, 11, 23), "16:30", "weekly")
        (uptime,) = of(monday, "equipment_uptime")
        assert isinstance(uptime, Figure)
        assert 0 <= (uptime.value or 0) < 100
        misses = of(monday, "checklist_misses")
        assert isinstance(misses[0], Figure)
        kept = rounds.kept(date(2026, 11, 16), date(2026, 11, 22), instant(BANK, date(2026, 11, 23), "16:30"))
        assert misses[0].value == pytest.approx(100 * kept[0] / kept[1])
    finally:
        hall.close()


def rows(block: object) -> tuple[Row, ...]:
    assert isinstance(block, Table)
    return block.rows


def test_a_paper_of_an_earlier_hour_knows_nothing_of_later_tasks(tmp_path: Path) -> None:
    clock = FixedClock(instant(BANK, FRIDAY, "10:00"))
    hall = open_meeting_hall(tmp_path, BANK, clock)
    try:
        hall.work.records.open("actions", {"finding": "x", "owner": "cleaner"})
        assert [type(block) for block in of(morning(hall), "open_tasks")] == [Note]
        assert len(of(morning(hall, clock="10:01"), "open_tasks")) == 3
    finally:
        hall.close()


def test_zone_and_made_at_are_instants(quiet: MeetingHall) -> None:
    paper = morning(quiet)
    assert datetime.fromisoformat(paper.made_at) == datetime(2026, 11, 20, 0, 20, tzinfo=UTC)
    assert paper.branch.zh == "城东支行"
