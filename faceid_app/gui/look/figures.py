"""Owns how numbers are written: with the signs of the window's language."""

from __future__ import annotations

from PySide6.QtCore import QLocale


def figure(value: float, form: str = ",") -> str:
    """`value` in one of Python's formats, so in English 13,233 or 0.05, in Russian 13 233 or 0,05."""
    return signs(format(value, form))


def signs(english: str) -> str:
    """A number written in English with the signs of the window's language."""
    locale = QLocale()
    return english.translate({ord(","): locale.groupSeparator(), ord("."): locale.decimalPoint()})


def percent(share: float, digits: int = 0) -> str:
    """A share of 0 to 1 in percent, with the space before the sign that ISO 80000-1 asks for."""
    return f"{figure(100 * share, f'.{digits}f')} %"
