"""What moving a threshold costs with 200 kept attempts: judged by the scores of once, and compared anew, turn by turn.

    python -m tests.bench.attempts --data-dir DIR --profile NAME [--rounds 100]

The profile must be trained; DIR is not changed. The attempts are strangers', ten glances each. Prints milliseconds
(median and 95th percentile) and the ratio with a 95 % interval.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from faceid_app.evaluation.speed import ratio, time_in_turn
from faceid_app.identity.attempts_replay import ScoredAttempts, replay, score_attempts
from faceid_app.identity.backbones import find_backbone
from faceid_app.identity.decision import Thresholds
from faceid_app.identity.verification import Verifier
from faceid_app.paths import Paths
from faceid_app.storage.attempts import Attempt, Glance
from tests.helpers.enrolled import verifier_of

ATTEMPTS, GLANCES = 200, 10
STEPS = 50
"""Thresholds between 0 and 1 that take turns."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--profile", required=True)
    parser.add_argument("--rounds", type=int, default=100)
    arguments = parser.parse_args()
    paths = Paths(arguments.data_dir)
    verifier = verifier_of(paths, arguments.profile)
    attempts = strangers_before(verifier, paths)
    once = scored(verifier, attempts)
    seconds = time_in_turn(
        {
            "kept": lambda thresholds: replay(once, thresholds),
            "anew": lambda thresholds: replay(scored(verifier, attempts), thresholds),
        },
        [Thresholds(float(share), 0.5) for share in np.linspace(0, 1, STEPS)],
        rounds=arguments.rounds,
    )
    for name, taken in seconds.items():
        print(f"{name}: p50 {np.median(taken) * 1e3:.2f} ms, p95 {np.quantile(taken, 0.95) * 1e3:.2f} ms")
    times = ratio(seconds["anew"], seconds["kept"], seed=0)
    print(f"anew takes {times.value:.0f} times as long ({times.low:.0f} to {times.high:.0f}), n {arguments.rounds}")


def strangers_before(verifier: Verifier, paths: Paths) -> list[Attempt]:
    """Attempts of people who are nobody here."""
    bank = find_backbone(paths).strangers()
    if bank is None:
        raise SystemExit("the network has no strangers")
    return [
        Attempt(
            taken_at=f"2026-01-01T00:00:{number % 60:02}+00:00", verdict="no_match",
            network=verifier.bundle.network_id, bundle=verifier.bundle_id, detection=0.5, verification=0.5, needed=3,
            score=0.1, glances=tuple(Glance(turn / 10, embedding.astype(np.float32), {}) for turn in range(GLANCES)),
        )
        for number, embedding in enumerate(bank.embeddings[:ATTEMPTS])
    ]  # fmt: skip


def scored(verifier: Verifier, attempts: list[Attempt]) -> ScoredAttempts:
    """Compared with the templates, as when the page opens."""
    bundle = verifier.bundle
    return score_attempts(attempts, network=bundle.network_id, head=bundle.head, templates=verifier.templates)


if __name__ == "__main__":
    main()
