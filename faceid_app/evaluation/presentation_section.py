"""Owns what a report says of the passive guard: error rates on people never seen, cues, sources, clips and limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faceid_app.reports.report import Section, Table

Figures = Mapping[str, Any]
HELPS_NOT = (
    "It does not stop a good mask, a video that is put in place of the camera's (injection), or an excellent screen "
    "that fills the view, whose rim, glare and pixels are not seen.",
    "Rates of rendered attacks are rates of renderings: real screens differ, and only trials with one's own screens "
    "and prints, faceid guard trial, tell what gets through at one's own camera.",
)
_NAMES = {
    "nuaa print": "webcam pictures of hand-held prints",
    "synthetic print": "rendered prints (synthetic)",
    "synthetic screen": "rendered screens (synthetic)",
}


def presentation_sections(card: Figures, clips: Figures | None = None) -> tuple[Section, ...]:
    """The sections on one teaching, `card` as it ships, and on clips that were judged with it, if any."""
    parts = [_data(card), _held_out(card), _cues(card), _across(card)]
    if clips is not None:
        parts.append(_clips(clips))
    return (*parts, Section("What it does not stop", HELPS_NOT))


def rate(value: Figures) -> str:
    """A counted rate with Clopper and Pearson's 95 % interval."""
    return f"{value['value']:.1%} ({value['low']:.1%} to {value['high']:.1%}; {value['count']:,} of {value['of']:,})"


def _data(card: Figures) -> Section:
    rows = tuple(
        (source, kind, told["people"], told["judged"], count)
        for source, told in card["data"].items()
        for kind, count in told["views"].items()
    )
    text = (
        f"The network has {card['parameters']:,} parameters. Figures below come from {card['folds']} folds: every view "
        "is judged by a network, and a fusion, that learned from nobody who is in it. A first network learned, for "
        f"{card['options']['first']:,} steps of 64 views, from rendered people on whom nobody is judged; each of the "
        f"others, and the one that ships, goes on from it for {card['options']['steps']:,} steps.",
        "Webcam pictures are cut to where the camera's frame ended, and each to the frame of a random picture of the "
        f"other class: the frame alone tells the classes apart with an AUC of {card['frames']:.3f} (0.5 is chance).",
        "Several views show one person in one session and are alike: the intervals, which take them as independent, "
        "are too narrow.",
    )
    table = Table(
        ("source", "kind", "people", "of whom judged", "views"),
        rows,
        "A view is a face with its surroundings, in one frame.",
    )
    return Section("Data", text, (table,))


def _held_out(card: Figures) -> Section:
    rows = []
    for name, called in _NAMES.items():
        for judge in ("network", "fused"):
            told = card["at_target"][judge][name]
            rows.append((called, judge, told["people"], rate(told["apcer"]), rate(told["bpcer"]), f"{told['auc']:.4f}"))
    own = [
        (source, kind, rate(apcer), rate(told["bpcer"]))
        for source, told in card["at_own_limit"].items()
        for kind, apcer in told["apcer"].items()
    ]
    return Section(
        "People never learned from",
        (
            "APCER: attacks that pass as live. BPCER: live views that are called attacks. Of single views, where the "
            "program averages those of up to two seconds. In the first table the other folds' live people of the same "
            "source set the limit for a BPCER of 2 %; in the second it is the one limit that the program uses: the "
            "highest that the live people of any source need for that, half of the photographs from elsewhere among "
            f"them. Of the other half {rate(card['elsewhere'])} are refused.",
        ),
        (
            Table(("attack", "judged by", "people", "APCER", "BPCER", "AUC"), tuple(rows), "Limit of the source."),
            Table(("source", "attack", "APCER", "BPCER"), tuple(own), "One limit for all sources, as shipped."),
        ),
    )


def _cues(card: Figures) -> Section:
    rows = tuple(
        (name, *(f"{aucs[source]:.3f}" for source in _NAMES), _weight(card, name))
        for name, aucs in card["cues"].items()
    )
    text = (
        "The area under the ROC curve of each cue alone: 0.5 is chance, under 0.5 points the other way there. A cue "
        "that points one way in one source and the other way in another tells the source's light, not an attack, and "
        "is left out of the fusion.",
    )
    caption = "Weight: of the standardised cue in the fusion; over 0 where a larger value speaks for an attack."
    return Section("Each cue alone", text, (Table(("cue", *_NAMES.values(), "weight"), rows, caption),))


def _weight(card: Figures, name: str) -> str:
    cue = card["fusion"]["cues"].get(name)
    return "left out" if cue is None else f"{cue['weight']:+.2f}"


def _across(card: Figures) -> Section:
    rows = tuple(
        (taught, kind, rate(apcer), rate(told["bpcer"]), f"{told['auc'][kind]:.3f}")
        for taught, told in card["across"].items()
        for kind, apcer in told["apcer"].items()
    )
    text = (
        "The network taught without one source and tested on it, with the limit that held-out people of the source it "
        "learned from set for a BPCER of 2 %. Here single-picture guards usually collapse: light, camera and paper of "
        "the other source are new to them. These figures, not those above, tell what to expect of a camera that "
        "nobody has learned from.",
    )
    table = Table(("taught", "attack of the other source", "APCER", "BPCER", "AUC"), rows, "Single views.")
    return Section("Across sources", text, (table,))


def _clips(clips: Figures) -> Section:
    rows = tuple(
        (
            name, told["live"], told["attack"], told["unsure"], told["refused"],
            ", ".join(f"{count} {said}" for said, count in told["windows"].items() if count) or "none",
            f"{told['risk']:.1%}",
        )
        for name, told in clips.items()
    )  # fmt: skip
    text = (
        "Clips as a camera; nobody in them was learned from. A window lasts two seconds, windows share no frame, and "
        "the verdict at its end counts. Unsure is mostly the first half second.",
    )
    columns = ("clip", "frames live", "attack", "unsure", "refused", "windows", "median risk")
    return Section("Clips", text, (Table(columns, rows, "Refused: no usable face, so nothing to judge."),))
