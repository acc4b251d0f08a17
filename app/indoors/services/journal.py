"""Saves an answer while it is written, so that nothing but its last moment can be lost."""

import threading
import time
from collections.abc import Callable

from indoors.core.chat import MessageState
from indoors.core.errors import AppError, Fact
from indoors.protocol.engine import Failed, Finished, Report, Started, Token
from indoors.store.store import Store

SAVE_INTERVAL_S = 0.8
"""Half the second that a kill may cost, which leaves the write itself room."""

Save = Callable[[Callable[[Store], None]], None]


class Outcome:
    """How an answer ended; what ``Chats.finish`` is to be told."""

    def __init__(self, message_id: str, text: str, state: MessageState) -> None:
        self.message_id = message_id
        self.text = text
        self.state = state
        self.report: Report | None = None
        self.error: AppError | None = None
        self.dropped_turns = 0

    def save(self, store: Store) -> None:
        facts: dict[str, Fact] = self.error.facts if self.error else {}
        store.chats.finish(
            self.message_id,
            text=self.text,
            state=self.state,
            report=self.report,
            fault=self.error.fault.value if self.error else None,
            facts=facts,
            dropped_turns=self.dropped_turns,
            model=self.report.model if self.report else None,
        )


class AnswerJournal:
    """The text of the answer being written. Fed on the engine's thread, read by the window.

    It needs no timer: tokens drive it, and between tokens nothing changes.
    """

    def __init__(self, save: Save, clock: Callable[[], float] = time.monotonic) -> None:
        self._save = save
        self._clock = clock
        self._lock = threading.Lock()
        self._message_id: str | None = None
        self._parts: list[str] = []
        self._fresh: list[str] = []  # not yet taken by the window
        self._tokens = 0
        self._dropped = 0
        self._saved_at = 0.0

    def begin(self, message_id: str, text: str = "") -> None:
        """Expect tokens for this message; ``text`` is what it holds already."""
        with self._lock:
            self._message_id = message_id
            self._parts = [text] if text else []
            self._fresh = []
            self._tokens = self._dropped = 0
            self._saved_at = self._clock()

    def take(self) -> tuple[str, int]:
        """Return the text since the last call, and the number of tokens so far."""
        with self._lock:
            delta = "".join(self._fresh)
            self._fresh = []
            return delta, self._tokens

    def add(self, event: Token | Started) -> None:
        """Take in one event of the answer; saves about once a second."""
        with self._lock:
            if event.id != self._message_id:
                return
            if isinstance(event, Started):
                self._dropped = event.dropped_turns
                return
            self._tokens += 1
            if not event.text:
                return
            self._parts.append(event.text)
            self._fresh.append(event.text)
            now = self._clock()
            if now - self._saved_at < SAVE_INTERVAL_S:
                return
            self._saved_at = now
            text = "".join(self._parts)
            self._parts = [text]
            message_id = event.id
        self._save(lambda store: store.chats.save_text(message_id, text))

    def end(self, event: Finished | Failed | AppError | None) -> Outcome | None:
        """Close the answer and say how it ended; ``None`` if none was being written.

        ``event`` None: the window closes before the engine is done.
        """
        with self._lock:
            if self._message_id is None:
                return None
            outcome = Outcome(self._message_id, "".join(self._parts), MessageState.DONE)
            outcome.dropped_turns = self._dropped
            self._message_id = None
        if isinstance(event, Finished):
            outcome.report = event.report
            if event.report.stop_reason == "cancelled":
                outcome.state = MessageState.STOPPED
            return outcome
        outcome.error = AppError(event.fault, **event.facts) if isinstance(event, Failed) else event
        written = outcome.text or event is None
        outcome.state = MessageState.INTERRUPTED if written else MessageState.FAILED
        return outcome
