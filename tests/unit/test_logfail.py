"""The watch over unexpected warnings can fail, and stays quiet where it should."""

from __future__ import annotations

import pytest

pytest_plugins = ["pytester"]

TESTS = """
import logging, threading
from tests.helpers.logfail import no_unexpected_warnings

log = logging.getLogger("faceid_app.camera.device")

def test_warns():
    log.warning("stuck")

def test_warns_in_a_thread():
    thread = threading.Thread(target=log.error, args=("lost",))
    thread.start()
    thread.join()

def test_looks_at_the_log(caplog):
    log.warning("stuck")

def test_informs():
    log.info("all well")

def test_hears_others():
    logging.getLogger("elsewhere").warning("not ours")
"""


def test_unexpected_warnings_fail(pytester: pytest.Pytester, caplog: pytest.LogCaptureFixture):
    pytester.makepyfile(TESTS)
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider", "-p", "no:pytest-qt")
    result.assert_outcomes(passed=5, errors=2)
    result.stdout.fnmatch_lines(["WARNING faceid_app.camera.device: stuck", "ERROR faceid_app.camera.device: lost"])
