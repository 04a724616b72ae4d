"""Makes an exercise hall: the same branch, one recorded day of it, and nothing that reaches the outside."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import msgspec
from msgspec.structs import replace

from lobbyconsole.bootstrap.hall import EXERCISE, make_vault, open_hall
from lobbyconsole.bootstrap.replays import MOST_FACTS, of_the_floor
from lobbyconsole.config import FeedSetting, Settings, save_settings
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.facts import Fact, TicketFact
from lobbyconsole.domain.shift import moved_fact
from lobbyconsole.domain.words import Message, Refused
from lobbyconsole.services.clock import wall_time
from lobbyconsole.store.backup import backup
from lobbyconsole.store.hall import BACKUPS

BATCH = 500
MARK = ("演练 · ", "Drill · ")  # before the branch's name, on every screen of the exercise hall


def make_exercise(
    folder: Path,
    passphrase: str | None,
    settings: Settings,
    facts: Iterable[Fact],
    plan: FeedSetting,
    told: Callable[[object], None],
) -> tuple[int, date]:
    """Make an exercise hall in an empty folder, with the recording in its encrypted journal; gives facts and day.

    `plan` says how the recording is replayed; its address is set to the recording's day. Nothing of the exercise hall
    reaches the outside: no voice, printer, wall display, network door, serial line or second backup folder.
    Raises Refused for a folder that holds anything, and for a recording without customers.
    """
    recording = list(islice(of_the_floor(facts), MOST_FACTS))
    tickets = [fact.at for fact in recording if isinstance(fact, TicketFact)]
    if not tickets:
        raise Refused(Message("There is no customer in this recording."))
    if folder.exists() and any(folder.iterdir()):
        raise Refused(Message("The folder {folder} is not empty; an exercise hall needs one.", {"folder": folder}))
    branch = settings.branch
    day = branch.day_of(min(tickets))
    back = _back(day, branch)
    recording = [moved_fact(fact, lambda at: at - back) for fact in recording]
    drilled = replace(branch, name_zh=MARK[0] + branch.name("zh"), name_en=MARK[1] + branch.name("en"))
    key, recovery_key = make_vault(folder, passphrase)
    told(f"Made {folder}. Its recovery key, shown this once (write it down): {recovery_key}")
    feed = msgspec.structs.replace(plan, address=(day - back).isoformat())
    silent = msgspec.structs.replace(settings.voice, enabled=False)
    save_settings(folder, Settings(set_up=True, branch=drilled, look=settings.look, voice=silent, feeds=(feed,)))
    hall = open_hall(folder, key, feeds=False, upkeep=False)
    try:
        hall.store.set_meta(EXERCISE, "1")
        for at in range(0, len(recording), BATCH):
            hall.console.live.record(recording[at : at + BATCH]).result()
        backup(hall.store, folder / BACKUPS)  # what this hall is for would not survive damage: no fact says it
    finally:
        hall.close()
    return len(recording), day


def _back(day: date, branch: Branch) -> timedelta:
    """How far the recording must go back: whole weeks when its day is not over, else not at all.

    Those customers would stand among the replayed ones, as the exercise hall is opened on the very same day.
    """
    left = (day - branch.day_of(wall_time())).days
    return timedelta(weeks=left // 7 + 1 if left >= 0 else 0)
