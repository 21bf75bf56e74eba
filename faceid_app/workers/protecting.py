"""How the profiles are protected, and every change to that: what the window and the command line both start. No Qt."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from faceid_app.errors import FaceIdError, StorageError
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Progress, Report, ignore, never
from faceid_app.storage.audit import AuditLog, Event
from faceid_app.storage.locks import hold
from faceid_app.storage.profiles import Profiles
from faceid_app.storage.vault.draft import Draft, draft_vault
from faceid_app.storage.vault.key_file import State
from faceid_app.storage.vault.migration import seal_profile
from faceid_app.storage.vault.opening import open_personal, vault_of
from faceid_app.storage.vault.os_keyring import Keyring, find_keyring
from faceid_app.storage.vault.vault import Vault
from faceid_app.words import Words

FindKeyring = Callable[[], Keyring | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """How the profiles lie on disk.

    Attributes:
        exists: whether there is a vault; without one every profile is plain.
        is_open: whether its keys are known here.
        in_keyring: whether the keyring of this session opens it.
        passphrase: whether a passphrase opens it.
        keyring: what the keyring of this session is called, or None where there is none.
        sealed, plain: names of profiles; plain ones are in the vault's list, or there is no vault.
        unknown: names of plain profiles that the vault does not know, and the program does not open.
    """

    exists: bool
    is_open: bool
    in_keyring: bool
    passphrase: bool
    keyring: str | None
    sealed: tuple[str, ...]
    plain: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """All of this in one sentence."""
        if not self.exists and self.keyring is None:
            return Words(
                "Pictures and models are not sealed, because this computer has no keyring: whoever can read your files "
                "can read them; set a passphrase, then seal them."
            )
        if not self.exists:
            return Words(
                "Pictures and models are not sealed: whoever can read your files can read them; the keyring "
                "({keyring}) can keep the key to them.",
                keyring=self.keyring,
            )
        if self.plain or self.unknown:
            return Words(
                "Of {of} profiles {count} are sealed; seal the others too.",
                of=len(self.sealed) + len(self.plain) + len(self.unknown),
                count=len(self.sealed),
            )
        return Words("Pictures and models are sealed; {ways} opens them.", ways=self._ways())

    def _ways(self) -> str:
        if self.in_keyring and self.passphrase:
            return Words("the keyring of your session, or the passphrase,")
        return Words("the keyring of your session") if self.in_keyring else Words("the passphrase")


def look(paths: Paths, find: FindKeyring = find_keyring) -> Protection:
    """How it is now. May take a moment where a keyring answers. Raises StorageError."""
    vault, keyring = vault_of(paths), find()
    file = vault.file()
    # Listing needs no key, and nobody is asked for one.
    names = Profiles(open_personal(paths, unlock=lambda _vault: None)).names() if paths.personal.is_dir() else []
    states = {name: file.find(name) if file is not None else None for name in names}
    plain = [
        name for name in names
        if file is None or ((found := states[name]) is not None and found[1].state in (State.PLAIN, State.SEALING))
    ]  # fmt: skip
    unknown = [name for name in names if file is not None and states[name] is None]
    return Protection(
        exists=file is not None,
        is_open=vault.is_open,
        in_keyring=file is not None and file.in_keyring,
        passphrase=file is not None and file.passphrase is not None,
        keyring=None if keyring is None else keyring.title,
        sealed=tuple(name for name in names if name not in plain and name not in unknown),
        plain=tuple(plain),
        unknown=tuple(unknown),
    )


def make_vault(paths: Paths, *, passphrase: str | None = None, find: FindKeyring = find_keyring) -> bool:
    """Make a vault where there is none: with the keyring where there is one, with the passphrase where one is given.

    Whether this made it: one that is there, also from another process in this moment, does not know the passphrase.
    What is there stays plain until `seal_all`. May block. Raises NoWayIn, PassphraseRefused, KeyringRefused,
    StorageError.
    """
    store = open_personal(paths)
    if store.vault.exists:
        return False
    draft = draft_vault(find(), passphrase)
    try:
        with store.exclusive():
            is_first = store.vault.file() is None
            if is_first:
                owners = {key.partition("/")[0] if "/" in key else "" for key in store.list("")}
                store.vault.create(draft, sorted(owners))
                _note(paths, "made")
    finally:
        _forget_unused(store.vault, draft)
    return is_first


def set_passphrase(paths: Paths, passphrase: str, find: FindKeyring = find_keyring) -> None:
    """Let that passphrase open the profiles, in place of an earlier one; makes the vault where there is none.

    Takes about half a second. Raises as `make_vault`, and VaultClosed.
    """
    vault = vault_of(paths)
    if vault.exists or not make_vault(paths, passphrase=passphrase, find=find):
        _open(vault, find)
        vault.set_passphrase(passphrase)
        _note(paths, "passphrase set")


def remove_passphrase(paths: Paths, find: FindKeyring = find_keyring) -> None:
    """Let the keyring alone open the profiles. May block. Raises NoWayIn, VaultClosed, KeyringRefused, StorageError."""
    vault = vault_of(paths)
    if (keyring := find()) is not None:
        vault.open_by_keyring(keyring)
    vault.remove_passphrase()
    _note(paths, "passphrase removed")


def make_vault_for_the_first(paths: Paths, find: FindKeyring = find_keyring) -> bool:
    """Before anybody is enrolled: make a vault if a keyring can open it. Whether profiles will be sealed. May block."""
    vault = vault_of(paths)
    if vault.exists:
        return True
    if paths.personal.is_dir() and Profiles(open_personal(paths)).names():
        return False
    try:
        make_vault(paths, find=find)
    except FaceIdError:  # no keyring, or one that refuses: everything is as it was without
        return False
    return True


def seal_all(
    paths: Paths, *, find: FindKeyring = find_keyring, report: Report = ignore, is_cancelled: IsCancelled = never
) -> list[str]:
    """Seal every plain profile, also those the vault did not know, which the user vouches for; their names.

    Cancelled, those that were done stay sealed and the others plain. May block. Raises Cancelled, Locked,
    VaultClosed, KeyringRefused, StorageError.
    """
    store = open_personal(paths)
    _open(store.vault, find)
    done: list[str] = []
    protection = look(paths, find=lambda: None)
    store.vault.take_in(list(protection.unknown))
    wanted = [*protection.plain, *protection.unknown]
    for number, name in enumerate(wanted):

        def told(progress: Progress, number: int = number, name: str = name) -> None:
            report(_of_all(progress, number, len(wanted), name))

        with hold(paths.root, f"profile {name}"):
            if store.vault.place(name) is None:  # deleted since, or renamed
                continue
            seal_profile(store, name, report=told, is_cancelled=is_cancelled)
        _note(paths, "profile sealed")
        done.append(name)
    return done


def take_care(
    paths: Paths, *, find: FindKeyring = find_keyring, report: Report = ignore, is_cancelled: IsCancelled = never
) -> None:
    """What is done beside every start of the window: a vault before anybody is enrolled, and what was interrupted.

    Never on the window's thread. Raises as `seal_all`.
    """
    there_was_one = vault_of(paths).exists
    if there_was_one:
        go_on(paths, report=report, is_cancelled=is_cancelled)
    elif make_vault_for_the_first(paths, find):
        seal_all(paths, find=find, report=report, is_cancelled=is_cancelled)  # whoever was enrolled in that moment


def go_on(paths: Paths, *, report: Report = ignore, is_cancelled: IsCancelled = never) -> list[str]:
    """Seal what a killed process was sealing; whom. Raises as `seal_all`."""
    store = open_personal(paths)
    file = store.vault.file()
    if file is None or not store.vault.is_open:
        return []
    begun = [entry.name for entry in file.profiles.values() if entry.state is State.SEALING]
    for name in begun:
        with hold(paths.root, f"profile {name}"):
            seal_profile(store, name, report=report, is_cancelled=is_cancelled)
    return begun


def _open(vault: Vault, find: FindKeyring) -> None:
    """Open by keyring what another process made since this one began, and nobody has opened here."""
    if vault.exists and not vault.is_open and (keyring := find()) is not None:
        vault.open_by_keyring(keyring)


def _forget_unused(vault: Vault, draft: Draft) -> None:
    """Have the keyring forget the key of a draft that became no vault; best effort."""
    with contextlib.suppress(StorageError):
        file = vault.file()
        if draft.keyring is not None and (file is None or file.master_id != draft.file.master_id):
            draft.keyring.delete(draft.file.master_id)


def _of_all(progress: Progress, number: int, of: int, name: str) -> Progress:
    """How far all are, where one of them is so far; each counts the same."""
    share = progress.step / progress.of if progress.of else 0.0
    return Progress(stage=progress.stage, step=round(1000 * (number + share)), of=1000 * of, message=name)


def _note(paths: Paths, what: str) -> None:
    AuditLog(paths).note(Event.VAULT_CHANGED, what=what)
