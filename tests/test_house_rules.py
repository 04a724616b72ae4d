"""The second fence: rules of the house that no linter knows, and the proof that each wall of the first one holds."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from PySide6.QtCore import QObject

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "lobbyconsole"
MODULES = sorted(PACKAGE.rglob("*.py"))
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

MOST_LINES = 600  # the terminal summary (tests/conftest.py) lists modules from 400 on
# The words under which pyside6-lupdate looks for text, and the argument that is the text.
TRANSLATORS = {"tr": 0, "translate": 1, "QT_TR_NOOP": 0, "QT_TRANSLATE_NOOP": 1}
# Files under domain/ that count with arrays: they alone may import numpy.
COUNTING = ("forecast", "staffing")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


every_module = pytest.mark.parametrize("path", MODULES, ids=name_of)


# --------------------------------------------------------------------------------------------------- one file at a time
@every_module
def test_a_module_says_in_one_line_what_it_is_for(path: Path) -> None:
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert doc, "no docstring"
    first, _, rest = doc.partition("\n")
    assert first.endswith((".", "?", "!")), f"the first line is not a sentence: {first!r}"
    assert not rest or rest.startswith("\n"), "the first line runs on; the summary is one line, then an empty one"


@every_module
def test_a_module_is_not_too_long(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MOST_LINES, f"{lines} lines: split it (400 is where a file asks for it, {MOST_LINES} where it must)"


@every_module
def test_text_to_translate_is_not_put_together_before_it_is_translated(path: Path) -> None:
    assert list(assembled_texts(ast.parse(path.read_text(encoding="utf-8")))) == []


def assembled_texts(tree: ast.AST) -> Iterator[str]:
    """Calls whose text is built first: lupdate takes the pattern, the program looks up the result, they never meet."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name not in TRANSLATORS or len(call.args) <= TRANSLATORS[name]:
            continue
        for part in ast.walk(call.args[TRANSLATORS[name]]):
            formats = isinstance(part, ast.Call) and getattr(part.func, "attr", "") == "format"
            percents = isinstance(part, ast.BinOp) and isinstance(part.op, ast.Mod)
            if isinstance(part, ast.JoinedStr) or formats or percents:
                yield f"line {call.lineno}: {ast.unparse(call)}"


@pytest.mark.parametrize(
    ("source", "bad"),
    [
        ("self.tr(f'{n} waiting')", True),
        ("tr('a' f'{n}')", True),
        ("QCoreApplication.translate('Floor', f'{n} waiting')", True),
        ("self.tr('%s waiting' % n)", True),
        ("self.tr('{} waiting'.format(n))", True),
        ("self.tr('{} waiting').format(n)", False),
        ("translate('Floor', '%n waiting', None, n)", False),
        ("'abc'.translate(table)", False),
    ],
)
def test_the_search_for_assembled_texts_finds_them(source: str, bad: bool) -> None:
    assert bool(list(assembled_texts(ast.parse(source)))) is bad


# --------------------------------------------------------------------------------------------------------- the walls
@pytest.mark.parametrize("path", [p for p in MODULES if "domain" in p.relative_to(PACKAGE).parts[:1]], ids=name_of)
def test_domain_imports_the_standard_library_and_msgspec_alone(path: Path) -> None:
    allowed = sys.stdlib_module_names | {"lobbyconsole", "msgspec"}  # for its Structs, see README
    if path.stem.startswith(COUNTING) or path.parent.name == "foresight":
        allowed |= {"numpy"}
    assert sorted(imported_packages(path) - allowed) == []


def imported_packages(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_services_and_domain_run_without_qt() -> None:
    rooms = [room for room in ("services", "domain") if (PACKAGE / room).is_dir()]
    if not rooms:
        pytest.skip("neither lobbyconsole/services nor lobbyconsole/domain exists yet")
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for room in rooms
        for path in sorted((PACKAGE / room).rglob("*.py"))
    ]
    program = "import importlib, sys\n" + "".join(f"importlib.import_module({name!r})\n" for name in names)
    program += "print(*sorted({'PySide6', 'shiboken6', 'pyqtgraph'} & sys.modules.keys()))"
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout.strip()) == (0, ""), result.stderr


class Plant(NamedTuple):
    """A line that must break a contract, the file it goes into, and the rooms without which it means nothing."""

    contract: str
    file: str
    source: str
    rooms: tuple[str, ...] = ()


PLANTS = (
    Plant("layers", "domain/planted.py", "import lobbyconsole.config", ("domain", "config")),
    Plant(
        "layers",
        "config/planted.py" if (PACKAGE / "config").is_dir() else "config.py",
        "import lobbyconsole.store",
        ("config", "store"),
    ),
    Plant("layers", "files.py", "import lobbyconsole.config", ("files", "config")),
    Plant("layers", "store/planted.py", "import lobbyconsole.services", ("store", "services")),
    Plant("layers", "store/planted.py", "import lobbyconsole.feeds", ("store", "feeds")),
    Plant("layers", "feeds/planted.py", "import lobbyconsole.hq", ("feeds", "hq")),
    Plant("layers", "reports/planted.py", "import lobbyconsole.store", ("reports", "store")),
    Plant("layers", "services/planted.py", "import lobbyconsole.ui", ("services", "ui")),
    Plant("layers", "ui/planted.py", "import lobbyconsole.bootstrap", ("ui", "bootstrap")),
    Plant("layers", "planted.py", "", ()),  # a room nobody has drawn in the contract
    Plant("qt", "services/planted.py", "from PySide6.QtCore import QObject", ("services",)),
    Plant("qt", "feeds/planted.py", "import shiboken6", ("feeds",)),
    Plant("charts", "ui/planted.py", "import pyqtgraph", ("ui",)),
    Plant("sql", "services/planted.py", "import sqlite3", ("services",)),
    Plant("sql", "feeds/planted.py", "import pymysql", ("feeds",)),
    Plant("sql", "ui/planted.py", "from sqlmodel import Session", ("ui",)),
    Plant("domain", "domain/planted.py", "import threading", ("domain",)),
    Plant("domain", "domain/planted.py", "from pydantic import BaseModel", ("domain",)),
    Plant("store", "ui/planted.py", "import lobbyconsole.store", ("ui", "store")),
    Plant("feeds", "feeds/planted.py", "import lobbyconsole.feeds.{neighbour}", ("feeds",)),
    Plant("libraries", "services/library/planted.py", "import yaml", ("services",)),
    Plant("libraries", "feeds/planted.py", "import httpx", ("feeds",)),
    Plant("libraries", "feeds/planted.py", "from socketio import Client", ("feeds",)),
    Plant("libraries", "services/planted.py", "from paho.mqtt.client import Client", ("services",)),
    Plant("libraries", "ui/planted.py", "import serial", ("ui",)),
    Plant("libraries", "ui/planted.py", "import cv2", ("ui",)),
    Plant("libraries", "ui/planted.py", "import keyring", ("ui",)),
    Plant("libraries", "web/planted.py", "import uvicorn", ("web",)),
    Plant("screens", "ui/screens/planted.py", "import lobbyconsole.ui.screens.{neighbour}", ("ui/screens",)),
    Plant("reports", "reports/planted.py", "import lobbyconsole.reports.{neighbour}", ("reports",)),
    Plant("cycles", "domain/planted.py", "import lobbyconsole.domain.planted_too", ("domain",)),
)
CONTRACTS: dict[str, str] = {c["id"]: c["name"] for c in PYPROJECT["tool"]["importlinter"]["contracts"]}
# The contract itself names the modules that feeds share.
SHARED_BY_FEEDS = {
    line.rpartition(".")[2]
    for contract in PYPROJECT["tool"]["importlinter"]["contracts"]
    if contract["id"] == "feeds"
    for line in contract["ignore_imports"]
}


# How a distribution is imported, where that is not its name; and libraries that many rooms may know.
IMPORTED_AS = {
    "argon2-cffi": "argon2", "chinesecalendar": "chinese_calendar", "opencv-python-headless": "cv2",
    "paho-mqtt": "paho", "pyserial": "serial", "pyside6-essentials": "pyside6", "python-escpos": "escpos",
    "python-socketio": "socketio", "pyyaml": "yaml",
}  # fmt: skip
KNOWN_TO_MANY = {"msgspec", "platformdirs", "tzdata"}
# Not imported by name: SQLAlchemy loads a vendor's driver, zoneinfo its zones; forecasts are to come.
NOT_IMPORTED = {"psycopg", "pymysql", "tzdata", "numpy"}


def needed_at_run_time() -> set[str]:
    """What the program asks for besides the standard library, by the names under which it is imported."""
    extras = PYPROJECT["project"]["optional-dependencies"]
    lines = [
        *PYPROJECT["project"]["dependencies"],
        *(line for name in extras if name != "dev" for line in extras[name]),
    ]
    return {IMPORTED_AS.get(name, name.replace("-", "_")) for name in map(distribution, lines)}


def test_every_dependency_has_its_wall() -> None:
    contracts = PYPROJECT["tool"]["importlinter"]["contracts"]
    walled = {name.lower() for contract in contracts for name in contract.get("forbidden_modules", ())}
    assert sorted(needed_at_run_time() - walled - KNOWN_TO_MANY) == []


def test_every_dependency_is_used() -> None:
    used = {name.lower() for path in MODULES for name in imported_packages(path)}
    assert sorted(needed_at_run_time() - used - NOT_IMPORTED) == []


def distribution(requirement: str) -> str:
    return re.split(r"[\[<>=~! ;]", requirement, maxsplit=1)[0].lower().replace("_", "-").replace(".", "-")


def lint_imports(folder: Path, contract: str | None = None) -> str:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    command += ["--contract", contract] if contract else []
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return result.stdout + result.stderr


@pytest.fixture
def copy_of_the_house(tmp_path: Path) -> Path:
    shutil.copytree(PACKAGE, tmp_path / "lobbyconsole", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_contract_has_a_planted_violation() -> None:
    assert set(CONTRACTS) == {plant.contract for plant in PLANTS}


def test_all_contracts_are_kept_when_nothing_is_planted(copy_of_the_house: Path) -> None:
    # Or else the tests below would prove nothing.
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in lint_imports(copy_of_the_house)


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: f"{plant.contract}: {plant.source or plant.file}")
def test_a_contract_breaks_when_its_rule_is_broken(plant: Plant, copy_of_the_house: Path) -> None:
    house = copy_of_the_house / "lobbyconsole"
    for room in plant.rooms:
        if not (house / room).is_dir() and not (house / room).with_suffix(".py").is_file():
            pytest.skip(f"lobbyconsole/{room} does not exist yet")
    file = house / plant.file
    source = plant.source
    if "{neighbour}" in source:
        names = {p.stem for p in file.parent.iterdir() if p.suffix == ".py" or (p / "__init__.py").is_file()}
        names -= SHARED_BY_FEEDS | {"__init__"}
        if not names:
            pytest.skip(f"lobbyconsole/{Path(plant.file).parent} has nothing in it yet that could be a neighbour")
        source = source.format(neighbour=min(names))
    if plant.contract == "cycles":
        file.with_stem("planted_too").write_text("import lobbyconsole.domain.planted\n", encoding="utf-8")
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    file.write_text(f"{before}\n{source}\n", encoding="utf-8")

    assert f"{CONTRACTS[plant.contract]} BROKEN" in lint_imports(copy_of_the_house, plant.contract)


# ------------------------------------------------------------------------------------------------------ dependencies
def test_every_declared_dependency_is_locked_with_hashes() -> None:
    project = PYPROJECT["project"]
    declared = [*project["dependencies"], *(d for extra in project["optional-dependencies"].values() for d in extra)]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([a-z0-9-]+)==[^\\]+\\\n    --hash=sha256:", lock, flags=re.MULTILINE))
    assert sorted(set(map(distribution, declared)) - locked) == [], "run `make lock`"


def test_the_lock_names_no_place_to_download_from() -> None:
    # Which registry, or which mirror of it inside the bank, is for the machine to say.
    assert "://" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_qt_does_not_eat_references_to_none() -> None:
    # PySide6 6.12.0 on Python 3.11 loses one at every void call and then aborts, after all tests have passed.
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("a")
    assert abs(sys.getrefcount(None) - before) < 100
