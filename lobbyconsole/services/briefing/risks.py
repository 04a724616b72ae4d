"""What a meeting hears of the risk register: how many risks are red, and which were rated anew since the last one."""

from __future__ import annotations

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import Block, Day, Figure, Link, Note, Row, Table, Value, Verdict, words
from lobbyconsole.domain.risks import band_of, fold_risk, rating_of
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.services.briefing.context import MOST_ROWS, Context, Found
from lobbyconsole.store.instants import to_us
from lobbyconsole.store.journal import facts_of
from lobbyconsole.store.lookup import keys_of

_COLUMNS = (
    words(QT_TRANSLATE_NOOP("Briefing", "Risk")),
    words(QT_TRANSLATE_NOOP("Briefing", "Rated before")),
    words(QT_TRANSLATE_NOOP("Briefing", "Rated now")),
    words(QT_TRANSLATE_NOOP("Briefing", "Day")),
    words(QT_TRANSLATE_NOOP("Briefing", "Why")),
)
_VERDICTS: dict[str, Verdict] = {"red": "bad", "yellow": "watch", "green": "good"}


def register_changes(at: Context, source: str) -> Found:
    """Risks rated since the last meeting of this kind, and how many are red now."""
    register = at.library.risks
    items = register.items if register is not None else ()
    shipped = {risk.id: risk for risk in items if at.branch.sector in risk.sectors}
    known = dict.fromkeys([*shipped, *keys_of(at.db, "risk")])
    until = to_us(at.now)
    first, last = at.window or (at.day, at.day)
    link = Link("risk", "", first.isoformat(), last.isoformat())
    red = 0
    rows: list[tuple[int, Row]] = []
    for name in known:
        state = fold_risk(name, facts_of(at.db, "risk:" + name, until=until))
        rating = rating_of(state, shipped.get(name))
        if state.aside or (name not in shipped and not state.title):
            continue
        red += rating.band == "red"
        item = shipped.get(name)
        before: Value = "–" if item is None else _score(item.likelihood, item.impact)
        title = item.title if item is not None else Text(state.title, state.title)
        for told in state.history:
            day = told.at.astimezone(at.branch.tz).date()
            after = _score(told.likelihood, told.impact)
            if first <= day <= max(last, at.day):
                cells = (title, before, after, Day(day.isoformat()), told.why or "–")
                verdict = _VERDICTS[band_of(told.likelihood * told.impact)]
                rows.append((to_us(told.at), Row(cells, Link("risk", name), verdict)))
            before = after
    blocks: list[Block] = [
        Figure(source, words(QT_TRANSLATE_NOOP("Briefing", "Red risks")), float(red), "count", link),
        Figure(source, words(QT_TRANSLATE_NOOP("Briefing", "Risks rated anew")), float(len(rows)), "count", link),
    ]
    if rows:
        rows.sort(key=lambda entry: entry[0], reverse=True)
        shown = tuple(row for _, row in rows[:MOST_ROWS])
        blocks.append(Table(source, at.title(source), _COLUMNS, shown, link, len(rows) - len(shown)))
    else:
        blocks.append(Note(source, words(QT_TRANSLATE_NOOP("Briefing", "No risk was rated anew in these days.")), link))
    return Found(tuple(blocks), None, "watch" if red else "none")


def _score(likelihood: int, impact: int) -> str:
    return f"{likelihood} × {impact} = {likelihood * impact}"
