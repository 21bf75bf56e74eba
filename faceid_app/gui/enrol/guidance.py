"""View-model: one sentence of guidance at a time, and the outline, from what a frame shows."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from faceid_app.faces.face import Reason, Refusal
from faceid_app.faces.observation import Observation
from faceid_app.gui.parts.outline import Outline
from faceid_app.storage.captures import Role

TARGET = 20
"""Captures of each role that are recommended, as the documents have it."""


@dataclass(frozen=True, slots=True)
class Guidance:
    """What to do now, why, and in which tone."""

    headline: str
    detail: str
    tone: str


def guide(refusal: Refusal | None, counts: dict[Role, int]) -> Guidance:
    """The first failing gate with its action; else which key comes next."""
    if refusal is not None:
        return Guidance(refusal.action, refusal.sentence, "muted" if refusal.reason is Reason.NO_FACE else "caution")
    if counts[Role.ANCHOR] < TARGET:
        return Guidance(
            _tr("Look at the camera and hold A."),
            _tr("Anchors show how you usually look; turn a little."),
            "",
        )
    if counts[Role.POSITIVE] < TARGET:
        return Guidance(
            _tr("Now hold P."), _tr("Positives are what must match: move a little, smile, change the distance."), ""
        )
    return Guidance(_tr("That is enough. Press Q when you are done."), _tr("More pictures do no harm."), "good")


def outline(observation: Observation) -> Outline | None:
    """The subject framed: green when it can be used, amber when a gate refuses it."""
    if observation.subject is None:
        return None
    return Outline(observation.subject.box, "good" if observation.refusal is None else "caution")


def role_name(role: Role) -> str:
    """The role as a word for the user."""
    return {Role.ANCHOR: _tr("Anchor"), Role.POSITIVE: _tr("Positive")}[role]


def refused_words(role: Role, refusal: Refusal) -> str:
    """The answer to a key press that took no picture."""
    return _tr("{role} not taken: {sentence} {action}").format(
        role=role_name(role), sentence=refusal.sentence, action=refusal.action
    )


def captured_words(role: Role, count: int) -> str:
    """The answer to a key press that took one."""
    return _tr("{role} {count} taken.").format(role=role_name(role), count=count)


def _tr(words: str) -> str:
    return QCoreApplication.translate("Guidance", words)
