"""The text that is given away tells versions, counts and faults, and nobody's name."""

from __future__ import annotations

import logging
from pathlib import Path

from faceid_app import __version__, logs
from faceid_app.paths import Paths
from faceid_app.settings import Settings
from faceid_app.storage.profiles import Profiles
from faceid_app.storage.store import PlainStore
from faceid_app.workers.diagnosis import diagnosis, last_lines, without_folders
from faceid_app.workers.doctor import Finding


def test_it_counts_people_and_names_nobody(tmp_path: Path) -> None:
    home = tmp_path / "anna"
    paths = Paths(home / "data")
    people = Profiles(PlainStore(paths.personal))
    for name in ("anna", "berta"):
        people.create(name)
    settings = Settings()
    settings.profile, settings.camera, settings.mirror, settings.backbone = "anna", str(home / "x.mp4"), False, "sface"
    settings.save(paths)
    findings = [
        Finding("python", True, "3.12"),
        Finding("data folder", False, f"{paths.root} cannot be written to", f"see '{home}'"),
    ]
    text = diagnosis(paths, findings, home=home)
    assert "anna" not in text
    assert "berta" not in text
    assert f"faceid_app {__version__}" in text
    assert "2 profiles" in text
    assert "profile 2: 0 anchor, 0 positive, no model" in text
    assert "camera = set, backbone = sface, profile = set, mirror = False" in text
    assert "[ok] python: 3.12\n[look] data folder: DATA cannot be written to -> see '~'" in text


def test_the_newest_lines_of_the_log_are_shown_without_debugging(paths: Paths) -> None:
    assert last_lines(paths) == []
    logs.configure(paths, verbose=True)
    logger = logging.getLogger("faceid_app.test")
    for number in range(10):
        logger.info("line %d", number)
    logger.debug("said by a library")
    lines = last_lines(paths, 3)
    assert [line.rpartition(": ")[2] for line in lines] == ["line 7", "line 8", "line 9"]
    logs.configure(paths)


def test_a_home_that_is_the_whole_disk_is_left_alone(paths: Paths) -> None:
    assert without_folders("/usr/bin", paths, Path("/")) == "/usr/bin"
