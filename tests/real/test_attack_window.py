"""The page "attack yourself" with a film of a monitor as camera, judged by the guard that comes with the program."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from faceid_app.app import open_window
from faceid_app.camera.source import open_source
from faceid_app.guard.trial import Species
from faceid_app.gui.guard import attack_page
from faceid_app.gui.guard.sittings import Phase
from faceid_app.gui.look.theme import Scheme, Theme
from faceid_app.identity import trial_bench
from faceid_app.paths import Paths
from tests.helpers.enrolled import THRESHOLDS, enrol, give_model

# Before the first QApplication: tests need no screen, and open no windows on one.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def test_a_film_of_a_monitor_is_tried_and_told(
    qtbot: QtBot, qapp: QApplication, paths: Paths, clip: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = enrol(paths, "a", clip("a_live"), each=2)
    give_model(paths, profile)
    # Counting strangers for the thresholds in use takes seconds, and is tested elsewhere.
    monkeypatch.setattr(trial_bench, "find_thresholds", lambda *_args, **_options: THRESHOLDS)
    monkeypatch.setattr(attack_page, "COUNTDOWN", 1)
    monkeypatch.setattr(attack_page, "SECONDS", 1.0)
    theme = Theme(Scheme.LIGHT)
    theme.install(qapp)
    opened = open_window(
        paths, theme, camera=str(clip("a_replay")), profile="a", page="attack",
        open_camera=lambda spec: open_source(spec, start=1.0, loop=True),
    )  # fmt: skip
    page = opened.attack
    page._second.setInterval(5)
    opened.window.show()
    try:
        qtbot.waitUntil(page.stage.setup.begin_button.isEnabled, timeout=20_000)
        page.act()
        page.plan.wanted = 1
        while page.plan.step is not None and page.plan.step.species is not Species.MONITOR_REPLAY:
            page.skip()
        page.act()
        qtbot.waitUntil(lambda: page.phase is Phase.RESULT, timeout=30_000)
        assert page.card.words.text().startswith("0 of 1 accepted")
        page.act()
        page.skip()
        assert page.report.figure.text() == "0 of 1 accepted"
        (kept,) = profile.trials.load().presentations
        assert kept.guards
        assert any(frame.cues for frame in kept.frames)
        assert not any(frame.picture for frame in kept.frames)
    finally:
        opened.window.close()
