"""A backbone as the Keras network that its LiteRT file was made from."""

from __future__ import annotations

import keras

from faceid_app.errors import CorruptData
from faceid_app.identity.backbones import KERAS_FILE, SOURCE_FILE, Backbone, how_to_get
from faceid_app.learning import layers  # noqa: F401  # registers our layers for the safe loader
from faceid_app.learning.sface import read_sface


def load_network(backbone: Backbone) -> keras.Model:
    """The network: (n, 112, 112, 3) float32 0..255 -> (n, d) float32, a plain chain of layers.

    Raises:
        ModelMissing, CorruptData: its file is not there, or not what the backbone's manifest says.
    """
    if not backbone.has(KERAS_FILE):
        return read_sface(backbone.folder / SOURCE_FILE)
    backbone.read(KERAS_FILE)  # for its checksum; Keras wants the path
    try:
        return keras.saving.load_model(backbone.folder / KERAS_FILE, compile=False, safe_mode=True)
    except (ValueError, OSError, TypeError, KeyError) as error:
        what = f"{KERAS_FILE!r} of backbone {backbone.name!r}"
        raise CorruptData(what, f"Keras cannot read it ({type(error).__name__})", how_to_get(backbone.name)) from error
