"""A person enrolled from a real clip, verified by the network that comes with the program: nothing is trained."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from faceid_app.camera.source import open_source
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits, SecondFace
from faceid_app.identity.backbones import HEAD_FILE, find_backbone
from faceid_app.identity.bundle import BackboneReference, Bundle, Fitness
from faceid_app.identity.calibration import calibrate
from faceid_app.identity.decision import Thresholds, VerdictWindow
from faceid_app.identity.enrolment import EnrolmentSession
from faceid_app.identity.head import L1Head
from faceid_app.identity.verification import Verifier, open_verifier
from faceid_app.identity.witnesses import BUNDLED
from faceid_app.paths import Paths
from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profile
from faceid_app.workers.operations import open_profiles

THRESHOLDS = Thresholds(0.8, 0.5)


def enrol(paths: Paths, name: str, clip: Path, *, each: int = 4) -> Profile:
    """A profile with `each` captures of both roles, every thirtieth frame tried."""
    profile = open_profiles(paths).create(name)
    session = EnrolmentSession(profile.captures, Observer(limits=Limits.for_enrolment()), camera="clip")
    with open_source(str(clip), fast=True) as source:
        while (seen := source.read()) is not None:
            counts = profile.captures.counts()
            role = min(Role, key=lambda one: counts[one])
            if counts[role] >= each:
                break
            if seen.seq % 30 == 0:
                session.offer(seen, role)
    return profile


def give_model(paths: Paths, profile: Profile, thresholds: Thresholds = THRESHOLDS) -> Bundle:
    """The universal head as this person's model, with thresholds that need no counting; the calibration is made up."""
    backbone = find_backbone(paths)
    draw = np.random.default_rng(0)
    scores = draw.uniform(0.0, 0.6, 5000).astype(np.float32), draw.uniform(0.8, 1.0, 100).astype(np.float32)
    bundle = Bundle(
        recipe="head",
        input=backbone.input,
        normalise=True,
        backbone=BackboneReference(backbone.name, backbone.sha256),
        network=None,
        head=L1Head.from_bytes(backbone.read(HEAD_FILE)),
        calibration=calibrate(scores[1], scores[0], people=1_000),
        thresholds=thresholds,
        fitness=Fitness(fit=True),
        card={"negatives": BUNDLED},
    )
    profile.bundles.save(bundle.to_files(), manifest={"recipe": bundle.recipe})
    return bundle


def verifier_of(paths: Paths, name: str, *, second_face: SecondFace = SecondFace.REFUSE) -> Verifier:
    """As the window and the command line open it."""
    return open_verifier(
        paths,
        open_profiles(paths).get(name),
        observer=Observer(limits=Limits.for_verification(second_face)),
        window=VerdictWindow(),
        guard=None,
        lockout=None,
    )
