"""A meeting's paper: it reads for ever, says the same in both languages, and judges as the key figures ask."""

from __future__ import annotations

import ast
import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.paper import (
    Against,
    Amount,
    Bar,
    Bars,
    Day,
    Figure,
    Link,
    Missing,
    Moment,
    Note,
    Paper,
    PaperSection,
    Row,
    Table,
    Words,
    judge,
    said,
    words,
)
from lobbyconsole.domain.words import Message

ROOM = Path(__file__).resolve().parents[2] / "lobbyconsole"

# A paper as version 1 wrote it. It stays as it is: papers like it are in the journals of halls.
FIRST = (
    '{"agenda":"morning","branch":{"en":"East","is":"text","zh":"城东"},"day":"2026-11-20","first":"2026-11-19","is":'
    '"paper","last":"2026-11-19","made_at":"2026-11-20T00:20:00+00:00","sections":[{"blocks":[{"against":[{"is":"again'
    'st","label":{"is":"words","text":"same day last week"},"link":{"first":"2026-11-12","is":"link","key":"wait_avg",'
    '"kind":"kpi","last":"2026-11-12"},"value":233.5}],"better":"down","is":"figure","label":{"en":"Average waiting ti'
    'me","is":"text","zh":"平均等候时间"},"link":{"first":"2026-11-19","is":"link","key":"wait_avg","kind":"kpi","last":"20'
    '26-11-19"},"source":"yesterday.kpis","target":600.0,"unit":"s","value":322.0303,"verdict":"good"},{"is":"missing"'
    ',"reason":{"is":"words","text":"The console keeps no roster yet."},"source":"staffing.today","what":{"en":"Roster'
    '","is":"text","zh":"排班"}},{"columns":[{"is":"words","text":"Ticket"}],"is":"table","left_off":7,"link":{"is":"li'
    'nk","key":"over_recovery","kind":"tickets"},"rows":[{"cells":["A017"],"is":"row","link":{"is":"link","key":"t1","'
    'kind":"ticket"},"verdict":"bad"}],"source":"yesterday.overtime_tickets","title":{"is":"words","text":"Waited over'
    ' {limit} minutes, {days}","values":[["days",{"day":"2026-11-19","is":"day"}],["limit",{"is":"amount","n":20}]]}},'
    '{"bars":[{"is":"bar","label":"10:00","value":4.5,"verdict":"watch"},{"is":"bar","label":{"is":"day","day":"2026-1'
    '1-20"},"value":null}],"is":"bars","link":{"is":"link","kind":"tickets"},"source":"forecast.today","title":{"en":"'
    'a","is":"text","zh":"b"},"unit":"people"},{"is":"note","source":"open_tasks","verdict":"good","words":{"is":"word'
    's","text":"No task is open."}}],"headline":{"is":"words","text":"Peak {time}: 9 in 10 waited no longer than {wait'
    '}","values":[["time","10:00–10:30"],["wait",{"at_least":true,"is":"amount","n":1324.5,"unit":"s"}]]},"id":"yester'
    'day","is":"section","minutes":3,"title":{"en":"Yesterday","is":"text","zh":"昨日"}}],"title":{"en":"Morning meet'
    'ing","is":"text","zh":"晨会"},"version":1}'
)


def sample() -> Paper:
    kpi = Link("kpi", "wait_avg", "2026-11-19", "2026-11-19")
    week = Link("kpi", "wait_avg", "2026-11-12", "2026-11-12")
    day, limit = Day("2026-11-19"), Amount(20)
    blocks = (
        Figure("yesterday.kpis", Text("Average waiting time", "平均等候时间"), 322.0303, "s", kpi, 600.0, "down",
               "good", against=(Against(words("same day last week"), 233.5, week),)),
        Missing("staffing.today", Text("Roster", "排班"), words("The console keeps no roster yet.")),
        Table("yesterday.overtime_tickets", words("Waited over {limit} minutes, {days}", limit=limit, days=day),
              (words("Ticket"),), (Row(("A017",), Link("ticket", "t1"), "bad"),), Link("tickets", "over_recovery"), 7),
        Bars("forecast.today", Text("a", "b"), "people", (Bar("10:00", 4.5, "watch"), Bar(Day("2026-11-20"), None)),
             Link("tickets")),
        Note("open_tasks", words("No task is open."), verdict="good"),
    )  # fmt: skip
    headline = words("Peak {time}: 9 in 10 waited no longer than {wait}", time="10:00–10:30",
                     wait=Amount(1324.5, "s", at_least=True))  # fmt: skip
    section = PaperSection("yesterday", Text("Yesterday", "昨日"), 3, headline, blocks)
    return Paper("morning", Text("Morning meeting", "晨会"), Text("East", "城东"), "2026-11-20",
                 "2026-11-20T00:20:00+00:00", "2026-11-19", "2026-11-19", (section,))  # fmt: skip


def test_a_paper_of_the_first_version_is_read_for_ever() -> None:
    assert Paper.from_json(FIRST) == sample()
    assert json.loads(sample().to_json()) == json.loads(FIRST)


def test_the_same_paper_gives_the_same_bytes() -> None:
    text = sample().to_json()
    assert Paper.from_json(text).to_json() == text == sample().to_json()


def test_what_a_newer_program_wrote_is_said_and_the_rest_read() -> None:
    plain: dict[str, Any] = json.loads(sample().to_json())
    plain["version"] = 9
    plain["mood"] = "sunny"
    plain["sections"][0]["blocks"][1] = {"is": "hologram", "source": "staffing.today"}
    plain["sections"][0]["blocks"][4]["size"] = 4
    paper = Paper.from_json(json.dumps(plain))
    assert paper.version == 9
    blocks = paper.sections[0].blocks
    assert isinstance(blocks[1], Missing)
    assert "newer version" in str(blocks[1].reason)
    assert blocks[4] == sample().sections[0].blocks[4]


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "7", '{"is":"paper"}', '{"is":"day","day":"x"}', "{" * 9000])
def test_what_is_no_paper_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - JSON's own error is one too
        Paper.from_json(text)


@given(st.dictionaries(st.sampled_from(["is", "title", "sections", "day", "x"]), st.none() | st.text() | st.lists(
    st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2), max_size=2)))  # fmt: skip
def test_nonsense_never_gives_another_error(plain: dict[str, Any]) -> None:
    with contextlib.suppress(ValueError):
        Paper.from_json(json.dumps(plain))


def test_values_are_said_in_both_languages() -> None:
    assert [Amount(504, "s").say("en"), Amount(4503.6, "s").say("zh")] == ["8:24", "75:04"]
    assert Amount(91.449, "pct").say("en") == "91.4 %"
    assert [Amount(1, "people").say("en"), Amount(2, "people").say("en"), Amount(2, "people").say("zh_CN")] == [
        "1 person", "2 people", "2 人",
    ]  # fmt: skip
    assert Amount(1080, "s", at_least=True).say("en") == "≥ 18:00"
    assert Amount(3.5).say("en") == "3.5"
    assert [Day("2026-11-20").say("zh"), Day("2026-11-20").say("en")] == ["11月20日 周五", "Fri 20 Nov"]
    assert Moment("2026-11-20T08:30").say("zh") == "11月20日 周五 08:30"
    assert [Day("never").say("en"), Moment("never").say("en")] == ["never", "never"]


def test_words_become_a_message_with_the_readers_values() -> None:
    inner = words("{first} to {last}", first=Day("2026-11-19"), last=Day("2026-11-20"))
    outer = words("{days}: {title}", days=inner, title=Text("cash", "现金"))
    assert outer.message("zh") == Message(
        "{days}: {title}",
        {
            "days": Message("{first} to {last}", {"first": "11月19日 周四", "last": "11月20日 周五"}, "Briefing"),
            "title": "现金",
        },
        "Briefing",
    )
    assert str(outer) == "Thu 19 Nov to Fri 20 Nov: cash"
    assert said("as written", "zh") == "as written"


def test_judging() -> None:
    assert [judge(value, 10, 12, "down") for value in (9, 10, 11, 12, 13)] == ["good", "good", "watch", "watch", "bad"]
    assert [judge(value, 98, 95, "up") for value in (99, 98, 96, 94)] == ["good", "good", "watch", "bad"]
    assert judge(0.1 + 0.2, 0.3, None, "down") == "good"
    assert judge(1, 0, None, "down") == "bad"
    assert [judge(None, 1, 1, "up"), judge(1, None, None, "up"), judge(1, 1, 1, "")] == ["none"] * 3


def test_every_sentence_of_a_paper_is_marked_for_the_translators() -> None:
    """`words("...")` with a bare text would show English in a Chinese hall."""
    for path in sorted((ROOM / "services" / "briefing").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("words", "Words"):
                assert not isinstance(call.args[0], ast.Constant), f"{path.name}:{call.lineno}"
    assert isinstance(sample().sections[0].headline, Words)
