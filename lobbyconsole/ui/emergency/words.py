"""What an emergency's codes are called on screen."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING

from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.ui.translation import clock_text, in_sector, language, translate

if TYPE_CHECKING:
    from lobbyconsole.domain.branch import Branch
    from lobbyconsole.domain.content.plans import Plan, Step
    from lobbyconsole.domain.content.text import Text
    from lobbyconsole.domain.walkthrough import Line
    from lobbyconsole.services.walkthroughs import OpenWalk

LEVELS = (
    QT_TRANSLATE_NOOP("Emergency", "not graded"),
    QT_TRANSLATE_NOOP("Emergency", "Grade I"),
    QT_TRANSLATE_NOOP("Emergency", "Grade II"),
    QT_TRANSLATE_NOOP("Emergency", "Grade III"),
    QT_TRANSLATE_NOOP("Emergency", "Grade IV"),
)
OUTCOMES = {
    "resolved": QT_TRANSLATE_NOOP("Emergency", "Resolved"),
    "handed_over": QT_TRANSLATE_NOOP("Emergency", "Handed over"),
    "escalated": QT_TRANSLATE_NOOP("Emergency", "Escalated"),
    "broken_off": QT_TRANSLATE_NOOP("Emergency", "Broken off"),
}


def say_text(text: Text) -> str:
    """Content in the reader's language and in the words of the hall's sector."""
    return in_sector(text.say(language())) if language() == "zh" else text.say(language())


def place_of(state: OpenWalk, branch: Branch) -> str:
    """Where people gather: as it was said at the head count, else as the settings say."""
    heads = state.walk.heads
    return (heads.place if heads is not None else "") or branch.assembly


def level_text(level: int) -> str:
    """I is the most serious."""
    return translate("Emergency", LEVELS[level if 0 <= level < len(LEVELS) else 0])


def floor_text(kind: str, count: int, back: bool, service: str = "") -> str:
    """What a press would do on the floor; `service`: what is diverted, in words."""
    words = (_BACK if back else _FLOOR)[kind]
    words = _ONE.get(words, words) if count == 1 else words
    return translate("Emergency", words).format(count=count, service=service)


_FLOOR = {
    "pause_calling": QT_TRANSLATE_NOOP("Emergency", "Pause calling at {count} counters"),
    "close_counters": QT_TRANSLATE_NOOP("Emergency", "Close {count} free counters"),
    "stop_numbers": QT_TRANSLATE_NOOP("Emergency", "No more numbers for {count} services"),
    "divert_service": QT_TRANSLATE_NOOP("Emergency", "Let other counters take {service} too: {count}"),
    "paper_numbers": QT_TRANSLATE_NOOP("Emergency", "Set paper numbers aside for {count} services"),
    "head_count": QT_TRANSLATE_NOOP("Emergency", "Head count at the assembly point"),
    "heads_missing": QT_TRANSLATE_NOOP("Emergency", "Head count: {count} missing"),
    "back_fill": QT_TRANSLATE_NOOP("Emergency", "Type in the paper numbers: {count} left"),
}
_BACK = {
    "pause_calling": QT_TRANSLATE_NOOP("Emergency", "Take back: let {count} counters call again"),
    "close_counters": QT_TRANSLATE_NOOP("Emergency", "Take back: open {count} counters again"),
    "stop_numbers": QT_TRANSLATE_NOOP("Emergency", "Take back: give numbers for {count} services again"),
    "divert_service": QT_TRANSLATE_NOOP("Emergency", "Take back: only their own services at {count} counters"),
}
_ONE = {  # of one
    _FLOOR["pause_calling"]: QT_TRANSLATE_NOOP("Emergency", "Pause calling at {count} counter"),
    _FLOOR["close_counters"]: QT_TRANSLATE_NOOP("Emergency", "Close {count} free counter"),
    _FLOOR["stop_numbers"]: QT_TRANSLATE_NOOP("Emergency", "No more numbers for {count} service"),
    _FLOOR["paper_numbers"]: QT_TRANSLATE_NOOP("Emergency", "Set paper numbers aside for {count} service"),
    _BACK["pause_calling"]: QT_TRANSLATE_NOOP("Emergency", "Take back: let {count} counter call again"),
    _BACK["close_counters"]: QT_TRANSLATE_NOOP("Emergency", "Take back: open {count} counter again"),
    _BACK["stop_numbers"]: QT_TRANSLATE_NOOP("Emergency", "Take back: give numbers for {count} service again"),
    _BACK["divert_service"]: QT_TRANSLATE_NOOP("Emergency", "Take back: only its own services at {count} counter"),
}


def role_text(library: Library, role: str) -> str:
    return library.role_title(role, language())


def contact_text(library: Library, name: str) -> str:
    """A contact's title, or that of a role."""
    contact = library.contacts.get(name)
    return say_text(contact.title) if contact is not None else role_text(library, name)


def contact_number(library: Library, name: str) -> str:
    """The number to dial; "" while the hall has not filled it in."""
    contact = library.contacts.get(name)
    return contact.defaults.get("zh-CN", "") if contact is not None else ""


def allowed_text(step: Step) -> str:
    """How long a step may take: "target 2 min", "wait 90 s"; "" where nothing is said."""
    seconds = step.timer_s if step.kind == "timer" else step.target_s
    if seconds is None:
        return ""
    span = span_text(seconds)
    if step.kind == "timer":
        return translate("Emergency", "wait {span}").format(span=span)
    return translate("Emergency", "within {span}").format(span=span)


def span_text(seconds: int) -> str:
    if seconds % 3600 == 0 and seconds >= 7200:
        return translate("Emergency", "{n} h").format(n=seconds // 3600)
    if seconds % 60 == 0 and seconds >= 60:
        return translate("Emergency", "{n} min").format(n=seconds // 60)
    return translate("Emergency", "{n} s").format(n=seconds)


def line_text(line: Line, plan: Plan, library: Library) -> str:
    """A line of the timeline in words."""
    step = next((step for step in plan.steps if step.id == line.step), None)
    told = say_text(step.text) if step is not None else line.step
    words = f" · {line.words}" if line.words else ""
    match line.kind:
        case "walk.begun":
            return translate("Emergency", "Plan started")
        case "walk.step_done":
            branch = next((b for b in step.branches if b.goto == line.to), None) if step is not None else None
            return told + (f" → {say_text(branch.when)}" if branch is not None else "") + words
        case "walk.step_skipped":
            return translate("Emergency", "Not done: {step}").format(step=told) + words
        case "walk.stepped_back":
            return translate("Emergency", "Back to: {step}").format(step=told)
        case "walk.step_added":
            return translate("Emergency", "Besides: {words}").format(words=line.words)
        case "walk.noted":
            return translate("Emergency", "Note: {words}").format(words=line.words)
        case "walk.call_made":
            text = (
                translate("Emergency", "Called {who}") if line.reached else translate("Emergency", "{who}: no answer")
            )
            return text.format(who=contact_text(library, line.to)) + words
        case "walk.report_made":
            owed = plan.reporting[int(line.to)] if line.to.isdigit() and int(line.to) < len(plan.reporting) else None
            who = contact_text(library, owed.to) if owed is not None else line.to
            return translate("Emergency", "Reported to {who}").format(who=who)
        case "walk.role_taken":
            text = translate("Emergency", "{role}: {staff}")
            return text.format(role=role_text(library, line.to), staff=line.words or "—")
        case "walk.command_handed_over":
            return translate("Emergency", "Command goes to {staff}").format(staff=line.to)
        case "walk.level_set":
            level = int(line.to) if line.to.isdigit() else 0
            return translate("Emergency", "Grade said: {grade}").format(grade=level_text(level)) + words
        case "walk.head_count_begun":
            staff, _, people = line.to.partition("+")
            text = translate("Emergency", "Head count: {staff} staff, {people} customers expected")
            return text.format(staff=staff, people=people) + words
        case "walk.head_seen":
            gone = translate("Emergency", "Not there: {who}")
            text = translate("Emergency", "There: {who}") if line.reached else gone
            return text.format(who=line.words)
        case "walk.customers_counted":
            return translate("Emergency", "Customers counted: {count}").format(count=line.words)
        case "walk.ended":
            return translate("Emergency", "Broken off") + words
    return line.kind


def time_text(line: Line, zone: tzinfo) -> str:
    """When it happened; with when it was told, where that was later."""
    told = f"{line.at.astimezone(zone):%H:%M:%S}"
    if line.late and line.told_at is not None:
        return translate("Emergency", "{at}, told {told}").format(at=told, told=clock_text(line.told_at, zone))
    return told
