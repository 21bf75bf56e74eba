"""What of a profile goes into a capsule, and making a profile of it: whole, under a free name, or not at all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faceid_app import strict_json
from faceid_app.errors import CapsuleRefused, CorruptData, ProfileGone
from faceid_app.files import storage_errors, write_whole
from faceid_app.storage.audit import Event
from faceid_app.storage.audit_check import entries
from faceid_app.storage.capsule_file import LARGEST, Content, Unopened, open_capsule, seal_capsule
from faceid_app.storage.captures import DROPPED_FILE
from faceid_app.storage.journal import replay
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.vault.passphrase import check_passphrase
from faceid_app.words import Words

FORMAT = 1
HISTORY_FILE = "history.jsonl"
"""The events of a profile on the computer where its capsule was made, one JSON object a line."""
SUFFIX = ".faceid"
_JOURNAL = "captures.jsonl"
_ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_PICTURE = re.compile(f"(?:anchor|positive)/{_ID}\\.jpg|aligned/{_ID}\\.png")
_VALUE = re.compile(
    r"bundle\.json|bundles/[0-9a-f]{32}/[A-Za-z0-9_-]+\.[a-z0-9]+|templates\.npz|gallery\.npz|thresholds\.json|"
    r"guard\.json|universal\.json|" + re.escape(DROPPED_FILE)
)
_LINES = (_JOURNAL, HISTORY_FILE)


@dataclass(frozen=True, slots=True, eq=False)
class Capsule:
    """An opened capsule. `about` holds name, when it was made, by which version, and what it needs here."""

    name: str
    about: Mapping[str, Any]
    values: Mapping[str, bytes]


def write_capsule(
    profile: Profile, target: Path, passphrase: str, *, about: Mapping[str, Any], pictures: bool, cost: int = 17
) -> int:
    """Write the capsule of a profile to `target`, which must not be there; its bytes.

    Templates, model, calibration, thresholds, policy, consent and history go along; `pictures` too where wanted.
    Attempts, the guard's trials and the lock-out stay. Raises CapsuleRefused, PassphraseRefused, StorageError.
    """
    check_passphrase(passphrase)
    if target.exists():
        raise CapsuleRefused(target, Words("it is there already"), Words("choose another name"))
    folder = target.absolute().parent
    if not folder.is_dir():
        why = Words("there is no folder {folder!r}", folder=str(folder))
        raise CapsuleRefused(target, why, Words("make it, or choose another"))
    values = _values_of(profile, pictures=pictures)
    told = {"format": FORMAT, "name": profile.name, "created_at": profile.created_at, "consent": profile.consent}
    data = seal_capsule(Content({**told, **about, "pictures": pictures}, values), passphrase, cost=cost)
    if len(data) > LARGEST:
        raise CapsuleRefused(
            target,
            Words("it would have {bytes} bytes, {most} are possible", bytes=len(data), most=LARGEST),
            Words("leave the pictures out, or drop some"),
        )
    profile.history.record(Event.CAPSULE_EXPORTED, pictures=pictures)
    with storage_errors(target):
        write_whole(target, data)
    return len(data)


def read_capsule(source: Path, passphrase: str) -> Capsule:
    """Open a capsule; nothing is written. Raises CapsuleRefused, NotWritable, CorruptData."""
    if not source.is_file():
        why = Words("it is a folder") if source.is_dir() else Words("there is no such file")
        raise CapsuleRefused(source, why, Words("name the file that was exported"))
    with storage_errors(source):
        size = source.stat().st_size
        if size > LARGEST:
            raise CapsuleRefused(
                source, Words("it has {bytes} bytes, at most {most} are read", bytes=size, most=LARGEST)
            )
        data = source.read_bytes()
    try:
        content = open_capsule(data, passphrase)
    except Unopened as error:
        raise CapsuleRefused(source, *error.args) from error
    about = content.about
    if not isinstance(about.get("format"), int) or about["format"] > FORMAT:
        raise CapsuleRefused(source, Words("a newer version of this program filled it"), Words("update this one"))
    strange = next((key for key in content.values if not _is_known(key)), None)
    if strange is not None or not isinstance(about.get("name"), str) or _JOURNAL not in content.values:
        raise CapsuleRefused(source, Words("its contents are not valid"))
    if about.get("created_at") is not None and not isinstance(about["created_at"], str):
        raise CapsuleRefused(source, Words("its contents are not valid"))
    try:
        replay(_lines(content.values[_JOURNAL]), about["name"])
    except (CorruptData, RecursionError) as error:
        raise CapsuleRefused(source, Words("what is in it cannot be read")) from error
    return Capsule(about["name"], about, content.values)


def take_in(people: Profiles, capsule: Capsule, name: str) -> Profile:
    """Make a profile of an opened capsule, with an id of its own. Raises InvalidName, ProfileExists, StorageError."""
    values = {key: data for key, data in capsule.values.items() if key not in _LINES}
    lines = {key: _lines(data) for key, data in capsule.values.items() if key in _LINES}
    consent = capsule.about.get("consent")
    told = {"created_at": capsule.about["created_at"]} if capsule.about.get("created_at") else {}
    if isinstance(consent, dict):
        told["consent"] = {str(key): str(value) for key, value in consent.items()}
    return people.create_whole(name, values, lines, told, Event.CAPSULE_IMPORTED)


def _values_of(profile: Profile, *, pictures: bool) -> dict[str, bytes]:
    values: dict[str, bytes] = {}
    for key in profile.stored_keys():
        if _VALUE.fullmatch(key) or (pictures and _PICTURE.fullmatch(key)):
            values[key] = profile.read(key)
    lines = profile.read_lines(_JOURNAL) if profile.exists(_JOURNAL) else None
    if lines is None:
        raise ProfileGone(profile.name)
    values[_JOURNAL] = _joined(lines)
    if not pictures:
        ids = [record.id for record in profile.captures.records()]
        at = max((record.taken_at for record in profile.captures.records()), default="")
        earlier = strict_json.loads(values[DROPPED_FILE]) if DROPPED_FILE in values else {"at": at}
        values[DROPPED_FILE] = json.dumps({"at": earlier["at"], "ids": ids, "finished": True}).encode()
    values[HISTORY_FILE] = _joined(_history(profile))
    return values


def _history(profile: Profile) -> Iterable[bytes]:
    if profile.exists(HISTORY_FILE):
        yield from profile.read_lines(HISTORY_FILE)
    if profile.history.log is not None:
        for entry in entries(profile.history.log):
            if entry.who == profile.id:
                yield json.dumps({"at": entry.at, "event": entry.event, "facts": entry.facts}).encode()


def _is_known(key: str) -> bool:
    return bool(key in _LINES or _VALUE.fullmatch(key) or _PICTURE.fullmatch(key))


def _joined(lines: Iterable[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)


def _lines(data: bytes) -> list[bytes]:
    return data.split(b"\n")[:-1]
