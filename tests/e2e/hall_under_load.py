"""Run as a program: a hall under load that tells on standard output every picture it shows, until it is killed."""

from __future__ import annotations

import hashlib
import os
import sys
import threading
from pathlib import Path

from lobbyconsole.domain.lobby import Ticket
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.clock import Clock, wall_time
from lobbyconsole.services.desk import Desk
from lobbyconsole.services.live import Live, Snapshot
from lobbyconsole.store.desk_memory import DeskMemory
from lobbyconsole.store.hall import Store
from lobbyconsole.store.sidefile import SideFile
from tests.services.conftest import small_branch


def digest(tickets: dict[str, Ticket]) -> str:
    """What the floor says about every ticket, in a few characters."""
    told = sorted(f"{key} {ticket.number} {ticket.state} {ticket.counter}" for key, ticket in tickets.items())
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def main(folder: Path, key: bytes) -> None:
    branch = small_branch()
    store = Store.open(folder, key, branch=branch, clock=wall_time)
    live = Live(store, branch, Clock(), SideFile((folder,), key))

    def show(snapshot: Snapshot) -> None:
        # Printed when it is shown; from here on nothing of it may be lost.
        sys.stdout.write(f"{snapshot.seq} {digest(dict(snapshot.picture.tickets))}\n")
        sys.stdout.flush()

    live.subscribe(show)
    live.start()
    desk = Desk(live, DeskMemory(store), lambda: branch)
    for counter in ("1", "2", "3"):
        desk.open_counter(counter).result()

    def work(counter: str) -> None:
        while True:
            try:
                desk.issue("cash").result()
                desk.issue("corporate", priority="elderly").result()
                desk.call_next(counter).result()
                desk.recall(counter).result()
                desk.no_show(counter).result()
                desk.call_next(counter).result()
            except Refused:
                continue

    for counter in ("1", "2", "3"):
        threading.Thread(target=work, args=(counter,), daemon=True).start()
    threading.Event().wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]), bytes.fromhex(os.environ["HALL_KEY"]))
