"""A day of a sample hall as an event simulation in which counters call by the published rule.

Events look at tickets and counters as they are when they happen; what is no longer as it was left is left alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.arrivals import (
    DOORS_BEFORE,
    Customer,
    customers,
    handling_s,
    opening,
    reserve_counter,
    spread_over,
)
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.calling import choose, services_of
from lobbyconsole.domain.lobby import (
    CALLED,
    COUNTER_CLOSED,
    COUNTER_OPEN,
    COUNTER_PAUSED,
    HELD,
    IN_LINE,
    NO_SHOW,
    SERVING,
    WAITING,
    Ticket,
)
from lobbyconsole.domain.sample_roster import (
    MANAGER,
    NOTES,
    Pause,
    day_time,
    numbers_of,
    pauses,
    regular_counters,
    skills_of,
    speed_of,
    staff_of,
)
from lobbyconsole.domain.sample_stage import Stage

SWEEP = timedelta(minutes=90)  # so long after closing time nobody is in the hall any more
RELIEF = timedelta(minutes=15)  # somebody has waited so long: another counter opens or helps out
LENT_UNTIL = timedelta(minutes=5)  # nobody waits longer than this any more: it does its own business again


class SampleDay(Stage):
    """A day of a hall while it is played. Owned by one thread."""

    def __init__(self, branch: Branch, day: date, seed: int = 0) -> None:
        super().__init__(branch, day, seed)
        self._random = Random(f"{branch.code}/{day}/{seed}")
        self._idle: set[str] = set()  # open counters that found nobody and wait to be woken
        self._pauses: dict[str, Pause] = {}  # due as soon as the customer there is served
        self._lent: dict[str, str] = {}  # which service a counter helps out with
        self._gone: set[str] = set()  # left without a word; found out at the call
        self._jumps: deque[datetime] = deque()
        self._given = dict.fromkeys((service.id for service in branch.services), 0)
        self._numbers = {service.id: numbers_of(service.numbers, day) for service in branch.services}
        self._speed = {place.id: speed_of(branch, place.id) for place in branch.counters}
        self.opens, self.closes = opening(branch, day)
        self._plan()

    def _after(self, at: datetime, low: float, high: float, event: Callable[..., None], *args: Any) -> None:
        """Between so many seconds from now."""
        self._at(at + timedelta(seconds=self._random.uniform(low, high)), event, *args)

    # --- the plan of the day ---

    def _plan(self) -> None:
        people = customers(self.branch, self.day, self._random)
        if not people:
            return
        for service in self.branch.services:
            self._at(self.opens - DOORS_BEFORE, self._open_queue, service.id)
            self._at(self.closes, self._close_queue, service.id)
        for customer in people:
            self._at(customer.at, self._arrive, customer)
        reserve = reserve_counter(self.branch)
        for place in regular_counters(self.branch):
            self._after(self.opens, -480, -120, self._sign_on, place.id)
            self._after(self.opens, -60, 60, self._open_counter, place.id)
            self._after(self.closes, 0, 60, self._go_home, place.id)
        if reserve is not None:
            self._at(day_time(self.branch, self.day, 11, 5), self._relieve, reserve.id)
            self._at(day_time(self.branch, self.day, 15, 45), self._go_home, reserve.id)
        self._at(self.opens + timedelta(minutes=20), self._watch)
        for pause in pauses(self.branch, self.day, self._random):
            self._at(pause.at, self._pause_due, pause)
        day = (self.opens + timedelta(minutes=20), self.closes - timedelta(minutes=20))
        for at in spread_over(self._random, *day, 6):
            self._at(at, self._ask_help)
        for at in spread_over(self._random, *day, 3):
            self._at(at, self._note)
        for minutes in range(30, int((self.closes - self.opens).total_seconds() // 60), 15):
            self._after(self.opens + timedelta(minutes=minutes), 0, 400, self._round)
        self._at(self.closes + SWEEP, self._sweep)

    # --- customers ---

    def _open_queue(self, service: str, at: datetime) -> None:
        self._tell(f.QueueOpened, at, service=service)

    def _close_queue(self, service: str, at: datetime) -> None:
        self._tell(f.QueueClosed, at, service=service)

    def _arrive(self, customer: Customer, at: datetime) -> None:
        service = self.branch.service(customer.service)
        assert service is not None
        numbers, given = self._numbers[service.id], self._given[service.id]
        self._given[service.id] += 1
        key = f"sample-{self.day:%Y%m%d}-{self._seed}-{service.id}-{given + 1:04d}"
        self._tell(
            f.TicketIssued,
            at,
            ticket=key,
            number=service.numbers.show(numbers[given % len(numbers)]),
            service=service.id,
            then=customer.then,
            priority=customer.priority,
            channel=customer.channel,
            appointment_at=customer.appointment_at,
            ahead=sum(1 for other in self._waiting() if other.service == service.id),
        )
        self._at(at + timedelta(seconds=customer.patience_s), self._lose_patience, key)
        if customer.misprint:
            self._after(at, 15, 50, self._cancel, key)
        self._wake(self.tickets[key], at)

    def _cancel(self, key: str, at: datetime) -> None:
        if self.tickets[key].state == WAITING:
            self._tell(f.TicketCancelled, at, ticket=key, reason="misprint")

    def _lose_patience(self, key: str, at: datetime) -> None:
        if self.tickets[key].state == WAITING:
            if self._random.random() < 0.4:
                self._tell(f.TicketLeft, at, ticket=key)
            else:
                self._gone.add(key)

    def _come_back(self, key: str, at: datetime) -> None:
        if self.tickets[key].state == NO_SHOW:
            self._gone.discard(key)
            self._tell(f.TicketRequeued, at, ticket=key, by=MANAGER)
            self._wake(self.tickets[key], at)

    def _resume(self, key: str, at: datetime) -> None:
        if self.tickets[key].state == HELD:
            self._tell(f.TicketResumed, at, ticket=key)
            self._wake(self.tickets[key], at)

    def _wake(self, ticket: Ticket, at: datetime) -> None:
        """An idle counter that may call this ticket looks up in a few seconds."""
        for counter_id in sorted(self._idle):
            if choose(self.branch, self.counters[counter_id], self.counters, (ticket,), at) is not None:
                self._idle.discard(counter_id)
                self._after(at, 3, 9, self._next, counter_id)
                return

    # --- at the counter ---

    def _ours(self, counter_id: str) -> bool:
        """Whether this day's staff call at the counter."""
        return True

    def _next(self, counter_id: str, at: datetime) -> None:
        counter = self.counters.get(counter_id)
        if counter is None or counter.state != COUNTER_OPEN or not self._ours(counter_id) or self._present(counter_id):
            return
        if counter_id in self._pauses:
            self._pause(counter_id, at)
            return
        while self._jumps and self._jumps[0] <= at - timedelta(hours=1):
            self._jumps.popleft()
        jumps_left = len(self._jumps) < self.branch.calling.jumps_per_hour
        chosen = choose(self.branch, counter, self.counters, self._waiting(), at, jumps_left)
        if chosen is None:
            self._idle.add(counter_id)
            return
        if chosen.priority != "normal" or chosen.appointment_at is not None:
            line = [ticket.line_since for ticket in self._waiting() if ticket.service == chosen.service]
            if any(since and chosen.line_since and since < chosen.line_since for since in line):
                self._jumps.append(at)
        self._tell(f.TicketCalled, at, ticket=chosen.key, counter=counter_id, staff=counter.staff)
        absent = chosen.key in self._gone or self._random.random() < 0.015
        late = self._random.random() < 0.07
        if absent or late:
            self._after(at, 28, 45, self._recall, chosen.key, counter_id, absent)
        else:
            self._after(at, 6, 35, self._start, chosen.key, counter_id)

    def _recall(self, key: str, counter_id: str, absent: bool, at: datetime) -> None:
        ticket = self.tickets[key]
        if (ticket.state, ticket.counter) != (CALLED, counter_id):
            return
        self._tell(f.TicketRecalled, at, ticket=key, counter=counter_id)
        if not absent:
            self._after(at, 5, 30, self._start, key, counter_id)
        elif ticket.leg.calls < 2:
            self._after(at, 28, 40, self._recall, key, counter_id, True)
        else:
            self._after(at, 20, 40, self._give_up, key, counter_id)

    def _give_up(self, key: str, counter_id: str, at: datetime) -> None:
        ticket = self.tickets[key]
        if (ticket.state, ticket.counter) == (CALLED, counter_id):
            self._tell(f.TicketNoShow, at, ticket=key, counter=counter_id)
            if ticket.requeues == 0 and self._random.random() < 0.3:
                self._after(at, 180, 600, self._come_back, key)
            self._after(at, 3, 10, self._next, counter_id)

    def _start(self, key: str, counter_id: str, at: datetime) -> None:
        ticket = self.tickets[key]
        if ticket.counter != counter_id:
            return
        if ticket.state == CALLED:
            self._tell(f.TicketStarted, at, ticket=key, counter=counter_id, staff=ticket.leg.staff)
        service = self.branch.service(ticket.service)
        mean = (service.typical_s if service else 300) * self._speed.get(counter_id, 1.0)
        drawn = self._random.random()
        if drawn < 0.022:
            self._after(at, 60, 180, self._hold, key, counter_id)
        elif drawn < 0.044 and len(ticket.legs) < 3 and self._elsewhere(ticket):
            self._after(at, 45, 150, self._transfer, key, counter_id)
        else:
            self._at(at + timedelta(seconds=handling_s(self._random, mean)), self._finish, key, counter_id)

    def _elsewhere(self, ticket: Ticket) -> list[str]:
        """Services some counter takes now, other than the ticket's own."""
        taken = {
            service
            for counter in self.counters.values()
            if counter.state == COUNTER_OPEN
            for service in services_of(self.branch, counter)
        }
        return sorted(taken - {ticket.service})

    def _served_at(self, key: str, counter_id: str) -> bool:
        ticket = self.tickets[key]
        return ticket.state == SERVING and ticket.counter == counter_id

    def _hold(self, key: str, counter_id: str, at: datetime) -> None:
        if self._served_at(key, counter_id):
            self._tell(f.TicketHeld, at, ticket=key, reason=self._random.choice(("form", "papers", "copy")))
            self._after(at, 240, 720, self._resume, key)
            self._after(at, 5, 20, self._next, counter_id)

    def _transfer(self, key: str, counter_id: str, at: datetime) -> None:
        if self._served_at(key, counter_id):
            where = self._elsewhere(self.tickets[key]) or [self.tickets[key].service]
            self._tell(f.TicketTransferred, at, ticket=key, to_service=self._random.choice(where))
            self._wake(self.tickets[key], at)
            self._after(at, 5, 20, self._next, counter_id)

    def _finish(self, key: str, counter_id: str, at: datetime) -> None:
        if not self._served_at(key, counter_id):
            return
        self._tell(f.TicketFinished, at, ticket=key, counter=counter_id)
        ticket = self.tickets[key]
        if ticket.state == WAITING:
            self._wake(ticket, at)
        elif self._random.random() < 0.35:
            self._after(at, 4, 15, self._rate, key)
        self._after(at, 5, 25, self._next, counter_id)

    def _rate(self, key: str, at: datetime) -> None:
        self._tell(f.TicketRated, at, ticket=key, score=self._random.choices((5, 4, 3, 2, 1), (80, 14, 4, 1, 1))[0])

    # --- counters ---

    def _sign_on(self, counter_id: str, at: datetime) -> None:
        staff, skills = staff_of(self.branch, counter_id), skills_of(self.branch, counter_id)
        self._tell(f.StaffSignedOn, at, counter=counter_id, staff=staff, skills=skills)

    def _open_counter(self, counter_id: str, at: datetime) -> None:
        counter = self.counters.get(counter_id)
        if counter is None or counter.state == COUNTER_CLOSED:
            self._tell(f.CounterOpened, at, counter=counter_id, staff=staff_of(self.branch, counter_id))
            self._after(at, 5, 20, self._next, counter_id)

    def _relieve(self, counter_id: str, at: datetime) -> None:
        """The reserve counter opens, for the lunch hours or because somebody has waited too long."""
        counter = self.counters.get(counter_id)
        if counter is None or counter.state == COUNTER_CLOSED:
            self._sign_on(counter_id, at)
            self._after(at, 40, 90, self._open_counter, counter_id)

    def _watch(self, at: datetime) -> None:
        """Every three minutes somebody looks where help is needed: one more counter, or one with one more service."""
        longest: dict[str, timedelta] = {service.id: timedelta(0) for service in self.branch.services}
        for ticket in self._waiting():
            if ticket.line_since is not None and ticket.service in longest:
                longest[ticket.service] = max(longest[ticket.service], at - ticket.line_since)
        reserve = reserve_counter(self.branch)
        present = at >= day_time(self.branch, self.day, 10, 45)  # whoever works at the reserve counter comes late
        if reserve is not None and present and any(longest[service] >= RELIEF for service in reserve.services):
            self._after(at, 60, 180, self._relieve, reserve.id)
        for counter_id, service in list(self._lent.items()):
            if longest[service] < LENT_UNTIL:
                del self._lent[counter_id]
                self._take_services(counter_id, self._place_services(counter_id), at)
                break  # one change at a time: nobody remembers two
        else:
            for service, wait in longest.items():
                if wait >= RELIEF and service not in self._lent.values():
                    self._lend(service, longest, at)
                    break
        if at < self.closes - timedelta(minutes=10):
            self._at(at + timedelta(minutes=3), self._watch)

    def _lend(self, service: str, longest: dict[str, timedelta], at: datetime) -> None:
        """The counter with the least to do whose staff can do it helps out with a service."""
        able = []
        for counter in self.counters.values():
            takes = services_of(self.branch, counter)
            if counter.state == COUNTER_OPEN and service in counter.skills and counter.id not in self._lent and takes:
                able.append((max(longest.get(own, timedelta(0)) for own in takes), counter.id, takes))
        if able and service not in min(able)[2]:
            wait, counter_id, takes = min(able)
            if wait < RELIEF:
                self._lent[counter_id] = service
                self._take_services(counter_id, (*takes, service), at)

    def _place_services(self, counter_id: str) -> tuple[str, ...]:
        place = self.branch.counter(counter_id)
        return place.services if place else ()

    def _take_services(self, counter_id: str, services: tuple[str, ...], at: datetime) -> None:
        self._tell(f.CounterServicesSet, at, counter=counter_id, services=services)
        if counter_id in self._idle:
            self._idle.discard(counter_id)
            self._after(at, 3, 9, self._next, counter_id)

    def _pause_due(self, pause: Pause, at: datetime) -> None:
        counter = self.counters.get(pause.counter)
        if counter is not None and counter.state == COUNTER_OPEN:
            self._pauses[pause.counter] = pause
            if pause.counter in self._idle:
                self._pause(pause.counter, at)

    def _pause(self, counter_id: str, at: datetime) -> None:
        pause = self._pauses.pop(counter_id)
        self._idle.discard(counter_id)
        back = (at + pause.length).replace(second=0)
        self._tell(f.CounterPaused, at, counter=counter_id, reason=pause.reason, until=back)
        self._after(back, -60, 150, self._return, counter_id, at)

    def _return(self, counter_id: str, paused_at: datetime, at: datetime) -> None:
        counter = self.counters[counter_id]
        if counter.state == COUNTER_PAUSED and counter.since == paused_at:
            self._tell(f.CounterResumed, at, counter=counter_id)
            self._after(at, 5, 20, self._next, counter_id)

    def _go_home(self, counter_id: str, at: datetime) -> None:
        counter = self.counters.get(counter_id)
        if counter is None or counter.state == COUNTER_CLOSED:
            return
        takes = set(services_of(self.branch, counter))
        if at >= self.closes:
            owed = any({ticket.service, *ticket.then} & takes or ticket.counter for ticket in self._open.values())
        else:
            owed = sum(ticket.service in takes for ticket in self._waiting()) > 3
        if self._present(counter_id) or owed or counter.state == COUNTER_PAUSED:
            self._at(at + timedelta(seconds=60), self._go_home, counter_id)
            return
        self._idle.discard(counter_id)
        self._close(counter_id, at)

    def _close(self, counter_id: str, at: datetime) -> None:
        if self._lent.pop(counter_id, ""):
            self._take_services(counter_id, self._place_services(counter_id), at)
        self._tell(f.CounterClosed, at, counter=counter_id)

    # --- the lobby manager ---

    def _ask_help(self, at: datetime) -> None:
        serving = sorted(ticket.counter for ticket in self._open.values() if ticket.state == SERVING)
        if serving:
            counter_id = self._random.choice(serving)
            self._tell(f.HelpAsked, at, counter=counter_id)
            self._after(at, 30, 200, self._answer, counter_id)

    def _answer(self, counter_id: str, at: datetime) -> None:
        if self.counters[counter_id].asked_at is not None:
            self._tell(f.HelpAnswered, at, counter=counter_id, by=MANAGER)

    def _note(self, at: datetime) -> None:
        zone, text = self._random.choice(NOTES)
        self._tell(f.EventNoted, at, text=text, zone=zone, by=MANAGER)

    def _round(self, at: datetime) -> None:
        """The manager walks through the hall: water for who waits long, a seat further up for who needs it."""
        for ticket in sorted(self._waiting(), key=lambda ticket: ticket.key):
            waited = (at - (ticket.line_since or at)).total_seconds()
            if waited > 720 and "water" not in ticket.marks and self._random.random() < 0.4:
                self._tell(f.TicketMarked, at, ticket=ticket.key, mark="water", by=MANAGER)
            elif waited > self.branch.recovery_s and "recovery" not in ticket.marks:
                self._tell(f.TicketMarked, at, ticket=ticket.key, mark="recovery", by=MANAGER)
            elif ticket.priority == "normal" and self._random.random() < 0.006:
                self._tell(f.TicketPrioritised, at, ticket=ticket.key, priority="elderly", reason="care", by=MANAGER)

    def _sweep(self, at: datetime) -> None:
        """The doors are locked: whoever was forgotten has gone."""
        for ticket in sorted(self._open.values(), key=lambda ticket: ticket.key):
            if ticket.state in IN_LINE:
                self._tell(f.TicketLeft, at, ticket=ticket.key)
            else:
                self._tell(f.TicketFinished, at, ticket=ticket.key, counter=ticket.counter)
        for counter in sorted(self.counters.values(), key=lambda counter: counter.id):
            if counter.state != COUNTER_CLOSED:
                self._close(counter.id, at)
