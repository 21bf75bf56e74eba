"""The evaluation page: the bundled strangers measured, the report shown, zoomed, kept and saved."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from faceid_app.gui.evaluation import evaluation_page
from faceid_app.gui.evaluation.evaluation_page import EvaluationPage
from faceid_app.identity.backbones import Backbone
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled
from faceid_app.progress import Report as ProgressReport
from faceid_app.reports.plots import Histogram, Lines, Series
from faceid_app.reports.report import Report, Section, Table
from faceid_app.workers.evaluating import keep_report
from tests.gui.conftest import OpenWindow

_PLOTS = (
    Lines(
        title="DET",
        x_label="FMR",
        y_label="FNMR",
        series=(Series("one", [1e-4, 1e-3, 1e-2], [0.1, 0.05, 0.01]),),
        x_scale="probit",
        y_scale="probit",
    ),
    Histogram(title="Scores", x_label="cosine", y_label="share", edges=[0.0, 0.5, 1.0], series=(("own", [1, 3]),)),
)
REPORT = Report(
    "A report",
    {"data": "three pairs"},
    (Section("Pairs", ("Counted so.",), (Table(("FAR", "TAR"), (("1e-3", 0.9),), "Rates"),), _PLOTS),),
)


@pytest.fixture
def page(window: OpenWindow, faceless: str, paths: Paths) -> EvaluationPage:
    """The page with one kept report."""
    keep_report(paths, REPORT)
    return window(camera=faceless, page="evaluation").evaluation


def test_the_last_report_is_shown_with_its_plots_and_tables(qtbot: QtBot, page: EvaluationPage) -> None:
    qtbot.waitUntil(page.export_png.isEnabled)
    assert page.title.text() == "A report"
    assert page.kept.count() == 1
    card = page.view.plots[0]
    assert [card.choice.itemText(i) for i in range(card.choice.count())] == ["DET", "Scores"]
    before = card.view.canvas.viewRange()
    card.view.canvas.getPlotItem().vb.scaleBy((0.5, 0.5))
    assert card.view.canvas.viewRange() != before
    card.view.show_all()
    np.testing.assert_allclose(card.view.canvas.viewRange(), before, atol=0.01)
    centre = card.view.canvas.getPlotItem().vb.sceneBoundingRect().center()
    card.view._on_moved(QPointF(centre))
    assert card.view.readout.text().startswith("FMR: ")
    card.show_plot(1)
    assert card.view.accessibleName() == "Scores"


def test_a_report_is_saved_as_page_and_plot(
    qtbot: QtBot, page: EvaluationPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.waitUntil(page.export_png.isEnabled)
    for suffix, key in ((".html", page.export_html), (".png", page.export_png)):
        target = tmp_path / f"saved{suffix}"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, target=target: (str(target), ""))
        key.click()
        qtbot.waitUntil(target.is_file, timeout=20_000)
    assert b"A report" in (tmp_path / "saved.html").read_bytes()
    assert (tmp_path / "saved.png").read_bytes().startswith(b"\x89PNG")


def test_measuring_shows_and_keeps_the_report(
    qtbot: QtBot, window: OpenWindow, faceless: str, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    def measured(_backbone: Backbone, *, report: ProgressReport, is_cancelled: IsCancelled) -> Report:
        return REPORT

    monkeypatch.setattr(evaluation_page, "measure_bundled", measured)  # seconds of arithmetic, tested below the window
    page = window(camera=faceless, page="evaluation").evaluation
    page.measure.click()
    qtbot.waitUntil(lambda: page.view.report is REPORT)
    assert page.kept.count() == 1
    assert len(list(paths.reports.iterdir())) == 1


def test_without_lfw_the_page_says_where_to_get_it(qtbot: QtBot, window: OpenWindow, faceless: str) -> None:
    page = window(camera=faceless, page="evaluation").evaluation
    page.view2.setChecked(True)
    page.measure.click()
    qtbot.waitUntil(page.note.isVisible)
    with qtbot.waitSignal(page.needs_training):
        page.note.acted.emit()
