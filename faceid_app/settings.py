"""The user's settings: each declared once, saved sparsely in one file that people may edit by hand."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from faceid_app import strict_json
from faceid_app.errors import FaceIdError, InvalidSetting, SettingsBroken
from faceid_app.files import make_folder, storage_errors, write_whole
from faceid_app.paths import Paths
from faceid_app.setting import Group, Kind, Setting, T
from faceid_app.words import Words


class Settings:
    """The settings of one data folder. Unknown keys of the file, a later version's for instance, are kept on saving."""

    camera = Setting[str | None](
        "camera",
        None,
        Kind.OPTIONAL_TEXT,
        Words("Camera"),
        Words("Which camera the window opens when it starts."),
        group=Group.CAMERA,
    )
    backbone = Setting(
        "backbone", "compact", Kind.TEXT, Words("Backbone"), Words("The network that turns a face into numbers.")
    )
    profile = Setting[str | None](
        "profile",
        None,
        Kind.OPTIONAL_TEXT,
        Words("Person"),
        Words("Whom the window was about when it was closed."),
    )
    theme = Setting(
        "theme",
        "system",
        Kind.CHOICE,
        Words("Theme"),
        Words("Light, dark, or as the system is."),
        choices=("system", "light", "dark"),
        names=(Words("System"), Words("Light"), Words("Dark")),
        group=Group.LOOK,
    )
    language = Setting(
        "language",
        "system",
        Kind.CHOICE,
        Words("Language"),
        Words("The language of the window."),
        choices=("system", "en", "ru"),
        names=(Words("As the system"), Words("English"), Words("Русский")),
        group=Group.LOOK,
    )
    mirror = Setting(
        "mirror",
        True,
        Kind.SWITCH,
        Words("Mirror the picture"),
        Words("Show the live picture as a mirror does. What is saved is never mirrored."),
        group=Group.CAMERA,
    )
    reduce_motion = Setting(
        "reduce_motion",
        False,
        Kind.SWITCH,
        Words("Reduce motion"),
        Words("Change at once instead of gliding and flashing."),
        group=Group.LOOK,
    )
    preset = Setting(
        "preset",
        "1e-4",
        Kind.CHOICE,
        Words("Strictness"),
        Words("How many strangers may pass as you, for thresholds nobody has moved yet."),
        choices=("1e-2", "1e-3", "1e-4"),
        names=(Words("1 in 100"), Words("1 in 1,000"), Words("1 in 10,000")),
        group=Group.JUDGING,
    )
    second_face = Setting(
        "second_face",
        "refuse",
        Kind.CHOICE,
        Words("A second face in view"),
        Words("Refuse to judge while somebody else is close, or judge the nearest face."),
        choices=("refuse", "nearest"),
        names=(Words("Refuse"), Words("Judge the nearest")),
        group=Group.JUDGING,
    )
    keep_attempts = Setting(
        "keep_attempts",
        False,
        Kind.SWITCH,
        Words("Remember attempts"),
        Words("Keep the numbers, not the pictures, of the last 200 attempts, to try other thresholds on them."),
        group=Group.JUDGING,
    )
    insights = Setting(
        "insights",
        False,
        Kind.SWITCH,
        Words("Insights"),
        Words("Guess age and gender presentation while verifying. Nothing is kept, and no verdict rests on it."),
        group=Group.JUDGING,
    )
    forget_pictures = Setting(
        "forget_pictures",
        False,
        Kind.SWITCH,
        Words("Forget pictures after training"),
        Words(
            "Drop a person's pictures once a model of them is trained and fit. Verification goes on; training again "
            "and seeing what a model looks at need new pictures."
        ),
        group=Group.JUDGING,
    )
    tray = Setting(
        "tray",
        False,
        Kind.SWITCH,
        Words("Icon in the tray"),
        Words("Closing the window leaves an icon in the tray."),
        group=Group.WINDOW,
    )
    verdict_k = Setting(
        "verdict_k",
        3,
        Kind.INTEGER,
        Words("Frames that must agree"),
        Words("So many of the newest frames must say the same."),
        1,
        100,
        group=Group.ADVANCED,
    )
    verdict_n = Setting(
        "verdict_n",
        5,
        Kind.INTEGER,
        Words("Frames considered"),
        Words("How many of the newest frames count."),
        1,
        100,
        group=Group.ADVANCED,
    )
    verdict_seconds = Setting(
        "verdict_seconds",
        2.0,
        Kind.NUMBER,
        Words("Seconds considered"),
        Words("Frames older than this do not count."),
        0.1,
        60.0,
        group=Group.ADVANCED,
    )

    def __init__(self, raw: dict[str, Any] | None = None) -> None:
        self._raw: dict[str, Any] = dict(raw or {})
        self.ignored: tuple[FaceIdError, ...] = ()
        """What was written in the file and does not count."""

    @classmethod
    def declared(cls) -> list[Setting[Any]]:
        """Every setting there is, in the order of declaration."""
        return [value for value in vars(cls).values() if isinstance(value, Setting)]

    @classmethod
    def load(cls, paths: Paths) -> Settings:
        """The saved settings; defaults if there are none or the file cannot be read.

        A file that is not JSON is kept beside as `settings.json.broken`. A single bad value counts as its default.
        `ignored` says so.
        """
        try:
            raw = strict_json.loads(paths.settings.read_bytes(), finite=False)
        except OSError:
            return cls()
        except ValueError:
            raw = None
        if not isinstance(raw, dict):
            with contextlib.suppress(OSError):  # on a read-only disk it stays where it is
                os.replace(paths.settings, _broken(paths.settings))
            loaded = cls()
            loaded.ignored = (SettingsBroken(_broken(paths.settings)),)
            return loaded
        loaded = cls(raw)
        loaded.ignored = tuple(loaded._refused())
        if loaded.verdict_k > loaded.verdict_n:  # no verdict could ever come about
            why = Words("it must not be over {count}, the frames considered", count=loaded.verdict_n)
            refused = InvalidSetting(cls.verdict_k.label, loaded.verdict_k, why)
            loaded.ignored += (refused,)
            for setting in (cls.verdict_k, cls.verdict_n):
                loaded._raw.pop(setting.key, None)
        return loaded

    def save(self, paths: Paths) -> None:
        """Write what differs from the defaults, whole or not at all. Raises DiskFull, NotWritable."""
        with storage_errors(paths.settings):
            make_folder(paths.settings.parent)
            write_whole(paths.settings, json.dumps(self._raw, indent=2, ensure_ascii=False).encode() + b"\n")

    def value(self, setting: Setting[T]) -> T:
        """The value in force."""
        try:
            return setting.check(self._raw.get(setting.key, setting.default))
        except InvalidSetting:
            return setting.default

    def bounds(self, setting: Setting[Any]) -> tuple[float, float]:
        """Least and greatest value that can be chosen while the other settings are as they are."""
        if setting is Settings.verdict_k:
            return setting.low, self.verdict_n
        if setting is Settings.verdict_n:
            return self.verdict_k, setting.high
        return setting.low, setting.high

    def put(self, setting: Setting[T], value: T) -> None:
        """Set a value. Raises InvalidSetting."""
        checked = setting.check(value)
        if checked == setting.default:
            self._raw.pop(setting.key, None)
        else:
            self._raw[setting.key] = checked

    def _refused(self) -> Iterator[InvalidSetting]:
        for setting in self.declared():
            try:
                setting.check(self._raw.get(setting.key, setting.default))
            except InvalidSetting as error:
                yield error


def _broken(path: Path) -> Path:
    return path.with_name(f"{path.name}.broken")
