"""What all our layers cost: tok/s as the window shows it over tok/s of bare llama_decode.

    python -m tests.bench.whole_path --model FILE [--rounds N] [--tokens N]

The whole path is the real window showing its chat, offscreen: engine process, client,
supervisor, journal, store, bridge, transcript, live panel. Its speed is taken from the first
text on screen to the answer's end. The bare loop decodes as many tokens from the same
position, with the same threads. The two take turns, as a machine's own speed varies more than
what is measured. So the CPU time that the window takes while an
answer is written is printed too: on a machine whose cores all compute, that is what it costs.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("GOMP_SPINCOUNT", "1000")  # as the engine

from msgspec.structs import replace
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from indoors.core.chat import Message, Parameters
from indoors.engine.threads import default_threads
from indoors.main import Program
from indoors.protocol.engine import Load, Sampling
from indoors.services.paths import Paths
from indoors.store import Key
from indoors.ui.theme import ThemeSource
from tests.bench.engine import CONTEXT, Bare

QUESTION = "Write a very long story about a lighthouse keeper and the sea, in many chapters."
RESAMPLED = 2_000


class Shown(NamedTuple):
    """One answer: tokens per second on screen, and what the window's process took for it."""

    speed: float
    cpu_share: float  # of one core
    message: Message


class Whole:
    """The window with one model, asked again and again."""

    def __init__(self, program: Program, tokens: int) -> None:
        assert program.indoors is not None
        self._chat = program.indoors.chat
        sampling = Sampling(temperature=0, repeat_penalty=1.0, max_tokens=tokens)
        self._chat.set_parameters(Parameters(sampling=sampling))

    def ask(self) -> Shown:
        """Ask, and wait for the end."""
        at: list[float] = []
        used: list[float] = []
        answers: list[Message] = []
        loop = QEventLoop()

        def note(*_: object) -> None:
            at.append(time.perf_counter())
            used.append(time.process_time())

        def finished(message: Message) -> None:
            answers.append(message)
            note()
            loop.quit()

        appended = self._chat.messages.text_appended
        noted = appended.connect(note)
        done = self._chat.answer_finished.connect(finished)
        self._chat.send(QUESTION, [])
        loop.exec()
        appended.disconnect(noted)
        self._chat.answer_finished.disconnect(done)
        report = answers[0].report
        assert report is not None, answers[0].fault
        took = at[-1] - at[0]
        share = (used[-1] - used[0]) / took
        return Shown((report.generated_tokens - 1) / took, share, answers[0])


def interval(ratios: list[float]) -> tuple[float, float]:
    """Return a 95 % interval of the median, by resampling."""
    draw = random.Random(1)
    medians = sorted(
        statistics.median(draw.choices(ratios, k=len(ratios))) for _ in range(RESAMPLED)
    )
    return medians[int(0.025 * RESAMPLED)], medians[int(0.975 * RESAMPLED)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--tokens", type=int, default=96)
    options = parser.parse_args()
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        paths = Paths.of(Path(folder) / "profile")
        program = Program(paths, ThemeSource(app, paths.resources), Key.random())
        program.start()
        assert program.indoors is not None
        assert program.window is not None
        program.window.show_chat()
        engine = program.indoors.settings.current.engine
        program.indoors.settings.replace(
            "engine",
            replace(
                engine,
                model_path=str(options.model.absolute()),
                context=CONTEXT,
                recent_models=(str(options.model.absolute()),),
            ),
        )
        whole = Whole(program, options.tokens)
        whole.ask()  # loads the model
        bare = Bare(Load(path=str(options.model), context=CONTEXT, threads=default_threads()))
        ratios, shares = [], []
        for _ in range(options.rounds):
            shown = whole.ask()
            report = shown.message.report
            assert report is not None
            alone = bare.decode(report.prompt_tokens, options.tokens)
            ratios.append(shown.speed / alone)
            shares.append(shown.cpu_share)
            print(
                f"on screen {shown.speed:6.2f} tok/s, engine {report.tokens_per_second or 0:6.2f}, "
                f"bare {alone:6.2f}: ratio {ratios[-1]:.3f}, window {100 * shares[-1]:.1f} % of a "
                f"core, from token {report.prompt_tokens}"
            )
        low, high = interval(ratios)
        print(
            f"median ratio {statistics.median(ratios):.3f} (95 %: {low:.3f} to {high:.3f}), "
            f"window {100 * statistics.median(shares):.1f} % of a core"
        )
        program.close()


if __name__ == "__main__":
    main()
