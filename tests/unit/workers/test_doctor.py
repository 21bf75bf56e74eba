"""Each check tells what is wrong and what to do, and is quiet where all is well."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from faceid_app.camera.catalogue import CameraInfo
from faceid_app.camera.errors import CameraBusy
from faceid_app.errors import ModelMissing
from faceid_app.faces import yunet
from faceid_app.libraries import LINUX_LIBRARIES
from faceid_app.paths import Paths
from faceid_app.workers import doctor
from faceid_app.workers.doctor import (
    NEEDED_BYTES,
    check_backbones,
    check_cameras,
    check_data_folder,
    check_detector,
    check_disk,
    check_lfw,
    check_libraries,
    check_packages,
    check_python,
    check_screen,
    check_training,
    diagnose,
)
from tests.helpers.shipped import ship


@pytest.mark.parametrize(("version", "ok"), [((3, 10), False), ((3, 11), True), ((3, 13), True), ((3, 14), False)])
def test_python(version: tuple[int, int], ok: bool):
    finding = check_python(version)
    assert finding.ok is ok
    assert finding.detail.startswith(f"{version[0]}.{version[1]} on ")
    assert bool(finding.action) is not ok


def test_packages():
    assert check_packages().ok
    lacking = check_packages(["numpy", "no-such-package"])
    assert not lacking.ok
    assert lacking.detail == "missing: no-such-package"
    assert "./run" in lacking.action


def test_missing_libraries_come_with_the_line_to_type(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(doctor, "missing_libraries", lambda: list(LINUX_LIBRARIES[:1]))
    monkeypatch.setattr(doctor, "package_tool", lambda: "apt-get")
    finding = check_libraries()
    assert (finding.ok, finding.detail) == (False, "missing: libEGL.so.1")
    assert finding.action.endswith("apt-get install -y libegl1")


def test_no_screen_is_told_and_is_no_fault(monkeypatch: pytest.MonkeyPatch):
    assert check_screen().ok
    monkeypatch.setattr(doctor, "has_screen", lambda: False)
    finding = check_screen()
    assert finding.ok
    assert finding.detail == "there is none in this session, which is no fault (only the window needs one)"


def test_detector(monkeypatch: pytest.MonkeyPatch):
    assert check_detector().ok

    def missing() -> None:
        raise ModelMissing("The face detector", "install it")

    monkeypatch.setattr(yunet, "load", missing)
    assert not check_detector().ok


def test_an_empty_data_folder_lacks_backbone_and_lfw(paths: Paths):
    compact, _int8, sface = check_backbones(paths, shipped=paths.root / "nothing shipped")
    assert not compact.ok
    assert "choose --backbone sface" in compact.action
    assert (sface.ok, sface.action) == (False, "run: faceid models fetch sface")
    lfw = check_lfw(paths, shipped=paths.root / "nothing shipped")
    assert (lfw.ok, lfw.action) == (False, "run: faceid data lfw")


def test_what_comes_with_the_program_is_enough(paths: Paths, tmp_path: Path):
    ship(tmp_path / "models")
    compact, _int8, sface = check_backbones(paths, shipped=tmp_path / "models")
    lfw = check_lfw(paths, shipped=tmp_path / "models")
    assert compact.ok
    assert compact.detail.endswith(", bundled")
    assert [(one.ok, one.action) for one in (sface, lfw)] == [(True, ""), (True, "")]
    assert "no fault" in sface.detail
    assert "faceid data lfw" in lfw.detail


def test_a_damaged_file_of_the_shipped_backbone_is_told(paths: Paths, tmp_path: Path):
    folder = ship(tmp_path / "models")
    (folder / "strangers.npz").write_bytes(b"others")
    compact, _int8, sface = check_backbones(paths, shipped=tmp_path / "models")
    assert not compact.ok
    assert "checksum of 'strangers.npz' differs" in compact.detail
    assert not sface.ok, "with the default damaged, the other one is wanted"


def test_a_damaged_backbone_is_told(paths: Paths):
    folder = paths.models / "sface"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{", encoding="utf-8")
    backbone = check_backbones(paths)[-1]
    assert not backbone.ok
    assert "damaged" in backbone.detail


def test_cameras():
    webcam = CameraInfo(index=0, name="Webcam", stable_id="046d:0825@1-2", backend=200)
    there = check_cameras(lambda: [webcam])
    assert (there.ok, there.detail) == (True, "0: Webcam [046d:0825@1-2]")
    assert check_cameras(list).detail == "none was found"

    def fails() -> list[CameraInfo]:
        raise CameraBusy("Webcam")

    assert "cannot be listed" in check_cameras(fails).detail


def test_a_data_folder_that_will_be_made(paths: Paths):
    finding = check_data_folder(paths)
    assert finding.ok
    assert finding.detail == f"{paths.root} (made when it is needed)"
    assert not paths.root.exists(), "looking changes nothing"


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX systems")
def test_personal_data_open_to_others_is_told(paths: Paths):
    paths.personal.mkdir(parents=True)
    paths.personal.chmod(0o755)
    finding = check_data_folder(paths)
    assert not finding.ok
    assert "mode 0755, needed 0700" in finding.detail
    paths.personal.chmod(0o700)
    assert check_data_folder(paths).ok


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder that refuses even the superuser")
def test_a_folder_that_refuses_is_told():
    finding = check_data_folder(Paths(Path("/proc/self/data")))
    assert not finding.ok
    assert "--data-dir" in finding.action


def test_disk(paths: Paths):
    assert check_disk(paths, lambda folder: NEEDED_BYTES).ok
    full = check_disk(paths, lambda folder: NEEDED_BYTES // 10)
    assert not full.ok
    assert full.detail.startswith("0.2 GB free, 2 GB needed")


def says(program: str) -> tuple[str, ...]:
    return (sys.executable, "-c", program)


def test_training_names_the_device_and_why_it_is_no_gpu():
    answer = '{"result": {"title": "CPU, 2 cores via TensorFlow", "advice": "TensorFlow found no GPU."}}'
    finding = check_training(says(f"print('{answer}')"))
    assert finding.ok
    assert finding.detail == "CPU, 2 cores via TensorFlow. TensorFlow found no GPU."


@pytest.mark.usefixtures("caplog")
def test_training_that_does_not_start_is_told():
    assert not check_training(says("raise SystemExit('no keras')")).ok
    assert not check_training(("no-such-program",)).ok


def test_training_that_does_not_answer_is_given_up():
    finding = check_training(says("import sys; sys.stdin.readline()"), timeout=0.1)
    assert finding.detail == "no answer within 0.1 s"


@pytest.mark.slow
def test_all_checks_are_made_with_the_real_training_process(paths: Paths):
    findings = diagnose(paths)
    assert [finding.name for finding in findings] == [
        "python", "packages", "window libraries", "screen", "face detector", "backbone compact",
        "backbone compact-int8", "backbone sface", "data set LFW", "cameras", "data folder", "protection", "disk space",
        "training",
    ]  # fmt: skip
    assert all(finding.action for finding in findings if not finding.ok)
    assert "via" in findings[-1].detail, findings[-1]
