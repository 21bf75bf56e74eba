"""A first start as a person has it: from the program's start to the first verdict, by keyboard, a clip as the camera.

    python -m tests.bench.first_verdict --clip FILE

Plays the keys of somebody who knows what to do: name, Return, Space for guided capture, Q when the round is done, then
the page that verifies. Prints the seconds at which each was reached. The clip runs at its own speed and is looped.
Needs a display or QT_QPA_PLATFORM=offscreen. Nothing is kept.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from faceid_app.app import Opened, open_window
from faceid_app.camera.protocol import FrameSource
from faceid_app.camera.video import VideoSource
from faceid_app.gui.look.theme import Scheme, Theme
from faceid_app.gui.page_names import PAGES
from faceid_app.identity.decision import Verdict
from faceid_app.identity.verification import FrameVerdict
from faceid_app.paths import Paths
from tests.bench.smoothness import run_for

_PATIENCE = 180.0
"""Seconds after which a step is given up."""


def wait(reached: Callable[[], bool]) -> None:
    """Let the window live until that holds."""
    start = time.monotonic()
    while not reached():
        if time.monotonic() - start > _PATIENCE:
            raise SystemExit(f"Not reached within {_PATIENCE:.0f} s.")
        run_for(0.02)


def play(opened: Opened, tell: Callable[[str], None]) -> None:
    """Enrol and verify, as somebody would with the keys."""
    wait(lambda: opened.welcome.live_view.notice is None)
    tell("the camera is seen")
    QTest.keyClicks(opened.welcome.name, "anna")
    QTest.keyClick(opened.welcome.name, Qt.Key.Key_Return)
    wait(lambda: opened.enrol.live_view.notice is None)
    QTest.keyClick(opened.enrol, Qt.Key.Key_Space)
    counts = opened.enrol.panel.lists.values
    wait(lambda: all(shown.count >= 20 for shown in counts()))
    tell("20 anchors and 20 positives are taken")
    QTest.keyClick(opened.enrol, Qt.Key.Key_Q)
    verdicts = list[FrameVerdict]()
    opened.verify.session.judged.connect(verdicts.append)
    opened.window.rail.choose(PAGES.index("verify"))
    wait(lambda: any(isinstance(one, FrameVerdict) and one.verdict is Verdict.MATCH for one in verdicts))
    tell("matched")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clip", type=Path, required=True)
    clip: Path = parser.parse_args().clip
    start = time.monotonic()

    def tell(what: str) -> None:
        print(f"{time.monotonic() - start:5.1f} s  {what}", flush=True)

    def camera(_spec: str) -> FrameSource:
        return VideoSource(clip, loop=True)

    app = QApplication(sys.argv[:1])
    theme = Theme(Scheme.LIGHT)
    theme.install(app)
    with tempfile.TemporaryDirectory() as folder:
        opened = open_window(Paths(Path(folder)), theme, camera="clip", profile=None, page=None, open_camera=camera)
        opened.window.show()
        tell("the window is there")
        play(opened, tell)
        opened.window.close()


if __name__ == "__main__":
    main()
