"""The page "who is this?": nobody enrolled, nobody with enough captures, and faces in view."""

from __future__ import annotations

import numpy as np
from pytestqt.qtbot import QtBot

from faceid_app.faces.alignment import PORTRAIT_TEMPLATE
from faceid_app.faces.face import Face, Reason, Refusal
from faceid_app.faces.observation import Observation
from faceid_app.faces.quality import Measurements
from faceid_app.gui.identify.identify_view import line, tags
from faceid_app.identity.gallery import Candidate, Identification
from faceid_app.identity.identification import IdentifiedFace, IdentifiedFrame
from faceid_app.storage.profiles import Profile
from tests.gui.conftest import OpenWindow


def face(*, name: str | None, rival: str | None = None, decided: bool = True, refused: bool = False) -> IdentifiedFace:
    picture = np.zeros((112, 112, 3), np.uint8)
    refusal = Refusal(Reason.TOO_DARK, 2, 8, "percent", "It is dark.", "Turn on a light.") if refused else None
    observation = Observation(
        faces=(),
        subject=Face((10.0, 10.0, 80.0, 100.0), PORTRAIT_TEMPLATE, 0.9),
        pose=None,
        measurements=Measurements(faces=1),
        refusal=refusal,
        aligned=picture,
        detect_ms=1.0,
        align_ms=1.0,
        _rgb=picture,
    )
    now = None if refused else Identification(name, rival, (Candidate("ada", 3.0), Candidate("ida", 2.5)))
    return IdentifiedFace(observation, now, name, decided)


def test_nobody_enrolled_is_said_with_what_to_do(window: OpenWindow, faceless: str) -> None:
    page = window(camera=faceless, page="identify").identify
    assert page._stack.currentIndex() == 0
    assert page._empty.button.text() == "Create a profile…"


def test_people_without_captures_cannot_be_recognised(
    qtbot: QtBot, window: OpenWindow, anna: Profile, faceless: str
) -> None:
    page = window(camera=faceless, page="identify").identify
    qtbot.waitUntil(page.note.isVisible)
    assert page.enrolled.text() == "Nobody yet"


def test_that_no_face_is_in_view_is_said_only_once_somebody_looked(
    window: OpenWindow, anna: Profile, faceless: str
) -> None:
    page = window(camera=faceless, page="identify").identify
    page.live_view.show_notice(None)
    assert page.nobody.text() == ""
    page.session.identified.emit(IdentifiedFrame(1, 0.0, (), {}))
    assert page.nobody.text() == "No face is in view."
    page.rest()
    assert page.nobody.text() == ""


def test_every_face_in_view_has_its_line(window: OpenWindow, anna: Profile, faceless: str) -> None:
    page = window(camera=faceless, page="identify").identify
    page.live_view.show_notice(None)
    faces = (
        face(name="ada"),
        face(name=None),
        face(name=None, rival="ida"),
        face(name=None, decided=False),
        face(name=None, decided=False, refused=True),
    )
    page.session.identified.emit(IdentifiedFrame(1, 0.0, faces, {}))
    shown = [row.who.text() for row in page.rows if row.isVisibleTo(page)]
    assert shown == ["ada", "Unknown", "Unknown", "Looking…", "Cannot tell"]
    assert page.rows[2].why.text() == "Too near to both ada and ida."
    assert page.rows[4].why.text() == "It is dark. Turn on a light."
    page.session.identified.emit(IdentifiedFrame(2, 0.1, (), {}))
    assert page.nobody.isVisibleTo(page)
    assert not any(row.isVisibleTo(page) for row in page.rows)


def test_the_tag_says_what_the_line_says() -> None:
    seen = face(name="ada")
    tag = tags(IdentifiedFrame(1, 0.0, (seen,), {}))[0]
    assert (tag.words, tag.tone, tag.box) == (line(seen).who, "good", (10.0, 10.0, 80.0, 100.0))
