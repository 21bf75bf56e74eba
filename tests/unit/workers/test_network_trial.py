"""A network that others made is tried elsewhere: it may end that process, and not this one."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from faceid_app.errors import CorruptData
from faceid_app.identity.backbones import NETWORK_FILE, SHIPPED_MODELS
from faceid_app.identity.preprocessing import Input
from faceid_app.workers import network_trial
from faceid_app.workers.network_trial import try_network

SHIPPED = (SHIPPED_MODELS / "compact" / NETWORK_FILE).read_bytes()


def damaged(at: int, to: bytes) -> bytes:
    return SHIPPED[:at] + to + SHIPPED[at + len(to) :]


ENDS_LITERT = damaged(16, b"\0")
"""Found by the campaign: the file says that it has no operators, and LiteRT goes there all the same."""


def test_a_network_that_works_tells_how_long_its_answers_are() -> None:
    assert try_network(SHIPPED, Input.ALIGNED_112) == 128


def test_a_network_that_ends_whoever_loads_it_is_refused() -> None:
    with pytest.raises(CorruptData, match=r"ended the process that tried it \(exit code -?\d+\); do not take it in"):
        try_network(ENDS_LITERT, Input.ALIGNED_112)


def test_one_that_hangs_is_ended(tmp_path: Path) -> None:
    trace = tmp_path / "alive"
    hangs = f"import time; time.sleep(60); open({str(trace)!r}, 'w')"
    began = time.monotonic()
    with pytest.raises(CorruptData, match=r"no answer within 0\.3 seconds"):
        try_network(SHIPPED, Input.ALIGNED_112, command=(sys.executable, "-c", hangs), patience=0.3)
    assert time.monotonic() - began < 30  # half of what it would have slept
    assert not trace.exists()


@pytest.mark.parametrize("answer", ["", "{}", "[]", '{"width": "x", "sockets": 0}', '{"width": 1e999, "sockets": 0}'])
def test_an_answer_that_is_none_is_a_refusal(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    class Finished:
        returncode, stdout = 0, answer.encode()

    monkeypatch.setattr(subprocess, "run", lambda *_arguments, **_options: Finished)
    with pytest.raises(CorruptData, match="ended the process that tried it"):
        try_network(SHIPPED, Input.ALIGNED_112)


@pytest.mark.parametrize(
    ("network", "kind", "why"),
    [
        (damaged(len(SHIPPED) // 2 & ~3, np.full(4096, np.nan, np.float32).tobytes()), Input.ALIGNED_112, "not finite"),
        (SHIPPED, Input.PORTRAIT_100, r"it takes \(112, 112, 3\), not \(100, 100, 3\)"),
        (SHIPPED[:1000], Input.ALIGNED_112, "LiteRT cannot read it"),
    ],
    ids=["no numbers", "another input", "cut off"],
)
def test_what_does_not_compute_says_why(monkeypatch: pytest.MonkeyPatch, network: bytes, kind: Input, why: str) -> None:
    monkeypatch.setattr(network_trial, "_bound", lambda: None)  # this process goes on
    with pytest.raises((CorruptData, ValueError), match=why):
        network_trial._tried(kind.value.encode() + b"\n", network)


def test_the_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []

    class Finished:
        returncode, stdout = 0, json.dumps({"width": 3, "sockets": 0}).encode()

    def run(command: list[str], **_options: object) -> type[Finished]:
        started.append(command)
        return Finished

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert try_network(b"", Input.ALIGNED_112) == 3
    assert started == [[sys.executable, "try-network"]]
