"""Owns what training needs from outside: the strangers' pictures, the face network, and the device it runs on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from faceid_app.datasets.installation import install_lfw
from faceid_app.datasets.people import LFW
from faceid_app.errors import ModelMissing
from faceid_app.gui.context import Context
from faceid_app.gui.look.figures import figure
from faceid_app.gui.messages import kept, said
from faceid_app.gui.parts.controls import Card, row, text
from faceid_app.gui.train.need_row import NeedRow
from faceid_app.gui.train.recipe_view import RecipeView
from faceid_app.gui.train.software_row import SoftwareRow
from faceid_app.identity.backbones import DEFAULT_BACKBONE, KNOWN, SFACE, find_backbone, how_to_get
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report
from faceid_app.words import Words
from faceid_app.workers.child import run_child
from faceid_app.workers.jobs import Job
from faceid_app.workers.operations import fetch_backbone, negatives_index

_LINGER_MS = 700


class TrainingNeeds(Card):
    """The network and the strangers that the chosen recipe needs, and a device that is named."""

    changed = Signal()
    """What is there became known anew."""
    asked = Signal(object, object)
    """A question for the sheet, and what to do with the answer."""

    def __init__(self, context: Context, parent: QWidget | None = None, *, software: SoftwareRow | None = None) -> None:
        super().__init__(self.tr("What it needs"), parent)
        paths = self._paths = context.paths
        self._device_known = False
        self.software = software or SoftwareRow(context.theme)
        self.software.asked.connect(self.asked)
        self.strangers = NeedRow(
            context.theme,
            self.tr("Pictures of strangers"),
            self.tr("Labeled Faces in the Wild: 13,233 pictures of 5,749 people, about 230 MB."),
            lambda: _describe_strangers(paths),
        )
        self.strangers.offer(self.tr("&Fetch"), self.fetch_strangers)
        self.strangers.offer(self.tr("Archive…"), self._choose_archive)
        self.strangers.offer(self.tr("Folder…"), self._choose_folder)
        self.bundled = NeedRow(
            context.theme,
            self.tr("Strangers"),
            self.tr("They come with the program, which is not complete. Get the program anew."),
            lambda: _describe_bundled(paths),
        )
        self.compact = NeedRow(
            context.theme,
            self.tr("Face network"),
            self.tr("It comes with the program, which is not complete. Get the program anew, or choose Accurate."),
            lambda: _describe_backbone(paths, DEFAULT_BACKBONE),
        )
        self.backbone = NeedRow(
            context.theme,
            self.tr("Face network"),
            self.tr("{title}, {size} MB, {licence}.").format(
                title=SFACE.title, size=figure(SFACE.size / 1e6, ".1f"), licence=SFACE.licence
            ),
            lambda: _describe_backbone(paths, SFACE.name),
        )
        self.backbone.offer(self.tr("Fe&tch"), self.fetch_network)
        self.backbone.offer(self.tr("From a file…"), self._choose_network)
        self.device = text(self.tr("Finding out…"), "section")
        self.device_advice = text("", "caption", wrap=True)
        self._device_job = Job(self)
        self._device_job.succeeded.connect(self._on_device)
        self._device_job.failed.connect(lambda _error: self.device.setText(self.tr("Not known before training")))
        self._rows = (self.software, self.strangers, self.bundled, self.backbone, self.compact)
        # What opening the page has to do comes first: a starting process takes a core for seconds.
        self._linger = QTimer(self, interval=_LINGER_MS, singleShot=True)
        self._linger.timeout.connect(self._ask_device)
        self.software.changed.connect(self._linger.start)
        for need in self._rows:
            need.changed.connect(self.changed)
            self.column.addWidget(need)
        note = text(self.tr("Nothing is fetched unless you ask for it."), "caption", wrap=True)
        self.column.addWidget(note)
        self.column.addLayout(row(text(self.tr("Computed on"), "caption"), self.device, 1))
        self.column.addWidget(self.device_advice)
        self.device_advice.hide()

    def check(self) -> None:
        """Look again what is there."""
        for need in self._rows:
            need.check()
        self._linger.start()

    def _ask_device(self) -> None:
        if not self._device_known and not self._device_job.running:
            self._device_job.start(_find_device)

    def show_for(self, recipe: RecipeView, backbone: str) -> None:
        """Show what this recipe needs with this network."""
        wanted = self._wanted(recipe, backbone)
        for need in self._rows:
            need.setVisible(need in wanted)

    def satisfied(self, recipe: RecipeView, backbone: str) -> bool:
        """Whether training can start."""
        return all(need.there for need in self._wanted(recipe, backbone))

    def shutdown(self) -> None:
        """Cancel what is under way and wait."""
        for need in self._rows:
            need.shutdown()
        self._linger.stop()
        self._device_job.shutdown()

    def _wanted(self, recipe: RecipeView, backbone: str) -> list[NeedRow]:
        own = backbone == DEFAULT_BACKBONE
        strangers = self.bundled if own and not recipe.needs_pictures else self.strangers
        software = [self.software] if self.software.apart else []
        if not recipe.needs_backbone:
            return [*software, strangers]
        return [*software, strangers, self.compact if own else self.backbone]

    def fetch_strangers(self) -> None:
        """Download LFW."""
        self._install(None)

    def fetch_network(self) -> None:
        """Download the backbone."""
        self._install_network(None)

    def _choose_archive(self) -> None:
        found, _ = QFileDialog.getOpenFileName(
            self, self.tr("LFW as an archive"), "", self.tr("Archives (*.tgz *.tar.gz *.tar *.zip);;All files (*)")
        )
        if found:
            self._install(Path(found))

    def _choose_folder(self) -> None:
        if found := QFileDialog.getExistingDirectory(self, self.tr("LFW as a folder of people")):
            self._install(Path(found))

    def _choose_network(self) -> None:
        found, _ = QFileDialog.getOpenFileName(self, self.tr("The network as a file, or an archive that holds it"))
        if found:
            self._install_network(Path(found))

    def _install(self, source: Path | None) -> None:
        def get(report: Report, is_cancelled: IsCancelled) -> object:
            return install_lfw(self._paths, source=source, report=report, is_cancelled=is_cancelled)

        self.strangers.get(self.tr("Downloading") if source is None else self.tr("Reading"), get)

    def _install_network(self, source: Path | None) -> None:
        def get(report: Report, is_cancelled: IsCancelled) -> object:
            return fetch_backbone(self._paths, name=SFACE.name, source=source, report=report, is_cancelled=is_cancelled)

        self.backbone.get(self.tr("Downloading") if source is None else self.tr("Reading"), get)

    def _on_device(self, device: dict[str, object]) -> None:
        self._device_known = True
        self.device.setText(kept(str(device["title"])))
        self.device_advice.setText(said(Words(str(device["advice"]))))
        self.device_advice.setVisible(bool(device["advice"]))


def _find_device(report: Report, is_cancelled: IsCancelled) -> dict[str, object]:
    # Only the training process may load the library that knows. It has nothing to lose when it is not wanted any more.
    return run_child({"job": "device"}, report=report, is_cancelled=is_cancelled, grace_seconds=0.0)


def _describe_strangers(paths: Paths) -> str:
    index = negatives_index(paths, LFW)
    return _tr("{pictures} pictures of {people} people").format(
        pictures=figure(len(index.pictures())), people=figure(len(index.people()))
    )


def _describe_bundled(paths: Paths) -> str:
    bank = find_backbone(paths).strangers()
    if bank is None:
        raise ModelMissing("The strangers", how_to_get(DEFAULT_BACKBONE))
    return _tr("{faces} faces of {people} people, bundled as numbers; no pictures are needed").format(
        faces=figure(len(bank.person)), people=figure(len(bank.people))
    )


def _describe_backbone(paths: Paths, name: str) -> str:
    backbone = find_backbone(paths, name)
    return _tr("{title}, {n} numbers a face").format(title=said(KNOWN[name].title), n=backbone.dimension)


def _tr(words: str) -> str:
    return QCoreApplication.translate("TrainingNeeds", words)
