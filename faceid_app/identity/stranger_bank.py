"""Embeddings of people who are not the user: as they are computed, and packed small enough to be shipped."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from faceid_app.identity.arrays import pack, unpack
from faceid_app.identity.embedder import Embeddings

_STEPS = 127
_ROWS = 2048
SAME = 0.8
"""Cosine from which on two embeddings show one person: of 500 pictures of LFW that were turned by up to 10 degrees,
enlarged or reduced by 15 % and moved by 8 pixels, as another alignment of LFW does, 499 reach it with themselves, none
with another person; of the 5,749 people who ship, six pairs do, most likely one person under two names."""
PACKED_FORMAT = 1


@dataclass(frozen=True, slots=True, eq=False)
class StrangerBank:
    """Embeddings of people who are not the user.

    Attributes:
        embeddings: (n, d) float32, rows of length 1.
        person: (n,) int32, which person each row shows: an index into `people`.
        people: the folder names, sorted; opaque numbers as text in a bank that was shipped.
        picture: (n,) int32, index of the row's picture in the list it was built from.
        without_face: pictures in which no face was found.
        seen: those of `people` whose pictures the backbone learned from: they are no witnesses of its rates.
    """

    embeddings: Embeddings
    person: NDArray[np.int32]
    people: tuple[str, ...]
    picture: NDArray[np.int32]
    without_face: int
    seen: frozenset[str] = frozenset()

    def to_bytes(self) -> bytes:
        """An .npz without pickled objects."""
        return pack(
            embeddings=self.embeddings,
            person=self.person,
            people=np.array(self.people),
            picture=self.picture,
            without_face=self.without_face,
            seen=np.array(sorted(self.seen), np.str_),
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> StrangerBank:
        """The reverse of `to_bytes`; ValueError or KeyError where the data are not that."""
        arrays = unpack(data)
        return cls(
            embeddings=arrays["embeddings"],
            person=arrays["person"],
            people=tuple(str(name) for name in arrays["people"]),
            picture=arrays["picture"],
            without_face=int(arrays["without_face"]),
            seen=frozenset(str(name) for name in arrays.get("seen", ())),
        )

    def unseen_rows(self) -> NDArray[np.intp]:
        """The rows of people whom the backbone has not learned from."""
        fresh = np.array([name not in self.seen for name in self.people], np.bool_)
        return np.flatnonzero(fresh[self.person])


def mark_seen(bank: StrangerBank, shipped: StrangerBank) -> StrangerBank:
    """`bank` with those people marked as seen whose pictures are in `shipped` as of people the backbone has seen."""
    if not shipped.seen:
        return bank
    known = np.array([shipped.people[number] in shipped.seen for number in shipped.person], np.bool_)
    return replace(bank, seen=bank.seen | people_shown(bank, shipped.embeddings[known]))


def people_shown(bank: StrangerBank, embeddings: Embeddings) -> frozenset[str]:
    """Those of `bank` whom one of these embeddings (n, d) of the same backbone shows too: at a cosine over SAME."""
    shown: set[int] = set()
    for start in range(0, len(bank.person), _ROWS) if len(embeddings) else ():
        near = bank.embeddings[start : start + _ROWS] @ embeddings.T
        shown.update(bank.person[start + np.flatnonzero(near.max(axis=1) > SAME)].tolist())
    return frozenset(bank.people[person] for person in shown)


def quantise(embeddings: Embeddings) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Rows (n, d) float32 as (n, d) int8 and one factor a row (n,) float32: row = factor * int8, error at most half.

    ValueError for a value that is not finite.
    """
    if not np.isfinite(embeddings).all():
        raise ValueError("Expected finite embeddings.")
    factor = np.abs(embeddings).max(axis=1, initial=0.0) / _STEPS
    safe = np.where(factor > 0, factor, 1.0)[:, None]
    return np.rint(embeddings / safe).astype(np.int8), factor.astype(np.float32)


def restore(values: NDArray[np.int8], factor: NDArray[np.float32]) -> Embeddings:
    """The reverse of `quantise`, each row brought to length 1 again; rows of zeros stay."""
    rows = values.astype(np.float32) * factor[:, None]
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(length > 0, length, 1.0), np.float32)


def pack_strangers(bank: StrangerBank, *, seed: int) -> bytes:
    """A bank to ship: int8 rows in a random order, people as numbers in a random order, no names.

    Neither the numbers nor the order tell an alphabetical list. Who has the pictures can still find a row by its face,
    as with any embedding of a public picture.
    """
    generator = np.random.default_rng(seed)
    number = generator.permutation(len(bank.people)).astype(np.int32)
    rows = generator.permutation(len(bank.person))
    values, factor = quantise(bank.embeddings[rows])
    seen = np.zeros(len(bank.people), np.uint8)
    seen[number] = [name in bank.seen for name in bank.people]
    return pack(
        format=PACKED_FORMAT,
        values=values,
        factor=factor,
        person=number[bank.person[rows]],
        people=len(bank.people),
        seen=seen,
        without_face=bank.without_face,
    )


def unpack_strangers(data: bytes) -> StrangerBank:
    """The bank in the bytes of `pack_strangers`. ValueError where they are not that, or of a later format."""
    arrays = unpack(data)
    try:
        if int(arrays["format"]) != PACKED_FORMAT:
            raise ValueError(f"format {int(arrays['format'])} of strangers is not known, {PACKED_FORMAT} is")
        values, factor, person, seen = (arrays[name] for name in ("values", "factor", "person", "seen"))
        count, without_face = int(arrays["people"]), int(arrays["without_face"])
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a bank of strangers ({error})") from error
    rows = len(person)
    sound = (
        values.dtype == np.int8
        and values.ndim == 2
        and person.dtype == np.int32
        and values.shape[0] == rows == len(factor) > 0
        and factor.dtype == np.float32
        and bool(np.isfinite(factor).all() and (factor > 0).all())
        and seen.dtype == np.uint8
        and seen.shape == (count,)
        and 0 <= int(person.min()) <= int(person.max()) < count
    )
    if not sound:
        raise ValueError("a bank of strangers whose parts do not fit together")
    width = len(str(count - 1))
    people = tuple(f"{number:0{width}d}" for number in range(count))
    return StrangerBank(
        embeddings=restore(values, factor),
        person=person,
        people=people,
        picture=np.arange(rows, dtype=np.int32),
        without_face=without_face,
        seen=frozenset(name for name, learned_from in zip(people, seen, strict=True) if learned_from),
    )
