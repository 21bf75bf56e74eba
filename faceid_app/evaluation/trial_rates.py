"""From kept presentations to rates: each species, camera and light by itself, the worst of them the result."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from faceid_app.evaluation.attack_rates import AttackRates, LiveRates, Presentations, attack_rates, live_rates
from faceid_app.storage.trials import Presentation

LIVE = "live"
"""The species that is no attack."""


@dataclass(frozen=True, slots=True, order=True)
class Condition:
    """What was shown, to which camera, in which light."""

    species: str
    camera: str
    light: str


@dataclass(frozen=True, slots=True)
class TrialRates:
    """What a system did.

    Attributes:
        system: short id of all models that judged, see `system_of`.
        attacks, live: by condition.
        attacks_pooled, live_pooled: all cameras and lights together, attacks by species; live is None where nobody
            sat there.
    """

    system: str
    attacks: dict[Condition, AttackRates]
    live: dict[Condition, LiveRates]
    attacks_pooled: dict[str, AttackRates]
    live_pooled: LiveRates | None

    @property
    def worst(self) -> tuple[Condition, AttackRates] | None:
        """The attack that the guard let through most often; of equals the one that may be worse still.

        None where it responded to none.
        """
        answered = [(condition, rates) for condition, rates in self.attacks.items() if rates.apcer is not None]
        return max(answered, key=lambda one: _badness(one[1]), default=None)

    @property
    def worst_accepted(self) -> tuple[Condition, AttackRates] | None:
        """The attack that guard and matcher together accepted most often."""
        return max(
            self.attacks.items(), key=lambda one: (one[1].iapar.value, one[1].iapar.at_most, one[0]), default=None
        )

    @property
    def presentations(self) -> int:
        """All that were counted."""
        live = 0 if self.live_pooled is None else self.live_pooled.bpnrr.of
        return live + sum(rates.apnrr.of for rates in self.attacks.values())


def system_of(presentation: Presentation) -> str:
    """Twelve hexadecimal digits that change whenever another model judges: the guard's, the network, the bundle."""
    parts = [presentation.network, presentation.bundle, *(f"{k}={v}" for k, v in sorted(presentation.guards.items()))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def by_system(presentations: Iterable[Presentation]) -> dict[str, list[Presentation]]:
    """Those judged by the same models together; the system that judged last comes first."""
    found: dict[str, list[Presentation]] = {}
    for one in sorted(presentations, key=lambda one: one.id):
        found.setdefault(system_of(one), []).append(one)
    return dict(sorted(found.items(), key=lambda item: item[1][-1].id, reverse=True))


def trial_rates(presentations: Sequence[Presentation]) -> TrialRates:
    """The rates of presentations that one system judged. ValueError where there is none, or more systems judged."""
    systems = {system_of(one) for one in presentations}
    if len(systems) != 1:
        raise ValueError(f"one system must have judged them. Received: {len(systems)}")
    by_condition: dict[Condition, list[Presentation]] = {}
    for one in presentations:
        by_condition.setdefault(Condition(one.species, one.camera, one.light), []).append(one)
    attacks = {key: group for key, group in sorted(by_condition.items()) if key.species != LIVE}
    species: dict[str, list[Presentation]] = {}
    for key, group in attacks.items():
        species.setdefault(key.species, []).extend(group)
    sitting = [one for one in presentations if one.species == LIVE]
    return TrialRates(
        system=systems.pop(),
        attacks={key: attack_rates(counted(group)) for key, group in attacks.items()},
        live={
            key: live_rates(counted(group, live=True))
            for key, group in sorted(by_condition.items())
            if key.species == LIVE
        },
        attacks_pooled={name: attack_rates(counted(group)) for name, group in species.items()},
        live_pooled=live_rates(counted(sitting, live=True)) if sitting else None,
    )


def counted(presentations: Sequence[Presentation], *, live: bool = False) -> Presentations:
    """How they came out, for counting. A guard that changed its mind is counted as wrong: once is enough."""
    called_attack = [one.called_attack if live else one.called_attack and not one.called_live for one in presentations]
    return Presentations(
        np.array([one.responded for one in presentations], np.bool_),
        np.array(called_attack, np.bool_),
        np.array([one.accepted for one in presentations], np.bool_),
    )


def _badness(rates: AttackRates) -> tuple[float, float]:
    assert rates.apcer is not None
    return rates.apcer.value, rates.apcer.at_most
