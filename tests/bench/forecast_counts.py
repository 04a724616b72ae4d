"""Remaining waits in 21 city offices from counts alone: fit on the first days, tested on the later ones.

How truth and baselines are defined (queue-science note 2.2, reconstructed from the data):
- A point is a snapshot with somebody in line; it asks about the last one in line, whose number is the one called last
  plus the people waiting.
- Truth: from the snapshot until that number was called; between two snapshots calls are spread evenly. Never called: no
  point.
- Naive: people waiting x the line's mean handling time / open counters, the mean being open-counter time while somebody
  waits over the numbers called meanwhile, in the days of the fit.
- LES: how long the number called last had waited, by when it was given out and when it was called.
- A day of a line is left out where it cannot tell the truth: fewer than ten numbers seen, numbers that go back in over
  2 % of steps or jump by more than 60, or called + waiting falling by more than two in over 5 % of steps. Of the days
  with enough numbers that leaves out 16 %; the note's rule, which is not written down, left out 13 %.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lobbyconsole.domain.foresight.quantiles import (
    CountsModel,
    Snapshots,
    Tracker,
    first_at,
    from_log,
    waits_of_last,
)
from tests.bench.forecast_series import rows_of

Floats = NDArray[np.float64]
FIT_FROM = "2020-01-02"
FIT_TO, DEVELOPMENT_TO = "2020-01-08", "2020-01-10"


@dataclass(frozen=True)
class LineDay:
    office: str
    line: str
    date: str
    seen: Snapshots


def read() -> list[LineDay] | None:
    """Usable days of lines, or None without the file."""
    rows = rows_of("warsaw_queues_*.csv.xz")
    if rows is None:
        return None
    days: dict[tuple[str, str, str], list[tuple[float, float, float, float]]] = defaultdict(list)
    for row in rows:
        number = re.search(r"(\d+)\s*$", row["current_ticket"])
        try:
            waiting, counters = float(row["waiting"]), float(row["open_counters"])
        except ValueError:
            continue
        hours, minutes = row["time"].split(":")
        at = int(hours) * 3600.0 + int(minutes) * 60
        days[row["office"], row["queue_id"], row["date"]].append(
            (at, counters, waiting, float(number[1]) if number else np.nan)
        )
    found = []
    for (office, queue, date), looks in sorted(days.items()):
        table = np.array(sorted(set(looks), key=lambda look: look[0]))
        if (seen := usable(table)) is not None:
            found.append(LineDay(office, f"{office}/{queue}", date, seen))
    return found


def usable(table: Floats) -> Snapshots | None:
    """(n, 4) time, open, waiting, number: snapshots from the first number on; None if they cannot tell the truth."""
    known = np.isfinite(table[:, 3])
    if known.sum() < 10 or table[:, 2].max() <= 0:
        return None
    table = table[int(known.argmax()) :]
    numbers = table[:, 3].copy()
    for i in range(1, len(numbers)):
        if np.isnan(numbers[i]):
            numbers[i] = numbers[i - 1]
    steps, issued = np.diff(numbers), np.diff(numbers + table[:, 2])
    calls = steps.sum()
    if calls < 5 or (steps < 0).mean() > 0.02 or steps.max() > 60 or (issued < -2).mean() > 0.05:
        return None
    return Snapshots(table[:, 0], table[:, 1], table[:, 2], numbers)


def last_to_start(seen: Snapshots) -> Floats:
    """(n,) how long the number called last had waited, s."""
    return np.maximum(
        first_at(seen.called, seen.at_s, seen.called) - first_at(seen.issued, seen.at_s, seen.called), 0.0
    )


@dataclass(frozen=True)
class Outcome:
    """Mean absolute errors in minutes, the share inside the 10-90 % range, and how many points."""

    ours: float
    naive: float
    les: float
    cover: float
    points: int
    bias: float


def tested(days: list[LineDay], fit_from: str, fit_to: str, test_from: str, test_to: str) -> Outcome:
    """Fit on some dates, test on others; each office's tracker learns from every ticket when it is called."""
    past: dict[str, list[Snapshots]] = defaultdict(list)
    for day in days:
        if fit_from <= day.date <= fit_to:
            past[day.line].append(day.seen)
    model = CountsModel.fitted(past)
    offices: dict[str, list[tuple[str, float, int, int]]] = defaultdict(list)
    points: list[tuple[Floats, float, float, float]] = []
    for day in days:
        if not test_from <= day.date <= test_to:
            continue
        waits = waits_of_last(day.seen)
        logs = model.logs(day.line, day.seen)
        assert logs is not None
        naive, les = model.naive(day.line, day.seen), last_to_start(day.seen)
        for i in np.flatnonzero(np.isfinite(waits) & (np.arange(len(waits)) > 0)):
            at = float(day.seen.at_s[i])
            offices[day.office] += [
                (day.date, at, 1, len(points)),
                (day.date, at + float(waits[i]), 0, len(points)),
            ]
            points.append((logs[i], float(waits[i]), float(naive[i]), float(les[i])))
    shown: list[Floats] = [np.zeros(3)] * len(points)
    for happenings in offices.values():
        tracker = Tracker()
        for _, _, looked, number in sorted(happenings):
            logs, wait = points[number][:2]
            if looked:
                shown[number] = tracker.shown(logs)
            else:
                tracker.learn(shown[number], wait)
    ours = from_log(np.array(shown)) / 60
    truth, naives, last = (np.array([point[i] for point in points]) / 60 for i in (1, 2, 3))
    return Outcome(
        float(np.abs(ours[:, 1] - truth).mean()),
        float(np.abs(naives - truth).mean()),
        float(np.abs(last - truth).mean()),
        float(((ours[:, 0] <= truth) & (truth <= ours[:, 2])).mean()),
        len(points),
        float((ours[:, 1] - truth).mean()),
    )


def warsaw() -> Outcome | None:
    """Fit on 2-8 January, test on the rest; where later days are there, fit on 2-10 January and test on those."""
    days = read()
    if days is None:
        return None
    last = max(day.date for day in days)
    if last <= DEVELOPMENT_TO:
        return tested(days, FIT_FROM, FIT_TO, "2020-01-09", last)
    return tested(days, FIT_FROM, DEVELOPMENT_TO, "2020-01-11", last)
