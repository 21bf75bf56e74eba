"""The page "who is this?"."""

from __future__ import annotations

from faceid_app.gui.page import CameraPage
from faceid_app.storage.profiles import Profile


class IdentifyPage(CameraPage):
    """The page "who is this?"."""

    def activate(self, profile: Profile | None) -> None:
        pass

    def rest(self) -> None:
        pass
