"""A window of the test's own, on a data directory of its own, closed when the test ends."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from faceid_app.app import Opened, open_window
from faceid_app.camera.protocol import FrameSource
from faceid_app.gui.look.language import speak
from faceid_app.gui.look.theme import Scheme, Theme
from faceid_app.gui.train.training_state import Train, run_training
from faceid_app.paths import Paths
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.store import PlainStore
from tests.helpers.clips import write_clip

# Before the first QApplication: tests need no screen, and open no windows on one.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


class OpenWindow(Protocol):
    """Opens a window and shows it."""

    def __call__(
        self,
        *,
        camera: str,
        page: str | None = "enrol",
        profile: str | None = None,
        open_camera: Callable[[str], FrameSource] | None = None,
        clock: Callable[[], float] | None = None,
        train: Train = run_training,
    ) -> Opened: ...


@pytest.fixture(autouse=True)
def _english(qapp: QApplication) -> None:
    """Windows speak English with its plurals, whatever a test before chose and the system is set to."""
    speak(qapp, "en")


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light look."""
    theme = Theme(Scheme.LIGHT)
    theme.install(qapp)
    return theme


@pytest.fixture
def faceless(tmp_path: Path) -> str:
    """A clip without a face, as camera."""
    return str(write_clip(tmp_path / "faceless.mp4", frames=300))


@pytest.fixture
def people(paths: Paths) -> Profiles:
    """The profiles of the test's data directory."""
    return Profiles(PlainStore(paths.personal))


@pytest.fixture
def anna(people: Profiles) -> Profile:
    """A person without captures."""
    return people.create("anna")


@pytest.fixture
def window(qtbot: QtBot, paths: Paths, theme: Theme) -> Iterator[OpenWindow]:
    """`window(camera=...)` opens one; all are closed afterwards."""
    opened: list[Opened] = []

    def make(
        *,
        camera: str,
        page: str | None = "enrol",
        profile: str | None = None,
        open_camera: Callable[[str], FrameSource] | None = None,
        clock: Callable[[], float] | None = None,
        train: Train = run_training,
    ) -> Opened:
        parts = open_window(
            paths, theme, camera=camera, profile=profile, page=page, open_camera=open_camera, clock=clock, train=train
        )
        opened.append(parts)
        parts.window.show()
        return parts

    yield make
    for parts in opened:
        parts.window.close()
        parts.window.deleteLater()
    # Now and not some time later: what is left of a window is styled anew with all others when the next one opens.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
