"""The journey in the reader's words: scores, trends, waits, blind spots with the numbers that say so."""

from __future__ import annotations

from datetime import date

from lobbyconsole.domain.journey import (
    FEWEST_OUTSIDE,
    FEWEST_OWN,
    GAP,
    GOOD,
    MANY_COMPLAINTS,
    OUTSIDE_LOW,
    Judgement,
    Point,
    Waits,
)
from lobbyconsole.services.journey import Journey
from lobbyconsole.ui.round_words import own
from lobbyconsole.ui.translation import counted, language, mss, phrases, translate

ARROWS = {"up": "↗", "down": "↘", "flat": "→", "": ""}


def name_of(journey: Journey, point: str) -> str:
    """What a touchpoint is called."""
    return own(journey.library.term("touchpoints", point, language()))


def days_text(first: date, last: date) -> str:
    """From one day to another, without the year."""
    return f"{first:%m-%d} – {last:%m-%d}"


def score_text(percent: float | None) -> str:
    """A score without decimals; a dash for none."""
    return "–" if percent is None else f"{percent:.0f}"


def direction_text(point: Point) -> str:
    """Where the score goes, against the days before."""
    now, before = point.own.percent, point.before.percent
    if not point.direction or now is None or before is None:
        return translate("Journey", "too few answers before to compare")
    by = f"{abs(now - before):.0f}"
    return {
        "up": translate("Journey", "{points} points higher than the days before").format(points=by),
        "down": translate("Journey", "{points} points lower than the days before").format(points=by),
        "flat": translate("Journey", "as the days before"),
    }[point.direction]


def answers_text(count: int) -> str:
    return counted(translate("Journey", "{count} answer"), translate("Journey", "{count} answers"), count).format(
        count=count
    )


def waits_short(waits: Waits | None) -> str:
    """The queue's figure in a few letters, for a node of the path."""
    if waits is None or waits.value is None:
        return ""
    match waits.kind:
        case "wait":
            return translate("Journey", "wait {span}").format(span=mss(waits.value))
        case "handling":
            return translate("Journey", "{span} each").format(span=mss(waits.value))
    return translate("Journey", "{percent} waited long").format(percent=f"{100 * waits.value:.0f}%")


def waits_text(waits: Waits) -> str:
    """The queue's figure in a sentence."""
    if waits.value is None:
        return translate("Journey", "Nobody was called in these days.")
    match waits.kind:
        case "wait":
            said = counted(
                translate("Journey", "Average wait {span}, {count} customer"),
                translate("Journey", "Average wait {span}, {count} customers"),
                waits.count,
            ).format(span=mss(waits.value), count=waits.count)
            if waits.left is not None:
                left = translate("Journey", "{percent} left unserved").format(percent=f"{100 * waits.left:.1f}%")
                said = f"{said} · {left}"
            return said
        case "handling":
            return counted(
                translate("Journey", "Average service {span}, {count} customer"),
                translate("Journey", "Average service {span}, {count} customers"),
                waits.count,
            ).format(span=mss(waits.value), count=waits.count)
    return translate("Journey", "{percent} of {count} customers waited beyond the recovery limit").format(
        percent=f"{100 * waits.value:.1f}%", count=waits.count
    )


def numbers_text(judgement: Judgement) -> str:
    """Own against outside against complaints, each with how much it stands on."""
    mine = translate("Journey", "Own {score} ({count})").format(
        score=score_text(judgement.own), count=judgement.own_answers
    )
    theirs = translate("Journey", "Outside {score} ({count})").format(
        score=score_text(judgement.outside), count=judgement.outside_answers
    )
    if judgement.complaints is None:
        said = translate("Journey", "no complaints kept yet")
    else:
        said = translate("Journey", "Complaints {count}").format(count=judgement.complaints)
    return " · ".join((mine, theirs, said))


def verdict_text(judgement: Judgement) -> str:
    """What follows from the numbers."""
    match judgement.verdict:
        case "blind":
            parts = []
            if judgement.by_outside:
                gap = (judgement.own or 0) - (judgement.outside or 0)
                parts.append(translate("Journey", "Strangers give {points} points less").format(points=f"{gap:.0f}"))
            if judgement.by_complaints:
                parts.append(translate("Journey", "Customers complain, our rounds see nothing"))
            return " · ".join(parts)
        case "few_own":
            return translate("Journey", "Too few own answers for a verdict ({count}, {least} needed)").format(
                count=judgement.own_answers, least=FEWEST_OWN
            )
        case "few_outside":
            return translate("Journey", "Too few outside marks for a verdict ({count}, {least} needed)").format(
                count=judgement.outside_answers, least=FEWEST_OUTSIDE
            )
        case "weak":
            return translate("Journey", "Weak, and our own rounds say so: no blind spot")
    return translate("Journey", "Own and outside scores agree")


def rule_text(journey: Journey) -> str:
    """The rule itself, with its limits and the days it looks at."""
    text = translate(
        "Journey",
        "A blind spot: own score {good} or more, yet strangers give less than {low} and at least {gap} points less "
        "than we do, or {many} complaints or more. Compared over {days}, whatever is shown above.",
    )
    return text.format(
        good=f"{GOOD:.0f}", low=f"{OUTSIDE_LOW:.0f}", gap=f"{GAP:.0f}", many=MANY_COMPLAINTS,
        days=days_text(journey.compared_from, journey.last),
    )  # fmt: skip


def told_aloud(journey: Journey, point: Point) -> str:
    """A node of the path for those who hear it."""
    parts = [name_of(journey, point.name), score_text(point.own.percent), answers_text(point.own.answers)]
    level = {
        "ok": translate("Journey", "good"), "watch": translate("Journey", "watch"), "act": translate("Journey", "act"),
    }.get(point.level, translate("Journey", "too few answers"))  # fmt: skip
    parts += [level, direction_text(point)]
    if point.judgement.verdict == "blind":
        parts.append(translate("Journey", "blind spot"))
    if point.open_actions:
        parts.append(open_text(point))
    if short := waits_short(point.waits):
        parts.append(short)
    return phrases(*parts)


def open_text(point: Point) -> str:
    """How many actions are open."""
    return translate("Journey", "{count} open").format(count=len(point.open_actions))
