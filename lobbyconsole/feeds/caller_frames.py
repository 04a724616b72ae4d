"""The frames of 21-key callers on RS-485: bytes to frames, frames to keys, and what a caller's display is sent. No I/O.

A frame is `FF 68 L L 68 address function data… sum 16`, 9600 baud 8N1: the length twice, counted from the address up to
the sum; the sum of the same bytes in eight bits. The frame and the keys are those of a field-proven open system (public
repository JackQChen/QueueSystem, its program CallSystem); a published sheet, "21 键点阵液晶呼叫器", has the same frame.

What that system does, as read in its source:

- A caller sends a frame for each function key. The digits typed before it go in front of it in the same frame, one
  byte each: `06 0F` is 6 and OK. The last byte of the data is the key. At most three bytes of data come from a caller,
  so there is room for two digits.
- Any function but 11 carries keys. 11 comes from the evaluator: the data is the value pressed.
- The host sends the frame back as it came, at once and before it looks the address up. For an evaluator it sends
  function 01 in the place of 11 (its sum is smaller by 10 hex).
- Function 02 sets the display: six bytes, one a digit, 0A is blank. The first three are the number of people waiting
  (000 to 999), the last three the end of the ticket's number. That system fills one half and blanks the other.
- Function 03 without data is a beep. It is written there and never used.
- Keys: 0C next, 0D again, 0B finish and rate (the evaluator then lights up by itself), 12 pause, 13 transfer, 0F OK;
  6 OK gives the number up, 0 OK holds it, 3 OK calls the held one back. 0E (cancel) and 11 (one-metre line) do nothing.
- Transfer asks for no target: the ticket goes back into its line.
- Evaluator values 0, 1, 2 and 3 are stored there as 1, 0, 3 and 4 of a scale whose 1 is "not satisfied", 3 "satisfied",
  4 "very satisfied" and 0 the default.
- It does not check the sum. This codec does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

HEAD = b"\xff\x68"
MIDDLE = 0x68
END = 0x16
SHORTEST, LONGEST = 2, 16  # bytes counted by the length: address and function at least; a display takes eight
AROUND = 7  # bytes of a frame that its length does not count

SHOW, BEEP, RATING, RATING_ECHO = 0x02, 0x03, 0x11, 0x01
FROM_HOST = frozenset({SHOW, BEEP})  # functions that no caller sends
BLANK = 0x0A
MOST_WAITING = 999

Key = Literal["next", "recall", "rate", "no_show", "hold", "call_held", "pause", "transfer", "idle", "unknown"]
_KEYS: dict[int, Key] = {0x0C: "next", 0x0D: "recall", 0x0B: "rate", 0x12: "pause", 0x13: "transfer"}
_WITH_OK: dict[tuple[int, ...], Key] = {(6,): "no_show", (0,): "hold", (3,): "call_held"}
_OK = 0x0F
_IDLE = frozenset({*range(BLANK + 1), 0x0E, 0x11})  # digits by themselves, cancel, one-metre line: nothing to be done
SCORES = {0: 1, 1: 3, 2: 4, 3: 5}  # evaluator value -> the house's 1 (worst) to 5


@dataclass(frozen=True, slots=True)
class Frame:
    """One whole frame. `address` and `function` are bytes."""

    address: int
    function: int
    data: bytes = b""

    def encoded(self) -> bytes:
        """The bytes on the line."""
        body = bytes((self.address, self.function)) + self.data
        return HEAD + bytes((len(body), len(body), MIDDLE)) + body + bytes((sum(body) & 0xFF, END))

    def echo(self) -> Frame:
        """What the host sends back, so that the caller knows it was heard."""
        return Frame(self.address, RATING_ECHO if self.function == RATING else self.function, self.data)


@dataclass(frozen=True, slots=True)
class Press:
    """A key, with the digits typed before it."""

    address: int
    key: Key
    digits: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Rated:
    """An evaluator's answer; `score` None for a value nobody has described."""

    address: int
    value: int
    score: int | None


def meaning(frame: Frame) -> Press | Rated | None:
    """What a caller wants; None for a frame that no caller sends."""
    if frame.function in FROM_HOST or not frame.data:
        return None
    if frame.function == RATING:
        value = frame.data[-1]
        return Rated(frame.address, value, SCORES.get(value))
    *before, key = frame.data
    digits = tuple(digit for digit in before if digit != BLANK)
    if any(digit > 9 for digit in digits):
        return Press(frame.address, "unknown", ())
    if key == _OK:
        return Press(frame.address, _WITH_OK.get(digits, "unknown" if digits else "idle"), digits)
    if key in _IDLE:
        return Press(frame.address, "idle", digits)
    named = _KEYS.get(key, "unknown")
    if digits and named not in ("transfer", "unknown"):
        return Press(frame.address, "unknown", digits)  # "12 next" may mean ticket 12: never guessed
    return Press(frame.address, named, digits)


def show(address: int, waiting: int | None, ticket: Sequence[int] = ()) -> Frame:
    """The display: people waiting (None: blank) and up to three digits of a ticket, right-aligned."""
    left = [BLANK] * 3 if waiting is None else [int(sign) for sign in f"{min(max(waiting, 0), MOST_WAITING):03d}"]
    right = [*[BLANK] * 3, *ticket][-3:]
    return Frame(address, SHOW, bytes((*left, *right)))


def beep(address: int) -> Frame:
    """A short tone at the caller."""
    return Frame(address, BEEP)


def ticket_digits(number: str) -> tuple[int, ...]:
    """The last three digits of a ticket's number, always three: "A7" is 007. Empty for a number without digits."""
    digits = [int(sign) for sign in number if sign in "0123456789"]
    return tuple([0, 0, *digits][-3:]) if digits else ()


class Decoder:
    """Finds the frames in a stream of bytes that may be cut anywhere and hold anything in between.

    `damaged` counts what began like a frame and was none, `noise` the bytes outside of frames.
    """

    def __init__(self) -> None:
        self.damaged = 0
        self.noise = 0
        self._bytes = bytearray()

    @property
    def inside(self) -> bool:
        """Whether a frame has begun and is not complete."""
        return bool(self._bytes)

    def feed(self, data: bytes) -> list[Frame]:
        """The frames completed by these bytes, in order."""
        self._bytes += data
        found: list[Frame] = []
        while (frame := self._next()) is not None:
            found.append(frame)
        return found

    def quiet(self) -> list[Frame]:
        """The line fell silent: what is incomplete was no frame, but a frame may be hidden in it."""
        found: list[Frame] = []
        while self._bytes:
            self._skip()
            found += self.feed(b"")
        return found

    def _next(self) -> Frame | None:
        """The next whole frame; None when the rest may still become one."""
        while True:
            at = self._bytes.find(HEAD)
            if at < 0:
                at = len(self._bytes) - self._bytes.endswith(HEAD[:1])
            self.noise += at
            del self._bytes[:at]
            wanted = self._wanted()
            if wanted is None:
                return None
            if wanted:
                frame = _frame(self._bytes[:wanted])
                if frame is not None:
                    del self._bytes[:wanted]
                    return frame
            self._skip()

    def _wanted(self) -> int | None:
        """How long the frame at the front is; 0 when it is none, None when part of it is still missing."""
        begun = self._bytes
        if len(begun) > 2 and not SHORTEST <= begun[2] <= LONGEST:
            return 0
        if (len(begun) > 3 and begun[3] != begun[2]) or (len(begun) > 4 and begun[4] != MIDDLE):
            return 0
        if len(begun) < 5 or len(begun) < begun[2] + AROUND:
            return None
        return begun[2] + AROUND

    def _skip(self) -> None:
        """The front is no frame: look on from its second byte, since the real one may begin in it."""
        self.damaged += len(self._bytes) > 1
        self.noise += 1
        del self._bytes[:1]


def _frame(raw: bytearray) -> Frame | None:
    body = raw[5:-2]
    if raw[-1] != END or raw[-2] != sum(body) & 0xFF:
        return None
    return Frame(body[0], body[1], bytes(body[2:]))
