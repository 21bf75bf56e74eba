"""The vault in the window: opening it before anything is shown, sealing from the settings, and the passphrase."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from faceid_app.gui.look.theme import Theme
from faceid_app.gui.settings.device_row import DeviceRow
from faceid_app.gui.vault.unlock_window import UnlockWindow, open_first
from faceid_app.paths import Paths
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.store import PlainStore
from faceid_app.storage.vault import opening, passphrase
from faceid_app.storage.vault.draft import draft_vault
from faceid_app.storage.vault.errors import SealBroken, VaultClosed
from faceid_app.storage.vault.key_file import KEY_FILE
from faceid_app.storage.vault.opening import leave_closed, open_personal, vault_of
from faceid_app.storage.vault.sealing import is_sealed
from faceid_app.storage.vault.vault import Vault
from faceid_app.workers.protecting import make_vault, take_care
from tests.gui.conftest import OpenWindow
from tests.helpers.fake_keyring import FakeKeyring

PASSPHRASE = "correct horse"


@pytest.fixture(autouse=True)
def quick_stretching(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrase, "_COST", 16)
    # Nobody here looks at what training runs on; asking that starts a process.
    monkeypatch.setattr(DeviceRow, "look", lambda _row: None)


@pytest.fixture
def keyring() -> FakeKeyring:
    return FakeKeyring()


def closed(paths: Paths, keyring: FakeKeyring | None, phrase: str | None) -> Vault:
    """A vault as a new process finds it."""
    Vault(paths.personal).create(draft_vault(keyring, phrase))
    return Vault(paths.personal)


def files(folder: Path) -> list[bool]:
    return [is_sealed(path.read_bytes()) for path in folder.rglob("*") if path.is_file()]


def test_the_keyring_opens_it_without_a_word(qtbot: QtBot, paths: Paths, theme: Theme, keyring: FakeKeyring) -> None:
    vault = closed(paths, keyring, PASSPHRASE)
    assert open_first(theme, vault, lambda: keyring)
    assert vault.is_open
    assert open_first(theme, vault, lambda: None)  # and asks nobody again


def test_without_a_vault_nothing_is_asked(paths: Paths, theme: Theme) -> None:
    def nobody() -> None:
        raise AssertionError

    assert open_first(theme, Vault(paths.personal), nobody)


def test_a_locked_keyring_leaves_the_passphrase(qtbot: QtBot, paths: Paths, theme: Theme, keyring: FakeKeyring) -> None:
    vault = closed(paths, keyring, PASSPHRASE)
    keyring.locked = True
    window = UnlockWindow(theme, vault, lambda: keyring)
    qtbot.addWidget(window)
    window.start()
    qtbot.waitUntil(window.isVisible)
    assert window.line.echoMode() is QLineEdit.EchoMode.Password
    assert "refused" in window.note.words
    QTest.keyClicks(window.line, "wrong passphrase")
    assert window.note.words == ""
    height = window.height()
    QTest.keyClick(window.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "does not open" in window.note.words)
    assert window.height() > height
    assert window.line.selectedText()
    with pytest.raises(VaultClosed):
        vault.place("anna")
    window.line.setText(PASSPHRASE)
    with qtbot.waitSignal(window.ended) as ended:
        QTest.keyClick(window.line, Qt.Key.Key_Return)
    assert ended.args == [True]
    assert vault.is_open
    assert window.isHidden()
    assert window.line.text() == ""


def test_a_keyring_alone_can_be_asked_again_or_given_up(
    qtbot: QtBot, paths: Paths, theme: Theme, keyring: FakeKeyring
) -> None:
    vault = closed(paths, keyring, None)
    keyring.locked = True
    window = UnlockWindow(theme, vault, lambda: keyring)
    qtbot.addWidget(window)
    window.start()
    qtbot.waitUntil(window.isVisible)
    assert not window.line.isVisible()
    keyring.locked = False
    with qtbot.waitSignal(window.ended) as ended:
        window.again_button.click()
    assert ended.args == [True]
    other = UnlockWindow(theme, closed(Paths(paths.root / "other"), None, PASSPHRASE))
    qtbot.addWidget(other)
    other.start()
    with qtbot.waitSignal(other.ended) as ended:
        QTest.keyClick(other, Qt.Key.Key_Escape)
    assert ended.args == [False]


def test_who_has_lost_the_passphrase_is_told_and_starts_anew(
    qtbot: QtBot, paths: Paths, theme: Theme, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("faceid_app.workers.starting_anew.find_keyring", lambda: None)
    make_vault(paths, passphrase=PASSPHRASE, find=lambda: None)
    Profiles(open_personal(paths)).create("anna")
    opening._vaults.clear()
    vault = vault_of(paths)
    window = UnlockWindow(theme, vault, lambda: None, paths=paths)
    qtbot.addWidget(window)
    window.start()
    assert not window.lost_button.isVisible()
    window.line.setText("wrong passphrase")
    QTest.keyClick(window.line, Qt.Key.Key_Return)
    qtbot.waitUntil(window.lost_button.isVisible)
    assert window.anew is not None
    window.lost_button.setFocus()
    QTest.keyClick(window.lost_button, Qt.Key.Key_Return)
    assert not window.line.isVisible()
    assert "nobody can restore it" in window.anew.words.text()
    assert "about anna for good" in window.anew.words.text()
    window.anew.back_button.click()
    assert window.line.isVisible()
    assert vault.exists
    window.lost_button.click()
    window.anew.delete_button.click()
    qtbot.waitUntil(window.anew.go_button.isVisible)
    assert "Everything about anna is deleted" in window.anew.words.text()
    target = tmp_path / "receipt.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(target), ""))
    window.anew.save_button.click()
    qtbot.waitUntil(lambda: window.anew is not None and window.anew.note.words == "Saved.")
    assert "profile.json" in target.read_text()
    with qtbot.waitSignal(window.ended) as ended:
        window.close()
    assert ended.args == [True]
    assert Profiles(open_personal(paths)).names() == []
    assert not (paths.personal / KEY_FILE).exists()


def test_a_changed_key_file_is_refused_before_the_window(paths: Paths, theme: Theme) -> None:
    vault = closed(paths, None, PASSPHRASE)
    (paths.personal / KEY_FILE).write_bytes(b"{}")
    with pytest.raises(SealBroken):
        open_first(theme, vault)


def test_the_settings_protect_with_a_passphrase_and_change_it(
    qtbot: QtBot, window: OpenWindow, anna: Profile, faceless: str, paths: Paths
) -> None:
    anna.write("model", b"a model")
    opened = window(camera=faceless, page="settings")
    rows, sheet = opened.settings.protection, opened.window.passphrase_sheet
    qtbot.waitUntil(rows.seal_button.isVisible)
    assert "not sealed, because this computer has no keyring" in rows.seal_row.help
    assert not rows.passphrase_row.isVisible()
    rows.seal_button.click()
    assert sheet.isVisible()
    QTest.keyClicks(sheet.first, "short")
    sheet.accept_button.click()
    assert "5 characters" in sheet.note.words
    sheet.first.setText(PASSPHRASE)
    QTest.keyClick(sheet.first, Qt.Key.Key_Return)
    assert sheet.second.hasFocus()
    QTest.keyClicks(sheet.second, "another one")
    QTest.keyClick(sheet.second, Qt.Key.Key_Return)
    assert "differ" in sheet.note.words
    sheet.second.setText(PASSPHRASE)
    QTest.keyClick(sheet.second, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "the passphrase opens them" in rows.seal_row.help, timeout=10_000)
    assert sheet.isHidden()
    assert sheet.first.text() == sheet.second.text() == ""
    assert files(paths.personal / "anna") == [True, True]
    assert not rows.seal_button.isVisible()
    assert not rows.remove_button.isVisible()  # nothing else would open it
    assert opened.window.profile_bar.profile is not None
    assert opened.window.profile_bar.profile.read("model") == b"a model"
    rows.set_button.click()
    for line in (sheet.first, sheet.second):
        line.setText("battery staple")
    with qtbot.waitSignal(sheet.done):
        sheet.accept_button.click()
    Vault(paths.personal).open_by_passphrase("battery staple")


def test_with_a_keyring_a_question_is_enough_and_the_passphrase_comes_and_goes(
    qtbot: QtBot, window: OpenWindow, anna: Profile, faceless: str, paths: Paths, keyring: FakeKeyring
) -> None:
    opened = window(camera=faceless, page="settings")
    rows, sheet = opened.settings.protection, opened.window.passphrase_sheet
    rows._find = lambda: keyring
    rows.look()
    qtbot.waitUntil(lambda: "keyring (Fake) can keep" in rows.seal_row.help)
    rows.seal_button.click()
    opened.window.sheet.accept_button.click()
    qtbot.waitUntil(lambda: "the keyring of your session opens them" in rows.seal_row.help, timeout=10_000)
    assert files(paths.personal / "anna") == [True]
    rows.set_button.click()
    for line in (sheet.first, sheet.second):
        line.setText(PASSPHRASE)
    sheet.accept_button.click()
    qtbot.waitUntil(rows.remove_button.isVisible)
    rows.remove_button.click()
    opened.window.sheet.accept_button.click()
    qtbot.waitUntil(rows.remove_button.isHidden)
    assert Vault(paths.personal).open_by_keyring(keyring)


def test_a_passphrase_to_protect_with_is_set_also_where_the_vault_was_just_made(
    qtbot: QtBot, window: OpenWindow, anna: Profile, faceless: str, paths: Paths, keyring: FakeKeyring
) -> None:
    opened = window(camera=faceless, page="settings")
    rows, sheet = opened.settings.protection, opened.window.passphrase_sheet
    qtbot.waitUntil(rows.seal_button.isVisible)
    rows._find = lambda: keyring
    rows.seal_button.click()
    Vault(paths.personal).create(draft_vault(keyring), ["anna"])  # by another process
    for line in (sheet.first, sheet.second):
        line.setText(PASSPHRASE)
    sheet.accept_button.click()
    qtbot.waitUntil(lambda: "or the passphrase, opens them" in rows.seal_row.help, timeout=10_000)
    Vault(paths.personal).open_by_passphrase(PASSPHRASE)
    assert files(paths.personal / "anna") == [True]


def test_a_profile_that_somebody_put_there_is_sealed_only_when_vouched_for(
    qtbot: QtBot, window: OpenWindow, anna: Profile, faceless: str, paths: Paths
) -> None:
    vault_of(paths).create(draft_vault(passphrase=PASSPHRASE), ["anna"])
    Profiles(PlainStore(paths.personal)).create("eve")
    opened = window(camera=faceless, page="settings")
    rows = opened.settings.protection
    qtbot.waitUntil(rows.seal_button.isVisible)
    rows.seal_button.click()
    assert "eve" in opened.window.sheet._words.text()
    opened.window.sheet.accept_button.click()
    qtbot.waitUntil(rows.seal_button.isHidden, timeout=10_000)
    assert files(paths.personal / "anna") == files(paths.personal / "eve") == [True]


def test_beside_the_start_what_was_interrupted_is_finished(anna: Profile, paths: Paths) -> None:
    vault_of(paths).create(draft_vault(passphrase=PASSPHRASE), ["anna"])
    vault_of(paths).begin_sealing("anna")
    take_care(paths)
    assert files(paths.personal / "anna") == [True]
    assert Profiles(open_personal(paths, leave_closed)).get("anna").name == "anna"
