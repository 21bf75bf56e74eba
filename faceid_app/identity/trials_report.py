"""The report of a person's trials: what was tried, by which models it was judged, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from faceid_app.errors import UsageError
from faceid_app.evaluation.trial_rates import by_system, trial_rates
from faceid_app.evaluation.trials_section import (
    conditions_section,
    earlier_section,
    method_section,
    result_section,
    trial_figures,
)
from faceid_app.guard.trial import name_of
from faceid_app.reports.report import Report
from faceid_app.storage.trials import Presentation


def trials_report(name: str, presentations: Sequence[Presentation]) -> Report:
    """The trials that the newest models judged, and beside them those of earlier ones.

    Raises UsageError where nothing is kept.
    """
    if not presentations:
        raise UsageError("Nothing was tried on {name} yet; show something to the camera first.", name=name)
    systems = by_system(presentations)
    rates = {system: trial_rates(group) for system, group in systems.items()}
    newest, judged = next(iter(rates.values())), next(iter(systems.values()))
    last = judged[-1]
    sections = [
        result_section(newest, name_of),
        conditions_section(newest, name_of),
        method_section(last.needed, last.glances, last.window),
    ]
    earlier = {system: one for system, one in list(rates.items())[1:] if one.attacks}
    if earlier:
        sections.append(earlier_section(earlier, name_of))
    about = {
        "person": name,
        "presentations": f"{len(judged)}, {judged[0].taken_at} to {last.taken_at}",
        "camera": "; ".join(sorted({one.camera for one in judged})),
        "light": "; ".join(sorted({one.light for one in judged if one.light})) or "not noted",
        "guard": "; ".join(f"{file} (sha256 {digest})" for file, digest in sorted(last.guards.items())),
        "network": f"sha256 {last.network}, model {last.bundle}",
        "thresholds": f"detection {last.detection:.4f}, verification {last.verification:.2f}",
        "program": "; ".join(sorted({f"faceid-app {one.program}" for one in judged})),
    }
    figures = {"newest": trial_figures(newest)}
    if earlier:
        figures["earlier"] = {system: trial_figures(one) for system, one in earlier.items()}
    return Report(f"The guard against attacks: {name}", about, tuple(sections), figures)
