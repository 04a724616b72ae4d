"""The parts [http] and [push] of a profile: where a queue server is asked and heard, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

import msgspec

# A GET that does something. FQM calls the next customer on GET /tickets/pull and forgets an announcement that was read.
_ACTS = re.compile(
    r"(?<![a-z])(pull|call|recall|next|issue|login|logout|repeat|announcement|create|update|delete|remove|reset|cancel"
    r"|transfer|start|finish|chamar|distribui|iniciar|encerrar|cancelar|redirecionar)(?![a-z])",
    re.IGNORECASE,
)
_SECRET_HEADER = re.compile(r"authorization|cookie|token|secret|api-?key|password", re.IGNORECASE)
_NAME = re.compile(r"\{([^{}]*)\}")
PAGE, NATIVE = "page", "native"  # the placeholders that the reader fills by itself
BEGUN, ENDED = "<begun>", "<ended>"  # what the listeners tell besides the server's own events
JOINING = ("connect", "disconnect", "connect_error", "message")  # Socket.IO keeps these names for itself


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the file. An unknown key is a mistake, never ignored."""


class HttpSource(_Part, frozen=True):
    """JSON that is fetched with GET, and never with anything else.

    base: scheme, host, port and what stands before every path; the address in the settings takes its place. Both may
        end in ?name=value: that fills {name} in paths and join_with, and gives each record a field "@name".
    paths: what is fetched, in this order; the rows of all count as one picture.  headers: never a secret.
    secret: how the secret of the keyring is sent; it never stands in an address. basic: the secret is user:password.
        oauth: an access token is fetched at `token` (a path, or a whole address) with this `grant`.
    keep_alive: use a connection again. Off, because servers of the gevent kind answer slower on a kept one.
    page_size: {page} in a path counts from 1 and a page has so many rows, the oldest first; 0: there are no pages.
    detail: a path with {native}, asked once for each open ticket that is missing from the picture: how did it end?
        detail_records: JMESPath to the row in that answer.
    ca_file: certificates of a bank's own authority, besides those of this computer.
    """

    base: str = ""
    paths: tuple[str, ...] = ()
    headers: dict[str, str] = {}
    secret: Literal["none", "bearer", "basic", "header", "oauth"] = "none"
    secret_header: str = ""
    token: str = ""
    grant: Literal["password", "client_credentials"] = "password"
    connect_timeout_s: float = 10.0
    read_timeout_s: float = 20.0
    keep_alive: bool = False
    most_mb: int = 8
    page_size: int = 0
    detail: str = ""
    detail_records: str = ""
    ca_file: str = ""


class PushSource(_Part, frozen=True):
    """What the server says by itself, over Socket.IO or server-sent events (Mercure).

    base, path: where; without a base that of [http] counts; "{hub}" takes ?hub=http://… of the address. Socket.IO: the
        path of the server, without its query.
    secret, cookie: how the secret is sent here (of two in the keyring, with a blank between, the second).
    join, join_with: the Socket.IO message that asks for a room; joined, refused: the answers.
    changed: events that mean "something changed", upon which the picture is read again, once for all that come within
        `settle_ms`. "*": any event that is not named elsewhere.
    observed: events whose body holds records (at the JMESPath `records`) that are taken as they are.
    """

    kind: Literal["sse", "socketio"]
    path: str
    base: str = ""
    secret: Literal["none", "bearer", "cookie"] = "none"
    cookie: str = ""
    namespace: str = "/"
    join: str = ""
    join_with: dict[str, str] = {}
    joined: str = ""
    refused: str = ""
    changed: tuple[str, ...] = ("*",)
    observed: tuple[str, ...] = ()
    records: str = ""
    settle_ms: int = 250


def values_of(base: str) -> dict[str, str]:
    """The ?name=value pairs that an address brings for its profile."""
    return dict(parse_qsl(urlsplit(base).query, keep_blank_values=True))


def plain_base(base: str) -> str:
    """The address before its query, without a slash at the end."""
    return base.partition("?")[0].rstrip("/")


def refuse_unless_base(base: str) -> None:
    """Raises ValueError when this is no address of a web server, or holds a password."""
    parts = urlsplit(base)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("an address begins with http:// or https:// and a host")
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        raise ValueError("a password never stands in an address")
    _ = parts.port  # ValueError when it is no number
    for name in values_of(base):
        if _SECRET_HEADER.search(name):
            raise ValueError("a password never stands in an address")


def refuse_unless_reading(path: str) -> None:
    """Raises ValueError when a GET of this path is likely to do something on the server."""
    if found := _ACTS.search(path):
        raise ValueError(f"the word {found.group()!r} looks like an order; a source may only read")


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its {names} filled in. Raises KeyError for a name without value; {page} and {native} stay."""
    return _NAME.sub(lambda found: found.group() if found.group(1) in (PAGE, NATIVE) else values[found.group(1)], text)


def mistakes(http: HttpSource | None, push: PushSource | None) -> Iterator[tuple[str, str]]:
    """(key, reason) of everything in these two parts that cannot be right."""
    if http is not None:
        yield from _of_http(http)
    if push is not None:
        if http is None:
            yield "push", "a table [http] is missing: after every connection the whole picture is fetched"
        yield from _of_push(push)


def _of_http(http: HttpSource) -> Iterator[tuple[str, str]]:
    if http.base:
        try:
            refuse_unless_base(http.base)
        except ValueError as error:
            yield "http.base", str(error)
    if not http.paths:
        yield "http", "http.paths, what is fetched, is missing"
    if http.detail and f"{{{NATIVE}}}" not in http.detail:
        yield "http.detail", "{native}, the key of the ticket, is missing"
    for path in (*http.paths, *([http.detail] if http.detail else [])):
        if not path.startswith("/"):
            yield "http.paths", "a path begins with /"
        try:
            refuse_unless_reading(path)
        except ValueError as error:
            yield "http.paths", str(error)
        if path is not http.detail and (f"{{{PAGE}}}" in path) != (http.page_size > 0):
            yield "http.paths", "{page} in a path and http.page_size belong together"
    for name in http.headers:
        if _SECRET_HEADER.search(name):
            yield f"http.headers.{name}", "a secret never stands in a profile; it is kept in the keyring"
    if (http.secret == "header") != bool(http.secret_header):
        yield "http.secret_header", 'secret = "header" and secret_header, its name, belong together'
    if (http.secret == "oauth") != bool(http.token):
        yield "http.token", 'secret = "oauth" and token, where it is fetched, belong together'
    if http.token:
        whole = http.token if "://" in http.token else f"http://x{http.token}"
        try:
            refuse_unless_base(whole)
        except ValueError as error:
            yield "http.token", str(error)
        if not urlsplit(whole).path.rstrip("/").endswith("/token"):
            yield "http.token", "the path of a token's address ends in /token"
    if not 15 <= http.read_timeout_s <= 300:
        yield "http.read_timeout_s", "a server may take at least 15 seconds (at most 300) to answer"
    if not 1 <= http.connect_timeout_s <= 60:
        yield "http.connect_timeout_s", "connecting may take 1 to 60 seconds"
    if not 1 <= http.most_mb <= 64:
        yield "http.most_mb", "an answer may have 1 to 64 MB"
    if not 0 <= http.page_size <= 10_000:
        yield "http.page_size", "a page has 1 to 10000 rows"


def _of_push(push: PushSource) -> Iterator[tuple[str, str]]:
    if push.base and "{" not in push.base:
        try:
            refuse_unless_base(push.base)
        except ValueError as error:
            yield "push.base", str(error)
    if not push.path.startswith("/"):
        yield "push.path", "a path begins with /"
    if not push.changed and not push.observed:
        yield "push.changed", "name at least one event in changed or observed"
    if (push.secret == "cookie") != bool(push.cookie):
        yield "push.cookie", 'secret = "cookie" and cookie, its name, belong together'
    if not 50 <= push.settle_ms <= 10_000:
        yield "push.settle_ms", "settle_ms is 50 to 10000"
    if push.kind == "sse" and (push.join or push.join_with or push.joined or push.refused):
        yield "push.join", "server-sent events know no rooms to join; name the topic in the path"
    if (push.join_with or push.joined or push.refused) and not push.join:
        yield "push.join", "the message that asks for the room is missing"
    for name in (push.join, push.joined, push.refused, *push.changed, *push.observed):
        if push.kind == "socketio" and name in JOINING:
            yield "push.changed", f"{name!r} is a word of Socket.IO itself"
