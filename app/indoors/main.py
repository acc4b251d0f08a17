"""The composition root of the window: builds every object by constructor and knows all rooms."""

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from indoors import __version__
from indoors.bridge.answer import LiveAnswer
from indoors.bridge.chat import ChatBridge
from indoors.bridge.engine import EngineBridge
from indoors.bridge.garbage import GarbageCollector
from indoors.bridge.history import HistoryBridge
from indoors.bridge.idle import IdleUnload
from indoors.bridge.insights import InsightsBridge
from indoors.bridge.live import LiveModel
from indoors.bridge.meter_access import MeterAccessBridge
from indoors.bridge.models import ModelsBridge
from indoors.bridge.money import MoneyBridge
from indoors.bridge.network import NetworkBridge
from indoors.bridge.opening import Opening
from indoors.bridge.power import PowerBridge
from indoors.bridge.privacy import PrivacyBridge, PrivacySources
from indoors.bridge.safekeeping import Safekeeping
from indoors.bridge.settings import SettingsBridge
from indoors.bridge.survey import SurveyBridge
from indoors.bridge.tasks import StoreTasks
from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.services.audit_trail import AuditTrail
from indoors.services.backups import restore
from indoors.services.crashes import crash_file, report_bugs
from indoors.services.energy import EnergySession
from indoors.services.energy_follower import EnergyFollower
from indoors.services.insistence import Insistence
from indoors.services.isolation import Isolation
from indoors.services.journal import AnswerJournal
from indoors.services.launcher_link import LauncherLink
from indoors.services.ledger import Ledger
from indoors.services.ledger_contacts import ContactRecorder
from indoors.services.ledger_keys import LedgerKeys
from indoors.services.model_sources import ModelSources
from indoors.services.paths import Paths
from indoors.services.policy import PolicyService, system_place
from indoors.services.privacy_check import as_proof, check_privacy
from indoors.services.probe.engine import read_engine
from indoors.services.probe.survey import look_for_graphics
from indoors.services.profile import ProfileLock, open_profile
from indoors.services.savings import Savings
from indoors.services.secrets import Secrets
from indoors.services.vault import Vault
from indoors.store import Key
from indoors.store.backup import Copy, copies
from indoors.ui.about import About
from indoors.ui.outside import Outside
from indoors.ui.start.window import StartWindow
from indoors.ui.text import safekeeping as safekeeping_text
from indoors.ui.text.settings import setting_replaced
from indoors.ui.theme import ThemeSource
from indoors.ui.window import MainWindow

log = logging.getLogger(__name__)

MODELS_AFTER_MS = 300
"""Reading the models folder can wait until the window takes input."""

_RESTORABLE = {Fault.DATABASE_DAMAGED, Fault.DATABASE_MISSING, Fault.BACKUP_DAMAGED}

KEYRING_PATIENCE_S = 1.5
"""An open keyring answers in a tenth of that; a locked one waits for the user."""


class Indoors(QObject):
    """All objects of one window, in the order in which they depend on each other.

    The vault is open, and the profile's lock is held. Raises ``AppError`` if the data
    folder cannot be used.
    """

    failed = Signal(object)  # AppError of something nobody foresaw
    launcher_lost = Signal()  # on the link's thread: no program can be started any more

    def __init__(self, vault: Vault, secrets: Secrets, isolation: Isolation | None = None) -> None:
        super().__init__()
        isolation = isolation or Isolation()
        self._closing = threading.Event()
        policy = PolicyService(system_place())
        self._insistence = Insistence(policy, isolation)
        self._insistence.check()
        paths, key = vault.paths, vault.key
        with open_profile(paths, key) as store:
            settings, self.notices = store.settings.load()
        self.tasks = StoreTasks(lambda: open_profile(paths, key, self._tell_low), self)
        self.settings = SettingsBridge(settings, self.tasks, self)
        journal = AnswerJournal(self.tasks.run)
        self.energy = EnergySession(kept=paths.power_model)
        follower = EnergyFollower(self.energy, lambda: look_for_graphics(paths.models))
        self.engine = EngineBridge(self.settings, journal, self, isolation, follower)
        self.idle = IdleUnload(self.engine, self.settings, self, wait_s=follower.wait_s)
        self.power = PowerBridge(self.engine, self.settings, self)
        self.answer = LiveAnswer(self.engine, journal, self.tasks, self)
        self.chat = ChatBridge(self.answer, self.tasks, self.settings, self)
        self.live = LiveModel(self, energy=self.energy)
        self._count(paths, follower)
        self._protect(vault, secrets, policy, isolation)
        sources = ModelSources.of(paths, self.network.network)
        self.models = ModelsBridge(sources, self.engine, self.settings, self.tasks, self)
        self.network.way_changed.connect(self.models.downloads.go_on)
        self.engine.order_for = lambda path: self.power.gentle(self.models.order_for(path))
        self.safekeeping = Safekeeping(vault, self.tasks, self)
        self.safekeeping.replaced.connect(self.chat.start)
        self.survey = SurveyBridge(
            paths.models, self, engine=lambda: read_engine(isolation.programs)
        )
        self._use(isolation.link)

    def _protect(
        self, vault: Vault, secrets: Secrets, policy: PolicyService, isolation: Isolation
    ) -> None:
        """Build what lets out as little as possible, and keeps a record of it."""
        trail = AuditTrail(lambda: policy.current().rules)
        self.ledger = Ledger(vault.paths.ledger, LedgerKeys(secrets), trail=trail)
        recorder = ContactRecorder(self.ledger)
        self.network = NetworkBridge(self.settings, secrets, recorder, os.environ, self, isolation)
        self.network.restrict = lambda rules: rules.restricted(
            policy.current(),
            sealed=self.settings.current.privacy.sealed or not self._insistence.is_met,
        )
        self.privacy = PrivacyBridge(
            PrivacySources(
                ledger=self.ledger,
                policy=policy,
                enforce=self.network.network.enforce,
                isolation=isolation.facts,
                prove=lambda: as_proof(check_privacy(isolation, stop=self._closing.is_set)),
                vault=vault.status,
            ),
            self.settings,
            self,
        )
        isolation.when_changed(self.privacy.tell)
        self.privacy.changed.connect(self._insist)

    def _count(self, paths: Paths, follower: EnergyFollower) -> None:
        """Build what keeps the figures of answers, and tells what they come to."""
        self.money = MoneyBridge(self.settings, Savings(paths.resources), self)
        self.history = HistoryBridge(self.chat, self.tasks, follower, self.money, self)
        self.insights = InsightsBridge(self.history, self.money, self.tasks, self)
        self.live.follow_history(self.history, self.money)

    def _insist(self) -> None:
        """End a program that runs with less isolation than an office requires."""
        try:
            self._insistence.check()
        except AppError as error:
            self.engine.unload()
            self.network.network.enforce()
            self.failed.emit(error)

    def _use(self, link: LauncherLink | None) -> None:
        """Have links opened by the launcher, rights asked for, and hear of its end."""
        self.meter_access = MeterAccessBridge(link.change_meter_access if link else None, self)
        self.meter_access.changed.connect(self.energy.look_again)
        if link is not None:
            link.when_lost(self.launcher_lost.emit)
            Outside(link.open_outside, self)

    def _tell_low(self) -> None:
        """Comes on the store's thread; the signal leads to the window's."""
        self.tasks.failed.emit(AppError(Fault.DISK_NEARLY_FULL))

    def start(self) -> None:
        """Show where the user was; a moment later see what models there are."""
        self.chat.start()
        for later in (self.models, self.privacy, self.history):
            QTimer.singleShot(MODELS_AFTER_MS, later, later.start)
        self.safekeeping.replaced.connect(self.history.read)
        self.safekeeping.start()

    def close(self) -> None:
        """Keep an answer that is being written, end all programs, write what is left to write."""
        self.network.close()  # the first: it lets go of whoever waits for the keyring
        self.safekeeping.close()
        self._closing.set()
        self.survey.close()
        self.models.close()
        self.privacy.close()
        self.ledger.close()
        self.answer.close()
        self.engine.close()
        self.history.close()
        self.tasks.close()


def window_of(indoors: Indoors, paths: Paths, theme: ThemeSource) -> MainWindow:
    """Make the window over these objects."""
    return MainWindow(indoors, theme, About(version=__version__, data=paths.data))


class Program(QObject):
    """Opens the profile and its window; where that fails, says why and lets the user act."""

    raise_asked = Signal()  # by a second start on the same profile, on its own thread

    def __init__(
        self,
        paths: Paths,
        theme: ThemeSource,
        key: Key | None = None,
        isolation: Isolation | None = None,
    ) -> None:
        super().__init__()
        self._paths = paths
        self._theme = theme
        self._isolation = isolation
        self._secrets = Secrets(paths.data)
        self.vault = Vault(paths, self._secrets, key)
        self._opening = Opening(self)
        self._lock: ProfileLock | None = None
        self.indoors: Indoors | None = None
        self.window: MainWindow | None = None
        self.start_window: StartWindow | None = None
        self._opening.settled.connect(self._settled)
        self.raise_asked.connect(self._raise)

    @property
    def opening(self) -> bool:
        """Whether the profile is being opened just now."""
        return self._opening.busy

    def start(self) -> None:
        """Show a window. Raises ``AppError`` ALREADY_RUNNING."""
        self._open()

    def _open(self) -> None:
        try:
            self._lock = self._lock or ProfileLock.acquire(self._paths, self.raise_asked.emit)
        except AppError as error:
            if error.fault is Fault.ALREADY_RUNNING and self.start_window is None:
                raise
            self._settled(error)
            return
        self._begin(self.vault.open)

    def _begin(self, work: Callable[[], object]) -> None:
        """Try to open; what takes longer is waited for with a window."""
        self._opening.start(work, KEYRING_PATIENCE_S if self.start_window is None else 0.0)
        if self._opening.busy:
            self._ask().show_waiting()

    def _settled(self, error: AppError | None) -> None:
        error = error or self._show_window()
        if error is not None:
            self._ask().show_error(error, self._copies_for(error))
        elif self.start_window is not None:
            self.start_window.close()
            self.start_window.deleteLater()
            self.start_window = None

    def _ask(self) -> StartWindow:
        if self.start_window is None:
            self.start_window = made = StartWindow()
            made.retry_asked.connect(self._open)
            made.phrase_given.connect(self._with(self.vault.open_with))
            made.phrase_chosen.connect(self._with(self.vault.make))
            made.session_chosen.connect(lambda: self._begin(self.vault.begin_session))
            made.restore_asked.connect(
                lambda copy: self._begin(lambda: restore(self.vault.paths, self.vault.key, copy))
            )
        self.start_window.show()
        return self.start_window

    def _copies_for(self, error: AppError) -> Sequence[Copy]:
        """Return the backups that help: with the key at hand, and the database not."""
        return copies(self._paths.backups) if error.fault in _RESTORABLE else ()

    def _with(self, opens: Callable[[str], object]) -> Callable[[str], None]:
        return lambda words: self._begin(lambda: opens(words))

    def _show_window(self) -> AppError | None:
        try:
            indoors = Indoors(self.vault, self._secrets, self._isolation)
        except AppError as error:
            return error
        appearance = indoors.settings.current.appearance
        self._theme.set_mode(appearance.theme)
        self._theme.set_reduced_motion(appearance.reduced_motion)
        window = window_of(indoors, self._paths, self._theme)
        indoors.failed.connect(window.show_error)
        indoors.launcher_lost.connect(QApplication.quit)
        report_bugs(indoors.failed.emit)
        for notice in indoors.notices:
            window.show_notice(setting_replaced(notice))
        if not indoors.safekeeping.keeps:
            window.show_notice(safekeeping_text.SESSION)
        if not indoors.settings.current.window.welcomed:
            window.show_welcome()
        window.show()
        indoors.start()
        self.indoors, self.window = indoors, window
        return None

    def _raise(self) -> None:
        window = self.window or self.start_window
        if window is not None:
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
            window.show()
            window.raise_()
            window.activateWindow()

    def close(self) -> None:
        """Save what is left to save."""
        if self.indoors is not None:
            self.indoors.close()
        self._secrets.close()
        self.vault.close()
        if self._lock is not None:
            self._lock.close()


def run(
    profile: Path | None = None, key: Key | None = None, isolation: Isolation | None = None
) -> int:
    """Show the window until it is closed; returns the exit code.

    ``key`` opens the profile in place of the keyring and of a phrase.

    Raises ``AppError`` ALREADY_RUNNING after the other window was asked to show itself.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Qt's loop would leave Ctrl+C unheard
    paths = Paths.of(profile)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("indoors")
    app.setApplicationDisplayName("Indoors")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("indoors")
    program = Program(paths, ThemeSource(app, paths.resources), key, isolation)
    with crash_file(paths.logs):
        program.start()
        garbage = GarbageCollector()
        code = app.exec()
        program.close()
        garbage.close()
    return code
