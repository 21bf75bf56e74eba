"""What sealing costs: a profile of 200 captures, plain and sealed side by side in one run, turn by turn.

    python -m tests.bench.vault --data-dir DIR --profile NAME [--runs 15]

The profile must be trained and plain; DIR is not changed. Prints milliseconds (median) and ratios; besides, what a
passphrase and sealing the profile take.
"""

from __future__ import annotations

import argparse
import itertools
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from faceid_app.identity.bundle import Bundle
from faceid_app.identity.embedder import Embedder
from faceid_app.identity.kept_thresholds import load_thresholds
from faceid_app.identity.templates import load_templates
from faceid_app.identity.verification import load_bundle
from faceid_app.paths import Paths
from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.store import PlainStore, Store
from faceid_app.storage.vault.draft import draft_vault
from faceid_app.storage.vault.migration import seal_profile
from faceid_app.storage.vault.passphrase import Stretching
from faceid_app.storage.vault.vault import Vault
from faceid_app.storage.vault.vault_store import VaultStore

CAPTURES = 200
PASSPHRASE = "correct horse battery"


def fill(profile: Profile) -> None:
    """Repeat the captures that are there until there are `CAPTURES`."""
    there = profile.captures.records()
    for record in itertools.islice(itertools.cycle(there), CAPTURES - len(there)):
        profile.captures.add(
            role=Role.ANCHOR, portrait_jpeg=profile.captures.picture(record.id),
            aligned_png=profile.captures.aligned(record.id), burst=record.burst, camera=record.camera,
            clock=record.clock, measurements=record.measurements,
        )  # fmt: skip


def tasks(paths: Paths, store: Store, name: str) -> dict[str, Callable[[], object]]:
    """What users wait for, by name."""

    def pictures() -> int:
        captures = Profiles(store).get(name).captures
        return sum(len(captures.picture(record.id)) for record in captures.records())

    def aligned() -> int:
        captures = Profiles(store).get(name).captures
        return sum(len(captures.aligned(record.id) or b"") for record in captures.records())

    def verification() -> int:
        profile = Profiles(store).get(name)
        bundle_id, bundle = load_bundle(profile)
        load_thresholds(profile, bundle_id, bundle)
        return len(load_templates(profile, bundle_id, embedder_of(paths, bundle)).ids)

    def capture() -> None:
        captures = Profiles(store).get(name).captures
        captures.remove(captures.add(
            role=Role.ANCHOR, portrait_jpeg=bytes(30_000), aligned_png=bytes(20_000), burst="b", camera="0", clock=0.0,
            measurements={},
        ).id)  # fmt: skip

    return {
        f"open the profile, list {CAPTURES} captures": lambda: Profiles(store).get(name).captures.records(),
        f"read {CAPTURES} portraits": pictures,
        f"read {CAPTURES} aligned faces": aligned,
        "load model, thresholds, templates": verification,
        "save a capture and remove it": capture,
    }


_embedders: dict[str, Embedder] = {}


def embedder_of(paths: Paths, bundle: Bundle) -> Embedder:
    """Loaded once: loading the network has nothing to do with how it is kept."""
    if "it" not in _embedders:
        _embedders["it"] = bundle.embedder(paths)
    return _embedders["it"]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--profile", required=True)
    parser.add_argument("--runs", type=int, default=15)
    arguments = parser.parse_args()
    name = arguments.profile
    stretching = Stretching.new()
    times = [milliseconds(lambda: stretching.key(PASSPHRASE)) for _ in range(5)]
    print(f"scrypt, n = {stretching.cost}, r = {stretching.block}: {np.median(times):.0f} ms, n 5")
    with tempfile.TemporaryDirectory() as folder:
        stores: dict[str, Store] = {}
        for kind in ("plain", "sealed"):
            root = Path(folder) / kind
            shutil.copytree(arguments.data_dir / "people" / name, root / name)
            stores[kind] = plain = PlainStore(root)
            fill(Profiles(plain).get(name))
        vault = Vault(root)
        vault.create(draft_vault(passphrase=PASSPHRASE), [name])
        stores["sealed"] = sealed = VaultStore(plain, vault)
        print(f"seal the profile: {milliseconds(lambda: seal_profile(sealed, name)):.0f} ms, n 1")
        paths = Paths(arguments.data_dir)
        both = {kind: tasks(paths, store, name) for kind, store in stores.items()}
        for task in both["plain"]:
            taken: dict[str, list[float]] = {kind: [] for kind in both}
            for kind in both:
                both[kind][task]()  # the first fills caches
            for _ in range(arguments.runs):
                for kind in both:
                    taken[kind].append(milliseconds(both[kind][task]))
            plain_ms, sealed_ms = (float(np.median(taken[kind])) for kind in ("plain", "sealed"))
            ratio = sealed_ms / plain_ms
            print(f"{task}: plain {plain_ms:.1f} ms, sealed {sealed_ms:.1f} ms, ratio {ratio:.2f}, n {arguments.runs}")


def milliseconds(task: Callable[[], object]) -> float:
    """Milliseconds that it takes."""
    started = time.perf_counter()
    task()
    return (time.perf_counter() - started) * 1e3


if __name__ == "__main__":
    main()
