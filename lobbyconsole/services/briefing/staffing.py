"""Who works here and who is not here: of today or the week, and which roles are left to deputies or to nobody."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import Block, Day, Figure, Link, Note, Row, Table, Value, Verdict, words
from lobbyconsole.domain.staff import Absence, StaffMember, fold_staff
from lobbyconsole.domain.walkthrough_roles import candidates
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.services.briefing.context import MOST_ROWS, Context, Found
from lobbyconsole.services.briefing.missing import not_kept
from lobbyconsole.store.instants import to_us
from lobbyconsole.store.journal import facts_of
from lobbyconsole.store.lookup import keys_of

REASONS = {
    "sick": Text("sick", "病假"),
    "out": Text("out", "外出"),
    "training": Text("in training", "培训"),
}
_AWAY = (
    words(QT_TRANSLATE_NOOP("Briefing", "Staff number")),
    words(QT_TRANSLATE_NOOP("Briefing", "Roles")),
    words(QT_TRANSLATE_NOOP("Briefing", "Why")),
    words(QT_TRANSLATE_NOOP("Briefing", "From")),
    words(QT_TRANSLATE_NOOP("Briefing", "Until")),
)
_GAPS = (words(QT_TRANSLATE_NOOP("Briefing", "Role")), words(QT_TRANSLATE_NOOP("Briefing", "Who is next")))
_NOBODY = words(QT_TRANSLATE_NOOP("Briefing", "nobody of the list"))
WEEK = 7


def today(at: Context, source: str) -> Found:
    """Who is not here today, and the roles that others take on."""
    return _of_days(at, source, 1)


def week(at: Context, source: str) -> Found:
    """Who is not here within these seven days."""
    return _of_days(at, source, WEEK)


def _of_days(at: Context, source: str, days: int) -> Found:
    """A hall that keeps no staff list says so; shifts are not kept, and nothing is said about them."""
    roster = _roster(at)
    if not roster:
        return not_kept(at, source)
    begin, end = _span(at, days)
    away = [(member, absence) for member in roster for absence in member.absences
            if not absence.void and absence.since < end and absence.ends > begin]  # fmt: skip
    away.sort(key=lambda pair: (pair[1].since, pair[0].number))
    people = len({member.number for member, _ in away})
    first, last = at.day.isoformat(), (at.day + timedelta(days=days - 1)).isoformat()
    link = Link("people", "", first, last)
    blocks: list[Block] = [
        Figure(source, words(QT_TRANSLATE_NOOP("Briefing", "People on the staff list")), float(len(roster)), "count",
               link),
        Figure(source, words(QT_TRANSLATE_NOOP("Briefing", "Of them not here")), float(people), "count", link, None, "",
               "watch" if people else "good"),
    ]  # fmt: skip
    if away:
        rows = tuple(_row(at, member, absence, link) for member, absence in away[:MOST_ROWS])
        title = words(QT_TRANSLATE_NOOP("Briefing", "Not here"))
        blocks.append(Table(source, title, _AWAY, rows, link, len(away) - len(rows)))
    else:
        text = QT_TRANSLATE_NOOP("Briefing", "Nobody is marked as not here.")
        blocks.append(Note(source, words(text), link, "good"))
    gaps = _gaps(at, roster) if days == 1 else []
    if gaps:
        title = words(QT_TRANSLATE_NOOP("Briefing", "Roles whose people are not here"))
        shown = tuple(Row(row, link, "bad" if row[1] is _NOBODY else "watch") for row in gaps[:MOST_ROWS])
        blocks.append(Table(source, title, _GAPS, shown, link, len(gaps) - len(shown)))
    verdict: Verdict = "bad" if any(row[1] is _NOBODY for row in gaps) else "watch" if people else "good"
    text = QT_TRANSLATE_NOOP("Briefing", "Not here: {numbers}")
    numbers = ", ".join(dict.fromkeys(member.number for member, _ in away))
    return Found(tuple(blocks), words(text, numbers=numbers) if away else None, verdict)


def _span(at: Context, days: int) -> tuple[datetime, datetime]:
    return at.branch.day_span(at.day)[0], at.branch.day_span(at.day + timedelta(days=days - 1))[1]


def _roster(at: Context) -> list[StaffMember]:
    """The staff list as this hour knows it."""
    found = [fold_staff(facts_of(at.db, "staff:" + key, until=to_us(at.now))) for key in keys_of(at.db, "staff")]
    listed = [member for member in found if member is not None and member.listed and not member.left]
    return sorted(listed, key=lambda member: (len(member.number), member.number))


def _row(at: Context, member: StaffMember, absence: Absence, link: Link) -> Row:
    reason = REASONS.get(absence.reason, Text(absence.reason or "–", absence.reason or "–"))
    last = at.branch.day_of(absence.ends - timedelta(microseconds=1))
    since = at.branch.day_of(absence.since)
    return Row((member.number, _roles(at, member), reason, _day(since), _day(last)), link, "watch")


def _roles(at: Context, member: StaffMember) -> Value:
    titles = [at.library.roles[name].title for name in member.roles if name in at.library.roles]
    if not titles:
        return "–"
    return Text(", ".join(title.en for title in titles), "、".join(title.zh for title in titles))


def _gaps(at: Context, roster: list[StaffMember]) -> list[tuple[Value, Value]]:
    """Roles of the list whose people are all away, with who is next by deputies and skills."""
    gone = {member.number for member in roster if member.away(at.now) is not None}
    found: list[tuple[Value, Value]] = []
    for name in dict.fromkeys(name for member in roster for name in member.roles):
        holders = {member.number for member in roster if name in member.roles}
        role = at.library.roles.get(name)
        if role is None or not holders <= gone:
            continue
        able = candidates(name, at.library.roles, roster, (), gone)
        number, as_what = next(((number, as_what) for number, as_what in able if as_what), ("", ""))
        if not number:
            found.append((role.title, _NOBODY))
            continue
        title = at.library.roles[as_what].title
        found.append((role.title, Text(f"{number} ({title.en})", f"{number}（{title.zh}）")))
    return found


def _day(day: date) -> Day:
    return Day(day.isoformat())
