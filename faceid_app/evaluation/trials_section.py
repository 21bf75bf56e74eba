"""Owns what a report says of trials of the guard, in the shape of ISO/IEC 30107-3."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from faceid_app.evaluation.attack_rates import AttackRates, LiveRates, Share
from faceid_app.evaluation.trial_rates import LIVE, Condition, TrialRates
from faceid_app.evaluation.trial_words import accepted_words, called_attack_words, passed_words, percent_words
from faceid_app.reports.plots import Bars, BarSeries
from faceid_app.reports.report import Section, Table

Named = Callable[[str], str]
"""What a species is called."""

_UNTIL = "95 % bounds are Clopper and Pearson's, one-sided: each alone holds at 95 %."
NOT_SHOWN = (
    "Presentations to one camera in one light by one hand are alike. The bounds take them for independent, so the "
    "truth may lie further away.",
    "Only these instruments were tried, made of one person. A better print, a brighter screen, a mask, a head made of "
    "silicone, or a video that is fed into the computer instead of being shown to the camera may pass.",
    "Nobody tested this program from outside; the person who tried is the person who reads this.",
    "The matcher was asked about this one person. Whether a stranger passes as this person is counted elsewhere.",
)


def result_section(rates: TrialRates, named: Named) -> Section:
    """The result: the worst species, and what live people pay for it."""
    tables = []
    if rates.attacks_pooled:
        rows = tuple((named(name), *_attack_cells(one)) for name, one in rates.attacks_pooled.items())
        tables.append(Table(("what was shown", *_ATTACK_COLUMNS), rows, _caption(rates.attacks_pooled, "attacks")))
    if rates.live_pooled is not None:
        cells = (named(LIVE), *_live_cells(rates.live_pooled))
        caption = f"{rates.live_pooled.bpnrr.of} presentations of a live person. {_UNTIL}"
        tables.append(Table(("what was shown", *_LIVE_COLUMNS), (cells,), caption))
    return Section("Result", tuple(headlines(rates, named)), tuple(tables), _plots(rates, named))


def headlines(rates: TrialRates, named: Named) -> list[str]:
    """What it comes to, a sentence or two each."""
    said = []
    if (worst := rates.worst_accepted) is not None:
        said.append(f"Guard and matcher together. Worst: {_called(worst[0], named)}. {accepted_words(worst[1])}")
    if (worst := rates.worst) is not None:
        said.append(f"The guard alone. Worst: {_called(worst[0], named)}. {passed_words(worst[1])}")
    elif rates.attacks:
        said.append("The guard came to no answer in any attack.")
    else:
        said.append("No attack was tried.")
    if rates.live_pooled is not None:
        said.append(f"Live people. {called_attack_words(rates.live_pooled)}")
    else:
        said.append("No live presentation was tried: what the guard costs those it should let in is not known.")
    return said


def conditions_section(rates: TrialRates, named: Named) -> Section:
    """The same, each camera and light by itself."""
    rows = [
        (_called(key, named), *_attack_cells(one))
        for key, one in sorted(rates.attacks.items(), key=lambda item: item[0])
    ]
    tables = (
        [Table(("attack, camera, light", *_ATTACK_COLUMNS), tuple(rows), _caption(rates.attacks, "attacks"))]
        if rows
        else []
    )
    if rates.live:
        live = [(_called(key, named), *_live_cells(one)) for key, one in rates.live.items()]
        caption = f"{sum(one.bpnrr.of for one in rates.live.values())} presentations of a live person. {_UNTIL}"
        tables.append(Table(("live person, camera, light", *_LIVE_COLUMNS), tuple(live), caption))
    return Section("By camera and light", (), tuple(tables))


def method_section(needed: int, glances: int, window: float) -> Section:
    """How it was counted, and what it does not show."""
    return Section(
        "How this was counted, and what it does not show",
        (
            f"Every presentation was judged as verification judges: {needed} of {glances} glances within {window:g} s "
            "must match and be called live. It counts as accepted if that held at any moment, as called live if it "
            "would have held for whoever the matcher knows, and as called an attack if the guard said so once. A guard "
            "that changed its mind counts as wrong.",
            "APCER (attack presentation classification error rate): of the attacks of one species that the guard "
            "answered, those it called live. BPCER: of the live (bona fide) presentations that it answered, those it "
            "called an attack. APNRR and BPNRR: of all presentations those it did not answer. IAPAR (impostor attack "
            "presentation accept rate): of all attacks of one species those that guard and matcher together accepted. "
            "Terms as in ISO/IEC 30107-3:2023; this is a self-test in that shape and no certificate. Species are never "
            "averaged.",
            *NOT_SHOWN,
        ),
    )


def earlier_section(earlier: Mapping[str, TrialRates], named: Named) -> Section:
    """What other models had come to: theirs are other presentations, and never counted with the present ones."""
    rows = [
        (system, _called(key, named), *_attack_cells(one))
        for system, rates in earlier.items()
        for key, one in rates.attacks.items()
    ]
    text = "These were judged by other models than the ones in use. Judge them again to compare: faceid guard replay."
    return Section(
        "Judged by earlier models",
        (text,),
        (Table(("models", "attack, camera, light", *_ATTACK_COLUMNS), tuple(rows), _UNTIL),),
    )


def trial_figures(rates: TrialRates) -> dict[str, Any]:
    """All rates as plain JSON values."""
    return {
        "system": rates.system,
        "presentations": rates.presentations,
        "species": {name: _attack_figures(one) for name, one in rates.attacks_pooled.items()},
        "live": None if rates.live_pooled is None else _live_figures(rates.live_pooled),
        "conditions": [
            *(_place(key) | _attack_figures(one) for key, one in rates.attacks.items()),
            *(_place(key) | _live_figures(one) for key, one in rates.live.items()),
        ],
        "worst": {
            "apcer": None if rates.worst is None else rates.worst[0].species,
            "iapar": None if rates.worst_accepted is None else rates.worst_accepted[0].species,
        },
    }


_ATTACK_COLUMNS = (
    "shown",
    "not answered (APNRR)",
    "called live (APCER)",
    "true rate up to",
    "accepted (IAPAR)",
    "up to",
)
_LIVE_COLUMNS = ("shown", "not answered (BPNRR)", "called attack (BPCER)", "true rate up to", "refused in all", "up to")


def _caption(rates: Mapping[Any, AttackRates], what: str) -> str:
    return f"{sum(one.apnrr.of for one in rates.values())} {what}. {_UNTIL}"


def _attack_cells(one: AttackRates) -> tuple[str, ...]:
    return (str(one.apnrr.of), _count(one.apnrr), *_cells(one.apcer), *_cells(one.iapar))


def _live_cells(one: LiveRates) -> tuple[str, ...]:
    return (str(one.bpnrr.of), _count(one.bpnrr), *_cells(one.bpcer), *_cells(one.refused))


def _cells(rate: Share | None) -> tuple[str, str]:
    return ("–", "–") if rate is None else (_count(rate), percent_words(rate.at_most))


def _count(rate: Share) -> str:
    return f"{rate.count} of {rate.of}"


def _called(key: Condition, named: Named) -> str:
    return ", ".join(part for part in (named(key.species), key.camera, key.light) if part)


def _plots(rates: TrialRates, named: Named) -> tuple[Bars, ...]:
    answered: Sequence[tuple[str, Share]] = [
        (named(name), one.apcer) for name, one in rates.attacks_pooled.items() if one.apcer is not None
    ]
    if not answered:
        return ()
    return (
        Bars(
            title="Attacks called live, by species",
            x_label="species",
            y_label="APCER",
            groups=tuple(name.replace(" ", "\n") for name, _rate in answered),
            series=(
                BarSeries(
                    "guard alone",
                    [rate.value for _name, rate in answered],
                    [rate.low for _name, rate in answered],
                    [rate.high for _name, rate in answered],
                ),
            ),
            caption="Whiskers: two-sided 95 % intervals. The longer they are, the less was tried.",
        ),
    )


def _place(key: Condition) -> dict[str, Any]:
    return {"species": key.species, "camera": key.camera, "light": key.light}


def _attack_figures(one: AttackRates) -> dict[str, Any]:
    return {
        "apcer": None if one.apcer is None else one.apcer.to_dict(),
        "apnrr": one.apnrr.to_dict(),
        "iapar": one.iapar.to_dict(),
    }


def _live_figures(one: LiveRates) -> dict[str, Any]:
    return {
        "bpcer": None if one.bpcer is None else one.bpcer.to_dict(),
        "bpnrr": one.bpnrr.to_dict(),
        "refused": one.refused.to_dict(),
    }
