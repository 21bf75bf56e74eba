"""The one exception tree; each class builds its own sentence for the user."""

from __future__ import annotations

from pathlib import Path


class FaceIdError(Exception):
    """An error the user can act on. `str(error)` is one sentence: what, measured value, limit, what to do."""

    exit_code = 4


class Cancelled(FaceIdError):
    """The user asked a running job to stop."""

    exit_code = 130

    def __init__(self, what: str = "The operation") -> None:
        super().__init__(f"{what} was cancelled; nothing that was saved before is lost.")


class InternalFault(FaceIdError):
    """A fault of this program, not of its user."""

    exit_code = 70

    def __init__(self) -> None:
        super().__init__(
            "An unexpected error stopped the command; run it again with --verbose and report what it shows."
        )


# --- wrong usage -----------------------------------------------------------------------------------------------------


class UsageError(FaceIdError):
    """The request itself is wrong."""


class InvalidName(UsageError):
    """A profile name that cannot be a folder name on every system."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"The name {name!r} cannot be used: {why}; choose 1 to 64 letters, digits, spaces, '-', '_' or '.'."
        )


class UnknownProfile(UsageError):
    """No such person is enrolled."""

    def __init__(self, name: str, known: list[str]) -> None:
        there = ", ".join(known[:5]) if known else "none yet"
        super().__init__(
            f"There is no profile named {name!r} (enrolled: {there}); enrol it first or check the spelling."
        )


class ProfileExists(UsageError):
    """The name is taken."""

    def __init__(self, name: str) -> None:
        super().__init__(f"A profile named {name!r} exists already; choose another name or delete that one first.")


class NotEnoughCaptures(UsageError):
    """Training needs more pictures of the person."""

    def __init__(self, role: str, count: int, needed: int) -> None:
        super().__init__(
            f"There are {count} {role} captures, {needed} are needed; enrol again and take {needed - count} more."
        )


class InvalidSpan(UsageError):
    """The part of a file that should be played does not exist."""

    def __init__(self, path: Path | str, start: float, end: float | None, why: str) -> None:
        until = "its end" if end is None else f"{end:g} s"
        super().__init__(
            f"{str(path)!r} cannot be played from {start:g} s to {until}: {why}; choose another --start or --end."
        )


class InvalidSetting(UsageError):
    """A value that a setting cannot take."""

    def __init__(self, label: str, value: object, why: str) -> None:
        super().__init__(f"The setting {label!r} cannot be {value!r}: {why}.")


class ReportRefused(UsageError):
    """A report cannot be written to the file that was named."""

    def __init__(self, path: Path | str, why: str) -> None:
        super().__init__(
            f"No report can be written to {str(path)!r}: {why}; name a file in an existing folder that ends in .html, "
            ".json or .txt."
        )


# --- camera and pictures ---------------------------------------------------------------------------------------------


class CameraError(FaceIdError):
    """The frame source does not deliver."""

    exit_code = 5


class CameraMissing(CameraError):
    """No camera answers to that index or id."""

    def __init__(self, spec: str, known: list[str]) -> None:
        there = "; ".join(known) if known else "no camera at all"
        super().__init__(f"The camera {spec!r} was not found (found: {there}); connect it or choose another.")


class CameraBusy(CameraError):
    """The camera is there but opens for nobody."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The camera {name!r} is there but does not open; close the other program that uses it.")


class CameraUnplugged(CameraError):
    """The camera delivered frames and stopped."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The camera {name!r} stopped delivering pictures; plug it in again.")


class CameraBlack(CameraError):
    """The camera delivers only black frames."""

    def __init__(self, name: str, brightness: float, limit: float) -> None:
        super().__init__(
            f"The camera {name!r} delivers black pictures (brightness {brightness:.1f}, needed {limit:.1f}); "
            "open its shutter or take off the cover."
        )


class NoPicture(CameraError):
    """A capture was asked for and no frame came."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"No picture came from the camera within {seconds:g} s; check the camera, then press again.")


class SourceUnreadable(CameraError):
    """A file given as camera cannot be read as video or pictures."""

    def __init__(self, path: Path | str, why: str) -> None:
        super().__init__(f"{str(path)!r} cannot be used as a camera: {why}; give a video file or a folder of pictures.")


class PictureError(FaceIdError):
    """A picture file is not one, or its size is beyond the bounds."""

    def __init__(self, path: Path | str, why: str) -> None:
        super().__init__(f"The picture {str(path)!r} cannot be used: {why}; replace it or leave it out.")


# --- storage ---------------------------------------------------------------------------------------------------------


class StorageError(FaceIdError):
    """Reading or writing personal data failed; what was saved before is untouched."""


class DiskFull(StorageError):
    """No space left while saving."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            f"There is no space left to save {str(path)!r}; free some and try again, everything saved before is safe."
        )


class NotWritable(StorageError):
    """The system refuses to read or write there."""

    def __init__(self, path: Path | str, why: str) -> None:
        super().__init__(f"{str(path)!r} cannot be used: {why}; check its permissions or choose another --data-dir.")


class NotStored(StorageError):
    """Nothing lies under that key."""

    def __init__(self, key: str) -> None:
        super().__init__(f"{key!r} is not stored; it was deleted or never saved.")


class ProfileGone(StorageError):
    """The profile went away while something was to be saved for it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The profile {name!r} was deleted or renamed meanwhile; nothing was saved, open it anew.")


class NewerFormat(StorageError):
    """A later version of the program wrote this; reading it by guess could lose data."""

    def __init__(self, what: str, found: object, known: int) -> None:
        super().__init__(
            f"{what} was written by a newer version of this program (format {found}, this one reads up to {known}); "
            "update the program."
        )


class Locked(StorageError):
    """Another instance holds the lock."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is in use by another instance of this program; close that one first.")


class CorruptData(StorageError):
    """A stored file does not match its checksum or format."""

    def __init__(self, what: str, why: str, action: str) -> None:
        super().__init__(f"{what} is damaged: {why}; {action}.")


# --- models ----------------------------------------------------------------------------------------------------------


class ModelError(FaceIdError):
    """A model is missing, damaged or must not be used."""


class ModelMissing(ModelError):
    """A backbone or a profile's bundle is not there."""

    def __init__(self, what: str, action: str) -> None:
        super().__init__(f"{what} is not there; {action}.")


class BundleVersionMismatch(ModelError):
    """A bundle made for another preprocessing must not be fed with ours."""

    def __init__(self, found: object, expected: object) -> None:
        super().__init__(
            f"The model was made for preprocessing version {found}, this program has {expected}; train it again."
        )


class UnfitModel(ModelError):
    """The probes found that the model does not recognise the face."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"The model of {name!r} is unfit for verification: {why}; "
            "train it with recipe 'head', or use --force to try it anyway."
        )
        self.why = why


class TrainingFailed(ModelError):
    """The training process ended without a result."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The training did not finish: {why}; the previous model is still in place.")


# --- data sets -------------------------------------------------------------------------------------------------------


class DatasetError(FaceIdError):
    """A data set is missing or not what it claims to be."""


class DatasetMissing(DatasetError):
    """Raw pictures are needed and are not there."""

    def __init__(self, what: str, action: str) -> None:
        super().__init__(f"{what} is not there; {action}.")


class DownloadFailed(DatasetError):
    """No source delivered the file; `why` is the part of the sentence that says what each source did."""

    def __init__(self, what: str, why: str) -> None:
        self.why = why
        super().__init__(
            f"{what} could not be downloaded: {why}; check the network, or give a file you have with --from."
        )


class TargetRefused(DatasetError):
    """A data set cannot be written there."""

    def __init__(self, path: Path | str, why: str) -> None:
        super().__init__(f"Nothing can be exported to {str(path)!r}: {why}; choose a new or an empty folder.")


class ArchiveRefused(DatasetError):
    """The archive would write outside its folder, hold links, or be too large."""

    def __init__(self, path: Path | str, why: str) -> None:
        super().__init__(f"The archive {str(path)!r} was refused: {why}; get it from its official source.")


class ProtocolInvalid(DatasetError):
    """A list of pairs is not in the format of its protocol."""

    def __init__(self, path: Path | str, line: int, why: str) -> None:
        super().__init__(f"Line {line} of {str(path)!r} is wrong: {why}; get the official pairs.txt of LFW's View 2.")
