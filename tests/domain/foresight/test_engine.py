"""The engine against the oracle, ticket by ticket; early stops, empty halls and what does not fit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from lobbyconsole.domain.foresight.crowd import People, line_up
from lobbyconsole.domain.foresight.engine import play
from lobbyconsole.domain.foresight.rules import NEVER, Desk, Line, Rules
from tests.domain.foresight import oracle
from tests.domain.foresight.halls import Made, halls


def agrees(made: Made) -> None:
    crowd = made.crowd
    course = play(made.rules, crowd, made.ready_s)
    gone = course.gone()
    for row in range(len(crowd.at)):
        hall, customers = made.told(row)
        called = oracle.simulate(hall, customers)
        for k in range(len(made.rules.lines)):
            for i, column in enumerate(range(*course.line(k).indices(10**9))):
                at = course.call[row, column]
                one = called.get((k, i))
                if one is None:
                    assert at == NEVER, (row, k, i, at)
                else:
                    assert (at, course.desk[row, column], not gone[row, column]) == (one.at, one.counter, one.came), (
                        row, k, i, crowd.at[row, column], one
                    )  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(halls())
def test_engine_and_oracle_agree_on_every_ticket(made: Made) -> None:
    agrees(made)


@settings(max_examples=20, deadline=None)
@given(halls(leaving=False, capped=True))
def test_they_agree_under_the_cap_of_jumps_an_hour(made: Made) -> None:
    agrees(made)


@settings(max_examples=20, deadline=None)
@given(halls(capped=True))
def test_stopping_early_changes_no_call_that_was_asked_for(made: Made) -> None:
    crowd = made.crowd
    whole = play(made.rules, crowd, made.ready_s)
    asked = [int((crowd.at[:, whole.line(k)] < 0).any(axis=0).sum()) for k in range(len(made.rules.lines))]
    early = play(made.rules, crowd, made.ready_s, present=asked)
    assert early.steps <= whole.steps
    for k, number in enumerate(asked):
        first = crowd.edges[k]
        assert (early.call[:, first : first + number] == whole.call[:, first : first + number]).all()


def test_a_queue_left_overnight_and_an_empty_morning() -> None:
    rules = Rules((Line(0),), (Desk((0,)),))
    night = People(np.array([[-57_600.0, -57_000.0, 0.0]]), np.array([[60.0, 60.0, 60.0]]))
    course = play(rules, line_up([night]), 30.0)
    assert course.wait_s()[0, :3].tolist() == [57_630.0, 57_090.0, 150.0]
    nobody = People(np.empty((3, 0)), np.empty((3, 0)))
    assert play(rules, line_up([nobody]), 0.0).steps <= 8


def test_what_does_not_fit_is_refused() -> None:
    one = People(np.zeros((2, 1)), np.ones((2, 1)))
    with pytest.raises(ValueError, match="replications"):
        line_up([one, People(np.zeros((3, 1)), np.ones((3, 1)))])
    with pytest.raises(ValueError, match="other lines"):
        play(Rules((Line(0), Line(1)), (Desk((0,)),)), line_up([one]))
    with pytest.raises(ValueError, match="lines and counters"):
        Rules((), (Desk((0,)),))
