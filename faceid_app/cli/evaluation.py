"""`faceid evaluate`: how good a backbone is, on public data. Each measurement is a module of its own."""

from __future__ import annotations

import typer

from faceid_app.cli import evaluation_all, evaluation_pairs, evaluation_robustness, evaluation_view2

evaluate = typer.Typer(help="Measure backbones on public data.")


def register(app: typer.Typer) -> None:
    """Add the topic with the commands of all its modules."""
    for module in (evaluation_view2, evaluation_pairs, evaluation_robustness, evaluation_all):
        module.register(evaluate)
    app.add_typer(evaluate, name="evaluate")


@evaluate.callback()
def _topic() -> None:
    """Keeps `evaluate` a topic with commands below it."""
