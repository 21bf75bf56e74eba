"""The checkpoint of a distillation, everything it needs to go on, and the moving average of its weights."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import keras
import numpy as np

from faceid_app.errors import CorruptData, UsageError
from faceid_app.files import make_folder, storage_errors, write_whole

_FILE = "distillation.npz"
Losses = list[tuple[int, float]]
T = TypeVar("T")


class MovingAverage:
    """An exponential moving average of what learns in a network; at the start it forgets faster."""

    def __init__(self, network: keras.Model, *, momentum: float) -> None:
        self._momentum = momentum
        self.steps = 0
        self.values = [keras.ops.convert_to_numpy(variable).copy() for variable in network.trainable_variables]

    def follow(self, network: keras.Model) -> None:
        """Move towards the weights as they are after one more step."""
        self.steps += 1
        step = 1 - min(self._momentum, (1 + self.steps) / (10 + self.steps))
        for value, variable in zip(self.values, network.trainable_variables, strict=True):
            value += np.float32(step) * (keras.ops.convert_to_numpy(variable) - value)

    def applied(self, network: keras.Model, read: Callable[[keras.Model], T]) -> T:
        """What `read` makes of the network with the averaged weights; the network keeps its own."""
        own = [keras.ops.convert_to_numpy(variable) for variable in network.trainable_variables]
        try:
            self._assign(network, self.values)
            return read(network)
        finally:
            self._assign(network, own)

    def _assign(self, network: keras.Model, values: list[Any]) -> None:
        for variable, value in zip(network.trainable_variables, values, strict=True):
            variable.assign(value)


class DistillationState:
    """One file in `folder`, replaced as a whole. `identity` is what the training depends on, as JSON values."""

    def __init__(self, folder: Path, identity: Mapping[str, Any]) -> None:
        self._file = folder / _FILE
        self._identity = json.loads(json.dumps(identity))

    def save(self, network: keras.Model, mean: MovingAverage, *, step: int, losses: Losses, seconds: float) -> None:
        """Write weights that learn, the optimiser's numbers, and where the training stands."""
        about = {"identity": self._identity, "step": step, "losses": losses, "seconds": round(seconds, 1)}
        arrays = {f"v{i}": keras.ops.convert_to_numpy(item) for i, item in enumerate(_variables(network))}
        arrays |= {f"m{i}": value for i, value in enumerate(mean.values)}
        stream = io.BytesIO()
        np.savez(stream, allow_pickle=False, about=np.array(json.dumps(about)), **arrays)
        with storage_errors(self._file):
            make_folder(self._file.parent)
            write_whole(self._file, stream.getvalue())

    def load(self, network: keras.Model, mean: MovingAverage) -> tuple[int, Losses, float]:
        """Put the checkpoint into the network: the steps done, their losses and seconds; 0 of each where there is none.

        Raises UsageError for that of another training, CorruptData where it cannot be read.
        """
        try:
            with np.load(self._file, allow_pickle=False) as arrays:
                about = json.loads(str(arrays["about"]))
                values = [arrays[f"v{i}"] for i in range(len(arrays.files) - 1 - len(mean.values))]
                averaged = [arrays[f"m{i}"] for i in range(len(mean.values))]
        except FileNotFoundError:
            return 0, [], 0.0
        except (ValueError, KeyError, EOFError, OSError, zipfile.BadZipFile) as error:
            raise CorruptData(f"The checkpoint {str(self._file)!r}", str(error), "remove it to begin anew") from error
        changed = sorted(key for key in self._identity if about["identity"].get(key) != self._identity[key])
        if changed:
            raise UsageError(
                f"The checkpoint {str(self._file)!r} is that of a training with another {', another '.join(changed)}; "
                "give the same again, or remove it to begin anew."
            )
        for variable, value in zip(_variables(network), values, strict=True):
            variable.assign(value)
        mean.values, mean.steps = averaged, int(about["step"])
        return int(about["step"]), [(int(step), float(loss)) for step, loss in about["losses"]], float(about["seconds"])


def _variables(network: keras.Model) -> list[Any]:
    return [*network.trainable_variables, *network.optimizer.variables]
