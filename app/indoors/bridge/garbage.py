"""Python's cyclic garbage is collected on the GUI thread only."""

import gc
import time

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1_000
FULL_EVERY_S = 60.0
_YOUNG = 700
"""Objects made since the last collection from which a young one is worth it (Python's own)."""


class GarbageCollector(QObject):
    """Takes the place of the automatic collection while it lives.

    That one runs on whichever thread makes the next object. The store's or the engine's
    thread could so delete a widget that was left in a cycle, which Qt does not survive.
    What exists at the start stays for good and is never searched again, nor is it now: the
    window waits for its first key.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.freeze()
        gc.disable()
        self._full_at = time.monotonic()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect young objects if there are many, and all once a minute."""
        if gc.get_count()[0] < _YOUNG:
            return
        now = time.monotonic()
        if now - self._full_at < FULL_EVERY_S:
            gc.collect(1)
            return
        self._full_at = now
        gc.collect()

    def close(self) -> None:
        """Give the collection back to Python."""
        self._timer.stop()
        gc.enable()
        gc.unfreeze()
