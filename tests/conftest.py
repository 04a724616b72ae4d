"""Hostile by default: a stray warning in the log or a thread, timer or pool left running fails the test that left it.

What a test gets without asking: Qt offscreen, a home folder of its own, an in-memory keyring, and the watch below.
What it may ask for: `expected_log` (warnings that belong to the story) and `clock` (see tests/fakes.py).
"""

from __future__ import annotations

import os

# Before anything imports Qt. A person may still say QT_QPA_PLATFORM=xcb to look at the windows.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# For programs that tests start: there, no fixture can put a keyring in place, and a real one may ask questions.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

import functools
import gc
import logging
import re
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Generator, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import hypothesis
import keyring
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThread, QThreadPool, QTimer
from shiboken6 import isValid

from tests.fakes import DictKeyring, FixedClock

ROOT = Path(__file__).resolve().parent.parent
LONG_MODULE = 400  # lines; where a file asks to be split (tests/test_house_rules.py has the hard limit)
GRACE = 2.0  # seconds a thread that was told to stop may still take

# Two shared cores: wall time says nothing about an example. In CI the same examples every time, so that a red run can
# be repeated; new ones are found on developers' machines.
hypothesis.settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("house")


# ------------------------------------------------------------------------------------------------- who started what
_origins: weakref.WeakKeyDictionary[Any, str] = weakref.WeakKeyDictionary()
_shots: list[tuple[float, str, weakref.ref[Any] | None]] = []  # (when it is due, who asked, the object it is bound to)
_in_shot = False


def _who() -> str:
    """The innermost three frames of our own code, leaving out this file."""
    lines: list[str] = []
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and len(lines) < 3:
        path = frame.f_code.co_filename
        if path.startswith(str(ROOT)) and ".venv" not in path and path != __file__:
            lines.append(f"{path.removeprefix(str(ROOT) + os.sep)}:{frame.f_lineno} {frame.f_code.co_name}")
        frame = frame.f_back
    return " < ".join(lines) or "outside the project"


def _note_origin(owner: type, method: str) -> None:
    original = getattr(owner, method)

    @functools.wraps(original)
    def noting(self: Any, *args: Any, **kwargs: Any) -> Any:
        result = original(self, *args, **kwargs)
        if not _in_shot:
            _origins[self] = _who()
        return result

    setattr(owner, method, noting)


def _note_shots() -> None:
    original = QTimer.singleShot

    def single_shot(msec: Any, *rest: Any) -> None:
        # Some overloads make a QTimer inside, which runs on harmlessly when the object it should call is gone.
        global _in_shot
        _in_shot = True
        try:
            original(msec, *rest)
        finally:
            _in_shot = False
        # Qt's usual timers may come five percent early.
        due = time.monotonic() + 0.95 * (msec if isinstance(msec, int) else msec.count()) / 1000
        receiver = next((r for r in (*rest[:-1], getattr(rest[-1], "__self__", None)) if _is_qobject(r)), None)
        _shots.append((due, _who(), None if receiver is None else weakref.ref(receiver)))

    QTimer.singleShot = staticmethod(single_shot)  # type: ignore[method-assign]


def _is_qobject(thing: object) -> bool:
    return hasattr(thing, "metaObject")


# Constructors and not `start`: signals are often connected straight to `timer.start`, and PySide passes other
# arguments to a Python function there than to its own slot.
_note_origin(threading.Thread, "start")
for _kind in (QTimer, QThread, QThreadPool):
    _note_origin(_kind, "__init__")
_note_shots()


# --------------------------------------------------------------------------------------------------------- the watch
class ExpectedLog(logging.Handler):
    """What a test logged at WARNING or above. Call it with regular expressions that must, and alone may, appear.

    Asked for but never called, it allows everything and insists only that there was something.
    """

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self.patterns: list[str] = []
        self.wanted = False

    def __call__(self, *patterns: str) -> None:
        self.patterns.extend(patterns)

    @property
    def text(self) -> str:
        return "\n".join(record.getMessage() for record in self.records)

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def complaints(self) -> Iterator[str]:
        if self.wanted and not self.patterns:
            if not self.records:
                yield "asked for expected_log, but nothing was logged"
            return
        for record in self.records:
            if not any(re.search(pattern, record.getMessage()) for pattern in self.patterns):
                where = f"{record.name} ({record.pathname.removeprefix(str(ROOT) + os.sep)}:{record.lineno})"
                yield f"unexpected log record: {record.levelname} {where}: {record.getMessage()}"
        for pattern in self.patterns:
            if not any(re.search(pattern, record.getMessage()) for record in self.records):
                yield f"expected a log record like {pattern!r}, but there was none"


class Watch:
    """What ran before a test began, and what still runs when all its fixtures are gone."""

    def __init__(self) -> None:
        self.log = ExpectedLog()
        self.failed = False
        self.known: weakref.WeakSet[Any] = weakref.WeakSet()
        self.adopt()

    def adopt(self) -> None:
        """Whatever runs now is not this test's fault."""
        self.known.update(_python_threads())
        self.known.update(_running(QTimer))
        self.known.update(_running(QThread))
        _shots.clear()

    def complaints(self) -> Iterator[str]:
        yield from self.log.complaints()
        deadline = time.monotonic() + GRACE
        for thread in _python_threads() - set(self.known):
            thread.join(max(deadline - time.monotonic(), 0.0))
            if thread.is_alive():
                yield f"left a thread running: {thread.name}, started by {_origins.get(thread, 'nobody we know')}"
        if QCoreApplication.instance() is not None:
            yield from self._qt_complaints(deadline)

    def _qt_complaints(self, deadline: float) -> Iterator[str]:
        # qtbot has only asked for its widgets' deletion; their timers go with them.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if self._new(QTimer):
            gc.collect()  # a widget in a reference cycle is forgotten, not leaked
        for timer in self._new(QTimer):
            yield f"left a QTimer running: every {timer.interval()} ms, made by {_origins[timer]}"
            timer.stop()
        for thread in self._new(QThread):
            if not thread.wait(int(max(deadline - time.monotonic(), 0.0) * 1000)):
                yield f"left a QThread running: {thread.objectName() or type(thread).__name__}, by {_origins[thread]}"
        for pool in [QThreadPool.globalInstance(), *(p for p in list(_origins) if isinstance(p, QThreadPool))]:
            if isValid(pool) and not pool.waitForDone(int(max(deadline - time.monotonic(), 0.0) * 1000)):
                yield f"left {pool.activeThreadCount()} jobs in a QThreadPool, {_origins.get(pool, 'the global one')}"
        now = time.monotonic()
        for due, who, receiver in _shots:
            target = receiver() if receiver is not None else None
            if due > now and (receiver is None or (target is not None and isValid(target))):
                yield f"left a QTimer.singleShot pending for {due - now:.1f} s, asked for by {who}"

    def _new(self, kind: type) -> list[Any]:
        return [thing for thing in _running(kind) if thing not in self.known]


def _python_threads() -> set[threading.Thread]:
    # A dummy stands for a foreign thread that once ran Python, a QThread mostly; it stays on the list for ever.
    return {thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)}


def _running(kind: type) -> list[Any]:
    def runs(thing: Any) -> bool:
        return bool(thing.isActive() if isinstance(thing, QTimer) else thing.isRunning())

    return [thing for thing in list(_origins) if isinstance(thing, kind) and isValid(thing) and runs(thing)]


_WATCH = pytest.StashKey[Watch]()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, Any, Any]:
    item.stash[_WATCH] = watch = Watch()
    logging.getLogger().addHandler(watch.log)
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> Generator[None, Any, Any]:
    result = yield
    # What a fixture of a wider scope starts is meant to outlive the test that happened to come first.
    if fixturedef.scope != "function":
        request._pyfuncitem.stash[_WATCH].adopt()
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed and _WATCH in item.stash:
        item.stash[_WATCH].failed = True
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, Any, Any]:
    watch = item.stash[_WATCH]
    try:
        result = yield
        complaints = list(watch.complaints())
    finally:
        logging.getLogger().removeHandler(watch.log)
    # A test that failed had no chance to clean up; its own failure is the news.
    if complaints and not watch.failed:
        pytest.fail("\n".join(complaints), pytrace=False)
    return result


# ---------------------------------------------------------------------------------------------------------- fixtures
@pytest.fixture
def expected_log(request: pytest.FixtureRequest) -> ExpectedLog:
    """Warnings that belong to this test's story: `expected_log("feed .* lost")`. All of them, and no others."""
    log = request.node.stash[_WATCH].log
    log.wanted = True
    return log


@pytest.fixture
def clock() -> FixedClock:
    """A clock that moves only when told to."""
    return FixedClock()


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home folder of the test's own: no test reads or writes the folders of the person who runs it."""
    # Not under tmp_path: tests look into that and must find it empty; and a socket's path may not be long.
    with tempfile.TemporaryDirectory(prefix="lc-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        for variable, name in (
            ("HOME", ""),
            ("USERPROFILE", ""),
            ("APPDATA", "roaming"),
            ("LOCALAPPDATA", "local"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_RUNTIME_DIR", "run"),
        ):
            (home / name).mkdir(mode=0o700, exist_ok=True)  # Qt warns about a runtime folder others can read
            monkeypatch.setenv(variable, str(home / name))
        yield home


@pytest.fixture(autouse=True)
def secrets() -> DictKeyring:
    """The keyring of this test: empty, in memory, and in the place of the operating system's."""
    backend = DictKeyring()
    keyring.set_keyring(backend)
    return backend


@pytest.fixture(scope="session")
def qapp(qapp: Any) -> Any:
    """pytest-qt's application, after a look at the one thing screenshots cannot do without."""
    from PySide6.QtGui import QFontDatabase

    if not QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        pytest.fail("no Chinese font: every screen would be boxes; `make setup` says which package to install")
    return qapp


# -------------------------------------------------------------------------------------------------------- collection
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"qapp", "qtbot"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("gui")
    # The cheap half first: a broken domain is named in a second, not after all the windows.
    items.sort(key=lambda item: item.get_closest_marker("gui") is not None)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in sorted((ROOT / "lobbyconsole").rglob("*.py"))
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONG_MODULE
    }
    if long:
        terminalreporter.section("modules that ask to be split")
        for name, lines in long.items():
            terminalreporter.line(f"{lines:5} lines  {name}")
