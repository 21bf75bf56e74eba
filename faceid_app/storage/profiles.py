"""The enrolled people: who there is, and making, renaming and deleting them whole."""

from __future__ import annotations

import contextlib
import json
import unicodedata
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from faceid_app import strict_json
from faceid_app.errors import (
    CorruptData,
    FaceIdError,
    InvalidName,
    NewerFormat,
    NotStored,
    ProfileExists,
    ProfileGone,
    StorageError,
    UnknownProfile,
)
from faceid_app.storage.attempts import Attempts
from faceid_app.storage.audit import AuditLog, Event, History
from faceid_app.storage.bundles import Bundles
from faceid_app.storage.captures import Captures
from faceid_app.storage.lockout import KeptLockout
from faceid_app.storage.names import ABOUT, check_name, same_name
from faceid_app.storage.receipt import DeletedFile, DeletionReceipt, RenewsKeys, list_files
from faceid_app.storage.store import Lines, Store
from faceid_app.storage.trials import Trials
from faceid_app.words import Words

FORMAT = 1
CONSENT = Words(
    "Pictures of the face, and numbers computed from them, are kept on this computer to tell whether a face is that of "
    "this person. Nothing is sent anywhere, and everything can be deleted at any time."
)
"""What is told before somebody is enrolled, and kept with the profile."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One person: captures, model, and whatever other values belong to them.

    Attributes:
        name: which can be changed.
        id: which stays, and tells nothing of the person; empty where it could not be saved.
        created_at: ISO 8601 in UTC.
        consent: what was told when the profile was made (`text`), and when (`at`); empty for profiles of before.
        captures, bundles: pictures and models.
        history: where what happens to this person is recorded.
        store: where everything lies.
    """

    name: str
    id: str
    created_at: str
    consent: dict[str, str]
    captures: Captures
    bundles: Bundles
    history: History
    store: Store

    @property
    def attempts(self) -> Attempts:
        """The attempts that are kept, if the user wants that."""
        return Attempts(self.store, self.name, self.history)

    @property
    def trials(self) -> Trials:
        """The presentations that are kept of the trials of the guard."""
        return Trials(self.store, self.name, self.history)

    @property
    def lockout(self) -> KeptLockout:
        """What is kept of failed attempts until somebody matches."""
        return KeptLockout(self.store, self.name, self.history)

    def read(self, key: str) -> bytes:
        """A value of this person, `key` relative to their folder. Raises NotStored."""
        return self.store.read(self._key(key))

    def write(self, key: str, data: bytes) -> None:
        """Set a value of this person, whole or not at all. Raises ProfileGone. Not to be called with the store held."""
        with self._still_there():
            self.store.write(self._key(key), data)

    def stored_keys(self) -> list[str]:
        """The keys of all values and line files of this person, relative to their folder, sorted."""
        return [key.removeprefix(f"{self.name}/") for key in self.store.list(self.name)]

    def exists(self, key: str) -> bool:
        """Whether this person has that value."""
        return self.store.exists(self._key(key))

    def delete(self, key: str) -> None:
        """Remove a value of this person; no error if it is not there."""
        self.store.delete(self._key(key))

    def append_line(self, key: str, line: bytes) -> None:
        """Add a line to a line file of this person. As `write`."""
        with self._still_there():
            self.store.append_line(self._key(key), line)

    def read_lines(self, key: str) -> Lines:
        """The lines of a line file of this person. Raises NotStored."""
        return self.store.read_lines(self._key(key))

    def read_json(self, key: str) -> Any:
        """A value that `write_json` saved. Raises NotStored, CorruptData."""
        try:
            return strict_json.loads(self.read(key))
        except ValueError as error:
            raise _damaged(key, self.name) from error

    def write_json(self, key: str, value: Any) -> None:
        """Set a value that JSON can express. As `write`."""
        self.write(key, json.dumps(value, indent=1).encode())

    @contextlib.contextmanager
    def _still_there(self) -> Iterator[None]:
        """Hold the store, so that nothing personal is written for one who was deleted: nobody would ever list it."""
        with self.store.exclusive():
            if not self.store.exists(self._key(ABOUT)):
                raise ProfileGone(self.name)
            yield

    def _key(self, key: str) -> str:
        return f"{self.name}/{key}"


class Profiles:
    """All enrolled people of one store. What changes is recorded in `log`; None is for tests and measurements."""

    def __init__(self, store: Store, log: AuditLog | None = None) -> None:
        self._store, self.log = store, log

    def names(self) -> list[str]:
        """Everybody enrolled, sorted without regard to case."""
        found = {name for name in map(_valid, self._store.children("")) if name and self._is_there(name)}
        return sorted(found, key=lambda name: (name.casefold(), name))

    def create(self, name: str) -> Profile:
        """Add a person. Raises InvalidName, ProfileExists (also for a name that differs in case only)."""
        name = check_name(name)
        return self.create_whole(name, {}, {}, {"consent": {"text": str(CONSENT), "at": _now()}}, Event.PROFILE_CREATED)

    def create_whole(
        self,
        name: str,
        values: Mapping[str, bytes],
        lines: Mapping[str, Lines],
        about: Mapping[str, Any],
        event: Event,
    ) -> Profile:
        """Add a person who comes with values and line files, by keys within their folder; all of that or nobody.

        `about` is what else is known of the profile. Raises as `create`, and StorageError.
        """
        name = check_name(name)
        whole = {"created_at": _now(), **about, "format": FORMAT, "id": uuid.uuid4().hex}
        with self._store.exclusive():
            self._refuse_taken(name, renamed=None)
            self._history(whole).record(event)
            # A folder without its profile file is what a write after deletion left.
            self._store.delete_tree(name)
            try:
                values = {**values, ABOUT: json.dumps(whole).encode()}
                with self._store.staged(values, name, lines) as put:
                    put()
            except BaseException:
                with contextlib.suppress(StorageError):
                    self._store.delete_tree(name)  # and, where it is sealed, its key
                raise
        try:
            return self.get(name)
        except StorageError:  # what came with them cannot be read
            self.delete(name)
            raise

    def get(self, name: str) -> Profile:
        """An enrolled person. Raises InvalidName, UnknownProfile, CorruptData, NewerFormat."""
        name = check_name(name)
        about = self._about(name)
        if "id" not in about and self.log is not None:
            with contextlib.suppress(StorageError), self._store.exclusive():  # a full disk must not hinder reading
                about = self._given_id(name)
        history = self._history(about)
        return Profile(
            name=name,
            id=history.who,
            created_at=str(about["created_at"]),
            consent=_consent_of(about),
            captures=Captures(self._store, name, history),
            bundles=Bundles(self._store, name, history),
            history=history,
            store=self._store,
        )

    def id_of(self, name: str) -> str:
        """The id of somebody enrolled; empty where it cannot be read."""
        return str(self._readable_about(check_name(name)).get("id", ""))

    def rename(self, old: str, new: str) -> Profile:
        """Give a person another name, in one step. Raises InvalidName, UnknownProfile, ProfileExists."""
        old, new = check_name(old), check_name(new)
        with self._store.exclusive():
            if not self._is_there(old):
                raise UnknownProfile(old, self.names())
            if new != old:
                self._refuse_taken(new, renamed=old)
                if not same_name(old, new):
                    self._store.delete_tree(new)  # remnants, as in `create`
                self._store.rename_tree(old, new)
        renamed = self.get(new)
        if new != old:
            renamed.history.note(Event.PROFILE_RENAMED)
        return renamed

    def delete(self, name: str) -> DeletionReceipt:
        """Remove everything kept about a person; every file is read once for the receipt, a moment for large models.

        Raises InvalidName, UnknownProfile, NotWritable.
        """
        name = check_name(name)
        with self._store.exclusive():
            if not self._is_there(name):
                raise UnknownProfile(name, self.names())
            history = self._history(self._readable_about(name))
            listed = {file.place: file for file in list_files(self._store, name)}
            removed = [key.removeprefix(f"{name}/") for key in self._store.delete_tree(name)]
            history.note(Event.PROFILE_DELETED, files=len(removed))
        files = tuple(listed.get(place, DeletedFile(place, None, None)) for place in removed)
        return DeletionReceipt(name, files, _now(), *self._renewed_keys(history))

    def _renewed_keys(self, history: History) -> tuple[bool | None, str]:
        """As a receipt tells it. What the person's key sealed opens no more anyway; this is for keys kept elsewhere."""
        if not isinstance(self._store, RenewsKeys):
            return None, ""
        try:
            if not self._store.renew_keys():
                return None, ""
        except FaceIdError as error:  # the person is deleted all the same
            return False, error.words
        history.note(Event.VAULT_CHANGED, what="keys renewed")
        return True, ""

    def _is_there(self, name: str) -> bool:
        return self._store.exists(f"{name}/{ABOUT}")

    def _about(self, name: str) -> dict[str, Any]:
        """What `profile.json` holds. Raises UnknownProfile, CorruptData, NewerFormat."""
        try:
            about = strict_json.loads(self._store.read(f"{name}/{ABOUT}"))
            version, _created_at = int(about["format"]), str(about["created_at"])
        except NotStored as error:
            raise UnknownProfile(name, self.names()) from error
        except (ValueError, KeyError, TypeError) as error:
            raise _damaged(ABOUT, name) from error
        if version > FORMAT:
            raise NewerFormat(f"The profile {name!r}", version, FORMAT)
        return dict(about)

    def _readable_about(self, name: str) -> dict[str, Any]:
        """The same; empty where it cannot be read: that can be deleted too."""
        try:
            return self._about(name)
        except StorageError:
            return {}

    def _given_id(self, name: str) -> dict[str, Any]:
        """Give an id to a profile of before there were any. Call with the store held."""
        about = self._about(name)
        if "id" not in about:
            about["id"] = uuid.uuid4().hex
            self._history(about).record(Event.PROFILE_KNOWN)
            self._store.write(f"{name}/{ABOUT}", json.dumps(about).encode())
        return about

    def _history(self, about: dict[str, Any]) -> History:
        return History(self.log, str(about.get("id", "")))

    def _refuse_taken(self, name: str, *, renamed: str | None) -> None:
        for other in self.names():
            if other != renamed and same_name(other, name):
                raise ProfileExists(other)


def _consent_of(about: dict[str, Any]) -> dict[str, str]:
    consent = about.get("consent")
    return {str(key): str(value) for key, value in consent.items()} if isinstance(consent, dict) else {}


def _valid(folder: str) -> str | None:
    try:
        # macOS may hand out a decomposed form of the name it was given.
        return check_name(unicodedata.normalize("NFC", folder))
    except InvalidName:
        return None


def _damaged(key: str, name: str) -> CorruptData:
    return CorruptData(
        f"The file {key!r} of {name!r}",
        "it is not valid JSON",
        "restore it from a backup, or delete the profile and enrol again",
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
