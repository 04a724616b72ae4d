"""What the codes of drills are called on screen, and the sentences that say why."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.ui.translation import clock_text, counted, date_text, headed, in_a_row, mss, translate

if TYPE_CHECKING:  # the emergency's screen needs a few of these words, and none of those modules
    from lobbyconsole.domain.drills import Drill, Score, Scored
    from lobbyconsole.services.drill_floor import WorstDay
    from lobbyconsole.services.drill_slots import Proposal

MODES = {
    "walk": QT_TRANSLATE_NOOP("Drills", "in the hall"),
    "table": QT_TRANSLATE_NOOP("Drills", "at the table"),
}
KINDS = {
    "tabletop": QT_TRANSLATE_NOOP("Drills", "table-top"),
    "walkthrough": QT_TRANSLATE_NOOP("Drills", "walk-through"),
    "functional": QT_TRANSLATE_NOOP("Drills", "functional"),
    "full_scale": QT_TRANSLATE_NOOP("Drills", "full scale"),
}
SHIFTS = {
    "morning": QT_TRANSLATE_NOOP("Drills", "morning"),
    "afternoon": QT_TRANSLATE_NOOP("Drills", "afternoon"),
    "closed": QT_TRANSLATE_NOOP("Drills", "closed hall"),
}
STANDINGS = {
    "never": QT_TRANSLATE_NOOP("Drills", "never practised"),
    "overdue": QT_TRANSLATE_NOOP("Drills", "overdue"),
    "soon": QT_TRANSLATE_NOOP("Drills", "due within 30 days"),
    "good": QT_TRANSLATE_NOOP("Drills", "practised in time"),
}
SIGNS = {"never": "×", "overdue": "■", "soon": "▲", "good": "●"}
LEVELS = {"never": "act", "overdue": "act", "soon": "watch", "good": "ok"}
STATES = {
    "planned": QT_TRANSLATE_NOOP("Drills", "planned"),
    "running": QT_TRANSLATE_NOOP("Drills", "running"),
    "finished": QT_TRANSLATE_NOOP("Drills", "held"),
    "called_off": QT_TRANSLATE_NOOP("Drills", "called off"),
}
OUTDATED = {
    "never_printed": QT_TRANSLATE_NOOP("Drills", "never printed"),
    "new_version": QT_TRANSLATE_NOOP("Drills", "the plan has changed since"),
    "numbers_changed": QT_TRANSLATE_NOOP("Drills", "a number has changed since"),
    "plan_added": QT_TRANSLATE_NOOP("Drills", "a plan is missing from it"),
    "not_in_use": QT_TRANSLATE_NOOP("Drills", "the plan is no longer in use: take it down"),
}
PAPERS = {
    "page": QT_TRANSLATE_NOOP("Drills", "one-page plan"),
    "roles": QT_TRANSLATE_NOOP("Drills", "role cards"),
    "phones": QT_TRANSLATE_NOOP("Drills", "phone sheet"),
    "file": QT_TRANSLATE_NOOP("Drills", "file for phones"),
}
FOR_A_DRILL = QT_TRANSLATE_NOOP("Drills", "DRILL")


def mode_text(mode: str) -> str:
    return translate("Drills", MODES.get(mode, mode))


def kind_text(kind: str) -> str:
    return translate("Drills", KINDS.get(kind, kind))


def shift_text(shift: str) -> str:
    return translate("Drills", SHIFTS[shift]) if shift in SHIFTS else ""


def standing_text(standing: str) -> str:
    return translate("Drills", STANDINGS[standing])


def state_text(drill: Drill) -> str:
    if drill.broken_off or (drill.called_off and drill.begun_at is not None):
        return translate("Drills", "broken off")
    return translate("Drills", STATES[drill.state])


def drill_word() -> str:
    """What stands on everything that belongs to a drill."""
    return translate("Drills", FOR_A_DRILL)


def day_text(day: date, today: date) -> str:
    """With its year where that is another one."""
    return date_text(day, year=day.year != today.year)


def moment_text(at: datetime, zone: tzinfo, today: date) -> str:
    """A day and the time of day in the hall."""
    return f"{day_text(at.astimezone(zone).date(), today)} {clock_text(at, zone)}"


def customers_text(number: float) -> str:
    """As whole people; a part of one is said as such."""
    if 0 < number < 1:
        return translate("Drills", "fewer than 1 customer")
    return counted(
        translate("Drills", "about {n} customer"), translate("Drills", "about {n} customers"), round(number)
    ).format(n=round(number))


def proposal_text(slot: Proposal, zone: tzinfo, today: date) -> str:
    """When."""
    return f"{moment_text(slot.at, zone, today)} · {shift_text(slot.shift)}"


def why_text(slot: Proposal) -> str:
    """Why that time is proposed."""
    if not slot.days:
        text = translate("Drills", "Nobody knows yet how busy this weekday is; the first hour of opening is proposed.")
    else:
        text = translate("Drills", "{quiet} in this time, {busy} in the day's busiest; days it is known from: {n}.")
        text = text.format(
            quiet=customers_text(slot.expected),
            busy=round(slot.busiest),
            n=slot.days,
        )
    if slot.fresh:
        text = in_a_row(text, translate("Drills", "This shift has never practised the plan."))
    return text


def worst_text(worst: WorstDay, today: date) -> str:
    """What the hall's worst day was, and how it is known."""
    text = translate("Drills", "{day}, from {hour}:00: {n} customers waited {mean} min on average. "
                               "The drill begins at {at} with {waiting} people waiting.")  # fmt: skip
    return text.format(
        day=day_text(worst.day, today), hour=worst.hour, n=worst.customers, mean=round(worst.mean_s / 60),
        at=f"{worst.at:%H:%M}", waiting=worst.waiting,
    )  # fmt: skip


def sum_text(score: Score) -> str:
    """The score in one line, as it is counted."""
    parts = [
        (translate("Drills", "injects {met} of {of}"), score.injects),
        (translate("Drills", "steps in time {met} of {of}"), score.steps),
        (translate("Drills", "pass criteria {met} of {of}"), score.criteria),
    ]
    return " · ".join(text.format(met=part.met, of=part.of) for text, part in parts if part.of)


def verdict_text(score: Score) -> tuple[str, str]:
    """(level, words): passed means every inject and every criterion."""
    if score.passed:
        return "ok", translate("Drills", "Passed")
    return "act", translate("Drills", "Not passed")


def percent_text(score: Score) -> str:
    return "–" if score.percent is None else f"{score.percent:.0f}"


def scored_text(scored: Scored) -> str:
    """Why a line counts as it does."""
    if scored.kind == "step":
        target, spent = mss(scored.target_s or 0), mss(scored.spent_s or 0)
        if scored.how != "done":
            return headed(translate("Drills", "not done"), scored.words)
        if scored.spent_s is None:
            return translate("Drills", "done ahead of its turn, target {target}").format(target=target)
        return translate("Drills", "took {spent}, target {target}").format(spent=spent, target=target)
    said = {True: translate("Drills", "met"), False: translate("Drills", "not met"),
            None: translate("Drills", "nobody has said yet: counts as not met")}[scored.met]  # fmt: skip
    return headed(said, scored.words)


def inject_title(at_min: float, place: int, of: int) -> str:
    """Inject 2 of 4 · +5 min."""
    return translate("Drills", "Inject {n} of {of} · +{at} min").format(n=place + 1, of=of, at=f"{at_min:g}")
