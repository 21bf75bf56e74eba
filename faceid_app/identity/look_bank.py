"""Strangers seen through many cameras' looks, as embeddings: what a probe shows where there are no pictures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faceid_app.identity.arrays import pack, unpack
from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.stranger_bank import quantise, restore

LOOKS_FORMAT = 1
TRAITS = ("red", "green", "blue", "contrast", "detail", "noise")
"""What a look is told by, measured inside faces: mean colours and the standard deviation of the grey levels (0..255),
the standard deviation of the band between 1 and 2 pixels, and that of the noise, both in grey levels."""
_STEP = np.array([12.0, 12.0, 12.0, 8.0, 1.0, 1.5])
"""Differences in each trait that count alike."""


@dataclass(frozen=True, slots=True, eq=False)
class LookBank:
    """The same strangers through every look.

    Attributes:
        embeddings: (n, d) float32, rows of length 1.
        look: (n,) int32, index of the row's look.
        person: (n,) int32, an opaque number of the person; those of different looks agree.
        traits: (k, 6) float32, what each look's pictures measure, see TRAITS.
    """

    embeddings: Embeddings
    look: NDArray[np.int32]
    person: NDArray[np.int32]
    traits: NDArray[np.float32]

    def nearest(self, traits: NDArray[np.float64], *, count: int) -> NDArray[np.intp]:
        """The `count` looks most like the pictures that measure `traits` (6,), the nearest first."""
        distance = (((self.traits - traits) / _STEP) ** 2).sum(axis=1)
        return np.asarray(np.argsort(distance, kind="stable")[:count], np.intp)

    def rows(self, looks: NDArray[np.intp]) -> Embeddings:
        """The strangers through those looks: (m, d) float32."""
        return np.asarray(self.embeddings[np.isin(self.look, looks)], np.float32)

    def to_bytes(self) -> bytes:
        """An .npz without pickled objects, rows as int8 with one factor each."""
        values, factor = quantise(self.embeddings)
        return pack(
            format=LOOKS_FORMAT, values=values, factor=factor, look=self.look, person=self.person, traits=self.traits
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> LookBank:
        """The reverse of `to_bytes`; ValueError where the data are not that, or of a later format."""
        arrays = unpack(data)
        try:
            if int(arrays["format"]) != LOOKS_FORMAT:
                raise ValueError(f"format {int(arrays['format'])} of looks is not known, {LOOKS_FORMAT} is")
            values, factor, traits = arrays["values"], arrays["factor"], arrays["traits"]
            look, person = arrays["look"], arrays["person"]
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a bank of looks ({error})") from error
        sound = (
            values.dtype == np.int8
            and values.ndim == 2
            and traits.ndim == 2
            and traits.shape[1] == len(TRAITS)
            and len(values) == len(factor) == len(look) == len(person) > 0
            and bool(np.isfinite(factor).all() and np.isfinite(traits).all())
            and 0 <= int(look.min()) <= int(look.max()) < len(traits)
        )
        if not sound:
            raise ValueError("a bank of looks whose parts do not fit together")
        return cls(
            restore(values, factor.astype(np.float32)),
            look.astype(np.int32),
            person.astype(np.int32),
            traits.astype(np.float32),
        )
