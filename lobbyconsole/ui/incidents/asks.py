"""What an incident asks for, in words: its grade, and whether it is over; for the floor and its own page."""

from __future__ import annotations

from datetime import datetime, tzinfo

from lobbyconsole.services.incident_desk import Pressing
from lobbyconsole.services.incident_grade import Proposed, Unended
from lobbyconsole.ui.floor_side import Need
from lobbyconsole.ui.incidents.words import grade_text, own
from lobbyconsole.ui.translation import clock_text, date_text, translate

MOST_CARDS = 3  # on the floor: more of them would hide who waits
LEVELS = {"act": "act", "watch": "watch", "ok": ""}


def treated_text(found: Proposed) -> str:
    """Why it is treated as which grade until somebody gives it one."""
    if found.why == "plan" and found.plan is not None:
        text = translate("Incidents", "By its plan ({plan}) treated as {grade} until somebody grades it.")
        return text.format(plan=own(found.plan), grade=grade_text(found.level))
    text = {
        "hurt": translate("Incidents", "Somebody is hurt: treated as {grade} until somebody grades it."),
        "hurt_unknown": translate("Incidents", "Perhaps somebody is hurt: treated as {grade} until it is graded."),
    }.get(found.why, translate("Incidents", "Treated as {grade} until somebody grades it."))
    return text.format(grade=grade_text(found.level))


def since_text(at: datetime, now: datetime, zone: tzinfo) -> str:
    """10:42 today, else with the date."""
    clock, day = clock_text(at, zone), at.astimezone(zone).date()
    return clock if day == now.astimezone(zone).date() else f"{date_text(day)} {clock}"


def over_text(found: Unended, now: datetime, zone: tzinfo) -> str:
    """That its plan has ended and it has not."""
    text = translate("Incidents", "{plan} ended at {time}. {incident} is still open.")
    return text.format(plan=own(found.plan), time=since_text(found.plan_ended, now, zone), incident=found.incident)


def yes_text(at: datetime, now: datetime, zone: tzinfo) -> str:
    """What the button says that ends it."""
    return translate("Incidents", "Yes, at {time}").format(time=since_text(at, now, zone))


def needs_of_incidents(found: Pressing, now: datetime, zone: tzinfo) -> tuple[Need, ...]:
    """The cards of the floor, the most urgent first."""
    cards = [
        Need("grade", asked.incident, translate("Incidents", "How serious? {what}").format(what=asked.what), 0.0,
             treated_text(asked.proposed), level=LEVELS[asked.level(now)], words=(translate("Incidents", "Grade it"),))
        for asked in found.ungraded
    ]  # fmt: skip
    cards += [
        Need("over", still.incident, translate("Incidents", "Is it over? {what}").format(what=still.what), 0.0,
             over_text(still, now, zone), level=LEVELS[still.level(now)],
             words=(yes_text(still.plan_ended, now, zone), translate("Incidents", "Not yet: open it")))
        for still in found.unended
    ]  # fmt: skip
    order = list(LEVELS.values())
    return tuple(sorted(cards, key=lambda need: order.index(need.level))[:MOST_CARDS])
