"""Owns one plot of a report on the screen: zoomed by wheel and drag, read off with the pointer."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget

from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space, Tokens
from faceid_app.gui.parts.controls import text
from faceid_app.reports.plots import Histogram, Lines, Plot, description
from faceid_app.reports.scales import Scale, percent, positions, ticks, values

_COLOURS = ("accent_text", "caution", "good", "bad", "muted")
_SCALE_OF_PICTURE = 2.0


def drawable(plot: Plot) -> bool:
    """Whether this kind of plot is shown here; the exported page shows them all."""
    return isinstance(plot, Lines | Histogram)


class PlotView(QWidget):
    """Draws curves and histograms. pyqtgraph must have been imported on another thread: it takes a while."""

    def __init__(self, theme: Theme, plot: Lines | Histogram, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._plot = theme, plot
        self._graph = importlib.import_module("pyqtgraph")
        self.readout = text("", "caption")
        self.caption = text(plot.caption, "caption", wrap=True)
        self.x_scale: Scale = plot.x_scale if isinstance(plot, Lines) else "linear"
        self.y_scale: Scale = plot.y_scale
        self.canvas = self._graph.PlotWidget(
            axisItems={side: self._axis(side) for side in ("bottom", "left")}, enableMenu=False
        )
        self.canvas.setFrameShape(self.canvas.Shape.NoFrame)
        self.canvas.hideButtons()
        self.canvas.setMinimumHeight(360)
        self.canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.canvas.scene().sigMouseMoved.connect(self._on_moved)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self.readout)
        layout.addWidget(self.caption)
        self.setAccessibleName(plot.title)
        self.setAccessibleDescription(description(plot))
        theme.changed.connect(self._draw)
        QTimer.singleShot(0, self, self._draw)  # making the canvas has used much of this turn of the window

    def show_all(self) -> None:
        """The whole plot again, after zooming."""
        self._limit()

    def picture(self) -> QPixmap:
        """The plot as it stands, for a file."""
        size = self.canvas.size() * _SCALE_OF_PICTURE
        result = QPixmap(size)
        result.setDevicePixelRatio(_SCALE_OF_PICTURE)
        painter = QPainter(result)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.canvas.render(painter)
        painter.end()
        return result

    def _axis(self, side: str) -> Any:
        view = self

        class Axis(self._graph.AxisItem):  # type: ignore[name-defined, misc]
            """Ticks where the report's own drawing has them."""

            def tickValues(self, low: float, high: float, size: float) -> Any:  # noqa: N802 - pyqtgraph's name
                scale = view.x_scale if side == "bottom" else view.y_scale
                if scale == "linear":
                    return super().tickValues(low, high, size)
                least, most = (float(values([end], scale)[0]) for end in (low, high))
                shown, _ = ticks(least, most, scale)
                return [(1.0, [at for at in positions(shown, scale) if low <= at <= high])]

            def tickStrings(self, at: Any, scaling: float, spacing: float) -> list[str]:  # noqa: N802
                scale = view.x_scale if side == "bottom" else view.y_scale
                if scale == "linear":
                    return list(super().tickStrings(at, scaling, spacing))
                return [_tick(float(value)) for value in values(at, scale)]

        return Axis(orientation=side)

    def _draw(self) -> None:
        tokens, graph = self._theme.tokens, self._graph
        self.canvas.clear()
        self.canvas.setBackground(QColor(tokens.surface))
        self.canvas.showGrid(x=True, y=True, alpha=0.12)
        legend = self.canvas.addLegend(offset=(-12, 12), labelTextColor=QColor(tokens.text))
        legend.setBrush(QColor(tokens.surface))
        for side, label in (("bottom", self._plot.x_label), ("left", self._plot.y_label)):
            axis = self.canvas.getAxis(side)
            axis.setPen(graph.mkPen(QColor(tokens.line)))
            axis.setTextPen(graph.mkPen(QColor(tokens.muted)))
            axis.setLabel(label, color=tokens.muted)
        if isinstance(self._plot, Lines):
            self._draw_lines(self._plot, tokens)
        else:
            self._draw_histogram(self._plot, tokens)
        for mark in self._plot.marks:
            at = float(positions([mark.x], self.x_scale)[0])
            pen = graph.mkPen(QColor(tokens.muted), width=1, style=Qt.PenStyle.DashLine)
            self.canvas.addItem(graph.InfiniteLine(at, pen=pen, label=mark.label))
        self._limit()

    def _draw_lines(self, plot: Lines, tokens: Tokens) -> None:
        for number, series in enumerate(plot.series):
            x, y = positions(series.x, self.x_scale), positions(series.y, self.y_scale)
            kept = np.isfinite(x) & np.isfinite(y)
            colour = QColor(getattr(tokens, _COLOURS[number % len(_COLOURS)]))
            pen = self._graph.mkPen(colour, width=2)
            symbols = {"symbol": "o", "symbolSize": 6, "symbolBrush": colour, "symbolPen": pen} if plot.points else {}
            self.canvas.plot(x[kept], y[kept], pen=pen, name=series.label, antialias=True, **symbols)
        if plot.diagonal:
            least, most = (-4.5, 4.5) if self.x_scale == "probit" else (0.0, 1.0)
            pen = self._graph.mkPen(QColor(tokens.faint), width=1)
            self.canvas.plot([least, most], [least, most], pen=pen)

    def _draw_histogram(self, plot: Histogram, tokens: Tokens) -> None:
        edges = np.asarray(plot.edges, np.float64)
        for number, (label, counts) in enumerate(plot.series):
            share = np.asarray(counts, np.float64) / max(1.0, float(np.sum(counts)))
            height = positions(share, self.y_scale)
            if self.y_scale != "linear":
                floor = np.floor(np.nanmin(height)) if np.isfinite(height).any() else 0.0
                height = np.where(np.isfinite(height), height, floor)
            colour = QColor(getattr(tokens, _COLOURS[number % len(_COLOURS)]))
            fill = QColor(colour)
            fill.setAlphaF(0.25)
            base = 0.0 if self.y_scale == "linear" else float(np.min(height))
            pen = self._graph.mkPen(colour, width=1.5)
            self.canvas.plot(edges, height, stepMode="center", fillLevel=base, brush=fill, pen=pen, name=label)

    def _limit(self) -> None:
        plot = self._plot
        x = plot.x_limits if isinstance(plot, Lines) else None
        y = plot.y_limits if isinstance(plot, Lines) else None
        self.canvas.autoRange(padding=0.02)
        if x is not None:
            self.canvas.setXRange(*positions(x, self.x_scale), padding=0.0)
        if y is not None:
            self.canvas.setYRange(*positions(y, self.y_scale), padding=0.0)

    def _on_moved(self, at: QPointF) -> None:
        if not self.canvas.sceneBoundingRect().contains(at):
            self.readout.setText("")
            return
        point = self.canvas.getPlotItem().vb.mapSceneToView(at)
        x = float(values([point.x()], self.x_scale)[0])
        y = float(values([point.y()], self.y_scale)[0])
        shown = (
            _rate(x) if self.x_scale != "linear" else f"{x:.3f}",
            _rate(y) if self.y_scale != "linear" else f"{y:.3f}",
        )
        self.readout.setText(f"{self._plot.x_label}: {shown[0]}   {self._plot.y_label}: {shown[1]}")


def _tick(value: float) -> str:
    return percent(float(f"{value:.3g}"))


def _value(value: float, scale: Scale) -> str:
    return f"{value:.3f}" if scale == "linear" else _rate(value)


def _rate(value: float) -> str:
    return f"{100 * value:.2g} %" if value >= 1e-3 else f"{value:.0e}"
