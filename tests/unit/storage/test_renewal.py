"""Enrolling anew: nothing of before goes until enough is there."""

from __future__ import annotations

from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profile
from faceid_app.storage.renewal import RENEWAL_FILE, begin_renewal, find_renewal, keep_earlier, remove_earlier


def take(profile: Profile, role: Role) -> str:
    return profile.captures.add(
        role=role, portrait_jpeg=b"p", aligned_png=None, burst="b", camera="", clock=0.0, measurements={}
    ).id


def test_earlier_captures_stay_until_there_are_enough_new_ones_of_each_role(profile: Profile) -> None:
    old = [take(profile, role) for role in Role for _ in range(2)]
    begin_renewal(profile)
    assert remove_earlier(profile, target=2) == 0
    new = [take(profile, Role.ANCHOR) for _ in range(2)]
    assert remove_earlier(profile, target=2) == 0
    new += [take(profile, Role.POSITIVE) for _ in range(2)]
    renewal = find_renewal(profile)
    assert renewal is not None
    assert (set(renewal.earlier), renewal.counts) == (set(old), {Role.ANCHOR: 2, Role.POSITIVE: 2})
    assert remove_earlier(profile, target=2) == 4
    assert {record.id for record in profile.captures.records()} == set(new)
    assert find_renewal(profile) is None


def test_keeping_the_earlier_ones_ends_it(profile: Profile) -> None:
    take(profile, Role.ANCHOR)
    begin_renewal(profile)
    keep_earlier(profile)
    assert find_renewal(profile) is None
    assert len(profile.captures.records()) == 1


def test_nothing_is_under_way_when_nothing_of_before_is_left(profile: Profile) -> None:
    profile.captures.remove(begin(profile))
    assert find_renewal(profile) is None
    profile.write(RENEWAL_FILE, b'{"earlier": 3}')
    assert find_renewal(profile) is None
    assert remove_earlier(profile, target=0) == 0


def begin(profile: Profile) -> str:
    first = take(profile, Role.ANCHOR)
    begin_renewal(profile)
    return first
