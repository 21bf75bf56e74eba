"""Owns a training as it is seen: progress, curves, and the report card it or an earlier one ended with."""

from __future__ import annotations

import importlib

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from faceid_app.errors import ModelMissing
from faceid_app.gui.context import Context
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.messages import sentence
from faceid_app.gui.parts.controls import Card, Note, text
from faceid_app.gui.parts.curves import Curves
from faceid_app.gui.parts.empty_state import EmptyState
from faceid_app.gui.parts.progress_line import ProgressLine
from faceid_app.gui.train.result_card import ResultCard
from faceid_app.gui.train.result_view import MapView, map_view, result_of
from faceid_app.gui.train.training_state import Train, TrainingRequest, run_training
from faceid_app.identity.bundle import Bundle
from faceid_app.identity.occlusion_map import map_over_portrait
from faceid_app.identity.report_card import Remedy
from faceid_app.identity.verification import load_bundle
from faceid_app.progress import Progress
from faceid_app.storage.profiles import Profile
from faceid_app.workers.jobs import Job
from faceid_app.workers.operations import Training

_CURVES_HEIGHT = 360
"""Of the curves once the report card is above them."""
_UNLIMITED = 16_777_215


class TrainingPanel(QWidget):
    """One training at a time; it goes on whoever is shown."""

    changed = Signal()
    """A training began or ended."""
    try_asked = Signal()
    remedy_asked = Signal(Remedy)
    """The user wants to do what an unfit model needs."""

    def __init__(self, context: Context, parent: QWidget | None = None, *, train: Train = run_training) -> None:
        super().__init__(parent)
        self._context, self._train = context, train
        self._shown: Profile | None = None
        self._trains = ""
        self.progress = ProgressLine()
        self.progress.cancel_asked.connect(self._on_cancel_asked)
        self.curves = Curves(context.theme)
        self.note = Note(context.theme)
        self.result = ResultCard(context.theme)
        self.result.acted.connect(self._on_acted)
        self.result.details_toggled.connect(lambda _shown: self._show_curves())
        self._remedy: Remedy | None = None
        self.cancel_note = text("", "caption", wrap=True)
        self.nothing = EmptyState(context.theme, "cpu")
        self.nothing.say(
            self.tr("No model yet"),
            self.tr("Choose how to train on the left. The result is judged on people and pictures it has not seen."),
        )
        self.run_card = Card()
        self.run_card.column.addWidget(self.progress)
        self.run_card.column.addWidget(self.cancel_note)
        self.run_card.column.addWidget(self.curves, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.L)
        layout.addWidget(self.note)
        layout.addWidget(self.nothing, 1)
        layout.addWidget(self.result)
        layout.addWidget(self.run_card, 1)
        layout.addStretch(0)
        for part in (self.nothing, self.result, self.run_card):
            part.hide()
        self._training = Job(self)
        self._training.progressed.connect(self._on_progress)
        self._training.succeeded.connect(self._on_succeeded)
        self._training.failed.connect(self._on_failed)
        self._training.cancelled.connect(self._on_cancelled)
        self._loading = Job(self, in_turn=True)
        self._loading.succeeded.connect(self._on_loaded)
        self._loading.failed.connect(self._on_no_model)
        self._loading.running_changed.connect(self._on_loading_changed)
        self._mapping = Job(self)
        self._mapping.progressed.connect(self.result.show_map_progress)
        self._mapping.succeeded.connect(self._on_mapped)
        self._mapping.failed.connect(self._on_no_map)
        self._mapping.cancelled.connect(self.result.forget_map)

    @property
    def trains(self) -> str:
        """Whose model is being trained, empty for nobody's."""
        return self._trains if self._training.running else ""

    def show_model_of(self, profile: Profile) -> None:
        """Show the person's current model, unless a training is under way."""
        if self._training.running:
            return
        if self._shown is None or self._shown.name != profile.name:
            self.note.clear()
            for part in (self.nothing, self.result, self.run_card):
                part.hide()
        self._shown = profile
        self._load(profile)

    def _on_loading_changed(self, running: bool) -> None:
        if not running:  # one after the other: both want much of the window's time
            self.curves.prepare()

    def _load(self, profile: Profile) -> None:
        self._loading.start(lambda _report, _is_cancelled: _load(profile))

    def start(self, profile: Profile, request: TrainingRequest, *, cancelling: str = "") -> None:
        """Train. `cancelling` says what becomes of it when it is cancelled."""
        self.curves.prepare()
        self._shown, self._trains = profile, request.name
        self._mapping.shutdown()
        self.cancel_note.setText(cancelling)
        self.cancel_note.setVisible(bool(cancelling))
        self.note.clear()
        self.result.hide()
        self.nothing.hide()
        self.curves.clear()
        self.run_card.setMaximumHeight(_UNLIMITED)
        self._fit_run_card()
        self.run_card.show()
        self.progress.begin(self.tr("Starting"))
        paths, train = self._context.paths, self._train
        self._training.start(lambda report, is_cancelled: train(paths, request, report, is_cancelled))
        self.changed.emit()

    def release(self) -> None:
        """The person's files are about to move: nothing but a training is at work when this returns."""
        self._loading.shutdown()
        self._mapping.shutdown()

    def shutdown(self) -> None:
        """Cancel and wait."""
        for part in (self._training, self._loading, self._mapping, self.curves):
            part.shutdown()

    def _on_cancel_asked(self) -> None:
        self._training.cancel()

    def _on_progress(self, progress: Progress) -> None:
        self.progress.show_progress(progress)
        self.curves.add(progress)
        self._fit_run_card()

    def _on_succeeded(self, training: Training) -> None:
        self._end()
        self._on_loaded((training.bundle_id, training.bundle))

    def _on_failed(self, error: Exception) -> None:
        self._end()
        self.note.say(sentence(error), "bad")
        self._show_previous()

    def _on_cancelled(self) -> None:
        self._end()
        self.note.say(self.tr("Training was stopped. The previous model, if any, is still in place."), "accent")
        self._show_previous()

    def _fit_run_card(self) -> None:
        """As high as its lines; with curves, as high as there is room."""
        size = QSizePolicy.Policy
        self.run_card.setSizePolicy(size.Preferred, size.Maximum if self.curves.isHidden() else size.Preferred)

    def _show_previous(self) -> None:
        """The model that is still in place, if any."""
        if self._shown is not None:
            self._load(self._shown)

    def _end(self) -> None:
        self.progress.end()
        self.cancel_note.hide()
        self.run_card.setMaximumHeight(_CURVES_HEIGHT)
        self._show_curves()
        self.changed.emit()

    def _show_curves(self) -> None:
        """With a report card they are one of its details."""
        if not self._training.running:
            wanted = self.result.isHidden() or self.result.details.isChecked()
            self.run_card.setVisible(wanted and any(self.curves.points.values()))

    def _on_loaded(self, loaded: tuple[str, Bundle]) -> None:
        if self._training.running:
            return
        bundle_id, bundle = loaded
        view = result_of(bundle)
        self._remedy = view.remedy
        self.nothing.hide()
        self.result.show_result(view, action=self.tr("Try it"))
        self.result.show()
        self._show_curves()
        profile = self._shown
        if profile is None:
            return
        paths = self._context.paths
        self.result.await_map()
        self._mapping.start(
            lambda report, is_cancelled: map_view(
                *map_over_portrait(paths, profile, bundle_id, bundle, report=report, is_cancelled=is_cancelled)
            )
        )

    def _on_mapped(self, view: MapView) -> None:
        self.result.show_map(view)

    def _on_no_map(self, _error: Exception) -> None:
        # The card is complete without it, and what is wrong with network or captures is said where they are used.
        self.result.forget_map()

    def _on_acted(self) -> None:
        if self._remedy is None:
            self.try_asked.emit()
        else:
            self.remedy_asked.emit(self._remedy)

    def _on_no_model(self, error: Exception) -> None:
        if self._training.running:
            return
        self.result.hide()
        self.nothing.setVisible(self.run_card.isHidden())
        if not isinstance(error, ModelMissing):
            self.note.say(sentence(error), "bad")


def _load(profile: Profile) -> tuple[str, Bundle]:
    # A quarter of a second of imports that the card's intervals need, and the window should not wait for.
    importlib.import_module("scipy.special")
    return load_bundle(profile)
