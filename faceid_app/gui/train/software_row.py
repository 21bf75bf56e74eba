"""Owns the software that only training needs as the training page shows it: there, or how to get it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from faceid_app.errors import TrainingNotInstalled, TrainingOutdated
from faceid_app.gui.look.figures import figure
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.messages import sentence
from faceid_app.gui.parts.sheet import Question
from faceid_app.gui.train.need_row import NeedRow
from faceid_app.progress import IsCancelled, Report
from faceid_app.workers import training_software
from faceid_app.workers.jobs import Job
from faceid_app.workers.training_environment import Place, find_place
from faceid_app.workers.training_software import Offer

Look = Callable[[], Place]
Prepare = Callable[[Report, IsCancelled], Offer]
Install = Callable[[Report, IsCancelled], object]


class SoftwareRow(NeedRow):
    """Asks before it installs: what, how much, where and from where. `look`, `prepare` and `install` replace the real
    ones in tests."""

    asked = Signal(object, object)
    """A question for the sheet, and what to do with the answer."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        look: Look = find_place,
        prepare: Prepare | None = None,
        install: Install | None = None,
    ) -> None:
        super().__init__(
            theme,
            _tr("Training software"),
            _tr("Not installed: only training needs it, everything else works without. It is fetched when you ask."),
            lambda: _describe(look()),
            parent,
        )
        self._look = look
        self._prepare = prepare or (lambda _report, stop: training_software.offer(is_cancelled=stop))
        self._install = install or (lambda report, stop: training_software.install(report=report, is_cancelled=stop))
        self.offer(_tr("Install training…"), self.ask)
        self._preparing = Job(self)
        self._preparing.succeeded.connect(self._on_prepared)
        self._preparing.failed.connect(self._on_unprepared)
        self._preparing.cancelled.connect(self._on_stopped)
        self.progress.cancel_asked.connect(self._preparing.cancel)

    @property
    def apart(self) -> bool:
        """Whether it is no part of the program, so that the page has to speak of it."""
        return self._look() is not Place.OWN

    @property
    def wanted(self) -> bool:
        """Whether training cannot be before it is installed."""
        return self.apart and not self.there

    @property
    def busy(self) -> bool:
        return self._preparing.running or super().busy

    def shutdown(self) -> None:
        self._preparing.shutdown()
        super().shutdown()

    def ask(self) -> None:
        """Find out what an installation would do, then ask."""
        if self.busy:
            return
        self.note.clear()
        self._show_actions(False)
        self.progress.begin(_tr("Checking what is needed"))
        self._preparing.start(self._prepare)

    def _on_prepared(self, offer: Offer) -> None:
        self._on_stopped()
        self.asked.emit(question_of(offer), lambda _words: self.get(_tr("Installing"), self._install))

    def _on_unprepared(self, error: Exception) -> None:
        self._on_stopped()
        self.note.say(sentence(error), "bad")

    def _on_stopped(self) -> None:
        self.progress.end()
        self._show_actions(True)

    def _on_cancelled(self) -> None:
        self._on_stopped()
        self.note.say(_tr("Stopped. Nothing was changed."), "accent")

    def _on_missing(self, error: Exception) -> None:
        self._tell(False, self.missing if isinstance(error, TrainingNotInstalled) else sentence(error))


def question_of(offer: Offer) -> Question:
    """What the user is told before anything is fetched."""
    words = _tr(
        "Training needs TensorFlow and Keras, which are not part of the program: {packages} packages, about "
        "{download} MB to fetch and {disk} MB on the disk.\n\n"
        "They come over the network from {index}, as pip is set up on this computer, and each file is checked against "
        "the program's own list. Nothing about you is sent.\n\n"
        "They are put in {folder}. You can cancel at any time, and remove them later."
    ).format(
        packages=figure(offer.packages),
        download=figure(round(offer.download / 1e6)),
        disk=figure(round(offer.disk / 1e6)),
        index=offer.index,
        folder=offer.folder,
    )
    return Question(title=_tr("Install training?"), words=words, accept=_tr("Install"))


def _describe(place: Place) -> str:
    if place is Place.OWN:
        return _tr("Part of this program")
    if place is Place.APART:
        return _tr("Installed beside the program")
    raise TrainingOutdated if place is Place.OUTDATED else TrainingNotInstalled


def _tr(words: str) -> str:
    return QCoreApplication.translate("SoftwareRow", words)
