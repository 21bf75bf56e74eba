"""A test fails when the program logs a warning or worse that the test did not ask to see with `caplog`."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

LOGGER = "faceid_app"


class Warnings(logging.Handler):
    """Keeps what is logged at WARNING or above, from any thread."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_unexpected_warnings(request: pytest.FixtureRequest) -> Iterator[None]:
    """Watch the program's loggers during every test."""
    warnings = Warnings()
    logger = logging.getLogger(LOGGER)
    logger.addHandler(warnings)
    try:
        yield
    finally:
        logger.removeHandler(warnings)
    if warnings.lines and "caplog" not in request.fixturenames:
        pytest.fail("the program logged:\n" + "\n".join(warnings.lines), pytrace=False)
