"""Self-evaluations by quarter: chapters begun, points taken off with reason and evidence, sheets and their history.

Each chapter is a round of its checklist, so that every answer is kept at once, signed and handed over as others are.
Not for the GUI thread; verbs raise Refused in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.content.checklists import Checklist
from lobbyconsole.domain.content.library import for_sector
from lobbyconsole.domain.evaluation import KIND, STEP, Chapter, Quarter, Sheet, Total, chapter_of, quarter_of
from lobbyconsole.domain.rounds import FAIL, FINISHED, NOT_APPLICABLE, PASS, RUNNING
from lobbyconsole.domain.schedule import LONGEST_CLOSURE, due_times, parse_when
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message, Refused
from lobbyconsole.services.library.book import LibraryBook
from lobbyconsole.services.rounds import Rounds
from lobbyconsole.services.staff import Proof
from lobbyconsole.services.subjects import Subjects
from lobbyconsole.services.workdays import Workdays
from lobbyconsole.store import reads
from lobbyconsole.store.reads import RoundRow

LOOKED_BACK = timedelta(days=3 * 366)


class Evaluations:
    """The self-evaluations of one hall."""

    def __init__(
        self, subjects: Subjects, library: LibraryBook, rounds: Rounds, workdays: Workdays, branch: Callable[[], Branch]
    ) -> None:
        self._subjects = subjects
        self._library = library
        self._rounds = rounds
        self._workdays = workdays
        self._branch = branch

    def chapters(self) -> list[Checklist]:
        """The chapters that fit this hall, in the library's order."""
        fitting = for_sector(self._library.library().checklists, self._branch().sector).values()
        return [checklist for checklist in fitting if checklist.kind == KIND]

    def quarter(self, now: datetime) -> Quarter:
        """The quarter of an instant in the hall."""
        return quarter_of(self._branch().day_of(now))

    def sheet(self, quarter: Quarter) -> Sheet:
        """What a quarter's evaluation says so far, each chapter by the wording it was made with."""
        rows = self._rows(quarter, quarter)
        found = []
        for checklist in self.chapters():
            row = _counting(row for row in rows if row.checklist == checklist.id)
            opened = self._rounds.get(row.round) if row is not None else None
            found.append(chapter_of(checklist, None) if opened is None else chapter_of(opened.checklist, opened.round))
        return Sheet(quarter, tuple(found))

    def history(self, now: datetime) -> list[Total]:
        """Quarters in which a chapter was finished, newest first."""
        last = self.quarter(now)
        first = quarter_of(last.first - LOOKED_BACK)
        by_quarter: dict[Quarter, dict[str, list[RoundRow]]] = {}
        for kept in self._rows(first, last):
            at = quarter_of(date.fromisoformat(kept.business_day))
            by_quarter.setdefault(at, {}).setdefault(kept.checklist, []).append(kept)
        found = []
        for quarter, chapters in by_quarter.items():
            counting = [row for rows in chapters.values() if (row := _counting(rows)) and row.state == FINISHED]
            if counting:
                earned = sum(row.points or 0.0 for row in counting)
                found.append(Total(quarter, earned, sum(row.possible or 0.0 for row in counting), len(counting)))
        return sorted(found, key=lambda total: total.quarter, reverse=True)

    def begin(self, chapter: str, now: datetime, *, by: str = "") -> Chapter:
        """Begin a chapter for this quarter, or go on with it; it answers the quarter's scheduled time."""
        quarter = self.quarter(now)
        row = _counting(row for row in self._rows(quarter, quarter) if row.checklist == chapter)
        if row is not None:
            return self._chapter(row.round)
        opened = self._rounds.begin(chapter, by=by, due_at=self._due(chapter, quarter))
        return chapter_of(opened.checklist, opened.round)

    def give(
        self, key: str, item: str, *, lost: float = 0.0, reason: str = "", evidence: Sequence[str] = (),
        photos: Sequence[str] = (), applies: bool = True, by: str = "", tongue: str = "zh",
    ) -> Chapter:  # fmt: skip
        """Give a criterion its points. `lost` points need a reason; evidence may stand under full points too."""
        opened = self._rounds.get(key)
        wanted = next((entry for entry in opened.checklist.items if entry.id == item), None) if opened else None
        if wanted is None:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "This item is not in the checklist.")))
        if not applies:
            said, lost = NOT_APPLICABLE, 0.0
        elif lost:
            said = FAIL
            if not 0 < lost <= wanted.weight or lost % STEP:
                text = QT_TRANSLATE_NOOP("Messages", "Take off half points, {full} at most.")
                raise Refused(Message(text, {"full": wanted.weight}))
            if not reason.strip():
                raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "Please say why points are taken off.")))
        else:
            said = PASS
        answered = self._rounds.answer(
            key, item, said=said, note=reason, deducted=lost or None, evidence=tuple(evidence), photos=tuple(photos),
            by=by, tongue=tongue,
        )  # fmt: skip
        return chapter_of(answered.checklist, answered.round)

    def open_action(
        self, key: str, item: str, *, action: str = "", owner: str = "", due_at: datetime | None = None, by: str = "",
        tongue: str = "zh",
    ) -> Chapter:  # fmt: skip
        """A corrective action for what was taken off; what is left out is as the criterion suggests.

        Once for one deduction: asked again, also when that action is closed by now, it opens no second one.
        """
        chapter = self._chapter(key)
        found = next((criterion for criterion in chapter.criteria if criterion.item.id == item), None)
        if found is None or found.lost <= 0:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "No points were taken off here.")))
        if found.opened:
            return chapter
        suggested = found.item.on_fail
        answered = self._rounds.answer(
            key, item, said=FAIL, note=found.reason, deducted=found.lost, evidence=found.evidence, photos=found.photos,
            action=action.strip() or suggested.action.say(tongue), owner=owner or suggested.owner, due_at=due_at, by=by,
            once=True,
        )  # fmt: skip
        return chapter_of(answered.checklist, answered.round)

    def take_back(self, key: str, item: str, *, by: str = "") -> Chapter:
        """Leave a criterion open again."""
        answered = self._rounds.answer(key, item, by=by)
        return chapter_of(answered.checklist, answered.round)

    def finish(self, key: str, *, by: str, proof: Proof | None = None) -> Chapter:
        """Sign a chapter and close it; who has a PIN signs with the `proof` of it."""
        done = self._rounds.close(key, by=by, proof=proof)
        return chapter_of(done.checklist, done.round)

    # --- inside

    def _chapter(self, key: str) -> Chapter:
        opened = self._rounds.get(key)
        if opened is None:
            raise Refused(Message(QT_TRANSLATE_NOOP("Messages", "There is no such round.")))
        return chapter_of(opened.checklist, opened.round)

    def _rows(self, first: Quarter, last: Quarter) -> list[RoundRow]:
        names = [checklist.id for checklist in self.chapters()]
        if not names:
            return []
        with self._subjects.store.reader() as db:
            return reads.rounds_of(db, names, first.first.isoformat(), last.last.isoformat())

    def _due(self, chapter: str, quarter: Quarter) -> datetime | None:
        """When the schedule asks for it this quarter; None for a chapter that is never due by itself."""
        checklist = self._library.checklist(chapter)
        if checklist is None:
            return None
        try:
            schedule = parse_when(checklist.when)
        except ValueError:
            return None
        branch = self._branch()
        meant = due_times(schedule, quarter.first, quarter.last, lambda day: True, chapter)
        if not meant:
            return None
        # A closed day at the end of a quarter moves it into the next one; it is this quarter's all the same.
        day = meant[0].date()
        times = due_times(
            schedule, day, day + timedelta(days=LONGEST_CLOSURE), self._workdays.calendar.is_open, chapter
        )
        at = times[0] if times else meant[0]
        at = at if at.time() >= branch.cutover else at + timedelta(days=1)
        return at.replace(tzinfo=branch.tz).astimezone(UTC)


def _counting(rows: Iterable[RoundRow]) -> RoundRow | None:
    """Of several rounds of one chapter in a quarter the last finished one counts, else the one that is running."""
    there = [row for row in rows if row.state in (FINISHED, RUNNING)]
    done = [row for row in there if row.state == FINISHED]
    return max(done or there, key=lambda row: (row.begun_at or 0, row.round), default=None)
