"""Paints pages once before somebody opens them: their first layout and look take three times as long as later ones."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QStackedWidget


def paint_ahead(pages: QStackedWidget) -> Iterator[None]:
    """Paint each page that is not on show, to nowhere and in the size it will have; a page a step."""
    for number in range(pages.count()):
        page = pages.widget(number)
        if page is not None and page is not pages.currentWidget():
            page.resize(pages.size())
            page.grab()
            yield
