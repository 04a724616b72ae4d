"""The call pad's program on a real server with the real desk: pairing, verbs, repeated and outdated clicks, restart."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from lobbyconsole.config import Door
from lobbyconsole.feeds.http_server import Limits
from lobbyconsole.services.desk import Desk
from tests.web.conftest import PadClient, PadHall

NewPad = Callable[..., PadClient]


def numbers_called(hall: PadHall) -> list[str]:
    tickets = hall.live.snapshot.picture.tickets.values()
    return sorted(ticket.number for ticket in tickets if any(leg.called_at for leg in ticket.legs))


# --- who may ---------------------------------------------------------------------------------------------------------


def test_a_stranger_learns_the_branch_name_and_nothing_else(hall: PadHall, new_pad: NewPad) -> None:
    stranger = new_pad(hall)
    response = stranger.look()
    assert response.status_code == 401
    assert response.json()["error"] == "unpaired"
    assert set(response.json()) == {"error", "lang", "branch", "app"}
    assert stranger.act("next").status_code == 401
    stranger.http.cookies.set("lobby_pad", "guessed")
    assert stranger.look().status_code == 401


def test_a_code_gives_a_cookie_that_scripts_and_other_sites_never_see(hall: PadHall, new_pad: NewPad) -> None:
    pad = new_pad(hall)
    response = pad.pair(hall.pads.new_code("3"))
    assert response.json()["state"]["counter"] == "3"
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/" in cookie
    token = pad.http.cookies["lobby_pad"]
    assert len(token) >= 43
    assert token not in response.text
    # Opening the page renews the cookie, so that a pad in daily use never expires.
    page = pad.http.get("/")
    assert token in page.headers["set-cookie"]
    assert token in pad.http.get("/", headers={"If-None-Match": page.headers["etag"]}).headers["set-cookie"]
    assert "set-cookie" not in new_pad(hall).http.get("/").headers


def test_spaces_in_a_code_do_not_matter(hall: PadHall, new_pad: NewPad) -> None:
    code = hall.pads.new_code("3")
    assert new_pad(hall).pair(f" {code[:3]} {code[3:]}").status_code == 200


def test_wrong_codes_are_slowed_down(hall: PadHall, new_pad: NewPad) -> None:
    code = hall.pads.new_code("3")
    guess = "000000" if code != "000000" else "000001"
    pad = new_pad(hall)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: new_pad(hall).pair(guess), range(24)))
    wrong = [response for response in answers if response.status_code == 403]
    slow = [response for response in answers if response.status_code == 429]
    assert (len(wrong), len(slow)) == (3, 21), "many at once are not more tries"
    assert all(1 <= response.json()["wait_s"] <= 2 for response in slow)
    assert "retry-after" in slow[0].headers
    assert pad.pair(code).status_code == 429, "the right code has to wait too"
    time.sleep(2.1)
    assert pad.pair(code).status_code == 200


def test_a_revoked_pad_is_told_at_once_even_while_it_waits(hall: PadHall, new_pad: NewPad) -> None:
    pad = new_pad(hall, "3")
    version = pad.state["v"]
    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(pad.look, since=version, wait=20)
        time.sleep(0.3)
        began = time.monotonic()
        hall.pads.revoke(hall.pads.pads()[0].id)
        assert held.result().status_code == 401
        assert time.monotonic() - began < 1.0
    assert pad.act("help").status_code == 401


def test_a_pad_can_give_itself_up(hall: PadHall, new_pad: NewPad) -> None:
    pad = new_pad(hall, "3")
    assert pad.http.post("/api/unpair", json={}).status_code == 401
    assert hall.pads.pads() == ()
    assert pad.look().status_code == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"X-Call-Pad": ""}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Host": "evil.example"}, 421),
    ],
)
def test_a_page_of_another_site_can_do_nothing(
    headers: dict[str, str], status: int, hall: PadHall, new_pad: NewPad
) -> None:
    hall.open("3")
    hall.issue("cash")
    pad = new_pad(hall, "3")
    body = b'{"verb": "next", "request_id": "12345678"}'
    given = {"Content-Type": "application/json", **headers}
    assert pad.http.post("/api/act", content=body, headers=given).status_code == status
    assert numbers_called(hall) == []
    assert pad.http.post("/api/act", content=body, headers={"Content-Type": "application/json"}).status_code == 200
    assert numbers_called(hall) == ["A001"]


def test_no_cross_origin_request_is_ever_allowed(hall: PadHall, new_pad: NewPad) -> None:
    asked = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
    for path in ("/api/act", "/api/state", "/"):
        response = new_pad(hall).http.options(path, headers=asked)
        assert response.status_code == 405
        assert not [name for name in response.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"verb": "next"}',
        b'{"verb": "fly", "request_id": "12345678"}',
        b'{"verb": "next", "request_id": "short"}',
        b'{"verb": "next", "request_id": "12345678; drop"}',
        b'{"verb": "next", "request_id": "12345678", "counter_to_act_for": "1"}',
        b'{"verb": "pause", "request_id": "12345678", "reason": "Mr Smith is angry"}',
        b'{"verb": "pause", "request_id": "12345678", "minutes": 100000}',
        b'{"verb": "open", "request_id": "12345678", "staff": "Li Lei"}',
        b'\xff\xfe{"verb": "next", "request_id": "12345678"}',
    ],
)
def test_a_body_that_is_not_ours_is_refused(body: bytes, hall: PadHall, new_pad: NewPad) -> None:
    pad = new_pad(hall, "3")
    response = pad.http.post("/api/act", content=body, headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()["error"]) == (400, "bad_request")


def test_large_bodies_and_many_requests_are_refused(open_pad_hall: Callable[..., PadHall], new_pad: NewPad) -> None:
    hall = open_pad_hall(Limits(body_bytes=4_096, requests_per_s=5, burst=20))
    pad = new_pad(hall, "3")
    assert pad.http.post("/api/act", content=b"x" * 5_000).status_code == 413
    assert 429 in [pad.look().status_code for _ in range(25)]


# --- the verbs -------------------------------------------------------------------------------------------------------


def test_a_teller_serves_a_morning(hall: PadHall, new_pad: NewPad) -> None:
    pad = new_pad(hall, "3")
    assert pad.state["activity"] == "closed"
    assert pad.act("open", staff="1031").status_code == 200
    assert (pad.state["activity"], pad.state["staff"]) == ("idle", "1031")
    for _ in range(4):
        hall.issue("cash")
    hall.pass_minutes(3)
    assert pad.act("next").json()["ok"]
    assert (pad.state["activity"], pad.number, pad.state["ticket"]["waited_s"]) == ("called", "A001", 180)
    assert pad.act("recall").status_code == 200
    assert pad.state["ticket"]["calls"] == 2
    assert pad.act("start").status_code == 200
    assert pad.state["activity"] == "serving"
    assert pad.act("next").status_code == 200
    assert pad.number == "A002"
    assert pad.act("no_show").status_code == 200
    assert pad.state["activity"] == "idle"
    assert pad.act("next").status_code == 200
    assert pad.act("transfer", service="general").status_code == 200
    assert pad.state["ticket"] is None
    assert {row["prefix"]: row["count"] for row in pad.state["rows"]} == {"A": 1, "B": 1}
    assert pad.act("pause", reason="lunch", minutes=30).status_code == 200
    assert (pad.state["activity"], pad.state["reason"]) == ("paused", "lunch")
    assert pad.state["returns"] - pad.state["now"] == 30 * 60_000
    assert pad.act("resume").status_code == 200
    assert pad.act("next").status_code == 200
    assert pad.act("finish").status_code == 200
    assert pad.act("close").status_code == 200
    assert pad.state["activity"] == "closed"
    staff = {fact.by for fact in hall.live.book.facts_of("counter:3")}
    assert staff == {"1031"}


def test_a_customer_on_hold_is_called_back_or_put_back(hall: PadHall, new_pad: NewPad) -> None:
    hall.open("3", "4")
    for _ in range(3):
        hall.issue("cash")
    pad = new_pad(hall, "3")
    pad.act("next")
    pad.act("start")
    assert pad.act("hold", reason="form").status_code == 200
    (held,) = pad.state["held"]
    assert (held["number"], held["reason"], held["own"]) == ("A001", "form", True)
    other = new_pad(hall, "4")
    assert other.state["held"] == [], "another counter's customer is not offered here"
    assert other.act("call_held", held=held["key"]).json()["error"] == "changed"
    assert pad.act("call_held", held=held["key"]).status_code == 200
    assert pad.number == "A001"
    pad.act("hold", reason="papers")
    assert pad.act("resume_held", held=held["key"]).status_code == 200
    assert pad.state["held"] == []
    assert pad.state["rows"][0]["count"] == 3


def test_transferred_to_a_counter_it_is_counted_there(hall: PadHall, new_pad: NewPad) -> None:
    hall.open("3", "7")
    hall.issue("cash")
    pad, vip = new_pad(hall, "3"), new_pad(hall, "7")
    pad.act("next")
    assert pad.act("transfer", counter="7").status_code == 200
    assert vip.look(since=vip.state["v"], wait=5).status_code == 200
    assert vip.state["addressed"]["count"] == 1
    vip.act("next")
    assert vip.number == "A001"


def test_the_lobby_manager_is_called_and_the_floor_shows_it(hall: PadHall, new_pad: NewPad) -> None:
    hall.open("3")
    pad = new_pad(hall, "3")
    assert pad.act("help").status_code == 200
    assert pad.state["asked"] == pad.state["now"]
    assert pad.act("help", reason="complaint").status_code == 200
    counter = hall.live.snapshot.picture.counters["3"]
    assert (counter.asked_at is not None, counter.asked_reason) == (True, "客户不满")
    hall.desk.answer_help("3").result(10)
    pad.look(since=pad.state["v"], wait=5)
    assert pad.state["asked"] is None


def test_what_the_desk_refuses_is_said_in_both_languages(hall: PadHall, new_pad: NewPad) -> None:
    pad = new_pad(hall, "3")
    response = pad.act("next")
    assert (response.status_code, response.json()["error"]) == (409, "refused")
    assert response.json()["message"]["en"] == "Counter 3 is closed: open it first."
    assert set(response.json()["message"]) == {"zh", "en"}


def test_nobody_waits_is_no_failure(hall: PadHall, new_pad: NewPad) -> None:
    hall.open("7")
    response = new_pad(hall, "7").act("next")
    assert (response.status_code, response.json()["nobody"]) == (200, True)


def test_a_pad_acts_for_its_own_counter_alone(hall: PadHall, new_pad: NewPad) -> None:
    hall.open("1", "3")
    hall.issue("cash")
    theirs = hall.desk.call_next("1").result(10)
    assert theirs is not None
    pad = new_pad(hall, "3")
    for verb in ("hold", "transfer", "finish", "no_show", "recall", "start", "call_held", "resume_held"):
        body = {"service": "general"} if verb == "transfer" else {}
        body |= {"ticket": theirs.key, "held": theirs.key}
        assert pad.act(verb, **body).json()["error"] == "changed", verb
    assert hall.live.book.ticket(theirs.key) == theirs


def test_a_counter_taken_out_of_the_branch_is_said(hall: PadHall, new_pad: NewPad) -> None:
    pad = new_pad(hall, "99")
    assert pad.look().json()["error"] == "no_counter"
    assert pad.act("next").json()["error"] == "no_counter"


# --- repeated, late and simultaneous clicks --------------------------------------------------------------------------


def test_a_repeated_click_never_calls_two(hall: PadHall, new_pad: NewPad) -> None:
    hall.open("3")
    for _ in range(5):
        hall.issue("cash")
    pad = new_pad(hall, "3")
    first = {"verb": "next", "request_id": "the-same-click", "ticket": ""}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: pad.http.post("/api/act", json=first).status_code, range(16)))
    assert answers == [200] * 16
    assert numbers_called(hall) == ["A001"]


def test_a_click_on_an_old_picture_does_nothing(hall: PadHall, new_pad: NewPad) -> None:
    hall.open("3")
    for _ in range(3):
        hall.issue("cash")
    pad = new_pad(hall, "3")
    pad.act("next")
    old = pad.present
    hall.desk.call_next("3").result(10)  # the manager, on the floor
    response = pad.act("finish", ticket=old)
    assert (response.status_code, response.json()["error"]) == (409, "changed")
    pad.look(since=pad.state["v"], wait=0.2)
    assert pad.number == "A002"
    assert hall.live.snapshot.picture.tickets[pad.present].state == "called"


def test_two_pads_of_one_counter_pressing_at_once_call_one(hall: PadHall, new_pad: NewPad) -> None:
    hall.open("3")
    for _ in range(6):
        hall.issue("cash")
    pads = [new_pad(hall, "3"), new_pad(hall, "3")]
    with ThreadPoolExecutor(2) as pool:
        answers = sorted(response.status_code for response in pool.map(lambda pad: pad.act("next"), pads))
    assert answers == [200, 409]
    assert numbers_called(hall) == ["A001"]
    assert pads[0].number == pads[1].number == "A001"


def test_pads_of_all_counters_pressing_at_once_call_everyone_once(hall: PadHall, new_pad: NewPad) -> None:
    hall.open("1", "2", "3", "4", "5")
    for _ in range(40):
        hall.issue("cash")
    pads = [new_pad(hall, counter) for counter in "12345"]

    def press_eight_times(pad: PadClient) -> list[str]:
        served = []
        for _ in range(8):
            assert pad.act("next").status_code == 200
            served.append(pad.number)
        return served

    with ThreadPoolExecutor(5) as pool:
        called = [number for served in pool.map(press_eight_times, pads) for number in served]
    assert sorted(called) == [f"A{number:03}" for number in range(1, 41)]


def test_a_restart_keeps_pads_and_a_click_repeated_after_it_calls_nobody_else(
    open_pad_hall: Callable[..., PadHall], new_pad: NewPad
) -> None:
    hall = open_pad_hall()
    hall.open("3")
    for _ in range(3):
        hall.issue("cash")
    pad = new_pad(hall, "3")
    assert pad.act("next", request_id="click-before-the-crash").status_code == 200
    hall = open_pad_hall()
    again = {"verb": "next", "request_id": "click-before-the-crash", "ticket": ""}
    response = pad.http.post("/api/act", json=again)
    assert (response.status_code, response.json()["error"]) == (409, "changed")
    assert pad.look().status_code == 200
    assert pad.number == "A001"
    assert numbers_called(hall) == ["A001"]


def test_a_desk_that_hangs_is_said_and_the_same_click_tried_again_works(
    hall: PadHall, new_pad: NewPad, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall.open("3")
    hall.issue("cash")
    pad = new_pad(hall, "3")
    monkeypatch.setattr("lobbyconsole.web.callpad.VERB_WITHIN_S", 0.2)
    release = threading.Event()

    def hang(book: Any, now: Any) -> Any:
        release.wait(5)
        raise RuntimeError("stand-in for a full disk")

    hall.live.run(hang)
    response = pad.act("next", request_id="slow-click")
    assert (response.status_code, response.json()["error"]) == (504, "slow")
    release.set()
    monkeypatch.setattr("lobbyconsole.web.callpad.VERB_WITHIN_S", 5)
    assert [pad.act("next", request_id="slow-click", ticket="").status_code for _ in range(3)] == [200] * 3
    assert numbers_called(hall) == ["A001"]


def test_a_defect_in_the_desk_is_logged_and_answered(
    hall: PadHall, new_pad: NewPad, monkeypatch: pytest.MonkeyPatch, expected_log: Any
) -> None:
    expected_log("a request to '/api/act' failed")
    pad = new_pad(hall, "3")
    monkeypatch.setattr(Desk, "ask_help", lambda *args, **kwargs: 1 / 0)
    assert pad.http.post("/api/act", json={"verb": "help", "request_id": "12345678"}).status_code == 500
    assert pad.look().status_code == 200


# --- live ------------------------------------------------------------------------------------------------------------


def test_a_waiting_pad_hears_of_a_change_at_once(hall: PadHall, new_pad: NewPad) -> None:
    hall.open("3")
    pad = new_pad(hall, "3")
    pad.look()
    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(pad.look, since=pad.state["v"], wait=20)
        time.sleep(0.3)
        assert not held.done()
        began = time.monotonic()
        hall.issue("cash")
        assert held.result().json()["rows"][0]["count"] == 1
        assert time.monotonic() - began < 0.5


def test_nothing_is_sent_while_only_time_passes(hall: PadHall, new_pad: NewPad) -> None:
    hall.open("3")
    hall.issue("cash")
    pad = new_pad(hall, "3")
    pad.act("next")
    before = pad.look().json()
    hall.pass_minutes(0.1)
    time.sleep(0.1)
    after = pad.look(since=before["v"], wait=0.2).json()
    assert after["v"] == before["v"]
    assert after["now"] - before["now"] == 6_000


def test_what_happens_at_other_counters_wakes_nobody(hall: PadHall, new_pad: NewPad) -> None:
    hall.open("3", "6")
    pad = new_pad(hall, "3")
    version = pad.look().json()["v"]
    hall.issue("corporate")
    time.sleep(0.1)
    assert pad.look(since=version, wait=0.1).json()["v"] == version


def test_held_requests_are_few_and_let_go_when_the_door_shuts(hall: PadHall, new_pad: NewPad) -> None:
    pad = new_pad(hall, "3")
    version = pad.look().json()["v"]
    with ThreadPoolExecutor(8) as pool:
        began = time.monotonic()
        held = [pool.submit(pad.http.get, "/api/state", params={"since": version, "wait": 20}) for _ in range(8)]
        time.sleep(0.5)
        assert sum(future.done() for future in held) == 4, "more than four at once are answered, not held"
        assert len(hall.door.online) == 1
        stopping = time.monotonic()
        hall.door.stop()
        assert time.monotonic() - stopping < 1.0
        assert [future.result().status_code for future in held] == [200] * 8
        assert time.monotonic() - began < 3


def test_thirty_pads_cost_little(hall: PadHall, new_pad: NewPad) -> None:
    hall.open("3")
    pads = [new_pad(hall, "3") for _ in range(4)]
    pads += [new_pad(hall, counter) for counter in "1245678" for _ in range(4)]
    for _ in range(60):
        hall.issue("cash")
    spent = time.process_time()
    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(lambda pad: pad.look(since=pad.look().json()["v"], wait=1.0).status_code, pads))
    assert answers == [200] * 32
    assert time.process_time() - spent < 3.0, "both sides together, in this process"


def test_the_language_is_the_consoles_until_somebody_chooses(hall: PadHall, new_pad: NewPad) -> None:
    pad = new_pad(hall, "3")
    assert pad.look().json()["lang"] == "zh"
    hall.language[0] = "en"
    assert pad.look().json()["lang"] == "en"


def test_the_door_moves_with_the_settings(hall: PadHall, new_pad: NewPad, unused_port: int) -> None:
    pad = new_pad(hall, "3")
    port = hall.door.port
    assert hall.door.apply(Door(enabled=False, port=port)) is None
    with pytest.raises(httpx.ConnectError):
        pad.look()
    assert hall.door.apply(Door(enabled=True, port=port)) is None
    assert pad.look().status_code == 200
