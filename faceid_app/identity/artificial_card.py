"""Owns the card of a network for artificial faces, as JSON and in words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from faceid_app.evaluation.artificial_comparisons import comparison_rows, markdown
from faceid_app.evaluation.artificial_section import PUBLISHED
from faceid_app.guard.artificial import CARD_FILE

CARD_TEXT_FILE = "MODEL_CARD.md"
_TERMS = {
    "real_ciplab": "Real and Fake Face Detection (CIPLAB, Yonsei University), research use",
    "edited_ciplab": "as real_ciplab; parts of faces swapped by hand",
    "sketch": "CUHK Face Sketch database (CUFS), research use",
    "sketch_photo": "photographs of the same people, CUFS, research use",
    "anime": "faces cut from drawings, 64 pixels, research use",
    "gan_stylegan": "portraits made by a generator of the StyleGAN family, research use",
    "lfw-deepfunneled": "Labeled Faces in the Wild, deep-funneled, research use",
    "celeba_small": "CelebA, non-commercial research use",
    "utkface": "UTKFace, non-commercial research use",
}

_BESIDE = """One run and one seed each, on the pictures above, most of them far shorter than the training of this one:
they are compared with each other. Where intervals overlap, nothing is claimed. *documents* is what the source document
found, with its own pictures, at the size of ImageNet and with its weights; *pretrained* here is what learned another
task before, see ADR 30. Where a source was left out, the last two columns count all its pictures; of a kind whose only
source is left out nothing can be learned, and the last column says how many of it pass for photographs.
"""


def card_files(card: Mapping[str, Any]) -> dict[str, bytes]:
    """The card as JSON and in words, by the name of its file."""
    shown = json.dumps(card, indent=1, sort_keys=True, allow_nan=False) + "\n"
    return {CARD_FILE: shown.encode(), CARD_TEXT_FILE: card_text(card).encode()}


def card_text(card: Mapping[str, Any]) -> str:
    """The card as Markdown; it names no person and holds no picture."""
    options, calibration, test = card["options"], card["calibration"], card["test"]
    sources = "\n".join(
        f"| {name} | {one['kind']} | {one['training']:,} | {one['validation']:,} | {one['test']:,} | "
        f"{_TERMS.get(name, 'given by the user')} |"
        for name, one in card["data"]["sources"].items()
    )
    kinds = "\n".join(
        f"| {name} | {_rate(one['most_probable'])} | {_rate(one['right'])} | {_rate(one['unsure'])} | "
        f"{_rate(one['wrong'])} |"
        for name, one in test["plain"]["kinds"].items()
    )
    worse = "\n".join(
        f"| {title} | {_rate(test[name]['all'])} | "
        + " | ".join(_rate(one["most_probable"]) for one in test[name]["kinds"].values())
        + " |"
        for name, title in (("plain", "as they are"), ("reduced", "reduced to 48 px"), ("recompressed", "JPEG 50"))
    )
    edited = test.get("edited_against_original")
    beside = "" if edited is None else (
        f"\nEdited against original pictures of the same collection, other kinds left aside: {_rate(edited)}.\n"
    )  # fmt: skip
    return f"""# Kinds of faces: {", ".join(card["kinds"])}

What it does: says of an aligned face whether it is a photograph or was drawn, edited or generated, or that it is
*unsure*. What it does not do: it does not tell a living face from a photograph of one held to the camera, and it proves
nothing about the origin of a picture.

Network: {options["backbone"]}, {card["parameters"]:,} parameters, input {card["input"]}x{card["input"]} pixels from
brows to chin. Exported to LiteRT; largest deviation {card["export"]["max_difference"]:.1g} of the largest value on
{card["export"]["samples"]} pictures.

## Data

Split 8:1:1 by original: a person of LFW, a sketch and the photograph of its subject, and pictures that look alike stay
on one side. Every kind goes through the same reduction, compression and edges before it is learned from.
A share of {options["synthetic_share"]:.0%} of the sketches shown in learning were synthetic, made of photographs by a
filter; none of the pictures that are counted below is.

| source | kind | learned from | validation | test | terms |
|---|---|---|---|---|---|
{sources}

Options, as of `faceid lab artificial train --data DIR --photographs LFW --photographs CELEBA --photographs UTKFACE
--epochs {options["epochs"]} --seed {options["seed"]} --to FOLDER`; trainings are
not repeatable to the bit. Highest learning rate {card["rate"]:.2g}.

## Figures on the test side, with 95 % intervals (Clopper and Pearson)

The most probable kind is right in {_rate(test["plain"]["all"])} of all,
{test["plain"]["mean"]:.1%} as a mean over kinds. The source document, with its own pictures at the size of ImageNet,
reports {_documents()}.

| kind | most probable is right | told and right | unsure | told and wrong |
|---|---|---|---|---|
{kinds}
{beside}
*Unsure* below a probability of {calibration["limit"]:g}, chosen on {calibration["pictures"]:,} validation pictures so
that {calibration["wanted"]:.0%} of what is told is right there, kinds weighted as in learning
({"reached" if calibration["reached"] else "not reached: the highest limit is used"}); temperature
{calibration["temperature"]:.2f}. *Unsure*, too, is what lies further from every kind than 99 in 100 of those pictures.
On the test side {_rate(test["plain"]["told"])} are told,
{_rate(test["plain"]["right_of_told"])} of those rightly.

The most probable kind, with the test pictures worsened:

| pictures | all | {" | ".join(test["plain"]["kinds"])} |
|---|---|{"---|" * len(test["plain"]["kinds"])}
{worse}

{_beside(card.get("beside", ()))}## Weaknesses

- Edited, generated, sketch and anime come from one source each: how other editors, generators and artists are judged is
  not known. Sketches for testing are few; see n.
- Edited pictures and their originals are of one collection, and from each other they are hardly told, see above: much
  of what tells the edited ones from other photographs may be the look of that collection. Swapped parts are fine
  detail, of which 64 pixels keep little.
- Photographs are often taken for edited or generated ones: see the table. Nobody should be refused because of those two
  kinds; drawn kinds (anime, sketch) are told well.
- Faces cut by the edge of a picture, strongly turned faces, masks and heavy make-up were hardly learned from.
"""


def _beside(trainings: Sequence[Mapping[str, Any]]) -> str:
    if not trainings:
        return ""
    compared = [one for one in trainings if "left_out" not in one]
    left_out = [one for one in trainings if "left_out" in one]
    parts = ["## Other trainings\n", _BESIDE]
    parts += [f"{markdown(*comparison_rows(part))}\n" for part in (compared, left_out) if part]
    return "\n".join(parts) + "\n"


def _documents() -> str:
    named = [f"{kind} {found}" for kind, found in PUBLISHED.items() if kind != "all"]
    return f"{', '.join(named)}, of all {PUBLISHED['all']}"


def _rate(value: Mapping[str, Any]) -> str:
    if value["value"] is None:
        return "–"
    return f"{value['value']:.1%} ({value['low']:.1%} to {value['high']:.1%}; {value['count']:,} of {value['of']:,})"
