"""Reads key events: by the letter or digit that was typed, else by where the key lies on the keyboard."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

RETURN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ROWS = ((2, "1234567890"), (16, "QWERTYUIOP"), (30, "ASDFGHJKL"), (44, "ZXCVBNM"))
"""The first scan code of a row of keys, and what an English keyboard has there."""
_AT = {first + number: sign for first, signs in _ROWS for number, sign in enumerate(signs)}
_OFFSETS = {"linux": 8, "win32": 0}
"""By which Qt's scan codes are larger here; macOS has none."""


def sign_of(event: QKeyEvent) -> str:
    """The Latin capital or digit that a key stands for, empty for any other key.

    What was typed comes first, for keyboards name their keys by that. A key that types something else, as with Russian
    letters or a French row of digits, is read as what an English keyboard has in its place.
    """
    key = event.key()
    if Qt.Key.Key_0.value <= key <= Qt.Key.Key_9.value or Qt.Key.Key_A.value <= key <= Qt.Key.Key_Z.value:
        return chr(key)
    sign = _AT.get(event.nativeScanCode() - _OFFSETS.get(sys.platform, 0), "")
    if sign.isdigit():
        return "" if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else sign
    # An apostrophe or a comma in the place of a letter, as some Latin keyboards have it, is no letter.
    return sign if event.text().isalpha() else ""
