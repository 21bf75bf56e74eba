"""Sentences made below the window, which remember how they were made so that it can say them in another language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Self


class Words(str):
    """An English text that is `template` filled with `values`; a value may be `Words` itself.

    The template is written as a literal where it is used: `packaging/renew_translations.py` reads it from the source.
    """

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, /, **values: object) -> Self:
        made = super().__new__(cls, template.format(**values) if values else template)
        made.template, made.values = template, values
        return made

    def said(self, translate: Callable[[str], str]) -> str:
        """The same in the language that `translate` puts a template into."""
        values = {
            name: value.said(translate) if isinstance(value, Words) else value for name, value in self.values.items()
        }
        template = translate(self.template)
        return template.format(**values) if values else template
