"""Verification by the service: the same verdicts as without it, from what lies on disk now, for one at a time."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from faceid_app.camera.source import open_source
from faceid_app.guard.policy import Policy
from faceid_app.paths import Paths
from faceid_app.workers import service_socket
from faceid_app.workers.kept_camera import KeptCamera
from faceid_app.workers.operations import open_profiles
from faceid_app.workers.service import Service
from faceid_app.workers.service_client import ask
from faceid_app.workers.service_protocol import asked
from faceid_app.workers.service_socket import connect, listening
from faceid_app.workers.verification_request import Request
from faceid_app.workers.verification_run import Models, run
from faceid_app.workers.warm_models import WarmModels
from tests.helpers.enrolled import enrol, give_model
from tests.helpers.heard import Heard
from tests.helpers.told import Told

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not service_socket.is_supported(), reason="only Linux tells who is at a socket's end"),
]
Clip = Callable[[str], Path]


@pytest.fixture(scope="module")
def enrolled(tmp_path_factory: pytest.TempPathFactory, clip: Clip) -> Paths:
    """Person `a` with the network that comes with the program."""
    paths = Paths(tmp_path_factory.mktemp("enrolled"))
    give_model(paths, enrol(paths, "a", clip("a_live")))
    return paths


@pytest.fixture
def served(
    enrolled: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Paths, Callable[..., Service]]]:
    """A copy of their data, and what starts a service for it."""
    paths = Paths(tmp_path / "data")
    shutil.copytree(enrolled.root, paths.root)
    runtime = tmp_path / "run"
    runtime.mkdir(0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    threads: list[tuple[Service, threading.Thread]] = []
    with listening() as listener:

        def start(kept: KeptCamera | None = None) -> Service:
            service = Service(listener, WarmModels(paths), kept)
            thread = threading.Thread(target=service.serve)
            threads.append((service, thread))
            thread.start()
            return service

        yield paths, start
        for service, thread in threads:
            service.stop()
            thread.join()


def test_the_verdict_is_that_of_the_command_itself(served: tuple[Paths, Callable[..., Service]], clip: Clip):
    paths, start = served
    start()
    request = Request(name="a", camera=str(clip("a_live")), fast=True, end=2.0)
    told, heard = Told(), Heard()
    assert run(request, told, Models(paths)) == ask(request, paths.root, heard) == 0
    heard.payload.pop("latency_ms")
    told.payload.pop("latency_ms")
    assert (heard.payload, heard.text) == (told.payload, told.text)
    assert ask(replace(request, camera=str(clip("a_replay"))), paths.root, heard) == 3
    assert heard.payload["verdict"] == "attack"
    assert len(open_profiles(paths).get("a").lockout.load().failures) == 1


@pytest.mark.slow
def test_what_changes_on_disk_counts_at_once(served: tuple[Paths, Callable[..., Service]], clip: Clip):
    paths, start = served
    start()
    people = open_profiles(paths)
    request = Request(name="a", camera=str(clip("a_live")), fast=True, end=2.0)
    assert ask(request, paths.root, Heard()) == 0
    profile = people.get("a")
    for record in profile.captures.records():
        profile.captures.remove(record.id)
    heard = Heard()
    assert ask(request, paths.root, heard) == 4
    assert heard.failures[0][0] == "NotEnoughCaptures"
    people.delete("a")
    enrol(paths, "a", clip("c_live"), each=2)
    give_model(paths, people.get("a"))
    assert ask(request, paths.root, Heard()) == 1
    people.delete("a")
    assert ask(request, paths.root, heard) == 4
    assert heard.failures[-1][0] == "UnknownProfile"


def test_one_at_a_time_and_who_leaves_makes_room(served: tuple[Paths, Callable[..., Service]], clip: Clip):
    paths, start = served
    start()
    endless = Request(name="a", camera=str(clip("a_live")), loop=True, to_the_end=True, timeout=60.0, frames=True)
    first = connect()
    assert first is not None
    first.sendall(asked(endless, paths.root))
    first.settimeout(120)
    assert first.recv(1)  # a frame was judged
    heard = Heard()
    assert ask(replace(endless, to_the_end=False), paths.root, heard) == 5
    assert heard.failures[0][0] == "ServiceBusy"
    first.close()
    until = time.monotonic() + 60
    while (code := ask(replace(endless, fast=True, to_the_end=False), paths.root, Heard())) == 5:
        assert time.monotonic() < until
        time.sleep(0.05)
    assert code == 0


def test_a_kept_camera_has_its_last_second_at_hand(served: tuple[Paths, Callable[..., Service]], clip: Clip):
    paths, start = served
    spec = str(clip("a_live"))
    # By that clock nothing grows stale, however long a busy machine takes to load the models.
    kept = KeptCamera(spec, partial(open_source, spec, loop=True), clock=lambda: 0.0)
    kept.start()
    try:
        start(kept)
        newest = next(frame for frame in kept.frames() if frame.seq > 0)
        heard = Heard()
        request = Request(name="a", camera=spec, guard=Policy.OFF, force=True, frames=True)
        assert ask(request, paths.root, heard) == 0
        assert heard.lines[0]["seq"] < newest.seq  # seen before the request
        assert heard.payload["guard"]["policy"] == "off"
    finally:
        kept.stop()
