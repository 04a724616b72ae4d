"""A program that makes backups without end and says when one is whole; test_companions.py kills it. Not a test.

It forks for every life, so that many lives cost one start of Python. Each life has a hall of its own hour.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lobbyconsole.domain.branch import Branch
from lobbyconsole.store.backup import backup
from lobbyconsole.store.hall import Store

BEGIN = datetime(2026, 3, 11, 1, 0, tzinfo=UTC)


def say(words: object) -> None:
    os.write(1, f"{words}\n".encode())


def live(hall: Path, copies: Path, second: Path, number: int) -> None:
    at = BEGIN + timedelta(hours=number)
    with Store.open(hall, bytes(range(32)), branch=Branch(), clock=lambda: at) as store:
        say("ready")
        say(f"whole {backup(store, copies, keep=100, second=second).name}")
    say("lived")


def main() -> None:
    """Each line of standard input is the number of a life."""
    hall, copies, second = map(Path, sys.argv[1:])
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            live(hall, copies, second, int(line))
            os._exit(0)
        say(f"born {child}")
        os.waitpid(child, 0)
        say("dead")


if __name__ == "__main__":
    main()
