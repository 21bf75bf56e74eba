"""No picture of a person of the LFW pairs is trained or tuned on, not even one slipped in under another name."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from faceid_app.camera.pixels import read_picture
from faceid_app.datasets.face_sets import outside_pairs, people_of_pairs
from faceid_app.datasets.lfw import LfwIndex
from faceid_app.datasets.pairs import read_pairs
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.identity.backbones import find_backbone
from faceid_app.learning.face_selection import Sources, select_faces
from faceid_app.paths import Paths
from faceid_app.progress import ignore, never


def test_of_lfw_only_people_in_no_pair_are_learned_from(lfw_dir: Path, data_dir: Path):
    people = LfwIndex(lfw_dir).people()
    folds = read_pairs(data_dir / "lfw" / "pairs.txt")
    tested = people_of_pairs(folds)
    allowed = outside_pairs(people, folds)
    assert not tested & set(allowed)
    assert tested | set(allowed) == set(people)
    named = {name for fold in folds for pair in fold for name in (pair.a, pair.b)}
    learned = {path.relative_to(lfw_dir).as_posix() for pictures in allowed.values() for path in pictures}
    assert len(named) > 7000
    assert not named & learned
    assert (len(allowed), len(learned)) == (1468, 1549)


def test_faces_of_tested_people_under_other_names_are_left_out(
    lfw_dir: Path, data_dir: Path, paths_with_sface: Paths, tmp_path: Path, clip: Callable[[str], Path]
):
    pairs = data_dir / "lfw" / "pairs.txt"
    tested = people_of_pairs(read_pairs(pairs))
    several = [person for person in sorted(lfw_dir.iterdir()) if len(list(person.iterdir())) > 3]
    shown = [person for person in several if person.name in tested][:12]
    others = [person for person in sorted(lfw_dir.iterdir()) if person.name not in tested]
    others = sorted(others, key=lambda person: -len(list(person.iterdir())))[:20]
    for person in [*shown, *others]:
        (tmp_path / "lfw" / person.name).mkdir(parents=True)
        for picture in sorted(person.iterdir())[:3]:
            shutil.copy(picture, tmp_path / "lfw" / person.name)
    # The same people once more, as an anonymous set of aligned faces: other files, other sizes, no names.
    folder, lines, observer = tmp_path / "anonymous", [], Observer(limits=Limits.for_dataset())
    folder.mkdir()
    for number, person in enumerate([*shown, *others]):
        for turn, picture in enumerate(sorted(person.iterdir())[:3]):
            aligned = observer.observe(read_picture(picture)).aligned
            if aligned is not None:
                Image.fromarray(aligned).save(folder / f"{number:03d}{turn}.png")
                lines.append(f"{number:03d}{turn}.png {number}")
    (tmp_path / "identities.txt").write_text("\n".join(lines))
    few_pairs = Sources((folder,), tmp_path / "identities.txt", tmp_path / "lfw", pairs)
    teacher = find_backbone(paths_with_sface, "sface")
    selection = select_faces(few_pairs, paths_with_sface, teacher, report=ignore, is_cancelled=never)
    numbers_tested = np.arange(len(shown))
    for faces in (selection.learn, selection.held_out):
        assert not np.isin(faces.person[faces.origin == 0], numbers_tested).any()
    left_out = selection.counts["left_out_for_resembling_somebody_tested"]["anonymous"]
    slipped_in = sum(int(line.split()[1]) < len(shown) for line in lines)
    assert left_out >= slipped_in > 30
    assert selection.counts["held_out"]["people"] >= 2
    assert not set(selection.held_out.person.tolist()) & set(selection.learn.person.tolist()) - {-1}
