"""Which backend is chosen, and how the device is named."""

from __future__ import annotations

import os

import pytest

from faceid_app.learning.device import choose_backend, find_device


def test_the_users_choice_of_backend_wins(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    assert choose_backend() == "jax"


def test_without_a_gpu_it_is_tensorflow(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("KERAS_BACKEND", raising=False)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert choose_backend() == "tensorflow"


def test_jax_is_chosen_where_its_cuda_plugin_and_a_driver_are(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("KERAS_BACKEND", raising=False)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: name if name == "jax_cuda12_plugin" else None)
    monkeypatch.setattr("faceid_app.learning.device._DRIVERS", (os.devnull,))
    assert choose_backend() == "jax"
    monkeypatch.setattr("faceid_app.learning.device._DRIVERS", ("/nowhere",))
    assert choose_backend() == "tensorflow"


def test_the_device_is_named_with_its_backend():
    device = find_device()
    assert device.backend == "tensorflow"
    assert device.title.endswith("via TensorFlow")
    if device.gpu:
        assert device.advice == ""
    else:
        assert device.title.startswith("CPU, ")
        assert "found no GPU" in device.advice
