"""Queue systems that post what happens: acknowledged once durable. Pages for people may not live here (see web).

Import this where a webhook is really opened: it brings the HTTP server with it.
"""

from lobbyconsole.feeds.webhook.feed import Webhook

__all__ = ["Webhook"]
