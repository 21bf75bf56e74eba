"""View-model: the camera's state in the words of the live view."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from faceid_app.camera.errors import CameraMissing
from faceid_app.gui.messages import said
from faceid_app.gui.parts.live_view import Notice
from faceid_app.gui.shell.camera_choice import FIRST
from faceid_app.workers.capture import CaptureState, SourceState


def no_camera() -> Notice:
    """Nothing was chosen and nothing is connected."""
    return Notice(
        "video-off",
        _tr("No camera"),
        _tr("Connect one, and it starts by itself; or choose a video file or a folder of pictures."),
        _tr("Choose a camera…"),
    )


def notice_of(state: CaptureState) -> Notice | None:
    """What to say in place of the picture, with the one thing to do; None while the camera works."""
    message, other = said(state.message), _tr("Choose another…")
    match state.state:
        case SourceState.RUNNING | SourceState.SLOW:
            return None
        case SourceState.STARTING:
            return Notice("camera", _tr("Starting the camera…"))
        case SourceState.WAITING:
            return Notice("camera", _tr("Still starting the camera…"), message, other)
        case SourceState.MISSING if isinstance(state.error, CameraMissing) and state.error.spec == FIRST:
            return no_camera()
        case SourceState.MISSING:
            return Notice("video-off", _tr("Camera not found"), _again(message), other)
        case SourceState.BUSY:
            return Notice("video-off", _tr("Camera in use"), _again(message), other)
        case SourceState.UNPLUGGED:
            return Notice("unplug", _tr("Camera unplugged"), _again(message), other)
        case SourceState.SILENT:
            return Notice("unplug", _tr("The camera is silent"), _again(message), other)
        case SourceState.BLACK:
            bright = _tr("{message} It goes on by itself as soon as there is light.").format(message=message)
            return Notice("video-off", _tr("The picture is black"), bright, other)
        case SourceState.FROZEN:
            return Notice("snowflake", _tr("The picture stands still"), message, _tr("Start again"), restarts=True)
        case SourceState.FORMAT:
            return Notice("circle-alert", _tr("The pictures cannot be read"), message, other)
        case SourceState.ENDED:
            return Notice("film", _tr("The recording has ended"), "", _tr("Play again"), restarts=True)
        case SourceState.FAILED:
            return Notice("circle-alert", _tr("The camera cannot be used"), message, other)
        case SourceState.STOPPED:
            return Notice("video-off", _tr("The camera is off"))


def hint_of(state: CaptureState) -> str:
    """What to say below a picture that is good enough to go on with; empty where there is nothing."""
    return said(state.message) if state.state is SourceState.SLOW else ""


def _again(message: str) -> str:
    return _tr("{message} It starts by itself as soon as it is back.").format(message=message)


def _tr(words: str) -> str:
    return QCoreApplication.translate("CameraNotices", words)
