"""Logs: private, bounded, and never in the way."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from faceid_app.errors import CorruptData, NotWritable
from faceid_app.logs import FILE_NAME, configure
from faceid_app.paths import Paths

LOGGER = logging.getLogger("faceid_app.test")


@pytest.fixture(autouse=True)
def undone() -> Iterator[None]:
    """The logger as it was."""
    logger = logging.getLogger("faceid_app")
    before, level = list(logger.handlers), logger.level
    yield
    for handler in [handler for handler in logger.handlers if handler not in before]:
        logger.removeHandler(handler)
        handler.close()
    logger.setLevel(level)


def test_messages_go_into_a_private_file(paths: Paths, capsys: pytest.CaptureFixture[str]):
    configure(paths)
    LOGGER.info("took %d captures", 3)
    LOGGER.debug("detail")
    text = (paths.logs / FILE_NAME).read_text()
    assert "INFO faceid_app.test: took 3 captures" in text
    assert "detail" not in text
    assert capsys.readouterr() == ("", "")
    if os.name == "posix":
        assert (paths.logs / FILE_NAME).stat().st_mode & 0o777 == 0o600
        assert paths.logs.stat().st_mode & 0o777 == 0o700


def test_verbose_goes_to_stderr_too_and_stdout_stays_clean(paths: Paths, capsys: pytest.CaptureFixture[str]):
    configure(paths, verbose=True)
    LOGGER.debug("detail")
    out, err = capsys.readouterr()
    assert out == ""
    assert "detail" in err
    assert "detail" in (paths.logs / FILE_NAME).read_text()


def test_configuring_again_replaces_the_first(paths: Paths, tmp_path: Path):
    configure(paths)
    other = Paths(tmp_path / "other")
    configure(other)
    LOGGER.info("once")
    assert (paths.logs / FILE_NAME).read_text() == ""
    assert (other.logs / FILE_NAME).read_text().count("once") == 1


def test_the_file_is_rotated_and_stays_private(paths: Paths):
    configure(paths)
    for _ in range(60):
        LOGGER.info("x" * 100_000)
    files = list(paths.logs.iterdir())
    assert 2 <= len(files) <= 4
    assert sum(path.stat().st_size for path in files) < 5_000_000
    if os.name == "posix":
        assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


@pytest.mark.usefixtures("caplog")  # the errors are meant
def test_without_a_writable_place_nothing_happens(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "file").write_bytes(b"")
    configure(Paths(tmp_path / "file" / "data"))
    LOGGER.error("lost")
    assert capsys.readouterr() == ("", "")


@pytest.mark.usefixtures("caplog")
def test_a_disk_that_fails_later_disturbs_nobody(paths: Paths, capsys: pytest.CaptureFixture[str]):
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    paths.logs.mkdir(parents=True)
    (paths.logs / FILE_NAME).symlink_to("/dev/full")
    configure(paths)
    LOGGER.error("lost")
    assert capsys.readouterr() == ("", "")


@pytest.mark.usefixtures("caplog")
def test_no_name_gets_into_the_file_with_an_exception(paths: Paths):
    configure(paths)
    name = "anna"  # the lines that a traceback quotes must not hold it themselves
    secret = paths.personal / name / "anchor"
    try:
        try:
            (secret / "1.jpg").read_bytes()
        except OSError as error:
            raise NotWritable(secret, "it is gone") from error
    except NotWritable as error:
        LOGGER.exception("A frame could not be looked at")
        LOGGER.info("A job failed: %s", error)
    try:
        raise CorruptData(f"The file of {name!r}", "it is damaged", f"delete {name}")
    except CorruptData:
        LOGGER.warning("No more frames", exc_info=True)
    text = (paths.logs / FILE_NAME).read_text()
    assert "anna" not in text
    assert "NotWritable at\n" in text
    assert "after\nFileNotFoundError 2 at\n" in text
    assert "CorruptData at\n" in text
    assert "test_no_name_gets_into_the_file" in text
    assert "A job failed: NotWritable\n" in text


@pytest.mark.usefixtures("caplog")
def test_what_another_handler_has_formatted_is_not_taken_over(paths: Paths, capsys: pytest.CaptureFixture[str]):
    stream = logging.StreamHandler()
    stream.setFormatter(logging.Formatter())
    logging.getLogger("faceid_app").addHandler(stream)
    configure(paths, verbose=True)
    try:
        raise KeyError("anna")
    except KeyError:
        LOGGER.exception("A bug")
    assert capsys.readouterr().err.count("KeyError: 'anna'") == 2
    text = (paths.logs / FILE_NAME).read_text()
    assert "KeyError at" in text
    assert "KeyError: " not in text
