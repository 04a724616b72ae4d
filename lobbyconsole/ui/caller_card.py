"""The serial callers' card among the queue sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lobbyconsole.ui.caller_words import line_words
from lobbyconsole.ui.feed_cards import Act, Figure, View
from lobbyconsole.ui.translation import translate

if TYPE_CHECKING:
    from datetime import datetime

    from lobbyconsole.config import Callers
    from lobbyconsole.services.callers import CallerState

NOISY = 20  # damaged frames in a hundred good ones, from which on the wiring is worth a look


def caller_view(wish: Callers, state: CallerState | None, now: datetime) -> View:
    """The card."""
    level, sentence = line_words(state, wish.enabled, now)
    words = {
        "open": translate("Callers", "Open"),
        "lost": translate("Callers", "Unplugged"),
        "trouble": translate("Callers", "Cannot open"),
        "starting": translate("Callers", "Opening"),
    }
    known = state.state if state is not None and wish.enabled else ""
    figures: list[Figure] = []
    if known and state is not None:
        counters = wish.counters()
        heard = sum(address in counters for address, _ in state.pads)
        noisy = state.damaged > 5 and state.damaged * 100 > NOISY * state.frames
        figures = [
            Figure(translate("Callers", "Port"), state.device or wish.port or "—", wide=True),
            Figure(translate("Callers", "Last key"), _age(state.last_frame_at, now)),
            Figure(translate("Callers", "Keys done"), str(state.done)),
            Figure(translate("Callers", "Damaged frames"), str(state.damaged), "watch" if noisy else ""),
            Figure(translate("Callers", "Too late"), str(state.late), "watch" if state.late else ""),
            Figure(translate("Callers", "Callers heard"), f"{heard} / {len(counters)}"),
        ]
    edit = Act("edit", translate("Callers", "Edit") if wish.enabled else translate("Callers", "Switch on…"))
    return View(
        "callers",
        translate("Callers", "Serial callers"),
        translate("Callers", "Keypads of the counters on RS-485"),
        (level or "neutral") if wish.enabled else "neutral",
        words.get(known, translate("Callers", "Switched off")),
        tuple(figures),
        sentence if level in ("act", "watch") and known in ("open", "lost", "trouble") else "",
        (edit,),
    )


def _age(at: datetime | None, now: datetime) -> str:
    if at is None:
        return "—"
    minutes = int((now - at).total_seconds() // 60)
    # Seconds would have the card flicker.
    return (
        translate("Callers", "{minutes} min ago").format(minutes=minutes)
        if minutes > 0
        else translate("Callers", "just now")
    )
