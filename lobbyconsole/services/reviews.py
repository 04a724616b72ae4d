"""After-action reviews: filled by the run, rated and signed by people; lessons that close with a changed plan only.

Verbs wait until their facts are durable and raise Refused in words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lobbyconsole.domain import review_facts as f
from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.editions import Edition, Editions, version_of
from lobbyconsole.domain.content.plans import Plan
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.drills import Drill, Score, score
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.incident_facts import IncidentReopened
from lobbyconsole.domain.incidents import RATINGS, Incident
from lobbyconsole.domain.plan_facts import PlanLookedThrough
from lobbyconsole.domain.register import Record, is_staff_number
from lobbyconsole.domain.registers.lessons import PLAN_CHANGED
from lobbyconsole.domain.reviews import (
    CAPABILITIES,
    QUESTIONS,
    PlanReviewDue,
    Review,
    RunRecord,
    StepRow,
    fold_review,
    reviews_due,
    run_record,
)
from lobbyconsole.domain.walkthrough import Walk
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused
from lobbyconsole.services.drills import Drills
from lobbyconsole.services.incidents import Incidents, clipped
from lobbyconsole.services.library.book import Change, LibraryBook, body_of, differences
from lobbyconsole.services.records import Records
from lobbyconsole.services.staff import Proof, Staff
from lobbyconsole.services.subjects import Subjects
from lobbyconsole.services.walkthroughs import Walkthroughs
from lobbyconsole.store import emergency as kept
from lobbyconsole.store.reads import RecordRow


@dataclass(frozen=True, slots=True)
class OpenReview:
    """The form of a run: what was done, what people said of it, and what is to be learned.

    `plan` None: an incident for which none was walked. `score`: of a drill.
    """

    run: str
    plan: Plan | None
    review: Review
    record: RunRecord | None  # None at the table, and without a plan
    walk: Walk | None
    drill: Drill | None
    score: Score | None
    lessons: tuple[RecordRow, ...]
    ended: bool
    incident: Incident | None = None
    others: tuple[str, ...] = ()  # runs of the same incident

    @property
    def objectives(self) -> tuple[Text, ...]:
        """What is rated."""
        return CAPABILITIES if self.plan is None else self.plan.drill.objectives

    @property
    def questions(self) -> tuple[Text, ...]:
        """What is asked afterwards."""
        return QUESTIONS if self.plan is None else self.plan.after_action

    @property
    def suggested(self) -> str:
        """An overall rating to begin with: the worse of what the run and the people say."""
        said = [rated.rating for rated in self.review.ratings.values()]
        found = [*said, *([self.record.suggested] if self.record is not None else [])]
        return max(found, key=RATINGS.index, default="performed")

    def step_rating(self, row: StepRow) -> tuple[str, bool]:
        """(rating of a step, whether people gave it)."""
        rated = self.review.steps.get((row.step, row.turn))
        return (row.suggested, False) if rated is None else (rated.rating, True)


class Reviews:
    """The after-action reviews of one hall."""

    def __init__(
        self, subjects: Subjects, library: LibraryBook, walks: Walkthroughs, incidents: Incidents, drills: Drills,
        records: Records, branch: Callable[[], Branch], staff: Staff | None = None,
    ) -> None:  # fmt: skip
        self._staff = staff
        self._subjects = subjects
        self._library = library
        self._walks = walks
        self._incidents = incidents
        self._drills = drills
        self._records = records
        self._branch = branch
        records.provers[PLAN_CHANGED] = self._prove

    # --- the form ---

    def open(self, run: str, now: datetime | None = None) -> OpenReview:
        """The form of a run ("walk:...", "drill:...", "incident:...").

        A drill that was walked has the form of its walkthrough, an incident that of the plan walked for it first.
        """
        run, drill = self._run(run)
        return self._form(run, drill, now or self._subjects.live.clock.now())

    def _form(self, run: str, drill: Drill | None, at: datetime) -> OpenReview:
        """The form of exactly this run."""
        lessons = tuple(row for row in self._records.caused_by(run) if row.register_id == "lessons")
        if run.startswith("incident:"):
            found = self._incidents.incident(run.removeprefix("incident:"))
            if found is None:
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "There is no such incident.")))
            return OpenReview(run, None, self._review(run, found), None, None, None, None, lessons,
                              found.ended_at is not None, found)  # fmt: skip
        incident: Incident | None = None
        others: tuple[str, ...] = ()
        if run.startswith("walk:"):
            state = self._walks.walk(run.removeprefix("walk:"))
            if state is None:
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "There is no such walkthrough.")))
            walk, plan = state.walk, state.plan
            ended = not walk.running and (drill is None or drill.state != "running")
            if walk.incident:
                incident = self._incidents.incident(walk.incident)
                runs = ["walk:" + row.walk for row in self._walks.walks_of(walk.incident)]
                others = tuple(other for other in runs if other != run)
            review, record = self._review(run), run_record(plan, walk, at)
        else:
            opened = self._drills.open(run.removeprefix("drill:"))
            if opened is None or drill is None:
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "There is no such drill.")))
            walk, plan, record, review = None, opened.plan, None, self._review(run)
            ended = drill.state == "finished"
        made = score(plan, drill, walk) if drill is not None else None
        return OpenReview(run, plan, review, record, walk, drill, made, lessons, ended, incident, others)

    def rate(self, run: str, place: int, rating: str, *, words: str = "", by: str = "") -> OpenReview:
        """Rate an objective of the plan's drill; anything but "performed" asks for words."""
        _rating(rating, words)

        def facts(form: OpenReview, envelope: dict[str, Any]) -> Sequence[Fact]:
            _place(place, len(form.objectives))
            return (f.ObjectiveRated(**envelope, run=form.run, place=place, rating=rating, words=clipped(words)),)

        return self._resolved(run, by, facts)

    def rate_step(
        self, run: str, step: str, turn: int, rating: str, *, words: str = "", by: str = ""
    ) -> OpenReview:  # fmt: skip
        """Rate a visit of a step, where its time alone does not tell; anything but "performed" asks for words."""
        _rating(rating, words)

        def facts(form: OpenReview, envelope: dict[str, Any]) -> Sequence[Fact]:
            rows = form.record.steps if form.record is not None else ()
            if (step, turn) not in {(row.step, row.turn) for row in rows}:
                raise ValueError(f"{step} was not visited {turn} times")
            return (f.StepRated(**envelope, run=form.run, step=step, turn=turn, rating=rating, words=clipped(words)),)

        return self._resolved(run, by, facts)

    def answer(self, run: str, place: int, words: str, *, by: str = "") -> OpenReview:
        """Answer one of the plan's questions for afterwards."""

        def facts(form: OpenReview, envelope: dict[str, Any]) -> Sequence[Fact]:
            _place(place, len(form.questions))
            return (f.ReviewAnswered(**envelope, run=form.run, place=place, words=clipped(words)),)

        return self._resolved(run, by, facts)

    def sign(self, run: str, rating: str, *, words: str = "", by: str = "", proof: Proof | None = None) -> OpenReview:
        """Sign it: every objective is rated, the run and its incident are over. The incident is reviewed with it."""
        if rating not in RATINGS:
            raise ValueError(f"{rating!r} is not one of {RATINGS}")
        how = self._signature(by, proof)

        def facts(form: OpenReview, envelope: dict[str, Any]) -> Sequence[Fact]:
            self._may_sign(form)
            signed = f.ReviewSigned(**envelope, run=form.run, rating=rating, words=clipped(words), proof=how)
            found = form.incident
            if found is None or found.rating:
                return (signed,)
            # In the same breath: no kill comes between the signature and the incident's.
            return (*self._incidents.reviewing(found, rating, envelope["at"], words=words, by=by), signed)

        return self._resolved(run, by, facts)

    def correct(
        self, run: str, words: str, *, about: str = "", by: str = "", proof: Proof | None = None
    ) -> OpenReview:  # fmt: skip
        """Say what in a signed review is not so. What was signed stays; this stands beside it."""
        if not words.strip():
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please say what is to be corrected.")))
        how = self._signature(by, proof)
        found, drill = self._run(run)

        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            form = self._form(found, drill, now)
            if form.review.signed_at is None:
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Nobody has signed this yet; it can be changed.")))
            envelope = self._subjects.envelope(now, by)
            said = f.ReviewCorrected(**envelope, run=form.run, about=about, words=clipped(words), proof=how)
            return (said,), None

        self._subjects.decide(decision)
        return self._form(found, drill, self._subjects.live.clock.now())

    def _signature(self, by: str, proof: Proof | None) -> str:
        """How who signs is known. Raises Refused without a staff number, or without the PIN they have."""
        if not is_staff_number(by.strip()):
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please give the staff number.")))
        return self._staff.signature(by, proof) if self._staff is not None else "name"

    def unsigned(self) -> list[str]:
        """Runs that are over and whose review nobody has signed, the latest first; then incidents without a plan."""
        with self._subjects.store.reader() as db:
            rows = kept.ended_walks(db)
            incidents = kept.open_incidents(db)
        runs = ["walk:" + row.walk for row in rows]
        runs += [
            "drill:" + drill.key
            for drill in self._drills.drills() if drill.state == "finished" and drill.mode == "table"
        ]  # fmt: skip
        unsigned = [run for run in runs if self._review(run).signed_at is None]
        covered = {row.incident for row in rows if "walk:" + row.walk in unsigned}
        bare = [row for row in incidents if row.state == "ended" and row.incident not in covered and not row.drill]
        return unsigned + ["incident:" + row.incident for row in bare]

    # --- lessons ---

    def add_lesson(
        self, run: str, lesson: str, owner: str, due: datetime, *, plan: str = "", by: str = ""
    ) -> Record:  # fmt: skip
        """A lesson of a run for a plan (that which was walked, unless said), with who sees to it until when."""
        form = self.open(run)
        about = plan or (form.plan.id if form.plan is not None else "")
        if not about:
            text = QT_TRANSLATE_NOOP("Messages", "Please say which plan should have known this.")
            raise Refused(Message(text))
        self._walks.plan(about)
        values = {"lesson": lesson.strip(), "plan": about, "owner": owner, "due": due.isoformat(), "run": form.run}
        return self._records.open("lessons", values, by=by, cause=form.run)

    def versions_for(self, record: Record) -> list[Edition]:
        """Versions of the lesson's plan that may close it: approved by a second person after it was opened."""
        return _later(self._library.editions("plans", record.text("plan")), record.opened_at)

    def close_lesson(self, subject: str, version: str, *, by: str = "", proof: Proof | None = None) -> Record:
        """The plan was changed in this version. Raises Refused when that is not so, and when nobody says it."""
        return self._records.move(subject, "changed", by=by, values={"version": version}, proof=proof)

    def refuse_lesson(self, subject: str, reason: str, *, by: str = "", proof: Proof | None = None) -> Record:
        """It is not adopted, and why; another person than its owner says so."""
        return self._records.move(subject, "refuse", by=by, reason=reason, proof=proof)

    def changed(self, record: Record) -> list[Change]:
        """What the version that closed a lesson changed in the plan."""
        return self.difference(record.text("plan"), record.text("version"))

    def difference(self, plan: str, version: str) -> list[Change]:
        """What a version changed in a plan."""
        edition = self._library.editions("plans", plan).edition(version)
        if edition is None:
            return []
        old = self._library.wording("plans", plan, edition.base)
        new = self._library.wording("plans", plan, edition.version)
        return [] if old is None or new is None else differences(old, new)

    # --- looking through plans ---

    def look_through(self, plan: str, *, words: str = "", by: str = "", proof: Proof | None = None) -> PlanReviewDue:
        """Somebody looked the plan in force through and found it right."""
        self._signature(by, proof)
        version = version_of(body_of(self._walks.plan(plan)))

        def decision(now: datetime) -> tuple[Sequence[Fact], datetime]:
            seen = PlanLookedThrough(
                **self._subjects.envelope(now, by), plan=plan, version=version, words=clipped(words)
            )
            return (seen,), now

        now = self._subjects.decide(decision)
        return next(due for due in self.due(now) if due.plan == plan)

    def due(self, now: datetime) -> list[PlanReviewDue]:
        """Every plan's next look, the most urgent first."""
        zone = self._branch().tz
        last = {}
        for plan in self._walks.plans():
            seen = last_look(
                self._subjects.facts("plan:" + plan.id), self._library.editions("plans", plan.id), now
            )  # fmt: skip
            if seen is not None:
                last[plan.id] = seen.astimezone(zone).date()
        return reviews_due(self._walks.plans(), last, self._today(now))

    # --- shared ---

    def _today(self, now: datetime) -> date:
        return now.astimezone(self._branch().tz).date()

    def _run(self, run: str) -> tuple[str, Drill | None]:
        """The run a review is about, and its drill."""
        family, _, key = run.partition(":")
        if family == "incident":
            walks = ["walk:" + row.walk for row in self._walks.walks_of(key)]
            incident = self._incidents.incident(key)
            open_ones = [walk for walk in walks if self._review(walk).signed_at is None]
            if self._review(run, incident).begun:
                return run, None
            if open_ones or (walks and incident is not None and incident.rating):
                return self._run((open_ones or walks)[0])
            return run, None  # no plan was walked, or all of that is signed and it was not over after all
        if family == "drill":
            drill = self._drills.drill(key)
            return (f"walk:{drill.walk}", drill) if drill and drill.walk else (run, drill)
        walk = self._walks.walk(key)
        drill = self._drills.drill(walk.walk.drill) if walk and walk.walk.drill else None
        return run, drill

    def _review(self, run: str, incident: Incident | None = None) -> Review:
        """An incident that was opened again is reviewed anew."""
        opened = [line.told_at for line in incident.log if line.kind == IncidentReopened.kind] if incident else []
        return fold_review(run, self._subjects.facts("review:" + run), max(opened, default=None))

    def _may_sign(self, form: OpenReview) -> None:
        if not form.ended:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This is not over yet.")))
        if len(form.review.ratings) < len(form.objectives):
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please rate every objective first.")))

    def _resolved(
        self, run: str, by: str, facts: Callable[[OpenReview, dict[str, Any]], Sequence[Fact]]
    ) -> OpenReview:  # fmt: skip
        found, drill = self._run(run)
        return self._told(found, by, facts, drill)

    def _told(
        self, run: str, by: str, facts: Callable[[OpenReview, dict[str, Any]], Sequence[Fact]],
        drill: Drill | None = None,
    ) -> OpenReview:  # fmt: skip
        """Record what is told of a run; of exactly this one, whatever became of its incident meanwhile."""

        def decision(now: datetime) -> tuple[Sequence[Fact], None]:
            form = self._form(run, drill, now)
            if form.review.signed_at is not None:
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This review has been signed.")))
            return facts(form, self._subjects.envelope(now, by)), None

        self._subjects.decide(decision)
        return self._form(run, drill, self._subjects.live.clock.now())

    def _prove(self, record: Record) -> None:
        """A lesson's version is one that a second person approved after the lesson was opened."""
        if record.text("version") not in {edition.version for edition in self.versions_for(record)}:
            text = QT_TRANSLATE_NOOP(
                "Messages", "No such version of the plan was approved since this lesson was noted."
            )
            raise Refused(Message(text))


def _later(editions: Editions, since: datetime | None) -> list[Edition]:
    return [
        edition
        for edition in editions.editions
        if edition.standing in ("in_force", "former") and edition.decided_at is not None
        and (since is None or edition.decided_at > since)
    ]  # fmt: skip


def last_look(facts: Sequence[Fact], editions: Editions, now: datetime) -> datetime | None:
    """When somebody here last looked a plan through, or two people agreed to a new version of it, up to `now`."""
    times = [fact.at for fact in facts if isinstance(fact, PlanLookedThrough)]
    times += [edition.decided_at for edition in editions.editions
              if edition.decided_at is not None and edition.standing in ("in_force", "former")]  # fmt: skip
    return max((at for at in times if at <= now), default=None)


def _rating(rating: str, words: str) -> None:
    if rating not in RATINGS:
        raise ValueError(f"{rating!r} is not one of {RATINGS}")
    if rating != "performed" and not words.strip():
        raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please say why.")))


def _place(place: int, of: int) -> None:
    if not 0 <= place < of:
        raise ValueError(f"there is no place {place} of {of}")
