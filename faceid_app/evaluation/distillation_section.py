"""Owns what a report says of several distillations that differ in one thing each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faceid_app.reports.plots import Bars, BarSeries, Lines, Series
from faceid_app.reports.report import Section, Table

Figures = Mapping[str, Any]
_WORDS = {"start": "where all begin", "teacher": "the teacher"}


def distillation_section(told: Figures) -> Section:
    """The table of all arms, with plots; `told` as the job returns it."""
    held_out, trainings, arms = told["held_out"], told["trainings"], told["arms"]
    base = next(iter(trainings.values()))
    rows = tuple(
        (
            name,
            trainings[name]["changed"] if name in trainings else _WORDS[name],
            trainings[name]["views"] if name in trainings else None,
            _value(one["likeness"], "{:.4f}"),
            _difference(one["likeness"], "{:+.4f}", is_base=name == next(iter(arms))),
            _value(one["tar"], "{:.2%}"),
            _difference(one["tar"], "{:+.2%}", is_base=name == next(iter(arms))),
        )
        for name, one in arms.items()
    )
    far = f"{held_out['far']:g}"
    caption = (
        f"n = {held_out['pictures']:,} pictures of {held_out['people']:,} people held out: {held_out['mated']:,} mated "
        f"and {held_out['nonmated']:,} non-mated comparison trials. 95 % intervals by drawing people anew; those of a "
        "difference by the same people for both."
    )
    columns = ("arm", "what differs", "views", "cosine to the teacher", "against the base", f"TAR at FAR {far}")
    table = Table((*columns, "against the base "), rows, caption)
    text = (
        f"Every arm begins from the same network and learns from {base['views']:,} views of "
        f"{sum(told['faces']['learned_from'].values()):,} faces; {told['people_to_name']['people']:,} people with "
        f"{told['people_to_name']['pictures']:,} pictures are known by number. Each changes one thing of the first.",
        "One run each. The intervals tell what other people would change, not what another run would: that the arm "
        "with another seed shows. A difference is one only where it is larger than that arm's too.",
    )
    names = tuple(arms)
    tars = [arms[name]["tar"] for name in names]
    bars = Bars(
        title=f"TAR at FAR {far}",
        x_label="arm",
        y_label="TAR",
        groups=tuple(name.replace(" ", "\n") for name in names),
        series=(
            BarSeries(
                "held out",
                [one["value"] for one in tars],
                [one["interval"]["low"] for one in tars],
                [one["interval"]["high"] for one in tars],
            ),
        ),
        caption=caption,
    )
    losses = Lines(
        title="Loss while learning",
        x_label="step",
        y_label="loss",
        series=tuple(
            Series(name, [point["step"] for point in one["loss"]], [point["loss"] for point in one["loss"]])
            for name, one in trainings.items()
        ),
        points=True,
        caption="Losses of different kinds cannot be compared with each other.",
    )
    return Section("Distillations compared", text, (table,), (bars, losses))


def _value(figure: Figures, form: str) -> str:
    return form.format(figure["value"]) + _between(figure["interval"], form)


def _difference(figure: Figures, form: str, *, is_base: bool) -> str:
    if is_base:
        return "–"
    between = _between(figure["interval_against_first"], form)
    return f"{form.format(figure['against_first'])}{between}: {figure['verdict']}"


def _between(interval: Figures | None, form: str) -> str:
    return "" if interval is None else f" ({form.format(interval['low'])} to {form.format(interval['high'])})"
