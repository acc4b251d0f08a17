"""Measures the loaded model's speed when asked to: a short answer that nobody sees."""

import uuid

from PySide6.QtCore import QObject, QTimer, Signal

from indoors.bridge.engine import EngineBridge
from indoors.protocol.engine import Failed, Finished, Generate, Sampling, Turn
from indoors.services.engine_state import EngineState

LIMIT_MS = 40_000
_TOKENS = 160
_PROMPT = (
    "Write a plain description of how a letter travels from the sender to the person who "
    "receives it. Use whole sentences, no list, and at least two hundred words. "
)
_REPEATED = 6
"""Times; so the prompt is long enough to measure reading, too."""


class Measuring(QObject):
    """The figures arrive as those of any answer do: by the engine's ``Finished``."""

    changed = Signal(bool)

    def __init__(self, engine: EngineBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._id: str | None = None
        self._limit = QTimer(self, interval=LIMIT_MS, singleShot=True)
        self._limit.timeout.connect(self.cancel)
        engine.answer_event.connect(self._take)
        engine.answer_lost.connect(self._lost)

    @property
    def is_running(self) -> bool:
        return self._id is not None

    @property
    def is_possible(self) -> bool:
        """Only a model that is loaded and has nothing else to do."""
        return self._engine.state is EngineState.READY and not self.is_running

    def start(self) -> None:
        """Begin, if that is possible now."""
        if not self.is_possible:
            return
        self._id = f"measure-{uuid.uuid4().hex}"
        self._limit.start()
        sampling = Sampling(temperature=0.0, max_tokens=_TOKENS, seed=1)
        turn = Turn("user", _PROMPT * _REPEATED)
        self._engine.generate(Generate(id=self._id, turns=(turn,), sampling=sampling))
        self.changed.emit(True)

    def cancel(self) -> None:
        """Stop; what was written by then counts."""
        if self._id is not None:
            self._engine.cancel(self._id)

    def _take(self, event: object) -> None:
        if isinstance(event, Finished | Failed) and event.id == self._id:
            self._end()

    def _lost(self, answer_id: str, _error: object) -> None:
        if answer_id == self._id:
            self._end()

    def _end(self) -> None:
        if self._id is not None:
            self._id = None
            self._limit.stop()
            self.changed.emit(False)
