"""Owns what OpenCV and FFmpeg may do besides delivering frames: nothing on stderr, nothing over the network."""

from __future__ import annotations

import os

import cv2


def silence() -> None:
    """Before the first capture is opened: our own errors tell what happened, so the libraries' messages are turned off.

    A playlist disguised as a video must not make FFmpeg open connections: it may read local files only.
    """
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")  # AV_LOG_QUIET
    os.environ.setdefault("OPENCV_FFMPEG_CAPTURE_OPTIONS", "protocol_whitelist;file")
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
