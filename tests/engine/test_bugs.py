"""What becomes of a mistake of our own: the program's loop, run here, with orders nobody sends."""

import os
import time
from typing import cast

import pytest

from indoors.engine.abort import AbortFlag
from indoors.engine.inbox import Inbox, Received
from indoors.engine.program import Program
from indoors.protocol.engine import (
    WIRE,
    Describe,
    EngineChannel,
    Failed,
    Hello,
    Load,
    MemoryReport,
    Order,
)
from indoors.protocol.faults import Fault

alive: list[Program] = []  # llama.cpp keeps calling the log that a program has set


class NoMoreError(Exception):
    pass


class Orders:
    """Stands in for the inbox, which would end the process at the end of its input."""

    def __init__(self, *orders: Order) -> None:
        self._orders = list(orders)

    def next(self) -> Received:
        if not self._orders:
            raise NoMoreError
        return Received(self._orders.pop(0), time.perf_counter())


def test_an_unexpected_exception_is_told_by_its_name_only() -> None:
    reading, writing = os.pipe()
    broken = Load(path=cast("str", 17))
    program = Program(
        cast("Inbox", Orders(broken, Describe())), EngineChannel(writing, WIRE), AbortFlag()
    )
    alive.append(program)
    with pytest.raises(NoMoreError):
        program.run()
    os.close(writing)
    with os.fdopen(reading, "rb") as lines:
        hello, failed, memory = [WIRE.event(line) for line in lines]
    assert isinstance(hello, Hello)
    assert failed == Failed(fault=Fault.BUG, facts={"detail": "TypeError"})
    assert isinstance(memory, MemoryReport)
