"""Distortions, alignment and speed on a few real pairs, with SFace."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from faceid_app.camera.pixels import read_picture
from faceid_app.cli import evaluation_robustness
from faceid_app.cli.console import Console
from faceid_app.datasets.lfw import LfwIndex
from faceid_app.datasets.pairs import read_pairs
from faceid_app.evaluation.alignment_ablation import measure_alignment
from faceid_app.evaluation.comparisons import Comparisons, choose_comparisons
from faceid_app.evaluation.distortions import DISTORTIONS, Distortion, generator_for
from faceid_app.evaluation.robustness import measure_robustness
from faceid_app.evaluation.robustness_section import robustness_figures
from faceid_app.evaluation.turned_heads import measure_turned_heads
from faceid_app.evaluation.views import Networks
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.identity.backbones import find_backbone
from faceid_app.identity.side_by_side import networks_of
from faceid_app.identity.strangers import PictureEmbedder
from faceid_app.paths import Paths
from faceid_app.progress import Stage, ignore, never
from faceid_app.reports.report import canonical_json

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def installed(sface: Path) -> Paths:
    return Paths(sface.parents[1])


@pytest.fixture(scope="module")
def networks(installed: Paths) -> Networks:
    return networks_of([find_backbone(installed, "sface")])


@pytest.fixture(scope="module")
def few(lfw_dir: Path, data_dir: Path) -> Comparisons:
    return choose_comparisons(LfwIndex(lfw_dir), read_pairs(data_dir / "lfw" / "pairs.txt"), pairs=20, seed=0)


def only(kind: str, *strengths: float) -> Distortion:
    whole = next(distortion for distortion in DISTORTIONS if distortion.kind == kind)
    names = tuple(whole.names[whole.strengths.index(strength)] for strength in strengths)
    return replace(whole, strengths=strengths, names=names)


@pytest.mark.slow
def test_stronger_is_worse_and_threads_change_nothing(few: Comparisons, networks: Networks):
    kinds = [only("blur", 1.0, 6.0), only("noise", 5.0, 40.0)]
    runs = [measure_robustness(few, networks, seed=3, distortions=kinds, workers=workers) for workers in (1, 3)]
    one, other = (canonical_json(robustness_figures(run, {})) for run in runs)
    assert one == other
    clean, little_blur, blur, little_noise, noise = runs[0]["sface"].levels
    for level in (clean, little_blur, little_noise):
        assert level.accuracy.count >= 19
        assert level.not_found == 0
    assert blur.tar.count <= 5
    # The gates would have refused every blurred face, and the face finder does not find the noisy ones.
    assert blur.refused + blur.not_found >= 19
    assert noise.not_found >= 10
    assert noise.tar.count <= 10 - noise.not_found // 2


def test_faces_wearing_something_are_found_and_the_more_it_hides_the_less_alike(few: Comparisons, networks: Networks):
    observer, embed = Observer(limits=Limits.for_verification()), networks.new_embed()
    kinds = [only("mask", 1.0, 3.0), only("glasses", 1.0, 4.0)]
    alike: dict[tuple[str, float], list[float]] = {}
    for picture in few.firsts[:8]:
        rgb = read_picture(picture)
        clean = observer.observe(rgb)
        assert clean.subject is not None
        assert clean.aligned is not None
        before = embed(clean.aligned)[0]
        for distortion in kinds:
            for strength in distortion.strengths:
                generator = generator_for(seed=0, kind=distortion.kind, picture=picture.name)
                aligned = observer.observe(distortion(rgb, clean.subject, strength, generator=generator)).aligned
                if aligned is not None:
                    alike.setdefault((distortion.kind, strength), []).append(float(embed(aligned)[0] @ before))
    assert min(map(len, alike.values())) >= 7
    for distortion in kinds:
        mild, strong = (np.median(alike[distortion.kind, strength]) for strength in distortion.strengths)
        assert 0.3 < strong < mild < 0.99


@pytest.mark.slow
def test_alignment_measures_the_programs_own_way_and_others_lose(
    few: Comparisons, networks: Networks, installed: Paths
):
    ablation = measure_alignment(few, networks, seed=0)["sface"]
    ways = {way.kind: way for way in ablation.ways}
    assert ways["landmarks"].accuracy >= 0.95
    assert ways["landmarks"].accuracy >= max(ways["box"].accuracy, ways["centre"].accuracy)
    assert ways["centre"].not_found == 0
    # The same faces embedded by the stranger bank's own code give the same comparisons.
    embedder = PictureEmbedder(find_backbone(installed, "sface"))
    embedded = []
    for pictures in (few.firsts, few.seconds):
        stage = Stage("test", of=len(pictures), report=ignore, is_cancelled=never)
        embedded.append(embedder.embed(list(pictures), stage=stage))
    (first, found_first), (second, found_second) = embedded
    scores = few.scores(first, second, found_first=found_first, found_second=found_second)
    assert ways["landmarks"].threshold == np.nextafter(scores[few.nonmated()].max(), np.inf)


def test_turned_heads_are_counted_once_each(few: Comparisons, networks: Networks):
    turned = measure_turned_heads(few, networks, seed=0)["sface"]
    assert sum(stratum.tar.of for stratum in turned.by_difference) == 10 - turned.left_out
    assert sum(stratum.tar.of for stratum in turned.by_greatest) == 10 - turned.left_out
    assert turned.by_difference[0].tar.of > 0


@pytest.mark.slow
def test_speed_compares_one_network_in_two_runtimes(installed: Paths, lfw_dir: Path, tmp_path: Path):
    topic = typer.Typer()
    evaluation_robustness.register(topic)
    target = tmp_path / "speed.json"
    arguments = ["speed", "--backbone", "sface", "--lfw", str(lfw_dir), "--rounds", "20", "--report", str(target)]
    outcome = CliRunner().invoke(topic, arguments, obj=Console(installed, True))
    assert outcome.exit_code == 0, outcome.exception
    speed = json.loads(target.read_bytes())["figures"]["speed"]
    assert speed["baseline"] == "sface, OpenCV, 2 threads"
    assert speed["agreement"] > 0.9999
    one, two, opencv = speed["contestants"]
    assert [part["runtime"] for part in (one, two, opencv)] == ["LiteRT", "LiteRT", "OpenCV"]
    assert (opencv["size_bytes"], opencv["faster"]["value"]) == (38_696_353, 1.0)
    assert two["chain"]["n"] == 20
    assert two["chain"]["p50_ms"] > two["embed"]["p50_ms"] > 0
