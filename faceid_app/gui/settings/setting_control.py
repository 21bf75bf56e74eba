"""Owns which control a setting gets, made from its declaration alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from faceid_app.gui.look.theme import Theme
from faceid_app.gui.messages import said
from faceid_app.gui.parts.segments import Segments
from faceid_app.gui.parts.switch import Switch
from faceid_app.gui.settings.choice_menu import ChoiceMenu
from faceid_app.gui.settings.stepper import Stepper
from faceid_app.setting import Kind, Setting
from faceid_app.settings import Settings

Set = Callable[[Setting[Any], object], None]


def control_for(setting: Setting[Any], settings: Settings, theme: Theme, put: Set) -> QWidget:
    """A switch, segments or a number, showing the value in force; `put` is told of every change by the user."""
    match setting.kind:
        case Kind.SWITCH:
            switch = Switch(theme, "")
            switch.setChecked(settings.value(setting))
            switch.toggled.connect(lambda on: put(setting, on))
            return switch
        case Kind.CHOICE:
            segments = Segments([said(name) for name in setting.names])
            segments.choose(setting.choices.index(settings.value(setting)))
            segments.chosen.connect(lambda number: put(setting, setting.choices[number]))
            return segments
        case Kind.INTEGER:
            whole = Stepper(theme, settings.value(setting))
            whole.number.valueChanged.connect(lambda value: put(setting, round(value)))
            return _bounded(whole, setting, settings)
        case Kind.NUMBER:
            number = Stepper(theme, settings.value(setting), decimals=1, step=0.5)
            number.number.valueChanged.connect(lambda value: put(setting, value))
            return _bounded(number, setting, settings)
        case Kind.TEXT | Kind.OPTIONAL_TEXT:
            # Free text is never typed among the settings: it names a thing that can be chosen.
            return ChoiceMenu(theme, said(setting.label), setting.key)


def refresh_bounds(control: QWidget, setting: Setting[Any], settings: Settings) -> None:
    """Let a number follow what the other settings allow."""
    if isinstance(control, Stepper):
        control.set_range(*settings.bounds(setting))


def _bounded(stepper: Stepper, setting: Setting[Any], settings: Settings) -> Stepper:
    refresh_bounds(stepper, setting, settings)
    stepper.name(said(setting.label), said(setting.help))
    return stepper
