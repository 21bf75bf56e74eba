"""The one place where errors and states become words for the user."""

from __future__ import annotations

import logging

from PySide6.QtCore import QCoreApplication

from faceid_app.errors import FaceIdError
from faceid_app.gui.kept_words import recovered, with_clauses
from faceid_app.gui.window_words import in_window, window_template
from faceid_app.words import Words

log = logging.getLogger(__name__)


def said(words: str) -> str:
    """What the domain says, in the window's language and for somebody at a window; what remembers no template stays
    as it is, except where it tells what to type."""
    return in_window(with_clauses(words).said(_translated) if isinstance(words, Words) else words)


def kept(words: str) -> str:
    """A sentence that a file keeps, in the window's language."""
    return said(recovered(words))


def sentence(error: BaseException) -> str:
    """One sentence for the user. Errors of ours have built theirs; anything else is a defect, logged with its trace."""
    if isinstance(error, FaceIdError):
        return said(error.words)
    log.error("Unexpected error", exc_info=error)
    return QCoreApplication.translate(
        "messages", "Something unexpected went wrong ({kind}); nothing saved is lost, and the log has the details."
    ).format(kind=type(error).__name__)


def unfit_words(why: str, *, in_use: bool) -> str:
    """Why a model is not used, or what its use is worth."""
    words = (
        QCoreApplication.translate("messages", "This model is unfit and used only because you asked for it: {why}.")
        if in_use
        else QCoreApplication.translate("messages", "This model is unfit for verification: {why}. Train a better one.")
    )
    return words.format(why=kept(why))


def _translated(template: str) -> str:
    return window_template(template) or QCoreApplication.translate("domain", template)
