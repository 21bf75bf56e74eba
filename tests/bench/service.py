"""A verdict by the service against `faceid verify` alone, side by side in one run.

    python -m tests.bench.service --data-dir DIR --profile NAME --clip FILE [--rounds 20] [--wait 30] [--requests]

The camera is the beginning of the clip, forwards and backwards in a loop at its own pace, so that the face is in view
all the time; it must match. Measured are whole commands, from starting the program to its end, and requests, from
connecting to the verdict; each with the guard as the profile has it and without one. "Kept" is a service with
--keep-camera. Every round takes all of them in turn, so that whatever else the machine does hits all alike; the
processor time a request costs the service is told beside. What ends without a match is counted and left out. Each step
waits, so many seconds at most, until a processor was free for 0.3 s; `--requests` leaves the commands out.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import psutil

from faceid_app.guard.policy import Policy
from faceid_app.paths import PROJECT_ROOT
from faceid_app.workers.service_client import ask
from faceid_app.workers.verification_request import Request

_PROGRAM = [sys.executable, "-m", "faceid_app"]
_PAUSE = (1.2, 1.8)
"""Seconds between two requests: over one, so that nothing the last one saw is left."""
_IDLE = 10.0


@dataclass
class Heard:
    """A listener that keeps the result."""

    payload: dict[str, Any] = field(default_factory=dict)

    def line(self, payload: Mapping[str, Any], text: Callable[[], str]) -> None:
        pass

    def note(self, text: str) -> None:
        pass

    def result(self, payload: Mapping[str, Any], text: str) -> None:
        self.payload = dict(payload)

    def failure(self, kind: str, message: str) -> None:
        raise RuntimeError(f"{kind}: {message}")


@contextlib.contextmanager
def serving(data_dir: Path, profile: str, *options: str) -> Iterator[tuple[Path, psutil.Process]]:
    """A service with a runtime folder of its own, ready."""
    with tempfile.TemporaryDirectory() as runtime:
        started = time.perf_counter()
        service = subprocess.Popen(
            [*_PROGRAM, "--data-dir", str(data_dir), "--json", "serve", "--profile", profile, *options],
            cwd=PROJECT_ROOT, env=os.environ | {"XDG_RUNTIME_DIR": runtime}, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            assert service.stdout is not None
            assert "listening" in json.loads(service.stdout.readline())
            print(f"service {' '.join(options[:1]) or '(camera off between requests)'}: ready after "
                  f"{time.perf_counter() - started:.2f} s", flush=True)  # fmt: skip
            yield Path(runtime), psutil.Process(service.pid)
        finally:
            service.terminate()
            service.wait()


def write_steady(clip: Path, target: Path, *, seconds: float) -> None:
    """The first `seconds` of a clip, forwards and backwards: in a loop nothing leaps."""
    reader = cv2.VideoCapture(str(clip))
    rate = reader.get(cv2.CAP_PROP_FPS)
    frames = [frame for found, frame in (reader.read() for _ in range(round(seconds * rate))) if found]
    size = frames[0].shape[1::-1]
    writer = cv2.VideoWriter(str(target), cv2.VideoWriter.fourcc(*"mp4v"), rate, (size[0], size[1]))
    for frame in [*frames, *frames[-2:0:-1]]:
        writer.write(frame)
    writer.release()


def processor_seconds(process: psutil.Process) -> float:
    """User and system time so far."""
    times = process.cpu_times()
    return float(times.user + times.system)


def is_quiet(seconds: float) -> bool:
    """Whether one processor at least came free within so many seconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if psutil.cpu_percent(0.3) <= 100 * (1 - 1 / (os.cpu_count() or 1)):
            return True
    return False


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--profile", required=True)
    parser.add_argument("--clip", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--wait", type=float, default=30.0)
    parser.add_argument("--requests", action="store_true")
    chosen = parser.parse_args()
    times, costs, misses = defaultdict[str, list[float]](list), defaultdict[str, list[float]](list), 0
    busy = steps = 0
    draw = random.Random(0)

    def keep(what: str, seconds: float, cost: float | None, matched: bool) -> None:
        nonlocal misses
        misses += not matched
        if matched:
            times[what].append(seconds)
            if cost is not None:
                costs[what].append(cost)

    def by_command(what: str, runtime: Path, *options: str) -> None:
        command = [*_PROGRAM, "--data-dir", str(chosen.data_dir), "--json", "verify", chosen.profile]
        started = time.perf_counter()
        ended = subprocess.run(
            [*command, "--camera", clip, "--loop", *options], cwd=PROJECT_ROOT, capture_output=True, check=False,
            env=os.environ | {"XDG_RUNTIME_DIR": str(runtime)},
        )  # fmt: skip
        keep(what, time.perf_counter() - started, None, ended.returncode == 0)

    def by_request(what: str, runtime: Path, process: psutil.Process, guard: Policy | None) -> None:
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        request = Request(name=chosen.profile, camera=clip, loop=True, guard=guard, force=guard is not None)
        heard, before = Heard(), processor_seconds(process)
        started = time.perf_counter()
        code = ask(request, chosen.data_dir.resolve(), heard)
        seconds = time.perf_counter() - started
        assert code is not None, "no service answered"
        keep(what, seconds, processor_seconds(process) - before, code == 0)
        if code == 0:
            costs[f"{what}: frames judged"].append(heard.payload["frames"])

    folder = tempfile.TemporaryDirectory()
    clip = str(Path(folder.name) / "steady.mp4")
    write_steady(chosen.clip, Path(clip), seconds=chosen.seconds)
    load = os.getloadavg()
    with (
        folder,
        serving(chosen.data_dir, chosen.profile) as (runtime, warm),
        serving(chosen.data_dir, chosen.profile, "--keep-camera", clip, "--loop") as (kept_runtime, kept),
    ):
        idle = {process.pid: processor_seconds(process) for process in (warm, kept)}
        time.sleep(_IDLE)
        for name, process in (("camera off", warm), ("kept", kept)):
            share = (processor_seconds(process) - idle[process.pid]) / _IDLE
            print(f"{name}: {share:.1%} of a core while idle, {process.memory_info().rss / 1e6:.0f} MB", flush=True)
        for _ in range(chosen.rounds):
            for guard, words in ((None, "guard as the profile"), (Policy.OFF, "no guard")):
                options = () if guard is None else ("--guard", guard.value, "--force")
                asked: list[Callable[[], None]] = [
                    partial(by_request, f"request, {words}", runtime, warm, guard),
                    partial(by_request, f"request, kept, {words}", kept_runtime, kept, guard),
                ]
                if not chosen.requests:
                    asked += [
                        partial(by_command, f"command alone, {words}", runtime, "--no-service", *options),
                        partial(by_command, f"command asks, {words}", runtime, *options),
                        partial(by_command, f"command asks, kept, {words}", kept_runtime, *options),
                    ]
                for step in asked:
                    time.sleep(draw.uniform(*_PAUSE))
                    busy += not is_quiet(chosen.wait)
                    steps += 1
                    step()
    print(
        f"{os.cpu_count()} CPUs, load {load[0]:.1f} before and {os.getloadavg()[0]:.1f} after; {misses} without match"
    )
    print(f"{busy} of {steps} steps began while no processor was free")
    for what, seconds in sorted(times.items()):
        p50, p95 = np.percentile(seconds, [50, 95]) * 1e3
        told = f"{what:42} p50 {p50:6.0f} ms   p95 {p95:6.0f} ms   n {len(seconds)}"
        if what in costs:
            judged = np.median(costs[f"{what}: frames judged"])
            told += f"   processor p50 {np.median(costs[what]) * 1e3:5.0f} ms, {judged:.0f} frames"
        print(told)


if __name__ == "__main__":
    main()
