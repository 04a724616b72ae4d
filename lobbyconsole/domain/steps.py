"""What one more fact does to a ticket, counter, queue, feed or the hall. Any sequence gives a picture and flags."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.entities import (
    AT_COUNTER,
    CALLED,
    CANCELLED,
    COUNTER_CLOSED,
    COUNTER_OPEN,
    COUNTER_PAUSED,
    ENDED,
    FINISHED,
    HELD,
    IN_LINE,
    LEFT,
    MAX_NOTES,
    NO_SHOW,
    SERVING,
    TRANSFERRED,
    WAITING,
    Counter,
    Feed,
    Hall,
    Leg,
    Note,
    Queue,
    Spell,
    Stand,
    Ticket,
)


def _flagged(flags: tuple[str, ...], code: str) -> tuple[str, ...]:
    return flags if code in flags else (*flags, code)


# --- tickets ---


def _with_leg(ticket: Ticket, leg: Leg, **changes: object) -> Ticket:
    return replace(ticket, legs=(*ticket.legs[:-1], leg), **changes)


def _over(ticket: Ticket, at: datetime) -> tuple[Stand, ...]:
    """The stretches in line of its leg; the last of them is over by then."""
    leg = ticket.leg
    *before, last = leg.line
    if last.until is None:
        last = replace(last, until=at)
    elif last.called and last.freed_at is None:
        last = replace(last, freed_at=leg.ended_at or at)
    return (*before, last)


def _called_back(ticket: Ticket, at: datetime, counter: str, staff: str, reason: str = "") -> tuple[Stand, ...]:
    """The stretches in line of a ticket that is being called; empty at the usual, first call of its leg."""
    leg = ticket.leg
    usual = ticket.state == WAITING and not leg.stands and leg.called_at is None
    if usual or ticket.state in AT_COUNTER:
        return leg.stands
    if leg.back_at is not None:
        return (*leg.stands, Stand(leg.back_at, at, leg.line_since, True, counter, staff, reason))
    # From aside, without having been in line again.
    return (*_over(ticket, at), Stand(at, at, leg.line_since, True, counter, staff, reason))


def _ghost(fact: f.TicketFact) -> Ticket:
    """A ticket we hear of without having seen it issued (feed joined late, or skewed clocks)."""
    leg = Leg(service="", joined_at=None, line_since=None)
    served = isinstance(fact, f.TicketRated)  # who rates has been served
    if served:
        leg = replace(leg, ended_at=fact.at, outcome=FINISHED)
    return Ticket(
        key=fact.ticket,
        state=FINISHED if served else WAITING,
        state_since=fact.at,
        source=fact.source,
        visit=fact.ticket,
        legs=(leg,),
        flags=("issue_unknown",),
    )


def _issued(ticket: Ticket | None, fact: f.TicketIssued) -> Ticket:
    if ticket is None:
        leg = Leg(
            service=fact.service,
            joined_at=fact.at,
            line_since=fact.at,
            to_counter=fact.to_counter,
            to_staff=fact.to_staff,
        )
        return Ticket(
            key=fact.ticket,
            number=fact.number,
            state=WAITING,
            state_since=fact.at,
            issued_at=fact.at,
            source=fact.source,
            priority=fact.priority,
            channel=fact.channel,
            appointment_at=fact.appointment_at,
            visit=fact.visit or fact.ticket,
            then=fact.then,
            legs=(leg,),
            printed=fact.printed,
            promise_s=fact.promise_s,
        )
    if ticket.issued_at is not None:
        return replace(ticket, flags=_flagged(ticket.flags, "issued_twice"))
    # Clock skew put the issue after what followed it: keep what followed, fill in what only the issue knows.
    first = ticket.legs[0]
    filled = replace(
        first,
        service=first.service or fact.service,
        joined_at=fact.at,
        line_since=fact.at,
        to_counter=first.to_counter or fact.to_counter,
        to_staff=first.to_staff or fact.to_staff,
    )
    others = tuple(replace(leg, service=leg.service or filled.service) for leg in ticket.legs[1:])
    flags = tuple(flag for flag in ticket.flags if flag != "issue_unknown")
    return replace(
        ticket,
        number=fact.number,
        issued_at=fact.at,
        priority=fact.priority if ticket.priority == "normal" else ticket.priority,
        channel=fact.channel,
        appointment_at=fact.appointment_at,
        visit=fact.visit or fact.ticket,
        then=() if ticket.state in ENDED else fact.then,
        printed=fact.printed if ticket.printed is None else ticket.printed,
        promise_s=fact.promise_s,
        legs=(filled, *others),
        flags=_flagged(flags, "issued_after_event"),
    )


def _called(ticket: Ticket, fact: f.TicketCalled) -> Ticket:
    leg = ticket.leg
    called = replace(
        leg,
        called_at=leg.called_at or fact.at,
        last_called_at=fact.at,
        calls=leg.calls + 1,
        counter=fact.counter,
        staff=fact.staff or leg.staff,
        # A service broken off by a hold begins anew, or its handling time would hold the time away.
        started_at=leg.started_at if ticket.state in AT_COUNTER else None,
        out_of_order=fact.reason or leg.out_of_order,
    )
    if ticket.state == FINISHED:
        if leg.called_at is not None:
            return replace(ticket, flags=_flagged(ticket.flags, "called_after_end"))
        kept = replace(called, calls=1, counter=leg.counter or fact.counter, started_at=leg.started_at)
        return _with_leg(ticket, kept, flags=_flagged(ticket.flags, "called_after_end"))
    called = replace(
        called, stands=_called_back(ticket, fact.at, fact.counter, called.staff, fact.reason), back_at=None
    )
    if ticket.state == SERVING and leg.counter in ("", fact.counter):
        # Clock skew put the call after the start: who is being served is not called.
        return _with_leg(ticket, called, flags=_flagged(ticket.flags, "called_after_start"))
    flags = ticket.flags
    if ticket.state in (CANCELLED, LEFT):
        flags = _flagged(flags, "called_after_end")
        called = replace(called, ended_at=None, outcome="")
    elif ticket.state == NO_SHOW:
        called = replace(called, ended_at=None, outcome="")
    elif ticket.state in AT_COUNTER and leg.counter != fact.counter:
        flags = _flagged(flags, "called_at_two_counters")
    return _with_leg(ticket, called, state=CALLED, state_since=fact.at, flags=flags, held_reason="")


def _recalled(ticket: Ticket, fact: f.TicketRecalled) -> Ticket:
    leg = ticket.leg
    if ticket.state in ENDED:
        return replace(ticket, flags=_flagged(ticket.flags, "called_after_end"))
    recalled = replace(
        leg,
        called_at=leg.called_at or fact.at,
        last_called_at=fact.at,
        calls=leg.calls + 1,
        counter=fact.counter or leg.counter,
        started_at=leg.started_at if ticket.state in AT_COUNTER else None,
        stands=_called_back(ticket, fact.at, fact.counter or leg.counter, leg.staff),
        back_at=None,
    )
    if ticket.state == SERVING:
        return _with_leg(ticket, recalled)
    state_since = ticket.state_since if ticket.state == CALLED else fact.at
    return _with_leg(ticket, recalled, state=CALLED, state_since=state_since, held_reason="")


def _started(ticket: Ticket, fact: f.TicketStarted) -> Ticket:
    leg = ticket.leg
    if ticket.state == FINISHED:
        if leg.started_at is not None:
            return replace(ticket, flags=_flagged(ticket.flags, "called_after_end"))
        return _with_leg(
            ticket,
            replace(leg, started_at=fact.at, called_at=leg.called_at or fact.at),
            flags=_flagged(ticket.flags, "called_after_end"),
        )
    flags = ticket.flags
    if ticket.state in (CANCELLED, LEFT):
        flags = _flagged(flags, "called_after_end")
    started = replace(
        leg,
        called_at=leg.called_at or fact.at,
        last_called_at=leg.last_called_at or fact.at,
        calls=max(1, leg.calls),
        counter=fact.counter or leg.counter,
        staff=fact.staff or leg.staff,
        started_at=leg.started_at if ticket.state in AT_COUNTER and leg.started_at else fact.at,
        ended_at=None,
        outcome="",
        stands=_called_back(ticket, fact.at, fact.counter or leg.counter, fact.staff or leg.staff),
        back_at=None,
    )
    return _with_leg(ticket, started, state=SERVING, state_since=fact.at, flags=flags, held_reason="")


def _held(ticket: Ticket, fact: f.TicketHeld) -> Ticket:
    if ticket.state in ENDED:
        return replace(ticket, flags=_flagged(ticket.flags, "held_after_end"))
    aside = ticket.leg if ticket.state == HELD else replace(ticket.leg, stands=_over(ticket, fact.at), back_at=None)
    return _with_leg(ticket, aside, state=HELD, state_since=fact.at, held_reason=fact.reason)


def _resumed(ticket: Ticket, fact: f.TicketResumed) -> Ticket:
    if ticket.state != HELD:
        return replace(ticket, flags=_flagged(ticket.flags, "resumed_not_held"))
    back = replace(ticket.leg, back_at=fact.at)
    return _with_leg(ticket, back, state=WAITING, state_since=fact.at, held_reason="")


def _requeued(ticket: Ticket, fact: f.TicketRequeued) -> Ticket:
    leg = ticket.leg
    back = replace(
        leg,
        last_called_at=None,  # waiting from here on is not handling
        counter="",
        started_at=None,
        ended_at=None,
        outcome="",
        line_since=leg.line_since if fact.keep_place else fact.at,
        stands=_over(ticket, fact.at),
        back_at=fact.at,
    )
    flags = ticket.flags
    if ticket.state in (FINISHED, CANCELLED, LEFT):
        flags = _flagged(flags, "requeued_after_end")
    return _with_leg(
        ticket,
        back,
        state=WAITING,
        state_since=fact.at,
        requeues=ticket.requeues + (ticket.state != WAITING),
        flags=flags,
        held_reason="",
    )


def _transferred(ticket: Ticket, fact: f.TicketTransferred) -> Ticket:
    leg = ticket.leg
    flags = ticket.flags
    if ticket.state in ENDED:
        flags = _flagged(flags, "transferred_after_end")
        legs = ticket.legs
    else:
        legs = (*ticket.legs[:-1], replace(leg, ended_at=fact.at, outcome=TRANSFERRED))
    # The line is joined with the time of arrival: nobody waits twice because the hall sent them to the wrong counter.
    following = Leg(
        service=fact.to_service or leg.service,
        joined_at=fact.at,
        line_since=leg.line_since or fact.at,
        to_counter=fact.to_counter,
        to_staff=fact.to_staff,
    )
    return replace(ticket, legs=(*legs, following), state=WAITING, state_since=fact.at, flags=flags, held_reason="")


def _finished(ticket: Ticket, fact: f.TicketFinished) -> Ticket:
    leg = ticket.leg
    if ticket.state == FINISHED:
        return replace(ticket, flags=_flagged(ticket.flags, "ended_twice"))
    flags = ticket.flags
    if leg.called_at is None:
        flags = _flagged(flags, "end_before_call")
    elif ticket.state in ENDED:
        flags = _flagged(flags, "ended_twice")
    stands = _over(ticket, fact.at) if ticket.state in ENDED else leg.stands
    done = replace(leg, ended_at=fact.at, outcome=FINISHED, counter=leg.counter or fact.counter, stands=stands)
    if ticket.state in ENDED:
        done = replace(done, back_at=None)
    if not ticket.then:
        return _with_leg(ticket, done, state=FINISHED, state_since=fact.at, flags=flags, held_reason="")
    following = Leg(service=ticket.then[0], joined_at=fact.at, line_since=leg.line_since or fact.at)
    return replace(
        ticket,
        legs=(*ticket.legs[:-1], done, following),
        then=ticket.then[1:],
        state=WAITING,
        state_since=fact.at,
        flags=flags,
        held_reason="",
    )


def _ended(ticket: Ticket, fact: f.Fact, outcome: str, expected: frozenset[str]) -> Ticket:
    flags = ticket.flags
    if ticket.state == FINISHED or ticket.state == outcome:
        return replace(ticket, flags=_flagged(flags, "ended_twice"))
    if ticket.state not in expected:
        flags = _flagged(flags, "end_before_call" if ticket.state in IN_LINE else "end_unexpected")
    stands = _over(ticket, fact.at) if ticket.state in ENDED else ticket.leg.stands
    back_at = None if ticket.state in ENDED else ticket.leg.back_at
    done = replace(ticket.leg, ended_at=fact.at, outcome=outcome, stands=stands, back_at=back_at)
    return _with_leg(ticket, done, state=outcome, state_since=fact.at, flags=flags, held_reason="")


def step_ticket(ticket: Ticket | None, fact: f.Fact) -> Ticket:
    """The ticket after one more fact of its own. Never raises for any sequence of facts."""
    match fact:
        case f.TicketIssued():
            return _issued(ticket, fact)
        case f.TicketFact():
            ticket = ticket or _ghost(fact)
        case _:
            raise TypeError(f"not a ticket fact: {fact.kind}")
    match fact:
        case f.TicketCalled():
            return _called(ticket, fact)
        case f.TicketRecalled():
            return _recalled(ticket, fact)
        case f.TicketStarted():
            return _started(ticket, fact)
        case f.TicketFinished():
            return _finished(ticket, fact)
        case f.TicketNoShow():
            return _ended(ticket, fact, NO_SHOW, frozenset({CALLED, HELD}))
        case f.TicketCancelled():
            return _ended(ticket, fact, CANCELLED, frozenset({WAITING, HELD, CALLED, NO_SHOW}))
        case f.TicketLeft():
            # At the counter too: a customer may go in the middle of being served.
            return _ended(ticket, fact, LEFT, frozenset({WAITING, HELD, CALLED, SERVING, NO_SHOW}))
        case f.TicketHeld():
            return _held(ticket, fact)
        case f.TicketResumed():
            return _resumed(ticket, fact)
        case f.TicketRequeued():
            return _requeued(ticket, fact)
        case f.TicketTransferred():
            return _transferred(ticket, fact)
        case f.TicketPrioritised():
            return replace(ticket, priority=fact.priority)
        case f.TicketMarked():
            kept = tuple(mark for mark in ticket.marks if mark != fact.mark)
            return replace(ticket, marks=kept if fact.removed else (*kept, fact.mark))
        case f.TicketRated():
            return replace(ticket, rating=fact.score)
        case f.TicketPrinted():
            return replace(ticket, printed=fact.ok)
        case _:
            return ticket


# --- counters, queues, feeds, hall ---


def _new_spell(counter: Counter, state: str, fact: f.Fact, reason: str = "") -> tuple[Spell, ...]:
    spells = counter.spells
    if spells and spells[-1].until is None:
        spells = (*spells[:-1], replace(spells[-1], until=fact.at))
    if state == COUNTER_CLOSED:
        return spells
    return (*spells, Spell(state=state, since=fact.at, staff=counter.staff, reason=reason))


def _change_state(counter: Counter, state: str, fact: f.Fact, reason: str = "") -> Counter:
    return replace(
        counter,
        state=state,
        since=fact.at,
        reason=reason,
        returns_at=None,
        spells=_new_spell(counter, state, fact, reason),
    )


def step_counter(counter: Counter | None, fact: f.Fact) -> Counter:
    """The counter after one more fact of its own."""
    if not isinstance(fact, f.CounterFact):
        raise TypeError(f"not a counter fact: {fact.kind}")
    counter = counter or Counter(id=fact.counter)
    match fact:
        case f.CounterOpened():
            staff = fact.staff or counter.staff
            skills = counter.skills if staff == counter.staff else ()  # somebody else's skills are not theirs
            named = replace(counter, staff=staff, skills=skills, services=fact.services or counter.services)
            return (
                named
                if named.state == COUNTER_OPEN and named.staff == counter.staff
                else _change_state(named, COUNTER_OPEN, fact)
            )
        case f.CounterPaused():
            if counter.state == COUNTER_CLOSED:
                return replace(counter, flags=_flagged(counter.flags, "paused_while_closed"))
            return replace(_change_state(counter, COUNTER_PAUSED, fact, fact.reason), returns_at=fact.until)
        case f.CounterResumed():
            if counter.state != COUNTER_PAUSED:
                return replace(counter, flags=_flagged(counter.flags, "resumed_not_paused"))
            return _change_state(counter, COUNTER_OPEN, fact)
        case f.CounterClosed():
            if counter.state == COUNTER_CLOSED:
                return counter
            shut = _change_state(counter, COUNTER_CLOSED, fact, fact.reason)
            return replace(shut, staff="", skills=(), asked_at=None, asked_reason="")
        case f.CounterServicesSet():
            return replace(counter, services=fact.services)
        case f.StaffSignedOn():
            signed = replace(counter, staff=fact.staff, skills=fact.skills)
            if counter.state == COUNTER_CLOSED or counter.staff == fact.staff:
                return signed
            return replace(signed, spells=_new_spell(signed, counter.state, fact, counter.reason))
        case f.StaffSignedOff():
            if fact.staff and counter.staff and fact.staff != counter.staff:
                # Clock skew at a handover: the next person signed on before this one signed off.
                return replace(counter, flags=_flagged(counter.flags, "signed_off_elsewhere"))
            signed_off = replace(counter, staff="", skills=())
            if counter.state == COUNTER_CLOSED or not counter.staff:
                return signed_off
            return replace(signed_off, spells=_new_spell(signed_off, counter.state, fact, counter.reason))
        case f.HelpAsked():
            return replace(counter, asked_at=counter.asked_at or fact.at, asked_reason=fact.reason)
        case f.HelpAnswered():
            if counter.asked_at is None:
                return counter
            waited = max(0.0, (fact.at - counter.asked_at).total_seconds())
            return replace(counter, asked_at=None, asked_reason="", answered_s=waited)
        case _:
            return counter


def step_queue(queue: Queue | None, fact: f.Fact) -> Queue:
    """The queue after one more fact of its own."""
    if not isinstance(fact, f.QueueFact):
        raise TypeError(f"not a queue fact: {fact.kind}")
    queue = queue or Queue(id=fact.service)
    match fact:
        case f.QueueOpened():
            return replace(queue, closed=False, reason="")
        case f.QueueClosed():
            return replace(queue, closed=True, reason=fact.reason)
        case f.NumbersReserved():
            return replace(queue, reserved=(*queue.reserved, (fact.first, fact.last, fact.purpose)))
        case _:
            return queue


def step_feed(feed: Feed | None, fact: f.Fact) -> Feed:
    """The feed after one more fact of its own."""
    if not isinstance(fact, f.FeedFact):
        raise TypeError(f"not a feed fact: {fact.kind}")
    feed = feed or Feed(id=fact.feed)
    match fact:
        case f.FeedRestored():
            return replace(feed, state="up", since=fact.at, problem="")
        case f.FeedLost():
            since = feed.since if feed.state == "down" else fact.at
            return replace(feed, state="down", since=since, problem=fact.problem)
        case f.FeedReset():
            return replace(feed, epoch=fact.epoch, resets=feed.resets + 1)
        case f.FeedGap():
            return replace(feed, gaps=(*feed.gaps, (fact.since, fact.at)))
        case f.FeedUnmapped():
            pair = (fact.field, fact.value)
            return feed if pair in feed.unmapped else replace(feed, unmapped=(*feed.unmapped, pair))
        case f.FeedContradicted():
            return replace(feed, contradicted=(*feed.contradicted, fact.told_about))
        case f.DeskTookOver():
            return replace(feed, taken_over_at=fact.at)
        case f.DeskHandedBack():
            return replace(feed, taken_over_at=None)
        case _:
            return feed


def step_hall(hall: Hall | None, fact: f.Fact) -> Hall:
    """The hall after one more fact about it."""
    hall = hall or Hall()
    match fact:
        case f.EventNoted():
            note = Note(id=fact.id, at=fact.at, text=fact.text, zone=fact.zone, by=fact.by)
            return replace(hall, notes=(*hall.notes, note)[-MAX_NOTES:])
        case f.SettingsChanged():
            return replace(hall, settings_changes=hall.settings_changes + 1)
        case _:
            return hall
