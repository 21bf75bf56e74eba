import json
from typing import Any

import numpy as np
import pytest

from faceid_app.errors import Cancelled
from faceid_app.faces.alignment import align
from faceid_app.identity.decision import Thresholds
from faceid_app.identity.embedder import Embedder
from faceid_app.identity.head import L1Head
from faceid_app.identity.look_bank import LookBank
from faceid_app.identity.preprocessing import Input, to_input
from faceid_app.identity.probe_results import (
    BACKGROUND,
    ELSEWHERE,
    THROUGH_LIKE_LOOKS,
    THROUGH_LOOK,
    ProbeResult,
    judge,
)
from faceid_app.learning.look import measure_traits
from faceid_app.learning.portraits import Portrait
from faceid_app.learning.probes import Candidate, ProbeReport, probe, probe_without_pictures
from faceid_app.progress import Progress, ignore, never
from tests.helpers.synthetic_faces import CELLS, FaceEmbedder, RoomEmbedder, portrait

OWN = [portrait(person=0, room=0, take=take) for take in range(8)]
STRANGERS = [portrait(person=person, room=person) for person in range(1, 121)]


def _candidate(embedder: Embedder, own: list[Portrait]) -> Candidate:
    prepared = [to_input(embedder.input, aligned=align(one.rgb, one.landmarks), portrait=one.rgb) for one in own]
    templates = embedder.embed(np.stack(prepared))
    # Half way between identical and unrelated: unit vectors that are unrelated are 1.1 d^0.5 apart in L1.
    scale = 16.0 / np.sqrt(embedder.dimension)
    head = L1Head(None, np.full(embedder.dimension, -scale, np.float32), bias=8.0)
    return Candidate(embedder, head, Thresholds(detection=0.5, verification=0.5), templates)


def _probe(embedder: Embedder, **changes: object) -> ProbeReport:
    settings: dict[str, Any] = {"jpeg_quality": 90, "seed": 0, "report": ignore, "is_cancelled": never} | changes
    return probe(_candidate(embedder, OWN), own=OWN, strangers=STRANGERS, **settings)


def _by_name(report: ProbeReport) -> dict[str, ProbeResult]:
    return {result.name: result for result in report.results}


def test_model_that_looks_at_the_room_is_unfit():
    report = _probe(RoomEmbedder())
    results = _by_name(report)

    assert results[THROUGH_LOOK].share == 1.0
    assert results[BACKGROUND].share == 1.0
    assert results[ELSEWHERE].share == 0.0
    assert not report.fitness.fit
    assert "120 of 120 strangers" in report.fitness.why


@pytest.mark.parametrize("kind", list(Input))
def test_model_that_looks_at_the_face_is_fit(kind):
    report = _probe(FaceEmbedder(kind))
    results = _by_name(report)

    assert results[THROUGH_LOOK].accepted == 0
    assert results[THROUGH_LOOK].n == 120
    assert results[BACKGROUND].accepted == 0
    assert results[ELSEWHERE].accepted == len(OWN)
    assert report.fitness.fit
    assert report.fitness.why == ""


def test_moved_face_is_not_compared_with_the_capture_it_came_from():
    lonely = [portrait(person=0, room=0), *(portrait(person=500 + i, room=0) for i in range(3))]
    candidate = _candidate(FaceEmbedder(), lonely)
    one_in_four = Candidate(candidate.embedder, candidate.head, Thresholds(0.5, 0.25), candidate.templates)

    report = probe(
        one_in_four, own=lonely, strangers=STRANGERS[:4], jpeg_quality=90, seed=0, report=ignore, is_cancelled=never
    )

    assert _by_name(report)[ELSEWHERE].accepted == 0


def test_interval_is_given_with_every_result_and_the_card_is_plain():
    card = json.loads(json.dumps(_probe(FaceEmbedder()).to_card()))

    first = card["probes"][0]
    assert (first["accepted"], first["n"], first["low"]) == (0, 120, 0.0)
    assert first["high"] == pytest.approx(1 - 0.025 ** (1 / 120))
    assert card["look"]["jpeg_quality"] == 90


def test_same_seed_same_results():
    first, second = (_probe(FaceEmbedder(), seed=5) for _ in range(2))

    assert first.results == second.results
    assert first.look == second.look


def _looks(embeddings: np.ndarray) -> LookBank:
    """Those faces through six looks, of which the last four measure as the captures do."""
    traits = measure_traits([one.rgb for one in OWN])
    far = traits + np.array([90.0, 0, 0, 0, 0, 0])
    look = np.arange(len(embeddings), dtype=np.int32) % 6
    return LookBank(
        embeddings, look, look * 0, np.stack([far, far, *[traits + nudge for nudge in range(4)]]).astype(np.float32)
    )


def _without_pictures(looks: LookBank | None, embedder: Embedder | None = None) -> ProbeReport:
    candidate = _candidate(embedder or FaceEmbedder(Input.ALIGNED_112), OWN)
    return probe_without_pictures(candidate, own=OWN, looks=looks, seed=0, report=ignore, is_cancelled=never)


def _faces(portraits: list[Portrait]) -> np.ndarray:
    embedder = FaceEmbedder(Input.ALIGNED_112)
    aligned = [align(one.rgb, one.landmarks) for one in portraits]
    return embedder.embed(np.stack([to_input(Input.ALIGNED_112, aligned=face) for face in aligned]))


def test_without_pictures_the_strangers_are_those_of_the_nearest_looks():
    report = _without_pictures(_looks(_faces(STRANGERS)))
    results = _by_name(report)

    assert (results[THROUGH_LIKE_LOOKS].accepted, results[THROUGH_LIKE_LOOKS].n) == (0, 80)
    assert results[BACKGROUND].accepted == 0
    assert (results[ELSEWHERE].accepted, results[ELSEWHERE].n) == (len(OWN), len(OWN))
    assert report.fitness.fit
    card = json.loads(json.dumps(report.to_card()))
    assert "each of the 4 nearest looks" in card["look"]["shown"]


def test_without_pictures_a_look_that_makes_strangers_pass_is_found_out():
    """What a network does that takes the camera's look for the person."""
    faces = _faces(STRANGERS)
    faces[5::6] = _faces(OWN[:1])

    report = _without_pictures(_looks(faces))

    assert not report.fitness.fit
    assert "20 of 80 strangers seen through looks like that of your own camera" in report.fitness.why


class _Blind:
    """Sees every face as the same one."""

    input = Input.ALIGNED_112
    dimension = CELLS * CELLS

    def embed(self, batch: np.ndarray) -> np.ndarray:
        return np.full((len(batch), self.dimension), 1 / CELLS, np.float32)


def test_without_pictures_a_network_that_sees_no_face_is_found_out():
    report = _without_pictures(_looks(_faces(STRANGERS)), _Blind())

    assert _by_name(report)[BACKGROUND].share == 1.0
    assert not report.fitness.fit


def test_without_pictures_and_without_looks_nothing_is_trusted():
    report = _without_pictures(None)

    assert [result.name for result in report.results] == [BACKGROUND, ELSEWHERE]
    assert not report.fitness.fit
    assert "no stranger could be shown to it" in report.fitness.why
    assert "faceid data lfw" in report.fitness.why


def test_a_network_that_sees_the_surroundings_needs_pictures():
    with pytest.raises(ValueError, match="8, portrait-100"):
        _without_pictures(_looks(_faces(STRANGERS)), FaceEmbedder(Input.PORTRAIT_100))


@pytest.mark.parametrize("left_out", range(3))
def test_what_was_not_tried_is_not_trusted(left_out):
    results = _results((0, 300), (0, 40), 40)
    del results[left_out]

    assert not judge(results).fit
    assert "nothing shows that it goes by the face" in judge(results).why


def _results(strangers: tuple[int, int], background: tuple[int, int], elsewhere: int) -> list[ProbeResult]:
    return [
        ProbeResult(THROUGH_LOOK, *strangers, low=0.0, high=1.0),
        ProbeResult(BACKGROUND, *background, low=0.0, high=1.0),
        ProbeResult(ELSEWHERE, elsewhere, 40, low=0.0, high=1.0),
    ]


@pytest.mark.parametrize(
    ("strangers", "background", "elsewhere", "why"),
    [
        ((0, 300), (0, 40), 40, ""),
        ((3, 300), (0, 40), 40, ""),  # 1 % is not over 1 %
        ((4, 300), (0, 40), 40, "4 of 300 strangers"),
        ((0, 300), (1, 40), 40, "1 of 40 pictures of yours with the face blanked out"),
        ((0, 300), (0, 40), 20, ""),
        ((0, 300), (0, 40), 19, "only 19 of 40 pictures of your face in other surroundings"),
    ],
)
def test_verdict_is_by_point_estimate(strangers, background, elsewhere, why):
    fitness = judge(_results(strangers, background, elsewhere))

    assert fitness.fit is not bool(why)
    assert why in fitness.why


def test_progress_reaches_its_end_and_cancelling_stops():
    seen: list[Progress] = []
    _probe(FaceEmbedder(), report=seen.append)
    assert seen[-1].step == seen[-1].of == len(STRANGERS) + 2 * len(OWN)

    with pytest.raises(Cancelled):
        _probe(FaceEmbedder(), is_cancelled=lambda: True)


def test_nothing_to_probe_with_is_an_error():
    with pytest.raises(ValueError, match="8 and 0"):
        probe(
            _candidate(FaceEmbedder(), OWN), own=OWN, strangers=[], jpeg_quality=90, seed=0, report=ignore,
            is_cancelled=never,
        )  # fmt: skip
