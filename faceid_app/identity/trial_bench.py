"""Everything one sitting of trials needs: the verifier with its guard, and the presentation under way."""

from __future__ import annotations

from faceid_app.camera.frame import Frame
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits, SecondFace
from faceid_app.guard.trial import PAUSE_SECONDS
from faceid_app.guard.verdict import Guard
from faceid_app.identity.decision import Thresholds, VerdictWindow
from faceid_app.identity.thresholds_in_use import find_thresholds
from faceid_app.identity.trials import Conditions, Showing, Shown, System, guards_in_use
from faceid_app.identity.verification import FrameVerdict, load_model, open_verifier
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report, ignore, never
from faceid_app.settings import Settings
from faceid_app.storage.profiles import Profile


class TrialBench:
    """Judges presentations as verification judges a person, without ever locking anybody out. Belongs to one thread.

    Raises what `open_verifier` raises.
    """

    def __init__(
        self,
        paths: Paths,
        profile: Profile,
        settings: Settings,
        *,
        guard: Guard | None,
        thresholds: Thresholds | None = None,
        force: bool = False,
    ) -> None:
        needed, glances, window = settings.verdict_k, settings.verdict_n, settings.verdict_seconds
        self.verifier = open_verifier(
            paths,
            profile,
            observer=Observer(limits=Limits.for_verification(SecondFace(settings.second_face))),
            window=VerdictWindow(k=needed, n=glances, seconds=window),
            guard=guard,
            lockout=None,
            thresholds=thresholds,
            force=force,
        )
        bundle_id, bundle = self.verifier.bundle_id, self.verifier.bundle
        self._embedder = self.verifier.bundle.embedder(paths)
        self.system = System(
            network=bundle.network_id,
            bundle=bundle_id,
            guards={} if guard is None else guards_in_use(),
            thresholds=self.verifier.thresholds,
            needed=needed,
            glances=glances,
            window=window,
        )
        self._conditions: Conditions | None = None
        self._showing: Showing | None = None
        self._ended_at: float | None = None

    @property
    def elapsed(self) -> float:
        """Seconds of the presentation under way; 0 where there is none."""
        return 0.0 if self._showing is None else self._showing.elapsed

    def rest(self, at: float) -> float:
        """Seconds left, at that time on the camera's clock, of the pause after the last presentation."""
        if self._showing is not None or self._ended_at is None or at < self._ended_at:
            return 0.0
        return max(0.0, PAUSE_SECONDS - (at - self._ended_at))

    def begin(self, conditions: Conditions) -> None:
        """The next frame, after the pause that parts two presentations, is the first of another one."""
        self._conditions, self._showing = conditions, None

    def stop(self) -> None:
        """Forget the presentation under way, if there is one."""
        self._conditions, self._showing = None, None

    def see(self, frame: Frame) -> tuple[FrameVerdict | None, Shown | None]:
        """Judge a frame of the presentation under way: its verdict, and the presentation if this was its last frame.

        Between presentations nothing is judged: whoever comes next is somebody new to the verifier and its guard.
        """
        if self._conditions is None or self.rest(frame.captured_at) > 0.0:
            return None, None
        if self._showing is None:
            self._showing = Showing(self._conditions, self.system, self._embedder)
        verdict = self.verifier.verify(frame)
        self._showing.see(frame, verdict)
        if not self._showing.over:
            return verdict, None
        return verdict, self.end()

    def end(self) -> Shown | None:
        """The presentation under way as far as it has come; None where nothing was seen of it."""
        showing = self._showing
        self.stop()
        if showing is None:
            return None
        self._ended_at = showing.last_seen
        return showing.end()


def open_bench(
    paths: Paths,
    profile: Profile,
    settings: Settings,
    *,
    guard: Guard | None,
    force: bool = False,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> TrialBench:
    """A bench with the thresholds in use: a second, and some more while strangers are counted once for each head.

    Raises what `open_verifier` and `find_thresholds` raise.
    """
    bundle_id, bundle = load_model(paths, profile)
    far = float(settings.preset)
    used = find_thresholds(paths, profile, bundle_id, bundle, far=far, report=report, is_cancelled=is_cancelled)
    return TrialBench(paths, profile, settings, guard=guard, thresholds=used, force=force)
