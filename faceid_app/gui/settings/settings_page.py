"""The page "settings"."""

from __future__ import annotations

from faceid_app.gui.page import Page
from faceid_app.storage.profiles import Profile


class SettingsPage(Page):
    """The page "settings"."""

    def activate(self, profile: Profile | None) -> None:
        pass

    def rest(self) -> None:
        pass
