"""Paper cards: what the cells say, where everything stands, and the codes as they are typed back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobbyconsole.domain import cards
from lobbyconsole.domain.card_codes import card_time, read_codes
from lobbyconsole.domain.content.checklists import CheckItem, Checklist, OnFail, Option, Scale
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.rounds import FAIL, NOT_APPLICABLE, PASS

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def item(name: str, scale: Scale | None = None) -> CheckItem:
    text = Text(name, name)
    on_fail = OnFail(action=text, owner="cleaner", due_min=30)
    return CheckItem(
        id=name, text=text, touchpoint="queueing", zone="waiting", standard=text,
        scale=scale or Scale(type="pass_fail"), weight=1, critical=False, on_fail=on_fail,
    )  # fmt: skip


def checklist(*items: CheckItem) -> Checklist:
    text = Text("List", "表")
    return Checklist(
        id="list", title=text, kind="patrol", when="on_demand", zone="hall", owner="manager", minutes=5, pass_score=80,
        summary=text, items=items,
    )  # fmt: skip


OPTIONS = tuple(Option(id=f"o{at}", ok=at == 0, label=Text(f"o{at}", f"o{at}")) for at in range(9))
ITEMS = (
    item("seats"),
    item("face", Scale(type="score_0_5", min_ok=3)),
    item("wait", Scale(type="number", max=10, unit="min")),
    item("mood", Scale(type="choice", options=OPTIONS[:3])),
    item("words", Scale(type="text")),
    item("photo", Scale(type="photo")),
    item("many", Scale(type="choice", options=OPTIONS)),
)

ids = st.builds(
    cards.CardId,
    wording=st.integers(0, 16**10 - 1).map(lambda number: f"{number:010x}"),
    kind=st.sampled_from([cards.FREE, cards.DUE, cards.ROUND]),
    moment=st.integers(0, 2**47),
    page=st.integers(1, 3),
    pages=st.integers(3, 15),
)


# --- the cells


@given(ids)
def test_the_cells_give_back_what_they_were_given(card: cards.CardId) -> None:
    bits = cards.pack(card)
    assert len(bits) == cards.BITS
    assert cards.unpack(bits) == card


@given(ids, st.integers(0, cards.BITS - 1), st.integers(1, 16), st.integers(1, 2**16 - 1))
def test_wrong_cells_beside_each_other_are_found(card: cards.CardId, at: int, wide: int, pattern: int) -> None:
    bits = list(cards.pack(card))
    changed = False
    for step in range(min(wide, cards.BITS - at)):
        if pattern >> step & 1:
            bits[at + step] ^= 1
            changed = True
    assert (cards.unpack(bits) == card) is not changed


def test_all_white_and_all_black_are_no_card() -> None:
    assert cards.unpack([0] * cards.BITS) is None
    assert cards.unpack([1] * cards.BITS) is None
    assert cards.unpack([0, 1]) is None


def test_a_card_says_what_it_answers() -> None:
    version = "61e4090f1ff2a620"
    due = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    assert cards.card_id(version, NOW, due_at=due).due_at == due
    running = cards.card_id(version, NOW, round_key="20261120-00ff12ab", due_at=due)
    assert (running.round_key, running.due_at) == ("20261120-00ff12ab", None)
    assert cards.unpack(cards.pack(running)) == running
    other = cards.card_id(version, NOW, round_key="another-scheme", due_at=due)
    assert (other.kind, other.round_key) == (cards.DUE, "")
    free = cards.card_id(version, NOW)
    assert (free.kind, free.round_key, free.due_at) == (cards.FREE, "", None)


@given(st.integers(0, 16**10 - 1), st.integers(0, 5), st.integers(1, 9))
def test_a_slip_in_a_form_number_is_found(number: int, at: int, by: int) -> None:
    form = cards.form_number(f"{number:010x}")
    assert cards.sound_form_number(form)
    slipped = form[:at] + str((int(form[at]) + by) % 10) + form[at + 1 :]
    assert not cards.sound_form_number(slipped)
    swapped = form[: at - 1] + form[at] + form[at - 1] + form[at + 1 :] if at else form
    assert swapped == form or not cards.sound_form_number(swapped)


# --- the layout


def test_every_item_has_its_line_and_nothing_overlaps() -> None:
    many = checklist(*(replace(ITEMS[at % len(ITEMS)], id=f"i{at}") for at in range(120)))
    pages = cards.lay_out(many, cards.card_id("61e4090f1ff2a620", NOW))
    assert len(pages) == cards.pages_of(many) == -(-99 // cards.ROWS_A_PAGE)
    assert [page.id.page for page in pages] == list(range(1, len(pages) + 1))
    assert all(cards.unpack(cards.pack(page.id)) == page.id for page in pages)
    rows = [row for page in pages for row in page.rows]
    assert [row.number for row in rows] == list(range(1, 100))
    for row in rows:
        assert row.y + cards.PITCH / 2 < cards.CORNERS[2][1] - cards.MARK
        right = cards.BARS_AT[1] - cards.BAR[0] / 2
        for left, after in zip(row.spots, [*row.spots[1:], None], strict=True):
            assert left.x + cards.BUBBLE < right
            if after is not None:
                assert after.x - left.x > 4 * cards.BUBBLE
        if row.box is not None:
            assert row.box[0] + row.box[2] < row.spots[0].x - cards.BUBBLE


def test_the_language_moves_nothing() -> None:
    english = checklist(*ITEMS)
    longer = checklist(*(replace(entry, text=Text("x" * 300, "长" * 300)) for entry in ITEMS))
    card = cards.card_id("61e4090f1ff2a620", NOW)
    spots = [[(spot.x, spot.y) for row in page.rows for spot in row.spots] for page in cards.lay_out(english, card)]
    assert spots == [[(s.x, s.y) for row in page.rows for s in row.spots] for page in cards.lay_out(longer, card)]


# --- the codes


def said(text: str) -> dict[int, Any]:
    read = read_codes(ITEMS, text)
    assert read.trouble is None, str(read.trouble.message)
    found = {}
    for number, answer in read.given().items():
        told = answer.value if answer.value is not None else answer.choice or answer.said
        found[number] = "later" if answer.later else told
    return found


@pytest.mark.parametrize(
    "text",
    [
        "01 1, 02 0, 03 12.5, 04 2, 05 9, 06 8",
        "011 020 0312.5 042 059 068",
        "011020 0312.5+042059068",
        "０１１，０２０，０３１２.５、０４２ ０５９ ０６８",
        "01 1; 02 0; 03 12.5; 04 2; 05 -; 06 *",
    ],
)
def test_the_same_codes_however_they_are_typed(text: str) -> None:
    assert said(text) == {1: PASS, 2: 0.0, 3: 12.5, 4: "o1", 5: NOT_APPLICABLE, 6: "later"}


def test_every_answer_has_its_digit() -> None:
    assert said("011") == {1: PASS}
    assert said("012") == said("010") == {1: FAIL}
    assert said("019") == said("013") == said("01-") == said("01x") == {1: NOT_APPLICABLE}
    assert said("025") == {2: 5.0}
    assert said("03-") == said("03 x") == {3: NOT_APPLICABLE}
    assert said("03-4 011") == {3: -4.0, 1: PASS}
    assert said("052 062") == {5: FAIL, 6: FAIL}
    assert said("078") == {7: "later"}  # nine options have no digits: the screen asks


@pytest.mark.parametrize(
    ("text", "start", "end", "words"),
    [
        ("99 1", 0, 2, "no item 99"),
        ("011 000", 4, 6, "no item 00"),
        ("011 026", 4, 7, "cannot be answered with 6"),
        ("1 1", 0, 1, "two digits"),
        ("seats 1", 0, 1, "no code"),
        ("011 012", 4, 7, "typed twice"),
        ("03 abc", 0, 4, "asks for a number"),
        ("0312x", 0, 3, "asks for a number"),
    ],
)
def test_what_is_wrong_is_said_at_its_spot(text: str, start: int, end: int, words: str) -> None:
    trouble = read_codes(ITEMS, text).trouble
    assert trouble is not None
    assert (trouble.start, trouble.end) == (start, end)
    assert words in str(trouble.message)


def test_half_a_code_is_no_mistake_yet() -> None:
    for text, pending in (("0", 0), ("01", 1), ("011 0", 0), ("011 03", 3)):
        read = read_codes(ITEMS, text)
        assert read.trouble is None
        assert read.half
        assert read.pending == pending
    assert not read_codes(ITEMS, "011").half
    assert read_codes(ITEMS, "0312").codes[0].open  # a number may go on
    assert not read_codes(ITEMS, "0312 ").codes[0].open
    assert read_codes(ITEMS, "011 011").trouble is None  # the same twice says nothing new


@given(st.text(alphabet="0123456789 ,.-+*xX、，０１", max_size=60))
def test_whatever_is_typed_is_read_or_said(text: str) -> None:
    read = read_codes(ITEMS, text)
    assert read.trouble is None or 0 <= read.trouble.start < read.trouble.end <= len(text)
    assert all(code.given.item == ITEMS[code.number - 1].id for code in read.codes)


@given(st.lists(st.tuples(st.sampled_from([1, 2, 4, 5, 6]), st.sampled_from("29")), unique_by=lambda code: code[0]))
def test_the_order_does_not_matter(codes: list[tuple[int, str]]) -> None:
    run_on = "".join(f"{number:02d}{answer}" for number, answer in codes)
    backwards = ", ".join(f"{number:02d} {answer}" for number, answer in reversed(codes))
    assert said(run_on) == said(backwards)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("09:40", "2026-11-20 09:40"),
        ("0940", "2026-11-20 09:40"),
        ("940", "2026-11-20 09:40"),
        ("９：４０", "2026-11-20 09:40"),
        ("11-19 17:05", "2026-11-19 17:05"),
        ("12-31 0905", "2025-12-31 09:05"),
        ("2026-11-01 8:00", "2026-11-01 08:00"),
        ("2359", "2026-11-20 23:59"),
        ("2400", ""),
        ("02-30 10:00", ""),
        ("soon", ""),
        ("", ""),
    ],
)
def test_the_time_on_the_card(text: str, told: str) -> None:
    at = card_time(text, NOW)
    assert (f"{at:%Y-%m-%d %H:%M}" if at else "") == told
    assert at is None or at.tzinfo is NOW.tzinfo
