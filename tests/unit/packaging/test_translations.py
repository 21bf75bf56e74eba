"""Translations: everything that can be said is in them, nothing else is, and each says the same as its source."""

from __future__ import annotations

import importlib.util
import re
import string
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from types import ModuleType

import pytest

from faceid_app.paths import ASSETS, PROJECT_ROOT

TRANSLATIONS = ASSETS / "translations"
LANGUAGES = ("ru", "en")
Message = tuple[str, str]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """`packaging/renew_translations.py`."""
    path = PROJECT_ROOT / "packaging" / "renew_translations.py"
    spec = importlib.util.spec_from_file_location("renew_translations", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def messages(ts: Path) -> dict[Message, list[str]]:
    """Of a .ts file, by context and source: its translations, empty ones for what is unfinished."""
    found = {}
    for context in ElementTree.parse(ts).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            forms = [form.text or "" for form in translation.findall("numerusform")] or [translation.text or ""]
            done = translation.get("type") is None
            source = message.findtext("source") or ""
            found[context.findtext("name") or "", source] = forms if done else ["" for _form in forms]
    return found


def test_they_are_not_stale(tool: ModuleType, tmp_path: Path):
    tool.renew(tmp_path)
    for language in LANGUAGES:
        name = f"faceid_{language}.ts"
        kept, fresh = set(messages(TRANSLATIONS / name)), set(messages(tmp_path / name))
        assert (sorted(fresh - kept), sorted(kept - fresh)) == ([], []), (
            "run: .venv/bin/python packaging/renew_translations.py"
        )


def test_they_keep_the_values_of_their_sources():
    for language in LANGUAGES:
        for (_context, source), forms in messages(TRANSLATIONS / f"faceid_{language}.ts").items():
            for form in filter(None, forms):
                assert fields(form) == fields(source), form
                assert ("%n" in form) == ("%n" in source), form


def fields(words: str) -> set[str]:
    """The values named in braces, and how many mnemonics there are."""
    named = {name for _text, name, _spec, _conversion in string.Formatter().parse(words) if name is not None}
    return named | {f"{len(re.findall('&(?!&)', words))} mnemonics"}


def test_they_are_complete():
    for language in LANGUAGES:
        unfinished = [key for key, forms in messages(TRANSLATIONS / f"faceid_{language}.ts").items() if not all(forms)]
        assert unfinished == []


def test_what_qt_does_not_find_is_gathered(tool: ModuleType, tmp_path: Path):
    (tmp_path / "one.py").write_text(
        """
from faceid_app.words import Words
class Lost(StorageError):
    def __init__(self, name): super().__init__("{name} is " "lost.", name=name)
class Page(QWidget):
    def __init__(self): super().__init__("no words")
CLOSER = Words("Come closer.")
title = _tr("Enrol")
def _tr(words): return QCoreApplication.translate("Pages", words)
"""
    )
    assert set(tool.gather(tmp_path)) == {
        ("domain", "{name} is lost."),
        ("domain", "Come closer."),
        ("Pages", "Enrol"),
    }


def test_what_counts_has_plural_forms(tool: ModuleType, tmp_path: Path):
    package = tmp_path / "package"
    package.mkdir()
    (package / "one.py").write_text(
        """
words = _tr("%n picture(s)", 3), _tr("Pictures")
def _tr(words, count=-1): return QCoreApplication.translate("Pages", words, "", count)
"""
    )
    tool.renew(tmp_path, package)
    assert {source: len(forms) for (_context, source), forms in messages(tmp_path / "faceid_ru.ts").items()} == {
        "%n picture(s)": 3,
        "Pictures": 1,
    }
