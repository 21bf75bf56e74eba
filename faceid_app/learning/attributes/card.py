"""Owns the model card of the network for attributes, in words, made of the figures in its card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faceid_app.faces.attributes import CHILD

CARD_TEXT_FILE = "MODEL_CARD.md"


def card_text(card: Mapping[str, Any]) -> str:
    """The card as Markdown; it names no person and holds no picture."""
    test, data, options = card["test"], card["data"], card["options"]
    sides = data["sides"]
    age, gender, calibration = test["age"], test["gender"], card["calibration"]
    groups = "\n".join(
        f"| {name} | {_years(one['error'])} | {_signed(one['bias'])} | {_rate(one['inside'])} | "
        f"{_rate(gender['by_age'][name])} |"
        for name, one in age["groups"].items()
    )
    others = "\n".join(
        f"| {name} | {one['gender']['of']:,} | {_plain(one['age'])} | {_share(one['gender'])} |"
        for name, one in test["by_ethnicity"].items()
    )
    cover = "\n".join(f"| {one['share']:.0%} | {_rate(one)} | {one['width']:.0f} |" for one in age["coverage"])
    cleaner = "\n".join(
        f"| {title} | {_rate(part['six_groups'])} | {_rate(part['ten_groups'])} | {_rate(part['gender'])} | "
        f"{_years(part['age'])} |"
        for title, part in (
            ("all of the test side", {"six_groups": test["six_groups"]["all"], "ten_groups": test["ten_groups"]["all"],
                                      "gender": gender["all"], "age": age["error"]}),
            ("without copies", card["without_copies"]),
            ("without people learned from", card["without_people"]),
        )
    )  # fmt: skip
    return f"""# Age and gender presentation

What it does: gives of an aligned face, 112x112 RGB, a distribution over the ages 1 to 100 and the probability that its
labellers would have called it female. What it does not do: it knows nobody's age or gender. It says what a face looks
like to those who labelled UTKFace, and is shown in the window as a guess, off by default, never stored, never part of a
decision. It has no output for ethnicity.

Network: the compact backbone up to its last map, as it is, with mean and deviation of every channel at four depths, one
layer of {options["width"]} units, and 101 numbers: {card["parameters"]:,} parameters, {card["bytes"]:,} bytes.
The weights are kept in 8 bits; before that LiteRT computes what Keras does, but for
{card["export"]["max_difference"]:.1g} of the largest value ({card["export"]["samples"]} pictures). The figures below
are of the file as it ships.

## Data

UTKFace (Zhang, Song and Qi, CVPR 2017): non-commercial research use only; pictures belong to their owners. No picture
of it comes with the program. Labels of gender are two, given by others; ages are partly estimated.
Learned from {sides["learned_from"]["pictures"]:,} pictures, each also mirrored and changed; calibrated by
{sides["calibrated_by"]["pictures"]:,}; tested on {sides["test"]["pictures"]:,}: the documents' split 70/30 by picture,
seed {options["seed"]}. Left out: {data["left_out"]["misnamed"]} pictures whose names lack a field.

The split is by picture, so people are on both sides: {card["leaks"]["copies"]:,} pictures of the test side are copies
of one learned from, {card["leaks"]["people"]:,} look like somebody learned from (cosine from
{card["leaks"]["limit"]:g}). Small children look alike to the backbone, so that many of these may be
other children: without them gender is told better and the age worse. The backbone was distilled on UTKFace too, the
test side included, without any label.

| test side | six age groups | ten age groups | gender | mean error of the age |
|---|---|---|---|---|
{cleaner}

Made by `faceid lab attributes train --data DIR --epochs {options["epochs"]} --width {options["width"]} --to FOLDER`.

## Errors by age, with 95 % intervals

| age | mean error of the age | mean difference | age in its range | gender right |
|---|---|---|---|---|
{groups}

The old are given fewer years than they have, as the differences say: there are few of them to learn from.

## Errors by the ethnicity the data set states

| stated | n | mean error of the age, years | gender right |
|---|---|---|---|
{others}

## Calibration

Ranges hold {0.8:.0%} of the distribution; temperature {calibration["age"]["temperature"]:.2f}. A range wider than
{calibration["age"]["widest"]:.0f} years is told as *unsure*: of the test side {_rate(age["told"])} are told, and the
age lies in {_rate(age["inside_of_told"])} of those ranges.

| range holds | true age inside | median width, years |
|---|---|---|
{cover}

Gender is told from a mean age of {CHILD:.0f} years and a probability of {calibration["gender"]["limit"]:g}, chosen
so that {calibration["gender"]["wanted"]:.0%} of what is told is right on the held-out side
({"reached" if calibration["gender"]["reached"] else "not reached"}); temperature
{calibration["gender"]["temperature"]:.2f}. On the test side {_rate(gender["told"])} are told,
{_rate(gender["right_of_told"])} of those rightly; expected calibration error
{gender["reliability"]["expected_error"]:.1%}.

## Weaknesses

- Children, the old, make-up, masks, beards, sunglasses, strong light from one side and turned heads.
- People whose presentation fits no label of two, or who are not seen as what they are: it must not be used on anybody
  who has not asked for it.
- What is measured is agreement with the labels of one data set; other cameras and countries were not measured.
"""


def _rate(value: Mapping[str, Any]) -> str:
    if value["value"] is None:
        return "–"
    return f"{value['value']:.1%} ({value['low']:.1%} to {value['high']:.1%}; {value['count']:,} of {value['of']:,})"


def _years(value: Mapping[str, Any]) -> str:
    if value["value"] is None:
        return "–"
    return f"{value['value']:.2f} ({value['low']:.2f} to {value['high']:.2f}; n = {value['of']:,})"


def _signed(value: float | None) -> str:
    return "–" if value is None else f"{value:+.1f}"


def _plain(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _share(value: Mapping[str, Any]) -> str:
    return "–" if not value["of"] else f"{value['count'] / value['of']:.1%}"
