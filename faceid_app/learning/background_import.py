"""Imports a module on a thread of its own while other work goes on."""

from __future__ import annotations

import importlib
import threading

from faceid_app.errors import Cancelled
from faceid_app.progress import IsCancelled

_POLL_SECONDS = 0.1


class BackgroundImport:
    """Begins to import `module` at once.

    Python imports one module only once whoever asks, and its locks are by module, so that other imports may go on
    beside this one. Libraries spend most of an import in reading files and in their own code.
    """

    def __init__(self, module: str) -> None:
        self._module = module
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
        try:
            importlib.import_module(self._module)
        except BaseException as error:  # noqa: BLE001  # told by `wait`, in the thread that needs the module
            self._error = error
