"""Saved views of the registers and the post each staff number holds: one small JSON file in the hall's folder.

It is a matter of looking, not of record: no fact is made of it, and losing the file loses nothing but convenience.
"""

from __future__ import annotations

import json
import logging
import threading
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from lobbyconsole.files import write_whole

log = logging.getLogger(__name__)

FILE = "register-views.json"
MOST = 20  # views of one register


@dataclass(frozen=True, slots=True)
class View:
    """Filters and the order of a list, under a name."""

    name: str
    text: str = ""
    show: str = "open"
    state: str = ""
    owner: str = ""
    sort: str = "changed"
    descending: bool = True


class RecordViews:
    """The views of one hall. Reading and writing touch the disk: not for the GUI thread."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._lock = threading.Lock()

    def views(self, register: str) -> list[View]:
        """The views of a register, by name."""
        kept = self._read()["views"].get(register)
        return sorted(_views(kept), key=lambda view: view.name)

    def keep(self, register: str, view: View) -> list[View]:
        """Save a view; one of the same name is replaced. Raises OSError."""
        with self._lock:
            kept = self._read()
            others = [known for known in _views(kept["views"].get(register)) if known.name != view.name]
            kept["views"][register] = [asdict(known) for known in [*others, view][-MOST:]]
            self._write(kept)
        return self.views(register)

    def drop(self, register: str, name: str) -> list[View]:
        """Forget a view. Raises OSError."""
        with self._lock:
            kept = self._read()
            others = [known for known in _views(kept["views"].get(register)) if known.name != name]
            kept["views"][register] = [asdict(known) for known in others]
            self._write(kept)
        return self.views(register)

    def post(self, staff: str) -> str:
        """The post this staff number holds, as last chosen; empty when nobody said."""
        found = self._read()["posts"].get(staff, "")
        return found if isinstance(found, str) else ""

    def keep_post(self, staff: str, post: str) -> None:
        """Remember it. Raises OSError."""
        with self._lock:
            kept = self._read()
            kept["posts"][staff] = post
            self._write(kept)

    def _read(self) -> dict[str, dict[str, Any]]:
        found: Any = None
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            pass
        except (OSError, ValueError):
            log.warning("%s cannot be read; beginning anew", self._path.name)
        parts = found if isinstance(found, dict) else {}
        return {
            name: dict(parts[name]) if isinstance(parts.get(name), dict) else {} for name in ("views", "posts")
        }  # fmt: skip

    def _write(self, kept: dict[str, dict[str, Any]]) -> None:
        write_whole(self._path, f"{json.dumps(kept, ensure_ascii=False, indent=1)}\n".encode())


def _views(kept: Any) -> list[View]:
    found = []
    kinds = {field.name: bool if field.name == "descending" else str for field in fields(View)}
    for entry in kept if isinstance(kept, list) else ():
        if not isinstance(entry, dict):
            continue
        good = {name: entry[name] for name, kind in kinds.items() if isinstance(entry.get(name), kind)}
        if good.get("name"):
            found.append(View(**good))
    return found
