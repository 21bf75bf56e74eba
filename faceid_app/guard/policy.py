"""Owns what a profile can ask of the guard; loads nothing, so that a command can name it at once."""

from __future__ import annotations

from enum import StrEnum


class Policy(StrEnum):
    """What a profile asks of the guard: nothing, to watch and ask where a doubt stays, or to ask always."""

    OFF = "off"
    PASSIVE = "passive"
    CHALLENGE = "challenge"
