"""The program as it is started: first frame, one instance a data folder, nothing heavy loaded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from faceid_app import app
from faceid_app.errors import UsageError
from faceid_app.gui.shell.main_window import MainWindow
from faceid_app.gui.shell.refusal_window import RefusalWindow
from faceid_app.paths import PROJECT_ROOT, Paths
from faceid_app.storage.locks import hold
from faceid_app.storage.profiles import Profile

START = """
import sys
from pathlib import Path
from faceid_app import app, sockets
def told(milliseconds):
    sys.stdout.write(f"{milliseconds:.0f}")
    mine = {link.name for link in map(resolved, Path("/proc/self/fd").glob("*")) if link.name.startswith("socket:")}
    for table in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6"):
        listed = Path("/proc/self/net", table)
        lines = listed.read_text().splitlines()[1:] if listed.exists() else []
        internet.update(mine & {f"socket:[{line.split()[9]}]" for line in lines})
def resolved(link):
    try:
        return link.readlink()
    except OSError:  # closed meanwhile
        return link
internet = set()
code = app.run(data_dir=Path(sys.argv[1]), camera=sys.argv[2], quit_after_first_frame=True, on_first_frame=told)
heavy = {"keras", "tensorflow", "jax", "torch", "pyqtgraph", "ai_edge_litert"} & set(sys.modules)
if internet or sockets.opened():
    sys.exit(f"internet sockets: {internet}, {sockets.opened()} opened through Python")
sys.exit(f"loaded: {heavy}" if heavy else code)
"""


def test_the_window_shows_the_first_frame_and_closes(paths: Paths, anna: Profile, faceless: str) -> None:
    finished = subprocess.run(
        [sys.executable, "-c", START, str(paths.root), faceless],
        cwd=PROJECT_ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    assert 0 < int(finished.stdout) < 60_000
    assert "QThread" not in finished.stderr


def test_a_second_window_on_the_same_data_says_so(qtbot: QtBot, paths: Paths, faceless: str) -> None:
    said: list[str] = []

    def look() -> None:
        shown = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, RefusalWindow)]
        if not shown:
            QTimer.singleShot(20, look)
            return
        said.append(shown[0].words.text())
        shown[0].close_button.click()

    with hold(paths.root, "window"):
        QTimer.singleShot(0, look)
        assert app.run(data_dir=paths.root, camera=faceless) == 4
    assert "in use by another instance" in said[0]


@pytest.mark.qt_log_ignore(r"does not support raise\(\)", extend=True)
def test_a_second_start_brings_the_first_window_forward(qtbot: QtBot, paths: Paths, faceless: str) -> None:
    program = "import sys; from pathlib import Path; from faceid_app import app; "
    program += "sys.exit(app.run(data_dir=Path(sys.argv[1]), camera=sys.argv[2]))"
    command = [sys.executable, "-c", program, str(paths.root), faceless]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    second: list[subprocess.Popen[bytes]] = []

    def look() -> None:
        shown = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow)]
        if shown and not second:
            second.append(subprocess.Popen(command, cwd=PROJECT_ROOT, env=environment))
        if second and second[0].poll() is not None:
            shown[0].quit()
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(0, look)
    assert app.run(data_dir=paths.root, camera=faceless) == 0
    assert second[0].returncode == 0


def test_an_unknown_page_is_wrong_usage(paths: Paths) -> None:
    with pytest.raises(UsageError, match="enrol, train, verify"):
        app.run(data_dir=paths.root, page="cellar")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have a screen, or no session at all")
def test_without_a_screen_it_is_one_sentence(paths: Paths) -> None:
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    finished = subprocess.run(
        [sys.executable, "-m", "faceid_app", "--data-dir", str(paths.root), "window"],
        cwd=PROJECT_ROOT,
        env={name: value for name, value in os.environ.items() if name not in named},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 4
    assert finished.stderr == (
        "faceid: There is no screen to open the window on: neither DISPLAY nor WAYLAND_DISPLAY is set; start it in a "
        "graphical session, or give a command, as: faceid doctor.\n"
    )


def test_the_age_of_the_process_is_told() -> None:
    assert 0.0 < app.process_age() < 24 * 3600.0


def test_nothing_is_written_outside_the_data_folder(
    paths: Paths, faceless: str, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    QTimer.singleShot(0, _close_window)
    assert app.run(data_dir=paths.root, camera=faceless) == 0
    assert not (tmp_path / "home").exists()


def _close_window() -> None:

    shown = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow)]
    if shown:
        shown[0].close()
    else:
        QTimer.singleShot(20, _close_window)
