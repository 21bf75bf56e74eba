"""Brings the translations up to date: gathers what the window can say into .ts files and makes .qm files of them.

    .venv/bin/python packaging/renew_translations.py

Qt's lupdate finds `self.tr("…")` and `QCoreApplication.translate("Context", "…")`. What it cannot know is gathered:
sentences of the domain (`Words("…")`, errors) and what goes through a module's own `_tr("…")`. Translate what is
unfinished with `pyside6-linguist assets/translations/faceid_ru.ts`, then run this once more.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "faceid_app"
TRANSLATIONS = ROOT / "assets" / "translations"
LANGUAGES: dict[str, list[str]] = {"ru": [], "en": ["-pluralonly"]}
"""English is written in the sources; only its plural forms need a file."""
DOMAIN = "domain"
"""The context of sentences made below the window; `faceid_app.gui.messages` asks for it."""

Found = Iterator[tuple[str, str]]


def gather(package: Path) -> list[tuple[str, str]]:
    """Context and text of what lupdate does not find by itself, each once, in order."""
    found: dict[tuple[str, str], None] = {}
    for path in sorted(package.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        found.update(dict.fromkeys([*_words(tree), *_through_own_function(tree)]))
    return list(found)


def renew(folder: Path = TRANSLATIONS, package: Path = PACKAGE) -> None:
    """Write `faceid_<language>.ts` and `.qm` for every language. Raises CalledProcessError."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        gathered = Path(temporary) / "gathered.py"
        gathered.write_text("".join(_call(context, text) for context, text in gather(package)), "utf-8")
        sources = [str(path) for path in sorted(package.rglob("*.py")) if _shows_words(path)]
        for language, options in LANGUAGES.items():
            ts = folder / f"faceid_{language}.ts"
            kept = ["-no-obsolete", "-locations", "none", "-sort-messages", "-target-language", language, *options]
            _run("pyside6-lupdate", "-silent", *sources, str(gathered), *kept, "-ts", str(ts))
            _run("pyside6-lrelease", "-silent", str(ts), "-qm", str(ts.with_suffix(".qm")))


def _words(tree: ast.Module) -> Found:
    errors = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and _is_error(node)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Words" and (text := _literal(node)) is not None:
            yield DOMAIN, text
    for error in errors:
        for node in ast.walk(error):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "super().__init__":
                text = _literal(node)
                if text is not None:
                    yield DOMAIN, text


def _through_own_function(tree: ast.Module) -> Found:
    context = next((found for node in tree.body if (found := _context_of(node)) is not None), None)
    if context is None:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "_tr" and (text := _literal(node)) is not None:
            yield context, text


def _context_of(node: ast.stmt) -> str | None:
    """The context of `def _tr(words): return QCoreApplication.translate("Context", words)`."""
    if not isinstance(node, ast.FunctionDef) or node.name != "_tr":
        return None
    calls = [call for call in ast.walk(node) if isinstance(call, ast.Call)]
    return next(
        (text for call in calls if ast.unparse(call.func).endswith("translate") and (text := _literal(call))), None
    )


def _literal(call: ast.Call) -> str | None:
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def _is_error(node: ast.ClassDef) -> bool:
    return any(ast.unparse(base).endswith(("Error", "Exception")) for base in node.bases)


def _shows_words(path: Path) -> bool:
    text = path.read_text("utf-8")
    return ".tr(" in text or "translate(" in text


def _call(context: str, text: str) -> str:
    """A line that lupdate finds it by; with a count where the text has one, which gives it plural forms."""
    count = ', "", 1' if "%n" in text else ""
    return f"QCoreApplication.translate({_quoted(context)}, {_quoted(text)}{count})\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _run(tool: str, *arguments: str) -> None:
    command = [str(Path(sys.executable).with_name(tool)), *arguments]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    if told.returncode != 0:
        sys.exit(f"{tool} ended with {told.returncode}:\n{told.stdout}{told.stderr}")


if __name__ == "__main__":
    renew()
