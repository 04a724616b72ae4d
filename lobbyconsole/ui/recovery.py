"""The way into a hall whose keyring or passphrase is lost: the recovery key, then a new way of keeping the key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from lobbyconsole.ui import tasks
from lobbyconsole.ui.translation import translate

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from lobbyconsole.ui.main_window import MainWindow


class Ways(Protocol):
    """What the command line decided, see app.Options."""

    @property
    def try_recovery(self) -> Callable[[str], bool] | None: ...
    @property
    def keep_key(self) -> Callable[[str, str | None], None] | None: ...


class Opening(Protocol):
    """What is needed of the program: its window, and its way to open the hall."""

    @property
    def window(self) -> MainWindow: ...
    @property
    def options(self) -> Ways: ...
    def open(self, passphrase: str | None = None) -> None: ...


class Recovery:
    """Two pages: the key from the sheet, and how it is kept from now on. Nothing changes before the second."""

    def __init__(self, program: Opening) -> None:
        self._program = program
        self._key = ""

    def ask(self, problem: str = "") -> None:
        """Ask for the key on the sheet."""
        from lobbyconsole.ui.unlock import RecoveryPage

        page = RecoveryPage(problem, self._key)
        page.given.connect(self._try)
        page.back.connect(self._program.open)
        self._show(page)

    def _try(self, key: str) -> None:
        self._key = key
        ways = self._program.options.try_recovery
        assert ways is not None
        tasks.run(self._program.window, lambda: ways(key), self._ask_how, self._refused)

    def _refused(self, error: BaseException) -> None:
        from lobbyconsole.credentials import WrongRecoveryKey
        from lobbyconsole.ui.unlock import reason_of

        if isinstance(error, WrongRecoveryKey):
            # Every sign fits its check sign, so it has been typed as printed.
            self.ask(translate("SetUp", "This key is whole, but of another hall. Look for the sheet of this hall."))
        else:
            self.ask(reason_of(error))

    def _ask_how(self, keyring: bool, problem: str = "") -> None:
        from lobbyconsole.ui.unlock import KeepPage

        page = KeepPage(keyring, problem)
        page.kept.connect(self._keep)
        self._show(page)

    def _keep(self, passphrase: str) -> None:
        keep = self._program.options.keep_key
        assert keep is not None
        key = self._key
        tasks.run(
            self._program.window, lambda: keep(key, passphrase or None), lambda _: self._program.open(), self._not_kept
        )

    def _not_kept(self, error: BaseException) -> None:
        from lobbyconsole.ui.unlock import reason_of

        problem = translate("SetUp", "The key could not be kept that way; nothing was changed.")
        self._ask_how(False, f"{problem} {reason_of(error)}")

    def _show(self, page: QWidget) -> None:
        self._program.window.top_bar.set_state("ok")
        self._program.window.show_page(page)
