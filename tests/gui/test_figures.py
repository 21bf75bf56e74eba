"""Numbers are written as the window's language writes them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from faceid_app.gui.look.figures import figure, percent


@pytest.fixture(autouse=True)
def own_locale() -> Iterator[None]:
    """Whatever a test chooses, the next one finds it as it was."""
    before = QLocale()
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("language", "count", "score", "share"),
    [("en", "13,233", "0.050", "2.5 %"), ("ru", "13\u00a0233", "0,050", "2,5 %"), ("de", "13.233", "0,050", "2,5 %")],
)
def test_a_number_has_the_signs_of_the_language(language: str, count: str, score: str, share: str) -> None:
    QLocale.setDefault(QLocale(language))
    assert (figure(13233), figure(0.05, ".3f"), percent(0.025, 1)) == (count, score, share)


def test_without_a_language_it_is_english() -> None:
    QLocale.setDefault(QLocale.c())
    assert figure(13233) == "13,233"
