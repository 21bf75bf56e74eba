"""Whether pictures that judge a model were learned from, in any guise, and what a careless split would have claimed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import RgbImage
from faceid_app.evaluation.metrics import clopper_pearson
from faceid_app.identity.decision import Thresholds, deciding_scores
from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.head import L1Head, sigmoid

LIKENESS_LIMIT = 0.99
"""From which likeness two pictures are one picture twice (ADR 8): 2,502 copies, changed as the documents augment,
came to 0.998 and more, 2,907 pairs of one person in one chair, of different bursts, to 0.984 at most."""
_SIDE = 112
_NARROW = 4.0
"""The widest detail, in pixels of a picture of _SIDE, that a fingerprint keeps: light and pose of a room fall out."""


@dataclass(frozen=True, slots=True, eq=False)
class JudgedCapture:
    """A capture as the check sees it.

    Attributes:
        id: of the capture.
        burst: captures within two seconds share it.
        session: one sitting before one camera, see `sessions.sessions_of`.
        held_out: judged with, not learned from.
        portrait: (h, w, 3) uint8 RGB.
    """

    id: str
    burst: str
    session: int
    held_out: bool
    portrait: RgbImage


@dataclass(frozen=True, slots=True)
class Copy:
    """A held-out capture that is a capture learned from, once more. `likeness` is LIKENESS_LIMIT to 1."""

    held_out: str
    learned: str
    likeness: float
    mirrored: bool


@dataclass(frozen=True, slots=True)
class Recall:
    """Of `n` held-out captures `known` reach the thresholds; `low` and `high` are the exact 95 % interval, 0..1.

    No interval where there is nothing to count.
    """

    known: int
    n: int
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class LeakCheck:
    """What was found.

    Attributes:
        sessions, bursts: of all captures.
        shared_sessions, shared_bursts: with captures on both sides.
        copies: the held-out captures that are copies, each with the one it is most like.
        honest: of the held-out captures that are no copies.
        naive: of as many captures drawn at random, with everything else taken as learned from.
        naive_shares: how many of those have a capture of their own burst, or a copy, on the other side.
    """

    sessions: int
    bursts: int
    shared_sessions: int
    shared_bursts: int
    copies: tuple[Copy, ...]
    honest: Recall
    naive: Recall
    naive_shares: int

    @property
    def clean(self) -> bool:
        """Nothing that judged was learned from."""
        return not self.copies and not self.shared_bursts

    def to_card(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {**asdict(self), "copies": [asdict(copy) for copy in self.copies], "limit": LIKENESS_LIMIT}

    @classmethod
    def from_card(cls, values: Any) -> LeakCheck | None:
        """The reverse of `to_card`; None where there is none, as in the card of an earlier version."""
        try:
            return cls(
                **{name: int(values[name]) for name in ("sessions", "bursts", "shared_sessions", "shared_bursts")},
                copies=tuple(Copy(**copy) for copy in values["copies"]),
                honest=Recall(**values["honest"]),
                naive=Recall(**values["naive"]),
                naive_shares=int(values["naive_shares"]),
            )
        except (KeyError, TypeError, ValueError):
            return None


def check_leaks(
    captures: Sequence[JudgedCapture], embeddings: Embeddings, head: L1Head, thresholds: Thresholds, *, seed: int
) -> LeakCheck:
    """Look for leaks between the sides of a split, and judge by both an honest and a naive one.

    Args:
        captures: both sides, at least one on each.
        embeddings: (n, d) float32, of each capture in that order, by the trained network.
        head: the trained one.
        thresholds: at which a capture counts as known, judged as a frame is.
        seed: of the naive split.

    Raises ValueError where a side is empty or the embeddings are of another number.
    """
    held_out = np.array([capture.held_out for capture in captures], bool)
    if held_out.all() or not held_out.any() or len(embeddings) != len(captures):
        raise ValueError(
            f"Expected captures on both sides and an embedding each. Received: {int(held_out.sum())} held out of "
            f"{len(captures)}, {len(embeddings)} embeddings"
        )
    projected = head.project(embeddings)
    scores = sigmoid(head.cross_logits(projected, projected))
    likeness, mirrored = likenesses([capture.portrait for capture in captures])
    copies = find_copies(captures, likeness, mirrored)
    leaked = {copy.held_out for copy in copies}
    honest = np.array([capture.held_out and capture.id not in leaked for capture in captures], bool)
    naive = np.zeros(len(captures), bool)
    naive[np.random.default_rng(seed).permutation(len(captures))[: held_out.sum()]] = True
    bursts = np.unique([capture.burst for capture in captures], return_inverse=True)[1]
    alike = (bursts[:, None] == bursts) | (likeness >= LIKENESS_LIMIT)
    return LeakCheck(
        sessions=len({capture.session for capture in captures}),
        bursts=len({capture.burst for capture in captures}),
        shared_sessions=len(_on(captures, "session", True) & _on(captures, "session", False)),
        shared_bursts=len(_on(captures, "burst", True) & _on(captures, "burst", False)),
        copies=copies,
        honest=_recall(scores[np.ix_(honest, ~held_out)], thresholds),
        naive=_recall(scores[np.ix_(naive, ~naive)], thresholds),
        naive_shares=int(alike[np.ix_(naive, ~naive)].any(axis=1).sum()),
    )


def find_copies(
    captures: Sequence[JudgedCapture], likeness: NDArray[np.float32], mirrored: NDArray[np.bool_]
) -> tuple[Copy, ...]:
    """The held-out captures that are copies of one learned from, most alike first. Both arrays are (n, n)."""
    learned = np.array([row for row, capture in enumerate(captures) if not capture.held_out], np.intp)
    found = []
    for row, capture in enumerate(captures):
        nearest = int(learned[np.argmax(likeness[row, learned])])
        if capture.held_out and likeness[row, nearest] >= LIKENESS_LIMIT:
            value = round(float(min(likeness[row, nearest], 1.0)), 4)
            found.append(Copy(capture.id, captures[nearest].id, value, bool(mirrored[row, nearest])))
    return tuple(sorted(found, key=lambda copy: (-copy.likeness, copy.held_out)))


def likenesses(pictures: Sequence[RgbImage]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """How like every two pictures are, mirrored or not: (n, n) float32 -1..1, and whether it is the mirror image.

    The correlation of what is finer than _NARROW: brightness, contrast, saturation and compression leave it alone, and
    another breath or blink changes it. A difference hash is too coarse, for portraits are all framed alike (ADR 8).
    """
    straight = np.stack([fingerprint(picture) for picture in pictures])
    turned = np.stack([fingerprint(picture[:, ::-1]) for picture in pictures])
    plain, mirror = straight @ straight.T, straight @ turned.T
    return np.asarray(np.maximum(plain, mirror), np.float32), mirror > plain


def fingerprint(picture: RgbImage) -> NDArray[np.float32]:
    grey = cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_RGB2GRAY).astype(np.float32)
    small = cv2.resize(grey, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    fine = small - cv2.GaussianBlur(small, (0, 0), _NARROW)
    fine -= fine.mean()
    length = float(np.linalg.norm(fine))
    return np.asarray(fine.ravel() / max(length, 1e-6), np.float32)


def _recall(scores: NDArray[np.float32], thresholds: Thresholds) -> Recall:
    if not scores.size:
        return Recall(0, 0, None, None)
    deciding = deciding_scores(scores, thresholds.verification)
    known, n = int((deciding >= np.float32(thresholds.detection)).sum()), len(scores)
    return Recall(known, n, *clopper_pearson(known, n))


def _on(captures: Sequence[JudgedCapture], what: str, held_out: bool) -> set[object]:
    return {getattr(capture, what) for capture in captures if capture.held_out is held_out}
