"""Tokens, theme, pictures and the live view."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from faceid_app.camera.frame import Frame
from faceid_app.camera.pixels import encode_jpeg
from faceid_app.gui.look.icons import pixmap
from faceid_app.gui.look.images import ArrayImage, thumbnail
from faceid_app.gui.look.style_sheet import style_sheet
from faceid_app.gui.look.theme import Scheme, Theme
from faceid_app.gui.look.tokens import DARK, LIGHT, Tokens
from faceid_app.gui.parts.live_view import LiveView, Notice
from faceid_app.gui.parts.outline import GlidingOutline, Outline
from faceid_app.paths import PROJECT_ROOT
from tests.helpers.fake_camera import FakeClock


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_all_text_can_be_read(tokens: Tokens) -> None:
    pairs = [
        (text, ground)
        for text in (tokens.text, tokens.muted)
        for ground in (tokens.window, tokens.surface, tokens.track)
    ]
    pairs += [(tone, tokens.surface) for tone in (tokens.good, tokens.bad, tokens.caution, tokens.accent_text)]
    pairs += [(tokens.bad, tokens.bad_soft), (tokens.caution, tokens.caution_soft), (tokens.good, tokens.good_soft)]
    pairs += [(tokens.accent_text, tokens.accent_soft), (tokens.on_accent, tokens.accent)]
    assert {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < 4.5} == {}


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_style_sheet_is_complete(tokens: Tokens) -> None:
    assert "$" not in style_sheet(tokens)


def test_the_theme_can_be_chosen_and_is_told(qtbot: QtBot, qapp: QApplication, theme: Theme) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.choose(Scheme.DARK)
    assert theme.tokens is DARK
    assert DARK.window in qapp.styleSheet()
    theme.choose(Scheme.LIGHT)
    assert theme.tokens is LIGHT


def test_every_icon_can_be_tinted(qapp: QApplication) -> None:
    sources = [path.read_text("utf-8") for path in (PROJECT_ROOT / "faceid_app").rglob("*.py")]
    used = r'(?:pixmap|icon|RailEntry|EmptyState|Notice)\((?:[^()"]*, )?"([a-z0-9-]+)"'
    names = {name for source in sources for name in re.findall(used, source)}
    assert {"scan-face", "users", "camera"} <= names
    for name in names:
        image = pixmap(name, "#ff0000", 24).toImage()
        reds = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
        assert any(colour.red() > 200 and colour.alpha() > 200 for colour in reds), name


def test_an_array_is_painted_from_its_own_memory() -> None:
    rgb = np.zeros((4, 6, 3), np.uint8)
    seen = ArrayImage(rgb)
    rgb[1, 2] = (10, 20, 30)
    assert seen.image.pixelColor(2, 1) == QColor(10, 20, 30)


def test_a_view_with_odd_strides_keeps_its_colours() -> None:
    bgr = np.zeros((4, 6, 3), np.uint8)
    bgr[...] = (1, 2, 3)
    assert ArrayImage(bgr[:, :, ::-1]).image.pixelColor(0, 0) == QColor(3, 2, 1)
    assert ArrayImage(bgr[:, 1:4]).image.size().toTuple() == (3, 4)
    assert ArrayImage(bgr[::-1]).image.pixelColor(5, 3) == QColor(1, 2, 3)


def test_thumbnails_are_scaled_while_decoding_and_rubbish_is_none() -> None:
    assert thumbnail(encode_jpeg(np.full((250, 250, 3), 90, np.uint8)), 100).size().toTuple() == (100, 100)
    assert thumbnail(b"this is text", 100).isNull()


# --- live view -------------------------------------------------------------------------------------------------------


def two_colours() -> Frame:
    """Red at the left, blue at the right."""
    rgb = np.zeros((60, 80, 3), np.uint8)
    rgb[:, :40], rgb[:, 40:] = (220, 20, 30), (20, 30, 220)
    return Frame(rgb, 0, 0.0)


def painted(view: LiveView) -> QImage:
    return view.grab().toImage()


def colour_at(image: QImage, x: float, y: float) -> str:
    colour = image.pixelColor(round(image.width() * x), round(image.height() * y))
    return "red" if colour.red() > 180 and colour.blue() < 80 else "blue" if colour.blue() > 180 else colour.name()


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> LiveView:
    view = LiveView(theme)
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    return view


def test_the_picture_is_a_mirror_with_right_colours(view: LiveView) -> None:
    view.show_frame(two_colours())
    image = painted(view)
    assert (colour_at(image, 0.25, 0.5), colour_at(image, 0.75, 0.5)) == ("blue", "red")
    view.set_mirrored(False)
    image = painted(view)
    assert (colour_at(image, 0.25, 0.5), colour_at(image, 0.75, 0.5)) == ("red", "blue")


def test_the_picture_keeps_its_shape_and_has_rounded_corners(view: LiveView, theme: Theme) -> None:
    view.resize(600, 300)
    view.show_frame(two_colours())
    rect = view.picture_rect()
    assert (rect.width(), rect.height(), rect.left()) == (400.0, 300.0, 100.0)
    assert painted(view).pixelColor(round(101 * view.devicePixelRatioF()), 1).name() == theme.tokens.window


def test_the_first_painted_frame_is_told_once(qtbot: QtBot, view: LiveView) -> None:
    told: list[bool] = []
    view.first_frame_painted.connect(lambda: told.append(True))
    painted(view)
    assert told == []
    view.show_frame(two_colours())
    painted(view)
    painted(view)
    assert told == [True]


def test_the_outline_is_mirrored_with_the_picture(qtbot: QtBot, view: LiveView) -> None:
    view.show_frame(two_colours())
    view.show_outline(Outline((5.0, 10.0, 20.0, 30.0), "good"))
    # The box lies at the left of the frame, so its brackets are at the right of the mirror.
    green = QColor("#5fdc94")

    def greens(left: float, right: float) -> int:
        image = painted(view)
        columns = range(round(image.width() * left), round(image.width() * right))
        return sum(
            abs(image.pixelColor(x, y).green() - green.green()) < 30 and image.pixelColor(x, y).red() < 150
            for x in columns
            for y in range(0, image.height(), 2)
        )

    qtbot.waitUntil(lambda: greens(0.5, 1.0) > 20)
    assert greens(0.0, 0.5) == 0


def test_a_notice_takes_the_place_of_the_picture_and_offers_its_action(qtbot: QtBot, view: LiveView) -> None:
    view.show_frame(two_colours())
    view.show_notice(Notice("video-off", "Camera unplugged", "Plug it in again.", "Choose another…"))
    assert colour_at(painted(view), 0.25, 0.9) not in ("red", "blue")
    button = view.action_button
    assert button.isVisible()
    assert "Plug it in again." in view.accessibleDescription()
    with qtbot.waitSignal(view.notice_acted):
        button.click()
    view.show_notice(None)
    assert not button.isVisible()


def test_the_outline_glides_to_a_new_place_and_fades_away() -> None:
    shown = GlidingOutline()
    assert shown.resting
    shown.follow(Outline((0.0, 0.0, 10.0, 10.0)))
    shown.advance(1.0)
    assert shown.resting
    shown.follow(Outline((100.0, 0.0, 10.0, 10.0)))
    shown.advance(0.05)
    assert not shown.resting
    for _ in range(20):  # type: ignore[unreachable]
        shown.advance(0.05)
    assert shown.resting
    shown.follow(None)
    shown.advance(0.05)
    assert not shown.resting
    shown.advance(1.0)
    assert shown.resting


def test_a_flash_confirms_a_capture_and_goes_out(qtbot: QtBot, theme: Theme) -> None:
    clock = FakeClock()
    view = LiveView(theme, clock=clock)
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show_frame(two_colours())
    view.flash()
    assert painted(view).pixelColor(3, 150).lightness() > 240
    clock.now += 1.0
    assert colour_at(painted(view), 3 / 400, 0.5) == "blue"
