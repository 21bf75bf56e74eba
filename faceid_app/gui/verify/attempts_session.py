"""Owns the kept attempts of one sitting: loading and scoring them, replaying them as thresholds move, erasing them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from faceid_app.identity.attempts_replay import Replay, ScoredAttempts, joined, replay, score_attempts
from faceid_app.identity.decision import Thresholds
from faceid_app.identity.verification import Verifier
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report
from faceid_app.settings import Settings
from faceid_app.storage.attempts import Attempt
from faceid_app.storage.profiles import Profile
from faceid_app.storage.store import Lines
from faceid_app.workers.jobs import Job


@dataclass(frozen=True, slots=True, eq=False)
class _Loaded:
    scored: ScoredAttempts
    damaged: int


class AttemptsSession(QObject):
    """Signals come in the window's thread; the work is done on others, `replay` excepted: it takes a millisecond."""

    loaded = Signal()
    """`replay` has something to say, or something else."""
    failed = Signal(object)
    """The exception for which attempts are not shown, not erased or not remembered."""

    def __init__(self, paths: Paths, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paths, self._settings = paths, settings
        self._profile: Profile | None = None
        self._verifier: Verifier | None = None
        self._loaded: _Loaded | None = None
        self._erased: Lines = []
        self._new: list[Attempt] = []
        """Kept since, and not compared yet."""
        self._loading = Job(self, in_turn=True)
        self._loading.succeeded.connect(self._on_loaded)
        self._adding = Job(self)
        self._adding.succeeded.connect(self._on_added)
        self._changing = Job(self)
        self._changing.succeeded.connect(self._on_changed)
        self._saving = Job(self)
        for job in (self._loading, self._adding, self._changing, self._saving):
            job.failed.connect(self.failed)

    @property
    def keeping(self) -> bool:
        """Whether attempts are kept from now on."""
        return self._settings.keep_attempts

    @property
    def can_put_back(self) -> bool:
        """Whether what was erased in this sitting can be had again."""
        return bool(self._erased)

    @property
    def damaged(self) -> int:
        """Attempts that are damaged and left out."""
        return 0 if self._loaded is None else self._loaded.damaged

    def open(self, profile: Profile, verifier: Verifier) -> None:
        """Be about this person and model."""
        self._profile, self._verifier = profile, verifier
        self._loaded, self._erased = None, []
        self.renew()

    def close(self) -> None:
        """Be about nobody; what was erased stays so."""
        self._loading.cancel()
        self._adding.cancel()
        self._new = []
        self._profile = self._verifier = self._loaded = None
        self._erased = []

    def shutdown(self) -> None:
        """Wait for what is under way."""
        self._loading.shutdown()
        self._adding.shutdown()
        self._changing.shutdown()
        self._saving.shutdown()

    def renew(self) -> None:
        """Read what is kept by now."""
        profile, verifier = self._profile, self._verifier
        if profile is None or verifier is None:
            return

        def load(_report: Report, is_cancelled: IsCancelled) -> _Loaded:
            kept = profile.attempts.load()
            return _Loaded(_scored(kept.attempts, verifier, is_cancelled), kept.damaged)

        self._new = []
        self._adding.cancel()
        self._loading.start(load)

    def add(self, attempt: Attempt) -> None:
        """One more was kept; only that one is compared with the templates."""
        verifier = self._verifier
        if verifier is None or self._loaded is None or self._loading.running or attempt.bundle != verifier.bundle_id:
            self.renew()
            return
        self._new.append(attempt)
        new = list(self._new)

        def score(_report: Report, is_cancelled: IsCancelled) -> ScoredAttempts:
            return _scored(new, verifier, is_cancelled)

        self._adding.start(score)

    def replay(self, thresholds: Thresholds) -> Replay | None:
        """What they would have come to; None until they are read."""
        return None if self._loaded is None else replay(self._loaded.scored, thresholds)

    def keep(self, on: bool) -> None:
        """Keep attempts from now on, or no more. What is kept already stays until it is erased."""
        if on != self._settings.keep_attempts:
            self._settings.keep_attempts = on
            self._saving.start(lambda _report, _is_cancelled: self._settings.save(self._paths))

    def erase(self) -> None:
        """Remove all that is kept."""
        profile = self._profile
        if profile is not None:
            self._changing.start(lambda _report, _is_cancelled: (profile, profile.attempts.erase()))

    def put_back(self) -> None:
        """Undo `erase`."""
        profile, lines = self._profile, self._erased
        if profile is None or not lines:
            return

        def put_back(_report: Report, _is_cancelled: IsCancelled) -> tuple[Profile, Lines]:
            profile.attempts.put_back(lines)
            return profile, []

        self._changing.start(put_back)

    def _on_loaded(self, loaded: _Loaded) -> None:
        if self._profile is not None:
            self._loaded = loaded
            self.loaded.emit()

    def _on_added(self, scored: ScoredAttempts) -> None:
        if self._loaded is not None:
            self._new = self._new[len(scored.attempts) + scored.other_network :]
            self._loaded = _Loaded(joined(self._loaded.scored, scored), self._loaded.damaged)
            self.loaded.emit()

    def _on_changed(self, changed: tuple[Profile, Lines]) -> None:
        profile, erased = changed
        if profile is self._profile:
            self._erased = erased
            self.renew()


def _scored(attempts: Sequence[Attempt], verifier: Verifier, is_cancelled: IsCancelled) -> ScoredAttempts:
    return score_attempts(
        attempts,
        network=verifier.bundle.network_id,
        head=verifier.bundle.head,
        templates=verifier.templates,
        is_cancelled=is_cancelled,
    )
