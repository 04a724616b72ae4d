"""Checks an installation from the inside: every part is really used once, in a folder that is thrown away."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Check:
    """How one part did. `words` says what was seen, or what is wrong."""

    name: str
    ok: bool
    words: str
    seconds: float

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def check_all() -> list[Check]:
    """Run every check; a failing one does not stop the others."""
    checks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("assets", _assets),
        ("database", _database),
        ("a day through the services", _day),
        ("languages", _languages),
        ("fonts", _fonts),
        ("screens", _screens),
        ("profiles", _profiles),
        ("keyring", _keyring),
    )
    results = []
    for name, check in checks:
        started = time.perf_counter()
        try:
            words, ok = check(), True
        except Exception as error:  # noqa: BLE001 - whatever is broken is what we are here to say
            words, ok = f"{type(error).__name__}: {error}", False
        results.append(Check(name, ok, words, round(time.perf_counter() - started, 3)))
    return results


def _assets() -> str:
    from lobbyconsole.config import asset

    wanted = ("fonts", "icons", "sounds", "voice", "profiles", "callpad")
    missing = [name for name in wanted if not any(asset("resources", name).glob("*"))]
    if missing:
        raise FileNotFoundError("missing under resources: " + ", ".join(missing))
    return f"{len(wanted)} folders"


def _database() -> str:
    from lobbyconsole.domain.branch import Branch
    from lobbyconsole.services.clock import wall_time
    from lobbyconsole.store.hall import DATABASE, Store

    with tempfile.TemporaryDirectory() as folder:
        key = os.urandom(32)
        Store.open(Path(folder), key, branch=Branch(), clock=wall_time).close()
        head = (Path(folder) / DATABASE).read_bytes()[:16]
        if head.startswith(b"SQLite format"):
            raise AssertionError("the database is not encrypted")
    return "encrypted database made and opened"


def _day() -> str:
    from lobbyconsole.bootstrap.hall import closing, open_demo

    with closing(open_demo()) as hall:
        desk = hall.console.desk
        counter = hall.console.settings.current.branch.counters[-1].id
        desk.open_counter(counter).result(10)
        ticket = desk.issue(hall.console.settings.current.branch.services[0].id).result(10)
        report = hall.store.verify()
        if not report.ok:
            raise AssertionError("the journal of a fresh day does not verify")
        return f"ticket {ticket.number} issued, {report.rows} facts verified"


def _languages() -> str:
    from lobbyconsole.config import asset

    found = sorted(path.stem for path in asset("i18n").glob("*.qm"))
    if not any(name.endswith("zh_CN") for name in found):
        raise FileNotFoundError("i18n/lobbyconsole_zh_CN.qm is not built: make i18n")
    return ", ".join(found)


def _fonts() -> str:
    from lobbyconsole.ui.shot import chinese_families

    families = chinese_families()
    if not families:
        raise AssertionError("no Chinese font: Chinese text would be boxes")
    return families[0]


def _screens() -> str:
    from lobbyconsole.bootstrap.hall import closing, open_demo, settle
    from lobbyconsole.ui.shot import SCREEN_NAMES, take_shot

    with closing(open_demo()) as hall, tempfile.TemporaryDirectory() as folder:
        settle(hall)
        for name in SCREEN_NAMES:
            take_shot(hall.console, name, language="zh", theme="light", size=(1280, 720), out=Path(folder) / "s.png")
    return ", ".join(SCREEN_NAMES)


def _profiles() -> str:
    from lobbyconsole.config import asset
    from lobbyconsole.feeds.profile import load_profile

    names = [load_profile(path).name for path in sorted(asset("resources", "profiles").glob("*.toml"))]
    return ", ".join(names)


def _keyring() -> str:
    from lobbyconsole.credentials import create_vault, find_keyring, open_vault

    keyring = find_keyring()
    with tempfile.TemporaryDirectory() as folder:
        key, recovery_key = create_vault(Path(folder), None if keyring else "self-test", keyring)
        if open_vault(Path(folder), None if keyring else "self-test", keyring=keyring) != key:
            raise AssertionError("the key that was kept is not the key that comes back")
        if open_vault(Path(folder), recovery_key=recovery_key) != key:
            raise AssertionError("the recovery key does not open the vault")
    return type(keyring).__module__ if keyring else "none; a passphrase is asked at start"
