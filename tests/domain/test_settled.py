"""Kept sums are only for speed: whatever happened in between, the picture is the one painted from nothing."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from lobbyconsole.domain.lobby import Book
from lobbyconsole.domain.picture import Picture, paint
from lobbyconsole.domain.settled import Settled
from tests.domain.strategies import HALL, NINE, any_facts


def rounded(picture: Picture) -> Picture:
    """Sums kept by adding and taking away differ in the last digits."""
    return replace(
        picture,
        handling_s={service: round(seconds, 6) for service, seconds in picture.handling_s.items()},
        figures=replace(picture.figures, newcomer=None),
        rows=tuple(
            replace(
                row,
                newcomer=None,
                blocks=tuple(replace(b, projected_s=None, expected=None, level="") for b in row.blocks),
                level="",
            )
            for row in picture.rows
        ),
        flagged=tuple(sorted(picture.flagged, key=str)),
    )


@settings(max_examples=60)
@given(facts=any_facts(), step=st.integers(1, 5))
def test_a_picture_with_kept_sums_equals_one_painted_from_nothing(facts, step):
    book = Book()
    latest = max((fact.at for fact in facts), default=NINE) + timedelta(minutes=1)
    start, _ = HALL.day_span(HALL.day_of(latest))
    kept = Settled(HALL, start)
    for at, fact in enumerate(facts):
        book.add(fact)
        if at % step == 0:
            paint(HALL, book.lobby(), latest, None, kept)
    lobby = book.lobby()
    assert rounded(paint(HALL, lobby, latest, None, kept)) == rounded(paint(HALL, lobby, latest))
