"""`faceid evaluate robustness` and `alignment`: what networks lose on bad pictures and on badly cut ones."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from faceid_app import __version__
from faceid_app.camera.frame import RgbImage
from faceid_app.cli import evaluation_speed
from faceid_app.cli.console import Console
from faceid_app.datasets.lfw import LfwIndex, pairs_file
from faceid_app.datasets.pairs import Pair, read_pairs
from faceid_app.datasets.people import PeopleIndex
from faceid_app.errors import DatasetMissing
from faceid_app.evaluation.alignment_ablation import measure_alignment
from faceid_app.evaluation.alignment_section import alignment_figures, alignment_section
from faceid_app.evaluation.comparisons import choose_comparisons
from faceid_app.evaluation.robustness import measure_robustness
from faceid_app.evaluation.robustness_section import robustness_figures, robustness_sections
from faceid_app.evaluation.turned_heads import measure_turned_heads
from faceid_app.evaluation.views import EmbedFace, Networks
from faceid_app.identity.backbones import DEFAULT_BACKBONE, Backbone, find_backbone
from faceid_app.identity.embedder import Embeddings, LiteRtEmbedder
from faceid_app.identity.preprocessing import to_input
from faceid_app.progress import Report as ProgressReport
from faceid_app.progress import never
from faceid_app.reports.report import Report, Section, check_target

ROBUSTNESS_PAIRS = 300
"""About two minutes on two cores with a network of 3 ms, together with TURNED_PAIRS."""
TURNED_PAIRS = 2000
ALIGNMENT_PAIRS = 6000
"""All of View 2: about two minutes likewise."""

Backbones = Annotated[
    list[str] | None, typer.Option("--backbone", help="Name of a backbone; may be given several times.")
]
LfwFolder = Annotated[Path | None, typer.Option("--lfw", help="Folder of LFW; the installed one when not given.")]
PairsFile = Annotated[
    Path | None, typer.Option("--pairs-file", help="pairs.txt of View 2; the installed one when not given.")
]
Seed = Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Same seed, same figures.")]
Reports = Annotated[
    list[Path] | None, typer.Option("--report", help="Write .html, .json or .txt; may be given several times.")
]


def register(evaluate: typer.Typer) -> None:
    """Add the commands of this module, and `speed`, to the topic."""
    evaluate.command("robustness")(robustness)
    evaluate.command("alignment")(alignment)
    evaluation_speed.register(evaluate)


@dataclass(frozen=True, slots=True)
class _Task:
    """What the options of a command stand for."""

    console: Console
    backbones: tuple[Backbone, ...]
    index: PeopleIndex
    folds: list[list[Pair]]
    targets: tuple[Path, ...]

    @classmethod
    def of(
        cls,
        context: typer.Context,
        *,
        names: list[str] | None,
        lfw: Path | None,
        pairs_list: Path | None,
        reports: list[Path] | None,
    ) -> _Task:
        """Everything is looked up before minutes are spent on measuring."""
        console: Console = context.obj
        for target in reports or []:
            check_target(target)
        listed = pairs_file(console.paths) if pairs_list is None else pairs_list
        if not listed.is_file():
            raise DatasetMissing(
                f"The list of pairs {str(listed)!r}", "give it with --pairs-file, or run: faceid data lfw"
            )
        return cls(
            console,
            tuple(find_backbone(console.paths, name) for name in dict.fromkeys(names or [DEFAULT_BACKBONE])),
            LfwIndex.find(console.paths) if lfw is None else LfwIndex(lfw),
            read_pairs(listed),
            tuple(reports or ()),
        )

    def write(self, title: str, sections: tuple[Section, ...], figures: dict[str, Any], about: dict[str, str]) -> None:
        """The report to every file asked for, and to the console."""
        common = {
            "data": f"LFW View 2, {sum(map(len, self.folds)):,} pairs in {len(self.folds)} folds",
            "backbones": ", ".join(f"{backbone.name} (sha256 {backbone.sha256})" for backbone in self.backbones),
            "program": f"faceid-app {__version__}",
        }
        written = Report(title, common | about, sections, figures)
        for target in self.targets:
            written.save(target)
        self.console.result(json.loads(written.to_json()), written.to_text())


def robustness(
    context: typer.Context,
    backbone: Backbones = None,
    lfw: LfwFolder = None,
    pairs_list: PairsFile = None,
    pairs: Annotated[
        int, typer.Option(min=20, max=6000, help="Pairs of View 2 whose first picture is distorted in every way.")
    ] = ROBUSTNESS_PAIRS,
    turned_pairs: Annotated[
        int, typer.Option(min=0, max=3000, help="Mated pairs to tell turned heads by; 0 leaves them out.")
    ] = TURNED_PAIRS,
    seed: Seed = 0,
    report: Reports = None,
) -> None:
    """Accuracy, TAR and FAR as pictures get worse: blur, noise, JPEG, darkness, few pixels, glasses, masks, turning."""
    task = _Task.of(context, names=backbone, lfw=lfw, pairs_list=pairs_list, reports=report)
    with task.console.progress() as progress:
        sections, figures = measure_robustness_report(
            networks_of(task.backbones),
            task.index,
            task.folds,
            pairs=pairs,
            turned_pairs=turned_pairs,
            seed=seed,
            report=progress,
        )
    about = {"pairs distorted": str(pairs), "mated pairs for turned heads": str(turned_pairs), "seed": str(seed)}
    task.write("Robustness", sections, {"robustness": figures}, about)


def alignment(
    context: typer.Context,
    backbone: Backbones = None,
    lfw: LfwFolder = None,
    pairs_list: PairsFile = None,
    pairs: Annotated[int, typer.Option(min=20, max=6000, help="Pairs of View 2.")] = ALIGNMENT_PAIRS,
    seed: Seed = 0,
    report: Reports = None,
) -> None:
    """What alignment is worth: the same pairs cut out by landmarks, by box, by the middle, by landmarks moved."""
    task = _Task.of(context, names=backbone, lfw=lfw, pairs_list=pairs_list, reports=report)
    with task.console.progress() as progress:
        sections, figures = measure_alignment_report(
            networks_of(task.backbones), task.index, task.folds, pairs=pairs, seed=seed, report=progress
        )
    task.write("Alignment", sections, {"alignment": figures}, {"pairs": str(pairs), "seed": str(seed)})


def measure_robustness_report(
    networks: Networks,
    index: PeopleIndex,
    folds: Sequence[Sequence[Pair]],
    *,
    pairs: int,
    turned_pairs: int,
    seed: int,
    report: ProgressReport,
) -> tuple[tuple[Section, ...], dict[str, Any]]:
    """Measure robustness; its sections and figures."""
    chosen = choose_comparisons(index, folds, pairs=pairs, seed=seed)
    distorted = measure_robustness(chosen, networks, seed=seed, report=report, is_cancelled=never)
    turned = {}
    if turned_pairs:
        mated = choose_comparisons(index, folds, pairs=turned_pairs, seed=seed, mated_only=True)
        turned = measure_turned_heads(mated, networks, seed=seed, report=report, is_cancelled=never)
    return robustness_sections(distorted, turned), robustness_figures(distorted, turned)


def measure_alignment_report(
    networks: Networks,
    index: PeopleIndex,
    folds: Sequence[Sequence[Pair]],
    *,
    pairs: int,
    seed: int,
    report: ProgressReport,
) -> tuple[tuple[Section, ...], dict[str, Any]]:
    """Measure what alignment is worth; its sections and figures."""
    chosen = choose_comparisons(index, folds, pairs=pairs, seed=seed)
    ways = measure_alignment(chosen, networks, seed=seed, report=report, is_cancelled=never)
    return (alignment_section(ways),), alignment_figures(ways)


def networks_of(backbones: Sequence[Backbone]) -> Networks:
    """The backbones side by side; each file is read and checked once, however many threads embed with it."""
    files = [(backbone, backbone.network()) for backbone in backbones]

    def new_embed() -> EmbedFace:
        embedders = [
            LiteRtEmbedder(network, input=backbone.input, normalise=True, threads=1) for backbone, network in files
        ]

        def embed(aligned: RgbImage) -> tuple[Embeddings, ...]:
            return tuple(one.embed(to_input(one.input, aligned=aligned)[None])[0] for one in embedders)

        return embed

    return Networks(
        names=tuple(backbone.name for backbone in backbones),
        dimensions=tuple(backbone.dimension for backbone in backbones),
        new_embed=new_embed,
    )
