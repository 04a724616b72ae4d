"""What the window says above every screen: lost queue sources, trouble with storage, notices, serial callers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from lobbyconsole.ui.top_bar import feed_title
from lobbyconsole.ui.translation import mss, say, translate
from lobbyconsole.ui.widgets.banner import Action, BannerArea

if TYPE_CHECKING:
    from lobbyconsole.services.live import Snapshot


class Window(Protocol):
    """What a banner's button can do."""

    def take_over(self) -> None: ...

    def hand_back(self, name: str) -> None: ...

    def command(self, name: str, argument: str = "") -> bool: ...


def show_banners(area: BannerArea, snapshot: Snapshot, callers: Any, window: Window) -> None:
    """Put up what a picture calls for and take down the rest; `callers` may be None."""
    _show_feeds(area, snapshot, window)
    _show_health(area, snapshot)
    _show_callers(area, snapshot, callers, window)


def _show_feeds(area: BannerArea, snapshot: Snapshot, window: Window) -> None:
    states = {feed.name: feed for feed in snapshot.picture.feeds}
    told = set()
    for link in snapshot.health.links if snapshot.live else ():
        state = states.get(link.name)
        taken = bool(state and state.taken_over)
        title, key = feed_title(link.kind), f"feed:{link.name}"
        name = link.name
        begun = link.last_ok or (state.since if state else None)
        side = mss((snapshot.picture.at - begun).total_seconds()) if begun else ""
        if link.state == "down" and not taken:
            text = translate(
                "Shell", "{source}: no answer. Numbers given there are not seen here; the own desk can go on."
            ).format(source=title)
            if link.problem is not None:
                text += " " + say(link.problem)
            action = Action(translate("Shell", "Take over"), "F9", window.take_over, primary=True)
            area.put(key, "act", text, [action], side=side)
        elif link.state == "down":
            text = translate("Shell", "{source}: no answer. The own desk runs, with its reserved numbers.").format(
                source=title
            )
            area.put(key, "watch", text, side=side)
        elif taken:
            text = translate("Shell", "{source} is back. The own desk still runs.").format(source=title)
            back = Action(translate("Shell", "Hand back"), "", partial(window.hand_back, name), primary=True)
            area.put(key, "watch", text, [back])
        else:
            continue
        told.add(key)
    area.keep(told, "feed:")


def _show_health(area: BannerArea, snapshot: Snapshot) -> None:
    storage = snapshot.health.storage
    if storage is not None:
        area.put("storage", "act", say(storage))
    else:
        area.drop("storage")
    notices = {f"notice:{at}": say(notice) for at, notice in enumerate(snapshot.health.notices)}
    for key, text in notices.items():
        area.put(key, "watch", text, closable=True)
    area.keep(set(notices), "notice:")


def _show_callers(area: BannerArea, snapshot: Snapshot, callers: Any, window: Window) -> None:
    state = callers.state if callers is not None else None
    found = []
    if state is not None and snapshot.live:
        from lobbyconsole.ui.caller_words import caller_banners

        found = caller_banners(state, snapshot.picture.at)
    for key, level, text, closable in found:
        action = Action(translate("Screens", "Settings"), "", partial(window.command, "setting", "callers"))
        area.put(key, level, text, [action], closable=closable)
    area.keep({key for key, *_ in found}, "callers:")
