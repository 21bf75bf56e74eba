"""Owns the counting behind the dial: the person's scores first, then strangers among each other, where not yet kept."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from faceid_app.identity.dial import Dial
from faceid_app.identity.dial_evidence import Evidence, count_strangers, gather
from faceid_app.identity.verification import Verifier
from faceid_app.paths import Paths
from faceid_app.storage.profiles import Profile
from faceid_app.workers.jobs import Job


class DialSession(QObject):
    """Signals come in the window's thread; the work is done on others."""

    ready = Signal(object)
    """Dial; comes again when more was counted."""
    counting = Signal(object)
    """Progress of the longer count, None when it has ended."""
    failed = Signal(object)
    """The exception for which there is no dial."""

    def __init__(self, paths: Paths, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paths = paths
        self._evidence: Evidence | None = None
        self._watched = False
        self._gathering, self._counting = Job(self), Job(self)
        self._gathering.succeeded.connect(self._on_gathered)
        self._gathering.failed.connect(self._on_not_counted)
        self._counting.succeeded.connect(self._on_counted)
        self._counting.progressed.connect(self.counting)
        self._counting.failed.connect(self._on_not_counted)

    def open(self, profile: Profile, verifier: Verifier) -> None:
        """Gather what is known of this model and this person; `ready` or `failed` follows."""
        self.close()
        self._watched = True
        self._gathering.start(
            lambda _report, is_cancelled: _with_dial(
                gather(self._paths, profile, verifier.bundle_id, verifier.bundle, is_cancelled=is_cancelled)
            )
        )

    def close(self) -> None:
        """Nobody looks any more: what is under way is told to stop, and nothing is heard of it."""
        self._watched, self._evidence = False, None
        self._gathering.cancel()
        self._counting.cancel()

    def shutdown(self) -> None:
        """Wait for what is under way."""
        self._gathering.shutdown()
        self._counting.shutdown()

    def _on_gathered(self, gathered: tuple[Evidence, Dial]) -> None:
        evidence, dial = gathered
        if not self._watched:
            return
        self._evidence = evidence
        self.ready.emit(dial)
        if evidence.countable:
            self._counting.start(
                lambda report, is_cancelled: _with_dial(
                    count_strangers(evidence, report=report, is_cancelled=is_cancelled)
                )
            )

    def _on_counted(self, counted: tuple[Evidence, Dial]) -> None:
        evidence, dial = counted
        if self._evidence is None or evidence.personal is not self._evidence.personal:
            return
        self.counting.emit(None)
        self.ready.emit(dial)

    def _on_not_counted(self, error: Exception) -> None:
        if self._watched:
            self.counting.emit(None)
            self.failed.emit(error)


def _with_dial(evidence: Evidence) -> tuple[Evidence, Dial]:
    """Drawing thousands of persons anew for its intervals takes too long for the window's thread."""
    return evidence, evidence.dial()
