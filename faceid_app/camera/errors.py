"""What can be wrong with a camera, a file in its place, or a picture: the rest of the one exception tree."""

from __future__ import annotations

from pathlib import Path

from faceid_app.errors import FaceIdError


class CameraError(FaceIdError):
    """The frame source does not deliver."""

    exit_code = 5


class CameraMissing(CameraError):
    """No camera answers to that index or id."""

    def __init__(self, spec: str, known: list[str]) -> None:
        self.spec = spec
        there = "; ".join(known) if known else "no camera at all"
        super().__init__(
            "The camera {spec!r} was not found (found: {there}); connect it or choose another.", spec=spec, there=there
        )


class CameraBusy(CameraError):
    """The camera is there but opens for nobody."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "The camera {name!r} is there but does not open; close the other program that uses it.", name=name
        )


class CameraUnplugged(CameraError):
    """The camera delivered frames and stopped."""

    def __init__(self, name: str) -> None:
        super().__init__("The camera {name!r} stopped delivering pictures; plug it in again.", name=name)


class CameraBlack(CameraError):
    """The camera delivers only black frames."""

    def __init__(self, name: str, brightness: float, limit: float) -> None:
        super().__init__(
            "The camera {name!r} delivers black pictures (brightness {brightness:.1f}, needed {limit:.1f}); "
            "open its shutter or take off the cover.",
            name=name,
            brightness=brightness,
            limit=limit,
        )


class CameraFrozen(CameraError):
    """The camera delivers the same picture again and again."""

    def __init__(self, name: str, seconds: float) -> None:
        super().__init__(
            "The camera {name!r} has shown the very same picture for {seconds:.1f} s; start it again or choose "
            "another.",
            name=name,
            seconds=seconds,
        )


class CameraSilent(CameraError):
    """The camera is open and no picture comes."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            "No picture has come from the camera for {seconds:.1f} s; check its cable or choose another.",
            seconds=seconds,
        )


class CameraFormat(CameraError):
    """The camera delivers something that is no picture as this program reads them."""

    def __init__(self, name: str, found: str) -> None:
        super().__init__(
            "The camera {name!r} delivers pictures in a format that cannot be read ({found}, needed: 8 bits a channel "
            "in grey or colour); choose another format in the camera's own program, or another camera.",
            name=name,
            found=found,
        )


class NoPicture(CameraError):
    """A capture was asked for and no frame came."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            "No picture came from the camera within {seconds:g} s; check the camera, then press again.", seconds=seconds
        )


class SourceUnreadable(CameraError):
    """A file given as camera cannot be read as video or pictures."""

    def __init__(self, path: Path | str, why: str) -> None:
        super().__init__(
            "{path!r} cannot be used as a camera: {why}; give a video file or a folder of pictures.",
            path=str(path),
            why=why,
        )


class PictureError(FaceIdError):
    """A picture file is not one, or its size is beyond the bounds."""

    def __init__(self, path: Path | str, why: str) -> None:
        super().__init__(
            "The picture {path!r} cannot be used: {why}; replace it or leave it out.", path=str(path), why=why
        )


# --- storage ---------------------------------------------------------------------------------------------------------
