"""The network with weights of eight bits: its file, and what is lost by it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np

from faceid_app.datasets.pairs import Pair
from faceid_app.datasets.people import PeopleIndex
from faceid_app.errors import CorruptData
from faceid_app.evaluation.lfw_protocol import ScorePairs, evaluate_lfw
from faceid_app.identity.backbones import COMPACT_INT8, INT8_FILES, NETWORK_FILE, Backbone, digests
from faceid_app.identity.head import L1Head
from faceid_app.identity.side_by_side import Lookup
from faceid_app.identity.stranger_bank import StrangerBank
from faceid_app.learning import layers as layers  # registers our layers for the safe loader
from faceid_app.learning.export import litert_bytes

MOST_BYTES = 1_500_000
MOST_LOST = 0.001
"""On View 2, of the accuracy by cosine and of the EER by either score: 0.1 point. The accuracy by the head is told, but
not judged: about its best threshold hardly anything changes, so that which one a fold chooses is chance."""


def eight_bits(network: Path) -> bytes:
    """The LiteRT file, its weights in 8 bits, of a .keras file. Raises CorruptData, TrainingFailed."""
    try:
        model = keras.saving.load_model(network, compile=False, safe_mode=True)
    except (ValueError, OSError, KeyError, TypeError) as error:
        raise CorruptData(f"The network {str(network)!r}", str(error), "make it anew") from error
    return litert_bytes(model, int8=True)


@contextmanager
def eight_bit_backbone(backbone: Backbone, network: bytes) -> Iterator[Backbone]:
    """The backbone with that network in place of its own, and with none of its other files, while the block runs."""
    name = INT8_FILES[NETWORK_FILE]
    digest = digests({NETWORK_FILE: network})
    with tempfile.TemporaryDirectory(prefix="faceid-int8-") as folder:
        (Path(folder) / name).write_bytes(network)
        yield replace(
            backbone, name=COMPACT_INT8.name, sha256=digest[NETWORK_FILE], files=digest, folder=Path(folder),
            own=INT8_FILES,
        )  # fmt: skip


def measure_eight_bits(
    exact: StrangerBank, eight: StrangerBank, head: L1Head, index: PeopleIndex, folds: Sequence[Sequence[Pair]]
) -> dict[str, Any]:
    """How the 8 bits change the same faces: the cosine to the float network, and the accuracy on View 2 of both."""
    cosine = (exact.embeddings * eight.embeddings).sum(axis=1)
    ways: dict[str, ScorePairs] = {
        "cosine": lambda a, b: np.asarray((a * b).sum(axis=1), np.float32),
        "l1_head": lambda a, b: head.pair_logits(head.project(a), head.project(b)),
    }
    view2 = []
    for way, score in ways.items():
        for name, bank in (("float32", exact), ("int8", eight)):
            result = evaluate_lfw(index, folds, Lookup(bank, index).embed, score)
            view2.append({
                "weights": name,
                "score": way,
                "accuracy": round(result.accuracy, 6),
                "standard_error": round(result.std_error, 6),
                "eer": round(result.eer, 6),
                "tar_at_far_1e-3": round(float(result.points["1e-3"].tar.value or 0.0), 6),
            })  # fmt: skip
    return {
        "cosine_to_float32": {
            "pictures": len(cosine),
            "mean": round(float(cosine.mean()), 6),
            "least": round(float(cosine.min()), 6),
        },
        "view_2": view2,
        "view_2_trials": sum(map(len, folds)),
    }


def check_eight_bits(figures: dict[str, Any]) -> None:
    """Raise CorruptData where the file is larger, or loses more, than it may."""
    rows = {(one["score"], one["weights"]): one for one in figures["view_2"]}
    lost = rows["cosine", "float32"]["accuracy"] - rows["cosine", "int8"]["accuracy"]
    more = max(rows[way, "int8"]["eer"] - rows[way, "float32"]["eer"] for way in ("cosine", "l1_head"))
    if figures["bytes"] > MOST_BYTES:
        why = f"it takes {figures['bytes']:,} bytes, {MOST_BYTES:,} may be"
    elif max(lost, more) > MOST_LOST:
        why = f"it loses {max(lost, more):.2%} on View 2, {MOST_LOST:.2%} may be"
    else:
        return
    raise CorruptData(repr(INT8_FILES[NETWORK_FILE]), why, "ship the network without it")
