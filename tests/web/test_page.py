"""The call pad's files: old browsers understand them, nothing comes from elsewhere, both languages are complete."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from string import Formatter
from typing import get_args

import pytest

from lobbyconsole.config import asset
from lobbyconsole.web.callpad import STATIC, Reason, Verb
from tests.web.conftest import PadClient, PadHall

FOLDER = asset("resources", "callpad")
JS = (FOLDER / "pad.js").read_text(encoding="utf-8")
HTML = (FOLDER / "index.html").read_text(encoding="utf-8")
CSS = (FOLDER / "pad.css").read_text(encoding="utf-8")
WORDS: dict[str, dict[str, str]] = json.loads((FOLDER / "words.json").read_text(encoding="utf-8"))

# What Chrome 49 or Internet Explorer 11 does not know. The whole file was also parsed once with acorn, ecmaVersion 5.
TOO_NEW = (
    r"=>", r"`", r"\.\.\.", r"\?\.", r"\?\?", r"\*\*",
    r"\b(let|const|class|extends|super|import|export|async|await|yield)\b", r"\bfor\s*\([^;)]*\bof\b",
    r"\b(Promise|Symbol|Map|Set|WeakMap|Proxy|Reflect|URL|URLSearchParams|EventSource|AbortController)\b",
    r"\bfetch\s*\(",
    r"\.(includes|startsWith|endsWith|padStart|padEnd|repeat|find|findIndex|flat|flatMap|closest|remove|append|prepend"
    r"|replaceWith|replaceAll|matchAll|finally|then)\s*\(",
    r"\bObject\.(assign|entries|values|fromEntries)\b", r"\bArray\.(from|of)\b", r"\bNumber\.is", r"\bMath\.trunc\b",
    r"querySelectorAll\([^)]*\)\s*\.forEach", r"\bfunction\s*\w*\([^)]*=",
    r"[{,]\s*(?!if|for|while|switch|function)\w+\s*\([\w\s,]*\)\s*\{", r",\s*\)",
    r"\bevent\.key\b",
)  # fmt: skip


def bare(source: str) -> str:
    """The program without comments, texts and regular expressions, so that only syntax is left."""
    token = re.compile(
        r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|(?<=[(,=:!&|?{};])\s*/(?:\\.|\[[^\]]*\]|[^/\\\n])+/\w*""",
        re.DOTALL,
    )
    return token.sub(lambda found: " " if found.group().startswith("/") else '""', source)


def too_new(source: str) -> Iterator[str]:
    code = bare(source)
    for pattern in TOO_NEW:
        for found in re.finditer(pattern, code):
            yield code[max(0, found.start() - 30) : found.end() + 30].strip()


def test_the_program_is_es5() -> None:
    assert list(too_new(JS)) == []


@pytest.mark.parametrize(
    "line",
    [
        "var f = x => x;", "let a = 1;", "const b = 2;", "var t = `a`;", "class A {}", "f(...list);", "a?.b;",
        "a ?? b;", "for (var x of list) {}", "fetch('/x');", "list.includes(1);", "new Promise(f);",
        "Object.assign({}, a);",
        "var o = { f() { return 1; } };", "function f(a = 1) {}", "f(a, );", "node.remove();", "async function f() {}",
    ],
)  # fmt: skip
def test_the_check_finds_what_is_too_new(line: str) -> None:
    assert list(too_new(line))


def test_texts_and_comments_are_no_syntax() -> None:
    assert list(too_new('// let it be => `\nvar a = "const => `"; /* class */ var b = /[`]=>/.test(a);')) == []


def test_the_page_holds_no_program_or_style_and_fetches_nothing_from_elsewhere() -> None:
    assert re.findall(r"<script(?![^>]*\bsrc=)", HTML) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=", HTML) == []
    assert re.findall(r"innerHTML|outerHTML|document\.write|\beval\b|new Function|insertAdjacentHTML", JS) == []
    fetched = re.findall(r'(?:src|href)="([^"#]+)"', HTML)
    assert sorted(fetched) == ["/icon.png", "/pad.css", "/pad.js"]
    for text in (HTML, JS, CSS):
        addresses = set(re.findall(r"https?://[^\"'\s)]+", text))
        assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert "url(" not in CSS
    assert "@import" not in CSS


def test_the_styles_need_no_new_browser() -> None:
    assert (
        re.findall(r"var\(--|--[a-z]+:|display:\s*(?:inline-)?grid|[^-]gap:|\binset:|:is\(|:where\(|aspect-ratio", CSS)
        == []
    )


def test_the_program_and_the_page_know_the_same_elements() -> None:
    ids = set(re.findall(r'\bid="([\w-]+)"', HTML))
    used = set(re.findall(r'\bel\("(\w+)"\)', JS))
    assert used <= ids
    drawn = {f"i-{verb}" for verb in re.findall(r'\["(\w+)", \d+\]', JS) if verb[0].islower()}
    assert {icon for icon in drawn if icon not in ids} <= {
        f"i-{reason}" for reason in ("break", "lunch", "meeting", "cash", "system", "other")
    }


def test_both_languages_say_everything() -> None:
    zh, en = WORDS["zh"], WORDS["en"]
    assert list(zh) == list(en)
    assert all(text.strip() for table in WORDS.values() for text in table.values())
    for name in zh:
        places = [{place for _, place, _, _ in Formatter().parse(table[name]) if place} for table in (zh, en)]
        assert places[0] == places[1], name
    assert [name for name, text in zh.items() if not re.search(r"[\u4e00-\u9fff]", text)] == [
        "language",
        "language_hint",
    ]
    assert [name for name, text in en.items() if re.search(r"[\u4e00-\u9fff]", text)] == ["language", "language_hint"]


def test_every_word_is_used_and_every_word_used_exists() -> None:
    names = set(WORDS["zh"])
    named = set(re.findall(r'\bw\("(\w+)"', JS))
    quoted = set(re.findall(r'"(\w+)"', JS))
    assert {name for name in named if name not in names and not name.endswith("_")} == set()
    prefixes = ("reason_", "priority_", "error_", "pair_")
    states = {"idle", "called", "serving", "paused", "closed"}
    known = quoted | {f"{state}_for" for state in states} | states
    unused = {name for name in names if name.removesuffix("_telecom") not in known and not name.startswith(prefixes)}
    assert unused == set()


def test_the_page_offers_what_the_program_takes() -> None:
    verbs = set(get_args(Verb))
    reasons = set(get_args(Reason)) - {""}
    named = {name.removeprefix("reason_") for name in WORDS["zh"] if name.startswith("reason_")}
    assert named == reasons
    assert {verb for verb in verbs if verb not in WORDS["zh"]} == set()
    assert {verb for verb in verbs if f'"{verb}"' not in JS} == set()
    errors = {"changed", "no_counter", "starting", "slow", "refused"}
    assert {error for error in errors if f"error_{error}" not in WORDS["zh"]} == set()


@pytest.mark.parametrize("path", sorted(STATIC))
def test_each_file_is_served_whole_with_its_kind_and_a_strict_policy(
    path: str, hall: PadHall, new_pad: Callable[..., PadClient]
) -> None:
    response = new_pad(hall).http.get(path)
    assert response.status_code == 200
    assert response.content == (FOLDER / STATIC[path][0]).read_bytes()
    assert response.headers["content-type"].startswith(STATIC[path][1].partition(";")[0])
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "http" not in policy
    tag = response.headers["etag"]
    assert new_pad(hall).http.get(path, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    "path", ["/../config.py", "/pad.js/", "/callpad.json", "/%2e%2e/settings.json", "/api", "/docs"]
)
def test_no_other_file_is_ever_served(path: str, hall: PadHall, new_pad: Callable[..., PadClient]) -> None:
    response = new_pad(hall).http.get(path)
    assert response.status_code in (307, 404)
    if response.status_code == 307:
        assert new_pad(hall).http.get(response.headers["location"]).content == (FOLDER / "pad.js").read_bytes()
