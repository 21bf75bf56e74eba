"""Brings LFW to the data directory: from its mirrors, an archive or a folder, and says what is in it."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from faceid_app.datasets.archive import extract_safely
from faceid_app.datasets.fetch import adopt, digest_of, fetch
from faceid_app.datasets.lfw import (
    PEOPLE,
    PICTURES,
    LfwIndex,
    find_people_folder,
    lfw_folder,
    pairs_file,
    record_file,
)
from faceid_app.errors import ArchiveRefused, DatasetMissing, DownloadFailed
from faceid_app.files import make_folder, storage_errors, write_whole
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report, ignore, never
from faceid_app.storage.locks import hold

# The largest official archive (lfw-funneled) unpacks to 243 MB in 13,233 files and a few lists.
_MAX_FILES = 20_000
_MAX_BYTES = 1 << 30
_PICTURES_FOLDER = "pictures"


@dataclass(frozen=True, slots=True)
class Release:
    """One published file, pinned by the checksum that scikit-learn states of it."""

    name: str
    urls: tuple[str, ...]
    sha256: str


RELEASES = (
    # Funneled, not deep-funneled, of which its publisher tells an MD5 only. Faces are aligned anew here in any case.
    Release(
        "lfw-funneled.tgz",
        ("https://ndownloader.figshare.com/files/5976015", "https://vis-www.cs.umass.edu/lfw/lfw-funneled.tgz"),
        sha256="b47c8422c8cded889dc5a13418c4bc2abbda121092b3533a83306f90d900100a",
    ),
)
PAIRS = Release(
    "pairs.txt",
    ("https://ndownloader.figshare.com/files/5976006", "https://vis-www.cs.umass.edu/lfw/pairs.txt"),
    sha256="ea42330c62c92989f9d7c03237ed5d591365e89b3e649747777b70e692dc1592",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledLfw:
    """What `install_lfw` found. `warnings` are whole sentences; `has_pairs`: View 2's list of pairs is there too."""

    root: Path
    pictures: int
    people: int
    has_pairs: bool
    warnings: tuple[str, ...]

    def to_dict(self) -> dict[str, object]:
        """For a JSON object."""
        return {
            "root": str(self.root),
            "pictures": self.pictures,
            "people": self.people,
            "has_pairs": self.has_pairs,
            "warnings": list(self.warnings),
        }


def install_lfw(
    paths: Paths,
    *,
    source: Path | None = None,
    url: str | None = None,
    releases: Sequence[Release] = RELEASES,
    pairs: Release = PAIRS,
    report: Report = ignore,
    is_cancelled: IsCancelled = never,
) -> InstalledLfw:
    """Install LFW from `source` (an archive, or a folder that holds it), from `url`, or from the known mirrors.

    A folder is referred to, not copied. Other numbers than 13,233 pictures of 5,749 people are allowed and told in a
    warning, as is an archive from `url` that is none of the published ones, and a missing pairs.txt.

    Raises DatasetMissing, DownloadFailed, ArchiveRefused, DiskFull, NotWritable, Cancelled, or Locked while another
    process installs; an installation that was there before is then still in place.
    """
    with hold(paths.root, "datasets"), storage_errors(lfw_folder(paths)):
        return _install(paths, source, url, releases, pairs, report, is_cancelled)


def _install(
    paths: Paths,
    source: Path | None,
    url: str | None,
    releases: Sequence[Release],
    pairs: Release,
    report: Report,
    is_cancelled: IsCancelled,
) -> InstalledLfw:
    warnings: list[str] = []
    if source is not None and source.is_dir():
        root = find_people_folder(source.resolve())
        if root is None:
            raise DatasetMissing(f"A picture named like Name/Name_0001.jpg in {str(source)!r}", "give LFW's own folder")
        counted = _record(paths, root)
    elif source is not None:
        if not source.exists():
            raise DatasetMissing(f"The archive {str(source)!r}", "check its name")
        root, counted = _unpack(paths, source, report, is_cancelled)
    else:
        archive = _download(paths, url, releases, warnings, report, is_cancelled)
        root, counted = _unpack(paths, archive, report, is_cancelled)
        archive.unlink()
    if counted != (PICTURES, PEOPLE):
        warnings.append(
            f"There are {counted[0]} pictures of {counted[1]} people, complete LFW has {PICTURES} of {PEOPLE}; "
            "figures measured on them are not comparable with published ones."
        )
    has_pairs = _install_pairs(paths, source, pairs, warnings, report, is_cancelled)
    return InstalledLfw(
        root=root, pictures=counted[0], people=counted[1], has_pairs=has_pairs, warnings=tuple(warnings)
    )


def _download(
    paths: Paths,
    url: str | None,
    releases: Sequence[Release],
    warnings: list[str],
    report: Report,
    is_cancelled: IsCancelled,
) -> Path:
    folder = lfw_folder(paths)
    if url is not None:
        archive = folder / "download"
        fetch([url], archive, max_bytes=_MAX_BYTES, report=report, is_cancelled=is_cancelled)
        sha256 = digest_of(archive)
        if not any(sha256 == release.sha256 for release in releases):
            warnings.append(f"The archive from {url} is none of the published ones (sha256 {sha256}).")
        return archive
    reasons: list[str] = []
    for release in releases:
        archive = folder / release.name
        try:
            fetch(
                release.urls,
                archive,
                sha256=release.sha256,
                max_bytes=_MAX_BYTES,
                report=report,
                is_cancelled=is_cancelled,
            )
        except DownloadFailed as error:
            reasons.append(error.why)
        else:
            return archive
    raise DownloadFailed("LFW", "; ".join(reasons) or "no mirror is known")


def _unpack(paths: Paths, archive: Path, report: Report, is_cancelled: IsCancelled) -> tuple[Path, tuple[int, int]]:
    """Install the archive's pictures beside the earlier ones, which go once the record tells of the new."""
    target = _free_folder(paths)
    try:
        extract_safely(
            archive,
            target,
            max_files=_MAX_FILES,
            max_bytes=_MAX_BYTES,
            suffixes={".jpg"},
            report=report,
            is_cancelled=is_cancelled,
        )
        root = find_people_folder(target)
        if root is None:
            raise ArchiveRefused(archive, "it holds no picture named like Name/Name_0001.jpg")
        counted = _record(paths, root)
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise
    _clear(paths, keep=target)
    return root, counted


def _free_folder(paths: Paths) -> Path:
    numbers = itertools.count(2)
    target = lfw_folder(paths) / _PICTURES_FOLDER
    while target.exists():
        target = lfw_folder(paths) / f"{_PICTURES_FOLDER}-{next(numbers)}"
    return target


def _clear(paths: Paths, *, keep: Path) -> None:
    """Remove the earlier pictures, and what killed installations left. Best effort: the next one tries again."""
    for folder in lfw_folder(paths).iterdir():
        if folder.name.lstrip(".").startswith(_PICTURES_FOLDER) and folder != keep:
            shutil.rmtree(folder, ignore_errors=True)


def _install_pairs(
    paths: Paths, source: Path | None, pairs: Release, warnings: list[str], report: Report, is_cancelled: IsCancelled
) -> bool:
    """The list lies in the given folder or beside the archive; else it is fetched. Pictures are of use without it."""
    target = pairs_file(paths)
    near = [] if source is None else [source / pairs.name, source.parent / pairs.name]
    try:
        for candidate in near:
            if candidate.is_file():
                adopt(candidate, target, sha256=pairs.sha256)
                return True
        if source is None:
            fetch(pairs.urls, target, sha256=pairs.sha256, max_bytes=1 << 20, report=report, is_cancelled=is_cancelled)
    except DownloadFailed as error:
        warnings.append(str(error))
    if not target.is_file():
        warnings.append("The list of pairs pairs.txt is missing: 'evaluate lfw' needs it, training does not.")
    return target.is_file()


def _record(paths: Paths, root: Path) -> tuple[int, int]:
    """Make `root` the installed data set; how many pictures and people it has."""
    index = LfwIndex(root)
    pictures, people = len(index.pictures()), len(index.people())
    folder = lfw_folder(paths)
    make_folder(folder)
    place = root.relative_to(folder) if root.is_relative_to(folder) else root
    record = {"root": place.as_posix(), "pictures": pictures, "people": people}
    write_whole(record_file(paths), (json.dumps(record, indent=1) + "\n").encode())
    return pictures, people
