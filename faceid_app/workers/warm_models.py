"""What verifying needs, loaded once and kept for as long as what it was read from stays as it is."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

import numpy as np

from faceid_app.faces.alignment import PORTRAIT_TEMPLATE
from faceid_app.faces.detector import Detector
from faceid_app.faces.face import Face
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.guard.passive import GuardNetworks
from faceid_app.guard.surroundings import surroundings
from faceid_app.guard.verdict import Guard
from faceid_app.identity.decision import Thresholds
from faceid_app.identity.guarding import guard_networks, passive_guard
from faceid_app.identity.kept_thresholds import saved_thresholds
from faceid_app.identity.verification import Loaded
from faceid_app.paths import Paths
from faceid_app.progress import Report, ignore
from faceid_app.settings import Settings
from faceid_app.storage.profiles import Profile, Profiles
from faceid_app.storage.vault.opening import vault_of
from faceid_app.workers.verification_run import Models

MOST_PEOPLE = 4
"""Kept at a time; who was not asked for longest goes first."""

_ROOM = np.zeros((480, 640, 3), np.uint8)
_FACE = Face((240.0, 140.0, 160.0, 200.0), PORTRAIT_TEMPLATE, 1.0)
"""Nobody, for networks to run on once."""

_State = tuple[object, ...]


@dataclass(slots=True, eq=False)
class _Person:
    """state: by which the profile is told from what it becomes when somebody enrols, trains or deletes."""

    state: _State
    loaded: Loaded
    thresholds: dict[_State, Thresholds] = field(default_factory=dict)


class WarmModels(Models):
    """For one thread at a time."""

    def __init__(self, paths: Paths) -> None:
        super().__init__(paths)
        self._profiles: Profiles | None = None
        self._detector: Detector | None = None
        self._networks: GuardNetworks | None = None
        self._people: OrderedDict[str, _Person] = OrderedDict()

    def profiles(self) -> Profiles:
        """The people enrolled, by a store that stays open; while its vault is closed each run tries to open it."""
        vault = vault_of(self.paths)
        if self._profiles is None or (vault.exists and not vault.is_open):
            self._profiles = super().profiles()
        return self._profiles

    def observer(self, limits: Limits) -> Observer:
        """With the detector of all runs."""
        self._detector = self._detector or Detector()
        return Observer(limits=limits, detector=self._detector)

    def watching(self) -> Guard:
        """A guard that has seen nobody yet, with the networks of all runs. Raises GuardMissing."""
        return passive_guard(self._guard_networks())

    def load(self, profile: Profile) -> Loaded:
        """What is kept of them if they are as they were, else anew. Raises as `load_person`."""
        state = _state_of(profile)
        person = self._people.get(profile.name)
        if person is None or person.state != state:
            self._people.pop(profile.name, None)
            person = self._people[profile.name] = _Person(state, super().load(profile))
        self._people.move_to_end(profile.name)
        while len(self._people) > MOST_PEOPLE:
            self._people.popitem(last=False)
        return person.loaded

    def thresholds(self, profile: Profile, loaded: Loaded, *, far: float, report: Report) -> Thresholds:
        """Counted once for a model, a choice of the user and a preset. Raises as `find_thresholds`."""
        person = self._people[profile.name]
        chosen = saved_thresholds(profile, loaded.bundle_id)
        key = (loaded.bundle_id, chosen, far)
        if key not in person.thresholds:
            person.thresholds[key] = super().thresholds(profile, loaded, far=far, report=report)
        return person.thresholds[key]

    def forget_the_deleted(self) -> None:
        """Keep nothing of people who are enrolled no more. Raises StorageError."""
        if self._people:
            there = set(self.profiles().names())
            for name in [name for name in self._people if name not in there]:
                del self._people[name]

    def warm_up(self, name: str) -> None:
        """Do once what the first run would do: load a person's model and run every network. Raises FaceIdError."""
        profile = self.profiles().get(name)
        loaded = self.load(profile)
        settings = Settings.load(self.paths)
        self.thresholds(profile, loaded, far=float(settings.preset), report=ignore)
        self.observer(Limits.for_verification()).observe(_ROOM)
        loaded.embedder.embed(np.zeros((1, *loaded.embedder.input.shape), np.float32))
        networks = self._guard_networks()
        networks.network.logit(surroundings(_ROOM, _FACE))
        networks.kinds().judge(np.zeros((112, 112, 3), np.uint8))

    def _guard_networks(self) -> GuardNetworks:
        self._networks = self._networks or guard_networks()
        return self._networks


def _state_of(profile: Profile) -> _State:
    captures = tuple((record.id, record.burst) for record in profile.captures.records() if record.aligned)
    return profile.created_at, profile.bundles.current_id(), captures
