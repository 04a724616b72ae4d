"""The comparison of two pictures: recordings of real systems, a hostile double of each, restarts from any cursor."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.lobby import fold
from lobbyconsole.feeds.mapping import Mapper, Observation
from lobbyconsole.feeds.observe import State, dump, load, reconcile
from lobbyconsole.feeds.profile import Columns, FolderSource, Profile, TimeColumn, Times, load_profile

HERE = Path(__file__).parent
PROFILES = HERE.parents[1] / "resources" / "profiles"
RECORDINGS = ["fqm", "mado", "novosga", "theq", "jackqchen"]

NINE = datetime(2026, 3, 11, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai


class Recording:
    """Polls of one system: (our time, observations), and what was done to it meanwhile."""

    def __init__(self, name: str) -> None:
        lines = (HERE / "recordings" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        self.header = json.loads(lines[0])
        self.name = name
        self.profile = load_profile(PROFILES / f"{name}.toml")
        mapper = Mapper(self.profile)
        self.polls: list[tuple[datetime, list[Observation]]] = []
        rows: list[Any] = []
        for line in lines[1:]:
            poll = json.loads(line)
            rows = poll.get("rows", rows)
            now = datetime.fromisoformat(poll["at"])
            records = (dict(zip(self.header["columns"], row, strict=True)) for row in rows)
            self.polls.append((now, [seen for record in records if (seen := mapper.map(record, now=now))]))
        self.last_rows = rows
        text = (HERE / "recordings" / f"{name}.facts.jsonl").read_text(encoding="utf-8")
        self.expected = [json.loads(line) for line in text.splitlines()]

    def play(self, state: State | None = None, start: int = 0, stop: int | None = None) -> tuple[State, list[f.Fact]]:
        state, told = state or State(), []
        for now, seen in self.polls[start:stop]:
            state, facts = reconcile(state, seen, now, profile=self.profile, source=self.name)
            told += facts
        return state, told


@pytest.fixture(scope="module", params=RECORDINGS)
def recording(request):
    return Recording(request.param)


def as_line(fact: f.Fact) -> dict[str, Any]:
    line: dict[str, Any] = {"kind": fact.kind}
    for name, value in msgspec.structs.asdict(fact).items():
        if value not in ("", (), None) and name != "source":
            line[name] = value.isoformat() if isinstance(value, datetime) else value
    return json.loads(json.dumps(line))


# --- recordings -----------------------------------------------------------------------------------------------------


def test_a_recording_gives_the_facts_beside_it(recording):
    state, told = State(), []
    for index, (now, seen) in enumerate(recording.polls):
        state, facts = reconcile(state, seen, now, profile=recording.profile, source=recording.name)
        told += [{"poll": index, **as_line(fact)} for fact in facts]
    assert told == recording.expected


# What was done through the system's own interface -> the kinds of facts that must come of it.
DONE = {
    "issued": "ticket.issued", "called": "ticket.called", "recalled": "ticket.recalled", "started": "ticket.started",
    "requeued": "ticket.requeued", "transferred": "ticket.transferred", "redirected": "ticket.transferred",
    "finished": "ticket.finished", "no_show": "ticket.no_show", "left": "ticket.left", "held": "ticket.held",
    "called_again": "ticket.called", "called_back": "ticket.called", "cancelled": "ticket.cancelled",
    "given_up": "ticket.cancelled",
}  # fmt: skip


@pytest.mark.parametrize("name", ["mado", "theq", "jackqchen", "novosga"])
def test_every_operation_is_told_once_and_nothing_else(name):
    recording = Recording(name)
    _, told = recording.play()
    resets = [at for at, what, _ in recording.header["operations"] if what == "reset"]
    until = datetime.fromisoformat(resets[0]) if resets else datetime.max.replace(tzinfo=UTC)
    done = Counter(DONE[what] for at, what, _ in recording.header["operations"] if what in DONE)
    if name == "mado":  # a call is the start of serving there
        done["ticket.called"] += done["ticket.started"]
    kinds = Counter(fact.kind for fact in told if getattr(fact, "reason", "") != "reset")
    kinds.pop("feed.reset", None)
    assert kinds == done
    assert all(abs((fact.at - until).total_seconds()) < 4 for fact in told if getattr(fact, "reason", "") == "reset")


def test_fqm_is_told_as_it_was_driven():
    recording = Recording("fqm")
    operations = recording.header["operations"]
    first_put = next(at for at, what, _ in operations if what == "put_all_waiting")
    before = datetime.fromisoformat(first_put)
    _, told = recording.play()
    kinds = Counter(fact.kind for fact in told if fact.at < before)
    done = Counter(what for at, what, _ in operations if at < first_put)
    assert kinds["ticket.issued"] == done["issued"]
    assert kinds["ticket.called"] == done["called"]
    assert kinds["ticket.recalled"] == done["recalled"]
    assert kinds["ticket.cancelled"] == done["cancelled"]
    assert kinds["feed.reset"] == 0
    # Finding 5: one PUT rewrote all rows; everybody who was called or served is back in the line.
    assert {fact.kind for fact in told if before <= fact.at < before + timedelta(seconds=2)} == {"ticket.requeued"}
    # Finding 3: the newest row was deleted; its id and number came again and are another ticket.
    issued = [fact for fact in told if isinstance(fact, f.TicketIssued)]
    again = [number for number, many in Counter(fact.number for fact in issued).items() if many > 1]
    assert again
    assert len({fact.ticket for fact in issued}) == len(issued)
    assert [fact.cause for fact in told if isinstance(fact, f.FeedReset)] == ["rows_gone"]


def test_the_board_is_the_database_at_the_end(recording):
    state, told = recording.play()
    lobby = fold(told)
    now, seen = recording.polls[-1]
    there = {row.key: row for row in state.rows.values() if row.misses == 0}
    waiting = sum(observation.state in ("waiting", "held", "transferred") for observation in seen)
    assert sum(ticket.state in ("waiting", "held") for ticket in lobby.tickets.values()) == waiting
    for key, row in there.items():
        assert lobby.tickets[key].state == row.state or row.state == "carried"
        if row.state != "finished":
            assert row.state in (row.seen, "carried", "waiting")
    assert all(fact.at <= now for fact in told)


def test_the_same_recording_twice_gives_the_same_ids_and_nothing_new(recording):
    state, first = recording.play()
    _, second = recording.play()
    assert [fact.id for fact in first] == [fact.id for fact in second]
    assert len({fact.id for fact in first}) == len(first)
    now, seen = recording.polls[-1]
    for _ in range(3):
        state, more = reconcile(state, seen, now, profile=recording.profile, source=recording.name)
        assert more == []


def test_a_restart_at_any_poll_loses_and_doubles_nothing(recording):
    _, whole = recording.play()
    for stop in range(0, len(recording.polls), 7):
        state, first = recording.play(stop=stop)
        _, second = recording.play(load(dump(state)), start=stop)
        assert [fact.id for fact in first + second] == [fact.id for fact in whole]


def test_a_kill_before_the_cursor_was_saved_tells_the_same_facts_again(recording):
    saved, first = recording.play(stop=20)
    _, lost = recording.play(saved, start=20, stop=30)
    _, second = recording.play(saved, start=20)
    assert [fact.id for fact in lost] == [fact.id for fact in second][: len(lost)]
    _, whole = recording.play()
    assert {fact.id for fact in first + second} == {fact.id for fact in whole}


def test_half_of_the_polls_give_the_same_tickets_in_the_same_states(recording):
    every, told = recording.play()
    state, sparse = State(), []
    for now, seen in recording.polls[::2] + recording.polls[-2:]:
        state, facts = reconcile(state, seen, now, profile=recording.profile, source=recording.name)
        sparse += facts
    whole, half = fold(told).tickets, fold(sparse).tickets
    here = [row.key for row in every.rows.values() if row.misses == 0]
    if every.epoch == state.epoch:
        assert [half[key].state for key in here] == [whole[key].state for key in here]


def test_the_cursor_is_small(recording):
    state, _ = recording.play()
    assert len(dump(state)) < 200 * max(10, len(state.rows))


# --- a hostile double -----------------------------------------------------------------------------------------------

PROFILE = Profile(
    name="double",
    transport="sql",
    lost_after_s=15,
    finish=("status", "next_call"),
    columns=Columns(native="id", number="no", service="svc", counter="win", status="st", calls="n"),
    times=Times(
        created=TimeColumn(column="t"), called=TimeColumn(column="c"), started=TimeColumn(column="s"),
        ended=TimeColumn(column="e"),
    ),
)  # fmt: skip


class Double:
    """A vendor's table in memory, polled once a second; its clock may be off."""

    def __init__(self, profile: Profile = PROFILE, clock_off_s: float = 0.0) -> None:
        self.profile = profile
        self.off = timedelta(seconds=clock_off_s)
        self.now = NINE
        self.rows: dict[int, dict[str, Any]] = {}
        self.state = State()
        self.told: list[f.Fact] = []
        self.mapper = Mapper(profile)

    def stamp(self) -> datetime:
        return self.now + self.off

    def issue(self, native: int, number: str, service: str = "A") -> None:
        values = {"id": native, "no": number, "svc": service, "win": "", "st": "waiting", "n": None}
        self.rows[native] = {**values, "t": self.stamp(), "c": None, "s": None, "e": None}

    def call(self, native: int, counter: str = "1") -> None:
        self.rows[native].update(st="called", win=counter, c=self.stamp())

    def set(self, native: int, **values: Any) -> None:
        self.rows[native].update(values)

    def poll(self, after: float = 1.0, *, times: int = 1) -> list[f.Fact]:
        told: list[f.Fact] = []
        for _ in range(times):
            self.now += timedelta(seconds=after)
            seen = [found for row in self.rows.values() if (found := self.mapper.map(dict(row), now=self.now))]
            self.state, facts = reconcile(load(dump(self.state)), seen, self.now, profile=self.profile, source="double")
            told += facts
        self.told += told
        return told

    def kinds(self, after: float = 1.0) -> list[str]:
        return [fact.kind for fact in self.poll(after)]

    def states(self) -> Counter[str]:
        return Counter(ticket.state for ticket in fold(self.told).tickets.values())


def test_two_tickets_with_one_number_stay_two():
    double = Double()
    double.issue(1, "A001")
    double.issue(2, "A001")
    assert double.kinds() == ["ticket.issued", "ticket.issued"]
    assert double.states() == {"waiting": 2}
    assert double.state.problems["duplicate_number"] == 1
    double.call(2)
    double.poll()
    assert double.states() == {"waiting": 1, "called": 1}


def test_an_id_given_again_is_another_ticket():
    double = Double()
    double.issue(7, "A007")
    double.issue(8, "A008")
    double.poll()
    del double.rows[8]
    double.issue(8, "A008")  # within one poll: only the creation time tells
    assert sorted(double.kinds()) == ["ticket.cancelled", "ticket.issued"]
    assert double.states() == {"waiting": 2, "cancelled": 1}
    assert double.state.epoch == 1


def test_one_ticket_called_at_two_counters_is_shown_as_such():
    double = Double()
    double.issue(1, "A001")
    double.poll()
    double.call(1, "1")
    double.poll()
    double.call(1, "2")
    assert double.kinds() == ["ticket.called"]
    ticket = next(iter(fold(double.told).tickets.values()))
    assert "called_at_two_counters" in ticket.flags


def test_recalls_requeues_holds_and_transfers():
    double = Double()
    double.issue(1, "A001")
    double.poll()
    double.call(1)
    assert double.kinds() == ["ticket.called"]
    double.call(1)
    assert double.kinds() == ["ticket.recalled"]
    double.set(1, n=5)
    assert double.kinds() == ["ticket.recalled"] * 4  # five calls in all, as the source counts them
    double.set(1, st="waiting")
    assert double.kinds() == ["ticket.requeued"]
    double.set(1, st="held")
    assert double.kinds() == ["ticket.held"]
    double.set(1, st="waiting")
    assert double.kinds() == ["ticket.resumed"]
    double.set(1, svc="B")
    assert double.kinds() == ["ticket.transferred"]
    double.set(1, st="transferred")
    assert double.kinds() == ["ticket.transferred"]
    double.set(1, st="finished", e=double.now)
    assert "ticket.finished" in double.kinds()
    flags = {flag for ticket in fold(double.told).tickets.values() for flag in ticket.flags}
    assert not flags


def test_the_next_call_at_a_counter_closes_the_one_before():
    double = Double()
    for native in (1, 2, 3):
        double.issue(native, f"A00{native}")
    double.poll()
    double.call(1, "1")
    double.call(2, "2")
    double.poll()
    double.call(3, "1")
    told = double.poll()
    assert sorted(fact.kind for fact in told) == ["ticket.called", "ticket.finished"]
    finished = next(fact for fact in told if fact.kind == "ticket.finished")
    assert finished.certainty == "inferred"
    assert double.poll() == []
    double.call(1, "1")  # the vendor calls the one we had closed: it is back, and flagged
    double.poll()
    assert double.states() == {"called": 2, "finished": 1}


def test_an_unknown_status_changes_nothing_and_is_told_once():
    double = Double(msgspec.structs.replace(PROFILE, status={"waiting": "waiting", "called": "called"}))
    double.issue(1, "A001")
    double.issue(2, "A002")
    double.poll()
    double.set(1, st="vanishing")
    double.set(2, st="vanishing")
    told = double.poll()
    assert [(fact.kind, getattr(fact, "value", "")) for fact in told] == [("feed.unmapped", "vanishing")]
    assert double.poll(times=3) == []
    assert double.states() == {"waiting": 2}
    assert double.state.problems["unmapped:status"] == 8


def test_a_row_missing_once_is_not_gone_and_one_that_returns_is_back():
    double = Double()
    double.issue(1, "A001")
    double.issue(2, "A002")
    double.poll()
    hidden = double.rows.pop(1)
    assert double.poll() == []
    double.rows[1] = hidden
    assert double.poll() == []
    del double.rows[1]
    assert [fact.kind for fact in double.poll(times=2)] == ["ticket.cancelled"]
    double.rows[1] = hidden
    assert double.kinds() == ["ticket.requeued"]
    assert double.states() == {"waiting": 2}


def test_a_source_that_deletes_who_is_served_says_so_in_its_profile():
    double = Double(msgspec.structs.replace(PROFILE, finish=("gone",)))
    double.issue(1, "A001")
    double.issue(2, "A002")
    double.call(1)
    double.poll()
    double.rows.clear()
    assert sorted(fact.kind for fact in double.poll(times=2)) == ["ticket.cancelled", "ticket.finished"]


@pytest.mark.parametrize("restart", ["same ids", "lower ids", "only numbers"])
def test_a_reset_begins_a_new_epoch_and_keeps_what_is_still_there(restart):
    double = Double()
    for native in range(31, 51):
        double.issue(native, f"A{native:03d}")
        double.poll()
    kept = {"only numbers": 12}.get(restart, 0)
    for native in list(double.rows)[: len(double.rows) - kept]:
        if restart != "only numbers":
            del double.rows[native]
    first = {"same ids": 31, "lower ids": 1, "only numbers": 51}[restart]
    double.now += timedelta(minutes=5)
    for native in range(first, first + 3):
        double.issue(native, f"A{native - first + 1:03d}")
    told = double.poll()
    resets = [fact for fact in told if isinstance(fact, f.FeedReset)]
    causes = {"same ids": "ids_reused", "lower ids": "ids_restarted", "only numbers": "numbers_restarted"}
    assert [fact.cause for fact in resets] == [causes[restart]]
    assert resets[0].epoch == "2"
    cancelled = [fact for fact in told if isinstance(fact, f.TicketCancelled)]
    assert len(cancelled) == (0 if restart == "only numbers" else 20)
    assert all(fact.reason == "reset" and fact.certainty == "inferred" for fact in cancelled)
    assert double.states()["waiting"] == len(double.rows)
    assert double.poll(times=3) == []


def test_rows_wiped_without_anything_new_are_a_reset_too():
    double = Double()
    for native in range(1, 9):
        double.issue(native, f"A{native:03d}")
    double.poll()
    double.rows.clear()
    told = double.poll(times=2)
    assert [fact.cause for fact in told if isinstance(fact, f.FeedReset)] == ["rows_gone"]
    assert double.states() == {"cancelled": 8}


def test_midnight_is_no_reset_and_yesterday_is_not_told_again():
    double = Double()
    for native in range(1, 9):
        double.issue(native, f"A{native:03d}")
        double.call(native)
        double.set(native, st="finished", e=double.now)
        double.poll()
    double.issue(9, "A009")
    double.poll()
    before = len(double.told)
    double.now = NINE + timedelta(days=1)
    assert double.poll() == []  # all of yesterday's rows are still in the table
    double.issue(10, "A001")  # numbers start anew
    told = double.poll()
    assert [fact.kind for fact in told] == ["ticket.issued"]
    double.set(9, st="finished", e=double.now)  # left open in the evening, closed in the morning
    assert "ticket.finished" in double.kinds()
    for native in range(1, 9):
        del double.rows[native]  # the vendor tidies up at last
    assert double.poll(times=4) == []
    assert len(double.told) > before
    assert double.state.epoch == 1
    assert len(double.state.rows) <= 3


def test_a_table_wiped_at_midnight_with_ids_from_one_again():
    double = Double()
    for native in range(1, 9):
        double.issue(native, f"A{native:03d}")
    double.poll()
    double.now = NINE + timedelta(days=1)
    double.rows.clear()
    for native in range(1, 4):
        double.issue(native, f"A{native:03d}")
    double.poll(times=3)
    assert double.states() == {"waiting": 3, "cancelled": 8}


def test_a_table_full_of_history_tells_only_today():
    double = Double()
    double.now = NINE - timedelta(days=3)
    for native in range(1, 200):
        double.issue(native, f"A{native:03d}")
    double.now = NINE
    double.issue(200, "A200")
    assert double.kinds() == ["ticket.issued"]
    assert double.poll(times=3) == []


def test_two_days_switched_off_lose_nothing_that_the_source_still_has():
    double = Double()
    double.issue(1, "A001")
    double.poll()
    double.now += timedelta(days=1)
    double.issue(2, "A002")
    double.call(2)
    double.set(2, st="finished", e=double.now + timedelta(minutes=5))
    double.now += timedelta(days=1)
    double.issue(3, "A003")
    told = double.poll()
    assert Counter(fact.kind for fact in told) == {"ticket.issued": 2, "ticket.called": 1, "ticket.finished": 1}


# --- clocks ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("off", "clock", "error"),
    [(0, "vendor", 0.6), (1.2, "vendor", 1.5), (30, "skewed", 1.0), (-45, "skewed", 1.0), (180, "arrival", 1.1),
     (-3600, "arrival", 1.1)],
)  # fmt: skip
def test_a_clock_that_is_off_is_corrected_or_not_used(off, clock, error):
    double = Double(clock_off_s=off)
    double.poll()
    true: dict[str, datetime] = {}
    for native in range(1, 8):
        double.issue(native, f"A{native:03d}")
        true[f"A{native:03d}"] = double.now
        double.poll()
    double.now += timedelta(seconds=0.4)
    called = double.now
    double.call(1)
    double.poll()
    lobby = fold(double.told)
    issued = [fact for fact in double.told if isinstance(fact, f.TicketIssued)]
    assert all(abs((fact.at - true[fact.number]).total_seconds()) <= error for fact in issued)
    assert {fact.clock for fact in issued} == {clock}
    ticket = next(ticket for ticket in lobby.tickets.values() if ticket.state == "called")
    assert ticket.leg.wait_s is not None
    assert abs(ticket.leg.wait_s - (called - true["A001"]).total_seconds()) <= 2 * error
    assert double.state.skew_s == pytest.approx(off, abs=0.6)


def test_the_sources_own_word_about_its_clock_counts_from_the_first_poll():
    times = msgspec.structs.replace(PROFILE.times, now=TimeColumn(column="clock"))
    double = Double(msgspec.structs.replace(PROFILE, times=times), clock_off_s=-3600)
    double.issue(1, "A001")
    double.now += timedelta(seconds=1)
    double.set(1, clock=double.stamp() + timedelta(seconds=1))
    told = double.poll()
    assert told[0].clock == "arrival"
    assert double.state.skew_s == pytest.approx(-3600, abs=0.1)


def test_our_own_clock_jumping_ten_minutes_makes_no_negative_wait_and_no_wrong_board():
    double = Double()
    double.issue(1, "A001")
    double.poll()
    double.now -= timedelta(minutes=10)
    double.call(1)
    double.poll()
    double.set(1, st="waiting")
    double.poll()
    double.now += timedelta(minutes=20)
    double.call(1)
    double.poll()
    ticket = next(iter(fold(double.told).tickets.values()))
    assert ticket.state == "called"
    assert ticket.leg.wait_s is not None
    assert ticket.leg.wait_s >= 0
    assert double.told == sorted(double.told, key=lambda fact: (fact.at, fact.seq))


def test_a_finish_before_its_call_is_kept_and_flagged():
    double = Double()
    double.issue(1, "A001")
    double.poll()
    double.call(1)
    double.set(1, st="finished", e=double.now - timedelta(minutes=3))
    double.poll()
    ticket = next(iter(fold(double.told).tickets.values()))
    assert ticket.state == "finished"
    assert "end_before_call" in ticket.flags


@pytest.mark.parametrize("target", ["waiting", "held", "called", "serving", "no_show", "cancelled", "left"])
def test_a_move_back_from_the_end_is_followed_and_flagged(target):
    double = Double()
    double.issue(1, "A001")
    double.call(1)
    double.poll()
    double.set(1, st="finished", e=double.now)
    double.poll()
    double.set(1, st=target, e=None)
    double.poll()
    ticket = next(iter(fold(double.told).tickets.values()))
    assert ticket.state == target
    assert "requeued_after_end" in ticket.flags


STATES = ["waiting", "held", "called", "serving", "finished", "no_show", "cancelled", "left"]
steps = st.lists(
    st.tuples(
        st.sampled_from([*STATES, "issue", "recall", "vanish", "garbage"]),
        st.integers(1, 6),
        st.sampled_from(["1", "2", ""]),
        st.booleans(),
    ),
    max_size=25,
)


@settings(max_examples=150)
@given(steps, st.sampled_from([0.0, 1.5, -40.0, 180.0]), st.booleans())
def test_whatever_the_source_does_the_board_ends_where_it_does(script, off, next_call):
    finish: tuple[Any, ...] = ("status", "next_call") if next_call else ("status",)
    double = Double(msgspec.structs.replace(PROFILE, finish=finish), clock_off_s=off)
    for what, native, counter, poll in script:
        if what == "issue" or native not in double.rows:
            if native not in double.rows:
                double.issue(native, f"A{native:03d}")
        elif what == "vanish":
            del double.rows[native]
        elif what == "recall":
            double.set(native, n=(double.rows[native]["n"] or 0) + 1)
        elif what == "called":
            double.call(native, counter)
        elif what == "serving":
            double.set(native, st="serving", s=double.stamp(), win=counter)
        elif what in ("finished", "no_show", "cancelled", "left"):
            double.set(native, st=what, e=double.stamp())
        else:
            double.set(native, st=what)
        if poll:
            double.poll()
        else:
            double.now += timedelta(milliseconds=300)
    double.poll(times=3)
    assert len({fact.id for fact in double.told}) == len(double.told)
    lobby = fold(double.told)
    rows = {row.native: row for row in double.state.rows.values() if row.misses == 0}
    for native, values in double.rows.items():
        if str(native) in rows and values["st"] in STATES:
            row = rows[str(native)]
            expected = {values["st"]} | ({"finished"} if next_call and values["st"] in ("called", "serving") else set())
            assert lobby.tickets[row.key].state in expected
            assert lobby.tickets[row.key].state == row.state
    alive = sum(ticket.state in ("waiting", "held", "called", "serving") for ticket in lobby.tickets.values())
    assert alive <= len(double.rows)
    assert double.poll(times=2) == []


# --- append-only logs

LOG = Profile(
    name="log",
    transport="folder",
    mode="events",
    folder=FolderSource(),
    finish=("status", "next_call"),
    columns=Columns(
        event="e", event_id="i", number="no", service="svc", counter="win", to_service="to", score="score", staff="who"
    ),
    times=Times(at=TimeColumn(column="t")),
    events={"take": "issued", "call": "called", "done": "finished", "pass": "no_show", "move": "transferred"},
)


def log_line(index: int, event: str, number: str = "", minute: float = 0, **more: Any) -> dict[str, Any]:
    at = NINE + timedelta(minutes=minute)
    empty = {"svc": "", "win": "", "to": "", "score": "", "who": ""}
    return {**empty, "i": index, "e": event, "no": number, "t": at, **more}


def read_log(lines: list[dict[str, Any]], state: State | None = None) -> tuple[State, list[f.Fact]]:
    seen = [found for line in lines if (found := Mapper(LOG).map(line))]
    return reconcile(state or State(), seen, None, profile=LOG, source="log", complete=False, live=False)


STORY = [
    log_line(1, "opened", win="1", who="2001"),
    log_line(2, "take", "A001", 1, svc="A"),
    log_line(3, "take", "A002", 2, svc="A"),
    log_line(4, "call", "A001", 3, win="1"),
    log_line(5, "call", "A001", 4, win="1"),  # said twice: spoken again
    log_line(6, "call", "A002", 5, win="1"),  # closes the one before
    log_line(7, "rated", "A001", 6, score="4"),
    log_line(8, "move", "A002", 7, to="B"),
    log_line(9, "take", "A001", 8, svc="A"),  # the number a second time
    log_line(10, "call", "A001", 9, win="1"),
    log_line(11, "pass", "A001", 10),
    log_line(12, "explode", "A001", 11),
    log_line(13, "closed", minute=12, win="1"),
]


def test_a_log_is_told_line_by_line():
    state, told = read_log(STORY)
    lobby = fold(told)
    tickets = sorted((ticket.number, ticket.state, ticket.service, ticket.rating) for ticket in lobby.tickets.values())
    assert tickets == [("A001", "finished", "A", 4), ("A001", "no_show", "A", None), ("A002", "waiting", "B", None)]
    assert next(ticket.leg.calls for ticket in lobby.tickets.values() if ticket.state == "finished") == 2
    assert lobby.counters["1"].state == "closed"
    assert state.problems["duplicate_number"] == 1
    assert [fact.value for fact in told if isinstance(fact, f.FeedUnmapped)] == ["explode"]
    assert state.position == 13


@pytest.mark.parametrize("cut", range(len(STORY) + 1))
def test_a_log_read_on_from_any_place_gives_the_same(cut):
    _, whole = read_log(STORY)
    state, first = read_log(STORY[:cut])
    overlap = max(0, cut - 3)  # lines may be read again
    _, second = read_log(STORY[overlap:], load(dump(state)))
    assert sorted(fact.id for fact in first + second) == sorted(fact.id for fact in whole)


def test_a_broken_cursor_begins_anew():
    assert load("") == load("nonsense") == load("z!!!") == State()
    state, _ = read_log(STORY)
    assert load(dump(state)) == state


# --- pictures of queues --------------------------------------------------------------------------------------------

HALL = Profile(
    name="hall",
    transport="folder",
    mode="counts",
    folder=FolderSource(),
    columns=Columns(service="q", waiting="w", open_counters="o", current="c"),
    times=Times(at=TimeColumn(column="t")),
)

PICTURES = [  # minute, open, waiting, called
    (0, 0, 0, ""), (5, 2, 3, "A002"), (10, 2, 5, "A003"), (15, 3, 2, "A007"), (20, 3, 2, "A007"), (25, 1, 4, "A009"),
    (30, 2, 0, "A013"), (35, 0, 2, "A013"), (40, 0, 0, "A013"), (45, 2, 1, "A001"), (1440, 1, 2, "A001"),
]  # fmt: skip


def look(pictures: list[tuple[int, int, int, str]], state: State | None = None) -> tuple[State, list[f.Fact]]:
    mapper = Mapper(HALL)
    rows = [
        {"q": service, "w": waiting, "o": counters, "c": shown, "t": NINE + timedelta(minutes=minute)}
        for minute, counters, waiting, shown in pictures
        for service in ("1", "2")
    ]
    seen = [found for row in rows if (found := mapper.map(row))]
    return reconcile(state or State(), seen, None, profile=HALL, source="hall", complete=False, live=False)


def test_pictures_of_queues_become_tickets_that_add_up():
    _, told = look(PICTURES)
    assert {fact.certainty for fact in told} == {"inferred"}
    for minute, counters, waiting, _ in PICTURES:
        lobby = fold(fact for fact in told if fact.at <= NINE + timedelta(minutes=minute))
        states = Counter(ticket.state for ticket in lobby.tickets.values() if ticket.service == "1")
        desks = [desk for desk in lobby.counters.values() if desk.state == "open" and desk.id.startswith("1-")]
        assert (states["waiting"], len(desks)) == (waiting, counters)
        assert states["called"] <= max(1, counters)
        assert not [ticket for ticket in lobby.tickets.values() if ticket.flags]


@pytest.mark.parametrize("cut", range(len(PICTURES) + 1))
def test_pictures_read_on_from_any_place_give_the_same(cut):
    _, whole = look(PICTURES)
    state, first = look(PICTURES[:cut])
    _, second = look(PICTURES[max(0, cut - 2) :], load(dump(state)))
    assert [fact.id for fact in first + second] == [fact.id for fact in whole]


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 12), st.integers(0, 400)), max_size=15))
def test_whatever_is_counted_the_people_waiting_are_as_many(pictures):
    shown = [(5 * index, o, w, f"A{c:03d}" if c else "") for index, (o, w, c) in enumerate(pictures)]
    _, told = look(shown)
    assert len({fact.id for fact in told}) == len(told)
    for minute, counters, waiting, _ in shown:
        lobby = fold(fact for fact in told if fact.at <= NINE + timedelta(minutes=minute))
        assert sum(ticket.state == "waiting" for ticket in lobby.tickets.values()) == 2 * waiting
        assert sum(desk.state == "open" for desk in lobby.counters.values()) == 2 * counters
