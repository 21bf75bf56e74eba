"""A presentation of a trial: frames judged as verification judges them, what came of them, and what is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from faceid_app import __version__, strict_json
from faceid_app.camera.frame import Frame, RgbImage
from faceid_app.camera.pixels import encode_png
from faceid_app.errors import CorruptData, ModelMissing
from faceid_app.faces.face import Face
from faceid_app.faces.shipped import MANIFEST_FILE
from faceid_app.guard.shipped import SHIPPED_GUARDS
from faceid_app.guard.surroundings import REACH
from faceid_app.guard.verdict import GuardVerdict, Liveness
from faceid_app.identity.decision import Thresholds, Verdict, VerdictWindow
from faceid_app.identity.embedder import Embedder
from faceid_app.identity.guarded_window import GuardedWindow
from faceid_app.identity.head import Array
from faceid_app.identity.preprocessing import to_input
from faceid_app.identity.presence import Presence
from faceid_app.identity.verification import FrameVerdict
from faceid_app.storage.trials import Cutout, Presentation, SeenCue, SeenFrame, new_id
from faceid_app.words import Words

_AGAIN = "install the program again"
_ABOUT = ("card.json", ".md")
"""Files that tell of a model, and judge nothing."""
PICTURES = 10
"""Kept of a presentation, of its beginning, where the user agreed: as much as a guard needs for an answer."""
PICTURE_SECONDS = 0.2
"""Between two of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """Under which something is presented. See `Presentation`; pictures: whether the user agreed to keep some."""

    species: str
    camera: str
    light: str = ""
    seconds: float
    pictures: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """What judges. See `Presentation`."""

    network: str
    bundle: str
    guards: Mapping[str, str]
    thresholds: Thresholds
    needed: int
    glances: int
    window: float

    def open_window(self) -> GuardedWindow:
        """A window as verification counts with."""
        return GuardedWindow(VerdictWindow(k=self.needed, n=self.glances, seconds=self.window))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a presentation. See `Presentation`."""

    called_live: bool
    called_attack: bool
    accepted: bool


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A presentation that is over, and the PNG files to keep of it, by the number of their frame."""

    presentation: Presentation
    pictures: dict[int, bytes]


def guards_in_use() -> dict[str, str]:
    """sha256 of each file that the guard's models judge by, by `model/file`. Raises ModelMissing, CorruptData."""
    found: dict[str, str] = {}
    for manifest in sorted(SHIPPED_GUARDS.glob(f"*/{MANIFEST_FILE}")):
        try:
            digests = strict_json.loads(manifest.read_text(encoding="utf-8"))["sha256"]
            told = {f"{manifest.parent.name}/{name}": str(digest) for name, digest in digests.items()}
        except (ValueError, KeyError, AttributeError) as error:
            raise CorruptData(f"The guard's model {manifest.parent.name!r}", f"{error}", _AGAIN) from error
        found |= {name: digest for name, digest in told.items() if not name.endswith(_ABOUT)}
    if not found:
        raise ModelMissing("The guard", _AGAIN)
    return found


def outcome_of(frames: Iterable[SeenFrame], system: System) -> Outcome:
    """Count frames as verification does: with what the matcher said, and as if it had found every face to be the one.

    One moment is enough: a door that opens once was open.
    """
    both, guard_alone = system.open_window(), system.open_window()
    called_live = called_attack = accepted = False
    for frame in frames:
        if frame.anew:
            both.lost()
            guard_alone.lost()
        if frame.match is None:
            continue
        said = _said(frame)
        called_live |= guard_alone.add(True, said, frame.at)[0] is Verdict.MATCH
        called_attack |= said is not None and said.liveness is Liveness.ATTACK
        accepted |= both.add(frame.match, said, frame.at)[0] is Verdict.MATCH
    return Outcome(called_live, called_attack, accepted)


class Showing:
    """One presentation under way. `see` every frame with its verdict until it is over, then `end`."""

    def __init__(self, conditions: Conditions, system: System, embedder: Embedder) -> None:
        self._conditions, self._system, self._embedder = conditions, system, embedder
        self._id, self._taken_at = new_id(), datetime.now(UTC).isoformat(timespec="seconds")
        self._frames: list[SeenFrame] = []
        self._cut: dict[int, RgbImage] = {}
        self._began: float | None = None
        self._at = 0.0
        self._presence = Presence()

    @property
    def elapsed(self) -> float:
        """Seconds between its first and its newest frame, on the camera's clock."""
        return self._at

    @property
    def last_seen(self) -> float:
        """When its newest frame was taken, on the camera's clock."""
        return (self._began or 0.0) + self._at

    @property
    def over(self) -> bool:
        """Whether it has lasted as long as it should."""
        return self._at >= self._conditions.seconds

    def see(self, frame: Frame, verdict: FrameVerdict) -> None:
        """One more frame, with what verification said of it."""
        self._began = frame.captured_at if self._began is None else self._began
        self._at = frame.captured_at - self._began
        observation, guard, decision = verdict.observation, verdict.guard, verdict.decision
        refusal = observation.refusal
        cutout = None
        if refusal is None and observation.subject is not None and self._wants_picture():
            cutout, self._cut[len(self._frames)] = _cut_out(frame.rgb, observation.subject)
        self._frames.append(
            SeenFrame(
                at=self._at,
                verdict=verdict.verdict.value,
                anew=self._presence.begins_anew(observation, frame.captured_at),
                refusal="" if refusal is None else refusal.reason.value,
                liveness="" if guard is None else guard.liveness.value,
                risk=None if guard is None else guard.risk,
                reason="" if guard is None else str(guard.reason),
                cues=() if guard is None else tuple(
                    SeenCue(cue.name, cue.value, cue.limit, cue.unit, cue.against) for cue in guard.cues
                ),
                match=None if decision is None else decision.match,
                score=None if decision is None else decision.score,
                embedding=None if decision is None else self._embedding(verdict),
                measurements=observation.measurements.to_dict(),
                picture=cutout,
            )
        )  # fmt: skip

    def end(self) -> Shown:
        """What is to be kept."""
        outcome = outcome_of(self._frames, self._system)
        conditions, system = self._conditions, self._system
        presentation = Presentation(
            id=self._id,
            taken_at=self._taken_at,
            species=conditions.species,
            camera=conditions.camera,
            light=conditions.light,
            seconds=round(self._at, 3),
            called_live=outcome.called_live,
            called_attack=outcome.called_attack,
            # What was told counts, however it may be reckoned afterwards.
            accepted=any(frame.verdict == Verdict.MATCH for frame in self._frames),
            network=system.network,
            bundle=system.bundle,
            guards=dict(system.guards),
            detection=system.thresholds.detection,
            verification=system.thresholds.verification,
            needed=system.needed,
            glances=system.glances,
            window=system.window,
            program=__version__,
            frames=tuple(self._frames),
        )
        return Shown(presentation, {number: encode_png(cut) for number, cut in self._cut.items()})

    def _embedding(self, verdict: FrameVerdict) -> Array | None:
        observation = verdict.observation
        if observation.aligned is None or observation.portrait is None:
            return None
        prepared = to_input(self._embedder.input, aligned=observation.aligned, portrait=observation.portrait)
        return np.asarray(self._embedder.embed(prepared[None])[0], np.float32)

    def _wants_picture(self) -> bool:
        if not self._conditions.pictures or len(self._cut) == PICTURES:
            return False
        last = self._frames[max(self._cut)].at if self._cut else -PICTURE_SECONDS
        return self._at - last >= PICTURE_SECONDS - 1e-6


def _cut_out(rgb: RgbImage, face: Face) -> tuple[Cutout, RgbImage]:
    """The part of the frame that any judge of the face looks at, in the frame's own pixels."""
    x, y, width, height = face.box
    reach = max(width, height) * REACH / 2
    left, top = max(0, int(x + width / 2 - reach)), max(0, int(y + height / 2 - reach))
    right, bottom = int(x + width / 2 + reach) + 1, int(y + height / 2 + reach) + 1
    tall, wide = rgb.shape[:2]
    return Cutout(left, top, wide, tall), rgb[top:bottom, left:right].copy()


def _said(frame: SeenFrame) -> GuardVerdict | None:
    if not frame.liveness:
        return None
    return GuardVerdict(Liveness(frame.liveness), 1.0 if frame.risk is None else frame.risk, Words(frame.reason))
