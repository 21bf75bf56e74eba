"""The documents' data set tree, `anchor/ positive/ negative/`: writing one from a profile and reading anybody's."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from faceid_app.camera.errors import PictureError
from faceid_app.camera.frame import RgbImage
from faceid_app.camera.pixels import PICTURE_SUFFIXES, encode_jpeg, encode_png, read_picture
from faceid_app.errors import DatasetMissing, DiskFull, TargetRefused
from faceid_app.faces.alignment import PORTRAIT_SIZE
from faceid_app.faces.observation import Observation
from faceid_app.files import FILE_MODE, as_storage_error, make_folder
from faceid_app.progress import IsCancelled, Report, Stage, ignore, never
from faceid_app.storage.audit import Event
from faceid_app.storage.captures import BURST_LENGTH, CaptureRecord, Role
from faceid_app.storage.profiles import Profile

NEGATIVE = "negative"
DUPLICATE = "duplicate"
UNREADABLE = "unreadable"
_LARGEST_FILE = 256 * 2**20  # bytes; an uncompressed 40-megapixel picture stays below
_UUID_EPOCH = 0x01B21DD213814000  # 100 ns steps from 15 October 1582, where uuid1 counts from, to 1970
_SINCE = datetime(2000, 1, 1, tzinfo=UTC).timestamp()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReport:
    """How many pictures were written into each folder, and the negatives that could not be read."""

    anchor: int
    positive: int
    negative: int
    skipped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RefusedPicture:
    """A picture that did not become a capture. `name` is relative to the data set."""

    name: str
    reason: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import brought: captures by role, how many bursts they form, and every picture left out."""

    added: dict[Role, int]
    bursts: int
    refused: tuple[RefusedPicture, ...]

    @property
    def refused_by_reason(self) -> dict[str, int]:
        """Counts by reason: those of `faces.face.Reason`, `unreadable` and `duplicate`."""
        return dict(Counter(picture.reason for picture in self.refused))


def export_dataset(
    profile: Profile,
    target: Path,
    negatives: Iterable[Path] | None = None,
    *,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> ExportReport:
    """Write the profile's portraits and `negatives` as 250x250 JPEGs into `target`, a new or empty folder.

    Negatives that are such JPEGs already are copied byte for byte, never linked: whoever works on the data set must not
    change the originals. Others are cut to a square and scaled. `target` appears complete or not at all.

    Raises TargetRefused, DiskFull, CorruptData, Cancelled.
    """
    target = target.absolute()
    _check_target(target)
    # A fixed name, so that the next export clears away what a killed one left.
    beside = target.with_name(f".{target.name}.unfinished")
    try:
        make_folder(target.parent)
        profile.captures.check_pictures()
        profile.history.record(Event.PICTURES_EXPORTED, pictures=len(profile.captures.records()))
        shutil.rmtree(beside, ignore_errors=True)
        try:
            result = _fill(beside, profile, list(negatives or ()), report, is_cancelled)
            if target.exists():
                target.rmdir()
            os.rename(beside, target)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
    except OSError as error:
        cause = as_storage_error(target, error)
        raise cause if isinstance(cause, DiskFull) else TargetRefused(target, error.strerror or str(error)) from error
    return result


def import_dataset(
    folder: Path,
    profile: Profile,
    observe: Callable[[RgbImage], Observation],
    *,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> ImportReport:
    """Take the pictures of `anchor/` and `positive/` into the profile as captures, each framed and aligned anew.

    The time of a picture is that in its uuid1 name, as the documents' programs give it, else the file's. Pictures
    within 2 s of a burst's first, in either folder, are of that burst: copies whose times were lost become one burst
    rather than leak between training and validation. Captures that are there count: what an import that was cut short
    left of a burst joins it. A picture that is a capture already is left out as duplicate.
    What was taken before a cancellation or an error stays. Raises DatasetMissing, StorageError, Cancelled.
    """
    found = sorted(_pictures(folder), key=lambda picture: (picture.taken, picture.name))
    stretches = _stretches(found, profile.captures.records())
    added: Counter[Role] = Counter()
    refused: list[RefusedPicture] = []
    bursts: set[str] = set()
    known = {_digest(profile.captures.picture(one.id)): one.burst for one in profile.captures.with_pictures()}
    stage = Stage("import", of=len(found), report=report, is_cancelled=is_cancelled)
    for picture in found:
        stretch = stretches[picture.taken]
        outcome = _look(picture, observe)
        if isinstance(outcome, RefusedPicture):
            refused.append(outcome)
        elif (same := known.get(_digest(outcome.portrait_jpeg))) is not None:
            stretch.burst = stretch.burst or same  # where its time is not the one that it had
            refused.append(RefusedPicture(picture.name, DUPLICATE, "The same picture is a capture already."))
        else:
            stretch.burst = stretch.burst or uuid.uuid4().hex
            known[_digest(outcome.portrait_jpeg)] = stretch.burst
            profile.captures.add(
                role=picture.role,
                portrait_jpeg=outcome.portrait_jpeg,
                aligned_png=outcome.aligned_png,
                burst=stretch.burst,
                camera="import",
                clock=picture.taken,
                measurements=outcome.measurements,
                taken_at=datetime.fromtimestamp(picture.taken, UTC),
            )
            added[picture.role] += 1
            bursts.add(stretch.burst)
        stage.advance(message=picture.name)
    return ImportReport(added={role: added[role] for role in Role}, bursts=len(bursts), refused=tuple(refused))


# --- export ----------------------------------------------------------------------------------------------------------


def _check_target(target: Path) -> None:
    try:
        if not target.exists() and not target.is_symlink():
            return
        if not target.is_dir() or target.is_symlink():
            raise TargetRefused(target, "it is not a folder")
        if os.path.ismount(target):  # Path.is_mount does not exist on Windows
            raise TargetRefused(target, "it is a whole drive")
        if any(target.iterdir()):
            raise TargetRefused(target, "it is not empty")
    except OSError as error:
        raise TargetRefused(target, error.strerror or str(error)) from error


def _fill(
    folder: Path, profile: Profile, negatives: list[Path], report: Report, is_cancelled: IsCancelled
) -> ExportReport:
    for name in (*Role, NEGATIVE):
        make_folder(folder / name)
    records = profile.captures.records()
    stage = Stage("export", of=len(records) + len(negatives), report=report, is_cancelled=is_cancelled)
    for record in records:
        _write_new(folder / record.role / f"{record.id}.jpg", profile.captures.picture(record.id))
        stage.advance()
    skipped: list[str] = []
    for source in negatives:
        try:
            _put_negative(source, folder / NEGATIVE)
        except PictureError:
            skipped.append(str(source))
        stage.advance()
    return ExportReport(
        anchor=sum(record.role is Role.ANCHOR for record in records),
        positive=sum(record.role is Role.POSITIVE for record in records),
        negative=len(negatives) - len(skipped),
        skipped=tuple(skipped),
    )


def _put_negative(source: Path, folder: Path) -> None:
    place = folder / f"{source.stem}.jpg"
    if place.exists():  # people's folders may all count from 0001.jpg
        place = folder / f"{source.parent.name}_{source.stem}.jpg"
    number = 1
    while place.exists():
        number += 1
        place = folder / f"{source.parent.name}_{source.stem}_{number}.jpg"
    if not _is_as_wanted(source):
        rgb = read_picture(source)
        square = ImageOps.fit(Image.fromarray(rgb), (PORTRAIT_SIZE, PORTRAIT_SIZE), Image.Resampling.LANCZOS)
        _write_new(place, encode_jpeg(np.asarray(square)))
        return
    _write_new(place, source.read_bytes())


def _is_as_wanted(source: Path) -> bool:
    try:
        with Image.open(source, formats=("JPEG",)) as picture:
            return picture.size == (PORTRAIT_SIZE, PORTRAIT_SIZE)
    except Exception:  # noqa: BLE001  (whatever a damaged header leads Pillow to; read_picture will tell)
        return False


def _write_new(path: Path, data: bytes) -> None:
    with open(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), FILE_MODE), "wb"
    ) as file:
        file.write(data)


# --- import ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Picture:
    path: Path
    name: str
    role: Role
    taken: float  # seconds since 1970


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    portrait_jpeg: bytes
    aligned_png: bytes
    measurements: dict[str, float]


def _pictures(folder: Path) -> list[_Picture]:
    found: list[_Picture] = []
    try:
        homes = {entry.name.casefold(): entry for entry in folder.iterdir() if entry.is_dir()}
        roles = [role for role in Role if role.value in homes]
        for role in roles:
            for path in homes[role.value].iterdir():
                if path.suffix.lower() in PICTURE_SUFFIXES and not path.name.startswith(".") and path.is_file():
                    found.append(_Picture(path, f"{role.value}/{path.name}", role, _taken(path)))
    except OSError as error:
        raise DatasetMissing(f"The data set {str(folder)!r}", f"check the folder ({error.strerror})") from error
    if not roles:
        raise DatasetMissing(
            f"A folder 'anchor' or 'positive' in {str(folder)!r}", "give the folder that contains these folders"
        )
    return found


@dataclass(slots=True)
class _Stretch:
    """Two seconds from a picture or a capture, with the burst of what is taken in them once there is one."""

    began: float
    burst: str = ""


def _stretches(found: list[_Picture], records: list[CaptureRecord]) -> dict[float, _Stretch]:
    """The stretch that each moment lies in, with the burst of the first capture in it that is there already."""
    moments = [(picture.taken, "") for picture in found]
    for record in records:
        with contextlib.suppress(ValueError, OverflowError):  # a time of another program's making
            moments.append((datetime.fromisoformat(record.taken_at).timestamp(), record.burst))
    stretches: dict[float, _Stretch] = {}
    stretch = _Stretch(float("-inf"))
    for taken, burst in sorted(moments):
        if taken - stretch.began > BURST_LENGTH:
            stretch = _Stretch(taken)
        stretch.burst = stretch.burst or burst
        stretches[taken] = stretch
    return stretches


def _taken(path: Path) -> float:
    """When the picture was taken, in seconds since 1970: from its uuid1 name, else when the file was last changed."""
    changed = path.stat().st_mtime
    try:
        name = uuid.UUID(path.stem)
    except ValueError:
        name = None
    if name is not None and name.version == 1:
        said = (name.time - _UUID_EPOCH) / 1e7
        if _SINCE < said <= datetime.now(UTC).timestamp() + 86400.0:
            return said
    return min(max(changed, 0.0), datetime.now(UTC).timestamp())


def _look(picture: _Picture, observe: Callable[[RgbImage], Observation]) -> _Seen | RefusedPicture:
    try:
        size = picture.path.stat().st_size
        if size > _LARGEST_FILE:
            raise PictureError(picture.path, f"it has {size:,} bytes, at most {_LARGEST_FILE:,} are read")
        rgb = read_picture(picture.path)
    except (OSError, PictureError) as error:
        return RefusedPicture(picture.name, UNREADABLE, str(error))
    seen = observe(rgb)
    if seen.refusal is not None:
        return RefusedPicture(picture.name, seen.refusal.reason.value, str(seen.refusal))
    if seen.aligned is None or seen.portrait is None:
        raise ValueError("An observation without refusal must have a face.")
    return _Seen(encode_jpeg(seen.portrait), encode_png(seen.aligned), seen.measurements.to_dict())


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
