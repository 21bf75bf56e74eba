"""Owns how the one style sheet, `assets/theme.qss`, gets its colours and sizes."""

from __future__ import annotations

from string import Template

from faceid_app.gui.tokens import Radius, Tokens, Type
from faceid_app.paths import ASSETS


def style_sheet(tokens: Tokens) -> str:
    """The style sheet of the whole application in these colours."""
    dark = tokens.window < "#808080"
    colours = {name: getattr(tokens, name) for name in tokens.__slots__}
    sizes = {
        "caption": Type.CAPTION,
        "body": Type.BODY,
        "lead": Type.LEAD,
        "title": Type.TITLE,
        "display": Type.DISPLAY,
        "control": Radius.CONTROL,
        "card": Radius.CARD,
    }
    mixed = {
        "segment": "#4a4a51" if dark else "#ffffff",
        "segment_line": "#55555c" if dark else "#dcdce2",
        "knob": "#f4f4f6" if dark else "#ffffff",
        "knob_line": "#141416" if dark else "#bdbdc6",
        "scroll": "#4a4a51" if dark else "#c9c9d0",
    }
    sheet = Template((ASSETS / "theme.qss").read_text("utf-8"))
    return sheet.substitute(colours, **sizes, **mixed)
