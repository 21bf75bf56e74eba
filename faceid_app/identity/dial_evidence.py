"""Gathers what a dial needs: a person's scores, in a second, and the count among strangers, which is kept."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from faceid_app.files import make_folder, write_whole
from faceid_app.identity.backbones import Backbone
from faceid_app.identity.bundle import Bundle
from faceid_app.identity.dial import Dial
from faceid_app.identity.false_accepts import FORMAT, FalseAccepts, count_false_accepts, targets_kept
from faceid_app.identity.head import L1Head, tempered
from faceid_app.identity.people_pairs import Faces
from faceid_app.identity.personal_scores import PersonalScores, score_person
from faceid_app.identity.templates import load_templates
from faceid_app.identity.witnesses import without_learned
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report, ignore, never
from faceid_app.storage.profiles import Profile

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What is known of one model and one person.

    Attributes:
        bundle: the model.
        personal: how the person's templates score.
        false_accepts: counted among strangers; None until `count_strangers` has done it.
        witnesses: strangers on whom neither network nor head has learned; None for a network without strangers.
        table: the file in which the count is kept; None with `witnesses`.
    """

    bundle: Bundle
    personal: PersonalScores
    false_accepts: FalseAccepts | None
    witnesses: Faces | None
    table: Path | None

    def dial(self) -> Dial:
        """The dial, from the count where there is one, else from the calibration's few points."""
        return Dial(self.false_accepts or targets_kept(self.bundle.calibration), self.personal)

    @property
    def countable(self) -> bool:
        """Whether `count_strangers` would tell more."""
        return self.false_accepts is None and self.witnesses is not None


def gather(
    paths: Paths, profile: Profile, bundle_id: str, bundle: Bundle, *, is_cancelled: IsCancelled = never
) -> Evidence:
    """The person's scores, and the count among strangers where it was kept.

    Raises:
        Cancelled.
        NotEnoughCaptures, ModelMissing, CorruptData: as `load_templates` and the embedder raise them.
    """
    templates = load_templates(profile, bundle_id, bundle.embedder(paths))
    burst = {record.id: record.burst for record in profile.captures.records()}
    backbone = bundle.find_backbone(paths)
    bank = backbone.strangers() if backbone is not None else None
    universal = backbone.universal_head() if backbone is not None else None
    learned = universal is None or _fingerprint(tempered(universal)) != _fingerprint(bundle.head)
    personal = score_person(
        bundle.head,
        templates=templates.embeddings,
        bursts=[burst.get(id, id) for id in templates.ids],
        strangers=None if bank is None else Faces(bank.embeddings, bank.person),
        unseen=None if bank is None else bank.unseen_rows(),
        learned_from=learned,
        is_cancelled=is_cancelled,
    )
    if bank is None or backbone is None:
        return Evidence(bundle, personal, None, None, None)
    known = without_learned(bank, bundle) if learned else bank
    if known is None:
        return Evidence(bundle, personal, None, None, None)
    witnesses = Faces(known.embeddings, known.person).rows(known.unseen_rows())
    table = paths.cache / f"false-accepts-{_key(backbone, bundle.head)}.npz"
    return Evidence(bundle, personal, _kept(table), witnesses, table)


def count_strangers(evidence: Evidence, *, report: Report = ignore, is_cancelled: IsCancelled = never) -> Evidence:
    """Count false accepts among the witnesses, and keep the table: it holds for everybody with this very head.

    Raises:
        Cancelled.
        ValueError: nothing to count, see `Evidence.countable`.
    """
    if evidence.witnesses is None or evidence.table is None:
        raise ValueError("There are no strangers to count on.")
    counted = count_false_accepts(evidence.bundle.head, evidence.witnesses, report=report, is_cancelled=is_cancelled)
    try:
        make_folder(evidence.table.parent)
        write_whole(evidence.table, counted.to_bytes())
    except OSError:
        _log.warning("The count of false accepts could not be cached", exc_info=True)
    return replace(evidence, false_accepts=counted)


def _key(backbone: Backbone, head: L1Head) -> str:
    parts = " ".join(f"{name} {digest}" for name, digest in sorted(backbone.files.items()))
    return hashlib.sha256(f"{FORMAT} {parts}\n".encode() + _fingerprint(head)).hexdigest()[:24]


def _fingerprint(head: L1Head) -> bytes:
    frame = b"" if head.frame is None else head.frame.tobytes()
    return frame + head.weights.tobytes() + np.float64(head.bias).tobytes()


def _kept(table: Path) -> FalseAccepts | None:
    try:
        return FalseAccepts.from_bytes(table.read_bytes())
    except (OSError, ValueError):
        return None  # a cache: what is not there, or cannot be read, is counted again
