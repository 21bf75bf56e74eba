"""The laboratory's job: teaches the network for eyes, judges it on people it never saw, and writes it as it ships."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import keras

from faceid_app.errors import DatasetMissing
from faceid_app.faces.shipped import write_model
from faceid_app.guard.eyes import NETWORK_FILE, to_network
from faceid_app.learning.export import to_litert
from faceid_app.learning.eyes.batches import EyeBatches
from faceid_app.learning.eyes.card import CARD_FILE, MODEL_CARD_FILE, model_card
from faceid_app.learning.eyes.judging import held_out_figures, in_the_middle
from faceid_app.learning.eyes.material import EyeMaterial, read_eyes
from faceid_app.learning.eyes.network import build_network, teach
from faceid_app.learning.eyes.teacher import TEACHER_SHA256, LidTeacher
from faceid_app.progress import IsCancelled, Report, Stage

_COMPARED = 64
"""Eyes on which the exported network is compared with the trained one."""
_LEAST_PEOPLE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class EyesOptions:
    """Where the pictures and the teacher are, and how long is learned.

    teacher: the file of MediaPipe's landmarks of an eye. lfw: folder of LFW. pictures: at most so many of them, 0 for
    all. steps: batches.
    """

    teacher: str
    lfw: str
    pictures: int = 0
    steps: int = 5000
    seed: int = 0


def train_eyes(options: EyesOptions, target: Path, *, report: Report, is_cancelled: IsCancelled) -> dict[str, Any]:
    """Read eyes, learn from four people in five, judge on the others, and write the folder `target` whole.

    Returns:
        The card.
    """
    began = time.monotonic()
    teacher = LidTeacher(Path(options.teacher))
    photos = sorted(Path(options.lfw).glob("*/*.jpg"))
    if len({path.parent for path in photos}) < _LEAST_PEOPLE:
        raise DatasetMissing("LFW with a folder for each person", "give its folder with --lfw")
    every = 1 if not options.pictures else max(1, len(photos) // options.pictures)
    material = read_eyes(photos[::every], teacher, seed=options.seed, report=report, is_cancelled=is_cancelled)
    network, losses = _taught(material, options, report, is_cancelled)
    some = to_network(in_the_middle(material.eyes[:_COMPARED]))
    exported = to_litert(network, scale=1.0, samples=some, seed=options.seed)
    card: dict[str, Any] = {
        "options": {name: value for name, value in asdict(options).items() if name not in ("teacher", "lfw")},
        "teacher": TEACHER_SHA256,
        "parameters": int(network.count_params()), "losses": losses, "export": exported.deviation,
        "data": {
            "people": len(set(material.person.tolist())), "eyes": len(material.eyes), "pieces": len(material.pieces),
            "held_out_eyes": int(material.held_out.sum()),
            "held_out_people": len(set(material.person[material.held_out].tolist())),
        },
        "held_out": held_out_figures(network, material, seed=options.seed),
    }  # fmt: skip
    told = json.dumps(card, indent=1, sort_keys=True) + "\n"
    files = {NETWORK_FILE: exported.network, CARD_FILE: told.encode(), MODEL_CARD_FILE: model_card(json.loads(told))}
    write_model(files, target)
    return {**card, "seconds": round(time.monotonic() - began, 1)}


def _taught(
    material: EyeMaterial, options: EyesOptions, report: Report, is_cancelled: IsCancelled
) -> tuple[keras.Model, list[float]]:
    stage = Stage("teaching eyes", of=options.steps, report=report, is_cancelled=is_cancelled)
    network = build_network(options.seed)
    return network, teach(network, EyeBatches(material, count=options.steps, seed=options.seed), stage=stage)
