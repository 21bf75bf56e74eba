"""A person on another computer, from the capsule of one data folder to another; and without their pictures."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from faceid_app.camera.source import open_source
from faceid_app.errors import CapsuleRefused, ModelMissing, PicturesDropped
from faceid_app.identity.backbones import find_backbone
from faceid_app.identity.capsules import export_capsule, import_capsule
from faceid_app.identity.decision import Verdict
from faceid_app.identity.enrolled_people import open_gallery
from faceid_app.identity.enrolment_check import check_enrolment
from faceid_app.identity.occlusion_map import load_map
from faceid_app.identity.retention import drop_pictures
from faceid_app.identity.verification import load_bundle
from faceid_app.paths import Paths
from faceid_app.progress import ignore, never
from faceid_app.storage.capsule_file import Content, open_capsule, seal_capsule
from faceid_app.storage.profiles import Profile
from faceid_app.workers.network_trial import try_network
from faceid_app.workers.operations import check_trainable, open_profiles
from tests.helpers.enrolled import enrol, give_model, verifier_of

SECRET = "a long enough secret"


@pytest.fixture(scope="module")
def enrolled(tmp_path_factory: pytest.TempPathFactory, clip: Callable[[str], Path]) -> Path:
    """A data folder with a person, enrolled from a clip, whose model needs no training."""
    paths = Paths(tmp_path_factory.mktemp("capsules") / "data")
    give_model(paths, enrol(paths, "anna", clip("a_live")))
    return paths.root


@pytest.fixture
def anna(enrolled: Path, paths: Paths) -> Profile:
    shutil.copytree(enrolled, paths.root)
    return open_profiles(paths).get("anna")


def _matches(paths: Paths, name: str, clip: Path) -> bool:
    verifier = verifier_of(paths, name)
    with open_source(str(clip), fast=True, start=2.0) as source:
        for _ in range(20):
            frame = source.read()
            if frame is not None and verifier.verify(frame).verdict is Verdict.MATCH:
                return True
    return False


def test_a_capsule_verifies_on_another_computer(
    tmp_path: Path, paths: Paths, anna: Profile, clip: Callable[[str], Path]
):
    capsule, elsewhere = tmp_path / "anna.faceid", Paths(tmp_path / "elsewhere")
    export_capsule(paths, anna, capsule, SECRET, cost=14)
    with pytest.raises(CapsuleRefused, match="passphrase is not the one"):
        import_capsule(elsewhere, open_profiles(elsewhere), capsule, "not that secret", try_network=try_network)
    imported = import_capsule(
        elsewhere, open_profiles(elsewhere), capsule, SECRET, try_network=try_network, name="Anna K"
    )
    assert open_profiles(elsewhere).names() == ["Anna K"]
    assert not [key for key in imported.stored_keys() if key.endswith((".jpg", ".png"))]
    assert _matches(elsewhere, "Anna K", clip("a_live"))
    assert not _matches(elsewhere, "Anna K", clip("b_live"))


def test_a_capsule_whose_network_is_not_here_says_what_is_needed(
    tmp_path: Path, paths: Paths, anna: Profile, monkeypatch: pytest.MonkeyPatch
):
    capsule, elsewhere = tmp_path / "anna.faceid", Paths(tmp_path / "elsewhere")
    export_capsule(paths, anna, capsule, SECRET, cost=14)

    def missing(_paths: Paths, name: str) -> None:
        raise ModelMissing(name, "get it")

    monkeypatch.setattr("faceid_app.identity.capsules.find_backbone", missing)
    with pytest.raises(
        CapsuleRefused, match="needs the backbone 'compact', which is not here; it comes with the program"
    ):
        import_capsule(elsewhere, open_profiles(elsewhere), capsule, SECRET, try_network=try_network)
    assert open_profiles(elsewhere).names() == []


def test_a_network_in_a_capsule_is_tried_elsewhere_before_anybody_is_enrolled(
    tmp_path: Path, paths: Paths, anna: Profile
):
    _bundle_id, bundle = load_bundle(anna)
    shipped = find_backbone(paths).network()
    own = replace(bundle, backbone=None, network=shipped, recipe="finetune")
    capsule, elsewhere = tmp_path / "anna.faceid", Paths(tmp_path / "elsewhere")
    anna.bundles.save(own.to_files(), manifest={"recipe": "finetune"})
    export_capsule(paths, anna, capsule, SECRET, cost=14)
    sound = capsule.read_bytes()
    # One byte, and LiteRT ends whoever loads it: the capsule is sealed anew, as its maker can.
    content = open_capsule(sound, SECRET)
    hostile = replace(own, network=shipped[:16] + b"\0" + shipped[17:])
    anna.bundles.save(hostile.to_files(), manifest={"recipe": "finetune"})
    bundles = {key: anna.read(key) for key in anna.stored_keys() if key.startswith("bundle")}
    kept = {key: data for key, data in content.values.items() if not key.startswith("bundle")}
    capsule.write_bytes(seal_capsule(Content(content.about, kept | bundles), SECRET, cost=14))
    with pytest.raises(CapsuleRefused, match=r"ended the process that tried it .*; do not take it in, and ask"):
        import_capsule(elsewhere, open_profiles(elsewhere), capsule, SECRET, try_network=try_network)
    assert open_profiles(elsewhere).names() == []
    capsule.write_bytes(sound)
    with pytest.raises(CapsuleRefused, match="its network answers with 127 numbers, not 128"):
        import_capsule(elsewhere, open_profiles(elsewhere), capsule, SECRET, try_network=lambda *_: 127)
    taken = import_capsule(elsewhere, open_profiles(elsewhere), capsule, SECRET, try_network=try_network)
    assert load_bundle(taken)[1].network == shipped


def test_a_capsule_whose_content_cannot_be_read_leaves_nobody(tmp_path: Path, paths: Paths, anna: Profile):
    capsule, elsewhere = tmp_path / "anna.faceid", Paths(tmp_path / "elsewhere")
    export_capsule(paths, anna, capsule, SECRET, cost=14)
    content = open_capsule(capsule.read_bytes(), SECRET)
    damaged = {**content.values, "dropped.json": b'{"at": "", "ids": ["/"], "finished": false}'}
    capsule.write_bytes(seal_capsule(Content(content.about, damaged), SECRET, cost=14))
    with pytest.raises(CapsuleRefused, match="what is in it cannot be read"):
        import_capsule(elsewhere, open_profiles(elsewhere), capsule, SECRET, try_network=try_network)
    assert open_profiles(elsewhere).names() == []


def test_without_pictures_verification_goes_on_and_the_rest_says_why_not(
    paths: Paths, anna: Profile, clip: Callable[[str], Path]
):
    before = open_gallery(paths, open_profiles(paths)).gallery.names
    assert drop_pictures(paths, anna) == 8
    assert drop_pictures(paths, anna) == 0
    files = [Path(folder) / name for folder, _folders, names in os.walk(paths.root) for name in names]
    assert not [file for file in files if file.suffix in (".jpg", ".png")]
    anna = open_profiles(paths).get("anna")
    assert _matches(paths, "anna", clip("a_live"))
    assert check_enrolment(paths, anna).bundle.fitness.fit
    assert open_gallery(paths, open_profiles(paths)).gallery.names == before == ("anna",)
    with pytest.raises(PicturesDropped, match="this needs pictures"):
        check_trainable(anna)
    bundle_id, bundle = load_bundle(anna)
    with pytest.raises(PicturesDropped):
        load_map(paths, anna, bundle_id, bundle, report=ignore, is_cancelled=never)


def test_pictures_are_dropped_after_training_only_and_a_killed_dropping_is_finished(paths: Paths, anna: Profile):
    bundle = anna.bundles
    untrained = open_profiles(paths).create("bo")
    with pytest.raises(ModelMissing, match="train first"):
        drop_pictures(paths, untrained)
    ids = [record.id for record in anna.captures.records()]
    anna.write_json("dropped.json", {"at": "2026-11-22T00:00:00+00:00", "ids": ids, "finished": False})
    again = open_profiles(paths).get("anna")
    assert not [key for key in again.stored_keys() if key.endswith((".jpg", ".png"))]
    assert again.read_json("dropped.json")["finished"] is True
    assert bundle.current_id() == again.bundles.current_id()


def test_after_a_deletion_no_bytes_of_the_person_are_anywhere_below_the_data_folder(paths: Paths, anna: Profile):
    open_gallery(paths, open_profiles(paths))
    anna.append_line("attempts.jsonl", b"{}")
    kept = {key: anna.read(key) for key in anna.stored_keys()}
    # Sixteen bytes from the middle of each value; what is sealed is looked for as it was, and as it lay on disk.
    patterns = {data[len(data) // 2 :][:16] for data in kept.values() if len(data) >= 256}
    for key in anna.stored_keys():
        raw = (paths.personal / anna.name / key).read_bytes()
        if len(raw) >= 256:
            patterns.add(raw[len(raw) // 2 :][:16])
    assert len(patterns) > 15
    assert _found(paths, patterns)
    receipt = open_profiles(paths).delete("anna")
    assert {file.place for file in receipt.removed} >= set(kept)
    assert _found(paths, patterns) == []
    everything = [path for path in paths.root.rglob("*") if path.is_file()]
    assert not [
        path for path in everything if b"anna" in path.read_bytes() or "anna" in str(path.relative_to(paths.root))
    ]


def _found(paths: Paths, patterns: set[bytes]) -> list[Path]:
    files = [path for path in paths.root.rglob("*") if path.is_file()]
    return [path for path in files if any(pattern in path.read_bytes() for pattern in patterns)]
