"""The network for attributes as it ships, on the test side of UTKFace: above the documents' figures."""

from __future__ import annotations

import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from faceid_app.camera.frame import Frame
from faceid_app.camera.source import open_source
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.identity.insights import Looks, open_attributes
from faceid_app.paths import Paths
from tests.helpers.cache import cached
from tests.real.conftest import Faceid

pytestmark = pytest.mark.real


@pytest.mark.slow
def test_the_documents_figures_are_passed(data_dir: Path, tmp_path: Path, faceid: Faceid):
    archive = data_dir / "faces" / "utkface-112.tgz"
    if not archive.is_file():
        pytest.skip(f"{archive.name} is not in {archive.parent}: nothing is judged by UTKFace")

    def extract(folder: Path) -> None:
        with tarfile.open(archive) as opened:
            opened.extractall(folder, filter="data")

    state = archive.stat()
    faces = cached(f"utkface-{state.st_size}-{state.st_mtime_ns}", extract)
    report = tmp_path / "report.html"
    code, told = faceid(
        Paths(tmp_path / "data"), "lab", "attributes", "evaluate", "--data", str(faces), "--report", str(report)
    )
    assert code == 0, told
    test = told["figures"]["test"]
    assert test["pictures"] == 7108
    assert test["six_groups"]["all"]["low"] > 0.7106
    assert test["ten_groups"]["all"]["low"] > 0.5179
    assert test["gender"]["all"]["low"] > 0.8553
    assert test["age"]["error"]["high"] < 6
    assert 0.75 < test["age"]["coverage"][1]["value"] < 0.85
    assert report.stat().st_size > 100_000


@pytest.mark.slow
def test_looks_at_one_person_agree(clip: Callable[[str], Path]):
    network, observer = open_attributes(), Observer(limits=Limits.for_verification())
    looks, means = Looks(limit=network.limit, widest=network.widest), []
    with open_source(str(clip("c_live")), fast=True) as source:
        for _ in range(90):
            frame: Frame | None = source.read()
            if frame is None:
                break
            seen = observer.observe(frame.rgb)
            if seen.refusal is not None or seen.aligned is None:
                continue
            insight = looks.add(network.look(seen.aligned))
            if insight is not None and insight.age is not None:
                means.append(insight.age.mean)
    assert len(means) > 20
    assert max(means) - min(means) < 15
