"""Owns the live curves of a training: loss above, precision and recall below. pyqtgraph is loaded when first needed."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from faceid_app.gui.look.figures import figure
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import row, text
from faceid_app.gui.parts.turns import in_turns
from faceid_app.progress import Progress
from faceid_app.workers.jobs import Job

_MOST_POINTS = 4000


class Curves(QWidget):
    """Collects points at once; draws as soon as the plotting library is there, without holding up the window.

    Hidden until the first point: axes alone would show scales that nobody measured.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.points: dict[str, list[tuple[float, float]]] = {"loss": [], "precision": [], "recall": []}
        self._lines: dict[str, Any] = {}
        self._plots: list[Any] = []
        self._legend = {
            "loss": text(self.tr("Loss"), "section", tone="accent"),
            "precision": text(self.tr("Precision"), "section", tone="good"),
            "recall": text(self.tr("Recall"), "section", tone="caution"),
        }
        self._figures = {name: text("–", "section") for name in self._legend}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.S)
        self._column.addLayout(row(self._legend["loss"], self._figures["loss"], 1))
        self._column.addStretch(1)
        gap = QWidget()
        gap.setFixedWidth(Space.M)
        self._column.addLayout(
            row(
                self._legend["precision"],
                self._figures["precision"],
                gap,
                self._legend["recall"],
                self._figures["recall"],
                1,
            )
        )
        self._column.addStretch(1)
        self.setMinimumHeight(220)
        self.setAccessibleName(self.tr("Curves of loss, precision and recall"))
        self._loading = Job(self)
        self._loading.succeeded.connect(self._on_loaded)
        theme.changed.connect(self._tint)
        self.hide()

    @property
    def drawn(self) -> bool:
        """Whether the plots are there."""
        return len(self._plots) == 2

    def prepare(self) -> None:
        """Load the plotting library beside the window, once."""
        if not self._plots and not self._loading.running:
            self._loading.start(lambda _report, _is_cancelled: importlib.import_module("pyqtgraph"))

    def shutdown(self) -> None:
        """Wait for the loading."""
        self._loading.shutdown()

    def clear(self) -> None:
        """A new training begins."""
        for points in self.points.values():
            points.clear()
        for shown in self._figures.values():
            shown.setText("–")
        self.hide()
        self._draw()

    def add(self, progress: Progress) -> None:
        """Take in one report; those without figures of training are passed over."""
        if progress.epoch is None or progress.loss is None:
            return
        at = progress.epoch - 1 + (progress.step / progress.of if progress.of else 1.0)
        for name, value in (("loss", progress.loss), ("precision", progress.precision), ("recall", progress.recall)):
            if value is not None:
                points = self.points[name]
                points.append((at, value))
                if len(points) > _MOST_POINTS:
                    del points[1::2]
                self._figures[name].setText(figure(value, ".3f"))
        self._draw()
        self.show()

    def _on_loaded(self, graph: Any) -> None:
        graph.setConfigOptions(antialias=True)
        in_turns(self, self._made(graph))

    def _made(self, graph: Any) -> Iterator[None]:
        inner = graph.PlotItem(enableMenu=False)
        yield
        loss = graph.PlotWidget(plotItem=inner)
        yield
        self._add_plot(loss, 1, ("loss",))
        yield
        inner = graph.PlotItem(enableMenu=False)
        yield
        shares = graph.PlotWidget(plotItem=inner)
        yield
        shares.setYRange(0.0, 1.0, padding=0.04)
        shares.getAxis("left").setTicks([[(share, figure(share, "g")) for share in (0.0, 0.5, 1.0)]])
        shares.setLabel("bottom", self.tr("Epoch"))
        shares.getAxis("bottom").enableAutoSIPrefix(False)  # else the first one is counted in thousandths
        self._add_plot(shares, 3, ("precision", "recall"))
        yield
        self._draw()

    def _add_plot(self, plot: Any, place: int, names: tuple[str, ...]) -> None:
        plot.setMouseEnabled(x=False, y=False)
        plot.hideButtons()
        plot.setFrameShape(plot.Shape.NoFrame)
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.setMinimumHeight(70)
        # Its own hint is that of a picture viewer; here the card decides.
        plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        for name in names:
            self._lines[name] = plot.plot([], [])
        self._plots.append(plot)
        self._tint()
        stretch = self._column.takeAt(place)
        del stretch
        self._column.insertWidget(place, plot, 1)

    def _draw(self) -> None:
        for name, line in self._lines.items():
            points = self.points[name]
            line.setData([x for x, _ in points], [y for _, y in points])

    def _tint(self) -> None:
        if not self._plots:
            return
        graph = importlib.import_module("pyqtgraph")
        tokens = self._theme.tokens
        colours = {"loss": tokens.accent_text, "precision": tokens.good, "recall": tokens.caution}
        for name, line in self._lines.items():
            line.setPen(graph.mkPen(QColor(colours[name]), width=2))
        for plot in self._plots:
            plot.setBackground(QColor(tokens.surface))
            plot.showGrid(x=False, y=True, alpha=0.3)
            for side in ("left", "bottom"):
                axis = plot.getAxis(side)
                axis.setPen(graph.mkPen(QColor(tokens.line)))
                axis.setTextPen(graph.mkPen(QColor(tokens.muted)))
                axis.setStyle(tickLength=0)
