"""Service as it was seen: touchpoints, checks missed, outside visits, ratings, marks and their effect."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import Amount, Bar, Bars, Block, Day, Figure, Link, Note, Row, Table, Value, words
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.services.briefing.context import (
    MOST_ROWS,
    Context,
    Found,
    Source,
    days_link,
    missing,
    no_day,
    nobody,
    span,
)
from lobbyconsole.services.figures import marked_of
from lobbyconsole.store import reads, visits
from lobbyconsole.store.instants import to_us

OUTSIDE = "outside"
SHOWN = 3  # the best and the worst
OUTSIDE_DAYS = 92
FEWEST_RATINGS = 20


class Point(NamedTuple):
    """A touchpoint's own score in percent."""

    name: str
    percent: float
    answers: int
    failed: int


def _points(at: Context, first: date, last: date, *, outside: bool = False) -> list[Point]:
    """Touchpoints that were looked at, the worst first; own rounds or outside visits."""
    sums: dict[str, tuple[float, float, int, int]] = {}
    for row in reads.touchpoints_between(at.db, first.isoformat(), last.isoformat()):
        if (row.channel == OUTSIDE) == outside:
            points, possible, answers, failed = sums.get(row.touchpoint, (0.0, 0.0, 0, 0))
            sums[row.touchpoint] = (
                points + row.points, possible + row.possible, answers + row.answers, failed + row.failed
            )  # fmt: skip
    found = [
        Point(name, 100 * points / possible, answers, failed)
        for name, (points, possible, answers, failed) in sums.items()
        if possible
    ]
    return sorted(found, key=lambda point: (point.percent, point.name))


def _not_looked(at: Context, source: str, first: date, last: date) -> Found:
    text = QT_TRANSLATE_NOOP("Briefing", "No round was finished for {days}: no touchpoint has a score.")
    return missing(at, source, words(text, days=span(first, last)))


_POINT_COLUMNS = (
    QT_TRANSLATE_NOOP("Briefing", "Touchpoint"),
    QT_TRANSLATE_NOOP("Briefing", "Score"),
    QT_TRANSLATE_NOOP("Briefing", "Answers"),
    QT_TRANSLATE_NOOP("Briefing", "Failed"),
)


def _point_row(at: Context, point: Point, first: date, last: date) -> Row:
    cells: tuple[Value, ...] = (
        at.term("touchpoints", point.name), Amount(point.percent, "pct"), Amount(point.answers), Amount(point.failed),
    )  # fmt: skip
    verdict = at.judged("touchpoint_score", point.percent)[1]
    return Row(cells, days_link("touchpoint", point.name, first, last), verdict)


def touchpoint_scores(at: Context, source: str) -> Found:
    """All touchpoints that were looked at, the worst first, those never looked at named."""
    if at.window is None:
        return no_day(at, source)
    first, last = at.window
    points = _points(at, first, last)
    if not points:
        return _not_looked(at, source, first, last)
    link = days_link("rounds", "", first, last)
    title = words(QT_TRANSLATE_NOOP("Briefing", "Touchpoints, {days}"), days=span(first, last))
    columns = tuple(words(text) for text in _POINT_COLUMNS)
    blocks: list[Block] = [
        Table(source, title, columns, tuple(_point_row(at, point, first, last) for point in points), link)
    ]
    if len(points) >= 2 * SHOWN:
        best = points[-SHOWN:][::-1]
        text = QT_TRANSLATE_NOOP("Briefing", "Best: {first} {one}, {second} {two}, {third} {three}")
        said = words(
            text, first=at.term("touchpoints", best[0].name), one=Amount(best[0].percent, "pct"),
            second=at.term("touchpoints", best[1].name), two=Amount(best[1].percent, "pct"),
            third=at.term("touchpoints", best[2].name), three=Amount(best[2].percent, "pct"),
        )  # fmt: skip
        blocks.append(Note(source, said, link, "good"))
    seen = {point.name for point in points}
    unseen = [name for name in at.library.vocab.get("touchpoints", {}) if name not in seen]
    if unseen:
        left = words(QT_TRANSLATE_NOOP("Briefing", "Not looked at: {points}"), points=_list(at, unseen))
        blocks.append(Note(source, left, link))
    return Found(tuple(blocks))


def _list(at: Context, names: Iterable[str]) -> Text:
    terms = [at.library.vocab["touchpoints"][name] for name in names]
    return Text(", ".join(term.en for term in terms), "、".join(term.zh for term in terms))


def weakest_touchpoints(at: Context, source: str) -> Found:
    """The worst three, each with what failed there last."""
    if at.window is None:
        return no_day(at, source)
    first, last = at.window
    points = _points(at, first, last)
    if not points:
        return _not_looked(at, source, first, last)
    weak = [point for point in points if point.percent < 100][:SHOWN]
    link = days_link("rounds", "", first, last)
    if not weak:
        none = words(QT_TRANSLATE_NOOP("Briefing", "{days}: nothing failed at any touchpoint."), days=span(first, last))
        return Found((Note(source, none, link, "good"),))
    rows = []
    for point in weak:
        row = _point_row(at, point, first, last)
        failed = reads.failed_items(at.db, first.isoformat(), last.isoformat(), point.name)
        scene = _item(at, failed[0][0], failed[0][1]) if failed else ""
        rows.append(Row((*row.cells, scene), row.link, row.verdict))
    columns = (*_POINT_COLUMNS, QT_TRANSLATE_NOOP("Briefing", "Failed last"))
    title = words(QT_TRANSLATE_NOOP("Briefing", "Weakest touchpoints, {days}"), days=span(first, last))
    verdict = at.judged("touchpoint_score", weak[0].percent)[1]
    headline = words(
        QT_TRANSLATE_NOOP("Briefing", "Weakest touchpoint: {point} {percent}"),
        point=at.term("touchpoints", weak[0].name), percent=Amount(weak[0].percent, "pct"),
    )  # fmt: skip
    table = Table(source, title, tuple(words(text) for text in columns), tuple(rows), link)
    return Found((table,), headline, verdict)


def _item(at: Context, round_key: str, item: str) -> Value:
    """What a failed item asks, in the wording of its round."""
    found = at.rounds.get(round_key)
    wanted = next((entry for entry in found.checklist.items if entry.id == item), None) if found else None
    return wanted.text if wanted else item


def checklist_misses(at: Context, source: str) -> Found:
    """Scheduled rounds that were not done, and the items that failed."""
    if at.window is None:
        return no_day(at, source)
    first, last = at.window
    done, counted = at.rounds.kept(first, last, at.now)
    link = days_link("rounds", "", first, last)
    blocks: list[Block] = []
    verdict = at.judged("patrol_rate", 100 * done / counted if counted else None)[1]
    if counted:
        share = 100 * done / counted
        kpi = at.kpi("patrol_rate")
        label = kpi.title if kpi else words(QT_TRANSLATE_NOOP("Briefing", "Scheduled rounds done"))
        note = words(QT_TRANSLATE_NOOP("Briefing", "{done} of {counted}"), done=Amount(done), counted=Amount(counted))
        target = at.judged("patrol_rate", share)[0]
        blocks.append(Figure(source, label, share, "pct", link, target, "up", verdict, note=note))
    else:
        blocks.append(Note(source, words(QT_TRANSLATE_NOOP("Briefing", "No round was due, {days}."),
                                         days=span(first, last)), link))  # fmt: skip
    if first == last:
        missed = [due for due in at.rounds.timetable(first, at.now) if due.passed and due.state != "done"]
        if missed:
            rows = tuple(
                Row((due.checklist.title, at.clock(to_us(due.due_at)), at.role(due.checklist.owner)),
                    days_link("checklist", due.checklist.id, first, last), "bad")
                for due in missed[:MOST_ROWS]
            )  # fmt: skip
            columns = tuple(words(text) for text in _MISSED)
            title = words(QT_TRANSLATE_NOOP("Briefing", "Rounds not done, {days}"), days=span(first, last))
            blocks.append(Table(source, title, columns, rows, link, len(missed) - len(rows)))
    failed = reads.failed_items(at.db, first.isoformat(), last.isoformat())
    if failed:
        rows = tuple(
            Row((_item(at, key, item), at.term("zones", zone), at.moment(when)), Link("round", key), "bad")
            for key, item, zone, when in failed[:MOST_ROWS]
        )
        columns = tuple(words(text) for text in _FAILED)
        title = words(QT_TRANSLATE_NOOP("Briefing", "Failed items, {days}"), days=span(first, last))
        blocks.append(Table(source, title, columns, rows, link, len(failed) - len(rows)))
    headline = None
    if counted - done:
        text = QT_TRANSLATE_NOOP("Briefing", "{missed} of {counted} scheduled rounds were not done")
        headline = words(text, missed=Amount(counted - done), counted=Amount(counted))
    return Found(tuple(blocks), headline, verdict)


_MISSED = (
    QT_TRANSLATE_NOOP("Briefing", "Round"),
    QT_TRANSLATE_NOOP("Briefing", "Due"),
    QT_TRANSLATE_NOOP("Briefing", "Owner"),
)
_FAILED = (
    QT_TRANSLATE_NOOP("Briefing", "Item"),
    QT_TRANSLATE_NOOP("Briefing", "Zone"),
    QT_TRANSLATE_NOOP("Briefing", "Seen"),
)


def mystery_results(at: Context, source: str) -> Found:
    """Outside visits of the last three months."""
    last = at.reviewed or at.day
    first = last - timedelta(days=OUTSIDE_DAYS)
    rows = [row for row in at.rounds.past(first, last) if row.channel == OUTSIDE and row.percent is not None]
    if not rows:
        text = QT_TRANSLATE_NOOP("Briefing", "No outside visit is recorded for {days}.")
        return missing(at, source, words(text, days=span(first, last)))
    table = []
    for row in rows[:MOST_ROWS]:
        checklist = at.library.checklists.get(row.checklist)
        verdict = at.judged("mystery_score", row.percent)[1]
        cells: tuple[Value, ...] = (
            Day(row.business_day), checklist.title if checklist else row.checklist, Amount(row.percent or 0.0, "pct"),
            Amount(row.failed),
        )  # fmt: skip
        table.append(Row(cells, Link("round", row.round), verdict))
    columns = tuple(words(text) for text in _VISITS)
    link = days_link("rounds", OUTSIDE, first, last)
    title = words(QT_TRANSLATE_NOOP("Briefing", "Outside visits, {days}"), days=span(first, last))
    return Found((Table(source, title, columns, tuple(table), link, len(rows) - len(table)),))


_VISITS = (
    QT_TRANSLATE_NOOP("Briefing", "Day"),
    QT_TRANSLATE_NOOP("Briefing", "Checklist"),
    QT_TRANSLATE_NOOP("Briefing", "Score"),
    QT_TRANSLATE_NOOP("Briefing", "Failed"),
)

# --- ratings and marks ------------------------------------------------------------------------------------------------


def satisfaction_trend(at: Context, source: str) -> Found:
    """The share of good ratings by day, over the meeting's days, for a daily meeting over a week."""
    if at.window is None:
        return no_day(at, source)
    first, last = at.window
    if first == last:
        first = last - timedelta(days=6)
    rated = visits.ratings_by_day(at.db, first, last)
    if not rated:
        text = QT_TRANSLATE_NOOP("Briefing", "No rating is recorded for {days}.")
        return missing(at, source, words(text, days=span(first, last)))
    count, positive = sum(row[1] for row in rated), sum(row[2] for row in rated)
    share = 100 * positive / count
    target, verdict = at.judged("rating_positive", share)
    link = days_link("kpi", "rating_positive", first, last)
    kpi = at.kpi("rating_positive")
    label = kpi.title if kpi else words(QT_TRANSLATE_NOOP("Briefing", "Good ratings"))
    note = words(QT_TRANSLATE_NOOP("Briefing", "{done} of {counted}"), done=Amount(positive), counted=Amount(count))
    bars = tuple(
        Bar(Day(day.isoformat()), 100 * good / n, at.judged("rating_positive", 100 * good / n)[1])
        for day, n, good in rated
    )
    title = words(QT_TRANSLATE_NOOP("Briefing", "Ratings of 4 and 5, {days}"), days=span(first, last))
    return Found((
        Figure(source, label, share, "pct", link, target, "up", verdict, note=note),
        Bars(source, title, "pct", bars, link, target),
    ))  # fmt: skip


def marked(mark: str) -> Source:
    """The data source that counts the visits with a mark."""

    def count_marked(at: Context, source: str) -> Found:
        if at.window is None:
            return no_day(at, source)
        first, last = at.window
        rows = visits.ratings_by_marks(at.db, first, last)
        visited = sum(row.visits for row in rows)
        if not visited:
            return nobody(at, source, first, last)
        count = marked_of(rows, mark)[0]
        link = days_link("tickets", mark, first, last)
        term = at.term("marks", mark)
        label = term if isinstance(term, Text) else words(_MARKED, mark=term)
        text = QT_TRANSLATE_NOOP("Briefing", "{done} of {counted} customers, as marked on their tickets")
        note = words(text, done=Amount(count), counted=Amount(visited))
        return Found((Figure(source, label, float(count), "people", link, note=note),))

    return count_marked


_MARKED = QT_TRANSLATE_NOOP("Briefing", "Marked {mark}")


def recovery_effect(at: Context, source: str) -> Found:
    """Mean rating of customers with a mark less that of customers with none; said only where both have enough."""
    if at.window is None:
        return no_day(at, source)
    first, last = at.window
    rows = visits.ratings_by_marks(at.db, first, last)
    if not rows:
        return nobody(at, source, first, last)
    _, plain_n, plain = marked_of(rows)
    blocks: list[Block] = []
    for mark in ("water", "recovery", "preaccept"):
        _, count, total = marked_of(rows, mark)
        known = count >= FEWEST_RATINGS and plain_n >= FEWEST_RATINGS
        gap = total / count - plain / plain_n if known else None
        target, verdict = at.judged("recovery_gap", gap)
        if mark == "preaccept":
            target, verdict = None, "none"
        text = QT_TRANSLATE_NOOP("Briefing", "{count} ratings with it, {plain} without any mark")
        if not known:
            text = QT_TRANSLATE_NOOP(
                "Briefing", "Too few ratings to compare: {count} with it, {plain} without any mark"
            )
        note = words(text, count=Amount(count), plain=Amount(plain_n))
        label = words(QT_TRANSLATE_NOOP("Briefing", "Rating of those marked {mark}, against the others"),
                      mark=at.term("marks", mark))  # fmt: skip
        link = days_link("tickets", mark, first, last)
        blocks.append(Figure(source, label, gap, "score", link, target, "up", verdict, note=note))
    return Found(tuple(blocks))


# --- services, counters, channels -------------------------------------------------------------------------------------


def handling_by_service(at: Context, source: str) -> Found:
    """Mean handling time of each service against its usual time."""
    if at.window is None:
        return no_day(at, source)
    first, last = at.window
    found = visits.handling_by_service(at.db, first, last)
    if not found:
        return nobody(at, source, first, last)
    rows = []
    for service, count, mean_s in found:
        known = at.branch.service(service)
        usual: Value = Amount(known.typical_s, "s") if known else "–"
        cells: tuple[Value, ...] = (at.service(service), Amount(count), Amount(mean_s, "s"), usual)
        rows.append(Row(cells, days_link("tickets", "service:" + service, first, last)))
    columns = tuple(words(text) for text in (_SERVICE, _SERVED, _MEAN, QT_TRANSLATE_NOOP("Briefing", "Usual")))
    title = words(QT_TRANSLATE_NOOP("Briefing", "Handling time by service, {days}"), days=span(first, last))
    return Found((Table(source, title, columns, tuple(rows), days_link("kpi", "service_avg", first, last)),))


def handling_by_counter(at: Context, source: str) -> Found:
    """Mean handling time at each counter. Counters serve different business: no counter is judged by it."""
    if at.window is None:
        return no_day(at, source)
    first, last = at.window
    found = visits.handling_by_counter(at.db, first, last)
    if not found:
        return nobody(at, source, first, last)
    rows = tuple(
        Row((counter, Amount(count), Amount(mean_s, "s")), days_link("tickets", "counter:" + counter, first, last))
        for counter, count, mean_s in found
    )
    columns = tuple(words(text) for text in (QT_TRANSLATE_NOOP("Briefing", "Counter"), _SERVED, _MEAN))
    title = words(QT_TRANSLATE_NOOP("Briefing", "Handling time by counter, {days}"), days=span(first, last))
    return Found((Table(source, title, columns, rows, days_link("kpi", "service_avg", first, last)),))


_SERVICE = QT_TRANSLATE_NOOP("Briefing", "Service")
_SERVED = QT_TRANSLATE_NOOP("Briefing", "Served")
_MEAN = QT_TRANSLATE_NOOP("Briefing", "Mean")
_CHANNELS = {
    "kiosk": Text("Ticket machine", "取号机"),
    "desk": Text("Reception desk", "前台取号"),
    "app": Text("Mobile app", "手机取号"),
    "booking": Text("Booked", "预约到店"),
}


def channel_mix(at: Context, source: str) -> Found:
    """Where customers took their numbers. Business done on machines or phones leaves no ticket and is not in it."""
    if at.window is None:
        return no_day(at, source)
    first, last = at.window
    found = visits.channels(at.db, first, last)
    total = sum(count for _, count in found)
    if not total:
        return nobody(at, source, first, last)
    unknown = words(QT_TRANSLATE_NOOP("Briefing", "not told"))
    bars = tuple(Bar(_CHANNELS.get(name, name) or unknown, 100 * count / total) for name, count in found)
    title = words(QT_TRANSLATE_NOOP("Briefing", "Where numbers were taken, {days}"), days=span(first, last))
    note = words(QT_TRANSLATE_NOOP("Briefing", "Business done on machines or phones without a number is not counted."))
    return Found((Bars(source, title, "pct", bars, days_link("tickets", "all", first, last), note=note),))
