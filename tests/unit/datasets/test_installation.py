"""LFW from mirror, address, archive and folder; what is in place survives whatever fails."""

from __future__ import annotations

import hashlib
import shutil

import pytest

from faceid_app.datasets.installation import RELEASES, Release, install_lfw
from faceid_app.datasets.lfw import LfwIndex, lfw_folder, pairs_file
from faceid_app.errors import ArchiveRefused, Cancelled, DatasetMissing, DownloadFailed, Locked, NotWritable
from faceid_app.paths import Paths
from faceid_app.progress import Progress

NO_PAIRS = Release("pairs.txt", (), sha256="0" * 64)
COUNT_WARNING = "There are 6 pictures of 3 people, complete LFW has 13233 of 5749"


@pytest.fixture
def archive(tmp_path, make_tar, lfw_files):
    path = tmp_path / "lfw.tgz"
    path.write_bytes(make_tar(lfw_files))
    return path


def test_from_an_archive(paths, archive):
    result = install_lfw(paths, source=archive, pairs=NO_PAIRS)
    assert (result.pictures, result.people, result.has_pairs) == (6, 3, False)
    assert COUNT_WARNING in result.warnings[0]
    assert "training does not" in result.warnings[1]
    assert len(LfwIndex.find(paths).pictures()) == 6
    assert result.to_dict()["root"] == str(LfwIndex.find(paths).root)
    assert archive.is_file()


def test_the_data_directory_can_be_moved(paths, archive, tmp_path):
    install_lfw(paths, source=archive, pairs=NO_PAIRS)
    moved = Paths(tmp_path / "moved")
    paths.root.rename(moved.root)
    assert len(LfwIndex.find(moved).pictures()) == 6


def test_a_folder_is_referred_to_and_told_when_it_goes(paths, lfw_tree):
    result = install_lfw(paths, source=lfw_tree, pairs=NO_PAIRS)
    assert result.root == lfw_tree / "lfw-deepfunneled"
    assert LfwIndex.find(paths).root == result.root
    assert not list(paths.root.rglob("*.jpg"))
    shutil.rmtree(lfw_tree)
    with pytest.raises(DatasetMissing, match="bring it back"):
        LfwIndex.find(paths)


def test_from_an_address_with_a_warning_about_an_unknown_archive(paths, archive, web):
    result = install_lfw(paths, url=web.serve("/lfw.tgz", archive.read_bytes()), pairs=NO_PAIRS)
    assert "none of the published ones" in result.warnings[0]
    assert sorted(path.name for path in lfw_folder(paths).iterdir()) == ["installed.json", "pictures"]


def test_the_next_release_is_taken_when_the_mirrors_of_the_first_are_gone(paths, archive, web):
    content = archive.read_bytes()
    url = web.serve("/lfw.tgz", content)
    releases = (
        Release("first.tgz", (web.url + "/gone",), sha256="0" * 64),
        Release("second.tgz", (url,), sha256=hashlib.sha256(content).hexdigest()),
    )
    result = install_lfw(paths, releases=releases, pairs=NO_PAIRS)
    assert result.pictures == 6
    with pytest.raises(DownloadFailed, match="404"):
        install_lfw(paths, releases=releases[:1], pairs=NO_PAIRS)
    assert len(LfwIndex.find(paths).pictures()) == 6


def test_a_published_archive_from_another_address_is_recognised(paths, archive, web):
    content = archive.read_bytes()
    known = (Release("lfw.tgz", (), sha256=hashlib.sha256(content).hexdigest()),)
    result = install_lfw(paths, url=web.serve("/copy", content), releases=known, pairs=NO_PAIRS)
    assert COUNT_WARNING in result.warnings[0]
    assert not any("published" in warning and "sha256" in warning for warning in result.warnings)


def test_the_pairs_come_from_their_mirror_or_from_beside_the_archive(paths, archive, web, tmp_path):
    text = b"10\t300\n"
    pairs = Release("pairs.txt", (web.serve("/pairs", text),), sha256=hashlib.sha256(text).hexdigest())
    assert install_lfw(paths, url=web.serve("/lfw", archive.read_bytes()), pairs=pairs).has_pairs
    assert pairs_file(paths).read_bytes() == text
    shutil.rmtree(paths.root)
    (tmp_path / "pairs.txt").write_bytes(text)
    web.requests.clear()
    assert install_lfw(paths, source=archive, pairs=pairs).has_pairs
    assert web.requests == []


def test_wrong_pairs_are_a_warning_only(paths, archive, tmp_path):
    (tmp_path / "pairs.txt").write_bytes(b"something else")
    result = install_lfw(paths, source=archive)
    assert not result.has_pairs
    assert "another checksum" in result.warnings[1]
    assert "training does not" in result.warnings[2]


def test_what_was_installed_survives_a_bad_archive_and_a_cancellation(paths, archive, tmp_path, make_tar):
    install_lfw(paths, source=archive, pairs=NO_PAIRS)
    other = tmp_path / "holiday.tgz"
    other.write_bytes(make_tar({"beach/1.jpg": b"x"}))
    with pytest.raises(ArchiveRefused, match="Name_0001"):
        install_lfw(paths, source=other, pairs=NO_PAIRS)
    with pytest.raises(Cancelled):
        install_lfw(paths, source=archive, pairs=NO_PAIRS, is_cancelled=lambda: True)
    with pytest.raises(DatasetMissing, match="nowhere"):
        install_lfw(paths, source=tmp_path / "nowhere", pairs=NO_PAIRS)
    (tmp_path / "empty").mkdir()
    with pytest.raises(DatasetMissing, match="LFW's own folder"):
        install_lfw(paths, source=tmp_path / "empty", pairs=NO_PAIRS)
    assert len(LfwIndex.find(paths).pictures()) == 6
    assert sorted(path.name for path in lfw_folder(paths).iterdir()) == ["installed.json", "pictures"]


def test_the_earlier_pictures_stay_until_the_new_ones_are_recorded(paths, archive):
    install_lfw(paths, source=archive, pairs=NO_PAIRS)
    record = lfw_folder(paths) / "installed.json"
    content = record.read_bytes()
    record.unlink()
    (record / "in the way").mkdir(parents=True)
    with pytest.raises(NotWritable, match="directory"):
        install_lfw(paths, source=archive, pairs=NO_PAIRS)
    shutil.rmtree(record)
    record.write_bytes(content)
    assert len(LfwIndex.find(paths).pictures()) == 6
    assert sorted(path.name for path in lfw_folder(paths).iterdir()) == ["installed.json", "pictures"]
    (lfw_folder(paths) / ".pictures-killed").mkdir()
    root = install_lfw(paths, source=archive, pairs=NO_PAIRS).root
    assert LfwIndex.find(paths).root == root
    assert len([path for path in lfw_folder(paths).iterdir() if path.is_dir()]) == 1
    assert len(LfwIndex.find(paths).pictures()) == 6


def test_only_one_installs_at_a_time(paths, archive):
    def another(_progress: Progress) -> None:
        with pytest.raises(Locked, match="datasets"):
            install_lfw(paths, source=archive, pairs=NO_PAIRS)

    assert install_lfw(paths, source=archive, pairs=NO_PAIRS, report=another).pictures == 6


def test_a_folder_that_cannot_be_made_is_told(paths, archive):
    paths.root.mkdir(parents=True)
    paths.datasets.write_bytes(b"")
    with pytest.raises(NotWritable, match="lfw"):
        install_lfw(paths, source=archive, pairs=NO_PAIRS)


def test_a_spoilt_record_is_a_missing_data_set(paths, archive):
    install_lfw(paths, source=archive, pairs=NO_PAIRS)
    (lfw_folder(paths) / "installed.json").write_text("{", encoding="utf-8")
    with pytest.raises(DatasetMissing, match="faceid data lfw"):
        LfwIndex.find(paths)


def test_every_release_has_a_secure_address_and_a_checksum():
    for release in RELEASES:
        assert all(url.startswith("https://") for url in release.urls)
        assert len(release.sha256) == 64
