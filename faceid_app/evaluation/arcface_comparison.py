"""Owns what a report says of several trainings that differ in one thing each, beside what the document found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from faceid_app.evaluation.arcface_section import PUBLISHED_PEOPLE, PUBLISHED_PICTURES, data_text, rate, share
from faceid_app.reports.plots import Bars, BarSeries
from faceid_app.reports.report import Section, Table


class ComparedArm(NamedTuple):
    """Name and group of a training, and the document's finding in words."""

    group: str
    name: str
    theirs: str


def comparison_section(data: Mapping[str, Any], arms: Sequence[ComparedArm], figures: Mapping[str, Any]) -> Section:
    """The table of all arms; `figures` by name as the job returns them. ValueError when there is none."""
    if not arms:
        raise ValueError("at least one training must be compared. Received: none")
    base = figures[arms[0].name]["closed_set"]["validation"]
    rows = tuple(
        (
            arm.name,
            arm.theirs,
            rate(one["closed_set"]["validation"]),
            f"{one['closed_set']['training']['value'] - one['closed_set']['validation']['value']:+.1%}",
            f"{one['closed_set']['validation']['loss']:.3f}",
            share(one["open_set_untrained"]["eer"], one["open_set_untrained"]["eer_interval"]),
            share(one["open_set"]["eer"], one["open_set"]["eer_interval"]),
            rate(one["open_set"]["points"][0]["tar"]),
            _against(one["closed_set"]["validation"], base) if arm is not arms[0] else "–",
        )
        for arm in arms
        for one in (figures[arm.name],)
    )
    open_set = figures[arms[0].name]["open_set"]
    caption = (
        f"Document: {PUBLISHED_PEOPLE} people, about {PUBLISHED_PICTURES:,} pictures, up to 50 epochs. Here: "
        f"{data['people']:,} people, {data['training']:,} pictures, validation n = {data['validation']:,}; "
        f"verification n = {open_set['mated']:,} mated and {open_set['nonmated']:,} non-mated comparison trials of "
        f"{open_set['people']:,} people."
    )
    table = Table(
        (
            "training", "document", "validation accuracy", "gap", "validation loss", "EER before", "EER after",
            f"TAR at FAR {open_set['points'][0]['far']:g}", "against the base",
        ),
        rows,
        caption,
    )  # fmt: skip
    text = (
        data_text(data),
        f"By chance validation is right in {1 / data['people']:.1%}. Every training changes one thing of the first and "
        "sees as many pictures. Losses of different kinds cannot be compared with each other.",
        "One run and one seed each: where the 95 % intervals of two trainings overlap, nothing is claimed about them, "
        "and at this size nothing is claimed about the size of the document.",
    )
    groups = [group for group in dict.fromkeys(arm.group for arm in arms) if group != arms[0].group]
    bars = tuple(
        _bars(group, [arms[0], *(arm for arm in arms if arm.group == group)], figures, data["validation"])
        for group in groups
    )
    return Section("The document's comparisons", text, (table,), bars)


def _bars(group: str, arms: Sequence[ComparedArm], figures: Mapping[str, Any], n: int) -> Bars:
    values = [figures[arm.name]["closed_set"]["validation"] for arm in arms]
    return Bars(
        title=f"Validation accuracy by {group}",
        x_label=group,
        y_label="validation accuracy",
        groups=tuple(arm.name.rpartition(": ")[2].replace(" ", "\n") for arm in arms),
        series=(
            BarSeries(
                "validation",
                [one["value"] for one in values],
                [one["low"] for one in values],
                [one["high"] for one in values],
            ),
        ),
        caption=f"95 % intervals, n = {n:,} each.",
    )


def _against(one: Mapping[str, Any], base: Mapping[str, Any]) -> str:
    if one["low"] > base["high"]:
        return "better"
    return "worse" if one["high"] < base["low"] else "no difference shown"
