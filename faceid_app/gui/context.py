"""What every page is given: where data lie, who is enrolled, the camera, the look. Made by the composition root."""

from __future__ import annotations

from dataclasses import dataclass

from faceid_app.gui.look.theme import Theme
from faceid_app.paths import Paths
from faceid_app.settings import Settings
from faceid_app.storage.profiles import Profiles
from faceid_app.workers.camera_feed import CameraFeed


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """The parts that all pages share."""

    paths: Paths
    settings: Settings
    profiles: Profiles
    feed: CameraFeed
    theme: Theme
