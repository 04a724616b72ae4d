"""HTTP pull and server-sent events against hostile doubles: read-only, bounded, late before lost, stopped at once."""

import asyncio
import contextlib
import gzip
import json
import socket
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from lobbyconsole.bootstrap.sources import build_feed
from lobbyconsole.config import FeedSetting
from lobbyconsole.domain.facts import FeedReset, TicketCalled, TicketFinished
from lobbyconsole.feeds.door import FeedTrouble
from lobbyconsole.feeds.liveness import Patience, stands_still
from lobbyconsole.feeds.observe import State, load
from lobbyconsole.feeds.profile import Columns, Profile, ProfileError, TimeColumn, Times, load_profile, parse_profile
from lobbyconsole.feeds.push import Push
from lobbyconsole.feeds.push.feed import _Book
from lobbyconsole.feeds.push.pull import Picture
from lobbyconsole.feeds.queue_server import HttpSource, PushSource, refuse_unless_base, refuse_unless_reading
from tests.feeds.doubles import HallLink, Nobody, Request, Running, Vendor, http, http_date

PROFILES = Path(__file__).resolve().parents[2] / "resources" / "profiles"

PROFILE = Profile(
    name="q",
    transport="push",
    zone="UTC",
    poll_s=0.2,
    records="tickets",
    http=HttpSource(base="http://127.0.0.1:1", paths=("/api/tickets",)),
    columns=Columns(native="id", number="no", counter="w", status="st"),
    times=Times(created=TimeColumn(column="t"), called=TimeColumn(column="c"), ended=TimeColumn(column="e")),
    status={"waiting": "waiting", "called": "called", "done": "finished"},
)
HEARD = msgspec.structs.replace(
    PROFILE, poll_s=30.0, push=PushSource(kind="sse", path="/events", changed=("*",), settle_ms=100)
)


def row(native: int, state: str = "waiting", number: str = "", ago: float = 0.0) -> dict[str, Any]:
    at = (datetime.now(UTC) - timedelta(seconds=ago)).isoformat()
    called = {"c": at, "w": "1"} if state != "waiting" else {}
    return {"id": native, "no": number or f"A{native:03d}", "t": at, "st": state, **called}


def tickets(*rows: Any) -> dict[str, Any]:
    return {"tickets": list(rows)}


def changed(before: dict[str, Any], state: str) -> dict[str, Any]:
    now = datetime.now(UTC).isoformat()
    return {**before, "st": state, "w": "1", "c": before.get("c", now), **({"e": now} if state == "done" else {})}


def running(vendor: Vendor, profile: Profile = PROFILE, secret: str = "", **kept: Any) -> Running:
    return Running(Push(profile, vendor.url, lambda: secret), HallLink(**kept))


@pytest.fixture
def vendor():
    with Vendor() as vendor:
        yield vendor


# --- a picture, again and again -------------------------------------------------------------------------------------


def test_a_day_is_followed_and_the_cursor_goes_on_where_it_stopped(vendor):
    one, two = row(1), row(2)
    vendor.rows = tickets(one)
    with running(vendor) as hall:
        hall.until(lambda: hall.link.kinds == ["ticket.issued"])
        vendor.rows = tickets(changed(one, "called"), two)
        hall.until(lambda: len(hall.link.facts) == 3)
        vendor.rows = tickets(changed(one, "done"), two)
        hall.until(lambda: len(hall.link.facts) == 4)
        assert hall.stop() < 1
    assert sorted(hall.link.kinds) == ["ticket.called", "ticket.finished", "ticket.issued", "ticket.issued"]
    assert hall.link.states() == {"A001": "finished", "A002": "waiting"}
    assert len(hall.link.alive_at) >= 3
    with running(vendor, cursor=hall.link.cursor) as again:
        again.until(lambda: len(again.link.alive_at) >= 2)
    assert again.link.facts == []


def test_nothing_but_get_is_ever_sent_and_each_time_on_a_new_connection(vendor):
    vendor.rows = tickets(row(1))
    with running(vendor) as hall:
        hall.until(lambda: len(vendor.requests) >= 3)
    assert {request.method for request in vendor.requests} == {"GET"}
    assert {request.path for request in vendor.requests} == {"/api/tickets"}
    assert {request.headers["connection"] for request in vendor.requests} == {"close"}


@pytest.mark.parametrize(
    ("how", "name", "sent"),
    [
        ("bearer", "authorization", "Bearer user:s3cret"),
        ("basic", "authorization", "Basic dXNlcjpzM2NyZXQ="),
        ("header", "x-key", "user:s3cret"),
    ],
)
def test_the_secret_goes_into_a_header_and_nowhere_else(vendor, how, name, sent):
    assert PROFILE.http is not None
    source = msgspec.structs.replace(PROFILE.http, secret=how, secret_header="X-Key" if how == "header" else "")
    vendor.rows = tickets()
    with running(vendor, msgspec.structs.replace(PROFILE, http=source), "user:s3cret") as hall:
        hall.until(lambda: vendor.requests)
        hall.stop()
        assert vendor.requests[0].headers[name] == sent
        assert "s3cret" not in vendor.requests[0].path + hall.link.cursor
    with running(vendor, msgspec.structs.replace(PROFILE, http=source)) as hall:
        assert "wants a key" in hall.troubled()


def test_values_in_the_address_fill_paths_and_records(vendor):
    source = HttpSource(base="http://127.0.0.1:1/v1?office=1", paths=("/q?o={office}",))
    profile = msgspec.structs.replace(
        PROFILE, http=source, columns=Columns(native="id", number="no", service="@office", status="st")
    )
    vendor.rows = tickets(row(1))
    with Running(Push(profile, vendor.url + "/v2/?office=7"), HallLink()) as hall:
        hall.until(lambda: hall.link.facts)
    assert vendor.requests[0].path == "/v2/q?o=7"
    assert getattr(hall.link.facts[0], "service", "") == "7"
    profile = msgspec.structs.replace(profile, http=msgspec.structs.replace(source, paths=("/q?o={desk}",)))
    with Running(Push(profile, vendor.url), HallLink()) as hall:
        assert "?desk=" in hall.troubled()


def test_numbers_given_twice_and_ids_used_again_are_different_tickets(vendor):
    one, twin = row(1, number="A7", ago=50), row(2, number="A7", ago=40)
    vendor.rows = tickets(one, twin)
    with running(vendor) as hall:
        hall.until(lambda: len(hall.link.facts) == 2)
        again = row(2, number="A7")  # the newest row was deleted; its id and number are given again
        vendor.rows = tickets(one, again)
        hall.until(lambda: hall.link.kinds.count("ticket.issued") == 3)
        hall.until(lambda: "ticket.cancelled" in hall.link.kinds)
    assert len({getattr(fact, "ticket", "") for fact in hall.link.facts}) == 3
    assert load(hall.link.cursor).problems["duplicate_number"] >= 1


def test_a_reset_is_told_once(vendor):
    vendor.rows = tickets(*(row(native, ago=60 - native) for native in range(1, 9)))
    with running(vendor) as hall:
        hall.until(lambda: len(hall.link.facts) == 8)
        vendor.rows = tickets()
        hall.until(lambda: any(isinstance(fact, FeedReset) for fact in hall.link.facts))
    assert set(hall.link.states().values()) == {"cancelled"}


def test_what_did_not_become_durable_is_told_again(vendor):
    vendor.rows = tickets(row(1))
    with running(vendor) as hall:
        hall.link.broken = True
        hall.until(lambda: len(hall.link.alive_at) >= 2)
        hall.link.broken = False
        hall.until(lambda: hall.link.facts)
    assert hall.link.kinds == ["ticket.issued"]


def test_how_a_ticket_ended_that_left_the_list_is_asked_once(vendor):
    one, two = row(1, "called"), row(2)
    there = {"1": one, "2": two}

    def answer(line: socket.socket, request: Request) -> None:
        native = request.path.rpartition("/")[2]
        if native == "tickets":
            line.sendall(http(tickets(*(row for row in there.values() if row["st"] != "done"))))
        else:
            line.sendall(http({"ticket": there[native]}) if native in there else http("no", "404 Not Found"))

    assert PROFILE.http is not None
    source = msgspec.structs.replace(PROFILE.http, detail="/api/tickets/{native}", detail_records="ticket")
    vendor.answer = answer
    with running(vendor, msgspec.structs.replace(PROFILE, http=source)) as hall:
        hall.until(lambda: len(hall.link.facts) == 3)
        there["1"] = changed(one, "done")
        del there["2"]
        hall.until(lambda: {"ticket.finished", "ticket.cancelled"} <= set(hall.link.kinds))
        hall.until(lambda: len(hall.link.alive_at) >= 8)
    ends = {fact.kind: fact for fact in hall.link.facts if fact.kind in ("ticket.finished", "ticket.cancelled")}
    assert (ends["ticket.finished"].certainty, ends["ticket.cancelled"].certainty) == ("reported", "inferred")
    asked = [request.path for request in vendor.requests if not request.path.endswith("tickets")]
    assert asked.count("/api/tickets/1") == 1
    assert asked.count("/api/tickets/2") <= 2


def test_only_the_newest_pages_of_a_long_list_are_read(vendor):
    rows = [row(native, ago=90_000 * (120 - native)) for native in range(1, 119)] + [row(119), row(120), row(121)]

    def answer(line: socket.socket, request: Request) -> None:
        page = int(request.path.rpartition("=")[2])
        line.sendall(http(tickets(*rows[10 * page - 10 : 10 * page])))

    assert PROFILE.http is not None
    source = msgspec.structs.replace(PROFILE.http, paths=("/api/tickets?page={page}",), page_size=10)
    vendor.answer = answer
    with running(vendor, msgspec.structs.replace(PROFILE, http=source)) as hall:
        hall.until(lambda: len(hall.link.facts) == 3)
        hall.until(lambda: len(hall.link.alive_at) >= 2)
        before = len(vendor.requests)
        hall.until(lambda: len(hall.link.alive_at) >= 4)
        assert len(vendor.requests) - before <= 9  # three pages a look at most
        rows += [row(native) for native in range(122, 142)]
        hall.until(lambda: len(hall.link.facts) == 23)
        del rows[125:]
        hall.until(lambda: hall.link.kinds.count("ticket.cancelled") == 16)
    assert sum(state == "waiting" for state in hall.link.states().values()) == 7


def test_an_answer_that_still_holds_is_not_sent_again(vendor):
    vendor.rows = tickets(row(1))

    def answer(line: socket.socket, request: Request) -> None:
        tag = f'"{len(vendor.rows["tickets"])}"'
        same = request.headers.get("if-none-match") == tag
        line.sendall(http(b"", "304 Not Modified", ETag=tag) if same else http(vendor.rows, ETag=tag))

    vendor.answer = answer
    with running(vendor) as hall:
        hall.until(lambda: len(hall.link.alive_at) >= 3)
        assert hall.link.kinds == ["ticket.issued"]
        vendor.rows = tickets(*vendor.rows["tickets"], row(2))
        hall.until(lambda: hall.link.kinds == ["ticket.issued"] * 2)
    assert vendor.requests[1].headers["if-none-match"] == '"1"'


# --- clocks ---------------------------------------------------------------------------------------------------------


def test_the_date_header_tells_how_far_the_clocks_are_apart(vendor):
    vendor.answer = lambda line, request: line.sendall(
        http(tickets(row(1)), Date=http_date(datetime.now(UTC) + timedelta(seconds=100)))
    )
    with running(vendor) as hall:
        hall.until(lambda: hall.link.skews)
    assert 98.5 < hall.link.skews[0] < 101.5


def test_a_date_that_stands_still_is_not_believed_and_a_stored_answer_says_its_age(vendor, monkeypatch):
    monkeypatch.setattr("lobbyconsole.feeds.push.pull.FROZEN_S", 0.4)
    frozen = http_date()
    vendor.answer = lambda line, request: line.sendall(http(tickets(), Date=frozen))
    with running(vendor) as hall:
        hall.until(lambda: len(hall.link.alive_at) >= 6)
    assert 1 <= len(hall.link.skews) < len(hall.link.alive_at)
    old = http_date(datetime.now(UTC) - timedelta(seconds=500))
    vendor.answer = lambda line, request: line.sendall(http(tickets(), Date=old, Age="500"))
    with running(vendor) as hall:
        hall.until(lambda: hall.link.skews)
    assert abs(hall.link.skews[0]) < 1.5


@pytest.mark.parametrize(
    ("date", "age"),
    [
        ("Fri, 31 Dec 9999 23:59:59 GMT", "0"),
        ("Mon, 01 Jan 0001 00:00:00 GMT", "0"),
        ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", "0"),
        ("", "nan"),
        ("", "inf"),
        ("", "-1"),
        ("yesterday", "0"),
        ("Sun, 22 Nov 2026 02:26:01", "0"),
    ],
)
def test_a_date_that_is_none_tells_nothing(vendor, date, age):
    vendor.rows = tickets(row(1))
    vendor.answer = lambda line, request: line.sendall(http(vendor.rows, Date=date or http_date(), Age=age))
    with running(vendor) as hall:
        hall.until(lambda: hall.link.alive_at)
    assert hall.link.skews == []
    assert hall.link.states() == {"A001": "waiting"}


# --- late, lost, frozen ---------------------------------------------------------------------------------------------


def test_patience_ends_after_three_misses_and_the_stated_time():
    now = 0.0
    patience = Patience(5, lambda: now)
    assert patience.missed()  # it never answered
    patience.answered()
    assert not patience.missed()
    now = 14.9
    assert not any(patience.missed() for _ in range(5))
    now = 15.0
    assert patience.missed()
    patience.answered()
    now = 100.0
    assert [patience.missed() for _ in range(3)] == [False, False, True]


def test_a_server_that_stalls_or_stumbles_is_late_and_nothing_is_lost(vendor):
    one, two = row(1), row(2)
    script = [
        http(tickets(one)),
        http({"error": "x"}, "500 Internal Server Error"),
        http("<html>Sign in</html>"),
        http({"code": 500, "msg": "busy"}),
        http({"code": 500, "msg": "busy"}),
        http({"code": 500, "msg": "busy"}),
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{",
        http({"error": "x"}, "503 Busy", Retry_After="0.3"),
    ]

    def answer(line: socket.socket, request: Request) -> None:
        if script:
            line.sendall(script.pop(0))
        else:
            time.sleep(0.6)
            line.sendall(http(tickets(changed(one, "called"), two)))

    vendor.answer = answer
    with running(vendor) as hall:
        hall.until(lambda: len(hall.link.facts) == 3)
    assert hall.link.states() == {"A001": "called", "A002": "waiting"}
    assert hall.trouble is None


def test_a_server_that_starts_again_is_found_again(vendor):
    one = row(1)
    vendor.rows = tickets(one)
    with running(vendor) as hall:
        hall.until(lambda: hall.link.facts)
        vendor.close()
        time.sleep(0.5)
        with Vendor(port=vendor.port) as again:
            again.rows = tickets(changed(one, "called"))
            hall.until(lambda: len(hall.link.facts) == 2)
    assert hall.link.kinds == ["ticket.issued", "ticket.called"]


def test_a_server_that_serves_the_last_good_picture_for_ever_is_found_out(vendor):
    profile = load_profile(PROFILES / "mado_display.toml")
    profile = msgspec.structs.replace(profile, poll_s=0.2)
    picture = {"calling": [{"number": 3, "category": "A", "seconds_since": 10}], "waiting_count": 4}
    vendor.rows = dict(picture)
    link = HallLink()
    with Running(Push(profile, vendor.url + "?windows=2"), link) as hall:
        hall.until(lambda: len(link.alive_at) >= 2)
        assert sum(state == "waiting" for state in link.states().values()) == 4
        link.ahead += timedelta(seconds=900)
        vendor.rows = {**picture, "calling": [{"number": 3, "category": "A", "seconds_since": 910}]}
        alive = len(link.alive_at)
        hall.until(lambda: len(link.alive_at) >= alive + 2)  # somebody is served longer and longer: it lives
        link.ahead += timedelta(seconds=1300)
        assert "nothing has moved for 21 minutes while 4 wait" in hall.troubled()
    again = HallLink(cursor=link.cursor)
    again.ahead = link.ahead
    with Running(Push(profile, vendor.url + "?windows=2"), again) as hall:  # as the intake does: another feed
        assert "nothing has moved" in hall.troubled()
    assert again.alive_at == []


def test_standing_still_is_counted_within_one_day_and_only_while_people_wait():
    profile = msgspec.structs.replace(PROFILE, stale_after_s=600)
    noon, state = datetime(2026, 11, 20, 12, tzinfo=UTC), State()
    counted = [(0, None), (599, None), (601, "10 minutes"), (600 * 60, "600 minutes"), (86_400, None), (86_401, None)]
    state.rows = load('{"rows": {"1": ["k", "1", "", "waiting", "waiting"]}}').rows
    for seconds, words in counted:
        at = noon + timedelta(seconds=seconds)
        trouble = stands_still(state, ["a", "b"], at, profile=profile, source="q")
        assert (words in str(trouble)) if words else trouble is None, seconds
    later = noon + timedelta(days=1, seconds=700)
    assert stands_still(state, ["b", "a"], later, profile=profile, source="q") is not None  # another order is no news
    assert stands_still(state, ["a", "c"], later, profile=profile, source="q") is None
    state.rows = {}
    assert stands_still(state, ["a", "c"], later + timedelta(hours=1), profile=profile, source="q") is None


# --- hostile answers ------------------------------------------------------------------------------------------------


def _endless(line: socket.socket, request: Request) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[")
    while True:
        line.sendall(b'"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",' * 5000)


def _bomb(line: socket.socket, request: Request) -> None:
    line.sendall(http(gzip.compress(b" " * 50_000_000), Content_Encoding="gzip"))


def _says(raw: bytes) -> Any:
    return lambda line, request: line.sendall(raw)


HOSTILE = {
    "a web page": (_says(http("<!DOCTYPE html><title>Sign in</title>", Content_Type="text/html")), "web page"),
    "no JSON": (_says(http("ok")), "not JSON"),
    "nothing": (_says(http("")), "not JSON"),
    "no HTTP": (_says(b"\x00\x01\x02" * 50 + b"\r\n\r\n"), "does not answer"),
    "too deep": (_says(http("[" * 200_000)), "not JSON"),
    "not what it says": (_says(http(b"no gzip", Content_Encoding="gzip")), "not JSON"),
    "cut short": (_says(http("{}", length=500)), "does not answer"),
    "endless": (_endless, "larger than 1 MB"),
    "50 MB": (_says(http(b" " * 50_000_000)), "larger than 1 MB"),
    "a bomb": (_bomb, "larger than 1 MB"),
    "wrong token": (_says(http({}, "401 Unauthorized")), "refuses our key (401)"),
    "forbidden": (_says(http({}, "403 Forbidden")), "refuses our key (403)"),
    "not there": (_says(http({}, "404 Not Found")), "error 404"),
    "round in circles": (_says(http("", "302 Found", Location="/api/tickets")), "circles"),
    "hangs up": (lambda line, request: None, "does not answer"),
    "huge head": (_says(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n"), "does not answer"),
    "an error with status 200": (_says(http({"code": 500, "msg": "busy"})), "no list at tickets"),
    "rows of nonsense": (_says(http({"tickets": [{"id": None}, 7, [], "x"]})), "key of the ticket"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_answer_is_told_in_words(vendor, name):
    answer, words = HOSTILE[name]
    vendor.answer = answer
    assert PROFILE.http is not None
    source = msgspec.structs.replace(PROFILE.http, most_mb=1, secret="bearer")
    with running(vendor, msgspec.structs.replace(PROFILE, http=source), "s3cret-token") as hall:
        told = hall.troubled()
    assert words in told
    assert "s3cret" not in told
    assert hall.link.facts == []


def test_text_that_is_no_utf8_is_read_as_chinese_text_or_replaced(vendor):
    rows = json.dumps(tickets(row(1), row(2, number="号")), ensure_ascii=False)
    script = [rows.encode("gb18030"), rows.encode() + b"\xff\xfe"]
    vendor.answer = lambda line, request: line.sendall(http(script[0]))
    with running(vendor) as hall:
        hall.until(lambda: len(hall.link.facts) == 2)
        assert set(hall.link.states()) == {"A001", "号"}
    script.pop(0)
    with running(vendor) as hall:
        assert "not JSON" in hall.troubled()


def test_the_secret_does_not_follow_to_another_server(vendor):
    with Vendor() as other:
        elsewhere = f"http://localhost:{other.port}/api/tickets"
        vendor.answer = lambda line, request: line.sendall(http("", "302 Found", Location=elsewhere))
        assert PROFILE.http is not None
        source = msgspec.structs.replace(PROFILE.http, secret="bearer")
        with running(vendor, msgspec.structs.replace(PROFILE, http=source), "s3cret-token") as hall:
            assert "localhost" in hall.troubled()
        assert other.requests == []

    def within(line: socket.socket, request: Request) -> None:
        there = request.path == "/here"
        line.sendall(http(tickets(row(1))) if there else http("", "308 Moved", Location="/here"))

    vendor.answer = within
    with running(vendor) as hall:
        hall.until(lambda: hall.link.facts)
    assert {request.path for request in vendor.requests} == {"/api/tickets", "/here"}


@pytest.mark.parametrize(
    "address", ["", "nonsense", "ftp://x/y", "http://me:secret@host/", "http://h/?token=x", "http://"]
)
def test_an_address_that_cannot_be_used_is_said_in_words(address):
    profile = msgspec.structs.replace(PROFILE, http=HttpSource(paths=("/x",)))
    with Running(Push(profile, address), HallLink()) as hall:
        assert "address" in hall.troubled()
    assert "secret" not in str(hall.trouble)


@pytest.mark.parametrize(("kind", "part"), [("sse", "httpx_sse"), ("socketio", "websocket"), ("socketio", "httpx")])
def test_a_part_that_is_not_installed_is_said_in_words(vendor, monkeypatch, kind, part):
    monkeypatch.setitem(sys.modules, part, None)
    push = PushSource(kind=kind, path="/x")
    with running(vendor, msgspec.structs.replace(HEARD, push=push)) as hall:
        assert part in hall.troubled()


# --- stopping -------------------------------------------------------------------------------------------------------


def _silent(line: socket.socket, request: Request) -> None:
    line.recv(1)


def _drip(line: socket.socket, request: Request) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    while True:
        line.sendall(b" ")
        time.sleep(0.05)


def _stream(body: bytes, pause: float) -> Any:
    def answer(line: socket.socket, request: Request) -> None:
        if request.path != "/events":
            line.sendall(http(tickets(row(1))))
            return
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
        while True:
            line.sendall(body)
            time.sleep(pause)

    return answer


@pytest.mark.parametrize(
    ("answer", "profile"),
    [
        (_silent, PROFILE),
        (_drip, PROFILE),
        (_endless, PROFILE),
        (_silent, HEARD),
        (_stream(b":\n", 0.1), HEARD),
        (_stream(b"data: {}\n\n" * 1000, 0), HEARD),
        (_stream(b"x" * 9999, 0), HEARD),
        (_stream(b"\xff\xfe\x00\n\n" * 100, 0.01), HEARD),
    ],
    ids=["silent", "drip", "endless", "silent push", "idle push", "push without end", "line without end", "no UTF-8"],
)
def test_it_stops_at_once_whatever_the_server_does(vendor, answer, profile):
    vendor.answer = answer
    with running(vendor, profile) as hall:
        time.sleep(0.25)
        assert hall.stop() < 2


# --- server-sent events ---------------------------------------------------------------------------------------------


class Mercure(Vendor):
    """A vendor with an event stream at /events."""

    def __init__(self, port: int = 0) -> None:
        self.streams: list[socket.socket] = []
        self.refuse = b""
        super().__init__(self._answer, port)

    def _answer(self, line: socket.socket, request: Request) -> None:
        if not request.path.startswith("/events"):
            line.sendall(http(self.rows, Date=http_date()))
        elif self.refuse:
            line.sendall(self.refuse)
        else:
            line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n:\n\n")
            self.streams.append(line)
            line.recv(1)

    def say(self, raw: bytes) -> None:
        for line in self.streams:
            line.sendall(raw)

    def hang_up(self) -> None:
        streams, self.streams = self.streams, []
        for line in streams:
            line.shutdown(socket.SHUT_RDWR)

    @property
    def looks(self) -> int:
        return sum(not request.path.startswith("/events") for request in self.requests)


@pytest.fixture
def mercure():
    with Mercure() as mercure:
        yield mercure


def test_a_message_brings_one_look_at_once_however_many_there_are(mercure):
    one = row(1)
    mercure.rows = tickets(one)
    with running(mercure, HEARD) as hall:
        hall.until(lambda: hall.link.facts and mercure.streams and mercure.looks >= 2)
        time.sleep(0.3)
        before = mercure.looks
        mercure.rows = tickets(changed(one, "called"))
        mercure.say(b'id: 1\ndata: {"id": 1}\n\n' * 50)
        assert hall.until(lambda: len(hall.link.facts) == 2) < 1
        time.sleep(0.4)
        assert 1 <= mercure.looks - before <= 2
    assert [type(fact) for fact in hall.link.facts[1:]] == [TicketCalled]


def test_a_line_that_ends_is_opened_again_and_what_was_missed_is_seen(mercure):
    one = row(1)
    mercure.rows = tickets(one)
    with running(mercure, HEARD) as hall:
        hall.until(lambda: hall.link.facts and mercure.streams)
        mercure.rows = tickets(changed(one, "called"))  # nobody says so
        mercure.hang_up()
        assert hall.until(lambda: len(hall.link.facts) == 2) < 3
        hall.until(lambda: mercure.streams)


@pytest.mark.parametrize(
    "refusal", [http({}, "401 Unauthorized"), http({}, "302 Found", Location="http://localhost:1/"), http({})]
)
def test_who_is_not_let_in_to_listen_still_looks(mercure, refusal, monkeypatch):
    monkeypatch.setattr("lobbyconsole.feeds.push.feed.UNHEARD_POLL_S", 0.2)
    one = row(1)
    mercure.rows, mercure.refuse = tickets(one), refusal
    with running(mercure, HEARD) as hall:
        hall.until(lambda: hall.link.facts)
        mercure.rows = tickets(changed(one, "called"))
        hall.until(lambda: len(hall.link.facts) == 2)
        assert not getattr(hall.feed, "hearing", True)


def test_the_listener_sends_the_second_secret(mercure):
    assert HEARD.http is not None
    assert HEARD.push is not None
    profile = msgspec.structs.replace(
        HEARD,
        http=msgspec.structs.replace(HEARD.http, secret="bearer"),
        push=msgspec.structs.replace(HEARD.push, secret="bearer", path="/events?topic=/unit/{unit}"),
    )
    with Running(Push(profile, mercure.url + "?unit=3", lambda: "first second"), HallLink()) as hall:
        hall.until(lambda: mercure.streams and mercure.looks)
    sent = {request.path: request.headers["authorization"] for request in mercure.requests}
    assert sent == {"/api/tickets": "Bearer first", "/events?topic=/unit/3": "Bearer second"}


# --- in the program -------------------------------------------------------------------------------------------------


NO_HALL: tuple[Any, Any] = (None, None)
NO_REPLAY: Any = None


def test_a_source_in_the_settings_becomes_this_feed_with_its_address_and_secret(vendor):
    plan = FeedSetting(name="hall_server", kind="push", profile="fqm_api", address=vendor.url)
    ticket = {"id": 3, "number": "101", "timestamp": "2026-11-22T02:27:37.4", "p": False, "pdt": None, "task_id": 1}
    vendor.rows = [{**ticket, "timestamp": datetime.now(UTC).replace(tzinfo=None).isoformat()}]
    feed = build_feed(plan, *NO_HALL, lambda name: f"token-of-{name}", NO_REPLAY)
    with Running(feed, HallLink("hall_server")) as hall:
        hall.until(lambda: hall.link.facts)
    assert hall.link.states() == {"101": "waiting"}
    assert vendor.requests[0].path == "/api/v1/tickets/?chunk=1"
    assert vendor.requests[0].headers["authorization"] == "Bearer token-of-hall_server"
    plan = msgspec.structs.replace(plan, profile="fqm")  # one that reads a database
    with pytest.raises(FeedTrouble, match="http"):
        build_feed(plan, *NO_HALL, lambda name: "", NO_REPLAY)


def test_what_listening_needs_is_told_at_once(vendor):
    vendor.rows = tickets()
    for push, words in (
        (PushSource(kind="sse", path="/events", base="{hub}"), "?hub="),
        (PushSource(kind="sse", path="/events?topic={unit}"), "?unit="),
        (PushSource(kind="sse", path="/events", secret="bearer"), "wants a key"),
    ):
        with running(vendor, msgspec.structs.replace(HEARD, push=push)) as hall:
            assert words in hall.troubled()


# --- profiles -------------------------------------------------------------------------------------------------------

GOOD = """
name = "far"
transport = "push"
[http]
base = "http://192.0.2.1:5000?office=1"
paths = ["/api/q?office={office}"]
[push]
kind = "socketio"
path = "/socket.io"
join = "joinRoom"
changed = ["moved"]
[derived]
state = "a.b"
[columns]
native = "id"
number = "no"
"""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('base = "http://192.0.2.1:5000?office=1"', 'base = "http://me:pw@192.0.2.1"'), "password"),
        (('base = "http://192.0.2.1:5000?office=1"', 'base = "http://192.0.2.1/?token=x"'), "password"),
        (('base = "http://192.0.2.1:5000?office=1"', 'base = "gopher://192.0.2.1"'), "http://"),
        (('paths = ["/api/q?office={office}"]', "paths = []"), "paths"),
        (('paths = ["/api/q?office={office}"]', 'paths = ["/api/v1/tickets/pull"]'), "order"),
        (('paths = ["/api/q?office={office}"]', 'paths = ["/repeat_announcement"]'), "order"),
        (('paths = ["/api/q?office={office}"]', 'paths = ["/console/get_antrian?type=call"]'), "order"),
        (('paths = ["/api/q?office={office}"]', 'paths = ["/q?page={page}"]'), "page_size"),
        (("[push]", 'headers = { Authorization = "x" }\n[push]'), "keyring"),
        (("[push]", "read_timeout_s = 5\n[push]"), "15 seconds"),
        (("[push]", 'secret = "header"\n[push]'), "secret_header"),
        (("[push]", 'detail = "/api/q/1"\n[push]'), "native"),
        (('kind = "socketio"', 'kind = "sse"'), "rooms"),
        (('changed = ["moved"]', "changed = []"), "event"),
        (('changed = ["moved"]', 'changed = ["connect"]'), "Socket.IO"),
        (('changed = ["moved"]', "settle_ms = 1"), "settle_ms"),
        (('state = "a.b"', 'state = "a."'), "JMESPath"),
        (('state = "a.b"', 'state = "a.phone"'), "personal"),
        (("[http]", "[https]"), "https"),
    ],
)
def test_a_profile_that_is_wrong_says_where(change, words):
    parse_profile(GOOD)
    assert change[0] in GOOD
    with pytest.raises(ProfileError, match=words.replace("(", ".")):
        parse_profile(GOOD.replace(*change))


def test_push_without_a_picture_is_refused():
    with pytest.raises(ProfileError, match="http"):
        parse_profile('name = "x"\ntransport = "push"\n[columns]\nnative = "id"\nnumber = "no"')
    with pytest.raises(ProfileError):
        Push(msgspec.structs.replace(PROFILE, http=None))


def test_what_reads_and_what_orders():
    for path in ("/api/v1/tickets/?chunk={page}", "/display_data", "/unidades/1/fila", "/calls", "/issued", "/nextel"):
        refuse_unless_reading(path)
    for path in ("/tickets/pull", "/a/Call", "/x?do=recall", "/api/v2/queuemanagement/issue", "/distribui", "/a/next"):
        with pytest.raises(ValueError, match="order"):
            refuse_unless_reading(path)
    refuse_unless_base("https://192.0.2.1:8443/prefix?office=7")


def test_a_derived_field_of_another_form_is_empty():
    from lobbyconsole.feeds.mapping import Mapper

    profile = msgspec.structs.replace(
        PROFILE,
        derived={"last": "max_by(steps, &n)", "st": "last.name || 'waiting'"},
    )
    mapper = Mapper(profile)
    now = datetime.now(UTC)
    for steps, state in (
        ([{"n": 1, "name": "called"}, {"n": 0}], "called"),
        ([], "waiting"),
        ("x", "waiting"),
        (None, "waiting"),
    ):
        seen = mapper.map({"id": 1, "no": "A1", "t": now.isoformat(), "steps": steps}, now=now)
        assert seen is not None
        assert seen.state == state
    assert TicketFinished.kind  # every state word has its fact


VALUES: tuple[Any, ...] = (
    None, True, -1, 2**70, 1e400, float("nan"), "", "\x00", "\ud800", "中" * 300, [], ["a", 1, None], {}, {"a": {}},
    "2026-11-20T11:58:00+08:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "99999999999999999999",
)  # fmt: skip


def test_no_value_in_any_field_is_a_defect():
    """Whatever stands where: the row is told, left out or said to be wrong; nothing else happens."""
    mado = load_profile(PROFILES / "mado_display.toml")
    theq = load_profile(PROFILES / "theq_push.toml")
    citizen = {
        "citizen_id": 1,
        "ticket_number": "A1",
        "start_time": "2026-11-20T01:00:00Z",
        "cs": {"cs_state_name": "Active"},
    }
    period = {"period_id": 1, "csr_id": 2, "ps": {"ps_name": "Waiting"}, "time_start": "2026-11-20T01:00:00"}
    request = {"sr_id": 1, "service_id": 2, "sr_state": {"sr_code": "Active"}, "periods": [period]}
    read = 0
    for profile, sample in (
        (PROFILE, row(1)),
        (mado, {"waiting_count": 3}),
        (theq, {**citizen, "service_reqs": [request]}),
    ):
        for name in sample:
            for value in VALUES:
                link = HallLink()
                feed, book = Push(profile), _Book(link, profile)
                feed._values = {"@windows": "2"}
                with contextlib.suppress(FeedTrouble):
                    asyncio.run(feed._take(book, Nobody(), Picture([{**sample, name: value}]), 0.0))
                    read += 1
                if profile is theq:
                    for part in ("periods", "sr_state", "sr_id", "service_id"):
                        broken = {**citizen, "service_reqs": [{**request, part: value}]}
                        feed._bodies = [broken, value, [broken]]
                        feed._take_bodies(book)
                assert len(link.facts) < 20
    assert read > 100


# --- access tokens --------------------------------------------------------------------------------------------------


def _account(vendor: Vendor, **changed: Any) -> Running:
    assert PROFILE.http is not None
    source = msgspec.structs.replace(PROFILE.http, secret="oauth", token="/oauth2/token", **changed)
    profile = msgspec.structs.replace(HEARD, http=source, push=PushSource(kind="sse", path="/events", secret="bearer"))
    return Running(Push(profile, vendor.url, lambda: "desk s3cret reader pass-word"), HallLink())


def _token(name: str = "token-1", lasts: int = 3600) -> bytes:
    return http({"token_type": "Bearer", "access_token": name, "expires_in": lasts})


def test_a_token_is_fetched_with_the_one_post_there_is_and_used_for_all(mercure):
    given: list[str] = []
    good = ""

    def answer(line: socket.socket, request: Request) -> None:
        nonlocal good
        if request.method == "POST":
            good = f"token-{len(given) + 1}"
            given.append(request.body)
            line.sendall(_token(good))
        elif request.headers.get("authorization") != f"Bearer {good}":
            line.sendall(http("", "401 Unauthorized", Content_Type="text/html"))
        else:
            mercure._answer(line, request)

    mercure.answer = answer
    one = row(1)
    mercure.rows = tickets(one)
    with _account(mercure) as hall:
        hall.until(lambda: hall.link.facts and mercure.streams)
        assert given == ["grant_type=password&client_id=desk&client_secret=s3cret&username=reader&password=pass-word"]
        good = "taken back"  # before its time: asked for anew, and nobody notices
        mercure.rows = tickets(one, row(2))
        mercure.say(b"data: {}\n\n")
        hall.until(lambda: len(hall.link.facts) == 2)
        assert len(given) == 2
    posted = {request.path for request in mercure.requests if request.method != "GET"}
    assert posted == {"/oauth2/token"}
    assert not any("s3cret" in request.path + str(request.headers) for request in mercure.requests)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (http({"error": "invalid_grant"}, "400 Bad Request"), "refuses our account (400)"),
        (http({"error": "x"}, "500 Internal Server Error"), "no token (500)"),
        (http("<html>"), "no token"),
        (http({"access_token": "a\nb"}), "no token"),
        (http({"access_token": "x" * 100_000}), "no end"),
        (http("", "302 Found", Location="http://localhost:1/token"), "no token (302)"),
    ],
)
def test_a_token_that_cannot_be_had_is_told_in_words(vendor, raw, words):
    vendor.answer = lambda line, request: line.sendall(raw)
    with _account(vendor) as hall:
        told = hall.troubled()
    assert words in told
    assert "s3cret" not in told
    assert "pass-word" not in told


def test_an_account_that_is_not_whole_is_told_in_words(vendor):
    assert PROFILE.http is not None
    source = msgspec.structs.replace(PROFILE.http, secret="oauth", token="/token")
    with running(vendor, msgspec.structs.replace(PROFILE, http=source), "desk s3cret") as hall:
        assert "client_id client_secret username password" in hall.troubled()
    assert vendor.requests == []


@pytest.mark.parametrize("token", ["/api/tickets/1", "http://me:pw@192.0.2.1/token", "", "ftp://x/token"])
def test_a_post_goes_to_a_tokens_address_and_nowhere_else(token):
    text = GOOD.replace("[push]", f'secret = "oauth"\ntoken = "{token}"\n[push]')
    with pytest.raises(ProfileError, match=r"token|address"):
        parse_profile(text)
    parse_profile(GOOD.replace("[push]", 'secret = "oauth"\ntoken = "https://id.example.org/realms/q/token"\n[push]'))
