"""Owns judging the test pictures with a network as it is used, LiteRT and all, as they are and equally worsened."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.pixels import encode_png
from faceid_app.evaluation.artificial_figures import (
    by_source,
    kind_figures,
    misjudged,
    principal_components,
    two_kinds,
)
from faceid_app.guard.artificial import ArtificialFaces
from faceid_app.guard.artificial_frame import seen
from faceid_app.guard.kinds import Kind
from faceid_app.learning.artificial.pictures import Faces
from faceid_app.learning.artificial.views import compressed, rescaled
from faceid_app.progress import IsCancelled, Report, Stage

REDUCED, QUALITY = 48, 50
"""Pixels and JPEG quality that test pictures are worsened to. Of an anime frame about 60 pixels are real."""
MOST_POINTS = 600
EDITED_SOURCE, ORIGINAL_SOURCE = "edited_ciplab", "real_ciplab"


def judge_faces(model: ArtificialFaces, faces: Faces, *, report: Report, is_cancelled: IsCancelled) -> dict[str, Any]:
    """Everything that is reported of a network on pictures it did not learn from; plain JSON values.

    Pictures whose kind the network does not know are left out.
    """
    known = np.array([faces.kinds[kind] in model.kinds for kind in faces.kind], np.bool_)
    faces = faces.where(known)
    kind = np.array([model.kinds.index(faces.kinds[one]) for one in faces.kind], np.int32)
    stage = Stage("judge", of=3 * len(faces), report=report, is_cancelled=is_cancelled)
    generator = np.random.default_rng(0)

    def embedded(frames: NDArray[np.uint8]) -> NDArray[np.float32]:
        rows = []
        for frame in frames:
            rows.append(model.embeddings(seen(frame)[None])[0])
            stage.advance()
        return np.stack(rows)

    embeddings = embedded(faces.frames)
    table = model.probabilities(embeddings)
    changes = {
        "reduced": [rescaled(frame, REDUCED, generator) for frame in faces.frames],
        "recompressed": [compressed(frame, QUALITY) for frame in faces.frames],
    }
    worse = {
        name: kind_figures(model.kinds, kind, model.probabilities(embedded(np.stack(frames))), model.limit)
        for name, frames in changes.items()
    }
    chosen = np.sort(generator.permutation(len(faces))[:MOST_POINTS])
    points, shares = principal_components(embeddings[chosen])
    figures = {
        "kinds": list(model.kinds),
        "limit": model.limit,
        "plain": kind_figures(model.kinds, kind, table, model.limit),
        **worse,
        "sources": by_source(faces.sources, faces.source, kind, table, model.limit),
        "pca": {"points": points.round(4).tolist(), "kind": kind[chosen].tolist(), "shares": shares},
        "misjudged": [_shown(faces, model, kind, table, row) for row in misjudged(kind, table)],
    }
    if {EDITED_SOURCE, ORIGINAL_SOURCE} <= set(faces.sources) and {Kind.EDITED, Kind.PHOTOGRAPH} <= set(model.kinds):
        edited, original = (
            np.asarray(faces.source == faces.sources.index(name)) for name in (EDITED_SOURCE, ORIGINAL_SOURCE)
        )
        a, b = model.kinds.index(Kind.EDITED), model.kinds.index(Kind.PHOTOGRAPH)
        figures["edited_against_original"] = two_kinds(edited, original, a, b, table)
    return figures


def _shown(
    faces: Faces, model: ArtificialFaces, kind: NDArray[np.int32], table: NDArray[np.float64], row: int
) -> dict[str, Any]:
    judged = int(table[row].argmax())
    return {
        "name": faces.names[row],
        "kind": model.kinds[kind[row]],
        "judged": model.kinds[judged],
        "probability": float(table[row, judged]),
        "true_probability": float(table[row, kind[row]]),
        "picture": base64.b64encode(encode_png(seen(faces.frames[row]))).decode(),
    }
