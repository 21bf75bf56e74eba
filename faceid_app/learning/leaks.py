"""The leak check of a training that just ended, for its card."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from faceid_app.identity.bundle import Bundle
from faceid_app.identity.leak_check import JudgedCapture, check_leaks
from faceid_app.identity.preprocessing import Input, to_input
from faceid_app.identity.sessions import sessions_of
from faceid_app.learning.pairs import split_captures
from faceid_app.learning.recipes import CapturePicture, TrainingInputs
from faceid_app.progress import IsCancelled, Report, Stage


def with_leak_check(bundle: Bundle, inputs: TrainingInputs, report: Report, is_cancelled: IsCancelled) -> Bundle:
    """The same bundle, its card told of leaks between what it learned from and what judged it.

    Raises Cancelled.
    """
    portraits = bundle.input is Input.PORTRAIT_100  # this recipe learns from every portrait, the others from faces
    captures = tuple(capture for capture in inputs.captures if portraits or capture.aligned is not None)
    held_out = {capture.id for capture in split_captures(captures, seed=inputs.seed).test}
    sessions = sessions_of(captures)
    stage = Stage("leaks", of=len(captures), report=report, is_cancelled=is_cancelled)
    embedder = bundle.embedder(inputs.paths)
    rows = []
    for capture in captures:
        aligned = capture.portrait if capture.aligned is None else capture.aligned
        prepared = to_input(bundle.input, aligned=aligned, portrait=capture.portrait)
        rows.append(embedder.embed(prepared[None])[0])
        stage.advance()
    checked = [
        JudgedCapture(capture.id, capture.burst, session, capture.id in held_out, capture.portrait)
        for capture, session in zip(captures, sessions, strict=True)
    ]
    found = check_leaks(checked, np.stack(rows), bundle.head, bundle.thresholds, seed=inputs.seed)
    card = {**bundle.card, "sessions": session_figures(captures, sessions), "leak_check": found.to_card()}
    return replace(bundle, card=card)


def session_figures(captures: tuple[CapturePicture, ...], sessions: list[int]) -> list[dict[str, Any]]:
    """Of each session: camera, when it began, captures, bursts, and the light on the face, as plain JSON values."""
    figures = []
    for number in range(max(sessions) + 1):
        taken = [capture for capture, session in zip(captures, sessions, strict=True) if session == number]
        light = [capture.brightness for capture in taken if capture.brightness is not None]
        figures.append(
            {
                "camera": taken[0].camera,
                "began": min(capture.taken_at for capture in taken),
                "captures": len(taken),
                "bursts": len({capture.burst for capture in taken}),
                "brightness": round(float(np.median(light)), 3) if light else None,
            }
        )
    return figures
