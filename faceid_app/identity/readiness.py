"""Owns whether a person can be verified at all, known at once and without loading a network."""

from __future__ import annotations

from faceid_app.errors import FaceIdError
from faceid_app.identity.backbones import find_backbone
from faceid_app.identity.untrained import LEAST_CAPTURES, can_serve
from faceid_app.paths import Paths
from faceid_app.storage.profiles import Profile


def can_be_verified(paths: Paths, profile: Profile) -> bool:
    """Whether there is a trained model, or enough captures for the network and head that come with the program.

    A guess to open the right page by: what is wrong inside a model shows when it is opened.
    """
    try:
        if profile.bundles.current_id() is not None:
            return True
        aligned = sum(record.aligned for record in profile.captures.records())
        return aligned >= LEAST_CAPTURES and can_serve(find_backbone(paths))
    except FaceIdError:
        return False
