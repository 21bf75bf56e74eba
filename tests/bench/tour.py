"""Pictures of every page in its main states, in every theme, language and size, with drawn people before the camera.

    python -m tests.bench.tour --to DIR [--only enrol --only verify-match] [--language en] [--size 1280x800] [--train]

Nobody is photographed: `tests/helpers/drawn_person.py` draws who looks into the camera, and two of them are really
enrolled, from clips of drawings. To the network drawings look alike (cosine 0.83 to 0.91 between these people, 0.94 to
0.97 between pictures of one), so no picture shows a stranger refused, and none says anything about recognition.
Needs no display. A state that cannot be shown is told, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

SIZES = {"1280x800": 1, "1920x1080": 2}
"""Each with its scale: pixels of the picture for one of the window."""
LANGUAGES = ("en", "ru")
THEMES = ("light", "dark")
NAMES = ("Anna", "Ben", "Clara")
LIVE_MS = 2600
STILL_MS = 700
PATIENCE = 30.0  # seconds
CAMERA = "Desk camera"
GUARDED = NAMES[1]
"""Whose guard is on. It takes these drawings for live; a phone that shows one is an attack."""


@dataclass(frozen=True, slots=True)
class State:
    """One picture: `name` begins with the page's. `show` brings the window there."""

    name: str
    page: str
    show: Callable[[Stage], None] = lambda _stage: None
    nobody: bool = False
    profile: str = NAMES[0]
    camera: str = "first"
    """`first` or `second`, drawn people who are enrolled, a picture of the second on a `phone`, or `unplugged`."""
    wait: int = STILL_MS
    until: Callable[[Stage], bool] = lambda _stage: True
    """What must be on show before the picture is taken; waited for, not for ever."""


class Stage:
    """An open window and what a state may do with it."""

    def __init__(self, opened: object) -> None:
        from faceid_app.app import Opened

        assert isinstance(opened, Opened)
        self.opened = opened

    def wait(self, ms: int) -> None:
        """Let the window live."""
        from PySide6.QtTest import QTest

        QTest.qWait(ms)

    def settle(self) -> None:
        """Wait until nothing is being computed any more; not for ever, since some jobs watch."""
        from faceid_app.workers.jobs import Job

        self.wait_for(lambda _stage: not any(job.running for job in self.opened.window.findChildren(Job)))

    def wait_for(self, shown: Callable[[Stage], bool]) -> None:
        """Let the window live until `shown`, or until patience ends."""
        deadline = time.monotonic() + PATIENCE
        while not shown(self) and time.monotonic() < deadline:
            self.wait(STILL_MS // 4)

    def lock_out(self) -> None:
        """Let attempts fail until nobody is judged any more."""
        from faceid_app.identity.lockout import MOST_FAILURES, Lockout

        lockout = Lockout(self.opened.verify.context.profiles.get(GUARDED).lockout)
        for _ in range(MOST_FAILURES):
            lockout.failed()

    def attack(self, until: str) -> None:
        """Lead through an attack trial up to `ready`, `showing` or the `report`."""
        page = self.opened.attack
        self.wait_for(lambda _stage: page.stage.setup.begin_button.isEnabled())
        page.act()
        if until == "ready":
            return
        page.act()
        self.wait_for(lambda _stage: page.phase.name == "SHOWING")
        if until == "showing":
            self.wait(LIVE_MS)
            return
        self.wait_for(lambda _stage: bool(page.plan.presentations))
        while page.phase.name != "REPORT":
            page.skip()

    def judged(self) -> bool:
        """The verification page says match or no match."""
        return self.opened.verify.verdict.headline.property("tone") in ("good", "bad")

    def named(self) -> bool:
        """The page "Who is this?" has made up its mind about a face."""
        return any(
            row.isVisible() and row.who.text().rstrip("…") == row.who.text() != "" for row in self.opened.identify.rows
        )

    def scroll(self) -> None:
        """Show the end of a long page."""
        from PySide6.QtWidgets import QScrollArea

        for area in self.opened.window.page().findChildren(QScrollArea):
            if area.isVisible():
                area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())

    def keys(self) -> None:
        """List all keys."""
        from faceid_app.gui.shell.window_keys import WindowKeys

        found = self.opened.window.findChild(WindowKeys)
        assert isinstance(found, WindowKeys)
        found.show_all()


STATES = (
    State("welcome", "", nobody=True),
    *(
        State(f"{page}-nobody", page, nobody=True)
        for page in ("enrol", "train", "verify", "people", "identify", "attack")
    ),
    State("enrol", "enrol", wait=LIVE_MS),
    State("train", "train"),
    State("verify-match", "verify", wait=LIVE_MS, until=Stage.judged),
    State(
        "verify-details",
        "verify",
        lambda stage: stage.opened.verify.details.button.click(),
        wait=LIVE_MS,
        until=Stage.judged,
    ),
    State("verify-unplugged", "verify", camera="unplugged", wait=STILL_MS),
    State(
        "verify-attack",
        "verify",
        profile=GUARDED,
        camera="phone",
        wait=LIVE_MS,
        until=lambda stage: stage.opened.verify.verdict.headline.property("tone") == "bad",
    ),
    State(
        "verify-locked",
        "verify",
        Stage.lock_out,
        profile=GUARDED,
        camera="second",
        wait=LIVE_MS,
        until=lambda stage: stage.opened.verify.lockout.locked,
    ),
    State("people", "people", wait=LIVE_MS),
    State("people-end", "people", Stage.scroll, wait=LIVE_MS),
    State("identify", "identify", wait=LIVE_MS, until=Stage.named),
    State("attack", "attack", wait=LIVE_MS),
    State("attack-ready", "attack", lambda stage: stage.attack("ready"), wait=LIVE_MS),
    State("attack-showing", "attack", lambda stage: stage.attack("showing"), wait=LIVE_MS),
    State("attack-report", "attack", lambda stage: stage.attack("report"), wait=LIVE_MS),
    State("evaluation", "evaluation"),
    State("settings", "settings"),
    State("settings-end", "settings", Stage.scroll),
    State("new-profile", "people", lambda stage: stage.opened.window.profile_bar.ask_new()),
    State("delete-profile", "people", lambda stage: stage.opened.window.profile_bar.ask_delete()),
    State("shortcuts", "settings", lambda stage: stage.keys()),
    State("diagnostics", "settings", lambda stage: stage.opened.window.show_diagnostics(), wait=LIVE_MS),
)


def prepare(folder: Path, *, train: bool) -> None:
    """A data folder with two drawn people enrolled; `train` trains the first one's model, in half a minute."""
    from faceid_app.cli.main import main as faceid

    for name, clip in zip(NAMES[:2], clips(), strict=False):
        there = ["--data-dir", str(folder)]
        code = faceid([*there, "enroll", name, "--camera", str(clip), "--fast", "--guard", "off", "--force"])
        # A drawn person is no live face, and the guard would say so in every picture.
        policy = "passive" if name == GUARDED else "off"
        if code != 0 or faceid([*there, "guard-policy", name, policy]) != 0:
            raise RuntimeError(f"the drawn person {name} cannot be enrolled")
    if train and faceid(["--data-dir", str(folder), "train", NAMES[0]]) != 0:
        raise RuntimeError("the training failed")


def clips() -> list[Path]:
    """A clip of each drawn person, drawn once per machine and state of the drawing."""
    from tests.helpers import drawn_person
    from tests.helpers.cache import cached

    source = Path(drawn_person.__file__).read_bytes()

    def draw(folder: Path) -> None:
        for number, person in enumerate(drawn_person.PEOPLE):
            drawn_person.write_clip(folder / f"{number}.mp4", person)

    folder = cached(f"drawn-people-{hashlib.sha256(source).hexdigest()[:16]}", draw)
    return sorted(folder.glob("*.mp4"))


def phone(to: Path) -> Path:
    """A clip of a phone held before the camera, which shows the second drawn person."""
    import cv2
    import numpy as np

    there, shown = cv2.VideoCapture(str(clips()[1])).read()
    if not there:
        raise RuntimeError("the clip of the second drawn person cannot be read")
    height, width = shown.shape[:2]
    room, bezel = cv2.GaussianBlur(cv2.flip(shown, 1), (0, 0), 25), 22
    part = shown[:, width // 2 - height // 3 : width // 2 + height // 3]
    screen = cv2.convertScaleAbs(cv2.resize(part, None, fx=0.78, fy=0.78), alpha=1.05, beta=12)
    down, across = screen.shape[:2]
    written = cv2.VideoWriter(str(to), cv2.VideoWriter.fourcc(*"mp4v"), 10, (width, height))
    for k in range(80):
        frame = room.copy()
        x, y = (width - across) // 2 + round(8 * np.sin(k / 7)), (height - down) // 2 + round(5 * np.sin(k / 5))
        cv2.rectangle(frame, (x - bezel, y - bezel), (x + across + bezel, y + down + bezel), (20, 18, 18), -1)
        frame[y : y + down, x : x + across] = screen
        written.write(frame)
    written.release()
    return to


def render(to: Path, data: Path, *, size: str, language: str, only: list[str]) -> list[str]:
    """Write the pictures of one size and language; the names of the states that could not be shown."""
    from PySide6.QtWidgets import QApplication

    from faceid_app.gui.look.language import speak
    from faceid_app.gui.look.theme import Scheme, Theme

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme = Theme(Scheme.LIGHT)
    theme.install(app)
    speak(app, language)
    missing = []
    for state in STATES:
        if only and not any(state.name.startswith(prefix) for prefix in only):
            continue
        try:
            with _window(state, data, theme, size) as stage:
                stage.settle()
                stage.wait(state.wait)
                stage.wait_for(state.until)
                state.show(stage)
                stage.wait(STILL_MS)
                for scheme in THEMES:
                    theme.choose(Scheme(scheme))
                    stage.wait(STILL_MS // 2)
                    name = f"{state.name}.{language}.{scheme}.{size}@{SIZES[size]}x.png"
                    if not stage.opened.window.grab().save(str(to / name)):
                        raise OSError(f"{name} cannot be written")
        except Exception as error:  # noqa: BLE001 - the other pictures are wanted all the same
            traceback.print_exception(error)
            missing.append(f"{state.name} ({language}, {size})")
    return missing


@contextmanager
def _window(state: State, data: Path, theme: object, size: str) -> Iterator[Stage]:
    from faceid_app.app import open_window
    from faceid_app.camera.catalogue import CameraInfo
    from faceid_app.camera.errors import CameraUnplugged
    from faceid_app.camera.protocol import FrameSource
    from faceid_app.camera.source import open_source
    from faceid_app.gui.look.theme import Theme
    from faceid_app.gui.settings import settings_page
    from faceid_app.gui.shell import camera_bar
    from faceid_app.paths import Paths

    assert isinstance(theme, Theme)
    people = dict(zip(("first", "second", "third"), clips(), strict=True))

    def open_camera(_spec: str) -> FrameSource:
        if state.camera == "unplugged":
            raise CameraUnplugged(CAMERA)
        return open_source(str(people[state.camera]), loop=True)

    with ExitStack() as held:
        empty = held.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        if state.camera == "phone":
            people["phone"] = phone(Path(empty) / "phone.mp4")
        for module in (camera_bar, settings_page):
            held.enter_context(patch.object(module, "list_cameras", lambda: [CameraInfo(0, CAMERA, CAMERA, 0)]))
        opened = open_window(
            Paths(Path(empty) / "data" if state.nobody else data),
            theme,
            camera=CAMERA,
            profile=None if state.nobody else state.profile,
            page=state.page or None,
            open_camera=open_camera,
        )
        if not state.nobody:
            opened.verify.context.profiles.get(state.profile).lockout.erase()  # an earlier picture may have begun it
        width, height = (int(part) for part in size.split("x"))
        opened.window.resize(width, height)
        opened.window.show()
        try:
            yield Stage(opened)
        finally:
            opened.window.quit()


def main() -> int:
    """Prepare, then render each size and language in a process of its own: Qt's scale is fixed for a process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, required=True, help="folder of the pictures")
    parser.add_argument("--only", action="append", default=[], help="states whose name begins so; repeatable")
    parser.add_argument("--language", action="append", choices=LANGUAGES, default=None)
    parser.add_argument("--size", action="append", choices=list(SIZES), default=None)
    parser.add_argument("--train", action="store_true", help="train the first person's model first")
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    arguments.to.mkdir(parents=True, exist_ok=True)
    if arguments.data is not None:
        (size,), (language,) = arguments.size, arguments.language
        missing = render(arguments.to, arguments.data, size=size, language=language, only=arguments.only)
        print("\n".join(f"not shown: {name}" for name in missing) or f"{size}, {language}: all shown", flush=True)
        return 1 if missing else 0
    codes = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        data = Path(folder) / "data"
        prepare(data, train=arguments.train)
        for size in arguments.size or SIZES:
            environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(SIZES[size])}
            for language in arguments.language or LANGUAGES:
                command = [sys.executable, "-m", "tests.bench.tour", "--to", str(arguments.to), "--data", str(data)]
                command += ["--size", size, "--language", language]
                command += [part for prefix in arguments.only for part in ("--only", prefix)]
                codes.append(subprocess.run(command, env=environment, check=False).returncode)
    pictures = len(list(arguments.to.glob("*.png")))
    print(f"{pictures} pictures in {arguments.to}")
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
