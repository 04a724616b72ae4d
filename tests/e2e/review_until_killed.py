"""Run as a program: walks a plan, rates it and signs its review, again and again, until it is killed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from lobbyconsole.services.work import Work
from tests.e2e.walk_until_killed import open_walks


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def prepared(work: Work) -> str:
    """A run that waits for its signature only."""
    walk = work.walkthroughs.start("power_outage", by="8001").walk
    work.walkthroughs.end(walk.key, "false alarm", by="8001")
    work.incidents.end(walk.incident, by="8001")
    for place in range(len(work.reviews.open("walk:" + walk.key).objectives)):
        work.reviews.rate("walk:" + walk.key, place, "performed", by="8001")
    return "walk:" + walk.key


def main(folder: Path, key: bytes) -> None:
    _, _, work = open_walks(folder, key)
    say("open")
    while True:
        run = prepared(work)
        say("rated " + run)
        work.reviews.sign(run, "some", words="well done", by="8002")
        say("signed " + run)


if __name__ == "__main__":
    main(Path(sys.argv[1]), bytes.fromhex(os.environ["HALL_KEY"]))
