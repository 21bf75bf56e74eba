"""The network for kinds of faces on real pictures: neither resolution nor compression may be taken for a kind."""

from __future__ import annotations

import random
import tarfile
from pathlib import Path

import cv2
import numpy as np
import pytest

from faceid_app.camera.frame import Frame, RgbImage
from faceid_app.camera.pixels import encode_jpeg, read_picture
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.guard.artificial import ArtificialFaces, open_artificial
from faceid_app.guard.kinds import Kind
from faceid_app.guard.passive import open_guard
from faceid_app.guard.verdict import Liveness
from faceid_app.identity.artificial_judging import face_of_picture
from tests.helpers.cache import cached
from tests.real.faces import lfw_sample

pytestmark = pytest.mark.real
PICTURES = 40
DRAWN = (Kind.ANIME, Kind.SKETCH)


@pytest.fixture(scope="module")
def network() -> ArtificialFaces:
    return open_artificial()


@pytest.fixture(scope="module")
def anime(data_dir: Path) -> list[RgbImage]:
    archive = data_dir / "artificial" / "artificial.tgz"
    if not archive.is_file():
        pytest.skip(f"{archive.name} is not in {archive.parent}: nothing is tested on drawn faces")

    def extract(folder: Path) -> None:
        with tarfile.open(archive) as opened:
            opened.extractall(folder, filter="data")

    state = archive.stat()
    files = sorted(cached(f"artificial-{state.st_size}-{state.st_mtime_ns}", extract).rglob("anime/*.webp"))
    return [read_picture(path) for path in random.Random(5).sample(files, PICTURES)]


def test_a_drawing_held_before_the_camera_is_an_attack(anime: list[RgbImage]):
    said = [_held(picture) for picture in anime[:16]]
    usable = [liveness for liveness in said if liveness is not None]
    assert len(usable) >= 4
    assert set(usable) == {Liveness.ATTACK}


def _held(picture: RgbImage) -> Liveness | None:
    """What the guard says of a picture that is moved before a camera with noise; None where no frame can be used."""
    observer, guard = Observer(limits=Limits.for_verification()), open_guard()
    rng, liveness = np.random.default_rng(0), None
    for seq in range(8):
        rgb = np.full((480, 640, 3), 150, np.int16)
        rgb[90:390, 170 + seq : 470 + seq] = _scaled(picture, 300)
        frame = Frame(np.clip(rgb + rng.integers(-4, 5, rgb.shape), 0, 255).astype(np.uint8), seq, seq * 0.1)
        observation = observer.observe(frame.rgb)
        if observation.refusal is not None:
            return None
        liveness = guard.check(frame, observation).liveness
    return liveness


def _drawn(network: ArtificialFaces, pictures: list[RgbImage]) -> int:
    return sum(network.judge(face_of_picture(one, whole=True).aligned).probable in DRAWN for one in pictures)


def _scaled(picture: RgbImage, side: int) -> RgbImage:
    way = cv2.INTER_AREA if side < picture.shape[0] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, (side, side), interpolation=way), np.uint8)


def test_a_photograph_stays_no_drawing_when_reduced_to_64_pixels_or_recompressed(
    network: ArtificialFaces, lfw_dir: Path
):
    pictures = [read_picture(path) for path in lfw_sample(lfw_dir, count=PICTURES)]
    faces = [picture[60:200, 55:195] for picture in pictures]
    assert _drawn(network, pictures) <= 1
    assert _drawn(network, [_scaled(face, 64) for face in faces]) <= 2
    assert _drawn(network, [read_picture(encode_jpeg(picture, 35)) for picture in pictures]) <= 1


def test_an_enlarged_anime_stays_a_drawing(network: ArtificialFaces, anime: list[RgbImage]):
    assert _drawn(network, anime) >= 0.9 * PICTURES
    assert _drawn(network, [_scaled(picture, 400) for picture in anime]) >= 0.85 * PICTURES
    assert _drawn(network, [read_picture(encode_jpeg(picture, 35)) for picture in anime]) >= 0.85 * PICTURES
