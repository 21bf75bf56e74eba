"""Owns which frame source a `--camera` value means."""

from __future__ import annotations

import os
from pathlib import Path

from faceid_app.camera.device import open_device
from faceid_app.camera.errors import CameraMissing, SourceUnreadable
from faceid_app.camera.folder import FolderSource
from faceid_app.camera.protocol import FrameSource, SourceInfo, Span
from faceid_app.camera.video import VideoSource
from faceid_app.errors import UsageError

__all__ = ["FrameSource", "SourceInfo", "open_source"]

VIDEO_SUFFIXES = frozenset({".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm", ".mpg", ".mpeg", ".wmv", ".3gp", ".ts"})
"""Only used to tell a mistyped file name from a mistyped camera name; any file FFmpeg decodes is played."""


def open_source(
    spec: str, *, start: float = 0.0, end: float | None = None, loop: bool = False, fast: bool = False
) -> FrameSource:
    """The source that `spec` names, opened: a camera's index, stable id or name, a video file, or a folder of pictures.

    Digits always mean a camera; an existing path comes before a camera of that name. `start`, `end` (seconds), `loop`
    and `fast` (every frame, without waiting for its time) are for files; `loop` and `fast` mean nothing to a camera.
    Raises CameraError; InvalidSpan if the file has no such part; UsageError for a part of a camera.
    """
    path = Path(spec).expanduser()
    if not spec.isdecimal():
        if path.is_dir():
            return FolderSource(path, span=Span(start, end), loop=loop, fast=fast)
        if path.exists():
            return VideoSource(path, span=Span(start, end), loop=loop, fast=fast)
    if start or end is not None:
        raise UsageError(f"The camera {spec!r} has no start and end; give them only with a video file or a folder.")
    try:
        return open_device(spec)
    except CameraMissing:
        if "/" in spec or os.sep in spec or path.suffix.lower() in VIDEO_SUFFIXES:
            raise SourceUnreadable(path, "there is no such file") from None
        raise
