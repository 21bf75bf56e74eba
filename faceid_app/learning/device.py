"""Which backend and device training runs on, and why."""

from __future__ import annotations

import importlib.util
import os
import platform
from dataclasses import dataclass
from pathlib import Path

from faceid_app.words import Words

_TITLES = {"tensorflow": "TensorFlow", "jax": "JAX", "torch": "PyTorch"}
_DRIVERS = ("/dev/nvidiactl", "/dev/dxg")  # Linux, and Windows' subsystem for it


@dataclass(frozen=True, slots=True)
class Device:
    """What training runs on. `title` is for the user; `advice` is one sentence, empty where a GPU is used."""

    backend: str
    title: str
    gpu: bool
    advice: str


def choose_backend() -> str:
    """The Keras backend: KERAS_BACKEND if set, else one that finds a GPU, else TensorFlow. Imports no Keras."""
    if named := os.environ.get("KERAS_BACKEND"):
        return named
    if importlib.util.find_spec("jax_cuda12_plugin") and any(Path(driver).exists() for driver in _DRIVERS):
        return "jax"
    if importlib.util.find_spec("torch"):
        import torch

        if torch.cuda.is_available():
            return "torch"
    return "tensorflow"


def find_device() -> Device:
    """The device of the running backend; imports Keras."""
    import keras

    backend = keras.backend.backend()
    through = f"via {_TITLES.get(backend, backend)}"
    name = _gpu_name(backend)
    if name:
        return Device(backend=backend, title=f"{name} {through}", gpu=True, advice="")
    affinity = getattr(os, "sched_getaffinity", None)  # not on every system
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    title = f"CPU, {cores} core{'s' if cores != 1 else ''} {through}"
    return Device(backend=backend, title=title, gpu=False, advice=_advice(backend))


def peak_memory() -> int | None:
    """Bytes of main memory this process has held at most; None where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    unit = 1 if platform.system() == "Darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _gpu_name(backend: str) -> str | None:
    if backend == "jax":
        import jax

        found = jax.devices()[0]
        return None if found.platform == "cpu" else str(found.device_kind)
    if backend == "torch":
        import torch

        return str(torch.cuda.get_device_name(0)) if torch.cuda.is_available() else None
    import tensorflow

    gpus = tensorflow.config.list_physical_devices("GPU")
    if not gpus:
        return None
    return str(tensorflow.config.experimental.get_device_details(gpus[0]).get("device_name", "GPU"))


def _advice(backend: str, system: str | None = None) -> str:
    if backend != "tensorflow":
        return _NOT_FOUND.get(backend, "")
    return _TENSORFLOW.get(system or platform.system(), _NOT_FOUND[backend])


# Whole sentences, so that the window can say them in its own language.
_NOT_FOUND = {
    "tensorflow": Words("TensorFlow found no GPU."),
    "jax": Words("JAX found no GPU."),
    "torch": Words("PyTorch found no GPU."),
}
_TENSORFLOW = {
    "Linux": Words("TensorFlow found no GPU; with an NVIDIA GPU install the extra 'gpu' (JAX)."),
    "Windows": Words("TensorFlow has no GPU on native Windows; with an NVIDIA GPU install the extra 'gpu' (PyTorch)."),
}
