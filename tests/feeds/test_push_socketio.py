"""Socket.IO against a real server: rooms, whole objects, lost messages, cuts, restarts, lines that go wrong."""

import asyncio
import contextlib
import socket
import threading
import time
from datetime import UTC, datetime
from functools import partial
from typing import Any

import msgspec
import pytest
import socketio
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.websockets import WebSocket

from lobbyconsole.feeds.profile import Columns, Profile, TimeColumn, Times
from lobbyconsole.feeds.push import Push
from lobbyconsole.feeds.queue_server import HttpSource, PushSource
from tests.feeds.doubles import HallLink, Running, Vendor, http

PUSH = PushSource(
    kind="socketio",
    path="/socket.io",
    secret="cookie",
    cookie="jwt",
    join="joinRoom",
    join_with={"office": "{office}"},
    joined="joined",
    refused="refused",
    changed=("changed",),
    observed=("moved",),
    settle_ms=100,
)
PROFILE = Profile(
    name="far",
    transport="push",
    zone="UTC",
    poll_s=30.0,
    records="citizens",
    http=HttpSource(base="http://127.0.0.1:1?office=1", paths=("/citizens",), secret="bearer"),
    push=PUSH,
    columns=Columns(native="id", number="no", counter="w", status="st", version="v"),
    times=Times(created=TimeColumn(column="t"), called=TimeColumn(column="c"), ended=TimeColumn(column="e")),
    status={"waiting": "waiting", "called": "called", "serving": "serving", "done": "finished"},
)


class Office:
    """A queue server that tells a room what changes: REST and a real Socket.IO server in one program."""

    def __init__(self, port: int = 0, citizens: dict[int, dict[str, Any]] | None = None) -> None:
        self.citizens = {} if citizens is None else citizens
        self.looks = 0
        self.slow_s = 0.0
        self.deaf = self.rejects = False
        self.joins: list[tuple[str, Any]] = []
        self.hub = socketio.AsyncServer(async_mode="asgi", ping_interval=5, ping_timeout=5)
        self.hub.on("joinRoom", self._join)
        app = Starlette(
            routes=[
                Route("/citizens", self._list),
                WebSocketRoute("/nonsense/", self._nonsense),
                Mount("/", socketio.ASGIApp(self.hub, socketio_path="socket.io")),
            ]
        )
        config = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="critical", ws="wsproto", lifespan="off")
        self.server = uvicorn.Server(config)
        self.listener = socket.create_server(("127.0.0.1", port))
        self.port: int = self.listener.getsockname()[1]
        self.loop: asyncio.AbstractEventLoop | None = None
        self.thread = threading.Thread(target=self._run, name="office")
        self.thread.start()
        deadline = time.monotonic() + 5
        while not self.server.started and time.monotonic() < deadline:
            time.sleep(0.01)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}?office=7"

    def _run(self) -> None:
        async def main() -> None:
            self.loop = asyncio.get_running_loop()
            await self.server.serve(sockets=[self.listener])

        asyncio.run(main())

    def do(self, what: Any) -> Any:
        assert self.loop is not None
        return asyncio.run_coroutine_threadsafe(what, self.loop).result(5)

    def close(self) -> None:
        async def shut() -> None:
            await self.hub.shutdown()
            self.server.force_exit = True
            self.server.should_exit = True

        if self.thread.is_alive():
            self.do(shut())
            self.thread.join(5)
        self.listener.close()

    def __enter__(self) -> "Office":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    async def _list(self, request: Request) -> Response:
        self.looks += 1
        if request.headers.get("authorization") != "Bearer token":
            return JSONResponse({"message": "no"}, 401)
        found = [dict(one) for one in self.citizens.values() if one["st"] != "done"]
        await asyncio.sleep(self.slow_s)
        return JSONResponse({"citizens": found}, headers={"Date": ""} if not found else {})

    async def _join(self, sid: str, body: Any = None) -> None:
        environ = self.hub.get_environ(sid)
        self.joins.append((environ.get("HTTP_COOKIE", ""), body))
        if self.deaf:
            return
        if self.rejects:
            await self.hub.emit("refused", {"success": False}, to=sid)
            return
        await self.hub.enter_room(sid, "office")
        await self.hub.emit("joined", {"success": True}, to=sid)

    async def _nonsense(self, line: WebSocket) -> None:
        self.looks += 1
        await line.accept()
        with contextlib.suppress(Exception):
            await line.send_text("0{this is no packet")
            await line.receive_text()

    def tell(self, event: str, body: Any = None) -> None:
        self.do(self.hub.emit(event, {} if body is None else body, room="office"))

    def cut(self) -> None:
        """Everybody's line breaks."""

        async def all_out() -> None:
            for sid in list(self.hub.manager.rooms.get("/", {}).get(None, {})):
                await self.hub.disconnect(sid)

        self.do(all_out())

    def step(self, native: int, state: str, *, said: bool = True) -> dict[str, Any]:
        """A citizen moves on; gives the object as it is sent."""
        now = datetime.now(UTC).isoformat()
        one = self.citizens.setdefault(native, {"id": native, "no": f"A{native:03d}", "t": now, "v": 0})
        one.update(st=state, v=one["v"] + 1)
        if state in ("called", "serving"):
            one.update(c=one.get("c", now), w="3")
        if state == "done":
            one.update(e=now)
        if said:
            self.tell("moved", one)
        return dict(one)


@pytest.fixture
def office():
    with Office() as office:
        yield office


def running(office: Office, **changed: Any) -> Running:
    profile = msgspec.structs.replace(PROFILE, **changed)
    return Running(Push(profile, office.url, lambda: "token"), HallLink("far"))


def hearing(hall: Running) -> bool:
    return bool(getattr(hall.feed, "hearing", False))


def ready(hall: Running, office: Office) -> None:
    """Until the room is joined and the look that follows is over."""
    hall.until(lambda: hearing(hall) and office.looks >= 2 and len(hall.link.alive_at) >= 2)
    time.sleep(0.05)


def test_whole_objects_are_taken_as_they_come(office):
    office.step(1, "waiting", said=False)
    with running(office) as hall:

        def told(many: int) -> bool:
            return len(hall.link.facts) == many

        ready(hall, office)
        assert office.joins == [("jwt=token", {"office": "7"})]
        for state, many in (("called", 2), ("serving", 3), ("done", 4)):
            office.step(1, state)
            assert hall.until(partial(told, many)) < 0.5
        assert hall.stop() < 2
    assert hall.link.kinds == ["ticket.issued", "ticket.called", "ticket.started", "ticket.finished"]
    assert {fact.certainty for fact in hall.link.facts} == {"reported"}


def test_empty_messages_bring_one_look_for_all_of_them(office):
    office.step(1, "waiting", said=False)
    with running(office) as hall:
        ready(hall, office)
        time.sleep(0.3)
        before = office.looks
        office.step(1, "called", said=False)
        for _ in range(30):
            office.tell("changed")
        assert hall.until(lambda: "ticket.called" in hall.link.kinds) < 1
        time.sleep(0.5)
        assert 1 <= office.looks - before <= 3


def test_a_message_nobody_asked_for_is_not_heeded(office):
    with running(office) as hall:
        ready(hall, office)
        time.sleep(0.3)
        before = office.looks
        office.tell("appointment_create", {"citizen_name": "somebody", "phone": "13800138000"})
        office.tell("moved", [1, "x", None])
        office.tell("moved", {"id": None})
        time.sleep(0.4)
        assert office.looks - before <= 1  # "moved" alone brings a look
    assert hall.link.facts == []


def test_a_cut_line_while_twenty_move_gives_one_right_board(office):
    """The line breaks and nobody says what happened meanwhile: 20 customers move, some come, some go."""
    for native in range(1, 21):
        office.step(native, "waiting", said=False)
    with running(office) as hall:
        ready(hall, office)
        office.slow_s = 0.3
        office.cut()
        for native in range(1, 21):
            office.step(native, "called", said=False)
        for native in range(1, 6):
            office.step(native, "done", said=False)
        for native in range(21, 26):
            office.step(native, "waiting", said=False)
        office.slow_s = 0.0
        right = {f"A{native:03d}": "called" if native < 21 else "waiting" for native in range(6, 26)}
        took = hall.until(
            lambda: {number: state for number, state in hall.link.states().items() if number in right} == right
        )
        assert took < 3
        hall.until(lambda: hearing(hall))
        office.step(25, "called")
        hall.until(lambda: hall.link.states()["A025"] == "called")
    ids = [fact.id for fact in hall.link.facts]
    assert len(set(ids)) == len(ids)
    assert len({getattr(fact, "ticket", "") for fact in hall.link.facts if fact.kind == "ticket.issued"}) == 25


def test_a_server_that_starts_again_is_heard_again(office):
    office.step(1, "waiting", said=False)
    with running(office) as hall:
        ready(hall, office)
        office.close()
        hall.until(lambda: not hearing(hall))
        with Office(office.port, office.citizens) as again:
            again.step(1, "called", said=False)
            assert hall.until(lambda: "ticket.called" in hall.link.kinds) < 3
            hall.until(lambda: hearing(hall) and again.joins)  # its rooms were forgotten: joined anew
            again.step(1, "done")
            hall.until(lambda: "ticket.finished" in hall.link.kinds)
    assert hall.link.kinds == ["ticket.issued", "ticket.called", "ticket.finished"]


def test_an_object_that_was_long_on_its_way_does_not_turn_the_board_back(office):
    office.step(1, "waiting", said=False)
    old = office.step(1, "called", said=False)
    office.step(1, "serving", said=False)
    with running(office) as hall:
        ready(hall, office)
        told = list(hall.link.kinds)
        office.tell("moved", old)
        time.sleep(0.4)
        assert hall.link.kinds == told
        assert hall.link.states() == {"A001": "serving"}


def test_a_picture_that_was_long_on_its_way_does_not_turn_the_board_back(office):
    office.step(1, "waiting", said=False)
    with running(office, columns=msgspec.structs.replace(PROFILE.columns, version="")) as hall:
        ready(hall, office)
        office.slow_s, before = 0.4, office.looks
        office.tell("changed")
        hall.until(lambda: office.looks > before)  # the picture is taken, and on its way
        office.step(1, "called")
        office.step(1, "done")
        hall.until(lambda: "ticket.finished" in hall.link.kinds)
        time.sleep(0.6)
    assert hall.link.kinds == ["ticket.issued", "ticket.called", "ticket.finished"]


@pytest.mark.parametrize("trouble", ["deaf", "rejects"])
def test_who_is_not_let_into_the_room_still_looks(office, trouble, monkeypatch):
    monkeypatch.setattr("lobbyconsole.feeds.push.socketio_push.STEP_S", 0.3)
    monkeypatch.setattr("lobbyconsole.feeds.push.feed.UNHEARD_POLL_S", 0.2)
    setattr(office, trouble, True)
    office.step(1, "waiting", said=False)
    with running(office) as hall:
        hall.until(lambda: hall.link.facts and len(office.joins) >= 2)
        office.step(1, "called", said=False)
        hall.until(lambda: "ticket.called" in hall.link.kinds)
        assert not hearing(hall)
        setattr(office, trouble, False)
        hall.until(lambda: hearing(hall), within=8)


def test_a_wrong_token_is_told_in_words(office):
    feed = Push(PROFILE, office.url, lambda: "wrong")
    with Running(feed, HallLink("far")) as hall:
        assert "refuses our key (401)" in hall.troubled()


def _line(path: str, after: bytes) -> Any:
    """A vendor whose Socket.IO line does something bad, while its list is fine."""

    def answer(line: socket.socket, request: Any) -> None:
        if request.path.startswith("/citizens"):
            line.sendall(http({"citizens": []}))
            return
        if after:
            line.sendall(after)
        line.recv(1)

    return answer


@pytest.mark.parametrize(
    "after",
    [
        b"",
        b"HTTP/1.1 101 Switching Protocols\r\n",
        b"HTTP/1.1 200 OK\r\n\r\nhello",
        b"\x00" * 5000 + b"\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://localhost:1/\r\nContent-Length: 0\r\n\r\n",
    ],
    ids=["silent", "half a welcome", "no WebSocket", "zeros", "sent elsewhere"],
)
def test_it_stops_at_once_whatever_the_line_does(after):
    with Vendor(_line("", after)) as vendor:
        feed = Push(PROFILE, vendor.url, lambda: "token")
        with Running(feed, HallLink("far")) as hall:
            hall.until(lambda: hall.link.alive_at)
            time.sleep(0.2)
            assert hall.stop() < 2


def test_nonsense_on_the_line_does_not_stop_the_looking(office, monkeypatch):
    monkeypatch.setattr("lobbyconsole.feeds.push.feed.UNHEARD_POLL_S", 0.2)
    office.step(1, "waiting", said=False)
    with running(office, push=msgspec.structs.replace(PUSH, path="/nonsense")) as hall:
        hall.until(lambda: len(hall.link.alive_at) >= 4)
        assert not hearing(hall)
        assert hall.stop() < 2
    assert hall.link.kinds == ["ticket.issued"]


def test_the_program_leaves_nothing_running_while_it_is_heard(office):
    with running(office) as hall:
        ready(hall, office)
        threads = {thread.name for thread in threading.enumerate()}
        assert {"feed", "push far", "push far line", "socketio"} <= threads
        assert hall.stop() < 2
    assert not {thread.name for thread in threading.enumerate()} & {"push far", "push far line", "socketio"}
