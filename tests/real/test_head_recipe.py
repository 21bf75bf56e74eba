"""Recipe head on a real person: what its card claims, frame by frame, and the probes on a camera that is known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from faceid_app.camera.source import open_source
from faceid_app.datasets.people import FolderIndex
from faceid_app.evaluation.metrics import tar_at_far
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.identity.backbones import find_backbone
from faceid_app.identity.bundle import Bundle
from faceid_app.identity.decision import decide
from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.people_pairs import Rows, different_person_pairs, same_person_pairs
from faceid_app.identity.strangers import StrangerBank, build_bank
from faceid_app.identity.templates import load_templates
from faceid_app.identity.verification import load_bundle
from faceid_app.learning.look import measure_look
from faceid_app.learning.portraits import choose_pictures, read_portraits
from faceid_app.paths import Paths
from faceid_app.progress import Stage, ignore, never
from faceid_app.workers.operations import open_profiles
from tests.real.conftest import Faceid

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def bundle(trained: Paths) -> Bundle:
    return load_bundle(open_profiles(trained).get("a"))[1]


@pytest.fixture(scope="module")
def bank(trained: Paths, few_strangers: Path) -> StrangerBank:
    index = FolderIndex(few_strangers)
    return build_bank(trained, find_backbone(trained, "sface"), index.people(), root=index.root)


def _embedded(paths: Paths, clip: Path, *, start: float, end: float | None = None) -> Embeddings:
    """What verification sees of a clip, four frames a second."""
    observer, embedder = Observer(limits=Limits.for_verification()), find_backbone(paths, "sface").embedder()
    rows, last = [], float("-inf")
    with open_source(str(clip), start=start, end=end, fast=True) as source:
        while (frame := source.read()) is not None:
            if frame.captured_at - last < 0.25:
                continue
            last = frame.captured_at
            seen = observer.observe(frame.rgb)
            if seen.refusal is None and seen.aligned is not None:
                rows.append(embedder.embed(seen.aligned[None].astype(np.float32))[0])
    return np.stack(rows)


def _accepted(paths: Paths, bundle: Bundle, embeddings: Embeddings) -> int:
    profile = open_profiles(paths).get("a")
    bundle_id, _ = load_bundle(profile)
    templates = bundle.head.project(load_templates(profile, bundle_id, bundle.embedder(paths)).embeddings)
    probes = bundle.head.project(embeddings)
    return sum(decide(bundle.head.scores(probe, templates), bundle.thresholds).match for probe in probes)


def test_frames_never_seen_are_accepted_and_strangers_frames_are_not(
    trained: Paths, bundle: Bundle, clip: Callable[[str], Path]
):
    own = _embedded(trained, clip("a_live"), start=10.4)
    others = [_embedded(trained, clip(name), start=0.0, end=4.0) for name in ("b_live", "e_live", "f_live")]

    assert _accepted(trained, bundle, own) >= 0.85 * len(own)  # some are in profile
    assert sum(len(other) for other in others) > 30
    assert [_accepted(trained, bundle, other) for other in others] == [0, 0, 0]


def test_probes_find_that_it_goes_by_the_face(bundle: Bundle):
    through_look, background, elsewhere = bundle.card["probes"]

    assert bundle.fitness.fit
    assert through_look["n"] >= 100
    assert through_look["accepted"] == background["accepted"] == 0
    assert elsewhere["accepted"] >= 0.9 * elsewhere["n"]


def test_card_counts_nobody_twice(bundle: Bundle, bank: StrangerBank):
    people, captures = bundle.card["people"], bundle.card["captures"]

    sides = [people[side]["pictures"] for side in ("learned_from", "confirming", "judging")]
    assert sum(sides) == len(bank.person)
    assert captures["learned_from"] + captures["held_out"] == captures["anchor"] + captures["positive"]
    assert captures["by_burst"]
    for point in bundle.calibration.points:
        assert point.people <= people["judging"]["people"]
        assert point.supported == (point.far * min(point.impostors, point.people * (point.people - 1) // 2) >= 3)
        assert point.accepted <= point.far * point.impostors


def test_card_names_the_device_and_how_closely_verification_computes(bundle: Bundle):
    assert bundle.card["device"]["title"]
    assert bundle.card["head_deviation"] < 1e-4


@pytest.mark.slow
def test_the_same_seed_gives_the_same_files(bundle: Bundle, own_copy: Paths, few_strangers: Path, faceid: Faceid):
    code, again = faceid(own_copy, "train", "a", "--negatives", str(few_strangers))

    assert code == 0, again
    assert load_bundle(open_profiles(own_copy).get("a"))[1].to_files() == bundle.to_files()


def test_scores_leave_room_for_the_sliders(bundle: Bundle):
    thresholds = [point.threshold for point in bundle.calibration.points]

    assert 0.2 < thresholds[0] < thresholds[1] < thresholds[2] < 0.9
    assert min(np.diff(thresholds)) > 0.05


def test_distance_in_the_frame_costs_nothing_against_the_cosine(bundle: Bundle, bank: StrangerBank):
    generator = np.random.default_rng(0)
    same = same_person_pairs(bank.person, generator=generator)
    other = different_person_pairs(bank.person, 20_000, generator=generator)
    e, projected = bank.embeddings, bundle.head.project(bank.embeddings)

    def tar(scores: Callable[[Rows, Rows], Embeddings]) -> float:
        return tar_at_far(scores(*same), scores(*other), 1e-3).tar

    cosine = tar(lambda a, b: np.asarray(np.einsum("ij,ij->i", e[a], e[b]), np.float32))
    assert tar(lambda a, b: bundle.head.pair_logits(projected[a], projected[b])) >= cosine - 0.005


def test_the_look_of_a_known_camera_is_found_on_real_faces(lfw_dir: Path):
    people = FolderIndex(lfw_dir).people()
    stage = Stage("read", of=0, report=ignore, is_cancelled=never)
    portraits = read_portraits(choose_pictures(people, count=60, seed=0), stage=stage)
    generator = np.random.default_rng(0)

    def camera(rgb: np.ndarray) -> np.ndarray:
        seen = cv2.GaussianBlur(rgb.astype(np.float32), (0, 0), 1.8) * (0.7, 0.5, 0.4) + 10
        return np.clip(seen + generator.normal(0, 4, (250, 250, 1)), 0, 255).astype(np.uint8)

    look = measure_look(
        [camera(portrait.rgb) for portrait in portraits[:20]],
        [portrait.rgb for portrait in portraits[20:]],
        jpeg_quality=95,
    )

    assert look.noise == pytest.approx(4, rel=0.15)
    assert look.blur == pytest.approx(1.8, abs=0.7)
    np.testing.assert_allclose(np.diag(look.colour), (0.7, 0.5, 0.4), atol=0.15)
