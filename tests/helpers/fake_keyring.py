"""A keyring in memory, in place of the system's."""

from __future__ import annotations

from faceid_app.storage.vault.errors import KeyringRefused


class FakeKeyring:
    """Keeps what it is given; `locked`, it refuses everything, as one whose user declines to unlock it."""

    title = "Fake"

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.locked = False

    def get(self, name: str) -> bytes | None:
        self._check()
        return self.kept.get(name)

    def put(self, name: str, secret: bytes) -> None:
        self._check()
        self.kept[name] = secret

    def delete(self, name: str) -> None:
        self._check()
        self.kept.pop(name, None)

    def _check(self) -> None:
        if self.locked:
            raise KeyringRefused(self.title, "it is locked")
