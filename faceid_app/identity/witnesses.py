"""Knows who may tell the rates of a model: strangers whom neither its network nor its head was made with."""

from __future__ import annotations

from dataclasses import replace

from faceid_app.identity.bundle import Bundle
from faceid_app.identity.embedder import Embeddings
from faceid_app.identity.people_pairs import split_strangers
from faceid_app.identity.stranger_bank import StrangerBank, people_shown

BUNDLED = "bundled strangers"
"""What a card says of a head that learned from the strangers that came with its network."""
LEARNED_PEOPLE = "learned_people"
"""Of a card: those of them whose pictures a head was made with that learned from other pictures."""


def learned_people(bank: StrangerBank | None, made_with: Embeddings) -> dict[str, list[str]]:
    """For the card of a head that learned from pictures: who of `bank`, the strangers that came with its network, is
    shown by one of these embeddings (n, d) of that network, under whatever name. Empty where none came."""
    return {} if bank is None else {LEARNED_PEOPLE: sorted(people_shown(bank, made_with))}


def without_learned(bank: StrangerBank, bundle: Bundle) -> StrangerBank | None:
    """The strangers that came with a model's network; `seen` are all whom its network or its head was made with.

    Args:
        bank: as it came.
        bundle: a model whose head was trained.

    Returns:
        None where nobody knows them: a head that learned from pictures before cards told whose.
    """
    if bundle.card.get("negatives") == BUNDLED:
        # The split of the training: whoever judged its head then may judge it now.
        judges = split_strangers(bank, seed=int(bundle.card.get("seed", 0))).judge_people
        return replace(bank, seen=frozenset(bank.people) - frozenset(judges))
    learned = bundle.card.get(LEARNED_PEOPLE)
    if not isinstance(learned, list):
        return None
    return replace(bank, seen=bank.seen | frozenset(str(name) for name in learned))
