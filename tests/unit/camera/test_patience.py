"""Calls that may never return."""

from __future__ import annotations

import threading

import pytest

from faceid_app.camera.patience import Patient


def test_results_and_errors_come_back_from_one_thread() -> None:
    patient = Patient("test")
    names = {patient.call(lambda: threading.current_thread().name, 5) for _ in range(3)}
    assert names == {"test"}
    with pytest.raises(ZeroDivisionError):
        patient.call(lambda: 1 / 0, 5)
    patient.finish(lambda: None)
    assert patient.join(5)


def test_what_takes_too_long_is_left_alone_and_cleaned_up_after() -> None:
    hang, cleaned = threading.Event(), threading.Event()
    patient = Patient("test")
    with pytest.raises(TimeoutError):
        patient.call(hang.wait, 0.01)
    patient.finish(cleaned.set)
    assert not patient.join(0.01)
    hang.set()
    assert patient.join(5)
    assert cleaned.is_set()


def test_given_up_calls_are_not_waited_for() -> None:
    hang = threading.Event()
    patient = Patient("test")
    patient.give_up()
    patient.give_up()
    with pytest.raises(TimeoutError):
        patient.call(hang.wait, 60)
    hang.set()
    patient.finish(lambda: None)
    assert patient.join(5)
