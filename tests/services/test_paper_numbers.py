"""Paper numbers typed in afterwards: late facts that count in waits, impossible times refused, resumed, given back."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from lobbyconsole.domain.words import Refused
from lobbyconsole.services.paper_numbers import PaperNumbers, PaperRange, RefusedAt, TypedRow, runs
from lobbyconsole.store.dashboards import kpis
from tests.services.conftest import SmallHall

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai


def papers(hall: SmallHall) -> PaperNumbers:
    return PaperNumbers(hall.store, hall.live)


@pytest.fixture
def after(hall: SmallHall) -> SmallHall:
    """09:00: A001–A050 set aside; by now it is noon."""
    hall.desk.reserve_numbers("cash", 1, 50, "paper").result()
    hall.pass_minutes(180)
    return hall


def only(hall: SmallHall) -> PaperRange:
    (found,) = papers(hall).ranges()
    return found


def refused(hall: SmallHall, row: TypedRow) -> str:
    with pytest.raises(RefusedAt) as error:
        papers(hall).save(only(hall).id, 1, row)
    return error.value.field


def test_a_row_is_a_ticket_with_its_wait_and_counts_in_the_figures(after: SmallHall) -> None:
    papers(after).save(only(after).id, 1, TypedRow("932", "947", "2", "1", "0953"), by="8001")
    papers(after).save(only(after).id, 2, TypedRow("0940", "1010", "1", "3"), by="8001")
    papers(after).save(only(after).id, 3, TypedRow("0941", "", "", "2", "1005"), by="8001")
    tickets = {ticket.number: ticket for ticket in after.live.book.tickets()}
    first = tickets["A001"]
    assert (first.channel, first.state, first.leg.wait_s, first.leg.handling_s) == ("paper", "finished", 900, 360)
    assert (tickets["A002"].state, tickets["A002"].leg.wait_s) == ("no_show", 1800)
    assert (tickets["A003"].state, tickets["A003"].leg.called_at) == ("left", None)
    assert not any(ticket.flags for ticket in tickets.values())
    day = after.branch.day_of(NOON)
    with after.store.reader() as db:
        figures = kpis(db, day, day)
    assert (figures.mean_wait_s, figures.mean_handling_s) == (1350, 360)


def test_the_end_of_a_service_nobody_wrote_down_stays_unknown(after: SmallHall) -> None:
    row = papers(after).save(only(after).id, 7, TypedRow("0932", "0947", "2"))
    assert row.ended is None
    assert only(after).rows[7].ended is None
    (ticket,) = after.live.book.tickets()
    assert ticket.state == "finished"
    day = after.branch.day_of(NOON)
    with after.store.reader() as db:
        assert kpis(db, day, day).mean_handling_s is None


@pytest.mark.parametrize(
    ("field", "row"),
    [
        ("taken", TypedRow("")),
        ("taken", TypedRow("25")),
        ("taken", TypedRow("2561", "2562", "1")),
        ("taken", TypedRow("0859", "0901", "1")),  # before they were set aside
        ("taken", TypedRow("1301", "1302", "1")),  # not come yet
        ("called", TypedRow("0932", "0931", "1")),
        ("called", TypedRow("0932", "", "1")),
        ("called", TypedRow("0932", "1201", "1")),
        ("counter", TypedRow("0932", "0940", "")),
        ("counter", TypedRow("0932", "0940", "9")),
        ("outcome", TypedRow("0932", "0940", "1", "4")),
        ("ended", TypedRow("0932", "", "", "2")),  # about when did they leave?
        ("ended", TypedRow("0932", "0940", "1", "1", "0939")),
        ("ended", TypedRow("0932", "0940", "1", "1", "9x9")),
    ],
)
def test_what_cannot_have_been_is_refused_at_its_field(after: SmallHall, field: str, row: TypedRow) -> None:
    assert refused(after, row) == field
    assert not only(after).rows


def test_typed_again_is_a_correction_and_taken_back_is_gone(after: SmallHall) -> None:
    place, name = papers(after), only(after).id
    place.save(name, 1, TypedRow("0932", "0947", "2"))
    place.save(name, 1, TypedRow("0932", "0947", "2"))  # Enter pressed twice
    place.save(name, 1, TypedRow("0935", "0947", "1"))
    (ticket,) = after.live.book.tickets()
    assert (ticket.leg.wait_s, ticket.leg.counter, ticket.flags) == (720, "1", ())
    place.forget(name, 1)
    assert not list(after.live.book.tickets())
    assert not only(after).rows
    place.save(name, 1, TypedRow("0932", "0947", "2"))
    assert only(after).rows[1].counter == "2"


def test_after_a_restart_and_on_the_next_day_it_goes_on_where_it_was(
    after: SmallHall, open_hall: Callable[[], SmallHall]
) -> None:
    papers(after).save(only(after).id, 1, TypedRow("0932", "0947", "2"))
    again = open_hall()
    again.pass_minutes(24 * 60)
    assert sorted(only(again).rows) == [1]
    assert only(again).missing[0] == 2
    papers(again).save(only(again).id, 2, TypedRow("0950", "1000", "2"))
    papers(again).save(only(again).id, 1, TypedRow("0932", "0945", "2"))  # a correction, a day late
    assert sorted(only(again).rows) == [1, 2]
    assert not list(again.live.snapshot.picture.tickets)  # yesterday's customers are not in today's hall
    assert {ticket.number for ticket in again.history.picture_at(NOON).tickets.values()} == {"A001", "A002"}


def test_unused_numbers_are_given_back_and_used_ones_are_never_given_again(after: SmallHall) -> None:
    place, name = papers(after), only(after).id
    for number in (1, 2, 4):
        place.save(name, number, TypedRow("0932", "0947", "2"))
    said = place.give_back(name)
    assert said.values == {"what": "A003, A005–A050"}
    assert place.ranges() == []
    kept = place.ranges(done=True)
    assert [(paper.first, paper.last, paper.missing) for paper in kept] == [(1, 2, []), (4, 4, [])]
    with pytest.raises(Refused):
        place.save(name, 5, TypedRow("0932", "0947", "2"))
    assert after.desk.issue("cash").result().number not in ("A001", "A002", "A004")
    place.save(kept[0].id, 2, TypedRow("0933", "0947", "2"))  # what is typed can still be put right


def test_all_unused_all_back(after: SmallHall) -> None:
    assert papers(after).give_back(only(after).id).values == {"what": "A001–A050"}
    assert papers(after).ranges(done=True) == []
    assert after.desk.issue("cash").result().number == "A001"


def test_a_number_given_back_is_given_once(after: SmallHall) -> None:
    place = papers(after)
    place.save(only(after).id, 1, TypedRow("0932", "0947", "2"))
    place.give_back(only(after).id)
    assert [after.desk.issue("cash").result().number for _ in range(3)] == ["A002", "A003", "A004"]


def test_runs() -> None:
    assert runs([5, 1, 2, 4, 9]) == [(1, 2), (4, 5), (9, 9)]
    assert runs([]) == []


def test_pressed_twice_the_same_numbers_are_one_range_and_given_back_they_are_free(hall: SmallHall) -> None:
    """Two plans at once, or two windows: each sets the numbers after the last one given aside."""
    for first, last in ((1, 50), (1, 50), (41, 60)):
        hall.desk.reserve_numbers("cash", first, last, "paper").result()
        hall.pass_minutes(1)
    hall.pass_minutes(60)
    assert [(found.first, found.last) for found in papers(hall).ranges()] == [(1, 50), (51, 60)]
    one, _ = papers(hall).ranges()
    papers(hall).save(one.id, 3, TypedRow("0932", "0947", "2"))
    assert [len(found.missing) for found in papers(hall).ranges()] == [49, 10]
    papers(hall).give_back(one.id)
    assert [(found.first, found.last) for found in papers(hall).ranges(done=True)] == [(3, 3), (51, 60)]
    assert hall.desk.issue("cash").result(10).number == "A004"  # not A061: nothing else holds them
    papers(hall).give_back(papers(hall).ranges()[0].id)
    assert papers(hall).ranges() == []


def test_given_back_while_somebody_types_is_told_and_nothing_is_recorded(after: SmallHall) -> None:
    open_range = only(after)
    papers(after).give_back(open_range.id)
    with pytest.raises(Refused, match="given back"):
        papers(after).save(open_range.id, 4, TypedRow("0932", "0947", "2"))
    assert "A004" not in {ticket.number for ticket in after.live.book.tickets()}


def test_a_service_that_was_taken_out_meanwhile_is_refused_in_words(after: SmallHall) -> None:
    open_range = only(after)
    places = tuple(replace(place, services=("corporate",)) for place in after.branch.counters)
    after.branch = replace(after.branch, services=after.branch.services[1:], counters=places)
    after.live.set_branch(after.branch)
    end = time.monotonic() + 5
    while after.live.snapshot.branch.service("cash") is not None and time.monotonic() < end:
        time.sleep(0.01)
    assert papers(after).ranges() == []
    for verb in (
        lambda: papers(after).save(open_range.id, 4, TypedRow("0932", "0947", "2")),
        lambda: papers(after).give_back(open_range.id),
    ):
        with pytest.raises(Refused, match=r"\(cash\) is no longer in the settings"):
            verb()
