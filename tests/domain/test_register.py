"""Records of a register from their facts in any order; who may do what; deadlines in working time."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.facts import ActionUndone
from lobbyconsole.domain.register import (
    Choice,
    Clock,
    Field,
    Move,
    Record,
    Register,
    State,
    edit_refusal,
    fold_record,
    frozen,
    move_refusal,
    opening_refusal,
    read_clock,
)
from lobbyconsole.domain.register_facts import (
    RecordAttached,
    RecordEdited,
    RecordLinked,
    RecordMoved,
    RecordNoted,
    RecordOpened,
)
from lobbyconsole.domain.registers import BY_ID, REGISTERS
from lobbyconsole.domain.working_time import after_worked, worked_s

AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)  # a Friday, 9:00 in the hall
W = Text("w", "字")
ACTIONS = Register(
    id="actions", title=W, prefix="A", first="open", summary_field="what",
    fields=(
        Field(name="what", title=W, required=True, frozen=True),
        Field(name="owner", title=W, kind="role"),
        Field(name="due", title=W, kind="time"),
        Field(name="evidence", title=W, kind="long"),
        Field(name="grade", title=W, kind="choice", choices=(Choice(id="a", label=W), Choice(id="b", label=W))),
        Field(name="cost", title=W, kind="number", unit="yuan"),
        Field(name="day", title=W, kind="date"),
        Field(name="again", title=W, kind="yes_no"),
    ),
    states=(State(id="open", title=W), State(id="done", title=W), State(id="waiting", title=W),
            State(id="closed", title=W, open=False, tone="good")),
    moves=(
        Move(id="do", title=W, sources=("open",), to="done", by="owner", needs=("evidence",)),
        Move(id="check", title=W, sources=("done",), to="closed", by="other"),
        Move(id="back", title=W, sources=("done",), to="open", by="other", reason=True),
        Move(id="wait", title=W, sources=("open",), to="waiting"),
        Move(id="go_on", title=W, sources=("waiting",), to="open"),
        Move(id="order", title=W, sources=("open",), to="closed", by="branch_head"),
    ),
    clocks=(Clock(id="due", title=W, stops=("closed",), due_field="due", minutes=120, pauses=("waiting",)),),
)  # fmt: skip


def told(facts) -> Record:
    found = fold_record(ACTIONS, facts)
    assert found is not None
    return found


def opened(**values: str) -> RecordOpened:
    pairs = tuple(values.items()) or (("what", '"no cups"'), ("owner", '"cleaner"'))
    return RecordOpened(id="o", at=AT, register="actions", record="1", values=pairs, by="8001", cause="round:r")


def later(minutes: float) -> datetime:
    return AT + timedelta(minutes=minutes)


def moved(name: str, minutes: float, to: str, by: str = "8001", reason: str = "") -> RecordMoved:
    return RecordMoved(id=name, at=later(minutes), register="actions", record="1", to=to, by=by, reason=reason)


def story():
    more: Any = {"register": "actions", "record": "1", "by": "8002"}
    return [
        opened(),
        RecordEdited(id="e", at=later(5), values=(("evidence", '"cups are there"'), ("cost", "12.5")), **more),
        RecordNoted(id="n", at=later(6), text="asked", **more),
        RecordAttached(id="p", at=later(7), sha256="ab", name="照片.jpg", size=3, **more),
        RecordLinked(id="l", at=later(8), to="record:actions/0", role="repeats", **more),
        moved("m1", 30, "done", by="8002"),
        moved("m2", 60, "closed", by="8003"),
    ]


def test_a_record_as_it_went():
    record = told(story())
    assert record.state == "closed"
    assert record.values == {"what": "no cups", "owner": "cleaner", "evidence": "cups are there", "cost": 12.5}
    assert [stay.state for stay in record.stays] == ["open", "done", "closed"]
    assert (record.attachments[0].name, record.links, record.cause, record.flags) == (
        "照片.jpg", (("repeats", "record:actions/0"),), "round:r", (),
    )  # fmt: skip
    assert len(record.history) == 7


@given(st.integers(0, 10_000), st.lists(st.integers(0, 6), max_size=5))
def test_any_order_and_doubles_give_the_same_record(seed, twice):
    shuffled = story() + [story()[index] for index in twice]
    Random(seed).shuffle(shuffled)
    assert fold_record(ACTIONS, shuffled) == fold_record(ACTIONS, story())


def test_what_cannot_be_right_is_kept_and_flagged():
    assert told(story()[1:2]).flags == ("never_opened",)
    assert told([opened(), moved("x", 1, "closed"), moved("y", 2, "mars")]).flags == ("odd_move",)
    assert told([opened(), moved("y", 2, "mars")]).state == "mars"
    twice = RecordOpened(id="o2", at=later(1), register="actions", record="1", values=(("what", '"other"'),))
    record = told([opened(), twice])
    assert (record.flags, record.values["what"]) == (("opened_twice",), "no cups")
    assert fold_record(None, story()[:1]).values["what"] == "no cups"  # type: ignore[union-attr]
    assert told(
        [RecordOpened(id="o", at=AT, register="actions", record="1", values=(("what", "{broken"),))]
    ).values == {"what": "{broken"}
    undone = ActionUndone(id="u", at=later(61), undoes=("m2",), about="record:actions/1")
    assert told([*story(), undone]).state == "done"


# --- who may do what --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, "required"),
        ({"what": ""}, "required"),
        ({"what": "x", "colour": "red"}, "no_such_field"),
        ({"what": "x" * 501}, "too_long"),
        ({"what": 7}, "too_long"),
        ({"what": "x", "grade": "z"}, "not_a_choice"),
        ({"what": "x", "cost": "many"}, "not_a_number"),
        ({"what": "x", "cost": float("nan")}, "not_a_number"),
        ({"what": "x", "cost": True}, "not_a_number"),
        ({"what": "x", "due": "tomorrow"}, "not_a_time"),
        ({"what": "x", "due": "2026-11-20T10:00:00"}, "not_a_time"),  # without a zone
        ({"what": "x", "day": "2026-02-30"}, "not_a_time"),
        ({"what": "x", "again": "yes"}, "not_a_choice"),
    ],
)
def test_values_that_do_not_fit_are_refused(values, code):
    refusal = opening_refusal(ACTIONS, values)
    assert refusal is not None
    assert refusal[0] == code


def test_values_that_fit_are_taken():
    values = {
        "what": "x",
        "grade": "a",
        "cost": 0,
        "due": "2026-11-20T10:00:00+08:00",
        "day": "2026-11-20",
        "again": True,
    }
    assert opening_refusal(ACTIONS, values) is None


def test_a_frozen_field_stays_and_a_required_one_is_not_emptied():
    record = told([opened()])
    assert edit_refusal(ACTIONS, record, {"what": "else"}, AT) == ("frozen", "what")
    assert edit_refusal(ACTIONS, record, {"what": "no cups"}, AT) is None
    assert edit_refusal(ACTIONS, record, {"what": ""}, AT) in (("frozen", "what"), ("required", "what"))
    assert edit_refusal(ACTIONS, record, {"owner": "guard"}, AT) is None


def test_nobody_checks_their_own_work():
    moves = {move.id: move for move in ACTIONS.moves}
    begun = told([opened()])
    assert move_refusal(ACTIONS, begun, moves["do"], by="8002", roles=("cleaner",)) == ("needs", "evidence")
    ready = told(story()[:2])
    assert move_refusal(ACTIONS, ready, moves["do"], by="8002", roles=("teller",)) == ("not_you", "do")
    assert move_refusal(ACTIONS, ready, moves["do"], by="8002", roles=("cleaner",)) is None
    done = told(story()[:6])
    assert move_refusal(ACTIONS, done, moves["check"], by="8002") == ("not_you", "check")  # did it
    assert move_refusal(ACTIONS, done, moves["check"], by="8005", roles=("cleaner",)) == ("not_you", "check")  # owns it
    assert move_refusal(ACTIONS, done, moves["check"], by="") == ("not_you", "check")
    assert move_refusal(ACTIONS, done, moves["check"], by="8003") is None
    assert move_refusal(ACTIONS, done, moves["back"], by="8003", reason=" ") == ("reason", "back")
    assert move_refusal(ACTIONS, done, moves["do"], by="8003") == ("not_from_here", "done")
    assert move_refusal(ACTIONS, begun, moves["order"], by="8003", roles=("branch_head",)) is None


def test_a_photo_is_evidence_too():
    with_photo = told([story()[0], story()[3]])
    move = next(move for move in ACTIONS.moves if move.id == "do")
    assert move_refusal(ACTIONS, with_photo, move, by="x", roles=("cleaner",)) is None


def test_a_declaration_that_names_what_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="names what does not exist"):
        Register(id="x", title=W, prefix="X", first="a", summary_field="f", fields=(Field(name="f", title=W),),
                 states=(State(id="a", title=W),), moves=(Move(id="m", title=W, sources=("a",), to="b"),))  # fmt: skip
    with pytest.raises(ValueError, match="first state"):
        Register(id="x", title=W, prefix="X", first="z", summary_field="f", fields=(Field(name="f", title=W),),
                 states=(State(id="a", title=W),), moves=())  # fmt: skip


def test_a_shift_log_freezes():
    log = Register(id="log", title=W, prefix="L", first="open", summary_field="t", fields=(Field(name="t", title=W),),
                   states=(State(id="open", title=W),), moves=(), freeze_after=timedelta(hours=24))  # fmt: skip
    record = fold_record(log, [RecordOpened(id="o", at=AT, register="log", record="1", values=(("t", '"x"'),))])
    assert record is not None
    assert not frozen(log, record, AT + timedelta(hours=23))
    assert edit_refusal(log, record, {"t": "y"}, AT + timedelta(hours=24)) == ("frozen", "open")
    handed = replace(log, freezes=("open",))
    assert frozen(handed, record, AT)


def test_the_shipped_registers_hang_together():
    assert len(BY_ID) == len(REGISTERS) == len({register.prefix for register in REGISTERS})
    for register in REGISTERS:
        reached, ahead = {register.first}, [register.first]
        while ahead:
            for move in register.moves_from(ahead.pop()):
                if move.to not in reached:
                    reached.add(move.to)
                    ahead.append(move.to)
        assert reached == {state.id for state in register.states}, register.id
        assert any(entry.listed for entry in register.fields)
        assert not frozen(register, Record(register.id, "1", state=register.first), AT)


# --- clocks -----------------------------------------------------------------------------------------------------------


def nine_to_five(day: date) -> list[tuple[datetime, datetime]]:
    """9:00 to 17:00 in a hall eight hours ahead of UTC, Monday to Friday."""
    if day.weekday() > 4:
        return []
    return [(datetime.combine(day, time(1), UTC), datetime.combine(day, time(9), UTC))]


def test_a_clock_runs_stands_still_and_stops():
    clock = ACTIONS.clocks[0]
    record = told([opened(), moved("w", 30, "waiting"), moved("g", 90, "open"), moved("d", 100, "done")])
    reading = read_clock(clock, record, later(110))
    assert reading is not None
    assert (reading.used_s, reading.running, reading.late, reading.due_at) == (50 * 60, True, False, later(180))
    late = read_clock(clock, record, later(200))
    assert late is not None
    assert (late.late_s, late.due_at) == (20 * 60, later(180))
    closed = told([*record.history, moved("c", 210, "closed")])
    stopped = read_clock(clock, closed, later(5000))
    assert stopped is not None
    assert (stopped.running, stopped.stopped_at, stopped.late_s) == (False, later(210), 30 * 60)
    standing = read_clock(clock, told([opened(), moved("w", 30, "waiting")]), later(5000))
    assert standing is not None
    assert (standing.running, standing.used_s, standing.due_at, standing.late) == (False, 1800, None, False)


def test_a_due_time_of_its_own_counts_before_the_usual_minutes():
    record = told([opened(what='"x"', due='"2026-11-20T09:30:00+08:00"')])
    reading = read_clock(ACTIONS.clocks[0], record, later(45))
    assert reading is not None
    assert (reading.due_at, reading.late_s) == (later(30), 15 * 60)


def test_a_working_clock_counts_opening_hours_only():
    clock = Clock(id="solve", title=W, stops=("closed",), minutes=16 * 60, working=True)
    record = told([opened()])  # Friday 9:00
    reading = read_clock(clock, record, datetime(2026, 11, 22, 4, 0, tzinfo=UTC), nine_to_five)
    assert reading is not None
    assert (reading.used_s, reading.due_at) == (8 * 3600, datetime(2026, 11, 23, 9, 0, tzinfo=UTC))  # Monday 17:00
    assert read_clock(Clock(id="c", title=W, starts=("done",), stops=("closed",), minutes=1), record, AT) is None


@given(st.integers(0, 20_000), st.integers(0, 20_000), st.integers(0, 40_000))
def test_working_time_adds_up(begin, length, more):
    start = AT + timedelta(minutes=begin)
    middle, end = start + timedelta(minutes=length), start + timedelta(minutes=length + more)
    whole = worked_s(start, end, nine_to_five)
    assert whole == pytest.approx(worked_s(start, middle, nine_to_five) + worked_s(middle, end, nine_to_five))
    assert 0 <= whole <= (end - start).total_seconds()
    out = after_worked(start, whole, nine_to_five)
    assert out is not None
    assert out <= end or whole == 0
    assert worked_s(start, out, nine_to_five) == pytest.approx(whole)


def test_a_hall_that_never_opens_has_no_deadline():
    assert after_worked(AT, 60, lambda day: []) is None
    assert worked_s(AT, later(60), lambda day: []) == 0


def test_what_was_done_in_time_is_not_late_because_it_was_checked_later():
    clock = Clock(id="due", title=W, stops=("done", "closed"), due_field="due")
    begun = [opened(what='"no cups"', due=f'"{later(60).isoformat()}"'), moved("b", 30, "done")]
    reading = read_clock(clock, told([*begun, moved("c", 300, "closed", by="8002")]), later(1000))
    assert reading is not None
    assert (reading.stopped_at, reading.late) == (later(30), False)
    # Sent back before it was closed: the second report counts, and that was late.
    again = [moved("c", 50, "open", by="8002"), moved("d", 90, "done"), moved("e", 300, "closed", by="8002")]
    reading = read_clock(clock, told([*begun, *again]), later(1000))
    assert reading is not None
    assert (reading.stopped_at, reading.late_s) == (later(90), 1800.0)
