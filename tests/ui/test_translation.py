"""Both languages are whole: every text is extracted and translated, places agree, and a switch is seen at once."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.ui import translation
from lobbyconsole.ui.translation import (
    Languages,
    clock_text,
    date_text,
    minutes_between,
    minutes_range,
    mss,
    say,
    translate,
)

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / ".ci" / "i18n"
CATALOGUES = sorted((ROOT / "i18n").glob("lobbyconsole_*.ts"))
UI = sorted((ROOT / "lobbyconsole" / "ui").rglob("*.py"))


def tool(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(TOOL), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def messages(file: Path) -> Iterator[tuple[str, ET.Element]]:
    for context in ET.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            yield context.findtext("name") or "", message


# --------------------------------------------------------------------------------------------------------- catalogues
# Something missing? .venv/bin/python .ci/i18n all TABLES.tsv ... merges translations and lists what has none yet.
every_catalogue = pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.stem)


@every_catalogue
def test_nothing_is_left_untranslated(file: Path, tmp_path: Path) -> None:
    fresh = tmp_path / file.name
    fresh.write_bytes(file.read_bytes())
    assert tool("update", "--ts", fresh).returncode == 0
    assert tool("missing", "--ts", fresh).stdout.splitlines() == []


@every_catalogue
def test_a_translation_has_the_places_of_its_source(file: Path) -> None:
    wrong = []
    for context, message in messages(file):
        source = message.findtext("source") or ""
        translated = message.find("translation")
        forms = [] if translated is None else [form.text or "" for form in translated.iter("numerusform")]
        if translated is not None and not forms:
            forms = [translated.text or ""]
        for form in filter(None, forms):
            numbered = message.get("numerus") == "yes"
            if translation._places(source) != translation._places(form) or (numbered and "%n" not in form):
                wrong.append((context, source, form))
    assert wrong == []


def test_the_extractor_finds_what_is_marked_with_and_without_qt(tmp_path: Path) -> None:
    listed = tmp_path / "lobbyconsole_zh_CN.ts"
    assert tool("update", "--ts", listed).returncode == 0
    found = {(context, message.findtext("source")) for context, message in messages(listed)}
    assert ("Shell", "Take over") in found  # translate("Shell", "...") in the ui room
    assert ("Settings", "Language") in found  # QT_TRANSLATE_NOOP in config.py, which has no Qt
    assert any(context == "Messages" for context, _ in found)  # the same in domain/


def test_tables_are_merged_and_compiled(tmp_path: Path) -> None:
    listed, table = tmp_path / "lobbyconsole_zh_CN.ts", tmp_path / "some.tsv"
    tool("update", "--ts", listed)
    table.write_text("Shell\tTake over\t接管\nShell\tlost {age}\t失联\nShell\tno such text\t没有\n", encoding="utf-8")
    merged = tool("merge", table, "--ts", listed)
    assert merged.returncode == 1
    assert "places differ" in merged.stderr
    assert "not in the program: Shell\tno such text" in merged.stderr
    texts = {(context, m.findtext("source")): m.findtext("translation") for context, m in messages(listed)}
    assert texts["Shell", "Take over"] == "接管"
    assert not texts["Shell", "lost {age}"]
    assert tool("release", "--ts", listed).returncode == 0
    assert listed.with_suffix(".qm").stat().st_size > 50


# ------------------------------------------------------------------------------------------------------------ literals
SAYING = {"setText", "setToolTip", "setPlaceholderText", "setAccessibleName", "setWindowTitle", "setStatusTip"}
SAYING |= {"QLabel", "QPushButton", "Label", "Button", "ElidedLabel", "setTitle", "addItem", "setAccessibleDescription"}
PROPER_NAMES = {"简体中文", "English", "lobbyconsole", "LC"}


def bare_words(tree: ast.AST) -> Iterator[str]:
    """Words put on the screen without being looked up in the reader's language."""
    for call in ast.walk(tree):
        name = ""
        if isinstance(call, ast.Call):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name not in SAYING or not isinstance(call, ast.Call) or not call.args:
            continue
        first = call.args[0]
        parts = first.values if isinstance(first, ast.JoinedStr) else [first]
        for part in parts:
            words = part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else ""
            words = re.sub(r"Ctrl\+(?:[A-Z]$|Enter$)?", "", words)  # as it stands on the key
            if any(sign.isalpha() for sign in words) and words not in PROPER_NAMES:
                yield f"line {call.lineno}: {ast.unparse(call)}"


def hidden_calls(tree: ast.AST) -> Iterator[str]:
    """translate() inside an f-string: the extractor does not look there, so the text would stay English for ever."""
    for string in ast.walk(tree):
        if isinstance(string, ast.JoinedStr):
            for call in ast.walk(string):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "translate":
                    text = call.args[1] if len(call.args) > 1 else None
                    if isinstance(text, ast.Constant):
                        yield f"line {call.lineno}: {ast.unparse(call)}"


@pytest.mark.parametrize("path", UI, ids=lambda path: path.name)
def test_no_words_bypass_the_translators(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [*bare_words(tree), *hidden_calls(tree)] == []


@pytest.mark.parametrize(
    ("source", "bad"),
    [
        ("label.setText('Waiting')", True),
        ("QLabel('Waiting')", True),
        ("label.setText(f'Waiting {n}')", True),
        ("label.setText(translate('Floor', 'Waiting'))", False),
        ("label.setText('–')", False),
        ("label.setText(f'{a} · {b}')", False),
        ('x = f\'{translate("Shell", "connected")}\'', True),
        ("x = f'{translate(\"Settings\", field.title)}'", False),
    ],
)
def test_the_search_for_bare_words_finds_them(source: str, bad: bool) -> None:
    tree = ast.parse(source)
    assert bool([*bare_words(tree), *hidden_calls(tree)]) is bad


# ------------------------------------------------------------------------------------------------- numbers and dates
@pytest.fixture
def languages(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Languages]:
    """Both languages, with a small catalogue of this test's own; English again afterwards."""
    listed, table = tmp_path / "lobbyconsole_zh_CN.ts", tmp_path / "some.tsv"
    rows = [
        ("Dates", "Sat", "周六"),
        ("Dates", "Nov", "11月"),
        ("Dates", "{weekday} {day} {month}", "{month}{day}日 {weekday}"),
        ("Dates", "{weekday} {day} {month} {year}", "{year}年{month}{day}日 {weekday}"),
        ("Time", "{minutes} min", "{minutes} 分"),
        ("Shell", "Take over", "接管"),
        ("Shell", "lost {age}", "失联 {age}"),
    ]
    table.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    tool("update", "--ts", listed)
    tool("merge", table, "--ts", listed)
    # What no tool lets through may still come from a hand-made file.
    text = listed.read_text(encoding="utf-8").replace("失联 {age}", "失联 {zeit}")
    listed.write_text(text, encoding="utf-8")
    tool("release", "--ts", listed)
    monkeypatch.setattr(translation, "CATALOGUES", tmp_path)
    qapp.setProperty("language", None)
    made = Languages(qapp)
    yield made
    made.use("en")
    made.deleteLater()


def test_dates_and_ranges_read_as_each_language_writes_them(languages: Languages) -> None:
    day = date(2026, 11, 21)
    languages.use("zh")
    assert date_text(day) == "11月21日 周六"
    assert date_text(day, year=True) == "2026年11月21日 周六"
    assert minutes_range(11 * 60, 17 * 60) == "11–17 分"
    languages.use("en")
    assert date_text(day) == "Sat 21 Nov"
    assert date_text(day, year=True) == "Sat 21 Nov 2026"
    assert minutes_range(11 * 60, 17 * 60) == "11–17 min"


def test_spans_and_times(qapp: QApplication) -> None:
    assert [mss(seconds) for seconds in (0, 59.9, 872, 3600 + 62, -3)] == ["0:00", "0:59", "14:32", "1:01:02", "0:00"]
    assert clock_text(datetime(2026, 11, 21, 2, 42, tzinfo=UTC), ZoneInfo("Asia/Shanghai")) == "10:42"
    assert minutes_between(0, 100) == "0–2"
    assert minutes_between(120, 120) == "2"


# --------------------------------------------------------------------------------------------------------- switching
class Listening(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.heard = 0
        self.label = QLabel(self)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.heard += 1
            self.label.setText(translate("Shell", "Take over"))


def test_a_switch_is_heard_and_seen_at_once(languages: Languages, qtbot) -> None:
    languages.use("en")
    window = Listening()
    qtbot.addWidget(window)
    QCoreApplication.sendPostedEvents()
    assert languages.use("zh") == "zh"
    QCoreApplication.sendPostedEvents()
    assert window.heard >= 1
    assert window.label.text() == "接管"
    languages.use("en")
    QCoreApplication.sendPostedEvents()
    assert window.label.text() == "Take over"


def test_qts_own_words_are_translated_too(languages: Languages) -> None:
    languages.use("zh")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"


def test_a_translation_with_other_places_is_not_used(languages: Languages, expected_log) -> None:
    expected_log("other places")
    languages.use("zh")
    assert translate("Shell", "lost {age}").format(age="1:23") == "lost 1:23"


def test_a_sentence_of_a_qt_free_room(languages: Languages) -> None:
    languages.use("en")
    inner = Message(QT_TRANSLATE_NOOP("Shell", "Take over"), context="Shell")
    assert say(Message("Counter {counter} is closed", {"counter": 3})) == "Counter 3 is closed"
    assert say(Message("Press {button}", {"button": inner})) == "Press Take over"
    assert say(Message("100 % {sure")) == "100 % {sure"


def test_a_sentence_whose_values_do_not_fit_is_still_said(qapp: QApplication, expected_log) -> None:
    expected_log("do not fit")
    assert say(Message("Counter {counter} is closed", {"window": 3})) == "Counter {counter} is closed"


def test_the_system_decides_when_nobody_did(qapp: QApplication) -> None:
    assert translation.resolved("system") in ("zh", "en")
    assert translation.resolved("en") == "en"


# ------------------------------------------------------------------------------------------------- what a hall calls it
def test_a_telecom_hall_says_its_own_word_for_a_counter_and_a_bank_its_own(qapp: QApplication, qtbot) -> None:
    made = Languages(qapp)
    window = Listening()
    qtbot.addWidget(window)
    try:
        made.use("zh", "bank")
        assert translate("Search", "Counter") == "窗口"
        heard = window.heard
        made.use("zh", "telecom")
        QCoreApplication.sendPostedEvents()
        assert window.heard > heard  # every widget hears of it, as of a change of language
        assert translate("Search", "Counter {counter}") == "{counter} 号台席"
        assert translation.in_sector("增开窗口") == "增开台席"
        assert translation.say_in(Message("Counter {counter} was closed.", {"counter": 3}), "zh") == "3 号台席已关闭。"
        made.use("en")
        assert translate("Search", "Counter") == "Counter"
        made.use("zh")
        assert translate("Search", "Counter") == "台席"  # the hall is still the same
        made.use("zh", "bank")
        assert translate("Search", "Counter") == "窗口"
        assert translation.in_sector("增开窗口") == "增开窗口"
    finally:
        made.use("en", "bank")
        made.deleteLater()


@every_catalogue
def test_only_the_words_of_the_sector_differ_in_the_whole_catalogue(file: Path) -> None:
    bank, telecom = (translation.catalogue("zh", sector) for sector in ("bank", "telecom"))
    assert bank is not None
    assert telecom is not None
    seen = 0
    for context, message in messages(file):
        source, count = message.findtext("source") or "", 1 if message.get("numerus") == "yes" else -1
        usual = bank.translate(context, source, None, count)
        own = telecom.translate(context, source, None, count)
        assert own == usual.replace("窗口", "台席").replace("网点", "厅店")
        assert "窗口" not in own
        seen += own != usual
    assert seen > 50


@every_catalogue
def test_the_word_for_a_counter_stands_for_nothing_else(file: Path) -> None:
    """A window of the program is 界面 or 程序: it would be called a desk in a telecom hall."""
    strange = []
    for context, message in messages(file):
        source = (message.findtext("source") or "").lower()
        said = "".join(message.find("translation").itertext())  # type: ignore[union-attr]
        if "窗口" in said and "window" in source:
            strange.append((context, source, said))
    assert strange == []


def test_the_words_of_a_sector_fit_into_the_compiled_catalogue() -> None:
    for words in translation.SECTOR_WORDS.values():
        for usual, own in words.items():
            assert len(usual.encode("utf-16-be")) == len(own.encode("utf-16-be"))


_HALF = re.compile(r"[\u4e00-\u9fff”’）》][,;:!?()]|[,;!?()][\u4e00-\u9fff“‘（《]|[\u4e00-\u9fff]\.(?!\w)")
_FILES, _EXAMPLES = re.compile(r"\(\*\.[^)]*\)(;;)?"), re.compile(r"\S*://\S*|主机:端口")


def test_chinese_words_stand_beside_chinese_punctuation() -> None:
    """A half-width bracket or comma in a Chinese sentence is a slip of the one who typed it."""
    tree = ET.parse(ROOT / "i18n" / "lobbyconsole_zh_CN.ts")
    said = ["".join(entry.itertext()) for entry in tree.iter("translation")]
    plain = [(words, _EXAMPLES.sub("", _FILES.sub("", words))) for words in said]
    assert [words for words, rest in plain if _HALF.search(rest)] == []
