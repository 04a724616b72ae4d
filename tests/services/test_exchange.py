"""Standards as one file: the same for the same items, refused in words when it is hostile, proposed like any change."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lobbyconsole.domain.content.editions import version_of
from lobbyconsole.domain.content.library import Library
from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.library import exchange
from lobbyconsole.services.library.book import FAMILIES, LibraryBook, body_of, plain
from lobbyconsole.services.library.checks import examine
from lobbyconsole.services.library.compiled import load_library, refused_files
from lobbyconsole.services.library.drafts import FOLDER, Draft, Drafts, new_key
from lobbyconsole.services.library.exchange import Package, judge, pack, take_over, unpack
from lobbyconsole.services.library.shelf import base_of, shelf, versions
from lobbyconsole.services.subjects import Subjects
from tests.services.conftest import SmallHall
from tests.services.rehearsing import rehearse


@pytest.fixture(scope="module")
def shipped() -> Library:
    return load_library()


@pytest.fixture
def book(hall: SmallHall) -> LibraryBook:
    return LibraryBook(Subjects(hall.store, hall.live))


def own_patrol(shipped: Library, **changed: Any) -> Any:
    return replace(shipped.checklists["patrol_hourly"], **changed)


def kinds(book: LibraryBook, data: bytes) -> list[tuple[str, str]]:
    return [(arrival.id, arrival.kind) for arrival in judge(book, unpack(data))]


def altered(data: bytes, change: Callable[[dict[str, Any]], None], seal: bool = True) -> bytes:
    """The file with something changed, and its sum put right again, as somebody who means it would."""
    found = json.loads(data)
    change(found)
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    if seal:
        total = exchange._sum((line["family"], line["version"]) for line in found["items"])
        text = text.replace(found["sum"], total)
    return text.encode()


# --- out and in -------------------------------------------------------------------------------------------------------


def test_the_same_items_give_the_same_bytes_and_come_back_unchanged(shipped: Library) -> None:
    items = [(family, item) for family in FAMILIES for item in getattr(shipped, family).values()]
    data = pack("华东分行", items)
    assert data == pack("华东分行", reversed(items))
    package = unpack(data)
    assert package.origin == "华东分行"
    assert len(package.lines) == len(items)
    assert {(family, body) for family, _, body in package.lines} == {(family, body_of(item)) for family, item in items}
    assert all(version_of(body) == version for _, version, body in package.lines)


def test_what_a_file_would_bring_is_known_before_anything_happens(book: LibraryBook, shipped: Library) -> None:
    changed = own_patrol(shipped, minutes=9)
    added = own_patrol(shipped, id="patrol_vip", owner="night_owl")
    plan = replace(shipped.plans["fire"], review_months=3)
    data = pack("East", [("checklists", changed), ("checklists", added), ("plans", plan),
                         ("scripts", shipped.scripts["greet_open"])])  # fmt: skip
    arrivals = {arrival.id: arrival for arrival in judge(book, unpack(data))}
    assert {name: arrival.kind for name, arrival in arrivals.items()} == {
        "patrol_hourly": "changed", "patrol_vip": "new", "fire": "changed", "greet_open": "same",
    }  # fmt: skip
    assert [change.path for change in arrivals["patrol_hourly"].changes] == ["minutes"]
    assert arrivals["patrol_vip"].missing == ("night_owl",)
    assert arrivals["fire"].two
    assert not arrivals["patrol_hourly"].two
    assert all(entry.origin == "shipped" for entry in shelf(book))


def test_what_is_taken_over_is_proposed_with_its_origin_and_waits_where_two_must_agree(
    book: LibraryBook, shipped: Library
) -> None:
    items = [("checklists", own_patrol(shipped, minutes=9)), ("plans", replace(shipped.plans["fire"], review_months=3))]
    package = unpack(pack("East", items))
    seen: list[int] = []
    refused = take_over(book, package, judge(book, package), by="8001", why="region's standard",
                        progress=lambda done, _: seen.append(done))  # fmt: skip
    assert refused == []
    assert seen == [1, 2]
    assert book.library().checklists["patrol_hourly"].minutes == 9
    assert book.library().plans["fire"] == shipped.plans["fire"]
    edition = book.editions("checklists", "patrol_hourly").current
    assert edition is not None
    assert (edition.origin, edition.by, edition.why) == ("import:East", "8001", "region's standard")
    assert kinds(book, pack("East", items)) == [("patrol_hourly", "same"), ("fire", "waits")]
    again = take_over(book, package, judge(book, package), by="8001", why="twice")
    assert [str(message) for _, message in again] == [
        "Nothing was changed.", "This very change waits for approval already.",
    ]  # fmt: skip


# --- hostile files ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no file with standards"),
        (b"\xff\xfe\x00", "no file with standards"),
        (b"PK\x03\x04", "no file with standards"),
        (b"[" * 100_000, "no file with standards"),
        (b'{"format":"something else","version":1}', "no file with standards"),
        (b'{"format":"lobbyconsole-content","version":2,"items":"what comes later"}', "newer program"),
        (b'{"format":"lobbyconsole-content","version":1,"items":{}}', "not built as it should be"),
        (b'{"format":"lobbyconsole-content","version":1,"origin":"","items":[],"sum":"00"}', "sum does not fit"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        unpack(data)


def test_a_truncated_huge_or_shortened_file_is_refused(shipped: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    data = pack("East", [("scripts", script) for script in shipped.scripts.values()])
    for length in (len(data) - 3, len(data) // 2, 40):
        with pytest.raises(Refused, match="not whole"):
            unpack(data[:length])
    with pytest.raises(Refused, match="sum does not fit"):
        unpack(altered(data, lambda found: found["items"].pop(), seal=False))
    with pytest.raises(Refused, match="larger than"):
        unpack(b" " * (exchange.LARGEST_FILE + 1))
    monkeypatch.setattr(exchange, "MOST_ITEMS", 10)
    with pytest.raises(Refused, match="more than 10 items"):
        unpack(data)


def test_bytes_that_are_no_text_are_refused_in_words(shipped: Library) -> None:
    data = pack("East", [("checklists", own_patrol(shipped, title=Text("Patrol XYZ", "巡检")))])
    for bad in (b"Patrol \xff\xfe", b"Patrol \xed\xa0\x80", b"Patrol \xb0\xa1"):
        with pytest.raises(Refused, match=r"built|not whole"):
            unpack(data.replace(b"Patrol XYZ", bad))


def hostile(field: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """Changes a field of the first item's body and names the version anew."""

    def change(found: dict[str, Any]) -> None:
        line = found["items"][0]
        line["body"][field] = value
        line["version"] = version_of(json.dumps(line["body"], ensure_ascii=False, separators=(",", ":")))

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda found: found["items"][0].update(version="0" * 16), "altered after it was written"),
        (lambda found: found["items"][0].update(family="spells"), "no content of the kind spells"),
        (hostile("id", "../../etc/passwd"), "id may not be used"),
        (hostile("id", "a" * 200), "id may not be used"),
        (hostile("id", 7), "id may not be used"),
        (hostile("minutes", "many"), "wrong at minutes"),
        (hostile("title", {"en": "Patrol", "zh": " "}), "wrong at title.zh: the Chinese text is missing"),
        (hostile("title", {"en": "In {minutes} min", "zh": "巡检"}), "wrong at title: the placeholders differ"),
        (hostile("title", {"en": "Patrol\u202e", "zh": "巡检"}), "may not stand in a text"),
        (hostile("title", {"en": "Pa\u0000trol", "zh": "巡检"}), "may not stand in a text"),
        (hostile("when", "every so often"), "wrong at when"),
        (hostile("items", []), "wrong at items: a checklist needs items"),
        (hostile("surprise", 1), "surprise is not a field here"),
    ],
)
def test_a_wrong_item_is_refused_with_its_reason_and_the_rest_is_offered(
    book: LibraryBook, shipped: Library, change: Callable[[dict[str, Any]], None], words: str
) -> None:
    data = pack("x", [("checklists", own_patrol(shipped, minutes=9)), ("scripts", shipped.scripts["greet_open"])])
    bad, good = judge(book, unpack(altered(data, change)))
    assert bad.kind == "refused"
    assert bad.item is None
    assert bad.reason is not None
    assert words in str(bad.reason)
    assert good.kind == "same"


def test_an_item_that_stands_twice_is_taken_once(book: LibraryBook, shipped: Library) -> None:
    one = own_patrol(shipped, minutes=9)
    data = pack("x", [("checklists", one), ("checklists", replace(one, minutes=8))])
    assert kinds(book, data) == [("patrol_hourly", "changed"), ("patrol_hourly", "refused")]
    assert take_over(book, Package("", ()), judge(book, unpack(data))[1:], by="8001", why="x") == []


# --- what the book itself holds to ------------------------------------------------------------------------------------


def test_nothing_wrong_is_kept_and_no_way_leads_around_the_second_person(book: LibraryBook, shipped: Library) -> None:
    with pytest.raises(Refused, match="This cannot be kept"):
        book.propose("checklists", own_patrol(shipped, title=Text("In {minutes}", "巡检")), by="8001", why="x")
    mine = replace(shipped.plans["fire"], review_months=3)
    version = book.propose("plans", mine, by="8001", why="closer").waiting[0].version
    with pytest.raises(Refused, match="never in force"):
        book.revert("plans", "fire", version, by="8001", why="around the other one")
    book.refuse("plans", "fire", version, by="8002", why="no")
    with pytest.raises(Refused, match="never in force"):
        book.revert("plans", "fire", version, by="8001", why="again")
    with pytest.raises(Refused, match="no version of its own"):
        book.revert("plans", "not_there", "", by="8001", why="x")
    assert book.library().plans["fire"] == shipped.plans["fire"]
    assert [found.standing for found in versions(book, "plans", "fire")] == ["refused", "in_force"]


def test_going_back_to_a_plan_is_proposed_like_any_change_of_it(book: LibraryBook, shipped: Library) -> None:
    mine = replace(shipped.plans["fire"], review_months=3)
    version = book.propose("plans", mine, by="8001", why="closer").waiting[0].version
    rehearse(book, "fire", version)
    book.approve("plans", "fire", version, by="8002")
    state = book.revert("plans", "fire", "", by="8001", why="as shipped")
    assert book.library().plans["fire"].review_months == 3
    book.approve("plans", "fire", state.waiting[0].version, by="8002")
    assert book.library().plans["fire"] == shipped.plans["fire"]
    entry = next(entry for entry in shelf(book) if (entry.family, entry.id) == ("plans", "fire"))
    assert entry.origin == "shipped"  # the very words of the shipped one


def test_the_shelf_says_where_each_item_stands(book: LibraryBook, shipped: Library) -> None:
    book.propose("checklists", own_patrol(shipped, minutes=9), by="8001", why="x")
    book.propose("checklists", own_patrol(shipped, id="patrol_vip"), by="8001", why="x")
    book.propose("plans", replace(shipped.plans["fire"], id="fire_2"), by="8001", why="x")
    book.retire("forms", "activity_log", by="8001", why="x")
    found = {(entry.family, entry.id): entry for entry in shelf(book)}
    assert found["checklists", "patrol_hourly"].origin == "changed"
    assert found["checklists", "patrol_vip"].origin == "added"
    assert (found["plans", "fire_2"].origin, found["plans", "fire_2"].waiting) == ("proposed", 1)
    assert found["forms", "activity_log"].retired
    assert found["touchpoints", "greeting"].title.zh
    assert (
        "贵宾" in found["checklists", "patrol_hourly"].searched
        or "water" in found["checklists", "patrol_hourly"].searched
    )
    base = base_of(book, "checklists", "patrol_hourly")
    assert base == shipped.checklists["patrol_hourly"]


def test_every_shipped_item_passes_the_checks_one_types_against(shipped: Library) -> None:
    for family, shape in FAMILIES.items():
        for item in getattr(shipped, family).values():
            assert examine(plain(item), shape) == (item, [])


def test_a_wrong_shipped_file_is_known_with_line_and_reason(tmp_path: Path) -> None:
    (tmp_path / "roles.yaml").write_text("schema_version: 1\ntype: roles\nitems:\n- id: head\n  colour: red\n")
    (refused,) = refused_files(tmp_path)
    assert (refused.file, refused.line, refused.reason) == ("roles.yaml", 5, "colour is not a field here")
    (tmp_path / "roles.yaml").unlink()
    assert refused_files(tmp_path) == []


# --- drafts -----------------------------------------------------------------------------------------------------------


def test_drafts_survive_are_private_and_never_leave_their_folder(
    tmp_path: Path, expected_log: Callable[[str], None]
) -> None:
    drafts = Drafts(tmp_path)
    assert drafts.all() == []
    key = new_key("plans")
    drafts.keep(Draft(key="checklists/patrol_hourly", base="b", value={"id": "patrol_hourly", "minutes": "nine"}))
    drafts.keep(Draft(key=key, base="", value={"id": ""}, by="8001"))
    again = Drafts(tmp_path)
    assert [draft.key for draft in again.all()] == ["checklists/patrol_hourly", key]
    kept = again.get("checklists/patrol_hourly")
    assert kept is not None
    assert (kept.item, kept.value["minutes"]) == ("patrol_hourly", "nine")
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / FOLDER).iterdir()} == {0o600}
    for bad in ("plans/../../x", "plans/", "x", "plans/a b", "/etc/passwd"):
        with pytest.raises(ValueError, match="no key"):
            again.get(bad)
    (tmp_path / FOLDER / "plans.half.json").write_bytes(b'{"key":"plans/ha')
    (tmp_path / FOLDER / "plans.other.json").write_bytes(
        (tmp_path / FOLDER / f"{key.replace('/', '.')}.json").read_bytes()
    )
    assert len(again.all()) == 2
    expected_log("plans.half.json cannot be read")
    again.drop(key)
    again.drop(key)
    assert [draft.key for draft in again.all() if draft.key == key] == []
