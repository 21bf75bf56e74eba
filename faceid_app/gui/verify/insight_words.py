"""View-model: what is said of somebody's age and gender presentation."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from faceid_app.gui.look.figures import figure, percent
from faceid_app.identity.insights import Insight, PictureInsight, Presentation


@dataclass(frozen=True, slots=True)
class InsightView:
    """Words: age and presentation, each with what it is worth."""

    age: str
    age_why: str
    presentation: str
    presentation_why: str


def insight_view(insight: Insight | None) -> InsightView:
    """What is said; of None, that it takes some looks."""
    if insight is None:
        return InsightView("–", _tr("Looking…"), "–", "")
    if insight.age is None:
        age, why = _tr("Unsure"), _tr("It could be many ages.")
    else:
        age = _tr("{low} to {high}").format(low=insight.age.low, high=insight.age.high)
        why = _tr("about {years}").format(years=figure(insight.age.mean, ".0f"))
    word = {
        Presentation.FEMALE: _tr("Female"),
        Presentation.MALE: _tr("Male"),
        Presentation.UNSURE: _tr("Unsure"),
    }[insight.presentation]
    more = _tr("{sure} sure") if insight.presentation is not Presentation.UNSURE else _tr("only {sure} sure")
    return InsightView(age, why, word, more.format(sure=percent(insight.probability)))


def faces_words(told: PictureInsight) -> str:
    """Which face of a picture is meant, where there are several."""
    if told.faces == 1:
        return ""
    return _tr("The largest of {count} faces.").format(count=figure(told.faces))


def _tr(words: str) -> str:
    return QCoreApplication.translate("Insights", words)
