"""What one measurement gives, and how a run of several is summed up."""

from __future__ import annotations

import importlib
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Result:
    """`value` in `unit`. With a floor the `ratio` to it is what counts; `bar` is the limit and `at_most` its side."""

    name: str
    value: float
    unit: str
    bar: float | None = None
    at_most: bool = True
    floor: float | None = None
    floor_name: str = ""
    by_ratio: bool = False

    @property
    def ratio(self) -> float | None:
        return None if not self.floor else self.value / self.floor

    @property
    def ok(self) -> bool | None:
        judged = self.ratio if self.by_ratio else self.value
        if self.bar is None or judged is None:
            return None
        return judged <= self.bar if self.at_most else judged >= self.bar

    def as_json(self) -> dict[str, Any]:
        ratio = self.ratio
        return {
            **asdict(self),
            "value": round(self.value, 4),
            "floor": None if self.floor is None else round(self.floor, 4),
            "ratio": None if ratio is None else round(ratio, 3),
            "ok": self.ok,
        }

    def line(self) -> str:
        """One row of the table for README."""
        floor = f"{self.floor:.4g} {self.unit} ({self.floor_name})" if self.floor is not None else ""
        ratio = f"{self.ratio:.2f}×" if self.ratio is not None else ""
        sign = "≤" if self.at_most else "≥"
        bar = "" if self.bar is None else f"{sign} {self.bar:g}{'×' if self.by_ratio else ' ' + self.unit}"
        mark = {True: "✓", False: "✗", None: ""}[self.ok]
        return f"| {self.name} | {self.value:.4g} {self.unit} | {floor} | {ratio} | {bar} | {mark} |"


def measured(name: str) -> list[Result]:
    """One measurement, by the name of its module here, in the process that calls."""
    found: list[Result] = importlib.import_module(f"tests.bench.{name}").measure()
    return found


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def median_seconds(work: Callable[[], object], runs: int, warm: int = 1) -> float:
    """The median of several calls, after `warm` that do not count."""
    for _ in range(warm):
        work()
    return statistics.median(seconds(work) for _ in range(runs))


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` of all lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
