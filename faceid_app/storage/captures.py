"""A person's enrolment pictures and the journal that keeps records and files in agreement through any crash."""

from __future__ import annotations

import contextlib
import json
import secrets
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from faceid_app.errors import CorruptData, NewerFormat, NotStored, StorageError
from faceid_app.storage.store import Lines, Store

JOURNAL_VERSION = 1
_HEADER = {"journal": "captures", "version": JOURNAL_VERSION}
_SLACK = 64  # lines of history a journal may carry before it is rewritten
# Names are uuid1, as the documents have them, but with a random node (RFC 9562, 6.10): they tell nobody's MAC address.
_NODE = secrets.randbits(48) | 1 << 40


class Role(StrEnum):
    """What a capture is for; also its folder."""

    ANCHOR = "anchor"
    POSITIVE = "positive"


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


@dataclass(slots=True)
class _State:
    """The journal, replayed: raw `add` entries by id, in the order they were taken."""

    live: dict[str, dict[str, Any]] = field(default_factory=dict)
    adding: dict[str, dict[str, Any]] = field(default_factory=dict)
    dropping: dict[str, dict[str, Any]] = field(default_factory=dict)
    lines: int = 0


class Captures:
    """The captures of one profile, safe to use from several threads and processes at once.

    To add: an `add` line, the files, a `done` line. To remove: a `drop` line, the files go, a `gone` line. What a
    killed process left between is finished or taken back when the captures are next opened or changed.
    """

    def __init__(self, store: Store, profile: str) -> None:
        self._store, self._profile = store, profile
        self._journal = f"{profile}/captures.jsonl"
        state = self._replay()
        if state.adding or state.dropping:
            with contextlib.suppress(StorageError), self._store.exclusive():  # a full disk must not hinder reading
                self._recover(self._replay())

    def add(
        self,
        *,
        role: Role,
        portrait_jpeg: bytes,
        aligned_png: bytes | None,
        burst: str,
        camera: str,
        clock: float,
        measurements: dict[str, float],
        taken_at: datetime | None = None,
    ) -> CaptureRecord:
        """Save a capture; it is on disk when this returns. `taken_at` is now unless given. Raises StorageError."""
        record = CaptureRecord(
            id=str(uuid.uuid1(node=_NODE)),
            role=role,
            taken_at=(taken_at or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="milliseconds"),
            clock=clock,
            burst=burst,
            camera=camera,
            measurements=dict(measurements),
            aligned=aligned_png is not None,
        )
        with self._store.exclusive():
            state = self._recover(self._replay())
            if not state.lines:
                self._append(_HEADER)
            entry = _entry_of(record)
            self._append(entry)
            try:
                self._store.write(_portrait_key(self._profile, entry), portrait_jpeg)
                if aligned_png is not None:
                    self._store.write(_aligned_key(self._profile, entry), aligned_png)
                self._append({"op": "done", "id": record.id})
            except BaseException:
                with contextlib.suppress(StorageError):
                    self._take_back(entry)
                raise
        return record

    def remove(self, capture_id: str) -> None:
        """Delete one capture for good. Raises NotStored if there is none of that id."""
        with self._store.exclusive():
            state = self._recover(self._replay())
            if capture_id not in state.live:
                raise NotStored(f"{self._profile}/{capture_id}")
            self._drop(state, capture_id)

    def undo_last(self) -> CaptureRecord | None:
        """Delete the capture added last; None if there is none."""
        with self._store.exclusive():
            state = self._recover(self._replay())
            if not state.live:
                return None
            record = _record_of(next(reversed(state.live.values())))
            self._drop(state, record.id)
        return record

    def records(self, role: Role | None = None) -> list[CaptureRecord]:
        """All captures, or those of one role, oldest first."""
        state = self._replay()
        # One whose files are all there is complete, its `done` line only lacks.
        entries = [*state.live.values(), *(entry for entry in state.adding.values() if self._is_complete(entry))]
        records = [_record_of(entry) for entry in entries]
        return [record for record in records if role is None or record.role is role]

    def counts(self) -> dict[Role, int]:
        """How many captures each role has."""
        records = self.records()
        return {role: sum(record.role is role for record in records) for role in Role}

    def picture(self, capture_id: str) -> bytes:
        """The portrait as JPEG. Raises NotStored for an unknown id, CorruptData if its file was taken away."""
        entry = self._find(capture_id)
        return self._read(_portrait_key(self._profile, entry), capture_id)

    def aligned(self, capture_id: str) -> bytes | None:
        """The aligned face as PNG, None if the capture was saved without. Raises as `picture`."""
        entry = self._find(capture_id)
        return self._read(_aligned_key(self._profile, entry), capture_id) if entry["aligned"] else None

    # --- journal -----------------------------------------------------------------------------------------------------

    def _replay(self) -> _State:
        try:
            lines = self._store.read_lines(self._journal)
        except NotStored:
            return _State()
        state = _State(lines=len(lines))
        for number, line in enumerate(lines, 1):
            try:
                entry = json.loads(line)
                if number == 1:
                    self._check_header(entry)
                else:
                    _apply(state, entry)
            except (ValueError, KeyError, TypeError) as error:
                raise self._corrupt(f"line {number} cannot be read") from error
        return state

    def _check_header(self, entry: Any) -> None:
        version = entry["version"]
        if entry["journal"] != "captures" or not isinstance(version, int):
            raise ValueError("not a header")
        if version > JOURNAL_VERSION:
            raise NewerFormat(f"The capture journal of {self._profile!r}", version, JOURNAL_VERSION)

    def _recover(self, state: _State) -> _State:
        """Finish or take back what a killed process left. Call with the store held."""
        if not (state.adding or state.dropping):
            return state
        for entry in state.adding.values():
            if self._is_complete(entry):
                self._append({"op": "done", "id": entry["id"]})
            else:
                self._take_back(entry)
        for entry in state.dropping.values():
            self._take_back(entry)
        return self._replay()

    def _is_complete(self, entry: dict[str, Any]) -> bool:
        return self._store.exists(_portrait_key(self._profile, entry)) and (
            not entry["aligned"] or self._store.exists(_aligned_key(self._profile, entry))
        )

    def _drop(self, state: _State, capture_id: str) -> None:
        entry = state.live.pop(capture_id)
        self._append({"op": "drop", "id": capture_id})
        self._take_back(entry)
        if state.lines + 2 > _SLACK + 4 * len(state.live):
            self._compact(state)

    def _take_back(self, entry: dict[str, Any]) -> None:
        self._store.delete(_portrait_key(self._profile, entry))
        self._store.delete(_aligned_key(self._profile, entry))
        self._append({"op": "gone", "id": entry["id"]})

    def _compact(self, state: _State) -> None:
        lines: Lines = [_line(_HEADER)]
        for entry in state.live.values():
            lines += [_line(entry), _line({"op": "done", "id": entry["id"]})]
        self._store.write_lines(self._journal, lines)

    def _append(self, entry: dict[str, Any]) -> None:
        self._store.append_line(self._journal, _line(entry))

    def _find(self, capture_id: str) -> dict[str, Any]:
        state = self._replay()
        entry = state.live.get(capture_id) or state.adding.get(capture_id)
        if entry is None:
            raise NotStored(f"{self._profile}/{capture_id}")
        return entry

    def _read(self, key: str, capture_id: str) -> bytes:
        try:
            return self._store.read(key)
        except NotStored as error:
            raise CorruptData(
                f"The capture {capture_id} of {self._profile!r}",
                "its file is gone",
                "delete that capture and take another",
            ) from error

    def _corrupt(self, why: str) -> CorruptData:
        return CorruptData(
            f"The capture journal of {self._profile!r}",
            why,
            "restore it from a backup, or delete the profile and enrol again",
        )


def _apply(state: _State, entry: dict[str, Any]) -> None:
    """Let one journal entry happen. Raises KeyError, TypeError or ValueError if it cannot have."""
    match entry["op"]:
        case "add":
            _record_of(entry)
            state.adding[entry["id"]] = entry
        case "done":
            state.live[entry["id"]] = state.adding.pop(entry["id"])
        case "drop":
            state.dropping[entry["id"]] = state.live.pop(entry["id"])
        case "gone":
            (state.dropping if entry["id"] in state.dropping else state.adding).pop(entry["id"])
        case unknown:
            raise ValueError(unknown)


def _entry_of(record: CaptureRecord) -> dict[str, Any]:
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
    }


def _record_of(entry: dict[str, Any]) -> CaptureRecord:
    return CaptureRecord(
        id=str(uuid.UUID(entry["id"])),
        role=Role(entry["role"]),
        taken_at=str(entry["taken_at"]),
        clock=float(entry["clock"]),
        burst=str(entry["burst"]),
        camera=str(entry["camera"]),
        measurements={str(name): float(value) for name, value in entry["measurements"].items()},
        aligned=bool(entry["aligned"]),
    )


def _line(entry: dict[str, Any]) -> bytes:
    return json.dumps(entry, ensure_ascii=True, separators=(",", ":")).encode()


def _portrait_key(profile: str, entry: dict[str, Any]) -> str:
    return f"{profile}/{entry['role']}/{entry['id']}.jpg"


def _aligned_key(profile: str, entry: dict[str, Any]) -> str:
    return f"{profile}/aligned/{entry['id']}.png"
