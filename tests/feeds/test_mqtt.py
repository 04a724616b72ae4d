"""The MQTT source on a real broker: nothing acknowledged before it is durable, nothing lost, nothing doubled."""

from __future__ import annotations

import json
import random
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lobbyconsole.bootstrap.hall import open_hall
from lobbyconsole.config import FeedSetting, Settings
from lobbyconsole.domain import facts as f
from lobbyconsole.domain.lobby import fold
from lobbyconsole.feeds.cloudevents import BadEvent
from lobbyconsole.feeds.door import FeedTrouble
from lobbyconsole.feeds.mqtt import Mqtt
from lobbyconsole.feeds.mqtt import feed as mqtt_feed
from lobbyconsole.feeds.mqtt.address import broker_of
from lobbyconsole.feeds.mqtt.reading import LARGEST, Received, facts_in
from lobbyconsole.feeds.profile import parse_profile
from lobbyconsole.feeds.telling import State
from lobbyconsole.services.clock import Clock
from lobbyconsole.services.desk_checks import check_fit
from lobbyconsole.services.live import Live
from lobbyconsole.store.codec import encode
from lobbyconsole.store.hall import Store
from lobbyconsole.store.sidefile import SideFile
from tests.fakes import FixedClock
from tests.feeds.brokers import Broker, Double, ListeningLink, certificates, need_mosquitto, wait_for
from tests.services.conftest import small_branch

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
STRUCTURED = "application/cloudevents+json"


class Running:
    """A feed that runs against a link, on a thread of its own as in the intake."""

    def __init__(self, address: str, link: Any, password: str = "", **wishes: Any) -> None:
        self.link = link
        self.feed = Mqtt(broker_of(address, "0001", "kiosk"), lambda: password, **wishes)
        self.trouble: list[FeedTrouble] = []
        self.thread = threading.Thread(target=self._run, name="feed-kiosk")
        self.thread.start()

    def _run(self) -> None:
        try:
            self.feed.run(self.link)
        except FeedTrouble as trouble:
            self.trouble.append(trouble)

    def connected(self) -> Running:
        wait_for(lambda: self.link.signs_of_life or self.trouble)
        assert not self.trouble, str(self.trouble[0])
        return self

    def stop(self) -> float:
        begun = time.monotonic()
        self.link.stopping.set()
        self.thread.join(5)
        assert not self.thread.is_alive()
        return time.monotonic() - begun


Start = Callable[..., Running]


@pytest.fixture
def start() -> Iterator[Start]:
    running: list[Running] = []

    def run(address: str, link: ListeningLink | None = None, **wishes: Any) -> Running:
        running.append(Running(address, link or ListeningLink(), **wishes))
        return running[-1]

    yield run
    for one in running:
        one.stop()


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    made = Broker(tmp_path / "broker")
    yield made
    made.stop()


def at(broker: Any, topic: str = "") -> str:
    return f"mqtt://127.0.0.1:{broker.port}{topic}"


def issued(key: str, **more: Any) -> str:
    """A structured event as the README shows it."""
    event = {
        "specversion": "1.0",
        "id": f"e-{key}",
        "source": "/branch/0001/feed/kiosk/1",
        "type": "lobby.ticket.issued",
        "time": "2026-11-20T11:58:00+08:00",
        "data": {"ticket_key": key, "display_no": "A017", "queue": "cash"},
    }
    return json.dumps({**event, **more})


# --- what comes through ----------------------------------------------------------------------------------------------


def test_structured_binary_and_batch_events_become_facts(broker: Broker, start: Start) -> None:
    running = start(at(broker)).connected()
    broker.publish(issued("1"), kind=STRUCTURED)
    broker.publish(issued("2"))
    about = {"specversion": "1.0", "id": "b1", "source": "/branch/0001/feed/kiosk/1", "type": "lobby.ticket.called"}
    called = json.dumps({"ticket_key": "1", "counter": "3"})
    broker.publish(called, kind="application/json", attributes={**about, "time": "2026-11-20T11:59:00+08:00"})
    broker.publish(f"[{issued('3')},{issued('4')}]", kind="application/cloudevents-batch+json", qos=0)
    wait_for(lambda: len(running.link.order) == 5)
    assert [type(fact) for fact in running.link.order[:3]] == [f.TicketIssued, f.TicketIssued, f.TicketCalled]
    assert {fact.source for fact in running.link.order} == {"kiosk"}
    tickets = fold(running.link.order).tickets
    assert sorted(ticket.state for ticket in tickets.values()) == ["called", "waiting", "waiting", "waiting"]


def test_other_topics_do_not_concern_us(broker: Broker, start: Start) -> None:
    running = start(at(broker)).connected()
    broker.publish(issued("1"), "lobby/0002/kiosk/tickets")
    broker.publish(issued("2"), "lobby/0001/other")
    broker.publish(issued("3"), "lobby/0001/kiosk")
    wait_for(lambda: running.link.order)
    assert [fact.id for fact in running.link.order] == [fact.id for fact in read(issued("3"))]


def read(body: str, **more: Any) -> list[f.Fact]:
    return facts_in(Received("t", body.encode(), STRUCTURED, **more), "kiosk", NOON, None, State())[0]


PROFILE = """
name = "vendor"
transport = "mqtt"
mode = "events"
[columns]
native = "visit.id"
number = "visit.ticket"
service = "@level3"
counter = "desk"
event = "kind"
event_id = "seq"
[times.at]
column = "at"
[events]
VISIT_CREATE = "issued"
VISIT_CALL = "called"
VISIT_END = "finished"
"""


def vendor(kind: str, seq: int, minute: int, **more: Any) -> str:
    at = f"2026-11-20T11:{minute}:00+08:00"
    return json.dumps({"kind": kind, "seq": seq, "at": at, "visit": {"id": "v1", "ticket": "A001"}, **more})


def test_a_vendors_body_is_read_by_a_profile_that_remembers_over_a_restart(broker: Broker, start: Start) -> None:
    profile = parse_profile(PROFILE, "vendor.toml")
    running = start(at(broker, "/hall/queue/+"), profile=profile).connected()
    broker.publish(vendor("VISIT_CREATE", 1, 40), "hall/queue/cash")
    broker.publish(vendor("VISIT_CALL", 2, 45, desk="3"), "hall/queue/cash")
    wait_for(lambda: len(running.link.order) == 2)
    running.stop()
    again = ListeningLink(running.link.cursor)
    again.order = list(running.link.order)
    second = start(at(broker, "/hall/queue/+"), again, profile=profile).connected()
    broker.publish(vendor("VISIT_CALL", 2, 45, desk="3"), "hall/queue/cash")
    broker.publish(vendor("VISIT_END", 3, 50, desk="3"), "hall/queue/cash")
    wait_for(lambda: len(again.order) == 3)
    (ticket,) = fold(again.order).tickets.values()
    assert (ticket.number, ticket.state, ticket.leg.service, ticket.leg.wait_s) == ("A001", "finished", "cash", 300)
    assert second.feed.counts["bad"] == 0


# --- acknowledged only when durable ----------------------------------------------------------------------------------


def test_what_is_not_durable_comes_again(broker: Broker, start: Start) -> None:
    slow = ListeningLink()
    running = start(at(broker), slow).connected()
    slow.mode = "never"
    broker.publish_all([issued(str(n)) for n in range(5)])
    wait_for(lambda: len(slow.pending) == 5)
    slow.mode = "durable"
    running.stop()
    assert slow.order == []
    second = start(at(broker)).connected()
    wait_for(lambda: len(second.link.order) == 5)


def test_the_broker_keeps_what_comes_while_the_console_is_closed(broker: Broker, start: Start) -> None:
    start(at(broker)).connected().stop()
    broker.publish_all([issued(str(n)) for n in range(200)])
    running = start(at(broker)).connected()
    wait_for(lambda: len(running.link.order) == 200)
    running.stop()
    third = start(at(broker)).connected()
    broker.publish(issued("new"))
    wait_for(lambda: third.link.order)
    assert len(third.link.order) == 1, "what was acknowledged does not come again"


def test_a_message_repeated_by_the_sender_is_one_fact(broker: Broker, start: Start) -> None:
    running = start(at(broker)).connected()
    broker.publish_all([issued("1")] * 20)
    broker.publish(issued("2"))
    wait_for(lambda: len(running.link.order) == 2)
    assert running.link.again == 19


def test_a_hall_that_is_closing_leaves_the_message_with_the_broker(broker: Broker, start: Start) -> None:
    class Closing(ListeningLink):
        def deliver(self, facts: Any, cursor: str | None = None) -> Future[int]:
            future: Future[int] = Future()
            future.set_exception(CancelledError("the hall is closed"))
            return future

    running = start(at(broker), Closing()).connected()
    broker.publish(issued("1"))
    time.sleep(0.4)
    running.stop()
    assert not running.trouble
    second = start(at(broker)).connected()
    wait_for(lambda: second.link.order)


def listen_until_killed(folder: str, port: int) -> None:
    """The other process of the test below."""
    branch, clock = small_branch(), FixedClock(NOON)
    store = Store.open(Path(folder), b"k" * 32, branch=lambda: branch, clock=clock)
    live = Live(store, branch, Clock(wall=clock), SideFile((Path(folder),), b"k" * 32))
    live.start()
    Mqtt(broker_of(f"mqtt://127.0.0.1:{port}", "0001", "kiosk"), lambda: "").run(TellingLink(live))


class RealLink(ListeningLink):
    """The same with the real recorder and an encrypted database behind it."""

    def __init__(self, live: Live) -> None:
        super().__init__()
        self.live = live
        self.cursor = live.cursor(self.name)

    def deliver(self, facts: Any, cursor: str | None = None) -> Future[int]:
        return self.live.record(facts, None if cursor is None else (self.name, cursor))


class TellingLink(RealLink):
    """Says when it has been given its hundredth message: some are durable then, some are not."""

    given = 0

    def deliver(self, facts: Any, cursor: str | None = None) -> Future[int]:
        future = super().deliver(facts, cursor)
        self.given += 1
        if self.given == 100:
            sys.stdout.write("a hundred\n")
            sys.stdout.flush()
        return future


@pytest.mark.slow
def test_after_kill_9_nothing_is_lost_and_nothing_doubled(broker: Broker, tmp_path: Path, start: Start) -> None:
    hall = tmp_path / "hall"
    program = f"from tests.feeds.test_mqtt import listen_until_killed as go; go({str(hall)!r}, {broker.port})"
    root = Path(__file__).resolve().parents[2]
    start(at(broker)).connected().stop()  # from now on the broker keeps everything for us
    many = 1_500
    sender = threading.Thread(target=broker.publish_all, args=([issued(str(n)) for n in range(many)],))
    sender.start()
    for _ in range(3):
        with subprocess.Popen([sys.executable, "-c", program], cwd=root, stdout=subprocess.PIPE) as process:
            try:
                wait_for(lambda process=process: select.select([process.stdout], [], [], 0)[0], 20)  # type: ignore[misc]
            finally:
                process.kill()
    sender.join()
    branch, clock = small_branch(), FixedClock(NOON)
    store = Store.open(hall, b"k" * 32, branch=lambda: branch, clock=clock)
    before = store.head()[0]
    live = Live(store, branch, Clock(wall=clock), SideFile((hall,), b"k" * 32))
    live.start()
    running = start(at(broker), RealLink(live)).connected()
    wait_for(lambda: store.head()[0] >= many, 30)
    time.sleep(0.3)
    running.stop()
    live.stop()
    entries = store.entries_after(0, 2 * many)
    tickets = [entry.fact.ticket for entry in entries if isinstance(entry.fact, f.TicketIssued)]
    store.close()
    assert before > 0, "the console was killed before it recorded anything"
    assert len(tickets) == len(set(tickets)) == len(entries) == many


def test_in_an_open_hall_its_tickets_are_on_the_floor_and_its_trouble_is_told(broker: Broker, tmp_path: Path) -> None:
    source = FeedSetting(name="kiosk", kind="mqtt", address=at(broker), lost_after_s=5)
    settings = Settings(set_up=True, branch=small_branch(), feeds=(source,))
    hall = open_hall(tmp_path / "hall", b"k" * 32, settings=settings, upkeep=False, in_memory_settings=True)

    def link() -> Any:
        return next(iter(hall.console.live.snapshot.health.links), None)

    try:
        wait_for(lambda: link() is not None and link().state == "up")
        now = datetime.now(UTC).isoformat()
        broker.publish_all([issued(str(n), time=now) for n in range(300)])
        wait_for(lambda: hall.console.live.snapshot.picture.figures.waiting == 300)
        broker.stop()
        wait_for(lambda: link().problem is not None)
        assert f"127.0.0.1:{broker.port}" in str(link().problem)
        wait_for(lambda: link().state == "down", 12)
        broker.start()
        wait_for(lambda: link().state == "up", 15)
        begun = time.monotonic()
    finally:
        hall.close()
    assert time.monotonic() - begun < 2.5


# --- messages the broker keeps ---------------------------------------------------------------------------------------


def test_a_kept_event_is_read_at_first_sight_and_gives_no_second_fact(broker: Broker, start: Start) -> None:
    broker.publish(issued("1"), retain=True)
    first = start(at(broker)).connected()
    wait_for(lambda: len(first.link.order) == 1)
    first.stop()
    other = start(f"{at(broker)}?client=someone-new", first.link.__class__())
    other.link.order = list(first.link.order)
    wait_for(lambda: other.link.again == 1)
    assert len(other.link.order) == 1


def test_a_kept_event_without_a_time_is_put_aside(broker: Broker, start: Start) -> None:
    event = {key: value for key, value in json.loads(issued("1")).items() if key != "time"}
    broker.publish(json.dumps(event), retain=True)
    running = start(at(broker)).connected()
    wait_for(lambda: running.link.order)
    (fact,) = running.link.order
    assert isinstance(fact, f.FeedUnmapped)
    assert "no time of its own" in fact.value
    broker.publish(b"", retain=True)  # taken back
    broker.publish(issued("2"))
    wait_for(lambda: len(running.link.order) == 2)
    assert running.feed.counts["bad"] == 1


def test_a_kept_row_of_a_vendor_without_a_time_is_put_aside_too() -> None:
    profile = parse_profile(PROFILE, "vendor.toml")
    body = json.dumps({"kind": "VISIT_CREATE", "seq": 1, "visit": {"id": "v1", "ticket": "A1"}}).encode()
    with pytest.raises(BadEvent, match="no time of its own"):
        facts_in(Received("hall/queue/cash", body, retained=True), "kiosk", NOON, profile, State())
    assert facts_in(Received("hall/queue/cash", body), "kiosk", NOON, profile, State())[0]


# --- messages that are none ------------------------------------------------------------------------------------------


BAD = [
    b"\xff\xfe\x00",
    b"{",
    b"[" * 5_000,
    b'"hello"',
    b"{}",
    issued("1", specversion="0.3").encode(),
    issued("1", time="yesterday").encode(),
    issued("1", data=[]).encode(),
    issued("1", data={"display_no": "A1"}).encode(),
    b" " * (LARGEST + 1),
]


def test_what_cannot_be_read_is_counted_and_holds_up_nobody(broker: Broker, start: Start) -> None:
    running = start(at(broker)).connected()
    broker.publish_all(BAD * 3)
    broker.publish(b"\x00\x01", kind="application/octet-stream")
    broker.publish(issued("good"))
    wait_for(lambda: any(isinstance(fact, f.TicketIssued) for fact in running.link.order))
    assert running.feed.counts["bad"] == 3 * len(BAD) + 1
    told = [fact for fact in running.link.order if isinstance(fact, f.FeedUnmapped)]
    assert {fact.field for fact in told} == {"message"}
    assert 5 <= len(told) <= len(BAD) + 1, "one a day for each reason"
    running.stop()
    second = start(at(broker)).connected()
    broker.publish(issued("next"))
    wait_for(lambda: second.link.order)
    assert len(second.link.order) == 1, "what was put aside does not come again"


def test_reasons_that_never_end_are_not_all_told(broker: Broker, start: Start) -> None:
    running = start(at(broker)).connected()
    broker.publish_all(["{}"] * 3)
    for number in range(80):
        broker.publish(b"x", kind=f"application/x{number}")
    wait_for(lambda: running.feed.counts["bad"] == 83, 20)
    wait_for(lambda: running.feed.counts["accepted"] == 83)
    assert len(running.link.order) == mqtt_feed.MOST_REASONS + 1


def test_what_no_journal_can_hold_is_tried_again_and_then_put_aside(broker: Broker, start: Start) -> None:
    running = start(at(broker)).connected()
    data = {"ticket_key": "1", "display_no": "POISON", "queue": "cash"}
    broker.publish_all([issued("0"), issued("1", data=data), issued("2")])
    wait_for(lambda: len(running.link.order) == 3)
    assert sorted(fact.kind for fact in running.link.order) == ["feed.unmapped", "ticket.issued", "ticket.issued"]
    wait_for(lambda: running.feed.counts["accepted"] == 3)
    running.stop()
    second = start(at(broker)).connected()
    broker.publish(issued("next"))
    wait_for(lambda: second.link.order)
    assert len(second.link.order) == 1


def test_a_journal_that_takes_nothing_is_told_and_loses_nothing(broker: Broker, start: Start) -> None:
    broken = ListeningLink()
    running = start(at(broker), broken).connected()
    broken.mode = "broken"
    broker.publish(issued("1"))
    wait_for(lambda: running.trouble, 15)
    assert "could not be recorded" in str(running.trouble[0])
    second = start(at(broker)).connected()
    wait_for(lambda: second.link.order)


def test_whatever_a_message_holds_it_is_facts_or_a_reason() -> None:
    profile, chance = parse_profile(PROFILE, "vendor.toml"), random.Random(1)
    kinds = ("ticket.issued", "ticket.called", "ticket.rated", "ticket.transferred", "counter.paused", "feed.gap", "x")
    names: tuple[str, ...] = (
        "ticket_key",
        "display_no",
        "queue",
        "counter",
        "score",
        "until",
        "from",
        "priority",
        "then",
        "ahead",
    )
    names += ("appointment_at", "to_queue", "certainty", "seq", "kind", "visit", "desk", "at")
    times = ("yesterday", "2026-11-20T11:58:00+08:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00")
    values: tuple[Any, ...] = (None, True, -1, 2**70, 1e400, "", "\x00", "\ud800", "中" * 300, [], ["a", 1, None], {})
    values += ("VISIT_CREATE", {"id": "v1", "ticket": "A"}, *times)
    read = 0
    for number in range(4_000):
        data = {name: chance.choice(values) for name in chance.sample(names, chance.randint(0, len(names)))}
        event = {
            "specversion": "1.0",
            "id": f"{number}",
            "source": "/b/1/feed/k/1",
            "type": f"lobby.{chance.choice(kinds)}",
        }
        body = json.dumps(chance.choice(({**event, "data": data, "time": chance.choice(values[-4:])}, data))).encode()
        try:
            found, _ = facts_in(Received("a/b/c", body), "kiosk", NOON, chance.choice((None, profile)), State())
        except BadEvent:
            continue
        for fact in found:
            check_fit(fact)
            encode(fact)
        read += 1
    assert read > 100


def test_a_new_topic_takes_the_place_of_the_old_one(broker: Broker, start: Start) -> None:
    first = start(at(broker, "/old/#")).connected()
    first.stop()
    second = start(at(broker, "/new/#"), ListeningLink(first.link.cursor)).connected()
    broker.publish(issued("1"), "old/a")
    broker.publish(issued("2"), "new/a")
    wait_for(lambda: second.link.order)
    time.sleep(0.2)
    assert [fact.id for fact in second.link.order] == [fact.id for fact in read(issued("2"))]


def test_a_defect_in_reading_does_not_hold_up_the_queue(
    broker: Broker, start: Start, monkeypatch: pytest.MonkeyPatch, expected_log: Any
) -> None:
    real = facts_in

    def sick(message: Received, *rest: Any) -> Any:
        if b"e-sick" in message.body:
            raise ZeroDivisionError
        return real(message, *rest)

    monkeypatch.setattr("lobbyconsole.feeds.mqtt.feed.facts_in", sick)
    running = start(at(broker)).connected()
    broker.publish_all([issued("sick"), issued("well")])
    wait_for(lambda: len(running.link.order) == 2)
    assert running.link.order[0].kind == "feed.unmapped"
    expected_log("could not be read")


def test_nothing_personal_is_told_of_a_bad_message(broker: Broker, start: Start) -> None:
    running = start(at(broker)).connected()
    broker.publish(issued("1", specversion="13912345678"))
    wait_for(lambda: running.link.order)
    assert "13912345678" not in str(running.link.order)


# --- trouble with the broker -----------------------------------------------------------------------------------------


def test_two_consoles_with_one_name_are_told_in_words_and_back_off(broker: Broker, start: Start) -> None:
    # The one of Debian 12 closes the first connection without a word.
    first = start(at(broker)).connected()
    links = [first.link, ListeningLink()]
    second = start(at(broker), links[1]).connected()
    running = [first, second]
    for turn in range(4):  # each comes back a moment after it was thrown out
        loser = turn % 2
        running[loser].thread.join(10)
        if running[loser].trouble[0].again_in_s:
            break
        links[loser] = ListeningLink(links[loser].cursor)
        running[loser] = start(at(broker), links[loser]).connected()
    trouble = running[loser].trouble[0]
    assert "lobbyconsole-0001-kiosk" in str(trouble)
    assert "another console" in str(trouble)
    assert trouble.again_in_s >= 60, "or they throw each other out for ever"
    third = start(f"{at(broker)}?client=another").connected()
    broker.publish(issued("1"))
    winner = running[1 - loser]
    wait_for(lambda: winner.link.order and third.link.order)
    assert not winner.trouble


def test_a_broker_that_says_who_took_our_place_is_believed_at_once(double: Any) -> None:
    def talk(line: socket.socket, double: Double) -> None:
        greet(line)
        line.sendall(bytes.fromhex("e0 02 8e00"))
        silence(line, double)

    server = double(talk)
    with pytest.raises(FeedTrouble, match="second console") as caught:
        Mqtt(broker_of(at(server), "0001", "kiosk"), lambda: "").run(ListeningLink())
    assert caught.value.again_in_s >= 60


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_broker_that_is_started_again_goes_on_where_it_was(how: int, broker: Broker, start: Start) -> None:
    first = start(at(broker)).connected()
    broker.publish(issued("1"))
    wait_for(lambda: first.link.order)
    broker.stop(how)
    wait_for(lambda: first.trouble)
    assert "was lost" in str(first.trouble[0])
    assert not first.trouble[0].again_in_s, "one loss is no clash"
    with pytest.raises(FeedTrouble, match="does not answer"):
        first.feed.run(ListeningLink(first.link.cursor))
    broker.start()
    again = ListeningLink(first.link.cursor)
    again.order = list(first.link.order)
    second = start(at(broker), again).connected()
    broker.publish(issued("2"))
    wait_for(lambda: sum(isinstance(fact, f.TicketIssued) for fact in second.link.order) == 2)
    gaps = [fact for fact in second.link.order if isinstance(fact, f.FeedGap)]
    assert len(gaps) == (1 if how == signal.SIGKILL else 0), "only a broker that forgot us is a gap"


def test_a_silent_broker_is_noticed_within_the_stated_time(broker: Broker, start: Start) -> None:
    running = start(at(broker), lost_after_s=6.0).connected()
    begun = time.monotonic()
    wait_for(lambda: running.link.signs_of_life >= 3, 8)
    assert time.monotonic() - begun < 7, "its answers to our pings are signs of life"
    broker.freeze()
    begun = time.monotonic()
    wait_for(lambda: running.trouble, 10)
    assert time.monotonic() - running.link.last_sign < 6.5
    assert time.monotonic() - begun < 6.5
    broker.thaw()


def test_user_and_password(tmp_path: Path, start: Start) -> None:
    need_mosquitto()
    tmp_path.chmod(0o755)
    passwords = tmp_path / "passwords"
    passwords.touch()
    subprocess.run(["mosquitto_passwd", "-b", str(passwords), "kiosk", "right one"], check=True, capture_output=True)
    (tmp_path / "acl").write_text("user kiosk\ntopic read lobby/0001/#\ntopic write lobby/#\n")
    lines = ("allow_anonymous false", f"password_file {passwords}", f"acl_file {tmp_path / 'acl'}")
    broker = Broker(tmp_path / "broker", *lines)
    try:
        known = f"mqtt://kiosk@127.0.0.1:{broker.port}"
        running = start(known, password="right one").connected()
        broker.publish(issued("1"), login=("kiosk", "right one"))
        wait_for(lambda: running.link.order)
        running.stop()
        for address, password in ((known, "wrong one"), (known, ""), (at(broker), "")):
            refused = start(address, password=password)
            refused.thread.join(10)
            assert "does not let" in str(refused.trouble[0])
            assert "wrong one" not in str(refused.trouble[0])
    finally:
        broker.stop()


def test_tls_with_the_halls_own_authority(tmp_path: Path, start: Start) -> None:
    need_mosquitto()
    ca, certificate, key = certificates(tmp_path / "tls")
    secured = f"certfile {certificate}\nkeyfile {key}"
    broker = Broker(tmp_path / "broker", "allow_anonymous true", listener=secured)
    try:
        running = start(f"mqtts://localhost:{broker.port}?ca={ca}").connected()
        running.stop()
        for address, reason in (
            (f"mqtts://localhost:{broker.port}", "not trusted"),
            (f"mqtts://127.0.0.1:{broker.port}?ca={ca}", "not trusted"),
            (f"mqtts://localhost:{broker.port}?ca={tmp_path / 'none.pem'}", "none.pem cannot be used"),
            (f"mqtts://localhost:{broker.port}?ca={key}", "cannot be used"),
            (f"mqtt://localhost:{broker.port}", "lost|answer"),
        ):
            with pytest.raises(FeedTrouble, match=reason):
                Mqtt(broker_of(address, "0001", "kiosk"), lambda: "").run(ListeningLink())
    finally:
        broker.stop()


# --- a broker that misbehaves ----------------------------------------------------------------------------------------

CONNACK = bytes.fromhex("2003000000")
SUBACK = bytes.fromhex("90040001 00 01")


def greet(line: socket.socket, suback: bytes = SUBACK) -> None:
    line.recv(4_096)
    line.sendall(CONNACK)
    line.recv(4_096)
    line.sendall(suback)


@pytest.fixture
def double() -> Iterator[Callable[[Callable[[socket.socket, Double], None]], Double]]:
    made: list[Double] = []

    def make(talk: Callable[[socket.socket, Double], None]) -> Double:
        made.append(Double(talk))
        return made[-1]

    yield make
    for one in made:
        one.stop()


def silence(line: socket.socket, double: Double) -> None:
    double.stopping.wait(20)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"\x20\x03\x00\x84\x00", "version 5"),
        (b"\x20\x02\x00\x01", "version 5|lost"),
        (b"\x20\x03\x00\x87\x00", "does not let"),
        (b"\x20\x03\x00\x88\x00", "refuses the connection"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "lost"),
        (b"\x00" * 64, "lost"),
        (b"\x20\xff\xff\xff\xff\xff", "lost"),
        (b"", "lost"),
    ],
)
def test_what_is_no_broker_of_ours_is_told_in_words(answer: bytes, words: str, double: Any) -> None:
    def talk(line: socket.socket, double: Double) -> None:
        line.recv(4_096)
        line.sendall(answer)

    server = double(talk)
    with pytest.raises(FeedTrouble, match=words):
        Mqtt(broker_of(at(server), "0001", "kiosk"), lambda: "").run(ListeningLink())


@pytest.mark.parametrize(
    ("suback", "words"), [("90040001 00 87", "does not let"), ("90040001 00 00", "does not repeat")]
)
def test_a_subscription_that_is_not_what_we_need_is_told(suback: str, words: str, double: Any) -> None:
    def talk(line: socket.socket, double: Double) -> None:
        greet(line, bytes.fromhex(suback))
        silence(line, double)

    server = double(talk)
    with pytest.raises(FeedTrouble, match=words):
        Mqtt(broker_of(at(server), "0001", "kiosk"), lambda: "").run(ListeningLink())


@pytest.mark.parametrize("scheme", ["mqtt", "mqtts"])
def test_a_server_that_takes_the_call_and_says_nothing_is_told_and_can_be_left(scheme: str, double: Any) -> None:
    server = double(silence)
    running = Running(f"{scheme}://127.0.0.1:{server.port}", ListeningLink(), lost_after_s=5.0)
    time.sleep(0.3)
    assert running.stop() < 2.0
    feed = Mqtt(broker_of(f"{scheme}://127.0.0.1:{server.port}", "0001", "kiosk"), lambda: "", lost_after_s=1.0)
    server.stop()
    with pytest.raises(FeedTrouble, match=r"answer|silent|lost"):
        feed.run(ListeningLink())


@pytest.mark.parametrize(
    "sent",
    [
        bytes.fromhex("32 07 0002 fffe 0005 00"),  # a topic that is no text
        bytes.fromhex("32 02 00ff"),  # shorter than it says
        bytes.fromhex("32 06 0001 61 0005 7f"),  # properties that are none
        bytes.fromhex("f0 00"),
        bytes.fromhex("e0 02 8b00"),  # the broker shuts down
        b"\xff" * 40,
    ],
)
def test_nonsense_on_the_line_is_trouble_in_words_or_put_aside(sent: bytes, double: Any, start: Start) -> None:
    def talk(line: socket.socket, double: Double) -> None:
        greet(line)
        line.sendall(sent)
        time.sleep(0.5)

    server = double(talk)
    running = start(at(server))
    wait_for(lambda: running.trouble, 10)
    assert "lost" in str(running.trouble[0])


def test_it_stops_at_once_with_messages_under_way(broker: Broker, start: Start) -> None:
    slow = ListeningLink()
    running = start(at(broker), slow).connected()
    slow.mode = "never"
    broker.publish_all([issued(str(n)) for n in range(200)])
    wait_for(lambda: len(slow.pending) >= mqtt_feed.IN_FLIGHT)
    time.sleep(0.2)
    assert len(slow.pending) <= mqtt_feed.IN_FLIGHT + 1, "the broker waits for our yes"
    assert running.stop() < 1.0


# --- the address -----------------------------------------------------------------------------------------------------


def test_an_address_says_where_who_and_what() -> None:
    told = broker_of("mqtts://kiosk@[::1]:8884/hall/+/tickets/#?ca=/etc/hall.pem&client=front-desk", "0001", "kiosk")
    assert (told.host, told.port, told.tls, told.user) == ("::1", 8884, True, "kiosk")
    assert (told.topic, told.ca, told.client) == ("hall/+/tickets/#", "/etc/hall.pem", "front-desk")
    plain = broker_of("mqtt://broker", "00/01+#", "kiosk")
    assert (plain.port, plain.tls, plain.user, plain.topic) == (1883, False, "", "lobby/00-01--/kiosk/#")
    assert broker_of("mqtts://broker", "0001", "kiosk").port == 8883
    assert broker_of("mqtt://a%40b@broker/%23", "1", "k").user == "a@b"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "broker",
        "http://broker",
        "mqtt://",
        "mqtt:///topic",
        "mqtt://broker:0",
        "mqtt://broker:99999",
        "mqtt://broker:port",
        "mqtt://broker/a#",
        "mqtt://broker/#/a",
        "mqtt://broker/a+/b",
        "mqtt://broker?cafile=x",
        "mqtt://bro ker",
    ],
)
def test_an_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises(FeedTrouble, match="is written like"):
        broker_of(address, "0001", "kiosk")


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(FeedTrouble, match="password out of the address") as caught:
        broker_of("mqtt://kiosk:secret@broker", "0001", "kiosk")
    assert "secret" not in str(caught.value)
