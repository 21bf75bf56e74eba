"""Internet sockets are counted, this process's and its children's; local ones are not."""

from __future__ import annotations

import subprocess
import sys

from faceid_app import sockets
from faceid_app.paths import PROJECT_ROOT
from faceid_app.progress import ignore, never
from faceid_app.workers.child import run_child

COUNTING = """
import socket, sys
from faceid_app import sockets
sockets.watch(); sockets.watch()
counts = [sockets.opened()]
if hasattr(socket, "AF_UNIX"):
    socket.socket(socket.AF_UNIX).close()
counts.append(sockets.opened())
socket.socket().close()
counts.append(sockets.opened())
server = socket.socket(socket.AF_INET6 if socket.has_ipv6 else socket.AF_INET, socket.SOCK_DGRAM)
counts.append(sockets.opened())
sys.stdout.write(str(counts))
"""
CHILD = (
    "import sys; from faceid_app import sockets; "
    "sockets.watch(lambda: print('{\"sockets\": 1}', flush=True)); "
    "import socket; [socket.socket().close() for _ in range(3)]; print('{\"result\": {}}')"
)


def test_internet_sockets_are_counted_once_each() -> None:
    finished = subprocess.run(
        [sys.executable, "-c", COUNTING], capture_output=True, text=True, check=True, cwd=PROJECT_ROOT
    )
    assert finished.stdout == "[0, 0, 1, 2]"


def test_sockets_of_a_child_count_too() -> None:
    before = sockets.opened()
    run_child({}, report=ignore, is_cancelled=never, command=(sys.executable, "-c", CHILD))
    assert sockets.opened() == before + 3
