"""Domain codes in the reader's words: states, activities, priorities, channels, reasons, marks, flags, fact kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.ui.translation import translate

# The texts stand here as marked literals, so that the extractor finds them, and are looked up when asked for.
_TICKET_STATES: Mapping[str, str] = {
    "waiting": QT_TRANSLATE_NOOP("Labels", "Waiting"),
    "held": QT_TRANSLATE_NOOP("Labels", "On hold"),
    "called": QT_TRANSLATE_NOOP("Labels", "Called"),
    "serving": QT_TRANSLATE_NOOP("Labels", "Being served"),
    "finished": QT_TRANSLATE_NOOP("Labels", "Finished"),
    "no_show": QT_TRANSLATE_NOOP("Labels", "No-show"),
    "cancelled": QT_TRANSLATE_NOOP("Labels", "Cancelled"),
    "left": QT_TRANSLATE_NOOP("Labels", "Left unserved"),
    "transferred": QT_TRANSLATE_NOOP("Labels", "Transferred"),
}
_ACTIVITIES: Mapping[str, str] = {
    "closed": QT_TRANSLATE_NOOP("Labels", "Closed"),
    "paused": QT_TRANSLATE_NOOP("Labels", "Paused"),
    "idle": QT_TRANSLATE_NOOP("Labels", "Idle"),
    "called": QT_TRANSLATE_NOOP("Labels", "Calling"),
    "serving": QT_TRANSLATE_NOOP("Labels", "Serving"),
    "open": QT_TRANSLATE_NOOP("Labels", "Open"),
}
_PRIORITIES: Mapping[str, str] = {
    "normal": QT_TRANSLATE_NOOP("Labels", "Normal"),
    "elderly": QT_TRANSLATE_NOOP("Labels", "Elderly"),
    "disabled": QT_TRANSLATE_NOOP("Labels", "Disabled"),
    "pregnant": QT_TRANSLATE_NOOP("Labels", "Pregnant"),
    "infant": QT_TRANSLATE_NOOP("Labels", "With infant"),
    "vip": QT_TRANSLATE_NOOP("Labels", "VIP"),
}
_CHANNELS: Mapping[str, str] = {
    "desk": QT_TRANSLATE_NOOP("Labels", "Front desk"),
    "counter": QT_TRANSLATE_NOOP("Labels", "Counter"),
    "kiosk": QT_TRANSLATE_NOOP("Labels", "Ticket machine"),
    "machine": QT_TRANSLATE_NOOP("Labels", "Ticket machine"),
    "app": QT_TRANSLATE_NOOP("Labels", "Mobile app"),
    "web": QT_TRANSLATE_NOOP("Labels", "Online"),
    "phone": QT_TRANSLATE_NOOP("Labels", "Telephone"),
    "tablet": QT_TRANSLATE_NOOP("Labels", "Tablet of the staff"),
    "paper": QT_TRANSLATE_NOOP("Labels", "Paper ticket"),
    "booking": QT_TRANSLATE_NOOP("Labels", "Booking"),
}
_PAUSES: Mapping[str, str] = {
    "lunch": QT_TRANSLATE_NOOP("Labels", "Lunch"),
    "break": QT_TRANSLATE_NOOP("Labels", "Break"),
    "meeting": QT_TRANSLATE_NOOP("Labels", "Meeting"),
    "cash": QT_TRANSLATE_NOOP("Labels", "Cash handling"),
    "system": QT_TRANSLATE_NOOP("Labels", "System fault"),
    "other": QT_TRANSLATE_NOOP("Labels", "Other"),
}
_HOLDS: Mapping[str, str] = {
    "form": QT_TRANSLATE_NOOP("Labels", "Filling in a form"),
    "papers": QT_TRANSLATE_NOOP("Labels", "Fetching papers"),
    "copy": QT_TRANSLATE_NOOP("Labels", "Making a copy"),
    "other": QT_TRANSLATE_NOOP("Labels", "Other"),
    "not_printed": QT_TRANSLATE_NOOP("Labels", "Slip not printed"),
}
_SLIPS: Mapping[str, str] = {
    "printing": QT_TRANSLATE_NOOP("Labels", "sent to the printer"),
    "told": QT_TRANSLATE_NOOP("Labels", "number told"),
    "paper_out": QT_TRANSLATE_NOOP("Labels", "no paper"),
    "cover": QT_TRANSLATE_NOOP("Labels", "cover open"),
    "busy": QT_TRANSLATE_NOOP("Labels", "printer busy"),
    "timeout": QT_TRANSLATE_NOOP("Labels", "no answer"),
    "no_answer": QT_TRANSLATE_NOOP("Labels", "no answer"),
    "unreachable": QT_TRANSLATE_NOOP("Labels", "printer not reached"),
    "setup": QT_TRANSLATE_NOOP("Labels", "printer not set up"),
    "closing": QT_TRANSLATE_NOOP("Labels", "program closed"),
    "interrupted": QT_TRANSLATE_NOOP("Labels", "interrupted, perhaps printed"),
    "fault": QT_TRANSLATE_NOOP("Labels", "printer fault"),
    "closed": QT_TRANSLATE_NOOP("Labels", "printer hung up"),
    "refused": QT_TRANSLATE_NOOP("Labels", "printer refused"),
    "failed": QT_TRANSLATE_NOOP("Labels", "failed"),
}
_JUMPS: Mapping[str, str] = {
    "care": QT_TRANSLATE_NOOP("Labels", "Needs care"),
    "complaint": QT_TRANSLATE_NOOP("Labels", "Complaint or long wait"),
    "return": QT_TRANSLATE_NOOP("Labels", "Comes back with papers"),
    "short": QT_TRANSLATE_NOOP("Labels", "Very short business"),
}
_MARKS: Mapping[str, str] = {
    "water": QT_TRANSLATE_NOOP("Labels", "Water served"),
    "preaccept": QT_TRANSLATE_NOOP("Labels", "Pre-accepted"),
    "recovery": QT_TRANSLATE_NOOP("Labels", "Recovery given"),
    "priority": QT_TRANSLATE_NOOP("Labels", "Priority given"),
    "diverted": QT_TRANSLATE_NOOP("Labels", "Diverted"),
}
_ZONES: Mapping[str, str] = {
    "whole_hall": QT_TRANSLATE_NOOP("Labels", "Whole hall"),
    "entrance": QT_TRANSLATE_NOOP("Labels", "Entrance"),
    "reception": QT_TRANSLATE_NOOP("Labels", "Reception"),
    "waiting": QT_TRANSLATE_NOOP("Labels", "Waiting area"),
    "self_service": QT_TRANSLATE_NOOP("Labels", "Self-service"),
    "counters": QT_TRANSLATE_NOOP("Labels", "Counters"),
    "vip": QT_TRANSLATE_NOOP("Labels", "Priority room"),
    "experience": QT_TRANSLATE_NOOP("Labels", "Digital corner"),
    "exterior": QT_TRANSLATE_NOOP("Labels", "Outside"),
    "self_service_24h": QT_TRANSLATE_NOOP("Labels", "24-hour lobby"),
    "back_office": QT_TRANSLATE_NOOP("Labels", "Back office"),
}
_FLAGS: Mapping[str, str] = {
    "issue_unknown": QT_TRANSLATE_NOOP("Labels", "It was never seen issued"),
    "issued_twice": QT_TRANSLATE_NOOP("Labels", "It was issued twice"),
    "issued_after_event": QT_TRANSLATE_NOOP("Labels", "It was issued after something had happened to it"),
    "issued_in_future": QT_TRANSLATE_NOOP("Labels", "Its time of issue lies in the future"),
    "called_after_end": QT_TRANSLATE_NOOP("Labels", "It was called after it had ended"),
    "called_after_start": QT_TRANSLATE_NOOP("Labels", "It was called after its service had begun"),
    "called_at_two_counters": QT_TRANSLATE_NOOP("Labels", "It was called to a second counter while at the first"),
    "held_after_end": QT_TRANSLATE_NOOP("Labels", "It was put on hold after it had ended"),
    "resumed_not_held": QT_TRANSLATE_NOOP("Labels", "It came back from hold without having been on hold"),
    "requeued_after_end": QT_TRANSLATE_NOOP("Labels", "It went back into the line after it had ended"),
    "transferred_after_end": QT_TRANSLATE_NOOP("Labels", "It was transferred after it had ended"),
    "ended_twice": QT_TRANSLATE_NOOP("Labels", "It ended twice"),
    "end_before_call": QT_TRANSLATE_NOOP("Labels", "It ended before it was called"),
    "end_unexpected": QT_TRANSLATE_NOOP("Labels", "It ended in a way that does not fit its state"),
    "service_unknown": QT_TRANSLATE_NOOP("Labels", "Its service is not set up here"),
    "counter_unknown": QT_TRANSLATE_NOOP("Labels", "It was at a counter that is not set up here"),
    "counter_not_open": QT_TRANSLATE_NOOP("Labels", "It is at a counter that is not open"),
    "number_twice": QT_TRANSLATE_NOOP("Labels", "The same number was given twice today"),
    "two_at_counter": QT_TRANSLATE_NOOP("Labels", "Two tickets are at this counter at once"),
    "signed_off_elsewhere": QT_TRANSLATE_NOOP("Labels", "A staff number signed off that was not signed on here"),
    "paused_while_closed": QT_TRANSLATE_NOOP("Labels", "The counter was paused while closed"),
    "told_otherwise": QT_TRANSLATE_NOOP("Labels", "The source told it twice, and differently"),
    "resumed_not_paused": QT_TRANSLATE_NOOP("Labels", "The counter came back without having been paused"),
}
_FACTS: Mapping[str, str] = {
    "ticket.issued": QT_TRANSLATE_NOOP("Labels", "Issued"),
    "ticket.called": QT_TRANSLATE_NOOP("Labels", "Called"),
    "ticket.recalled": QT_TRANSLATE_NOOP("Labels", "Called again"),
    "ticket.started": QT_TRANSLATE_NOOP("Labels", "Service began"),
    "ticket.held": QT_TRANSLATE_NOOP("Labels", "Put on hold"),
    "ticket.resumed": QT_TRANSLATE_NOOP("Labels", "Back from hold"),
    "ticket.requeued": QT_TRANSLATE_NOOP("Labels", "Back into the line"),
    "ticket.transferred": QT_TRANSLATE_NOOP("Labels", "Transferred"),
    "ticket.prioritised": QT_TRANSLATE_NOOP("Labels", "Priority changed"),
    "ticket.marked": QT_TRANSLATE_NOOP("Labels", "Marked"),
    "ticket.finished": QT_TRANSLATE_NOOP("Labels", "Finished"),
    "ticket.no_show": QT_TRANSLATE_NOOP("Labels", "Did not come"),
    "ticket.cancelled": QT_TRANSLATE_NOOP("Labels", "Cancelled"),
    "ticket.left": QT_TRANSLATE_NOOP("Labels", "Left unserved"),
    "ticket.rated": QT_TRANSLATE_NOOP("Labels", "Rated"),
    "ticket.printed": QT_TRANSLATE_NOOP("Labels", "Slip printed"),
    "action.undone": QT_TRANSLATE_NOOP("Labels", "Undone"),
}
_CERTAINTIES: Mapping[str, str] = {
    "inferred": QT_TRANSLATE_NOOP("Labels", "inferred"),
    "manual": QT_TRANSLATE_NOOP("Labels", "entered by hand"),
}
_LEVELS: Mapping[str, str] = {
    "ok": QT_TRANSLATE_NOOP("Labels", "OK"),
    "watch": QT_TRANSLATE_NOOP("Labels", "Watch"),
    "act": QT_TRANSLATE_NOOP("Labels", "Act now"),
}

PAUSE_REASONS = tuple(_PAUSES)
NOT_PRINTED = "not_printed"  # why a ticket stands aside whose slip never came (services/slips.py)
HOLD_REASONS = tuple(code for code in _HOLDS if code != NOT_PRINTED)
JUMP_REASONS = tuple(_JUMPS)
MARKS_BY_HAND = ("water", "preaccept", "recovery")
NOTE_ZONES = ("whole_hall", "entrance", "reception", "waiting", "self_service", "counters", "vip", "exterior")


def _word(table: Mapping[str, str], code: str) -> str:
    """The word of a code; a code nobody knows (an older or newer journal, free text) is shown as it is."""
    text = table.get(code)
    return code if text is None else translate("Labels", text)


def ticket_state(code: str) -> str:
    """waiting, held, called ..."""
    return _word(_TICKET_STATES, code)


def activity(code: str) -> str:
    """What a counter is doing."""
    return _word(_ACTIVITIES, code)


def priority(code: str) -> str:
    """A priority class."""
    return _word(_PRIORITIES, code)


def channel(code: str) -> str:
    """Where a number was taken."""
    return _word(_CHANNELS, code)


def pause_reason(code: str) -> str:
    """Why a counter pauses; free text stays as typed."""
    return _word(_PAUSES, code)


def hold_reason(code: str) -> str:
    """Why a ticket is on hold; free text stays as typed."""
    return _word(_HOLDS, code)


def jump_reason(code: str) -> str:
    """Why somebody is called out of order; free text stays as typed."""
    return _word(_JUMPS, code)


def slip(code: str) -> str:
    """What the printer said, when the slip did not come out."""
    return translate("Labels", "failed") if code not in _SLIPS else _word(_SLIPS, code)


def mark(code: str) -> str:
    """A mark set on a ticket."""
    return _word(_MARKS, code)


def zone(code: str) -> str:
    """A part of the hall."""
    return _word(_ZONES, code)


def flag(code: str) -> str:
    """What cannot be right about a ticket or counter, as a sentence without full stop."""
    return _word(_FLAGS, code)


def fact_kind(code: str) -> str:
    """What happened, in a ticket's story."""
    return _word(_FACTS, code)


def certainty(code: str) -> str:
    """How a fact is known, when it was not simply reported; else empty."""
    return "" if code == "reported" else _word(_CERTAINTIES, code)


def worded(message: Message) -> Message:
    """A sentence of a Qt-free room with the codes among its values in words; texts people typed stay as they are."""
    words = {"reason": _reason, "state": _state, "priority": priority, "mark": mark}
    values = {
        name: words[name](value) if name in words and isinstance(value, str) else value
        for name, value in message.values.items()
    }
    return replace(message, values=values)


def _reason(code: str) -> str:
    return next((_word(table, code) for table in (_HOLDS, _JUMPS, _PAUSES) if code in table), code)


def _state(code: str) -> str:
    return _word(_TICKET_STATES if code in _TICKET_STATES else _ACTIVITIES, code)


def level(code: str) -> str:
    """ok, watch or act, in words for those who do not see the colour."""
    return _word(_LEVELS, code)
