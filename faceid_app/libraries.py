"""Which shared libraries of the system the window needs, which are missing, and the line that installs them.

Standard library only: `packaging/set_up.py` asks before any package is installed.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Library:
    """A shared library by its name in the loader, and the package that brings it, by package tool."""

    name: str
    packages: dict[str, str]


def _library(name: str, *, apt: str, dnf: str, pacman: str) -> Library:
    return Library(name, {"apt-get": apt, "dnf": dnf, "pacman": pacman})


LINUX_LIBRARIES = (
    # Loaded by Qt's own modules: nothing of Qt imports without these.
    _library("libEGL.so.1", apt="libegl1", dnf="libglvnd-egl", pacman="libglvnd"),
    _library("libGL.so.1", apt="libgl1", dnf="libglvnd-glx", pacman="libglvnd"),
    _library("libxkbcommon.so.0", apt="libxkbcommon0", dnf="libxkbcommon", pacman="libxkbcommon"),
    _library("libdbus-1.so.3", apt="libdbus-1-3", dnf="dbus-libs", pacman="dbus"),
    _library("libfontconfig.so.1", apt="libfontconfig1", dnf="fontconfig", pacman="fontconfig"),
    _library("libfreetype.so.6", apt="libfreetype6", dnf="freetype", pacman="freetype2"),
    _library("libglib-2.0.so.0", apt="libglib2.0-0", dnf="glib2", pacman="glib2"),
    # Loaded by the plug-in that opens a real window under X11.
    _library("libX11-xcb.so.1", apt="libx11-xcb1", dnf="libX11-xcb", pacman="libx11"),
    _library("libxkbcommon-x11.so.0", apt="libxkbcommon-x11-0", dnf="libxkbcommon-x11", pacman="libxkbcommon-x11"),
    _library("libxcb-cursor.so.0", apt="libxcb-cursor0", dnf="xcb-util-cursor", pacman="xcb-util-cursor"),
    _library("libxcb-icccm.so.4", apt="libxcb-icccm4", dnf="xcb-util-wm", pacman="xcb-util-wm"),
    _library("libxcb-image.so.0", apt="libxcb-image0", dnf="xcb-util-image", pacman="xcb-util-image"),
    _library("libxcb-keysyms.so.1", apt="libxcb-keysyms1", dnf="xcb-util-keysyms", pacman="xcb-util-keysyms"),
    _library(
        "libxcb-render-util.so.0", apt="libxcb-render-util0", dnf="xcb-util-renderutil", pacman="xcb-util-renderutil"
    ),
    _library("libxcb-randr.so.0", apt="libxcb-randr0", dnf="libxcb", pacman="libxcb"),
    _library("libxcb-shape.so.0", apt="libxcb-shape0", dnf="libxcb", pacman="libxcb"),
    _library("libxcb-sync.so.1", apt="libxcb-sync1", dnf="libxcb", pacman="libxcb"),
    _library("libxcb-xfixes.so.0", apt="libxcb-xfixes0", dnf="libxcb", pacman="libxcb"),
    _library("libxcb-xkb.so.1", apt="libxcb-xkb1", dnf="libxcb", pacman="libxcb"),
)

_INSTALL = {"apt-get": "apt-get install -y", "dnf": "dnf install -y", "pacman": "pacman -S --needed"}


def loads(name: str) -> bool:
    """Whether the loader finds the library `name`."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def has_screen(platform: str = sys.platform, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether there is anything that a window can open on; only Linux tells so, and Qt ends the process without."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not platform.startswith("linux") or any(environment.get(name) for name in named)


def missing_libraries(platform: str = sys.platform, loads: Callable[[str], bool] = loads) -> list[Library]:
    """The libraries that Qt needs and the system lacks; only Linux leaves any of them to the user."""
    if not platform.startswith("linux"):
        return []
    return [library for library in LINUX_LIBRARIES if not loads(library.name)]


def package_tool(which: Callable[[str], str | None] = shutil.which) -> str | None:
    """The system's package tool among those whose package names are known here."""
    return next((tool for tool in _INSTALL if which(tool)), None)


def install_command(packages: Iterable[str], tool: str) -> str:
    """The command that installs `packages` with `tool`, without `sudo`."""
    return f"{_INSTALL[tool]} {' '.join(dict.fromkeys(packages))}"


def is_root() -> bool:
    """Whether this process may install system packages."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def install_line(missing: Iterable[Library], tool: str | None) -> str:
    """What to type to install the missing libraries; without a known package tool, what to look for."""
    missing = list(missing)
    if tool is None:
        return "install the packages of your system that contain " + ", ".join(library.name for library in missing)
    prefix = "" if is_root() else "sudo "
    return prefix + install_command((library.packages[tool] for library in missing), tool)
