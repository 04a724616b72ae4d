"""Facts: one list, one order, and names that never change."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given

from lobbyconsole.domain import (
    content_facts,
    drill_facts,
    incident_facts,
    meeting_facts,
    plan_facts,
    register_facts,
    review_facts,
    risk_facts,
    round_facts,
    staff_facts,
    walkthrough_facts,
)
from lobbyconsole.domain import facts as f
from lobbyconsole.domain.kinds import all_facts, all_kinds
from tests.domain.strategies import NINE, Story, any_facts, minute

# Written into every journal there is: this list may only grow.
KINDS = (
    "ticket.issued, ticket.called, ticket.recalled, ticket.started, ticket.held, ticket.resumed, ticket.requeued, "
    "ticket.transferred, ticket.prioritised, ticket.marked, ticket.finished, ticket.no_show, ticket.cancelled, "
    "ticket.left, ticket.rated, ticket.printed, counter.opened, counter.paused, counter.resumed, counter.closed, "
    "counter.services_set, staff.signed_on, staff.signed_off, help.asked, help.answered, queue.opened, queue.closed, "
    "numbers.reserved, feed.up, feed.down, feed.reset, feed.gap, feed.unmapped, desk.took_over, desk.handed_back, "
    "hall.noted, settings.changed, action.undone, feed.contradicted, round.begun, round.answered, round.handed_over, "
    "round.signed, "
    "round.finished, round.given_up, record.opened, record.edited, record.moved, record.noted, record.attached, "
    "record.linked, content.kept, content.proposed, content.approved, content.refused, content.reverted, "
    "content.retired, content.restored, content.update_declined, meeting.begun, meeting.section_entered, "
    "meeting.section_edited, meeting.attendance, meeting.task_taken, meeting.closed, meeting.minutes_read, "
    "staff.added, staff.roles_set, staff.pin_set, staff.pin_cleared, staff.pin_failed, staff.pin_proved, staff.left, "
    "incident.noted, incident.told_more, incident.logged, incident.evidence_kept, incident.recording_secured, "
    "incident.graded, incident.reported, incident.linked, incident.ended, incident.reopened, incident.reviewed, "
    "walk.begun, walk.role_taken, walk.command_handed_over, walk.level_set, walk.step_done, walk.step_skipped, "
    "walk.stepped_back, walk.step_added, walk.noted, walk.call_made, walk.report_made, walk.ended, "
    "plan.printed, plan.looked_through, drill.planned, drill.moved, drill.called_off, drill.begun, drill.took_part, "
    "drill.inject_met, drill.answered, drill.judged, drill.finished, review.rated, review.answered, review.signed"
    ", content.rehearsed, walk.head_count_begun, walk.head_seen, walk.customers_counted"
    ", staff.away, staff.back, review.step_rated, review.corrected, risk.added, risk.rated, risk.control_noted"
    ", risk.set_aside"
)


def test_no_kind_of_fact_was_renamed_or_lost() -> None:
    assert set(KINDS.split(", ")) <= set(all_kinds())


def test_every_class_of_fact_is_listed_once_under_its_own_kind() -> None:
    found: set[type[f.Fact]] = set()
    modules = (
        f,
        content_facts,
        drill_facts,
        incident_facts,
        meeting_facts,
        plan_facts,
        register_facts,
        review_facts,
        risk_facts,
        round_facts,
        staff_facts,
        walkthrough_facts,
    )
    for module in modules:
        found |= {cls for cls in vars(module).values() if isinstance(cls, type) and issubclass(cls, f.Fact)}
    assert {cls for cls in found if cls.kind} == set(all_facts())
    assert len(all_kinds()) == len(all_facts())
    assert len(f.KINDS) == len(f.FACTS)


@pytest.mark.parametrize("kind", all_facts(), ids=lambda kind: kind.kind)
def test_a_fact_is_frozen_and_takes_only_named_fields(kind: type[f.Fact]) -> None:
    assert kind.__struct_config__.frozen
    with pytest.raises(TypeError, match="argument"):
        kind("id", NINE)  # type: ignore[call-arg]


@pytest.mark.parametrize("kind", all_facts(), ids=lambda kind: kind.kind)
def test_the_fields_all_facts_share_have_defaults_so_that_old_lines_still_decode(kind: type[f.Fact]) -> None:
    optional = {field.name for field in msgspec.structs.fields(kind) if not field.required}
    assert {"source", "certainty", "clock", "seq", "by"} <= optional


def test_the_same_parts_give_the_same_id_on_every_machine() -> None:
    assert f.natural_id("fqm", 17, "called") == f.natural_id("fqm", "17", "called")
    assert f.natural_id("fqm", 17, "called") == "ccd60b5951f152e18036a0f8629380a7"


def test_parts_do_not_run_into_each_other() -> None:
    assert f.natural_id("a", "bc") != f.natural_id("ab", "c")


def test_a_fact_moved_in_time_is_otherwise_the_same() -> None:
    fact = Story().issue(0, "a", priority="vip")
    moved = fact.at_time(minute(7))
    assert moved.at == minute(7)
    assert msgspec.structs.replace(moved, at=fact.at) == fact


def test_at_the_same_instant_a_ticket_is_issued_before_it_is_called_and_called_before_it_ends() -> None:
    kinds = (f.TicketIssued, f.TicketPrinted, f.TicketCalled, f.TicketStarted, f.TicketFinished, f.TicketRated)
    assert [kind.rank for kind in kinds] == sorted({kind.rank for kind in kinds})


@given(any_facts())
def test_the_order_of_facts_is_total_and_an_undo_comes_after_what_it_undoes_at_the_same_instant(
    facts: list[f.Fact],
) -> None:
    keys = [f.order_key(fact) for fact in facts]
    assert len(set(keys)) == len(keys)
    assert all(f.ActionUndone.rank > kind.rank for kind in f.FACTS if kind is not f.ActionUndone)


def test_ranks_within_a_family_differ_so_that_ids_never_decide_what_happened_first() -> None:
    for family in (f.TicketFact, f.CounterFact, f.QueueFact):
        ranks = [kind.rank for kind in f.FACTS if issubclass(kind, family)]
        assert len(set(ranks)) == len(ranks)


def test_a_subject_names_the_family_and_the_key() -> None:
    story = Story()
    assert story.issue(0, "a:1").subject == "ticket:a:1"
    assert story.open(0, "7").subject == "counter:7"
    assert f.QueueClosed(id="x", at=NINE, service="cash").subject == "queue:cash"
    assert f.FeedLost(id="x", at=NINE, feed="fqm").subject == "feed:fqm"
    assert f.EventNoted(id="x", at=NINE, text="").subject == "hall:"
    assert f.ActionUndone(id="x", at=NINE, undoes=("y",), about="ticket:a").subject == "ticket:a"
