"""Owns what a report says of attributes: the data and its leaks, curves, confusion, errors by age, calibration."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from PIL import Image

from faceid_app.evaluation.arcface_section import rate
from faceid_app.reports.plots import Bars, BarSeries, Lines, Matrix, Pictures, Plot, Series
from faceid_app.reports.report import Section, Table

PUBLISHED = {"age, six groups": 0.7106, "age, ten groups": 0.5179, "ethnicity": 0.7264, "gender": 0.8553}
"""The documents' test accuracies, of about 7,112 pictures."""
AIMED = {"age, six groups": 0.80, "age, ten groups": 0.65, "ethnicity": 0.85, "gender": 0.95}
AIMED_ERROR = 6.0
"""Years."""
_KEYS = {"age, six groups": "six_groups", "age, ten groups": "ten_groups", "ethnicity": "ethnicity", "gender": "gender"}
_SIDES = (("all", "all"), ("without_copies", "without copies"), ("without_people", "without people learned from"))
Figures = Mapping[str, Any]


def data_section(data: Figures, leaks: Figures | None) -> Section:
    """What was learned from and what judged, and what a split by picture leaks."""
    sides = data["sides"]
    titles = {"learned_from": "learned from", "calibrated_by": "calibrated by", "test": "test"}
    rows = tuple(
        (titles[name], one["pictures"], *(f"{count:,}" for count in one["age"].values()),
         *(f"{count:,}" for count in one["gender"].values()))
        for name, one in sides.items()
    )  # fmt: skip
    first = sides["test"]
    columns = ("side", "pictures", *(f"age {name}" for name in first["age"]), *first["gender"])
    text = [
        "Labels are those of UTKFace: ages partly estimated, two genders, five ethnicities, all of them what somebody "
        f"saw in a picture. {data['left_out']['misnamed']} pictures are left out because their names lack a field, "
        f"{data['left_out']['without_face']} because they show no face or cannot be read.",
        "The documents' split: 30 % of the pictures, by seed, are the test side.",
    ]
    if leaks is not None:
        text.append(
            f"It is by picture, not by person: of {leaks['test']:,} test pictures {leaks['copies']:,} are copies of "
            f"one on the other side, and {leaks['people']:,} look like somebody there (cosine from "
            f"{leaks['limit']:g}). "
            "Figures are also given without them; many of them may be other small children, who look alike to "
            "the backbone. The backbone was distilled on these pictures too, without labels."
        )
    return Section("Data", tuple(text), (Table(columns, rows, ""),))


def published_section(told: Figures) -> Section:
    """The documents' figures, the documents' networks here, and ours, on the same split."""
    rows = []
    for title, key in _KEYS.items():
        row = [title, f"{PUBLISHED[title]:.2%}", f"{AIMED[title]:.0%}"]
        row.append(rate(told["documents"][title]["all"]["all"]) if "documents" in told else "–")
        for network in told["networks"].values():
            row.append(rate(network["all"][key]["all"]))
        row.append("–" if key == "ethnicity" or "card" not in told else rate(told["card"]["test"][key]["all"]))
        rows.append(tuple(row))
    error = ["mean error of the age, years", "–", f"under {AIMED_ERROR:g}", "–"]
    error += [years(network["all"]["age"]["error"]) for network in told["networks"].values()]
    error.append("–" if "card" not in told else years(told["card"]["test"]["age"]["error"]))
    rows.append(tuple(error))
    names = tuple(f"layers on {name}" for name in told["networks"])
    columns = ("", "documents", "aim", "their networks here", *names, "as it ships, 8 bits")
    caption = "Share that is right, with 95 % intervals (Clopper and Pearson); errors with bootstrap intervals."
    return Section("Beside the documents", (), (Table(columns, tuple(rows), caption), _leaked(told)))


def documents_section(documents: Figures) -> Section:
    """The documents' networks: curves, confusion."""
    plots: list[Plot] = []
    rows = []
    for name, one in documents.items():
        numbers = [epoch["epoch"] for epoch in one["epochs"]]
        rows.append((name, one["parameters"], len(numbers), rate(one["all"]["all"])))
        for what in ("loss", "accuracy"):
            plots.append(
                Lines(
                    title=f"{name}: {what}", x_label="epoch", y_label=what, points=True,
                    series=(Series("training", numbers, [epoch[what] for epoch in one["epochs"]]),
                            Series("test side", numbers, [epoch[f"validation_{what}"] for epoch in one["epochs"]])),
                )
            )  # fmt: skip
        plots.append(_confusion(name, one["all"]))
    table = Table(("network", "parameters", "epochs", "test accuracy"), tuple(rows), "Adam, as the documents train.")
    if shown := documents.get("age, six groups", {}).get("misjudged"):
        plots.append(_faces("Misjudged by the network for six groups", shown, "Label, and what was told."))
    return Section("The documents' networks", (), (table,), tuple(plots))


def network_section(name: str, one: Figures) -> Section:
    """One of ours: curves, and everything of `judged_sections`."""
    numbers = [epoch["epoch"] for epoch in one["epochs"]]
    held = one["calibration"]["age"]["pictures"]
    plots: tuple[Plot, ...] = (
        Lines(
            title="Loss", x_label="epoch", y_label="loss", points=True,
            series=(Series("training", numbers, [epoch["loss"] for epoch in one["epochs"]]),
                    Series("held out", numbers, [epoch["validation_loss"] for epoch in one["epochs"]])),
            caption="Training: with dropout, of faces as they are and in another view.",
        ),
        Lines(
            title="Held-out side", x_label="epoch", y_label="share that is right", points=True,
            series=tuple(Series(what, numbers, [epoch[what] for epoch in one["epochs"]])
                         for what in ("gender", "ethnicity")),
            caption=f"n = {held:,}.",
        ),
        Lines(
            title="Error of the age", x_label="epoch", y_label="years", points=True,
            series=(Series("held out", numbers, [epoch["age"] for epoch in one["epochs"]]),),
            caption=f"n = {held:,}.",
        ),
    )  # fmt: skip
    text = (f"{one['parameters']:,} parameters behind the backbone.",)
    return Section(f"Layers on {name}: training", text, (), plots)


def judged_sections(title: str, test: Figures, calibration: Figures) -> tuple[Section, ...]:
    """Confusion, errors by age group, and calibration, of the test side."""
    confusion = [_confusion("age, six groups", test["six_groups"]), _confusion("age, ten groups", test["ten_groups"]),
                 _confusion("gender", test["gender"])]  # fmt: skip
    if "ethnicity" in test:
        confusion.append(_confusion("ethnicity", test["ethnicity"]))
    return (
        Section(f"{title}: confusion", (), (), tuple(confusion)),
        _errors(title, test),
        _calibration(title, test, calibration),
    )


def samples_section(samples: Figures) -> Section:
    """Faces with labels and answers. Only a page holds them."""
    return Section(
        "Samples",
        ("The label, then what was told. The pictures are in the page alone; keep it where the data set may be.",),
        (),
        (
            _faces("Drawn at random from the test side", samples["drawn"], ""),
            _faces("The worst errors of age and of gender", samples["worst"], ""),
        ),
    )


def years(value: Figures) -> str:
    """A mean error with its 95 % interval and n."""
    if value["value"] is None:
        return "–"
    return f"{value['value']:.2f} ({value['low']:.2f} to {value['high']:.2f}; n = {value['of']:,})"


def _leaked(told: Figures) -> Table:
    rows = []
    for side, title in _SIDES:
        for name, network in told["networks"].items():
            one = network[side]
            parts = [one[key]["all"] if side == "all" else one[key] for key in _KEYS.values()]
            error = one["age"]["error"] if side == "all" else one["age"]
            rows.append((title, f"layers on {name}", *(rate(part) for part in parts), years(error)))
    return Table(("test side", "network", *_KEYS, "error of the age, years"), tuple(rows), "What the split leaks.")


def _confusion(name: str, one: Figures) -> Matrix:
    names = tuple(one["names"])
    return Matrix(
        title=name.capitalize(), x_label="told", y_label="label", columns=names, rows=names,
        values=np.array(one["confusion"]), cell_format="{:.0f}", caption=f"Right: {rate(one['all'])}.",
    )  # fmt: skip


def _errors(title: str, test: Figures) -> Section:
    groups = test["age"]["groups"]
    others = test.get("ethnicity", {}).get("by_age", {})
    rows = tuple(
        (name, years(one["error"]), "–" if one["bias"] is None else f"{one['bias']:+.1f}", rate(one["inside"]),
         rate(test["gender"]["by_age"][name]), *([rate(others[name])] if others else []))
        for name, one in groups.items()
    )  # fmt: skip
    columns = ("age", "mean error, years", "mean difference", "age in its range", "gender right")
    there = [(name, one["error"]) for name, one in groups.items() if one["error"]["of"]]
    plot = Bars(
        title="Error by age group", x_label="age", y_label="years", groups=tuple(name for name, _ in there),
        series=(BarSeries("mean error", *([one[key] for _, one in there] for key in ("value", "low", "high"))),),
        caption=f"n = {test['pictures']:,}.",
    )  # fmt: skip
    stated = tuple(
        (name, one["gender"]["of"], "–" if one["age"] is None else f"{one['age']:.2f}",
         "–" if not one["gender"]["of"] else f"{one['gender']['count'] / one['gender']['of']:.1%}")
        for name, one in test["by_ethnicity"].items()
    )  # fmt: skip
    fair = Table(("stated ethnicity", "n", "mean error, years", "gender right"), stated, "Whether errors are alike.")
    table = Table((*columns, *(["ethnicity right"] if others else [])), rows, "95 % intervals.")
    return Section(f"{title}: errors", (), (table, fair), (plot,))


def _calibration(title: str, test: Figures, calibration: Figures) -> Section:
    age, gender = test["age"], test["gender"]
    cover = tuple((f"{one['share']:.0%}", rate(one), f"{one['width']:.0f}") for one in age["coverage"])
    bins = gender["reliability"]["bins"]
    plots = (
        Lines(
            title="Coverage of age ranges", x_label="share of the distribution", y_label="true age inside",
            points=True, diagonal=True, square=True, x_limits=(0.4, 1.0), y_limits=(0.4, 1.0),
            series=(Series("test side", *([one[key] for one in age["coverage"]]
                                          for key in ("share", "value", "low", "high"))),),
            caption=f"n = {test['pictures']:,}.",
        ),
        Lines(
            title="Reliability of gender", x_label="probability told", y_label="share that is right",
            points=True, diagonal=True, square=True, x_limits=(0.4, 1.0), y_limits=(0.4, 1.0),
            series=(Series("test side", [one["predicted"] for one in bins],
                           *([one["right"][key] for one in bins] for key in ("value", "low", "high"))),),
            caption=f"Expected calibration error {gender['reliability']['expected_error']:.1%}.",
        ),
    )  # fmt: skip
    text = (
        f"Temperatures {calibration['age']['temperature']:.2f} (age) and {calibration['gender']['temperature']:.2f} "
        f"(gender), from {calibration['age']['pictures']:,} faces held out from learning.",
        f"Ranges of over {calibration['age']['widest']:.0f} years are unsure: {rate(age['told'])} are told, the age "
        f"lies in {rate(age['inside_of_told'])} of those.",
        f"Gender below {calibration['gender']['limit']:g}, and of children, is unsure: {rate(gender['told'])} are "
        f"told, {rate(gender['right_of_told'])} of those rightly.",
    )
    table = Table(("range holds", "true age inside", "median width, years"), cover, "95 % intervals.")
    return Section(f"{title}: calibration", text, (table,), plots)


def _faces(title: str, shown: Sequence[Figures], caption: str) -> Pictures:
    pictures = tuple((f"{one['label']} → {one['told']}", _decoded(one["picture"])) for one in shown)
    return Pictures(title=title, pictures=pictures, caption=caption)


def _decoded(picture: str) -> Any:
    with Image.open(io.BytesIO(base64.b64decode(picture)), formats=("PNG",)) as opened:
        return np.asarray(opened.convert("RGB"), np.uint8)
