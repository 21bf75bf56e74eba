"""Verification without training: the head that came with the network, its thresholds counted for one person."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faceid_app.errors import CorruptData, NotEnoughCaptures, TrainingFailed, UnfitModel
from faceid_app.evaluation.metrics import clopper_pearson
from faceid_app.identity.backbones import HEAD_FILE, LOOKS_FILE, NETWORK_FILE, STRANGERS_FILE, Backbone
from faceid_app.identity.bundle import CARD_FILE, BackboneReference, Bundle, Fitness
from faceid_app.identity.decision import Thresholds, decide
from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.head import L1Head, sigmoid, tempered
from faceid_app.identity.judging import LEAST_KNOWN, LIMIT, Judgement, judge_head
from faceid_app.identity.look_bank import LookBank
from faceid_app.identity.people_pairs import Faces
from faceid_app.identity.preprocessing import PREPROCESSING_VERSION
from faceid_app.identity.stranger_bank import StrangerBank
from faceid_app.identity.templates import load_templates
from faceid_app.storage.captures import CaptureRecord
from faceid_app.storage.profiles import Profile

RECIPE = "universal"
LEAST_CAPTURES = 4
"""With a usable face: some to know the person by, some to see whether they are known again."""
UNTRAINED_FILE = "universal.json"
THROUGH_LOOKS = "strangers through other cameras' looks"

_HELD_OUT = 0.3
_PICTURES = 1000
"""Strangers compared with each other: half a million pairs, enough for FAR 1e-4, in a second on two cores."""
_JUDGED_AS = 1
"""Raised when what is counted or how it is judged changes: earlier results are then not believed."""
_REMARK = (
    "Nothing was trained: network and head were made from other people's pictures, and of this person only the "
    "thresholds were counted. So nothing can have learned this person's room or camera, and the probes for that were "
    "not run."
)


def can_serve(backbone: Backbone) -> bool:
    """Whether a backbone brings what verification without training needs."""
    return backbone.has(HEAD_FILE) and backbone.has(STRANGERS_FILE)


def untrained_bundle(profile: Profile, backbone: Backbone) -> tuple[str, Bundle]:
    """The id and content of the bundle of a person for whom nothing was trained.

    Computed in about a second and kept with the profile for these very captures and this very backbone.

    Raises:
        NotEnoughCaptures: fewer than LEAST_CAPTURES captures with a face.
        UnfitModel: the strangers support no rate for this person.
        CorruptData, ModelMissing: a file of the backbone.
        ValueError: a backbone that `can_serve` refuses.
    """
    if not can_serve(backbone):
        raise ValueError(f"Expected a backbone with head and strangers. Received: {backbone.name!r}")
    records = [record for record in profile.captures.records() if record.aligned]
    if len(records) < LEAST_CAPTURES:
        raise NotEnoughCaptures("usable", len(records), LEAST_CAPTURES)
    bundle_id, key = _identify(backbone, records)
    universal = backbone.universal_head()
    assert universal is not None  # can_serve
    head = tempered(universal)
    kept = _kept(profile, key, head)
    if kept is not None:
        return bundle_id, kept
    strangers = backbone.strangers()
    assert strangers is not None
    templates = load_templates(profile, bundle_id, backbone.embedder()).embeddings
    try:
        counted = count(head, strangers, backbone.looks(), templates=templates, bursts=[one.burst for one in records])
    except TrainingFailed as error:
        raise UnfitModel(profile.name, "the bundled strangers support no error rate for these captures") from error
    bundle = Bundle(
        recipe=RECIPE,
        input=backbone.input,
        normalise=True,
        backbone=BackboneReference(backbone.name, backbone.sha256),
        network=None,
        head=head,
        calibration=counted.calibration,
        thresholds=counted.thresholds,
        fitness=judge(counted.card),
        card=counted.card,
    )
    _keep(profile, key, bundle)
    return bundle_id, bundle


def count(
    head: L1Head,
    strangers: StrangerBank,
    looks: LookBank | None,
    *,
    templates: Embeddings,
    bursts: Sequence[str],
) -> Judgement:
    """Thresholds for a person with that head, and all that was counted.

    Args:
        head: as it will be used.
        strangers: who came with the network; those judge whom it has not learned from.
        looks: strangers through cameras' looks, or None.
        templates: (t, d) float32 the person's captures, oldest first.
        bursts: of each of them.

    Raises:
        TrainingFailed: the strangers support no rate.
    """
    everyone = Faces(strangers.embeddings, strangers.person)
    fresh = everyone.rows(strangers.unseen_rows()) if strangers.seen else everyone
    is_held_out, by_burst = hold_out(bursts)
    judgement = judge_head(
        head,
        held_out=fresh,
        everyone=everyone,
        learned=templates[~is_held_out],
        unseen=templates[is_held_out],
        generator=np.random.default_rng(0),
        pictures=_PICTURES,
    )
    seen = _through_looks(head, looks, templates, judgement.thresholds)
    card: dict[str, Any] = {
        **judgement.card,
        "remark": _REMARK,
        "captures": {
            "usable": len(templates),
            "held_out": int(is_held_out.sum()),
            "by_burst": by_burst,
            **({} if by_burst else {"warning": "All captures are of one burst: the figures of your own flatter."}),
        },
        "probes": [seen] if seen else [],
    }
    return replace(judgement, card=card)


def judge(card: Mapping[str, Any]) -> Fitness:
    """Unfit where too many strangers would pass, plain or through looks, or too few own captures are known again."""
    far = card["default_far"]
    strangers = next(point for point in card["strangers"]["points"] if point["far"] == far)
    own = next(point for point in card["own"] if point["far"] == far)
    known = own["n"] - own["refused"]
    seen = next(iter(card["probes"]), None)
    if strangers["accepted"] > LIMIT * strangers["n"]:
        counted = f"{strangers['accepted']:,} of {strangers['n']:,} pictures of strangers"
        return Fitness(fit=False, why=f"it accepts {counted}, the limit is {LIMIT:.0%}")
    if seen is None:
        return Fitness(fit=False, why="no strangers through cameras' looks came with the network to judge it by")
    if seen["accepted"] > LIMIT * seen["n"]:
        counted = f"{seen['accepted']:,} of {seen['n']:,} strangers seen through cameras' looks"
        return Fitness(fit=False, why=f"it accepts {counted}, the limit is {LIMIT:.0%}")
    if known < LEAST_KNOWN * own["n"]:
        counted = f"{known} of {own['n']} of your captures that were held out"
        return Fitness(fit=False, why=f"it knows again only {counted}, {LEAST_KNOWN:.0%} are needed")
    return Fitness(fit=True)


def _through_looks(
    head: L1Head, looks: LookBank | None, templates: Embeddings, thresholds: Thresholds
) -> dict[str, Any] | None:
    """How many strangers pass through any of the looks, as a probe's result in plain JSON values."""
    if looks is None:
        return None
    scores = sigmoid(head.cross_logits(head.project(looks.embeddings), head.project(templates)))
    accepted = sum(decide(row, thresholds).match for row in scores)
    low, high = clopper_pearson(accepted, len(scores))
    return {"name": THROUGH_LOOKS, "accepted": accepted, "n": len(scores), "low": low, "high": high}


def hold_out(bursts: Sequence[str]) -> tuple[NDArray[np.bool_], bool]:
    """Which captures, given their bursts, oldest first, see whether the others know them; and whether whole bursts do.

    About a third: the last bursts, or the last captures where they are all of one burst.
    """
    wanted = max(1, round(_HELD_OUT * len(bursts)))
    chosen: set[str] = set()
    for burst in reversed(list(dict.fromkeys(bursts))):
        if sum(one in chosen for one in bursts) >= wanted:
            break
        chosen.add(burst)
    of_bursts = np.array([burst in chosen for burst in bursts])
    if not of_bursts.all():
        return of_bursts, True
    return np.arange(len(bursts)) >= len(bursts) - wanted, False


def _identify(backbone: Backbone, records: Sequence[CaptureRecord]) -> tuple[str, str]:
    """The bundle's id, which is that of backbone and program, and a key that changes with the captures too."""
    parts = [backbone.files.get(name, "") for name in (NETWORK_FILE, HEAD_FILE, STRANGERS_FILE, LOOKS_FILE)]
    base = " ".join([*parts, str(PREPROCESSING_VERSION), str(_JUDGED_AS)])
    captures = " ".join(f"{record.id} {record.burst}" for record in records)
    bundle_id = f"{RECIPE}-{hashlib.sha256(base.encode()).hexdigest()[:24]}"
    return bundle_id, hashlib.sha256(f"{base}\n{captures}".encode()).hexdigest()


def _keep(profile: Profile, key: str, bundle: Bundle) -> None:
    card = bundle.to_files()[CARD_FILE].decode()
    digest = hashlib.sha256(card.encode()).hexdigest()
    profile.write_json(UNTRAINED_FILE, {"key": key, "sha256": digest, "card": card})


def _kept(profile: Profile, key: str, head: L1Head) -> Bundle | None:
    """What was kept under that key; None where it is not there, or not as it was written: then it is counted again."""
    if not profile.exists(UNTRAINED_FILE):
        return None
    try:
        kept = profile.read_json(UNTRAINED_FILE)
        card = str(kept["card"]).encode()
        if kept["key"] != key or kept["sha256"] != hashlib.sha256(card).hexdigest():
            return None
        return Bundle.from_files({CARD_FILE: card, HEAD_FILE: head.to_bytes()})
    except (CorruptData, KeyError, TypeError, ValueError):
        return None
