"""What the screen of reviews lists: reviews to be held and held, lessons, and plans to be looked through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from lobbyconsole.domain.content.editions import Edition
from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.register import Record
from lobbyconsole.domain.reviews import REVIEWED_WITHIN, PlanReviewDue, fold_review
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused
from lobbyconsole.services.library.book import Change
from lobbyconsole.services.work import Work
from lobbyconsole.store import emergency as kept
from lobbyconsole.store.instants import from_us

SIGNED_SHOWN = timedelta(days=365)
MOST_SIGNED = 200


@dataclass(frozen=True, slots=True)
class ListedReview:
    """One review. `state`: "late" (over for a week and not signed), "waiting", "begun" or "signed"."""

    run: str
    title: Text
    about: str
    over_at: datetime
    state: str
    rating: str = ""
    drill: bool = False


@dataclass(frozen=True, slots=True)
class ListedLesson:
    """One lesson. `due` None: not readable. `ready`: versions that may close it."""

    record: Record
    plan: Text
    due: datetime | None
    ready: int

    @property
    def open(self) -> bool:
        return self.record.state == "open"

    def late(self, now: datetime) -> bool:
        """Whether its date is over."""
        return self.open and self.due is not None and self.due < now


@dataclass(frozen=True, slots=True)
class ListedPlan:
    """A plan and when it is to be looked through again; `waiting`: a change nobody has approved yet."""

    plan: Plan
    due: PlanReviewDue
    lessons: int
    waiting: int


@dataclass(frozen=True, slots=True)
class OpenLesson:
    """A lesson with what may close it, or did."""

    record: Record
    plan: Plan | None
    due: datetime | None
    versions: tuple[tuple[Edition, tuple[Change, ...], Plan | None, Plan | None], ...]  # newest first; its diff
    waiting: tuple[Edition, ...]  # proposed, not approved


class ReviewDesk:
    """Reads for one hall; not for the GUI thread."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def reviews(self, now: datetime) -> list[ListedReview]:
        """Those to be held, the oldest first, then those signed in the last year, the latest first."""
        work, found, signed = self._work, [], []
        plans = {plan.id: plan.title for plan in work.walkthroughs.plans()}
        unsigned = set(work.reviews.unsigned())
        with work.subjects.store.reader() as db:
            walks = kept.ended_walks(db)
            waiting = {row.incident: row for row in kept.open_incidents(db)}
        ended = [("walk:" + row.walk, plans.get(row.plan, _plain(row.plan)), row.incident or row.drill,
                  from_us(row.ended_at or 0), bool(row.drill)) for row in walks]  # fmt: skip
        ended += [
            ("drill:" + drill.key, plans.get(drill.plan, _plain(drill.plan)), drill.key, drill.ended_at, True)
            for drill in work.drills.drills()
            if drill.mode == "table" and drill.state == "finished" and drill.ended_at is not None
        ]
        for run in unsigned:
            row = waiting.get(run.removeprefix("incident:"))
            if run.startswith("incident:") and row is not None:
                ended.append((run, _plain(row.what or row.incident), row.incident, from_us(row.ended_at or 0), False))
        ended += self._signed_incidents(now)
        for run, title, about, over, drill in ended:
            review = fold_review(run, work.subjects.facts("review:" + run))
            if run in unsigned:
                state = "late" if now - over > REVIEWED_WITHIN else "begun" if review.begun else "waiting"
                found.append(ListedReview(run, title, about, over, state, "", drill))
            elif review.signed_at is not None and now - review.signed_at < SIGNED_SHOWN:
                signed.append(ListedReview(run, title, about, review.signed_at, "signed", review.rating, drill))
        found.sort(key=lambda row: (row.state != "late", row.drill, row.over_at, row.run))
        signed.sort(key=lambda row: (row.over_at, row.run), reverse=True)
        return [*found, *signed[:MOST_SIGNED]]

    def _signed_incidents(self, now: datetime) -> list[tuple[str, Text, str, datetime, bool]]:
        """Incidents without a plan whose form was signed."""
        zone = self._work.subjects.live.snapshot.branch.tz
        today = now.astimezone(zone).date()
        return [
            ("incident:" + row.incident, _plain(row.what), row.incident, from_us(row.ended_at), False)
            for row in self._work.incidents.incidents(today - SIGNED_SHOWN, today)
            if row.state == "reviewed" and row.ended_at is not None
        ]

    def lessons(self, now: datetime) -> list[ListedLesson]:
        """Those to do, the most urgent first, then those closed lately."""
        found = []
        for row in self._work.records.rows("lessons"):
            record = self._work.records.record("lessons", row.record)
            if record is None:
                continue
            plan = self._plan(record.text("plan"))
            title = plan.title if plan is not None else _plain(record.text("plan"))
            ready = len(self._work.reviews.versions_for(record)) if record.state == "open" else 0
            found.append(ListedLesson(record, title, due_of(record), ready))
        still = sorted((entry for entry in found if entry.open),
                       key=lambda entry: (entry.due is None, entry.due or now, entry.record.key))  # fmt: skip
        closed = sorted((entry for entry in found if not entry.open),
                        key=lambda entry: entry.record.state_since or now, reverse=True)  # fmt: skip
        return [*still, *closed[:MOST_SIGNED]]

    def lesson(self, key: str) -> OpenLesson:
        """One lesson. Raises Refused."""
        record = self._work.records.record("lessons", key)
        if record is None:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "There is no such lesson.")))
        name = record.text("plan")
        editions = self._work.library.editions("plans", name)
        chosen = record.text("version")
        closing = [
            edition for edition in editions.editions
            if (edition.version == chosen if record.state == "changed" else edition in self._versions(record))
        ]  # fmt: skip
        versions = []
        for edition in reversed(closing):
            changes, old, new = self._difference(name, edition)
            versions.append((edition, changes, old, new))
        waiting = tuple(edition for edition in editions.waiting if edition.body)
        return OpenLesson(record, self._plan(name), due_of(record), tuple(versions), waiting)

    def _versions(self, record: Record) -> list[Edition]:
        return self._work.reviews.versions_for(record) if record.state == "open" else []

    def _difference(self, plan: str, edition: Edition) -> tuple[tuple[Change, ...], Plan | None, Plan | None]:
        library = self._work.library
        old, new = library.wording("plans", plan, edition.base), library.wording("plans", plan, edition.version)
        changes = tuple(self._work.reviews.difference(plan, edition.version))
        return changes, old if isinstance(old, Plan) else None, new if isinstance(new, Plan) else None

    def plans(self, now: datetime) -> list[ListedPlan]:
        """Every plan, the one most overdue to be looked through first."""
        lessons: dict[str, int] = {}
        for entry in self.lessons(now):
            if entry.open:
                lessons[entry.record.text("plan")] = lessons.get(entry.record.text("plan"), 0) + 1
        plans = {plan.id: plan for plan in self._work.walkthroughs.plans()}
        return [
            ListedPlan(plans[due.plan], due, lessons.get(due.plan, 0),
                       len(self._work.library.editions("plans", due.plan).waiting))
            for due in self._work.reviews.due(now)
        ]  # fmt: skip

    def library(self) -> Library:
        return self._work.library.library()

    def last_looks(self, plan: str) -> list[Fact]:
        """Who looked a plan through and found it right, the latest first."""
        facts = [fact for fact in self._work.subjects.facts("plan:" + plan) if fact.kind == "plan.looked_through"]
        return sorted(facts, key=lambda fact: fact.at, reverse=True)

    def _plan(self, name: str) -> Plan | None:
        found = self._work.library.library().plans.get(name)
        return found if isinstance(found, Plan) else None


def due_of(record: Record) -> datetime | None:
    """Until when a lesson is to be seen to."""
    try:
        found = datetime.fromisoformat(record.text("due"))
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def _plain(words: str) -> Text:
    return Text(words, words)
