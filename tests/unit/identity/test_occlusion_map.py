"""The map lights up where the scorer looks: a corner, the face, the room."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from faceid_app.camera.pixels import encode_jpeg, encode_png
from faceid_app.errors import Cancelled
from faceid_app.faces.alignment import align
from faceid_app.faces.portrait_mask import portrait_mask
from faceid_app.identity.bundle import Bundle, Fitness
from faceid_app.identity.calibration import calibrate
from faceid_app.identity.decision import Thresholds
from faceid_app.identity.embedder import Embedder, Embeddings
from faceid_app.identity.head import L1Head
from faceid_app.identity.occlusion_map import OCCLUSION_FILE, PLACES, OcclusionMap, compute_map, falls_of, load_map
from faceid_app.identity.preprocessing import Input
from faceid_app.paths import Paths
from faceid_app.progress import ignore, never
from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.store import PlainStore
from tests.helpers.synthetic_faces import FaceEmbedder, RoomEmbedder, portrait

WHITE = np.full((112, 112, 3), 255, np.uint8)


def test_a_scorer_that_looks_at_one_corner_lights_up_that_corner() -> None:
    falls = falls_of(WHITE, lambda batch: batch[:, :20, -20:].mean(axis=(1, 2, 3)).astype(np.float32))
    assert falls[1, -2] == falls.max() > 80
    assert (falls[4:] == 0).all()
    assert (falls[:, :-4] == 0).all()


def test_a_scorer_that_sees_nothing_has_no_map() -> None:
    falls = falls_of(WHITE, lambda batch: np.zeros(len(batch), np.float32))
    nothing = OcclusionMap(falls, Input.ALIGNED_112, 1, "capture")
    assert nothing.on_face is None
    assert np.nanmax(nothing.heat()) == 0.0


def test_an_aligned_face_leaves_most_of_the_portrait_unseen() -> None:
    falls = np.zeros((PLACES, PLACES), np.float32)
    falls[PLACES // 2, PLACES // 2] = 2.0
    heat = OcclusionMap(falls, Input.ALIGNED_112, 1, "capture").heat()
    assert heat.shape == (250, 250)
    assert np.isnan(heat[:40]).all()
    row, column = np.unravel_index(np.nanargmax(heat), heat.shape)
    assert portrait_mask()[row, column] > 0.9


def test_what_is_kept_reads_back_and_rubbish_does_not() -> None:
    made = OcclusionMap(np.ones((PLACES, PLACES), np.float32), Input.PORTRAIT_100, 1, "capture")
    again = OcclusionMap.from_bytes(made.to_bytes())
    assert (again.input, again.pictures, again.capture, again.tried) == (Input.PORTRAIT_100, 1, "capture", PLACES**2)
    assert again.on_face == pytest.approx(again.face_area, abs=1e-6)
    with pytest.raises(ValueError, match="not a"):
        OcclusionMap.from_bytes(b"rubbish")


class Counting:
    """An embedder that counts the faces it was given."""

    def __init__(self, embedder: Embedder) -> None:
        self.input, self.dimension, self.embed_one_by_one = embedder.input, embedder.dimension, embedder.embed
        self.calls = 0

    def embed(self, batch: NDArray[np.float32]) -> Embeddings:
        self.calls += len(batch)
        return self.embed_one_by_one(batch)


@pytest.fixture
def anna(paths: Paths) -> Profile:
    """Three captures of one drawn person in one drawn room."""
    profile = Profiles(PlainStore(paths.personal)).create("anna")
    for take in range(3):
        drawn = portrait(person=1, room=1, take=take)
        aligned = encode_png(align(drawn.rgb, drawn.landmarks))
        profile.captures.add(
            role=Role.ANCHOR, portrait_jpeg=encode_jpeg(drawn.rgb), aligned_png=aligned,
            burst=f"{take}", camera="desk", clock=5.0 * take, measurements={},
        )  # fmt: skip
    return profile


def own_network(embedder: Embedder) -> Bundle:
    """A bundle with a network of its own and the head of a distance."""
    counted = calibrate(np.ones(9, np.float32), np.zeros(40_000, np.float32), people=1000)
    return Bundle(
        recipe="koch", input=embedder.input, normalise=False, backbone=None, network=b"network",
        head=L1Head(frame=None, weights=np.full(embedder.dimension, -1.0, np.float32), bias=4.0), calibration=counted,
        thresholds=Thresholds(0.5, 0.5), fitness=Fitness(False, "it accepts everybody"), card={},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("embedder", "least", "most"),
    [(RoomEmbedder(), 0.0, 0.1), (FaceEmbedder(), 0.8, 1.0), (FaceEmbedder(Input.ALIGNED_112), 0.8, 1.0)],
    ids=["room", "face", "aligned face"],
)
def test_a_room_learner_lights_up_the_room_and_a_face_learner_the_face(
    anna: Profile, embedder: Embedder, least: float, most: float
) -> None:
    bundle = own_network(embedder)
    seen = compute_map(anna, "b", bundle, embedder, report=ignore, is_cancelled=never)
    assert seen.on_face is not None
    assert least <= seen.on_face <= most


def test_a_map_is_kept_with_its_bundle_and_goes_with_it(
    anna: Profile, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedder = Counting(RoomEmbedder())
    monkeypatch.setattr(Bundle, "embedder", lambda _bundle, _paths, threads=2: embedder)
    bundle = own_network(embedder)
    first = anna.bundles.save({"a": b"1"}, manifest={})
    made = load_map(paths, anna, first, bundle, report=ignore, is_cancelled=never)
    calls = embedder.calls
    again = load_map(paths, anna, first, bundle, report=ignore, is_cancelled=never)
    assert embedder.calls == calls
    assert (again.falls == made.falls).all()
    anna.bundles.save({"a": b"2"}, manifest={})
    assert anna.bundles.beside(first, OCCLUSION_FILE) is None
    anna.bundles.keep_beside(first, OCCLUSION_FILE, made.to_bytes())  # computed for too long: replaced meanwhile
    assert anna.bundles.beside(first, OCCLUSION_FILE) is None
    with pytest.raises(Cancelled):
        load_map(paths, anna, "other", bundle, report=ignore, is_cancelled=lambda: True)
