"""Which verdicts of a sitting go into the audit log: each that is told, before it is told."""

from __future__ import annotations

from faceid_app.errors import StorageError
from faceid_app.identity.decision import Verdict
from faceid_app.storage.audit import Event, History
from faceid_app.words import Words

TOLD = (Verdict.MATCH, Verdict.NO_MATCH, Verdict.ATTACK, Verdict.LOCKED)
"""What a line is for. Nobody at the camera, or nobody to be seen well, is no verdict about the person."""


class ToldVerdicts:
    """Has one line for each verdict of a sitting, however long it is told; another one has another line.

    A match that cannot be recorded must not be told: `see` raises. Everything else lets nobody in, and is told all the
    same, with a sentence about the log.
    """

    def __init__(self, history: History) -> None:
        self._history = history
        self._told: Verdict | None = None
        self._any = False

    def begin_anew(self) -> None:
        """Somebody else may sit there. Who is locked out is told once, whoever comes."""
        if self._told is not Verdict.LOCKED:
            self._told = None

    def see(self, verdict: Verdict, *, guard: str) -> Words | None:
        """Take in a verdict that is about to be told; what to say where the log did not take it.

        Raises DiskFull, NotWritable, Locked for a match.
        """
        if verdict is self._told or verdict not in TOLD:
            return None
        missed = self._tell(verdict, guard)
        self._told, self._any = verdict, True
        return None if missed is None else Words("This is missing from the audit log: {why}", why=missed.words)

    def end(self, *, failed: bool) -> None:
        """The sitting is over; `failed`: what is told of it as a whole is no match."""
        if failed and not self._any:
            self._tell(Verdict.NO_MATCH, "")
        self._told, self._any = None, False

    def _tell(self, verdict: Verdict, guard: str) -> StorageError | None:
        facts: dict[str, str | int | bool] = {"verdict": verdict.value}
        if guard:
            facts["guard"] = guard
        if verdict is Verdict.MATCH:
            self._history.record(Event.VERDICT, **facts)
            return None
        return self._history.note(Event.VERDICT, **facts)
