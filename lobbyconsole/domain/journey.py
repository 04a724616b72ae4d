"""The customer's journey in figures: own scores, outside marks and complaints of a touchpoint, and its blind spots.

Pure: no store, no clock. What is shown is always what it was made of: points of possible points and how many answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

FEWEST_OWN = 10  # with fewer answers an own score says nothing
FEWEST_OUTSIDE = 3  # and with fewer outside marks an outside score
GOOD, FAIR = 90.0, 75.0  # percent: what a touchpoint should reach, and below which it is act
OUTSIDE_LOW = 85.0  # kpis: mystery_score, where it warns
GAP = 10.0  # points of percent between own and outside that are no accident
MANY_COMPLAINTS = 3
STEADY = 2.0  # points of percent within which a score has not moved
COMPARED_DAYS = 92  # strangers come once a month: own, outside and complaints are compared over so long at least

Level = Literal["ok", "watch", "act", ""]
Verdict = Literal["blind", "agrees", "weak", "few_own", "few_outside"]
Direction = Literal["up", "flat", "down", ""]


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers about one touchpoint added up: points of possible points, how many answers, how many of them failed."""

    points: float = 0.0
    possible: float = 0.0
    answers: int = 0
    failed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.points + other.points, self.possible + other.possible, self.answers + other.answers,
            self.failed + other.failed,
        )  # fmt: skip

    @property
    def percent(self) -> float | None:
        """0 to 100; None while nothing was answered."""
        return None if self.possible <= 0 else 100 * self.points / self.possible


def total(tallies: Iterable[Tally]) -> Tally:
    """All of them together."""
    return sum(tallies, Tally())


@dataclass(frozen=True, slots=True)
class DayTally:
    """What one business day's answers about a touchpoint came to, own or by a stranger."""

    day: date
    touchpoint: str
    outside: bool
    tally: Tally


@dataclass(frozen=True, slots=True)
class OutsideMark:
    """One line of a check by somebody from outside that was typed or imported: `points` out of `out_of`."""

    key: str  # of the record
    day: date
    touchpoint: str
    points: float
    out_of: float
    by: str = ""
    item: str = ""
    remark: str = ""

    @property
    def percent(self) -> float:
        """0 to 100; what lies outside its own scale counts as the end of it."""
        return 0.0 if self.out_of <= 0 else min(100.0, max(0.0, 100 * self.points / self.out_of))


@dataclass(frozen=True, slots=True)
class Voice:
    """One complaint or praise about a touchpoint."""

    key: str
    day: date
    touchpoint: str
    praise: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class Outside:
    """What strangers gave: the mean of all their marks, each mark as one answer, whatever its scale."""

    percent: float | None = None
    answers: int = 0


def outside_score(visits: Tally, marks: Iterable[OutsideMark]) -> Outside:
    """Visits keep their weights within themselves; against single marks they weigh by how many answers they gave."""
    typed = [mark.percent for mark in marks]
    answers = len(typed) + visits.answers
    if not answers or (not typed and visits.percent is None):
        return Outside()
    inside = (visits.percent or 0.0) * visits.answers
    return Outside((sum(typed) + inside) / answers, answers)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a touchpoint is a blind spot, and the numbers that say so."""

    verdict: Verdict
    own: float | None
    own_answers: int
    outside: float | None
    outside_answers: int
    complaints: int | None  # None: no complaint was ever written down in this hall
    by_outside: bool = False  # strangers see it lower
    by_complaints: bool = False  # customers complain


def judged(own: Tally, outside: Outside, complaints: int | None) -> Judgement:
    """The rule. A blind spot: the own score is good, and strangers see it low, or customers complain of it often.

    Too few own answers: no verdict. Too few outside marks and no complaints either: no verdict. An own score below
    what it should be is no blind spot: the hall sees it itself.
    """
    percent = own.percent
    low = (
        percent is not None and outside.percent is not None and outside.answers >= FEWEST_OUTSIDE
        and outside.percent < OUTSIDE_LOW and percent - outside.percent >= GAP
    )  # fmt: skip
    many = complaints is not None and complaints >= MANY_COMPLAINTS
    if own.answers < FEWEST_OWN or percent is None:
        verdict: Verdict = "few_own"
    elif percent < GOOD:
        verdict = "weak"
    elif low or many:
        verdict = "blind"
    elif outside.answers < FEWEST_OUTSIDE:
        verdict = "few_outside"
    else:
        verdict = "agrees"
    return Judgement(
        verdict, percent, own.answers, outside.percent, outside.answers, complaints, low and verdict == "blind",
        many and verdict == "blind",
    )  # fmt: skip


def level(percent: float | None, answers: int) -> Level:
    """The sign of a score; none while it says nothing."""
    if percent is None or answers < FEWEST_OWN:
        return ""
    return "ok" if percent >= GOOD else "watch" if percent >= FAIR else "act"


def direction(now: Tally, before: Tally) -> Direction:
    """Where a score goes, against the stretch of days before; empty when either says nothing."""
    if now.answers < FEWEST_OWN or before.answers < FEWEST_OWN or now.percent is None or before.percent is None:
        return ""
    moved = now.percent - before.percent
    return "flat" if abs(moved) < STEADY else "up" if moved > 0 else "down"


@dataclass(frozen=True, slots=True)
class Week:
    """Monday of a week, and what its answers came to. A week without answers stands in a series as a gap."""

    monday: date
    own: Tally = Tally()
    outside: Outside = Outside()


def weeks(
    tallies: Iterable[DayTally], marks: Iterable[OutsideMark], last: date, count: int
) -> dict[str, tuple[Week, ...]]:
    """The last `count` weeks up to the one of `last`, by touchpoint, oldest first, none left out."""
    newest = last - timedelta(days=last.weekday())
    mondays = [newest - timedelta(weeks=back) for back in range(count - 1, -1, -1)]
    own: dict[tuple[str, date], Tally] = {}
    visits: dict[tuple[str, date], Tally] = {}
    typed: dict[tuple[str, date], list[OutsideMark]] = {}
    for entry in tallies:
        if entry.day <= last:
            place = (entry.touchpoint, entry.day - timedelta(days=entry.day.weekday()))
            held = visits if entry.outside else own
            held[place] = held.get(place, Tally()) + entry.tally
    for mark in marks:
        if mark.day <= last:
            typed.setdefault((mark.touchpoint, mark.day - timedelta(days=mark.day.weekday())), []).append(mark)
    names = {name for name, _ in (*own, *visits, *typed)}
    return {
        name: tuple(
            Week(
                monday,
                own.get((name, monday), Tally()),
                outside_score(visits.get((name, monday), Tally()), typed.get((name, monday), ())),
            )
            for monday in mondays
        )
        for name in names
    }


@dataclass(frozen=True, slots=True)
class WeakItem:
    """An item that failed: how often of how many answers, and the round in which it failed last."""

    item: str
    answers: int
    failed: int
    last_round: str = ""


@dataclass(frozen=True, slots=True)
class Waits:
    """What the queue tells of a touchpoint. `kind`: which figure it is; seconds or a share of 1."""

    kind: Literal["wait", "over", "handling"]
    value: float | None
    count: int  # of how many customers
    left: float | None = None  # share that left without being served, of the whole queue


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the journey, over the days that were asked for."""

    name: str
    own: Tally = Tally()
    before: Tally = Tally()  # the same number of days before
    series: tuple[Week, ...] = ()
    judgement: Judgement = field(default_factory=lambda: judged(Tally(), Outside(), None))
    complaints: int | None = None
    praise: int = 0
    open_actions: tuple[str, ...] = ()  # keys, those whose time is up first
    late_actions: int = 0
    waits: Waits | None = None
    weak: tuple[WeakItem, ...] = ()

    @property
    def level(self) -> Level:
        return level(self.own.percent, self.own.answers)

    @property
    def direction(self) -> Direction:
        return direction(self.own, self.before)


def split(tallies: Iterable[DayTally], first: date, last: date, *, outside: bool) -> dict[str, Tally]:
    """Own answers, or strangers', of these days, by touchpoint."""
    found: dict[str, Tally] = {}
    for entry in tallies:
        if entry.outside is outside and first <= entry.day <= last:
            found[entry.touchpoint] = found.get(entry.touchpoint, Tally()) + entry.tally
    return found


def blind_spots(points: Sequence[Point]) -> list[Point]:
    """Those that are, the widest gap first; then by complaints."""
    found = [point for point in points if point.judgement.verdict == "blind"]

    def gap(point: Point) -> float:
        judgement = point.judgement
        seen = judgement.by_outside and judgement.own is not None and judgement.outside is not None
        return (judgement.own or 0) - (judgement.outside or 0) if seen else 0.0

    return sorted(found, key=lambda point: (-gap(point), -(point.judgement.complaints or 0), point.name))


def of_days(values: Mapping[str, Iterable[Voice]], first: date, last: date) -> dict[str, tuple[int, int]]:
    """(complaints, praise) of these days, by touchpoint."""
    found: dict[str, tuple[int, int]] = {}
    for name, voices in values.items():
        there = [voice.praise for voice in voices if first <= voice.day <= last]
        found[name] = (there.count(False), there.count(True))
    return found
