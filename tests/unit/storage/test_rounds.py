"""Journals of other versions: captures that tell no round, or one that this version does not know."""

from __future__ import annotations

import uuid

from faceid_app.storage.journal import Entry, JournalState, Role, Round, compacted, entry_of, record_of, replay

OLD: Entry = {
    "op": "add",
    "id": str(uuid.UUID(int=1)),
    "role": "anchor",
    "taken_at": "2026-01-01T00:00:00.000+00:00",
    "clock": 1.0,
    "burst": "b",
    "camera": "c",
    "measurements": {"yaw": 3.0},
    "aligned": True,
}


def test_a_capture_that_tells_no_round_is_of_the_first() -> None:
    record = record_of(OLD)
    assert (record.role, record.round) == (Role.ANCHOR, Round.FIRST)


def test_the_round_survives_being_written() -> None:
    entry = {**OLD, "round": "glasses"}
    assert record_of(entry).round is Round.GLASSES
    assert entry_of(record_of(entry)) == entry


def test_a_round_of_a_later_version_can_be_read_and_is_kept() -> None:
    entry = {**OLD, "round": "hat"}
    assert record_of(entry).round is Round.FIRST
    lines = compacted(JournalState(live={entry["id"]: entry}))
    assert replay(lines, "anna").live[entry["id"]]["round"] == "hat"
