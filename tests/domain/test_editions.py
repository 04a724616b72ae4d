"""A branch's own versions of the content: in force at once or after a second person, back again, retired, updated."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lobbyconsole.domain.content.editions import Editions, fold_editions, version_of
from lobbyconsole.domain.content_facts import (
    ContentApproved,
    ContentKept,
    ContentProposed,
    ContentRefused,
    ContentRestored,
    ContentRetired,
    ContentReverted,
    ContentUpdateDeclined,
)

AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def at(minute: int, by: str = "8001") -> dict[str, Any]:
    return {"id": f"f{minute}", "at": AT + timedelta(minutes=minute), "family": "plans", "item": "fire", "by": by}


def proposed(
    minute: int, version: str, base: str = "s1", *, approval: bool = True, by: str = "8001"
) -> ContentProposed:
    return ContentProposed(**at(minute, by), version=version, body="{}", base=base, why="w", approval=approval)


def story():
    return [
        ContentKept(**at(0), version="s1", body="{}"),
        proposed(1, "v1"),
        ContentRefused(**at(2, "8002"), version="v1", why="no"),
        proposed(3, "v2"),
        ContentApproved(**at(4, "8002"), version="v2"),
        proposed(5, "v3", "v2", approval=False),
        ContentRetired(**at(6), why="double"),
        ContentRestored(**at(7)),
        ContentUpdateDeclined(**at(8), version="s2"),
    ]


def told(facts) -> Editions:
    found = fold_editions(facts)
    assert found is not None
    return found


def test_a_history_as_it_went():
    found = told(story())
    assert (found.in_force, found.retired, found.flags) == ("v3", False, ())
    assert [(edition.version, edition.standing) for edition in found.editions] == [
        ("v1", "refused"), ("v2", "former"), ("v3", "in_force"),
    ]  # fmt: skip
    assert found.editions[1].decided_by == "8002"
    back = told([*story(), ContentReverted(**at(9), version="v2", why="v3 was worse")])
    assert back.in_force == "v2"
    shipped = told([*story(), ContentReverted(**at(9), version="", why="as shipped")])
    assert (shipped.in_force, shipped.current) == ("", None)


@given(st.integers(0, 10_000), st.lists(st.integers(0, 8), max_size=5))
def test_any_order_and_doubles_give_the_same(seed, twice):
    shuffled = story() + [story()[index] for index in twice]
    Random(seed).shuffle(shuffled)
    assert fold_editions(shuffled) == fold_editions(story())


def test_nobody_approves_their_own_change():
    found = told([proposed(1, "v1"), ContentApproved(**at(2), version="v1")])
    assert (found.in_force, found.flags, [e.version for e in found.waiting]) == ("", ("approved_own",), ["v1"])
    nobody = told([proposed(1, "v1"), ContentApproved(**at(2, ""), version="v1")])
    assert nobody.in_force == ""


def test_what_nobody_knows_is_flagged():
    assert told([ContentApproved(**at(1), version="zz")]).flags == ("unknown_version",)
    assert told([ContentReverted(**at(1), version="zz", why="")]).in_force == ""
    assert fold_editions([]) is None


def test_a_newer_shipped_version_is_offered_once_and_never_forced():
    own = told([proposed(1, "v1", "s1", approval=False)])
    assert not own.update_offered("s1")
    assert own.update_offered("s2")
    declined = told([proposed(1, "v1", "s1", approval=False), ContentUpdateDeclined(**at(2), version="s2")])
    assert not declined.update_offered("s2")
    assert declined.update_offered("s3")
    assert declined.in_force == "v1"
    assert not told(story()[:1]).update_offered("s2")  # the branch has nothing of its own


def test_the_same_words_have_the_same_name():
    assert version_of('{"a":1}') == version_of('{"a":1}') != version_of('{"a":2}')
