"""View-model: the camera's state in the words of the live view."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from faceid_app.gui.parts.live_view import Notice
from faceid_app.workers.capture import CaptureState, SourceState


def no_camera() -> Notice:
    """Nothing was chosen and nothing is connected."""
    return Notice(
        "video-off",
        _tr("No camera"),
        _tr("Connect a camera, or choose a video file or a folder of pictures instead."),
        _tr("Choose a camera…"),
    )


def notice_of(state: CaptureState) -> Notice | None:
    """What to say in place of the picture; None while the camera works."""
    message = state.message
    match state.state:
        case SourceState.RUNNING:
            return None
        case SourceState.STARTING:
            return Notice("camera", _tr("Starting the camera…"))
        case SourceState.MISSING:
            return Notice("video-off", _tr("Camera not found"), _again(message), _tr("Choose another…"))
        case SourceState.BUSY:
            return Notice("video-off", _tr("Camera in use"), _again(message), _tr("Choose another…"))
        case SourceState.UNPLUGGED:
            return Notice("video-off", _tr("Camera unplugged"), _again(message), _tr("Choose another…"))
        case SourceState.BLACK:
            return Notice("video-off", _tr("The picture is black"), message)
        case SourceState.ENDED:
            return Notice("film", _tr("The recording has ended"), "", _tr("Play again"), restarts=True)
        case SourceState.FAILED:
            return Notice("circle-alert", _tr("The camera cannot be used"), message, _tr("Choose another…"))
        case SourceState.STOPPED:
            return Notice("video-off", _tr("The camera is off"))


def _again(message: str) -> str:
    return _tr("{message} It starts by itself as soon as it is back.").format(message=message)


def _tr(words: str) -> str:
    return QCoreApplication.translate("CameraNotices", words)
