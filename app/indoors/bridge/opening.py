"""Work that comes before there is a window: it may wait for the user, so not on the GUI thread."""

import logging
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault

log = logging.getLogger(__name__)


class Opening(QObject):
    """One piece of work at a time; how it ended comes on the GUI thread."""

    settled = Signal(object)  # None, or the AppError
    _returned = Signal(int)  # number of the piece

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._outcome: AppError | None = None
        self._thread: threading.Thread | None = None
        self._returned.connect(self._settle, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        return self._thread is not None

    def start(self, work: Callable[[], object], patience_s: float = 0.0) -> None:
        """Begin ``work``. If it ends within ``patience_s``, ``settled`` comes before this returns.

        Nothing happens while earlier work is under way.
        """
        if self.busy:
            return
        self._number += 1
        number = self._number
        self._thread = threading.Thread(
            target=self._work, args=(work, number), name="opening", daemon=True
        )
        self._thread.start()
        self._thread.join(patience_s)
        if not self._thread.is_alive():
            self._settle(number)

    def _work(self, work: Callable[[], object], number: int) -> None:
        try:
            work()
        except AppError as error:
            self._outcome = error
        except Exception as error:
            log.exception("opening failed")
            self._outcome = AppError(Fault.BUG, detail=type(error).__name__)
        else:
            self._outcome = None
        try:
            self._returned.emit(number)
        except RuntimeError:
            log.debug("opening ended after the program")

    def _settle(self, number: int) -> None:
        if self._thread is None or number != self._number:
            return
        self._thread.join()
        self._thread = None
        self.settled.emit(self._outcome)
