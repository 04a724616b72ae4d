"""One window per data folder: a second start asks the first window to come forward. Imported after the first paint."""

from __future__ import annotations

import hashlib
import logging
import sys
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication, QWidget

from lobbyconsole.domain.words import QT_TRANSLATE_NOOP, Message
from lobbyconsole.ui.translation import Languages, say

REFUSED = 3  # the exit code of what cannot be done
log = logging.getLogger(__name__)


def server_name(folder: Path) -> str:
    """The local socket on which the window of a data folder listens."""
    return "lobbyconsole-" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:20]


def raise_other(folder: Path) -> bool:
    """Ask the window that has this folder open to come forward."""
    socket = QLocalSocket()
    socket.connectToServer(server_name(folder))
    reached = socket.waitForConnected(2000)
    if reached:
        socket.write(b"raise\n")
        socket.waitForBytesWritten(2000)
        socket.disconnectFromServer()
    return reached


def turn_away(folder: Path, language: str) -> int:
    """Let the window that has this folder come forward; one that does not answer is told of. Gives the exit code."""
    if raise_other(folder):
        return 0
    text = QT_TRANSLATE_NOOP(
        "Messages",
        "The hall in {folder} is open in another window, which does not answer. Close that window or end its program,"
        " then start again. Nothing was changed.",
    )
    message = Message(text, {"folder": folder})
    if sys.stderr is not None:  # a program without a console has none
        sys.stderr.write(f"{message}\n")
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if isinstance(app, QApplication) and app.platformName() != "offscreen":
        from PySide6.QtWidgets import QMessageBox

        languages = Languages(app)
        languages.use(language)
        QMessageBox.warning(None, "lobbyconsole", say(message))
    return REFUSED


def listen(folder: Path, window: QWidget) -> QObject:
    """Come forward whenever the program is started again on the same folder."""
    server = QLocalServer(window)
    server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
    QLocalServer.removeServer(server_name(folder))  # left by a crash; the lock says that nobody uses it

    def knocked() -> None:
        while (socket := server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.close()
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    server.newConnection.connect(knocked)
    if not server.listen(server_name(folder)):
        log.info("a second start cannot reach this window: %s", server.errorString())
    return server
