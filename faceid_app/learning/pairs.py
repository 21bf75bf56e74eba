"""Which pictures training may learn from, which it is judged by, and the document's pairs made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from faceid_app.datasets.people import PeopleIndex
from faceid_app.errors import NotEnoughCaptures
from faceid_app.identity.sessions import sessions_of
from faceid_app.learning.recipes import CapturePicture
from faceid_app.storage.captures import Role

TEST_SHARE = 0.3
"""The document's split: the first 70 % train, the last 30 % test."""
_MOST_HELD_OUT = 0.5
"""Where a whole session would be more than this share of all captures, bursts are held out: too few would be left."""


@dataclass(frozen=True, slots=True, eq=False)
class CaptureSplit:
    """A person's captures on two sides.

    Attributes:
        train, test: oldest first; each holds at least one anchor and one positive.
        by_burst: whether no burst lies on both sides. False only where too few bursts were taken: then the latest
            captures of each role are the test, and their scores flatter.
        by_session: whether no session does: another sitting, in another light maybe, judges.
    """

    train: tuple[CapturePicture, ...]
    test: tuple[CapturePicture, ...]
    by_burst: bool
    by_session: bool = False


def split_captures(captures: Sequence[CapturePicture], *, seed: int, share: float = TEST_SHARE) -> CaptureSplit:
    """Hold out about `share` of the captures: one whole session where one can judge, else whole bursts of each role.

    Held out are neighbouring bursts, from a place the seed chooses: every border between the sides is two captures
    that look alike, so there should be few borders. Raises NotEnoughCaptures under two of a role.
    """
    for role in Role:
        count = sum(capture.role is role for capture in captures)
        if count < 2:
            raise NotEnoughCaptures(role.value, count, 2)
    held_out = _held_out_session(captures, share=share)
    by_session = held_out is not None
    if held_out is None:
        held_out = _held_out_bursts(captures, seed=seed, share=share)
    by_burst = _judges(captures, held_out)
    if not by_burst:
        latest: set[str] = set()
        for role in Role:
            of_role = [capture.id for capture in captures if capture.role is role]
            latest.update(of_role[-max(1, round(share * len(of_role))) :])
        held_out = [capture.id in latest for capture in captures]
    sides = [
        tuple(capture for capture, out in zip(captures, held_out, strict=True) if out is side) for side in (False, True)
    ]
    return CaptureSplit(sides[0], sides[1], by_burst=by_burst, by_session=by_session)


def _held_out_session(captures: Sequence[CapturePicture], *, share: float) -> list[bool] | None:
    """Whether each capture is of the session that comes nearest to `share` and can judge the others; None for none."""
    sessions = sessions_of(captures)
    sides = [[session == number for session in sessions] for number in range(max(sessions) + 1)]
    fitting = [
        held_out for held_out in sides
        if sum(held_out) <= _MOST_HELD_OUT * len(captures) and _judges(captures, held_out)
    ]  # fmt: skip
    return min(fitting, key=lambda held_out: abs(sum(held_out) - share * len(captures)), default=None)


def _held_out_bursts(captures: Sequence[CapturePicture], *, seed: int, share: float) -> list[bool]:
    generator = np.random.default_rng(seed)
    held_out: set[str] = set()
    for role in Role:
        of_role = [capture.burst for capture in captures if capture.role is role]
        bursts = list(dict.fromkeys(of_role))
        start = int(generator.integers(len(bursts)))
        for burst in bursts[start:] + bursts[:start]:
            if sum(one in held_out for one in of_role) >= share * len(of_role):
                break
            held_out.add(burst)
    return [capture.burst in held_out for capture in captures]


def _judges(captures: Sequence[CapturePicture], held_out: Sequence[bool]) -> bool:
    """Whether both sides have captures of both roles."""
    return all(
        {capture.role for capture, out in zip(captures, held_out, strict=True) if out is side} == set(Role)
        for side in (False, True)
    )


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pictures: an anchor, and a positive (`same`) or a stranger's picture. Captures are named by their id."""

    anchor: str
    other: str | Path
    same: bool


@dataclass(frozen=True, slots=True, eq=False)
class DocumentPairs:
    """The source document's pairs: (anchor, positive, 1) and (anchor, negative, 0), zipped.

    Attributes:
        train, test: share no capture and no stranger; no burst either where `split.by_burst`.
        split: the captures behind them.
        train_people, test_people: names of the strangers.
    """

    train: tuple[Pair, ...]
    test: tuple[Pair, ...]
    split: CaptureSplit
    train_people: tuple[str, ...]
    test_people: tuple[str, ...]


def document_pairs(captures: Sequence[CapturePicture], negatives: PeopleIndex, *, seed: int) -> DocumentPairs:
    """Pairs as in the source document, but split before anything is shuffled, and by burst and by person.

    The document shuffles pairs and then takes the first 70 %, anew in every epoch: test pairs are trained on. The zip
    ends with the shorter list, as there. Raises NotEnoughCaptures, and ValueError for fewer than two strangers.
    """
    split = split_captures(captures, seed=seed)
    train_people, test_people = negatives.split_people(seed=seed, share=TEST_SHARE)
    if not train_people or not test_people:
        raise ValueError(f"Pairs need at least two strangers. Received: {len(train_people) + len(test_people)}")
    people = negatives.people()
    generator = np.random.default_rng(seed)
    sides = [
        _zipped(side, [picture for name in names for picture in people[name]], generator)
        for side, names in ((split.train, train_people), (split.test, test_people))
    ]
    pairs = DocumentPairs(sides[0], sides[1], split, tuple(train_people), tuple(test_people))
    check_disjoint(pairs)
    return pairs


def _zipped(
    captures: Sequence[CapturePicture], strangers: list[Path], generator: np.random.Generator
) -> tuple[Pair, ...]:
    anchors, positives = (
        # Shuffled, for neighbours in time would be pairs that are too easy.
        [of_role[index] for index in generator.permutation(len(of_role))]
        for of_role in ([capture.id for capture in captures if capture.role is role] for role in Role)
    )
    negatives = [strangers[index] for index in generator.permutation(len(strangers))]
    same = [Pair(anchor, positive, same=True) for anchor, positive in zip(anchors, positives, strict=False)]
    different = [Pair(anchor, negative, same=False) for anchor, negative in zip(anchors, negatives, strict=False)]
    return tuple(same + different)


def check_disjoint(pairs: DocumentPairs) -> None:
    """Raise ValueError where anything that is judged was learned from."""
    overlaps: dict[str, set[str] | set[str | Path]] = {
        "capture": _pictures(pairs.train) & _pictures(pairs.test),
        "stranger": set(pairs.train_people) & set(pairs.test_people),
    }
    if pairs.split.by_burst:
        bursts = [{capture.burst for capture in side} for side in (pairs.split.train, pairs.split.test)]
        overlaps["burst"] = bursts[0] & bursts[1]
    for kind, shared in overlaps.items():
        if shared:
            raise ValueError(
                f"Train and test must share no {kind}. Received: {sorted(str(item) for item in shared)[:3]}"
            )


def _pictures(side: Sequence[Pair]) -> set[str | Path]:
    return {pair.anchor for pair in side} | {pair.other for pair in side}
