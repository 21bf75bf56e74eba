"""Every locked package and every network that ships has a licence that is known and allowed, and the bill says so."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from faceid_app import __version__
from faceid_app.paths import ASSETS, PROJECT_ROOT

Tool = Callable[[str], ModuleType]
LOCK = PROJECT_ROOT / "packaging" / "requirements-app.lock"


def test_every_licence_is_known_and_allowed(tool: Tool):
    assert tool("licences").problems() == []


def test_what_has_none_or_one_that_is_not_allowed_is_found_out(tool: Tool):
    licences = tool("licences")
    known = copy.deepcopy(licences.load())
    del known["packages"]["numpy"], known["weights"]["compact"]
    known["packages"] |= {"rich": "AGPL-3.0-only", "left-over": "MIT", "typer": "MIT AND SSPL-1.0"}
    assert licences.problems(known) == [
        "numpy: its licence is not in licences.toml",
        "left-over: it is locked no more",
        "compact: these weights have no licence",
        "rich: 'AGPL-3.0-only' is not allowed",
        "typer: 'MIT AND SSPL-1.0' is not allowed",
    ]


def test_the_licences_are_written_with_their_texts(tool: Tool, tmp_path: Path):
    tool("licences").write(tmp_path, ["numpy", "rich", "onnxruntime"])
    table = (tmp_path / "licences" / "LICENCES.txt").read_text("utf-8")
    assert "weights: compact" in table
    assert "SFace" in table
    assert any((tmp_path / "licences" / "numpy").iterdir())
    brought = {path.name for path in (tmp_path / "licences" / "onnxruntime").iterdir()}
    assert {"onnxruntime-LICENSE", "onnxruntime-ThirdPartyNotices.txt"} <= brought
    assert (tmp_path / "licences" / "NOTICE").is_file()


def test_the_bill_names_every_package_and_every_network_with_its_hash(tool: Tool, tmp_path: Path):
    materials, path = tool("materials"), tmp_path / "bill.json"
    materials.write(path, LOCK)
    bill = json.loads(path.read_text("utf-8"))
    assert (bill["bomFormat"], bill["metadata"]["component"]["version"]) == ("CycloneDX", __version__)
    packages = {part["name"] for part in bill["components"] if part["type"] == "library"}
    assert packages == set(tool("licences").pinned(LOCK))
    networks = {part["name"]: part for part in bill["components"] if part["type"] == "machine-learning-model"}
    shipped = {path for path in (ASSETS / "models").rglob("*") if path.suffix in {".tflite", ".keras", ".npz", ".onnx"}}
    assert {ASSETS / "models" / name for name in networks} == shipped
    for shipped_file in shipped:
        name = shipped_file.relative_to(ASSETS / "models").as_posix()
        told = networks[name]["hashes"][0]["content"]
        assert told == hashlib.sha256(shipped_file.read_bytes()).hexdigest()
    assert all(part["licenses"] for part in bill["components"])
    assert materials.bill(LOCK) == bill, "the same twice"


@pytest.mark.slow
def test_the_bill_is_valid(tool: Tool):
    validation = pytest.importorskip("cyclonedx.validation.json")
    schema = pytest.importorskip("cyclonedx.schema")
    try:
        checker = validation.JsonStrictValidator(schema.SchemaVersion.V1_6)
        wrong = checker.validate_str(json.dumps(tool("materials").bill(LOCK)))
    except ImportError as error:  # its schemas need further packages
        pytest.skip(str(error))
    assert wrong is None, wrong
