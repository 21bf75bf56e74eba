"""`faceid profiles --health`: what an enrolment is worth, as text and JSON."""

from __future__ import annotations

from typing import Any

from faceid_app.identity.enrolment_check import EnrolmentCheck
from faceid_app.identity.stranger_test import StrangerTest
from faceid_app.identity.template_health import Finding, Influence, TemplateHealth


def payload(name: str, check: EnrolmentCheck) -> dict[str, Any]:
    """The check as plain JSON values."""
    health = check.health
    return {
        "name": name,
        "good": check.is_good,
        "recipe": check.bundle.recipe,
        "fit": check.bundle.fitness.fit,
        "thresholds": {"detection": check.thresholds.detection, "verification": check.thresholds.verification},
        "coverage": {
            "front": health.coverage.front, "directions": health.coverage.directions, "of": health.coverage.of,
        },
        "spread": None
        if health.spread is None
        else {"value": health.spread.value, "pairs": health.spread.pairs, "finding": health.spread.finding.value},
        "strangers_accepted": {"count": health.accepted, "of": health.pictures},
        "captures": [_influence(one) for one in health.influences],
        "stranger_test": None if check.strangers is None else _stranger_test(check.strangers),
        "milliseconds": round(check.milliseconds, 1),
    }  # fmt: skip


def _influence(one: Influence) -> dict[str, Any]:
    return {
        "id": one.capture_id,
        "finding": one.finding.value,
        "strangers_without": one.without,
        "strangers_without_another": one.typical,
        "strangers_matched": one.matched,
        "agrees": one.agrees,
        "others": one.others,
        "own_score": one.own_score,
    }


def _stranger_test(test: StrangerTest) -> dict[str, Any]:
    return {
        "pictures": test.pictures.to_dict(),
        "people": test.people.to_dict(),
        "witnesses": test.witnesses.to_dict(),
        "closest": list(test.closest),
        "personal": [
            {
                "target": one.target,
                "threshold": one.threshold if one.supported else None,
                "accepted": one.accepted,
                "people": one.people,
                "supported": one.supported,
            }
            for one in test.personal
        ],
        "minimum": None if test.minimum is None else test.minimum.threshold,
        "keeps_minimum": test.keeps_minimum,
    }


def text(name: str, check: EnrolmentCheck) -> str:
    """The check as sentences."""
    health = check.health
    model = f"model {check.bundle.recipe} ({'fit' if check.bundle.fitness.fit else 'unfit'})"
    share, limit = check.thresholds.verification, check.thresholds.detection
    lines = [f"{name}: {model}, detection {limit:.4f}, verification {share:.2f}", _coverage(health), _spread(health)]
    lines += [_fault(number, one) for number, one in enumerate(health.faulty, 1)] or ["  every capture fits the others"]
    if check.strangers is None:
        lines.append("  strangers: not tested, this model came without any")
    else:
        lines += _strangers(check.strangers)
    return "\n".join(lines)


def _coverage(health: TemplateHealth) -> str:
    front = "the front and" if health.coverage.front else "not the front, but"
    return f"  poses: {front} {health.coverage.directions} of {health.coverage.of} directions"


def _spread(health: TemplateHealth) -> str:
    if health.spread is None:
        return "  spread: not measured"
    return f"  spread: {health.spread.value:.2f} ({health.spread.finding.value}; {health.spread.pairs} pairs)"


def _fault(number: int, one: Influence) -> str:
    if one.finding is Finding.LETS_STRANGERS_IN:
        return f"  {number}. remove {one.capture_id}: strangers accepted fall from {one.typical} to {one.without}"
    return f"  {number}. remove {one.capture_id}: it matches {one.agrees} of {one.others} other captures"


def _strangers(test: StrangerTest) -> list[str]:
    pictures, people, witnesses = test.pictures, test.people, test.witnesses
    lines = [
        f"  strangers: {pictures.count} of {pictures.of:,} pictures pass, {people.count} of {people.of:,} people; of "
        f"{witnesses.of:,} people the model has not learned from {witnesses.count} "
        f"(95 %: {witnesses.low or 0.0:.3%} to {witnesses.high or 0.0:.3%})",
        "  closest: " + ", ".join(f"{score:.3f}" for score in test.closest),
    ]
    for one in test.personal:
        rate = f"  at most {one.target:g} of strangers"
        lines.append(
            f"{rate}: detection {one.threshold:.4f} ({one.accepted} of {one.people:,} people)"
            if one.supported
            else f"{rate}: not enough data ({one.people:,} people)"
        )
    if test.minimum is not None and not test.keeps_minimum:
        lines.append(f"  the detection threshold is below the personal minimum {test.minimum.threshold:.4f}")
    return lines
