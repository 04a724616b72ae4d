"""What every test of the window keeps to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication


@pytest.fixture(autouse=True)
def the_program_speaks_english_again() -> Iterator[None]:
    """A test that leaves it in Chinese would fail others that come after it on the same worker."""
    yield
    app = QCoreApplication.instance()
    assert QCoreApplication.translate("Screens", "Floor") == "Floor", "the test leaves a translator behind"
    assert app is None or app.property("language") in (None, "", "en"), "the test leaves the program in Chinese"
