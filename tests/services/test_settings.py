"""Settings: hostile files are refused in words; of two changes at once the last one is in force everywhere."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from lobbyconsole.config import SETTINGS_FILE, Settings, SettingsError, load_settings
from lobbyconsole.services.settings import SettingsBook
from tests.services.conftest import SmallHall


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"nosuch": 1}',
        '{"set_up": "yes"}',
        '{"branch": {"zone": "Mars/Base"}}',
        '{"branch": {"zone": "Asia"}}',
        '{"branch": {"zone": "../../etc"}}',
        '{"branch": {"counters": [{"id": "1", "services": ["gone"]}]}}',
        "[" * 100_000,
        "\x00",
    ],
)
def test_a_broken_file_is_refused_in_words(tmp_path: Path, text: str) -> None:
    (tmp_path / SETTINGS_FILE).write_text(text)
    with pytest.raises(SettingsError) as refusal:
        load_settings(tmp_path)
    assert SETTINGS_FILE in str(refusal.value.message)


def test_of_changes_at_once_file_floor_and_book_keep_the_same(hall: SmallHall) -> None:
    book = SettingsBook(hall.folder, Settings(set_up=True, branch=hall.branch), hall.live)

    def change(number: int) -> None:
        branch = replace(hall.branch, code=f"{number:04d}")
        book.change(msgspec.structs.replace(book.current, branch=branch)).result(10)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(change, range(24)))
    hall.live.record(()).result(5)
    kept = load_settings(hall.folder).branch.code
    assert book.current.branch.code == kept
    assert hall.live._branch.code == kept  # the recorder's own, which paints the next picture
    assert hall.store.verify().ok


def test_a_service_removed_while_people_wait_for_it_is_told_and_they_can_be_called(hall: SmallHall) -> None:
    hall.desk.open_counter("1").result(5)
    waiting = hall.desk.issue("corporate").result(5)
    cash = hall.branch.services[0]
    hall.branch = replace(
        hall.branch,
        services=(cash,),
        counters=tuple(replace(place, services=("cash",)) for place in hall.branch.counters),
    )
    hall.live.set_branch(hall.branch)
    hall.live.record(()).result(5)
    picture = hall.history.picture_at(hall.time())
    assert any(flag.code == "service_unknown" for flag in picture.flagged)
    assert picture.figures.waiting == 1
    assert hall.desk.call(waiting.key, "1", reason="service closed").result(5).counter == "1"
    assert hall.desk.finish("1").result(5).state == "finished"
