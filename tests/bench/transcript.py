"""How long the GUI thread is busy with a long conversation: ``python -m tests.bench.transcript``.

Opens a conversation of 2,000 messages (then of 10,000), scrolls it from the bottom up and
writes the second half of a 17 KB answer into it, in real time at 60 tokens a second with a
flush every 33 ms. All times are milliseconds of the GUI thread, on the clock and (cpu) of
the processor; on a busy machine the clock also shows what other programs took. The baseline
is ``QTextBrowser.setMarkdown`` of the whole answer at every flush, in the same run.
"""

import argparse
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QTextBrowser

from indoors.bridge.garbage import GarbageCollector
from indoors.bridge.messages import MessagesModel
from indoors.bridge.progress import Progress
from indoors.core.chat import MessageState
from indoors.ui.chat.transcript import TranscriptView
from indoors.ui.theme import ThemeSource
from tests.ui.chat_samples import ANSWERS, answer, conversation, question

RESOURCES = Path(__file__).parents[2] / "resources"
SIZES = (2_000, 10_000)
WIDTH, HEIGHT = 668, 640
WHEEL = 120
FLUSH_S = 0.033
TOKENS_PER_S = 60
STREAMED = 17_600
POLL_S = 0.002
COLUMNS = ("mean", "p50", "p99", "max", "cpu p50", "cpu p99")
IDLE_ROUNDS = 400
LIMIT_MS = 16.0
DIALECT = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)


class Tick(NamedTuple):
    """Milliseconds on the clock, and of the processor in this thread."""

    wall: float
    cpu: float


class Times:
    """The times of many ticks."""

    def __init__(self, ticks: list[Tick]) -> None:
        self.count = len(ticks)
        self.wall = sorted(tick.wall for tick in ticks)
        self.cpu = sorted(tick.cpu for tick in ticks)

    def quantile(self, share: float) -> float:
        """Return a quantile of the time on the clock."""
        return _quantile(self.wall, share)

    def __str__(self) -> str:
        clock = (sum(self.wall) / self.count, self.quantile(0.5), self.quantile(0.99))
        cpu = (_quantile(self.cpu, 0.5), _quantile(self.cpu, 0.99))
        figures = "".join(f"{value:9.2f}" for value in (*clock, self.wall[-1], *cpu))
        return f"{figures} {self.count:7d}"


def _quantile(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))]


def timed(work: Callable[[], object]) -> Tick:
    """Do it, with everything it causes on this thread, and return what it took."""
    clock, cpu = time.perf_counter(), time.thread_time()
    work()
    QApplication.processEvents()
    return Tick((time.perf_counter() - clock) * 1_000, (time.thread_time() - cpu) * 1_000)


def tokens_of(text: str) -> list[str]:
    """Cut a text into pieces of about four characters, as a tokenizer does."""
    return [text[at : at + 4] for at in range(0, len(text), 4)]


def flushes(text: str) -> list[str]:
    """Return what each flush brings at 60 tokens a second."""
    pieces, made, taken, clock = tokens_of(text), [], 0, 0.0
    while taken < len(pieces):
        clock += FLUSH_S
        upto = min(len(pieces), int(clock * TOKENS_PER_S))
        made.append("".join(pieces[taken:upto]))
        taken = upto
    return [delta for delta in made if delta]


def settle() -> None:
    for _ in range(IDLE_ROUNDS):
        QApplication.processEvents()


def open_view(theme: ThemeSource, count: int) -> tuple[MessagesModel, TranscriptView, Tick]:
    model = MessagesModel()
    view = TranscriptView(model, theme, theme.icons)
    view.resize(WIDTH, HEIGHT)
    view.show()
    QApplication.processEvents()
    messages = conversation(count)
    return model, view, timed(lambda: model.reset_to(messages))


def scroll(view: TranscriptView, ticks: int) -> Times:
    """Scroll up by one wheel step per tick, from the bottom."""
    bar = view.verticalScrollBar()
    view.go_to_end()
    settle()

    def step() -> Tick:
        took = timed(lambda: bar.setValue(bar.value() - WHEEL))
        time.sleep(POLL_S)
        return took

    return Times([step() for _ in range(ticks)])


def jumps(view: TranscriptView, count: int) -> Times:
    """Drag the handle to places that were never shown."""
    bar = view.verticalScrollBar()
    places = [bar.maximum() * (number * 37 % 101) // 101 for number in range(count)]
    return Times([timed(partial(bar.setValue, place)) for place in places])


def stream(
    model: MessagesModel, view: TranscriptView, head: str, deltas: list[str]
) -> tuple[Times, Times]:
    """Go on with an answer in real time.

    Return the time of each flush with its layout and paint, and of what the thread did
    between two flushes (making spare widgets, colouring code).
    """
    model.append(question(1, id="live-q"))
    model.append(answer(1, head, id="live", state=MessageState.WRITING, report=None))
    view.set_progress(Progress(message_id="live", phase="writing"))
    view.go_to_end()
    settle()
    ticks, between = [], []
    due = time.perf_counter()
    for delta in deltas:
        ticks.append(timed(partial(model.append_text, "live", delta)))
        due += FLUSH_S
        while time.perf_counter() < due:
            between.append(timed(lambda: None))
            time.sleep(POLL_S)
    return Times(ticks), Times(between)


def baseline(head: str, deltas: list[str]) -> Times:
    """The naive way: the whole answer is drawn again at every flush."""
    browser = QTextBrowser()
    browser.resize(WIDTH - 64, HEIGHT)
    browser.show()
    QApplication.processEvents()
    times, shown = [], head

    def show() -> None:
        browser.document().setMarkdown(shown, DIALECT)
        browser.document().size()

    for delta in deltas:
        shown += delta
        times.append(timed(show))
    return Times(times)


def long_answer() -> str:
    text = ""
    while len(text) < STREAMED:
        text += "\n\n".join(ANSWERS) + "\n\n"
    return text[:STREAMED]


def run(
    theme: ThemeSource, count: int, text: tuple[str, list[str]], ticks: int, naive: Times
) -> Times:
    model, view, opened = open_view(theme, count)
    print(f"\n{count:,} messages: shown after {opened.wall:.0f} ms")
    print(f"  {'scroll, 120 px a tick':26} {scroll(view, ticks)}")
    print(f"  {'scroll, far jumps':26} {jumps(view, 40)}")
    live, between = stream(model, view, *text)
    print(f"  {'stream, per 33 ms tick':26} {live}")
    print(f"  {'stream, between ticks':26} {between}")
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        ratio = live.quantile(share) / naive.quantile(share)
        print(f"  ours / naive at {name}        {ratio:8.3f}")
    print(f"  widgets alive              {len(view.live):8d} messages")
    view.close()
    view.deleteLater()
    return live


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ticks", type=int, default=600, help="wheel steps scrolled")
    parser.add_argument("--flushes", type=int, default=900, help="flushes of the streamed answer")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    theme = ThemeSource(app, RESOURCES, "light")
    garbage = GarbageCollector(app)  # as in the app
    deltas = flushes(long_answer())[-options.flushes :]
    head = long_answer().removesuffix("".join(deltas))
    naive = baseline(head, deltas)
    print(" " * 28 + "".join(f"{name:>9}" for name in COLUMNS) + "   ticks")
    print(f"  {'naive setMarkdown(whole)':26} {naive}")
    live = [run(theme, count, (head, deltas), options.ticks, naive) for count in options.sizes]
    garbage.close()
    worst = max(times.quantile(0.99) for times in live)
    cpu = max(_quantile(times.cpu, 0.99) for times in live)
    print(
        f"\nstreaming p99: {worst:.1f} ms on the clock, {cpu:.1f} ms of CPU; limit {LIMIT_MS:.0f}"
    )


if __name__ == "__main__":
    main()
