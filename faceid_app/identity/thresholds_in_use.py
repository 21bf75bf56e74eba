"""Decides which thresholds judge a person: those the user chose, else the dial's mark that the settings name."""

from __future__ import annotations

from contextlib import suppress

from faceid_app.errors import CorruptData
from faceid_app.identity.bundle import Bundle
from faceid_app.identity.decision import Thresholds
from faceid_app.identity.dial import Dial
from faceid_app.identity.dial_evidence import count_strangers, gather
from faceid_app.identity.kept_thresholds import THRESHOLDS_FILE, saved_thresholds
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report, ignore, never
from faceid_app.storage.audit import Event
from faceid_app.storage.profiles import Profile


def thresholds_in_use(dial: Dial, chosen: Thresholds | None, *, far: float, verification: float) -> Thresholds:
    """Where the user moved the thresholds, unless that is beyond the red stop; where nobody did, the mark of `far`.

    Args:
        dial: of the model and the person.
        chosen: by the user for this very model; None where nobody has moved them.
        far: 0..1, of the preset in the settings.
        verification: the verification threshold, 0..1, that nobody has moved.
    """
    return dial.preset(far, verification) if chosen is None else dial.held(chosen)


def find_thresholds(
    paths: Paths,
    profile: Profile,
    bundle_id: str,
    bundle: Bundle,
    *,
    far: float,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> Thresholds:
    """The same for a caller without a dial: a second of comparing, and some more of counting once for each head.

    Raises:
        NotEnoughCaptures, ModelMissing, CorruptData: as `gather` raises them.
        Cancelled.
    """
    evidence = gather(paths, profile, bundle_id, bundle)
    if evidence.countable:
        evidence = count_strangers(evidence, report=report, is_cancelled=is_cancelled)
    chosen = saved_thresholds(profile, bundle_id)
    return thresholds_in_use(evidence.dial(), chosen, far=far, verification=bundle.thresholds.verification)


def save_thresholds(profile: Profile, bundle_id: str, thresholds: Thresholds) -> None:
    """Keep the user's thresholds; they hold for this bundle only. Raises StorageError, also where no log takes it."""
    before = None
    with suppress(CorruptData):  # what lies there is replaced
        before = saved_thresholds(profile, bundle_id)
    profile.history.record(Event.THRESHOLDS_CHANGED, to="chosen" if before is None else _direction(before, thresholds))
    profile.write_json(
        THRESHOLDS_FILE,
        {"bundle": bundle_id, "detection": thresholds.detection, "verification": thresholds.verification},
    )


def _direction(before: Thresholds, now: Thresholds) -> str:
    """Which way they moved. The numbers stay with the profile: in a log they would tell what to aim at."""
    if now.detection >= before.detection and now.verification >= before.verification:
        return "stricter"
    looser = now.detection <= before.detection and now.verification <= before.verification
    return "looser" if looser else "otherwise"
