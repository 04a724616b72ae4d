"""The rack of queue sources: which feed a setting means. A new kind of source is one more line here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from lobbyconsole.config import FeedSetting, asset
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.feeds.door import Feed, FeedTrouble
from lobbyconsole.services.intake import FeedPlan
from lobbyconsole.services.live import Live
from lobbyconsole.services.settings import SettingsBook

if TYPE_CHECKING:
    from lobbyconsole.feeds.profile import Profile

# Each kind's module, and what reads profiles, is imported where it is used: a hall without a webhook must not load a
# web server at start.


def build_feed(
    plan: FeedPlan,
    settings: SettingsBook,
    live: Live,
    secret: Callable[[str], str],
    replay: Callable[[FeedSetting], Feed],
) -> Feed:
    """The feed of a plan. `secret` gives a feed's password or token, `replay` a recording's.

    Raises FeedTrouble for an unusable set-up.
    """
    assert isinstance(plan, FeedSetting)
    match plan.kind:
        case "simulator":
            from lobbyconsole.feeds.simulator import Simulator

            english = "en" in (plan.profile, settings.current.look.language)
            lang = "en" if english else "zh"
            return Simulator(settings.current.branch, current=lambda: live.book.lobby(), lang=lang)
        case "sql":
            from lobbyconsole.feeds.profile import ProfileError
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
        case "push":
            from lobbyconsole.feeds.profile import ProfileError
            from lobbyconsole.feeds.push import Push

            try:
                return Push(_profile(plan), plan.address, lambda: secret(plan.name))
            except ProfileError as error:
                raise FeedTrouble(error.message) from error
        case "replay":
            return replay(plan)
        case "mqtt":
            return _mqtt(plan, settings.current.branch.code, secret)
        case _:
            raise FeedTrouble(
                Message(
                    QT_TRANSLATE_NOOP("Messages", "Queue sources of the kind {kind} come with a later release."),
                    {"kind": plan.kind},
                )
            )


def _mqtt(plan: FeedSetting, branch: str, secret: Callable[[str], str]) -> Feed:
    try:
        from lobbyconsole.feeds.mqtt import Mqtt
        from lobbyconsole.feeds.mqtt.address import broker_of
    except ModuleNotFoundError as error:
        text = QT_TRANSLATE_NOOP("Messages", "MQTT needs the package {package}, which is not installed here.")
        raise FeedTrouble(Message(text, {"package": "paho-mqtt"}), for_good=True) from error
    profile = _profile(plan) if plan.profile else None
    broker = broker_of(plan.address, branch, plan.name)
    return Mqtt(broker, lambda: secret(plan.name), profile=profile, lost_after_s=plan.lost_after_s)


def _profile(plan: FeedSetting) -> Profile:
    from lobbyconsole.feeds.profile import ProfileError, load_profile

    shipped = asset("resources", "profiles", f"{plan.profile}.toml")
    try:
        return load_profile(shipped if shipped.is_file() else Path(plan.profile))
    except ProfileError as error:
        raise FeedTrouble(error.message) from error
