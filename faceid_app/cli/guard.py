"""`faceid guard`: try the guard with attacks of one's own, report what came of it, judge it anew, forget it."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from faceid_app.cli.console import Console
from faceid_app.cli.options import Camera, End, Fast, Loop, Reports, Start
from faceid_app.errors import UsageError
from faceid_app.evaluation.trial_rates import LIVE, TrialRates, trial_rates
from faceid_app.evaluation.trial_words import accepted_words, called_attack_words, passed_words, refused_words
from faceid_app.guard.policy import Policy
from faceid_app.guard.trial import LONGEST_SECONDS, PRESENTATIONS, SECONDS, Species, check_species, name_of
from faceid_app.identity.guarding import guard_of
from faceid_app.identity.trial_bench import TrialBench, open_bench
from faceid_app.identity.trials import Conditions, Shown
from faceid_app.identity.trials_replay import TrialReplay, judges_of, replay_figures, replay_pictures
from faceid_app.identity.trials_report import trials_report
from faceid_app.reports.report import check_target
from faceid_app.settings import Settings
from faceid_app.storage.profiles import Profile
from faceid_app.storage.trials import Presentation
from faceid_app.workers.frames import Frames
from faceid_app.workers.operations import open_profiles

Name = Annotated[str, typer.Argument(help="Name of the profile that is attacked.")]

guard = typer.Typer(no_args_is_help=True, help="Attack yourself, and count what the guard lets through.")


def register(app: typer.Typer) -> None:
    """Add the topic of this module."""
    for command in (trial, report, replay, forget):
        guard.command()(command)
    app.add_typer(guard, name="guard")


def trial(
    context: typer.Context,
    name: Name,
    camera: Camera,
    species: Annotated[
        str, typer.Option(help=f"What is shown: {', '.join(Species)}, or a name of your own.", metavar="SPECIES")
    ],
    presentations: Annotated[int, typer.Option(min=1, max=200, help="How often it is shown.")] = PRESENTATIONS,
    seconds: Annotated[float, typer.Option(min=0.5, max=LONGEST_SECONDS, help="How long each time.")] = SECONDS,
    light: Annotated[str, typer.Option(help="Your own words for the light, such as: window, evening lamp.")] = "",
    keep_pictures: Annotated[
        bool, typer.Option("--keep-pictures", help="Also keep pictures, so that other networks can judge them.")
    ] = False,
    start: Start = 0.0,
    end: End = None,
    loop: Loop = False,
    fast: Fast = False,
    force: Annotated[bool, typer.Option("--force", help="Use a model that the probes found unfit.")] = False,
) -> None:
    """Show one thing to the camera several times, and count how often guard and matcher let it pass.

    What was judged is kept, numbers only unless you ask for pictures, until: faceid guard forget NAME.
    """
    console: Console = context.obj
    species = check_species(species)
    settings = Settings.load(console.paths)
    profile = open_profiles(console.paths).get(name)
    bench = _opened(console, profile, settings, force=force)
    frames = Frames(camera, start=start, end=end, loop=loop, fast=fast)
    conditions = Conditions(
        species=species, camera=frames.info.name, light=light.strip(), seconds=seconds, pictures=keep_pictures
    )
    shown: list[Presentation] = []
    console.note(f"{name_of(species)}: {presentations} times {seconds:g} s. Show it now.")
    bench.begin(conditions)
    for frame in frames:
        _verdict, ended = bench.see(frame)
        if ended is None:
            continue
        shown.append(_kept(profile, ended))
        console.note(f"  {len(shown)} of {presentations}: {_came_to(shown[-1])}")
        if len(shown) == presentations:
            break
        bench.begin(conditions)
    if not shown:
        raise UsageError(f"The camera ended before {seconds:g} s of it were seen; give fewer --seconds.")
    rates = trial_rates(shown)
    payload = {
        "name": profile.name,
        "species": species,
        "camera": conditions.camera,
        "light": conditions.light,
        "seconds": seconds,
        "presentations": [_payload(one) for one in shown],
        "asked_for": presentations,
        "guards": dict(bench.system.guards),
    }
    lines = [f"{name_of(species)}, {conditions.camera}: {' '.join(_told(rates))}"]
    if len(shown) < presentations:
        lines.append(f"The camera ended after {len(shown)} of {presentations}; what was under way is not counted.")
    console.result(payload, "\n".join(lines))


def report(context: typer.Context, name: Name, report: Reports = None) -> None:
    """Report all trials of a person in the shape of ISO/IEC 30107-3, the worst species first."""
    console: Console = context.obj
    for target in report or []:
        check_target(target)
    kept = open_profiles(console.paths).get(name).trials.load()
    _note_damaged(console, kept.damaged)
    written = trials_report(name, kept.presentations)
    for target in report or []:
        written.save(target)
    console.result(json.loads(written.to_json()), written.to_text())


def replay(
    context: typer.Context,
    name: Name,
    pictures: Annotated[
        bool, typer.Option("--pictures", help="Judge the pictures kept, instead of the figures.")
    ] = False,
) -> None:
    """Judge the kept trials anew with the models and limits in use now, and tell which come out otherwise."""
    console: Console = context.obj
    profile = open_profiles(console.paths).get(name)
    kept = profile.trials.load()
    _note_damaged(console, kept.damaged)
    if not kept.presentations:
        raise UsageError(f"Nothing was tried on {name} yet; try something with: faceid guard trial {name}")
    settings = Settings.load(console.paths)
    bench = _opened(console, profile, settings, force=True)
    if pictures:
        again = replay_pictures(kept.presentations, profile.trials, bench)
    else:
        again = replay_figures(kept.presentations, judges_of(bench))
    rates = trial_rates([one.now for one in again.rejudged]) if again.rejudged else None
    payload = {
        "name": profile.name,
        "by": "pictures" if pictures else "figures",
        "rejudged": len(again.rejudged),
        "other_network": again.other_network,
        "other_cues": again.other_cues,
        "no_pictures": again.no_pictures,
        "changed": [{"before": _payload(one.then), "after": _payload(one.now)} for one in again.flips],
    }
    console.result(payload, "\n".join(_replay_lines(again, rates)))


def forget(
    context: typer.Context,
    name: Name,
    pictures: Annotated[bool, typer.Option("--pictures", help="Only the pictures; the figures stay.")] = False,
    species: Annotated[str | None, typer.Option(help="Only this species.")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Remove what was kept of trials."""
    console: Console = context.obj
    if pictures and species is not None:
        raise UsageError("Both --pictures and --species were given; give one of them.")
    trials = open_profiles(console.paths).get(name).trials
    if not yes and not console.json:
        typer.confirm(f"Remove what was kept of the trials of {name}?", abort=True, err=True)
    if pictures:
        count = trials.erase_pictures()
        console.result({"name": name, "pictures": count}, f"{count} pictures are removed; the figures stay.")
        return
    if species is None:
        count = trials.erase()
    else:
        wanted = check_species(species)
        count = trials.remove(*(one.id for one in trials.load().presentations if one.species == wanted))
    console.result({"name": name, "presentations": count}, f"{count} presentations are removed.")


def _opened(console: Console, profile: Profile, settings: Settings, *, force: bool) -> TrialBench:
    # A guard of its own, whatever the person asks of it: it is the guard that is tried.
    with console.progress() as report:
        guard = guard_of(Policy.PASSIVE)
        return open_bench(console.paths, profile, settings, guard=guard, force=force, report=report)


def _kept(profile: Profile, shown: Shown) -> Presentation:
    profile.trials.add(shown.presentation, shown.pictures)
    return shown.presentation


def _told(rates: TrialRates) -> list[str]:
    said: list[str] = []
    if rates.live_pooled is not None:
        said += [refused_words(rates.live_pooled), called_attack_words(rates.live_pooled)]
    for one in rates.attacks_pooled.values():
        said += [accepted_words(one), passed_words(one)]
    return said


def _came_to(one: Presentation) -> str:
    guard_said = "attack" if one.called_attack else "live" if one.called_live else "no answer"
    if one.called_attack and one.called_live:
        guard_said = "attack and live"
    return f"{'accepted' if one.accepted else 'not accepted'}, guard: {guard_said}"


def _payload(one: Presentation) -> dict[str, Any]:
    risks = [frame.risk for frame in one.frames if frame.risk is not None]
    return {
        "id": one.id,
        "taken_at": one.taken_at,
        "species": one.species,
        "camera": one.camera,
        "light": one.light,
        "seconds": one.seconds,
        "accepted": one.accepted,
        "called_live": one.called_live,
        "called_attack": one.called_attack,
        "frames": len(one.frames),
        "highest_risk": max(risks, default=None),
        "pictures": sum(frame.picture is not None for frame in one.frames),
    }


def _replay_lines(again: TrialReplay, rates: TrialRates | None) -> list[str]:
    lines = [f"{len(again.rejudged)} presentations were judged anew, {len(again.flips)} come out otherwise."]
    lines += [
        f"  {one.then.taken_at}  {name_of(one.then.species)}: {_came_to(one.then)} -> {_came_to(one.now)}"
        for one in again.flips
    ]
    if rates is not None:
        for species, one in rates.attacks_pooled.items():
            lines.append(f"{name_of(species)}: {accepted_words(one)} {passed_words(one)}")
        if rates.live_pooled is not None:
            lines.append(f"{name_of(LIVE)}: {' '.join(_told(rates)[:2])}")
    for count, why in (
        (again.other_network, "were made with another network: only pictures could be judged anew"),
        (
            again.other_cues,
            "were judged by another network of the guard, or by other cues: only pictures could be judged anew",
        ),
        (again.no_pictures, "have no pictures"),
    ):
        if count:
            lines.append(f"{count} {why}.")
    return lines


def _note_damaged(console: Console, damaged: int) -> None:
    if damaged:
        console.note(f"{damaged} presentations are damaged and left out.")
