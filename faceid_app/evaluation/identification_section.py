"""Owns what a report says of the study of identification, from the data to the documents' figures."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from PIL import Image

from faceid_app.evaluation.arcface_section import rate
from faceid_app.evaluation.identification_search_section import search_section
from faceid_app.reports.plots import Histogram, Lines, Matrix, Pictures, Plot, Series
from faceid_app.reports.report import Section, Table

Figures = Mapping[str, Any]
PUBLISHED = {
    "logistic regression": ("4.2 %", 99), "random forest": ("3.16 %", 40), "SVM grid": ("6.65 %", 540),
    "kNN": ("2.62 %", 0.01), "GaussianNB": ("2.03 %", 0.1), "CatBoost": ("5.07 %, on a GPU", 193),
    "inception_resnet_v2": ("77.32 %, ImageNet weights", 1512),
    "inception_resnet_v1": ("94.65 %, VGGFace2 weights", 492),
}  # fmt: skip
"""The document's test accuracy and seconds: 500 people, 12,011 pictures."""
PUBLISHED_CHANCE = 1 / 500
_MOST_LISTED = 10
_CONFUSED_SHOWN = 10


def identification_sections(told: Figures) -> tuple[Section, ...]:
    """The sections on a study; `told` as `learning.identification.job.run_study` returns it, without its seconds."""
    data, methods = told["data"], told["methods"]
    sections = [_data(data), _comparison(data, methods, told["left_out"])]
    if any(one["open_search"] for one in methods):
        sections.append(search_section(data, methods))
    sections += [_curves(one) for one in methods if "epochs" in one["details"]]
    learning = [one for one in methods if "curve" in one["details"]]
    if learning:
        sections.append(_learning_curves(data, learning))
    sections.append(_confusion(data, methods))
    if data["suspects"] is not None:
        sections.append(_suspects(data["suspects"]))
    return tuple(sections)


def time_section(seconds: Mapping[str, float]) -> Section:
    """Seconds of learning and judging by method, which differ from run to run."""
    rows = tuple((name, f"{value:.2f}", _published_seconds(name)) for name, value in seconds.items())
    text = (
        "Learning and judging, without reading the pictures and making features of them, on this computer and beside "
        "whatever else it did. The document's are of another computer.",
    )
    return Section("Time", text, (Table(("method", "seconds", "document's"), rows, ""),))


def without_pictures(told: Figures) -> dict[str, Any]:
    """The figures for JSON: no pictures, and no times, which differ from run to run."""
    data = {name: value for name, value in told["data"].items() if name != "samples"}
    return {"data": data, "methods": told["methods"], "left_out": told["left_out"]}


def _data(data: Figures) -> Section:
    learned, judged = (np.array(column) for column in zip(*data["counts"], strict=True))
    text = [
        f"{len(data['names']):,} people are in the gallery: {data['learned']:,} of their pictures were learned from, "
        f"{data['judged']:,} others judge. "
        + (
            "The set brought this split. "
            if data["own_split"]
            else "Of each person's pictures a share judges, one at least; every method has the same split. "
        )
        + f"Networks that choose their best weights keep {data['validation']:,} of the pictures to learn from apart "
        "for that.",
    ]
    if data["stranger_pictures"]:
        text.append(
            f"{data['stranger_pictures']:,} pictures of {data['strangers']:,} people outside the gallery are the "
            "strangers."
        )
    if data["unreadable"]:
        named = ", ".join(data["unreadable_names"][:5])
        text.append(f"{data['unreadable']:,} files could not be read as pictures and count nowhere: {named}.")
    if data["missing"]:
        text.append(f"{data['missing']:,} listed pictures are not there, or on no side, and count nowhere.")
    if data["without_face"] is not None:
        lost = data["without_face"]
        text.append(
            f"No face was found in {lost['judged']:,} of the pictures that judge, which ours count as not recognised, "
            f"in {lost['learned']:,} of those learned from and in {lost['strangers']:,} of the strangers'."
        )
    if data["seen"] is not None:
        seen = data["seen"]
        text.append(
            f"The backbone {seen['backbone']!r} learned from pictures of {seen['gallery']:,} people of this gallery "
            f"and of {seen['strangers']:,} of the strangers, as far as its bundled strangers (people of LFW) tell; of "
            "other sets it learned from, its card tells, and figures on their people flatter it."
        )
    else:
        text.append(
            "Whether a backbone learned from these very people cannot be told here; where it did, they flatter."
        )
    shown = tuple((name, _decoded(picture)) for name, picture in data["samples"])
    edges = np.unique(np.linspace(0, max(learned + judged) + 1, 21).round())
    counts = np.histogram(learned + judged, edges)[0]
    histogram = Histogram(
        title="Pictures of each person", x_label="pictures", y_label="share of the gallery", edges=edges,
        series=(("people", counts),), caption=f"n = {len(data['names']):,} people.",
    )  # fmt: skip
    falling = np.argsort(-(learned + judged), kind="stable")
    places = np.arange(1, len(falling) + 1)
    classes = Lines(
        title="Pictures by person, most first", x_label="person", y_label="pictures", steps=True,
        series=(Series("all", places, (learned + judged)[falling]), Series("judging", places, judged[falling])),
        caption=f"n = {len(falling):,} people.",
    )  # fmt: skip
    rows = tuple((data["names"][i].replace("_", " "), int(learned[i]), int(judged[i])) for i in falling[:_MOST_LISTED])
    table = Table(("person", "learned from", "judging"), rows, f"The {len(rows)} with the most pictures.")
    samples = Pictures(title="Samples", pictures=shown, caption="One picture of some people.")
    plots: tuple[Plot, ...] = (classes, histogram, samples) if shown else (classes, histogram)
    return Section("Data", tuple(text), (table,), plots)


def _comparison(data: Figures, methods: Sequence[Figures], left_out: Sequence[str]) -> Section:
    rows = []
    for one in methods:
        closed = one["closed_set"]
        span = closed["macro_f1_interval"]
        rows.append(
            (
                one["branch"], one["name"], _published(one["name"]) if one["branch"] != "ours" else "–",
                rate(closed["accuracy"]),
                f"{closed['macro_f1']:.3f} ({span['low']:.3f} to {span['high']:.3f})",
            )
        )  # fmt: skip
    caption = (
        f"Test accuracy (rank 1), n = {data['judged']:,} pictures of {len(data['names']):,} people; by chance "
        f"{1 / len(data['names']):.2%}, by always naming the person with the most pictures {_commonest(data):.1%}; the "
        f"document's chance was {PUBLISHED_CHANCE:.1%} of 500 people. Intervals are 95 %: "
        "accuracy by drawing people anew and never narrower than Clopper and Pearson's, F1 by drawing pictures anew."
    )
    table = Table(("branch", "method", "document", "here", "macro F1"), tuple(rows), caption)
    text = [
        "The document identified 500 people of CelebA by 12,011 pictures. With fewer people, or pictures that show "
        "them before their usual background, the same method comes out higher: the columns compare in order, not in "
        "size."
    ]
    classic = [one for one in methods if one["branch"] == "classic"]
    if classic:
        details = classic[0]["details"]
        chosen = next((one["details"]["chosen"] for one in classic if one["details"]["chosen"]), None)
        text.append(
            f"The classic features keep {details['components']:,} principal components (the document 275). "
            + ("" if chosen is None else f"The grid chose C = {chosen['C']:g} and the kernel {chosen['kernel']!r}.")
        )
    text += left_out
    return Section("Who is it?", tuple(text), (table,))


def _curves(one: Figures) -> Section:
    epochs = one["details"]["epochs"]
    numbers = [epoch["epoch"] for epoch in epochs]
    caption = f"n = {one['details']['learned']:,} learned from, {one['details']['validation']:,} for validation."
    plots = tuple(
        Lines(
            title=f"{kind.capitalize()}, {one['name']}", x_label="epoch", y_label=kind, points=True, caption=caption,
            series=(
                Series("training", numbers, [epoch[kind] for epoch in epochs]),
                Series("validation", numbers, [epoch[f"validation_{kind}"] for epoch in epochs]),
            ),
        )
        for kind in ("loss", "accuracy")
    )  # fmt: skip
    rates = list(dict.fromkeys(epoch["rate"] for epoch in epochs))
    text = (
        f"The new head has {one['details']['parameters']:,} parameters; the backbone did not learn. Learning rates "
        f"{', then '.join(f'{value:g}' for value in rates)}; the weights of epoch {one['details']['best']}, with the "
        "least validation loss, answer.",
    )
    return Section(f"Training: {one['name']}", text, (), plots)


def _learning_curves(data: Figures, methods: Sequence[Figures]) -> Section:
    series = []
    rows = []
    for one in methods:
        curve = one["details"]["curve"]
        series.append(Series(one["name"], [p[2] for p in curve], [p[3] / data["judged"] for p in curve]))
        for _share, right, of, judged in curve:
            rows.append((one["name"], of, f"{right / of:.1%}", f"{judged / data['judged']:.1%}"))
    plot = Lines(
        title="Learning curves of the classic methods", x_label="pictures learned from", y_label="test accuracy",
        series=tuple(series), points=True, caption=f"n = {data['judged']:,} test pictures.",
    )  # fmt: skip
    table = Table(("method", "learned from", "right of those", "right of the test"), tuple(rows), "")
    text = ("Where a method knows all that it learned and little else, more pictures help more than a better method.",)
    return Section("Learning curves", text, (table,), (plot,))


def _confusion(data: Figures, methods: Sequence[Figures]) -> Section:
    names = [name.replace("_", " ") for name in data["names"]]
    rows = []
    plots = []
    best = {
        branch: max((one for one in methods if one["branch"] == branch), key=_accuracy)
        for branch in dict.fromkeys(one["branch"] for one in methods)
    }
    for branch, one in best.items():
        confused = one["closed_set"]["confused"]
        rows += [(branch, one["name"], names[p["true"]], names[p["said"]], p["count"], p["of"]) for p in confused]
        who = sorted({p[key] for p in confused for key in ("true", "said")})[: 2 * _CONFUSED_SHOWN]
        if who:
            values = np.zeros((len(who), len(who)), np.int64)
            for p in confused:
                if p["true"] in who and p["said"] in who:
                    values[who.index(p["true"]), who.index(p["said"])] = p["count"]
            plots.append(
                Matrix(
                    title=f"Most confused by {one['name']}", x_label="named", y_label="on the picture",
                    columns=tuple(str(i + 1) for i in range(len(who))),
                    rows=tuple(f"{i + 1} {names[person]}" for i, person in enumerate(who)),
                    values=values, cell_format="{:.0f}",
                    caption=f"Of {data['judged']:,} test pictures; columns in the order of the rows. Right answers are "
                    "left out.",
                )
            )  # fmt: skip
    columns = ("branch", "its best method", "on the picture", "named", "times", "test pictures of that person")
    text = () if rows else ("The best method of no branch took anybody for somebody else.",)
    return Section("Most confused", text, (Table(columns, tuple(rows), ""),) if rows else (), tuple(plots))


def _suspects(suspects: Figures) -> Section:
    tables = []
    if suspects["collisions"]:
        rows = tuple((a, b, c, d, f"{score:.3f}") for a, b, c, d, score in suspects["collisions"])
        pair = ("person", "picture", "other person", "picture", "cosine")
        tables.append(Table(pair, rows, f"{suspects['collisions_of']:,} pairs of people who look like one."))
    if suspects["unlike"]:
        rows_unlike = tuple((a, b, f"{best:.3f}", others) for a, b, best, others in suspects["unlike"])
        single = ("person", "picture", "highest cosine with the others", "others")
        caption = f"{suspects['unlike_of']:,} pictures that are unlike all others of their person."
        tables.append(Table(single, rows_unlike, caption))
    text = (
        f"Among {suspects['pictures']:,} pictures of the gallery {suspects['backbone']!r} doubts these labels. Nothing "
        "was left out for it: relatives, masks and profiles look like errors too.",
    )
    return Section("Labels that may be wrong", text, tuple(tables))


def _commonest(data: Figures) -> float:
    """What a method scores that names the same person on every picture."""
    return float(max(data["counts"])[1] / data["judged"])


def _accuracy(one: Figures) -> float:
    return float(one["closed_set"]["accuracy"]["value"])


def _published(name: str) -> str:
    return PUBLISHED.get(name.partition(",")[0], ("–", 0))[0]


def _published_seconds(name: str) -> str:
    branch, _, method = name.partition(": ")
    known = PUBLISHED.get(method.partition(",")[0])
    return "–" if known is None or branch == "ours" else f"{known[1]:g}"


def _decoded(picture: str) -> Any:
    with Image.open(io.BytesIO(base64.b64decode(picture)), formats=("PNG",)) as opened:
        return np.asarray(opened.convert("RGB"), np.uint8)
