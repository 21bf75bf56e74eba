"""From a frame to names: every face in it is compared with the gallery, and named once several looks agree."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from faceid_app.camera.frame import Frame
from faceid_app.faces.face import Face
from faceid_app.faces.observation import Observation, Observer
from faceid_app.faces.subject import is_same_place
from faceid_app.guard.verdict import Guard, GuardVerdict, Liveness
from faceid_app.identity.embedder import Embedder
from faceid_app.identity.gallery import Gallery, Identification
from faceid_app.identity.guarded_window import ATTACK_SECONDS
from faceid_app.identity.preprocessing import to_input

OnAnswer = Callable[[str | None], object]


def nobody_told(_name: str | None) -> None:
    """For measurements: nobody is told who it is."""


@dataclass(frozen=True, slots=True, eq=False)
class IdentifiedFace:
    """One face of a frame.

    Attributes:
        observation: the face, with the refusal where it was not looked at.
        now: what this frame says of it, or None where it was refused.
        name: whose it is over time, or None.
        decided: whether enough looks were taken: then a face without a name is unknown, else it is too early to say.
        guard: what the guard says where this frame bears a name, or said of an attack a moment ago; else None.
    """

    observation: Observation
    now: Identification | None
    name: str | None
    decided: bool
    guard: GuardVerdict | None = None


@dataclass(frozen=True, slots=True, eq=False)
class IdentifiedFrame:
    """All faces of one frame, the tallest first; `at` is seconds on the source's clock."""

    seq: int
    at: float
    faces: tuple[IdentifiedFace, ...]
    latency_ms: dict[str, float]


class Identifier:
    """Names the faces of one camera's frames. Belongs to one thread.

    A face is followed from frame to frame by its place. A name is said when `k` of its last `n` looks within `seconds`
    bear it; *unknown* when so many looks were taken that no name can be reached. A face that jumps starts anew.

    Looks that bear a name count only where a guard, one for each face, calls them live; `unguarded` are the people who
    ask for none. Without `new_guard` nobody is watched. `told` gets each answer before it is given: a name, or None for
    unknown; where it raises nobody is named.
    """

    def __init__(
        self,
        gallery: Gallery,
        embedder: Embedder,
        observer: Observer,
        *,
        k: int = 3,
        n: int = 5,
        seconds: float = 2.0,
        new_guard: Callable[[], Guard] | None = None,
        unguarded: frozenset[str] = frozenset(),
        told: OnAnswer = nobody_told,
    ) -> None:
        if not n / 2 < k <= n:
            raise ValueError(f"Expected more than half of n looks to agree. Received: k={k}, n={n}")
        self._gallery, self._embedder, self._observer = gallery, embedder, observer
        self._k, self._n, self._seconds = k, n, seconds
        self._new_guard, self._unguarded, self._told = new_guard, unguarded, told
        self._tracks: list[_Track] = []

    def identify(self, frame: Frame) -> IdentifiedFrame:
        """Name every face of a frame. Whatever goes wrong raises, and all faces start anew."""
        tracks, self._tracks = self._tracks, []
        observations = self._observer.observe_each(frame.rgb)
        started = time.perf_counter()
        usable = [index for index, seen in enumerate(observations) if seen.refusal is None]
        answers: dict[int, Identification] = {}
        embedded = started
        if usable:
            embeddings = self._embedder.embed(np.stack([self._prepared(observations[index]) for index in usable]))
            embedded = time.perf_counter()
            answers = dict(zip(usable, self._gallery.identify(embeddings), strict=True))
        watched = 0.0
        faces = []
        for index, seen in enumerate(observations):
            assert seen.subject is not None  # observe_each
            track = _take(tracks, seen.subject, frame.captured_at, self._seconds) or _Track(self._n)
            before = time.perf_counter()
            guard = self._watch(track, frame, seen, answers.get(index))
            watched += time.perf_counter() - before
            track.look(seen.subject, answers.get(index), guard, frame.captured_at, self._seconds)
            self._tracks.append(track)
            name = track.name(self._k)
            decided = name is not None or track.undecidable(self._k)
            if decided and track.is_news(name):
                self._told(name)
                track.told = (name,)
            faces.append(IdentifiedFace(seen, answers.get(index), name, decided, track.attack or guard))
        # A face that is missed for a moment, behind a hand for instance, is still the same one when it comes back.
        self._tracks += [track for track in tracks if frame.captured_at - track.seen_at <= self._seconds / 2]
        latency = {
            "detect": sum(seen.detect_ms for seen in observations),
            "align": sum(seen.align_ms for seen in observations),
            "embed": (embedded - started) * 1e3,
            "match": (time.perf_counter() - embedded - watched) * 1e3,
            "guard": watched * 1e3,
        }
        return IdentifiedFrame(frame.seq, frame.captured_at, tuple(faces), latency)

    def _watch(
        self, track: _Track, frame: Frame, seen: Observation, answer: Identification | None
    ) -> GuardVerdict | None:
        """What this face's guard says, where a name is about to count that is watched over."""
        if self._new_guard is None or answer is None or answer.name is None or answer.name in self._unguarded:
            return None
        if track.guard is None:
            track.guard = self._new_guard()
        return track.guard.check(frame, seen)

    def _prepared(self, seen: Observation) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        assert seen.aligned is not None  # it has a subject
        return to_input(self._embedder.input, aligned=seen.aligned)


class _Track:
    """One face over time: where it was last, and the names its looks bore."""

    def __init__(self, n: int) -> None:
        self.face: Face | None = None
        self.seen_at = float("-inf")
        self.guard: Guard | None = None
        self.attack: GuardVerdict | None = None
        self._attacked_at = float("-inf")
        self.told: tuple[str | None] | None = None
        self._looks: deque[tuple[float, str | None]] = deque(maxlen=n)

    def look(
        self, face: Face, answer: Identification | None, guard: GuardVerdict | None, at: float, seconds: float
    ) -> None:
        self.face, self.seen_at = face, at
        if guard is not None and guard.liveness is Liveness.ATTACK:
            self.attack, self._attacked_at = guard, at
            self._looks.clear()
        elif self.attack is not None and at - self._attacked_at >= ATTACK_SECONDS:
            self.attack = None
        live = guard is None or guard.liveness is Liveness.LIVE
        if answer is not None and live and self.attack is None:
            self._looks.append((at, answer.name))
        while self._looks and at - self._looks[0][0] > seconds:
            self._looks.popleft()

    def name(self, k: int) -> str | None:
        names = [name for _, name in self._looks if name is not None]
        return next((name for name in names if names.count(name) >= k), None)

    def is_news(self, name: str | None) -> bool:
        """Whether this answer is another than the one told before, of this face."""
        return self.told != (name,)

    def undecidable(self, k: int) -> bool:
        """No name can reach `k` looks of the last n any more."""
        names = [name for _, name in self._looks]
        most = max((names.count(name) for name in names if name is not None), default=0)
        assert self._looks.maxlen is not None
        return most + self._looks.maxlen - len(names) < k


def _take(tracks: list[_Track], face: Face, at: float, seconds: float) -> _Track | None:
    """The track that this face goes on, taken out of `tracks`; None for a new face."""
    for track in tracks:
        if track.face is not None and 0 <= at - track.seen_at <= seconds and is_same_place(track.face, face):
            tracks.remove(track)
            return track
    return None
