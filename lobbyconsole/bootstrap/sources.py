"""The rack of queue sources: which feed a setting means. A new kind of source is one more line here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lobbyconsole.config import FeedSetting, asset
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.feeds.door import Feed, FeedTrouble
from lobbyconsole.feeds.profile import Profile, ProfileError, load_profile
from lobbyconsole.services.intake import FeedPlan
from lobbyconsole.services.live import Live
from lobbyconsole.services.settings import SettingsBook

# Each kind's module is imported where it is used: a hall without a webhook must not load a web server at start.


def build_feed(plan: FeedPlan, settings: SettingsBook, live: Live, secret: Callable[[str], str]) -> Feed:
    """The feed of a plan. `secret` gives a feed's password or token. Raises FeedTrouble for an unusable set-up."""
    assert isinstance(plan, FeedSetting)
    match plan.kind:
        case "simulator":
            from lobbyconsole.feeds.simulator import Simulator

            return Simulator(settings.current.branch, current=lambda: live.book.lobby())
        case "sql":
            from lobbyconsole.feeds.sql_poll import SqlPoll

            try:
                return SqlPoll(_profile(plan), plan.address, lambda: secret(plan.name))
            except ProfileError as error:
                raise FeedTrouble(error.message) from error
        case "folder":
            from lobbyconsole.feeds.folder import WatchedFolder

            return WatchedFolder(_profile(plan), Path(plan.address))
        case "webhook":
            from lobbyconsole.feeds.webhook import Webhook

            profile = _profile(plan) if plan.profile else None
            return Webhook(settings.current.webhook, lambda: secret(plan.name), profile=profile)
        case _:
            raise FeedTrouble(
                Message(
                    QT_TRANSLATE_NOOP("Messages", "Queue sources of the kind {kind} come with a later release."),
                    {"kind": plan.kind},
                )
            )


def _profile(plan: FeedSetting) -> Profile:
    shipped = asset("resources", "profiles", f"{plan.profile}.toml")
    try:
        return load_profile(shipped if shipped.is_file() else Path(plan.profile))
    except ProfileError as error:
        raise FeedTrouble(error.message) from error
