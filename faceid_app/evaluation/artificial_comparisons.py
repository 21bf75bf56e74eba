"""Owns what is kept of trainings on artificial faces that are compared, and how they stand beside the documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from faceid_app.errors import CorruptData
from faceid_app.evaluation.arcface_section import rate
from faceid_app.evaluation.artificial_figures import counted

COLUMNS = ("training", "size", "documents", "all", "mean over kinds")
LEFT_OUT_COLUMNS = ("source left out", "of it, taken for a photograph")
PHOTOGRAPH = "photograph"
Figures = Mapping[str, Any]


def comparisons_of(figures: Figures) -> list[dict[str, Any]]:
    """What a card keeps of each training in the figures of a report. Raises CorruptData where they are of none."""
    try:
        documents = figures["documents"]
        return [_kept(name, one, str(documents[name])) for name, one in figures["trainings"].items()]
    except (KeyError, TypeError, AttributeError) as error:
        raise CorruptData("The report", f"it tells of no training on artificial faces ({error})", "make it anew") from (
            error
        )


def _kept(name: str, arm: Figures, documents: str) -> dict[str, Any]:
    options, plain = arm["options"], arm["test"]["plain"]
    kept = {
        "name": name, "documents": documents, "backbone": options["backbone"], "parameters": arm["parameters"],
        "epochs": options["epochs"], "epoch_pictures": options["epoch_pictures"], "batch": options["batch"],
        "seed": options["seed"], "pretrained": options["weights"] is not None, "rate": arm["rate"],
        "all": plain["all"], "mean": plain["mean"],
        "kinds": {kind: one["most_probable"] for kind, one in plain["kinds"].items()},
    }  # fmt: skip
    if "left_out" in arm:
        kept["left_out"] = arm["left_out"]["plain"]["all"]
        kept["left_out_as_photograph"] = taken_for_photograph(arm["left_out"])
    return kept


def taken_for_photograph(judged: Figures) -> dict[str, Any]:
    """Of all pictures that were judged, those whose most probable kind is photograph; counted."""
    place = list(judged["kinds"]).index(PHOTOGRAPH)
    return counted(sum(row[place] for row in judged["plain"]["confusion"]), judged["plain"]["all"]["of"])


def comparison_rows(kept: Iterable[Figures]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Columns and rows of a table of them."""
    trainings = list(kept)
    kinds = list(dict.fromkeys(kind for one in trainings for kind in one["kinds"]))
    left = any("left_out" in one for one in trainings)
    rows = [
        (
            one["name"], size_of(one), one["documents"], rate(one["all"]), f"{one['mean']:.1%}",
            *(_value(one["kinds"].get(kind)) for kind in kinds),
            *((rate(one.get("left_out")), rate(one.get("left_out_as_photograph"))) if left else ()),
        )
        for one in trainings
    ]  # fmt: skip
    return (*COLUMNS, *kinds, *(LEFT_OUT_COLUMNS if left else ())), rows


def size_of(one: Figures) -> str:
    """How much was learned from, in words."""
    steps = one["epochs"] * (one["epoch_pictures"] // one["batch"])
    start = ", pretrained" if one["pretrained"] else ""
    return f"{one['backbone']}{start}, {steps:,} steps of {one['batch']} views"


def markdown(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table as Markdown."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _value(told: Figures | None) -> str:
    return "–" if told is None or told["value"] is None else f"{told['value']:.1%} of {told['of']:,}"
