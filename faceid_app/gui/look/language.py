"""Owns the language of the windows: which one is meant, and its translators, Qt's own among them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from faceid_app.paths import ASSETS

ENGLISH = "en"
LANGUAGES = (ENGLISH, "ru")
_TRANSLATORS: list[QTranslator] = []
"""Installed ones; Qt does not keep them."""


def language_of(setting: str, preferred: Sequence[str] | None = None) -> str:
    """The language that `setting` (one of LANGUAGES, or "system") means.

    `preferred` are the languages the system names, best first; without it the system is asked.
    """
    if setting in LANGUAGES:
        return setting
    names = QLocale.system().uiLanguages() if preferred is None else preferred
    known = (name.replace("_", "-").partition("-")[0].lower() for name in names)
    return next((name for name in known if name in LANGUAGES), ENGLISH)


def speak(app: QCoreApplication, setting: str) -> str:
    """Let all windows made from now on speak that language, and write numbers its way; the language."""
    for translator in _TRANSLATORS:
        app.removeTranslator(translator)
    _TRANSLATORS.clear()
    language = language_of(setting)
    QLocale.setDefault(QLocale.system() if setting not in LANGUAGES else QLocale(language))
    folders = {
        f"qtbase_{language}": QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath),
        f"faceid_{language}": str(ASSETS / "translations"),
    }
    for name, folder in folders.items():
        translator = QTranslator(app)
        if translator.load(name, folder):  # Qt brings no file for English
            app.installTranslator(translator)
            _TRANSLATORS.append(translator)
    return language
