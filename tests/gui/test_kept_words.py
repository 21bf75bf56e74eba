"""Sentences that files keep in English are said in the window's language, with the numbers they were kept with."""

from __future__ import annotations

import re

import pytest
from PySide6.QtWidgets import QApplication

from faceid_app.gui.kept_words import recovered
from faceid_app.gui.look.language import speak
from faceid_app.gui.messages import kept
from faceid_app.identity.probe_results import (
    BACKGROUND,
    ELSEWHERE,
    THROUGH_LIKE_LOOKS,
    THROUGH_LOOK,
    ProbeResult,
    judge,
)
from faceid_app.words import Words

GOOD = {THROUGH_LOOK: 0, BACKGROUND: 0, ELSEWHERE: 38}


def why(accepted: dict[str, int]) -> str:
    """Why a model is unfit by which so many of 38 pictures of each probe pass."""
    return judge([ProbeResult(name, count, 38, 0.0, 1.0) for name, count in accepted.items()]).why


REASONS = [
    why({**GOOD, THROUGH_LOOK: 9}),
    why({THROUGH_LIKE_LOOKS: 9, BACKGROUND: 0, ELSEWHERE: 38}),
    why({**GOOD, BACKGROUND: 38}),
    why({**GOOD, ELSEWHERE: 1}),
    *(why({name: count for name, count in GOOD.items() if name != missing}) for missing in GOOD),
]


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_of_the_probes_is_said_in_russian(qapp: QApplication, reason: str) -> None:
    known = recovered(reason)
    assert isinstance(known, Words)
    assert known == reason.replace("%", " %")
    assert kept("something else") == "something else"
    try:
        speak(qapp, "ru")
        said = kept(reason)
    finally:
        speak(qapp, "en")
    assert set(re.findall(r"[A-Za-z]+", said)) <= {"LFW"}
    assert set(re.findall(r"\d+", said)) == set(re.findall(r"\d+", reason))
