"""Kill -9 at random moments of everything that changes somebody's data; then a fresh process must find all of it.

    python -m tests.campaigns.kill [--data DIR] [--times 200] [--seed 0] [--only delete rename …]

Every operation is the command of the program, on two drawn people with models behind a passphrase, in a copy of DIR,
which is made when it is not there. Half of the kills come after a time, uniformly over how long the operation took, the
others before one of the changes it makes to the disk, every change being as likely, in the middle of it where it is a
write. Prints a line an operation; exit code 1 where anything was lost, unreadable, left lying or could not be repeated.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from faceid_app.camera.pixels import encode_jpeg, encode_png
from faceid_app.paths import Paths
from faceid_app.storage import audit, captures
from faceid_app.storage.audit import AuditLog, Event
from faceid_app.storage.vault import passphrase as stretching
from faceid_app.storage.vault.os_keyring import CHOSEN
from faceid_app.workers.operations import open_profiles
from tests.bench.tour import clips
from tests.campaigns.mortal import Kill, Life, Say, Task, ask, live, moments
from tests.campaigns.seen import DROPPED, Seen, look

FIRST, SECOND, NEW = "anna", "bea", "cora"
PASSPHRASE, OTHER, CAPSULE = "correct horse battery", "another horse battery", "one capsule's own words"
EACH = 3
"""Captures of each role that an enrolment takes: small profiles, many kills."""
QUICK_COST = 2**14
"""scrypt's cost here: what is tested is what lies behind it."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One change that is killed.

    Attributes:
        base: `plain` or `sealed`, the folder it starts from.
        share: of all kills.
        task: makes the process' task of the data folder.
        fits: faults of what is there after a kill, of before, after, and what the process told.
        again: sentences with which a repetition may decline because the first one was complete.
        whom: who is killed, in turn.
        by_steps: whether all changes are made by the process itself.
    """

    base: str
    share: float
    task: Callable[[Path], Task]
    fits: Callable[[Seen, Seen, list[str]], list[str]]
    again: tuple[str, ...] = ()
    whom: tuple[str, ...] = ("all",)
    by_steps: bool = True


@dataclass
class Tally:
    """What is counted of one operation."""

    hits: int = 0
    missed: int = 0
    told: int = 0
    faults: list[str] = field(default_factory=list)


# --- the operations --------------------------------------------------------------------------------------------------


def command(
    *arguments: str, fds: Sequence[tuple[str, str]] = (("--passphrase-fd", PASSPHRASE),)
) -> Callable[[Path], Task]:
    """`faceid …`, with passphrases on descriptors; `{folder}` in an argument is where the data folder lies."""

    def of(data: Path) -> Task:
        def run(say: Say) -> int:
            from faceid_app.cli.main import main

            _tell_captures(say)
            first: list[str] = []
            last: list[str] = []
            for option, words in fds:
                reading, writing = os.pipe()
                os.write(writing, words.encode() + b"\n")
                os.close(writing)
                (first if option == "--passphrase-fd" else last).extend((option, str(reading)))
            told = [one.format(folder=data.parent) for one in arguments]
            return main(["--data-dir", str(data), "--json", *first, *told, *last])

        return run

    return of


def _tell_captures(say: Say) -> None:
    """What the program takes for saved is known outside at once."""
    add = captures.Captures.add

    def told(self: captures.Captures, **what: object) -> object:
        record = add(self, **what)  # type: ignore[arg-type]
        say(f"saved {record.id}")
        return record

    captures.Captures.add = told  # type: ignore[method-assign, assignment]


def _log_events(data: Path) -> Task:
    def run(say: Say) -> int:
        audit.LARGEST = 2_000  # a new file every ten events
        log = AuditLog(Paths(data))
        for number in range(60):
            log.record(Event.VERDICT, "0" * 32, verdict="match", number=number)
            say(f"event {number}")
        return 0

    return run


def _same(before: Seen, after: Seen, *names: str) -> list[str]:
    return [f"{name} is another than before" for name in names if after["people"].get(name) != before["people"][name]]


def _others(before: Seen, after: Seen, *changed: str) -> list[str]:
    strange = [
        f"{name} is there, and nobody asked for that" for name in after["people"] if name not in before["people"]
    ]
    return [one for one in strange if one.split()[0] not in changed] + _same(
        before, after, *[name for name in before["people"] if name not in changed]
    )


def _enrolled(before: Seen, after: Seen, said: list[str], *, name: str) -> list[str]:
    known = dict(before["people"].get(name, {"captures": {}})["captures"])
    there = after["people"].get(name, {"captures": {}})["captures"]
    saved = [line.removeprefix("saved ") for line in said]
    lost = [one for one in [*known, *saved] if one not in there or (one in known and there[one] != known[one])]
    faults = [f"the capture {one} is lost" for one in lost]
    if len(there) > len(known) + len(saved) + 1:
        faults.append(f"{len(there)} captures where {len(known)} were and {len(saved)} were told")
    return faults + _others(before, after, name) + _begun(after, name)


def _trained(before: Seen, after: Seen, _said: list[str]) -> list[str]:
    person = after["people"].get(FIRST, {})
    faults = _others(before, after, FIRST)
    if person.get("captures") != before["people"][FIRST]["captures"]:
        faults.append("captures are others than before the training")
    if person.get("bundle") is None:
        faults.append("the model is lost")
    return faults


def _unchanged(before: Seen, after: Seen, _said: list[str]) -> list[str]:
    return _others(before, after)


def _deleted(before: Seen, after: Seen, _said: list[str]) -> list[str]:
    return _others(before, after, FIRST) + (_same(before, after, FIRST) if FIRST in after["people"] else [])


def _renamed(before: Seen, after: Seen, _said: list[str]) -> list[str]:
    there = [after["people"][name] for name in (FIRST, NEW) if name in after["people"]]
    were = [before["people"][name] for name in (FIRST, NEW) if name in before["people"]]
    faults = _others(before, after, FIRST, NEW)
    return faults if there == were else [*faults, f"{len(there)} of {FIRST} and {NEW} are there"]


def _begun(after: Seen, name: str) -> list[str]:
    """A person begins whole: until then nothing of theirs lies where nobody would ever find it."""
    return [f"{name} is begun by half"] if name in after["folders"] and name not in after["people"] else []


def _imported(before: Seen, after: Seen, _said: list[str]) -> list[str]:
    faults, made = _others(before, after, NEW) + _begun(after, NEW), after["people"].get(NEW)
    original = before["people"][FIRST]
    if made is not None and (len(made["captures"]), made["templates"]) != (
        len(original["captures"]), original["templates"],
    ):  # fmt: skip
        faults.append("a part of the capsule was imported")
    return faults


def _dropped(before: Seen, after: Seen, _said: list[str]) -> list[str]:
    faults = _others(before, after, FIRST)
    was, now = before["people"][FIRST], after["people"].get(FIRST)
    if now is None:
        return [*faults, f"{FIRST} is gone"]
    if (now["bundle"], now["templates"], list(now["captures"])) != (
        was["bundle"], was["templates"], list(was["captures"]),
    ):  # fmt: skip
        faults.append("more than the pictures went")
    if now["captures"] != was["captures"] and set(now["captures"].values()) != {DROPPED}:
        faults.append("only some pictures went")
    return faults


def _logged(before: Seen, after: Seen, said: list[str]) -> list[str]:
    told, there = sum(line.startswith("event") for line in said), after["events"] - before["events"]
    # Each file of the log begins with a line of its own.
    return _others(before, after) + ([f"{told} events were told, {there} are there"] if there < told else [])


def _enrol(name: str) -> Callable[[Path], Task]:
    each = str(EACH)
    return command(
        "enroll", name, "--camera", str(clips()[0]), "--fast", "--anchors", each, "--positives", each, "--guard", "off",
        "--force",
    )  # fmt: skip


OPERATIONS = {
    "enrol a new person": Operation("sealed", 0.14, lambda data: _enrol(NEW)(data), partial(_enrolled, name=NEW)),
    "enrol more": Operation("sealed", 0.12, lambda data: _enrol(FIRST)(data), partial(_enrolled, name=FIRST)),
    "train": Operation(
        "sealed", 0.06, command("train", FIRST), _trained, whom=("all", "parent", "children"), by_steps=False
    ),
    "seal plain profiles": Operation(
        "plain", 0.18,
        command("vault", "seal", fds=[("--passphrase-fd", PASSPHRASE), ("--new-passphrase-fd", PASSPHRASE)]),
        _unchanged,
    ),
    "change the passphrase": Operation(
        "sealed", 0.08,
        command("vault", "set-passphrase", fds=[("--passphrase-fd", PASSPHRASE), ("--new-passphrase-fd", OTHER)]),
        _unchanged, ("WrongPassphrase",),
    ),
    "delete and renew the keys": Operation("sealed", 0.14, command("delete", FIRST), _deleted, ("UnknownProfile",)),
    "rename": Operation("sealed", 0.06, command("rename", FIRST, NEW), _renamed, ("UnknownProfile",)),
    "import a capsule": Operation(
        "sealed", 0.08,
        command(
            "capsule", "import", "{folder}/anna.faceid", "--as", NEW,
            fds=[("--passphrase-fd", PASSPHRASE), ("--capsule-passphrase-fd", CAPSULE)],
        ),
        _imported, ("ProfileExists",),
    ),
    "drop pictures": Operation("sealed", 0.08, command("profiles", "--drop-pictures", FIRST), _dropped),
    "log events over several files": Operation("plain", 0.06, _log_events, _logged),
}  # fmt: skip


# --- the campaign ----------------------------------------------------------------------------------------------------


def make_base(folder: Path) -> None:
    """The folders `plain` and `sealed`: two drawn people with models, and a capsule of the first beside them."""
    data = folder / "plain"

    def run(made: Callable[[Path], Task], where: Path) -> None:
        lived = live(made(where), where)
        if lived.code != 0:
            raise RuntimeError(lived.output)

    each = str(2 * EACH)
    for name, clip in zip((FIRST, SECOND), clips(), strict=False):
        run(command(
            "enroll", name, "--camera", str(clip), "--fast", "--anchors", each, "--positives", each, "--guard", "off",
            "--force", fds=(),
        ), data)  # fmt: skip
        run(command("train", name, fds=()), data)
    capsule = str(folder / "anna.faceid")
    run(command("capsule", "export", FIRST, capsule, fds=[("--capsule-passphrase-fd", CAPSULE)]), data)
    shutil.copytree(data, folder / "sealed")
    run(command("vault", "seal", fds=[("--new-passphrase-fd", PASSPHRASE)]), folder / "sealed")


def make_small_base(folder: Path) -> None:
    """The same with people of two captures and no model, for the operations that need none; an empty capsule."""
    data = folder / "plain"

    def fill(_say: Say) -> int:
        for name in (FIRST, SECOND):
            kept = open_profiles(Paths(data)).create(name).captures
            for role in captures.Role:
                picture = np.full((250, 250, 3), 40 if role is captures.Role.ANCHOR else 200, np.uint8)
                kept.add(
                    role=role, portrait_jpeg=encode_jpeg(picture), aligned_png=encode_png(picture[:112, :112]),
                    burst="b", camera="0", clock=0.0, measurements={},
                )  # fmt: skip
        return 0

    seal = command("vault", "seal", fds=[("--new-passphrase-fd", PASSPHRASE)])
    for task, where in ((fill, data), (seal(folder / "sealed"), folder / "sealed")):
        if where != data:
            shutil.copytree(data, where)
        lived = live(task, where)
        if lived.code != 0:
            raise RuntimeError(lived.output)
    (folder / "anna.faceid").touch()


def kill_once(operation: Operation, base: Path, kill: Kill, before: Seen, tally: Tally) -> None:
    """Copy, kill, look, repeat, look again; everything that is wrong goes into the tally."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(base / operation.base, data)
        shutil.copy2(base / "anna.faceid", folder)
        lived = live(operation.task(data), data, kill)
        if lived.code == 0 or (lived.code is not None and kill.whom != "children"):
            tally.missed += 1
            return
        tally.hits += 1
        tally.told += sum(line.startswith("saved") for line in lived.said)
        found = ask(lambda: look(data, (PASSPHRASE, OTHER)))
        faults = [*found["faults"], *operation.fits(before, found, lived.said)]
        if lived.outlived:
            faults.append(f"{lived.outlived} children went on after their parent was killed")
        again = live(operation.task(data), data)
        if again.code != 0 and not any(f'"{kind}"' in again.output for kind in operation.again):
            faults.append(f"it could not be repeated: {again.output.strip()[-600:]}")
        last = ask(lambda: look(data, (PASSPHRASE, OTHER), after_all=True))
        faults += [*last["faults"], *operation.fits(found, last, again.said)]
        tally.faults += [f"{kill}: {fault}" for fault in faults]


def campaign(name: str, operation: Operation, base: Path, times: int, random_: random.Random) -> tuple[Tally, Life]:
    """Kill an operation until `times` kills came before its end; its undisturbed life beside."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        shutil.copytree(base / operation.base, data)
        shutil.copy2(base / "anna.faceid", folder)
        before = ask(lambda: look(data, (PASSPHRASE,)))
        undisturbed = live(operation.task(data), data)
        if undisturbed.code != 0 or before["faults"]:
            raise RuntimeError(f"{name} fails without being killed: {before['faults']} {undisturbed.output}")
    by_time = times if not operation.by_steps else times - times // 2
    kills = [Kill(step=random_.randint(1, undisturbed.steps)) for _ in range(times - by_time)]
    kills += [
        Kill(after=after, whom=operation.whom[turn % len(operation.whom)])
        for turn, after in enumerate(moments(by_time, undisturbed.seconds, random_))
    ]
    for kill in kills:
        kill_once(operation, base, kill, before, tally)
    for _ in range(2 * times):
        if tally.hits >= times:
            break
        kill_once(operation, base, Kill(after=random_.uniform(0, undisturbed.seconds)), before, tally)
    return tally, undisturbed


def main() -> int:
    """Kill and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of the two people, made when it is not there")
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--small", action="store_true", help="two people of two pictures, made in a moment")
    parser.add_argument("--only", nargs="+", choices=list(OPERATIONS), default=list(OPERATIONS))
    chosen = parser.parse_args()
    os.environ[CHOSEN] = "keyring.backends.null.Keyring"
    stretching._COST = QUICK_COST
    _load_everything()
    random_ = random.Random(chosen.seed)
    started = time.monotonic()
    with contextlib.ExitStack() as stack:
        base = chosen.data or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if chosen.small:
            make_small_base(base)
        elif not (base / "sealed").is_dir():
            clips()
            make_base(base)
        whole = sum(OPERATIONS[name].share for name in chosen.only)
        print(f"seed {chosen.seed}, {os.cpu_count()} CPUs", flush=True)
        print(f"{'operation':32} seconds  changes  kills inside  after its end  captures told  faults")
        total = Tally()
        for name in chosen.only:
            operation = OPERATIONS[name]
            times = max(1, round(chosen.times * operation.share / whole))
            tally, life = campaign(name, operation, base, times, random_)
            print(
                f"{name:32} {life.seconds:7.1f}  {life.steps:7d}  {tally.hits:12d}  {tally.missed:13d}  "
                f"{tally.told:13d}  {len(tally.faults):6d}",
                flush=True,
            )
            for fault in tally.faults:
                print(f"    {fault}", flush=True)
            total.hits += tally.hits
            total.told += tally.told
            total.faults += tally.faults
    lost = sum("lost" in fault for fault in total.faults)
    unreadable = sum("cannot be read" in fault for fault in total.faults)
    print(
        f"{total.hits} kills inside operations, {total.told} captures told as saved: captures or models lost {lost}, "
        f"profiles unreadable {unreadable}, faults of any kind {len(total.faults)}; {time.monotonic() - started:.0f} s"
    )
    return 1 if total.faults or not total.hits else 0


def _load_everything() -> None:
    """Before forking: no kill shall fall into the loading of modules."""
    import faceid_app.cli.all_topics
    import faceid_app.faces.observation
    import faceid_app.identity.embedder

    assert faceid_app  # the processes that are forked use it


if __name__ == "__main__":
    sys.exit(main())
