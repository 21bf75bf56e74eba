"""Owns the design tokens: every colour, distance and text size of the windows is one of these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Colours of one scheme, as #rrggbb. Text colours keep a contrast of 4.5 : 1 on `window`, `surface` and `track`."""

    window: str
    surface: str
    track: str
    hover: str
    line: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_hover: str
    accent_text: str
    accent_soft: str
    on_accent: str
    good: str
    bad: str
    caution: str
    bad_soft: str
    caution_soft: str
    good_soft: str
    stage: str
    on_stage: str
    segment: str
    segment_line: str
    knob: str
    knob_line: str
    scroll: str
    heat: str


LIGHT: Final = Tokens(
    window="#f5f5f7",
    surface="#ffffff",
    track="#e9e9ed",
    hover="#f0f0f3",
    line="#e2e2e7",
    text="#1d1d1f",
    muted="#5c5c63",
    faint="#8b8b92",
    accent="#1768d5",
    accent_hover="#125abb",
    accent_text="#1560c6",
    accent_soft="#e6effb",
    on_accent="#ffffff",
    good="#157a3c",
    bad="#c32b28",
    caution="#8a5a00",
    bad_soft="#fbe9e8",
    caution_soft="#fbf1dd",
    good_soft="#e4f4ea",
    stage="#e4e4e9",
    on_stage="#3c3c42",
    segment="#ffffff",
    segment_line="#dcdce2",
    knob="#ffffff",
    knob_line="#bdbdc6",
    scroll="#c9c9d0",
    heat="#ff5a1f",
)

DARK: Final = Tokens(
    window="#141416",
    surface="#1f1f23",
    track="#2d2d32",
    hover="#28282d",
    line="#333338",
    text="#f4f4f6",
    muted="#a8a8b0",
    faint="#77777f",
    accent="#2770de",
    accent_hover="#2266cc",
    accent_text="#6aaeff",
    accent_soft="#1c2c45",
    on_accent="#ffffff",
    good="#4ccb80",
    bad="#ff7a72",
    caution="#e8b654",
    bad_soft="#3a2022",
    caution_soft="#372c17",
    good_soft="#19301f",
    stage="#1f1f23",
    on_stage="#d6d6dc",
    segment="#4a4a51",
    segment_line="#55555c",
    knob="#f4f4f6",
    knob_line="#141416",
    scroll="#4a4a51",
    heat="#ff5a1f",
)


class Space:
    """Distances in device-independent pixels."""

    XS: Final = 4
    S: Final = 8
    M: Final = 12
    L: Final = 16
    XL: Final = 24
    XXL: Final = 32


class Radius:
    """Corner radii in device-independent pixels."""

    CONTROL: Final = 9
    CARD: Final = 16
    STAGE: Final = 22


class Type:
    """Text sizes in device-independent pixels: caption, body, lead, title, display."""

    CAPTION: Final = 12
    BODY: Final = 14
    LEAD: Final = 17
    TITLE: Final = 22
    DISPLAY: Final = 40
