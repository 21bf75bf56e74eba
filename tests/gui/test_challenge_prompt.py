"""What the person is asked for proof, as the window shows it."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from faceid_app.guard.verdict import Ask, Prompt
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.parts.live_view import LiveView
from faceid_app.gui.verify.challenge_prompt import ChallengePrompt
from faceid_app.gui.verify.challenge_words import challenge_view
from faceid_app.words import Words

TURN = Prompt(Ask.LEFT, Words("Turn your head to the left."), 1, 2, 2.4, 4.0)
BLINKS = Prompt(Ask.BLINK, Words("Blink twice."), 1, 2, 4.0, 5.0, blinks=(0, 2))
COLOUR = Prompt(Ask.LIGHT, Words("Hold still and look at the colours."), 1, 2, 3.0, 6.0, (150, 190, 255))


class Shown:
    """A window with a live picture, and what is asked over it."""

    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self.window = QWidget()
        self.view = LiveView(theme)
        QVBoxLayout(self.window).addWidget(self.view)
        self.prompt = ChallengePrompt(theme, self.view)
        qtbot.addWidget(self.window)
        self.window.resize(800, 600)
        self.window.show()


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme) -> Shown:
    return Shown(qtbot, theme)


def judged(at: float, prompt: Prompt | None, *, looked: bool = True) -> Any:
    return SimpleNamespace(at=at, guard=SimpleNamespace(prompt=prompt) if looked else None)


def test_a_turn_is_asked_over_the_picture(shown: Shown) -> None:
    shown.prompt.follow(judged(1.0, TURN))
    ring = shown.prompt.ring
    assert ring.isVisible()
    assert ring.accessibleName() == "Turn your head to the left. Step 1 of 2."
    assert ring.geometry() == shown.view.rect()
    assert not ring.grab().toImage().isNull()
    shown.prompt.follow(judged(1.1, None))
    assert not shown.prompt.is_asking


def test_an_eye_stands_for_every_blink_and_is_lit_once_it_was_seen(shown: Shown) -> None:
    pictures = []
    for seen in range(3):
        shown.prompt.follow(judged(1.0, replace(BLINKS, blinks=(seen, 2))))
        pictures.append(shown.prompt.ring.grab().toImage())
    lit = [_pixels_of(picture, "#6aaeff") for picture in pictures]
    assert lit[0] == 0
    assert 0 < lit[1] < lit[2]
    assert challenge_view(BLINKS).spoken == "Blink twice. Step 1 of 2."


def _pixels_of(picture: QImage, colour: str) -> int:
    wanted = QColor(colour).rgb()
    return sum(picture.pixel(x, y) == wanted for x in range(0, picture.width()) for y in range(0, picture.height()))


def test_the_circle_of_directions_and_the_time_left() -> None:
    view = challenge_view(TURN)
    assert (view.angle, view.seconds) == (0.0, "3 s")
    assert view.left == pytest.approx(0.6)
    assert challenge_view(COLOUR).angle is None


def test_colours_fill_the_window_and_escape_declines(shown: Shown, qtbot: QtBot) -> None:
    shown.prompt.follow(judged(1.0, COLOUR))
    light = shown.prompt.light
    assert light.geometry() == shown.window.rect()
    assert light.grab().toImage().pixelColor(5, 5).name() == "#96beff"
    assert light.accessibleDescription()
    with qtbot.waitSignal(shown.prompt.declined):
        QTest.keyClick(light, Qt.Key.Key_Escape)
    with qtbot.waitSignal(shown.prompt.declined):
        QTest.mouseClick(light.decline_button, Qt.MouseButton.LeftButton)
    shown.prompt.follow(judged(1.1, TURN))
    assert light.isHidden()
    assert shown.prompt.ring.isVisible()


def test_a_frame_that_cannot_be_judged_does_not_make_the_window_flash(shown: Shown) -> None:
    shown.prompt.follow(judged(1.0, COLOUR))
    shown.prompt.follow(judged(1.2, None, looked=False))
    assert shown.prompt.light.isVisible()
    shown.prompt.follow(judged(2.0, None, looked=False))
    assert not shown.prompt.is_asking
