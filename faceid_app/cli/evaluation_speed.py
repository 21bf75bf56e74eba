"""`faceid evaluate speed`: how long embedding takes, and what a network weighs on disk and in memory."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import cv2
import numpy as np
import typer

from faceid_app import __version__
from faceid_app.camera.frame import RgbImage
from faceid_app.camera.pixels import read_picture
from faceid_app.cli.console import Console
from faceid_app.datasets.lfw import LfwIndex
from faceid_app.datasets.people import PeopleIndex
from faceid_app.errors import DatasetMissing, ModelMissing
from faceid_app.evaluation.speed import Timing, memory_added, ratio, time_in_turn
from faceid_app.evaluation.speed_section import Contestant, contestant_name, speed_figures, speed_section
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.identity.backbones import (
    DEFAULT_BACKBONE,
    NETWORK_FILE,
    SFACE,
    SOURCE_FILE,
    Backbone,
    find_backbone,
)
from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.preprocessing import to_input
from faceid_app.paths import Paths
from faceid_app.progress import Report as ProgressReport
from faceid_app.progress import never
from faceid_app.reports.report import Report, Section, check_target

LITERT, OPENCV = "LiteRT", "OpenCV"
ROUNDS = 300
FRAME = (640, 480)
"""Width and height, pixels: a webcam's usual picture."""
_FACES = 20

Embed = Callable[[RgbImage], Embeddings]
"""An aligned face -> its embedding, (d,) float32."""


def register(evaluate: typer.Typer) -> None:
    """Add the command of this module to the topic."""
    evaluate.command("speed")(speed)


def speed(
    context: typer.Context,
    backbone: Annotated[
        list[str] | None, typer.Option("--backbone", help="Name of a backbone; may be given several times.")
    ] = None,
    lfw: Annotated[Path | None, typer.Option(help="Folder of LFW; the installed one when not given.")] = None,
    rounds: Annotated[int, typer.Option(min=20, max=100_000, help="Faces each contestant embeds.")] = ROUNDS,
    threads: Annotated[int, typer.Option(min=1, max=64, help="Of OpenCV, and of LiteRT beside one thread.")] = 2,
    seed: Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Chooses the faces.")] = 0,
    report: Annotated[
        list[Path] | None, typer.Option("--report", help="Write .html, .json or .txt; may be given several times.")
    ] = None,
) -> None:
    """Milliseconds (p50, p95), file size and memory, interleaved with SFace through OpenCV. Needs a quiet machine."""
    console: Console = context.obj
    for target in report or []:
        check_target(target)
    backbones = [find_backbone(console.paths, name) for name in dict.fromkeys(backbone or [DEFAULT_BACKBONE])]
    index = LfwIndex.find(console.paths) if lfw is None else LfwIndex(lfw)
    with console.progress() as progress:
        section, figures = measure_speed_report(
            console.paths, backbones, index, rounds=rounds, threads=threads, seed=seed, report=progress
        )
    about = {
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs",
        "libraries": f"OpenCV {cv2.__version__}, LiteRT {version('ai-edge-litert')}",
        "python": platform.python_version(),
        "seed": str(seed),
        "repeatable": "no: these are times",
        "program": f"faceid-app {__version__}",
    }
    written = Report("Speed", about, (section,), {"speed": figures})
    for target in report or []:
        written.save(target)
    console.result(json.loads(written.to_json()), written.to_text())


def measure_speed_report(
    paths: Paths,
    backbones: Sequence[Backbone],
    index: PeopleIndex,
    *,
    rounds: int,
    threads: int,
    seed: int,
    report: ProgressReport,
) -> tuple[Section, dict[str, Any]]:
    """Time the backbones through LiteRT and, where it is installed, SFace through OpenCV; section and figures.

    OpenCV gets as many threads as LiteRT at most does. `agreement` in the figures is the least cosine between the
    embeddings of SFace from both, so that the ratio is known to compare one function; None where not both ran.
    """
    with _opencv_threads(threads):
        frames, faces = _frames_and_faces(index, seed=seed)
        loaded, baseline = _load(paths, backbones, faces[0], threads=threads)
        runs = {one.name: one.embed for one in loaded}
        embed = time_in_turn(runs, faces, rounds=rounds, name="embedding", report=report, is_cancelled=never)
        chains = {one.name: _chain(one.embed) for one in loaded if one.in_program}
        chain = time_in_turn(chains, frames, rounds=rounds, name="whole frames", report=report, is_cancelled=never)
        agreement = _agreement(loaded, faces)
    contestants = tuple(
        Contestant(
            network=one.network,
            runtime=one.runtime,
            threads=one.threads,
            size=one.size,
            memory=one.memory,
            embed=Timing.of(embed[one.name]),
            chain=Timing.of(chain[one.name]) if one.name in chain else None,
            faster=None if baseline is None else ratio(embed[baseline], embed[one.name], seed=seed),
        )
        for one in loaded
    )
    figures = speed_figures(contestants, baseline=baseline) | {"agreement": agreement}
    return speed_section(contestants, baseline=baseline, frame=FRAME), figures


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    """A network ready to run. in_program: whether verification runs it so. size, memory: bytes."""

    network: str
    runtime: str
    threads: int
    size: int
    memory: int | None
    embed: Embed
    in_program: bool

    @property
    def name(self) -> str:
        return contestant_name(self.network, self.runtime, self.threads)


def _load(
    paths: Paths, backbones: Sequence[Backbone], face: RgbImage, *, threads: int
) -> tuple[list[_Loaded], str | None]:
    """Every network in every way, each having embedded `face`; and the name of the one to compare with."""
    # What networks share is none of their memory. OpenCV's part was loaded by the face finder.
    import ai_edge_litert.interpreter  # noqa: F401

    def ready(backbone: Backbone, runtime: str, count: int, load: Callable[[], Embed], *, file: str) -> _Loaded:
        def loaded() -> Embed:
            embed = load()
            embed(face)
            return embed

        embed, memory = memory_added(loaded)
        return _Loaded(
            network=backbone.name,
            runtime=runtime,
            threads=count,
            size=len(backbone.read(file)),
            memory=memory,
            embed=embed,
            in_program=runtime == LITERT and count == threads,
        )

    found = [
        ready(one, LITERT, count, partial(_through_litert, one, threads=count), file=NETWORK_FILE)
        for one in backbones
        for count in sorted({1, threads})
    ]
    try:
        sface = find_backbone(paths, SFACE.name)
    except ModelMissing:
        return found, None
    if not sface.has(SOURCE_FILE):
        return found, None
    found.append(ready(sface, OPENCV, threads, partial(_through_opencv, sface), file=SOURCE_FILE))
    return found, found[-1].name


def _through_litert(backbone: Backbone, *, threads: int) -> Embed:
    embedder = backbone.embedder(threads=threads)
    return lambda aligned: np.asarray(embedder.embed(to_input(embedder.input, aligned=aligned)[None])[0], np.float32)


def _through_opencv(backbone: Backbone) -> Embed:
    """As `cv2.FaceRecognizerSF` runs it: RGB, 0 to 255, nothing subtracted; with rows of length 1 as LiteRT's."""
    network = cv2.dnn.readNetFromONNX(np.frombuffer(backbone.read(SOURCE_FILE), np.uint8))
    height, width, _ = backbone.input.shape

    def embed(aligned: RgbImage) -> Embeddings:
        network.setInput(cv2.dnn.blobFromImage(aligned, 1.0, (width, height)))
        row = network.forward()[0]
        return np.asarray(row / np.linalg.norm(row), np.float32)

    return embed


def _chain(embed: Embed) -> Callable[[RgbImage], Embeddings]:
    observer = Observer(limits=Limits.for_verification())

    def observe_and_embed(frame: RgbImage) -> Embeddings:
        aligned = observer.observe(frame).aligned
        if aligned is None:
            raise ValueError("a frame chosen for its face shows none")
        return embed(aligned)

    return observe_and_embed


def _agreement(loaded: Sequence[_Loaded], faces: Sequence[RgbImage]) -> float | None:
    ways = {one.runtime: one.embed for one in loaded if one.network == SFACE.name}
    if len(ways) < 2:
        return None
    return min(float(ways[LITERT](face) @ ways[OPENCV](face)) for face in faces)


def _frames_and_faces(index: PeopleIndex, *, seed: int) -> tuple[list[RgbImage], list[RgbImage]]:
    """Frames made of pictures in which a face is found, and the faces in them, aligned."""
    pictures = index.pictures()
    observer = Observer(limits=Limits.for_dataset())
    frames: list[RgbImage] = []
    faces: list[RgbImage] = []
    for chosen in np.random.default_rng(seed).permutation(len(pictures)):
        frame = _frame(read_picture(pictures[chosen]))
        aligned = observer.observe(frame).aligned
        if aligned is not None:
            frames.append(frame)
            faces.append(aligned)
        if len(faces) == _FACES:
            break
    if not faces:
        raise DatasetMissing(f"A face in the pictures of {str(index.root)!r}", "give pictures of people")
    return frames, faces


def _frame(rgb: RgbImage) -> RgbImage:
    """The picture as large as fits into a camera's frame, its border drawn out to both sides."""
    width, height = FRAME
    scale = min(width / rgb.shape[1], height / rgb.shape[0])
    size = (round(rgb.shape[1] * scale), round(rgb.shape[0] * scale))
    resized = cv2.resize(rgb, size, interpolation=cv2.INTER_LINEAR)
    left, top = (width - size[0]) // 2, (height - size[1]) // 2
    right, bottom = width - size[0] - left, height - size[1] - top
    return np.asarray(cv2.copyMakeBorder(resized, top, bottom, left, right, cv2.BORDER_REPLICATE), np.uint8)


@contextmanager
def _opencv_threads(count: int) -> Iterator[None]:
    before = cv2.getNumThreads()
    cv2.setNumThreads(count)
    try:
        yield
    finally:
        cv2.setNumThreads(before)
