"""What stands on a ticket slip, in both languages, as lines that every kind of printer can put on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from lobbyconsole.domain.branch import Branch
from lobbyconsole.domain.lobby import Ticket
from lobbyconsole.domain.words import Message
from lobbyconsole.services.numbers import DESK

# Customers read both languages, whatever language the console speaks.
_AHEAD_ZH, _AHEAD_EN = "您前面还有 {count} 人", "{count} ahead of you"
_NEXT_ZH, _NEXT_EN = "您是下一位", "You are next"
_WAIT_ZH, _WAIT_EN = "预计等候约 {minutes} 分钟", "Expected wait about {minutes} min"
_THEN_ZH, _THEN_EN = "之后办理：{service}", "Then: {service}"
_BOOKED_ZH, _BOOKED_EN = "预约时间 {time}", "Booked for {time}"
_STANDBY = "备用  STANDBY"
_REPRINT = "补打 Reprint {time}"
_RULES_ZH, _RULES_EN = "当日有效，过号请找大堂经理", "Valid today. Missed it? Ask our staff."
_WEEKDAYS = "一二三四五六日"


class PrintTrouble(Exception):
    """A slip was not printed. `code` goes into the journal; `uncertain`: it may still come out."""

    def __init__(self, code: str, message: Message, uncertain: bool = False) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.uncertain = uncertain


class Line(msgspec.Struct, frozen=True):
    """One line of a slip. `mm` is the letter height class (the em), `above` extra white space; no text: a rule."""

    text: str = ""
    mm: float = 3.5
    bold: bool = False
    above: float = 0.6
    centre: bool = True


class Slip(msgspec.Struct, frozen=True):
    """The contents; times are local to the hall, waits whole minutes. Nothing here says who the customer is."""

    number: str
    branch: tuple[str, str]  # Chinese, English
    service: tuple[str, str]
    issued: datetime
    ahead: int | None = None
    wait_min: tuple[int, int] | None = None
    then: tuple[tuple[str, str], ...] = ()
    booked: datetime | None = None
    standby: bool = False
    reprinted: datetime | None = None


def slip_of(
    ticket: Ticket,
    branch: Branch,
    *,
    ahead: int | None = None,
    wait_s: Sequence[float] = (),
    now: datetime | None = None,
) -> Slip:
    """The slip of a ticket. `wait_s` is the range told, low to high; `now` is given for a reprint."""
    zone = branch.tz
    return Slip(
        number=ticket.number or ticket.key,
        branch=(branch.name_zh, branch.name_en),
        service=_titles(branch, ticket.service),
        issued=(ticket.issued_at or now or datetime.now(zone)).astimezone(zone),
        ahead=ahead,
        wait_min=(int(max(0.0, wait_s[0]) // 60), int(-(-max(60.0, wait_s[-1]) // 60))) if wait_s else None,
        then=tuple(_titles(branch, service) for service in ticket.then),
        booked=ticket.appointment_at.astimezone(zone) if ticket.appointment_at else None,
        standby=_is_standby(ticket, branch),
        reprinted=now.astimezone(zone) if now else None,
    )


def _titles(branch: Branch, service_id: str) -> tuple[str, str]:
    service = branch.service(service_id)
    return (service.title_zh, service.title_en) if service else ("", service_id)


def _is_standby(ticket: Ticket, branch: Branch) -> bool:
    service = branch.service(ticket.legs[0].service)
    if service is None:
        return False
    digits = ticket.number.removeprefix(service.numbers.prefix)
    first, last = service.numbers.standby
    return ticket.source == DESK and digits.isdigit() and first <= int(digits) <= last


def lines_of(slip: Slip) -> tuple[Line, ...]:
    """The slip as lines, the same for every kind of printer."""
    lines: list[Line] = []

    def both(zh: str, en: str, mm: float = 3.5, bold: bool = False, above: float = 0.8) -> None:
        if zh:
            lines.append(Line(zh, mm, bold, above))
        if en and en != zh:
            lines.append(Line(en, max(3.0, mm - 1.0), False, above if not zh else 0.0))

    both(*slip.branch, mm=4.0, bold=True)
    lines.append(Line())
    both(*slip.service, mm=5.0, bold=True, above=0.0)
    lines.append(Line(slip.number, 18.0, bold=True, above=0.5))
    if slip.standby:
        lines.append(Line(_STANDBY, 4.0, bold=True))
    if slip.ahead is not None:
        zh, en = (_AHEAD_ZH, _AHEAD_EN) if slip.ahead else (_NEXT_ZH, _NEXT_EN)
        both(zh.format(count=slip.ahead), en.format(count=slip.ahead), 4.0)
    if slip.wait_min is not None:
        low, high = slip.wait_min
        minutes = str(low) if low == high else f"{low}–{high}"
        both(_WAIT_ZH.format(minutes=minutes), _WAIT_EN.format(minutes=minutes), 4.0)
    if slip.booked is not None:
        both(_BOOKED_ZH.format(time=f"{slip.booked:%H:%M}"), _BOOKED_EN.format(time=f"{slip.booked:%H:%M}"))
    for zh, en in slip.then:
        both(_THEN_ZH.format(service=zh or en), _THEN_EN.format(service=en or zh))
    lines.append(Line())
    lines.append(Line(f"{slip.issued:%Y-%m-%d %H:%M}  周{_WEEKDAYS[slip.issued.weekday()]}", 3.5, above=0.0))
    both(_RULES_ZH, _RULES_EN, 3.5)
    if slip.reprinted is not None:
        lines.append(Line(_REPRINT.format(time=f"{slip.reprinted:%H:%M}"), 3.0))
    return tuple(lines)


def strip_lines(name: str) -> tuple[Line, ...]:
    """A test strip: one line a technician looks at, in the encoding of the settings."""
    return (
        Line(f"测试条 Test strip · {name}", 4.0, bold=True),
        Line("叫号 取号 窗口 办理 等候 备用 0123456789", 3.5),
        Line("A012", 18.0, bold=True),
        Line("左右两端应完整 Both ends must be whole", 3.0),
        Line(),
    )
