"""The one place where errors and states become words for the user."""

from __future__ import annotations

import logging

from PySide6.QtCore import QCoreApplication

from faceid_app.errors import FaceIdError

log = logging.getLogger(__name__)


def tr(words: str) -> str:
    """Translate a text of this module."""
    return QCoreApplication.translate("messages", words)


def sentence(error: BaseException) -> str:
    """One sentence for the user. Errors of ours have built theirs; anything else is a defect, logged with its trace."""
    if isinstance(error, FaceIdError):
        return str(error)
    log.error("Unexpected error", exc_info=error)
    return QCoreApplication.translate(
        "messages", "Something unexpected went wrong ({kind}); nothing saved is lost, and the log has the details."
    ).format(kind=type(error).__name__)
