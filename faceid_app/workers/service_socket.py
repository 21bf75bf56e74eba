"""Where the service listens and how the two sides know each other: a socket of one user, for that user alone."""

from __future__ import annotations

import contextlib
import os
import socket
import stat
import struct
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from faceid_app.errors import Locked, NotWritable, UsageError

FOLDER, SOCKET = "faceid", "service.sock"
_FIRST_PASSED_FD = 3
"""Of the descriptors that systemd passes on; sd_listen_fds(3)."""
_PEER = struct.Struct("3i")
"""SO_PEERCRED: process, user, group."""
_PIECE = 65536
_CONNECT_SECONDS = 1.0


class LineTooLong(ValueError):
    """More came in one line than the other side may send."""


def is_supported() -> bool:
    """Whether this system tells who is at the other end of a socket."""
    return sys.platform == "linux"


def runtime_folder() -> Path | None:
    """The user's own folder for sockets, as the system made it; None where there is none that can be trusted.

    It must belong to this user and be closed to all others: in one that anybody may write to, anybody may answer.
    Without XDG_RUNTIME_DIR, as under PAM, systemd's place for it is looked at.
    """
    folder = Path(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}")
    return folder if folder.is_absolute() and _is_own(folder, stat.S_ISDIR) else None


def connect() -> socket.socket | None:
    """A connection to this user's service; None where there is none, or another user is at its other end."""
    folder = runtime_folder() if is_supported() else None
    if folder is None or not _is_own(folder / FOLDER, stat.S_ISDIR):
        return None
    path = folder / FOLDER / SOCKET
    if not _is_own(path, stat.S_ISSOCK, closed=False):
        return None
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(_CONNECT_SECONDS)
        connection.connect(str(path))
        if peer_of(connection) == os.getuid():
            return connection
    except OSError:
        pass
    connection.close()
    return None


def peer_of(connection: socket.socket) -> int:
    """The user id at the other end, as the kernel noted it when the connection was made. Raises OSError."""
    credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size)
    return int(_PEER.unpack(credentials)[1])


@contextlib.contextmanager
def listening() -> Iterator[socket.socket]:
    """The socket to accept on: the one that systemd passed on, else one made here, which goes at the end.

    Raises:
        UsageError: no system with peer credentials, or no runtime folder of this user's own.
        Locked: another service listens there.
        NotWritable: it cannot be made.
    """
    if not is_supported():
        raise UsageError("The service needs Linux: no other system here tells who is at the other end of a socket.")
    passed = _passed_on()
    if passed is not None:
        with passed:
            yield passed
        return
    folder = runtime_folder()
    if folder is None:
        raise UsageError(
            "There is no folder for sockets that belongs to you alone; set XDG_RUNTIME_DIR to one with mode 0700."
        )
    path = folder / FOLDER / SOCKET
    try:
        listener = _bound(path)
    except OSError as error:
        raise NotWritable(path, (error.strerror or str(error)).lower()) from error
    try:
        with listener:
            yield listener
    finally:
        with contextlib.suppress(OSError):
            path.unlink()


def receive_line(connection: socket.socket, rest: bytearray, *, longest: int, seconds: float) -> bytes | None:
    """The next line without its newline; None at the end. `rest` keeps what came after it.

    Raises LineTooLong; TimeoutError where the line is not there within `seconds`; OSError.
    """
    until = time.monotonic() + seconds
    while (end := rest.find(b"\n")) < 0:
        if len(rest) > longest:
            raise LineTooLong
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        connection.settimeout(left)
        piece = connection.recv(_PIECE)
        if not piece:
            return None
        rest += piece
    if end > longest:
        raise LineTooLong
    line = bytes(rest[:end])
    del rest[: end + 1]
    return line


def _bound(path: Path) -> socket.socket:
    with contextlib.suppress(FileExistsError):
        path.parent.mkdir(0o700)
    if not _is_own(path.parent, stat.S_ISDIR):
        raise NotWritable(path.parent, "it does not belong to you alone")
    earlier = connect()
    if earlier is not None:
        earlier.close()
        raise Locked("The service of this user")
    path.unlink(missing_ok=True)  # left by one that was killed
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listener.bind(str(path))
        path.chmod(0o600)
        listener.listen()
    except BaseException:
        listener.close()
        raise
    return listener


def _passed_on() -> socket.socket | None:
    """The listening socket of systemd's socket unit, if this process was started by one. Raises UsageError."""
    if os.environ.get("LISTEN_PID") != str(os.getpid()):
        return None
    count = os.environ.get("LISTEN_FDS")
    for name in ("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"):
        os.environ.pop(name, None)
    if count != "1":
        raise UsageError(f"The socket unit passes on {count} sockets; the service takes one.")
    os.set_inheritable(_FIRST_PASSED_FD, False)
    passed = socket.socket(fileno=_FIRST_PASSED_FD)
    if passed.family != socket.AF_UNIX or not passed.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
        passed.close()
        raise UsageError("The socket unit passes on something else than a listening Unix socket.")
    return passed


def _is_own(path: Path, kind: object, *, closed: bool = True) -> bool:
    """Whether that is there, no link, this user's; where `closed`, nobody else may write to it."""
    try:
        status = path.lstat()
    except OSError:
        return False
    assert callable(kind)
    return bool(kind(status.st_mode) and status.st_uid == os.getuid() and not (closed and status.st_mode & 0o022))
