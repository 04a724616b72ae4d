"""Support by the back office: how fast each department answers and solves, in working time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import Amount, Note, PaperSection, Row, Value, Words, words
from lobbyconsole.domain.reporting import Asked, ReportKind, minutes, percent, share, table
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP

KIND = ReportKind("support", Text("Back-office support", "工作支撑"))


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock over some requests: how many ran it, stopped, of them in time; late: runs still and is too late."""

    asked: int = 0
    met: int = 0
    in_time: int = 0
    mean_min: float | None = None
    late: int = 0


@dataclass(frozen=True, slots=True)
class Data:
    """(first answer, solution) by department and together; the means of the period before."""

    departments: Mapping[str, tuple[Value, Clock, Clock]]
    respond: Clock
    solve: Clock
    before_respond: float | None
    before_solve: float | None


_HEADS = (
    QT_TRANSLATE_NOOP("Briefing", "Department"),
    QT_TRANSLATE_NOOP("Briefing", "Asked"),
    QT_TRANSLATE_NOOP("Briefing", "Answered"),
    QT_TRANSLATE_NOOP("Briefing", "Answered in time"),
    QT_TRANSLATE_NOOP("Briefing", "Mean until the answer"),
    QT_TRANSLATE_NOOP("Briefing", "Late, no answer yet"),
    QT_TRANSLATE_NOOP("Briefing", "Solved"),
    QT_TRANSLATE_NOOP("Briefing", "Solved in time"),
    QT_TRANSLATE_NOOP("Briefing", "Mean until solved"),
    QT_TRANSLATE_NOOP("Briefing", "Late, not solved yet"),
)
_NONE = QT_TRANSLATE_NOOP("Briefing", "No support request was sent, {days}.")
_FIRST = QT_TRANSLATE_NOOP("Briefing", "Mean working minutes until the first answer")
_SOLVED = QT_TRANSLATE_NOOP("Briefing", "Mean working minutes until solved")
_ANSWERED_IN_TIME = QT_TRANSLATE_NOOP("Briefing", "First answer in time")
_SOLVED_IN_TIME = QT_TRANSLATE_NOOP("Briefing", "Solved in time")
_LATE = QT_TRANSLATE_NOOP("Briefing", "Late and not answered")
_LATE_SOLVE = QT_TRANSLATE_NOOP("Briefing", "Late and not solved")
_COUNTED = QT_TRANSLATE_NOOP("Briefing", "{done} of {counted}")


def make(asked: Asked, data: Data) -> tuple[PaperSection, ...]:
    """As a whole, then by department."""
    link = asked.link("register", "support")
    title = Text("Timeliness by department", "各部门支撑时效")
    if not data.respond.asked and not data.solve.asked:
        return (PaperSection("support", title, 0, None, (Note("support", words(_NONE, days=asked.whole), link),)),)
    rows = [
        Row((name, Amount(first.asked), Amount(first.met), percent(_in_time(first)), minutes(first.mean_min),
             Amount(first.late), Amount(solved.met), percent(_in_time(solved)), minutes(solved.mean_min),
             Amount(solved.late)),
            link, "bad" if first.late or solved.late else "none")
        for name, first, solved in data.departments.values()
    ]  # fmt: skip
    first, solved = data.respond, data.solve
    blocks = (
        asked.rate("backoffice_response", _FIRST, first.mean_min, "register", "support", unit="min",
                   before=data.before_respond),
        asked.rate("", _ANSWERED_IN_TIME, _in_time(first), "register", "support", note=_of(first)),
        asked.rate("", _SOLVED, solved.mean_min, "register", "support", unit="min", before=data.before_solve,
                   better="down"),
        asked.rate("", _SOLVED_IN_TIME, _in_time(solved), "register", "support", note=_of(solved)),
        asked.count(_LATE, first.late, "register", "support", none_wanted=True),
        asked.count(_LATE_SOLVE, solved.late, "register", "support", none_wanted=True),
        table("support", title, _HEADS, rows, link),
    )  # fmt: skip
    return (PaperSection("support", title, 0, None, blocks),)


def _in_time(clock: Clock) -> float | None:
    """Of those whose time is judged: an open one that is late has failed, an open one in its time says nothing yet."""
    return share(clock.in_time, clock.met + clock.late)


def _of(clock: Clock) -> Words:
    return words(_COUNTED, done=Amount(clock.in_time), counted=Amount(clock.met + clock.late))
