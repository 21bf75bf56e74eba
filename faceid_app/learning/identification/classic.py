"""Owns the classic branch: 806 numbers, scaled and rotated, and the document's six classifiers by scikit-learn."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.identity.identify_options import CLASSIC_METHODS
from faceid_app.learning.identification.answers import Answers, Table

VARIANCE = 0.95
"""Of the scaled features, that the principal components kept hold."""
SHARES = (0.25, 0.5, 1.0)
"""Of each person's pictures to learn from, for the learning curve."""
TREES = 25
GRID = {"C": [0.1, 1, 10], "kernel": ["linear", "rbf"]}
FOLDS = 3
NEIGHBOURS = 5
BOOSTS, DEPTH = 200, 5
CATBOOST = CLASSIC_METHODS[5]
Labels = NDArray[np.int32]


class Rotation:
    """StandardScaler and PCA, fitted on what is learned from alone."""

    def __init__(self, features: NDArray[np.float32], *, seed: int) -> None:
        from sklearn.decomposition import PCA
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler

        # "full": the solver whose answer does not depend on random numbers.
        self._steps = make_pipeline(StandardScaler(), PCA(VARIANCE, svd_solver="full", random_state=seed))
        self._steps.fit(features.astype(np.float64))

    @property
    def components(self) -> int:
        """How many are left."""
        return int(self._steps[-1].n_components_)

    def __call__(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """(n, 806) -> (n, components)."""
        return np.asarray(self._steps.transform(features.astype(np.float64)), np.float64)


def catboost_is_there() -> bool:
    """Whether the optional library can be used."""
    try:
        import catboost  # noqa: F401
    except ImportError:
        return False
    return True


def run_method(
    name: str, table: Table, *, seed: int, check: Callable[[], None]
) -> tuple[Answers, dict[str, Any], float]:
    """Learn and judge with one of `CLASSIC_METHODS`.

    Args:
        name: of the method.
        table: of classic features.
        seed: of the methods that draw.
        check: called between trainings; raises Cancelled.

    Returns:
        What it answers to `table.judged()`; its "components", what a search "chose", and the "curve", a list of (share
        of the pictures to learn from, right ones of those learned from, their number, right ones judged); and the
        seconds of learning and judging.
    """
    learned, judged = table.learned(), table.judged()
    person = table.study.person
    rotation = Rotation(table.rows[learned], seed=seed)
    train, test = rotation(table.rows[learned]), rotation(table.rows[judged])
    began = time.monotonic()
    model, chosen = _fitted(name, train, person[learned], seed=seed)
    answers = _answers(model, test)
    seconds = time.monotonic() - began
    curve = []
    # Boosting takes minutes a fit among many people: it has one point.
    for share in SHARES if name != CATBOOST else SHARES[-1:]:
        check()
        rows = _some(person[learned], share, seed=seed)
        part = model if share == 1.0 else _fitted(name, train[rows], person[learned][rows], seed=seed, chosen=chosen)[0]
        right = int((_answers(part, train[rows]).said == person[learned][rows]).sum())
        curve.append([share, right, len(rows), int((_answers(part, test).said == person[judged]).sum())])
    return answers, {"components": rotation.components, "chosen": chosen, "curve": curve}, seconds


def _fitted(
    name: str, features: NDArray[np.float64], person: Labels, *, seed: int, chosen: dict[str, Any] | None = None
) -> tuple[Any, dict[str, Any] | None]:
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.naive_bayes import GaussianNB
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.svm import SVC

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of iterations that end before the last digit stands still
        match name:
            case "logistic regression":
                model = LogisticRegression(max_iter=1000, random_state=seed)
            case "random forest":
                model = RandomForestClassifier(TREES, random_state=seed)
            case "SVM grid":
                if chosen is None:
                    chosen = _searched(features, person, seed=seed)
                model = SVC(**chosen, random_state=seed)
            case "kNN":
                model = KNeighborsClassifier(min(NEIGHBOURS, len(person)))
            case "GaussianNB":
                model = GaussianNB()
            case _:
                from catboost import CatBoostClassifier

                model = CatBoostClassifier(
                    iterations=BOOSTS, depth=DEPTH, random_seed=seed, thread_count=2, verbose=False,
                    allow_writing_files=False,
                )  # fmt: skip
        return model.fit(features, person), chosen


def _searched(features: NDArray[np.float64], person: Labels, *, seed: int) -> dict[str, Any]:
    """The best of the grid, by folds within what is learned from; somebody with fewer pictures is in fewer folds."""
    from sklearn.model_selection import GridSearchCV, KFold, StratifiedKFold
    from sklearn.svm import SVC

    fewest = int(np.bincount(np.unique(person, return_inverse=True)[1]).min())
    kind = StratifiedKFold if fewest >= FOLDS else KFold
    folds = kind(min(FOLDS, len(person)), shuffle=True, random_state=seed)
    search = GridSearchCV(SVC(random_state=seed), GRID, cv=folds, refit=False, n_jobs=1)
    search.fit(features, person)
    return dict(search.best_params_)


def _answers(model: Any, features: NDArray[np.float64]) -> Answers:
    said = np.asarray(model.predict(features)).reshape(-1).astype(np.int32)
    # A figure of an open set is not made of these scores: they only say what was named.
    return Answers(said, np.zeros(len(said)))


def _some(person: Labels, share: float, *, seed: int) -> NDArray[np.intp]:
    """Rows with that share of each person's pictures, one at least."""
    if share == 1.0:
        return np.arange(len(person))
    kept = []
    for one in np.unique(person):
        rows = np.flatnonzero(person == one)
        order = np.random.default_rng((seed, int(one))).permutation(rows)
        kept.append(order[: max(1, round(share * len(rows)))])
    return np.sort(np.concatenate(kept))
