"""The attempts kept of a person: what was decided, and the embeddings it was decided by; never a picture."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app import strict_json
from faceid_app.errors import NewerFormat, NotStored, ProfileGone
from faceid_app.storage.audit import UNRECORDED, Event, History
from faceid_app.storage.names import ABOUT
from faceid_app.storage.store import Lines, Store

MOST = 200
"""Attempts kept; the oldest makes room."""
VERSION = 2
"""1 knew no guard; its lines are read as those of unguarded attempts."""
VERDICTS = ("match", "no_match", "attack")
NOT_ASKED = ""
"""What is kept as the guard's answer where there was no guard."""
ATTEMPTS_FILE = "attempts.jsonl"


@dataclass(frozen=True, slots=True, eq=False)
class Glance:
    """One usable frame that a verdict rests on.

    at: seconds on the source's clock. embedding: (d,) float32. measurements: what the gates measured, by name.
    liveness: what the guard said, or NOT_ASKED.
    """

    at: float
    embedding: NDArray[np.float32]
    measurements: dict[str, float]
    liveness: str = NOT_ASKED


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Attempt:
    """One verdict that was told.

    taken_at: ISO 8601 in UTC. verdict: one of `VERDICTS`. network: sha256 of the network that made the embeddings.
    bundle: id of the model. detection, verification: the thresholds, 0..1. needed: so many glances had to match.
    score: 0..1, the deciding score of the last glance. glances: the frames that decided, in order.
    """

    taken_at: str
    verdict: str
    network: str
    bundle: str
    detection: float
    verification: float
    needed: int
    score: float
    glances: tuple[Glance, ...]


@dataclass(frozen=True, slots=True, eq=False)
class KeptAttempts:
    """The attempts, oldest first, and how many lines were damaged and are left out."""

    attempts: tuple[Attempt, ...]
    damaged: int = 0


class Attempts:
    """At most `MOST` attempts of one profile, a line each with its checksum, in a file that only the user can read."""

    def __init__(self, store: Store, profile: str, history: History = UNRECORDED) -> None:
        self._store, self._profile, self._history = store, profile, history
        self._key = f"{profile}/{ATTEMPTS_FILE}"

    def load(self) -> KeptAttempts:
        """What is kept. A damaged line costs that attempt and no other. Raises NewerFormat."""
        attempts: list[Attempt] = []
        damaged = 0
        for line in self._lines():
            try:
                attempts.append(_decoded(line, self._profile))
            except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
                damaged += 1
        return KeptAttempts(tuple(attempts), damaged)

    def add(self, *attempts: Attempt) -> None:
        """Keep these too; they are on disk when this returns. Raises ProfileGone, DiskFull, NotWritable."""
        self._keep_also([_encoded(attempt) for attempt in attempts])

    def erase(self) -> Lines:
        """Remove all of them at once; what was removed, for `put_back`. Nothing is left on disk."""
        with self._store.exclusive():
            lines = self._lines()
            self._store.delete(self._key)
            self._history.note(Event.ATTEMPTS_ERASED, attempts=len(lines))
        return lines

    def put_back(self, lines: Lines) -> None:
        """Undo `erase`: what it returned lies before all that was kept since. As `add`."""
        self._keep_also(lines, before=True)

    def _keep_also(self, lines: Sequence[bytes], *, before: bool = False) -> None:
        with self._locked():
            known = self._lines()
            together = [*lines, *known] if before else [*known, *lines]
            if len(together) <= MOST and known and len(lines) == 1 and not before:
                self._store.append_line(self._key, lines[0])
            else:
                self._store.write_lines(self._key, together[-MOST:])

    def _lines(self) -> Lines:
        try:
            return self._store.read_lines(self._key)
        except NotStored:
            return []

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._store.exclusive():
            if not self._store.exists(f"{self._profile}/{ABOUT}"):
                raise ProfileGone(self._profile)
            yield


def _encoded(attempt: Attempt) -> bytes:
    """One line: the attempt as JSON, its arrays in base64, and the checksum of all that."""
    entry = {
        "version": VERSION,
        "taken_at": attempt.taken_at,
        "verdict": attempt.verdict,
        "network": attempt.network,
        "bundle": attempt.bundle,
        "detection": attempt.detection,
        "verification": attempt.verification,
        "needed": attempt.needed,
        "score": attempt.score,
        "glances": [
            {
                "at": glance.at,
                "embedding": base64.b64encode(glance.embedding.astype("<f4").tobytes()).decode("ascii"),
                "measurements": glance.measurements,
                "liveness": glance.liveness,
            }
            for glance in attempt.glances
        ],
    }
    return _dumps(entry | {"sha256": _checksum(entry)})


def _decoded(line: bytes, profile: str) -> Attempt:
    """Raises NewerFormat; ValueError, KeyError, TypeError, AttributeError where the line is damaged."""
    entry = strict_json.loads(line)
    if entry.pop("sha256") != _checksum(entry):
        raise ValueError("the checksum differs")
    if entry["version"] > VERSION:
        raise NewerFormat(f"The attempts of {profile!r}", entry["version"], VERSION)
    if entry["verdict"] not in VERDICTS or not entry["glances"]:
        raise ValueError("not an attempt")
    return Attempt(
        taken_at=str(entry["taken_at"]),
        verdict=str(entry["verdict"]),
        network=str(entry["network"]),
        bundle=str(entry["bundle"]),
        detection=float(entry["detection"]),
        verification=float(entry["verification"]),
        needed=int(entry["needed"]),
        score=float(entry["score"]),
        glances=tuple(
            Glance(
                float(glance["at"]),
                np.frombuffer(base64.b64decode(glance["embedding"], validate=True), "<f4").astype(np.float32),
                {str(name): float(value) for name, value in glance["measurements"].items()},
                str(glance.get("liveness", NOT_ASKED)),
            )
            for glance in entry["glances"]
        ),
    )


def _checksum(entry: dict[str, Any]) -> str:
    return hashlib.sha256(_dumps(entry)).hexdigest()


def _dumps(entry: dict[str, Any]) -> bytes:
    return json.dumps(entry, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
