"""Owns what a report says of searching a gallery for people who are not in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from faceid_app.evaluation.arcface_section import rate
from faceid_app.reports.plots import Lines, Series
from faceid_app.reports.report import Section, Table

Figures = Mapping[str, Any]
_MOST_CURVES = 4


def search_section(data: Figures, methods: Sequence[Figures]) -> Section:
    """Tables by target FPIR, the gallery's own rule, and the curve; `methods` of which one was searched at least."""
    searched = [one for one in methods if one["open_search"]]
    targets = [point["target"] for point in searched[0]["open_search"]["points"]]
    tables = []
    for number, target in enumerate(targets):
        rows = []
        for one in searched:
            point = one["open_search"]["points"][number]
            marked = "" if point["supported"] else ", not supported"
            rows.append((one["name"], f"{point['threshold']:.4g}", rate(point["fpir"]) + marked, rate(point["fnir"])))
        columns = ("method", "threshold", "FPIR, other strangers", "FNIR")
        tables.append(
            Table(columns, tuple(rows), f"Thresholds set to an FPIR of {target:.1%} on a third of the strangers.")
        )
    own = [one for one in searched if "least_lead" in one["details"]]
    if own:
        own_rows = tuple(
            (
                one["name"], f"{one['details']['least_lead']:.2f}",
                f"{one['details']['right']:,} of {one['details']['of']:,}", one["details"]["wrong"],
                f"{one['details']['strangers_named']:,} of {one['details']['strangers']:,}",
            )
            for one in own
        )  # fmt: skip
        own_columns = ("gallery", "least lead", "rightly named", "named as another", "other strangers named")
        caption = "What `faceid identify` says of the same pictures, with its own least lead (FPIR 0.1 %) and margin."
        tables.append(Table(own_columns, own_rows, caption))
    best = sorted(searched, key=lambda one: one["open_search"]["points"][1]["fnir"]["value"])[:_MOST_CURVES]
    det = Lines(
        title="Errors of open-set search", x_label="false positive identification rate (FPIR)",
        y_label="false negative identification rate (FNIR)", x_scale="probit", y_scale="probit",
        series=tuple(
            Series(one["name"], one["open_search"]["curve"]["fpir"], one["open_search"]["curve"]["fnir"])
            for one in best
        ),
        caption=f"n = {data['judged']:,} mated and {data['stranger_pictures']:,} non-mated searches; here thresholds "
        f"are not held out. The {len(best)} methods with the fewest misses at 1 %.",
    )  # fmt: skip
    text = (
        "Words of ISO/IEC 19795-1. FPIR: of searches with a picture of somebody who is not in the gallery, those that "
        "return anybody. FNIR: of searches with a picture of somebody who is, those that do not return the right "
        "person first at or above the threshold; a picture without a face is one of them.",
        "The people outside the gallery were parted in three: the gallery's zeros were set on one third, all "
        "thresholds on the second, and FPIR was counted on the last. Intervals are 95 %, by drawing people anew. "
        "'Not supported': fewer than 3 / FPIR people set the threshold.",
    )
    return Section("And who is not in the gallery?", text, tuple(tables), (det,))
