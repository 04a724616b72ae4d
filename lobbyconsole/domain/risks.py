"""Risks as the hall stands to them: the 5 × 5 map, likelihoods its own incidents contradict, and what nobody covers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from lobbyconsole.domain.content.lists import Risk
from lobbyconsole.domain.content.plans import Plan

RED, YELLOW = 15, 8  # score (likelihood × impact) from which on; risks.yaml: scale
DRILLED_WITHIN = timedelta(days=180)
REVIEWED_WITHIN = timedelta(days=7)
WINDOW = timedelta(days=365)  # over which own incidents speak about likelihood

# At least so many incidents in a year belong to a likelihood; with 1 and 2 a year may pass without any.
PER_YEAR = {1: 0, 2: 0, 3: 1, 4: 4, 5: 12}

Band = Literal["red", "yellow", "green"]
GapKind = Literal["no_plan", "no_drill", "no_review", "likelihood"]


class Rating(msgspec.Struct, frozen=True):
    """A risk as rated here: likelihood and impact 1 to 5."""

    risk: str
    likelihood: int
    impact: int

    @property
    def score(self) -> int:
        return self.likelihood * self.impact

    @property
    def band(self) -> Band:
        return "red" if self.score >= RED else "yellow" if self.score >= YELLOW else "green"


class Happened(msgspec.Struct, frozen=True):
    """An incident as risks see it: the plans that were walked, the risks it was linked to, when, and its review."""

    incident: str
    hazard: str
    plans: tuple[str, ...]
    at: datetime
    ended_at: datetime | None = None
    reviewed: bool = False
    risks: tuple[str, ...] = ()


class Gap(msgspec.Struct, frozen=True):
    """Something nobody covers. `subject`: the plan or incident it is about; `since`: when it was last covered.

    no_plan: a red or yellow risk without a plan in force. no_drill: a plan of such a risk not practised for 180 days.
    no_review: an incident over for a week without a signed review. likelihood: own incidents say it is more likely.
    """

    kind: GapKind
    risk: str = ""
    subject: str = ""
    since: datetime | None = None
    count: int = 0


def matrix(ratings: Iterable[Rating]) -> dict[tuple[int, int], list[str]]:
    """(likelihood, impact) -> risks, the fields that hold any."""
    found: dict[tuple[int, int], list[str]] = {}
    for rating in ratings:
        found.setdefault((rating.likelihood, rating.impact), []).append(rating.risk)
    return {field: sorted(names) for field, names in found.items()}


def incidents_of(risk: Risk, happened: Iterable[Happened], now: datetime) -> list[Happened]:
    """Own incidents of the last year that belong to a risk: linked to it, or walked by one of its plans."""
    return [
        event
        for event in happened
        if now - WINDOW < event.at <= now and (risk.id in event.risks or set(event.plans) & set(risk.plans))
    ]


def suggested_likelihood(count: int) -> int:
    """The likelihood that so many incidents a year speak for; 0 when they say nothing (none happened)."""
    return max((level for level, least in PER_YEAR.items() if least and count >= least), default=0)


def gaps(
    risks: Sequence[Risk],
    ratings: Mapping[str, Rating],
    plans: Mapping[str, Plan],
    practised: Mapping[str, datetime],
    happened: Sequence[Happened],
    now: datetime,
) -> list[Gap]:
    """What is not covered, the highest risks first. `practised`: plan -> its last drill or real walkthrough."""
    found: list[tuple[int, Gap]] = []
    drilled: set[str] = set()
    for risk in risks:
        rating = ratings.get(risk.id) or Rating(risk.id, risk.likelihood, risk.impact)
        own = incidents_of(risk, happened, now)
        speaks = suggested_likelihood(len(own))
        if speaks > rating.likelihood:
            found.append((rating.score, Gap("likelihood", risk.id, count=len(own))))
        if rating.band == "green":
            continue
        known = [name for name in risk.plans if name in plans]
        if not known:
            found.append((rating.score, Gap("no_plan", risk.id)))
        for name in known:
            last = practised.get(name)
            if name not in drilled and (last is None or now - last > DRILLED_WITHIN):
                drilled.add(name)
                found.append((rating.score, Gap("no_drill", risk.id, name, last)))
    for event in happened:
        over = event.ended_at
        if over is not None and not event.reviewed and now - over > REVIEWED_WITHIN:
            found.append((0, Gap("no_review", subject=event.incident, since=over)))
    found.sort(key=lambda entry: (-entry[0], entry[1].kind, entry[1].risk, entry[1].subject))
    return [gap for _, gap in found]
