"""The composition root of the window: builds every object by constructor and knows all rooms."""

import contextlib
import faulthandler
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from indoors import __version__
from indoors.bridge.answer import LiveAnswer
from indoors.bridge.chat import ChatBridge
from indoors.bridge.engine import EngineBridge
from indoors.bridge.garbage import GarbageCollector
from indoors.bridge.idle import IdleUnload
from indoors.bridge.live import LiveModel
from indoors.bridge.models import ModelsBridge
from indoors.bridge.settings import SettingsBridge
from indoors.bridge.survey import SurveyBridge
from indoors.bridge.tasks import StoreTasks
from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.services.catalog import read_catalog
from indoors.services.journal import AnswerJournal
from indoors.services.ledger import Ledger
from indoors.services.ledger_contacts import ContactRecorder
from indoors.services.ledger_keys import LedgerKeys
from indoors.services.logs import open_log
from indoors.services.model_files import ModelFiles
from indoors.services.model_headers import ModelHeaders
from indoors.services.model_sources import ModelSources
from indoors.services.network import Network, NetworkRules
from indoors.services.paths import Paths
from indoors.services.profile import ProfileLock, open_profile
from indoors.services.secrets import Secrets
from indoors.ui.blocked import BlockedWindow
from indoors.ui.settings_page import About
from indoors.ui.text.settings import setting_replaced
from indoors.ui.theme import ThemeSource
from indoors.ui.window import MainWindow

log = logging.getLogger(__name__)

MODELS_AFTER_MS = 300
"""Reading the models folder can wait until the window takes input."""


class Indoors(QObject):
    """All objects of one window, in the order in which they depend on each other.

    Raises ``AppError`` if the data folder cannot be used.
    """

    raise_asked = Signal()  # by a second start on the same profile, on its own thread
    failed = Signal(object)  # AppError of something nobody foresaw

    def __init__(self, paths: Paths) -> None:
        super().__init__()
        self._lock = ProfileLock.acquire(paths, self.raise_asked.emit)
        try:
            with open_profile(paths) as store:
                settings, self.notices = store.settings.load()
        except BaseException:
            self._lock.close()
            raise
        self.tasks = StoreTasks(lambda: open_profile(paths), self)
        self.settings = SettingsBridge(settings, self.tasks, self)
        journal = AnswerJournal(self.tasks.run)
        self.engine = EngineBridge(self.settings, journal, self)
        self.idle = IdleUnload(self.engine, self.settings, self)
        self.answer = LiveAnswer(self.engine, journal, self.tasks, self)
        self.chat = ChatBridge(self.answer, self.tasks, self.settings, self)
        self.live = LiveModel(self)
        self.secrets = Secrets(paths.data)
        self.ledger = Ledger(paths.ledger, LedgerKeys(self.secrets))
        self.models = ModelsBridge(
            _model_sources(paths, self.ledger), self.engine, self.settings, self.tasks, self
        )
        self.engine.order_for = self.models.order_for
        self.survey = SurveyBridge(paths.models, self)

    def start(self) -> None:
        """Show where the user was; a moment later see what models there are."""
        self.chat.start()
        QTimer.singleShot(MODELS_AFTER_MS, self.models, self.models.start)

    def close(self) -> None:
        """Keep an answer that is being written, end all programs, write what is left to write."""
        self.survey.close()
        self.models.close()
        self.ledger.close()
        self.secrets.close()
        self.answer.close()
        self.engine.close()
        self.tasks.close()
        self._lock.close()


def window_of(indoors: Indoors, paths: Paths, theme: ThemeSource) -> MainWindow:
    """Make the window over these objects."""
    return MainWindow(indoors, theme, About(version=__version__, data=paths.data))


def _model_sources(paths: Paths, ledger: Ledger) -> ModelSources:
    headers, rules = ModelHeaders(), NetworkRules()
    return ModelSources(
        catalog=read_catalog(paths.resources),
        files=ModelFiles(paths.models, headers.check),
        headers=headers,
        network=Network(lambda: rules, ContactRecorder(ledger)),
        home=Path.home(),
        environment=os.environ,
    )


class Program:
    """Opens the profile and its window; where that fails, says why and lets the user retry."""

    def __init__(self, paths: Paths, theme: ThemeSource) -> None:
        self._paths = paths
        self._theme = theme
        self.indoors: Indoors | None = None
        self.window: MainWindow | None = None
        self._blocked: BlockedWindow | None = None

    def start(self) -> None:
        """Show a window. Raises ``AppError`` ALREADY_RUNNING."""
        error = self._open()
        if error is None:
            return
        if error.fault is Fault.ALREADY_RUNNING:
            raise error
        self._blocked = BlockedWindow(error, self._open)
        self._blocked.show()

    def _open(self) -> AppError | None:
        try:
            indoors = Indoors(self._paths)
        except AppError as error:
            return error
        appearance = indoors.settings.current.appearance
        self._theme.set_mode(appearance.theme)
        self._theme.set_reduced_motion(appearance.reduced_motion)
        window = window_of(indoors, self._paths, self._theme)
        indoors.raise_asked.connect(lambda: _raise(window))
        indoors.failed.connect(window.show_error)
        _report_bugs(indoors.failed.emit)
        for notice in indoors.notices:
            window.show_notice(setting_replaced(notice))
        if not indoors.settings.current.window.welcomed:
            window.show_welcome()
        window.show()
        indoors.start()
        self.indoors, self.window = indoors, window
        return None

    def close(self) -> None:
        """Save what is left to save."""
        if self.indoors is not None:
            self.indoors.close()


def run(profile: Path | None = None) -> int:
    """Show the window until it is closed; returns the exit code.

    Raises ``AppError`` ALREADY_RUNNING after the other window was asked to show itself.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Qt's loop would leave Ctrl+C unheard
    paths = Paths.of(profile)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("indoors")
    app.setApplicationDisplayName("Indoors")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("indoors")
    program = Program(paths, ThemeSource(app, paths.resources))
    with _crash_file(paths):
        program.start()
        garbage = GarbageCollector()
        code = app.exec()
        program.close()
        garbage.close()
    return code


def _raise(window: MainWindow) -> None:
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


@contextlib.contextmanager
def _crash_file(paths: Paths) -> Iterator[None]:
    """Keep a log, and the stack of a native crash; do without where nothing can be written."""
    try:
        open_log(paths.logs)
        file = (paths.logs / "crash.txt").open("w", encoding="utf-8")
    except OSError:  # the window that comes next says what is wrong with the folder
        yield
        return
    with file:
        faulthandler.enable(file)
        try:
            yield
        finally:
            faulthandler.disable()


def _report_bugs(tell: Callable[[AppError], None]) -> None:
    """Log what nobody caught, on any thread, and let the window say that it happened."""

    def note(
        kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            log.critical("not caught", exc_info=(kind, error, trace))
        tell(AppError(Fault.BUG, detail=kind.__name__))

    sys.excepthook = note
    threading.excepthook = lambda args: note(args.exc_type, args.exc_value, args.exc_traceback)
