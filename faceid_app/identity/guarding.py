"""Which guard stands before a person's matches: the policy kept with the profile, and the guard that it asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from faceid_app.errors import CorruptData, FaceIdError, GuardMissing, WeakerGuard
from faceid_app.guard.challenged import Draw, Drawing, challenged
from faceid_app.guard.eyes import open_eyes
from faceid_app.guard.passive import GuardNetworks, load_guard_networks, open_guard
from faceid_app.guard.policy import Policy
from faceid_app.guard.verdict import Guard
from faceid_app.storage.audit import Event
from faceid_app.storage.profiles import Profile
from faceid_app.words import Words

POLICY_FILE = "guard.json"
DEFAULT_POLICY = Policy.PASSIVE
STRICTEST_LAST = (Policy.OFF, Policy.PASSIVE, Policy.CHALLENGE)
HELPS = {
    Policy.OFF: Words("Nothing is watched: a photo or a video of this person passes for them."),
    Policy.PASSIVE: Words(
        "Watches for prints, drawings and screens. It does not stop a good mask, or a video put in place of the camera."
    ),
    Policy.CHALLENGE: Words(
        "Watches, and asks for turns of the head, blinks or colours that are drawn by chance. It does not stop a good "
        "mask, or a video made for each of them."
    ),
}
"""What each policy helps against, and what it does not stop."""


def load_policy(profile: Profile) -> Policy:
    """What this person asks of the guard. Raises GuardMissing: what cannot be read is not taken for less."""
    if not profile.exists(POLICY_FILE):
        return DEFAULT_POLICY
    try:
        return Policy(profile.read_json(POLICY_FILE)["policy"])
    except (ValueError, KeyError, TypeError, CorruptData) as error:
        raise GuardMissing(Words("what {name!r} asks of the guard cannot be read", name=profile.name)) from error


def save_policy(profile: Profile, policy: Policy) -> None:
    """Keep what this person asks of the guard. Raises ProfileGone, DiskFull, NotWritable."""
    profile.history.record(Event.POLICY_CHANGED, policy=policy.value)
    profile.write_json(POLICY_FILE, {"policy": policy.value})


def policy_of_run(profile: Profile, wanted: Policy | None, *, force: bool) -> Policy:
    """The policy of one run: the profile's unless another is `wanted`. Raises WeakerGuard unless `force`."""
    if wanted is not None and force:
        return wanted
    kept = load_policy(profile)
    if wanted is not None and STRICTEST_LAST.index(wanted) < STRICTEST_LAST.index(kept):
        raise WeakerGuard(profile.name, wanted.value, kept.value)
    return wanted or kept


def unguarded(people: Iterable[Profile]) -> frozenset[str]:
    """The names of those who ask for no guard."""
    return frozenset(person.name for person in people if _asks_for_none(person))


def _asks_for_none(profile: Profile) -> bool:
    try:
        return load_policy(profile) is Policy.OFF
    except FaceIdError:
        return False


def guard_networks() -> GuardNetworks:
    """What guards watch with. Raises GuardMissing."""
    try:
        return load_guard_networks()
    except FaceIdError as error:
        raise GuardMissing(error.words.rstrip(".")) from error


def passive_guard(networks: GuardNetworks | None = None) -> Guard:
    """A guard of one's own that watches, with `networks` or those that are loaded for it. Raises GuardMissing."""
    return open_guard(networks or guard_networks())


def drawing_of_challenges(*, light: bool) -> Drawing:
    """Where challenges come from; `light`: whether the window may show colours. Raises GuardMissing."""
    try:
        return Drawing(light=light, eyes=open_eyes())
    except FaceIdError as error:
        raise GuardMissing(error.words.rstrip(".")) from error


def guard_of(policy: Policy, *, watching: Callable[[], Guard] = passive_guard) -> Guard | None:
    """A guard of one's own for that policy, made of a `watching` one; None where it asks for none.

    Raises GuardMissing.
    """
    return None if policy is Policy.OFF else watching()


def asking_guard_of(policy: Policy, drawing: Draw, *, watching: Callable[[], Guard] = passive_guard) -> Guard | None:
    """The same where the person can be asked for a challenge, drawn by `drawing`. Raises GuardMissing."""
    guard = guard_of(policy, watching=watching)
    return None if guard is None else challenged(guard, policy, drawing)
