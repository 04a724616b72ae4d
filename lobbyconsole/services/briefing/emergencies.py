"""What is due of the emergency plans: drills to be held and plans to be looked through."""

from __future__ import annotations

from lobbyconsole.domain.content.editions import Editions, fold_editions
from lobbyconsole.domain.content.library import for_sector
from lobbyconsole.domain.drills import Drill, fold_drill
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.paper import Block, Day, Figure, Link, Note, Row, Table, Value, Verdict, Words, words
from lobbyconsole.domain.reviews import reviews_due
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.services.briefing.context import MOST_ROWS, Context, Found
from lobbyconsole.services.drills import due_of
from lobbyconsole.services.reviews import last_look
from lobbyconsole.store.instants import to_us
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


def drills_due(at: Context, source: str) -> Found:
    """Drills overdue, never held or due within 30 days, and plans overdue to be looked through."""
    plans = list(for_sector(at.library.plans, at.branch.sector).values())
    names = {plan.id: plan.title for plan in plans}
    until = to_us(at.now)

    def told(subject: str) -> list[Fact]:
        return facts_of(at.db, subject, until=until)

    found = [fold_drill(told("drill:" + key)) for key in keys_of(at.db, "drill")]
    drills: list[Drill] = [drill for drill in found if drill is not None]
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
    text = QT_TRANSLATE_NOOP("Briefing", "Drills overdue: {late}; plans never practised: {never}")
    headline = words(text, late=str(late), never=str(never)) if late or never else None
    return Found(tuple(blocks), headline, "bad" if late or overdue else "watch" if never or unseen else "good")


def _count(source: str, label: Words, number: int, link: Link) -> Figure:
    return Figure(source, label, float(number), "count", link, 0.0, "down", "bad" if number else "good")
