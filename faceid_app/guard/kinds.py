"""Owns the kinds of faces: what a picture of a face was made by."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a face was made by. A network may know further kinds, named by the folder they were learned from."""

    PHOTOGRAPH = "photograph"
    ANIME = "anime"
    SKETCH = "sketch"
    EDITED = "edited"
    GENERATED = "generated"


UNSURE = "unsure"
"""In place of a kind, where no kind is probable enough."""
