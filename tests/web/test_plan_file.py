"""The plans in one file, walked in a real browser from a folder: no network, a reload in between, two languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from lobbyconsole.domain.content.text import Text
from lobbyconsole.domain.sample import sample_branch
from lobbyconsole.services.library.compiled import load_library
from lobbyconsole.services.plan_file import plan_file
from tests.web.browser import Browser, programs

DAY = date(2026, 11, 22)
BANK = sample_branch("bank")


def data_of(page: str) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_it_is_one_file_that_asks_for_no_other() -> None:
    page = plan_file(load_library(), BANK, DAY)
    assert page == plan_file(load_library(), BANK, DAY)
    assert re.findall(r"""(?:src|href)\s*=|url\(|@import|https?://|XMLHttpRequest|fetch\(""", page) == []
    assert "{{" not in page
    assert len(data_of(page)["plans"]) == len([p for p in load_library().plans.values() if "bank" in p.sectors])


def test_no_text_of_a_plan_can_end_the_script_it_stands_in() -> None:
    library = load_library()
    evil = Text(en="</script><script>alert(1)</script>{{data}}", zh="<!-- <script>")
    plan = replace(library.plans["fire"], title=evil)
    page = plan_file(
        replace(library, plans={"fire": plan}), msgspec.structs.replace(BANK, name_zh="</title><b>", name_en="&"), DAY
    )
    assert data_of(page)["plans"][0]["title"] == {"en": evil.en, "zh": evil.zh}
    assert page.count("<script") == 2
    assert "<b>" not in page.partition("</title>")[0]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = programs()
    if found is None:
        pytest.skip("there is no Chromium here")
    with Browser(*found) as opened:
        yield opened


@pytest.mark.browser
@pytest.mark.slow
class TestInABrowser:
    @pytest.fixture
    def page(self, browser: Browser, tmp_path: Path) -> Browser:
        folder = tmp_path / "预案 a b"
        folder.mkdir()
        (folder / "plans.html").write_text(plan_file(load_library(), BANK, DAY), "utf-8")
        browser.go((folder / "plans.html").as_uri())
        browser.run("window.localStorage.clear(); window.confirm = function () { return true; };")
        browser.reload()
        browser.run("window.confirm = function () { return true; };")
        return browser

    def test_every_plan_is_listed_and_two_letters_find_one(self, page: Browser) -> None:
        count = "return document.querySelectorAll('#plans button').length"
        assert page.run(count) == len(data_of(plan_file(load_library(), BANK, DAY))["plans"])
        page.click("#wish")
        page.press("t", "d")
        assert "停电" in page.text("#plans")
        assert page.run(count) < 6

    def test_a_plan_is_walked_by_keys_and_survives_a_reload(self, page: Browser) -> None:
        plan = load_library().plans["power_outage"]
        page.click("#plan-power_outage")
        assert page.text("#step") == plan.step(plan.start).text.zh
        at = plan.step(plan.start)
        trail = []
        while at.kind != "end":
            trail.append(at.id)
            if len(trail) == 4:
                page.reload()
                assert page.text("#step") == at.text.zh
            page.press("1" if at.branches else "Space")
            at = plan.step(at.branches[0].goto if at.branches else at.next)
            assert page.text("#step") == at.text.zh
        assert page.run("return document.querySelectorAll('#log div').length") == len(trail)
        page.press("Backspace")
        assert page.text("#step") == plan.step(trail[-1]).text.zh

    def test_the_language_changes_on_the_spot_and_a_report_is_ticked(self, page: Browser) -> None:
        plan = load_library().plans["fire"]
        page.click("#plan-fire")
        page.click("#language")
        assert page.text("#title") == plan.title.en
        page.click("#owed button")
        assert page.run("return document.querySelectorAll('#owed button').length") == len(plan.reporting) - 1
        page.click("#stop")
        assert page.text("#title") == "Emergency plans"
        page.click("#language")

    @pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 720)])
    def test_nothing_is_cut_on_a_phone(self, page: Browser, width: int, height: int, tmp_path: Path) -> None:
        page.size(width, height)
        for name in ("fire", "robbery", "bank_run"):
            page.click(f"#plan-{name}")
            for language in ("zh", "en"):
                wide = page.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
                assert wide <= 0, (name, language)
                page.click("#language")
            page.click("#stop")
