"""Every line ever written decodes for ever; what we cannot read is kept as it is."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from msgspec.structs import fields

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.kinds import all_kinds
from lobbyconsole.store.codec import NoFact, OpaqueFact, decode, encode, kind_of, version_of
from tests.domain.strategies import any_facts

SAMPLES = (Path(__file__).parent / "fact_samples.jsonl").read_bytes().splitlines()
ISSUED = f.TicketIssued(id="1", at=datetime(2026, 3, 11, 1, 30, tzinfo=UTC), ticket="a", number="A001", service="cash")


@pytest.mark.parametrize("line", SAMPLES, ids=lambda line: json.loads(line)["kind"])
def test_a_sample_line_decodes_for_ever(line: bytes) -> None:
    said = json.loads(line)
    fact = decode(line)
    assert type(fact) is all_kinds()[said["kind"]]
    for name, value in said.items():
        if name in ("kind", "v"):
            continue
        told = getattr(fact, name)
        if isinstance(told, datetime):
            assert told == datetime.fromisoformat(value)
        elif isinstance(told, tuple):
            assert json.loads(json.dumps(told)) == value
        else:
            assert told == value


@pytest.mark.parametrize("line", SAMPLES, ids=lambda line: json.loads(line)["kind"])
def test_a_sample_line_of_the_newest_version_is_written_the_same_today(line: bytes) -> None:
    said = json.loads(line)
    if said["v"] == version_of(said["kind"]):
        assert json.loads(encode(decode(line))) == said


def test_every_kind_and_version_has_a_sample_and_every_field_stands_in_one() -> None:
    said = [json.loads(line) for line in SAMPLES]
    have = {(line["kind"], line["v"]) for line in said}
    assert have == {(kind, version) for kind in all_kinds() for version in range(1, version_of(kind) + 1)}
    for kind, cls in all_kinds().items():
        # A new field gets a line of its own: those that are there are never edited.
        shown = set().union(*(line.keys() for line in said if line["kind"] == kind and line["v"] == version_of(kind)))
        assert {field.name for field in fields(cls)} <= shown


@given(any_facts())
def test_any_fact_survives_the_way_to_the_journal_and_back(told: list[f.Fact]) -> None:
    for fact in told:
        assert decode(encode(fact)) == fact


def test_only_what_differs_from_its_default_is_written() -> None:
    assert json.loads(encode(ISSUED)) == {
        "kind": "ticket.issued",
        "v": 1,
        "at": "2026-03-11T01:30:00Z",
        "id": "1",
        "ticket": "a",
        "number": "A001",
        "service": "cash",
    }


def test_times_are_written_in_utc_whatever_zone_they_came_in() -> None:
    shanghai = ISSUED.at_time(ISSUED.at.astimezone(timezone(timedelta(hours=8))))
    assert encode(shanghai) == encode(ISSUED)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        encode(ISSUED.at_time(datetime(2026, 3, 11)))  # noqa: DTZ001 - that is the point


def test_fields_we_do_not_know_are_passed_over() -> None:
    line = encode(ISSUED)[:-1] + b',"mood":{"colour":"blue"}}'
    assert decode(line) == ISSUED


@pytest.mark.parametrize(
    ("line", "about"),
    [
        (b'{"kind":"ticket.sang","v":1,"at":"2026-03-11T01:30:00Z","id":"x","ticket":"a","tune":"C"}', "ticket:a"),
        (b'{"kind":"ticket.issued","v":2,"at":"2026-03-11T01:30:00Z","id":"x","ticket":"a"}', "ticket:a"),
        (b'{"kind":"ticket.issued","v":10,"at":"2026-03-11T01:30:00Z","id":"x","ticket":"a"}', "ticket:a"),
        (b'{"kind":"ticket.issued","v":1,"at":"2026-03-11T01:30:00Z","id":"x","ticket":"a","number":7}', "ticket:a"),
        (b'{"kind":"counter.flew","v":1,"at":"2026-03-11T01:30:00Z","id":"x","counter":"3"}', "counter:3"),
        (b'{"kind":"plan.begun","v":1,"at":"2026-03-11T01:30:00Z","id":"x","about":"plan:fire"}', "plan:fire"),
        (b'{"id":"x","at":"2026-03-11T09:30:00+08:00","v":3,"kind":"hall.sang"}', "hall:"),
    ],
)
def test_what_a_newer_program_wrote_is_kept_byte_for_byte(line: bytes, about: str) -> None:
    fact = decode(line)
    assert isinstance(fact, OpaqueFact)
    assert (fact.id, fact.at, fact.subject) == ("x", ISSUED.at, about)
    assert kind_of(fact) == json.loads(line)["kind"]
    assert encode(fact) == line


def test_keys_may_stand_in_any_order() -> None:
    said = json.loads(encode(ISSUED))
    assert decode(json.dumps(dict(sorted(said.items(), reverse=True))).encode()) == ISSUED


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b'{"kind":"ticket.issued","v":1',
        b'{"kind":5}',
        b"\xff\xfe",
        pytest.param(encode(ISSUED)[:-1] + b',"x":' + b"[" * 20_000 + b"]" * 20_000 + b"}", id="nested"),
        pytest.param(b'{"kind":"ticket.issued","v":1,"x":' + b'{"y":' * 20_000, id="nested without end"),
    ],
)
def test_what_is_no_fact_at_all_is_refused(line: bytes) -> None:
    with pytest.raises(NoFact):
        decode(line)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (b'{"kind":"help.asked","v":1,"at":"2026-03-11T01:30:00","id":"x","counter":"3"}', "at"),
        (b'{"id":"x","at":"2026-03-11T01:30:00","kind":"help.asked","counter":"3"}', "at"),
        (b'{"kind":"counter.flew","v":1,"at":"2026-03-11T01:30:00","id":"x","counter":"3"}', "at"),
        (encode(ISSUED)[:-1] + b',"appointment_at":"2026-03-11T01:30:00"}', "appointment_at"),
        (
            b'{"kind":"feed.gap","v":1,"at":"2026-03-11T01:30:00Z","id":"x","feed":"a","since":"2026-03-11T01:30:00"}',
            "since",
        ),
    ],
)
def test_a_line_whose_time_has_no_zone_is_refused(line: bytes, name: str) -> None:
    for _ in range(2):  # the first of a kind goes another way
        with pytest.raises(NoFact, match=f"without a zone: {name}"):
            decode(line)
