"""View-model: what is said of each face in view, and what a name is worth."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from faceid_app.errors import FaceIdError
from faceid_app.guard.verdict import Liveness
from faceid_app.gui.look.figures import figure
from faceid_app.gui.messages import said, sentence
from faceid_app.gui.parts.name_tags import NameTag
from faceid_app.identity.gallery import TARGET, Gallery
from faceid_app.identity.identification import IdentifiedFace, IdentifiedFrame


@dataclass(frozen=True, slots=True)
class FaceLine:
    """One face in words: who, why, and the tone to say it in."""

    who: str
    why: str
    tone: str


def line(face: IdentifiedFace) -> FaceLine:
    """What is said of a face."""
    refusal = face.observation.refusal
    if face.guard is not None and face.guard.liveness is Liveness.ATTACK:
        return FaceLine(_tr("Not a live face"), said(face.guard.reason), "bad")
    if face.name is not None:
        return FaceLine(face.name, _tr("Several looks agree."), "good")
    if refusal is not None:
        return FaceLine(_tr("Cannot tell"), f"{said(refusal.sentence)} {said(refusal.action)}", "caution")
    if not face.decided:
        return FaceLine(_tr("Looking…"), _tr("A name needs several looks."), "neutral")
    if face.now is not None and face.now.rival is not None:
        words = _tr("Too near to both {first} and {second}.")
        leader = face.now.candidates[0].name
        return FaceLine(_tr("Unknown"), words.format(first=leader, second=face.now.rival), "neutral")
    return FaceLine(_tr("Unknown"), _tr("Nobody enrolled is near enough."), "neutral")


def tags(frame: IdentifiedFrame) -> list[NameTag]:
    """Every face of a frame framed and named."""
    result = []
    for face in frame.faces:
        assert face.observation.subject is not None  # a face is about itself
        said_of_it = line(face)
        result.append(NameTag(face.observation.subject.box, said_of_it.who, said_of_it.tone))
    return result


def worth(gallery: Gallery) -> str:
    """How often strangers are named in this very gallery."""
    counted = gallery.strangers_named
    return _tr(
        "{named} of {of} pictures of strangers would be named as somebody enrolled "
        "({rate} %; 95 %: {low} to {high} %); at most {target} % are allowed."
    ).format(
        named=figure(counted.named),
        of=figure(counted.of),
        rate=figure(100 * counted.named / counted.of, ".2f"),
        low=figure(100 * counted.low, ".2f"),
        high=figure(100 * counted.high, ".2f"),
        target=figure(100 * TARGET, ".1f"),
    )


def missing(name: str, error: FaceIdError) -> str:
    """Why somebody cannot be recognised."""
    return f"{name}: {sentence(error)}"


def _tr(words: str) -> str:
    return QCoreApplication.translate("Identify", words)
