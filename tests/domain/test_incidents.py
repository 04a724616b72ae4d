"""An incident is its facts in any order; what was said stays, what was told late says so."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lobbyconsole.domain import incident_facts as f
from lobbyconsole.domain.facts import ActionUndone, Fact
from lobbyconsole.domain.incidents import FIELDS, Incident, fold_incident

AT = datetime(2026, 3, 11, 2, 38, tzinfo=UTC)


def told(*facts: tuple[type[f.IncidentFact], float, dict[str, Any]]) -> list[Fact]:
    return [
        kind(id=f"i{at}", at=AT + timedelta(minutes=minutes), seq=at, by="8001", incident="i", **fields)
        for at, (kind, minutes, fields) in enumerate(facts)
    ]


def state_of(*facts: tuple[type[f.IncidentFact], float, dict[str, Any]]) -> Incident:
    found = fold_incident(told(*facts))
    assert found is not None
    return found


NOTED: tuple[type[f.IncidentFact], float, dict[str, Any]] = (
    f.IncidentNoted,
    0.0,
    {"what": "lights out", "where": "queue", "hurt": "no", "hazard": "power"},
)

DAY = st.floats(-60, 600)
MORE = st.one_of(
    st.tuples(
        st.just(f.IncidentToldMore), DAY, st.builds(dict, field=st.sampled_from(sorted(FIELDS)), value=st.text())
    ),
    st.tuples(st.just(f.IncidentLogged), DAY, st.builds(dict, text=st.text())),
    st.tuples(st.just(f.IncidentGraded), DAY, st.builds(dict, level=st.integers(1, 4))),
    st.tuples(st.just(f.IncidentReported), DAY, st.just({"stage": "first", "to": "superior_duty", "text": "t"})),
    st.tuples(st.just(f.RecordingSecured), DAY, st.builds(dict, camera=st.sampled_from("ab"), lost=st.booleans())),
    st.tuples(st.just(f.IncidentLinked), DAY, st.builds(dict, to=st.sampled_from(["walk:1", "risk:fire"]))),
    st.tuples(st.just(f.IncidentEnded), DAY, st.just({})),
    st.tuples(st.just(f.IncidentReopened), DAY, st.just({"why": "smoke again"})),
    st.tuples(st.just(f.IncidentReviewed), DAY, st.just({"rating": "some"})),
)


@given(st.lists(MORE, max_size=25), st.randoms(use_true_random=False))
def test_told_in_any_order_and_twice_it_is_the_same_incident(more: list[Any], dice: random.Random) -> None:
    facts = told(NOTED, *more)
    mixed = [*facts, *dice.sample(facts, len(facts) // 2)]
    dice.shuffle(mixed)
    assert fold_incident(mixed) == fold_incident(facts)
    state = fold_incident(facts)
    assert state is not None
    assert len(state.log) == len(facts)
    assert state.flags == () or state.flags == ("ended_before_it_began",)
    began, noted = state.began_at, state.noted_at
    assert began is not None
    assert noted is not None
    assert began <= noted


def test_ten_seconds_are_enough_for_the_first_note() -> None:
    state = state_of(NOTED)
    assert (state.value("what"), state.value("where"), state.value("hurt"), state.state) == (
        "lights out", "queue", "no", "open",
    )  # fmt: skip
    assert state.began_at == state.noted_at == AT


def test_a_correction_is_a_new_word_and_the_old_one_stays() -> None:
    state = state_of(
        NOTED,
        (f.IncidentToldMore, 5, {"field": "hurt", "value": "yes", "why": "a customer fell in the dark"}),
    )
    assert state.value("hurt") == "yes"
    assert [said.value for said in state.said["hurt"]] == ["no", "yes"]


def test_what_is_told_late_is_marked_and_never_lies_ahead() -> None:
    state = state_of(
        NOTED,
        (f.IncidentLogged, 20, {"text": "guard locked the door", "happened_at": AT + timedelta(minutes=2)}),
        (f.IncidentLogged, 21, {"text": "fuse found", "happened_at": AT + timedelta(hours=9)}),
        (f.IncidentLogged, 22, {"text": "fuse in again"}),
    )
    assert [line.late for line in state.log] == [False, True, False, False]
    assert state.log[2].at == state.log[2].told_at


def test_began_before_it_was_noted_and_never_after() -> None:
    early = {**NOTED[2], "began_at": AT - timedelta(minutes=12)}
    assert state_of((NOTED[0], 0, early)).began_at == AT - timedelta(minutes=12)
    late = {**NOTED[2], "began_at": AT + timedelta(minutes=12)}
    assert state_of((NOTED[0], 0, late)).began_at == AT
    for nonsense in ("yesterday", "2026-03-11T02:00:00", ""):
        state = state_of(NOTED, (f.IncidentToldMore, 1, {"field": "began_at", "value": nonsense}))
        assert state.began_at == AT


def test_an_end_before_the_beginning_is_kept_and_shown() -> None:
    state = state_of(NOTED, (f.IncidentEnded, 30, {"ended_at": AT - timedelta(minutes=1)}))
    assert state.flags == ("ended_before_it_began",)
    mended = state_of(
        NOTED,
        (f.IncidentEnded, 30, {"ended_at": AT - timedelta(minutes=1)}),
        (f.IncidentEnded, 31, {"ended_at": AT + timedelta(minutes=25)}),
    )
    assert mended.flags == ()
    assert mended.ended_at == AT + timedelta(minutes=25)


def test_a_review_ends_it_and_reopening_asks_for_a_new_one() -> None:
    steps: list[Any] = [NOTED, (f.IncidentEnded, 30, {}), (f.IncidentReviewed, 60, {"rating": "major"})]
    assert state_of(*steps).state == "reviewed"
    again = state_of(*steps, (f.IncidentReopened, 90, {"why": "dark again"}))
    assert (again.state, again.rating, again.open) == ("open", "", True)


def test_an_undone_note_is_no_incident() -> None:
    facts = told(NOTED)
    undo = ActionUndone(id="u", at=AT, about="incident:i", undoes=("i0",))
    assert fold_incident([*facts, undo]) is None
