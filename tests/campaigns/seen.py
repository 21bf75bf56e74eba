"""What a fresh process finds in a data folder: who is there, whether all of it is whole, and what lies about."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from faceid_app.camera.pixels import read_picture
from faceid_app.errors import FaceIdError, ModelMissing, NotEnoughCaptures, PicturesDropped, UsageError
from faceid_app.files import TEMP_PREFIX
from faceid_app.identity.kept_thresholds import load_thresholds
from faceid_app.identity.verification import load_bundle, load_person
from faceid_app.paths import Paths
from faceid_app.storage.audit import AuditLog
from faceid_app.storage.audit_check import check_log
from faceid_app.storage.profiles import Profile
from faceid_app.storage.vault.key_file import OWN
from faceid_app.storage.vault.opening import unlock_with
from faceid_app.storage.vault.sealing import is_sealed
from faceid_app.storage.vault.vault import Vault
from faceid_app.workers.operations import enrolled_ids, open_profiles

Seen = dict[str, Any]
"""`faults`: sentences. `opened_by`: which passphrase. `people`: by name captures (sha256 of the portrait, or `dropped`,
by id), model, number of templates. `folders`: in which people lie, and whoever is nobody. `events`: how many lines the
audit log has."""

DROPPED = "dropped"
_OWN_SCORE = 0.5
"""The least share of templates that a person's own template must reach: somebody who never matches cannot verify."""


def look(data: Path, passphrases: Sequence[str], *, after_all: bool = False) -> Seen:
    """Open everything as the program does and read every file; `after_all`: nothing may be left under way."""
    paths = Paths(data)
    seen: Seen = {"faults": [], "people": {}, "folders": [], "opened_by": "", "events": 0}

    def unlock(vault: Vault) -> None:
        for number, passphrase in enumerate(passphrases):
            try:
                vault.open_by_passphrase(passphrase)
            except UsageError:  # not this one
                if number == len(passphrases) - 1:
                    raise
            else:
                seen["opened_by"] = passphrase
                return

    unlock_with(unlock)
    try:
        people = open_profiles(paths)
        names = people.names()
    except FaceIdError as error:
        seen["faults"].append(f"nobody can be read: {error}")
        return seen
    seen["folders"] = sorted(path.name for path in paths.personal.iterdir() if path.is_dir())
    for name in names:
        try:
            seen["people"][name] = _person(paths, people.get(name))
        except FaceIdError as error:
            seen["faults"].append(f"{name} cannot be read: {error}")
    checked = check_log(AuditLog(paths), enrolled=enrolled_ids(paths))
    seen["events"] = checked.lines
    if checked.broken is not None:
        seen["faults"].append(str(checked.broken.words))
    seen["faults"] += _lying_about(paths, names, after_all=after_all)
    return seen


def _person(paths: Paths, profile: Profile) -> Seen:
    captures = {record.id: _portrait(profile, record.id) for record in profile.captures.records()}
    bundle = model = None
    with contextlib.suppress(ModelMissing):
        bundle, _ = load_bundle(profile)
    try:
        loaded = load_person(paths, profile)
    except NotEnoughCaptures:  # of somebody whose enrolment was interrupted, and who has no model yet
        if bundle is not None:
            raise
    else:
        load_thresholds(profile, loaded.bundle_id, loaded.bundle)
        model = len(loaded.templates.ids)
        scores = loaded.bundle.head.scores(
            loaded.bundle.head.project(loaded.templates.embeddings[:1])[0],
            loaded.bundle.head.project(loaded.templates.embeddings),
        )
        share = float((scores >= loaded.bundle.thresholds.detection).mean())
        if share < _OWN_SCORE:
            raise FaceIdError("Only {share} of the own templates match.", share=share)
    for key in profile.stored_keys():
        profile.read(key)
    return {"captures": captures, "bundle": bundle, "templates": model}


def _portrait(profile: Profile, capture: str) -> str:
    try:
        portrait, aligned = profile.captures.picture(capture), profile.captures.aligned(capture)
    except PicturesDropped:
        return DROPPED
    for data in filter(None, (portrait, aligned)):
        read_picture(data, name=capture)
    return hashlib.sha256(portrait).hexdigest()


def _lying_about(paths: Paths, names: list[str], *, after_all: bool) -> list[str]:
    """Leftovers that the opening should have swept, folders of nobody, and plain files of sealed people."""
    found = []
    for folder, folders, files in os.walk(paths.root):
        for name in [*folders, *files]:
            if name.startswith(TEMP_PREFIX):
                found.append(f"left lying: {(Path(folder) / name).relative_to(paths.root)}")
    if not after_all:
        return found
    for path in paths.personal.iterdir():
        if path.is_dir() and path.name not in names:
            found.append(f"left lying: {path.name}")
        if path.is_dir() and (paths.personal / f"{OWN}.json").exists():
            found += [
                f"not sealed: {file.relative_to(paths.personal)}"
                for file in path.rglob("*")
                if file.is_file() and not is_sealed(file.read_bytes())
            ]
    return found
