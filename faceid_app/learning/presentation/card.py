"""Writes the model card of the passive guard from the figures on its card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faceid_app.evaluation.presentation_section import HELPS_NOT, presentation_sections

MODEL_CARD_FILE = "MODEL_CARD.md"
_DATA = (
    "NUAA Photograph Imposter Database (Tan et al., ECCV 2010; for research): webcam pictures of people and of prints "
    "of them that are held by hand, 9 people in two rooms; the names of the pictures tell the person.",
    "LFW, deep-funneled (Huang et al. 2007 and 2012; for research): one picture of each person, from which two live "
    "scenes, a print and a screen are rendered. Everything that is rendered is marked synthetic in every figure. Half "
    "of the attacks show a live scene that was composed, so that traces of composing tell no class; figures of "
    "earlier networks are of other renderings and compare with none here (ADR 32 has the one before on these).",
    "Photographs of live people of the set Real and Fake Face Detection (CIPLAB, Yonsei University; for research), of "
    "which nothing was learned: half of them have a say in the limit, half tell what it is worth. What the first half "
    "showed of an earlier network, that plain bright backgrounds were new to it, is why scenes are rendered with them.",
)
_WEAK = (
    "Live people of the webcam pictures all sit in the same two rooms before a light wall, and prints are held before "
    "shirts: within that source the background alone nearly tells the classes apart. Its figures flatter; those across "
    "sources do not.",
    "Rendered screens have their rim in view. One that fills the camera's view shows none, and passes if it is good.",
    "A bright paper, a window frame or a poster close behind a live face can raise the risk.",
    "Faces that fill the frame leave few surroundings: the verdict then rests on the look of the face alone.",
    "Rendered attacks that pass lie mostly in narrow frames that hold one rim at most, or have a rim of the "
    "background's colour.",
    "The limit is set on live people of three sources. Before other cameras more live people may be refused than the "
    "tables say: ADR 32 has counts.",
    "Few devices and few kinds of skin, light and paper were learned from; whoever relies on it tries to cheat it with "
    "their own prints and screens first: faceid guard trial.",
)


def model_card(card: Mapping[str, Any]) -> bytes:
    """The card in words and tables, Markdown."""
    options = card["options"]
    lines = [
        "# Passive guard: prints and screens before the camera",
        "",
        f"A network of {card['parameters']:,} parameters looks at a face with its surroundings (80x80 RGB, 2.7 times "
        "the face's box, grey beyond the frame) and at its mirror image; few hand-made cues stand beside it; a "
        "logistic model fuses them. Verdicts rest on the mean of up to two seconds.",
        "",
        "## Data and terms",
        "",
        *(f"- {text}" for text in _DATA),
        "",
        "## Made by",
        "",
        "    faceid lab presentation train --live FOLDER --prints FOLDER --lfw FOLDER --photographs FOLDER "
        + " ".join(f"--{name} {value}" for name, value in sorted(options.items())),
        "",
        f"The exported network deviates from the trained one by at most {card['export']['max_difference']:.1e} of the "
        f"largest output, n = {card['export']['samples']}.",
        "",
    ]
    for section in presentation_sections(card)[:-1]:
        lines += [f"## {section.title}", "", *(f"{text}\n" for text in section.text)]
        for table in section.tables:
            lines += [_row(table.columns), _row(["---"] * len(table.columns)), *map(_row, table.cells())]
            lines += ["", table.caption, ""]
    lines += ["## Known weaknesses", "", *(f"- {text}" for text in (*_WEAK, *HELPS_NOT)), ""]
    return "\n".join(lines).encode()


def _row(cells: Any) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"
