"""Owns one sitting of "who is this?": opening the gallery, and naming the faces of frames."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QThread, Signal

from faceid_app.camera.frame import Frame
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.gui.context import Context
from faceid_app.identity.enrolled_people import OpenedGallery, open_gallery
from faceid_app.identity.guarding import passive_guard, unguarded
from faceid_app.identity.identification import IdentifiedFrame, Identifier
from faceid_app.workers.jobs import Job
from faceid_app.workers.mailbox import Mailbox
from faceid_app.workers.verifying import FrameProcessor


@dataclass(frozen=True, slots=True, eq=False)
class ReadyGallery:
    """A gallery with who searches it."""

    opened: OpenedGallery
    identifier: Identifier


class IdentifySession(QObject):
    """Signals come in the window's thread; the work is done on others."""

    progressed = Signal(object)
    opened = Signal(object)
    """ReadyGallery."""
    refused = Signal(object)
    """The exception for which there is no gallery."""
    identified = Signal(object)
    """IdentifiedFrame."""
    failed = Signal(object)
    """The exception for which frames are not looked at."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._ready: ReadyGallery | None = None
        self._processor: FrameProcessor | None = None
        self._is_open = False
        self._opening = Job(self, in_turn=True)
        self._opening.progressed.connect(self.progressed)
        self._opening.succeeded.connect(self._on_opened)
        self._opening.failed.connect(self.refused)

    def open(self) -> None:
        """Load everybody; `opened` or `refused` follows."""
        self._is_open = True
        paths, profiles, settings = self._context.paths, self._context.profiles, self._context.settings
        k, n, seconds = settings.verdict_k, settings.verdict_n, settings.verdict_seconds

        def work(report: object, is_cancelled: object) -> ReadyGallery:
            opened = open_gallery(paths, profiles, report=report, is_cancelled=is_cancelled)  # type: ignore[arg-type]
            observer = Observer(limits=Limits.for_verification())
            # A name needs more than half of the looks, whatever a verdict about one person needs.
            agreeing = max(k, n // 2 + 1)
            identifier = Identifier(
                opened.gallery,
                opened.embedder,
                observer,
                k=agreeing,
                n=n,
                seconds=seconds,
                new_guard=passive_guard,
                unguarded=unguarded(profiles.get(name) for name in opened.gallery.names),
                told=opened.told,
            )
            return ReadyGallery(opened, identifier)

        self._opening.start(work)

    def watch(self, mailbox: Mailbox) -> None:
        """Name the faces of these frames."""
        if self._ready is None:
            raise ValueError("A gallery must be open before frames are watched.")
        self._processor = processor = FrameProcessor(
            mailbox, self._ready.identifier.identify, when_failed=_nobody, parent=None
        )
        processor.verdict_ready.connect(self.identified)
        processor.failed.connect(self.failed)
        processor.start()

    def close(self) -> list[QThread]:
        """Stop. The threads that may still be at work are the caller's to keep until they end."""
        self._opening.cancel()
        self._is_open = False
        threads: list[QThread] = []
        if self._processor is not None:
            self._processor.disconnect(self)
            self._processor.stop()
            threads.append(self._processor)
            self._processor = None
        self._ready = None
        return threads

    def shutdown(self) -> None:
        """Wait for what is under way."""
        self._opening.shutdown()

    def _on_opened(self, ready: ReadyGallery) -> None:
        if self._is_open:
            self._ready = ready
            self.opened.emit(ready)


def _nobody(frame: Frame, _error: Exception) -> IdentifiedFrame:
    """A frame on which something went wrong names nobody."""
    return IdentifiedFrame(frame.seq, frame.captured_at, (), {})
