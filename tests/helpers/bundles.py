"""A bundle made without training."""

from __future__ import annotations

import numpy as np

from faceid_app.identity.bundle import BackboneReference, Bundle, Fitness
from faceid_app.identity.calibration import calibrate
from faceid_app.identity.decision import Thresholds
from faceid_app.identity.head import start_head
from faceid_app.identity.preprocessing import Input


def untrained_bundle() -> Bundle:
    """A fit bundle of recipe head whose backbone is not installed; 40,000 impostors and 500 genuine pairs counted."""
    impostor = np.linspace(0.0, 0.6, 40_000, dtype=np.float32)
    genuine = np.linspace(0.4, 1.0, 500, dtype=np.float32)
    return Bundle(
        recipe="head",
        input=Input.ALIGNED_112,
        normalise=True,
        backbone=BackboneReference("sface", "ab" * 32),
        network=None,
        head=start_head(128, slope=20.0, bias=3.0),
        calibration=calibrate(genuine, impostor, people=1_000),
        thresholds=Thresholds(0.6, 0.5),
        fitness=Fitness(True),
        card={"epochs": 3},
    )
