"""The risk register of one hall: the shipped risks as it rates them, its own, its incidents' word, and what is missing.

Verbs wait until their facts are durable and raise Refused in words.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lobbyconsole.domain import risk_facts as f
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.content.lists import Risk
from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.drills import Drill
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.register import Record
from lobbyconsole.domain.risks import (
    CONTROLS,
    LEVELS,
    WINDOW,
    Gap,
    Happened,
    Kinds,
    Rating,
    RiskState,
    fold_risk,
    gaps,
    incidents_of,
    kinds_of,
    look_again,
    questioned,
    rating_of,
)
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused
from lobbyconsole.services.drills import Drills
from lobbyconsole.services.incidents import Incidents, clipped
from lobbyconsole.services.library.book import LibraryBook
from lobbyconsole.services.records import Records
from lobbyconsole.services.subjects import Subjects
from lobbyconsole.services.walkthroughs import Walkthroughs
from lobbyconsole.store import emergency as kept
from lobbyconsole.store import lookup
from lobbyconsole.store.instants import from_us

OWN = "own-"


@dataclass(frozen=True, slots=True)
class Todo:
    """A corrective action that came of a risk."""

    record: str
    summary: str
    owner: str
    open: bool


@dataclass(frozen=True, slots=True)
class KnownRisk:
    """One risk with all that belongs to it. `shipped` None: the branch's own.

    `rating`: the one that holds, likelihood and impact 1 to 5 each. `incidents`: its own of the last year.
    `speaks`: the likelihood (1 to 5) they speak for, where they contradict the rating; else 0. `look_at`: when it is to
    be looked at again (aware UTC); None: nobody has said.
    """

    state: RiskState
    shipped: Risk | None
    rating: Rating
    incidents: tuple[Happened, ...] = ()
    speaks: int = 0
    look_at: datetime | None = None

    @property
    def id(self) -> str:
        return self.state.risk

    @property
    def title(self) -> Text:
        return self.shipped.title if self.shipped else Text(self.state.title or "–", self.state.title or "–")

    @property
    def category(self) -> str:
        return self.shipped.category if self.shipped else self.state.category

    @property
    def owner(self) -> str:
        """The role that watches it."""
        return self.state.owner or (self.shipped.owner if self.shipped else "")

    @property
    def plans(self) -> tuple[str, ...]:
        return self.shipped.plans if self.shipped else self.state.plans

    @property
    def rated(self) -> bool:
        """Whether this hall has rated it; else the rating is the one it was shipped with."""
        return self.state.rated_at is not None


@dataclass(frozen=True, slots=True)
class Board:
    """The whole register at one time. `risks`: the highest first; `aside`: those that do not apply here."""

    risks: tuple[KnownRisk, ...]
    aside: tuple[KnownRisk, ...]
    gaps: tuple[Gap, ...]
    happened: tuple[Happened, ...]
    practised: Mapping[str, datetime]
    planned: Mapping[str, Drill]  # plan -> its next drill in the calendar
    plans: Mapping[str, Plan]
    library: Library

    def risk(self, name: str) -> KnownRisk | None:
        return next((risk for risk in (*self.risks, *self.aside) if risk.id == name), None)

    def gaps_of(self, name: str) -> list[Gap]:
        """What is missing for one risk."""
        known = self.risk(name)
        if known is None:
            return []
        own = {event.incident for event in known.incidents}
        return [
            gap for gap in self.gaps
            if gap.risk == name or (gap.kind == "no_drill" and gap.subject in known.plans)
            or (gap.kind == "no_review" and gap.subject in own)
        ]  # fmt: skip


class Risks:
    """The risks of one hall."""

    def __init__(
        self, subjects: Subjects, library: LibraryBook, walks: Walkthroughs, incidents: Incidents, drills: Drills,
        records: Records, branch: Callable[[], Branch],
    ) -> None:  # fmt: skip
        self._subjects = subjects
        self._library = library
        self._walks = walks
        self._incidents = incidents
        self._drills = drills
        self._records = records
        self._branch = branch

    # --- reading ---

    def board(self, now: datetime | None = None) -> Board:
        """Everything as it stands."""
        at = now or self._subjects.live.clock.now()
        plans = {plan.id: plan for plan in self._walks.plans()}
        library = self._library.library()
        happened, since = self._happened(at)
        whole_year = _whole_year(since, at)
        practised, planned = self._practised(at)
        shipped = {risk.id: risk for risk in self._shipped(library)}
        kinds = kinds_of(plans, shipped.values())
        known = [self._known(name, shipped.get(name), happened, at, since, kinds) for name in self._names(shipped)]
        listed = sorted(
            (risk for risk in known if not risk.state.aside), key=lambda risk: (-risk.rating.score, risk.id)
        )
        found = gaps(
            [risk.shipped or risk.state for risk in listed], {risk.id: risk.rating for risk in listed}, plans,
            practised, happened, at, whole_year=whole_year, kinds=kinds,
            looks={risk.id: risk.look_at for risk in listed if risk.look_at is not None},
        )  # fmt: skip
        aside = tuple(risk for risk in known if risk.state.aside)
        return Board(tuple(listed), aside, tuple(found), tuple(happened), practised, planned, plans, library)

    def actions(self, risk: str) -> list[Todo]:
        """Corrective actions that came of a risk."""
        return [
            Todo(row.record, row.summary, row.owner, bool(row.is_open))
            for row in self._records.caused_by("risk:" + risk) if row.register_id == "actions"
        ]  # fmt: skip

    # --- verbs ---

    def rate(
        self, risk: str, likelihood: int, impact: int, *, owner: str = "", review_at: datetime | None = None,
        why: str = "", by: str = "",
    ) -> KnownRisk:  # fmt: skip
        """Rate it, 1 to 5 each. Raises Refused where own incidents say another likelihood and no reason is given."""
        if likelihood not in LEVELS or impact not in LEVELS:
            raise ValueError(f"{likelihood} × {impact} is no rating")

        now = self._subjects.live.clock.now()
        if review_at is not None and review_at <= now:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "The review date lies in the past.")))
        happened, since = self._happened(now)  # before the decision: the recorder waits for nobody's reading
        known = self._one(risk)
        own = len(incidents_of(known.shipped or known.state, happened, now, self._kinds()))
        speaks = questioned(Rating(risk, likelihood, impact), own, _whole_year(since, now))
        if speaks and not why.strip():
            text = QT_TRANSLATE_NOOP(
                "Messages", "Own incidents speak for likelihood {speaks} ({count} in 12 months). Please say why."
            )
            raise Refused(Message(text, {"speaks": speaks, "count": own}))

        def facts(state: RiskState, envelope: dict[str, Any]) -> Sequence[Fact]:
            return (
                f.RiskRated(**envelope, risk=risk, likelihood=likelihood, impact=impact, owner=owner,
                            review_at=review_at, why=clipped(why), seen=own),
            )  # fmt: skip

        return self._told(risk, by, facts)

    def note_control(self, risk: str, control: str, words: str, *, by: str = "") -> KnownRisk:
        """What this hall does about it besides."""
        if control not in CONTROLS:
            raise ValueError(f"{control!r} is not one of {CONTROLS}")
        self._need(words)
        return self._told(risk, by, lambda state, envelope: (
            f.RiskControlNoted(**envelope, risk=risk, control=control, words=clipped(words)),))  # fmt: skip

    def set_aside(self, risk: str, why: str, *, by: str = "") -> KnownRisk:
        """It does not apply here; rating it takes it in again."""
        self._need(why)

        def facts(state: RiskState, envelope: dict[str, Any]) -> Sequence[Fact]:
            return () if state.aside else (f.RiskSetAside(**envelope, risk=risk, why=clipped(why)),)

        return self._told(risk, by, facts)

    def add(
        self, title: str, category: str, likelihood: int, impact: int, *, plans: Sequence[str] = (), cause: str = "",
        owner: str = "", by: str = "",
    ) -> KnownRisk:  # fmt: skip
        """Note a risk that is not among the shipped ones, rated at once."""
        if likelihood not in LEVELS or impact not in LEVELS:
            raise ValueError(f"{likelihood} × {impact} is no rating")
        if not title.strip():
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please say what the risk is.")))

        def decision(now: datetime) -> tuple[Sequence[Fact], str]:
            name = OWN + uuid.uuid4().hex[:8]
            added = f.RiskAdded(**self._subjects.envelope(now, by), risk=name, title=clipped(title), category=category,
                                cause=clipped(cause), plans=tuple(plans))  # fmt: skip
            rated = f.RiskRated(
                **self._subjects.envelope(now, by), risk=name, likelihood=likelihood, impact=impact, owner=owner
            )
            return (added, rated), name

        return self._one(self._subjects.decide(decision))

    def action(self, risk: str, finding: str, owner: str, due: datetime, *, by: str = "") -> Record:
        """Open a corrective action that lessens it."""
        self._one(risk)
        values = {"finding": finding.strip(), "owner": owner, "due": due.isoformat()}
        return self._records.open("actions", values, by=by, cause="risk:" + risk)

    # --- shared ---

    def _shipped(self, library: Library) -> list[Risk]:
        items = library.risks.items if library.risks is not None else ()
        return [risk for risk in items if self._branch().sector in risk.sectors]

    def _kinds(self) -> Kinds:
        """Whose incidents are whose."""
        return kinds_of({plan.id: plan for plan in self._walks.plans()}, self._shipped(self._library.library()))

    def _shipped_one(self, name: str) -> Risk | None:
        return next((risk for risk in self._shipped(self._library.library()) if risk.id == name), None)

    def _names(self, shipped: Mapping[str, Risk]) -> list[str]:
        with self._subjects.store.reader() as db:
            own = lookup.keys_of(db, "risk")
        own += [subject.partition(":")[2] for subject in self._subjects.recent("risk")]
        return list(dict.fromkeys([*shipped, *(name for name in own if name.startswith(OWN))]))

    def _known(
        self, name: str, shipped: Risk | None, happened: Sequence[Happened], now: datetime, since: datetime | None,
        kinds: Kinds,
    ) -> KnownRisk:  # fmt: skip
        state = fold_risk(name, self._subjects.facts("risk:" + name))
        rating = rating_of(state, shipped, since)
        own = tuple(incidents_of(shipped or state, happened, now, kinds))
        speaks = questioned(rating, len(own), _whole_year(since, now))
        return KnownRisk(state, shipped, rating, own, speaks, look_again(state, rating.band))

    def _one(self, name: str) -> KnownRisk:
        now = self._subjects.live.clock.now()
        shipped = self._shipped_one(name)
        happened, since = self._happened(now)
        known = self._known(name, shipped, happened, now, since, self._kinds())
        if shipped is None and not known.state.title:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "There is no such risk.")))
        return known

    def _happened(self, now: datetime) -> tuple[list[Happened], datetime | None]:
        """(own incidents of the last year and those not reviewed, since when they have been kept)."""
        zone = self._branch().tz
        today = now.astimezone(zone).date()
        rows = {row.incident: row for row in self._incidents.incidents((today - WINDOW), today)}
        rows |= {row.incident: row for row in self._incidents.open_incidents()}
        found = []
        with self._subjects.store.reader() as db:
            walked: dict[str, list[str]] = {}
            for row in rows.values():
                walked[row.incident] = [walk.plan for walk in kept.walks_of(db, row.incident)]
            first = kept.first_incident_at(db)
        for row in rows.values():
            at = row.began_at or row.noted_at
            if row.drill or at is None:
                continue
            incident = self._incidents.incident(row.incident)
            links = incident.links if incident is not None else ()
            found.append(
                Happened(
                    row.incident, row.hazard, tuple(dict.fromkeys(walked[row.incident])), from_us(at),
                    None if row.ended_at is None else from_us(row.ended_at), row.state == "reviewed",
                    tuple(link.removeprefix("risk:") for link in links if link.startswith("risk:")), row.what,
                )
            )  # fmt: skip
        since = None if first is None else from_us(first)
        return sorted(found, key=lambda event: event.at, reverse=True), since

    def _practised(self, now: datetime) -> tuple[dict[str, datetime], dict[str, Drill]]:
        """plan -> its last drill that was held, or real walkthrough; plan -> its next planned drill."""
        last: dict[str, datetime] = {}
        planned: dict[str, Drill] = {}
        with self._subjects.store.reader() as db:
            for (plan, drill), ended in kept.last_walks(db).items():
                if not drill:
                    last[plan] = from_us(ended)
        for held in self._drills.drills():
            if held.held and held.ended_at is not None and held.ended_at <= now:
                last[held.plan] = max(held.ended_at, last.get(held.plan, held.ended_at))
            elif held.state == "planned" and held.due_at is not None:
                before = planned.get(held.plan)
                if before is None or before.due_at is None or held.due_at < before.due_at:
                    planned[held.plan] = held
        return last, planned

    def _need(self, words: str) -> None:
        if not words.strip():
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please say why.")))

    def _told(
        self, risk: str, by: str, facts: Callable[[RiskState, dict[str, Any]], Sequence[Fact]]
    ) -> KnownRisk:  # fmt: skip
        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            state = fold_risk(risk, self._subjects.facts("risk:" + risk))
            if self._shipped_one(risk) is None and not state.title:
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "There is no such risk.")))
            return facts(state, self._subjects.envelope(now, by)), None

        self._subjects.decide(decision)
        return self._one(risk)


def _whole_year(since: datetime | None, now: datetime) -> bool:
    """Whether incidents have been kept for a year, so that few of them mean something."""
    return since is not None and now - since >= WINDOW
