"""Every module of commands, in the order in which `faceid --help` lists them."""

from __future__ import annotations

from faceid_app.cli import (
    attempts,
    audit,
    capsule,
    datasets,
    doctor,
    enrolment,
    evaluation,
    guard,
    identification,
    lab,
    lockout,
    models,
    people,
    service,
    training,
    training_software,
    vault,
    verification,
    window,
)
from faceid_app.cli.topics import Topic

ALL: tuple[Topic, ...] = (
    people,
    enrolment,
    training,
    training_software,
    verification,
    service,
    identification,
    attempts,
    audit,
    capsule,
    lockout,
    models,
    datasets,
    evaluation,
    guard,
    lab,
    vault,
    doctor,
    window,
)
