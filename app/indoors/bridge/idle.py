"""Takes a model out of memory that nobody has asked anything for a while."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer

from indoors.bridge.engine import EngineBridge
from indoors.bridge.settings import SettingsBridge
from indoors.services.engine_state import EngineState

MINUTE_MS = 60_000
_MINUTE_S = 60.0


class IdleUnload(QObject):
    """Waits only while a loaded model does; without one, nothing runs here."""

    def __init__(
        self,
        engine: EngineBridge,
        settings: SettingsBridge,
        parent: QObject | None = None,
        *,
        minute_ms: int = MINUTE_MS,
        wait_s: Callable[[], float | None] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._settings = settings
        self._minute_ms = minute_ms
        self._wait_s = wait_s
        # The system may join its end with other wake-ups: a minute's exactness is not needed.
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self._rest)
        engine.state_changed.connect(self._follow)
        settings.changed.connect(self._take_setting)

    @property
    def is_waiting(self) -> bool:
        return self._timer.isActive()

    def _follow(self, _state: object = None) -> None:
        minutes = self._settings.current.models.unload_minutes
        if self._engine.state is EngineState.READY and minutes:
            self._timer.start(self._due_ms(minutes))
        else:
            self._timer.stop()

    def _due_ms(self, minutes: int) -> int:
        """Sooner, if waiting has then cost what loading costs; never later than was set."""
        pays = self._wait_s() if self._settings.current.power.unload_when_it_pays else None
        due = minutes * self._minute_ms
        return due if pays is None else min(due, round(pays / _MINUTE_S * self._minute_ms))

    def _take_setting(self, section: str) -> None:
        if section in {"models", "power"}:
            self._follow()

    def _rest(self) -> None:
        if self._engine.state is EngineState.READY:  # a load may have been asked for just now
            self._engine.rest()
