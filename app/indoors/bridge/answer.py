"""The one answer that is being written: from the engine's events to text on the screen."""

import time
from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from indoors.bridge.engine import EngineBridge
from indoors.bridge.flush_pace import FlushPace
from indoors.bridge.progress import Phase, Progress
from indoors.bridge.tasks import StoreTasks
from indoors.core.chat import Message
from indoors.core.errors import AppError
from indoors.protocol.engine import Failed, Finished, Prefill, Started
from indoors.protocol.faults import Fault
from indoors.services.answers import Begun
from indoors.services.journal import AnswerJournal, Outcome

PROGRESS_S = 1.0
TIME_LEFT_AFTER_S = 3.0
RETRY_SAVE_MS = 5_000


class LiveAnswer(QObject):
    """Drives one answer at a time and keeps it until the store has it."""

    text_appended = Signal(str, str)  # message id, delta
    progress_changed = Signal(object)  # Progress | None
    finished = Signal(object)  # the answer as a Message, ended in whichever way
    save_failed = Signal(object)  # AppError

    def __init__(
        self,
        engine: EngineBridge,
        journal: AnswerJournal,
        tasks: StoreTasks,
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._journal = journal
        self._tasks = tasks
        self._clock = clock
        self._message: Message | None = None
        self._shown: list[str] = []  # its text as far as it was handed to the screen
        self._unsaved: list[Outcome] = []
        self._phase: Phase = "loading"
        self._phase_began = 0.0
        self._progress_at = 0.0
        self._pace = FlushPace()
        self._flush = QTimer(self)
        self._flush.timeout.connect(self._show_text)
        self._retry = QTimer(self, interval=RETRY_SAVE_MS)
        self._retry.timeout.connect(self.save_again)
        engine.answer_event.connect(self._take)
        engine.answer_lost.connect(self._take_lost)
        engine.load_progress.connect(self._take_load_progress)

    @property
    def message(self) -> Message | None:
        """The answer as far as ``text_appended`` has told, or ``None`` when nothing is written."""
        if self._message is None:
            return None
        self._shown = ["".join(self._shown)]
        return replace(self._message, text=self._shown[0])

    @property
    def model_name(self) -> str:
        """The model that writes, or would write, the next answer; "" if there is none."""
        loaded, chosen = self._engine.loaded, self._engine.chosen()
        return loaded.model.name if loaded else chosen.name if chosen else ""

    def begin(self, begun: Begun) -> None:
        """Send the order to the engine; a refusal ends the answer as failed."""
        self._message = begun.answer
        self._shown = [begun.answer.text]
        self._journal.begin(begun.answer.id, begun.answer.text)
        self._enter("reading" if self._engine.loaded else "loading")
        if self._engine.ensure_loaded():
            self._engine.generate(begun.order)
        else:
            self._end(AppError(Fault.NO_MODEL))

    def stop(self) -> None:
        """Say so at once; the engine follows between two tokens."""
        if self._message is None or self._phase == "stopping":
            return
        self._enter("stopping")
        self._engine.cancel(self._message.id)

    def close(self) -> None:
        """The window goes: keep what is written, to be continued after the next start."""
        if self._message is not None:
            self._end(None)
        self.save_again()

    # ---- events -------------------------------------------------------------------------

    def _take(self, event: Started | Prefill | Finished | Failed) -> None:
        if self._message is None or event.id != self._message.id:
            return
        if isinstance(event, Finished | Failed):
            self._end(event)
        elif self._phase == "stopping":
            return
        elif isinstance(event, Started):
            self._enter("reading")
        else:
            self._read(event)

    def _read(self, event: Prefill) -> None:
        fraction = event.done / event.total if event.total else 1.0
        if fraction >= 1.0:
            self._enter("writing")
            self._flush.start(self._pace.begin())
            return
        elapsed = self._clock() - self._phase_began
        left = elapsed / fraction - elapsed if fraction and elapsed > TIME_LEFT_AFTER_S else None
        self._report(fraction=fraction, seconds_left=left)

    def _take_load_progress(self, fraction: float) -> None:
        if self._message is not None and self._phase == "loading":
            self._report(fraction=fraction)

    def _take_lost(self, answer_id: str, error: AppError) -> None:
        if self._message is not None and answer_id == self._message.id:
            self._end(error)

    # ---- to the screen ------------------------------------------------------------------

    def _enter(self, phase: Phase) -> None:
        self._phase = phase
        self._phase_began = self._progress_at = self._clock()
        self._report()

    def _report(
        self,
        fraction: float | None = None,
        seconds_left: float | None = None,
        tokens_per_second: float | None = None,
    ) -> None:
        if self._message is not None:
            self.progress_changed.emit(
                Progress(
                    message_id=self._message.id,
                    phase=self._phase,
                    fraction=fraction,
                    seconds_left=seconds_left,
                    tokens_per_second=tokens_per_second,
                )
            )

    def _show_text(self) -> None:
        if self._message is None:
            return
        delta, tokens = self._journal.take()
        if delta:
            self._shown.append(delta)
            self.text_appended.emit(self._message.id, delta)
            self._flush.setInterval(self._pace.flushed())
        now = self._clock()
        if self._phase == "writing" and tokens > 1 and now - self._progress_at >= PROGRESS_S:
            self._progress_at = now
            self._report(tokens_per_second=(tokens - 1) / (now - self._phase_began))

    # ---- the end ------------------------------------------------------------------------

    def _end(self, event: Finished | Failed | AppError | None) -> None:
        self._flush.stop()
        self._show_text()
        outcome = self._journal.end(event)
        message, self._message = self._message, None
        self.progress_changed.emit(None)
        if outcome is None or message is None:
            return
        self._save(outcome)
        self.finished.emit(_ended(message, outcome))

    def _save(self, outcome: Outcome) -> None:
        self._unsaved.append(outcome)
        self._tasks.run(
            outcome.save,
            done=lambda _: self._saved(outcome),
            failed=self._not_saved,
        )

    def _saved(self, outcome: Outcome) -> None:
        if outcome in self._unsaved:
            self._unsaved.remove(outcome)
        if not self._unsaved:
            self._retry.stop()

    def _not_saved(self, error: AppError) -> None:
        if not self._retry.isActive():
            self._retry.start()
            self.save_failed.emit(error)

    def save_again(self) -> None:
        """Try once more to save what the disk refused."""
        waiting, self._unsaved = self._unsaved, []
        for outcome in waiting:
            self._save(outcome)


def _ended(message: Message, outcome: Outcome) -> Message:
    error = outcome.error
    return replace(
        message,
        text=outcome.text,
        state=outcome.state,
        report=outcome.report,
        model=outcome.report.model if outcome.report else message.model,
        fault=error.fault.value if error else None,
        facts=dict(error.facts) if error else {},
        dropped_turns=outcome.dropped_turns,
    )
