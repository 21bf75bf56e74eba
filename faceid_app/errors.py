"""The one exception tree; each class builds its own sentence for the user. Those of cameras are in `camera.errors`."""

from __future__ import annotations

from pathlib import Path

from faceid_app.words import Words


class FaceIdError(Exception):
    """An error the user can act on. `str(error)` is one sentence: what, measured value, limit, what to do."""

    exit_code = 4

    def __init__(self, template: str = "", /, **values: object) -> None:
        super().__init__(Words(template, **values))

    @property
    def words(self) -> str:
        """The sentence; `Words`, unless it came from another process."""
        return self.args[0] if self.args and isinstance(self.args[0], str) else str(self)


class Cancelled(FaceIdError):
    """The user asked a running job to stop."""

    exit_code = 130

    def __init__(self, what: str = "The operation") -> None:
        super().__init__("{what} was cancelled; nothing that was saved before is lost.", what=what)


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
            "The name {name!r} cannot be used: {why}; choose 1 to 64 letters, digits, spaces, '-', '_' or '.'.",
            name=name,
            why=why,
        )


class UnknownProfile(UsageError):
    """No such person is enrolled."""

    def __init__(self, name: str, known: list[str]) -> None:
        there = ", ".join(known[:5]) if known else "none yet"
        super().__init__(
            "There is no profile named {name!r} (enrolled: {there}); enrol it first or check the spelling.",
            name=name,
            there=there,
        )


class ProfileExists(UsageError):
    """The name is taken."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "A profile named {name!r} exists already; choose another name or delete that one first.", name=name
        )


class NotEnoughCaptures(UsageError):
    """Training needs more pictures of the person."""

    def __init__(self, role: str, count: int, needed: int) -> None:
        super().__init__(
            "There are {count} {role} captures, {needed} are needed; enrol again and take {missing} more.",
            count=count,
            role=role,
            needed=needed,
            missing=needed - count,
        )


class InvalidSpan(UsageError):
    """The part of a file that should be played does not exist."""

    def __init__(self, path: Path | str, start: float, end: float | None, why: str) -> None:
        until = "its end" if end is None else f"{end:g} s"
        super().__init__(
            "{path!r} cannot be played from {start:g} s to {until}: {why}; choose another --start or --end.",
            path=str(path),
            start=start,
            until=until,
            why=why,
        )


class InvalidSetting(UsageError):
    """A value that a setting cannot take."""

    def __init__(self, label: str, value: object, why: str) -> None:
        super().__init__("The setting {label!r} cannot be {value!r}: {why}.", label=label, value=value, why=why)


class SettingsBroken(UsageError):
    """The file of settings holds something else."""

    def __init__(self, kept: Path | str) -> None:
        super().__init__(
            "The settings could not be read, so all are as at first; the file is kept as {kept!r}.", kept=str(kept)
        )


class ReportRefused(UsageError):
    """A report cannot be written to the file that was named."""

    def __init__(self, path: Path | str, why: str) -> None:
        super().__init__(
            "No report can be written to {path!r}: {why}; name a file in an existing folder that ends in "
            ".html, .json or .txt.",
            path=str(path),
            why=why,
        )


# --- camera and pictures ---------------------------------------------------------------------------------------------


class StorageError(FaceIdError):
    """Reading or writing personal data failed; what was saved before is untouched."""


class DiskFull(StorageError):
    """No space left while saving."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            "There is no space left to save {path!r}; free some and try again, everything saved before is safe.",
            path=str(path),
        )


class NotWritable(StorageError):
    """The system refuses to read or write there."""

    def __init__(self, path: Path | str, why: str) -> None:
        super().__init__(
            "{path!r} cannot be used: {why}; check its permissions or choose another --data-dir.",
            path=str(path),
            why=why,
        )


class NotStored(StorageError):
    """Nothing lies under that key."""

    def __init__(self, key: str) -> None:
        super().__init__("{key!r} is not stored; it was deleted or never saved.", key=key)


class ProfileGone(StorageError):
    """The profile went away while something was to be saved for it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "The profile {name!r} was deleted or renamed meanwhile; nothing was saved, open it anew.", name=name
        )


class PicturesDropped(StorageError):
    """The pictures went, as the user wanted; templates and model are still there."""

    def __init__(self, name: str, day: str) -> None:
        super().__init__(
            "The pictures of {name!r} were dropped on {day}, and this needs pictures: verification goes on without "
            "them; for the rest enrol anew.",
            name=name,
            day=day,
        )


class CapsuleRefused(StorageError):
    """A capsule cannot be read, or not be taken in here."""

    def __init__(self, path: Path | str, why: str, action: str = Words("export it anew where it came from")) -> None:
        super().__init__(
            "The capsule {path!r} cannot be used: {why}; {action}.", path=str(path), why=why, action=action
        )


class NewerFormat(StorageError):
    """A later version of the program wrote this; reading it by guess could lose data."""

    def __init__(self, what: str, found: object, known: int) -> None:
        super().__init__(
            "{what} was written by a newer version of this program (format {found}, this one reads up to "
            "{known}); update the program.",
            what=what,
            found=found,
            known=known,
        )


class Locked(StorageError):
    """Another instance holds the lock."""

    def __init__(self, what: str) -> None:
        super().__init__("{what} is in use by another instance of this program; close that one first.", what=what)


class DataMoved(StorageError):
    """Everything was moved away from the folder that this process works with; nothing may be saved there any more."""

    def __init__(self, folder: Path | str, target: Path | str) -> None:
        super().__init__(
            "Nothing is saved in {folder!r} any more: everything was moved to {target!r}; start this program again, "
            "for the new folder.",
            folder=str(folder),
            target=str(target),
        )


class CorruptData(StorageError):
    """A stored file does not match its checksum or format."""

    def __init__(self, what: str, why: str, action: str) -> None:
        super().__init__("{what} is damaged: {why}; {action}.", what=what, why=why, action=action)


# --- models ----------------------------------------------------------------------------------------------------------


class ModelError(FaceIdError):
    """A model is missing, damaged or must not be used."""


class ModelMissing(ModelError):
    """A backbone or a profile's bundle is not there."""

    def __init__(self, what: str, action: str) -> None:
        super().__init__("{what} is not there; {action}.", what=what, action=action)


class BundleVersionMismatch(ModelError):
    """A bundle made for another preprocessing must not be fed with ours."""

    def __init__(self, found: object, expected: object) -> None:
        super().__init__(
            "The model was made for preprocessing version {found}, this program has {expected}; train it again.",
            found=found,
            expected=expected,
        )


class UnfitModel(ModelError):
    """The probes found that the model does not recognise the face."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            "The model of {name!r} is unfit for verification: {why}; train it with recipe 'head', or use "
            "--force to try it anyway.",
            name=name,
            why=why,
        )
        self.why = why


class GuardMissing(ModelError):
    """The guard cannot watch, and the policy asks it to."""

    def __init__(self, why: str) -> None:
        super().__init__(
            "Nobody can be told from a picture of them, so nobody is judged: {why}; choose the guard for this person "
            "anew, or none if that does not matter.",
            why=why,
        )


class WeakerGuard(UsageError):
    """A run asks for less than the profile does."""

    def __init__(self, name: str, wanted: str, policy: str) -> None:
        super().__init__(
            "The guard {wanted!r} is weaker than {policy!r}, which is set for {name!r}; use --force for this one run, "
            "or set another with: faceid guard-policy {name} {wanted}.",
            name=name,
            wanted=wanted,
            policy=policy,
        )


class TrainingNotInstalled(ModelError):
    """What trains is no part of the program here, and was not installed beside it."""

    def __init__(self) -> None:
        super().__init__(
            "Training is not installed, and nothing but training needs it; install it on the page Train, or run: "
            "faceid training install."
        )


class TrainingOutdated(ModelError):
    """What trains was installed by another version of the program."""

    def __init__(self) -> None:
        super().__init__(
            "The training software here was made for another version of this program; install it anew on the page "
            "Train, or run: faceid training install."
        )


class TrainingNotInstallable(ModelError):
    """The training software could not be installed; nothing is there that was not there before."""

    def __init__(self, why: str) -> None:
        super().__init__("The training software could not be installed: {why}; nothing was changed.", why=why)


class TrainingFailed(ModelError):
    """The training process ended without a result."""

    def __init__(self, why: str) -> None:
        super().__init__("The training did not finish: {why}; the previous model is still in place.", why=why)


# --- data sets -------------------------------------------------------------------------------------------------------


class DatasetError(FaceIdError):
    """A data set is missing or not what it claims to be."""


class DatasetMissing(DatasetError):
    """Raw pictures are needed and are not there."""

    def __init__(self, what: str, action: str) -> None:
        super().__init__("{what} is not there; {action}.", what=what, action=action)


class DownloadFailed(DatasetError):
    """No source delivered the file; `why` is the part of the sentence that says what each source did."""

    def __init__(self, what: str, why: str) -> None:
        self.why = why
        super().__init__(
            "{what} could not be downloaded: {why}; check the network, or give a file you have with --from.",
            what=what,
            why=why,
        )


class TargetRefused(DatasetError):
    """A data set cannot be written there."""

    def __init__(self, path: Path | str, why: str) -> None:
        super().__init__(
            "Nothing can be exported to {path!r}: {why}; choose a new or an empty folder.", path=str(path), why=why
        )


class ArchiveRefused(DatasetError):
    """The archive would write outside its folder, hold links, or be too large."""

    def __init__(self, path: Path | str, why: str) -> None:
        super().__init__(
            "The archive {path!r} was refused: {why}; get it from its official source.", path=str(path), why=why
        )


class ProtocolInvalid(DatasetError):
    """A list of pairs is not in the format of its protocol."""

    def __init__(self, path: Path | str, line: int, why: str) -> None:
        super().__init__(
            "Line {line} of {path!r} is wrong: {why}; get the official pairs.txt of LFW's View 2.",
            line=line,
            path=str(path),
            why=why,
        )
