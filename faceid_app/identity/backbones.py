"""The installed backbones: networks that turn an aligned face into an embedding."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from faceid_app.errors import CorruptData, ModelMissing
from faceid_app.identity.embedder import LiteRtEmbedder
from faceid_app.identity.preprocessing import Input
from faceid_app.paths import Paths

NETWORK_FILE = "backbone.tflite"
SOURCE_FILE = "source.onnx"
MANIFEST_FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a backbone's weights come from."""

    name: str
    title: str
    urls: tuple[str, ...]
    sha256: str
    size: int
    licence: str


SFACE = Source(
    name="sface",
    title="SFace (OpenCV Zoo)",
    urls=(
        "https://media.githubusercontent.com/media/opencv/opencv_zoo/main/models/face_recognition_sface/"
        "face_recognition_sface_2021dec.onnx",
        "https://huggingface.co/opencv/face_recognition_sface/resolve/main/face_recognition_sface_2021dec.onnx",
    ),
    sha256="0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79",
    size=38_696_353,
    licence="Apache-2.0",
)
SOURCES = {SFACE.name: SFACE}


@dataclass(frozen=True, slots=True)
class Backbone:
    """An installed backbone. `sha256` is that of the LiteRT network and names it in every bundle built on it."""

    name: str
    sha256: str
    input: Input
    dimension: int
    folder: Path

    def network(self) -> bytes:
        """The LiteRT network, verified against its checksum at every load."""
        data = (self.folder / NETWORK_FILE).read_bytes()
        if hashlib.sha256(data).hexdigest() != self.sha256:
            action = f"run: faceid models fetch {self.name}"
            raise CorruptData(f"The backbone {self.name!r}", "its checksum differs", action)
        return data

    def embedder(self, *, threads: int = 2) -> LiteRtEmbedder:
        """An embedder whose rows have length 1."""
        return LiteRtEmbedder(self.network(), input=self.input, normalise=True, threads=threads)


def find_backbone(paths: Paths, name: str = SFACE.name) -> Backbone:
    """The installed backbone of that name; ModelMissing or CorruptData with what to do."""
    folder = paths.models / name
    fetch = f"run: faceid models fetch {name}" if name in SOURCES else f"known are: {', '.join(SOURCES)}"
    try:
        manifest = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
        backbone = Backbone(
            name=name,
            sha256=str(manifest["sha256"][NETWORK_FILE]),
            input=Input(manifest["input"]),
            dimension=int(manifest["dimension"]),
            folder=folder,
        )
    except FileNotFoundError:
        raise ModelMissing(f"The backbone {name!r}", fetch) from None
    except (ValueError, KeyError, TypeError) as error:
        raise CorruptData(f"The backbone {name!r}", f"its manifest cannot be read ({error})", fetch) from error
    if not (folder / NETWORK_FILE).is_file():
        raise ModelMissing(f"The network of backbone {name!r}", fetch)
    return backbone


def installed(paths: Paths) -> list[Backbone]:
    """All backbones that can be used, by name."""
    found = []
    for name in SOURCES:
        try:
            found.append(find_backbone(paths, name))
        except (ModelMissing, CorruptData):
            continue
    return found
