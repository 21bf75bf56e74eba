"""Reads JSON that somebody else may have written, with one error for whatever is wrong with it."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn


def loads(data: str | bytes, *, finite: bool = True) -> Any:
    """As `json.loads`; ValueError also where it is nested too deeply or holds text that UTF-8 cannot express.

    Numbers must be finite unless `finite` is False: whoever expects a whole number gets no infinity.
    """
    constant, number = (_refuse, _finite) if finite else (None, None)
    try:
        value = json.loads(data, parse_constant=constant, parse_float=number)
        if b"\\u" in data if isinstance(data, bytes) else "\\u" in data:
            json.dumps(value, ensure_ascii=False).encode()  # half of a surrogate pair
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is out of range")
    return number
