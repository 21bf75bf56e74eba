"""Receives one file from one address into its `.part`, going on where an earlier attempt broke off."""

from __future__ import annotations

import http
import http.client
import json
import urllib.error
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from faceid_app import strict_json
from faceid_app.datasets.addresses import opener
from faceid_app.errors import Cancelled
from faceid_app.progress import IsCancelled, Report, Stage

_CHUNK = 1 << 16


class MirrorError(Exception):
    """This mirror does not help; the text says why. The next one is tried."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: the checksum and size known beforehand, and the bounds."""

    name: str
    sha256: str | None
    size: int | None
    max_bytes: int
    timeout: float

    @property
    def is_known(self) -> bool:
        """Whether a checksum will tell if parts of two answers fit together."""
        return self.sha256 is not None


@dataclass(frozen=True, slots=True)
class _Origin:
    """Which answer the bytes of an unfinished download come from."""

    url: str
    validator: str | None
    total: int | None


def receive(url: str, part: Path, wanted: Wanted, report: Report, is_cancelled: IsCancelled) -> None:
    """Bring `part` to its full length from `url`.

    Raises MirrorError when the server has no such file, OSError or HTTPException when the connection fails (another
    attempt may help), Cancelled.
    """
    if is_cancelled():
        raise Cancelled(f"Download {wanted.name}")
    have = size_of(part)
    origin = _read_origin(part)
    headers = {"User-Agent": "faceid-app", "Accept-Encoding": "identity"}
    if have and origin and (wanted.is_known or (origin.url == url and origin.validator)):
        headers["Range"] = f"bytes={have}-"
        if origin.url == url and origin.validator:
            headers["If-Range"] = origin.validator
    else:
        have = 0
    try:
        response = opener(url).open(urllib.request.Request(url, headers=headers), timeout=wanted.timeout)
    except ValueError as error:
        raise MirrorError(f"leads elsewhere: {error}") from None
    except urllib.error.HTTPError as error:
        if error.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and have:
            # Nothing is left to send: either all is here, which the checksum will tell, or the file became shorter.
            error.close()
            if origin and origin.total == have:
                return
            discard(part)
            raise ConnectionError("the file on the server has changed") from None
        raise MirrorError(f"answers {error.code} {error.reason}") from None
    with response:
        start, total = _span(response)
        if start and (start != have or (origin and origin.total not in (None, total))):
            discard(part)
            raise ConnectionError("the file on the server has changed")
        _check_size(total, wanted)
        validator = response.headers.get("ETag") or response.headers.get("Last-Modified")
        if validator and validator.startswith("W/"):
            validator = None
        origin_file(part).write_text(json.dumps(asdict(_Origin(url, validator, total))), encoding="utf-8")
        stage = Stage(f"download {wanted.name}", of=total or 0, report=report, is_cancelled=is_cancelled)
        with part.open("r+b" if start else "wb") as stream:
            stream.truncate(start)
            stream.seek(start)
            stage.advance(start)
            received = start + _copy(response, stream, stage, limit=wanted.max_bytes - start)
    if received > wanted.max_bytes:
        discard(part)
        raise MirrorError(f"sends more than the {wanted.max_bytes} bytes allowed")
    if total is not None and received != total:
        raise ConnectionError(f"{received} of {total} bytes arrived")
    _check_size(received, wanted)


def _copy(response: http.client.HTTPResponse, stream: IO[bytes], stage: Stage, *, limit: int) -> int:
    """The number of bytes received; more than `limit` are counted but not written."""
    count = 0
    # read1 hands over what has come, so that a slow server does not delay a cancellation by a whole chunk.
    while chunk := response.read1(_CHUNK):
        count += len(chunk)
        if count > limit:
            break
        stream.write(chunk)
        stage.advance(len(chunk))
    return count


def _span(response: http.client.HTTPResponse) -> tuple[int, int | None]:
    """From which byte on the answer goes, and how long the whole file is, if that is told."""
    length = response.headers.get("Content-Length", "")
    if response.status != http.HTTPStatus.PARTIAL_CONTENT:
        return 0, int(length) if length.isdecimal() else None
    unit, _, span = response.headers.get("Content-Range", "").partition(" ")
    bounds, _, total = span.partition("/")
    first = bounds.partition("-")[0]
    if unit != "bytes" or not first.isdecimal():
        raise http.client.HTTPException("the server sent a part without saying which")
    return int(first), int(total) if total.isdecimal() else None


def _check_size(count: int | None, wanted: Wanted) -> None:
    if count is None:
        return
    if count > wanted.max_bytes:
        raise MirrorError(f"has a file of {count} bytes, more than the {wanted.max_bytes} allowed")
    if wanted.size is not None and count != wanted.size:
        raise MirrorError(f"has a file of {count} bytes instead of {wanted.size}")


def origin_file(part: Path) -> Path:
    """Where it is noted which answer `part` comes from."""
    return part.with_name(part.name + ".json")


def _read_origin(part: Path) -> _Origin | None:
    try:
        return _Origin(**strict_json.loads(origin_file(part).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def discard(part: Path) -> None:
    """Forget an unfinished download."""
    part.unlink(missing_ok=True)
    origin_file(part).unlink(missing_ok=True)


def size_of(path: Path) -> int:
    """Its length in bytes, 0 when it is not there."""
    return path.stat().st_size if path.is_file() else 0
