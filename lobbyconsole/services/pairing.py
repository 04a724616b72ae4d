"""Which call pads may act for which counter: six-digit codes to pair with, and tokens, both kept as hashes in one file.

A code is good for one pad, until used, withdrawn or twelve hours old. Its hash alone would not protect six digits from
somebody who has the file; being spent soon and once does. Wrong tries cost the peer time, and too many cost the codes.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import logging
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.files import write_whole

log = logging.getLogger(__name__)

FILE = "callpad.json"
CODE_LIFE = timedelta(hours=12)
FREE_TRIES = 3  # wrong codes of one peer before it must wait
LONGEST_WAIT_S = 60.0
FORGIVEN_AFTER_S = 900.0
MOST_WRONG = 50  # of all peers together while codes are open: chance of a hit 50 in a million for each code
PADS_PER_COUNTER = 4
REMEMBERED_PEERS = 1_024


class Code(msgspec.Struct, frozen=True):
    """An open code of a counter."""

    counter: str
    hash: str
    until: datetime


class Pad(msgspec.Struct, frozen=True):
    """A paired PC. `peer` is the address it was paired from, so that the right one can be revoked."""

    id: str
    counter: str
    token_hash: str
    paired_at: datetime
    peer: str = ""


class _Saved(msgspec.Struct):
    """The file."""

    version: int = 1
    salt: str = ""
    codes: list[Code] = []
    pads: list[Pad] = []


class PairingRefused(Exception):
    """Not paired. `error` is "wrong", "slow" (come back in `wait_s`) or "unsaved"."""

    def __init__(self, error: str, wait_s: float = 0.0) -> None:
        super().__init__(error)
        self.error = error
        self.wait_s = wait_s


class PadBook:
    """The codes and pads of one console. All methods may be called from any thread."""

    def __init__(
        self,
        folder: Path,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path = folder / FILE
        self._now = now
        self._ticks = ticks
        self._lock = threading.Lock()
        self._plain: dict[str, str] = {}  # counter -> code, to be shown again; gone with the program
        self._wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()  # peer -> (wrong tries, tick of the last)
        self._wrong_in_all = 0
        self._watchers: list[Callable[[], None]] = []
        self.notice: Message | None = None
        self._saved = self._read()

    # --- for the console ----------------------------------------------------------------------------------------------

    def new_code(self, counter: str) -> str:
        """Open a code for this counter in place of any older one. Raises OSError when it cannot be saved."""
        code = f"{secrets.randbelow(1_000_000):06d}"
        hashed = self._hash(code)
        with self._lock:
            kept = [known for known in self._open_codes() if known.counter != counter]
            if not kept:
                self._wrong_in_all = 0
            self._save(codes=[*kept, Code(counter, hashed, self._now() + CODE_LIFE)])
            self._plain[counter] = code
            self.notice = None
        return code

    def code_of(self, counter: str) -> str:
        """The counter's open code, for the settings page; "" when there is none, or it was made before a restart."""
        with self._lock:
            live = any(known.counter == counter for known in self._open_codes())
            return self._plain.get(counter, "") if live else ""

    def withdraw(self, counter: str) -> None:
        """Close the counter's open code."""
        with self._lock:
            self._plain.pop(counter, None)
            self._save(codes=[known for known in self._open_codes() if known.counter != counter])

    def pads(self) -> tuple[Pad, ...]:
        """All paired pads, oldest first."""
        with self._lock:
            return tuple(self._saved.pads)

    def revoke(self, pad_id: str) -> None:
        """This pad may act no more, from its next request on. Raises OSError when it cannot be saved."""
        self._drop(lambda pad: pad.id == pad_id)

    def revoke_counter(self, counter: str) -> None:
        """No pad of this counter may act any more, and its code is closed."""
        self.withdraw(counter)
        self._drop(lambda pad: pad.counter == counter)

    def on_change(self, watcher: Callable[[], None]) -> Callable[[], None]:
        """Call `watcher` (from any thread) when pads come or go; returns the way out."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher) if watcher in self._watchers else None

    # --- for the page -------------------------------------------------------------------------------------------------

    def pair(self, code: str, peer: str) -> tuple[Pad, str]:
        """Spend a code; gives the pad and its token, which is told once. Raises PairingRefused. Slow on purpose."""
        with self._lock:
            wait = self._wait_s(peer)
        if wait > 0:
            raise PairingRefused("slow", wait)
        hashed = self._hash(code)
        with self._lock:
            found: Code | None = None
            for known in self._open_codes():  # all are compared, whether or not one has matched
                if hmac.compare_digest(known.hash, hashed):
                    found = known
            if found is None:
                raise PairingRefused("wrong", self._note_wrong(peer))
            token = secrets.token_urlsafe(32)
            pad = Pad(secrets.token_hex(6), found.counter, _token_hash(token), self._now(), peer)
            older = [known for known in self._saved.pads if known.counter == found.counter]
            gone = {known.id for known in older[: max(0, len(older) - PADS_PER_COUNTER + 1)]}
            try:
                self._save(
                    codes=[known for known in self._open_codes() if known is not found],
                    pads=[*(known for known in self._saved.pads if known.id not in gone), pad],
                )
            except OSError as error:
                log.warning("a call pad could not be saved: %s", error)
                raise PairingRefused("unsaved") from error
            self._plain.pop(found.counter, None)
            self._wrong.pop(peer, None)
        self._tell()
        return pad, token

    def pad(self, token: str) -> Pad | None:
        """Whose token this is; None when it is unknown or was revoked."""
        if not token:
            return None
        hashed = _token_hash(token)
        with self._lock:
            for known in self._saved.pads:
                if hmac.compare_digest(known.token_hash, hashed):
                    return known
        return None

    # --- inside -------------------------------------------------------------------------------------------------------

    def _hash(self, code: str) -> str:
        return hashlib.scrypt(code.encode(), salt=bytes.fromhex(self._saved.salt), n=2**14, r=8, p=1, dklen=32).hex()

    def _open_codes(self) -> list[Code]:
        now = self._now()
        return [code for code in self._saved.codes if code.until > now]

    def _wait_s(self, peer: str) -> float:
        wrong, last = self._wrong.get(peer, (0, 0.0))
        since = self._ticks() - last
        if since > FORGIVEN_AFTER_S or wrong < FREE_TRIES:
            return 0.0
        return max(0.0, min(LONGEST_WAIT_S, 2.0 ** (wrong - FREE_TRIES + 1)) - since)

    def _note_wrong(self, peer: str) -> float:
        """Count a wrong try; gives the seconds this peer must now wait."""
        wrong, last = self._wrong.pop(peer, (0, 0.0))
        now = self._ticks()
        self._wrong[peer] = (1 if now - last > FORGIVEN_AFTER_S else wrong + 1, now)
        while len(self._wrong) > REMEMBERED_PEERS:
            self._wrong.popitem(last=False)
        self._wrong_in_all += 1
        if self._wrong_in_all >= MOST_WRONG and self._open_codes():
            self._wrong_in_all = 0
            self._plain.clear()
            self.notice = Message(
                QT_TRANSLATE_NOOP(
                    "Messages",
                    "All pairing codes were withdrawn after {count} wrong tries, the last one from {peer}.",
                ),
                {"count": MOST_WRONG, "peer": peer},
            )
            log.warning("pairing codes withdrawn after %d wrong tries, the last one from %s", MOST_WRONG, peer)
            with contextlib.suppress(OSError):
                self._save(codes=[])
            self._saved.codes = []  # withdrawn in any case
        return self._wait_s(peer)

    def _drop(self, which: Callable[[Pad], bool]) -> None:
        with self._lock:
            kept = [pad for pad in self._saved.pads if not which(pad)]
            gone = len(kept) != len(self._saved.pads)
            if gone:
                self._saved.pads = kept  # out of service at once, even if the file cannot be written
                self._save(pads=kept)
        if gone:
            self._tell()

    def _tell(self) -> None:
        for watcher in list(self._watchers):
            watcher()

    def _read(self) -> _Saved:
        try:
            saved = msgspec.json.decode(self._path.read_bytes(), type=_Saved)
            if saved.version != 1:
                raise msgspec.ValidationError(f"version {saved.version}")
            bytes.fromhex(saved.salt)
        except FileNotFoundError:
            return _Saved(salt=secrets.token_hex(16))
        except (OSError, msgspec.DecodeError, ValueError) as error:
            # Pads can be paired again in a minute; a console that does not start for their sake cannot.
            log.warning("%s cannot be read and was set aside: %s", self._path, error)
            with contextlib.suppress(OSError):
                self._path.replace(self._path.with_suffix(".damaged"))
            self.notice = Message(
                QT_TRANSLATE_NOOP(
                    "Messages", "The list of call pads was damaged and has been set aside: pair the call pads again."
                )
            )
            return _Saved(salt=secrets.token_hex(16))
        return saved

    def _save(self, *, codes: list[Code] | None = None, pads: list[Pad] | None = None) -> None:
        """Whole or not at all, readable by this user alone."""
        new = _Saved(
            salt=self._saved.salt,
            codes=self._saved.codes if codes is None else codes,
            pads=self._saved.pads if pads is None else pads,
        )
        write_whole(self._path, msgspec.json.format(msgspec.json.encode(new), indent=2))
        self._saved = new


def _token_hash(token: str) -> str:
    # 256 random bits need no slow hash.
    return hashlib.sha256(token.encode()).hexdigest()
