"""Imports a module on a thread of its own while other work goes on."""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Sequence

from faceid_app.errors import Cancelled
from faceid_app.progress import IsCancelled

KERAS_EXTRAS = ("sklearn", "matplotlib")
"""Libraries that Keras imports for wrappers and plots, if they are there, which a fourth of its import is spent on."""
_POLL_SECONDS = 0.1


class BackgroundImport:
    """Begins to import `module` at once.

    Python imports a module once whoever asks, and its locks are by module, so that other imports may go on beside this
    one. Libraries spend most of an import in reading files and in their own code.

    Args:
        module: full name.
        without: optional libraries that it shall not find. Nobody else finds them either before this is done.
    """

    def __init__(self, module: str, *, without: Sequence[str] = ()) -> None:
        # LiteRT and TensorFlow are built of the same parts: loaded at the same time they crash (SIGSEGV, seen).
        importlib.import_module("ai_edge_litert.interpreter")
        self._module = module
        self._without = [name for name in without if name not in sys.modules]
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._work, name=f"import {module}", daemon=True)
        self._thread.start()

    def wait(self, is_cancelled: IsCancelled) -> None:
        """Return when it is imported. Raises what the import raised, or Cancelled."""
        while self._thread.is_alive():
            if is_cancelled():
                raise Cancelled("Training")
            self._thread.join(_POLL_SECONDS)
        if self._error is not None:
            raise self._error

    def _work(self) -> None:
        modules: dict[str, object] = sys.modules  # type: ignore[assignment]  # None says: do not look for it
        try:
            for name in self._without:
                modules[name] = None
            importlib.import_module(self._module)
        except BaseException as error:  # noqa: BLE001  # told by `wait`, in the thread that needs the module
            self._error = error
        finally:
            for name in self._without:
                if name in modules and modules[name] is None:
                    del modules[name]
