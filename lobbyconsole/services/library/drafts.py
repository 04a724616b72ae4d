"""What somebody is writing and has not kept yet: one small file a draft in the hall's folder, so a crash loses nothing.

A draft is no record: no fact is made of it, and whoever gives it up leaves nothing behind.
"""

from __future__ import annotations

import logging
import re
import secrets
import threading
from pathlib import Path
from typing import Any

import msgspec

from lobbyconsole.files import write_whole
from lobbyconsole.services.library.checks import ID

log = logging.getLogger(__name__)

FOLDER = "content-drafts"
FORMAT = 1
LARGEST = 2_000_000  # bytes
_KEY = re.compile(r"^[a-z]{1,30}/(\+[0-9a-f]{8}|[A-Za-z][A-Za-z0-9_]{0,59})$")


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """`key`: family/id, or family/+number for an item that is new; `base`: the version it began from ("" for none)."""

    key: str
    base: str
    value: dict[str, Any]
    by: str = ""
    walked: dict[str, tuple[str, ...]] = {}  # of a plan: the versions of it that were walked to an end, and how
    format: int = FORMAT

    @property
    def family(self) -> str:
        return self.key.partition("/")[0]

    @property
    def item(self) -> str:
        """The id of the item it changes; empty for a new one."""
        name = self.key.partition("/")[2]
        return "" if name.startswith("+") else name


def new_key(family: str) -> str:
    """The key of a draft of an item that is not there yet."""
    return f"{family}/+{secrets.token_hex(4)}"


class Drafts:
    """Reading and writing touch the disk: not for the screen's thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER
        self._lock = threading.Lock()

    def all(self) -> list[Draft]:
        """Every draft there is; a file that is none is left alone."""
        found = []
        for path in sorted(self._folder.glob("*.json")) if self._folder.is_dir() else ():
            draft = self._read(path)
            if draft is not None:
                found.append(draft)
        return found

    def get(self, key: str) -> Draft | None:
        """A draft; None when there is none, or it cannot be read."""
        return self._read(self._path(key))

    def keep(self, draft: Draft) -> None:
        """Write it, whole or not at all. Raises OSError."""
        with self._lock:
            write_whole(self._path(draft.key), msgspec.json.encode(draft))

    def drop(self, key: str) -> None:
        """Give it up. Raises OSError."""
        with self._lock:
            self._path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        if not _KEY.match(key):
            raise ValueError(f"{key!r} is no key of a draft")
        return self._folder / f"{key.replace('/', '.')}.json"

    def _read(self, path: Path) -> Draft | None:
        try:
            if path.stat().st_size > LARGEST:
                return None
            draft = msgspec.json.decode(path.read_bytes(), type=Draft)
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            log.warning("the draft %s cannot be read; it is left alone", path.name)
            return None
        good = draft.format == FORMAT and _KEY.match(draft.key) and self._path(draft.key) == path
        named = draft.value.get("id")
        return draft if good and (not isinstance(named, str) or not named or ID.match(named[:60])) else None
