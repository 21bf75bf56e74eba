"""The training page: the recipe and what it needs on the left, the training itself on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QStackedLayout, QVBoxLayout, QWidget

from faceid_app.errors import StorageError
from faceid_app.gui.context import Context
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.messages import sentence
from faceid_app.gui.page import Page
from faceid_app.gui.parts.controls import Card, button, row, text
from faceid_app.gui.parts.empty_state import EmptyState
from faceid_app.gui.parts.option import Option
from faceid_app.gui.parts.scroller import Scroller
from faceid_app.gui.train.recipe_view import RecipeView, backbones, cancel_words, expected_words, recipes
from faceid_app.gui.train.training_needs import TrainingNeeds
from faceid_app.gui.train.training_panel import TrainingPanel
from faceid_app.gui.train.training_state import (
    Standing,
    Train,
    TrainingAhead,
    TrainingRequest,
    captures_words,
    enough_captures,
    standing_of,
)
from faceid_app.identity.report_card import Remedy
from faceid_app.storage.profiles import Profile
from faceid_app.workers.jobs import Job
from faceid_app.workers.training_times import TrainingTime, expect

_SETTLING_MS = 1000
_WIDEST_SIDE = 420
"""Pixels; in a narrow window the result needs them more."""
_NOT_READ = "\u00a0"
"""An empty line: what comes to stand there moves nothing."""


class TrainPage(Page):
    """A model for one person."""

    trained = Signal()
    """The user wants to try the new model."""
    enrol_asked = Signal()
    """The user wants to take more pictures."""
    asked = Signal(object, object)
    """A question for the sheet, and what to do with the answer."""

    def __init__(self, context: Context, parent: QWidget | None = None, *, train: Train | None = None) -> None:
        super().__init__(context, parent)
        self._profile: Profile | None = None
        self._standing: Standing | None = None
        self._times: list[TrainingTime] | None = None
        self._looking = Job(self, in_turn=True)
        self._looking.succeeded.connect(self._on_looked)
        self._looking.failed.connect(self._on_not_looked)
        self._ahead = TrainingAhead()
        self._own_training, self._awaits_ahead = train is None, False
        # What opening the page has to do comes first: a starting process takes a core for seconds.
        self._settling = QTimer(self, interval=_SETTLING_MS, singleShot=True)
        self._settling.timeout.connect(self._ahead.prepare)
        self._recipes = recipes()
        self.options = [Option(context.theme, recipe.title, recipe.hint) for recipe in self._recipes]
        for option in self.options:
            option.toggled.connect(self._on_option_toggled)
        self._backbones = backbones()
        self.networks = [Option(context.theme, view.title, view.hint) for view in self._backbones]
        names = [view.name for view in self._backbones]
        chosen = context.settings.backbone
        self.networks[names.index(chosen) if chosen in names else 0].setChecked(True)
        for option in self.networks:
            option.toggled.connect(self._on_network_toggled)
        self.network_card = Card(self.tr("With"))
        self.epochs = QSpinBox()
        self.epochs.setRange(0, 1000)
        self.epochs.setSpecialValueText(self.tr("As the recipe says"))
        self.epochs.lineEdit().setTextMargins(Space.S, 0, Space.S, 0)
        self.epochs.setAccessibleName(self.tr("Epochs"))
        self.epochs.setFixedWidth(160)
        self.epochs.valueChanged.connect(self._tell_times)
        self._epochs_label = text(self.tr("Epochs"), "caption")
        self.needs = TrainingNeeds(context)
        self.needs.changed.connect(self._tell_ready)
        self.needs.asked.connect(self.asked)
        self.captures = text("", "caption", wrap=True)
        self.train_button = button(self.tr("Trai&n"), kind="primary", clicked=self._on_train)
        self.install_button = button(self.needs.software.ways[0].text(), kind="primary", clicked=self._on_install)
        self.install_button.hide()  # whether it is wanted is known once the disk was looked at
        self.continue_button = button(self.tr("C&ontinue"), clicked=self._on_continue)
        self.panel = TrainingPanel(context, train=self._ahead.train if train is None else train)
        self.panel.changed.connect(self._look)
        self.panel.try_asked.connect(self.trained)
        self.panel.remedy_asked.connect(self._on_remedy)
        self._empty = EmptyState(context.theme, "cpu")
        self._empty.acted.connect(self.needs_profile)
        self._empty.say(
            self.tr("Nobody to train yet"),
            self.tr("A model learns from the pictures of one person. Create a profile and enrol first."),
            self.tr("Create a profile…"),
        )
        self._arrange()
        self.options[0].setChecked(True)

    def _arrange(self) -> None:
        how = Card(self.tr("How"))
        how.column.setSpacing(Space.S)
        for option in self.options:
            how.column.addWidget(option)
        how.column.addLayout(row(self._epochs_label, self.epochs, 1))
        column = QWidget()
        choices = QVBoxLayout(column)
        choices.setContentsMargins(0, 0, 0, 0)
        choices.setSpacing(Space.L)
        choices.addWidget(how)
        self.network_card.column.setSpacing(Space.S)
        for option in self.networks:
            self.network_card.column.addWidget(option)
        choices.addWidget(self.network_card)
        choices.addWidget(self.needs)
        choices.addStretch(1)
        side = QWidget()
        side.setMaximumWidth(_WIDEST_SIDE)
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(Space.M)
        self._choices = Scroller(column)
        left.addWidget(self._choices, 1)
        left.addWidget(self.captures)
        left.addLayout(row(self.install_button, self.train_button, self.continue_button, spacing=Space.M))
        work = QWidget()
        layout = QHBoxLayout(work)
        layout.setContentsMargins(Space.XL, Space.S, Space.XL, Space.XL)
        layout.setSpacing(Space.XL)
        layout.addWidget(side, 3)
        layout.addWidget(Scroller(self.panel), 4)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(work)

    # --- page --------------------------------------------------------------------------------------------------------

    def activate(self, profile: Profile | None) -> None:
        self._profile, self._standing = profile, None
        self._stack.setCurrentIndex(0 if profile is None else 1)
        if profile is None:
            return
        self.needs.check()
        self._awaits_ahead = True
        self._look()
        self.panel.show_model_of(profile)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def rest(self) -> None:
        """A training goes on while other pages are on show; a process that only waits for one does not."""
        self._awaits_ahead = False
        self._settling.stop()
        self._ahead.dismiss()

    def release(self) -> None:
        super().release()
        self._looking.shutdown()
        self.panel.release()

    def shutdown(self) -> None:
        super().shutdown()
        self.rest()
        self._looking.shutdown()
        self.panel.shutdown()
        self.needs.shutdown()

    # --- what the user does ------------------------------------------------------------------------------------------

    def recipe(self) -> RecipeView:
        """The chosen one."""
        return next(recipe for recipe, option in zip(self._recipes, self.options, strict=True) if option.isChecked())

    def backbone(self) -> str:
        """The name of the chosen network."""
        chosen = zip(self._backbones, self.networks, strict=True)
        return next(view.name for view, option in chosen if option.isChecked())

    def _on_network_toggled(self, checked: bool) -> None:
        if not checked:
            return
        self.needs.show_for(self.recipe(), self.backbone())
        self._tell_ready()
        settings = self.context.settings
        if settings.backbone != self.backbone():
            settings.backbone = self.backbone()
            try:
                settings.save(self.context.paths)
            except StorageError as error:  # the choice holds while the window is open
                self.panel.note.say(sentence(error), "caution")

    def _on_option_toggled(self, checked: bool) -> None:
        if not checked:
            return
        recipe = self.recipe()
        self.needs.show_for(recipe, self.backbone())
        self.network_card.setVisible(recipe.needs_backbone)
        self.epochs.setVisible(recipe.asks_epochs)
        self._epochs_label.setVisible(recipe.asks_epochs)
        self._tell_ready()

    def _on_train(self) -> None:
        self._start(resume=False)

    def _on_install(self) -> None:
        self._choices.ensureWidgetVisible(self.needs.software)  # where it tells how far it is
        self.needs.software.ask()

    def _on_continue(self) -> None:
        self._start(resume=True)

    def _start(self, *, resume: bool) -> None:
        if self._profile is None:
            return
        recipe = self.recipe()
        epochs = (self.epochs.value() or None) if recipe.asks_epochs else None
        request = TrainingRequest(
            name=self._profile.name, recipe=recipe.name, backbone=self.backbone(), epochs=epochs, resume=resume
        )
        self.panel.start(self._profile, request, cancelling=cancel_words(recipe))

    def _on_remedy(self, remedy: Remedy) -> None:
        if remedy is Remedy.ENROL_MORE:
            self.enrol_asked.emit()
            return
        self.options[0].setChecked(True)
        if remedy is Remedy.FETCH_STRANGERS:
            self.needs.strangers.show()
            if not self.needs.strangers.there:
                self.needs.fetch_strangers()
        elif self.train_button.isEnabled():
            self._on_train()
        else:  # something it needs is missing, which the left side says
            self.train_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_times(self) -> None:
        """How long each recipe should take, with the network and the epochs chosen now."""
        for recipe, option in zip(self._recipes, self.options, strict=True):
            epochs = (self.epochs.value() or None) if recipe.asks_epochs else None
            if self._times is None:
                option.set_detail(_NOT_READ)
                continue
            expected = expect(self._times, recipe=recipe.name, backbone=self.backbone(), epochs=epochs)
            option.set_detail(expected_words(expected))

    def _look(self) -> None:
        """What is on disk may have changed."""
        self._tell_ready()
        paths, profile = self.context.paths, self._profile
        if profile is not None:
            self._looking.start(lambda _report, _is_cancelled: standing_of(paths, profile))

    def _on_looked(self, standing: Standing) -> None:
        self._standing, self._times = standing, standing.times
        self._tell_ready()

    def _on_not_looked(self, error: Exception) -> None:
        self.panel.note.say(sentence(error), "bad")

    def _tell_ready(self) -> None:
        self._tell_times()
        profile, standing, trains = self._profile, self._standing, self.panel.trains
        if trains:
            self._settling.stop()
        if profile is None or standing is None:
            self.captures.setText(_NOT_READ)
            self.train_button.setEnabled(False)
            self.continue_button.hide()
            return
        counts = standing.counts
        ready = not trains and enough_captures(counts) and self.needs.satisfied(self.recipe(), self.backbone())
        self.train_button.setEnabled(ready)
        if ready and self._awaits_ahead and self._own_training and self.recipe().takes_seconds:
            self._awaits_ahead = False  # once a visit: whoever has trained rarely trains again at once
            self._settling.start()
        self.continue_button.setVisible(not trains and self.recipe().name in standing.stopped)
        self.continue_button.setEnabled(ready)
        install = self.needs.software.wanted
        self.install_button.setVisible(install)
        self.train_button.setVisible(not install)
        if install:
            self.captures.setText(self.needs.software.detail)
            return
        elsewhere = trains and trains != profile.name
        self.captures.setText(
            self.tr("{name} is being trained.").format(name=trains) if elsewhere else captures_words(counts)
        )
