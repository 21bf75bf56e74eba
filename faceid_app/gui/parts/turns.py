"""Owns doing long work of the window in short turns: other events are answered in between."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer


def in_turns(owner: QObject, steps: Iterator[None]) -> None:
    """Run the generator `steps` to its next `yield`, once each turn of the event loop, until it or `owner` ends.

    The first step waits for a turn too: whoever calls has used much of this one. What a step does holds the window up
    for as long as it takes; keep each far below 50 ms.
    """

    def turn() -> None:
        try:
            next(steps)
        except StopIteration:
            return
        QTimer.singleShot(0, owner, turn)

    QTimer.singleShot(0, owner, turn)
