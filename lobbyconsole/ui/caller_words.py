"""The serial callers in words: how their line is, and what the window says of it whatever screen is on show."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from lobbyconsole.ui.translation import mss, say, translate

if TYPE_CHECKING:
    from lobbyconsole.services.callers import CallerState

FRESH_S = 600  # a key from an address without a counter is worth a banner for so long


def line_words(state: CallerState | None, enabled: bool, now: datetime) -> tuple[str, str]:
    """Level ("" neither good nor bad) and a sentence."""
    if not enabled:
        return "", translate("Callers", "Serial callers are switched off. Switch them on above.")
    if state is None or state.state in ("off", "starting"):
        return "watch", translate("Callers", "The serial port is being opened…")
    if state.message is not None:
        return "act", say(state.message)
    if state.other_host:
        return "watch", translate(
            "Callers", "Another queue host speaks on this line. Only one may: switch one of them off."
        )
    if state.unknown:
        return "watch", _unknown(state.unknown[0][0])
    if state.last_frame_at is None:
        return "ok", translate("Callers", "{port} is open. No key has come yet.").format(port=state.device)
    text = translate("Callers", "{port} is open. The last key came {age} ago.")
    return "ok", text.format(port=state.device, age=_age(state.last_frame_at, now))


def _age(at: datetime, now: datetime) -> str:
    return mss((now - at).total_seconds())


def caller_banners(state: CallerState, now: datetime) -> list[tuple[str, str, str, bool]]:
    """Lasting strips as (key, level, text, closable)."""
    if state.message is not None:
        text = (
            say(state.message) + " " + translate("Callers", "Meanwhile call from the floor: choose the counter there.")
        )
        return [("callers:line", "act", text, False)]
    found = []
    if state.other_host:
        found.append(("callers:host", "watch", line_words(state, True, now)[1], True))
    fresh = [address for address, at in state.unknown if (now - at).total_seconds() < FRESH_S]
    if not state.learning:
        found += [(f"callers:{address}", "watch", _unknown(address), True) for address in fresh[:3]]
    return found


def _unknown(address: int) -> str:
    text = translate("Callers", "A key was pressed on the serial caller with address {address}, which has no counter.")
    return text.format(address=address)
