"""What other programs hook into: the units name the socket that is asked, the script for PAM knows whom to refuse."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from faceid_app.paths import PROJECT_ROOT
from faceid_app.workers.service_socket import FOLDER, SOCKET

if TYPE_CHECKING:
    import pwd

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


ASKED = {"PAM_TYPE": "auth", "PAM_SERVICE": "swaylock"}
CALL = ["--for", "swaylock", "--camera", "0"]
MATCH = '{"name": "x", "verdict": "match", "reason": ""}'
Ask = Callable[..., tuple[int, str]]


@pytest.fixture
def ask() -> Iterator[Ask]:
    """The script for PAM, with a program in place of `faceid`: its exit code, and what the program was told."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)  # where this is root the program runs as another user
        yield _asker(Path(name))


def _asker(folder: Path) -> Ask:
    program, heard, script = folder / "faceid", folder / "heard", folder / "faceid-pam"
    script.write_text(SCRIPT.read_text(encoding="utf-8").replace("/usr/bin/faceid", str(program)), encoding="utf-8")

    def run(asked: dict[str, str], *call: str, says: str = MATCH, code: int = 0) -> tuple[int, str]:
        heard.unlink(missing_ok=True)
        told = f"#!/bin/sh\nenv > {heard}; echo \"$@\" >> {heard}\necho '{says}'\nexit {code}\n"
        program.write_text(told, encoding="utf-8")
        program.chmod(0o755)
        ended = subprocess.run(
            ["sh", str(script), *call], env=ASKED | asked, cwd=folder, capture_output=True, check=False
        )
        return ended.returncode, heard.read_text(encoding="utf-8") if heard.exists() else ""

    return run


@pytest.mark.skipif(os.name != "posix", reason="PAM is for Unix")
@pytest.mark.parametrize(
    ("asked", "call"),
    [
        ({"PAM_TYPE": "account"}, CALL),
        ({"PAM_RHOST": "198.51.100.7"}, CALL),
        ({"PAM_TTY": "ssh"}, CALL),
        ({"PAM_TTY": "/dev/pts/3"}, CALL),
        *(({"PAM_SERVICE": name}, ["--for", name]) for name in ("sudo", "sshd", "doas", "polkit-1", "login", "")),
        ({"PAM_USER": "root"}, CALL),
        ({"PAM_USER": "-x"}, CALL),
        ({"PAM_USER": "a;b"}, CALL),
        ({"PAM_USER": ""}, CALL),
        ({"PAM_USER": "somebody-who-is-not-there"}, CALL),
        ({"PAM_SERVICE": "another-locker"}, CALL),
        ({}, ["--camera", "0"]),
        ({}, ["--for"]),
    ],
)
def test_the_script_for_pam_refuses_and_runs_nothing(ask: Ask, asked: dict[str, str], call: list[str]):
    code, heard = ask({"PAM_USER": somebody().pw_name} | asked, *call)
    assert code != 0
    assert heard == ""


@pytest.mark.skipif(os.name != "posix", reason="PAM is for Unix")
def test_the_script_for_pam_lets_in_by_a_match_alone(ask: Ask):
    user = somebody()
    as_them = {"PAM_USER": user.pw_name, "LD_PRELOAD": "", "PYTHONPATH": "/elsewhere", "HOME": "/elsewhere"}
    code, heard = ask(as_them, *CALL)
    assert code == 0
    assert f"HOME={user.pw_dir}\n" in heard
    assert "PYTHONPATH" not in heard
    assert heard.endswith(f"--json verify {user.pw_name} --timeout 4 --camera 0\n")
    for says, ended in (
        (MATCH, 1), (MATCH, 3), (MATCH, 70), ("Usage: faceid verify", 0), ("", 0),
        ('{"name": "x", "verdict": "no_match"}', 0), ('{"error": {"kind": "x", "message": "match"}}', 0),
    ):  # fmt: skip
        assert ask(as_them, *CALL, says=says, code=ended)[0] != 0, (says, ended)


def somebody() -> pwd.struct_passwd:
    """Whom the script may become here: a user without rights where this is root, else this one."""
    import pwd

    return pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
