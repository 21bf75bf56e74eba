"""The page "evaluation": measure the networks on public data, look at the report, take it along."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from faceid_app.errors import DatasetMissing, FaceIdError, ModelMissing, NotWritable
from faceid_app.gui.context import Context
from faceid_app.gui.evaluation.report_view import ReportView
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.messages import sentence
from faceid_app.gui.page import Page
from faceid_app.gui.parts.controls import Card, Note, button, row, text
from faceid_app.gui.parts.empty_state import EmptyState
from faceid_app.gui.parts.option import Option
from faceid_app.gui.parts.progress_line import ProgressLine
from faceid_app.gui.train.recipe_view import backbones
from faceid_app.identity.backbones import Backbone, find_backbone
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled
from faceid_app.progress import Report as ProgressReport
from faceid_app.reports.report import Report
from faceid_app.storage.profiles import Profile
from faceid_app.workers.evaluating import (
    KeptReport,
    keep_report,
    kept_reports,
    measure_bundled,
    measure_lfw,
    open_report,
)
from faceid_app.workers.jobs import Job

_COLUMN = 320


@dataclass(frozen=True, slots=True, eq=False)
class _Shown:
    """A report ready to be shown, and what is kept now."""

    report: Report
    kept: list[KeptReport]


class EvaluationPage(Page):
    """How good are the networks, on people of whom nothing was learned?"""

    needs_training = Signal()
    """LFW is not there; the training page fetches it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        theme = context.theme
        self.bundled = Option(
            theme,
            self.tr("Bundled strangers"),
            self.tr("Every pair of 13,233 pictures that came with the program as numbers. Nothing is needed."),
        )
        self.view2 = Option(
            theme,
            self.tr("LFW View 2"),
            self.tr("The protocol of published figures: 6,000 pairs in ten folds. Needs the pictures of LFW."),
        )
        self.bundled.setChecked(True)
        self.measure = button(self.tr("&Measure"), kind="primary", clicked=self.start)
        self.progress = ProgressLine()
        self.note = Note(theme)
        self.note.acted.connect(self.needs_training)
        self.kept = QListWidget()
        self.kept.setAccessibleName(self.tr("Earlier reports"))
        self.kept.itemActivated.connect(self._on_kept)
        self.kept.itemClicked.connect(self._on_kept)
        self._none_kept = text(self.tr("None yet"), "caption")
        self.open_button = button(self.tr("Open…"), kind="quiet", clicked=self._choose_file)
        self.export_html = button(self.tr("Save as &HTML…"), clicked=lambda: self._export(".html"))
        self.export_png = button(self.tr("Save plot as &PNG…"), clicked=lambda: self._export(".png"))
        self.export_png.setEnabled(False)
        self.title = text("", "title", wrap=True)
        self.view = ReportView(theme)
        self.view.filled.connect(lambda: self.export_png.setEnabled(bool(self.view.plots)))
        self._nothing = EmptyState(theme, "chart-spline")
        self._nothing.say(
            self.tr("No report yet"), self.tr("Measure, or open an earlier report, and it is shown here.")
        )
        self._measuring, self._opening, self._saving = Job(self), Job(self), Job(self)
        self.progress.cancel_asked.connect(self._measuring.cancel)
        self._measuring.progressed.connect(self.progress.show_progress)
        self._measuring.succeeded.connect(self._on_measured)
        self._measuring.failed.connect(self._on_failed)
        self._measuring.running_changed.connect(self._on_running)
        self._opening.succeeded.connect(self._on_opened)
        self._opening.failed.connect(self._on_failed)
        self._saving.succeeded.connect(self._on_saved)
        self._saving.failed.connect(self._on_failed)
        self._arrange()

    def _arrange(self) -> None:
        what = Card(self.tr("What to measure"))
        for part in (self.bundled, self.view2, self.measure, self.progress):
            what.column.addWidget(part)
        earlier = self._earlier = Card(self.tr("Earlier reports"))
        earlier.column.addWidget(self._none_kept)
        earlier.column.addWidget(self.kept, 1)
        earlier.column.addLayout(row(1, self.open_button))
        left = QVBoxLayout()
        left.setSpacing(Space.L)
        left.addWidget(what)
        left.addWidget(self.note)
        left.addWidget(earlier, 1)
        left.addStretch(0)
        left.setContentsMargins(0, 0, 0, 0)
        holder = QWidget()
        holder.setLayout(left)
        holder.setFixedWidth(_COLUMN)
        shown = QWidget()
        right = QVBoxLayout(shown)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(Space.M)
        head = row(self.title, self.export_html, self.export_png)
        head.setStretch(0, 1)
        right.addLayout(head)
        right.addWidget(self.view, 1)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(shown)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.S, Space.XL, Space.XL)
        layout.setSpacing(Space.XL)
        layout.addWidget(holder)
        layout.addLayout(self._stack, 1)

    # --- page --------------------------------------------------------------------------------------------------------

    def activate(self, profile: Profile | None) -> None:
        if self.view.report is None and not self._opening.running:
            self._opening.start(lambda _report, _cancelled: _newest(self.context.paths))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def rest(self) -> None:
        """A measurement goes on while another page is on show."""

    def shutdown(self) -> None:
        for job in (self._measuring, self._opening, self._saving):
            job.shutdown()
        super().shutdown()

    # --- what the user does ------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Measure what is chosen."""
        paths, view2 = self.context.paths, self.view2.isChecked()

        def work(report: ProgressReport, is_cancelled: IsCancelled) -> _Shown:
            _load_plots()
            if view2:
                measured = measure_lfw(paths, _installed(paths), report=report, is_cancelled=is_cancelled)
            else:
                measured = measure_bundled(find_backbone(paths), report=report, is_cancelled=is_cancelled)
            keep_report(paths, measured)
            return _Shown(measured, kept_reports(paths))

        self.note.clear()
        self.progress.begin(self.tr("Measuring…"))
        self._measuring.start(work)

    def _on_kept(self, item: QListWidgetItem) -> None:
        self._open(item.data(Qt.ItemDataRole.UserRole))

    def _choose_file(self) -> None:
        found, _ = QFileDialog.getOpenFileName(self, self.tr("Open a report"), "", "*.report.json")
        if found:
            self._open(Path(found))

    def _open(self, path: Path) -> None:
        paths = self.context.paths

        def work(_report: ProgressReport, _is_cancelled: IsCancelled) -> _Shown:
            _load_plots()
            return _Shown(open_report(path), kept_reports(paths))

        self.note.clear()
        self._opening.start(work)

    def _export(self, suffix: str) -> None:
        report, picture = self.view.report, self.view.picture()
        if report is None:
            return
        proposed = f"{report.title}{suffix}"
        found, _ = QFileDialog.getSaveFileName(self, self.tr("Save the report"), proposed, f"*{suffix}")
        if not found:
            return
        path = Path(found).with_suffix(suffix)
        if suffix == ".html":
            self._saving.start(lambda _report, _cancelled: _save_page(report, path))
        elif picture is not None:
            if picture.save(str(path), "PNG"):
                self._on_saved(path)
            else:
                self._on_failed(NotWritable(path, "the picture was not written"))

    # --- what the jobs tell ------------------------------------------------------------------------------------------

    def _on_running(self, running: bool) -> None:
        self.measure.setEnabled(not running)
        if not running:
            self.progress.end()

    def _on_measured(self, shown: _Shown) -> None:
        self._show(shown.report)
        self._list(shown.kept)

    def _on_opened(self, shown: _Shown | None) -> None:
        if shown is not None:
            self._show(shown.report)
            self._list(shown.kept)

    def _on_saved(self, path: Path) -> None:
        self.note.say(self.tr("Saved as {name}.").format(name=path.name), "good")

    def _on_failed(self, error: Exception) -> None:
        self.note.say(
            sentence(error), "bad", action=self.tr("Get the pictures…") if isinstance(error, DatasetMissing) else ""
        )

    def _show(self, report: Report) -> None:
        self.title.setText(report.title)
        self.view.show_report(report)
        self.export_png.setEnabled(False)
        self._stack.setCurrentIndex(1)

    def _list(self, kept: list[KeptReport]) -> None:
        self.kept.clear()
        self.kept.setVisible(bool(kept))
        tall = QSizePolicy.Policy.Expanding if kept else QSizePolicy.Policy.Maximum
        self._earlier.setSizePolicy(QSizePolicy.Policy.Preferred, tall)
        self._none_kept.setVisible(not kept)
        for one in kept:
            at = QLocale().toString(
                QDateTime.fromSecsSinceEpoch(int(one.at.timestamp())), QLocale.FormatType.ShortFormat
            )
            item = QListWidgetItem(f"{one.title}\n{at}")
            item.setData(Qt.ItemDataRole.UserRole, one.path)
            self.kept.addItem(item)


def _load_plots() -> None:
    # A second of imports that no window should wait for.
    importlib.import_module("pyqtgraph")


def _newest(paths: Paths) -> _Shown | None:
    """The last report that can still be opened."""
    kept = kept_reports(paths)
    if not kept:
        return None
    _load_plots()
    return _Shown(open_report(kept[0].path), kept)


def _installed(paths: Paths) -> list[Backbone]:
    """The networks that the window offers for training and that are there, to be measured side by side.

    The one of 8 bits saves 3.6 MB and takes twice the time a face: who wants that has the command line.
    """
    found = []
    for network in backbones():
        try:
            found.append(find_backbone(paths, network.name))
        except (ModelMissing, FaceIdError):
            continue
    return found


def _save_page(report: Report, path: Path) -> Path:
    report.save(path)
    return path
