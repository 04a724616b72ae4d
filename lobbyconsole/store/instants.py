"""Instants as the database keeps them: whole microseconds of UTC since 1970, so that sums and comparisons are exact."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY_US = 86_400_000_000
_US = timedelta(microseconds=1)


def to_us(at: datetime) -> int:
    """Microseconds since 1970 of an aware datetime. ValueError for a naive one: guessing its zone would move facts."""
    if at.tzinfo is None:
        raise ValueError(f"an instant without a zone: {at!r}")
    return (at - EPOCH) // _US


def opt_us(at: datetime | None) -> int | None:
    """The same for a time that may be unknown."""
    return None if at is None else to_us(at)


def from_us(us: int) -> datetime:
    """The aware UTC datetime of so many microseconds since 1970."""
    return EPOCH + timedelta(microseconds=us)


def opt_datetime(us: int | None) -> datetime | None:
    """The same for a time that may be unknown."""
    return None if us is None else from_us(us)
