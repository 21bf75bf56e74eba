"""Who may talk to whom over the service's socket, and what is refused before anything is verified."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from faceid_app.errors import Locked, UsageError
from faceid_app.paths import PROJECT_ROOT, Paths
from faceid_app.workers import service, service_socket
from faceid_app.workers.service import MOST_CONNECTIONS, Service
from faceid_app.workers.service_client import ServiceGone, ask
from faceid_app.workers.service_protocol import LONGEST_REQUEST, VERSION, Refused, asked, request_of
from faceid_app.workers.service_socket import connect, listening, runtime_folder
from faceid_app.workers.verification_request import Request
from faceid_app.workers.warm_models import WarmModels
from tests.helpers.heard import Heard

pytestmark = pytest.mark.skipif(not service_socket.is_supported(), reason="only Linux tells who is at a socket's end")
REQUEST = Request(name="nobody", camera="0")


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A runtime folder of the test's own."""
    folder = tmp_path / "run"
    folder.mkdir(0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


@pytest.fixture
def served(paths: Paths, runtime: Path) -> Iterator[Path]:
    """A service for a data folder without people; its socket."""
    with listening() as listener:
        serving = Service(listener, WarmModels(paths))
        thread = threading.Thread(target=serving.serve)
        thread.start()
        yield Path(listener.getsockname())
        serving.stop()
        thread.join()
    assert connect() is None


def answers(said: bytes) -> list[dict[str, Any]]:
    connection = connect()
    assert connection is not None
    with connection:
        connection.sendall(said)
        connection.settimeout(10)
        heard = b""
        with contextlib.suppress(ConnectionResetError):  # it had not read all of it
            while piece := connection.recv(65536):
                heard += piece
    return [json.loads(line) for line in heard.splitlines()]


def test_an_error_comes_with_its_sentence_and_exit_code(served: Path, paths: Paths):
    heard = Heard()
    assert ask(REQUEST, paths.root, heard) == 4
    assert heard.failures == [
        (
            "UnknownProfile",
            "There is no profile named 'nobody' (enrolled: none yet); enrol it first or check the spelling.",
        )
    ]
    assert served.stat().st_mode & 0o777 == 0o600
    assert served.parent.stat().st_mode & 0o777 == 0o700


def test_another_data_folder_and_another_version_are_left_to_the_command_itself(served: Path, paths: Paths):
    assert ask(REQUEST, paths.root / "another", Heard()) is None
    other = asked(REQUEST, paths.root).replace(b'"faceid": %d' % VERSION, b'"faceid": 99')
    assert "refused" in answers(other)[0]


@pytest.mark.parametrize(
    "said",
    [
        b"hello\n",
        b"[]\n",
        b'{"faceid": true}\n',
        b"[" * 5000 + b"\n",
        json.dumps({"faceid": VERSION, "data": "/", "verify": {"name": "a", "camera": "0"}}).encode() + b"\n",
    ],
)
def test_what_is_no_request_is_refused_and_the_service_lives(served: Path, paths: Paths, said: bytes):
    (answer,) = answers(said)
    assert "refused" in answer or answer["exit_code"] == 4
    assert ask(REQUEST, paths.root, Heard()) == 4


def test_a_line_without_end_is_not_read_on(served: Path, caplog: pytest.LogCaptureFixture):
    assert answers(b"x" * (LONGEST_REQUEST + 65536)) == []
    assert "too long" in caplog.text


def test_who_is_slow_is_left_and_holds_nobody_up(
    served: Path, paths: Paths, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(service, "REQUEST_SECONDS", 0.3)
    slow = connect()
    assert slow is not None
    with slow:
        slow.sendall(asked(REQUEST, paths.root)[:-1])
        assert ask(REQUEST, paths.root, Heard()) == 4
        slow.settimeout(10)
        assert slow.recv(1) == b""
    assert "too slow" in caplog.text


def test_only_so_many_may_ask_at_a_time(served: Path, paths: Paths, caplog: pytest.LogCaptureFixture):
    with contextlib.ExitStack() as waiting:
        for _ in range(MOST_CONNECTIONS):
            one = connect()
            assert one is not None
            waiting.enter_context(one)
        until = time.monotonic() + 5
        while ask(REQUEST, paths.root, Heard()) is not None:  # the last of them may not be accepted yet
            assert time.monotonic() < until
        assert "another one was not answered" in caplog.text
    while ask(REQUEST, paths.root, Heard()) is None:
        assert time.monotonic() < until + 5


@pytest.mark.skipif(not service_socket.is_supported() or os.getuid() != 0, reason="only root can become another user")
def test_another_user_is_told_by_the_system(paths: Paths, caplog: pytest.LogCaptureFixture):
    with tempfile.TemporaryDirectory() as name, socket.socket(socket.AF_UNIX) as listener:
        path = Path(name) / "open to all"
        listener.bind(str(path))
        listener.listen()
        path.parent.chmod(0o755)
        path.chmod(0o666)  # as nobody would leave it: what refuses is the peer's user alone
        serving = Service(listener, WarmModels(paths))
        thread = threading.Thread(target=serving.serve)
        thread.start()
        try:
            program = (
                "import os, socket, sys\nos.setuid(65534)\nmine = socket.socket(socket.AF_UNIX)\n"
                "mine.connect(sys.argv[1])\nmine.settimeout(10)\nprint(mine.recv(1))\n"
            )
            told = subprocess.run(
                [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
            )
            assert told.stdout == "b''\n"
        finally:
            serving.stop()
            thread.join()
    assert "Another user" in caplog.text


def test_another_user_is_not_answered(
    served: Path, paths: Paths, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(service, "peer_of", lambda _connection: os.getuid() + 1)
    assert ask(REQUEST, paths.root, Heard()) is None
    assert "Another user" in caplog.text


def test_a_socket_that_another_user_answers_at_is_not_asked(
    served: Path, paths: Paths, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(service_socket, "peer_of", lambda _connection: os.getuid() + 1)
    assert ask(REQUEST, paths.root, Heard()) is None


def test_folders_that_others_may_write_to_are_not_trusted(served: Path, runtime: Path, tmp_path: Path):
    (runtime / "faceid").chmod(0o777)
    assert connect() is None
    (runtime / "faceid").chmod(0o700)
    runtime.chmod(0o770)
    assert runtime_folder() is None
    runtime.chmod(0o700)
    (tmp_path / "link").symlink_to(runtime)
    os.environ["XDG_RUNTIME_DIR"] = str(tmp_path / "link")
    assert runtime_folder() is None
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)


def test_a_second_service_is_refused_and_what_a_killed_one_left_is_taken_over(served: Path, runtime: Path):
    with pytest.raises(Locked), listening():
        pass
    served.unlink()
    left = socket.socket(socket.AF_UNIX)
    left.bind(str(served))
    left.close()
    with listening():
        assert connect() is not None


def test_without_a_folder_of_ones_own_nobody_listens(runtime: Path):
    runtime.chmod(0o777)
    with pytest.raises(UsageError, match="XDG_RUNTIME_DIR"), listening():
        pass


def test_the_socket_of_a_socket_unit_is_taken_and_left_in_place(runtime: Path):
    passed = socket.socket(socket.AF_UNIX)
    passed.bind(str(runtime / "unit.sock"))
    passed.listen()
    program = (
        "import os, sys\n"
        "os.dup2(int(sys.argv[1]), 3); os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS='1')\n"
        "from faceid_app.workers.service_socket import listening\n"
        "with listening() as listener: print(listener.getsockname(), 'LISTEN_FDS' in os.environ)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, str(passed.fileno())],
        cwd=PROJECT_ROOT, pass_fds=[passed.fileno()], capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.split() == [str(runtime / "unit.sock"), "False"]
    assert (runtime / "unit.sock").exists()


def test_who_was_answered_may_ask_again_at_once(served: Path, paths: Paths, monkeypatch: pytest.MonkeyPatch):
    both_answered = threading.Event()
    finish = service._Client.finish

    def match(_request: Request, client: service._Client, *_: object, **__: object) -> int:
        client.result({"verdict": "match"}, "match")
        return 0

    def finish_slowly(client: service._Client, code: int) -> None:
        finish(client, code)
        both_answered.wait(30)

    monkeypatch.setattr(service, "run", match)
    monkeypatch.setattr(service._Client, "finish", finish_slowly)
    try:
        assert [ask(REQUEST, paths.root, Heard()) for _ in range(2)] == [0, 0]
    finally:
        both_answered.set()


@pytest.mark.parametrize(
    "verify",
    [
        None,
        {"name": "anna"},
        {"name": "", "camera": "0"},
        {"name": "anna", "camera": "0", "more": 1},
        {"name": "anna", "camera": "0", "timeout": float("inf")},
        {"name": "anna", "camera": "0", "timeout": True},
        {"name": "anna", "camera": "0", "guard": "none"},
        {"name": "anna", "camera": "0", "force": 1},
        {"name": "anna", "camera": "a\0b"},
    ],
)
def test_a_request_is_believed_in_nothing(paths: Paths, verify: object):
    line = json.dumps({"faceid": VERSION, "data": str(paths.root), "verify": verify}).encode()
    with pytest.raises(UsageError):
        request_of(line, paths.root)


def test_a_request_arrives_as_it_was_asked(paths: Paths):
    full = Request(name="anna", camera="0", timeout=3.0, end=2.5, loop=True, frames=True)
    assert request_of(asked(full, paths.root).rstrip(), paths.root) == full
    with pytest.raises(Refused):
        request_of(asked(full, paths.root).rstrip(), paths.root.parent)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (b"", None),
        (b"{\n", None),
        (b'{"note": "wait"}\n', ServiceGone),
        (b'{"note": "wait"}\n{"result": {}, "text": ""}\n', ServiceGone),
        (b'{"error": {"kind": "CameraBusy", "message": "m"}, "exit_code": 0}\n', ServiceGone),
        (b'{"result": {"verdict": "match"}, "text": "match", "exit_code": 0}\n', 0),
    ],
)
def test_half_an_answer_is_no_match(runtime: Path, paths: Paths, said: bytes, expected: int | type[Exception] | None):
    with listening() as listener:

        def answer() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(said)

        thread = threading.Thread(target=answer)
        thread.start()
        act: Callable[[], int | None] = lambda: ask(REQUEST, paths.root, Heard())  # noqa: E731
        if isinstance(expected, type):
            with pytest.raises(expected):
                act()
        else:
            assert act() == expected
        thread.join()
