"""A person's enrolment pictures and the journal that keeps records and files in agreement through any crash."""

from __future__ import annotations

import contextlib
import json
import secrets
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from faceid_app import strict_json
from faceid_app.errors import CorruptData, NotStored, PicturesDropped, ProfileGone, StorageError
from faceid_app.storage.audit import UNRECORDED, Event, History
from faceid_app.storage.journal import (
    BURST_LENGTH,
    HEADER,
    CaptureRecord,
    Entry,
    JournalState,
    Role,
    Round,
    compacted,
    encode,
    entry_of,
    record_of,
    replay,
)
from faceid_app.storage.names import ABOUT
from faceid_app.storage.store import Store

__all__ = ["BURST_LENGTH", "CaptureRecord", "Captures", "RemovedCapture", "Role", "Round"]

DROPPED_FILE = "dropped.json"
_SLACK = 64  # lines of history a journal may carry before it is rewritten
# Names are uuid1, as the documents have them, but with a random node (RFC 9562, 6.10): they tell nobody's MAC address.
_NODE = secrets.randbits(48) | 1 << 40


@dataclass(frozen=True, slots=True, eq=False)
class RemovedCapture:
    """A capture that was removed, with all it takes to put it back."""

    record: CaptureRecord
    picture: bytes
    aligned: bytes | None


class Captures:
    """The captures of one profile, safe to use from several threads and processes at once.

    To add: an `add` line, the files, a `done` line. To remove: a `drop` line, the files go, a `gone` line. What a
    killed process left between is finished or taken back when the captures are next opened or changed.
    """

    def __init__(self, store: Store, profile: str, history: History = UNRECORDED) -> None:
        self._store, self._profile, self._history = store, profile, history
        self._journal = f"{profile}/captures.jsonl"
        self._dropped_key = f"{profile}/{DROPPED_FILE}"
        if self._dropped().get("finished") is False:
            with contextlib.suppress(StorageError), self._store.exclusive():
                self._finish_dropping(self._dropped())
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
        round: Round = Round.FIRST,
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
            round=round,
        )
        with self._store.exclusive():
            if not self._store.exists(f"{self._profile}/{ABOUT}"):
                raise ProfileGone(self._profile)
            state = self._recover(self._replay())
            self._history.record(Event.CAPTURE_ADDED, role=record.role.value)
            if not state.lines:
                self._append(HEADER)
            entry = entry_of(record)
            self._append(entry)
            try:
                self._store.write(self._portrait_key(entry["role"], entry["id"]), portrait_jpeg)
                if aligned_png is not None:
                    self._store.write(self._aligned_key(entry["id"]), aligned_png)
                self._append({"op": "done", "id": record.id})
            except BaseException:
                with contextlib.suppress(StorageError):
                    if record.id in self._replay().adding:  # else its `done` line is there, and it stays
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

    def take_out(self, capture_id: str) -> RemovedCapture:
        """Remove one capture and keep it in memory for `put_back`. Raises as `remove` and `picture`."""
        removed = RemovedCapture(self._record(capture_id), self.picture(capture_id), self.aligned(capture_id))
        self.remove(capture_id)
        return removed

    def put_back(self, removed: RemovedCapture) -> CaptureRecord:
        """Save a removed capture again, as the newest and under a new id. Raises StorageError."""
        old = removed.record
        return self.add(
            role=old.role,
            portrait_jpeg=removed.picture,
            aligned_png=removed.aligned,
            burst=old.burst,
            camera=old.camera,
            clock=old.clock,
            measurements=old.measurements,
            taken_at=datetime.fromisoformat(old.taken_at),
            round=old.round,
        )

    def undo_last(self) -> CaptureRecord | None:
        """Delete the capture added last; None if there is none."""
        with self._store.exclusive():
            state = self._recover(self._replay())
            if not state.live:
                return None
            record = record_of(next(reversed(state.live.values())))
            self._drop(state, record.id)
        return record

    def records(self, role: Role | None = None) -> list[CaptureRecord]:
        """All captures, or those of one role, oldest first."""
        state = self._replay()
        # One whose files are all there is complete, its `done` line only lacks.
        entries = [*state.live.values(), *(entry for entry in state.adding.values() if self._is_complete(entry))]
        records = [record_of(entry) for entry in entries]
        return [record for record in records if role is None or record.role is role]

    def counts(self) -> dict[Role, int]:
        """How many captures each role has."""
        records = self.records()
        return {role: sum(record.role is role for record in records) for role in Role}

    def drop_pictures(self) -> int:
        """Remove the pictures of all captures and keep what is known of them; of how many captures.

        Killed on the way it is finished when the captures are next opened.
        """
        with self._store.exclusive():
            state = self._recover(self._replay())
            kept = [one for one in state.live if self._has_picture(state.live[one]["role"], one)]
            earlier = self._dropped()
            if not kept:
                if earlier.get("finished") is False:
                    self._finish_dropping(earlier)
                return 0
            ids = [one for one in earlier.get("ids", []) if one in state.live] + kept
            dropped = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "ids": ids, "finished": False}
            self._store.write(self._dropped_key, json.dumps(dropped).encode())
            self._finish_dropping(dropped)
            self._history.note(Event.PICTURES_DROPPED, captures=len(kept))
        return len(kept)

    def with_pictures(self) -> list[CaptureRecord]:
        """The captures whose pictures are there, oldest first."""
        dropped = set(self._dropped().get("ids", []))
        return [record for record in self.records() if record.id not in dropped]

    def check_pictures(self) -> None:
        """Raise PicturesDropped if a capture is without its pictures."""
        dropped = self._dropped()
        if set(dropped.get("ids", [])).intersection(record.id for record in self.records()):
            raise PicturesDropped(self._profile, str(dropped["at"])[:10])

    def picture(self, capture_id: str) -> bytes:
        """The portrait as JPEG.

        Raises NotStored for an unknown id, PicturesDropped, CorruptData if its file was taken away.
        """
        for role in Role:  # not through the journal: reading all captures stays linear
            with contextlib.suppress(NotStored):
                return self._store.read(self._portrait_key(role, capture_id))
        raise self._gone(self._record(capture_id))

    def aligned(self, capture_id: str) -> bytes | None:
        """The aligned face as PNG, None if the capture was saved without. Raises as `picture`."""
        with contextlib.suppress(NotStored):
            return self._store.read(self._aligned_key(capture_id))
        record = self._record(capture_id)
        if record.aligned:
            raise self._gone(record)
        return None

    def _dropped(self) -> dict[str, Any]:
        """When the pictures were dropped (`at`), of which captures (`ids`), and whether all went (`finished`)."""
        try:
            dropped = strict_json.loads(self._store.read(self._dropped_key))
            return {
                "at": str(dropped["at"]),
                "ids": [str(uuid.UUID(one)) for one in dropped["ids"]],  # they become the names of files that go
                "finished": dropped["finished"],
            }
        except NotStored:
            return {}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            again = "delete the profile and enrol again"
            raise CorruptData(f"The file {DROPPED_FILE!r} of {self._profile!r}", "it cannot be read", again) from error

    def _finish_dropping(self, dropped: dict[str, Any]) -> None:
        """Call with the store held."""
        for capture_id in dropped.get("ids", []):
            for role in Role:
                self._store.delete(self._portrait_key(role, capture_id))
            self._store.delete(self._aligned_key(capture_id))
        if dropped:
            self._store.write(self._dropped_key, json.dumps({**dropped, "finished": True}).encode())

    def _has_picture(self, role: str, capture_id: str) -> bool:
        return self._store.exists(self._portrait_key(role, capture_id))

    # --- journal -----------------------------------------------------------------------------------------------------

    def _replay(self) -> JournalState:
        try:
            return replay(self._store.read_lines(self._journal), self._profile)
        except NotStored:
            return JournalState()

    def _recover(self, state: JournalState) -> JournalState:
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

    def _is_complete(self, entry: Entry) -> bool:
        return self._store.exists(self._portrait_key(entry["role"], entry["id"])) and (
            not entry["aligned"] or self._store.exists(self._aligned_key(entry["id"]))
        )

    def _drop(self, state: JournalState, capture_id: str) -> None:
        entry = state.live.pop(capture_id)
        self._append({"op": "drop", "id": capture_id})
        self._take_back(entry)
        self._history.note(Event.CAPTURE_REMOVED, role=entry["role"])
        if state.lines + 2 > _SLACK + 4 * len(state.live):
            with contextlib.suppress(StorageError):  # the capture is gone; a full disk may leave the journal long
                self._store.write_lines(self._journal, compacted(state))

    def _take_back(self, entry: Entry) -> None:
        self._store.delete(self._portrait_key(entry["role"], entry["id"]))
        self._store.delete(self._aligned_key(entry["id"]))
        self._append({"op": "gone", "id": entry["id"]})

    def _append(self, entry: Entry) -> None:
        self._store.append_line(self._journal, encode(entry))

    def _record(self, capture_id: str) -> CaptureRecord:
        for record in self.records():
            if record.id == capture_id:
                return record
        raise NotStored(f"{self._profile}/{capture_id}")

    def _gone(self, record: CaptureRecord) -> StorageError:
        dropped = self._dropped()
        if record.id in dropped.get("ids", []):
            return PicturesDropped(self._profile, str(dropped["at"])[:10])
        return CorruptData(
            f"The capture {record.id} of {self._profile!r}",
            "its file is gone",
            "delete that capture and take another",
        )

    def _portrait_key(self, role: str, capture_id: str) -> str:
        return f"{self._profile}/{role}/{capture_id}.jpg"

    def _aligned_key(self, capture_id: str) -> str:
        return f"{self._profile}/aligned/{capture_id}.png"
