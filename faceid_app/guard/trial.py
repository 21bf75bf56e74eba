"""What the guard is tried with: the species of presentations, in the order of a trial, and what to do for each."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from faceid_app.errors import UsageError
from faceid_app.words import Words

PRESENTATIONS = 10
"""Of each species in a trial, unless told otherwise: none of ten still allows one in four."""
SECONDS = 3.0
"""Each lasts; a verdict takes a third of a second."""
LONGEST_SECONDS = 15.0
PAUSE_SECONDS = 2.5
"""Between two: as long as it takes until nothing of the last one counts any more, an attack included."""
LONGEST_NAME = 40


class Species(StrEnum):
    """What is shown. `LIVE` is no attack; people may name others of their own."""

    LIVE = "live"
    PRINT = "print"
    PHONE_PHOTO = "phone-photo"
    PHONE_VIDEO = "phone-video"
    MONITOR_REPLAY = "monitor-replay"
    DRAWING = "drawing"


@dataclass(frozen=True, slots=True)
class Step:
    """One species of a trial: what it is called, and what to do."""

    species: Species
    name: Words
    task: Words


STEPS = (
    Step(
        Species.LIVE,
        Words("You yourself"),
        Words("Sit as you always do and look at the camera. Look away in the pauses."),
    ),
    Step(
        Species.PRINT,
        Words("A printed photo"),
        Words("Hold a printed photo of yourself in front of the camera. Take it down in the pauses."),
    ),
    Step(
        Species.PHONE_PHOTO,
        Words("A photo on a phone"),
        Words("Show a photo of yourself on a phone, as bright as it gets. Take it down in the pauses."),
    ),
    Step(
        Species.PHONE_VIDEO,
        Words("A video on a phone"),
        Words("Play a video of yourself on a phone, as bright as it gets. Take it down in the pauses."),
    ),
    Step(
        Species.MONITOR_REPLAY,
        Words("A video on a monitor"),
        Words(
            "Play a video of yourself on a monitor or a tablet, and turn the camera to it. Turn it away in the pauses."
        ),
    ),
    Step(
        Species.DRAWING,
        Words("A drawing or a cut-out"),
        Words("Hold up a drawing, or a photo with the face cut out. Take it down in the pauses."),
    ),
)


def name_of(species: str) -> Words:
    """What a species is called: its own name where it is none of ours."""
    return next((step.name for step in STEPS if step.species == species), Words("{name}", name=species))


def check_species(name: str) -> str:
    """A species of ours, or a valid name for one of the user's own. Raises UsageError."""
    normal = " ".join(unicodedata.normalize("NFC", name).split()).casefold()
    sound = all(char in " -_" or unicodedata.category(char)[0] in "LMN" for char in normal)
    if not normal or not sound or len(normal) > LONGEST_NAME:
        known = ", ".join(Species)
        raise UsageError(
            f"{name!r} is no name for a species; take one of {known}, or up to {LONGEST_NAME} letters of your own."
        )
    return normal
