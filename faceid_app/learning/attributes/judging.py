"""Owns the figures of every trained network on the test side, with and without those who were learned from."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.pixels import encode_png
from faceid_app.datasets.utkface import ETHNICITIES, GENDERS
from faceid_app.evaluation.attribute_figures import (
    age_figures,
    by_age,
    class_figures,
    gender_figures,
    group_figures,
)
from faceid_app.faces.attributes import (
    CHILD,
    SIX_GROUPS,
    TEN_GROUPS,
    age_ranges,
    group_name,
    group_of,
    mean_age,
    place_of,
)
from faceid_app.learning.attributes.faces import LabelledFaces

SHOWN = 18
"""Faces shown of each kind: some as they come, and the worst."""
Rows = NDArray[np.intp]
Table = NDArray[np.float64]


def judge_attributes(
    faces: LabelledFaces,
    rows: Rows,
    *,
    age: Table,
    female: NDArray[np.float64],
    ethnicity: Table | None,
    limit: float,
    widest: float,
) -> dict[str, Any]:
    """Figures of (n, YEARS) age distributions, (n,) probabilities of a female presentation and (n, 5) ethnicities
    (None where a network has none) for the n faces of `rows`."""
    years, gender = faces.age[rows], faces.gender[rows]
    figures = {
        "pictures": len(rows),
        "age": age_figures(years, age, widest),
        "six_groups": group_figures(SIX_GROUPS, years, age),
        "ten_groups": group_figures(TEN_GROUPS, years, age),
        "gender": {
            **gender_figures(GENDERS, gender, female, limit, mean_age(age) >= CHILD),
            "by_age": by_age(gender, (female >= 0.5).astype(np.int64), years),
        },
    }
    if ethnicity is not None:
        told = class_figures(ETHNICITIES, faces.ethnicity[rows], ethnicity)
        figures["ethnicity"] = {**told, "by_age": by_age(faces.ethnicity[rows], ethnicity.argmax(axis=1), years)}
    # Whether errors are alike whoever is judged: this, too, is for the study only.
    error = np.abs(mean_age(age) - (place_of(years) + 1))
    figures["by_ethnicity"] = {
        name: {
            "age": float(error[mine].mean()) if mine.any() else None,
            "gender": {
                "count": int(((female >= 0.5) == (gender == 1))[mine].sum()), "of": int(mine.sum()),
            },
        }
        for index, name in enumerate(ETHNICITIES)
        for mine in [faces.ethnicity[rows] == index]
    }  # fmt: skip
    return figures


def headlines(figures: dict[str, Any]) -> dict[str, Any]:
    """The figures that are set beside the documents'."""
    return {
        "six_groups": figures["six_groups"]["all"],
        "ten_groups": figures["ten_groups"]["all"],
        "gender": figures["gender"]["all"],
        "ethnicity": figures["ethnicity"]["all"] if "ethnicity" in figures else None,
        "age": figures["age"]["error"],
    }


def samples(
    faces: LabelledFaces, rows: Rows, age: Table, female: NDArray[np.float64], ethnicity: Table | None, *, seed: int
) -> dict[str, list[dict[str, str]]]:
    """Faces with what the data set and the network say of them: "drawn", at random, and "worst", by age and gender.

    Each has "picture", a PNG in base64, "label" and "told". They are for a report on the user's own disk.
    """
    error = np.abs(mean_age(age) - (place_of(faces.age[rows]) + 1))
    wrong = np.where((female >= 0.5) != (faces.gender[rows] == 1), np.abs(female - 0.5), -1.0)
    drawn = np.random.default_rng(seed).permutation(len(rows))[:SHOWN]
    old, misread = np.argsort(-error)[: SHOWN // 2], np.argsort(-wrong)[: SHOWN // 2]
    low, high = age_ranges(age)

    def shown(at: int) -> dict[str, str]:
        row = int(rows[at])
        sex = int(female[at] >= 0.5)
        sure = float(max(female[at], 1 - female[at]))
        told = f"{mean_age(age)[at]:.0f} ({low[at]}-{high[at]}), {GENDERS[sex]} {sure:.0%}"
        label = f"{faces.age[row]}, {GENDERS[faces.gender[row]]}"
        if ethnicity is not None:
            told += f", {ETHNICITIES[int(ethnicity[at].argmax())]}"
            label += f", {ETHNICITIES[faces.ethnicity[row]]}"
        picture = base64.b64encode(encode_png(np.asarray(faces.aligned[row]))).decode()
        return {"picture": picture, "label": label, "told": told}

    worst = [int(at) for at in (*old, *misread[wrong[misread] >= 0])]
    return {"drawn": [shown(int(at)) for at in drawn], "worst": [shown(at) for at in dict.fromkeys(worst)]}


def misjudged_groups(faces: LabelledFaces, rows: Rows, classes: Table) -> list[dict[str, str]]:
    """Faces of the documents' network for six age groups that are given to another group, with both groups."""
    truth, told = group_of(faces.age[rows], SIX_GROUPS), classes.argmax(axis=1)
    wrong = np.flatnonzero(truth != told)
    first = wrong[np.argsort(classes[wrong, truth[wrong]], kind="stable")][:SHOWN]
    return [
        {
            "picture": base64.b64encode(encode_png(np.repeat(faces.grey[rows[at]][..., None], 3, axis=2))).decode(),
            "label": group_name(SIX_GROUPS[truth[at]]),
            "told": group_name(SIX_GROUPS[told[at]]),
        }
        for at in first
    ]
