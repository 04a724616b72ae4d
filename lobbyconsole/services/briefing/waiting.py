"""Waiting and flow: key figures, peaks, late tickets, waits by hour, and what the same weekdays brought."""

from __future__ import annotations

from datetime import date, timedelta

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import (
    Against,
    Amount,
    Bar,
    Bars,
    Block,
    Day,
    Figure,
    Link,
    Missing,
    Note,
    Row,
    Table,
    Verdict,
    Words,
    words,
)
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.services.briefing.context import (
    MOST_ROWS,
    Context,
    Found,
    days_link,
    missing,
    no_day,
    nobody,
    span,
)
from lobbyconsole.services.figures import peak_of
from lobbyconsole.store import visits
from lobbyconsole.store.dashboards import Kpis, Quantile, half_hours, hourly

WEEK = timedelta(days=7)
COUNTED = ("people", "tickets")
TOO_FEW = QT_TRANSLATE_NOOP("Briefing", "Fewer than 20 were called: too few to say.")


# --- key figures ------------------------------------------------------------------------------------------------------


def yesterday_kpis(at: Context, source: str) -> Found:
    """The last open day before the meeting's, against the open day before that and the same weekday a week before."""
    return no_day(at, source) if at.previous is None else _kpis(at, source, at.previous, at.previous)


def today_kpis(at: Context, source: str) -> Found:
    """The day so far; for a weekly, monthly, quarterly or yearly meeting all days since the one before."""
    return no_day(at, source) if at.window is None else _kpis(at, source, *at.window)


def _kpis(at: Context, source: str, first: date, last: date) -> Found:
    found = at.kpis(first, last)
    if found.counts.tickets - found.counts.misprints <= 0:
        return nobody(at, source, first, last)
    others: list[tuple[Words, date, date]] = []
    if first == last:
        before = at.calendar.previous_open(first)
        if before is not None:
            others.append((words(QT_TRANSLATE_NOOP("Briefing", "previous business day")), before, before))
        others.append((words(QT_TRANSLATE_NOOP("Briefing", "same day last week")), first - WEEK, first - WEEK))
    else:
        length = last - first + timedelta(days=1)
        others.append((words(QT_TRANSLATE_NOOP("Briefing", "as many days before")), first - length, last - length))
    kept = [
        (label, begin, end, other)
        for label, begin, end in others
        if (other := at.kpis(begin, end)).counts.tickets > other.counts.misprints
    ]
    figures = []
    for name, label, unit, scale, better in _FIGURES:
        value, at_least = _value(found, name)
        target, verdict = at.judged(name, value, scale)
        if at_least and verdict != "bad":
            verdict = "none"  # it is more than that: nobody knows whether too much
        # A number of half a day says nothing beside that of a whole one; a mean or a rate does.
        whole = unit not in COUNTED or not at.goes_on(last)
        against = tuple(
            Against(what, value_then, days_link("kpi", name, begin, end))
            for what, begin, end, other in kept
            if whole and (value_then := _value(other, name)[0]) is not None
        )
        note = None
        if value is None:
            note = words(TOO_FEW) if name == "wait_p90" else words(NOTHING)
        figures.append(
            Figure(
                source, _label(at, name, label), value, unit, days_link("kpi", name, first, last), target, better,
                verdict, at_least, against, note,
            )
        )  # fmt: skip
    late = found.counts.over_recovery + found.waiting_over_recovery
    text = QT_TRANSLATE_NOOP("Briefing", "{days}: {customers}, mean wait {wait}, {late} over {limit} minutes")
    if found.mean_wait_s is None:
        text = QT_TRANSLATE_NOOP("Briefing", "{days}: {customers}, nobody was called")
    customers = Amount(found.counts.tickets - found.counts.misprints, "people")
    headline = words(text, days=span(first, last), customers=customers)
    if found.mean_wait_s is not None:
        headline = words(
            text, days=span(first, last), customers=customers, wait=Amount(found.mean_wait_s, "s"),
            late=Amount(late, "people"), limit=Amount(at.branch.recovery_s / 60),
        )  # fmt: skip
    return Found(tuple(figures), headline, next(f.verdict for f, row in zip(figures, _FIGURES, strict=True)
                                                if row[0] == "wait_avg"))  # fmt: skip


NOTHING = QT_TRANSLATE_NOOP("Briefing", "There is nothing to compute it from.")
# Key figure, its label where the library has none, unit, the library's unit in this one, which way is better.
_FIGURES: tuple[tuple[str, str, str, float, str], ...] = (
    ("customers", QT_TRANSLATE_NOOP("Briefing", "Customers"), "people", 1, ""),
    ("wait_avg", QT_TRANSLATE_NOOP("Briefing", "Mean wait"), "s", 60, "down"),
    ("wait_p90", QT_TRANSLATE_NOOP("Briefing", "9 in 10 waited no longer than"), "s", 60, "down"),
    ("within_target", QT_TRANSLATE_NOOP("Briefing", "Called within the target"), "pct", 1, "up"),
    ("wait_over_20", QT_TRANSLATE_NOOP("Briefing", "Waited beyond the recovery limit"), "tickets", 1, "down"),
    ("abandon_rate", QT_TRANSLATE_NOOP("Briefing", "Left without being served"), "pct", 1, "down"),
    ("no_show_rate", QT_TRANSLATE_NOOP("Briefing", "Did not answer the call"), "pct", 1, "down"),
    ("service_avg", QT_TRANSLATE_NOOP("Briefing", "Mean handling time"), "s", 60, "down"),
)


def _value(found: Kpis, name: str) -> tuple[float | None, bool]:
    match name:
        case "customers":
            return float(found.counts.tickets - found.counts.misprints), False
        case "wait_avg":
            return found.mean_wait_s, False
        case "wait_p90":
            return found.p90.seconds, found.p90.at_least
        case "within_target":
            return _percent(found.within_target), False
        case "wait_over_20":
            return float(found.counts.over_recovery + found.waiting_over_recovery), False
        case "abandon_rate":
            return _percent(found.left_rate), False
        case "no_show_rate":
            return _percent(found.no_show_rate), False
    return found.mean_handling_s, False


def _percent(rate: float | None) -> float | None:
    return None if rate is None else 100 * rate


def _label(at: Context, name: str, label: str) -> Text | Words:
    kpi = at.kpi(name)
    return kpi.title if kpi else words(label)


# --- peaks and hours --------------------------------------------------------------------------------------------------


def peak_wait(at: Context, source: str) -> Found:
    """The day's half hours by the wait that nine in ten did not exceed; the largest is the peak."""
    day = at.previous
    if day is None:
        return no_day(at, source)
    stretches = half_hours(at.db, day)
    if not stretches:
        return nobody(at, source, day, day)
    target = at.judged("wait_peak", None, 60)[0]
    bars = []
    for stretch in stretches:
        verdict = _judged(at, "wait_peak", stretch.p90)
        bars.append(Bar(_times(stretch.begins_min, stretch.ends_min), stretch.p90.seconds, verdict,
                        stretch.p90.at_least))  # fmt: skip
    link = days_link("kpi", "wait_peak", day, day)
    title = words(
        QT_TRANSLATE_NOOP("Briefing", "{day} by half hour: 9 in 10 waited no longer than"), day=Day(day.isoformat())
    )
    peak = peak_of(stretches)
    note = words(QT_TRANSLATE_NOOP("Briefing", "Half hours with fewer than 8 customers are joined with the next one."))
    chart = Bars(source, title, "s", tuple(bars), link, target, note)
    if peak is None or peak.p90.seconds is None:
        few = words(QT_TRANSLATE_NOOP("Briefing", "No half hour had 8 customers called: no peak can be told."))
        return Found((chart, Note(source, few, link)))
    verdict = _judged(at, "wait_peak", peak.p90)
    kpi = at.kpi("wait_peak")
    label = kpi.title if kpi else words(QT_TRANSLATE_NOOP("Briefing", "Peak wait"))
    when = words(QT_TRANSLATE_NOOP("Briefing", "at {time}"), time=_times(peak.begins_min, peak.ends_min))
    figure = Figure(source, label, peak.p90.seconds, "s", link, target, "down", verdict, peak.p90.at_least, (), when)
    headline = words(
        QT_TRANSLATE_NOOP("Briefing", "Peak {time}: 9 in 10 waited no longer than {wait}"),
        time=_times(peak.begins_min, peak.ends_min), wait=Amount(peak.p90.seconds, "s", peak.p90.at_least),
    )  # fmt: skip
    return Found((figure, chart), headline, verdict)


def _judged(at: Context, name: str, wait: Quantile) -> Verdict:
    verdict = at.judged(name, wait.seconds, 60)[1]
    return verdict if verdict == "bad" or not wait.at_least else "none"


def _times(begins_min: int, ends_min: int) -> str:
    return f"{begins_min // 60:02}:{begins_min % 60:02}–{ends_min // 60 % 24:02}:{ends_min % 60:02}"


def wait_by_hour(at: Context, source: str) -> Found:
    """Mean wait by the hour of coming."""
    if at.window is None:
        return no_day(at, source)
    first, last = at.window
    hours = hourly(at.db, first, last)
    waits = {hour: cell.wait_ms / cell.wait_n / 1000 for hour, (cell, _) in hours.items() if cell.wait_n}
    if not waits:
        return nobody(at, source, first, last)
    target, _ = at.judged("wait_avg", None, 60)
    bars = tuple(
        Bar(f"{hour:02}:00", waits.get(hour), at.judged("wait_avg", waits.get(hour), 60)[1]) for hour in sorted(hours)
    )
    title = words(QT_TRANSLATE_NOOP("Briefing", "Mean wait by the hour of coming, {days}"), days=span(first, last))
    return Found((Bars(source, title, "s", bars, days_link("kpi", "wait_avg", first, last), target),))


# --- late tickets -----------------------------------------------------------------------------------------------------


def yesterday_overtime(at: Context, source: str) -> Found:
    """Who waited beyond the recovery limit on the last open day, and who of them was recovered."""
    return no_day(at, source) if at.previous is None else _overtime(at, source, at.previous, at.previous)


def today_overtime(at: Context, source: str) -> Found:
    """The same for the day so far, or for all days since the meeting before."""
    return no_day(at, source) if at.window is None else _overtime(at, source, *at.window)


def _overtime(at: Context, source: str, first: date, last: date) -> Found:
    late = visits.late_visits(at.db, first, last, at.until(last))
    link = days_link("tickets", "over_recovery", first, last)
    limit = Amount(at.branch.recovery_s / 60)
    if not late:
        if not visits.customers(at.db, first, last):
            return nobody(at, source, first, last)
        none = QT_TRANSLATE_NOOP("Briefing", "{days}: nobody waited over {limit} minutes.")
        return Found((Note(source, words(none, days=span(first, last), limit=limit), link, "good"),))
    recovered = sum("recovery" in visit.marks.split(",") for visit in late)
    share = 100 * recovered / len(late)
    target, verdict = at.judged("recovery_rate", share)
    rows = tuple(
        Row(
            (
                visit.number,
                at.service(visit.service),
                at.moment(visit.joined_at) if first != last else at.clock(visit.joined_at),
                Amount(visit.wait_ms / 1000, "s"),
                visit.counter,
                words(_YES if "recovery" in visit.marks.split(",") else _NO),
            ),
            Link("ticket", visit.ticket),
            "good" if "recovery" in visit.marks.split(",") else "bad",
        )
        for visit in late[:MOST_ROWS]
    )
    columns = tuple(words(text) for text in _LATE)
    title = words(QT_TRANSLATE_NOOP("Briefing", "Waited over {limit} minutes, {days}"), limit=limit,
                  days=span(first, last))  # fmt: skip
    blocks: tuple[Block, ...] = (
        Figure(source, _label(at, "recovery_rate", _RECOVERED), share, "pct", link, target, "up", verdict),
        Table(source, title, columns, rows, link, len(late) - len(rows)),
    )
    text = QT_TRANSLATE_NOOP("Briefing", "{late} waited over {limit} minutes, {recovered} recovered")
    headline = words(text, late=Amount(len(late), "people"), limit=limit, recovered=Amount(recovered))
    return Found(blocks, headline, verdict)


_YES, _NO = QT_TRANSLATE_NOOP("Briefing", "yes"), QT_TRANSLATE_NOOP("Briefing", "no")
_RECOVERED = QT_TRANSLATE_NOOP("Briefing", "Of them recovered")
_LATE = (
    QT_TRANSLATE_NOOP("Briefing", "Ticket"),
    QT_TRANSLATE_NOOP("Briefing", "Service"),
    QT_TRANSLATE_NOOP("Briefing", "Came"),
    QT_TRANSLATE_NOOP("Briefing", "Waited"),
    QT_TRANSLATE_NOOP("Briefing", "Counter"),
    QT_TRANSLATE_NOOP("Briefing", "Recovered"),
)

# --- what the same weekdays brought -----------------------------------------------------------------------------------

_NO_FORECAST = QT_TRANSLATE_NOOP("Briefing", "The console does not forecast yet.")


def forecast_day(at: Context, source: str) -> Found:
    """No forecast, and says so; the mean of the last same weekdays as what it is."""
    told = Missing(source, at.title(source), words(_NO_FORECAST))
    days = at.same_weekdays(at.ahead)
    if not days:
        return Found((told,))
    sums: dict[int, int] = {}
    for day in days:
        for slot, count in visits.arrivals(at.db, day).items():
            sums[slot] = sums.get(slot, 0) + count
    slots = range(min(sums), max(sums) + 1)
    means = {slot: sums.get(slot, 0) / len(days) for slot in slots}
    busiest = max(means, key=lambda slot: means[slot])
    bars = tuple(Bar(_clock(slot), means[slot], "watch" if slot == busiest else "none") for slot in slots)
    link = days_link("tickets", "all", days[0], days[-1])
    same = _SAME_DAYS if len(days) > 1 else QT_TRANSLATE_NOOP("Briefing", "For {day}: the last such weekday")
    title = words(same, day=Day(at.ahead.isoformat()), count=Amount(len(days)))
    note = words(QT_TRANSLATE_NOOP("Briefing", "Customers by half hour. An average of the past, not a forecast."))
    text = (
        _BUSIEST
        if len(days) > 1
        else QT_TRANSLATE_NOOP("Briefing", "On the last such weekday {time} was busiest: {people} in half an hour")
    )
    headline = words(text, count=Amount(len(days)), time=_times(30 * busiest, 30 * busiest + 30),
                     people=Amount(means[busiest], "people"))  # fmt: skip
    return Found((told, Bars(source, title, "people", bars, link, note=note)), headline)


_BUSIEST = QT_TRANSLATE_NOOP(
    "Briefing", "On the last {count} such weekdays {time} was busiest: {people} in half an hour"
)
_SAME_DAYS = QT_TRANSLATE_NOOP("Briefing", "For {day}: average of the last {count} such weekdays")


def _clock(slot: int) -> str:
    return f"{slot // 2:02}:{30 * (slot % 2):02}"


def forecast_days(at: Context, source: str) -> Found:
    """The open days of the next seven, each with the mean of its last same weekdays. For a month just this week."""
    told = Missing(source, at.title(source), words(_NO_FORECAST))
    bars, seen = [], []
    for day in at.calendar.open_days(at.day + timedelta(days=1), at.day + WEEK):
        before = at.same_weekdays(day)
        came = [visits.customers(at.db, other, other).get(other, 0) for other in before]
        bars.append(Bar(Day(day.isoformat()), sum(came) / len(came) if came else None))
        seen += before
    if not seen:
        return Found((told,))
    title = words(QT_TRANSLATE_NOOP("Briefing", "The next seven days: average of up to four such weekdays before"))
    note = words(QT_TRANSLATE_NOOP("Briefing", "Customers a day. An average of the past, not a forecast."))
    link = days_link("tickets", "all", min(seen), max(seen))
    return Found((told, Bars(source, title, "people", tuple(bars), link, note=note)))


def forecast_against(at: Context, source: str) -> Found:
    """What came, beside the mean of the last same weekdays; there was no forecast to hold it against."""
    if at.window is None:
        return no_day(at, source)
    first, last = at.window
    told = Missing(source, at.title(source), words(_NO_FORECAST))
    if first != last:
        return Found((told,))
    count = visits.customers(at.db, first, first).get(first)
    if count is None:
        return nobody(at, source, first, first)
    before = [other for other in at.same_weekdays(first) if other < first]
    came = [visits.customers(at.db, other, other).get(other, 0) for other in before]
    against: tuple[Against, ...] = ()
    if came:
        one = QT_TRANSLATE_NOOP("Briefing", "the last such weekday")
        text = QT_TRANSLATE_NOOP("Briefing", "average of the last {count} such weekdays") if len(came) > 1 else one
        label = words(text, count=Amount(len(came)))
        against = (Against(label, sum(came) / len(came), days_link("tickets", "all", before[0], before[-1])),)
    label = words(QT_TRANSLATE_NOOP("Briefing", "Customers, {days}"), days=span(first, last))
    link = days_link("tickets", "all", first, first)
    return Found((told, Figure(source, label, float(count), "people", link, against=against)))


def empty_source(at: Context, source: str) -> Found:
    """A data source this version does not know: a branch's own agenda may be newer than the program."""
    return missing(at, source, words(QT_TRANSLATE_NOOP("Briefing", "This version of the console does not know it.")))
