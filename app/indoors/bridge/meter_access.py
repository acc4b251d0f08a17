"""The way from the settings page to the right to read the processor's energy, and back."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from indoors.services.meters.access import MeterAccess, meter_access

LOOK_MS = 1_000
LOOKS = 120
"""So long the user may take for the administrator's password."""


class MeterAccessBridge(QObject):
    """Knows the state, gives the order, and looks for a while what came of it."""

    changed = Signal()

    def __init__(
        self,
        order: Callable[[bool], None] | None,
        parent: QObject | None = None,
        *,
        look: Callable[[], MeterAccess] = meter_access,
        look_ms: int = LOOK_MS,
    ) -> None:
        """``order`` reaches whoever can start a program; None: nobody can."""
        super().__init__(parent)
        self._order = order
        self._look_at = look
        self._looks = 0
        self._state: MeterAccess | None = None
        self._timer = QTimer(self, interval=look_ms)
        self._timer.timeout.connect(self._look)

    @property
    def state(self) -> MeterAccess:
        """How things were at the last look; the first is made when somebody asks."""
        if self._state is None:
            self._state = self._look_at()
        return self._state

    @property
    def can_ask(self) -> bool:
        return self._order is not None

    @property
    def is_waiting(self) -> bool:
        return self._timer.isActive()

    def grant(self) -> None:
        """Have the administrator asked."""
        self._ask(True)

    def undo(self) -> None:
        """Have the rule removed, which takes the administrator, too."""
        self._ask(False)

    def _ask(self, grant: bool) -> None:
        if self._order is None:
            return
        self._order(grant)
        self._looks = 0
        self._timer.start()
        self.changed.emit()

    def _look(self) -> None:
        self._looks += 1
        before, self._state = self._state, self._look_at()
        if self._state is not before or self._looks >= LOOKS:
            self._timer.stop()
            self.changed.emit()
