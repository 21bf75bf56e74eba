"""What the service and who asks it say to each other: lines of JSON, one request and its answers a connection.

    -> {"faceid": 1, "data": "/home/anna/.local/share/faceid_app", "verify": {"name": "anna", "camera": "0"}}
    <- {"line": {...}, "text": "..."}                           any number, where asked for, and prompts
    <- {"note": "..."}                                          for a person
    <- {"result": {...}, "text": "...", "exit_code": 0}         the last line, or
    <- {"error": {"kind": "...", "message": "..."}, "exit_code": 5}   the last line, or
    <- {"refused": "..."}                                       the only line: verify without the service

Closing the connection cancels. `verify` takes the fields of `Request`; the results are those of `faceid --json verify`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from faceid_app import strict_json
from faceid_app.errors import UsageError
from faceid_app.workers.verification_request import MOST_SECONDS, Request

VERSION = 1
LONGEST_REQUEST, LONGEST_ANSWER = 16_384, 262_144
"""Bytes of a line."""
REQUEST_SECONDS, SEND_SECONDS = 2.0, 2.0
"""For the request to be there after connecting, and for an answer to be taken."""
PATIENCE = MOST_SECONDS + 60.0
"""Seconds for one answer: a camera may take 10 s to open, and then the request's own time passes."""


class Refused(Exception):
    """Another service would have to answer, or none; the reason for who looks into it."""


def asked(request: Request, data_folder: Path) -> bytes:
    """The line of a request."""
    return encoded({"faceid": VERSION, "data": str(data_folder), "verify": request.to_json()})


def request_of(line: bytes, data_folder: Path) -> Request:
    """The request in a line. Raises Refused, UsageError: it came from another program."""
    try:
        told = strict_json.loads(line)
    except ValueError as error:
        raise UsageError("The request is no JSON.") from error
    if not isinstance(told, dict) or told.get("faceid") != VERSION:
        raise Refused(f"this service speaks version {VERSION}")
    if told.get("data") != str(data_folder):
        raise Refused("this service is for another data folder")
    return Request.from_json(told.get("verify"))


def encoded(answer: Mapping[str, Any]) -> bytes:
    """One line."""
    return json.dumps(answer, allow_nan=False).encode() + b"\n"
