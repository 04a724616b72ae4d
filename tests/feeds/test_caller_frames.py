"""The codec of the 21-key callers: every good frame out of any noise, in any pieces; nothing else."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobbyconsole.feeds.caller_frames import (
    LONGEST,
    Decoder,
    Frame,
    Press,
    Rated,
    beep,
    meaning,
    show,
    ticket_digits,
)

NEXT_AT_1 = bytes.fromhex("FF 68 03 03 68 01 01 0C 0E 16")

frames = st.builds(Frame, st.integers(0, 255), st.integers(0, 255), st.binary(max_size=LONGEST - 2).map(bytes))
noise = st.binary(max_size=30).filter(lambda data: b"\xff" not in data)


def pieces(stream: bytes, cuts: list[int]) -> list[bytes]:
    at = sorted({cut % (len(stream) + 1) for cut in cuts})
    return [stream[start:end] for start, end in zip([0, *at], [*at, len(stream)], strict=True)]


def told(*data: int, function: int = 1, address: int = 5) -> Press | Rated | None:
    return meaning(Frame(address, function, bytes(data)))


# --- bytes


def test_the_frame_of_the_sheet() -> None:
    assert Frame(1, 1, b"\x0c").encoded() == NEXT_AT_1
    assert Decoder().feed(NEXT_AT_1) == [Frame(1, 1, b"\x0c")]


def test_the_frames_a_host_sends() -> None:
    assert show(7, None, (0, 4, 9)).encoded() == bytes.fromhex("FF 68 08 08 68 07 02 0A 0A 0A 00 04 09 34 16")
    assert show(7, 12).encoded() == bytes.fromhex("FF 68 08 08 68 07 02 00 01 02 0A 0A 0A 2A 16")
    assert beep(7).encoded() == bytes.fromhex("FF 68 02 02 68 07 03 0A 16")
    assert show(7, 4321).data[:3] == b"\x09\x09\x09"


def test_an_evaluators_echo_has_another_function_and_a_sum_smaller_by_ten_hex() -> None:
    sent = Frame(3, 0x11, b"\x02")
    assert sent.echo() == Frame(3, 0x01, b"\x02")
    assert sent.encoded()[-2] - sent.echo().encoded()[-2] == 0x10
    assert Frame(3, 1, b"\x0c").echo() == Frame(3, 1, b"\x0c")


@given(st.lists(st.tuples(noise, frames)), noise, st.lists(st.integers(0, 10_000), max_size=40))
def test_every_frame_is_found_in_any_noise_and_any_pieces(
    parts: list[tuple[bytes, Frame]], rest: bytes, cuts: list[int]
) -> None:
    stream = b"".join(between + frame.encoded() for between, frame in parts) + rest
    decoder = Decoder()
    found = [frame for piece in pieces(stream, cuts) for frame in decoder.feed(piece)]
    assert found == [frame for _, frame in parts]
    assert decoder.damaged == 0
    assert decoder.noise == sum(len(between) for between, _ in parts) + len(rest)


@given(st.lists(frames, min_size=1, max_size=6), st.data())
def test_a_flipped_byte_costs_its_own_frame_only(sent: list[Frame], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(sent) - 1))
    raw = bytearray(sent[at].encoded())
    where = data.draw(st.integers(0, len(raw) - 1))
    raw[where] ^= data.draw(st.integers(1, 255))
    decoder = Decoder()
    found = decoder.feed(b"".join(bytes(raw) if i == at else one.encoded() for i, one in enumerate(sent)))
    found += decoder.quiet()
    # The length bytes and the sum catch one flipped byte; what is left over may look like noise, never like a key.
    assert found == sent[:at] + sent[at + 1 :] or _hides_a_frame(bytes(raw))


def _hides_a_frame(raw: bytes) -> bool:
    """A frame whose data holds a whole smaller frame: legal, and nothing a caller sends."""
    return raw.find(b"\xff\x68", 1) > 0


@given(st.binary(max_size=2_000), st.lists(st.integers(0, 10_000), max_size=20))
def test_garbage_never_stops_it(garbage: bytes, cuts: list[int]) -> None:
    decoder = Decoder()
    for piece in pieces(garbage, cuts):
        decoder.feed(piece)
        assert len(decoder._bytes) < LONGEST + 7
    decoder.quiet()
    assert not decoder.inside
    assert decoder.feed(NEXT_AT_1) == [Frame(1, 1, b"\x0c")]


@given(st.binary(max_size=300), st.lists(st.integers(0, 10_000), max_size=20))
def test_pieces_do_not_matter(stream: bytes, cuts: list[int]) -> None:
    whole, cut = Decoder(), Decoder()
    expected = whole.feed(stream) + whole.quiet()
    found = [frame for piece in pieces(stream, cuts) for frame in cut.feed(piece)]
    assert found + cut.quiet() == expected
    assert (whole.damaged, whole.noise) == (cut.damaged, cut.noise)


@pytest.mark.parametrize("length", [0, 1, LONGEST + 1, 255])
def test_a_length_that_cannot_be_swallows_nothing(length: int) -> None:
    decoder = Decoder()
    bad = bytes((0xFF, 0x68, length, length, 0x68, 1, 1, 0x0C))
    assert decoder.feed(bad + NEXT_AT_1) == [Frame(1, 1, b"\x0c")]
    assert decoder.damaged >= 1


def test_lengths_that_disagree() -> None:
    decoder = Decoder()
    assert decoder.feed(bytes.fromhex("FF 68 03 05 68 01 01 0C 0E 16") + NEXT_AT_1) == [Frame(1, 1, b"\x0c")]
    assert decoder.damaged == 1


def test_a_frame_cut_off_gives_way_when_the_line_falls_silent() -> None:
    decoder = Decoder()
    assert decoder.feed(bytes.fromhex("FF 68 10 10 68 01") + NEXT_AT_1) == []
    assert decoder.inside
    assert decoder.quiet() == [Frame(1, 1, b"\x0c")]
    assert not decoder.inside
    assert decoder.damaged == 1


def test_five_hundred_frames_with_noise_and_wrong_sums() -> None:
    chance = random.Random(9)
    keys = (0x0C, 0x0D, 0x0B, 0x12, 0x13)
    sent = [Frame(chance.randrange(1, 32), 1, bytes((chance.choice(keys),))) for _ in range(500)]
    wrong = set(chance.sample(range(500), 10))
    stream = bytearray()
    for at, frame in enumerate(sent):
        raw = bytearray(frame.encoded())
        if at in wrong:
            raw[-2] ^= 0x55
        stream += bytes(chance.randrange(255) for _ in range(chance.randrange(5))) + raw
    decoder, found = Decoder(), []
    while stream:
        size = chance.randrange(1, 12)
        found += decoder.feed(bytes(stream[:size]))
        del stream[:size]
    assert found == [frame for at, frame in enumerate(sent) if at not in wrong]
    assert decoder.damaged == 10


# --- keys


@pytest.mark.parametrize(
    ("data", "key", "digits"),
    [
        ((0x0C,), "next", ()),
        ((0x0D,), "recall", ()),
        ((0x0B,), "rate", ()),
        ((0x12,), "pause", ()),
        ((0x13,), "transfer", ()),
        ((4, 0x13), "transfer", (4,)),
        ((1, 2, 0x13), "transfer", (1, 2)),
        ((0x0A, 4, 0x13), "transfer", (4,)),
        ((6, 0x0F), "no_show", (6,)),
        ((0, 0x0F), "hold", (0,)),
        ((3, 0x0F), "call_held", (3,)),
        ((0x0F,), "idle", ()),
        ((5, 0x0F), "unknown", (5,)),
        ((6, 6, 0x0F), "unknown", (6, 6)),
        ((1, 2, 0x0C), "unknown", (1, 2)),
        ((0x0C, 0x0C), "unknown", ()),
        ((0x0E,), "idle", ()),
        ((0x11,), "idle", ()),
        ((7,), "idle", ()),
        ((0x77,), "unknown", ()),
    ],
)
def test_keys(data: tuple[int, ...], key: str, digits: tuple[int, ...]) -> None:
    assert told(*data) == Press(5, key, digits)  # type: ignore[arg-type]


def test_what_no_caller_sends_is_no_key() -> None:
    assert told(0, 0, 3, 10, 10, 10, function=0x02) is None
    assert meaning(beep(5)) is None
    assert meaning(Frame(5, 1)) is None


@pytest.mark.parametrize(("value", "score"), [(0, 1), (1, 3), (2, 4), (3, 5), (4, None), (255, None)])
def test_ratings(value: int, score: int | None) -> None:
    assert told(value, function=0x11) == Rated(5, value, score)


@pytest.mark.parametrize(
    ("number", "digits"), [("A049", (0, 4, 9)), ("A7", (0, 0, 7)), ("V1234", (2, 3, 4)), ("VIP", ()), ("", ())]
)
def test_the_digits_of_a_ticket(number: str, digits: tuple[int, ...]) -> None:
    assert ticket_digits(number) == digits
