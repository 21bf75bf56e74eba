"""Writes the model card of the network for eyes from the figures on its card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faceid_app.evaluation.metrics import clopper_pearson
from faceid_app.guard.blink import CLOSED

CARD_FILE, MODEL_CARD_FILE = "card.json", "MODEL_CARD.md"


def model_card(card: Mapping[str, Any]) -> bytes:
    """The card in words and a table, Markdown."""
    data, held = card["data"], card["held_out"]
    options = " ".join(f"--{name} {value}" for name, value in sorted(card["options"].items()))
    lines = [
        "# Eyes: how far they are open",
        "",
        f"A network of {card['parameters']:,} parameters looks at a grey patch of 40x40 pixels around an eye and "
        "answers its openness (the eye aspect ratio of Soukupova and Cech 2016) and whether an eye is there at all. "
        "The challenge *blink twice* rests on it and on nothing else here; openness by itself proves no life, and a "
        "video blinks too.",
        "",
        "## Data and terms",
        "",
        "- LFW (Huang et al. 2007; for research): both eyes of every picture, and pieces of the same pictures without "
        "eyes.",
        "- Openness of each eye: MediaPipe's landmarks of an eye (`iris_landmark.tflite`, Apache-2.0; SHA-256 "
        f"{card['teacher'][:16]}…), which are needed for teaching alone.",
        "- Closed eyes are rare in photographs: 40 % of what was shown in learning were eyes closed by rendering, "
        "the skin above the upper lid drawn down over the eye (synthetic); 12 % were covered by a piece of another "
        "picture (synthetic).",
        "",
        "## Made by",
        "",
        f"    faceid lab eyes train --teacher iris_landmark.tflite --lfw FOLDER {options}",
        "",
        f"The exported network deviates from the trained one by at most {card['export']['max_difference']:.1e} of the "
        f"largest output, n = {card['export']['samples']}.",
        "",
        "## People never learned from",
        "",
        f"{data['held_out_people']:,} of {data['people']:,} people, {data['held_out_eyes']:,} of {data['eyes']:,} "
        f"eyes. Openness differs from the teacher's by {held['error']:.3f} in the mean, correlation "
        f"{held['correlation']:.3f}. {_shut(held['shut'])} Several eyes are of one person: the intervals (95 %, "
        "Clopper and Pearson) are too narrow.",
        "",
        "| what | share |",
        "| --- | --- |",
        f"| open eyes closed by rendering that count as closed, {CLOSED:.0%} of open (synthetic) | "
        f"{_share(held['closed'])} |",
        f"| the same closed half-way (synthetic) | {_share(held['half'])} |",
        f"| eyes that are taken for none | {_share(held['missed'])} |",
        f"| pieces without an eye that are taken for one | {_share(held['pieces'])} |",
        f"| covered eyes that are taken for free ones (synthetic) | {_share(held['covered'])} |",
        "",
        "## Known weaknesses",
        "",
        "- Dark glasses and reflections hide eyes, or look like open ones that never close.",
        "- Who looks down seems to close their eyes; the challenge counts from a head that is still and eyes that were "
        "open just before.",
        "- Of small and blurred faces openness is coarse. ADR 31 says what was measured on clips.",
        "",
    ]
    return "\n".join(lines).encode()


def _share(told: Mapping[str, int]) -> str:
    low, high = clopper_pearson(told["told"], told["n"])
    return f"{told['told'] / told['n']:.1%} ({low:.1%} to {high:.1%}; {told['told']:,} of {told['n']:,})"


def _shut(told: Mapping[str, Any]) -> str:
    counted = f"({told['shut']} shut, {told['open']:,} open)"
    if told["auc"] is None:
        return f"Photographed shut eyes and open ones were not both at hand {counted}."
    return f"Photographed shut eyes (by the teacher) against open ones: AUC {told['auc']:.3f} {counted}."
