"""Codes and tokens: single use, constant in time, slowed down, revoked, kept over a restart, never in clear."""

from __future__ import annotations

import hmac
import json
import os
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lobbyconsole.services import pairing
from lobbyconsole.services.pairing import FILE, PadBook, PairingRefused
from tests.fakes import FixedClock


@pytest.fixture
def book(tmp_path: Path, clock: FixedClock) -> PadBook:
    return PadBook(tmp_path, now=clock, ticks=clock.monotonic)


@pytest.fixture(autouse=True)
def quick_hash(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    # Slow on purpose in the program; hundreds of wrong tries in a test need not be.
    if "slow_hash" not in request.keywords:
        monkeypatch.setattr(PadBook, "_hash", lambda self, code: f"{self._saved.salt}:{code}")


def refused(book: PadBook, code: str, peer: str = "10.0.0.9") -> PairingRefused:
    with pytest.raises(PairingRefused) as refusal:
        book.pair(code, peer)
    return refusal.value


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_code_pairs_one_pad_once(book: PadBook) -> None:
    code = book.new_code("3")
    assert len(code) == 6
    assert book.code_of("3") == code
    pad, token = book.pair(code, "10.0.0.5")
    assert (pad.counter, pad.peer) == ("3", "10.0.0.5")
    assert book.pad(token) == pad
    assert book.code_of("3") == ""
    assert refused(book, code).error == "wrong"


def test_a_new_code_replaces_the_old_one_of_that_counter_only(book: PadBook) -> None:
    first, other = book.new_code("3"), book.new_code("4")
    second = book.new_code("3")
    if first != second:
        assert refused(book, first).error == "wrong"
    assert book.pair(second, "a")[0].counter == "3"
    assert book.pair(other, "a")[0].counter == "4"


def test_codes_end_after_twelve_hours_or_when_withdrawn(book: PadBook, clock: FixedClock) -> None:
    old = book.new_code("3")
    clock.advance(timedelta(hours=12, seconds=1))
    assert book.code_of("3") == ""
    assert refused(book, old).error == "wrong"
    code = book.new_code("3")
    book.withdraw("3")
    assert refused(book, code).error == "wrong"


def test_wrong_tries_cost_the_peer_time_and_nobody_else(book: PadBook, clock: FixedClock) -> None:
    code = book.new_code("3")
    waits = []
    for _ in range(9):
        refusal = refused(book, wrong(code))
        assert refusal.error == "wrong"
        waits.append(refusal.wait_s)
        clock.advance(refusal.wait_s)
    assert waits == [0, 0, 2, 4, 8, 16, 32, 60, 60]
    refused(book, wrong(code))
    early = refused(book, code)
    assert (early.error, early.wait_s) == ("slow", 60), "even the right code has to wait"
    assert book.pair(code, "10.0.0.5")[0].counter == "3"
    clock.advance(pairing.FORGIVEN_AFTER_S + 1)
    assert refused(book, wrong(code)).wait_s == 0


def test_fifty_wrong_tries_from_anywhere_withdraw_all_codes(book: PadBook, expected_log: Any) -> None:
    expected_log("pairing codes withdrawn after 50 wrong tries, the last one from 10.0.7.49")
    codes = [book.new_code("3"), book.new_code("4")]
    guess = next(f"{number:06d}" for number in range(10) if f"{number:06d}" not in codes)
    for number in range(50):
        assert refused(book, guess, f"10.0.7.{number}").error == "wrong"
    assert book.notice is not None
    assert "10.0.7.49" in str(book.notice)
    assert [refused(book, code, "10.0.9.1").error for code in codes] == ["wrong", "wrong"]
    assert book.pair(book.new_code("3"), "10.0.9.2")[0].counter == "3"
    assert book.notice is None


def test_peers_are_forgotten_before_they_fill_the_memory(book: PadBook) -> None:
    for number in range(3_000):
        refused(book, "000000", f"peer {number}")
    assert len(book._wrong) == pairing.REMEMBERED_PEERS


def test_a_revoked_pad_is_nobody(book: PadBook) -> None:
    told: list[int] = []
    leave = book.on_change(lambda: told.append(1))
    pad, token = book.pair(book.new_code("3"), "a")
    other, other_token = book.pair(book.new_code("3"), "b")
    book.revoke(pad.id)
    assert book.pad(token) is None
    assert book.pad(other_token) == other
    book.revoke_counter("3")
    assert book.pad(other_token) is None
    assert book.pads() == ()
    assert len(told) == 4
    leave()
    leave()
    book.revoke("nobody")
    assert len(told) == 4


def test_a_counter_keeps_its_four_newest_pads(book: PadBook) -> None:
    tokens = [book.pair(book.new_code("3"), "a")[1] for _ in range(6)]
    assert [book.pad(token) is not None for token in tokens] == [False, False, True, True, True, True]


def test_pads_and_codes_outlive_the_program(book: PadBook, tmp_path: Path, clock: FixedClock) -> None:
    _, token = book.pair(book.new_code("3"), "a")
    code = book.new_code("4")
    again = PadBook(tmp_path, now=clock, ticks=clock.monotonic)
    found = again.pad(token)
    assert found is not None
    assert found.counter == "3"
    assert again.code_of("4") == "", "shown once: only its hash was kept"
    assert again.pair(code, "a")[0].counter == "4"


@pytest.mark.slow_hash
def test_the_file_holds_hashes_alone_and_is_this_users_own(tmp_path: Path) -> None:
    book = PadBook(tmp_path)
    code = book.new_code("4")
    _, token = book.pair(book.new_code("3"), "a")
    text = (tmp_path / FILE).read_text()
    assert code not in json.loads(text)["codes"][0]["hash"]
    assert token not in text
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert book.pair(code, "a")[0].counter == "4"
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"version": 2}', b'{"salt": "xyz"}', b"\xff\xfe\x00"])
def test_a_damaged_file_is_set_aside(damage: bytes, tmp_path: Path, expected_log: Any) -> None:
    expected_log("cannot be read and was set aside")
    (tmp_path / FILE).write_bytes(damage)
    book = PadBook(tmp_path)
    assert book.notice is not None
    assert (tmp_path / "callpad.damaged").read_bytes() == damage
    assert book.pair(book.new_code("3"), "a")[0].counter == "3"


def test_a_full_disk_pairs_nobody_and_spends_no_code(
    book: PadBook, monkeypatch: pytest.MonkeyPatch, expected_log: Any
) -> None:
    expected_log("a call pad could not be saved")
    code = book.new_code("3")

    def full(*args: Any, **kwargs: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        assert refused(book, code, "a").error == "unsaved"
        with pytest.raises(OSError, match="No space"):
            book.new_code("4")
    assert book.pair(code, "a")[0].counter == "3"


def test_a_full_disk_revokes_all_the_same(book: PadBook, monkeypatch: pytest.MonkeyPatch) -> None:
    pad, token = book.pair(book.new_code("3"), "a")
    monkeypatch.setattr(os, "fsync", lambda handle: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError, match="full"):
        book.revoke(pad.id)
    assert book.pad(token) is None


def test_every_code_is_compared_to_the_end(book: PadBook, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []
    original: Callable[[Any, Any], bool] = hmac.compare_digest

    def counting(ours: str, theirs: str) -> bool:
        compared.append(ours)
        return original(ours, theirs)

    monkeypatch.setattr(hmac, "compare_digest", counting)
    codes = [book.new_code(counter) for counter in "1234"]
    book.pair(codes[0], "a")
    assert len(compared) == 4
