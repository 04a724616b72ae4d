"""The sample hall speaks the language of its demo: English in English, Chinese in Chinese, the same records."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from lobbyconsole.bootstrap.hall import closing, open_demo
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.sample_records import sample_records
from lobbyconsole.domain.sample_words import EN

CHINESE = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")
BOTH = ("body", "paper")  # an item of content and a composed paper hold both languages
OURS = ("record:", "round:", "meeting:", "incident:", "content:")


def texts(fact: Fact) -> Iterator[str]:
    for name, value in msgspec.structs.asdict(fact).items():
        if name not in BOTH:
            yield from _texts(value)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)


def told(lang: str, sector: str) -> list[Fact]:
    with closing(open_demo(sector, lang=lang)) as hall:
        return [entry.fact for entry in hall.store.entries_after(0, 10**6) if entry.fact.subject.startswith(OURS)]


@pytest.mark.parametrize("sector", ["bank", "telecom"])
def test_the_english_demo_tells_nothing_in_chinese(sector: str) -> None:
    facts = told("en", sector)
    assert {fact.subject.partition(":")[0] + ":" for fact in facts} == set(OURS)
    left = {text for fact in facts for text in texts(fact) if CHINESE.search(text)}
    assert left == set()


def test_the_chinese_demo_is_the_same_in_chinese() -> None:
    now = datetime(2026, 11, 20, 2, 42, tzinfo=UTC)
    chinese, english = sample_records(now), sample_records(now, lang="en")
    assert [fact.id for fact in chinese] == [fact.id for fact in english]
    told_zh = {text for fact in chinese for text in texts(fact)}
    assert not told_zh & {f'"{text}"' for text in EN.values()}
    assert sum(bool(CHINESE.search(text)) for text in told_zh) > 100


def test_every_english_sample_text_is_one() -> None:
    for chinese, english in EN.items():
        assert CHINESE.search(chinese)
        assert english.isascii() or all(unicodedata.category(sign)[0] in "LNPZS" for sign in english)
        assert not CHINESE.search(english)
        assert english == english.strip()
