"""Owns what sentences of the domain say in a window, where there is no command line to type options into."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

NAMES_OPTIONS = re.compile(
    r"(?:^|[\s'(])--[a-z]|\bfaceid (?:models|data|train(?:ing)?|enroll|verify|evaluate|lab|vault [a-z]+)\b"
)
"""What gives away that a sentence was written for the command line."""


def window_template(template: str) -> str | None:
    """The template that a window takes in place of this one; None where it says the same."""
    known = {
        "An unexpected error stopped the command; run it again with --verbose and report what it shows.": _tr(
            "Something unexpected went wrong; nothing saved is lost, and Help, Diagnostics shows what happened."
        ),
        "{path!r} cannot be played from {start:g} s to {until}: {why}; choose another --start or --end.": _tr(
            "{path!r} cannot be played from {start:g} s to {until}: {why}; choose another recording."
        ),
        "{path!r} cannot be used: {why}; check its permissions or choose another --data-dir.": _tr(
            "{path!r} cannot be used: {why}; check its permissions, or choose another data folder in Settings."
        ),
        "The model of {name!r} is unfit for verification: {why}; train it with recipe 'head', or use --force to try it "
        "anyway.": _tr("The model of {name!r} is unfit for verification: {why}; train it with the recommended recipe."),
        "{what} could not be downloaded: {why}; check the network, or give a file you have with --from.": _tr(
            "{what} could not be downloaded: {why}; check the network, or choose a file you have."
        ),
        "The data folder {folder!r} is not there; connect the disk it lies on, or name another with --data-dir.": _tr(
            "The data folder {folder!r} is not there; connect the disk it lies on, then start the program again."
        ),
        "The guard {wanted!r} is weaker than {policy!r}, which is set for {name!r}; use --force for this one run, or "
        "set another with: faceid guard-policy {name} {wanted}.": _tr(
            "The guard {wanted!r} is weaker than {policy!r}, which is set for {name!r}; choose another under Details."
        ),
        "The interrupted training had other captures, negatives or another seed; train without --resume.": _tr(
            "The interrupted training had other captures, negatives or another seed; start a new one."
        ),
    }
    return known.get(template)


def in_window(words: str) -> str:
    """`words` with the parts that tell what to type replaced by where to click."""
    if NAMES_OPTIONS.search(words) is None:
        return words
    for pattern, said in (
        (
            r"it comes with the program, so get the program anew, or run: faceid models fetch \w*",
            _tr("it comes with the program, so get the program anew, or download another network on the Train page"),
        ),
        (r", and choose --backbone \w*", ""),
        (r", or run: faceid thresholds .+ --far 1e-4", ""),
        (
            r"fetch it with 'faceid data lfw', or give one you have: faceid data lfw --from FILE",
            _tr("download it on the Train page, or choose a file you have there"),
        ),
        (r"run: faceid models fetch \w*", _tr("download it on the Train page")),
        (r"choose --negatives lfw \(get it with: faceid data lfw\)", _tr("download LFW on the Train page")),
        (r"choose --negatives lfw", _tr("download LFW on the Train page")),
        (r"get it (?:again )?with 'faceid models fetch'", _tr("download it on the Train page")),
        (r"leave out --resume", _tr("start a new training")),
        (r"install it on the page Train, or run: faceid training install", _tr("install it on the Train page")),
        (
            r"install it anew on the page Train, or run: faceid training install",
            _tr("install it anew on the Train page"),
        ),
        (r"run: faceid training install", _tr("install it on the Train page")),
        (r"run: faceid data lfw", _tr("download LFW on the Train page")),
        (r"train without --resume", _tr("start a new training")),
        (r"give a video file as --camera", _tr("use a video file in its place")),
        (r"give it when you are asked, or with --passphrase-fd", _tr("start the program anew and give it")),
        (
            r"unlock the one, or give the other when you are asked or with --passphrase-fd",
            _tr("start the program anew, and unlock the one or give the other"),
        ),
        (r"run: faceid vault seal", _tr("seal it in Settings, under Protection")),
        (r"set one with: faceid vault set-passphrase", _tr("set one in Settings, under Protection")),
        (r"choose another with --data-dir", _tr("choose another data folder in Settings")),
        (r"choose another disk with --data-dir", _tr("choose a data folder on another disk in Settings")),
    ):
        words = re.sub(pattern, lambda _match, said=said: said, words)  # type: ignore[misc]
    return words


def _tr(words: str) -> str:
    return QCoreApplication.translate("window_words", words)
