"""What other programs hook into: the units name the socket that is asked, the script for PAM knows whom to refuse."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from faceid_app.paths import PROJECT_ROOT
from faceid_app.workers.service_socket import FOLDER, SOCKET

UNITS, SCRIPT = PROJECT_ROOT / "packaging" / "systemd", PROJECT_ROOT / "packaging" / "pam" / "faceid-pam"


def test_the_socket_unit_listens_where_the_command_asks():
    unit = (UNITS / "faceid.socket").read_text(encoding="utf-8").splitlines()
    assert f"ListenStream=%t/{FOLDER}/{SOCKET}" in unit
    assert {"SocketMode=0600", "DirectoryMode=0700"} <= set(unit)


def test_the_service_unit_gives_up_what_it_can():
    unit = (UNITS / "faceid.service").read_text(encoding="utf-8").splitlines()
    assert {"NoNewPrivileges=yes", "RestrictAddressFamilies=AF_UNIX", "ProtectSystem=strict", "LimitCORE=0"} <= set(
        unit
    )


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_understands_the_units(tmp_path: Path):
    for name in ("faceid.socket", "faceid.service"):
        text = (UNITS / name).read_text(encoding="utf-8").replace("/usr/bin/faceid", "/bin/true")
        (tmp_path / name).write_text(text.replace("Documentation=man:faceid(1)\n", ""), encoding="utf-8")
    checked = subprocess.run(
        ["systemd-analyze", "--user", "verify", str(tmp_path / "faceid.service"), str(tmp_path / "faceid.socket")],
        env=os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "Failed to initialize manager" in checked.stderr:
        pytest.skip("systemd-analyze does not work here")
    assert (checked.returncode, checked.stderr) == (0, "")


ASKED = {"PAM_TYPE": "auth", "PAM_SERVICE": "swaylock", "PAM_USER": "somebody-who-is-not-there"}


@pytest.mark.skipif(os.name != "posix", reason="PAM is for Unix")
@pytest.mark.parametrize(
    "asked",
    [
        {"PAM_TYPE": "account"},
        {"PAM_RHOST": "198.51.100.7"},
        {"PAM_TTY": "ssh"},
        {"PAM_SERVICE": "sudo"},
        {"PAM_SERVICE": "sshd"},
        {"PAM_SERVICE": "polkit-1"},
        {"PAM_USER": "root"},
        {"PAM_USER": "-x"},
        {"PAM_USER": "a;b"},
        {"PAM_USER": ""},
        {},
    ],
)
def test_the_script_for_pam_refuses_and_runs_nothing(tmp_path: Path, asked: dict[str, str]):
    program, ran = tmp_path / "faceid", tmp_path / "ran"
    program.write_text(f"#!/bin/sh\ntouch {ran}\n", encoding="utf-8")
    program.chmod(0o755)
    script = tmp_path / "faceid-pam"
    script.write_text(SCRIPT.read_text(encoding="utf-8").replace("/usr/bin/faceid", str(program)), encoding="utf-8")
    ended = subprocess.run(["sh", str(script), "--camera", "0"], env=ASKED | asked, capture_output=True, check=False)
    assert ended.returncode == 1
    assert not ran.exists()
