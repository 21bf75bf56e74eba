"""Every module of commands, in the order in which `faceid --help` lists them."""

from __future__ import annotations

from faceid_app.cli import (
    attempts,
    audit,
    datasets,
    doctor,
    enrolment,
    evaluation,
    guard,
    identification,
    lab,
    models,
    people,
    service,
    training,
    vault,
    verification,
    window,
)
from faceid_app.cli.topics import Topic

ALL: tuple[Topic, ...] = (
    people,
    enrolment,
    training,
    verification,
    service,
    identification,
    attempts,
    audit,
    models,
    datasets,
    evaluation,
    guard,
    lab,
    vault,
    doctor,
    window,
)
