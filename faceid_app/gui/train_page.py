"""The training page: the recipe, what it needs, the curves while it runs, the report card it ends with."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSpinBox, QStackedLayout, QVBoxLayout, QWidget

from faceid_app.errors import ModelMissing
from faceid_app.gui.context import Context
from faceid_app.gui.controls import Card, Note, button, row, set_text, text
from faceid_app.gui.curves import Curves
from faceid_app.gui.empty_state import EmptyState
from faceid_app.gui.messages import sentence
from faceid_app.gui.option import Option
from faceid_app.gui.page import Page
from faceid_app.gui.progress_line import ProgressLine
from faceid_app.gui.recipe_view import RecipeView, recipes
from faceid_app.gui.result_card import ResultCard
from faceid_app.gui.result_view import result_of
from faceid_app.gui.tokens import Space
from faceid_app.gui.training_needs import TrainingNeeds
from faceid_app.gui.training_state import TrainingRequest, can_continue, captures_words, enough_captures, run_training
from faceid_app.identity.bundle import Bundle
from faceid_app.identity.verification import load_bundle
from faceid_app.progress import Progress
from faceid_app.storage.profiles import Profile
from faceid_app.workers.jobs import Job
from faceid_app.workers.operations import Training


class TrainPage(Page):
    """A model for one person."""

    trained = Signal()
    """The user wants to try the new model."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._profile: Profile | None = None
        self._enough = False
        self._trains: str = ""
        """Whose model is being trained; the page may show another person meanwhile."""
        self._recipes = recipes()
        self.options = [Option(context.theme, recipe.title, recipe.hint) for recipe in self._recipes]
        for option in self.options:
            option.toggled.connect(self._on_option_toggled)
        self.epochs = QSpinBox()
        self.epochs.setRange(0, 1000)
        self.epochs.setSpecialValueText(self.tr("As the recipe says"))
        self.epochs.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.epochs.setAccessibleName(self.tr("Epochs"))
        self.epochs.setFixedWidth(160)
        self._epochs_label = text(self.tr("Epochs"), "caption")
        self.needs = TrainingNeeds(context)
        self.needs.changed.connect(self._tell_ready)
        self.captures = text("", "caption", wrap=True)
        self.train_button = button(self.tr("Trai&n"), kind="primary", clicked=self._on_train)
        self.continue_button = button(self.tr("C&ontinue"), clicked=self._on_continue)
        self.progress = ProgressLine()
        self.progress.cancel_asked.connect(self._on_cancel)
        self.curves = Curves(context.theme)
        self.note = Note(context.theme)
        self.result = ResultCard(context.theme)
        self.try_button = button(self.tr("Try it"), kind="primary", clicked=self.trained.emit)
        self._nothing = EmptyState(context.theme, "cpu")
        self._empty = EmptyState(context.theme, "cpu")
        self._empty.acted.connect(self.needs_profile)
        self._empty.say(
            self.tr("Nobody to train yet"),
            self.tr("A model learns from the pictures of one person. Create a profile and enrol first."),
            self.tr("Create a profile…"),
        )
        self._training = Job(self)
        self._training.progressed.connect(self._on_progress)
        self._training.succeeded.connect(self._on_succeeded)
        self._training.failed.connect(self._on_failed)
        self._training.cancelled.connect(self._on_cancelled)
        self._loading = Job(self)
        self._loading.succeeded.connect(self._show_result)
        self._loading.failed.connect(self._on_no_result)
        self._arrange()
        self.options[0].setChecked(True)

    def _arrange(self) -> None:
        how = Card(self.tr("How"))
        how.column.setSpacing(Space.S)
        for option in self.options:
            how.column.addWidget(option)
        how.column.addLayout(row(self._epochs_label, self.epochs, 1))
        column = QWidget()
        left = QVBoxLayout(column)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(Space.L)
        left.addWidget(how)
        left.addWidget(self.needs)
        left.addStretch(1)
        scroll = _scrolling(column)
        start = QVBoxLayout()
        start.setSpacing(Space.M)
        start.addWidget(scroll, 1)
        start.addWidget(self.captures)
        start.addLayout(row(self.train_button, self.continue_button, spacing=Space.M))
        side = QWidget()
        side.setLayout(start)
        start.setContentsMargins(0, 0, 0, 0)
        side.setFixedWidth(420)
        self._run_card = Card()
        self._run_card.column.addWidget(self.progress)
        self._run_card.column.addWidget(self.curves, 1)
        self.result.column.addLayout(row(self.try_button, 1))
        shown = QWidget()
        right = QVBoxLayout(shown)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(Space.L)
        right.addWidget(self.note)
        right.addWidget(self._nothing, 1)
        right.addWidget(self._run_card, 1)
        right.addWidget(self.result)
        right.addStretch(0)
        work = QWidget()
        layout = QHBoxLayout(work)
        layout.setContentsMargins(Space.XL, Space.S, Space.XL, Space.XL)
        layout.setSpacing(Space.XL)
        layout.addWidget(side)
        layout.addWidget(_scrolling(shown), 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(work)
        self._run_card.hide()
        self.result.hide()

    # --- page --------------------------------------------------------------------------------------------------------

    def activate(self, profile: Profile | None) -> None:
        changed = profile is None or self._profile is None or profile.name != self._profile.name
        self._profile = profile
        self._stack.setCurrentIndex(0 if profile is None else 1)
        if profile is None:
            return
        self.curves.prepare()
        self.needs.check()
        counts = profile.captures.counts()
        self._enough = enough_captures(counts)
        self.captures.setText(captures_words(counts))
        if changed and not self._training.running:
            self.note.clear()
            self._run_card.hide()
            self.result.hide()
        if not self._training.running:
            self._loading.start(lambda _report, _is_cancelled: load_bundle(profile)[1])
        self._tell_ready()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def rest(self) -> None:
        """A training goes on while other pages are on show."""

    def shutdown(self) -> None:
        super().shutdown()
        for part in (self._training, self._loading, self.needs, self.curves):
            part.shutdown()

    # --- what the user does ------------------------------------------------------------------------------------------

    def recipe(self) -> RecipeView:
        """The chosen one."""
        return next(recipe for recipe, option in zip(self._recipes, self.options, strict=True) if option.isChecked())

    def _on_option_toggled(self, checked: bool) -> None:
        if not checked:
            return
        recipe = self.recipe()
        self.needs.show_for(recipe)
        self.epochs.setVisible(recipe.asks_epochs)
        self._epochs_label.setVisible(recipe.asks_epochs)
        self._tell_ready()

    def _on_train(self) -> None:
        self._start(resume=False)

    def _on_continue(self) -> None:
        self._start(resume=True)

    def _start(self, *, resume: bool) -> None:
        if self._profile is None:
            return
        recipe = self.recipe()
        request = TrainingRequest(
            name=self._profile.name,
            recipe=recipe.name,
            epochs=(self.epochs.value() or None) if recipe.asks_epochs else None,
            resume=resume,
        )
        self._trains = request.name
        self.note.clear()
        self.result.hide()
        self._nothing.hide()
        self._run_card.show()
        self.curves.clear()
        self.curves.show()
        self.progress.begin(self.tr("Starting"))
        self._training.start(
            lambda report, is_cancelled: run_training(
                self.context.paths, request, report=report, is_cancelled=is_cancelled
            )
        )
        self._tell_ready()

    def _on_cancel(self) -> None:
        self._training.cancel()

    # --- what the jobs tell ------------------------------------------------------------------------------------------

    def _on_progress(self, progress: Progress) -> None:
        self.progress.show_progress(progress)
        self.curves.add(progress)

    def _on_succeeded(self, training: Training) -> None:
        self._end_training()
        if self._profile is not None and self._profile.name == self._trains:
            self._show_result(training.bundle)
        else:
            self.note.say(self.tr("The model of {name} is ready.").format(name=self._trains), "good")

    def _on_failed(self, error: Exception) -> None:
        self._end_training()
        self.note.say(sentence(error), "bad")

    def _on_cancelled(self) -> None:
        self._end_training()
        self.note.say(self.tr("Training was stopped. The previous model, if any, is still in place."), "accent")

    def _end_training(self) -> None:
        self.progress.end()
        self._run_card.setVisible(any(self.curves.points.values()))
        self._tell_ready()

    def _show_result(self, bundle: Bundle) -> None:
        if self._training.running:
            return
        self._nothing.hide()
        self.result.show_result(result_of(bundle))
        self.try_button.setVisible(bundle.fitness.fit)
        self.result.show()

    def _on_no_result(self, error: Exception) -> None:
        if self._training.running:
            return
        self.result.hide()
        self._nothing.say(
            self.tr("No model yet"),
            self.tr("Choose how to train on the left. The result is judged on people and pictures it has not seen."),
        )
        self._nothing.setVisible(self._run_card.isHidden())
        if not isinstance(error, ModelMissing):
            self.note.say(sentence(error), "bad")

    def _tell_ready(self) -> None:
        profile, running = self._profile, self._training.running
        ready = profile is not None and self._enough and not running and self.needs.satisfied(self.recipe())
        self.train_button.setEnabled(ready)
        self.continue_button.setVisible(profile is not None and can_continue(profile))
        self.continue_button.setEnabled(ready)
        if running and profile is not None and profile.name != self._trains:
            set_text(self.captures, self.tr("{name} is being trained.").format(name=self._trains), "muted")


def _scrolling(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
