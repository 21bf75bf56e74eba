"""Words remember their template."""

from __future__ import annotations

import pytest

from faceid_app.camera.errors import CameraBusy
from faceid_app.errors import FaceIdError, NotWritable
from faceid_app.words import Words

RUSSIAN = {
    "{what} cannot be used: {why}.": "{what} нельзя использовать: {why}.",
    "it is {kind}": "это {kind}",
    "{count:.1f} of {limit}": "{limit}, а сейчас {count:.1f}",
}


def test_words_are_the_english_sentence():
    made = Words("{name!r} is {height:g} tall", name="a b", height=2.0)
    assert made == "'a b' is 2 tall"
    assert isinstance(made, str)
    assert Words("a template {value}") == "a template {value}"
    assert Words(Words("a template {value}"), value=3) == "a template 3"


def test_they_are_said_again_with_their_values_and_the_words_among_them():
    why = Words("it is {kind}", kind="mp4")
    made = Words("{what} cannot be used: {why}.", what="A file", why=why)
    assert made == "A file cannot be used: it is mp4."
    assert made.said(lambda template: RUSSIAN[template]) == "A file нельзя использовать: это mp4."
    assert Words("{count:.1f} of {limit}", count=1.26, limit=3).said(RUSSIAN.__getitem__) == "3, а сейчас 1.3"


@pytest.mark.parametrize("error", [CameraBusy("0"), NotWritable("/x", "it is read-only"), FaceIdError()])
def test_an_error_keeps_its_words(error: FaceIdError):
    assert str(error) == error.words
    assert isinstance(error.words, Words)
