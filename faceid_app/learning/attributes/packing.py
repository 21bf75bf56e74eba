"""Owns making what ships of a trained network: export without ethnicity, calibration, figures, card."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from faceid_app.errors import TrainingFailed
from faceid_app.evaluation.attribute_figures import calibrate_age, calibrate_gender
from faceid_app.faces.alignment import ALIGNED_SIZE
from faceid_app.faces.attributes import (
    CARD_FILE,
    CHILD,
    NETWORK_FILE,
    YEARS,
    AttributeNetwork,
    mean_age,
    sigmoid,
    softmax,
)
from faceid_app.faces.litert import LiteRtNetwork
from faceid_app.learning.attributes.card import CARD_TEXT_FILE, card_text
from faceid_app.learning.attributes.faces import LabelledFaces
from faceid_app.learning.attributes.judging import headlines, judge_attributes
from faceid_app.learning.attributes.networks import AGE, ETHNICITY, GENDER, whole
from faceid_app.learning.attributes.training import Answers
from faceid_app.learning.export import litert_bytes, to_litert
from faceid_app.progress import IsCancelled, Report, Stage

MOST_BYTES = 1_500_000
_COMPARED = 16


def calibration_of(age: NDArray[np.float64], gender: NDArray[np.float64], faces: LabelledFaces) -> dict[str, Any]:
    """Temperatures and limits, from the held side of logits (n, YEARS) and (n,) for all faces."""
    held = faces.held
    found = {AGE: calibrate_age(age[held], faces.age[held])}
    grown = held & (mean_age(softmax(age / found[AGE]["temperature"])) >= CHILD)
    return {**found, GENDER: calibrate_gender(gender[grown], faces.gender[grown])}


def calibrated_answers(
    said: Answers, calibration: Mapping[str, Any]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Age distributions (n, YEARS), probabilities of a female presentation (n,), and of ethnicities (n, 5)."""
    return (
        softmax(said[AGE] / calibration[AGE]["temperature"]),
        sigmoid(said[GENDER] / calibration[GENDER]["temperature"]),
        softmax(said[ETHNICITY]),
    )


def pack(
    backbone: keras.Model,
    network: keras.Model,
    faces: LabelledFaces,
    sides: Mapping[str, NDArray[np.bool_]],
    about: Mapping[str, Any],
    *,
    report: Report,
    is_cancelled: IsCancelled,
) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The files as they ship, and the card.

    Weights are kept in 8 bits; calibration and figures are those of that very file, through LiteRT.

    Args:
        sides: rows of the test side, "all" and without who was learned from.
        about: for the card, what was done with what.

    Raises TrainingFailed where the exported network computes something else, or is too large.
    """
    shipped = whole(backbone, network)
    learned = np.flatnonzero(faces.learned)[:_COMPARED]
    exported = to_litert(shipped, scale=255.0, samples=faces.aligned[learned].astype(np.float32))
    small = litert_bytes(shipped, int8=True)
    if len(small) > MOST_BYTES:
        raise TrainingFailed(f"the network takes {len(small):,} bytes, {MOST_BYTES:,} may be; choose a smaller --width")
    told = {
        **about,
        "title": "Attributes",
        "parameters": int(shipped.count_params()),
        "bytes": len(small),
        "export": exported.deviation,
    }
    card = describe(small, told, faces, sides, report=report, is_cancelled=is_cancelled)
    files = {
        NETWORK_FILE: small,
        CARD_FILE: (json.dumps(card, indent=1, sort_keys=True, allow_nan=False) + "\n").encode(),
        CARD_TEXT_FILE: card_text(card).encode(),
    }
    return files, card


def describe(
    network: bytes,
    about: Mapping[str, Any],
    faces: LabelledFaces,
    sides: Mapping[str, NDArray[np.bool_]],
    *,
    report: Report,
    is_cancelled: IsCancelled,
) -> dict[str, Any]:
    """The card of a LiteRT file: `about`, its calibration on the held side, and its figures on the test side."""
    run = LiteRtNetwork(network, shape=(ALIGNED_SIZE, ALIGNED_SIZE, 3), threads=1).run
    rows = np.flatnonzero(faces.held | faces.test)
    logits = np.zeros((len(faces), YEARS + 1), np.float32)
    stage = Stage("judge what ships", of=len(rows), report=report, is_cancelled=is_cancelled)
    for row in rows:
        logits[row] = run(faces.aligned[row : row + 1].astype(np.float32))[0]
        stage.advance()
    exact = logits.astype(np.float64)
    card = {**about, "calibration": calibration_of(exact[:, :YEARS], exact[:, YEARS], faces)}
    ready = AttributeNetwork({NETWORK_FILE: network, CARD_FILE: json.dumps(card).encode()})
    age, female = ready.calibrated(logits)
    for side, chosen in sides.items():
        at = np.flatnonzero(chosen)
        figures = judge_attributes(
            faces, at, age=age[at], female=female[at], ethnicity=None, limit=ready.limit, widest=ready.widest
        )
        card["test" if side == "all" else side] = figures if side == "all" else headlines(figures)
    return card
