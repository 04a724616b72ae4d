"""Counters and staff numbers: customers called, service times, calls, hours open and paused. No person is ranked."""

from __future__ import annotations

from dataclasses import dataclass

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import Amount, Block, Note, PaperSection, Row, words
from lobbyconsole.domain.reporting import Asked, ReportKind, percent, seconds, share, table
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP

KIND = ReportKind("desks", Text("Counters and staff", "窗口与人员"))


@dataclass(frozen=True, slots=True)
class Work:
    """What one counter or staff number did. Seconds; `open_s` None: the queue system does not tell counter states."""

    key: str
    called: int = 0
    calls: int = 0
    finished: int = 0
    no_show: int = 0
    transferred: int = 0
    mean_s: float | None = None
    handled_s: float = 0.0
    rated: int = 0
    good: int = 0
    open_s: float | None = None
    pauses: int = 0
    paused_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Data:
    """Pauses by the reason given: (reason, how many, seconds)."""

    counters: tuple[Work, ...]
    staff: tuple[Work, ...]
    pauses: tuple[tuple[str, int, float], ...]


_HEADS = (
    QT_TRANSLATE_NOOP("Briefing", "Called"),
    QT_TRANSLATE_NOOP("Briefing", "Calls made"),
    QT_TRANSLATE_NOOP("Briefing", "Served"),
    QT_TRANSLATE_NOOP("Briefing", "No-shows"),
    QT_TRANSLATE_NOOP("Briefing", "Sent on"),
    QT_TRANSLATE_NOOP("Briefing", "Mean handling time"),
    QT_TRANSLATE_NOOP("Briefing", "Good ratings"),
    QT_TRANSLATE_NOOP("Briefing", "Hours open"),
    QT_TRANSLATE_NOOP("Briefing", "Busy"),
    QT_TRANSLATE_NOOP("Briefing", "Pauses"),
    QT_TRANSLATE_NOOP("Briefing", "Paused"),
)
_COUNTER = QT_TRANSLATE_NOOP("Briefing", "Counter")
_NUMBER = QT_TRANSLATE_NOOP("Briefing", "Staff number")
_NOBODY = QT_TRANSLATE_NOOP("Briefing", "No counter called anybody, {days}.")
_NO_STAFF = QT_TRANSLATE_NOOP(
    "Briefing", "No staff number is recorded with the calls: the queue system does not tell it."
)
_DIFFER = QT_TRANSLATE_NOOP(
    "Briefing", "Counters and people serve different business: a longer time alone says nothing about anybody."
)
_PAUSES = (
    QT_TRANSLATE_NOOP("Briefing", "Reason"),
    QT_TRANSLATE_NOOP("Briefing", "Pauses"),
    QT_TRANSLATE_NOOP("Briefing", "Paused"),
)
_NO_REASON = QT_TRANSLATE_NOOP("Briefing", "no reason given")
# The codes of the own desk and the call pads; another queue system's words are shown as they come.
_REASONS = {
    "lunch": Text("Lunch", "午休"),
    "break": Text("Break", "休息"),
    "meeting": Text("Meeting", "会议"),
    "cash": Text("Cash handling", "现金处理"),
    "system": Text("System fault", "系统故障"),
    "other": Text("Other", "其他"),
}


def make(asked: Asked, data: Data) -> tuple[PaperSection, ...]:
    """Counters, people, and why counters paused."""
    link = asked.link("tickets", "called")
    if not data.counters:
        note = Note("desks", words(_NOBODY, days=asked.whole), link)
        return (PaperSection("counters", Text("Counters", "窗口"), 0, None, (note,)),)
    counters: list[Block] = [
        table("desks", Text("Counters", "窗口"), (_COUNTER, *_HEADS), _rows(asked, data.counters, "counter"), link),
        Note("desks", words(_DIFFER), link),
    ]
    people: list[Block] = [Note("desks", words(_NO_STAFF), link)]
    if data.staff:
        heads = (_NUMBER, *_HEADS)
        people = [table("desks", Text("Staff numbers", "工号"), heads, _rows(asked, data.staff, "staff"), link)]
    sections = [
        PaperSection("counters", Text("Counters", "窗口"), 0, None, tuple(counters)),
        PaperSection("staff", Text("Staff numbers", "工号"), 0, None, tuple(people)),
    ]
    if data.pauses:
        rows = [
            Row((_REASONS.get(reason, reason) or words(_NO_REASON), Amount(count), seconds(total)))
            for reason, count, total in data.pauses
        ]
        pauses = table("desks", Text("Pauses by reason", "暂停原因"), _PAUSES, rows, link)
        sections.append(PaperSection("pauses", Text("Pauses", "暂停服务"), 0, None, (pauses,)))
    return tuple(sections)


def _rows(asked: Asked, found: tuple[Work, ...], by: str) -> list[Row]:
    return [
        Row(
            (
                work.key, Amount(work.called), Amount(work.calls), Amount(work.finished), Amount(work.no_show),
                Amount(work.transferred), seconds(work.mean_s), percent(share(work.good, work.rated)),
                "–" if work.open_s is None else Amount(work.open_s / 3600),
                percent(None if not work.open_s else min(100.0, 100 * work.handled_s / work.open_s)),
                Amount(work.pauses), seconds(work.paused_s),
            ),
            asked.link("tickets", f"{by}:{work.key}"),
        )
        for work in found
    ]  # fmt: skip
