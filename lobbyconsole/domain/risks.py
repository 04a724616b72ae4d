"""Risks as the hall stands to them: the 5 × 5 map, likelihoods its own incidents contradict, and what nobody covers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec
from msgspec.structs import replace

from lobbyconsole.domain import risk_facts as f
from lobbyconsole.domain.content.lists import Risk
from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.reviews import REVIEWED_WITHIN
from lobbyconsole.domain.standing import standing_facts

RED, YELLOW = 15, 8  # score (likelihood × impact) from which on; risks.yaml: scale
LEVELS = (1, 2, 3, 4, 5)
CONTROLS = ("preventive", "detective", "corrective")
DRILLED_WITHIN = timedelta(days=180)
LOOKED_AT_EVERY = {"red": timedelta(days=91), "yellow": timedelta(days=182), "green": timedelta(days=365)}
WINDOW = timedelta(days=365)  # over which own incidents speak about likelihood

# At least so many incidents in a year belong to a likelihood; with 1 and 2 a year may pass without any.
PER_YEAR = {1: 0, 2: 0, 3: 1, 4: 4, 5: 12}

Band = Literal["red", "yellow", "green"]
GapKind = Literal["no_plan", "no_drill", "no_review", "likelihood", "look"]


class Rating(msgspec.Struct, frozen=True):
    """A risk as rated here: likelihood and impact 1 to 5. `seen`: own incidents that were known to who rated it.

    `kept`: who rated it was asked whether so few incidents speak for so much, and gave a reason.
    """

    risk: str
    likelihood: int
    impact: int
    seen: int = 0
    kept: bool = False

    @property
    def score(self) -> int:
        """1 to 25."""
        return self.likelihood * self.impact

    @property
    def band(self) -> Band:
        return band_of(self.score)


def band_of(score: int) -> Band:
    """The band of a score."""
    return "red" if score >= RED else "yellow" if score >= YELLOW else "green"


# --- one risk ---------------------------------------------------------------------------------------------------------


class Rerated(msgspec.Struct, frozen=True):
    """One rating of the past."""

    at: datetime
    by: str
    likelihood: int
    impact: int
    why: str = ""


class OwnControl(msgspec.Struct, frozen=True):
    """What this hall does besides what the shipped register says."""

    kind: str
    words: str
    at: datetime
    by: str = ""


class RiskState(msgspec.Struct, frozen=True):
    """What was told of a risk here. `likelihood` 0: nobody here has rated it. `aside`: why it does not apply here."""

    risk: str
    title: str = ""
    category: str = ""
    cause: str = ""
    effect: str = ""
    plans: tuple[str, ...] = ()
    likelihood: int = 0
    impact: int = 0
    owner: str = ""
    review_at: datetime | None = None
    seen: int = 0
    rated_at: datetime | None = None
    rated_by: str = ""
    controls: tuple[OwnControl, ...] = ()
    history: tuple[Rerated, ...] = ()
    aside: str = ""


def fold_risk(risk: str, facts: Iterable[Fact]) -> RiskState:
    """The risk that these facts tell, whatever their order; untouched when there are none."""
    state = RiskState(risk)
    for fact in standing_facts(facts):
        match fact:
            case f.RiskAdded():
                state = replace(
                    state, title=state.title or fact.title, category=state.category or fact.category,
                    cause=state.cause or fact.cause, effect=state.effect or fact.effect,
                    plans=state.plans or fact.plans,
                )  # fmt: skip
            case f.RiskRated() if fact.likelihood in LEVELS and fact.impact in LEVELS:
                told = Rerated(fact.at, fact.by, fact.likelihood, fact.impact, fact.why)
                state = replace(
                    state, likelihood=fact.likelihood, impact=fact.impact, owner=fact.owner or state.owner,
                    review_at=fact.review_at, seen=fact.seen, rated_at=fact.at, rated_by=fact.by, aside="",
                    history=(*state.history, told),
                )  # fmt: skip
            case f.RiskControlNoted() if fact.control in CONTROLS:
                noted = OwnControl(fact.control, fact.words, fact.at, fact.by)
                state = replace(state, controls=(*state.controls, noted))
            case f.RiskSetAside():
                state = replace(state, aside=fact.why or "–")
    return state


def rating_of(state: RiskState, shipped: Risk | None, watched_since: datetime | None = None) -> Rating:
    """How it is rated here; where nobody has, as the shipped register begins with.

    `watched_since`: when the hall began to keep its incidents.
    """
    if state.likelihood:
        last = state.history[-1] if state.history else None
        asked = last is not None and watched_since is not None and last.at - watched_since >= WINDOW
        kept = asked and last is not None and bool(last.why.strip())
        return Rating(state.risk, state.likelihood, state.impact, state.seen, kept)
    return Rating(state.risk, shipped.likelihood, shipped.impact) if shipped is not None else Rating(state.risk, 1, 1)


def look_again(state: RiskState, band: Band) -> datetime | None:
    """When it is to be looked at again: as said when it was rated, else the sooner the higher it is; None: unrated."""
    if state.rated_at is None:
        return None
    return state.review_at or state.rated_at + LOOKED_AT_EVERY[band]


# --- all of them ------------------------------------------------------------------------------------------------------


class Happened(msgspec.Struct, frozen=True):
    """An incident as risks see it: the plans that were walked, the risks it was linked to, when, and its review."""

    incident: str
    hazard: str
    plans: tuple[str, ...]
    at: datetime
    ended_at: datetime | None = None
    reviewed: bool = False
    risks: tuple[str, ...] = ()
    what: str = ""


class Gap(msgspec.Struct, frozen=True):
    """Something nobody covers. `subject`: the plan or incident it is about; `since`: when it was last covered.

    no_plan: a red or yellow risk without a plan in force. no_drill: a plan of such a risk not practised for 180 days.
    no_review: an incident over for a week without a signed review. likelihood: own incidents say another one
    (`count` of them, `speaks` for it, `rated` it is). look: a risk nobody has looked at again in time.
    """

    kind: GapKind
    risk: str = ""
    subject: str = ""
    since: datetime | None = None
    count: int = 0
    rated: int = 0
    speaks: int = 0


def matrix(ratings: Iterable[Rating]) -> dict[tuple[int, int], list[str]]:
    """(likelihood, impact) -> risks, the fields that hold any."""
    found: dict[tuple[int, int], list[str]] = {}
    for rating in ratings:
        found.setdefault((rating.likelihood, rating.impact), []).append(rating.risk)
    return {field: sorted(names) for field, names in found.items()}


class Kinds(msgspec.Struct, frozen=True):
    """What tells whose incident it is. `hazards`: plan -> its kind; `shared`: plans that several risks name."""

    hazards: Mapping[str, str] = {}
    shared: frozenset[str] = frozenset()


def kinds_of(plans: Mapping[str, Plan], risks: Iterable[Risk | RiskState]) -> Kinds:
    """Whose incidents are whose, by the plans and the shipped risks of a hall."""
    named = [plan for risk in risks if not isinstance(risk, RiskState) for plan in dict.fromkeys(risk.plans)]
    shared = frozenset(plan for plan in named if named.count(plan) > 1)
    return Kinds({name: plan.hazard for name, plan in plans.items()}, shared)


def incidents_of(
    risk: Risk | RiskState, happened: Iterable[Happened], now: datetime, kinds: Kinds | None = None
) -> list[Happened]:
    """Own incidents of the last year that belong to a risk: linked to it, or walked by a plan that is its own.

    Its own is the plan named first, and what no other risk names. What follows in several (evacuation after fire or
    earthquake) speaks only for the risk of the incident's own kind.
    """
    name, known = _name(risk), kinds or Kinds()
    first = risk.plans[0] if risk.plans else ""
    kind = known.hazards.get(first, "")
    own = {plan for plan in risk.plans if plan == first or plan not in known.shared}

    def belongs(event: Happened) -> bool:
        walked = set(event.plans)
        return (
            name in event.risks
            or bool(walked & own)
            or (bool(kind) and kind == event.hazard and bool(walked & set(risk.plans)))
        )

    return [event for event in happened if now - WINDOW < event.at <= now and belongs(event)]


def suggested_likelihood(count: int) -> int:
    """The likelihood that so many incidents a year speak for; 0 when they say nothing (none happened)."""
    return max((level for level, least in PER_YEAR.items() if least and count >= least), default=0)


def questioned(rating: Rating, count: int, whole_year: bool) -> int:
    """The likelihood own incidents speak for where they contradict the rating; 0 where they do not.

    Too low: more happened than it allows, and more than was known to who rated it. Too high, only after a whole year of
    keeping watch: two steps fewer happened than it says. A reason answers either, until it is rated again.
    """
    speaks = suggested_likelihood(count)
    if speaks > rating.likelihood:
        return speaks if count > rating.seen else 0
    answered = rating.seen or rating.kept
    if whole_year and not answered and rating.likelihood >= 4 and count < PER_YEAR[rating.likelihood - 1]:
        return max(2, speaks)
    return 0


def gaps(
    risks: Sequence[Risk | RiskState],
    ratings: Mapping[str, Rating],
    plans: Mapping[str, Plan],
    practised: Mapping[str, datetime],
    happened: Sequence[Happened],
    now: datetime,
    *,
    looks: Mapping[str, datetime] | None = None,
    whole_year: bool = False,
    kinds: Kinds | None = None,
) -> list[Gap]:
    """What is not covered, the highest risks first.

    `practised`: plan -> its last drill or real walkthrough; `looks`: risk -> when it is to be looked at again;
    `whole_year`: incidents have been kept for a year, so that few of them mean something; `kinds`: whose incident is
    whose, where more risks are known than these.
    """
    known_kinds = kinds or kinds_of(plans, risks)
    found: list[tuple[int, Gap]] = []
    drilled: set[str] = set()

    def score(risk: Risk | RiskState) -> int:
        return _rating(risk, ratings).score

    for risk in sorted(risks, key=lambda entry: -score(entry)):
        rating, name = _rating(risk, ratings), _name(risk)
        own = incidents_of(risk, happened, now, known_kinds)
        speaks = questioned(rating, len(own), whole_year)
        if speaks:
            gap = Gap("likelihood", name, count=len(own), rated=rating.likelihood, speaks=speaks)
            found.append((rating.score, gap))
        due = (looks or {}).get(name)
        if due is not None and due < now:
            found.append((rating.score, Gap("look", name, since=due)))
        if rating.band == "green":
            continue
        known = [plan for plan in risk.plans if plan in plans]
        if not known:
            found.append((rating.score, Gap("no_plan", name)))
        for plan in known:
            last = practised.get(plan)
            if plan not in drilled and (last is None or now - last > DRILLED_WITHIN):
                drilled.add(plan)
                found.append((rating.score, Gap("no_drill", name, plan, last)))
    for event in happened:
        over = event.ended_at
        if over is not None and not event.reviewed and now - over > REVIEWED_WITHIN:
            found.append((0, Gap("no_review", subject=event.incident, since=over)))
    found.sort(key=lambda entry: (-entry[0], entry[1].kind, entry[1].risk, entry[1].subject))
    return [gap for _, gap in found]


def _name(risk: Risk | RiskState) -> str:
    return risk.risk if isinstance(risk, RiskState) else risk.id


def _rating(risk: Risk | RiskState, ratings: Mapping[str, Rating]) -> Rating:
    known = ratings.get(_name(risk))
    if known is not None:
        return known
    return rating_of(risk, None) if isinstance(risk, RiskState) else Rating(risk.id, risk.likelihood, risk.impact)
