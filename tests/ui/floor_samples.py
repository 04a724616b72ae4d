"""Halls to look at: facts of real-looking days, folded and painted by the domain, nothing invented in between."""

from __future__ import annotations

import math
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QApplication

from lobbyconsole.config import Printing, Settings
from lobbyconsole.domain import facts as f
from lobbyconsole.domain.branch import Branch, CounterPlace, NumberRule, OpeningHours, Service
from lobbyconsole.domain.lobby import Book
from lobbyconsole.domain.picture import Picture, paint
from lobbyconsole.services.clock import Clock, wall_time
from lobbyconsole.services.console import Console
from lobbyconsole.services.desk import Desk
from lobbyconsole.services.history import History
from lobbyconsole.services.live import Health, LinkState, Live, Snapshot
from lobbyconsole.services.slips import SlipService
from lobbyconsole.store.desk_memory import DeskMemory
from lobbyconsole.store.hall import Store
from lobbyconsole.store.sidefile import SideFile
from lobbyconsole.ui import style
from lobbyconsole.ui.bridge import Bridge
from lobbyconsole.ui.screens.floor import FloorScreen
from lobbyconsole.ui.theme import LIGHT, Theme
from tests.fakes import FixedClock

NO_PRINTER = Printing()
ZONE = ZoneInfo("Asia/Shanghai")
BUSY_AT = datetime(2026, 11, 21, 10, 42, tzinfo=ZONE).astimezone(UTC)


def service(key: str, prefix: str, zh: str, en: str, target_min: int = 10, typical_s: int = 300) -> Service:
    return Service(
        id=key,
        title_zh=zh,
        title_en=en,
        numbers=NumberRule(prefix=prefix),
        target_s=target_min * 60,
        typical_s=typical_s,
    )


BRANCH = Branch(
    name_zh="城东支行",
    name_en="East City branch",
    hours=OpeningHours(week=((time(8, 30), time(17)),) * 7),
    services=(
        service("cash", "A", "个人现金", "Personal cash"),
        service("personal", "B", "个人非现金", "Personal, no cash", typical_s=210),
        service("corporate", "C", "对公业务", "Corporate", 15, 480),
        service("wealth", "V", "贵宾理财", "Wealth", 5, 900),
        service("cards", "E", "开卡/电子银行", "Cards and e-banking", typical_s=360),
    ),
    counters=(
        CounterPlace(id="1", services=("cash",)),
        CounterPlace(id="2", services=("cash",)),
        CounterPlace(id="3", services=("cash", "personal")),
        CounterPlace(id="4", services=("personal",)),
        CounterPlace(id="5", services=("cash", "personal")),
        CounterPlace(id="6", services=("corporate",)),
        CounterPlace(id="7", services=("wealth",)),
        CounterPlace(id="8", services=("cards",)),
    ),
)


class Day:
    """Writes the facts of a day, one verb a line; `ago` is minutes before `now`."""

    def __init__(self, branch: Branch, now: datetime, source: str = "desk", mark: str = "") -> None:
        self.branch = branch
        self.now = now
        self.source = source
        self.mark = mark or source  # begins the ids of the facts
        self.facts: list[f.Fact] = []
        self.next: dict[str, int] = {}

    def at(self, ago: float) -> datetime:
        return self.now - timedelta(minutes=ago)

    def add(self, kind: Callable[..., f.Fact], ago: float, **fields: Any) -> None:
        self.facts.append(
            kind(
                id=f"{self.mark}-{len(self.facts)}", at=self.at(ago), seq=len(self.facts), source=self.source, **fields
            )
        )

    def issue(self, service_id: str, ago: float, number: int | None = None, **fields: Any) -> str:
        rule = next(s.numbers for s in self.branch.services if s.id == service_id)
        number = self.next.get(service_id, rule.first) if number is None else number
        self.next[service_id] = number + 1
        key = f"{self.source}:{rule.show(number)}"
        self.add(f.TicketIssued, ago, ticket=key, number=rule.show(number), service=service_id, **fields)
        return key

    def serve(self, key: str, counter: str, called: float, ended: float | None = None, staff: str = "") -> None:
        self.add(f.TicketCalled, called, ticket=key, counter=counter, staff=staff)
        self.add(f.TicketStarted, max(0.0, called - 0.4), ticket=key, counter=counter, staff=staff)
        if ended is not None:
            self.add(f.TicketFinished, ended, ticket=key, counter=counter)

    def open(self, counter: str, staff: str = "", ago: float = 130, **fields: Any) -> None:
        self.add(f.CounterOpened, ago, counter=counter, staff=staff, **fields)


@dataclass
class Sample:
    """A day ready to look at."""

    branch: Branch
    facts: list[f.Fact]
    now: datetime
    health: Health = field(default_factory=Health)
    live: bool = True

    def book(self) -> Book:
        return Book(self.facts)

    def picture(self, later: float = 0.0) -> Picture:
        """The floor `later` seconds after the sample's instant, with no further fact."""
        return paint(self.branch, self.book().lobby(), self.now + timedelta(seconds=later))

    def snapshot(self, later: float = 0.0) -> Snapshot:
        return Snapshot(self.picture(later), self.branch, self.health, live=self.live, seq=1)


def _morning(day: Day, service_id: str, counters: tuple[str, ...], count: int, opened: float, longest: float) -> None:
    """`count` customers already served between opening and now, whose waits swell and ebb up to `longest` minutes."""
    chance = random.Random(service_id)
    step = (opened - longest - 3) / count
    for at in range(count):
        came = opened - at * step - chance.random() * step
        swell = 0.35 + 0.3 * (1 + math.sin(at / count * 9 + len(service_id))) * chance.uniform(0.7, 1.1)
        wait = min(longest * swell, came - 3.2)
        key = day.issue(service_id, came)
        if chance.random() < 0.01:
            day.add(f.TicketLeft, came - wait, ticket=key)
            continue
        called = came - wait
        day.serve(key, counters[at % len(counters)], called, max(2.3, called - chance.uniform(2, 5)))


def busy() -> Sample:
    """The day of the reference pictures: 23 waiting, eight counters, one customer far beyond the target."""
    day = Day(BRANCH, BUSY_AT)
    for counter, staff in {"1": "1021", "2": "1034", "3": "1040", "4": "1052", "6": "1057", "7": "1063"}.items():
        day.open(counter, staff)
    day.open("8", "1070")
    _morning(day, "cash", ("1", "2", "3"), 35, 130, 12)
    _morning(day, "personal", ("3", "4"), 18, 130, 9)
    _morning(day, "corporate", ("6",), 7, 125, 10)
    _morning(day, "wealth", ("7",), 5, 120, 4)
    _morning(day, "cards", ("8",), 9, 128, 8)
    day.serve(day.issue("cash", 17.2), "1", 3.6, staff="1021")
    day.serve(day.issue("cash", 21.0), "2", 7.2, staff="1034")
    day.serve(day.issue("personal", 20.0), "3", 12.48, staff="1040")
    day.serve(day.issue("personal", 14.0), "4", 2.06, staff="1052")
    day.serve(day.issue("corporate", 18.0), "6", 9.9, staff="1057")
    for at, ago in enumerate((14.533, 13.2, 12.1, 11.3, 10.4, 8.9, 7.6, 6.4, 4.3, 2.8, 1.1)):
        day.issue("cash", ago, priority="elderly" if at == 6 else "normal")
    for at, ago in enumerate((8.083, 6.9, 5.2, 4.0, 2.9, 1.6, 0.5)):
        key = day.issue("personal", ago, priority="infant" if at == 3 else "normal")
        if at == 2:
            day.add(f.TicketHeld, 2.0, ticket=key, reason="form")
    for ago in (4.167, 2.4, 0.9):
        day.issue("corporate", ago, appointment_at=day.at(-6) if ago == 2.4 else None)
    day.issue("wealth", 1.333, priority="vip")
    day.issue("cards", 3.733)
    day.serve(day.issue("wealth", 24.0), "7", 19.0, 2.25, staff="1063")
    day.add(f.CounterPaused, 8.0, counter="8", reason="lunch", until=day.at(-38))
    day.add(f.EventNoted, 31.0, text="2 号存取款机吞卡,已联系厂家", zone="self_service", by="8001")
    day.add(f.EventNoted, 12.0, text="老年客户较多,已加派引导员", zone="waiting", by="8001")
    return Sample(BRANCH, day.facts, BUSY_AT)


def busy_with_calls() -> Sample:
    """The busy day, with a counter asking for the lobby manager and one customer beyond the recovery limit."""
    sample = busy()
    day = Day(BRANCH, BUSY_AT, mark="calls")
    day.add(f.HelpAsked, 1.35, counter="4", reason="")
    day.issue("cash", 21.2, number=49)
    day.add(f.TicketCalled, 0.7, ticket="desk:V006", counter="7")
    return Sample(BRANCH, [*sample.facts, *day.facts], BUSY_AT)


def quiet() -> Sample:
    """Twenty past nine: two waiting, most counters idle."""
    now = datetime(2026, 11, 20, 9, 20, tzinfo=ZONE).astimezone(UTC)
    day = Day(BRANCH, now)
    for counter, staff in {"1": "1021", "3": "1040", "6": "1057"}.items():
        day.open(counter, staff, 55)
    _morning(day, "cash", ("1",), 5, 50, 2)
    day.serve(day.issue("cash", 4), "1", 2.5, staff="1021")
    day.issue("cash", 1.2)
    day.issue("personal", 0.3)
    return Sample(BRANCH, day.facts, now)


def empty() -> Sample:
    """Ten past eight: nobody there, nothing open, nothing measured."""
    return Sample(BRANCH, [], datetime(2026, 11, 20, 8, 10, tzinfo=ZONE).astimezone(UTC))


def feed_lost() -> Sample:
    """The busy day under a queue system that has stopped answering."""
    sample = busy()
    day = Day(BRANCH, BUSY_AT, "machine")
    day.add(f.FeedRestored, 100, feed="machine")
    day.add(f.FeedLost, 1.5, feed="machine", problem="timeout")
    link = LinkState("machine", "sql", sample.now - timedelta(minutes=1.5), state="down")
    return Sample(BRANCH, [*sample.facts, *day.facts], BUSY_AT, Health(links=(link,)))


def ghosts() -> Sample:
    """A feed that tells nonsense: unknown issues, services and counters, one number twice, ends before calls."""
    sample = quiet()
    day = Day(BRANCH, sample.now, "odd")
    day.add(f.TicketCalled, 3, ticket="odd:1", counter="1")
    day.add(f.TicketFinished, 2, ticket="odd:2", counter="3")
    day.add(f.TicketIssued, 5, ticket="odd:3", number="X77", service="nothing_known")
    day.add(f.TicketIssued, 5, ticket="odd:4", number="A006", service="cash")
    day.add(f.TicketCalled, 1, ticket="odd:5", counter="99")
    day.add(f.TicketHeld, 1, ticket="odd:6")
    return Sample(BRANCH, [*sample.facts, *day.facts], sample.now)


def huge(waiting: int = 200, counters: int = 30, services: int = 12) -> Sample:
    """As much as a hall can hold: 200 waiting for twelve services at thirty counters."""
    titles = [
        "现金",
        "非现金",
        "对公结算",
        "贵宾",
        "开卡",
        "外汇",
        "贷款",
        "社保",
        "国债",
        "保险",
        "代发工资",
        "综合咨询",
    ]
    english = "Cash,No cash,Corporate,Priority,Cards,Currency,Loans,Social security,Bonds,Insurance,Payroll,Enquiries"
    words = english.split(",")
    kinds = tuple(
        service(f"s{at}", "ABCDEFGHKLMN"[at], titles[at], words[at], 10, 240 + 20 * at) for at in range(services)
    )
    places = tuple(
        CounterPlace(id=str(at + 1), services=tuple(kinds[(at + step) % services].id for step in range(1 + at % 3)))
        for at in range(counters)
    )
    branch = Branch(
        hours=OpeningHours(week=((time(8, 30), time(17)),) * 7), services=kinds, counters=places, name_zh="营业部"
    )
    day = Day(branch, BUSY_AT)
    chance = random.Random(7)
    for at in range(counters):
        if at % 9 != 8:
            day.open(str(at + 1), str(1001 + at))
    for at in range(240):
        kind = kinds[at % services]
        came = chance.uniform(40, 130)
        day.serve(day.issue(kind.id, came), places[at % counters].id, came - 15, came - 20)
    for at in range(counters):
        if at % 9 != 8 and at % 5 != 4:
            key = day.issue(places[at].services[0], 20 + at % 7)
            day.serve(key, str(at + 1), 1 + at % 11, staff=str(1001 + at))
    priorities = ("normal",) * 9 + ("elderly", "vip")
    weights = [7 if at < 2 else 1 for at in range(services)]
    for at in range(waiting):
        kind = chance.choices(kinds, weights)[0]
        day.issue(kind.id, chance.uniform(0, 19), priority=priorities[at % len(priorities)])
    day.add(f.CounterPaused, 4, counter="5", reason="break", until=day.at(-6))
    return Sample(branch, day.facts, BUSY_AT)


SAMPLES: dict[str, Callable[[], Sample]] = {
    "busy": busy,
    "calls": busy_with_calls,
    "quiet": quiet,
    "empty": empty,
    "feed_lost": feed_lost,
    "ghosts": ghosts,
    "huge": huge,
}


# --- a running hall to press keys in


@dataclass
class RunningHall:
    """Real services over a real store, holding a sample's facts, at the sample's time."""

    sample: Sample
    console: Console
    live: Live
    desk: Desk


@contextmanager
def running(sample: Sample, folder: Path, printing: Printing = NO_PRINTER) -> Iterator[RunningHall]:
    """Open a hall in `folder` whose day so far is the sample's; its clock runs on from there."""
    key = os.urandom(32)
    store = Store.open(folder, key, branch=lambda: sample.branch, clock=wall_time)
    live = Live(store, sample.branch, Clock(offset=sample.now - wall_time()), SideFile((folder,), key))
    live.start()
    desk = Desk(live, DeskMemory(store), lambda: sample.branch)
    settings = Settings(branch=sample.branch, printing=printing)
    slips = SlipService(live, desk, lambda: settings)
    slips.start()
    try:
        if sample.facts:
            live.record(sample.facts).result(30)
        history = History(store, lambda: sample.branch)
        # The floor asks for nothing else; whatever a console may come to hold besides is not there.
        parts: dict[str, Any] = {field.name: None for field in fields(Console)}
        parts |= {"live": live, "desk": desk, "history": history, "slips": slips}
        yield RunningHall(sample, Console(**parts), live, desk)
    finally:
        slips.stop()
        live.stop()
        store.close()


def floor_of(hall: RunningHall, qtbot: Any, size: tuple[int, int] = (1356, 844), percent: int = 100) -> FloorScreen:
    """The floor screen of a running hall, on show and fed with every new picture."""
    screen = _screen(hall.console, qtbot, size, LIGHT.scaled(percent))
    bridge = Bridge(screen, least_between_ms=0)
    bridge.arrived.connect(screen.show_snapshot)
    bridge.follow(hall.live.subscribe)
    screen.destroyed.connect(bridge.leave)
    qtbot.waitUntil(lambda: screen.snapshot is not None and screen.snapshot.picture.figures.counts.issued > 0)
    return screen


@dataclass
class Still:
    """A floor screen that shows a sample; its clock stands until the test moves it."""

    screen: FloorScreen
    sample: Sample
    time: FixedClock

    def pass_seconds(self, seconds: float) -> None:
        """Time passes without any news."""
        self.time.advance(seconds)
        self.screen.tick()


def still(
    sample: Sample, qtbot: Any, size: tuple[int, int] = (1356, 844), percent: int = 100, theme: Theme = LIGHT
) -> Still:
    """Show a sample's picture; only the clock of the services is there."""
    time_ = FixedClock(sample.now)
    live = SimpleNamespace(clock=Clock(wall=time_, ticks=time_.monotonic))
    history = SimpleNamespace(story=lambda _key: [])
    console = SimpleNamespace(live=live, desk=None, history=history)
    screen = _screen(console, qtbot, size, theme.scaled(percent))  # type: ignore[arg-type]
    screen.show_snapshot(sample.snapshot())
    qtbot.wait(1)
    return Still(screen, sample, time_)


def _screen(console: Console, qtbot: Any, size: tuple[int, int], theme: Theme) -> FloorScreen:
    style.load_fonts()
    style.apply(QApplication.instance(), theme)  # type: ignore[arg-type]
    screen = FloorScreen(console, theme)
    qtbot.addWidget(screen)
    screen.resize(*size)
    screen.show()
    return screen
