"""Fetches a public file: several mirrors, resumed where it broke off, bounded, checked, and only then put in place."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import http.client
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from faceid_app.datasets.addresses import check_url
from faceid_app.datasets.transfer import MirrorError, Wanted, discard, origin_file, receive, size_of
from faceid_app.errors import DiskFull, DownloadFailed, NotWritable
from faceid_app.progress import IsCancelled, Report, ignore, never

MAX_BYTES = 2 << 30
_ATTEMPTS = 3


def fetch(
    urls: Sequence[str],
    target: Path,
    *,
    sha256: str | None = None,
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

    Raises DownloadFailed when no URL delivers the file with this checksum and this size within `max_bytes`,
    Cancelled (what was received is kept), DiskFull and NotWritable.
    """
    wanted = Wanted(target.name, sha256, size, max_bytes, timeout)
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
            except MirrorError as reason:
                reasons.append(f"{urlsplit(url).hostname or url} {reason}")
    raise DownloadFailed(target.name, "; ".join(reasons) or "no address is known")


def adopt(source: Path, target: Path, *, sha256: str | None = None) -> str:
    """Copy a file that the user already has to `target`, checked like a download; returns its sha256 in hex.

    Raises DownloadFailed when it is missing or has another checksum, DiskFull and NotWritable.
    """
    if not source.is_file():
        raise DownloadFailed(target.name, f"there is no file {str(source)!r}")
    wanted = Wanted(target.name, sha256, None, MAX_BYTES, 0.0)
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


def digest_of(path: Path) -> str:
    """The sha256 of a file, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _from_mirror(url: str, target: Path, wanted: Wanted, report: Report, is_cancelled: IsCancelled) -> str:
    try:
        check_url(url)
    except ValueError as error:
        raise MirrorError(f"is refused: {error}") from None
    part = _part(target)
    for attempt in range(1, _ATTEMPTS + 1):
        resumed = size_of(part) > 0
        try:
            receive(url, part, wanted, report, is_cancelled)
        except (OSError, http.client.HTTPException) as error:
            if isinstance(error, OSError) and error.errno in _DISK_ERRORS:
                raise
            if attempt == _ATTEMPTS:
                reason = getattr(error, "reason", None) or error
                raise MirrorError(f"broke off ({str(reason) or type(reason).__name__})") from None
            continue
        digest = _digest_if_right(part, wanted)
        if digest is not None:
            os.replace(part, target)
            origin_file(part).unlink(missing_ok=True)
            return digest
        discard(part)
        # What was put together of two answers may be wrong although the mirror is right: once more, from the start.
        if not resumed:
            raise MirrorError("delivers a file with another checksum")
    raise MirrorError("delivers a file with another checksum")


def _digest_if_right(path: Path, wanted: Wanted) -> str | None:
    sha256 = digest_of(path)
    return sha256 if wanted.sha256 in (None, sha256) else None


def _part(target: Path) -> Path:
    return target.with_name(target.name + ".part")


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
