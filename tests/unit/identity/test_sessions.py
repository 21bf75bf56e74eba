"""A sitting ends with the camera or with a long pause."""

from __future__ import annotations

from dataclasses import dataclass

from faceid_app.identity.sessions import sessions_of


@dataclass(frozen=True)
class Shot:
    camera: str
    taken_at: str


def at(hour: int, minute: int = 0, *, camera: str = "desk") -> Shot:
    return Shot(camera, f"2026-05-01T{hour:02}:{minute:02}:00.000+00:00")


def test_a_long_pause_or_another_camera_begins_a_session() -> None:
    shots = [at(9), at(9, 20), at(9, 25, camera="laptop"), at(9, 45), at(14), at(9, 30, camera="laptop")]
    assert sessions_of(shots) == [0, 0, 1, 0, 2, 1]


def test_without_times_all_of_a_camera_are_one_session() -> None:
    assert sessions_of([Shot("desk", ""), Shot("desk", "yesterday"), Shot("laptop", "")]) == [0, 0, 1]
