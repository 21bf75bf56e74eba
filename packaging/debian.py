"""The Debian package: the frozen folder where Debian wants it, with what a desktop needs to find it. Needs dpkg-deb."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE), str(ROOT)]

from frozen import IDENTIFIER, NAME  # noqa: E402

from faceid_app import __version__  # noqa: E402
from faceid_app.libraries import LINUX_LIBRARIES  # noqa: E402

PACKAGE = "faceid-app"
PLACE = f"usr/lib/{PACKAGE}"
TEMPLATES = HERE / "linux"
ICON_SIZES = (16, 24, 32, 48, 64, 128, 256)
WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
"""Recommended and not asked for: without them Qt opens the window through X11."""
DESCRIPTION = (
    "face verification that tells, in measured numbers, how sure it is\n"
    " Shows your face to the camera, remembers it, and tells later whether it is\n"
    " you. Every figure comes with the number of comparisons it was counted on, a\n"
    " guard tells a live face from a picture, and nothing leaves the computer.\n"
    " .\n"
    " Training is installed on demand; everything else works without it."
)
POSTRM = f"""#!/bin/sh
set -e
case "$1" in
    remove|purge)
        echo "{PACKAGE}: what the program keeps of people stays in each user's ~/.local/share/faceid_app (training" \\
            "software in ~/.local/share/faceid_app_training); remove the folders if nobody wants them." ;;
esac
"""


class CannotBuild(Exception):
    """Something that the package needs is not here."""


def build(folder: Path, to: Path) -> Path:
    """The package of the frozen `folder`, in `to`. Raises CannotBuild, CalledProcessError, OSError."""
    if shutil.which("dpkg-deb") is None:
        raise CannotBuild("dpkg-deb is not here")
    architecture = _told("dpkg", "--print-architecture").strip()
    package = to / f"{PACKAGE}_{__version__}_{architecture}.deb"
    with tempfile.TemporaryDirectory(dir=to) as temporary:
        root = Path(temporary) / "root"
        shutil.copytree(folder, root / PLACE, symlinks=True)
        _write(root / f"usr/share/doc/{PACKAGE}/copyright", _copyright())
        _write_packed(root / f"usr/share/doc/{PACKAGE}/changelog.gz", debian_changelog())
        _write_packed(root / f"usr/share/man/man1/{NAME}.1.gz", _filled("faceid.1"))
        _write(root / f"usr/share/applications/{IDENTIFIER}.desktop", _filled("faceid.desktop"))
        _write(root / f"usr/share/metainfo/{IDENTIFIER}.metainfo.xml", _filled("metainfo.xml"))
        shutil.copytree(HERE / "systemd", root / "usr/lib/systemd/user")
        shutil.copytree(HERE / "pam", root / f"usr/share/doc/{PACKAGE}/pam")
        _write_icons(root / "usr/share/icons/hicolor")
        (root / "usr/bin").mkdir(parents=True)
        (root / "usr/bin" / NAME).symlink_to(f"../lib/{PACKAGE}/{NAME}")
        _settle_modes(root)
        _write_control(root, architecture, depends(folder))
        command = ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z12", "--build", str(root), str(package)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return package


def depends(folder: Path) -> list[str]:
    """The Debian packages that bring what the folder's libraries need and do not find in it, and what Qt loads later.

    Asked of this system's dpkg, for every name that stands in a library here. Raises CannotBuild for a name that no
    package brings.
    """
    needed, present, glibc = set(), set(), (2, 17)
    for path in folder.rglob("*"):
        if path.is_symlink() or not path.is_file() or path.open("rb").read(4) != b"\x7fELF":
            present.add(path.name)
            continue
        present.add(path.name)
        headers = _told("objdump", "-p", str(path))
        needed |= set(re.findall(r"^\s+NEEDED\s+(\S+)", headers, re.MULTILINE))
        glibc = max([glibc, *((int(a), int(b)) for a, b in re.findall(r"GLIBC_(\d+)\.(\d+)\b", headers))])
    names = {library.packages["apt-get"] for library in LINUX_LIBRARIES}
    for soname in sorted(needed - present):
        if soname.startswith("ld-linux") or soname in WAYLAND:
            continue
        found = subprocess.run(["dpkg", "-S", f"*/{soname}"], capture_output=True, text=True, check=False).stdout
        owners = {line.partition(":")[0] for line in found.splitlines() if line.endswith(f"/{soname}")}
        if not owners:
            raise CannotBuild(f"no package here brings {soname}")
        names |= owners
    names.discard("libc6")
    return [f"libc6 (>= {glibc[0]}.{glibc[1]})", *sorted(names)]


def releases() -> list[tuple[str, str, list[str]]]:
    """Version, day and points of every release in CHANGELOG.md, newest first; what is not released is none."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    parts = re.split(r"^## \[([\d.]+)\] - (\d{4}-\d\d-\d\d)\n", text, flags=re.MULTILINE)[1:]
    found = []
    for version, day, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        points = re.findall(r"^- (.+(?:\n  .+)*)", body, re.MULTILINE)
        found.append((version, day, [" ".join(point.split()) for point in points]))
    return found


def debian_changelog() -> str:
    """CHANGELOG.md as Debian writes it."""
    entries = []
    for version, day, points in releases():
        date = format_datetime(datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC))
        lines = "\n".join(textwrap.fill(point, 78, initial_indent="  * ", subsequent_indent="    ") for point in points)
        entries.append(
            f"{PACKAGE} ({version}) unstable; urgency=medium\n\n{lines}\n\n"
            f" -- The faceid_app authors <faceid_app@localhost>  {date}\n"
        )
    return "\n".join(entries)


def _filled(template: str) -> str:
    listed = "\n".join(f'    <release version="{version}" date="{day}"/>' for version, day, _points in releases())
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    return text.replace("@ID@", IDENTIFIER).replace("@VERSION@", __version__).replace("@RELEASES@", listed)


def _copyright() -> str:
    return (
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
        f"Upstream-Name: faceid_app\n\nFiles: *\nCopyright: the faceid_app authors\nLicense: Apache-2.0\n"
        " On Debian systems the text is in /usr/share/common-licenses/Apache-2.0.\n\n"
        f"Files: {PLACE}/_internal/*\nCopyright: the authors of the packages named in /{PLACE}/licences/LICENCES.txt\n"
        "License: see-licences\n"
        f" Each package with its licence is named in /{PLACE}/licences/LICENCES.txt, and the texts lie beside it.\n"
        " Qt for Python is under LGPL-3.0-only, in /usr/share/common-licenses/LGPL-3: its libraries are files of\n"
        " their own and can be replaced. FFmpeg, within OpenCV, is under LGPL-2.1-or-later.\n"
    )


def _write_control(root: Path, architecture: str, needed: list[str]) -> None:
    files = [path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink()]
    size = -(-sum(path.stat().st_size for path in files) // 1024)
    control = (
        f"Package: {PACKAGE}\nVersion: {__version__}\nArchitecture: {architecture}\n"
        "Maintainer: The faceid_app authors <faceid_app@localhost>\n"
        f"Installed-Size: {size}\nDepends: {', '.join(needed)}\n"
        f"Recommends: {', '.join(WAYLAND.values())}, python3-venv, gnome-keyring | kwalletmanager\n"
        f"Section: utils\nPriority: optional\nDescription: {DESCRIPTION}\n"
    )
    sums = [
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  {path.relative_to(root)}\n"
        for path in files
    ]
    _write(root / "DEBIAN/control", control)
    _write(root / "DEBIAN/md5sums", "".join(sums))
    _write(root / "DEBIAN/postrm", POSTRM)
    (root / "DEBIAN/postrm").chmod(0o755)
    (root / "DEBIAN").chmod(0o755)


def _write_icons(hicolor: Path) -> None:
    with Image.open(ROOT / "assets" / "icon.png") as icon:
        for size in ICON_SIZES:
            path = hicolor / f"{size}x{size}/apps/{IDENTIFIER}.png"
            path.parent.mkdir(parents=True)
            icon.resize((size, size), Image.Resampling.LANCZOS).save(path)
    scalable = hicolor / f"scalable/apps/{IDENTIFIER}.svg"
    scalable.parent.mkdir(parents=True)
    shutil.copy(ROOT / "assets" / "icon.svg", scalable)


def _settle_modes(root: Path) -> None:
    """Folders and programs 755, other files 644, whatever the mask of who builds is."""
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            runs = path.is_dir() or path == root / PLACE / NAME
            os.chmod(path, 0o755 if runs else 0o644)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _write_packed(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


def _told(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
