"""The laboratory's job: teaches the passive guard, judges it on people it never saw, and writes it as it ships."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.errors import DatasetMissing
from faceid_app.faces.shipped import write_model
from faceid_app.guard.fusion import FUSION_FILE
from faceid_app.guard.network import NETWORK_FILE
from faceid_app.guard.surroundings import to_network
from faceid_app.learning.export import to_litert
from faceid_app.learning.presentation.batches import network_views
from faceid_app.learning.presentation.card import MODEL_CARD_FILE, model_card
from faceid_app.learning.presentation.evidence import (
    across_sources,
    cues_alone,
    fusion_figures,
    held_out_risks,
    rates_at_target,
    refused_elsewhere,
)
from faceid_app.learning.presentation.folds import FOLDS, NEVER_JUDGED, Teaching, answers, depends_on, folds_of
from faceid_app.learning.presentation.frames_end import frames_tell_no_class
from faceid_app.learning.presentation.fusing import cue_values, fit_fusion
from faceid_app.learning.presentation.kept import Kept
from faceid_app.learning.presentation.material import (
    WEBCAM,
    Material,
    joined,
    photographs,
    real_material,
    rendered_material,
)
from faceid_app.progress import IsCancelled, Progress, Report, Stage

CARD_FILE = "card.json"
_FOLDERS = ("live", "prints", "lfw", "photographs")
_COMPARED = 64
"""Views on which the exported network is compared with the trained one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentationOptions:
    """Where the pictures are, and how long is learned.

    live, prints: folders of webcam pictures, named person_…. lfw: folder of LFW, deep-funneled. photographs: folder of
    live people whom nobody learns from; every other picture has a say in the limit, and the rest tell what it is worth.
    people: of LFW that are rendered; judged: so many of them. cuts: frames of each webcam picture. first: batches that
    the network learns from people on whom nobody is judged. steps: batches that each further one learns, from there.
    """

    live: str
    prints: str
    lfw: str
    photographs: str
    people: int = 5700
    judged: int = 600
    cuts: int = 2
    first: int = 12000
    steps: int = 800
    seed: int = 0


def train_presentation(
    options: PresentationOptions, target: Path, *, work: Path, report: Report, is_cancelled: IsCancelled
) -> dict[str, Any]:
    """Read, render, judge in folds that share no person, then learn from all and write the folder `target` whole.

    What networks were finished lies below `work` until then: the same teaching, interrupted, goes on with them.

    Returns:
        The card.
    """
    began = time.monotonic()
    material = read_material(options, report=report, is_cancelled=is_cancelled)
    others = photographs(Path(options.photographs), report=report, is_cancelled=is_cancelled)
    fold = folds_of(material, judged=options.judged, seed=options.seed)
    asked = {name: value for name, value in asdict(options).items() if name not in _FOLDERS}
    kept = Kept(work / depends_on(material, asked))
    teaching = Teaching(
        material, fold, first=options.first, steps=options.steps, seed=options.seed, kept=kept, report=report,
        is_cancelled=is_cancelled,
    )  # fmt: skip
    unseen = teaching.unseen_logits()
    judged = fold != NEVER_JUDGED
    data, material, fold, unseen = _data(material, judged), material.chosen(judged), fold[judged], unseen[judged]
    crossed = across_sources(teaching, material)
    network, losses = teaching.final()
    looking = Stage("measuring cues", of=len(material) + len(others), report=report, is_cancelled=is_cancelled)
    values = cue_values(material.looks(), unseen, stage=looking)
    elsewhere = cue_values(others, answers(network, network_views(others)), stage=looking)
    setting, counting = ({name: column[half::2] for name, column in elsewhere.items()} for half in (0, 1))
    fusion = fit_fusion(values, material, np.ones(len(material), np.bool_), setting)
    report(Progress(stage="judging"))
    risks, own_limit = held_out_risks(values, material, fold, setting)
    some = np.random.default_rng(options.seed).choice(len(material), min(_COMPARED, len(material)), replace=False)
    exported = to_litert(
        network, scale=1.0, samples=to_network(network_views(material.chosen(some).looks())), seed=options.seed
    )
    real = material.source == WEBCAM
    card: dict[str, Any] = {
        "options": asked,
        "parameters": int(network.count_params()), "losses": losses, "export": exported.deviation,
        "data": data, "folds": FOLDS,
        "frames": frames_tell_no_class(material.visible[real], material.attack[real], material.person[real]),
        "at_target": {"network": rates_at_target(unseen, material, fold),
                      "fused": rates_at_target(risks, material, fold)},
        "at_own_limit": own_limit["rates"], "elsewhere": refused_elsewhere(fusion, counting),
        "cues": cues_alone(values, material), "across": crossed, "fusion": fusion_figures(fusion),
    }  # fmt: skip
    told = json.dumps(card, indent=1, sort_keys=True) + "\n"
    files = {
        NETWORK_FILE: exported.network,
        FUSION_FILE: fusion.to_bytes(),
        MODEL_CARD_FILE: model_card(json.loads(told)),
        CARD_FILE: told.encode(),
    }
    write_model(files, target)
    kept.forget()
    return {**card, "seconds": round(time.monotonic() - began, 1)}


def read_material(options: PresentationOptions, *, report: Report, is_cancelled: IsCancelled) -> Material:
    """Everything that is learned from and judged on."""
    real = real_material(
        Path(options.live), Path(options.prints), cuts=options.cuts, seed=options.seed, report=report,
        is_cancelled=is_cancelled,
    )  # fmt: skip
    rng = np.random.default_rng(options.seed)
    folders = sorted(folder for folder in Path(options.lfw).iterdir() if folder.is_dir())
    if len(folders) < FOLDS:
        raise DatasetMissing("LFW with a folder for each person", "give its folder with --lfw")
    chosen = rng.permutation(len(folders))[: options.people]
    photos = [sorted(folders[row].glob("*.jpg"))[0] for row in sorted(chosen)]
    return joined([real, rendered_material(photos, seed=options.seed, report=report, is_cancelled=is_cancelled)])


def _data(material: Material, judged: NDArray[np.bool_]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for source in np.unique(material.source):
        own = material.source == source
        told[str(source)] = {
            "people": len(np.unique(material.person[own])),
            "judged": len(np.unique(material.person[own & judged])),
            "views": {str(kind): int((own & (material.kind == kind)).sum()) for kind in np.unique(material.kind[own])},
        }
    return told
