"""Sentences that files keep in English are said in the window's language, with the numbers they were kept with."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from faceid_app.errors import CorruptData, FaceIdError, ModelMissing, NotEnoughCaptures
from faceid_app.gui.kept_words import recovered
from faceid_app.gui.look.language import speak
from faceid_app.gui.messages import kept, sentence
from faceid_app.identity.backbones import DEFAULT_BACKBONE, how_to_get
from faceid_app.identity.probe_results import (
    BACKGROUND,
    ELSEWHERE,
    THROUGH_LIKE_LOOKS,
    THROUGH_LOOK,
    ProbeResult,
    judge,
)
from faceid_app.storage.names import check_name
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


def test_in_english_a_sentence_stays_as_it_was_kept() -> None:
    for reason in REASONS:
        assert isinstance(recovered(reason), Words)
        assert recovered(reason) == reason.replace("%", " %")
    assert kept("something else") == "something else"


@pytest.fixture
def russian(qapp: QApplication) -> Iterator[None]:
    """The window speaks Russian until the test ends."""
    speak(qapp, "ru")
    yield
    speak(qapp, "en")


@pytest.mark.usefixtures("russian")
@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_of_the_probes_is_said_in_russian(reason: str) -> None:
    said = kept(reason)
    assert set(re.findall(r"[A-Za-z]+", said)) <= {"LFW"}
    assert set(re.findall(r"\d+", said)) == set(re.findall(r"\d+", reason))


@pytest.mark.usefixtures("russian")
@pytest.mark.parametrize(
    "error",
    [
        CorruptData("The capture journal of 'Анна'", "line 7 cannot be read", "get the program anew"),
        ModelMissing("The backbone 'Анна'", how_to_get(DEFAULT_BACKBONE)),
        NotEnoughCaptures("anchor", 3, 5),
    ],
)
def test_the_clauses_of_errors_are_said_in_russian(error: FaceIdError) -> None:
    assert re.findall(r"[A-Za-z]+", sentence(error)) == []


@pytest.mark.usefixtures("russian")
@pytest.mark.parametrize("name", ["", "Анна" * 99, "Анна/", ".Анна"])
def test_what_is_wrong_with_a_name_is_said_in_russian(name: str) -> None:
    with pytest.raises(FaceIdError) as raised:
        check_name(name)
    assert re.findall(r"[A-Za-z]+", sentence(raised.value)) == []
