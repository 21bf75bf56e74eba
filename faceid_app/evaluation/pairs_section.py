"""Owns what a report says of all pairs: sentences, tables and plots, several backbones side by side."""

from __future__ import annotations

from collections.abc import Mapping

from faceid_app.evaluation.all_pairs import AllPairs
from faceid_app.evaluation.bootstrap import Interval, PointInterval
from faceid_app.evaluation.operating_points import WEIGHINGS, OperatingPoint
from faceid_app.evaluation.pairs_figures import NamedPairs
from faceid_app.evaluation.pairs_plots import pairs_plots
from faceid_app.reports.report import Section, Table


def pairs_section(named: Mapping[str, NamedPairs]) -> Section:
    """The section on all pairs of one data set, by the name of the backbone. ValueError when none was measured."""
    if not named:
        raise ValueError("at least one backbone must be measured. Received: none")
    found = {name: one.measured for name, one in named.items()}
    return Section(
        title="All pairs",
        text=_text(next(iter(named.values()))),
        tables=(
            _point_table(found, without=False),
            _point_table(found, without=True),
            _collision_table(named),
            _unlike_table(named),
            _closest_table(found),
            _exposed_table(found),
            _concentration_table(found),
            _calibration_table(found),
            *(_bin_table(name, one) for name, one in found.items() if one.reliability is not None),
        ),
        plots=pairs_plots(found),
    )


def _text(named: NamedPairs) -> tuple[str, ...]:
    one = named.measured
    return (
        f"{one.mated:,} mated comparison trials of {one.mated_people:,} people and {one.nonmated:,} non-mated ones of "
        f"{one.nonmated_people:,} pairs of people: every pair of {one.pictures:,} pictures of {one.people:,} people, "
        f"by the cosine of their embeddings ({named.without_face:,} pictures without a face left out). FAR and FRR "
        "are error rates of comparisons, which ISO/IEC 19795-1 calls false match rate (FMR) and false non-match rate "
        "(FNMR); TAR is 1 - FNMR.",
        "Pooled: every trial counts the same, and people with hundreds of pictures decide. Balanced: every mated "
        "person and every pair of different people counts the same. A threshold is the lowest at which accepted "
        "non-mated trials weigh at most FAR times all; trials tied at the border are rejected.",
        f"Intervals are 95 % of {one.resamples:,} identity bootstrap resamples (seed {one.seed}): whole people drawn "
        "with replacement (Bolle et al. 2004), because trials of one person are not independent. A FAR below 3 / n "
        "for n pairs of people is not supported (rule of three); above it, a wide interval says how few people "
        "decide.",
        "Suspected label errors are two people whose best score is like a mated one (one in four mated trials scores "
        "less) and isolated (the tail of all other pairs of people lets expect less than one as high), and pictures "
        "that score with their own person no better than strangers would. They are suspected, not proven: twins and "
        "relatives look the same, and leaving them out favours the network that names them.",
        "The calibration turns a score into a log-likelihood ratio on one half of the people and is judged on the "
        "other: Cllr in bits, 0 perfect, 1 useless.",
    )


def _point_table(found: Mapping[str, AllPairs], *, without: bool) -> Table:
    rows = []
    for name, one in found.items():
        points, intervals = (
            (one.points_without, one.intervals_without) if without else (one.points, one.intervals)
        )  # fmt: skip
        rows += [_point_row(name, *both) for both in zip(points, intervals, strict=True)]
    return Table(
        columns=(
            "backbone", "counted", "FAR", "threshold (95 %)", "TAR (95 %)", "TAR per person (95 %)",
            "false matches", "of pairs of people", "false non-matches", "of people", "supported",
        ),
        rows=tuple(rows),
        caption="Thresholds and accept rates"
        + (" without suspected label errors (an upper bound: see above)" if without else ""),
    )  # fmt: skip


def _point_row(name: str, point: OperatingPoint, between: PointInterval) -> tuple[str | int, ...]:
    return (
        name,
        point.weighing,
        f"{point.far:.0e}",
        f"{point.threshold:.4f}{_between(between.threshold, '{:.4f}')}",
        f"{point.tar:.2%}{_between(between.tar, '{:.2%}')}",
        f"{point.tar_per_person:.2%}{_between(between.tar_per_person, '{:.2%}')}",
        f"{point.false_matches:,} of {point.nonmated:,}",
        f"{point.false_match_people:,} of {point.nonmated_people:,}",
        f"{point.false_non_matches:,} of {point.mated:,}",
        f"{point.refused_people:,} of {point.mated_people:,}",
        "yes" if point.supported else "no: fewer than 3 / FAR pairs of people",
    )


def _collision_table(named: Mapping[str, NamedPairs]) -> Table:
    rows = []
    for name, one in named.items():
        for pair in one.measured.suspects.collisions:
            wrong = [
                one.pictures[row]
                for row, misplaced in ((pair.first, pair.first_misplaced), (pair.second, pair.second_misplaced))
                if misplaced
            ]
            rows.append(
                (
                    name,
                    one.pictures[pair.first],
                    one.pictures[pair.second],
                    f"{pair.score:.3f}",
                    f"{pair.above:,} of {pair.pairs:,}",
                    "–" if pair.first_own is None else f"{pair.first_own:.3f}",
                    "–" if pair.second_own is None else f"{pair.second_own:.3f}",
                    f"misplaced: {', '.join(wrong)}" if wrong else "one person under two names, or alike",
                )
            )
    limits = "; ".join(f"{name}: {_limit(one.measured)}" for name, one in named.items())
    return Table(
        columns=(
            "backbone", "picture", "picture of another", "score", "pairs of theirs as high",
            "first with its own", "second with its own", "perhaps",
        ),
        rows=tuple(rows),
        caption=f"Suspected label collisions: non-mated pairs that score like mated ones ({limits})",
    )  # fmt: skip


def _limit(one: AllPairs) -> str:
    suspects = one.suspects
    if suspects.limit is None:
        return "too few pairs of people to tell"
    return (
        f"from {suspects.limit:.3f}; like mated from {suspects.mated_like:.3f}, isolated from {suspects.isolated:.3f}"
    )


def _unlike_table(named: Mapping[str, NamedPairs]) -> Table:
    return Table(
        columns=(
            "backbone",
            "picture",
            "best score with its own person",
            "others of that person",
            "chance of strangers",
        ),
        rows=tuple(
            (name, one.pictures[picture.picture], f"{picture.best:.3f}", picture.others, f"{picture.chance:.0%}")
            for name, one in named.items()
            for picture in one.measured.suspects.unlike
        ),
        caption="Mated pictures that look like strangers: a wrong label, or another face in the picture was taken",
    )


def _closest_table(found: Mapping[str, AllPairs]) -> Table:
    levels = list(next(iter(found.values())).closest.quantiles)
    return Table(
        columns=("backbone", "template", *(f"{float(level):.0%} of people below" for level in levels)),
        rows=tuple(
            (name, template, *(f"{values[level]:.3f}" for level in levels))
            for name, one in found.items()
            for template, values in (
                ("the first picture", one.closest.quantiles),
                ("any picture", one.closest.any_picture_quantiles),
            )
        ),
        caption=f"The closest stranger of each person (n = {next(iter(found.values())).people:,} people)",
    )


def _exposed_table(found: Mapping[str, AllPairs]) -> Table:
    return Table(
        columns=("backbone", "FAR, pooled", "threshold", "people with a stranger above it", "share (95 %)"),
        rows=tuple(
            (
                name,
                f"{exposed.far:.0e}",
                f"{exposed.threshold:.4f}",
                f"{exposed.exposed:,} of {exposed.people:,}",
                f"{exposed.exposed / exposed.people:.2%}{_between(Interval(exposed.low, exposed.high), '{:.2%}')}",
            )
            for name, one in found.items()
            for exposed in one.closest.exposed
        ),
        caption="People with at least one stranger accepted, with one picture as template (Clopper-Pearson, people)",
    )


def _concentration_table(found: Mapping[str, AllPairs]) -> Table:
    return Table(
        columns=(
            "backbone", "counted", "FAR", "false matches with the worst 1 % of people", "by chance",
            "people without a false match", "false non-matches of the worst 1 % of mated people",
        ),
        rows=tuple(
            (
                name,
                part.weighing,
                f"{part.far:.0e}",
                f"{_share(part.worst_share)} ({part.worst:,} people)",
                _share(part.by_chance),
                f"{part.without_false_match:,} of {part.people:,}",
                f"{_share(part.worst_refused_share)} ({part.worst_refused:,} people)",
            )
            for name, one in found.items()
            for part in one.concentration
        ),
        caption="How unevenly errors fall on people; by chance: were every pair of pictures as likely",
    )  # fmt: skip


def _calibration_table(found: Mapping[str, AllPairs]) -> Table:
    return Table(
        columns=(
            "backbone", "LLR (natural)", "Cllr, bits", "of it lost by calibration", "expected calibration error",
            "fitted on", "judged on", "EER pooled", "EER balanced",
        ),
        rows=tuple(
            (name, "–", "–", "–", "–", "–", "–", *_eers(one))
            if (fit := one.reliability) is None
            else (
                name,
                f"{fit.slope:.2f} x cosine {fit.offset:+.2f}",
                f"{fit.cllr:.4f}",
                f"{fit.cllr - fit.cllr_min:.4f}",
                f"{fit.expected_error:.4f} at prior {fit.prior:g}",
                f"{fit.fitted_people:,} people, {fit.fitted_mated:,} of them mated",
                f"{fit.judged_people:,} people, {fit.judged_mated:,} of them mated",
                *_eers(one),
            )
            for name, one in found.items()
        ),
        caption="Calibration (each person and each pair of people counts the same) and equal error rates",
    )  # fmt: skip


def _bin_table(name: str, one: AllPairs) -> Table:
    assert one.reliability is not None
    return Table(
        columns=("log10 LR", "predicted", "observed", "95 %", "mated trials", "of people", "non-mated trials"),
        rows=tuple(
            (
                f"{'below' if part.low is None else f'{part.low:+.1f} to'} "
                f"{'above' if part.high is None else f'{part.high:+.1f}'}",
                _probability(part.predicted),
                _probability(part.observed),
                "–"
                if part.interval is None
                else f"{_probability(part.interval.low)} to {_probability(part.interval.high)}",
                part.mated,
                part.mated_people,
                part.nonmated,
            )
            for part in one.reliability.bins
        ),
        caption=f"Reliability of {name}: predicted and observed share of mated trials, prior {one.reliability.prior:g}",
    )


def _eers(one: AllPairs) -> tuple[str, ...]:
    return tuple(f"{one.curves[weighing].eer():.3%}" for weighing in WEIGHINGS)


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _probability(value: float) -> str:
    """A rounded 100 % would claim that no trial was otherwise."""
    return "> 99.999%" if 0.99999 < value < 1 else "< 0.001%" if 0 < value < 0.00001 else f"{value:.3%}"


def _between(limits: Interval | None, form: str) -> str:
    return "" if limits is None else f" ({form.format(limits.low)} to {form.format(limits.high)})"
