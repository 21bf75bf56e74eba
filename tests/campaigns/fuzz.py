"""Damaged inputs for everything that reads a file or a line: each must be refused in one sentence, or be read.

    python -m tests.campaigns.fuzz [--inputs 10000] [--only pictures …] [--seed 0] [--seconds S]
        [--data DIR] [--keep DIR]

Inputs are valid samples with bytes or JSON values changed, from a seed, so that each can be made again. They are
read in processes of their own: a fault is a crash, a hang of over 30 s, 1.5 GiB more memory, an exception that is none
of the program's own, or a match of somebody else. Prints a line a kind; exit code 1 where there was a fault.
`--seconds` ends a kind early, with the count it came to; `--keep` keeps the inputs that led to faults.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from faceid_app.storage.vault import passphrase as stretching
from faceid_app.storage.vault.os_keyring import CHOSEN
from tests.campaigns.kill import QUICK_COST, make_base
from tests.campaigns.target import Samples, Target
from tests.campaigns.target_files import FILES
from tests.campaigns.target_media import MEDIA
from tests.campaigns.target_people import PEOPLE
from tests.campaigns.watched import Outcome, Tally, Try, watch

TARGETS = {**MEDIA, **PEOPLE, **FILES}
_SHOWN = 8


def fuzz(name: str, base: Path, inputs: int, *, seed: int, seconds: float | None, keep: Path | None) -> Tally:
    """Read `inputs` damaged ones of a kind, as far as the time goes."""
    target = TARGETS[name]
    samples = target.samples(base)
    until = None if seconds is None else time.monotonic() + seconds
    with tempfile.TemporaryDirectory(dir=_memory_folder()) as folder:
        open_ = partial(_opened, target, samples, base, Path(folder), f"{seed}/{name}")
        tally = watch(open_, range(inputs), is_over=lambda: until is not None and time.monotonic() > until)
    for number, _outcome, _words in tally.faults if keep is not None else []:
        label, data = target.input(samples, f"{seed}/{name}/{number}")
        place = Path(keep or "") / name.replace(" ", "-") / str(number) / Path(label).name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return tally


def _opened(target: Target, samples: Samples, base: Path, folder: Path, seed: str) -> Try:
    for earlier in folder.iterdir():
        shutil.rmtree(earlier) if earlier.is_dir() else earlier.unlink()
    read = target.open(base, folder)

    def try_(number: int) -> bool:
        return read(*target.input(samples, f"{seed}/{number}"))

    return try_


def _memory_folder() -> str | None:
    """Where files cost no disk: syncing them would be nine tenths of the time."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def main() -> int:
    """Damage, read and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--only", nargs="+", choices=list(TARGETS), default=list(TARGETS))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--data", type=Path, help="folder of the two people, made when it is not there")
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    os.environ[CHOSEN] = "keyring.backends.null.Keyring"
    stretching._COST = QUICK_COST
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        base = chosen.data or Path(folder)
        if any(TARGETS[name].people for name in chosen.only) and not (base / "sealed").is_dir():
            make_base(base)
        columns = "".join(f"{outcome.value:>17}" for outcome in Outcome)
        print(f"seed {chosen.seed}\n{'inputs of':24} {'number':>7}{columns}  longest s", flush=True)
        for name in chosen.only:
            tally = fuzz(name, base, chosen.inputs, seed=chosen.seed, seconds=chosen.seconds, keep=chosen.keep)
            counts = "".join(f"{tally.counts[outcome]:17}" for outcome in Outcome)
            print(f"{name:24} {tally.inputs:7}{counts}  {tally.longest:9.2f}", flush=True)
            different: dict[str, tuple[int, Outcome, str]] = {}
            for fault in tally.faults:
                different.setdefault(fault[2].strip().rpartition("\n")[2][:60], fault)
            for number, outcome, words in list(different.values())[:_SHOWN]:
                print(f"  input {number}: {outcome.value}: {words}", flush=True)
            faults += len(tally.faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
