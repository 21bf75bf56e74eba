"""Owns what a report says of networks for kinds of faces, from the data to the documents' figures."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from PIL import Image

from faceid_app.evaluation.arcface_section import rate
from faceid_app.evaluation.artificial_comparisons import comparison_rows, size_of
from faceid_app.reports.plots import Lines, Matrix, Pictures, Series
from faceid_app.reports.report import Section, Table

PUBLISHED = {"anime": "99.10 %", "sketch": "100 %", "edited": "76.75 %", "all": "93 % (ResNet-50), 94 % (SE-ResNet-50)"}
FEW = 30
Figures = Mapping[str, Any]


def data_section(data: Figures) -> Section:
    """What was learned from, and what is judged."""
    rows = tuple(
        (name, one["kind"], one["training"], one["validation"], one["test"], one["without_face"])
        for name, one in data["sources"].items()
    )
    text = (
        "Split 8:1:1 by original: all of a person of LFW, a sketch and the photograph of its subject, and pictures "
        "that look alike are on one side. Every kind is cut alike, from brows to chin, and in learning goes through "
        "the same reduction of resolution, compression and edges.",
        "Where no face was found, the median place of those found in the same folder was taken. All figures are of "
        "pictures as they came; none of those counted is synthetic.",
    )
    return Section(
        "Data", text, (Table(("source", "kind", "learned from", "validation", "test", "no face found"), rows, ""),)
    )


def training_section(arm: Figures) -> Section:
    """Curves of the range test and of the training."""
    epochs = arm["epochs"]
    numbers = [one["epoch"] for one in epochs]
    plots = [
        Lines(
            title=name.capitalize(), x_label="epoch", y_label=name, points=True, caption=caption,
            series=(Series("training", numbers, [one[name] for one in epochs]),
                    Series("validation", numbers, [one[f"validation_{name}"] for one in epochs])),
        )
        for name, caption in (
            ("loss", "Training: of augmented views."),
            ("accuracy", "Training: of augmented views. Validation: mean over kinds."),
        )
    ]  # fmt: skip
    if arm["range"]["rates"]:
        series = (Series("loss", arm["range"]["rates"], arm["range"]["losses"]),)
        plots.append(
            Lines(
                title="Learning-rate range test", x_label="learning rate", y_label="loss", x_scale="log",
                series=series, caption=f"Chosen as the highest: {arm['rate']:.2g}.",
            )
        )  # fmt: skip
    text = (
        f"{size_of(_options(arm)).capitalize()}. The network has {arm['parameters']:,} parameters. The learning rate "
        f"rises and falls once (one cycle), at most to {arm['rate']:.2g}; each group of layers learns "
        f"{arm['options']['group_factor']:g} times as fast as the one behind it.",
    )
    return Section("Training", text, (), tuple(plots))


def _options(arm: Figures) -> Figures:
    return {**arm["options"], "pretrained": arm["options"]["weights"] is not None}


def test_sections(test: Figures, calibration: Figures) -> tuple[Section, ...]:
    """Rates, beside the documents' figures, and what was misjudged."""
    return (_rates(test, calibration), _sources(test), _worsened(test), _embeddings(test), _misjudged(test))


def published_section(test: Figures) -> Section:
    """The documents' figures beside ours."""
    kinds = test["plain"]["kinds"]
    rows = [
        (name, PUBLISHED[name], rate(kinds[name]["most_probable"]), _few(kinds[name]["most_probable"]))
        for name in ("anime", "sketch", "edited")
        if name in kinds
    ]
    if "edited_against_original" in test:
        told = test["edited_against_original"]
        rows.append(("edited against original, two kinds", PUBLISHED["edited"], rate(told), _few(told)))
    rows.append(("all kinds", PUBLISHED["all"], rate(test["plain"]["all"]), ""))
    rows.append(("mean over kinds", "–", f"{test['plain']['mean']:.1%}", ""))
    text = (
        "The most probable kind counts, without abstention. The documents had 3,400 anime, 1,800 sketches, 960 edited "
        "and 4,669 real faces at the size of ImageNet and began with its weights; here pictures have 64 pixels.",
    )
    return Section("Beside the documents", text, (Table(("kind", "documents", "here", ""), tuple(rows), ""),))


def comparison_section(trainings: Sequence[Figures]) -> Section:
    """Several trainings beside each other, as `comparisons_of` gives them."""
    columns, rows = comparison_rows(trainings)
    text = ["One run and one seed each, pictures of 64 pixels. Where intervals overlap, nothing is claimed."]
    if "left_out" in trainings[0]:
        text.append(
            "Of a kind whose only source is left out nothing can be learned: there the last column counts, how many of "
            "its pictures pass for photographs."
        )
    return Section("Comparison", tuple(text), (Table(columns, tuple(rows), "Test side; 95 % intervals."),))


def _rates(test: Figures, calibration: Figures) -> Section:
    plain = test["plain"]
    rows = tuple(
        (name, rate(one["most_probable"]), rate(one["right"]), rate(one["unsure"]), rate(one["wrong"]))
        for name, one in plain["kinds"].items()
    )
    names = tuple(test["kinds"])
    matrix = Matrix(
        title="Confusion", x_label="most probable kind", y_label="true kind", columns=names, rows=names,
        values=np.array(plain["confusion"]), cell_format="{:.0f}", caption=f"n = {plain['all']['of']:,} test pictures.",
    )  # fmt: skip
    text: tuple[str, ...] = (
        f"The most probable kind is right in {rate(plain['all'])} of the test pictures.",
        f"Below a probability of {test['limit']:g} the answer is unsure: chosen on {calibration['pictures']:,} "
        f"validation pictures so that {calibration['wanted']:.0%} of what is told is right. On the test side "
        f"{rate(plain['told'])} are told, {rate(plain['right_of_told'])} of them rightly.",
    )
    few = [name for name, one in plain["kinds"].items() if 0 < one["most_probable"]["of"] < FEW]
    if few:
        text += (f"Fewer than {FEW} test pictures: {', '.join(few)}. Their intervals say how little that shows.",)
    columns = ("kind", "most probable is right", "told and right", "unsure", "told and wrong")
    return Section("Kinds", text, (Table(columns, rows, "95 % intervals, Clopper and Pearson."),), (matrix,))


def _sources(test: Figures) -> Section:
    rows = tuple((name, rate(one["right"]), rate(one["wrong_when_told"])) for name, one in test["sources"].items())
    table = Table(("source", "most probable is right", "told and wrong"), rows, "Test side.")
    return Section("Sources", ("The same, by where pictures came from.",), (table,))


def _worsened(test: Figures) -> Section:
    rows = tuple(
        (title, rate(test[name]["all"]), *(_value(one) for one in test[name]["kinds"].values()))
        for name, title in (("plain", "as they are"), ("reduced", "reduced to 48 px"), ("recompressed", "JPEG 50"))
    )
    text = ("Whether resolution or compression is taken for a kind: all test pictures equally worsened.",)
    return Section("Shortcuts", text, (Table(("pictures", "all", *test["kinds"]), rows, ""),))


def _embeddings(test: Figures) -> Section:
    points, kind = np.array(test["pca"]["points"]), np.array(test["pca"]["kind"])
    rows = []
    for index, name in enumerate(test["kinds"]):
        mine = points[kind == index]
        if len(mine):
            middle, spread = mine.mean(axis=0), mine.std(axis=0)
            rows.append((name, len(mine), *(f"{a:.2f} ± {b:.2f}" for a, b in zip(middle, spread, strict=True))))
    first, second = test["pca"]["shares"]
    series = tuple(
        Series(name, *_scatter(points[kind == index]))
        for index, name in enumerate(test["kinds"])
        if (kind == index).any()
    )
    plot = Lines(
        title="Embeddings", x_label="first component", y_label="second component", series=series, points=True,
        caption=f"Principal components of {len(points):,} embeddings; the outlines hold the middle nine tenths of a "
        f"kind in each direction. They show {first:.0%} and {second:.0%} of the variance.",
    )  # fmt: skip
    table = Table(("kind", "n", "first component", "second component"), tuple(rows), "Mean ± standard deviation.")
    return Section("Embeddings", (), (table,), (plot,))


def _scatter(points: Any) -> tuple[list[float], list[float]]:
    """An outline around the middle of some points: in 24 directions, how far nine tenths of them reach."""
    middle = points.mean(axis=0)
    angles = np.linspace(0, 2 * np.pi, 25)
    axes = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    reach = np.quantile((points - middle) @ axes.T, 0.9, axis=0)
    outline = middle + axes * np.maximum(reach, 0)[:, None]
    return [float(x) for x in outline[:, 0]], [float(y) for y in outline[:, 1]]


def _misjudged(test: Figures) -> Section:
    shown = test["misjudged"]
    rows = tuple(
        (one["name"], one["kind"], f"{one['true_probability']:.1%}", one["judged"], f"{one['probability']:.1%}")
        for one in shown
    )
    wrong = test["plain"]["all"]["of"] - test["plain"]["all"]["count"]
    columns = ("picture", "kind", "probability of it", "judged", "probability of that")
    table = Table(columns, rows, f"{len(shown)} of {wrong:,} misjudged test pictures, the worst first.")
    pictures = tuple(
        (f"{one['kind']} as {one['judged']} {one['probability']:.0%}", _decoded(one["picture"])) for one in shown
    )
    plots = (Pictures(title="Misjudged", pictures=pictures, caption=table.caption),) if pictures else ()
    return Section("Misjudged pictures", (), (table,), plots)


def _decoded(picture: str) -> Any:
    with Image.open(io.BytesIO(base64.b64decode(picture)), formats=("PNG",)) as opened:
        return np.asarray(opened.convert("RGB"), np.uint8)


def _value(one: Figures) -> str:
    told = one["most_probable"]
    return "–" if told["value"] is None else f"{told['value']:.1%} of {told['of']:,}"


def _few(told: Figures) -> str:
    return f"n = {told['of']} only" if 0 < told["of"] < FEW else ""
