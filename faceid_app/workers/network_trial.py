"""Tries a network that others made in a process of its own, before it is loaded into this one."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence

from faceid_app import sockets, strict_json
from faceid_app.errors import CorruptData
from faceid_app.identity.preprocessing import Input
from faceid_app.words import Words
from faceid_app.workers.training_environment import is_frozen, own_start

ARGUMENT = "try-network"
"""What the program is started with to be that process; `__main__` looks for it."""
PATIENCE = 60.0
"""Seconds for starting, loading and three pictures, which take one on an idle machine."""
_MOST_MEMORY = 4 * 2**30
"""Bytes of address space: of the networks that are trained here the largest takes a sixth."""
_REFUSE = Words("do not take it in, and ask whoever made it")


def try_network(network: bytes, kind: Input, *, command: Sequence[str] = (), patience: float = PATIENCE) -> int:
    """Let another process load `network`, a LiteRT file, and answer to three fixed pictures.

    That process is told the network and nothing else: LiteRT checks no file before it follows the offsets in it, so a
    made-up one may end whoever loads it. It is no cage, though: it runs as the same user.

    Args:
        network: content of the file.
        kind: what it claims to be fed with.
        command: stands for the program itself.
        patience: seconds until it counts as hanging.

    Returns:
        The length of its answer.

    Raises:
        CorruptData: it ended the process, took too long or all memory, or did not answer with finite numbers.
    """
    own = (sys.executable, ARGUMENT) if is_frozen() else (sys.executable, "-m", "faceid_app", ARGUMENT)
    try:
        finished = subprocess.run(
            list(command or own),
            input=kind.value.encode() + b"\n" + network,
            capture_output=True,
            env=own_start().variables,
            timeout=patience,
            check=False,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        told = strict_json.loads(finished.stdout)
        sockets.add(int(told["sockets"]))
        if finished.returncode == 0 and "width" in told:
            return int(told["width"])
        why = Words("it does not work ({why})", why=str(told["why"])[:200])
    except subprocess.TimeoutExpired:
        why = Words("it gave no answer within {seconds:g} seconds", seconds=patience)
    except OSError as error:
        why = Words("it could not be tried ({why})", why=error.strerror)
    except (ValueError, KeyError, TypeError):
        why = Words("it ended the process that tried it (exit code {code})", code=finished.returncode)
    raise CorruptData(Words("The network of another computer"), why, _REFUSE)


def main() -> int:
    """Be that process: what comes on stdin is tried, and one line of JSON tells what came of it."""
    with os.fdopen(os.dup(1), "wb") as answer:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library prints is no answer
        told: dict[str, object]
        try:
            with os.fdopen(os.dup(0), "rb") as given:  # a program without a console has no sys.stdin
                told = {"width": _tried(given.readline(100), given.read())}
        except (CorruptData, ValueError, RuntimeError, MemoryError) as error:
            told = {"why": " ".join(str(error).split()).rstrip(".") or type(error).__name__}
        answer.write(json.dumps({**told, "sockets": sockets.opened()}).encode())
    return 0 if "width" in told else 1


def _tried(kind: bytes, network: bytes) -> int:
    """The length of the network's answer to black, white and noise. Raises CorruptData, ValueError."""
    import numpy as np

    from faceid_app.faces.litert import LiteRtNetwork

    input = Input(kind.decode().strip())
    _bound()
    loaded = LiteRtNetwork(network, shape=input.shape, threads=1)
    noise = np.random.default_rng(0).random(input.shape, dtype=np.float32)
    brightest = np.float32(255.0 if input is Input.ALIGNED_112 else 1.0)
    rows = loaded.run(np.stack([np.zeros_like(noise), np.ones_like(noise), noise]) * brightest)
    return int(rows.shape[1])


def _bound() -> None:
    """No core file of what was tried, no files at all, and no more memory than a network takes; where that is known."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        for what, most in (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_AS, _MOST_MEMORY),
        ):
            resource.setrlimit(what, (most, most))
