"""The terms of the shipped registers at their edges: systemic within 30 days, a shift log frozen after 24 hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lobbyconsole.domain.register import fold_record, frozen
from lobbyconsole.domain.register_facts import RecordOpened
from lobbyconsole.domain.registers import BY_ID
from tests.services.conftest import hall, open_hall  # noqa: F401 - fixtures
from tests.services.test_rounds import RoundHall, opened, there  # noqa: F401 - fixtures

AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(("days", "systemic"), [(29, True), (31, False)])
def test_again_within_thirty_days_is_systemic(there: RoundHall, days: int, systemic: bool) -> None:  # noqa: F811
    for _ in range(2):
        key = there.rounds.begin("patrol").round.key
        there.rounds.answer(key, "patrol1", said="fail", note="again", owner="cleaner")
        there.rounds.give_up(key, reason="test")
        there.hall.pass_minutes(days * 24 * 60)
    second = there.records.record("actions", "ZG26-0002")
    assert second is not None
    assert second.values.get("systemic", False) is systemic


def test_the_shift_log_is_frozen_after_24_hours() -> None:
    log = BY_ID["shift_log"]
    opening = RecordOpened(id="o", at=AT, register="shift_log", record="1", values=(("entry", '"二号机卡纸"'),))
    record = fold_record(log, [opening])
    assert record is not None
    assert not frozen(log, record, AT + timedelta(hours=23, minutes=59))
    assert frozen(log, record, AT + timedelta(hours=24))
