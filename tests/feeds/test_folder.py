"""The watched folder: half-written, rewritten, appended, rotated, compressed, broken files; resumed without loss."""

import contextlib
import gzip
import lzma
import os
import tracemalloc
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lobbyconsole.domain.facts import Fact, TicketIssued
from lobbyconsole.domain.lobby import fold
from lobbyconsole.feeds.door import FeedTrouble
from lobbyconsole.feeds.folder import (
    BadLine,
    WatchedFolder,
    facts_from_file,
    guess_profile,
    preview,
    quality_report,
    read_file,
)
from lobbyconsole.feeds.profile import Columns, FolderSource, Profile, TimeColumn, Times, dump_profile, parse_profile

START = datetime(2026, 3, 11, 1, 0, tzinfo=UTC)
HEADER = "流水号,票号,业务,窗口,取号时间,叫号时间,结束时间,身份证号,状态\n"

PROFILE = Profile(
    name="kiosk",
    transport="folder",
    folder=FolderSource(pattern="*.csv*"),
    columns=Columns(native="流水号", number="票号", service="业务", counter="窗口", status="状态"),
    times=Times(
        created=TimeColumn(column="取号时间"), called=TimeColumn(column="叫号时间"), ended=TimeColumn(column="结束时间")
    ),
    status={"等待": "waiting", "叫号": "called", "完成": "finished", "过号": "no_show"},
)
REWRITTEN = msgspec.structs.replace(PROFILE, folder=FolderSource(style="rewrite"))


def line(native: int, state: str = "完成", minute: int | None = None) -> str:
    at = START.replace(tzinfo=None) + timedelta(hours=8, minutes=native if minute is None else minute)
    called = "" if state == "等待" else at + timedelta(minutes=5)
    ended = at + timedelta(minutes=9) if state == "完成" else ""
    return f"{native},A{native:03d},现金,{3 if called else ''},{at},{called},{ended},110101199003077758,{state}\n"


class Link:
    """Does the next thing of a script at every look. `kill_after` deliveries it dies as by power cut."""

    name = "kiosk"

    def __init__(self, *script: Any, cursor: str = "", kill_after: int = 10**9) -> None:
        self.script = list(script)
        self.cursor = cursor
        self.facts: list[Fact] = []
        self.batches: list[int] = []
        self.alive_times = 0
        self.kill_after = kill_after
        self.seconds = 0.0

    def deliver(self, facts: Sequence[Fact], cursor: str | None = None) -> Future[int]:
        if len(self.batches) >= self.kill_after:
            raise KeyboardInterrupt  # nothing of this delivery is recorded
        self.batches.append(len(facts))
        self.facts += facts
        self.cursor = self.cursor if cursor is None else cursor
        done: Future[int] = Future()
        done.set_result(len(facts))
        return done

    def alive(self) -> None:
        self.alive_times += 1

    def skew(self, seconds: float) -> None:
        raise AssertionError("a folder has no clock")

    def now(self) -> datetime:
        return START + timedelta(hours=9, seconds=self.seconds)

    def wait(self, seconds: float) -> bool:
        self.seconds += seconds
        if not self.script:
            return True
        step = self.script.pop(0)
        if callable(step):
            step()
        return False

    @property
    def kinds(self) -> Counter[str]:
        return Counter(fact.kind for fact in self.facts)

    def numbers(self) -> list[str]:
        return sorted(fact.number for fact in self.facts if isinstance(fact, TicketIssued))


def watch(folder: Path, link: Link, profile: Profile = PROFILE) -> WatchedFolder:
    feed = WatchedFolder(profile, folder, clock=lambda: link.seconds)
    feed.run(link)
    return feed


SETTLE = [None] * 12  # looks until a file counts as settled


def append(path: Path, text: str, encoding: str = "utf-8") -> None:
    with path.open("ab") as stream:
        stream.write(text.encode(encoding))


# --- reading ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("pack", ["", ".gz", ".xz"])
def test_encodings_and_compression_give_the_same_facts(tmp_path, encoding, pack):
    raw = (HEADER + "".join(line(native) for native in range(1, 30))).encode(encoding)
    path = tmp_path / f"q.csv{pack}"
    path.write_bytes(gzip.compress(raw) if pack == ".gz" else lzma.compress(raw) if pack == ".xz" else raw)
    told = list(facts_from_file(path, PROFILE, "kiosk"))
    plain = tmp_path / "plain.csv"
    plain.write_text(HEADER + "".join(line(native) for native in range(1, 30)), encoding="utf-8")
    assert told == list(facts_from_file(plain, PROFILE, "kiosk"))
    assert Counter(fact.kind for fact in told) == {"ticket.issued": 29, "ticket.called": 29, "ticket.finished": 29}
    assert "110101199003077758" not in repr(told)


def test_broken_lines_are_kept_aside_with_their_number_and_reason(tmp_path):
    path = tmp_path / "q.csv"
    text = HEADER + line(1) + "2,A002,现金\n" + line(3) + ",A004,现金,,2026-03-11 09:00,,,,等待\n" + "\n" + line(5)
    path.write_text(text + line(6).replace("2026-03-11", "11.03.2026") + "x" * 200, encoding="utf-8")
    found = list(read_file(path, PROFILE))
    bad = [item for item in found if isinstance(item, BadLine)]
    assert [item.line for item in bad] == [3, 5, 9]
    assert ["fields" in str(item.reason) or "empty" in str(item.reason) for item in bad] == [True] * 3
    assert len(found) - len(bad) == 4


def test_a_quoted_field_may_hold_a_line_break_and_a_stray_quote_swallows_nothing(tmp_path):
    path = tmp_path / "q.csv"
    good = line(2).replace("现金", '"现\n金"')
    stray = line(4).replace("现金", '"现金')
    rest = "".join(line(native) for native in range(5, 40))
    path.write_text(HEADER + line(1) + good + line(3) + stray + rest, encoding="utf-8")
    found = list(read_file(path, PROFILE))
    bad = [item.line for item in found if isinstance(item, BadLine)]
    assert bad == [6]
    numbers = [item.number for item in found if not isinstance(item, BadLine)]
    assert numbers == [f"A{native:03d}" for native in range(1, 40) if native != 4]


def test_json_lines_are_read(tmp_path):
    path = tmp_path / "q.jsonl"
    path.write_text(
        '{"id": 1, "no": "A1", "t": "2026-03-11T09:00:00+08:00", "call": {"desk": 3}}\n'
        "[1]\nnot json\n"
        '{"id": 2, "no": "A2", "t": "2026-03-11T09:01:00+08:00"}',
        encoding="utf-8",
    )
    profile = Profile(
        name="j",
        transport="folder",
        folder=FolderSource(pattern="*.jsonl", format="jsonl"),
        columns=Columns(native="id", number="no", counter="call.desk"),
        times=Times(created=TimeColumn(column="t")),
    )
    found = list(read_file(path, profile))
    assert [isinstance(item, BadLine) for item in found] == [False, True, True, False]


def test_a_huge_file_is_read_in_pieces(tmp_path):
    path = tmp_path / "q.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write(HEADER)
        stream.writelines(line(native, minute=native % 400) for native in range(1, 4_001))
    told = facts_from_file(path, PROFILE, "kiosk")
    next(told)
    tracemalloc.start()
    count = 1 + sum(1 for _ in told)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 12_000
    assert peak < 5_000_000  # the facts as objects would be about 9 MB
    seen: set[str] = set()
    link = Link(*SETTLE)
    watch(tmp_path, link)
    assert all(0 < size <= 700 for size in link.batches if size)
    seen.update(fact.id for fact in link.facts)
    assert len(link.facts) == len(seen) == 12_000


# --- the feed --------------------------------------------------------------------------------------------------------


def test_a_file_that_grows_is_followed_line_by_line(tmp_path):
    path = tmp_path / "q.csv"
    link = Link(
        lambda: append(path, HEADER),
        lambda: append(path, line(1, "等待")),
        lambda: append(path, line(2)[:30]),  # half a line: wait for the rest
        None,
        None,
        lambda: append(path, line(2)[30:] + line(1, "完成")),
        None,
    )
    feed = watch(tmp_path, link)
    assert link.kinds == {"ticket.issued": 2, "ticket.called": 2, "ticket.finished": 2}
    assert feed.bad_count == 0
    lobby = fold(link.facts)
    assert {ticket.state for ticket in lobby.tickets.values()} == {"finished"}


def test_a_last_line_without_its_end_counts_when_nothing_more_comes(tmp_path):
    (tmp_path / "q.csv").write_text(HEADER + line(1) + line(2).rstrip("\n"), encoding="utf-8")
    link = Link(None, None)
    watch(tmp_path, link)
    assert link.numbers() == ["A001"]
    link = Link(*SETTLE, cursor=link.cursor)
    watch(tmp_path, link)
    assert link.numbers() == ["A002"]


def test_a_rotated_file_is_not_read_again_and_the_new_one_is(tmp_path):
    path = tmp_path / "q.csv"
    path.write_text(HEADER + "".join(line(native) for native in range(1, 8)), encoding="utf-8")

    def rotate() -> None:
        append(path, line(8))  # written just before the rotation, not seen under the old name
        path.rename(tmp_path / "q.csv.1")
        path.write_text(HEADER + line(9), encoding="utf-8")

    link = Link(None, rotate, None, None)
    watch(tmp_path, link)
    assert link.numbers() == [f"A{native:03d}" for native in range(1, 10)]


def test_a_file_that_is_cut_and_begun_again_is_read_anew(tmp_path):
    path = tmp_path / "q.csv"
    path.write_text(HEADER + "".join(line(native) for native in range(1, 8)), encoding="utf-8")
    link = Link(None, lambda: path.write_text(HEADER + line(9), encoding="utf-8"), None, None)
    watch(tmp_path, link)
    assert link.numbers() == [*(f"A{native:03d}" for native in range(1, 8)), "A009"]


def test_temporary_names_are_left_alone_until_they_are_renamed(tmp_path):
    part = tmp_path / "q.csv.part"
    part.write_text(HEADER + line(1), encoding="utf-8")
    link = Link(None, lambda: part.rename(tmp_path / "q.csv"), None)
    watch(tmp_path, link)
    assert link.numbers() == ["A001"]


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_a_packed_file_is_read_when_it_is_complete(tmp_path, pack):
    raw = pack((HEADER + line(1) + line(2)).encode())
    path = tmp_path / ("q.csv.gz" if pack is gzip.compress else "q.csv.xz")
    path.write_bytes(raw[:40])
    link = Link(lambda: path.write_bytes(raw), None, None)
    watch(tmp_path, link)
    assert link.numbers() == ["A001", "A002"]


def picture(path: Path, *states: str) -> None:
    path.write_text(HEADER + "".join(line(native, state) for native, state in enumerate(states, 1) if state), "utf-8")


def test_a_file_rewritten_each_minute_is_a_picture(tmp_path):
    path = tmp_path / "q.csv"
    picture(path, "等待", "等待", "等待")
    link = Link(
        None,
        lambda: picture(path, "叫号", "等待", "等待"), None,
        lambda: picture(path, "完成", "叫号", ""), None,  # the third is missing once ...
        lambda: picture(path, "完成", "叫号", "", "等待"), None,  # ... and again: gone
        lambda: os.utime(path), None,
    )  # fmt: skip
    watch(tmp_path, link, REWRITTEN)
    states = {ticket.number: ticket.state for ticket in fold(link.facts).tickets.values()}
    assert states == {"A001": "finished", "A002": "called", "A003": "cancelled", "A004": "waiting"}
    assert len({fact.id for fact in link.facts}) == len(link.facts)


def test_a_half_written_picture_is_not_looked_at(tmp_path):
    path = tmp_path / "q.csv"
    picture(path, *["等待"] * 9)
    whole = path.read_bytes()
    cuts = [len(whole) * part // 10 for part in range(3, 10)]
    writing = [lambda cut=cut: path.write_bytes(whole[:cut]) for cut in cuts]
    link = Link(None, None, *writing, lambda: path.write_bytes(whole), None, None)
    watch(tmp_path, link, REWRITTEN)
    assert link.kinds == {"ticket.issued": 9}


def test_a_share_that_is_away_is_late_before_it_is_lost(tmp_path):
    folder, away = tmp_path / "share", tmp_path / "away"
    folder.mkdir()
    picture(folder / "q.csv", "等待")
    link = Link(None, lambda: folder.rename(away), *[None] * 10, lambda: away.rename(folder), None, None)
    watch(folder, link)
    assert link.numbers() == ["A001"]
    link = Link(lambda: folder.rename(away), *[None] * 60, cursor=link.cursor)
    with pytest.raises(FeedTrouble, match="cannot be read"):
        watch(folder, link)
    assert 15 <= link.seconds <= 18


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 8), min_size=1, max_size=6))
def test_killed_at_any_delivery_nothing_is_lost_or_doubled(tmp_path_factory, kills):
    folder = tmp_path_factory.mktemp("kill")
    lines = [line(native, "等待" if native % 7 else "完成", native // 2) for native in range(1, 300)]
    later = [line(native, "完成", native // 2) for native in range(1, 300, 2)]
    (folder / "a.csv").write_text(HEADER + "".join(lines + later), "utf-8")
    cursor = ""
    recorded: dict[str, Fact] = {}
    for kill_after in [*kills, 10**9]:
        link = Link(*SETTLE, cursor=cursor, kill_after=kill_after)
        with contextlib.suppress(KeyboardInterrupt):
            watch(folder, link)
        for fact in link.facts:
            assert recorded.setdefault(fact.id, fact) == fact
        cursor = link.cursor
    assert recorded == {fact.id: fact for fact in facts_from_file(folder / "a.csv", PROFILE, "kiosk")}
    again = Link(*SETTLE, cursor=cursor)
    watch(folder, again)
    assert again.facts == []


# --- the wizard ------------------------------------------------------------------------------------------------------


def test_the_quality_report_counts_everything(tmp_path):
    path = tmp_path / "q.csv"
    text = HEADER + line(1) + line(2) + line(2, minute=30) + "3,A003\n" + line(4).replace("完成", "飞走")
    text += line(5).replace("09:05:00", "10:30:00", 1)  # taken after it was called
    path.write_text(text + line(6).replace("2026", "昨天"), encoding="utf-8")
    report = quality_report(path, PROFILE)
    assert (report.rows, report.bad_count, report.ignored) == (7, 1, 0)
    assert report.facts["ticket.issued"] == 4
    assert report.unmapped == {("status", "飞走"): 1}
    assert report.duplicates == (("A002", "2026-03-11"),)
    assert report.impossible == 1
    assert report.problems == {"bad_time:created": 1, "bad_time:called": 1, "bad_time:ended": 1}
    assert report.since == START + timedelta(minutes=1)
    assert msgspec.json.decode(msgspec.json.encode(report.as_json()))["bad"][0]["line"] == 5


def test_the_preview_shows_the_last_records_beside_their_facts_without_persons(tmp_path):
    path = tmp_path / "q.csv"
    path.write_text(HEADER + "".join(line(native) for native in range(1, 400)) + "broken\n", encoding="utf-8")
    shown = preview(path, PROFILE, limit=50)
    assert len(shown) == 50
    assert shown[-1].bad is not None
    assert [len(row.facts) for row in shown[:-1]] == [3] * 49
    assert shown[-2].raw["票号"] == "A399"
    assert not any("身份证号" in row.raw or "110101199003077758" in str(row.raw) for row in shown)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_profile_is_proposed_from_chinese_names(tmp_path, encoding):
    path = tmp_path / "排队 export.csv"
    path.write_bytes((HEADER + "".join(line(native) for native in range(1, 9)) + line(9, "过号")).encode(encoding))
    guess = guess_profile(path)
    assert guess.columns.native == "流水号"
    assert (guess.columns.number, guess.columns.service, guess.columns.counter) == ("票号", "业务", "窗口")
    assert guess.status == {"完成": "finished", "过号": "no_show"}
    assert guess.times.created is not None
    report = quality_report(path, guess)
    assert report.facts == {"ticket.issued": 9, "ticket.called": 9, "ticket.finished": 8, "ticket.no_show": 1}
    assert parse_profile(dump_profile(guess)) == guess


def test_a_profile_is_proposed_for_other_shapes(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("ticket_id;ticket_no;date;issue_time;call_time\n1;A1;2026-03-11;09:00:10;09:05\n", "utf-8")
    guess = guess_profile(path)
    assert guess.folder is not None
    assert guess.folder.delimiter == ";"
    assert guess.times.created == TimeColumn(column="issue_time", format="time", date="date")
    path = tmp_path / "b.jsonl"
    path.write_text('{"event": "issued", "ticket": "A1", "time": 1773191700}\n', "utf-8")
    guess = guess_profile(path)
    assert (guess.mode, guess.times.at) == ("events", TimeColumn(column="time", format="epoch_s"))
    path = tmp_path / "empty.csv"
    path.write_text("", "utf-8")
    assert guess_profile(path).mode == "snapshot"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_no_file_whatever_crashes_reading_guessing_or_reporting(tmp_path_factory, raw):
    path = tmp_path_factory.mktemp("any") / "q.csv"
    path.write_bytes(HEADER.encode() + raw)
    assert quality_report(path, PROFILE).rows == len(preview(path, PROFILE, limit=10**6))
    guess_profile(path)
    path.write_bytes(raw)
    guess_profile(path)
    list(read_file(path, PROFILE))
