"""What all our layers cost: tok/s as the window shows it over tok/s of bare llama_decode.

    python -m tests.bench.whole_path --model FILE [--rounds N] [--tokens N]

The whole path is the real window, offscreen: engine process, client, supervisor, journal,
store, bridge, transcript. Its speed is taken from the first text on screen to the answer's
end. The bare loop decodes as many tokens from the same position, with the same threads.
"""

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

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


class Whole:
    """The window with one model, asked again and again."""

    def __init__(self, program: Program, tokens: int) -> None:
        assert program.indoors is not None
        self._chat = program.indoors.chat
        sampling = Sampling(temperature=0, repeat_penalty=1.0, max_tokens=tokens)
        self._chat.set_parameters(Parameters(sampling=sampling))

    def ask(self) -> tuple[float, Message]:
        """Return tokens per second on screen, and the answer."""
        shown: list[float] = []
        answers: list[Message] = []
        loop = QEventLoop()

        def finished(message: Message) -> None:
            answers.append(message)
            shown.append(time.perf_counter())
            loop.quit()

        appended = self._chat.messages.text_appended
        note = appended.connect(lambda *_: shown.append(time.perf_counter()))
        done = self._chat.answer_finished.connect(finished)
        self._chat.send(QUESTION, [])
        loop.exec()
        appended.disconnect(note)
        self._chat.answer_finished.disconnect(done)
        report = answers[0].report
        assert report is not None, answers[0].fault
        return (report.generated_tokens - 1) / (shown[-1] - shown[0]), answers[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tokens", type=int, default=160)
    options = parser.parse_args()
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        paths = Paths.of(Path(folder) / "profile")
        program = Program(paths, ThemeSource(app, paths.resources), Key.random())
        program.start()
        assert program.indoors is not None
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
        ratios = []
        for _ in range(options.rounds):
            shown, answer = whole.ask()
            assert answer.report is not None
            alone = bare.decode(answer.report.prompt_tokens, options.tokens)
            ratios.append(shown / alone)
            print(f"on screen {shown:6.2f} tok/s, bare {alone:6.2f} tok/s: ratio {ratios[-1]:.3f}")
        print(f"median ratio {statistics.median(ratios):.3f}")
        program.close()


if __name__ == "__main__":
    main()
