"""The backbones, networks that turn an aligned face into an embedding: those shipped and those installed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faceid_app import strict_json
from faceid_app.errors import CorruptData, ModelMissing, NewerFormat
from faceid_app.identity.embedder import LiteRtEmbedder
from faceid_app.identity.head import L1Head
from faceid_app.identity.look_bank import LookBank
from faceid_app.identity.preprocessing import Input
from faceid_app.identity.stranger_bank import StrangerBank, unpack_strangers
from faceid_app.paths import ASSETS, Paths
from faceid_app.settings import Settings
from faceid_app.words import Words

NETWORK_FILE = "backbone.tflite"
KERAS_FILE = "backbone.keras"
HEAD_FILE = "head.npz"
STRANGERS_FILE = "strangers.npz"
LOOKS_FILE = "looks.npz"
CARD_FILE = "card.json"
CARD_TEXT_FILE = "MODEL_CARD.md"
INT8_FILES = {
    NETWORK_FILE: "backbone-int8.tflite",
    STRANGERS_FILE: "strangers-int8.npz",
    LOOKS_FILE: "looks-int8.npz",
}
"""What stands beside the usual files for the network with weights of 8 bits: itself and what it computed."""
SOURCE_FILE = "source.onnx"
MANIFEST_FILE = "manifest.json"
MANIFEST_FORMAT = 1

SHIPPED_MODELS = ASSETS / "models"
DEFAULT_BACKBONE: str = Settings.backbone.default


@dataclass(frozen=True, slots=True)
class Source:
    """Where a backbone's weights come from. `word` is what the user chooses by."""

    name: str
    title: str
    word: str
    urls: tuple[str, ...]
    sha256: str
    size: int
    licence: str


@dataclass(frozen=True, slots=True)
class Shipped:
    """A backbone that comes with the program. `word` is what the user chooses by.

    Several may lie in one `folder`; `own` says which files there stand for the usual ones, and the others they share.
    """

    name: str
    title: str
    word: str
    licence: str
    folder: str
    own: Mapping[str, str] = field(default_factory=dict)


SFACE = Source(
    name="sface",
    title=Words("SFace (OpenCV Zoo)"),
    word=Words("accurate"),
    urls=(
        "https://media.githubusercontent.com/media/opencv/opencv_zoo/main/models/face_recognition_sface/"
        "face_recognition_sface_2021dec.onnx",
        "https://huggingface.co/opencv/face_recognition_sface/resolve/main/face_recognition_sface_2021dec.onnx",
    ),
    sha256="0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79",
    size=38_696_353,
    licence="Apache-2.0",
)
COMPACT = Shipped(
    name="compact",
    title=Words("Compact, this program's own"),
    word=Words("fast"),
    licence="Apache-2.0",
    folder="compact",
)
COMPACT_INT8 = Shipped(
    name="compact-int8",
    title=Words("Compact with weights of 8 bits"),
    word=Words("small"),
    licence="Apache-2.0",
    folder=COMPACT.folder,
    own=INT8_FILES,
)
SOURCES = {SFACE.name: SFACE}
SHIPPED = {COMPACT.name: COMPACT, COMPACT_INT8.name: COMPACT_INT8}
KNOWN: dict[str, Shipped | Source] = {**SHIPPED, **SOURCES}
"""All backbones there are, by name, the default first."""


@dataclass(frozen=True, slots=True)
class Backbone:
    """A backbone that can be used.

    Attributes:
        name: of the backbone.
        sha256: of the LiteRT network; names it in every bundle built on it.
        input: what it is fed with.
        dimension: length of an embedding.
        folder: where its files lie.
        files: the sha256 of each of its files, by its usual name. A file that is not named here is never read.
        bundled: whether it came with the program.
        own: what files are called that have another name than the usual one.
    """

    name: str
    sha256: str
    input: Input
    dimension: int
    folder: Path
    files: Mapping[str, str]
    bundled: bool
    own: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_manifest(
        cls,
        name: str,
        manifest: Mapping[str, Any],
        *,
        folder: Path,
        bundled: bool,
        own: Mapping[str, str] | None = None,
    ) -> Backbone:
        """The backbone that a manifest describes; ValueError, KeyError, TypeError or AttributeError for another."""
        files = {str(file): str(digest) for file, digest in manifest["sha256"].items()}
        files |= {usual: files.pop(file) for usual, file in (own or {}).items()}
        return cls(
            name=name,
            sha256=files[NETWORK_FILE],
            input=Input(manifest["input"]),
            dimension=int(manifest["dimension"]),
            folder=folder,
            files=files,
            bundled=bundled,
            own=own or {},
        )

    def path(self, file: str) -> Path:
        """Where one of its files lies."""
        return self.folder / self.own.get(file, file)

    def read(self, file: str) -> bytes:
        """One of its files, verified against its checksum at every load. Raises ModelMissing, CorruptData."""
        try:
            data = self.path(file).read_bytes()
        except FileNotFoundError:
            raise ModelMissing(f"{file!r} of backbone {self.name!r}", how_to_get(self.name)) from None
        if hashlib.sha256(data).hexdigest() != self.files.get(file):
            why = f"the checksum of {file!r} differs"
            raise CorruptData(f"The backbone {self.name!r}", why, how_to_get(self.name))
        return data

    def has(self, file: str) -> bool:
        """Whether it comes with that file."""
        return file in self.files

    def network(self) -> bytes:
        """The LiteRT network."""
        return self.read(NETWORK_FILE)

    def embedder(self, *, threads: int = 2) -> LiteRtEmbedder:
        """An embedder whose rows have length 1."""
        return LiteRtEmbedder(self.network(), input=self.input, normalise=True, threads=threads)

    def universal_head(self) -> L1Head | None:
        """The head trained on many people's pairs, on its logistic scale; None for a backbone that has none."""
        if not self.has(HEAD_FILE):
            return None
        try:
            head = L1Head.from_bytes(self.read(HEAD_FILE))
        except ValueError as error:
            raise self._unreadable(HEAD_FILE, error) from error
        if head.dimension != self.dimension:
            raise self._unreadable(HEAD_FILE, f"it is for {head.dimension} numbers a face, not {self.dimension}")
        return head

    def strangers(self) -> StrangerBank | None:
        """The strangers' embeddings that come with it; None for a backbone that has none."""
        if not self.has(STRANGERS_FILE):
            return None
        try:
            bank = unpack_strangers(self.read(STRANGERS_FILE))
        except ValueError as error:
            raise self._unreadable(STRANGERS_FILE, error) from error
        if bank.embeddings.shape[1] != self.dimension:
            why = f"its rows have {bank.embeddings.shape[1]} numbers, not {self.dimension}"
            raise self._unreadable(STRANGERS_FILE, why)
        return bank

    def looks(self) -> LookBank | None:
        """Strangers through many cameras' looks; None for a backbone that has none."""
        if not self.has(LOOKS_FILE):
            return None
        try:
            bank = LookBank.from_bytes(self.read(LOOKS_FILE))
        except ValueError as error:
            raise self._unreadable(LOOKS_FILE, error) from error
        if bank.embeddings.shape[1] != self.dimension:
            why = f"its rows have {bank.embeddings.shape[1]} numbers, not {self.dimension}"
            raise self._unreadable(LOOKS_FILE, why)
        return bank

    def _unreadable(self, file: str, why: object) -> CorruptData:
        return CorruptData(f"{file!r} of backbone {self.name!r}", str(why), how_to_get(self.name))


def how_to_get(name: str) -> str:
    """What to do about a backbone that is missing or damaged: a clause for an error's sentence."""
    if name in SOURCES:
        return f"run: faceid models fetch {name}"
    if name in SHIPPED:
        return (
            f"it comes with the program, so get the program anew, or run: faceid models fetch {SFACE.name}, "
            f"and choose --backbone {SFACE.name}"
        )
    return f"known are: {', '.join(KNOWN)}"


def make_manifest(
    files: Mapping[str, bytes], *, name: str, input: Input, dimension: int, licence: str
) -> dict[str, Any]:
    """The manifest of those files, as plain JSON values."""
    return {
        "format": MANIFEST_FORMAT,
        "name": name,
        "input": input.value,
        "dimension": dimension,
        "licence": licence,
        "sha256": digests(files),
    }


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """The sha256 of each file, by name in order."""
    return {file: hashlib.sha256(data).hexdigest() for file, data in sorted(files.items())}


def find_backbone(paths: Paths, name: str = DEFAULT_BACKBONE, *, shipped: Path = SHIPPED_MODELS) -> Backbone:
    """The backbone of that name: the one installed below `paths`, else the one in `shipped`.

    Raises:
        ModelMissing, CorruptData, NewerFormat: with what to do.
    """
    if name not in KNOWN:
        raise ModelMissing(f"The backbone {name!r}", how_to_get(name))
    of = SHIPPED.get(name)
    place, own = (name, {}) if of is None else (of.folder, of.own)
    installed_here = (paths.models / place / MANIFEST_FILE).is_file()
    folder = (paths.models if installed_here else shipped) / place
    try:
        manifest = strict_json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
        written = int(manifest.get("format", MANIFEST_FORMAT))
        if written > MANIFEST_FORMAT:
            raise NewerFormat(f"The backbone {name!r}", written, MANIFEST_FORMAT)
        for file in own.values():
            if file not in manifest["sha256"]:  # the folder is of before there was this one in it
                raise ModelMissing(f"{file!r} of backbone {name!r}", how_to_get(name))
        backbone = Backbone.from_manifest(name, manifest, folder=folder, bundled=not installed_here, own=own)
    except FileNotFoundError:
        raise ModelMissing(f"The backbone {name!r}", how_to_get(name)) from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        why = f"its manifest cannot be read ({error})"
        raise CorruptData(f"The backbone {name!r}", why, how_to_get(name)) from error
    needed = sorted(backbone.files) if name in SHIPPED else [NETWORK_FILE]
    missing = [file for file in needed if not backbone.path(file).is_file()]
    if missing:
        raise ModelMissing(f"{missing[0]!r} of backbone {name!r}", how_to_get(name))
    return backbone


def installed(paths: Paths, *, shipped: Path = SHIPPED_MODELS) -> list[Backbone]:
    """All backbones that can be used, shipped and installed, the default first."""
    found = []
    for name in KNOWN:
        try:
            found.append(find_backbone(paths, name, shipped=shipped))
        except (ModelMissing, CorruptData, NewerFormat):
            continue
    return found
