"""Training that is not installed: said plainly, offered with what it takes, and nothing fetched before a yes."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from faceid_app.errors import TrainingNotInstallable
from faceid_app.gui.look.theme import Theme
from faceid_app.gui.parts.sheet import Question
from faceid_app.gui.train.software_row import SoftwareRow
from faceid_app.progress import IsCancelled, Progress, Report
from faceid_app.workers.training_environment import Place
from faceid_app.workers.training_software import Offer

OFFER = Offer(packages=3, download=451_000_000, disk=1_950_000_000, folder=Path("/there"), index="https://index/simple")


class Software:
    """What is installed, as a test has it."""

    def __init__(self) -> None:
        self.place = Place.NOWHERE
        self.error: Exception | None = None
        self.installations = 0

    def install(self, report: Report, _is_cancelled: IsCancelled) -> None:
        self.installations += 1
        report(Progress(stage="install", step=1, of=2))
        if self.error is not None:
            raise self.error
        self.place = Place.APART


@pytest.fixture
def software() -> Software:
    return Software()


@pytest.fixture
def row(qtbot: QtBot, software: Software) -> SoftwareRow:
    made = SoftwareRow(
        Theme(),
        look=lambda: software.place,
        prepare=lambda _report, _is_cancelled: OFFER,
        install=software.install,
    )
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignal(made.changed):
        made.check()
    return made


def test_it_says_plainly_that_training_is_not_there(row: SoftwareRow):
    assert row.apart
    assert not row.there
    assert "Not installed" in row.detail
    assert row.ways[0].isVisible()


def test_nothing_is_installed_before_a_yes_to_what_where_and_from_where(
    qtbot: QtBot, row: SoftwareRow, software: Software
):
    with qtbot.waitSignal(row.asked) as asked:
        row.ways[0].click()
    question, accept = asked.args
    assert isinstance(question, Question)
    for told in ("3 packages", "451 MB", "1,950 MB", "https://index/simple", "/there", "network"):
        assert told in question.words
    assert software.installations == 0
    with qtbot.waitSignal(row.changed):
        accept("")
    assert (software.installations, row.there) == (1, True)
    assert not row.ways[0].isVisible()


def test_a_failure_is_one_sentence_and_it_can_be_tried_again(qtbot: QtBot, row: SoftwareRow, software: Software):
    software.error = TrainingNotInstallable("the network is down")
    with qtbot.waitSignal(row.asked) as asked:
        row.ways[0].click()
    asked.args[1]("")
    qtbot.waitUntil(lambda: not row.busy and row.ways[0].isVisible())
    assert "the network is down; nothing was changed." in row.note.words
    assert not row.there


def test_what_another_version_made_is_to_be_made_anew(qtbot: QtBot, row: SoftwareRow, software: Software):
    software.place = Place.OUTDATED
    with qtbot.waitSignal(row.changed):
        row.check()
    assert "another version" in row.detail
    assert row.ways[0].isVisible()


def test_where_it_is_part_of_the_program_the_page_does_not_speak_of_it(row: SoftwareRow, software: Software):
    software.place = Place.OWN
    assert not row.apart
