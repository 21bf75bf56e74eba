"""Owns the thresholds that a person's folder keeps: which may lie there, which serve until strangers are counted."""

from __future__ import annotations

from dataclasses import replace

from faceid_app.errors import CorruptData
from faceid_app.identity.bundle import Bundle
from faceid_app.identity.calibration import Calibration
from faceid_app.identity.decision import LEAST_SHARE, Thresholds, required_templates
from faceid_app.identity.judging import DEFAULT_SHARE, LIMIT
from faceid_app.storage.profiles import Profile
from faceid_app.words import Words

THRESHOLDS_FILE = "thresholds.json"


def saved_thresholds(profile: Profile, bundle_id: str) -> Thresholds | None:
    """The thresholds the user has chosen for this very bundle; None where nobody has moved them.

    Raises:
        CorruptData: what lies there is nothing that this program lets anybody choose. The calibrated ones do not stand
            in for it: whoever chose stricter ones would not notice.
    """
    if not profile.exists(THRESHOLDS_FILE):
        return None
    saved = profile.read_json(THRESHOLDS_FILE)
    if not isinstance(saved, dict):
        raise _damaged(profile, Words("it cannot be read"))
    if saved.get("bundle") != bundle_id:
        return None
    found = [saved.get(name) for name in ("detection", "verification")]
    if any(isinstance(one, bool) or not isinstance(one, int | float) for one in found):
        raise _damaged(profile, Words("it cannot be read"))
    try:
        return Thresholds(*map(float, found))  # type: ignore[arg-type]
    except (ValueError, OverflowError) as error:
        shown = [str(one)[:24] for one in found]
        why = Words(
            "the thresholds in it are {detection} and {verification}, possible are 0 to 1 and {least:g} to 1",
            detection=shown[0],
            verification=shown[1],
            least=LEAST_SHARE,
        )
        raise _damaged(profile, why) from error


def load_thresholds(profile: Profile, bundle_id: str, bundle: Bundle) -> Thresholds:
    """The user's thresholds for this very bundle, else the bundle's own. Raises CorruptData."""
    return saved_thresholds(profile, bundle_id) or bundle.thresholds


def held_uncounted(thresholds: Thresholds, calibration: Calibration, templates: int) -> Thresholds:
    """Those to judge by until the dial has counted: at which the calibration lets no more than LIMIT of strangers pass.

    As on the dial, fewer than half of the templates bound a decision by that many single comparisons. Where no
    operating point is strict enough, nothing matches.

    Args:
        thresholds: as they are kept.
        calibration: of the model.
        templates: of the person, at least one.
    """
    required = required_templates(thresholds.verification, templates)
    bound = 1.0 if required >= DEFAULT_SHARE * templates else templates / required
    strict = [point.threshold for point in calibration.points if point.supported and point.far * bound <= LIMIT + 1e-9]
    return replace(thresholds, detection=max(thresholds.detection, min(strict, default=1.0)))


def _damaged(profile: Profile, why: str) -> CorruptData:
    what = Words("{key!r} of {profile!r}", key=THRESHOLDS_FILE, profile=profile.name)
    return CorruptData(what, why, Words("train again, or run: faceid thresholds {name} --far 1e-4", name=profile.name))
