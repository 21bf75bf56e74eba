"""Owns the sheet with the history: what was told and changed, and whether the audit log is whole."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space
from faceid_app.gui.messages import said, sentence
from faceid_app.gui.parts.controls import Note, button, row, rule, text
from faceid_app.gui.parts.cover import Cover
from faceid_app.gui.shell.event_words import Told, told_events
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report
from faceid_app.storage.audit import AuditLog
from faceid_app.storage.audit_check import Checked, check_log, entries
from faceid_app.storage.profiles import Profiles
from faceid_app.workers.jobs import Job

MOST = 60
"""Lines shown; `faceid audit show` has all."""
_WIDTH, _HEIGHT = 560, 380


class HistorySheet(Cover):
    """Reads on another thread each time it opens."""

    def __init__(self, theme: Theme, paths: Paths, people: Profiles, parent: QWidget) -> None:
        super().__init__(parent, width=_WIDTH)
        self._paths, self._people = paths, people
        title = self.tr("History")
        self.setAccessibleName(title)
        self.note = Note(theme)
        self.lines: list[Told] = []
        self._reading, self._checking = Job(self), Job(self)
        self._reading.succeeded.connect(self._show)
        self._checking.succeeded.connect(self._on_checked)
        for job in (self._reading, self._checking):
            job.failed.connect(lambda error: self.note.say(sentence(error)))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFixedHeight(_HEIGHT)
        self._scroll.setAccessibleName(self.tr("What was told and changed, the newest first"))
        self.check_button = button(self.tr("Check"), clicked=self.check)
        self.close_button = button(self.tr("Done"), kind="primary", clicked=self.close_sheet)
        column = self.card.column
        column.setSpacing(Space.L)
        column.addWidget(text(title, "title"))
        explained = self.tr(
            "What was told and changed on this computer. The file behind it holds no names and no pictures."
        )
        column.addWidget(text(explained, tone="muted", wrap=True))
        column.addWidget(rule())
        column.addWidget(self._scroll)
        column.addWidget(self.note)
        column.addLayout(row(1, self.check_button, self.close_button, spacing=Space.M))

    def look(self) -> None:
        """Open, and read the newest events."""
        paths, people = self._paths, self._people

        def read(_report: Report, _is_cancelled: IsCancelled) -> list[Told]:
            return told_events(entries(AuditLog(paths)), _names(people), most=MOST)

        self.note.clear()
        self._show([])
        self._reading.start(read)
        self.open_sheet(self.close_button)

    def check(self) -> None:
        """See whether every line is still the one that was written."""
        paths, people = self._paths, self._people

        def go_through(_report: Report, _is_cancelled: IsCancelled) -> Checked:
            return check_log(AuditLog(paths), enrolled=_names(people))

        if not self._checking.running:
            self._checking.start(go_through)

    def stops(self) -> list[QWidget]:
        return [self._scroll, self.check_button, self.close_button]

    def shutdown(self) -> None:
        """Wait for what is under way."""
        self._reading.shutdown()
        self._checking.shutdown()

    def _on_checked(self, checked: Checked) -> None:
        self.note.say(said(checked.words), "good" if checked.broken is None else "bad")

    def _show(self, lines: list[Told]) -> None:
        self.lines = lines
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, Space.M, 0)
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.S)
        grid.setColumnStretch(1, 1)
        for number, line in enumerate(lines):
            what = (
                line.what
                if line.count == 1
                else self.tr("{what}, {count} times").format(what=line.what, count=line.count)
            )
            grid.addWidget(text(line.when, "caption"), number, 0)
            grid.addWidget(text(what, wrap=True), number, 1)
            grid.addWidget(text(line.who, tone="muted"), number, 2, Qt.AlignmentFlag.AlignRight)
        grid.setRowStretch(len(lines), 1)
        self._scroll.setWidget(inner)


def _names(people: Profiles) -> dict[str, str]:
    """The names of those enrolled, by id, as far as they can be read."""
    return {who: name for name in people.names() if (who := people.id_of(name))}
