"""The line that opens the details: what it opens is seen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from faceid_app.gui.look.theme import Theme
from faceid_app.gui.verify.details import Details


def test_what_opens_below_the_edge_is_brought_up(qtbot: QtBot, theme: Theme) -> None:
    above, below = QWidget(), QWidget()
    above.setFixedHeight(280)
    below.setFixedHeight(400)
    content, area, details = QWidget(), QScrollArea(), Details(theme, "Details")
    details.column.addWidget(below)
    column = QVBoxLayout(content)
    column.addWidget(above)
    column.addWidget(details)
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.resize(300, 300)
    qtbot.addWidget(area)
    area.show()
    bar = area.verticalScrollBar()
    assert bar.value() == 0
    details.button.click()
    qtbot.waitUntil(lambda: bar.value() > 0)
    top = details.mapTo(area.viewport(), details.button.pos()).y()
    assert 0 <= top < 50


def test_return_opens_them(qtbot: QtBot, theme: Theme) -> None:
    details = Details(theme, "Details")
    qtbot.addWidget(details)
    QTest.keyClick(details.button, Qt.Key.Key_Return)
    assert details.open
