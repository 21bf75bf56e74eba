"""The study on drawn people: one split for all, figures that count, going on where it stopped, and bad input."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from faceid_app.errors import Cancelled, DatasetMissing, UsageError
from faceid_app.identity.identify_options import IdentifyOptions, IdentifySource
from faceid_app.learning.identification import classic
from faceid_app.learning.identification.job import Setting, run_study
from faceid_app.learning.identification.people import HELD_OUT, LEARNED, STRANGER, list_source, split_study
from faceid_app.paths import Paths
from faceid_app.progress import ignore, never
from tests.unit.datasets.test_celeba500 import make_layout
from tests.unit.learning.identification.faces import write_identities, write_people

pytest.importorskip("skimage", reason="the classic features need scikit-image, an optional extra")
PEOPLE, PICTURES, STRANGERS = 5, 6, 6


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> IdentifySource:
    """Five people for the gallery, six strangers with two pictures each, and a file that is no picture."""
    folder = write_people(tmp_path_factory.mktemp("faces"), people=PEOPLE, pictures=PICTURES)
    write_people(folder, people=STRANGERS, pictures=2, first=PEOPLE)
    identities = write_identities(folder, folder / "who.txt")
    (folder / "person 00" / "0099.png").write_bytes(b"no picture")
    identities.write_text(identities.read_text() + "0099.png 1\n")
    return IdentifySource(aligned=(str(folder),), identities=str(identities), least_pictures=4, test_share=0.34)


@pytest.fixture
def setting(paths: Paths, tmp_path: Path) -> Setting:
    return Setting(paths=paths, folder=tmp_path / "state", resume=False, report=ignore, is_cancelled=never)


OPTIONS = IdentifyOptions(branches=("classic", "ours"))


def test_every_method_answers_on_one_split(source: IdentifySource, setting: Setting, monkeypatch: pytest.MonkeyPatch):
    fitted: list[str] = []
    fit = classic._fitted

    def quick(name: str, *args: Any, **kwargs: Any) -> Any:
        fitted.append(name)
        return fit("GaussianNB", *args, **kwargs)

    monkeypatch.setattr(classic, "_fitted", quick)  # the others are scikit-learn's, and take their time
    monkeypatch.setattr(classic, "catboost_is_there", lambda: False)
    told = run_study(source, OPTIONS, setting)
    json.dumps(told, allow_nan=False)
    data, methods = told["data"], told["methods"]
    assert (len(data["names"]), data["learned"], data["judged"]) == (5, 20, 10)
    assert (data["strangers"], data["stranger_pictures"]) == (STRANGERS, 2 * STRANGERS)
    assert (data["unreadable"], data["unreadable_names"]) == (1, ["0099.png"])
    assert {one["closed_set"]["accuracy"]["of"] for one in methods} == {10}
    by_name = {(one["branch"], one["name"]): one for one in methods}
    # The rooms are told apart by their colours: more than the two of ten that chance names.
    assert by_name["classic", "GaussianNB"]["closed_set"]["accuracy"]["count"] > 2
    search = by_name["ours", "compact, gallery, L1 head"]["open_search"]
    assert search["points"][0]["fpir"]["of"] == 2 * STRANGERS // 3
    assert search["points"][0]["fnir"]["of"] == 10
    assert any("CatBoost is not installed" in sentence for sentence in told["left_out"])
    assert set(fitted) == {"logistic regression", "random forest", "SVM grid", "kNN", "GaussianNB"}

    again = run_study(source, OPTIONS, replace(setting, resume=True))
    assert again == told
    assert len(fitted) == 3 * 5  # nothing was fitted a second time


def test_a_study_that_was_stopped_goes_on(source: IdentifySource, setting: Setting):
    done: list[str] = []

    def stop() -> bool:
        return len(done) == 2

    def note(progress: Any) -> None:
        if progress.stage == "methods":
            done.append(progress.message)

    ours = replace(OPTIONS, branches=("ours",))
    with pytest.raises(Cancelled):
        run_study(source, ours, replace(setting, is_cancelled=stop, report=note))
    kept = sorted(setting.folder.iterdir())
    assert len(kept) == 2
    before = [file.stat().st_mtime_ns for file in kept]
    told = run_study(source, ours, replace(setting, resume=True))
    assert len(told["methods"]) == 4
    assert [file.stat().st_mtime_ns for file in kept] == before


def test_sides_share_no_picture_and_depend_on_the_name_alone(source: IdentifySource):
    listed = list_source(source)
    readable = np.ones(len(listed.pictures), np.bool_)
    study = split_study(listed, readable, source)
    assert len(set(study.rows.tolist())) == len(study.rows) == len(listed.pictures)
    for number in range(PEOPLE):
        own = study.side[(study.person == number) & (study.side != STRANGER)]
        assert (own == HELD_OUT).sum() == 2
    fewer = list_source(replace(source, most_people=3, most_strangers=0))
    part = split_study(fewer, np.ones(len(fewer.pictures), np.bool_), source)
    held_out = {listed.pictures[row].name for row in study.rows[study.on(HELD_OUT)]}
    assert {fewer.pictures[row].name for row in part.rows[part.on(HELD_OUT)]} < held_out
    assert not len(part.on(STRANGER))
    assert not study.validation[study.side != LEARNED].any()


def test_celeba500_brings_its_split(tmp_path: Path):
    names = tuple(f"{n}.png" for n in range(8))
    people = "".join(f"{n}.png {n // 4}\n" for n in range(8))
    split = "".join(f"{n}.png {(0, 0, 1, 2)[n % 4]}\n" for n in range(8))
    source = IdentifySource(celeba500=str(make_layout(tmp_path, people, split, names)), least_pictures=2)
    listed = list_source(source)
    study = split_study(listed, np.ones(8, np.bool_), source)
    assert study.own_split
    assert study.side.tolist() == [LEARNED, LEARNED, LEARNED, HELD_OUT] * 2
    assert np.flatnonzero(study.validation).tolist() == [2, 6]


@pytest.mark.parametrize(("people", "pictures", "found"), [(1, 5, "found 1 among 1"), (3, 1, "found 0 among 3")])
def test_too_few_people_or_pictures_are_told(tmp_path: Path, people: int, pictures: int, found: str):
    folder = write_people(tmp_path / "few", people=people, pictures=pictures)
    with pytest.raises(DatasetMissing, match=found):
        list_source(IdentifySource(people=str(folder), least_pictures=2))


def test_pictures_that_cannot_be_read_leave_too_few(tmp_path: Path, setting: Setting):
    for name in ("a", "b"):
        (tmp_path / "broken" / name).mkdir(parents=True)
        for number in range(4):
            (tmp_path / "broken" / name / f"{number}.jpg").write_bytes(b"no picture")
    source = IdentifySource(people=str(tmp_path / "broken"), least_pictures=2)
    with pytest.raises(DatasetMissing, match="found 0 among 2"):
        run_study(source, replace(OPTIONS, branches=("classic",)), setting)


def test_without_scikit_image_the_sentence_says_what_to_install(
    source: IdentifySource, setting: Setting, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, "skimage.feature", None)
    with pytest.raises(UsageError, match="scikit-image, which is not installed"):
        run_study(source, OPTIONS, setting)
