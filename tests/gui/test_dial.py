"""The dial and its details as widgets: they move together, stop at 1 in 100, and say only what was counted."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from faceid_app.gui.look.theme import Theme
from faceid_app.gui.verify.details import Details
from faceid_app.gui.verify.dial_card import DialCard
from faceid_app.gui.verify.dial_view import counting_words, dial_view
from faceid_app.gui.verify.score_histogram import ScoreHistogram
from faceid_app.gui.verify.stop_slider import StopSlider
from faceid_app.gui.verify.threshold_slider import ThresholdSlider
from faceid_app.gui.verify.thresholds_card import ThresholdsCard
from faceid_app.identity.decision import LEAST_SHARE, Thresholds
from faceid_app.identity.dial import Dial
from faceid_app.identity.false_accepts import count_false_accepts
from faceid_app.identity.head import start_head
from faceid_app.identity.personal_scores import score_person
from faceid_app.progress import Progress
from tests.helpers.embeddings import people

HEAD = start_head(32, slope=60.0, bias=8.0)


@pytest.fixture(scope="module")
def dial() -> Dial:
    everybody = people(151, each=6, spread=0.6)
    strangers = everybody.rows(np.flatnonzero(everybody.person > 0))
    own = everybody.embeddings[:6]
    personal = score_person(HEAD, templates=own, bursts=["a", "a", "b", "b", "c", "c"], strangers=strangers)
    return Dial(count_false_accepts(HEAD, strangers, resamples=20), personal)


@pytest.fixture
def card(qtbot: QtBot, theme: Theme, dial: Dial) -> DialCard:
    card = DialCard(theme)
    qtbot.addWidget(card)
    card.show_dial(dial, dial.preset(1e-3, 0.5))
    return card


def test_the_dial_tells_what_was_counted_and_moves_both_ways(card: DialCard, dial: Dial) -> None:
    told: list[Thresholds] = []
    card.changed.connect(told.append)
    assert card.strangers.text().startswith("About 1 in ")
    assert "11,175 comparisons of 150 people" in card.evidence.text()
    assert card.you.text().startswith("You: ")
    assert "of 6 tries refused" in card.you.text()
    card.slider.move_to(1.0)
    assert told == [Thresholds(1.0, 0.5)]
    card.show_dial(dial, told[-1])
    assert card.strangers.text().startswith("Not enough data")
    assert not any(letter.isdigit() for letter in card.strangers.text())


def test_neither_mouse_nor_keys_pass_the_red_stop(qtbot: QtBot, card: DialCard, dial: Dial) -> None:
    told: list[Thresholds] = []
    card.changed.connect(told.append)
    card.resize(400, 400)
    card.show()
    QTest.mouseClick(card.slider, Qt.MouseButton.LeftButton, pos=QPoint(2, 8))
    assert told[-1] == Thresholds(dial.stop(0.5), 0.5)
    assert "not allowed" in card.warning.words
    card.slider.setFocus()
    QTest.keyClick(card.slider, Qt.Key.Key_Home)
    assert told[-1].detection == dial.stop(0.5)
    QTest.keyClick(card.slider, Qt.Key.Key_End)
    assert told[-1].detection == 1.0
    assert card.warning.words == ""


def test_the_knob_finds_marks_exactly(qtbot: QtBot, card: DialCard, dial: Dial) -> None:
    told: list[Thresholds] = []
    card.changed.connect(told.append)
    mark = dial.marks(0.5)[1]
    card.slider.move_to(mark.position)
    assert told == [Thresholds(mark.detection, 0.5)]


def test_both_thresholds_move_the_same_picture_and_stop_at_the_same_line(
    qtbot: QtBot, theme: Theme, dial: Dial
) -> None:
    card = ThresholdsCard(theme)
    qtbot.addWidget(card)
    told: list[Thresholds] = []
    card.changed.connect(told.append)
    thresholds = Thresholds(dial.stop(0.5), 0.5)
    view = dial_view(dial.reading(thresholds), by_burst=True, learned_from=False)
    card.show_dial(dial, thresholds, view)
    assert "of 900 pictures of strangers would pass as you" in card.passing.text()
    assert (card.legend_strangers.text(), card.legend_own.text()) == ("900 strangers", "6 of you")
    card.verification.slider.move_to(0.0)  # fewer templates at this detection threshold would be too easy
    assert dial.allows(told[-1])
    assert told[-1].verification > LEAST_SHARE
    assert "not allowed" in card.warning.words
    card.detection.slider.move_to(0.99)
    assert told[-1].detection == 0.99
    assert card.warning.words == ""


def test_before_anything_is_known_nothing_moves(qtbot: QtBot, theme: Theme) -> None:
    card = ThresholdsCard(theme)
    qtbot.addWidget(card)
    told: list[Thresholds] = []
    card.changed.connect(told.append)
    card.show_thresholds(Thresholds(0.5, 0.5))
    card.detection.slider.move_to(0.1)
    assert told == []


def test_a_slider_keeps_the_exact_value_it_was_given(qtbot: QtBot, theme: Theme) -> None:
    slider = ThresholdSlider(theme, "Detection", "hint", low=0.01)
    qtbot.addWidget(slider)
    told: list[float] = []
    slider.changed.connect(told.append)
    slider.set_value(0.68137)
    assert (slider.value, told) == (0.68137, [])
    slider.slider.setValue(500)
    slider.slider.setValue(0)
    assert told == [0.5, 0.01]


def test_a_slider_tells_once_where_it_was_stopped(qtbot: QtBot, theme: Theme) -> None:
    slider = StopSlider(theme)
    qtbot.addWidget(slider)
    slider.show_stop(0.3)
    told: list[float] = []
    slider.moved.connect(told.append)
    with qtbot.waitSignal(slider.refused):
        slider.setValue(100)
    assert (told, slider.value(), slider.at) == ([0.3], 300, 0.3)


def test_the_histogram_paints_within_a_frame_and_keeps_the_latest_scores(qtbot: QtBot, theme: Theme) -> None:
    histogram = ScoreHistogram(theme)
    qtbot.addWidget(histogram)
    histogram.resize(380, 190)
    histogram.show_scores([9000, 100, 3, 0], [0, 0, 1, 40], stop=0.5)
    histogram.show_threshold(0.7)
    blank = histogram.grab().toImage()
    for number in range(200):
        histogram.add_tick(number / 200)
    assert len(histogram.ticks) == 90
    assert histogram.grab().toImage() != blank
    histogram.forget_ticks()
    assert histogram.grab().toImage() == blank


def test_details_are_closed_at_first_and_open_by_key(qtbot: QtBot, theme: Theme) -> None:
    details = Details(theme, "Details")
    inside = QWidget()
    details.column.addWidget(inside)
    qtbot.addWidget(details)
    details.show()
    assert not inside.isVisible()
    QTest.keyClick(details.button, Qt.Key.Key_Space)
    assert inside.isVisible()


def test_counting_says_how_far_it_is() -> None:
    assert counting_words(None) == ""
    assert counting_words(Progress(stage="")) == "Counting strangers…"
    assert "25 %" in counting_words(Progress(stage="", step=1, of=4))
