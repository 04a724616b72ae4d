"""The branch's own hand in the content: which version of an item is in force, who changed it and why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from lobbyconsole.domain import content_facts as f
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.staff import same_number
from lobbyconsole.domain.standing import standing_facts

Standing = Literal["proposed", "in_force", "refused", "former", "agreed"]


def version_of(body: str) -> str:
    """The name of a wording: the same words have the same name in every branch. `body`: canonical JSON."""
    return hashlib.sha256(body.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Edition:
    """One version a branch made or took over; or, `version` RETIRE or RESTORE, a proposal to stop using the item or to
    use it again: that one has no body, is "agreed" and never in force."""

    version: str
    body: str
    base: str
    at: datetime
    by: str
    why: str
    origin: str
    standing: Standing
    decided_by: str = ""
    decided_at: datetime | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Editions:
    """An item's history in a branch. `in_force` "" means: the shipped version.

    `declined`: shipped versions that were looked at and not taken. `flags`: "approved_own" (the proposer approved it
    too; it does not count), "unknown_version", "never_approved" (somebody wanted back to a version that never was in
    force).
    """

    family: str
    item: str
    editions: tuple[Edition, ...] = ()
    in_force: str = ""
    retired: bool = False
    declined: frozenset[str] = frozenset()
    flags: tuple[str, ...] = ()

    def edition(self, version: str) -> Edition | None:
        """The latest edition of that version."""
        return next((found for found in reversed(self.editions) if found.version == version), None)

    @property
    def current(self) -> Edition | None:
        """The branch's own edition in force; None while the shipped one is."""
        return self.edition(self.in_force) if self.in_force else None

    @property
    def waiting(self) -> tuple[Edition, ...]:
        """Proposals that wait for a second person."""
        return tuple(found for found in self.editions if found.standing == "proposed")

    def update_offered(self, shipped: str) -> bool:
        """Whether the shipped version is newer than what the branch's own was made from, and not yet decided on."""
        own = self.current
        return own is not None and shipped not in (own.version, own.base, "") and shipped not in self.declined


def fold_editions(facts: Iterable[Fact]) -> Editions | None:
    """An item's history from its facts, whatever their order; None when there is none."""
    found: Editions | None = None
    for fact in standing_facts(facts):
        if isinstance(fact, f.ContentFact):
            found = _step(found or Editions(fact.family, fact.item), fact)
    return found


def over_time(facts: Iterable[Fact]) -> list[tuple[datetime, Editions]]:
    """What stood from which instant on, oldest first; before the first of them the shipped version did."""
    found: list[tuple[datetime, Editions]] = []
    for fact in standing_facts(facts):
        if isinstance(fact, f.ContentFact):
            found.append((fact.at, _step(found[-1][1] if found else Editions(fact.family, fact.item), fact)))
    return found


def _step(state: Editions, fact: f.ContentFact) -> Editions:
    match fact:
        case f.ContentProposed():
            standing: Standing = "proposed" if fact.approval else "in_force"
            edition = Edition(fact.version, fact.body, fact.base, fact.at, fact.by, fact.why, fact.origin, standing)
            state = replace(state, editions=(*state.editions, edition))
            return state if fact.approval else _enforced(state, fact.version)
        case f.ContentApproved():
            edition_ = state.edition(fact.version)
            if edition_ is None:
                return _flagged(state, "unknown_version")
            if not fact.by.strip() or same_number(edition_.by, fact.by):
                return _flagged(state, "approved_own")
            if edition_.standing != "proposed":
                return state  # decided already: the first answer counts
            decided = replace(edition_, decided_by=fact.by, decided_at=fact.at)
            if fact.version in (f.RETIRE, f.RESTORE):
                state = _put(state, edition_, replace(decided, standing="agreed"))
                return replace(state, retired=fact.version == f.RETIRE)
            return _enforced(_put(state, edition_, decided), fact.version)
        case f.ContentRefused():
            edition_ = state.edition(fact.version)
            if edition_ is None:
                return _flagged(state, "unknown_version")
            if edition_.standing != "proposed":
                return state
            refused = replace(edition_, standing="refused", decided_by=fact.by, decided_at=fact.at, refusal=fact.why)
            return _put(state, edition_, refused)
        case f.ContentReverted():
            back = state.edition(fact.version)
            if fact.version and back is None:
                return _flagged(state, "unknown_version")
            if back is not None and back.standing in ("proposed", "refused", "agreed"):
                return _flagged(state, "never_approved")
            return _enforced(state, fact.version)
        case f.ContentRetired() | f.ContentRestored() if fact.approval:
            name = f.RETIRE if isinstance(fact, f.ContentRetired) else f.RESTORE
            asked = Edition(name, "", fact.version, fact.at, fact.by, fact.why, name, "proposed")
            return replace(state, editions=(*state.editions, asked))
        case f.ContentRetired():
            return replace(state, retired=True)
        case f.ContentRestored():
            return replace(state, retired=False)
        case f.ContentUpdateDeclined():
            return replace(state, declined=state.declined | {fact.version})
    return state


def _put(state: Editions, old: Edition, new: Edition) -> Editions:
    return replace(state, editions=tuple(new if found is old else found for found in state.editions))


def _enforced(state: Editions, version: str) -> Editions:
    last = state.edition(version)
    editions = tuple(
        replace(found, standing="in_force")
        if found is last
        else replace(found, standing="former")
        if found.standing == "in_force"
        else found
        for found in state.editions
    )
    return replace(state, editions=editions, in_force=version)


def _flagged(state: Editions, flag: str) -> Editions:
    return state if flag in state.flags else replace(state, flags=(*state.flags, flag))
