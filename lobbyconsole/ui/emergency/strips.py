"""The strip over every other screen while plans are walked: one for one plan, and one that counts for several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from lobbyconsole.ui.emergency.words import say_text
from lobbyconsole.ui.translation import mss, translate
from lobbyconsole.ui.widgets.banner import Action

if TYPE_CHECKING:
    from lobbyconsole.services.walkthroughs import OpenWalk

MANY = "many"


class WalkStrip(NamedTuple):
    """What one strip says. `key`: of its walkthrough, or MANY."""

    key: str
    level: str
    text: str
    clock: str
    action: Action


def walk_strips(states: Sequence[OpenWalk], now: datetime, lead_to: Callable[[str], object]) -> list[WalkStrip]:
    """A strip for what is walked in earnest and one for what is practised; `lead_to` is called with a walkthrough."""
    real = [state for state in states if not state.walk.drill]
    drilled = [state for state in states if state.walk.drill]
    return [_strip(group, now, lead_to) for group in (real, drilled) if group]


def _strip(group: Sequence[OpenWalk], now: datetime, lead_to: Callable[[str], object]) -> WalkStrip:
    state = min(group, key=lambda one: _left(one, now))  # of those without a target, the one that was begun first
    drill = bool(state.walk.drill)
    title = translate("Emergency", "DRILL") if drill else translate("Emergency", "Emergency")
    if len(group) > 1:
        title += " · " + translate("Emergency", "{count} plans at once, first:").format(count=len(group))
    else:
        title += " ·"
    step = say_text(state.step.text) if state.step is not None else ""
    left = state.left_s(now)
    clock = mss(state.stood_s(now))
    if left is not None and left < 0:
        clock = translate("Emergency", "{span} over").format(span=mss(-left))
    action = Action(
        translate("Emergency", "Back to it"),
        "F12" if not drill and state is group[-1] else "",  # which leads to the one that was begun last
        lambda: lead_to(state.walk.key),
        primary=True,
    )
    key = state.walk.key if len(group) == 1 else f"{MANY}:drill" if drill else MANY
    return WalkStrip(key, "watch" if drill else "act", f"{title} {say_text(state.plan.title)} · {step}", clock, action)


def _left(state: OpenWalk, now: datetime) -> float:
    left = state.left_s(now)
    return float("inf") if left is None else left
