"""The checkpoint of a laboratory training: one file with everything it needs to go on as if nothing had happened."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np

from faceid_app.errors import CorruptData, UsageError
from faceid_app.files import make_folder, storage_errors, write_whole

_FILE = "arcface.npz"


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochFigures:
    """What one epoch ended with. `loss` and `accuracy` are those of the steps as they were trained, augmented and all.

    learning: blocks of the backbone that learned. rate: of the last step.
    """

    epoch: int
    loss: float
    accuracy: float
    validation_loss: float
    validation_accuracy: float
    rate: float
    learning: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """`step` batches into `epoch` (from 0), with that epoch's sums so far; `learning` blocks did in the last step."""

    epoch: int = 0
    step: int = 0
    rows: int = 0
    loss: float = 0.0
    right: float = 0.0
    learning: int | None = None
    history: tuple[EpochFigures, ...] = ()

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Position:
        """Back from `asdict` and JSON."""
        return cls(**{**values, "history": tuple(EpochFigures(**one) for one in values["history"])})


class TrainingState:
    """One file in `folder`, replaced as a whole.

    identity: what the training depends on, as JSON values; the state of another training is not continued.
    """

    def __init__(self, folder: Path, identity: Mapping[str, Any]) -> None:
        self._file = folder / _FILE
        self._identity = json.loads(json.dumps(identity))

    def save(self, model: keras.Model, position: Position) -> None:
        """Write weights, the optimiser's numbers, seeds and the position."""
        about = {"identity": self._identity, "position": asdict(position)}
        arrays = {f"v{i}": keras.ops.convert_to_numpy(item) for i, item in enumerate(_variables(model))}
        stream = io.BytesIO()
        np.savez(stream, allow_pickle=False, about=np.array(json.dumps(about)), **arrays)
        with storage_errors(self._file):
            make_folder(self._file.parent)
            write_whole(self._file, stream.getvalue())

    def position(self) -> Position | None:
        """Where the training stands; None where there is no checkpoint. Raises UsageError and CorruptData."""
        about = self._read(values=False)[0]
        return None if about is None else Position.from_dict(about["position"])

    def load(self, model: keras.Model) -> None:
        """Put the checkpoint into a model that is compiled as it was at `position`."""
        _, values = self._read(values=True)
        for variable, value in zip(_variables(model), values, strict=True):
            variable.assign(value)

    def clear(self) -> None:
        """Remove it: the training has ended, or a new one begins."""
        with storage_errors(self._file):
            self._file.unlink(missing_ok=True)

    def _read(self, *, values: bool) -> tuple[dict[str, Any] | None, list[Any]]:
        what, action = f"The checkpoint {str(self._file)!r}", "train without --resume"
        try:
            with np.load(self._file, allow_pickle=False) as arrays:
                about: dict[str, Any] = json.loads(str(arrays["about"]))
                found = [arrays[f"v{i}"] for i in range(len(arrays.files) - 1)] if values else []
        except FileNotFoundError:
            return None, []
        except (ValueError, KeyError, EOFError, OSError, zipfile.BadZipFile) as error:
            raise CorruptData(what, str(error), action) from error
        changed = sorted(key for key in self._identity if about["identity"].get(key) != self._identity[key])
        if changed:
            raise UsageError(f"{what} is that of a training with another {', another '.join(changed)}; {action}.")
        return about, found


def _variables(model: keras.Model) -> list[Any]:
    return [*model.variables, *model.optimizer.variables]
