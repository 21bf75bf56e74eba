"""One plot of each kind, with everything on it that it can have."""

from __future__ import annotations

import numpy as np

from faceid_app.reports.plots import Bars, BarSeries, Histogram, Lines, Mark, Matrix, Pictures, Plot, Series

DET = Lines(
    title="DET <of & two>",
    x_label="false match rate",
    y_label="false non-match rate",
    series=(
        Series("one", [0.0, 1e-3, 1e-2, 0.5], [0.3, 0.1, 0.02, 0.0]),
        Series("two", [1e-3, 1e-2, 0.1], [0.2, 0.1, 0.05], low=[0.1, 0.05, 0.0], high=[0.3, 0.2, 0.1]),
    ),
    x_scale="probit",
    y_scale="probit",
    diagonal=True,
    square=True,
    caption="n = 1,000 & more.",
)
ROC = Lines(
    title="ROC",
    x_label="false match rate",
    y_label="true accept rate",
    series=(Series("one", [1e-4, 1e-2, 1.0], [0.5, 0.9, 1.0], [0.4, 0.8, 1.0], [0.6, 0.95, 1.0]),),
    x_scale="log",
    points=True,
    steps=True,
    marks=(Mark(label="target", x=1e-3),),
)
BARS = Bars(
    title="Accuracy",
    x_label="blur",
    y_label="accuracy",
    groups=("none", "some"),
    series=(BarSeries("one", [1.0, 0.8], [0.9, 0.7], [1.0, 0.9]), BarSeries("two", [0.9, 0.0])),
)
LOG_BARS = Bars(
    title="Time",
    x_label="network",
    y_label="ms",
    groups=("a", "b"),
    series=(BarSeries("", [2.0, 30.0]),),
    y_scale="log",
)
HISTOGRAM = Histogram(
    title="Scores",
    x_label="score",
    y_label="share",
    edges=[0.0, 0.5, 1.0],
    series=(("mated", [0, 4]), ("non-mated", [9, 1])),
    y_scale="log",
    marks=(Mark(label="threshold", x=0.5),),
)
LINEAR_HISTOGRAM = Histogram(
    title="Scores", x_label="score", y_label="share", edges=[0.0, 1.0, 2.0], series=(("all", [1, 3]), ("none", [0, 0]))
)
MATRIX = Matrix(
    title="Clips",
    x_label="clip",
    y_label="profile",
    columns=("a", "b", "c"),
    rows=("a", "b"),
    values=np.array([[1.0, 0.25, np.nan], [0.5, 0.75, 0.0]]),
)
PICTURES = Pictures(
    title="Distortions",
    pictures=tuple((f"<{i}>", np.full((4, 4, 3), 40 * i, np.uint8)) for i in range(3)),
    columns=2,
    caption="n = 3.",
)
EACH: tuple[Plot, ...] = (DET, ROC, BARS, LOG_BARS, HISTOGRAM, LINEAR_HISTOGRAM, MATRIX, PICTURES)
