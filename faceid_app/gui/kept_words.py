"""Owns the sentences that files keep in English, and recovers how they were made so that they can be translated."""

from __future__ import annotations

import re

from faceid_app.gui.look.figures import signs
from faceid_app.words import Words

_KINDS = (
    Words("strangers seen through the look of your own camera"),
    Words("strangers seen through looks like that of your own camera"),
    Words("pictures of yours with the face blanked out"),
    Words("pictures of your face in other surroundings"),
    Words("pictures of strangers"),
    Words("strangers seen through cameras' looks"),
    Words("of your captures that were held out"),
    Words("no stranger could be shown to it"),
    Words("no picture of yours without the face could be shown to it"),
    Words("no picture of your face in other surroundings could be shown to it"),
)
_SENTENCES = (
    Words("{what}, so nothing shows that it goes by the face; run: faceid data lfw"),
    Words("it accepts {count} of {n} {kind} ({share}, the limit is {limit}), so it does not go by the face"),
    Words("it knows again only {count} of {n} {kind} ({share}, {least} are needed), so it does not go by the face"),
    Words("it accepts {count} of {n} {kind}, the limit is {limit}"),
    Words("it knows again only {count} of {n} {kind}, {least} are needed"),
    Words("no strangers through cameras' looks came with the network to judge it by"),
    Words(
        "the start was kept: too few held-out people to confirm a change ({same} same-person and "
        "{different} different-person pairs)"
    ),
    Words(
        "epoch {epoch} was kept: it is {more} standard errors better than the start on {pairs} same-person pairs of "
        "held-out people at FAR {far}"
    ),
    Words(
        "the start was kept: no epoch was better by {sure} standard errors (at most {most}) on {pairs} same-person "
        "pairs of held-out people at FAR {far}"
    ),
)
"""Why a model is unfit, and which of its states a training kept: cards of models hold them."""

_NUMBER = re.compile(r"[\d.,]+%?")


def recovered(words: str) -> str:
    """A sentence out of a file as `Words`; one that is not known stays as it is."""
    if _NUMBER.fullmatch(words):
        return signs(words.replace("%", " %"))
    for template in (*_SENTENCES, *_KINDS):
        found = _pattern(template).fullmatch(words)
        if found is not None:
            return Words(template, **{name: recovered(value) for name, value in found.groupdict().items()})
    return words


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(template)))
