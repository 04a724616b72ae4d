"""The own desk: everything a person does to a ticket, a counter or a queue, decided on the present book and recorded.

Every verb gives a future that is done once the facts are durable. What cannot be done is refused in words (`Refused`).
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.branch import PRIORITIES
from lobbyconsole.domain.calling import choose, services_of
from lobbyconsole.domain.jumps import jumps_left
from lobbyconsole.domain.lobby import (
    CALLED,
    COUNTER_OPEN,
    COUNTER_PAUSED,
    ENDED,
    FINISHED,
    HELD,
    NO_SHOW,
    OPEN_STATES,
    SERVING,
    WAITING,
    Book,
    Counter,
    Feed,
    Queue,
    Ticket,
)
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.services.desk_checks import (
    as_expected,
    called_at,
    known_service,
    known_ticket,
    open_counter,
    present_at,
    refused,
    someone_at,
    waiting_again,
)
from lobbyconsole.services.desk_core import DeskCore, fresh_id
from lobbyconsole.services.live import Outcome, Undo

SLIP_OWED = "printing"  # the printer's answer is still to come


class Desk(DeskCore):
    """Issue, call, transfer, open, pause ...; one instance serves the floor and all call pads."""

    # --- tickets: issue and call ---

    def issue(
        self,
        service: str,
        *,
        priority: str = "normal",
        channel: str = "desk",
        then: Sequence[str] = (),
        appointment_at: datetime | None = None,
        to_counter: str = "",
        to_staff: str = "",
        visit: str = "",
        slip_owed: bool = False,
        by: str = "",
        request_id: str = "",
    ) -> Future[Ticket]:
        """Give the next number of a service. `then`: further services wanted in this visit, in order.

        With `slip_owed` the printer is still to answer, which is on record before it hears of the ticket.
        """

        def decide(book: Book, now: datetime) -> Outcome:
            branch = self._branch()
            wanted = known_service(branch, service)
            for following in then:
                known_service(branch, following)
            if priority not in PRIORITIES:
                raise refused(QT_TRANSLATE_NOOP("Messages", "Unknown priority class {priority}."), priority=priority)
            queue = book.entity("queue:" + service)
            if isinstance(queue, Queue) and queue.closed:
                raise refused(
                    QT_TRANSLATE_NOOP("Messages", "No numbers are given for {service} at the moment."),
                    service=wanted.numbers.prefix,
                )
            number = self._numbers.next(book, branch, wanted, now, self._sources_run())
            key = fresh_id()
            ahead = sum(1 for ticket in book.open_tickets() if ticket.state == WAITING and ticket.service == service)
            fact = f.TicketIssued(
                **self._envelope(now, by),
                ticket=key,
                number=number,
                service=service,
                then=tuple(then),
                priority=priority,
                channel=channel,
                appointment_at=appointment_at,
                visit=visit,
                ahead=ahead,
                promise_s=self._promise(service),
                to_counter=to_counter,
                to_staff=to_staff,
            )
            facts: list[f.Fact] = [fact]
            if slip_owed:
                facts.append(f.TicketPrinted(**self._envelope(now, by), ticket=key, ok=False, problem=SLIP_OWED))
            label = Message(QT_TRANSLATE_NOOP("Messages", "{number} was issued."), {"number": number})
            return Outcome(facts, key, label)

        return self._ticket(decide, request_id)

    def call_next(
        self, counter: str, *, expect: str | None = None, by: str = "", request_id: str = ""
    ) -> Future[Ticket | None]:
        """Finish whom this counter serves and call the next by the published rule; None when nobody waits for it.

        `expect`, here and below, is the key of the ticket the person saw at the counter, "" when it was free. If it has
        another one by now, that customer is left in peace and the refusal names them.
        """

        def decide(book: Book, now: datetime) -> Outcome:
            branch = self._branch()
            as_expected(book, counter, expect)
            place = open_counter(book, counter)
            done = [
                f.TicketFinished(**self._envelope(now, by), ticket=present.key, counter=counter)
                for present in present_at(book, counter)
            ]
            waiting = [ticket for ticket in book.open_tickets() if ticket.state == WAITING]
            returning = waiting_again(book, done)
            head_starts = (
                jumps_left(branch, book.tickets(), book.counters(), now)
                if any(_has_head_start(ticket) for ticket in waiting)
                else True
            )
            chosen = choose(branch, place, book.counters(), [*waiting, *returning], now, head_starts)
            if chosen is None:
                label = Message(
                    QT_TRANSLATE_NOOP("Messages", "Counter {counter} finished {number}."),
                    {"counter": counter, "number": ", ".join(known_ticket(book, fact.ticket).number for fact in done)},
                )
                return Outcome(done, None, label if done else None)
            call = f.TicketCalled(**self._envelope(now, by), ticket=chosen.key, counter=counter, staff=place.staff)
            return Outcome((*done, call), chosen.key, _called_words(chosen, counter))

        return self._ticket(decide, request_id)

    def call(self, ticket_key: str, counter: str, *, reason: str, by: str = "", request_id: str = "") -> Future[Ticket]:
        """Call one ticket out of order; a reason is owed to those who are overtaken."""

        def decide(book: Book, now: datetime) -> Outcome:
            if not reason.strip():
                raise refused(QT_TRANSLATE_NOOP("Messages", "Calling out of order needs a reason."))
            place = open_counter(book, counter)
            ticket = known_ticket(book, ticket_key)
            if ticket.state not in (WAITING, HELD, NO_SHOW):
                raise refused(QT_TRANSLATE_NOOP("Messages", "{number} is not waiting any more."), number=ticket.number)
            facts: list[f.Fact] = [
                f.TicketFinished(**self._envelope(now, by), ticket=present.key, counter=counter)
                for present in present_at(book, counter)
            ]
            facts.append(
                f.TicketCalled(
                    **self._envelope(now, by), ticket=ticket_key, counter=counter, staff=place.staff, reason=reason
                )
            )
            return Outcome(facts, ticket_key, _called_words(ticket, counter))

        return self._ticket(decide, request_id)

    # --- tickets: at the counter ---

    def recall(self, counter: str, *, expect: str | None = None, by: str = "", request_id: str = "") -> Future[Ticket]:
        """Speak the number again."""

        def decide(book: Book, now: datetime) -> Outcome:
            as_expected(book, counter, expect)
            ticket = called_at(book, counter)
            limit = self._branch().calling.recall_limit
            if ticket.leg.calls > limit:
                raise refused(
                    QT_TRANSLATE_NOOP("Messages", "{number} was called {count} times; mark it as a no-show."),
                    number=ticket.number,
                    count=ticket.leg.calls,
                )
            return Outcome(
                (f.TicketRecalled(**self._envelope(now, by), ticket=ticket.key, counter=counter),), ticket.key
            )

        return self._ticket(decide, request_id)

    def start(self, counter: str, *, expect: str | None = None, by: str = "", request_id: str = "") -> Future[Ticket]:
        """The customer is at the counter."""

        def decide(book: Book, now: datetime) -> Outcome:
            as_expected(book, counter, expect)
            ticket = called_at(book, counter)
            staff = ticket.leg.staff
            fact = f.TicketStarted(**self._envelope(now, by), ticket=ticket.key, counter=counter, staff=staff)
            return Outcome((fact,), ticket.key)

        return self._ticket(decide, request_id)

    def finish(
        self, counter: str, result: str = "", *, expect: str | None = None, by: str = "", request_id: str = ""
    ) -> Future[Ticket]:
        """The customer has been served."""

        def decide(book: Book, now: datetime) -> Outcome:
            as_expected(book, counter, expect)
            ticket = someone_at(book, counter)
            fact = f.TicketFinished(**self._envelope(now, by), ticket=ticket.key, counter=counter, result=result)
            label = Message(
                QT_TRANSLATE_NOOP("Messages", "Counter {counter} finished {number}."),
                {"counter": counter, "number": ticket.number},
            )
            return Outcome((fact,), ticket.key, label)

        return self._ticket(decide, request_id)

    def no_show(self, counter: str, *, expect: str | None = None, by: str = "", request_id: str = "") -> Future[Ticket]:
        """The customer called did not come."""

        def decide(book: Book, now: datetime) -> Outcome:
            as_expected(book, counter, expect)
            ticket = called_at(book, counter)
            fact = f.TicketNoShow(**self._envelope(now, by), ticket=ticket.key, counter=counter)
            label = Message(QT_TRANSLATE_NOOP("Messages", "{number} did not come."), {"number": ticket.number})
            return Outcome((fact,), ticket.key, label)

        return self._ticket(decide, request_id)

    # --- tickets: anywhere ---

    def hold(
        self, ticket_key: str, reason: str = "", *, only_waiting: bool = False, by: str = "", request_id: str = ""
    ) -> Future[Ticket]:
        """Park a ticket; its waiting time goes on, but it is not called until resumed."""
        label = QT_TRANSLATE_NOOP("Messages", "{number} was put on hold.")
        states = frozenset({WAITING}) if only_waiting else OPEN_STATES - {HELD}
        return self._on_ticket(ticket_key, states, f.TicketHeld, label, by, request_id, reason=reason.strip())

    def resume(self, ticket_key: str, *, by: str = "", request_id: str = "") -> Future[Ticket]:
        """Back into the line from hold."""
        label = QT_TRANSLATE_NOOP("Messages", "{number} is back in the line.")
        return self._on_ticket(ticket_key, frozenset({HELD}), f.TicketResumed, label, by, request_id)

    def requeue(
        self, ticket_key: str, reason: str = "", *, keep_place: bool = True, by: str = "", request_id: str = ""
    ) -> Future[Ticket]:
        """Back into the line after a call or a no-show, as often as the rule allows."""
        limit = self._branch().calling.requeue_limit
        label = QT_TRANSLATE_NOOP("Messages", "{number} is back in the line.")

        def allowed(ticket: Ticket) -> None:
            if ticket.requeues >= limit:
                raise refused(
                    QT_TRANSLATE_NOOP("Messages", "{number} was put back {count} times; the rule allows no more."),
                    number=ticket.number,
                    count=ticket.requeues,
                )

        return self._on_ticket(
            ticket_key,
            frozenset({CALLED, SERVING, NO_SHOW, HELD}),
            f.TicketRequeued,
            label,
            by,
            request_id,
            check=allowed,
            reason=reason.strip(),
            keep_place=keep_place,
        )

    def transfer(
        self,
        ticket_key: str,
        *,
        to_service: str = "",
        to_counter: str = "",
        to_staff: str = "",
        reason: str = "",
        by: str = "",
        request_id: str = "",
    ) -> Future[Ticket]:
        """To another service, to a counter, or back to the same person; the time already waited is kept."""
        branch = self._branch()
        label = QT_TRANSLATE_NOOP("Messages", "{number} was transferred.")

        def allowed(ticket: Ticket) -> None:
            if not (to_service or to_counter or to_staff):
                raise refused(QT_TRANSLATE_NOOP("Messages", "Say where to transfer {number}."), number=ticket.number)
            if to_service:
                known_service(branch, to_service)
            if to_counter and branch.counter(to_counter) is None:
                raise refused(QT_TRANSLATE_NOOP("Messages", "There is no counter {counter}."), counter=to_counter)

        return self._on_ticket(
            ticket_key,
            OPEN_STATES,
            f.TicketTransferred,
            label,
            by,
            request_id,
            check=allowed,
            to_service=to_service,
            to_counter=to_counter,
            to_staff=to_staff,
            reason=reason.strip(),
        )

    def cancel(self, ticket_key: str, reason: str = "", *, by: str = "", request_id: str = "") -> Future[Ticket]:
        """Take a ticket out of the line."""
        label = QT_TRANSLATE_NOOP("Messages", "{number} was cancelled.")
        states = frozenset({WAITING, HELD, CALLED, NO_SHOW})
        return self._on_ticket(ticket_key, states, f.TicketCancelled, label, by, request_id, reason=reason.strip())

    def left(self, ticket_key: str, reason: str = "", *, by: str = "", request_id: str = "") -> Future[Ticket]:
        """The customer left unserved."""
        label = QT_TRANSLATE_NOOP("Messages", "{number} left unserved.")
        states = frozenset({WAITING, HELD, CALLED, NO_SHOW})
        return self._on_ticket(ticket_key, states, f.TicketLeft, label, by, request_id, reason=reason.strip())

    def prioritise(
        self, ticket_key: str, priority: str, reason: str = "", *, by: str = "", request_id: str = ""
    ) -> Future[Ticket]:
        """Change the priority class."""
        label = QT_TRANSLATE_NOOP("Messages", "The priority of {number} was changed.")

        def allowed(ticket: Ticket) -> None:
            if priority not in PRIORITIES:
                raise refused(QT_TRANSLATE_NOOP("Messages", "Unknown priority class {priority}."), priority=priority)

        return self._on_ticket(
            ticket_key,
            OPEN_STATES,
            f.TicketPrioritised,
            label,
            by,
            request_id,
            check=allowed,
            priority=priority,
            reason=reason.strip(),
        )

    def mark(
        self, ticket_key: str, mark: str, removed: bool = False, *, by: str = "", request_id: str = ""
    ) -> Future[Ticket]:
        """Set or take off a mark: water, preaccept, recovery, priority, diverted."""
        label = QT_TRANSLATE_NOOP("Messages", "{number} was marked.")
        return self._on_ticket(
            ticket_key, OPEN_STATES | ENDED, f.TicketMarked, label, by, request_id, mark=mark, removed=removed
        )

    def printed(self, ticket_key: str, ok: bool, problem: str = "") -> Future[Ticket]:
        """What the printer said about the slip of this ticket."""
        return self._on_ticket(ticket_key, OPEN_STATES | ENDED, f.TicketPrinted, "", "", "", ok=ok, problem=problem)

    def rate(self, ticket_key: str, score: int, *, by: str = "", request_id: str = "") -> Future[Ticket]:
        """What the customer pressed at the evaluator, 1 (worst) to 5. The first answer counts."""

        def allowed(ticket: Ticket) -> None:
            if ticket.rating is not None:
                raise refused(QT_TRANSLATE_NOOP("Messages", "{number} is rated already."), number=ticket.number)

        states = OPEN_STATES | {FINISHED}  # also who waits for the next service of the visit
        return self._on_ticket(ticket_key, states, f.TicketRated, "", by, request_id, check=allowed, score=score)

    # --- counters ---

    def open_counter(
        self,
        counter: str,
        *,
        staff: str = "",
        services: Sequence[str] = (),
        skills: Sequence[str] = (),
        by: str = "",
        request_id: str = "",
    ) -> Future[Counter]:
        """Open for customers, with who sits there and what it takes (empty: as the branch set it up)."""
        branch = self._branch()
        for service in (*services, *skills):
            known_service(branch, service)
        facts: list[dict[str, Any]] = [
            {"make": f.CounterOpened, "staff": staff, "services": tuple(services)},
        ]
        if staff and skills:
            facts.append({"make": f.StaffSignedOn, "staff": staff, "skills": tuple(skills)})
        label = QT_TRANSLATE_NOOP("Messages", "Counter {counter} was opened.")
        return self._on_counter(counter, None, facts, label, by, request_id)

    def pause_counter(
        self, counter: str, reason: str = "", until: datetime | None = None, *, by: str = "", request_id: str = ""
    ) -> Future[Counter]:
        """Not calling for a while. Whom it serves is finished first by the clerk, not by us."""
        label = QT_TRANSLATE_NOOP("Messages", "Counter {counter} was paused.")
        facts = [{"make": f.CounterPaused, "reason": reason.strip(), "until": until}]
        return self._on_counter(counter, frozenset({COUNTER_OPEN, COUNTER_PAUSED}), facts, label, by, request_id)

    def resume_counter(self, counter: str, *, by: str = "", request_id: str = "") -> Future[Counter]:
        """Back from a pause."""
        label = QT_TRANSLATE_NOOP("Messages", "Counter {counter} is back.")
        facts = [{"make": f.CounterResumed}]
        return self._on_counter(counter, frozenset({COUNTER_PAUSED}), facts, label, by, request_id)

    def close_counter(self, counter: str, reason: str = "", *, by: str = "", request_id: str = "") -> Future[Counter]:
        """Closed for customers; refused while somebody is there."""
        label = QT_TRANSLATE_NOOP("Messages", "Counter {counter} was closed.")

        def free(book: Book) -> None:
            present = present_at(book, counter)
            if present:
                raise refused(
                    QT_TRANSLATE_NOOP(
                        "Messages", "Counter {counter} still serves {number}: finish or transfer it first."
                    ),
                    counter=counter,
                    number=present[0].number,
                )

        facts = [{"make": f.CounterClosed, "reason": reason.strip()}]
        states = frozenset({COUNTER_OPEN, COUNTER_PAUSED})
        return self._on_counter(counter, states, facts, label, by, request_id, check=free)

    def set_services(
        self, counter: str, services: Sequence[str], *, by: str = "", request_id: str = ""
    ) -> Future[Counter]:
        """Which services this counter takes from now on, in order; empty: as the branch set it up."""
        branch = self._branch()
        for service in services:
            known_service(branch, service)
        label = QT_TRANSLATE_NOOP("Messages", "The services of counter {counter} were changed.")
        facts = [{"make": f.CounterServicesSet, "services": tuple(services)}]
        return self._on_counter(counter, None, facts, label, by, request_id)

    def sign_on(
        self, counter: str, staff: str, skills: Sequence[str] = (), *, by: str = "", request_id: str = ""
    ) -> Future[Counter]:
        """A staff number signs on, with the services this person may do (empty: all).

        Refused where that leaves the counter without any service: it would look open and call nobody.
        """
        branch = self._branch()
        for service in skills:
            known_service(branch, service)

        def fitting(book: Book) -> None:
            place = book.counter(counter) or Counter(id=counter)
            if skills and not services_of(branch, replace(place, skills=tuple(skills))):
                raise refused(
                    QT_TRANSLATE_NOOP(
                        "Messages",
                        "Staff {staff} could serve nobody at counter {counter}: none of its services is among the"
                        " skills.",
                    ),
                    staff=staff,
                    counter=counter,
                )

        label = QT_TRANSLATE_NOOP("Messages", "Staff {staff} signed on at counter {counter}.")
        facts = [{"make": f.StaffSignedOn, "staff": staff, "skills": tuple(skills)}]
        return self._on_counter(counter, None, facts, label, by, request_id, check=fitting, staff=staff)

    def sign_off(self, counter: str, *, by: str = "", request_id: str = "") -> Future[Counter]:
        """The staff number signs off; the counter stays as it is."""
        label = QT_TRANSLATE_NOOP("Messages", "Staff signed off at counter {counter}.")
        return self._on_counter(counter, None, [{"make": f.StaffSignedOff}], label, by, request_id)

    def ask_help(self, counter: str, reason: str = "", *, by: str = "", request_id: str = "") -> Future[Counter]:
        """Lobby manager, please."""
        return self._on_counter(counter, None, [{"make": f.HelpAsked, "reason": reason.strip()}], "", by, request_id)

    def answer_help(self, counter: str, *, by: str = "", request_id: str = "") -> Future[Counter]:
        """The lobby manager is there."""
        label = QT_TRANSLATE_NOOP("Messages", "The call of counter {counter} was answered.")
        return self._on_counter(counter, None, [{"make": f.HelpAnswered}], label, by, request_id)

    # --- queues, hall, takeover, undo ---

    def close_queue(self, service: str, reason: str = "", *, by: str = "") -> Future[None]:
        """No more numbers for a service; those waiting are still served."""
        return self._on_queue(service, f.QueueClosed, by, reason=reason.strip())

    def open_queue(self, service: str, *, by: str = "") -> Future[None]:
        """Numbers are given again."""
        return self._on_queue(service, f.QueueOpened, by)

    def reserve_numbers(
        self, service: str, first: int, last: int, purpose: str = "paper", *, by: str = ""
    ) -> Future[None]:
        """Set a range aside, e.g. for paper tickets written by hand."""
        if not 0 <= first <= last:
            raise refused(QT_TRANSLATE_NOOP("Messages", "The range of numbers must rise."))
        return self._on_queue(service, f.NumbersReserved, by, first=first, last=last, purpose=purpose)

    def note(self, text: str, zone: str = "", *, by: str = "") -> Future[None]:
        """Note an event of the hall in a few words."""
        words = " ".join(text.split())

        def decide(book: Book, now: datetime) -> Outcome:
            if not words:
                raise refused(QT_TRANSLATE_NOOP("Messages", "Write a few words first."))
            fact = f.EventNoted(**self._envelope(now, by), text=words[:500], zone=zone)
            return Outcome((fact,), None, Message(QT_TRANSLATE_NOOP("Messages", "The note was recorded.")))

        return self._hall(decide)

    def take_over(self, feed: str, *, by: str = "") -> Future[None]:
        """The source is lost: go on with the own desk, numbers from the reserved range."""

        def decide(book: Book, now: datetime) -> Outcome:
            known = book.entity("feed:" + feed)
            if isinstance(known, Feed) and known.taken_over_at is not None:
                raise refused(QT_TRANSLATE_NOOP("Messages", "The desk has already taken over from {feed}."), feed=feed)
            return Outcome((f.DeskTookOver(**self._envelope(now, by), feed=feed),))

        return self._hall(decide)

    def hand_back(self, feed: str, *, by: str = "") -> Future[None]:
        """The source gives numbers again; tickets of the takeover are served out by the desk."""

        def decide(book: Book, now: datetime) -> Outcome:
            known = book.entity("feed:" + feed)
            if not isinstance(known, Feed) or known.taken_over_at is None:
                raise refused(QT_TRANSLATE_NOOP("Messages", "The desk has not taken over from {feed}."), feed=feed)
            return Outcome((f.DeskHandedBack(**self._envelope(now, by), feed=feed),))

        return self._hall(decide)

    def undo(self, meant: Undo, *, by: str = "") -> Future[Message]:
        """Take back the action `meant`, which was offered on the screen: the hall's last one, within ten seconds.

        Refused when another was done since, at a call pad perhaps, or when anything has followed from it.
        """

        def decide(book: Book, now: datetime) -> Outcome:
            last = self._live.last_action
            if last is None or now > last.until:
                raise refused(QT_TRANSLATE_NOOP("Messages", "There is nothing to undo; ten seconds have passed."))
            if last.ids != meant.ids:
                raise refused(
                    QT_TRANSLATE_NOOP("Messages", "Nothing was undone: meanwhile something else was done. {action}"),
                    action=last.label,
                )
            if last.overtaken(book):
                raise refused(QT_TRANSLATE_NOOP("Messages", "It cannot be undone any more: something followed."))
            by_subject: dict[str, list[f.Fact]] = {}
            for fact in last.facts:
                by_subject.setdefault(fact.subject, []).append(fact)
            compensation = []
            for subject, facts in by_subject.items():
                ids = tuple(fact.id for fact in facts)
                compensation.append(f.ActionUndone(**self._envelope(now, by), undoes=ids, about=subject))
            self._live.forget_last_action()
            return Outcome(compensation, last.label)

        return self._hall(decide)


def _has_head_start(ticket: Ticket) -> bool:
    return ticket.priority != "normal" or ticket.appointment_at is not None


def _called_words(ticket: Ticket, counter: str) -> Message:
    return Message(
        QT_TRANSLATE_NOOP("Messages", "{number} was called to counter {counter}."),
        {"number": ticket.number or ticket.key, "counter": counter},
    )
