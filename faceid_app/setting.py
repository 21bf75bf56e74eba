"""What a setting is: its place in the file, default, bounds and words, checked whenever it is set."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Generic, Protocol, Self, TypeVar, cast, overload

from faceid_app.errors import InvalidSetting
from faceid_app.words import Words

T = TypeVar("T", bound=str | int | float | None)


class Holder(Protocol):
    """What settings are attributes of."""

    def value(self, setting: Setting[T]) -> T: ...

    def put(self, setting: Setting[T], value: T) -> None: ...


class Kind(StrEnum):
    """What values a setting takes."""

    TEXT = "text"
    OPTIONAL_TEXT = "optional text"
    INTEGER = "integer"
    NUMBER = "number"
    SWITCH = "switch"
    CHOICE = "choice"


class Group(Enum):
    """Settings that stand together, in the order in which they are shown."""

    CAMERA = Words("Camera")
    LOOK = Words("Appearance")
    JUDGING = Words("Verification")
    WINDOW = Words("Window")
    ADVANCED = Words("Advanced")


@dataclass(frozen=True)  # no slots: in them a subscripted generic cannot be constructed
class Setting(Generic[T]):
    """One setting: its place in the file, default, bounds (both included) and words for the user.

    `names` are the words of `choices`, in their order. Without a `group` it is set elsewhere than among the settings.
    As an attribute of its holder it is a typed value: reading gives the value in force, assigning checks and sets it.
    """

    key: str
    default: T
    kind: Kind
    label: Words
    help: Words
    low: float = -math.inf
    high: float = math.inf
    choices: tuple[str, ...] = ()
    names: tuple[Words, ...] = ()
    group: Group | None = None

    def check(self, value: object) -> T:
        """`value` as this setting's type. Raises InvalidSetting."""
        if self.kind is Kind.OPTIONAL_TEXT and value is None:
            return cast(T, None)
        if self.kind in (Kind.TEXT, Kind.OPTIONAL_TEXT):
            if isinstance(value, str) and value.strip():
                return cast(T, value)
            raise InvalidSetting(self.label, value, Words("it must be a text that is not empty"))
        if self.kind is Kind.SWITCH:
            if isinstance(value, bool):
                return cast(T, value)
            raise InvalidSetting(self.label, value, Words("it must be true or false"))
        if self.kind is Kind.CHOICE:
            if value in self.choices:
                return cast(T, value)
            raise InvalidSetting(
                self.label, value, Words("it must be one of: {choices}", choices=", ".join(self.choices))
            )
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise InvalidSetting(self.label, value, Words("it must be a number"))
        if self.kind is Kind.INTEGER and value != int(value if math.isfinite(value) else 0):
            raise InvalidSetting(self.label, value, Words("it must be a whole number"))
        if not self.low <= value <= self.high:
            raise InvalidSetting(
                self.label, value, Words("it must be from {low:g} to {high:g}", low=self.low, high=self.high)
            )
        return cast(T, int(value) if self.kind is Kind.INTEGER else float(value))

    @overload
    def __get__(self, owner: None, kind: type[Holder]) -> Self: ...
    @overload
    def __get__(self, owner: Holder, kind: type[Holder]) -> T: ...
    def __get__(self, owner: Holder | None, kind: type[Holder]) -> Self | T:
        return self if owner is None else owner.value(self)

    def __set__(self, owner: Holder, value: T) -> None:
        owner.put(self, value)
