"""Owns enrolling somebody anew: which captures are of before, kept until there are enough new ones."""

from __future__ import annotations

from dataclasses import dataclass

from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profile

RENEWAL_FILE = "renewal.json"


@dataclass(frozen=True, slots=True)
class Renewal:
    """How far enrolling anew is.

    Attributes:
        earlier: ids of the captures that were there before and still are, oldest first.
        counts: new captures of each role.
    """

    earlier: tuple[str, ...]
    counts: dict[Role, int]

    def is_complete(self, target: int) -> bool:
        """Whether there are `target` new captures of each role."""
        return all(count >= target for count in self.counts.values())


def begin_renewal(profile: Profile) -> Renewal:
    """From now on what is there counts as earlier; nothing is removed."""
    earlier = [record.id for record in profile.captures.records()]
    profile.write_json(RENEWAL_FILE, {"earlier": earlier})
    return Renewal(tuple(earlier), dict.fromkeys(Role, 0))


def find_renewal(profile: Profile) -> Renewal | None:
    """How far it is; None where none is under way, or nothing is left of before. Raises CorruptData."""
    if not profile.exists(RENEWAL_FILE):
        return None
    noted = profile.read_json(RENEWAL_FILE)
    earlier_ids = noted.get("earlier") if isinstance(noted, dict) else None
    before = set(map(str, earlier_ids)) if isinstance(earlier_ids, list) else set()
    records = profile.captures.records()
    earlier = tuple(record.id for record in records if record.id in before)
    new = [record for record in records if record.id not in before]
    return Renewal(earlier, {role: sum(one.role is role for one in new) for role in Role}) if earlier else None


def keep_earlier(profile: Profile) -> None:
    """Keep the earlier captures with the new ones: nothing is under way any more."""
    profile.delete(RENEWAL_FILE)


def remove_earlier(profile: Profile, *, target: int) -> int:
    """Remove the earlier captures, how many; none, as long as there are not `target` new ones of each role."""
    renewal = find_renewal(profile)
    if renewal is None or not renewal.is_complete(target):
        return 0
    for capture_id in renewal.earlier:
        profile.captures.remove(capture_id)
    # Last: killed before, it goes on where it was.
    profile.delete(RENEWAL_FILE)
    return len(renewal.earlier)
