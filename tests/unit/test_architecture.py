"""The rules that keep the parts apart, read from the source text; and what the app process really loads."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from faceid_app.paths import PROJECT_ROOT

PACKAGE = "faceid_app"
LEAVES = {
    "strict_json",
    "location",
    "pointer",
    "errors",
    "progress",
    "paths",
    "setting",
    "settings",
    "logs",
    "files",
    "libraries",
    "sockets",
    "words",
    "priority",
}
LAYERS = (
    "reports", "camera", "faces", "storage", "datasets", "evaluation", "guard", "identity", "learning", "workers",
    "gui",
)  # fmt: skip
"""From the ground up; a package may import those before it, and itself."""
ENTRY_POINTS = {"__init__", "__main__", "app", "cli"}
"""Compose everything, and are imported by each other only."""

QT = ("PySide6", "shiboken6", "pyqtgraph", "PyQt5", "PyQt6")
QT_PARTS = ("gui", "app")
QT_DECLARATION = "(QtCore)"
"""In the first line of a worker that bridges to Qt."""
LEARNING_ONLY = ("keras", "tensorflow", "onnx", "jax", "torch", "tf_keras", "sklearn", "h5py", "skimage", "catboost")
PICKLING = ("pickle", "cPickle", "_pickle", "dill", "cloudpickle", "joblib", "shelve", "marshal")
INSIGHTS = (
    "identity.insights", "workers.insights", "gui.verify.insights_card", "gui.verify.insight_words",
    "gui.verify.verify_page", "evaluation.attribute_figures", "cli.lab_attributes",
)  # fmt: skip
"""Who may know what a face is guessed to be, besides the laboratory's own."""
INSIGHTS_BELOW = "learning.attributes"
LONGEST_MODULE = 400


@dataclass(frozen=True, slots=True)
class Module:
    """One source file: its name below the package (`faces.detector`), the first part of it, and what it imports."""

    name: str
    text: str
    tree: ast.Module
    imports: frozenset[str]

    @property
    def part(self) -> str:
        return self.name.partition(".")[0]

    def imports_any(self, names: tuple[str, ...]) -> list[str]:
        return sorted(name for name in self.imports if name.partition(".")[0] in names)

    def parts_imported(self) -> set[str]:
        inside = (name.split(".") for name in self.imports if name.startswith(f"{PACKAGE}."))
        return {parts[1] for parts in inside}


def read_modules(package: Path) -> list[Module]:
    """Every module of a package, parsed."""
    return [_read(path, package) for path in sorted(package.rglob("*.py"))]


def _read(path: Path, package: Path) -> Module:
    parts = path.relative_to(package).with_suffix("").parts
    is_package = parts[-1] == "__init__"
    name = ".".join(parts[:-1] if is_package and len(parts) > 1 else parts)
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    here = [PACKAGE, *parts[:-1]]
    return Module(name, text, tree, frozenset(_imported(tree, here)))


def _imported(tree: ast.Module, here: list[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(here[: len(here) - node.level + 1]) if node.level else ""
            origin = ".".join(part for part in (base, node.module or "") if part)
            yield origin
            yield from (f"{origin}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            yield from (str(argument.value) for argument in node.args if isinstance(argument, ast.Constant))


Rule = Callable[[list[Module]], list[str]]


def dependencies_point_down(modules: list[Module]) -> list[str]:
    """A leaf imports leaves, a layer what lies below it, and only entry points import entry points."""
    broken = []
    for module in modules:
        if module.part in ENTRY_POINTS:
            continue
        if module.part in LAYERS:
            allowed = LEAVES | set(LAYERS[: LAYERS.index(module.part) + 1])
        elif module.part in LEAVES:
            allowed = LEAVES
        else:
            broken.append(f"{module.name}: {module.part!r} has no place in LAYERS or LEAVES")
            continue
        known = LEAVES | set(LAYERS) | ENTRY_POINTS
        wrong = (module.parts_imported() & known) - allowed
        broken += [f"{module.name} imports {part}" for part in sorted(wrong)]
    return broken


def only_learning_imports_learning(modules: list[Module]) -> list[str]:
    """`learning` runs in its own process; the app starts it and never imports it."""
    return [
        f"{module.name} imports learning"
        for module in modules
        if module.part != "learning" and "learning" in module.parts_imported()
    ]


def only_learning_imports_training_frameworks(modules: list[Module]) -> list[str]:
    """Keras and its backends cost seconds and hundreds of megabytes."""
    return [
        f"{module.name} imports {name}"
        for module in modules
        if module.part != "learning"
        for name in module.imports_any(LEARNING_ONLY)
    ]


def qt_stays_above(modules: list[Module]) -> list[str]:
    """Qt is for `gui` and `app`; workers that declare that they bridge to it use QtCore alone."""
    broken = []
    for module in modules:
        found = module.imports_any(QT)
        if module.part == "workers" and QT_DECLARATION in module.text.partition("\n")[0]:
            found = [name for name in found if not f"{name}.".startswith("PySide6.QtCore.")]
        elif module.part in QT_PARTS:
            continue
        broken += [f"{module.name} imports {name}" for name in found]
    return broken


def gui_uses_no_opencv(modules: list[Module]) -> list[str]:
    """Pictures reach the window as RGB arrays; colour order is settled in `camera.pixels`."""
    return [f"{module.name} imports cv2" for module in modules if module.part == "gui" and module.imports_any(("cv2",))]


def insights_decide_nothing(modules: list[Module]) -> list[str]:
    """What a face is guessed to be is shown, and measured in the laboratory; what decides or stores knows nothing."""
    return [
        f"{module.name} imports {name}"
        for module in modules
        if module.name not in INSIGHTS and not module.name.startswith(INSIGHTS_BELOW)
        for name in sorted(module.imports)
        if name.endswith((".identity.insights", ".faces.attributes", ".workers.insights"))
    ]


def nothing_is_pickled(modules: list[Module]) -> list[str]:
    """Loading a pickle runs whatever it holds."""
    broken = [f"{module.name} imports {name}" for module in modules for name in module.imports_any(PICKLING)]
    for module in modules:
        keywords = (node for node in ast.walk(module.tree) if isinstance(node, ast.keyword))
        broken += [
            f"{module.name} allows pickles in line {keyword.value.lineno}"
            for keyword in keywords
            if keyword.arg == "allow_pickle" and ast.unparse(keyword.value) != "False"
        ]
    return broken


RUNS_WHAT_IT_READS = (
    "torch.load", "yaml.load", "eval", "exec", "compile", "keras.config.enable_unsafe_deserialization", "os.system",
)  # fmt: skip
LAST_WORDS = {"load_model", "load", *(name.rpartition(".")[2] for name in RUNS_WHAT_IT_READS)}


def nothing_loaded_can_run(modules: list[Module]) -> list[str]:
    """Arrays are loaded without objects, networks in Keras' safe mode, and no text is run."""
    broken = []
    for module in modules:
        for call in (node for node in ast.walk(module.tree) if isinstance(node, ast.Call)):
            last = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if last not in LAST_WORDS:
                continue
            name, said = ast.unparse(call.func), {one.arg: ast.unparse(one.value) for one in call.keywords}
            if (
                name in RUNS_WHAT_IT_READS
                or (name in ("np.load", "numpy.load") and said.get("allow_pickle") != "False")
                or ("keras" in name and last == "load_model" and said.get("safe_mode") != "True")
            ):
                broken.append(f"{module.name} calls {name} in line {call.lineno}")
    return broken


def modules_are_short(modules: list[Module]) -> list[str]:
    """What is longer owns more than one thing."""
    lengths = ((module.name, module.text.count("\n")) for module in modules)
    return [f"{name} has {lines} lines" for name, lines in lengths if lines > LONGEST_MODULE]


def modules_say_what_they_own(modules: list[Module]) -> list[str]:
    """The docstring stands in the first line."""
    return [
        f"{module.name} does not start with a docstring"
        for module in modules
        if module.text and not (ast.get_docstring(module.tree) and module.text.startswith(('"""', "'''", 'r"""')))
    ]


RULES: tuple[Rule, ...] = (
    dependencies_point_down,
    only_learning_imports_learning,
    only_learning_imports_training_frameworks,
    qt_stays_above,
    gui_uses_no_opencv,
    insights_decide_nothing,
    nothing_is_pickled,
    nothing_loaded_can_run,
    modules_are_short,
    modules_say_what_they_own,
)


@cache
def our_modules() -> tuple[Module, ...]:
    return tuple(read_modules(PROJECT_ROOT / PACKAGE))


def _name(rule: Rule) -> str:
    return rule.__name__


@pytest.mark.parametrize("rule", RULES, ids=_name)
def test_the_program_keeps_the_rule(rule: Rule):
    modules = list(our_modules())
    assert len(modules) > 20
    assert rule(modules) == []


DOC = '"""Owns something."""\n'
QT_DOC = '"""Owns a bridge (QtCore)."""\n'
BAD_TREES: list[tuple[Rule, dict[str, str], list[str]]] = [
    (
        dependencies_point_down,
        {"camera/frame.py": "from faceid_app.faces.face import Face"},
        ["camera.frame imports faces"],
    ),
    (dependencies_point_down, {"faces/pose.py": "from faceid_app import gui"}, ["faces.pose imports gui"]),
    (dependencies_point_down, {"storage/store.py": "from ..identity import head"}, ["storage.store imports identity"]),
    (dependencies_point_down, {"paths.py": "import faceid_app.storage.store"}, ["paths imports storage"]),
    (dependencies_point_down, {"workers/__init__.py": "from .. import app"}, ["workers imports app"]),
    (dependencies_point_down, {"gui/window.py": "from faceid_app.cli.main import main"}, ["gui.window imports cli"]),
    (
        dependencies_point_down,
        {"utils/things.py": ""},
        ["utils.things: 'utils' has no place in LAYERS or LEAVES"],
    ),
    (
        only_learning_imports_learning,
        {"workers/child.py": "def f():\n    from faceid_app.learning import worker"},
        ["workers.child imports learning"],
    ),
    (
        only_learning_imports_learning,
        {"cli/main.py": "import importlib\nimportlib.import_module('faceid_app.learning.worker')"},
        ["cli.main imports learning"],
    ),
    (
        only_learning_imports_training_frameworks,
        {"identity/head.py": "from keras import ops", "workers/doctor.py": "import tensorflow"},
        ["identity.head imports keras", "identity.head imports keras.ops", "workers.doctor imports tensorflow"],
    ),
    (qt_stays_above, {"faces/face.py": "import PySide6.QtCore"}, ["faces.face imports PySide6.QtCore"]),
    (qt_stays_above, {"workers/mailbox.py": "import PySide6"}, ["workers.mailbox imports PySide6"]),
    (
        qt_stays_above,
        {"workers/jobs.py": f"{QT_DOC}from PySide6.QtCore import QObject\nimport PySide6.QtWidgets"},
        ["workers.jobs imports PySide6.QtWidgets"],
    ),
    (
        qt_stays_above,
        {"workers/jobs.py": "from PySide6.QtCore import QObject"},
        ["workers.jobs imports PySide6.QtCore", "workers.jobs imports PySide6.QtCore.QObject"],
    ),
    (gui_uses_no_opencv, {"gui/view.py": "def f():\n    import cv2"}, ["gui.view imports cv2"]),
    (
        insights_decide_nothing,
        {"identity/decision.py": "from faceid_app.identity.insights import Looks", "storage/audit.py": "import os"},
        ["identity.decision imports faceid_app.identity.insights"],
    ),
    (nothing_is_pickled, {"storage/store.py": "import pickle"}, ["storage.store imports pickle"]),
    (
        nothing_is_pickled,
        {"learning/data.py": "from joblib import load"},
        ["learning.data imports joblib", "learning.data imports joblib.load"],
    ),
    (
        nothing_is_pickled,
        {"storage/store.py": "import numpy\nnumpy.load('x', allow_pickle=True)"},
        ["storage.store allows pickles in line 3"],
    ),
    *(
        (
            nothing_loaded_can_run,
            {"learning/data.py": line},
            [f"learning.data calls {line.partition('(')[0]} in line 2"],
        )
        for line in (
            "np.load(file)",
            "numpy.load(file, allow_pickle=True)",
            "keras.saving.load_model(file)",
            "torch.load(file)",
            "keras.models.load_model(file, safe_mode=False)",
            "eval(text)",
            "yaml.load(text)",
        )
    ),
    (modules_are_short, {"gui/window.py": "\n" * 400}, ["gui.window has 402 lines"]),
]


@pytest.mark.parametrize(("rule", "files", "found"), BAD_TREES)
def test_a_tree_that_breaks_the_rule_is_found_out(tmp_path: Path, rule: Rule, files: dict[str, str], found: list[str]):
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{'' if content.startswith(QT_DOC) else DOC}{content}\n", encoding="utf-8")
    assert rule(read_modules(tmp_path)) == found


@pytest.mark.parametrize("text", ["import os\n", "# a comment first\n" + DOC])
def test_a_module_without_its_first_line_is_found_out(tmp_path: Path, text: str):
    (tmp_path / "files.py").write_text(text, encoding="utf-8")
    assert modules_say_what_they_own(read_modules(tmp_path)) == ["files does not start with a docstring"]


def test_what_is_allowed_is_not_found(tmp_path: Path):
    (tmp_path / "workers").mkdir()
    (tmp_path / "workers" / "jobs.py").write_text(
        QT_DOC
        + "from PySide6.QtCore import QObject\nfrom faceid_app.identity import head\nfrom .mailbox import Mailbox\n"
        "import numpy\nnumpy.load('x', allow_pickle=False)\nre.compile('x')\n",
        encoding="utf-8",
    )
    assert [rule(read_modules(tmp_path)) for rule in RULES] == [[] for _rule in RULES]


@pytest.mark.parametrize(
    ("entry", "unwanted"),
    [("faceid_app.cli.main", (*LEARNING_ONLY, *QT)), ("faceid_app.app", LEARNING_ONLY)],
)
def test_the_app_process_loads_no_training_framework_and_the_command_line_no_qt(entry: str, unwanted: tuple[str, ...]):
    program = (
        f"import sys, {entry}\n"
        f"print(sorted(set({unwanted!r}) & set(sys.modules)), 'faceid_app.learning' in sys.modules)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=PROJECT_ROOT
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.splitlines()[-1] == "[] False"
