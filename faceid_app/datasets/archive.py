"""Unpacks an archive of someone else's: what could leave its folder or fill the disk is refused, not repaired."""

from __future__ import annotations

import shutil
import stat
import tarfile
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from gzip import BadGzipFile, GzipFile
from pathlib import Path
from typing import IO, cast

from faceid_app.errors import ArchiveRefused
from faceid_app.files import storage_errors
from faceid_app.progress import IsCancelled, Report, Stage, ignore, never

_CHUNK = 1 << 16
_MAX_DEPTH = 8
_MAX_NAME = 200
# Header, padding and extended name of one entry; they count towards what a tar may unpack to.
_ENTRY_OVERHEAD = 4096
_DAMAGED = (tarfile.TarError, zipfile.BadZipFile, BadGzipFile, zlib.error, EOFError, NotImplementedError, UnicodeError)
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{i}" for port in ("com", "lpt") for i in range(1, 10))})


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """What was unpacked: files and bytes written, and how many files of other kinds were left out."""

    files: int
    bytes: int
    left_out: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """A regular file with its declared size, or a folder, which has nothing to open."""

    name: str
    size: int
    open: Callable[[], IO[bytes]] | None


class _RefusedError(Exception):
    """Why the archive is refused."""


def extract_safely(
    archive: Path,
    target: Path,
    *,
    max_files: int,
    max_bytes: int,
    suffixes: Collection[str],
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> Extracted:
    """Unpack the .tar, .tar.gz or .zip `archive` as the folder `target`, whole or not at all.

    Files whose lower-case suffix is not among `suffixes` are left out and counted. A `target` that is there already is
    replaced at the end. Permissions, owners and times of the archive are ignored. Progress is in bytes of the archive.

    Raises ArchiveRefused for a path that is absolute or climbs out, a link, device or sparse file, two names that are
    one on a system that ignores case, a name that some system cannot write, more than `max_files` files or `max_bytes`
    unpacked, and an archive that is none or damaged; DiskFull, NotWritable; Cancelled. Nothing is left behind then.
    """
    with storage_errors(archive):
        raw = archive.open("rb")  # apart, so that a failing disk below `target` is not told of the archive
    with raw, storage_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            unpacker = _Unpacker(beside / "files", max_files=max_files, max_bytes=max_bytes, suffixes=suffixes)
            meter = _Meter(raw, Stage("unpack", of=_length(raw), report=report, is_cancelled=is_cancelled))
            try:
                for entry in _entries(raw, max_bytes + _ENTRY_OVERHEAD * (2 * max_files + 256)):
                    unpacker.unpack(entry, meter)
            except _RefusedError as reason:
                raise ArchiveRefused(archive, str(reason)) from None
            except _DAMAGED as error:
                raise ArchiveRefused(archive, f"it is damaged or cut off ({error})") from error
            if not unpacker.files:
                raise ArchiveRefused(archive, f"it holds no file that ends in {', '.join(sorted(suffixes))}")
            meter.finish()
            if target.exists():
                target.rename(beside / "previous")
            (beside / "files").rename(target)
            return Extracted(files=unpacker.files, bytes=unpacker.bytes, left_out=unpacker.left_out)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


class _Meter:
    """Reports how far an archive has been read, and notices a cancellation."""

    def __init__(self, raw: IO[bytes], stage: Stage) -> None:
        self._raw, self._stage, self._reported = raw, stage, 0

    def advance(self) -> None:
        """To be called between two pieces of work."""
        step = max(self._raw.tell() - self._reported, 0)
        self._reported += step
        self._stage.advance(step)

    def finish(self) -> None:
        """Report the end: an archive's last bytes are its own directory, or padding."""
        self._stage.advance(_length(self._raw) - self._reported)


class _Unpacker:
    """Checks each entry against the ones before it and the bounds, and writes it below `root`."""

    def __init__(self, root: Path, *, max_files: int, max_bytes: int, suffixes: Collection[str]) -> None:
        self.files = self.bytes = self.left_out = 0
        self._root, self._max_files, self._max_bytes, self._suffixes = root, max_files, max_bytes, suffixes
        self._seen = 0
        self._names: dict[str, str] = {}
        self._files: set[str] = set()

    def unpack(self, entry: _Entry, meter: _Meter) -> None:
        parts = _safe_parts(entry.name)
        if not parts:
            if entry.open:
                raise _RefusedError("a file in it has no name")
            return
        self._check_spelling(parts, is_file=entry.open is not None)
        if entry.open is None:
            return
        self._seen += 1
        if self._seen > self._max_files:
            raise _RefusedError(f"it holds more than the {self._max_files} files allowed")
        if self.bytes + entry.size > self._max_bytes:
            raise _RefusedError(f"it unpacks to more than the {self._max_bytes} bytes allowed")
        if Path(parts[-1]).suffix.lower() not in self._suffixes:
            self.left_out += 1
            return
        path = self._root.joinpath(*parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        self.bytes += _write(entry, path, meter)
        self.files += 1

    def _check_spelling(self, parts: list[str], *, is_file: bool) -> None:
        """Refuse what would be one file, or one folder of two spellings, where case or Unicode form do not count."""
        for depth in range(1, len(parts) + 1):
            spelled = "/".join(parts[:depth])
            folded = unicodedata.normalize("NFC", spelled).casefold()
            file_here = is_file and depth == len(parts)
            known = self._names.get(folded)
            if known not in (None, spelled):
                raise _RefusedError(f"{known!r} and {spelled!r} in it are one name on some systems")
            if (file_here and folded in self._names) or (not file_here and folded in self._files):
                raise _RefusedError(f"it holds {spelled!r} twice")
            self._names[folded] = spelled
            if file_here:
                self._files.add(folded)


def _write(entry: _Entry, path: Path, meter: _Meter) -> int:
    assert entry.open is not None
    count = 0
    with entry.open() as content, path.open("xb") as file:
        while chunk := content.read(_CHUNK):
            count += len(chunk)
            if count > entry.size:
                raise _RefusedError(f"{entry.name!r} in it is longer than declared")
            file.write(chunk)
            meter.advance()
    if count != entry.size:
        raise _RefusedError(f"{entry.name!r} in it is shorter than declared")
    return count


def _safe_parts(name: str) -> list[str]:
    """The folders and the file that `name` means, every one a name that every system can write."""
    if len(name) > _MAX_NAME * 2:
        raise _RefusedError(f"a name in it has {len(name)} characters, {_MAX_NAME * 2} are allowed")
    if name.startswith("/"):
        raise _RefusedError(f"the path {name!r} in it is absolute")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    for part in parts:
        if part == "..":
            raise _RefusedError(f"the path {name!r} in it leads out of its folder")
        if any(character in '\\:*?"<>|' or ord(character) < 32 for character in part):
            raise _RefusedError(f"the path {name!r} in it has a character that not every system can write")
        if part.rstrip(". ") != part or part.split(".")[0].lower() in _RESERVED:
            raise _RefusedError(f"the path {name!r} in it has a name that not every system can write")
        if len(part.encode("utf-8", "surrogateescape")) > _MAX_NAME:
            raise _RefusedError(f"a name in it is longer than the {_MAX_NAME} bytes allowed")
    if len(parts) > _MAX_DEPTH:
        raise _RefusedError(f"the path {name!r} in it is deeper than the {_MAX_DEPTH} folders allowed")
    return parts


def _entries(raw: IO[bytes], max_stream: int) -> Iterator[_Entry]:
    magic = raw.read(4)
    raw.seek(0)
    if magic.startswith(b"PK"):
        return _zip_entries(raw)
    if magic.startswith(b"\x1f\x8b"):
        return _tar_entries(cast(IO[bytes], GzipFile(fileobj=raw)), max_stream)
    return _tar_entries(raw, max_stream)


def _tar_entries(stream: IO[bytes], max_stream: int) -> Iterator[_Entry]:
    bounded = _BoundedStream(stream, max_stream)
    # "r|" never seeks: what is read, headers included, passes the bound once.
    with tarfile.open(fileobj=cast(IO[bytes], bounded), mode="r|") as tar:
        for member in tar:
            if member.isdir():
                yield _Entry(member.name, 0, None)
            elif member.isreg() and not member.issparse():
                yield _Entry(member.name, member.size, partial(_member_content, tar, member))
            else:
                raise _RefusedError(f"{member.name!r} in it is no ordinary file but a link, a device or the like")
    while bounded.read(_CHUNK):  # to the end: only there a gzip file tells whether it arrived whole
        pass


def _member_content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(member)
    if content is None:
        raise _RefusedError(f"{member.name!r} in it is no ordinary file")
    return content


def _zip_entries(raw: IO[bytes]) -> Iterator[_Entry]:
    with zipfile.ZipFile(raw) as archive:
        for info in archive.infolist():
            kind = stat.S_IFMT(info.external_attr >> 16)
            if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
                raise _RefusedError(
                    f"{info.orig_filename!r} in it is no ordinary file but a link, a device or the like"
                )
            if info.flag_bits & 1:
                raise _RefusedError(f"{info.orig_filename!r} in it is encrypted")
            # The original name: zipfile itself would cut it at a NUL and turn some separators.
            is_folder = info.orig_filename.endswith("/")
            yield _Entry(info.orig_filename, info.file_size, None if is_folder else partial(archive.open, info))


class _BoundedStream:
    """Reads on until `limit` bytes, then refuses: a small file can unpack to any length."""

    def __init__(self, stream: IO[bytes], limit: int) -> None:
        self._stream, self._left, self._limit = stream, limit, limit

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise _RefusedError(f"it unpacks to more than {self._limit} bytes")
        return data


def _length(raw: IO[bytes]) -> int:
    position = raw.tell()
    length = raw.seek(0, 2)
    raw.seek(position)
    return length
