"""View-model: the recipes and networks in plain words, and what each recipe needs."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from faceid_app.gui.look.figures import figure
from faceid_app.workers.training_times import Expectation


@dataclass(frozen=True, slots=True)
class RecipeView:
    """One way to train. `name` is what the operation is told; `hint` one sentence on what to expect."""

    name: str
    title: str
    hint: str
    needs_backbone: bool
    needs_pictures: bool
    asks_epochs: bool
    resumes: bool = False

    @property
    def takes_seconds(self) -> bool:
        """Whether it is worth while to start its process ahead."""
        return not self.needs_pictures


def recipes() -> list[RecipeView]:
    """Best first; the first is the default."""
    return [
        RecipeView(
            "head",
            _tr("Recommended"),
            _tr("A ready face network with a matching layer tuned on your pictures."),
            needs_backbone=True,
            needs_pictures=False,
            asks_epochs=False,
        ),
        RecipeView(
            "finetune",
            _tr("Fine-tuned"),
            _tr("The same, with the network's last stage adjusted too. Longer, and rarely better."),
            needs_backbone=True,
            needs_pictures=True,
            asks_epochs=True,
        ),
        RecipeView(
            "koch",
            _tr("The documents' experiment"),
            _tr("A network trained from nothing. The longest; it tends to learn the room, so expect it to be unfit."),
            needs_backbone=False,
            needs_pictures=True,
            asks_epochs=True,
            resumes=True,
        ),
    ]


def expected_words(expected: Expectation | None) -> str:
    """How long it should take on this device, as measured here; or that nobody knows yet."""
    if expected is None:
        return _tr("On this device: not known until the first one.")
    if expected.at_least:
        words = _tr("On this device: more than {time}, by the trainings that were stopped here.")
    elif expected.trainings == 1:
        words = _tr("On this device: {time}, as the last time.")
    else:
        words = _tr("On this device: {time}, the median of the last {n}.")
    return words.format(time=duration(expected.seconds), n=expected.trainings)


def duration(seconds: float) -> str:
    """Rounded as a person would say it."""
    if seconds < 90:
        return _tr("{n} s").format(n=max(1, round(seconds)))
    if seconds < 90 * 60:
        return _tr("{n} min").format(n=round(seconds / 60))
    return _tr("{n} h").format(n=figure(seconds / 3600, ".1f"))


def cancel_words(recipe: RecipeView) -> str:
    """What becomes of a training that is cancelled."""
    if recipe.resumes:
        return _tr("If you cancel, it can go on later from the last finished part.")
    return _tr("If you cancel, it starts anew the next time; the model you have stays until this one is complete.")


@dataclass(frozen=True, slots=True)
class BackboneView:
    """One network to choose. `name` is what the operation is told."""

    name: str
    title: str
    hint: str


def backbones() -> list[BackboneView]:
    """The default first."""
    return [
        BackboneView(
            "compact", _tr("Fast"), _tr("This program's own network. It is here already, with strangers to judge by.")
        ),
        BackboneView(
            "sface", _tr("Accurate"), _tr("SFace, larger and slower. It is fetched, and pictures of strangers too.")
        ),
    ]


def network_title(name: str) -> str:
    """The title of a network by its name."""
    return next((network.title for network in backbones() if network.name == name), name)


def recipe_title(name: str) -> str:
    """The title of a recipe by its name."""
    if name == "universal":
        return _tr("Not trained yet")
    return next((recipe.title for recipe in recipes() if recipe.name == name), name)


def _tr(words: str) -> str:
    return QCoreApplication.translate("RecipeView", words)
