"""All cues of one picture by name, and how each is called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from faceid_app.guard.cues.border import border
from faceid_app.guard.cues.exposure import exposure, highlights
from faceid_app.guard.cues.focus import focus
from faceid_app.guard.cues.gamut import gamut, tint
from faceid_app.guard.surroundings import Surroundings
from faceid_app.words import Words


@dataclass(frozen=True, slots=True)
class CueWords:
    """What a cue is called in a sentence, and the unit of its value, empty for a share."""

    what: Words
    unit: str


NETWORK = "network"
"""The cue that the network is."""

CUE_WORDS = {
    NETWORK: CueWords(Words("the look of the face and its surroundings"), ""),
    "border": CueWords(Words("straight edges around the face"), ""),
    "exposure": CueWords(Words("the brightness of the face against its surroundings"), " EV"),
    "highlights": CueWords(Words("glare on the face"), ""),
    "focus": CueWords(Words("the sharpness of the face against its surroundings"), " octaves"),
    "gamut": CueWords(Words("how little the colours of the face differ"), ""),
    "tint": CueWords(Words("the colour cast of the face"), ""),
}
"""By name."""


PICTURE_CUES: Mapping[str, Callable[[Surroundings], float]] = {
    "border": border,
    "exposure": exposure,
    "highlights": highlights,
    "focus": focus,
    "gamut": gamut,
    "tint": tint,
}
"""What measures each cue of one picture, but for the network."""


def picture_cues(seen: Surroundings, names: Iterable[str]) -> dict[str, float]:
    """Those cues of one picture, by name."""
    return {name: PICTURE_CUES[name](seen) for name in names}
