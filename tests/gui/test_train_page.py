"""The training page with a training of the test's own; the real one runs in tests/real/test_window.py."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from faceid_app.datasets.installation import install_lfw
from faceid_app.errors import Cancelled, TrainingFailed
from faceid_app.gui.look.language import speak
from faceid_app.gui.train.need_row import NeedRow
from faceid_app.gui.train.result_view import result_of
from faceid_app.gui.train.software_row import _describe
from faceid_app.gui.train.train_page import TrainPage
from faceid_app.gui.train.training_needs import TrainingNeeds
from faceid_app.gui.train.training_state import TrainingRequest
from faceid_app.identity.bundle import Bundle
from faceid_app.identity.probe_results import BACKGROUND, ELSEWHERE, THROUGH_LOOK
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Progress, Report
from faceid_app.settings import Settings
from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profile
from faceid_app.workers.operations import Training
from faceid_app.workers.training_environment import Place
from faceid_app.workers.training_times import TrainingTime, note_training
from tests.gui.conftest import OpenWindow
from tests.gui.test_view_models import bundle
from tests.helpers.geometry import beyond, clipped
from tests.helpers.shipped import ship


class SmallTraining:
    """Reports six batches, waits to be let go, ends as told."""

    def __init__(self, outcome: Bundle | Exception) -> None:
        self.outcome = outcome
        self.requests: list[TrainingRequest] = []
        self.go_on = threading.Event()

    def __call__(self, _paths: Paths, request: TrainingRequest, report: Report, is_cancelled: IsCancelled) -> Training:
        self.requests.append(request)
        for step in range(1, 7):
            report(
                Progress(
                    stage="train", step=step, of=6, epoch=1, epochs=2, eta=40.0,
                    loss=1.0 / step, precision=0.9, recall=0.8,
                )
            )  # fmt: skip
        while not self.go_on.wait(0.01):
            if is_cancelled():
                raise Cancelled("Training")
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return Training(bundle_id="b", bundle=self.outcome, seconds=1.0)


@pytest.fixture
def ready(anna: Profile, paths: Paths, tmp_path: Path) -> Profile:
    """A person with captures, and strangers that are installed."""
    for role in Role:
        for clock in (0.0, 5.0):
            anna.captures.add(
                role=role, portrait_jpeg=b"jpeg", aligned_png=None, burst=f"{clock}", camera="c", clock=clock,
                measurements={},
            )  # fmt: skip
    for name in ("Ada_Byron", "Emmy_Noether"):
        folder = tmp_path / "lfw" / name
        folder.mkdir(parents=True)
        (folder / f"{name}_0001.jpg").write_bytes(b"")
    install_lfw(paths, source=tmp_path / "lfw")
    return anna


def shown(needs: TrainingNeeds) -> list[NeedRow]:
    """The needs that are told."""
    return [need for need in (needs.strangers, needs.bundled, needs.backbone, needs.compact) if need.isVisible()]


def choose_koch(page: TrainPage) -> None:
    """The recipe that needs no network."""
    page.options[2].setChecked(True)


def test_what_is_missing_is_said_and_training_waits_for_it(
    qtbot: QtBot, window: OpenWindow, anna: Profile, faceless: str
) -> None:
    page = window(camera=faceless, page="train").train
    page.networks[1].setChecked(True)
    needs: TrainingNeeds = page.needs
    qtbot.waitUntil(lambda: needs.strangers.detail != "" and needs.backbone.detail != "")
    assert not needs.strangers.there
    assert shown(needs) == [needs.strangers, needs.backbone]
    assert "38.7 MB" in needs.backbone.detail
    assert not page.train_button.isEnabled()
    qtbot.waitUntil(lambda: "at least 2" in page.captures.text(), timeout=5000)
    qtbot.waitUntil(page.panel.nothing.isVisible)


@pytest.mark.parametrize("place", [Place.APART, Place.NOWHERE])
def test_training_software_is_not_called_missing_before_it_was_looked_for(
    qtbot: QtBot, window: OpenWindow, ready: Profile, faceless: str, place: Place
) -> None:
    opened = window(camera=faceless)
    page = opened.train
    software = page.needs.software
    software._look, software._check = (lambda: place), (lambda: _describe(place))
    shown: list[bool] = []
    opened.window.rail.choose(1)
    assert (page.install_button.isVisible(), page.train_button.isVisible()) == (False, True)
    software.changed.connect(lambda: shown.append(page._standing is None and page.install_button.isVisible()))
    qtbot.waitUntil(lambda: page._standing is not None, timeout=10_000)
    assert not any(shown)
    assert page.install_button.isVisible() is (place is Place.NOWHERE)


def test_each_recipe_asks_only_for_what_it_needs(
    qtbot: QtBot, window: OpenWindow, ready: Profile, faceless: str
) -> None:
    page = window(camera=faceless, page="train").train
    page.networks[1].setChecked(True)
    qtbot.waitUntil(lambda: page.needs.strangers.there)
    assert "2 pictures of 2 people" in page.needs.strangers.detail
    assert shown(page.needs) == [page.needs.strangers, page.needs.backbone]
    assert not page.epochs.isVisible()
    assert not page.train_button.isEnabled()  # the network is missing
    choose_koch(page)
    assert shown(page.needs) == [page.needs.strangers]
    assert not page.network_card.isVisible()
    assert page.epochs.isVisible()
    qtbot.waitUntil(page.train_button.isEnabled, timeout=5000)


def test_the_bundled_network_needs_nothing_else(
    qtbot: QtBot, window: OpenWindow, anna: Profile, paths: Paths, faceless: str
) -> None:
    ship(paths.models)
    for role in Role:
        for clock in (0.0, 5.0):
            anna.captures.add(
                role=role, portrait_jpeg=b"jpeg", aligned_png=None, burst=f"{clock}", camera="c", clock=clock,
                measurements={},
            )  # fmt: skip
    training = SmallTraining(bundle(fit=True))
    training.go_on.set()
    page = window(camera=faceless, page="train", train=training).train
    qtbot.waitUntil(page.train_button.isEnabled)
    assert shown(page.needs) == [page.needs.bundled, page.needs.compact]
    assert "180 faces of 60 people" in page.needs.bundled.detail
    assert "32 numbers a face" in page.needs.compact.detail
    page.options[1].setChecked(True)  # learns from pictures
    assert shown(page.needs) == [page.needs.strangers, page.needs.compact]
    assert not page.train_button.isEnabled()
    page.options[0].setChecked(True)
    page.train_button.click()
    qtbot.waitUntil(lambda: page.panel.trains == "")
    assert training.requests == [
        TrainingRequest(name="anna", recipe="head", backbone="compact", epochs=None, resume=False)
    ]


def test_the_chosen_network_is_remembered(window: OpenWindow, anna: Profile, paths: Paths, faceless: str) -> None:
    page = window(camera=faceless, page="train").train
    assert page.backbone() == "compact"
    page.networks[1].setChecked(True)
    assert page.backbone() == "sface"
    assert Settings.load(paths).backbone == "sface"
    assert window(camera=faceless, page="train").train.backbone() == "sface"


def test_a_training_shows_curves_and_ends_with_the_report_card(
    qtbot: QtBot, window: OpenWindow, ready: Profile, faceless: str
) -> None:
    training = SmallTraining(bundle(fit=True))
    opened = window(camera=faceless, page="train", train=training)
    page = opened.train
    choose_koch(page)
    page.epochs.setValue(2)
    qtbot.waitUntil(page.train_button.isEnabled)
    page.train_button.click()
    qtbot.waitUntil(lambda: len(page.panel.curves.points["loss"]) == 6)
    assert training.requests == [
        TrainingRequest(name="anna", recipe="koch", backbone="compact", epochs=2, resume=False)
    ]
    assert page.panel.progress.words.text() == "Training, epoch 1 of 2"
    assert page.panel.progress.left.text() == "this step: about 40 s left"
    assert not page.train_button.isEnabled()
    opened.window.rail.choose(0)  # it goes on meanwhile
    training.go_on.set()
    qtbot.waitUntil(lambda: page.panel.trains == "")
    opened.window.rail.choose(1)
    qtbot.waitUntil(page.train_button.isEnabled)
    assert page.panel.result.headline.text() == "Fit for verification"


def test_a_training_can_be_cancelled(qtbot: QtBot, window: OpenWindow, ready: Profile, faceless: str) -> None:
    page = window(camera=faceless, page="train", train=SmallTraining(bundle(fit=True))).train
    choose_koch(page)
    qtbot.waitUntil(page.train_button.isEnabled)
    page.train_button.click()
    qtbot.waitUntil(lambda: len(page.panel.curves.points["loss"]) == 6)
    page.panel.progress.cancel.click()
    qtbot.waitUntil(page.train_button.isEnabled)
    assert "stopped" in page.panel.note.words


def test_a_stopped_training_can_be_continued(qtbot: QtBot, window: OpenWindow, ready: Profile, faceless: str) -> None:
    ready.write("training/state.npz", b"state")
    training = SmallTraining(bundle(fit=True))
    page = window(camera=faceless, page="train", train=training).train
    choose_koch(page)
    qtbot.waitUntil(page.continue_button.isEnabled)
    page.continue_button.click()
    qtbot.waitUntil(lambda: len(training.requests) == 1)
    assert training.requests[0].resume


def test_a_failure_is_said_in_place(
    qtbot: QtBot, window: OpenWindow, ready: Profile, faceless: str, caplog: pytest.LogCaptureFixture
) -> None:
    training = SmallTraining(TrainingFailed("there is not enough memory"))
    training.go_on.set()
    page = window(camera=faceless, page="train", train=training).train
    choose_koch(page)
    qtbot.waitUntil(page.train_button.isEnabled)
    page.train_button.click()
    qtbot.waitUntil(lambda: "not enough memory" in page.panel.note.words)
    assert page.train_button.isEnabled()


def test_an_unfit_model_says_why_and_is_not_offered(
    qtbot: QtBot, window: OpenWindow, ready: Profile, faceless: str
) -> None:
    training = SmallTraining(bundle(fit=False))
    training.go_on.set()
    page = window(camera=faceless, page="train", train=training).train
    choose_koch(page)
    qtbot.waitUntil(page.train_button.isEnabled)
    page.train_button.click()
    qtbot.waitUntil(page.panel.result.isVisible)
    assert page.panel.result.headline.text() == "Unfit for verification"
    assert page.panel.result.reason.text() == "It accepts 9 of 300 strangers."
    page.panel.result.action.click()  # nothing tried strangers: they are to be had first
    assert page.recipe().name == "head"
    assert page.needs.strangers.isVisible()


def test_a_model_that_learned_the_room_says_what_was_measured_and_offers_the_better_way(
    qtbot: QtBot, window: OpenWindow, ready: Profile, paths: Paths, faceless: str
) -> None:
    ship(paths.models)
    shown = [
        {"name": THROUGH_LOOK, "accepted": 298, "n": 300},
        {"name": BACKGROUND, "accepted": 4, "n": 4},
        {"name": ELSEWHERE, "accepted": 0, "n": 4},
    ]
    training = SmallTraining(replace(bundle(fit=False), recipe="koch", card={"probes": shown}))
    training.go_on.set()
    page = window(camera=faceless, page="train", train=training).train
    choose_koch(page)
    qtbot.waitUntil(page.train_button.isEnabled)
    assert page.options[2].detail == "On this device: not known until the first one."
    page.train_button.click()
    qtbot.waitUntil(page.panel.result.isVisible)
    assert page.panel.result.reason.text() == (
        "Your camera is enough to pass: it accepts 298 of 300 strangers seen through it (99 %). At most 1 % may."
    )
    assert page.panel.result.action.text() == "Train the recommended way"
    qtbot.waitUntil(page.train_button.isEnabled)
    page.options[0].setChecked(True)
    qtbot.waitUntil(page.train_button.isEnabled)
    page.panel.result.action.click()
    qtbot.waitUntil(lambda: len(training.requests) == 2)
    assert training.requests[1].recipe == "head"


def test_what_a_training_took_here_is_told_for_the_next(
    qtbot: QtBot, window: OpenWindow, ready: Profile, paths: Paths, faceless: str
) -> None:
    for seconds in (5.0, 7.0, 90 * 60.0):
        note_training(
            paths,
            TrainingTime(
                recipe="head", backbone="compact", seconds=seconds, epoch_seconds=None, epochs=None, asked=None
            ),
        )
    page = window(camera=faceless, page="train").train
    qtbot.waitUntil(lambda: page.options[0].detail == "On this device: 7 s, the median of the last 3.", timeout=5000)
    page.networks[1].setChecked(True)
    assert page.options[0].detail == "On this device: not known until the first one."


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("fit", [True, False])
@pytest.mark.parametrize("size", [(1280, 800), (1040, 640), (960, 500)])
def test_the_result_fits_the_page_in_an_ordinary_window_and_on_a_small_screen(
    qapp: QApplication,
    qtbot: QtBot,
    window: OpenWindow,
    ready: Profile,
    faceless: str,
    size: tuple[int, int],
    fit: bool,
    language: str,
) -> None:
    speak(qapp, language)
    opened = window(camera=faceless, page="train")
    page, result = opened.train, opened.train.panel.result
    qtbot.waitUntil(lambda: page.panel.nothing.isVisible())
    shown = [
        {"name": THROUGH_LOOK, "accepted": 0, "n": 1200},
        {"name": BACKGROUND, "accepted": 0, "n": 40},
        {"name": ELSEWHERE, "accepted": 40, "n": 40},
    ]
    view = result_of(replace(bundle(fit=fit), card={"probes": shown}))
    page.panel.nothing.hide()
    result.show_result(view, action="Попробовать" if language == "ru" else "Try it")
    result.await_map()
    result.show()
    opened.window.resize(*size)
    for details in (False, True):
        result.details.setChecked(details)
        qtbot.waitUntil(lambda: beyond(page) == [])
        qtbot.waitUntil(lambda: clipped(page) == [])
        if size[0] >= 1040 or not details:
            assert page.minimumSizeHint().width() <= page.width()
    assert result.heat_caption.y() >= result.heat.height() or result.heat_caption.x() >= result.heat.width()
