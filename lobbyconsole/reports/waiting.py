"""Waiting: the flow as a whole, by day, by half hour, and service by service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import Amount, Bar, Bars, Block, Figure, Note, PaperSection, Row, Value, Words, words
from lobbyconsole.domain.reporting import Asked, ReportKind, percent, seconds, table
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP

KIND = ReportKind("waiting", Text("Waiting", "等候分析"))


@dataclass(frozen=True, slots=True)
class Flow:
    """Customers and their waits; seconds, and shares from 0 to 100. None: nothing to compute it from."""

    customers: int
    called: int
    mean_s: float | None
    p90_s: float | None
    p90_at_least: bool
    within: float | None
    over: int
    left: float | None
    no_show: float | None
    handling_s: float | None
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class HalfHourWait:
    """Minutes after local midnight; `joined` customers in all days together."""

    begins: int
    ends: int
    joined: int
    p90_s: float | None
    at_least: bool


@dataclass(frozen=True, slots=True)
class Data:
    """All of it. `before` None: nobody came in the period before, or there was none."""

    total: Flow
    before: Flow | None
    services: tuple[tuple[str, Flow], ...]
    days: tuple[tuple[date, Flow], ...]
    half_hours: tuple[HalfHourWait, ...]


def make(asked: Asked, data: Data) -> tuple[PaperSection, ...]:
    """Nobody came: one sentence."""
    link = asked.link("tickets", "all")
    if not data.total.customers:
        text = QT_TRANSLATE_NOOP("Briefing", "No ticket is recorded for {days}: nobody came, or no queue source was "
                                 "heard.")  # fmt: skip
        note = Note("waiting", words(text, days=asked.whole), link)
        return (PaperSection("flow", Text("Flow", "客流与等候"), 0, None, (note,)),)
    sections = [PaperSection("flow", Text("Flow", "客流与等候"), 0, _headline(asked, data.total), _flow(asked, data))]
    if data.half_hours:
        sections.append(
            PaperSection("half_hours", Text("By half hour", "分时段"), 0, None, (_half_hours(asked, data),))
        )
    sections.append(PaperSection("services", Text("By service", "分业务"), 0, None, (_services(asked, data),)))
    return tuple(sections)


def _headline(asked: Asked, flow: Flow) -> Words:
    people = Amount(flow.customers, "people")
    if flow.mean_s is None:
        return words(QT_TRANSLATE_NOOP("Briefing", "{days}: {customers}, nobody was called"), days=asked.whole,
                     customers=people)  # fmt: skip
    return words(
        QT_TRANSLATE_NOOP("Briefing", "{days}: {customers}, mean wait {wait}, {late} over {limit} minutes"),
        days=asked.whole, customers=people, wait=Amount(flow.mean_s, "s"), late=Amount(flow.over, "people"),
        limit=Amount(asked.branch.recovery_s / 60),
    )  # fmt: skip


def _flow(asked: Asked, data: Data) -> tuple[Block, ...]:
    now, then = data.total, data.before
    few = words(QT_TRANSLATE_NOOP("Briefing", "Fewer than 20 were called: too few to say."))
    p90 = asked.rate("wait_avg", _P90, now.p90_s, "tickets", "called", unit="s", scale=60, better="down",
                     before=then.p90_s if then else None, note=few if now.p90_s is None else None)  # fmt: skip
    blocks: list[Block] = [
        asked.count(_CUSTOMERS, now.customers, "tickets", "all", unit="people",
                    before=then.customers if then else None),
        asked.rate("wait_avg", _MEAN, now.mean_s, "tickets", "called", unit="s", scale=60,
                   before=then.mean_s if then else None),
        # The target is the mean's: nine in ten have none of their own.
        Figure("wait_p90", p90.label, p90.value, "s", p90.link, None, "down", "none", now.p90_at_least, p90.against,
               p90.note),
        asked.rate("", _WITHIN, now.within, "tickets", "called", before=then.within if then else None),
        asked.count(_OVER, now.over, "tickets", "over_recovery", unit="tickets", before=then.over if then else None,
                    better="down"),
        asked.rate("abandon_rate", _LEFT, now.left, "tickets", "left", before=then.left if then else None),
        asked.rate("no_show_rate", _NO_SHOW, now.no_show, "tickets", "no_show",
                   before=then.no_show if then else None),
    ]  # fmt: skip
    if now.waiting:
        blocks.append(asked.count(_STILL, now.waiting, "tickets", "all", unit="people"))
    if asked.period != "day":
        by_day = dict(data.days)
        link = asked.link("tickets", "all")
        people = [(day, float(by_day[day].customers) if day in by_day else None) for day in asked.days]
        waits = [(day, by_day[day].mean_s if day in by_day else None) for day in asked.days]
        blocks.append(asked.chart("customers", words(_CUSTOMERS_BY_DAY), "people", people, link))
        blocks.append(asked.chart("wait_avg", words(_WAIT_BY_DAY), "s", waits, link, kpi="wait_avg", scale=60))
    return tuple(blocks)


_CUSTOMERS = QT_TRANSLATE_NOOP("Briefing", "Customers")
_MEAN = QT_TRANSLATE_NOOP("Briefing", "Mean wait")
_P90 = QT_TRANSLATE_NOOP("Briefing", "9 in 10 waited no longer than")
_WITHIN = QT_TRANSLATE_NOOP("Briefing", "Called within the target")
_OVER = QT_TRANSLATE_NOOP("Briefing", "Waited beyond the recovery limit")
_LEFT = QT_TRANSLATE_NOOP("Briefing", "Left without being served")
_NO_SHOW = QT_TRANSLATE_NOOP("Briefing", "Did not answer the call")
_STILL = QT_TRANSLATE_NOOP("Briefing", "Still waiting")
_HANDLING = QT_TRANSLATE_NOOP("Briefing", "Mean handling time")
_CUSTOMERS_BY_DAY = QT_TRANSLATE_NOOP("Briefing", "Customers by day")
_WAIT_BY_DAY = QT_TRANSLATE_NOOP("Briefing", "Mean wait by day")
_SERVICE = QT_TRANSLATE_NOOP("Briefing", "Service")


def _half_hours(asked: Asked, data: Data) -> Bars:
    bars = tuple(
        Bar(f"{_clock(half.begins)}–{_clock(half.ends)}", half.p90_s,
            asked.judged("wait_peak", half.p90_s, 60)[1] if not half.at_least else "none", half.at_least)
        for half in data.half_hours
    )  # fmt: skip
    note = words(QT_TRANSLATE_NOOP("Briefing", "Half hours with fewer than 8 customers are joined with the next one."))
    title = words(QT_TRANSLATE_NOOP("Briefing", "By half hour of coming: 9 in 10 waited no longer than"))
    return Bars("wait_peak", title, "s", bars, asked.link("kpi", "wait_peak"), asked.judged("wait_peak", None, 60)[0],
                note)  # fmt: skip


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def _services(asked: Asked, data: Data) -> Block:
    heads = (_SERVICE, _CUSTOMERS, _MEAN, _P90, _WITHIN, _OVER, _LEFT, _NO_SHOW, _HANDLING)
    rows = []
    for name, flow in data.services:
        cells: tuple[Value, ...] = (
            asked.service(name), Amount(flow.customers), seconds(flow.mean_s),
            "–" if flow.p90_s is None else Amount(flow.p90_s, "s", flow.p90_at_least), percent(flow.within),
            Amount(flow.over), percent(flow.left), percent(flow.no_show), seconds(flow.handling_s),
        )  # fmt: skip
        verdict = asked.judged("wait_avg", flow.mean_s, 60)[1]
        rows.append(Row(cells, asked.link("tickets", "service:" + name), verdict))
    return table("waiting", Text("Services", "各业务"), heads, rows, asked.link("tickets", "all"))
