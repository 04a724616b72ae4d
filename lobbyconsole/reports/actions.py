"""Corrective actions: opened, closed, overdue, systemic, and how old those are that are still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import Amount, Bar, Bars, Block, Link, Moment, Note, PaperSection, Row, Value, words
from lobbyconsole.domain.reporting import Asked, ReportKind, share, table
from lobbyconsole.domain.words import QT_TRANSLATE_NOOP

KIND = ReportKind("actions", Text("Corrective actions", "整改"))
AGES = (3, 7, 30)  # days: the ends of the steps in which age is told


@dataclass(frozen=True, slots=True)
class Action:
    """One corrective action as far as the report needs it; `late`: overdue at the end of the period."""

    key: str
    finding: str
    owner: Value
    state: Value
    opened_at: datetime
    due: Moment | None
    late: bool
    systemic: bool


@dataclass(frozen=True, slots=True)
class Data:
    """`opened` in the period, `open` at its end; closed ones: verified, of them by their time, and dropped."""

    opened: tuple[Action, ...]
    open: tuple[Action, ...]
    verified: int
    in_time: int
    dropped: int
    before_opened: int | None
    before_verified: int | None


_HEADS = (
    QT_TRANSLATE_NOOP("Briefing", "Number"),
    QT_TRANSLATE_NOOP("Briefing", "Finding"),
    QT_TRANSLATE_NOOP("Briefing", "Owner"),
    QT_TRANSLATE_NOOP("Briefing", "Due"),
    QT_TRANSLATE_NOOP("Briefing", "State"),
    QT_TRANSLATE_NOOP("Briefing", "Days open"),
)
_OPENED = QT_TRANSLATE_NOOP("Briefing", "Opened")
_CLOSED = QT_TRANSLATE_NOOP("Briefing", "Verified and closed")
_IN_TIME = QT_TRANSLATE_NOOP("Briefing", "Closed by their time")
_DROPPED = QT_TRANSLATE_NOOP("Briefing", "Dropped")
_STILL = QT_TRANSLATE_NOOP("Briefing", "Open tasks")
_LATE = QT_TRANSLATE_NOOP("Briefing", "Overdue tasks")
_SYSTEMIC = QT_TRANSLATE_NOOP("Briefing", "Systemic: the same item and zone again within 30 days")
_AGE = QT_TRANSLATE_NOOP("Briefing", "Open tasks by age")
_DAYS = QT_TRANSLATE_NOOP("Briefing", "{first} to {last} days")
_OLDER = QT_TRANSLATE_NOOP("Briefing", "over {days} days")
_NONE = QT_TRANSLATE_NOOP("Briefing", "No task is open.")


def make(asked: Asked, data: Data) -> tuple[PaperSection, ...]:
    """What came and went, then what is open with its age."""
    late = [action for action in data.open if action.late]
    closed = asked.rate("", _IN_TIME, share(data.in_time, data.verified), "register", "actions")
    flow: list[Block] = [
        asked.count(_OPENED, len(data.opened), "register", "actions", before=data.before_opened),
        asked.count(_CLOSED, data.verified, "register", "actions", before=data.before_verified, better="up"),
        closed,
        asked.count(_DROPPED, data.dropped, "register", "actions"),
        asked.count(_SYSTEMIC, sum(action.systemic for action in data.opened), "register", "actions",
                    none_wanted=True),
    ]  # fmt: skip
    still: list[Block] = [
        asked.count(_STILL, len(data.open), "register", "actions"),
        asked.count(_LATE, len(late), "register", "actions", none_wanted=True),
    ]
    link = asked.link("register", "actions")
    if data.open:
        still.append(Bars("actions", words(_AGE), "count", _ages(asked, data.open), link))
        order = sorted(data.open, key=lambda action: (not action.late, action.opened_at, action.key))
        rows = [_row(asked, action) for action in order]
        still.append(table("actions", Text("Open tasks", "未关闭的整改"), _HEADS, rows, link))
    else:
        still.append(Note("actions", words(_NONE), link, "good"))
    text = QT_TRANSLATE_NOOP("Briefing", "Open tasks: {open}, overdue: {late}")
    headline = words(text, open=Amount(len(data.open)), late=Amount(len(late))) if data.open else None
    return (
        PaperSection("flow", Text("Opened and closed", "新增与关闭"), 0, None, tuple(flow)),
        PaperSection("open", Text("Still open", "未关闭"), 0, headline, tuple(still)),
    )


def age_days(asked: Asked, action: Action) -> int:
    """Whole days from its opening to the end of the period."""
    return max(0, (asked.until - action.opened_at).days)


def _ages(asked: Asked, found: Sequence[Action]) -> tuple[Bar, ...]:
    counts = [0] * (len(AGES) + 1)
    for action in found:
        counts[sum(age_days(asked, action) > end for end in AGES)] += 1
    bars = []
    begins = 0
    for end, count in zip(AGES, counts, strict=False):
        bars.append(Bar(words(_DAYS, first=str(begins), last=str(end)), float(count)))
        begins = end + 1
    older = words(_OLDER, days=str(AGES[-1]))
    return (*bars, Bar(older, float(counts[-1]), "watch" if counts[-1] else "none"))


def _row(asked: Asked, action: Action) -> Row:
    cells: tuple[Value, ...] = (
        action.key, action.finding, action.owner, action.due or "–", action.state, Amount(age_days(asked, action)),
    )  # fmt: skip
    return Row(cells, Link("record", f"actions/{action.key}"), "bad" if action.late else "none")
