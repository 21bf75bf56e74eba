"""The verdict over time behind a guard: only frames that it calls live are counted, and an attack outlasts them."""

from __future__ import annotations

from faceid_app.guard.verdict import GuardVerdict, Liveness
from faceid_app.identity.decision import Verdict, VerdictWindow

ATTACK_SECONDS = 2.0
"""So long after an attack nobody matches, whatever the guard says by then: one bad moment outweighs a few good ones."""
UNSURE_SECONDS = 4.0
"""After so long in which the guard could not tell, and asked for nothing, there is no match."""


class GuardedWindow:
    """A `VerdictWindow` behind a guard. Without what the guard says every frame counts as live."""

    def __init__(self, window: VerdictWindow) -> None:
        self._window = window
        self._attack: tuple[float, GuardVerdict] | None = None
        self._unsure_from: float | None = None

    @property
    def needed(self) -> int:
        """So many glances must match."""
        return self._window.needed

    @property
    def times(self) -> tuple[float, ...]:
        """When the glances that count were taken."""
        return self._window.times

    def add(self, match: bool, guard: GuardVerdict | None, at: float) -> tuple[Verdict, GuardVerdict | None]:
        """Count one usable frame taken at `at` seconds: the verdict, and what the guard said if that is the reason."""
        if guard is not None and guard.liveness is Liveness.ATTACK:
            self._attack = at, guard
        if self._attack is not None:
            since, attack = self._attack
            if at < since:  # a clock that ran backwards tells nothing of how long ago it was
                since = at
                self._attack = since, attack
            if at - since < ATTACK_SECONDS:
                self._window.lost()
                return Verdict.ATTACK, attack
            self._attack = None
        if guard is not None and guard.liveness is not Liveness.LIVE:
            return self._doubt(guard, at), guard
        self._unsure_from = None
        return self._window.add(match, at), None

    def verdict(self, at: float, *, seen: bool) -> Verdict:
        """The verdict at that time, of a frame that cannot be used; `seen`: with a face in it."""
        if seen and self._attack is not None and 0.0 <= at - self._attack[0] < ATTACK_SECONDS:
            return Verdict.ATTACK
        return self._window.verdict(at)

    def forget(self) -> None:
        """Count afresh what comes from now on; the guard goes on."""
        self._window.lost()

    def lost(self) -> None:
        """Somebody else may come. An attack is not forgotten by that."""
        self._window.lost()
        self._unsure_from = None

    def _doubt(self, guard: GuardVerdict, at: float) -> Verdict:
        """While the guard cannot tell there is no match; none at all after a while in which it asked for nothing."""
        if guard.prompt is not None or self._unsure_from is None or at < self._unsure_from:
            self._unsure_from = at
        if at - self._unsure_from >= UNSURE_SECONDS or self._window.verdict(at) is Verdict.NO_MATCH:
            return Verdict.NO_MATCH
        return Verdict.CHECKING
