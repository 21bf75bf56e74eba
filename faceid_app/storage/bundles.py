"""A person's trained model: a set of files, checked by hash, replaced as one by moving a pointer."""

from __future__ import annotations

import contextlib
import hashlib
import json
import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from faceid_app import strict_json
from faceid_app.errors import CorruptData, ModelMissing, NewerFormat, NotStored, ProfileGone, StorageError
from faceid_app.storage.audit import UNRECORDED, Event, History
from faceid_app.storage.names import ABOUT
from faceid_app.storage.store import Store

BundleFiles = dict[str, bytes]

FORMAT = 1
MANIFEST = "manifest.json"
POINTER = "bundle.json"
"""Says which bundle is current."""


@dataclass(frozen=True, slots=True)
class _Pointer:
    bundle: str
    manifest_sha256: str


class Bundles:
    """The model of one profile. Whoever reads gets all of one bundle, whoever else saves meanwhile."""

    def __init__(self, store: Store, profile: str, history: History = UNRECORDED) -> None:
        self._store, self._profile, self._history = store, profile, history
        self._pointer_key = f"{profile}/{POINTER}"
        self._folder = f"{profile}/bundles"

    def save(self, files: Mapping[str, bytes], *, manifest: dict[str, Any]) -> str:
        """Make `files` the current bundle and delete the previous one; the id of the new one.

        `manifest` is whatever the caller wants back from `current`, as JSON. Failing or killed before the last
        step, the previous bundle stays. Raises StorageError; ValueError for a file named as the manifest.
        """
        if MANIFEST in files:
            raise ValueError(f"a bundle file cannot be called {MANIFEST}")
        document = _dumps(
            {
                "format": FORMAT,
                "saved_at": datetime.now(UTC).isoformat(timespec="seconds"),
                "files": {name: {"sha256": _sha256(data), "bytes": len(data)} for name, data in files.items()},
                "manifest": manifest,
            }
        )
        with self._locked():
            self._sweep(keep=self._pointed_at())  # what could not be deleted earlier makes room
        bundle = uuid.uuid4().hex
        # Hundreds of megabytes may take seconds, in which captures and other people's values are saved.
        with self._store.staged({**files, MANIFEST: document}, f"{self._folder}/{bundle}") as put, self._locked():
            try:
                put()
                self._history.record(Event.MODEL_TRAINED, recipe=str(manifest.get("recipe", "")), bundle=bundle)
                pointer = {"format": FORMAT, "bundle": bundle, "manifest_sha256": _sha256(document)}
                self._store.write(self._pointer_key, _dumps(pointer))
            except BaseException:
                with contextlib.suppress(StorageError):
                    self._sweep(keep=self._pointed_at())
                raise
            with contextlib.suppress(StorageError):  # the next save sweeps what could not be deleted now
                self._sweep(keep=bundle)
        return bundle

    def current_id(self) -> str | None:
        """Which bundle is current, None if nothing was trained; another after every `save`. Raises CorruptData."""
        pointer = self._pointer()
        return pointer.bundle if pointer else None

    def current(self, *, skip: Collection[str] = ()) -> tuple[dict[str, Any], BundleFiles]:
        """The manifest given to `save` and the files, each checked against its hash; those in `skip` are not read.

        Raises ModelMissing if nothing was trained, CorruptData naming the damaged file, NewerFormat.
        """
        pointer = self._pointer()
        while pointer is not None:
            try:
                return self._load(pointer, skip)
            except NotStored as error:
                now = self._pointer()
                if now == pointer:  # else another process saved meanwhile and this bundle is gone rightly
                    raise self._corrupt(str(error), "it is gone") from error
                pointer = now
        raise ModelMissing(f"A trained model of {self._profile!r}", "train it first")

    def keep_beside(self, bundle: str, name: str, data: bytes) -> None:
        """Keep what was computed of that bundle with it, until it is replaced; nothing if it is not current any more.

        Unlike the bundle's own files this is not checked when read: it must be something that can be computed again.
        """
        with self._locked():
            if self.current_id() == bundle:
                self._store.write(self._beside_key(bundle, name), data)

    def beside(self, bundle: str, name: str) -> bytes | None:
        """What `keep_beside` kept, None if nothing."""
        try:
            return self._store.read(self._beside_key(bundle, name))
        except NotStored:
            return None

    def _beside_key(self, bundle: str, name: str) -> str:
        return self._key(bundle, f"beside/{name}")

    def _load(self, pointer: _Pointer, skip: Collection[str]) -> tuple[dict[str, Any], BundleFiles]:
        raw = self._store.read(self._key(pointer.bundle, MANIFEST))
        if _sha256(raw) != pointer.manifest_sha256:
            raise self._corrupt(MANIFEST, "its content does not match its checksum")
        document = strict_json.loads(raw)
        self._check_format(document)
        files: BundleFiles = {}
        for name, stated in document["files"].items():
            if name in skip:
                continue
            data = self._store.read(self._key(pointer.bundle, name))
            if len(data) != stated["bytes"]:
                raise self._corrupt(name, f"it has {len(data)} of {stated['bytes']} bytes")
            if _sha256(data) != stated["sha256"]:
                raise self._corrupt(name, "its content does not match its checksum")
            files[name] = data
        return dict(document["manifest"]), files

    def _pointer(self) -> _Pointer | None:
        try:
            raw = self._store.read(self._pointer_key)
        except NotStored:
            return None
        try:
            document = strict_json.loads(raw)
            self._check_format(document)
            return _Pointer(uuid.UUID(hex=document["bundle"]).hex, str(document["manifest_sha256"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise self._corrupt(POINTER, "it cannot be read") from error

    def _pointed_at(self) -> str | None:
        try:
            return self.current_id()
        except CorruptData:
            return None  # nothing can be loaded through it: a new save may replace everything

    def _check_format(self, document: dict[str, Any]) -> None:
        if document["format"] > FORMAT:
            raise NewerFormat(f"The model of {self._profile!r}", document["format"], FORMAT)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        with self._store.exclusive():
            if not self._store.exists(f"{self._profile}/{ABOUT}"):
                raise ProfileGone(self._profile)
            yield

    def _sweep(self, *, keep: str | None) -> None:
        for bundle in self._store.children(self._folder):
            if bundle != keep:
                self._store.delete_tree(f"{self._folder}/{bundle}")

    def _key(self, bundle: str, name: str) -> str:
        return f"{self._folder}/{bundle}/{name}"

    def _corrupt(self, name: str, why: str) -> CorruptData:
        return CorruptData(f"The file {name!r} of the model of {self._profile!r}", why, "train again")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _dumps(document: dict[str, Any]) -> bytes:
    return json.dumps(document, indent=1).encode()
