"""The people page in the window: drawn faces, the network and the strangers that come with the program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from faceid_app.app import Opened
from faceid_app.camera.pixels import encode_jpeg, encode_png
from faceid_app.gui.look.language import speak
from faceid_app.gui.page_names import PAGES
from faceid_app.gui.people.people_page import PeoplePage
from faceid_app.identity.backbones import find_backbone
from faceid_app.identity.bundle import BackboneReference, Bundle, Fitness
from faceid_app.identity.calibration import calibrate
from faceid_app.identity.decision import Thresholds
from faceid_app.identity.guided_capture import TARGETS
from faceid_app.identity.head import tempered
from faceid_app.identity.thresholds_in_use import save_thresholds
from faceid_app.identity.witnesses import BUNDLED
from faceid_app.paths import Paths
from faceid_app.storage.captures import Role, Round
from faceid_app.storage.profiles import Profile, Profiles
from tests.gui.conftest import OpenWindow
from tests.helpers.drawn_face import drawn_face
from tests.helpers.geometry import beyond, clipped

TIMEOUT = 60_000


def add(profile: Profile, picture: np.ndarray, role: Role = Role.ANCHOR, *, burst: str = "b") -> str:
    return profile.captures.add(
        role=role,
        portrait_jpeg=encode_jpeg(picture),
        aligned_png=encode_png(np.ascontiguousarray(cv2.resize(picture, (112, 112)))),
        burst=burst,
        camera="",
        clock=0.0,
        measurements={"yaw": 0.0, "pitch": 0.0},
    ).id


@pytest.fixture
def drawn(paths: Paths, anna: Profile) -> Profile:
    """Six captures of a drawn face, a little brighter each, and the bundled head as if trained: nothing is counted."""
    backbone = find_backbone(paths)
    head = backbone.universal_head()
    assert head is not None
    scores = np.linspace(0.0, 0.6, 40_000, dtype=np.float32), np.linspace(0.7, 1.0, 500, dtype=np.float32)
    bundle = Bundle(
        recipe="head",
        input=backbone.input,
        normalise=True,
        backbone=BackboneReference(backbone.name, backbone.sha256),
        network=None,
        head=tempered(head),
        calibration=calibrate(scores[1], scores[0], people=1_000),
        thresholds=Thresholds(0.82, 0.5),
        fitness=Fitness(fit=True),
        card={"negatives": BUNDLED},
    )
    anna.bundles.save(bundle.to_files(), manifest={})
    for number in range(6):
        brighter = cv2.convertScaleAbs(drawn_face(), alpha=1.0, beta=3 * number)
        add(anna, brighter, list(Role)[number % 2], burst=str(number))
    return anna


@pytest.fixture
def checked(qtbot: QtBot, window: OpenWindow, faceless: str) -> Callable[[], Opened]:
    """Opens the page and waits until the check of the first person is on show."""

    def make() -> Opened:
        opened = window(camera=faceless, page="people")
        qtbot.waitUntil(lambda: shown(opened.people), timeout=TIMEOUT)
        return opened

    return make


def shown(page: PeoplePage) -> bool:
    return page.health.isVisible() and page.pictures.is_complete


def captures_of(page: PeoplePage) -> int:
    return sum(len(grid.ids()) for grid in page.pictures.grids.values())


def words_of(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_without_anybody_the_page_leads_to_a_profile(window: OpenWindow, faceless: str) -> None:
    opened = window(camera=faceless, page="people")
    assert opened.people.empty.isVisible()
    opened.people.empty.button.click()
    assert opened.window.sheet.isVisible()


def test_a_person_is_shown_with_pictures_health_strangers_and_model(
    checked: Callable[[], Opened], drawn: Profile, people: Profiles
) -> None:
    page = checked().people
    assert captures_of(page) == 6
    words = words_of(page)
    assert "13,233 pictures" in words
    assert "5,749 people" in words
    assert "not enough data" in words
    assert "The probes found it fit" in words


def test_a_strange_picture_is_removed_with_one_click_and_put_back(
    qtbot: QtBot, checked: Callable[[], Opened], drawn: Profile
) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (250, 250, 3), np.uint8)
    strange = add(drawn, noise)
    page = checked().people
    (remove,) = page.health.remove_buttons
    assert remove.property("capture") == strange
    with qtbot.waitSignal(page.checked, timeout=TIMEOUT):
        remove.setFocus()
        QTest.keyClick(remove, Qt.Key.Key_Space)
    assert strange not in {record.id for record in drawn.captures.records()}
    assert (captures_of(page), page.health.remove_buttons) == (6, [])
    with qtbot.waitSignal(page.checked, timeout=TIMEOUT):
        page.note.acted.emit()
    qtbot.waitUntil(lambda: captures_of(page) == 7, timeout=TIMEOUT)
    assert len(drawn.captures.records()) == 7
    assert len(page.health.remove_buttons) == 1


def test_too_few_pictures_are_told_with_what_to_do(
    qtbot: QtBot, window: OpenWindow, anna: Profile, faceless: str
) -> None:
    add(anna, drawn_face())
    opened = window(camera=faceless, page="people")
    qtbot.waitUntil(lambda: bool(opened.people.note.words), timeout=TIMEOUT)
    assert not opened.people.health.isVisible()
    opened.people.note.acted.emit()
    assert opened.enrol.isVisible()


def test_a_threshold_below_the_personal_minimum_is_raised_by_one_click(
    qtbot: QtBot, checked: Callable[[], Opened], drawn: Profile
) -> None:
    page = checked().people
    check = page.check
    assert check is not None
    assert not page.strangers.minimum_button.isVisible()
    save_thresholds(drawn, check.bundle_id, Thresholds(0.05, 0.5))
    with qtbot.waitSignal(page.checked, timeout=TIMEOUT):
        page.activate(drawn)
    assert page.strangers.minimum_button.isVisible()
    with qtbot.waitSignal(page.checked, timeout=TIMEOUT):
        page.strangers.minimum_button.click()
    assert not page.strangers.minimum_button.isVisible()
    assert page.check is not None
    assert page.check.strangers is not None
    assert page.check.strangers.minimum is not None
    assert page.check.thresholds.detection == page.check.strangers.minimum.threshold


def test_choosing_in_the_list_chooses_for_the_whole_window_and_damage_is_told_there(
    qtbot: QtBot, window: OpenWindow, people: Profiles, anna: Profile, faceless: str
) -> None:
    people.create("berta")
    broken = people.create("carl")
    broken.store.write("carl/profile.json", b"{")
    opened = window(camera=faceless, page="people", profile="anna")
    qtbot.waitUntil(lambda: len(opened.people.people.rows) == 3, timeout=TIMEOUT)
    rows = {row.name: row for row in opened.people.people.rows}
    rows["carl"].click()
    assert "carl" in opened.window.note.words
    rows["berta"].setFocus()
    QTest.keyClick(rows["berta"], Qt.Key.Key_Space)
    assert opened.window.profile_bar.choice == "berta"


def test_a_deletion_leaves_a_receipt_to_copy_and_save(
    qtbot: QtBot, window: OpenWindow, people: Profiles, anna: Profile, faceless: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    capture = add(anna, drawn_face())
    opened = window(camera=faceless, page="people")
    page = opened.people
    page.delete_button.click()
    opened.window.sheet.accept_button.click()
    qtbot.waitUntil(page.receipt.isVisible, timeout=TIMEOUT)
    assert people.names() == []
    assert f"anchor/{capture}.jpg" in page.receipt.list.toPlainText()
    page.receipt.copy_button.click()
    assert QGuiApplication.clipboard().text() == page.receipt.list.toPlainText()
    target = tmp_path / "receipt.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page.receipt.save_button.click()
    qtbot.waitUntil(target.is_file, timeout=TIMEOUT)
    assert target.read_text() == page.receipt.list.toPlainText()
    page.receipt.close_button.click()
    assert page.empty.isVisible()


def test_enrolling_anew_keeps_the_earlier_pictures_until_the_new_ones_are_complete(
    qtbot: QtBot, window: OpenWindow, anna: Profile, faceless: str
) -> None:
    earlier = add(anna, drawn_face())
    opened = window(camera=faceless, page="people")
    page = opened.people
    next(action for action in page.more.options.actions() if action.text() == "Enrol anew…").trigger()
    opened.window.sheet.accept_button.click()
    assert opened.enrol.isVisible()
    for number in range(TARGETS[Round.FIRST]):
        for role in Role:
            anna.captures.add(
                role=role, portrait_jpeg=encode_jpeg(drawn_face()), aligned_png=None, burst=str(number), camera="",
                clock=0.0, measurements={},
            )  # fmt: skip
        if not number:
            opened.window.rail.choose(PAGES.index("people"))
            qtbot.waitUntil(page.renewal.isVisible, timeout=TIMEOUT)
            assert not page.renewal.remove_button.isVisible()
    page.activate(anna)
    qtbot.waitUntil(page.renewal.remove_button.isVisible, timeout=TIMEOUT)
    with qtbot.waitSignal(page.renewal.ended, timeout=TIMEOUT):
        page.renewal.remove_button.click()
    assert earlier not in {record.id for record in anna.captures.records()}
    assert len(anna.captures.records()) == 2 * TARGETS[Round.FIRST]
    assert not page.renewal.isVisible()


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("size", [(1280, 800), (1040, 640), (960, 500)])
def test_a_person_fits_the_page_in_an_ordinary_window_and_on_a_small_screen(
    qapp: QApplication,
    qtbot: QtBot,
    checked: Callable[[], Opened],
    drawn: Profile,
    size: tuple[int, int],
    language: str,
) -> None:
    speak(qapp, language)
    opened = checked()
    opened.window.resize(*size)
    qtbot.waitUntil(lambda: beyond(opened.people) == [])
    qtbot.waitUntil(lambda: clipped(opened.people) == [])
    assert opened.people.minimumSizeHint().width() <= opened.people.width()
    page, strangers = opened.people, opened.people.strangers
    qtbot.waitUntil(lambda: (strangers.mapTo(page, QPoint(0, 0)).x() > 600) is (size[0] == 1280))  # beside the health
