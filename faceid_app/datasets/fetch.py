"""Fetches a public file: several mirrors, resumed where it broke off, bounded, checked, and only then put in place."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import http.client
import ipaddress
import json
import os
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from faceid_app.errors import Cancelled, DiskFull, DownloadFailed, NotWritable
from faceid_app.progress import IsCancelled, Report, Stage, ignore, never

MAX_BYTES = 2 << 30
_CHUNK = 1 << 16
_ATTEMPTS = 3


class _MirrorError(Exception):
    """This mirror does not help; the text says why. The next one is tried."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is asked for: the checksums and size known beforehand, and the bounds."""

    name: str
    sha256: str | None
    md5: str | None
    size: int | None
    max_bytes: int
    timeout: float

    @property
    def is_known(self) -> bool:
        return self.sha256 is not None or self.md5 is not None


@dataclass(frozen=True, slots=True)
class _Origin:
    """Which answer the bytes of an unfinished download come from."""

    url: str
    validator: str | None
    total: int | None


def fetch(
    urls: Sequence[str],
    target: Path,
    *,
    sha256: str | None = None,
    md5: str | None = None,
    size: int | None = None,
    max_bytes: int = MAX_BYTES,
    timeout: float = 30.0,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> str:
    """Download the first of `urls` that delivers what was asked for to `target`; returns its sha256 in hex.

    A file that is already there and right is kept. What was received before a break lies beside as `.part` and is
    continued the next time, if the server still has the same file. `timeout` is in seconds of silence. The
    system's proxy settings are followed, except for this very machine.

    Raises DownloadFailed when no URL delivers the file with these checksums and this size within `max_bytes`,
    Cancelled (what was received is kept), DiskFull and NotWritable.
    """
    wanted = _Wanted(target.name, sha256, md5, size, max_bytes, timeout)
    if wanted.is_known and target.is_file():
        present = _digest_if_right(target, wanted)
        if present is not None:
            return present
    reasons: list[str] = []
    with _telling_disk_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        for url in urls:
            try:
                return _from_mirror(url, target, wanted, report, is_cancelled)
            except _MirrorError as reason:
                reasons.append(f"{urlsplit(url).hostname or url} {reason}")
    raise DownloadFailed(target.name, "; ".join(reasons) or "no address is known")


def adopt(source: Path, target: Path, *, sha256: str | None = None, md5: str | None = None) -> str:
    """Copy a file that the user already has to `target`, checked like a download; returns its sha256 in hex.

    Raises DownloadFailed when it is missing or has another checksum, DiskFull and NotWritable.
    """
    if not source.is_file():
        raise DownloadFailed(target.name, f"there is no file {str(source)!r}")
    wanted = _Wanted(target.name, sha256, md5, None, MAX_BYTES, 0.0)
    with _telling_disk_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        part = _part(target)
        try:
            shutil.copyfile(source, part)
            digest = _digest_if_right(part, wanted)
            if digest is None:
                raise DownloadFailed(target.name, f"{str(source)!r} has another checksum than the official file")
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)
    return digest


def check_url(url: str) -> None:
    """Raises ValueError unless `url` is https, or http to this very machine."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and parts.hostname and _is_loopback(parts.hostname):
        return
    raise ValueError(f"only https addresses are used. Received: {url!r}")


def digests(path: Path) -> tuple[str, str]:
    """The sha256 and md5 of a file, in hex."""
    sha256, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            sha256.update(chunk)
            md5.update(chunk)
    return sha256.hexdigest(), md5.hexdigest()


def _from_mirror(url: str, target: Path, wanted: _Wanted, report: Report, is_cancelled: IsCancelled) -> str:
    try:
        check_url(url)
    except ValueError as error:
        raise _MirrorError(f"is refused: {error}") from None
    part = _part(target)
    for attempt in range(1, _ATTEMPTS + 1):
        resumed = _size(part) > 0
        try:
            _receive(url, part, wanted, report, is_cancelled)
        except _MirrorError:
            _discard(part)
            raise
        except urllib.error.HTTPError as error:
            raise _MirrorError(f"answers {error.code} {error.reason}") from None
        except (OSError, http.client.HTTPException) as error:
            if isinstance(error, OSError) and error.errno in _DISK_ERRORS:
                raise
            if attempt == _ATTEMPTS:
                reason = getattr(error, "reason", None) or error
                raise _MirrorError(f"broke off ({str(reason) or type(reason).__name__})") from None
            continue
        digest = _digest_if_right(part, wanted)
        if digest is not None:
            os.replace(part, target)
            _origin_file(part).unlink(missing_ok=True)
            return digest
        _discard(part)
        # What was put together of two answers may be wrong although the mirror is right: once more, from the start.
        if not resumed:
            raise _MirrorError("delivers a file with another checksum")
    raise _MirrorError("delivers a file with another checksum")


def _receive(url: str, part: Path, wanted: _Wanted, report: Report, is_cancelled: IsCancelled) -> None:
    """Bring `part` to its full length from `url`. OSError or HTTPException when the connection fails."""
    if is_cancelled():
        raise Cancelled(f"Download {wanted.name}")
    have = _size(part)
    origin = _read_origin(part)
    headers = {"User-Agent": "faceid-app", "Accept-Encoding": "identity"}
    if have and origin and (wanted.is_known or (origin.url == url and origin.validator)):
        headers["Range"] = f"bytes={have}-"
        if origin.url == url and origin.validator:
            headers["If-Range"] = origin.validator
    else:
        have = 0
    try:
        response = _opener(url).open(urllib.request.Request(url, headers=headers), timeout=wanted.timeout)
    except urllib.error.HTTPError as error:
        if error.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and have:
            # Nothing is left to send: either all is here, which the checksum will tell, or the file became shorter.
            error.close()
            if origin and origin.total == have:
                return
            _discard(part)
            raise ConnectionError("the file on the server has changed") from None
        raise
    with response:
        start, total = _span(response)
        if start and (start != have or (origin and origin.total not in (None, total))):
            _discard(part)
            raise ConnectionError("the file on the server has changed")
        _check_size(total, wanted)
        validator = response.headers.get("ETag") or response.headers.get("Last-Modified")
        if validator and validator.startswith("W/"):
            validator = None
        _origin_file(part).write_text(json.dumps(asdict(_Origin(url, validator, total))), encoding="utf-8")
        stage = Stage(f"download {wanted.name}", of=total or 0, report=report, is_cancelled=is_cancelled)
        with part.open("r+b" if start else "wb") as stream:
            stream.truncate(start)
            stream.seek(start)
            stage.advance(start)
            received = start + _copy(response, stream, stage, limit=wanted.max_bytes - start)
    if total is not None and received != total:
        raise ConnectionError(f"{received} of {total} bytes arrived")
    _check_size(received, wanted)


def _copy(response: http.client.HTTPResponse, stream: IO[bytes], stage: Stage, *, limit: int) -> int:
    count = 0
    # read1 hands over what has come, so that a slow server does not delay a cancellation by a whole chunk.
    while chunk := response.read1(_CHUNK):
        count += len(chunk)
        if count > limit:
            raise _MirrorError(f"sends more than the {limit} bytes allowed")
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


def _check_size(count: int | None, wanted: _Wanted) -> None:
    if count is None:
        return
    if count > wanted.max_bytes:
        raise _MirrorError(f"has a file of {count} bytes, more than the {wanted.max_bytes} allowed")
    if wanted.size is not None and count != wanted.size:
        raise _MirrorError(f"has a file of {count} bytes instead of {wanted.size}")


def _digest_if_right(path: Path, wanted: _Wanted) -> str | None:
    sha256, md5 = digests(path)
    right = (wanted.sha256 in (None, sha256)) and (wanted.md5 in (None, md5))
    return sha256 if right else None


def _part(target: Path) -> Path:
    return target.with_name(target.name + ".part")


def _origin_file(part: Path) -> Path:
    return part.with_name(part.name + ".json")


def _read_origin(part: Path) -> _Origin | None:
    try:
        return _Origin(**json.loads(_origin_file(part).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _discard(part: Path) -> None:
    part.unlink(missing_ok=True)
    _origin_file(part).unlink(missing_ok=True)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only to an address that may be used itself."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        try:
            check_url(newurl)
        except ValueError as error:
            raise _MirrorError(f"leads elsewhere: {error}") from None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener(url: str) -> urllib.request.OpenerDirector:
    handlers: list[urllib.request.BaseHandler] = [_SafeRedirects()]
    if _is_loopback(urlsplit(url).hostname or ""):
        handlers.append(urllib.request.ProxyHandler({}))
    return urllib.request.build_opener(*handlers)


_DISK_ERRORS = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS, errno.EISDIR, errno.ENOTDIR}
)


@contextlib.contextmanager
def _telling_disk_errors(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(target) from error
        raise NotWritable(target, error.strerror or str(error)) from error
