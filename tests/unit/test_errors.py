"""Every error is one sentence that holds what it was told and ends with what to do."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest

from faceid_app import errors
from faceid_app.camera import errors as camera_errors
from faceid_app.camera.errors import CameraBlack, CameraError, CameraMissing
from faceid_app.errors import Cancelled, FaceIdError, InternalFault, InvalidSetting, NotEnoughCaptures, UnknownProfile
from faceid_app.storage.vault import errors as vault_errors

CLASSES = sorted(
    {
        kind
        for part in (errors, camera_errors, vault_errors)
        for _name, kind in inspect.getmembers(part, inspect.isclass)
        if issubclass(kind, FaceIdError)
    },
    key=lambda kind: kind.__name__,
)
LEAVES = [kind for kind in CLASSES if not kind.__subclasses__()]

SAMPLES: dict[str, Any] = {
    "str": "something told",
    "list[str]": ["one", "two"],
    "int": 37,
    "float": 41.5,
    "float | None": 43.5,
    "object": 47,
    "Path | str": Path("folder") / "file",
    "Path": Path("folder") / "file",
}


def arguments_of(kind: type[FaceIdError]) -> dict[str, Any]:
    """A value for each argument, telling apart those of one type."""
    chosen: dict[str, Any] = {}
    for number, parameter in enumerate(list(inspect.signature(kind.__init__).parameters.values())[1:]):
        value = SAMPLES[parameter.annotation]
        if isinstance(value, str):
            value = f"{value} {number}"
        elif isinstance(value, int | float):
            value += number
        chosen[parameter.name] = value
    return chosen


def test_all_classes_are_seen():
    assert len(LEAVES) >= 20
    assert {UnknownProfile, CameraBlack, Cancelled} <= set(LEAVES)


@pytest.mark.parametrize("kind", LEAVES)
def test_it_is_one_sentence_with_an_action(kind: type[FaceIdError]):
    sentence = str(kind(**arguments_of(kind)))
    assert sentence.endswith(".")
    assert not re.search(r"[.!?]\s", sentence), "more than one sentence"
    assert "\n" not in sentence
    assert sentence[0].isupper() or sentence[0] in "'\"" or sentence.startswith("something told")
    if kind is InvalidSetting:
        return  # its reason is the limit, and keeping to it the action
    matter, _semicolon, action = sentence.rpartition("; ")
    assert matter, "what is the matter and what to do stand on two sides of a semicolon"
    assert len(action.split()) >= 2


@pytest.mark.parametrize("kind", LEAVES)
def test_it_holds_everything_it_was_told(kind: type[FaceIdError]):
    told = arguments_of(kind)
    sentence = str(kind(**told))
    for name, value in told.items():
        for part in value if isinstance(value, list) else [value]:
            shown = (str(part), f"{part:g}") if isinstance(part, float) else (str(part),)
            assert any(text in sentence for text in shown), f"{name} is lost"


@pytest.mark.parametrize("kind", CLASSES)
def test_exit_codes_follow_the_kind(kind: type[FaceIdError]):
    if issubclass(kind, Cancelled):
        assert kind.exit_code == 130
    elif issubclass(kind, InternalFault):
        assert kind.exit_code == 70
    elif issubclass(kind, CameraError):
        assert kind.exit_code == 5
    else:
        assert kind.exit_code == 4


def test_the_measured_value_and_its_limit_are_told():
    assert "brightness 1.2, needed 8.0" in str(CameraBlack("Webcam", 1.23, 8.0))


def test_what_is_missing_is_counted():
    sentence = str(NotEnoughCaptures("anchor", 7, 20))
    assert "7 anchor captures" in sentence
    assert "20 are needed" in sentence
    assert "take 13 more" in sentence


def test_nothing_known_reads_well():
    assert "enrolled: none yet" in str(UnknownProfile("anna", []))
    assert "found: no camera at all" in str(CameraMissing("0", []))


def test_a_long_list_of_the_known_is_cut():
    assert "n5" not in str(UnknownProfile("anna", [f"n{number}" for number in range(9)]))
