"""What helps to find a fault, as text that can be given away: versions, counts, settings, log. Nobody's name. No Qt."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

from faceid_app import __version__, logs, sockets
from faceid_app.errors import FaceIdError
from faceid_app.paths import Paths
from faceid_app.setting import Kind
from faceid_app.settings import Settings
from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profiles
from faceid_app.storage.vault.opening import open_personal
from faceid_app.workers.doctor import Finding

LAST_LINES = 200
_TAIL_BYTES = 200_000
_SPOKEN_FREELY = ("backbone",)
"""Settings of free text that cannot name a person, a file or a place."""


def diagnosis(paths: Paths, findings: Sequence[Finding], *, home: Path | None = None) -> str:
    """Everything in one text. Folders of the user are shortened, and what people typed is only said to be there."""
    looked = [
        f"[{'ok' if finding.ok else 'look'}] {finding.name}: {finding.detail}"
        + (f" -> {finding.action}" if finding.action and not finding.ok else "")
        for finding in findings
    ]
    parts = (("Program", facts(paths)), ("Findings", looked), ("Log", last_lines(paths)))
    text = "\n\n".join("\n".join([f"== {title} ==", *(lines or ["nothing"])]) for title, lines in parts)
    return without_folders(text, paths, Path.home() if home is None else home) + "\n"


def facts(paths: Paths) -> list[str]:
    """Versions, counts and settings, one a line."""
    settings = Settings.load(paths)
    chosen = [
        f"{setting.key} = {settings.value(setting) if _can_be_said(setting.key, setting.kind) else 'set'}"
        for setting in Settings.declared()
        if settings.value(setting) != setting.default
    ]
    return [
        f"faceid_app {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"{os.cpu_count()} CPU cores, {platform.machine()}, {sys.byteorder} endian",
        *_counts(paths),
        f"internet sockets opened: {sockets.opened()}",
        f"settings that differ from the defaults: {', '.join(chosen) or 'none'}",
    ]


def last_lines(paths: Paths, count: int = LAST_LINES) -> list[str]:
    """The newest lines of the log, oldest first, without those for debugging, which may say more than they should."""
    path = paths.logs / logs.FILE_NAME
    try:
        with path.open("rb") as opened:
            opened.seek(max(0, path.stat().st_size - _TAIL_BYTES))
            lines = opened.read().decode("utf-8", errors="replace").splitlines()
    except OSError:
        return []
    return [line for line in lines if " DEBUG " not in line][-count:]


def without_folders(text: str, paths: Paths, home: Path) -> str:
    """`text` in which the data folder and the home folder, which name their owner, have become short signs."""
    for folder, sign in ((paths.root, "DATA"), (home, "~")):
        if len(folder.parts) > 1:  # else it is the whole disk
            text = text.replace(str(folder), sign).replace(repr(str(folder))[1:-1], sign)
    return text


def _can_be_said(key: str, kind: Kind) -> bool:
    return key in _SPOKEN_FREELY or kind not in (Kind.TEXT, Kind.OPTIONAL_TEXT)


def _counts(paths: Paths) -> list[str]:
    people = Profiles(open_personal(paths))
    lines = []
    try:
        names = people.names()
        lines.append(f"{len(names)} profiles")
        for number, name in enumerate(names, 1):
            profile = people.get(name)
            counts = profile.captures.counts()
            model = "no model" if profile.bundles.current_id() is None else "a trained model"
            lines.append(f"profile {number}: {', '.join(f'{counts[role]} {role.value}' for role in Role)}, {model}")
    except FaceIdError as error:
        lines.append(f"the profiles cannot be read: {type(error).__name__}")
    return lines
