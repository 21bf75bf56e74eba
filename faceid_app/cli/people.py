"""Commands about profiles: list, rename, delete, thresholds, and the documents' data-set tree."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from faceid_app.cli import health
from faceid_app.cli.console import Console
from faceid_app.cli.endings import ended_as_by_ctrl_c
from faceid_app.datasets.people import LFW
from faceid_app.errors import CorruptData, DatasetMissing, UnknownProfile, UsageError
from faceid_app.faces.observation import Observer
from faceid_app.faces.quality import Limits
from faceid_app.guard.policy import Policy
from faceid_app.identity.decision import Thresholds
from faceid_app.identity.enrolment_check import check_enrolment
from faceid_app.identity.guarding import HELPS, load_policy, save_policy
from faceid_app.identity.kept_thresholds import load_thresholds
from faceid_app.identity.person_summary import ModelState, PersonSummary, summarise
from faceid_app.identity.retention import drop_pictures
from faceid_app.identity.thresholds_in_use import save_thresholds
from faceid_app.identity.verification import load_model
from faceid_app.paths import Paths
from faceid_app.progress import never
from faceid_app.settings import Settings
from faceid_app.storage.captures import Role
from faceid_app.storage.exchange import export_dataset, import_dataset
from faceid_app.storage.locks import hold
from faceid_app.storage.names import check_name
from faceid_app.workers.operations import enrolling, negatives_index, open_profiles

Name = Annotated[str, typer.Argument(help="Name of the profile.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (profiles, rename, delete, thresholds):
        app.command()(command)
    app.command("guard-policy")(guard_policy)
    app.command("export-dataset")(export)
    app.command("import-dataset")(import_)


def profiles(
    context: typer.Context,
    health_of: Annotated[str | None, typer.Option("--health", help="Check this person's captures instead.")] = None,
    drop_of: Annotated[
        str | None, typer.Option("--drop-pictures", help="Remove this person's pictures, and keep templates and model.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """List the profiles with their captures and models, check one of them, or drop the pictures of one."""
    console: Console = context.obj
    people = open_profiles(console.paths)
    if drop_of is not None:
        profile = people.get(drop_of)
        if not yes and not console.json:
            lost = "Training again, also with another network, will need new pictures"
            typer.confirm(f"Drop all pictures of {profile.name}? {lost}.", abort=True, err=True)
        with hold(console.paths.root, f"profile {profile.name}"):
            dropped = drop_pictures(console.paths, profile)
        told = f"The pictures of {dropped} captures of {profile.name} are dropped; templates and model stay."
        console.result({"name": profile.name, "dropped": dropped}, told)
        return
    if health_of is not None:
        profile = people.get(health_of)
        check = check_enrolment(console.paths, profile)
        console.result(health.payload(profile.name, check), health.text(profile.name, check))
        return
    rows = [_describe(summarise(console.paths, people, name)) for name in people.names()]
    lines = [_line(row) for row in rows]
    console.result({"profiles": rows}, "\n".join(lines) or "Nobody is enrolled yet; run: faceid enroll NAME --camera 0")


def _describe(person: PersonSummary) -> dict[str, Any]:
    return {
        "name": person.name,
        "anchors": person.counts[Role.ANCHOR],
        "positives": person.counts[Role.POSITIVE],
        "recipe": person.recipe,
        "fit": None if person.recipe is None else person.model is ModelState.FIT,
        "damaged": None if person.damage is None else str(person.damage),
        "created_at": person.created_at,
        "last_used": person.last_used,
    }


def _line(row: dict[str, Any]) -> str:
    if row["damaged"]:
        return f"{row['name']}: {row['damaged']}"
    model = f"model {row['recipe']} ({'fit' if row['fit'] else 'unfit'})" if row["recipe"] else "no model yet"
    return f"{row['name']}: {row['anchors']} anchors, {row['positives']} positives, {model}"


def rename(context: typer.Context, name: Name, new_name: Annotated[str, typer.Argument(help="New name.")]) -> None:
    """Rename a profile; its pictures and model stay."""
    console: Console = context.obj
    name, new_name = check_name(name), check_name(new_name)
    with hold(console.paths.root, f"profile {name}"):
        profile = open_profiles(console.paths).rename(name, new_name)
    console.result({"name": profile.name}, f"{name} is now named {profile.name}.")


def delete(
    context: typer.Context,
    name: Name,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Delete a profile with every picture, template and model of it."""
    console: Console = context.obj
    people = open_profiles(console.paths)
    name = check_name(name)
    if name not in people.names():
        raise UnknownProfile(name, people.names())
    if not yes and not console.json:
        typer.confirm(f"Delete {name} with all pictures and the model?", abort=True, err=True)
    with hold(console.paths.root, f"profile {name}"):
        receipt = people.delete(name)
    _forget_choice(console.paths, receipt.name)
    console.result(receipt.to_dict(), receipt.to_text().rstrip())


def _forget_choice(paths: Paths, name: str) -> None:
    """The settings remember whom the window was about: not somebody who was deleted."""
    settings = Settings.load(paths)
    if settings.profile == name:
        settings.profile = None
        settings.save(paths)


def thresholds(
    context: typer.Context,
    name: Name,
    detection: Annotated[float | None, typer.Option(help="Score from which a template matches, 0 to 1.")] = None,
    verification: Annotated[float | None, typer.Option(help="Share of templates that must match, 0 to 1.")] = None,
    far: Annotated[float | None, typer.Option(help="Set the detection threshold for this false accept rate.")] = None,
) -> None:
    """Show or set the two thresholds, with the comparisons counted behind each rate."""
    console: Console = context.obj
    profile = open_profiles(console.paths).get(name)
    bundle_id, bundle = load_model(console.paths, profile)
    try:
        current = load_thresholds(profile, bundle_id, bundle)
    except CorruptData:
        if far is None and detection is None:
            raise
        current = bundle.thresholds  # what lies there is about to be replaced
    if far is not None and detection is not None:
        raise UsageError("Both --far and --detection were given; give one of them.")
    if far is not None:
        try:
            point = bundle.calibration.point(far)
            if point.far > far:
                raise UsageError(
                    f"The rate {far:g} is not supported by the comparisons counted; the strictest one that is "
                    f"is {point.far:g}: choose that, or train against more people."
                )
            detection = point.threshold
        except KeyError:
            known = ", ".join(f"{point.far:g}" for point in bundle.calibration.points)
            raise UsageError(f"The rate {far:g} was not calibrated; choose one of: {known}.") from None
        except ValueError as error:
            raise UsageError(str(error)) from error
    if detection is not None or verification is not None:
        try:
            current = Thresholds(
                current.detection if detection is None else detection,
                current.verification if verification is None else verification,
            )
        except ValueError as error:
            raise UsageError(str(error)) from error
        save_thresholds(profile, bundle_id, current)
    lines = [f"detection {current.detection:.4f}, verification {current.verification:.2f}"]
    lines += [
        f"  FAR {point.far:g}: detection {point.threshold:.4f} ({point.accepted} of {point.impostors:,} impostor and "
        f"{point.genuine - point.refused} of {point.genuine:,} genuine comparisons accepted)"
        if point.supported
        else f"  FAR {point.far:g}: not enough data ({point.impostors:,} impostor comparisons)"
        for point in bundle.calibration.points
    ]
    console.result(
        {
            "name": profile.name,
            "detection": current.detection,
            "verification": current.verification,
            **bundle.calibration.to_dict(),
        },
        "\n".join(lines),
    )


def guard_policy(
    context: typer.Context,
    name: Name,
    policy: Annotated[Policy | None, typer.Argument(help="What this person asks of the guard.")] = None,
) -> None:
    """Show or set what a profile asks of the guard: off, passive, or challenge."""
    console: Console = context.obj
    profile = open_profiles(console.paths).get(name)
    if policy is not None:
        save_policy(profile, policy)
    kept = load_policy(profile)
    console.result({"name": profile.name, "policy": kept.value}, f"{profile.name}: {kept.value}. {HELPS[kept]}")


def export(
    context: typer.Context, name: Name, directory: Annotated[Path, typer.Argument(help="A new or empty folder.")]
) -> None:
    """Write the documents' tree anchor/ positive/ negative/ of a profile."""
    console: Console = context.obj
    profile = open_profiles(console.paths).get(name)
    try:
        negatives = negatives_index(console.paths, LFW).pictures()
    except DatasetMissing:
        negatives = []
        console.note("LFW is not installed: negative/ stays empty.")
    with console.progress() as report:
        written = export_dataset(profile, directory, negatives, report=report, is_cancelled=never)
    counts = {"anchor": written.anchor, "positive": written.positive, "negative": written.negative}
    lines = [f"Written to {directory}: " + ", ".join(f"{count} {folder}" for folder, count in counts.items()) + "."]
    lines += [f"  left out, unreadable: {name}" for name in written.skipped]
    console.result({**counts, "skipped": list(written.skipped)}, "\n".join(lines))


def import_(
    context: typer.Context,
    directory: Annotated[Path, typer.Argument(help="A folder with anchor/ and positive/.")],
    name: Annotated[str, typer.Argument(help="Profile that receives the pictures; made when it is not there.")],
) -> None:
    """Read a data set that any tutorial made: every picture goes through the same face finder and quality gates."""
    console: Console = context.obj
    observer = Observer(limits=Limits.for_enrolment())
    with ended_as_by_ctrl_c(), enrolling(console.paths, name) as profile, console.progress() as report:
        outcome = import_dataset(directory, profile, observer.observe, report=report, is_cancelled=never)
    added = {role.value: outcome.added.get(role, 0) for role in Role}
    lines = [f"{profile.name}: " + ", ".join(f"{count} {role}s" for role, count in added.items()) + " taken."]
    lines += [f"  left out: {picture.name}: {picture.sentence}" for picture in outcome.refused]
    payload = {
        "name": profile.name,
        "added": added,
        "bursts": outcome.bursts,
        "refused": outcome.refused_by_reason,
        "pictures_refused": [{"name": picture.name, "reason": picture.reason} for picture in outcome.refused],
    }
    console.result(payload, "\n".join(lines))
