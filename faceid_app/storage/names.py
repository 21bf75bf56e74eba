"""What a profile may be called: one folder name that is valid, and the same, on every system."""

from __future__ import annotations

import unicodedata

from faceid_app.errors import InvalidName

ABOUT = "profile.json"
"""The file that makes a folder a profile; without it a folder is a remnant."""
LONGEST = 64
"""Characters."""
LONGEST_ENCODED = 200
"""Bytes of UTF-8; file systems stop at 255, and exported names grow by a suffix."""
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in range(10))}
)


def check_name(name: str) -> str:
    """The name in its composed form (NFC). Raises InvalidName with the reason."""
    normal = unicodedata.normalize("NFC", name)
    why = _fault(normal)
    if why:
        raise InvalidName(name, why)
    return normal


def same_name(one: str, other: str) -> bool:
    """Whether two valid names would be one folder on a system that folds case."""
    return folded(one) == folded(other)


def folded(name: str) -> str:
    """What all spellings share that differ in case or in how accents are composed."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def _fault(name: str) -> str | None:
    if not name.strip():
        return "it is empty"
    if len(name) > LONGEST:
        return f"it has {len(name)} characters, at most {LONGEST} are possible"
    if len(name.encode("utf-8", "surrogatepass")) > LONGEST_ENCODED:
        return f"it takes {len(name.encode('utf-8', 'surrogatepass'))} bytes, at most {LONGEST_ENCODED} are possible"
    strange = next((char for char in name if not _allowed(char)), None)
    if strange is not None:
        return f"it contains {strange!r}"
    if name[0] in ". " or name[-1] in ". ":
        return "it begins or ends with a dot or a space"
    if unicodedata.category(name[0]).startswith("M"):
        return "it begins with an accent that belongs to no letter"
    if name.split(".")[0].rstrip().casefold() in _RESERVED:
        return "Windows keeps that name for a device"
    return None


def _allowed(char: str) -> bool:
    # M: marks, without which many scripts cannot be written.
    return char in " -_." or unicodedata.category(char)[0] in "LM" or unicodedata.category(char) == "Nd"
