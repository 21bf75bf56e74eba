"""A face of flat colours at known landmarks: what is drawn on it or done to it can be worked out."""

from __future__ import annotations

import cv2
import numpy as np

from faceid_app.camera.frame import RgbImage
from faceid_app.faces.alignment import PORTRAIT_TEMPLATE, align
from faceid_app.faces.face import Face

FACE = Face((72.0, 75.0, 106.0, 125.0), PORTRAIT_TEMPLATE, 0.9)


def drawn_face() -> RgbImage:
    """(250, 250, 3): an oval with eyes and a mouth before a slope of grey."""
    slope = np.linspace(60, 190, 250)
    picture = np.repeat((slope[None, :] * 0.6 + slope[:, None] * 0.4)[..., None], 3, axis=2).astype(np.uint8)
    cv2.ellipse(picture, (126, 134), (50, 66), 0, 0, 360, (196, 152, 128), thickness=-1)
    for x, y in FACE.landmarks[:2]:
        cv2.circle(picture, (round(float(x)), round(float(y))), 6, (40, 30, 30), thickness=-1)
    cv2.ellipse(picture, (127, 156), (18, 6), 0, 0, 360, (150, 60, 70), thickness=-1)
    return picture


def sketched_face() -> RgbImage:
    """(112, 112, 3): the edges of that face, aligned, as dark lines on white paper."""
    grey = cv2.cvtColor(align(drawn_face(), FACE.landmarks), cv2.COLOR_RGB2GRAY)
    return np.repeat((255 - cv2.Canny(grey, 40, 80))[..., None], 3, axis=2)
