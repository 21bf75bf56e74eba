"""`faceid train`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from faceid_app.cli.console import Console
from faceid_app.identity.leak_check import LIKENESS_LIMIT, LeakCheck, Recall
from faceid_app.progress import never
from faceid_app.settings import Settings
from faceid_app.workers.operations import RECIPES, Training, train


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("train")(command)


def command(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Name of the profile.")],
    recipe: Annotated[str, typer.Option(help=f"One of: {', '.join(RECIPES)}.")] = "head",
    negatives: Annotated[
        str | None,
        typer.Option(
            help="Other people: strangers (they come with the backbone), lfw, or a folder of pictures. "
            "If not given: strangers where the recipe can use them, else lfw."
        ),
    ] = None,
    backbone: Annotated[
        str | None, typer.Option(help="Name of the backbone; that of the settings if not given.")
    ] = None,
    epochs: Annotated[int | None, typer.Option(help="Epochs; the recipe's own number when not given.")] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Same seed, same model.")] = 0,
    resume: Annotated[bool, typer.Option("--resume", help="Go on from the last checkpoint.")] = False,
) -> None:
    """Train the model of a profile and probe it."""
    console: Console = context.obj
    with console.progress() as report:
        done = train(
            console.paths,
            name=name,
            recipe=recipe,
            negatives=negatives,
            backbone=backbone or Settings.load(console.paths).backbone,
            epochs=epochs,
            seed=seed,
            resume=resume,
            report=report,
            is_cancelled=never,
        )
    console.result(_payload(done), _text(name, done))


def _payload(done: Training) -> dict[str, Any]:
    bundle = done.bundle
    return {
        "bundle": done.bundle_id,
        "recipe": bundle.recipe,
        "seconds": done.seconds,
        "dropped": done.dropped,
        "fit": bundle.fitness.fit,
        "why": bundle.fitness.why,
        "thresholds": {"detection": bundle.thresholds.detection, "verification": bundle.thresholds.verification},
        **bundle.calibration.to_dict(),
        "card": dict(bundle.card),
    }


def _text(name: str, done: Training) -> str:
    bundle = done.bundle
    lines = [f"{name}: recipe {bundle.recipe}, {done.seconds:.0f} s."]
    for point in bundle.calibration.points:
        counted = (
            f"{point.accepted:,} of {point.impostors:,} impostors, {point.refused} of {point.genuine:,} genuine refused"
        )
        lines.append(
            f"  FAR {point.far:g}: threshold {point.threshold:.4f} ({counted})"
            if point.supported
            else f"  FAR {point.far:g}: not enough data ({point.impostors:,} impostors)"
        )
    for probe in bundle.card.get("probes", []):
        lines.append(f"  probe {probe['name']}: {probe['accepted']} of {probe['n']} accepted")
    lines += _leak_lines(LeakCheck.from_card(bundle.card.get("leak_check")))
    lines.append("  fit for verification" if bundle.fitness.fit else f"  UNFIT: {bundle.fitness.why}")
    if done.dropped:
        lines.append(f"  the pictures of {done.dropped} captures are dropped, as the settings say")
    return "\n".join(lines)


def _leak_lines(found: LeakCheck | None) -> list[str]:
    if found is None:
        return []
    lines = [
        f"  split: {found.bursts} bursts in {found.sessions} sessions; {found.shared_bursts} bursts and "
        f"{found.shared_sessions} sessions lie on both sides",
        f"  known again, held out honestly: {_recall(found.honest)}",
        f"  as a random split would have claimed: {_recall(found.naive)}, {found.naive_shares} of them taken within "
        "seconds of one learned from, or copies",
    ]
    lines += [
        f"  COPY: held-out {copy.held_out} is learned-from {copy.learned}{' mirrored' if copy.mirrored else ''}, "
        f"likeness {copy.likeness:.3f} (limit {LIKENESS_LIMIT})"
        for copy in found.copies
    ]
    return lines


def _recall(recall: Recall) -> str:
    if recall.low is None or recall.high is None:
        return "nothing is left to judge by"
    return f"{recall.known} of {recall.n} (95 %: {recall.low:.0%} to {recall.high:.0%})"
