"""From a figure to what it was computed from: opens the screen or panel that a Link names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Protocol

from lobbyconsole.domain.paper import Link
from lobbyconsole.ui.translation import translate


class Opener(Protocol):
    """What is asked of the window (see screen.Shell)."""

    def go(self, screen_id: str) -> None: ...
    def say(self, message: str, level: str = "watch") -> None: ...
    def command(self, name: str, argument: str = "") -> bool: ...


def link_argument(link: Link) -> str:
    """A link as the argument of the command `report`: "rows:kpi/wait_avg/2026-11-20/2026-11-20"."""
    return "rows:" + "/".join((link.kind, link.key.replace("/", "|"), link.first, link.last))


def link_of(argument: str) -> Link | None:
    """The link in such an argument; None when it holds none."""
    head, _, rest = argument.partition(":")
    parts = rest.split("/")
    if head != "rows" or len(parts) != 4:
        return None
    return Link(parts[0], parts[1].replace("|", "/"), parts[2], parts[3])


def open_link(window: Opener, link: Link) -> bool:
    """Open what it names; False when nothing can be shown, which is then said."""
    opened = _OPENERS.get(link.kind, _unknown)(window, link)
    if not opened:
        window.say(translate("Paper", "What this was computed from cannot be shown here."))
    return opened


def _unknown(window: Opener, link: Link) -> bool:
    return False


def _command(name: str) -> Callable[[Opener, Link], bool]:
    def opened(window: Opener, link: Link) -> bool:
        return bool(link.key) and window.command(name, link.key)

    return opened


def _any(name: str) -> Callable[[Opener, Link], bool]:
    """A screen that also opens without a key: its list."""

    def opened(window: Opener, link: Link) -> bool:
        return window.command(name, link.key)

    return opened


def _screen(screen_id: str) -> Callable[[Opener, Link], bool]:
    def opened(window: Opener, link: Link) -> bool:
        window.go(screen_id)
        return True

    return opened


def _rows(window: Opener, link: Link) -> bool:
    """The rows behind a figure; where no report has them, the day itself, minute by minute."""
    return window.command("report", link_argument(link)) or _day(window, link)


def _day(window: Opener, link: Link) -> bool:
    try:
        date.fromisoformat(link.last)
    except ValueError:
        return False
    return window.command("day", link.last)


def _calendar(window: Opener, link: Link) -> bool:
    return window.command("setting", "calendar")


def _people(window: Opener, link: Link) -> bool:
    return window.command("setting", "people")


def _incident(window: Opener, link: Link) -> bool:
    return window.command("incident", link.key)


def _plan(window: Opener, link: Link) -> bool:
    """The plan's wording; never the plan itself, which would begin to run."""
    return window.command("content", f"plans/{link.key}" if link.key else "plans")


_OPENERS: dict[str, Callable[[Opener, Link], bool]] = {
    "kpi": _rows,
    "tickets": _rows,
    "ticket": _command("ticket"),
    "touchpoint": _command("touchpoint"),
    "round": _command("round"),
    "rounds": _screen("rounds"),
    "record": _command("record"),
    "register": _command("record"),
    "meeting": _command("meeting"),
    "calendar": _calendar,
    "people": _people,
    "incident": _incident,
    "plan": _plan,
    "standard": _any("content"),
    "drill": _any("drill"),
    "review": _any("review"),
    "risk": _any("risk"),
}
