"""Owns where the guard's own models lie."""

from __future__ import annotations

from pathlib import Path

from faceid_app.faces.shipped import read_model
from faceid_app.paths import ASSETS

SHIPPED_GUARDS = ASSETS / "models" / "guard"


def load_guard_model(name: str, *, folder: Path = SHIPPED_GUARDS) -> dict[str, bytes]:
    """The files of that model, by name. Raises ModelMissing, CorruptData and NewerFormat, see `read_model`."""
    return read_model(folder / name, f"The guard's model {name!r}")
