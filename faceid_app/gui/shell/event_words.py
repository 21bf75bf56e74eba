"""The events of the audit log as words for the window, the newest first, like ones told once with their number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QTimeZone

from faceid_app.storage.audit import Event
from faceid_app.storage.audit_check import Entry

_TOGETHER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the history: when, whom it is about, what, and how often."""

    when: str
    who: str
    what: str
    count: int


def told_events(entries: Iterable[Entry], names: Mapping[str, str], *, most: int) -> list[Told]:
    """The newest `most` lines. `names` are of those enrolled, by id; whoever is not is told as deleted."""
    lines: list[tuple[Told, datetime]] = []
    for entry in reversed(list(entries)):
        if entry.event in (Event.LOG_BEGUN.value, Event.LOG_CONTINUED.value):
            continue
        at = datetime.fromisoformat(entry.at)
        who = names.get(entry.who, QCoreApplication.translate("History", "A deleted person")) if entry.who else ""
        what = _words(entry)
        if lines and (lines[-1][0].who, lines[-1][0].what) == (who, what) and lines[-1][1] - at <= _TOGETHER:
            last = lines[-1][0]
            lines[-1] = (Told(last.when, who, what, last.count + 1), at)
            continue
        if len(lines) == most:
            break
        lines.append((Told(_when(at), who, what, 1), at))
    return [line for line, _at in lines]


def _words(entry: Entry) -> str:
    if entry.event == Event.VERDICT.value:
        verdicts = {
            "match": QCoreApplication.translate("History", "Match"),
            "no_match": QCoreApplication.translate("History", "No match"),
            "attack": QCoreApplication.translate("History", "A picture instead of a face"),
            "locked": QCoreApplication.translate("History", "Locked out"),
        }
        return verdicts.get(str(entry.facts.get("verdict")), entry.event)
    if entry.event == Event.IDENTIFIED.value:
        return (
            QCoreApplication.translate("History", "Unknown face")
            if entry.facts.get("unknown")
            else QCoreApplication.translate("History", "Recognised")
        )
    words = {
        Event.PROFILE_CREATED: QCoreApplication.translate("History", "Profile created"),
        Event.PROFILE_KNOWN: QCoreApplication.translate("History", "Profile added to the history"),
        Event.PROFILE_RENAMED: QCoreApplication.translate("History", "Profile renamed"),
        Event.PROFILE_DELETED: QCoreApplication.translate("History", "Profile deleted"),
        Event.CAPTURE_ADDED: QCoreApplication.translate("History", "Picture taken"),
        Event.CAPTURE_REMOVED: QCoreApplication.translate("History", "Picture removed"),
        Event.PICTURES_DROPPED: QCoreApplication.translate("History", "Pictures dropped"),
        Event.PICTURES_EXPORTED: QCoreApplication.translate("History", "Pictures saved elsewhere"),
        Event.MODEL_TRAINED: QCoreApplication.translate("History", "Model trained"),
        Event.THRESHOLDS_CHANGED: QCoreApplication.translate("History", "Thresholds changed"),
        Event.POLICY_CHANGED: QCoreApplication.translate("History", "Guard changed"),
        Event.SETTING_CHANGED: QCoreApplication.translate("History", "Setting changed"),
        Event.LOCKED_OUT: QCoreApplication.translate("History", "Locked for a while"),
        Event.LOCKOUT_ENDED: QCoreApplication.translate("History", "Unlocked with the passphrase"),
        Event.ATTEMPTS_ERASED: QCoreApplication.translate("History", "Attempts erased"),
        Event.TRIALS_FORGOTTEN: QCoreApplication.translate("History", "Trials of the guard forgotten"),
        Event.CAPSULE_EXPORTED: QCoreApplication.translate("History", "Capsule saved"),
        Event.CAPSULE_IMPORTED: QCoreApplication.translate("History", "Taken in from a capsule"),
        Event.VAULT_CHANGED: QCoreApplication.translate("History", "Protection changed"),
    }
    return next((said for event, said in words.items() if event.value == entry.event), entry.event)


def _when(at: datetime) -> str:
    local = QDateTime.fromSecsSinceEpoch(int(at.timestamp()), QTimeZone.systemTimeZone())
    return QLocale().toString(local, QLocale.FormatType.ShortFormat)
