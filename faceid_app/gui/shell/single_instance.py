"""Owns how a second start of the program finds the window that is open on the same data folder, and brings it forward.

Both talk through a local socket (a file for the owner only, or a named pipe), never through the network."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

log = logging.getLogger(__name__)

_PATIENCE_MS = 1500
_ANSWER = b"here"


class SingleInstance(QObject):
    """Hears second starts while this object lives. Without QtNetwork's libraries nobody hears: that is no fault."""

    asked = Signal()
    """Somebody started the program once more."""

    def __init__(self, data_folder: Path, parent: QObject | None = None) -> None:
        """Only for whoever holds the lock of the data folder: what an ended program left behind is taken over."""
        super().__init__(parent)
        self._server: QLocalServer | None = None
        try:
            from PySide6.QtNetwork import QLocalServer
        except ImportError:
            log.info("A second start cannot bring the window forward")
            return
        name = _name(data_folder)
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(name)
        if server.listen(name):
            self._server = server
            server.newConnection.connect(self._on_connection)
        else:
            log.info("A second start cannot bring the window forward")

    def close(self) -> None:
        """Hear nothing any more; another window of this process may listen next."""
        if self._server is not None:
            self._server.close()

    def _on_connection(self) -> None:
        connection = None if self._server is None else self._server.nextPendingConnection()
        if connection is not None:
            connection.disconnected.connect(connection.deleteLater)
            connection.write(_ANSWER)
            connection.flush()
            connection.disconnectFromServer()
            self.asked.emit()


def bring_forward(data_folder: Path) -> bool:
    """Ask the window that is open on this data folder to come forward; whether it answered."""
    try:
        from PySide6.QtNetwork import QLocalSocket
    except ImportError:
        return False
    connection = QLocalSocket()
    connection.connectToServer(_name(data_folder))
    answered = connection.waitForConnected(_PATIENCE_MS) and (
        connection.bytesAvailable() > 0 or connection.waitForReadyRead(_PATIENCE_MS)
    )
    return answered and bytes(connection.readAll().data()) == _ANSWER


def _name(data_folder: Path) -> str:
    # Hashed: the name is seen by every user of the computer, and a socket's must be short.
    return f"faceid-{hashlib.sha256(str(data_folder.resolve()).encode()).hexdigest()[:24]}"
