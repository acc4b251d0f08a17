"""What the sandbox costs, as ratios against the same programs without it.

    python -m tests.bench.sandbox [--model FILE] [--rounds N]

start   an engine to its Hello, with and without; and the sandbox's own part of it, taken in
        fresh processes: its imports, and putting limits in force
speed   tokens per second of one answer, engines with and without taking turns
window  from the start of ``indoors --version``-like work to a confined command line: what the
        launcher and its second interpreter add

Runs alternate and medians are compared, as other programs may load the machine.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from indoors.protocol.engine import Loaded, Sampling, Token, Turn
from indoors.protocol.isolation import VARIABLE, Grants, Start
from indoors.services.programs import OwnPrograms
from tests.helpers.engines import EngineUnderTest, ended, starter_model

APP = Path(__file__).parents[2] / "app"
ROOT = APP.parent
CACHE = Path(tempfile.gettempdir()) / "indoors-bench-pycache"

FREE = """
import sys
import indoors.sandbox
import indoors.sandbox.begin as begin
begin.confined = lambda profile, start: None
import runpy
runpy.run_module("indoors.engine", run_name="__main__")
"""
"""The engine, with everything but the limits themselves."""

OWN_PART = """
import contextlib, ctypes, json, resource, signal, time, typing
began = time.process_time()
from indoors import sandbox
from indoors.protocol.isolation import Start
import indoors.sandbox.linux
loaded = time.process_time()
sandbox.confine(sandbox.ENGINE, Start())
print(loaded - began, time.process_time() - loaded)
"""
"""Its own modules, behind those of Python's that the engine loads in any case. CPU time."""


def environment() -> dict[str, str]:
    """Compiled files are kept, as they are for every user, but out of the checkout."""
    ours = dict(os.environ)
    ours.pop("PYTHONDONTWRITEBYTECODE", None)
    return ours | {
        "PYTHONPATH": f"{APP}{os.pathsep}{ROOT}",
        "PYTHONPYCACHEPREFIX": str(CACHE),
        VARIABLE: Start(grants=Grants(read=(str(CACHE),))).text(),
    }


def to_hello(*arguments: str) -> float:
    """Milliseconds from the start of an engine to its first line."""
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-P", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
    ) as process:
        assert process.stdout
        assert process.stdout.readline().startswith(b'{"type":"hello"')
        took = time.perf_counter() - began
        process.kill()
    return 1000 * took


def own_part() -> tuple[float, float]:
    """Milliseconds of CPU for the sandbox's imports, and for its limits."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", OWN_PART],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    imports, limits = map(float, done.stdout.split())
    return 1000 * imports, 1000 * limits


def start(rounds: int) -> None:
    def confined() -> float:
        return to_hello("-m", "indoors.engine")

    def free() -> float:
        return to_hello("-c", FREE)

    confined(), free(), own_part()  # compile
    pairs = alternate(free, confined, rounds)
    parts = [own_part() for _ in range(rounds)]
    imports, limits = (statistics.median(part[i] for part in parts) for i in (0, 1))
    show("start", "ms to Hello", pairs)
    print(f"            CPU time: {imports:.1f} ms its modules, {limits:.2f} ms the limits")


def speed(model: Path, rounds: int, tokens: int) -> None:
    free = OwnPrograms([sys.executable, "-P", "-c", FREE])
    with Engine(model, None) as confined, Engine(model, free) as unconfined:
        pairs = alternate(lambda: unconfined.speed(tokens), lambda: confined.speed(tokens), rounds)
    show("speed", "tok/s", pairs)


class Engine:
    """A loaded engine, asked for the same answer again and again."""

    def __init__(self, model: Path, programs: OwnPrograms | None) -> None:
        self.engine = EngineUnderTest(programs, model)
        loaded = self.engine.load(model, context=1024, threads=1)
        assert isinstance(loaded, Loaded), loaded

    def speed(self, tokens: int) -> float:
        sampling = Sampling(temperature=0, max_tokens=tokens, repeat_penalty=1.0)
        start = len(self.engine.events)
        order = self.engine.order(Turn("user", "Write a story about the sea."), sampling=sampling)
        self.engine.client.send(order)
        self.engine.wait_for(lambda event: isinstance(event, Token), start)
        began = time.perf_counter()
        events = self.engine.wait_for(ended(order.id), start)
        count = sum(isinstance(event, Token) for event in events)
        return (count - 1) / (time.perf_counter() - began)

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.client.close()


def command_line(rounds: int) -> None:
    """``indoors ledger --help`` style work: parse, then fail at once on a missing file."""
    arguments = ("ask", "  ")  # refused before any engine starts

    def run(*command: str) -> float:
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-P", *command, *arguments],
            env=environment(),
            capture_output=True,
            check=False,
        )
        return 1000 * (time.perf_counter() - began)

    alone = "import sys; from indoors.cli.run import main; sys.exit(main())"
    run("-m", "indoors"), run("-c", alone)
    pairs = alternate(lambda: run("-c", alone), lambda: run("-m", "indoors"), rounds)
    show("launcher", "ms", pairs)


Pairs = list[tuple[float, float]]


def alternate(without: Callable[[], float], with_: Callable[[], float], rounds: int) -> Pairs:
    pairs = []
    for number in range(rounds):
        if number % 2:
            second = with_()
            pairs.append((without(), second))
        else:
            pairs.append((without(), with_()))
    return pairs


def show(name: str, unit: str, pairs: Pairs) -> None:
    without, with_ = (statistics.median(pair[i] for pair in pairs) for i in (0, 1))
    ratios = sorted(b / a for a, b in pairs)
    print(
        f"{name:11} without {without:7.2f} {unit}, with {with_:7.2f}: "
        f"difference {with_ - without:+.2f}, ratio {with_ / without:.3f} "
        f"(each round {ratios[0]:.3f} to {ratios[-1]:.3f})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=starter_model())
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--tokens", type=int, default=96)
    options = parser.parse_args()
    print(f"load average {os.getloadavg()[0]:.2f}")
    start(options.rounds)
    command_line(options.rounds)
    speed(options.model, options.rounds, options.tokens)


if __name__ == "__main__":
    main()
