"""The example for PAM, driven through a PAM stack: a face lets in, everything else asks for the password.

Needs root (the script gives it up), pamtester, libpam-wrapper and setpriv. The stack lies in a folder of its own.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from faceid_app.identity.lockout import MOST_FAILURES, Lockout
from faceid_app.paths import PROJECT_ROOT, Paths
from faceid_app.workers.operations import open_profiles
from tests.helpers.enrolled import enrol, give_model

pytestmark = [pytest.mark.real, pytest.mark.slow, pytest.mark.timeout(900)]
USER, PASSWORD, PROMPT = "nobody", "the right one", "Password"
SCRIPT = PROJECT_ROOT / "packaging" / "pam" / "faceid-pam"
_LIBRARIES = [Path("/usr/lib"), *Path("/usr/lib").glob("*-linux-gnu"), Path("/usr/lib64")]


def found(name: str) -> Path | None:
    """A library or module of PAM, wherever this system has it."""
    return next((folder / name for folder in _LIBRARIES if (folder / name).is_file()), None)


@dataclass
class Stack:
    """A service of PAM with a face before the password."""

    folder: Path
    user: pwd.struct_passwd
    program: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def authenticate(
        self, camera: str, password: str, *, remote: str | None = None, seconds: int = 100, program: Path | None = None
    ) -> tuple[bool, str, float]:
        """Whether PAM lets in who types that password, what was shown, and how long it took."""
        script = self.folder / "faceid-pam"
        text = SCRIPT.read_text(encoding="utf-8")
        changes = {"program=/usr/bin/faceid": f"program={program or self.program}", "seconds=6": f"seconds={seconds}"}
        for line, other in changes.items():
            assert f"\n{line}\n" in text
            text = text.replace(f"\n{line}\n", f"\n{other}\n")
        script.write_text(text, encoding="utf-8")
        script.chmod(0o755)
        services = self.folder / "services"
        services.mkdir(exist_ok=True)
        matrix = found("pam_wrapper/pam_matrix.so")
        (services / "locker").write_text(
            f"auth sufficient pam_exec.so quiet {script} --for locker --data-dir {self.data} --camera {camera} --fast\n"
            f"auth required {matrix} passdb={self.folder / 'passwords'}\n",
            encoding="utf-8",
        )
        (self.folder / "passwords").write_text(f"{USER}:{PASSWORD}:locker\n", encoding="utf-8")
        item = ["-I", f"rhost={remote}"] if remote else []
        started = time.monotonic()
        ended = subprocess.run(
            ["pamtester", *item, "locker", USER, "authenticate"],
            input=f"{password}\n", capture_output=True, text=True, timeout=200, check=False,
            env=os.environ | {
                "LD_PRELOAD": str(found("libpam_wrapper.so")),
                "PAM_WRAPPER": "1",
                "PAM_WRAPPER_SERVICE_DIR": str(services),
            },
        )  # fmt: skip
        return ended.returncode == 0, ended.stdout + ended.stderr, time.monotonic() - started

    def as_user(self, *command: str) -> list[str]:
        """A command of the user's."""
        return ["setpriv", f"--reuid={self.user.pw_uid}", f"--regid={self.user.pw_gid}", "--clear-groups", *command]

    def events(self) -> int:
        """Verdicts in the audit log so far."""
        lines = [path.read_text(encoding="utf-8") for path in sorted((self.data / "audit").glob("audit-*.jsonl"))]
        return "".join(lines).count('"verdict"')


@pytest.fixture(scope="module")
def stack(clip: Callable[[str], Path]) -> Iterator[Stack]:
    """Person `a` enrolled under the name of a user without rights, with data that are that user's."""
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    for tool in ("pamtester", "setpriv", "timeout"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    if not (found("libpam_wrapper.so") and found("pam_wrapper/pam_matrix.so")):
        pytest.skip("libpam-wrapper is not installed")
    user = pwd.getpwnam(USER)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        paths = Paths(folder / "data")
        give_model(paths, enrol(paths, USER, clip("a_live")))
        subprocess.run(["chown", "-R", f"{user.pw_uid}:{user.pw_gid}", str(paths.root)], check=True)
        stack = Stack(folder, user, folder / "faceid")
        stack.program.write_text(_program(stack), encoding="utf-8")
        stack.program.chmod(0o755)
        yield stack


def _program(stack: Stack) -> str:
    """A `faceid` that the user may run: this Python if they can, else the system's of the same version."""
    modules = os.pathsep.join([str(PROJECT_ROOT), *(entry for entry in sys.path if entry.endswith("-packages"))])
    for python in (sys.executable, f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"):
        tried = stack.as_user("env", "-i", f"PYTHONPATH={modules}", python, "-c", "import cv2, typer, faceid_app")
        if subprocess.run(tried, capture_output=True, check=False).returncode == 0:
            return f"#!/bin/sh\nPYTHONPATH='{modules}' PYTHONDONTWRITEBYTECODE=1 exec {python} -m faceid_app \"$@\"\n"
    pytest.skip(f"the user {USER} can run no Python that has what the program needs")


def test_a_match_lets_in_and_asks_for_nothing(stack: Stack, clip: Callable[[str], Path]):
    let_in, shown, _ = stack.authenticate(str(clip("a_live")), "wrong")
    assert let_in, shown
    assert PROMPT not in shown


@pytest.mark.parametrize("name", ["c_live", "a_replay"])
def test_a_stranger_and_a_replay_fall_to_the_password(stack: Stack, clip: Callable[[str], Path], name: str):
    before = stack.events()
    let_in, shown, _ = stack.authenticate(str(clip(name)), "wrong")
    assert not let_in
    assert PROMPT in shown
    assert stack.events() > before
    let_in, shown, _ = stack.authenticate(str(clip(name)), PASSWORD)
    assert let_in, shown


def test_nobody_from_afar_is_looked_at(stack: Stack, clip: Callable[[str], Path]):
    before = stack.events()
    let_in, shown, _ = stack.authenticate(str(clip("a_live")), "wrong", remote="198.51.100.7")
    assert not let_in
    assert PROMPT in shown
    assert stack.events() == before
    assert stack.authenticate(str(clip("a_live")), PASSWORD, remote="198.51.100.7")[0]


def test_a_camera_that_is_not_there_and_a_locked_out_person_fall_to_the_password(
    stack: Stack, clip: Callable[[str], Path]
):
    assert not stack.authenticate("/nowhere.mp4", "wrong")[0]
    assert stack.authenticate("/nowhere.mp4", PASSWORD)[0]
    lockout = open_profiles(Paths(stack.data)).get(USER).lockout
    for _ in range(MOST_FAILURES):
        Lockout(lockout).failed()
    subprocess.run(["chown", "-R", f"{stack.user.pw_uid}:{stack.user.pw_gid}", str(stack.data)], check=True)
    assert not stack.authenticate(str(clip("a_live")), "wrong")[0]
    assert stack.authenticate(str(clip("a_live")), PASSWORD)[0]
    lockout.erase()
    subprocess.run(["chown", "-R", f"{stack.user.pw_uid}:{stack.user.pw_gid}", str(stack.data)], check=True)


def test_what_never_answers_holds_the_password_up_for_so_long_and_no_longer(stack: Stack, clip: Callable[[str], Path]):
    silent = stack.folder / "silent"
    silent.write_text("#!/bin/sh\ntrap '' TERM\nwhile :; do sleep 1; done\n", encoding="utf-8")
    silent.chmod(0o755)
    let_in, shown, seconds = stack.authenticate(str(clip("a_live")), PASSWORD, seconds=1, program=silent)
    assert let_in, shown
    assert seconds < 8


def test_the_service_of_the_user_answers_and_where_it_stopped_the_command_does(
    stack: Stack, clip: Callable[[str], Path]
):
    runtime = Path(f"/run/user/{stack.user.pw_uid}")
    if runtime.exists():
        pytest.skip(f"{runtime} is in use")
    runtime.mkdir(0o700, parents=True)
    os.chown(runtime, stack.user.pw_uid, stack.user.pw_gid)
    try:
        service = subprocess.Popen(
            stack.as_user(
                "env", "-i", f"XDG_RUNTIME_DIR={runtime}", "PATH=/usr/bin:/bin", str(stack.program),
                "--data-dir", str(stack.data), "serve", "--profile", USER,
            ),
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert service.stdout is not None
        assert "Listening" in service.stdout.readline()
        let_in, shown, _ = stack.authenticate(str(clip("a_live")), "wrong")
        assert let_in, shown
        service.terminate()
        assert service.wait(20) == 0
        let_in, shown, _ = stack.authenticate(str(clip("a_live")), "wrong")
        assert let_in, shown
    finally:
        shutil.rmtree(runtime)
