"""Owns how the one style sheet, `assets/theme.qss`, gets its colours and sizes."""

from __future__ import annotations

from string import Template

from faceid_app.gui.look.tokens import Radius, Tokens, Type
from faceid_app.paths import ASSETS


def style_sheet(tokens: Tokens) -> str:
    """The style sheet of the whole application in these colours."""
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
    sheet = Template((ASSETS / "theme.qss").read_text("utf-8"))
    return sheet.substitute(colours, **sizes)
