"""The presentations kept of trials: what was judged and by what, so that another model can judge them again.

Each is a file of its own below the person's folder, `trials/ID.json`, with its checksum. Pictures lie beside it, in
`trials/ID/`, and only where the user agreed to keep them.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app import strict_json
from faceid_app.errors import NewerFormat, NotStored, ProfileGone
from faceid_app.storage.audit import UNRECORDED, Event, History
from faceid_app.storage.names import ABOUT
from faceid_app.storage.store import Store

MOST = 500
"""Presentations kept of a person; the oldest makes room."""
MOST_PICTURES = 800
"""Of all presentations of a person; those of the oldest make room, their figures stay."""
FOLDER = "trials"
VERSION = 1
_RECORD, _PICTURE = ".json", ".png"


@dataclass(frozen=True, slots=True)
class SeenCue:
    """A cue as the guard measured it then. See `guard.verdict.CueReading`."""

    name: str
    value: float
    limit: float
    unit: str = ""
    against: bool = False


@dataclass(frozen=True, slots=True)
class Cutout:
    """Where a kept picture lay in its frame, pixels: left and top of it, width and height of the frame."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SeenFrame:
    """One frame of a presentation.

    at: seconds since the presentation began, on the camera's clock. verdict: over time, as the user was told.
    anew: whether from here on it may have been somebody else, so that what was seen before did not count.
    refusal: why the frame was not used, empty where it was. liveness, risk, reason: the guard's, empty and None where
    it was not asked. cues: those it measured. match, score: the matcher's, None where it was not asked. embedding: (d,)
    float32 or None. measurements: what the gates measured, by name. picture: where the one kept of it lay, or None.
    """

    at: float
    verdict: str
    anew: bool = False
    refusal: str = ""
    liveness: str = ""
    risk: float | None = None
    reason: str = ""
    cues: tuple[SeenCue, ...] = ()
    match: bool | None = None
    score: float | None = None
    embedding: NDArray[np.float32] | None = None
    measurements: dict[str, float] = field(default_factory=dict)
    picture: Cutout | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Presentation:
    """One showing of something to the camera, and what came of it.

    Attributes:
        id: sorts by time.
        taken_at: ISO 8601 in UTC.
        species: what was shown: `live`, or a kind of attack.
        camera: its name, or that of the file.
        light: the user's own words for it, may be empty.
        seconds: it lasted.
        called_live: at some moment the guard would have let the right face pass; called_attack: it said attack. Both,
            where it changed its mind.
        accepted: guard and matcher together told a match at some moment.
        network: sha256 of the network that made the embeddings.
        bundle: id of the model.
        guards: sha256 of each file the guard judged by, by `model/file`; empty where no guard was asked.
        detection, verification: the thresholds, 0..1.
        needed, glances, window: so many of so many glances within so many seconds had to agree.
        program: its version.
        frames: in order.
    """

    id: str
    taken_at: str
    species: str
    camera: str
    light: str
    seconds: float
    called_live: bool
    called_attack: bool
    accepted: bool
    network: str
    bundle: str
    guards: dict[str, str]
    detection: float
    verification: float
    needed: int
    glances: int
    window: float
    program: str
    frames: tuple[SeenFrame, ...]

    @property
    def responded(self) -> bool:
        """Whether the guard came to an answer at all."""
        return self.called_live or self.called_attack


@dataclass(frozen=True, slots=True, eq=False)
class KeptTrials:
    """The presentations, oldest first, and how many files were damaged and are left out."""

    presentations: tuple[Presentation, ...]
    damaged: int = 0


def new_id() -> str:
    """An id for a presentation that begins now."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(3)}"


class Trials:
    """At most `MOST` presentations of one profile, in files that only the user can read."""

    def __init__(self, store: Store, profile: str, history: History = UNRECORDED) -> None:
        self._store, self._profile, self._history = store, profile, history
        self._folder = f"{profile}/{FOLDER}"

    def load(self) -> KeptTrials:
        """What is kept. A damaged file costs that presentation and no other. Raises NewerFormat."""
        found: list[Presentation] = []
        damaged = 0
        for one in self._ids():
            try:
                found.append(_decoded(self._store.read(self._record(one)), self._profile))
            except NotStored:  # erased meanwhile
                continue
            except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
                damaged += 1
        return KeptTrials(tuple(found), damaged)

    def add(self, presentation: Presentation, pictures: dict[int, bytes] | None = None) -> None:
        """Keep one more; it is on disk when this returns. Raises ProfileGone, DiskFull, NotWritable.

        pictures: PNG files by the number of their frame; each frame that says it has one must be among them.
        """
        pictures = pictures or {}
        with self._locked():
            self._sweep()
            try:
                for number, data in pictures.items():
                    self._store.write(self._picture(presentation.id, number), data)
                self._store.write(self._record(presentation.id), _encoded(presentation))
            except BaseException:
                self._store.delete_tree(f"{self._folder}/{presentation.id}")
                raise
            self._make_room()

    def picture(self, presentation_id: str, number: int) -> bytes:
        """The PNG kept of a frame. Raises NotStored."""
        return self._store.read(self._picture(presentation_id, number))

    def remove(self, *ids: str) -> int:
        """Remove these with their pictures; how many there were."""
        with self._store.exclusive():
            known = set(self._ids())
            for one in ids:
                self._drop(one)
            return self._forgotten(len(known.intersection(ids)))

    def erase(self) -> int:
        """Remove everything; how many presentations there were. Nothing is left on disk."""
        with self._store.exclusive():
            count = len(self._ids())
            self._store.delete_tree(self._folder)
            return self._forgotten(count)

    def erase_pictures(self) -> int:
        """Remove the pictures and keep the figures; how many pictures there were."""
        with self._store.exclusive():
            kept = self._pictures()
            for key in kept:
                self._store.delete(key)
            return len(kept)

    def _forgotten(self, count: int) -> int:
        if count:
            self._history.note(Event.TRIALS_FORGOTTEN, presentations=count)
        return count

    def _make_room(self) -> None:
        for one in self._ids()[:-MOST]:
            self._drop(one)
        for key in self._pictures()[:-MOST_PICTURES]:
            self._store.delete(key)

    def _sweep(self) -> None:
        """Pictures that a killed process left before their record was written."""
        known = set(self._ids())
        for one in self._store.children(self._folder):
            if not one.endswith(_RECORD) and one not in known:
                self._store.delete_tree(f"{self._folder}/{one}")

    def _drop(self, one: str) -> None:
        self._store.delete(self._record(one))
        self._store.delete_tree(f"{self._folder}/{one}")

    def _ids(self) -> list[str]:
        names = self._store.children(self._folder)
        return sorted(name.removesuffix(_RECORD) for name in names if name.endswith(_RECORD))

    def _pictures(self) -> list[str]:
        return [key for key in self._store.list(self._folder) if key.endswith(_PICTURE)]

    def _record(self, one: str) -> str:
        return f"{self._folder}/{one}{_RECORD}"

    def _picture(self, one: str, number: int) -> str:
        return f"{self._folder}/{one}/{number:04}{_PICTURE}"

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._store.exclusive():
            if not self._store.exists(f"{self._profile}/{ABOUT}"):
                raise ProfileGone(self._profile)
            yield


def _encoded(one: Presentation) -> bytes:
    entry = {name: getattr(one, name) for name in Presentation.__slots__ if name != "frames"}
    entry |= {"version": VERSION, "frames": [_frame_entry(frame) for frame in one.frames]}
    return _dumps(entry | {"sha256": _checksum(entry)})


def _frame_entry(frame: SeenFrame) -> dict[str, Any]:
    entry = {name: getattr(frame, name) for name in SeenFrame.__slots__}
    if frame.embedding is not None:
        entry["embedding"] = base64.b64encode(frame.embedding.astype("<f4").tobytes()).decode("ascii")
    if frame.picture is not None:
        entry["picture"] = [frame.picture.left, frame.picture.top, frame.picture.width, frame.picture.height]
    entry["cues"] = [[cue.name, cue.value, cue.limit, cue.unit, cue.against] for cue in frame.cues]
    return entry


def _decoded(data: bytes, profile: str) -> Presentation:
    """Raises NewerFormat; ValueError, KeyError, TypeError, AttributeError where it is damaged.

    What a later program of the same format adds is passed over; it never changes what is there.
    """
    entry = strict_json.loads(data)
    if entry.pop("sha256") != _checksum(entry):
        raise ValueError("the checksum differs")
    if entry["version"] > VERSION:
        raise NewerFormat(f"The trials of {profile!r}", entry["version"], VERSION)
    return Presentation(
        id=str(entry["id"]),
        taken_at=str(entry["taken_at"]),
        species=str(entry["species"]),
        camera=str(entry["camera"]),
        light=str(entry["light"]),
        seconds=float(entry["seconds"]),
        called_live=bool(entry["called_live"]),
        called_attack=bool(entry["called_attack"]),
        accepted=bool(entry["accepted"]),
        network=str(entry["network"]),
        bundle=str(entry["bundle"]),
        guards={str(name): str(value) for name, value in entry["guards"].items()},
        detection=float(entry["detection"]),
        verification=float(entry["verification"]),
        needed=int(entry["needed"]),
        glances=int(entry["glances"]),
        window=float(entry["window"]),
        program=str(entry["program"]),
        frames=tuple(_frame(told) for told in entry["frames"]),
    )


def _frame(told: dict[str, Any]) -> SeenFrame:
    packed, place = told.get("embedding"), told.get("picture")
    return SeenFrame(
        at=float(told["at"]),
        verdict=str(told["verdict"]),
        anew=bool(told["anew"]),
        refusal=str(told["refusal"]),
        liveness=str(told["liveness"]),
        risk=_number(told["risk"]),
        reason=str(told["reason"]),
        cues=tuple(
            SeenCue(str(name), float(value), float(limit), str(unit), bool(against))
            for name, value, limit, unit, against in told["cues"]
        ),
        match=None if told["match"] is None else bool(told["match"]),
        score=_number(told["score"]),
        embedding=None if packed is None else _embedding(packed),
        measurements={str(name): float(value) for name, value in told["measurements"].items()},
        picture=None if place is None else Cutout(*map(int, place)),
    )


def _embedding(packed: str) -> NDArray[np.float32]:
    return np.frombuffer(base64.b64decode(packed, validate=True), "<f4").astype(np.float32)


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)


def _checksum(entry: dict[str, Any]) -> str:
    return hashlib.sha256(_dumps(entry)).hexdigest()


def _dumps(entry: dict[str, Any]) -> bytes:
    return json.dumps(entry, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
