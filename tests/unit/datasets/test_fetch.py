"""Downloads against a real server on this machine: resumed, checked, bounded, cancelled."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from faceid_app.datasets.addresses import check_url
from faceid_app.datasets.fetch import adopt, digest_of, fetch
from faceid_app.errors import Cancelled, DownloadFailed, NotWritable
from faceid_app.progress import Progress
from tests.unit.datasets.conftest import WebServer

CONTENT = bytes(range(256)) * 1000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "new folder" / "file.bin"


def left_over(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir() if path != target)


def test_a_file_arrives_with_progress_and_leaves_nothing_beside(web, target):
    seen: list[Progress] = []
    url = web.serve("/file", CONTENT)
    assert fetch([url], target, sha256=SHA256, size=len(CONTENT), report=seen.append) == SHA256
    assert target.read_bytes() == CONTENT
    assert left_over(target) == []
    assert seen[-1].step == seen[-1].of == len(CONTENT)
    assert [progress.step for progress in seen] == sorted(progress.step for progress in seen)


def test_a_right_file_is_not_fetched_again_and_a_wrong_one_is(web, target):
    url = web.serve("/file", CONTENT)
    fetch([url], target, sha256=SHA256)
    fetch([url], target, sha256=SHA256)
    assert len(web.requests) == 1
    target.write_bytes(b"spoilt")
    fetch([url], target, sha256=SHA256)
    assert target.read_bytes() == CONTENT


def test_a_broken_connection_is_resumed_where_it_broke(web, target):
    url = web.serve("/file", CONTENT, break_after=100_000)
    fetch([url], target, sha256=SHA256)
    assert target.read_bytes() == CONTENT
    assert web.requests == [("/file", None), ("/file", "bytes=100000-")]


def test_a_cancelled_download_is_continued_the_next_time(web, target):
    url = web.serve("/file", CONTENT)
    seen: list[Progress] = []
    with pytest.raises(Cancelled):
        fetch([url], target, sha256=SHA256, report=seen.append, is_cancelled=lambda: len(seen) > 0)
    assert not target.exists()
    kept = (target.parent / "file.bin.part").stat().st_size
    fetch([url], target, sha256=SHA256)
    assert target.read_bytes() == CONTENT
    assert web.requests[-1] == ("/file", f"bytes={kept}-" if kept else None)


def test_cancelled_before_the_first_byte_asks_no_server(web, target):
    with pytest.raises(Cancelled):
        fetch([web.serve("/file", CONTENT)], target, sha256=SHA256, is_cancelled=lambda: True)
    assert web.requests == []


def unfinished(web: WebServer, target: Path, content: bytes, count: int, **how) -> str:
    """A download whose connections all broke, `count` bytes in."""
    url = web.serve("/file", content, length=True, **how)
    part = target.parent / "file.bin.part"
    with pytest.raises(Cancelled):
        fetch([url], target, is_cancelled=lambda: part.is_file())
    part.write_bytes(content[:count])
    web.requests.clear()
    return url


def test_a_server_without_ranges_sends_it_all_again(web, target):
    url = unfinished(web, target, CONTENT, 5000, ranges=False)
    fetch([url], target, sha256=SHA256)
    assert target.read_bytes() == CONTENT
    assert len(web.requests) == 1


def test_a_file_that_changed_is_fetched_from_the_start(web, target):
    unfinished(web, target, CONTENT[::-1], 5000)
    url = web.serve("/file", CONTENT, etag='"2"')
    fetch([url], target, sha256=SHA256)
    assert target.read_bytes() == CONTENT


def test_a_part_of_another_file_of_the_same_length_is_found_out(web, target):
    unfinished(web, target, CONTENT[::-1], 5000, etag=None)
    url = web.serve("/file", CONTENT, etag=None)
    fetch([url], target, sha256=SHA256)
    assert target.read_bytes() == CONTENT
    assert web.requests == [("/file", "bytes=5000-"), ("/file", None)]


def test_a_part_longer_than_the_file_is_dropped(web, target):
    unfinished(web, target, CONTENT + b"more", len(CONTENT) + 4, etag=None)
    url = web.serve("/file", CONTENT, etag=None)
    fetch([url], target, sha256=SHA256)
    assert target.read_bytes() == CONTENT


def test_a_part_that_is_the_whole_file_only_needs_the_check(web, target):
    url = unfinished(web, target, CONTENT, len(CONTENT))
    fetch([url], target, sha256=SHA256)
    assert target.read_bytes() == CONTENT
    assert web.requests == [("/file", f"bytes={len(CONTENT)}-")]


def test_without_checksum_and_tag_nothing_is_put_together(web, target):
    url = unfinished(web, target, CONTENT, 5000, etag=None)
    fetch([url], target)
    assert target.read_bytes() == CONTENT
    assert web.requests == [("/file", None)]


def test_the_next_mirror_goes_on_with_what_the_first_sent(web, target):
    first = unfinished(web, target, CONTENT, 5000)
    del web.files["/file"]
    fetch([first, web.serve("/mirror", CONTENT)], target, sha256=SHA256)
    assert target.read_bytes() == CONTENT
    assert web.requests == [("/file", "bytes=5000-"), ("/mirror", "bytes=5000-")]


def test_a_missing_length_is_no_obstacle(web, target):
    fetch([web.serve("/file", CONTENT, length=False)], target, sha256=SHA256)
    assert target.read_bytes() == CONTENT


def test_every_mirror_says_why_it_failed(web, target):
    wrong = web.serve("/wrong", b"other bytes")
    with pytest.raises(DownloadFailed) as failure:
        fetch([web.url + "/missing", wrong, "ftp://example.org/file"], target, sha256=SHA256)
    assert "404" in str(failure.value)
    assert "another checksum" in str(failure.value)
    assert "only https" in str(failure.value)
    assert not target.exists()
    assert left_over(target) == []


def test_a_server_that_is_off_is_told(target):
    with pytest.raises(DownloadFailed, match="broke off"):
        fetch(["http://127.0.0.1:9"], target, sha256=SHA256, timeout=5)


@pytest.mark.parametrize("length", [True, False])
def test_more_bytes_than_allowed_are_refused(web, target, length):
    url = web.serve("/file", CONTENT, length=length)
    with pytest.raises(DownloadFailed, match="more than the 1000"):
        fetch([url], target, max_bytes=1000)
    assert left_over(target) == []


def test_another_size_than_the_published_one_is_refused(web, target):
    with pytest.raises(DownloadFailed, match="instead of 7"):
        fetch([web.serve("/file", CONTENT)], target, size=7)


def test_a_redirect_is_followed_only_to_an_allowed_address(web, target):
    web.serve("/file", CONTENT)
    fetch([web.serve("/moved", b"", redirect=web.url + "/file")], target, sha256=SHA256)
    assert target.read_bytes() == CONTENT
    with pytest.raises(DownloadFailed, match="leads elsewhere"):
        fetch([web.serve("/trap", b"", redirect="http://192.0.2.1/file")], target.with_name("other"), sha256=SHA256)


def test_this_machine_is_reached_without_the_proxy(web, target, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    fetch([web.serve("/file", CONTENT)], target, sha256=SHA256)
    assert target.read_bytes() == CONTENT


def test_a_folder_that_cannot_be_made_is_told(web, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NotWritable):
        fetch([web.serve("/file", CONTENT)], tmp_path / "file" / "below", sha256=SHA256)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/x",
        "file:///etc/passwd",
        "ftp://example.org",
        "https://",
        "localhost",
        "http://127.0.0.1.example.org/x",
    ],
)
def test_refused_addresses(url):
    with pytest.raises(ValueError, match="only https"):
        check_url(url)


@pytest.mark.parametrize(
    "url", ["https://example.org/x", "http://localhost:1/x", "http://127.0.0.1/x", "http://[::1]/x"]
)
def test_allowed_addresses(url):
    check_url(url)


def test_a_file_the_user_has_is_copied_and_checked(tmp_path, target):
    given = tmp_path / "given"
    given.write_bytes(CONTENT)
    assert adopt(given, target, sha256=SHA256) == SHA256
    assert target.read_bytes() == CONTENT
    assert digest_of(target) == SHA256
    given.write_bytes(b"other")
    with pytest.raises(DownloadFailed, match="another checksum"):
        adopt(given, target, sha256=SHA256)
    with pytest.raises(DownloadFailed, match="there is no file"):
        adopt(tmp_path / "missing", target)
    assert target.read_bytes() == CONTENT
    assert left_over(target) == []
