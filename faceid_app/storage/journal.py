"""The journal of captures: its lines, what they mean, and what a program of another version may make of them."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from faceid_app import strict_json
from faceid_app.errors import CorruptData, NewerFormat
from faceid_app.storage.store import Lines

VERSION = 1
Entry = dict[str, Any]
"""One line. Fields that this version does not know are kept when the journal is rewritten."""

HEADER: Entry = {"journal": "captures", "version": VERSION}


BURST_LENGTH = 2.0
"""Seconds from a burst's first capture to its end; validation never shares a burst with training."""


class Role(StrEnum):
    """What a capture is for; also its folder."""

    ANCHOR = "anchor"
    POSITIVE = "positive"


class Round(StrEnum):
    """On which occasion of enrolling a capture was taken: the first, or one with something changed."""

    FIRST = "first"
    GLASSES = "glasses"
    LIGHT = "light"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRecord:
    """What is known of one capture. `taken_at` is ISO 8601 in UTC; `clock` is seconds on the frame source's clock."""

    id: str
    role: Role
    taken_at: str
    clock: float
    burst: str
    camera: str
    measurements: dict[str, float]
    aligned: bool
    round: Round = Round.FIRST


@dataclass(slots=True)
class JournalState:
    """The journal, replayed: raw `add` entries by id, in the order they were taken."""

    live: dict[str, Entry] = field(default_factory=dict)
    adding: dict[str, Entry] = field(default_factory=dict)
    dropping: dict[str, Entry] = field(default_factory=dict)
    lines: int = 0


def replay(lines: Lines, profile: str) -> JournalState:
    """What the journal of `profile` comes to. Raises NewerFormat, CorruptData with the number of the line."""
    state = JournalState(lines=len(lines))
    for number, line in enumerate(lines, 1):
        try:
            entry = strict_json.loads(line, finite=False)
            if number == 1:
                _check_header(entry, profile)
            else:
                _apply(state, entry)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CorruptData(
                f"The capture journal of {profile!r}",
                f"line {number} cannot be read",
                "restore it from a backup, or delete the profile and enrol again",
            ) from error
    return state


def compacted(state: JournalState) -> Lines:
    """The shortest journal that comes to the same live captures."""
    lines = [encode(HEADER)]
    for capture_id, entry in state.live.items():
        lines += [encode(entry), encode({"op": "done", "id": capture_id})]
    return lines


def _apply(state: JournalState, entry: Entry) -> None:
    """Let one journal entry happen. Raises KeyError, TypeError or ValueError if it cannot have."""
    match entry["op"]:
        case "add":
            record_of(entry)
            state.adding[entry["id"]] = entry
        case "done":
            state.live[entry["id"]] = state.adding.pop(entry["id"])
        case "drop":
            state.dropping[entry["id"]] = state.live.pop(entry["id"])
        case "gone":
            # Of a live one: an earlier version, when interrupted, took back what was complete; its files are gone.
            homes = (state.dropping, state.adding, state.live)
            next((home for home in homes if entry["id"] in home), state.adding).pop(entry["id"])
        case unknown:
            raise ValueError(unknown)


def entry_of(record: CaptureRecord) -> Entry:
    """The line that says a capture is being added."""
    return {
        "op": "add",
        "id": record.id,
        "role": record.role.value,
        "taken_at": record.taken_at,
        "clock": record.clock,
        "burst": record.burst,
        "camera": record.camera,
        "measurements": record.measurements,
        "aligned": record.aligned,
        "round": record.round.value,
    }


def record_of(entry: Entry) -> CaptureRecord:
    """The record an `add` line holds. Raises KeyError, TypeError or ValueError if it holds none."""
    return CaptureRecord(
        id=str(uuid.UUID(entry["id"])),
        role=Role(entry["role"]),
        taken_at=str(entry["taken_at"]),
        clock=float(entry["clock"]),
        burst=str(entry["burst"]),
        camera=str(entry["camera"]),
        measurements={str(name): float(value) for name, value in entry["measurements"].items()},
        aligned=bool(entry["aligned"]),
        round=_round_of(entry),
    )


def _round_of(entry: Entry) -> Round:
    """FIRST for journals that tell none; also for a round of a later version, whose line is kept as it is."""
    told = entry.get("round", Round.FIRST)
    return Round(told) if told in set(Round) else Round.FIRST


def encode(entry: Entry) -> bytes:
    """One line, without newline."""
    return json.dumps(entry, ensure_ascii=True, separators=(",", ":")).encode()


def _check_header(entry: Any, profile: str) -> None:
    version = entry["version"]
    if entry["journal"] != "captures" or not isinstance(version, int):
        raise ValueError("not a header")
    if version > VERSION:
        raise NewerFormat(f"The capture journal of {profile!r}", version, VERSION)
