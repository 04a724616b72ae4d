"""The content library: what is shipped is whole, and what is wrong is refused with its line while the rest works."""

import os
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from lobbyconsole.domain.content.library import Library, dangling, for_sector, texts
from lobbyconsole.domain.content.text import Text
from lobbyconsole.services.library import compiled
from lobbyconsole.services.library.compiled import COMPILED, load_library, shipped_folder
from lobbyconsole.services.library.reading import ContentError, content_files, read_folder, read_text

HAN = re.compile(r"[\u4e00-\u9fff]")

CHECKLIST = """\
schema_version: 1
type: checklist
id: door
title: {en: Door, zh: 大门}
kind: patrol
when: on_demand
zone: entrance
owner: lobby_manager
sectors: [bank]
minutes: 5
pass_score: 90
summary: {en: The door, zh: 大门}
source: [practice]
items:
- id: do01
  text: {en: Opens, zh: 能开}
  touchpoint: arrival
  zone: entrance
  standard: {en: At once, zh: 立即}
  scale: {type: pass_fail}
  weight: 3
  critical: false
  on_fail:
    action: {en: Mend it, zh: 修理}
    owner: facilities
    due_min: 30
  source: [practice]
"""


@pytest.fixture(scope="module")
def shipped() -> Library:
    reading = read_folder(shipped_folder())
    assert [str(error) for error in reading.refused] == []
    return reading.library


def test_what_is_shipped_is_whole(shipped):
    counts = {name: len(getattr(shipped, name)) for name in ("plans", "checklists", "briefings", "roles", "contacts")}
    assert counts == {"plans": 34, "checklists": 30, "briefings": 14, "roles": 29, "contacts": 24}
    assert sum(len(plan.steps) for plan in shipped.plans.values()) == 436
    assert sum(len(checklist.items) for checklist in shipped.checklists.values()) == 268
    assert len(shipped.rules()) == 43
    assert (len(shipped.kpis.items), len(shipped.risks.items), len(shipped.services.items)) == (67, 40, 52)
    assert len(shipped.training.questions) == 70
    assert dangling(shipped) == []


def test_every_touchpoint_and_hazard_has_something(shipped):
    looked_at = {item.touchpoint for checklist in shipped.checklists.values() for item in checklist.items}
    assert looked_at == set(shipped.vocab["touchpoints"]) == set(shipped.touchpoints)
    assert {plan.hazard for plan in shipped.plans.values()} == set(shipped.vocab["hazards"])
    assert {plan for risk in shipped.risks.items for plan in risk.plans} == set(shipped.plans)
    ids = [item.id for checklist in shipped.checklists.values() for item in checklist.items]
    assert len(set(ids)) == len(ids)  # item ids are unique in the whole library


def test_both_languages_are_filled_and_are_what_they_say(shipped):
    every = list(texts(tuple(getattr(shipped, name) for name in shipped.__dataclass_fields__)))
    assert len(every) > 3000
    for text in every:
        assert not HAN.search(text.en), text
        assert HAN.search(text.zh) or not re.search(r"[A-Za-z]{2,}", text.zh), text
        assert not re.search(r"[\u4e00-\u9fff][,;:?!]|[,;:?!][\u4e00-\u9fff]", text.zh), text


def test_every_statement_of_the_sources_has_content():
    folder = shipped_folder()
    trace = yaml.load((folder / "trace.yaml").read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    named: set[str] = set()
    for path in content_files(folder):
        if path.name != "trace.yaml":
            for found in re.findall(r"source: \[([^\]]*)\]", path.read_text("utf-8")):
                named.update(word.strip() for word in found.split(","))
    missing = [row["id"] for row in trace["items"] if row["kind"] != "noise" and row["id"] not in named]
    assert missing == []


def test_a_hall_sees_what_fits_its_sector(shipped):
    bank, telecom = for_sector(shipped.plans, "bank"), for_sector(shipped.plans, "telecom")
    assert "counterfeit_notes" in bank
    assert set(bank) | set(telecom) == set(shipped.plans)
    assert len(bank) < len(shipped.plans) or len(telecom) < len(shipped.plans)


def test_a_text_is_said_in_its_language():
    assert Text("Door", "大门").say("zh_CN") == "大门"
    assert Text("Door", "大门").say("en") == "Door"
    assert Library().term("zones", "moon", "zh") == "moon"


# --- wrong files ------------------------------------------------------------------------------------------------------


def line_of(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


@pytest.mark.parametrize(
    ("right", "wrong", "reason"),
    [
        ("weight: 3", "weight: heavy", "Expected `int`"),
        ("weight: 3", "weight: 9", "weight is 1 to 5"),
        ("weight: 3", "wieght: 3", "wieght is not a field here"),
        ("critical: false", "critical: maybe", "Expected `bool`"),
        ("scale: {type: pass_fail}", "scale: {type: stars}", "Invalid enum value 'stars'"),
        ("scale: {type: pass_fail}", "scale: {type: number, unit: s}", "a number needs min or max"),
        ("scale: {type: pass_fail}", "scale: {type: number, unit: s, min: 9, max: 3}", "min is above max"),
        ("scale: {type: pass_fail}", "scale: {type: score_0_5, min_ok: 7}", "min_ok from 0 to 5"),
        ("text: {en: Opens, zh: 能开}", "text: {en: Opens}", "missing required field `zh`"),
        ("text: {en: Opens, zh: 能开}", "text: {en: Opens, zh: ''}", "both languages"),
        ("text: {en: Opens, zh: 能开}", "text: {en: 'In {n} s', zh: 立即}", "placeholders differ"),
        ("text: {en: Opens, zh: 能开}", "text: &a {en: Opens, zh: 能开}\n  weight: 2", "weight stands twice"),
        ("minutes: 5", "minutes: 5\nminutes: 6", "minutes stands twice"),
        ("sectors: [bank]", "sectors: [bakery]", "Invalid enum value 'bakery'"),
        ("schema_version: 1", "schema_version: 2", "schema_version is 2"),
        ("type: checklist", "type: menu", "type menu is not known"),
        ("- id: do01", "- id: 'do 01'", "letters, digits and underscores"),
        ("pass_score: 90", "pass_score: [", ""),
        ("pass_score: 90", "pass_score: 2026-13-45", ""),
    ],
)
def test_a_wrong_file_is_refused_with_its_line_and_the_reason(right, wrong, reason):
    text = CHECKLIST.replace(right, wrong, 1)
    with pytest.raises(ContentError) as caught:
        read_text(text, "door.yaml")
    assert reason in caught.value.reason
    if reason and "missing" not in reason:
        # The line itself, or the head of the item it stands in.
        assert abs(caught.value.line - line_of(text, wrong.splitlines()[-1])) <= 6, caught.value
        assert f"line {caught.value.line}" in str(caught.value)


@pytest.mark.parametrize(
    "text", ["", "[]", "just words", "a: b: c", "\x00", "id: &x [1]\nb: *x", "[" * 5000, "? {a: b}"]
)
def test_nonsense_is_refused(text):
    with pytest.raises(ContentError):
        read_text(text, "x.yaml")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("  next: s2\n", "  next: s99\n", "leads to s99, which does not exist"),
        ("start: s1", "start: zz", "the first step zz does not exist"),
        ("    goto: s3\n", "    goto: s4\n", "step s3 cannot be reached"),
        ("  next: s5\n", "  next: s4\n", "no end can be reached from step s4|in a loop|cannot be reached"),
    ],
)
def test_a_plan_that_leads_nowhere_is_refused(old, new, reason):
    text = (shipped_folder() / "plans" / "power_outage.yaml").read_text("utf-8")
    assert old in text
    with pytest.raises(ContentError) as caught:
        read_text(text.replace(old, new, 1), "power_outage.yaml")
    assert re.search(reason, caught.value.reason), caught.value.reason


def test_the_rest_works_when_files_are_wrong(tmp_path, shipped):
    folder = tmp_path / "内容 library"
    shutil.copytree(shipped_folder(), folder, ignore=shutil.ignore_patterns(COMPILED))
    (folder / "plans" / "fire.yaml").write_text("schema_version: 1\ntype: plan\nid: fire\n", "utf-8")
    (folder / "checklists" / "opening_hall.yaml").write_bytes(b"\xff\xfe\x00broken")
    (folder / "checklists" / "twin.yaml").write_text(CHECKLIST, "utf-8")
    (folder / "roles2.yaml").write_bytes((folder / "roles.yaml").read_bytes())
    (folder / "huge.yaml").write_bytes(b"#" * 2_000_000)
    reading = read_folder(folder)
    assert sorted(error.file for error in reading.refused) == [
        "checklists/opening_hall.yaml",
        "checklists/twin.yaml",
        "huge.yaml",
        "plans/fire.yaml",
        "roles2.yaml",
    ]
    assert len(reading.library.plans) == len(shipped.plans) - 1
    assert reading.library.roles == shipped.roles
    assert {found.name for found in dangling(reading.library)} == {"fire", "opening_hall"}


# --- the compiled file ------------------------------------------------------------------------------------------------


@pytest.fixture
def copy(tmp_path) -> Path:
    """A small library of its own: two checklists and the vocabulary."""
    folder = tmp_path / "content"
    (folder / "checklists").mkdir(parents=True)
    for name in ("vocab.yaml", "checklists/opening_hall.yaml", "checklists/closing_hall.yaml"):
        shutil.copy(shipped_folder() / name, folder / name)
    return folder


def test_the_whole_library_survives_compiling(tmp_path, shipped):
    shutil.copytree(shipped_folder(), tmp_path / "content", ignore=shutil.ignore_patterns(COMPILED))
    assert load_library(tmp_path / "content") == shipped
    for path in content_files(tmp_path / "content"):
        path.unlink()
    assert load_library(tmp_path / "content") == shipped  # a frozen program has no sources


def test_the_compiled_file_is_read_while_nothing_changed(copy, monkeypatch):
    library = load_library(copy)
    assert list(library.checklists) == ["closing_hall", "opening_hall"]
    monkeypatch.setattr(compiled, "compile_library", lambda folder: pytest.fail("compiled again"))
    assert load_library(copy) == library


def test_a_changed_file_is_compiled_anew(copy):
    before = load_library(copy).checklists["opening_hall"].minutes
    path = copy / "checklists" / "opening_hall.yaml"
    path.write_text(path.read_text("utf-8").replace("minutes: ", "minutes: 1", 1), "utf-8")
    later = datetime(2031, 1, 1, tzinfo=UTC).timestamp()
    os.utime(path, (later, later))
    assert load_library(copy).checklists["opening_hall"].minutes > before


@pytest.mark.parametrize("damage", [b"", b"rubbish", b"\x93\x01\xa1x\xc0", None])
def test_a_damaged_compiled_file_is_made_again(copy, damage):
    library = load_library(copy)
    whole = (copy / COMPILED).read_bytes()
    (copy / COMPILED).write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    assert load_library(copy) == library
    assert (copy / COMPILED).read_bytes() == whole


def test_a_wrong_file_is_told_in_the_log_each_time(copy, expected_log):
    (copy / "checklists" / "fire.yaml").write_text("type: plan", "utf-8")
    expected_log("checklists/fire.yaml is wrong in line 1")
    for _ in range(2):
        assert len(load_library(copy).checklists) == 2
    assert not (copy / COMPILED).exists()
