"""Owns the summary of an enrolled person: captures, model and dates, damage included."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from faceid_app.errors import FaceIdError, ModelMissing
from faceid_app.identity.backbones import find_backbone
from faceid_app.identity.untrained import LEAST_CAPTURES, can_serve
from faceid_app.identity.verification import load_bundle
from faceid_app.paths import Paths
from faceid_app.storage.captures import Role
from faceid_app.storage.profiles import Profiles


class ModelState(StrEnum):
    """What there is to verify a person with."""

    NONE = "none"
    UNTRAINED = "untrained"
    FIT = "fit"
    UNFIT = "unfit"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSummary:
    """One person in a list.

    Attributes:
        name: of the profile.
        counts: captures of each role.
        model: what there is to verify with; DAMAGED where something of the profile cannot be read.
        recipe: of the trained model, None without one.
        created_at, last_capture, last_attempt: ISO 8601 in UTC, None where unknown; attempts are kept if wanted.
        damage: one sentence, None for a sound profile.
    """

    name: str
    counts: dict[Role, int]
    model: ModelState
    recipe: str | None = None
    created_at: str | None = None
    last_capture: str | None = None
    last_attempt: str | None = None
    damage: FaceIdError | None = None

    @property
    def captures(self) -> int:
        """Of all roles."""
        return sum(self.counts.values())

    @property
    def last_used(self) -> str | None:
        """The later of the last capture and the last attempt, ISO 8601 in UTC."""
        return max((at for at in (self.last_capture, self.last_attempt) if at), default=None)


def summarise(paths: Paths, profiles: Profiles, name: str) -> PersonSummary:
    """Summarise one person; damage is told, not raised: one damaged profile must not hide the others."""
    counts, created_at, last_capture, last_attempt = dict.fromkeys(Role, 0), None, None, None
    recipe, damage = None, None
    model = ModelState.NONE
    try:
        profile = profiles.get(name)
        created_at = profile.created_at
        records = profile.captures.records()
        counts = {role: sum(record.role is role for record in records) for role in Role}
        last_capture = max((record.taken_at for record in records), default=None)
        last_attempt = max((attempt.taken_at for attempt in profile.attempts.load().attempts), default=None)
        usable = sum(record.aligned for record in records)
        try:
            _, bundle = load_bundle(profile)
            recipe, model = bundle.recipe, ModelState.FIT if bundle.fitness.fit else ModelState.UNFIT
        except ModelMissing:
            if usable >= LEAST_CAPTURES and _serves_untrained(paths):
                model = ModelState.UNTRAINED
    except FaceIdError as error:
        damage, model = error, ModelState.DAMAGED
    return PersonSummary(
        name=name, counts=counts, model=model, recipe=recipe, created_at=created_at, last_capture=last_capture,
        last_attempt=last_attempt, damage=damage,
    )  # fmt: skip


def _serves_untrained(paths: Paths) -> bool:
    try:
        return can_serve(find_backbone(paths))
    except FaceIdError:
        return False
