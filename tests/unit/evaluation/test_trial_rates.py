"""From kept presentations to rates, sentences and sections."""

from __future__ import annotations

import itertools

import pytest

from faceid_app.evaluation.trial_rates import Condition, by_system, system_of, trial_rates
from faceid_app.evaluation.trial_words import accepted_words, passed_words, refused_words, unanswered_words
from faceid_app.evaluation.trials_section import conditions_section, headlines, result_section, trial_figures
from faceid_app.reports.report import Report, canonical_json
from faceid_app.storage.trials import Presentation

_number = itertools.count()


def shown(
    species: str, letters: str, *, camera: str = "Front", light: str = "", guard: str = "aa", accepted: bool = True
) -> list[Presentation]:
    """One presentation a letter: L called live, A called an attack, B both, - no answer."""
    return [
        Presentation(
            id=f"{next(_number):08}",
            taken_at="2026-01-01T00:00:00+00:00",
            species=species,
            camera=camera,
            light=light,
            seconds=3.0,
            called_live=letter in "LB",
            called_attack=letter in "AB",
            accepted=accepted and letter in "LB",
            network="ab" * 32,
            bundle="universal",
            guards={"presentation": guard},
            detection=0.77,
            verification=0.5,
            needed=3,
            glances=5,
            window=2.0,
            program="1.0",
            frames=(),
        )
        for letter in letters
    ]


def test_species_are_counted_by_themselves_and_the_worst_is_the_result():
    rates = trial_rates([*shown("print", "A" * 10), *shown("monitor", "LAAA"), *shown("live", "LLLA")])
    assert rates.worst is not None
    assert rates.worst[0].species == "monitor"
    assert rates.attacks_pooled["print"].apcer is not None
    assert (rates.attacks_pooled["print"].apcer.count, rates.attacks_pooled["print"].apcer.of) == (0, 10)
    assert rates.live_pooled is not None
    assert rates.live_pooled.bpcer is not None
    assert (rates.live_pooled.bpcer.count, rates.live_pooled.refused.count) == (1, 1)
    assert rates.presentations == 18


def test_a_weak_light_is_not_hidden_behind_a_good_one():
    rates = trial_rates([*shown("print", "A" * 9, light="lamp"), *shown("print", "L", light="dusk")])
    assert rates.worst is not None
    assert rates.worst[0] == Condition("print", "Front", "dusk")


def test_a_guard_that_changed_its_mind_is_wrong_either_way():
    rates = trial_rates([*shown("print", "B"), *shown("live", "B")])
    assert rates.attacks_pooled["print"].apcer is not None
    assert rates.live_pooled is not None
    assert rates.live_pooled.bpcer is not None
    assert (rates.attacks_pooled["print"].apcer.value, rates.live_pooled.bpcer.value) == (1, 1)


def test_other_models_are_counted_by_themselves_the_newest_first():
    old, new = shown("print", "LL", guard="aa"), shown("print", "AA", guard="bb")
    assert list(by_system([*new, *old])) == [system_of(new[0]), system_of(old[0])]
    with pytest.raises(ValueError, match="one system"):
        trial_rates([*old, *new])


def test_the_sentences_bring_their_count_and_bound():
    rates = trial_rates(
        [*shown("print", "A" * 10), *shown("phone", "LLL"), *shown("drawing", "--"), *shown("live", "L")]
    )
    of = rates.attacks_pooled
    assert accepted_words(of["print"]) == "0 of 10 accepted; the true rate may be as high as 26\N{NO-BREAK SPACE}%."
    assert (
        passed_words(of["phone"])
        .replace("\N{NO-BREAK SPACE}", " ")
        .endswith("took all 3 for live; the true rate is at least 37 %.")
    )
    assert passed_words(of["drawing"]) == "The guard came to no answer in any of 2."
    assert unanswered_words(of["drawing"].apnrr) == "No answer in 2 of 2."
    assert unanswered_words(of["print"].apnrr) is None
    assert rates.live_pooled is not None
    assert refused_words(rates.live_pooled) == "0 of 1 refused; the true rate may be as high as 95\N{NO-BREAK SPACE}%."


def test_matcher_and_guard_are_told_apart():
    rates = trial_rates(shown("print", "LL", accepted=False))
    assert headlines(rates, str)[0].endswith("0 of 2 accepted; the true rate may be as high as 78\N{NO-BREAK SPACE}%.")
    assert "took all 2 for live" in headlines(rates, str)[1]


@pytest.mark.parametrize("letters", ["AL-", "---", ""])
def test_sections_hold_with_anything_that_was_tried(letters: str):
    presentations = [*shown("print", letters), *shown("live", "L")]
    rates = trial_rates(presentations)
    sections = (result_section(rates, str), conditions_section(rates, str))
    report = Report("Trials", {}, sections, trial_figures(rates))
    assert "BPCER" in report.to_text()
    assert b"<table" in report.to_html()
    assert canonical_json(report.figures)
