"""What is given away, built and used as a stranger would: the frozen folder, the Debian package, the wheel.

Offline where the system can shut the network out, with an empty home, and without the checkout. FACEID_TEST_BUILT names
a folder that `packaging/build.py` has filled before; without it everything is built here.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from faceid_app import __version__
from faceid_app.errors import CorruptData
from faceid_app.identity.backbones import NETWORK_FILE, SHIPPED_MODELS
from faceid_app.identity.preprocessing import Input
from faceid_app.paths import PROJECT_ROOT
from faceid_app.workers.network_trial import ARGUMENT, try_network

pytestmark = [
    pytest.mark.slow,
    pytest.mark.real,
    pytest.mark.timeout(3600),
    pytest.mark.skipif(sys.platform != "linux", reason="built and tried on Linux; see packaging/README.md"),
]
Clip = Callable[[str], Path]
MOST_MEGABYTES = 510
"""Of the frozen folder: 505, of which 26 are ONNX Runtime (ADR 33)."""
PACKAGE = "faceid-app"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that everything is built into."""
    named = os.environ.get("FACEID_TEST_BUILT")
    return Path(named) if named else tmp_path_factory.mktemp("built")


def build(verb: str, to: Path, pattern: str) -> Path:
    """What `packaging/build.py VERB` makes, built unless it is there."""
    if not (found := next(to.glob(pattern), None)):
        command = [sys.executable, str(PROJECT_ROOT / "packaging" / "build.py"), verb, "--to", str(to)]
        subprocess.run(command, check=True, timeout=3000)
        found = next(to.glob(pattern))
    return found


@pytest.fixture(scope="module")
def app(built: Path) -> Path:
    """The frozen folder."""
    return build("app", built, "faceid")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home that holds nothing."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def without_network() -> list[str]:
    """What a command is started with so that it finds no network; nothing where this user may not do that."""
    unshare = shutil.which("unshare")
    allowed = unshare and subprocess.run([unshare, "-n", "true"], capture_output=True, check=False).returncode == 0
    return [unshare, "-n"] if unshare and allowed else []


def run(program: Path, home: Path, *arguments: str, code: int = 0) -> str:
    """The program's words, started as from a fresh account."""
    clean = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [*without_network(), str(program), *arguments],
        cwd=home, env=clean, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == code, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def told(program: Path, home: Path, *arguments: str, code: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(program, home, "--json", *arguments, code=code).splitlines()[-1])
    return found


def enrols_verifies_and_shows_its_window(program: Path, home: Path, clip: Clip) -> None:
    """The whole way with the universal head, on which no training package has a part."""
    assert run(program, home, "--version").strip() == f"faceid {__version__}"
    enrolled = told(program, home, "enroll", "a", "--camera", str(clip("a_live")), "--fast")
    assert enrolled["total"]["anchor"] >= 5
    told(program, home, "verify", "a", "--camera", str(clip("a_live")), "--fast")
    told(program, home, "verify", "a", "--camera", str(clip("b_live")), "--fast", code=1)
    run(program, home, "window", "--camera", str(clip("a_live")), "--quit-after-first-frame")


def looks_well(program: Path, home: Path) -> None:
    """Every asset has its checksum, and training is said to be absent without a reproach."""
    findings = {one["name"]: one for one in told(program, home, "doctor", code=1)["findings"]}
    assert findings["cameras"]["ok"] is False  # there is none on a machine that tests
    wanted = ("packages", "face detector", "backbone compact", "backbone compact-int8", "training")
    assert {name: findings[name]["ok"] for name in wanted} == dict.fromkeys(wanted, True), findings
    assert "not installed" in findings["training"]["detail"]


def test_the_frozen_program_works_offline_in_an_empty_home(app: Path, home: Path, clip: Clip):
    enrols_verifies_and_shows_its_window(app / "faceid", home, clip)
    looks_well(app / "faceid", home)
    refused = told(app / "faceid", home, "train", "a", code=4)["error"]
    assert refused["kind"] == "TrainingNotInstalled"
    assert told(app / "faceid", home, "training", "status")["place"] == "nowhere"


def test_the_frozen_program_holds_what_it_loads_by_name(app: Path):
    archive = pytest.importorskip("PyInstaller.archive.readers").CArchiveReader(str(app / "faceid"))
    (modules,) = (archive.open_embedded_archive(name) for name in archive.toc if name.lower().endswith(".pyz"))
    wanted = {
        "pyqtgraph.widgets.PlotWidget",
        "keyring.backends.SecretService",
        "secretstorage.collection",
        "jeepney.io.blocking",
    }
    assert wanted <= set(modules.toc)


def test_the_frozen_program_seals_with_a_key_in_the_keyring(app: Path, home: Path, clip: Clip):
    for tool in ("dbus-run-session", "gnome-keyring-daemon"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    unlock = "echo secret | gnome-keyring-daemon --unlock --components=secrets"
    enrol = f"{app}/faceid enroll a --camera {clip('a_live')} --anchors 2 --positives 2 --guard off --force --fast"
    session = f"{unlock} && {enrol} && {app}/faceid --json vault status"
    clean = {"HOME": str(home), "PATH": "/usr/bin:/bin", "XDG_RUNTIME_DIR": str(home)}
    command = ["dbus-run-session", "--", "sh", "-c", session]
    done = subprocess.run(command, cwd=home, env=clean, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    status = json.loads(done.stdout.splitlines()[-1])
    assert (status["in_keyring"], status["sealed"], status["plain"]) == (True, ["a"], [])
    closed = told(app / "faceid", home, "verify", "a", "--camera", str(clip("a_live")), code=4)
    assert closed["error"]["kind"] == "VaultClosed", "another session has no such keyring"


def test_the_frozen_program_tries_the_networks_of_others_in_a_process_of_its_own(app: Path):
    itself = (str(app / "faceid"), ARGUMENT)
    network = (SHIPPED_MODELS / "compact" / NETWORK_FILE).read_bytes()
    assert try_network(network, Input.ALIGNED_112, command=itself) == 128
    with pytest.raises(CorruptData, match="ended the process that tried it"):
        try_network(network[:16] + b"\0" + network[17:], Input.ALIGNED_112, command=itself)


def test_the_frozen_program_is_not_larger_than_it_has_to_be_and_holds_its_licences(app: Path):
    size = sum(path.stat().st_size for path in app.rglob("*") if path.is_file() and not path.is_symlink())
    assert size < MOST_MEGABYTES * 1e6, f"{size / 1e6:.0f} MB"
    inside = {path.name for path in (app / "_internal").iterdir()}
    assert not inside & {"tensorflow", "keras", "sklearn", "onnx", "pandas", "tkinter", "tcl8"}
    assert (app / "licences" / "LICENCES.txt").is_file()
    assert any(path.name.startswith("libQt6Core") for path in app.rglob("*.so*")), "Qt's libraries can be replaced"


def test_a_page_of_a_report_is_drawn_by_the_frozen_program(app: Path, home: Path, tmp_path: Path, lfw_dir: Path):
    report = tmp_path / "report.html"
    run(app / "faceid", home, "evaluate", "speed", "--rounds", "20", "--lfw", str(lfw_dir), "--report", str(report))
    assert "<svg" in report.read_text("utf-8")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root may install packages")
@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="no dpkg here")
def test_the_debian_package_is_installed_used_and_removed_without_a_trace(
    built: Path, app: Path, home: Path, clip: Clip
):
    package = build("deb", built, "*.deb")
    listed = subprocess.run(["dpkg-deb", "-c", str(package)], capture_output=True, text=True, check=True).stdout
    files = [Path(line.split(maxsplit=5)[5].split(" -> ")[0].lstrip(".")) for line in listed.splitlines()]
    if subprocess.run(["dpkg", "-s", PACKAGE], capture_output=True, check=False).returncode == 0:
        pytest.skip(f"{PACKAGE} is installed on this machine already")
    subprocess.run(["dpkg", "-i", str(package)], check=True, capture_output=True, timeout=600)
    try:
        enrols_verifies_and_shows_its_window(Path("/usr/bin/faceid"), home, clip)
        owned = subprocess.run(["dpkg", "-V", PACKAGE], capture_output=True, text=True, check=False).stdout
        assert owned == "", "a file differs from what was installed"
    finally:
        removed = subprocess.run(["dpkg", "-r", PACKAGE], capture_output=True, text=True, check=True, timeout=600)
        subprocess.run(["dpkg", "-P", PACKAGE], check=False, capture_output=True, timeout=600)
    assert "stays in each user's" in removed.stdout
    own = [path for path in files if "faceid" in str(path)]
    assert len(own) > 500
    assert [str(path) for path in own if os.path.lexists(path)] == []
    assert (home / ".local/share/faceid_app/people").is_dir(), "what a user keeps stays"


def test_the_wheel_holds_everything_and_works_in_an_environment_of_its_own(
    built: Path, home: Path, tmp_path: Path, clip: Clip
):
    wheel = build("wheel", built, "*.whl")
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    pip = [str(venv / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-deps"]
    lock = PROJECT_ROOT / "packaging" / "requirements-app.lock"
    done = subprocess.run([*pip, "--require-hashes", "-r", str(lock)], cwd=tmp_path, check=False, timeout=1500)
    if done.returncode != 0:
        pytest.skip("pip cannot get the program's packages")
    subprocess.run([*pip, str(wheel)], cwd=tmp_path, check=True)
    checked = subprocess.run(
        [str(venv / "bin" / "python"), "-m", "pip", "check"], capture_output=True, text=True, check=False
    )
    assert "faceid-app" not in checked.stdout, checked.stdout
    enrols_verifies_and_shows_its_window(venv / "bin" / "faceid", home, clip)
    looks_well(venv / "bin" / "faceid", home)
