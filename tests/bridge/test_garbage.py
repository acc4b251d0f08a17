"""Who collects Python's garbage, and where."""

import gc
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from indoors.bridge.garbage import GarbageCollector


@pytest.fixture
def collector() -> Iterator[GarbageCollector]:
    made = GarbageCollector()
    try:
        yield made
    finally:
        made.close()


class Cycle:
    """Says on which thread it is taken away."""

    def __init__(self, taken: list[str]) -> None:
        self.itself = self
        self._taken = taken

    def __del__(self) -> None:
        self._taken.append(threading.current_thread().name)


def test_other_threads_make_garbage_and_the_gui_thread_collects_it(
    collector: GarbageCollector, qtbot: QtBot
) -> None:
    taken: list[str] = []

    def work() -> None:
        for _ in range(5_000):
            Cycle(taken)

    worker = threading.Thread(target=work, name="worker")
    worker.start()
    worker.join()
    assert taken == []
    qtbot.waitUntil(lambda: len(taken) == 5_000, timeout=5_000)
    assert set(taken) == {threading.main_thread().name}


def test_it_gives_the_collection_back() -> None:
    made = GarbageCollector()
    assert not gc.isenabled()
    made.close()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
