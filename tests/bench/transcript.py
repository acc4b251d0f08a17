"""How long the GUI thread is busy with a long conversation: ``python -m tests.bench.transcript``.

Opens a conversation of 2,000 messages (then of 10,000), scrolls it from bottom to top and
streams an answer of 17 KB into it at 60 tokens a second, with a flush every 33 ms. All
times are CPU and wall time of the GUI thread alone; nothing else runs in this process. The
baseline is ``QTextBrowser.setMarkdown`` of the whole answer at every flush, in the same run.
"""

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QTextBrowser

from indoors.bridge.messages import MessagesModel
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
IDLE_ROUNDS = 400
LIMIT_MS = 16.0
DIALECT = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)


class Times:
    """Wall times in milliseconds."""

    def __init__(self, values: list[float]) -> None:
        self.values = sorted(values)

    def quantile(self, share: float) -> float:
        return self.values[min(len(self.values) - 1, int(share * len(self.values)))]

    def __str__(self) -> str:
        mean = sum(self.values) / len(self.values)
        return (
            f"{mean:8.2f} {self.quantile(0.5):8.2f} {self.quantile(0.99):8.2f}"
            f" {self.values[-1]:8.2f} {len(self.values):6d}"
        )


def timed(work: Callable[[], object]) -> float:
    """Do it, with everything it causes on this thread, and return the milliseconds."""
    began = time.perf_counter()
    work()
    QApplication.processEvents()
    return (time.perf_counter() - began) * 1_000


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


def open_view(theme: ThemeSource, count: int) -> tuple[MessagesModel, TranscriptView, float]:
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
    return Times([timed(lambda: bar.setValue(bar.value() - WHEEL)) for _ in range(ticks)])


def jumps(view: TranscriptView, count: int) -> Times:
    """Drag the handle to places that were never shown."""
    bar = view.verticalScrollBar()
    places = [bar.maximum() * (number * 37 % 101) // 101 for number in range(count)]
    return Times([timed(lambda place=place: bar.setValue(place)) for place in places])


def stream(model: MessagesModel, view: TranscriptView, text: str) -> Times:
    """Write an answer. Each time is one flush with layout and paint."""
    model.append(question(1, id="live-q"))
    model.append(answer(1, "", id="live", state=MessageState.WRITING, report=None))
    view.go_to_end()
    settle()
    return Times([timed(lambda delta=delta: model.append_text("live", delta)) for delta in flushes(text)])


def baseline(text: str) -> Times:
    """The naive way: the whole answer is drawn again at every flush."""
    browser = QTextBrowser()
    browser.resize(WIDTH - 64, HEIGHT)
    browser.show()
    QApplication.processEvents()
    times, shown = [], ""

    def show() -> None:
        browser.document().setMarkdown(shown, DIALECT)
        browser.document().size()

    for delta in flushes(text):
        shown += delta
        times.append(timed(show))
    return Times(times)


def long_answer() -> str:
    text = ""
    while len(text) < STREAMED:
        text += "\n\n".join(ANSWERS) + "\n\n"
    return text[:STREAMED]


def run(theme: ThemeSource, count: int, ticks: int, naive: Times) -> bool:
    model, view, opened = open_view(theme, count)
    print(f"\n{count:,} messages: shown after {opened:.0f} ms")
    rows = (
        ("scroll, 120 px a tick", scroll(view, ticks)),
        ("scroll, far jumps", jumps(view, 40)),
        ("stream, per 33 ms tick", stream(model, view, long_answer())),
    )
    for name, times in rows:
        print(f"  {name:26} {times}")
    live = rows[-1][1]
    print(f"  naive / ours               {naive.quantile(0.5) / live.quantile(0.5):8.1f}x at p50")
    print(f"  widgets alive              {len(view.live):8d} messages")
    view.close()
    view.deleteLater()
    return live.quantile(0.99) < LIMIT_MS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ticks", type=int, default=600, help="wheel steps scrolled")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    theme = ThemeSource(app, RESOURCES, "light")
    naive = baseline(long_answer())
    print(f"{'ms on the GUI thread':28} {'mean':>8} {'p50':>8} {'p99':>8} {'max':>8} {'ticks':>6}")
    print(f"  {'naive setMarkdown(whole)':26} {naive}")
    good = [run(theme, count, options.ticks, naive) for count in options.sizes]
    print(f"\nstreaming p99 under {LIMIT_MS:.0f} ms: {'yes' if all(good) else 'NO'}")


if __name__ == "__main__":
    main()
