"""Queue servers that are asked and heard from here: HTTP pull, with Socket.IO or server-sent events where there are."""

from lobbyconsole.feeds.push.feed import Push

__all__ = ["Push"]
