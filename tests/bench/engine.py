"""How fast the engine is, as ratios against bare llama.cpp in the same run.

    python -m tests.bench.engine --model FILE [--threads N] [--rounds N]

The bare loop runs in this process with the same model, threads, context and positions; it
only calls llama_decode. Runs alternate, and medians are compared, as other programs may
load the machine. Speeds are those a client sees: from line to line, not the engine's own.
"""

import argparse
import os
import statistics
import time
from pathlib import Path

os.environ.setdefault("GOMP_SPINCOUNT", "1000")  # as the engine; read when OpenMP is loaded
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from indoors.engine.abort import AbortFlag
from indoors.engine.loaded import LoadedModel, load
from indoors.engine.native_log import NativeLog
from indoors.engine.threads import default_threads
from indoors.protocol.engine import Cancel, Load, Loaded, Sampling, Started, Token, Turn
from tests.helpers.engines import EngineUnderTest, ended, engine

CONTEXT = 6144
SENTENCE = "The library opens at nine, and the reading room on the second floor stays quiet. "
FOLLOW_UP = (
    "Thank you. Now please explain the same thing to a ten-year-old child, in three short "
    "sentences, with one example from everyday life, and without any technical terms."
)


class Bare:
    """llama_decode and nothing else."""

    def __init__(self, order: Load) -> None:
        self.log = NativeLog()
        self.loaded: LoadedModel = load(
            order, abort=AbortFlag(), log=self.log, progress=lambda _fraction: None
        )

    def prefill(self, start: int, count: int) -> float:
        """Seconds to compute ``count`` tokens behind the first ``start``."""
        context = self.loaded.context
        context.keep(min(start, len(context.tokens)))
        self._append(start - len(context.tokens))
        began = time.perf_counter()
        self._append(count)
        return time.perf_counter() - began

    def decode(self, start: int, count: int) -> float:
        """Tokens per second, one after the other behind the first ``start``."""
        self.prefill(start - 1, 1)
        began = time.perf_counter()
        for number in range(count):
            self.loaded.context.append((1000 + number,))
        return count / (time.perf_counter() - began)

    def read_out(self, count: int) -> float:
        """Seconds to read one token's probability and entropy."""
        loaded = self.loaded
        self.prefill(0, 8)
        began = time.perf_counter()
        for token in range(count):
            loaded.confidence.read(loaded.context.logits())
            loaded.confidence.logprob(token)
        return (time.perf_counter() - began) / count

    def _append(self, count: int) -> None:
        context = self.loaded.context
        for start in range(0, count, context.batch):
            context.append(tuple(range(1000, 1000 + min(context.batch, count - start))))


class Through:
    """The engine process behind its client, timed from outside."""

    def __init__(self, under_test: EngineUnderTest) -> None:
        self._engine = under_test
        self._arrivals: list[float] = []
        self.started: Started | None = None
        self.text = ""

    def ask(self, turns: list[Turn], tokens: int) -> tuple[float, float]:
        """Return (seconds to the first token, tokens per second after it)."""
        sampling = Sampling(temperature=0, max_tokens=tokens, repeat_penalty=1.0)
        order = self._engine.order(*turns, sampling=sampling)
        start, began = len(self._engine.events), time.perf_counter()
        self._engine.client.send(order)
        first = self._wait(start, Token)
        events = self._engine.wait_for(ended(order.id), start)
        last = time.perf_counter()
        self.started = next(event for event in events if isinstance(event, Started))
        answer = [event for event in events if isinstance(event, Token)]
        self.text = "".join(event.text for event in answer)
        return first - began, (len(answer) - 1) / (last - first) if len(answer) > 1 else 0.0

    def cancel(self, turns: list[Turn], kind: type, delay: float) -> float:
        """Milliseconds from Cancel to Finished, some time after an event of this kind."""
        order = self._engine.order(*turns, sampling=Sampling(temperature=0, max_tokens=2000))
        start = len(self._engine.events)
        self._engine.client.send(order)
        self._wait(start, kind)
        time.sleep(delay)
        began = time.perf_counter()
        self._engine.client.send(Cancel(id=order.id))
        self._engine.wait_for(ended(order.id), start)
        return 1000 * (time.perf_counter() - began)

    def _wait(self, start: int, kind: type) -> float:
        self._engine.wait_for(lambda event: isinstance(event, kind), start)
        return time.perf_counter()


def speed(bare: Bare, through: Through, rounds: int, count: int) -> None:
    turns = [Turn("user", "Write a long story about a lighthouse keeper. " + SENTENCE * 4)]
    through.ask(turns, 8)
    assert through.started
    position = through.started.prompt_tokens
    alone, whole = [], []
    for _ in range(rounds):
        alone.append(bare.decode(position, count))
        whole.append(through.ask(turns, count)[1])
    pairs = [b / a for a, b in zip(alone, whole, strict=True)]
    a, b = statistics.median(alone), statistics.median(whole)
    print(f"decode      bare {a:6.2f} tok/s, through the engine {b:6.2f} tok/s: ratio {b / a:.3f}")
    print(f"            ratio of each round: {', '.join(f'{pair:.3f}' for pair in pairs)}")
    print(f"            best of each: ratio {max(whole) / max(alone):.3f}")


def second_turn(bare: Bare, through: Through, rounds: int) -> None:
    ratios = []
    for number in range(rounds):
        turns = [Turn("user", f"Story {number}. " + SENTENCE * 20)]
        through.ask(turns, 24)
        turns += [Turn("assistant", through.text), Turn("user", FOLLOW_UP)]
        first_token = through.ask(turns, 4)[0]
        assert through.started
        reused = through.started.reused_tokens
        new = through.started.prompt_tokens - reused
        prefill = bare.prefill(reused, new)
        ratios.append(first_token / prefill)
        print(
            f"second turn {reused} reused, {new} new: TTFT {1000 * first_token:.0f} ms, "
            f"bare prefill of the new {1000 * prefill:.0f} ms: ratio {ratios[-1]:.3f}"
        )
    print(f"            median ratio {statistics.median(ratios):.3f}")


def cancel(through: Through, rounds: int) -> None:
    prompt = [Turn("user", SENTENCE * 240)]
    reading = [through.cancel(_with(prompt, i), Started, 0.3 + 0.37 * i) for i in range(rounds)]
    short = [Turn("user", "Write a very long story about the sea.")]
    writing = [through.cancel(_with(short, i), Token, 0.2 + 0.13 * i) for i in range(rounds)]
    for name, times in (("reading 4k", reading), ("writing", writing)):
        listed = ", ".join(f"{value:.0f}" for value in times)
        print(f"cancel      while {name}: median {statistics.median(times):.0f} ms ({listed})")


def _with(turns: list[Turn], number: int) -> list[Turn]:
    return [Turn("system", f"Run {number}."), *turns]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=default_threads())
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tokens", type=int, default=64, help="written in each round")
    options = parser.parse_args()
    order = Load(path=str(options.model), context=CONTEXT, threads=options.threads)
    with engine(options.model.absolute()) as under_test:
        loaded = under_test.load(options.model, context=CONTEXT, threads=options.threads)
        assert isinstance(loaded, Loaded), loaded
        bare, through = Bare(order), Through(under_test)
        load_1m = os.getloadavg()[0]
        print(f"{loaded.model.name}, {options.threads} threads, load average {load_1m:.2f}")
        print(f"batch       {bare.loaded.context.batch} tokens")
        speed(bare, through, options.rounds, options.tokens)
        second_turn(bare, through, options.rounds)
        cancel(through, options.rounds)
        cost = bare.read_out(200)
        token = 1 / bare.decode(100, 32)
        print(
            f"read-out    {1e6 * cost:.0f} us of {1e3 * token:.1f} ms a token: "
            f"{100 * cost / token:.2f} % ({loaded.model.vocabulary} words)"
        )


if __name__ == "__main__":
    main()
