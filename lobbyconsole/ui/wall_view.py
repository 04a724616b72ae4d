"""What the wall display says: last calls, lengths of the queues and expected waits. Numbers only, no people.

Everything stands in both languages, Chinese first, as in bank halls, whatever language the console speaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.lobby import CALLED, CANCELLED, LEFT, Ticket
from lobbyconsole.domain.picture import UNKNOWN_SERVICE, Picture, ServiceRow
from lobbyconsole.ui.translation import clock_text, minutes_between

LISTED = 6  # calls beside the newest
FRESH_S = 15.0  # a call stands out for so long
PAGE_S = 10  # more services than fit take turns
SHIFTS = ((0, 0), (3, 0), (6, 2), (6, 5), (3, 7), (0, 5), (-3, 7), (-6, 5), (-6, 2), (-3, 0), (0, -3), (0, -6))

CALLING = ("正在叫号", "Now calling")
LATEST = ("最新叫号", "Latest call")
RECENT = ("最近叫号", "Recent calls")
QUEUES = ("排队情况", "Queues")
WAITING = ("人等候", "waiting")
ABOUT = ("约 {minutes} 分钟", "about {minutes} min")
WITHIN = ("{minutes} 分钟以内", "within {minutes} min")  # the range begins at nothing: 0–3 reads as a misprint
NO_WAIT = ("无需等候", "no wait")
NOT_OPEN = ("暂无窗口开放", "no counter open")
CLOSED = ("停止取号", "no more tickets")
NOBODY = ("请取号等候", "Please take a number")
MISSED = ("过号请联系大堂经理", "Missed your number? Please ask the lobby manager.")
PAUSED = ("显示暂停更新 · {time}", "Display paused since {time}")
PLACES = {"bank": ("号窗口", "Counter"), "telecom": ("号台席", "Desk")}
WEEKDAYS = (("一", "Mon"), ("二", "Tue"), ("三", "Wed"), ("四", "Thu"), ("五", "Fri"), ("六", "Sat"), ("日", "Sun"))
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Pair = tuple[str, str]  # Chinese, English


@dataclass(frozen=True, slots=True)
class WallCall:
    """A number and where to go with it."""

    number: str
    counter: str
    fresh: bool = False  # called a moment ago
    awaited: bool = False  # the customer has not come yet


@dataclass(frozen=True, slots=True)
class WallLine:
    """One service's queue. `wait` is what is said about the expected wait; empty when nothing is."""

    prefix: str
    title: Pair
    waiting: int
    wait: Pair = ("", "")


@dataclass(frozen=True, slots=True)
class WallView:
    """All that is painted. Equal views look the same."""

    name: Pair
    clock: str
    date: Pair
    place: Pair
    calls: tuple[WallCall, ...]
    lines: tuple[WallLine, ...]
    page: int = 0
    paused: str = ""  # local time of the last change, when the picture may be old
    shift: tuple[int, int] = (0, 0)  # against burn-in, in px of a 1080-line screen


def view_of(
    picture: Picture, branch: Branch, now: datetime, *, show_wait: bool = True, paused_at: datetime | None = None
) -> WallView:
    """The wall at `now`; `picture` may be older than that."""
    zone = branch.tz
    local = now.astimezone(zone)
    minute = int(now.timestamp() // 60)
    zh, en = WEEKDAYS[local.weekday()]
    return WallView(
        name=(branch.name_zh, branch.name_en),
        clock=clock_text(now, zone),
        date=(
            f"{local.month}月{local.day}日 周{zh}",
            f"{en} {local.day} {MONTHS[local.month - 1]}",
        ),
        place=PLACES[branch.sector],
        calls=tuple(_calls(picture, now, paused_at is not None)[: LISTED + 1]),
        lines=tuple(
            _line(row, show_wait and paused_at is None)
            for row in picture.rows
            if row.id != UNKNOWN_SERVICE and branch.service(row.id) is not None
        ),
        page=int(now.timestamp() // PAGE_S),
        paused=clock_text(paused_at, zone) if paused_at is not None else "",
        shift=SHIFTS[minute % len(SHIFTS)],
    )


def _calls(picture: Picture, now: datetime, paused: bool) -> list[WallCall]:
    found: list[tuple[datetime, Ticket, str]] = []
    for ticket in picture.tickets.values():
        if not ticket.number or ticket.state in (CANCELLED, LEFT):  # a key instead of a number means nothing to anybody
            continue
        for leg in reversed(ticket.legs):
            if leg.last_called_at is not None and leg.counter:
                found.append((leg.last_called_at, ticket, leg.counter))
                break
    found.sort(key=lambda item: (item[0], item[1].key), reverse=True)
    fresh_from = now - timedelta(seconds=FRESH_S)
    return [
        WallCall(ticket.number, counter, not paused and at >= fresh_from, not paused and ticket.state == CALLED)
        for at, ticket, counter in found
    ]


def _line(row: ServiceRow, show_wait: bool) -> WallLine:
    waiting = sum(1 for block in row.blocks if not block.held)
    title = (row.title_zh or row.title_en, row.title_en if row.title_zh else "")
    wait = ("", "")
    if row.closed:
        wait = CLOSED
    elif show_wait and row.newcomer is None:
        wait = NOT_OPEN
    elif show_wait and row.newcomer is not None:
        minutes = minutes_between(row.newcomer.p10, row.newcomer.p90)
        zh, en = WITHIN if minutes.startswith("0–") else ABOUT
        minutes = minutes.removeprefix("0–")
        wait = NO_WAIT if minutes == "0" else (zh.format(minutes=minutes), en.format(minutes=minutes))
    return WallLine(row.prefix, title, waiting, wait)


def words(view: WallView) -> str:
    """The wall read aloud, line by line."""
    said = [" · ".join(part for part in (*view.name, *view.date, view.clock) if part)]
    if view.paused:
        said.append(" / ".join(text.format(time=view.paused) for text in PAUSED))
    for at, call in enumerate(view.calls):
        head = " ".join(RECENT if at else CALLING if call.awaited else LATEST)
        said.append(f"{head}: {call.number} → {call.counter} {view.place[0]} · {view.place[1]} {call.counter}")
    if not view.calls:
        said.append(" / ".join(NOBODY))
    for line in view.lines:
        zh, en = line.wait
        said.append(f"{line.prefix} {line.title[0]}: {line.waiting} {WAITING[0]}" + (f", {zh}" if zh else ""))
        said.append(f"{line.prefix} {line.title[1]}: {line.waiting} {WAITING[1]}" + (f", {en}" if en else ""))
    return "\n".join(said)
