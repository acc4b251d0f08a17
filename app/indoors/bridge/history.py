"""Keeps the figures of each answer as it ends, and knows what all of them took and saved."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from indoors.bridge.chat import ChatBridge
from indoors.bridge.money import MoneyBridge
from indoors.bridge.tasks import StoreTasks
from indoors.core.chat import Message, MessageState
from indoors.core.insights.record import Answered, EnergyDay, answered
from indoors.core.insights.spans import day_of, start_ms
from indoors.core.insights.summary import NOTHING, SavingOf, Taken, taken_by
from indoors.services.energy_days import EnergyDays
from indoors.services.energy_follower import EnergyFollower
from indoors.store.store import Store

FLUSH_MS = 10 * 60_000
PAGE = 500
"""Answers added up at once: some hundredths of a second."""

_ENDED = frozenset({MessageState.DONE, MessageState.STOPPED})


class Totals(Struct, frozen=True):
    """Of the last answer (``None``: none yet), of today, and of all time."""

    answer: Taken | None = None
    today: Taken = NOTHING
    ever: Taken = NOTHING
    standby_j: tuple[float | None, float | None] = (None, None)  # of today, of all time
    is_known: bool = False  # whether earlier answers are in it


class _Read(Struct, frozen=True):
    day: date
    today: Taken
    ever: Taken
    standby: tuple[float | None, float | None] = (None, None)  # joules
    is_known: bool = False


class _Page(Struct, frozen=True):
    """What is added up so far, and where to go on."""

    read: _Read
    place: int = 0
    is_last: bool = False


class HistoryBridge(QObject):
    """``kept`` comes once an answer's figures are on the disk."""

    kept = Signal(object)  # Answered
    totals_changed = Signal()

    def __init__(
        self,
        chat: ChatBridge,
        tasks: StoreTasks,
        follower: EnergyFollower,
        money: MoneyBridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._chat = chat
        self._tasks = tasks
        self._follower = follower
        self._days = EnergyDays(follower.session.totals)
        self._money = money
        self._read = _Read(_today(), NOTHING, NOTHING)
        self._last: Taken | None = None
        self._reading = 0
        # The system may join it with other wake-ups.
        self._flush = QTimer(self, interval=FLUSH_MS, timerType=Qt.TimerType.VeryCoarseTimer)
        self._flush.timeout.connect(self.flush)
        chat.answer_finished.connect(self.keep)
        money.changed.connect(self.read)

    def start(self) -> None:
        """Open the meters, take over answers whose figures did not arrive, and add all up."""
        self._follower.session.start()
        self._tasks.run(lambda store: store.history.fill())
        self.read()
        self._flush.start()

    def close(self) -> None:
        """Keep what the computer took since the last time, and let go of the meters."""
        self._flush.stop()
        self.flush()
        self._follower.session.close()

    # ---- keeping ----------------------------------------------------------------------------

    def keep(self, message: Message) -> None:
        """Keep the figures of an answer that ended."""
        ended = self._follower.taken(message.id)
        report = message.report
        if report is None or message.state not in _ENDED:
            return
        row = answered(
            report,
            at_ms=message.created_ms,
            message_id=message.id,
            model=message.model,
            energy=ended.energy,
        )
        savings, choice = self._money.savings, self._money.choice

        def work(store: Store) -> Answered:
            after = row.after(store.history.before(message.id))
            whole = savings.complete(
                after,
                choice,
                text=message.text,
                parameters=ended.parameters,
                vocabulary=ended.vocabulary,
            )
            return store.history.add(whole)

        self._tasks.run(work, self._take_kept)
        self.flush()

    def _take_kept(self, row: Answered) -> None:
        self._last = taken_by([row], self._money.saving_of)
        read = self._read
        today = read.today.plus(self._last) if day_of(row.at_ms) == read.day else read.today
        self._read = replace(read, today=today, ever=read.ever.plus(self._last))
        if row.message_id is not None:
            self._chat.messages.show_taken(row)
        self.kept.emit(row)
        self.totals_changed.emit()

    def flush(self) -> None:
        """Add to today what the computer took beside answers."""
        more = self._days.more(_today())
        if more is not None:
            self._tasks.run(_adding(more), lambda _: self._take_more(more))

    def _take_more(self, more: EnergyDay) -> None:
        if more.standby_j is not None and more.day == self._read.day.isoformat():
            read = self._read
            today, ever = ((each or 0.0) + more.standby_j for each in read.standby)
            self._read = replace(read, standby=(today, ever))
            self.totals_changed.emit()

    def wait_s(self) -> float | None:
        """Return after how long a waiting model has cost as much as loading it."""
        return self._follower.wait_s()

    # ---- totals -----------------------------------------------------------------------------

    @property
    def totals(self) -> Totals:
        read = self._read
        if read.day != _today():  # it was midnight, and nothing ended since then
            return Totals(self._last, NOTHING, read.ever, (None, read.standby[1]), read.is_known)
        return Totals(self._last, read.today, read.ever, read.standby, read.is_known)

    def read(self) -> None:
        """Add everything up again, as after another comparator was chosen.

        In pages: whatever else is asked of the store goes between them.
        """
        self._reading += 1
        self._read_page(_Page(_Read(_today(), NOTHING, NOTHING)), self._reading)

    def _read_page(self, page: _Page, reading: int) -> None:
        saving_of = self._money.saving_of

        def take(more: _Page) -> None:
            if reading != self._reading:
                return  # it was begun again
            if more.is_last:
                self._take_read(more.read)
            else:
                self._read_page(more, reading)

        self._tasks.run(lambda store: _next(store, page, saving_of), take)

    def _take_read(self, read: _Read) -> None:
        self._read = read
        self.totals_changed.emit()


def _next(store: Store, page: _Page, saving_of: SavingOf) -> _Page:
    """Add one page more; after the last, the days."""
    answers, place = store.history.page(page.place, PAGE)
    so_far, begin = page.read, start_ms(page.read.day)
    today = taken_by((row for row in answers if row.at_ms >= begin), saving_of)
    read = replace(
        so_far,
        today=so_far.today.plus(today),
        ever=so_far.ever.plus(taken_by(answers, saving_of)),
        is_known=True,
    )
    if len(answers) == PAGE:
        return _Page(read, place)
    waited = [
        (each.day, each.standby_j)
        for each in store.history.energy_days()
        if each.standby_j is not None
    ]
    of_today = next((joules for day, joules in waited if day == read.day.isoformat()), None)
    of_all = sum(joules for _, joules in waited) if waited else None
    return _Page(replace(read, standby=(of_today, of_all)), place, is_last=True)


def _adding(more: EnergyDay) -> Callable[[Store], None]:
    return lambda store: store.history.add_energy(more)


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
