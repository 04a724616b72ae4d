"""A paper with one of everything, and minutes of a meeting about it."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.meetings import Attendance
from lobbyconsole.domain.paper import (
    Against,
    Amount,
    Bar,
    Bars,
    Day,
    Figure,
    Link,
    Missing,
    Moment,
    Note,
    Paper,
    PaperSection,
    Row,
    Table,
    Verdict,
    words,
)
from lobbyconsole.services.briefing.minutes import Minutes, MinutesSection, TaskLine

ZONE = timezone(timedelta(hours=8))
DAY = "2026-11-20"
KPI = Link("kpi", "wait_avg", DAY, DAY)
LATE = Link("tickets", "over_recovery", DAY, DAY)
VERDICTS: tuple[Verdict, ...] = ("bad", "watch", "none", "good")
HALF_HOURS = (6, 9, 15, 22, 26, 21, 14, 9, None, 16, 18, 13, 9, 6)
LONG = "The seat near the entrance is broken and customers complain about the draught from the door, twice in a week."


def figures() -> tuple[Figure, ...]:
    """Good, bad, near the limit, not judged, and not known."""
    before = words("the day before")
    return (
        Figure("wait", Text("Average wait", "平均等候时间"), 552, "s", KPI, 600, "down", "good",
               against=(Against(before, 730, KPI),)),
        Figure("wait", Text("Longest wait", "最长等候时间"), 2412, "s", LATE, 1800, "down", "bad",
               against=(Against(before, 1730, KPI),)),
        Figure("wait", Text("Within the target", "达标办结率"), 88.4, "pct", KPI, 90, "up", "watch"),
        Figure("wait", Text("Tickets", "取号数"), 214, "tickets", KPI, against=(Against(before, 214, KPI),)),
        Figure("rating", Text("Satisfaction", "客户满意度"), None, "pct", KPI, note=words("No ratings came in.")),
    )  # fmt: skip


def half_hours() -> Bars:
    """Bars with a target and one that is not known."""
    bars = tuple(
        Bar(f"{9 + at // 2:02}:{30 * (at % 2):02}", value, "bad" if value and value > 25 else "none")
        for at, value in enumerate(HALF_HOURS)
    )
    return Bars("hours", Text("People waiting", "等候人数"), "people", bars, KPI, target=20)


def days() -> Bars:
    """Three weeks: a line."""
    bars = tuple(
        Bar(Day((date(2026, 11, 1) + timedelta(days=at)).isoformat()), 400 + 37 * (at * 7 % 11)) for at in range(21)
    )
    return Bars("days", Text("Average wait by day", "每日平均等候"), "s", bars, KPI, target=600)


def actions(count: int = 6) -> Table:
    """Open actions, some late."""
    rows = tuple(
        Row(
            (f"ZG26-{at:04}", LONG if at == 2 else Text("Water is out", "缺饮用水"), "1012",
             Moment(f"2026-11-{20 + at % 9}T10:00"), Amount(3 * at, "days")),
            Link("record", f"actions/ZG26-{at:04}"),
            VERDICTS[at % 4],
        )
        for at in range(count)
    )  # fmt: skip
    heads = (words("Number"), words("Finding"), words("Owner"), words("Due"), words("Age"))
    return Table("open", Text("Open actions", "未办结整改"), heads, rows, Link("register", "actions"), left_off=7)


def sample_paper(rows: int = 6) -> Paper:
    """Everything a paper can hold."""
    return Paper(
        "morning", Text("Morning briefing", "晨会"), Text("East Gate Branch", "城东支行"), "2026-11-21",
        "2026-11-21T00:25:00+00:00", DAY, DAY,
        (
            PaperSection("yesterday", Text("Yesterday", "昨日回顾"), 3, words("The longest wait was 40:12."),
                         (*figures(), half_hours())),
            PaperSection("weak", Text("Weak points", "短板"), 2, None,
                         (actions(rows), Note("faults", words("Nothing is open."), Link("register", "faults"), "good"),
                          Table("none", Text("Faults", "故障"), (words("Number"),), (), Link("register", "faults")))),
            PaperSection("outlook", Text("Outlook", "今日预计"), 2, None,
                         (days(), Missing("forecast", Text("Forecast", "客流预测"), words("Nobody forecasts yet.")))),
        ),
    )  # fmt: skip


def sample_minutes(final: bool = True) -> Minutes:
    """A morning briefing, closed or still going on."""
    paper, at = sample_paper(), datetime(2026, 11, 21, 8, 35, tzinfo=ZONE)
    task = TaskLine("record:actions/ZG26-0101", "ZG26-0101", "Counter screen dark", "Order a repair", "1033",
                    "2026-11-22T10:00:00+08:00", "open")  # fmt: skip
    sections = tuple(
        MinutesSection(section.id, section.title, "1012", section.minutes, 205.0, (), section.headline, section.blocks,
                       "Counter 7 opens at 10:00." if not number else "", (task,) if number == 1 else ())
        for number, section in enumerate(paper.sections)
    )  # fmt: skip
    return Minutes(
        "20261121-1", paper.title, paper.branch, paper.day, "3", "1012", "lobby_manager", at,
        at + timedelta(minutes=14) if final else None, final, (Attendance("1012", "present", at, "", "pin"),),
        (Attendance("1033", "late", at, "traffic"),), (Attendance("1070", "absent", at, "on leave"),), (), sections, (),
    )  # fmt: skip
