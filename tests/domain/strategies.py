"""A small hall, builders of its facts, and strategies for any sequence of facts, nonsense included."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

import msgspec
from hypothesis import strategies as st

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.branch import Branch, CallingRule, CounterPlace, NumberRule, Service
from lobbyconsole.domain.lobby import Counter, Leg, Lobby, Ticket, fold

NINE = datetime(2026, 3, 11, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai, a Wednesday

HALL = Branch(
    services=(
        Service(id="cash", title_zh="现金", title_en="Cash", numbers=NumberRule(prefix="A"), typical_s=240),
        Service(id="cards", title_zh="开卡", title_en="Cards", numbers=NumberRule(prefix="B"), typical_s=480),
        Service(id="firms", title_zh="对公", title_en="Firms", numbers=NumberRule(prefix="C"), typical_s=600),
    ),
    counters=(
        CounterPlace(id="1", services=("cash",)),
        CounterPlace(id="2", services=("cash", "cards")),
        CounterPlace(id="3", services=("cards", "firms")),
    ),
)


def minute(minutes: float) -> datetime:
    """So many minutes after nine."""
    return NINE + timedelta(minutes=minutes)


def hall(**rule: Any) -> Branch:
    """The small hall with other figures of the calling rule."""
    return msgspec.structs.replace(HALL, calling=CallingRule(**rule))


class Story:
    """Facts told in order: `story(5, f.TicketIssued, ticket="a", ...)`; ids and sequence numbers come by themselves."""

    def __init__(self) -> None:
        self.facts: list[f.Fact] = []

    def __call__(self, minutes: float, kind: Callable[..., f.Fact], **fields: Any) -> f.Fact:
        fields.setdefault("id", f"fact{len(self.facts)}")
        fields.setdefault("seq", len(self.facts))
        fact = kind(at=minute(minutes), **fields)
        self.facts.append(fact)
        return fact

    def issue(self, minutes: float, ticket: str, service: str = "cash", **fields: Any) -> f.Fact:
        return self(minutes, f.TicketIssued, ticket=ticket, number=ticket.upper(), service=service, **fields)

    def call(self, minutes: float, ticket: str, counter: str = "1", **fields: Any) -> f.Fact:
        return self(minutes, f.TicketCalled, ticket=ticket, counter=counter, **fields)

    def start(self, minutes: float, ticket: str, counter: str = "1") -> f.Fact:
        return self(minutes, f.TicketStarted, ticket=ticket, counter=counter)

    def finish(self, minutes: float, ticket: str, counter: str = "1") -> f.Fact:
        return self(minutes, f.TicketFinished, ticket=ticket, counter=counter)

    def open(self, minutes: float, counter: str = "1", **fields: Any) -> f.Fact:
        return self(minutes, f.CounterOpened, counter=counter, **fields)

    def undo(self, minutes: float, *undone: f.Fact) -> f.Fact:
        return self(minutes, f.ActionUndone, undoes=tuple(fact.id for fact in undone), about=undone[0].subject)

    @property
    def lobby(self) -> Lobby:
        return fold(self.facts)

    def ticket(self, key: str = "a") -> Ticket:
        return self.lobby.tickets[key]

    def counter(self, key: str = "1") -> Counter:
        return self.lobby.counters[key]


def waiting(key: str, since: float, service: str = "cash", **fields: Any) -> Ticket:
    """A ticket that has waited since so many minutes after nine."""
    leg = {name: fields.pop(name) for name in ("to_counter", "to_staff") if name in fields}
    at = minute(since)
    return Ticket(
        key=key,
        number=key.upper(),
        issued_at=at,
        state_since=at,
        legs=(Leg(service=service, joined_at=at, line_since=at, **leg),),
        **fields,
    )


def counters_of(branch: Branch, state: str = "open", at: datetime = NINE, **changes: Any) -> dict[str, Counter]:
    """All counters of a branch in one state."""
    return {place.id: Counter(id=place.id, state=state, since=at, **changes) for place in branch.counters}


def since(ticket: Ticket) -> datetime:
    """Since when it stands in the line; of tickets that are known to do so."""
    assert ticket.line_since is not None
    return ticket.line_since


# --- any sequence of facts ---

TICKETS = ("a", "b", "c")
COUNTERS = ("1", "2", "9")  # 9: nobody set it up
SERVICES = ("cash", "cards", "alchemy")  # alchemy: nobody set it up
STAFF = ("", "1021", "1034")

# Few instants, so that many facts share one; every fact of a story may fall before any other.
instants = st.integers(0, 90).map(lambda tens: NINE + timedelta(seconds=10 * tens))

_VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    "ticket": st.sampled_from(TICKETS),
    "counter": st.sampled_from(COUNTERS),
    "service": st.sampled_from(SERVICES),
    "feed": st.sampled_from(("machine", "folder")),
    "number": st.sampled_from(("A001", "A002", "")),
    "priority": st.sampled_from(("normal", "elderly", "vip", "nonsense")),
    "appointment_at": st.none() | instants,
    "until": st.none() | instants,
    "since": instants,
    "then": st.sampled_from(((), ("cards",), ("cards", "firms"))),
    "services": st.sampled_from(((), ("cash",), ("cards", "alchemy"))),
    "skills": st.sampled_from(((), ("cash",), ("cards",))),
    "staff": st.sampled_from(STAFF),
    "to_staff": st.sampled_from(STAFF),
    "to_counter": st.sampled_from(("", "1", "9")),
    "to_service": st.sampled_from(("", "cards", "alchemy")),
    "keep_place": st.booleans(),
    "removed": st.booleans(),
    "ok": st.booleans(),
    "printed": st.none() | st.booleans(),
    "score": st.integers(-1, 6),
    "first": st.integers(0, 5),
    "last": st.integers(0, 5),
    "seq": st.integers(0, 3),
    "mark": st.sampled_from(("water", "recovery")),
    "changes": st.just((("look.theme", '"light"', '"dark"'),)),
    "text": st.sampled_from(("machine 2 is out of paper", "")),
    "reason": st.sampled_from(("", "lunch", "care")),
    "epoch": st.sampled_from(("", "2")),
}
_FIXED = {"id", "at", "source", "certainty", "clock", "by", "undoes", "about"}


def _strategy(kind: type[f.Fact]) -> st.SearchStrategy[f.Fact]:
    fields = {
        field.name: _VALUES.get(field.name, st.just(""))
        for field in msgspec.structs.fields(kind)
        if field.name not in _FIXED and (field.name in _VALUES or (field.required and field.type is str))
    }
    return st.builds(kind, id=st.just(""), at=instants, **fields)


HAPPENING = tuple(kind for kind in f.FACTS if kind is not f.ActionUndone)
_ABOUT_TICKETS = tuple(kind for kind in HAPPENING if issubclass(kind, f.TicketFact))
_any_fact = st.one_of([_strategy(kind) for kind in HAPPENING])
_ticket_fact = st.one_of([_strategy(kind) for kind in _ABOUT_TICKETS])


@st.composite
def any_facts(draw: st.DrawFn, most: int = 25) -> list[f.Fact]:
    """Facts that need not make sense, some of them undone, some undone that never were."""
    # Mostly about tickets: three of them, so that they get into each other's way.
    told = draw(st.lists(_ticket_fact | _ticket_fact | _any_fact, max_size=most))
    facts = [msgspec.structs.replace(fact, id=f"fact{at}") for at, fact in enumerate(told)]
    for at in range(draw(st.integers(0, 3))):
        known: bool = draw(st.booleans())
        if facts and known:
            undone = draw(st.sampled_from(facts))
            about, ids = undone.subject, (undone.id,)
        else:
            about, ids = draw(st.sampled_from(("ticket:a", "counter:1", "ticket:z", "moon:1", ""))), ("nobody",)
        facts.append(f.ActionUndone(id=f"undo{at}", at=draw(instants), undoes=ids, about=about))
    return facts


@st.composite
def shuffled(draw: st.DrawFn, facts: st.SearchStrategy[list[f.Fact]]) -> tuple[list[f.Fact], list[f.Fact]]:
    """Facts, and the same facts as they might arrive: in any order, some of them twice."""
    told = draw(facts)
    again = draw(st.lists(st.sampled_from(told), max_size=5)) if told else []
    return told, draw(st.permutations([*told, *again]))


# --- people in line ---


@st.composite
def lines(draw: st.DrawFn, most: int = 12, services: Sequence[str] = ("cash", "cards", "firms")) -> list[Ticket]:
    """People waiting at ten o'clock, of all classes, some booked, some sent to a counter or a person."""
    people = []
    for at in range(draw(st.integers(0, most))):
        people.append(
            waiting(
                f"t{at:02d}",
                draw(st.integers(0, 119)) / 2,
                draw(st.sampled_from(services)),
                priority=draw(st.sampled_from(("normal", "normal", "normal", "elderly", "vip"))),
                appointment_at=draw(st.none() | st.none() | st.integers(0, 120).map(minute)),
                to_counter=draw(st.sampled_from(("", "", "", "1", "3"))),
                to_staff=draw(st.sampled_from(("", "", "", "1021"))),
            )
        )
    return people


zones = st.sampled_from(
    (
        "Asia/Shanghai",
        "Europe/Warsaw",
        "America/New_York",
        "America/Havana",
        "Africa/Cairo",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Asia/Kathmandu",
    )
)
cutovers = st.sampled_from((time(0), time(0, 30), time(1, 30), time(2), time(2, 30), time(3), time(4), time(23, 30)))
