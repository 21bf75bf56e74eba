"""The libraries of the window: what is missing is found, and the line that installs it is exact."""

from __future__ import annotations

import pytest

from faceid_app import libraries
from faceid_app.libraries import LINUX_LIBRARIES, install_line, loads, missing_libraries, package_tool


def only(*names: str):
    return lambda name: name in names


def test_the_loader_is_asked():
    assert loads("libno-such-library.so.9") is False


def test_other_systems_bring_their_own():
    assert missing_libraries("darwin", only()) == []
    assert missing_libraries("win32", only()) == []


def test_what_does_not_load_is_missing():
    there = [library.name for library in LINUX_LIBRARIES if library.name != "libEGL.so.1"]
    assert [library.name for library in missing_libraries("linux", only(*there))] == ["libEGL.so.1"]
    assert missing_libraries("linux", only(*there, "libEGL.so.1")) == []


def test_the_package_tool_is_the_one_that_is_there():
    assert package_tool(lambda name: f"/usr/bin/{name}" if name == "dnf" else None) == "dnf"
    assert package_tool(lambda name: None) is None


@pytest.mark.parametrize(
    ("root", "tool", "line"),
    [
        (False, "apt-get", "sudo apt-get install -y libegl1 libgl1"),
        (True, "apt-get", "apt-get install -y libegl1 libgl1"),
        (False, "dnf", "sudo dnf install -y libglvnd-egl libglvnd-glx"),
        (False, "pacman", "sudo pacman -S --needed libglvnd"),
        (False, None, "install the packages of your system that contain libEGL.so.1, libGL.so.1"),
    ],
)
def test_the_line_is_exact(monkeypatch: pytest.MonkeyPatch, root: bool, tool: str | None, line: str):
    monkeypatch.setattr(libraries, "is_root", lambda: root)
    assert install_line(LINUX_LIBRARIES[:2], tool) == line
