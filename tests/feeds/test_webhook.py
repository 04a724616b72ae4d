"""The webhook on a real server: who may post, what each event becomes, and no yes before it is durable."""

from __future__ import annotations

import base64
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from standardwebhooks import Webhook as Signer

from lobbyconsole.config import Door
from lobbyconsole.domain import facts as f
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.lobby import fold
from lobbyconsole.feeds.cloudevents import BadEvent, Event, facts_of
from lobbyconsole.feeds.door import FeedTrouble
from lobbyconsole.feeds.http_server import Limits
from lobbyconsole.feeds.profile import parse_profile
from lobbyconsole.feeds.webhook import Webhook
from lobbyconsole.feeds.webhook.cloudevents import events_of
from lobbyconsole.services.clock import Clock
from lobbyconsole.services.live import Live
from lobbyconsole.store.hall import Store
from lobbyconsole.store.sidefile import SideFile
from tests.fakes import FixedClock
from tests.services.conftest import small_branch

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
TOKEN = "a-token-of-some-length"
SIGNING = "whsec_" + base64.b64encode(b"0123456789abcdef01234567").decode()
SOURCE = "/branch/0001/feed/kiosk/1"


class Desk:
    """The console's side of the feed: keeps what is delivered, at once or when the test says so."""

    name = "kiosk"

    def __init__(self) -> None:
        self.time = FixedClock(NOON)
        self.cursor = ""
        self.facts: dict[str, Fact] = {}
        self.order: list[Fact] = []
        self.signs_of_life = 0
        self.skews: list[float] = []
        self.mode = "durable"  # or "never", "broken"
        self.pending: list[tuple[Future[int], Sequence[Fact]]] = []
        self.stopping = threading.Event()
        self.lock = threading.Lock()

    def deliver(self, facts: Sequence[Fact], cursor: str | None = None) -> Future[int]:
        future: Future[int] = Future()
        if self.mode == "never":
            self.pending.append((future, facts))
        elif self.mode == "broken":
            future.set_exception(RuntimeError("no journal"))
        else:
            future.set_result(self.keep(facts, cursor))
        return future

    def keep(self, facts: Sequence[Fact], cursor: str | None = None) -> int:
        with self.lock:
            new = [fact for fact in facts if fact.id not in self.facts]
            self.facts |= {fact.id: fact for fact in new}
            self.order += new
            self.cursor = self.cursor if cursor is None else cursor
            return len(new)

    def alive(self) -> None:
        self.signs_of_life += 1

    def skew(self, seconds: float) -> None:
        self.skews.append(seconds)

    def now(self) -> datetime:
        return self.time()

    def wait(self, seconds: float) -> bool:
        return self.stopping.wait(min(seconds, 0.05))


class Running:
    """A webhook that runs against the desk, and a sender that posts to it."""

    def __init__(self, feed: Webhook, desk: Any) -> None:
        self.feed = feed
        self.desk = desk
        self.trouble: list[FeedTrouble] = []
        self._thread = threading.Thread(target=self._run, name="feed-kiosk")
        self._thread.start()
        deadline = time.monotonic() + 5
        while feed.port == 0 and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.02)
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{feed.port}", timeout=20)

    def _run(self) -> None:
        try:
            self.feed.run(self.desk)
        except FeedTrouble as trouble:
            self.trouble.append(trouble)

    def stop(self) -> None:
        self.desk.stopping.set()
        self._thread.join(5)
        assert not self._thread.is_alive()
        self.http.close()

    def post(self, body: Any, kind: str = "application/cloudevents+json", **headers: str) -> httpx.Response:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        given = {"authorization": f"Bearer {TOKEN}", "content-type": kind}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.http.post("/events", content=content, headers=given)


@pytest.fixture
def run() -> Iterator[Callable[..., Running]]:
    running: list[Running] = []

    def start(secret: str | None = TOKEN, desk: Any = None, **wishes: Any) -> Running:
        feed = Webhook(Door(enabled=True), lambda: secret, port=0, **wishes)
        running.append(Running(feed, desk or Desk()))
        return running[-1]

    yield start
    for one in running:
        one.stop()


@pytest.fixture
def hook(run: Callable[..., Running]) -> Running:
    return run()


def event(kind: str, data: Mapping[str, Any] | None = None, **attributes: Any) -> dict[str, Any]:
    event.count += 1  # type: ignore[attr-defined]
    given = {
        "specversion": "1.0",
        "id": f"e{event.count}",  # type: ignore[attr-defined]
        "source": SOURCE,
        "type": f"lobby.{kind}",
        "time": "2026-11-20T11:58:00+08:00",
        "data": dict(data or {}),
    }
    return {**given, **attributes}


event.count = 0  # type: ignore[attr-defined]


def issued(key: str = "17", **more: Any) -> dict[str, Any]:
    return event("ticket.issued", {"ticket_key": key, "display_no": "A017", "queue": "cash", **more})


# --- who may post ----------------------------------------------------------------------------------------------------


def test_a_bearer_token_opens_the_door(hook: Running) -> None:
    response = hook.post(issued())
    assert (response.status_code, response.json()) == (202, {"accepted": 1, "new": 1})
    (fact,) = hook.desk.order
    assert isinstance(fact, f.TicketIssued)
    assert (fact.number, fact.service, fact.source, fact.clock) == ("A017", "cash", "kiosk", "vendor")
    assert fact.at == datetime(2026, 11, 20, 3, 58, tzinfo=UTC)


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": ""},
        {"authorization": "Bearer"},
        {"authorization": "Bearer wrong-token-wrong-token"},
        {"authorization": f"Basic {TOKEN}"},
        {"authorization": f"Bearer {TOKEN}x"},
        {"authorization": "Bearer \u00e9\u00e9\u00e9"},
        {"webhook_signature": "v1,AAAA", "webhook_id": "1", "webhook_timestamp": "1"},
    ],
)
def test_without_the_right_token_nothing_is_taken(headers: dict[str, str], hook: Running) -> None:
    response = hook.post(issued(), **{name: value.encode("utf-8") for name, value in headers.items()})  # type: ignore[arg-type]
    assert response.status_code == 401
    assert response.json()["error"] == "denied"
    assert TOKEN not in response.text
    assert hook.desk.order == []
    assert hook.feed.last_received_at is None


def signed(body: bytes, at: datetime = NOON, name: str = "msg_1", secret: str = SIGNING) -> dict[str, str]:
    return {
        "authorization": "",
        "webhook_id": name,
        "webhook_timestamp": str(int(at.timestamp())),
        "webhook_signature": Signer(secret).sign(name, at, body.decode()),
    }


def test_a_standard_webhooks_signature_opens_the_door(run: Callable[..., Running]) -> None:
    hook = run(SIGNING)
    body = json.dumps(issued()).encode()
    assert hook.post(body, **signed(body)).status_code == 202
    assert hook.desk.skews == [0.0]
    # A token is no way in where a signature was agreed on.
    assert hook.post(body).status_code == 401


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda body, given: (body + b" ", given), "wrong_signature"),
        (lambda body, given: (body, {**given, "webhook_id": "msg_2"}), "wrong_signature"),
        (lambda body, given: (body, {**given, "webhook_timestamp": "1"}), "wrong_signature"),
        (lambda body, given: (body, {**given, "webhook_timestamp": "soon"}), "bad_timestamp"),
        (lambda body, given: (body, {**given, "webhook_timestamp": "9" * 30}), "bad_timestamp"),
        (lambda body, given: (body, {**given, "webhook_id": ""}), "wrong_signature"),
        (lambda body, given: (body, {**given, "webhook_signature": "v1,!!!!"}), "wrong_signature"),
        (lambda body, given: (body, {**given, "webhook_signature": "nonsense"}), "wrong_signature"),
        (lambda body, given: (body, signed(body, NOON - timedelta(minutes=6))), "timestamp_too_old"),
        (lambda body, given: (body, signed(body, NOON + timedelta(minutes=6))), "timestamp_too_new"),
        (lambda body, given: (b"\xff\xfe", given), "bad_timestamp"),
    ],
)
def test_a_bad_signature_or_an_old_one_is_refused(spoil: Any, reason: str, run: Callable[..., Running]) -> None:
    hook = run(SIGNING)
    body = json.dumps(issued()).encode()
    sent, headers = spoil(body, signed(body))
    response = hook.post(sent, **headers)
    assert (response.status_code, response.json()["reason"]) == (401, reason)
    assert hook.desk.order == []


def test_a_replay_within_the_window_changes_nothing(run: Callable[..., Running]) -> None:
    hook = run(SIGNING)
    body = json.dumps(issued()).encode()
    headers = signed(body, NOON - timedelta(minutes=4))
    assert hook.post(body, **headers).status_code == 202
    for _ in range(3):
        response = hook.post(body, **headers)
        assert (response.status_code, response.json()["new"]) == (200, 0)
    assert len(hook.desk.order) == 1
    assert hook.desk.skews[0] == -240


def test_an_old_and_a_new_secret_are_good_together(run: Callable[..., Running]) -> None:
    other = "whsec_" + base64.b64encode(b"another secret, 24 bytes").decode()
    hook = run(f"{SIGNING} {other} {TOKEN}")
    body = json.dumps(issued()).encode()
    for secret in (SIGNING, other):
        assert hook.post(body, **signed(body, secret=secret)).status_code in (200, 202)
    two = {**signed(body), "webhook_signature": "v1,AAAA " + signed(body)["webhook_signature"]}
    assert hook.post(body, **two).status_code == 200
    assert hook.post(body).status_code == 200


@pytest.mark.parametrize("secret", [None, "", "short", "whsec_", "whsec_!!!", "whsec_a"])
def test_without_a_usable_secret_the_door_stays_shut(secret: str | None) -> None:
    with pytest.raises(FeedTrouble, match="no usable secret"):
        Webhook(Door(enabled=True), lambda: secret, port=0).run(Desk())


def test_a_door_that_is_not_switched_on_stays_shut() -> None:
    with pytest.raises(FeedTrouble, match="switched off"):
        Webhook(Door(), lambda: TOKEN).run(Desk())


def test_a_taken_port_is_told_to_the_manager() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(FeedTrouble, match="in use by another program"):
            Webhook(Door(enabled=True), lambda: TOKEN, port=other.getsockname()[1]).run(Desk())


# --- what each event becomes -----------------------------------------------------------------------------------------


def read(*events: dict[str, Any], services: Mapping[str, str] | None = None) -> list[Fact]:
    body = json.dumps(list(events)).encode()
    found = events_of({"content-type": "application/cloudevents-batch+json"}, body)
    assert found is not None
    return facts_of(found, "kiosk", NOON, services)


TICKET = {"ticket_key": "17"}


@pytest.mark.parametrize(
    ("kind", "data", "made", "fields"),
    [
        (
            "ticket.issued",
            {**TICKET, "display_no": "A1", "queue": "q1"},
            f.TicketIssued,
            {"number": "A1", "service": "cash"},
        ),
        (
            "ticket.issued",
            {**TICKET, "number": 12, "service": "x", "ahead": 3},
            f.TicketIssued,
            {"number": "12", "ahead": 3},
        ),
        ("ticket.called", {**TICKET, "counter": 3, "staff": "1021"}, f.TicketCalled, {"counter": "3", "staff": "1021"}),
        ("ticket.recalled", {**TICKET, "counter": "3"}, f.TicketRecalled, {"counter": "3"}),
        ("ticket.started", TICKET, f.TicketStarted, {"counter": ""}),
        ("ticket.held", {**TICKET, "reason": "form"}, f.TicketHeld, {"reason": "form"}),
        ("ticket.resumed", TICKET, f.TicketResumed, {}),
        ("ticket.requeued", TICKET, f.TicketRequeued, {"keep_place": True}),
        ("ticket.transferred", {**TICKET, "to_queue": "q1"}, f.TicketTransferred, {"to_service": "cash"}),
        ("ticket.transferred", {**TICKET, "to_counter": "4"}, f.TicketTransferred, {"to_counter": "4"}),
        ("ticket.priority_changed", {**TICKET, "priority": "vip"}, f.TicketPrioritised, {"priority": "vip"}),
        ("ticket.finished", {**TICKET, "result": "ok"}, f.TicketFinished, {"result": "ok"}),
        ("ticket.no_show", TICKET, f.TicketNoShow, {}),
        ("ticket.cancelled", TICKET, f.TicketCancelled, {}),
        ("ticket.left", TICKET, f.TicketLeft, {}),
        ("ticket.rated", {**TICKET, "score": 5}, f.TicketRated, {"score": 5}),
        ("counter.opened", {"counter": "3", "services": ["q1"]}, f.CounterOpened, {"services": ("cash",)}),
        ("counter.paused", {"counter": "3", "reason": "lunch"}, f.CounterPaused, {"reason": "lunch"}),
        ("counter.resumed", {"counter": "3"}, f.CounterResumed, {}),
        ("counter.closed", {"counter": "3"}, f.CounterClosed, {}),
        ("help.asked", {"counter": "3"}, f.HelpAsked, {}),
        ("queue.opened", {"queue": "q1"}, f.QueueOpened, {"service": "cash"}),
        ("queue.closed", {"queue": "q1"}, f.QueueClosed, {"service": "cash"}),
        ("feed.up", {}, f.FeedRestored, {"feed": "kiosk"}),
        ("feed.down", {"error": "no network"}, f.FeedLost, {"problem": "no network"}),
        ("feed.reset", {"new_epoch": "2", "cause": "midnight"}, f.FeedReset, {"epoch": "2"}),
        ("feed.gap", {"from": "2026-11-20T03:00:00Z"}, f.FeedGap, {"since": datetime(2026, 11, 20, 3, tzinfo=UTC)}),
    ],
)
def test_each_event_becomes_its_fact(kind: str, data: dict[str, Any], made: type[Fact], fields: dict[str, Any]) -> None:
    (fact,) = read(event(kind, data), services={"q1": "cash"})
    assert type(fact) is made
    assert {name: getattr(fact, name) for name in fields} == fields
    assert fact.source == "kiosk"
    assert fact.at == datetime(2026, 11, 20, 3, 58, tzinfo=UTC)


def test_a_ticket_is_one_ticket_in_all_its_events() -> None:
    called = event("ticket.called", {**TICKET, "counter": "3"}, time="2026-11-20T03:59:00Z")
    done = event("ticket.finished", TICKET, time="2026-11-20T03:59:30Z")
    lobby = fold(read(issued(), called, done))
    (ticket,) = lobby.tickets.values()
    assert (ticket.number, ticket.state, ticket.leg.wait_s) == ("A017", "finished", 60)


def test_the_same_source_and_id_are_the_same_fact_and_a_new_epoch_is_another_ticket() -> None:
    first = issued()
    again, tomorrow = read(first, first), read({**issued(), "source": "/branch/0001/feed/kiosk/2"})
    assert again[0] == again[1]
    assert tomorrow[0].subject != again[0].subject
    renewed = read(issued(ticket_created="2026-11-21"))[0]
    assert renewed.subject != again[0].subject


def test_times_we_cannot_use_become_the_arrival() -> None:
    without = issued()
    del without["time"]
    far = {**issued(), "time": "2026-11-20T12:30:00+08:00"}
    never_set = {**issued(), "time": "1970-01-01T08:03:11+08:00"}
    for fact in read(without, far, never_set):
        assert (fact.at, fact.clock) == (NOON, "arrival")
    late = {**issued(), "time": "2026-11-20T01:00:00Z"}
    assert read(late)[0].clock == "vendor"


def test_certainty_sequence_and_staff_are_taken_over() -> None:
    (fact,) = read(event("ticket.started", {**TICKET, "certainty": "inferred", "by": "1021"}, sequence="42"))
    assert (fact.certainty, fact.seq, fact.by) == ("inferred", 42, "1021")
    (fact,) = read(event("ticket.started", {**TICKET, "certainty": "rumour", "seq": 7}))
    assert (fact.certainty, fact.seq) == ("reported", 7)


def test_unknown_types_and_values_are_kept_and_shown() -> None:
    found = read(
        event("ticket.teleported", TICKET),
        {**issued(), "type": "com.vendor.beep"},
        issued(key="18", priority="platinum"),
        event("ticket.rated", {**TICKET, "score": 11}),
    )
    unmapped = [(fact.field, fact.value) for fact in found if isinstance(fact, f.FeedUnmapped)]
    assert unmapped == [
        ("type", "lobby.ticket.teleported"),
        ("type", "com.vendor.beep"),
        ("priority", "platinum"),
        ("score", "11"),
    ]
    assert [fact.kind for fact in found if not isinstance(fact, f.FeedUnmapped)] == ["ticket.issued"]
    assert len({fact.id for fact in read(*[event("beep") for _ in range(5)])}) == 1


def test_nothing_personal_comes_through() -> None:
    data = {
        **TICKET,
        "display_no": "A017",
        "queue": "cash",
        "name": "王小明",
        "id_card": "110101199003077777",
        "phone": "13800138000",
        "reason": "call 13800138000",
        "staff": "wang@bank.example",
    }
    (fact,) = read(event("ticket.called", {**data, "counter": "3"}))
    text = repr(fact)
    for secret in ("王小明", "110101199003077777", "13800138000", "wang@bank"):
        assert secret not in text


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[]", "Expected `object`"),
        (b"null", "Expected `object`"),
        (b'{"specversion": "1.0"}', "missing required field"),
        (json.dumps({**issued(), "specversion": "0.3"}).encode(), "not 1.0"),
        (json.dumps({**issued(), "id": ""}).encode(), "must not be empty"),
        (json.dumps({**issued(), "id": 5}).encode(), "Expected `str`"),
        (json.dumps({**issued(), "time": "yesterday"}).encode(), "RFC 3339"),
        (json.dumps({**issued(), "time": "2026-11-20T11:58:00"}).encode(), "no offset"),
        (json.dumps({**issued(), "time": "0001-01-01T00:00:00+14:00"}).encode(), "no RFC 3339"),
        (json.dumps({**issued(), "time": "9999-12-31T23:59:59Z"}).encode(), "beyond all calendars"),
        (json.dumps(issued(appointment_at="9999-12-31T23:59:59Z")).encode(), "data.appointment_at is beyond"),
        (json.dumps({**issued(), "data": "text"}).encode(), "not a JSON object"),
        (json.dumps({**issued(), "data_base64": "%%%"}).encode(), "not base64"),
        (json.dumps(event("ticket.issued", {"ticket_key": "1"})).encode(), "data.display_no is missing"),
        (json.dumps(event("ticket.called", {"ticket_key": "1"})).encode(), "data.counter is missing"),
        (json.dumps(event("ticket.called", {"counter": "1"})).encode(), "data.ticket_key is missing"),
        (json.dumps(event("ticket.transferred", {"ticket_key": "1"})).encode(), "data.to_queue"),
        (b"[" * 5_000, "not JSON"),
    ],
)
def test_what_cannot_be_understood_is_answered_with_the_reason(body: bytes, reason: str, hook: Running) -> None:
    response = hook.post(body)
    assert response.status_code == 400
    assert reason in response.json()["reason"]
    assert hook.desk.order == []


def test_binary_mode_batches_and_plain_json_events(hook: Running) -> None:
    data = {"ticket_key": "1", "display_no": "A001", "queue": "cash"}
    binary = {"ce_specversion": "1.0", "ce_id": "b1", "ce_source": "/k%20iosk", "ce_type": "lobby.ticket.issued"}
    assert hook.post(data, "application/json", **binary).status_code == 202
    assert hook.post([issued("2"), issued("3")], "application/cloudevents-batch+json").json()["accepted"] == 2
    assert hook.post(issued("4"), "application/json; charset=utf-8").status_code == 202
    packed = {**issued("5"), "data_base64": base64.b64encode(json.dumps({**data, "ticket_key": "5"}).encode()).decode()}
    assert hook.post(packed).status_code == 202
    assert len(hook.desk.order) == 5


def test_one_bad_event_refuses_its_whole_batch_and_says_which(hook: Running) -> None:
    response = hook.post([issued("1"), event("ticket.called", TICKET)], "application/cloudevents-batch+json")
    assert response.status_code == 400
    assert response.json()["reason"].startswith("event 1: data.counter")
    assert hook.desk.order == []
    assert hook.post([issued()] * 501, "application/cloudevents-batch+json").status_code in (400, 413)


@pytest.mark.parametrize("kind", ["text/xml", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_other_kinds_of_body_are_refused(kind: str, hook: Running) -> None:
    assert hook.post(b"a=1", kind).status_code == 400


def test_an_unknown_type_is_acknowledged_and_kept(hook: Running) -> None:
    response = hook.post(event("ticket.teleported"))
    assert (response.status_code, response.json()) == (202, {"accepted": 1, "new": 1, "unmapped": 1})
    assert isinstance(hook.desk.order[0], f.FeedUnmapped)


# --- bodies of a vendor ----------------------------------------------------------------------------------------------


def test_without_a_mapping_a_vendors_body_is_refused(hook: Running) -> None:
    response = hook.post({"event": "VISIT_CREATE"}, "application/json")
    assert response.status_code == 400
    assert "no profile" in response.json()["reason"]


def test_a_vendors_body_is_mapped_by_a_function(run: Callable[..., Running]) -> None:
    def vendor(raw: Mapping[str, Any]) -> list[Fact]:
        at = datetime.fromisoformat(raw["when"])
        return [f.TicketCalled(id=raw["id"], at=at, source="kiosk", ticket=raw["visit"], counter=raw["desk"])]

    hook = run(map_body=vendor)
    body = {"id": "1", "when": "2026-11-20T03:00:00+00:00", "visit": "v1", "desk": "3", "customer_name": "王小明"}
    assert hook.post(body, "application/json").status_code == 202
    assert hook.post([{**body, "id": "2"}, {**body, "id": "3"}], "application/json").json()["accepted"] == 2
    bad = hook.post({"id": "4"}, "application/json")
    assert bad.status_code == 400
    assert "'when'" in bad.json()["reason"]
    assert len(hook.desk.order) == 3
    shown = [received.record for received in hook.feed.recent]
    assert len(shown) == 4
    assert all("王小明" not in str(record) for record in shown)


PROFILE = """
name = "vendor"
transport = "webhook"
mode = "events"
records = "events"
[columns]
native = "visit.id"
number = "visit.ticket"
service = "queue"
counter = "desk"
event = "kind"
event_id = "seq"
[times.at]
column = "at"
format = "auto"
[events]
VISIT_CREATE = "issued"
VISIT_CALL = "called"
VISIT_END = "finished"
"""


def test_a_vendors_body_is_mapped_by_a_profile_that_remembers(run: Callable[..., Running]) -> None:
    profile = parse_profile(PROFILE, "vendor.toml")
    hook = run(profile=profile)

    def vendor(kind: str, seq: int, minute: int, **more: Any) -> dict[str, Any]:
        visit = {"id": "v1", "ticket": "A001"}
        return {
            "kind": kind,
            "seq": seq,
            "at": f"2026-11-20T11:{minute}:00+08:00",
            "visit": visit,
            "queue": "cash",
            **more,
        }

    assert hook.post({"events": [vendor("VISIT_CREATE", 1, 40)]}, "application/json").status_code == 202
    assert hook.desk.cursor, "the profile's memory is saved with its facts"
    hook.desk.mode = "broken"
    lost = {"events": [vendor("VISIT_CALL", 2, 45, desk="3")]}
    hook.desk.mode = "durable"
    assert hook.post(lost, "application/json").status_code == 202
    assert hook.post({"events": [vendor("VISIT_END", 3, 50, desk="3")]}, "application/json").status_code == 202
    (ticket,) = fold(hook.desk.order).tickets.values()
    assert (ticket.number, ticket.state, ticket.leg.wait_s) == ("A001", "finished", 300)
    assert not [fact for fact in hook.desk.order if isinstance(fact, f.FeedGap)], "a quiet sender is no gap"


# --- no yes before it is durable -------------------------------------------------------------------------------------


def test_nothing_is_acknowledged_before_it_is_durable(run: Callable[..., Running]) -> None:
    hook = run(durable_within_s=0.3)
    hook.desk.mode = "never"
    response = hook.post(issued())
    assert (response.status_code, response.json()["error"]) == (503, "not_yet_durable")
    assert response.headers["retry-after"] == "5"
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(hook.post, issued("2"))
        time.sleep(0.1)
        assert not waiting.done()
        future, facts = hook.desk.pending[-1]
        future.set_result(hook.desk.keep(facts))
        assert waiting.result().status_code == 202


def test_what_could_not_be_recorded_is_to_be_sent_again(hook: Running, expected_log: Any) -> None:
    expected_log("what was posted to kiosk could not be recorded")
    hook.desk.mode = "broken"
    one = issued()
    response = hook.post(one)
    assert (response.status_code, response.json()["error"]) == (503, "not_recorded")
    assert "retry-after" in response.headers
    hook.desk.mode = "durable"
    assert hook.post(one).status_code == 202
    assert len(hook.desk.order) == 1


class RealLink(Desk):
    """The same with the real recorder and an encrypted database behind it."""

    def __init__(self, live: Live) -> None:
        super().__init__()
        self.live = live

    def deliver(self, facts: Sequence[Fact], cursor: str | None = None) -> Future[int]:
        return self.live.record(facts, None if cursor is None else (self.name, cursor))


@pytest.mark.slow
def test_two_hundred_posts_a_second_are_all_in_the_journal(run: Callable[..., Running], tmp_path: Path) -> None:
    branch, clock = small_branch(), FixedClock(NOON)
    store = Store.open(tmp_path, b"k" * 32, branch=lambda: branch, clock=clock)
    live = Live(store, branch, Clock(wall=clock), SideFile((tmp_path,), b"k" * 32))
    live.start()
    hook = run(desk=RealLink(live))
    senders, seconds, rate = 4, 3.0, 200
    acknowledged: list[str] = []
    refused: list[int] = []

    def send(sender: int) -> None:
        begun = time.monotonic()
        with httpx.Client(base_url=f"http://127.0.0.1:{hook.feed.port}", timeout=20) as client:
            for number in range(int(seconds * rate / senders)):
                time.sleep(max(0.0, begun + number * senders / rate - time.monotonic()))
                key = f"{sender}-{number}"
                response = client.post(
                    "/events",
                    json={**issued(key), "id": key},
                    headers={"authorization": f"Bearer {TOKEN}", "content-type": "application/cloudevents+json"},
                )
                (acknowledged.append(key) if response.status_code == 202 else refused.append(response.status_code))

    with ThreadPoolExecutor(senders) as pool:
        list(pool.map(send, range(senders)))
    live.stop()
    store.close()
    again = Store.open(tmp_path, b"k" * 32, branch=lambda: branch, clock=clock)
    start, end = branch.day_span(branch.day_of(NOON))
    kept = {fact.id for fact in again.day_facts(start, end)}
    again.close()
    sent_ids = {fact.id for key in acknowledged for fact in read({**issued(key), "id": key})}
    assert refused == []
    assert sent_ids <= kept
    assert len(acknowledged) == 600


def serve_until_killed(folder: str) -> None:
    """The other process of the test below."""
    branch, clock = small_branch(), FixedClock(NOON)
    store = Store.open(Path(folder), b"k" * 32, branch=lambda: branch, clock=clock)
    live = Live(store, branch, Clock(wall=clock), SideFile((Path(folder),), b"k" * 32))
    live.start()
    feed = Webhook(Door(enabled=True), lambda: TOKEN, port=0)
    threading.Thread(target=feed.run, args=(RealLink(live),), daemon=True).start()
    while feed.port == 0:
        time.sleep(0.01)
    sys.stdout.write(f"{feed.port}\n")
    sys.stdout.flush()
    time.sleep(60)


@pytest.mark.slow
def test_after_kill_9_everything_acknowledged_is_there(tmp_path: Path) -> None:
    program = f"from tests.feeds.test_webhook import serve_until_killed; serve_until_killed({str(tmp_path)!r})"
    root = Path(__file__).resolve().parents[2]
    acknowledged: list[str] = []
    with subprocess.Popen([sys.executable, "-c", program], cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())

        def send(sender: int) -> None:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=5) as client:
                for number in range(2_000):
                    key = f"{sender}-{number}"
                    headers = {"authorization": f"Bearer {TOKEN}", "content-type": "application/cloudevents+json"}
                    try:
                        response = client.post("/events", json={**issued(key), "id": key}, headers=headers)
                    except httpx.TransportError:
                        return
                    if response.status_code == 202:
                        acknowledged.append(key)

        with ThreadPoolExecutor(4) as pool:
            sending = [pool.submit(send, sender) for sender in range(4)]
            patience = time.monotonic() + 60
            while len(acknowledged) <= 50 and time.monotonic() < patience:  # in the middle, on any machine
                time.sleep(0.01)
            process.kill()
            for future in sending:
                future.result()
    branch = small_branch()
    store = Store.open(tmp_path, b"k" * 32, branch=lambda: branch, clock=FixedClock(NOON))
    start, end = branch.day_span(branch.day_of(NOON))
    kept = {fact.id for fact in store.day_facts(start, end)}
    store.close()
    expected = {fact.id for key in acknowledged for fact in read({**issued(key), "id": key})}
    assert len(acknowledged) > 50
    assert expected <= kept


def test_a_flood_is_told_to_come_back_and_costs_no_memory(run: Callable[..., Running]) -> None:
    hook = run(limits=Limits(requests_per_s=2, burst=20))
    answers = [hook.post(issued(str(number))) for number in range(60)]
    refused = [response for response in answers if response.status_code == 429]
    assert len(answers) - len(refused) == len(hook.desk.order) < 50
    assert refused[0].headers["retry-after"] == "1"


def test_more_than_we_can_record_is_told_to_come_back(
    run: Callable[..., Running], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lobbyconsole.feeds.webhook.feed.IN_FLIGHT", 4)
    hook = run(durable_within_s=1.0)
    hook.desk.mode = "never"
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: hook.post(issued(str(number))), range(8)))
    errors = sorted(response.json()["error"] for response in answers)
    assert errors == ["busy"] * 4 + ["not_yet_durable"] * 4
    assert all(response.status_code == 503 for response in answers)


def test_a_body_of_a_megabyte_is_refused(hook: Running) -> None:
    response = hook.post(issued(reason="x" * 1_000_000))
    assert (response.status_code, response.json()["error"]) == (413, "body_too_large")
    assert hook.desk.order == []
    assert hook.post(issued()).status_code == 202


def test_it_stops_at_once_while_senders_wait(run: Callable[..., Running]) -> None:
    hook = run()
    hook.desk.mode = "never"
    with ThreadPoolExecutor(3) as pool:
        waiting = [pool.submit(hook.post, issued(str(number))) for number in range(3)]
        time.sleep(0.3)
        begun = time.monotonic()
        hook.desk.stopping.set()
        assert [future.result().status_code for future in waiting] == [503] * 3
        assert time.monotonic() - begun < 1.5
    for future, facts in hook.desk.pending:
        future.set_result(len(facts))  # too late for the answer, and nobody minds


# --- whether the sender is there -------------------------------------------------------------------------------------


def test_health_needs_the_token_and_tells_when_it_last_heard(hook: Running) -> None:
    assert hook.http.get("/health").status_code == 401
    assert hook.desk.skews == []
    hook.post(issued())
    hook.desk.time.advance(30)
    hook.desk.facts.clear()
    response = hook.http.get("/health", headers={"authorization": f"Bearer {TOKEN}"})
    assert response.status_code == 200
    assert response.json()["status"] == "ok"
    assert response.json()["last_received_s"] == 0, "asking is a sign of life too"
    assert response.json()["counts"] == {"no_credentials": 1, "accepted": 1, "new": 1}


def test_health_may_be_signed(run: Callable[..., Running]) -> None:
    hook = run(SIGNING)
    headers = {name.replace("_", "-"): value for name, value in signed(b"").items() if value}
    assert hook.http.get("/health", headers=headers).status_code == 200


def test_a_silent_sender_is_believed_for_a_while_and_then_not(run: Callable[..., Running]) -> None:
    hook = run(quiet_s=600)
    time.sleep(0.2)
    assert hook.desk.signs_of_life > 0
    hook.desk.time.advance(601)
    time.sleep(0.2)
    before = hook.desk.signs_of_life
    time.sleep(0.3)
    assert hook.desk.signs_of_life == before, "no more: the floor says that it is lost"
    assert hook.post(issued()).status_code == 202
    time.sleep(0.2)
    assert hook.desk.signs_of_life > before + 1


def test_a_sender_that_forgets_receivers_is_registered_with_again(run: Callable[..., Running]) -> None:
    calls: list[int] = []

    def register() -> None:
        calls.append(1)
        if len(calls) == 1:
            raise OSError("not there yet")

    hook = run(register=register)
    time.sleep(0.2)
    assert (len(calls), hook.feed.registered_at) == (1, None)
    hook.desk.time.advance(31)
    time.sleep(0.2)
    assert (len(calls), hook.feed.registered_at) == (2, hook.desk.time())
    hook.desk.time.advance(601)
    time.sleep(0.2)
    assert len(calls) == 3


@pytest.mark.parametrize("path", ["/nothing", "/events/1", "/docs"])
def test_there_are_no_other_pages(path: str, hook: Running) -> None:
    assert hook.http.get(path, headers={"authorization": f"Bearer {TOKEN}"}).status_code in (404, 405)
    assert hook.http.get("/events").status_code == 405


def test_reading_events_never_fails_but_with_words() -> None:
    data: Any
    for data in (None, [], 5, "a", {"ticket_key": {}}, {"ticket_key": True}, {"ticket_key": "1", "display_no": []}):
        with pytest.raises(BadEvent):
            facts_of([Event("1", SOURCE, "lobby.ticket.issued", "1.0", data=data)], "kiosk", NOON)
