"""The fairness ledger in words: why somebody was called ahead, who paid, and the list as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.jumps import APPOINTMENT, BY_HAND, PRIORITY, SENT, UNKNOWN, Jump, Paid
from lobbyconsole.services.fairness import DayLedger
from lobbyconsole.ui.translation import language, mss, translate
from lobbyconsole.ui.widgets import labels

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would take such a cell for a formula


def kind_text(kind: str) -> str:
    """A reason's kind, for sums."""
    return {
        PRIORITY: translate("Fairness", "Priority class"),
        APPOINTMENT: translate("Fairness", "Appointment"),
        BY_HAND: translate("Fairness", "Called by hand"),
        SENT: translate("Fairness", "Sent to this counter"),
        UNKNOWN: translate("Fairness", "No reason known"),
    }[kind]


def why_text(jump: Jump) -> str:
    """Why this one was called ahead."""
    if jump.because == PRIORITY:
        return translate("Fairness", "Priority: {priority}").format(priority=labels.priority(jump.reason))
    if jump.because == BY_HAND:
        return translate("Fairness", "By hand: {reason}").format(reason=labels.jump_reason(jump.reason))
    if jump.because == APPOINTMENT:
        return translate("Fairness", "Booked for this time")
    if jump.because == SENT:
        return translate("Fairness", "Sent to this counter")
    return translate("Fairness", "No reason known: the order of the queue machine")


def number_of(paid: Paid | Jump) -> str:
    """The number on the slip."""
    return paid.ticket.number or paid.ticket.key


def paid_text(jump: Jump) -> str:
    """Everybody passed over with the time it cost."""
    return " · ".join(f"{number_of(paid)} +{mss(paid.seconds)}" for paid in jump.paid)


def service_text(branch: Branch, service_id: str) -> str:
    """A service's name; its id when it is not set up any more."""
    service = branch.service(service_id)
    return service.title(language()) if service is not None else service_id


def time_text(branch: Branch, jump: Jump) -> str:
    """When the call came, to the second."""
    return f"{jump.at.astimezone(branch.tz):%H:%M:%S}"


def line_text(branch: Branch, jump: Jump) -> str:
    """The whole line for those who hear it."""
    words = translate(
        "Fairness", "{time}: {number} to counter {counter}. {why}. {people} passed over: {paid}. Together {sum}."
    )
    return words.format(
        time=time_text(branch, jump),
        number=number_of(jump),
        counter=jump.counter or "–",
        why=why_text(jump),
        people=len(jump.paid),
        paid=paid_text(jump),
        sum=mss(jump.paid_s),
    )


def csv_text(day: DayLedger, jumps: Iterable[Jump]) -> str:
    """The list as a table, a line for everybody who paid; opens in a spreadsheet as it is."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(
        (
            translate("Fairness", "Day"),
            translate("Fairness", "Time"),
            translate("Fairness", "Called ahead"),
            translate("Fairness", "Service"),
            translate("Fairness", "Counter"),
            translate("Fairness", "Why"),
            translate("Fairness", "Passed over"),
            translate("Fairness", "Waited by then (s)"),
            translate("Fairness", "Paid (s)"),
        )
    )
    for jump in jumps:
        for paid in jump.paid:
            table.writerow(
                _plain(cell)
                for cell in (
                    day.day.isoformat(),
                    time_text(day.branch, jump),
                    number_of(jump),
                    service_text(day.branch, jump.service),
                    jump.counter,
                    why_text(jump),
                    number_of(paid),
                    str(round(paid.waited_s)),
                    str(round(paid.seconds)),
                )
            )
    return out.getvalue()


def _plain(cell: str) -> str:
    return "'" + cell if cell.startswith(FORMULA) else cell
