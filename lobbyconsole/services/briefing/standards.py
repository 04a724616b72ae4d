"""What a meeting hears of the standards: what changed since the last one, and which printed plans no longer hold."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from lobbyconsole.domain.content.editions import Edition, Editions, over_time
from lobbyconsole.domain.content.library import for_sector
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.content_facts import RESTORE, RETIRE
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.paper import Amount, Block, Day, Figure, Link, Note, Row, Table, Value, Verdict, words
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.services.briefing.context import MOST_ROWS, Context, Found
from lobbyconsole.services.library.book import item_of
from lobbyconsole.services.plan_prints import Outdated, outdated_of
from lobbyconsole.store.instants import to_us
from lobbyconsole.store.journal import facts_of
from lobbyconsole.store.lookup import keys_of

_CHANGES = (
    words(QT_TRANSLATE_NOOP("Briefing", "Standard")),
    words(QT_TRANSLATE_NOOP("Briefing", "What happened")),
    words(QT_TRANSLATE_NOOP("Briefing", "Day")),
    words(QT_TRANSLATE_NOOP("Briefing", "By")),
    words(QT_TRANSLATE_NOOP("Briefing", "Why")),
)
_CHANGED = words(QT_TRANSLATE_NOOP("Briefing", "changed"))
_RETIRED = words(QT_TRANSLATE_NOOP("Briefing", "no longer used"))
_RESTORED = words(QT_TRANSLATE_NOOP("Briefing", "used again"))
_WAITS = words(QT_TRANSLATE_NOOP("Briefing", "waits for a second person"))
_PRINTS = (
    words(QT_TRANSLATE_NOOP("Briefing", "Paper")),
    words(QT_TRANSLATE_NOOP("Briefing", "Printed on")),
    words(QT_TRANSLATE_NOOP("Briefing", "Why")),
)
_PAPERS = {
    "page": QT_TRANSLATE_NOOP("Briefing", "{plan}: the page"),
    "roles": QT_TRANSLATE_NOOP("Briefing", "{plan}: role cards"),
    "phones": QT_TRANSLATE_NOOP("Briefing", "Phone sheet of all plans"),
    "file": QT_TRANSLATE_NOOP("Briefing", "File of all plans for phones"),
}
_WHY = {
    "new_version": words(QT_TRANSLATE_NOOP("Briefing", "the plan has changed since")),
    "numbers_changed": words(QT_TRANSLATE_NOOP("Briefing", "a number has changed since")),
    "plan_added": words(QT_TRANSLATE_NOOP("Briefing", "a plan is missing from it")),
    "not_in_use": words(QT_TRANSLATE_NOOP("Briefing", "the plan is no longer used: take it down")),
}


def changes(at: Context, source: str) -> Found:
    """Standards changed, retired or taken in again since the last meeting of this kind, and what waits; by whom."""
    since = at.window[0] if at.window is not None else at.day
    until = to_us(at.now)
    found: list[tuple[int, Row]] = []
    for key in keys_of(at.db, "content"):
        family, _, item = key.partition("/")
        states = over_time(facts_of(at.db, f"content:{key}", until=until))
        before = Editions(family, item)
        for instant, state in states:
            day = instant.astimezone(at.branch.tz).date()
            said = _said(before, state)
            if said is not None and since <= day:
                what, edition = said
                row = _row(at, state, edition, what, Day(day.isoformat()))
                found.append((to_us(instant), row))
            before = state
        if states:
            for waiting in before.waiting:
                day = waiting.at.astimezone(at.branch.tz).date()
                row = _row(at, before, waiting, _WAITS, Day(day.isoformat()), "watch")
                found.append((to_us(waiting.at), row))
    if not found:
        note = words(QT_TRANSLATE_NOOP("Briefing", "No standard was changed and none waits for a second person."))
        return Found((Note(source, note, Link("standard"), "good"),))
    found.sort(key=lambda entry: entry[0], reverse=True)
    rows = tuple(row for _, row in found[:MOST_ROWS])
    table = Table(source, at.title(source), _CHANGES, rows, Link("standard"), len(found) - len(rows))
    text = QT_TRANSLATE_NOOP("Briefing", "Standards changed or waiting: {count}")
    return Found((table,), words(text, count=Amount(len(found))), "watch")


def _said(before: Editions, after: Editions) -> tuple[Value, Edition | None] | None:
    """(what happened between two states, the edition it was); None: nothing that holds in the hall changed."""
    if after.retired is not before.retired:
        asked = after.edition(RETIRE if after.retired else RESTORE)
        return (_RETIRED if after.retired else _RESTORED), asked
    if after.in_force != before.in_force:
        return _CHANGED, after.current
    return None


def _row(
    at: Context, state: Editions, edition: Edition | None, what: Value, day: Day, verdict: Verdict = "none"
) -> Row:  # fmt: skip
    by = [edition.by, edition.decided_by] if edition is not None else []
    why = edition.why if edition is not None else ""
    who = ", ".join(dict.fromkeys(number for number in by if number)) or "–"
    cells: tuple[Value, ...] = (_title(at, state, edition), what, day, who, why or "–")
    return Row(cells, Link("standard", f"{state.family}/{state.item}"), verdict)


def _title(at: Context, state: Editions, edition: Edition | None) -> Value:
    """What the standard is called, also when it is no longer used."""
    bodies = [found.body for found in (edition, *reversed(state.editions)) if found is not None and found.body]
    item: Any = getattr(at.library, state.family, {}).get(state.item)
    if item is None and not bodies:
        from lobbyconsole.services.library.compiled import load_library

        item = getattr(load_library(), state.family, {}).get(state.item)
    if bodies:
        with suppress(ValueError, KeyError):  # written by a newer version: the name will do
            item = item_of(state.family, bodies[0])
    title = getattr(item, "title", None) or getattr(item, "name", None)
    return title if isinstance(title, Text) else state.item


def printed(at: Context, source: str) -> Found:
    """Papers of the emergency plans that were printed and no longer say what holds."""
    plans = dict(for_sector(at.library.plans, at.branch.sector))
    until = to_us(at.now)

    def told(subject: str) -> list[Fact]:
        return facts_of(at.db, subject, until=until)

    known = [name for name in keys_of(at.db, "plan") if name]
    link = Link("drill", "prints")
    papers = outdated_of(plans, at.library, at.branch, told, known, at.now)
    old = [paper for paper in papers if paper.why != "never_printed"]
    if not old:
        never = len(papers) > 0
        text = QT_TRANSLATE_NOOP("Briefing", "Every plan that was printed still holds.")
        if never and not any(told("plan:" + name) for name in ("", *known)):
            text = QT_TRANSLATE_NOOP("Briefing", "The emergency plans were never printed.")
        return Found((Note(source, words(text), link, "watch" if never else "good"),))
    rows = tuple(Row(_paper(at, plans, paper), link, "bad") for paper in old[:MOST_ROWS])
    blocks: tuple[Block, ...] = (
        Figure(source, words(QT_TRANSLATE_NOOP("Briefing", "Printed plans that no longer hold")), float(len(old)),
               "count", link, 0.0, "down", "bad"),
        Table(source, at.title(source), _PRINTS, rows, link, len(old) - len(rows)),
    )  # fmt: skip
    text = QT_TRANSLATE_NOOP("Briefing", "Printed plans that no longer hold: {count}")
    return Found(blocks, words(text, count=Amount(len(old))), "bad")


def _paper(at: Context, plans: dict[str, Any], paper: Outdated) -> tuple[Value, ...]:
    title: Value = plans[paper.plan].title if paper.plan in plans else paper.plan
    day: Value = "–"
    if paper.printed_at is not None:
        day = Day(paper.printed_at.astimezone(at.branch.tz).date().isoformat())
    named = words(_PAPERS[paper.papers], plan=title) if paper.plan else words(_PAPERS[paper.papers])
    return named, day, _WHY[paper.why]
