"""Owns the check of an enrolment: the model in use, the health of its templates, and the stranger test, in one go."""

from __future__ import annotations

import time
from dataclasses import dataclass

from faceid_app.errors import Cancelled, NotEnoughCaptures
from faceid_app.identity.bundle import Bundle
from faceid_app.identity.decision import Thresholds
from faceid_app.identity.kept_thresholds import load_thresholds
from faceid_app.identity.stranger_bank import StrangerBank
from faceid_app.identity.stranger_test import StrangerTest, try_strangers
from faceid_app.identity.template_health import TemplateHealth, examine
from faceid_app.identity.template_scores import score_templates
from faceid_app.identity.templates import load_templates
from faceid_app.identity.thresholds_in_use import save_thresholds
from faceid_app.identity.untrained import RECIPE as UNTRAINED
from faceid_app.identity.verification import load_model
from faceid_app.identity.witnesses import without_learned
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, never
from faceid_app.storage.profiles import Profile


@dataclass(frozen=True, slots=True, eq=False)
class EnrolmentCheck:
    """What is known of one person's enrolment.

    Attributes:
        bundle_id, bundle: the model that verifies this person.
        thresholds: those in use.
        health: of the templates.
        strangers: the stranger test; None where no strangers were embedded by this model's network.
        milliseconds: comparing and counting took, without loading network and pictures.
    """

    bundle_id: str
    bundle: Bundle
    thresholds: Thresholds
    health: TemplateHealth
    strangers: StrangerTest | None
    milliseconds: float

    @property
    def is_trained(self) -> bool:
        """Whether this person's own training made the model."""
        return self.bundle.recipe != UNTRAINED

    @property
    def is_good(self) -> bool:
        """Whether there is nothing to mend."""
        keeps = self.strangers is None or self.strangers.keeps_minimum
        return self.health.is_good and self.bundle.fitness.fit and keeps


def check_enrolment(paths: Paths, profile: Profile, *, is_cancelled: IsCancelled = never) -> EnrolmentCheck:
    """Check what verifies this person, at the thresholds in use.

    Raises:
        NotEnoughCaptures, ModelMissing, UnfitModel, CorruptData, BundleVersionMismatch: nothing verifies this person.
        Cancelled: when asked to stop.
    """
    bundle_id, bundle = load_model(paths, profile)
    _stop_if(is_cancelled)
    templates = load_templates(profile, bundle_id, bundle.embedder(paths))
    _stop_if(is_cancelled)
    # A capture may have come or gone since the templates were read.
    records = {record.id: record for record in profile.captures.records()}
    rows = [row for row, id in enumerate(templates.ids) if id in records]
    kept = [records[templates.ids[row]] for row in rows]
    if not kept:
        raise NotEnoughCaptures("usable", 0, 1)
    thresholds = load_thresholds(profile, bundle_id, bundle)
    strangers = strangers_of(paths, bundle)
    began = time.perf_counter()
    scores = score_templates(bundle.head, templates.embeddings[rows], strangers)
    health = examine(scores, kept, thresholds=thresholds, calibrated=bundle.thresholds.detection)
    tried = try_strangers(scores, thresholds=thresholds)
    milliseconds = (time.perf_counter() - began) * 1e3
    return EnrolmentCheck(bundle_id, bundle, thresholds, health, tried, milliseconds)


def strangers_of(paths: Paths, bundle: Bundle) -> StrangerBank | None:
    """The strangers embedded by this model's network; witnesses are those that neither network nor head learned from.

    None for a network of the bundle's own, one that came without strangers, and where nobody knows who they are.
    """
    backbone = bundle.find_backbone(paths)
    bank = None if backbone is None else backbone.strangers()
    if bank is None or bundle.recipe == UNTRAINED:
        return bank
    return without_learned(bank, bundle)


def raise_to_minimum(profile: Profile, check: EnrolmentCheck) -> Thresholds:
    """Use the personal minimum from now on, where the threshold in use is below it; the thresholds in use then."""
    minimum = None if check.strangers is None else check.strangers.minimum
    if minimum is None or check.thresholds.detection >= minimum.threshold:
        return check.thresholds
    raised = Thresholds(minimum.threshold, check.thresholds.verification)
    save_thresholds(profile, check.bundle_id, raised)
    return raised


def _stop_if(is_cancelled: IsCancelled) -> None:
    if is_cancelled():
        raise Cancelled
