"""Key figures of the library that the console's own data can answer, and for the others the reason why it cannot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from lobbyconsole.domain.journey import Voice, outside_score, split, total
from lobbyconsole.domain.paper import Amount, Words, words
from lobbyconsole.domain.reporting import share
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP
from lobbyconsole.reports import key_figures
from lobbyconsole.reports.key_figures import KeyFigure
from lobbyconsole.services.figures import marked_of, timely, together, uptime
from lobbyconsole.services.journey import voices_of
from lobbyconsole.services.reports.desk import Desk
from lobbyconsole.services.reports.idle import idle_us
from lobbyconsole.services.reports.rooms import THREE, held_of, marks_between, open_at, overdue, tallies
from lobbyconsole.store import desks, reads, visits
from lobbyconsole.store.instants import to_us
from lobbyconsole.store.rows import SpellRow

FEWEST_RATINGS = 20
KIT, FIRE = "emergency_kit_monthly", "fire_patrol"  # the checklists two key figures are about
_OF = QT_TRANSLATE_NOOP("Briefing", "{done} of {counted}")
_DAYS_MET = QT_TRANSLATE_NOOP("Briefing", "The worst day; met on {done} of {counted} days")


@dataclass(frozen=True, slots=True)
class Measured:
    """A value, None when there is nothing to compute it from. `unknown`: the console cannot know it, and why."""

    value: float | None
    at_least: bool = False
    note: Words | None = None
    unknown: Words | None = None


def _share(done: int, counted: int) -> Measured:
    """A share with what it is a share of."""
    if not counted:
        return Measured(None)
    return Measured(100 * done / counted, note=words(_OF, done=Amount(done), counted=Amount(counted)))


Measure: TypeAlias = Callable[[Desk, date, date], Measured]


@dataclass(frozen=True, slots=True)
class Entry:
    """How a key figure is measured. `dear`: it is not measured again for the month before, which would take too long.

    `scale`: its library's unit in `unit`; `daily`: it is counted by day, so that its
    target for a longer time is as many times larger; `series`: shown day by day; `only`: judged for this period."""

    measure: Measure
    unit: str
    scale: float = 1.0
    series: bool = False
    daily: bool = False
    only: str = ""
    dear: bool = False


# --- the queue --------------------------------------------------------------------------------------------------------


def _wait(at: Desk, first: date, last: date) -> Measured:
    return Measured(at.kpis(first, last).mean_wait_s)


def _peak(at: Desk, first: date, last: date) -> Measured:
    """The largest half hour of a day; of several days the worst, with how many met the target."""
    peaks = []
    day = first
    while day <= last:
        peak = at.peak(day)
        if peak is not None:
            peaks.append(peak)
        day += timedelta(days=1)
    if not peaks:
        return Measured(None)
    worst = max(peaks, key=lambda wait: wait.seconds or 0.0)
    good = sum(at.judged("wait_peak", wait.seconds, 60)[1] == "good" and not wait.at_least for wait in peaks)
    note = words(_DAYS_MET, done=Amount(good), counted=Amount(len(peaks))) if first != last else None
    return Measured(worst.seconds, worst.at_least, note)


def _over(at: Desk, first: date, last: date) -> Measured:
    found = at.kpis(first, last)
    if not found.counts.tickets:
        return Measured(None)
    return Measured(float(found.counts.over_recovery + found.waiting_over_recovery))


def _recovered(at: Desk, first: date, last: date) -> Measured:
    late = visits.late_visits(at.db, first, last, at.until(last))
    done = sum("recovery" in visit.marks.split(",") for visit in late)
    return _share(done, len(late))


def _gap(at: Desk, first: date, last: date) -> Measured:
    rows = at.marks(first, last)
    _, cared, score = marked_of(rows, "water", "recovery")
    _, plain, plain_score = marked_of(rows)
    if cared < FEWEST_RATINGS or plain < FEWEST_RATINGS:
        text = QT_TRANSLATE_NOOP("Briefing", "Too few ratings to compare: {count} with it, {plain} without any mark")
        return Measured(None, note=words(text, count=Amount(cared), plain=Amount(plain)))
    return Measured(score / cared - plain_score / plain)


def _preaccepted(at: Desk, first: date, last: date) -> Measured:
    rows = at.marks(first, last)
    done, counted = marked_of(rows, "preaccept")[0], sum(row.visits for row in rows)
    return _share(done, counted)


def _left(at: Desk, first: date, last: date) -> Measured:
    rate = at.kpis(first, last).left_rate
    return Measured(None if rate is None else 100 * rate)


def _no_show(at: Desk, first: date, last: date) -> Measured:
    rate = at.kpis(first, last).no_show_rate
    return Measured(None if rate is None else 100 * rate)


def _service(at: Desk, first: date, last: date) -> Measured:
    return Measured(at.kpis(first, last).mean_handling_s)


def _completed(at: Desk, first: date, last: date) -> Measured:
    counts = at.kpis(first, last).counts
    if counts.called and not counts.finished:
        text = QT_TRANSLATE_NOOP("Briefing", "The queue system does not tell when a service is finished.")
        return Measured(None, note=words(text))
    # Who is at a counter at this moment is neither done nor undone.
    return Measured(share(counts.finished, counts.called - desks.being_served(at.db, first, last)))


def _moved(at: Desk, first: date, last: date) -> Measured:
    counts = at.kpis(first, last).counts
    note = words(QT_TRANSLATE_NOOP("Briefing", "All transfers are counted, also to a following service."))
    return Measured(share(counts.transferred, counts.tickets - counts.misprints), note=note)


def _idle(at: Desk, first: date, last: date) -> Measured:
    """Minutes a day, over the days on which counters told that they were open."""
    legs: dict[str, list[desks.Passing]] = {}
    for leg in desks.passings(at.db, first, last):
        legs.setdefault(leg.business_day, []).append(leg)
    spells: dict[str, list[SpellRow]] = {}
    for spell in desks.spells(at.db, first, last):
        spells.setdefault(spell.business_day, []).append(spell)
    found = []
    for day in sorted(legs):
        until = to_us(at.until(date.fromisoformat(day)))
        idle = idle_us(legs[day], spells.get(day, ()), until)
        if idle is not None:
            found.append(idle / 60e6)
    if found:
        note = words(QT_TRANSLATE_NOOP("Briefing", "Minutes a day")) if first != last else None
        return Measured(sum(found) / len(found), note=note)
    if not legs:
        return Measured(None)
    text = QT_TRANSLATE_NOOP("Briefing", "The queue system does not tell when a counter is open.")
    return Measured(None, unknown=words(text))


# --- the service as it was seen ---------------------------------------------------------------------------------------


def _positive(at: Desk, first: date, last: date) -> Measured:
    rated = visits.ratings_by_day(at.db, first, last)
    count, good = sum(row[1] for row in rated), sum(row[2] for row in rated)
    return _share(good, count)


def _voices(at: Desk, first: date, last: date) -> list[Voice] | None:
    if not reads.has_records(at.db, "voices"):
        return None
    return [voice for voice in voices_of(at.records.rows("voices"), last) if voice.day >= first]


_NO_VOICES = QT_TRANSLATE_NOOP("Briefing", "No complaint and no praise was ever written down here.")


def _complaints(at: Desk, first: date, last: date) -> Measured:
    heard = _voices(at, first, last)
    if heard is None:
        return Measured(None, unknown=words(_NO_VOICES))
    counts = at.kpis(first, last).counts
    complaints = sum(not voice.praise for voice in heard)
    customers = counts.tickets - counts.misprints
    note = words(QT_TRANSLATE_NOOP("Briefing", "{done} complaints, {counted} customers"), done=Amount(complaints),
                 counted=Amount(customers))  # fmt: skip
    return Measured(1000 * complaints / customers if customers > 0 else None, note=note)


def _praise(at: Desk, first: date, last: date) -> Measured:
    heard = _voices(at, first, last)
    if heard is None:
        return Measured(None, unknown=words(_NO_VOICES))
    return Measured(float(sum(voice.praise for voice in heard)))


def _touchpoints(at: Desk, first: date, last: date) -> Measured:
    own = total(split(tallies(at, first, last), first, last, outside=False).values())
    if own.percent is None:
        return Measured(None)
    return Measured(
        own.percent, note=words(QT_TRANSLATE_NOOP("Briefing", "{count} answers"), count=Amount(own.answers))
    )


def _mystery(at: Desk, first: date, last: date) -> Measured:
    found = tallies(at, first, last)
    seen = outside_score(total(split(found, first, last, outside=True).values()), marks_between(at, first, last))
    note = words(QT_TRANSLATE_NOOP("Briefing", "{count} answers"), count=Amount(seen.answers))
    return Measured(seen.percent, note=note if seen.answers else None)


# --- the manager's own work -------------------------------------------------------------------------------------------


def _rounds(checklist: str = "") -> Measure:
    def kept(at: Desk, first: date, last: date) -> Measured:
        done, counted = at.passed(first, last, checklist)
        return _share(done, counted)

    return kept


def _kit(at: Desk, first: date, last: date) -> Measured:
    rows = reads.rounds_of(at.db, [KIT], first.isoformat(), last.isoformat())
    done = [row for row in rows if row.state == "finished"]
    good = sum(not row.red for row in done)
    return _share(good, len(done))


def _meetings(at: Desk, first: date, last: date) -> Measured:
    held, due = held_of(at, first, last, THREE)
    return _share(held, due)


def _findings(at: Desk, first: date, last: date) -> Measured:
    until = at.until(last)
    return Measured(float(sum(overdue(row, until) for row in open_at(at.records.rows("actions"), until))))


def _backoffice(at: Desk, first: date, last: date) -> Measured:
    found = together(timely(at, "support", "respond", first, last, "department").values())
    note = words(QT_TRANSLATE_NOOP("Briefing", "Working minutes until the first answer; {count} answered"),
                 count=Amount(found.met))  # fmt: skip
    return Measured(found.mean_min, note=note if found.met else None)


def _machines(at: Desk, first: date, last: date) -> Measured:
    found = uptime(at, first, last)
    if found is None:
        return Measured(None, unknown=words(QT_TRANSLATE_NOOP("Briefing", "No equipment is registered.")))
    return Measured(found.share)


MEASURES: Mapping[str, Entry] = {
    "wait_avg": Entry(_wait, "s", 60, series=True),
    "wait_peak": Entry(_peak, "s", 60, series=True),
    "wait_over_20": Entry(_over, "tickets", series=True, daily=True),
    "recovery_rate": Entry(_recovered, "pct"),
    "recovery_gap": Entry(_gap, "score"),
    "preaccept_rate": Entry(_preaccepted, "pct"),
    "abandon_rate": Entry(_left, "pct", series=True),
    "no_show_rate": Entry(_no_show, "pct", series=True),
    "service_avg": Entry(_service, "s", 60, series=True),
    "completion_rate": Entry(_completed, "pct"),
    "wrong_queue": Entry(_moved, "pct"),
    "idle_counter": Entry(_idle, "min", dear=True),
    "kiosk_availability": Entry(_machines, "pct"),
    "rating_positive": Entry(_positive, "pct", series=True),
    "complaint_per_1000": Entry(_complaints, ""),
    "touchpoint_score": Entry(_touchpoints, "pct", series=True),
    "mystery_score": Entry(_mystery, "score"),
    "praise_count": Entry(_praise, "count", only="month"),
    "patrol_rate": Entry(_rounds(), "pct", series=True),
    "meeting_rate": Entry(_meetings, "pct"),
    "fire_patrol_rate": Entry(_rounds(FIRE), "pct"),
    "aed_ready": Entry(_kit, "pct"),
    "compliance_findings": Entry(_findings, "count"),
    "backoffice_response": Entry(_backoffice, "min"),
}

_CATALOGUE = QT_TRANSLATE_NOOP("Briefing", "A ticket tells its service, not which business of the catalogue was done.")
_IDENTITY = QT_TRANSLATE_NOOP("Briefing", "Customers are not known by name: nobody can say who came back.")
_CORE = QT_TRANSLATE_NOOP("Briefing", "This is kept in other systems, not in the console.")
_EVENTS = QT_TRANSLATE_NOOP("Briefing", "Incidents are not counted into this figure yet.")
_CASES = QT_TRANSLATE_NOOP("Briefing", "The console keeps no complaint cases with their times yet.")
_CHANNELS = QT_TRANSLATE_NOOP("Briefing", "Business done on machines or phones without a number is not counted.")
_TRAINING = QT_TRANSLATE_NOOP("Briefing", "The console keeps no training yet.")
_EXAMS = QT_TRANSLATE_NOOP("Briefing", "The console keeps no exams yet.")
_DRILLS = QT_TRANSLATE_NOOP("Briefing", "Drills are not counted into this figure yet.")
_SALES = QT_TRANSLATE_NOOP("Briefing", "The console keeps no referrals yet.")
_PLANS = QT_TRANSLATE_NOOP("Briefing", "The console does not follow improvement plans yet.")

# A key figure that is in neither list (a branch's own) is told as unknown.
REASONS: Mapping[str, str] = {
    "recovery_gift": QT_TRANSLATE_NOOP("Briefing", "What a gift cost is not recorded."),
    "told_time_rate": QT_TRANSLATE_NOOP("Briefing", "Nobody records whether customers asked knew their time."),
    "ticket_coverage": QT_TRANSLATE_NOOP("Briefing", "Visitors who take no number are not counted."),
    "challenge_rate": _CATALOGUE,
    "first_time": _IDENTITY,
    "on_site_rate": QT_TRANSLATE_NOOP("Briefing", "The console keeps no difficult cases yet."),
    "callback_on_time": QT_TRANSLATE_NOOP("Briefing", "The console keeps no callbacks yet."),
    "channel_app": _CHANNELS,
    "channel_self": _CHANNELS,
    "kiosk_switch": QT_TRANSLATE_NOOP("Briefing", "Nobody records when a customer went on elsewhere after a failure."),
    "satisfaction": QT_TRANSLATE_NOOP("Briefing", "No survey is kept."),
    "complaint_first_min": _CASES,
    "complaint_on_time": _CASES,
    "exams_due_done": _EXAMS,
    "exam_pass": _EXAMS,
    "training_hours": _TRAINING,
    "skill_coverage": QT_TRANSLATE_NOOP("Briefing", "The console keeps no skills of people yet."),
    "care_actions": QT_TRANSLATE_NOOP("Briefing", "The console keeps no praise or awards yet."),
    "cross_sell": _SALES,
    "referral_feedback": _SALES,
    "contribution": _SALES,
    "assist_hours": QT_TRANSLATE_NOOP("Briefing", "The console does not record help between halls yet."),
    "finance_cost": _CORE,
    "system_outage_minutes": _EVENTS,
    "accuracy": _CORE,
    "sms_tariff": _CORE,
    "sms_reminder": _CORE,
    "risk_events": _EVENTS,
    "violations": _EVENTS,
    "data_leaks": _EVENTS,
    "fraud_stops": _EVENTS,
    "fraud_drill": _DRILLS,
    "drill_rate": _DRILLS,
    "security_incidents": _EVENTS,
    "fall_count": _EVENTS,
    "cash_difference": _CORE,
    "cash_cover": _CORE,
    "counterfeit_rule": _EVENTS,
    "media_cases": _EVENTS,
    "lost_property_closed": QT_TRANSLATE_NOOP("Briefing", "The console keeps no lost property yet."),
    "hall_open_hours": QT_TRANSLATE_NOOP("Briefing", "Nobody records when the doors really opened and closed."),
    "plan_progress": _PLANS,
    "key_measures": _PLANS,
}
_UNKNOWN = QT_TRANSLATE_NOOP("Briefing", "This version of the console does not know it.")


def gather_key_figures(at: Desk) -> key_figures.Data:
    """Every key figure of the library."""
    found: dict[str, KeyFigure] = {}
    for kpi in at.library.kpis.items if at.library.kpis else ():
        entry = MEASURES.get(kpi.id)
        if entry is None:
            found[kpi.id] = KeyFigure(reason=words(REASONS.get(kpi.id, _UNKNOWN)))
        else:
            found[kpi.id] = _figure(at, entry)
    return key_figures.Data(found)


def _figure(at: Desk, entry: Entry) -> KeyFigure:
    first, last = at.days
    now = entry.measure(at, first, last)
    if now.unknown is not None:
        return KeyFigure(reason=now.unknown)
    left_out = at.asked.before is None or (entry.dear and at.asked.period == "month")
    before = Measured(None) if left_out or at.asked.before is None else entry.measure(at, *at.asked.before)
    series: tuple[tuple[date, float | None], ...] = ()
    if entry.series and first != last:
        series = tuple((day, entry.measure(at, day, day).value) for day in at.asked.days)
    return KeyFigure(
        value=now.value,
        unit=entry.unit,
        scale=entry.scale,
        at_least=now.at_least,
        note=now.note,
        before=before.value,
        series=series,
        days=max(1, len(at.asked.days)) if entry.daily else 1,
        judged=entry.only in ("", at.asked.period),
    )
