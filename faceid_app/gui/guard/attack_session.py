"""Owns one sitting of attacks on oneself: opening what judges, presenting, keeping what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from queue import Empty, SimpleQueue

from PySide6.QtCore import QObject, QThread, Signal

from faceid_app.camera.frame import Frame
from faceid_app.guard.policy import Policy
from faceid_app.identity.guarding import guard_of
from faceid_app.identity.trial_bench import TrialBench, open_bench
from faceid_app.identity.trials import Conditions, Shown
from faceid_app.identity.verification import FrameVerdict
from faceid_app.paths import Paths
from faceid_app.settings import Settings
from faceid_app.storage.profiles import Profile
from faceid_app.workers.jobs import Job
from faceid_app.workers.mailbox import Mailbox
from faceid_app.workers.verifying import FrameProcessor


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """What became of one frame.

    verdict: None between presentations. elapsed: seconds of the one under way. rest: seconds until it begins. shown:
    the one that ended with this frame.
    """

    verdict: FrameVerdict | None = None
    elapsed: float = 0.0
    rest: float = 0.0
    shown: Shown | None = None


class AttackSession(QObject):
    """`open`, `watch`, then `begin` one presentation after the other."""

    opened = Signal()
    refused = Signal(object)
    seen = Signal(object)
    """A Moment."""
    kept = Signal(object)
    """A Presentation that is on disk."""
    failed = Signal(object)

    def __init__(self, paths: Paths, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paths, self._settings = paths, settings
        self._profile: Profile | None = None
        self._bench: TrialBench | None = None
        self._processor: FrameProcessor | None = None
        self._wishes: SimpleQueue[Conditions | None] = SimpleQueue()
        self._opening = Job(self, in_turn=True)
        self._opening.succeeded.connect(self._on_opened)
        self._opening.failed.connect(self.refused)

    def open(self, profile: Profile) -> None:
        """Load what judges; `opened` or `refused` follows."""
        self._profile = profile
        paths, settings = self._paths, self._settings
        # A guard of the bench's own, whatever the person asks of it: it is the guard that is tried.
        self._opening.start(
            lambda _report, is_cancelled: open_bench(
                paths, profile, settings, guard=guard_of(Policy.PASSIVE), is_cancelled=is_cancelled
            )
        )

    def watch(self, mailbox: Mailbox) -> None:
        """Judge these frames whenever something is presented."""
        bench, profile, wishes = self._bench, self._profile, self._wishes
        if bench is None or profile is None:
            raise ValueError("Nothing that judges is open.")
        trials = profile.trials

        def judge(frame: Frame) -> Moment:
            while True:
                try:
                    wish = wishes.get_nowait()
                except Empty:
                    break
                if wish is None:
                    bench.stop()
                else:
                    bench.begin(wish)
            verdict, shown = bench.see(frame)
            return Moment(verdict, bench.elapsed, bench.rest(frame.captured_at), shown)

        def keep(moment: Moment) -> None:
            if moment.shown is not None:
                trials.add(moment.shown.presentation, moment.shown.pictures)
                self.kept.emit(moment.shown.presentation)

        self._processor = processor = FrameProcessor(
            mailbox, judge, when_failed=lambda _frame, _error: Moment(), afterwards=keep
        )
        processor.verdict_ready.connect(self.seen)
        processor.failed.connect(self.failed)
        processor.start()

    def begin(self, conditions: Conditions) -> None:
        """Present this once, from now on or from when the pause after the last one is over."""
        self._wishes.put(conditions)

    def stop(self) -> None:
        """Present nothing; what was under way is forgotten."""
        self._wishes.put(None)

    def close(self) -> list[QThread]:
        """Stop judging. The threads that may still be at work are the caller's to keep until they end."""
        threads: list[QThread] = []
        if self._processor is not None:
            self._processor.disconnect(self)
            self._processor.stop()
            threads.append(self._processor)
            self._processor = None
        self._bench, self._profile, self._wishes = None, None, SimpleQueue()
        return threads

    def shutdown(self) -> None:
        """Wait for loading under way."""
        self._opening.shutdown()

    def _on_opened(self, bench: TrialBench) -> None:
        if self._profile is not None:
            self._bench = bench
            self.opened.emit()
