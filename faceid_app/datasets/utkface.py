"""UTKFace: pictures whose names say age, gender and ethnicity, or the CSV that holds them as 48x48 grey pixels."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faceid_app.datasets.people import is_picture
from faceid_app.errors import DatasetMissing, UsageError

GENDERS = ("male", "female")
ETHNICITIES = ("White", "Black", "Asian", "Indian", "other")
"""In the words and numbers of the data set; what its labellers saw in a picture, and no more than that."""
OLDEST = 116
CSV_SIDE = 48
COLUMNS = ("age", "ethnicity", "gender", "img_name", "pixels")
_NAME = re.compile(r"(?P<age>\d{1,3})_(?P<gender>[01])_(?P<ethnicity>[0-4])_\d+")


@dataclass(frozen=True, slots=True)
class Label:
    """What is said of a face. age: years, 1..OLDEST. gender, ethnicity: index into GENDERS, ETHNICITIES."""

    age: int
    gender: int
    ethnicity: int

    def check(self) -> str:
        """Empty, or the part of a sentence that says what cannot be."""
        for name, value, low, high in (
            ("age", self.age, 1, OLDEST),
            ("gender", self.gender, 0, len(GENDERS) - 1),
            ("ethnicity", self.ethnicity, 0, len(ETHNICITIES) - 1),
        ):
            if not low <= value <= high:
                return f"the {name} is {value}, it must be {low} to {high}"
        return ""


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """Labelled pictures, sorted by name.

    Attributes:
        names: (n,) of the pictures, without folder.
        labels: (n,) of them.
        paths: (n,) files; empty where the pictures came from a CSV.
        grey: (n, 48, 48) uint8 of a CSV, else None.
        misnamed: pictures whose names say no label, which are left out.
    """

    names: tuple[str, ...]
    labels: tuple[Label, ...]
    paths: tuple[Path, ...]
    grey: NDArray[np.uint8] | None
    misnamed: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.names)


def label_of(path: Path) -> Label | None:
    """What a file name `age_gender_ethnicity_date` says; None where it lacks a field or says what cannot be."""
    told = _NAME.match(path.name)
    if told is None:
        return None
    label = Label(*(int(told[name]) for name in ("age", "gender", "ethnicity")))
    return None if label.check() else label


def list_folder(folder: Path) -> Listing:
    """The labelled pictures of a folder and those in it.

    Raises DatasetMissing where there is no picture, or none whose name says a label.
    """
    if not folder.is_dir():
        raise DatasetMissing(f"The folder {str(folder)!r}", "check its name")
    pictures = sorted((path for path in folder.rglob("*") if is_picture(path)), key=lambda path: path.name)
    if not pictures:
        raise DatasetMissing(f"A picture in the folder {str(folder)!r}", "give the folder of UTKFace")
    told = [(path, label_of(path)) for path in pictures]
    good = [(path, label) for path, label in told if label is not None]
    if not good:
        raise DatasetMissing(
            f"A picture in {str(folder)!r} whose name says age, gender and ethnicity",
            f"names must be like 26_1_2_20170104.jpg, and there is {pictures[0].name!r}",
        )
    return Listing(
        names=tuple(path.name for path, _ in good),
        labels=tuple(label for _, label in good),
        paths=tuple(path for path, _ in good),
        grey=None,
        misnamed=tuple(path.name for path, label in told if label is None),
    )


def read_csv(path: Path) -> Listing:
    """The faces of a CSV with the columns age, ethnicity, gender, img_name and pixels (2,304 numbers, 0..255).

    Raises DatasetMissing where the file, a column or every row is missing, and UsageError for a row that cannot be.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise DatasetMissing(
                    f"The column {missing[0]!r} of {str(path)!r}", f"its columns must be {', '.join(COLUMNS)}"
                )
            rows = sorted(_rows(reader, path), key=lambda row: row[0])
    except OSError as error:
        raise DatasetMissing(f"The file {str(path)!r}", f"it cannot be read ({error.strerror})") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{str(path)!r} is no CSV file ({error}); give that of UTKFace.") from None
    if not rows:
        raise DatasetMissing(f"A row in {str(path)!r}", "give the CSV file of UTKFace")
    return Listing(
        names=tuple(name for name, _, _ in rows),
        labels=tuple(label for _, label, _ in rows),
        paths=(),
        grey=np.stack([pixels for _, _, pixels in rows]),
        misnamed=(),
    )


def _rows(reader: csv.DictReader[str], path: Path) -> Iterator[tuple[str, Label, NDArray[np.uint8]]]:
    for row in reader:
        place = f"Line {reader.line_num} of {str(path)!r}"
        try:
            label = Label(*(int(row[name]) for name in ("age", "gender", "ethnicity")))
            values = np.array(row["pixels"].split(), np.float64)
        except (ValueError, TypeError, AttributeError):
            raise UsageError(f"{place} holds something that is no number; mend or remove it.") from None
        if wrong := label.check():
            raise UsageError(f"{place} cannot be used: {wrong}; mend or remove it.")
        if values.size != CSV_SIDE**2:
            raise UsageError(
                f"{place} holds {values.size:,} pixels; {CSV_SIDE}x{CSV_SIDE} = {CSV_SIDE**2:,} are needed, "
                "mend or remove it."
            )
        if not ((values >= 0) & (values <= 255)).all():
            raise UsageError(f"{place} holds a pixel outside 0 to 255; mend or remove it.")
        yield str(row["img_name"]), label, values.reshape(CSV_SIDE, CSV_SIDE).astype(np.uint8)
