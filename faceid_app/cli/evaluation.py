"""`faceid evaluate`: how good a backbone is, on public pairs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from faceid_app.cli.console import Console
from faceid_app.cli.options import Backbone
from faceid_app.datasets.lfw import LfwIndex, pairs_file
from faceid_app.datasets.pairs import read_pairs
from faceid_app.errors import DatasetMissing
from faceid_app.evaluation.lfw_protocol import LfwResult, evaluate_lfw
from faceid_app.identity.backbones import SFACE, find_backbone
from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.head import start_head
from faceid_app.identity.strangers import StrangerBank, build_bank
from faceid_app.progress import never

evaluate = typer.Typer(help="Measure backbones on public data.")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(evaluate, name="evaluate")


@evaluate.callback()
def _topic() -> None:
    """Keeps `evaluate` a topic with commands below it."""


@evaluate.command()
def lfw(
    context: typer.Context,
    lfw: Annotated[Path | None, typer.Option(help="Folder of LFW; the installed one when not given.")] = None,
    pairs: Annotated[Path | None, typer.Option(help="pairs.txt of View 2; the installed one when not given.")] = None,
    backbone: Backbone = SFACE.name,
) -> None:
    """LFW View 2: ten-fold accuracy, EER and TAR at FAR 1e-2 and 1e-3, by the L1 head and by the cosine."""
    console: Console = context.obj
    network = find_backbone(console.paths, backbone)
    index = LfwIndex.find(console.paths) if lfw is None else LfwIndex(lfw)
    listed = pairs_file(console.paths) if pairs is None else pairs
    if not listed.is_file():
        raise DatasetMissing(f"The list of pairs {str(listed)!r}", "give it with --pairs, or run: faceid data lfw")
    folds = read_pairs(listed)
    head = start_head(network.dimension, slope=1.0, bias=0.0)

    def by_head(first: Embeddings, second: Embeddings) -> Embeddings:
        return head.pair_logits(head.project(first), head.project(second))

    def by_cosine(first: Embeddings, second: Embeddings) -> Embeddings:
        return np.asarray((first * second).sum(axis=1), np.float32)

    with console.progress() as report:
        bank = build_bank(console.paths, network, index.people(), root=index.root, report=report, is_cancelled=never)
        pictures = _Lookup(bank, index)
        results = {
            name: evaluate_lfw(index, folds, pictures.embed, score, report=report, is_cancelled=never)
            for name, score in {"head": by_head, "cosine": by_cosine}.items()
        }
    payload = {"backbone": network.name, **results["head"].to_dict(), "cosine": results["cosine"].to_dict()}
    console.result(payload, "\n".join(_text(name, result) for name, result in results.items()))


class _Lookup:
    """Embeddings of pictures out of the bank of the whole set, which training uses too."""

    def __init__(self, bank: StrangerBank, index: LfwIndex) -> None:
        people = index.people()
        listed = [picture for name in sorted(people) for picture in people[name]]
        self._row = {listed[picture]: row for row, picture in enumerate(bank.picture)}
        self._embeddings = bank.embeddings

    def embed(self, pictures: list[Path]) -> tuple[Embeddings, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
        """(n, d) float32, zero where no face was found, and (n,) bool, whether one was."""
        rows = np.array([self._row.get(picture, -1) for picture in pictures])
        found = rows >= 0
        return np.where(found[:, None], self._embeddings[rows], np.float32(0.0)), found


def _text(name: str, result: LfwResult) -> str:
    tar = ", ".join(f"TAR {value:.2%} at FAR {far}" for far, value in result.tar_at_far.items())
    return (
        f"{name}: accuracy {result.accuracy:.2%} ± {result.std_error:.2%} (standard error over 10 folds), "
        f"EER {result.eer:.2%}, {tar}; {result.pairs:,} pairs, {result.not_found} pictures without a face"
    )
