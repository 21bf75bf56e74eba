"""Owns what the person is asked for proof: over the live picture for a turn, over the window for colours."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from faceid_app.guard.continuity import LONGEST_GAP
from faceid_app.guard.verdict import Prompt
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.parts.live_view import LiveView
from faceid_app.gui.verify.challenge_light import ChallengeLight
from faceid_app.gui.verify.challenge_ring import ChallengeRing
from faceid_app.gui.verify.challenge_words import challenge_view
from faceid_app.identity.verification import FrameVerdict


class ChallengePrompt(QObject):
    """Shows the newest prompt, or none."""

    declined = Signal()
    """Colours are not wanted."""

    def __init__(self, theme: Theme, view: LiveView) -> None:
        super().__init__(view)
        self.ring = ChallengeRing(theme, view)
        self.light = ChallengeLight(view)
        self.light.declined.connect(self.declined)
        self._at = float("-inf")

    def follow(self, frame: FrameVerdict) -> None:
        """Show what the guard asks at this frame. A frame it could not look at leaves what was asked a moment before.

        Else the whole window would flash at every blurred picture.
        """
        if frame.guard is not None:
            self._at = frame.at
            self.show_prompt(frame.guard.prompt)
        elif not 0.0 <= frame.at - self._at <= LONGEST_GAP:
            self.show_prompt(None)

    @property
    def is_asking(self) -> bool:
        """Whether something is asked."""
        return self.ring.shown is not None or not self.light.isHidden()

    def show_prompt(self, prompt: Prompt | None) -> None:
        """Ask that, or nothing any more."""
        view = None if prompt is None else challenge_view(prompt)
        has_colour = view is not None and view.colour is not None
        self.light.show_prompt(view if has_colour else None)
        self.ring.show_prompt(None if has_colour else view)
