"""The modules of `packaging/`, which are no package: its tools are run as programs."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from types import ModuleType

import pytest

from faceid_app.paths import PROJECT_ROOT


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """`tool("frozen")` is `packaging/frozen.py`."""
    monkeypatch.syspath_prepend(str(PROJECT_ROOT / "packaging"))
    return importlib.import_module
