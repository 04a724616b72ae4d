"""What is due of the emergency plans: drills, plans to be looked through, reviews to be held, lessons to be seen to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lobbyconsole.domain.content.editions import Editions, fold_editions
from lobbyconsole.domain.content.library import for_sector
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.drills import Drill, fold_drill, judged_by
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.paper import Block, Day, Figure, Link, Note, Row, Table, Value, Verdict, Words, words
from lobbyconsole.domain.reviews import REVIEWED_WITHIN, fold_review, reviews_due
from lobbyconsole.domain.walkthrough import fold_walk
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.services.briefing.context import MOST_ROWS, Context, Found
from lobbyconsole.services.drills import due_of
from lobbyconsole.services.reviews import last_look
from lobbyconsole.store.emergency import ended_walks
from lobbyconsole.store.instants import from_us, to_us
from lobbyconsole.store.journal import facts_of
from lobbyconsole.store.lookup import keys_of

_NEVER = words(QT_TRANSLATE_NOOP("Briefing", "never"))
_VERDICTS: dict[str, Verdict] = {"overdue": "bad", "never": "watch", "soon": "watch", "good": "none"}
_DRILLS = (
    words(QT_TRANSLATE_NOOP("Briefing", "Plan")),
    words(QT_TRANSLATE_NOOP("Briefing", "Last held")),
    words(QT_TRANSLATE_NOOP("Briefing", "Due on")),
    words(QT_TRANSLATE_NOOP("Briefing", "Planned for")),
)
_LOOKS = (
    words(QT_TRANSLATE_NOOP("Briefing", "Plan")),
    words(QT_TRANSLATE_NOOP("Briefing", "Last looked through")),
    words(QT_TRANSLATE_NOOP("Briefing", "Due on")),
)

_OWED = (
    words(QT_TRANSLATE_NOOP("Briefing", "What")),
    words(QT_TRANSLATE_NOOP("Briefing", "Due on")),
)
_REVIEW = QT_TRANSLATE_NOOP("Briefing", "Review of {plan}, {day}")
_LESSON = QT_TRANSLATE_NOOP("Briefing", "Lesson: {lesson}")
_SOME_DAY = 1 << 62  # after every date
_WEEK_US = int(REVIEWED_WITHIN.total_seconds()) * 1_000_000


def drills_due(at: Context, source: str) -> Found:
    """Drills overdue, never held or due within 30 days, plans overdue to be looked through, and what is not learned."""
    plans = list(for_sector(at.library.plans, at.branch.sector).values())
    names = {plan.id: plan.title for plan in plans}
    until = to_us(at.now)

    def told(subject: str) -> list[Fact]:
        return facts_of(at.db, subject, until=until)

    found = [fold_drill(told("drill:" + key)) for key in keys_of(at.db, "drill")]
    drills: list[Drill] = [
        judged_by(drill, lambda key: fold_walk(told("walk:" + key), None)) for drill in found if drill is not None
    ]
    zone = at.branch.tz
    due = due_of(plans, drills, at.day, lambda instant: instant.astimezone(zone).date())
    urgent = [entry for entry in due if entry.standing != "good"]
    today = at.day.isoformat()
    link = Link("plan", "", today, today)
    never = sum(entry.standing == "never" for entry in due)
    late = sum(entry.standing == "overdue" for entry in due)
    looked = {}
    for plan in plans:
        own = fold_editions(told(f"content:plans/{plan.id}")) or Editions("plans", plan.id)
        seen = last_look(told("plan:" + plan.id), own, at.now)
        if seen is not None:
            looked[plan.id] = seen.astimezone(zone).date()
    reviews = reviews_due(plans, looked, at.day)
    old = [entry for entry in reviews if entry.standing in ("overdue", "soon")]
    overdue = sum(entry.standing == "overdue" for entry in reviews)
    unseen = sum(entry.standing == "never" for entry in reviews)
    blocks: list[Block] = [
        _count(source, words(QT_TRANSLATE_NOOP("Briefing", "Drills overdue")), late, link),
        _count(source, words(QT_TRANSLATE_NOOP("Briefing", "Plans never practised here")), never, link),
        _count(source, words(QT_TRANSLATE_NOOP("Briefing", "Plans overdue to be looked through")), overdue, link),
        _count(source, words(QT_TRANSLATE_NOOP("Briefing", "Plans nobody here has looked through")), unseen, link),
    ]
    if urgent:
        rows = []
        for entry in urgent[:MOST_ROWS]:
            last: Value = _NEVER if entry.last is None else Day(entry.last.isoformat())
            planned: Value = "–"
            if entry.planned_at is not None:
                planned = Day(entry.planned_at.astimezone(zone).date().isoformat())
            due_on: Value = Day(entry.due_on.isoformat()) if entry.last is not None else "–"
            rows.append(Row((names[entry.plan], last, due_on, planned), Link("plan", entry.plan, today, today),
                            _VERDICTS[entry.standing]))  # fmt: skip
        blocks.append(Table(source, at.title(source), _DRILLS, tuple(rows), link, len(urgent) - len(rows)))
    else:
        blocks.append(Note(source, words(QT_TRANSLATE_NOOP("Briefing", "No drill is due.")), link, "good"))
    if old:
        looks = tuple(
            Row((names[entry.plan], Day(entry.last.isoformat()) if entry.last else _NEVER,
                 Day(entry.due_on.isoformat()) if entry.due_on else "–"), Link("plan", entry.plan, today, today),
                _VERDICTS[entry.standing])
            for entry in old[:MOST_ROWS]
        )  # fmt: skip
        title = words(QT_TRANSLATE_NOOP("Briefing", "Plans to be looked through"))
        blocks.append(Table(source, title, _LOOKS, looks, link, len(old) - len(looks)))
    learning, lagging = _learning(at, source, names, told)
    blocks += learning
    text = QT_TRANSLATE_NOOP("Briefing", "Drills overdue: {late}; plans never practised: {never}")
    headline = words(text, late=str(late), never=str(never)) if late or never else None
    bad = late or overdue or lagging
    return Found(tuple(blocks), headline, "bad" if bad else "watch" if never or unseen else "good")


def _learning(
    at: Context, source: str, names: Mapping[str, Text], told: Callable[[str], list[Fact]]
) -> tuple[list[Block], int]:
    """(reviews nobody has signed a week after, lessons still open, as figures and a table; how many are overdue)."""
    now, today = to_us(at.now), at.day.isoformat()
    limit = to_us(at.now - REVIEWED_WITHIN)
    rows: list[tuple[int, Row]] = []
    reviews = lessons = still = 0
    for walk in ended_walks(at.db):
        run = "walk:" + walk.walk
        if walk.ended_at is None or walk.ended_at > limit or fold_review(run, told("review:" + run)).signed_at:
            continue
        reviews += 1
        about = words(_REVIEW, plan=names.get(walk.plan, walk.plan), day=_day(at, walk.ended_at))
        due_us = walk.ended_at + _WEEK_US
        rows.append((due_us, Row((about, _day(at, due_us)), Link("review", run, today, today), "bad")))
    for record in at.records.rows("lessons", open_only=True):
        due, opened = record.due_at, record.opened_at
        if opened is not None and opened > now:
            continue
        late = due is not None and due < now
        lessons, still = lessons + late, still + 1
        link = Link("record", f"lessons/{record.record}")
        when: Value = "–" if due is None else _day(at, due)
        row = Row((words(_LESSON, lesson=record.summary), when), link, "bad" if late else "none")
        rows.append((_SOME_DAY if due is None else due, row))
    link = Link("review", "", today, today)
    blocks: list[Block] = [
        Figure(source, words(QT_TRANSLATE_NOOP("Briefing", "Lessons open")), float(still), "count", link),
        _count(source, words(QT_TRANSLATE_NOOP("Briefing", "Reviews overdue")), reviews, link),
        _count(source, words(QT_TRANSLATE_NOOP("Briefing", "Lessons overdue")), lessons, link),
    ]
    if rows:
        rows.sort(key=lambda entry: entry[0])
        shown = tuple(row for _, row in rows[:MOST_ROWS])
        title = words(QT_TRANSLATE_NOOP("Briefing", "Reviews overdue and lessons to be seen to"))
        blocks.append(Table(source, title, _OWED, shown, link, len(rows) - len(shown)))
    return blocks, reviews + lessons


def _day(at: Context, instant: int) -> Day:
    return Day(from_us(instant).astimezone(at.branch.tz).date().isoformat())


def _count(source: str, label: Words, number: int, link: Link) -> Figure:
    return Figure(source, label, float(number), "count", link, 0.0, "down", "bad" if number else "good")
