"""Owns what a report says about robustness: a section a kind of distortion, and one about turned heads."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from faceid_app.evaluation.distortions import DISTORTIONS, Distortion
from faceid_app.evaluation.rates import Rate
from faceid_app.evaluation.robustness import CLEAN, FAR, Level, Robustness
from faceid_app.evaluation.turned_heads import Stratum, TurnedHeads
from faceid_app.reports.plots import Bars, BarSeries
from faceid_app.reports.report import Cell, Section, Table

KEPT = 0.9
"""The TAR that the summary asks for."""
_NAME_WIDTH = 14


def robustness_figures(measured: Mapping[str, Robustness], turned: Mapping[str, TurnedHeads]) -> dict[str, Any]:
    """The raw numbers by backbone, for the JSON."""
    return {
        "far": FAR,
        "distortions": {name: one.to_dict() for name, one in measured.items()},
        "turned_heads": {name: one.to_dict() for name, one in turned.items()},
    }


def robustness_sections(
    measured: Mapping[str, Robustness],
    turned: Mapping[str, TurnedHeads],
    *,
    distortions: Sequence[Distortion] = DISTORTIONS,
) -> tuple[Section, ...]:
    """What was found, by backbone name: a summary, each kind, and turned heads where they were measured."""
    each = tuple(_kind(distortion, measured) for distortion in distortions)
    return (_summary(measured, distortions), *each, *([_turned(turned)] if turned else []))


def share_text(rate: Rate) -> str:
    """A rate with its counts and interval in one cell."""
    if rate.value is None or rate.low is None or rate.high is None:
        return "no trial"
    return f"{rate.value:.2%} ({rate.count:,} of {rate.of:,}; {rate.low:.2%} to {rate.high:.2%})"


def in_lines(name: str) -> str:
    """A name below a bar: in several lines, or long ones would run into each other."""
    return textwrap.fill(name.replace(" %", "\u00a0%"), _NAME_WIDTH)


def _summary(measured: Mapping[str, Robustness], distortions: Sequence[Distortion]) -> Section:
    one = next(iter(measured.values()))
    clean = one.levels[0]
    text = (
        f"{one.pairs:,} pairs of View 2, from all its folds, half of them mated. The first picture of each, the "
        "probe, is distorted and its face found and aligned anew; the second one, the template, stays as it is. "
        "The whole picture is distorted and not the aligned face, so that what the face finder loses is counted "
        "too. A probe without a face is a non-match.",
        "Accuracy: the listed pairs, decided by the cosine with the threshold that was best on the undistorted "
        f"pairs of the other nine folds. TAR and FAR: the mated pairs, and all {clean.far.of:,} comparisons of a "
        "probe with another person's template, at the threshold frozen where undistorted pictures have FAR "
        f"{FAR:g}. TAR, threshold anew: the same mated pairs at the threshold that has this FAR at the strength in "
        "question. In the words of ISO/IEC 19795-1 these are comparison trials; FAR is the false match rate and 1 "
        "- TAR the false non-match rate.",
        "Intervals are 95 %: the wider of Clopper and Pearson's and the identity bootstrap. The same pictures are "
        "seen at every strength, so that rows of a table differ by less than their intervals suggest. Refused: "
        "probes whose face was found and counts here, and which the quality gates of verification would have "
        "turned away. The gates measure the size of a face in the frame, which low resolution here leaves as it "
        "was.",
        *_unsupported(measured),
    )
    columns = ("network", "pairs", "accuracy", "TAR", "FAR", "templates without a face")
    rows: list[tuple[Cell, ...]] = [
        (
            name,
            result.pairs,
            share_text(result.levels[0].accuracy),
            share_text(result.levels[0].tar),
            share_text(result.levels[0].far),
            result.templates_not_found,
        )
        for name, result in measured.items()
    ]
    limits: list[tuple[Cell, ...]] = [
        (distortion.title, *(_first_below(result, distortion) for result in measured.values()))
        for distortion in distortions
    ]
    tables = (
        Table(columns, tuple(rows), "Undistorted"),
        Table(
            ("distortion", *measured),
            tuple(limits),
            f"The mildest strength measured at which TAR, threshold frozen, lies under {KEPT:.0%}",
        ),
    )
    return Section("Robustness", text, tables)


def _unsupported(measured: Mapping[str, Robustness]) -> tuple[str, ...]:
    if all(result.supported for result in measured.values()):
        return ()
    return (
        f"These comparisons are too few for FAR {FAR:g} (rule of three): TAR and FAR show nothing; take more pairs.",
    )


def _first_below(result: Robustness, distortion: Distortion) -> str:
    for level in _levels(result, distortion)[1:]:
        if level.tar.value is not None and level.tar.value < KEPT:
            unit = "" if distortion.unit == "style" else f" ({distortion.unit})"
            return f"{level.name}{unit}"
    return "none"


def _levels(result: Robustness, distortion: Distortion) -> list[Level]:
    return [level for level in result.levels if level.kind in (CLEAN, distortion.kind)]


def _kind(distortion: Distortion, measured: Mapping[str, Robustness]) -> Section:
    rows: list[tuple[Cell, ...]] = []
    for step in range(1 + len(distortion.strengths)):
        for name, result in measured.items():
            level = _levels(result, distortion)[step]
            rates = (level.accuracy, level.false_accepts, level.tar, level.far, level.tar_again)
            counts = (level.not_found, level.refused, level.probes)
            rows.append((level.name, name, *(share_text(rate) for rate in rates), *counts))
    columns = (
        distortion.unit, "network", "accuracy", "false accepts among pairs", "TAR", "FAR", "TAR, threshold anew",
        "no face", "refused", "probes",
    )  # fmt: skip
    groups = tuple(in_lines(name) for name in (CLEAN, *distortion.names))
    plots = tuple(
        Bars(
            title=f"{distortion.title}: {title}",
            x_label=distortion.unit,
            y_label=title,
            groups=groups,
            series=tuple(
                _bars(name, [rate(level) for level in _levels(result, distortion)]) for name, result in measured.items()
            ),
            y_limits=(0.0, 1.0),
            caption=f"n = {_sizes(measured, rate)} a bar; lines are 95 % intervals.",
        )
        for title, rate in _PLOTTED
    )
    return Section(f"Robustness: {distortion.title}", (), (Table(columns, tuple(rows), distortion.title),), plots)


def _accuracy(level: Level) -> Rate:
    return level.accuracy


def _tar(level: Level) -> Rate:
    return level.tar


_PLOTTED: tuple[tuple[str, Callable[[Level], Rate]], ...] = (("accuracy", _accuracy), ("TAR, threshold frozen", _tar))


def _sizes(measured: Mapping[str, Robustness], rate: Callable[[Level], Rate]) -> str:
    return " and ".join(sorted({f"{rate(result.levels[0]).of:,}" for result in measured.values()}))


def _bars(name: str, rates: Sequence[Rate]) -> BarSeries:
    """A stratum without a trial has no bar: its value is not a number."""
    missing = float("nan")
    return BarSeries(
        name,
        [missing if rate.value is None else rate.value for rate in rates],
        [missing if rate.low is None else rate.low for rate in rates],
        [missing if rate.high is None else rate.high for rate in rates],
    )


def _turned(turned: Mapping[str, TurnedHeads]) -> Section:
    one = next(iter(turned.values()))
    text: tuple[str, ...] = (
        f"{one.pairs:,} mated pairs of View 2, {one.left_out:,} of them with a picture without a face and so "
        "without a yaw; non-mated comparisons are all first pictures with all second ones of other people. One "
        f"threshold for all strata: where FAR over all of them is {FAR:g}. Nothing is synthetic: a turned head "
        "comes with the light, expression and age of its picture. Yaw is estimated from five landmarks, exact to "
        "about a fifth of the angle.",
    )
    if not all(result.supported for result in turned.values()):
        text += (f"The comparisons are too few for FAR {FAR:g} (rule of three): these figures show nothing.",)
    tables, plots = [], []
    for title, strata_of in (
        ("difference of the two yaws, degrees", _by_difference),
        ("greater absolute yaw, degrees", _by_greatest),
    ):
        names = [_range(stratum) for stratum in strata_of(one)]
        rows: list[tuple[Cell, ...]] = [
            (label, name, share_text(stratum.tar), share_text(stratum.far))
            for i, label in enumerate(names)
            for name, result in turned.items()
            for stratum in (strata_of(result)[i],)
        ]
        tables.append(Table((title, "network", "TAR", "FAR"), tuple(rows), f"By {title.partition(',')[0]}"))
        plots.append(
            Bars(
                title=f"Turned heads: TAR by {title.partition(',')[0]}",
                x_label=title,
                y_label="TAR",
                groups=tuple(names),
                series=tuple(
                    _bars(name, [stratum.tar for stratum in strata_of(result)]) for name, result in turned.items()
                ),
                y_limits=(0.0, 1.0),
                caption="n = " + ", ".join(f"{stratum.tar.of:,}" for stratum in strata_of(one)) + "; 95 % intervals.",
            )
        )
    return Section("Robustness: turned heads", text, tuple(tables), tuple(plots))


def _by_difference(result: TurnedHeads) -> tuple[Stratum, ...]:
    return result.by_difference


def _by_greatest(result: TurnedHeads) -> tuple[Stratum, ...]:
    return result.by_greatest


def _range(stratum: Stratum) -> str:
    return f"{stratum.low:g} and more" if stratum.high >= 180 else f"{stratum.low:g} to {stratum.high:g}"
