"""Owns the sheet that looks at this computer, shows the log, and copies both as text that can be given away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from faceid_app.gui.look.icons import pixmap
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.look.tokens import Space, Type
from faceid_app.gui.messages import said, sentence
from faceid_app.gui.parts.controls import Note, button, row, rule, set_text, text
from faceid_app.gui.parts.cover import Cover
from faceid_app.gui.parts.segments import Segments
from faceid_app.paths import Paths
from faceid_app.workers.diagnosis import diagnosis, last_lines
from faceid_app.workers.doctor import Finding, diagnose
from faceid_app.workers.jobs import Job

_WIDTH, _HEIGHT = 820, 400
_ICON = 18


class DiagnosticsSheet(Cover):
    """Looks anew each time it opens; closing it cancels the look."""

    _found = Signal(int, object)

    def __init__(self, theme: Theme, paths: Paths, parent: QWidget) -> None:
        super().__init__(parent, width=_WIDTH)
        self._theme, self._paths = theme, paths
        self.findings: list[Finding] = []
        self._number = 0
        """Of the look whose findings count; an earlier one's may still be under way."""
        title = self.tr("Diagnostics")
        self.setAccessibleName(title)
        self.state = text("", tone="muted")
        self.segments = Segments([self.tr("This computer"), self.tr("Log")])
        self.log = QPlainTextEdit()
        self.note = Note(theme)
        self.copy_button = button(self.tr("&Copy diagnostics"), kind="primary", clicked=self.copy)
        self.close_button = button(self.tr("Close"), clicked=self.close_sheet)
        self._examining, self._composing = Job(self), Job(self)
        self._found.connect(self._on_found)
        self._examining.succeeded.connect(self._on_examined)
        self._examining.failed.connect(self._on_failed)
        self._composing.succeeded.connect(self._on_composed)
        self._composing.failed.connect(self._on_failed)
        self._reading = Job(self)
        self._reading.succeeded.connect(self._on_log)
        self._arrange(title)
        theme.changed.connect(self._show_findings)

    def _arrange(self, title: str) -> None:
        self._rows = QWidget()
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._rows)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(self.tr("Findings"))
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(Type.CAPTION)
        self.log.setFont(font)
        self.log.setReadOnly(True)
        self.log.setTabChangesFocus(True)
        self.log.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.log.setAccessibleName(self.tr("The newest lines of the log"))
        self.log.setPlaceholderText(self.tr("The log is empty."))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._scroll)
        self._stack.addWidget(self.log)
        self._stack.setFixedHeight(_HEIGHT)
        self.segments.chosen.connect(self._stack.setCurrentIndex)
        self.segments.choose(0)
        column = self.card.column
        column.setSpacing(Space.L)
        column.addLayout(row(text(title, "title"), 1, self.segments))
        column.addWidget(rule())
        column.addWidget(self._stack)
        column.addWidget(self.note)
        column.addLayout(row(self.state, 1, self.close_button, self.copy_button, spacing=Space.M))

    def look(self) -> None:
        """Open, and look at everything."""
        self.findings = []
        self._show_findings()
        self.note.clear()
        self._say(self.tr("Looking at this computer…"))
        self._number += 1
        paths, number = self._paths, self._number
        self._examining.start(
            lambda _report, is_cancelled: diagnose(
                paths, told=lambda finding: self._found.emit(number, finding), is_cancelled=is_cancelled
            )
        )
        self._reading.start(lambda _report, _is_cancelled: last_lines(paths))
        self.open_sheet(self.copy_button)

    def copy(self) -> None:
        """Put what is known so far into the clipboard."""
        paths, findings = self._paths, tuple(self.findings)
        self._composing.start(lambda _report, _is_cancelled: diagnosis(paths, findings))

    def close_sheet(self) -> None:
        self._number += 1
        self._examining.cancel()
        super().close_sheet()

    def shutdown(self) -> None:
        """Wait for what is under way."""
        for job in (self._examining, self._composing, self._reading):
            job.shutdown()

    def stops(self) -> list[QWidget]:
        buttons = self.segments.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return [*buttons, self._stack.currentWidget() or self, self.close_button, self.copy_button]

    def _on_found(self, number: int, finding: Finding) -> None:
        if number == self._number:
            self.findings.append(finding)
            self._say(self.tr("Looking at this computer… {count} things seen").format(count=len(self.findings)))
            self._show_findings()

    def _on_examined(self, findings: list[Finding]) -> None:
        self.findings = findings
        wrong = sum(not finding.ok for finding in findings)
        if wrong:
            self._say(self.tr("Needing attention: {count} of {of}").format(count=wrong, of=len(findings)), "caution")
        else:
            self._say(self.tr("All {of} are well").format(of=len(findings)), "good")
        self._show_findings()

    def _on_failed(self, error: Exception) -> None:
        self.note.say(sentence(error))

    def _on_log(self, lines: list[str]) -> None:
        self.log.setPlainText("\n".join(lines))
        self.log.verticalScrollBar().setValue(self.log.verticalScrollBar().maximum())

    def _on_composed(self, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self._say(self.tr("Copied. No names, pictures or folders of yours are in it."), "good")

    def _say(self, words: str, tone: str = "muted") -> None:
        set_text(self.state, words, tone)

    def _show_findings(self) -> None:
        rows = QWidget()
        column = QVBoxLayout(rows)
        column.setContentsMargins(0, 0, Space.M, 0)
        column.setSpacing(Space.L)
        for finding in self.findings:
            column.addLayout(self._row(finding))
        column.addStretch(1)
        at = self._scroll.verticalScrollBar().value()
        self._scroll.setWidget(rows)
        self._scroll.verticalScrollBar().setValue(at)

    def _row(self, finding: Finding) -> QVBoxLayout:
        tokens = self._theme.tokens
        picture = QLabel()
        mark, colour = ("circle-check", tokens.good) if finding.ok else ("circle-alert", tokens.caution)
        picture.setPixmap(pixmap(mark, colour, _ICON))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.setContentsMargins(_ICON + Space.M, 0, 0, 0)
        words.addWidget(text(said(finding.detail), "caption", wrap=True))
        if finding.action and not finding.ok:
            words.addWidget(text(said(finding.action), "caption", tone="caution", wrap=True))
        name = said(finding.name)
        head = row(picture, text(name[:1].upper() + name[1:], "section"), 1, spacing=Space.M)
        whole = QVBoxLayout()
        whole.setSpacing(2)
        whole.addLayout(head)
        whole.addLayout(words)
        return whole
