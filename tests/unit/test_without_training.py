"""The program without what only training needs: neither it nor any package it uses asks for it."""

from __future__ import annotations

import json
import re
import subprocess
import sys

from faceid_app.paths import ASSETS, PROJECT_ROOT

IMPORT_ALL = """
import importlib, json, sys
absent, modules = json.load(sys.stdin)

class Absent:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in absent:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent)
for module in modules:
    importlib.import_module(module)
# What the domain loads late, where it is used.
from faceid_app.evaluation.metrics import clopper_pearson, roc
from faceid_app.reports.plots import Lines, Series, svg
import numpy
assert roc([1.0], [0.0]).tar[-1] == 1.0 and clopper_pearson(0, 10)[1] > 0.2
import scipy.spatial.distance
print(json.dumps(sorted(set(absent) & set(sys.modules))))
"""


IMPORTED_AS = {
    "absl-py": "absl",
    "google-pasta": "pasta",
    "grpcio": "grpc",
    "libclang": "clang",
    "pyside6-essentials": "PySide6",
    "scikit-learn": "sklearn",
    "tensorflow-cpu": "tensorflow",
}
"""Where it is not the package's own name with underscores."""


def sources() -> dict[str, str]:
    """Every module of the program by its name, with its text."""
    found = {}
    for path in sorted((PROJECT_ROOT / "faceid_app").rglob("*.py")):
        parts = path.relative_to(PROJECT_ROOT).with_suffix("").parts
        found[".".join(parts).removesuffix(".__init__")] = path.read_text("utf-8")
    return found


def pinned(lock: str) -> set[str]:
    text = (PROJECT_ROOT / lock).read_text("utf-8")
    return set(re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE))


def modules_of(packages: set[str]) -> set[str]:
    """What these packages are imported as."""
    return {IMPORTED_AS.get(package, package.replace("-", "_")) for package in packages}


def only_for_training() -> set[str]:
    packages = pinned("packaging/requirements.lock") - pinned("packaging/requirements-app.lock")
    assert {"keras", "scikit-learn", "onnx"} <= packages
    return modules_of(packages)


def test_the_program_is_loaded_whole_where_those_packages_are_not():
    modules = [
        name for name in sources() if not name.startswith("faceid_app.learning") and not name.endswith("__main__")
    ]
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL],
        input=json.dumps([sorted(only_for_training()), modules]),
        capture_output=True, text=True, cwd=PROJECT_ROOT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []


def test_what_trains_imports_nothing_of_the_window():
    left_out = pinned("packaging/requirements.lock") - {
        name for name in re.findall(r"^([a-z0-9-]+)==", (ASSETS / "training.lock").read_text("utf-8"), re.MULTILINE)
    }
    assert "pyside6-essentials" in left_out
    unwanted = "|".join(sorted(modules_of(left_out)))
    parts = ("learning", "identity", "evaluation", "guard", "datasets", "storage", "faces", "camera", "reports")
    imports = re.compile(rf"^\s*(?:from|import) (?:{unwanted})\b", re.MULTILINE)
    assert imports.search("import PySide6.QtCore")
    found = [
        name
        for name, text in sources().items()
        if name.split(".")[1:2] in [[part] for part in parts] and imports.search(text)
    ]
    assert found == []
