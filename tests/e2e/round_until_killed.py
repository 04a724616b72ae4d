"""A process that goes on with its round, or begins one, and tells of each answer only when that is durable.

`python -m tests.e2e.round_until_killed FOLDER`, the key as hex in HALL_KEY; the test beside it kills it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lobbyconsole.bootstrap.hall import open_hall
from lobbyconsole.config import Settings
from lobbyconsole.domain.content.checklists import Checklist
from lobbyconsole.domain.rounds import FAIL, NOT_APPLICABLE, PASS, Round
from lobbyconsole.domain.sample import sample_branch
from lobbyconsole.services.rounds import Rounds

LIST = "patrol_hourly"


@contextmanager
def open_rounds(folder: Path, key: bytes) -> Iterator[Rounds]:
    """The rounds of a hall that is opened and closed as a window would."""
    settings = Settings(set_up=True, branch=sample_branch())
    hall = open_hall(folder, key, settings=settings, feeds=False, upkeep=False)
    try:
        yield hall.console.work.rounds
    finally:
        hall.close()


def told(found: Round, checklist: Checklist) -> str:
    """What the screen shows of it: the round, the item it stands at, and every answer given."""
    following = found.next_item(checklist)
    answers = {name: [answer.verdict, answer.note] for name, answer in found.answers.items()}
    return json.dumps([found.key, following.id if following is not None else "", answers], sort_keys=True)


def main(folder: Path, key: bytes) -> None:
    with open_rounds(folder, key) as rounds:
        there = rounds.running()
        state = rounds.get(there[0].round) if there else rounds.begin(LIST, by="8001")
        assert state is not None
        number = 0
        while True:
            sys.stdout.write(told(state.round, state.checklist) + "\n")
            sys.stdout.flush()
            items = state.checklist.items
            item = state.round.next_item(state.checklist) or items[number % len(items)]  # then answers are changed
            number += 1
            met = item.scale.type == "pass_fail"
            said = (FAIL if number % 3 == 0 else PASS) if met else NOT_APPLICABLE
            note = f"{os.getpid()}-{number}"
            state = rounds.answer(state.round.key, item.id, by="8001", said=said, note=note)


if __name__ == "__main__":
    main(Path(sys.argv[1]), bytes.fromhex(os.environ["HALL_KEY"]))
