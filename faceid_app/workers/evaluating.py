"""Measuring networks, for the window and the command line alike, and the reports that are kept. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from faceid_app import __version__
from faceid_app.datasets.lfw import LfwIndex, pairs_file
from faceid_app.datasets.pairs import Pair, read_pairs
from faceid_app.datasets.people import PeopleIndex
from faceid_app.errors import CorruptData, DatasetMissing, ModelMissing, ReportRefused
from faceid_app.evaluation.all_pairs import RESAMPLES, measure_all_pairs
from faceid_app.evaluation.lfw_protocol import LfwResult, ScorePairs, evaluate_lfw
from faceid_app.evaluation.lfw_section import COSINE, HEAD, view2_figures, view2_section
from faceid_app.evaluation.pairs_figures import NamedPairs, pairs_figures
from faceid_app.evaluation.pairs_section import pairs_section
from faceid_app.files import make_folder, storage_errors, write_whole
from faceid_app.identity.backbones import Backbone
from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.head import L1Head, start_head
from faceid_app.identity.side_by_side import Lookup, build_banks
from faceid_app.identity.stranger_bank import StrangerBank
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Progress, never
from faceid_app.progress import Report as ProgressReport
from faceid_app.reports.archive import report_from_bytes, report_to_bytes
from faceid_app.reports.report import Report

_KEPT = 20
"""Reports; older ones make room."""
_SUFFIX = ".report.json"


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A report that was kept: its file, title and time (UTC)."""

    path: Path
    title: str
    at: datetime


def measure_view2(
    paths: Paths,
    backbones: Sequence[Backbone],
    index: PeopleIndex,
    folds: Sequence[Sequence[Pair]],
    *,
    report: ProgressReport,
    is_cancelled: IsCancelled = never,
) -> dict[str, dict[str, LfwResult]]:
    """View 2 by backbone and way to compare. Embeddings come from the cache where they are there."""
    banks = build_banks(paths, backbones, index.people(), root=index.root, report=report, is_cancelled=is_cancelled)
    results: dict[str, dict[str, LfwResult]] = {}
    for backbone in backbones:
        pictures = Lookup(banks[backbone.name], index)
        ways = {HEAD: _by_head(_head(backbone)), COSINE: _by_cosine}
        results[backbone.name] = {way: evaluate_lfw(index, folds, pictures.embed, score) for way, score in ways.items()}
    return results


def heads_used(backbones: Sequence[Backbone]) -> dict[str, str]:
    """Which L1 head each backbone was measured with, for the head of a report."""
    kinds = (
        f"{backbone.name}: {'not trained, equal weights' if backbone.universal_head() is None else 'its universal one'}"
        for backbone in backbones
    )
    return {"L1 head": "; ".join(kinds)}


def measure_pairs(
    paths: Paths,
    backbones: Sequence[Backbone],
    index: PeopleIndex,
    *,
    seed: int,
    resamples: int,
    report: ProgressReport,
    is_cancelled: IsCancelled = never,
) -> dict[str, NamedPairs]:
    """All pairs of `index` with each backbone, by its name. Embeddings come from the cache where they are there."""
    people = index.people()
    listed = [picture.relative_to(index.root).as_posix() for name in sorted(people) for picture in people[name]]
    banks = build_banks(paths, backbones, people, root=index.root, report=report, is_cancelled=is_cancelled)
    return {
        backbone.name: _all_pairs(
            banks[backbone.name],
            [listed[row] for row in banks[backbone.name].picture],
            seed=seed,
            resamples=resamples,
            report=_named(report, backbone.name) if len(backbones) > 1 else report,
            is_cancelled=is_cancelled,
        )
        for backbone in backbones
    }


def measure_bundled(
    backbone: Backbone, *, report: ProgressReport, is_cancelled: IsCancelled, resamples: int = RESAMPLES
) -> Report:
    """Every pair of the strangers that come with a backbone. Needs no picture; they are numbers without names.

    Raises ModelMissing where the backbone brings none, Cancelled.
    """
    bank = backbone.strangers()
    if bank is None:
        raise ModelMissing(f"The strangers of {backbone.name!r}", "choose the network that comes with the program")
    rows = [f"picture {number} of person {bank.people[person]}" for number, person in enumerate(bank.person)]
    measured = _all_pairs(bank, rows, seed=0, resamples=resamples, report=report, is_cancelled=is_cancelled)
    named = {backbone.name: measured}
    return Report(
        "Every pair of the bundled strangers",
        {
            "data": f"{len(bank.person):,} pictures of {len(bank.people):,} people of LFW, packed as 8-bit numbers; of "
            f"{len(bank.seen):,} of these people the network learned",
            "backbones": f"{backbone.name} (sha256 {backbone.sha256})",
            "seed": "0",
            "resamples": str(resamples),
            "program": f"faceid-app {__version__}",
        },
        (pairs_section(named),),
        {name: pairs_figures(one) for name, one in named.items()},
    )


def measure_lfw(
    paths: Paths, backbones: Sequence[Backbone], *, report: ProgressReport, is_cancelled: IsCancelled
) -> Report:
    """View 2 of the installed LFW. Raises DatasetMissing, ProtocolInvalid, Cancelled."""
    listed = pairs_file(paths)
    if not listed.is_file():
        raise DatasetMissing("The list of pairs of LFW", "fetch Labeled Faces in the Wild")
    index, folds = LfwIndex.find(paths), read_pairs(listed)
    results = measure_view2(paths, backbones, index, folds, report=report, is_cancelled=is_cancelled)
    about = {
        "data": f"LFW: {len(index.pictures()):,} pictures of {len(index.people()):,} people; View 2: "
        f"{sum(map(len, folds)):,} comparison trials in {len(folds)} folds",
        "backbones": "; ".join(f"{one.name} (sha256 {one.sha256})" for one in backbones),
        "program": f"faceid-app {__version__}",
    }
    figures: dict[str, Any] = {"view2": view2_figures(results)}
    return Report("LFW View 2", about | heads_used(backbones), (view2_section(results),), figures)


def keep_report(paths: Paths, report: Report) -> KeptReport:
    """Keep a report for the window to show again; the oldest beyond twenty go. Raises DiskFull, NotWritable."""
    at = datetime.now(UTC)
    path = paths.reports / f"{at:%Y%m%dT%H%M%S%f}{_SUFFIX}"
    with storage_errors(path):
        make_folder(path.parent)
        write_whole(path, report_to_bytes(report))
        for old in _files(paths)[:-_KEPT]:
            old.unlink(missing_ok=True)
    return KeptReport(path, report.title, at)


def kept_reports(paths: Paths) -> list[KeptReport]:
    """The newest first; what cannot be read is passed over."""
    found = []
    for path in reversed(_files(paths)):
        try:
            at = datetime.strptime(path.name.removesuffix(_SUFFIX), "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
            found.append(KeptReport(path, report_from_bytes(path.read_bytes()).title, at))
        except (OSError, ValueError):
            continue
    return found


def open_report(path: Path) -> Report:
    """A report that was kept or saved. Raises ReportRefused, CorruptData."""
    try:
        return report_from_bytes(path.read_bytes())
    except OSError as error:
        raise ReportRefused(path, "it cannot be read") from error
    except ValueError as error:
        raise CorruptData(f"The report {path.name!r}", str(error), "measure again") from error


def _files(paths: Paths) -> list[Path]:
    return sorted(paths.reports.glob(f"*{_SUFFIX}"))


def _all_pairs(
    bank: StrangerBank,
    pictures: list[str],
    *,
    seed: int,
    resamples: int,
    report: ProgressReport,
    is_cancelled: IsCancelled,
) -> NamedPairs:
    measured = measure_all_pairs(
        bank.embeddings, bank.person, seed=seed, resamples=resamples, report=report, is_cancelled=is_cancelled
    )
    return NamedPairs(measured, pictures, bank.without_face)


def _named(report: ProgressReport, backbone: str) -> ProgressReport:
    """Stages of several backbones bear their names, or the second would move the bars of the first."""

    def named(progress: Progress) -> None:
        report(replace(progress, stage=f"{backbone}: {progress.stage}"))

    return named


def _head(backbone: Backbone) -> L1Head:
    return backbone.universal_head() or start_head(backbone.dimension, slope=1.0, bias=0.0)


def _by_head(head: L1Head) -> ScorePairs:
    return lambda first, second: head.pair_logits(head.project(first), head.project(second))


def _by_cosine(first: Embeddings, second: Embeddings) -> Embeddings:
    return np.asarray((first * second).sum(axis=1), np.float32)
