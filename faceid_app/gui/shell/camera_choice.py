"""Owns which camera the window opens: the one asked for, or the first one there is."""

from __future__ import annotations

from collections.abc import Callable

from faceid_app.camera.catalogue import list_cameras
from faceid_app.camera.errors import CameraMissing
from faceid_app.camera.source import FrameSource, SourceInfo, open_source

FIRST = "first"
"""The spec of whichever camera the system lists first; one that is plugged in later will do too."""


class CameraOpener:
    """Opens sources for the feed and remembers what the last one called itself."""

    def __init__(self, open_source: Callable[[str], FrameSource] = open_source) -> None:
        self._open_source = open_source
        self.info: SourceInfo | None = None

    def __call__(self, spec: str) -> FrameSource:
        """The opened source. Runs on the capture thread. Raises CameraError."""
        if spec == FIRST:
            cameras = list_cameras()
            if not cameras:
                raise CameraMissing(FIRST, [])
            spec = cameras[0].stable_id
        source = self._open_source(spec)
        self.info = source.info
        return source
