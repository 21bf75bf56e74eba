"""What a window says names no option of the command line, whatever error or finding it is about."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from faceid_app.errors import FaceIdError
from faceid_app.gui.messages import sentence
from faceid_app.gui.window_words import NAMES_OPTIONS, in_window, window_template
from faceid_app.identity.backbones import how_to_get
from faceid_app.paths import PROJECT_ROOT
from tests.unit.test_errors import LEAVES, arguments_of

PACKAGE = PROJECT_ROOT / "faceid_app"
NEVER_IN_A_WINDOW = (
    "cli",
    "learning/arcface",
    "learning/shipping.py",
    "reports",
    "gui/window_words.py",
    "identity/arcface_options.py",
    "identity/artificial",
    "identity/attribute_options.py",
    "identity/identify_options.py",
    "workers/artificial_faces.py",
    "learning/artificial",
    "learning/presentation",
    "learning/eyes",
    "learning/attributes",
    "learning/identification",
    "workers/attributes.py",
    "workers/service_client.py",
    "workers/verification_run.py",
    "workers/laboratory.py",
    "workers/training_software.py",
    "libraries.py",
)


def constants() -> list[tuple[str, str]]:
    """Every text in the source, with its place, except documentation."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE).as_posix()
        if place.startswith(NEVER_IN_A_WINDOW):
            continue
        tree = ast.parse(path.read_text("utf-8"))
        documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        found += [
            (place, node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation
        ]
    return found


def test_no_text_of_the_program_reaches_a_window_with_an_option() -> None:
    texts = [(place, text) for place, text in constants() if NAMES_OPTIONS.search(text)]
    assert len(texts) > 5
    told = [(place, window_template(text) or in_window(text)) for place, text in texts]
    assert [(place, text) for place, text in told if NAMES_OPTIONS.search(text)] == []


@pytest.mark.parametrize("kind", LEAVES)
def test_no_error_names_an_option_in_a_window(kind: type[FaceIdError]) -> None:
    error = kind(**arguments_of(kind))
    assert NAMES_OPTIONS.search(sentence(error)) is None
    assert str(error.args and error)  # the command line's own sentence stays


@pytest.mark.parametrize("name", ["sface", "compact"])
def test_a_missing_network_is_got_on_a_page(name: str) -> None:
    assert NAMES_OPTIONS.search(how_to_get(name))
    words = in_window(f"The backbone is not there; {how_to_get(name)}.")
    assert "on the Train page." in words
    assert NAMES_OPTIONS.search(words) is None


def test_what_names_no_option_stays() -> None:
    path = str(Path("folder--x") / "a -- b")
    assert in_window(path) == path
