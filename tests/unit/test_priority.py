"""What gives way does so, and nothing else with it."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from faceid_app.priority import thread_gives_way

_AUTOGROUP = Path("/proc/self/autogroup")
_TELL = (
    "import os; from faceid_app.priority import process_gives_way; process_gives_way();"
    "print(os.nice(0)); print(open('/proc/self/autogroup').read() if os.path.exists('/proc/self/autogroup') else '')"
)


@pytest.mark.skipif(sys.platform == "win32", reason="there the parent says it")
def test_a_process_of_its_own_session_gives_way_with_its_whole_session():
    told = subprocess.run(
        [sys.executable, "-c", _TELL], capture_output=True, text=True, start_new_session=True, check=True
    )
    niceness, _, group = told.stdout.partition("\n")
    assert int(niceness) == min(19, os.nice(0) + 5)
    if group.strip():
        assert int(group.split()[-1]) > 0


@pytest.mark.skipif(
    not _AUTOGROUP.exists(), reason="sessions share the processors evenly only where there is autogroup"
)
def test_a_process_in_somebody_elses_session_leaves_the_others_alone():
    before = _AUTOGROUP.read_text()
    subprocess.run([sys.executable, "-c", _TELL], capture_output=True, check=True)
    assert _AUTOGROUP.read_text() == before


@pytest.mark.skipif(sys.platform != "linux", reason="threads have no niceness of their own here")
def test_a_thread_gives_way_alone():
    def lower() -> None:
        thread_gives_way()
        seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    seen: list[int] = []
    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    thread = threading.Thread(target=lower)
    thread.start()
    thread.join()
    assert seen[0] > before or before >= 19
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before
