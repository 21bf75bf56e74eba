"""Owns a report on the screen: its tables, its plots one at a time, and its words for who wants them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from faceid_app.gui.evaluation.plot_view import PlotView, drawable
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.parts.controls import Card, button, row, text
from faceid_app.gui.parts.scroller import Scroller
from faceid_app.gui.parts.turns import in_turns
from faceid_app.reports.plots import Plot
from faceid_app.reports.report import Report, Section, Table

_TABLE_ROWS = 14
"""Longer tables scroll in themselves."""


class ReportView(Scroller):
    """Shows one report at a time."""

    filled = Signal()
    """All parts of the report are there."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Report"))
        self.report: Report | None = None
        self.plots: list[PlotCard] = []

    def show_report(self, report: Report) -> None:
        """Replace what is shown. pyqtgraph must have been imported."""
        self.report = report
        self.plots = []
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, Space.S, Space.XL)
        column.setSpacing(Space.L)
        parts = [part for section in report.sections for part in self._parts_of(section)]
        parts.append(lambda: _about_card(report, self.tr("What was measured")))
        column.addStretch(1)
        self.setWidget(body)
        in_turns(body, self._filled(body, column, parts))

    def picture(self) -> QPixmap | None:
        """The first plot as it stands, or None."""
        return self.plots[0].view.picture() if self.plots else None

    def _filled(self, body: QWidget, column: QVBoxLayout, parts: list[Callable[[], QWidget]]) -> Iterator[None]:
        for part in parts:
            if body is not self.widget():  # another report has been asked for meanwhile
                return
            column.insertWidget(column.count() - 1, part())
            yield
        self.filled.emit()

    def _parts_of(self, section: Section) -> list[Callable[[], QWidget]]:
        """How to make the parts of a section, in order."""
        parts: list[Callable[[], QWidget]] = []
        plots = [plot for plot in section.plots if drawable(plot)]
        if plots:
            parts.append(lambda: self._plot_card(section.title, plots))
        parts += [partial(_table_card, table) for table in section.tables if table.rows]
        if section.text:
            parts.append(lambda: self._words_card(section))
        return parts

    def _plot_card(self, title: str, plots: list[Plot]) -> PlotCard:
        card = PlotCard(self._theme, title, plots)
        self.plots.append(card)
        return card

    def _words_card(self, section: Section) -> Card:
        words = Card(self.tr("How it was counted"))
        for paragraph in section.text:
            words.column.addWidget(text(paragraph, "caption", wrap=True))
        return words


class PlotCard(Card):
    """The plots of a section, one at a time."""

    def __init__(self, theme: Theme, title: str, plots: list[Plot], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._theme, self._plots = theme, plots
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.tr("Plot"))
        self.choice.addItems([plot.title for plot in plots])
        self.choice.currentIndexChanged.connect(self.show_plot)
        self.whole = button(self.tr("Show all"), kind="quiet", clicked=lambda: self.view.show_all())
        self.column.addLayout(row(text(title, "section"), 1, self.choice, self.whole))
        self.view = self._made(0)
        self.column.addWidget(self.view)

    def show_plot(self, number: int) -> None:
        """Show that one."""
        old, self.view = self.view, self._made(number)
        self.column.replaceWidget(old, self.view)
        old.deleteLater()

    def _made(self, number: int) -> PlotView:
        return PlotView(self._theme, self._plots[number])  # type: ignore[arg-type]


def _table_card(table: Table) -> Card:
    card = Card()
    card.column.addWidget(text(table.caption, "section", wrap=True))
    shown = QTableWidget(len(table.rows), len(table.columns))
    shown.setHorizontalHeaderLabels([column.capitalize() if column.islower() else column for column in table.columns])
    shown.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    shown.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
    shown.setShowGrid(False)
    shown.setAlternatingRowColors(True)
    shown.verticalHeader().hide()
    shown.setAccessibleName(table.caption)
    numeric = table.numeric()
    for i, cells in enumerate(table.cells()):
        for j, cell in enumerate(cells):
            item = QTableWidgetItem(cell)
            side = Qt.AlignmentFlag.AlignRight if numeric[j] else Qt.AlignmentFlag.AlignLeft
            item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            shown.setItem(i, j, item)
    shown.resizeColumnsToContents()
    shown.horizontalHeader().setSectionResizeMode(len(table.columns) - 1, QHeaderView.ResizeMode.Stretch)
    rows = min(len(table.rows), _TABLE_ROWS)
    bar = shown.horizontalScrollBar().sizeHint().height()
    shown.setFixedHeight(shown.horizontalHeader().sizeHint().height() + rows * shown.rowHeight(0) + bar)
    shown.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    card.column.addWidget(shown)
    return card


def _about_card(report: Report, title: str) -> Card:
    card = Card(title)
    for name, value in report.about.items():
        label = QLabel(f"{name}: {value}")
        label.setProperty("role", "caption")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setMinimumSize(QSize(0, 0))
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        card.column.addWidget(label)
    return card
