"""A verifier before a scripted scene: who is there, what the guard says, and what the clocks show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import cast

import numpy as np

from faceid_app.camera.frame import Frame, RgbImage
from faceid_app.faces.alignment import PORTRAIT_TEMPLATE
from faceid_app.faces.face import Face, Reason, Refusal
from faceid_app.faces.observation import Observation, Observer
from faceid_app.faces.quality import Measurements
from faceid_app.guard.verdict import GuardVerdict, Liveness
from faceid_app.identity.bundle import Bundle
from faceid_app.identity.decision import Thresholds, VerdictWindow
from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.head import start_head
from faceid_app.identity.lockout import Lockout
from faceid_app.identity.preprocessing import Input
from faceid_app.identity.templates import Templates
from faceid_app.identity.verification import FrameVerdict, Verifier
from faceid_app.storage.audit import UNRECORDED, History
from faceid_app.storage.lockout import Moment
from faceid_app.words import Words
from tests.helpers.bundles import untrained_bundle

HERE, THERE = (10.0, 10.0, 80.0, 100.0), (300.0, 10.0, 80.0, 100.0)
BLURRED = Refusal(Reason.BLURRED, 0.1, 0.2, "", "It is blurred.", "Hold still.")
EMPTY = Refusal(Reason.NO_FACE, 0, 1, "faces", "No face is there.", "Look into the camera.")
TEMPLATE, OTHER = np.eye(2, 128, dtype=np.float32)
LIVE, ATTACK, UNSURE = Liveness.LIVE, Liveness.ATTACK, Liveness.UNSURE


@dataclass
class FakeClocks:
    """The clock of a machine's start; a test may start the machine anew."""

    boot: float = 1_000.0
    boot_id: str = "first"

    def __call__(self) -> Moment:
        return Moment(self.boot, self.boot_id)

    def wait(self, seconds: float) -> None:
        self.boot += seconds

    def start_anew(self, *, boot: float) -> None:
        """The machine was started again and has been up for `boot` seconds."""
        self.boot, self.boot_id = boot, self.boot_id + "'"


@dataclass
class ScriptedGuard:
    """Says what the test wants, and keeps what it was told."""

    says: Liveness | Exception = LIVE
    checked: int = 0
    losses: int = 0

    def check(self, _frame: Frame, observation: Observation) -> GuardVerdict:
        assert observation.refusal is None
        self.checked += 1
        if isinstance(self.says, Exception):
            raise self.says
        return GuardVerdict(self.says, 0.5, Words("Because the test says so."))

    def lost(self) -> None:
        self.losses += 1


@dataclass
class Scene:
    """An observer of whoever the test puts there."""

    box: tuple[float, float, float, float] = HERE
    refusal: Refusal | None = None

    def observe(self, rgb: RgbImage) -> Observation:
        there = self.refusal is not EMPTY
        return Observation(
            faces=(),
            subject=Face(self.box, PORTRAIT_TEMPLATE, 0.9) if there else None,
            pose=None,
            measurements=Measurements(faces=int(there)),
            refusal=self.refusal,
            aligned=np.zeros((112, 112, 3), np.uint8) if there else None,
            detect_ms=1.0,
            align_ms=1.0,
            _rgb=rgb,
        )


@dataclass
class _Embedder:
    """The same embedding as the template, or one that has nothing in common with it."""

    input = Input.ALIGNED_112
    dimension = 128
    same: bool = True
    passes: int = 0

    def embed(self, batch: Embeddings) -> Embeddings:
        self.passes += len(batch)
        return np.repeat((TEMPLATE if self.same else OTHER)[None], len(batch), axis=0)


@cache
def _bundle() -> Bundle:
    return replace(untrained_bundle(), head=start_head(128, slope=120.0, bias=7.0))


@dataclass
class Sitting:
    """Somebody before the camera: `look` is the next frame, a tenth of a second later."""

    guard: ScriptedGuard | None = field(default_factory=ScriptedGuard)
    lockout: Lockout | None = None
    history: History = UNRECORDED
    when_looked: Callable[[float], object] = lambda _seconds: None
    at: float = 0.0
    window: VerdictWindow = field(default_factory=VerdictWindow)

    def __post_init__(self) -> None:
        self.scene, self.embedder = Scene(), _Embedder()
        bundle = _bundle()
        self.verifier = Verifier(
            name="anna",
            embedder=self.embedder,
            bundle_id="b",
            bundle=bundle,
            templates=Templates(("t",), TEMPLATE[None]),
            thresholds=Thresholds(0.5, 0.5),
            observer=cast(Observer, self.scene),
            window=self.window,
            guard=self.guard,
            lockout=self.lockout,
            history=self.history,
        )

    def look(
        self,
        says: Liveness | Exception | None = None,
        *,
        same: bool = True,
        refusal: Refusal | None = None,
        box: tuple[float, float, float, float] = HERE,
        step: float = 0.1,
    ) -> FrameVerdict:
        self.at += step
        self.when_looked(step)
        if self.guard is not None and says is not None:
            self.guard.says = says
        self.embedder.same, self.scene.refusal, self.scene.box = same, refusal, box
        return self.verifier.verify(Frame(np.zeros((200, 400, 3), np.uint8), round(self.at * 10), self.at))

    def looks(self, count: int, says: Liveness | None = None, *, same: bool = True) -> FrameVerdict:
        """The last of so many."""
        return [self.look(says, same=same) for _ in range(count)][-1]
