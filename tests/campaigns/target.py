"""One kind of input that others may have made or damaged: its valid samples, and how the program reads it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.campaigns.mutations import damaged, damaged_json, damaged_lines

Reader = Callable[[str, bytes], bool]
"""Reads a sample of that name with other content, the way the program does; whether somebody else matches then."""
Samples = dict[str, bytes]
Damage = Callable[[bytes, list[bytes], random.Random], bytes]


@dataclass(frozen=True, slots=True)
class Target:
    """One kind of input. `samples` of the folder with the two people; `open` in the process that reads, once."""

    samples: Callable[[Path], Samples]
    open: Callable[[Path, Path], Reader]
    people: bool = False
    """Whether it takes the folder with the two people, who are enrolled and trained in a minute."""

    def input(self, samples: Samples, seed: str) -> tuple[str, bytes]:
        """The input of that seed: always the same one."""
        chance = random.Random(seed)
        name = chance.choice(sorted(samples))
        others = [samples[one] for one in sorted(samples)]
        return name, damage_of(name)(samples[name], others, chance)


def damage_of(name: str) -> Damage:
    """How a file of that name is damaged so that its reader gets beyond the first byte."""
    if name.endswith(".jsonl"):
        return damaged_lines
    return damaged_json if name.endswith(".json") else damaged
