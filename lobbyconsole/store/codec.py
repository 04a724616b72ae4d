"""Facts as JSON and back: every line ever written must decode for ever, also those of a newer program."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, ClassVar

import msgspec
from msgspec.structs import fields

from lobbyconsole.domain.facts import KINDS, Fact
from lobbyconsole.store.instants import EPOCH

VERSION = 1  # of what `encode` writes; raise it for a kind in VERSIONS when its fields change their meaning
VERSIONS: dict[str, int] = {}
_PREFIX = b'{"kind":"'
_NAMED_KEYS = (("ticket", "ticket:"), ("counter", "counter:"), ("feed", "feed:"), ("service", "queue:"))


class NoFact(ValueError):
    """A line that is no fact: no JSON object with a kind, an id and times with their zones."""


class OpaqueFact(Fact, frozen=True, kw_only=True):
    """A fact this program is too old to read, or whose text is spoilt. It is kept byte for byte and never folded.

    `name` is its kind, `about` its subject as far as can be told, `body` what was written.
    """

    kind: ClassVar[str] = "opaque"
    name: str
    about: str
    body: bytes

    @property
    def subject(self) -> str:
        return self.about


class _Header(msgspec.Struct):
    """What every fact has, read before deciding what it is."""

    kind: str
    id: str
    at: datetime
    v: int = 1
    source: str = "desk"
    about: str = ""
    ticket: str = ""
    counter: str = ""
    feed: str = ""
    service: str = ""


_header = msgspec.json.Decoder(_Header)
_decoders: dict[bytes, Callable[[bytes], Any]] = {}
_encode_json = msgspec.json.Encoder().encode
_Fields = tuple[tuple[str, ...], tuple[object, ...], Callable[[Fact], tuple[object, ...]]]  # names, defaults, values
_optional: dict[type[Fact], _Fields] = {}
_times: dict[type[Fact], tuple[str, ...]] = {}  # fields that hold a time


def _of_other_families(kind: str) -> type[Fact] | None:
    """Rounds, records, content, meetings: loaded when one is met, since the live floor starts without them."""
    from lobbyconsole.domain.kinds import all_kinds

    return all_kinds().get(kind)


def kind_of(fact: Fact) -> str:
    """The kind as the journal names it, which for an opaque fact is what its writer called it."""
    return fact.name if isinstance(fact, OpaqueFact) else fact.kind


def version_of(kind: str) -> int:
    """The newest version of a kind this program can read."""
    return VERSIONS.get(kind, VERSION)


def encode(fact: Fact) -> bytes:
    """One line of JSON: kind, v, at (UTC), id, what differs from its default. ValueError for a time without a zone."""
    if isinstance(fact, OpaqueFact):
        return fact.body
    cls = type(fact)
    names, defaults, values = _optional.get(cls) or _fields_of(cls)
    at = fact.at
    if at.tzinfo is not UTC:
        if at.tzinfo is None:
            raise ValueError(f"a fact without a zone: {fact!r}")
        at = at.astimezone(UTC)
    line: dict[str, object] = {"kind": cls.kind, "v": version_of(cls.kind), "at": at}
    for name, default, value in zip(names, defaults, values(fact), strict=True):
        if value is not default and value != default:
            line[name] = value
    return _encode_json(line)


def _fields_of(cls: type[Fact]) -> _Fields:
    # A required field has NODEFAULT here, which equals no value, so it is always written.
    kept = [field for field in fields(cls) if field.name != "at"]
    if any(field.default_factory is not msgspec.NODEFAULT for field in kept):
        raise TypeError(f"{cls.__name__}: give a plain default, not a factory")
    names = tuple(field.name for field in kept)
    found = _optional[cls] = (names, tuple(field.default for field in kept), attrgetter(*names))
    return found


def decode(body: bytes) -> Fact:
    """The fact in one line. A kind or version we do not know comes back as an OpaqueFact.

    Raises NoFact when the line is no JSON object with a kind, an id and a time, or holds a time without a zone.
    """
    try:
        fact = _decoded(body)
    except (ValueError, RecursionError) as error:  # nested a thousand deep: nobody's fact either
        raise NoFact(str(error)) from error
    for name in _times.get(type(fact)) or _times_of(type(fact)):
        at = getattr(fact, name)
        if at is not None and at.tzinfo is None:
            raise NoFact(f"a time without a zone: {name} is {at.isoformat()}")
    return fact


def _decoded(body: bytes) -> Fact:
    if body.startswith(_PREFIX):  # as we write it ourselves: one pass, straight into the fact
        end = body.find(b'"', len(_PREFIX))
        read = _decoders.get(body[: end + 8])
        if read is None:
            return _decode_slowly(body, body[: end + 8])
        try:
            fact: Fact = read(body)
        except msgspec.ValidationError:
            return _opaque(body, _header.decode(body))
        return fact
    return _decode_slowly(body, None)


def _times_of(cls: type[Fact]) -> tuple[str, ...]:
    # By the annotations as written: to have them evaluated for every kind costs a start 5 ms.
    written = {name: hint for base in cls.__mro__ for name, hint in vars(base).get("__annotations__", {}).items()}
    found = _times[cls] = tuple(name for name, hint in written.items() if "datetime" in str(hint))
    return found


def _decode_slowly(body: bytes, opening: bytes | None) -> Fact:
    header = _header.decode(body)
    cls = KINDS.get(header.kind) or _of_other_families(header.kind)
    if cls is None or header.v > version_of(header.kind):
        return _opaque(body, header)
    decoder = msgspec.json.Decoder(cls)
    if opening is not None and header.v == 1 and opening == _opening(header.kind):
        _decoders[opening] = decoder.decode
    try:
        return decoder.decode(body)
    except msgspec.ValidationError:
        return _opaque(body, header)


def _opening(kind: str) -> bytes:
    """How a line of version 1 begins, up to its version: what may be decoded without looking further."""
    return _PREFIX + kind.encode() + b'","v":1,'


def _opaque(body: bytes, header: _Header) -> OpaqueFact:
    about = header.about
    for name, prefix in _NAMED_KEYS:
        if not about and (key := getattr(header, name)):
            about = prefix + key
    return OpaqueFact(
        id=header.id, at=header.at, source=header.source, name=header.kind, about=about or "hall:", body=bytes(body)
    )


def spoilt(fact_id: str, name: str, about: str, body: bytes, at: datetime = EPOCH) -> OpaqueFact:
    """What stands for a journal row whose text cannot be read at all."""
    return OpaqueFact(id=fact_id, at=at, name=name, about=about, body=bytes(body))
