"""What libraries write on stderr while they load is not seen, and stderr is there again afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest

from faceid_app.faces.silence import silent


def test_nothing_is_seen_meanwhile_and_everything_afterwards(capfd: pytest.CaptureFixture[str]):
    with silent():
        os.write(2, b"chatter\n")
    os.write(2, b"news\n")
    assert capfd.readouterr().err == "news\n"


def test_an_error_passes_and_stderr_comes_back(capfd: pytest.CaptureFixture[str]):
    with pytest.raises(RuntimeError, match="broken"), silent():
        raise RuntimeError("broken")
    os.write(2, b"news\n")
    assert capfd.readouterr().err == "news\n"


def test_two_threads_give_stderr_back_in_whatever_order_they_end(capfd: pytest.CaptureFixture[str]):
    first_in, second_in, first_may_end, second_may_end = (threading.Event() for _ in range(4))

    def work(inside: threading.Event, may_end: threading.Event) -> None:
        with silent():
            inside.set()
            may_end.wait(20)

    first = threading.Thread(target=work, args=(first_in, first_may_end))
    second = threading.Thread(target=work, args=(second_in, second_may_end))
    first.start()
    assert first_in.wait(20)
    second.start()
    second_in.wait(0.2)  # would it come in now, it would keep the silence of the first for stderr
    first_may_end.set()
    first.join(20)
    assert second_in.wait(20)
    second_may_end.set()
    second.join(20)
    os.write(2, b"news\n")
    assert capfd.readouterr().err == "news\n"


def test_a_process_without_stderr_runs_all_the_same():
    code = "import os; os.close(2); from faceid_app.faces.silence import silent\nwith silent(): print('done')"
    finished = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, timeout=60, check=False)
    assert (finished.returncode, finished.stdout) == (0, "done\n")
