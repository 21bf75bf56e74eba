"""Owns frozen backbones of the deep branch: the networks, their weights, and the features they make of faces."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import cv2
import keras
import numpy as np

from faceid_app.datasets.feature_cache import FeatureCache, Features, Read, Row
from faceid_app.errors import CorruptData, DownloadFailed, TrainingFailed
from faceid_app.identity.identify_options import IMAGENET, INCEPTIONS, RANDOM
from faceid_app.identity.picture_embeddings import aligned_face_reader
from faceid_app.identity.preprocessing import PREPROCESSING_VERSION
from faceid_app.learning.identification import inception_resnet_v1 as version1
from faceid_app.paths import Paths
from faceid_app.progress import Stage

VERSION2_PARAMETERS = 54_336_736
"""Of Inception-ResNet-v2 without its classifier."""


def build_frozen(name: str, weights: str, *, size: int, seed: int) -> keras.Model:
    """(n, size, size, 3) float32 RGB 0..255 -> (n, features) float32; nothing in it learns.

    Args:
        name: out of INCEPTIONS.
        weights: RANDOM; IMAGENET, which is downloaded; or a file, of this network without a classifier: weights, or a
            network that `faceid lab arcface --backbone inception_resnet_v1` saved.
        size: pixels. seed: of random weights.

    Raises:
        CorruptData: the file holds no weights of it. DownloadFailed: as it says.
    """
    keras.utils.set_random_seed(seed)
    if name == INCEPTIONS[0]:
        whole = version1.inception_resnet_v1(size=size)
        if whole.count_params() != version1.PARAMETERS:
            raise TrainingFailed(f"{name} came out with {whole.count_params():,} parameters")
    else:
        picture = keras.Input((size, size, 3), name="picture")
        pixels = keras.layers.Rescaling(1 / 127.5, offset=-1.0, name="pixels")(picture)
        try:
            ready = keras.applications.InceptionResNetV2(
                include_top=False, pooling="avg", weights=IMAGENET if weights == IMAGENET else None,
                input_shape=(size, size, 3),
            )  # fmt: skip
        except (OSError, ValueError) as error:  # what Keras makes of a network that is not there
            raise DownloadFailed(f"The ImageNet weights of {name}", " ".join(str(error).split())[:120]) from error
        if ready.count_params() != VERSION2_PARAMETERS:
            raise TrainingFailed(f"{name} came out with {ready.count_params():,} parameters")
        whole = keras.Model(picture, ready(pixels), name=name)
    if weights not in (RANDOM, IMAGENET):
        whole = _with_weights(whole, Path(weights))
    whole.trainable = False
    return whole


def frozen_features(
    paths: Paths, model: keras.Model, pictures: Sequence[Path], *, aligned: bool, weights: str, seed: int, stage: Stage
) -> Features:
    """The features of the subject of each picture, scaled from its aligned face; kept for the next run."""
    size = int(model.input_shape[1])
    named = f"{weights} {seed}" if weights in (RANDOM, IMAGENET) else _digest(Path(weights))
    kind = f"{model.name} {named} {size} {aligned} {PREPROCESSING_VERSION}"

    def new_read() -> Read:
        see = aligned_face_reader(aligned=aligned)

        def read(picture: Path) -> Row | None:
            face = see(picture)
            if face is None:
                return None
            scaled = cv2.resize(face, (size, size), interpolation=cv2.INTER_LINEAR).astype(np.float32)
            return np.asarray(keras.ops.convert_to_numpy(model(scaled[None], training=False))[0], np.float32)

        return read

    cache = FeatureCache(paths.cache / "features", kind)
    return cache.features(pictures, new_read, dimension=int(model.output_shape[-1]), stage=stage)


def _with_weights(model: keras.Model, file: Path) -> keras.Model:
    try:
        if file.suffix == ".keras":
            return _features_of(keras.saving.load_model(file, compile=False, safe_mode=True), model)
        model.load_weights(file)
    except (ValueError, OSError, KeyError, TypeError) as error:
        why = f"it holds no weights of {model.name} without its classifier ({' '.join(str(error).split())[:120]})"
        raise CorruptData(f"The file {str(file)!r}", why, "give one that was saved from this network") from error
    return model


def _features_of(trained: keras.Model, model: keras.Model) -> keras.Model:
    """`trained`, from the laboratory of embeddings, if it is this network at this size; ValueError else."""
    if trained.input_shape[1:] != model.input_shape[1:] or not trained.name.startswith(model.name):
        raise ValueError(f"{trained.name} for {trained.input_shape[1:3]} is not {model.name} for {model.input_shape}")
    return keras.Model(trained.inputs[0], trained.outputs[0], name=model.name)


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
