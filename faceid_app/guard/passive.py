"""The passive guard: watches a face and its surroundings, and tells a live one from a print, a screen, a drawing."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, partial

import numpy as np

from faceid_app.camera.frame import Frame, RgbImage
from faceid_app.faces.observation import Observation
from faceid_app.guard.artificial import NAME as ARTIFICIAL
from faceid_app.guard.artificial import ArtificialFaces
from faceid_app.guard.cues.readings import CUE_WORDS, NETWORK, picture_cues
from faceid_app.guard.fusion import FUSION_FILE, Fusion, risk_of
from faceid_app.guard.network import NETWORK_FILE, SurroundingsNetwork
from faceid_app.guard.shipped import load_guard_model
from faceid_app.guard.surroundings import surroundings
from faceid_app.guard.verdict import CueReading, Guard, GuardVerdict, Liveness
from faceid_app.words import Words

SECONDS = 2.0
"""How far back a verdict looks."""
LEAST_SECONDS, LEAST_PICTURES = 0.5, 6
"""What must be seen before a verdict: so long, and so many different pictures."""
UNSEEN_SECONDS = 1.0
"""After so long without a face whoever comes is somebody new."""
FROZEN = 0.02
"""Mean difference of two views, of 255, up to which they are the same picture: a sensor's noise alone makes more."""
DRAWN_LIMIT = 0.3
"""Mean probability of anime and sketch together: of pictures held out 0 of 682 photographs reach it, and all of 227
drawings do. Live clips reach 0.02 in the mean, 0.05 in one frame (7 clips, 381 frames)."""
NO_FACE = Words("The face cannot be judged in this picture.")
FROZEN_CAMERA = Words("The camera shows the same picture again and again.")


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """What one picture said. at: seconds on the source's clock. drawn: 0..1, the probability that the face is drawn."""

    at: float
    logit: float
    values: Mapping[str, float]
    drawn: float


class PassiveGuard:
    """Watches one person's frames in their order. Belongs to one thread. See `verdict.Guard`."""

    def __init__(self, network: SurroundingsNetwork, fusion: Fusion, kinds: Callable[[], ArtificialFaces]) -> None:
        self._network, self._fusion, self._open_kinds = network, fusion, kinds
        self._measured = tuple(cue.name for cue in fusion.cues if cue.name != NETWORK)
        self._looks: deque[_Look] = deque()
        self._last_view: RgbImage | None = None
        self._last_at: float | None = None

    def check(self, frame: Frame, observation: Observation) -> GuardVerdict:
        """Judge a frame whose observation has no refusal. What cannot be judged is UNSURE, never LIVE."""
        at = frame.captured_at
        if self._last_at is not None and not 0 <= at - self._last_at <= UNSEEN_SECONDS:
            self.lost()
        self._last_at = at
        if observation.subject is None or observation.aligned is None or observation.refusal is not None:
            return GuardVerdict(Liveness.UNSURE, 1.0, NO_FACE)
        seen = surroundings(frame.rgb, observation.subject)
        while self._looks and at - self._looks[0].at > SECONDS:
            self._looks.popleft()
        if self._is_repeated(seen.view):
            return GuardVerdict(Liveness.UNSURE, 1.0, FROZEN_CAMERA)
        self._last_view = seen.view
        values = {NETWORK: self._network.logit(seen), **picture_cues(seen, self._measured)}
        drawn = self._kinds.judge(observation.aligned).drawn
        self._looks.append(_Look(at, self._fusion.logit(values), values, drawn))
        return self._verdict()

    def lost(self) -> None:
        """Forget what was seen: somebody else may come."""
        self._looks.clear()
        self._last_view = None
        self._last_at = None

    @cached_property
    def _kinds(self) -> ArtificialFaces:
        """Made at the first face: a window that shows its first picture need not wait for LiteRT to load."""
        return self._open_kinds()

    def _is_repeated(self, view: RgbImage) -> bool:
        if self._last_view is None:
            return False
        return float(np.abs(view.astype(np.int16) - self._last_view).mean()) <= FROZEN

    def _verdict(self) -> GuardVerdict:
        risk = risk_of(float(np.mean([look.logit for look in self._looks])))
        values = {name: float(np.mean([look.values[name] for look in self._looks])) for name in self._looks[-1].values}
        cues = tuple(
            CueReading(cue.name, values[cue.name], cue.limit, CUE_WORDS[cue.name].unit, cue.against(values[cue.name]))
            for cue in self._fusion.cues
        )
        seconds = self._looks[-1].at - self._looks[0].at
        if seconds < LEAST_SECONDS or len(self._looks) < LEAST_PICTURES:
            return GuardVerdict(Liveness.UNSURE, risk, _looking(len(self._looks), seconds), cues)
        drawn = float(np.mean([look.drawn for look in self._looks]))
        if drawn >= DRAWN_LIMIT:
            reason = Words(
                "This looks like a drawing of a face: {value} of 1, the limit is {limit}.",
                value=f"{drawn:.2f}", limit=f"{DRAWN_LIMIT:.2f}",
            )  # fmt: skip
            return GuardVerdict(Liveness.ATTACK, max(risk, drawn), reason, cues)
        if risk < self._fusion.limit:
            reason = Words(
                "Nothing speaks for a print or a screen: the risk is {risk}, the limit is {limit}.",
                risk=f"{risk:.1%}", limit=f"{self._fusion.limit:.1%}",
            )  # fmt: skip
            return GuardVerdict(Liveness.LIVE, risk, reason, cues)
        strongest = self._fusion.strongest(values)
        words = CUE_WORDS[strongest.name]
        reason = Words(
            "This looks like a print or a screen, above all by {cue}: {value}, the limit is {limit}.",
            cue=words.what,
            value=f"{values[strongest.name]:.2f}{words.unit}",
            limit=f"{strongest.limit:.2f}{words.unit}",
        )  # fmt: skip
        return GuardVerdict(Liveness.ATTACK, risk, reason, cues)


def _looking(count: int, seconds: float) -> Words:
    """What is still wanting before anything is said."""
    if count < LEAST_PICTURES:
        return Words(
            "Looking whether this is a live face: {count} of {least} pictures.", count=count, least=LEAST_PICTURES
        )
    return Words(
        "Looking whether this is a live face: {seconds} of {needed} seconds.",
        seconds=f"{seconds:.1f}", needed=f"{LEAST_SECONDS:.1f}",
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class GuardNetworks:
    """What passive guards watch with. It remembers nobody, so that several may share it, one at a time."""

    network: SurroundingsNetwork
    fusion: Fusion
    kinds: Callable[[], ArtificialFaces]


def load_guard_networks() -> GuardNetworks:
    """The shipped ones. Raises ModelMissing, CorruptData, NewerFormat."""
    files = load_guard_model("presentation")
    kinds = cache(partial(ArtificialFaces, load_guard_model(ARTIFICIAL)))
    return GuardNetworks(SurroundingsNetwork(files[NETWORK_FILE]), Fusion.from_bytes(files[FUSION_FILE]), kinds)


def open_guard(networks: GuardNetworks | None = None) -> Guard:
    """A new guard that has seen nobody, with the shipped networks where none are given. Raises as those."""
    networks = networks or load_guard_networks()
    return PassiveGuard(networks.network, networks.fusion, networks.kinds)
