"""Owns our branch: the embeddings of a backbone compared with templates, by a linear classifier, and by the L1 head in
the very gallery that the program searches."""

from __future__ import annotations

import time
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from faceid_app.identity.backbones import Backbone
from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.gallery import PARTS, Enrolled, Gallery, against_strangers
from faceid_app.identity.template_search import ExactSearch
from faceid_app.learning.identification.answers import Answers, Table
from faceid_app.learning.identification.people import HELD_OUT

NEAREST, MEAN, LOGISTIC, GALLERY = "nearest template", "mean template", "logistic regression", "gallery, L1 head"
METHODS = (NEAREST, MEAN, LOGISTIC, GALLERY)


def run_method(
    name: str, table: Table, backbone: Backbone, *, seed: int
) -> tuple[Answers, Answers, dict[str, Any], float] | None:
    """Enrol what is learned from, search for what judges and for strangers.

    Args:
        name: one of METHODS.
        table: of the embeddings of `backbone`.
        backbone: whose L1 head the gallery takes.
        seed: of the classifier.

    Returns:
        Answers to `table.judged()` and `table.strangers()`, what the gallery's own rule makes of them, and seconds;
        None where the backbone has no head or there are no strangers for the gallery to count.
    """
    learned = table.learned()
    person = table.study.person[learned]
    templates = table.rows[learned]
    probes = np.concatenate([table.rows[table.judged()], table.rows[table.strangers()]])
    cut = len(table.judged())
    began = time.monotonic()
    own_rule: dict[str, Any] = {}
    match name:
        case "nearest template":
            answers = Answers.of(ExactSearch(templates, person).best_of_each(probes))
        case "mean template":
            answers = Answers.of(probes @ ExactSearch(templates, person).means().T)
        case "logistic regression":
            answers = Answers.of(_logistic(templates, person, probes, seed=seed))
        case _:
            gallery = _gallery(table, backbone)
            if gallery is None:
                return None
            told = gallery.identify(probes)
            leaders = [one.candidates[0] for one in told]
            answers = Answers(
                np.array([int(leader.name) for leader in leaders], np.int32),
                np.array([leader.lead for leader in leaders]),
            )
            own_rule = _own_rule(gallery, [one.name for one in told[:cut]], table)
    seconds = time.monotonic() - began
    return (
        Answers(answers.said[:cut], answers.score[:cut]),
        Answers(answers.said[cut:], answers.score[cut:]),
        own_rule,
        seconds,
    )


def _logistic(templates: Embeddings, person: Any, probes: Embeddings, *, seed: int) -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000, random_state=seed))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of iterations that end before the last digit stands still
        model.fit(templates, person)
    scores = model.decision_function(probes)
    # Of two people scikit-learn tells one column.
    return np.stack([-scores, scores], axis=1) if scores.ndim == 1 else scores


def _gallery(table: Table, backbone: Backbone) -> Gallery | None:
    """As `faceid identify` builds it, with the study's strangers in the same parts as for the other methods."""
    head = backbone.universal_head()
    strangers, parts = table.rows[table.strangers()], table.parts()
    if head is None or len(np.unique(parts)) != PARTS:
        return None
    learned = table.learned()
    person = table.study.person[learned]
    people = []
    for number in range(len(table.study.names)):
        templates = table.rows[learned][person == number]
        people.append(Enrolled(str(number), head, templates, against_strangers(head, templates, strangers)))
    return Gallery(head, people, parts)


def _own_rule(gallery: Gallery, names: Sequence[str | None], table: Table) -> dict[str, Any]:
    """What the program would say: least lead and margin as the gallery sets them."""
    person = table.study.person[table.judged()]
    pairs = [(name, str(one)) for name, one in zip(names, person, strict=True)]
    return {
        "least_lead": gallery.least_lead,
        "right": sum(name == one for name, one in pairs),
        "wrong": sum(name is not None and name != one for name, one in pairs),
        "of": len(table.study.on(HELD_OUT)),
        "strangers_named": gallery.strangers_named.named,
        "strangers": gallery.strangers_named.of,
    }
