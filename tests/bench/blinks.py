"""How the blink challenge does on clips that nobody asked to blink, and on pictures that cannot.

    python -m tests.bench.blinks --clips FOLDER [--pictures FOLDER] [--every 2] [--draws 200] [--most 200]

A clip is begun at a drawn moment and goes round. Where both eyes blink twice between the prompt and its end, in the
clip itself, the challenge should pass: that is how often it sees blinks. How often it passes at all is what a recorded
video of the clip would reach. A picture moves, tilts and trembles as in a hand, once as it is and once with a strip
that is drawn twice over its eyes. The head turn that belongs to the challenge, the guard that watches, and the
following of the face are left out. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from faceid_app.camera.frame import Frame, RgbImage
from faceid_app.camera.pixels import read_picture
from faceid_app.camera.source import open_source
from faceid_app.faces.face import Landmarks
from faceid_app.faces.observation import Observation, Observer
from faceid_app.faces.quality import Limits
from faceid_app.guard.blink import CLOSED, OPEN, SOONEST, TOGETHER, Blink
from faceid_app.guard.challenge import Challenge, State
from faceid_app.guard.challenged import InTurn
from faceid_app.guard.eyes import IS_EYE, Eye, open_eyes
from faceid_app.guard.head_turn import HeadTurn
from faceid_app.guard.verdict import Ask

MOST_SECONDS = 24.0
EYES = open_eyes()


@dataclass(frozen=True)
class Seen:
    """A frame of a clip as the challenge sees it."""

    at: float
    frame: Frame
    observation: Observation
    eyes: tuple[Eye, Eye]


class Looked:
    """Answers for the frame that is told next, looked at before."""

    def __init__(self) -> None:
        self.eyes = (Eye(0.0, 0.0), Eye(0.0, 0.0))

    def look(self, rgb: RgbImage, landmarks: Landmarks) -> tuple[Eye, Eye]:
        return self.eyes


def seen_in(clip: Path, every: int) -> tuple[list[Seen], float]:
    """Usable frames, every so many, and the clip's length in seconds."""
    observer, frames, last = Observer(limits=Limits.for_verification()), [], 0.0
    with open_source(str(clip), fast=True) as source:
        while (frame := source.read()) is not None:
            last = frame.captured_at
            if frame.seq % every:
                continue
            observation = observer.observe(frame.rgb)
            if observation.refusal is None and observation.subject is not None:
                eyes = EYES.look(frame.rgb, observation.subject.landmarks)
                small = Frame(frame.rgb[:1, :1], frame.seq, frame.captured_at)
                frames.append(Seen(frame.captured_at, small, observation, eyes))
    return frames, last + 1 / 30


def asked(frames: list[Seen], length: float, rng: random.Random, *, turn: bool = False) -> tuple[State, bool]:
    """How the challenge ends from a drawn moment on, and whether the clip blinks twice in time; `turn`: with one turn
    of the head before or after, as the program asks."""
    looked = Looked()
    both: list[Challenge] = [Blink(looked, source=rng), HeadTurn(turns=1, source=rng)]
    rng.shuffle(both)
    challenge: Challenge = InTurn(both) if turn else Blink(looked, source=rng)
    start, prompted = rng.uniform(0, length), None
    state, shares = State.RUNNING, []
    for number in range(3 * len(frames)):
        seen = frames[number % len(frames)]
        at = seen.at + length * (number // len(frames)) - start
        if at < 0.0:
            continue
        if at > MOST_SECONDS:
            break
        looked.eyes = seen.eyes
        state = challenge.see(Frame(seen.frame.rgb, number, at), seen.observation).state
        if challenge.prompt(at).ask is Ask.BLINK:
            prompted = at if prompted is None else prompted
            shares.append((at, seen.eyes))
        if state is not State.RUNNING:
            break
    if prompted is None:
        return state, False
    usual = np.median([[one.openness for one in seen.eyes] for seen in frames], axis=0)
    blinks: list[float] = []
    is_open, began = False, None
    for at, eyes in shares:
        share = np.array([one.openness for one in eyes]) / usual
        if min(one.is_eye for one in eyes) < IS_EYE:
            continue
        if share.max() <= CLOSED and began is None:
            began = at if is_open and at - prompted >= SOONEST else None
            is_open = False
        elif share.min() >= OPEN:
            blinks += [began] if began is not None else []
            is_open, began = True, None
    return state, any(later - sooner <= TOGETHER for sooner, later in pairwise(blinks))


def on_clip(clip: Path, every: int, draws: int) -> dict[str, Any]:
    """Counts over draws."""
    frames, length = seen_in(clip, every)
    if len(frames) < 10:
        return {"frames": len(frames)}
    rng = random.Random(0)
    told = [asked(frames, length, rng) for _ in range(draws)]
    blinked = [state for state, blinks in told if blinks]
    both = [asked(frames, length, rng, turn=True)[0] for _ in range(draws)]
    return {
        "frames": len(frames), "draws": draws, "states": dict(Counter(state.value for state, _ in told)),
        "blinked": len(blinked), "blinked and passed": sum(state is State.PASSED for state in blinked),
        "with a turn": dict(Counter(state.value for state in both)),
    }  # fmt: skip


def in_hand(rgb: RgbImage, at: float, drawn: NDArray[np.float64]) -> RgbImage:
    """A picture that moves, turns and tilts; drawn: (6,) strengths and phases."""
    height, width = rgb.shape[:2]
    swing = np.sin(2 * np.pi * (np.array([0.31, 0.43, 0.27]) * at + drawn[:3]))
    turn, tilt, roll = np.radians(np.array([12, 30, 6]) * drawn[3:] * swing)
    corners = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]]) * (width, height)
    x, y = (
        corners[:, 0] * np.cos(roll) - corners[:, 1] * np.sin(roll),
        corners[:, 0] * np.sin(roll) + corners[:, 1] * np.cos(roll),
    )
    depth = 2.0 * width + x * np.sin(turn) + y * np.sin(tilt)
    placed = np.stack([x * np.cos(turn), y * np.cos(tilt)], axis=1) * (2.0 * width / depth)[:, None]
    middle = np.array((width / 2, height / 2))
    matrix = cv2.getPerspectiveTransform((corners + middle).astype(np.float32), (placed + middle).astype(np.float32))
    return np.asarray(cv2.warpPerspective(rgb, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8)


def with_strip(rgb: RgbImage, eyes: NDArray[np.float64], share: float, colour: NDArray[np.float64]) -> RgbImage:
    """A strip as high as it takes to hide both eyes, `share` of the way down over them, 0..1."""
    distance = float(np.linalg.norm(eyes[1] - eyes[0]))
    height = 0.45 * distance
    top = eyes[:, 1].mean() - height * (1.5 - share)
    picture = rgb.copy()
    rows = slice(max(0, int(top)), max(0, int(top + height)))
    columns = slice(max(0, int(eyes[:, 0].min() - 0.5 * distance)), int(eyes[:, 0].max() + 0.5 * distance))
    picture[rows, columns] = colour
    return picture


def on_picture(file: Path, rng: np.random.Generator, *, strip: bool) -> str:
    """How the challenge ends before a picture held in a hand."""
    rgb = read_picture(file)
    scale = 480 / max(rgb.shape[:2])
    rgb = np.asarray(cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.uint8)
    observer = Observer(limits=Limits.for_verification())
    challenge, state = Blink(EYES, source=random.Random(int(rng.integers(1 << 30)))), State.RUNNING
    drawn, prompted, judged = np.concatenate([rng.uniform(0, 1, 3), rng.uniform(0.2, 1, 3)]), None, 0
    first = observer.observe(rgb)
    if first.subject is None:
        return "no face"
    eyes = first.subject.landmarks[:2].astype(np.float64)
    skin = rgb[int(eyes[:, 1].mean() + 20) % rgb.shape[0], int(eyes[:, 0].mean()) % rgb.shape[1]].astype(np.float64)
    colour = skin if rng.random() < 0.5 else rng.uniform(0, 255, 3)
    for number in range(13 * 15):
        at = number / 15
        share = 0.0
        if strip and prompted is not None:
            share = max(0.0, 1.0 - abs(((at - prompted) % 1.5) - 0.75) / 0.35)
        shown = with_strip(rgb, eyes, share, colour) if share > 0 else rgb
        moved = in_hand(shown, at, drawn).astype(np.float64) + rng.normal(0, 2.0, rgb.shape)
        picture = np.clip(moved, 0, 255).astype(np.uint8)
        observation = observer.observe(picture)
        if observation.refusal is None:
            judged += 1
            state = challenge.see(Frame(picture, number, at), observation).state
            prompted = at if prompted is None and challenge.prompt(at).ask is Ask.BLINK else prompted
        if state is not State.RUNNING:
            break
    return f"{state.value}{'' if prompted is not None else ', never asked'}" if judged else "refused"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", type=Path, required=True)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--every", type=int, default=2, help="so many frames of a clip are one: 2 makes 15 a second")
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--most", type=int, default=200)
    arguments = parser.parse_args()
    told: dict[str, Any] = {
        clip.name: on_clip(clip, arguments.every, arguments.draws)
        for clip in sorted(arguments.clips.glob("*.mp4"))
        if clip.stem != "crowd"
    }
    if arguments.pictures:
        files = sorted(arguments.pictures.glob("*"))
        files = files[:: max(1, len(files) // arguments.most)]
        rng = np.random.default_rng(0)
        for strip in (False, True):
            name = "pictures behind a strip" if strip else "pictures"
            told[name] = dict(Counter(on_picture(file, rng, strip=strip) for file in files))
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
