"""What a backend of the system may do to us: refuse, forget, hang, hold something else; and which is taken at all."""

from __future__ import annotations

import os
import sys
import threading
import types
from contextlib import nullcontext

import pytest

from faceid_app.storage.vault import os_keyring
from faceid_app.storage.vault.errors import KeyringRefused
from faceid_app.storage.vault.os_keyring import CHOSEN, SERVICE, _SystemKeyring, find_keyring


class Backend:
    """As the library's backends are; `broken` says how it fails."""

    priority = 5.0

    def __init__(self, broken: str = "") -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.broken = broken

    def get_password(self, service: str, name: str) -> str | None:
        if self.broken == "hangs":
            threading.Event().wait(5)
        if self.broken == "refuses":
            raise RuntimeError("the secret is 0101")
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, value: str) -> None:
        if self.broken != "forgets":
            self.kept[service, name] = value

    def delete_password(self, service: str, name: str) -> None:
        del self.kept[service, name]


def test_secrets_come_back_and_go() -> None:
    backend = Backend()
    keyring = _SystemKeyring(backend, "Test")
    keyring.put("one", bytes(range(32)))
    assert keyring.get("one") == bytes(range(32))
    assert list(backend.kept) == [(SERVICE, "one")]
    keyring.delete("one")
    keyring.delete("one")
    assert keyring.get("one") is None
    backend.kept[SERVICE, "one"] = "somebody's password"
    assert keyring.get("one") is None


@pytest.mark.parametrize("is_gone", [True, False])
def test_a_secret_that_another_process_deletes_meanwhile_is_gone(
    monkeypatch: pytest.MonkeyPatch, is_gone: bool
) -> None:
    backend = Backend()
    keyring = _SystemKeyring(backend, "Test")
    keyring.put("one", b"\1\1")

    def refuse(service: str, name: str) -> None:
        if is_gone:
            del backend.kept[service, name]
        raise RuntimeError("no such password")

    monkeypatch.setattr(backend, "delete_password", refuse)
    with nullcontext() if is_gone else pytest.raises(KeyringRefused):
        keyring.delete("one")
    assert is_gone is not bool(backend.kept)


@pytest.mark.parametrize(
    ("broken", "why"),
    [("refuses", "RuntimeError"), ("forgets", "did not return what was saved"), ("hangs", "within 0.05 s")],
)
def test_a_keyring_that_fails_is_told_and_nothing_of_the_secret_is(broken: str, why: str) -> None:
    with pytest.raises(KeyringRefused, match=why) as refused:
        _SystemKeyring(Backend(broken), "Test", patience=0.05).put("one", b"\1\1")
    assert "0101" not in str(refused.value)


def test_only_a_keyring_of_the_system_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert os.environ[CHOSEN] == "keyring.backends.null.Keyring"  # for every test
    assert find_keyring() is None
    module = types.ModuleType("fake_backend")
    module.Keyring = Backend  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "fake_backend", module)
    monkeypatch.setattr(os_keyring, "_BACKENDS", {"linux": ("fake_backend", "Keyring", "Fake")})
    monkeypatch.setattr(sys, "platform", "linux")
    assert find_keyring() is None
    monkeypatch.delenv(CHOSEN)
    found = find_keyring()
    assert found is not None
    assert found.title == "Fake"
    monkeypatch.setattr(Backend, "priority", 0)
    assert find_keyring() is None
    monkeypatch.delattr(module, "Keyring")
    assert find_keyring() is None
