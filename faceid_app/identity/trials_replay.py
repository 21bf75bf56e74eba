"""What kept presentations come to with the models and limits in use now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from faceid_app.camera.frame import Frame, RgbImage
from faceid_app.camera.pixels import read_picture
from faceid_app.errors import Cancelled, NotStored
from faceid_app.guard.fusion import FUSION_FILE, Fusion, risk_of
from faceid_app.guard.shipped import load_guard_model
from faceid_app.guard.surroundings import OUTSIDE
from faceid_app.guard.verdict import Liveness
from faceid_app.identity.decision import decide
from faceid_app.identity.head import Array, L1Head
from faceid_app.identity.trial_bench import TrialBench
from faceid_app.identity.trials import Conditions, Outcome, System, outcome_of
from faceid_app.progress import IsCancelled, never
from faceid_app.storage.trials import Cutout, Presentation, SeenFrame, Trials

_MODEL = "presentation"
"""The guard's model whose cues are kept."""
_FUSION = f"{_MODEL}/{FUSION_FILE}"


@dataclass(frozen=True, slots=True, eq=False)
class Judges:
    """What judges anew.

    system: to which the outcome is put down. head, templates: of the model; (t, m) float32, projected. fusion: of the
    guard's cues.
    """

    system: System
    head: L1Head
    templates: Array
    fusion: Fusion


@dataclass(frozen=True, slots=True, eq=False)
class Rejudged:
    """A presentation then and now. `now` has the outcome and the models of now, and the same frames."""

    then: Presentation
    now: Presentation

    @property
    def flipped(self) -> bool:
        """Whether anything came out otherwise."""
        return _outcome(self.then) != _outcome(self.now)


@dataclass(frozen=True, slots=True, eq=False)
class TrialReplay:
    """All that could be judged anew, oldest first; and how many could not, for what was kept of them is not enough.

    other_network: another network made their embeddings. other_cues: the guard looks at cues it did not look at then,
    or at one that is another network's.
    no_pictures: none were kept, and pictures were asked for.
    """

    rejudged: tuple[Rejudged, ...]
    other_network: int = 0
    other_cues: int = 0
    no_pictures: int = 0

    @property
    def flips(self) -> tuple[Rejudged, ...]:
        """Those that came out otherwise, newest first."""
        return tuple(one for one in reversed(self.rejudged) if one.flipped)


def judges_of(bench: TrialBench) -> Judges:
    """What the bench judges with. Raises ModelMissing, CorruptData, NewerFormat."""
    fusion = Fusion.from_bytes(load_guard_model(_MODEL)[FUSION_FILE])
    return Judges(bench.system, bench.verifier.bundle.head, bench.verifier.templates, fusion)


def replay_figures(
    presentations: Iterable[Presentation], judges: Judges, *, is_cancelled: IsCancelled = never
) -> TrialReplay:
    """Judge every frame anew by the figures kept of it: its embedding by the model, its cues by the fusion.

    The cues kept are those the guard told, averages over what it saw; a frame of which it was unsure stays so. Raises
    Cancelled.
    """
    rejudged, other_network, other_cues = [], 0, 0
    for one in presentations:
        if is_cancelled():
            raise Cancelled
        if one.network != judges.system.network:
            other_network += 1
            continue
        frames = None if _other_networks(one, judges.system) else _judged(one, judges)
        if frames is None:
            other_cues += 1
            continue
        rejudged.append(Rejudged(one, _with(one, outcome_of(frames, judges.system), judges.system)))
    return TrialReplay(tuple(rejudged), other_network=other_network, other_cues=other_cues)


def replay_pictures(
    presentations: Iterable[Presentation], trials: Trials, bench: TrialBench, *, is_cancelled: IsCancelled = never
) -> TrialReplay:
    """Show the pictures kept of each to everything that judges now: another network and another guard included.

    They are of its beginning only, so this may say less than the figures. Raises Cancelled.
    """
    rejudged, missing = [], 0
    clock = 0.0
    for one in presentations:
        if is_cancelled():
            raise Cancelled
        pictures = _pictures(one, trials)
        if not pictures:
            missing += 1
            continue
        clock += 60.0  # far enough from the one before for nothing of that to count
        bench.begin(Conditions(species=one.species, camera=one.camera, light=one.light, seconds=60.0))
        for number, (at, rgb) in enumerate(pictures):
            bench.see(Frame(rgb, number, clock + at))
        shown = bench.end()
        assert shown is not None  # it has seen a frame
        now = shown.presentation
        outcome = Outcome(now.called_live, now.called_attack, now.accepted)
        rejudged.append(Rejudged(one, _with(one, outcome, bench.system)))
    return TrialReplay(tuple(rejudged), no_pictures=missing)


def _judged(one: Presentation, judges: Judges) -> list[SeenFrame] | None:
    """None where the guard wants a cue that was not measured. By the fusion of then what it said stays as it is."""
    matched = [_matched(frame, judges) for frame in one.frames]
    if one.guards.get(_FUSION) == judges.system.guards.get(_FUSION):
        return matched
    try:
        return [_fused(frame, judges.fusion) for frame in matched]
    except KeyError:
        return None


def _matched(frame: SeenFrame, judges: Judges) -> SeenFrame:
    if frame.embedding is not None:
        scores = judges.head.scores(judges.head.project(frame.embedding[None])[0], judges.templates)
        decision = decide(scores, judges.system.thresholds)
        return replace(frame, match=decision.match, score=decision.score)
    return frame


def _fused(frame: SeenFrame, fusion: Fusion) -> SeenFrame:
    """Raises KeyError for a cue that was not measured."""
    if not frame.cues or frame.liveness == Liveness.UNSURE:
        return frame
    risk = risk_of(fusion.logit({cue.name: cue.value for cue in frame.cues}))
    liveness = Liveness.LIVE if risk < fusion.limit else Liveness.ATTACK
    return replace(frame, risk=risk, liveness=liveness.value)


def _other_networks(one: Presentation, system: System) -> bool:
    """Whether the guard's network is another one now: what the one of then said of the frames is not its word."""
    networks = {name: digest for name, digest in system.guards.items() if name.startswith(f"{_MODEL}/")}
    return any(one.guards.get(name) != digest for name, digest in networks.items() if name.endswith(".tflite"))


def _with(one: Presentation, outcome: Outcome, system: System) -> Presentation:
    return replace(
        one,
        called_live=outcome.called_live,
        called_attack=outcome.called_attack,
        accepted=outcome.accepted,
        network=system.network,
        bundle=system.bundle,
        guards=dict(system.guards),
        detection=system.thresholds.detection,
        verification=system.thresholds.verification,
        needed=system.needed,
        glances=system.glances,
        window=system.window,
    )


def _outcome(one: Presentation) -> Outcome:
    return Outcome(one.called_live, one.called_attack, one.accepted)


def _pictures(one: Presentation, trials: Trials) -> Sequence[tuple[float, RgbImage]]:
    found = []
    for number, frame in enumerate(one.frames):
        if frame.picture is None:
            continue
        try:
            found.append((frame.at, _in_its_frame(read_picture(trials.picture(one.id, number)), frame.picture)))
        except NotStored:  # it made room for a newer one
            continue
    return found


def _in_its_frame(cut: RgbImage, place: Cutout) -> RgbImage:
    """The kept picture where it lay; what was not kept is grey."""
    whole = np.full((place.height, place.width, 3), OUTSIDE, np.uint8)
    whole[place.top : place.top + cut.shape[0], place.left : place.left + cut.shape[1]] = cut
    return whole
