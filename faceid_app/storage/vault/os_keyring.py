"""The system's keyring as the vault sees it: Secret Service, Keychain or Windows Credential Locker, and no other."""

from __future__ import annotations

import importlib
import os
import queue
import sys
import threading
from typing import Any, Protocol

from faceid_app.storage.vault.errors import KeyringRefused
from faceid_app.words import Words

SERVICE = "faceid_app"
_PATIENCE = 60.0  # seconds, in which a user types the password of their keyring
_BACKENDS = {
    "linux": ("keyring.backends.SecretService", "Keyring", "Secret Service"),
    "darwin": ("keyring.backends.macOS", "Keyring", "Keychain"),
    "win32": ("keyring.backends.Windows", "WinVaultKeyring", "Windows Credential Locker"),
}
CHOSEN = "PYTHON_KEYRING_BACKEND"
"""An environment variable by which users of the library `keyring` choose; another than ours means none here."""


class Keyring(Protocol):
    """Keeps secrets under names for this user. Each call may block while the desktop asks the user."""

    title: str

    def get(self, name: str) -> bytes | None:
        """The secret, None if there is none. Raises KeyringRefused."""
        ...

    def put(self, name: str, secret: bytes) -> None:
        """Keep a secret. Raises KeyringRefused."""
        ...

    def delete(self, name: str) -> None:
        """Forget a secret; no error if there is none. Raises KeyringRefused."""
        ...


def find_keyring() -> Keyring | None:
    """The keyring of this session, None where there is none. Takes 0.1 s and more: never on a window's thread.

    Not whatever the library would choose: some of its backends write to plain files.
    """
    known = _BACKENDS.get("linux" if sys.platform.startswith(("linux", "freebsd")) else sys.platform)
    if known is None:
        return None
    module, name, title = known
    if os.environ.get(CHOSEN, f"{module}.{name}") != f"{module}.{name}":
        return None
    try:
        kind = getattr(importlib.import_module(module), name)
        if kind.priority <= 0:
            return None
        return _SystemKeyring(kind(), title)
    except Exception:  # noqa: BLE001  (each backend says in its own way that there is no service to speak to)
        return None


class _SystemKeyring:
    def __init__(self, backend: Any, title: str, patience: float = _PATIENCE) -> None:
        self._backend, self.title, self._patience = backend, title, patience

    def get(self, name: str) -> bytes | None:
        kept = self._call("get_password", name)
        try:
            return None if kept is None else bytes.fromhex(kept)
        except ValueError:
            return None

    def put(self, name: str, secret: bytes) -> None:
        self._call("set_password", name, secret.hex())
        if self.get(name) != secret:
            raise KeyringRefused(self.title, Words("it did not return what was saved"))

    def delete(self, name: str) -> None:
        if self._call("get_password", name) is not None:
            try:
                self._call("delete_password", name)
            except KeyringRefused:
                if self._call("get_password", name) is not None:  # else another process was first
                    raise

    def _call(self, method: str, *arguments: str) -> Any:
        answers: queue.SimpleQueue[tuple[Any, Exception | None]] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put((getattr(self._backend, method)(SERVICE, *arguments), None))
            except Exception as error:  # noqa: BLE001  (each backend has errors of its own)
                answers.put((None, error))

        # A desktop that asks its user, where nobody sits before it, never answers.
        threading.Thread(target=ask, name="keyring", daemon=True).start()
        try:
            answer, error = answers.get(timeout=self._patience)
        except queue.Empty:
            why = Words("it gave no answer within {seconds:g} s", seconds=self._patience)
            raise KeyringRefused(self.title, why) from None
        if error is not None:  # its own text may hold what was to be kept
            raise KeyringRefused(self.title, type(error).__name__)
        return answer
