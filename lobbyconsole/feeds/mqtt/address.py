"""The address of a broker as a technician writes it: mqtts://user@host:8883/topic/#?ca=/path/hall.pem&client=name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.feeds.door import FeedTrouble

PORTS = {"mqtt": 1883, "mqtts": 8883}
OPTIONS = frozenset({"ca", "client"})


@dataclass(frozen=True, slots=True)
class Broker:
    """Where to connect and what to listen to. `topic` may hold wildcards; "" user: none; "" ca: the system's own."""

    host: str
    port: int
    tls: bool
    user: str
    topic: str
    client: str
    ca: str = ""

    @property
    def place(self) -> str:
        """The broker as it is told to a person."""
        return f"{self.host}:{self.port}"


def broker_of(address: str, branch: str, feed: str) -> Broker:
    """The broker an address means; topic and client name follow from branch and feed where it says none.

    The client name must stay the same over restarts: under it the broker keeps what comes while we are away.
    Raises FeedTrouble for what is no such address, and for one with a password in it.
    """
    scheme, mark, rest = address.strip().partition("://")
    rest, _, query = rest.partition("?")  # not urllib: it takes the # of a topic for the end of the address
    place, _, topic = rest.partition("/")
    login, _, where = place.rpartition("@")
    user, _, password = login.partition(":")
    if password:
        raise FeedTrouble(
            Message(
                QT_TRANSLATE_NOOP(
                    "Messages", "Take the password out of the address of {feed}; it has a field of its own below."
                ),
                {"feed": feed},
            )
        )
    found = re.fullmatch(r"(\[[0-9A-Fa-f:.%]+\]|[^:\[\]\s#]+)(?::(\d{1,5}))?", where)
    options = dict(parse_qsl(query, keep_blank_values=True))
    topic = unquote(topic)
    port = int(found.group(2) or PORTS.get(scheme, 0)) if found else 0
    if not (mark and scheme in PORTS and found and 0 < port < 65536 and options.keys() <= OPTIONS and good(topic)):
        raise FeedTrouble(
            Message(
                QT_TRANSLATE_NOOP(
                    "Messages",
                    "The broker's address is written like mqtt://user@host:1883 or mqtts://host/topic/#?ca=FILE;"
                    " {address} is not.",
                ),
                {"address": address or "“”"},
            )
        )
    branch = re.sub(r"[/+#\s\x00-\x1f]", "-", branch) or "-"
    return Broker(
        host=found.group(1).strip("[]"),
        port=port,
        tls=scheme == "mqtts",
        user=unquote(user),
        topic=topic or f"lobby/{branch}/{feed}/#",
        client=options.get("client") or f"lobbyconsole-{branch}-{feed}",
        ca=options.get("ca", ""),
    )


def good(topic: str) -> bool:
    """Whether this may be subscribed to: + and # stand alone in their level, # only at the end."""
    levels = topic.split("/")
    alone = all(level in ("+", "#") or not set(level) & set("+#\x00") for level in levels)
    return alone and "#" not in levels[:-1] and len(topic.encode("utf-8", "replace")) < 65536
