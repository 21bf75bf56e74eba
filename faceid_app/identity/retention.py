"""Dropping a person's pictures once they are trained: templates and model stay, and go on verifying."""

from __future__ import annotations

import contextlib

from faceid_app.errors import FaceIdError, ModelMissing
from faceid_app.identity.backbones import find_backbone
from faceid_app.identity.enrolled_people import keep_for_gallery
from faceid_app.identity.templates import load_templates
from faceid_app.identity.verification import load_bundle
from faceid_app.paths import Paths
from faceid_app.storage.profiles import Profile


def drop_pictures(paths: Paths, profile: Profile) -> int:
    """Remove the pictures of all captures, of how many; what verifies and recognises this person is computed before.

    Lost with them: training anew, with another network too, and what shows pictures. Raises ModelMissing before the
    first training, and whatever keeps the model from verifying now: then nothing is removed.
    """
    try:
        bundle_id, bundle = load_bundle(profile)
    except ModelMissing:
        raise ModelMissing(
            f"A trained model of {profile.name!r}", "pictures are dropped after training, so train first"
        ) from None
    load_templates(profile, bundle_id, bundle.embedder(paths))
    with contextlib.suppress(FaceIdError):  # who cannot be recognised among others now could not be before
        keep_for_gallery(profile, find_backbone(paths))
    return profile.captures.drop_pictures()
