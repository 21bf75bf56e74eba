"""Owns what the commands of `faceid evaluate` have in common: what is measured on what, and where the report goes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faceid_app import __version__
from faceid_app.cli.console import Console
from faceid_app.datasets.lfw import LfwIndex, pairs_file
from faceid_app.datasets.pairs import Pair, read_pairs
from faceid_app.datasets.people import PeopleIndex
from faceid_app.errors import DatasetMissing
from faceid_app.identity.backbones import DEFAULT_BACKBONE, Backbone, find_backbone
from faceid_app.identity.preprocessing import PREPROCESSING_VERSION
from faceid_app.reports.report import Report, Section, check_target
from faceid_app.workers.evaluating import keep_report


@dataclass(frozen=True, slots=True)
class Task:
    """What the options of a command stand for. folds: those of View 2. targets: files that the report goes to."""

    console: Console
    backbones: tuple[Backbone, ...]
    index: PeopleIndex
    folds: list[list[Pair]]
    targets: tuple[Path, ...]

    @classmethod
    def of(
        cls,
        console: Console,
        *,
        names: list[str] | None,
        lfw: Path | None,
        pairs_list: Path | None,
        reports: list[Path] | None,
    ) -> Task:
        """Everything is looked up before minutes are spent on measuring.

        Raises ReportRefused, ModelMissing, CorruptData, DatasetMissing and ProtocolInvalid.
        """
        for target in reports or []:
            check_target(target)
        listed = pairs_file(console.paths) if pairs_list is None else pairs_list
        backbones = tuple(find_backbone(console.paths, name) for name in dict.fromkeys(names or [DEFAULT_BACKBONE]))
        if not listed.is_file():
            raise DatasetMissing(
                f"The list of pairs {str(listed)!r}", "give it with --pairs-file, or run: faceid data lfw"
            )
        index = LfwIndex.find(console.paths) if lfw is None else LfwIndex(lfw)
        return cls(console, backbones, index, read_pairs(listed), tuple(reports or ()))

    def about(self) -> dict[str, str]:
        """What stands at the head of the report, the same on every machine."""
        return {
            "data": f"LFW: {len(self.index.pictures()):,} pictures of {len(self.index.people()):,} people; View 2: "
            f"{sum(map(len, self.folds)):,} comparison trials in {len(self.folds)} folds",
            "backbones": "; ".join(f"{one.name} (sha256 {one.sha256})" for one in self.backbones),
            "program": f"faceid-app {__version__}, preprocessing {PREPROCESSING_VERSION}",
        }

    def write(
        self,
        title: str,
        sections: tuple[Section, ...],
        figures: dict[str, Any],
        *,
        about: Mapping[str, str],
        unrepeatable: tuple[Section, ...] = (),
    ) -> None:
        """The report to every file asked for and to the console.

        `unrepeatable` sections, which hold times, are shown last; their figures are for no JSON, which must be the same
        for the same seed.
        """
        written = Report(title, self.about() | dict(about), (*sections, *unrepeatable), figures)
        for target in self.targets:
            written.save(target)
        self.console.result(json.loads(written.to_json()), written.to_text())
        keep_report(self.console.paths, written)
