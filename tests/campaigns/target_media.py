"""Pictures, videos and archives: what comes from cameras, other programs and downloads."""

from __future__ import annotations

import io
import shutil
import tarfile
import tempfile
import zipfile
from functools import cache
from pathlib import Path

import numpy as np

from tests.campaigns.person_at_risk import PersonAtRisk
from tests.campaigns.target import Reader, Samples, Target


@cache
def _frames() -> list[np.ndarray]:
    """Two frames of the second drawn person, as RGB."""
    import cv2

    from tests.bench.tour import clips

    capture = cv2.VideoCapture(str(clips()[1]))
    return [cv2.cvtColor(cv2.resize(capture.read()[1], (480, 270)), cv2.COLOR_BGR2RGB) for _ in range(2)]


def _pictures(_base: Path) -> Samples:
    from PIL import Image

    samples: Samples = {}
    for kind, options in (
        ("jpeg", {}),
        ("png", {}),
        ("webp", {}),
        ("tiff", {}),
        ("bmp", {}),
        ("jpeg", {"progressive": 1}),
    ):
        for number, frame in enumerate((_frames()[0], _frames()[1][70:180, 180:300])):
            buffer = io.BytesIO()
            Image.fromarray(frame).save(buffer, kind, **options)
            samples[f"{number}{len(options)}.{kind}"] = buffer.getvalue()
    return samples


def _read_pictures(base: Path, work: Path) -> Reader:
    """Every reader of pictures ends here: captures, `judge`, folders as cameras; one in twenty is imported too."""
    from faceid_app.camera.pixels import read_picture
    from faceid_app.faces.observation import Observer
    from faceid_app.faces.quality import Limits
    from faceid_app.storage.exchange import import_dataset

    person = PersonAtRisk(base / "plain", work)
    observer = Observer(limits=Limits.for_enrolment())
    folder = work / "set" / "anchor"
    folder.mkdir(parents=True)
    turn = 0

    def read(name: str, data: bytes) -> bool:
        nonlocal turn
        turn += 1
        rgb = read_picture(data)
        if turn % 20:
            return False
        picture = folder / name
        picture.write_bytes(data)
        try:
            import_dataset(folder.parent, person.spare(), observer.observe)
        finally:
            picture.unlink()
        return person.is_taken_for_a_stranger(observer.observe(rgb))

    return read


def _videos(_base: Path) -> Samples:

    import cv2

    samples: Samples = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, codec in (("a.mp4", "mp4v"), ("b.avi", "MJPG"), ("c.mkv", "mp4v"), ("d.avi", "XVID")):
            path = Path(folder) / name
            writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), 10, (64, 48))
            for number in range(6):
                writer.write(np.full((48, 64, 3), 40 * number, np.uint8))
            writer.release()
            samples[name] = path.read_bytes()
    return samples


def _read_videos(_base: Path, work: Path) -> Reader:
    from faceid_app.camera.video import VideoSource

    def read(name: str, data: bytes) -> bool:
        path = work / name
        path.write_bytes(data)
        with VideoSource(path, fast=True) as source:
            for _ in range(40):
                if source.read() is None:
                    break
        return False

    return read


# --- archives and data sets ------------------------------------------------------------------------------------------


def _archives(_base: Path) -> Samples:
    samples: Samples = {}
    files = {
        "people/anna/1.jpg": b"\xff\xd8" + bytes(700),
        "people/bea/2.jpg": b"\xff\xd8" + bytes(90),
        "read.me": b"x",
    }
    for name, mode in (("a.tar", "w"), ("b.tar.gz", "w:gz"), ("c.tar", "w")):
        buffer = io.BytesIO()
        format_ = tarfile.PAX_FORMAT if name == "a.tar" else tarfile.GNU_FORMAT
        with tarfile.open(fileobj=buffer, mode=mode, format=format_) as archive:  # type: ignore[call-overload]
            for path, data in files.items():
                info = tarfile.TarInfo(path if name != "c.tar" else "people/" + "long/" * 3 + "n" * 120 + path[-5:])
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
        samples[name] = buffer.getvalue()
    for name, method in (("d.zip", zipfile.ZIP_STORED), ("e.zip", zipfile.ZIP_DEFLATED)):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", method) as archive_:
            for path, data in files.items():
                archive_.writestr(path, data)
        samples[name] = buffer.getvalue()
    return samples


def _read_archives(_base: Path, work: Path) -> Reader:
    from faceid_app.datasets.archive import extract_safely

    inner = work / "a" / "b"
    inner.mkdir(parents=True)

    def read(name: str, data: bytes) -> bool:
        path, target = work / name, inner / "set"
        path.write_bytes(data)
        try:
            extract_safely(path, target, max_files=20, max_bytes=1_000_000, suffixes={".jpg"})
        finally:
            shutil.rmtree(target, ignore_errors=True)
            path.unlink()
            left = [str(one.relative_to(work)) for one in work.rglob("*") if one not in (work / "a", inner)]
            if left:
                raise AssertionError(f"outside of its folder: {left}")
        return False

    return read


MEDIA = {
    "pictures": Target(_pictures, _read_pictures, people=True),
    "videos": Target(_videos, _read_videos),
    "archives": Target(_archives, _read_archives),
}
