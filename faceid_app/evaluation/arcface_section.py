"""Owns what a report says of one training of the laboratory: curves, gap, verification, and the document's figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faceid_app.reports.plots import Lines, Series
from faceid_app.reports.report import Section, Table

PUBLISHED_ACCURACY, PUBLISHED_EPOCH, PUBLISHED_PEOPLE, PUBLISHED_PICTURES = 0.70, 43, 500, 12_000
"""The document's: validation accuracy of ArcFace (s=5, m=0.1), at which epoch, on CelebA-500."""
Figures = Mapping[str, Any]


def arcface_sections(data: Figures, arm: Figures) -> tuple[Section, ...]:
    """The sections on a training; `data` and `arm` as the job returns them."""
    return (_data(data), _training(data, arm), _closed_set(data, arm), _open_set(arm), _published(data, arm))


def rate(value: Figures | None) -> str:
    """A counted rate with its 95 % interval and counts."""
    if value is None or value["value"] is None:
        return "–"
    return f"{value['value']:.1%} ({value['low']:.1%} to {value['high']:.1%}; {value['count']:,} of {value['of']:,})"


def share(value: float, interval: Figures) -> str:
    """A rate with its 95 % interval."""
    return f"{value:.1%} ({interval['low']:.1%} to {interval['high']:.1%})"


def data_text(data: Figures) -> str:
    """Who was learned from and who was not, in a sentence."""
    return (
        f"Learned from {data['training']:,} pictures of {data['people']:,} people, validated with "
        f"{data['validation']:,} other pictures of the same people, verified with {data['unseen_pictures']:,} pictures "
        f"of {data['unseen_people']:,} people of whom nothing was learned."
    )


def _data(data: Figures) -> Section:
    text = [data_text(data), "Sides were split by people and pictures before any view was made."]
    if data["tested_people"]:
        text.append(
            f"{data['tested_people']:,} people occur in the list of pairs: none of them was learned from, and the "
            "people never seen are of them."
        )
    text.append(
        "Pictures of one person may come from one occasion; then those of validation resemble those learned from, and "
        "the closed-set figures flatter. Those of people never seen do not depend on it."
    )
    rows = (
        ("learned from", data["people"], data["training"]),
        ("validation, the same people", data["people"], data["validation"]),
        ("never seen", data["unseen_people"], data["unseen_pictures"]),
    )
    caption = f"{data['without_face']:,} chosen pictures show no face that could be aligned and are in no side."
    return Section("Data", tuple(text), (Table(("side", "people", "pictures"), rows, caption),))


def _training(data: Figures, arm: Figures) -> Section:
    epochs = arm["epochs"]
    numbers = [epoch["epoch"] for epoch in epochs]
    caption = f"n = {data['training']:,} pictures learned from and {data['validation']:,} for validation."

    def plot(kind: str, label: str) -> Lines:
        return Lines(
            title=label.capitalize(),
            x_label="epoch",
            y_label=label,
            series=(
                Series("training, with augmentation", numbers, [epoch[kind] for epoch in epochs]),
                Series("validation", numbers, [epoch[f"validation_{kind}"] for epoch in epochs]),
            ),
            points=True,
            caption=caption,
        )

    table = Table(
        ("epoch", "loss", "accuracy", "validation loss", "validation accuracy", "learning rate", "blocks learning"),
        tuple(
            (
                epoch["epoch"], f"{epoch['loss']:.4f}", f"{epoch['accuracy']:.1%}", f"{epoch['validation_loss']:.4f}",
                f"{epoch['validation_accuracy']:.1%}", f"{epoch['rate']:.3g}", epoch["learning"],
            )
            for epoch in epochs
        ),
        f"Of {arm['parameters']['blocks']} blocks of the backbone. {caption}",
    )  # fmt: skip
    text = (
        f"The network has {arm['parameters']['whole']:,} parameters, {arm['parameters']['backbone']:,} of them in the "
        "backbone. The margin counts in both losses and in no accuracy.",
    )
    return Section("Training", text, (table,), (plot("loss", "loss"), plot("accuracy", "accuracy")))


def _closed_set(data: Figures, arm: Figures) -> Section:
    learned, validation = arm["closed_set"]["training"], arm["closed_set"]["validation"]
    gap = learned["value"] - validation["value"]
    text = (
        f"Which of {data['people']:,} people it is; by chance {1 / data['people']:.2%}. The network is that of the "
        "last epoch, and pictures come without augmentation. The gap between what was learned and validation is "
        f"{gap:.1%}.",
    )
    rows = (("learned from", rate(learned), learned["loss"]), ("validation", rate(validation), validation["loss"]))
    caption = "Intervals: 95 %, Clopper and Pearson; too narrow where pictures of a person are alike."
    return Section("Training and validation", text, (Table(("pictures", "right", "loss"), rows, caption),))


def _open_set(arm: Figures) -> Section:
    before, after = arm["open_set_untrained"], arm["open_set"]
    fars = [point["far"] for point in after["points"]]
    rows = tuple(
        (
            name,
            share(one["accuracy"], one["accuracy_interval"]),
            share(one["eer"], one["eer_interval"]),
            *(_tar(point) for point in one["points"]),
        )
        for name, one in (("before training", before), ("after training", after))
    )
    trials = (
        f"n = {after['mated']:,} mated and {after['nonmated']:,} non-mated comparison trials of "
        f"{after['people']:,} people"
    )
    table = Table(
        ("network", "accuracy of pairs", "EER", *(f"TAR at FAR {far:g}" for far in fars)),
        rows,
        f"{trials}; accuracy of {after['accuracy_pairs']:,} pairs in {after['folds']} folds that share no people, each "
        "decided with the threshold best on the others.",
    )
    curves = tuple(
        Series(name, one["curve"]["far"], one["curve"]["frr"]) for name, one in (("before", before), ("after", after))
    )
    det = Lines(
        title="Detection error trade-off (DET), people never seen",
        x_label="false match rate (FMR)",
        y_label="false non-match rate (FNMR)",
        series=curves,
        x_scale="probit",
        y_scale="probit",
        diagonal=True,
        caption=f"{trials}. On the thin line both rates are equal.",
    )
    text: tuple[str, ...] = (
        "Pictures are compared by the cosine of their embeddings. FAR and FRR, the program's words, are error rates of "
        "comparisons here: ISO/IEC 19795-1 calls them false match rate (FMR) and false non-match rate (FNMR).",
        "Intervals are 95 %: accuracy by Student's t over folds, EER by leaving each fold out, TAR by drawing people "
        "anew. 'Not supported': there are fewer pairs of people than 3 / FAR, so the rate is no evidence of that FAR.",
    )
    if arm["options"]["weights"] is not None or arm["options"]["backbone"] == "compact":
        text += (
            "The backbone started from weights that somebody learned before, from pictures this training knows nothing "
            "of: the people never seen here may be among them.",
        )
    return Section("Verification of people never seen", text, (table,), (det,))


def _tar(point: Figures) -> str:
    return rate(point["tar"]) if point["supported"] else f"{rate(point['tar'])}, not supported"


def _published(data: Figures, arm: Figures) -> Section:
    best, last = arm["closed_set"]["best"], arm["closed_set"]["validation"]
    rows = (
        ("people", f"{PUBLISHED_PEOPLE:,}", f"{data['people']:,}"),
        ("pictures", f"{PUBLISHED_PICTURES:,} in all", f"{data['training'] + data['validation']:,}"),
        (
            "validation accuracy, best epoch",
            f"{PUBLISHED_ACCURACY:.2f} at epoch {PUBLISHED_EPOCH}",
            f"{best['value']:.3f} at epoch {best['epoch']} (n = {best['of']:,})",
        ),
        ("validation accuracy, last epoch", "–", rate(last)),
        ("verification of people never seen, EER", "–", share(arm["open_set"]["eer"], arm["open_set"]["eer_interval"])),
    )
    text = (
        "The document trained on 500 people of CelebA, about 12,000 pictures, for 50 epochs; how many of them were for "
        "validation its digest does not say. An accuracy among fewer people is easier, so figures compare only where "
        "the numbers of people do. The best epoch is chosen by the very figure it is reported with, here as there.",
    )
    return Section(
        "Beside the document", text, (Table(("", "document", "here"), rows, "ArcFace with s=5, m=0.1 there."),)
    )
