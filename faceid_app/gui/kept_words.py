"""Owns what reaches the window as plain English: sentences that files keep and clauses that errors are given.

`recovered` finds out how they were made, so that they can be said in another language.
"""

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

_CLAUSES = (
    Words("anchor"),
    Words("positive"),
    Words("usable"),
    Words("it is empty"),
    Words("it has {count} characters, at most {most} are possible"),
    Words("it takes {count} bytes, at most {most} are possible"),
    Words("it contains {character}"),
    Words("it begins or ends with a dot or a space"),
    Words("it begins with an accent that belongs to no letter"),
    Words("Windows keeps that name for a device"),
    Words("it cannot be read"),
    Words("it is a link, and links inside the data folder are not followed"),
    Words("it is a single picture"),
    Words("it is no video, or it is cut off before its first picture"),
    Words("it is not a folder"),
    Words("it is not a JPEG, PNG, WebP, BMP or TIFF picture"),
    Words("it is not valid JSON"),
    Words("it is there already"),
    Words("its data is damaged or cut short"),
    Words("its file is gone"),
    Words("it is {size} pixels, at least {least} a side are needed"),
    Words("it is {size} pixels, at most {most} a side are read"),
    Words("its pictures are over {most} pixels a side"),
    Words("line {number} cannot be read"),
    Words("its files cannot be read ({error})"),
    Words("LiteRT cannot read it ({error})"),
    Words("none of its pictures can be decoded"),
    Words("the picture was not written"),
    Words("there is no picture in it"),
    Words("there is no such file"),
    Words("there is no file {path}"),
    Words("it is damaged or cut off ({error})"),
    Words("{path} has another checksum than the official file"),
    Words("it holds no picture named like Name/Name_0001.jpg"),
    Words("its process could not be started ({error})"),
    Words("the bundled strangers support no error rate for these captures"),
    Words("the negatives show {count} people; give pictures of more people"),
    Words("the negatives show too few people twice; give several pictures of more people"),
    Words("Training"),
    Words("The training"),
    Words("The examination"),
    Words("Download {name}"),
    Words("The strangers"),
    Words("The strangers of {name}"),
    Words("The model"),
    Words("The network file"),
    Words("The data set LFW"),
    Words("LFW in {folder}"),
    Words("The folder {folder} with LFW"),
    Words("The list of pairs of LFW"),
    Words("The pictures of other people that this recipe learns from"),
    Words("The state of the interrupted training"),
    Words("The recognition network SFace"),
    Words("The backbone {name}"),
    Words("The report {name}"),
    Words("The profile {name}"),
    Words("The model of {name}"),
    Words("A trained model of {name}"),
    Words("The attempts of {name}"),
    Words("The capture journal of {name}"),
    Words("The capture {number} of {name}"),
    Words("The file {file} of the model of {name}"),
    Words("The file {file} of {name}"),
    Words("{file} of backbone {name}"),
    Words("The data folder {folder}"),
    Words("the universal head of {name}"),
    Words("choose the network that comes with the program"),
    Words("delete that capture and take another"),
    Words("get the program anew"),
    Words("install the requirements again"),
    Words("measure again"),
    Words("restore it from a backup, or delete the profile and enrol again"),
    Words("train again"),
    Words("train it first"),
    Words("train without --resume"),
    Words("choose --negatives lfw"),
    Words("fetch Labeled Faces in the Wild"),
    Words("run: faceid data lfw"),
    Words("fetch it with 'faceid data lfw', or give one you have: faceid data lfw --from FILE"),
    Words("get it with 'faceid models fetch'"),
    Words("get it again with 'faceid models fetch'"),
)
"""Of errors: what is wrong, why, what to do."""

_DEVICES = (
    Words("CPU, {cores} core via {library}"),
    Words("CPU, {cores} cores via {library}"),
    Words("{device} via {library}"),
)
"""What a training process says it runs on."""

_RECOVERED = frozenset({"what", "why", "action", "role", "device"})
"""Values of a sentence that may be plain English."""
_NUMBER = re.compile(r"[\d.,]+%?")


def recovered(words: str) -> str:
    """A sentence out of a file as `Words`; one that is not known stays as it is."""
    if _NUMBER.fullmatch(words):
        return signs(words.replace("%", " %"))
    for template in (*_SENTENCES, *_KINDS, *_CLAUSES, *_DEVICES):
        found = _pattern(template).fullmatch(words)
        if found is not None:
            return Words(template, **{name: recovered(value) for name, value in found.groupdict().items()})
    return words


def with_clauses(words: Words) -> Words:
    """The sentence of an error with its clauses recovered, too."""
    clauses = {
        name: recovered(value)
        for name, value in words.values.items()
        if name in _RECOVERED and isinstance(value, str) and not isinstance(value, Words)
    }
    return Words(words.template, **{**words.values, **clauses}) if clauses else words


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(template)))
