"""All cues of one picture by name, and how each is called."""

from __future__ import annotations

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


CUE_WORDS = {
    "border": CueWords(Words("straight edges around the face"), ""),
    "exposure": CueWords(Words("the brightness of the face against its surroundings"), " EV"),
    "highlights": CueWords(Words("glare on the face"), ""),
    "focus": CueWords(Words("the sharpness of the face against its surroundings"), " octaves"),
    "gamut": CueWords(Words("how little the colours of the face differ"), ""),
    "tint": CueWords(Words("the colour cast of the face"), ""),
}
"""By name."""


def picture_cues(seen: Surroundings) -> dict[str, float]:
    """Every cue of one picture, by name."""
    return {
        "border": border(seen),
        "exposure": exposure(seen),
        "highlights": highlights(seen),
        "focus": focus(seen),
        "gamut": gamut(seen),
        "tint": tint(seen),
    }
