"""Plans walked without the hall: kept press by press, and taken over into the journal exactly once."""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from lobbyconsole.config import Settings
from lobbyconsole.domain.facts import Fact
from lobbyconsole.domain.walkthrough_facts import WalkNoted
from lobbyconsole.domain.words import Refused
from lobbyconsole.services.aside import AsideHall, clock_not_before
from lobbyconsole.services.aside_taken import SOURCE, take_over
from lobbyconsole.services.clock import Clock
from lobbyconsole.services.console import Console
from lobbyconsole.services.walkthroughs import OpenWalk, Walkthroughs
from lobbyconsole.services.work import Work
from lobbyconsole.store.aside import (
    HEAD,
    IDENTITY,
    NAME,
    AsideFile,
    identity,
    keep_identity,
    places,
    read_batches,
    waiting,
)
from lobbyconsole.store.errors import StorageError
from tests.services.conftest import MORNING, SmallHall, small_branch

WORDS = "walked without the hall"


class Bundle:
    """As much of a console as taking over needs, over the small hall."""

    def __init__(self, hall: SmallHall) -> None:
        self.live = hall.live
        self.work = Work(hall.store, hall.live, lambda: Settings(branch=hall.branch))


def console_of(hall: SmallHall) -> Console:
    return cast(Console, Bundle(hall))


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def clock_at(hall: SmallHall) -> Clock:
    return Clock(wall=hall.time, ticks=hall.time.monotonic)


def aside(hall: SmallHall) -> AsideHall:
    return AsideHall(hall.folder, small_branch(), clock_at(hall))


def walked(hall: AsideHall, steps: int = 2) -> OpenWalk:
    walks = hall.work.walkthroughs
    state = walks.start("power_outage", by="8001")
    for _ in range(steps):
        state = pressed(walks, state)
    return state


def pressed(walks: Walkthroughs, state: OpenWalk) -> OpenWalk:
    """The present step is done, by its first way on."""
    step = state.step
    assert step is not None
    to = step.branches[0].goto if step.branches else ""
    return walks.done(state.walk.key, step.id, state.walk.turn, to=to, by="8001")


def story(state: OpenWalk) -> tuple[Any, ...]:
    walk = state.walk
    return (walk.key, walk.plan, walk.version, walk.step, walk.turn, walk.since, walk.begun_at, walk.lead, walk.turns)


def test_a_walk_without_the_hall_is_there_again_after_a_kill(open_hall: Callable[[], SmallHall]) -> None:
    hall = open_hall()
    state = walked(aside(hall), 3)
    hall.pass_minutes(2)
    again = aside(hall)  # nothing was closed: what is on the disk is all there is
    (found,) = again.work.walkthroughs.running()
    assert story(found) == story(state)
    assert found.left_s(again.live.clock.now()) == pytest.approx(state.left_s(hall.time()) or 0)
    state = again.work.walkthroughs.note(found.walk.key, "on", by="8002")
    assert len(state.walk.timeline) == len(found.walk.timeline) + 1


def test_the_hall_takes_it_over_on_the_same_step_with_its_times(open_hall: Callable[[], SmallHall]) -> None:
    hall = open_hall()
    state = walked(aside(hall), 3)
    hall.pass_minutes(7)
    console = console_of(hall)
    count = take_over(console, hall.folder, words=WORDS)
    assert count == len(state.walk.timeline) + 3  # the wording kept, the incident noted and linked
    (found,) = console.work.walkthroughs.running()
    assert story(found) == story(state)
    assert found.walk.timeline[:-1] == state.walk.timeline
    assert found.walk.timeline[-1].words == WORDS
    assert console.work.incidents.incident(state.walk.incident) is not None
    assert all(fact.source == SOURCE for fact in hall.store.facts_of("walk:" + state.walk.key))
    assert found.left_s(hall.time()) == state.left_s(hall.time())
    assert found.walk.since is not None
    assert (hall.time() - found.walk.since).total_seconds() == 420  # the seven minutes count
    after = pressed(console.work.walkthroughs, found)
    assert after.walk.step != found.walk.step
    assert console.work.incidents.next_number(hall.time()) == "INC-2026-0001"  # its number took no other's place
    end = time.monotonic() + 5
    while not hall.live.snapshot.health.notices and time.monotonic() < end:
        time.sleep(0.01)
    (notice,) = hall.live.snapshot.health.notices
    assert notice.values["count"] == count


def test_taken_over_twice_adds_nothing_and_the_file_goes_when_it_was_found_in_the_journal(
    open_hall: Callable[[], SmallHall],
) -> None:
    hall = open_hall()
    state = walked(aside(hall))
    assert take_over(console_of(hall), hall.folder, words=WORDS) > 0
    (kept,) = waiting(hall.folder)
    assert kept.name == NAME + ".taken"
    before = hall.store.facts_of("walk:" + state.walk.key)
    assert take_over(console_of(hall), hall.folder, words=WORDS) == 0
    assert waiting(hall.folder) == []
    hall = open_hall()
    assert take_over(console_of(hall), hall.folder, words=WORDS) == 0
    assert hall.store.facts_of("walk:" + state.walk.key) == before


def test_killed_between_the_journal_and_the_renaming_it_is_taken_over_once(
    open_hall: Callable[[], SmallHall], monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = open_hall()
    state = walked(aside(hall))

    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    monkeypatch.setattr("lobbyconsole.services.aside_taken.set_aside", killed)
    with pytest.raises(Killed):
        take_over(console_of(hall), hall.folder, words=WORDS)
    monkeypatch.undo()
    hall = open_hall()
    before = hall.store.facts_of("walk:" + state.walk.key)
    assert {fact.id for fact in before} >= {fact.id for fact in walked_facts(hall.folder) if fact.subject[:4] == "walk"}
    monkeypatch.setattr("tempfile.tempdir", str(hall.folder / "nowhere"))
    assert take_over(console_of(hall), hall.folder, words=WORDS) == 0
    assert hall.store.facts_of("walk:" + state.walk.key) == before
    assert [path.name for path in waiting(hall.folder)] == [NAME + ".taken"]


def walked_facts(folder: Path) -> list[Fact]:
    read = read_batches(folder / NAME)
    return read.facts() if read is not None else []


def test_with_a_full_disk_it_waits_for_a_start_that_can_write(
    open_hall: Callable[[], SmallHall], monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = open_hall()
    state = walked(aside(hall))

    def full(*_: object) -> None:
        raise StorageError(hall.folder)

    with monkeypatch.context() as patched:
        patched.setattr(hall.store, "append_all", full)
        take_over(console_of(hall), hall.folder, words=WORDS)
        assert [path.name for path in waiting(hall.folder)] == [NAME]
    hall = open_hall()
    hall.live.record(()).result(10)
    take_over(console_of(hall), hall.folder, words=WORDS)
    (found,) = console_of(hall).work.walkthroughs.running()
    assert story(found) == story(state)
    assert [line.words for line in found.walk.timeline].count(WORDS) == 1


@pytest.mark.parametrize("cut", [1, 7, 40, 200])
def test_a_half_written_last_line_was_never_promised(open_hall: Callable[[], SmallHall], cut: int) -> None:
    hall = open_hall()
    first = aside(hall)
    before = walked(first, 1)
    walked_on = first.work.walkthroughs.note(before.walk.key, "x" * 300, by="8001")
    assert len(walked_on.walk.timeline) == len(before.walk.timeline) + 1
    path = hall.folder / NAME
    path.write_bytes(path.read_bytes()[:-cut])
    again = aside(hall)
    (found,) = again.work.walkthroughs.running()
    assert found.walk == before.walk
    after = again.work.walkthroughs.note(found.walk.key, "behind it", by="8001")
    (read,) = aside(hall).work.walkthroughs.running()
    assert read.walk == after.walk  # the torn line swallowed nothing
    take_over(console_of(hall), hall.folder)
    assert [path.name for path in waiting(hall.folder)] == [NAME + ".taken"]


def test_a_spoilt_line_hides_no_other_and_its_file_is_kept_for_ever(
    open_hall: Callable[[], SmallHall], expected_log: Any
) -> None:
    expected_log("spoilt")
    hall = open_hall()
    first = aside(hall)
    state = walked(first, 1)
    first.work.walkthroughs.note(state.walk.key, "spoilt words", by="8001")
    first.work.walkthroughs.note(state.walk.key, "whole words", by="8001")
    path = hall.folder / NAME
    path.write_bytes(path.read_bytes().replace(b"spoilt words", b"spoilt w0rds"))
    take_over(console_of(hall), hall.folder)
    (found,) = console_of(hall).work.walkthroughs.running()
    assert [line.words for line in found.walk.timeline][-1] == "whole words"
    assert (hall.folder / (NAME + ".spoilt")).exists()
    assert waiting(hall.folder) == []


def test_two_side_files_are_one_walk(open_hall: Callable[[], SmallHall], own_temporary_folder: Path) -> None:
    """The data folder could not be written for a while: what was done then lies in the temporary folder."""
    hall = open_hall()
    first = aside(hall)
    state = walked(first, 1)
    usual, spare = places(hall.folder)
    usual.rename(usual.with_suffix(".away"))
    usual.mkdir()
    hall.pass_minutes(1)
    state = pressed(first.work.walkthroughs, state)
    assert first.subjects.kept_in == spare
    assert spare.parent == own_temporary_folder
    if os.name == "posix":
        assert spare.stat().st_mode & 0o077 == 0
    usual.rmdir()
    usual.with_suffix(".away").rename(usual)
    again = aside(hall)
    (found,) = again.work.walkthroughs.running()
    assert story(found) == story(state)
    again.work.walkthroughs.note(found.walk.key, "third", by="8001")
    assert take_over(console_of(hall), hall.folder) > 0
    (found,) = console_of(hall).work.walkthroughs.running()
    assert found.walk.step == state.walk.step
    assert sorted(path.name for path in waiting(hall.folder)) == sorted([NAME + ".taken", spare.name + ".taken"])


def test_where_nothing_can_be_written_the_walk_goes_on_in_memory(
    open_hall: Callable[[], SmallHall], monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = open_hall()
    monkeypatch.setattr("tempfile.tempdir", str(hall.folder / "nowhere"))
    (hall.folder / NAME).mkdir()
    without = aside(hall)
    state = walked(without)
    assert without.subjects.kept_in is None
    assert waiting(hall.folder) == [hall.folder / NAME]
    assert take_over(console_of(hall), hall.folder, without.subjects.seal()) > 0
    (found,) = console_of(hall).work.walkthroughs.running()
    assert story(found) == story(state)


def test_once_sealed_nothing_more_is_told(open_hall: Callable[[], SmallHall]) -> None:
    hall = open_hall()
    without = aside(hall)
    state = walked(without)
    before = (hall.folder / NAME).read_bytes()
    without.subjects.seal()
    with pytest.raises(Refused):
        without.work.walkthroughs.note(state.walk.key, "too late", by="8001")
    assert (hall.folder / NAME).read_bytes() == before


def test_a_clock_that_woke_up_years_ago_goes_on_where_it_was(open_hall: Callable[[], SmallHall]) -> None:
    hall = open_hall()
    state = walked(aside(hall))
    long_ago = datetime(2009, 1, 1, tzinfo=UTC)
    clock = clock_not_before(MORNING, wall=lambda: long_ago)
    assert abs(clock.now() - MORNING) < timedelta(seconds=5)
    assert abs(clock_not_before(long_ago, wall=lambda: MORNING).now() - MORNING) < timedelta(seconds=5)
    hall.time.set(long_ago)
    again = AsideHall(hall.folder, small_branch(), clock_at(hall))  # even with a clock that nobody mended
    (found,) = again.work.walkthroughs.running()
    after = pressed(again.work.walkthroughs, found)
    assert after.walk.step != state.walk.step  # what was told later is later


def test_what_a_clock_ahead_wrote_is_moved_to_now(open_hall: Callable[[], SmallHall]) -> None:
    hall = open_hall()
    hall.time.set(MORNING + timedelta(days=400))
    state = walked(aside(hall))
    hall.pass_minutes(3)
    last = AsideHall(hall.folder, small_branch(), clock_at(hall)).work.walkthroughs.note(state.walk.key, "x", by="8001")
    hall.time.set(MORNING)
    hall = open_hall()
    take_over(console_of(hall), hall.folder)
    (found,) = console_of(hall).work.walkthroughs.running()
    assert found.walk.timeline[-1].at == pytest.approx(MORNING, abs=timedelta(seconds=1))
    assert found.walk.timeline[-1].at - found.walk.timeline[0].at == (
        last.walk.timeline[-1].at - last.walk.timeline[0].at
    )
    again = open_hall()
    assert take_over(console_of(again), again.folder) == 0
    assert console_of(again).work.walkthroughs.running()[0].walk == found.walk


def test_a_second_walk_begun_in_the_same_second_has_another_number(open_hall: Callable[[], SmallHall]) -> None:
    hall = open_hall()
    walks = aside(hall).work.walkthroughs
    first, second = walks.start("power_outage", by="8001"), walks.start("fire", by="8001")
    assert first.walk.incident != second.walk.incident
    assert walks.start("fire", by="8001").walk.key == second.walk.key  # goes on with it
    walks.end(first.walk.key, "false alarm", by="8001")
    take_over(console_of(hall), hall.folder, words=WORDS)
    console = console_of(hall)
    assert [state.walk.plan for state in console.work.walkthroughs.running()] == ["fire"]
    ended = console.work.walkthroughs.walk(first.walk.key)
    assert ended is not None
    assert ended.walk.outcome == "broken_off"
    assert {row.incident for row in console.work.incidents.open_incidents()} == {
        first.walk.incident, second.walk.incident
    }  # fmt: skip


def test_anything_else_of_the_hall_is_refused_in_words(open_hall: Callable[[], SmallHall]) -> None:
    without = aside(open_hall())
    for ask in (
        lambda: without.desk.pause_counter("1"), lambda: without.work.rounds.begin("x"),
        lambda: without.work.attachments.keep(b"x", "x.jpg"),
    ):  # fmt: skip
        with pytest.raises(Refused):
            ask()
    assert without.live.snapshot.picture.tiles is not None


@pytest.mark.skipif(os.name != "posix", reason="owners are POSIX")
def test_a_file_of_somebody_else_is_neither_read_nor_written(
    open_hall: Callable[[], SmallHall], monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = open_hall()
    walked(aside(hall))
    mine = os.getuid()
    monkeypatch.setattr("os.getuid", lambda: mine + 1)
    assert read_batches(hall.folder / NAME) is None
    with pytest.raises(StorageError):
        AsideFile(hall.folder).append((), hall.time())
    assert take_over(console_of(hall), hall.folder) == 0


def test_a_strange_file_in_its_place_is_left_alone(open_hall: Callable[[], SmallHall]) -> None:
    hall = open_hall()
    (hall.folder / NAME).write_bytes(b"somebody's shopping list\n")
    without = aside(hall)
    walked(without)
    assert without.subjects.kept_in == places(hall.folder)[1]
    assert (hall.folder / NAME).read_bytes() == b"somebody's shopping list\n"
    assert take_over(console_of(hall), hall.folder) > 0
    assert (hall.folder / NAME).exists()


def test_a_file_of_another_hall_is_not_taken_over_and_that_is_said(
    open_hall: Callable[[], SmallHall], tmp_path_factory: pytest.TempPathFactory
) -> None:
    hall = open_hall()
    assert take_over(console_of(hall), hall.folder) == 0  # the first opening gives the hall its name
    mine = identity(hall.folder)
    assert len(mine) == 32
    other = tmp_path_factory.mktemp("other")
    keep_identity(other, "0" * 32)
    theirs = AsideHall(other, small_branch(), clock_at(hall))
    walked(theirs)
    (hall.folder / NAME).write_bytes((other / NAME).read_bytes())
    assert aside(hall).work.walkthroughs.running() == []  # nor is it shown while the hall cannot be opened
    own = walked(aside(hall))  # the same file goes on
    assert take_over(console_of(hall), hall.folder, words=WORDS) > 0
    (state,) = console_of(hall).work.walkthroughs.running()
    assert state.walk.key == own.walk.key
    foreign = hall.folder / (NAME + ".foreign")
    read = read_batches(foreign)
    assert read is not None
    assert len(read.facts(mine)) == len(own.walk.timeline) + 3
    assert read.foreign(mine) == len(theirs.subjects.everything())
    assert waiting(hall.folder) == []
    end = time.monotonic() + 5
    while len(hall.live.snapshot.health.notices) < 2 and time.monotonic() < end:
        time.sleep(0.01)
    said = [notice.values for notice in hall.live.snapshot.health.notices if "file" in notice.values]
    assert said == [{"count": read.foreign(mine), "file": str(foreign), "name": NAME}]
    foreign.replace(other / NAME)  # carried back to where it belongs
    (found,) = AsideHall(other, small_branch(), clock_at(hall)).work.walkthroughs.running()
    assert found.walk.plan == "power_outage"


def test_a_file_without_a_name_is_taken_over_as_before(
    open_hall: Callable[[], SmallHall], tmp_path_factory: pytest.TempPathFactory
) -> None:
    hall = open_hall()
    older = tmp_path_factory.mktemp("older")
    walked(AsideHall(older, small_branch(), clock_at(hall)))
    assert b'"hall"' not in (older / NAME).read_bytes()
    (hall.folder / NAME).write_bytes((older / NAME).read_bytes())
    assert take_over(console_of(hall), hall.folder) > 0
    assert len(console_of(hall).work.walkthroughs.running()) == 1


def test_the_name_of_a_hall_goes_with_its_database_and_with_its_folder(open_hall: Callable[[], SmallHall]) -> None:
    hall = open_hall()
    take_over(console_of(hall), hall.folder)
    name = identity(hall.folder)
    hall = open_hall()
    (hall.folder / IDENTITY).unlink()
    take_over(console_of(hall), hall.folder)
    assert identity(hall.folder) == name  # restored into a new folder
    with hall.store.writer.transaction() as db:
        db.execute("DELETE FROM meta WHERE key = 'hall'")
    take_over(console_of(hall), hall.folder)
    assert hall.store.meta("hall") == name  # put together anew
    (hall.folder / IDENTITY).write_bytes(b"\xff../\n")
    assert identity(hall.folder) == ""


def test_a_folder_without_any_file_is_looked_at_and_no_more(open_hall: Callable[[], SmallHall]) -> None:
    hall = open_hall()
    console = console_of(hall)
    assert take_over(console, hall.folder, words=WORDS) == 0
    assert console.work._first is None
    (hall.folder / NAME).write_bytes(HEAD + b"0000")  # a kill in the first line
    assert take_over(console, hall.folder, words=WORDS) == 0
    assert waiting(hall.folder) == []


def test_what_only_memory_held_is_written_with_the_next_press(
    open_hall: Callable[[], SmallHall], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk was full as the plan was begun: the steps that were kept later would have had no beginning."""
    hall = open_hall()
    without = aside(hall)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patched:
        patched.setattr("lobbyconsole.store.aside.append_whole", full)
        state = walked(without, 1)
        assert without.subjects.kept_in is None
    state = pressed(without.work.walkthroughs, state)
    assert without.subjects.kept_in == hall.folder / NAME
    (found,) = aside(hall).work.walkthroughs.running()  # killed now
    assert story(found) == story(state)
    assert take_over(console_of(hall), hall.folder, without.subjects.seal()) > 0
    (found,) = console_of(hall).work.walkthroughs.running()
    assert story(found) == story(state)


def test_two_programs_write_into_one_file_and_no_line_is_lost(open_hall: Callable[[], SmallHall]) -> None:
    hall = open_hall()
    facts = walked(aside(hall), 1)
    assert facts.walk.running
    before = len(walked_facts(hall.folder))
    each, programs = 40, [AsideFile(hall.folder) for _ in range(3)]
    start = threading.Barrier(len(programs))

    def write(number: int) -> None:
        start.wait()
        for at in range(each):
            words = f"{number}-{at} " + "x" * (at * 7)
            note = WalkNoted(id=f"n{number}-{at}", at=hall.time(), walk=facts.walk.key, text=words)
            programs[number].append([note], hall.time())

    threads = [threading.Thread(target=write, args=(number,)) for number in range(len(programs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    read = read_batches(hall.folder / NAME)
    assert read is not None
    assert read.whole
    assert len(read.facts()) == before + each * len(programs)


def test_ten_thousand_facts_are_taken_over_in_a_moment(open_hall: Callable[[], SmallHall]) -> None:
    hall = open_hall()
    state = walked(aside(hall))
    notes = [
        WalkNoted(id=f"n{at}", at=hall.time() + timedelta(microseconds=at), walk=state.walk.key, text=f"note {at}")
        for at in range(10_000)
    ]
    file = AsideFile(hall.folder)
    for at in range(0, len(notes), 1_000):
        file.append(notes[at : at + 1_000], hall.time())
    hall.pass_minutes(1)
    before = time.process_time()
    again = aside(hall)
    (found,) = again.work.walkthroughs.running()
    assert story(found) == story(state)
    pressed(again.work.walkthroughs, found)
    assert take_over(console_of(hall), hall.folder, again.subjects.seal(), WORDS) > 10_000
    (found,) = console_of(hall).work.walkthroughs.running()
    assert len(found.walk.timeline) == 10_000 + len(state.walk.timeline) + 2
    assert time.process_time() - before < 60


@pytest.mark.parametrize(
    "wrong", [b"", b"our hall", b"OurHall", b"A" * 32, b"0" * 31, b"0" * 33, b"\xff", "厅".encode()]
)
def test_what_somebody_wrote_into_the_name_makes_no_plan_another_halls(
    open_hall: Callable[[], SmallHall], wrong: bytes
) -> None:
    hall = open_hall()
    take_over(console_of(hall), hall.folder)
    name = identity(hall.folder)
    (hall.folder / IDENTITY).write_bytes(wrong)
    walked(aside(hall))
    hall = open_hall()
    assert take_over(console_of(hall), hall.folder) > 0
    assert identity(hall.folder) == name
