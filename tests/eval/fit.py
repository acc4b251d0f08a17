"""How near predicted memory is to what the engine shows: ``python -m tests.eval.fit MODEL...``.

Every model is loaded at every context in an engine of its own and answers a prompt longer
than a batch, so that all buffers have been touched. Prints one row each; the exit code is 1
if a prediction is more than 5 % off.
"""

import argparse
import mmap
import queue
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from indoors.core.fit import Requirement, Setting, repacked_types, requirement, shape_of
from indoors.core.gguf import Header, read
from indoors.protocol.engine import (
    Event,
    Failed,
    Finished,
    Generate,
    Hello,
    Load,
    Loaded,
    Memory,
    Sampling,
    Turn,
)
from indoors.services.engine_process import EngineClient, ProcessOutcome, grants_for

LIMIT = 0.05
CONTEXTS = (2048, 8192)
PATIENCE_S = 300.0
PROMPT = "Describe this: " + "the sea, the sky and the ships between them. " * 80

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Row:
    model: str
    context: int
    kv_type: str
    predicted: Requirement
    measured: Memory

    @property
    def miss(self) -> float:
        return self.predicted.resident / (self.measured.resident or 1) - 1


class Engine:
    """One engine process, spoken to step by step."""

    def __init__(self) -> None:
        self._said: queue.SimpleQueue[Event | ProcessOutcome] = queue.SimpleQueue()
        self.client = EngineClient(self._said.put, self._said.put)

    def wait(self, kind: type[E]) -> E:
        while True:
            said = self._said.get(timeout=PATIENCE_S)
            if isinstance(said, kind):
                return said
            if isinstance(said, (Failed, ProcessOutcome)):
                raise SystemExit(f"the engine failed: {said}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", nargs="+", type=Path)
    parser.add_argument("--kv", nargs="+", default=["f16"], choices=["f16", "q8_0"])
    chosen = parser.parse_args()
    print(
        f"{'model':42} {'context':>7} {'kv':>5} {'kv MB':>13} {'compute MB':>13}"
        f" {'resident MB':>15} {'miss':>7}"
    )
    rows = []
    for path in chosen.models:
        for context in CONTEXTS:
            for kv_type in chosen.kv:
                rows.append(compare(path, context, kv_type))
                print(line(rows[-1]), flush=True)
    worst = max(abs(row.miss) for row in rows)
    print(f"largest miss {worst:.1%}, limit {LIMIT:.0%}")
    return int(worst > LIMIT)


def compare(path: Path, context: int, kv_type: str) -> Row:
    engine = Engine()
    try:
        order = Load(path=str(path.absolute()), context=context, kv_type=kv_type)  # type: ignore[arg-type]
        engine.client.start(grants_for(order))
        system = engine.wait(Hello).system
        engine.client.send(order)
        engine.wait(Loaded)
        turns = (Turn("user", PROMPT),)
        engine.client.send(Generate(id="1", turns=turns, sampling=Sampling(max_tokens=8)))
        measured = engine.wait(Finished).memory
    finally:
        engine.client.close()
    shape = with_header(path, lambda header: shape_of(header, repacked_types(system)))
    setting = Setting(context=context, kv_type=kv_type)  # type: ignore[arg-type]
    return Row(path.name, context, kv_type, requirement(shape, setting), measured)


T = TypeVar("T")


def with_header(path: Path, use: Callable[[Header], T]) -> T:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return use(read(data, str(path)))


def line(row: Row) -> str:
    mega = 1e6
    said, real = row.predicted, row.measured
    return (
        f"{row.model:42} {row.context:7} {row.kv_type:>5}"
        f" {(said.context or 0) / mega:6.1f}/{real.context / mega:6.1f}"
        f" {said.compute / mega:6.1f}/{real.compute / mega:6.1f}"
        f" {said.resident / mega:7.1f}/{(real.resident or 0) / mega:7.1f} {row.miss:+7.1%}"
    )


if __name__ == "__main__":
    sys.exit(main())
