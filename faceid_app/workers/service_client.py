"""Asks the service that keeps the models warm for a verification; loads no network itself."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from faceid_app import strict_json
from faceid_app.errors import FaceIdError
from faceid_app.workers.service_protocol import LONGEST_ANSWER, PATIENCE, asked
from faceid_app.workers.service_socket import LineTooLong, connect, receive_line
from faceid_app.workers.verification_request import Request


class Listener(Protocol):
    """Who hears what the service answers."""

    def line(self, payload: Mapping[str, Any], text: Callable[[], str]) -> None: ...

    def note(self, text: str) -> None: ...

    def result(self, payload: Mapping[str, Any], text: str) -> None: ...

    def failure(self, kind: str, message: str) -> None: ...


class ServiceGone(FaceIdError):
    """The service began to answer and did not end."""

    exit_code = 70

    def __init__(self) -> None:
        super().__init__("The service stopped before it had a verdict; run the command again, or with --no-service.")


def ask(request: Request, data_folder: Path, listener: Listener) -> int | None:
    """Have the service verify, and pass on what it tells; the exit code.

    None where nobody answers for this data folder: nothing was told then, and the caller verifies itself.
    Raises ServiceGone. Leaving, by an exception too, cancels the request.
    """
    connection = connect()
    if connection is None:
        return None
    with connection:
        try:
            connection.sendall(asked(request, data_folder))
        except OSError:
            return None
        return _heard(connection, listener)


def _heard(connection: socket.socket, listener: Listener) -> int | None:
    rest, told = bytearray(), False
    while True:
        try:
            line = receive_line(connection, rest, longest=LONGEST_ANSWER, seconds=PATIENCE)
            answer = None if line is None else strict_json.loads(line)
        except (OSError, LineTooLong, ValueError):
            answer = None
        if not isinstance(answer, dict):
            if told:
                raise ServiceGone
            return None
        try:
            if "refused" in answer:
                return None
            told = True
            code = _pass_on(answer, listener)
        except (KeyError, TypeError, ValueError) as error:
            raise ServiceGone from error
        if code is not None:
            return code


def _pass_on(answer: dict[str, Any], listener: Listener) -> int | None:
    """The exit code where the answer is the last one."""
    if "line" in answer:
        text = str(answer["text"])
        listener.line(dict(answer["line"]), lambda: text)
    elif "note" in answer:
        listener.note(str(answer["note"]))
    elif "result" in answer:
        code = int(answer["exit_code"])
        listener.result(dict(answer["result"]), str(answer["text"]))
        return code
    else:
        code, error = int(answer["exit_code"]), answer["error"]
        if code == 0:  # an error is no match, whoever says so
            raise ValueError("an error without an exit code")
        listener.failure(str(error["kind"]), str(error["message"]))
        return code
    return None
