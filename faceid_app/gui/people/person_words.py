"""Turns what is known of a person into words and tones for the page."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, Qt

from faceid_app.gui.look.figures import figure, percent
from faceid_app.gui.messages import kept, sentence
from faceid_app.gui.train.recipe_view import network_title, recipe_title
from faceid_app.identity.enrolment_check import EnrolmentCheck
from faceid_app.identity.person_summary import ModelState, PersonSummary
from faceid_app.identity.stranger_test import PersonalThreshold, StrangerTest
from faceid_app.identity.template_health import Coverage, Finding, Influence, Spread, SpreadFinding
from faceid_app.storage.captures import Role
from faceid_app.storage.receipt import DeletionReceipt
from faceid_app.storage.renewal import Renewal

Words = tuple[str, str]
"""A sentence and its tone."""


def summary_words(person: PersonSummary) -> Words:
    """The second line of a row in the list."""
    if person.damage is not None:
        return _tr("Cannot be read"), "bad"
    model, tone = _model_state(person.model)
    captures = _tr("%n picture(s)", person.captures)
    return f"{captures} · {model}", tone


def last_used_words(person: PersonSummary) -> str:
    """When the person was last seen, or nothing where that is not known."""
    if person.damage is not None:
        return sentence(person.damage)
    return "" if person.last_used is None else _tr("Last used {when}").format(when=_when(person.last_used))


def coverage_words(coverage: Coverage) -> Words:
    """What is covered, and what would help."""
    if not coverage.front:
        return _tr("No picture looks straight ahead. Take some that do."), "caution"
    if coverage.complete:
        return _tr("Pictures from every side."), "good"
    return _tr(
        "{seen} of {all} directions. Pictures with the head turned help when you do not face the camera."
    ).format(seen=coverage.directions, all=coverage.of), ""


def spread_words(spread: Spread | None) -> Words:
    """How alike the pictures are."""
    if spread is None:
        return _tr("Too few pictures to tell how alike they are."), ""
    return {
        SpreadFinding.ALIKE: (
            _tr("The pictures hardly differ. Add some from another day, in another light."),
            "caution",
        ),
        SpreadFinding.HEALTHY: (_tr("The pictures differ as one person's should."), "good"),
        SpreadFinding.MIXED: (
            _tr("The pictures differ so much that most would not match each other. Is it one person?"),
            "caution",
        ),
    }[spread.finding]


def influence_words(one: Influence) -> str:
    """Why a picture is worth removing."""
    if one.finding is Finding.LETS_STRANGERS_IN:
        return _tr("Without it, strangers accepted fall from {before} to {after}.").format(
            before=figure(one.typical), after=figure(one.without)
        )
    return _tr("It matches {agrees} of {others} other pictures. Blurred, badly lit, or somebody else?").format(
        agrees=one.agrees, others=one.others
    )


def health_headline(check: EnrolmentCheck) -> Words:
    """The health in three words."""
    if check.health.faulty:
        return _tr("%n picture(s) to look at", len(check.health.faulty)), "caution"
    if not check.health.is_good:
        return _tr("Could be better"), "caution"
    return _tr("Healthy"), "good"


def strangers_words(test: StrangerTest) -> tuple[str, str, str]:
    """Headline, tone and the sentence with the counts behind it."""
    people = test.people
    headline = (
        _tr("Nobody passes as this person")
        if people.count == 0
        else _tr("{count} of {all} strangers pass").format(count=figure(people.count), all=figure(people.of))
    )
    tone = "good" if people.count == 0 else ("caution" if people.count <= 0.01 * people.of else "bad")
    counted = _tr("{pictures} of {all_pictures} pictures, {people} of {all_people} people.").format(
        pictures=figure(test.pictures.count),
        all_pictures=figure(test.pictures.of),
        people=figure(people.count),
        all_people=figure(people.of),
    )
    return headline, tone, counted


def witnesses_words(test: StrangerTest) -> str:
    """The rate, with its interval and its n."""
    rate = test.witnesses
    return _tr("Of {all} people the network has never seen, {count} pass (95 %: {low} to {high}).").format(
        all=figure(rate.of), count=figure(rate.count), low=_share(rate.low), high=_share(rate.high)
    )


def personal_words(one: PersonalThreshold) -> Words:
    """What one target asks of this person."""
    share = _tr("At most 1 in {many}").format(many=figure(round(1 / one.target)))
    return share, figure(one.threshold, ".3f") if one.supported else _tr("not enough data")


def minimum_words(test: StrangerTest) -> Words:
    """Whether the threshold in use is above the personal minimum."""
    minimum = test.minimum
    if minimum is None:
        return _tr("Not enough strangers to tell a personal minimum."), ""
    told = {
        "now": figure(test.detection, ".3f"),
        "least": figure(minimum.threshold, ".3f"),
        "many": figure(round(1 / minimum.target)),
    }
    if test.keeps_minimum:
        return _tr(
            "Your threshold {now} is above your minimum {least}, at which 1 in {many} strangers would pass."
        ).format(**told), ""
    return _tr("Your threshold {now} is below your minimum {least}: more than 1 in {many} strangers pass.").format(
        **told
    ), "caution"


def model_words(check: EnrolmentCheck) -> tuple[str, str, str]:
    """Headline, tone and a sentence about the model in use."""
    fitness = check.bundle.fitness
    if not fitness.fit:
        return _tr("Unfit"), "bad", _tr("It does not verify: {why}.").format(why=kept(fitness.why))
    if not check.is_trained:
        return (
            _tr("Ready, not trained"),
            "",
            _tr("The network's own head judges, with thresholds counted for this person."),
        )
    return _tr("Trained"), "good", _tr("The probes found it fit to verify.")


def model_figures(check: EnrolmentCheck) -> list[tuple[str, str]]:
    """Names and values of what is known of the model, as far as its card tells."""
    bundle, limits = check.bundle, check.thresholds
    figures = [
        (_tr("Recipe"), recipe_title(bundle.recipe) if check.is_trained else _tr("none")),
        (_tr("Network"), _tr("its own") if bundle.backbone is None else network_title(bundle.backbone.name)),
        (
            _tr("Thresholds"),
            _tr("{detection} for each picture, {share} of the pictures").format(
                detection=figure(limits.detection, ".3f"), share=percent(limits.verification)
            ),
        ),
    ]
    own = next((one for one in bundle.card.get("own", ()) if one["far"] == bundle.card.get("default_far")), None)
    if own is not None:
        refused = _tr("{count} of {all} held out (95 %: {low} to {high})")
        figures.append(
            (
                _tr("Own pictures refused"),
                refused.format(count=own["refused"], all=own["n"], low=_share(own["low"]), high=_share(own["high"])),
            )
        )
    return figures


def renewal_words(renewal: Renewal, target: int) -> str:
    """How far enrolling anew is."""
    words = _tr(
        "New so far: {anchors} of {target} anchors and {positives} of {target} positives. "
        "{earlier} earlier pictures stay in use until you remove them."
    )
    return words.format(
        anchors=renewal.counts[Role.ANCHOR],
        positives=renewal.counts[Role.POSITIVE],
        target=target,
        earlier=len(renewal.earlier),
    )


def receipt_words(receipt: DeletionReceipt) -> str:
    """What a deletion removed, in a sentence."""
    return _tr("Everything about {name} is deleted: {files}, {size}, {when}.").format(
        name=receipt.name,
        files=_tr("%n file(s)", receipt.files),
        size=QLocale().formattedDataSize(receipt.size),
        when=_when(receipt.deleted_at),
    )


def _model_state(state: ModelState) -> Words:
    return {
        ModelState.NONE: (_tr("too few pictures"), ""),
        ModelState.UNTRAINED: (_tr("ready, not trained"), ""),
        ModelState.FIT: (_tr("trained"), ""),
        ModelState.UNFIT: (_tr("unfit model"), "caution"),
        ModelState.DAMAGED: (_tr("damaged"), "bad"),
    }[state]


def _when(at: str) -> str:
    local = QDateTime.fromString(at, Qt.DateFormat.ISODateWithMs).toLocalTime()
    if local.date() == QDate.currentDate():
        return _tr("today at {time}").format(time=QLocale().toString(local.time(), QLocale.FormatType.ShortFormat))
    return QLocale().toString(local.date(), QLocale.FormatType.ShortFormat)


def _share(value: float | None) -> str:
    return "–" if value is None else percent(value, 2)


def _tr(words: str, count: int = -1) -> str:
    return QCoreApplication.translate("People", words, "", count)
