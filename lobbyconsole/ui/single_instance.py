"""One window per data folder: a second start asks the first window to come forward. Imported after the first paint."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QWidget

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
