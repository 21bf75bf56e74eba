"""The panel of insights: off at first, what it shows, own pictures, and that it forgets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from faceid_app.camera.pixels import encode_png
from faceid_app.faces.alignment import align
from faceid_app.faces.attributes import AgeRange
from faceid_app.faces.face import Reason, Refusal
from faceid_app.faces.observation import Observation, unobserved
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.verify.insights_card import InsightsCard
from faceid_app.identity.insights import Insight, PictureInsight, Presentation
from faceid_app.settings import Settings
from faceid_app.storage.profiles import Profile
from faceid_app.workers.insights import EVERY_SECONDS, InsightSession
from tests.gui.conftest import OpenWindow
from tests.helpers.drawn_face import FACE, drawn_face, sketched_face

SURE = Insight(AgeRange(36.4, 31, 42), Presentation.FEMALE, 0.98, 5)
UNSURE = Insight(None, Presentation.UNSURE, 0.6, 5)


class Clock:
    """Time that the test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def card(qtbot: QtBot, theme: Theme) -> InsightsCard:
    session = InsightSession()
    card = InsightsCard(theme, session)
    qtbot.addWidget(card)
    card.show()
    return card


def seen() -> Observation:
    """A usable frame with a face in it."""
    picture = drawn_face()
    return replace(unobserved(picture), faces=(FACE,), subject=FACE, aligned=align(picture, FACE.landmarks))


def test_the_panel_is_off_until_it_is_turned_on(qtbot: QtBot, window: OpenWindow, anna: Profile, faceless: str) -> None:
    assert not Settings().insights
    page = window(camera=faceless, page="verify").verify
    page._show_parts(True)
    assert not page.insights_card.isVisible()
    page.context.settings.insights = True
    page._show_parts(True)
    assert page.insights_card.isVisible()


def test_it_says_what_it_is_told_and_what_that_is_worth(card: InsightsCard) -> None:
    assert card.live.age.text() == "–"
    card.show_live(SURE)
    assert (card.live.age.text(), card.live.presentation.text()) == ("31 to 42", "Female")
    assert card.live.presentation_why.text().startswith("98")
    assert "31 to 42" in card.live.accessibleName()
    card.show_live(UNSURE)
    assert (card.live.age.text(), card.live.presentation.text()) == ("Unsure", "Unsure")


def test_a_picture_is_shown_until_it_is_cleared(card: InsightsCard) -> None:
    card._session.picture_told.emit(PictureInsight(SURE, np.zeros((112, 112, 3), np.uint8), 3))
    assert card.of_picture.age.text() == "31 to 42"
    assert card.remark.text() == "The largest of 3 faces."
    card.clear_button.click()
    assert not card.of_picture.isVisible()


def test_a_dropped_picture_is_looked_at_and_a_drawing_is_refused_in_words(
    qtbot: QtBot, card: InsightsCard, tmp_path: Path
) -> None:
    drawing = tmp_path / "drawing.png"
    drawing.write_bytes(encode_png(sketched_face()))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(drawing))])
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    card.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, none))
    qtbot.waitUntil(lambda: "drawing" in card.note.words, timeout=15_000)
    card._session.shutdown()


def test_frames_are_looked_at_a_few_times_a_second_and_forgotten_with_the_person(qtbot: QtBot) -> None:
    clock = Clock()
    told: list[Insight | None] = []
    session = InsightSession(clock=clock)
    session.told.connect(told.append)
    frame = seen()
    started = 0
    for number in range(4):
        at = 0.1 * number
        clock.now = (EVERY_SECONDS + 0.01) * number
        session.see(frame, at)
        started += session._looking.running
        session.see(frame, at + 0.01)  # too soon after the one before, or it is still at work
        qtbot.waitUntil(lambda: not session._looking.running, timeout=15_000)
    assert started == 4
    assert any(told)
    session.see(frame, 30.0)  # somebody else may have come
    assert told[-1] is None
    qtbot.waitUntil(lambda: not session._looking.running, timeout=15_000)
    assert told[-1] is None
    refused = replace(frame, refusal=Refusal(Reason.BLURRED, 1, 2, "", "It is blurred.", "Hold still."))
    clock.now += 1
    session.see(refused, 30.1)
    assert not session._looking.running
    session.shutdown()
