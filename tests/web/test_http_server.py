"""The shared HTTP server: it opens, refuses, limits, and is gone within a second."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any

import httpx
import pytest

from lobbyconsole.config import Door
from lobbyconsole.feeds.http_server import ANY, LOOPBACK, HttpServer, Limits, ServerTrouble, guard, settled
from lobbyconsole.feeds.http_server.guard import answer, local_name
from lobbyconsole.web.server import PadDoor, addresses

SMALL = Limits(body_bytes=1_000, header_bytes=2_048, requests_per_s=1_000, burst=1_000, header_s=0.5, body_s=0.5)


async def echo(scope: Any, receive: Any, send: Any) -> None:
    if scope["path"] == "/hang":
        await asyncio.sleep(60)
    if scope["path"] == "/broken":
        raise LookupError("a defect")
    message = await receive()
    await answer(send, 200, str(len(message["body"])))


@pytest.fixture
def serve() -> Iterator[Callable[..., HttpServer]]:
    servers: list[HttpServer] = []

    def start(**wishes: Any) -> HttpServer:
        server = HttpServer(echo, **{"limits": SMALL, **wishes})
        servers.append(server)
        server.start()
        return server

    yield start
    for server in servers:
        server.stop()


def url(server: HttpServer, path: str = "/") -> str:
    return f"http://127.0.0.1:{server.port}{path}"


def test_it_starts_stops_and_starts_again_on_the_same_port(serve: Callable[..., HttpServer]) -> None:
    server = serve()
    port = server.port
    for _ in range(5):
        assert httpx.get(url(server)).status_code == 200
        began = time.monotonic()
        server.stop()
        assert time.monotonic() - began < 1.0
        assert not server.running
        with pytest.raises(httpx.ConnectError):
            httpx.get(url(server))
        server.start()
        assert server.port == port
    server.stop()
    server.stop()
    assert not [thread for thread in threading.enumerate() if "door" in thread.name]


def test_it_stops_within_a_second_whatever_is_under_way(serve: Callable[..., HttpServer]) -> None:
    server = serve()
    answers: list[int] = []
    hanging = [
        threading.Thread(target=lambda: answers.append(httpx.get(url(server, "/hang"), timeout=10).status_code))
        for _ in range(5)
    ]
    for thread in hanging:
        thread.start()
    assert server._server is not None
    while len(server._server.server_state.tasks) < 5:
        time.sleep(0.01)
    with socket.create_connection(("127.0.0.1", server.port)) as half:
        half.send(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc")
        time.sleep(0.1)
        began = time.monotonic()
        server.stop()
        assert time.monotonic() - began < 1.0
    for thread in hanging:
        thread.join()
    assert answers == [503] * 5


def test_a_taken_port_is_told_in_words_and_what_to_do(serve: Callable[..., HttpServer]) -> None:
    server = serve()
    with pytest.raises(ServerTrouble) as trouble:
        serve(port=server.port)
    assert str(trouble.value) == f"Port {server.port} is in use by another program. Choose another one in the settings."


def test_a_door_reports_the_taken_port_and_opens_when_it_is_free(serve: Callable[..., HttpServer]) -> None:
    class NoPad:
        app = staticmethod(echo)

        def close(self) -> None: ...

    other = serve()
    door = PadDoor(lambda: NoPad())  # type: ignore[arg-type,return-value]
    wanted = Door(enabled=True, port=max(1024, other.port))
    trouble = door.apply(wanted)
    assert trouble is not None
    assert "in use" in str(trouble)
    assert (door.open, door.port, door.addresses) == (False, 0, ())
    other.stop()
    assert door.apply(wanted) is None
    assert door.addresses == (f"http://127.0.0.1:{wanted.port}/",)
    assert door.apply(wanted) is None
    assert door.apply(Door(enabled=False, port=wanted.port)) is None
    assert not door.open


def test_a_door_listens_to_this_computer_unless_the_network_is_ticked() -> None:
    assert addresses(LOOPBACK, 8471) == ("http://127.0.0.1:8471/",)
    assert all("127.0.0.1" not in address for address in addresses(ANY, 8471))
    server = HttpServer(echo)
    assert server.host == "127.0.0.1"


@pytest.mark.parametrize("size", [1_001, 100_000, 1_000_000, 4_000_000])
def test_a_large_body_is_refused_and_never_kept(serve: Callable[..., HttpServer], size: int) -> None:
    server = serve()
    try:
        response = httpx.post(url(server), content=b"x" * size)
    except (httpx.WriteError, httpx.ReadError):
        assert size > guard.DRAIN_BYTES  # cut off, after two megabytes
    else:
        assert (response.status_code, response.json()) == (413, {"error": "body_too_large"})
    assert httpx.post(url(server), content=b"x" * 1_000).json() == {"error": "1000"}


def test_a_body_without_a_length_is_counted_as_it_comes(serve: Callable[..., HttpServer]) -> None:
    assert httpx.post(url(serve()), content=(b"x" * 100 for _ in range(11))).status_code == 413


def talk(server: HttpServer, *parts: bytes, pause: float = 0.0) -> bytes:
    """What the server says to these bytes until it closes or two seconds have passed."""
    said = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=2) as wire:
        try:
            for part in parts:
                wire.sendall(part)
                time.sleep(pause)
            while more := wire.recv(65_536):
                said += more
        except (ConnectionError, TimeoutError):
            pass
    return said


def test_large_headers_slow_headers_and_slow_bodies_are_cut_off(serve: Callable[..., HttpServer]) -> None:
    server = serve()
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\n"
    assert b" 431 " in talk(server, head + b"X: " + b"a" * 9_000 + b"\r\n\r\n")
    assert b" 400 " in talk(server, head, b"X: " + b"a" * 2_000, b"a" * 2_000, pause=0.05)
    began = time.monotonic()
    assert talk(server, head) == b""
    assert time.monotonic() - began < 1.5
    assert talk(server, *[bytes([sign]) for sign in head], pause=0.05) == b"", "a drop at a time buys no more time"
    assert b" 408 " in talk(server, head + b"Content-Length: 100\r\n\r\nabc")
    assert talk(server) == b"", "silence is cut off too"


def test_an_answer_on_a_kept_connection_takes_no_40_ms() -> None:
    async def kept(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})

    server = HttpServer(kept, limits=SMALL)
    server.start()
    try:
        with httpx.Client() as client:
            client.get(url(server))
            took = []
            for _ in range(20):
                began = time.monotonic()
                client.get(url(server))
                took.append(time.monotonic() - began)
            assert min(took) < 0.03
    finally:
        server.stop()


@pytest.mark.parametrize("garbage", [b"\x16\x03\x01\x02\x00\x01\x00", b"GET\r\n\r\n", b"\x00" * 100, b"\r\n\r\n"])
def test_garbage_gets_a_400_or_silence_and_no_log(serve: Callable[..., HttpServer], garbage: bytes) -> None:
    server = serve()
    said = talk(server, garbage)
    assert said == b"" or b" 400 " in said
    assert httpx.get(url(server)).status_code == 200


def test_a_peer_has_so_many_connections_and_the_next_is_dropped(serve: Callable[..., HttpServer]) -> None:
    server = serve(limits=Limits(connections_per_peer=3, header_s=5))
    held = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(3)]
    time.sleep(0.1)
    with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
        httpx.get(url(server))
    for wire in held:
        wire.close()
    time.sleep(0.1)
    assert httpx.get(url(server)).status_code == 200


def test_a_peer_has_so_many_requests_and_is_told_when_to_come_back(serve: Callable[..., HttpServer]) -> None:
    server = serve(limits=Limits(requests_per_s=5, burst=10))
    with httpx.Client() as client:
        answers = [client.get(url(server)) for _ in range(14)]
        refused = [response for response in answers if response.status_code == 429]
        assert 3 <= len(refused) <= 4
        assert refused[0].headers["retry-after"] == "1"
        time.sleep(0.5)
        assert client.get(url(server)).status_code == 200


def test_buckets_forget_the_longest_unseen_peers() -> None:
    now = [0.0]
    buckets = guard.Buckets(1.0, 2, lambda: now[0])
    for peer in range(5_000):
        assert buckets.wait_s(str(peer)) == 0.0
    assert len(buckets._levels) == guard.REMEMBERED_PEERS
    assert [buckets.wait_s("a") for _ in range(3)] == [0.0, 0.0, 1.0]
    now[0] = 1.5
    assert buckets.wait_s("a") == 0.0


def test_every_answer_carries_the_security_headers_and_nothing_about_the_server(
    serve: Callable[..., HttpServer],
) -> None:
    server = serve()
    for response in (httpx.get(url(server)), httpx.post(url(server), content=b"x" * 2_000)):
        assert response.headers["content-security-policy"].startswith("default-src 'none'")
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["x-frame-options"] == "DENY"
        assert response.headers["referrer-policy"] == "no-referrer"
        assert response.headers["cache-control"] == "no-store"
        assert "server" not in response.headers
        assert not [name for name in response.headers if name.startswith("access-control")]


def test_a_defect_is_logged_and_answered(serve: Callable[..., HttpServer], expected_log: Any) -> None:
    expected_log("a request to '/broken' failed")
    server = serve()
    response = httpx.get(url(server, "/broken"))
    assert (response.status_code, response.json()) == (500, {"error": "internal"})
    assert httpx.get(url(server)).status_code == 200


def test_nothing_is_logged_about_who_asked_for_what(
    serve: Callable[..., HttpServer], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG", logger="lobbyconsole"), caplog.at_level("DEBUG", logger="uvicorn"):
        httpx.get(url(serve(), "/?ticket=A001"))
    assert not [record for record in caplog.records if "ticket" in record.getMessage()]


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("127.0.0.1:8471", True),
        ("192.168.1.20:8471", True),
        ("[::1]:8471", True),
        ("localhost", True),
        ("console", True),
        (f"{socket.gethostname()}.branch.example:8471", True),
        ("evil.example:8471", False),
        ("127.0.0.1.evil.example", False),
        ("", False),
    ],
)
def test_names_of_foreign_sites_are_told_apart(host: str, ours: bool) -> None:
    assert local_name(host) is ours


def test_a_rebound_name_is_turned_away(serve: Callable[..., HttpServer]) -> None:
    server = serve(check_host=True)
    assert httpx.get(url(server)).status_code == 200
    assert httpx.get(url(server), headers={"host": "evil.example"}).status_code == 421


def test_a_future_of_another_thread_is_awaited_and_never_cancelled() -> None:
    slow: Future[int] = Future()
    with pytest.raises(TimeoutError):
        asyncio.run(settled(slow, 0.05))
    slow.set_result(1)  # its loop is gone; nobody minds
    quick: Future[int] = Future()
    threading.Timer(0.05, lambda: quick.set_result(7)).start()
    assert asyncio.run(settled(quick, 5)) == 7
