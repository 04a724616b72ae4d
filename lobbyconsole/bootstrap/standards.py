"""`lobbyconsole standards`: the branch's standards as one file, and a region's file looked at and proposed here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from lobbyconsole.bootstrap.hall import OpenHall
from lobbyconsole.domain.words import Message, Refused
from lobbyconsole.files import save_as


def write_standards(hall: OpenHall, path: Path, *, everything: bool) -> dict[str, Any]:
    """What this branch changed or added, or all that is in force, as one file. Raises Refused and OSError."""
    from lobbyconsole.services.library.exchange import pack
    from lobbyconsole.services.library.shelf import shelf

    entries = [
        entry
        for entry in shelf(hall.console.work.library)
        if not entry.retired and (everything or entry.origin in ("changed", "added"))
    ]
    if not entries:
        raise Refused(Message("This branch has changed nothing yet. --all writes everything that is in force."))
    branch = hall.console.settings.current.branch
    save_as(path, pack(branch.name_zh, [(entry.family, entry.item) for entry in entries]))
    return {"file": str(path), "items": len(entries)}


def take_standards(
    hall: OpenHall, path: Path, *, by: str, why: str, look: bool, pin: Callable[[str], str]
) -> dict[str, Any]:
    """What a file would bring, item by item; unless `look`, what is new or changed is proposed. Raises Refused.

    `pin` gives the PIN of a staff number; it is asked only for who has one, and only where something is proposed.
    """
    from lobbyconsole.services.library.exchange import judge, take_over, unpack

    book = hall.console.work.library
    package = unpack(path.read_bytes())
    arrivals = judge(book, package)
    wanted = [arrival for arrival in arrivals if arrival.kind in ("new", "changed")]
    if not look and wanted and not (by.strip() and why.strip()):
        raise Refused(Message("Give who takes it over and why: --by STAFF --why TEXT. --look only shows it."))
    staff, by = hall.console.work.staff, by.strip()
    proof = staff.prove(by, pin(by)) if wanted and not look and staff.has_pin(by) else None
    refused = [] if look else take_over(book, package, wanted, by=by, why=why.strip(), proof=proof)
    said = {(arrival.family, arrival.id): str(message) for arrival, message in refused}
    return {
        "origin": package.origin,
        "proposed": 0 if look else len(wanted) - len(refused),
        "items": [
            {
                "family": arrival.family,
                "id": arrival.id,
                "kind": "refused" if (arrival.family, arrival.id) in said else arrival.kind,
                "waits": arrival.two and arrival.kind in ("new", "changed"),
                "changes": len(arrival.changes),
                "reason": said.get((arrival.family, arrival.id), "" if arrival.reason is None else str(arrival.reason)),
            }
            for arrival in arrivals
        ],
    }
