"""One ASGI program on one port, in a thread with its own event loop; for the webhook and the call pad.

It limits what peers may do and writes no log of who asked for what. What the programs answer may not live here.
"""

from lobbyconsole.feeds.http_server.guard import Limits
from lobbyconsole.feeds.http_server.server import ANY, LOOPBACK, HttpServer, ServerTrouble, settled

__all__ = ["ANY", "LOOPBACK", "HttpServer", "Limits", "ServerTrouble", "settled"]
