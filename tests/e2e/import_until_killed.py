"""A process that takes a file over into a register and tells after each part; the test beside it kills it.

`python -m tests.e2e.import_until_killed FOLDER FILE`, the key as hex in HALL_KEY.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from lobbyconsole.bootstrap.hall import open_hall
from lobbyconsole.config import Settings
from lobbyconsole.domain.registers import BY_ID
from lobbyconsole.domain.sample import sample_branch
from lobbyconsole.services.record_files import preview, take_over
from lobbyconsole.services.records import Records

REGISTER = "shift_log"


@contextmanager
def open_records(folder: Path, key: bytes) -> Iterator[Records]:
    """The registers of a hall that is opened and closed as a window would."""
    settings = Settings(set_up=True, branch=sample_branch())
    hall = open_hall(folder, key, settings=settings, feeds=False, upkeep=False)
    try:
        yield hall.console.work.records
    finally:
        hall.close()


def main(folder: Path, file: Path, key: bytes) -> None:
    with open_records(folder, key) as records:

        def told(done: int, of: int) -> None:
            sys.stdout.write(f"{done} {of}\n")
            sys.stdout.flush()

        found = preview(
            file, BY_ID[REGISTER], lambda entry: (), datetime.now(UTC),
            taken=lambda ids: records.opened_before(REGISTER, ids),
        )  # fmt: skip
        told(0, len(found.good))
        take_over(records, REGISTER, found.rows, by="8001", progress=told)
        told(-1, -1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), bytes.fromhex(os.environ["HALL_KEY"]))
