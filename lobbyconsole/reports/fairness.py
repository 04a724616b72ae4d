"""Fairness: who was called before others and why; for a single day also what it cost those who were passed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import Amount, Block, Link, Missing, Note, PaperSection, Row, Value, words
from lobbyconsole.domain.reporting import Asked, ReportKind, percent, seconds, share, table
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP

KIND = ReportKind("fairness", Text("Fairness", "排队公平"))
MOST_JUMPS = 200


@dataclass(frozen=True, slots=True)
class Jumped:
    """A call that overtook others: why, how many were passed over, and their seconds. `because` as in domain/jumps."""

    ticket: str
    number: str
    at: str
    service: str
    counter: str
    because: str
    reason: str
    passed: int
    paid_s: float


@dataclass(frozen=True, slots=True)
class Ledger:
    """A day's ledger."""

    jumps: Sequence[Jumped]
    calls: int
    passed: int
    paid_s: float
    starved: int
    longest_s: float
    fullest_hour: int


@dataclass(frozen=True, slots=True)
class Data:
    """`noted`: (day, reason, counter, service, calls) with a reason for being out of turn; classes: (priority class,
    called, mean wait). `ledger` None: told for single days only."""

    noted: Sequence[tuple[str, str, str, str, int]]
    classes: Sequence[tuple[str, int, float | None]]
    called: int
    before_noted: int | None
    ledger: Ledger | None


_CALLS = QT_TRANSLATE_NOOP("Briefing", "Called out of turn with a reason")
_OF_ALL = QT_TRANSLATE_NOOP("Briefing", "Of all calls")
_REASONS = (
    QT_TRANSLATE_NOOP("Briefing", "Reason"),
    QT_TRANSLATE_NOOP("Briefing", "Calls"),
    QT_TRANSLATE_NOOP("Briefing", "Share"),
)
_COUNTERS = (QT_TRANSLATE_NOOP("Briefing", "Counter"), QT_TRANSLATE_NOOP("Briefing", "Calls"))
_CLASSES = (
    QT_TRANSLATE_NOOP("Briefing", "Class"),
    QT_TRANSLATE_NOOP("Briefing", "Called"),
    QT_TRANSLATE_NOOP("Briefing", "Mean wait"),
)
_JUMPS = (
    QT_TRANSLATE_NOOP("Briefing", "Time"),
    QT_TRANSLATE_NOOP("Briefing", "Ticket"),
    QT_TRANSLATE_NOOP("Briefing", "Service"),
    QT_TRANSLATE_NOOP("Briefing", "Counter"),
    QT_TRANSLATE_NOOP("Briefing", "Because"),
    QT_TRANSLATE_NOOP("Briefing", "Passed over"),
    QT_TRANSLATE_NOOP("Briefing", "They paid"),
)
_BECAUSE = {
    "priority": QT_TRANSLATE_NOOP("Briefing", "priority class"),
    "appointment": QT_TRANSLATE_NOOP("Briefing", "appointment"),
    "out_of_order": QT_TRANSLATE_NOOP("Briefing", "called by hand"),
    "sent": QT_TRANSLATE_NOOP("Briefing", "sent from another counter"),
}
_UNKNOWN = QT_TRANSLATE_NOOP("Briefing", "no reason known")
_NUMBER = QT_TRANSLATE_NOOP("Briefing", "Calls that overtook somebody")
_PASSED = QT_TRANSLATE_NOOP("Briefing", "Times somebody was passed over")
_PAID = QT_TRANSLATE_NOOP("Briefing", "Waiting they paid for it")
_STARVED = QT_TRANSLATE_NOOP("Briefing", "Passed over after they had waited too long already")
_LONGEST = QT_TRANSLATE_NOOP("Briefing", "Longest wait of somebody passed over")
_FULLEST = QT_TRANSLATE_NOOP("Briefing", "Most in any sixty minutes")
_NONE = QT_TRANSLATE_NOOP("Briefing", "Nobody was passed over, {days}.")
_DAYS_ONLY = QT_TRANSLATE_NOOP(
    "Briefing", "What it cost those passed over is told for single days; choose a day of this period."
)
_COST = QT_TRANSLATE_NOOP("Briefing", "What jumps cost the others")


def make(asked: Asked, data: Data) -> tuple[PaperSection, ...]:
    """Reasons noted, classes, and the day's ledger."""
    link = asked.link("tickets", "out_of_turn")
    total = sum(count for *_, count in data.noted)
    blocks: list[Block] = [
        asked.count(_CALLS, total, "tickets", "out_of_turn", unit="times", before=data.before_noted),
        asked.rate("", _OF_ALL, share(total, data.called), "tickets", "out_of_turn", better=""),
    ]
    if total:
        reasons, counters, days = _sums(data.noted, 1), _sums(data.noted, 2), _sums(data.noted, 0)
        rows = [
            Row((_NOTED.get(name, name), Amount(count), percent(share(count, total))), link) for name, count in reasons
        ]
        blocks.append(table("fairness", Text("By reason", "按原因"), _REASONS, rows, link))
        at = [Row((name or "–", Amount(count)), asked.link("tickets", "counter:" + name)) for name, count in counters]
        blocks.append(table("fairness", Text("By counter", "按窗口"), _COUNTERS, at, link))
        if asked.period != "day":
            by_day = dict(days)
            series = [(day, float(by_day.get(day.isoformat(), 0))) for day in asked.days]
            blocks.append(asked.chart("fairness", words(_CALLS), "times", series, link))
    if data.classes:
        classes = [
            Row((_class(name), Amount(count), seconds(mean)), asked.link("tickets", "priority:" + name))
            for name, count, mean in data.classes
        ]
        blocks.append(table("fairness", Text("Priority classes", "优先类别"), _CLASSES, classes, link))
    price: tuple[Block, ...] = (Missing("fairness", words(_COST), words(_DAYS_ONLY)),)
    if data.ledger is not None:
        price = _ledger(asked, data.ledger)
    return (
        PaperSection("noted", Text("Called out of turn", "插队叫号"), 0, None, tuple(blocks)),
        PaperSection("price", Text("What it cost", "被越过的客户"), 0, None, price),
    )


def _class(name: str) -> Value:
    return _NAMES.get(name, name)


# The codes of the own desk; another queue system's words are shown as they come.
_NOTED = {
    "care": Text("Needs care", "特殊关怀"),
    "complaint": Text("Complaint or long wait", "投诉或久等"),
    "return": Text("Comes back with papers", "补齐资料返回"),
    "short": Text("Very short business", "业务极短"),
}
_NAMES = {
    "normal": Text("Ordinary", "普通"),
    "elderly": Text("Elderly", "老年"),
    "disabled": Text("With a disability", "残障"),
    "pregnant": Text("Pregnant", "孕妇"),
    "infant": Text("With an infant", "携婴幼儿"),
    "vip": Text("Priority customers", "优先客户"),
}


def _sums(noted: Sequence[tuple[str, str, str, str, int]], place: int) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for row in noted:
        name = (row[0], row[1], row[2])[place]
        found[name] = found.get(name, 0) + row[4]
    return sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))


def _ledger(asked: Asked, found: Ledger) -> tuple[Block, ...]:
    key = "out_of_turn"
    blocks: list[Block] = [
        asked.count(_NUMBER, len(found.jumps), "tickets", key, unit="times"),
        asked.count(_PASSED, found.passed, "tickets", key, unit="times", better="down"),
        asked.count(_PAID, found.paid_s, "tickets", key, unit="s", better="down"),
        asked.count(_STARVED, found.starved, "tickets", key, unit="times", none_wanted=True),
        asked.count(_LONGEST, found.longest_s, "tickets", key, unit="s", better="down"),
        asked.count(_FULLEST, found.fullest_hour, "tickets", key, unit="times"),
    ]
    link = asked.link("tickets", key)
    if not found.jumps:
        return (*blocks, Note("fairness", words(_NONE, days=asked.whole), link, "good"))
    rows = [
        Row((jump.at, jump.number, asked.service(jump.service), jump.counter or "–",
             _class(jump.reason) if jump.reason else words(_BECAUSE.get(jump.because, _UNKNOWN)),
             Amount(jump.passed), seconds(jump.paid_s)),
            Link("ticket", jump.ticket))
        for jump in found.jumps[:MOST_JUMPS]
    ]  # fmt: skip
    return (*blocks, table("fairness", Text("Jumps", "越位叫号明细"), _JUMPS, rows, link))
