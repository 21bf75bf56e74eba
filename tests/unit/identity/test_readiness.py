"""A person can be verified with a trained model, or with enough captures for what comes with the program."""

from __future__ import annotations

from faceid_app.identity.readiness import can_be_verified
from faceid_app.identity.untrained import LEAST_CAPTURES
from faceid_app.paths import Paths
from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.store import PlainStore


def capture(profile: Profile, *, aligned: bool) -> None:
    profile.captures.add(
        role=Role.ANCHOR,
        portrait_jpeg=b"portrait",
        aligned_png=b"aligned" if aligned else None,
        burst="b",
        camera="c",
        clock=0.0,
        measurements={},
    )


def test_captures_with_a_face_make_ready_once_there_are_enough(paths: Paths) -> None:
    anna = Profiles(PlainStore(paths.personal)).create("anna")
    assert not can_be_verified(paths, anna)
    for _ in range(LEAST_CAPTURES - 1):
        capture(anna, aligned=True)
    capture(anna, aligned=False)
    assert not can_be_verified(paths, anna)
    capture(anna, aligned=True)
    assert can_be_verified(paths, anna)


def test_a_trained_model_makes_ready(paths: Paths) -> None:
    anna = Profiles(PlainStore(paths.personal)).create("anna")
    anna.bundles.save({"head.npz": b"head"}, manifest={})
    assert can_be_verified(paths, anna)


def test_somebody_who_is_gone_is_not_ready(paths: Paths) -> None:
    people = Profiles(PlainStore(paths.personal))
    anna = people.create("anna")
    people.delete("anna")
    assert not can_be_verified(paths, anna)
