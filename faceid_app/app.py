"""Composition root of the window: wires storage, camera, pages and look together, and runs them."""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from faceid_app import logs, sockets
from faceid_app.camera.source import FrameSource, open_source
from faceid_app.errors import FaceIdError, Locked, UsageError
from faceid_app.gui.context import Context
from faceid_app.gui.enrol.enrol_page import EnrolPage
from faceid_app.gui.evaluation.evaluation_page import EvaluationPage
from faceid_app.gui.guard.attack_page import AttackPage
from faceid_app.gui.identify.identify_page import IdentifyPage
from faceid_app.gui.look.language import speak
from faceid_app.gui.look.theme import Scheme, Theme
from faceid_app.gui.messages import sentence
from faceid_app.gui.page import Page
from faceid_app.gui.page_names import PAGES
from faceid_app.gui.parts.rail import RailEntry
from faceid_app.gui.people.people_page import PeoplePage
from faceid_app.gui.settings.settings_page import SettingsPage
from faceid_app.gui.shell.camera_choice import CameraOpener
from faceid_app.gui.shell.main_window import MainWindow
from faceid_app.gui.shell.moving_window import MovingWindow
from faceid_app.gui.shell.refusal_window import RefusalWindow
from faceid_app.gui.shell.single_instance import SingleInstance, bring_forward
from faceid_app.gui.train.train_page import TrainPage
from faceid_app.gui.train.training_state import Train
from faceid_app.gui.vault.unlock_window import open_first
from faceid_app.gui.verify.verify_page import VerifyPage
from faceid_app.gui.welcome.welcome_page import WelcomePage
from faceid_app.libraries import has_screen
from faceid_app.location import check_location, move
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report
from faceid_app.settings import Settings
from faceid_app.storage.audit import AuditLog
from faceid_app.storage.locks import hold
from faceid_app.storage.profiles import Profiles
from faceid_app.storage.vault.opening import leave_closed, open_personal, unlock_with, vault_of
from faceid_app.workers.camera_feed import CameraFeed

log = logging.getLogger(__name__)

OnFirstFrame = Callable[[float], None]
_TURN = 0.0002
"""Seconds after which a thread that computes in Python gives way to the window's: of the usual five, several such
threads make fifty milliseconds of one painted page."""
OpenCamera = Callable[[str], FrameSource]
Clock = Callable[[], float]


def run(
    *,
    data_dir: Path,
    camera: str | None = None,
    profile: str | None = None,
    page: str | None = None,
    scheme: Scheme | None = None,
    quit_after_first_frame: bool = False,
    on_first_frame: OnFirstFrame | None = None,
) -> int:
    """Open the window and return the exit code when it is closed.

    Args:
        data_dir: everything the program keeps lies below it.
        camera: index, stable id or name of a camera, a video file or a folder; None: the one in the settings.
        profile: whom to start with; None: who was chosen last.
        page: one of PAGES; None: the one to go on with, which is the welcome while nobody is enrolled.
        scheme: light, dark, or as the system is; None: the one in the settings.
        quit_after_first_frame: close as soon as the first frame of the camera is on the screen.
        on_first_frame: told then, in milliseconds since the process started; also logged.
    """
    if page is not None and page not in PAGES:
        raise UsageError(f"There is no page {page!r}; choose one of: {', '.join(PAGES)}.")
    if QApplication.instance() is None and not has_screen():
        raise UsageError(
            "There is no screen to open the window on: neither DISPLAY nor WAYLAND_DISPLAY is set; start it in a "
            "graphical session, or give a command, as: faceid doctor."
        )
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("faceid_app")
    theme = Theme(scheme or Scheme.SYSTEM)
    theme.install(app)
    sockets.watch()
    unlock_with(leave_closed)
    paths = Paths(data_dir)
    while True:
        settings = Settings.load(paths)
        speak(app, settings.language)
        app.setApplicationDisplayName(_tr("Face verification"))
        if scheme is None:
            theme.choose(Scheme(settings.theme))
        with ExitStack() as held:
            try:
                check_location(paths.root)
                held.enter_context(hold(paths.root, "window"))
                if not open_first(theme, vault_of(paths), paths=paths):
                    return 0
                opened = open_window(paths, theme, camera=camera, profile=profile, page=page, settings=settings)
            except FaceIdError as error:
                if isinstance(error, Locked) and bring_forward(paths.root):
                    return 0
                refusal = RefusalWindow(theme, sentence(error))
                refusal.show()
                app.exec()
                return error.exit_code
            window, wishes = opened.window, _Wishes()

            def told(view_ms: float, window: MainWindow = window) -> None:
                log.info("First frame on screen after %.0f ms", view_ms)
                if on_first_frame is not None:
                    on_first_frame(view_ms)
                if quit_after_first_frame:
                    QTimer.singleShot(0, window.quit)

            window.first_frame_painted.connect(lambda: told(process_age() * 1e3))
            code = _show(app, opened, paths, wishes)
            if wishes.move_to is not None:
                paths = _move(app, theme, paths, wishes.move_to)
            elif not wishes.reopen:
                return code
        page, profile = "settings", None


@dataclass(slots=True)
class _Wishes:
    """What is to be done when the window has closed, other than to end."""

    reopen: bool = False
    move_to: Path | None = None


def _show(app: QApplication, opened: Opened, paths: Paths, wishes: _Wishes) -> int:
    """Show the window until it closes; the exit code."""
    window = opened.window

    def reopen() -> None:
        wishes.reopen = True
        window.quit()

    def move_to(folder: Path) -> None:
        wishes.move_to = folder
        QTimer.singleShot(0, window.quit)  # when the sheet that asked has closed

    opened.settings.reopen_asked.connect(reopen)
    opened.settings.move_confirmed.connect(move_to)
    interrupted = signal.signal(signal.SIGINT, lambda *_: window.quit())
    window.show()
    again = SingleInstance(paths.root, window)
    again.asked.connect(window.bring_forward)
    try:
        return app.exec()
    finally:
        signal.signal(signal.SIGINT, interrupted)
        again.close()
        window.deleteLater()


def _move(app: QApplication, theme: Theme, paths: Paths, target: Path) -> Paths:
    """Move everything there while nothing else is at work; where it lies then."""

    def move_all(report: Report, is_cancelled: IsCancelled) -> None:
        with open_personal(paths, leave_closed).exclusive():
            move(paths.root, target, mine="window", report=report, is_cancelled=is_cancelled)

    window = MovingWindow(theme, move_all, str(target))
    window.show()
    window.start()
    app.exec()
    if window.moved:
        logs.configure(Paths(target))
    return Paths(target) if window.moved else paths


@dataclass(frozen=True, slots=True)
class Opened:
    """The window with its pages."""

    window: MainWindow
    welcome: WelcomePage
    enrol: EnrolPage
    train: TrainPage
    verify: VerifyPage
    people: PeoplePage
    identify: IdentifyPage
    attack: AttackPage
    evaluation: EvaluationPage
    settings: SettingsPage


def open_window(
    paths: Paths,
    theme: Theme,
    *,
    camera: str | None,
    profile: str | None,
    page: str | None,
    open_camera: OpenCamera | None = None,
    clock: Clock | None = None,
    train: Train | None = None,
    settings: Settings | None = None,
) -> Opened:
    """The window with its pages, started but not shown. Raises FaceIdError where that cannot be.

    `settings` are loaded where they are not given. `open_camera`, `clock` and `train` replace hardware, time and the
    training in tests.
    """
    sys.setswitchinterval(_TURN)
    opener = CameraOpener(open_camera or open_source)
    context = Context(
        paths=paths,
        settings=settings or Settings.load(paths),
        profiles=Profiles(open_personal(paths, leave_closed), AuditLog(paths)),
        feed=CameraFeed(open_source=opener),
        theme=theme,
    )
    enrolment = EnrolPage(context, opener, clock=clock or time.monotonic)
    training, verification = TrainPage(context, train=train), VerifyPage(context)
    people, identification = PeoplePage(context), IdentifyPage(context)
    attack = AttackPage(context, opener)
    evaluation, preferences = EvaluationPage(context), SettingsPage(context)
    welcome = WelcomePage(context)
    pages: list[tuple[RailEntry, Page]] = [
        (RailEntry("scan-face", _tr("Enrol"), "enrol"), enrolment),
        (RailEntry("graduation-cap", _tr("Train"), "train"), training),
        (RailEntry("shield-check", _tr("Verify"), "verify"), verification),
        (RailEntry("users", _tr("People"), "people"), people),
        (RailEntry("user-search", _tr("Who is this?"), "identify"), identification),
        (RailEntry("venetian-mask", _tr("Attacks"), "attack"), attack),
        (RailEntry("chart-spline", _tr("Evaluation"), "evaluation"), evaluation),
        (RailEntry("settings", _tr("Settings"), "settings", last=True), preferences),
    ]
    window = MainWindow(context, pages, welcome=welcome, camera=camera)

    def take_up(key: str) -> None:
        if key == Settings.theme.key:
            theme.choose(Scheme(context.settings.theme))
        for _entry, changed in pages:
            changed.settings_changed()

    def enrolled() -> None:
        complete = all(pictures.count for pictures in enrolment.lists.values())
        window.rail.choose(PAGES.index("train"))
        if not complete:
            return
        window.tell(
            _tr("The pictures are saved. People tells what they are worth, and which to take out."),
            "accent",
            action=_tr("Look at them"),
            then=lambda: window.rail.choose(PAGES.index("people")),
        )

    preferences.changed.connect(take_up)
    preferences.asked.connect(window.sheet.ask)
    preferences.protection.passphrase_asked.connect(window.passphrase_sheet.ask)
    window.passphrase_sheet.done.connect(preferences.protection.passphrase_set)
    preferences.history.history_asked.connect(window.history_sheet.look)
    preferences.history.taken_in.connect(window.profile_bar.show_profile)
    people.more.passphrase_asked.connect(window.passphrase_sheet.ask)
    verification.lockout.asked.connect(window.sheet.ask)
    preferences.camera_chosen.connect(window.camera_bar.choose)
    preferences.diagnostics_asked.connect(window.show_diagnostics)
    enrolment.done.connect(enrolled)
    verification.needs_training.connect(lambda: window.rail.choose(PAGES.index("train")))
    evaluation.needs_training.connect(lambda: window.rail.choose(PAGES.index("train")))
    attack.needs_training.connect(lambda: window.rail.choose(PAGES.index("train")))
    attack.asked.connect(window.sheet.ask)
    people.asked.connect(window.sheet.ask)
    people.person_chosen.connect(window.profile_bar.choose)
    people.rename_asked.connect(window.profile_bar.ask_rename)
    people.delete_asked.connect(window.profile_bar.ask_delete)
    people.pictures_asked.connect(lambda: window.rail.choose(PAGES.index("enrol")))
    window.profile_bar.deleted.connect(people.show_receipt)
    window.ahead.loaded.connect(training.panel.curves.prepare)
    training.trained.connect(lambda: window.rail.choose(PAGES.index("verify")))
    training.asked.connect(window.sheet.ask)
    training.enrol_asked.connect(lambda: window.rail.choose(PAGES.index("enrol")))
    window.start(page, profile)
    return Opened(
        window, welcome, enrolment, training, verification, people, identification, attack, evaluation, preferences
    )


def process_age() -> float:
    """Seconds since this process started; where the system does not tell, since this module was loaded."""
    try:
        started = Path("/proc/self/stat").read_text("ascii").rpartition(")")[2].split()[19]
        uptime = float(Path("/proc/uptime").read_text("ascii").split()[0])
        return uptime - int(started) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return time.perf_counter() - _LOADED_AT


def _tr(words: str) -> str:
    return QCoreApplication.translate("Pages", words)


_LOADED_AT = time.perf_counter()
