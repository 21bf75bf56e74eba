"""Somebody who asks the service, and keeps what they are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Heard:
    """See `service_client.Listener`."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    payload: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    failures: list[tuple[str, str]] = field(default_factory=list)

    def line(self, payload: Mapping[str, Any], text: Callable[[], str]) -> None:
        self.lines.append(dict(payload))

    def note(self, text: str) -> None:
        self.notes.append(text)

    def result(self, payload: Mapping[str, Any], text: str) -> None:
        self.payload, self.text = dict(payload), text

    def failure(self, kind: str, message: str) -> None:
        self.failures.append((kind, message))
