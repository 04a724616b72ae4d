"""A system without Qt's libraries or without a desktop: one sentence and exit code 3, no traceback, no core dump."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

# What Python says on a Debian without libglib: the import system of the child fails as the loader would.
NO_QT = """
import sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.startswith("PySide6.Qt"):
            raise ImportError("libglib-2.0.so.0: cannot open shared object file: No such file or directory")

sys.meta_path.insert(0, NoQt())
"""
DESKTOP = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def said(*arguments: object, path: Path | None = None, **environment: str) -> tuple[int, str]:
    """Exit code and words of the program."""
    given = {name: value for name, value in os.environ.items() if name not in DESKTOP} | environment
    if path is not None:
        (path / "sitecustomize.py").write_text(NO_QT)
        given["PYTHONPATH"] = str(path)
    done = subprocess.run(
        [sys.executable, "-m", "lobbyconsole", *map(str, arguments)],
        env=given,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return done.returncode, done.stderr.strip()


@pytest.mark.parametrize("command", [("--demo",), ("screenshot", "--demo", "--out")])
def test_without_qt_s_libraries(tmp_path: Path, command: tuple[str, ...]) -> None:
    wanted = (*command, tmp_path / "f.png") if command[-1] == "--out" else command
    code, words = said(*wanted, path=tmp_path, QT_QPA_PLATFORM="offscreen")
    assert code == 3
    assert words.splitlines()[-1].startswith("Qt cannot be loaded: libglib-2.0.so.0: cannot open")
    assert words.endswith("`make setup` says which system packages are missing.")
    assert "Traceback" not in words
    assert not (tmp_path / "f.png").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a desktop")
def test_without_a_desktop() -> None:
    code, words = said("--demo")
    assert (code, len(words.splitlines())) == (3, 1)
    assert words.startswith("No window can be opened: there is no desktop here")


@pytest.mark.skipif(sys.platform != "linux", reason="a library of X11")
def test_without_the_library_qt_s_window_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    from lobbyconsole.bootstrap import slim
    from lobbyconsole.ui.qt import cannot_load

    for name in DESKTOP:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setattr(slim, "QT_NEEDS", "libxcb-nowhere.so.0")
    assert slim.no_desktop() == ""
    words = slim.no_window(cannot_load)
    assert words.startswith("No window can be opened: ")
    assert "libxcb-nowhere.so.0: cannot open" in words
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert slim.no_window(cannot_load) == ""
