"""A hall with five services and eight counters behind a call pad that is really served."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from lobbyconsole.config import Door
from lobbyconsole.domain.branch import Branch, CounterPlace, NumberRule, Service
from lobbyconsole.feeds.http_server import Limits
from lobbyconsole.services.clock import Clock
from lobbyconsole.services.desk import Desk
from lobbyconsole.services.live import Live
from lobbyconsole.services.pairing import PadBook
from lobbyconsole.store.desk_memory import DeskMemory
from lobbyconsole.store.hall import Store
from lobbyconsole.store.sidefile import SideFile
from lobbyconsole.web.callpad import CallPad
from lobbyconsole.web.server import PadDoor
from tests.fakes import FixedClock
from tests.web.browser import Browser, programs

MORNING = datetime(2026, 11, 21, 2, 42, tzinfo=UTC)  # 10:42 in Shanghai
GENEROUS = Limits(body_bytes=4_096, header_bytes=8_192, requests_per_s=2_000, burst=2_000)


def bank() -> Branch:
    def service(key: str, prefix: str, zh: str, en: str, target_s: int = 600) -> Service:
        return Service(id=key, title_zh=zh, title_en=en, numbers=NumberRule(prefix=prefix), target_s=target_s)

    takes = ("cash", "general")
    return Branch(
        name_zh="城东支行",
        name_en="East Gate Branch",
        services=(
            service("cash", "A", "个人现金", "Personal cash"),
            service("general", "B", "个人非现金", "Personal non-cash"),
            service("corporate", "C", "对公业务", "Corporate", 900),
            service("vip", "V", "贵宾理财", "Wealth management", 300),
            service("cards", "E", "开卡/电子银行", "Cards and e-banking"),
        ),
        counters=(
            *(CounterPlace(id=str(number), services=takes) for number in range(1, 5)),
            CounterPlace(id="5", services=("cash", "general", "cards")),
            CounterPlace(id="6", services=("corporate",)),
            CounterPlace(id="7", services=("vip",)),
            CounterPlace(id="8", services=("cards", "general")),
        ),
    )


@dataclass
class PadHall:
    """A hall, its call pad door, and pads made with httpx."""

    folder: Path
    time: FixedClock
    branch: Branch
    store: Store
    live: Live
    desk: Desk
    pads: PadBook
    door: PadDoor
    language: list[str] = field(default_factory=lambda: ["zh"])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.door.port}"

    def pass_minutes(self, minutes: float) -> None:
        self.time.advance(minutes * 60)

    def issue(self, service: str, **wishes: Any) -> Any:
        return self.desk.issue(service, **wishes).result(10)

    def open(self, *counters: str) -> None:
        for counter in counters:
            self.desk.open_counter(counter, staff=f"10{counter}1").result(10)


class PadClient:
    """A call pad as the page is one, without the page."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, headers={"X-Call-Pad": "1"}, timeout=30)
        self.clicks = 0
        self.state: dict[str, Any] = {}

    def pair(self, code: str) -> httpx.Response:
        response = self.http.post("/api/pair", json={"code": code})
        if response.status_code == 200:
            self.state = response.json()["state"]
        return response

    def look(self, **query: Any) -> httpx.Response:
        response = self.http.get("/api/state", params=query)
        if response.status_code == 200:
            self.state = response.json()
        return response

    @property
    def present(self) -> str:
        ticket = self.state.get("ticket")
        return str(ticket["key"]) if ticket else ""

    @property
    def number(self) -> str:
        ticket = self.state.get("ticket")
        return str(ticket["number"]) if ticket else ""

    def act(self, verb: str, request_id: str = "", **more: Any) -> httpx.Response:
        self.clicks += 1
        body = {"verb": verb, "request_id": request_id or f"click-{id(self)}-{self.clicks}", "ticket": self.present}
        response = self.http.post("/api/act", json={**body, **more})
        if "state" in (told := response.json()):
            self.state = told["state"]
        return response


@pytest.fixture
def open_pad_hall(tmp_path: Path, unused_port: int) -> Iterator[Callable[..., PadHall]]:
    """Opens the same hall again each time it is called, as after a restart of the console, on the same port."""
    key = os.urandom(32)
    time = FixedClock(MORNING)
    opened: list[PadHall] = []

    def close_last() -> None:
        if opened:
            opened[-1].door.stop()
            opened[-1].live.stop()
            opened[-1].store.close()

    def open_again(limits: Limits = GENEROUS) -> PadHall:
        close_last()
        branch = opened[-1].branch if opened else bank()
        store = Store.open(tmp_path, key, branch=lambda: branch, clock=time)
        live = Live(store, branch, Clock(wall=time, ticks=time.monotonic), SideFile((tmp_path,), key))
        live.start()
        desk = Desk(live, DeskMemory(store), lambda: branch)
        pads = PadBook(tmp_path, now=time)
        language = ["zh"]
        door = PadDoor(lambda: CallPad(desk, live, pads, language=lambda: language[0]), limits)
        hall = PadHall(tmp_path, time, branch, store, live, desk, pads, door, language)
        assert door.apply(Door(enabled=True, port=unused_port)) is None
        opened.append(hall)
        return hall

    yield open_again
    close_last()


@pytest.fixture
def unused_port() -> int:
    import socket

    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        if port >= 1024:
            return port


@pytest.fixture
def hall(open_pad_hall: Callable[..., PadHall]) -> PadHall:
    return open_pad_hall()


@pytest.fixture
def new_pad() -> Iterator[Callable[..., PadClient]]:
    """Pads of a hall: paired with a counter when one is named."""
    clients: list[PadClient] = []

    def make(hall: PadHall, counter: str = "") -> PadClient:
        client = PadClient(hall.url)
        clients.append(client)
        if counter:
            assert client.pair(hall.pads.new_code(counter)).status_code == 200
        return client

    yield make
    for client in clients:
        client.http.close()


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Headless Chromium; the test is skipped where it or its driver is missing."""
    found = programs()
    if found is None:
        pytest.skip("no Chromium with chromedriver here: apt-get install chromium chromium-driver")
    with Browser(*found) as running:
        yield running
